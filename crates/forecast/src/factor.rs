//! The factor model: a day's total times the profile of its weekday.
//!
//! `y = T · P`. The profile is an exponentially weighted mean of day shapes, each weekday's own drawn towards all days'.
//! The total's logarithm is a ridge regression on what the calendar says about the day, plus what was left over of the
//! last days, fading with the distance. The parents are Weinberg, Brown and Stroud (2007) and Shen and Huang (2008); the
//! constants were fixed before the model saw a test.
//!
//! Where a slot sees fewer than ten arrivals, logarithms of totals say little: totals are then Poisson with a gamma
//! level, and one profile is pooled over all weekdays.

use jiff::ToSpan;

use crate::linear::{Normal, dot};
use crate::model::Record;
use crate::table::Table;
use crate::working::{PENALTIES, Rare};

/// Days a total is learned from.
const DAYS: usize = 100;
const HALF_LIFE_DAYS: f64 = 25.0;
const PROFILE_HALF_LIFE_DAYS: f64 = 20.0;
/// Days a profile is learned from: beyond six half-lives nothing counts.
const PROFILE_DAYS: usize = 120;
/// Mean arrivals of a slot below which counts are low.
const LOW: f64 = 10.0;
/// The logarithm of a total is brought to this distance of its weekday's median, so that one day of an outage, or of
/// zeros, does not bend all others.
const FAR: f64 = 1.5;
/// Standard deviation of what a rare day is believed to do to the logarithm of a total before it was ever seen.
const RARE_SD: f64 = 0.3;
/// A day known in part stands for the whole when this share of its profile is known.
const SHARE_ENOUGH: f64 = 0.25;
/// Beside a half, so that an empty day has a logarithm.
const LEAST_TOTAL: f64 = 0.5;
/// Penalties of the Poisson regression: one over the variance a column is believed to have.
const LOW_WEEKDAY_PENALTY: f64 = 4.0;
const LOW_PENALTY: f64 = 44.0;
/// The level of low counts forgets a fifth a day.
const LEVEL_KEPT: f64 = 0.8;
const LEVEL_DAYS: usize = 20;

pub(crate) struct Factor {
    /// Shares of a day by weekday; NaN where the weekday is shut.
    profiles: [Vec<f64>; 7],
    level: f64,
    beta: Vec<f64>,
    left_over: LeftOver,
    rare: Vec<(Rare, f64)>,
    origin: usize,
}

/// What the calendar did not explain of the last days.
enum LeftOver {
    /// Of logarithms: the last residual, and the weighted mean of the last five.
    Residuals { last: f64, mean: f64 },
    /// Of low counts: the logarithm of the gamma level.
    Level(f64),
}

impl Factor {
    /// Learns from the days before `origin`; nothing when none of them has a count.
    pub(crate) fn fit(record: &Record, origin: usize) -> Option<Self> {
        let table = &record.table;
        let low = table.mean(origin, DAYS) < LOW;
        let profiles = profiles(table, origin, low)?;
        let rare = rare_effects(record, origin);
        let first = origin.saturating_sub(DAYS);
        let days: Vec<Day> = (first..origin)
            .filter_map(|day| {
                let total = total(table, day, &profiles)?;
                let offset = effect(&rare, record.rare[day].as_ref());
                Some(Day { day, total, offset })
            })
            .collect();
        if days.is_empty() {
            return None;
        }
        let (level, beta, left_over) =
            if low { poisson(record, &days, origin) } else { logarithms(record, &days, origin) };
        Some(Self { profiles, level, beta, left_over, rare, origin })
    }

