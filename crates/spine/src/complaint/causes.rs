//! Causes that keep coming back: found when one is named too often within 28 days, owned by somebody, due by a date,
//! done when it is written what was done, and watched for whether it came back since.

use db::{Actor, Event, Row, Tx, args};
use kernel::id::{self, Kind as Name};
use serde_json::{Value, json};

use super::acts::write_to;
use super::model::{Complaint, Counted, Recurring};
use super::{settings, store};
use crate::agent::{self, Agent, Role};
use crate::changed::Changes;
use crate::error::{Error, Field};

const DAY_MS: i64 = 86_400_000;
/// Complaints are counted over so long.
const WINDOW_MS: i64 = 28 * DAY_MS;
/// Whoever answers for a cause has two weeks, until they say otherwise.
const DUE_MS: i64 = 14 * DAY_MS;
const FARTHEST_MS: i64 = 366 * DAY_MS;
const NOTE_CHARS_MAX: usize = 1_000;

/// One more complaint has this cause: it may have become one that recurs.
pub(super) fn notice(tx: &mut Tx<'_>, cause: &str, complaint: &Complaint) -> Result<(), Error> {
    let needed = settings::configured(tx)?.recurring_count;
    let now_ms = tx.now_ms();
    let last = tx.find(store::LAST_RECURRING, args![cause], store::read_recurring)?;
    if last.as_ref().is_some_and(|last| !last.done) {
        return Ok(());
    }
    // What came before it was mended does not count against it.
    let since_ms = last.and_then(|last| last.done_at_ms).unwrap_or(i64::MIN).max(now_ms - WINDOW_MS);
    let count = tx.number(store::CAUSED_SINCE, args![cause, since_ms])?;
    if count < needed {
        return Ok(());
    }
    let owner = responsible(tx, complaint.owner_id)?;
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    tx.execute(store::ADD_RECURRING, args![row_id, &oid, cause, now_ms, count, owner.id, now_ms + DUE_MS])?;
    let found = recurring_by_oid(tx, &oid)?;
    let data = json!({ "count": count, "owner": Name::Agent.name(&owner.oid), "due_at_ms": found.due_at_ms });
    record(tx, "complaint.cause_recurs", &found, Some(complaint.conversation_id), data, Actor::System)?;
    tell(tx, &owner, &found, "complaint-house-recurs", "complaint-house-recurs-text")
}

/// The supervisor with the lowest id, else an administrator, else whoever has the complaint.
fn responsible(tx: &mut Tx<'_>, otherwise_id: i64) -> Result<Agent, Error> {
    let people: Vec<Agent> = agent::list(tx)?.into_iter().filter(|one| one.active).collect();
    let first = |role| people.iter().filter(|one| one.role == role).min_by_key(|one| one.id).cloned();
    match first(Role::Supervisor).or_else(|| first(Role::Admin)) {
        Some(found) => Ok(found),
        None => agent::find(tx, otherwise_id),
    }
}

fn tell(tx: &mut Tx<'_>, owner: &Agent, recurring: &Recurring, subject: &str, text: &str) -> Result<(), Error> {
    let settings = settings::configured(tx)?;
    let label = settings
        .cause(&recurring.cause)
        .map_or_else(|| recurring.cause.clone(), |cause| cause.label(owner.language).to_owned());
    let places = [("cause", label.as_str().into()), ("count", recurring.found_count.into())];
    write_to(tx, owner, subject, text, &places, "/console/complaints#cause")
}

/// Recurring causes, newest first.
pub fn recurring(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<Recurring>, Error> {
    Ok(tx.list(store::RECURRING, args![limit], store::read_recurring)?)
}

pub fn recurring_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Recurring, Error> {
    tx.find(store::RECURRING_BY_OID, args![oid], store::read_recurring)?
        .ok_or(Error::Missing("recurring cause"))
}

/// Complaints by cause in the last 28 days and in the 28 before, the most frequent on top.
pub fn counted(tx: &mut Tx<'_>) -> Result<Vec<Counted>, Error> {
    let now_ms = tx.now_ms();
    Ok(tx.list(store::COUNTED, args![now_ms - WINDOW_MS, now_ms - 2 * WINDOW_MS], |row| {
        Ok(Counted { cause: row.next()?, now: row.next()?, before: row.next()? })
    })?)
}

/// Complaints of this cause since something was done about it; none while nothing was.
pub fn recurred_since(tx: &mut Tx<'_>, recurring: &Recurring) -> Result<Option<i64>, Error> {
    match recurring.done_at_ms {
        Some(done_at_ms) => Ok(Some(tx.number(store::CAUSED_SINCE, args![&recurring.cause, done_at_ms])?)),
        None => Ok(None),
    }
}

/// What becomes different; `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub owner_id: Option<i64>,
    pub due_at_ms: Option<i64>,
    pub note: Option<String>,
    pub done: Option<bool>,
}

