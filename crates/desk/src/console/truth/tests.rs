//! The page of promises: what it says, to whom, one word step by step, and the badge behind its switch.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::id::Kind;
use office::account::Role;
use serde_json::Value;
use spine::{company, conversation, promise};

use crate::testing::{Answer, Shop, on_both_engines};

/// Promises of requests that were answered half an hour later, or never; as many as were asked for.
fn words(shop: &Shop, kept: usize, missed: usize) -> Vec<i64> {
    let inbox = shop.inbox();
    let mut ids = Vec::new();
    for turn in 0..kept + missed {
        let open = shop.request(inbox.clone(), "Si accendono e si spengono.").conversation;
        ids.push(open.id);
        if turn < kept {
            let marta = shop.marta;
            shop.write(move |tx| {
                let mut open = conversation::find(tx, open.id)?;
                let at_ms = tx.now_ms() + 30 * 60_000;
                promise::answered(tx, &mut open, i64::MAX, Some(marta), at_ms)?;
                Ok(())
            });
        }
    }
    // Past every moment that was told.
    shop.clock.advance(8 * 3_600_000);
    shop.write(|tx| {
        let now_ms = tx.now_ms();
        for (_, id) in promise::due(tx, now_ms, 500)? {
            promise::break_due(tx, id)?;
        }
        Ok(())
    });
    ids
}

fn promise_of(shop: &Shop, conversation_id: i64) -> String {
    shop.read(|tx| {
        let all = promise::of_conversation(tx, conversation_id)?;
        Ok(Kind::Promise.name(&all[0].oid))
    })
}

