//! Whose turn it is, and what is urgent. Pure.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::Value;
use spine::error::Field;

/// People in one rota at most.
pub const MEMBERS_MAX: usize = 50;
/// Words and topics of one rule at most, each.
pub const WORDS_MAX: usize = 100;
/// Minutes one person has to answer before the next is called.
pub const WAIT_MINUTES: std::ops::RangeInclusive<i64> = 1..=120;
/// How often the whole rota is called before everybody is told that nobody came.
pub const ROUNDS: std::ops::RangeInclusive<i64> = 1..=5;
/// Characters of a name and of one urgent word.
const NAME_CHARS: usize = 80;
const WORD_CHARS: std::ops::RangeInclusive<usize> = 2..=60;
/// Characters of a message that are looked at.
const READ_CHARS: usize = 8_000;
/// Words before an urgent one that a denial may stand in: "non è urgente", "no need to hurry, not urgent".
const DENIED_WITHIN: usize = 3;
/// Words that deny, folded.
const DENIALS: [&str; 9] = ["non", "no", "not", "nessuna", "nessun", "niente", "never", "isn", "without"];

/// How long one person is on call before the next takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Day,
    Week,
}

impl Turn {
    pub const ALL: [Self; 2] = [Self::Day, Self::Week];

    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|turn| turn.name() == name)
    }

    fn days(self) -> i64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
        }
    }
}

/// People who are on call in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rota {
    pub id: i64,
    pub oid: String,
    pub name: String,
    pub turn: Turn,
    /// The day the first person's turn begins.
    pub starts: Date,
    /// Local minute of the day at which one hands over to the next, 0 to 1439.
    pub handover_minute: i64,
    /// In the order of their turns.
    pub members: Vec<i64>,
}

/// What a rota is made of, or becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRota {
    pub name: String,
    pub turn: Turn,
    pub starts: Date,
    pub handover_minute: i64,
    pub members: Vec<i64>,
}

impl NewRota {
    /// What is wrong with it, field by field.
    pub fn wrong(&self) -> Vec<Field> {
        let mut wrong = Vec::new();
        named(&self.name, &mut wrong);
        if !(0..1_440).contains(&self.handover_minute) {
            wrong.push(Field::new("/handover", "must be a time of day, as in \"09:00\""));
        }
        if self.members.is_empty() || self.members.len() > MEMBERS_MAX {
            wrong.push(Field::new("/members", format!("must be 1 to {MEMBERS_MAX} people")));
        }
        if (1..self.members.len()).any(|at| self.members[..at].contains(&self.members[at])) {
            wrong.push(Field::new("/members", "must name each person once"));
        }
        wrong
    }
}

/// Somebody takes over for a while, whoever's turn it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    pub id: i64,
    pub oid: String,
    pub rota_id: i64,
    pub agent_id: i64,
    pub from_ms: i64,
    pub to_ms: i64,
}

impl Rota {
    /// Who is called, one after the other: whoever covers now, then the one whose turn it is, then those whose turn
    /// comes next.
    pub fn order(&self, covers: &[Cover], at_ms: i64, zone: &TimeZone) -> Vec<i64> {
        let mut order: Vec<i64> = covers
            .iter()
            .filter(|cover| cover.rota_id == self.id && (cover.from_ms..cover.to_ms).contains(&at_ms))
            .map(|cover| cover.agent_id)
            .collect();
        if let Some(turn) = self.turn_at(at_ms, zone) {
            order.extend((0..self.members.len()).map(|next| self.members[(turn + next) % self.members.len()]));
        }
        let mut seen = Vec::with_capacity(order.len());
        order.retain(|agent_id| {
            let fresh = !seen.contains(agent_id);
            seen.push(*agent_id);
            fresh
        });
        order
    }