    /// The expected counts of day number `day`, as if it were open; NaN in slots its weekday is shut.
    pub(crate) fn day(&self, record: &Record, day: usize) -> Vec<f64> {
        let ahead = (day + 1 - self.origin) as i32;
        let faded = match self.left_over {
            LeftOver::Residuals { last, mean } => {
                0.6 * 0.55f64.powi(ahead) * last + 0.4 * 0.8f64.powi(ahead - 1) * mean
            }
            LeftOver::Level(level) => LEVEL_KEPT.powi(ahead - 1) * level,
        };
        let offset = effect(&self.rare, record.rare[day].as_ref());
        let total = (self.level + dot(&record.features[day], &self.beta) + offset + faded).exp();
        self.profiles[record.table.weekday(day)].iter().map(|share| share * total).collect()
    }
}

struct Day {
    day: usize,
    total: f64,
    /// What its rarity did to the logarithm.
    offset: f64,
}

fn weight(origin: usize, day: usize, half_life_days: f64) -> f64 {
    (-((origin - 1 - day) as f64) / half_life_days).exp2()
}

fn logarithms(record: &Record, days: &[Day], origin: usize) -> (f64, Vec<f64>, LeftOver) {
    let mut targets: Vec<f64> = days.iter().map(|day| day.total.max(LEAST_TOTAL).ln() - day.offset).collect();
    let mut medians = [0.0; 7];
    for (weekday, median_of) in medians.iter_mut().enumerate() {
        let of_weekday = days.iter().zip(&targets).filter(|(day, _)| record.table.weekday(day.day) == weekday);
        *median_of = median(of_weekday.map(|(_, target)| *target).collect()).unwrap_or(0.0);
    }
    for (day, target) in days.iter().zip(&mut targets) {
        let middle = medians[record.table.weekday(day.day)];
        *target = target.clamp(middle - FAR, middle + FAR);
    }
    let weights: Vec<f64> = days.iter().map(|day| weight(origin, day.day, HALF_LIFE_DAYS)).collect();
    let level = dot(&targets, &weights) / weights.iter().sum::<f64>();
    let mut normal = Normal::new(&PENALTIES);
    for ((day, target), weight) in days.iter().zip(&targets).zip(&weights) {
        normal.add(&record.features[day.day], target - level, *weight);
    }
    let beta = normal.solved();
    let residuals = days
        .iter()
        .zip(&targets)
        .rev()
        .take(5)
        .map(|(day, target)| target - level - dot(&record.features[day.day], &beta));
    let residuals: Vec<f64> = residuals.collect();
    let fading: Vec<f64> = (0..residuals.len()).map(|age| 0.6f64.powi(age as i32)).collect();
    let mean = dot(&residuals, &fading) / fading.iter().sum::<f64>();
    (level, beta, LeftOver::Residuals { last: residuals[0], mean })
}

/// Penalised Poisson regression by iterated least squares, then a gamma level from the newest days.
fn poisson(record: &Record, days: &[Day], origin: usize) -> (f64, Vec<f64>, LeftOver) {
    const ROUNDS: usize = 12;
    let weights: Vec<f64> = days.iter().map(|day| weight(origin, day.day, HALF_LIFE_DAYS)).collect();
    let sum: f64 = days.iter().zip(&weights).map(|(day, weight)| weight * day.total).sum();
    let unlike: f64 = days.iter().zip(&weights).map(|(day, weight)| weight * day.offset.exp()).sum();
    let mut level = ((sum + LEAST_TOTAL) / unlike).ln();
    let penalties: Vec<f64> =
        PENALTIES.iter().map(|one| if *one < 0.1 { LOW_WEEKDAY_PENALTY } else { LOW_PENALTY }).collect();
    let mut beta = vec![0.0; penalties.len()];
    let expected =
        |level: f64, beta: &[f64], day: &Day| (level + dot(&record.features[day.day], beta) + day.offset).exp();
    for _ in 0..ROUNDS {
        let mut normal = Normal::new(&penalties);
        for (day, weight) in days.iter().zip(&weights) {
            let mean = expected(level, &beta, day);
            let x = &record.features[day.day];
            normal.add(x, dot(x, &beta) + (day.total - mean) / mean, weight * mean);
        }
        beta = normal.solved();
        let fitted: f64 =
            days.iter().zip(&weights).map(|(day, weight)| weight * expected(0.0, &beta, day)).sum();
        level = ((sum + LEAST_TOTAL) / fitted).ln();
    }
    let newest = days.iter().rev().take(LEVEL_DAYS);
    let (mut excess, mut squares, mut seen, mut believed) = (0.0, 0.0, 0.0, 0.0);
    for (age, day) in newest.enumerate() {
        let mean = expected(level, &beta, day);
        excess += (day.total - mean).powi(2) - mean;
        squares += mean * mean;
        let kept = LEVEL_KEPT.powi(age as i32);
        seen += kept * day.total;
        believed += kept * mean;
    }
    // No more scatter than Poisson's own: the level stands.
    let gamma =
        if excess <= 0.0 { 0.0 } else { ((squares / excess + seen) / (squares / excess + believed)).ln() };
    (level, beta, LeftOver::Level(gamma))
}

