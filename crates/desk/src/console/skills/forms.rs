//! The forms of people's skills, of rules and of handing out: fields to what they say, and back.

use std::collections::BTreeMap;

use db::Tx;
use kernel::id::Kind;
use spine::agent::{self, Agent as Person};
use spine::error::Field;
use spine::inbox;
use spine::routing::Settings;
use spine::skill::{self, Held, Holding, LEVELS, NewRule, Rule};
use words::Say;

use crate::fault::Fault;
use crate::fields::{Fields, Wrong};

/// A rule that needs somebody who can do it alone.
pub(super) fn usual_rule() -> Fields {
    Fields::of_pairs([("level", "2".to_owned()), ("active", "yes".to_owned())])
}

/// The field of one skill's level, and of its place.
pub(super) fn level_field(oid: &str) -> String {
    format!("level-{}", Kind::Skill.name(oid))
}

pub(super) fn held_field(oid: &str) -> String {
    format!("held-{}", Kind::Skill.name(oid))
}

pub(super) fn of_person(tx: &mut Tx<'_>, person: &Person) -> Result<Fields, Fault> {
    let held = skill::held_of(&person.skills);
    let mut fields = Fields::default();
    for skill in skill::list(tx)? {
        if let Some(holding) = held.iter().find(|one| one.skill == skill.name) {
            fields.push(level_field(&skill.oid), holding.level.to_string());
            fields.push(held_field(&skill.oid), holding.held.name());
        }
    }
    fields.push("languages", skill::languages_of(&person.languages).join(", "));
    Ok(fields)
}

/// What somebody can from now on; what they had of skills out of use stays.
pub(super) fn held(
    tx: &mut Tx<'_>,
    say: Say,
    person: &Person,
    fields: &Fields,
    wrong: &mut Wrong,
) -> Result<Vec<Holding>, Fault> {
    let before = skill::held_of(&person.skills);
    let mut held = Vec::new();
    for skill in skill::list(tx)? {
        if skill.is_retired() {
            held.extend(before.iter().find(|one| one.skill == skill.name).cloned());
            continue;
        }
        let field = level_field(&skill.oid);
        let level = match fields.get(&field).trim() {
            "" => continue,
            written => written.parse::<i64>().ok().filter(|level| LEVELS.contains(level)),
        };
        let place = Held::of_name(fields.get(&held_field(&skill.oid))).unwrap_or_default();
        match level {
            Some(level) => held.push(Holding { skill: skill.name, level, held: place }),
            None => wrong.add(say, field, "skill-error-level"),
        }
    }
    Ok(held)
}

/// Tags of languages, as somebody writes them: apart by commas or spaces.
pub(super) fn languages(say: Say, fields: &Fields, wrong: &mut Wrong) -> Vec<String> {
    let parts = fields.get("languages").split([',', ' ', ';']).map(str::trim).filter(|tag| !tag.is_empty());
    let tags: Vec<String> = parts.map(str::to_ascii_lowercase).collect();
    let is_tag = |tag: &String| (2..=3).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_lowercase());
    if tags.len() > skill::LANGUAGES_MAX || !tags.iter().all(is_tag) {
        wrong.add(say, "languages", "skill-error-languages");
    }
    tags
}

pub(super) fn of_rule(tx: &mut Tx<'_>, rule: &Rule) -> Result<Fields, Fault> {
    let mut fields = Fields::of_pairs([
        ("words", rule.words.join("\n")),
        ("level", rule.level.to_string()),
        ("skill", Kind::Skill.name(&skill::find(tx, rule.skill_id)?.oid)),
    ]);
    if let Some(inbox_id) = rule.inbox_id {
        fields.push("inbox", Kind::Inbox.name(&inbox::find(tx, inbox_id)?.oid));
    }
    for key in &rule.topics {
        fields.push("topic", key.clone());
    }
    if rule.active {
        fields.push("active", "yes");
    }
    Ok(fields)
}

pub(super) fn rule(
    tx: &mut Tx<'_>,
    say: Say,
    fields: &Fields,
    wrong: &mut Wrong,
) -> Result<Option<NewRule>, Fault> {
    let skill_id = match Kind::Skill.oid(fields.get("skill")) {
        Some(oid) => Some(skill::by_oid(tx, oid)?.id),
        None => None,
    };
    let Some(skill_id) = skill_id else {
        wrong.add(say, "skill", "skill-error-skill");
        return Ok(None);
    };
    let inbox_id = match Kind::Inbox.oid(fields.get("inbox")) {
        Some(oid) => Some(inbox::by_oid(tx, oid)?.id),
        None => None,
    };
    let words = fields.get("words").split(['\n', ',']).map(str::trim).filter(|word| !word.is_empty());
    Ok(Some(NewRule {
        words: words.map(str::to_owned).collect(),
        topics: fields.all("topic").map(str::to_owned).collect(),
        inbox_id,
        skill_id,
        level: fields.get("level").trim().parse().unwrap_or(0),
        active: fields.get("active") == "yes",
    }))
}

/// How things are handed out, as the form says.
pub(super) fn way(tx: &mut Tx<'_>, fields: &Fields) -> Result<Settings, Fault> {
    let number = |name: &str| fields.get(name).trim().parse::<i64>().unwrap_or(0);
    let mut teams = BTreeMap::new();
    for team in agent::teams(tx)? {
        match fields.get(&team_field(&team.oid)) {
            "automatic" => teams.insert(team.id, true),
            "by_hand" => teams.insert(team.id, false),
            _ => None,
        };
    }
    Ok(Settings {
        automatic: fields.get("mode") == "automatic",
        teams,
        silence_minutes: number("silence"),
        return_minutes: number("return"),
    })
}

pub(super) fn team_field(oid: &str) -> String {
    format!("team-{}", Kind::Team.name(oid))
}

/// What the spine refused, beside the field it came from.
pub(super) fn told(say: Say, refused: Vec<Field>, wrong: &mut Wrong) {
    for field in refused {
        let (name, key) = match field.pointer.split('/').nth(1).unwrap_or_default() {
            "topics" => ("topic", "skill-error-topics"),
            "level" => ("level", "skill-error-level"),
            "skill_id" => ("skill", "skill-error-skill"),
            "inbox_id" => ("inbox", "skill-error-inbox"),
            "silence_minutes" => ("silence", "skill-error-silence"),
            "return_minutes" => ("return", "skill-error-return"),
            _ => ("words", "skill-error-words"),
        };
        if wrong.of(name).is_none() {
            wrong.add(say, name, key);
        }
    }
}
