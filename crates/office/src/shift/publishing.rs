//! A week is published: everybody is told of their shifts once, and later of what changed. What somebody was told is
//! kept apart from the plan; calendars, adherence and a person's own page read what was told.

use std::collections::BTreeMap;

use db::{Actor, Tx, args};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::id::{self, Kind as Name};
use kernel::language::Register;
use serde_json::json;
use spine::agent::{self, Agent};
use spine::company;
use spine::error::Error;
use spine::outbox::{self, HouseKind, HouseMail};
use words::{Arg, Say, when};

use super::acts::{SHIFTS_MOST, record, shifts, today, zone};
use super::calendar::{Wording, calendar};
use super::model::{
    Activity, NewShift, Publication, Shift, Told, WEEK_DAYS, activities_json, clock, days_between, instant,
    monday_of, plus_days,
};
use super::store::{self, Receipt};

/// Publications read at once.
const PUBLICATIONS_MOST: usize = 2_000;
/// What a calendar holds: days behind today, ahead, and shifts.
const FEED_DAYS: (i64, i64) = (62, 366);
const FEED_MOST: usize = 2_000;

/// One shift of which somebody has to hear.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub agent_id: i64,
    pub shift_id: i64,
    pub oid: String,
    /// What they were told; none when it is new to them.
    pub before: Option<NewShift>,
    /// What is planned; none when it is theirs no longer.
    pub after: Option<NewShift>,
}

/// Where the plan of a week says something else than its people were told.
pub fn differences(shifts: &[Shift], told: &[Told]) -> Vec<Difference> {
    let known = |shift: &Shift| {
        told.iter().find(|one| one.shift_id == shift.id && one.is.agent_id == shift.is.agent_id)
    };
    let mut found: Vec<Difference> = shifts
        .iter()
        .filter(|shift| known(shift).is_none_or(|one| !one.agrees(&shift.is)))
        .map(|shift| Difference {
            agent_id: shift.is.agent_id,
            shift_id: shift.id,
            oid: shift.oid.clone(),
            before: known(shift).filter(|one| !one.cancelled).map(|one| one.is.clone()),
            after: Some(shift.is.clone()),
        })
        .collect();
    let gone = told.iter().filter(|one| {
        !one.cancelled
            && shifts.iter().all(|shift| shift.id != one.shift_id || shift.is.agent_id != one.is.agent_id)
    });
    found.extend(gone.map(|one| Difference {
        agent_id: one.is.agent_id,
        shift_id: one.shift_id,
        oid: one.oid.clone(),
        before: Some(one.is.clone()),
        after: None,
    }));
    found.sort_by_key(|one| {
        (one.agent_id, one.after.as_ref().or(one.before.as_ref()).map(|is| (is.day, is.start)))
    });
    found
}

/// What people were told, from a day to another that is not among them; cancelled shifts too.
pub fn told(tx: &mut Tx<'_>, from: Date, to: Date) -> Result<Vec<Told>, Error> {
    Ok(tx.list(store::TOLD, args![from.to_string(), to.to_string(), SHIFTS_MOST], store::read_told)?)
}

/// The same for one person.
pub fn told_to(tx: &mut Tx<'_>, agent_id: i64, from: Date, to: Date) -> Result<Vec<Told>, Error> {
    let days = args![agent_id, from.to_string(), to.to_string(), FEED_MOST];
    Ok(tx.list(store::TOLD_TO, days, store::read_told)?)
}

/// The same by the shift's outside name, which outlives its place in the plan.
pub fn told_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Vec<Told>, Error> {
    Ok(tx.list(store::TOLD_BY_OID, args![oid], store::read_told)?)
}

/// Who was told what of one shift.
pub fn told_of(tx: &mut Tx<'_>, shift_id: i64) -> Result<Vec<Told>, Error> {
    Ok(tx.list(store::TOLD_OF, args![shift_id], store::read_told)?)
}

/// What the week's people have not heard yet.
pub fn untold(tx: &mut Tx<'_>, monday: Date) -> Result<Vec<Difference>, Error> {
    let end = plus_days(monday, WEEK_DAYS);
    let (mut told, planned) = (told(tx, monday, end)?, shifts(tx, monday, end)?);
    // One that was moved here from another week was told there: it is a change, and not a shift more.
    for shift in &planned {
        if told.iter().all(|one| one.shift_id != shift.id) {
            told.extend(told_of(tx, shift.id)?);
        }
    }
    Ok(differences(&planned, &told))
}

/// Publications of the weeks from this one on, version after version.
pub fn publications(tx: &mut Tx<'_>, from: Date) -> Result<Vec<Publication>, Error> {
    let monday = monday_of(from).to_string();
    Ok(tx.list(store::PUBLICATIONS, args![monday, PUBLICATIONS_MOST], store::read_publication)?)
}

