//! The next half hour: which words will probably be missed as things stand, and what would help.
//!
//! Everybody who is there works on what they have and takes what waits, one after the other, in the order of the router
//! that hands out in the product; how long an answer takes is drawn from how one answer followed another lately. Who has
//! a conversation and is not there answers nothing. What comes meanwhile is left out: the order puts it behind what falls
//! due within the half hour.

use std::collections::HashMap;

use db::{Tx, args};
use queueing::channel::Channel as Way;
use queueing::floor::{Change, Floor as Running, Met, Nature};
use queueing::random::Stream;
use queueing::routing::{Assignment, Load, NOBODY, Router, Rules, Waiting};

use super::floor::{Floor, Looked, seconds};
use super::store;
use crate::error::Error;

/// How far is looked ahead.
pub const AHEAD_MS: i64 = 30 * 60_000;
/// Half hours that are played.
const PATHS: usize = 200;
/// Conversations that are looked at, the most urgent.
const OWED_MOST: usize = 200;
/// Answers a pace is read from: the newest of four weeks.
const ANSWERS_MOST: usize = 2_000;
const LEARNT_MS: i64 = 28 * 86_400_000;
/// Fewer pairs of answers tell nothing.
pub const ANSWERS_NEEDED: usize = 20;
/// From one answer to the next of the same person; longer, and they were elsewhere.
const APART_MS: std::ops::RangeInclusive<i64> = 5_000..=2 * 3_600_000;
/// Spread of the logarithm of that time, at least and at most.
const SPREAD: std::ops::RangeInclusive<f64> = 0.2..=1.5;
/// Words in danger for which help is looked for, the likeliest to be missed, and how many people are tried for each.
const HELPED: usize = 6;
const TRIED: usize = 4;
/// From this chance on help is looked for; it must bring it down by so much, and all chances together as well.
const DANGER_PERCENT: i64 = 20;
const WORTH_PERCENT: i64 = 15;

/// How one answer follows another while something waits: logarithm of seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pace {
    mean: f64,
    spread: f64,
}

/// A word that falls due within the half hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    pub conversation_id: i64,
    pub due_at_ms: i64,
    /// Chance that it is missed, in percent.
    pub missed: i64,
    pub remedy: Option<Remedy>,
}

/// Giving it to somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    pub agent_id: i64,
    /// Chance that it is missed then, in percent.
    pub missed: i64,
}

/// What the half hour looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    pub at_ms: i64,
    /// By due moment; nothing where too little is known of how fast answers follow one another.
    pub risks: Option<Vec<Risk>>,
}

impl Outlook {
    pub fn of(&self, conversation_id: i64) -> Option<&Risk> {
        self.risks.iter().flatten().find(|risk| risk.conversation_id == conversation_id)
    }
}

/// Looks ahead. Reads only; some milliseconds, more with many people and much that is due.
pub fn outlook(tx: &mut Tx<'_>) -> Result<Outlook, Error> {
    let at_ms = tx.now_ms();
    let answers = tx.list(store::ANSWERS, args![at_ms - LEARNT_MS, ANSWERS_MOST], |row| {
        Ok(Answer { agent_id: row.next()?, made_ms: row.next()?, at_ms: row.next()? })
    })?;
    let Some(pace) = pace(answers) else { return Ok(Outlook { at_ms, risks: None }) };
    let floor = Floor::read(tx, Looked::Owed(OWED_MOST))?;
    Ok(Outlook { at_ms, risks: Some(HalfHour::of(&floor, pace).risks()) })
}

struct Answer {
    agent_id: i64,
    /// When its word was given: since then it waited.
    made_ms: i64,
    at_ms: i64,
}

/// From the answer before to this one, where this one waited already: time in which nothing waited tells nothing.
fn pace(mut answers: Vec<Answer>) -> Option<Pace> {
    answers.sort_by_key(|answer| (answer.agent_id, answer.at_ms));
    let apart: Vec<f64> = answers
        .windows(2)
        .filter(|two| two[0].agent_id == two[1].agent_id && two[1].made_ms < two[0].at_ms)
        .map(|two| two[1].at_ms - two[0].at_ms)
        .filter(|apart_ms| APART_MS.contains(apart_ms))
        .map(|apart_ms| seconds(apart_ms).ln())
        .collect();
    if apart.len() < ANSWERS_NEEDED {
        return None;
    }
    let count = apart.len() as f64;
    let mean = apart.iter().sum::<f64>() / count;
    let variance = apart.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (count - 1.0);
    Some(Pace { mean, spread: variance.sqrt().clamp(*SPREAD.start(), *SPREAD.end()) })
}

