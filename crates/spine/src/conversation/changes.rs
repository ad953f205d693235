//! What becomes of a conversation: assigned, put aside, closed, opened again.

use db::{Actor, Event, Tx, args};
use kernel::id::Kind;
use serde_json::{Value, json};

use super::acts::find;
use super::model::{Conversation, Status};
use super::{figures, store};
use crate::error::Error;

/// Gives the conversation to somebody, or to nobody.
pub fn assign(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    agent: Option<&crate::agent::Agent>,
    why: &str,
    actor: Actor,
) -> Result<(), Error> {
    assign_because(tx, conversation, agent, json!({ "why": why }), actor)
}

/// The same with all that is to be told of why, as an event keeps it.
pub(crate) fn assign_because(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    agent: Option<&crate::agent::Agent>,
    mut because: Value,
    actor: Actor,
) -> Result<(), Error> {
    let assignee_id = agent.map(|agent| agent.id);
    if conversation.assignee_id == assignee_id {
        return Ok(());
    }
    if agent.is_some_and(|agent| !agent.active) {
        return Err(Error::refused("/assignee", "no longer works here"));
    }
    let now_ms = tx.now_ms();
    tx.put(store::NEXT_VERSION, &[])?;
    tx.put(store::ASSIGN, args![conversation.id, assignee_id, now_ms])?;
    let before = conversation.clone();
    conversation.assignee_id = assignee_id;
    figures::moved(tx, &before, conversation)?;
    because["assignee"] = json!(agent.map(|agent| Kind::Agent.name(&agent.oid)));
    record(tx, "conversation.assigned", conversation, because, actor)
}

/// The version of who has what: it grows with every change of it.
pub(crate) fn version(tx: &mut Tx<'_>) -> Result<i64, Error> {
    Ok(tx.find(store::VERSION, &[], |row| row.next::<i64>())?.unwrap_or(0))
}

/// Takes the turn of whoever read this version; `false` when something was given, taken or returned since.
pub(crate) fn turn(tx: &mut Tx<'_>, version: i64) -> Result<bool, Error> {
    Ok(tx.execute(store::TURN, args![version])? == 1)
}

/// Says what somebody has to know who answers. `because` tells who or what says so.
pub(crate) fn set_skills(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    skills: &[String],
    mut because: Value,
    actor: Actor,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let kept = json!(skills).to_string();
    tx.put(store::SET_SKILLS, args![conversation.id, &kept, now_ms])?;
    conversation.skills = kept;
    because["skills"] = json!(skills);
    record(tx, "conversation.skills_changed", conversation, because, actor)
}

/// Moves the conversation to a team's queue.
pub fn team(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    team: Option<&crate::agent::Team>,
    actor: Actor,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let before = conversation.clone();
    conversation.team_id = team.map(|team| team.id);
    figures::moved(tx, &before, conversation)?;
    tx.put(store::SET_TEAM, args![conversation.id, conversation.team_id, now_ms])?;
    let team = team.map(|team| Kind::Team.name(&team.oid));
    record(tx, "conversation.team_changed", conversation, json!({ "team": team }), actor)
}

/// Puts another set of tags in place of the one there is.
///
/// # Errors
/// More than 50, or one that is empty or longer than 60 characters.
pub fn retag(tx: &mut Tx<'_>, conversation: &Conversation, tags: &[String], actor: Actor) -> Result<(), Error> {
    if tags.len() > 50 {
        return Err(Error::refused("/tags", "can be 50 at most"));
    }
    if let Some(at) = tags.iter().position(|tag| tag.trim().is_empty() || tag.chars().count() > 60) {
        return Err(Error::refused(format!("/tags/{at}"), "must have 1 to 60 characters"));
    }
    tx.put(store::DROP_TAGS, args![conversation.id])?;
    for tag in tags {
        tx.put(store::ADD_TAG, args![conversation.id, tag.trim()])?;
    }
    record(tx, "conversation.tagged", conversation, json!({ "tags": tags }), actor)
}

pub fn prioritise(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    priority: i64,
    actor: Actor,
) -> Result<(), Error> {
    if !(0..=9).contains(&priority) {
        return Err(Error::refused("/priority", "must be between 0 and 9"));
    }
    let now_ms = tx.now_ms();
    tx.put(store::SET_PRIORITY, args![conversation.id, priority, now_ms])?;
    conversation.priority = priority;
    record(tx, "conversation.prioritised", conversation, json!({ "priority": priority }), actor)
}

/// Puts the conversation aside until a moment; promises run on and bring it back when they need to.
pub fn snooze(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    until_ms: i64,
    actor: Actor,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    if until_ms <= now_ms || until_ms > now_ms + 366 * 86_400_000 {
        return Err(Error::refused("/snoozed_until", "must be a moment in the coming year"));
    }
    set(tx, conversation, Status::Snoozed, Some(until_ms))?;
    record(tx, "conversation.snoozed", conversation, json!({ "until_ms": until_ms }), actor)
}

