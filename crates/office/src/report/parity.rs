//! The web beside the telephone: the same measures of both, and whether they differ by more than chance.

use super::figures::{Figures, Part};
use super::sheet::{Line, Measure, Value, line};
use super::whole::Report;
use crate::kpi;

/// What is compared.
const MEASURES: [Measure; 6] = [
    Measure::Certainty,
    Measure::Kept,
    Measure::Sum(kpi::Measure::FirstContact),
    Measure::Sum(kpi::Measure::CustomerTime),
    Measure::Sum(kpi::Measure::Satisfied),
    Measure::FirstWall,
];

/// One measure on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parity {
    pub web: Line,
    pub phone: Line,
    /// Nothing where one side has too few cases, or the two are not the same thing.
    pub differs: Option<Differs>,
}

/// The web's figure less the telephone's: tenths of a percent, or milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differs {
    pub by: i64,
    /// Where the difference lies 19 times of 20.
    pub low: i64,
    pub high: i64,
    pub verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Even,
    WebBetter,
    WebWorse,
}

impl Verdict {
    pub fn name(self) -> &'static str {
        match self {
            Self::Even => "even",
            Self::WebBetter => "web_better",
            Self::WebWorse => "web_worse",
        }
    }
}

/// Both sides of a report.
pub fn parity(report: &Report) -> Vec<Parity> {
    let nothing = Figures::default();
    let of = |way: &'static str| {
        let part = report.parts.iter().find(|named| named.part == Part::Way(way));
        part.map_or(&nothing, |named| &named.figures)
    };
    let (web, phone) = (of("web"), of("phone"));
    let sides = MEASURES.into_iter().map(|measure| {
        let (web, phone) = (line(measure, web, report.of()), line(measure, phone, report.of()));
        Parity { differs: differs(&web, &phone), web, phone }
    });
    sides.collect()
}

fn differs(web: &Line, phone: &Line) -> Option<Differs> {
    let (web_ends, phone_ends) = (web.interval?, phone.interval?);
    let (one, other, better_is_more) = match (web.value, phone.value) {
        (Value::Share(one), Value::Share(other)) => (one, other, true),
        (Value::Mean(one), Value::Mean(other)) => (one, other, false),
        // To wait for a letter and to wait on the line are not the same.
        _ => return None,
    };
    let (low, high) = between((one, web_ends), (other, phone_ends));
    let verdict = match (low > 0, high < 0) {
        (false, false) => Verdict::Even,
        (more, _) if more == better_is_more => Verdict::WebBetter,
        _ => Verdict::WebWorse,
    };
    Some(Differs { by: one - other, low, high, verdict })
}

/// Newcombe (1998), method 10: the interval of a difference from the intervals of both.
fn between((one, (l1, u1)): (i64, (i64, i64)), (other, (l2, u2)): (i64, (i64, i64))) -> (i64, i64) {
    let root = |a: i64, b: i64| ((a * a + b * b) as f64).sqrt().round() as i64;
    let by = one - other;
    (by - root(one - l1, u2 - other), by + root(u1 - one, other - l2))
}

#[cfg(test)]
mod tests {
    use super::{Verdict, between, differs};
    use crate::report::sheet::{Line, Measure, Value};
    use crate::report::wilson;

    #[test]
    fn the_interval_of_a_difference_is_that_of_the_paper() {
        // Newcombe 1998, table II, method 10: 56/70 - 48/80 is 0.0524 to 0.3339.
        let of = |part, whole| {
            (wilson::tenths(part, whole).unwrap_or(0), wilson::interval_tenths(part, whole).unwrap_or((0, 0)))
        };
        assert_eq!(between(of(56, 70), of(48, 80)), (53, 334));
    }

    #[test]
    fn less_time_is_better_and_a_median_is_not_compared() {
        let of = |value, interval| Line {
            measure: Measure::Kept,
            value,
            numerator: 1,
            n: 60,
            interval: Some(interval),
            complete_from_ms: None,
        };
        let short = of(Value::Mean(60_000), (50_000, 70_000));
        let long = of(Value::Mean(120_000), (100_000, 140_000));
        assert_eq!(differs(&short, &long).map(|one| one.verdict), Some(Verdict::WebBetter));
        assert_eq!(differs(&long, &short).map(|one| one.verdict), Some(Verdict::WebWorse));
        assert_eq!(differs(&long, &long).map(|one| one.verdict), Some(Verdict::Even));
        let median = of(Value::Time { mean_ms: 1, p50_ms: 1, p90_ms: 1, p95_ms: 1 }, (1, 1));
        assert_eq!(differs(&median, &median), None);
        let nothing = Line { interval: None, ..long };
        assert_eq!(differs(&nothing, &long), None);
    }
}
