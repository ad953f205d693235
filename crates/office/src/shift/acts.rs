//! A week is planned shift by shift, and a change taken back.

use db::{Actor, Event, Tx, args};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::id::{self, Kind as Name};
use serde_json::{Value, json};
use spine::agent::{self, Agent, Role};
use spine::company;
use spine::error::{Error, Field};

use super::model::{
    NewShift, Shift, Stand, WEEK_DAYS, activities_json, activities_of, clock, days_between, local, plus_days,
};
use super::needs::needed;
use super::store;
use super::terms::{contracts, patterns, settings};
use super::week::Facts;

/// Shifts read at once, and those of one person on one day.
pub(super) const SHIFTS_MOST: usize = 20_000;
const DAY_MOST: usize = 4;
/// Days behind today that can still be changed, and days ahead.
const BEHIND_DAYS: i64 = 62;
const AHEAD_DAYS: i64 = 366;
/// A change can be taken back for so long.
const UNDO_MS: i64 = 24 * 3_600_000;

pub(super) fn refuse(wrong: Vec<Field>) -> Result<(), Error> {
    if wrong.is_empty() { Ok(()) } else { Err(Error::Refused(wrong)) }
}

/// The company's zone: days and hours are its own.
pub fn zone(tx: &mut Tx<'_>) -> Result<TimeZone, Error> {
    Ok(TimeZone::get(&company::find(tx)?.timezone).unwrap_or(TimeZone::UTC))
}

/// Today where the company is.
pub fn today(tx: &mut Tx<'_>) -> Result<Date, Error> {
    let now_ms = tx.now_ms();
    Ok(local(now_ms, &zone(tx)?).0)
}

/// People who can be given shifts.
pub fn people(tx: &mut Tx<'_>) -> Result<Vec<Agent>, Error> {
    let of_house =
        |one: &Agent| one.active && one.role != Role::Integration && !one.email.ends_with("@token.invalid");
    Ok(agent::list(tx)?.into_iter().filter(of_house).collect())
}

pub(super) fn name_of(tx: &mut Tx<'_>, agent_id: i64) -> Result<String, Error> {
    Ok(Name::Agent.name(&agent::find(tx, agent_id)?.oid))
}

/// Everything that decides about the week of this Monday.
pub fn facts(tx: &mut Tx<'_>, monday: Date) -> Result<Facts, Error> {
    let (before, behind) = (plus_days(monday, -WEEK_DAYS), plus_days(monday, 2 * WEEK_DAYS));
    let mut requests = open_requests(tx, Stand::Approved, before)?;
    requests.extend(open_requests(tx, Stand::Asked, before)?);
    Ok(Facts {
        monday,
        zone: zone(tx)?,
        settings: settings(tx)?,
        patterns: patterns(tx)?.into_iter().filter(|one| one.retired_at_ms.is_none()).collect(),
        contracts: contracts(tx)?,
        people: people(tx)?.into_iter().map(|one| one.id).collect(),
        requests,
        shifts: shifts(tx, before, behind)?,
        // The first night of the next week begins on this one's last evening.
        need: needed(tx, monday, WEEK_DAYS + 1)?,
    })
}

fn open_requests(tx: &mut Tx<'_>, stand: Stand, from: Date) -> Result<Vec<super::model::Request>, Error> {
    Ok(tx.list(store::REQUESTS, args![stand.name(), from.to_string(), 1_000_usize], store::read_request)?)
}

/// Shifts as they are planned, from a day to another that is not among them.
pub fn shifts(tx: &mut Tx<'_>, from: Date, to: Date) -> Result<Vec<Shift>, Error> {
    Ok(tx.list(store::SHIFTS, args![from.to_string(), to.to_string(), SHIFTS_MOST], store::read_shift)?)
}

pub fn shift_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Shift, Error> {
    tx.find(store::SHIFT_BY_OID, args![oid], store::read_shift)?.ok_or(Error::Missing("shift"))
}

pub fn shift(tx: &mut Tx<'_>, shift_id: i64) -> Result<Option<Shift>, Error> {
    Ok(tx.find(store::SHIFT, args![shift_id], store::read_shift)?)
}

/// Plans a shift. Nobody is told before the week is published.
///
/// # Errors
/// What [`NewShift::wrong`] names; a day too far off; somebody who is not here; a fifth shift of one person on one day.
pub fn make_shift(tx: &mut Tx<'_>, new: &NewShift, actor: Actor) -> Result<Shift, Error> {
    check(tx, new, None)?;
    let change = Change::made(tx.now_ms(), new);
    carry_out(tx, std::slice::from_ref(&change), actor)?;
    remember(tx, std::slice::from_ref(&change), actor)?;
    shift_by_oid(tx, &change.oid)
}

