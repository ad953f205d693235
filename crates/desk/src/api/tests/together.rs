//! Conversations among others, lists under a name, acts on many, teams and incidents, asked as they are meant.

use serde_json::json;

use super::House;

/// Every one of these calls; `conversation` is of a customer who writes again.
pub async fn asked(house: &House, inbox: &str, conversation: &str) {
    teams(house).await;
    views(house).await;
    among_others(house, inbox, conversation).await;
    many(house, conversation).await;
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
    let act = house.post("/bulk", act).await.expect(201);
    assert_eq!((&act.body["action"], &act.body["changed"]), (&json!("tag"), &json!(1)));
    let place = format!("/bulk/{}", act.id());
    assert_eq!(house.get(&place).await.expect(200).body["changed"], 1);
    let tags =
        |body: &serde_json::Value| body["tags"].as_array().is_some_and(|tags| tags.contains(&json!("natale")));
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
