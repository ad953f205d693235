//! Opening hours that are asked many times: the open time between two instants by two searches instead of a walk
//! through the days.

use jiff::civil::Date;
use kernel::calendar::Hours;

/// Days one clock covers at most; what lies outside is counted the slow way.
const DAYS_MAX: usize = 500;

/// Open time of one inbox.
pub(super) struct OpenTime {
    hours: Hours,
    /// What is covered, UTC milliseconds.
    from_ms: i64,
    to_ms: i64,
    /// Opening, closing, and open time before the opening; in order.
    spans: Vec<(i64, i64, i64)>,
}

impl OpenTime {
    /// Covers the local days from one to another.
    pub fn new(hours: Hours, first: Date, last: Date) -> Self {
        let (mut spans, mut before_ms) = (Vec::new(), 0);
        let zone = hours.timezone();
        let days = first.series(jiff::ToSpan::days(1)).take_while(|day| *day <= last).take(DAYS_MAX);
        let mut until = first;
        for day in days {
            until = day;
            for (opens_ms, closes_ms) in hours.open_on(day) {
                spans.push((opens_ms, closes_ms, before_ms));
                before_ms += closes_ms - opens_ms;
            }
        }
        let from_ms = super::super::begins_ms(first, zone);
        let to_ms = super::super::begins_ms(until.tomorrow().unwrap_or(until), zone);
        Self { from_ms, to_ms, spans, hours }
    }

    /// Open time between two instants, 0 when they are in the wrong order.
    pub fn between_ms(&self, from_ms: i64, to_ms: i64) -> i64 {
        if from_ms < self.from_ms || to_ms > self.to_ms {
            return self.hours.open_ms(from_ms, to_ms);
        }
        (self.until_ms(to_ms) - self.until_ms(from_ms)).max(0)
    }

    fn until_ms(&self, at_ms: i64) -> i64 {
        let begun = self.spans.partition_point(|(opens_ms, ..)| *opens_ms <= at_ms);
        let Some((opens_ms, closes_ms, before_ms)) = begun.checked_sub(1).map(|last| self.spans[last]) else {
            return 0;
        };
        before_ms + at_ms.min(closes_ms) - opens_ms
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use jiff::civil::date;
    use kernel::calendar::Hours;

    use super::OpenTime;

    /// 2026-03-23 00:00 in Rome: the clocks go forward on the Sunday after.
    const MONDAY_MS: i64 = 1_774_220_400_000;
    const MINUTE_MS: i64 = 60_000;

    #[test]
    fn two_searches_say_what_a_walk_through_the_days_says() {
        let odd = serde_json::json!({
            "timezone": "Europe/Rome",
            "week": { "mon": [["00:00", "24:00"]], "thu": [["09:00", "13:00"], ["14:30", "18:30"]],
                      "sun": [["01:30", "03:30"]] },
        });
        for hours in [Hours::default(), Hours::from_json(&odd).unwrap()] {
            let clock = OpenTime::new(hours.clone(), date(2026, 3, 23), date(2026, 4, 12));
            // A walk of odd steps over three weeks and beyond both ends, from every instant to every later one.
            let instants: Vec<i64> =
                (-40..560).map(|step| MONDAY_MS + step * 67 * MINUTE_MS + step * 7).collect();
            for from in instants.iter().step_by(7) {
                for to in instants.iter().step_by(5) {
                    assert_eq!(clock.between_ms(*from, *to), hours.open_ms(*from, *to), "{from} to {to}");
                }
            }
        }
    }
}
