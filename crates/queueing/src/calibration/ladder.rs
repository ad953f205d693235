//! How a channel's promises grow up: from a formula with a margin, over the paths, to paths and regression; from one
//! tracker for the channel to one for each tier.

use super::tracker::{Clamp, Tracker};
use super::{ALPHA, CELL_NEEDS, COLD_RATIO, REGRESSION_NEEDS, Rolling};

/// What predicts at this stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Too few outcomes: the formula, a third longer.
    Cold,
    Paths,
    PathsAndRegression,
}

impl Stage {
    const ALL: [Self; 3] = [Self::Cold, Self::Paths, Self::PathsAndRegression];

    fn of(told: usize) -> Self {
        match told {
            0..CELL_NEEDS => Self::Cold,
            CELL_NEEDS..REGRESSION_NEEDS => Self::Paths,
            _ => Self::PathsAndRegression,
        }
    }

    fn eta(self) -> f64 {
        match self {
            Self::Cold => 0.05,
            Self::Paths | Self::PathsAndRegression => 0.02,
        }
    }
}

/// The step of a tier's own tracker.
const TIER_ETA: f64 = 0.05;

/// What became of one promise: who it was made to, whether it was missed, and the score it had, or would have had, at
/// each stage; nothing where that stage was not asked, or the wait is not known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    pub tier: usize,
    pub missed: bool,
    pub scores: [Option<f64>; 3],
}

/// One live channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    stage: Stage,
    told: usize,
    pooled: Tracker,
    told_by_tier: [usize; 3],
    tiers: [Option<Tracker>; 3],
    /// Scores of the stages to come, noted while an earlier one speaks: a stage does not begin from nothing.
    scores: [Rolling; 3],
}

impl Default for Ladder {
    fn default() -> Self {
        Self {
            stage: Stage::Cold,
            told: 0,
            pooled: Tracker::new(COLD_RATIO.ln(), Stage::Cold.eta(), ALPHA, Clamp::LIVE),
            told_by_tier: [0; 3],
            tiers: [None, None, None],
            scores: Stage::ALL.map(|_| Rolling::new(0.0, 1.0 - ALPHA)),
        }
    }
}

impl Ladder {
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Outcomes so far.
    pub fn told(&self) -> usize {
        self.told
    }

    /// The `q` of the next promise to a tier.
    pub fn q(&self, tier: usize) -> f64 {
        self.tiers[tier].as_ref().unwrap_or(&self.pooled).q()
    }

    /// Whether any tracker stands at its clamp: somebody should look.
    pub fn is_clamped(&self) -> bool {
        self.pooled.is_clamped() || self.tiers.iter().flatten().any(Tracker::is_clamped)
    }

    pub fn tell(&mut self, told: Told) {
        self.told += 1;
        self.told_by_tier[told.tier] += 1;
        for (rolling, score) in self.scores.iter_mut().zip(told.scores) {
            score.into_iter().for_each(|score| rolling.tell(score));
        }
        match &mut self.tiers[told.tier] {
            Some(tracker) => tracker.tell(told.missed),
            None => self.pooled.tell(told.missed),
        }
        let stage = Stage::of(self.told);
        if stage != self.stage {
            self.stage = stage;
            let rolling = &mut self.scores[stage as usize];
            rolling.refresh();
            self.pooled = Tracker::new(rolling.q(), stage.eta(), ALPHA, Clamp::LIVE);
            self.tiers = [None, None, None];
        }
        let is_grown = self.stage != Stage::Cold && self.told_by_tier[told.tier] >= CELL_NEEDS;
        if is_grown && self.tiers[told.tier].is_none() {
            self.tiers[told.tier] = Some(self.pooled.parted(TIER_ETA));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Ladder, Stage, Told};

    fn tell(ladder: &mut Ladder, count: usize, tier: usize, missed: bool) {
        for _ in 0..count {
            ladder.tell(Told { tier, missed, scores: [None, Some(0.2), Some(-0.1)] });
        }
    }

    #[test]
    fn a_new_channel_begins_a_third_longer_than_the_formula() {
        let ladder = Ladder::default();
        assert_eq!(ladder.stage(), Stage::Cold);
        assert!((ladder.q(0).exp() - 1.35).abs() < 1e-12);
    }

    #[test]
    fn each_stage_begins_from_the_scores_noted_before_it() {
        let mut ladder = Ladder::default();
        tell(&mut ladder, 199, 2, false);
        assert_eq!(ladder.stage(), Stage::Cold);
        tell(&mut ladder, 1, 2, false);
        assert_eq!((ladder.stage(), ladder.q(0), ladder.q(2)), (Stage::Paths, 0.2, 0.2));
        tell(&mut ladder, 1_800, 2, false);
        assert_eq!((ladder.stage(), ladder.q(2)), (Stage::PathsAndRegression, -0.1));
    }

    #[test]
    fn a_tier_with_outcomes_enough_goes_its_own_way() {
        let mut ladder = Ladder::default();
        tell(&mut ladder, 200, 2, false);
        tell(&mut ladder, 10, 2, true);
        assert!((ladder.q(2) - (0.2 + 10.0 * 0.05 * 0.9)).abs() < 1e-9, "{}", ladder.q(2));
        assert_eq!(ladder.q(0), 0.2);
    }
}
