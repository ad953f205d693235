//! The page of figures: what it says, to whom, and what it does with days that cannot be.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use office::account::Role;
use office::report::phrases;
use spine::conversation::{self, Author, Direction, NewMessage};
use spine::inbox::Channel;

use crate::testing::{NOW_MS, Shop, on_both_engines};

/// A person answers, as the thread keeps it.
fn answered(shop: &Shop, conversation_id: i64, agent_id: i64) {
    shop.write(move |tx| {
        let open = conversation::find(tx, conversation_id)?;
        let message = NewMessage {
            direction: Direction::Out,
            channel: Channel::Email,
            author: Author::Agent { id: agent_id, name: "Nadia".to_owned() },
            recipients: "{}".to_owned(),
            subject: None,
            text: "Ecco.".to_owned(),
            html: None,
            reply_text: "Ecco.".to_owned(),
            quoted_text: None,
            forwarded: None,
            authentication: None,
            warning: None,
            automatic: false,
            header_id: None,
            arrival_id: None,
        };
        conversation::add_message(tx, &open, message, Vec::new(), db::Actor::Agent(agent_id))?;
        Ok(())
    });
}

#[tokio::test]
async fn a_number_stands_with_its_definition_and_with_who_is_behind_it() {
    on_both_engines(async |shop| {
        let (cookie, _) = shop.session(shop.marta);
        let empty = shop.get("/console/reports", &cookie).await;
        assert_eq!(empty.status, StatusCode::OK);
        empty.shows("ricevute con una risposta di una persona entro 5 giorni lavorativi");
        empty.shows("nessun caso");
        let inbox = shop.inbox();
        let first = shop.request(inbox.clone(), "Si accendono e si spengono.").conversation;
        let second = shop.request(inbox, "Ancora.").conversation;
        shop.clock.advance(90 * 60_000);
        answered(&shop, first.id, shop.marta);
        let page = shop.get("/console/reports?measure=answered&days=7", &cookie).await;
        page.shows("1 / 2");
        page.shows("1 h 30 min");
        page.shows("Dietro il numero: senza risposta, 1");
        let code = shop.read(|tx| Ok(conversation::find(tx, second.id)?.reference));
        page.shows(&format!("/console/conversation/{code}"));
        let counted = shop.get("/console/reports?measure=answered&side=counted", &cookie).await;
        counted.shows("Dietro il numero: risposte, 1");
        // Who opened them is somebody a page can be narrowed to.
        assert_eq!(shop.get("/console/reports?inbox=nessuna", &cookie).await.status, StatusCode::NOT_FOUND);
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
            for path in ["/console/reports", "/console/reports/file"] {
                let refused = shop.get(&format!("{path}?{query}"), &cookie).await;
                assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}?{query}");
                refused.shows(why);
            }
        }
        let odd = shop.get("/console/reports?from=ieri&days=-3&measure=tutto&tier=Z", &cookie).await;
        assert_eq!(odd.status, StatusCode::OK, "what is no value is passed over");
        let file = shop.get("/console/reports/file?days=1", &cookie).await;
        assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        let name = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert_eq!(name, "attachment; filename=\"riscontro-2026-11-19-2026-11-19.csv\"");
        assert!(file.body.starts_with("\u{feff}\"by\",\"id\",\"name\",\"measure\""), "{}", file.body);
    })
    .await;
}

