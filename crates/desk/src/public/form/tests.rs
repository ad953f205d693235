//! The form as people's browsers and programs use it.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use db::Actor;
use serde_json::{Value, json};
use spine::form::{self, Condition, Field, Form, Kind};
use spine::inbox::Inbox;
use spine::{conversation, intake, promise};

use crate::testing::{Answer, Shop, on_both_engines};

/// What a mail client would never send.
const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";

fn value_of(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    page.split(&mark).nth(1).unwrap_or_default().split('"').next().unwrap_or_default().to_owned()
}

async fn post_json(shop: &Shop, inbox: &Inbox, body: &Value, key: Option<&str>) -> Answer {
    let mut request = Request::post(format!("/forms/{}", inbox.key))
        .header(header::HOST, "desk.example")
        .header(header::CONTENT_TYPE, "application/json");
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    shop.ask(request.body(Body::from(body.to_string())).unwrap()).await
}

/// Sends the form as a browser does, with a file when there is one.
async fn post_page(shop: &Shop, inbox: &Inbox, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!("--limite\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .as_bytes(),
        );
    }
    if let Some((name, bytes)) = file {
        let head = format!(
            "--limite\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: image/jpeg\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--limite--\r\n");
    let request = Request::post(format!("/forms/{}", inbox.key))
        .header(header::HOST, "desk.example")
        .header(header::ACCEPT, "text/html,*/*")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limite")
        .body(Body::from(body));
    shop.ask(request.unwrap()).await
}

/// A form that was open long enough.
async fn open(shop: &Shop, inbox: &Inbox) -> String {
    let page = shop.get(&format!("/forms/{}", inbox.key), "").await;
    assert_eq!(page.status, StatusCode::OK);
    shop.clock.advance(10_000);
    value_of(&page.body, "time")
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test]
async fn a_program_that_sends_a_message_is_told_code_link_and_time() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let body = json!({ "name": "Ezio Carraro", "email": "ezio@posta.example", "phone": "347 112 2021",
            "subject": "Catena", "text": "È da 80 cm.",
            "files": [{ "name": "catena.txt", "content_type": "text/plain", "content_base64": "Y2lhbw==" }] });
        let taken = post_json(&shop, &inbox, &body, None).await;
        assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.body);
        let answer = json_of(&taken);
        assert_eq!(answer["promise"]["due_at"], "2026-11-19T13:00:00Z");
        assert_eq!(answer["promise"]["text"], "Ti rispondiamo oggi, entro le 14:00");
        let reference = answer["reference"].as_str().unwrap().to_owned();
        let track = answer["track_url"].as_str().unwrap().replace("http://desk.example", "");
        shop.get(&track, "").await.shows("È da 80 cm.");
        let (conversation, files, told, phones) = shop.read(|tx| {
            let found = conversation::by_reference(tx, &reference)?.unwrap();
            let message = conversation::last_inbound(tx, found.id)?.unwrap();
            let files = conversation::attachments(tx, message.id)?;
            let told = promise::of_conversation(tx, found.id)?.remove(0);
            let known = spine::customer::identities(tx, found.customer_id)?;
            Ok((found, files, told, known))
        });
        assert_eq!(conversation.channel.name(), "form");
        assert_eq!(files[0].name, "catena.txt");
        assert_eq!(told.told_via.as_deref(), Some("page"));
        assert!(phones.iter().any(|known| known.kind == "phone" && known.value == "3471122021"));
    })
    .await;
}

#[tokio::test]
async fn the_same_words_within_a_minute_are_one_request_and_later_another() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let body = json!({ "email": "ezio@posta.example", "text": "Dov’è?" });
        let first = json_of(&post_json(&shop, &inbox, &body, None).await);
        let again = post_json(&shop, &inbox, &body, None).await;
        assert_eq!(again.status, StatusCode::CREATED);
        assert_eq!(json_of(&again)["reference"], first["reference"]);
        shop.clock.advance(61_000);
        let later = json_of(&post_json(&shop, &inbox, &body, None).await);
        assert_ne!(later["reference"], first["reference"]);
    })
    .await;
}

