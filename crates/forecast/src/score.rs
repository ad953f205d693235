//! How good a forecast was: errors against the seasonal naive one's of the training days, quantiles and their cover.

use crate::law::LEVELS;

/// What errors are divided by: how far a count lay from that of a week before, in the days nothing is scored on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scales {
    /// Mean absolute difference.
    pub absolute: f64,
    /// Root of the mean squared difference.
    pub squared: f64,
}

/// The scores of one model.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    pub mase: f64,
    pub rmsse: f64,
    /// Sum of absolute errors over the sum of counts.
    pub wape: f64,
    /// The same of whole days.
    pub day_wape: f64,
    /// Mean pinball loss over the five levels, divided as MASE is.
    pub pinball: f64,
    /// Share of counts between the 5 % and the 95 % quantile.
    pub cov90: f64,
    /// MASE of the first day ahead.
    pub mase_h1: f64,
    /// Counts that were scored.
    pub scored: usize,
}

/// Sums that become [`Scores`].
#[derive(Clone, Debug, Default)]
pub struct Sums {
    absolute: f64,
    squared: f64,
    counts: f64,
    day_absolute: f64,
    first_absolute: f64,
    first: usize,
    pinball: f64,
    inside: usize,
    scored: usize,
}

impl Sums {
    /// Adds one day: its counts, the expected ones, and its quantiles as factors of those. Slots in which either is
    /// unknown are left out; so is a day without any.
    pub fn day(&mut self, ahead: usize, actual: &[f64], expected: &[f64], factors: &[f64; 5]) {
        let (mut actual_sum, mut expected_sum) = (0.0, 0.0);
        for (&count, &mean) in actual.iter().zip(expected) {
            if count.is_nan() || mean.is_nan() {
                continue;
            }
            let off = (count - mean).abs();
            actual_sum += count;
            expected_sum += mean;
            self.absolute += off;
            self.squared += off * off;
            self.counts += count;
            self.scored += 1;
            if ahead == 1 {
                self.first_absolute += off;
                self.first += 1;
            }
            for (level, factor) in LEVELS.iter().zip(factors) {
                let short = count - mean * factor;
                self.pinball += if short >= 0.0 { level * short } else { (level - 1.0) * short };
            }
            let between = mean * factors[0]..=mean * factors[4];
            self.inside += usize::from(between.contains(&count));
        }
        self.day_absolute += (actual_sum - expected_sum).abs();
    }

    pub fn scores(&self, scales: Scales) -> Scores {
        let n = self.scored.max(1) as f64;
        let counts = if self.counts > 0.0 { self.counts } else { 1.0 };
        Scores {
            mase: self.absolute / n / scales.absolute,
            rmsse: (self.squared / n).sqrt() / scales.squared,
            wape: self.absolute / counts,
            day_wape: self.day_absolute / counts,
            pinball: self.pinball / n / LEVELS.len() as f64 / scales.absolute,
            cov90: self.inside as f64 / n,
            mase_h1: self.first_absolute / self.first.max(1) as f64 / scales.absolute,
            scored: self.scored,
        }
    }
}

/// The quantile of values in order, linear between neighbours; 1 of none, as a factor that changes nothing.
pub fn quantile(sorted: &[f64], level: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 1.0 };
    let at = level * last as f64;
    let (below, part) = (at.floor() as usize, at.fract());
    sorted[below] + part * (sorted[(below + 1).min(last)] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::{Scales, Sums, quantile};

    #[test]
    fn scores_of_two_slots_by_hand() {
        let mut sums = Sums::default();
        sums.day(1, &[10.0, f64::NAN, 20.0], &[12.0, 5.0, 10.0], &[0.5, 0.8, 1.0, 1.1, 1.5]);
        let scores = sums.scores(Scales { absolute: 4.0, squared: 2.0 });
        assert_eq!(scores.mase, 1.5);
        assert_eq!(scores.rmsse, (52f64).sqrt() / 2.0);
        assert_eq!(scores.wape, 12.0 / 30.0);
        assert_eq!(scores.day_wape, 8.0 / 30.0);
        assert_eq!((scores.mase_h1, scores.scored), (1.5, 2));
        // 10 lies within 6–18, 20 not within 5–15.
        assert_eq!(scores.cov90, 0.5);
        // Quantiles 6, 9.6, 12, 13.2, 18 and 5, 8, 10, 11, 15 of the counts 10 and 20.
        let pinball = (0.05 * 4.0 + 0.25 * 0.4 + 0.5 * 2.0 + 0.25 * 3.2 + 0.05 * 8.0)
            + (0.05 * 15.0 + 0.25 * 12.0 + 0.5 * 10.0 + 0.75 * 9.0 + 0.95 * 5.0);
        assert!((scores.pinball - pinball / 2.0 / 5.0 / 4.0).abs() < 1e-12);
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), 3.0);
        assert_eq!(quantile(&[7.0], 0.05), 7.0);
        assert_eq!(quantile(&[], 0.5), 1.0);
    }
}
