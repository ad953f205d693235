//! What cannot be asked, and how it is said.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use super::{Got, House};

async fn sent(house: &House, method: &str, path: &str, content_type: Option<&str>, body: &str) -> Got {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("/api/v1{path}"))
        .header(header::AUTHORIZATION, format!("Bearer {}", house.token("admin")));
    if let Some(content_type) = content_type {
        request = request.header(header::CONTENT_TYPE, content_type);
    }
    let got = Got::of(house.send(request.body(Body::from(body.to_owned())).unwrap()).await).await;
    house.hold_against_the_document("?", path, &got);
    got
}

#[tokio::test]
async fn what_is_not_json_is_told_apart_from_what_is_not_meant() {
    let house = House::open(None).await;
    let json = Some("application/json");
    sent(&house, "POST", "/customers", json, "{\"name\":").await.expect(400);
    sent(&house, "POST", "/customers", json, "").await.expect(400);
    sent(&house, "POST", "/customers", json, &"[".repeat(100_000)).await.expect(400);
    assert_eq!(sent(&house, "POST", "/customers", json, "[1]").await.expect(422).places(), [""]);
    sent(&house, "POST", "/customers", None, "{\"name\":\"x\"}").await.expect(415);
    sent(&house, "POST", "/customers", Some("text/plain"), "{\"name\":\"x\"}").await.expect(415);
    sent(&house, "POST", "/customers", Some("application/json; charset=latin1"), "{}").await.expect(415);
    sent(&house, "POST", "/uploads", json, "{}").await.expect(415);
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(4 * 1024 * 1024));
    sent(&house, "POST", "/customers", json, &large).await.expect(413);
}

#[tokio::test]
async fn what_is_nowhere_is_a_problem_too() {
    let house = House::open(None).await;
    for path in ["/nothing", "", "/conversations/x/y/z", "/conversations/", "/me/"] {
        let got = sent(&house, "GET", path, None, "").await.expect(404);
        assert_eq!(got.body["title"], "Not Found");
    }
    for path in ["/conversations/cnv_short", "/conversations/%FF", "/promises/cnv_01kahk5v7m2c9q4r8s6t1w3x5z"] {
        house.get(path).await.expect(404);
    }
    let got = sent(&house, "PUT", "/conversations", None, "").await.expect(405);
    assert_eq!(got.header("allow"), "GET, POST");
    let head = Request::head("/api/v1/openapi.json").body(Body::empty());
    Got::of(house.send(head.unwrap()).await).await.expect(200);
}

#[tokio::test]
async fn a_query_takes_only_what_the_call_knows() {
    let house = House::open(None).await;
    for (query, place) in [
        ("limit=0", "/limit"),
        ("limit=201", "/limit"),
        ("limit=ten", "/limit"),
        ("limit=1&limit=2", "/limit"),
        ("after=nonsense", "/after"),
        ("stato=open", "/stato"),
        ("status=opened", "/status"),
        ("order=newest&order=due", "/order"),
        ("inbox=cnv_x", "/inbox"),
        ("assignee=tutti", "/assignee"),
        ("a/b=1", "/a~1b"),
    ] {
        let got = house.get(&format!("/conversations?{query}")).await.expect(422);
        assert_eq!(got.places(), [place], "{query}");
        assert_eq!(got.body["errors"][0]["in"], "query");
    }
    house.get(&format!("/conversations?q={}", "x".repeat(201))).await.expect(422);
    house.get(&format!("/conversations?q={}", "x".repeat(9_000))).await.expect(414);
    house.get("/me?limit=1").await.expect(422);
    house.get("/conversations?limit=200").await.expect(200);
    for (query, place) in [
        ("from=ieri", "/from"),
        ("to=2026-13-01", "/to"),
        ("from=2026-11-10&to=2026-11-09", "/from"),
        ("from=2020-01-01", "/from"),
    ] {
        assert_eq!(house.get(&format!("/ledger?{query}")).await.expect(422).places(), [place], "{query}");
    }
    assert_eq!(house.get("/customers?identity=ada@posta.example").await.expect(422).places(), ["/identity"]);
}

/// Sends a body and looks at which fields were refused.
async fn refuses(house: &House, method: &'static str, path: &str, body: Value, places: &[&str]) {
    let got = house.ask("admin", method, path, Some(body.clone())).await;
    assert_eq!(got.status, 422, "{method} {path} {body}: {}", got.body);
    assert_eq!(got.places(), places, "{method} {path} {body}: {}", got.body);
}

