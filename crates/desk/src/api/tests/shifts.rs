//! Shifts, asked as they are meant.

use serde_json::{Value, json};

use super::House;

/// What a company made, by its outside names.
pub struct Made {
    pub shift: String,
    pub pattern: String,
    pub request: String,
    pub swap: String,
    /// Whose shift it is, and who is asked for the swap.
    nora: String,
    pietro: String,
}

/// A week from Monday 2026-11-30: the company lives in Thursday the 19th.
const MONDAY: &str = "2026-11-30";
const TUESDAY: &str = "2026-12-01";

pub fn pattern() -> Value {
    json!({"name": "Giornata", "start": "09:00", "end": "18:00", "days": [1, 2, 3, 4, 5],
        "activities": [{"kind": "break", "at": 240, "minutes": 60, "paid": false}]})
}

impl Made {
    /// Nora's published shift of Tuesday, which she would give to Pietro; and leave he asks for, by whoever plans.
    pub async fn of(house: &House) -> Self {
        let made = async |path: &str, body| house.ask("supervisor", "POST", path, Some(body)).await.expect(201);
        let person = async |name: &str| {
            let email = format!("{}.turni{}@fioca.example", name.to_lowercase(), house.account_id);
            let body = json!({"name": name, "email": email, "role": "agent"});
            house.ask("admin", "POST", "/agents", Some(body)).await.expect(201).id()
        };
        let (nora, pietro) = (person("Nora").await, person("Pietro").await);
        let pattern = made("/shift-patterns", pattern()).await.id();
        let shift = json!({"agent_id": nora, "day": TUESDAY, "pattern_id": pattern});
        let shift = made("/shifts", shift).await;
        assert_eq!(
            (&shift.body["start"], &shift.body["paid_minutes"], &shift.body["state"], &shift.body["from"]),
            (&json!("09:00"), &json!(480), &json!("planned"), &json!("2026-12-01T08:00:00Z"))
        );
        let out = made("/shift-publications", json!({"week": TUESDAY})).await;
        assert_eq!(
            (&out.body["week"], &out.body["version"], &out.body["told"]),
            (&json!(MONDAY), &json!(1), &json!(1))
        );
        let swap = made("/shift-swaps", json!({"shift_id": shift.id(), "with": pietro})).await.id();
        let request =
            json!({"agent_id": pietro, "kind": "leave", "first_day": "2026-12-07", "reason": "ponte"});
        let request = made("/shift-requests", request).await.id();
        Self { shift: shift.id(), pattern, request, swap, nora, pietro }
    }

    /// A body good enough to be read.
    pub fn body(path: &str) -> Option<Value> {
        Some(match path {
            "/shifts/{id}" => json!({"start": "10:00"}),
            "/shift-patterns/{id}" => pattern(),
            "/shift-contracts/{id}" => json!({"week_minutes": 2_400}),
            "/shift-requests/{id}/decide" => json!({"decision": "approve"}),
            "/shift-swaps/{id}/answer" => json!({"accept": true}),
            "/shift-swaps/{id}/decide" => json!({"approve": true}),
            _ => return None,
        })
    }
}

