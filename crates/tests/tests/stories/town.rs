//! With real mail servers in the loop.

use tests::letter::{Letter, letter};
use tests::shop::{ASSISTENZA, Engine, Shop, text_of};
use tests::smtp::Session;
use tests::town::Town;
use tests::wait_for;

#[test]
fn what_postfix_takes_for_a_customer_is_read_by_imap() {
    let nobody = "127.0.0.1:9".parse().expect("an address");
    let town = Town::open("assistenza.example", nobody);
    let mut session = Session::open(town.smtp);
    session.ehlo();
    let written = letter("bruno@altrove.example", "anna@cliente.example", "Perché?", "Così.\n.\n");
    assert_eq!(session.send("bruno@altrove.example", &["anna@cliente.example"], &written.bytes()).code, 250);
    let mail = wait_for("the mail", || town.mailbox("anna").pop());
    assert_eq!(mail.header("Message-ID"), Some(written.message_id()));
    assert_eq!(mail.text().trim(), "Così.\n.");
}

#[test]
fn a_customer_behind_real_servers_is_promised_and_answered_and_answers_back() {
    // The shop must know its relay before Postfix knows the shop: it is opened twice on what it keeps.
    let mut shop = Shop::open(Engine::Sqlite);
    let lmtp = shop.node().lmtp_addr().expect("an LMTP listener");
    let town = Town::open("example.it", lmtp);
    shop.stop();
    shop.settings.relay_url = Some(format!("smtp://{}?tls=none", town.smtp));
    shop.settings.lmtp_listen = Some(lmtp);
    shop.start();

    let post = |mail: &Letter| {
        let mut session = Session::open(town.smtp);
        session.ehlo();
        assert_eq!(session.send("anna@cliente.example", &[ASSISTENZA], &mail.bytes()).code, 250);
    };
    let mailbox = |count: usize| {
        wait_for(&format!("{count} mails in Anna's mailbox"), || {
            let mails = town.mailbox("anna");
            (mails.len() >= count).then_some(mails)
        })
    };
    post(&letter("Anna <anna@cliente.example>", ASSISTENZA, "Perché è rotta?", "La lampada è arrivata rotta."));
    let acknowledgement = mailbox(1).remove(0);
    let conversation = shop.conversation_of("anna@cliente.example");
    let code = text_of(&conversation, "/reference");
    assert_eq!(acknowledgement.code(), Some(code.clone()));
    assert!(acknowledgement.text().contains("14:00"));
    let arrival = shop.arrivals_from("anna@cliente.example").remove(0);
    let raw = shop.api().get(&format!("/api/v1/arrivals/{}/raw", text_of(&arrival, "/id"))).expect(200).text();
    assert!(raw.contains("Received: from posta.example"), "{raw}");
    assert!(town.log().contains("Untrusted TLS connection established to 127.0.0.1"), "not by STARTTLS");

    shop.answer(&conversation, "Ci manda una foto?");
    let answer = mailbox(2).remove(1);
    shop.promise_becomes(&conversation, "kept");
    assert_eq!(answer.code(), Some(code));
    assert!(answer.text().contains("Ci manda una foto?"));
    post(&letter("Anna <anna@cliente.example>", ASSISTENZA, "", "Eccola.").in_reply_to(&answer));
    wait_for("Anna's reply", || {
        shop.messages(&conversation).into_iter().find(|message| message["reply_text"] == "Eccola.")
    });
    assert_eq!(shop.conversation(&text_of(&conversation, "/id"))["promise"]["kind"], "next_reply");
}
