#![expect(clippy::unwrap_used, reason = "tests")]

use axum::http::StatusCode;
use kernel::id::Kind;
use office::account::Role;
use spine::health::{self, Facts, Watch};
use spine::{domain, hook, inbox};

use crate::testing::{NOW_MS, on_both_engines};

fn path(inbox: &inbox::Inbox) -> String {
    format!("/console/settings/health/{}", Kind::Inbox.name(&inbox.oid))
}

#[tokio::test]
async fn without_an_inbox_the_page_says_where_to_begin() {
    on_both_engines(async |shop| {
        let (cookie, _) = shop.session(shop.marta);
        shop.get("/console/settings/health", &cookie).await.shows("La salute comincia con la prima casella");
        shop.get("/console/settings/domains", &cookie).await.shows("Nessun dominio");
    })
    .await;
}

#[tokio::test]
async fn an_inbox_shows_how_it_is_watched_and_a_wrong_number_stands_beside_its_field() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let (cookie, csrf) = shop.session(shop.marta);
        assert_eq!(shop.get("/console/settings/health", &cookie).await.location(), path(&inbox));
        let page = shop.get(&path(&inbox), &cookie).await;
        page.shows("Sta imparando: 0 settimane su quattro.");
        page.shows("Adesso rispondono tutti.");
        let save = format!("{}/watch", path(&inbox));
        let wrong = shop.post(&save, &cookie, &[("csrf", &csrf), ("probe", "30"), ("late", "0")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.shows("Un numero da 1 a 240.");
        wrong.shows("value=\"30\" selected");
        let saved = shop.post(&save, &cookie, &[("csrf", &csrf), ("probe", "30"), ("late", "5")]).await;
        assert_eq!(saved.location(), format!("{}?saved=1", path(&inbox)));
        let watch = shop.read(|tx| Ok(health::watch(tx, inbox.id)?));
        let kept =
            Watch { silence: false, probe_minutes: Some(30), probe_late_minutes: 5, next_probe_at_ms: NOW_MS };
        assert_eq!(watch, kept);
    })
    .await;
}

#[tokio::test]
async fn people_are_named_and_an_agent_only_looks() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let giulia = shop.add("Giulia", Role::Agent);
        let (cookie, csrf) = shop.session(shop.marta);
        let name = shop.read(|tx| Ok(Kind::Agent.name(&spine::agent::find(tx, giulia)?.oid)));
        let save = format!("{}/people", path(&inbox));
        shop.post(&save, &cookie, &[("csrf", &csrf), ("member", &name)]).await;
        assert_eq!(shop.read(|tx| Ok(inbox::members(tx, inbox.id)?)), [giulia]);
        shop.get(&path(&inbox), &cookie).await.shows(&format!("value=\"{name}\" checked"));
        let (cookie, csrf) = shop.session(giulia);
        let refused = shop.post(&save, &cookie, &[("csrf", &csrf)]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn the_address_for_services_is_made_changed_and_closed() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let (cookie, csrf) = shop.session(shop.marta);
        let act = format!("{}/hook", path(&inbox));
        let secret = || {
            let sealer = shop.desk.db.sealer();
            shop.read(move |tx| {
                let found = hook::find(tx, inbox.id)?;
                Ok(found.map(|hook| hook.secret(&sealer, inbox.id).unwrap()))
            })
        };
        shop.post(&act, &cookie, &[("csrf", &csrf), ("do", "rotate")]).await;
        let first = secret().unwrap();
        let address = format!("http://desk.example/hooks/mail/{}/{first}", inbox.key);
        shop.get(&path(&inbox), &cookie).await.shows(&address);
        shop.post(&act, &cookie, &[("csrf", &csrf), ("do", "rotate")]).await;
        assert_ne!(secret().unwrap(), first, "the old one opens nothing any more");
        let long = "x".repeat(201);
        let wrong = shop.post(&act, &cookie, &[("csrf", &csrf), ("do", "key"), ("key", &long)]).await;
        wrong.shows("Al più 200 caratteri.");
        shop.post(&act, &cookie, &[("csrf", &csrf), ("do", "key"), ("key", "chiave")]).await;
        let page = shop.get(&path(&inbox), &cookie).await;
        page.shows("È impostata.");
        assert!(!page.body.contains("chiave\""), "the key is not shown again");
        shop.post(&act, &cookie, &[("csrf", &csrf), ("do", "close")]).await;
        assert_eq!(secret(), None);
        let odd = shop.post(&act, &cookie, &[("csrf", &csrf), ("do", "explode")]).await;
        assert_eq!(odd.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_stands_on_the_first_screen_until_it_is_over() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let (cookie, _) = shop.session(shop.marta);
        let facts = Facts { now_ms: NOW_MS, live: true, attended: false, ..Facts::default() };
        let unattended = facts.clone();
        let judged = inbox.clone();
        shop.write(move |tx| Ok(health::judge(tx, &judged, &unattended)?));
        let bar = "A aiuto@fioca.example non risponde nessuno dalle 10:00";
        let first = shop.get("/console/inbox/mine", &cookie).await;
        first.shows(bar);
        shop.get(&path(&inbox), &cookie).await.shows(bar);
        let well = Facts { attended: true, ..facts };
        shop.write(move |tx| Ok(health::judge(tx, &inbox, &well)?));
        assert!(!shop.get("/console/inbox/mine", &cookie).await.body.contains(bar));
    })
    .await;
}