/// Every call about shifts.
pub async fn asked(house: &House) {
    let made = Made::of(house).await;
    let plan = async |method, path: &str, body: Value| house.ask("supervisor", method, path, Some(body)).await;
    let seen = async |path: &str| house.ask("supervisor", "GET", path, None).await;

    // The plan is whoever plans', and what is published a program's; an agent sees their own, which is none here.
    let list = format!("/shifts?from={MONDAY}&to=2026-12-06");
    assert_eq!(seen(&list).await.expect(200).ids(), std::slice::from_ref(&made.shift));
    assert_eq!(house.ask("integration", "GET", &list, None).await.expect(200).rows()[0]["state"], "published");
    assert!(house.ask("agent", "GET", &list, None).await.expect(200).ids().is_empty());
    let here = format!("/shifts/{}", made.shift);
    house.ask("agent", "GET", &here, None).await.expect(404);
    house.ask("integration", "GET", &here, None).await.expect(200);
    house.ask("agent", "PATCH", &here, Some(json!({"start": "10:00"}))).await.expect(403);
    let mine = format!("{list}&agent_id={}", made.pietro);
    assert!(seen(&mine).await.expect(200).ids().is_empty());
    for bad in ["/shifts?from=ieri", "/shifts?from=2026-11-30&to=2027-11-30", "/shifts?agent_id=agt_x"] {
        seen(bad).await.expect(422);
    }
    let moved = plan("PATCH", &here, json!({"start": "10:00"})).await.expect(200);
    assert_eq!(
        (&moved.body["end"], &moved.body["state"]),
        (&json!("19:00"), &json!("changed")),
        "the length stays"
    );
    // With the mark it was read with nobody is overwritten.
    let mark = seen(&here).await.expect(200).body["mark"].clone();
    assert!(mark.is_string(), "{mark}");
    plan("PATCH", &here, json!({"start": "10:15", "mark": mark})).await.expect(200);
    plan("PATCH", &here, json!({"start": "10:00", "mark": mark})).await.expect(409);
    plan("PATCH", &here, json!({"start": "10:00"})).await.expect(200);
    let bad = json!({"agent_id": made.nora, "day": "domani", "start": "25:00", "end": "18:00"});
    assert_eq!(plan("POST", "/shifts", bad).await.expect(422).places(), ["/day", "/start"]);
    let short = json!({"agent_id": made.nora, "day": TUESDAY, "start": "09:05", "end": "09:20"});
    assert_eq!(plan("POST", "/shifts", short).await.expect(422).places(), ["/start", "/end"]);
    let outside = json!({"agent_id": made.nora, "day": TUESDAY, "start": "09:00", "end": "13:00",
        "activities": [{"kind": "nap", "at": 0}, {"kind": "break", "at": 235, "minutes": 15}]});
    let refused = plan("POST", "/shifts", outside).await.expect(422);
    assert_eq!(refused.places(), ["/activities/0/kind", "/activities/0/minutes"]);

    // A week worked out: it plans nothing before it is taken over, and only as it was seen.
    let of = |week: &str| json!({"week": week});
    let later = "2026-12-21";
    seen(&format!("/shift-proposals?week={later}")).await.expect(404);
    let proposed = plan("POST", "/shift-proposals", of("2026-12-23")).await.expect(201).body;
    assert_eq!(
        (&proposed["week"], &proposed["shifts"], &proposed["kept"]),
        (&json!(later), &json!([]), &Value::Null)
    );
    assert_eq!(seen(&format!("/shift-proposals?week={later}")).await.expect(200).body, proposed);
    plan("POST", "/shift-proposals", json!({"week": "domani"})).await.expect(422);
    let accept = "/shift-proposals/accept";
    plan("POST", accept, json!({"week": later, "made_at": "2026-11-19T00:00:00Z"})).await.expect(409);
    let taken = json!({"week": later, "made_at": proposed["made_at"]});
    assert_eq!(plan("POST", accept, taken.clone()).await.expect(200).body["week"], later);
    plan("POST", accept, taken).await.expect(409);
    plan("POST", "/shift-proposals/discard", of(later)).await.expect(204);
    house.ask("agent", "POST", "/shift-proposals", Some(of(later))).await.expect(403);
    plan("POST", "/shift-week/copy", of(MONDAY)).await.expect(409);
    let copied = plan("POST", "/shift-week/copy", of(later)).await.expect(200).body;
    assert_eq!((&copied["week"], &copied["unpublished"]), (&json!(later), &json!(0)));

    // A calendar is a person's own.
    assert_eq!(house.ask("agent", "GET", "/shift-feed", None).await.expect(200).body["since"], Value::Null);
    let feed = house.ask("agent", "POST", "/shift-feed", Some(json!({}))).await.expect(201);
    assert!(feed.body["url"].as_str().is_some_and(|url| url.ends_with(".ics")), "{}", feed.body);
    assert!(house.ask("agent", "GET", "/shift-feed", None).await.expect(200).body["since"].is_string());
    house.ask("agent", "DELETE", "/shift-feed", None).await.expect(204);
    house.ask("integration", "GET", "/shift-feed", None).await.expect(403);

    // Patterns, contracts and rules.
    let there = format!("/shift-patterns/{}", made.pattern);
    let wrong = json!({"name": "", "start": "09:00", "end": "18:00", "days": [9]});
    assert_eq!(plan("PUT", &there, wrong).await.expect(422).places(), ["/name"]);
    let wrong = json!({"name": "x", "start": "09:00", "end": "18:00", "days": [9], "most": 0});
    assert_eq!(plan("PUT", &there, wrong).await.expect(422).places(), ["/days", "/most"]);
    let mut four = pattern();
    four["most"] = json!(4);
    assert_eq!(plan("PUT", &there, four).await.expect(200).body["most"], 4);
    assert_eq!(house.get("/shift-patterns").await.expect(200).rows()[0]["retired"], false);
    let of_nora = format!("/shift-contracts/{}", made.nora);
    let contract = json!({"week_minutes": 2_400, "patterns": [made.pattern], "days_off": [6, 7],
        "unavailable": [{"weekday": 2, "from": "20:00", "to": "24:00"}]});
    let kept = plan("PUT", &of_nora, contract.clone()).await.expect(200);
    assert_eq!((&kept.body["to"], &kept.body["unavailable"][0]["to"]), (&json!("24:00"), &json!("24:00")));
    let wrong = json!({"week_minutes": 1, "days_off": [1, 2, 3, 4, 5, 6, 7], "from": "18:00", "to": "09:00"});
    let refused = plan("PUT", &of_nora, wrong).await.expect(422);
    assert_eq!(refused.places(), ["/week_minutes", "/days_off"]);
    let evening = json!({"week_minutes": 2_400, "from": "18:00", "to": "02:00"});
    assert_eq!(plan("PUT", &of_nora, evening).await.expect(200).body["to"], "02:00");
    let kept = plan("PUT", &of_nora, contract.clone()).await.expect(200);
    assert_eq!(kept.body["to"], "24:00");
    let wrong = json!({"week_minutes": 2_400, "patterns": ["shp_x"]});
    assert_eq!(plan("PUT", &of_nora, wrong).await.expect(422).places(), ["/patterns/0"]);
    assert_eq!(seen("/shift-contracts").await.expect(200).rows().len(), 1);
    assert_eq!(house.get("/shift-rules").await.expect(200).body["daily_rest_minutes"], 660);
    let wrong = json!({"lead_days": 61});
    assert_eq!(plan("PATCH", "/shift-rules", wrong).await.expect(422).places(), ["/lead_days"]);
    let wrong = json!({"floors": [{"weekday": 1, "from": "09:10", "to": "10:00", "people": 1}]});
    assert_eq!(plan("PATCH", "/shift-rules", wrong).await.expect(422).places(), ["/floors/0"]);
    let rules =
        json!({"lead_days": 7, "floors": [{"weekday": 2, "from": "09:00", "to": "11:00", "people": 1}]});
    let kept = plan("PATCH", "/shift-rules", rules).await.expect(200);
    assert_eq!((&kept.body["lead_days"], &kept.body["floors"][0]["people"]), (&json!(7), &json!(1)));
    let week = seen(&format!("/shift-week?week={TUESDAY}")).await.expect(200);
    let tuesday = &week.body["days"][1];
    assert_eq!((&tuesday["needed_minutes"], &tuesday["lacking_minutes"]), (&json!(120), &json!(60)));
    assert_eq!((&week.body["findings"], &week.body["unpublished"]), (&json!([]), &json!(1)));

    // The swap: the plan changed since, so it cannot be approved, published again or not; a new one can.
    let swap = format!("/shift-swaps/{}", made.swap);
    house.ask("agent", "POST", &format!("{swap}/answer"), Some(json!({"accept": true}))).await.expect(403);
    plan("POST", &format!("{swap}/decide"), json!({"approve": true})).await.expect(409);
    let accepted = plan("POST", &format!("{swap}/answer"), json!({"accept": true})).await.expect(200);
    assert_eq!(
        (&accepted.body["state"], &accepted.body["can_be_approved"]),
        (&json!("accepted"), &json!(false))
    );
    plan("POST", &format!("{swap}/decide"), json!({"approve": true})).await.expect(409);
    let no = plan("POST", &format!("{swap}/decide"), json!({"approve": false})).await.expect(422);
    assert_eq!(no.places(), ["/answer"]);
    house.clock.advance(1_000);
    let again = plan("POST", "/shift-publications", json!({"week": MONDAY})).await.expect(201);
    assert_eq!((&again.body["version"], &again.body["changes"]), (&json!(2), &json!(1)));
    plan("POST", "/shift-publications", json!({"week": MONDAY})).await.expect(409);
    assert_eq!(
        plan("POST", "/shift-publications", json!({"week": "2026-11-01"})).await.expect(422).places(),
        ["/week"]
    );
    plan("POST", &format!("{swap}/decide"), json!({"approve": true})).await.expect(409);
    house.ask("supervisor", "DELETE", &swap, None).await.expect(204);
    let swap = json!({"shift_id": made.shift, "with": made.pietro});
    let swap = format!("/shift-swaps/{}", plan("POST", "/shift-swaps", swap).await.expect(201).id());
    plan("POST", &format!("{swap}/answer"), json!({"accept": true})).await.expect(200);
    let done = plan("POST", &format!("{swap}/decide"), json!({"approve": true})).await.expect(200);
    assert_eq!((&done.body["state"], &done.body["can_be_approved"]), (&json!("approved"), &Value::Null));
    assert_eq!(seen(&here).await.expect(200).body["agent_id"], json!(made.pietro));
    assert_eq!(seen("/shift-publications").await.expect(200).rows()[0]["version"], 3);
    house.ask("supervisor", "DELETE", &swap, None).await.expect(409);
    let strange = json!({"shift_id": made.shift, "with": made.pietro});
    assert_eq!(plan("POST", "/shift-swaps", strange).await.expect(422).places(), ["/with"]);
    let other = json!({"shift_id": made.shift, "with": made.nora});
    let other = plan("POST", "/shift-swaps", other).await.expect(201).id();
    house.ask("supervisor", "DELETE", &format!("/shift-swaps/{other}"), None).await.expect(204);
    assert_eq!(seen("/shift-swaps").await.expect(200).rows()[0]["state"], "withdrawn");
    assert!(house.ask("agent", "GET", "/shift-swaps", None).await.expect(200).ids().is_empty());
    house.ask("integration", "GET", "/shift-swaps", None).await.expect(403);

    // Requests: an agent for themselves, whoever plans for others.
    let request = format!("/shift-requests/{}", made.request);
    assert!(house.ask("agent", "GET", "/shift-requests", None).await.expect(200).ids().is_empty());
    let bad =
        json!({"kind": "unavailable", "first_day": "2026-12-07", "last_day": "2026-12-06", "reason": " "});
    let refused = house.ask("agent", "POST", "/shift-requests", Some(bad)).await.expect(422);
    assert_eq!(refused.places(), ["/reason"]);
    let bad =
        json!({"kind": "unavailable", "first_day": "2026-12-07", "last_day": "2026-12-06", "reason": "x"});
    let refused = house.ask("agent", "POST", "/shift-requests", Some(bad)).await.expect(422);
    assert_eq!(refused.places(), ["/last_day", "/from"]);
    let theirs = json!({"agent_id": made.nora, "kind": "leave", "first_day": "2026-12-07", "reason": "x"});
    house.ask("agent", "POST", "/shift-requests", Some(theirs.clone())).await.expect(403);
    house.ask("integration", "POST", "/shift-requests", Some(theirs)).await.expect(403);
    let own = json!({"kind": "unavailable", "first_day": "2026-12-07", "from": "09:00", "to": "13:00", "reason": "visita"});
    let own = house.ask("agent", "POST", "/shift-requests", Some(own)).await.expect(201);
    assert_eq!((&own.body["last_day"], &own.body["to"]), (&json!("2026-12-07"), &json!("13:00")));
    house.ask("agent", "DELETE", &format!("/shift-requests/{}", own.id()), None).await.expect(204);
    house.ask("agent", "DELETE", &request, None).await.expect(403);
    let no = plan("POST", &format!("{request}/decide"), json!({"decision": "refuse"})).await.expect(422);
    assert_eq!(no.places(), ["/answer"]);
    let no = json!({"decision": "refuse", "answer": "Siamo in due."});
    assert_eq!(plan("POST", &format!("{request}/decide"), no).await.expect(200).body["state"], "refused");
    plan("POST", &format!("{request}/decide"), json!({"decision": "approve"})).await.expect(409);
    assert_eq!(seen("/shift-requests").await.expect(200).rows().len(), 2);

    assert!(seen("/shift-adherence").await.expect(200).rows().is_empty());
    house.ask("agent", "GET", "/shift-adherence", None).await.expect(403);
    house.ask("supervisor", "DELETE", &of_nora, None).await.expect(204);
    house.ask("supervisor", "DELETE", &here, None).await.expect(204);
    house.ask("supervisor", "DELETE", &here, None).await.expect(404);
    // Off the plan and told before: until the week is published again it is known as it was told.
    house.ask("integration", "GET", &here, None).await.expect(200);
    house.ask("supervisor", "DELETE", &there, None).await.expect(204);
    assert_eq!(house.get("/shift-patterns").await.expect(200).rows()[0]["retired"], true);
}
