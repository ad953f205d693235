//! The door, knocked at as a browser knocks.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::http::{StatusCode, header};
use office::account::{self, Purpose, Role};
use spine::inbox;

use super::link_path;
use crate::testing::{NOW_MS, PASSWORD, before_set_up, on_both_engines};

const HOUR_MS: i64 = 3_600_000;

const SETUP: [(&str, &str); 13] = [
    ("company", "Fioca"),
    ("register", "tu"),
    ("name", "Marta Bisi"),
    ("email", "Marta@fioca.example"),
    ("password", "lampada a sospensione"),
    ("inbox", "Aiuto@fioca.example"),
    ("inbox_name", "Fioca, assistenza"),
    ("day", "mon"),
    ("day", "tue"),
    ("day", "wed"),
    ("day", "sat"),
    ("opens", "10"),
    ("closes", "17.30"),
];

#[tokio::test]
async fn the_setup_link_names_the_company_opens_the_first_inbox_and_works_once() {
    before_set_up(async |shop| {
        shop.get("/sign-in", "").await.shows("Manca il primo avvio");
        let secret = shop.write(|tx| Ok(account::setup_link(tx, NOW_MS)?));
        let path = link_path(Purpose::Setup, &secret);
        shop.get(&path, "").await.shows("Le rispondiamo oggi, entro le 14:00");

        let done = shop.post(&path, "", &SETUP).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/console"), "{}", done.body);
        let inboxes = shop.read(|tx| Ok(inbox::list(tx)?));
        assert_eq!(inboxes[0].address.as_deref(), Some("aiuto@fioca.example"));
        assert_eq!(inboxes[0].hours.to_json()["week"]["sat"], serde_json::json!([["10:00", "17:30"]]));
        assert_eq!(shop.read(|tx| Ok(account::find(tx)?)).name, "Fioca");

        let again = shop.get(&path, "").await;
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        again.shows("non apre più");
        shop.get("/sign-in", "").await.shows("Entra in Fioca");
    })
    .await;
}

