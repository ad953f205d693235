//! Who may not: without a token, outside the role, another account.

use axum::body::Body;
use axum::http::{Request, header};
use office::account::Role;
use serde_json::{Value, json};
use spine::intake::Class;

use super::calls::upload;
use super::{Got, House, mail, on_both_engines};
use crate::api::call::Call;
use crate::api::table;
use crate::security::{Rate, Rates};

#[tokio::test]
async fn without_a_good_token_nothing_is_answered() {
    let house = House::open(None).await;
    let authorizations =
        ["", "Basic bWU6eW91", "Bearer", "Bearer nothing", "Bearer rsc_00000000000000000000000000000000"];
    for given in authorizations {
        let mut request = Request::get("/api/v1/me");
        if !given.is_empty() {
            request = request.header(header::AUTHORIZATION, given);
        }
        let got = Got::of(house.send(request.body(Body::empty()).unwrap()).await).await.expect(401);
        house.hold_against_the_document("GET", "/me", &got);
        assert!(got.header("www-authenticate").starts_with("Bearer"), "{given}");
    }
    let lower =
        Request::get("/api/v1/me").header(header::AUTHORIZATION, format!("bearer {}", house.token("agent")));
    Got::of(house.send(lower.body(Body::empty()).unwrap()).await).await.expect(200);
}

#[tokio::test]
async fn a_revoked_token_opens_nothing_more() {
    let house = House::open(None).await;
    let tokens = house.ask("admin", "GET", "/tokens", None).await.expect(200);
    let giulia = tokens.rows().iter().find(|row| row["role"] == "agent").unwrap()["id"].as_str().unwrap();
    house.ask("agent", "GET", "/me", None).await.expect(200);
    house.ask("admin", "DELETE", &format!("/tokens/{giulia}"), None).await.expect(204);
    house.ask("agent", "GET", "/me", None).await.expect(401);
}

#[tokio::test]
async fn each_role_gets_what_the_matrix_says_and_nothing_else() {
    let house = House::open(None).await;
    for call in table::all() {
        let Some(permission) = call.may else { continue };
        for role in Role::ALL {
            if call.path == "/events/stream" && permission.allows(role) {
                continue;
            }
            // Everybody reads their own figures, their own leave and swaps, and a program has none.
            let own = matches!(
                call.path,
                "/reports" | "/reports/behind" | "/shift-requests" | "/shift-swaps" | "/shift-feed"
            );
            if own && call.method == "GET" && role == Role::Integration {
                house.ask(role.name(), call.method, call.path, None).await.expect(403);
                continue;
            }
            let url = call.path.replace("{id}", "nothing");
            let body = (call.method != "GET").then(|| json!({"unheard_of": true}));
            let got = house.ask(role.name(), call.method, &url, body).await;
            let refused = got.status == 403;
            assert_eq!(
                refused,
                !permission.allows(role),
                "{} {url} as {}: {}",
                call.method,
                role.name(),
                got.body
            );
        }
        house.clock.advance(1_000);
    }
}

#[tokio::test]
async fn a_program_gives_no_word_and_no_presence_of_its_own() {
    let house = House::open(None).await;
    let inbox = house.inbox().await;
    let conversation = house.conversation(&inbox, "ada@posta.example", "Ciao").await;
    let messages = format!("/conversations/{conversation}/messages");
    let word = json!({"kind": "reply", "text": "Eccoci.", "promise": {"due_at": "2026-11-20T10:00:00Z"}});
    let refused = house.ask("integration", "POST", &messages, Some(word)).await.expect(422);
    assert_eq!(refused.places(), ["/promise"]);
    assert_eq!(house.get(&messages).await.rows().len(), 1, "nothing was half done");
    house.ask("integration", "PATCH", "/me/presence", Some(json!({"presence": "online"}))).await.expect(403);
    let sara = house.ask("supervisor", "GET", "/me", None).await.id();
    let for_sara = json!({"kind": "note", "text": "Nota", "on_behalf_of": sara});
    house.ask("agent", "POST", &messages, Some(for_sara.clone())).await.expect(403);
    house.ask("admin", "POST", &messages, Some(for_sara)).await.expect(201);
}