pub fn publication_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Publication, Error> {
    tx.find(store::PUBLICATION_BY_OID, args![oid], store::read_publication)?
        .ok_or(Error::Missing("publication"))
}

/// Who has read the publications of the weeks from this one on.
pub fn receipts(tx: &mut Tx<'_>, from: Date) -> Result<Vec<Receipt>, Error> {
    Ok(tx.list(store::RECEIPTS, args![monday_of(from).to_string()], store::read_receipt)?)
}

/// Somebody says that they have seen what was published to them.
pub fn read_all(tx: &mut Tx<'_>, agent_id: i64) -> Result<usize, Error> {
    let (now_ms, from) = (tx.now_ms(), plus_days(today(tx)?, -WEEK_DAYS));
    let mut read = 0;
    for receipt in receipts(tx, from)? {
        if receipt.agent_id == agent_id && receipt.read_at_ms.is_none() {
            tx.execute(store::READ, args![receipt.publication_id, agent_id, now_ms])?;
            read += 1;
        }
    }
    if read > 0 {
        let person = Name::Agent.name(&agent::find(tx, agent_id)?.oid);
        record(tx, "shift.read", json!({ "agent_id": person }), Actor::Agent(agent_id))?;
    }
    Ok(read)
}

/// Publishes a week: a version of its own, and a mail to everybody who has something to hear.
///
/// # Errors
/// A conflict when nobody has anything to hear; a week that is over.
pub fn publish(tx: &mut Tx<'_>, monday: Date, actor: Actor) -> Result<Publication, Error> {
    let monday = monday_of(monday);
    if plus_days(monday, WEEK_DAYS) <= today(tx)? {
        return Err(Error::refused("/week", "must not be over"));
    }
    let differences = untold(tx, monday)?;
    tell(tx, monday, &differences, actor)
}

/// Tells these differences as the week's next version.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    monday: Date,
    differences: &[Difference],
    actor: Actor,
) -> Result<Publication, Error> {
    if differences.is_empty() {
        return Err(Error::Conflict("everybody was told already".to_owned()));
    }
    let now_ms = tx.now_ms();
    let before = publications(tx, monday)?.into_iter().filter(|one| one.week == monday);
    let version = before.map(|one| one.version).max().unwrap_or(0) + 1;
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let changes = differences.len();
    tx.execute(
        store::ADD_PUBLICATION,
        args![row_id, &oid, monday.to_string(), version, changes, now_ms, actor.id()],
    )?;
    let mut by_person: BTreeMap<i64, Vec<&Difference>> = BTreeMap::new();
    for one in differences {
        let Some(is) = one.after.as_ref().or(one.before.as_ref()) else { continue };
        tx.execute(
            store::TELL,
            args![
                one.shift_id,
                one.agent_id,
                &one.oid,
                is.day.to_string(),
                is.start,
                is.end,
                activities_json(&is.activities).to_string(),
                one.after.is_none(),
                now_ms
            ],
        )?;
        by_person.entry(one.agent_id).or_default().push(one);
    }
    let data = json!({
        "publication_id": Name::ShiftPublication.name(&oid), "week": monday.to_string(), "version": version,
        "changes": changes, "people": by_person.len(),
    });
    record(tx, "shift.published", data, actor)?;
    for (agent_id, changes) in &by_person {
        tx.execute(store::ADD_RECEIPT, args![row_id, *agent_id])?;
        let person = agent::find(tx, *agent_id)?;
        if person.active {
            write_week(tx, &person, monday, version, changes)?;
        }
    }
    publication_by_oid(tx, &oid)
}

fn write_week(
    tx: &mut Tx<'_>,
    person: &Agent,
    monday: Date,
    version: i64,
    changes: &[&Difference],
) -> Result<(), Error> {
    let say = Say::new(person.language, Register::Tu);
    let (zone, today) = (zone(tx)?, today(tx)?);
    let week = ("week", Arg::from(when::day(say, monday, today)));
    let mut lines = vec![say.with(
        if version == 1 { "shift-mail-week-text" } else { "shift-mail-changed-text" },
        std::slice::from_ref(&week),
    )];
    lines.extend(changes.iter().filter_map(|change| change_as(say, change, today, &zone)));
    let subject = say
        .with(if version == 1 { "shift-mail-week" } else { "shift-mail-changed" }, std::slice::from_ref(&week));
    write(tx, person, subject, lines)
}

/// One change in words, with the parts of its shifts: a break that moved alone is told too.
pub(super) fn change_as(say: Say, change: &Difference, today: Date, zone: &TimeZone) -> Option<String> {
    let whole = |shift: &NewShift| {
        let parts = parts_as(say, shift).into_iter();
        std::iter::once(told_as(say, shift, today, zone)).chain(parts).collect::<Vec<_>>().join(", ")
    };
    Some(match (&change.before, &change.after) {
        (None, None) => return None,
        (Some(before), None) => {
            say.with("shift-mail-gone", &[("shift", told_as(say, before, today, zone).into())])
        }
        (Some(before), Some(after)) => {
            say.with("shift-mail-now", &[("shift", whole(after).into()), ("before", whole(before).into())])
        }
        (None, Some(after)) => whole(after),
    })
}

