//! Every call, asked as it is meant.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};
use spine::intake::Class;
use spine::{conversation, outbox};

use super::{Got, House, NOW_MS, mail, on_both_engines};
use crate::api::{store, table};

const HOUR_MS: i64 = 3_600_000;

pub async fn upload(
    house: &House,
    name: &str,
    content_type: &str,
    bytes: &[u8],
    headers: &[(&str, &str)],
) -> Got {
    let mut body = format!(
        "--grenze\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: {content_type}\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--grenze--\r\n");
    let mut request = Request::post("/api/v1/uploads")
        .header(header::AUTHORIZATION, format!("Bearer {}", house.token("agent")))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grenze");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let got = Got::of(house.send(request.body(Body::from(body)).unwrap()).await).await;
    house.hold_against_the_document("POST", "/uploads", &got);
    got
}

/// How true the words of the day were: those of the reports, and for whom.
async fn truth(house: &House) {
    let day = "from=2026-11-19&to=2026-11-19";
    let got = house.get(&format!("/reports/truth?{day}")).await.expect(200);
    let report = house.get(&format!("/reports?{day}")).await.expect(200);
    for count in ["kept", "not_kept", "moved", "withdrawn", "open", "untold"] {
        assert_eq!(got.body["total"][count], report.body["promises"][count], "{count}");
    }
    assert!(got.body["total"]["open"].as_i64().unwrap() > 0, "{}", got.body);
    let by: Vec<&str> = got.rows().iter().map(|group| group["by"].as_str().unwrap()).collect();
    assert!(
        ["source", "channel", "inbox", "tier", "hour", "week"].iter().all(|one| by.contains(one)),
        "{by:?}"
    );
    assert_eq!((&got.body["total"]["percent"], &got.body["total"]["note"]), (&Value::Null, &json!("too_few")));
    let inbox =
        got.rows().iter().find(|group| group["by"] == "inbox").unwrap()["id"].as_str().unwrap().to_owned();
    house.get(&format!("/reports/truth?{day}&inbox={inbox}")).await.expect(200);
    for (query, pointer) in [
        ("from=2026-11-19&to=2026-11-01", "/from"),
        ("from=2026-01-01&to=2026-11-01", "/from"),
        ("from=ieri", "/from"),
        ("to=2026-02-30", "/to"),
        ("inbox=1", "/inbox"),
        ("tier=A", "/tier"),
    ] {
        let refused = house.get(&format!("/reports/truth?{query}")).await.expect(422);
        assert_eq!(refused.body["errors"][0]["pointer"], pointer, "{query}");
    }
    house.get("/reports/truth?inbox=inb_01kahk5v7m2c9q4r8s6t1w3x5z").await.expect(404);
    for role in ["agent", "integration"] {
        house.ask(role, "GET", "/reports/truth", None).await.expect(403);
    }
}

/// What other numbers would do, and which numbers can be tried.
async fn whatif(house: &House) {
    let inbox = house.get("/inboxes").await.expect(200).rows()[0]["id"].as_str().unwrap().to_owned();
    let got = house.get(&format!("/inboxes/{inbox}/whatif?volume=20&people=1&c=480")).await.expect(200);
    // This house never settled twenty promises.
    assert_eq!((&got.body["then"], &got.body["note"]), (&Value::Null, &json!("too_few")), "{}", got.body);
    for (query, pointer) in [
        ("volume=301", "/volume"),
        ("people=due", "/people"),
        ("a=0", "/a"),
        ("leave=101", "/leave"),
        ("come=-1", "/come"),
        ("close=inb_1", "/close"),
        ("wage=-1", "/wage"),
        ("tier=A", "/tier"),
    ] {
        let refused = house.get(&format!("/inboxes/{inbox}/whatif?{query}")).await.expect(422);
        assert_eq!(refused.body["errors"][0]["pointer"], pointer, "{query}");
    }
    house.get("/inboxes/inb_01kahk5v7m2c9q4r8s6t1w3x5z/whatif").await.expect(404);
    for role in ["agent", "integration"] {
        house.ask(role, "GET", &format!("/inboxes/{inbox}/whatif"), None).await.expect(403);
    }
}

/// What the model would have promised, and how far back is looked.
async fn hindsight(house: &House) {
    let inbox = house.get("/inboxes").await.expect(200).rows()[0]["id"].as_str().unwrap().to_owned();
    let got = house.get(&format!("/inboxes/{inbox}/hindsight?days=28")).await.expect(200);
    // This house never settled twenty promises.
    assert_eq!(
        (&got.body["total"]["settled"], &got.body["ready_at"]),
        (&json!(0), &Value::Null),
        "{}",
        got.body
    );
    for days in ["6", "366", "molti"] {
        let refused = house.get(&format!("/inboxes/{inbox}/hindsight?days={days}")).await.expect(422);
        assert_eq!(refused.body["errors"][0]["pointer"], "/days", "{days}");
    }
    house.get("/inboxes/inb_01kahk5v7m2c9q4r8s6t1w3x5z/hindsight").await.expect(404);
    for role in ["agent", "integration"] {
        house.ask(role, "GET", &format!("/inboxes/{inbox}/hindsight"), None).await.expect(403);
    }
}

