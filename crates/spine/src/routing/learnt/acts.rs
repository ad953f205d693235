//! Learnt once a day outside of the writer; said before something is handed out, where nobody and no rule said anything.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use db::{Actor, Event, Row, Tx, args};
use serde_json::{Value, json};

use super::model::{Corpus, Fitted, Measure, Model, Named, Said, words_of};
use super::store;
use crate::changed::Changes;
use crate::company;
use crate::conversation::{self, Status};
use crate::error::Error;
use crate::routing::need::{FIGURES_MS, Need, keep as keep_need, need_of};
use crate::skill::{self, LEVELS, Skill};

const SETTING: &str = "learnt";
/// Conversations it is learnt from at most, the newest; and how many are read at once.
const LABELLED_MOST: usize = 20_000;
const PAGE: usize = 1_000;
/// From one fit to the next.
const DAY_MS: i64 = 86_400_000;
/// Conversations looked at in one look, and named by it.
const WAITING_MOST: usize = 5_000;
const NAMED_MOST: usize = 100;

/// Whether what was learnt is said of new conversations.
pub fn is_on(tx: &mut Tx<'_>) -> Result<bool, Error> {
    Ok(company::setting(tx, SETTING)?["on"] == true)
}

/// Says whether it speaks, from now on.
pub fn switch(tx: &mut Tx<'_>, on: bool, actor: Actor) -> Result<(), Error> {
    let mut changes = Changes::default();
    changes.note("on", is_on(tx)?, on);
    if !changes.is_empty() {
        company::keep_setting(tx, SETTING, json!({ "on": on }))?;
        let data = changes.within(json!({}));
        tx.record(Event { kind: "skill.learnt_changed", actor, conversation_id: None, data })?;
    }
    Ok(())
}

/// What was learnt, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learnt {
    pub on: bool,
    /// Nothing before the first look.
    pub fitted_at_ms: Option<i64>,
    pub measure: Measure,
}

pub fn learnt(tx: &mut Tx<'_>) -> Result<Learnt, Error> {
    let on = is_on(tx)?;
    let kept = tx.find(store::FITTED, &[], |row| Ok((row.next::<i64>()?, row.next::<String>()?)))?;
    let Some((fitted_at_ms, measure)) = kept else { return Ok(Learnt { on, ..Learnt::default() }) };
    let measure = Measure::of_json(&serde_json::from_str(&measure).unwrap_or_default());
    Ok(Learnt { on, fitted_at_ms: Some(fitted_at_ms), measure })
}

/// How what was learnt did lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    pub skill_id: i64,
    /// Conversations of the last 28 days it gave this skill.
    pub given: i64,
    /// Of these, whose skills a person changed.
    pub changed: i64,
}

pub fn figures(tx: &mut Tx<'_>) -> Result<Vec<Figures>, Error> {
    let since_ms = tx.now_ms() - FIGURES_MS;
    Ok(tx.list(store::FIGURES, args![since_ms], |row| {
        Ok(Figures { skill_id: row.next()?, given: row.next()?, changed: row.next()? })
    })?)
}

/// Accounts that learnt nothing for a day.
pub fn due(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::DUE, args![now_ms - DAY_MS, limit], Row::next)?)
}

/// What is learnt from.
pub struct Known {
    pub corpus: Corpus,
    before_ms: Option<i64>,
    now_ms: i64,
}

impl Known {
    /// The long work: no transaction is open meanwhile.
    pub fn fit(self) -> Fresh {
        Fresh { fitted: self.corpus.fit(), before_ms: self.before_ms, now_ms: self.now_ms }
    }
}

/// What was learnt now, and when it was learnt before.
pub struct Fresh {
    pub fitted: Fitted,
    before_ms: Option<i64>,
    now_ms: i64,
}

/// The newest conversations with exactly one skill that is in use.
pub fn gather(tx: &mut Tx<'_>) -> Result<Known, Error> {
    let skills: HashMap<String, i64> = in_use(tx)?.into_iter().map(|skill| (skill.name, skill.id)).collect();
    let mut corpus = Corpus::default();
    let mut before = i64::MAX;
    while !skills.is_empty() && corpus.len() < LABELLED_MOST {
        let page = tx.list(store::LABELLED, args![before, PAGE], |row| {
            let (id, customer_id): (i64, i64) = (row.next()?, row.next()?);
            let (subject, names): (String, String) = (row.next()?, row.next()?);
            let (rule_id, text): (Option<i64>, Option<String>) = (row.next()?, row.next()?);
            Ok((id, customer_id, subject, names, rule_id, text.unwrap_or_default()))
        })?;
        let Some((last, ..)) = page.last() else { break };
        before = *last;
        for (_, customer_id, subject, names, rule_id, text) in page {
            let names = skill::names_of(&names);
            let [name] = names.as_slice() else { continue };
            let Some(skill_id) = skills.get(name) else { continue };
            if corpus.len() < LABELLED_MOST {
                let named = if rule_id.is_some() { Named::ByRule } else { Named::Otherwise };
                corpus.add(customer_id, *skill_id, named, words_of(&subject, &text));
            }
        }
    }
    let before_ms = tx.find(store::FITTED, &[], |row| row.next::<i64>())?;
    Ok(Known { corpus, before_ms, now_ms: tx.now_ms() })
}

