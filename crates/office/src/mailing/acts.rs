//! The verbs: make, change, pause, throw away, prepare from a snapshot and send.

use db::{Actor, Event, Row, Tx, args};
use jiff::tz::TimeZone;
use kernel::id::{self, Kind};
use serde_json::{Value, json};
use spine::agent::{self, Agent};
use spine::error::{Error, Field};
use spine::inbox::Tier;
use spine::{company, inbox, outbox};

use super::letter::{self, Prepared};
use super::model::{Mailing, NewMailing, What};
use super::store;
use crate::account::Permission;
use crate::kpi;
use crate::report::{self, Period, Scope};

/// Mailings of one company at most.
const MOST: usize = 50;
/// So long one waits for the event log to be counted to the end of its days; then it leaves and says how far it was.
const WAIT_MS: i64 = 15 * 60_000;

/// All of them, the oldest first.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Mailing>, Error> {
    Ok(tx.list(store::LIST, args![MOST], store::read)?)
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Mailing, Error> {
    tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("mailing"))
}

/// Makes one; it leaves for the first time at its next hour.
///
/// # Errors
/// What [`NewMailing::wrong`] names, somebody who may not read everybody's figures, more than 50.
pub fn make(
    tx: &mut Tx<'_>,
    new: &NewMailing,
    made_by_id: Option<i64>,
    actor: Actor,
) -> Result<Mailing, Error> {
    check(tx, new)?;
    if list(tx)?.len() >= MOST {
        return Err(Error::Conflict(format!("there are {MOST} already")));
    }
    let now_ms = tx.now_ms();
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let next_ms = new.every.next_ms(new.hour, now_ms, &zone(tx)?);
    tx.execute(
        store::ADD,
        args![
            row_id,
            &oid,
            new.what.name(),
            new.every.name(),
            new.hour,
            new.inbox_id,
            new.tier.map(Tier::name),
            json!(new.recipients).to_string(),
            false,
            made_by_id,
            now_ms,
            next_ms
        ],
    )?;
    let made = by_oid(tx, &oid)?;
    record(tx, "mailing.made", &made, actor)?;
    Ok(made)
}

/// Puts another in its place; it goes on leaving, or stays paused.
///
/// # Errors
/// As [`make`].
pub fn change(tx: &mut Tx<'_>, mailing: &Mailing, new: &NewMailing, actor: Actor) -> Result<Mailing, Error> {
    check(tx, new)?;
    let next_ms = match mailing.paused {
        true => None,
        false => Some(new.every.next_ms(new.hour, tx.now_ms(), &zone(tx)?)),
    };
    tx.execute(
        store::CHANGE,
        args![
            mailing.id,
            new.what.name(),
            new.every.name(),
            new.hour,
            new.inbox_id,
            new.tier.map(Tier::name),
            json!(new.recipients).to_string(),
            next_ms
        ],
    )?;
    let changed = by_oid(tx, &mailing.oid)?;
    record(tx, "mailing.changed", &changed, actor)?;
    Ok(changed)
}

/// Pauses it, or lets it go on from its next hour.
pub fn pause(tx: &mut Tx<'_>, mailing: &Mailing, paused: bool, actor: Actor) -> Result<Mailing, Error> {
    if mailing.paused == paused {
        return Ok(mailing.clone());
    }
    let next_ms = match paused {
        true => None,
        false => Some(mailing.every.next_ms(mailing.hour, tx.now_ms(), &zone(tx)?)),
    };
    tx.execute(store::PAUSE, args![mailing.id, paused, next_ms])?;
    let changed = by_oid(tx, &mailing.oid)?;
    record(tx, if paused { "mailing.paused" } else { "mailing.resumed" }, &changed, actor)?;
    Ok(changed)
}

pub fn drop_mailing(tx: &mut Tx<'_>, mailing: &Mailing, actor: Actor) -> Result<(), Error> {
    tx.execute(store::DROP_IT, args![mailing.id])?;
    record(tx, "mailing.deleted", mailing, actor)
}

