//! Scheduling answers, stopping them, letting them leave.

use db::{Actor, Event, Tx, args};
use kernel::id::{self, Kind};
use serde_json::{Value, json};

use super::model::{Later, Scheduled};
use super::store;
use crate::conversation::{self, Author, Conversation, Status};
use crate::error::Error;
use crate::outbox::{self, Beside, Reply};
use crate::{agent, promise, signature};

/// An answer can wait so long: a year.
const FARTHEST_MS: i64 = 366 * 86_400_000;
/// Answers that wait in one conversation.
const MOST: usize = 20;
/// Answers looked at together when uploads are swept.
const BATCH: usize = 200;

/// Keeps an answer until its moment.
///
/// # Errors
/// Nothing written, impossible addresses, unknown uploads; a moment that is past, too far, or later than what the
/// customer was promised (`/leaves_at`); a word for a moment before the answer leaves (`/promise/due_at`).
pub fn schedule(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    agent_id: i64,
    later: &Later,
    leaves_at_ms: i64,
) -> Result<Scheduled, Error> {
    outbox::check(&reply_of(later, Author::Agent { id: agent_id, name: String::new() }))?;
    check_moment(tx, conversation, later, leaves_at_ms)?;
    if of_conversation(tx, conversation.id)?.len() >= MOST {
        return Err(Error::Conflict(format!("{MOST} answers wait here already")));
    }
    conversation::uploads(tx, &later.attachments)?;
    keep_files(tx, later, leaves_at_ms)?;
    let now_ms = tx.now_ms();
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let content = later.to_json().to_string();
    tx.execute(store::ADD, args![row_id, &oid, conversation.id, agent_id, content, leaves_at_ms, now_ms])?;
    let scheduled = by_oid(tx, &oid)?;
    record(
        tx,
        "answer.scheduled",
        &scheduled,
        json!({ "leaves_at_ms": leaves_at_ms }),
        Actor::Agent(agent_id),
    )?;
    Ok(scheduled)
}

fn check_moment(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    later: &Later,
    leaves_at_ms: i64,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    if later.word.as_ref().is_some_and(|word| word.due_at_ms <= leaves_at_ms) {
        return Err(Error::refused("/promise/due_at", "must be after the answer leaves"));
    }
    if leaves_at_ms <= now_ms || leaves_at_ms > now_ms + FARTHEST_MS {
        return Err(Error::refused("/leaves_at", "must be a moment in the coming year"));
    }
    let owed = promise::open_of(tx, conversation.id)?.into_iter().find(|promise| {
        promise.kind.is_reply()
            && promise.not_told_reason.as_deref() != Some("internal")
            && promise.due_at_ms < leaves_at_ms
    });
    match owed {
        Some(_) => Err(Error::refused("/leaves_at", "is later than what the customer was promised")),
        None => Ok(()),
    }
}

fn keep_files(tx: &mut Tx<'_>, later: &Later, at_ms: i64) -> Result<(), Error> {
    for oid in &later.attachments {
        tx.execute(store::KEEP_FILE, args![oid, at_ms])?;
    }
    Ok(())
}

fn reply_of(later: &Later, author: Author) -> Reply {
    let later = later.clone();
    Reply {
        author,
        text: later.text,
        html: later.html,
        to: later.to,
        cc: later.cc,
        bcc: later.bcc,
        attachments: later.attachments,
        hold_ms: 0,
    }
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Scheduled, Error> {
    tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("scheduled answer"))
}

