//! Skills, rules and who gets what, asked as they are meant.

use db::{Actor, Tx};
use serde_json::{Value, json};
use spine::routing::learnt::{self, Learner, Named, words_of};
use spine::skill;

use super::House;
use crate::api::problem::Problem;

/// What a company made, by its outside names.
pub struct Made {
    pub skill: String,
    pub rule: String,
}

impl Made {
    pub async fn of(house: &House) -> Self {
        let made =
            async |path: &str, body| house.ask("supervisor", "POST", path, Some(body)).await.expect(201).id();
        let skill = made("/skills", json!({"name": "Tecnica luce"})).await;
        let rule = json!({"words": ["sfarfall*"], "skill_id": skill, "level": 2});
        Self { rule: made("/skill-rules", rule).await, skill }
    }
}

/// Five hundred made-up requests, in words that say their skill.
fn learns(tx: &mut Tx<'_>) -> Result<(), Problem> {
    let mut known = learnt::gather(tx)?;
    let mut customer_id = 0;
    for (name, text) in [("Spedizioni", "il pacco in ritardo"), ("Amministrazione", "una fattura sbagliata")] {
        let skill_id = skill::ensure(tx, name, Actor::System)?.id;
        for _ in 0..250 {
            customer_id += 1;
            known.corpus.add(customer_id, skill_id, Named::Otherwise, words_of("", text));
        }
    }
    Ok(learnt::keep(tx, &known.fit())?)
}

