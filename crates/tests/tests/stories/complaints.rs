//! A complaint from its first word to the day after: declared or recognised, told its code and its date, answered in
//! time or late, made good within limits, followed up, and counted until its cause is gone.

use db::Actor;
use riscontro::inspect;
use riscontro::node::ACCOUNT;
use serde_json::{Value, json};
use spine::form::{self, Field, Form, Kind};
use tests::http::{Answer, Client};
use tests::letter::letter;
use tests::shop::{ASSISTENZA, Shop, on_both_engines, text_of};
use tests::wait_for;

const DAY: i64 = 24 * 60;

/// Everything stored holds together.
#[track_caller]
fn all_is_well(shop: &Shop) {
    let found = inspect::verify(shop.node().db()).expect("a look at the store");
    assert!(found.is_empty(), "{found:?}");
}

fn of_conversation(shop: &Shop, conversation: &Value) -> Vec<Value> {
    shop.list(&format!("/api/v1/complaints?conversation_id={}", text_of(conversation, "/id")))
}

/// The one complaint of a conversation, once it is in this state.
#[track_caller]
fn becomes(shop: &Shop, conversation: &Value, state: &str) -> Value {
    wait_for(&format!("a complaint {state}"), || {
        of_conversation(shop, conversation).into_iter().find(|one| one["state"] == state)
    })
}

fn legal(shop: &Shop, conversation: &Value) -> Vec<Value> {
    let mut promises = shop.promises(conversation);
    promises.retain(|promise| promise["kind"] == "legal");
    promises
}

/// Somebody complains in so many words.
fn complains(shop: &Shop, from: &str) -> Value {
    shop.mail_from(from, "Paralume arrivato con una crepa", "Buongiorno,\nsporgo formale reclamo.\nIvo");
    let conversation = shop.conversation_of(from);
    assert_eq!(of_conversation(shop, &conversation).len(), 1);
    conversation
}

fn path(complaint: &Value, what: &str) -> String {
    format!("/api/v1/complaints/{}{what}", text_of(complaint, "/code"))
}

/// Marks what an agent wrote as the answer.
fn answered(shop: &Shop, conversation: &Value) -> Value {
    let complaint = of_conversation(shop, conversation).remove(0);
    let message = shop.answer(conversation, "Sostituiamo il paralume: parte domani.");
    let body = json!({ "message_id": text_of(&message, "/id") });
    let marked = shop.api().post_json(&path(&complaint, "/answer"), &body).expect(200).json();
    assert_eq!(marked["answer_message_id"], message["id"]);
    becomes(shop, conversation, "answered")
}

fn post(web: &mut Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html")];
    web.send("POST", path, &headers, body.join("&").as_bytes())
}

/// Keeps settings in place of those before.
fn put(shop: &Shop, settings: &Value) -> Answer {
    let json = [("content-type", "application/json")];
    shop.api().send("PUT", "/api/v1/complaint-settings", &json, settings.to_string().as_bytes())
}

/// The customer's page of a conversation.
fn page_of(conversation: &Value) -> String {
    let address = text_of(conversation, "/track_url");
    let (_, token) = address.rsplit_once("/r/").expect("a link");
    format!("/r/{token}")
}

