//! The customer's page, as a stranger's browser and the customer's own see it.

use axum::http::StatusCode;
use db::Actor;
use spine::conversation::{self, Author, Direction, NewMessage};
use spine::outbox::{self, Reply};
use spine::promise;

use crate::testing::on_both_engines;

const MINUTE_MS: i64 = 60_000;

fn answer(author: Author, text: &str) -> Reply {
    Reply {
        author,
        text: text.to_owned(),
        html: None,
        to: Vec::new(),
        cc: Vec::new(),
        bcc: Vec::new(),
        attachments: Vec::new(),
        hold_ms: 0,
    }
}

#[tokio::test]
async fn a_customer_reads_when_the_answer_comes_and_what_was_written() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let opened = shop.request(inbox, "Sfarfallano con il <b>dimmer</b>.");
        let page = shop.get(&format!("/r/{}", opened.conversation.track_token), "").await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows("Avrai risposta oggi, entro le 14:00");
        page.shows(&opened.conversation.reference);
        page.shows("Sfarfallano con il &lt;b&gt;dimmer&lt;/b&gt;.");
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
        assert!(page.headers["x-robots-tag"].to_str().is_ok_and(|robots| robots.contains("noindex")));
        page.shows("name=\"robots\" content=\"noindex\"");
    })
    .await;
}

#[tokio::test]
async fn a_note_of_ours_is_never_on_the_customers_page() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let opened = shop.request(inbox, "Sfarfallano.");
        let marta = shop.marta;
        let conversation_id = opened.conversation.id;
        shop.write(move |tx| {
            let conversation = conversation::find(tx, conversation_id)?;
            let author = Author::Agent { id: marta, name: "Marta Bisi".to_owned() };
            let note = NewMessage {
                direction: Direction::Note,
                channel: conversation.channel,
                author,
                recipients: "{}".to_owned(),
                subject: None,
                text: "Cliente difficile".to_owned(),
                html: None,
                reply_text: "Cliente difficile".to_owned(),
                quoted_text: None,
                forwarded: None,
                authentication: None,
                warning: None,
                automatic: false,
                header_id: None,
                arrival_id: None,
            };
            conversation::add_message(tx, &conversation, note, Vec::new(), Actor::Agent(marta))?;
            Ok(())
        });
        let page = shop.get(&format!("/r/{}", opened.conversation.track_token), "").await;
        page.shows("Sfarfallano.");
        assert!(!page.body.contains("Cliente difficile"));
    })
    .await;
}

#[tokio::test]
async fn an_answer_stands_on_the_page_with_the_name_of_who_gave_it() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let opened = shop.request(inbox, "Sfarfallano.");
        shop.clock.advance(30 * MINUTE_MS);
        let marta = shop.marta;
        let conversation_id = opened.conversation.id;
        shop.write(move |tx| {
            let mut conversation = conversation::find(tx, conversation_id)?;
            let author = Author::Agent { id: marta, name: "Marta Bisi".to_owned() };
            let written = outbox::reply(tx, &mut conversation, answer(author, "Cambi il dimmer."))?;
            let sent = written.outgoing_id.expect("leaves by mail");
            outbox::handed_over(tx, sent, &[])?;
            Ok(())
        });
        let page = shop.get(&format!("/r/{}", opened.conversation.track_token), "").await;
        page.shows("Ti abbiamo risposto oggi alle 10:30");
        page.shows("3 ore e 30 minuti prima dell’ora data");
        page.shows("Marta Bisi");
        page.shows("Cambi il dimmer.");
    })
    .await;
}