/// Every call about skills and handing out.
pub async fn asked(house: &House, inbox: &str) {
    let boss =
        async |method, path: &str, body: Option<Value>| house.ask("supervisor", method, path, body).await;
    let Made { skill, rule } = Made::of(house).await;
    let twice = boss("POST", "/skills", Some(json!({"name": "TECNICA  luce"}))).await;
    assert!([201, 422].contains(&twice.status.as_u16()));
    assert_eq!(
        boss("POST", "/skills", Some(json!({"name": "tecnica LUCE"}))).await.expect(422).places(),
        ["/name"]
    );
    house.ask("agent", "POST", "/skills", Some(json!({"name": "Resi"}))).await.expect(403);
    assert!(house.get("/skills").await.expect(200).ids().contains(&skill));

    // Who has it, and how.
    let giulia = house.ask("agent", "GET", "/me", None).await.expect(200).id();
    let held = json!({"skills": [{"skill": "tecnica luce", "level": 3}, {"skill": "Resi", "held": "trained"}], "languages": ["IT"]});
    let shown = boss("PATCH", &format!("/agents/{giulia}"), Some(held)).await.expect(200);
    assert_eq!(
        shown.body["skills"],
        json!([{"skill": "Tecnica luce", "level": 3}, {"skill": "Resi", "level": 1, "held": "trained"}])
    );
    assert_eq!(shown.body["languages"], json!(["it"]));
    let bad = json!({"skills": [{"skill": "x", "held": "sometimes"}], "languages": ["italiano"]});
    let places = boss("PATCH", &format!("/agents/{giulia}"), Some(bad)).await.expect(422);
    assert_eq!(places.places(), ["/skills/0/held", "/languages/0"]);
    let same = json!({"skills": [{"skill": "Resi"}, {"skill": "resi"}]});
    let places = boss("PATCH", &format!("/agents/{giulia}"), Some(same)).await.expect(422);
    assert_eq!(places.places(), ["/skills/1/skill"]);
    house.ask("agent", "PATCH", "/me/presence", Some(json!({"presence": "online"}))).await.expect(200);
    let one = house.get(&format!("/skills/{skill}")).await.expect(200);
    assert_eq!((&one.body["people"], &one.body["online"]), (&json!(1), &json!(1)));

    // What leads to it.
    let bad = json!({"skill_id": skill, "words": ["x"], "topics": ["none"], "level": 9});
    let refused = boss("POST", "/skill-rules", Some(bad)).await.expect(422);
    assert_eq!(refused.places(), ["/words/0", "/level", "/topics/0"]);
    assert_eq!(
        boss("POST", "/skill-rules", Some(json!({"skill_id": skill}))).await.expect(422).places(),
        ["/words"]
    );
    let second = json!({"skill_id": skill, "inbox_id": inbox, "place": 1});
    let second = boss("POST", "/skill-rules", Some(second)).await.expect(201).id();
    let order = house.get("/skill-rules").await.expect(200);
    let ids: Vec<&str> = order.rows().iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(ids, [second.as_str(), rule.as_str()]);
    let full = json!({"skill_id": skill, "words": ["sfarfall*", "dimmer"], "level": 2, "place": 1});
    boss("PUT", &format!("/skill-rules/{rule}"), Some(full)).await.expect(200);
    let far = json!({"skill_id": skill, "words": ["dimmer"], "place": 3});
    assert_eq!(boss("PUT", &format!("/skill-rules/{rule}"), Some(far)).await.expect(422).places(), ["/place"]);
    boss("DELETE", &format!("/skill-rules/{second}"), None).await.expect(204);
    boss("DELETE", &format!("/skill-rules/{second}"), None).await.expect(404);
    let tried =
        boss("POST", "/skill-rules/preview", Some(json!({"rule": {"skill_id": skill, "inbox_id": inbox}})))
            .await;
    let tried = tried.expect(200);
    assert!(tried.body["found"][1].as_i64() > Some(0), "{}", tried.body);
    let bad = json!({"rule": {"skill_id": skill, "level": 0}});
    assert_eq!(
        boss("POST", "/skill-rules/preview", Some(bad)).await.expect(422).places(),
        ["/rule/words", "/rule/level"]
    );

    // A conversation gets it from the rule; a person changes it.
    let opened = house.conversation(inbox, "luce@posta.example", "La lampada SFARFALLA da ieri.").await;
    let here = format!("/conversations/{opened}");
    let why = house.get(&format!("{here}/routing")).await.expect(200);
    assert_eq!((&why.body["skills"], &why.body["level"]), (&json!(["Tecnica luce"]), &json!(2)));
    assert_eq!((&why.body["set_by"], &why.body["found"]), (&json!("rule"), &json!("sfarfall*")));
    let me =
        why.body["people"].as_array().unwrap().iter().find(|row| row["agent_id"] == giulia.as_str()).unwrap();
    assert_eq!((&me["can"], &me["ring"]), (&json!(true), &json!("first")), "{me}");
    let by_hand = json!({"skills": ["Tecnica luce", "Tedesco"], "skill_level": 4});
    let changed = house.patch(&here, by_hand).await.expect(200);
    assert_eq!(changed.body["skills"], json!(["Tecnica luce", "Tedesco"]));
    assert_eq!(house.get(&format!("{here}/routing")).await.expect(200).body["set_by"], "person");
    assert_eq!(house.patch(&here, json!({"skill_level": 6})).await.expect(422).places(), ["/skill_level"]);
    house.patch(&here, json!({"skills": ["Tecnica luce"], "skill_level": 2})).await.expect(200);

    // Taken, given back, and not again at once.
    let next = house.ask("agent", "POST", "/conversations/next", Some(json!({}))).await.expect(200);
    assert!(next.body["conversation"]["id"].is_string(), "{}", next.body);
    let taken = format!("/conversations/{}", next.body["conversation"]["id"].as_str().unwrap());
    assert_eq!(next.body["conversation"]["assignee"], giulia.as_str());
    let given = house.get(&format!("{taken}/routing")).await.expect(200);
    assert_eq!(given.body["given"]["why"], "next");
    let back = format!("{taken}/send-back");
    assert_eq!(
        house.ask("agent", "POST", &back, Some(json!({"reason": " "}))).await.expect(422).places(),
        ["/reason"]
    );
    let reason = json!({"reason": "La conosce Marta."});
    boss("POST", &back, Some(reason.clone())).await.expect(409);
    let other = house.ask("supervisor", "GET", "/me", None).await.expect(200).id();
    let for_other = json!({"reason": "x", "agent_id": other});
    house.ask("agent", "POST", &back, Some(for_other)).await.expect(403);
    let freed = house.ask("agent", "POST", &back, Some(reason)).await.expect(200);
    assert_eq!(freed.body["assignee"], Value::Null);
    let why = house.get(&format!("{taken}/routing")).await.expect(200);
    let me =
        why.body["people"].as_array().unwrap().iter().find(|row| row["agent_id"] == giulia.as_str()).unwrap();
    assert_eq!(me["why_not"], "sent_back");
    let nobody = house.ask("integration", "POST", "/conversations/next", Some(json!({}))).await;
    assert!([403, 422].contains(&nobody.status.as_u16()), "{}", nobody.body);

    // How it is handed out.
    assert_eq!(house.get("/routing").await.expect(200).body["mode"], "by_hand");
    let team = house.ask("admin", "POST", "/teams", Some(json!({"name": "Luce"}))).await.expect(201).id();
    let way =
        json!({"mode": "by_hand", "teams": [{"team_id": team, "mode": "automatic"}], "silence_minutes": 10});
    let kept = boss("PUT", "/routing", Some(way)).await.expect(200);
    assert_eq!(
        (&kept.body["teams"][0]["mode"], &kept.body["return_minutes"]),
        (&json!("automatic"), &json!(120))
    );
    let bad = json!({"mode": "by_hand", "silence_minutes": 0, "return_minutes": 1});
    assert_eq!(
        boss("PUT", "/routing", Some(bad)).await.expect(422).places(),
        ["/silence_minutes", "/return_minutes"]
    );
    assert_eq!(boss("PUT", "/routing", Some(json!({"mode": "magic"}))).await.expect(422).places(), ["/mode"]);
    boss("PUT", "/routing", Some(json!({"mode": "by_hand"}))).await.expect(200);

    // What was learnt, once there is something to learn from.
    let none = house.get("/skills/learnt").await.expect(200);
    assert_eq!((&none.body["on"], &none.body["learnt_at"]), (&json!(false), &Value::Null));
    assert_eq!(none.body["missing"], json!({"labelled": 500, "skills": 2, "measured": 100}));
    house.ask("agent", "PATCH", "/skills/learnt", Some(json!({"on": true}))).await.expect(403);
    assert_eq!(boss("PATCH", "/skills/learnt", Some(json!({}))).await.expect(422).places(), ["/on"]);
    let on = boss("PATCH", "/skills/learnt", Some(json!({"on": true}))).await.expect(200);
    assert_eq!((&on.body["on"], &on.body["speaks"]), (&json!(true), &json!(false)));
    house.write(learns).await;
    let known = house.get("/skills/learnt").await.expect(200);
    assert_eq!(
        (&known.body["speaks"], &known.body["spoken"], &known.body["right"]),
        (&json!(true), &json!(500), &json!(500))
    );
    assert_eq!((&known.body["percent"], &known.body["low"]), (&json!(100.0), &json!(99.2)));
    let bills =
        known.body["skills"].as_array().unwrap().iter().find(|row| row["skill"] == "Amministrazione").unwrap();
    assert_eq!((&bills["labelled"], &bills["right"], &bills["given"]), (&json!(250), &json!(250), &json!(0)));
    let opened = house.conversation(inbox, "conti@posta.example", "Una fattura sbagliata.").await;
    house
        .write(|tx| {
            let found = learnt::look(tx, &mut Learner::default())?;
            Ok(learnt::name(tx, &found)?)
        })
        .await;
    let why = house.get(&format!("/conversations/{opened}/routing")).await.expect(200);
    assert_eq!((&why.body["set_by"], &why.body["right_percent"]), (&json!("learnt"), &json!(100.0)));
    boss("PATCH", "/skills/learnt", Some(json!({"on": false}))).await.expect(200);

    // Out of use: nothing leads there and nobody is asked for it.
    let gone = boss("PATCH", &format!("/skills/{skill}"), Some(json!({"retired": true}))).await.expect(200);
    assert_eq!(gone.body["retired"], true);
    let rule_of_gone = json!({"skill_id": skill, "words": ["dimmer"]});
    assert_eq!(boss("POST", "/skill-rules", Some(rule_of_gone)).await.expect(422).places(), ["/skill_id"]);
    let later = house.conversation(inbox, "dopo@posta.example", "Anche qui sfarfalla.").await;
    assert_eq!(house.get(&format!("/conversations/{later}")).await.expect(200).body["skills"], json!([]));
}