#[test]
fn a_complaint_chosen_in_a_form_is_told_its_code_and_both_its_moments_in_one_mail() {
    on_both_engines(|shop| {
        let inbox_id = shop.inbox_id.clone();
        let kept = shop.node().db().write(ACCOUNT, move |tx| {
            let oid = kernel::id::Kind::Inbox.oid(&inbox_id).expect("an inbox's name").to_owned();
            let inbox = spine::inbox::by_oid(tx, &oid)?;
            let mut form = Form::default();
            form.fields.push(Field {
                name: "topic".to_owned(),
                label: "Argomento".to_owned(),
                kind: Kind::Choice,
                required: false,
                help: String::new(),
                choices: vec!["Una domanda".to_owned(), "Reclamo".to_owned()],
                when: None,
            });
            form::change(tx, &inbox, &form, Actor::System)
        });
        kept.expect("the form kept");
        let key = text_of(&shop.get(&format!("/api/v1/inboxes/{}", shop.inbox_id)), "/key");
        let send = |email: &str, topic: &str| {
            let body = json!({ "email": email, "text": "La Vela è arrivata con un graffio.", "topic": topic });
            shop.web().post_json(&format!("/forms/{key}"), &body).expect(201);
        };
        send("bruno@posta.example", "Una domanda");
        assert!(of_conversation(shop, &shop.conversation_of("bruno@posta.example")).is_empty());
        send("ezio@posta.example", "Reclamo");
        let conversation = shop.conversation_of("ezio@posta.example");
        let complaint = of_conversation(shop, &conversation).remove(0);
        assert_eq!((&complaint["origin"], &complaint["code"]), (&json!("form"), &json!("RC-2026-0001")));
        assert_eq!(complaint["words"], "La Vela è arrivata con un graffio.");
        assert!(complaint["owner_id"].is_string(), "never nobody's");
        assert_eq!(complaint["due_at"], "2026-04-01T16:00:00Z", "thirty days of the calendar, at closing");
        assert_eq!(complaint["term"]["confirmed_at"], Value::Null);
        let [mail] = shop.mails_to("ezio@posta.example", 1).try_into().expect("one mail");
        assert!(mail.header("Subject").is_some_and(|subject| subject.contains("RC-2026-0001")));
        assert!(
            mail.text().contains("RC-2026-0001") && mail.text().contains("aprile, entro le 18:00"),
            "{}",
            mail.text()
        );
        assert!(mail.text().contains("14:00"), "and who writes first: {}", mail.text());
        wait_for("both promises told", || {
            let promises = shop.promises(&conversation);
            let told = promises.iter().all(|promise| promise["told_at"].is_string());
            (told && promises.len() == 2).then_some(())
        });
        let page = shop.web().get(&page_of(&conversation)).expect(200).text();
        assert!(page.contains("RC-2026-0001") && page.contains("aprile, entro le 18:00"), "{page}");
        all_is_well(shop);
    });
}

#[test]
fn what_sounds_like_a_complaint_is_proposed_and_a_person_says_yes_or_no() {
    on_both_engines(|shop| {
        shop.mail_from("carlo@example.it", "Preventivo", "È inaccettabile: nessuno mi risponde da settimane.");
        let conversation = shop.conversation_of("carlo@example.it");
        assert!(of_conversation(shop, &conversation).is_empty(), "never by itself");
        let proposal = shop.list("/api/v1/complaint-proposals").remove(0);
        assert_eq!(proposal["conversation_id"], conversation["id"]);
        let path = format!("/api/v1/complaint-proposals/{}", text_of(&proposal, "/id"));
        // A program's word is nobody's.
        assert_eq!(shop.api_as("integration").post_json(&path, &json!({ "complaint": true })).status, 403);
        let labelled = shop.api().post_json(&path, &json!({ "complaint": true })).expect(200).json();
        assert_eq!(labelled["complaint"], true);
        assert_eq!(shop.api().post_json(&path, &json!({ "complaint": false })).status, 409, "once");
        let complaint = of_conversation(shop, &conversation).remove(0);
        assert_eq!(complaint["origin"], "recognised");
        assert!(text_of(&complaint, "/words").contains("inaccettabile"), "{complaint}");
        let mails = shop.mails_to("carlo@example.it", 2);
        assert!(mails.iter().any(|mail| mail.text().contains("RC-2026-0001")), "told its code");
        assert_eq!(shop.get("/api/v1/complaint-summary")["labels"]["yes"], 1);

        shop.mail_from("dario@example.it", "Orari", "Non è un reclamo: a che ora aprite?");
        shop.settle();
        assert!(shop.list("/api/v1/complaint-proposals").is_empty(), "denied is not said");
        all_is_well(shop);
    });
}

