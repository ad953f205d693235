//! Following, choosing, reading.

use db::{Actor, Event, Row, Tx, args};
use kernel::id::Kind as Name;
use serde_json::json;

use super::model::{Choice, Kind, Notice};
use super::store;
use crate::agent;
use crate::conversation::Conversation;
use crate::error::Error;

/// Somebody wants to hear of a conversation; `why` is `asked`, `assigned`, `mentioned` or `merged`. A
/// second time changes nothing.
pub fn follow(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    agent_id: i64,
    why: &str,
    actor: Actor,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    match tx.execute(store::FOLLOW, args![conversation.id, agent_id, why, now_ms])? {
        0 => Ok(()),
        _ => record(tx, "conversation.followed", conversation, agent_id, actor),
    }
}

pub fn unfollow(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    agent_id: i64,
    actor: Actor,
) -> Result<(), Error> {
    match tx.execute(store::UNFOLLOW, args![conversation.id, agent_id])? {
        0 => Ok(()),
        _ => record(tx, "conversation.unfollowed", conversation, agent_id, actor),
    }
}

fn record(
    tx: &mut Tx<'_>,
    kind: &'static str,
    conversation: &Conversation,
    agent_id: i64,
    actor: Actor,
) -> Result<(), Error> {
    let data = json!({
        "conversation_id": Name::Conversation.name(&conversation.oid),
        "agent_id": Name::Agent.name(&agent::find(tx, agent_id)?.oid),
    });
    tx.record(Event { kind, actor, conversation_id: Some(conversation.id), data: data.to_string() })?;
    Ok(())
}

/// Who follows a conversation, in the order they began; at most 200.
pub fn followers(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::FOLLOWERS, args![conversation_id], Row::next)?)
}

pub fn is_following(tx: &mut Tx<'_>, conversation_id: i64, agent_id: i64) -> Result<bool, Error> {
    Ok(followers(tx, conversation_id)?.contains(&agent_id))
}

/// Where somebody wants to be told, one choice for every kind.
pub fn choices(tx: &mut Tx<'_>, agent_id: i64) -> Result<Vec<Choice>, Error> {
    let made = tx.list(store::CHOICES, args![agent_id], |row| {
        Ok((row.next::<String>()?, row.next()?, row.next()?, row.next()?))
    })?;
    let chosen = |kind: Kind| {
        let found = made.iter().find(|(name, ..)| name == kind.name());
        found.map_or(Choice::first(kind), |(_, on_screen, in_browser, by_push)| Choice {
            kind,
            on_screen: *on_screen,
            in_browser: *in_browser,
            by_push: *by_push,
        })
    };
    Ok(Kind::ALL.map(chosen).to_vec())
}

/// Keeps where somebody wants to be told.
pub fn choose(tx: &mut Tx<'_>, agent_id: i64, choices: &[Choice]) -> Result<(), Error> {
    for choice in choices {
        let Choice { kind, on_screen, in_browser, by_push } = *choice;
        tx.execute(store::CHOOSE, args![agent_id, kind.name(), on_screen, in_browser, by_push])?;
    }
    let data = json!({ "agent_id": Name::Agent.name(&agent::find(tx, agent_id)?.oid) });
    tx.record(Event {
        kind: "agent.notices_changed",
        actor: Actor::Agent(agent_id),
        conversation_id: None,
        data: data.to_string(),
    })?;
    Ok(())
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Notice, Error> {
    tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("notice"))
}

/// Somebody's notices, the newest first below the id `before`.
pub fn list(
    tx: &mut Tx<'_>,
    agent_id: i64,
    before: i64,
    unread_only: bool,
    limit: usize,
) -> Result<Vec<Notice>, Error> {
    Ok(tx.list(store::LIST, args![agent_id, before, i64::from(unread_only), limit], store::read)?)
}

/// Somebody's notices after an id, oldest first.
pub fn made_since(tx: &mut Tx<'_>, agent_id: i64, after: i64, limit: usize) -> Result<Vec<Notice>, Error> {
    Ok(tx.list(store::SINCE, args![agent_id, after, limit], store::read)?)
}

/// How many somebody has not read.
pub fn unread(tx: &mut Tx<'_>, agent_id: i64) -> Result<i64, Error> {
    Ok(tx.number(store::UNREAD, args![agent_id])?)
}

/// How many of them are about one conversation.
pub fn unread_of(tx: &mut Tx<'_>, conversation_id: i64, agent_id: i64) -> Result<i64, Error> {
    Ok(tx.number(store::UNREAD_OF, args![agent_id, conversation_id])?)
}

/// Marks one as read, or as unread again.
///
/// # Errors
/// One of somebody else's.
pub fn read(tx: &mut Tx<'_>, agent_id: i64, notice: &Notice, is_read: bool) -> Result<(), Error> {
    let at_ms = is_read.then(|| tx.now_ms());
    match tx.execute(store::READ, args![agent_id, notice.id, at_ms])? {
        0 => Err(Error::Missing("notice")),
        _ => record_read(tx, agent_id),
    }
}

pub fn read_all(tx: &mut Tx<'_>, agent_id: i64) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    match tx.execute(store::READ_ALL, args![agent_id, now_ms])? {
        0 => Ok(()),
        _ => record_read(tx, agent_id),
    }
}

/// Whoever opens a conversation has read what they were told of it.
pub fn read_of(tx: &mut Tx<'_>, conversation_id: i64, agent_id: i64) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    match tx.execute(store::READ_OF, args![agent_id, conversation_id, now_ms])? {
        0 => Ok(()),
        _ => record_read(tx, agent_id),
    }
}

fn record_read(tx: &mut Tx<'_>, agent_id: i64) -> Result<(), Error> {
    let data = json!({ "agent_id": Name::Agent.name(&agent::find(tx, agent_id)?.oid) });
    tx.record(Event {
        kind: "notice.read",
        actor: Actor::Agent(agent_id),
        conversation_id: None,
        data: data.to_string(),
    })?;
    Ok(())
}
