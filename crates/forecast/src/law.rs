//! How counts scatter: Poisson, negative binomial, and the gamma law of an uncertain rate.

/// The levels every forecast tells.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Means up to which probabilities are summed one by one.
const EXACT_MEAN: f64 = 2_000.0;

/// The smallest counts whose probability reaches each of the rising `levels`, of a negative binomial law with this
/// mean and the variance `mean + dispersion · mean²`: Poisson without dispersion, never narrower.
pub fn quantiles<const N: usize>(mean: f64, dispersion: f64, levels: [f64; N]) -> [f64; N] {
    if mean.is_nan() || mean <= 0.0 {
        return [0.0; N];
    }
    let dispersion = dispersion.max(0.0);
    // The logarithm of the probability of nothing at all.
    let nothing = if dispersion * mean < 1e-9 { -mean } else { -(dispersion * mean).ln_1p() / dispersion };
    if mean > EXACT_MEAN || nothing < -600.0 {
        return levels.map(|level| large(mean, dispersion, level));
    }
    let mut found = [0.0; N];
    let mut probability = nothing.exp();
    let (mut count, mut sum) = (0.0, probability);
    let odds = dispersion * mean / (1.0 + dispersion * mean);
    let end = mean + 60.0 * (mean + dispersion * mean * mean).sqrt() + 60.0;
    for (level, into) in levels.iter().zip(&mut found) {
        while sum < *level && count < end {
            probability *= if dispersion < 1e-12 {
                mean / (count + 1.0)
            } else {
                odds * (count + 1.0 / dispersion) / (count + 1.0)
            };
            count += 1.0;
            sum += probability;
        }
        *into = count;
    }
    found
}

/// Of many: the gamma law with the same mean and variance, by Wilson and Hilferty's cube.
fn large(mean: f64, dispersion: f64, level: f64) -> f64 {
    let variance = mean + dispersion * mean * mean;
    gamma_quantile(mean * mean / variance, variance / mean, level).round().max(0.0)
}

/// The quantile of a gamma law of this shape and scale (its mean is their product).
pub fn gamma_quantile(shape: f64, scale: f64, level: f64) -> f64 {
    let cube = 1.0 / (9.0 * shape);
    let start = shape * (1.0 - cube + normal_quantile(level) * cube.sqrt()).max(0.01).powi(3);
    // Newton's steps on the law itself, held between bounds that close in.
    let (mut low, mut high) = (0.0, f64::MAX);
    let mut x = start;
    for _ in 0..40 {
        let off = gamma_below(shape, x) - level;
        if off > 0.0 {
            high = x
        } else {
            low = x
        }
        let density = ((shape - 1.0) * x.ln() - x - ln_gamma(shape)).exp();
        let next = x - off / density.max(1e-300);
        let next = match next > low && next < high {
            true => next,
            false if high < f64::MAX => f64::midpoint(low, high),
            false => 2.0 * x,
        };
        if (next - x).abs() <= 1e-12 * x {
            return next * scale;
        }
        x = next;
    }
    x * scale
}

/// The standard normal quantile, by Acklam's rational approximation (relative error below 1.2e-9).
#[expect(clippy::excessive_precision, reason = "the published coefficients, as they are printed")]
pub fn normal_quantile(level: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969683028665376e1,
        2.209460984245205e2,
        -2.759285104469687e2,
        1.383577518672690e2,
        -3.066479806614716e1,
        2.506628277459239,
    ];
    const B: [f64; 6] = [
        -5.447609879822406e1,
        1.615858368580409e2,
        -1.556989798598866e2,
        6.680131188771972e1,
        -1.328068155288572e1,
        1.0,
    ];
    const C: [f64; 6] = [
        -7.784894002430293e-3,
        -3.223964580411365e-1,
        -2.400758277161838,
        -2.549732539343734,
        4.374664141464968,
        2.938163982698783,
    ];
    const D: [f64; 5] = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1.0];
    const TAIL: f64 = 0.02425;
    let horner = |coefficients: &[f64], x: f64| coefficients.iter().fold(0.0, |sum, one| sum * x + one);
    let tail = |p: f64| {
        let q = (-2.0 * p.ln()).sqrt();
        horner(&C, q) / horner(&D, q)
    };
    match level {
        p if p <= 0.0 => f64::NEG_INFINITY,
        p if p >= 1.0 => f64::INFINITY,
        p if p < TAIL => tail(p),
        p if p > 1.0 - TAIL => -tail(1.0 - p),
        p => {
            let q = p - 0.5;
            horner(&A, q * q) * q / horner(&B, q * q)
        }
    }
}

