//! The page of skills as a browser uses it.

use axum::http::StatusCode;
use kernel::id::Kind;
use office::account::Role;
use spine::routing::learnt::{self, Learner, Named, words_of};
use spine::{agent, routing, skill};

use super::ROOT;
use crate::testing::on_both_engines;

#[tokio::test]
async fn who_can_do_what_is_written_and_gaps_are_seen() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        let (cookie, csrf) = shop.session(shop.marta);
        let (reader, reader_csrf) = shop.session(giulia);
        shop.get(ROOT, &cookie).await.shows("Nessuna competenza");
        let add = |name: &str| vec![("csrf", csrf.clone()), ("skill-name", name.to_owned())];
        let fields = |pairs: &[(&str, String)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
        };
        let post = async |path: &str, pairs: Vec<(String, String)>| {
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            shop.post(path, &cookie, &pairs).await
        };
        assert_eq!(post("/console/routing/skills", fields(&add("Tecnica luce"))).await.location(), ROOT);
        let twice = post("/console/routing/skills", fields(&add("tecnica LUCE"))).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        twice.shows("Un nome ha da 1 a 60 caratteri e non c’è già.");
        let forbidden = [("skill-name", "Resi"), ("csrf", reader_csrf.as_str())];
        assert_eq!(
            shop.post("/console/routing/skills", &reader, &forbidden).await.status,
            StatusCode::FORBIDDEN
        );
        shop.get(ROOT, &reader).await.shows("non la sa nessuno");

        let (name, light) = shop.read(move |tx| {
            let oid = agent::find(tx, giulia)?.oid;
            Ok((Kind::Agent.name(&oid), skill::list(tx)?.remove(0)))
        });
        let path = format!("/console/routing/people/{name}");
        shop.get(&path, &cookie).await.shows("Che cosa sa Giulia");
        assert_eq!(shop.get(&path, &reader).await.status, StatusCode::FORBIDDEN);
        let outside = Kind::Skill.name(&light.oid);
        let form = |level: &str, tongues: &str| {
            fields(&[
                ("csrf", csrf.clone()),
                (&format!("level-{outside}"), level.to_owned()),
                (&format!("held-{outside}"), "first".to_owned()),
                ("languages", tongues.to_owned()),
            ])
        };
        let refused = post(&path, form("9", "italiano")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Il livello va da 1 a 5.");
        refused.shows("Servono sigle di due o tre lettere");
        assert_eq!(post(&path, form("3", "it, EN")).await.location(), ROOT);
        let known = shop.read(move |tx| Ok(agent::find(tx, giulia)?));
        assert_eq!(known.skills, "[{\"level\":3,\"skill\":\"Tecnica luce\"}]");
        assert_eq!(known.languages, "[\"it\",\"en\"]");
        let page = shop.get(ROOT, &cookie).await;
        page.shows("adesso non c’è nessuno che la sappia");
        shop.write(move |tx| Ok(agent::presence(tx, giulia, "online")?));
        shop.get(ROOT, &cookie).await.shows("poggia su una persona sola");

        let off = fields(&[("csrf", csrf.clone()), ("retired", "yes".to_owned())]);
        assert_eq!(post(&format!("/console/routing/skills/{outside}"), off).await.location(), ROOT);
        assert!(shop.read(|tx| Ok(skill::list(tx)?.remove(0).is_retired())));
    })
    .await;
}

