//! The board shows what is so, to whom it is for; a conversation passed on comes back.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::http::StatusCode;
use db::Actor;
use office::account::Role;
use spine::{agent, conversation};

use crate::testing::{Shop, on_both_engines};

const MINUTE_MS: i64 = 60_000;

db::queries! {
    "wallboard_test";
    account {
        ANSWERED = "update promise set state = 'kept', settled_at_ms = ?3, settled_by_id = ?4
                    where account_id = ?1 and conversation_id = ?2";
    }
}

/// The text between two marks of a page.
fn between<'a>(body: &'a str, from: &str, to: &str) -> &'a str {
    let after = body.split_once(from).map_or("", |(_, after)| after);
    after.split_once(to).map_or(after, |(inside, _)| inside)
}

fn oid_of(shop: &Shop, agent_id: i64) -> String {
    shop.read(|tx| Ok(agent::find(tx, agent_id)?.oid))
}

#[tokio::test]
async fn the_board_counts_what_waits_and_what_is_at_risk() {
    on_both_engines(async |shop| {
        let (cookie, _) = shop.session(shop.marta);
        let empty = shop.get("/console/wallboard", &cookie).await;
        assert_eq!(empty.status, StatusCode::OK);
        empty.shows("Ancora nessuna casella");
        let inbox = shop.inbox();
        let calm = shop.get("/console/wallboard", &cookie).await;
        calm.shows("Oggi non è ancora scaduta nessuna promessa.");
        calm.shows("I conti tornano: nessuno dei 0 arrivi è senza esito.");
        let opened = shop.request(inbox, "Si accendono e si spengono.");
        let code = shop.read(|tx| Ok(conversation::find(tx, opened.conversation.id)?.reference));
        let waits = shop.get("/console/wallboard", &cookie).await;
        let row = between(&waits.body, "Fioca, assistenza", "</tr>");
        assert!(row.contains("<td class=\"n big\">1</td>"), "{row}");
        assert!(row.contains("<span class=\"word\">14:00</span>"), "{row}");
        assert!(between(&waits.body, "risk-wallboard-then", "</ol>").contains(&code), "{}", waits.body);
        // Twenty minutes before the moment it is at risk, at the moment it is missed.
        shop.clock.advance(220 * MINUTE_MS);
        let risk = shop.get("/console/fragment/wallboard", &cookie).await;
        assert!(between(&risk.body, "risk-wallboard-at-risk", "</ol>").contains(&code), "{}", risk.body);
        assert!(risk.headers.contains_key("x-now"));
        shop.clock.advance(20 * MINUTE_MS);
        let missed = shop.get("/console/fragment/wallboard", &cookie).await;
        assert!(between(&missed.body, "risk-wallboard-missed", "</ol>").contains(&code), "{}", missed.body);
        missed.shows("1 mancata");
    })
    .await;
}

