//! Doing it, a few conversations in each transaction, and taking it back.

use db::{Actor, Event, Tx, args};
use kernel::id::{self, Kind};
use serde_json::{Value, json};

use super::model::{Bulk, UNDO_MS, Verb};
use super::store;
use crate::conversation::{self, Conversation, Status};
use crate::error::Error;
use crate::{agent, promise};

/// What an act would do, before it is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Conversations that change.
    pub changed: usize,
    /// Those that stand so already.
    pub unchanged: usize,
    /// Promises to customers that end without an answer.
    pub ended: usize,
    /// Codes of the first of those conversations.
    pub waiting: Vec<String>,
}

/// Codes named in a preview.
const NAMED: usize = 12;

/// Counts what an act would change; changes nothing.
pub fn preview(tx: &mut Tx<'_>, verb: &Verb, conversations: &[i64], agent_id: i64) -> Result<Preview, Error> {
    let mut preview = Preview::default();
    for id in conversations {
        let open = conversation::find(tx, *id)?;
        if !changes(tx, verb, &open, agent_id)? {
            preview.unchanged += 1;
            continue;
        }
        preview.changed += 1;
        if verb.ends_promises() {
            let owed = promise::open_of(tx, *id)?.iter().filter(|promise| promise::is_debt(promise)).count();
            preview.ended += owed;
            if owed > 0 && preview.waiting.len() < NAMED {
                preview.waiting.push(open.reference);
            }
        }
    }
    Ok(preview)
}

fn changes(tx: &mut Tx<'_>, verb: &Verb, open: &Conversation, agent_id: i64) -> Result<bool, Error> {
    Ok(open.merged_into_id.is_none()
        && match verb {
            Verb::Assign(agent) => open.assignee_id != *agent,
            Verb::Team(team) => open.team_id != *team,
            Verb::Tag(tag) => {
                let tags = conversation::tags(tx, open.id)?;
                tags.len() < 50 && !tags.contains(tag)
            }
            // A complaint that waits for its answer is closed by nobody in passing.
            Verb::Close(_) | Verb::Spam => open.status != Status::Closed && !promise::owes_by_law(tx, open.id)?,
            Verb::Snooze(_) => open.status != Status::Closed,
            Verb::Read => conversation::is_unread(tx, open, agent_id)?,
        })
}

/// Begins an act; [`carry_out`] does it.
///
/// # Errors
/// Somebody who no longer works here, a team that is not there, a tag, reason or moment that cannot be.
pub fn begin(tx: &mut Tx<'_>, verb: Verb, agent_id: i64) -> Result<Bulk, Error> {
    check(tx, &verb)?;
    let now_ms = tx.now_ms();
    let bulk = Bulk {
        id: id::fresh(now_ms),
        oid: id::fresh_oid(now_ms),
        agent_id,
        verb,
        made_at_ms: now_ms,
        undone_at_ms: None,
    };
    let given = bulk.verb.given().to_string();
    tx.execute(store::ADD, args![bulk.id, &bulk.oid, agent_id, bulk.verb.name(), given, now_ms])?;
    Ok(bulk)
}

/// Whether an act can be done at all.
///
/// # Errors
/// Those of [`begin`].
pub fn check(tx: &mut Tx<'_>, verb: &Verb) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    match verb {
        Verb::Assign(Some(to)) if !agent::find(tx, *to)?.active => {
            return Err(Error::refused("/assignee", "no longer works here"));
        }
        Verb::Team(Some(team)) if agent::teams(tx)?.iter().all(|one| one.id != *team) => {
            return Err(Error::Missing("team"));
        }
        Verb::Tag(tag) if tag.trim().is_empty() || tag.chars().count() > 60 => {
            return Err(Error::refused("/tag", "must have 1 to 60 characters"));
        }
        Verb::Close(Some(reason)) if reason.chars().count() > 300 => {
            return Err(Error::refused("/reason", "can have 300 characters at most"));
        }
        Verb::Snooze(until_ms) if *until_ms <= now_ms || *until_ms > now_ms + 366 * 86_400_000 => {
            return Err(Error::refused("/until", "must be a moment in the coming year"));
        }
        _ => {}
    }
    Ok(())
}

