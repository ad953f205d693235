//! Who answers.

use std::collections::HashMap;

use db::{Actor, Event, Row, Tx, args};
use kernel::id;
use kernel::language::Language;
use serde_json::{Value, json};

use super::store;
use crate::changed::Changes;
use crate::error::Error;

/// That somebody was heard is written down once in so long.
const HEARD_EVERY_MS: i64 = 30_000;

/// What somebody may do. The matrix of permissions is the office's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Admin,
    Supervisor,
    Agent,
    /// A program; it answers for a person only when it names one.
    Integration,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Admin, Self::Supervisor, Self::Agent, Self::Integration];

    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Supervisor => "supervisor",
            Self::Agent => "agent",
            Self::Integration => "integration",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// One person. `capacity`, `skills`, `tier_rights` and `languages` are JSON texts in the contract's shape.
#[derive(Clone, Debug)]
pub struct Agent {
    pub id: i64,
    pub oid: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub language: Language,
    /// `online`, `busy`, `away` or `offline`.
    pub presence: String,
    pub capacity: String,
    pub skills: String,
    pub tier_rights: String,
    pub active: bool,
    /// Tags of the languages they answer in; an empty list is every language of the house.
    pub languages: String,
}

#[derive(Clone, Debug)]
pub struct Team {
    pub id: i64,
    pub oid: String,
    pub name: String,
    pub members: Vec<i64>,
}

fn read(row: &mut Row) -> Result<Agent, db::Error> {
    Ok(Agent {
        id: row.next()?,
        oid: row.next()?,
        name: row.next()?,
        email: row.next()?,
        role: Role::of_name(&row.next::<String>()?).unwrap_or(Role::Agent),
        language: Language::of_tag(&row.next::<String>()?).unwrap_or_default(),
        presence: row.next()?,
        capacity: row.next()?,
        skills: row.next()?,
        tier_rights: row.next()?,
        active: row.next()?,
        languages: row.next()?,
    })
}

fn read_team(row: &mut Row) -> Result<Team, db::Error> {
    Ok(Team { id: row.next()?, oid: row.next()?, name: row.next()?, members: Vec::new() })
}

pub fn find(tx: &mut Tx<'_>, agent_id: i64) -> Result<Agent, Error> {
    tx.find(store::FIND, args![agent_id], read)?.ok_or(Error::Missing("agent"))
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Agent, Error> {
    tx.find(store::BY_OID, args![oid], read)?.ok_or(Error::Missing("agent"))
}

/// Whoever has this address.
pub fn by_email(tx: &mut Tx<'_>, email: &str) -> Result<Option<Agent>, Error> {
    Ok(tx.find(store::BY_EMAIL, args![kernel::address::key(email)], read)?)
}

/// Everybody, by name; at most 1,000.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Agent>, Error> {
    Ok(tx.list(store::LIST, &[], read)?)
}

/// Says whether somebody is there; the same word again says that they still are.
///
/// # Errors
/// A word that is not `online`, `busy`, `away` or `offline`.
pub fn presence(tx: &mut Tx<'_>, agent_id: i64, presence: &str) -> Result<(), Error> {
    if !["online", "busy", "away", "offline"].contains(&presence) {
        return Err(Error::refused("/presence", "must be online, busy, away or offline"));
    }
    let agent = find(tx, agent_id)?;
    heard(tx, agent_id)?;
    if agent.presence == presence {
        return Ok(());
    }
    tx.execute(store::PRESENCE, args![agent_id, presence])?;
    let data = serde_json::json!({ "agent_id": id::Kind::Agent.name(&agent.oid), "presence": presence });
    tx.record(Event {
        kind: "agent.presence_changed",
        actor: Actor::Agent(agent_id),
        conversation_id: None,
        data: data.to_string(),
    })?;
    Ok(())
}

/// Somebody was heard: their console or their program spoke up.
pub fn heard(tx: &mut Tx<'_>, agent_id: i64) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.put(store::HEARD, args![agent_id, now_ms])?;
    Ok(())
}

