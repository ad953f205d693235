//! Saved views: rows and what may be done to them.

use db::{Actor, Event, Row, Tx, args};
use kernel::id::{self, Kind};
use serde_json::json;
use spine::Error;

use crate::console::inbox::view::Place;

/// Views one person sees at most.
const MOST: usize = 100;
/// Characters of a name.
const NAME: usize = 60;

db::queries! {
    "console_views";
    account {
        ADD = "insert into saved_view (account_id, id, oid, agent_id, name, place, shared, pinned, position, created_at_ms)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        LIST = "select id, oid, agent_id, name, place, shared, pinned, position from saved_view
                where account_id = ?1 and (agent_id = ?2 or shared = true) order by position, id limit 200";
        BY_OID = "select id, oid, agent_id, name, place, shared, pinned, position from saved_view
                  where account_id = ?1 and oid = ?2";
        CHANGE = "update saved_view set name = ?3, shared = ?4, pinned = ?5, place = ?6 where account_id = ?1 and id = ?2";
        PUT = "update saved_view set position = ?3 where account_id = ?1 and id = ?2";
        DROP = "delete from saved_view where account_id = ?1 and id = ?2";
    }
}

/// A list under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    pub id: i64,
    pub oid: String,
    pub agent_id: i64,
    pub name: String,
    /// Its address in the inbox, without a page or an open conversation.
    pub place: String,
    /// Everybody sees it.
    pub shared: bool,
    /// It stands in the left column.
    pub pinned: bool,
    pub position: i64,
}

impl Saved {
    /// Outside name.
    pub fn outside(&self) -> String {
        Kind::View.name(&self.oid)
    }
}

/// Who changes views: everybody their own, supervisors the shared ones too.
#[derive(Clone, Copy, Debug)]
pub struct Keeper {
    pub agent_id: i64,
    pub over_shared: bool,
    pub actor: Actor,
}

impl Keeper {
    pub fn may_change(&self, saved: &Saved) -> bool {
        saved.agent_id == self.agent_id || saved.shared && self.over_shared
    }
}

/// What a view is made of; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub name: Option<String>,
    pub place: Option<String>,
    pub shared: Option<bool>,
    pub pinned: Option<bool>,
}

fn read(row: &mut Row) -> Result<Saved, db::Error> {
    Ok(Saved {
        id: row.next()?,
        oid: row.next()?,
        agent_id: row.next()?,
        name: row.next()?,
        place: row.next()?,
        shared: row.next()?,
        pinned: row.next()?,
        position: row.next()?,
    })
}

/// One's own views and the shared ones, in their order.
pub fn list(tx: &mut Tx<'_>, agent_id: i64) -> Result<Vec<Saved>, db::Error> {
    tx.list(LIST, args![agent_id], read)
}

/// One of them.
///
/// # Errors
/// Missing, also when it is somebody else's own.
pub fn by_oid(tx: &mut Tx<'_>, oid: &str, agent_id: i64) -> Result<Saved, Error> {
    let found = tx.find(BY_OID, args![oid], read)?;
    found.filter(|saved| saved.shared || saved.agent_id == agent_id).ok_or(Error::Missing("view"))
}

/// The address a view keeps: the list's, wherever in it somebody was.
fn kept(place: &str) -> String {
    Place { after: None, ..Place::of_address(place).list() }.href()
}

fn checked_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    match name.chars().count() {
        1..=NAME => Ok(name.to_owned()),
        _ => Err(Error::refused("/name", format!("must have 1 to {NAME} characters"))),
    }
}

/// Saves a list under a name.
///
/// # Errors
/// No name or one of more than 60 characters; more than 100 views.
pub fn create(tx: &mut Tx<'_>, keeper: Keeper, change: Change) -> Result<Saved, Error> {
    let now_ms = tx.now_ms();
    let name = checked_name(change.name.as_deref().unwrap_or_default())?;
    let there = list(tx, keeper.agent_id)?;
    if there.len() >= MOST {
        return Err(Error::refused("/name", format!("can be one of {MOST} views at most")));
    }
    let saved = Saved {
        id: id::fresh(now_ms),
        oid: id::fresh_oid(now_ms),
        agent_id: keeper.agent_id,
        name,
        place: kept(change.place.as_deref().unwrap_or_default()),
        shared: change.shared.unwrap_or(false),
        pinned: change.pinned.unwrap_or(true),
        position: there.iter().map(|view| view.position).max().unwrap_or(0) + 1,
    };
    tx.execute(
        ADD,
        args![
            saved.id,
            &saved.oid,
            saved.agent_id,
            &saved.name,
            &saved.place,
            saved.shared,
            saved.pinned,
            saved.position,
            now_ms
        ],
    )?;
    record(tx, "view.saved", &saved, keeper.actor)?;
    Ok(saved)
}

/// Changes a view.
///
/// # Errors
/// Somebody else's; a name that is none.
pub fn change(tx: &mut Tx<'_>, keeper: Keeper, oid: &str, change: Change) -> Result<Saved, Error> {
    let mut saved = changeable(tx, keeper, oid)?;
    if let Some(name) = change.name {
        saved.name = checked_name(&name)?;
    }
    if let Some(place) = change.place {
        saved.place = kept(&place);
    }
    saved.shared = change.shared.unwrap_or(saved.shared);
    saved.pinned = change.pinned.unwrap_or(saved.pinned);
    tx.execute(CHANGE, args![saved.id, &saved.name, saved.shared, saved.pinned, &saved.place])?;
    record(tx, "view.changed", &saved, keeper.actor)?;
    Ok(saved)
}

pub fn delete(tx: &mut Tx<'_>, keeper: Keeper, oid: &str) -> Result<(), Error> {
    let saved = changeable(tx, keeper, oid)?;
    tx.execute(DROP, args![saved.id])?;
    record(tx, "view.deleted", &saved, keeper.actor)
}

/// Moves a view one place up or down among those its keeper sees.
pub fn shift(tx: &mut Tx<'_>, keeper: Keeper, oid: &str, up: bool) -> Result<(), Error> {
    let saved = changeable(tx, keeper, oid)?;
    let mut order = list(tx, keeper.agent_id)?;
    let Some(at) = order.iter().position(|view| view.id == saved.id) else { return Ok(()) };
    let to = if up { at.saturating_sub(1) } else { (at + 1).min(order.len() - 1) };
    order.swap(at, to);
    for (position, view) in (1_i64..).zip(&order) {
        if view.position != position {
            tx.execute(PUT, args![view.id, position])?;
        }
    }
    record(tx, "view.changed", &saved, keeper.actor)
}

fn changeable(tx: &mut Tx<'_>, keeper: Keeper, oid: &str) -> Result<Saved, Error> {
    let saved = by_oid(tx, oid, keeper.agent_id)?;
    match keeper.may_change(&saved) {
        true => Ok(saved),
        false => Err(Error::Conflict("it is somebody else's".to_owned())),
    }
}

fn record(tx: &mut Tx<'_>, kind: &'static str, saved: &Saved, actor: Actor) -> Result<(), Error> {
    let data = json!({ "view_id": saved.outside(), "shared": saved.shared }).to_string();
    tx.record(Event { kind, actor, conversation_id: None, data })?;
    Ok(())
}