#[tokio::test]
async fn a_key_makes_one_message_of_many_calls_and_no_other_body_passes_under_it() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let body = json!({ "email": "ezio@posta.example", "text": "Dov’è?" });
        let first = post_json(&shop, &inbox, &body, Some("8c1e")).await;
        shop.clock.advance(3_600_000);
        let again = post_json(&shop, &inbox, &body, Some("8c1e")).await;
        assert_eq!((again.status, &again.body), (StatusCode::CREATED, &first.body));
        let other = json!({ "email": "ezio@posta.example", "text": "Altro." });
        let refused = post_json(&shop, &inbox, &other, Some("8c1e")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(shop.read(|tx| Ok(intake::list(tx, i64::MAX, None, None, None, 10)?)).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_named_by_field_for_programs_and_people() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let bad = json!({ "email": "ezio@posta", "phone": "boh" });
        let refused = post_json(&shop, &inbox, &bad, None).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.headers["content-type"], "application/problem+json");
        let problem = json_of(&refused);
        let places: Vec<_> =
            problem["errors"].as_array().unwrap().iter().map(|one| one["pointer"].clone()).collect();
        assert_eq!(places, ["/phone", "/email", "/text"]);

        let time = open(&shop, &inbox).await;
        let typed =
            [("time", time.as_str()), ("name", HOSTILE), ("email", "ezio@posta"), ("text", "La catena.")];
        let page = post_page(&shop, &inbox, &typed, Some(("catena.jpg", b"\xff\xd8foto"))).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.shows("Manca la fine");
        page.shows("La catena.");
        page.shows("catena.jpg");
        page.shows("&lt;script&gt;");
        assert!(!page.body.contains("<script>alert"));

        // Put right, the file that came the first time goes along.
        let kept = value_of(&page.body, "kept");
        assert!(!kept.is_empty());
        let typed = [
            ("time", time.as_str()),
            ("kept", kept.as_str()),
            ("name", "Ezio"),
            ("email", "ezio@posta.example"),
            ("text", "La catena."),
        ];
        let receipt = post_page(&shop, &inbox, &typed, None).await;
        assert_eq!(receipt.status, StatusCode::CREATED, "{}", receipt.body);
        receipt.shows("Avrai risposta oggi, entro le 14:15");
        receipt.shows("catena.jpg");
        receipt.shows("Segui la richiesta");
    })
    .await;
}

#[tokio::test]
async fn files_of_messages_that_are_not_taken_are_kept_no_more_often_than_messages() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let own = inbox.clone();
        shop.write(move |tx| {
            Ok(form::change(tx, &own, &Form { a_minute: 2, ..Form::default() }, Actor::System)?)
        });
        let time = open(&shop, &inbox).await;
        let wrong = [("time", time.as_str()), ("email", "ezio@posta"), ("text", "La catena.")];
        for turn in 0..4 {
            let page = post_page(&shop, &inbox, &wrong, Some(("catena.jpg", b"\xff\xd8foto"))).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            page.shows("La catena.");
            assert_eq!(value_of(&page.body, "kept").is_empty(), turn >= 2, "{turn}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_message_without_files_never_waits_for_files_on_their_way() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let desk = shop.desk.clone();
        let places = u32::try_from(desk.forms.bodies.available_permits()).unwrap();
        let _all = desk.forms.bodies.acquire_many(places).await.unwrap();
        let body = json!({ "email": "ezio@posta.example", "text": "Dov’è?" });
        let sent = post_json(&shop, &inbox, &body, None);
        let taken = tokio::time::timeout(std::time::Duration::from_secs(20), sent).await;
        assert_eq!(taken.expect("it waited").status, StatusCode::CREATED);
    })
    .await;
}

#[tokio::test]
async fn who_types_faster_than_people_is_asked_once_more_and_loses_nothing() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let page = shop.get(&format!("/forms/{}", inbox.key), "").await;
        let time = value_of(&page.body, "time");
        let typed = [("time", time.as_str()), ("email", "ezio@posta.example"), ("text", "Subito!")];
        let asked = post_page(&shop, &inbox, &typed, Some(("a.jpg", b"foto"))).await;
        assert_eq!(asked.status, StatusCode::OK);
        asked.shows("Confermo, invia");
        asked.shows("Subito!");
        let (confirm, kept) = (value_of(&asked.body, "confirm"), value_of(&asked.body, "kept"));
        assert!(!kept.is_empty());
        assert!(shop.read(|tx| Ok(intake::list(tx, i64::MAX, None, None, None, 10)?)).is_empty());
        shop.clock.advance(3_000);
        let typed = [
            ("confirm", confirm.as_str()),
            ("kept", kept.as_str()),
            ("email", "ezio@posta.example"),
            ("text", "Subito!"),
        ];
        let receipt = post_page(&shop, &inbox, &typed, None).await;
        assert_eq!(receipt.status, StatusCode::CREATED);
        receipt.shows("a.jpg");
    })
    .await;
}