/// Changes what is planned.
///
/// # Errors
/// As for a new one.
pub fn change_shift(tx: &mut Tx<'_>, shift: &Shift, new: &NewShift, actor: Actor) -> Result<Shift, Error> {
    check(tx, new, Some(shift.id))?;
    let change = Change::of(shift, Some(new));
    if change.before != change.after {
        carry_out(tx, std::slice::from_ref(&change), actor)?;
        remember(tx, &[change], actor)?;
    }
    shift_by_oid(tx, &shift.oid)
}

/// That a shift is still what somebody saw, by its mark; nothing was seen where there is none.
///
/// # Errors
/// A conflict when it is another.
pub fn unchanged(shift: &Shift, seen: Option<&str>) -> Result<(), Error> {
    match seen {
        Some(mark) if mark != shift.mark() => {
            Err(Error::Conflict("somebody changed this shift since".to_owned()))
        }
        Some(_) | None => Ok(()),
    }
}

/// Takes a shift off the plan; whoever was told of it hears so when the week is published again.
pub fn drop_shift(tx: &mut Tx<'_>, shift: &Shift, actor: Actor) -> Result<(), Error> {
    let change = Change::of(shift, None);
    carry_out(tx, std::slice::from_ref(&change), actor)?;
    remember(tx, &[change], actor)
}

fn check(tx: &mut Tx<'_>, new: &NewShift, shift_id: Option<i64>) -> Result<(), Error> {
    let mut wrong = new.wrong();
    if !(-BEHIND_DAYS..=AHEAD_DAYS).contains(&days_between(today(tx)?, new.day)) {
        wrong.push(Field::new("/day", "must be from two months ago to a year ahead"));
    }
    if people(tx)?.iter().all(|one| one.id != new.agent_id) {
        wrong.push(Field::new("/agent_id", "must be somebody who is here"));
    }
    let of_day = shifts(tx, new.day, plus_days(new.day, 1))?;
    let beside = of_day.iter().filter(|one| one.is.agent_id == new.agent_id && Some(one.id) != shift_id);
    if beside.count() >= DAY_MOST {
        wrong.push(Field::new("/day", format!("can hold {DAY_MOST} shifts of one person at most")));
    }
    refuse(wrong)
}

/// One shift before and after.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    id: i64,
    oid: String,
    before: Option<NewShift>,
    after: Option<NewShift>,
}

impl Change {
    pub fn made(now_ms: i64, new: &NewShift) -> Self {
        Self { id: id::fresh(now_ms), oid: id::fresh_oid(now_ms), before: None, after: Some(new.clone()) }
    }

    pub fn of(shift: &Shift, after: Option<&NewShift>) -> Self {
        Self { id: shift.id, oid: shift.oid.clone(), before: Some(shift.is.clone()), after: after.cloned() }
    }

    fn back(self) -> Self {
        Self { before: self.after, after: self.before, ..self }
    }

    fn json(&self) -> Value {
        let side = |side: &Option<NewShift>| {
            side.as_ref().map(|is| {
                json!({
                    "agent": is.agent_id, "day": is.day.to_string(), "start": is.start, "end": is.end,
                    "activities": activities_json(&is.activities), "pattern": is.pattern_id,
                })
            })
        };
        json!({ "id": self.id, "oid": self.oid, "before": side(&self.before), "after": side(&self.after) })
    }

    fn read(kept: &Value) -> Option<Self> {
        let side = |side: &Value| {
            Some(NewShift {
                agent_id: side["agent"].as_i64()?,
                day: side["day"].as_str()?.parse().ok()?,
                start: side["start"].as_i64()?,
                end: side["end"].as_i64()?,
                activities: activities_of(&side["activities"].to_string()),
                pattern_id: side["pattern"].as_i64(),
            })
        };
        Some(Self {
            id: kept["id"].as_i64()?,
            oid: kept["oid"].as_str()?.to_owned(),
            before: side(&kept["before"]),
            after: side(&kept["after"]),
        })
    }
}