/// Does it to some conversations; how many changed. What stands so already stays as it is.
pub fn carry_out(tx: &mut Tx<'_>, bulk: &Bulk, conversations: &[i64], actor: Actor) -> Result<usize, Error> {
    let mut changed = 0;
    for id in conversations {
        let mut open = conversation::find(tx, *id)?;
        if !changes(tx, &bulk.verb, &open, bulk.agent_id)? {
            continue;
        }
        let before = standing(tx, &open)?;
        tx.execute(store::ADD_ROW, args![bulk.id, open.id, before.to_string()])?;
        act(tx, &bulk.verb, &mut open, bulk.agent_id, actor)?;
        changed += 1;
    }
    Ok(changed)
}

fn standing(tx: &mut Tx<'_>, open: &Conversation) -> Result<Value, Error> {
    let promises: Vec<i64> = promise::open_of(tx, open.id)?.iter().map(|promise| promise.id).collect();
    Ok(json!({
        "assignee": open.assignee_id,
        "team": open.team_id,
        "tags": conversation::tags(tx, open.id)?,
        "status": open.status.name(),
        "returns_at_ms": open.returns_at_ms,
        "closed_at_ms": open.closed_at_ms,
        "promises": promises,
        "at_ms": tx.now_ms(),
    }))
}

fn act(
    tx: &mut Tx<'_>,
    verb: &Verb,
    open: &mut Conversation,
    agent_id: i64,
    actor: Actor,
) -> Result<(), Error> {
    match verb {
        Verb::Assign(to) => {
            let to = to.map(|id| agent::find(tx, id)).transpose()?;
            conversation::assign(tx, open, to.as_ref(), "by_hand", actor)
        }
        Verb::Team(team) => {
            let team = team_of(tx, *team)?;
            conversation::team(tx, open, team.as_ref(), actor)
        }
        Verb::Tag(tag) => {
            let mut tags = conversation::tags(tx, open.id)?;
            tags.push(tag.clone());
            conversation::retag(tx, open, &tags, actor)
        }
        Verb::Close(reason) => promise::close(tx, open, reason.as_deref(), actor),
        Verb::Spam => {
            let mut tags = conversation::tags(tx, open.id)?;
            if !tags.iter().any(|tag| tag == "spam") && tags.len() < 50 {
                tags.push("spam".to_owned());
                conversation::retag(tx, open, &tags, actor)?;
            }
            promise::close(tx, open, Some("spam"), actor)
        }
        Verb::Snooze(until_ms) => conversation::snooze(tx, open, *until_ms, actor),
        Verb::Read => {
            let now_ms = tx.now_ms();
            conversation::seen(tx, open.id, agent_id, now_ms)
        }
    }
}

fn team_of(tx: &mut Tx<'_>, team_id: Option<i64>) -> Result<Option<agent::Team>, Error> {
    let Some(team_id) = team_id else { return Ok(None) };
    Ok(agent::teams(tx)?.into_iter().find(|team| team.id == team_id))
}

/// Writes down that it is done.
pub fn carried(tx: &mut Tx<'_>, bulk: &Bulk, changed: usize, actor: Actor) -> Result<(), Error> {
    record(tx, "bulk.done", bulk, json!({ "changed": changed }), actor)
}

fn record(
    tx: &mut Tx<'_>,
    kind: &'static str,
    bulk: &Bulk,
    mut data: Value,
    actor: Actor,
) -> Result<(), Error> {
    data["bulk_id"] = Value::String(Kind::Bulk.name(&bulk.oid));
    data["verb"] = Value::String(bulk.verb.name().to_owned());
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}

/// An act by its outside value.
pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<(Bulk, Done), Error> {
    let bulk = tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("bulk act"))?;
    let done = done(tx, bulk.id)?;
    Ok((bulk, done))
}

/// Somebody's acts on many, the newest first.
pub fn recent(tx: &mut Tx<'_>, agent_id: i64, limit: usize) -> Result<Vec<Bulk>, Error> {
    Ok(tx.list(store::RECENT, args![agent_id, limit], store::read)?)
}

/// How far an act, or taking it back, went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    pub changed: i64,
    pub undone: i64,
    /// Left as they are, because somebody changed them since.
    pub kept: i64,
}

fn done(tx: &mut Tx<'_>, bulk_id: i64) -> Result<Done, Error> {
    let read = |row: &mut db::Row| Ok(Done { changed: row.next()?, undone: row.next()?, kept: row.next()? });
    Ok(tx.find(store::COUNT, args![bulk_id], read)?.unwrap_or_default())
}