#[tokio::test]
async fn what_a_program_filled_in_unseen_is_held_and_one_click_brings_it_back() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let time = open(&shop, &inbox).await;
        let typed = [
            ("time", time.as_str()),
            ("website", "http://spam.example"),
            ("email", "bot@posta.example"),
            ("text", "Compra"),
        ];
        let held = post_page(&shop, &inbox, &typed, None).await;
        assert_eq!(held.status, StatusCode::ACCEPTED);
        held.shows("lo guarda una persona");
        let arrival = shop.read(|tx| Ok(intake::list(tx, i64::MAX, None, None, None, 10)?)).remove(0);
        assert_eq!(arrival.verdict.name(), "spam");
        assert_eq!(arrival.reason, Some(spine::Reason::UnseenField));
        let id = arrival.id;
        shop.write(move |tx| Ok(intake::take_up(tx, id, Actor::System)?));
        let again = shop.write(move |tx| Ok(intake::find(tx, id)?));
        assert!(again.forced);
    })
    .await;
}

#[tokio::test]
async fn a_form_is_what_the_house_made_of_it() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let own = inbox.clone();
        shop.write(move |tx| {
            let mut form = Form { sites: vec!["https://www.fioca.example".to_owned()], ..Form::default() };
            let field = |name: &str, kind: Kind| Field {
                name: name.to_owned(),
                label: format!("Campo {HOSTILE} {name}").chars().take(100).collect(),
                kind,
                required: true,
                help: "In alto".to_owned(),
                choices: Vec::new(),
                when: None,
            };
            form.fields.push(Field {
                choices: vec!["Un ordine".to_owned(), "Altro".to_owned()],
                ..field("topic", Kind::Choice)
            });
            form.fields.push(Field {
                when: Some(Condition { field: "topic".to_owned(), is: "Un ordine".to_owned() }),
                ..field("order", Kind::Order)
            });
            Ok(form::change(tx, &own, &form, Actor::System)?)
        });
        let page = shop.get(&format!("/forms/{}", inbox.key), "").await;
        page.shows("Un ordine");
        page.shows("Solo se «");
        assert!(!page.body.contains("<script>alert"));
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("frame-ancestors 'self' https://www.fioca.example"), "{policy}");
        let english = shop.get(&format!("/forms/{}?lang=en", inbox.key), "").await;
        english.shows("Write to us");
        let body = json!({ "email": "e@posta.example", "text": "x", "topic": "Un ordine" });
        let refused = post_json(&shop, &inbox, &body, None).await;
        assert_eq!(json_of(&refused)["errors"][0]["pointer"], "/order");
        let body = json!({ "email": "e@posta.example", "text": "x", "topic": "Un ordine", "order": "F-20433" });
        let taken = json_of(&post_json(&shop, &inbox, &body, None).await);
        let track = taken["track_url"].as_str().unwrap().replace("http://desk.example", "");
        let page = shop.get(&track, "").await;
        page.shows("F-20433");
        assert!(!page.body.contains("<script>alert"));
    })
    .await;
}

#[tokio::test]
async fn nobodys_key_no_kind_and_too_many_are_said_in_words() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let nobody = shop.get("/forms/nessuno", "").await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
        nobody.shows("Qui non c’è nessun modulo");
        let text = Request::post(format!("/forms/{}", inbox.key))
            .header(header::CONTENT_TYPE, "text/plain")
            .body(Body::from("ciao"));
        assert_eq!(shop.ask(text.unwrap()).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let own = inbox.clone();
        shop.write(move |tx| {
            Ok(form::change(tx, &own, &Form { a_minute: 1, ..Form::default() }, Actor::System)?)
        });
        let body = |n: i64| json!({ "email": "e@posta.example", "text": format!("{n}") });
        assert_eq!(post_json(&shop, &inbox, &body(1), None).await.status, StatusCode::CREATED);
        let wait = post_json(&shop, &inbox, &body(2), None).await;
        assert_eq!(wait.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(wait.headers.contains_key("retry-after"));
        let time = open(&shop, &inbox).await;
        let typed = [("time", time.as_str()), ("email", "e@posta.example"), ("text", "Resto qui")];
        let page = post_page(&shop, &inbox, &typed, None).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
        page.shows("Resto qui");
        let script = shop.get("/form.js", "").await;
        script.shows("riscontroHeight");
    })
    .await;
}
