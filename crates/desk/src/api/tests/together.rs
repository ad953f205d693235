//! Conversations among others, lists under a name, acts on many, teams and incidents, asked as they are meant.

use kernel::id::Kind;
use serde_json::{Value, json};
use spine::notice;

use super::House;

/// Every one of these calls; `conversation` is of a customer who writes again.
pub async fn asked(house: &House, inbox: &str, conversation: &str) {
    teams(house).await;
    views(house).await;
    among_others(house, inbox, conversation).await;
    many(house, conversation).await;
    own(house, inbox).await;
    notices(house, conversation).await;
    reports(house, inbox).await;
    house.get("/incidents").await.expect(200);
}

async fn teams(house: &House) {
    let team = house.ask("admin", "POST", "/teams", Some(json!({"name": "Resi"}))).await.expect(201).id();
    let place = format!("/teams/{team}");
    let me = house.ask("agent", "GET", "/me", None).await.id();
    let named = json!({"name": "Resi e cambi", "members": [me]});
    let changed = house.ask("admin", "PATCH", &place, Some(named)).await.expect(200);
    assert_eq!((&changed.body["name"], &changed.body["members"]), (&json!("Resi e cambi"), &json!([me])));
    let bad = house.ask("admin", "PATCH", &place, Some(json!({"members": ["x"]}))).await.expect(422);
    assert_eq!(bad.places(), ["/members/0"]);
    house.ask("agent", "DELETE", &place, None).await.expect(403);
    house.ask("admin", "DELETE", &place, None).await.expect(204);
    house.ask("admin", "PATCH", &place, Some(json!({"name": "x"}))).await.expect(404);
}

async fn views(house: &House) {
    let outside = json!({"name": "Fuori", "place": "https://altrove.example/"});
    assert_eq!(house.post("/views", outside).await.expect(422).places(), ["/place"]);
    let new = json!({"name": "Fatture aperte", "place": "/console/inbox/all?tag=fattura"});
    let made = house.post("/views", new).await.expect(201);
    assert_eq!((&made.body["shared"], &made.body["own"]), (&json!(false), &json!(true)));
    let place = format!("/views/{}", made.id());
    let changed = house.patch(&place, json!({"name": "Fatture", "pinned": true})).await.expect(200);
    assert_eq!((&changed.body["name"], &changed.body["pinned"]), (&json!("Fatture"), &json!(true)));
    assert_eq!(house.ask("agent", "GET", "/views", None).await.expect(200).ids(), [made.id()]);
    house.ask("agent", "DELETE", &place, None).await.expect(204);
    house.patch(&place, json!({"name": "x"})).await.expect(404);
}

async fn among_others(house: &House, inbox: &str, conversation: &str) {
    let here = format!("/conversations/{conversation}");
    let customer = house.get(&here).await.expect(200).body["customer"]["id"].clone();
    let second =
        json!({"direction": "in", "inbox_id": inbox, "text": "Ancora io.", "customer": {"id": customer}});
    let other = house.post("/conversations", second).await.expect(201).id();
    let there = format!("/conversations/{other}");
    let whose = customer.as_str().expect("an id");
    let of_customer = house.get(&format!("/conversations?customer={whose}")).await.expect(200).ids();
    assert!(of_customer.contains(&other), "{of_customer:?}");
    assert_eq!(
        house.get("/conversations?q=ancora&order=due").await.expect(200).ids(),
        std::slice::from_ref(&other)
    );
    assert_eq!(house.get("/conversations?q=ancora").await.expect(200).ids(), std::slice::from_ref(&other));

    let related = json!({"conversation_id": other});
    let links = house.post(&format!("{here}/links"), related).await.expect(200);
    assert_eq!(links.body["links"][0]["conversation_id"], json!(other));
    assert_eq!(
        house.get(&format!("{there}/links")).await.expect(200).body["links"][0]["conversation_id"],
        conversation
    );
    let no_longer = json!({"conversation_id": other, "related": false});
    let links = house.post(&format!("{here}/links"), no_longer).await.expect(200);
    assert_eq!(links.body["links"], json!([]));

    assert_eq!(house.post(&format!("{here}/merge"), json!({})).await.expect(422).places(), ["/into"]);
    let merged = house.post(&format!("{there}/merge"), json!({"into": conversation})).await.expect(200);
    assert_eq!(merged.body["id"], conversation);
    assert_eq!(house.get(&there).await.expect(200).body["merged_into"], conversation);
    let back = json!({"operation_id": merged.body["operation"]["id"]});
    house.post(&format!("{here}/undo"), back.clone()).await.expect(200);
    assert!(house.get(&there).await.expect(200).body["merged_into"].is_null());
    house.post(&format!("{here}/undo"), back).await.expect(409);

    let messages = house.get(&format!("{here}/messages")).await.expect(200);
    let (first, last) = (messages.ids()[0].clone(), messages.ids().pop().expect("several"));
    let nothing = house.post(&format!("{here}/split"), json!({"message_id": first})).await.expect(422);
    assert_eq!(nothing.places(), ["/message_id"]);
    let split = json!({"message_id": last, "subject": "Un’altra cosa"});
    let split = house.post(&format!("{here}/split"), split).await.expect(201);
    assert_eq!(split.body["subject"], "Un’altra cosa");
    let back = json!({"operation_id": split.body["operation"]["id"]});
    house.post(&format!("{here}/undo"), back).await.expect(200);

    let elsewhere = json!({"kind": "email", "name": "Resi", "address": "resi@example.it"});
    let elsewhere = house.ask("admin", "POST", "/inboxes", Some(elsewhere)).await.expect(201).id();
    let moved = house.post(&format!("{there}/move"), json!({"inbox_id": elsewhere})).await.expect(200);
    assert_eq!(moved.body["inbox_id"], json!(elsewhere));
    let back = json!({"operation_id": moved.body["operation"]["id"]});
    assert_eq!(house.post(&format!("{there}/undo"), back).await.expect(200).body["inbox_id"], inbox);
    house.ask("admin", "DELETE", &format!("/inboxes/{elsewhere}"), None).await.expect(204);
}

