//! What must hold of who is asked for what: people and conversations name skills the house knows, and rules lead to one.

use std::collections::HashSet;

use db::{Error, Row};
use spine::skill::{LEVELS, held_of, names_of};

use super::rules::Say;
use super::store::Found;

db::queries! {
    "inspect_skills";
    account {}
    everywhere {
        NAMES = "select account_id, name from skill order by account_id, id limit 100000";
        PEOPLE = "
    select a.account_id, a.id, a.oid, a.skills,
           exists (select 1 from skill_taken_over t where t.account_id = a.account_id)
      from agent a
     where (a.account_id, a.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by a.account_id, a.id
     limit ?3";
        RULES = "
    select r.account_id, r.id, r.oid, r.level,
           exists (select 1 from skill s where s.account_id = r.account_id and s.id = r.skill_id)
      from skill_rule r
     where (r.account_id, r.id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by r.account_id, r.id
     limit ?3";
        NEEDS = "
    select n.account_id, n.conversation_id, c.oid, n.level, coalesce(c.skills, '[]'), c.id is not null
      from routing_need n
      left join conversation c on c.account_id = n.account_id and c.id = n.conversation_id
     where (n.account_id, n.conversation_id) > (cast(?1 as bigint), cast(?2 as bigint))
     order by n.account_id, n.conversation_id
     limit ?3";
    }
}

/// The skills of every company, by name.
pub(super) struct Known(HashSet<(i64, String)>);

impl Known {
    pub(super) fn of(rows: Vec<(i64, String)>) -> Self {
        Self(rows.into_iter().map(|(account_id, name)| (account_id, name.to_lowercase())).collect())
    }

    fn has(&self, account_id: i64, name: &str) -> bool {
        self.0.contains(&(account_id, name.to_lowercase()))
    }
}

pub(super) struct Person {
    skills: String,
    /// Whether what people had before there was a list of skills stands in it by now.
    taken_over: bool,
}

pub(super) fn read_person(row: &mut Row) -> Result<Person, Error> {
    Ok(Person { skills: row.next()?, taken_over: row.next()? })
}

pub(super) fn person(known: &Known, found: &Found<Person>, say: &mut Say<'_>) {
    for held in held_of(&found.row.skills) {
        if !LEVELS.contains(&held.level) {
            say(format!("they have the skill {:?} at level {}", held.skill, held.level));
        }
        if found.row.taken_over && !known.has(found.account_id, &held.skill) {
            say(format!("they have the skill {:?}, which does not exist", held.skill));
        }
    }
}

pub(super) struct Rule {
    level: i64,
    skill_exists: bool,
}

pub(super) fn read_rule(row: &mut Row) -> Result<Rule, Error> {
    Ok(Rule { level: row.next()?, skill_exists: row.next()? })
}

pub(super) fn rule(found: &Found<Rule>, say: &mut Say<'_>) {
    if !found.row.skill_exists {
        say("it leads to a skill that does not exist".to_owned());
    }
    if !LEVELS.contains(&found.row.level) {
        say(format!("it asks for level {}", found.row.level));
    }
}

pub(super) struct Need {
    level: i64,
    skills: String,
    conversation_exists: bool,
}

pub(super) fn read_need(row: &mut Row) -> Result<Need, Error> {
    Ok(Need { level: row.next()?, skills: row.next()?, conversation_exists: row.next()? })
}

pub(super) fn need(known: &Known, found: &Found<Need>, say: &mut Say<'_>) {
    let row = &found.row;
    if !row.conversation_exists {
        say("a need is kept of it, and it does not exist".to_owned());
    }
    if !LEVELS.contains(&row.level) {
        say(format!("it asks for level {}", row.level));
    }
    for name in names_of(&row.skills).iter().filter(|name| !known.has(found.account_id, name)) {
        say(format!("it asks for the skill {name:?}, which does not exist"));
    }
}
