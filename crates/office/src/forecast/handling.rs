//! How long one answer takes, measured from the company's own where somebody wrote one after the other: from their answer
//! before until this one, where the customer was waiting already and no pause lies between. An answer nothing stood in line
//! before tells how long the message lay there, not how long it took.

use std::collections::{BTreeMap, HashMap};

use db::{Row, Tx, args};
use kernel::id;
use spine::error::Error;
use spine::inbox::{self, Channel};

use super::acts::DAY_MS;
use super::model::{Group, HANDLING_S, Settings, Terms};
use super::store;

/// Days of answers that are measured, and how many at most, the newest.
const MEASURED_MS: i64 = 28 * DAY_MS;
const ANSWERS_MAX: usize = 5_000;
/// What is longer than this was a pause.
const PAUSE_S: i64 = 30 * 60;
/// Answers from which on they tell how long one takes.
pub const ANSWERS_MIN: usize = 20;

/// Seconds one answer takes, by group, where enough were measured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handling(BTreeMap<Group, Measured>);

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    pub seconds: i64,
    pub answers: usize,
}

/// Where a group's handling time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandlingBy {
    /// The company said so.
    Said,
    Measured(usize),
    /// Neither: what is usual.
    Usual,
}

impl Handling {
    pub fn measured(&self, group: Group) -> Option<Measured> {
        self.0.get(&group).copied()
    }

    /// Seconds, and where they come from.
    pub fn of(&self, group: Group, settings: &Settings) -> (i64, HandlingBy) {
        match (settings.terms(group).handling_s, self.measured(group)) {
            (Some(said_s), _) => (said_s, HandlingBy::Said),
            (None, Some(measured)) => (measured.seconds, HandlingBy::Measured(measured.answers)),
            (None, None) => (Terms::usual_handling_s(group), HandlingBy::Usual),
        }
    }

    pub(super) fn kept(&self) -> String {
        let rows: Vec<(&str, i64, usize)> =
            self.0.iter().map(|(group, measured)| (group.name(), measured.seconds, measured.answers)).collect();
        serde_json::json!(rows).to_string()
    }

    /// Reads what is kept; nothing was measured where it is none.
    fn read(kept: &str) -> Self {
        let rows: Vec<(String, i64, usize)> = serde_json::from_str(kept).unwrap_or_default();
        let group = |name: &str| Group::ALL.into_iter().find(|group| group.name() == name);
        let row = |(name, seconds, answers): (String, i64, usize)| {
            Some((group(&name)?, Measured { seconds, answers }))
        };
        Self(rows.into_iter().filter_map(row).collect())
    }

    pub(super) fn seconds(&self, group: Group, settings: &Settings) -> f64 {
        self.of(group, settings).0 as f64
    }
}

/// How long answers took when the last forecasts were made.
pub fn measured(tx: &mut Tx<'_>) -> Result<Handling, Error> {
    let kept = tx.find(store::HANDLING, &[], Row::next::<String>)?.unwrap_or_default();
    Ok(Handling::read(&kept))
}

/// Measures the answers of the last four weeks.
pub(super) fn measure_now(tx: &mut Tx<'_>) -> Result<Handling, Error> {
    let oldest_id = id::first_of(tx.now_ms() - MEASURED_MS);
    let rows = tx.list(store::ANSWERS, args![oldest_id, ANSWERS_MAX], |row| {
        Ok(Answer {
            author_id: row.next::<Option<i64>>()?.unwrap_or_default(),
            at_ms: row.next()?,
            channel: Channel::of_name(&row.next::<String>()?).unwrap_or(Channel::Email),
            inbox_id: row.next()?,
            asked_ms: row.next()?,
        })
    })?;
    let mut hours = HashMap::new();
    for inbox in inbox::list(tx)? {
        hours.insert(inbox.id, inbox.hours);
    }
    let open_ms = |inbox_id: i64, from_ms: i64, to_ms: i64| match hours.get(&inbox_id) {
        Some(hours) => hours.open_ms(from_ms, to_ms),
        None => to_ms - from_ms,
    };
    Ok(measure(rows, open_ms))
}

/// An answer as it is measured.
struct Answer {
    author_id: i64,
    at_ms: i64,
    channel: Channel,
    inbox_id: i64,
    /// When the customer last wrote before it.
    asked_ms: Option<i64>,
}

fn measure(mut answers: Vec<Answer>, open_ms: impl Fn(i64, i64, i64) -> i64) -> Handling {
    answers.sort_by_key(|answer| answer.at_ms);
    let mut last: HashMap<i64, i64> = HashMap::new();
    let mut took: BTreeMap<Group, Vec<i64>> = BTreeMap::new();
    for answer in answers {
        let before = last.insert(answer.author_id, answer.at_ms);
        let (Some(before_ms), Some(asked_ms)) = (before, answer.asked_ms) else { continue };
        let seconds = open_ms(answer.inbox_id, before_ms, answer.at_ms) / 1_000;
        if asked_ms <= before_ms && (1..=PAUSE_S).contains(&seconds) {
            took.entry(Group::of(answer.channel)).or_default().push(seconds);
        }
    }
    let mean = |seconds: Vec<i64>| {
        let answers = seconds.len();
        let mean = seconds.iter().sum::<i64>() / answers.max(1) as i64;
        Measured { seconds: mean.clamp(*HANDLING_S.start(), *HANDLING_S.end()), answers }
    };
    let enough = took.into_iter().filter(|(_, seconds)| seconds.len() >= ANSWERS_MIN);
    Handling(enough.map(|(group, seconds)| (group, mean(seconds))).collect())
}

#[cfg(test)]
mod tests {
    use spine::inbox::Channel;

    use super::{Answer, Group, Measured, measure};

    fn answer(minute: i64, asked: i64, author_id: i64) -> Answer {
        let ms = |minute: i64| minute * 60_000;
        Answer { author_id, at_ms: ms(minute), channel: Channel::Email, inbox_id: 1, asked_ms: Some(ms(asked)) }
    }

    #[test]
    fn answers_one_after_the_other_tell_how_long_each_takes_and_others_do_not() {
        // One person, an answer every ten minutes, all asked long ago.
        let mut answers: Vec<Answer> = (0..=21).map(|n| answer(1_000 + 10 * n, 0, 7)).collect();
        // One that nobody waited for before, one after a pause of hours.
        answers.push(answer(1_215, 1_212, 7));
        answers.push(answer(2_400, 0, 7));
        let found = measure(answers, |_, from, to| to - from);
        assert_eq!(found.measured(Group::Written), Some(Measured { seconds: 600, answers: 21 }));
        assert_eq!(found.measured(Group::Phone), None);
        assert_eq!(super::Handling::read(&found.kept()), found);
    }

    #[test]
    fn few_answers_tell_nothing_and_two_people_are_told_apart() {
        let few = (0..20).map(|n| answer(10 * n, -5, 7)).collect();
        assert_eq!(measure(few, |_, from, to| to - from).measured(Group::Written), None);
        let two = (0..40).map(|n| answer(10 * n, -500, n % 2)).collect();
        let found = measure(two, |_, from, to| to - from).measured(Group::Written);
        assert_eq!(found, Some(Measured { seconds: 1_200, answers: 38 }));
    }
}
