//! The documented world GIORNATA-1: a desk of 24 people with phone, chat and e-mail, week after week.
//!
//! Nothing here is fitted to a company. It is a world whose every customer is a function of a week's number, so that
//! two programs, or two versions of this one, can be compared on the same days. A week is five days of ten hours,
//! one after the other on the desk's open time.

mod belief;
mod desk;
mod people;

pub use belief::{beliefs, forecast, kind, oracle_forecast};
pub use desk::{CHAT_SLOWDOWN, Late, Targets, agents, plans, slowdown};
pub use people::{Break, Person, Plan, people};

use crate::channel::Channel;
use crate::random::Stream;

/// Open seconds of a day.
pub const DAY_S: f64 = 36_000.0;
pub const DAYS: usize = 5;
/// Arrival rates are constant for this long.
pub const STEP_S: f64 = 300.0;
const STEPS: usize = 120;
/// Shapes are given by intervals of 900 s.
const INTERVALS: usize = 40;
const STEPS_PER_INTERVAL: usize = STEPS / INTERVALS;

pub const SKILLS: usize = 3;
pub const TIERS: usize = 3;
/// Weight of a tier in the kept rate.
pub const TIER_WEIGHTS: [f64; TIERS] = [4.0, 2.0, 1.0];

/// Mean contacts an hour at volume 1.
const PER_HOUR: [f64; 3] = [80.0, 60.0, 25.0];
pub const SKILL_SHARES: [f64; SKILLS] = [0.5, 0.3, 0.2];
/// Upper ends of the tiers' shares .1, .3, .6.
const TIER_ENDS: [f64; TIERS] = [0.1, 0.4, 1.0];
/// Mean handling time, and the standard deviation of its logarithm.
pub const SERVICE_MEAN_S: [f64; 3] = [330.0, 540.0, 400.0];
pub const SERVICE_SIGMA: [f64; 3] = [0.75, 0.7, 0.8];
/// Mean patience; nobody hangs up on an e-mail.
pub const PATIENCE_MEAN_S: [f64; 3] = [420.0, 360.0, f64::INFINITY];
/// E-mails that came in over night, at volume 1, whatever the volume by day.
const OVERNIGHT: f64 = 60.0;

const LIVE_SHAPE: [f64; INTERVALS] = [
    0.55, 0.75, 0.95, 1.15, 1.3, 1.4, 1.45, 1.45, 1.4, 1.3, 1.2, 1.1, 1.0, 0.9, 0.85, 0.8, 0.8, 0.85, 0.95,
    1.05, 1.15, 1.25, 1.3, 1.3, 1.25, 1.2, 1.1, 1.05, 1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0.4, 0.0,
    0.0,
];

const BURST_CHANCE: f64 = 0.4;
const BURST_FACTOR: f64 = 3.0;
const BURST_STEPS: usize = 6;
const BURST_SKILL: usize = 1;

/// What makes one day unlike the forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayEffect {
    /// On how many come.
    pub volume: f64,
    /// On how long each takes.
    pub handling: f64,
    /// Second of the day at which the burst of one skill was drawn; it begins with the step this falls in.
    pub burst_s: Option<f64>,
}

impl DayEffect {
    pub fn of(week: u64, day: usize) -> Self {
        let seed = day_seed(week, day);
        let effects = Stream::of(seed, 1);
        let burst = Stream::of(seed, 2);
        Self {
            volume: (0.12 * effects.normal(0) - 0.0072).exp(),
            handling: (0.06 * effects.normal(1) - 0.0018).exp(),
            burst_s: (burst.uniform(0) < BURST_CHANCE).then(|| 3_600.0 + 25_200.0 * burst.uniform(1)),
        }
    }

    /// What multiplies the rate of one skill in one step: the burst, or 1.
    pub fn burst_factor(&self, channel: Channel, skill: usize, step: usize) -> f64 {
        let first = self.burst_s.map(|at_s| (at_s / STEP_S) as usize);
        let inside = first.is_some_and(|first| (first..first + BURST_STEPS).contains(&step));
        if inside && skill == BURST_SKILL && channel.is_live() { BURST_FACTOR } else { 1.0 }
    }
}

