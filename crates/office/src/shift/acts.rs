//! Patterns, contracts and rules are kept; a week is planned shift by shift, or from a proposal, and a change taken back.

use std::collections::HashMap;

use db::{Actor, Event, Tx, args};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::id::{self, Kind as Name};
use serde_json::{Value, json};
use spine::agent::{self, Agent, Role};
use spine::company;
use spine::error::{Error, Field};
use spine::inbox::{self, Tier};
use spine::routing;

use super::adherence::{Adherence, Sample, adherence};
use super::model::{
    Contract, DAY_MINUTES, FLOORS_MAX, Floor, NewPattern, NewShift, Pattern, SLOT_MINUTES, Settings, Shift,
    Stand, Told, WEEK_DAYS, activities_json, activities_of, clock, days_between, instant, local, plus_days,
};
use super::proposal::Proposal;
use super::store;
use super::trial::{Coming, Due, Flow, Word};
use super::week::{Facts, Need, higher, is_reached, of_floors};
use crate::forecast::{self, Expected, Group, Part};
use crate::kpi;

/// Key of the rules among the account's settings.
const SETTINGS: &str = "shift";
/// Patterns of one account, those out of use among them.
const PATTERNS_MOST: usize = 200;
/// Shifts read at once, and those of one person on one day.
pub(super) const SHIFTS_MOST: usize = 20_000;
const DAY_MOST: usize = 4;
/// Days behind today that can still be changed, and days ahead.
const BEHIND_DAYS: i64 = 62;
const AHEAD_DAYS: i64 = 366;
/// A change can be taken back for so long.
const UNDO_MS: i64 = 24 * 3_600_000;

pub fn settings(tx: &mut Tx<'_>) -> Result<Settings, Error> {
    Ok(Settings::of(&company::setting(tx, SETTINGS)?))
}

/// Changes the rules of rest and when weeks are published.
///
/// # Errors
/// A number outside of its bounds.
pub fn change_settings(tx: &mut Tx<'_>, settings: &Settings, actor: Actor) -> Result<(), Error> {
    refuse(settings.wrong())?;
    company::keep_setting(tx, SETTINGS, settings.json())?;
    record(tx, "shift.rules_changed", settings.json(), actor)
}

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

/// Every pattern by its beginning, those out of use among them.
pub fn patterns(tx: &mut Tx<'_>) -> Result<Vec<Pattern>, Error> {
    Ok(tx.list(store::PATTERNS, args![PATTERNS_MOST], store::read_pattern)?)
}

pub fn pattern_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Pattern, Error> {
    tx.find(store::PATTERN_BY_OID, args![oid], store::read_pattern)?.ok_or(Error::Missing("pattern"))
}

/// Makes a pattern.
///
/// # Errors
/// What [`NewPattern::wrong`] names; more than 200 patterns.
pub fn make_pattern(tx: &mut Tx<'_>, new: &NewPattern, actor: Actor) -> Result<Pattern, Error> {
    refuse(new.wrong())?;
    if patterns(tx)?.len() >= PATTERNS_MOST {
        return Err(Error::refused("/name", format!("can be one of {PATTERNS_MOST} patterns at most")));
    }
    let now_ms = tx.now_ms();
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    tx.execute(
        store::ADD_PATTERN,
        args![
            row_id,
            &oid,
            new.name.trim(),
            new.start,
            new.end,
            activities_json(&new.activities).to_string(),
            json!(new.days).to_string(),
            new.cost_percent,
            new.most
        ],
    )?;
    record(tx, "shift.pattern_made", told_of_pattern(&oid, new), actor)?;
    pattern_by_oid(tx, &oid)
}

/// Changes a pattern; shifts made of it stay as they are.
///
/// # Errors
/// What [`NewPattern::wrong`] names.
pub fn change_pattern(
    tx: &mut Tx<'_>,
    pattern: &Pattern,
    new: &NewPattern,
    actor: Actor,
) -> Result<Pattern, Error> {
    refuse(new.wrong())?;
    tx.execute(
        store::CHANGE_PATTERN,
        args![
            pattern.id,
            new.name.trim(),
            new.start,
            new.end,
            activities_json(&new.activities).to_string(),
            json!(new.days).to_string(),
            new.cost_percent,
            new.most
        ],
    )?;
    record(tx, "shift.pattern_changed", told_of_pattern(&pattern.oid, new), actor)?;
    pattern_by_oid(tx, &pattern.oid)
}

