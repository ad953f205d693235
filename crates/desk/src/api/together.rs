//! Conversations among others: merged, split, moved to another inbox, linked, and each taken back.

use db::Tx;
use kernel::id::Kind;
use serde_json::{Value, json};
use spine::conversation::{self, Conversation};
use spine::inbox;
use spine::matter::{self, Operation, Split};

use super::call::{Answer, Ask, Job};
use super::conversations::{self, asked};
use super::given::{Given, at, named};
use super::problem::Problem;

/// The conversation as it stands now, with the operation that can undo what was done.
fn done(ask: &Ask, tx: &mut Tx<'_>, conversation_id: i64, operation: &Operation) -> Result<Answer, Problem> {
    let mut body = conversations::show(ask, tx, conversation_id)?;
    body["operation"] = json!({
        "id": Kind::Operation.name(&operation.oid),
        "kind": operation.kind.name(),
        "undo_until": at(operation.made_at_ms + matter::UNDO_MS),
    });
    Ok(Answer::json(body))
}

/// `POST /conversations/{id}/merge`: the conversation of the path goes into the one named.
pub(super) fn merge(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let into = given.needed_oid("into", Kind::Conversation);
    given.done()?;
    Ok(Box::new(move |tx| {
        let mut from = asked(&ask, tx)?;
        let mut into = named(tx, "/into", |tx| conversation::by_oid(tx, &into))?;
        let operation = matter::merge(tx, &mut from, &mut into, ask.actor())?;
        done(&ask, tx, into.id, &operation)
    }))
}

/// `POST /conversations/{id}/split`: a message and what follows become a conversation of their own, which is given.
pub(super) fn split(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let message = given.needed_oid("message_id", Kind::Message);
    let subject = given.text("subject", 300).unwrap_or_default();
    let tell = given.flag("tell_customer").unwrap_or(false);
    given.done()?;
    Ok(Box::new(move |tx| {
        let mut from = asked(&ask, tx)?;
        let message = named(tx, "/message_id", |tx| conversation::message_by_oid(tx, &message))?;
        let how = Split { message, subject, tell };
        let (new, operation) = matter::split(tx, &mut from, how, ask.actor())?;
        Ok(done(&ask, tx, new.id, &operation)?.created())
    }))
}

/// `POST /conversations/{id}/move`: to another inbox.
pub(super) fn move_to(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let inbox = given.needed_oid("inbox_id", Kind::Inbox);
    given.done()?;
    Ok(Box::new(move |tx| {
        let mut open = asked(&ask, tx)?;
        let inbox = named(tx, "/inbox_id", |tx| inbox::by_oid(tx, &inbox))?;
        let operation = matter::move_to(tx, &mut open, &inbox, ask.actor())?;
        done(&ask, tx, open.id, &operation)
    }))
}

/// `POST /conversations/{id}/undo`: takes an operation of the last 24 hours back; gives the conversation it was done
/// to. The path may name either of the two conversations it touched.
pub(super) fn undo(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let operation = given.needed_oid("operation_id", Kind::Operation);
    given.done()?;
    Ok(Box::new(move |tx| {
        let open = asked(&ask, tx)?;
        let operation = named(tx, "/operation_id", |tx| matter::by_oid(tx, &operation))?;
        let other = operation.kind != matter::Kind::Move && operation.other_id == open.id;
        if operation.conversation_id != open.id && !other {
            return Err(Problem::field("/operation_id", "is no operation on this conversation"));
        }
        let here = matter::undo(tx, &operation, ask.actor())?;
        Ok(Answer::json(conversations::show(&ask, tx, here.id)?))
    }))
}

fn links_of(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Value, Problem> {
    let mut links = Vec::new();
    for id in conversation::linked(tx, conversation.id)? {
        let other = conversation::find(tx, id)?;
        links.push(json!({
            "conversation_id": Kind::Conversation.name(&other.oid),
            "reference": other.reference,
            "subject": other.subject,
            "status": other.status.name(),
        }));
    }
    Ok(json!({ "links": links }))
}

/// `GET /conversations/{id}/links`.
pub(super) fn links(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let open = asked(ask, tx)?;
    Ok(Answer::json(links_of(tx, &open)?))
}

/// `POST /conversations/{id}/links`: adds one, or takes it away.
pub(super) fn link(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let other = given.needed_oid("conversation_id", Kind::Conversation);
    let related = given.flag("related").unwrap_or(true);
    given.done()?;
    Ok(Box::new(move |tx| {
        let open = asked(&ask, tx)?;
        let other = named(tx, "/conversation_id", |tx| conversation::by_oid(tx, &other))?;
        match related {
            true => conversation::link(tx, &open, &other, ask.actor())?,
            false => conversation::unlink(tx, &open, &other, ask.actor())?,
        }
        Ok(Answer::json(links_of(tx, &open)?))
    }))
}
