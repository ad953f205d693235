//! Conversations merged, split, moved and linked through the API, with mail coming in and going out around them; the
//! stored database stays in order all the while.

use riscontro::inspect;
use serde_json::{Value, json};
use tests::letter::letter;
use tests::shop::{ASSISTENZA, Shop, on_both_engines, text_of};

/// Two conversations of Anna's, oldest first.
fn two(shop: &Shop) -> [Value; 2] {
    let ids = ["Lampada", "Fattura"].map(|subject| {
        shop.mail_from("anna@example.it", subject, &format!("{subject}, per favore."));
        let arrival = shop.arrivals_from("anna@example.it").pop().expect("an arrival");
        text_of(&arrival, "/conversation_id")
    });
    ids.map(|id| shop.conversation(&id))
}

fn path(conversation: &Value, verb: &str) -> String {
    format!("/api/v1/conversations/{}/{verb}", text_of(conversation, "/id"))
}

#[track_caller]
fn in_order(shop: &Shop) {
    let found = inspect::verify(shop.node().db()).expect("a look at the store");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn merged_conversations_hear_every_old_code_and_come_apart_again() {
    on_both_engines(|shop| {
        let [first, second] = two(shop);
        let merged =
            shop.api().post_json(&path(&first, "merge"), &json!({ "into": second["id"] })).expect(200).json();
        assert_eq!(merged["id"], second["id"]);
        assert_eq!(merged["promise"]["due_at"], first["promise"]["due_at"], "the earlier moment");
        assert_eq!(shop.conversation(&text_of(&first, "/id"))["merged_into"], second["id"]);
        in_order(shop);
        let code = text_of(&first, "/reference");
        shop.mail_from("anna@example.it", &format!("Re: Lampada [#{code}]"), "E allora?");
        let arrival = shop.arrivals_from("anna@example.it").pop().expect("an arrival");
        assert_eq!(arrival["conversation_id"], second["id"]);
        let undo = json!({ "operation_id": merged["operation"]["id"] });
        shop.api().post_json(&path(&second, "undo"), &undo).expect(200);
        let apart = shop.conversation(&text_of(&first, "/id"));
        assert_eq!((&apart["status"], &apart["merged_into"]), (&json!("open"), &Value::Null));
        in_order(shop);
        assert_eq!(shop.api().post_json(&path(&second, "undo"), &undo).status, 409);
        let types: Vec<String> = shop.events().iter().map(|event| text_of(event, "/type")).collect();
        for kind in ["conversation.merged", "conversation.undone"] {
            assert!(types.iter().any(|one| one == kind), "no {kind}");
        }
    });
}

#[test]
fn a_second_question_in_one_mail_thread_becomes_its_own_conversation() {
    on_both_engines(|shop| {
        let first = letter("anna@example.it", ASSISTENZA, "Lampada", "È rotta.");
        shop.mail("anna@example.it", &first);
        let conversation = shop.conversation_of("anna@example.it");
        let code = text_of(&conversation, "/reference");
        shop.mail_from("anna@example.it", &format!("Re: Lampada [#{code}]"), "Mi serve anche la fattura.");
        shop.settle();
        let message = shop.messages(&conversation).pop().expect("a message");
        let body = json!({ "message_id": message["id"], "subject": "Fattura", "tell_customer": true });
        let new = shop.post(&path(&conversation, "split"), &body);
        assert_ne!(new["reference"], conversation["reference"]);
        assert_eq!(
            (&new["subject"], &new["promise"]["due_at"]),
            (&json!("Fattura"), &conversation["promise"]["due_at"])
        );
        in_order(shop);
        let told = shop.mails_to("anna@example.it", 2).remove(1);
        assert!(told.header("Subject").is_some_and(|subject| subject.contains(&text_of(&new, "/reference"))));
        let message = shop.messages(&conversation).remove(0);
        let refused =
            shop.api().post_json(&path(&conversation, "split"), &json!({ "message_id": message["id"] }));
        assert_eq!(refused.status, 422, "the first message stays");
        let undo = json!({ "operation_id": new["operation"]["id"] });
        let back = shop.api().post_json(&path(&conversation, "undo"), &undo).expect(200).json();
        assert_eq!(back["message_count"], 2);
        in_order(shop);
    });
}

#[test]
fn a_conversation_moves_to_another_inbox_and_is_answered_from_there() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Fattura", "Mi serve la fattura.");
        let conversation = shop.conversation_of("anna@example.it");
        let inbox = shop.open_inbox("Amministrazione", "amministrazione@example.it");
        let body = json!({ "inbox_id": inbox["id"] });
        let moved = shop.api().post_json(&path(&conversation, "move"), &body).expect(200).json();
        assert_eq!(moved["inbox_id"], inbox["id"]);
        assert_eq!(moved["promise"]["due_at"], conversation["promise"]["due_at"]);
        assert_eq!(shop.api().post_json(&path(&conversation, "move"), &body).status, 422, "it is there");
        shop.answer(&conversation, "Eccola.");
        let answer = shop.mails_to("anna@example.it", 2).remove(1);
        assert!(answer.header("From").is_some_and(|from| from.contains("amministrazione@example.it")));
        in_order(shop);
    });
}

#[test]
fn links_are_two_way_and_bad_bodies_are_told_what_is_wrong() {
    on_both_engines(|shop| {
        let [first, second] = two(shop);
        let link = json!({ "conversation_id": second["id"] });
        shop.api().post_json(&path(&first, "links"), &link).expect(200);
        let other = shop.get(&path(&second, "links"));
        assert_eq!(other["links"][0]["conversation_id"], first["id"]);
        let gone = json!({ "conversation_id": second["id"], "related": false });
        shop.api().post_json(&path(&first, "links"), &gone).expect(200);
        assert_eq!(shop.get(&path(&second, "links"))["links"], json!([]));
        for (verb, body) in [
            ("merge", json!({ "into": first["id"] })),
            ("merge", json!({})),
            ("split", json!({ "message_id": "msg_x" })),
            ("undo", json!({ "operation_id": 7 })),
            ("links", json!({ "conversation_id": first["id"] })),
        ] {
            assert_eq!(shop.api().post_json(&path(&first, verb), &body).status, 422, "{verb} {body}");
        }
    });
}
