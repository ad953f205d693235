//! Watches a week and notes, for everybody who has to wait, what each way of predicting would have said.

use std::collections::VecDeque;

use super::week::Watcher;
use crate::channel::Channel;
use crate::floor::{Change, Floor, Met};
use crate::prediction::paths::{
    DEFERRED_CAP_S, DEFERRED_PATHS, LIVE_CAP_S, LIVE_PATHS, Paths, Question, order_statistic, seed,
};
use crate::prediction::{Beliefs, Facts, Forecast, Seen, formula};
use crate::routing::Waiting;
use crate::world::{
    CHAT_SLOWDOWN, DAY_S, DAYS, Late, SKILLS, STEP_S, Targets, Week, beliefs, forecast, kind, oracle_forecast,
    plans,
};

/// Somebody who had to wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    pub week: u64,
    pub at_s: f64,
    pub channel: Channel,
    pub facts: Facts,
    /// By the formula without abandonment.
    pub queue_length_s: f64,
    /// The oracle's quantile; 0 where it was not asked.
    pub oracle_s: f64,
    /// Infinite for who was never served.
    pub waited_s: f64,
}

impl Row {
    pub fn day(&self) -> usize {
        ((self.at_s / DAY_S) as usize).min(DAYS - 1)
    }

    /// Second of the desk's day.
    pub fn second(&self) -> f64 {
        self.at_s - self.day() as f64 * DAY_S
    }

    /// Whether the protocol scores it: somebody who came near closing, or wrote in the last two days, may be beyond what
    /// a week can tell.
    pub fn is_scored(&self) -> bool {
        const LAST_LIVE_S: f64 = 8.5 * 3_600.0;
        let inside = match self.channel {
            Channel::Phone | Channel::Chat => self.second() < LAST_LIVE_S,
            Channel::Email => self.day() < DAYS - 2,
        };
        inside && self.waited_s.is_finite()
    }
}

/// What is asked of each contact that waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asks {
    pub paths: Option<Channels>,
    pub oracle: Option<Channels>,
    /// How wrong the belief about handling times is; 1 for right.
    pub handling: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channels {
    Live,
    All,
}

impl Channels {
    fn has(self, channel: Channel) -> bool {
        match self {
            Self::Live => channel.is_live(),
            Self::All => true,
        }
    }
}

/// Paths of the oracle on live channels, and where each takes hours of the desk's time.
const ORACLE_PATHS: usize = 150;
const ORACLE_DEFERRED_PATHS: usize = 50;
/// The quantile that is asked for.
pub const LEVEL: f64 = 0.9;
const QUARTER_S: f64 = 900.0;

pub struct Watch<'a> {
    week: &'a Week,
    asks: Asks,
    plans: Vec<Vec<Change>>,
    beliefs: Beliefs,
    forecast: Forecast,
    oracle: Forecast,
    paths: Option<Paths>,
    came_today: f64,
    today: usize,
    /// Live contacts of each skill in the last quarter of an hour.
    lately: [VecDeque<f64>; SKILLS],
    /// By channel and skill.
    last_served_s: [[f64; SKILLS]; 3],
    /// The row of each contact, if it waited.
    row_of: Vec<Option<usize>>,
    pub rows: Vec<Row>,
}

impl<'a> Watch<'a> {
    pub fn new(week: &'a Week, targets: &'a Targets, asks: Asks) -> Self {
        Self {
            week,
            asks,
            plans: plans(week.number, Late::AsPlanned),
            beliefs: beliefs(asks.handling),
            forecast: forecast(week.volume, targets),
            oracle: oracle_forecast(week, targets),
            paths: None,
            came_today: 0.0,
            today: 0,
            lately: Default::default(),
            last_served_s: [[0.0; SKILLS]; 3],
            row_of: vec![None; week.contacts.len()],
            rows: Vec::new(),
        }
    }

