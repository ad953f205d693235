//! A customer corrects what we understood.

use axum::http::StatusCode;
use db::Actor;
use spine::{conversation, promise, topic};

use crate::testing::on_both_engines;

#[tokio::test]
async fn a_customer_picks_another_topic_and_writes_the_right_order_number() {
    on_both_engines(async |shop| {
        let opened = shop.request(shop.inbox(), "Il corriere non ha consegnato il pacco dell’ordine F-20418.");
        let id = opened.conversation.id;
        let understood = shop.read(|tx| Ok(topic::of(tx, id)?));
        assert_eq!(understood.order_number.as_deref(), Some("F-20418"));
        let path = format!("/r/{}/correct", opened.conversation.track_token);
        let page = shop.get(&path, "").await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows("value=\"F-20418\"");
        page.shows("Reso e rimborso");
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
        let done = shop.post(&path, "", &[("topic", "return"), ("order_number", " F-20419 ")]).await;
        assert_eq!(done.status, StatusCode::OK);
        done.shows("Corretto. Grazie.");
        let corrected = shop.read(|tx| Ok(topic::of(tx, id)?));
        assert_eq!(corrected.topic.as_deref(), Some("return"));
        assert_eq!(corrected.order_number.as_deref(), Some("F-20419"));
        assert!(corrected.corrected_at_ms.is_some());
        let noted = shop.write(move |tx| {
            topic::note(tx, id, "Fattura", "la fattura dell’ordine 99999")?;
            Ok(topic::of(tx, id)?)
        });
        assert_eq!(noted, corrected, "what the customer said stands");
    })
    .await;
}

#[tokio::test]
async fn a_correction_that_cannot_be_loses_nothing_and_a_stranger_sees_nothing() {
    on_both_engines(async |shop| {
        let opened = shop.request(shop.inbox(), "Ditemi.");
        let path = format!("/r/{}/correct", opened.conversation.track_token);
        let long = "9".repeat(60);
        let refused = shop.post(&path, "", &[("topic", "billing"), ("order_number", &long)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows(&long);
        refused.shows("Al massimo 40 caratteri.");
        let invented = shop.post(&path, "", &[("topic", "nowhere"), ("order_number", "")]).await;
        assert_eq!(invented.status, StatusCode::OK);
        assert_eq!(shop.read(|tx| Ok(topic::of(tx, opened.conversation.id)?)).topic, None);
        for token in ["x", &"x".repeat(32)] {
            assert_eq!(shop.get(&format!("/r/{token}/correct"), "").await.status, StatusCode::NOT_FOUND);
        }
    })
    .await;
}

#[tokio::test]
async fn a_correction_is_gone_with_the_page_it_belongs_to() {
    on_both_engines(async |shop| {
        let opened = shop.request(shop.inbox(), "Il pacco dell’ordine F-20418.");
        let id = opened.conversation.id;
        shop.write(move |tx| {
            let mut own = conversation::find(tx, id)?;
            Ok(promise::close(tx, &mut own, None, Actor::System)?)
        });
        let path = format!("/r/{}/correct", opened.conversation.track_token);
        assert_eq!(shop.get(&path, "").await.status, StatusCode::OK);
        shop.clock.advance(91 * 86_400_000);
        let gone = shop.get(&path, "").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        assert!(!gone.body.contains("F-20418"));
        let late = shop.post(&path, "", &[("topic", ""), ("order_number", "F-1")]).await;
        assert_eq!(late.status, StatusCode::NOT_FOUND);
        assert_eq!(shop.read(|tx| Ok(topic::of(tx, id)?)).order_number.as_deref(), Some("F-20418"));
    })
    .await;
}
