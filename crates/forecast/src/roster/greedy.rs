//! Shifts without a solver: the relaxation rounded in several ways, limits mended, holes filled, what is redundant
//! dropped, and what is better exchanged put in its place.

use std::time::{Duration, Instant};

use super::{Most, Problem};

/// Fractions from which a count is rounded up; the last rounds all down.
const ROUNDED_UP_FROM: [f64; 6] = [1e-6, 0.2, 0.4, 0.6, 0.8, 2.0];
/// Exchanges that are looked for, however many there would be.
const EXCHANGES_MAX: usize = 2_000;
const NOTHING: f64 = 1e-9;

/// The best of what comes of rounding `relaxed`. Always within the limits; exchanges end when `budget` is spent, which a
/// day's shifts never need.
pub(super) fn round(problem: &Problem, relaxed: &[f64], budget: Duration) -> Vec<u32> {
    let until = Instant::now() + budget;
    let mut best: Option<(f64, Vec<u32>)> = None;
    for from in ROUNDED_UP_FROM {
        if best.is_some() && Instant::now() >= until {
            break;
        }
        let mut plan = Plan::of(problem, relaxed, from, until);
        plan.mend();
        plan.improve();
        let cost = problem.cost(&plan.counts);
        if best.as_ref().is_none_or(|(least, _)| cost < least - NOTHING) {
            best = Some((cost, plan.counts));
        }
    }
    best.map(|(_, counts)| counts).unwrap_or_default()
}

struct Plan<'a> {
    problem: &'a Problem,
    /// The slots each pattern covers.
    works: Vec<Vec<usize>>,
    counts: Vec<u32>,
    /// People required less people there, slot by slot; below 0 where there are more than enough.
    open: Vec<i64>,
    all: i64,
    /// Whether a pattern counts for a limit, by limit.
    members: Vec<Vec<bool>>,
    /// Shifts that count for each limit.
    of_limit: Vec<i64>,
    until: Instant,
}

impl<'a> Plan<'a> {
    fn of(problem: &'a Problem, relaxed: &[f64], up_from: f64, until: Instant) -> Self {
        let slots = problem.required.len();
        let works =
            problem.patterns.iter().map(|one| one.works().filter(|slot| *slot < slots).collect()).collect();
        let open = problem.required.iter().map(|required| i64::from(*required)).collect();
        let members: Vec<Vec<bool>> = problem
            .limits
            .iter()
            .map(|limit| problem.patterns.iter().map(|one| one.group == limit.group).collect())
            .collect();
        let (counts, of_limit) = (vec![0; problem.patterns.len()], vec![0; members.len()]);
        let mut plan = Self { problem, works, counts, open, all: 0, members, of_limit, until };
        for (pattern, share) in relaxed.iter().enumerate() {
            let share = share.max(0.0) + 1e-9;
            let times = share.floor() as u32 + u32::from(share.fract() >= up_from);
            let most = problem.patterns[pattern].max.unwrap_or(u32::MAX);
            (0..times.min(most)).for_each(|_| plan.add(pattern));
        }
        plan
    }

    fn add(&mut self, pattern: usize) {
        self.counts[pattern] += 1;
        self.count(pattern, 1);
        self.works[pattern].iter().for_each(|&slot| self.open[slot] -= 1);
    }

    fn drop(&mut self, pattern: usize) {
        self.counts[pattern] -= 1;
        self.count(pattern, -1);
        self.works[pattern].iter().for_each(|&slot| self.open[slot] += 1);
    }

    /// What one more of it saves less what it costs.
    fn gain(&self, pattern: usize) -> f64 {
        let filled = self.works[pattern].iter().filter(|&&slot| self.open[slot] > 0).count();
        filled as f64 * self.problem.uncovered_cost - self.problem.patterns[pattern].cost
    }

    /// What one less of it saves less what it leaves uncovered.
    fn relief(&self, pattern: usize) -> f64 {
        let bared = self.works[pattern].iter().filter(|&&slot| self.open[slot] >= 0).count();
        self.problem.patterns[pattern].cost - bared as f64 * self.problem.uncovered_cost
    }

    fn count(&mut self, pattern: usize, by: i64) {
        self.all += by;
        for (members, of_limit) in self.members.iter().zip(&mut self.of_limit) {
            *of_limit += by * i64::from(members[pattern]);
        }
    }

    /// Whether the limits hold after so many of each of these patterns more or less.
    fn allowed(&self, changes: &[(usize, i64)]) -> bool {
        let all = self.all + changes.iter().map(|(_, by)| by).sum::<i64>();
        changes.iter().all(|&(pattern, by)| {
            let count = i64::from(self.counts[pattern]) + by;
            count >= 0 && self.problem.patterns[pattern].max.is_none_or(|max| count <= i64::from(max))
        }) && self.problem.limits.iter().zip(&self.members).zip(&self.of_limit).all(|((limit, members), of)| {
            let changed: i64 = changes.iter().map(|(one, by)| by * i64::from(members[*one])).sum();
            limit.most.allows((of + changed).max(0) as u32, all.max(0) as u32)
        })
    }