#[tokio::test]
async fn a_domain_gets_a_key_that_signs_once_it_is_switched_on() {
    on_both_engines(async |shop| {
        shop.inbox();
        let (cookie, csrf) = shop.session(shop.marta);
        let place = "/console/settings/domains";
        let make = [("csrf", &csrf[..]), ("do", "make-ed25519"), ("domain", "fioca.example")];
        assert_eq!(shop.post(place, &cookie, &make).await.location(), place);
        let key = shop.read(|tx| Ok(domain::keys(tx)?)).remove(0);
        assert!(!key.active);
        let page = shop.get(place, &cookie).await;
        page.shows("riscontro-e1._domainkey.fioca.example");
        page.shows(&format!("v=DKIM1; k=ed25519; p={}", key.public_key));
        let id = key.id.to_string();
        let switch = [("csrf", &csrf[..]), ("do", "on"), ("domain", "fioca.example"), ("key", &id)];
        shop.post(place, &cookie, &switch).await;
        assert!(shop.read(|tx| Ok(domain::signing_keys(tx, "fioca.example")?)).len() == 1);
        let stranger = [("csrf", &csrf[..]), ("do", "make-ed25519"), ("domain", "altrui.example")];
        assert_eq!(shop.post(place, &cookie, &stranger).await.status, StatusCode::NOT_FOUND);
        shop.post(place, &cookie, &[("csrf", &csrf), ("do", "drop"), ("key", &id)]).await;
        assert!(shop.read(|tx| Ok(domain::keys(tx)?)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn nobody_is_named_who_would_leave_a_live_inbox_alone() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let giulia = shop.add("Giulia", Role::Agent);
        let (cookie, csrf) = shop.session(shop.marta);
        let name = shop.read(|tx| Ok(Kind::Agent.name(&spine::agent::find(tx, giulia)?.oid)));
        let switch = format!("/console/settings/people/{name}/active");
        shop.post(&switch, &cookie, &[("csrf", &csrf), ("active", "no")]).await;
        let refused = shop
            .post(&format!("{}/people", path(&inbox)), &cookie, &[("csrf", &csrf), ("member", &name)])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Nessuna persona attiva");
        assert!(shop.read(|tx| Ok(inbox::members(tx, inbox.id)?)).is_empty(), "nothing was changed");
    })
    .await;
}