#[tokio::test]
async fn a_setup_with_faults_keeps_what_was_typed_and_says_why_beside_each_field() {
    before_set_up(async |shop| {
        let secret = shop.write(|tx| Ok(account::setup_link(tx, NOW_MS)?));
        let path = link_path(Purpose::Setup, &secret);
        let fields = [
            ("company", "Fioca <lampade>"),
            ("register", "tu"),
            ("name", ""),
            ("email", "marta"),
            ("password", "corta"),
            ("inbox", "aiuto+x@fioca.example"),
            ("opens", "18:00"),
            ("closes", "09:00"),
            ("day", "mon"),
        ];
        let refused = shop.post(&path, "", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("value=\"Fioca &lt;lampade&gt;\"");
        for sentence in ["Manca il nome.", "Non sembra un indirizzo", "Troppo corta", "Senza il segno +"] {
            refused.shows(sentence);
        }
        assert!(!refused.body.contains("value=\"corta\""), "a password is never sent back");
        assert_eq!(
            shop.post(&path, "", &SETUP).await.status,
            StatusCode::SEE_OTHER,
            "the link was not used up"
        );
    })
    .await;
}

#[tokio::test]
async fn a_person_signs_in_goes_where_they_wanted_and_signs_out() {
    on_both_engines(async |shop| {
        let sent_away = shop.get("/console/settings/tokens?x=1", "").await;
        assert_eq!(sent_away.location(), "/sign-in?next=%2Fconsole%2Fsettings%2Ftokens%3Fx%3D1");
        let form = shop.get(sent_away.location(), "").await;
        form.shows("name=\"next\" value=\"/console/settings/tokens?x=1\"");
        form.shows("?lang=en&amp;next=%2Fconsole%2Fsettings%2Ftokens%3Fx%3D1");

        let fields = [
            ("email", " Marta@Fioca.example "),
            ("password", PASSWORD),
            ("next", "/console/settings/tokens?x=1"),
        ];
        let inside = shop.post("/sign-in", "", &fields).await;
        assert_eq!(inside.location(), "/console/settings/tokens?x=1");
        let line = inside.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
        assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax"), "{line}");

        let cookie = inside.cookie();
        let csrf = shop.get("/console/me", &cookie).await.csrf();
        let out = shop.post("/sign-out", &cookie, &[("csrf", &csrf)]).await;
        assert_eq!(out.location(), "/sign-in");
        assert_eq!(shop.get("/console/me", &cookie).await.location(), "/sign-in?next=%2Fconsole%2Fme");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    on_both_engines(async |shop| {
        let wrong = [("email", "marta@fioca.example"), ("password", "lampada da tavolo")];
        let unknown = [("email", "nessuno@fioca.example"), ("password", PASSWORD)];
        for fields in [wrong, unknown] {
            let refused = shop.post("/sign-in?lang=it", "", &fields).await;
            assert_eq!((refused.status, refused.cookie().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, ""));
            refused.shows("E-mail o password non sono giuste");
            refused.shows(fields[0].1);
            shop.post("/sign-in?lang=en", "", &fields).await.shows("lang=\"en\"");
        }
    })
    .await;
}

#[tokio::test]
async fn the_way_on_after_signing_in_never_leaves_our_site() {
    on_both_engines(async |shop| {
        let fields = [("email", "marta@fioca.example"), ("password", PASSWORD), ("next", "//evil.example/")];
        assert_eq!(shop.post("/sign-in", "", &fields).await.location(), "/console");
    })
    .await;
}

#[tokio::test]
async fn nobody_is_signed_in_from_another_site() {
    on_both_engines(async |shop| {
        let fields = [("email", "marta@fioca.example"), ("password", PASSWORD)];
        let forged = shop.post_from("https://evil.example", "/sign-in", "", &fields).await;
        assert_eq!((forged.status, forged.cookie().as_str()), (StatusCode::FORBIDDEN, ""));
    })
    .await;
}

#[tokio::test]
async fn the_eleventh_try_in_a_minute_has_to_wait() {
    on_both_engines(async |shop| {
        let wrong = [("email", "marta@fioca.example"), ("password", "x")];
        for _ in 0..10 {
            assert_eq!(shop.post("/sign-in", "", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let right = [("email", "marta@fioca.example"), ("password", PASSWORD)];
        let wait = shop.post("/sign-in", "", &right).await;
        assert_eq!(wait.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(wait.headers.get(header::RETRY_AFTER).unwrap(), "6");
        shop.clock.advance(6_000);
        assert_eq!(shop.post("/sign-in", "", &right).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_link_opens_one_session_and_is_used_up() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        let secret = shop.write(move |tx| Ok(account::sign_in_link(tx, giulia, NOW_MS, HOUR_MS)?));
        let path = link_path(Purpose::SignIn, &secret);
        let inside = shop.get(&path, "").await;
        assert_eq!(inside.location(), "/console");
        assert_eq!(shop.get("/console/me", &inside.cookie()).await.status, StatusCode::OK);
        assert_eq!(shop.get(&path, "").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn an_invited_person_chooses_a_password_and_is_in() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        let secret = shop.write(move |tx| Ok(account::invite(tx, db::Actor::System, giulia, NOW_MS)?));
        let path = link_path(Purpose::Invite, &secret);
        shop.get(&path, "").await.shows("Ciao, Giulia");
        let short = shop.post(&path, "", &[("password", "corta")]).await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        let inside = shop.post(&path, "", &[("password", "paralume di lino")]).await;
        assert_eq!(inside.location(), "/console");
        let fields = [("email", "giulia@fioca.example"), ("password", "paralume di lino")];
        assert_eq!(shop.post("/sign-in", "", &fields).await.status, StatusCode::SEE_OTHER);
        assert_eq!(shop.get(&path, "").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn an_address_without_a_page_says_so_with_a_way_back() {
    on_both_engines(async |shop| {
        let nowhere = shop.get("/nowhere", "").await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
        nowhere.shows("href=\"/console\"");
        assert!(nowhere.headers.contains_key(header::CONTENT_SECURITY_POLICY));
    })
    .await;
}
