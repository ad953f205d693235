//! What the factor model is compared with: plain rules, exponential smoothing and harmonic regression.

use augurs::ets::AutoETS;
use augurs::mstl::MSTLModel;
use augurs::{Fit, Predict};

use crate::linear::{Normal, dot};
use crate::table::Table;

/// Days the smoothing and the harmonic regression learn from: twelve weeks of five days.
const DAYS: usize = 60;
/// A day is this many waves, a week twice as many.
const DAILY_WAVES: usize = 12;
const WEEKLY_WAVES: usize = 24;
/// Slots of what was left over that the next one leans on, beside the same slot of the day before.
const LAGS: usize = 4;

/// What `rule` makes of the newest counts, up to `most`, of the same slot and weekday; newest first.
pub(crate) fn same_weekday(
    table: &Table,
    origin: usize,
    days: usize,
    most: usize,
    rule: impl Fn(&[f64]) -> f64,
) -> Vec<Vec<f64>> {
    let mut last = Vec::with_capacity(most);
    (origin..origin + days)
        .map(|day| {
            let weekday = table.weekday(day);
            let same: Vec<usize> = (0..origin).rev().filter(|&other| table.weekday(other) == weekday).collect();
            (0..table.slots())
                .map(|slot| {
                    last.clear();
                    let counts = same.iter().map(|&other| table.day(other)[slot]);
                    last.extend(counts.filter(|count| !count.is_nan()).take(most));
                    if last.is_empty() { f64::NAN } else { rule(&last) }
                })
                .collect()
        })
        .collect()
}

/// Days of a week of this table: how many days lie between two of the same weekday.
fn week_days(table: &Table) -> usize {
    let mut seen = [false; 7];
    (0..table.len()).for_each(|day| seen[table.weekday(day)] = true);
    seen.iter().filter(|seen| **seen).count().max(1)
}

fn in_days(run: Vec<f64>, slots: usize) -> Vec<Vec<f64>> {
    run.chunks(slots).map(|day| day.iter().map(|count| count.max(0.0)).collect()).collect()
}

/// Seasonal and trend decomposition by loess over a week, the trend by exponential smoothing whose error and trend are
/// chosen by their likelihood. Nothing with less than two whole weeks, or when the fit does not converge.
pub(crate) fn ets(table: &Table, origin: usize, days: usize) -> Option<Vec<Vec<f64>>> {
    let week = week_days(table);
    let weeks = (DAYS.min(origin) / week).max(1);
    let run = table.filled(origin, weeks * week);
    if weeks < 2 || run.is_empty() {
        return None;
    }
    let trend = AutoETS::new(1, "ZZN").ok()?.into_trend_model();
    let fitted = MSTLModel::new(vec![week * table.slots()], trend).fit(&run).ok()?;
    let forecast = fitted.predict(days * table.slots(), None).ok()?;
    Some(in_days(forecast.point, table.slots()))
}

/// Dynamic harmonic regression: waves of the day and of the week under the logarithm, what is left over carried on by
/// four lags and the one of a day. Nothing with less than two whole weeks.
pub(crate) fn harmonic(table: &Table, origin: usize, days: usize) -> Option<Vec<Vec<f64>>> {
    let (slots, week) = (table.slots(), week_days(table));
    let season = week * slots;
    let weeks = DAYS.min(origin) / week;
    let run: Vec<f64> =
        table.filled(origin, weeks * week).into_iter().map(|count| count.max(0.5).ln()).collect();
    if weeks < 2 || run.is_empty() {
        return None;
    }
    let waves: Vec<Vec<f64>> = (0..season).map(|phase| waves(phase, slots, season)).collect();
    // The run is whole weeks, so each phase of the week is seen equally often and its mean is all there is to know.
    let mut normal = Normal::new(&vec![1e-6; waves[0].len()]);
    for (phase, x) in waves.iter().enumerate() {
        let mean = run.iter().skip(phase).step_by(season).sum::<f64>() / weeks as f64;
        normal.add(x, mean, weeks as f64);
    }
    let beta = normal.solved();
    let seasonal: Vec<f64> = waves.iter().map(|x| dot(x, &beta)).collect();
    let mut left: Vec<f64> = run.iter().enumerate().map(|(at, y)| y - seasonal[at % season]).collect();
    let lags: Vec<usize> = (1..=LAGS).chain((slots > LAGS).then_some(slots)).collect();
    let before = |left: &[f64], at: usize| lags.iter().map(|lag| left[at - lag]).collect::<Vec<f64>>();
    let mut normal = Normal::new(&vec![1e-6; lags.len()]);
    for at in slots.max(LAGS)..left.len() {
        normal.add(&before(&left, at), left[at], 1.0);
    }
    let carried = normal.solved();
    let known = left.len();
    for at in known..known + days * slots {
        left.push(dot(&before(&left, at), &carried).clamp(-3.0, 3.0));
    }
    let ahead = (known..left.len()).map(|at| (seasonal[at % season] + left[at]).exp()).collect();
    Some(in_days(ahead, slots))
}

/// A constant, then sine and cosine of each wave of the week and of those of the day that are none of the week's.
fn waves(phase: usize, slots: usize, season: usize) -> Vec<f64> {
    let mut x = vec![1.0];
    let turn = std::f64::consts::TAU * phase as f64;
    let of_week = (1..=WEEKLY_WAVES).filter(|wave| 2 * wave < season);
    let week = season / slots;
    let of_day = (1..=DAILY_WAVES).filter(|wave| 2 * wave < slots && wave * week > WEEKLY_WAVES);
    for angle in of_week
        .map(|wave| turn * wave as f64 / season as f64)
        .chain(of_day.map(|wave| turn * wave as f64 / slots as f64))
    {
        x.extend([angle.sin(), angle.cos()]);
    }
    x
}
