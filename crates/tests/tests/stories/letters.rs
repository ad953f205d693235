//! The mails that leave in the company's own words, what they say was understood, the question how it went; and what
//! is asked of others by mail.

use serde_json::json;
use tests::letter::letter;
use tests::shop::{on_both_engines, text_of};
use tests::wait_for;

#[test]
fn a_customer_reads_the_company_s_own_words_and_what_was_understood() {
    on_both_engines(|shop| {
        let words = json!({"headline": "Ci sentiamo {{due}}", "subject": "Eccoci: {{due.short}}"});
        let mut api = shop.api();
        let place = "/api/v1/templates/acknowledgement";
        let refused = json!({"headline": "Ci sentiamo presto"});
        let put = |api: &mut tests::http::Client, body: &serde_json::Value| {
            let headers = [("content-type", "application/json")];
            api.send("PUT", place, &headers, body.to_string().as_bytes())
        };
        put(&mut api, &refused).expect(422);
        put(&mut api, &words).expect(200);
        shop.mail_from("anna@example.it", "Il corriere non ha consegnato", "Il pacco dell’ordine F-20418.");
        let told = shop.mails_to("anna@example.it", 1).remove(0);
        assert!(
            told.header("Subject").unwrap_or_default().contains("Eccoci: "),
            "{:?}",
            told.header("Subject")
        );
        let text = told.text();
        assert!(text.contains("Ci sentiamo oggi, entro le"), "{text}");
        assert!(text.contains("Spedizione e consegna") && text.contains("F-20418"), "{text}");
        let track = told.track_path().expect("a link");
        let track = track.trim_end_matches("/correct");
        let mut web = shop.web();
        web.get(&format!("{track}/correct")).expect(200);
        let fields = [("topic", "return"), ("order_number", "F-20419")];
        web.post_form(&format!("{track}/correct"), &fields).expect(200);
        let conversation = shop.conversation_of("anna@example.it");
        assert_eq!(conversation["understood"]["topic"], "return");
        assert_eq!(conversation["understood"]["order_number"], "F-20419");
        assert!(shop.events().iter().any(|event| event["type"] == "conversation.corrected"));
    });
}

#[test]
fn a_supplier_without_an_account_is_asked_answers_by_mail_and_the_customer_sees_nothing_of_it() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        shop.mails_to("anna@example.it", 1);
        let contact = json!({"kind": "supplier", "name": "Vetreria", "email": "vetreria@example.org"});
        let contact = shop.post("/api/v1/contacts", &contact);
        let due = text_of(&conversation, "/promise/due_at");
        let ask = json!({
            "conversation_id": text_of(&conversation, "/id"), "contact_id": text_of(&contact, "/id"),
            "title": "Avete il vetro di ricambio?", "text": "Modello Piuma.", "due_at": due,
        });
        let task = shop.post("/api/v1/tasks", &ask);
        let asked = shop.mails_to("vetreria@example.org", 1).remove(0);
        assert!(asked.text().contains("Modello Piuma.") && !asked.text().contains("anna@example.it"));
        let from = asked.header("From").unwrap_or_default();
        let tagged = from.split(['<', '>']).find(|part| part.contains('@')).unwrap_or_default().to_owned();
        assert!(tagged.contains("+t."), "{from}");
        let answer = letter("vetreria@example.org", &tagged, "Re: Avete il vetro", "Sì, parte domani.")
            .in_reply_to(&asked);
        shop.deliver("vetreria@example.org", &[&tagged], &answer);
        let place = format!("/api/v1/tasks/{}", text_of(&task, "/id"));
        wait_for("the task answered", || (shop.get(&place)["state"] == "done").then_some(()));
        let settled = shop.get(&place);
        assert_eq!(
            (&settled["answered_via"], &settled["answer"]),
            (&json!("mail"), &json!("Sì, parte domani."))
        );
        let notes = shop.messages(&conversation);
        let note = notes.iter().find(|message| message["direction"] == "note").expect("a note");
        assert_eq!(note["author"]["name"], "Vetreria");
        let track = text_of(&conversation, "/track_url");
        let (_, token) = track.rsplit_once("/r/").expect("a link");
        let page = shop.web().get(&format!("/r/{token}")).expect(200).text();
        assert!(!page.contains("parte domani") && !page.contains("Vetreria"), "{page}");
        assert_eq!(shop.mails_to("anna@example.it", 1).len(), 1, "and gets no mail of it");
        assert_eq!(shop.list("/api/v1/conversations?limit=50").len(), 1, "and nothing new was opened");
    });
}

#[test]
fn a_task_nobody_answers_is_reminded_and_then_told_to_whoever_asked() {
    on_both_engines(|shop| {
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        let contact = json!({"kind": "department", "name": "Magazzino", "email": "magazzino@example.org"});
        let contact = shop.post("/api/v1/contacts", &contact);
        let ask = json!({
            "conversation_id": text_of(&conversation, "/id"), "contact_id": text_of(&contact, "/id"),
            "title": "Ne avete?", "due_at": text_of(&conversation, "/promise/due_at"),
        });
        let task = shop.post("/api/v1/tasks", &ask);
        shop.mails_to("magazzino@example.org", 1);
        shop.advance(200);
        let reminded = shop.mails_to("magazzino@example.org", 2).remove(1);
        assert!(reminded.header("Subject").unwrap_or_default().starts_with("Promemoria"));
        shop.advance(60);
        let place = format!("/api/v1/tasks/{}", text_of(&task, "/id"));
        wait_for("the task late", || (shop.get(&place)["late"] == true).then_some(()));
        wait_for("the alarm", || shop.events().iter().any(|event| event["type"] == "task.late").then_some(()));
        assert_eq!(shop.list("/api/v1/tasks?state=late").len(), 1);
    });
}

#[test]
fn some_hours_after_closing_a_customer_is_asked_once_how_it_went() {
    on_both_engines(|shop| {
        shop.node()
            .db()
            .write(riscontro::node::ACCOUNT, |tx| {
                spine::outbox::set_rating_after(tx, Some(1), db::Actor::System)
            })
            .expect("set");
        shop.mail_from("anna@example.it", "Lampada", "È rotta.");
        let conversation = shop.conversation_of("anna@example.it");
        shop.answer(&conversation, "Arriva domani.");
        shop.promise_becomes(&conversation, "kept");
        let id = text_of(&conversation, "/id");
        shop.patch(&format!("/api/v1/conversations/{id}"), &json!({"status": "closed"}));
        shop.advance(2);
        shop.advance(120);
        let asked = wait_for("the question", || {
            let mails = shop.relay.mails_to("anna@example.it");
            mails
                .into_iter()
                .find(|mail| mail.header("Subject").unwrap_or_default().contains("Abbiamo risolto?"))
        });
        assert!(asked.html().contains("?rate=5") && asked.text().contains("?rate=1"), "{}", asked.text());
        let path = asked.track_path().expect("a link");
        shop.web().get(&format!("{}?rate=5", path.split('?').next().unwrap_or_default())).expect(200);
        assert!(shop.conversation(&id)["rating"].is_null(), "a link that is only opened is no vote");
        shop.advance(24 * 60);
        let asked = shop.relay.mails_to("anna@example.it");
        let times = asked.iter().filter(|mail| mail.html().contains("?rate=5")).count();
        assert_eq!(times, 1, "once");
    });
}