    /// Takes away from groups that are over their limit, what is missed least first; a share that others' leaving
    /// broke is seen to in the next round.
    fn mend(&mut self) {
        loop {
            let limits = self.problem.limits.iter().zip(&self.of_limit);
            let over = limits.map(|(limit, of)| !limit.most.allows(*of as u32, self.all as u32));
            let Some(limit) = over.enumerate().find_map(|(limit, over)| over.then_some(limit)) else { return };
            let members =
                (0..self.counts.len()).filter(|&one| self.counts[one] > 0 && self.members[limit][one]);
            let Some(least) = members.max_by(|a, b| self.relief(*a).total_cmp(&self.relief(*b))) else {
                return;
            };
            self.drop(least);
        }
    }

    fn improve(&mut self) {
        for _ in 0..EXCHANGES_MAX {
            self.fill();
            self.shed();
            if Instant::now() >= self.until || !self.exchange() {
                return;
            }
        }
    }

    /// Adds what pays most for its cost, as long as it pays.
    fn fill(&mut self) {
        loop {
            let paying = (0..self.counts.len())
                .map(|one| (one, self.gain(one)))
                .filter(|(one, gain)| *gain > NOTHING && self.allowed(&[(*one, 1)]));
            let worth = |one: usize, gain: f64| gain / self.problem.patterns[one].cost.max(NOTHING);
            let best = paying.max_by(|a, b| worth(a.0, a.1).total_cmp(&worth(b.0, b.1)).then(b.0.cmp(&a.0)));
            match best {
                Some((one, _)) => self.add(one),
                None => return,
            }
        }
    }

    /// Drops what costs more than it covers, the dearest first.
    fn shed(&mut self) {
        loop {
            let idle = (0..self.counts.len()).filter(|&one| {
                self.counts[one] > 0 && self.relief(one) > NOTHING && self.allowed(&[(one, -1)])
            });
            match idle.max_by(|a, b| self.relief(*a).total_cmp(&self.relief(*b)).then(b.cmp(a))) {
                Some(one) => self.drop(one),
                None => return,
            }
        }
    }

    /// Puts one shift in the place of one or of two, the first that saves anything; tells whether there was one.
    fn exchange(&mut self) -> bool {
        let used: Vec<usize> = (0..self.counts.len()).filter(|&one| self.counts[one] > 0).collect();
        for (at, &first) in used.iter().enumerate() {
            if Instant::now() >= self.until {
                return false;
            }
            let saved_first = self.relief(first);
            self.drop(first);
            for other in 0..self.counts.len() {
                if other != first && self.gain(other) + saved_first > NOTHING && self.allowed(&[(other, 1)]) {
                    self.add(other);
                    return true;
                }
            }
            for &second in &used[at..] {
                if self.counts[second] == 0 || !self.works_overlap(first, second) {
                    continue;
                }
                let saved = saved_first + self.relief(second);
                self.drop(second);
                let better = (0..self.counts.len())
                    .find(|&other| self.gain(other) + saved > NOTHING && self.allowed(&[(other, 1)]));
                if let Some(other) = better {
                    self.add(other);
                    return true;
                }
                if let Some((one, two)) = self.pair(saved) {
                    self.add(one);
                    self.add(two);
                    return true;
                }
                self.add(second);
            }
            self.add(first);
        }
        false
    }

    fn works_overlap(&self, first: usize, second: usize) -> bool {
        let (one, two) = (&self.problem.patterns[first], &self.problem.patterns[second]);
        one.start < two.start + two.slots && two.start < one.start + one.slots
    }

    /// Two shifts for less than `saved`, the first of them the one that pays most.
    fn pair(&mut self, saved: f64) -> Option<(usize, usize)> {
        let share = self.problem.limits.iter().any(|limit| matches!(limit.most, Most::Share(_)));
        let candidates = (0..self.counts.len()).filter(|&one| share || self.allowed(&[(one, 1)]));
        let first = candidates.max_by(|a, b| self.gain(*a).total_cmp(&self.gain(*b)).then(b.cmp(a)))?;
        let gained = self.gain(first);
        self.add(first);
        let second = (0..self.counts.len())
            .find(|&one| gained + self.gain(one) + saved > NOTHING && self.allowed(&[(one, 1)]));
        self.drop(first);
        let second = second?;
        let changes = if first == second { vec![(first, 2)] } else { vec![(first, 1), (second, 1)] };
        self.allowed(&changes).then_some((first, second))
    }
}
