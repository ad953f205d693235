//! Lists: page by page, stable while others write, narrowed by filters.

use serde_json::{Value, json};

use super::{Got, House, on_both_engines};

/// Follows `next` to the end; the ids in their order.
async fn walk(house: &House, path: &str, limit: usize) -> Vec<String> {
    let mut ids = Vec::new();
    let join = if path.contains('?') { '&' } else { '?' };
    let mut url = format!("{path}{join}limit={limit}");
    loop {
        let got = house.get(&url).await.expect(200);
        assert!(got.rows().len() <= limit);
        ids.extend(got.ids());
        if got.body["next"].is_null() {
            return ids;
        }
        assert_eq!(got.rows().len(), limit, "only the last page is short");
        url = next_url(&got);
    }
}

/// Where `Link` leads, below the API's root.
fn next_url(got: &Got) -> String {
    let link = got.header("link");
    let url = link.strip_prefix("</api/v1").unwrap().strip_suffix(">; rel=\"next\"").unwrap();
    assert!(url.contains(got.body["next"].as_str().unwrap()));
    url.to_owned()
}

#[tokio::test]
async fn a_list_loses_and_doubles_nothing_while_others_write() {
    on_both_engines(async |house| {
        let inbox = house.inbox().await;
        let mut made = Vec::new();
        for n in 0..7 {
            house.clock.advance(1_000);
            made.push(house.conversation(&inbox, &format!("c{n}@posta.example"), "Ciao").await);
        }
        let first = house.get("/conversations?limit=3").await.expect(200);
        house.conversation(&inbox, "nuova@posta.example", "Ciao").await;
        let mut seen = first.ids();
        let mut url = next_url(&first);
        loop {
            let got = house.get(&url).await.expect(200);
            seen.extend(got.ids());
            if got.body["next"].is_null() {
                break;
            }
            url = next_url(&got);
        }
        made.reverse();
        assert_eq!(seen, made, "newest first, without the one that came meanwhile");
        assert_eq!(walk(&house, "/conversations", 1).await.len(), 8);
    })
    .await;
}

#[tokio::test]
async fn every_list_is_walked_whole_two_rows_at_a_time() {
    on_both_engines(async |house| {
        let inbox = house.inbox().await;
        for n in 0..3 {
            let conversation = house.conversation(&inbox, &format!("c{n}@posta.example"), "Ciao").await;
            let note = json!({"kind": "note", "text": "Una nota."});
            house.post(&format!("/conversations/{conversation}/messages"), note).await.expect(201);
            house.ask("supervisor", "POST", "/teams", Some(json!({"name": format!("T{n}")}))).await.expect(201);
        }
        let conversations = house.get("/conversations").await.expect(200);
        let (one, customer) = (conversations.ids().remove(0), &conversations.rows()[0]["customer"]["id"]);
        let customer = customer.as_str().unwrap();
        for (path, count) in [
            ("/conversations".to_owned(), 3),
            ("/conversations?order=due".to_owned(), 3),
            ("/customers".to_owned(), 3),
            ("/promises".to_owned(), 3),
            ("/outbox".to_owned(), 3),
            ("/teams".to_owned(), 3),
            ("/agents".to_owned(), 3),
            (format!("/conversations/{one}/messages"), 2),
        ] {
            let whole = house.get(&path).await.expect(200).ids();
            assert_eq!(whole.len(), count, "{path}");
            assert_eq!(walk(&house, &path, 1).await, whole, "{path}");
            assert_eq!(walk(&house, &path, 2).await, whole, "{path}");
        }
        let timeline = house.get(&format!("/customers/{customer}/timeline?limit=1")).await.expect(200);
        assert_eq!(timeline.rows()[0]["message"]["direction"], "note");
        let rest = house.get(&next_url(&timeline)).await.expect(200);
        assert_eq!(rest.rows()[0]["message"]["direction"], "in");
        assert_eq!(rest.body["next"], Value::Null);
        let events = house.get("/events?limit=2").await.expect(200);
        let next = house.get(&format!("/events?after={}", events.body["next"].as_str().unwrap())).await;
        assert_eq!(next.expect(200).rows()[0]["seq"], 3);
    })
    .await;
}

#[tokio::test]
async fn conversations_come_by_the_promise_that_falls_due_first() {
    on_both_engines(async |house| {
        let inbox = house.inbox().await;
        let ordinary = house.conversation(&inbox, "c@posta.example", "Ciao").await;
        let urgent = json!({
            "direction": "in", "inbox_id": inbox, "subject": "Urgente", "text": "Subito", "tier": "A",
            "customer": {"identities": [{"kind": "email", "value": "a@posta.example"}]},
        });
        let urgent = house.post("/conversations", urgent).await.expect(201).id();
        let quiet = json!({
            "direction": "out", "inbox_id": inbox, "subject": "Grazie", "text": "Grazie",
            "customer": {"identities": [{"kind": "email", "value": "q@posta.example"}]},
        });
        let quiet = house.post("/conversations", quiet).await.expect(201).id();
        let order = [urgent.clone(), ordinary, quiet.clone()];
        assert_eq!(house.get("/conversations?order=due").await.expect(200).ids(), order);
        assert_eq!(walk(&house, "/conversations?order=due", 1).await, order);
        assert_eq!(walk(&house, "/conversations?order=due&status=waiting", 1).await, [quiet]);
        assert_eq!(house.get("/conversations?order=due&status=open&limit=1").await.expect(200).ids(), [urgent]);
    })
    .await;
}

#[tokio::test]
async fn conversations_are_narrowed_by_whose_they_are_and_what_they_say() {
    on_both_engines(async |house| {
        let inbox = house.inbox().await;
        let lamp = house.conversation(&inbox, "ada@posta.example", "La lampada PIÙMA è rotta al 100%").await;
        let bill = house.conversation(&inbox, "bruno@posta.example", "Manca la fattura n_1").await;
        let me = house.ask("agent", "GET", "/me", None).await.id();
        house.patch(&format!("/conversations/{lamp}"), json!({"assignee": me})).await.expect(200);
        let ada = house.get(&format!("/conversations/{lamp}")).await.body["customer"]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let reference =
            house.get(&format!("/conversations/{bill}")).await.body["reference"].as_str().unwrap().to_owned();
        let both = vec![bill.clone(), lamp.clone()];
        for (query, found) in [
            (format!("inbox={inbox}"), both.clone()),
            (format!("assignee={me}"), vec![lamp.clone()]),
            ("assignee=none".to_owned(), vec![bill.clone()]),
            (format!("customer={ada}"), vec![lamp.clone()]),
            ("q=piuma%20rotta".to_owned(), vec![lamp.clone()]),
            ("q=100%25".to_owned(), vec![lamp.clone()]),
            ("q=n_1".to_owned(), vec![bill.clone()]),
            ("q=n%251".to_owned(), vec![]),
            ("q=BRUNO@posta".to_owned(), vec![]),
            (format!("q={}", reference.to_lowercase()), vec![bill.clone()]),
            ("q=&status=&order=".to_owned(), both),
        ] {
            assert_eq!(house.get(&format!("/conversations?{query}")).await.expect(200).ids(), found, "{query}");
        }
        let mine = house.ask("agent", "GET", "/conversations?assignee=me", None).await.expect(200);
        assert_eq!(mine.ids(), [lamp]);
    })
    .await;
}
