//! What the day so far says about its rest: the forecast's logarithm moves by a part of how far off it was.

/// Standard deviation of what that part is believed to be before any day was seen.
const BETA_SD: f64 = 0.5;

/// A day with its forecast.
pub(crate) struct Pair<'a> {
    pub actual: &'a [f64],
    pub expected: &'a [f64],
}

/// Sums of counts and of their forecast where both are known: up to slot `cut`, and from there on.
fn sums(pair: &Pair<'_>, cut: usize) -> [(f64, f64); 2] {
    let sum = |range: std::ops::Range<usize>| {
        range
            .map(|slot| (pair.actual[slot], pair.expected[slot]))
            .filter(|(count, mean)| !count.is_nan() && !mean.is_nan())
            .fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    [sum(0..cut), sum(cut..pair.actual.len())]
}

/// The part, learned from past days by ridge: how far the rest was off against how far the beginning was.
pub(crate) fn beta<'a>(days: impl Iterator<Item = Pair<'a>>, cut: usize) -> f64 {
    let logs: Vec<(f64, f64)> = days
        .filter_map(|pair| {
            let [begun, rest] = sums(&pair, cut);
            let known = begun.0 > 0.0 && begun.1 > 0.0 && rest.0 > 0.0 && rest.1 > 0.0;
            known.then(|| ((begun.0 / begun.1).ln(), (rest.0 / rest.1).ln()))
        })
        .collect();
    let (xx, xy) = logs.iter().fold((0.0, 0.0), |(xx, xy), (x, y)| (xx + x * x, xy + x * y));
    if xx <= 0.0 || logs.len() < 3 {
        return 0.0;
    }
    let slope = xy / xx;
    let noise = logs.iter().map(|(x, y)| (y - slope * x).powi(2)).sum::<f64>() / logs.len() as f64;
    (xy / (xx + noise / (BETA_SD * BETA_SD))).clamp(0.0, 1.0)
}

/// The factor of the rest of a day; 1 when nothing is known of it yet.
pub(crate) fn factor(today: &Pair<'_>, cut: usize, beta: f64) -> f64 {
    let [(count, mean), _] = sums(today, cut);
    if count > 0.0 && mean > 0.0 { (beta * (count / mean).ln()).exp() } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::{Pair, beta, factor};

    #[test]
    fn days_that_stay_off_as_they_began_teach_the_whole_and_others_nothing() {
        let expected = [10.0, 10.0, 10.0, 10.0];
        let stays: Vec<[f64; 4]> = (5..15).map(|n| [f64::from(n); 4]).collect();
        let pairs =
            |days: &'_ [[f64; 4]]| beta(days.iter().map(|actual| Pair { actual, expected: &expected }), 2);
        assert!(pairs(&stays) > 0.99);
        let unlike: Vec<[f64; 4]> = (5..15).map(|n| [f64::from(n), f64::from(n), 10.0, 10.0]).collect();
        assert!(pairs(&unlike).abs() < 1e-9);
        assert_eq!(pairs(&[]), 0.0);
    }

    #[test]
    fn the_rest_moves_by_that_part() {
        let today = Pair { actual: &[20.0, 20.0, f64::NAN], expected: &[10.0, 10.0, 10.0] };
        assert!((factor(&today, 2, 0.5) - 2f64.sqrt()).abs() < 1e-12);
        assert_eq!(factor(&today, 0, 0.5), 1.0);
    }
}