/// Those of one conversation, oldest first.
pub fn of_conversation(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<Scheduled>, Error> {
    Ok(tx.list(store::OF_CONVERSATION, args![conversation_id], store::read)?)
}

/// Puts answers that wait into another conversation.
pub(crate) fn rehome(tx: &mut Tx<'_>, scheduled: &[i64], into_id: i64) -> Result<(), Error> {
    for scheduled_id in scheduled {
        tx.execute(store::REHOME, args![*scheduled_id, into_id])?;
    }
    Ok(())
}

/// Somebody's, or everybody's; the next to leave first.
pub fn list(tx: &mut Tx<'_>, agent_id: Option<i64>, limit: usize) -> Result<Vec<Scheduled>, Error> {
    Ok(tx.list(store::LIST, args![agent_id, limit], store::read)?)
}

/// Lets it go: it never leaves, its files are uploads of now.
pub fn cancel(tx: &mut Tx<'_>, scheduled: &Scheduled, actor: Actor) -> Result<(), Error> {
    if tx.execute(store::DELETE, args![scheduled.id])? == 0 {
        return Err(Error::Missing("scheduled answer"));
    }
    let now_ms = tx.now_ms();
    keep_files(tx, &scheduled.content, now_ms)?;
    record(tx, "answer.unscheduled", scheduled, json!({}), actor)
}

/// Gives it another moment; one that was held waits again.
///
/// # Errors
/// As [`schedule`].
pub fn move_to(tx: &mut Tx<'_>, scheduled: &Scheduled, leaves_at_ms: i64, actor: Actor) -> Result<(), Error> {
    let conversation = conversation::find(tx, scheduled.conversation_id)?;
    check_moment(tx, &conversation, &scheduled.content, leaves_at_ms)?;
    let now_ms = tx.now_ms();
    tx.execute(store::MOVE, args![scheduled.id, leaves_at_ms, now_ms])?;
    keep_files(tx, &scheduled.content, leaves_at_ms)?;
    record(tx, "answer.scheduled", scheduled, json!({ "leaves_at_ms": leaves_at_ms }), actor)
}

/// Answers of all accounts whose moment has come: account and row id.
pub fn due(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, Error> {
    Ok(tx.list(store::DUE, args![now_ms, limit], |row| Ok((row.next()?, row.next()?)))?)
}

/// Stops whatever waits in a conversation: `why` as in [`Scheduled::held_why`].
pub fn hold(tx: &mut Tx<'_>, conversation_id: i64, why: &'static str) -> Result<(), Error> {
    for scheduled in of_conversation(tx, conversation_id)? {
        hold_one(tx, &scheduled, why)?;
    }
    Ok(())
}

fn hold_one(tx: &mut Tx<'_>, scheduled: &Scheduled, why: &'static str) -> Result<(), Error> {
    if tx.execute(store::HOLD, args![scheduled.id, why])? == 1 {
        let now_ms = tx.now_ms();
        keep_files(tx, &scheduled.content, now_ms)?;
        record(tx, "answer.held", scheduled, json!({ "why": why }), Actor::System)?;
    }
    Ok(())
}

/// Forgets uploads nobody used; how many. Files of an answer that is held, or late in leaving, stay as long as it does.
pub fn sweep_uploads(tx: &mut Tx<'_>) -> Result<usize, Error> {
    let (now_ms, mut after) = (tx.now_ms(), 0);
    loop {
        let staying = tx.list(store::STAYING, args![after, now_ms, BATCH], store::read)?;
        for scheduled in &staying {
            after = scheduled.id;
            keep_files(tx, &scheduled.content, now_ms)?;
        }
        if staying.len() < BATCH {
            return conversation::sweep_uploads(tx);
        }
    }
}

/// Holds one that could not leave as it is: a file or an address that is no longer good.
pub fn refused(tx: &mut Tx<'_>, scheduled_id: i64) -> Result<(), Error> {
    match tx.find(store::FIND, args![scheduled_id], store::read)? {
        Some(scheduled) => hold_one(tx, &scheduled, "refused"),
        None => Ok(()),
    }
}

/// The moment has come: it becomes an answer of the conversation and leaves, unless somebody wrote meanwhile.
///
/// # Errors
/// Refused when it can no longer be sent; nothing has happened then, and [`refused`] is the answer.
pub fn leave(tx: &mut Tx<'_>, scheduled_id: i64) -> Result<(), Error> {
    let Some(scheduled) = tx.find(store::FIND, args![scheduled_id], store::read)? else { return Ok(()) };
    if scheduled.state != super::State::Waiting || scheduled.leaves_at_ms > tx.now_ms() {
        return Ok(());
    }
    let mut conversation = conversation::find(tx, scheduled.conversation_id)?;
    let since = args![conversation.id, scheduled.created_at_ms, scheduled.agent_id];
    let written = tx.find(store::WRITTEN_SINCE, since, |row| row.next::<String>())?;
    let person = agent::find(tx, scheduled.agent_id)?;
    let stopped = match (conversation.status, written.as_deref()) {
        (Status::Closed, _) => Some("closed"),
        (_, Some("in")) => Some("customer_wrote"),
        (_, Some(_)) => Some("answered"),
        // Nothing leaves in the name of somebody who is no longer here.
        (_, None) if !person.active => Some("refused"),
        (_, None) => None,
    };
    if let Some(why) = stopped {
        return hold_one(tx, &scheduled, why);
    }
    let actor = Actor::Agent(person.id);
    if conversation.assignee_id.is_none() {
        conversation::assign(tx, &mut conversation, Some(&person), "answered", actor)?;
    }
    let signature = signature::of(tx, person.id, conversation.inbox_id)?;
    let reply = reply_of(&scheduled.content, Author::Agent { id: person.id, name: person.name });
    let beside = Beside { word: scheduled.content.word.clone(), signature, ..Beside::default() };
    outbox::send(tx, &mut conversation, reply, beside)?;
    tx.execute(store::DELETE, args![scheduled.id])?;
    // A complaint that waits for its answer keeps the conversation on the desk.
    if scheduled.content.close && !promise::owes_by_law(tx, conversation.id)? {
        promise::close(tx, &mut conversation, None, actor)?;
    }
    Ok(())
}

fn record(
    tx: &mut Tx<'_>,
    kind: &'static str,
    scheduled: &Scheduled,
    mut data: Value,
    actor: Actor,
) -> Result<(), Error> {
    data["scheduled_id"] = Value::String(Kind::Scheduled.name(&scheduled.oid));
    let conversation_id = Some(scheduled.conversation_id);
    tx.record(Event { kind, actor, conversation_id, data: data.to_string() })?;
    Ok(())
}
