//! Something urgent while the desk is shut: one person after the other is called until somebody has it.

use riscontro::inspect;
use serde_json::{Value, json};
use tests::letter::Received;
use tests::shop::{Shop, on_both_engines, text_of};
use tests::{wait_for, wait_until};

const HOUR: i64 = 60;
const PEOPLE: [&str; 2] = ["giulia@shop.example", "marco@shop.example"];

/// Giulia and Marco, on call a week each from this Monday at nine, and a rule with ten minutes and two rounds.
fn with_rota(shop: &Shop) -> (Value, Value) {
    let members: Vec<Value> = PEOPLE
        .iter()
        .map(|email| {
            let person =
                json!({ "name": email.split('@').next(), "email": email, "role": "agent", "language": "it" });
            shop.post("/api/v1/agents", &person)["id"].clone()
        })
        .collect();
    let rota = json!({ "name": "Notti", "turn": "week", "starts": "2026-03-02", "handover": "09:00", "members": members });
    let rota = shop.post("/api/v1/oncall/rotas", &rota);
    let rule = json!({ "name": "Pericolo", "rota_id": rota["id"], "words": ["prende fuoco", "urgent*"] });
    let rule = shop.post("/api/v1/oncall/rules", &rule);
    // The log is read from where it stands now.
    wait_until("the log is read", || shop.list("/api/v1/oncall/rules").len() == 1);
    (rota, rule)
}

fn calls_to(shop: &Shop, email: &str) -> Vec<Received> {
    let mails = shop.relay.mails_to(email);
    mails
        .into_iter()
        .filter(|mail| mail.header("Subject").is_some_and(|subject| subject.starts_with("Urgente")))
        .collect()
}

#[track_caller]
fn called(shop: &Shop, email: &str, times: usize) {
    wait_until(&format!("{times} calls to {email}"), || calls_to(shop, email).len() == times);
}

fn alert(shop: &Shop) -> Value {
    wait_for("an alert", || shop.list("/api/v1/oncall/alerts").into_iter().next())
}

/// A mail that calls nobody, taken and read: whoever should have been called before it was.
fn and_nobody_else(shop: &Shop) {
    shop.mail_from("carlo@example.it", "Orari", "Siete aperti sabato?");
    shop.settle();
}

#[test]
fn what_is_urgent_at_night_calls_one_after_the_other_until_somebody_has_it() {
    on_both_engines(|shop| {
        let (rota, _) = with_rota(shop);
        assert_eq!(
            shop.get(&format!("/api/v1/oncall/rotas/{}", text_of(&rota, "/id")))["on_call"],
            rota["members"][0]
        );
        shop.advance(10 * HOUR);
        shop.mail_from("anna@example.it", "Aiuto", "La lampada prende FUOCO!");
        called(shop, PEOPLE[0], 1);
        let mail = &calls_to(shop, PEOPLE[0])[0];
        assert!(!mail.text().contains("lampada"), "what a customer wrote stays in the console");
        assert!(calls_to(shop, PEOPLE[1]).is_empty());
        shop.advance(10);
        called(shop, PEOPLE[1], 1);
        shop.advance(10);
        called(shop, PEOPLE[0], 2);
        let marco = rota["members"][1].clone();
        let path = format!("/api/v1/oncall/alerts/{}", text_of(&alert(shop), "/id"));
        let taken = shop
            .api()
            .post_json(&format!("{path}/acknowledge"), &json!({ "agent_id": marco }))
            .expect(200)
            .json();
        assert_eq!(
            (&taken["state"], &taken["ended_by"], &taken["ended_how"]),
            (&json!("acknowledged"), &marco, &json!("taken"))
        );
        assert_eq!(taken["called"].as_array().map(Vec::len), Some(3));
        assert_eq!(shop.conversation_of("anna@example.it")["assignee"], marco);
        assert_eq!(
            shop.api().post_json(&format!("{path}/acknowledge"), &json!({ "agent_id": marco })).status,
            409
        );
        shop.advance(HOUR);
        and_nobody_else(shop);
        assert_eq!(PEOPLE.map(|email| calls_to(shop, email).len()), [2, 1]);
        assert!(inspect::verify(shop.node().db()).expect("a look").is_empty());
    });
}