#[tokio::test]
async fn rules_are_tried_before_they_are_kept_and_say_what_is_wrong() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let light = shop.write(|tx| Ok(skill::add(tx, "Tecnica luce", db::Actor::System)?));
        let outside = Kind::Skill.name(&light.oid);
        let form = |words: &'static str, act: &'static str| {
            vec![
                ("csrf", csrf.as_str()),
                ("words", words),
                ("skill", outside.as_str()),
                ("level", "2"),
                ("active", "yes"),
                ("do", act),
            ]
        };
        let rules = "/console/routing/rules";
        let refused = shop.post(rules, &cookie, &form("", "keep")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Servono parole da 2 a 60 caratteri");
        let refused =
            shop.post(rules, &cookie, &[("csrf", csrf.as_str()), ("words", "luce"), ("skill", "")]).await;
        refused.shows("Serve una competenza in uso.");
        let tried = shop.post(rules, &cookie, &form("lampada", "try")).await;
        assert_eq!(tried.status, StatusCode::OK);
        tried.shows("Sulle ultime");
        assert!(shop.read(|tx| Ok(skill::rules(tx)?.is_empty())));
        for words in ["lampada", "dimmer"] {
            assert_eq!(shop.post(rules, &cookie, &form(words, "keep")).await.location(), ROOT);
        }
        let kept = shop.read(|tx| Ok(skill::rules(tx)?));
        let last = format!("{rules}/{}", Kind::SkillRule.name(&kept[1].oid));
        shop.get(&last, &cookie).await.shows("Cambiare la regola");
        let up = [("csrf", csrf.as_str()), ("place", "1")];
        assert_eq!(shop.post(&format!("{last}/move"), &cookie, &up).await.location(), ROOT);
        let first = shop.read(|tx| Ok(skill::rules(tx)?.remove(0)));
        assert_eq!(first.words, ["dimmer"]);
        let off = [("csrf", csrf.as_str()), ("place", "7")];
        assert_eq!(shop.post(&format!("{last}/move"), &cookie, &off).await.status, StatusCode::NOT_FOUND);
        assert_eq!(shop.post(&format!("{last}/delete"), &cookie, &up[..1]).await.location(), ROOT);
        assert_eq!(shop.get(&last, &cookie).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_way_of_handing_out_is_chosen_and_a_code_is_explained() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let way = |silence: &'static str| {
            [("csrf", csrf.as_str()), ("mode", "automatic"), ("silence", silence), ("return", "60")]
        };
        let refused = shop.post("/console/routing/way", &cookie, &way("500")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Servono da 1 a 120 minuti.");
        assert_eq!(shop.post("/console/routing/way", &cookie, &way("15")).await.location(), ROOT);
        let settings = shop.read(|tx| Ok(routing::settings(tx)?));
        assert_eq!((settings.automatic, settings.silence_minutes, settings.return_minutes), (true, 15, 60));
        shop.get("/console/routing?why=R-NESSUNA", &cookie)
            .await
            .shows("non è il codice di nessuna conversazione");
    })
    .await;
}