    /// The next turns, covers apart: when each begins and whose it is.
    pub fn ahead(&self, at_ms: i64, zone: &TimeZone, turns: usize) -> Vec<(i64, i64)> {
        let mut ahead = Vec::with_capacity(turns);
        let Some(now) = self.turns_since(at_ms, zone) else { return ahead };
        for turn in (now + 1..).take(turns) {
            let begins = self.starts.checked_add((turn * self.turn.days()).days()).ok().and_then(|day| {
                let hour = i8::try_from(self.handover_minute / 60).ok()?;
                let minute = i8::try_from(self.handover_minute % 60).ok()?;
                Some(day.at(hour, minute, 0, 0).to_zoned(zone.clone()).ok()?.timestamp().as_millisecond())
            });
            let Some(begins) = begins else { break };
            if let Some(who) = self.turn_at(begins, zone).and_then(|place| self.members.get(place)) {
                ahead.push((begins, *who));
            }
        }
        ahead
    }

    /// Place among the members of the one whose turn it is; before the first day it counts backwards.
    fn turn_at(&self, at_ms: i64, zone: &TimeZone) -> Option<usize> {
        let members = i64::try_from(self.members.len()).ok().filter(|members| *members > 0)?;
        usize::try_from(self.turns_since(at_ms, zone)?.rem_euclid(members)).ok()
    }

    /// Turns begun since the first, which is 0. A day lasts from handover to handover.
    fn turns_since(&self, at_ms: i64, zone: &TimeZone) -> Option<i64> {
        let local = Timestamp::from_millisecond(at_ms).ok()?.to_zoned(zone.clone()).datetime();
        let minute = i64::from(local.hour()) * 60 + i64::from(local.minute());
        let day = if minute < self.handover_minute { local.date().yesterday().ok()? } else { local.date() };
        let days = i64::from(self.starts.until(day).ok()?.get_days());
        Some(days.div_euclid(self.turn.days()))
    }
}

/// When a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// While the inbox is shut.
    Closed,
    Always,
}

impl When {
    pub const ALL: [Self; 2] = [Self::Closed, Self::Always];

    pub fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Always => "always",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|when| when.name() == name)
    }
}

/// Which messages call somebody out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub id: i64,
    pub oid: String,
    pub name: String,
    pub rota_id: i64,
    /// `None`: every inbox.
    pub inbox_id: Option<i64>,
    /// Words and phrases; one with `*` at its end stands for every word that begins so.
    pub words: Vec<String>,
    /// Keys of topics.
    pub topics: Vec<String>,
    pub when: When,
    pub wait_minutes: i64,
    pub rounds: i64,
    pub active: bool,
}

/// What a rule is made of, or becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRule {
    pub name: String,
    pub rota_id: i64,
    pub inbox_id: Option<i64>,
    pub words: Vec<String>,
    pub topics: Vec<String>,
    pub when: When,
    pub wait_minutes: i64,
    pub rounds: i64,
    pub active: bool,
}

impl NewRule {
    /// What is wrong with it, field by field.
    pub fn wrong(&self) -> Vec<Field> {
        let mut wrong = Vec::new();
        named(&self.name, &mut wrong);
        if self.words.is_empty() && self.topics.is_empty() {
            wrong.push(Field::new("/words", "or topics must say what is urgent"));
        }
        for (at, word) in self.words.iter().enumerate() {
            if !WORD_CHARS.contains(&word.trim().chars().count())
                || folded(word.trim_end_matches('*')).is_empty()
            {
                wrong.push(Field::new(format!("/words/{at}"), "must have 2 to 60 characters"));
            }
        }
        for (place, list) in [("/words", &self.words), ("/topics", &self.topics)] {
            if list.len() > WORDS_MAX {
                wrong.push(Field::new(place, format!("can be {WORDS_MAX} at most")));
            }
        }
        if !WAIT_MINUTES.contains(&self.wait_minutes) {
            wrong.push(Field::new("/wait_minutes", "must be from 1 to 120"));
        }
        if !ROUNDS.contains(&self.rounds) {
            wrong.push(Field::new("/rounds", "must be from 1 to 5"));
        }
        wrong
    }
}