#[tokio::test]
async fn two_companies_never_see_each_other() {
    on_both_engines(async |house| {
        let inbox = house.inbox().await;
        let conversation = house.conversation(&inbox, "ada@posta.example", "Ciao").await;
        let arrival =
            house.arrival("aiuto@fioca.example", mail("b@posta.example", "Guasto", Class::Person)).await;
        let messages = format!("/conversations/{conversation}/messages");
        house.post(&messages, json!({"kind": "reply", "text": "Eccoci."})).await.expect(201);
        let team = house.ask("supervisor", "POST", "/teams", Some(json!({"name": "T"}))).await.expect(201).id();
        let first = |path: &'static str| {
            let house = &house;
            async move { house.ask("admin", "GET", path, None).await.expect(200).ids().remove(0) }
        };
        let (customer, promise, mail) =
            (first("/customers").await, first("/promises").await, first("/outbox").await);
        let (agent, token) = (first("/agents").await, first("/tokens").await);
        let made = Made::of(&house, &inbox, &conversation).await;
        let oncall = super::oncall::Made::of(&house, &conversation).await;
        let complaints = super::complaints::Made::of(&house, &inbox).await;
        let later = house.conversation(&inbox, "dopo@posta.example", "Quando arriva?").await;
        let scheduled = super::scheduled::made(&house, &later).await;
        let skills = super::skills::Made::of(&house).await;
        let shifts = super::shifts::Made::of(&house).await;
        let special_day = json!({"name": "Saldi", "first": "2026-12-01"});
        let special_day =
            house.ask("supervisor", "POST", "/special-days", Some(special_day)).await.expect(201).id();
        let mailing = super::reports::mailing(&house).await;
        let kinds = [
            ("/scheduled", &scheduled),
            ("/complaints", &complaints.complaint),
            ("/remedies", &complaints.remedy),
            ("/complaint-proposals", &complaints.proposal),
            ("/complaint-causes", &complaints.cause),
            ("/mailings", &mailing),
            ("/oncall/rotas", &oncall.rota),
            ("/oncall/covers", &oncall.cover),
            ("/oncall/rules", &oncall.rule),
            ("/oncall/alerts", &oncall.alert),
            ("/skills", &skills.skill),
            ("/skill-rules", &skills.rule),
            ("/shifts", &shifts.shift),
            ("/shift-patterns", &shifts.pattern),
            ("/shift-contracts", &agent),
            ("/shift-requests", &shifts.request),
            ("/shift-swaps", &shifts.swap),
            ("/conversations", &conversation),
            ("/arrivals", &arrival),
            ("/inboxes", &inbox),
            ("/customers", &customer),
            ("/promises", &promise),
            ("/outbox", &mail),
            ("/agents", &agent),
            ("/tokens", &token),
            ("/teams", &team),
            ("/canned", &made.canned),
            ("/views", &made.view),
            ("/bulk", &made.bulk),
            ("/tasks", &made.task),
            ("/attachments", &made.upload),
            ("/messages", &made.answer),
            ("/notices", &made.notice),
            ("/domains", &made.domain),
            ("/signing-keys", &made.signing_key),
            ("/special-days", &special_day),
        ];
        let other = house.next_door().await;
        let there = other.inbox().await;
        let theirs = other.conversation(&there, "ada@posta.example", "Ciao").await;
        for call in table::all().filter(|call| call.path.contains("{id}")) {
            let Some((_, id)) = kinds.iter().find(|(root, _)| call.path.starts_with(root)) else { continue };
            let body = match (call.method, call.path) {
                ("GET" | "DELETE", _) => None,
                (_, "/conversations/{id}/messages") => Some(json!({"kind": "note", "text": "Ciao"})),
                (_, "/conversations/{id}/promises") => Some(json!({"due_at": "2026-11-20T10:00:00Z"})),
                (_, "/promises/{id}/move") => Some(json!({"due_at": "2026-11-20T10:00:00Z", "reason": "x"})),
                (_, "/conversations/{id}/merge") => Some(json!({"into": theirs})),
                (_, "/conversations/{id}/split") => Some(json!({"message_id": id.replace("cnv_", "msg_")})),
                (_, "/conversations/{id}/move") => Some(json!({"inbox_id": there})),
                (_, "/conversations/{id}/undo") => Some(json!({"operation_id": made.operation})),
                (_, "/conversations/{id}/links") => Some(json!({"conversation_id": theirs})),
                (_, "/oncall/rotas/{id}/covers") => Some(
                    json!({"agent_id": agent, "from": "2027-01-01T00:00:00Z", "to": "2027-01-02T00:00:00Z"}),
                ),
                (_, "/mailings/{id}") => Some(super::reports::new(&[&agent])),
                (_, "/oncall/rotas/{id}") => Some(super::oncall::rota(&[&agent])),
                (_, "/oncall/rules/{id}/try") => Some(json!({"conversation_id": theirs})),
                (_, "/oncall/rules/{id}") => {
                    Some(json!({"name": "x", "rota_id": oncall.rota, "words": ["xx"]}))
                }
                (_, "/conversations/{id}/send-back") => Some(json!({"reason": "x"})),
                (_, "/skills/{id}") => Some(json!({"retired": true})),
                (_, "/skill-rules/{id}") => Some(json!({"skill_id": skills.skill, "words": ["xx"]})),
                (_, "/special-days/{id}") => Some(json!({"name": "x", "first": "2026-12-01"})),
                (_, "/notices/{id}") => Some(json!({"read": true})),
                (_, path) => {
                    let body = super::complaints::Made::body(path).or_else(|| super::shifts::Made::body(path));
                    Some(body.unwrap_or_else(|| json!({})))
                }
            };
            let url = call.path.replace("{id}", id);
            other.ask("admin", call.method, &url, body.clone()).await.expect(404);
            // There is no mailbox and no hook behind this inbox.
            if call.method == "GET" && !call.path.contains("/mailbox") && !call.path.contains("/hook") {
                house.ask("admin", call.method, &url, None).await.expect(200);
            }
        }
        let known = |call: &&Call| {
            // A wording is named by its kind, a preset by its key, the same in every company.
            call.path.starts_with("/templates")
                || call.path.starts_with("/presets")
                || kinds.iter().any(|(root, _)| call.path.starts_with(root))
        };
        let unheard: Vec<_> =
            table::all().filter(|call| call.path.contains("{id}") && !known(call)).map(|c| c.path).collect();
        assert!(unheard.is_empty(), "of these nobody has shown that they end at the border: {unheard:?}");
        for filter in ["inbox", "customer", "assignee"] {
            let id = match filter {
                "inbox" => &inbox,
                "customer" => &customer,
                _ => &agent,
            };
            let got = other.get(&format!("/conversations?{filter}={id}")).await.expect(422);
            assert_eq!(got.places(), [format!("/{filter}")]);
        }
        let patch = json!({"team": team});
        let got = other.patch(&format!("/conversations/{theirs}"), patch).await.expect(422);
        assert_eq!(got.places(), ["/team"]);
        let whom = json!({"direction": "in", "inbox_id": there, "text": "x", "customer": {"id": customer}});
        assert_eq!(other.post("/conversations", whom).await.expect(422).places(), ["/customer/id"]);
        let cursor = house.get("/events?limit=1").await;
        assert!(cursor.body["next"].is_string());
        house.conversation(&inbox, "c@posta.example", "Ciao").await;
        let cursor = house.get("/conversations?limit=1").await.body["next"].as_str().unwrap().to_owned();
        other.get(&format!("/conversations?after={cursor}")).await.expect(422);
        assert_eq!(other.get("/conversations").await.ids(), [theirs]);
        assert_eq!(other.get("/arrivals").await.rows().len(), 0);
        assert_eq!(other.get("/customers?identity=email:b@posta.example").await.rows().len(), 0);
        assert_eq!(other.get("/ledger").await.body["total"]["received"], 0);
    })
    .await;
}

