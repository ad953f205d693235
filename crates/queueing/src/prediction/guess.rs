//! What is believed of a desk: how long things take, how long people wait, how many come.

use crate::channel::Channel;
use crate::routing::Skills;

/// Lengths as they are believed to be, by [`Channel::place`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beliefs {
    pub handling_mean_s: [f64; 3],
    /// Standard deviation of the logarithm.
    pub handling_sigma: [f64; 3],
    pub patience_mean_s: [f64; 3],
    /// How much longer a chat takes that begins beside none, one, two others.
    pub chat_slowdown: [f64; 3],
}

impl Beliefs {
    pub fn slowdown(&self, channel: Channel, beside: u8) -> f64 {
        match channel {
            Channel::Chat => self.chat_slowdown[usize::from(beside).min(self.chat_slowdown.len() - 1)],
            Channel::Phone | Channel::Email => 1.0,
        }
    }
}

/// A kind of contact that is forecast by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kind {
    pub channel: Channel,
    pub skills: Skills,
    /// Upper ends of the tiers' shares; the last is 1.
    pub tier_ends: [f64; 3],
    pub tier_weights: [f64; 3],
    pub promised_s: [f64; 3],
    pub handling_s: f64,
}

/// How many of each kind are expected, by steps of the desk's clock from 0 on.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    pub step_s: f64,
    pub kinds: Vec<Kind>,
    /// Arrivals a second: step by step, in each the kinds in order.
    pub rates: Vec<f64>,
    /// What has gathered when the desk opens: the moment, and how many of each kind.
    pub openings: Vec<(f64, Vec<f64>)>,
    pub closings_s: Vec<f64>,
}

impl Forecast {
    pub fn step(&self, at_s: f64) -> usize {
        (at_s / self.step_s) as usize
    }

    /// Expected arrivals of one kind between two moments, without what gathers over night.
    pub fn expected(&self, kind: usize, from_s: f64, to_s: f64) -> f64 {
        let count = self.kinds.len();
        let mut sum = 0.0;
        for step in self.step(from_s)..=self.step(to_s) {
            let begins_s = step as f64 * self.step_s;
            let inside_s = (begins_s + self.step_s).min(to_s) - begins_s.max(from_s);
            sum += self.rates.get(step * count + kind).copied().unwrap_or(0.0) * inside_s.max(0.0);
        }
        sum
    }
}

/// What was seen of today, against what was expected: multipliers of the forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// On everything until the day ends.
    pub day: f64,
    /// By kind, on the nearest steps.
    pub kinds: Vec<f64>,
    /// First and last step on which `kinds` counts.
    pub near: (usize, usize),
    /// The step in which today ends.
    pub day_ends: usize,
}

impl Seen {
    /// Nothing unlike the forecast.
    pub fn nothing(kinds: usize) -> Self {
        Self { day: 1.0, kinds: vec![1.0; kinds], near: (1, 0), day_ends: 0 }
    }

    /// A day's multiplier from what came and what was expected, drawn to 1 by as much as sixty contacts weigh.
    pub fn day_factor(came: f64, expected: f64) -> f64 {
        (came + 60.0) / (expected + 60.0)
    }

    /// A quarter of an hour's multiplier of one skill, drawn to 1 by as much as eight contacts weigh.
    pub fn near_factor(came: f64, expected: f64, day: f64) -> f64 {
        (came + 8.0) / (expected * day + 8.0)
    }

    pub fn factor(&self, step: usize, kind: usize) -> f64 {
        let day = if step < self.day_ends { self.day } else { 1.0 };
        if (self.near.0..=self.near.1).contains(&step) { day * self.kinds[kind] } else { day }
    }
}