impl Rule {
    /// What in a message is urgent by this rule: a word as the rule has it, or a topic's key.
    pub fn finds(&self, subject: &str, text: &str, topic: Option<&str>) -> Option<String> {
        if let Some(topic) = topic.filter(|topic| self.topics.iter().any(|one| one == topic)) {
            return Some(topic.to_owned());
        }
        let said: String = text.chars().take(READ_CHARS).collect();
        // A line between them: a phrase does not run from the subject into the text.
        let (head, body) = (folded(subject), folded(&said));
        self.words.iter().find(|word| speaks(&head, word) || speaks(&body, word)).cloned()
    }
}

fn named(name: &str, wrong: &mut Vec<Field>) {
    if name.trim().is_empty() || name.chars().count() > NAME_CHARS {
        wrong.push(Field::new("/name", format!("must have 1 to {NAME_CHARS} characters")));
    }
}

/// Words in lower case without accents; a sentence's end stands as an empty one.
fn folded(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'à' | 'á' | 'â' | 'ä' => 'a',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ò' | 'ó' | 'ô' | 'ö' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            c => c,
        };
        if plain.is_alphanumeric() {
            word.push(plain);
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if matches!(plain, '.' | '!' | '?' | ';' | '\n') && words.last().is_some_and(|last| !last.is_empty()) {
            words.push(String::new());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Whether a text says a word or phrase without denying it.
fn speaks(text: &[String], word: &str) -> bool {
    let wanted = folded(word.trim_end_matches('*'));
    let open = word.trim_end().ends_with('*');
    let Some((last, before)) = wanted.split_last() else { return false };
    let fits = |window: &[String]| {
        let Some((end, rest)) = window.split_last() else { return false };
        rest == before && (end == last || open && end.starts_with(last.as_str()))
    };
    text.windows(wanted.len()).enumerate().any(|(at, window)| fits(window) && !denied(&text[..at]))
}

/// Whether a denial stands in the last words of the same sentence.
fn denied(before: &[String]) -> bool {
    let sentence = before.iter().rev().take_while(|word| !word.is_empty()).take(DENIED_WITHIN);
    sentence.into_iter().any(|word| DENIALS.contains(&word.as_str()))
}

/// How an alert stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// People are being called.
    Calling,
    /// Somebody has it, or it was settled by the work itself.
    Acknowledged,
    /// Everybody was called and nobody came: supervisors were told. Somebody can still take it.
    Unanswered,
}

impl State {
    pub const ALL: [Self; 3] = [Self::Calling, Self::Acknowledged, Self::Unanswered];

    pub fn name(self) -> &'static str {
        match self {
            Self::Calling => "calling",
            Self::Acknowledged => "acknowledged",
            Self::Unanswered => "unanswered",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// How an alert was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Somebody said so.
    Taken,
    /// Somebody answered the customer.
    Answered,
    /// The conversation was closed.
    Closed,
}

impl Ended {
    pub fn name(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }
}

/// An urgent message, and whether somebody has it.
#[derive(Clone, Debug)]
pub struct Alert {
    pub id: i64,
    pub oid: String,
    /// `None` for one that was tried out, and after its rule was thrown away.
    pub rule_id: Option<i64>,
    pub rota_id: i64,
    pub conversation_id: i64,
    /// The urgent word or the topic's key.
    pub found: String,
    pub state: State,
    pub raised_at_ms: i64,
    /// People called so far.
    pub step: i64,
    pub next_at_ms: Option<i64>,
    pub wait_minutes: i64,
    pub rounds: i64,
    pub ended_at_ms: Option<i64>,
    pub ended_by_id: Option<i64>,
    pub ended_how: Option<String>,
}

/// One person called for an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub agent_id: i64,
    pub at_ms: i64,
}

/// Ids kept as a JSON list.
pub(super) fn ids(text: &str) -> Vec<i64> {
    serde_json::from_str::<Value>(text)
        .ok()
        .and_then(|list| list.as_array().map(|list| list.iter().filter_map(Value::as_i64).collect()))
        .unwrap_or_default()
}

/// Words kept as a JSON list.
pub(super) fn texts(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
