//! The company, hooks, watches, domains and signing keys, asked as they are meant.

use serde_json::{Value, json};

use super::{House, on_both_engines};

/// Every call about them; `inbox` is one by e-mail.
pub async fn asked(house: &House, inbox: &str) {
    account(house).await;
    hook(house, inbox).await;
    watch(house, inbox).await;
    domains(house, inbox).await;
}

async fn account(house: &House) {
    let there = house.ask("supervisor", "GET", "/account", None).await.expect(200);
    assert_eq!((&there.body["timezone"], &there.body["raw_days"]), (&json!("Europe/Rome"), &Value::Null));
    house.ask("supervisor", "PATCH", "/account", Some(json!({"raw_days": 30}))).await.expect(403);
    let bad =
        json!({"raw_days": 3, "timezone": "Europa/Roma", "name": " ", "reopen_days": 400, "kept_badge": "yes"});
    let refused = house.ask("admin", "PATCH", "/account", Some(bad)).await.expect(422);
    let mut places = refused.places();
    places.sort();
    assert_eq!(places, ["/kept_badge", "/name", "/raw_days", "/reopen_days", "/timezone"]);
    let good = json!({"raw_days": 90, "phone": "02 1234567", "kept_badge": true});
    let changed = house.ask("admin", "PATCH", "/account", Some(good)).await.expect(200);
    assert_eq!((&changed.body["raw_days"], &changed.body["phone"]), (&json!(90), &json!("02 1234567")));
    assert_eq!((&there.body["kept_badge"], &changed.body["kept_badge"]), (&json!(false), &json!(true)));
    assert_eq!(changed.body["name"], there.body["name"], "what is left out stays");
    let back = json!({"raw_days": null, "phone": null, "kept_badge": false});
    let changed = house.ask("admin", "PATCH", "/account", Some(back)).await.expect(200);
    assert_eq!((&changed.body["raw_days"], &changed.body["phone"]), (&Value::Null, &Value::Null));
}

async fn hook(house: &House, inbox: &str) {
    let path = format!("/inboxes/{inbox}/hook");
    house.ask("admin", "GET", &path, None).await.expect(404);
    house.ask("admin", "DELETE", &path, None).await.expect(404);
    house.ask("admin", "PATCH", &path, Some(json!({"mailgun_key": "x"}))).await.expect(404);
    house.ask("supervisor", "POST", &path, None).await.expect(403);
    let made = house.ask("admin", "POST", &path, None).await.expect(201);
    let url = made.body["url"].as_str().unwrap().to_owned();
    assert!(url.starts_with("https://aiuto.fioca.example/hooks/mail/"), "{url}");
    let told = house.ask("supervisor", "GET", &path, None).await.expect(200);
    assert!(told.body.get("url").is_none() && !told.body.to_string().contains(url.rsplit('/').next().unwrap()));
    let other = house.ask("admin", "POST", &path, None).await.expect(201);
    assert_ne!(other.body["url"], made.body["url"], "the old address opens nothing any more");
    let key = json!({"mailgun_key": "key-1234"});
    assert_eq!(house.ask("admin", "PATCH", &path, Some(key)).await.expect(200).body["has_mailgun_key"], true);
    let none = json!({"mailgun_key": null});
    assert_eq!(house.ask("admin", "PATCH", &path, Some(none)).await.expect(200).body["has_mailgun_key"], false);
    house.ask("admin", "DELETE", &path, None).await.expect(204);
    house.ask("admin", "GET", &path, None).await.expect(404);
}

async fn watch(house: &House, inbox: &str) {
    let path = format!("/inboxes/{inbox}/watch");
    let there = house.ask("supervisor", "GET", &path, None).await.expect(200);
    assert_eq!((&there.body["probe_minutes"], &there.body["last_probe"]), (&Value::Null, &Value::Null));
    let bad = json!({"probe_minutes": 1, "probe_late_minutes": 900});
    let refused = house.ask("admin", "PATCH", &path, Some(bad)).await.expect(422);
    assert_eq!(refused.places(), ["/probe_minutes", "/probe_late_minutes"]);
    let good = json!({"probe_minutes": 30, "silence_alarm": false});
    let changed = house.ask("admin", "PATCH", &path, Some(good)).await.expect(200);
    assert_eq!((&changed.body["probe_minutes"], &changed.body["silence_alarm"]), (&json!(30), &json!(false)));
    assert_eq!(changed.body["probe_late_minutes"], there.body["probe_late_minutes"], "what is left out stays");
    let off = house.ask("admin", "PATCH", &path, Some(json!({"probe_minutes": null}))).await.expect(200);
    assert_eq!(off.body["probe_minutes"], Value::Null);
}