/// The figures of the day, and who may ask for whose.
async fn figures(house: &House) {
    let got = house.get("/reports?from=2026-11-19&to=2026-11-19").await.expect(200);
    let line = |measure: &str| {
        let lines = got.body["total"].as_array().unwrap();
        lines.iter().find(|line| line["measure"] == measure).unwrap().clone()
    };
    assert_eq!(line("received")["count"], line("answered")["n"]);
    assert!(line("received")["count"].as_i64().unwrap() > 0, "{}", got.body);
    let by: Vec<&str> = got.rows().iter().map(|part| part["by"].as_str().unwrap()).collect();
    assert!(["inbox", "tier", "person", "day"].iter().all(|one| by.contains(one)), "{by:?}");
    for (query, pointer) in [
        ("from=2026-11-19&to=2026-11-01", "/from"),
        ("from=2026-01-01&to=2026-11-01", "/from"),
        ("from=ieri", "/from"),
        ("inbox=1", "/inbox"),
        ("tier=Z", "/tier"),
        ("person=1", "/person"),
    ] {
        let refused = house.get(&format!("/reports?{query}")).await.expect(422);
        assert_eq!(refused.body["errors"][0]["pointer"], pointer, "{query}");
    }
    let me = house.ask("agent", "GET", "/reports", None).await.expect(200);
    let people = me.rows().iter().filter(|part| part["by"] == "person").count();
    assert!(people <= 1, "an agent's own: {}", me.body);
    let others = got.rows().iter().find(|part| part["by"] == "person" && !part["id"].is_null());
    let somebody = others.unwrap_or_else(|| panic!("nobody answered: {}", got.body))["id"].as_str().unwrap();
    house.get(&format!("/reports?person={somebody}")).await.expect(200);
    house.ask("integration", "GET", "/reports", None).await.expect(403);
    truth(house).await;
    whatif(house).await;
    hindsight(house).await;
    let board = house.get("/wallboard").await.expect(200);
    let waiting: i64 =
        board.body["inboxes"].as_array().unwrap().iter().map(|one| one["waiting"].as_i64().unwrap()).sum();
    let open = house.get("/conversations?status=open&limit=200").await.expect(200).rows().len();
    assert_eq!(waiting, open as i64);
    house.ask("agent", "GET", "/wallboard", None).await.expect(403);
    let outlook = house.get("/wallboard/outlook").await.expect(200);
    assert_eq!(outlook.body["known"], false, "nobody has answered twenty times: {}", outlook.body);
    house.ask("agent", "GET", "/wallboard/outlook", None).await.expect(403);
}

#[tokio::test]
async fn every_call_answers_as_the_document_says() {
    on_both_engines(async |house| {
        let house = &house;
        people(house).await;
        let inbox = settings(house).await;
        mailbox(house, &inbox).await;
        let customer = customers(house).await;
        let conversation = begun(house, &inbox).await;
        answered(house, &conversation).await;
        handled(house, &conversation).await;
        promised(house, &conversation).await;
        written(house, &conversation).await;
        received(house).await;
        left(house, &inbox).await;
        numbers(house, &customer).await;
        super::letters::asked(house, &inbox, &conversation).await;
        super::together::asked(house, &inbox, &conversation).await;
        super::oncall::asked(house, &conversation).await;
        super::skills::asked(house, &inbox).await;
        super::shifts::asked(house).await;
        super::complaints::asked(house, &inbox).await;
        super::reports::asked(house).await;
        super::channels::asked(house, &inbox).await;
        super::scheduled::asked(house, &inbox).await;
        super::forecast::asked(house, &inbox).await;
        house.ask("admin", "DELETE", &format!("/inboxes/{inbox}"), None).await.expect(204);
        let mut done = house.done.lock().unwrap().clone();
        done.extend([("GET", "/openapi.json"), ("GET", "/events/stream")]);
        let missing: Vec<_> =
            table::all().map(|call| (call.method, call.path)).filter(|call| !done.contains(call)).collect();
        assert_eq!(missing, [], "calls nobody asked");
        let ran = house.desk.db.executed();
        let unused: Vec<_> =
            store::QUERIES.iter().map(|query| query.name).filter(|name| !ran.contains(name)).collect();
        assert_eq!(unused, [] as [&str; 0], "queries nothing ran");
    })
    .await;
}

