//! What becomes of promises when conversations are merged or split: the earlier moment stands, nothing is lengthened,
//! and all of it can be taken back.

use db::{Actor, Row, Tx, args};
use serde_json::json;

use super::acts::{Basis, add, open_of, record, refresh_due};
use super::model::{Kind, Promise, Source, State};
use super::{estimate, store};
use crate::conversation::Conversation;
use crate::error::Error;
use crate::reason::Reason;

/// Ids of all promises of a conversation.
pub(crate) fn ids_of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::IDS_OF, args![conversation_id], Row::next)?)
}

/// Puts promises into another conversation; [`refresh_due`] follows for both.
pub(crate) fn rehome(tx: &mut Tx<'_>, promises: &[i64], into_id: i64) -> Result<(), Error> {
    for promise_id in promises {
        tx.execute(store::REHOME, args![*promise_id, into_id])?;
        estimate::rehome(tx, *promise_id, into_id)?;
    }
    Ok(())
}

/// Whether it is an answer the customer waits for.
pub(crate) fn is_debt(promise: &Promise) -> bool {
    promise.kind.is_reply() && !is_own(promise)
}

/// A due moment of the desk alone.
fn is_own(promise: &Promise) -> bool {
    promise.not_told_reason.as_deref() == Some("internal")
}

/// Of several answers owed in one conversation the earliest stands; of several solutions too. The desk's own moments
/// give way to any answer owed. A person's own word stands beside them. Returns what was folded.
pub(crate) fn fold(tx: &mut Tx<'_>, conversation: &mut Conversation, actor: Actor) -> Result<Vec<i64>, Error> {
    let open = open_of(tx, conversation.id)?;
    let owed = open.iter().any(is_debt);
    let (mut reply, mut solution, mut own) = (false, false, owed);
    let mut folded = Vec::new();
    for promise in &open {
        let taken = match promise.kind {
            _ if is_own(promise) => &mut own,
            Kind::FirstReply | Kind::NextReply => &mut reply,
            Kind::Resolution => &mut solution,
            Kind::Custom | Kind::Callback | Kind::Legal => continue,
        };
        if std::mem::replace(taken, true) {
            lapse(tx, promise, "merged", actor)?;
            folded.push(promise.id);
        }
    }
    refresh_due(tx, conversation)?;
    Ok(folded)
}

/// Another promise stands for this one; `why` is a stable word: `merged`, `split`, `undone`.
pub(crate) fn lapse(tx: &mut Tx<'_>, promise: &Promise, why: &str, actor: Actor) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(store::SETTLE, args![promise.id, State::Void.name(), now_ms, None::<i64>, None::<i64>])?;
    record(tx, "promise.voided", promise, json!({ "why": why }), actor)
}

/// A promise another one stood for is open again, due when it always was.
pub(crate) fn restore(tx: &mut Tx<'_>, promise: &Promise, actor: Actor) -> Result<(), Error> {
    match tx.execute(store::RESTORE, args![promise.id])? {
        0 => Ok(()),
        _ => record(tx, "promise.restored", promise, json!({}), actor),
    }
}

/// The same word for another conversation: due at the same moment, told as it was told.
pub(crate) fn carry(
    tx: &mut Tx<'_>,
    promise: &Promise,
    into: &mut Conversation,
    actor: Actor,
) -> Result<Promise, Error> {
    let basis = Basis {
        kind: promise.kind,
        due_at_ms: promise.due_at_ms,
        original_due_at_ms: Some(promise.original_due_at_ms),
        source: Source::Policy,
        explanation: Reason::Carried,
        inputs: json!({ "made_at_ms": promise.made_at_ms }),
        text: promise.text.clone(),
        made_by_id: promise.made_by_id,
        follows_id: None,
        internal: false,
        confidence: None,
    };
    let carried = add(tx, into, basis, actor)?;
    match (promise.told_at_ms, promise.told_via.as_deref()) {
        (Some(told_at_ms), Some(via)) => {
            tx.execute(store::CARRY_TOLD, args![promise.id, carried.id])?;
            tx.execute(store::FIRST_TOLD, args![carried.id, told_at_ms, via])?;
        }
        (Some(_), None) | (None, _) => {
            tx.execute(store::NOT_TOLD, args![carried.id, promise.not_told_reason.clone()])?;
        }
    }
    Ok(carried)
}