/// Whether it is time to write down again that somebody was heard: once in thirty seconds.
pub fn is_unheard(tx: &mut Tx<'_>, agent_id: i64) -> Result<bool, Error> {
    let last_ms = tx.find(store::HEARD_AT, args![agent_id], |row| row.next::<i64>())?;
    Ok(last_ms.is_none_or(|last_ms| tx.now_ms() - last_ms >= HEARD_EVERY_MS))
}

/// When everybody was last heard, by id.
pub fn all_heard(tx: &mut Tx<'_>) -> Result<HashMap<i64, i64>, Error> {
    Ok(tx.list(store::ALL_HEARD, &[], |row| Ok((row.next()?, row.next()?)))?.into_iter().collect())
}

/// Every membership: team and member.
pub fn memberships(tx: &mut Tx<'_>) -> Result<Vec<(i64, i64)>, Error> {
    Ok(tx.list(store::MEMBERSHIPS, &[], |row| Ok((row.next()?, row.next()?)))?)
}

/// What somebody can take changes, in the contract's shape; `None` stays. The caller has checked the shape.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    pub skills: Option<String>,
    pub tier_rights: Option<String>,
    pub capacity: Option<String>,
    pub languages: Option<String>,
}

/// Changes what somebody is good at and how much they take at once.
pub fn edit(tx: &mut Tx<'_>, agent_id: i64, edit: Edit, actor: Actor) -> Result<Agent, Error> {
    let before = find(tx, agent_id)?;
    let mut agent = before.clone();
    agent.skills = edit.skills.unwrap_or(agent.skills);
    agent.tier_rights = edit.tier_rights.unwrap_or(agent.tier_rights);
    agent.capacity = edit.capacity.unwrap_or(agent.capacity);
    agent.languages = edit.languages.unwrap_or(agent.languages);
    let mut changes = Changes::default();
    for (field, from, to) in [
        ("skills", &before.skills, &agent.skills),
        ("tier_rights", &before.tier_rights, &agent.tier_rights),
        ("capacity", &before.capacity, &agent.capacity),
        ("languages", &before.languages, &agent.languages),
    ] {
        changes.note(field, json_of(from), json_of(to));
    }
    if changes.is_empty() {
        return Ok(agent);
    }
    tx.execute(
        store::EDIT,
        args![agent_id, &agent.skills, &agent.tier_rights, &agent.capacity, &agent.languages],
    )?;
    let data = changes.within(person(&agent));
    tx.record(Event { kind: "agent.changed", actor, conversation_id: None, data })?;
    Ok(agent)
}

/// A JSON text as a value.
fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// How an event names a person.
fn person(agent: &Agent) -> Value {
    json!({ "agent_id": id::Kind::Agent.name(&agent.oid), "name": agent.name })
}

/// How an event names a team.
fn called(team: &Team) -> Value {
    json!({ "team_id": id::Kind::Team.name(&team.oid), "name": team.name })
}

/// Every team with its members.
pub fn teams(tx: &mut Tx<'_>) -> Result<Vec<Team>, Error> {
    let mut teams = tx.list(store::TEAMS, &[], read_team)?;
    for team in &mut teams {
        team.members = tx.list(store::MEMBERS, args![team.id], Row::next)?;
    }
    Ok(teams)
}

pub fn team_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Team, Error> {
    tx.find(store::TEAM_BY_OID, args![oid], read_team)?.ok_or(Error::Missing("team"))
}

/// The teams somebody is in (members not filled).
pub fn teams_of(tx: &mut Tx<'_>, agent_id: i64) -> Result<Vec<Team>, Error> {
    Ok(tx.list(store::TEAMS_OF, args![agent_id], read_team)?)
}

/// Puts somebody into these teams and out of every other.
pub fn set_teams(tx: &mut Tx<'_>, agent_id: i64, teams: &[i64], actor: Actor) -> Result<(), Error> {
    let agent = find(tx, agent_id)?;
    let names = |teams: Vec<Team>| teams.into_iter().map(|team| team.name).collect::<Vec<_>>();
    let before = names(teams_of(tx, agent_id)?);
    tx.execute(store::DROP_MEMBERSHIPS, args![agent_id])?;
    for team_id in teams {
        tx.execute(store::ADD_MEMBER, args![*team_id, agent_id])?;
    }
    let mut changes = Changes::default();
    changes.note("teams", before, names(teams_of(tx, agent_id)?));
    if changes.is_empty() {
        return Ok(());
    }
    let data = changes.within(person(&agent));
    tx.record(Event { kind: "agent.teams_changed", actor, conversation_id: None, data })?;
    Ok(())
}

