//! Split conformal calibration: the quantile of the scores of contacts whose wait is known.

use std::collections::VecDeque;

use crate::prediction::paths::order_statistic;

/// How many of the last scores count.
pub const WINDOW: usize = 1_500;
/// The level asked of deferrable channels, whose scores come in clusters by day.
pub const DEFERRED_LEVEL: f64 = 0.915;

/// The `q` that covers a new score with probability `level`: the order statistic `ceil(level (n + 1))`. 0 without scores.
pub fn split(scores: &[f64], level: f64) -> f64 {
    if scores.is_empty() {
        return 0.0;
    }
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    order_statistic(&sorted, level)
}

/// The same over the last scores, worked out anew when the day opens.
#[derive(Clone, Debug, PartialEq)]
pub struct Rolling {
    scores: VecDeque<f64>,
    level: f64,
    q: f64,
}

impl Rolling {
    pub fn new(q: f64, level: f64) -> Self {
        Self { scores: VecDeque::with_capacity(WINDOW), level, q }
    }

    pub fn q(&self) -> f64 {
        self.q
    }

    pub fn len(&self) -> usize {
        self.scores.len()
    }

    pub fn is_empty(&self) -> bool {
        self.scores.is_empty()
    }

    pub fn tell(&mut self, score: f64) {
        if self.scores.len() == WINDOW {
            self.scores.pop_front();
        }
        self.scores.push_back(score);
    }

    /// The day opens: what was learnt counts from now on.
    pub fn refresh(&mut self) {
        const FEWEST: usize = 30;
        if self.scores.len() >= FEWEST {
            self.q = split(self.scores.make_contiguous(), self.level);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Rolling, WINDOW, split};

    #[test]
    fn the_quantile_leaves_one_in_ten_above() {
        let scores: Vec<f64> = (1..=99).rev().map(f64::from).collect();
        assert_eq!(split(&scores, 0.9), 90.0);
        assert_eq!(split(&[3.0], 0.9), 3.0);
        assert_eq!(split(&[], 0.9), 0.0);
    }

    #[test]
    fn a_rolling_quantile_forgets_and_learns_only_when_the_day_opens() {
        let mut rolling = Rolling::new(0.3, 0.9);
        (0..WINDOW).for_each(|_| rolling.tell(1.0));
        assert_eq!(rolling.q(), 0.3);
        rolling.refresh();
        assert_eq!(rolling.q(), 1.0);
        (0..WINDOW).for_each(|_| rolling.tell(2.0));
        rolling.refresh();
        assert_eq!((rolling.q(), rolling.len()), (2.0, WINDOW));
    }
}