/// Takes a pattern out of use, or brings it back.
pub fn retire_pattern(tx: &mut Tx<'_>, pattern: &Pattern, retired: bool, actor: Actor) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(store::RETIRE_PATTERN, args![pattern.id, retired.then_some(now_ms)])?;
    let kind = if retired { "shift.pattern_retired" } else { "shift.pattern_restored" };
    let data = json!({ "pattern_id": Name::ShiftPattern.name(&pattern.oid), "name": pattern.is.name });
    record(tx, kind, data, actor)
}

fn told_of_pattern(oid: &str, new: &NewPattern) -> Value {
    json!({
        "pattern_id": Name::ShiftPattern.name(oid), "name": new.name.trim(),
        "start": clock(new.start), "end": clock(new.end), "days": new.days,
    })
}

pub fn contracts(tx: &mut Tx<'_>) -> Result<Vec<Contract>, Error> {
    Ok(tx.list(store::CONTRACTS, &[], store::read_contract)?)
}

pub fn contract(tx: &mut Tx<'_>, agent_id: i64) -> Result<Option<Contract>, Error> {
    Ok(tx.find(store::CONTRACT, args![agent_id], store::read_contract)?)
}

/// Keeps somebody's contract.
///
/// # Errors
/// What [`Contract::wrong`] names; a pattern that is not there.
pub fn set_contract(tx: &mut Tx<'_>, contract: &Contract, actor: Actor) -> Result<(), Error> {
    let mut wrong = contract.wrong();
    let known = patterns(tx)?;
    if contract.patterns.iter().any(|id| known.iter().all(|one| one.id != *id)) {
        wrong.push(Field::new("/patterns", "must be patterns of this account"));
    }
    refuse(wrong)?;
    let times: Vec<Value> =
        contract.unavailable.iter().map(|one| json!([one.weekday, one.from, one.to])).collect();
    tx.execute(
        store::PUT_CONTRACT,
        args![
            contract.agent_id,
            contract.week_minutes,
            json!(contract.patterns).to_string(),
            contract.from,
            contract.to,
            json!(contract.days_off).to_string(),
            Value::from(times).to_string()
        ],
    )?;
    let person = name_of(tx, contract.agent_id)?;
    let data = json!({ "agent_id": person, "week_minutes": contract.week_minutes });
    record(tx, "shift.contract_changed", data, actor)
}

/// Takes a contract away: its person is no longer planned by computing.
pub fn drop_contract(tx: &mut Tx<'_>, agent_id: i64, actor: Actor) -> Result<(), Error> {
    tx.execute(store::DROP_CONTRACT, args![agent_id])?;
    let data = json!({ "agent_id": name_of(tx, agent_id)? });
    record(tx, "shift.contract_dropped", data, actor)
}

pub(super) fn name_of(tx: &mut Tx<'_>, agent_id: i64) -> Result<String, Error> {
    Ok(Name::Agent.name(&agent::find(tx, agent_id)?.oid))
}

pub fn floors(tx: &mut Tx<'_>) -> Result<Vec<Floor>, Error> {
    Ok(tx.list(store::FLOORS, args![FLOORS_MAX], store::read_floor)?)
}