#[tokio::test]
async fn every_bad_field_is_named_at_its_place() {
    let house = House::open(None).await;
    let house = &house;
    let inbox = house.inbox().await;
    let conversation = house.conversation(&inbox, "ada@posta.example", "Ciao").await;
    let at = |rest: &str| format!("/conversations/{conversation}{rest}");

    let messages = at("/messages");
    refuses(house, "POST", &messages, json!({}), &["/kind", "/text"]).await;
    refuses(house, "POST", &messages, json!({"kind": "reply", "text": "  "}), &["/text"]).await;
    refuses(
        house,
        "POST",
        &messages,
        json!({"kind": "fax", "text": 1, "testo": "x"}),
        &["/kind", "/text", "/testo"],
    )
    .await;
    let people =
        json!({"kind": "reply", "text": "x", "to": ["nobody", {"name": "X"}], "cc": "a@b.it", "bcc": [1]});
    refuses(house, "POST", &messages, people, &["/to/0", "/to/1/email", "/cc", "/bcc/0"]).await;
    let files = json!({"kind": "reply", "text": "x", "attachments": ["x", "att_01kahk5v7m2c9q4r8s6t1w3x5z"]});
    refuses(house, "POST", &messages, files, &["/attachments/0"]).await;
    let gone = json!({"kind": "note", "text": "x", "attachments": ["att_01kahk5v7m2c9q4r8s6t1w3x5z"]});
    refuses(house, "POST", &messages, gone, &["/attachments/0"]).await;
    refuses(house, "POST", &messages, json!({"kind": "reply", "text": "x", "channel": "sms"}), &["/channel"])
        .await;
    let note = json!({"kind": "note", "text": "x", "to": ["a@b.it"], "channel": "email"});
    refuses(house, "POST", &messages, note, &["/to", "/channel"]).await;
    let word = json!({"kind": "reply", "text": "x", "promise": {"due_at": "ieri", "why": 1}});
    refuses(house, "POST", &messages, word, &["/promise/due_at", "/promise/why"]).await;
    let past = json!({"kind": "reply", "text": "x", "promise": {"due_at": "2026-11-18T10:00:00Z"}});
    refuses(house, "POST", &messages, past, &["/promise/due_at"]).await;
    let nobody = json!({"kind": "reply", "text": "x", "on_behalf_of": "agt_01kahk5v7m2c9q4r8s6t1w3x5z"});
    refuses(house, "POST", &messages, nobody, &["/on_behalf_of"]).await;

    let deep = json!({"kind": "note", "text": "x", "html": "<b>".repeat(100_000)});
    refuses(house, "POST", &messages, deep, &["/html"]).await;

    for (patch, places) in [
        (json!({"status": "done"}), ["/status"]),
        (json!({"status": "snoozed"}), ["/snoozed_until"]),
        (json!({"snoozed_until": "2026-11-18T10:00:00Z"}), ["/snoozed_until"]),
        (json!({"snoozed_until": 5}), ["/snoozed_until"]),
        (json!({"status": "open", "snoozed_until": "2026-11-20T10:00:00Z"}), ["/snoozed_until"]),
        (json!({"close_reason": "x"}), ["/close_reason"]),
        (json!({"priority": 10}), ["/priority"]),
        (json!({"tags": ["a", ""]}), ["/tags/1"]),
        (json!({"assignee": "Giulia"}), ["/assignee"]),
        (json!({"assignee": "agt_01kahk5v7m2c9q4r8s6t1w3x5z"}), ["/assignee"]),
        (json!({"subject": "x"}), ["/subject"]),
    ] {
        refuses(house, "PATCH", &at(""), patch, &places).await;
    }
    refuses(house, "POST", &at("/promises"), json!({"text": 3}), &["/due_at", "/text"]).await;
    house.patch(&at(""), json!({"status": "closed"})).await.expect(200);
    house.post(&at("/promises"), json!({"due_at": "2026-11-20T10:00:00Z"})).await.expect(409);
    let late = json!({"kind": "note", "text": "x", "promise": {"due_at": "2026-11-20T10:00:00Z"}});
    house.post(&messages, late).await.expect(409);
    house.patch(&at(""), json!({"status": "open"})).await.expect(200);
    refuses(house, "POST", &at("/promises"), json!({"due_at": "2030-01-01T00:00:00Z"}), &["/due_at"]).await;
}