/// Takes an act back for some conversations more; `false` when nothing was left to take back. What somebody changed
/// since stays.
///
/// # Errors
/// Conflict after a day.
pub fn take_back(tx: &mut Tx<'_>, bulk: &Bulk, some: usize, actor: Actor) -> Result<bool, Error> {
    let now_ms = tx.now_ms();
    if now_ms >= bulk.made_at_ms + UNDO_MS {
        return Err(Error::Conflict("it is more than a day old".to_owned()));
    }
    let rows =
        tx.list(store::ROWS, args![bulk.id, some], |row| Ok((row.next::<i64>()?, row.next::<String>()?)))?;
    for (id, before) in &rows {
        let mut open = conversation::find(tx, *id)?;
        let before: Value = serde_json::from_str(before).unwrap_or_default();
        let restored = restore(tx, &bulk.verb, &mut open, &before, bulk.agent_id, actor)?;
        tx.execute(store::ROW_UNDONE, args![bulk.id, *id, if restored { "undone" } else { "changed" }])?;
    }
    if rows.is_empty() && tx.execute(store::UNDONE, args![bulk.id, now_ms])? > 0 {
        let done = done(tx, bulk.id)?;
        record(tx, "bulk.undone", bulk, json!({ "undone": done.undone, "kept": done.kept }), actor)?;
    }
    Ok(!rows.is_empty())
}

/// Puts back what the act changed, if it still stands as the act left it.
fn restore(
    tx: &mut Tx<'_>,
    verb: &Verb,
    open: &mut Conversation,
    before: &Value,
    agent_id: i64,
    actor: Actor,
) -> Result<bool, Error> {
    match verb {
        Verb::Assign(to) if open.assignee_id == *to => {
            let was = before["assignee"].as_i64().map(|id| agent::find(tx, id)).transpose()?;
            conversation::assign(tx, open, was.filter(|agent| agent.active).as_ref(), "undone", actor)?;
        }
        Verb::Team(team) if open.team_id == *team => {
            let was = team_of(tx, before["team"].as_i64())?;
            conversation::team(tx, open, was.as_ref(), actor)?;
        }
        Verb::Tag(tag) => {
            let mut tags = conversation::tags(tx, open.id)?;
            let Some(at) = tags.iter().position(|other| other == tag) else { return Ok(false) };
            tags.remove(at);
            conversation::retag(tx, open, &tags, actor)?;
        }
        Verb::Close(_) | Verb::Spam if is_as_closed(open, before) => {
            if *verb == Verb::Spam {
                let was = before["tags"].as_array().cloned().unwrap_or_default();
                let tags: Vec<String> = was.iter().filter_map(|tag| tag.as_str().map(str::to_owned)).collect();
                conversation::retag(tx, open, &tags, actor)?;
            }
            stand(tx, open, before, actor)?;
            let promises = before["promises"].as_array().cloned().unwrap_or_default();
            for id in promises.iter().filter_map(Value::as_i64) {
                let promise = promise::find(tx, id)?;
                if promise.state == promise::State::Void {
                    promise::restore(tx, &promise, actor)?;
                }
            }
            promise::refresh_due(tx, open)?;
            promise::owe_again(tx, open)?;
        }
        Verb::Snooze(until_ms) if open.status == Status::Snoozed && open.returns_at_ms == Some(*until_ms) => {
            stand(tx, open, before, actor)?;
        }
        Verb::Read => conversation::unsee(tx, open, agent_id)?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// Whether it is closed, and by this act: not opened and closed again since, nor merged.
fn is_as_closed(open: &Conversation, before: &Value) -> bool {
    let same = before["at_ms"].as_i64().is_none_or(|at_ms| open.closed_at_ms == Some(at_ms));
    open.status == Status::Closed && open.merged_into_id.is_none() && same
}

/// The status of before, through the same verbs a person has.
fn stand(tx: &mut Tx<'_>, open: &mut Conversation, before: &Value, actor: Actor) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let status = before["status"].as_str().and_then(Status::of_name).unwrap_or(Status::Open);
    let returns_at_ms = before["returns_at_ms"].as_i64().filter(|at_ms| *at_ms > now_ms);
    conversation::reopen(tx, open, "undone", actor)?;
    match (status, returns_at_ms) {
        (Status::Waiting, Some(at_ms)) => conversation::wait_on_customer(tx, open, at_ms, actor),
        (Status::Snoozed, Some(at_ms)) => conversation::snooze(tx, open, at_ms, actor),
        _ => Ok(()),
    }
}
