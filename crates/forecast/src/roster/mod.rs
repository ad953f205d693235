//! Shifts: which patterns cover what is required (Dantzig 1954), and who works which of them within the rules of rest.
//!
//! `min Σ c x + Σ p u`, `Σ a x + u ≥ r`, `x` whole. A solver runs in its own thread until the deadline; a rounded
//! relaxation stands behind it, so that there is always an answer, with how far it may be from the best.

pub mod assign;
mod greedy;
mod read;
pub mod rest;
mod solve;

pub use read::{Demand, read_demand, read_patterns};
pub use solve::{Solver, cover};

/// A shift that can be worked any number of times.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    pub name: String,
    /// Slot of the demand it begins in.
    pub start: usize,
    /// Slots from beginning to end, breaks included.
    pub slots: usize,
    /// Slots off, counted from the shift's own beginning, in order.
    pub breaks: Vec<usize>,
    /// What one of it costs, in any unit.
    pub cost: f64,
    /// How many of it there may be.
    pub max: Option<u32>,
    /// What a [`Limit`] calls it.
    pub group: String,
}

impl Pattern {
    /// The slots of the demand it covers.
    pub fn works(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.slots).filter(|slot| self.breaks.binary_search(slot).is_err()).map(|slot| self.start + slot)
    }
}

/// How many shifts of a group there may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    pub group: String,
    pub most: Most,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Most {
    /// Of all shifts, from 0 to 1.
    Share(f64),
    Count(u32),
}

/// People required in each slot, and what there is to cover them with.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub required: Vec<u32>,
    pub patterns: Vec<Pattern>,
    pub limits: Vec<Limit>,
    /// What one person missing in one slot costs.
    pub uncovered_cost: f64,
}

/// A person missing for a slot costs this many times what the cheapest pattern takes for one: two hours' pay for a
/// quarter of an hour.
const MISSING_TIMES: f64 = 8.0;

impl Problem {
    pub fn new(required: Vec<u32>, patterns: Vec<Pattern>) -> Self {
        let slot_cost = |pattern: &Pattern| pattern.cost / pattern.works().count().max(1) as f64;
        let cheapest = patterns.iter().map(slot_cost).fold(f64::INFINITY, f64::min);
        let uncovered_cost =
            if cheapest.is_finite() && cheapest > 0.0 { MISSING_TIMES * cheapest } else { 1.0 };
        Self { required, patterns, limits: Vec::new(), uncovered_cost }
    }

    /// The most of one pattern that can be of any use.
    pub(crate) fn useful(&self, pattern: &Pattern) -> u32 {
        let peak = pattern.works().filter_map(|slot| self.required.get(slot).copied()).max().unwrap_or(0);
        peak.min(pattern.max.unwrap_or(u32::MAX))
    }

    /// People at work, slot by slot: what a simulation of the roster is given.
    pub fn staffed(&self, counts: &[u32]) -> Vec<u32> {
        let mut staffed = vec![0u32; self.required.len()];
        for (pattern, count) in self.patterns.iter().zip(counts) {
            for slot in pattern.works().filter(|_| *count > 0) {
                if let Some(staffed) = staffed.get_mut(slot) {
                    *staffed += count;
                }
            }
        }
        staffed
    }

    /// People missing, slot by slot.
    pub fn missing(&self, counts: &[u32]) -> Vec<u32> {
        let staffed = self.staffed(counts);
        self.required.iter().zip(staffed).map(|(required, staffed)| required.saturating_sub(staffed)).collect()
    }

    /// What these shifts cost, with what they leave uncovered.
    pub fn cost(&self, counts: &[u32]) -> f64 {
        let shifts: f64 =
            self.patterns.iter().zip(counts).map(|(pattern, count)| pattern.cost * f64::from(*count)).sum();
        let missing: u32 = self.missing(counts).iter().sum();
        shifts + self.uncovered_cost * f64::from(missing)
    }

    /// Whether no pattern and no group is used more than it may be.
    pub fn allows(&self, counts: &[u32]) -> bool {
        let within = |(pattern, count): (&Pattern, &u32)| pattern.max.is_none_or(|max| *count <= max);
        let all: u32 = counts.iter().sum();
        self.patterns.iter().zip(counts).all(within)
            && self.limits.iter().all(|limit| {
                let of_group = self.patterns.iter().zip(counts).filter(|(one, _)| one.group == limit.group);
                limit.most.allows(of_group.map(|(_, count)| *count).sum(), all)
            })
    }
}

impl Most {
    pub(crate) fn allows(self, of_group: u32, all: u32) -> bool {
        match self {
            Self::Share(share) => f64::from(of_group) <= share * f64::from(all) + 1e-9,
            Self::Count(count) => of_group <= count,
        }
    }
}

/// How certain it is that there is nothing better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Proved.
    Optimal,
    /// The best found; the gap says how much better another could be.
    Feasible,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::Feasible => "feasible",
        }
    }
}

/// Shifts that cover a demand.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    pub status: Status,
    pub solver: Solver,
    /// How many of each pattern.
    pub counts: Vec<u32>,
    /// What is missing included.
    pub cost: f64,
    /// Nothing can cost less.
    pub lower_bound: f64,
    /// People missing, slot by slot.
    pub missing: Vec<u32>,
}

impl Cover {
    /// How much of the cost could be saved at most, as a share of it.
    pub fn gap(&self) -> f64 {
        if self.cost > 0.0 { ((self.cost - self.lower_bound) / self.cost).max(0.0) } else { 0.0 }
    }
}