#[tokio::test]
async fn every_bad_field_of_what_is_made_is_named_at_its_place() {
    let house = House::open(None).await;
    let house = &house;
    let inbox = house.inbox().await;
    let needed = ["/direction", "/inbox_id", "/customer", "/text"];
    refuses(house, "POST", "/conversations", json!({}), &needed).await;
    let ada = json!({"identities": [{"kind": "email", "value": "ada@posta.example"}]});
    let out = json!({"direction": "out", "inbox_id": inbox, "customer": ada, "text": "x"});
    refuses(house, "POST", "/conversations", out, &["/subject"]).await;
    let by_phone = json!({"direction": "out", "inbox_id": inbox, "customer": ada, "subject": "x", "text": "x", "channel": "phone"});
    refuses(house, "POST", "/conversations", by_phone, &["/channel"]).await;
    let inward = json!({"direction": "in", "inbox_id": inbox, "customer": ada, "text": "x", "bcc": ["a@b.it"]});
    refuses(house, "POST", "/conversations", inward, &["/bcc"]).await;
    let unreachable =
        json!({"direction": "out", "inbox_id": inbox, "customer": {"name": "X"}, "subject": "x", "text": "x"});
    refuses(house, "POST", "/conversations", unreachable, &["/to"]).await;
    let whom =
        json!({"identities": [{"kind": "email", "value": "x"}, {"kind": "E-Mail", "value": "a@b.it"}, 5]});
    let places = ["/customer/identities/0/value", "/customer/identities/1/kind", "/customer/identities/2"];
    let in_vain = json!({"direction": "in", "inbox_id": inbox, "customer": whom, "text": "x"});
    refuses(house, "POST", "/conversations", in_vain, &places).await;
    assert_eq!(house.get("/conversations").await.rows().len(), 0, "nothing was half done");
    assert_eq!(house.get("/customers").await.rows().len(), 0);

    let hours = json!({"timezone": "Mars/Base", "week": {"mon": [["18:00", "09:00"]]}});
    let targets = json!({"first_reply_minutes": {"C": 0}});
    let bad =
        json!({"kind": "email", "name": "", "address": "x", "hours": hours, "targets": targets, "colour": 1});
    let places = ["/name", "/hours/timezone", "/hours/week/mon/0", "/targets/first_reply_minutes/C", "/colour"];
    refuses(house, "POST", "/inboxes", bad, &places).await;
    refuses(house, "POST", "/inboxes", json!({"kind": "email", "name": "x"}), &["/address"]).await;
    let taken =
        json!({"kind": "email", "name": "x", "address": format!("aiuto{}@fioca.example", house.account_id)});
    refuses(house, "POST", "/inboxes", taken, &["/address"]).await;
    let path = format!("/inboxes/{inbox}");
    refuses(
        house,
        "PATCH",
        &path,
        json!({"targets": {"next_reply_minutes": {"D": 1}}}),
        &["/targets/next_reply_minutes/D"],
    )
    .await;
    refuses(house, "PATCH", &path, json!({"hours": {"week": {}}}), &["/hours"]).await;

    refuses(house, "POST", "/customers", json!({}), &["/name"]).await;
    refuses(
        house,
        "POST",
        "/customers",
        json!({"name": "x", "tier": "D", "attributes": []}),
        &["/tier", "/attributes"],
    )
    .await;
    refuses(house, "POST", "/teams", json!({"members": ["x"]}), &["/name", "/members/0"]).await;
    refuses(house, "POST", "/tokens", json!({"name": "x", "role": "king"}), &["/role"]).await;
    refuses(house, "POST", "/agents", json!({}), &["/name", "/email", "/role"]).await;
    let twice = json!({"name": "M", "email": "marta@fioca.example", "role": "agent"});
    refuses(house, "POST", "/agents", twice, &["/email"]).await;
    let skills = json!({"skills": [{"level": 500}], "capacity": {"fax": 1, "email": -1}, "tier_rights": ["X"]});
    let me = house.ask("admin", "GET", "/me", None).await.id();
    let places = ["/skills/0/skill", "/skills/0/level", "/tier_rights/0", "/capacity/email", "/capacity/fax"];
    refuses(house, "PATCH", &format!("/agents/{me}"), skills, &places).await;
    let presence = json!({"presence": "asleep"});
    refuses(house, "PATCH", "/me/presence", presence, &["/presence"]).await;
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let house = House::open(None).await;
    let agents = house.get("/agents").await.expect(200);
    let marta = agents.rows().iter().find(|row| row["email"] == "marta@fioca.example").unwrap()["id"].clone();
    let path = format!("/agents/{}", marta.as_str().unwrap());
    house.ask("admin", "PATCH", &path, Some(json!({"role": "agent"}))).await.expect(409);
    house.ask("admin", "PATCH", &path, Some(json!({"active": false}))).await.expect(409);
}

#[tokio::test]
async fn a_call_without_a_body_takes_none() {
    let house = House::open(None).await;
    let path = "/arrivals/arr_01kahk5v7m2c9q4r8s6t1w3x5z/retry";
    assert_eq!(house.post(path, json!({"force": true})).await.expect(422).places(), ["/force"]);
    house.post(path, json!({})).await.expect(404);
    house.ask("agent", "POST", path, None).await.expect(404);
}