    /// What was seen of today against the forecast.
    fn seen(&mut self, now_s: f64) -> Seen {
        let day_began_s = self.today as f64 * DAY_S;
        let kinds = self.forecast.kinds.len();
        let expected = (0..kinds).map(|kind| self.forecast.expected(kind, day_began_s, now_s)).sum::<f64>()
            + self.overnight();
        let day = Seen::day_factor(self.came_today, expected);
        let from_s = (now_s - QUARTER_S).max(day_began_s);
        let mut factors = vec![1.0; kinds];
        for (skill, lately) in self.lately.iter_mut().enumerate() {
            while lately.front().is_some_and(|&at_s| at_s < from_s) {
                lately.pop_front();
            }
            let live = [Channel::Phone, Channel::Chat];
            let expected =
                live.iter().map(|&channel| self.forecast.expected(kind(channel, skill), from_s, now_s)).sum();
            let factor = Seen::near_factor(lately.len() as f64, expected, day);
            live.iter().for_each(|&channel| factors[kind(channel, skill)] = factor);
        }
        let interval = (now_s / QUARTER_S) as usize;
        let steps = (QUARTER_S / STEP_S) as usize;
        Seen {
            day,
            kinds: factors,
            near: (interval.saturating_sub(1) * steps, (interval + 2) * steps - 1),
            day_ends: ((self.today + 1) as f64 * DAY_S / STEP_S) as usize,
        }
    }

    fn overnight(&self) -> f64 {
        (0..SKILLS).map(crate::world::forecast_overnight).sum()
    }

    fn facts(&self, floor: &Floor, contact: &Waiting, now_s: f64) -> Facts {
        let channel = contact.channel;
        let skill = self.week.contacts[contact.id as usize].skill;
        let same = |other: &&Waiting| other.channel == channel && other.skills == contact.skills;
        let before = || floor.router.waiting.iter().filter(same).filter(|other| other.id != contact.id);
        let agents = &floor.router.agents;
        let places = |is_there: &dyn Fn(usize) -> bool| {
            let fits = |agent: &crate::routing::Agent| {
                agent.channels & channel.bit() != 0 && agent.at_least[0] & contact.skills == contact.skills
            };
            let there = agents.iter().enumerate().filter(|(place, agent)| fits(agent) && is_there(*place));
            there.map(|(_, agent)| f64::from(agent.capacity[channel.place()])).sum::<f64>()
        };
        let now = places(&|place| agents[place].on_duty);
        let soon = places(&|place| is_planned(&self.plans[place], now_s + QUARTER_S));
        let ahead = before().count();
        let service_s = self.beliefs.handling_mean_s[channel.place()]
            * match channel {
                Channel::Chat => CHAT_SLOWDOWN[1],
                Channel::Phone | Channel::Email => 1.0,
            };
        let patience_s = self.beliefs.patience_mean_s[channel.place()];
        Facts {
            ahead,
            waiting: floor.router.waiting.len() - 1,
            places: now,
            places_soon: soon,
            last_served_s: self.last_served_s[channel.place()][skill],
            head_age_s: before().map(|other| other.age_s(now_s)).fold(0.0, f64::max),
            tier: usize::from(contact.tier),
            skill,
            hour: (now_s - self.today as f64 * DAY_S) / 3_600.0,
            formula_s: formula::queue_length_with_leaving(ahead, now.max(0.5), service_s, patience_s),
            paths_median_s: 0.0,
            paths_high_s: 0.0,
        }
    }

    /// What the Monte-Carlo says, as anybody could ask it.
    fn ask_paths(&mut self, floor: &Floor, contact: &Waiting, now_s: f64) -> Vec<f64> {
        let seen = self.seen(now_s);
        let (cap_s, count) = depth(contact.channel);
        let paths = self.paths.get_or_insert_with(|| Paths::like(floor));
        let question = Question {
            floor,
            contact_id: contact.id,
            now_s,
            plans: &self.plans,
            beliefs: &self.beliefs,
            forecast: &self.forecast,
            factor: &|step, kind| seen.factor(step, kind),
            cap_s,
            seed: seed(self.week.number * 1_000_000 + contact.id, 1),
        };
        paths.waits(&question, count)
    }

