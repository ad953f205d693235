//! The protocol BANK-15: five-minute counts of a call centre that works Monday to Friday from 7 to 21, forecast five
//! days ahead from every day after the hundredth, and scored.
//!
//! The last slot of the day is left out and three slots are summed to a quarter of an hour: 56 a day. Days that are
//! absent or empty are planned closures. Origins after 100, 101, … weekdays; the first twenty only teach the quantiles.
//! Quantiles are the forecast times the empirical quantiles of what was counted over what was forecast as many days
//! ahead, in those of the last forty origins whose day was over.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use crate::csv::{Column, Wrong, amount, records, shown};
use crate::intraday::{self, Pair};
use crate::law::LEVELS;
use crate::model::{Model, Record};
use crate::score::{Scales, Scores, Sums, quantile};
use crate::series::local;
use crate::table::{Table, weekday};
use crate::working::Working;

const FIVE_MINUTES: usize = 5;
const OPENS_MINUTE: usize = 7 * 60;
/// The slot that begins here is left out.
const CLOSES_MINUTE: usize = 21 * 60;
const FIVES: usize = (CLOSES_MINUTE - OPENS_MINUTE) / FIVE_MINUTES;
/// Quarters of an hour in a day.
pub const SLOTS: usize = FIVES / 3;
/// Weekdays behind the first origin.
const FIRST_ORIGIN: usize = 100;
const AHEAD: usize = 5;
/// Origins that are not scored.
const CALIBRATION: usize = 20;
/// Origins that teach quantiles.
const MEMORY: usize = 40;
const WEEKDAYS_MAX: usize = 1_000;
/// Hours after opening at which the rest of the day is forecast anew.
const CUTS_HOURS: [usize; 4] = [2, 4, 6, 8];

/// What the protocol found.
pub struct Report {
    pub counts: f64,
    pub weekdays: usize,
    /// Weekdays without a count.
    pub closed: Vec<Date>,
    /// Origins that were scored.
    pub origins: usize,
    pub scales: Scales,
    /// In the order they were asked for.
    pub models: Vec<(Model, Scores)>,
    pub intraday: Vec<Intraday>,
}

/// The rest of the day after some hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Intraday {
    pub hours: usize,
    /// MASE of the rest as it was forecast the evening before, and with what the day has told so far.
    pub before: f64,
    pub after: f64,
    /// Mean of the part the rest moved by.
    pub beta: f64,
}

impl Report {
    pub fn of(&self, model: Model) -> Option<&Scores> {
        self.models.iter().find(|(other, _)| *other == model).map(|(_, scores)| scores)
    }
}

/// Reads five-minute counts, `start,count`, as quarters of an hour on a calendar of weekdays.
///
/// # Errors
/// A moment or count that is none, out of order, there twice, at a weekend or outside 7 to 21; fewer weekdays than the
/// protocol needs. With line and column.
pub fn read(text: &str) -> Result<Table, Wrong> {
    let records = records(text, &[Column::needed("start"), Column::needed("count")])?;
    let mut fives: BTreeMap<Date, [f64; FIVES]> = BTreeMap::new();
    let mut last: Option<(DateTime, usize)> = None;
    for record in &records {
        let (line, [start, count]) = (record.line, record.values);
        let wrong = |what: &str| Wrong::at(line, "start", format!("{} {what}", shown(start)));
        let at = clock(start).ok_or_else(|| wrong("is not a moment, as in 2003-03-03T07:00"))?;
        if let Some((before, line)) = last {
            if at == before {
                return Err(wrong(&format!("is there already, on line {line}")));
            }
            if at < before {
                return Err(wrong(&format!("comes after a later one, on line {line}")));
            }
        }
        last = Some((at, line));
        let minute = at.hour() as usize * 60 + at.minute() as usize;
        if !minute.is_multiple_of(FIVE_MINUTES) || at.second() != 0 {
            return Err(wrong("does not begin a slot of 5 minutes"));
        }
        if weekday(at.date()) > 4 {
            return Err(wrong("is a Saturday or a Sunday; the protocol knows weekdays"));
        }
        if !(OPENS_MINUTE..=CLOSES_MINUTE).contains(&minute) {
            return Err(wrong("is not between 07:00 and 21:00"));
        }
        let count = if count.is_empty() { f64::NAN } else { amount(line, "count", count, 1e7)? };
        let day = fives.entry(at.date()).or_insert([f64::NAN; FIVES]);
        if let Some(slot) = day.get_mut((minute - OPENS_MINUTE) / FIVE_MINUTES) {
            *slot = count;
        }
    }
    let (Some(first), Some(end)) = (fives.keys().next(), fives.keys().next_back()) else {
        return Err(Wrong::at(2, "start", "there is no slot under the header"));
    };
    let weekdays = first.series(1.day()).take_while(|day| day <= end).filter(|day| weekday(*day) < 5);
    let weekdays: Vec<Date> = weekdays.take(WEEKDAYS_MAX + 1).collect();
    let needed = FIRST_ORIGIN + CALIBRATION + AHEAD;
    if weekdays.len() <= needed || weekdays.len() > WEEKDAYS_MAX {
        return Err(Wrong::Whole(format!(
            "{} weekdays from {first} to {end}; the protocol takes {} to {WEEKDAYS_MAX}",
            weekdays.len(),
            needed + 1
        )));
    }
    let mut table = Table::new(SLOTS);
    for day in weekdays {
        let quarters = fives.get(&day).map(|fives| fives.chunks(3).map(|three| three.iter().sum()).collect());
        table.push(day, &quarters.unwrap_or_else(|| vec![f64::NAN; SLOTS]));
    }
    let known = (0..FIRST_ORIGIN).filter(|&day| !table.is_shut(day)).count();
    if 2 * known < FIRST_ORIGIN {
        return Err(Wrong::Whole(format!("only {known} of the first {FIRST_ORIGIN} weekdays have a count")));
    }
    Ok(table)
}