#[test]
fn when_nobody_comes_whoever_supervises_is_told_and_somebody_can_still_take_it() {
    on_both_engines(|shop| {
        with_rota(shop);
        let chief =
            json!({ "name": "Ada", "email": "ada@shop.example", "role": "supervisor", "language": "en" });
        shop.post("/api/v1/agents", &chief);
        shop.advance(10 * HOUR);
        shop.mail_from("anna@example.it", "URGENTISSIMO", "Siamo al buio.");
        for (times, email) in [(1, PEOPLE[0]), (1, PEOPLE[1]), (2, PEOPLE[0]), (2, PEOPLE[1])] {
            called(shop, email, times);
            shop.advance(10);
        }
        let told = wait_for("the supervisor's mail", || {
            shop.relay
                .mails_to("ada@shop.example")
                .into_iter()
                .find(|mail| mail.header("Subject").is_some_and(|subject| subject.starts_with("Nobody came")))
        });
        assert!(told.text().contains("4 calls"), "{}", told.text());
        let alert = alert(shop);
        assert_eq!((&alert["state"], &alert["next_at"]), (&json!("unanswered"), &Value::Null));
        let conversation = shop.conversation_of("anna@example.it");
        shop.answer(&conversation, "Arriviamo.");
        let path = format!("/api/v1/oncall/alerts/{}", text_of(&alert, "/id"));
        wait_until("the answer settles it", || shop.get(&path)["ended_how"] == "answered");
    });
}

#[test]
fn by_day_a_denied_word_and_a_machine_call_nobody_and_one_call_is_enough() {
    on_both_engines(|shop| {
        with_rota(shop);
        shop.mail_from("anna@example.it", "Urgente", "Di giorno ci siete.");
        shop.settle();
        shop.advance(10 * HOUR);
        shop.mail_from("bruno@example.it", "Con calma", "Non è urgente.");
        and_nobody_else(shop);
        assert_eq!(shop.list("/api/v1/oncall/alerts"), Vec::<Value>::new());
        shop.mail_from("dario@example.it", "Urgente", "Adesso sì.");
        called(shop, PEOPLE[0], 1);
        let code = text_of(&shop.conversation_of("dario@example.it"), "/reference");
        shop.mail_from("dario@example.it", &format!("Re: Urgente [#{code}]"), "Urgente, vi prego!");
        and_nobody_else(shop);
        assert_eq!(shop.list("/api/v1/oncall/alerts").len(), 1, "the one that is open is enough");
        shop.api()
            .patch_json(
                &format!("/api/v1/conversations/{}", text_of(&shop.conversation_of("dario@example.it"), "/id")),
                &json!({ "status": "closed" }),
            )
            .expect(200);
        wait_until("closing settles it", || alert(shop)["ended_how"] == "closed");
    });
}

#[test]
fn who_covers_is_called_first_and_who_left_is_not() {
    on_both_engines(|shop| {
        let (rota, rule) = with_rota(shop);
        let marco = rota["members"][1].clone();
        let path = format!("/api/v1/oncall/rotas/{}", text_of(&rota, "/id"));
        let cover = json!({ "agent_id": marco, "from": "2026-03-02T18:00:00Z", "to": "2026-03-03T08:00:00Z" });
        shop.post(&format!("{path}/covers"), &cover);
        shop.advance(10 * HOUR);
        assert_eq!(shop.get(&path)["on_call"], marco);
        shop.patch(
            &format!("/api/v1/agents/{}", marco.as_str().unwrap_or_default()),
            &json!({ "active": false }),
        );
        shop.mail_from("anna@example.it", "Urgente", "Aiuto");
        called(shop, PEOPLE[0], 1);
        assert!(calls_to(shop, PEOPLE[1]).is_empty());
        let refused = shop.api().send("DELETE", &path, &[], &[]);
        assert_eq!(refused.status, 409, "a rule calls it");
        shop.api()
            .send("DELETE", &format!("/api/v1/oncall/rules/{}", text_of(&rule, "/id")), &[], &[])
            .expect(204);
        shop.api().send("DELETE", &path, &[], &[]).expect(204);
        let bad = json!({ "name": "", "turn": "week", "starts": "ieri", "handover": "25:00", "members": [] });
        let wrong = shop.api().post_json("/api/v1/oncall/rotas", &bad).expect(422).json();
        assert!(wrong["errors"].as_array().is_some_and(|errors| errors.len() >= 3), "{wrong}");
    });
}
