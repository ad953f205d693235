//! The pages of shifts as a browser uses them.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::http::StatusCode;
use kernel::id::Kind;
use office::account::Role;
use office::shift;
use spine::agent;

use super::ROOT;
use crate::testing::{Shop, on_both_engines};

/// Monday of the week after the one the shop lives in.
const MONDAY: &str = "2026-11-23";

fn outside(shop: &Shop, agent_id: i64) -> String {
    shop.read(move |tx| Ok(Kind::Agent.name(&agent::find(tx, agent_id)?.oid)))
}

/// The shifts of that week as they are planned.
fn planned(shop: &Shop) -> Vec<shift::Shift> {
    let monday = MONDAY.parse().unwrap();
    shop.read(move |tx| Ok(shift::shifts(tx, monday, shift::plus_days(monday, 7))?))
}

#[tokio::test]
async fn a_week_is_planned_moved_published_and_taken_back() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        let (cookie, csrf) = shop.session(shop.marta);
        let (reader, reader_csrf) = shop.session(giulia);
        let who = outside(&shop, giulia);
        let page = format!("{ROOT}?day={MONDAY}");
        shop.get(&page, &cookie).await.shows("Nessun turno in questa settimana");
        assert_eq!(shop.get(&page, &reader).await.location(), "/console/shifts/mine");
        let shift = |start: &'static str, end: &'static str, parts: &'static str| {
            vec![
                ("csrf", csrf.clone()),
                ("day", MONDAY.to_owned()),
                ("who", who.clone()),
                ("on", MONDAY.to_owned()),
                ("start", start.to_owned()),
                ("end", end.to_owned()),
                ("activities", parts.to_owned()),
                ("pattern", String::new()),
            ]
        };
        let post = async |path: String, fields: Vec<(&str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
            shop.post(&path, &cookie, &fields).await
        };
        let own = |more: &[(&'static str, &str)]| {
            let mut fields = vec![("csrf", csrf.clone()), ("day", MONDAY.to_owned())];
            fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
            fields
        };
        let refused = post(format!("{ROOT}/add"), shift("9", "18:00", "x")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Serve un’ora, sui quarti d’ora.");
        let refused = post(format!("{ROOT}/add"), shift("09:00", "18:00", "13:00 pranzo")).await;
        refused.shows("Righe come «13:00 60 pranzo»");
        let done =
            post(format!("{ROOT}/add"), shift("09:00", "18:00", "13:00 60 pranzo\n16:00 30 formazione")).await;
        assert_eq!(done.location(), page);
        let one = planned(&shop).remove(0);
        assert_eq!(
            (one.is.start, one.is.end, one.is.paid_minutes(), one.is.activities.len()),
            (540, 1_080, 480, 2)
        );
        let name = Kind::Shift.name(&one.oid);
        let shown = shop.get(&page, &cookie).await;
        shown.shows("Giulia, dalle 09:00 alle 18:00, pausa 13:00–14:00, formazione 16:00–16:30, da pubblicare");
        shop.get(&format!("{page}&shift={name}"), &cookie).await.shows("13:00 60 pranzo");
        shop.get(&format!("{page}&view=week"), &cookie).await.shows("09:00–18:00");

        // Moved as the script does it, by a quarter; a move that cannot be says so and changes nothing.
        let moved = post(format!("{ROOT}/one/{name}/move"), own(&[("start", "555"), ("end", "1095")])).await;
        assert_eq!(moved.location(), page);
        assert_eq!(planned(&shop)[0].is.start, 555);
        let refused = post(format!("{ROOT}/one/{name}/move"), own(&[("end", "560")])).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Questa mossa non si può fare");
        assert_eq!(post(format!("{ROOT}/undo"), own(&[])).await.location(), page);
        assert_eq!(planned(&shop)[0].is.start, 540);
        post(format!("{ROOT}/undo"), own(&[])).await.shows("Nel frattempo qualcosa è cambiato");

        // Published once; then there is nothing to tell.
        assert_eq!(post(format!("{ROOT}/publish"), own(&[])).await.location(), page);
        shop.get(&page, &cookie).await.shows("letta da 0 su 1");
        assert_eq!(post(format!("{ROOT}/publish"), own(&[])).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mine = shop.get("/console/shifts/mine", &reader).await;
        mine.shows("Turni nuovi o cambiati");
        mine.shows("pausa 13:00–14:00, formazione 16:00–16:30");
        let read = [("csrf", reader_csrf.as_str())];
        assert_eq!(
            shop.post("/console/shifts/mine/read", &reader, &read).await.location(),
            "/console/shifts/mine"
        );
        shop.get(&page, &cookie).await.shows("letta da 1 su 1");
        assert_eq!(post(format!("{ROOT}/one/{name}/delete"), own(&[])).await.location(), page);
        shop.get("/console/shifts/mine", &reader).await.shows("pausa 13:00–14:00");
        post(format!("{ROOT}/publish"), own(&[])).await;
        shop.get("/console/shifts/mine", &reader).await.shows("annullato");
        for path in ["add", "undo", "publish", "copy", "compute", "proposal", "mend"] {
            let fields = [("csrf", reader_csrf.as_str()), ("day", MONDAY)];
            let got = shop.post(&format!("{ROOT}/{path}"), &reader, &fields).await;
            assert_eq!(got.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(shop.get(&format!("{ROOT}/arrange"), &reader).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_week_is_worked_out_from_what_was_arranged_and_a_broken_rule_is_mended() {
    on_both_engines(async |shop| {
        let (giulia, nora) = (shop.add("Giulia", Role::Agent), shop.add("Nora", Role::Agent));
        let (cookie, csrf) = shop.session(shop.marta);
        let post = async |path: &str, more: &[(&str, &str)]| {
            let mut fields = vec![("csrf", csrf.as_str()), ("day", MONDAY)];
            fields.extend(more);
            shop.post(path, &cookie, &fields).await
        };
        let arrange = "/console/shifts/arrange";
        let hours = [("start", "09:00"), ("end", "13:00"), ("activities", ""), ("cost", "100"), ("most", "")];
        let mut fields = vec![("pattern-name", ""), ("days", "1")];
        fields.extend(hours);
        let refused = post("/console/shifts/patterns", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Un nome ha da 1 a 60 caratteri.");
        fields[0].1 = "Mattina";
        assert_eq!(post("/console/shifts/patterns", &fields).await.location(), arrange);
        for who in [giulia, nora] {
            let path = format!("/console/shifts/people/{}", outside(&shop, who));
            let contract = [("hours", "molte"), ("from", "00:00"), ("to", "24:00"), ("unavailable", "")];
            post(&path, &contract).await.shows("Da 1 a 50 ore");
            let contract =
                [("hours", "37:30"), ("from", "00:00"), ("to", "24:00"), ("unavailable", "2 19:00 24:00")];
            assert_eq!(post(&path, &contract).await.location(), arrange);
        }
        shop.get(arrange, &cookie).await.shows("37:30 h");
        post("/console/shifts/need", &[("floors", "lunedì")]).await.shows("Righe come «6 09:00 13:00 2»");
        let floors = [("floors", "1 09:00 13:00 1")];
        assert_eq!(post("/console/shifts/need", &floors).await.location(), arrange);
        let mut rules: Vec<(&str, String)> =
            shift::BOUNDS.map(|(name, ..)| (name, shift::Settings::default().get(name).to_string())).to_vec();
        let given = |rules: &[(&'static str, String)]| {
            rules.iter().map(|(name, value)| (*name, value.clone())).collect::<Vec<_>>()
        };
        let fields = given(&rules);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
        assert_eq!(post("/console/shifts/rules", &fields).await.location(), arrange);
        rules[0].1 = "9999".to_owned();
        let fields = given(&rules);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
        post("/console/shifts/rules", &fields).await.shows("Da 0 a 1.440.");

        let page = format!("{ROOT}?day={MONDAY}");
        shop.get(&page, &cookie).await.shows("Ore che mancano in settimana: 4");
        assert_eq!(post("/console/shifts/compute", &[]).await.location(), page);
        let shown = shop.get(&page, &cookie).await;
        shown.shows("Soluzione ottima, dimostrata.");
        shown.shows("Ore che mancano in settimana: 4");
        assert!(planned(&shop).is_empty(), "a proposal plans nothing by itself");
        // Where something is forecast it says what became of the promises.
        let monday = MONDAY.parse().unwrap();
        let marta = shop.marta;
        shop.write(move |tx| {
            let (one, _) = shift::proposal(tx, monday)?.unwrap();
            let tried = shift::Tried { days: 203, messages: 9_000, kept: 952, low: 941, high: 958 };
            let with = shift::Proposal { tried: Some(tried), ..one };
            Ok(shift::keep_proposal(tx, monday, &with, db::Actor::Agent(marta))?)
        });
        let shown = shop.get(&page, &cookie).await;
        shown.shows("Promesse mantenute, 203 giornate simulate");
        shown.shows("95,2%");
        shown.shows("94,1%–95,8%");
        // Only the proposal that was looked at is taken over.
        let other = post("/console/shifts/proposal", &[("do", "accept"), ("made", "7")]).await;
        other.shows("Nel frattempo qualcosa è cambiato");
        let made = shown.body.split("name=\"made\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let accept = [("do", "accept"), ("made", made.unwrap())];
        assert_eq!(post("/console/shifts/proposal", &accept).await.location(), page);
        shop.get(&page, &cookie).await.shows("La settimana è coperta");
        let one = planned(&shop).remove(0);

        // The evening before is too near: the page offers to begin later, and doing so mends it.
        let who = outside(&shop, one.is.agent_id);
        let late = [
            ("who", who.as_str()),
            ("on", "2026-11-22"),
            ("start", "17:00"),
            ("end", "23:00"),
            ("activities", ""),
            ("pattern", ""),
        ];
        assert_eq!(post("/console/shifts/add", &late).await.location(), page);
        let shown = shop.get(&page, &cookie).await;
        shown.shows("Fra un turno e l’altro 10 h di riposo su 11.");
        shown.shows("Entra alle 10:00");
        let mend = format!("later-{}-600", one.id);
        assert_eq!(post("/console/shifts/mend", &[("mend", &mend)]).await.location(), page);
        shop.get(&page, &cookie).await.shows("Riposi, ore, pause e contratti sono rispettati.");
        post("/console/shifts/mend", &[("mend", &mend)]).await.shows("Nel frattempo qualcosa è cambiato");
    })
    .await;
}

#[tokio::test]
async fn leave_and_swaps_are_asked_on_ones_own_page_and_decided_on_the_plan() {
    on_both_engines(async |shop| {
        let (giulia, nora) = (shop.add("Giulia", Role::Agent), shop.add("Nora", Role::Agent));
        let (cookie, csrf) = shop.session(shop.marta);
        let (mine, mine_csrf) = shop.session(giulia);
        let (hers, hers_csrf) = shop.session(nora);
        let marta = shop.marta;
        let one = shop.write(move |tx| {
            let new = shift::NewShift {
                agent_id: giulia,
                day: MONDAY.parse().unwrap(),
                start: 540,
                end: 780,
                activities: Vec::new(),
                pattern_id: None,
            };
            let one = shift::make_shift(tx, &new, db::Actor::Agent(marta))?;
            shift::publish(tx, new.day, db::Actor::Agent(marta))?;
            Ok(one)
        });
        let own = "/console/shifts/mine";
        let leave = [("csrf", mine_csrf.as_str()), ("kind", "leave"), ("first", MONDAY), ("reason", "")];
        let refused = shop.post(&format!("{own}/requests"), &mine, &leave).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Serve un motivo");
        let leave =
            [("csrf", mine_csrf.as_str()), ("kind", "leave"), ("first", MONDAY), ("reason", "un <trasloco>")];
        assert_eq!(shop.post(&format!("{own}/requests"), &mine, &leave).await.location(), own);
        let page = format!("{ROOT}?day={MONDAY}");
        let shown = shop.get(&page, &cookie).await;
        shown.shows("un &lt;trasloco&gt;");
        shown.shows("1 turno in quei giorni.");
        let request = shop.read(|tx| Ok(shift::waiting_requests(tx)?.remove(0)));
        let path = format!("{ROOT}/requests/{}", Kind::ShiftRequest.name(&request.oid));
        let refuse = [("csrf", csrf.as_str()), ("day", MONDAY), ("do", "refuse"), ("answer", "")];
        shop.post(&path, &cookie, &refuse).await.shows("Per dire di no serve un motivo");
        let refuse = [("csrf", csrf.as_str()), ("day", MONDAY), ("do", "refuse"), ("answer", "Siamo in due")];
        assert_eq!(shop.post(&path, &cookie, &refuse).await.location(), page);
        shop.get(own, &mine).await.shows("«Siamo in due»");
        let other = format!("{own}/requests/{}/withdraw", Kind::ShiftRequest.name(&request.oid));
        let proof = [("csrf", hers_csrf.as_str())];
        assert_eq!(
            shop.post(&other, &hers, &proof).await.status,
            StatusCode::NOT_FOUND,
            "another's is not theirs"
        );

        let name = Kind::Shift.name(&one.oid);
        let bad = [("csrf", mine_csrf.as_str()), ("shift", name.as_str()), ("for", "")];
        shop.post(&format!("{own}/swaps"), &mine, &bad).await.shows("Serve una persona o un suo turno.");
        let to = outside(&shop, nora);
        let swap = [("csrf", mine_csrf.as_str()), ("shift", name.as_str()), ("for", to.as_str())];
        assert_eq!(shop.post(&format!("{own}/swaps"), &mine, &swap).await.location(), own);
        let swap = shop.read(move |tx| Ok(shift::swaps(tx, i64::MAX, Some(nora), 9)?.remove(0)));
        let answer = format!("{own}/swaps/{}", Kind::ShiftSwap.name(&swap.oid));
        let accept = [("csrf", mine_csrf.as_str()), ("do", "accept")];
        assert_eq!(shop.post(&answer, &mine, &accept).await.status, StatusCode::NOT_FOUND, "not by who asked");
        let accept = [("csrf", hers_csrf.as_str()), ("do", "accept")];
        assert_eq!(shop.post(&answer, &hers, &accept).await.location(), own);
        shop.get(&page, &cookie).await.shows("D’accordo entrambi. Copertura e riposi rispettati.");
        let path = format!("{ROOT}/swaps/{}", Kind::ShiftSwap.name(&swap.oid));
        let approve = [("csrf", csrf.as_str()), ("day", MONDAY), ("do", "approve")];
        assert_eq!(shop.post(&path, &cookie, &approve).await.location(), page);
        assert_eq!(planned(&shop)[0].is.agent_id, nora);
        shop.get(own, &mine).await.shows("annullato");

        // The calendar: shown once, read without a session, closed.
        let make = [("csrf", hers_csrf.as_str()), ("do", "make")];
        let made = shop.post(&format!("{own}/feed"), &hers, &make).await;
        let url = made.body.split("/calendar/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let path = format!("/calendar/{url}");
        let calendar = shop.get(&path, "").await;
        assert_eq!(calendar.headers["content-type"], "text/calendar; charset=utf-8");
        calendar.shows("DTSTART:20261123T080000Z");
        assert!(!shop.get(own, &hers).await.body.contains(url), "it is shown once");
        let drop = [("csrf", hers_csrf.as_str()), ("do", "drop")];
        shop.post(&format!("{own}/feed"), &hers, &drop).await;
        assert_eq!(shop.get(&path, "").await.status, StatusCode::NOT_FOUND);
        assert_eq!(shop.get("/calendar/short.ics", "").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_form_overwrites_nobody_and_says_with_its_page_which_shift_is_open() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        let (cookie, csrf) = shop.session(shop.marta);
        let marta = shop.marta;
        let who = outside(&shop, giulia);
        let pattern = |name: &'static str, start: i64| {
            shop.write(move |tx| {
                let new = shift::NewPattern {
                    name: name.to_owned(),
                    start: start * 60,
                    end: start * 60 + 240,
                    activities: Vec::new(),
                    days: vec![1],
                    cost_percent: 100,
                    most: None,
                };
                Ok(Kind::ShiftPattern.name(&shift::make_pattern(tx, &new, db::Actor::Agent(marta))?.oid))
            })
        };
        let (morning, evening) = (pattern("Mattina", 9), pattern("Sera", 18));
        let page = format!("{ROOT}?day={MONDAY}");
        // The form is filled with the first pattern; another one brings its own hours.
        let adding = shop.get(&format!("{page}&add={who}"), &cookie).await;
        adding.shows(&format!("name=\"prefilled\" value=\"{morning}\""));
        adding.shows(&format!("data-live=\"{ROOT}?day={MONDAY}&amp;add={who}\""));
        let fields = |more: &[(&'static str, &str)]| {
            let mut fields = vec![
                ("csrf", csrf.clone()),
                ("day", MONDAY.to_owned()),
                ("who", who.clone()),
                ("on", MONDAY.to_owned()),
            ];
            fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
            fields
        };
        let post = async |path: String, fields: Vec<(&str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
            shop.post(&path, &cookie, &fields).await
        };
        let hours = [("start", "09:00"), ("end", "13:00"), ("activities", "")];
        let mut more = vec![("pattern", evening.as_str()), ("prefilled", morning.as_str())];
        more.extend(hours);
        assert_eq!(post(format!("{ROOT}/add"), fields(&more)).await.location(), page);
        let one = planned(&shop).remove(0);
        assert_eq!((one.is.start, one.is.end), (18 * 60, 22 * 60));

        // Two planners on one shift: the second is told.
        let name = Kind::Shift.name(&one.oid);
        let open = shop.get(&format!("{page}&shift={name}"), &cookie).await;
        open.shows(&format!("data-live=\"{ROOT}?day={MONDAY}&amp;shift={name}\""));
        let was = one.mark();
        open.shows(&format!("name=\"was\" value=\"{was}\""));
        let moved = [("start", "1095"), ("end", "1335"), ("was", was.as_str())];
        assert_eq!(post(format!("{ROOT}/one/{name}/move"), fields(&moved)).await.location(), page);
        let late = [
            ("start", "19:00"),
            ("end", "23:00"),
            ("activities", ""),
            ("pattern", evening.as_str()),
            ("was", was.as_str()),
        ];
        for (path, more) in [("", &late[..]), ("/move", &moved[..]), ("/delete", &late[4..])] {
            let refused = post(format!("{ROOT}/one/{name}{path}"), fields(more)).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            refused.shows("Nel frattempo qualcosa è cambiato");
        }
        assert_eq!(planned(&shop)[0].is.start, 1_095);
        let now = planned(&shop)[0].mark();
        let again = [
            ("start", "19:00"),
            ("end", "23:00"),
            ("activities", ""),
            ("pattern", evening.as_str()),
            ("was", now.as_str()),
        ];
        assert_eq!(post(format!("{ROOT}/one/{name}"), fields(&again)).await.location(), page);

        // A contract may end after midnight.
        let contract = [("hours", "20"), ("from", "18:00"), ("to", "02:00"), ("unavailable", "")];
        let path = format!("/console/shifts/people/{who}");
        assert_eq!(post(path, fields(&contract)).await.location(), "/console/shifts/arrange");
        let kept = shop.read(move |tx| Ok(shift::contract(tx, giulia)?.unwrap()));
        assert_eq!((kept.from, kept.to), (18 * 60, 26 * 60));

        // Whoever plans writes a request down for somebody.
        let mut asked = vec![("for", who.as_str()), ("kind", "leave"), ("first", "2026-12-14"), ("reason", "")];
        let refused = post(format!("{ROOT}/requests"), fields(&asked)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.shows("Serve un motivo");
        asked[3].1 = "visita";
        assert_eq!(post(format!("{ROOT}/requests"), fields(&asked)).await.location(), page);
        assert_eq!(shop.read(|tx| Ok(shift::waiting_requests(tx)?.remove(0))).is.agent_id, giulia);

        // Approved leave stands on the plan and can be taken back.
        let request = shop.write(move |tx| {
            let day = MONDAY.parse().unwrap();
            let new = shift::NewRequest {
                agent_id: giulia,
                asking: shift::Asking::Leave,
                first: day,
                last: day,
                hours: None,
                reason: "trasloco".to_owned(),
            };
            let one = shift::ask(tx, &new, db::Actor::Agent(giulia))?;
            Ok(shift::decide_request(tx, &one, shift::Decision::Approve, None, db::Actor::Agent(marta))?)
        });
        shop.get(&page, &cookie).await.shows("Approvate in questa settimana");
        let path = format!("{ROOT}/requests/{}", Kind::ShiftRequest.name(&request.oid));
        assert_eq!(post(path, fields(&[("do", "revoke")])).await.location(), page);
        assert!(!shop.get(&page, &cookie).await.body.contains("Approvate in questa settimana"));
    })
    .await;
}

#[tokio::test]
async fn who_is_late_stands_on_the_page() {
    on_both_engines(async |shop| {
        let giulia = shop.add("Giulia", Role::Agent);
        let (cookie, _) = shop.session(shop.marta);
        let marta = shop.marta;
        shop.get(ROOT, &cookie).await.shows("Oggi nessuno è in turno.");
        shop.write(move |tx| {
            shift::catch_up(tx)?;
            let day = shift::today(tx)?;
            let new = shift::NewShift {
                agent_id: giulia,
                day,
                start: 540,
                end: 780,
                activities: Vec::new(),
                pattern_id: None,
            };
            shift::make_shift(tx, &new, db::Actor::Agent(marta))?;
            Ok(shift::publish(tx, day, db::Actor::Agent(marta))?)
        });
        shop.get(ROOT, &cookie).await.shows("in ritardo");
        shop.write(move |tx| {
            agent::presence(tx, giulia, "online")?;
            Ok(shift::catch_up(tx)?)
        });
        shop.get(ROOT, &cookie).await.shows("0 h su 1");
        assert!(!shop.get(ROOT, &cookie).await.body.contains("in ritardo"));
    })
    .await;
}
