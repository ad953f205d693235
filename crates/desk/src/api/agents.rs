//! The people who answer, their teams, and the token's own person.

use db::Tx;
use kernel::id::Kind;
use kernel::language::Language;
use office::account::{self, NewPerson, PEOPLE, Permission, Role};
use serde_json::{Map, Value, json};
use spine::agent::{self, Agent, Edit, Team, TeamEdit};
use spine::complaint;
use spine::error::Field;
use spine::inbox::{Channel, Tier};
use spine::routing;
use spine::skill::{self, Held, Holding};

use super::call::{Answer, Ask, Job};
use super::given::{self, Given, named};
use super::page;
use super::problem::Problem;

/// Teams somebody is in, members of a team.
const TEAMS_MAX: usize = 100;
const MEMBERS_MAX: usize = 500;
/// Conversations of one channel somebody can have at once.
const CAPACITY_MAX: i64 = 1_000;

fn show(tx: &mut Tx<'_>, agent: &Agent) -> Result<Value, Problem> {
    let teams = agent::teams_of(tx, agent.id)?;
    Ok(json!({
        "id": Kind::Agent.name(&agent.oid),
        "name": agent.name,
        "email": agent.email,
        "role": agent.role.name(),
        "language": agent.language.tag(),
        "tier_rights": given::kept(Some(&agent.tier_rights)),
        "skills": given::kept(Some(&agent.skills)),
        "teams": teams.iter().map(|team| Kind::Team.name(&team.oid)).collect::<Vec<_>>(),
        "presence": agent.presence,
        "capacity": given::kept(Some(&agent.capacity)),
        "languages": given::kept(Some(&agent.languages)),
        "active": agent.active,
    }))
}

pub(super) fn me(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let agent = agent::find(tx, ask.bearer.agent_id)?;
    let company = account::find(tx)?;
    let mut body = show(tx, &agent)?;
    body["role"] = Value::from(ask.bearer.role.name());
    let may: Vec<&str> = account::MATRIX
        .iter()
        .filter(|(_, roles)| roles.contains(&ask.bearer.role))
        .map(|(permission, _)| permission.name())
        .collect();
    body["permissions"] = json!(may);
    body["token"] = json!({ "id": Kind::Token.name(&ask.bearer.token_oid), "name": ask.bearer.name });
    body["account"] = json!({
        "name": company.name,
        "language": company.language.tag(),
        "register": company.register.name(),
        "timezone": company.zone_name,
    });
    Ok(Answer::json(body))
}

pub(super) fn set_presence(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let presence = given.needed_text("presence", 20);
    given.done()?;
    if !account::is_person(ask.bearer.role) {
        return Err(Problem::forbidden("a presence, which is a person's"));
    }
    Ok(Box::new(move |tx| {
        agent::presence(tx, ask.bearer.agent_id, &presence)?;
        let agent = agent::find(tx, ask.bearer.agent_id)?;
        Ok(Answer::json(show(tx, &agent)?))
    }))
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let mut people = agent::list(tx)?;
    people.retain(|agent| account::is_person(agent.role));
    page::of_all(ask, people, |agent| agent.id, |agent| show(tx, &agent))
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let agent = agent::by_oid(tx, ask.oid(Kind::Agent)?)?;
    Ok(Answer::json(show(tx, &agent)?))
}

/// What of a person an administrator sets, and what a supervisor may too.
struct Changes {
    name: Option<String>,
    email: Option<String>,
    role: Option<Role>,
    language: Option<Language>,
    active: Option<bool>,
    edit: Edit,
    skills: Option<Vec<Holding>>,
    languages: Option<Vec<String>>,
    presence: Option<String>,
    teams: Option<Vec<String>>,
}

impl Changes {
    fn read(given: &mut Given) -> Self {
        let takes = "admin, supervisor or agent";
        let person = |word: &str| Role::of_name(word).filter(|role| PEOPLE.contains(role));
        Self {
            name: given.text("name", 120),
            email: given.text("email", 254),
            role: given.word("role", takes, person),
            language: given.word("language", "it or en", |tag| match tag {
                "it" => Some(Language::It),
                "en" => Some(Language::En),
                _ => None,
            }),
            active: given.flag("active"),
            skills: skills(given),
            edit: Edit { tier_rights: tier_rights(given), capacity: capacity(given), ..Edit::default() },
            languages: given.texts("languages", skill::LANGUAGES_MAX, 3),
            presence: given.text("presence", 20),
            teams: ids(given, "teams", Kind::Team, TEAMS_MAX),
        }
    }