/// A team's name, trimmed.
///
/// # Errors
/// An empty one, or one of more than 80 characters.
fn team_name(name: &str) -> Result<String, Error> {
    match name.trim() {
        "" => Err(Error::refused("/name", "must have 1 to 80 characters")),
        name if name.chars().count() > 80 => Err(Error::refused("/name", "must have 1 to 80 characters")),
        name => Ok(name.to_owned()),
    }
}

pub fn create_team(tx: &mut Tx<'_>, name: &str, members: &[i64], actor: Actor) -> Result<Team, Error> {
    let name = team_name(name)?;
    let now_ms = tx.now_ms();
    let team = Team { id: id::fresh(now_ms), oid: id::fresh_oid(now_ms), name, members: members.to_vec() };
    tx.execute(store::ADD_TEAM, args![team.id, &team.oid, &team.name])?;
    for agent_id in members {
        find(tx, *agent_id)?;
        tx.execute(store::ADD_MEMBER, args![team.id, *agent_id])?;
    }
    tx.record(Event { kind: "team.created", actor, conversation_id: None, data: called(&team).to_string() })?;
    Ok(team)
}

/// What of a team changes; `None` stays.
#[derive(Clone, Debug, Default)]
pub struct TeamEdit {
    pub name: Option<String>,
    /// Everybody in it from now on.
    pub members: Option<Vec<i64>>,
}

/// Renames a team, or says who is in it.
///
/// # Errors
/// A name that is empty or too long; a member who is nobody.
pub fn edit_team(tx: &mut Tx<'_>, team_id: i64, edit: TeamEdit, actor: Actor) -> Result<Team, Error> {
    let before = team(tx, team_id)?;
    let mut after = before.clone();
    if let Some(name) = &edit.name {
        after.name = team_name(name)?;
    }
    if let Some(members) = edit.members {
        after.members = members;
        after.members.sort_unstable();
        after.members.dedup();
    }
    let mut names = |members: &[i64]| -> Result<Vec<String>, Error> {
        members.iter().map(|agent_id| Ok(find(tx, *agent_id)?.name)).collect()
    };
    let mut changes = Changes::default();
    changes.note("name", before.name.as_str(), after.name.as_str());
    changes.note("members", names(&before.members)?, names(&after.members)?);
    if changes.is_empty() {
        return Ok(after);
    }
    tx.execute(store::RENAME_TEAM, args![team_id, &after.name])?;
    tx.execute(store::DROP_MEMBERS, args![team_id])?;
    for agent_id in &after.members {
        tx.execute(store::ADD_MEMBER, args![team_id, *agent_id])?;
    }
    let data = changes.within(called(&after));
    tx.record(Event { kind: "team.changed", actor, conversation_id: None, data })?;
    Ok(after)
}

/// Takes a team away; what was its own has been given to others before (see `routing::dissolve_team`).
pub fn drop_team(tx: &mut Tx<'_>, team_id: i64, actor: Actor) -> Result<(), Error> {
    let team = team(tx, team_id)?;
    tx.execute(store::DROP_MEMBERS, args![team_id])?;
    tx.execute(store::DROP_TEAM, args![team_id])?;
    let data = called(&team).to_string();
    tx.record(Event { kind: "team.deleted", actor, conversation_id: None, data })?;
    Ok(())
}

/// One team with its members.
pub fn team(tx: &mut Tx<'_>, team_id: i64) -> Result<Team, Error> {
    let mut team = tx.find(store::TEAM, args![team_id], read_team)?.ok_or(Error::Missing("team"))?;
    team.members = tx.list(store::MEMBERS, args![team_id], Row::next)?;
    Ok(team)
}
