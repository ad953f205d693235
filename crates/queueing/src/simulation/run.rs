//! Whole runs: weeks side by side on as many threads as are given.

use std::ops::RangeInclusive;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::announce::{Announced, announce};
use super::check::Check;
use super::figures::{PromiseFigures, RoutingFigures, TOLD, Tally};
use super::predictor::Predictor;
use super::watch::{Asks, Channels, Row, Watch};
use super::week::{Nobody, run_week};
use crate::channel::Channel;
use crate::routing::{Policy, Rules};
use crate::world::{Targets, Week};

/// In which order contacts are served where promises are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromisesUnder {
    /// Age by the targets of the protocol: the reference.
    AgeByTarget,
    /// A policy, by the fixed promises.
    Policy(Policy),
}

impl PromisesUnder {
    fn rules(self) -> (Rules, Targets) {
        match self {
            Self::AgeByTarget => (Rules::bare(Policy::Apq), Targets::TAU),
            Self::Policy(policy) => (Rules::bare(policy), Targets::FIXED),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub weeks: RangeInclusive<u64>,
    pub training: RangeInclusive<u64>,
    pub volume: f64,
    pub routing: Policy,
    pub live: Predictor,
    pub deferred: Predictor,
    pub promises_under: PromisesUnder,
    /// How wrong the belief about handling times is; 1 for right.
    pub handling: f64,
    pub threads: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub check: Check,
    pub routing: RoutingFigures,
    /// In the order of [`TOLD`].
    pub promise: [PromiseFigures; 3],
}

/// Runs everything a plan asks for. `progress` hears of each week that is done, and of how many there are.
pub fn simulate(plan: &Plan, progress: &(dyn Fn(usize, usize) + Sync)) -> Report {
    let weeks: Vec<u64> = plan.weeks.clone().collect();
    let tallies = route(&weeks, plan.volume, plan.routing, plan.threads);
    let rows = watch(plan, progress);
    let training = plan.training.clone().count();
    let figures = |channel: Channel| PromiseFigures::of(&announced(&rows, training, channel, plan));
    Report { check: Check::now(), routing: RoutingFigures::of(&tallies), promise: TOLD.map(figures) }
}

/// What a plan would have announced on one channel, from the rows [`watch`] noted.
pub fn announced(rows: &[Vec<Row>], training: usize, channel: Channel, plan: &Plan) -> Vec<Announced> {
    let predictor = if channel.is_live() { plan.live } else { plan.deferred };
    announce(rows, training, channel, predictor)
}

/// The same weeks under one policy, by the fixed promises.
pub fn route(weeks: &[u64], volume: f64, policy: Policy, threads: usize) -> Vec<Tally> {
    side_by_side(weeks, threads, |&number| {
        let week = Week::of(number, volume);
        let outcomes = run_week(&week, Rules::bare(policy), &Targets::FIXED, &mut Nobody);
        Tally::of(&week, &outcomes, &Targets::FIXED)
    })
}

/// Everybody who waited in the training weeks and then in the others, week by week, with all that was predicted.
pub fn watch(plan: &Plan, progress: &(dyn Fn(usize, usize) + Sync)) -> Vec<Vec<Row>> {
    let training = plan.training.clone().map(|week| (week, false));
    let all: Vec<(u64, bool)> = training.chain(plan.weeks.clone().map(|week| (week, true))).collect();
    let (rules, targets) = plan.promises_under.rules();
    let paths = match (plan.live.base.asks_paths(), plan.deferred.base.asks_paths()) {
        (false, false) => None,
        (true, false) => Some(Channels::Live),
        (_, true) => Some(Channels::All),
    };
    let done = AtomicUsize::new(0);
    side_by_side(&all, plan.threads, |&(number, tested)| {
        let week = Week::of(number, plan.volume);
        let asks = Asks { paths, oracle: tested.then_some(Channels::All), handling: plan.handling };
        let mut watch = Watch::new(&week, &targets, asks);
        run_week(&week, rules, &targets, &mut watch);
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, all.len());
        watch.rows
    })
}

/// Works on many things with a few threads; what comes of them stands in their order.
pub fn side_by_side<T: Sync, R: Send>(things: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let found: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(things.len()));
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, things.len().max(1)) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(thing) = things.get(place) else { return };
                    let made = work(thing);
                    if let Ok(mut found) = found.lock() {
                        found.push((place, made));
                    }
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap_or_default();
    found.sort_by_key(|&(place, _)| place);
    found.into_iter().map(|(_, made)| made).collect()
}