#[tokio::test]
async fn the_board_is_for_who_supervises() {
    on_both_engines(async |shop| {
        shop.inbox();
        let (supervisor, agent) = (shop.add("Sara", Role::Supervisor), shop.add("Nadia", Role::Agent));
        // Who is not there and has nothing is not on the board.
        let (cookie, _) = shop.session(supervisor);
        assert!(!shop.get("/console/wallboard", &cookie).await.body.contains("Nadia"));
        shop.write(move |tx| Ok(agent::presence(tx, agent, "online")?));
        let shown = shop.get("/console/wallboard", &cookie).await;
        assert_eq!(shown.status, StatusCode::OK);
        shown.shows("Nadia");
        let (cookie, _) = shop.session(agent);
        for path in ["/console/wallboard", "/console/fragment/wallboard"] {
            assert_eq!(shop.get(path, &cookie).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let inbox = shop.get("/console/inbox/mine", &cookie).await;
        assert!(!inbox.body.contains("/console/wallboard"), "a way to where one may not go");
        inbox.shows("/console/reports");
    })
    .await;
}

#[tokio::test]
async fn a_conversation_is_passed_on_and_taken_back_unless_somebody_changed_it() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let id = shop.request(inbox, "Si accendono e si spengono.").conversation.id;
        let code = shop.read(|tx| Ok(conversation::find(tx, id)?.reference));
        let nadia = shop.add("Nadia", Role::Agent);
        let to = oid_of(&shop, nadia);
        let (cookie, csrf) = shop.session(shop.marta);
        let path = format!("/console/pass/{code}");
        let asked = shop.get(&path, &cookie).await;
        asked.shows(&format!("A chi passa {code}?"));
        asked.shows("0 di 30");
        let refused = shop.post(&path, &cookie, &[("csrf", &csrf), ("agent", "nessuna-persona")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(shop.post(&path, &cookie, &[("agent", &to)]).await.status, StatusCode::FORBIDDEN);
        let holder = || shop.read(|tx| Ok(conversation::find(tx, id)?.assignee_id));
        assert_eq!(holder(), None);
        let passed = shop.post(&path, &cookie, &[("csrf", &csrf), ("agent", &to)]).await;
        assert_eq!((passed.status, holder()), (StatusCode::SEE_OTHER, Some(nadia)));
        let undo = format!("{}/undo", passed.location());
        // Nobody has it: taken back as it was.
        let back = shop.post(&undo, &cookie, &[("csrf", &csrf)]).await;
        assert_eq!((back.status, holder()), (StatusCode::SEE_OTHER, None));
        // Given again, then somebody else takes it: taking back changes nothing.
        let passed = shop.post(&path, &cookie, &[("csrf", &csrf), ("agent", &to)]).await;
        let me = oid_of(&shop, shop.marta);
        shop.post(&path, &cookie, &[("csrf", &csrf), ("agent", &me)]).await;
        let undo = format!("{}/undo", passed.location());
        shop.post(&undo, &cookie, &[("csrf", &csrf)]).await;
        assert_eq!(holder(), Some(shop.marta));
        let kinds = shop.read(|tx| {
            let events =
                "select type from event where account_id = ?1 and type like 'conversation.assigned' limit 50";
            let query = db::Query { name: "test.EVENTS", sql: events, scope: db::Scope::Account };
            Ok(tx.list(query, &[], |row| row.next::<String>())?)
        });
        assert_eq!(kinds.len(), 4, "each change of hands is in the log");
        assert_eq!(shop.get("/console/pass/R-NIENTE", &cookie).await.status, StatusCode::NOT_FOUND);
        // An agent passes their own on.
        let (cookie, csrf) = shop.session(nadia);
        shop.post(&path, &cookie, &[("csrf", &csrf), ("agent", "none")]).await;
        assert_eq!(holder(), None);
    })
    .await;
}

#[tokio::test]
async fn the_board_says_what_will_be_missed_and_gives_it_to_who_can_save_it() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let (giulia, nadia) = (shop.add("Giulia", Role::Agent), shop.add("Nadia", Role::Agent));
        let (cookie, csrf) = shop.session(shop.marta);
        let there = || {
            shop.write(move |tx| {
                for person in [giulia, nadia] {
                    agent::presence(tx, person, "online")?;
                    agent::heard(tx, person)?;
                }
                Ok(())
            });
        };
        let six: Vec<i64> = (0..6)
            .map(|_| shop.request(inbox.clone(), "Si accendono e si spengono.").conversation.id)
            .collect();
        let given = six.clone();
        shop.write(move |tx| {
            for id in given {
                let (mut open, person) = (conversation::find(tx, id)?, agent::find(tx, giulia)?);
                conversation::assign(tx, &mut open, Some(&person), "by_hand", Actor::Agent(giulia))?;
            }
            Ok(())
        });
        shop.clock.advance(225 * MINUTE_MS);
        there();
        let early = shop.get("/console/wallboard", &cookie).await;
        early.shows("Ancora nessuna probabilità: servono 20 risposte date una dopo l’altra.");
        assert!(!early.body.contains("di mancarla"));

        // An answer every six minutes, each waiting since before the one ahead of it.
        let began_ms = shop.clock.now_ms();
        let learnt: Vec<i64> = (0..22)
            .map(|_| shop.request(inbox.clone(), "Si accendono e si spengono.").conversation.id)
            .collect();
        shop.write(move |tx| {
            for (turn, id) in learnt.into_iter().enumerate() {
                let at_ms = began_ms + 1 + 6 * MINUTE_MS * turn as i64;
                tx.execute(ANSWERED, db::args![id, at_ms, giulia])?;
            }
            Ok(())
        });
        shop.clock.advance(1_000);
        there();
        let seen = shop.get("/console/fragment/wallboard", &cookie).await;
        seen.shows("di mancarla");
        seen.shows("Affida a Nadia");
        seen.shows("Le probabilità vengono da duecento simulazioni dei prossimi 30 minuti");
        let (before, _) = seen.body.split_once("Affida a Nadia").unwrap();
        let action = before.rsplit_once("action=\"").unwrap().1;
        let path = action.split('"').next().unwrap().to_owned();
        let code = path.rsplit('/').next().unwrap().to_owned();
        let to = oid_of(&shop, nadia);
        let done = shop.post(&path, &cookie, &[("csrf", &csrf), ("agent", &to)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let after = shop.get("/console/fragment/wallboard", &cookie).await;
        let row = between(&after.body, &format!("id=\"due-{code}\""), "</li>");
        assert!(row.contains("di mancarla") && !row.contains("Affida a"), "{row}");
        assert!(row.contains("<b class=\"\">0%</b>") || row.contains("<b class=\"\">1%</b>"), "{row}");
    })
    .await;
}
