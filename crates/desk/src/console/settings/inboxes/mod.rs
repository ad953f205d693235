//! Inboxes: address, name, language and register, hours, targets, health; created, changed, deleted.

mod pages;

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use kernel::address;
use kernel::calendar::Hours;
use kernel::id::Kind;
use kernel::language::{Language, Register};
use office::account::{self, Permission, Person};
use spine::agent::{self, Team};
use spine::inbox::{self, Channel, Inbox, Targets};
use spine::mailbox::{self, Mailbox};
use words::Say;

use super::hours::{read_hours, read_targets, write_hours, write_targets};
use super::store::{self, Health};
use super::week::{Sheet, Under, edited};
use super::{refused, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

/// Promises are counted over the last 28 days.
const KEPT_MS: i64 = 28 * 86_400_000;
const LONGEST_NAME_CHARS: usize = 120;

/// Everything the page of one inbox shows.
struct View {
    inboxes: Vec<Inbox>,
    /// The open one; none while a new one is being written.
    open: Option<Inbox>,
    teams: Vec<Team>,
    health: Option<Health>,
    /// Tier, promises settled in 28 days, kept of them.
    kept: Vec<(String, i64, i64)>,
    values: Fields,
    /// Hours as they stand in the form, when they can be read.
    hours: Option<Hours>,
    targets: Option<Targets>,
    wrong: Wrong,
    saved: bool,
    relay: bool,
    mailboxes: Vec<Mailbox>,
    /// Active people, who can be named for an inbox.
    people: Vec<Person>,
    now_ms: i64,
}

impl View {
    /// Where the mail of an inbox is fetched.
    fn mailbox_of(&self, inbox: &Inbox) -> Option<&Mailbox> {
        self.mailboxes.iter().find(|mailbox| mailbox.inbox_id == inbox.id)
    }

    /// The hours as they stand in the form.
    fn sheet(&self, say: Say) -> Sheet<'_> {
        Sheet {
            say,
            values: &self.values,
            wrong: &self.wrong,
            hours: self.hours.as_ref(),
            now_ms: self.now_ms,
            under: Under::Leaf,
        }
    }
}

/// The people of the company who can answer.
fn active(tx: &mut Tx<'_>) -> Result<Vec<Person>, Fault> {
    let people = account::people(tx)?.into_iter().filter(|member| !member.of_token && member.person.active);
    Ok(people.map(|member| member.person).collect())
}

fn values_of(agent: &Agent, tx: &mut Tx<'_>, inbox: &Inbox) -> Result<Fields, Fault> {
    let mut values = Fields::of_pairs([
        ("name", inbox.name.clone()),
        ("address", inbox.address.clone().unwrap_or_default()),
        ("language", inbox.language.tag().to_owned()),
        ("register", inbox.register.name().to_owned()),
        ("team", inbox.team_id.map(|id| id.to_string()).unwrap_or_default()),
    ]);
    for (name, on) in [("live", inbox.live), ("acknowledges", inbox.acknowledges)] {
        if on {
            values.push(name, "yes");
        }
    }
    write_hours(&inbox.hours, &mut values);
    write_targets(agent.say, &inbox.targets, &mut values);
    let members = inbox::members(tx, inbox.id)?;
    for person in active(tx)?.iter().filter(|person| members.contains(&person.id)) {
        values.push("member", Kind::Agent.name(&person.oid));
    }
    Ok(values)
}

fn blank_values(agent: &Agent) -> Fields {
    let mut values = Fields::of_pairs([
        ("name", agent.account.name.clone()),
        ("language", agent.account.language.tag().to_owned()),
        ("register", agent.account.register.name().to_owned()),
        ("live", "yes".to_owned()),
        ("acknowledges", "yes".to_owned()),
    ]);
    write_hours(&Hours::default(), &mut values);
    write_targets(agent.say, &Targets::default(), &mut values);
    values
}

