//! The word given: how it is worked out, kept, warned of, broken and made good.

use serde_json::json;
use tests::shop::{Shop, on_both_engines, text_of};
use tests::{wait_for, wait_until};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

fn due_of(shop: &Shop, sender: &str) -> String {
    text_of(&shop.conversation_of(sender), "/promise/due_at")
}

#[test]
fn what_comes_on_friday_evening_is_promised_for_monday() {
    on_both_engines(|shop| {
        shop.advance(4 * DAY + 7 * HOUR + 30);
        shop.mail_from("anna@example.it", "Venerdì", "Alle cinque e mezza.");
        // Half an hour on Friday, three and a half on Monday: beyond four hours of wall time still 240 open minutes.
        assert_eq!(due_of(shop, "anna@example.it"), "2026-03-09T11:30:00Z");
        shop.advance(2 * DAY);
        shop.mail_from("carlo@example.it", "Domenica", "Di sera.");
        assert_eq!(due_of(shop, "carlo@example.it"), "2026-03-09T12:00:00Z");
    });
}

#[test]
fn a_holiday_and_the_hour_that_changes_are_counted_right() {
    on_both_engines(|shop| {
        // Friday 27 March 2026, 17:00; the clocks change on the 29th. Monday: three open hours to go.
        shop.advance(25 * DAY + 7 * HOUR);
        shop.mail_from("anna@example.it", "Ora legale", "?");
        assert_eq!(due_of(shop, "anna@example.it"), "2026-03-30T10:00:00Z");
        // Friday 3 April, 17:00 in Rome; Easter Monday is the 6th.
        shop.advance(7 * DAY - HOUR);
        shop.mail_from("carlo@example.it", "Pasqua", "?");
        assert_eq!(due_of(shop, "carlo@example.it"), "2026-04-07T10:00:00Z");
    });
}

#[test]
fn an_inbox_has_hours_and_targets_of_its_own() {
    on_both_engines(|shop| {
        let hours = json!({ "timezone": "Europe/Rome", "week": { "mon": [["08:00", "12:00"], ["14:00", "20:00"]] },
            "holidays": "IT", "patron": null, "exceptions": [] });
        let body =
            json!({ "hours": hours, "targets": { "first_reply_minutes": { "A": 30, "B": 60, "C": 150 } } });
        shop.patch(&format!("/api/v1/inboxes/{}", shop.inbox_id), &body);
        shop.mail_from("anna@example.it", "Ciao", "Ciao.");
        assert_eq!(due_of(shop, "anna@example.it"), "2026-03-02T13:30:00Z");
    });
}

#[test]
fn before_the_moment_passes_the_house_is_warned_and_afterwards_the_customer_hears_from_us() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        shop.mails_to("anna@example.it", 1);
        shop.advance(4 * HOUR - 19);
        wait_for("the warning", || shop.events().into_iter().find(|event| event["type"] == "promise.warned"));
        assert_eq!(shop.promises(&conversation)[0]["state"], "open");
        shop.advance(20);
        let broken = shop.promise_becomes(&conversation, "broken");
        assert_eq!(broken["due_at"], "2026-03-02T13:00:00Z");
        let apology = shop.mails_to("anna@example.it", 2).remove(1);
        assert_eq!(apology.header("Auto-Submitted").as_deref(), Some("auto-replied"));
        let [_, second] = shop.promises(&conversation).try_into().expect("a second promise");
        assert_eq!(second["state"], "open");
        assert!(text_of(&second, "/due_at") > text_of(&broken, "/due_at"));
        assert_eq!(shop.conversation(&text_of(&conversation, "/id"))["promise"]["id"], second["id"]);
    });
}

#[test]
fn an_answer_that_did_not_leave_in_time_does_not_keep_the_promise() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        shop.mails_to("anna@example.it", 1);
        shop.relay.refuse_content("451 4.3.0 later");
        shop.answer(&conversation, "Arriva domani.");
        shop.advance(4 * HOUR + 1);
        let broken = shop.promise_becomes(&conversation, "broken");
        assert_eq!(broken["kind"], "first_reply");
    });
}

#[test]
fn a_program_cannot_keep_a_promise_by_itself() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        let agent = shop
            .post("/api/v1/agents", &json!({ "name": "Marta", "email": "marta@example.it", "role": "agent" }));
        let path = format!("/api/v1/conversations/{}/messages", text_of(&conversation, "/id"));
        let mut program = shop.api_as("integration");
        let mut body = json!({ "kind": "reply", "text": "Il suo messaggio è in lavorazione." });
        program.post_json(&path, &body).expect(201);
        shop.mails_to("anna@example.it", 2);
        wait_until("the answer sent", || {
            shop.messages(&conversation).iter().any(|message| message["delivery"]["state"] == "sent")
        });
        assert_eq!(shop.promises(&conversation)[0]["state"], "open");
        body["on_behalf_of"] = agent["id"].clone();
        program.post_json(&path, &body).expect(201);
        shop.promise_becomes(&conversation, "kept");
    });
}

#[test]
fn an_answered_conversation_comes_back_when_the_customer_stays_silent() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        shop.answer(&conversation, "Ci manda una foto?");
        shop.promise_becomes(&conversation, "kept");
        let id = text_of(&conversation, "/id");
        assert_eq!(shop.conversation(&id)["status"], "waiting");
        shop.advance(3 * DAY + 1);
        wait_for("the conversation back", || (shop.conversation(&id)["status"] == "open").then_some(()));
        let mails = shop.relay.mails_to("anna@example.it").len();
        assert_eq!(mails, 2, "nobody is told of our own reminder");
    });
}