async fn people(house: &House) {
    let me = house.ask("agent", "GET", "/me", None).await.expect(200);
    assert_eq!(me.body["name"], "Giulia Ferri");
    assert_eq!(me.body["role"], "agent");
    assert_eq!(me.body["account"]["timezone"], "Europe/Rome");
    assert!(!me.body["permissions"].as_array().unwrap().contains(&json!("change-tokens")));
    assert_eq!(house.ask("integration", "GET", "/me", None).await.expect(200).body["role"], "integration");
    let there = house.patch("/me/presence", json!({"presence": "online"})).await.expect(200);
    assert_eq!(there.body["presence"], "online");

    let team =
        house.ask("supervisor", "POST", "/teams", Some(json!({"name": "Fatture", "members": [me.id()]})));
    let team = team.await.expect(201);
    assert_eq!(team.body["members"], json!([me.id()]));
    assert_eq!(house.get("/teams").await.expect(200).ids(), [team.id()]);

    let body = json!({
        "name": "Luca Sala", "email": "luca@fioca.example", "role": "agent", "teams": [team.id()],
        "skills": [{"skill": "fatture", "level": 3}], "capacity": {"email": 12}, "tier_rights": ["A", "C"],
    });
    let luca = house.ask("admin", "POST", "/agents", Some(body)).await.expect(201);
    assert!(luca.body["invite_url"].as_str().unwrap().starts_with("https://aiuto.fioca.example/invite/"));
    assert_eq!(luca.body["teams"], json!([team.id()]));
    assert_eq!(luca.body["skills"], json!([{"skill": "fatture", "level": 3}]));
    let path = format!("/agents/{}", luca.id());
    let changed = house.ask("supervisor", "PATCH", &path, Some(json!({"teams": [], "presence": "busy"})));
    let changed = changed.await.expect(200);
    assert_eq!((&changed.body["teams"], &changed.body["presence"]), (&json!([]), &json!("busy")));
    assert_eq!(changed.body["capacity"], json!({"email": 12}), "what is left out stays");
    house.ask("supervisor", "PATCH", &path, Some(json!({"role": "admin"}))).await.expect(403);
    let renamed = json!({"name": "Luca Sala Conti", "role": "supervisor", "active": false});
    let renamed = house.ask("admin", "PATCH", &path, Some(renamed)).await.expect(200);
    assert_eq!((&renamed.body["role"], &renamed.body["active"]), (&json!("supervisor"), &json!(false)));
    assert_eq!(house.get(&path).await.expect(200).body["name"], "Luca Sala Conti");
    assert_eq!(house.get("/agents").await.expect(200).rows().len(), 4, "Marta, Sara, Giulia, Luca; no program");

    let token = json!({"name": "Magazzino", "role": "integration"});
    let token = house.ask("admin", "POST", "/tokens", Some(token)).await.expect(201);
    assert!(token.body["token"].as_str().unwrap().starts_with("rsc_"));
    let listed = house.ask("admin", "GET", "/tokens", None).await.expect(200);
    assert!(listed.ids().contains(&token.id()) && listed.rows().iter().all(|row| row.get("token").is_none()));
    house.ask("admin", "DELETE", &format!("/tokens/{}", token.id()), None).await.expect(204);
    house.ask("admin", "DELETE", &format!("/tokens/{}", token.id()), None).await.expect(404);
}

async fn settings(house: &House) -> String {
    let inbox = house.inbox().await;
    let path = format!("/inboxes/{inbox}");
    let there = house.get(&path).await.expect(200);
    assert_eq!(there.body["hours"]["timezone"], "Europe/Rome");
    assert_eq!(there.body["targets"]["first_reply_minutes"], json!({"A": 60, "B": 120, "C": 240}));
    assert_eq!(there.body["health"]["state"], "good");
    let patch =
        json!({"targets": {"first_reply_minutes": {"C": 120}}, "hours": {"patron": "06-24"}, "register": "tu"});
    let changed = house.ask("admin", "PATCH", &path, Some(patch)).await.expect(200);
    assert_eq!(changed.body["targets"]["first_reply_minutes"], json!({"A": 60, "B": 120, "C": 120}));
    assert_eq!(changed.body["targets"]["next_reply_minutes"], json!({"A": 60, "B": 120, "C": 240}));
    assert_eq!(changed.body["hours"]["patron"], "06-24");
    assert_eq!(changed.body["hours"]["week"]["mon"], json!([["09:00", "18:00"]]));
    assert_eq!(house.get("/inboxes").await.expect(200).ids(), std::slice::from_ref(&inbox));
    inbox
}