/// Those whose moment has come, of every account.
pub fn due(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, Error> {
    Ok(tx.list(store::DUE, args![now_ms, limit], |row: &mut Row| Ok((row.next()?, row.next()?)))?)
}

/// Counts what one due now tells, from a snapshot; nothing when it is due no more, or while what happened in its days is
/// still being counted. One that was missed for a while tells of the days before the moment it was due last.
pub fn prepare(tx: &mut Tx<'_>, mailing_id: i64) -> Result<Option<Prepared>, Error> {
    let Some(mailing) = tx.find(store::FIND, args![mailing_id], store::read)? else { return Ok(None) };
    let Some(due_ms) = mailing.next_at_ms.filter(|due_ms| *due_ms <= tx.now_ms()) else { return Ok(None) };
    let zone = zone(tx)?;
    let mut last_ms = due_ms;
    loop {
        let next_ms = mailing.every.next_ms(mailing.hour, last_ms, &zone);
        if next_ms > tx.now_ms() {
            break;
        }
        last_ms = next_ms;
    }
    let period = mailing.every.period(last_ms, &zone);
    let waits = mailing.what == What::Figures && tx.now_ms() - due_ms < WAIT_MS;
    if waits && !kpi::progress(tx)?.reached(period.bounds_ms().1) {
        return Ok(None);
    }
    counted(tx, mailing, period).map(Some)
}

/// One due now that cannot be counted waits for its next hour; why is written down.
pub fn fail(tx: &mut Tx<'_>, mailing_id: i64, why: &str) -> Result<(), Error> {
    let Some(mailing) = tx.find(store::FIND, args![mailing_id], store::read)? else { return Ok(()) };
    let now_ms = tx.now_ms();
    let Some(due_ms) = mailing.next_at_ms.filter(|due_ms| *due_ms <= now_ms) else { return Ok(()) };
    let next_ms = mailing.every.next_ms(mailing.hour, now_ms, &zone(tx)?);
    tx.execute(store::CLAIM, args![mailing.id, due_ms, next_ms])?;
    tx.execute(store::FAILED, args![mailing.id, now_ms, why])?;
    let data = json!({
        "mailing_id": Kind::Mailing.name(&mailing.oid),
        "report": mailing.what.name(),
        "why": why,
    });
    tx.record(Event {
        kind: "mailing.failed",
        actor: Actor::System,
        conversation_id: None,
        data: data.to_string(),
    })?;
    Ok(())
}

/// Takes the turn of its moment and writes the mails, in one transaction. Whether anything left.
pub fn send(tx: &mut Tx<'_>, prepared: &Prepared) -> Result<bool, Error> {
    let Some(due_ms) = prepared.mailing.next_at_ms else { return Ok(false) };
    let (every, hour) = (prepared.mailing.every, prepared.mailing.hour);
    let next_ms = every.next_ms(hour, tx.now_ms().max(due_ms), &zone(tx)?);
    if tx.execute(store::CLAIM, args![prepared.mailing.id, due_ms, next_ms])? == 0 {
        // Another node was faster, or somebody changed it meanwhile.
        return Ok(false);
    }
    post(tx, prepared, Actor::System)
}

/// Counts what one would tell if its hour were now, from a snapshot.
pub fn prepare_now(tx: &mut Tx<'_>, mailing: &Mailing) -> Result<Prepared, Error> {
    let period = mailing.every.period(tx.now_ms(), &zone(tx)?);
    counted(tx, mailing.clone(), period)
}

/// Sends one at once; its next hour stays.
///
/// # Errors
/// Nobody is left who may read it, or it was thrown away meanwhile.
pub fn send_now(tx: &mut Tx<'_>, prepared: &Prepared, actor: Actor) -> Result<Mailing, Error> {
    let mailing = by_oid(tx, &prepared.mailing.oid)?;
    if !post(tx, prepared, actor)? {
        return Err(Error::Conflict("nobody it goes to may read it any more".to_owned()));
    }
    by_oid(tx, &mailing.oid)
}

fn counted(tx: &mut Tx<'_>, mailing: Mailing, period: Period) -> Result<Prepared, Error> {
    // An inbox that was deleted keeps its figures; its name is gone.
    let about = match mailing.inbox_id {
        Some(id) => inbox::find(tx, id).ok().map(|inbox| (inbox.name, inbox.oid)),
        None => None,
    };
    Ok(match mailing.what {
        What::Figures => {
            let scope = Scope { inbox_id: mailing.inbox_id, tier: mailing.tier, ..Scope::default() };
            let report = report::report(tx, period, scope)?;
            Prepared::figures(mailing, &report, about)
        }
        What::Truth => {
            let truth = report::truth(tx, period, mailing.inbox_id)?;
            Prepared::truth(mailing, truth, about)
        }
    })
}

fn post(tx: &mut Tx<'_>, prepared: &Prepared, actor: Actor) -> Result<bool, Error> {
    let public_url = company::find(tx)?.public_url;
    let mut mails = 0_i64;
    for agent_id in &prepared.mailing.recipients {
        let Some(person) = reader(tx, *agent_id)? else { continue };
        let (mail, files) = letter::written(prepared, &person, &public_url);
        outbox::post_house_mail_with(tx, mail, files)?;
        mails += 1;
    }
    let now_ms = tx.now_ms();
    tx.execute(store::SENT, args![prepared.mailing.id, now_ms, mails])?;
    let data = json!({
        "mailing_id": Kind::Mailing.name(&prepared.mailing.oid),
        "report": prepared.mailing.what.name(),
        "from": prepared.period.from().to_string(),
        "to": prepared.period.to().to_string(),
        "mails": mails,
    });
    tx.record(Event { kind: "mailing.sent", actor, conversation_id: None, data: data.to_string() })?;
    Ok(mails > 0)
}

/// Somebody of the house who is here and may read everybody's figures.
fn reader(tx: &mut Tx<'_>, agent_id: i64) -> Result<Option<Agent>, Error> {
    let person = match agent::find(tx, agent_id) {
        Ok(person) => person,
        Err(Error::Missing(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let reads = Permission::SeeFigures.allows(person.role) && person.active;
    Ok((reads && !person.email.ends_with("@token.invalid")).then_some(person))
}

fn check(tx: &mut Tx<'_>, new: &NewMailing) -> Result<(), Error> {
    let mut wrong = new.wrong();
    for (at, agent_id) in new.recipients.iter().enumerate() {
        if reader(tx, *agent_id)?.is_none() {
            wrong.push(Field::new(format!("/recipients/{at}"), "may not read everybody's figures"));
        } else if new.recipients[..at].contains(agent_id) {
            wrong.push(Field::new(format!("/recipients/{at}"), "is there twice"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Refused(wrong)) }
}

fn zone(tx: &mut Tx<'_>) -> Result<TimeZone, Error> {
    Ok(TimeZone::get(&company::find(tx)?.timezone).unwrap_or(TimeZone::UTC))
}

fn record(tx: &mut Tx<'_>, kind: &'static str, mailing: &Mailing, actor: Actor) -> Result<(), Error> {
    let mut recipients: Vec<Value> = Vec::new();
    for agent_id in &mailing.recipients {
        match agent::find(tx, *agent_id) {
            Ok(person) => recipients.push(json!(Kind::Agent.name(&person.oid))),
            Err(Error::Missing(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let data = json!({
        "mailing_id": Kind::Mailing.name(&mailing.oid),
        "report": mailing.what.name(),
        "every": mailing.every.name(),
        "hour": mailing.hour,
        "recipients": recipients,
    });
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}
