//! Counts in slots of the local day, as a file tells them.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, Zoned};

use crate::csv::{Column, Wrong, amount, records, shown};

pub(crate) const DAY_MINUTES: usize = 1_440;
/// Slots shorter than this are not worth forecasting.
const SLOT_MINUTES_MIN: usize = 5;
/// Days from the first to the last of a file.
pub(crate) const DAYS_MAX: usize = 4_000;
const COUNT_MAX: f64 = 1e7;

/// Counts by local day and slot of the day; NaN where the slot was shut or nothing is known of it, never zero.
#[derive(Clone, Debug)]
pub struct Series {
    pub(crate) slot_minutes: usize,
    pub(crate) zone: TimeZone,
    pub(crate) first: Date,
    /// Day after day from `first`.
    pub(crate) counts: Vec<f64>,
    /// The end of the last slot of the file, on the local clock.
    pub(crate) end: DateTime,
    /// How the file writes a moment.
    pub(crate) writing: Writing,
}

/// How moments are written: as the file wrote its first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writing {
    pub separator: char,
    pub seconds: bool,
}

impl Writing {
    fn of(written: &str) -> Self {
        let separator = if written.contains(' ') { ' ' } else { 'T' };
        Self { separator, seconds: written.matches(':').count() >= 2 }
    }

    /// A local moment; with its offset where the clock shows it twice.
    pub(crate) fn write(self, at: &Zoned) -> String {
        let local = at.datetime();
        let mut written =
            format!("{}{}{:02}:{:02}", local.date(), self.separator, local.hour(), local.minute());
        if self.seconds {
            written.push_str(":00");
        }
        let ambiguous = at.time_zone().to_ambiguous_timestamp(local);
        if let AmbiguousOffset::Fold { .. } = ambiguous.offset() {
            let minutes = at.offset().seconds() / 60;
            let sign = if minutes < 0 { '-' } else { '+' };
            written.push_str(&format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60));
        }
        written
    }
}

/// A number of minutes that divides a day, from 5 to 1,440.
pub fn slot_minutes(minutes: usize) -> Option<usize> {
    ((SLOT_MINUTES_MIN..=DAY_MINUTES).contains(&minutes) && DAY_MINUTES.is_multiple_of(minutes))
        .then_some(minutes)
}

impl Series {
    /// Reads `start,count`: moments on the clock of `zone`, in order, on the grid of the slots; an empty count is a slot
    /// that was shut or is unknown, and so is one that is not there.
    ///
    /// # Errors
    /// A moment that is none, that the clock jumps over or shows twice, out of order or there already; a count that is no
    /// number from 0 on; slots of another length. With line and column.
    pub fn read(text: &str, slot_minutes: usize, zone_name: &str) -> Result<Self, Wrong> {
        let zone = TimeZone::get(zone_name)
            .map_err(|_| Wrong::Whole(format!("{} is not the name of a time zone", shown(zone_name))))?;
        let records = records(text, &[Column::needed("start"), Column::needed("count")])?;
        let mut reading = Reading { zone, zone_name, slot_minutes, rows: Vec::with_capacity(records.len()) };
        for record in &records {
            reading.row(record.line, record.values)?;
        }
        reading.check_step()?;
        let writing = records.first().map_or("", |record| record.values[0]);
        reading.series(Writing::of(writing))
    }

    /// Counts day after day from `first`, each day's slots in order; NaN as everywhere. What lies beyond the moment that
    /// is asked for tells only which slots are planned to be open. Nothing when these are no whole days, or too many.
    pub fn of(slot_minutes: usize, zone: TimeZone, first: Date, counts: Vec<f64>) -> Option<Self> {
        let slots = DAY_MINUTES / self::slot_minutes(slot_minutes)?;
        let days = counts.len() / slots;
        if counts.len() != days * slots || days == 0 || days > DAYS_MAX {
            return None;
        }
        let end = first.checked_add((days as i64).days()).ok()?.to_datetime(jiff::civil::Time::midnight());
        let writing = Writing { separator: 'T', seconds: false };
        Some(Self { slot_minutes, zone, first, counts, end, writing })
    }

    pub fn slots_a_day(&self) -> usize {
        DAY_MINUTES / self.slot_minutes
    }

    pub(crate) fn days(&self) -> usize {
        self.counts.len() / self.slots_a_day()
    }

    pub(crate) fn date(&self, day: usize) -> Date {
        self.first.saturating_add((day as i64).days())
    }

    pub(crate) fn day(&self, day: usize) -> &[f64] {
        let slots = self.slots_a_day();
        &self.counts[day * slots..(day + 1) * slots]
    }
}

struct Row {
    line: usize,
    at: Zoned,
    count: f64,
}

