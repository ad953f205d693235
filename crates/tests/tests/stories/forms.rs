//! A form on the company's site: sent by programs and by browsers, promised, acknowledged, followed and answered.

use serde_json::{Value, json};
use tests::http::{Answer, Client};
use tests::letter::letter;
use tests::shop::{ASSISTENZA, Shop, on_both_engines, text_of};
use tests::{wait_for, wait_until};

fn key(shop: &Shop) -> String {
    text_of(&shop.get(&format!("/api/v1/inboxes/{}", shop.inbox_id)), "/key")
}

fn send(shop: &Shop, body: &Value) -> Answer {
    shop.web().post_json(&format!("/forms/{}", key(shop)), body)
}

/// The page behind the link of an answer.
fn track(answer: &Value) -> String {
    let address = text_of(answer, "/track_url");
    let (_, token) = address.rsplit_once("/r/").expect("a link");
    format!("/r/{token}")
}

/// A form without files as a browser posts it.
fn post(web: &mut Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html")];
    web.send("POST", path, &headers, body.join("&").as_bytes())
}

#[test]
fn a_form_is_promised_acknowledged_followed_and_its_replies_join_it() {
    on_both_engines(|shop| {
        let body = json!({ "name": "Ezio Carraro", "email": "ezio@posta.example", "phone": "+39 347 1122021",
            "subject": "Catena corta", "text": "La Vela ha la catena da 80 cm." });
        let taken = send(shop, &body).expect(201).json();
        assert_eq!(taken["promise"]["due_at"], "2026-03-02T13:00:00Z");
        assert!(text_of(&taken, "/promise/text").contains("14:00"), "{taken}");

        // On the ledger and in the desk like a mail.
        let conversation = shop.conversation_of("ezio@posta.example");
        assert_eq!(conversation["reference"], taken["reference"]);
        assert_eq!((&conversation["channel"], &conversation["status"]), (&json!("form"), &json!("open")));
        assert_eq!(conversation["promise"]["told_via"], "page");
        let identities = conversation["customer"]["identities"].as_array().expect("identities").clone();
        assert!(identities.iter().any(|one| one["kind"] == "phone" && one["value"] == "+393471122021"));
        let arrival = shop.arrivals_from("ezio@posta.example").remove(0);
        assert_eq!((&arrival["channel"], &arrival["verdict"]), (&json!("form"), &json!("owed")));
        let raw = shop.api().get(&format!("/api/v1/arrivals/{}/raw", text_of(&arrival, "/id"))).expect(200);
        assert!(raw.text().contains("La Vela ha la catena"));

        // Told by mail too, with the code; a reply to that joins.
        let acknowledgement = shop.mails_to("ezio@posta.example", 1).remove(0);
        assert_eq!(acknowledgement.code(), Some(text_of(&taken, "/reference")));
        assert!(acknowledgement.text().contains(&track(&taken)));
        let reply =
            letter("ezio@posta.example", ASSISTENZA, "", "Aggiungo una foto.").in_reply_to(&acknowledgement);
        shop.mail("ezio@posta.example", &reply);
        shop.settle();
        assert_eq!(shop.messages(&conversation).len(), 2);

        // Answered by mail, in time.
        shop.answer(&conversation, "Le mandiamo la catena giusta.");
        shop.promise_becomes(&conversation, "kept");
        assert!(shop.web().get(&track(&taken)).expect(200).text().contains("catena giusta"));
    });
}

#[test]
fn two_clicks_are_one_request_and_a_key_is_honoured() {
    on_both_engines(|shop| {
        let body = json!({ "email": "ezio@posta.example", "text": "Dov’è il pacco?" });
        let first = send(shop, &body).expect(201).json();
        assert_eq!(send(shop, &body).expect(201).json()["reference"], first["reference"]);
        let verdicts: Vec<_> =
            shop.arrivals_from("ezio@posta.example").into_iter().map(|one| one["verdict"].clone()).collect();
        assert_eq!(verdicts, ["owed", "duplicate"]);
        let path = format!("/forms/{}", key(shop));
        let keyed = |text: &str| {
            let body = json!({ "email": "anna@posta.example", "text": text }).to_string();
            let headers = [("content-type", "application/json"), ("idempotency-key", "f-1")];
            shop.web().send("POST", &path, &headers, body.as_bytes())
        };
        let one = keyed("Uno").expect(201);
        shop.advance(30);
        assert_eq!(keyed("Uno").expect(201).body, one.body);
        assert_eq!(keyed("Due").status, 422);
        assert_eq!(shop.arrivals_from("anna@posta.example").len(), 1);
    });
}

