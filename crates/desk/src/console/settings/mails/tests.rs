//! The wordings of mails, as a browser uses them.

use axum::http::StatusCode;
use kernel::language::{Language, Register};
use office::account::Role;
use spine::letters::template::{Kind, Parts};
use spine::outbox::{self, State};
use spine::template::{self, Asked, Scope};
use spine::topic;

use crate::testing::on_both_engines;

const PAGE: &str = "/console/settings/mails";
const LEI: &str = "kind=acknowledgement&language=it&register=lei";

fn asked() -> Asked {
    Asked {
        kind: Kind::Acknowledgement,
        language: Language::It,
        register: Register::Lei,
        scope: Scope::EveryInbox,
    }
}

fn form<'a>(csrf: &'a str, parts: &'a Parts, what: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("csrf", csrf),
        ("kind", "acknowledgement"),
        ("language", "it"),
        ("register", "lei"),
        ("subject", &parts.subject),
        ("headline", &parts.headline),
        ("preheader", &parts.preheader),
        ("body", &parts.body),
        ("do", what),
    ]
}

#[tokio::test]
async fn a_wording_is_changed_shown_and_taken_back() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let page = shop.get(&format!("{PAGE}?{LEI}"), &cookie).await;
        page.shows("{{promise.short}}");
        page.shows("testo di Riscontro");
        let parts = Parts { subject: "Eccoci. {{due.short}}".to_owned(), ..template::catalogue(asked()) };
        let saved = shop.post(PAGE, &cookie, &form(&csrf, &parts, "save")).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let page = shop.get(saved.location(), &cookie).await;
        page.shows("Eccoci. {{due.short}}");
        page.shows("Versione 1");
        assert_eq!(shop.read(|tx| Ok(template::in_force(tx, asked())?)), parts);
        let tu = Asked { register: Register::Tu, ..asked() };
        assert_eq!(shop.read(|tx| Ok(template::in_force(tx, tu)?)), template::catalogue(tu));
        let back = shop.post(PAGE, &cookie, &form(&csrf, &parts, "reset")).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        assert_eq!(shop.read(|tx| Ok(template::in_force(tx, asked())?)), template::catalogue(asked()));
        shop.get(&format!("{PAGE}?{LEI}&version=1"), &cookie).await.shows("Eccoci. {{due.short}}");
    })
    .await;
}

#[tokio::test]
async fn a_wording_without_its_time_or_link_is_refused_and_nothing_typed_is_lost() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let parts = Parts {
            subject: "{{codice}}".to_owned(),
            headline: "Ci sentiamo".to_owned(),
            preheader: String::new(),
            body: "{{greeting}}, eccoci.".to_owned(),
        };
        let refused = shop.post(PAGE, &cookie, &form(&csrf, &parts, "save")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("{{codice}} non esiste in questa e-mail");
        refused.shows("Manca l’ora promessa");
        refused.shows("Manca il link alla pagina della richiesta");
        refused.shows("{{greeting}}, eccoci.");
        let test = shop.post(PAGE, &cookie, &form(&csrf, &parts, "test")).await;
        assert_eq!(test.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(shop.read(|tx| Ok(template::history(tx, asked())?)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_test_goes_to_whoever_asks_and_to_nobody_else() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let parts = template::catalogue(asked());
        let sent = shop.post(PAGE, &cookie, &form(&csrf, &parts, "test")).await;
        assert_eq!(sent.status, StatusCode::OK);
        sent.shows("Prova in partenza");
        let mails = shop.read(|tx| Ok(outbox::list(tx, State::Queued, i64::MAX, 10)?));
        let [mail] = mails.as_slice() else { panic!("one mail") };
        assert_eq!((mail.purpose.name(), mail.conversation_id), ("sample", None));
        let own = shop.read(|tx| Ok(spine::agent::find(tx, shop.marta)?.email));
        assert_eq!(mail.recipients, [own]);
    })
    .await;
}

#[tokio::test]
async fn the_preview_stands_in_a_frame_of_its_own_with_its_own_rules() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let night = shop.get(&format!("{PAGE}/preview?{LEI}&look=dark"), &cookie).await;
        assert_eq!(night.status, StatusCode::OK);
        night.shows("Che cosa abbiamo capito");
        night.shows("@media all{.bg");
        let policy = night.headers["content-security-policy"].to_str().unwrap_or_default().to_owned();
        assert!(policy.contains("sandbox") && policy.contains("frame-ancestors 'self'"), "{policy}");
        let parts = Parts { headline: "<b>{{promise}}</b>".to_owned(), ..template::catalogue(asked()) };
        let written = shop.post(&format!("{PAGE}/preview"), &cookie, &form(&csrf, &parts, "")).await;
        written.shows("&lt;b&gt;Le rispondiamo");
        for kind in Kind::ALL {
            for language in ["it", "en"] {
                let path = format!("{PAGE}/preview?kind={}&language={language}&register=tu", kind.name());
                assert_eq!(shop.get(&path, &cookie).await.status, StatusCode::OK, "{path}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_agent_sees_the_wordings_and_changes_none() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.add("Giulia", Role::Agent));
        assert_eq!(shop.get(PAGE, &cookie).await.status, StatusCode::OK);
        assert_eq!(shop.get("/console/settings/topics", &cookie).await.status, StatusCode::OK);
        let parts = template::catalogue(asked());
        for (path, fields) in [
            (PAGE, form(&csrf, &parts, "save")),
            ("/console/settings/topics", vec![("csrf", csrf.as_str())]),
            ("/console/settings/topics/rating", vec![("csrf", csrf.as_str()), ("after", "4")]),
        ] {
            assert_eq!(shop.post(path, &cookie, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn topics_and_forms_of_order_numbers_are_kept_and_bad_ones_refused_in_their_place() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let path = "/console/settings/topics";
        let good = [
            ("csrf", csrf.as_str()),
            ("key", "lampade"),
            ("it", "Lampade"),
            ("en", "Lamps"),
            ("words", "lampada, lamp"),
            ("complaint", "0"),
            ("key", ""),
            ("it", ""),
            ("en", ""),
            ("words", ""),
            ("forms", "F-99999\n"),
        ];
        let saved = shop.post(path, &cookie, &good).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let kept = shop.read(|tx| Ok(topic::configured(tx)?));
        assert_eq!((kept.topics.len(), kept.order_forms), (1, vec!["F-99999".to_owned()]));
        assert!(kept.topics[0].complaint);
        let bad =
            [("csrf", csrf.as_str()), ("key", "Lampade!"), ("it", "Lampade"), ("words", "x"), ("forms", "AAA")];
        let refused = shop.post(path, &cookie, &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Controlla questo argomento");
        refused.shows("Ogni forma ha almeno tre cifre");
        refused.shows("Lampade!");
        let rating = format!("{path}/rating");
        let refused = shop.post(&rating, &cookie, &[("csrf", csrf.as_str()), ("after", "tanto")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        shop.post(&rating, &cookie, &[("csrf", csrf.as_str()), ("after", "4")]).await;
        assert_eq!(shop.read(|tx| Ok(outbox::rating_after(tx)?)), Some(4));
        shop.post(&rating, &cookie, &[("csrf", csrf.as_str()), ("after", "")]).await;
        assert_eq!(shop.read(|tx| Ok(outbox::rating_after(tx)?)), None);
    })
    .await;
}
