//! Opening hours, holidays, and the moment a promise falls due.
//!
//! Hours are posted on the local clock ("Monday 9:00–18:00"); promises are instants. Everything here walks
//! from one to the other day by day, so that the nights the clocks change neither lose nor invent an hour.

mod holidays;
mod json;
mod rounding;
mod special;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

pub use holidays::{Holiday, italian as italian_holiday};
pub use json::FieldError;
pub use special::{SpecialDay, special_day};

/// A desk shut for longer than this many days in a row gets no due moment.
const SHUT_DAYS_MAX: usize = 400;
/// No count of open time looks further than this many days (ten years): bounds the work of any call.
const HORIZON_DAYS: usize = 3_660;
const MINUTE_MS: i64 = 60_000;
/// Minutes of a local day as posted; `24:00` is this minute.
const DAY_MINUTES: u16 = 1_440;

/// When a desk is open: a time zone, a week, holidays, and the days that are different.
///
/// Exceptions win over week and holidays; holidays and the patron's day win over the week.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    zone: TimeZone,
    zone_name: String,
    /// Monday first; each day sorted, without overlaps.
    week: [Vec<Interval>; 7],
    holidays: Holidays,
    /// Month and day of the town's patron saint.
    patron: Option<(i8, i8)>,
    exceptions: BTreeMap<Date, Vec<Interval>>,
}

/// Whose national holidays close the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holidays {
    None,
    Italy,
}

/// From `opens` to just before `closes`, in minutes of the local day, `closes` up to 1,440.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Interval {
    opens: u16,
    closes: u16,
}

/// An interval on one given day, as UTC milliseconds; never empty.
#[derive(Clone, Copy)]
struct Span {
    opens_ms: i64,
    closes_ms: i64,
}

impl Default for Hours {
    /// Monday to Friday 9–18 in Rome, shut on Italian national holidays.
    fn default() -> Self {
        let workday = || vec![Interval { opens: 9 * 60, closes: 18 * 60 }];
        Self {
            zone: TimeZone::get("Europe/Rome").unwrap_or(TimeZone::UTC),
            zone_name: "Europe/Rome".to_owned(),
            week: [workday(), workday(), workday(), workday(), workday(), vec![], vec![]],
            holidays: Holidays::Italy,
            patron: None,
            exceptions: BTreeMap::new(),
        }
    }
}

impl Hours {
    pub fn timezone(&self) -> &TimeZone {
        &self.zone
    }

    /// IANA name, as in `Europe/Rome`.
    pub fn timezone_name(&self) -> &str {
        &self.zone_name
    }

    /// The local date at an instant.
    pub fn today(&self, at_ms: i64) -> Date {
        instant(at_ms).to_zoned(self.zone.clone()).date()
    }

    /// The holiday that closes the desk on `day`, unless an exception says otherwise.
    pub fn holiday(&self, day: Date) -> Option<Holiday> {
        let national = match self.holidays {
            Holidays::Italy => holidays::italian(day),
            Holidays::None => None,
        };
        let patron = || (self.patron == Some((day.month(), day.day()))).then_some(Holiday::Patron);
        national.or_else(patron)
    }

    pub fn is_holiday(&self, day: Date) -> bool {
        self.holiday(day).is_some()
    }

    pub fn is_open(&self, at_ms: i64) -> bool {
        self.spans(self.today(at_ms)).any(|span| span.opens_ms <= at_ms && at_ms < span.closes_ms)
    }

    /// `from_ms` itself while the desk is open, else the next opening; nothing when it stays shut for 400 days.
    pub fn next_open_ms(&self, from_ms: i64) -> Option<i64> {
        self.reach(from_ms, 0).map(|(_, reached_ms)| reached_ms)
    }

    /// The last closing of the local day `at_ms` falls in; nothing when the desk does not open that day.
    pub fn closing_ms(&self, at_ms: i64) -> Option<i64> {
        self.last_closing_ms(self.today(at_ms))
    }

    /// Whole minutes of open time between two instants, 0 when they are in the wrong order.
    /// Counts at most ten years ahead of `from_ms`.
    pub fn open_minutes(&self, from_ms: i64, to_ms: i64) -> i64 {
        if to_ms <= from_ms {
            return 0;
        }
        let mut open_ms = 0;
        for day in days_from(self.today(from_ms)).take(HORIZON_DAYS) {
            for span in self.spans(day) {
                if span.opens_ms >= to_ms {
                    return open_ms / MINUTE_MS;
                }
                open_ms += (span.closes_ms.min(to_ms) - span.opens_ms.max(from_ms)).max(0);
            }
            // A shut desk has no spans to stop at.
            if self.instant_ms(day, 0) >= to_ms {
                break;
            }
        }
        open_ms / MINUTE_MS
    }

