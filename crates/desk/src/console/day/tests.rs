//! One person's own day, as a browser sees it. It is Thursday 2026-11-19, 10:00 in Rome; the desk is open 9–18.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::http::StatusCode;
use db::Actor;
use kernel::id::Kind;
use office::account::Role;
use spine::scheduled::Later;
use spine::task::{self, Ask, Whom};
use spine::{agent, conversation, promise, scheduled};

use crate::testing::{Shop, on_both_engines};

const HOUR_MS: i64 = 3_600_000;

/// Giulia, online, with Caterina's request due at 14:00: her id, her session, the code of the request.
fn at_work(shop: &Shop) -> (i64, String, String, String) {
    let giulia = shop.add("Giulia", Role::Agent);
    let reference = shop.request(shop.inbox(), "Sfarfallano.").conversation.reference;
    give(shop, &reference, Some(giulia));
    shop.write(move |tx| Ok(agent::presence(tx, giulia, "online")?));
    let (cookie, csrf) = shop.session(giulia);
    (giulia, cookie, csrf, reference)
}

fn give(shop: &Shop, reference: &str, to: Option<i64>) {
    let code = reference.to_owned();
    shop.write(move |tx| {
        let mut open = conversation::by_reference(tx, &code)?.unwrap();
        let person = to.map(|id| agent::find(tx, id)).transpose()?;
        Ok(conversation::assign(tx, &mut open, person.as_ref(), "by_hand", Actor::System)?)
    });
}

/// Everything open in a conversation is kept by Giulia's answer.
fn kept(shop: &Shop, reference: &str, giulia: i64) {
    let code = reference.to_owned();
    shop.write(move |tx| {
        let mut open = conversation::by_reference(tx, &code)?.unwrap();
        let now_ms = tx.now_ms();
        promise::answered(tx, &mut open, i64::MAX, Some(giulia), now_ms)?;
        Ok(())
    });
}

#[tokio::test]
async fn somebodys_promises_stand_by_due_moment_with_what_they_wait_for() {
    on_both_engines(async |shop| {
        let (giulia, cookie, _, reference) = at_work(&shop);
        let page = shop.get("/console/day", &cookie).await;
        page.shows("La tua giornata");
        page.shows("Caterina Morandi");
        page.shows("<span class=\"word end nowrap\">14:00</span>");
        page.shows("Ha scritto alle 10:00");
        page.shows(&format!("/console/inbox/mine/{reference}/move"));
        page.shows("0 promesse mantenute, 0 mancate, una ancora da mantenere. La prossima alle 14:00.");
        page.shows("Oggi ancora nessuna promessa");
        assert!(!page.body.contains("off-shift"), "she is at work");
        let code = reference.clone();
        shop.write(move |tx| {
            let open = conversation::by_reference(tx, &code)?.unwrap();
            let now_ms = tx.now_ms();
            let ask = Ask {
                whom: Whom::Agent(agent::list(tx)?.iter().find(|one| one.name == "Marta Bisi").unwrap().id),
                title: "Il listino".to_owned(),
                text: String::new(),
                due_at_ms: now_ms + HOUR_MS,
                later_than_promise: false,
                files: Vec::new(),
            };
            task::ask(tx, &open, ask, Actor::Agent(giulia))?;
            Ok(())
        });
        let page = shop.get("/console/day", &cookie).await;
        page.shows("Aspetta Marta Bisi, entro le 11:00");
        page.shows("Il listino");
        page.shows("Serve a Caterina Morandi");
        shop.clock.advance(HOUR_MS + 7 * 60_000);
        let page = shop.get("/console/day", &cookie).await;
        page.shows("Aspetta Marta Bisi, in ritardo di 7 minuti");
        page.shows("in ritardo di 7 minuti");
        page.shows("Sposta la promessa e avvisa");
        let tomorrow = shop.get("/console/day?span=tomorrow", &cookie).await;
        tomorrow.shows("Niente in scadenza domani");
        shop.get("/console/day?span=week", &cookie).await.shows("Caterina Morandi");
    })
    .await;
}