struct Reading<'a> {
    zone: TimeZone,
    zone_name: &'a str,
    slot_minutes: usize,
    rows: Vec<Row>,
}

impl Reading<'_> {
    fn row(&mut self, line: usize, [start, count]: [&str; 2]) -> Result<(), Wrong> {
        let count = if count.is_empty() { f64::NAN } else { amount(line, "count", count, COUNT_MAX)? };
        let Some(at) = self.moment(line, start, count)? else { return Ok(()) };
        let local = at.datetime();
        let minute = local.hour() as usize * 60 + local.minute() as usize;
        if !minute.is_multiple_of(self.slot_minutes) || local.second() != 0 || local.subsec_nanosecond() != 0 {
            let what = format!("{} does not begin a slot of {} minutes", shown(start), self.slot_minutes);
            return Err(Wrong::at(line, "start", what));
        }
        if let Some(last) = self.rows.last() {
            if at == last.at {
                let what = format!("{} is there already, on line {}", shown(start), last.line);
                return Err(Wrong::at(line, "start", what));
            }
            if at < last.at {
                let what = format!("{} comes after a later one, on line {}", shown(start), last.line);
                return Err(Wrong::at(line, "start", what));
            }
        }
        self.rows.push(Row { line, at, count });
        Ok(())
    }

    /// The instant a row begins; nothing for an empty slot the clock jumps over.
    fn moment(&self, line: usize, start: &str, count: f64) -> Result<Option<Zoned>, Wrong> {
        let has_offset = start.get(10..).is_some_and(|time| time.contains(['Z', 'z', '+', '-']));
        if let Some(instant) = has_offset.then(|| start.parse::<Timestamp>().ok()).flatten() {
            return Ok(Some(instant.to_zoned(self.zone.clone())));
        }
        let local: DateTime = local(start).ok_or_else(|| {
            Wrong::at(line, "start", format!("{} is not a moment, as in 2026-03-02T09:00", shown(start)))
        })?;
        let ambiguous = self.zone.to_ambiguous_zoned(local);
        let refused = |what: &str| {
            Err(Wrong::at(line, "start", format!("{} {what} in {}", shown(start), self.zone_name)))
        };
        match ambiguous.offset() {
            AmbiguousOffset::Gap { .. } if count.is_nan() => return Ok(None),
            AmbiguousOffset::Gap { .. } => {
                return refused("is never shown (the clock jumps over it; --zone names another)");
            }
            AmbiguousOffset::Fold { .. } if count.is_nan() => return Ok(None),
            AmbiguousOffset::Fold { .. } => {
                return refused("is shown twice (write its offset, as in +01:00, or name another --zone)");
            }
            AmbiguousOffset::Unambiguous { .. } => {}
        }
        ambiguous.compatible().map(Some).map_err(|_| Wrong::at(line, "start", "lies outside all calendars"))
    }

    /// Slots that never follow each other are of another length than was said.
    fn check_step(&self) -> Result<(), Wrong> {
        let minutes = |pair: &[Row]| (pair[1].at.timestamp() - pair[0].at.timestamp()).get_seconds() / 60;
        let Some(nearest) = self.rows.windows(2).map(minutes).min() else { return Ok(()) };
        if self.rows.len() > 2 && nearest > self.slot_minutes as i64 && self.slot_minutes < DAY_MINUTES {
            let what = format!("slots begin {nearest} minutes apart, not {}", self.slot_minutes);
            return Err(Wrong::at(self.rows[1].line, "start", what));
        }
        Ok(())
    }

    fn series(self, writing: Writing) -> Result<Series, Wrong> {
        let (Some(first), Some(last)) = (self.rows.first(), self.rows.last()) else {
            return Err(Wrong::at(2, "start", "there is no slot under the header"));
        };
        let (start, end) = (first.at.date(), last.at.date());
        let days = days_between(start, end) + 1;
        if days > DAYS_MAX {
            let what = format!("{days} days after the first; a file holds up to {DAYS_MAX}");
            return Err(Wrong::at(last.line, "start", what));
        }
        let slots = DAY_MINUTES / self.slot_minutes;
        let mut counts = vec![f64::NAN; days * slots];
        let mut twice: Vec<(usize, f64)> = Vec::new();
        for row in &self.rows {
            let local = row.at.datetime();
            let minute = local.hour() as usize * 60 + local.minute() as usize;
            let place = days_between(start, local.date()) * slots + minute / self.slot_minutes;
            if counts[place].is_nan() {
                counts[place] = row.count;
            } else if !row.count.is_nan() {
                twice.push((place, row.count));
            }
        }
        // An hour the clock shows twice has two counts a slot: a day's slot holds what one of them brings.
        for (place, count) in twice {
            counts[place] = f64::midpoint(counts[place], count);
        }
        let step = (self.slot_minutes as i64).minutes();
        let end = last.at.datetime().checked_add(step).unwrap_or(last.at.datetime());
        Ok(Series { slot_minutes: self.slot_minutes, zone: self.zone, first: start, counts, end, writing })
    }
}