#[tokio::test]
async fn a_request_says_what_it_takes_is_taken_by_who_asks_and_sent_back_with_a_reason() {
    on_both_engines(async |shop| {
        let (cookie, csrf) = shop.session(shop.marta);
        let inbox = shop.inbox();
        shop.write(|tx| {
            let skill_id = skill::add(tx, "Tecnica luce", db::Actor::System)?.id;
            let words = vec!["sfarfall*".to_owned()];
            let new =
                skill::NewRule { words, topics: Vec::new(), inbox_id: None, skill_id, level: 2, active: true };
            Ok(skill::make_rule(tx, &new, db::Actor::System)?)
        });
        let code = shop.request(inbox, "Da ieri, di continuo.").conversation.reference;
        let why = format!("{ROOT}?why={code}");
        let page = shop.get(&why, &cookie).await;
        page.shows("Tecnica luce, livello 2.");
        page.shows("Lo dice la regola 1: «sfarfall*».");
        page.shows("Aspetta: adesso non può averla nessuno.");
        // Nobody on duty has it, and not enough of the promise is gone: nothing goes first for Marta.
        let csrf_alone = [("csrf", csrf.as_str())];
        shop.post("/console/next", &cookie, &csrf_alone).await.shows("Adesso non aspetta niente");
        let act = |verb: &str| format!("/console/conversation/{code}/{verb}");
        let bad = [("csrf", csrf.as_str()), ("skills", "Resi"), ("level", "9")];
        let refused = shop.post(&act("skills"), &cookie, &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("il livello va da 1 a 5");
        let none = [("csrf", csrf.as_str()), ("skills", ""), ("level", "1")];
        assert_eq!(shop.post(&act("skills"), &cookie, &none).await.status, StatusCode::SEE_OTHER);
        shop.get(&why, &cookie).await.shows("L’ha detto una persona.");
        let taken = shop.post("/console/next", &cookie, &csrf_alone).await;
        assert!(taken.location().ends_with(&code), "{}", taken.location());
        shop.get(&why, &cookie).await.shows("Ha chiesto la prossima");
        let open = format!("/console/inbox/all/{code}");
        shop.get(&open, &cookie).await.shows("ha preso la prossima");
        let refused = shop.post(&act("send-back"), &cookie, &[("csrf", csrf.as_str()), ("reason", " ")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Serve un motivo");
        let reason = [("csrf", csrf.as_str()), ("reason", "La conosce Giulia")];
        assert_eq!(shop.post(&act("send-back"), &cookie, &reason).await.status, StatusCode::SEE_OTHER);
        let refused = shop.post(&act("send-back"), &cookie, &reason).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("L’ha già un’altra persona, o nessuno.");
        shop.get(&open, &cookie).await.shows("La conosce Giulia");
        let marta = shop.marta;
        shop.write(move |tx| Ok(agent::presence(tx, marta, "online")?));
        shop.get(&why, &cookie).await.shows("L’ha rimandata poco fa");
    })
    .await;
}

/// Learns from made-up requests: of light and bills each so many in plain words, and so many that say nothing.
fn learns(shop: &crate::testing::Shop, plain: i64, vague: i64) {
    shop.write(move |tx| {
        let mut known = learnt::gather(tx)?;
        let mut customer_id = 0;
        for (name, text) in
            [("Tecnica luce", "la lampada sfarfalla"), ("Amministrazione", "una fattura sbagliata")]
        {
            let skill_id = skill::ensure(tx, name, db::Actor::System)?.id;
            for at in 0..plain + vague {
                let text = if at < plain { text } else { "buongiorno grazie" };
                customer_id += 1;
                known.corpus.add(customer_id, skill_id, Named::Otherwise, words_of("", text));
            }
        }
        Ok(learnt::keep(tx, &known.fit())?)
    });
}

#[tokio::test]
async fn what_was_learnt_says_what_is_missing_how_often_it_is_right_and_is_switched_on() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        let (cookie, csrf) = shop.session(shop.marta);
        let (reader, reader_csrf) = shop.session(giulia);
        let page = shop.get(ROOT, &cookie).await;
        page.shows("Non ha ancora imparato");
        page.shows("500 conversazioni con la loro competenza, di 500");
        page.shows("2 competenze con almeno 20 conversazioni");
        assert!(!page.body.contains("/console/routing/learnt"), "nothing to switch on yet");

        learns(&shop, 10, 300);
        let page = shop.get(ROOT, &cookie).await;
        page.shows("Tace: quando è più sicuro");
        shop.clock.advance(60_000);
        learns(&shop, 240, 60);
        let page = shop.get(ROOT, &cookie).await;
        page.shows("100,0%");
        page.shows("banda 99,2%–100,0%");
        // 480 of 600.
        page.shows("80,0%");
        page.shows("Riconoscimento imparato");
        assert!(!shop.get(ROOT, &reader).await.body.contains("/console/routing/learnt"));

        let path = "/console/routing/learnt";
        let turned = |csrf: &str, on: &str| [("csrf", csrf.to_owned()), ("on", on.to_owned())];
        let post = async |cookie: &str, pairs: [(&str, String); 2]| {
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (*a, b.as_str())).collect();
            shop.post(path, cookie, &pairs).await
        };
        assert_eq!(post(&reader, turned(&reader_csrf, "yes")).await.status, StatusCode::FORBIDDEN);
        assert_eq!(post(&cookie, turned(&csrf, "yes")).await.location(), ROOT);
        assert!(shop.read(|tx| Ok(learnt::is_on(tx)?)));

        let inbox = shop.inbox();
        let code = shop.request(inbox, "La lampada sfarfalla da ieri.").conversation.reference;
        shop.write(|tx| {
            let found = learnt::look(tx, &mut Learner::default())?;
            Ok(learnt::name(tx, &found)?)
        });
        let why = shop.get(&format!("{ROOT}?why={code}"), &cookie).await;
        why.shows("Tecnica luce, livello 1.");
        why.shows("Imparato dalle conversazioni passate: con questa sicurezza è giusto il 100,0%.");
        shop.get(&format!("/console/inbox/all/{code}"), &cookie)
            .await
            .shows("imparato dalle conversazioni passate");
        assert_eq!(post(&cookie, turned(&csrf, "no")).await.location(), ROOT);
        assert!(!shop.read(|tx| Ok(learnt::is_on(tx)?)));
    })
    .await;
}
