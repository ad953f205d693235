//! What is done with inboxes.

use db::{Actor, Event, Tx, args};
use kernel::calendar::Hours;
use kernel::language::{Language, Register};
use kernel::{address, id};
use serde_json::{Value, json};

use super::model::{Channel, Inbox, PromisesBy, Targets};
use super::{people, store};
use crate::agent;
use crate::changed::Changes;
use crate::error::{Error, Field};

/// What a new inbox is made of.
#[derive(Clone, Debug)]
pub struct New {
    pub channel: Channel,
    pub name: String,
    pub address: Option<String>,
    pub language: Language,
    pub register: Register,
    pub hours: Hours,
    pub targets: Targets,
    pub team_id: Option<i64>,
}

/// What of an inbox changes; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    pub name: Option<String>,
    pub address: Option<String>,
    pub language: Option<Language>,
    pub register: Option<Register>,
    pub hours: Option<Hours>,
    pub targets: Option<Targets>,
    pub team_id: Option<Option<i64>>,
    pub live: Option<bool>,
    pub acknowledges: Option<bool>,
    pub promises_by: Option<PromisesBy>,
}

/// Why an address does not go live.
pub(super) const NOBODY_ANSWERS: &str =
    "needs somebody who answers: name people who are active, or a team that has some";

/// Opens an inbox, live at once.
///
/// # Errors
/// A missing or impossible address, one that another inbox has, hours that never open, a team without anybody active.
pub fn create(tx: &mut Tx<'_>, new: New, actor: Actor) -> Result<Inbox, Error> {
    let now_ms = tx.now_ms();
    let inbox = Inbox {
        id: id::fresh(now_ms),
        oid: id::fresh_oid(now_ms),
        key: id::secret()[..20].to_owned(),
        channel: new.channel,
        name: new.name.trim().to_owned(),
        address: new.address.map(|email| address::key(&email)),
        language: new.language,
        register: new.register,
        hours: new.hours,
        targets: new.targets,
        team_id: new.team_id,
        live: true,
        acknowledges: true,
        promises_by: PromisesBy::default(),
        last_in_at_ms: None,
        last_out_at_ms: None,
        last_error: None,
        last_error_at_ms: None,
    };
    check(tx, &inbox)?;
    if inbox.team_id.is_some() && people::answering(tx, &inbox)?.is_empty() {
        return Err(Error::refused("/team", NOBODY_ANSWERS));
    }
    store::add(tx, &inbox).map_err(taken)?;
    record(tx, "inbox.created", &inbox, actor)?;
    Ok(inbox)
}

/// Changes an inbox. Promises already made stay as they were told.
pub fn edit(tx: &mut Tx<'_>, inbox_id: i64, edit: Edit, actor: Actor) -> Result<Inbox, Error> {
    let before = find(tx, inbox_id)?;
    let mut inbox = before.clone();
    if let Some(name) = edit.name {
        inbox.name = name.trim().to_owned();
    }
    if let Some(email) = edit.address {
        inbox.address = Some(address::key(&email));
    }
    inbox.language = edit.language.unwrap_or(inbox.language);
    inbox.register = edit.register.unwrap_or(inbox.register);
    inbox.hours = edit.hours.unwrap_or(inbox.hours);
    inbox.targets = edit.targets.unwrap_or(inbox.targets);
    inbox.team_id = edit.team_id.unwrap_or(inbox.team_id);
    inbox.live = edit.live.unwrap_or(inbox.live);
    inbox.acknowledges = edit.acknowledges.unwrap_or(inbox.acknowledges);
    inbox.promises_by = edit.promises_by.unwrap_or(inbox.promises_by);
    check(tx, &inbox)?;
    let newly = inbox.live && (!before.live || inbox.team_id != before.team_id);
    if newly && people::answering(tx, &inbox)?.is_empty() {
        return Err(Error::refused(if before.live { "/team" } else { "/live" }, NOBODY_ANSWERS));
    }
    let changes = changes(tx, &before, &inbox)?;
    if changes.is_empty() {
        return Ok(inbox);
    }
    store::save(tx, &inbox).map_err(taken)?;
    let data = changes.within(named(&inbox));
    tx.record(Event { kind: "inbox.changed", actor, conversation_id: None, data })?;
    Ok(inbox)
}

/// Closes an inbox for good: its address is free again, its conversations stay.
pub fn delete(tx: &mut Tx<'_>, inbox_id: i64, actor: Actor) -> Result<(), Error> {
    let inbox = find(tx, inbox_id)?;
    let now_ms = tx.now_ms();
    tx.put(store::DELETE, args![inbox_id, now_ms])?;
    record(tx, "inbox.deleted", &inbox, actor)
}

pub fn find(tx: &mut Tx<'_>, inbox_id: i64) -> Result<Inbox, Error> {
    tx.once("inbox", inbox_id, |tx| {
        tx.find(store::FIND, args![inbox_id], store::read)?.ok_or(Error::Missing("inbox"))
    })
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Inbox, Error> {
    tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("inbox"))
}