fn view(
    tx: &mut Tx<'_>,
    desk: &Desk,
    open: Option<Inbox>,
    agent: &Agent,
    values: Fields,
    wrong: Wrong,
) -> Result<View, Fault> {
    let now_ms = tx.now_ms();
    let mut unheeded = Wrong::default();
    let hours = read_hours(agent.say, &values, &mut unheeded);
    let targets = read_targets(agent.say, &values, &mut unheeded);
    let (health, kept) = match &open {
        Some(inbox) => {
            (Some(store::health(tx, inbox.id, now_ms)?), store::kept(tx, inbox.id, now_ms - KEPT_MS)?)
        }
        None => (None, Vec::new()),
    };
    Ok(View {
        inboxes: inbox::list(tx)?,
        open,
        teams: agent::teams(tx)?,
        health,
        kept,
        values,
        hours,
        targets,
        wrong,
        saved: false,
        relay: desk.settings.relay,
        mailboxes: mailbox::list(tx)?,
        people: active(tx)?,
        now_ms,
    })
}

fn found(tx: &mut Tx<'_>, name: &str) -> Result<Inbox, Fault> {
    let oid = Kind::Inbox.oid(name).ok_or(Fault::Missing)?;
    Ok(inbox::by_oid(tx, oid)?)
}

/// The first inbox, or the form for a first one.
pub(super) async fn first(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            Ok(match inbox::list(tx)?.first() {
                Some(first) => Redirect::to(&path(first)),
                None => Redirect::to("/console/settings/inboxes/new"),
            })
        })
        .await
}

/// Where an inbox is changed.
fn path(inbox: &Inbox) -> String {
    format!("/console/settings/inboxes/{}", Kind::Inbox.name(&inbox.oid))
}

pub(super) async fn page(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    agent: Agent,
) -> Response {
    let saved = Fields::of_query(query.as_deref()).has("saved");
    let state = desk.clone();
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let open = found(tx, &name)?;
            let values = values_of(agent, tx, &open)?;
            let mut view = view(tx, &state, Some(open), agent, values, Wrong::default())?;
            view.saved = saved;
            Ok(shown(pages::draw(agent, &view)))
        })
        .await
}

pub(super) async fn blank(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    let state = desk.clone();
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeInboxes)?;
            let view = view(tx, &state, None, agent, blank_values(agent), Wrong::default())?;
            Ok(shown(pages::draw(agent, &view)))
        })
        .await
}

/// What the form says of an inbox, once nothing is wrong with it.
struct Written {
    name: String,
    address: String,
    language: Language,
    register: Register,
    hours: Hours,
    targets: Targets,
    team_id: Option<i64>,
    /// People named for it, beside the team.
    members: Vec<i64>,
    live: bool,
    acknowledges: bool,
}

fn read(
    tx: &mut Tx<'_>,
    agent: &Agent,
    fields: &Fields,
    own: Option<&Inbox>,
) -> Result<Result<Written, Wrong>, Fault> {
    let (say, mut wrong) = (agent.say, Wrong::default());
    let name = fields.get("name").trim().to_owned();
    match name.chars().count() {
        0 => wrong.add(say, "name", "entry-error-name-empty"),
        1..=LONGEST_NAME_CHARS => {}
        _ => wrong.add(say, "name", "entry-error-name-long"),
    }
    let address = address::key(fields.get("address"));
    // A form can do without: it writes from the house's first mailbox.
    let needs_none = own.is_some_and(|own| own.channel == Channel::Form) && address.is_empty();
    if !needs_none && !address::plausible(&address) {
        wrong.add(say, "address", "entry-error-address");
    } else if address.contains('+') {
        wrong.add(say, "address", "entry-error-plus");
    } else if !needs_none && taken(tx, &address, own)? {
        wrong.add(say, "address", "settings-error-address-taken");
    }
    let hours = read_hours(say, fields, &mut wrong);
    if hours.as_ref().is_some_and(|hours| hours.next_open_ms(tx.now_ms()).is_none()) {
        wrong.add(say, "hours", "settings-error-never-open");
    }
    let targets = read_targets(say, fields, &mut wrong);
    let team_id = match fields.get("team") {
        "" => None,
        written => agent::teams(tx)?.iter().find(|team| team.id.to_string() == written).map(|team| team.id),
    };
    let named = |person: &&Person| fields.all("member").any(|name| name == Kind::Agent.name(&person.oid));
    let members: Vec<i64> = active(tx)?.iter().filter(named).map(|person| person.id).collect();
    if fields.has("live") && !inbox::would_answer(tx, team_id, &members)? {
        wrong.add(say, "team", "settings-error-nobody");
    }
    Ok(match (hours, targets) {
        (Some(hours), Some(targets)) if wrong.is_empty() => Ok(Written {
            name,
            address,
            language: Language::of_tag(fields.get("language")).unwrap_or_default(),
            register: Register::of_name(fields.get("register")).unwrap_or_default(),
            hours,
            targets,
            team_id,
            members,
            live: fields.has("live"),
            acknowledges: fields.has("acknowledges"),
        }),
        _ => Err(wrong),
    })
}