/// The slots a weekday is open: those known on at least half of its newest twelve days that have any.
fn masks(table: &Table, origin: usize) -> [Vec<bool>; 7] {
    std::array::from_fn(|weekday| {
        let newest: Vec<usize> = (0..origin)
            .rev()
            .filter(|&day| table.weekday(day) == weekday && !table.is_shut(day))
            .take(12)
            .collect();
        let known = |slot: usize| newest.iter().filter(|&&day| !table.day(day)[slot].is_nan()).count();
        (0..table.slots()).map(|slot| !newest.is_empty() && 2 * known(slot) >= newest.len()).collect()
    })
}

/// Shares of a day by weekday, each summing to 1; nothing when no day is known.
fn profiles(table: &Table, origin: usize, pooled: bool) -> Option<[Vec<f64>; 7]> {
    let mut masks = masks(table, origin);
    let any: Vec<bool> = (0..table.slots()).map(|slot| masks.iter().any(|mask| mask[slot])).collect();
    for mask in &mut masks {
        if !mask.contains(&true) {
            mask.clone_from(&any);
        }
    }
    let whole = |day: &usize| {
        let mask = &masks[table.weekday(*day)];
        !table.is_shut(*day) && mask.iter().zip(table.day(*day)).all(|(open, count)| !open || !count.is_nan())
    };
    let first = origin.saturating_sub(PROFILE_DAYS);
    let days: Vec<usize> = (first..origin).filter(whole).collect();
    let shape = |of: &dyn Fn(usize) -> bool| {
        let (mut seen, mut believed) = (vec![0.0; table.slots()], vec![0.0; table.slots()]);
        for &day in days.iter().filter(|&&day| of(table.weekday(day))) {
            let mask = &masks[table.weekday(day)];
            let weight = weight(origin, day, PROFILE_HALF_LIFE_DAYS);
            let counts = table.day(day);
            let total: f64 = open(mask, counts).sum();
            for slot in (0..table.slots()).filter(|&slot| mask[slot]) {
                seen[slot] += weight * counts[slot];
                believed[slot] += weight * total;
            }
        }
        let ratio = |(seen, believed): (&f64, &f64)| if *believed > 0.0 { seen / believed } else { 0.0 };
        seen.iter().zip(&believed).map(ratio).collect::<Vec<f64>>()
    };
    if !any.contains(&true) {
        return None;
    }
    let mut all = shape(&|_| true);
    if pooled || all.iter().all(|share| *share == 0.0) {
        // As if every slot had seen a little: where few come, none is impossible.
        let little = 0.02 / table.slots() as f64;
        all.iter_mut().zip(&any).filter(|(_, open)| **open).for_each(|(share, _)| *share += little);
    }
    Some(std::array::from_fn(|weekday| {
        let mask = &masks[weekday];
        let common = normalised(mask, &all);
        if pooled {
            return common;
        }
        let same = |other: usize| other == weekday;
        let own: f64 = days
            .iter()
            .filter(|&&day| table.weekday(day) == weekday)
            .map(|&day| weight(origin, day, PROFILE_HALF_LIFE_DAYS))
            .sum();
        let shape = normalised(mask, &shape(&same));
        common
            .iter()
            .zip(&shape)
            .map(|(common, shape)| if shape.is_nan() { *common } else { (own * shape + common) / (own + 1.0) })
            .collect()
    }))
}

