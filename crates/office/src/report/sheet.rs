//! One measure of some figures as it is shown: the same line on the page, in the file and in the API.

use super::figures::Figures;
use super::wilson;

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
}

impl Measure {
    pub const ALL: [Self; 7] = [
        Self::Received,
        Self::Answered,
        Self::Certainty,
        Self::Kept,
        Self::FirstOpen,
        Self::FirstWall,
        Self::Backlog,
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
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.name() == name)
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
    /// Where it lies 19 times of 20: tenths of a percent of a share, milliseconds of a median.
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
        Measure::Kept => share(blank, figures.words.kept, figures.words.settled(), of),
        Measure::FirstOpen | Measure::FirstWall => {
            let spread = if measure == Measure::FirstOpen { figures.open } else { figures.wall };
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
    }
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
