//! Doing it once.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::json;
use tokio::task::JoinSet;

use super::{Got, House, on_both_engines};
use crate::api::idempotency::Key;

#[tokio::test]
async fn the_same_key_and_body_give_the_first_answer_again_and_nothing_is_done_twice() {
    on_both_engines(async |house| {
        let inbox = house.inbox().await;
        let conversation = house.conversation(&inbox, "ada@posta.example", "Ciao").await;
        let path = format!("/conversations/{conversation}/messages");
        let key = [("idempotency-key", "8c1e")];
        let body = json!({"kind": "reply", "text": "Eccoci."});
        let first = house.ask_with("agent", "POST", &path, Some(body.clone()), &key).await.expect(201);
        assert_eq!(first.header("idempotent-replayed"), "");
        let again = house.ask_with("agent", "POST", &path, Some(body.clone()), &key).await.expect(201);
        assert_eq!(again.header("idempotent-replayed"), "true");
        assert_eq!(first.body, again.body);
        assert_eq!(house.get(&path).await.rows().len(), 2, "the customer's and one answer");

        let other = json!({"kind": "reply", "text": "Altro."});
        let refused = house.ask_with("agent", "POST", &path, Some(other), &key).await.expect(422);
        assert_eq!(refused.body["errors"][0]["in"], "header");
        let elsewhere = house.ask_with("agent", "POST", "/customers", Some(json!({"name": "X"})), &key).await;
        elsewhere.expect(422);
        house.ask_with("supervisor", "POST", &path, Some(body.clone()), &key).await.expect(201);
        assert_eq!(house.get(&path).await.rows().len(), 3, "another token has keys of its own");

        house.clock.advance(24 * 3_600_000 + 1);
        let later = house.ask_with("agent", "POST", &path, Some(body), &key).await.expect(201);
        assert_eq!(later.header("idempotent-replayed"), "", "a day later the key is free");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_with_one_key_exactly_one_is_done() {
    on_both_engines(async |house| {
        let inbox = house.inbox().await;
        let conversation = house.conversation(&inbox, "ada@posta.example", "Ciao").await;
        let path = format!("/conversations/{conversation}/messages");
        let house = Arc::new(house);
        let mut asked = JoinSet::new();
        for _ in 0..16 {
            let (house, path) = (Arc::clone(&house), path.clone());
            asked.spawn(async move {
                let body = json!({"kind": "reply", "text": "Eccoci."});
                house.ask_with("agent", "POST", &path, Some(body), &[("idempotency-key", "gara")]).await
            });
        }
        let got = asked.join_all().await;
        assert!(got.iter().all(|got| got.status == 201 || got.status == 409), "{got:?}");
        let first = |got: &&Got| got.status == 201 && got.header("idempotent-replayed").is_empty();
        assert_eq!(got.iter().filter(first).count(), 1);
        assert_eq!(house.get(&path).await.rows().len(), 2, "the customer's and one answer");
    })
    .await;
}

#[tokio::test]
async fn a_refused_call_does_not_use_up_its_key() {
    let house = House::open(None).await;
    let key = [("idempotency-key", "nuovo")];
    house.ask_with("agent", "POST", "/customers", Some(json!({"name": ""})), &key).await.expect(422);
    let taken = json!({"name": "Ada", "identities": [{"kind": "email", "value": "ada@posta.example"}]});
    house.post("/customers", taken.clone()).await.expect(201);
    house.ask_with("agent", "POST", "/customers", Some(taken), &key).await.expect(422);
    house.ask_with("agent", "POST", "/customers", Some(json!({"name": "Ada"})), &key).await.expect(201);
}

#[tokio::test]
async fn a_key_that_is_still_running_is_told_to_wait() {
    let house = House::open(None).await;
    let token_id = {
        let secret = house.token("agent").to_owned();
        house.desk.db.read_everywhere(|tx| office::account::token(tx, &secret)).unwrap().unwrap().token_id
    };
    let mut headers = axum::http::HeaderMap::new();
    headers.insert("idempotency-key", "lento".parse().unwrap());
    let key = Key::of(&headers, &axum::http::Method::POST).unwrap().unwrap();
    let running = key.start(&house.desk, token_id).unwrap();
    let body = Some(json!({"name": "Ada"}));
    let lento = [("idempotency-key", "lento")];
    let refused = house.ask_with("agent", "POST", "/customers", body.clone(), &lento).await.expect(409);
    assert_eq!(refused.header("retry-after"), "1");
    drop(running);
    house.ask_with("agent", "POST", "/customers", body, &lento).await.expect(201);
}

#[tokio::test]
async fn a_secret_is_not_kept_for_the_second_asking() {
    let house = House::open(None).await;
    let key = [("idempotency-key", "gettone")];
    let body = json!({"name": "Magazzino", "role": "integration"});
    let first = house.ask_with("admin", "POST", "/tokens", Some(body.clone()), &key).await.expect(201);
    let again = house.ask_with("admin", "POST", "/tokens", Some(body), &key).await.expect(201);
    assert_eq!(first.id(), again.id());
    assert!(first.body["token"].is_string() && again.body["token"].is_null());
}

#[tokio::test]
async fn a_key_has_a_form() {
    let house = House::open(None).await;
    for bad in ["", "   ", &"k".repeat(256), "chiave-è"] {
        let request = Request::post("/api/v1/customers")
            .header(header::AUTHORIZATION, format!("Bearer {}", house.token("agent")))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", bad.as_bytes())
            .body(Body::from(r#"{"name":"Ada"}"#));
        let got = Got::of(house.send(request.unwrap()).await).await.expect(422);
        assert_eq!(got.places(), ["/Idempotency-Key"]);
    }
    let longest = "k".repeat(255);
    let key = [("idempotency-key", longest.as_str())];
    house.ask_with("agent", "POST", "/customers", Some(json!({"name": "Ada"})), &key).await.expect(201);
}