    /// The due moment of something promised within `open_minutes` of open time from `from_ms`: the instant that
    /// time has passed, rounded up as the outer contract says (section E-mail), never past the closing of its day
    /// and never into a moment the desk is shut.
    ///
    /// Nothing when the desk stays shut for 400 days in a row, or ten years are not enough.
    pub fn due(&self, from_ms: i64, open_minutes: i64) -> Option<i64> {
        let (day, reached_ms) = self.reach(from_ms, open_minutes)?;
        let closing_ms = self.last_closing_ms(day)?;
        let rounded_ms = match rounding::Grid::of(open_minutes) {
            rounding::Grid::Step(step_ms) => {
                let offset_ms = i64::from(self.zone.to_offset(instant(reached_ms)).seconds()) * 1_000;
                rounding::up(reached_ms + offset_ms, step_ms) - offset_ms
            }
            rounding::Grid::Landmarks => rounding::LANDMARKS_MINUTES
                .into_iter()
                .map(|minute| self.instant_ms(day, minute))
                .find(|&landmark_ms| landmark_ms >= reached_ms)
                .unwrap_or(closing_ms),
        };
        Some(self.out_of_breaks(day, rounded_ms.min(closing_ms)))
    }

    /// The day and instant at which `open_minutes` of open time have passed since `from_ms`, not rounded.
    fn reach(&self, from_ms: i64, open_minutes: i64) -> Option<(Date, i64)> {
        let mut left_ms = open_minutes.max(0).saturating_mul(MINUTE_MS);
        let mut shut_days = 0;
        for day in days_from(self.today(from_ms)).take(HORIZON_DAYS) {
            shut_days += 1;
            for span in self.spans(day) {
                let starts_ms = span.opens_ms.max(from_ms);
                if starts_ms >= span.closes_ms {
                    continue;
                }
                let room_ms = span.closes_ms - starts_ms;
                if left_ms <= room_ms {
                    return Some((day, starts_ms + left_ms));
                }
                left_ms -= room_ms;
                shut_days = 0;
            }
            if shut_days > SHUT_DAYS_MAX {
                return None;
            }
        }
        None
    }

    /// A moment inside a midday break goes back to the closing that began it.
    fn out_of_breaks(&self, day: Date, at_ms: i64) -> i64 {
        let mut closed_ms = at_ms;
        for span in self.spans(day) {
            if span.opens_ms <= at_ms && at_ms <= span.closes_ms {
                return at_ms;
            }
            if span.closes_ms < at_ms {
                closed_ms = span.closes_ms;
            }
        }
        closed_ms
    }

    fn last_closing_ms(&self, day: Date) -> Option<i64> {
        self.spans(day).last().map(|span| span.closes_ms)
    }

    fn intervals(&self, day: Date) -> &[Interval] {
        if let Some(exception) = self.exceptions.get(&day) {
            return exception;
        }
        if self.is_holiday(day) {
            return &[];
        }
        &self.week[weekday_index(day.weekday())]
    }

    fn spans(&self, day: Date) -> impl Iterator<Item = Span> {
        self.intervals(day)
            .iter()
            .map(move |interval| Span {
                opens_ms: self.instant_ms(day, interval.opens),
                closes_ms: self.instant_ms(day, interval.closes),
            })
            .filter(|span| span.opens_ms < span.closes_ms)
    }

    /// The instant the local clock first shows this minute of this day. A minute the clock jumps over is the
    /// instant of the jump; of a minute shown twice, the first.
    fn instant_ms(&self, day: Date, minute: u16) -> i64 {
        let (day, minute) =
            if minute == DAY_MINUTES { (day.tomorrow().unwrap_or(day), 0) } else { (day, minute) };
        let shown = day.at((minute / 60) as i8, (minute % 60) as i8, 0, 0);
        let ambiguous = self.zone.to_ambiguous_timestamp(shown);
        let instant = match ambiguous.offset() {
            AmbiguousOffset::Gap { after, .. } => after
                .to_timestamp(shown)
                .ok()
                .and_then(|before_jump| self.zone.following(before_jump).next().map(|jump| jump.timestamp())),
            AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => None,
        };
        let instant = instant.or_else(|| ambiguous.compatible().ok());
        instant.map_or(i64::MAX, Timestamp::as_millisecond)
    }
}

/// Any number of milliseconds as an instant; what lies outside the years 1–9998 is brought to their edge.
fn instant(at_ms: i64) -> Timestamp {
    const FIRST_MS: i64 = -62_104_060_800_000;
    const LAST_MS: i64 = 253_339_228_800_000;
    Timestamp::from_millisecond(at_ms.clamp(FIRST_MS, LAST_MS)).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn days_from(first: Date) -> impl Iterator<Item = Date> {
    first.series(1.day())
}

fn weekday_index(weekday: Weekday) -> usize {
    weekday.to_monday_zero_offset() as usize
}
