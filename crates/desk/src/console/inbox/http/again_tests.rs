//! Answers that did not arrive, a word beside one that leaves later, canned answers before there is a conversation,
//! and the mail a moved promise sends.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::http::{StatusCode, header};
use db::Actor;
use kernel::id::Kind;
use spine::conversation::{self, Message};
use spine::outbox::{self, Outgoing, State};
use spine::{canned, promise, scheduled};

use super::tests::Desk;
use crate::testing::on_both_engines;

impl Desk {
    fn written(&self) -> (Message, Outgoing) {
        let reference = self.reference.clone();
        self.shop.read(|tx| {
            let open = conversation::by_reference(tx, &reference)?.unwrap();
            let message = conversation::messages(tx, open.id, 0, 100)?.pop().unwrap();
            let mail = outbox::of_message(tx, message.id)?.unwrap();
            Ok((message, mail))
        })
    }

    /// The next hop refuses the last answer for good.
    fn refuse(&self) {
        let (_, mail) = self.written();
        self.shop.write(move |tx| Ok(outbox::given_up(tx, mail.id, "no such user", Some("5.1.1"))?));
    }

    async fn shown(&self) -> String {
        self.get(&format!("/console/inbox/mine/{}", self.reference)).await.body
    }
}

#[tokio::test]
async fn an_answer_that_did_not_arrive_is_tried_again_from_its_bubble() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        desk.answer(&[("kind", "reply"), ("text", "Arriva il dimmer."), ("then", "wait")]).await;
        let (message, _) = desk.written();
        assert!(!desk.shown().await.contains("another-try"), "nothing failed yet");
        desk.refuse();
        let page = desk.shown().await;
        assert!(page.contains("no such user") && page.contains("Riprova"), "{page}");
        let name = Kind::Message.name(&message.oid);
        let again = desk.act("retry", &[("message", &name), ("do", "retry")]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
        let (_, mail) = desk.written();
        assert_eq!((mail.state, mail.recipients), (State::Queued, vec!["caterina@posta.example".to_owned()]));
        assert!(!desk.shown().await.contains("another-try"), "it is on its way");
        // It left meanwhile: a second press changes nothing.
        desk.shop.write(move |tx| Ok(outbox::handed_over(tx, mail.id, &[])?));
        let late = desk.act("retry", &[("message", &name), ("do", "retry")]).await;
        assert_eq!(late.status, StatusCode::SEE_OTHER);
        assert_eq!(desk.written().1.state, State::Sent);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_did_not_arrive_goes_to_another_address_and_keeps_its_promise() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        desk.answer(&[("kind", "reply"), ("text", "Arriva il dimmer."), ("then", "wait")]).await;
        desk.refuse();
        let name = Kind::Message.name(&desk.written().0.oid);
        let wrong = desk.act("retry", &[("message", &name), ("do", "redirect"), ("to", "caterina")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.shows("caterina");
        assert_eq!(desk.written().1.state, State::Failed, "nothing was changed");
        let fields = [("message", name.as_str()), ("do", "redirect"), ("to", "caterina@lavoro.example")];
        assert_eq!(desk.act("retry", &fields).await.status, StatusCode::SEE_OTHER);
        let (message, mail) = desk.written();
        assert_eq!((mail.state, mail.recipients), (State::Queued, vec!["caterina@lavoro.example".to_owned()]));
        assert!(message.recipients.contains("caterina@lavoro.example"), "{}", message.recipients);
        assert!(!message.recipients.contains("posta.example"), "{}", message.recipients);
        desk.shop.write(move |tx| Ok(outbox::handed_over(tx, mail.id, &[])?));
        let kept =
            desk.shop.read(|tx| Ok(promise::of_conversation(tx, message.conversation_id)?.remove(0).state));
        assert_eq!(kept, promise::State::Kept);
        // Another one's message, or none, is not there.
        let none = desk.act("retry", &[("message", "msg_x"), ("do", "retry")]).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_word_beside_an_answer_that_leaves_later_is_given_when_it_leaves() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let eleven = "1795082400000"; // 11:00 in Rome.
        let soon = "1795080000000"; // 10:20.
        let later = [
            ("kind", "reply"),
            ("text", "Le dico stamattina."),
            ("then", "schedule"),
            ("at", "2026-11-19T10:30"),
        ];
        let early = desk.answer(&[later.as_slice(), &[("promise", soon)]].concat()).await;
        early.shows("La promessa scade prima che la risposta parta");
        let kept = desk.answer(&[later.as_slice(), &[("promise", eleven)]].concat()).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
        let page = desk.shown().await;
        assert!(page.contains("Con la promessa: entro le 11:00"), "{page}");
        desk.get("/console/scheduled").await.shows("Con la promessa: entro le 11:00");
        let one = desk.shop.read(|tx| Ok(scheduled::list(tx, None, 10)?.remove(0)));
        let named = Kind::Scheduled.name(&one.oid);
        let past = [("scheduled", named.as_str()), ("do", "move"), ("at", "2026-11-19T11:00")];
        desk.act("scheduled", &past).await.shows("La promessa scade prima che la risposta parta");
        desk.shop.clock.advance(30 * 60_000);
        desk.shop.write(move |tx| Ok(scheduled::leave(tx, one.id)?));
        let (message, mail) = desk.written();
        let given = desk.shop.read(|tx| {
            let all = promise::open_of(tx, message.conversation_id)?;
            Ok(all.into_iter().find(|promise| promise.kind == promise::Kind::Custom))
        });
        let given = given.expect("the word is a promise now");
        assert_eq!(given.due_at_ms.to_string(), eleven);
        assert_eq!(given.made_by_id, Some(desk.giulia));
        assert!(message.text.contains("11:00"), "told in the answer itself: {}", message.text);
        desk.shop.write(move |tx| Ok(outbox::handed_over(tx, mail.id, &[])?));
        let told = desk.shop.read(|tx| Ok(promise::find(tx, given.id)?));
        assert_eq!((told.state, told.told_at_ms.is_some()), (promise::State::Open, true));
    })
    .await;
}

