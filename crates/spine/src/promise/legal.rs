//! The promise of a reasoned answer by a date the law or the company set: kept by the answer a person marks as such,
//! whatever else is written meanwhile, and moved by nobody.

use db::{Actor, Tx, args};
use serde_json::Value;

use super::acts::{Basis, add, find, open_of, refresh_due};
use super::model::{Kind, Promise, Source, State};
use super::{settle, store};
use crate::conversation::Conversation;
use crate::error::Error;
use crate::reason::Reason;

/// Promises an answer by `due_at_ms`; `reason` names the source of the term.
pub fn by_law(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    due_at_ms: i64,
    reason: Reason,
    inputs: Value,
    actor: Actor,
) -> Result<Promise, Error> {
    let basis = Basis {
        kind: Kind::Legal,
        due_at_ms,
        original_due_at_ms: None,
        source: Source::Law,
        explanation: reason,
        inputs,
        text: None,
        made_by_id: None,
        follows_id: None,
        internal: false,
        confidence: None,
    };
    add(tx, conversation, basis, actor)
}

/// The legal promise still open that stands for this one: itself, or what took its place when it broke.
pub fn standing_for(tx: &mut Tx<'_>, conversation_id: i64, promise_id: i64) -> Result<Option<Promise>, Error> {
    let open = open_of(tx, conversation_id)?;
    for promise in open.into_iter().filter(|promise| promise.kind == Kind::Legal) {
        let mut first = promise.clone();
        while let (false, Some(before)) = (first.id == promise_id, first.follows_id) {
            first = find(tx, before)?;
        }
        if first.id == promise_id {
            return Ok(Some(promise));
        }
    }
    Ok(None)
}

/// Marks the answer that keeps it, or takes the mark back.
pub fn mark_answer(tx: &mut Tx<'_>, promise_id: i64, message_id: Option<i64>) -> Result<(), Error> {
    tx.execute(store::MARK_ANSWER, args![promise_id, message_id])?;
    Ok(())
}

/// The marked answer reached the customer at `at_ms`: kept, or broken when that was too late.
pub fn satisfied(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    promise: &Promise,
    agent_id: Option<i64>,
    at_ms: i64,
) -> Result<Promise, Error> {
    let settled = settle::settle(tx, promise, agent_id, at_ms, false)?;
    refresh_due(tx, conversation)?;
    Ok(settled)
}

/// Nothing is owed any more: the customer took it back, or it was no complaint.
pub fn lifted(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    promise: &Promise,
    reason: &str,
    actor: Actor,
) -> Result<(), Error> {
    if promise.state == State::Open {
        settle::void(tx, promise, reason, actor)?;
    }
    refresh_due(tx, conversation)
}

/// Whether a reasoned answer is owed that nobody has written yet.
pub fn owes_by_law(tx: &mut Tx<'_>, conversation_id: i64) -> Result<bool, Error> {
    let open = open_of(tx, conversation_id)?;
    Ok(open.iter().any(|promise| promise.kind == Kind::Legal && promise.answer_message_id.is_none()))
}
