//! The catalogue, what people have of it, and the rules.

use db::{Actor, Event, Row, Tx, args};
use kernel::id::{self, Kind as Name};
use serde_json::{Value, json};

use super::model::{
    self, HELD_MAX, Holding, LANGUAGES_MAX, LEVELS, NAME_CHARS, NewRule, RULES_MAX, Rule, Skill,
};
use super::store;
use crate::agent::{self, Agent, Edit};
use crate::error::{Error, Field};
use crate::search::folded;
use crate::{inbox, topic};

/// Skills of one catalogue at most.
const MOST: usize = 500;
/// Different needs of conversations looked through when skills are taken over.
const NEEDS_MOST: usize = 10_000;

/// The catalogue by name, retired ones among them.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Skill>, Error> {
    Ok(tx.list(store::LIST, args![MOST], store::read)?)
}

pub fn find(tx: &mut Tx<'_>, skill_id: i64) -> Result<Skill, Error> {
    tx.find(store::FIND, args![skill_id], store::read)?.ok_or(Error::Missing("skill"))
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Skill, Error> {
    tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("skill"))
}

/// A name as two of them are told apart.
fn key(name: &str) -> String {
    folded(name.trim())
}

/// Adds a skill to the catalogue.
///
/// # Errors
/// A name that is empty, longer than 60 characters or there already; more than 500.
pub fn add(tx: &mut Tx<'_>, name: &str, actor: Actor) -> Result<Skill, Error> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS || key(name).trim().is_empty() {
        return Err(Error::refused("/name", format!("must have 1 to {NAME_CHARS} characters")));
    }
    if tx.find(store::BY_FOLDED, args![key(name)], store::read)?.is_some() {
        return Err(Error::refused("/name", "is in the catalogue already"));
    }
    if list(tx)?.len() >= MOST {
        return Err(Error::refused("/name", format!("can be one of {MOST} skills at most")));
    }
    let now_ms = tx.now_ms();
    let skill =
        Skill { id: id::fresh(now_ms), oid: id::fresh_oid(now_ms), name: name.to_owned(), retired_at_ms: None };
    tx.execute(store::ADD, args![skill.id, &skill.oid, &skill.name, key(name)])?;
    record(tx, "skill.added", named(&skill), actor)?;
    Ok(skill)
}

/// The skill of that name; one nobody knew joins the catalogue, so that it is seen who has it.
pub fn ensure(tx: &mut Tx<'_>, name: &str, actor: Actor) -> Result<Skill, Error> {
    match tx.find(store::BY_FOLDED, args![key(name)], store::read)? {
        Some(skill) => Ok(skill),
        None => add(tx, name, actor),
    }
}

/// The catalogue's own way to write these names.
///
/// # Errors
/// More than 20, and what [`add`] refuses, by place in the list.
pub fn check_names(tx: &mut Tx<'_>, names: &[String], actor: Actor) -> Result<Vec<String>, Error> {
    if names.len() > 20 {
        return Err(Error::refused("/skills", "can be 20 at most"));
    }
    let mut known: Vec<String> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let skill = ensure(tx, name, actor).map_err(|error| match error {
            Error::Refused(_) => Error::refused(format!("/skills/{at}"), "must have 1 to 60 characters"),
            error => error,
        })?;
        if !known.contains(&skill.name) {
            known.push(skill.name);
        }
    }
    Ok(known)
}

/// Takes a skill out of use or brings it back. Nobody is asked for a retired one.
pub fn retire(tx: &mut Tx<'_>, skill: &Skill, retired: bool, actor: Actor) -> Result<Skill, Error> {
    if skill.is_retired() == retired {
        return Ok(skill.clone());
    }
    let retired_at_ms = retired.then_some(tx.now_ms());
    tx.execute(store::RETIRE, args![skill.id, retired_at_ms])?;
    record(tx, if retired { "skill.retired" } else { "skill.restored" }, named(skill), actor)?;
    Ok(Skill { retired_at_ms, ..skill.clone() })
}