#[test]
fn the_legal_promise_is_kept_by_the_answer_marked_as_such_and_by_no_other() {
    on_both_engines(|shop| {
        let conversation = complains(shop, "ivo@example.it");
        shop.mails_to("ivo@example.it", 1);
        shop.advance(30);
        shop.answer(&conversation, "Ce ne stiamo occupando.");
        shop.mails_to("ivo@example.it", 2);
        wait_for("the first answer kept", || {
            let kinds: Vec<Value> = shop.promises(&conversation);
            kinds.iter().any(|one| one["kind"] == "first_reply" && one["state"] == "kept").then_some(())
        });
        assert_eq!(legal(shop, &conversation)[0]["state"], "open", "a word in between answers nothing");
        let id = text_of(&conversation, "/id");
        let closing = json!({ "status": "closed", "close_reason": "fatto" });
        assert_eq!(shop.api().patch_json(&format!("/api/v1/conversations/{id}"), &closing).status, 409);
        let promise = text_of(&legal(shop, &conversation)[0], "/id");
        let moving = json!({ "due_at": "2026-05-01T10:00:00Z", "reason": "ci serve tempo" });
        let moved = shop.api().post_json(&format!("/api/v1/promises/{promise}/move"), &moving).status;
        assert_eq!(moved, 409, "nobody moves the law");
        let complaint = answered(shop, &conversation);
        assert_eq!((&complaint["in_time"], &complaint["late"]), (&json!(true), &json!(false)));
        assert_eq!(legal(shop, &conversation)[0]["state"], "kept");
        all_is_well(shop);
    });
}

#[test]
fn a_term_that_passes_is_broken_told_and_counted_as_late() {
    on_both_engines(|shop| {
        let conversation = complains(shop, "ivo@example.it");
        shop.mails_to("ivo@example.it", 1);
        shop.answer(&conversation, "Ce ne stiamo occupando.");
        let before = shop.mails_to("ivo@example.it", 2).len();
        shop.advance(31 * DAY);
        let apology = shop.mails_to("ivo@example.it", before + 1).pop().expect("an apology");
        assert_eq!(apology.header("Auto-Submitted").as_deref(), Some("auto-replied"));
        let states: Vec<Value> = legal(shop, &conversation).iter().map(|one| one["state"].clone()).collect();
        assert_eq!(states, ["broken", "open"]);
        let complaint = of_conversation(shop, &conversation).remove(0);
        assert_eq!((&complaint["state"], &complaint["late"]), (&json!("open"), &json!(true)));
        assert_eq!(shop.get("/api/v1/complaint-summary")["overdue"], 1);
        let complaint = answered(shop, &conversation);
        assert_eq!(complaint["in_time"], false);
        all_is_well(shop);
    });
}

#[test]
fn a_remedy_above_the_limit_waits_for_a_supervisor_who_is_somebody_else() {
    on_both_engines(|shop| {
        let conversation = complains(shop, "studio@example.it");
        let complaint = of_conversation(shop, &conversation).remove(0);
        let (mut agent, mut supervisor) = (shop.api_as("agent"), shop.api_as("supervisor"));
        let remedies = path(&complaint, "/remedies");
        let small = json!({ "kind": "replacement", "amount_cents": 3_800, "text": "Un paralume nuovo" });
        let small = agent.post_json(&remedies, &small).expect(201).json();
        assert_eq!(small["state"], "approved");
        let large = json!({ "kind": "discount", "amount_cents": 17_600, "text": "Sconto 8% su 40 Asola" });
        let large = agent.post_json(&remedies, &large).expect(201).json();
        assert_eq!((&large["state"], &large["decided_by"]), (&json!("waiting"), &Value::Null));
        let decision = format!("/api/v1/remedies/{}/decision", text_of(&large, "/id"));
        let yes = json!({ "allow": true, "reason": "È un cliente da anni" });
        assert_eq!(agent.post_json(&decision, &yes).status, 403, "an agent decides on none");
        let wordless = json!({ "allow": true, "reason": " " });
        assert_eq!(supervisor.post_json(&decision, &wordless).status, 422, "a reason is needed");
        let allowed = supervisor.post_json(&decision, &yes).expect(200).json();
        assert_eq!(
            (&allowed["state"], &allowed["reason"]),
            (&json!("approved"), &json!("È un cliente da anni"))
        );
        assert_eq!(supervisor.post_json(&decision, &yes).status, 409, "once");
        // What a supervisor proposes above their own limit is not theirs to allow.
        let huge = json!({ "kind": "refund", "amount_cents": 90_000, "text": "Rimborso intero" });
        let huge = supervisor.post_json(&remedies, &huge).expect(201).json();
        assert_eq!(huge["state"], "waiting");
        let decision = format!("/api/v1/remedies/{}/decision", text_of(&huge, "/id"));
        assert_eq!(supervisor.post_json(&decision, &yes).status, 409, "nobody allows their own");
        let no = json!({ "allow": false, "reason": "La lampada funziona" });
        assert_eq!(shop.api().post_json(&decision, &no).expect(200).json()["state"], "refused");
        let bad = json!({ "kind": "gift", "amount_cents": -1, "text": "" });
        let refused = agent.post_json(&remedies, &bad);
        assert_eq!(refused.status, 422, "{}", refused.text());
        all_is_well(shop);
    });
}

