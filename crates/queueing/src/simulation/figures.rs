//! What came of the weeks, in figures.

use super::announce::Announced;
use super::watch::LEVEL;
use super::week::Outcome;
use crate::channel::Channel;
use crate::floor::Met;
use crate::world::{TIER_WEIGHTS, TIERS, Targets, Week};

/// How true announcements of one channel were.
#[derive(Clone, Debug, PartialEq)]
pub struct PromiseFigures {
    pub n: usize,
    /// Share of waits within what was announced.
    pub coverage: f64,
    /// Mean announced by mean of the oracle's quantile; nothing where the oracle was not asked.
    pub tightness: Option<f64>,
    /// Mean pinball loss, seconds, and by the oracle's.
    pub pinball: f64,
    pub pinball_ratio: Option<f64>,
    /// How many and how covered: by tier, by week, by hour of the desk's day.
    pub by_tier: Vec<Part>,
    pub by_week: Vec<(u64, Part)>,
    pub by_hour: Vec<(usize, Part)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Part {
    pub n: usize,
    pub kept: usize,
}

impl Part {
    /// 1 of nothing: what was not promised was not broken.
    pub fn coverage(self) -> f64 {
        if self.n == 0 { 1.0 } else { self.kept as f64 / self.n as f64 }
    }

    fn add(&mut self, kept: bool) {
        self.n += 1;
        self.kept += usize::from(kept);
    }
}

/// `max(.9 (W - A), .1 (A - W))`.
pub fn pinball(waited_s: f64, announced_s: f64) -> f64 {
    (LEVEL * (waited_s - announced_s)).max((1.0 - LEVEL) * (announced_s - waited_s))
}

impl PromiseFigures {
    pub fn of(announced: &[Announced]) -> Self {
        let mut all = Part::default();
        let mut by_tier = vec![Part::default(); TIERS];
        let mut by_hour: Vec<(usize, Part)> = (0..10).map(|hour| (hour, Part::default())).collect();
        let mut by_week: Vec<(u64, Part)> = Vec::new();
        let (mut loss, mut oracle_loss, mut told, mut oracle) = (0.0, 0.0, 0.0, 0.0);
        for Announced { row, announced_s, .. } in announced {
            let kept = row.waited_s <= *announced_s;
            all.add(kept);
            by_tier[row.facts.tier].add(kept);
            by_hour[(row.facts.hour as usize).min(9)].1.add(kept);
            if by_week.last().is_none_or(|&(week, _)| week != row.week) {
                by_week.push((row.week, Part::default()));
            }
            by_week.iter_mut().rev().take(1).for_each(|(_, part)| part.add(kept));
            loss += pinball(row.waited_s, *announced_s);
            oracle_loss += pinball(row.waited_s, row.oracle_s);
            told += announced_s;
            oracle += row.oracle_s;
        }
        by_hour.retain(|(_, part)| part.n > 0);
        Self {
            n: all.n,
            coverage: all.coverage(),
            tightness: (oracle > 0.0).then(|| told / oracle),
            pinball: loss / all.n.max(1) as f64,
            pinball_ratio: (oracle > 0.0).then(|| loss / oracle_loss),
            by_tier,
            by_week,
            by_hour,
        }
    }
}

/// What a policy made of the weeks.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RoutingFigures {
    /// Share of promises kept, weighted by tier.
    pub wpk: f64,
    pub wpk_by_tier: [f64; TIERS],
    /// Share of live contacts whose customer left.
    pub abandoned: f64,
    /// 99 % quantile of lateness, in lengths of the promise.
    pub late_p99: f64,
    /// The weighted share of each week.
    pub weeks: Vec<f64>,
}

/// Sums of one week under one policy.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Tally {
    pub kept: [f64; TIERS],
    pub all: [f64; TIERS],
    pub live: usize,
    pub abandoned: usize,
    pub lateness: Vec<f64>,
}

impl Tally {
    /// Who left counts by how long it would have taken; who was still waiting at closing time is a promise broken; an
    /// e-mail that waits when the week ends is beyond what the week can tell.
    pub fn of(week: &Week, outcomes: &[Option<Outcome>], targets: &Targets) -> Self {
        let mut tally = Self::default();
        for (contact, outcome) in week.contacts.iter().zip(outcomes) {
            let Some(Outcome { waited_s, how }) = *outcome else { continue };
            let promised_s = targets.of(contact.channel, contact.tier);
            tally.all[contact.tier] += 1.0;
            if how != Met::Unserved && waited_s <= promised_s {
                tally.kept[contact.tier] += 1.0;
            }
            if contact.channel.is_live() {
                tally.live += 1;
                tally.abandoned += usize::from(waited_s >= contact.patience_s);
            }
            if how != Met::Unserved {
                tally.lateness.push((waited_s - promised_s).max(0.0) / promised_s);
            }
        }
        tally
    }

    /// Kept and all, weighted.
    pub fn weighted(&self) -> (f64, f64) {
        let sum =
            |of: &[f64; TIERS]| of.iter().zip(TIER_WEIGHTS).map(|(count, weight)| count * weight).sum::<f64>();
        (sum(&self.kept), sum(&self.all))
    }
}

impl RoutingFigures {
    pub fn of(tallies: &[Tally]) -> Self {
        let mut sum = Tally::default();
        let mut weeks = Vec::new();
        for tally in tallies {
            let (kept, all) = tally.weighted();
            weeks.push(kept / all.max(1.0));
            for tier in 0..TIERS {
                sum.kept[tier] += tally.kept[tier];
                sum.all[tier] += tally.all[tier];
            }
            sum.live += tally.live;
            sum.abandoned += tally.abandoned;
            sum.lateness.extend(&tally.lateness);
        }
        sum.lateness.sort_by(f64::total_cmp);
        let (kept, all) = sum.weighted();
        let late = sum.lateness.get((0.99 * sum.lateness.len() as f64) as usize);
        Self {
            wpk: kept / all.max(1.0),
            wpk_by_tier: std::array::from_fn(|tier| sum.kept[tier] / sum.all[tier].max(1.0)),
            abandoned: sum.abandoned as f64 / sum.live.max(1) as f64,
            late_p99: late.copied().unwrap_or(0.0),
            weeks,
        }
    }
}

/// The channels whose figures are told, in order.
pub const TOLD: [Channel; 3] = Channel::ALL;
