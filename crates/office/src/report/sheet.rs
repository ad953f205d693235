//! One measure of some figures as it is shown: the same line on the page, in the file and in the API.

use super::figures::{Figures, Tally};
use super::spread::Spread;
use super::wilson;
use crate::kpi;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    Received,
    Answered,
    /// A person answered within five working days, of all received.
    Certainty,
    /// Words kept by the moment first given, of all that are settled.
    Kept,
    /// Time to the first answer while the inbox was open.
    FirstOpen,
    /// The same on every clock there is.
    FirstWall,
    /// What waits now, of which late.
    Backlog,
    /// What is summed by day from the event log.
    Sum(kpi::Measure),
}

impl Measure {
    pub const ALL: [Self; 23] = [
        Self::Received,
        Self::Answered,
        Self::Certainty,
        Self::Kept,
        Self::FirstOpen,
        Self::FirstWall,
        Self::Backlog,
        Self::Sum(kpi::Measure::FirstContact),
        Self::Sum(kpi::Measure::FirstContactWeek),
        Self::Sum(kpi::Measure::Reopened),
        Self::Sum(kpi::Measure::Recontacted),
        Self::Sum(kpi::Measure::HandedOn),
        Self::Sum(kpi::Measure::Satisfied),
        Self::Sum(kpi::Measure::MarkGiven),
        Self::Sum(kpi::Measure::CustomerTime),
        Self::Sum(kpi::Measure::CustomerWaiting),
        Self::Sum(kpi::Measure::CustomerWriting),
        Self::Sum(kpi::Measure::CustomerRepeating),
        Self::Sum(kpi::Measure::CustomerComingBack),
        Self::Sum(kpi::Measure::ServiceLevel),
        Self::Sum(kpi::Measure::AnswerWait),
        Self::Sum(kpi::Measure::GaveUp),
        Self::Sum(kpi::Measure::GaveUpSoon),
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Answered => "answered",
            Self::Certainty => "response_certainty",
            Self::Kept => "promises_kept",
            Self::FirstOpen => "first_answer_open",
            Self::FirstWall => "first_answer_wall",
            Self::Backlog => "backlog",
            Self::Sum(sum) => sum.name(),
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.name() == name)
    }

    /// Whether it is about people who wait on the spot: nothing to be shown where nobody does.
    pub fn is_live(self) -> bool {
        use kpi::Measure as Sum;
        matches!(self, Self::Sum(Sum::ServiceLevel | Sum::AnswerWait | Sum::GaveUp | Sum::GaveUpSoon))
    }

    /// Whether it is a part of the customer's time.
    pub fn is_part_of_time(self) -> bool {
        use kpi::Measure as Sum;
        let Self::Sum(sum) = self else { return false };
        matches!(
            sum,
            Sum::CustomerWaiting | Sum::CustomerWriting | Sum::CustomerRepeating | Sum::CustomerComingBack
        )
    }
}

/// Whose figures they are, as far as it matters for what may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Many people's.
    Many,
    /// One person's: nothing under ten cases, and nothing without its interval.
    Person,
}

/// Under so many cases no interval is drawn.
pub(super) const BAND_FROM: i64 = 50;
/// Under so many marks nobody's satisfaction is said.
const MARKS_FROM: i64 = 10;
/// Under so many cases a person has no figure.
const PERSON_FROM: i64 = 10;

/// The value of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// How many.
    Count(i64),
    /// Tenths of a percent.
    Share(i64),
    /// The median and what stands beside it, in milliseconds.
    Time { mean_ms: i64, p50_ms: i64, p90_ms: i64, p95_ms: i64 },
    /// A mean of times of which only sums are kept, in milliseconds.
    Mean(i64),
    /// There is no case.
    Nothing,
    /// So few cases that they would tell of a person by chance.
    TooFew,
}

/// One measure, ready to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub measure: Measure,
    pub value: Value,
    /// How many of the cases count; the same as `n` where nothing is divided.
    pub numerator: i64,
    pub n: i64,
    /// Where it lies 19 times of 20: tenths of a percent of a share, milliseconds of a median or a mean.
    pub interval: Option<(i64, i64)>,
    /// From when on no case is open any more.
    pub complete_from_ms: Option<i64>,
}

