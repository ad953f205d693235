//! Channels: whether mail comes and leaves at each inbox, how that is watched, who answers there, and the address
//! mail services post to.

mod pages;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use kernel::id::Kind;
use office::account::Permission;
use spine::agent::{self, Agent as Person, Role};
use spine::health::{self, Incident, Watch};
use spine::hook::{self, Hook};
use spine::inbox::{self, Inbox};
use spine::intake::{self, Standing};

use super::{refused, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::public::hooks::hashed;
use crate::session::{Agent, Sent};

pub use pages::Told;
pub(crate) use pages::{bar, troubles};

/// Incidents of the past shown at most.
const PAST: usize = 20;

/// One inbox in the list.
struct Line {
    inbox: Inbox,
    troubles: usize,
}

/// Everything the page of one inbox shows.
struct View {
    inboxes: Vec<Line>,
    open: Inbox,
    standing: Standing,
    incidents: Vec<Incident>,
    past: Vec<Incident>,
    /// When the last probe left, and came back.
    probe: Option<(i64, Option<i64>)>,
    /// Everybody, each with whether they are named here.
    people: Vec<(Person, bool)>,
    team: Option<String>,
    hook: Option<Hook>,
    /// Its whole address, for those who may change the inbox.
    hook_url: Option<String>,
    values: Fields,
    wrong: Wrong,
    saved: bool,
    now_ms: i64,
}

fn lines(tx: &mut Tx<'_>, open: &[Incident]) -> Result<Vec<Line>, Fault> {
    let mut lines = Vec::new();
    for inbox in inbox::list(tx)? {
        let troubles = open.iter().filter(|incident| incident.inbox_id == inbox.id).count();
        lines.push(Line { inbox, troubles });
    }
    Ok(lines)
}

fn view(
    tx: &mut Tx<'_>,
    desk: &Desk,
    agent: &Agent,
    open: Inbox,
    values: Option<Fields>,
    wrong: Wrong,
) -> Result<View, Fault> {
    let all = health::open_incidents(tx)?;
    let watch = health::watch(tx, open.id)?;
    let named = inbox::members(tx, open.id)?;
    let mut people = Vec::new();
    for person in agent::list(tx)? {
        let is_named = named.contains(&person.id);
        if person.role != Role::Integration && (person.active || is_named) {
            people.push((person, is_named));
        }
    }
    let hook = hook::find(tx, open.id)?;
    let hook_url = match &hook {
        Some(hook) if agent.may(Permission::ChangeInboxes) => {
            let secret = hook.secret(&desk.db.sealer(), open.id)?;
            Some(format!("{}/hooks/mail/{}/{secret}", desk.settings.public_url, open.key))
        }
        Some(_) | None => None,
    };
    Ok(View {
        inboxes: lines(tx, &all)?,
        standing: intake::standing(tx, &open)?,
        incidents: all.into_iter().filter(|incident| incident.inbox_id == open.id).collect(),
        past: health::recent_incidents(tx, Some(open.id), i64::MAX, PAST)?,
        probe: health::last_probe(tx, open.id)?,
        team: match open.team_id {
            Some(team_id) => {
                agent::teams(tx)?.into_iter().find(|team| team.id == team_id).map(|team| team.name)
            }
            None => None,
        },
        values: values.unwrap_or_else(|| values_of(&watch)),
        people,
        hook,
        hook_url,
        wrong,
        saved: false,
        now_ms: tx.now_ms(),
        open,
    })
}

fn values_of(watch: &Watch) -> Fields {
    let mut values = Fields::of_pairs([
        ("probe", watch.probe_minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
        ("late", watch.probe_late_minutes.to_string()),
    ]);
    if watch.silence {
        values.push("silence", "yes");
    }
    values
}

fn found(tx: &mut Tx<'_>, name: &str) -> Result<Inbox, Fault> {
    let oid = Kind::Inbox.oid(name).ok_or(Fault::Missing)?;
    Ok(inbox::by_oid(tx, oid)?)
}

fn path(inbox: &Inbox) -> String {
    format!("/console/settings/health/{}", Kind::Inbox.name(&inbox.oid))
}

fn saved(inbox: &Inbox) -> Response {
    Redirect::to(&format!("{}?saved=1", path(inbox))).into_response()
}

/// The inbox in the worst state, or what to do without any.
pub(super) async fn first(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            let open = health::open_incidents(tx)?;
            let inboxes = inbox::list(tx)?;
            let troubled = open.first().and_then(|worst| inboxes.iter().find(|one| one.id == worst.inbox_id));
            Ok(match troubled.or(inboxes.first()) {
                Some(inbox) => Redirect::to(&path(inbox)).into_response(),
                None => shown(pages::nothing(agent, tx.now_ms())),
            })
        })
        .await
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
            let mut view = view(tx, &state, agent, open, None, Wrong::default())?;
            view.saved = saved;
            Ok(shown(pages::draw(agent, &view)))
        })
        .await
}