struct HalfHour<'a> {
    floor: &'a Floor,
    pace: Pace,
    /// Places in [`Floor::contacts`]; a contact's place here is its name before the router.
    contacts: Vec<usize>,
    /// Everybody with empty hands and off duty, and what waits, nobody's yet.
    router: Router,
    /// Who has each contact: a place in [`Floor::people`], or nobody who can take it.
    holders: Vec<Holder>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    /// It is in the queue.
    Queue,
    Person(u32),
    /// Somebody who is no longer of the house.
    Lost,
}

impl<'a> HalfHour<'a> {
    fn of(floor: &'a Floor, pace: Pace) -> Self {
        let contacts = floor.first_that_fit();
        let mut router = floor.router(&contacts);
        router.rules = Rules { hold: None, occupancy: None, ..router.rules };
        for agent in &mut router.agents {
            agent.load = Load::NONE;
            agent.capacity = [1; 3];
            agent.on_duty = false;
            // Who is there now is there for the half hour.
            agent.heard_s = f64::INFINITY;
        }
        let holders = contacts.iter().map(|at| match floor.contacts[*at].holder_id {
            None => Holder::Queue,
            holder => floor.place_of(holder).map_or(Holder::Lost, Holder::Person),
        });
        let holders = holders.collect();
        let names: HashMap<u64, u64> = router.waiting.iter().map(|contact| contact.id).zip(0..).collect();
        for contact in &mut router.waiting {
            contact.id = names[&contact.id];
        }
        for agent in &mut router.agents {
            let sent_back = std::mem::take(&mut agent.sent_back);
            let here = sent_back.into_iter().filter_map(|(id, until_s)| Some((*names.get(&id)?, until_s)));
            agent.sent_back = here.collect();
        }
        Self { floor, pace, contacts, router, holders }
    }

    fn risks(&self) -> Vec<Risk> {
        let now_ms = self.floor.now_ms;
        let due: Vec<(usize, i64)> = self
            .contacts
            .iter()
            .enumerate()
            .filter_map(|(name, at)| Some((name, self.floor.contacts[*at].due_ms?)))
            .filter(|(_, due_ms)| (now_ms..=now_ms + AHEAD_MS).contains(due_ms))
            .collect();
        if due.is_empty() {
            return Vec::new();
        }
        let now = self.missed(&due, &self.holders);
        let mut worst: Vec<usize> = (0..due.len()).filter(|at| now[*at] >= DANGER_PERCENT).collect();
        worst.sort_by_key(|at| (-now[*at], due[*at].1));
        worst.truncate(HELPED);
        let mut remedies: HashMap<usize, Remedy> =
            worst.into_iter().filter_map(|at| Some((at, self.remedy(&due, &now, at)?))).collect();
        let mut risks: Vec<Risk> = due
            .iter()
            .enumerate()
            .map(|(at, (name, due_ms))| Risk {
                conversation_id: self.floor.contacts[self.contacts[*name]].id,
                due_at_ms: *due_ms,
                missed: now[at],
                remedy: remedies.remove(&at),
            })
            .collect();
        risks.sort_by_key(|risk| (risk.due_at_ms, risk.conversation_id));
        risks
    }

    /// The person with whom the fewest words are missed, if it is worth the change.
    fn remedy(&self, due: &[(usize, i64)], now: &[i64], at: usize) -> Option<Remedy> {
        let name = due[at].0;
        let mut people: Vec<u32> = (0..self.router.agents.len())
            .filter(|place| self.floor.is_on_duty(*place))
            .filter_map(|place| u32::try_from(place).ok())
            .filter(|place| self.holders[name] != Holder::Person(*place) && self.could_take(*place, name))
            .collect();
        let owing =
            |place: u32| due.iter().filter(|(name, _)| self.holders[*name] == Holder::Person(place)).count();
        people.sort_by_key(|place| (owing(*place), *place));
        let all: i64 = now.iter().sum();
        people
            .into_iter()
            .take(TRIED)
            .map(|place| {
                let mut holders = self.holders.clone();
                holders[name] = Holder::Person(place);
                let then = self.missed(due, &holders);
                (then.iter().sum::<i64>(), then[at], place)
            })
            .min()
            .filter(|(then, missed, _)| now[at] - missed >= WORTH_PERCENT && all - then >= WORTH_PERCENT)
            .map(|(_, missed, place)| Remedy { agent_id: self.floor.people[place as usize].agent.id, missed })
    }

    /// Whether somebody can answer it at all.
    fn could_take(&self, place: u32, name: usize) -> bool {
        let (agent, contact) = (&self.router.agents[place as usize], &self.router.waiting[name]);
        let sent_back = agent.sent_back.iter().any(|(id, _)| *id == contact.id);
        agent.ring(contact).is_some() && agent.speaks(contact) && !sent_back
    }

