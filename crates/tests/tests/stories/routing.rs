//! Who gets what: a mail finds its skill, the circle widens, who vanishes hands on, and two nodes give one only once.

use riscontro::{Node, inspect};
use serde_json::{Value, json};
use tests::http::Client;
use tests::shop::{Engine, Shop, on_both_engines, text_of};
use tests::{wait_for, wait_until};

fn employ(shop: &Shop, name: &str, skills: &Value) -> Value {
    let email = format!("{}@shop.example", name.to_lowercase());
    let person = json!({ "name": name, "email": email, "role": "agent", "language": "it", "skills": skills });
    let person = shop.post("/api/v1/agents", &person);
    here(shop, &person, "online");
    person
}

/// Says that somebody is there; said again it is the beat of their heart.
fn here(shop: &Shop, person: &Value, presence: &str) {
    let path = format!("/api/v1/agents/{}", text_of(person, "/id"));
    shop.patch(&path, &json!({ "presence": presence }));
}

fn automatic(shop: &Shop) {
    let way = json!({ "mode": "automatic", "silence_minutes": 5 });
    shop.api().put_json("/api/v1/routing", &way).expect(200);
}

fn rule(shop: &Shop, skill: &Value, words: &[&str]) {
    shop.post("/api/v1/skill-rules", &json!({ "skill_id": skill["id"], "words": words, "level": 2 }));
}

fn routing(shop: &Shop, conversation: &Value) -> Value {
    shop.get(&format!("/api/v1/conversations/{}/routing", text_of(conversation, "/id")))
}

/// Waits until somebody has it, and says who.
#[track_caller]
fn owner(shop: &Shop, conversation: &Value) -> Value {
    let id = text_of(conversation, "/id");
    wait_for("an owner", || Some(shop.conversation(&id)["assignee"].clone()).filter(|owner| !owner.is_null()))
}

fn sound(shop: &Shop) {
    shop.settle();
    assert!(inspect::verify(shop.node().db()).expect("a look").is_empty());
}

#[test]
fn a_mail_gets_its_skill_from_its_words_and_goes_to_who_has_it() {
    on_both_engines(|shop| {
        automatic(shop);
        let light = shop.post("/api/v1/skills", &json!({ "name": "Tecnica luce" }));
        rule(shop, &light, &["sfarfall*"]);
        let giulia = employ(shop, "Giulia", &json!([{ "skill": "Tecnica luce", "level": 3 }]));
        let marco = employ(shop, "Marco", &json!([{ "skill": "Tecnica luce", "level": 1 }]));
        shop.mail_from("anna@example.it", "La mia lampada", "Da ieri SFARFALLA, che cosa faccio?");
        let lamp = shop.conversation_of("anna@example.it");
        assert_eq!(owner(shop, &lamp), giulia["id"]);
        let why = routing(shop, &lamp);
        assert_eq!((&why["skills"], &why["found"]), (&json!(["Tecnica luce"]), &json!("sfarfall*")));
        let given = &why["given"];
        assert_eq!(
            (&given["why"], &given["ring"], &given["barred"]["skill"]),
            (&json!("routed"), &json!("first"), &json!(1))
        );
        assert!(given["slack_seconds"].as_i64() > Some(3_600));

        // Without a word of it anybody can: who has nothing in hand is asked first.
        shop.mail_from("bea@example.it", "Orari", "Siete aperti sabato?");
        let hours = shop.conversation_of("bea@example.it");
        assert_eq!(owner(shop, &hours), marco["id"]);
        let console = shop.get(&format!("/api/v1/conversations/{}", text_of(&hours, "/id")));
        assert_eq!(console["skills"], json!([]));
        sound(shop);
    });
}

#[test]
fn what_nobody_there_can_do_waits_until_the_circle_is_wide_enough() {
    on_both_engines(|shop| {
        automatic(shop);
        let bills = shop.post("/api/v1/skills", &json!({ "name": "Amministrazione" }));
        rule(shop, &bills, &["fattura"]);
        let giulia = employ(shop, "Giulia", &json!([]));
        let marco = employ(shop, "Marco", &json!([{ "skill": "Amministrazione", "held": "trained" }]));
        shop.mail_from("anna@example.it", "La fattura", "Manca la fattura.");
        let bill = shop.conversation_of("anna@example.it");
        shop.settle();
        let why = routing(shop, &bill);
        assert_eq!(why["given"], Value::Null);
        let people = why["people"].as_array().expect("people").clone();
        let no = |person: &Value| {
            people.iter().find(|row| row["agent_id"] == person["id"]).expect("a row")["why_not"].clone()
        };
        assert_eq!((no(&giulia), no(&marco)), (json!("skill"), json!("skill")));
        // Four open hours were promised; three and a half are gone.
        shop.advance(210);
        here(shop, &giulia, "online");
        here(shop, &marco, "online");
        assert_eq!(owner(shop, &bill), marco["id"]);
        assert_eq!(routing(shop, &bill)["given"]["ring"], "trained");
        sound(shop);
    });
}

