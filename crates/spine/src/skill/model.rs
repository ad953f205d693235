//! What a skill is, how it is held, and what leads to one. Pure.

use serde_json::{Value, json};

use crate::error::Field;
use crate::search::folded;

/// From 1, who can with help, to 5, who teaches it.
pub const LEVELS: std::ops::RangeInclusive<i64> = 1..=5;
/// Skills of one person at most.
pub const HELD_MAX: usize = 100;
/// Languages of one person at most.
pub const LANGUAGES_MAX: usize = 20;
/// Characters of a skill's name.
pub const NAME_CHARS: usize = 60;
/// Rules of one account at most.
pub const RULES_MAX: usize = 100;
/// Words and topics of one rule at most, each.
pub const WORDS_MAX: usize = 100;
/// Characters of one word of a rule.
const WORD_CHARS: std::ops::RangeInclusive<usize> = 2..=60;
/// Characters of a message that a rule looks at.
const READ_CHARS: usize = 8_000;

/// One entry of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    pub id: i64,
    pub oid: String,
    pub name: String,
    /// Asked of nobody any more; who had it keeps it written down.
    pub retired_at_ms: Option<i64>,
}

impl Skill {
    pub fn is_retired(&self) -> bool {
        self.retired_at_ms.is_some()
    }
}

/// How somebody has a skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Held {
    /// What they are asked for.
    #[default]
    First,
    /// Asked when half of the promise is gone.
    Second,
    /// Only trained for it: asked when four fifths are gone.
    Trained,
}

impl Held {
    pub const ALL: [Self; 3] = [Self::First, Self::Second, Self::Trained];

    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Trained => "trained",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|held| held.name() == name)
    }
}

/// One skill of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The skill's name.
    pub skill: String,
    /// 1 to 5.
    pub level: i64,
    pub held: Held,
}

/// A person's skills as they are kept. A level of the time when they went up to 100 counts in fifths.
pub fn held_of(text: &str) -> Vec<Holding> {
    let list: Value = serde_json::from_str(text).unwrap_or_default();
    let mut held: Vec<Holding> = Vec::new();
    for one in list.as_array().into_iter().flatten() {
        let Some(skill) = one["skill"].as_str() else { continue };
        let level = one["level"].as_i64().unwrap_or(1);
        let level = if level > *LEVELS.end() { fifth(level) } else { level.max(1) };
        let place = one["held"].as_str().and_then(Held::of_name).unwrap_or_default();
        held.push(Holding { skill: skill.to_owned(), level, held: place });
    }
    held
}

/// A level out of 100 in fifths.
pub(super) fn fifth(level: i64) -> i64 {
    ((level + 19) / 20).clamp(*LEVELS.start(), *LEVELS.end())
}

/// Skills as they are kept, in the contract's shape; `held` stands there when it is not the first place.
pub fn kept(held: &[Holding]) -> String {
    let one = |holding: &Holding| match holding.held {
        Held::First => json!({ "skill": holding.skill, "level": holding.level }),
        place @ (Held::Second | Held::Trained) => {
            json!({ "skill": holding.skill, "level": holding.level, "held": place.name() })
        }
    };
    Value::Array(held.iter().map(one).collect()).to_string()
}

/// Names in a list kept as JSON: what a conversation needs.
pub fn names_of(text: &str) -> Vec<String> {
    serde_json::from_str::<Vec<String>>(text).unwrap_or_default()
}

/// Tags of the languages somebody answers in.
pub fn languages_of(text: &str) -> Vec<String> {
    names_of(text)
}

/// A rule from content to a skill. Those before it in the order go first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub id: i64,
    pub oid: String,
    pub place: i64,
    /// Words and phrases; one with `*` at its end stands for every word that begins so.
    pub words: Vec<String>,
    /// Keys of topics.
    pub topics: Vec<String>,
    /// `None`: every inbox.
    pub inbox_id: Option<i64>,
    pub skill_id: i64,
    /// The least level it needs, 1 to 5.
    pub level: i64,
    pub active: bool,
}

/// What a rule is made of, or becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRule {
    pub words: Vec<String>,
    pub topics: Vec<String>,
    pub inbox_id: Option<i64>,
    pub skill_id: i64,
    pub level: i64,
    pub active: bool,
}

impl NewRule {
    /// What is wrong with it, field by field.
    pub fn wrong(&self) -> Vec<Field> {
        let mut wrong = Vec::new();
        if self.words.is_empty() && self.topics.is_empty() && self.inbox_id.is_none() {
            wrong.push(Field::new("/words", "or topics or an inbox must say what it is about"));
        }
        for (at, word) in self.words.iter().enumerate() {
            if !WORD_CHARS.contains(&word.trim().chars().count()) || words_of(word).is_empty() {
                wrong.push(Field::new(format!("/words/{at}"), "must have 2 to 60 characters"));
            }
        }
        for (place, list) in [("/words", &self.words), ("/topics", &self.topics)] {
            if list.len() > WORDS_MAX {
                wrong.push(Field::new(place, format!("can be {WORDS_MAX} at most")));
            }
        }
        if !LEVELS.contains(&self.level) {
            wrong.push(Field::new("/level", "must be from 1 to 5"));
        }
        wrong
    }