/// The probability of a gamma law of this shape and scale 1 below `x`: a series, or a continued fraction beyond the mean.
fn gamma_below(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = (shape * x.ln() - x - ln_gamma(shape)).exp();
    if x < shape + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / shape, 1.0 / shape, shape);
        while term > sum * 1e-16 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return (front * sum).min(1.0);
    }
    let (mut b, mut c) = (x + 1.0 - shape, f64::MAX);
    let mut d = 1.0 / b;
    let mut fraction = d;
    for i in 1..10_000 {
        let i = f64::from(i);
        let a = -i * (i - shape);
        b += 2.0;
        let steady = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
        d = 1.0 / steady(a * d + b);
        c = steady(b + a / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (1.0 - front * fraction).max(0.0)
}

/// The logarithm of the gamma function, by Stirling's series after moving the argument beyond 10.
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut product) = (x, 1.0);
    while x < 10.0 {
        product *= x;
        x += 1.0;
    }
    let inverse = 1.0 / (x * x);
    let series = (1.0 / 12.0 - inverse * (1.0 / 360.0 - inverse * (1.0 / 1260.0 - inverse / 1680.0))) / x;
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series - product.ln()
}

/// Dispersion by moments of counts against their expected means; 0 when they scatter no more than Poisson.
pub fn dispersion(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut excess, mut squares) = (0.0, 0.0);
    for (count, mean) in pairs.filter(|(count, mean)| !count.is_nan() && !mean.is_nan()) {
        excess += (count - mean).powi(2) - mean;
        squares += mean * mean;
    }
    if excess <= 0.0 || squares <= 0.0 { 0.0 } else { excess / squares }
}

#[cfg(test)]
mod tests {
    use super::{dispersion, gamma_below, gamma_quantile, ln_gamma, normal_quantile, quantiles};

    #[test]
    fn quantiles_of_poisson_and_of_the_negative_binomial_are_those_of_the_tables() {
        // Poisson 3: P(≤1)=.199, P(≤2)=.423, P(≤3)=.647, P(≤5)=.916, P(≤6)=.966.
        assert_eq!(quantiles(3.0, 0.0, [0.19, 0.2, 0.42, 0.64, 0.95]), [1.0, 2.0, 2.0, 3.0, 6.0]);
        // Negative binomial of size 1 is geometric: mean 4, P(≤k) = 1 - .8^(k+1).
        assert_eq!(quantiles(4.0, 1.0, [0.19, 0.21, 0.5, 0.9]), [0.0, 1.0, 3.0, 10.0]);
        assert_eq!(quantiles(0.0, 0.3, [0.05, 0.95]), [0.0, 0.0]);
    }

    #[test]
    fn it_is_never_narrower_than_poisson_and_the_law_of_many_goes_on_where_summing_ends() {
        for mean in [0.3, 2.0, 40.0, 900.0] {
            let [low, high] = quantiles(mean, 0.0, [0.05, 0.95]);
            let [lower, higher] = quantiles(mean, 0.1, [0.05, 0.95]);
            assert!(lower <= low && high <= higher, "{mean}");
        }
        let [low, high] = quantiles(1_999.0, 0.02, [0.05, 0.95]);
        let [below, above] = quantiles(2_001.0, 0.02, [0.05, 0.95]);
        assert!((low - below).abs() < 6.0 && (high - above).abs() < 6.0, "{low} {below} {high} {above}");
    }

    #[test]
    fn the_gamma_law_meets_the_exponential_and_the_chi_squared() {
        assert!((gamma_quantile(1.0, 2.0, 0.5) - 2.0 * 2f64.ln()).abs() < 1e-9);
        // Chi-squared of 10 degrees, 95 %: 18.307038.
        assert!((gamma_quantile(5.0, 2.0, 0.95) - 18.307_038).abs() < 1e-5);
        for shape in [0.2, 1.0, 7.5, 400.0, 90_000.0] {
            for level in [0.01, 0.3, 0.6, 0.95, 0.999] {
                let x = gamma_quantile(shape, 1.0, level);
                assert!((gamma_below(shape, x) - level).abs() < 1e-9, "{shape} {level}: {x}");
            }
        }
        assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-10);
        assert!((normal_quantile(0.975) - 1.959_963_985).abs() < 1e-8);
    }

    #[test]
    fn dispersion_is_what_poisson_does_not_explain() {
        assert_eq!(dispersion([(3.0, 3.0), (4.0, 3.0)].into_iter()), 0.0);
        let scattered = [(0.0, 10.0), (20.0, 10.0), (f64::NAN, 10.0)];
        assert!((dispersion(scattered.into_iter()) - 0.9).abs() < 1e-12);
    }
}