#[test]
fn some_days_after_the_answer_the_customer_is_asked_and_what_is_not_solved_is_open_again() {
    on_both_engines(|shop| {
        let conversation = complains(shop, "ivo@example.it");
        shop.mails_to("ivo@example.it", 1);
        answered(shop, &conversation);
        let before = shop.mails_to("ivo@example.it", 2).len();
        shop.advance(7 * DAY);
        let asked = shop.mails_to("ivo@example.it", before + 1).pop().expect("a follow-up");
        assert!(asked.text().contains("è risolto"), "{}", asked.text());
        assert!(asked.text().contains("complaint=solved") && asked.text().contains("complaint=not_solved"));
        let page = page_of(&conversation);
        let shown = shop.web().get(&format!("{page}?complaint=not_solved")).expect(200).text();
        assert!(shown.contains("No, non è risolto"), "{shown}");
        let path = format!("{page}/solved");
        let wordless = post(&mut shop.web(), &path, &[("outcome", "not_solved"), ("note", "")]);
        assert_eq!(wordless.status, 422, "a word is needed");
        let said = post(&mut shop.web(), &path, &[("outcome", "not_solved"), ("note", "Crepato anche questo")]);
        assert_eq!(said.status, 303, "{}", said.text());
        let again = becomes(shop, &conversation, "open");
        assert_eq!((&again["reopened"], &again["code"]), (&json!(1), &json!("RC-2026-0001")));
        assert_eq!(legal(shop, &conversation).last().map(|one| one["state"].clone()), Some(json!("open")));
        let told = shop.mails_to("ivo@example.it", before + 2).pop().expect("the new date");
        assert!(told.text().contains("RC-2026-0001"), "{}", told.text());
        answered(shop, &conversation);
        let solved = post(&mut shop.web(), &path, &[("outcome", "solved"), ("note", "")]);
        assert_eq!(solved.status, 303);
        let over = becomes(shop, &conversation, "followed_up");
        assert_eq!(over["follow_up"]["outcome"], "solved");
        let close = format!("/api/v1/complaints/{}/close", text_of(&over, "/id"));
        assert_eq!(shop.api().post_json(&close, &json!({})).status, 409, "cause and judgement are unknown");
        let known = json!({ "cause": "packaging", "founded": true });
        shop.patch(&format!("/api/v1/complaints/{}", text_of(&over, "/id")), &known);
        assert_eq!(shop.api().post_json(&close, &json!({})).expect(200).json()["state"], "closed");
        all_is_well(shop);
    });
}

#[test]
fn the_customer_declares_one_on_the_page_of_the_request_once() {
    on_both_engines(|shop| {
        shop.mail_from("gino@example.it", "Pacco fermo", "Il pacco è fermo a Piacenza.");
        let conversation = shop.conversation_of("gino@example.it");
        let page = page_of(&conversation);
        let path = format!("{page}/complaint");
        assert_eq!(post(&mut shop.web(), &path, &[("words", " ")]).status, 422);
        assert_eq!(post(&mut shop.web(), &path, &[("words", "Nove giorni fermo")]).status, 303);
        assert_eq!(
            post(&mut shop.web(), &path, &[("words", "Nove giorni fermo")]).status,
            303,
            "a second click"
        );
        let [complaint] = of_conversation(shop, &conversation).try_into().expect("one complaint");
        assert_eq!((&complaint["origin"], &complaint["words"]), (&json!("page"), &json!("Nove giorni fermo")));
        let shown = shop.web().get(&page).expect(200).text();
        assert!(shown.contains("RC-2026-0001"), "{shown}");
        // Who needs nothing more takes it back.
        assert_eq!(post(&mut shop.web(), &format!("{page}/close"), &[]).status, 303);
        let closed = becomes(shop, &conversation, "closed");
        assert_eq!(closed["closed_why"], "closed by the customer");
        assert_eq!(legal(shop, &conversation)[0]["state"], "void");
        all_is_well(shop);
    });
}

