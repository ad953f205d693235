//! The days a report is about, in the account's zone.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Days of one report at most.
pub const REPORT_DAYS_MAX: i64 = 92;

/// Whole local days, both ends included.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    from: Date,
    to: Date,
    zone: TimeZone,
}

/// Why there is no such period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlike {
    /// The first day comes after the last.
    Backwards,
    /// It has more days than [`REPORT_DAYS_MAX`].
    TooLong,
}

impl Period {
    /// # Errors
    /// Days in the wrong order, or too many.
    pub fn new(from: Date, to: Date, zone: TimeZone) -> Result<Self, Unlike> {
        if from > to {
            return Err(Unlike::Backwards);
        }
        let period = Self { from, to, zone };
        if period.days() > REPORT_DAYS_MAX { Err(Unlike::TooLong) } else { Ok(period) }
    }

    /// So many days, the last one today: between one and [`REPORT_DAYS_MAX`].
    pub fn last(days: i64, now_ms: i64, zone: TimeZone) -> Self {
        let to = day_of(now_ms, &zone);
        Self { from: to.saturating_sub((days.clamp(1, REPORT_DAYS_MAX) - 1).days()), to, zone }
    }

    pub fn from(&self) -> Date {
        self.from
    }

    pub fn to(&self) -> Date {
        self.to
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    pub fn days(&self) -> i64 {
        i64::from(self.from.until(self.to).map_or(0, |span| span.get_days())) + 1
    }

    /// As many days just before it.
    pub fn before(&self) -> Self {
        let days = self.days().days();
        Self { from: self.from.saturating_sub(days), to: self.to.saturating_sub(days), zone: self.zone.clone() }
    }

    /// The first instant, and the first one after it, UTC milliseconds.
    pub fn bounds_ms(&self) -> (i64, i64) {
        let after = self.to.tomorrow().unwrap_or(self.to);
        (begins_ms(self.from, &self.zone), begins_ms(after, &self.zone))
    }

    /// The day an instant falls in.
    pub fn day_of(&self, at_ms: i64) -> Date {
        day_of(at_ms, &self.zone)
    }
}

/// The local day of an instant.
pub fn day_of(at_ms: i64, zone: &TimeZone) -> Date {
    Timestamp::from_millisecond(at_ms).unwrap_or_default().to_zoned(zone.clone()).date()
}

/// The first instant of a local day, UTC milliseconds.
pub fn begins_ms(day: Date, zone: &TimeZone) -> i64 {
    day.to_zoned(zone.clone()).map_or(i64::MAX, |begins| Timestamp::as_millisecond(begins.timestamp()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::{Period, Unlike};

    const HOUR_MS: i64 = 3_600_000;

    fn period(from: (i16, i8, i8), to: (i16, i8, i8)) -> Result<Period, Unlike> {
        let day = |(year, month, day)| date(year, month, day);
        Period::new(day(from), day(to), TimeZone::get("Europe/Rome").unwrap())
    }

    #[test]
    fn the_days_the_clocks_change_have_twenty_three_and_twenty_five_hours() {
        for (day, hours) in [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 3, 28), 24)] {
            let (from_ms, to_ms) = period(day, day).unwrap().bounds_ms();
            assert_eq!(to_ms - from_ms, hours * HOUR_MS, "{day:?}");
        }
    }

    #[test]
    fn the_hour_shown_twice_belongs_to_its_day_both_times() {
        let autumn = period((2026, 10, 25), (2026, 10, 25)).unwrap();
        let (from_ms, to_ms) = autumn.bounds_ms();
        for at_ms in [from_ms, from_ms + 2 * HOUR_MS + 1, from_ms + 3 * HOUR_MS + 1, to_ms - 1] {
            assert_eq!(autumn.day_of(at_ms), date(2026, 10, 25));
        }
        assert_eq!(autumn.day_of(to_ms), date(2026, 10, 26));
        assert_eq!(autumn.day_of(from_ms - 1), date(2026, 10, 24));
    }

    #[test]
    fn a_period_is_bounded_and_has_one_of_the_same_length_before_it() {
        assert_eq!(period((2026, 3, 2), (2026, 3, 1)), Err(Unlike::Backwards));
        assert_eq!(period((2026, 1, 1), (2026, 4, 3)), Err(Unlike::TooLong));
        let longest = period((2026, 1, 1), (2026, 4, 2)).unwrap();
        assert_eq!(longest.days(), 92);
        let before = longest.before();
        assert_eq!((before.from(), before.to(), before.days()), (date(2025, 10, 1), date(2025, 12, 31), 92));
        assert_eq!(before.bounds_ms().1, longest.bounds_ms().0);
    }
}
