//! The forecast of one series: what is regular about it is found in its newest weeks, the rest is calendar and model.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use crate::csv::{Column, Wrong, records, shown};
use crate::factor::median;
use crate::intraday::{self, Pair};
use crate::law::{self, LEVELS};
use crate::model::{Model, Record};
use crate::series::{DAY_MINUTES, Series, days_between, local};
use crate::table::{Table, weekday};
use crate::working::{Holidays, OnHolidays, Working};

/// Days that say what is regular.
const REGULAR_DAYS: usize = 84;
/// Days with counts, and from the first to the last of them, without which nothing is regular.
const KNOWN_DAYS_MIN: usize = 5;
const SPAN_DAYS_MIN: usize = 7;
/// A holiday with less than this share of its weekday's usual total is one that was shut.
const SHUT_SHARE: f64 = 0.05;
/// Past days a model is tried on to learn how far counts scatter, and days its intraday part is learned from.
const TRIALS: usize = 40;
const SLOW_TRIALS: usize = 4;
/// Dispersion before a day was tried.
const UNTRIED_DISPERSION: f64 = 0.1;
/// A day of which this share of the forecast is over says something about the days after it.
const SHARE_TELLS: f64 = 0.25;
/// First day ahead of each class of distances that scatter alike.
const DISTANCES: [usize; 8] = [1, 2, 3, 4, 5, 6, 11, 21];
/// No forecast goes further.
pub const AHEAD_DAYS_MAX: usize = 400;

/// What is asked beside the series itself.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Slots, one after the other, nights and shut days included.
    pub horizon: usize,
    /// The first moment that is not known yet; the end of the file when nobody says.
    pub at: Option<String>,
    pub model: Option<Model>,
    pub holidays: Holidays,
    pub patron: Option<(i8, i8)>,
    /// Days the company knows to be unlike others.
    pub events: BTreeMap<Date, String>,
}

/// A series' forecast.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    pub model: Model,
    pub slots: Vec<Slot>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// On the local clock, as the file writes it.
    pub start: String,
    pub mean: f64,
    /// At [`LEVELS`].
    pub quantiles: [f64; 5],
    /// How far counts of this slot scatter beyond Poisson; see [`law::quantiles`].
    pub dispersion: f64,
    /// How far totals of this day do.
    pub day_dispersion: f64,
}

/// Reads days unlike others, `date,event`.
///
/// # Errors
/// A date that is none or there twice, an event without a name. With line and column.
pub fn read_events(text: &str) -> Result<BTreeMap<Date, String>, Wrong> {
    let mut events = BTreeMap::new();
    for record in records(text, &[Column::needed("date"), Column::needed("event")])? {
        let [date, event] = record.values;
        let day: Date = date.parse().map_err(|_| {
            Wrong::at(record.line, "date", format!("{} is not a date, as in 2026-11-27", shown(date)))
        })?;
        if event.is_empty() {
            return Err(Wrong::at(record.line, "event", "is empty"));
        }
        if events.insert(day, event.to_owned()).is_some() {
            return Err(Wrong::at(record.line, "date", format!("{} is there already", shown(date))));
        }
    }
    Ok(events)
}

/// The expected counts of the next slots, with quantiles of a negative binomial law whose scatter was measured by trying
/// the model on the last forty days. Shut slots and days are 0.
///
/// # Errors
/// A horizon or moment out of reach, or too few days to tell anything. One sentence.
pub fn forecast(series: &Series, asked: &Asked) -> Result<Forecast, Wrong> {
    let model = asked.model.unwrap_or(Model::Factor);
    let origin = origin(series, asked)?;
    let plan = Plan::of(series, asked, origin)?;
    let expected = plan.expected(model);
    let dispersions = plan.dispersions(model);
    let zone = &series.zone;
    let first = zone.to_ambiguous_zoned(origin).compatible();
    let mut at = first.map_err(|_| Wrong::Whole("the forecast leaves all calendars".to_owned()))?;
    let mut slots = Vec::with_capacity(asked.horizon);
    for _ in 0..asked.horizon {
        let moment = at.datetime();
        let slot = (moment.hour() as usize * 60 + moment.minute() as usize) / series.slot_minutes;
        let found = plan.ahead(moment.date()).and_then(|ahead| {
            let mean = expected[ahead - 1][plan.columns.binary_search(&slot).ok()?];
            (mean > 0.0).then(|| (mean, dispersions[class(ahead)]))
        });
        let (mean, scatter) = found.unwrap_or_default();
        slots.push(Slot {
            start: series.writing.write(&at),
            mean,
            quantiles: law::quantiles(mean, scatter.slot, LEVELS),
            dispersion: scatter.slot,
            day_dispersion: scatter.day,
        });
        at = at.saturating_add((series.slot_minutes as i64).minutes());
    }
    Ok(Forecast { model, slots })
}

