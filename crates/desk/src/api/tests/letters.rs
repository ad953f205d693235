//! Wordings, tasks and the address book, asked as they are meant.

use serde_json::json;

use super::House;

/// Every call about wordings and tasks; `conversation` has something owed.
pub async fn asked(house: &House, inbox: &str, conversation: &str) {
    wordings(house, inbox).await;
    tasks(house, conversation).await;
}

async fn wordings(house: &House, inbox: &str) {
    let all = house.ask("admin", "GET", "/templates?language=it&register=tu", None).await.expect(200);
    assert_eq!(all.rows().len(), 10);
    let one = format!("/templates/acknowledgement?language=it&register=tu&inbox_id={inbox}");
    let kept = house.ask("admin", "GET", &one, None).await.expect(200);
    assert_eq!((&kept.body["own"], &kept.body["headline"]), (&json!(false), &json!("{{promise}}")));
    let bad = json!({"headline": "Ci sentiamo", "body": "{{codice}}"});
    let refused = house.ask("admin", "PUT", &one, Some(bad)).await.expect(422);
    assert_eq!(refused.places(), ["/body", "/headline", "/body"]);
    let good = json!({"headline": "Ci sentiamo {{due}}"});
    let written = house.ask("admin", "PUT", &one, Some(good.clone())).await.expect(200);
    assert_eq!((&written.body["own"], &written.body["version"]), (&json!(true), &json!(1)));
    assert_eq!(written.body["subject"], "{{promise.short}}", "what is left out stays");
    house.ask("agent", "PUT", &one, Some(good)).await.expect(403);
    house.ask("admin", "DELETE", &one, None).await.expect(204);
    let back = house.ask("admin", "GET", &one, None).await.expect(200);
    assert_eq!(back.body["headline"], "{{promise}}");
    house.ask("admin", "GET", "/templates/nothing", None).await.expect(404);
    let answer = house.ask("admin", "GET", "/templates/answer", None).await.expect(200);
    assert!(answer.body["subject"].is_null(), "an answer has no subject of its own");
}

async fn tasks(house: &House, conversation: &str) {
    let contact = json!({"kind": "supplier", "name": "Corriere", "email": "corriere@example.com"});
    let contact = house.ask("supervisor", "POST", "/contacts", Some(contact)).await.expect(201).id();
    assert_eq!(
        house.ask("agent", "GET", "/contacts", None).await.expect(200).ids(),
        std::slice::from_ref(&contact)
    );
    let ask = |title: &str, due: &str| json!({"conversation_id": conversation, "contact_id": contact, "title": title, "due_at": due, "later_than_promise": true});
    let nobody = json!({"conversation_id": conversation, "title": "x", "due_at": "2026-12-03T09:30:00Z"});
    assert_eq!(house.post("/tasks", nobody).await.expect(422).places(), ["/agent_id"]);
    let made = house.post("/tasks", ask("Quando riparte?", "2026-12-03T09:30:00Z")).await.expect(201);
    assert_eq!((&made.body["state"], &made.body["late"]), (&json!("open"), &json!(false)));
    let place = format!("/tasks/{}", made.id());
    let moved = house
        .patch(&place, json!({"due_at": "2026-12-03T09:40:00Z", "later_than_promise": true}))
        .await
        .expect(200);
    assert_eq!(moved.body["due_at"], "2026-12-03T09:40:00Z");
    let declined = json!({"state": "declined"});
    assert_eq!(house.patch(&place, declined).await.expect(422).places(), ["/answer"]);
    let done = json!({"state": "done", "answer": "Alle 11."});
    let done = house.patch(&place, done).await.expect(200);
    assert_eq!((&done.body["state"], &done.body["answered_via"]), (&json!("done"), &json!("api")));
    house.patch(&place, json!({"state": "withdrawn"})).await.expect(409);
    assert_eq!(house.get(&place).await.expect(200).body["answer"], "Alle 11.");
    let of_it = format!("/tasks?conversation_id={conversation}");
    assert_eq!(house.get(&of_it).await.expect(200).ids(), [made.id()]);
    assert!(house.get("/tasks").await.expect(200).ids().is_empty(), "the open ones");
    assert_eq!(house.get("/tasks?state=settled").await.expect(200).ids(), [made.id()]);
    let notes = house.get(&format!("/conversations/{conversation}/messages")).await.expect(200);
    let note = notes
        .rows()
        .iter()
        .any(|row| row["direction"] == "note" && row["text"].as_str().unwrap().contains("Alle 11."));
    assert!(note, "the answer is a note of the conversation");
}
