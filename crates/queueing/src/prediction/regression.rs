//! Linear regression of a quantile of the logarithm of a wait, by Adam on the pinball loss. Full batches from a fixed
//! start, so that the same rows give the same coefficients.

use super::Facts;
use crate::channel::Channel;

/// Added to waits before the logarithm: shorter differences than this matter to nobody.
pub fn offset_s(channel: Channel) -> f64 {
    match channel {
        Channel::Phone | Channel::Chat => 15.0,
        Channel::Email => 120.0,
    }
}

/// What a regression sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// Queue lengths and past waits.
    Queue,
    /// The same, and what the Monte-Carlo says.
    QueueAndPaths,
}

const QUEUE_COLUMNS: usize = 13;
const COLUMNS: usize = QUEUE_COLUMNS + 2;
type Columns = [f64; COLUMNS];

/// A fitted quantile of one channel's waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Regression {
    channel: Channel,
    sees: Sees,
    /// Of the columns as they are; the first is the constant.
    coefficients: Columns,
}

const STEPS: usize = 3_000;
const RATE: f64 = 0.02;
const MOMENTUM: f64 = 0.9;
const SPREAD: f64 = 0.999;

impl Regression {
    /// Fits the `level` quantile to waits that are known. Nothing when there are fewer rows than a fit can bear.
    pub fn fit(channel: Channel, sees: Sees, level: f64, rows: &[(Facts, f64)]) -> Option<Self> {
        const FEWEST_ROWS: usize = 10 * COLUMNS;
        if rows.len() < FEWEST_ROWS {
            return None;
        }
        let offset = offset_s(channel);
        let used = match sees {
            Sees::Queue => QUEUE_COLUMNS,
            Sees::QueueAndPaths => COLUMNS,
        };
        let mut table: Vec<Columns> = rows.iter().map(|(facts, _)| columns(channel, facts)).collect();
        let aims: Vec<f64> = rows.iter().map(|&(_, waited_s)| (waited_s + offset).ln()).collect();
        let count = rows.len() as f64;
        let (mut means, mut spreads) = ([0.0; COLUMNS], [1.0; COLUMNS]);
        for column in 1..used {
            let mean = table.iter().map(|row| row[column]).sum::<f64>() / count;
            let variance = table.iter().map(|row| (row[column] - mean).powi(2)).sum::<f64>() / count;
            means[column] = mean;
            spreads[column] = if variance > 1e-12 { variance.sqrt() } else { f64::INFINITY };
        }
        for row in &mut table {
            for column in 1..used {
                row[column] = (row[column] - means[column]) / spreads[column];
            }
        }
        let mut sorted = aims.clone();
        sorted.sort_by(f64::total_cmp);
        let mut beta = [0.0; COLUMNS];
        beta[0] = sorted[((level * count) as usize).min(sorted.len() - 1)];
        let (mut first, mut second) = ([0.0; COLUMNS], [0.0; COLUMNS]);
        for step in 1..=STEPS {
            let mut slope = [0.0; COLUMNS];
            for (row, aim) in table.iter().zip(&aims) {
                let said: f64 = (0..used).map(|column| beta[column] * row[column]).sum();
                let pull = if *aim > said { -level } else { 1.0 - level };
                for column in 0..used {
                    slope[column] += pull * row[column];
                }
            }
            // The step shrinks with the square root of what is left, so that the last ones settle.
            let rate = RATE * (1.0 - (step as f64 - 1.0) / STEPS as f64).sqrt();
            for column in 0..used {
                let slope = slope[column] / count;
                first[column] = MOMENTUM * first[column] + (1.0 - MOMENTUM) * slope;
                second[column] = SPREAD * second[column] + (1.0 - SPREAD) * slope * slope;
                let mean = first[column] / (1.0 - MOMENTUM.powi(step as i32));
                let square = second[column] / (1.0 - SPREAD.powi(step as i32));
                beta[column] -= rate * mean / (square.sqrt() + 1e-8);
            }
        }
        let mut coefficients = beta;
        for column in 1..used {
            coefficients[column] = beta[column] / spreads[column];
            coefficients[0] -= coefficients[column] * means[column];
        }
        Some(Self { channel, sees, coefficients })
    }

    /// One that was fitted before, by what [`Self::coefficients`] gave; nothing where they are not so many.
    pub fn of(channel: Channel, sees: Sees, coefficients: &[f64]) -> Option<Self> {
        Some(Self { channel, sees, coefficients: coefficients.try_into().ok()? })
    }

    /// The constant first.
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// The quantile, in seconds; never below zero.
    pub fn predict_s(&self, facts: &Facts) -> f64 {
        let row = columns(self.channel, facts);
        let used = match self.sees {
            Sees::Queue => QUEUE_COLUMNS,
            Sees::QueueAndPaths => COLUMNS,
        };
        let said: f64 = (0..used).map(|column| self.coefficients[column] * row[column]).sum();
        (said.exp() - offset_s(self.channel)).max(0.0)
    }
}

fn columns(channel: Channel, facts: &Facts) -> Columns {
    let offset = offset_s(channel);
    let log = |seconds: f64| (seconds + offset).ln();
    let dummy = |is: bool| if is { 1.0 } else { 0.0 };
    [
        1.0,
        log(facts.formula_s),
        log(facts.head_age_s),
        log(facts.last_served_s),
        (1.0 + facts.ahead as f64).ln(),
        (1.0 + facts.waiting as f64).ln(),
        ((1.0 + facts.places_soon) / (1.0 + facts.places)).ln(),
        dummy(facts.tier == 0),
        dummy(facts.tier == 1),
        dummy(facts.skill == 1),
        dummy(facts.skill == 2),
        facts.hour,
        facts.hour * facts.hour,
        log(facts.paths_median_s),
        log(facts.paths_high_s),
    ]
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{Facts, Regression, Sees};
    use crate::channel::Channel;
    use crate::random::{normal, uniform};

    #[test]
    fn a_quantile_that_is_linear_is_found() {
        let rows: Vec<(Facts, f64)> = (0..4_000)
            .map(|index| {
                let head_age_s = 600.0 * uniform(1, 1, index);
                let facts = Facts { head_age_s, hour: 10.0 * uniform(1, 2, index), ..Facts::default() };
                (facts, (head_age_s + 15.0) * (0.5 * normal(2, 1, index)).exp() - 15.0)
            })
            .collect();
        let fitted = Regression::fit(Channel::Phone, Sees::Queue, 0.9, &rows).unwrap();
        let kept = rows.iter().filter(|(facts, waited_s)| *waited_s <= fitted.predict_s(facts)).count();
        assert!((kept as f64 / 4_000.0 - 0.9).abs() < 0.01, "{kept} of 4000");
        let facts = Facts { head_age_s: 285.0, hour: 5.0, ..Facts::default() };
        // 300 e^(.5 · 1.2816) - 15
        assert!((fitted.predict_s(&facts) / 554.4 - 1.0).abs() < 0.06, "{}", fitted.predict_s(&facts));
    }

    #[test]
    fn too_few_rows_give_nothing() {
        assert_eq!(Regression::fit(Channel::Chat, Sees::Queue, 0.9, &[(Facts::default(), 1.0); 20]), None);
    }
}
