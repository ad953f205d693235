//! Shares in whole tenths of a percent, and how sure one can be of them.

/// z of the two-sided 95 % of a normal distribution.
pub(super) const Z: f64 = 1.959_963_984_540_054;

/// A share of `whole` in tenths of a percent, to the nearest; 1,000 only when nothing is missing. Nothing of nothing.
pub fn tenths(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    let nearest = (part * 2_000 + whole) / (whole * 2);
    Some(if nearest == 1_000 && part < whole { 999 } else { nearest })
}

/// The interval a share lies in 19 times of 20 (Wilson 1927), 0 to 1. Nothing of nothing.
pub fn interval(part: i64, whole: i64) -> Option<(f64, f64)> {
    if whole <= 0 {
        return None;
    }
    Some(interval_of(part as f64 / whole as f64, whole as f64))
}

/// The same for a share known otherwise, of a number of cases above none.
pub fn interval_of(share: f64, whole: f64) -> (f64, f64) {
    let weight = 1.0 + Z * Z / whole;
    let middle = (share + Z * Z / (2.0 * whole)) / weight;
    let half = Z / weight * (share * (1.0 - share) / whole + Z * Z / (4.0 * whole * whole)).sqrt();
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// The interval in tenths of a percent, to the nearest.
pub fn interval_tenths(part: i64, whole: i64) -> Option<(i64, i64)> {
    let (low, high) = interval(part, whole)?;
    Some(((low * 1_000.0).round() as i64, (high * 1_000.0).round() as i64))
}

#[cfg(test)]
mod tests {
    use super::{interval_tenths, tenths};

    #[test]
    fn a_share_is_whole_only_when_nothing_is_missing() {
        assert_eq!(tenths(180, 191), Some(942));
        assert_eq!(tenths(1, 3), Some(333));
        assert_eq!(tenths(2, 3), Some(667));
        assert_eq!(tenths(9_999, 10_000), Some(999));
        assert_eq!(tenths(7, 7), Some(1_000));
        assert_eq!(tenths(0, 7), Some(0));
        assert_eq!(tenths(0, 0), None);
    }

    #[test]
    fn intervals_are_those_of_the_tables() {
        // Worked by hand with z = 1.96: 10,603 of 11,214; 8 of 10; none and all of 10.
        assert_eq!(interval_tenths(10_603, 11_214), Some((941, 950)));
        assert_eq!(interval_tenths(8, 10), Some((490, 943)));
        assert_eq!(interval_tenths(0, 10), Some((0, 278)));
        assert_eq!(interval_tenths(10, 10), Some((722, 1_000)));
        assert_eq!(interval_tenths(0, 0), None);
    }
}