/// One customer's contact, with what only the world knows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contact {
    /// Seconds of open time from the week's start.
    pub at_s: f64,
    pub channel: Channel,
    pub skill: usize,
    /// 0 is A.
    pub tier: usize,
    pub service_s: f64,
    pub patience_s: f64,
}

#[derive(Clone, Debug)]
pub struct Week {
    pub number: u64,
    pub volume: f64,
    pub days: [DayEffect; DAYS],
    /// In the order they come.
    pub contacts: Vec<Contact>,
}

pub fn day_seed(week: u64, day: usize) -> u64 {
    week.wrapping_mul(100).wrapping_add(day as u64)
}

/// Expected arrivals a second in a step of a day that is like the forecast.
pub fn forecast_rate(channel: Channel, skill: usize, step: usize, volume: f64) -> f64 {
    PER_HOUR[channel.place()] / 3_600.0 * SKILL_SHARES[skill] * volume * shape(channel, step)
}

/// Expected e-mails of a night for one skill.
pub fn forecast_overnight(skill: usize) -> f64 {
    OVERNIGHT * SKILL_SHARES[skill]
}

fn shape(channel: Channel, step: usize) -> f64 {
    let interval = step / STEPS_PER_INTERVAL;
    match channel {
        Channel::Phone | Channel::Chat => {
            LIVE_SHAPE[interval] / (LIVE_SHAPE.iter().sum::<f64>() / INTERVALS as f64)
        }
        Channel::Email => match interval {
            0..10 => 1.4,
            10..30 => 1.0,
            _ => 0.6,
        },
    }
}

impl Week {
    pub fn of(number: u64, volume: f64) -> Self {
        let days = std::array::from_fn(|day| DayEffect::of(number, day));
        let mut contacts = Vec::new();
        for (day, effect) in days.iter().enumerate() {
            for channel in Channel::ALL {
                for skill in 0..SKILLS {
                    arrivals(number, day, effect, channel, skill, volume, &mut contacts);
                }
            }
        }
        contacts.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
        let (tiers, services, patiences) =
            (Stream::of(number, 10), Stream::of(number, 11), Stream::of(number, 12));
        for (index, contact) in contacts.iter_mut().enumerate() {
            let (place, index) = (contact.channel.place(), index as u64);
            let drawn = tiers.uniform(index);
            contact.tier = TIER_ENDS.iter().position(|&end| drawn < end).unwrap_or(TIERS - 1);
            let handling = days[((contact.at_s / DAY_S) as usize).min(DAYS - 1)].handling;
            let sigma = SERVICE_SIGMA[place];
            contact.service_s =
                SERVICE_MEAN_S[place] * handling * (sigma * services.normal(index) - sigma * sigma / 2.0).exp();
            contact.patience_s = match contact.channel {
                Channel::Phone | Channel::Chat => {
                    PATIENCE_MEAN_S[place] * (patiences.normal(index) - 0.5).exp()
                }
                Channel::Email => f64::INFINITY,
            };
        }
        Self { number, volume, days, contacts }
    }
}

/// Contacts of one channel and skill on one day: unit exponentials, added up, inverted through the day's rate.
fn arrivals(
    week: u64,
    day: usize,
    effect: &DayEffect,
    channel: Channel,
    skill: usize,
    volume: f64,
    into: &mut Vec<Contact>,
) {
    let starts_s = day as f64 * DAY_S;
    let mut come = |at_s| {
        into.push(Contact { at_s, channel, skill, tier: 0, service_s: 0.0, patience_s: 0.0 });
    };
    if channel == Channel::Email {
        let overnight = (forecast_overnight(skill) * effect.volume + 0.5).floor() as usize;
        for number in 1..=overnight {
            come(starts_s + number as f64 * 0.001);
        }
    }
    let gaps = Stream::of(day_seed(week, day), 100 + 3 * channel.place() as u64 + skill as u64);
    let mut index = 0;
    let mut due = -gaps.uniform(index).ln();
    let mut passed = 0.0;
    for step in 0..STEPS {
        let rate = forecast_rate(channel, skill, step, volume)
            * effect.volume
            * effect.burst_factor(channel, skill, step);
        let more = rate * STEP_S;
        while due <= passed + more && rate > 0.0 {
            come(starts_s + step as f64 * STEP_S + (due - passed) / rate);
            index += 1;
            due -= gaps.uniform(index).ln();
        }
        passed += more;
    }
}