    /// The same as a rule that is not kept, at the end of the order.
    pub fn tried(&self) -> Rule {
        Rule {
            id: 0,
            oid: String::new(),
            place: i64::MAX,
            words: self.words.clone(),
            topics: self.topics.clone(),
            inbox_id: self.inbox_id,
            skill_id: self.skill_id,
            level: self.level,
            active: self.active,
        }
    }
}

/// What a customer said, as rules look at it.
pub struct Said<'a> {
    subject: Vec<String>,
    text: Vec<String>,
    topic: Option<&'a str>,
    inbox_id: i64,
}

impl<'a> Said<'a> {
    pub fn new(subject: &str, text: &str, topic: Option<&'a str>, inbox_id: i64) -> Self {
        let text: String = text.chars().take(READ_CHARS).collect();
        Self { subject: words_of(subject), text: words_of(&text), topic, inbox_id }
    }
}

impl Rule {
    /// What in it a message speaks of: a word, a topic's key, or nothing but the inbox (an empty text).
    pub fn finds(&self, said: &Said<'_>) -> Option<String> {
        if !self.active || self.inbox_id.is_some_and(|only| only != said.inbox_id) {
            return None;
        }
        if self.words.is_empty() && self.topics.is_empty() {
            return Some(String::new());
        }
        if let Some(topic) = said.topic.filter(|topic| self.topics.iter().any(|key| key == topic)) {
            return Some(topic.to_owned());
        }
        // A phrase does not run from the subject into the text.
        self.words.iter().find(|word| stands(&said.subject, word) || stands(&said.text, word)).cloned()
    }
}

/// The first rule that finds something, and what.
pub fn first_of<'a>(rules: &'a [Rule], said: &Said<'_>) -> Option<(&'a Rule, String)> {
    rules.iter().find_map(|rule| Some((rule, rule.finds(said)?)))
}

/// Whole words, in lower case and without accents.
fn words_of(text: &str) -> Vec<String> {
    folded(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn stands(text: &[String], word: &str) -> bool {
    let wanted = words_of(word);
    let open = word.trim_end().ends_with('*');
    let Some((last, before)) = wanted.split_last() else { return false };
    text.windows(wanted.len()).any(|window| {
        let Some((end, rest)) = window.split_last() else { return false };
        rest == before && (end == last || open && end.starts_with(last.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(words: &[&str], topics: &[&str], inbox_id: Option<i64>) -> Rule {
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        let new = NewRule {
            words: texts(words),
            topics: texts(topics),
            inbox_id,
            skill_id: 1,
            level: 2,
            active: true,
        };
        new.tried()
    }

    #[test]
    fn a_word_counts_whole_and_folded_and_a_star_opens_its_end() {
        let said = Said::new("Perché SFARFALLA?", "Il dimmer è nuovo, la nota di credito no.", None, 1);
        assert_eq!(rule(&["perche"], &[], None).finds(&said).as_deref(), Some("perche"));
        assert_eq!(rule(&["sfarf"], &[], None).finds(&said), None);
        assert_eq!(rule(&["sfarf*"], &[], None).finds(&said).as_deref(), Some("sfarf*"));
        assert_eq!(rule(&["nota di credito"], &[], None).finds(&said).as_deref(), Some("nota di credito"));
        assert_eq!(rule(&["nota credito"], &[], None).finds(&said), None);
        assert_eq!(rule(&["sfarfalla il"], &[], None).finds(&said), None);
    }

    #[test]
    fn topic_and_inbox_count_and_the_first_rule_decides() {
        let said = Said::new("Reso", "Lo rimando.", Some("return"), 7);
        assert_eq!(rule(&["fattura"], &["return"], None).finds(&said).as_deref(), Some("return"));
        assert_eq!(rule(&[], &[], Some(7)).finds(&said).as_deref(), Some(""));
        assert_eq!(rule(&["reso"], &[], Some(8)).finds(&said), None);
        let rules = [rule(&["fattura"], &[], None), rule(&["reso"], &[], None), rule(&[], &[], Some(7))];
        assert_eq!(first_of(&rules, &said).map(|(_, found)| found).as_deref(), Some("reso"));
        let off = Rule { active: false, ..rule(&["reso"], &[], None) };
        assert_eq!(off.finds(&said), None);
    }

    #[test]
    fn levels_out_of_a_hundred_count_in_fifths_and_places_are_kept() {
        let held =
            held_of(r#"[{"skill":"resi","level":80},{"skill":"luce","level":2,"held":"second"},{"level":1}]"#);
        let (resi, luce) = (&held[0], &held[1]);
        assert_eq!(
            (held.len(), resi.level, resi.held, luce.level, luce.held),
            (2, 4, Held::First, 2, Held::Second)
        );
        assert_eq!(kept(&held[1..]), r#"[{"held":"second","level":2,"skill":"luce"}]"#);
        assert_eq!([0, 1, 20, 21, 100].map(fifth), [1, 1, 1, 2, 5]);
    }

    #[test]
    fn a_rule_about_nothing_and_words_of_signs_are_refused() {
        let new = |words: &[&str]| NewRule {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            topics: Vec::new(),
            inbox_id: None,
            skill_id: 1,
            level: 9,
            active: true,
        };
        let places = |new: NewRule| new.wrong().into_iter().map(|field| field.pointer).collect::<Vec<_>>();
        assert_eq!(places(new(&[])), ["/words", "/level"]);
        assert_eq!(places(new(&["luce", "**", "x"])), ["/words/1", "/words/2", "/level"]);
    }
}