    /// How many half hours of a hundred miss each of these words, were the contacts with these people.
    fn missed(&self, due: &[(usize, i64)], holders: &[Holder]) -> Vec<i64> {
        let now_s = self.floor.now_s();
        let begins = |place: usize| match self.floor.is_on_duty(place) {
            // After everything that waits has come.
            true => vec![Change { at_s: now_s + 0.001, on: true }],
            false => Vec::new(),
        };
        let plans: Vec<Vec<Change>> = (0..self.router.agents.len()).map(begins).collect();
        let mut router = self.router.clone();
        let waiting: Vec<Waiting> = std::mem::take(&mut router.waiting)
            .into_iter()
            .zip(holders)
            .map(|(contact, holder)| held(contact, *holder))
            .collect();
        let empty = Running::new(router, &plans);
        let mut floor = empty.clone();
        let mut missed = vec![0_usize; due.len()];
        for path in 0..PATHS as u64 {
            floor.become_like(&empty);
            let mut played = Played {
                waiting: &waiting,
                come: 0,
                now_s,
                pace: self.pace,
                chance: Stream::of(path, 1),
                answered_s: vec![f64::INFINITY; waiting.len()],
            };
            floor.run(&plans, &mut played, now_s + seconds(AHEAD_MS));
            for ((name, due_ms), missed) in due.iter().zip(&mut missed) {
                *missed += usize::from(played.answered_s[*name] > seconds(*due_ms));
            }
        }
        missed.into_iter().map(|count| (count * 100).div_ceil(PATHS) as i64).collect()
    }
}

/// A contact as its holder has it: nobody else takes it, and what it asks for does not matter any more.
fn held(contact: Waiting, holder: Holder) -> Waiting {
    let preferred = match holder {
        Holder::Queue => {
            return Waiting { preferred: NOBODY, held_until_s: f64::NEG_INFINITY, ..contact };
        }
        Holder::Person(place) => place,
        Holder::Lost => NOBODY - 1,
    };
    Waiting { preferred, held_until_s: f64::INFINITY, skills: 0, languages: 0, channel: Way::Email, ..contact }
}

/// One half hour.
struct Played<'a> {
    waiting: &'a [Waiting],
    /// How many of them are before the router.
    come: usize,
    now_s: f64,
    pace: Pace,
    chance: Stream,
    /// When each is answered, as far as it was begun.
    answered_s: Vec<f64>,
}

impl Nature for Played<'_> {
    fn next_arrival_s(&self) -> f64 {
        if self.come < self.waiting.len() { self.now_s } else { f64::INFINITY }
    }

    fn arrival(&mut self) -> Waiting {
        let contact = self.waiting[self.come];
        self.come += 1;
        contact
    }

    fn service_s(&mut self, assignment: &Assignment, now_s: f64) -> f64 {
        let name = assignment.contact.id;
        let service_s = (self.pace.mean + self.pace.spread * self.chance.normal(name)).exp();
        self.answered_s[name as usize] = now_s + service_s;
        service_s
    }

    fn next_closing_s(&self) -> f64 {
        f64::INFINITY
    }

    fn closed(&mut self) {}

    fn waits(&mut self, _: &Running, _: &Waiting, _: f64) -> Option<f64> {
        None
    }

    fn met(&mut self, _: &Waiting, _: f64, _: Met) {}

    fn is_over(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn answer(agent_id: i64, made_ms: i64, at_ms: i64) -> Answer {
        Answer { agent_id, made_ms, at_ms }
    }

    #[test]
    fn a_pace_is_read_where_something_waited() {
        const MINUTE: i64 = 60_000;
        let busy = (0..=20).map(|turn| answer(1, 0, (100 + 10 * turn) * MINUTE));
        // Came after the answer before, and from another day: neither tells how long an answer takes.
        let idle = (0..30).map(|turn| answer(2, (turn * 60 + 59) * MINUTE, (turn + 1) * 60 * MINUTE));
        let apart = (0..30).map(|turn| answer(3, 0, turn * 24 * 60 * MINUTE));
        let pace = pace(busy.chain(idle).chain(apart).collect()).unwrap();
        assert!((pace.mean.exp() - 600.0).abs() < 1e-6, "{pace:?}");
        assert!((pace.spread - *SPREAD.start()).abs() < 1e-9, "{pace:?}");
    }

    #[test]
    fn few_answers_are_no_pace() {
        assert_eq!(pace((0..20).map(|turn| answer(1, 0, turn * 60_000)).collect()), None);
        assert!(pace((0..21).map(|turn| answer(1, -1, turn * 60_000)).collect()).is_some());
    }
}