async fn many(house: &House, conversation: &str) {
    let wrong = json!({"action": "tag", "conversations": ["x"]});
    assert_eq!(house.post("/bulk", wrong).await.expect(422).places(), ["/tag", "/conversations/0"]);
    let act = json!({"action": "tag", "tag": "natale", "conversations": [conversation]});
    let seen = house.post("/bulk/preview", act.clone()).await.expect(200);
    assert_eq!((&seen.body["changed"], &seen.body["ended_promises"]), (&json!(1), &json!(0)));
    let wrong = json!({"action": "snooze", "until": "2020-01-01T00:00:00Z", "conversations": [conversation]});
    assert_eq!(house.post("/bulk/preview", wrong).await.expect(422).places(), ["/until"]);
    let act = house.post("/bulk", act).await.expect(201);
    assert_eq!((&act.body["action"], &act.body["changed"]), (&json!("tag"), &json!(1)));
    let place = format!("/bulk/{}", act.id());
    assert_eq!(house.get(&place).await.expect(200).body["changed"], 1);
    let tags = |body: &Value| body["tags"].as_array().is_some_and(|tags| tags.contains(&json!("natale")));
    let here = format!("/conversations/{conversation}");
    assert!(tags(&house.get(&here).await.expect(200).body));
    assert_eq!(house.post(&format!("{place}/undo"), json!({})).await.expect(200).body["undone"], 1);
    assert!(!tags(&house.get(&here).await.expect(200).body));

    let act = json!({"action": "tag", "tag": "pasqua", "conversations": [conversation]});
    let act = house.ask("supervisor", "POST", "/bulk", Some(act)).await.expect(201);
    let undo = format!("/bulk/{}/undo", act.id());
    for colleague in ["agent", "integration"] {
        house.ask(colleague, "POST", &undo, Some(json!({}))).await.expect(403);
    }
    let undone = house.ask("admin", "POST", &undo, Some(json!({}))).await.expect(200);
    assert_eq!(undone.body["undone"], 1, "a supervisor's own or anybody's");
}

/// One notice of the agent's: a conversation was given to them. Its id.
pub async fn told(house: &House, conversation: &str) -> String {
    house
        .write(|tx| {
            while notice::catch_up(tx)? {}
            Ok(())
        })
        .await;
    let me = house.ask("agent", "GET", "/me", None).await.expect(200).id();
    let here = format!("/conversations/{conversation}");
    for assignee in [Value::Null, json!(me)] {
        house.ask("supervisor", "PATCH", &here, Some(json!({"assignee": assignee}))).await.expect(200);
    }
    house
        .write(|tx| {
            while notice::catch_up(tx)? {}
            Ok(())
        })
        .await;
    house.ask("agent", "GET", "/me/notices", None).await.expect(200).ids().remove(0)
}