/// A measure of some figures.
pub fn line(measure: Measure, figures: &Figures, of: Of) -> Line {
    let blank =
        Line { measure, value: Value::Nothing, numerator: 0, n: 0, interval: None, complete_from_ms: None };
    let count = |count: i64, n: i64| Line { value: Value::Count(count), numerator: count, n, ..blank };
    match measure {
        Measure::Received => count(figures.received, figures.received),
        Measure::Answered => count(figures.answered, figures.received),
        Measure::Backlog => Line {
            value: Value::Count(figures.backlog.open),
            numerator: figures.backlog.late,
            n: figures.backlog.open,
            ..blank
        },
        Measure::Certainty => Line {
            complete_from_ms: figures.complete_from_ms,
            ..share(blank, figures.certain, figures.received, of)
        },
        Measure::Sum(kpi::Measure::AnswerWait) => times(blank, &figures.live, of),
        Measure::Sum(sum) => {
            let tally = figures.sums.get(&sum).copied().unwrap_or_default();
            summed(blank, sum, tally, of)
        }
        Measure::Kept => share(blank, figures.words.kept, figures.words.settled(), of),
        Measure::FirstOpen => times(blank, &figures.open, of),
        Measure::FirstWall => times(blank, &figures.wall, of),
    }
}

/// A measure of times of which each is known.
fn times(blank: Line, spread: &Spread, of: Of) -> Line {
    let Some(mean_ms) = spread.mean_ms() else { return blank };
    let line = Line { numerator: spread.n, n: spread.n, ..blank };
    if is_few(spread.n, of) {
        return Line { value: Value::TooFew, ..line };
    }
    let (p50_ms, p90_ms, p95_ms) = (spread.p50_ms, spread.p90_ms, spread.p95_ms);
    Line {
        value: Value::Time { mean_ms, p50_ms, p90_ms, p95_ms },
        interval: has_band(spread.n, of).then_some((spread.p50_low_ms, spread.p50_high_ms)),
        ..line
    }
}

/// A measure of sums.
fn summed(blank: Line, sum: kpi::Measure, tally: Tally, of: Of) -> Line {
    let blank = Line { complete_from_ms: tally.complete_from_ms, ..blank };
    match sum {
        kpi::Measure::Received | kpi::Measure::GaveUpSoon => {
            Line { value: Value::Count(tally.n), numerator: tally.part, n: tally.n, ..blank }
        }
        kpi::Measure::Satisfied if (1..MARKS_FROM).contains(&tally.n) => {
            Line { value: Value::TooFew, n: tally.n, ..blank }
        }
        _ if sum.is_time() => {
            let line = Line { numerator: tally.part, n: tally.n, ..blank };
            if tally.n == 0 {
                return line;
            }
            if is_few(tally.n, of) {
                return Line { value: Value::TooFew, numerator: 0, ..line };
            }
            Line {
                value: Value::Mean((tally.part + tally.n / 2) / tally.n),
                interval: has_band(tally.n, of).then(|| mean_interval(&tally)),
                ..line
            }
        }
        _ => share(blank, tally.part, tally.n, of),
    }
}

/// Where the mean lies 19 times of 20, by the normal law: from the sum of squares.
fn mean_interval(tally: &Tally) -> (i64, i64) {
    let (n, total) = (tally.n as f64, tally.part as f64 / 1_000.0);
    let mean = total / n;
    let spread = (tally.squares as f64 - n * mean * mean).max(0.0);
    let half = wilson::Z * spread.sqrt() / n;
    let ms = |seconds: f64| (seconds.max(0.0) * 1_000.0).round() as i64;
    (ms(mean - half), ms(mean + half))
}

fn share(blank: Line, part: i64, whole: i64, of: Of) -> Line {
    let line = Line { numerator: part, n: whole, ..blank };
    match wilson::tenths(part, whole) {
        None => line,
        Some(_) if is_few(whole, of) => Line { value: Value::TooFew, numerator: 0, ..line },
        Some(tenths) => Line {
            value: Value::Share(tenths),
            interval: has_band(whole, of).then(|| wilson::interval_tenths(part, whole)).flatten(),
            ..line
        },
    }
}

fn is_few(n: i64, of: Of) -> bool {
    of == Of::Person && n < PERSON_FROM
}

fn has_band(n: i64, of: Of) -> bool {
    n >= BAND_FROM || of == Of::Person
}
