//! What a conversation needs: given by the first rule that finds something in it, or by a person.

use db::{Actor, Tx, args};
use kernel::id::Kind;
use serde_json::json;

use super::learnt::Said as Learnt;
use super::store;
use crate::conversation::{self, Conversation};
use crate::error::Error;
use crate::skill::{self, LEVELS, Rule, Said, Skill};
use crate::topic;

/// Conversations a preview goes through, the newest.
const PREVIEWED: usize = 200;
/// Days whose conversations count in the figures of a rule, and of what was learnt.
pub(super) const FIGURES_MS: i64 = 28 * 86_400_000;

/// The level something needs, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The least level, 1 to 5.
    pub level: i64,
    /// The rule that gave it its skill, also when a person changed it since.
    pub rule_id: Option<i64>,
    /// What that rule found: a word as it has it, a topic's key, nothing for its inbox.
    pub found: Option<String>,
    /// What was learnt, where that gave it its skill, also when a person changed it since.
    pub learnt: Option<Learnt>,
    /// Whether a person set the skills.
    pub by_hand: bool,
}

impl Default for Need {
    fn default() -> Self {
        Self { level: *LEVELS.start(), rule_id: None, found: None, learnt: None, by_hand: false }
    }
}

pub fn need_of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Need, Error> {
    let need = tx.find(store::NEED, args![conversation_id], |row| {
        let (level, rule_id, found, by_hand) = (row.next()?, row.next()?, row.next()?, row.next()?);
        let learnt: (Option<i64>, Option<i64>) = (row.next()?, row.next()?);
        let learnt = learnt.0.zip(learnt.1).map(|(skill_id, tenths)| Learnt { skill_id, tenths });
        Ok(Need { level, rule_id, found, learnt, by_hand })
    })?;
    Ok(need.unwrap_or_default())
}

pub(super) fn keep(tx: &mut Tx<'_>, conversation_id: i64, need: &Need) -> Result<(), Error> {
    let Need { level, rule_id, found, learnt, by_hand } = need;
    let (learnt_id, tenths) = (learnt.map(|said| said.skill_id), learnt.map(|said| said.tenths));
    tx.put(
        store::SET_NEED,
        args![conversation_id, *level, *rule_id, found.clone(), *by_hand, learnt_id, tenths],
    )?;
    Ok(())
}

/// Gives a conversation that has none the skill its content leads to.
pub fn understand(tx: &mut Tx<'_>, conversation: &mut Conversation, text: &str) -> Result<(), Error> {
    if !skill::names_of(&conversation.skills).is_empty() {
        return Ok(());
    }
    let rules = in_use(tx)?;
    if rules.is_empty() || need_of(tx, conversation.id)?.by_hand {
        return Ok(());
    }
    let topic = topic::of(tx, conversation.id)?.topic;
    let said = Said::new(&conversation.subject, text, topic.as_deref(), conversation.inbox_id);
    let Some((rule, found)) = skill::first_of(&rules, &said) else { return Ok(()) };
    let name = skill::find(tx, rule.skill_id)?.name;
    let because = json!({
        "why": "rule",
        "rule_id": Kind::SkillRule.name(&rule.oid),
        "found": found,
        "level": rule.level,
    });
    conversation::set_skills(tx, conversation, &[name], because, Actor::System)?;
    let (rule_id, found) = (Some(rule.id), Some(found));
    keep(tx, conversation.id, &Need { level: rule.level, rule_id, found, learnt: None, by_hand: false })
}

/// Rules whose skill is in use, in their order.
fn in_use(tx: &mut Tx<'_>) -> Result<Vec<Rule>, Error> {
    let mut rules = skill::rules(tx)?;
    if !rules.is_empty() {
        let retired: Vec<i64> =
            skill::list(tx)?.into_iter().filter(Skill::is_retired).map(|skill| skill.id).collect();
        rules.retain(|rule| rule.active && !retired.contains(&rule.skill_id));
    }
    Ok(rules)
}

/// A person says what a conversation needs. Without skills anybody can answer it.
///
/// # Errors
/// More than 20 skills, names that are none, a level that is not 1 to 5.
pub fn set_by_hand(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    names: &[String],
    level: Option<i64>,
    actor: Actor,
) -> Result<(), Error> {
    let before = need_of(tx, conversation.id)?;
    let level = level.unwrap_or(before.level);
    if !LEVELS.contains(&level) {
        return Err(Error::refused("/skill_level", "must be from 1 to 5"));
    }
    let names = skill::check_names(tx, names, actor)?;
    if names == skill::names_of(&conversation.skills) && level == before.level {
        return Ok(());
    }
    conversation::set_skills(tx, conversation, &names, json!({ "why": "person", "level": level }), actor)?;
    keep(tx, conversation.id, &Need { level, by_hand: true, ..before })
}

/// What rules would have said of one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    pub oid: String,
    pub reference: String,
    pub subject: String,
    /// What it needs now.
    pub skills: Vec<String>,
    /// Place of the rule among those tried, and what it found; nothing when no rule counts.
    pub rule: Option<(usize, String)>,
}

/// What these rules would have said of the last 200 conversations, the newest first.
pub fn preview(tx: &mut Tx<'_>, rules: &[Rule]) -> Result<Vec<Tried>, Error> {
    let opened = tx.list(store::OPENED, args![PREVIEWED], |row| {
        let id: i64 = row.next()?;
        let (oid, reference, subject) = (row.next()?, row.next()?, row.next()?);
        let (inbox_id, skills): (i64, String) = (row.next()?, row.next()?);
        let text = row.next::<Option<String>>()?.unwrap_or_default();
        Ok((
            id,
            inbox_id,
            text,
            Tried { oid, reference, subject, skills: skill::names_of(&skills), rule: None },
        ))
    })?;
    let mut tried = Vec::with_capacity(opened.len());
    for (id, inbox_id, text, mut one) in opened {
        let topic = topic::of(tx, id)?.topic;
        let said = Said::new(&one.subject, &text, topic.as_deref(), inbox_id);
        one.rule = rules.iter().enumerate().find_map(|(at, rule)| Some((at, rule.finds(&said)?)));
        tried.push(one);
    }
    Ok(tried)
}

/// How a rule did lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleFigures {
    pub rule_id: i64,
    /// Conversations of the last 28 days it gave its skill.
    pub given: i64,
    /// Of these, whose skills a person changed.
    pub changed: i64,
}

pub fn figures(tx: &mut Tx<'_>) -> Result<Vec<RuleFigures>, Error> {
    let since_ms = tx.now_ms() - FIGURES_MS;
    Ok(tx.list(store::RULE_FIGURES, args![since_ms], |row| {
        Ok(RuleFigures { rule_id: row.next()?, given: row.next()?, changed: row.next()? })
    })?)
}