#[test]
fn what_somebody_vanished_with_goes_to_a_colleague_before_the_promise_is_broken() {
    on_both_engines(|shop| {
        automatic(shop);
        let giulia = employ(shop, "Giulia", &json!([]));
        shop.mail_from("anna@example.it", "La mia lampada", "Non si accende.");
        let lamp = shop.conversation_of("anna@example.it");
        assert_eq!(owner(shop, &lamp), giulia["id"]);
        let marco = employ(shop, "Marco", &json!([]));
        shop.advance(190);
        here(shop, &marco, "online");
        // Whoever was looked for a moment ago is looked for again after half a minute.
        shop.advance(1);
        let id = text_of(&lamp, "/id");
        wait_until("Marco has it", || shop.conversation(&id)["assignee"] == marco["id"]);
        let promise = shop.promises(&lamp).remove(0);
        assert_eq!(promise["state"], "open");
        let events = shop.events();
        let of = |why: &str| events.iter().filter(|event| event["data"]["why"] == why).count();
        assert_eq!((of("vanished"), of("routed")), (1, 2));
        shop.answer(&shop.conversation(&id), "Eccoci.");
        shop.promise_becomes(&lamp, "kept");
        sound(shop);
    });
}

#[test]
fn people_take_the_next_one_and_send_one_back_from_their_page() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Uno", "La lampada non si accende.");
        let first = shop.conversation_of("anna@example.it");
        shop.advance(30);
        shop.mail_from("bea@example.it", "Due", "Quando arriva?");
        let second = shop.conversation_of("bea@example.it");
        shop.settle();
        // By hand nothing moves by itself.
        assert_eq!(shop.conversation(&text_of(&first, "/id"))["assignee"], Value::Null);
        let mut giulia = shop.api_as("agent");
        let next = |giulia: &mut Client| {
            giulia.post_json("/api/v1/conversations/next", &json!({})).expect(200).json()["conversation"]
                .clone()
        };
        let (one, two) = (next(&mut giulia), next(&mut giulia));
        assert_eq!((&one["id"], &two["id"]), (&first["id"], &second["id"]));
        assert_eq!(next(&mut giulia), Value::Null);
        let back = format!("/api/v1/conversations/{}/send-back", text_of(&first, "/id"));
        giulia.post_json(&back, &json!({ "reason": "" })).expect(422);
        shop.api().post_json(&back, &json!({ "reason": "Non è mia." })).expect(409);
        giulia.post_json(&back, &json!({ "reason": "La conosce Marco." })).expect(200);
        assert_eq!(next(&mut giulia), Value::Null, "what was sent back does not come again at once");
        shop.advance(11);
        assert_eq!(next(&mut giulia)["id"], first["id"]);
        sound(shop);
    });
}

#[test]
fn two_nodes_give_each_conversation_once_and_nobody_more_than_they_take() {
    on_both_engines(|shop| {
        // A file has one node; a server has as many as there are.
        let other = (shop.engine() == Engine::Postgres).then(|| shop.second_node());
        let people: Vec<Value> = ["Giulia", "Marco", "Sara"]
            .iter()
            .map(|name| {
                let person = employ(shop, name, &json!([]));
                let path = format!("/api/v1/agents/{}", text_of(&person, "/id"));
                shop.patch(&path, &json!({ "capacity": { "email": 4 } }));
                person
            })
            .collect();
        for turn in 0..15 {
            shop.mail_from(
                &format!("c{turn}@example.it"),
                "Aiuto",
                &format!("La lampada numero {turn} non va."),
            );
        }
        shop.settle();
        automatic(shop);
        let open = |person: &Value| {
            shop.list(&format!("/api/v1/conversations?assignee={}", text_of(person, "/id"))).len()
        };
        wait_until("all hands are full", || people.iter().all(|person| open(person) == 4));
        shop.settle();
        assert_eq!(shop.list("/api/v1/conversations?assignee=none").len(), 3);
        let events = shop.events();
        let given = events.iter().filter(|event| event["type"] == "conversation.assigned");
        let mut given: Vec<&Value> = given.map(|event| &event["conversation_id"]).collect();
        assert_eq!(given.len(), 12);
        given.sort_by_key(|id| id.to_string());
        given.dedup();
        assert_eq!(given.len(), 12, "each was given once");
        if let Some(other) = other {
            Node::stop(other);
        }
        sound(shop);
    });
}