/// Says what somebody can, in place of what was written before.
///
/// # Errors
/// More than 100, a level that is not 1 to 5, a name twice or of no use as one: by place in the list.
pub fn set_held(tx: &mut Tx<'_>, agent_id: i64, held: &[Holding], actor: Actor) -> Result<Agent, Error> {
    if held.len() > HELD_MAX {
        return Err(Error::refused("/skills", format!("can be {HELD_MAX} at most")));
    }
    let mut wrong = Vec::new();
    let mut kept: Vec<Holding> = Vec::new();
    for (at, holding) in held.iter().enumerate() {
        if !LEVELS.contains(&holding.level) {
            wrong.push(Field::new(format!("/skills/{at}/level"), "must be from 1 to 5"));
        }
        match ensure(tx, &holding.skill, actor) {
            Ok(skill) if kept.iter().any(|other| other.skill == skill.name) => {
                wrong.push(Field::new(format!("/skills/{at}/skill"), "stands there twice"));
            }
            Ok(skill) => kept.push(Holding { skill: skill.name, ..holding.clone() }),
            Err(Error::Refused(_)) => {
                wrong.push(Field::new(format!("/skills/{at}/skill"), "must have 1 to 60 characters"));
            }
            Err(error) => return Err(error),
        }
    }
    if !wrong.is_empty() {
        return Err(Error::Refused(wrong));
    }
    agent::edit(tx, agent_id, Edit { skills: Some(model::kept(&kept)), ..Edit::default() }, actor)
}

/// Says which languages somebody answers in.
///
/// # Errors
/// More than 20, or one that is no tag of two or three letters.
pub fn set_languages(tx: &mut Tx<'_>, agent_id: i64, tags: &[String], actor: Actor) -> Result<Agent, Error> {
    if tags.len() > LANGUAGES_MAX {
        return Err(Error::refused("/languages", format!("can be {LANGUAGES_MAX} at most")));
    }
    let mut kept: Vec<String> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        let tag = tag.trim().to_ascii_lowercase();
        if !(2..=3).contains(&tag.len()) || !tag.bytes().all(|letter| letter.is_ascii_lowercase()) {
            return Err(Error::refused(format!("/languages/{at}"), "must be a tag as in \"it\""));
        }
        if !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    agent::edit(tx, agent_id, Edit { languages: Some(json!(kept).to_string()), ..Edit::default() }, actor)
}

/// The rules in their order.
pub fn rules(tx: &mut Tx<'_>) -> Result<Vec<Rule>, Error> {
    Ok(tx.list(store::RULES, args![RULES_MAX], store::read_rule)?)
}

pub fn rule_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Rule, Error> {
    tx.find(store::RULE_BY_OID, args![oid], store::read_rule)?.ok_or(Error::Missing("rule"))
}