async fn mailbox(house: &House, inbox: &str) {
    let path = format!("/inboxes/{inbox}/mailbox");
    house.get(&path).await.expect(404);
    let bad = json!({"imap": {"host": "imap .it", "port": 0}, "password": "x", "after": {"action": "move"}});
    let refused = house.ask("admin", "PUT", &path, Some(bad)).await.expect(422);
    let places: Vec<_> =
        refused.body["errors"].as_array().unwrap().iter().map(|error| error["pointer"].clone()).collect();
    assert_eq!(places, ["/imap/port", "/after/action"]);
    let wish =
        json!({"provider": "gmail", "password": "lampada segreta", "first": {"take": "days", "days": 7}});
    house.ask("supervisor", "PUT", &path, Some(wish.clone())).await.expect(403);
    let there = house.ask("admin", "PUT", &path, Some(wish)).await.expect(200);
    assert_eq!(there.body["imap"], json!({"host": "imap.gmail.com", "port": 993, "encryption": "tls"}));
    assert_eq!(there.body["smtp"]["host"], "smtp.gmail.com");
    assert_eq!(there.body["health"]["state"], "new");
    let again = house.ask("admin", "PUT", &path, Some(json!({"provider": "gmail", "smtp": null}))).await;
    assert_eq!(again.expect(200).body["smtp"], json!(null), "the password stays, the sending server goes");
    let shown = house.get(&path).await.expect(200);
    assert!(!shown.body.to_string().contains("segreta"));
    let wish = json!({"imap": {"host": "sign-in.sign_in_refused.invalid", "port": 993}, "password": "x"});
    let report = house.ask("admin", "POST", &format!("{path}/test"), Some(wish)).await.expect(200);
    assert_eq!(report.body["good"], false);
    assert_eq!(report.body["steps"][3]["fault"]["code"], "sign_in_refused");
    assert_eq!(report.body["steps"][4]["outcome"], "not_reached");
    let kept = house.ask("admin", "POST", &format!("{path}/test"), Some(json!({}))).await.expect(200);
    assert_eq!((&kept.body["good"], &kept.body["steps"][4]["messages"]), (&json!(true), &json!(12)));
    let reports = house.get(&format!("{path}/reconciliations")).await.expect(200);
    assert_eq!(reports.rows().len(), 0);
    house.ask("admin", "DELETE", &path, None).await.expect(204);
    house.ask("admin", "DELETE", &path, None).await.expect(404);
}

async fn customers(house: &House) -> String {
    let body = json!({
        "name": "Bruno Riva", "tier": "A", "language": "it", "attributes": {"shop_number": 4711, "vip": true},
        "identities": [{"kind": "email", "value": "Bruno@Posta.example"}, {"kind": "phone", "value": "+39 02 1234567"}],
    });
    let bruno = house.post("/customers", body).await.expect(201);
    assert_eq!(bruno.body["identities"][0]["value"], "bruno@posta.example");
    assert_eq!(bruno.body["identities"][1]["value"], "+39021234567");
    let path = format!("/customers/{}", bruno.id());
    let patch = json!({
        "tier": "B", "attributes": {"vip": null, "city": "Como"},
        "identities": [{"kind": "email", "value": "bruno.riva@lavoro.example"}],
    });
    let changed = house.patch(&path, patch).await.expect(200);
    assert_eq!(changed.body["attributes"], json!({"shop_number": 4711, "city": "Como"}));
    assert_eq!(changed.body["identities"].as_array().unwrap().len(), 3);
    assert_eq!(house.get(&path).await.expect(200).body["tier"], "B");
    let found = house.get("/customers?identity=email:BRUNO@posta.example").await.expect(200);
    assert_eq!(found.ids(), [bruno.id()]);
    assert_eq!(house.get("/customers").await.expect(200).ids(), [bruno.id()]);
    bruno.id()
}

async fn begun(house: &House, inbox: &str) -> String {
    let body = json!({
        "direction": "in", "inbox_id": inbox, "channel": "phone", "subject": "Fattura di ottobre",
        "text": "Non ho ricevuto la fattura.", "skills": ["fatture"], "tier": "B",
        "customer": {"identities": [{"kind": "email", "value": "bruno@posta.example"}]},
    });
    let opened = house.ask("integration", "POST", "/conversations", Some(body)).await.expect(201);
    assert_eq!(opened.body["channel"], "phone");
    assert_eq!(opened.body["status"], "open");
    assert_eq!(opened.body["customer"]["name"], "Bruno Riva", "known by the address");
    assert_eq!((&opened.body["tier"], &opened.body["skills"]), (&json!("B"), &json!(["fatture"])));
    assert_eq!(opened.body["message"]["direction"], "in");
    let promise = &opened.body["promise"];
    assert_eq!((&promise["kind"], &promise["state"]), (&json!("first_reply"), &json!("open")));
    assert_eq!(promise["due_at"], "2026-11-19T11:00:00Z", "two open hours for tier B");
    assert_eq!(promise["basis"]["inputs"]["from"], "2026-11-19T09:00:00Z");
    assert_eq!(opened.body["due_at"], promise["due_at"]);
    opened.id()
}