#[test]
fn a_form_of_its_own_answers_from_the_houses_mailbox() {
    on_both_engines(|shop| {
        let inbox = shop.post("/api/v1/inboxes", &json!({ "kind": "form", "name": "Sito", "language": "it" }));
        let path = format!("/forms/{}", text_of(&inbox, "/key"));
        let body = "email=ezio%40posta.example&text=Dal+sito";
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let taken = shop.web().send("POST", &path, &headers, body.as_bytes()).expect(201).json();
        let acknowledgement = shop.mails_to("ezio@posta.example", 1).remove(0);
        assert!(acknowledgement.header("From").is_some_and(|from| from.contains(ASSISTENZA)));
        let reply = letter("ezio@posta.example", ASSISTENZA, "", "E ancora.").in_reply_to(&acknowledgement);
        shop.mail("ezio@posta.example", &reply);
        shop.settle();
        let page = shop.web().get(&track(&taken)).expect(200).text();
        assert!(page.contains("Dal sito") && page.contains("E ancora."), "{page}");
    });
}

#[test]
fn what_looks_like_a_program_is_held_with_the_reason_and_comes_back() {
    on_both_engines(|shop| {
        let held =
            send(shop, &json!({ "email": "bot@posta.example", "text": "Compra", "website": "http://x" }));
        assert_eq!(held.status, 202, "{}", held.text());
        let arrival = shop.arrivals_from("bot@posta.example").remove(0);
        assert_eq!(arrival["verdict"], "spam");
        assert!(text_of(&arrival, "/reason").contains("nobody sees"), "{arrival}");
        let path = format!("/api/v1/arrivals/{}/take-up", text_of(&arrival, "/id"));
        assert_eq!(shop.api().send("POST", &path, &[], b"").status, 200);
        let conversation = shop.conversation_of("bot@posta.example");
        assert_eq!(conversation["status"], "open");
        assert_eq!(shop.mails_to("bot@posta.example", 1).len(), 1);
    });
}