/// Whether another inbox has this address: one of ours, live or not, or a live one of anybody's.
fn taken(tx: &mut Tx<'_>, address: &str, own: Option<&Inbox>) -> Result<bool, Fault> {
    let another = |id: i64| own.is_none_or(|own| own.id != id);
    let ours = inbox::list(tx)?;
    Ok(ours.iter().any(|inbox| another(inbox.id) && inbox.address.as_deref() == Some(address))
        || inbox::at_address(tx, address)?.is_some_and(|(_, id)| another(id)))
}

pub(super) async fn save(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let state = desk.clone();
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeInboxes)?;
            let open = found(tx, &name)?;
            if let Some(edited) = edited(&fields) {
                let view = view(tx, &state, Some(open), agent, edited, Wrong::default())?;
                return Ok(shown(pages::draw(agent, &view)));
            }
            match read(tx, agent, &fields, Some(&open))? {
                Ok(written) => {
                    let edit = inbox::Edit {
                        name: Some(written.name),
                        address: Some(written.address).filter(|address| !address.is_empty()),
                        language: Some(written.language),
                        register: Some(written.register),
                        hours: Some(written.hours),
                        targets: Some(written.targets),
                        team_id: Some(written.team_id),
                        live: Some(written.live),
                        acknowledges: Some(written.acknowledges),
                    };
                    // Who answers is known before the address goes live; whether anybody does was looked at above.
                    let asleep = Inbox { live: false, ..open.clone() };
                    inbox::set_members(tx, &asleep, &written.members, agent.actor())?;
                    let saved = inbox::edit(tx, open.id, edit, agent.actor())?;
                    Ok(Redirect::to(&format!("{}?saved=1", path(&saved))).into_response())
                }
                Err(wrong) => {
                    let view = view(tx, &state, Some(open), agent, fields, wrong)?;
                    Ok(refused(pages::draw(agent, &view)))
                }
            }
        })
        .await
}

pub(super) async fn create(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let state = desk.clone();
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeInboxes)?;
            if let Some(edited) = edited(&fields) {
                let view = view(tx, &state, None, agent, edited, Wrong::default())?;
                return Ok(shown(pages::draw(agent, &view)));
            }
            match read(tx, agent, &fields, None)? {
                Ok(written) => {
                    // Made without its team, which may have nobody beside the people named for it.
                    let new = inbox::New {
                        channel: Channel::Email,
                        name: written.name,
                        address: Some(written.address).filter(|address| !address.is_empty()),
                        language: written.language,
                        register: written.register,
                        hours: written.hours,
                        targets: written.targets,
                        team_id: None,
                    };
                    let made = inbox::create(tx, new, agent.actor())?;
                    let asleep = Inbox { live: false, ..made.clone() };
                    inbox::set_members(tx, &asleep, &written.members, agent.actor())?;
                    let edit = inbox::Edit {
                        team_id: Some(written.team_id),
                        live: Some(written.live),
                        acknowledges: Some(written.acknowledges),
                        ..inbox::Edit::default()
                    };
                    let made = inbox::edit(tx, made.id, edit, agent.actor())?;
                    Ok(Redirect::to(&format!("{}?saved=1", path(&made))).into_response())
                }
                Err(wrong) => {
                    let view = view(tx, &state, None, agent, fields, wrong)?;
                    Ok(refused(pages::draw(agent, &view)))
                }
            }
        })
        .await
}

pub(super) async fn delete(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeInboxes)?;
            let inbox = found(tx, &name)?;
            inbox::delete(tx, inbox.id, agent.actor())?;
            Ok(Redirect::to("/console/settings/inboxes"))
        })
        .await
}
