//! People and teams: invited by a one-time link shown on screen, given a role and teams, deactivated.

mod pages;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use kernel::id::Kind;
use office::account::{self, Member, NewPerson, Permission, Purpose, Refusal, Role};
use spine::agent::{self, Team};

use super::{refused, shown};
use crate::Desk;
use crate::entry::link_path;
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
    /// An invitation just made, to be handed over: shown this once.
    link: Option<String>,
    now_ms: i64,
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

fn view(tx: &mut Tx<'_>, open: Option<&str>, values: Option<Fields>, wrong: Wrong) -> Result<View, Fault> {
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
    Ok(View { members, teams, open, values, wrong, link: None, now_ms: tx.now_ms() })
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
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeSettings)?;
            Ok(shown(pages::draw(agent, &view(tx, Some(&name), None, Wrong::default())?)))
        })
        .await
}

pub(super) async fn blank(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::ChangePeople)?;
            Ok(shown(pages::draw(agent, &view(tx, None, None, Wrong::default())?)))
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

/// Adds a person and shows the link that lets them in.
pub(super) async fn create(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let (wall_ms, public_url) = (desk.wall.now_ms(), desk.settings.public_url.clone());
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
                    let secret = account::invite(tx, agent_id, wall_ms)?;
                    let person = account::person(tx, agent_id)?;
                    let name = Kind::Agent.name(&person.oid);
                    let mut view = view(tx, Some(&name), None, Wrong::default())?;
                    view.link = Some(format!("{public_url}{}", link_path(Purpose::Invite, &secret)));
                    Ok(shown(pages::draw(agent, &view)))
                }
                Err(account::Error::Refused(refusal)) => {
                    let wrong = wrong_of(agent, refusal);
                    Ok(refused(pages::draw(agent, &view(tx, None, Some(fields), wrong)?)))
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
                        let view = view(tx, Some(&name), Some(fields), wrong)?;
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
pub(super) async fn invite(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    let (wall_ms, public_url) = (desk.wall.now_ms(), desk.settings.public_url.clone());
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangePeople)?;
            let mut view = view(tx, Some(&name), None, Wrong::default())?;
            let Some(member) = view.open.as_ref().filter(|member| member.person.active) else {
                return Err(Fault::Missing);
            };
            let secret = account::invite(tx, member.person.id, wall_ms)?;
            view.link = Some(format!("{public_url}{}", link_path(Purpose::Invite, &secret)));
            Ok(shown(pages::draw(agent, &view)))
        })
        .await
}

/// Shows somebody the door, or opens it again.
pub(super) async fn activate(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangePeople)?;
            let oid = Kind::Agent.oid(&name).ok_or(Fault::Missing)?;
            let known = agent::by_oid(tx, oid)?;
            let outcome = match fields.get("active") {
                "yes" => account::reactivate(tx, agent.actor(), known.id),
                _ => account::deactivate(tx, agent.actor(), known.id),
            };
            match outcome {
                Ok(()) => Ok(Redirect::to(&path(&name)).into_response()),
                Err(account::Error::Refused(refusal)) => {
                    let view = view(tx, Some(&name), None, wrong_of(agent, refusal))?;
                    Ok(refused(pages::draw(agent, &view)))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await
}

pub(super) async fn create_team(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let name = fields.get("team-name").trim().to_owned();
            let mut wrong = Wrong::default();
            if name.is_empty() || name.chars().count() > 80 {
                wrong.add(agent.say, "team-name", "settings-error-team");
                let me = Kind::Agent.name(&agent.person().oid);
                let mut view = view(tx, Some(&me), None, wrong)?;
                view.values.push("team-name", name);
                return Ok(refused(pages::draw(agent, &view)));
            }
            agent::create_team(tx, &name, &[], agent.actor())?;
            let back = fields.get("back");
            let back = if Kind::Agent.oid(back).is_some() {
                path(back)
            } else {
                "/console/settings/people".to_owned()
            };
            Ok(Redirect::to(&back).into_response())
        })
        .await
}
