//! The promise to call somebody at a moment they chose: kept when a person of ours called in time.

use db::{Actor, Tx};
use serde_json::Value;

use super::acts::{Basis, add, refresh_due};
use super::model::{Kind, Promise, Source, State};
use super::settle;
use crate::conversation::Conversation;
use crate::error::Error;
use crate::reason::Reason;

/// Promises a call by `due_at_ms`, in a slot the customer chose among those offered.
pub fn call_back(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    due_at_ms: i64,
    inputs: Value,
    actor: Actor,
) -> Result<Promise, Error> {
    let basis = Basis {
        kind: Kind::Callback,
        due_at_ms,
        original_due_at_ms: None,
        source: Source::Policy,
        explanation: Reason::Slot,
        inputs,
        text: None,
        made_by_id: None,
        follows_id: None,
        internal: false,
        confidence: None,
    };
    add(tx, conversation, basis, actor)
}

/// A person called: kept in time, broken when late.
///
/// # Errors
/// Conflict when it is settled already.
pub fn called(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    promise: &Promise,
    agent_id: i64,
) -> Result<Promise, Error> {
    still_open(promise)?;
    let now_ms = tx.now_ms();
    let settled = settle::settle(tx, promise, Some(agent_id), now_ms, false)?;
    refresh_due(tx, conversation)?;
    Ok(settled)
}

/// The customer no longer wants the call, or wants it at another time: nothing is owed for this one.
///
/// # Errors
/// Conflict when it is settled already.
pub fn call_off(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    promise: &Promise,
    reason: &str,
    actor: Actor,
) -> Result<(), Error> {
    still_open(promise)?;
    settle::void(tx, promise, reason, actor)?;
    refresh_due(tx, conversation)
}

fn still_open(promise: &Promise) -> Result<(), Error> {
    match promise.state {
        State::Open => Ok(()),
        state => Err(Error::Conflict(format!("this promise is {} already", state.name()))),
    }
}
