//! Rotas, rules and alerts, asked as they are meant.

use serde_json::{Value, json};

use super::House;

/// What a company made, by its outside names.
pub struct Made {
    pub rota: String,
    pub cover: String,
    pub rule: String,
    pub alert: String,
}

pub fn rota(members: &[&str]) -> Value {
    json!({"name": "Notti", "turn": "week", "starts": "2026-11-16", "handover": "09:00", "members": members})
}

impl Made {
    /// A rota of Nora's, who covers herself, a rule, and a rehearsal for that conversation. A token's own name has no
    /// mailbox, so it cannot be on call.
    pub async fn of(house: &House, conversation: &str) -> Self {
        let made = async |path: &str, body| house.ask("supervisor", "POST", path, Some(body)).await.expect(201);
        let email = format!("nora{}@fioca.example", house.account_id);
        let nora = json!({"name": "Nora Riva", "email": email, "role": "agent"});
        let nora = house.ask("admin", "POST", "/agents", Some(nora)).await.expect(201).id();
        let token = house.ask("agent", "GET", "/me", None).await.expect(200).id();
        let refused = house.ask("supervisor", "POST", "/oncall/rotas", Some(rota(&[&token]))).await.expect(422);
        assert_eq!(refused.places(), ["/members"]);
        let rota = made("/oncall/rotas", rota(&[&nora])).await.id();
        let cover = json!({"agent_id": nora, "from": "2027-01-01T00:00:00Z", "to": "2027-01-02T00:00:00Z"});
        let cover = made(&format!("/oncall/rotas/{rota}/covers"), cover).await.id();
        let rule = json!({"name": "Pericolo", "rota_id": rota, "words": ["fuoco"]});
        let rule = made("/oncall/rules", rule).await.id();
        let trial = json!({"conversation_id": conversation});
        let alert = made(&format!("/oncall/rules/{rule}/try"), trial).await;
        assert_eq!(alert.body["called"][0]["agent_id"], nora);
        Self { rota, cover, rule, alert: alert.id() }
    }
}

/// Every call about who is called out.
pub async fn asked(house: &House, conversation: &str) {
    let made = Made::of(house, conversation).await;
    let here = format!("/oncall/rotas/{}", made.rota);
    let shown = house.get(&here).await.expect(200);
    assert_eq!(
        (&shown.body["handover"], &shown.body["covers"][0]["id"]),
        (&json!("09:00"), &json!(made.cover))
    );
    assert_eq!(house.get("/oncall/rotas").await.expect(200).ids(), std::slice::from_ref(&made.rota));
    let nora = shown.body["members"][0].as_str().unwrap().to_owned();
    let bad =
        json!({"name": "", "turn": "month", "starts": "ieri", "handover": "25:00", "members": [nora, nora]});
    let refused = house.ask("supervisor", "PUT", &here, Some(bad)).await.expect(422);
    assert_eq!(refused.places(), ["/name", "/turn", "/starts", "/handover"]);
    let twice = rota(&[&nora, &nora]);
    assert_eq!(house.ask("supervisor", "PUT", &here, Some(twice)).await.expect(422).places(), ["/members"]);
    let changed = house.ask("supervisor", "PUT", &here, Some(rota(&[&nora]))).await.expect(200);
    assert_eq!(changed.body["on_call"], json!(nora));
    house.ask("agent", "PUT", &here, Some(rota(&[&nora]))).await.expect(403);

    let past = json!({"agent_id": nora, "from": "2020-01-01T00:00:00Z", "to": "2020-01-02T00:00:00Z"});
    let refused = house.ask("supervisor", "POST", &format!("{here}/covers"), Some(past)).await.expect(422);
    assert_eq!(refused.places(), ["/to"]);
    let cover = format!("/oncall/covers/{}", made.cover);
    house.ask("supervisor", "DELETE", &cover, None).await.expect(204);
    house.ask("supervisor", "DELETE", &cover, None).await.expect(404);

    let rule = format!("/oncall/rules/{}", made.rule);
    assert_eq!(house.get("/oncall/rules").await.expect(200).rows()[0]["wait_minutes"], 10);
    let empty = json!({"name": "x", "rota_id": made.rota});
    assert_eq!(house.ask("supervisor", "PUT", &rule, Some(empty)).await.expect(422).places(), ["/words"]);
    let full = json!({"name": "x", "rota_id": made.rota, "topics": ["defect"], "when": "always", "rounds": 1});
    assert_eq!(house.ask("supervisor", "PUT", &rule, Some(full)).await.expect(200).body["when"], "always");

    let again = json!({"conversation_id": conversation});
    house.ask("supervisor", "POST", &format!("{rule}/try"), Some(again)).await.expect(409);
    let alert = format!("/oncall/alerts/{}", made.alert);
    assert_eq!(house.get(&alert).await.expect(200).body["state"], "calling");
    assert_eq!(
        house.get("/oncall/alerts?state=calling").await.expect(200).ids(),
        std::slice::from_ref(&made.alert)
    );
    let take = format!("{alert}/acknowledge");
    let nobody = house.ask("integration", "POST", &take, Some(json!({}))).await;
    assert!([403, 422].contains(&nobody.status.as_u16()), "{}", nobody.body);
    let giulia = house.ask("agent", "GET", "/me", None).await.expect(200).id();
    let taken = house.ask("agent", "POST", &take, Some(json!({}))).await.expect(200);
    assert_eq!((&taken.body["ended_by"], &taken.body["ended_how"]), (&json!(giulia), &json!("taken")));
    house.ask("agent", "POST", &take, Some(json!({}))).await.expect(409);

    house.ask("supervisor", "DELETE", &here, None).await.expect(409);
    house.ask("supervisor", "DELETE", &rule, None).await.expect(204);
    house.ask("supervisor", "DELETE", &here, None).await.expect(204);
    assert!(house.get("/oncall/rotas").await.expect(200).ids().is_empty());
}
