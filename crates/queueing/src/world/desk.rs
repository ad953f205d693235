//! The world's desk as router and floor know it.

use super::{Contact, DAY_S, DAYS, Plan, SERVICE_MEAN_S, SKILLS, TIER_WEIGHTS, TIERS, Week, day_seed, people};
use crate::channel::Channel;
use crate::floor::Change;
use crate::routing::{Agent, NOBODY, Waiting};

/// How long each tier waits at most, by channel; seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Targets(pub [[f64; TIERS]; 3]);

const HOUR_S: f64 = 3_600.0;

impl Targets {
    /// The targets by which age is counted where promises are told.
    pub const TAU: Self =
        Self([[60.0, 120.0, 240.0], [45.0, 90.0, 180.0], [2.0 * HOUR_S, 4.0 * HOUR_S, 8.0 * HOUR_S]]);
    /// The fixed promises by which routing is measured.
    pub const FIXED: Self =
        Self([[90.0, 180.0, 300.0], [60.0, 120.0, 240.0], [2.0 * HOUR_S, 4.0 * HOUR_S, 8.0 * HOUR_S]]);

    pub fn of(&self, channel: Channel, tier: usize) -> f64 {
        self.0[channel.place()][tier]
    }
}

/// A chat that starts beside others takes longer.
pub const CHAT_SLOWDOWN: [f64; 3] = [1.0, 1.15, 1.35];

/// How much longer a contact takes that began beside `beside` others.
#[inline]
pub fn slowdown(channel: Channel, beside: u8) -> f64 {
    match channel {
        Channel::Chat => CHAT_SLOWDOWN[usize::from(beside).min(CHAT_SLOWDOWN.len() - 1)],
        Channel::Phone | Channel::Email => 1.0,
    }
}

pub fn agents() -> Vec<Agent> {
    let people = people();
    let ids = 0u64..;
    people.iter().zip(ids).map(|(one, id)| Agent::new(id, u128::from(one.skills), one.channels)).collect()
}

/// The coming and going of everybody through the week: as planned, or as it was (breaks end late).
pub fn plans(week: u64, late: Late) -> Vec<Vec<Change>> {
    let of = |index: usize| {
        let mut changes = Vec::with_capacity(8 * DAYS);
        for day in 0..DAYS {
            let starts_s = day as f64 * DAY_S;
            let plan = Plan::of(index, day_seed(week, day));
            let mut change = |at_s: f64, on: bool| changes.push(Change { at_s: starts_s + at_s, on });
            change(plan.from_s, true);
            for pause in plan.breaks {
                change(pause.from_s, false);
                let late_s = match late {
                    Late::AsPlanned => 0.0,
                    Late::AsItWas => pause.late_s,
                };
                change(pause.to_s + late_s, true);
            }
            change(plan.to_s, false);
        }
        changes
    };
    (0..people().len()).map(of).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    AsPlanned,
    AsItWas,
}

impl Week {
    /// Contact `index` as the router sees it. When its customer will leave is the world's secret until it comes: the
    /// router only asks whether they have left.
    pub fn waiting(&self, index: usize, targets: &Targets) -> Waiting {
        let Contact { at_s, channel, skill, tier, patience_s, .. } = self.contacts[index];
        Waiting {
            id: index as u64,
            channel,
            tier: tier as u8,
            weight: TIER_WEIGHTS[tier],
            skills: 1 << (skill % SKILLS),
            level: 1,
            languages: 0,
            arrived_s: at_s,
            promised_s: targets.of(channel, tier),
            handling_s: SERVICE_MEAN_S[channel.place()],
            withdrawn_s: at_s + patience_s,
            preferred: NOBODY,
            held_until_s: f64::NEG_INFINITY,
        }
    }
}