async fn domains(house: &House, inbox: &str) {
    let address = house.get(&format!("/inboxes/{inbox}")).await.expect(200).body["address"].clone();
    let name = address.as_str().unwrap().rsplit('@').next().unwrap().to_owned();
    let listed = house.ask("supervisor", "GET", "/domains", None).await.expect(200);
    assert_eq!(listed.ids(), std::slice::from_ref(&name));
    let bad = json!({"domain": "altro.example", "algorithm": "ed25519"});
    let refused = house.ask("admin", "POST", "/signing-keys", Some(bad)).await.expect(422);
    assert_eq!(refused.places(), ["/domain"]);
    let good = json!({"domain": name, "algorithm": "ed25519"});
    let key = house.ask("admin", "POST", "/signing-keys", Some(good)).await.expect(201);
    assert_eq!(key.body["id"], format!("riscontro-e1._domainkey.{name}"));
    assert!(key.body["record"]["text"].as_str().unwrap().starts_with("v=DKIM1"));
    assert_eq!(key.body["active"], false, "it signs once its record stands and it is switched on");
    let path = format!("/signing-keys/{}", key.id());
    house.ask("supervisor", "PATCH", &path, Some(json!({"active": true}))).await.expect(403);
    let on = house.ask("admin", "PATCH", &path, Some(json!({"active": true}))).await.expect(200);
    assert_eq!(on.body["active"], true);
    let one = house.ask("supervisor", "GET", &format!("/domains/{name}"), None).await.expect(200);
    assert_eq!(one.body["keys"][0]["id"], key.body["id"]);
    assert!(!one.body.to_string().contains("PRIVATE"));
    let asked = house.ask("admin", "POST", &format!("/domains/{name}/check"), None).await.expect(200);
    assert!(asked.body["asked_at"].is_string() && asked.body["checked_at"].is_null());
    house.ask("admin", "POST", "/domains/altro.example/check", None).await.expect(404);
    house.ask("admin", "DELETE", &path, None).await.expect(204);
    house.ask("admin", "DELETE", &path, None).await.expect(404);
}

#[tokio::test]
async fn what_the_dns_said_is_told_in_sentences_with_what_to_put_there() {
    on_both_engines(async |house| {
        house.inbox().await;
        let found = spine::domain::Found {
            spf: spine::domain::Asked::Nothing,
            dmarc: spine::domain::Asked::Failed,
            mx: spine::domain::Asked::Nothing,
            keys: Vec::new(),
        };
        let name = house.get("/domains").await.expect(200).ids().remove(0);
        let domain = name.clone();
        house
            .desk
            .db
            .submit(house.account_id, move |tx| {
                spine::domain::ask(tx, &domain)?;
                spine::domain::note_found(tx, &domain, &found)
            })
            .answer()
            .await
            .unwrap();
        let told = house.get(&format!("/domains/{name}")).await.expect(200);
        let findings = told.body["findings"].as_array().unwrap();
        let of = |subject: &str| findings.iter().find(|finding| finding["subject"] == subject).unwrap();
        assert_eq!(of("dmarc")["level"], "unknown");
        assert_eq!(of("spf")["record"]["name"], name);
        assert!(findings.iter().all(|finding| finding["sentence"].as_str().unwrap().contains(' ')));
    })
    .await;
}

#[tokio::test]
async fn on_a_channel_without_a_door_programs_open_conversations_and_each_has_its_promise() {
    on_both_engines(async |house| {
        for kind in ["pec", "chat", "messaging", "social", "sms", "phone", "letter"] {
            let address = (kind == "pec").then_some("fioca@pec.example");
            let body = json!({"kind": kind, "name": kind, "address": address});
            let inbox = house.ask("admin", "POST", "/inboxes", Some(body)).await.expect(201);
            assert_eq!((&inbox.body["kind"], &inbox.body["door"]), (&json!(kind), &json!(false)));
            let asked = json!({
                "inbox_id": inbox.id(), "channel": kind, "direction": "in", "text": "Ci siete?",
                "customer": {"name": "Ada", "identities": [{"kind": "email", "value": format!("{kind}@posta.example")}]},
            });
            let opened = house.post("/conversations", asked).await.expect(201);
            assert_eq!((&opened.body["channel"], &opened.body["promise"]["state"]), (&json!(kind), &json!("open")));
        }
        let fax = json!({"kind": "fax", "name": "Fax"});
        assert_eq!(house.ask("admin", "POST", "/inboxes", Some(fax)).await.expect(422).places(), ["/kind"]);
    })
    .await;
}

#[tokio::test]
async fn whoever_reads_a_request_puts_right_what_was_understood_of_it() {
    on_both_engines(async |house| {
        let inbox = house.inbox().await;
        let conversation = house.conversation(&inbox, "ada@posta.example", "Ciao").await;
        let path = format!("/conversations/{conversation}");
        let patch = json!({"understood": {"topic": "delivery", "order_number": "F-20114"}});
        let changed = house.ask("agent", "PATCH", &path, Some(patch)).await.expect(200);
        assert_eq!(changed.body["understood"]["topic"], "delivery");
        assert_eq!(changed.body["understood"]["order_number"], "F-20114");
        let patch = json!({"understood": {"topic": null}});
        let changed = house.ask("agent", "PATCH", &path, Some(patch)).await.expect(200);
        assert_eq!(changed.body["understood"]["topic"], Value::Null);
        assert_eq!(changed.body["understood"]["order_number"], "F-20114", "what is left out stays");
        let bad = json!({"understood": {"topic": "meteo"}});
        let refused = house.ask("agent", "PATCH", &path, Some(bad)).await.expect(422);
        assert_eq!(refused.places(), ["/understood/topic"]);
        let events = house.get("/events?limit=200").await.expect(200);
        let corrected = events.rows().iter().filter(|event| event["type"] == "conversation.corrected").count();
        assert_eq!(corrected, 2);
    })
    .await;
}

