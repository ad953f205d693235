//! The ledger, as a browser sees it, over arrivals that went through the door.

use axum::http::StatusCode;
use kernel::id::Kind;
use office::account::Role;
use spine::inbox::Channel;
use spine::intake::{self, Accept, Verdict};

use crate::testing::{Shop, on_both_engines};

const MAIL: &[u8] = b"From: Studio Neri <studio@neri.example>\r\nTo: aiuto@fioca.example\r\n\
    Subject: Disegni plafoniera\r\nDate: Thu, 19 Nov 2026 09:00:00 +0100\r\n\r\n\
    Buongiorno, vi giro i disegni.\r\n";

/// Receives a mail at the door and leaves it stuck; its oid.
fn stuck_mail(shop: &Shop) -> String {
    let kept = shop.desk.db.keep(MAIL).expect("kept");
    let inbox = shop.inbox();
    shop.write(move |tx| {
        let accept = Accept {
            channel: Channel::Email,
            inbox_id: inbox.id,
            sender: "studio@neri.example".to_owned(),
            recipient: "aiuto+preventivi@fioca.example".to_owned(),
            remote: "192.0.2.1".to_owned(),
            helo: "posta.neri.example".to_owned(),
            kept,
        };
        let arrival_id = intake::accept(tx, accept)?;
        let why = spine::Reason::ReadingFailed("a part never ends".to_owned());
        intake::stuck(tx, arrival_id, &why)?;
        Ok(intake::find(tx, arrival_id)?.oid)
    })
}

#[tokio::test]
async fn a_stuck_arrival_is_counted_listed_and_opened_with_what_can_be_read() {
    on_both_engines(async |shop| {
        let (cookie, _) = shop.session(shop.marta);
        shop.get("/console/ledger", &cookie).await.shows("Non è ancora arrivato niente");
        let oid = stuck_mail(&shop);
        let page = shop.get("/console/ledger", &cookie).await;
        page.shows("Arrivi, uno fermo");
        page.shows("I conti tornano: 1 fermo fanno 1.");
        page.shows("La lettura non è riuscita: a part never ends");
        let opened = shop.get(&format!("/console/ledger/{}", Kind::Arrival.name(&oid)), &cookie).await;
        opened.shows("Buongiorno, vi giro i disegni.");
        opened.shows("aiuto+preventivi@fioca.example");
        opened.shows("Ti rispondiamo oggi, entro le 14:00.");
    })
    .await;
}

#[tokio::test]
async fn an_old_stuck_arrival_is_never_out_of_sight() {
    on_both_engines(async |shop| {
        stuck_mail(&shop);
        shop.clock.advance(60 * 86_400_000);
        let (cookie, _) = shop.session(shop.marta);
        shop.get("/console/ledger", &cookie).await.shows("Arrivi, uno fermo");
        shop.get("/console/ledger?verdict=stuck", &cookie).await.shows("studio@neri.example");
    })
    .await;
}

#[tokio::test]
async fn a_person_decides_about_a_stuck_arrival() {
    on_both_engines(async |shop| {
        let oid = stuck_mail(&shop);
        let path = format!("/console/ledger/{}", Kind::Arrival.name(&oid));
        let verdict = || shop.read(|tx| Ok(intake::by_oid(tx, &oid)?.verdict));
        let (cookie, csrf) = shop.session(shop.marta);
        assert_eq!(shop.post(&format!("{path}/take-up"), &cookie, &[]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(verdict(), Verdict::Stuck, "nothing happens without the proof");

        shop.post(&format!("{path}/spam"), &cookie, &[("csrf", &csrf)]).await;
        assert_eq!(verdict(), Verdict::Spam);
        let fields = [("csrf", csrf.as_str()), ("back", "?days=28&q=neri")];
        let back = shop.post(&format!("{path}/take-up"), &cookie, &fields).await;
        assert_eq!(back.location(), format!("{path}?days=28&q=neri"));
        assert!(shop.read(|tx| Ok(intake::by_oid(tx, &oid)?)).forced);
        assert_eq!(verdict(), Verdict::Waiting);
    })
    .await;
}

#[tokio::test]
async fn the_original_is_downloaded_byte_by_byte_and_never_runs() {
    on_both_engines(async |shop| {
        let oid = stuck_mail(&shop);
        let (cookie, _) = shop.session(shop.add("Giulia", Role::Agent));
        let raw = shop.get(&format!("/console/ledger/{}/raw", Kind::Arrival.name(&oid)), &cookie).await;
        assert_eq!(raw.body.as_bytes(), MAIL);
        assert_eq!(raw.headers["content-type"], "message/rfc822");
        assert!(raw.headers["content-security-policy"].to_str().is_ok_and(|policy| policy.contains("sandbox")));
        assert_eq!(shop.get(&format!("/console/ledger/{}/raw", Kind::Arrival.name(&oid)), "").await.body, "");
    })
    .await;
}

#[tokio::test]
async fn the_list_is_narrowed_by_verdict_channel_day_and_words() {
    on_both_engines(async |shop| {
        stuck_mail(&shop);
        let (cookie, _) = shop.session(shop.marta);
        for (query, there) in [
            ("q=NERI", true),
            ("q=100%25", false),
            ("q=preventivi", true),
            ("channel=chat", false),
            ("verdict=spam", false),
            ("day=2026-11-19", true),
            ("day=2026-11-18", false),
            ("days=1", true),
            ("before=1-1", false),
        ] {
            let page = shop.get(&format!("/console/ledger?{query}"), &cookie).await;
            let listed = page.body.contains("id=\"riga-");
            assert_eq!(listed, there, "{query}: {}", page.body);
        }
    })
    .await;
}

#[tokio::test]
async fn an_arrival_of_nobody_is_not_found() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let path = format!("/console/ledger/{}", Kind::Arrival.name(&kernel::id::fresh_oid(1)));
        assert_eq!(shop.get(&path, &cookie).await.status, StatusCode::NOT_FOUND);
        let retry = shop.post(&format!("{path}/retry"), &cookie, &[("csrf", &csrf)]).await;
        assert_eq!(retry.status, StatusCode::NOT_FOUND);
    })
    .await;
}