/// The customer has the word; without one the conversation comes back at `returns_at_ms`.
pub fn wait_on_customer(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    returns_at_ms: i64,
    actor: Actor,
) -> Result<(), Error> {
    if conversation.status == Status::Waiting && conversation.returns_at_ms == Some(returns_at_ms) {
        return Ok(());
    }
    set(tx, conversation, Status::Waiting, Some(returns_at_ms))?;
    record(tx, "conversation.waiting", conversation, json!({ "returns_at_ms": returns_at_ms }), actor)
}

/// Closes it. What becomes of its promises is the promise room's business: use `promise::close`.
pub fn close(tx: &mut Tx<'_>, conversation: &mut Conversation, data: Value, actor: Actor) -> Result<(), Error> {
    set(tx, conversation, Status::Closed, None)?;
    record(tx, "conversation.closed", conversation, data, actor)
}

/// Back on the desk. `why` is a stable word: `customer_wrote`, `customer_silent`, `snooze_over`, `answer_failed`…
pub fn reopen(tx: &mut Tx<'_>, conversation: &mut Conversation, why: &str, actor: Actor) -> Result<(), Error> {
    if conversation.status == Status::Open {
        return Ok(());
    }
    let kind = match conversation.status {
        Status::Closed => "conversation.reopened",
        Status::Open | Status::Waiting | Status::Snoozed => "conversation.returned",
    };
    set(tx, conversation, Status::Open, None)?;
    record(tx, kind, conversation, json!({ "why": why }), actor)
}

/// Where a conversation stands that owes nothing, in the order of urgency.
const OWES_NOTHING_MS: i64 = 9_000_000_000_000_000;

/// Another address for the customer's page; the one there was leads nowhere from now on.
pub fn renew_link(tx: &mut Tx<'_>, conversation: &mut Conversation, actor: Actor) -> Result<(), Error> {
    conversation.track_token = kernel::id::secret();
    tx.put(store::SET_TRACK_TOKEN, args![conversation.id, &conversation.track_token])?;
    record(tx, "conversation.link_renewed", conversation, json!({}), actor)
}

/// The earliest moment something is owed, and the one that was missed before it if any, kept on the conversation so
/// that lists order by them.
pub fn set_due(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    due_at_ms: Option<i64>,
    missed_at_ms: Option<i64>,
) -> Result<(), Error> {
    let urgent_at_ms = missed_at_ms.or(due_at_ms).unwrap_or(OWES_NOTHING_MS);
    tx.put(store::SET_DUE, args![conversation.id, due_at_ms, urgent_at_ms])?;
    conversation.next_due_at_ms = due_at_ms;
    Ok(())
}

/// Conversations of all accounts whose time aside is over: account and conversation id.
pub fn to_return(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, Error> {
    Ok(tx.list(store::TO_RETURN, args![now_ms, limit], |row| Ok((row.next()?, row.next()?)))?)
}

fn set(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    status: Status,
    returns_at_ms: Option<i64>,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    if status == Status::Open && conversation.assignee_id.is_some() {
        // It is in their hands again.
        tx.put(store::NEXT_VERSION, &[])?;
    }
    let before = conversation.clone();
    conversation.status = status;
    figures::moved(tx, &before, conversation)?;
    conversation.returns_at_ms = returns_at_ms;
    conversation.closed_at_ms = (status == Status::Closed).then_some(now_ms);
    tx.put(
        store::SET_STATUS,
        args![conversation.id, status.name(), returns_at_ms, conversation.closed_at_ms, now_ms],
    )?;
    Ok(())
}

fn record(
    tx: &mut Tx<'_>,
    kind: &'static str,
    conversation: &Conversation,
    mut data: Value,
    actor: Actor,
) -> Result<(), Error> {
    data["conversation_id"] = Value::String(Kind::Conversation.name(&conversation.oid));
    data["status"] = Value::String(conversation.status.name().to_owned());
    tx.record(Event { kind, actor, conversation_id: Some(conversation.id), data: data.to_string() })?;
    Ok(())
}

/// Loads a conversation and brings it back if its time aside is over; `None` when somebody was faster.
pub(crate) fn back_if_due(
    tx: &mut Tx<'_>,
    conversation_id: i64,
) -> Result<Option<(Conversation, Status)>, Error> {
    let conversation = find(tx, conversation_id)?;
    let was = conversation.status;
    let due = conversation.returns_at_ms.is_some_and(|at_ms| at_ms <= tx.now_ms());
    Ok((due && matches!(was, Status::Waiting | Status::Snoozed)).then_some((conversation, was)))
}
