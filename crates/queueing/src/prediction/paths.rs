//! Monte-Carlo over the router itself: the floor as it is now goes on many times with guessed services, leavings and
//! arrivals, until the one who asks is served.

use super::guess::{Beliefs, Forecast};
use crate::channel::Channel;
use crate::floor::{Change, Floor, Met, Nature};
use crate::random::{Stream, mix};
use crate::routing::{Assignment, NOBODY, Waiting};

/// Paths behind a promise on live channels and on those that can wait.
pub const LIVE_PATHS: usize = 100;
pub const DEFERRED_PATHS: usize = 30;
/// No wait is followed further.
pub const LIVE_CAP_S: f64 = 90.0 * 60.0;
/// Three business days of ten hours.
pub const DEFERRED_CAP_S: f64 = 3.0 * 36_000.0;
/// Who should be back from a break is expected within this.
const OVERDUE_S: f64 = 60.0;
/// Draws of a service longer than it already is, before the last one is taken for what it is.
const TRIES: usize = 12;

/// A seed that names a promise: the same conversation and announcement give the same paths for ever.
pub fn seed(conversation_id: u64, announcement: u64) -> u64 {
    mix(conversation_id ^ mix(announcement))
}

/// What stays the same for all paths of one question.
pub struct Question<'a> {
    /// The floor with the asking contact among those waiting.
    pub floor: &'a Floor,
    pub contact_id: u64,
    pub now_s: f64,
    /// Plans as planned: nobody knows today who comes back late.
    pub plans: &'a [Vec<Change>],
    pub beliefs: &'a Beliefs,
    pub forecast: &'a Forecast,
    /// Multiplies the forecast, by step and kind.
    pub factor: &'a dyn Fn(usize, usize) -> f64,
    pub cap_s: f64,
    pub seed: u64,
}

/// Memory for many questions.
#[derive(Clone, Debug)]
pub struct Paths {
    floor: Floor,
    start: Floor,
    /// Rates of the steps ahead, after `factor`: kinds added up, step by step.
    rates: Vec<f64>,
}

impl Paths {
    pub fn like(floor: &Floor) -> Self {
        Self { floor: floor.clone(), start: floor.clone(), rates: Vec::new() }
    }

    /// Waits from arrival to service on `count` paths, in increasing order.
    pub fn waits(&mut self, question: &Question<'_>, count: usize) -> Vec<f64> {
        let Question { forecast, now_s, cap_s, .. } = *question;
        let kinds = forecast.kinds.len();
        let first = forecast.step(now_s);
        let steps = forecast.rates.len() / kinds.max(1);
        let last = forecast.step(now_s + cap_s).min(steps.saturating_sub(1));
        self.rates.clear();
        for step in first..=last {
            let mut sum = 0.0;
            for kind in 0..kinds {
                sum += forecast.rates[step * kinds + kind] * (question.factor)(step, kind);
                self.rates.push(sum);
            }
        }
        self.start.become_like(question.floor);
        self.start.replan(question.plans, now_s, OVERDUE_S);
        let mut asked = None;
        for contact in &mut self.start.router.waiting {
            if contact.id == question.contact_id {
                contact.withdrawn_s = f64::INFINITY;
                asked = Some(contact.arrived_s);
            }
        }
        let Some(arrived_s) = asked else { return Vec::new() };
        let mut waits = Vec::with_capacity(count);
        for path in 0..count {
            waits.push(self.one(question, arrived_s, first, Stream::of(question.seed, path as u64)));
        }
        waits.sort_by(f64::total_cmp);
        waits
    }

    fn one(&mut self, question: &Question<'_>, arrived_s: f64, first: usize, stream: Stream) -> f64 {
        let Question { beliefs, now_s, forecast, cap_s, .. } = *question;
        let mut chance = Chance { stream, drawn: 0 };
        self.floor.become_like(&self.start);
        for running in &mut self.floor.running {
            let mean_s = beliefs.handling_mean_s[running.channel.place()]
                * beliefs.slowdown(running.channel, running.beside);
            let sigma = beliefs.handling_sigma[running.channel.place()];
            running.ends_s = now_s + chance.residual_s(mean_s, sigma, now_s - running.started_s);
        }
        for contact in &mut self.floor.router.waiting {
            if contact.id != question.contact_id && !contact.has_left(now_s) && contact.channel.is_live() {
                let patience_s = beliefs.patience_mean_s[contact.channel.place()];
                contact.withdrawn_s = now_s + chance.exponential(patience_s);
            }
        }
        let gather = |opens: &(f64, Vec<f64>)| opens.0 <= now_s;
        let close = |closes_s: &f64| *closes_s <= now_s;
        let mut guessed = Guessed {
            beliefs,
            forecast,
            rates: &self.rates,
            first,
            chance,
            at_s: now_s,
            arrival: Arrival { at_s: f64::INFINITY, kind: 0 },
            opening: forecast.openings.partition_point(gather),
            gathered: (0, 0),
            closing: forecast.closings_s.partition_point(close),
            next_id: u64::MAX / 2,
            asked: question.contact_id,
            wait_s: None,
        };
        guessed.prepare();
        let until_s = now_s + cap_s;
        self.floor.run(question.plans, &mut guessed, until_s);
        guessed.wait_s.unwrap_or(f64::INFINITY).min(until_s - arrived_s)
    }
}

/// Numbers drawn one after the other.
struct Chance {
    stream: Stream,
    drawn: u64,
}

impl Chance {
    fn uniform(&mut self) -> f64 {
        self.drawn += 1;
        self.stream.uniform(self.drawn)
    }

    fn exponential(&mut self, mean: f64) -> f64 {
        -mean * self.uniform().ln()
    }