#[tokio::test]
async fn an_agent_reads_their_own_figures_and_nobody_elses() {
    on_both_engines(async |shop| {
        assert_eq!(shop.clock.now_ms(), NOW_MS);
        let inbox = shop.inbox();
        let (nadia, sara) = (shop.add("Nadia", Role::Agent), shop.add("Sara", Role::Supervisor));
        let mine = shop.request(inbox.clone(), "Per Nadia.").conversation;
        let other = shop.request(inbox, "Per Marta.").conversation;
        answered(&shop, mine.id, nadia);
        answered(&shop, other.id, shop.marta);
        let oid = |id: i64| shop.read(|tx| Ok(spine::agent::find(tx, id)?.oid));
        let (cookie, _) = shop.session(nadia);
        let page = shop.get("/console/reports?measure=received", &cookie).await;
        page.shows("Qui vedi le tue cifre");
        page.shows("Dietro il numero: ricevute, 1");
        assert!(!page.body.contains("Marta Bisi"), "another person's figures");
        let asked = format!("/console/reports?person={}", oid(shop.marta));
        assert_eq!(shop.get(&asked, &cookie).await.status, StatusCode::FORBIDDEN);
        let file = shop.get(&format!("/console/reports/file?person={}", oid(shop.marta)), &cookie).await;
        assert_eq!(file.status, StatusCode::FORBIDDEN);
        let (cookie, _) = shop.session(sara);
        let all = shop.get("/console/reports?measure=received", &cookie).await;
        all.shows("Dietro il numero: ricevute, 2");
        all.shows("Marta Bisi");
        let one = shop.get(&format!("/console/reports?measure=received&person={}", oid(nadia)), &cookie).await;
        one.shows("Dietro il numero: ricevute, 1");
    })
    .await;
}

#[tokio::test]
async fn what_is_summed_by_day_stands_on_the_page_with_who_came_back_behind_it() {
    on_both_engines(async |shop| {
        let (cookie, _) = shop.session(shop.marta);
        let inbox = shop.inbox();
        let request = shop.request(inbox, "Si accende e si spegne.").conversation;
        shop.clock.advance(60_000);
        answered(&shop, request.id, shop.marta);
        let marta = shop.marta;
        shop.write(move |tx| {
            let mut open = conversation::find(tx, request.id)?;
            spine::promise::close(tx, &mut open, None, db::Actor::Agent(marta))?;
            Ok(())
        });
        shop.get("/console/reports", &cookie).await.shows("Contati 0 eventi su");
        while shop.write(|tx| Ok(office::kpi::catch_up(tx)?)) {}
        let day = "from=2026-11-19&to=2026-11-19";
        let early = shop.get(&format!("/console/reports?{day}"), &cookie).await;
        early.shows("Un altro caso è troppo recente");
        early.shows("Dagli eventi, tutti e");
        early.shows("Nessun bisogno risolto in giorni già completi");
        shop.clock.advance(9 * 86_400_000);
        // Nobody stays signed in for so long.
        let (cookie, _) = shop.session(shop.marta);
        let page =
            shop.get(&format!("/console/reports?{day}&measure=first_contact_72h&side=counted"), &cookie).await;
        page.shows("Dietro il numero: risolte al primo contatto, 1");
        page.shows("data-time=\"email\"");
        page.shows("Al telefono non c’è ancora nessuna conversazione");
        page.shows("2026-11");
        assert!(!page.body.contains("Livello di servizio, dal vivo"), "nobody waited live");
        let narrowed = shop.get(&format!("/console/reports?{day}&channel=phone"), &cookie).await;
        narrowed.shows("nessuna richiesta");
        let path = format!("/console/reports/behind?{day}&measure=first_contact_72h&side=counted");
        let file = shop.get(&path, &cookie).await;
        assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
        let name = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert!(name.contains("riscontro-first_contact_72h-2026-11-19"), "{name}");
        assert_eq!(file.body.trim_end().lines().count(), 2, "{}", file.body);
    })
    .await;
}

