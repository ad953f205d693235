//! Making forecasts beside everything else, and what is read of them.

use std::collections::BTreeMap;

use db::{Actor, Event, Row, Tx, args};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::calendar::Holiday;
use kernel::id::{self, Kind as Name};
use serde_json::json;
use spine::changed::Changes;
use spine::company;
use spine::error::{Error, Field};
use spine::inbox::Channel;

use super::fitting::{Counts, Facts, Line};
use super::handling::{self, Handling};
use super::model::{
    Group, NewSpecialDay, Part, SLOT_MS, SLOTS, SPECIAL_DAYS_MAX, Settings, SpecialDay, begins_ms, days_after,
    slot_begins_ms, slot_of,
};
use super::opening::Doors;
use super::store::{self, Kept, MILLIONTHS, Made, THOUSANDTHS};

pub(super) const DAY_MS: i64 = 86_400_000;
/// What is learnt from: a year and two months, so that each holiday was seen once.
pub(super) const LEARNT_MS: i64 = 420 * DAY_MS;
/// Counts are kept so long, and forecasts.
const KEPT_MS: i64 = 800 * DAY_MS;
/// Half hours with something in them that are read at once.
const COUNTS_MAX: usize = 1_000_000;
/// Days of forecasts that are read at once: of every channel and skill.
const FORECASTS_MAX: usize = 20_000;
const SETTINGS: &str = "forecast";

/// The company's zone: its days and half hours are counted in it.
pub(super) fn zone(tx: &mut Tx<'_>) -> Result<TimeZone, Error> {
    Ok(TimeZone::get(&company::find(tx)?.timezone).unwrap_or(TimeZone::UTC))
}

/// The company's day.
pub fn today(tx: &mut Tx<'_>) -> Result<Date, Error> {
    let zone = zone(tx)?;
    Ok(slot_of(tx.now_ms(), &zone).0)
}

/// Accounts whose forecasts are to be made anew.
pub fn due(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::DUE, args![now_ms, limit], Row::next)?)
}

/// Forecasts that were not kept yet.
pub struct Fresh {
    kept: Vec<Kept>,
    handling: Handling,
    night: String,
    /// When they were due, and when they are next.
    due_at_ms: i64,
    next_at_ms: i64,
    made: Made,
    now_ms: i64,
    today: Date,
}

/// What the next forecasts are made from; half a second of reading in a large company.
pub struct Basis {
    facts: Facts,
    handling: Handling,
    due_at_ms: i64,
}

/// Reads what is known now: in the first turn of a day for the night's run, else for the rest of the day.
pub fn basis(tx: &mut Tx<'_>) -> Result<Basis, Error> {
    let now_ms = tx.now_ms();
    let zone = zone(tx)?;
    let (today, over) = slot_of(now_ms, &zone);
    let standing = tx.find(store::STANDING, &[], |row| {
        let _ = (row.next::<i64>()?, row.next::<i64>()?);
        Ok((row.next::<Option<String>>()?, row.next::<i64>()?))
    })?;
    let (night, due_at_ms) = standing.unwrap_or_default();
    let made = match night.is_some_and(|night| night == today.to_string()) {
        true => Made::Day,
        false => Made::Night,
    };
    let doors = Doors::of(tx, zone.clone())?;
    let from_ms = now_ms - LEARNT_MS;
    let (first, last) = (slot_of(from_ms, &zone).0, days_after(today, super::fitting::AHEAD_DAYS + 1));
    let lines = counts(tx, from_ms, now_ms + 1, &zone)?
        .into_iter()
        .map(|(channel, parts)| {
            let (holidays, patron) = doors.holidays(channel);
            let open = match Group::of(channel).is_staffed() {
                true => doors.open(channel, first, last),
                false => BTreeMap::new(),
            };
            Line { channel, holidays, patron, open, parts }
        })
        .collect();
    let before = between(tx, today, days_after(today, 1))?;
    let special_days = special_days(tx)?;
    let handling = handling::measure_now(tx)?;
    let facts = Facts { now_ms, zone, today, over, made, lines, special_days, before };
    Ok(Basis { facts, handling, due_at_ms })
}

impl Basis {
    /// Works the forecasts out; to be asked outside of any transaction.
    pub fn fit(&self) -> Fresh {
        let facts = &self.facts;
        Fresh {
            kept: facts.fit(),
            handling: self.handling.clone(),
            night: facts.today.to_string(),
            due_at_ms: self.due_at_ms,
            next_at_ms: slot_begins_ms(facts.now_ms, &facts.zone) + SLOT_MS,
            made: facts.made,
            now_ms: facts.now_ms,
            today: facts.today,
        }
    }
}

