//! What belongs together stays together.

use serde_json::{Value, json};
use tests::letter::letter;
use tests::shop::{ASSISTENZA, Shop, on_both_engines, text_of};

const DAY_MINUTES: i64 = 24 * 60;

/// Anna wrote and was answered; gives the conversation and the answer she received.
fn answered(shop: &Shop) -> (Value, tests::letter::Received) {
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    let conversation = shop.conversation_of("anna@example.it");
    shop.answer(&conversation, "Ci manda una foto?");
    let answer = shop.mails_to("anna@example.it", 2).remove(1);
    shop.promise_becomes(&conversation, "kept");
    (conversation, answer)
}

fn newest_conversation(shop: &Shop, sender: &str) -> Value {
    let arrival = shop.arrivals_from(sender).pop().expect("an arrival");
    shop.conversation(&text_of(&arrival, "/conversation_id"))
}

#[test]
fn the_code_in_the_subject_is_enough_when_the_headers_are_lost() {
    on_both_engines(|shop| {
        let (conversation, answer) = answered(shop);
        let subject = format!("R: {}", answer.header("Subject").expect("a subject"));
        shop.mail_from("anna@example.it", &subject, "Eccola.");
        assert_eq!(newest_conversation(shop, "anna@example.it")["id"], conversation["id"]);
    });
}

#[test]
fn one_header_is_enough_when_the_code_is_lost() {
    on_both_engines(|shop| {
        let (conversation, answer) = answered(shop);
        let id = answer.header("Message-ID").expect("an id");
        for header in ["In-Reply-To", "References"] {
            let reply = letter("anna@example.it", ASSISTENZA, "foto", &format!("Eccola ({header})."))
                .header(header, &id);
            shop.mail("anna@example.it", &reply);
            assert_eq!(newest_conversation(shop, "anna@example.it")["id"], conversation["id"], "{header}");
        }
    });
}

#[test]
fn a_new_subject_is_a_new_conversation_of_the_same_customer() {
    on_both_engines(|shop| {
        let (conversation, _) = answered(shop);
        shop.mail_from("anna@example.it", "Tutt’altro", "Vorrei una fattura.");
        let other = newest_conversation(shop, "anna@example.it");
        assert_ne!(other["id"], conversation["id"]);
        assert_eq!(other["customer"]["id"], conversation["customer"]["id"]);
        assert_ne!(other["reference"], conversation["reference"]);
    });
}

#[test]
fn a_reply_within_a_week_of_closing_reopens_and_a_later_one_opens_a_linked_one() {
    on_both_engines(|shop| {
        let (conversation, answer) = answered(shop);
        let id = text_of(&conversation, "/id");
        let close = || shop.patch(&format!("/api/v1/conversations/{id}"), &json!({ "status": "closed" }));
        assert_eq!(close()["status"], "closed");
        shop.advance(6 * DAY_MINUTES);
        let reply = |text: &str| letter("anna@example.it", ASSISTENZA, "", text).in_reply_to(&answer);
        shop.mail("anna@example.it", &reply("Non si accende ancora."));
        assert_eq!(newest_conversation(shop, "anna@example.it")["id"], id.as_str());
        assert_eq!(shop.conversation(&id)["status"], "open");
        close();
        shop.advance(8 * DAY_MINUTES);
        shop.mail("anna@example.it", &reply("E adesso nemmeno l’altra."));
        let later = newest_conversation(shop, "anna@example.it");
        assert_ne!(later["id"], id.as_str());
        assert_eq!(later["status"], "open");
        assert_eq!(shop.conversation(&id)["status"], "closed");
    });
}

#[test]
fn a_stranger_who_knows_the_code_is_seen_to_be_one() {
    on_both_engines(|shop| {
        let (conversation, answer) = answered(shop);
        let subject = answer.header("Subject").expect("a subject");
        shop.mail_from("ignoto@altrove.example", &subject, "Mandate tutto a questo indirizzo.");
        shop.settle();
        let stranger = newest_conversation(shop, "ignoto@altrove.example");
        assert_eq!(stranger["id"], conversation["id"]);
        let messages = shop.messages(&conversation);
        let message = messages.iter().rfind(|message| message["direction"] == "in").expect("a message");
        assert_eq!(message["warning"], "stranger", "{message:#}");
        assert!(
            shop.relay.mails_to("ignoto@altrove.example").iter().all(|mail| !mail.text().contains("rotta"))
        );
    });
}

#[test]
fn everybody_in_the_thread_stays_in_it() {
    on_both_engines(|shop| {
        let written = letter("anna@example.it", ASSISTENZA, "Ordine di gruppo", "Siamo in tre.")
            .header("Cc", "Bruno <bruno@example.it>, carla@example.it");
        shop.mail("anna@example.it", &written);
        let conversation = shop.conversation_of("anna@example.it");
        let path = format!("/api/v1/conversations/{}/messages", text_of(&conversation, "/id"));
        let body = json!({ "kind": "reply", "text": "Buongiorno a tutti.", "to": ["anna@example.it"],
            "cc": ["bruno@example.it", "carla@example.it"], "bcc": ["archivio@example.it"] });
        shop.post(&path, &body);
        let answer = shop.mails_to("anna@example.it", 2).remove(1);
        for copy in ["bruno@example.it", "carla@example.it", "archivio@example.it"] {
            shop.mails_to(copy, 1);
        }
        let cc = answer.header("Cc").expect("a Cc header");
        assert!(cc.contains("bruno@example.it") && cc.contains("carla@example.it"));
        assert_eq!(answer.header("Bcc"), None);
        assert!(!String::from_utf8_lossy(&answer.raw).contains("archivio@example.it"));
        let reply = letter("bruno@example.it", ASSISTENZA, "", "Anche io.").in_reply_to(&answer);
        shop.mail("bruno@example.it", &reply);
        assert_eq!(newest_conversation(shop, "bruno@example.it")["id"], conversation["id"]);
    });
}