/// The clock's face in a moment, whatever offset stands behind it.
fn clock(written: &str) -> Option<DateTime> {
    let face = written.trim_end_matches(['Z', 'z']);
    local(face)
}

/// Runs the protocol for these models.
pub fn run(table: Table, of: &[Model]) -> Report {
    let closed: Vec<Date> =
        (0..table.len()).filter(|&day| table.is_shut(day)).map(|day| table.date(day)).collect();
    let counts = (0..table.len()).flat_map(|day| table.day(day)).filter(|count| !count.is_nan()).sum();
    let working = Working::weekdays(closed.iter().copied().collect::<BTreeSet<_>>());
    let record = Record::new(table, &working);
    let scales = scales(record.table());
    let mut intraday = Vec::new();
    let mut models = Vec::new();
    for &model in of {
        let trial = Trial::of(model, &record);
        models.push((model, trial.scores(scales)));
        if model == Model::Factor {
            intraday = CUTS_HOURS.map(|hours| trial.intraday(hours, scales)).to_vec();
        }
    }
    let weekdays = record.table().len();
    let origins = weekdays - AHEAD - FIRST_ORIGIN + 1 - CALIBRATION;
    Report { counts, weekdays, closed, origins, scales, models, intraday }
}

/// How far counts lie from those a week before, in days 5 to 99.
fn scales(table: &Table) -> Scales {
    let pairs = (AHEAD..FIRST_ORIGIN).flat_map(|day| table.day(day).iter().zip(table.day(day - AHEAD)));
    let (mut absolute, mut squared, mut n) = (0.0, 0.0, 0.0);
    for off in pairs.map(|(now, before)| now - before).filter(|off| !off.is_nan()) {
        absolute += off.abs();
        squared += off * off;
        n += 1.0;
    }
    Scales { absolute: absolute / n, squared: (squared / n).sqrt() }
}

/// All forecasts of one model.
struct Trial<'a> {
    table: &'a Table,
    /// By origin and day ahead.
    ahead: Vec<Vec<Vec<f64>>>,
}

impl<'a> Trial<'a> {
    fn of(model: Model, record: &'a Record) -> Self {
        let table = record.table();
        let origins = FIRST_ORIGIN..=table.len() - AHEAD;
        Self { table, ahead: origins.map(|origin| model.ahead(record, origin, AHEAD)).collect() }
    }

    /// Actual counts of the day `h` (from 1) after origin number `k`.
    fn actual(&self, k: usize, h: usize) -> &'a [f64] {
        self.table.day(FIRST_ORIGIN + k + h - 1)
    }

    fn scores(&self, scales: Scales) -> Scores {
        let mut sums = Sums::default();
        for k in CALIBRATION..self.ahead.len() {
            for h in 1..=AHEAD {
                sums.day(h, self.actual(k, h), &self.ahead[k][h - 1], &self.factors(k, h));
            }
        }
        sums.scores(scales)
    }

    /// Empirical quantiles of counted over forecast, `h` days ahead, of the origins whose day was over at origin `k`.
    fn factors(&self, k: usize, h: usize) -> [f64; 5] {
        let mut ratios: Vec<f64> = (k.saturating_sub(MEMORY)..=k - h)
            .flat_map(|j| self.actual(j, h).iter().zip(&self.ahead[j][h - 1]))
            .map(|(count, mean)| count / mean)
            .filter(|ratio| ratio.is_finite())
            .collect();
        ratios.sort_by(f64::total_cmp);
        LEVELS.map(|level| quantile(&ratios, level))
    }

    fn pair(&self, k: usize) -> Pair<'_> {
        Pair { actual: self.actual(k, 1), expected: &self.ahead[k][0] }
    }

    fn intraday(&self, hours: usize, scales: Scales) -> Intraday {
        let cut = hours * 4;
        let (mut before, mut after, mut n, mut betas) = (0.0, 0.0, 0usize, Vec::new());
        for k in CALIBRATION..self.ahead.len() {
            let today = self.pair(k);
            let beta = intraday::beta((0..k).map(|j| self.pair(j)), cut);
            let factor = intraday::factor(&today, cut, beta);
            betas.push(beta);
            for (count, mean) in today.actual.iter().zip(today.expected).skip(cut) {
                if !count.is_nan() && !mean.is_nan() {
                    before += (count - mean).abs();
                    after += (count - mean * factor).abs();
                    n += 1;
                }
            }
        }
        let n = n.max(1) as f64 * scales.absolute;
        let beta = betas.iter().sum::<f64>() / betas.len().max(1) as f64;
        Intraday { hours, before: before / n, after: after / n, beta }
    }
}