/// The beginning of the first slot that is forecast.
fn origin(series: &Series, asked: &Asked) -> Result<DateTime, Wrong> {
    let whole = |what: String| Err(Wrong::Whole(what));
    let days = asked.horizon * series.slot_minutes / DAY_MINUTES;
    if asked.horizon == 0 {
        return whole("a horizon of 0 slots forecasts nothing".to_owned());
    }
    if days > AHEAD_DAYS_MAX {
        return whole(format!(
            "a horizon of {} slots is {days} days; no forecast goes beyond {AHEAD_DAYS_MAX}",
            asked.horizon
        ));
    }
    let Some(written) = &asked.at else { return Ok(series.end) };
    let moment = match written.parse::<jiff::Timestamp>() {
        Ok(instant) => Some(instant.to_zoned(series.zone.clone()).datetime()),
        Err(_) => local(written),
    };
    let Some(moment) = moment else {
        return whole(format!("--at {} is not a moment, as in 2026-03-02T09:00", shown(written)));
    };
    // A slot that has begun is over before anything is known of it.
    let minute = moment.hour() as i64 * 60 + moment.minute() as i64 + i64::from(moment.second() > 0);
    let slot = series.slot_minutes as i64;
    let begins = (minute + slot - 1) / slot * slot;
    let at = moment.date().to_datetime(jiff::civil::Time::midnight()).saturating_add(begins.minutes());
    if at.date() < series.first {
        return whole(format!("--at {written} is before the first slot of the file"));
    }
    if days_between(series.end.date(), at.date()) > AHEAD_DAYS_MAX {
        return whole(format!("--at {written} is more than {AHEAD_DAYS_MAX} days after the file ends"));
    }
    Ok(at)
}

/// How far counts scatter beyond Poisson.
#[derive(Clone, Copy, Debug, Default)]
struct Scatter {
    slot: f64,
    day: f64,
}

/// Which class of [`DISTANCES`] so many days ahead belong to.
fn class(ahead: usize) -> usize {
    DISTANCES.iter().rposition(|first| ahead >= *first).unwrap_or(0)
}

/// The working days of a series, those behind the origin with their counts and those ahead without.
struct Plan {
    record: Record,
    working: Working,
    /// Slots of the day that are columns of the table.
    columns: Vec<usize>,
    /// Working days before that of the origin.
    known: usize,
    /// Columns of the first day ahead that are over already.
    cut: usize,
}