#[test]
fn bad_fields_are_named_and_bad_bodies_refused() {
    on_both_engines(|shop| {
        let refused = send(shop, &json!({ "email": "ezio@posta", "phone": "x" }));
        assert_eq!((refused.status, refused.header("content-type")), (422, Some("application/problem+json")));
        let places: Vec<Value> = refused.json()["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .map(|one| one["pointer"].clone())
            .collect();
        assert_eq!(places, ["/phone", "/email", "/text"]);
        let path = format!("/forms/{}", key(shop));
        let json = [("content-type", "application/json")];
        assert_eq!(shop.web().send("POST", &path, &json, b"[").status, 400);
        assert_eq!(shop.web().send("POST", &path, &[("content-type", "text/plain")], b"x").status, 415);
        assert_eq!(shop.web().send("POST", "/forms/nessuno", &json, b"{}").status, 404);
        assert!(shop.list("/api/v1/arrivals").is_empty());
    });
}

#[test]
fn on_the_page_its_customer_adds_closes_opens_again_and_rates() {
    on_both_engines(|shop| {
        let taken = send(shop, &json!({ "email": "ezio@posta.example", "text": "La catena è corta." }))
            .expect(201)
            .json();
        let conversation = shop.conversation_of("ezio@posta.example");
        let (page, id) = (track(&taken), text_of(&conversation, "/id"));

        let body = "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nEcco la foto.\r\n--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"<b>foto.html\"\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>\r\n--x--\r\n";
        let headers = [("content-type", "multipart/form-data; boundary=x"), ("accept", "text/html")];
        let added = shop.web().send("POST", &format!("{page}/message"), &headers, body.as_bytes());
        assert_eq!(added.status, 303, "{}", added.text());
        let messages = shop.messages(&conversation);
        assert_eq!(messages.len(), 2);
        assert_eq!(messages[1]["author"]["kind"], "customer");
        let shown = shop.web().get(&page).expect(200).text();
        assert!(shown.contains("Ecco la foto.") && shown.contains("&lt;b&gt;foto.html"), "{shown}");
        let file =
            shown.split("/files/").nth(1).and_then(|rest| rest.split('"').next()).expect("a file").to_owned();
        let saved = shop.web().get(&format!("{page}/files/{file}")).expect(200);
        assert_eq!(saved.header("content-type"), Some("application/octet-stream"));
        assert!(saved.header("content-disposition").is_some_and(|how| how.starts_with("attachment")));
        assert_eq!(saved.header("x-robots-tag"), Some("noindex, nofollow"));

        // Nothing of other requests.
        let other = send(shop, &json!({ "email": "anna@posta.example", "text": "Altro." })).expect(201).json();
        assert_eq!(shop.web().get(&format!("{}/files/{file}", track(&other))).status, 404);

        assert_eq!(post(&mut shop.web(), &format!("{page}/message"), &[("text", "")]).status, 422);
        assert_eq!(post(&mut shop.web(), &format!("{page}/close"), &[]).status, 303);
        assert_eq!(shop.conversation(&id)["status"], "closed");
        let rate = |score: &str, comment: &str| {
            post(&mut shop.web(), &format!("{page}/rate"), &[("score", score), ("comment", comment)]).status
        };
        assert_eq!((rate("5", "Gentili"), rate("9", "")), (303, 422));
        assert_eq!(shop.conversation(&id)["rating"]["score"], 5);
        assert_eq!(rate("3", ""), 303);
        let rating = shop.conversation(&id)["rating"].clone();
        assert_eq!((&rating["score"], &rating["comment"]), (&json!(3), &json!("Gentili")));
        assert_eq!(post(&mut shop.web(), &format!("{page}/reopen"), &[]).status, 303);
        let again = shop.conversation(&id);
        assert_eq!((&again["status"], &again["promise"]["state"]), (&json!("open"), &json!("open")));
        let rated = shop.events().into_iter().filter(|event| event["type"] == "conversation.rated").count();
        assert_eq!(rated, 2);
    });
}

#[test]
fn a_call_is_promised_confirmed_moved_once_and_settled() {
    on_both_engines(|shop| {
        let body = json!({ "email": "ezio@posta.example", "phone": "347 1122021", "text": "Mi chiamate?" });
        let taken = send(shop, &body).expect(201).json();
        let page = track(&taken);
        let me = shop.api().patch_json("/api/v1/me/presence", &json!({ "presence": "online" }));
        assert_eq!(me.status, 200, "{}", me.text());
        let shown = shop.web().get(&page).expect(200).text();
        assert!(shown.contains("347"), "{shown}");
        assert!(!shown.contains("3471122021"), "the whole number is on the page");
        let slots: Vec<String> = shown
            .split("name=\"slot\" value=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect();
        let call = format!("{page}/call");
        assert_eq!(post(&mut shop.web(), &call, &[("slot", &slots[1])]).status, 303);
        let conversation = shop.conversation_of("ezio@posta.example");
        let promises = shop.promises(&conversation);
        let promise = promises.iter().find(|one| one["kind"] == "callback").expect("a call");
        assert_eq!((&promise["state"], &promise["told_via"]), (&json!("open"), &json!("page")));
        // 10:00 in Rome: the first slot is half past ten, the second eleven; it rings within five minutes.
        assert_eq!(promise["due_at"], "2026-03-02T10:05:00Z");
        let confirmation = wait_for("the confirmation", || {
            shop.relay
                .mails_to("ezio@posta.example")
                .into_iter()
                .find(|mail| String::from_utf8_lossy(&mail.raw).contains("text/calendar"))
        });
        assert!(confirmation.text().contains("11:00"), "{}", confirmation.text());

        let busy = post(&mut shop.web(), &call, &[("slot", &slots[2])]);
        assert_eq!(busy.status, 422, "one call at a time");
        assert_eq!(post(&mut shop.web(), &call, &[("do", "move"), ("slot", &slots[3])]).status, 303);
        assert_eq!(post(&mut shop.web(), &call, &[("do", "move"), ("slot", &slots[4])]).status, 422);
        let states: Vec<Value> = shop
            .promises(&conversation)
            .iter()
            .filter(|one| one["kind"] == "callback")
            .map(|one| one["state"].clone())
            .collect();
        assert_eq!(states, ["void", "open"]);
        assert_eq!(post(&mut shop.web(), &call, &[("do", "cancel")]).status, 303);
        wait_until("no call is open", || {
            shop.promises(&conversation).iter().all(|one| one["kind"] != "callback" || one["state"] == "void")
        });
        shop.events();
    });
}

#[test]
fn a_page_is_gone_some_time_after_closing_and_says_how_to_write_again() {
    on_both_engines(|shop| {
        let taken = send(shop, &json!({ "email": "ezio@posta.example", "text": "Risolto da solo." }))
            .expect(201)
            .json();
        let page = track(&taken);
        assert_eq!(post(&mut shop.web(), &format!("{page}/close"), &[]).status, 303);
        shop.advance(89 * 24 * 60);
        shop.web().get(&page).expect(200);
        shop.advance(2 * 24 * 60);
        let gone = shop.web().get(&page);
        assert_eq!(gone.status, 410);
        assert!(gone.text().contains(&format!("/forms/{}", key(shop))));
        assert_eq!(post(&mut shop.web(), &format!("{page}/reopen"), &[]).status, 410);
    });
}
