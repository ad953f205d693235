//! What programs rely on: doors that are shut, keys that work once, lists and a log without holes.

use serde_json::json;
use tests::shop::{Engine, Shop, on_both_engines, text_of};
use tests::wait_until;

#[test]
fn the_doors_say_why_they_are_shut() {
    on_both_engines(|shop| {
        assert_eq!(shop.web().get("/api/v1/conversations").status, 401);
        assert_eq!(shop.web().with_token("wrong").get("/api/v1/conversations").status, 401);
        let refused = shop
            .api_as("agent")
            .post_json("/api/v1/inboxes", &json!({ "kind": "email", "name": "X", "address": "x@example.it" }));
        assert_eq!(refused.status, 403);
        assert_eq!(refused.header("content-type"), Some("application/problem+json"));
        assert_eq!(shop.api().get("/api/v1/conversations/cnv_00000000000000000000000000").status, 404);
        let bad = shop
            .api()
            .post_json("/api/v1/inboxes", &json!({ "kind": "email", "name": "X", "address": "no address" }));
        assert_eq!(bad.status, 422, "{}", bad.text());
        assert_eq!(bad.json()["errors"][0]["pointer"], "/address");
        assert_eq!(shop.api().get("/api/v1/nothing").status, 404);
    });
}

#[test]
fn what_lives_says_so() {
    let shop = Shop::open(Engine::Sqlite);
    assert_eq!(shop.web().get("/healthz").status, 200);
    assert_eq!(shop.web().get("/readyz").status, 200);
    assert!(shop.web().get("/metrics").expect(200).text().contains("# TYPE"));
    let document = shop.web().get("/api/v1/openapi.json").expect(200).json();
    assert!(text_of(&document, "/openapi").starts_with("3.1"));
    let server = text_of(&document, "/servers/0/url");
    let base = server.find("/api/v1").map_or("", |at| &server[at..]);
    for path in
        ["/me", "/conversations", "/conversations/{id}/messages", "/arrivals/{id}/raw", "/ledger", "/events"]
    {
        let path = format!("/api/v1{path}");
        assert!(
            document["paths"][path.strip_prefix(base).unwrap_or(&path)].is_object(),
            "{path} below {server}"
        );
    }
}

#[test]
fn the_same_call_twice_under_one_key_is_done_once() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        let path = format!("/api/v1/conversations/{}/messages", text_of(&conversation, "/id"));
        let headers = [("content-type", "application/json"), ("idempotency-key", "8c1e")];
        let send = |text: &str| {
            let body = json!({ "kind": "reply", "text": text }).to_string();
            shop.api().send("POST", &path, &headers, body.as_bytes())
        };
        let first = send("Arriva domani.").expect(201);
        let again = send("Arriva domani.").expect(201);
        assert_eq!(first.body, again.body);
        assert_eq!(send("Tutt’altro.").status, 422);
        assert_eq!(shop.mails_to("anna@example.it", 2).len(), 2);
    });
}

#[test]
fn a_list_read_page_by_page_has_everything_once_while_mail_comes_in() {
    on_both_engines(|shop| {
        for turn in 0..7 {
            shop.mail_from(&format!("cliente{turn}@example.it"), &format!("Domanda {turn}"), "?");
        }
        shop.settle();
        let mut seen = Vec::new();
        let mut path = "/api/v1/conversations?limit=3".to_owned();
        loop {
            let answer = shop.api().get(&path).expect(200);
            let page = answer.json();
            seen.extend(page["data"].as_array().expect("a list").iter().map(|one| text_of(one, "/subject")));
            shop.mail_from("disturbo@example.it", &format!("Nel mezzo {}", seen.len()), "!");
            shop.settle();
            let Some(next) = page["next"].as_str() else { break };
            assert!(answer.header("link").is_some_and(|link| link.contains("rel=\"next\"")));
            path = format!("/api/v1/conversations?limit=3&after={next}");
        }
        seen.retain(|subject| subject.starts_with("Domanda"));
        assert_eq!(seen, (0..7).rev().map(|turn| format!("Domanda {turn}")).collect::<Vec<_>>());
        assert_eq!(shop.api().get("/api/v1/conversations?limit=201").status, 422);
    });
}

#[test]
fn the_log_has_no_hole_and_the_stream_goes_on_where_it_stopped() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        shop.mails_to("anna@example.it", 1);
        wait_until("the promise told", || shop.events().iter().any(|event| event["type"] == "promise.told"));
        let events = shop.events();
        let kinds: Vec<&str> = events.iter().filter_map(|event| event["type"].as_str()).collect();
        for kind in ["arrival.accepted", "conversation.opened", "message.received", "promise.made"] {
            assert_eq!(kinds.iter().filter(|other| **other == kind).count(), 1, "{kind}: {kinds:?}");
        }
        let last = events.len() - 2;
        let mut stream = shop.api().stream("/api/v1/events/stream", &[("last-event-id", &last.to_string())]);
        assert_eq!(stream.next_event().id, (last + 1).to_string());
        assert_eq!(stream.next_event().id, (last + 2).to_string());
        shop.answer(&conversation, "Arriva domani.");
        let live = stream.next_event();
        assert_eq!(live.id, (last + 3).to_string());
        assert!(serde_json::from_str::<serde_json::Value>(&live.data).expect("JSON")["type"].is_string());
    });
}

#[test]
fn the_meter_adds_up() {
    on_both_engines(|shop| {
        for who in ["anna", "bruno", "carla"] {
            shop.mail_from(&format!("{who}@example.it"), "Ciao", "Ciao.");
        }
        let advert = tests::letter::letter("offerte@negozio.example", tests::shop::ASSISTENZA, "Sconti", "!")
            .header("List-Unsubscribe", "<https://negozio.example/via>");
        shop.mail("offerte@negozio.example", &advert);
        let anna = shop.conversation_of("anna@example.it");
        shop.answer(&anna, "Arriva domani.");
        shop.promise_becomes(&anna, "kept");
        let total = shop.get("/api/v1/ledger?from=2026-03-02&to=2026-03-02")["total"].clone();
        let numbers = ["received", "owed", "answered", "waiting", "late", "stuck", "machines"];
        assert_eq!(numbers.map(|name| total[name].as_i64()), [4, 3, 1, 2, 0, 0, 1].map(Some), "{total}");
        shop.advance(5 * 60);
        wait_until("the late ones", || {
            shop.get("/api/v1/ledger?from=2026-03-02&to=2026-03-02")["total"]["late"] == 2
        });
    });
}

#[test]
fn a_stop_ends_open_streams_and_keeps_what_was_accepted() {
    on_both_engines(|shop| {
        let stream = shop.api().stream("/api/v1/events/stream", &[]);
        shop.mail_from("anna@example.it", "Ciao", "Ciao.");
        let before = std::time::Instant::now();
        shop.restart();
        assert!(before.elapsed() < tests::PATIENCE);
        drop(stream);
        assert_eq!(shop.arrivals_from("anna@example.it")[0]["verdict"], "owed");
    });
}