/// Keeps forecasts in place of earlier ones, and once a night lets go of what is too old to say anything.
pub fn keep(tx: &mut Tx<'_>, fresh: &Fresh) -> Result<(), Error> {
    tx.put(store::CLEAR, args![fresh.today.to_string(), Made::Day.name()])?;
    if fresh.made == Made::Night {
        tx.put(store::CLEAR, args![fresh.today.to_string(), Made::Night.name()])?;
        let oldest_ms = fresh.now_ms - KEPT_MS;
        tx.put(store::LET_COUNTS_GO, args![oldest_ms])?;
        tx.put(store::LET_COUNTED_GO, args![oldest_ms])?;
        tx.put(store::LET_FORECASTS_GO, args![days_after(fresh.today, -KEPT_MS / DAY_MS).to_string()])?;
    }
    for kept in &fresh.kept {
        let means: Vec<i64> = kept.means.iter().map(|mean| (mean * THOUSANDTHS).round() as i64).collect();
        tx.put(
            store::ADD,
            args![
                kept.channel.name(),
                kept.part.kept(),
                &kept.day,
                kept.made.name(),
                kept.made_at_ms,
                &kept.model,
                kept.days_known,
                (kept.dispersion * MILLIONTHS).round() as i64,
                (kept.day_dispersion * MILLIONTHS).round() as i64,
                json!(means).to_string()
            ],
        )?;
    }
    tx.put(store::MADE, args![fresh.next_at_ms, &fresh.night, fresh.handling.kept(), fresh.due_at_ms])?;
    Ok(())
}

/// What came, by channel and part, day by day; the whole of a channel among its parts.
pub(super) fn counts(
    tx: &mut Tx<'_>,
    from_ms: i64,
    to_ms: i64,
    zone: &TimeZone,
) -> Result<BTreeMap<Channel, BTreeMap<Part, Counts>>, Error> {
    let rows = tx.list(store::COUNTS, args![from_ms, to_ms, COUNTS_MAX], |row| {
        Ok((
            row.next::<i64>()?,
            row.next::<String>()?,
            row.next::<i64>()?,
            row.next::<Option<i64>>()?.unwrap_or_default(),
        ))
    })?;
    let mut lines: BTreeMap<Channel, BTreeMap<Part, Counts>> = BTreeMap::new();
    for (at_ms, channel, skill_id, count) in rows {
        let Some(channel) = Channel::of_name(&channel) else { continue };
        let (day, slot) = slot_of(at_ms, zone);
        let parts = lines.entry(channel).or_default();
        for part in [Part::Whole, Part::read(skill_id)] {
            parts.entry(part).or_default().entry(day).or_insert([0.0; SLOTS])[slot] += count as f64;
        }
    }
    Ok(lines)
}

/// Forecasts as they are kept, by day.
pub(super) fn between(tx: &mut Tx<'_>, from: Date, to: Date) -> Result<Vec<Kept>, Error> {
    Ok(tx.list(store::BETWEEN, args![from.to_string(), to.to_string(), FORECASTS_MAX], store::read_kept)?)
}

/// What came of one channel in each half hour of a range of days, for whoever sets it beside what was expected. A half hour
/// that is not over holds what came so far.
pub fn arrived(tx: &mut Tx<'_>, from: Date, days: usize) -> Result<BTreeMap<(Channel, Part), Counts>, Error> {
    let zone = zone(tx)?;
    let to = days_after(from, days as i64);
    let found = counts(tx, begins_ms(from, 0, &zone), begins_ms(to, 0, &zone), &zone)?;
    Ok(found
        .into_iter()
        .flat_map(|(channel, parts)| parts.into_iter().map(move |(part, counts)| ((channel, part), counts)))
        .collect())
}

/// Holidays on which an inbox is shut, of `days` days from `from` on.
pub fn holidays(tx: &mut Tx<'_>, from: Date, days: usize) -> Result<BTreeMap<Date, Holiday>, Error> {
    let zone = zone(tx)?;
    let doors = Doors::of(tx, zone)?;
    let all = (0..days as i64).map(|number| days_after(from, number));
    Ok(all.filter_map(|day| Some((day, doors.holiday(day)?))).collect())
}

/// The day of the first message that was counted.
pub fn since(tx: &mut Tx<'_>) -> Result<Option<Date>, Error> {
    let zone = zone(tx)?;
    let first_ms = tx.find(store::FIRST_COUNT, &[], Row::next::<i64>)?;
    Ok(first_ms.map(|at_ms| slot_of(at_ms, &zone).0))
}

