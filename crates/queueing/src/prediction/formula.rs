//! Quantiles of a wait by formula, from the length of the queue alone. They know nothing of shared people, of breaks
//! nor of what is in hand, and serve where nothing better is known: the first contacts of a new desk.

/// The standard normal number below which 90 % lie.
const NORMAL_90: f64 = 1.281_551_565_544_600_4;

/// The 90 % quantile when all `ahead` wait to the end: the time to `ahead + 1` ends at `places * rate`.
pub fn queue_length(ahead: usize, places: f64, service_s: f64) -> f64 {
    let rate = places / service_s;
    let steps = ahead as f64 + 1.0;
    gamma_90(steps / rate, steps / (rate * rate))
}

/// The same when those ahead leave after an exponential patience (Whitt 1999; Ibrahim and Whitt 2009): the time to each
/// further end has the rate of ends and leavings together; a gamma distribution with the mean and variance of the sum.
pub fn queue_length_with_leaving(ahead: usize, places: f64, service_s: f64, patience_s: f64) -> f64 {
    let (mut mean, mut variance) = (0.0, 0.0);
    for left in 0..=ahead {
        let rate = places / service_s + left as f64 / patience_s;
        mean += 1.0 / rate;
        variance += 1.0 / (rate * rate);
    }
    gamma_90(mean, variance)
}

/// 90 % quantile of a gamma distribution by its mean and variance (Wilson and Hilferty 1931), exact for one exponential.
fn gamma_90(mean: f64, variance: f64) -> f64 {
    let shape = mean * mean / variance;
    if (shape - 1.0).abs() < 1e-9 {
        return mean * std::f64::consts::LN_10;
    }
    let ninth = 1.0 / (9.0 * shape);
    let root = 1.0 - ninth + NORMAL_90 * ninth.sqrt();
    mean * root * root * root
}

#[cfg(test)]
mod tests {
    use super::{queue_length, queue_length_with_leaving};

    fn near(found: f64, table: f64) -> bool {
        (found / table - 1.0).abs() < 0.01
    }

    #[test]
    fn quantiles_agree_with_the_tables_of_the_gamma_distribution() {
        // Half of the 90 % points of chi-square with 2, 10 and 40 degrees of freedom.
        for (ahead, table) in [(0, std::f64::consts::LN_10), (4, 7.9936), (19, 25.9025)] {
            let found = queue_length(ahead, 1.0, 1.0);
            assert!(near(found, table), "{ahead} ahead: {found}");
        }
    }

    #[test]
    fn who_may_leave_shortens_the_wait_of_those_behind() {
        let patient = queue_length_with_leaving(10, 5.0, 300.0, f64::INFINITY);
        assert!((patient - queue_length(10, 5.0, 300.0)).abs() < 1e-9);
        assert!(queue_length_with_leaving(10, 5.0, 300.0, 400.0) < 0.8 * patient);
        assert!(queue_length(10, 10.0, 300.0) < 0.6 * patient);
    }
}
