//! The page of figures: what it says, to whom, and what it does with days that cannot be.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::http::{StatusCode, header};
use office::account::Role;
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