impl Plan {
    fn of(series: &Series, asked: &Asked, origin: DateTime) -> Result<Self, Wrong> {
        let today = origin.date();
        let cut_slot = (origin.hour() as usize * 60 + origin.minute() as usize) / series.slot_minutes;
        // What is known at the origin, day by day.
        let days_before = days_between(series.first, today).min(series.days());
        let is_known = |day: &usize| series.day(*day).iter().any(|count| !count.is_nan());
        let known: Vec<usize> = (0..days_before).filter(is_known).collect();
        let span = known.last().zip(known.first()).map_or(0, |(last, first)| last - first + 1);
        if known.len() < KNOWN_DAYS_MIN || span < SPAN_DAYS_MIN {
            return Err(Wrong::Whole(format!(
                "{} days with a count before {today}, over {span} days; a forecast needs {KNOWN_DAYS_MIN} over {SPAN_DAYS_MIN}",
                known.len()
            )));
        }
        let regular = regular_weekdays(series, days_before, &known);
        let mut working = Working {
            regular,
            closed: Default::default(),
            open: Default::default(),
            holidays: asked.holidays,
            on_holidays: OnHolidays::Shut,
            patron: asked.patron,
            events: asked.events.clone(),
        };
        let totals = Totals::of(series, &known);
        working.on_holidays = on_holidays(&working, &totals);
        let shut_holiday = |working: &Working, day: Date| {
            working.on_holidays == OnHolidays::Shut && working.is_holiday(day) && totals.is_next_to_nothing(day)
        };
        // Days the file reaches beyond the origin tell what is planned, and nothing of what comes.
        for day in 0..series.days() {
            let date = series.date(day);
            // A file that ends before the desk opens does not say that it stays shut.
            let unfinished = date >= today && series.end.date() == date;
            if unfinished && !is_known(&day) {
                continue;
            }
            let counted = is_known(&day) && !(day < days_before && shut_holiday(&working, date));
            let days = if counted { &mut working.open } else { &mut working.closed };
            days.insert(date);
        }
        let newest: Vec<usize> =
            known.iter().rev().copied().take_while(|day| day + REGULAR_DAYS >= days_before).collect();
        let often = |slot: &usize| {
            let times = newest.iter().filter(|&&day| !series.day(day)[*slot].is_nan()).count();
            times > 0 && 10 * times >= newest.len()
        };
        let columns: Vec<usize> = (0..series.slots_a_day()).filter(often).collect();
        let end = origin.saturating_add(((asked.horizon * series.slot_minutes) as i64).minutes()).date();
        let mut table = Table::new(columns.len());
        let mut known_days = 0;
        for date in series.first.series(1.day()).take_while(|date| *date <= end) {
            if !regular[weekday(date)] {
                continue;
            }
            let day = days_between(series.first, date);
            let of_file = |slot: &usize| if day < series.days() { series.day(day)[*slot] } else { f64::NAN };
            let counts: Vec<f64> = match date.cmp(&today) {
                std::cmp::Ordering::Less if working.closed.contains(&date) => Vec::new(),
                std::cmp::Ordering::Less => columns.iter().map(of_file).collect(),
                std::cmp::Ordering::Equal => {
                    let over = columns.iter().take_while(|slot| **slot < cut_slot);
                    over.map(of_file).collect()
                }
                std::cmp::Ordering::Greater => Vec::new(),
            };
            known_days += usize::from(date < today);
            table.push(date, &counts);
        }
        let cut = columns.partition_point(|slot| *slot < cut_slot);
        let (known_days, cut) = match (regular[weekday(today)], cut == columns.len()) {
            (false, _) => (known_days, 0),
            // The desk has closed: today is behind us.
            (true, true) => (known_days + 1, 0),
            (true, false) => (known_days, cut),
        };
        Ok(Self { record: Record::new(table, &working), working, columns, known: known_days, cut })
    }

    /// Which working day ahead a date is, 1 the next one; nothing for one that is shut.
    fn ahead(&self, date: Date) -> Option<usize> {
        let day = self.record.table().dates().binary_search(&date).ok()?;
        (day >= self.known && self.working.is_open(date)).then(|| day + 1 - self.known)
    }

    /// Expected counts of each working day ahead; today's rest and the days after it with what today has told.
    fn expected(&self, model: Model) -> Vec<Vec<f64>> {
        let days = self.record.table().len() - self.known;
        let mut expected = model.ahead(&self.record, self.known, days);
        if self.cut == 0 || model != Model::Factor || expected.is_empty() {
            return expected;
        }
        let actual = self.record.table().day(self.known);
        let tried: Vec<(usize, Vec<f64>)> = (self.known.saturating_sub(TRIALS)..self.known)
            .filter(|&day| day > 0)
            .filter_map(|day| Some((day, model.ahead(&self.record, day, 1).pop()?)))
            .collect();
        let pairs =
            tried.iter().map(|(day, expected)| Pair { actual: self.record.table().day(*day), expected });
        let beta = intraday::beta(pairs, self.cut);
        let factor = intraday::factor(&Pair { actual, expected: &expected[0] }, self.cut, beta);
        let sum = |slots: &[f64]| slots.iter().filter(|count| !count.is_nan()).sum::<f64>();
        let told = sum(&expected[0][..self.cut]) / sum(&expected[0]);
        expected[0][self.cut..].iter_mut().for_each(|mean| *mean *= factor);
        if told >= SHARE_TELLS && days > 1 && actual[..self.cut].iter().any(|count| !count.is_nan()) {
            let whole: Vec<f64> = actual[..self.cut].iter().chain(&expected[0][self.cut..]).copied().collect();
            let later = model.ahead(&self.record.with_day(self.known, &whole), self.known + 1, days - 1);
            expected.truncate(1);
            expected.extend(later);
        }
        expected
    }