/// Makes a rule, the last in the order.
///
/// # Errors
/// What [`NewRule::wrong`] names; a skill, an inbox or a topic that is not there; more than 100 rules.
pub fn make_rule(tx: &mut Tx<'_>, new: &NewRule, actor: Actor) -> Result<Rule, Error> {
    let skill = check_rule(tx, new)?;
    let rules = rules(tx)?;
    if rules.len() >= RULES_MAX {
        return Err(Error::refused("/words", format!("can be of one of {RULES_MAX} rules at most")));
    }
    let now_ms = tx.now_ms();
    let (rule_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let place = rules.last().map_or(1, |last| last.place + 1);
    tx.execute(
        store::ADD_RULE,
        args![
            rule_id,
            &oid,
            place,
            json!(new.words).to_string(),
            json!(new.topics).to_string(),
            new.inbox_id,
            new.skill_id,
            new.level,
            new.active
        ],
    )?;
    record(tx, "skill.rule_made", told_of(&oid, new, &skill), actor)?;
    rule_by_oid(tx, &oid)
}

/// Changes a rule; conversations keep what it gave them.
///
/// # Errors
/// As for a new one.
pub fn change_rule(tx: &mut Tx<'_>, rule: &Rule, new: &NewRule, actor: Actor) -> Result<Rule, Error> {
    let skill = check_rule(tx, new)?;
    tx.execute(
        store::CHANGE_RULE,
        args![
            rule.id,
            json!(new.words).to_string(),
            json!(new.topics).to_string(),
            new.inbox_id,
            new.skill_id,
            new.level,
            new.active
        ],
    )?;
    record(tx, "skill.rule_changed", told_of(&rule.oid, new, &skill), actor)?;
    rule_by_oid(tx, &rule.oid)
}

pub fn drop_rule(tx: &mut Tx<'_>, rule: &Rule, actor: Actor) -> Result<(), Error> {
    tx.execute(store::DROP_RULE, args![rule.id])?;
    record(tx, "skill.rule_dropped", json!({ "rule_id": Name::SkillRule.name(&rule.oid) }), actor)
}

/// Gives a rule another place in the order, 1 for the first.
///
/// # Errors
/// A place that is not there.
pub fn move_rule(tx: &mut Tx<'_>, rule: &Rule, place: usize, actor: Actor) -> Result<(), Error> {
    let mut order: Vec<i64> = rules(tx)?.into_iter().map(|rule| rule.id).collect();
    if place == 0 || place > order.len() {
        return Err(Error::refused("/place", format!("must be from 1 to {}", order.len())));
    }
    order.retain(|id| *id != rule.id);
    order.insert(place - 1, rule.id);
    for (id, at) in order.into_iter().zip(1_i64..) {
        tx.execute(store::PLACE_RULE, args![id, at])?;
    }
    record(tx, "skill.rule_moved", json!({ "rule_id": Name::SkillRule.name(&rule.oid), "place": place }), actor)
}

fn check_rule(tx: &mut Tx<'_>, new: &NewRule) -> Result<Skill, Error> {
    let mut wrong = new.wrong();
    let skill = match find(tx, new.skill_id) {
        Ok(skill) => Some(skill),
        Err(Error::Missing(_)) => None,
        Err(error) => return Err(error),
    };
    if skill.as_ref().is_none_or(Skill::is_retired) {
        wrong.push(Field::new("/skill_id", "must be a skill in use"));
    }
    if let Some(inbox_id) = new.inbox_id
        && inbox::list(tx)?.iter().all(|inbox| inbox.id != inbox_id)
    {
        wrong.push(Field::new("/inbox_id", "must be an inbox"));
    }
    let known = topic::configured(tx)?.topics;
    if let Some(at) = new.topics.iter().position(|key| known.iter().all(|topic| topic.key != *key)) {
        wrong.push(Field::new(format!("/topics/{at}"), "must be the key of a topic"));
    }
    match skill {
        Some(skill) if wrong.is_empty() => Ok(skill),
        _ => Err(Error::Refused(wrong)),
    }
}

/// Accounts whose skills were written before there was a catalogue.
pub fn to_take_over(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::TO_TAKE_OVER, args![limit], Row::next)?)
}

/// Puts what people and conversations have into the catalogue, once. Where levels went up to 100 they become fifths;
/// where none is above 5 they are what they say.
pub fn take_over(tx: &mut Tx<'_>) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    if tx.execute(store::TAKEN_OVER, args![now_ms])? == 0 {
        return Ok(());
    }
    let people = agent::list(tx)?;
    let raw = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let levels = |skills: &Value| {
        let list = skills.as_array().into_iter().flatten();
        list.filter_map(|one| one["level"].as_i64()).max().unwrap_or_default()
    };
    let hundred = people.iter().any(|person| levels(&raw(&person.skills)) > *LEVELS.end());
    for person in people {
        let skills = raw(&person.skills);
        let mut held: Vec<Holding> = Vec::new();
        for (mut holding, one) in model::held_of(&person.skills)
            .into_iter()
            .zip(skills.as_array().into_iter().flatten().filter(|one| one["skill"].is_string()))
        {
            if hundred {
                holding.level = model::fifth(one["level"].as_i64().unwrap_or(1));
            }
            // A word that cannot stand in the catalogue was never a skill.
            let Ok(skill) = ensure(tx, &holding.skill, Actor::System) else { continue };
            if held.iter().all(|other| other.skill != skill.name) {
                held.push(Holding { skill: skill.name, ..holding });
            }
        }
        let kept = model::kept(&held);
        if kept != person.skills {
            tx.execute(store::SET_SKILLS, args![person.id, kept])?;
        }
    }
    for needs in tx.list(store::ASKED_FOR, args![NEEDS_MOST], Row::next::<String>)? {
        for name in model::names_of(&needs) {
            match ensure(tx, &name, Actor::System) {
                Ok(_) | Err(Error::Refused(_)) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

fn named(skill: &Skill) -> Value {
    json!({ "skill_id": Name::Skill.name(&skill.oid), "name": skill.name })
}

fn told_of(oid: &str, new: &NewRule, skill: &Skill) -> Value {
    json!({
        "rule_id": Name::SkillRule.name(oid),
        "words": new.words,
        "topics": new.topics,
        "skill": skill.name,
        "level": new.level,
        "active": new.active,
    })
}

fn record(tx: &mut Tx<'_>, kind: &'static str, data: Value, actor: Actor) -> Result<(), Error> {
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}
