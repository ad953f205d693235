//! The main job: a mail comes in, is promised, acknowledged, answered, and the promise is kept.

use serde_json::json;
use tests::letter::letter;
use tests::shop::{ASSISTENZA, on_both_engines, text_of};
use tests::wait_for;

#[test]
fn a_mail_is_promised_acknowledged_answered_and_the_promise_kept() {
    on_both_engines(|shop| {
        shop.mail_from(
            "anna@example.it",
            "Dov’è il mio pacco?",
            "Buongiorno,\nl’ordine 4471 non è arrivato.\nAnna",
        );

        // Recognised and promised: 240 open minutes from ten in the morning.
        let conversation = shop.conversation_of("anna@example.it");
        assert_eq!(conversation["subject"], "Dov’è il mio pacco?");
        assert_eq!((&conversation["status"], &conversation["tier"]), (&json!("open"), &json!("C")));
        assert_eq!(conversation["promise"]["kind"], "first_reply");
        assert_eq!(conversation["promise"]["due_at"], "2026-03-02T13:00:00Z");
        let code = text_of(&conversation, "/reference");

        // Told at once: the code, the moment, the link.
        let [acknowledgement] = shop.mails_to("anna@example.it", 1).try_into().expect("one acknowledgement");
        assert_eq!(acknowledgement.code(), Some(code.clone()));
        assert!(acknowledgement.text().contains("14:00"), "{}", acknowledgement.text());
        assert!(acknowledgement.html().contains("14:00"));
        assert!(acknowledgement.text().contains(&code));
        assert!(acknowledgement.header("From").is_some_and(|from| from.contains(ASSISTENZA)));
        assert_eq!(acknowledgement.header("Auto-Submitted").as_deref(), Some("auto-replied"));
        let track = acknowledgement.track_path().expect("a link");
        assert!(text_of(&conversation, "/track_url").ends_with(&track));
        let page = shop.web().get(&track).expect(200).text();
        assert!(page.contains(&code) && page.contains("14:00"), "{page}");
        let told = wait_for("the promise told", || {
            let promise = shop.promises(&conversation).remove(0);
            promise["told_at"].is_string().then_some(promise)
        });
        assert_eq!((&told["state"], &told["told_via"]), (&json!("open"), &json!("email")));

        // Answered in time by a person: threaded under what Anna wrote, with the code, not marked automatic.
        shop.advance(30);
        let written = shop.answer(&conversation, "Buongiorno Anna, il pacco parte oggi.");
        assert_eq!(written["direction"], "out");
        let answer = shop.mails_to("anna@example.it", 2).remove(1);
        let asked = shop.arrivals_from("anna@example.it").remove(0);
        let raw = shop.api().get(&format!("/api/v1/arrivals/{}/raw", text_of(&asked, "/id"))).expect(200);
        let raw = tests::letter::Received { from: String::new(), to: Vec::new(), raw: raw.body };
        assert_eq!(answer.header("In-Reply-To"), raw.header("Message-ID"));
        let references = answer.header("References").expect("references");
        assert!(references.contains(&raw.header("Message-ID").expect("an id")), "{references}");
        assert_eq!(answer.code(), Some(code));
        assert_eq!(answer.header("Auto-Submitted"), None);
        assert!(answer.text().contains("il pacco parte oggi"));

        // Kept, and the customer has the word now.
        let kept = shop.promise_becomes(&conversation, "kept");
        assert_eq!(kept["settled_at"], "2026-03-02T09:30:00Z");
        assert_eq!(shop.conversation(&text_of(&conversation, "/id"))["status"], "waiting");
        let sent = wait_for("the answer sent", || {
            shop.messages(&conversation).into_iter().find(|message| message["delivery"]["state"] == "sent")
        });
        assert_eq!(sent["id"], written["id"]);
    });
}

#[test]
fn a_reply_to_the_answer_makes_a_promise_of_the_next_reply() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        shop.answer(&conversation, "Ci manda una foto?");
        let answer = shop.mails_to("anna@example.it", 2).remove(1);
        shop.promise_becomes(&conversation, "kept");
        shop.advance(60);
        let reply = letter("anna@example.it", ASSISTENZA, "", "Eccola.").in_reply_to(&answer);
        shop.mail("anna@example.it", &reply);
        shop.settle();
        let [_, next] = shop.promises(&conversation).try_into().expect("two promises");
        assert_eq!((&next["kind"], &next["state"]), (&json!("next_reply"), &json!("open")));
        assert_eq!(next["due_at"], "2026-03-02T14:00:00Z");
        assert_eq!(shop.conversation(&text_of(&conversation, "/id"))["status"], "open");
        assert_eq!(shop.mails_to("anna@example.it", 3).len(), 3);
    });
}

#[test]
fn a_second_mail_before_the_answer_joins_and_the_promise_stands() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        let acknowledgement = shop.mails_to("anna@example.it", 1).remove(0);
        shop.advance(20);
        shop.mail(
            "anna@example.it",
            &letter("anna@example.it", ASSISTENZA, "", "Aggiungo: il vetro.").in_reply_to(&acknowledgement),
        );
        shop.settle();
        let [promise] = shop.promises(&conversation).try_into().expect("one promise");
        assert_eq!(promise["due_at"], "2026-03-02T13:00:00Z");
        assert_eq!(
            shop.messages(&conversation).iter().filter(|message| message["direction"] == "in").count(),
            2
        );
        assert_eq!(shop.relay.mails_to("anna@example.it").len(), 1);
    });
}

#[test]
fn what_is_waiting_when_the_shop_stops_goes_on_when_it_starts() {
    on_both_engines(|shop| {
        shop.relay.refuse_content("451 4.3.0 later");
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        shop.restart();
        shop.relay.accept_all();
        shop.advance(60);
        let [acknowledgement] = shop.mails_to("anna@example.it", 1).try_into().expect("one acknowledgement");
        assert_eq!(acknowledgement.code(), Some(text_of(&conversation, "/reference")));
        assert_eq!(shop.conversation_of("anna@example.it")["id"], conversation["id"]);
        shop.events();
    });
}