#[test]
fn a_cause_that_keeps_coming_back_has_an_owner_a_date_and_is_watched() {
    on_both_engines(|shop| {
        for from in ["a@example.it", "b@example.it", "c@example.it"] {
            let conversation = complains(shop, from);
            let complaint = of_conversation(shop, &conversation).remove(0);
            shop.patch(&path(&complaint, ""), &json!({ "cause": "packaging" }));
        }
        let found = shop.list("/api/v1/complaint-causes").remove(0);
        assert_eq!((&found["cause"], &found["found_count"]), (&json!("packaging"), &json!(3)));
        assert!(found["owner_id"].is_string() && found["due_at"].is_string());
        let one = format!("/api/v1/complaint-causes/{}", text_of(&found, "/id"));
        assert_eq!(shop.api_as("agent").patch_json(&one, &json!({ "note": "x" })).status, 403);
        assert_eq!(shop.api().patch_json(&one, &json!({ "done": true })).status, 422, "done without a word");
        let done = shop.patch(&one, &json!({ "note": "Scatola nuova per i vetri", "done": true }));
        assert_eq!((&done["state"], &done["recurred_since"]), (&json!("done"), &json!(0)));
        shop.advance(5);
        let conversation = complains(shop, "d@example.it");
        let complaint = of_conversation(shop, &conversation).remove(0);
        shop.patch(&path(&complaint, ""), &json!({ "cause": "packaging" }));
        assert_eq!(shop.list("/api/v1/complaint-causes")[0]["recurred_since"], 1, "it came back");
        let changed: Vec<Value> = shop.events();
        for kind in
            ["complaint.opened", "complaint.cause_set", "complaint.cause_recurs", "complaint.cause_done"]
        {
            assert!(changed.iter().any(|event| event["type"] == kind), "{kind}");
        }
        all_is_well(shop);
    });
}

#[test]
fn settings_name_their_source_and_are_changed_by_who_may_alone() {
    on_both_engines(|shop| {
        let path = "/api/v1/complaint-settings";
        let mut settings = shop.get(path);
        assert_eq!(settings["terms"][0]["confirmed_at"], Value::Null);
        let confirm = json!({ "term": "standard" });
        assert_eq!(shop.api_as("supervisor").post_json(&format!("{path}/confirm"), &confirm).status, 403);
        let confirmed = shop.api().post_json(&format!("{path}/confirm"), &confirm).expect(200).json();
        assert!(confirmed["terms"][0]["confirmed_at"].is_string());
        settings["terms"][0]["days"] = json!(15);
        settings["terms"][0]["unit"] = json!("working");
        let changed = put(shop, &settings).expect(200).json();
        assert_eq!(changed["terms"][0]["confirmed_at"], Value::Null, "another term was never confirmed");
        let conversation = complains(shop, "ivo@example.it");
        let complaint = of_conversation(shop, &conversation).remove(0);
        assert_eq!(complaint["due_at"], "2026-03-23T17:00:00Z", "fifteen working days");
        settings["limits"]["agent"] = json!(-1);
        settings["terms"][0]["source"] = json!("");
        assert_eq!(put(shop, &settings).status, 422);
        let told = shop.events().into_iter().filter(|event| event["type"] == "complaint.settings_changed");
        assert_eq!(told.count(), 2);
    });
}

#[test]
fn a_forged_mail_and_a_stranger_declare_nothing() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Pacco", "Dov’è il mio pacco?");
        let conversation = shop.conversation_of("anna@example.it");
        let code = text_of(&conversation, "/reference");
        let stranger = letter("eva@altrove.example", ASSISTENZA, &format!("[#{code}]"), "Sporgo reclamo.");
        shop.mail("eva@altrove.example", &stranger);
        shop.settle();
        assert!(of_conversation(shop, &conversation).is_empty());
    });
}