async fn answered(house: &House, conversation: &str) {
    let file = upload(house, "fattura ottobre.pdf", "application/pdf", b"%PDF-1.4", &[]).await.expect(201);
    assert_eq!(file.body["size_bytes"], 8);
    let messages = format!("/conversations/{conversation}/messages");
    let note = json!({"kind": "note", "text": "Chiedo in amministrazione."});
    let note = house
        .ask_with("agent", "POST", &messages, Some(note), &[("idempotency-key", "nota-1")])
        .await
        .expect(201);
    assert_eq!(note.body["direction"], "note");
    assert_eq!(note.body["author"]["name"], "Giulia Ferri");
    let reply = json!({
        "kind": "reply", "text": "Eccola.", "html": "<p onclick=\"x()\">Eccola.<script>x()</script></p>",
        "attachments": [file.id()], "cc": ["conti@posta.example", {"name": "Ufficio", "email": "ufficio@posta.example"}],
    });
    let reply = house.post(&messages, reply).await.expect(201);
    assert_eq!(reply.body["html"], "<p>Eccola.</p>");
    assert_eq!(reply.body["channel"], "email");
    assert!(reply.body["channel_reason"].as_str().unwrap().contains("no way out"), "a phone call has none");
    assert_eq!(reply.body["delivery"]["state"], "queued");
    assert_eq!(reply.body["to"][0]["email"], "bruno@posta.example");
    assert_eq!(reply.body["attachments"][0]["sha256"], file.body["sha256"]);
    assert_eq!(house.get(&format!("/conversations/{conversation}")).await.body["status"], "waiting");

    let url = reply.body["attachments"][0]["url"].as_str().unwrap();
    let path = url.strip_prefix("https://aiuto.fioca.example/api/v1").unwrap();
    let got = house.get(path).await.expect(200);
    assert_eq!(got.bytes, b"%PDF-1.4");
    let disposition = "attachment; filename=\"fattura ottobre.pdf\"; filename*=UTF-8''fattura%20ottobre.pdf";
    assert_eq!(got.header("content-disposition"), disposition);
    assert_eq!(got.header("x-content-type-options"), "nosniff");

    let me = house.ask("agent", "GET", "/me", None).await.id();
    let for_giulia = json!({
        "kind": "reply", "text": "Il pacco parte oggi.", "on_behalf_of": me, "channel": "email",
        "promise": {"due_at": "2026-11-20T09:00:00+01:00", "text": "il numero del pacco"},
    });
    let spoken = house.ask("integration", "POST", &messages, Some(for_giulia)).await.expect(201);
    assert_eq!(spoken.body["author"]["kind"], "agent");
    assert_eq!(spoken.body["promise"]["due_at"], "2026-11-20T08:00:00Z");
    assert_eq!(spoken.body["promise"]["basis"]["source"], "agent");
    let by_itself = json!({"kind": "reply", "text": "Il pacco è partito."});
    let by_itself = house.ask("integration", "POST", &messages, Some(by_itself)).await.expect(201);
    assert_eq!(by_itself.body["author"]["kind"], "integration");
    assert_eq!(by_itself.body["author"]["name"], "Negozio");

    let all = house.get(&messages).await.expect(200);
    let directions: Vec<&str> = all.rows().iter().map(|row| row["direction"].as_str().unwrap()).collect();
    assert_eq!(directions, ["in", "note", "out", "out", "out"], "oldest first");
    assert_eq!(all.rows()[0]["author"]["kind"], "customer");
    assert!(all.rows()[0]["author"]["id"].as_str().unwrap().starts_with("cus_"));
}

async fn handled(house: &House, conversation: &str) {
    let path = format!("/conversations/{conversation}");
    let (me, team) =
        (house.ask("agent", "GET", "/me", None).await.id(), house.get("/teams").await.ids().remove(0));
    let patch = json!({"assignee": me, "team": team, "tags": ["fattura", "ottobre"], "priority": 2});
    let changed = house.patch(&path, patch).await.expect(200);
    assert_eq!((&changed.body["assignee"], &changed.body["team"]), (&json!(me), &json!(team)));
    assert_eq!((&changed.body["tags"], &changed.body["priority"]), (&json!(["fattura", "ottobre"]), &json!(2)));
    let aside = house.patch(&path, json!({"snoozed_until": "2026-11-23T08:00:00Z"})).await.expect(200);
    assert_eq!(
        (&aside.body["status"], &aside.body["tags"]),
        (&json!("snoozed"), &json!(["fattura", "ottobre"]))
    );
    assert_eq!(aside.body["snoozed_until"], "2026-11-23T08:00:00Z");
    let back = house.patch(&path, json!({"snoozed_until": null})).await.expect(200);
    assert_eq!((&back.body["status"], &back.body["snoozed_until"]), (&json!("open"), &Value::Null));
    let waits = house.patch(&path, json!({"status": "waiting"})).await.expect(200);
    assert_eq!(waits.body["returns_at"], "2026-11-22T09:00:00Z", "three days");
    let closed = json!({"status": "closed", "close_reason": "risolta al telefono"});
    let closed = house.patch(&path, closed).await.expect(200);
    assert_eq!(closed.body["closed_at"], "2026-11-19T09:00:00Z");
    assert_eq!(house.get("/conversations?status=closed").await.expect(200).ids(), [conversation]);
    assert_eq!(house.get("/conversations?order=due").await.expect(200).ids(), [conversation]);
    assert_eq!(house.get("/conversations?status=open").await.expect(200).ids(), [] as [&str; 0]);
    let again = house.patch(&path, json!({"status": "open", "assignee": null, "team": null, "tags": []}));
    let again = again.await.expect(200);
    assert_eq!((&again.body["assignee"], &again.body["tags"]), (&Value::Null, &json!([])));
    assert_eq!(again.body["promise"]["state"], "open", "an open conversation always has a next due moment");
}

