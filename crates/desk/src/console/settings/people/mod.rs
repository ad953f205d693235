//! People: invited by a one-time link, given a role, teams, skills and a measure of work, deactivated.

mod arrange;
mod pages;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use kernel::id::Kind;
use office::account::{self, Member, NewPerson, Permission, Purpose, Refusal, Role, SessionRow};
use spine::agent::{self, Team};
use spine::{complaint, routing, skill};
use words::when;

use super::phrases::zone;
use super::{refused, shown};
use crate::Desk;
use crate::entry::{letters, link_path};
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

/// Everything the page of one person shows.
struct View {
    members: Vec<Member>,
    teams: Vec<Team>,
    /// The open one; none while a new one is being written.
    open: Option<Member>,
    values: Fields,
    wrong: Wrong,
    /// Skills, tiers and capacity as they stand in their form.
    arranged: Fields,
    /// Where the open one is signed in.
    sessions: Vec<SessionRow>,
    /// Open conversations the open one has.
    holds: usize,
    invitation: Option<Invitation>,
    now_ms: i64,
    wall_ms: i64,
}

fn values_of(member: &Member, teams: &[Team]) -> Fields {
    let mut values = Fields::of_pairs([
        ("name", member.person.name.clone()),
        ("email", member.person.email.clone()),
        ("role", member.person.role.name().to_owned()),
    ]);
    for team in teams.iter().filter(|team| team.members.contains(&member.person.id)) {
        values.push("team", Kind::Team.name(&team.oid));
    }
    values
}

fn view(
    tx: &mut Tx<'_>,
    desk: &Desk,
    open: Option<&str>,
    values: Option<Fields>,
    wrong: Wrong,
) -> Result<View, Fault> {
    let members: Vec<Member> = account::people(tx)?.into_iter().filter(|member| !member.of_token).collect();
    let teams = agent::teams(tx)?;
    let open = match open {
        None => None,
        Some(name) => {
            let oid = Kind::Agent.oid(name).ok_or(Fault::Missing)?;
            let member = members.iter().find(|member| member.person.oid == oid).cloned();
            Some(member.ok_or(Fault::Missing)?)
        }
    };
    let values = match (&open, values) {
        (_, Some(values)) => values,
        (Some(member), None) => values_of(member, &teams),
        (None, None) => Fields::of_pairs([("role", Role::Agent.name().to_owned())]),
    };
    let wall_ms = desk.wall.now_ms();
    let (arranged, sessions, holds) = match &open {
        Some(member) => (
            arrange::values_of(&agent::find(tx, member.person.id)?),
            account::sessions(tx, member.person.id, wall_ms)?,
            routing::held_by(tx, member.person.id)?.len(),
        ),
        None => (Fields::default(), Vec::new(), 0),
    };
    let now_ms = tx.now_ms();
    Ok(View {
        members,
        teams,
        open,
        values,
        arranged,
        sessions,
        holds,
        wrong,
        invitation: None,
        now_ms,
        wall_ms,
    })
}

pub(super) async fn first(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, _| {
            agent.must(Permission::SeeSettings)?;
            Ok(Redirect::to(&path(&Kind::Agent.name(&agent.person().oid))))
        })
        .await
}

fn path(name: &str) -> String {
    format!("/console/settings/people/{name}")
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    let state = Arc::clone(&desk);
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            Ok(shown(pages::draw(agent, &view(tx, &state, Some(&name), None, Wrong::default())?)))
        })
        .await
}

pub(super) async fn blank(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    let state = Arc::clone(&desk);
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangePeople)?;
            Ok(shown(pages::draw(agent, &view(tx, &state, None, None, Wrong::default())?)))
        })
        .await
}

/// Which field a refusal stands beside.
fn beside(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NameEmpty | Refusal::NameTooLong => "name",
        Refusal::NotAnAddress | Refusal::AddressTaken => "email",
        Refusal::LastAdmin | Refusal::NotAPersonsRole => "role",
        Refusal::PasswordTooShort
        | Refusal::PasswordTooLong
        | Refusal::PasswordIsTheAddress
        | Refusal::LinkOver => "name",
    }
}

fn wrong_of(agent: &Agent, refusal: Refusal) -> Wrong {
    let mut wrong = Wrong::default();
    wrong.add(agent.say, beside(refusal), refusal.key());
    wrong
}

/// Teams ticked in the form.
fn ticked(tx: &mut Tx<'_>, fields: &Fields) -> Result<Vec<i64>, Fault> {
    let teams = agent::teams(tx)?;
    let named = |team: &Team| fields.all("team").any(|name| name == Kind::Team.name(&team.oid));
    Ok(teams.iter().filter(|team| named(team)).map(|team| team.id).collect())
}

fn role(fields: &Fields) -> Role {
    Role::of_name(fields.get("role")).unwrap_or(Role::Agent)
}

/// An invitation just made.
pub(crate) struct Invitation {
    pub name: String,
    pub email: String,
    /// To be handed over, shown this once; none when it left by mail.
    link: Option<String>,
    /// Instant it stops opening.
    until: String,
}