    fn lognormal(&mut self, mean: f64, sigma: f64) -> f64 {
        let radius = (-2.0 * self.uniform().ln()).sqrt();
        let normal = radius * (std::f64::consts::TAU * self.uniform()).cos();
        mean * (sigma * normal - sigma * sigma / 2.0).exp()
    }

    /// What is left of something lognormal that already took `elapsed_s`.
    fn residual_s(&mut self, mean: f64, sigma: f64, elapsed_s: f64) -> f64 {
        let mut whole_s = 0.0;
        for _ in 0..TRIES {
            whole_s = self.lognormal(mean, sigma);
            if whole_s > elapsed_s {
                return whole_s - elapsed_s;
            }
        }
        // Far out in the tail: what is left is of the order of what is left of a usual one.
        whole_s
    }
}

struct Arrival {
    at_s: f64,
    kind: usize,
}

struct Guessed<'a> {
    beliefs: &'a Beliefs,
    forecast: &'a Forecast,
    rates: &'a [f64],
    /// The step of the first rate.
    first: usize,
    chance: Chance,
    /// Up to where arrivals were drawn.
    at_s: f64,
    arrival: Arrival,
    opening: usize,
    /// Of the opening that goes on: the kind, and how many of it came.
    gathered: (usize, usize),
    closing: usize,
    next_id: u64,
    asked: u64,
    wait_s: Option<f64>,
}

impl Guessed<'_> {
    /// The next arrival: what gathered over night first, then by the rates.
    fn prepare(&mut self) {
        let kinds = self.forecast.kinds.len();
        let mut work = -self.chance.uniform().ln();
        let opens_s = self.forecast.openings.get(self.opening).map_or(f64::INFINITY, |opening| opening.0);
        let mut from_s = self.at_s;
        loop {
            let step = self.forecast.step(from_s);
            let ends_s = (step as f64 + 1.0) * self.forecast.step_s;
            let place = (step - self.first) * kinds;
            let Some(sums) = self.rates.get(place..place + kinds) else {
                self.arrival = Arrival { at_s: f64::INFINITY, kind: 0 };
                break;
            };
            let total = sums.last().copied().unwrap_or(0.0);
            let room = total * (ends_s - from_s);
            if work < room {
                let at_s = from_s + work / total;
                let mark = self.chance.uniform() * total;
                let kind = sums.iter().position(|&sum| mark < sum).unwrap_or(kinds - 1);
                self.arrival = Arrival { at_s, kind };
                break;
            }
            work -= room;
            from_s = ends_s;
        }
        self.at_s = self.arrival.at_s;
        if opens_s.is_finite() && opens_s <= self.arrival.at_s {
            self.gather(opens_s);
        }
    }

    fn gather(&mut self, opens_s: f64) {
        let counts = &self.forecast.openings[self.opening].1;
        let (mut kind, mut came) = self.gathered;
        while kind < counts.len() && came as f64 + 0.5 > counts[kind] {
            (kind, came) = (kind + 1, 0);
        }
        if kind == counts.len() {
            self.gathered = (0, 0);
            self.opening += 1;
            self.at_s = opens_s;
            return self.prepare();
        }
        self.gathered = (kind, came + 1);
        self.at_s = opens_s;
        self.arrival = Arrival { at_s: opens_s, kind };
    }
}

impl Nature for Guessed<'_> {
    fn next_arrival_s(&self) -> f64 {
        self.arrival.at_s
    }

    fn arrival(&mut self) -> Waiting {
        let Arrival { at_s, kind } = self.arrival;
        let kind = &self.forecast.kinds[kind];
        let mark = self.chance.uniform();
        let tier = kind.tier_ends.iter().position(|&end| mark < end).unwrap_or(2);
        let patience_s = self.beliefs.patience_mean_s[kind.channel.place()];
        self.next_id += 1;
        let contact = Waiting {
            id: self.next_id,
            channel: kind.channel,
            tier: tier as u8,
            weight: kind.tier_weights[tier],
            skills: kind.skills,
            level: 1,
            languages: 0,
            arrived_s: at_s,
            promised_s: kind.promised_s[tier],
            handling_s: kind.handling_s,
            withdrawn_s: match kind.channel {
                Channel::Phone | Channel::Chat => at_s + self.chance.exponential(patience_s),
                Channel::Email => f64::INFINITY,
            },
            preferred: NOBODY,
            held_until_s: f64::NEG_INFINITY,
        };
        self.prepare();
        contact
    }

    fn service_s(&mut self, assignment: &Assignment, _: f64) -> f64 {
        let channel = assignment.contact.channel;
        let mean_s =
            self.beliefs.handling_mean_s[channel.place()] * self.beliefs.slowdown(channel, assignment.beside);
        self.chance.lognormal(mean_s, self.beliefs.handling_sigma[channel.place()])
    }

    fn next_closing_s(&self) -> f64 {
        self.forecast.closings_s.get(self.closing).copied().unwrap_or(f64::INFINITY)
    }

    fn closed(&mut self) {
        self.closing += 1;
    }

    fn waits(&mut self, _: &Floor, _: &Waiting, _: f64) -> Option<f64> {
        None
    }

    fn met(&mut self, contact: &Waiting, waited_s: f64, how: Met) {
        if contact.id == self.asked {
            self.wait_s = Some(if how == Met::Unserved { f64::INFINITY } else { waited_s });
        }
    }

    fn is_over(&self) -> bool {
        self.wait_s.is_some()
    }
}

/// The value that a new one stays below with probability `level`, from values in increasing order.
pub fn order_statistic(sorted: &[f64], level: f64) -> f64 {
    let place = (level * (sorted.len() as f64 + 1.0)).ceil() as usize;
    sorted[place.clamp(1, sorted.len().max(1)) - 1]
}
