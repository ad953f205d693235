//! A report that needs no answer: thanked, and told later what became of it; and an answer taken back before it leaves.

use db::Tx;
use kernel::id::Kind;
use serde_json::{Value, json};
use spine::conversation::{self, Author, Conversation};
use spine::letters::template;
use spine::outbox;

use super::call::{Answer, Ask, Job};
use super::conversations::{self, asked};
use super::given::{Given, at, at_some, name_some};
use super::messages::{self, author};
use super::problem::Problem;

/// Characters of what is written.
const TEXT_MAX: usize = 200_000;

fn show(tx: &mut Tx<'_>, open: &Conversation) -> Result<Value, Problem> {
    let report = conversation::report(tx, open.id)?;
    let message = match report.as_ref().and_then(|report| report.message_id) {
        Some(message_id) => Some(conversation::message(tx, message_id)?.oid),
        None => None,
    };
    Ok(json!({
        "thanked_at": at_some(report.as_ref().map(|report| report.thanked_at_ms)),
        "thanks_id": name_some(Kind::Message, message.as_deref()),
        "outcome_at": at_some(report.and_then(|report| report.outcome_at_ms)),
        "offered_thanks": outbox::offered_words(tx, template::Kind::Thanks, open, "")?,
        "offered_outcome": outbox::offered_words(tx, template::Kind::Outcome, open, "")?,
    }))
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let open = asked(ask, tx)?;
    Ok(Answer::json(show(tx, &open)?))
}

/// What is written, or null for the company's own words; and in whose name.
struct Letter {
    text: Option<String>,
    on_behalf_of: Option<String>,
}

impl Letter {
    fn read(ask: &mut Ask) -> Result<Self, Problem> {
        let mut given = Given::of(ask.body.take())?;
        let text = given.text("text", TEXT_MAX);
        if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
            given.refuse("text", "must not be empty; without it the company's own words leave");
        }
        let on_behalf_of = given.oid("on_behalf_of", Kind::Agent);
        given.done()?;
        Ok(Self { text, on_behalf_of })
    }

    fn reply(
        self,
        ask: &Ask,
        tx: &mut Tx<'_>,
        open: &Conversation,
        kind: template::Kind,
    ) -> Result<outbox::Reply, Problem> {
        let author = author(ask, tx, self.on_behalf_of.as_deref())?;
        let text = match (self.text, &author) {
            (Some(text), _) => text,
            (None, Author::Agent { name, .. }) => outbox::offered_words(tx, kind, open, name)?,
            (None, _) => outbox::offered_words(tx, kind, open, "")?,
        };
        Ok(outbox::Reply {
            author,
            text,
            html: None,
            to: Vec::new(),
            cc: Vec::new(),
            bcc: Vec::new(),
            attachments: Vec::new(),
            hold_ms: 0,
        })
    }
}

/// `POST /conversations/{id}/thank`: closes it, thanked.
pub(super) fn thank(mut ask: Ask) -> Result<Job, Problem> {
    let letter = Letter::read(&mut ask)?;
    Ok(Box::new(move |tx| {
        let mut open = asked(&ask, tx)?;
        let thanks = letter.reply(&ask, tx, &open, template::Kind::Thanks)?;
        outbox::thank(tx, &mut open, thanks)?;
        Ok(Answer::json(show(tx, &open)?))
    }))
}

/// `POST /conversations/{id}/outcome`: to the customer, and to those of linked reports.
pub(super) fn outcome(mut ask: Ask) -> Result<Job, Problem> {
    let letter = Letter::read(&mut ask)?;
    Ok(Box::new(move |tx| {
        let open = asked(&ask, tx)?;
        let told = letter.reply(&ask, tx, &open, template::Kind::Outcome)?;
        let told = outbox::tell_outcome(tx, &open, &told)?;
        let mut body = show(tx, &open)?;
        body["told"] = Value::from(told);
        Ok(Answer::json(body))
    }))
}

/// `POST /messages/{id}/undo`: an answer that waits in the outbox is taken back by its author.
pub(super) fn undo(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let message = conversation::message_by_oid(tx, ask.oid(Kind::Message)?)?;
        let taken = outbox::undo(tx, message.id, ask.bearer.agent_id)?;
        Ok(Answer::json(json!({
            "text": taken.text,
            "html": taken.html,
            "written_at": at(taken.created_at_ms),
            "conversation": conversations::show(&ask, tx, taken.conversation_id)?,
        })))
    }))
}

/// How long an answer waits before it leaves, so that it can be taken back.
pub(super) fn read_hold(given: &mut Given) -> i64 {
    let seconds = given.whole("hold_seconds");
    if seconds.is_some_and(|seconds| !(0..=messages::HOLD_SECONDS_MAX).contains(&seconds)) {
        given.refuse("hold_seconds", format!("must be 0 to {}", messages::HOLD_SECONDS_MAX));
        return 0;
    }
    seconds.unwrap_or_default() * 1_000
}
