//! A company in full swing: something of everything its pages can show.

use db::Actor;
use office::account::Role;
use riscontro::node::ACCOUNT;
use serde_json::{Value, json};
use spine::inbox::Channel;
use spine::intake::{self, Accept};
use tests::letter::letter;
use tests::shop::{ASSISTENZA, Shop, text_of};
use tests::wait_until;

use super::employ;

/// What there is to open.
pub struct Company {
    /// A long conversation: HTML, files, a note, an answer, a moved promise.
    pub rich: Value,
    pub kept: Value,
    pub broken: Value,
    pub snoozed: Value,
    pub closed: Value,
    /// Its answer did not reach the customer.
    pub failed: Value,
    /// Its answer is tried again.
    pub delayed: Value,
}

/// Fills a shop; it is 15:10 of Monday then.
pub fn fill(shop: &Shop) -> Company {
    shop.relay.refuse("lontano@example.it", "550 5.1.1 utente sconosciuto");
    shop.relay.refuse("lento@example.it", "451 4.7.1 greylisted, riprovare");
    employ(shop, "Marco Bassi", "marco@fioca.example", Role::Agent);
    let broken = asks(
        shop,
        "dario@example.it",
        "Fattura elettronica con il codice sbagliato",
        "Buongiorno, la fattura 118 ha il codice SDI di un’altra ditta.",
    );
    shop.advance(300);
    shop.promise_becomes(&broken, "broken");

    let rich = discussed(shop);
    let kept = asks(shop, "bruno@example.it", "Paralume di ricambio", "Si trova ancora?");
    shop.answer(&kept, "Sì, lo spediamo oggi.");
    shop.promise_becomes(&kept, "kept");
    let snoozed =
        asks(shop, "carla@example.it", "Preventivo per l’albergo", "Quaranta applique, entro giugno.");
    change(shop, &snoozed, &json!({ "snoozed_until": "2026-03-03T08:00:00Z", "tags": ["preventivo"] }));
    let closed = asks(shop, "elena@example.it", "Grazie!", "La lampada è bellissima.");
    change(shop, &closed, &json!({ "status": "closed", "close_reason": "Un ringraziamento." }));
    let failed = asks(shop, "lontano@example.it", "Ordine 5120", "A che punto è?");
    shop.answer(&failed, "Parte domani.");
    let delayed = asks(shop, "lento@example.it", "Ordine 5121", "A che punto è?");
    shop.answer(&delayed, "Parte domani.");
    for sender in ["fabio@example.it", "gaia@example.it"] {
        asks(
            shop,
            sender,
            &"Donaudampfschifffahrtsgesellschaft".repeat(4),
            &"precipitevolissimevolmente".repeat(30),
        );
    }
    machines(shop);
    wait_until("the answer that failed", || shop.conversation(&text_of(&failed, "/id"))["trouble"].is_string());
    Company { rich, kept, broken, snoozed, closed, failed, delayed }
}

/// Somebody asks and is told when.
fn asks(shop: &Shop, sender: &str, subject: &str, text: &str) -> Value {
    shop.mail_from(sender, subject, text);
    let conversation = shop.conversation_of(sender);
    if !sender.starts_with("lo") && !sender.starts_with("le") {
        wait_until("the customer told", || shop.conversation_of(sender)["promise"]["told_at"].is_string());
    }
    conversation
}

fn change(shop: &Shop, conversation: &Value, to: &Value) {
    shop.patch(&format!("/api/v1/conversations/{}", text_of(conversation, "/id")), to);
}