/// Says how many people there are never fewer than: all of it anew.
///
/// # Errors
/// A row that is none, by its place; more than 100.
pub fn set_floors(tx: &mut Tx<'_>, floors: &[Floor], actor: Actor) -> Result<(), Error> {
    let mut wrong = Vec::new();
    if floors.len() > FLOORS_MAX {
        wrong.push(Field::new("/floors", format!("can be {FLOORS_MAX} at most")));
    }
    for (place, _) in floors.iter().enumerate().filter(|(_, floor)| floor.is_wrong()) {
        let message = "must be a weekday, two times on half hours, and 1 to 1000 people";
        wrong.push(Field::new(format!("/floors/{place}"), message));
    }
    refuse(wrong)?;
    tx.execute(store::CLEAR_FLOORS, &[])?;
    let now_ms = tx.now_ms();
    for floor in floors {
        let row = args![id::fresh(now_ms), floor.weekday, floor.from, floor.to, floor.people];
        tx.execute(store::ADD_FLOOR, row)?;
    }
    record(tx, "shift.floors_changed", json!({ "rows": floors.len() }), actor)
}

/// People needed every half hour of these days: what the forecast asks for, and never fewer than the company says.
pub fn needed(tx: &mut Tx<'_>, from: Date, days: i64) -> Result<Vec<Need>, Error> {
    let floors = of_floors(&floors(tx)?, (0..days).map(|day| plus_days(from, day)));
    Ok(higher(of_forecast(tx, from, days)?, floors))
}

/// People the forecast asks for on the roster: short breaks, leave and sickness are in it, as measured. Hours no pattern
/// reaches are not planned: whoever is on call answers then. Without any pattern every hour counts.
fn of_forecast(tx: &mut Tx<'_>, from: Date, days: i64) -> Result<Vec<Need>, Error> {
    let patterns: Vec<Pattern> = patterns(tx)?.into_iter().filter(|one| one.retired_at_ms.is_none()).collect();
    let mut need = Vec::new();
    for day in forecast::needed(tx, from, usize::try_from(days).unwrap_or(0))? {
        for (slot, people) in (0..).zip(&day.together) {
            let needed = people.scheduled;
            let at = slot * SLOT_MINUTES;
            if day.is_known && needed > 0 && is_reached(&patterns, day.date, at) {
                need.push((day.date, at, needed));
            }
        }
    }
    Ok(need)
}

/// Days behind what inboxes and tiers a channel's messages go to.
const SHARES_DAYS: i64 = 28;
/// Somebody new is of the usual tier of an inbox of that channel, where nothing came yet.
const NOTHING_CAME: f64 = 0.001;

