//! The answer of a complaint: a person's message that somebody marks as such, once it has reached the customer.

use db::{Actor, Tx, args};
use kernel::id::Kind as Name;
use serde_json::json;

use super::acts::{again, drop_task, promise_answer, record, save};
use super::model::{Complaint, State};
use super::{follow, store};
use crate::conversation::{self, Direction, Message};
use crate::error::Error;
use crate::outbox;
use crate::promise;

/// Marks a person's message as the answer of the complaint. It counts from the moment the customer's server took it;
/// until then the promise stays open.
///
/// # Errors
/// A complaint that is answered; a message that is none of a person's answers to it, or that did not arrive.
pub fn mark_answer(
    tx: &mut Tx<'_>,
    complaint: &Complaint,
    message: &Message,
    actor: Actor,
) -> Result<Complaint, Error> {
    if complaint.state != State::Open {
        return Err(Error::Conflict(format!("it is {} already", complaint.state.name())));
    }
    let ours = message.direction == Direction::Out && message.author_kind == "agent";
    if message.conversation_id != complaint.conversation_id || !ours {
        return Err(Error::refused("/message_id", "is no person's answer in this conversation"));
    }
    let legal = promise::standing_for(tx, complaint.conversation_id, complaint.promise_id)?;
    let since_ms = promise::find(tx, complaint.promise_id)?.made_at_ms;
    if message.created_at_ms < since_ms {
        return Err(Error::refused("/message_id", "was written before the complaint"));
    }
    let outgoing = outbox::of_message(tx, message.id)?;
    if outgoing.as_ref().is_some_and(|outgoing| outgoing.state == outbox::State::Failed) {
        return Err(Error::Conflict("this answer did not arrive".to_owned()));
    }
    if let Some(legal) = &legal {
        promise::mark_answer(tx, legal.id, Some(message.id))?;
    }
    let marked = save(tx, Complaint { answer_message_id: Some(message.id), ..complaint.clone() })?;
    let data = json!({ "message_id": Name::Message.name(&message.oid) });
    record(tx, "complaint.answer_marked", &marked, data, actor)?;
    let left_at_ms = match &outgoing {
        // It stands on the customer's page: it is there as soon as it is written.
        None => Some(message.created_at_ms),
        Some(outgoing) => outgoing.sent_at_ms,
    };
    match left_at_ms {
        Some(at_ms) => answered(tx, &marked, message, at_ms),
        None => Ok(marked),
    }
}

/// What became of a mail: the answer of a complaint may just have arrived, or never will.
pub fn left(tx: &mut Tx<'_>, outgoing_id: i64) -> Result<(), Error> {
    let Some(outgoing) = outbox::known(tx, outgoing_id)? else { return Ok(()) };
    let Some(message_id) = outgoing.message_id else { return Ok(()) };
    let Some(complaint) = of_answer(tx, message_id)? else { return Ok(()) };
    match (complaint.state, outgoing.state, outgoing.sent_at_ms) {
        (State::Open, outbox::State::Failed, _) => {
            unmark(tx, &complaint)?;
            record(tx, "complaint.answer_failed", &complaint, json!({}), Actor::System)
        }
        (State::Open, _, Some(at_ms)) => {
            let message = conversation::message(tx, message_id)?;
            answered(tx, &complaint, &message, at_ms)?;
            Ok(())
        }
        (State::Answered, outbox::State::Failed, _) => came_back(tx, &complaint),
        (State::Open | State::Answered | State::FollowedUp | State::Closed, _, _) => Ok(()),
    }
}

/// The answer was taken back before it left: nothing is answered.
pub fn answer_undone(tx: &mut Tx<'_>, message_id: i64, actor: Actor) -> Result<(), Error> {
    let Some(complaint) = of_answer(tx, message_id)? else { return Ok(()) };
    if complaint.state != State::Open {
        return Ok(());
    }
    unmark(tx, &complaint)?;
    record(tx, "complaint.answer_undone", &complaint, json!({}), actor)
}

fn of_answer(tx: &mut Tx<'_>, message_id: i64) -> Result<Option<Complaint>, Error> {
    Ok(tx.find(store::OF_ANSWER, args![message_id], store::read)?)
}

fn unmark(tx: &mut Tx<'_>, complaint: &Complaint) -> Result<(), Error> {
    if let Some(legal) = promise::standing_for(tx, complaint.conversation_id, complaint.promise_id)? {
        promise::mark_answer(tx, legal.id, None)?;
    }
    save(tx, Complaint { answer_message_id: None, ..complaint.clone() })?;
    Ok(())
}

/// The customer has it: the promise is settled, and when to ask whether it is solved is written down.
fn answered(tx: &mut Tx<'_>, complaint: &Complaint, message: &Message, at_ms: i64) -> Result<Complaint, Error> {
    let mut conversation = conversation::find(tx, complaint.conversation_id)?;
    if let Some(legal) = promise::standing_for(tx, conversation.id, complaint.promise_id)? {
        promise::satisfied(tx, &mut conversation, &legal, message.author_id, at_ms)?;
    }
    let in_time = at_ms <= complaint.due_at_ms;
    let next = Complaint {
        state: State::Answered,
        answered_at_ms: Some(at_ms),
        in_time: Some(in_time),
        ..complaint.clone()
    };
    let next = save(tx, next)?;
    let data = json!({ "in_time": in_time, "message_id": Name::Message.name(&message.oid), "at_ms": at_ms });
    let actor = message.author_id.map_or(Actor::System, Actor::Agent);
    record(tx, "complaint.answered", &next, data, actor)?;
    promise::owe_again(tx, &mut conversation)?;
    follow::plan(tx, &next, at_ms)
}

/// The answer came back after it had left: it is owed again, by the old date where that still lies ahead.
fn came_back(tx: &mut Tx<'_>, complaint: &Complaint) -> Result<(), Error> {
    let mut conversation = conversation::find(tx, complaint.conversation_id)?;
    let inbox = crate::inbox::find(tx, conversation.inbox_id)?;
    let now_ms = tx.now_ms();
    let minutes = inbox.targets.next_reply_minutes(conversation.tier);
    let soon_ms = inbox.hours.due(now_ms, minutes).unwrap_or(now_ms + minutes * 60_000);
    let due_at_ms = if complaint.due_at_ms > now_ms { complaint.due_at_ms } else { soon_ms };
    conversation::reopen(tx, &mut conversation, "answer_failed", Actor::System)?;
    let legal = promise_answer(tx, &mut conversation, &complaint.term, due_at_ms, Actor::System)?;
    // The customer knows the code and the date already.
    promise::not_told(tx, legal.id, "internal")?;
    drop_task(tx, complaint, Actor::System)?;
    let next = save(tx, again(Complaint { promise_id: legal.id, ..complaint.clone() }))?;
    record(tx, "complaint.answer_failed", &next, json!({ "due_at_ms": due_at_ms }), Actor::System)
}
