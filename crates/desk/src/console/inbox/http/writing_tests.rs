//! Writing, through its addresses, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::http::StatusCode;
use db::Actor;
use kernel::id::Kind;
use spine::conversation::{self, Author, Direction, Message, NewMessage};
use spine::signature::{self, Owner};
use spine::{canned, outbox, promise, scheduled};

use super::tests::Desk;
use crate::fault::Fault;
use crate::testing::on_both_engines;

impl Desk {
    /// The conversation's messages, oldest first.
    fn messages(&self) -> Vec<Message> {
        let reference = self.reference.clone();
        self.shop.read(|tx| {
            let open = conversation::by_reference(tx, &reference)?.unwrap();
            Ok(conversation::messages(tx, open.id, 0, 100)?)
        })
    }

    fn last(&self) -> Message {
        self.messages().pop().unwrap()
    }

    /// Caterina adds something.
    fn customer_writes(&self, text: &'static str) {
        let reference = self.reference.clone();
        self.shop.write(move |tx| {
            let open = conversation::by_reference(tx, &reference)?.unwrap();
            let message = NewMessage {
                direction: Direction::In,
                channel: open.channel,
                author: Author::Customer {
                    id: open.customer_id,
                    name: Some("Caterina Morandi".to_owned()),
                    address: None,
                },
                recipients: "{}".to_owned(),
                subject: None,
                text: text.to_owned(),
                html: None,
                reply_text: text.to_owned(),
                quoted_text: None,
                forwarded: None,
                authentication: None,
                warning: None,
                automatic: false,
                header_id: None,
                arrival_id: None,
            };
            conversation::add_message(tx, &open, message, Vec::new(), Actor::Customer(open.customer_id))?;
            scheduled::hold(tx, open.id, "customer_wrote")?;
            Ok::<_, Fault>(())
        });
    }

    async fn page(&self) -> String {
        self.get(&format!("/console/inbox/all/{}", self.reference)).await.body
    }

    fn value(&self, page: &str, before: &str) -> String {
        page.split(before)
            .nth(1)
            .unwrap_or_else(|| panic!("no {before} in {page}"))
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    }

    fn promises(&self) -> Vec<promise::Promise> {
        let reference = self.reference.clone();
        self.shop.read(|tx| {
            let open = conversation::by_reference(tx, &reference)?.unwrap();
            Ok(promise::of_conversation(tx, open.id)?)
        })
    }
}

#[tokio::test]
async fn an_answer_with_form_is_made_safe_and_its_text_is_worth_reading() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let html = "<div>Serve:</div><ul><li><b>un dimmer</b></li><li>la <a href=\"https://fioca.example/g\">guida</a></li></ul>\
                    <script>alert(1)</script><img src=x onerror=alert(1)>";
        let sent = desk.answer(&[("kind", "reply"), ("text", ""), ("html", html), ("then", "keep")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let message = desk.last();
        assert_eq!(message.text, "Serve:\n\n- un dimmer\n- la guida (https://fioca.example/g)");
        let html = message.html.unwrap();
        assert!(html.contains("<b>un dimmer</b>") && !html.contains("script") && !html.contains("onerror"), "{html}");

        let plain = [("kind", "reply"), ("html", "Ciao<div>a domani</div>"), ("then", "keep")];
        desk.answer(&plain).await;
        let message = desk.last();
        assert_eq!((message.text.as_str(), message.html), ("Ciao\na domani", None), "only lines: plain");
    })
    .await;
}