#[tokio::test]
async fn a_day_is_seen_by_whose_it_is_and_by_whoever_leads() {
    on_both_engines(async |shop| {
        let (giulia, cookie, _, _) = at_work(&shop);
        let name = |id| shop.read(|tx| Ok(Kind::Agent.name(&agent::find(tx, id)?.oid)));
        let (hers, martas) = (name(giulia), name(shop.marta));
        let (lead, _) = shop.session(shop.add("Sara", Role::Supervisor));
        let page = shop.get(&format!("/console/day/{hers}"), &lead).await;
        page.shows("La giornata di Giulia");
        page.shows("Caterina Morandi");
        for path in [format!("/console/day/{martas}"), format!("/console/fragment/day/{martas}")] {
            assert_eq!(shop.get(&path, &cookie).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(shop.get(&format!("/console/day/{hers}"), &cookie).await.status, StatusCode::OK);
        for nobody in ["agt_x", "agt_00000000000000000000000000", "x"] {
            let path = format!("/console/day/{nobody}");
            assert_eq!(shop.get(&path, &lead).await.status, StatusCode::NOT_FOUND, "{nobody}");
        }
        assert!(shop.get("/console/day", "").await.location().starts_with("/sign-in"));
    })
    .await;
}

#[tokio::test]
async fn a_share_is_told_from_twenty_promises_on_with_its_interval() {
    on_both_engines(async |shop| {
        let (giulia, cookie, _, reference) = at_work(&shop);
        let promised = |count: i64| {
            let code = reference.clone();
            shop.write(move |tx| {
                let mut open = conversation::by_reference(tx, &code)?.unwrap();
                for _ in 0..count {
                    let due_ms = tx.now_ms() + 5 * HOUR_MS;
                    promise::custom(tx, &mut open, due_ms, None, giulia)?;
                }
                Ok(())
            });
        };
        promised(18);
        kept(&shop, &reference, giulia);
        let page = shop.get("/console/day", &cookie).await;
        page.shows("19 su 19, nessuna spostata");
        page.shows("Sotto 20 promesse una percentuale non direbbe niente.");
        assert!(!page.body.contains("95 volte su 100"), "too few to say a share");
        promised(1);
        kept(&shop, &reference, giulia);
        let page = shop.get("/console/day", &cookie).await;
        page.shows("<span class=\"word\">100%</span>");
        page.shows("Con 20 promesse il valore vero sta, 95 volte su 100, fra 83,9% e 100%");
        page.shows("Non c’è classifica");
        page.shows("<p class=\"headline word\">20 su 20</p>");
    })
    .await;
}

#[tokio::test]
async fn what_was_missed_stays_with_whoever_had_it_when_a_colleague_takes_over() {
    on_both_engines(async |shop| {
        let (_, cookie, _, reference) = at_work(&shop);
        let code = reference.clone();
        shop.clock.advance(4 * HOUR_MS + 60_000);
        shop.write(move |tx| {
            let open = conversation::by_reference(tx, &code)?.unwrap();
            let first = promise::open_of(tx, open.id)?.remove(0);
            promise::break_due(tx, first.id)?.unwrap();
            Ok(())
        });
        let page = shop.get("/console/day", &cookie).await;
        page.shows("<span class=\"word end nowrap\">14:00</span>");
        page.shows("Scritte le scuse, nuova ora");
        page.shows("<p class=\"headline word\">0 su 1</p>");
        page.shows("Caterina Morandi, 14:00");
        let (lucas, luca) = {
            let luca = shop.add("Luca", Role::Agent);
            (shop.session(luca).0, luca)
        };
        give(&shop, &reference, Some(luca));
        shop.get("/console/day", &cookie).await.shows("<p class=\"headline word\">0 su 1</p>");
        let his = shop.get("/console/day", &lucas).await;
        his.shows("Scritte le scuse, nuova ora");
        his.shows("Oggi ancora nessuna promessa");
    })
    .await;
}

#[tokio::test]
async fn who_has_nothing_to_do_is_offered_what_nobody_has() {
    on_both_engines(async |shop| {
        let (giulia, cookie, csrf, reference) = at_work(&shop);
        give(&shop, &reference, None);
        let page = shop.get("/console/day", &cookie).await;
        page.shows("Nessuno aspetta te");
        page.shows("La prossima di nessuno scade alle 14:00.");
        page.shows(&format!("/console/conversation/{reference}/assign"));
        let form = [("csrf", csrf.as_str()), ("agent", "me")];
        shop.post(&format!("/console/conversation/{reference}/assign"), &cookie, &form).await;
        let code = reference.clone();
        let whose = shop.read(|tx| Ok(conversation::by_reference(tx, &code)?.unwrap().assignee_id));
        assert_eq!(whose, Some(giulia));
        shop.get("/console/day", &cookie).await.shows("Ha scritto alle 10:00");
    })
    .await;
}

#[tokio::test]
async fn out_of_hours_the_page_says_from_when_and_who_is_there() {
    on_both_engines(async |shop| {
        let (giulia, cookie, ..) = at_work(&shop);
        let marta = shop.marta;
        shop.write(move |tx| Ok(agent::presence(tx, marta, "online")?));
        shop.write(move |tx| Ok(agent::presence(tx, giulia, "away")?));
        let page = shop.get("/console/day", &cookie).await;
        page.shows("Risulti assente");
        page.shows("In linea: Marta Bisi.");
        shop.clock.advance(9 * HOUR_MS);
        let page = shop.get("/console/day", &cookie).await;
        page.shows("Fuori orario. Si riapre venerdì alle 9:00.");
    })
    .await;
}

#[tokio::test]
async fn what_has_a_moment_of_its_own_stands_in_the_diary() {
    on_both_engines(async |shop| {
        let (giulia, cookie, _, reference) = at_work(&shop);
        let second = shop.write(|tx| Ok(spine::inbox::list(tx)?.remove(0)));
        let other = shop.request(second, "Ancora.").conversation.reference;
        give(&shop, &other, Some(giulia));
        let (code, aside) = (reference.clone(), other.clone());
        shop.write(move |tx| {
            let now_ms = tx.now_ms();
            let open = conversation::by_reference(tx, &code)?.unwrap();
            let later = Later { text: "Arriva domani.".to_owned(), ..Later::default() };
            scheduled::schedule(tx, &open, giulia, &later, now_ms + 2 * HOUR_MS)?;
            let mut aside = conversation::by_reference(tx, &aside)?.unwrap();
            conversation::snooze(tx, &mut aside, now_ms + HOUR_MS, Actor::Agent(giulia))?;
            Ok(())
        });
        let page = shop.get("/console/day", &cookie).await;
        page.shows("La risposta parte alle 12:00");
        page.shows("Parte la risposta a Caterina Morandi");
        page.shows("Torna Caterina Morandi");
        let (returns, leaves) = (page.body.find("Torna Caterina"), page.body.find("Parte la risposta a"));
        assert!(returns < leaves, "in the order of their moments");
    })
    .await;
}

#[tokio::test]
async fn asking_somebody_begins_with_the_customer_it_is_for() {
    on_both_engines(async |shop| {
        let (_, cookie, _, reference) = at_work(&shop);
        let page = shop.get("/console/day/ask", &cookie).await;
        page.shows("Per quale cliente?");
        let code = reference.clone();
        let name =
            shop.read(|tx| Ok(Kind::Conversation.name(&conversation::by_reference(tx, &code)?.unwrap().oid)));
        page.shows(&format!("/console/tasks/new?conversation={name}"));
        give(&shop, &reference, None);
        shop.get("/console/day/ask", &cookie).await.shows("Nessuna conversazione assegnata");
    })
    .await;
}