/// Makes a one-time link for somebody. It leaves by mail; where no mail can leave it is shown.
pub(crate) fn invite(tx: &mut Tx<'_>, desk: &Desk, by: &Agent, agent_id: i64) -> Result<Invitation, Fault> {
    let now_ms = desk.wall.now_ms();
    let secret = account::invite(tx, by.actor(), agent_id, now_ms)?;
    let person = account::person(tx, agent_id)?;
    let url = format!("{}{}", desk.settings.public_url, link_path(Purpose::Invite, &secret));
    let mailed = letters::can_leave(tx, desk)?;
    if mailed {
        letters::invitation(tx, &person, &by.account.name, &by.person().name, url.clone())?;
    }
    let until_ms = now_ms + account::INVITE_LINK_MS;
    Ok(Invitation {
        until: when::day_time(by.say, until_ms, now_ms, &zone(by)),
        name: person.name,
        email: person.email,
        link: (!mailed).then_some(url),
    })
}

/// Adds a person and sends them the link that lets them in.
pub(super) async fn create(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let state = Arc::clone(&desk);
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangePeople)?;
            let new = NewPerson {
                name: fields.get("name"),
                email: fields.get("email"),
                role: role(&fields),
                language: agent.account.language,
                password_hash: None,
            };
            match account::add_person(tx, agent.actor(), &new) {
                Ok(agent_id) => {
                    let teams = ticked(tx, &fields)?;
                    agent::set_teams(tx, agent_id, &teams, agent.actor())?;
                    let invitation = invite(tx, &state, agent, agent_id)?;
                    let name = Kind::Agent.name(&account::person(tx, agent_id)?.oid);
                    let mut view = view(tx, &state, Some(&name), None, Wrong::default())?;
                    view.invitation = Some(invitation);
                    Ok(shown(pages::draw(agent, &view)))
                }
                Err(account::Error::Refused(refusal)) => {
                    let wrong = wrong_of(agent, refusal);
                    Ok(refused(pages::draw(agent, &view(tx, &state, None, Some(fields), wrong)?)))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await
}

pub(super) async fn save(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let state = Arc::clone(&desk);
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let oid = Kind::Agent.oid(&name).ok_or(Fault::Missing)?;
            let known = agent::by_oid(tx, oid)?;
            if agent.may(Permission::ChangePeople) {
                let (name_written, email) = (fields.get("name"), fields.get("email"));
                match account::change_person(tx, agent.actor(), known.id, name_written, email, role(&fields)) {
                    Ok(()) => {}
                    Err(account::Error::Refused(refusal)) => {
                        let wrong = wrong_of(agent, refusal);
                        let view = view(tx, &state, Some(&name), Some(fields), wrong)?;
                        return Ok(refused(pages::draw(agent, &view)));
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            let teams = ticked(tx, &fields)?;
            agent::set_teams(tx, known.id, &teams, agent.actor())?;
            Ok(Redirect::to(&path(&name)).into_response())
        })
        .await
}

/// A fresh link for somebody who lost the first one, or their password.
pub(super) async fn invite_again(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    let state = Arc::clone(&desk);
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangePeople)?;
            let known = view(tx, &state, Some(&name), None, Wrong::default())?.open;
            let Some(member) = known.filter(|member| member.person.active) else { return Err(Fault::Missing) };
            let invitation = invite(tx, &state, agent, member.person.id)?;
            let mut view = view(tx, &state, Some(&name), None, Wrong::default())?;
            view.invitation = Some(invitation);
            Ok(shown(pages::draw(agent, &view)))
        })
        .await
}

/// What somebody is good at, which tiers they answer, and how much they take at once.
pub(super) async fn arrange(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let state = Arc::clone(&desk);
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let oid = Kind::Agent.oid(&name).ok_or(Fault::Missing)?;
            let known = agent::by_oid(tx, oid)?;
            let mut wrong = Wrong::default();
            let (edit, held) = arrange::read(agent.say, &fields, &mut wrong);
            if !wrong.is_empty() {
                let mut view = view(tx, &state, Some(&name), None, wrong)?;
                view.arranged = fields;
                return Ok(refused(pages::draw(agent, &view)));
            }
            agent::edit(tx, known.id, edit, agent.actor())?;
            skill::set_held(tx, known.id, &held, agent.actor())?;
            Ok(Redirect::to(&path(&name)).into_response())
        })
        .await
}

/// Ends sessions of somebody: the one named, or all of them.
pub(super) async fn end_sessions(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangePeople)?;
            let oid = Kind::Agent.oid(&name).ok_or(Fault::Missing)?;
            let known = agent::by_oid(tx, oid)?;
            let named = Some(fields.get("session")).filter(|session| !session.is_empty());
            match account::end_sessions_of(tx, agent.actor(), known.id, named) {
                // Somebody was quicker, or it ran out.
                Ok(()) | Err(account::Error::Missing(_)) => Ok(Redirect::to(&path(&name))),
                Err(error) => Err(error.into()),
            }
        })
        .await
}

/// Shows somebody the door, or opens it again.
pub(super) async fn activate(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let state = Arc::clone(&desk);
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangePeople)?;
            let oid = Kind::Agent.oid(&name).ok_or(Fault::Missing)?;
            let known = agent::by_oid(tx, oid)?;
            let outcome = match fields.get("active") {
                "yes" => account::reactivate(tx, agent.actor(), known.id),
                _ => account::deactivate(tx, agent.actor(), known.id),
            };
            if outcome.is_ok() && fields.get("active") != "yes" {
                routing::release_agent(tx, known.id, agent.actor())?;
                complaint::hand_on(tx, known.id, agent.actor())?;
            }
            match outcome {
                Ok(()) => Ok(Redirect::to(&path(&name)).into_response()),
                Err(account::Error::Refused(refusal)) => {
                    let view = view(tx, &state, Some(&name), None, wrong_of(agent, refusal))?;
                    Ok(refused(pages::draw(agent, &view)))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await
}