fn in_use(tx: &mut Tx<'_>) -> Result<Vec<Skill>, Error> {
    let mut skills = skill::list(tx)?;
    skills.retain(|skill| !skill.is_retired());
    Ok(skills)
}

/// Keeps what was learnt, unless another node did meanwhile.
pub fn keep(tx: &mut Tx<'_>, fresh: &Fresh) -> Result<(), Error> {
    let Fresh { fitted, before_ms, now_ms } = fresh;
    let counts = fitted.model.as_ref().map(|model| model.to_json().to_string());
    tx.execute(store::KEEP, args![*now_ms, fitted.measure.to_json().to_string(), counts, *before_ms])?;
    Ok(())
}

/// What one look remembers for the next: the model as it was read, and what it had nothing to say of.
#[derive(Clone, Default)]
pub struct Learner {
    fitted_at_ms: i64,
    model: Option<Arc<Model>>,
    passed: HashSet<i64>,
}

/// One conversation, and the skill it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Naming {
    pub conversation_id: i64,
    pub said: Said,
}

/// What waits without a skill, and takes one as far as was learnt. Nothing where that is switched off.
pub fn look(tx: &mut Tx<'_>, learner: &mut Learner) -> Result<Vec<Naming>, Error> {
    if !is_on(tx)? {
        *learner = Learner::default();
        return Ok(Vec::new());
    }
    let learnt = learnt(tx)?;
    let fitted_at_ms = learnt.fitted_at_ms.unwrap_or_default();
    if learner.fitted_at_ms != fitted_at_ms {
        let kept = tx.find(store::COUNTS, &[], |row| row.next::<String>())?;
        let kept: Option<Value> = kept.and_then(|kept| serde_json::from_str(&kept).ok());
        let model = kept.and_then(|kept| Model::of_json(kept, &learnt.measure)).map(Arc::new);
        *learner = Learner { fitted_at_ms, model, passed: HashSet::new() };
    }
    let Some(model) = learner.model.clone() else { return Ok(Vec::new()) };
    let waiting: Vec<i64> = tx.list(store::UNNAMED, args![WAITING_MOST], Row::next)?;
    let still: HashSet<i64> = waiting.iter().copied().collect();
    learner.passed.retain(|id| still.contains(id));
    let retired: HashSet<i64> =
        skill::list(tx)?.into_iter().filter(Skill::is_retired).map(|skill| skill.id).collect();
    let mut found = Vec::new();
    for conversation_id in waiting {
        if found.len() >= NAMED_MOST {
            break;
        }
        // Looked at once: what the act then refuses is not asked again.
        if !learner.passed.insert(conversation_id) {
            continue;
        }
        let first = tx.find(store::FIRST, args![conversation_id], |row| {
            Ok(words_of(&row.next::<String>()?, &row.next::<Option<String>>()?.unwrap_or_default()))
        })?;
        let said = first.and_then(|words| model.says(&words));
        if let Some(said) = said.filter(|said| !retired.contains(&said.skill_id)) {
            found.push(Naming { conversation_id, said });
        }
    }
    Ok(found)
}

/// Gives conversations the skill that was learnt, where still nobody has them and nobody and no rule said anything.
pub fn name(tx: &mut Tx<'_>, found: &[Naming]) -> Result<(), Error> {
    if !is_on(tx)? {
        return Ok(());
    }
    for Naming { conversation_id, said } in found {
        let mut conversation = match conversation::find(tx, *conversation_id) {
            Ok(conversation) => conversation,
            Err(Error::Missing(_)) => continue,
            Err(error) => return Err(error),
        };
        let need = need_of(tx, conversation.id)?;
        let skill = skill::find(tx, said.skill_id)?;
        if conversation.status != Status::Open
            || conversation.assignee_id.is_some()
            || conversation.merged_into_id.is_some()
            || !skill::names_of(&conversation.skills).is_empty()
            || need.by_hand
            || need.rule_id.is_some()
            || need.learnt.is_some()
            || skill.is_retired()
        {
            continue;
        }
        let level = *LEVELS.start();
        let because = json!({ "why": "learnt", "level": level, "right_tenths": said.tenths });
        conversation::set_skills(tx, &mut conversation, &[skill.name], because, Actor::System)?;
        keep_need(tx, conversation.id, &Need { level, learnt: Some(*said), ..need })?;
    }
    Ok(())
}