#[tokio::test]
async fn a_signature_stands_under_an_answer_once_and_not_in_what_is_taken_back() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let giulia = desk.giulia;
        desk.shop.write(move |tx| {
            let lines = "<b>{{agent.name}}</b><br>{{company.name}}";
            Ok::<_, Fault>(signature::keep(tx, Owner::Agent(giulia), lines, Actor::Agent(giulia))?)
        });
        assert!(desk.page().await.contains("Giulia\nFioca"), "it is shown before it is sent");
        desk.answer(&[("kind", "reply"), ("text", "Eccomi."), ("then", "keep")]).await;
        let message = desk.last();
        assert_eq!(message.text, "Eccomi.\n\n-- \nGiulia\nFioca");
        assert_eq!(message.reply_text, "Eccomi.");
        let name = Kind::Message.name(&message.oid);
        desk.act("undo", &[("message", &name)]).await;
        let page = desk.page().await;
        assert!(page.contains(">Eccomi.</textarea>"), "{page}");
        desk.answer(&[("kind", "reply"), ("text", "Eccomi.\n\n-- \nGiulia\nFioca"), ("then", "keep")]).await;
        assert_eq!(desk.last().text.matches("Fioca").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_word_typed_in_an_answer_is_offered_and_given_in_the_answer_itself() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let heard = desk
            .act("draft", &[("kind", "reply"), ("text", "Chiedo al magazzino e ti rispondo domani.")])
            .await;
        assert_eq!(heard.status, StatusCode::OK);
        heard.shows("Impegno ");
        let due = desk.value(&heard.body, "data-due=\"");
        assert_eq!(due, "1795194000000", "Friday at 18");
        let note = desk.act("draft", &[("kind", "note"), ("text", "le rispondo domani")]).await;
        assert_eq!(note.status, StatusCode::NO_CONTENT, "a note promises nothing");
        let fields = [
            ("kind", "reply"),
            ("text", "Chiedo al magazzino e ti rispondo domani."),
            ("promise", due.as_str()),
            ("then", "keep"),
        ];
        let sent = desk.answer(&fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let message = desk.last();
        assert!(
            message
                .text
                .ends_with("ti rispondo domani.\n\nTi rispondiamo venerdì 20 novembre, entro le 18:00."),
            "{}",
            message.text
        );
        let given = desk.promises().pop().unwrap();
        assert_eq!((given.kind, given.due_at_ms), (promise::Kind::Custom, 1_795_194_000_000));
        assert_eq!(desk.status(), "open", "the word is ours to keep");
        assert_eq!(given.told_at_ms, None, "not before the mail has left");
        let mail = desk.shop.read(|tx| Ok(outbox::of_message(tx, message.id)?.unwrap()));
        desk.shop.write(move |tx| Ok::<_, Fault>(outbox::handed_over(tx, mail.id, &[])?));
        let promises = desk.promises();
        assert_eq!(promises[0].state, promise::State::Kept, "the answer keeps what was owed");
        assert_eq!(promises[1].state, promise::State::Open, "and not the word it gives");
        assert!(promises[1].told_at_ms.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_word_taken_back_with_its_answer_was_never_given() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let fields = [
            ("kind", "reply"),
            ("text", "Ti rispondo domani."),
            ("promise", "1795194000000"),
            ("then", "keep"),
        ];
        desk.answer(&fields).await;
        let name = Kind::Message.name(&desk.last().oid);
        desk.act("undo", &[("message", &name)]).await;
        let promises = desk.promises();
        assert_eq!(promises[0].state, promise::State::Open);
        assert_eq!(promises[1].state, promise::State::Void);
        assert!(desk.page().await.contains(">Ti rispondo domani.</textarea>"));
    })
    .await;
}

#[tokio::test]
async fn an_answer_stops_before_what_its_writer_has_not_seen() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let seen = desk.value(&desk.page().await, "name=\"seen\" value=\"");
        desk.customer_writes("Aggiungo: anche il vetro è rotto.");
        let fields =
            [("kind", "reply"), ("text", "Arriva il dimmer."), ("then", "wait"), ("seen", seen.as_str())];
        let stopped = desk.answer(&fields).await;
        assert_eq!(stopped.status, StatusCode::CONFLICT);
        stopped.shows("anche il vetro è rotto.");
        stopped.shows("Invia comunque");
        stopped.shows("Arriva il dimmer.</textarea>");
        assert_eq!(desk.messages().len(), 2, "nothing left");
        let anyway = desk.value(&stopped.body, "name=\"anyway\" value=\"");
        let again = [fields.as_slice(), &[("anyway", anyway.as_str()), ("then-anyway", "wait")]].concat();
        assert_eq!(desk.answer(&again).await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.last().text, "Arriva il dimmer.");
        // One's own answer is no news.
        let own = [("kind", "reply"), ("text", "E il vetro."), ("then", "wait"), ("seen", anyway.as_str())];
        assert_eq!(desk.answer(&own).await.status, StatusCode::SEE_OTHER);
        // A note never waits.
        let note = [("kind", "note"), ("text", "Vista."), ("then", "note"), ("seen", "1")];
        assert_eq!(desk.answer(&note).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn send_and_close_closes_and_taking_it_back_opens_again() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        desk.answer(&[("kind", "reply"), ("text", "Risolto."), ("then", "close")]).await;
        assert_eq!(desk.status(), "closed");
        assert_eq!(desk.promises()[0].state, promise::State::Open, "kept when the mail has left");
        desk.page().await.contains("chiusa con questa risposta");
        let name = Kind::Message.name(&desk.last().oid);
        let undone = desk.act("undo", &[("message", &name)]).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
        assert_eq!(desk.status(), "open");
        assert_eq!(desk.messages().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_answer_waits_for_its_moment_and_stops_when_the_customer_writes() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let late = [("kind", "reply"), ("text", "Domani."), ("then", "schedule"), ("at", "2026-11-20T10:00")];
        desk.answer(&late).await.shows("La risposta è promessa prima di allora");
        let closed =
            [("kind", "reply"), ("text", "Di notte."), ("then", "schedule"), ("at", "2026-11-19T22:00")];
        desk.answer(&closed).await.shows("A quell’ora la casella è chiusa.");
        let none = [("kind", "reply"), ("text", "Mai."), ("then", "schedule"), ("at", "")];
        desk.answer(&none).await.shows("un momento che deve ancora venire");
        let good =
            [("kind", "reply"), ("text", "Più tardi."), ("then", "schedule"), ("at", "2026-11-19T10:30")];
        let kept = desk.answer(&good).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        assert_eq!(desk.messages().len(), 1, "nothing is in the conversation yet");
        let page = desk.page().await;
        assert!(page.contains("Una risposta parte"), "{page}");
        desk.get("/console/scheduled").await.shows("Più tardi.");

        desk.customer_writes("Ho trovato io la soluzione.");
        let page = desk.page().await;
        assert!(page.contains("Una risposta programmata è ferma"), "{page}");
        let scheduled = desk.value(&page, "name=\"scheduled\" value=\"");
        let edit = desk.act("scheduled?do=edit", &[("scheduled", &scheduled)]).await;
        assert_eq!(edit.status, StatusCode::SEE_OTHER, "{}", edit.body);
        let page = desk.page().await;
        assert!(page.contains(">Più tardi.</textarea>") && !page.contains("programmata è ferma"), "{page}");
        desk.get("/console/scheduled").await.shows("Nessuna risposta programmata");
    })
    .await;
}