async fn promised(house: &House, conversation: &str) {
    let path = format!("/conversations/{conversation}/promises");
    let given = json!({"due_at": "2026-11-20T10:00:00Z", "text": "La richiamo domattina."});
    let given = house.post(&path, given).await.expect(201);
    assert_eq!(
        (&given.body["kind"], &given.body["text"]),
        (&json!("custom"), &json!("La richiamo domattina."))
    );
    let move_to = format!("/promises/{}/move", given.id());
    let later = json!({"due_at": "2026-11-20T14:00:00Z", "reason": "Il corriere passa nel pomeriggio."});
    let moved = house.post(&move_to, later.clone()).await.expect(200);
    assert_eq!(moved.body["original_due_at"], "2026-11-20T10:00:00Z");
    assert_eq!(moved.body["follows"], given.id());
    let old = house.get(&format!("/promises/{}", given.id())).await.expect(200);
    assert_eq!((&old.body["state"], &old.body["moved_to"]), (&json!("moved"), &json!(moved.id())));
    assert_eq!(old.body["moved_reason"], "Il corriere passa nel pomeriggio.");
    house.post(&move_to, later.clone()).await.expect(409);
    house.post(&format!("/promises/{}/move", moved.id()), later).await.expect(409);
    let of_this = house.get(&path).await.expect(200);
    assert_eq!(of_this.ids()[0], moved.id(), "newest first");
    assert_eq!(house.get("/promises?state=moved").await.expect(200).ids(), [given.id()]);
    let letters = house.get("/outbox?state=queued").await.expect(200);
    let purposes: Vec<&str> = letters.rows().iter().map(|row| row["purpose"].as_str().unwrap()).collect();
    assert!(purposes.contains(&"moved") && purposes.contains(&"acknowledgement"), "{purposes:?}");
}

async fn received(house: &House) {
    let owed =
        house.arrival("aiuto+garanzia@fioca.example", mail("ada@posta.example", "Guasto", Class::Person)).await;
    let bulk = house.arrival("aiuto@fioca.example", mail("news@shop.example", "Sconti", Class::Bulk)).await;
    let one = house.get(&format!("/arrivals/{owed}")).await.expect(200);
    assert_eq!((&one.body["verdict"], &one.body["class"]), (&json!("owed"), &json!("person")));
    assert_eq!(one.body["recipient"], "aiuto+garanzia@fioca.example");
    assert_eq!(one.body["authentication"]["spf"], "pass");
    let conversation = one.body["conversation_id"].as_str().unwrap();
    let messages = house.get(&format!("/conversations/{conversation}/messages")).await.expect(200);
    assert_eq!(messages.rows()[0]["id"], one.body["message_id"]);
    assert_eq!(messages.rows()[0]["arrival_id"], json!(owed));
    let raw = house.get(&format!("/arrivals/{owed}/raw")).await.expect(200);
    assert_eq!(raw.bytes, b"Subject: Guasto\r\n\r\nciao\r\n");
    assert_eq!(raw.header("content-type"), "message/rfc822");
    assert_eq!(house.get("/arrivals").await.expect(200).ids(), [bulk.clone(), owed.clone()], "newest first");
    assert_eq!(
        house.get("/arrivals?verdict=no_answer_owed&channel=email").await.ids(),
        std::slice::from_ref(&bulk)
    );
    let by_recipient = house.get("/arrivals?recipient=AIUTO%2Bgaranzia@fioca.example").await.expect(200);
    assert_eq!(by_recipient.ids(), std::slice::from_ref(&owed));

    house.post(&format!("/arrivals/{owed}/retry"), json!({})).await.expect(409);
    let path = format!("/arrivals/{bulk}");
    let again = house.ask("agent", "POST", &format!("{path}/retry"), None).await.expect(200);
    assert_eq!(again.body["verdict"], "waiting");
    let spam = house.ask("agent", "POST", &format!("{path}/spam"), None).await.expect(200);
    assert_eq!(spam.body["verdict"], "spam");
    let up = house.ask("agent", "POST", &format!("{path}/take-up"), None).await.expect(200);
    assert_eq!(up.body["verdict"], "waiting");
}

