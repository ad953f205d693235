//! Days on which a desk works at all, and time counted finer than minutes.

use super::{HORIZON_DAYS, Hours, days_from};

impl Hours {
    /// The end of the `days`-th local day after the one `from_ms` falls in on which the desk opens: "within five
    /// working days" of a message is before this instant. The day of the message itself is not counted.
    ///
    /// Nothing when there are not so many such days in ten years.
    pub fn working_days_end_ms(&self, from_ms: i64, days: usize) -> Option<i64> {
        let after = self.today(from_ms).tomorrow().ok()?;
        let working = days_from(after).take(HORIZON_DAYS).filter(|day| self.spans(*day).next().is_some());
        let last = working.take(days).nth(days.checked_sub(1)?)?;
        Some(self.instant_ms(last, super::DAY_MINUTES))
    }

    /// Open time between two instants in milliseconds, 0 when they are in the wrong order. Counts at most ten years
    /// ahead of `from_ms`.
    pub fn open_ms(&self, from_ms: i64, to_ms: i64) -> i64 {
        if to_ms <= from_ms {
            return 0;
        }
        let mut open_ms = 0;
        for day in days_from(self.today(from_ms)).take(HORIZON_DAYS) {
            for span in self.spans(day) {
                if span.opens_ms >= to_ms {
                    return open_ms;
                }
                open_ms += (span.closes_ms.min(to_ms) - span.opens_ms.max(from_ms)).max(0);
            }
            // A shut desk has no spans to stop at.
            if self.instant_ms(day, 0) >= to_ms {
                break;
            }
        }
        open_ms
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use jiff::civil::DateTime;
    use jiff::tz::TimeZone;

    use super::Hours;

    fn at(written: &str) -> i64 {
        let local: DateTime = written.parse().unwrap();
        local.to_zoned(TimeZone::get("Europe/Rome").unwrap()).unwrap().timestamp().as_millisecond()
    }

    #[track_caller]
    fn five_days(from: &str, end: &str) {
        assert_eq!(Hours::default().working_days_end_ms(at(from), 5), Some(at(end)), "{from}");
    }

    #[test]
    fn five_working_days_leave_out_the_day_of_the_message_weekends_and_holidays() {
        five_days("2026-03-02T10:00", "2026-03-10T00:00");
        five_days("2026-03-07T10:00", "2026-03-14T00:00");
        five_days("2026-03-08T23:59", "2026-03-14T00:00");
        // Easter Monday, the 6th of April, is none of them.
        five_days("2026-04-02T18:30", "2026-04-11T00:00");
    }

    #[test]
    fn the_nights_the_clocks_change_do_not_move_the_end_of_a_day() {
        five_days("2026-03-25T12:00", "2026-04-02T00:00");
        five_days("2026-10-21T12:00", "2026-10-29T00:00");
    }

    #[test]
    fn open_time_is_exact_over_both_nights_the_clocks_change() {
        let hours = Hours::default();
        // Friday 17:00 to Monday 10:00: one hour and one hour, whatever the Sunday had.
        assert_eq!(hours.open_ms(at("2026-03-27T17:00"), at("2026-03-30T10:00")), 2 * 3_600_000);
        assert_eq!(hours.open_ms(at("2026-10-23T17:00"), at("2026-10-26T10:00")), 2 * 3_600_000);
        assert_eq!(hours.open_ms(at("2026-03-02T10:00"), at("2026-03-02T10:00") + 1_500), 1_500);
        let always = serde_json::json!({
            "timezone": "Europe/Rome",
            "week": { "sun": [["00:00", "24:00"]] },
        });
        let always = Hours::from_json(&always).unwrap();
        // A Sunday of 23 hours and one of 25.
        assert_eq!(always.open_ms(at("2026-03-28T12:00"), at("2026-03-30T12:00")), 23 * 3_600_000);
        assert_eq!(always.open_ms(at("2026-10-24T12:00"), at("2026-10-26T12:00")), 25 * 3_600_000);
    }
}