/// "lunedì 7 dicembre, 9:00–18:00".
pub fn told_as(say: Say, shift: &NewShift, today: Date, zone: &TimeZone) -> String {
    let at = |day: Date| instant(day, 720, zone);
    let day = when::weekday_day(say, at(shift.day), at(today), zone);
    format!("{day}, {}–{}", clock(shift.start), clock(shift.end))
}

/// A mail to one of our people, with the way to their shifts; nothing to somebody without a mailbox.
pub(super) fn write(tx: &mut Tx<'_>, person: &Agent, subject: String, lines: Vec<String>) -> Result<(), Error> {
    let company = company::find(tx)?;
    let say = Say::new(person.language, Register::Tu);
    let mail = HouseMail {
        kind: HouseKind::Notice,
        to: person.email.clone(),
        name: Some(person.name.clone()),
        language: person.language,
        subject,
        paragraphs: lines,
        link: Some((say.say("shift-mail-open"), format!("{}/console/shifts/mine", company.public_url))),
    };
    outbox::post_house_mail(tx, mail).map(drop)
}

/// Gives somebody a fresh address for their calendar; the one before opens nothing from here on. The secret is told
/// once.
pub fn make_feed(tx: &mut Tx<'_>, agent_id: i64) -> Result<String, Error> {
    let (now_ms, secret) = (tx.now_ms(), id::secret());
    tx.execute(store::PUT_FEED, args![agent_id, crate::account::hashed(&secret), now_ms])?;
    let person = Name::Agent.name(&agent::find(tx, agent_id)?.oid);
    record(tx, "shift.feed_made", json!({ "agent_id": person }), Actor::Agent(agent_id))?;
    Ok(secret)
}

/// Closes the address of somebody's calendar.
pub fn drop_feed(tx: &mut Tx<'_>, agent_id: i64) -> Result<(), Error> {
    if tx.execute(store::DROP_FEED, args![agent_id])? > 0 {
        let person = Name::Agent.name(&agent::find(tx, agent_id)?.oid);
        record(tx, "shift.feed_dropped", json!({ "agent_id": person }), Actor::Agent(agent_id))?;
    }
    Ok(())
}

/// Since when somebody has an address for their calendar.
pub fn feed_since(tx: &mut Tx<'_>, agent_id: i64) -> Result<Option<i64>, Error> {
    Ok(tx.find(store::FEED, args![agent_id], db::Row::next)?)
}

/// Whose calendar a secret opens: account and person.
pub fn feed_of(tx: &mut Tx<'_>, secret: &str) -> Result<Option<(i64, i64)>, Error> {
    let hash = crate::account::hashed(secret);
    Ok(tx.find(store::FEED_OF, args![hash], |row| Ok((row.next()?, row.next()?)))?)
}

/// Somebody's calendar; nothing once they have left.
pub fn calendar_of(tx: &mut Tx<'_>, agent_id: i64) -> Result<Option<String>, Error> {
    let person = agent::find(tx, agent_id)?;
    if !person.active {
        return Ok(None);
    }
    let (today, zone, company) = (today(tx)?, zone(tx)?, company::find(tx)?);
    let told = told_to(tx, agent_id, plus_days(today, -FEED_DAYS.0), plus_days(today, FEED_DAYS.1))?;
    let say = Say::new(person.language, Register::Tu);
    let wording = Wording {
        name: say.with("shift-calendar-name", &[("company", company.name.as_str().into())]),
        shift: say.with("shift-calendar-shift", &[("company", company.name.as_str().into())]),
        doings: ["shift-doing-break", "shift-doing-training", "shift-doing-meeting"].map(|key| say.say(key)),
    };
    let host = company.public_url.split("//").nth(1).unwrap_or("riscontro").split([':', '/']).next();
    let host = host.filter(|host| !host.is_empty()).unwrap_or("riscontro").to_owned();
    Ok(Some(calendar(&told, &wording, &person.oid, &host, &zone)))
}

/// Whether a week should be out by now and is not.
pub fn is_overdue(monday: Date, today: Date, lead_days: i64) -> bool {
    days_between(today, monday) < lead_days
}

/// Parts of a shift in words: "pausa 13:00–14:00".
pub fn parts_as(say: Say, shift: &NewShift) -> Vec<String> {
    let one = |part: &Activity| {
        let from = shift.start + part.at;
        let name = say.say(&format!("shift-doing-{}", part.doing.name()));
        format!("{name} {}–{}", clock(from), clock(from + part.minutes))
    };
    shift.activities.iter().map(one).collect()
}