#[test]
fn a_person_moves_a_promise_once_before_it_is_due_and_the_customer_is_told() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        shop.mails_to("anna@example.it", 1);
        let first = shop.promises(&conversation).remove(0);
        let path = format!("/api/v1/promises/{}/move", text_of(&first, "/id"));
        let reason = "Aspettiamo il magazzino";
        let moved = json!({ "due_at": "2026-03-02T16:00:00Z", "reason": reason });
        assert_eq!(shop.api_as("integration").post_json(&path, &moved).status, 403);
        shop.api_as("agent").post_json(&path, &moved).expect(200);
        let told = shop.mails_to("anna@example.it", 2).remove(1);
        assert!(told.text().contains("17:00") && told.text().contains(reason), "{}", told.text());
        let [first, second] = shop.promises(&conversation).try_into().expect("two promises");
        assert_eq!((&first["state"], &first["moved_to"]), (&json!("moved"), &second["id"]));
        assert_eq!(second["original_due_at"], "2026-03-02T13:00:00Z");
        let again = format!("/api/v1/promises/{}/move", text_of(&second, "/id"));
        let later = json!({ "due_at": "2026-03-02T16:30:00Z", "reason": reason });
        assert_eq!(shop.api().post_json(&again, &later).status, 409);
        shop.advance(5 * HOUR);
        shop.answer(&conversation, "Arriva domani.");
        shop.promise_becomes(&conversation, "kept");
    });
}

#[test]
fn a_moment_a_person_promises_in_an_answer_is_told_and_kept_by_the_next_answer() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        shop.answer(&conversation, "Le faccio sapere.");
        shop.promise_becomes(&conversation, "kept");
        let path = format!("/api/v1/conversations/{}/promises", text_of(&conversation, "/id"));
        shop.post(
            &path,
            &json!({ "due_at": "2026-03-04T09:00:00Z", "text": "Le diciamo quando arriva il vetro" }),
        );
        let told = shop.mails_to("anna@example.it", 3).remove(2);
        assert!(told.text().contains("10:00"), "{}", told.text());
        let id = text_of(&conversation, "/id");
        assert_eq!(shop.conversation(&id)["promise"]["kind"], "custom");
        shop.answer(&conversation, "Il vetro arriva venerdì.");
        wait_until("the custom promise kept", || {
            shop.promises(&conversation).iter().all(|promise| promise["state"] == "kept")
        });
    });
}

#[test]
fn a_resolution_is_promised_where_the_company_wants_one_and_ends_with_the_closing() {
    on_both_engines(|shop| {
        let targets = json!({ "first_reply_minutes": { "A": 60, "B": 120, "C": 240 },
            "resolution_minutes": { "A": 480, "B": 960, "C": 1440 } });
        shop.patch(&format!("/api/v1/inboxes/{}", shop.inbox_id), &json!({ "targets": targets }));
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        shop.answer(&conversation, "Arriva domani.");
        shop.promise_becomes(&conversation, "kept");
        let resolution = |shop: &Shop| {
            shop.promises(&conversation)
                .into_iter()
                .find(|promise| promise["kind"] == "resolution")
                .expect("one")
        };
        assert_eq!(resolution(shop)["state"], "open");
        shop.patch(
            &format!("/api/v1/conversations/{}", text_of(&conversation, "/id")),
            &json!({ "status": "closed" }),
        );
        assert_eq!(resolution(shop)["state"], "kept");
    });
}

#[test]
fn midway_through_a_long_promise_the_customer_hears_that_it_stands_and_never_that_it_is_longer() {
    on_both_engines(|shop| {
        // Twenty open hours from Monday ten o'clock: Wednesday noon; half of them have passed on Tuesday at eleven, said at noon.
        let targets = json!({ "targets": { "first_reply_minutes": { "C": 20 * HOUR } } });
        shop.patch(&format!("/api/v1/inboxes/{}", shop.inbox_id), &targets);
        for (sender, subject) in [("anna@example.it", "Preventivo"), ("carlo@example.it", "Catalogo")] {
            shop.mail_from(sender, subject, "Con calma.");
            shop.mails_to(sender, 1);
        }
        let (anna, carlo) = (shop.conversation_of("anna@example.it"), shop.conversation_of("carlo@example.it"));
        assert_eq!(text_of(&anna, "/promise/due_at"), "2026-03-04T11:00:00Z");
        shop.answer(&carlo, "Ecco il catalogo.");
        shop.promise_becomes(&carlo, "kept");
        shop.advance(DAY + HOUR);
        assert_eq!(shop.mails_to("anna@example.it", 1).len(), 1);
        shop.advance(HOUR + 1);
        let mail = shop.mails_to("anna@example.it", 2).remove(1);
        assert_eq!(mail.header("Auto-Submitted").as_deref(), Some("auto-replied"));
        assert!(mail.text().contains("non ci siamo dimenticati di Lei"), "{}", mail.text());
        assert!(
            mail.text().contains("Le rispondiamo mercoledì 4 marzo, entro le 12:00, come detto"),
            "{}",
            mail.text()
        );
        let told = wait_for("told once more", || {
            let stands = shop.promises(&anna).remove(0);
            let at = shop.events().iter().filter(|event| event["type"] == "promise.told").count();
            (at >= 3).then_some(stands)
        });
        assert_eq!((&told["state"], &told["due_at"]), (&json!("open"), &anna["promise"]["due_at"]));
        // Once; and nothing to whoever has an answer.
        shop.advance(4 * HOUR);
        shop.mail_from("dora@example.it", "Ciao", "?");
        shop.mails_to("dora@example.it", 1);
        assert_eq!(shop.mails_to("anna@example.it", 2).len(), 2);
        assert_eq!(shop.mails_to("carlo@example.it", 2).len(), 2);
    });
}