async fn left(house: &House, inbox: &str) {
    let body = json!({
        "direction": "out", "inbox_id": inbox, "subject": "Il tuo ordine", "text": "La lampada arriva venerdì.",
        "customer": {"name": "Carla Usai", "identities": [{"kind": "email", "value": "carla@posta.example"}]},
    });
    let begun = house.post("/conversations", body).await.expect(201);
    assert_eq!((&begun.body["status"], &begun.body["promise"]), (&json!("waiting"), &Value::Null));
    assert_eq!(begun.body["message"]["delivery"]["state"], "queued");
    let mail = begun.body["message"]["delivery"]["outgoing_id"].as_str().unwrap().to_owned();
    let path = format!("/outbox/{mail}");
    let there = house.get(&path).await.expect(200);
    assert_eq!(
        (&there.body["purpose"], &there.body["recipients"]),
        (&json!("answer"), &json!(["carla@posta.example"]))
    );
    assert_eq!(house.get("/outbox").await.expect(200).ids()[0], mail);
    let oid = mail.trim_start_matches("out_").to_owned();
    house
        .write(move |tx| {
            let outgoing = outbox::by_oid(tx, &oid)?;
            Ok(outbox::given_up(tx, outgoing.id, "550 5.1.1 no such user", Some("5.1.1"))?)
        })
        .await;
    assert_eq!(house.get("/outbox?state=failed").await.expect(200).ids(), std::slice::from_ref(&mail));
    let conversation = house.get(&format!("/conversations/{}", begun.id())).await.expect(200);
    assert_eq!(conversation.body["trouble"], "550 5.1.1 no such user");
    assert_eq!(conversation.body["customer"]["identities"][0]["reach"]["state"], "undeliverable");
    let again = house.ask("agent", "POST", &format!("{path}/retry"), None).await.expect(200);
    assert_eq!(again.body["state"], "queued");
}

/// Canned answers, and an answer given as HTML alone.
async fn written(house: &House, conversation: &str) {
    let new =
        json!({"title": "Reso", "shortcut": "reso", "text": "Ciao {{customer.name}},\nil reso è gratis."});
    let made = house.ask("supervisor", "POST", "/canned", Some(new.clone())).await.expect(201);
    assert_eq!((&made.body["owner"], &made.body["shortcut"]), (&Value::Null, &json!("reso")));
    assert_eq!(made.body["text"], "Ciao {{customer.name}},\nil reso è gratis.");
    let taken = house.ask("supervisor", "POST", "/canned", Some(new.clone())).await.expect(422);
    assert_eq!(taken.places(), ["/shortcut"]);
    house.ask("agent", "POST", "/canned", Some(new)).await.expect(403);
    let own = json!({"title": "Mia", "html": "<b onclick=x>x</b>", "shared": false});
    let own = house.ask("agent", "POST", "/canned", Some(own)).await.expect(201);
    assert_eq!(own.body["html"], "<b>x</b>");
    let path = format!("/canned/{}", made.id());
    house.ask("integration", "GET", &format!("/canned/{}", own.id()), None).await.expect(404);
    house.ask("integration", "GET", &path, None).await.expect(200);
    let patched = json!({"category": "Resi", "language": "it"});
    let patched = house.ask("supervisor", "PATCH", &path, Some(patched)).await.expect(200);
    assert_eq!((&patched.body["category"], &patched.body["title"]), (&json!("Resi"), &json!("Reso")));
    let every = house.ask("supervisor", "PATCH", &path, Some(json!({"language": null}))).await.expect(200);
    assert_eq!(every.body["language"], Value::Null);
    let wrong = json!({"title": "", "text": "x", "html": "y"});
    house.ask("supervisor", "POST", "/canned", Some(wrong)).await.expect(422);
    let ids = house.ask("agent", "GET", "/canned", None).await.expect(200).ids();
    assert_eq!(ids.len(), 2);
    house.ask("supervisor", "DELETE", &path, None).await.expect(204);
    house.ask("supervisor", "GET", &path, None).await.expect(404);

    let messages = format!("/conversations/{conversation}/messages");
    let formed = json!({"kind": "reply", "html": "<p>Serve:</p><ul><li>un <b>dimmer</b></li></ul>"});
    let formed = house.post(&messages, formed).await.expect(201);
    assert_eq!(formed.body["text"], "Serve:\n\n- un dimmer");
    assert!(formed.body["html"].as_str().unwrap().contains("<b>dimmer</b>"));
    house.post(&messages, json!({"kind": "reply", "html": "<script>x</script>"})).await.expect(422);
    let picture = upload(house, "schema.png", "image/png", b"\x89PNG", &[]).await.expect(201).id();
    let shown = format!("<p>Ecco:</p><img src=\"cid:{picture}\">");
    let shown = json!({"kind": "reply", "text": "Ecco:", "html": shown, "attachments": [picture]});
    let shown = house.post(&messages, shown).await.expect(201);
    assert_eq!(shown.body["attachments"][0]["inline"], true);
    assert_eq!(shown.body["attachments"][0]["content_id"], format!("{picture}@riscontro"));
    assert!(shown.body["html"].as_str().unwrap().contains(&format!("cid:{picture}@riscontro")));
}