/// One of each kind that is made beside conversations, all of one company.
struct Made {
    canned: String,
    view: String,
    bulk: String,
    task: String,
    contact: String,
    /// Of a move, which can still be undone.
    operation: String,
    upload: String,
    /// An answer that waits to leave.
    answer: String,
    notice: String,
    /// Of an address of this company alone, with a key.
    domain: String,
    signing_key: String,
}

impl Made {
    async fn of(house: &House, inbox: &str, conversation: &str) -> Self {
        let made = async |path: &str, body| house.ask("admin", "POST", path, Some(body)).await.expect(201).id();
        let contact = json!({"kind": "supplier", "name": "Vetreria", "email": "vetri@fornitore.example"});
        let contact = made("/contacts", contact).await;
        let moved = json!({"kind": "email", "name": "Resi", "address": format!("resi{}@fioca.example", house.account_id)});
        let elsewhere = made("/inboxes", moved).await;
        let place = format!("/conversations/{conversation}/move");
        house.post(&place, json!({"inbox_id": elsewhere})).await.expect(200);
        let moved = house.post(&place, json!({"inbox_id": inbox})).await.expect(200);
        let upload = upload(house, "foto.jpg", "image/jpeg", b"bytes", &[]).await.expect(201).id();
        let domain = format!("solo{}.example", house.account_id);
        let alone = json!({"kind": "email", "name": "Solo", "address": format!("aiuto@{domain}")});
        made("/inboxes", alone).await;
        let signing_key = made("/signing-keys", json!({"domain": domain, "algorithm": "ed25519"})).await;
        Self {
            domain,
            signing_key,
            canned: made(
                "/canned",
                json!({"title": "Saluti", "shortcut": "saluti", "text": "Buona giornata."}),
            )
            .await,
            view: made("/views", json!({"name": "Tutto", "place": "/console/inbox/all", "shared": true})).await,
            bulk: made("/bulk", json!({"action": "tag", "tag": "natale", "conversations": [conversation]}))
                .await,
            task: made(
                "/tasks",
                json!({"conversation_id": conversation, "contact_id": contact, "title": "Quando?",
                    "due_at": "2026-12-03T09:30:00Z", "later_than_promise": true}),
            )
            .await,
            contact,
            operation: moved.body["operation"]["id"].as_str().unwrap().to_owned(),
            upload,
            answer: made(
                &format!(
                    "/conversations/{}/messages",
                    house.conversation(inbox, "due@posta.example", "Ciao").await
                ),
                json!({"kind": "reply", "text": "Eccoci.", "hold_seconds": 60}),
            )
            .await,
            notice: super::together::told(house, conversation).await,
        }
    }
}