/// The company's word on how it staffs, or what is usual.
pub fn settings(tx: &mut Tx<'_>) -> Result<Settings, Error> {
    let kept = company::setting(tx, SETTINGS)?;
    let usual = Settings::default();
    Ok(if kept.is_null() { usual } else { usual.changed(&kept).unwrap_or(usual) })
}

/// Changes how the company staffs.
///
/// # Errors
/// Those of [`Settings::changed`].
pub fn change_settings(tx: &mut Tx<'_>, given: &serde_json::Value, actor: Actor) -> Result<Settings, Error> {
    let before = settings(tx)?;
    let after = before.changed(given).map_err(Error::Refused)?;
    let mut changes = Changes::default();
    changes.note("shrinkage_percent", before.shrinkage_percent, after.shrinkage_percent);
    changes.note("occupancy_percent", before.occupancy_percent, after.occupancy_percent);
    changes.note("wage_cents", before.wage_cents, after.wage_cents);
    changes.note("missed_cents", before.missed_cents, after.missed_cents);
    let (was, is) = (before.to_json(), after.to_json());
    for group in Group::ALL {
        changes.note(group.name(), was["groups"][group.name()].clone(), is["groups"][group.name()].clone());
    }
    if !changes.is_empty() {
        company::keep_setting(tx, SETTINGS, is)?;
        record(tx, "forecast.settings_changed", changes.within(json!({})), actor)?;
    }
    Ok(after)
}

/// Days the company knows to be unlike others, the earliest first.
pub fn special_days(tx: &mut Tx<'_>) -> Result<Vec<SpecialDay>, Error> {
    Ok(tx.list(store::SPECIAL_DAYS, args![SPECIAL_DAYS_MAX], store::read_special_day)?)
}

pub fn special_day_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<SpecialDay, Error> {
    tx.find(store::SPECIAL_DAY, args![oid], store::read_special_day)?.ok_or(Error::Missing("special day"))
}

/// Notes a special day; the forecasts are made anew with it.
///
/// # Errors
/// What [`NewSpecialDay::days`] names; more than 500.
pub fn add_special_day(tx: &mut Tx<'_>, new: &NewSpecialDay, actor: Actor) -> Result<SpecialDay, Error> {
    let today = today(tx)?;
    let (first, last) = new.days(today).map_err(Error::Refused)?;
    if special_days(tx)?.len() >= SPECIAL_DAYS_MAX {
        return Err(Error::Refused(vec![Field::new(
            "/name",
            format!("can be one of {SPECIAL_DAYS_MAX} at most"),
        )]));
    }
    let now_ms = tx.now_ms();
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let name = new.name.trim();
    tx.put(
        store::ADD_SPECIAL_DAY,
        args![row_id, &oid, name, first.to_string(), last.to_string(), new.percent],
    )?;
    tx.put(store::HURRY, &[])?;
    record(tx, "forecast.special_day_added", told(&oid, name, first, last, new.percent), actor)?;
    special_day_by_oid(tx, &oid)
}

/// Changes a special day.
///
/// # Errors
/// What [`NewSpecialDay::days`] names.
pub fn change_special_day(
    tx: &mut Tx<'_>,
    special: &SpecialDay,
    new: &NewSpecialDay,
    actor: Actor,
) -> Result<SpecialDay, Error> {
    let today = today(tx)?;
    let (first, last) = new.days(today).map_err(Error::Refused)?;
    let name = new.name.trim();
    tx.put(
        store::CHANGE_SPECIAL_DAY,
        args![special.id, name, first.to_string(), last.to_string(), new.percent],
    )?;
    tx.put(store::HURRY, &[])?;
    record(tx, "forecast.special_day_changed", told(&special.oid, name, first, last, new.percent), actor)?;
    special_day_by_oid(tx, &special.oid)
}

pub fn drop_special_day(tx: &mut Tx<'_>, special: &SpecialDay, actor: Actor) -> Result<(), Error> {
    tx.put(store::DROP_SPECIAL_DAY, args![special.id])?;
    tx.put(store::HURRY, &[])?;
    let data = told(&special.oid, &special.name, special.first, special.last, special.percent);
    record(tx, "forecast.special_day_dropped", data, actor)
}

fn told(oid: &str, name: &str, first: Date, last: Date, percent: Option<i64>) -> String {
    json!({
        "special_day_id": Name::SpecialDay.name(oid),
        "name": name,
        "first": first.to_string(),
        "last": last.to_string(),
        "percent": percent,
    })
    .to_string()
}

fn record(tx: &mut Tx<'_>, kind: &'static str, data: String, actor: Actor) -> Result<(), Error> {
    tx.record(Event { kind, actor, conversation_id: None, data })?;
    Ok(())
}