async fn numbers(house: &House, customer: &str) {
    let timeline = house.get(&format!("/customers/{customer}/timeline")).await.expect(200);
    let directions: Vec<&str> =
        timeline.rows().iter().map(|row| row["message"]["direction"].as_str().unwrap()).collect();
    assert_eq!(directions, ["out", "out", "out", "out", "out", "note", "in"], "newest first");
    house.clock.move_to(NOW_MS + HOUR_MS);
    let ledger = house.get("/ledger").await.expect(200);
    let total = &ledger.body["total"];
    assert_eq!((&total["received"], &total["owed"]), (&json!(2), &json!(1)));
    assert_eq!(ledger.rows()[0]["day"], "2026-11-19");
    let none = house.get("/ledger?from=2026-11-01&to=2026-11-02").await.expect(200);
    assert_eq!(none.rows().len(), 0);
    figures(house).await;
    let events = house.get("/events?limit=200").await.expect(200);
    let seqs: Vec<i64> = events.rows().iter().map(|row| row["seq"].as_i64().unwrap()).collect();
    assert!(seqs.iter().enumerate().all(|(at, seq)| *seq == at as i64 + 1), "no hole: {seqs:?}");
    let kinds: Vec<&str> = events.rows().iter().map(|row| row["type"].as_str().unwrap()).collect();
    for kind in ["conversation.opened", "promise.made", "promise.moved", "message.failed", "arrival.settled"] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
    let by_program = events.rows().iter().find(|row| row["actor"]["kind"] == "integration").unwrap();
    assert!(by_program["actor"]["id"].as_str().unwrap().starts_with("tok_"));
    let text = events.body.to_string();
    assert!(!text.contains("_at_ms") && text.contains("\"due_at\""), "moments are written as everywhere");
}

#[tokio::test]
async fn an_answer_by_a_program_alone_keeps_no_promise_and_one_for_an_agent_does() {
    on_both_engines(async |house| {
        let inbox = house.inbox().await;
        let me = house.ask("agent", "GET", "/me", None).await.id();
        for (named, state) in [(None, "open"), (Some(me), "kept")] {
            let conversation = house.conversation(&inbox, "ada@posta.example", "Ciao").await;
            let path = format!("/conversations/{conversation}");
            let mut body = json!({"kind": "reply", "text": "Eccoci."});
            if let Some(named) = named {
                body["on_behalf_of"] = Value::from(named);
            }
            let written =
                house.ask("integration", "POST", &format!("{path}/messages"), Some(body)).await.expect(201);
            let oid = written.id().trim_start_matches("msg_").to_owned();
            house
                .write(move |tx| {
                    let message = conversation::message_by_oid(tx, &oid)?;
                    let mail = outbox::of_message(tx, message.id)?.unwrap();
                    Ok(outbox::handed_over(tx, mail.id, &[])?)
                })
                .await;
            let there = house.get(&path).await.expect(200);
            assert_eq!(there.body["promise"]["state"], state);
            let messages = house.get(&format!("{path}/messages")).await.expect(200);
            assert_eq!(messages.rows()[1]["delivery"]["state"], "sent");
        }
    })
    .await;
}

#[tokio::test]
async fn an_upload_sent_twice_with_one_key_is_kept_once() {
    let house = House::open(None).await;
    let key = [("idempotency-key", "carica-1")];
    let first = upload(&house, "a.txt", "text/plain", b"ciao", &key).await.expect(201);
    let again = upload(&house, "a.txt", "text/plain", b"ciao", &key).await.expect(201);
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(first.id(), again.id());
    upload(&house, "a.txt", "text/plain", b"altro", &key).await.expect(422);
}

#[tokio::test]
async fn a_file_larger_than_allowed_is_refused_and_a_large_one_comes_back_whole() {
    let house = House::open(None).await;
    let large = vec![7; 900 * 1024];
    let file = upload(&house, "grande.bin", "rubbish", &large, &[]).await.expect(201);
    assert_eq!(file.body["content_type"], "application/octet-stream");
    assert_eq!(house.get(&format!("/attachments/{}", file.id())).await.expect(200).bytes, large);
    upload(&house, "troppo.bin", "a/b", &vec![7; 1024 * 1024 + 1], &[]).await.expect(413);
    let endless = Request::post("/api/v1/uploads")
        .header(header::AUTHORIZATION, format!("Bearer {}", house.token("agent")))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grenze")
        .body(Body::from(vec![b'x'; 2 * 1024 * 1024]));
    Got::of(house.send(endless.unwrap()).await).await.expect(413);
    let page = upload(&house, "<b>.html", "text/html", b"<script>", &[]).await.expect(201);
    let got = house.get(&format!("/attachments/{}", page.id())).await.expect(200);
    assert_eq!(got.header("content-type"), "application/octet-stream");
    assert!(got.header("content-security-policy").contains("sandbox"));
}