fn open<'a>(mask: &'a [bool], values: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    mask.iter().zip(values).filter(|(open, value)| **open && !value.is_nan()).map(|(_, value)| *value)
}

/// Shares that sum to 1 over the open slots, NaN elsewhere; all NaN when there is nothing to share.
fn normalised(mask: &[bool], shape: &[f64]) -> Vec<f64> {
    let sum: f64 = open(mask, shape).sum();
    let share = |(open, value): (&bool, &f64)| if *open && sum > 0.0 { value / sum } else { f64::NAN };
    mask.iter().zip(shape).map(share).collect()
}

/// The day's total; of a day known in part, what the whole would be.
fn total(table: &Table, day: usize, profiles: &[Vec<f64>; 7]) -> Option<f64> {
    let profile = &profiles[table.weekday(day)];
    let (mut sum, mut share) = (0.0, 0.0);
    for (count, part) in table.day(day).iter().zip(profile) {
        if !count.is_nan() && !part.is_nan() {
            sum += count;
            share += part;
        }
    }
    (share >= SHARE_ENOUGH).then(|| if share > 0.999 { sum } else { sum / share })
}

/// What each kind of rare day did to the logarithm of the total, against the same weekday four weeks around it, drawn
/// towards nothing as if it were normal with [`RARE_SD`]. Learned from all days before `origin`.
fn rare_effects(record: &Record, origin: usize) -> Vec<(Rare, f64)> {
    let mut kinds: Vec<(Rare, Vec<f64>)> = Vec::new();
    let mut usual: Vec<f64> = Vec::new();
    let newest = origin.saturating_sub(200);
    for day in 0..origin {
        let Some(rare) = &record.rare[day] else {
            if day >= newest {
                usual.extend(against_neighbours(record, day, origin));
            }
            continue;
        };
        let Some(off) = against_neighbours(record, day, origin) else { continue };
        match kinds.iter_mut().find(|(kind, _)| kind == rare) {
            Some((_, seen)) => seen.push(off),
            None => kinds.push((rare.clone(), vec![off])),
        }
    }
    // The median of absolute deviations, as a standard deviation of a normal law.
    let spread = median(usual.iter().map(|off| off.abs()).collect()).unwrap_or(0.2) * 1.4826;
    let noise = spread.max(0.02).powi(2);
    kinds
        .into_iter()
        .map(|(kind, seen)| {
            let sum: f64 = seen.iter().sum();
            let effect = (sum / noise) / (seen.len() as f64 / noise + 1.0 / (RARE_SD * RARE_SD));
            (kind, effect)
        })
        .collect()
}

/// The logarithm of a day's total less the median of its weekday's in the four weeks before and after.
fn against_neighbours(record: &Record, day: usize, origin: usize) -> Option<f64> {
    let own = record.logarithm[day]?;
    let date = record.table.date(day);
    let around: Vec<f64> = (-4..=4)
        .filter(|weeks| *weeks != 0)
        .filter_map(|weeks: i32| {
            let other = date.checked_add((7 * weeks).days()).ok()?;
            let other = record.table.dates().binary_search(&other).ok().filter(|&other| other < origin)?;
            if record.rare[other].is_some() { None } else { record.logarithm[other] }
        })
        .collect();
    (around.len() >= 2).then(|| median(around)).flatten().map(|middle| own - middle)
}

fn effect(effects: &[(Rare, f64)], rare: Option<&Rare>) -> f64 {
    rare.and_then(|rare| effects.iter().find(|(kind, _)| kind == rare)).map_or(0.0, |(_, effect)| *effect)
}

pub(crate) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}