#[test]
fn a_word_that_will_be_missed_is_seen_before_and_the_remedy_that_is_offered_saves_it() {
    on_both_engines(|shop| {
        let giulia = employ(shop, "Giulia", &json!([]));
        let marco = employ(shop, "Marco", &json!([]));
        let open = |who: usize| {
            let customer = json!({ "name": format!("Cliente {who}"),
                "identities": [{ "kind": "email", "value": format!("cliente{who}@example.it") }] });
            let opening = json!({ "inbox_id": shop.inbox_id, "channel": "email", "direction": "in",
                "customer": customer, "subject": "Aiuto", "text": "La lampada non si accende." });
            shop.post("/api/v1/conversations", &opening)
        };
        let outlook = || shop.get("/api/v1/wallboard/outlook");
        assert_eq!(outlook()["known"], false, "nobody answered anything yet");
        // One answer every six minutes, while others wait.
        let before: Vec<Value> = (0..22).map(open).collect();
        for one in &before {
            shop.advance(6);
            shop.answer(one, "Eccoci.");
            shop.promise_becomes(one, "kept");
        }
        assert_eq!((&outlook()["known"], &outlook()["data"]), (&json!(true), &json!([])));

        // Six that fall due together, all in the hands of one.
        let six: Vec<Value> = (30..36).map(open).collect();
        for one in &six {
            let path = format!("/api/v1/conversations/{}", text_of(one, "/id"));
            shop.patch(&path, &json!({ "assignee": giulia["id"] }));
        }
        let due_at = text_of(&six[0], "/promise/due_at");
        let due_ms = due_at.parse::<jiff::Timestamp>().expect("a moment").as_millisecond();
        shop.advance((due_ms - shop.clock.now_ms()) / 60_000 - 14);
        here(shop, &giulia, "online");
        here(shop, &marco, "online");
        let seen = outlook();
        let rows = seen["data"].as_array().expect("rows").clone();
        assert_eq!(rows.len(), 6, "{seen:#}");
        let missed = |row: &Value| row["missed_percent"].as_i64().expect("a share");
        let lost = rows.iter().filter(|row| missed(row) >= 90).count();
        assert!((3..=5).contains(&lost), "two fit into a quarter of an hour, not six: {seen:#}");
        let helped = rows.iter().find(|row| !row["remedy"].is_null()).expect("help");
        assert_eq!(helped["remedy"]["assignee"], marco["id"]);
        assert!(missed(&helped["remedy"]) <= 10, "{helped:#}");

        // The supervisor takes the advice, one row after the other, as long as there is any.
        let path = format!("/api/v1/conversations/{}", text_of(helped, "/conversation_id"));
        shop.patch(&path, &json!({ "assignee": helped["remedy"]["assignee"] }));
        let after = outlook();
        let rows = after["data"].as_array().expect("rows");
        let same = rows.iter().find(|row| row["conversation_id"] == helped["conversation_id"]).expect("it");
        assert!(missed(same) <= 10, "it is not in danger any more: {after:#}");
        assert_eq!(missed(same), missed(&helped["remedy"]), "what was said would be is");
        assert!(rows.iter().filter(|row| missed(row) >= 90).count() < lost, "{after:#}");

        // Of who is not there nothing is expected.
        here(shop, &marco, "away");
        let gone = outlook();
        let rows = gone["data"].as_array().expect("rows");
        let same = rows.iter().find(|row| row["conversation_id"] == helped["conversation_id"]).expect("it");
        assert_eq!(missed(same), 100);
        shop.api_as("agent").get("/api/v1/wallboard/outlook").expect(403);
        sound(shop);
    });
}

db::queries! {
    "routing_story";
    account {
        CONVERSATION = "insert into conversation (account_id, id, oid, reference, track_token, subject, status, channel,
                          inbox_id, customer_id, tier, skills, priority, created_at_ms, updated_at_ms, message_count)
                        values (?1, ?2, ?3, ?3, ?3, ?4, 'closed', 'email', 1, ?2, 'B', ?5, 0, 0, 0, 1)";
        NEED = "insert into routing_need (account_id, conversation_id, level, by_hand) values (?1, ?2, 1, true)";
    }
}

#[test]
fn five_hundred_answered_requests_teach_which_skill_the_next_one_takes() {
    on_both_engines(|shop| {
        automatic(shop);
        for name in ["Tecnica luce", "Amministrazione"] {
            shop.post("/api/v1/skills", &json!({ "name": name }));
        }
        let bills = json!([{ "skill": "Amministrazione", "level": 3 }]);
        let (giulia, marco) = (employ(shop, "Giulia", &json!([])), employ(shop, "Marco", &bills));
        shop.node()
            .db()
            .write(1, |tx| {
                for id in 1_000..1_500_i64 {
                    let (subject, skills) = match id % 2 {
                        0 => ("La lampada sfarfalla", "[\"Tecnica luce\"]"),
                        _ => ("Una fattura sbagliata", "[\"Amministrazione\"]"),
                    };
                    tx.execute(CONVERSATION, db::args![id, format!("past-{id}"), subject, skills])?;
                    tx.execute(NEED, db::args![id])?;
                }
                Ok::<_, db::Error>(())
            })
            .expect("a past");
        shop.patch("/api/v1/skills/learnt", &json!({ "on": true }));
        // Whatever was learnt before, a day later it is learnt again.
        shop.advance(24 * 60 + 1);
        wait_until("it was learnt", || shop.get("/api/v1/skills/learnt")["right"] == 500);
        here(shop, &giulia, "online");
        here(shop, &marco, "online");
        shop.mail_from("anna@example.it", "Che fattura sbagliata", "Non torna il totale.");
        let bill = shop.conversation_of("anna@example.it");
        assert_eq!(owner(shop, &bill), marco["id"]);
        let why = routing(shop, &bill);
        assert_eq!((&why["skills"], &why["set_by"]), (&json!(["Amministrazione"]), &json!("learnt")));
        assert_eq!(why["given"]["ring"], "first");
    });
}
