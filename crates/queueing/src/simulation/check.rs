//! The figures by which two programs see whether they live in the same world.

use super::figures::Tally;
use super::week::{Nobody, Watcher, run_week};
use crate::channel::Channel;
use crate::floor::{Floor, Met};
use crate::random::{mix, uniform};
use crate::routing::{Policy, Rules, Waiting};
use crate::world::{Contact, DAYS, DayEffect, Targets, Week};

#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    pub mix_1: u64,
    pub u_1_1_0: f64,
    pub u_201_10_0: f64,
    /// Week 201 at volume .9: contacts by channel, and in all.
    pub contacts: usize,
    pub contacts_by_channel: [usize; 3],
    pub volume_effects: [f64; DAYS],
    /// Day (from 1) and second of each burst.
    pub bursts: Vec<(usize, f64)>,
    pub first_live: Option<Contact>,
    pub service_sum_s: f64,
    /// Under age by target: who had to wait, by channel; who left, on phone and chat.
    pub delayed: [usize; 3],
    pub abandoned: [usize; 2],
    /// Week 301 at volume .9: contacts, and the weighted share kept under fifo, edf, fedf and blind.
    pub contacts_301: usize,
    pub kept_301: [(Policy, f64); 4],
}

#[derive(Default)]
struct Counts {
    delayed: [usize; 3],
}

impl Watcher for Counts {
    fn arrived(&mut self, _: &Waiting) {}

    fn waits(&mut self, _: &Floor, contact: &Waiting, _: f64) -> Option<f64> {
        self.delayed[contact.channel.place()] += 1;
        None
    }

    fn met(&mut self, _: &Waiting, _: f64, _: Met) {}
}

impl Check {
    /// Works all of them out.
    pub fn now() -> Self {
        const VOLUME: f64 = 0.9;
        let week = Week::of(201, VOLUME);
        let mut counts = Counts::default();
        let outcomes = run_week(&week, Rules::bare(Policy::Apq), &Targets::TAU, &mut counts);
        let left = |channel: Channel| {
            let both = week.contacts.iter().zip(&outcomes).filter(|(contact, _)| contact.channel == channel);
            both.filter(|(contact, outcome)| {
                outcome.is_some_and(|outcome| outcome.waited_s >= contact.patience_s)
            })
            .count()
        };
        let count =
            |channel: Channel| week.contacts.iter().filter(|contact| contact.channel == channel).count();
        let other = Week::of(301, VOLUME);
        let kept = |policy: Policy| {
            let outcomes = run_week(&other, Rules::bare(policy), &Targets::FIXED, &mut Nobody);
            let (kept, all) = Tally::of(&other, &outcomes, &Targets::FIXED).weighted();
            (policy, kept / all)
        };
        let bursts = week.days.iter().enumerate();
        Self {
            mix_1: mix(1),
            u_1_1_0: uniform(1, 1, 0),
            u_201_10_0: uniform(201, 10, 0),
            contacts: week.contacts.len(),
            contacts_by_channel: Channel::ALL.map(count),
            volume_effects: week.days.map(|day: DayEffect| day.volume),
            bursts: bursts.filter_map(|(day, effect)| Some((day + 1, effect.burst_s?))).collect(),
            first_live: week.contacts.iter().find(|contact| contact.channel.is_live()).copied(),
            service_sum_s: week.contacts.iter().map(|contact| contact.service_s).sum(),
            delayed: counts.delayed,
            abandoned: [Channel::Phone, Channel::Chat].map(left),
            contacts_301: other.contacts.len(),
            kept_301: [Policy::Fifo, Policy::Edf, Policy::Fedf, Policy::Blind].map(kept),
        }
    }
}