#[tokio::test]
async fn an_empty_page_teaches_and_one_with_words_says_how_they_held() {
    on_both_engines(async |shop| {
        let (cookie, _) = shop.session(shop.marta);
        let empty = shop.get("/console/truth", &cookie).await;
        assert_eq!(empty.status, StatusCode::OK);
        empty.shows("Nessuna promessa in questi giorni");
        empty.shows("Bollino pubblico");
        let ids = words(&shop, 2, 1);
        let page = shop.get("/console/truth?days=7", &cookie).await;
        // Two kept, one missed; the second word of the missed one is running.
        page.shows("2 su 3");
        page.shows("Servono almeno 50 casi");
        page.shows("in corso 1");
        page.shows("Dagli obiettivi e dagli orari dell’azienda");
        page.shows("Mancate: 1");
        let missed = promise_of(&shop, ids[2]);
        page.shows(&format!("/console/truth/{missed}"));
        // A group leads to its own missed ones; a name that is none leads to all.
        let mail = shop.get("/console/truth?of=channel-email", &cookie).await;
        mail.shows("Mancate, E-mail: 1");
        let none = shop.get("/console/truth?of=channel-phone&days=-1&from=ieri", &cookie).await;
        none.shows("Mancate: 1");
        assert_eq!(shop.get("/console/truth?inbox=nessuna", &cookie).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn with_fifty_words_there_is_a_share_with_its_band_and_a_ratio() {
    on_both_engines(async |shop| {
        let (cookie, _) = shop.session(shop.marta);
        words(&shop, 48, 2);
        let page = shop.get("/console/truth", &cookie).await;
        page.shows("96<span>%</span>");
        page.shows("48 su 50, banda 86,5–98,9");
        // Four hours announced, half an hour for nine of ten: eight times too much.
        page.shows("8,00");
        page.shows("ci teniamo larghi");
        page.shows("50 promesse concluse: sotto le 100 non si dice niente");
        page.shows("role=\"img\"");
        // The reports say the same of the same words.
        let reports = shop.get("/console/reports?measure=promises_kept", &cookie).await;
        reports.shows("48 / 50");
        let file = shop.get("/console/truth/file?days=7", &cookie).await;
        assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        file.shows("\"total\",\"\",\"\",\"50\",\"48\",\"2\"");
        file.shows("\"96.0\",\"86.5\",\"98.9\",\"14400.000\",\"1800.000\",\"false\",\"8.00\",\"wide\",\"\"");
    })
    .await;
}

#[tokio::test]
async fn days_that_cannot_be_are_refused_and_give_no_file() {
    on_both_engines(async |shop| {
        let (cookie, _) = shop.session(shop.marta);
        for (query, why) in [
            ("from=2026-11-10&to=2026-11-01", "viene dopo l’ultimo"),
            ("from=2026-01-01&to=2026-11-01", "più di 92 giorni"),
        ] {
            for path in ["/console/truth", "/console/truth/file"] {
                let refused = shop.get(&format!("{path}?{query}"), &cookie).await;
                assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}?{query}");
                refused.shows(why);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_agent_has_no_way_to_everybodys_words() {
    on_both_engines(async |shop| {
        let ids = words(&shop, 1, 0);
        let (nadia, sara) = (shop.add("Nadia", Role::Agent), shop.add("Sara", Role::Supervisor));
        let one = format!("/console/truth/{}", promise_of(&shop, ids[0]));
        let (cookie, csrf) = shop.session(nadia);
        for path in ["/console/truth", "/console/truth/file", one.as_str()] {
            assert_eq!(shop.get(path, &cookie).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let reports = shop.get("/console/reports", &cookie).await;
        assert!(!reports.body.contains("/console/truth"), "a link to what is not theirs");
        let (cookie, supervisors) = shop.session(sara);
        assert_eq!(shop.get(&one, &cookie).await.status, StatusCode::OK);
        let page = shop.get("/console/truth", &cookie).await;
        page.shows("Lo accende e lo spegne chi amministra");
        shop.get("/console/reports", &cookie).await.shows("href=\"/console/truth\"");
        // Nor does a supervisor turn the badge on, nor anybody without the proof of their session.
        let on = [("csrf", supervisors.as_str()), ("kept_badge", "on")];
        assert_eq!(shop.post("/console/truth/badge", &cookie, &on).await.status, StatusCode::FORBIDDEN);
        let (marta, _) = shop.session(shop.marta);
        let forged = [("csrf", csrf.as_str()), ("kept_badge", "on")];
        assert_eq!(shop.post("/console/truth/badge", &marta, &forged).await.status, StatusCode::FORBIDDEN);
        assert!(!shop.read(|tx| Ok(company::find(tx)?.kept_badge)));
    })
    .await;
}

#[tokio::test]
async fn one_word_is_told_step_by_step() {
    on_both_engines(async |shop| {
        let (cookie, _) = shop.session(shop.marta);
        let ids = words(&shop, 1, 1);
        let kept = shop.get(&format!("/console/truth/{}", promise_of(&shop, ids[0])), &cookie).await;
        assert_eq!(kept.status, StatusCode::OK);
        for step in [
            "Che cosa si sapeva",
            "240 minuti d’apertura per la fascia C",
            "Europe/Rome",
            "Mantenuta: risposta di Marta Bisi",
            "3 h 30 min prima",
            "Caterina Morandi",
        ] {
            kept.shows(step);
        }
        let missed = shop.get(&format!("/console/truth/{}", promise_of(&shop, ids[1])), &cookie).await;
        missed.shows("non c’era ancora risposta");
        missed.shows("La promessa che ha preso il suo posto");
        // A moved one says by whom and why, and leads to the one that took its place.
        let open = shop.read(|tx| Ok(promise::open_of(tx, ids[1])?.remove(0)));
        let (marta, moved) = (shop.marta, Kind::Promise.name(&open.oid));
        shop.write(move |tx| {
            let mut conversation = conversation::find(tx, open.conversation_id)?;
            let due_ms = open.due_at_ms + 3_600_000;
            let next = promise::move_to(tx, &mut conversation, &open, due_ms, "Il corriere <tarda>", marta)?;
            promise::told(tx, next.id, "email", "caterina@posta.example", "Entro <domani>", None)?;
            Ok(())
        });
        let page = shop.get(&format!("/console/truth/{moved}"), &cookie).await;
        page.shows("da Marta Bisi: Il corriere &lt;tarda&gt;");
        let next = shop.read(|tx| Ok(promise::open_of(tx, ids[1])?.remove(0)));
        let page = shop.get(&format!("/console/truth/{}", Kind::Promise.name(&next.oid)), &cookie).await;
        page.shows("per e-mail, a caterina@posta.example");
        page.shows("Entro &lt;domani&gt;");
        page.shows("La promessa di prima");
        for nobody in ["prm_01kahk5v7m2c9q4r8s6t1w3x5z", "cnv_01kahk5v7m2c9q4r8s6t1w3x5z", "x"] {
            let answer = shop.get(&format!("/console/truth/{nobody}"), &cookie).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nobody}");
        }
    })
    .await;
}

async fn badge(shop: &Shop, name: &str, accept: &str) -> Answer {
    let request = Request::get(format!("/badge/{name}")).header(header::ACCEPT, accept).body(Body::empty());
    shop.ask(request.unwrap()).await
}

#[tokio::test]
async fn the_badge_is_there_only_while_it_is_turned_on() {
    on_both_engines(async |shop| {
        words(&shop, 48, 2);
        let key = shop.read(|tx| Ok(spine::inbox::list(tx)?.remove(0).key));
        for name in [key.clone(), format!("{key}.svg"), format!("{key}.json"), "nessuna".to_owned()] {
            assert_eq!(badge(&shop, &name, "text/html").await.status, StatusCode::NOT_FOUND, "{name}");
        }
        let form = shop.get(&format!("/forms/{key}"), "").await;
        assert!(!form.body.contains("/badge/"), "nothing is said unasked");

        let (cookie, csrf) = shop.session(shop.marta);
        let on = [("csrf", csrf.as_str()), ("kept_badge", "on")];
        let turned = shop.post("/console/truth/badge", &cookie, &on).await;
        assert_eq!((turned.status, turned.location()), (StatusCode::SEE_OTHER, "/console/truth#badge"));
        shop.get("/console/truth", &cookie).await.shows(&format!("/badge/{key}"));
        // Only whole days are in it: today's fifty words are tomorrow's.
        badge(&shop, &key, "text/html").await.shows("Ancora troppo poche promesse");
        let few = badge(&shop, &key, "application/json").await;
        let few: Value = serde_json::from_str(&few.body).unwrap();
        assert_eq!((&few["note"], &few["n"], &few["percent"]), (&"too_few".into(), &Value::Null, &Value::Null));

        shop.clock.advance(16 * 3_600_000);
        let page = badge(&shop, &key, "text/html").await;
        page.shows("96% delle promesse mantenute: 48 su 50 in 28 giorni, fra 86,5 e 98,9 su cento.");
        page.shows("Fioca risponde quando dice.");
        assert_eq!(page.headers[header::CACHE_CONTROL], "public, max-age=3600");
        assert_eq!(page.headers[header::VARY], "accept");
        assert!(page.headers.contains_key("ratelimit-remaining"));
        badge(&shop, &format!("{key}?lang=en"), "text/html").await.shows("96% of the promises kept");
        let picture = badge(&shop, &format!("{key}.svg"), "*/*").await;
        assert_eq!(picture.headers[header::CONTENT_TYPE], "image/svg+xml");
        picture.shows("<title id=\"t\">Fioca: 96% delle promesse mantenute");
        let json = badge(&shop, &format!("{key}.json"), "*/*").await;
        assert_eq!(json.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        let json: Value = serde_json::from_str(&json.body).unwrap();
        assert_eq!((&json["kept"], &json["n"], &json["percent"]), (&48.into(), &50.into(), &96.0.into()));
        assert_eq!((&json["from"], &json["to"]), (&"2026-10-23".into(), &"2026-11-19".into()));
        shop.get(&format!("/forms/{key}"), "").await.shows("96% delle promesse mantenute");

        let (cookie, csrf) = shop.session(shop.marta);
        let off = shop.post("/console/truth/badge", &cookie, &[("csrf", csrf.as_str())]).await;
        assert_eq!((off.status, off.location()), (StatusCode::SEE_OTHER, "/console/truth#badge"));
        let gone = badge(&shop, &format!("{key}.json"), "*/*").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        assert_eq!(gone.headers[header::CONTENT_TYPE], "application/problem+json");
    })
    .await;
}

#[tokio::test]
async fn who_asks_for_the_badge_too_often_waits() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let last = async || {
            let mut answer = badge(&shop, &format!("{}.json", inbox.key), "*/*").await;
            for _ in 0..20 {
                answer = badge(&shop, &format!("{}.json", inbox.key), "*/*").await;
            }
            answer
        };
        let answer = last().await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(answer.headers.contains_key(header::RETRY_AFTER));
    })
    .await;
}
