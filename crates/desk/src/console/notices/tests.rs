//! The bell, its page, and where people want to be told.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::http::{StatusCode, header};
use office::account::Role;
use spine::{conversation, notice};

use crate::testing::{Shop, on_both_engines};

fn catch_up(shop: &Shop) {
    while shop.write(|tx| Ok(notice::catch_up(tx)?)) {}
}

/// Giulia was given a conversation by Marta: its code, and her session.
async fn given(shop: &Shop) -> (String, i64, String, String) {
    let giulia = shop.add("Giulia", Role::Agent);
    catch_up(shop);
    let reference = shop.request(shop.inbox(), "Le Piuma sfarfallano.").conversation.reference;
    let (code, marta) = (reference.clone(), shop.marta);
    shop.write(move |tx| {
        let mut open = conversation::by_reference(tx, &code)?.unwrap();
        let person = spine::agent::find(tx, giulia)?;
        Ok(conversation::assign(tx, &mut open, Some(&person), "by_hand", db::Actor::Agent(marta))?)
    });
    catch_up(shop);
    let (cookie, csrf) = shop.session(giulia);
    (reference, giulia, cookie, csrf)
}

#[tokio::test]
async fn the_bell_counts_what_is_unread_and_opening_a_notice_reads_it() {
    on_both_engines(async |shop| {
        let (reference, giulia, cookie, _) = given(&shop).await;
        let page = shop.get("/console/notices", &cookie).await;
        page.shows("Una conversazione ora è tua");
        page.shows("Avvisi, uno da leggere");
        let name = page.body.split("href=\"/console/notices/ntc_").nth(1).unwrap();
        let name = format!("ntc_{}", name.split('"').next().unwrap());
        let card = shop.get(&format!("/console/notices/{name}/card"), &cookie).await;
        card.shows(&reference);
        let opened = shop.get(&format!("/console/notices/{name}"), &cookie).await;
        assert_eq!(opened.location(), format!("/console/inbox/all/{reference}"));
        assert_eq!(shop.read(|tx| Ok(notice::unread(tx, giulia)?)), 0);
        let card = shop.get(&format!("/console/notices/{name}/card"), &cookie).await;
        assert_eq!(card.status, StatusCode::NO_CONTENT, "what was read is not shown again");
        let (others, _) = shop.session(shop.marta);
        let foreign = shop.get(&format!("/console/notices/{name}"), &others).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND, "a notice is one person's own");
    })
    .await;
}

#[tokio::test]
async fn notices_are_marked_one_by_one_and_all_at_once() {
    on_both_engines(async |shop| {
        let (_, giulia, cookie, csrf) = given(&shop).await;
        shop.post("/console/notices", &cookie, &[("csrf", &csrf), ("act", "all")]).await;
        assert_eq!(shop.read(|tx| Ok(notice::unread(tx, giulia)?)), 0);
        shop.get("/console/notices?show=unread", &cookie).await.shows("Tutto letto");
        let page = shop.get("/console/notices", &cookie).await;
        let name =
            page.body.split("name=\"notice\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let form = [("csrf", csrf.as_str()), ("act", "unread"), ("notice", &name)];
        shop.post("/console/notices", &cookie, &form).await;
        assert_eq!(shop.read(|tx| Ok(notice::unread(tx, giulia)?)), 1);
        let form = [("csrf", csrf.as_str()), ("act", "read"), ("notice", "ntc_x")];
        assert_eq!(shop.post("/console/notices", &cookie, &form).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn everybody_chooses_where_to_be_told() {
    on_both_engines(async |shop| {
        let (_, giulia, cookie, csrf) = given(&shop).await;
        shop.get("/console/me", &cookie).await.shows("Dove ricevere gli avvisi");
        let form = [("csrf", csrf.as_str()), ("mention.screen", "1"), ("assigned.push", "1")];
        let saved = shop.post("/console/me/notices", &cookie, &form).await;
        assert_eq!(saved.location(), "/console/me#avvisi");
        let choices = shop.read(|tx| Ok(notice::choices(tx, giulia)?));
        let of = |kind| choices.iter().find(|choice| choice.kind == kind).copied().unwrap();
        let mention = of(notice::Kind::Mention);
        assert_eq!((mention.on_screen, mention.in_browser, mention.by_push), (true, false, false));
        assert!(of(notice::Kind::Assigned).by_push && !of(notice::Kind::Replied).on_screen);
    })
    .await;
}

#[tokio::test]
async fn a_browser_subscribes_with_the_company_key_and_leaves_again() {
    on_both_engines(async |shop| {
        let (_, giulia, cookie, csrf) = given(&shop).await;
        let key = shop.get("/console/push/key", &cookie).await;
        let again = shop.get("/console/push/key", &cookie).await;
        assert_eq!(key.body, again.body, "one key for all");
        let public: serde_json::Value = serde_json::from_str(&key.body).unwrap();
        assert_eq!(wire::base64url::decode(public["key"].as_str().unwrap()).map(|key| key.len()), Some(65));
        let (point, secret) = ("B".repeat(87), "a".repeat(22));
        let form = [
            ("csrf", csrf.as_str()),
            ("endpoint", "https://push.example/1"),
            ("p256dh", &point),
            ("auth", &secret),
        ];
        assert_eq!(shop.post("/console/push", &cookie, &form).await.status, StatusCode::NO_CONTENT);
        assert_eq!(shop.read(|tx| Ok(notice::subscriptions(tx, giulia)?)).len(), 1);
        let wrong = [("csrf", csrf.as_str()), ("endpoint", "ftp://push.example/1")];
        assert_eq!(shop.post("/console/push", &cookie, &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let gone = [("csrf", csrf.as_str()), ("endpoint", "https://push.example/1")];
        shop.post("/console/push/gone", &cookie, &gone).await;
        assert!(shop.read(|tx| Ok(notice::subscriptions(tx, giulia)?)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_service_worker_may_serve_the_console_and_nothing_else() {
    on_both_engines(async |shop| {
        let worker = shop.get("/sw.js", "").await;
        assert_eq!(worker.status, StatusCode::OK);
        assert_eq!(worker.headers["service-worker-allowed"], "/console");
        assert!(worker.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/javascript"));
    })
    .await;
}
