//! How a promise ends well, or ends because nothing is owed any more.

use db::{Actor, Tx, args};
use serde_json::json;

use super::acts::{by_policy, fail, open_of, record, refresh_due};
use super::model::{Kind, Promise, State};
use super::{estimate, legal, store};
use crate::conversation::{self, Conversation, Status};
use crate::error::Error;
use crate::inbox;

/// A person's answer was accepted by the next hop at `at_ms`: what it answers is kept, or broken if it came too late.
/// Only promises made before the answer was written (`message_id`) are meant. Returns what was settled.
pub fn answered(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    message_id: i64,
    agent_id: Option<i64>,
    at_ms: i64,
) -> Result<Vec<Promise>, Error> {
    let by_thanks = conversation::report(tx, conversation.id)?
        .is_some_and(|report| report.message_id.is_none_or(|thanks| thanks == message_id));
    let mut settled = Vec::new();
    for promise in open_of(tx, conversation.id)? {
        let meant = match promise.kind {
            Kind::Legal => promise.answer_message_id == Some(message_id),
            Kind::FirstReply | Kind::NextReply | Kind::Custom => promise.id <= message_id,
            Kind::Callback | Kind::Resolution => false,
        };
        if !meant {
            continue;
        }
        settled.push(settle(tx, &promise, agent_id, at_ms, by_thanks)?);
    }
    estimate::settle_at(tx, conversation.id, message_id, at_ms)?;
    refresh_due(tx, conversation)?;
    Ok(settled)
}

pub(super) fn settle(
    tx: &mut Tx<'_>,
    promise: &Promise,
    agent_id: Option<i64>,
    at_ms: i64,
    by_thanks: bool,
) -> Result<Promise, Error> {
    if at_ms > promise.due_at_ms {
        return fail(tx, promise);
    }
    let owner_id = match agent_id {
        Some(agent_id) => Some(agent_id),
        None => conversation::find(tx, promise.conversation_id)?.assignee_id,
    };
    tx.execute(store::SETTLE, args![promise.id, State::Kept.name(), at_ms, agent_id, owner_id])?;
    let mut early = json!({ "early_ms": promise.due_at_ms - at_ms });
    if by_thanks {
        tx.execute(store::KEPT_BY, args![promise.id, "thanks"])?;
        early["by"] = json!("thanks");
    }
    record(tx, "promise.kept", promise, early, agent_id.map_or(Actor::System, Actor::Agent))?;
    Ok(Promise { state: State::Kept, settled_at_ms: Some(at_ms), ..promise.clone() })
}

/// Closes a conversation. Nobody but the customer closes one with a complaint whose answer is not even written. A resolution is kept (or broken when late); what else is still owed ends as void with the
/// reason, unless an answer to it is already on its way: that one is settled when it arrives.
///
/// # Errors
/// A reason longer than 300 characters.
pub fn close(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    reason: Option<&str>,
    actor: Actor,
) -> Result<(), Error> {
    if reason.is_some_and(|reason| reason.chars().count() > 300) {
        return Err(Error::refused("/reason", "can have 300 characters at most"));
    }
    if conversation.status == Status::Closed {
        return Ok(());
    }
    if legal::owes_by_law(tx, conversation.id)? && !matches!(actor, Actor::Customer(_)) {
        return Err(Error::Conflict("a complaint waits here for its answer".to_owned()));
    }
    let now_ms = tx.now_ms();
    let agent_id = match actor {
        Actor::Agent(id) => Some(id),
        Actor::System | Actor::Customer(_) | Actor::Integration(_) => None,
    };
    let mut unanswered = 0;
    for promise in open_of(tx, conversation.id)? {
        let answer_under_way = promise.answer_message_id.is_some()
            || promise.kind.is_reply()
                && conversation.last_out_at_ms.is_some_and(|out_ms| out_ms >= promise.made_at_ms)
                && promise.follows_id.is_none_or(|_| conversation.trouble.is_none());
        if promise.kind == Kind::Resolution {
            settle(tx, &promise, agent_id, now_ms, false)?;
        } else if !answer_under_way {
            void(tx, &promise, reason.unwrap_or("closed without an answer"), actor)?;
            unanswered +=
                i64::from(promise.kind.is_reply() && promise.not_told_reason.as_deref() != Some("internal"));
        }
    }
    conversation::close(tx, conversation, json!({ "reason": reason, "unanswered": unanswered }), actor)?;
    refresh_due(tx, conversation)
}

pub(super) fn void(tx: &mut Tx<'_>, promise: &Promise, reason: &str, actor: Actor) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let agent_id = match actor {
        Actor::Agent(id) => Some(id),
        Actor::System | Actor::Customer(_) | Actor::Integration(_) => None,
    };
    tx.execute(store::SETTLE, args![promise.id, State::Void.name(), now_ms, agent_id, None::<i64>])?;
    record(tx, "promise.voided", promise, json!({ "reason": reason }), actor)
}

/// Takes back a word nobody has been told yet: the answer that gave it was taken back.
pub(crate) fn withdraw(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    promise_id: i64,
    actor: Actor,
) -> Result<(), Error> {
    let promise = super::acts::find(tx, promise_id)?;
    if promise.state == State::Open {
        void(tx, &promise, "the answer was taken back", actor)?;
    }
    refresh_due(tx, conversation)
}

/// The time a conversation was put aside for is over: it is back on the desk, with a due moment of its own if none is
/// open. The customer is not told: they owe us the word, we owe them a look. `false` when somebody was faster.
pub fn come_back(tx: &mut Tx<'_>, conversation_id: i64) -> Result<bool, Error> {
    let Some((mut conversation, was)) = conversation::back_if_due(tx, conversation_id)? else {
        return Ok(false);
    };
    let why = if was == Status::Waiting { "customer_silent" } else { "snooze_over" };
    conversation::reopen(tx, &mut conversation, why, Actor::System)?;
    owe_again(tx, &mut conversation)?;
    Ok(true)
}

/// Sees to it that an open conversation has a next due moment, the desk's own when nothing was promised.
pub fn owe_again(tx: &mut Tx<'_>, conversation: &mut Conversation) -> Result<(), Error> {
    if conversation.status != Status::Open || !open_of(tx, conversation.id)?.is_empty() {
        return Ok(());
    }
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let minutes = inbox.targets.next_reply_minutes(conversation.tier);
    by_policy(tx, conversation, &inbox, Kind::Custom, minutes, None, true)?;
    Ok(())
}

/// Takes the place of a promise that cannot be told any other way: used when a queued answer failed for good.
pub(crate) fn after_failure(tx: &mut Tx<'_>, conversation: &mut Conversation) -> Result<(), Error> {
    conversation::reopen(tx, conversation, "answer_failed", Actor::System)?;
    owe_again(tx, conversation)
}