/// How the inbox is watched.
pub(super) async fn save_watch(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let state = desk.clone();
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeInboxes)?;
            let open = found(tx, &name)?;
            let mut wrong = Wrong::default();
            let late = fields.get("late").trim().parse().ok().filter(|late| Watch::PROBE_LATE.contains(late));
            if late.is_none() {
                wrong.add(agent.say, "late", "health-probe-late-error");
            }
            let every: Option<i64> =
                fields.get("probe").parse().ok().filter(|every| Watch::PROBE_EVERY.contains(every));
            let Some(late) = late else {
                let view = view(tx, &state, agent, open, Some(fields), wrong)?;
                return Ok(refused(pages::draw(agent, &view)));
            };
            let change = Watch {
                silence: fields.has("silence"),
                probe_minutes: every,
                probe_late_minutes: late,
                next_probe_at_ms: 0,
            };
            health::change_watch(tx, &open, change, agent.actor())?;
            Ok(saved(&open))
        })
        .await
}

/// Who answers here.
pub(super) async fn save_people(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let state = desk.clone();
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeInboxes)?;
            let open = found(tx, &name)?;
            let chosen: Vec<&str> = fields.all("member").collect();
            let members: Vec<i64> = agent::list(tx)?
                .into_iter()
                .filter(|person| chosen.contains(&&*Kind::Agent.name(&person.oid)))
                .map(|person| person.id)
                .collect();
            match inbox::set_members(tx, &open, &members, agent.actor()) {
                Ok(()) => Ok(saved(&open)),
                Err(spine::Error::Refused(_)) => {
                    let mut wrong = Wrong::default();
                    wrong.add(agent.say, "member", "health-people-nobody");
                    let view = view(tx, &state, agent, open, None, wrong)?;
                    Ok(refused(pages::draw(agent, &view)))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await
}

/// The address for services: made, given another secret, closed, or told Mailgun's key.
pub(super) async fn save_hook(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let sealer = desk.db.sealer();
    let state = desk.clone();
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeInboxes)?;
            let open = found(tx, &name)?;
            match fields.get("do") {
                "rotate" => {
                    let fresh = hook::Fresh::make(&sealer, open.id, hashed)?;
                    hook::rotate(tx, &open, fresh, agent.actor())?;
                }
                "close" => hook::close(tx, &open, agent.actor())?,
                "key" => match hook::set_mailgun_key(tx, &sealer, &open, fields.get("key"), agent.actor()) {
                    Err(spine::Error::Refused(_)) => {
                        let mut wrong = Wrong::default();
                        wrong.add(agent.say, "key", "health-hook-key-error");
                        let view = view(tx, &state, agent, open, None, wrong)?;
                        return Ok(refused(pages::draw(agent, &view)));
                    }
                    done => done?,
                },
                _ => return Err(Fault::Missing),
            }
            Ok(saved(&open))
        })
        .await
}
