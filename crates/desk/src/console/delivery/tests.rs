//! What does not leave is seen, with its reason, and tried again.

use axum::http::StatusCode;
use kernel::id::Kind;
use spine::customer::{self, Reach};
use spine::outbox::{self, State};

use crate::testing::on_both_engines;

#[tokio::test]
async fn a_mail_that_never_left_stands_with_its_reason_until_a_person_tries_again() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        shop.request(inbox, "Sfarfallano con il dimmer.");
        let (cookie, csrf) = shop.session(shop.marta);
        let queued = shop.get("/console/delivery", &cookie).await;
        queued.shows("caterina@posta.example");
        queued.shows("La conferma di ricezione");

        let mail = shop.write(|tx| {
            let mail = outbox::list(tx, State::Queued, i64::MAX, 1)?.remove(0);
            outbox::given_up(tx, mail.id, "mailbox unavailable", Some("550"))?;
            Ok(mail)
        });
        let failed = shop.get("/console/delivery?state=failed", &cookie).await;
        failed.shows("550 mailbox unavailable");

        let path = format!("/console/delivery/{}/retry", Kind::Outgoing.name(&mail.oid));
        assert_eq!(shop.post(&path, &cookie, &[]).await.status, StatusCode::FORBIDDEN);
        shop.post(&path, &cookie, &[("csrf", &csrf), ("state", "failed")]).await;
        assert_eq!(shop.read(|tx| Ok(outbox::by_oid(tx, &mail.oid)?.state)), State::Queued);
        shop.get("/console/delivery?state=failed", &cookie).await.shows("Nessuna risposta è rimasta qui");
    })
    .await;
}

#[tokio::test]
async fn an_address_mails_come_back_from_is_listed_with_what_the_server_said() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        shop.request(inbox, "Sfarfallano con il dimmer.");
        shop.write(|tx| {
            let reason = Some("No such user here");
            Ok(customer::mark_reach(tx, "caterina@posta.example", Reach::Undeliverable, Some("5.1.1"), reason)?)
        });
        let (cookie, _) = shop.session(shop.marta);
        let page = shop.get("/console/delivery?state=addresses", &cookie).await;
        page.shows("Caterina Morandi");
        page.shows("5.1.1 No such user here");
        page.shows("Non raggiungibile");
    })
    .await;
}