    fn ask_oracle(&mut self, floor: &Floor, contact: &Waiting, now_s: f64) -> f64 {
        let mut knows = beliefs(1.0);
        let handling = self.week.days[self.today].handling;
        knows.handling_mean_s = knows.handling_mean_s.map(|mean_s| mean_s * handling);
        let (cap_s, _) = depth(contact.channel);
        let count = if contact.channel.is_live() { ORACLE_PATHS } else { ORACLE_DEFERRED_PATHS };
        let paths = self.paths.get_or_insert_with(|| Paths::like(floor));
        let question = Question {
            floor,
            contact_id: contact.id,
            now_s,
            plans: &self.plans,
            beliefs: &knows,
            forecast: &self.oracle,
            factor: &|_, _| 1.0,
            cap_s,
            seed: seed(self.week.number * 1_000_000 + contact.id, u64::MAX),
        };
        order_statistic(&paths.waits(&question, count), LEVEL)
    }
}

fn depth(channel: Channel) -> (f64, usize) {
    match channel {
        Channel::Phone | Channel::Chat => (LIVE_CAP_S, LIVE_PATHS),
        Channel::Email => (DEFERRED_CAP_S, DEFERRED_PATHS),
    }
}

/// Whether a plan has somebody on duty at a moment.
fn is_planned(plan: &[Change], at_s: f64) -> bool {
    let after = plan.partition_point(|change| change.at_s <= at_s);
    after > 0 && plan[after - 1].on
}

impl Watcher for Watch<'_> {
    fn arrived(&mut self, contact: &Waiting) {
        let day = (contact.arrived_s / DAY_S) as usize;
        if day != self.today {
            self.today = day;
            self.came_today = 0.0;
            self.lately.iter_mut().for_each(VecDeque::clear);
        }
        self.came_today += 1.0;
        if contact.channel.is_live() {
            self.lately[self.week.contacts[contact.id as usize].skill].push_back(contact.arrived_s);
        }
    }

    fn waits(&mut self, floor: &Floor, contact: &Waiting, now_s: f64) -> Option<f64> {
        let mut facts = self.facts(floor, contact, now_s);
        let mut row = Row {
            week: self.week.number,
            at_s: now_s,
            channel: contact.channel,
            facts,
            queue_length_s: 0.0,
            oracle_s: 0.0,
            waited_s: f64::INFINITY,
        };
        let service_s = self.beliefs.handling_mean_s[contact.channel.place()];
        row.queue_length_s = formula::queue_length(facts.ahead, facts.places.max(0.5), service_s);
        // Who is not scored is not worth the time; the training of live channels needs no other either.
        let worth = Row { waited_s: 0.0, ..row }.is_scored();
        if worth && self.asks.paths.is_some_and(|asked| asked.has(contact.channel)) {
            let waits = self.ask_paths(floor, contact, now_s);
            facts.paths_median_s = order_statistic(&waits, 0.5);
            facts.paths_high_s = order_statistic(&waits, LEVEL);
            row.facts = facts;
        }
        if worth && self.asks.oracle.is_some_and(|asked| asked.has(contact.channel)) {
            row.oracle_s = self.ask_oracle(floor, contact, now_s);
        }
        self.row_of[contact.id as usize] = Some(self.rows.len());
        self.rows.push(row);
        None
    }

    fn met(&mut self, contact: &Waiting, waited_s: f64, how: Met) {
        let skill = self.week.contacts[contact.id as usize].skill;
        if let (Some(row), true) = (self.row_of[contact.id as usize], how != Met::Unserved) {
            self.rows[row].waited_s = waited_s;
        }
        match how {
            Met::AtOnce | Met::AfterAWait => self.last_served_s[contact.channel.place()][skill] = waited_s,
            Met::Gone | Met::Unserved => {}
        }
    }
}