#[tokio::test]
async fn a_report_by_mail_is_made_changed_paused_sent_and_thrown_away() {
    on_both_engines(async |shop| {
        const HERE: &str = "/console/reports/mailings";
        let (cookie, csrf) = shop.session(shop.marta);
        shop.get(HERE, &cookie).await.shows("Nessun rapporto parte per posta");
        let oid = |id: i64| shop.read(|tx| Ok(kernel::id::Kind::Agent.name(&spine::agent::find(tx, id)?.oid)));
        let marta = oid(shop.marta);
        let fields = |hour: &'static str| {
            vec![
                ("csrf", csrf.clone()),
                ("report", "figures".to_owned()),
                ("every", "day".to_owned()),
                ("hour", hour.to_owned()),
                ("inbox", String::new()),
                ("tier", "A".to_owned()),
                ("recipient", marta.clone()),
            ]
        };
        let send = async |path: &str, given: &[(&str, String)], cookie: &str| {
            let given: Vec<(&str, &str)> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
            shop.post(path, cookie, &given).await
        };
        for hour in ["24", "presto", "-1"] {
            let refused = send(HERE, &fields(hour), &cookie).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            refused.shows("Un’ora intera da 0 a 23");
        }
        let mut nobody = fields("8");
        nobody.retain(|(name, _)| *name != "recipient");
        let refused = send(HERE, &nobody, &cookie).await;
        refused.shows("Da una a venti persone");
        let mut truth = fields("8");
        truth[1].1 = "truth".to_owned();
        send(HERE, &truth, &cookie).await.shows("si divide già per fascia");
        assert_eq!(send(HERE, &fields("8"), &cookie).await.status, StatusCode::SEE_OTHER);
        let made = shop.read(|tx| Ok(office::mailing::list(tx)?)).remove(0);
        let path = format!("{HERE}/{}", kernel::id::Kind::Mailing.name(&made.oid));
        let page = shop.get(&path, &cookie).await;
        page.shows("ogni giorno alle 8:00");
        page.shows("Questo invio");
        assert_eq!(send(&path, &fields("9"), &cookie).await.status, StatusCode::SEE_OTHER);
        let act = async |verb: &str| send(&format!("{path}/{verb}"), &fields("9")[..1], &cookie).await.status;
        assert_eq!(act("pause").await, StatusCode::SEE_OTHER);
        shop.get(HERE, &cookie).await.shows("in pausa");
        assert_eq!(act("send").await, StatusCode::SEE_OTHER);
        shop.get(HERE, &cookie).await.shows("a una persona");
        assert_eq!(act("resume").await, StatusCode::SEE_OTHER);
        // Who reads their own figures alone sends nobody everybody's.
        let (theirs, proof) = shop.session(shop.add("Nadia", Role::Agent));
        assert_eq!(shop.get(HERE, &theirs).await.status, StatusCode::FORBIDDEN);
        let mut given = fields("8");
        given[0].1 = proof;
        assert_eq!(send(HERE, &given, &theirs).await.status, StatusCode::FORBIDDEN);
        assert_eq!(send(&format!("{path}/delete"), &given[..1], &theirs).await.status, StatusCode::FORBIDDEN);
        assert_eq!(act("delete").await, StatusCode::SEE_OTHER);
        assert_eq!(shop.get(&path, &cookie).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_preset_names_its_source_and_is_not_verified_until_an_administrator_says_so() {
    on_both_engines(async |shop| {
        const HERE: &str = "/console/reports/presets";
        let (cookie, csrf) = shop.session(shop.marta);
        let page = shop.get(HERE, &cookie).await;
        for shown in
            ["AGCOM, delibera 255/24/CONS", "TIQV", "Ley de Servicios", "Da verificare sul testo ufficiale"]
        {
            page.shows(shown);
        }
        let proof = [("csrf", csrf.as_str())];
        let act = async |verb: &str| shop.post(&format!("{HERE}/arera-tiqv/{verb}"), &cookie, &proof).await;
        let early = act("confirm").await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        early.shows("Si può verificare solo ciò che è in uso");
        assert_eq!(act("choose").await.status, StatusCode::SEE_OTHER);
        let terms = shop.read(|tx| Ok(spine::complaint::configured(tx)?.term));
        assert_eq!(terms, "arera-complaint");
        assert_eq!(act("confirm").await.status, StatusCode::SEE_OTHER);
        let page = shop.get(HERE, &cookie).await;
        page.shows("Verificato sul testo ufficiale");
        page.shows("Marta Bisi");
        let wrong = shop.get(&format!("{HERE}?half=2031-1"), &cookie).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.shows("Questo semestre non si può leggere");
        shop.get(&format!("{HERE}?code=RC-1999-0001"), &cookie).await.shows("Nessun reclamo ha questo codice");
        let file = shop.get(&format!("{HERE}/arera-tiqv/file?half=2026-2"), &cookie).await;
        assert!(file.body.starts_with("\u{feff}\"row\",\"code\",\"term\""), "{}", file.body);
        let missing = shop.get(&format!("{HERE}/arera-tiqv/file?half=dopo"), &cookie).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        assert_eq!(shop.get(&format!("{HERE}/nessuna/file"), &cookie).await.status, StatusCode::NOT_FOUND);
        // A supervisor reads it and chooses nothing; an agent does neither.
        let (theirs, proof) = shop.session(shop.add("Sara", Role::Supervisor));
        shop.get(HERE, &theirs).await.shows("Esporta il semestre");
        let sent = [("csrf", proof.as_str())];
        let refused = shop.post(&format!("{HERE}/es-sac/choose"), &theirs, &sent).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let (theirs, _) = shop.session(shop.add("Nadia", Role::Agent));
        assert_eq!(shop.get(HERE, &theirs).await.status, StatusCode::FORBIDDEN);
        assert_eq!(act("leave").await.status, StatusCode::SEE_OTHER);
        shop.get("/console/settings/log?about=preset", &cookie).await.shows("preset");
    })
    .await;
}

#[tokio::test]
async fn the_page_its_file_and_the_api_say_the_same_of_every_measure() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let marta = shop.marta;
        for number in 0..12 {
            let request = shop.request(inbox.clone(), "Si accende e si spegne.").conversation;
            shop.clock.advance(60_000 * (number + 1));
            if number % 5 == 4 {
                continue;
            }
            answered(&shop, request.id, marta);
            shop.write(move |tx| {
                let mut open = conversation::find(tx, request.id)?;
                spine::promise::close(tx, &mut open, None, db::Actor::Agent(marta))?;
                Ok(())
            });
        }
        while shop.write(|tx| Ok(office::kpi::catch_up(tx)?)) {}
        shop.clock.advance(9 * 86_400_000);
        let (cookie, _) = shop.session(marta);
        let days = "from=2026-11-19&to=2026-11-19";
        let page = shop.get(&format!("/console/reports?{days}"), &cookie).await.body;
        let file = shop.get(&format!("/console/reports/file?{days}"), &cookie).await.body;
        let secret = shop.write(|tx| {
            Ok(office::account::create_token(tx, db::Actor::System, "Rapporti", Role::Supervisor)?.1)
        });
        let asked = Request::get(format!("/api/v1/reports?{days}"))
            .header(header::AUTHORIZATION, format!("Bearer {secret}"))
            .body(Body::empty());
        let told = shop.ask(asked.unwrap()).await;
        assert_eq!(told.status, StatusCode::OK, "{}", told.body);
        let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
        let say = words::Say::new(kernel::language::Language::It, kernel::language::Register::Tu);
        let mut said = 0;
        for line in told["total"].as_array().unwrap() {
            let name = line["measure"].as_str().unwrap();
            let (count, share) = (line["count"].as_i64(), line["percent"].as_f64());
            let (mean_ms, p50_ms) = (line["mean_ms"].as_i64(), line["p50_ms"].as_i64());
            let shown = match (count, share, p50_ms, mean_ms) {
                (Some(count), ..) => words::when::number(say, count),
                (_, Some(share), ..) => words::when::percent(say, share / 100.0),
                (_, _, Some(ms), _) => phrases::span(say, ms),
                (.., Some(ms)) => phrases::mean(say, ms),
                _ => "—".to_owned(),
            };
            // What is part of another number, or has no case live, has no row of its own on the page.
            if let Some((_, cell)) = page.split_once(&format!("data-value=\"{name}\">")) {
                assert_eq!(cell.split('<').next().unwrap(), shown, "{name} on the page");
                said += 1;
            }
            let seconds = |ms: i64| format!("{}.{:03}", ms / 1_000, ms % 1_000);
            let written = match (count, share, p50_ms.or(mean_ms)) {
                (Some(count), ..) => count.to_string(),
                (_, Some(share), _) => format!("{share:.1}"),
                (.., Some(ms)) => seconds(ms),
                _ => String::new(),
            };
            let row = format!("\"total\",\"\",\"\",\"{name}\",\"{written}\",");
            assert!(file.contains(&row), "{row} in {file}");
            let row = file.lines().find(|one| one.starts_with(&row)).unwrap();
            let cells: Vec<&str> = row.split("\",\"").collect();
            assert_eq!(cells[7], line["n"].to_string(), "{name}");
        }
        assert!(said > 10, "{said} measures on the page");
    })
    .await;
}