    fn touches_the_person(&self) -> bool {
        self.name.is_some()
            || self.email.is_some()
            || self.role.is_some()
            || self.language.is_some()
            || self.active.is_some()
    }

    /// What any supervisor may set.
    fn arrange(self, ask: &Ask, tx: &mut Tx<'_>, agent_id: i64) -> Result<(), Problem> {
        if self.edit.tier_rights.is_some() || self.edit.capacity.is_some() {
            agent::edit(tx, agent_id, self.edit, ask.actor())?;
        }
        if let Some(skills) = self.skills {
            skill::set_held(tx, agent_id, &skills, ask.actor())?;
        }
        if let Some(languages) = self.languages {
            skill::set_languages(tx, agent_id, &languages, ask.actor())?;
        }
        if let Some(presence) = self.presence {
            agent::presence(tx, agent_id, &presence)?;
        }
        if let Some(oids) = self.teams {
            let mut teams = Vec::new();
            for (at, oid) in oids.iter().enumerate() {
                teams.push(named(tx, &format!("/teams/{at}"), |tx| agent::team_by_oid(tx, oid))?.id);
            }
            agent::set_teams(tx, agent_id, &teams, ask.actor())?;
        }
        Ok(())
    }
}

fn skills(given: &mut Given) -> Option<Vec<Holding>> {
    let list = given.list("skills", skill::HELD_MAX)?;
    let mut skills = Vec::new();
    for (at, value) in list.into_iter().enumerate() {
        let Some(mut inner) = given.object_at("skills", at, value) else { continue };
        let skill = inner.needed_text("skill", 60);
        let level = inner.whole("level").unwrap_or(1);
        if !skill::LEVELS.contains(&level) {
            inner.refuse("level", "must be from 1 to 5");
        }
        let held = inner.word("held", "first, second or trained", Held::of_name).unwrap_or_default();
        given.back(inner);
        skills.push(Holding { skill, level, held });
    }
    Some(skills)
}

fn tier_rights(given: &mut Given) -> Option<String> {
    let list = given.texts("tier_rights", 3, 1)?;
    if let Some(at) = list.iter().position(|tier| Tier::of_name(tier).is_none()) {
        given.refuse_within("tier_rights", [Field::new(format!("/{at}"), "must be A, B or C")]);
    }
    Some(json!(list).to_string())
}

fn capacity(given: &mut Given) -> Option<String> {
    let value = given.value("capacity")?;
    let Value::Object(channels) = value else {
        given.refuse("capacity", "must be an object of numbers by channel");
        return None;
    };
    let mut capacity = Map::new();
    for (channel, most) in channels {
        let place = super::problem::pointer(&channel);
        if Channel::of_name(&channel).is_none() {
            given.refuse_within("capacity", [Field::new(place, "is not a channel")]);
        } else if most.as_i64().is_none_or(|most| !(0..=CAPACITY_MAX).contains(&most)) {
            let message = format!("must be a whole number from 0 to {CAPACITY_MAX}");
            given.refuse_within("capacity", [Field::new(place, message)]);
        } else {
            capacity.insert(channel, most);
        }
    }
    Some(Value::Object(capacity).to_string())
}

fn ids(given: &mut Given, name: &str, kind: Kind, most: usize) -> Option<Vec<String>> {
    let list = given.texts(name, most, 40)?;
    let mut oids = Vec::new();
    for (at, id) in list.iter().enumerate() {
        match kind.oid(id) {
            Some(oid) => oids.push(oid.to_owned()),
            None => {
                let message = format!("must be an id as in \"{}_…\"", kind.prefix());
                given.refuse_within(name, [Field::new(format!("/{at}"), message)]);
            }
        }
    }
    Some(oids)
}