#[tokio::test]
async fn canned_answers_come_filled_before_there_is_a_conversation() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let (giulia, marta) = (desk.giulia, desk.shop.marta);
        let (shared, own) = desk.shop.write(move |tx| {
            let draft = |title: &str, shortcut: &str| canned::Draft {
                title: title.to_owned(),
                shortcut: shortcut.to_owned(),
                body: "Buongiorno {{customer.name}}, qui {{agent.name}}. Codice {{conversation.code}}."
                    .to_owned(),
                ..canned::Draft::default()
            };
            let shared = canned::add(tx, draft("Saluti", "saluti"), None, Actor::Agent(giulia))?;
            let own = canned::add(tx, draft("Di Marta", "marta"), Some(marta), Actor::Agent(marta))?;
            Ok((shared, own))
        });
        let inbox = desk.shop.read(|tx| Ok(spine::inbox::list(tx)?.remove(0).oid));
        let page = desk.get("/console/new").await;
        page.shows("data-canned=\"/console/new/canned\"");
        page.shows("id=\"canned-list\"");
        let place = format!("/console/new/canned?inbox={inbox}");
        let known = desk.get(&format!("{place}&q=salu&to=caterina@posta.example")).await;
        known.shows("Buongiorno Caterina Morandi, qui Giulia.");
        known.shows("Codice {{conversation.code}}");
        desk.get(&format!("{place}&q=salu&to=Bruno%20S.%20%3Cbruno@example.it%3E"))
            .await
            .shows("Buongiorno Bruno S.");
        desk.get(&format!("{place}&q=salu&to=")).await.shows("Buongiorno {{customer.name}}");
        // One by its name, as the palette asks; a colleague's own stays theirs.
        let one = Kind::Canned.name(&shared.oid);
        desk.get(&format!("{place}&id={one}")).await.shows("Saluti");
        let theirs = Kind::Canned.name(&own.oid);
        assert!(!desk.get(&format!("{place}&id={theirs}")).await.body.contains("Di Marta"));
        let here = format!("/console/conversation/{}/canned?id={one}", desk.reference);
        desk.get(&here).await.shows("Buongiorno Caterina Morandi");
        assert_eq!(desk.get("/console/new/canned?inbox=x").await.status, StatusCode::NOT_FOUND);
        let sent = desk
            .compose(
                "/console/new",
                &[
                    ("inbox", inbox.as_str()),
                    ("to", "bruno@example.it"),
                    ("subject", "Il suo ordine"),
                    ("text", "Buongiorno Bruno."),
                    ("canned", &one),
                ],
                None,
            )
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let used = desk.shop.read(|tx| Ok(canned::by_oid(tx, &shared.oid)?.used));
        assert_eq!(used, 1);
    })
    .await;
}

#[tokio::test]
async fn moving_a_promise_shows_the_mail_the_customer_gets_in_a_frame_of_its_own() {
    on_both_engines(async |shop| {
        let desk = Desk::of(shop);
        let root = format!("/console/conversation/{}/move", desk.reference);
        let form = [("at", "2026-11-19T17:00"), ("reason", "aspettiamo il <b>corriere</b>")];
        let preview = desk.act("move/preview", &form).await;
        let frame =
            preview.body.split("<iframe").nth(1).and_then(|after| after.split("src=\"").nth(1)).unwrap();
        let frame = frame.split('"').next().unwrap().replace("&amp;", "&");
        assert!(
            frame.starts_with(&format!("{root}/letter?at=2026-11-19T17%3A00&reason=aspettiamo")),
            "{frame}"
        );
        let mail = desk.get(&frame).await;
        assert_eq!(mail.status, StatusCode::OK);
        mail.shows("17:00");
        mail.shows("il &lt;b&gt;corriere&lt;/b&gt;");
        let policy = mail.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("sandbox") && !policy.contains("allow-scripts"), "{policy}");
        for nothing in ["", "?at=2026-11-19T17:00", "?at=2020-01-01T10:00&reason=x", "?choice=x&reason=x"] {
            assert_eq!(
                desk.get(&format!("{root}/letter{nothing}")).await.status,
                StatusCode::NOT_FOUND,
                "{nothing}"
            );
        }
        // What was shown is what leaves.
        let promised = desk.shop.read(|tx| {
            let open = conversation::by_reference(tx, &desk.reference)?.unwrap();
            Ok(promise::open_of(tx, open.id)?.remove(0))
        });
        let name = Kind::Promise.name(&promised.oid);
        let moved = desk.act("move", &[form.as_slice(), &[("promise", name.as_str())]].concat()).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
        let raw = desk.shop.read(|tx| {
            let mails = outbox::list(tx, State::Queued, i64::MAX, 20)?;
            let mail = mails.into_iter().find(|mail| mail.purpose == outbox::Purpose::Moved).unwrap();
            Ok(mail.wording.unwrap_or_default())
        });
        let plain = |text: &str| text.replace('\u{a0}', " ");
        assert!(plain(&mail.body).contains(&plain(&raw)), "{raw}: {}", mail.body);
    })
    .await;
}