/// Writes changes down and says so in the log.
pub(super) fn carry_out(tx: &mut Tx<'_>, changes: &[Change], actor: Actor) -> Result<(), Error> {
    for change in changes {
        let kind = match (&change.before, &change.after) {
            (None, Some(_)) => "shift.made",
            (Some(_), Some(_)) => "shift.changed",
            (_, None) => "shift.dropped",
        };
        if let Some(is) = &change.after {
            let day = is.day.to_string();
            let activities = activities_json(&is.activities).to_string();
            if change.before.is_none() {
                tx.execute(
                    store::ADD_SHIFT,
                    args![
                        change.id,
                        &change.oid,
                        is.agent_id,
                        day,
                        is.start,
                        is.end,
                        activities,
                        is.pattern_id
                    ],
                )?;
            } else {
                tx.execute(
                    store::CHANGE_SHIFT,
                    args![change.id, is.agent_id, day, is.start, is.end, activities, is.pattern_id],
                )?;
            }
        } else {
            tx.execute(store::DROP_SHIFT, args![change.id])?;
        }
        let Some(is) = change.after.as_ref().or(change.before.as_ref()) else { continue };
        let data = json!({
            "shift_id": Name::Shift.name(&change.oid), "agent_id": name_of(tx, is.agent_id)?, "day": is.day.to_string(),
            "start": clock(is.start), "end": clock(is.end),
        });
        record(tx, kind, data, actor)?;
    }
    Ok(())
}

/// Keeps what a planner did last.
pub(super) fn remember(tx: &mut Tx<'_>, changes: &[Change], actor: Actor) -> Result<(), Error> {
    let Actor::Agent(agent_id) = actor else { return Ok(()) };
    let now_ms = tx.now_ms();
    let kept: Value = changes.iter().map(Change::json).collect();
    tx.execute(store::PUT_UNDO, args![agent_id, kept.to_string(), now_ms])?;
    Ok(())
}

fn last_changes(tx: &mut Tx<'_>, agent_id: i64) -> Result<Vec<Change>, Error> {
    let now_ms = tx.now_ms();
    let kept = tx.find(store::UNDO, args![agent_id], |row| Ok((row.next::<String>()?, row.next::<i64>()?)))?;
    let Some((changes, _)) = kept.filter(|(_, at_ms)| now_ms - at_ms < UNDO_MS) else { return Ok(Vec::new()) };
    let changes: Value = serde_json::from_str(&changes).unwrap_or_default();
    Ok(changes.as_array().into_iter().flatten().filter_map(Change::read).collect())
}

/// How many shifts a person's last change touched; 0 when there is nothing to take back.
pub fn undoable(tx: &mut Tx<'_>, agent_id: i64) -> Result<usize, Error> {
    Ok(last_changes(tx, agent_id)?.len())
}

/// Takes back a person's last change.
///
/// # Errors
/// A conflict when there is none, or when somebody changed one of these shifts since.
pub fn undo(tx: &mut Tx<'_>, agent_id: i64) -> Result<(), Error> {
    let changes = last_changes(tx, agent_id)?;
    if changes.is_empty() {
        return Err(Error::Conflict("there is nothing to take back".to_owned()));
    }
    for change in &changes {
        let now = shift(tx, change.id)?.map(|one| one.is);
        if now != change.after {
            return Err(Error::Conflict("somebody changed this shift since".to_owned()));
        }
    }
    let back: Vec<Change> = changes.into_iter().rev().map(Change::back).collect();
    carry_out(tx, &back, Actor::Agent(agent_id))?;
    tx.execute(store::DROP_UNDO, args![agent_id])?;
    Ok(())
}

/// Fills an empty week with the shifts of the week before; how many.
///
/// # Errors
/// A conflict when the week has shifts already.
pub fn copy_week(tx: &mut Tx<'_>, monday: Date, actor: Actor) -> Result<usize, Error> {
    if !shifts(tx, monday, plus_days(monday, WEEK_DAYS))?.is_empty() {
        return Err(Error::Conflict("this week has shifts already".to_owned()));
    }
    let here: Vec<i64> = people(tx)?.into_iter().map(|one| one.id).collect();
    let now_ms = tx.now_ms();
    let last = shifts(tx, plus_days(monday, -WEEK_DAYS), monday)?;
    let changes: Vec<Change> = last
        .iter()
        .filter(|one| here.contains(&one.is.agent_id))
        .map(|one| Change::made(now_ms, &NewShift { day: plus_days(one.is.day, WEEK_DAYS), ..one.is.clone() }))
        .collect();
    carry_out(tx, &changes, actor)?;
    remember(tx, &changes, actor)?;
    Ok(changes.len())
}

pub(super) fn record(tx: &mut Tx<'_>, kind: &'static str, data: Value, actor: Actor) -> Result<(), Error> {
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}
