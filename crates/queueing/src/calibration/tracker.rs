//! The log quantile tracker: follows the quantile of the scores by its own mistakes.
//!
//! With every outcome `q ← q + eta (missed - alpha)`. Added up over T outcomes, in whatever order they are told,
//! `sum(missed - alpha) = (q_T - q_1) / eta` as long as the clamp is not touched, whatever the traffic does: the share
//! missed is within `|q_T - q_1| / (eta T)` of alpha. (Angelopoulos, Candès, Tibshirani 2023, on the logarithm.)

/// How far `q` may go from where it began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Clamp {
    None,
    Within(f64),
}

impl Clamp {
    /// Twelve times shorter or longer than predicted: beyond that the prediction is the fault, and somebody is told.
    pub const LIVE: Self = Self::Within(2.5);
    pub const DEFERRED: Self = Self::Within(0.7);
}

#[derive(Clone, Debug, PartialEq)]
pub struct Tracker {
    q: f64,
    began: f64,
    eta: f64,
    alpha: f64,
    clamp: Clamp,
    told: u64,
    missed: u64,
    /// Outcomes that pushed against the clamp: the guarantee does not hold for them.
    clamped: u64,
}

impl Tracker {
    pub fn new(q: f64, eta: f64, alpha: f64, clamp: Clamp) -> Self {
        Self { q, began: q, eta, alpha, clamp, told: 0, missed: 0, clamped: 0 }
    }

    pub fn q(&self) -> f64 {
        self.q
    }

    pub fn told(&self) -> u64 {
        self.told
    }

    /// Whether the clamp is touched: an alarm.
    pub fn is_clamped(&self) -> bool {
        match self.clamp {
            Clamp::None => false,
            Clamp::Within(most) => (self.q - self.began).abs() >= most,
        }
    }

    /// Bound on the distance of the missed share from alpha, after the outcomes so far; nothing once the clamp was touched.
    pub fn bound(&self) -> Option<f64> {
        (self.clamped == 0 && self.told > 0)
            .then(|| (self.q - self.began).abs() / (self.eta * self.told as f64))
    }

    pub fn missed_share(&self) -> f64 {
        self.missed as f64 / self.told.max(1) as f64
    }

    /// The outcome of one promise is known: a person answered, or the moment passed.
    pub fn tell(&mut self, missed: bool) {
        self.told += 1;
        self.missed += u64::from(missed);
        let moved = self.q + self.eta * (if missed { 1.0 } else { 0.0 } - self.alpha);
        self.q = match self.clamp {
            Clamp::None => moved,
            Clamp::Within(most) => moved.clamp(self.began - most, self.began + most),
        };
        self.clamped += u64::from(self.q != moved);
    }

    /// Another tracker takes over from here, as for a tier that has outcomes enough of its own.
    pub fn parted(&self, eta: f64) -> Self {
        Self { eta, told: 0, missed: 0, clamped: 0, began: self.q, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::collections::VecDeque;

    use super::{Clamp, Tracker};
    use crate::calibration::{ALPHA, announced_s, score};
    use crate::random::{normal, uniform};

    /// Waits that mean harm: at random, drifting, alternating, all late.
    fn wait_s(shape: u64, seed: u64, step: u64) -> f64 {
        let noise = (0.8 * normal(seed, 1, step)).exp();
        match shape {
            0 => 100.0 * noise,
            1 => 100.0 * noise * (1.0 + step as f64 / 100.0),
            2 => {
                if step.is_multiple_of(2) {
                    1.0
                } else {
                    5_000.0
                }
            }
            _ => 1e9,
        }
    }

    /// A7, for 10 000 sequences.
    #[test]
    fn the_share_missed_is_within_the_bound_whatever_the_traffic_does() {
        for seed in 0..10_000u64 {
            let eta = [0.02, 0.05, 0.1][(seed % 3) as usize];
            let mut tracker = Tracker::new(0.0, eta, ALPHA, Clamp::None);
            let delay = (uniform(seed, 2, 0) * 20.0) as usize;
            let mut pending: VecDeque<bool> = VecDeque::new();
            let (mut missed, steps) = (0, 200);
            for step in 0..steps {
                let told_s = announced_s(100.0, tracker.q(), 15.0);
                let miss = wait_s(seed % 4, seed, step) > told_s;
                missed += u64::from(miss);
                pending.push_back(miss);
                if pending.len() > delay {
                    tracker.tell(pending.pop_front().unwrap());
                }
            }
            let (bound, open) = (tracker.bound().unwrap(), pending.len() as f64);
            let told = tracker.told() as f64;
            assert!((tracker.missed_share() - ALPHA).abs() <= bound + 1e-9, "seed {seed}: {tracker:?}");
            let share = missed as f64 / steps as f64;
            let far = (share - ALPHA).abs();
            assert!(
                far <= bound * told / steps as f64 + open / steps as f64 + 1e-9,
                "seed {seed}: {far} of {bound}"
            );
        }
    }

    #[test]
    fn a_clamp_that_is_touched_is_an_alarm_and_ends_the_guarantee() {
        let mut tracker = Tracker::new(0.3, 0.5, ALPHA, Clamp::DEFERRED);
        tracker.tell(true);
        assert!(!tracker.is_clamped() && tracker.bound().is_some());
        tracker.tell(true);
        assert!(tracker.is_clamped() && tracker.bound().is_none());
        assert!((tracker.q() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_score_is_what_would_just_have_covered_the_wait() {
        let q = score(260.0, 120.0, 15.0);
        assert!((announced_s(120.0, q, 15.0) - 260.0).abs() < 1e-9);
        assert_eq!(announced_s(10.0, -9.0, 15.0), 0.0);
    }
}