/// Another owner, another date, what is done about it, and that it is done.
///
/// # Errors
/// Somebody who does not work here, a moment past or too far, done without a word what.
pub fn change_cause(
    tx: &mut Tx<'_>,
    recurring: &Recurring,
    change: Change,
    actor: Actor,
) -> Result<Recurring, Error> {
    let now_ms = tx.now_ms();
    let before = agent::find(tx, recurring.owner_id)?;
    let owner = match change.owner_id {
        Some(owner_id) => agent::find(tx, owner_id)?,
        None => before.clone(),
    };
    let note = change.note.map_or_else(|| recurring.note.clone(), |note| note.trim().to_owned());
    let due_at_ms = change.due_at_ms.unwrap_or(recurring.due_at_ms);
    let done = change.done.unwrap_or(recurring.done);
    let mut wrong = Vec::new();
    if owner.id != before.id && (!owner.active || owner.role == Role::Integration) {
        wrong.push(Field::new("/owner_id", "is nobody who works here"));
    }
    if due_at_ms != recurring.due_at_ms && !(now_ms..=now_ms + FARTHEST_MS).contains(&due_at_ms) {
        wrong.push(Field::new("/due_at", "must be a moment in the coming year"));
    }
    if note.chars().count() > NOTE_CHARS_MAX {
        wrong.push(Field::new("/note", format!("can have {NOTE_CHARS_MAX} characters at most")));
    }
    if done && note.is_empty() {
        wrong.push(Field::new("/note", "is needed: say what was done"));
    }
    if !wrong.is_empty() {
        return Err(Error::Refused(wrong));
    }
    let mut changes = Changes::default();
    changes.note("owner", before.name.as_str(), owner.name.as_str());
    changes.note("due_at_ms", recurring.due_at_ms, due_at_ms);
    changes.note("note", recurring.note.as_str(), note.as_str());
    changes.note("done", recurring.done, done);
    if changes.is_empty() {
        return Ok(recurring.clone());
    }
    let done_at_ms = match (done, recurring.done_at_ms) {
        (true, at_ms) => at_ms.or(Some(now_ms)),
        (false, _) => None,
    };
    let late_at_ms = recurring.late_at_ms.filter(|_| due_at_ms <= now_ms);
    let state = if done { "done" } else { "open" };
    tx.execute(
        store::SAVE_RECURRING,
        args![recurring.id, owner.id, due_at_ms, note, state, done_at_ms, late_at_ms],
    )?;
    let next = recurring_by_oid(tx, &recurring.oid)?;
    let data: Value = serde_json::from_str(&changes.within(json!({}))).unwrap_or_default();
    let kind = match (recurring.done, next.done) {
        (false, true) => "complaint.cause_done",
        _ => "complaint.cause_changed",
    };
    record(tx, kind, &next, None, data, actor)?;
    if owner.id != before.id && actor != Actor::Agent(owner.id) {
        tell(tx, &owner, &next, "complaint-house-recurs", "complaint-house-recurs-text")?;
    }
    Ok(next)
}

/// Hands on the causes of somebody who no longer works here.
pub(super) fn hand_on(tx: &mut Tx<'_>, agent_id: i64, actor: Actor) -> Result<(), Error> {
    for row_id in tx.list(store::RECURRING_OF, args![agent_id], Row::next::<i64>)? {
        let Some(recurring) = by_id(tx, row_id)? else { continue };
        let next = responsible(tx, agent_id)?;
        if next.id != agent_id {
            change_cause(tx, &recurring, Change { owner_id: Some(next.id), ..Change::default() }, actor)?;
        }
    }
    Ok(())
}

fn by_id(tx: &mut Tx<'_>, row_id: i64) -> Result<Option<Recurring>, Error> {
    Ok(tx.find(store::RECURRING_BY_ID, args![row_id], store::read_recurring)?)
}

/// Causes of all accounts whose date has passed and nobody was told: account and id.
pub fn due_causes(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, db::Error> {
    tx.list(store::CAUSES_DUE, args![now_ms, limit], |row| Ok((row.next()?, row.next()?)))
}

/// The date passed and nothing is done: written down once, and its owner is told.
pub fn cause_late(tx: &mut Tx<'_>, row_id: i64) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    if tx.execute(store::FOUND_LATE, args![row_id, now_ms])? == 0 {
        return Ok(());
    }
    let Some(late) = by_id(tx, row_id)? else { return Ok(()) };
    let last = tx.find(store::LAST_CAUSED, args![&late.cause], Row::next::<i64>)?;
    record(tx, "complaint.cause_late", &late, last, json!({ "due_at_ms": late.due_at_ms }), Actor::System)?;
    let owner = agent::find(tx, late.owner_id)?;
    tell(tx, &owner, &late, "complaint-house-late", "complaint-house-late-text")
}

fn record(
    tx: &mut Tx<'_>,
    kind: &'static str,
    recurring: &Recurring,
    conversation_id: Option<i64>,
    mut data: Value,
    actor: Actor,
) -> Result<(), Error> {
    data["recurring_id"] = Value::String(Name::RecurringCause.name(&recurring.oid));
    data["cause"] = Value::String(recurring.cause.clone());
    data["name"] = Value::String(recurring.cause.clone());
    tx.record(Event { kind, actor, conversation_id, data: data.to_string() })?;
    Ok(())
}