async fn notices(house: &House, conversation: &str) {
    let name = told(house, conversation).await;
    let unread = house.ask("agent", "GET", "/me/notices?unread=true", None).await.expect(200);
    assert_eq!(unread.ids(), std::slice::from_ref(&name));
    assert_eq!(unread.rows()[0]["kind"], "assigned");
    assert_eq!(unread.rows()[0]["conversation_id"], json!(conversation));
    let place = format!("/notices/{name}");
    assert!(house.patch(&place, json!({"read": true})).await.expect(200).body["read_at"].is_string());
    assert!(house.ask("agent", "GET", "/me/notices?unread=true", None).await.expect(200).ids().is_empty());
    assert!(house.patch(&place, json!({"read": false})).await.expect(200).body["read_at"].is_null());
    house.ask("supervisor", "PATCH", &place, Some(json!({"read": true}))).await.expect(404);
    house.ask("integration", "PATCH", &place, Some(json!({"read": true}))).await.expect(403);
    assert_eq!(house.post("/me/notices/read", json!({})).await.expect(200).body["unread"], 0);
    assert_eq!(house.patch(&place, json!({})).await.expect(422).places(), ["/read"]);

    let place = format!("/conversations/{conversation}/followers");
    let names = |body: &Value| body["followers"].as_array().map_or(0, Vec::len);
    let before = house.get(&place).await.expect(200);
    assert_eq!(before.body["following"], false, "Sara gave it away, she does not follow it");
    let after = house.ask("supervisor", "POST", &place, Some(json!({}))).await.expect(200);
    assert_eq!((&after.body["following"], names(&after.body)), (&json!(true), names(&before.body) + 1));
    let after = house.ask("supervisor", "POST", &place, Some(json!({"following": false}))).await.expect(200);
    assert_eq!(after.body, before.body);
    house.ask("integration", "POST", &place, Some(json!({}))).await.expect(403);
}

async fn own(house: &House, inbox: &str) {
    let me = house.ask("agent", "GET", "/me", None).await.expect(200).id();
    let mine = house.conversation(inbox, "giornata@posta.example", "Quando arriva?").await;
    house.patch(&format!("/conversations/{mine}"), json!({"assignee": me})).await.expect(200);
    let day = house.ask("agent", "GET", "/me/day?span=week", None).await.expect(200);
    let promises = day.body["promises"].as_array().unwrap();
    assert!(promises.iter().any(|promise| promise["conversation_id"] == json!(mine)), "{}", day.body);
    let due: Vec<&str> = promises.iter().map(|promise| promise["due_at"].as_str().unwrap()).collect();
    assert!(due.is_sorted(), "{due:?}");
    assert_eq!(day.body["last_28_days"]["rate"], Value::Null, "no share of so few promises");
    let place = format!("/agents/{me}/day");
    assert_eq!(house.get(&place).await.expect(200).body["agent_id"], json!(me));
    let sara = house.ask("supervisor", "GET", "/me", None).await.expect(200).id();
    house.ask("agent", "GET", &format!("/agents/{sara}/day"), None).await.expect(403);
    house.ask("agent", "GET", "/me/day?span=year", None).await.expect(422);

    let messages = format!("/conversations/{mine}/messages");
    let held = json!({"kind": "reply", "text": "Arriva domani.", "hold_seconds": 60});
    let sent = house.post(&messages, held).await.expect(201);
    let undo = format!("/messages/{}/undo", sent.id());
    house.ask("supervisor", "POST", &undo, Some(json!({}))).await.expect(404);
    let taken = house.post(&undo, json!({})).await.expect(200);
    assert_eq!(taken.body["text"], "Arriva domani.");
    assert_eq!(taken.body["conversation"]["status"], "open");
    assert_eq!(house.get(&messages).await.expect(200).rows().len(), 1);
    house.post(&undo, json!({})).await.expect(404);
    let long = json!({"kind": "reply", "text": "x", "hold_seconds": 500});
    assert_eq!(house.post(&messages, long).await.expect(422).places(), ["/hold_seconds"]);
}

async fn reports(house: &House, inbox: &str) {
    let open = house.conversation(inbox, "segnalo@posta.example", "Sul sito la pagina dei resi è vuota.").await;
    let here = format!("/conversations/{open}");
    let report = house.get(&format!("{here}/report")).await.expect(200);
    assert!(report.body["thanked_at"].is_null());
    house.post(&format!("{here}/outcome"), json!({})).await.expect(409);
    let empty = house.post(&format!("{here}/thank"), json!({"text": " "})).await.expect(422);
    assert_eq!(empty.places(), ["/text"]);
    let program = house.ask("integration", "POST", &format!("{here}/thank"), Some(json!({}))).await.expect(422);
    assert_eq!(program.places(), ["/on_behalf_of"]);
    let thanked = house.post(&format!("{here}/thank"), json!({})).await.expect(200);
    assert!(thanked.body["thanked_at"].is_string() && thanked.body["outcome_at"].is_null());
    assert_eq!(house.get(&here).await.expect(200).body["status"], "closed");
    let messages = house.get(&format!("{here}/messages")).await.expect(200);
    let thanks = messages.rows().last().unwrap();
    assert_eq!(
        Some(thanks["text"].as_str().unwrap().trim()),
        report.body["offered_thanks"].as_str().map(str::trim)
    );
    let told =
        house.post(&format!("{here}/outcome"), json!({"text": "La pagina è tornata."})).await.expect(200);
    assert_eq!(told.body["told"], 1);
    assert!(told.body["outcome_at"].is_string());
    assert_eq!(Kind::Message.oid(told.body["thanks_id"].as_str().unwrap()).map(str::len), Some(26));
}