/// Adds a person, who comes in by the invitation in the answer.
pub(super) fn create(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    for name in ["name", "email", "role"] {
        given.needs(name);
    }
    let changes = Changes::read(&mut given);
    if changes.active.is_some() {
        given.refuse("active", "is what a new person is");
    }
    given.done()?;
    let wall_ms = ask.desk.wall.now_ms();
    Ok(Box::new(move |tx| {
        let person = NewPerson {
            name: changes.name.as_deref().unwrap_or_default(),
            email: changes.email.as_deref().unwrap_or_default(),
            role: changes.role.unwrap_or(Role::Agent),
            language: match changes.language {
                Some(language) => language,
                None => account::find(tx)?.language,
            },
            password_hash: None,
        };
        let agent_id = account::add_person(tx, ask.actor(), &person)?;
        changes.arrange(&ask, tx, agent_id)?;
        let secret = account::invite(tx, ask.actor(), agent_id, wall_ms)?;
        let agent = agent::find(tx, agent_id)?;
        let mut body = show(tx, &agent)?;
        body["invite_url"] = Value::Null;
        let kept = body.clone();
        body["invite_url"] = Value::from(ask.url(&format!("/invite/{secret}")));
        Ok(Answer::json(body).created().keeping(kept))
    }))
}

pub(super) fn patch(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let changes = Changes::read(&mut given);
    given.done()?;
    if changes.touches_the_person() {
        ask.must(Permission::ChangePeople)?;
    }
    Ok(Box::new(move |tx| {
        let before = agent::by_oid(tx, ask.oid(Kind::Agent)?)?;
        if changes.name.is_some() || changes.email.is_some() || changes.role.is_some() {
            let name = changes.name.as_deref().unwrap_or(&before.name);
            let email = changes.email.as_deref().unwrap_or(&before.email);
            let role = changes.role.unwrap_or(before.role);
            account::change_person(tx, ask.actor(), before.id, name, email, role)?;
        }
        if let Some(language) = changes.language {
            account::change_language(tx, before.id, language)?;
        }
        match changes.active {
            Some(true) if !before.active => account::reactivate(tx, ask.actor(), before.id)?,
            Some(false) if before.active => {
                account::deactivate(tx, ask.actor(), before.id)?;
                routing::release_agent(tx, before.id, ask.actor())?;
                complaint::hand_on(tx, before.id, ask.actor())?;
            }
            Some(_) | None => {}
        }
        changes.arrange(&ask, tx, before.id)?;
        let agent = agent::find(tx, before.id)?;
        Ok(Answer::json(show(tx, &agent)?))
    }))
}

fn show_team(tx: &mut Tx<'_>, team: &Team) -> Result<Value, Problem> {
    let mut members = Vec::new();
    for agent_id in &team.members {
        members.push(Kind::Agent.name(&agent::find(tx, *agent_id)?.oid));
    }
    Ok(json!({ "id": Kind::Team.name(&team.oid), "name": team.name, "members": members }))
}

pub(super) fn list_teams(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let teams = agent::teams(tx)?;
    page::of_all(ask, teams, |team| team.id, |team| show_team(tx, &team))
}

pub(super) fn create_team(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let name = given.needed_text("name", 80);
    let members = ids(&mut given, "members", Kind::Agent, MEMBERS_MAX).unwrap_or_default();
    given.done()?;
    Ok(Box::new(move |tx| {
        let mut people = Vec::new();
        for (at, oid) in members.iter().enumerate() {
            people.push(named(tx, &format!("/members/{at}"), |tx| agent::by_oid(tx, oid))?.id);
        }
        let team = agent::create_team(tx, &name, &people, ask.actor())?;
        Ok(Answer::json(show_team(tx, &team)?).created())
    }))
}

/// Renames a team, or says who is in it.
pub(super) fn patch_team(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let name = given.text("name", 80);
    let members = ids(&mut given, "members", Kind::Agent, MEMBERS_MAX);
    given.done()?;
    Ok(Box::new(move |tx| {
        let team = agent::team_by_oid(tx, ask.oid(Kind::Team)?)?;
        let members = match members {
            None => None,
            Some(oids) => {
                let mut people = Vec::new();
                for (at, oid) in oids.iter().enumerate() {
                    people.push(named(tx, &format!("/members/{at}"), |tx| agent::by_oid(tx, oid))?.id);
                }
                Some(people)
            }
        };
        let team = agent::edit_team(tx, team.id, TeamEdit { name, members }, ask.actor())?;
        Ok(Answer::json(show_team(tx, &team)?))
    }))
}

/// Dissolves a team; a conflict while an inbox is answered by it.
pub(super) fn delete_team(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let team = agent::team_by_oid(tx, ask.oid(Kind::Team)?)?;
        routing::dissolve_team(tx, team.id, ask.actor())?;
        Ok(Answer::nothing())
    }))
}