#[tokio::test]
async fn an_answer_goes_the_way_the_customer_chose_unless_the_call_says_otherwise() {
    use spine::preference::{self, Way};

    on_both_engines(async |house| {
        let inbox = house.inbox().await;
        let conversation = house.conversation(&inbox, "ada@posta.example", "Ciao").await;
        let (path, oid) = (
            format!("/conversations/{conversation}/messages"),
            kernel::id::Kind::Conversation.oid(&conversation).unwrap().to_owned(),
        );
        let choose = async |way: Way| {
            let oid = oid.clone();
            let chosen = house.desk.db.submit(house.account_id, move |tx| {
                let conversation = spine::conversation::by_oid(tx, &oid)?;
                preference::choose(tx, &conversation, way)
            });
            chosen.answer().await.unwrap();
        };
        choose(Way::Page).await;
        let answer = house.post(&path, json!({"kind": "reply", "text": "Eccoci."})).await.expect(201);
        assert_eq!((&answer.body["channel"], &answer.body["delivery"]), (&json!("form"), &Value::Null));
        assert!(answer.body["channel_reason"].as_str().unwrap().contains("page of the request alone"));
        assert_eq!(answer.body["to"], json!([]));
        let promise =
            house.get(&format!("/conversations/{conversation}")).await.body["promise"]["state"].clone();
        assert_eq!(promise, "kept", "it stands where the customer wanted it");
        let asked = json!({"kind": "reply", "text": "Per posta.", "channel": "email"});
        let answer = house.post(&path, asked).await.expect(201);
        assert_eq!(
            (&answer.body["channel"], &answer.body["channel_reason"]),
            (&json!("email"), &json!("the call asked for it"))
        );
        let named = json!({"kind": "reply", "text": "A tutti.", "to": ["capo@posta.example"]});
        let answer = house.post(&path, named).await.expect(201);
        assert_eq!(answer.body["channel"], "email");
        assert!(answer.body["channel_reason"].as_str().unwrap().contains("names its recipients"));
        choose(Way::Phone).await;
        let answer = house.post(&path, json!({"kind": "reply", "text": "La chiamo."})).await.expect(201);
        assert_eq!(answer.body["channel"], "email");
        assert!(answer.body["channel_reason"].as_str().unwrap().contains("telephone"));
        choose(Way::Email).await;
        let answer = house.post(&path, json!({"kind": "reply", "text": "Ecco."})).await.expect(201);
        assert!(answer.body["channel_reason"].as_str().unwrap().contains("chose e-mail"));
    })
    .await;
}

#[tokio::test]
async fn raw_bytes_past_their_term_are_gone_and_the_arrival_stays() {
    use spine::intake::{self, Class};

    on_both_engines(async |house| {
        house.inbox().await;
        let mail = super::mail("b@posta.example", "Guasto", Class::Person);
        let settled = house.arrival("aiuto@fioca.example", mail).await;
        let days = json!({"raw_days": 30});
        house.ask("admin", "PATCH", "/account", Some(days)).await.expect(200);
        let path = format!("/arrivals/{settled}");
        let before = house.get(&path).await.expect(200);
        assert_eq!(before.body["raw_kept_until"], "2026-12-19T09:00:00Z");
        house.ask("supervisor", "GET", &format!("{path}/raw"), None).await.expect(200);
        house.clock.advance(30 * 86_400_000 - 1);
        let sweep = async || {
            let swept = house.desk.db.submit(house.account_id, intake::let_bytes_go);
            swept.answer().await.unwrap()
        };
        sweep().await;
        house.ask("supervisor", "GET", &format!("{path}/raw"), None).await.expect(200);
        house.clock.advance(2);
        assert!(!sweep().await, "one step was enough");
        let gone = house.ask("supervisor", "GET", &format!("{path}/raw"), None).await.expect(410);
        assert!(gone.body["detail"].as_str().unwrap().contains("2026-12-19T09:00"), "{}", gone.body);
        let after = house.get(&path).await.expect(200);
        assert_eq!(
            (&after.body["sha256"], &after.body["verdict"]),
            (&before.body["sha256"], &before.body["verdict"])
        );
        assert_eq!((&after.body["raw_url"], &after.body["raw_kept_until"]), (&Value::Null, &Value::Null));
        assert!(after.body["raw_gone_at"].is_string());
        let events = house.get("/events?limit=200").await.expect(200);
        let told =
            events.rows().iter().find(|event| event["type"] == "arrivals.bytes_let_go").cloned().unwrap();
        assert_eq!(told["data"]["arrivals"], json!([settled]));
    })
    .await;
}