    /// How far counts scatter beyond Poisson by class of distance, never less for a farther one.
    fn dispersions(&self, model: Model) -> [Scatter; DISTANCES.len()] {
        let table = self.record.table();
        let ahead_max = table.len() - self.known;
        let step = if model.is_slow() { TRIALS / SLOW_TRIALS } else { 1 };
        let mut tried: [Vec<(f64, f64)>; DISTANCES.len()] = Default::default();
        let mut totals: [Vec<(f64, f64)>; DISTANCES.len()] = Default::default();
        for origin in (self.known.saturating_sub(TRIALS)..self.known).step_by(step).filter(|&day| day >= 5) {
            let reach = ahead_max.min(self.known - origin);
            for (at, expected) in model.ahead(&self.record, origin, reach).iter().enumerate() {
                let actual = table.day(origin + at);
                if !table.is_shut(origin + at) {
                    let class = class(at + 1);
                    let pairs = || actual.iter().copied().zip(expected.iter().copied());
                    tried[class].extend(pairs());
                    let known = pairs().filter(|(count, mean)| !count.is_nan() && !mean.is_nan());
                    totals[class].push(known.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1)));
                }
            }
        }
        let mut widest: Option<Scatter> = None;
        std::array::from_fn(|class| {
            if totals[class].len() >= 3 {
                let so_far = widest.unwrap_or_default();
                widest = Some(Scatter {
                    slot: so_far.slot.max(law::dispersion(tried[class].iter().copied())),
                    day: so_far.day.max(law::dispersion(totals[class].iter().copied())),
                });
            }
            widest.unwrap_or(Scatter { slot: UNTRIED_DISPERSION, day: UNTRIED_DISPERSION })
        })
    }
}

/// Weekdays with a count on at least half of their newest days.
fn regular_weekdays(series: &Series, days_before: usize, known: &[usize]) -> [bool; 7] {
    let first = known.first().copied().unwrap_or(0).max(days_before.saturating_sub(REGULAR_DAYS));
    std::array::from_fn(|of| {
        let all = (first..days_before).filter(|&day| weekday(series.date(day)) == of).count();
        let with = known.iter().filter(|&&day| day >= first && weekday(series.date(day)) == of).count();
        with > 0 && 2 * with >= all
    })
}

/// Totals of known days by date, and what is usual on each weekday.
struct Totals {
    of: BTreeMap<Date, f64>,
    usual: [f64; 7],
}

impl Totals {
    fn of(series: &Series, known: &[usize]) -> Self {
        let total = |day: usize| series.day(day).iter().filter(|count| !count.is_nan()).sum::<f64>();
        let of: BTreeMap<Date, f64> = known.iter().map(|&day| (series.date(day), total(day))).collect();
        let usual = std::array::from_fn(|one| {
            let same = of.iter().filter(|(date, _)| weekday(**date) == one);
            median(same.map(|(_, total)| *total).collect()).unwrap_or(0.0)
        });
        Self { of, usual }
    }

    fn is_next_to_nothing(&self, date: Date) -> bool {
        self.of.get(&date).is_none_or(|total| *total <= SHUT_SHARE * self.usual[weekday(date)])
    }
}

/// What most holidays on working weekdays were; without any, a channel that rests on some weekday rests on holidays.
fn on_holidays(working: &Working, totals: &Totals) -> OnHolidays {
    let span = totals.of.keys().next().zip(totals.of.keys().next_back());
    let mut balance = 0;
    if let Some((first, last)) = span {
        for day in first.series(1.day()).take_while(|day| day <= last) {
            if working.is_regular(day) && working.is_holiday(day) {
                balance += if totals.is_next_to_nothing(day) { -1 } else { 1 };
            }
        }
    }
    match balance {
        1.. => OnHolidays::Open,
        0 if working.regular == [true; 7] => OnHolidays::Open,
        _ => OnHolidays::Shut,
    }
}
