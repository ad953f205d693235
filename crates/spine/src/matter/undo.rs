//! Taking an operation back: its inverse, done and written down like any other act.

use db::{Actor, Tx, args};
use serde_json::{Value, json};

use super::acts::{record, take_along};
use super::model::{Kind, Operation, UNDO_MS, ids, stood, texts};
use super::store;
use crate::conversation::{self, Conversation, Status};
use crate::error::Error;
use crate::promise::{self, State};
use crate::{complaint, inbox, intake, outbox, scheduled, task};

/// Undoes an operation of the last 24 hours. What came in since stays where it is after a merge, and comes along after
/// a split. Gives the conversation the operation's entry stands in.
///
/// # Errors
/// Undone already, too old, or something was done since that has to be undone first.
pub fn undo(tx: &mut Tx<'_>, operation: &Operation, actor: Actor) -> Result<Conversation, Error> {
    let now_ms = tx.now_ms();
    if now_ms - operation.made_at_ms >= UNDO_MS {
        return Err(Error::Conflict("it can be undone for 24 hours only".to_owned()));
    }
    for conversation_id in [operation.conversation_id, operation.other_id] {
        let later = tx.find(store::LATER, args![operation.id, conversation_id], |row| row.next::<String>())?;
        if operation.kind != Kind::Move && later.is_some() {
            return Err(Error::Conflict("something was done since that has to be undone first".to_owned()));
        }
    }
    if tx.execute(store::UNDONE, args![operation.id, now_ms])? == 0 {
        return Err(Error::Conflict("it was undone already".to_owned()));
    }
    let was: Value = serde_json::from_str(&operation.was).unwrap_or_default();
    let mut here = conversation::find(tx, operation.conversation_id)?;
    match operation.kind {
        Kind::Merge => unmerge(tx, operation, &mut here, &was, actor)?,
        Kind::Split => rejoin(tx, operation, &mut here, &was, actor)?,
        Kind::Move => {
            if was["to"].as_i64() != Some(here.inbox_id) {
                return Err(Error::Conflict("it was moved on since".to_owned()));
            }
            let old = inbox::find(tx, operation.other_id)?;
            conversation::set_inbox(tx, &mut here, &old, was["team"].as_i64(), actor)?;
        }
    }
    let data = json!({ "kind": operation.kind.name() });
    record(tx, "conversation.undone", &here, operation, data.clone(), actor)?;
    if operation.kind != Kind::Move {
        let other = conversation::find(tx, operation.other_id)?;
        record(tx, "conversation.undone", &other, operation, data, actor)?;
    }
    conversation::find(tx, here.id)
}

fn unmerge(
    tx: &mut Tx<'_>,
    operation: &Operation,
    into: &mut Conversation,
    was: &Value,
    actor: Actor,
) -> Result<(), Error> {
    let mut from = conversation::find(tx, operation.other_id)?;
    conversation::set_merged(tx, &mut from, None)?;
    conversation::lead_back(tx, &ids(&was["earlier"]), from.id)?;
    conversation::rehome(tx, &ids(&was["messages"]), from.id)?;
    intake::rehome(tx, &ids(&was["arrivals"]), from.id)?;
    task::rehome(tx, &ids(&was["tasks"]), from.id)?;
    scheduled::rehome(tx, &ids(&was["waiting"]), from.id)?;
    complaint::rehome(tx, &ids(&was["complaints"]), from.id)?;
    let promises = with_successors(tx, ids(&was["promises"]))?;
    let mut mails = ids(&was["mails"]);
    let told_since = outbox::of_conversation(tx, into.id)?
        .into_iter()
        .filter(|mail| mail.promise_id.is_some_and(|promise_id| promises.contains(&promise_id)));
    mails.extend(told_since.map(|mail| mail.id));
    outbox::rehome(tx, &mails, from.id)?;
    // A folded promise is open again only while the one that stood for it is: an answer since has settled both.
    let stood_for = promise::open_of(tx, into.id)?.iter().any(promise::is_debt);
    promise::rehome(tx, &promises, from.id)?;
    for promise_id in ids(&was["folded"]) {
        let folded = promise::find(tx, promise_id)?;
        if stood_for || !promise::is_debt(&folded) {
            promise::restore(tx, &folded, actor)?;
        }
    }
    conversation::unshare(tx, into.id, &texts(&was["people"]), &texts(&was["tags"]))?;
    for (conversation, kept) in [(&mut from, &was["from"]), (into, &was["into"])] {
        conversation::tally(tx, conversation)?;
        promise::refresh_due(tx, conversation)?;
        stand_again(tx, conversation, kept)?;
    }
    Ok(())
}

/// These promises and those that took their place when a person moved them.
fn with_successors(tx: &mut Tx<'_>, mut promises: Vec<i64>) -> Result<Vec<i64>, Error> {
    let mut at = 0;
    while let Some(promise_id) = promises.get(at).copied() {
        let next = promise::find(tx, promise_id)?.moved_to_id;
        promises.extend(next.filter(|next| !promises.contains(next)));
        at += 1;
    }
    Ok(promises)
}

/// Back as it stood, unless somebody owes something now, or the customer wrote since.
fn stand_again(tx: &mut Tx<'_>, conversation: &mut Conversation, kept: &Value) -> Result<(), Error> {
    let (status, returns_at_ms, closed_at_ms) = stood(kept);
    let owed = promise::open_of(tx, conversation.id)?.iter().any(promise::is_debt);
    let status = match (owed, status) {
        (true, Status::Waiting | Status::Closed) => Status::Open,
        (_, status) => status,
    };
    match status {
        Status::Open => {
            conversation::stand(tx, conversation, Status::Open, None, None)?;
            promise::owe_again(tx, conversation)
        }
        Status::Waiting | Status::Snoozed | Status::Closed => {
            conversation::stand(tx, conversation, status, returns_at_ms, closed_at_ms)
        }
    }
}

fn rejoin(
    tx: &mut Tx<'_>,
    operation: &Operation,
    from: &mut Conversation,
    was: &Value,
    actor: Actor,
) -> Result<(), Error> {
    let mut new = conversation::find(tx, operation.other_id)?;
    take_along(tx, &mut new, from, 0)?;
    let promises = promise::ids_of(tx, new.id)?;
    promise::rehome(tx, &promises, from.id)?;
    if let Some(carried) = was["carried"].as_i64() {
        let carried = promise::find(tx, carried)?;
        if carried.state == State::Open {
            if let Some(lapsed) = was["lapsed"].as_i64() {
                let lapsed = promise::find(tx, lapsed)?;
                promise::restore(tx, &lapsed, actor)?;
            }
            promise::lapse(tx, &carried, "undone", actor)?;
        }
    }
    promise::fold(tx, from, actor)?;
    promise::refresh_due(tx, &mut new)?;
    let now_ms = tx.now_ms();
    conversation::stand(tx, &mut new, Status::Closed, None, Some(now_ms))?;
    conversation::set_merged(tx, &mut new, Some(from.id))?;
    stand_again(tx, from, &was["from"])
}