#[tokio::test]
async fn a_missed_or_moved_moment_is_said_by_us() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let opened = shop.request(inbox, "Sfarfallano.");
        let path = format!("/r/{}", opened.conversation.track_token);
        let marta = shop.marta;
        let (conversation_id, promise_id) = (opened.conversation.id, opened.promise.id);
        let moved = shop.write(move |tx| {
            let mut conversation = conversation::find(tx, conversation_id)?;
            let promise = promise::find(tx, promise_id)?;
            let later_ms = promise.due_at_ms + 60 * MINUTE_MS;
            Ok(promise::move_to(tx, &mut conversation, &promise, later_ms, "aspettiamo il corriere", marta)?)
        });
        let page = shop.get(&path, "").await;
        page.shows("Avrai risposta oggi, entro le 15:00");
        page.shows("<s>oggi alle 14:00</s>");
        page.shows("perché aspettiamo il corriere");
        shop.clock.move_to(moved.due_at_ms + MINUTE_MS);
        shop.get(&path, "").await.shows("Dovevamo risponderti oggi alle 15:00");
        shop.write(move |tx| Ok(promise::break_due(tx, moved.id)?.is_some()));
        shop.get(&path, "").await.shows("Dovevamo risponderti oggi alle 15:00. Ci dispiace");
    })
    .await;
}

#[tokio::test]
async fn a_wrong_address_is_answered_with_what_to_do_and_asked_only_so_often() {
    on_both_engines(async |shop| {
        let unknown = shop.get(&format!("/r/{}", kernel::id::secret()), "").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        unknown.shows("Qui non c’è nessuna richiesta");
        assert_eq!(shop.get("/r/short", "").await.status, StatusCode::NOT_FOUND);
        for _ in 2..20 {
            shop.get("/r/short", "").await;
        }
        let wait = shop.get("/r/short", "").await;
        assert_eq!(wait.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(wait.headers["ratelimit-limit"], "20");
        assert!(wait.headers.contains_key("retry-after"));
    })
    .await;
}

#[tokio::test]
async fn a_closed_request_owes_nothing() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let opened = shop.request(inbox, "Grazie, tutto a posto.");
        let conversation_id = opened.conversation.id;
        shop.write(move |tx| {
            let mut conversation = conversation::find(tx, conversation_id)?;
            promise::close(tx, &mut conversation, None, Actor::System)?;
            Ok(())
        });
        shop.get(&format!("/r/{}", opened.conversation.track_token), "").await.shows("Richiesta chiusa");
    })
    .await;
}

#[tokio::test]
async fn the_page_and_the_mails_say_where_the_answer_comes_and_the_answer_goes_there() {
    on_both_engines(async |shop| {
        let inbox = shop.inbox();
        let opened = shop.request(inbox, "Sfarfallano.");
        let path = format!("/r/{}", opened.conversation.track_token);
        shop.get(&path, "").await.shows("La risposta arriva per e-mail.");
        let chosen = shop.post(&format!("{path}/way"), "", &[("way", "page")]).await;
        assert_eq!(chosen.status, StatusCode::SEE_OTHER);
        shop.get(&path, "").await.shows("La risposta arriva solo in questa pagina.");
        let (marta, conversation_id, promise_id) = (shop.marta, opened.conversation.id, opened.promise.id);
        let letter = shop.write(move |tx| {
            let conversation = conversation::find(tx, conversation_id)?;
            let promise = promise::find(tx, promise_id)?;
            let later_ms = promise.due_at_ms + 60 * MINUTE_MS;
            Ok(outbox::moved_letter(tx, &conversation, &promise, later_ms, "aspettiamo il corriere")?)
        });
        let elsewhere = "Come hai chiesto, la risposta la trovi solo nella pagina della richiesta.";
        assert!(letter.text.contains(elsewhere) && letter.html.contains(elsewhere), "{}", letter.text);
        let (cookie, _) = shop.session(marta);
        let desk = shop.get(&format!("/console/inbox/all/{}", opened.conversation.reference), &cookie).await;
        desk.shows("Vuole leggerla solo nella sua pagina: non parte nessuna e-mail");
        desk.shows("A: pagina della richiesta");
        shop.write(move |tx| {
            let mut conversation = conversation::find(tx, conversation_id)?;
            let author = Author::Agent { id: marta, name: "Marta Bisi".to_owned() };
            let written = outbox::reply(tx, &mut conversation, answer(author, "Cambi il dimmer."))?;
            assert_eq!((written.outgoing_id, written.why), (None, outbox::Why::ChosePage));
            Ok(())
        });
        let page = shop.get(&path, "").await;
        page.shows("Ti abbiamo risposto");
        page.shows("La risposta è qui sotto.");
        assert!(!page.body.contains("e nella posta"));
    })
    .await;
}