#[tokio::test]
async fn a_scheduled_answer_leaves_as_its_author_wrote_it() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let good = [("kind", "reply"), ("html", "<b>Ora</b>"), ("then", "at:1795080600000")];
        assert_eq!(desk.answer(&good).await.status, StatusCode::SEE_OTHER);
        let leave = |desk: &Desk| {
            let due = desk.shop.read(|tx| Ok(scheduled::list(tx, None, 10)?));
            let id = due[0].id;
            desk.shop.write(move |tx| Ok::<_, Fault>(scheduled::leave(tx, id)?));
        };
        leave(&desk);
        assert_eq!(desk.messages().len(), 1, "not before its moment");
        desk.shop.clock.advance(1_800_000);
        leave(&desk);
        let message = desk.last();
        assert_eq!((message.text.as_str(), message.html.as_deref()), ("Ora", Some("<b>Ora</b>")));
        assert_eq!(message.author_id, Some(desk.giulia));
        assert_eq!(desk.status(), "waiting");
        assert!(desk.shop.read(|tx| Ok(scheduled::list(tx, None, 10)?)).is_empty());
    })
    .await;
}

#[tokio::test]
async fn canned_answers_come_filled_are_counted_and_hold_back_what_is_not() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let made = desk.shop.write(|tx| {
            let draft = canned::Draft {
                title: "Reso gratuito".to_owned(),
                shortcut: "reso".to_owned(),
                body: "<div>Ciao {{customer.name}}, {{conversation.code}}: passa {{corriere}}.</div>"
                    .to_owned(),
                ..canned::Draft::default()
            };
            Ok::<_, Fault>(canned::add(tx, draft, None, Actor::System)?)
        });
        let found = desk.get(&format!("/console/conversation/{}/canned?q=/re", desk.reference)).await;
        found.shows("Reso gratuito");
        found.shows(&format!("Ciao Caterina Morandi, {}: passa {{{{corriere}}}}.", desk.reference));
        desk.get(&format!("/console/conversation/{}/canned?q=zucca", desk.reference))
            .await
            .shows("Nessuna risposta pronta");
        let name = Kind::Canned.name(&made.oid);
        let sent = async |text: &str| {
            desk.answer(&[("kind", "reply"), ("text", text), ("then", "keep"), ("canned", &name)]).await
        };
        sent("Ciao, passa {{corriere}}.").await.shows("Resta da completare: corriere.");
        assert_eq!(sent("Ciao, passa Bartolini.").await.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.shop.read(|tx| Ok(canned::by_oid(tx, &made.oid)?.used)), 1, "only what left counts");
    })
    .await;
}

#[tokio::test]
async fn the_page_that_writes_first_takes_form_too() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let page = desk.get("/console/new").await;
        let inbox = desk.value(&page.body, "<option value=\"");
        let fields = [
            ("inbox", inbox.as_str()),
            ("to", "ivo@posta.example"),
            ("subject", "Il tuo paralume"),
            ("text", ""),
            ("html", "<ol><li>pronto</li></ol>"),
        ];
        let sent = desk.compose("/console/new", &fields, None).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        desk.get(sent.location()).await.shows("1. pronto");
    })
    .await;
}
