//! Mailings, presets and what is behind a number, asked as they are meant.

use serde_json::{Value, json};

use super::House;

/// A weekly report to somebody who may read it; gives its id.
pub async fn mailing(house: &House) -> String {
    let email = format!("vera{}@fioca.example", house.account_id);
    let vera = json!({"name": "Vera Galli", "email": email, "role": "supervisor"});
    let vera = house.ask("admin", "POST", "/agents", Some(vera)).await.expect(201).id();
    let made = house.ask("supervisor", "POST", "/mailings", Some(new(&[&vera]))).await.expect(201);
    assert_eq!((&made.body["recipients"], &made.body["paused"]), (&json!([vera]), &json!(false)));
    made.id()
}

pub fn new(recipients: &[&str]) -> Value {
    json!({"report": "figures", "every": "week", "hour": 8, "recipients": recipients})
}

/// Every call about reports beside the figures themselves.
pub async fn asked(house: &House) {
    mailings(house).await;
    presets(house).await;
    let behind = house.get("/reports/behind?measure=received&from=2026-11-19&to=2026-11-19").await.expect(200);
    assert!(behind.body["all"].as_i64().unwrap() > 0, "{}", behind.body);
    for (query, pointer) in [
        ("", "/measure"),
        ("measure=everything", "/measure"),
        ("measure=received&side=both", "/side"),
        ("measure=received&channel=fax", "/channel"),
        ("measure=received&from=ieri", "/from"),
    ] {
        let refused = house.get(&format!("/reports/behind?{query}")).await.expect(422);
        assert_eq!(refused.body["errors"][0]["pointer"], pointer, "{query}");
    }
    house.ask("integration", "GET", "/reports/behind?measure=received", None).await.expect(403);
}

async fn mailings(house: &House) {
    let id = mailing(house).await;
    let here = format!("/mailings/{id}");
    assert!(house.ask("supervisor", "GET", "/mailings", None).await.expect(200).ids().contains(&id));
    let shown = house.ask("supervisor", "GET", &here, None).await.expect(200);
    let vera = shown.body["recipients"][0].as_str().unwrap().to_owned();
    assert!(shown.body["next_at"].is_string());
    let bad = json!({"report": "all", "every": "hour", "hour": "presto", "recipients": 1});
    let refused = house.ask("supervisor", "PUT", &here, Some(bad)).await.expect(422);
    assert_eq!(refused.places(), ["/report", "/every", "/hour", "/recipients"]);
    let put = async |body: Value| house.ask("supervisor", "PUT", &here, Some(body)).await;
    let agent = house.ask("agent", "GET", "/me", None).await.expect(200).id();
    assert_eq!(put(new(&[&vera, &agent])).await.expect(422).places(), ["/recipients/1"]);
    assert_eq!(put(new(&["somebody"])).await.expect(422).places(), ["/recipients/0"]);
    let late = json!({"report": "figures", "every": "day", "hour": 24, "recipients": [vera]});
    assert_eq!(put(late).await.expect(422).places(), ["/hour"]);
    let daily = json!({"report": "truth", "every": "day", "hour": 9, "recipients": [vera]});
    assert_eq!(put(daily).await.expect(200).body["report"], "truth");
    let act =
        async |verb: &str| house.ask("supervisor", "POST", &format!("{here}/{verb}"), None).await.expect(200);
    assert!(act("pause").await.body["next_at"].is_null());
    assert!(act("resume").await.body["next_at"].is_string());
    assert_eq!(act("send").await.body["last_mails"], 1);
    house.ask("supervisor", "DELETE", &here, None).await.expect(204);
    house.ask("supervisor", "GET", &here, None).await.expect(404);
}

async fn presets(house: &House) {
    let all = house.ask("admin", "GET", "/presets", None).await.expect(200);
    assert_eq!(all.ids(), ["arera-tiqv", "agcom-255-24", "es-sac"]);
    assert!(all.rows().iter().all(|row| row["confirmed_at"].is_null()));
    let act = async |path: &str| house.ask("admin", "POST", &format!("/presets/{path}"), None).await;
    act("arera-tiqv/confirm").await.expect(409);
    assert!(act("arera-tiqv/choose").await.expect(200).body["chosen_by"].is_string());
    let confirmed = act("arera-tiqv/confirm").await.expect(200);
    assert!(confirmed.body["confirmed_at"].is_string() && confirmed.body["confirmed_by"].is_string());
    let half =
        house.ask("supervisor", "GET", "/presets/arera-tiqv/compliance?half=2026-2", None).await.expect(200);
    assert_eq!(
        (&half.body["verified"], &half.body["terms"][0]["term"]),
        (&json!(true), &json!("arera-complaint"))
    );
    for half in ["2027-1", "2026", "secondo"] {
        let path = format!("/presets/arera-tiqv/compliance?half={half}");
        let refused = house.ask("supervisor", "GET", &path, None).await.expect(422);
        assert_eq!(refused.body["errors"][0]["pointer"], "/half", "{half}");
    }
    assert!(act("arera-tiqv/leave").await.expect(200).body["chosen_at"].is_null());
    act("nessuna/choose").await.expect(404);
    house.ask("supervisor", "POST", "/presets/es-sac/choose", None).await.expect(403);
    let complaint = house.ask("admin", "GET", "/complaints", None).await.expect(200).ids();
    let path = format!("/complaints/{}/compensation", complaint.first().unwrap());
    let due = house.ask("supervisor", "GET", &path, None).await.expect(200);
    assert_eq!((&due.body["cents"], &due.body["days"]), (&json!(0), &Value::Null), "{}", due.body);
}