fn discussed(shop: &Shop) -> Value {
    let html = "--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nBuongiorno,\nil vetro della Nuvola 40 è arrivato rotto: ecco le foto.\n\nAnna Galli\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>Buongiorno,</p><p>il vetro della <b>Nuvola 40</b> è arrivato <span style=\"color:#c00\">rotto</span>: ecco le foto.</p><img src=\"https://tracciante.example/1.gif\" alt=\"\"><p>Anna Galli</p>\n--b--\n--a\nContent-Type: image/png; name=vetro.png\nContent-Disposition: attachment; filename=vetro.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\n--a\nContent-Type: application/pdf; name=\"documento-di-trasporto-numero-4471-del-ventisei-febbraio.pdf\"\nContent-Disposition: attachment; filename=\"documento-di-trasporto-numero-4471-del-ventisei-febbraio.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQKJSVFT0YK\n--a--";
    let from = "Anna Galli <anna@example.it>";
    let first = letter(from, ASSISTENZA, "Vetro rotto, ordine 4471", "")
        .with_body("multipart/mixed; boundary=a", html)
        .header("Cc", "Ufficio acquisti <acquisti@example.it>");
    shop.mail("anna@example.it", &first);
    let conversation = shop.conversation_of("anna@example.it");
    let id = text_of(&conversation, "/id");
    let path = format!("/api/v1/conversations/{id}/messages");
    shop.post(&path, &json!({ "kind": "note", "text": "Sentito il corriere: rimborsa." }));
    shop.answer(&conversation, "Gentile Anna,\nle mandiamo un vetro nuovo. Ci conferma l’indirizzo?");
    let answer = shop.mails_to("anna@example.it", 2).remove(1);
    shop.promise_becomes(&conversation, "kept");
    let reply = letter(
        from,
        ASSISTENZA,
        "",
        "Confermo, grazie.\n\nIl giorno lun 2 mar 2026 alle ore 15:05 Riscontro <assistenza@example.it> ha scritto:\n> Gentile Anna,\n> le mandiamo un vetro nuovo. Ci conferma l’indirizzo?",
    );
    shop.mail("anna@example.it", &reply.in_reply_to(&answer));
    shop.settle();
    let next = shop.conversation(&id);
    let promise = text_of(&next, "/promise/id");
    let moved = json!({ "due_at": "2026-03-03T11:00:00Z", "reason": "aspettiamo il vetro dal fornitore" });
    shop.api().post_json(&format!("/api/v1/promises/{promise}/move"), &moved).expect(200);
    change(shop, &conversation, &json!({ "tags": ["danno", "corriere"] }));
    conversation
}

/// What no person wrote, and what no program could read.
fn machines(shop: &Shop) {
    let away = letter("elena@example.it", ASSISTENZA, "Fuori ufficio", "Torno lunedì.")
        .header("Auto-Submitted", "auto-replied");
    shop.mail("elena@example.it", &away);
    let offers = letter("offerte@negozio.example", ASSISTENZA, "Saldi di primavera", "Tutto a metà prezzo.")
        .header("List-Unsubscribe", "<https://negozio.example/esci>")
        .header("Precedence", "bulk");
    shop.mail("offerte@negozio.example", &offers);
    shop.settle();
    let db = shop.node().db();
    for (sender, spam) in [("studio@neri.example", false), ("premi@lotteria.example", true)] {
        let mail = letter(sender, ASSISTENZA, "Disegni plafoniera", "Vi giro i disegni.");
        let kept = db.keep(&mail.bytes()).expect("kept");
        let inbox = shop.inbox_id.trim_start_matches("inb_").to_owned();
        let put = db.write(ACCOUNT, move |tx| {
            let accept = Accept {
                channel: Channel::Email,
                inbox_id: spine::inbox::by_oid(tx, &inbox)?.id,
                sender: sender.to_owned(),
                recipient: ASSISTENZA.to_owned(),
                remote: "192.0.2.1".to_owned(),
                helo: "posta.example".to_owned(),
                kept,
            };
            let arrival_id = intake::accept(tx, accept)?;
            intake::stuck(tx, arrival_id, &spine::Reason::ReadingFailed("a part never ends".to_owned()))?;
            if spam {
                intake::set_spam(tx, arrival_id, Actor::System)?;
            }
            Ok::<_, spine::Error>(())
        });
        put.expect("an arrival");
    }
}