/// What is forecast to come in the week of this Monday, how long it takes and what it is promised; read for a trial of its
/// roster alone.
pub fn coming(tx: &mut Tx<'_>, monday: Date) -> Result<Coming, Error> {
    let zone = zone(tx)?;
    let begins_ms: Vec<i64> = (0..WEEK_DAYS)
        .flat_map(|day| (0..DAY_MINUTES).step_by(SLOT_MINUTES as usize).map(move |at| (day, at)))
        .map(|(day, at)| instant(plus_days(monday, day), at, &zone))
        .collect();
    let monday_ms = begins_ms.first().copied().unwrap_or_default();
    let (settings, handling) = (forecast::settings(tx)?, forecast::measured(tx)?);
    let since = plus_days(today(tx)?, -SHARES_DAYS);
    let (mut came, inboxes) = (Vec::new(), inbox::list(tx)?);
    for inbox in &inboxes {
        for tier in Tier::ALL {
            let usual = if tier == Tier::default() { NOTHING_CAME } else { 0.0 };
            came.push((inbox, tier, inbox.channel, usual));
            let months = kpi::months(tx, since, Some(inbox.id), Some(tier))?;
            came.extend(months.into_iter().map(|(_, channel, count)| (inbox, tier, channel, count as f64)));
        }
    }
    let expected = forecast::expected(tx, monday, WEEK_DAYS as usize)?;
    let mut flows = Vec::new();
    for channel in inbox::Channel::ALL {
        let of_channel = |one: &&Expected| one.channel == channel && one.part == Part::Whole;
        let days: Vec<&Expected> = expected.iter().filter(of_channel).collect();
        if days.is_empty() {
            continue;
        }
        let group = Group::of(channel);
        let terms = settings.terms(group);
        let mut flow = Flow {
            channel: match group {
                Group::Phone => queueing::channel::Channel::Phone,
                Group::Chat => queueing::channel::Channel::Chat,
                Group::Written => queueing::channel::Channel::Email,
            },
            handling_s: handling.of(group, &settings).0 as f64,
            patience_s: terms.patience_s as f64,
            means: vec![0.0; begins_ms.len()],
            dispersion: [0.0; WEEK_DAYS as usize],
            words: Vec::new(),
        };
        for one in days {
            let Ok(day) = usize::try_from(days_between(monday, one.date)) else { continue };
            if let Some(dispersion) = flow.dispersion.get_mut(day) {
                *dispersion = one.day.dispersion;
                let means = flow.means.iter_mut().skip(day * one.slots.len());
                means.zip(&one.slots).for_each(|(mean, slot)| *mean = slot.mean);
            }
        }
        for (inbox, tier, _, share) in came.iter().filter(|one| one.2 == channel && one.3 > 0.0) {
            let due = |at_ms: &i64| match group {
                Group::Phone | Group::Chat => Due::After(terms.target_s as f64),
                Group::Written => {
                    let minutes = inbox.targets.first_reply_minutes(*tier);
                    let due_ms = inbox.hours.due(*at_ms, minutes).unwrap_or(i64::MAX / 4);
                    match inbox.hours.is_open(*at_ms) {
                        true => Due::After((due_ms - at_ms) as f64 / 1_000.0),
                        false => Due::At((due_ms - monday_ms) as f64 / 1_000.0),
                    }
                }
            };
            let due = begins_ms.iter().map(due).collect();
            flow.words.push(Word { share: *share, tier: *tier as u8, due });
        }
        flows.push(flow);
    }
    let chat = settings.terms(Group::Chat);
    Ok(Coming {
        flows,
        begins_s: begins_ms.iter().map(|at_ms| (at_ms - monday_ms) as f64 / 1_000.0).collect(),
        shrinkage: settings.shrinkage_percent as f64 / 100.0,
        at_once: u8::try_from(chat.at_once).unwrap_or(1),
        slower: chat.slower_percent as f64 / 100.0,
    })
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
fn remember(tx: &mut Tx<'_>, changes: &[Change], actor: Actor) -> Result<(), Error> {
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

/// The proposal for a week that waits to be taken over, and when it was made.
pub fn proposal(tx: &mut Tx<'_>, monday: Date) -> Result<Option<(Proposal, i64)>, Error> {
    let kept = tx.find(store::PROPOSAL, args![monday.to_string()], |row| {
        Ok((row.next::<String>()?, row.next::<i64>()?))
    })?;
    Ok(kept.and_then(|(content, at_ms)| Some((Proposal::of(&content)?, at_ms))))
}

/// Keeps a proposal, in place of an older one.
pub fn keep_proposal(tx: &mut Tx<'_>, monday: Date, proposal: &Proposal, actor: Actor) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let content = proposal.json().to_string();
    tx.execute(store::PUT_PROPOSAL, args![monday.to_string(), content, now_ms, actor.id()])?;
    let data = json!({
        "week": monday.to_string(), "shifts": proposal.shifts.len(), "open": proposal.open.len(),
        "solver": proposal.solver, "proved": proposal.proved,
    });
    record(tx, "shift.proposed", data, actor)
}

pub fn drop_proposal(tx: &mut Tx<'_>, monday: Date) -> Result<(), Error> {
    tx.execute(store::DROP_PROPOSAL, args![monday.to_string()])?;
    Ok(())
}

/// Takes a proposal over into the plan; days that have begun stay as they are, and so does what it was not worked out for.
/// Who keeps their hours keeps their shift. `made_at_ms` is that of the proposal somebody looked at.
///
/// # Errors
/// A conflict when there is no such proposal any more, or when the week was planned otherwise since it was made.
pub fn accept_proposal(tx: &mut Tx<'_>, monday: Date, made_at_ms: i64, actor: Actor) -> Result<(), Error> {
    let Some((proposal, _)) = proposal(tx, monday)?.filter(|(_, at_ms)| *at_ms == made_at_ms) else {
        return Err(Error::Conflict("there is no such proposal for this week".to_owned()));
    };
    let facts = facts(tx, monday)?;
    if facts.mark() != proposal.mark {
        return Err(Error::Conflict("the week was planned otherwise since".to_owned()));
    }
    let from = proposal.from.max(plus_days(today(tx)?, 1)).max(monday);
    let of_week = facts.shifts.iter().filter(|one| facts.is_of_week(one.is.day));
    let mut old: Vec<Shift> = of_week.filter(|one| !facts.stays(one, from)).cloned().collect();
    let here = &facts.people;
    let planned = proposal.planned(&patterns(tx)?);
    let now_ms = tx.now_ms();
    let mut changes = Vec::new();
    for new in planned.iter().filter(|new| new.day >= from && here.contains(&new.agent_id)) {
        // The shift somebody has that day becomes the new one: their calendar shows a change, not two entries.
        match old.iter().position(|one| one.is.agent_id == new.agent_id && one.is.day == new.day) {
            Some(place) => {
                let shift = old.remove(place);
                if shift.is != *new {
                    changes.push(Change::of(&shift, Some(new)));
                }
            }
            None => changes.push(Change::made(now_ms, new)),
        }
    }
    changes.extend(old.iter().map(|shift| Change::of(shift, None)));
    carry_out(tx, &changes, actor)?;
    if !changes.is_empty() {
        remember(tx, &changes, actor)?;
    }
    drop_proposal(tx, monday)
}

/// Everybody who was told of a shift today, or is there now: their shifts, and how they keep them. Whose console has been
/// silent for as long as the router waits for it is not there, whatever it said last.
pub fn adherence_now(tx: &mut Tx<'_>) -> Result<Vec<(i64, Vec<NewShift>, Adherence)>, Error> {
    let (now_ms, zone, grace) = (tx.now_ms(), zone(tx)?, settings(tx)?.grace_minutes);
    let today = local(now_ms, &zone).0;
    let told = super::publishing::told(tx, plus_days(today, -1), plus_days(today, 1))?;
    // What began yesterday counts until it is over.
    let counts = |one: &&Told| !one.cancelled && (one.is.day == today || one.is.span_ms(&zone).1 > now_ms);
    let told: Vec<&Told> = told.iter().filter(counts).collect();
    let midnight_ms = instant(today, 0, &zone);
    let since_ms = told.iter().map(|one| one.is.span_ms(&zone).0).chain([midnight_ms]).min();
    let mut samples: HashMap<i64, Vec<Sample>> = HashMap::new();
    for query in [store::LAST_BEFORE, store::SAMPLES] {
        for (agent_id, sample) in tx.list(query, args![since_ms], store::read_sample)? {
            samples.entry(agent_id).or_default().push(sample);
        }
    }
    let heard = agent::all_heard(tx)?;
    let silence_ms = routing::settings(tx)?.silence_minutes * 60_000;
    let mut all = Vec::new();
    for person in people(tx)? {
        let own = told.iter().filter(|one| one.is.agent_id == person.id);
        let own: Vec<NewShift> = own.map(|one| one.is.clone()).collect();
        let mut known = samples
            .remove(&person.id)
            .unwrap_or_else(|| vec![Sample { at_ms: i64::MIN, presence: person.presence.clone() }]);
        let said_ms = known.last().map_or(i64::MIN, |one| one.at_ms);
        // Whose presence a program says, and whose console was never open, is where they are said to be.
        let silent_ms = heard.get(&person.id).map(|heard_ms| (heard_ms + silence_ms).max(said_ms));
        if let Some(silent_ms) = silent_ms.filter(|silent_ms| *silent_ms < now_ms) {
            known.push(Sample { at_ms: silent_ms, presence: "offline".to_owned() });
        }
        let stands = adherence(&own, &known, now_ms, grace, &zone);
        if !own.is_empty() || stands.there == super::adherence::There::Extra {
            all.push((person.id, own, stands));
        }
    }
    all.sort_by_key(|(agent_id, _, stands)| (stands.there, stands.span_ms, *agent_id));
    Ok(all)
}

pub(super) fn record(tx: &mut Tx<'_>, kind: &'static str, data: Value, actor: Actor) -> Result<(), Error> {
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}
