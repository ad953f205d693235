//! How long it took: mean and percentiles of the same cases, never a mean of means.

/// Times of a number of cases, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Spread {
    pub n: i64,
    /// Sum of all: means of several groups are made from sums.
    pub total_ms: i64,
    /// Nearest rank: the smallest time that at least half, nine in ten, nineteen in twenty of the cases do not exceed.
    pub p50_ms: i64,
    pub p90_ms: i64,
    pub p95_ms: i64,
    /// Where the median lies 19 times of 20: the times at the ranks of the Wilson interval of one half.
    pub p50_low_ms: i64,
    pub p50_high_ms: i64,
}

impl Spread {
    /// Of these times, in any order.
    pub fn of(mut times_ms: Vec<i64>) -> Self {
        times_ms.sort_unstable();
        let n = times_ms.len() as i64;
        if n == 0 {
            return Self::default();
        }
        let (low, high) = super::wilson::interval_of(0.5, n as f64);
        let at = |rank: i64| times_ms[(rank.clamp(1, n) - 1) as usize];
        // ceil(p × n / 100), in whole numbers.
        let nearest = |percent: i64| at((percent * n + 99) / 100);
        Self {
            n,
            total_ms: times_ms.iter().sum(),
            p50_ms: nearest(50),
            p90_ms: nearest(90),
            p95_ms: nearest(95),
            p50_low_ms: at((low * n as f64).floor() as i64),
            p50_high_ms: at((high * n as f64).ceil() as i64 + 1),
        }
    }

    /// The mean, to the nearest millisecond; nothing of nothing.
    pub fn mean_ms(&self) -> Option<i64> {
        (self.n > 0).then(|| (self.total_ms + self.n / 2) / self.n)
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[track_caller]
    fn ranks(times: &[i64], p50: i64, p90: i64, p95: i64, mean: Option<i64>) {
        let spread = Spread::of(times.to_vec());
        assert_eq!((spread.p50_ms, spread.p90_ms, spread.p95_ms), (p50, p90, p95), "{times:?}");
        assert_eq!(spread.mean_ms(), mean, "{times:?}");
        assert!(spread.p50_low_ms <= spread.p50_ms && spread.p50_ms <= spread.p50_high_ms, "{spread:?}");
    }

    #[test]
    fn percentiles_are_times_that_happened() {
        ranks(&[], 0, 0, 0, None);
        ranks(&[7], 7, 7, 7, Some(7));
        ranks(&[20, 10], 10, 20, 20, Some(15));
        ranks(&[5, 1, 4, 2, 3, 6, 7, 8, 9, 10], 5, 9, 10, Some(6));
        ranks(&(1..=20).collect::<Vec<_>>(), 10, 18, 19, Some(11));
        ranks(&(1..=100).rev().collect::<Vec<_>>(), 50, 90, 95, Some(51));
        ranks(&[0, 0, 0, 1_000_000], 0, 1_000_000, 1_000_000, Some(250_000));
    }

    #[test]
    fn the_interval_of_a_median_is_wide_with_few_and_narrow_with_many() {
        let few = Spread::of((1..=10).collect());
        assert_eq!((few.p50_low_ms, few.p50_high_ms), (2, 9));
        let many = Spread::of((1..=1_000).collect());
        assert_eq!((many.p50_low_ms, many.p50_high_ms), (469, 532));
    }
}