#[tokio::test]
async fn what_one_company_has_another_cannot_name() {
    on_both_engines(async |house| {
        let inbox = house.inbox().await;
        let conversation = house.conversation(&inbox, "ada@posta.example", "Ciao").await;
        let here = format!("/conversations/{conversation}");
        let made = Made::of(&house, &inbox, &conversation).await;
        let oncall = super::oncall::Made::of(&house, &conversation).await;
        let skills = super::skills::Made::of(&house).await;
        let shifts = super::shifts::Made::of(&house).await;
        let message = house.get(&format!("{here}/messages")).await.expect(200).ids().remove(0);
        let agent = house.ask("agent", "GET", "/me", None).await.expect(200).id();
        let team = house.ask("admin", "POST", "/teams", Some(json!({"name": "Vetri"}))).await.expect(201).id();

        let other = house.next_door().await;
        let there = other.inbox().await;
        let theirs = other.conversation(&there, "ada@posta.example", "Ciao").await;
        let place = format!("/conversations/{theirs}");
        let own_team = other.ask("admin", "POST", "/teams", Some(json!({"name": "T"}))).await.expect(201).id();
        let task = |more: Value| {
            let mut body = json!({"conversation_id": theirs, "title": "Quando?", "due_at": "2026-12-03T09:30:00Z",
                "later_than_promise": true});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        let own_agent = other.ask("agent", "GET", "/me", None).await.expect(200).id();
        for (method, path, body, wrong) in [
            ("POST", "/tasks".to_owned(), task(json!({"contact_id": made.contact})), "/contact_id"),
            ("POST", "/tasks".to_owned(), task(json!({"agent_id": agent})), "/agent_id"),
            (
                "POST",
                "/tasks".to_owned(),
                task(json!({"agent_id": own_agent, "conversation_id": conversation})),
                "/conversation_id",
            ),
            (
                "POST",
                "/tasks".to_owned(),
                task(json!({"agent_id": own_agent, "files": [made.upload]})),
                "/files/0",
            ),
            (
                "POST",
                "/bulk".to_owned(),
                json!({"action": "assign", "assignee": agent, "conversations": [theirs]}),
                "/assignee",
            ),
            ("POST", "/bulk".to_owned(), json!({"action": "team", "team": team, "conversations": [theirs]}), "/team"),
            (
                "POST",
                "/bulk".to_owned(),
                json!({"action": "spam", "conversations": [theirs, conversation]}),
                "/conversations/1",
            ),
            ("POST", "/oncall/rotas".to_owned(), super::oncall::rota(&[&agent]), "/members/0"),
            (
                "POST",
                "/skill-rules".to_owned(),
                json!({"skill_id": skills.skill, "words": ["xx"]}),
                "/skill_id",
            ),
            ("POST", "/conversations/next".to_owned(), json!({"agent_id": agent}), "/agent_id"),
            (
                "POST",
                "/shifts".to_owned(),
                json!({"agent_id": agent, "day": "2026-12-01", "start": "09:00", "end": "13:00"}),
                "/agent_id",
            ),
            (
                "POST",
                "/shifts".to_owned(),
                json!({"agent_id": own_agent, "day": "2026-12-01", "pattern_id": shifts.pattern}),
                "/pattern_id",
            ),
            ("POST", "/shift-swaps".to_owned(), json!({"shift_id": shifts.shift, "with": own_agent}), "/shift_id"),
            (
                "PUT",
                format!("/shift-contracts/{own_agent}"),
                json!({"week_minutes": 2_400, "patterns": [shifts.pattern]}),
                "/patterns/0",
            ),
            (
                "PUT",
                "/routing".to_owned(),
                json!({"mode": "by_hand", "teams": [{"team_id": team, "mode": "automatic"}]}),
                "/teams/0/team_id",
            ),
            (
                "POST",
                "/oncall/rules".to_owned(),
                json!({"name": "x", "rota_id": oncall.rota, "words": ["xx"]}),
                "/rota_id",
            ),
            ("PATCH", format!("/teams/{own_team}"), json!({"members": [agent]}), "/members/0"),
            ("POST", "/teams".to_owned(), json!({"name": "U", "members": [agent]}), "/members/0"),
            ("PATCH", format!("/agents/{own_agent}"), json!({"teams": [team]}), "/teams/0"),
            ("PATCH", format!("/inboxes/{there}"), json!({"members": [agent]}), "/members/0"),
            ("PATCH", format!("/inboxes/{there}"), json!({"team": team}), "/team"),
            ("PATCH", place.clone(), json!({"assignee": agent}), "/assignee"),
            ("POST", format!("{place}/merge"), json!({"into": conversation}), "/into"),
            ("POST", format!("{place}/split"), json!({"message_id": message}), "/message_id"),
            ("POST", format!("{place}/move"), json!({"inbox_id": inbox}), "/inbox_id"),
            ("POST", format!("{place}/undo"), json!({"operation_id": made.operation}), "/operation_id"),
            ("POST", format!("{place}/links"), json!({"conversation_id": conversation}), "/conversation_id"),
            (
                "POST",
                format!("{place}/messages"),
                json!({"kind": "reply", "text": "Eccoci.", "attachments": [made.upload]}),
                "/attachments/0",
            ),
            (
                "POST",
                format!("{place}/messages"),
                json!({"kind": "note", "text": "Nota", "on_behalf_of": agent}),
                "/on_behalf_of",
            ),
        ] {
            let got = other.ask("admin", method, &path, Some(body.clone())).await;
            assert_eq!((got.status.as_u16(), got.places()), (422, vec![wrong]), "{method} {path} {body}: {}", got.body);
        }
        for filter in [format!("conversation_id={conversation}"), format!("agent_id={agent}")] {
            other.get(&format!("/tasks?{filter}")).await.expect(422);
        }
        for list in ["/canned", "/views", "/tasks", "/contacts"] {
            assert!(other.get(list).await.expect(200).ids().is_empty(), "{list}");
            assert_eq!(house.get(list).await.expect(200).rows().len(), 1, "{list}");
        }
        assert_eq!(other.get("/teams").await.expect(200).ids(), [own_team]);

        // All of it is as it was, and its own company goes on with it.
        assert_eq!(house.get(&format!("/bulk/{}", made.bulk)).await.expect(200).body["undone"], 0);
        assert_eq!(house.get(&format!("/tasks/{}", made.task)).await.expect(200).body["state"], "open");
        assert_eq!(house.get(&here).await.expect(200).body["status"], "open");
        let undo = json!({"operation_id": made.operation});
        house.post(&format!("{here}/undo"), undo).await.expect(200);
        let undone = house.ask("admin", "POST", &format!("/bulk/{}/undo", made.bulk), Some(json!({}))).await;
        assert_eq!(undone.expect(200).body["undone"], 1);
    })
    .await;
}

#[tokio::test]
async fn a_token_that_asks_too_often_waits_and_others_go_on() {
    let rates = Rates { token: Rate::a_second(2, 3), ..Rates::default() };
    let house = House::open_with(None, rates).await;
    for left in ["2", "1", "0"] {
        let got = house.ask("agent", "GET", "/me", None).await.expect(200);
        assert_eq!((got.header("ratelimit-limit"), got.header("ratelimit-remaining")), ("3", left));
    }
    let refused = house.ask("agent", "GET", "/me", None).await.expect(429);
    assert_eq!(refused.header("retry-after"), "1");
    house.ask("supervisor", "GET", "/me", None).await.expect(200);
    house.clock.advance(1_000);
    house.ask("agent", "GET", "/me", None).await.expect(200);
    let stranger = || house.send(Request::get("/api/v1/me").body(Body::empty()).unwrap());
    for status in [401, 401, 401, 429] {
        Got::of(stranger().await).await.expect(status);
    }
}