/// Every inbox that is not deleted, oldest first; at most 1,000.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Inbox>, Error> {
    Ok(tx.list(store::LIST, &[], store::read)?)
}

/// Whose inbox this address is, in any account: account and inbox id. One that is not live yet takes its mail all the
/// same, and keeps it waiting. The plus-tag is ignored.
pub fn at_address(tx: &mut Tx<'_>, email: &str) -> Result<Option<(i64, i64)>, Error> {
    let (plain, _) = address::without_tag(email);
    Ok(tx.find(store::AT_ADDRESS, args![plain], |row| Ok((row.next()?, row.next()?)))?)
}

/// Whose inbox this public key names, in any account.
pub fn by_key(tx: &mut Tx<'_>, key: &str) -> Result<Option<(i64, i64)>, Error> {
    Ok(tx.find(store::BY_KEY, args![key], |row| Ok((row.next()?, row.next()?)))?)
}

/// Live inboxes of all accounts whose promises are estimated, told or not: account and inbox id.
pub fn estimated(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<(i64, i64)>, Error> {
    Ok(tx.list(store::ESTIMATED, args![limit], |row| Ok((row.next()?, row.next()?)))?)
}

/// Something came in: the inbox's health shows when.
pub fn note_in(tx: &mut Tx<'_>, inbox_id: i64, at_ms: i64) -> Result<(), Error> {
    tx.put(store::NOTE_IN, args![inbox_id, at_ms])?;
    Ok(())
}

/// Something went out.
pub fn note_out(tx: &mut Tx<'_>, inbox_id: i64, at_ms: i64) -> Result<(), Error> {
    tx.put(store::NOTE_OUT, args![inbox_id, at_ms])?;
    Ok(())
}

/// Something failed, in words for the operator.
pub fn note_error(tx: &mut Tx<'_>, inbox_id: i64, error: &str, at_ms: i64) -> Result<(), Error> {
    tx.put(store::NOTE_ERROR, args![inbox_id, error, at_ms])?;
    Ok(())
}

fn check(tx: &Tx<'_>, inbox: &Inbox) -> Result<(), Error> {
    let mut wrong = Vec::new();
    if inbox.name.is_empty() || inbox.name.chars().count() > 120 {
        wrong.push(Field::new("/name", "must have 1 to 120 characters"));
    }
    match (&inbox.address, inbox.channel) {
        (Some(email), _) if !address::plausible(email) => {
            wrong.push(Field::new("/address", "is not an e-mail address"));
        }
        (Some(email), _) if email.contains('+') => {
            wrong.push(Field::new("/address", "must not have a plus-tag: those are read by themselves"));
        }
        (None, Channel::Email | Channel::Pec) => wrong.push(Field::new("/address", "is needed for e-mail")),
        (Some(_) | None, _) => {}
    }
    if inbox.hours.next_open_ms(tx.now_ms()).is_none() {
        wrong.push(Field::new("/hours", "never open: nobody could be promised an answer"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Refused(wrong)) }
}

fn taken(error: db::Error) -> Error {
    match error.is_unique() {
        true => Error::refused("/address", "belongs to another inbox"),
        false => error.into(),
    }
}

fn changes(tx: &mut Tx<'_>, before: &Inbox, after: &Inbox) -> Result<Changes, Error> {
    let mut team = |inbox: &Inbox| match inbox.team_id {
        Some(team_id) => agent::team(tx, team_id).map(|team| Some(team.name)),
        None => Ok(None),
    };
    let (team_before, team_after) = (team(before)?, team(after)?);
    let mut changes = Changes::default();
    changes.note("name", before.name.as_str(), after.name.as_str());
    changes.note("address", before.address.clone(), after.address.clone());
    changes.note("language", before.language.tag(), after.language.tag());
    changes.note("register", before.register.name(), after.register.name());
    changes.note("hours", before.hours.to_json(), after.hours.to_json());
    changes.note("targets", before.targets.to_json(), after.targets.to_json());
    changes.note("team", team_before, team_after);
    changes.note("live", before.live, after.live);
    changes.note("acknowledges", before.acknowledges, after.acknowledges);
    changes.note("promises_by", before.promises_by.name(), after.promises_by.name());
    Ok(changes)
}

/// How an event names an inbox.
fn named(inbox: &Inbox) -> Value {
    let address = inbox.address.as_deref();
    json!({
        "inbox_id": id::Kind::Inbox.name(&inbox.oid),
        "kind": inbox.channel.name(),
        "name": address.unwrap_or(&inbox.name),
    })
}

fn record(tx: &mut Tx<'_>, kind: &'static str, inbox: &Inbox, actor: Actor) -> Result<(), Error> {
    tx.record(Event { kind, actor, conversation_id: None, data: named(inbox).to_string() })?;
    Ok(())
}
