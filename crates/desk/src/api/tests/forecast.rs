//! What will come, asked as it is meant: nothing while nothing is known, then the mean of the weekday, with what came.

use office::forecast;
use serde_json::json;

use super::House;

const DAY_MS: i64 = 86_400_000;

/// Counts what came and makes the forecasts, as the node's worker does.
async fn made(house: &House) {
    house
        .write(|tx| {
            while forecast::catch_up(tx)? {}
            let fresh = forecast::basis(tx)?.fit();
            Ok(forecast::keep(tx, &fresh)?)
        })
        .await;
}

/// Every call about what will come.
pub async fn asked(house: &House, inbox: &str) {
    let none = house.get("/forecast").await.expect(200);
    assert_eq!((&none.body["note"], &none.body["days"]), (&json!("too_little"), &json!([])));
    special_days(house).await;
    settings(house).await;
    refused(house).await;
    let skill = json!({"name": "Resi"});
    let skill = house.ask("supervisor", "POST", "/skills", Some(skill)).await;
    let skill = if skill.status == 201 { Some(skill.id()) } else { None };
    for day in 0..9 {
        let email = format!("previsto{day}@posta.example");
        let conversation = house.conversation(inbox, &email, "Quando arriva?").await;
        if day % 2 == 0 {
            house
                .patch(&format!("/conversations/{conversation}"), json!({"skills": ["Resi"]}))
                .await
                .expect(200);
        }
        house.clock.advance(DAY_MS);
    }
    made(house).await;
    let week = house.get("/forecast?channel=email").await.expect(200);
    let days = week.body["days"].as_array().unwrap();
    assert_eq!((days.len(), &week.body["note"]), (7, &json!(null)));
    for day in days {
        assert_eq!((&day["part"], &day["plain_mean"]), (&json!("whole"), &json!(true)));
        assert!(day["expected"].as_f64().unwrap() > 0.0, "mail comes on every day: {day}");
        assert_eq!(day["half_hours"].as_array().unwrap().len(), 48);
    }
    assert_eq!((&days[0]["came"], &days[1]["came"]), (&json!(0), &json!(null)));
    let each = house.get("/forecast?skill=each").await.expect(200);
    let parts =
        |name: &str| each.body["days"].as_array().unwrap().iter().filter(|day| day["part"] == name).count();
    assert!(parts("no_skill") >= 7 && parts("skill") >= 7 && parts("whole") == 0, "{}", each.body);
    assert!(house.get("/forecast?skill=none").await.expect(200).body["days"][0]["skill_id"].is_null());
    if let Some(skill) = skill {
        let only = house.get(&format!("/forecast?skill={skill}")).await.expect(200);
        assert_eq!(only.body["days"][0]["skill"], "Resi");
    }
    let staffing = house.get("/staffing").await.expect(200);
    let days = staffing.body["days"].as_array().unwrap();
    assert_eq!(days.len(), 7);
    assert!(days.iter().all(|day| day["known"] == true && day["half_hours"].as_array().unwrap().len() == 48));
    house.clock.advance(DAY_MS);
    house.conversation(inbox, "dopo@posta.example", "E adesso?").await;
    house.clock.advance(DAY_MS);
    made(house).await;
    let accuracy = house.get("/forecast/accuracy").await.expect(200);
    assert!(accuracy.body["channels"][0]["messages"].as_i64().unwrap() > 0, "{}", accuracy.body);
    house.get("/reports/cost").await.expect(200);
}

async fn special_days(house: &House) {
    let new = json!({"name": "Newsletter", "first": "2026-12-01", "percent": 40});
    let made = house.ask("supervisor", "POST", "/special-days", Some(new)).await.expect(201);
    assert_eq!(made.body["last"], "2026-12-01");
    let here = format!("/special-days/{}", made.id());
    let changed = json!({"name": "Newsletter", "first": "2026-12-01", "last": "2026-12-03"});
    let changed = house.ask("supervisor", "PUT", &here, Some(changed)).await.expect(200);
    assert_eq!((&changed.body["last"], &changed.body["percent"]), (&json!("2026-12-03"), &json!(null)));
    assert_eq!(house.get(&here).await.expect(200).body, changed.body);
    assert_eq!(house.get("/special-days").await.expect(200).ids(), [made.id()]);
    house.ask("supervisor", "DELETE", &here, None).await.expect(204);
    house.get(&here).await.expect(404);
}

async fn settings(house: &House) {
    let change = json!({"shrinkage_percent": 25, "groups": {"written": {"handling_seconds": 420}}});
    let changed = house.ask("supervisor", "PATCH", "/staffing/settings", Some(change)).await.expect(200);
    assert_eq!(changed.body["shrinkage_percent"], 25);
    assert_eq!(
        changed.body["handling"][2],
        json!({"group": "written", "seconds": 420, "by": "said", "answers": null})
    );
    assert_eq!(house.get("/staffing/settings").await.expect(200).body, changed.body);
    let measured = json!({"groups": {"written": {"handling_seconds": null}}});
    let measured = house.ask("supervisor", "PATCH", "/staffing/settings", Some(measured)).await.expect(200);
    assert_ne!(measured.body["handling"][2]["by"], "said");
}

/// Every wrong member with its place.
async fn refused(house: &House) {
    let wrong = async |method: &'static str, path: &'static str, body| {
        let got = house.ask("supervisor", method, path, Some(body)).await.expect(422);
        got.places().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let bad = json!({"first": "domani", "percent": "tanto", "colour": 1});
    assert_eq!(wrong("POST", "/special-days", bad).await, ["/name", "/first", "/percent", "/colour"]);
    let bad = json!({"name": "Saldi", "first": "2027-01-05", "last": "2027-01-04", "percent": 900});
    assert_eq!(wrong("POST", "/special-days", bad).await, ["/percent", "/last"]);
    let bad = json!({"shrinkage_percent": 99, "groups": {"written": {"at_once": 2}, "fax": {}}});
    let mut places = wrong("PATCH", "/staffing/settings", bad).await;
    places.sort();
    assert_eq!(places, ["/groups/fax", "/groups/written/at_once", "/shrinkage_percent"]);
    for (query, place) in [
        ("from=ieri", "/from"),
        ("from=2026-12-02&to=2026-12-01", "/to"),
        ("from=2026-12-01&to=2026-12-16", "/to"),
        ("skill=skl_01kahk5v7m2c9q4r8s6t1w3x5z", "/skill"),
        ("channel=fax", "/channel"),
    ] {
        assert_eq!(house.get(&format!("/forecast?{query}")).await.expect(422).places(), [place], "{query}");
    }
    assert_eq!(house.get("/staffing?to=2020-01-01").await.expect(422).places(), ["/to"]);
}