/// A local moment: a date, or a date and a time after `T` or a blank.
pub(crate) fn local(written: &str) -> Option<DateTime> {
    written.parse::<DateTime>().ok()
}

/// Days from `first` to `day`, 0 when it is not later.
pub(crate) fn days_between(first: Date, day: Date) -> usize {
    let days = day.since((jiff::Unit::Day, first)).map_or(0, |span| span.get_days());
    usize::try_from(days).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use jiff::civil::date;

    use super::Series;

    fn read(rows: &[&str]) -> Series {
        Series::read(&format!("start,count\n{}", rows.join("\n")), 30, "Europe/Rome").unwrap()
    }

    fn refused(rows: &[&str]) -> String {
        let text = format!("start,count\n{}", rows.join("\n"));
        Series::read(&text, 30, "Europe/Rome").unwrap_err().to_string()
    }

    #[test]
    fn what_is_not_there_or_empty_is_unknown_and_never_zero() {
        let series = read(&["2026-03-02T09:00,4", "2026-03-02T09:30,", "2026-03-04 10:00:00,0"]);
        assert_eq!((series.first, series.days()), (date(2026, 3, 2), 3));
        assert_eq!(series.day(0)[18], 4.0);
        assert!(series.day(0)[19].is_nan() && series.day(1).iter().all(|count| count.is_nan()));
        assert_eq!(series.day(2)[20], 0.0);
        assert_eq!(series.end, date(2026, 3, 4).at(10, 30, 0, 0));
    }

    #[test]
    fn what_cannot_be_is_named_by_line_and_column() {
        for (rows, said) in [
            (&["today,4"][..], "line 2, column start: \"today\" is not a moment, as in 2026-03-02T09:00"),
            (
                &["2026-02-30T09:00,4"],
                "line 2, column start: \"2026-02-30T09:00\" is not a moment, as in 2026-03-02T09:00",
            ),
            (
                &["2026-03-02T09:00,4", "2026-03-02T09:10,4"],
                "line 3, column start: \"2026-03-02T09:10\" does not begin a slot of 30 minutes",
            ),
            (
                &["2026-03-02T09:00,4", "2026-03-02T09:00,5"],
                "line 3, column start: \"2026-03-02T09:00\" is there already, on line 2",
            ),
            (
                &["2026-03-02T09:00,4", "2026-03-01T09:00,5"],
                "line 3, column start: \"2026-03-01T09:00\" comes after a later one, on line 2",
            ),
            (
                &["2026-03-02T09:00,4", "2026-03-02T10:00,4", "2026-03-02T11:00,4"],
                "line 3, column start: slots begin 60 minutes apart, not 30",
            ),
            (&["2026-03-02T09:00,-4"], "line 2, column count: \"-4\" is negative"),
            (&["2026-03-02T09:00,four"], "line 2, column count: \"four\" is not a number"),
            (
                &["2026-03-29T02:30,4"],
                "line 2, column start: \"2026-03-29T02:30\" is never shown (the clock jumps over it; --zone names another) in Europe/Rome",
            ),
            (
                &["2026-10-25T02:30,4"],
                "line 2, column start: \"2026-10-25T02:30\" is shown twice (write its offset, as in +01:00, or name another --zone) in Europe/Rome",
            ),
            (&[], "line 2, column start: there is no slot under the header"),
            (
                &["2000-01-01T00:00,1", "2026-01-01T00:00,1"],
                "line 3, column start: 9498 days after the first; a file holds up to 4000",
            ),
        ] {
            assert_eq!(refused(rows), said);
        }
    }

    #[test]
    fn the_night_the_clock_is_set_back_is_told_by_offsets() {
        let series = read(&[
            "2026-10-25T01:30,2",
            "2026-10-25T02:00:00+02:00,4",
            "2026-10-25T02:30:00+02:00,4",
            "2026-10-25T02:00:00+01:00,8",
            "2026-10-25T02:30:00+01:00,10",
            "2026-10-25T03:00,1",
        ]);
        assert_eq!(series.day(0)[3..7], [2.0, 6.0, 7.0, 1.0]);
    }

    #[test]
    fn an_empty_slot_in_the_hole_of_spring_is_no_fault() {
        let series =
            read(&["2026-03-29T01:30,2", "2026-03-29T02:00,", "2026-03-29T02:30,", "2026-03-29T03:00,1"]);
        assert!(series.day(0)[4].is_nan());
        assert_eq!(series.day(0)[6], 1.0);
    }
}
