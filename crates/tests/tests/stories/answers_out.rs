//! Everything that leaves: tried until it is taken, or given back to its agent with the reason.

use serde_json::{Value, json};
use tests::shop::{Engine, MONDAY_AT_TEN_MS, Shop, on_both_engines, text_of};
use tests::{wait_for, wait_until};

const HOUR: i64 = 60;

fn asked(shop: &Shop) -> Value {
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    let conversation = shop.conversation_of("anna@example.it");
    shop.mails_to("anna@example.it", 1);
    conversation
}

fn delivery(shop: &Shop, conversation: &Value, state: &str) -> Value {
    wait_for(&format!("a delivery {state}"), || {
        shop.messages(conversation).into_iter().find(|message| message["delivery"]["state"] == state)
    })["delivery"]
        .clone()
}

#[test]
fn without_a_relay_nothing_is_lost() {
    let mut shop = Shop::open_with(Engine::Sqlite, |settings| settings.relay_url = None);
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    let conversation = shop.conversation_of("anna@example.it");
    shop.answer(&conversation, "Arriva domani.");
    assert_eq!(delivery(&shop, &conversation, "queued")["attempts"], 0);
    shop.stop();
    shop.settings.relay_url = Some(shop.relay.url());
    shop.start();
    assert_eq!(shop.mails_to("anna@example.it", 2).len(), 2);
    delivery(&shop, &conversation, "sent");
}

#[test]
fn a_relay_that_says_later_is_asked_again() {
    on_both_engines(|shop| {
        let conversation = asked(shop);
        shop.relay.refuse("anna@example.it", "450 4.2.1 later");
        shop.answer(&conversation, "Arriva domani.");
        let delayed = wait_for("a first refusal", || {
            let messages = shop.messages(&conversation);
            messages.into_iter().find(|message| message["delivery"]["last_error"].is_string())
        });
        assert_eq!(
            (&delayed["delivery"]["state"], &delayed["delivery"]["attempts"]),
            (&json!("queued"), &json!(1))
        );
        assert!(delayed["delivery"]["last_error"].to_string().contains("4.2.1"), "{delayed:#}");
        shop.relay.accept_all();
        shop.advance(HOUR);
        shop.mails_to("anna@example.it", 2);
        shop.promise_becomes(&conversation, "kept");
    });
}

#[test]
fn a_relay_that_says_never_gives_the_answer_back_to_its_agent() {
    on_both_engines(|shop| {
        let conversation = asked(shop);
        shop.relay.refuse("anna@example.it", "550 5.1.1 no such person");
        shop.answer(&conversation, "Arriva domani.");
        let failed = delivery(shop, &conversation, "failed");
        assert!(failed["last_error"].to_string().contains("5.1.1"));
        let id = text_of(&conversation, "/id");
        wait_for("the conversation back", || (shop.conversation(&id)["status"] == "open").then_some(()));
        assert!(shop.promises(&conversation).iter().any(|promise| promise["state"] == "open"));
        assert!(shop.events().iter().any(|event| event["type"] == "message.failed"));
        assert_eq!(shop.relay.mails_to("anna@example.it").len(), 1);
    });
}

#[test]
fn after_three_days_of_trying_it_is_a_task_again() {
    on_both_engines(|shop| {
        let conversation = asked(shop);
        shop.relay.refuse_content("451 4.3.0 later");
        shop.answer(&conversation, "Arriva domani.");
        wait_until("the end of trying", || {
            shop.advance(HOUR);
            shop.messages(&conversation).iter().any(|message| message["delivery"]["state"] == "failed")
        });
        let days = (shop.clock.now_ms() - MONDAY_AT_TEN_MS) / (24 * 3_600_000);
        assert!(days >= 3, "given up after {days} days");
        assert_eq!(shop.conversation(&text_of(&conversation, "/id"))["status"], "open");
    });
}

#[test]
fn a_relay_that_hangs_up_after_taking_a_mail_may_get_it_twice_under_one_name() {
    on_both_engines(|shop| {
        let conversation = asked(shop);
        shop.relay.hang_up_after_data();
        shop.answer(&conversation, "Arriva domani.");
        shop.mails_to("anna@example.it", 2);
        wait_until("a first attempt", || {
            shop.messages(&conversation).iter().any(|message| message["delivery"]["attempts"] == 1)
        });
        shop.relay.accept_all();
        shop.advance(HOUR);
        let mails = shop.mails_to("anna@example.it", 3);
        assert_eq!(mails[1].header("Message-ID"), mails[2].header("Message-ID"));
        delivery(shop, &conversation, "sent");
    });
}

#[test]
fn we_can_write_first() {
    on_both_engines(|shop| {
        let customer =
            json!({ "name": "Carla", "identities": [{ "kind": "email", "value": "carla@example.it" }] });
        let conversation = shop.post(
            "/api/v1/conversations",
            &json!({ "inbox_id": shop.inbox_id, "channel": "email", "direction": "out", "customer": customer,
                "subject": "Il suo ordine", "text": "Buongiorno, parte oggi." }),
        );
        let [mail] = shop.mails_to("carla@example.it", 1).try_into().expect("one mail");
        assert_eq!(mail.code(), Some(text_of(&conversation, "/reference")));
        assert!(mail.header("Subject").is_some_and(|subject| subject.contains("Il suo ordine")));
        let reply = tests::letter::letter("carla@example.it", tests::shop::ASSISTENZA, "", "Grazie!")
            .in_reply_to(&mail);
        shop.mail("carla@example.it", &reply);
        let arrival = shop.arrivals_from("carla@example.it").remove(0);
        assert_eq!(arrival["conversation_id"], conversation["id"]);
        assert_eq!(arrival["verdict"], "owed");
    });
}

#[test]
fn a_file_goes_with_the_answer() {
    on_both_engines(|shop| {
        let conversation = asked(shop);
        let content: Vec<u8> = (0..=255).cycle().take(5_000).collect();
        let upload =
            shop.api().post_file("/api/v1/uploads", "etichetta.pdf", "application/pdf", &content).expect(201);
        let upload = upload.json();
        assert_eq!(upload["size_bytes"], 5_000);
        let path = format!("/api/v1/conversations/{}/messages", text_of(&conversation, "/id"));
        shop.post(&path, &json!({ "kind": "reply", "text": "Ecco.", "attachments": [upload["id"]] }));
        let answer = shop.mails_to("anna@example.it", 2).remove(1);
        assert_eq!(answer.attachments(), [("etichetta.pdf".to_owned(), content)]);
    });
}

#[test]
fn a_note_stays_in_the_house() {
    on_both_engines(|shop| {
        let conversation = asked(shop);
        let path = format!("/api/v1/conversations/{}/messages", text_of(&conversation, "/id"));
        let note = shop.post(&path, &json!({ "kind": "note", "text": "Cliente storica." }));
        assert_eq!((&note["direction"], &note["delivery"]), (&json!("note"), &Value::Null));
        shop.answer(&conversation, "Arriva domani.");
        let mails = shop.mails_to("anna@example.it", 2);
        assert!(mails.iter().all(|mail| !mail.text().contains("storica") && !mail.html().contains("storica")));
        let track = mails[0].track_path().expect("a link");
        assert!(!shop.web().get(&track).expect(200).text().contains("storica"));
    });
}
