//! What a mailing is, when it leaves next and which days it tells of. Pure.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use spine::error::Field;
use spine::inbox::Tier;

use crate::report::{Period, day_of};

/// People one mailing goes to at most.
pub const RECIPIENTS_MAX: usize = 20;

/// Which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// All measures.
    Figures,
    /// How true the given words were.
    Truth,
}

impl What {
    pub const ALL: [Self; 2] = [Self::Figures, Self::Truth];

    pub fn name(self) -> &'static str {
        match self {
            Self::Figures => "figures",
            Self::Truth => "truth",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.name() == name)
    }
}

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Of the day before.
    Day,
    /// On Mondays, of the seven days before.
    Week,
    /// On the first, of the month before.
    Month,
}

impl Every {
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|every| every.name() == name)
    }

    fn leaves_on(self, day: Date) -> bool {
        match self {
            Self::Day => true,
            Self::Week => day.weekday() == Weekday::Monday,
            Self::Month => day.day() == 1,
        }
    }

    /// The first moment after another at which one leaves; an hour the clocks skip is the next one there is.
    pub fn next_ms(self, hour: i64, after_ms: i64, zone: &TimeZone) -> i64 {
        let today = day_of(after_ms, zone);
        let hour = i8::try_from(hour.clamp(0, 23)).unwrap_or(8);
        let moments = today.series(1.day()).take(63).filter(|day| self.leaves_on(*day)).filter_map(|day| {
            day.at(hour, 0, 0, 0).to_zoned(zone.clone()).ok().map(|at| at.timestamp().as_millisecond())
        });
        moments.into_iter().find(|at_ms| *at_ms > after_ms).unwrap_or(i64::MAX)
    }

    /// The whole days before a moment that a report sent then is about.
    pub fn period(self, at_ms: i64, zone: &TimeZone) -> Period {
        let today = day_of(at_ms, zone);
        let yesterday = today.yesterday().unwrap_or(today);
        let (from, to) = match self {
            Self::Day => (yesterday, yesterday),
            Self::Week => (today.saturating_sub(7.days()), yesterday),
            Self::Month => {
                let last = today.first_of_month().yesterday().unwrap_or(yesterday);
                (last.first_of_month(), last)
            }
        };
        Period::new(from, to, zone.clone()).unwrap_or_else(|_| Period::last(1, at_ms, zone.clone()))
    }
}

/// One as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailing {
    pub id: i64,
    pub oid: String,
    pub what: What,
    pub every: Every,
    /// Of the day, in the company's zone.
    pub hour: i64,
    pub inbox_id: Option<i64>,
    pub tier: Option<Tier>,
    /// Inside ids of people.
    pub recipients: Vec<i64>,
    pub paused: bool,
    pub made_by_id: Option<i64>,
    pub made_at_ms: i64,
    /// None while it is paused.
    pub next_at_ms: Option<i64>,
    pub last_at_ms: Option<i64>,
    /// To how many people it went then.
    pub last_mails: Option<i64>,
    /// When the last one could not leave, and why; nothing once one left again.
    pub failed: Option<(i64, String)>,
}

/// What somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMailing {
    pub what: What,
    pub every: Every,
    pub hour: i64,
    pub inbox_id: Option<i64>,
    pub tier: Option<Tier>,
    pub recipients: Vec<i64>,
}

impl NewMailing {
    /// What cannot be, each with its place.
    pub fn wrong(&self) -> Vec<Field> {
        let mut wrong = Vec::new();
        if !(0..=23).contains(&self.hour) {
            wrong.push(Field::new("/hour", "must be between 0 and 23"));
        }
        if self.recipients.is_empty() || self.recipients.len() > RECIPIENTS_MAX {
            wrong.push(Field::new("/recipients", format!("must be 1 to {RECIPIENTS_MAX} people")));
        }
        if self.what == What::Truth && self.tier.is_some() {
            wrong.push(Field::new("/tier", "cannot be chosen for the report of given words"));
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use jiff::civil::DateTime;

    use super::*;

    fn rome() -> TimeZone {
        TimeZone::get("Europe/Rome").unwrap()
    }

    fn at(written: &str) -> i64 {
        let moment: DateTime = written.parse().unwrap();
        moment.to_zoned(rome()).unwrap().timestamp().as_millisecond()
    }

    #[track_caller]
    fn leaves(every: Every, hour: i64, after: &str, wanted: &str) {
        let next = every.next_ms(hour, at(after), &rome());
        assert_eq!(next, at(wanted), "{every:?} after {after}");
    }

    #[test]
    fn a_mailing_leaves_at_its_hour_of_the_company_whatever_the_clocks_do() {
        leaves(Every::Day, 8, "2026-11-18T07:59", "2026-11-18T08:00");
        leaves(Every::Day, 8, "2026-11-18T08:00", "2026-11-19T08:00");
        leaves(Every::Week, 8, "2026-11-18T07:59", "2026-11-23T08:00");
        leaves(Every::Month, 8, "2026-11-01T08:00", "2026-12-01T08:00");
        leaves(Every::Month, 8, "2026-12-31T23:00", "2027-01-01T08:00");
        // 02:00 is skipped on 29 March and comes twice on 25 October.
        leaves(Every::Day, 2, "2026-03-28T03:00", "2026-03-29T03:00");
        leaves(Every::Day, 2, "2026-10-24T03:00", "2026-10-25T02:00");
    }

    #[test]
    fn it_tells_of_whole_days_before_it() {
        let days = |every: Every, moment| {
            let period = every.period(at(moment), &rome());
            (period.from().to_string(), period.to().to_string())
        };
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(days(Every::Day, "2026-03-30T00:10"), pair("2026-03-29", "2026-03-29"));
        assert_eq!(days(Every::Week, "2026-11-23T08:00"), pair("2026-11-16", "2026-11-22"));
        assert_eq!(days(Every::Month, "2027-01-01T08:00"), pair("2026-12-01", "2026-12-31"));
        assert_eq!(days(Every::Month, "2026-03-17T08:00"), pair("2026-02-01", "2026-02-28"));
    }
}
