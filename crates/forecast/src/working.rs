//! Which days are worked, which are not, and what is unlike about a day: the calendar behind the totals.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::calendar::{SpecialDay, italian_holiday, special_day};

use crate::table::weekday;

/// Whose holidays count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Holidays {
    #[default]
    Italy,
    /// None but those the data show by being shut.
    None,
}

/// What happens to a channel on a holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnHolidays {
    /// Nobody is there: a staffed channel.
    Shut,
    /// It takes what comes: e-mail, web.
    Open,
}

/// The days of one desk or channel.
#[derive(Clone, Debug)]
pub struct Working {
    /// Monday first: whether the weekday is worked as a rule.
    pub regular: [bool; 7],
    /// Days that are shut though their weekday is worked, past and planned.
    pub closed: BTreeSet<Date>,
    /// Days known to be worked, whatever the calendar says.
    pub open: BTreeSet<Date>,
    pub holidays: Holidays,
    pub on_holidays: OnHolidays,
    /// Month and day of the town's patron saint.
    pub patron: Option<(i8, i8)>,
    /// Named days the company knows of: a campaign, an invoice run, an outage.
    pub events: BTreeMap<Date, String>,
}

impl Working {
    /// Monday to Friday without a calendar: only `closed` days are shut.
    pub fn weekdays(closed: BTreeSet<Date>) -> Self {
        Self {
            regular: [true, true, true, true, true, false, false],
            closed,
            open: BTreeSet::new(),
            holidays: Holidays::None,
            on_holidays: OnHolidays::Shut,
            patron: None,
            events: BTreeMap::new(),
        }
    }

    pub fn is_holiday(&self, day: Date) -> bool {
        let national = match self.holidays {
            Holidays::Italy => italian_holiday(day).is_some(),
            Holidays::None => false,
        };
        national || self.patron == Some((day.month(), day.day()))
    }

    /// A weekday that is worked as a rule.
    pub fn is_regular(&self, day: Date) -> bool {
        self.regular[weekday(day)]
    }

    /// Worked on this very day.
    pub fn is_open(&self, day: Date) -> bool {
        if self.open.contains(&day) {
            return true;
        }
        let shut_by_holiday = match self.on_holidays {
            OnHolidays::Shut => self.is_holiday(day),
            OnHolidays::Open => false,
        };
        self.is_regular(day) && !self.closed.contains(&day) && !shut_by_holiday
    }

    /// What is rare about an open day; at most one thing, the company's own word first.
    pub fn rare(&self, day: Date) -> Option<Rare> {
        if let Some(name) = self.events.get(&day) {
            return Some(Rare::Event(name.clone()));
        }
        match self.holidays {
            _ if self.is_holiday(day) => Some(Rare::Holiday),
            Holidays::Italy => special_day(day, |day| self.is_holiday(day)).map(Rare::Special),
            Holidays::None => None,
        }
    }

    /// The nearest regular day before or after.
    fn neighbour(&self, day: Date, step: i32) -> Option<Date> {
        let mut at = day;
        for _ in 0..7 {
            at = at.checked_add(step.days()).ok()?;
            if self.is_regular(at) {
                return Some(at);
            }
        }
        None
    }

    fn is_shut_beside(&self, day: Date, step: i32) -> bool {
        self.neighbour(day, step).is_some_and(|beside| !self.is_open(beside))
    }

    /// What stands in the calendar about `day`, in the order of [`PENALTIES`].
    pub(crate) fn features(&self, day: Date) -> Vec<f64> {
        let mut x = vec![0.0; PENALTIES.len()];
        x[weekday(day)] = 1.0;
        let month_days = (1..=day.days_in_month()).filter_map(|number| day.with().day(number).build().ok());
        let open: Vec<i8> = month_days.filter(|&other| self.is_open(other)).map(|other| other.day()).collect();
        let before = open.iter().filter(|&&other| other < day.day()).count();
        let after = open.iter().filter(|&&other| other > day.day()).count();
        if before < 3 {
            x[FIRST_DAYS + before] = 1.0;
        }
        if after < 2 {
            x[LAST_DAYS + after] = 1.0;
        }
        if let number @ 13..=16 = day.day() {
            x[MID_MONTH] = 1.0;
            x[MID_MONTH + 1 + usize::from(number.unsigned_abs()) - 13] = 1.0;
        }
        x[AFTER_SHUT] = f64::from(u8::from(self.is_shut_beside(day, -1)));
        x[BEFORE_SHUT] = f64::from(u8::from(self.is_shut_beside(day, 1)));
        x
    }
}

/// A day of a kind that comes too seldom for the last hundred days to tell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rare {
    /// A holiday on which the channel is open.
    Holiday,
    Special(SpecialDay),
    Event(String),
}

const FIRST_DAYS: usize = 7;
const LAST_DAYS: usize = 10;
/// The four days together, then each: what they share is learned from all of them.
const MID_MONTH: usize = 12;
const AFTER_SHUT: usize = 17;
const BEFORE_SHUT: usize = 18;

/// Penalty of each column: seven weekdays, the first, second and third working day of the month, the last and the last
/// but one, the 13th to 16th, the day after and the day before a shut one.
pub(crate) const PENALTIES: [f64; 19] = {
    let mut penalties = [0.5; 19];
    let mut day = 0;
    while day < 7 {
        penalties[day] = 0.05;
        day += 1;
    }
    penalties
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use kernel::calendar::SpecialDay;

    use super::{
        AFTER_SHUT, BEFORE_SHUT, FIRST_DAYS, Holidays, LAST_DAYS, MID_MONTH, OnHolidays, Rare, Working,
    };

    fn on(working: &Working, day: jiff::civil::Date) -> Vec<usize> {
        let x = working.features(day);
        (0..x.len()).filter(|&i| x[i] == 1.0).collect()
    }

    #[test]
    fn working_days_are_counted_from_both_ends_of_the_month_around_shut_ones() {
        let closed = BTreeSet::from([date(2003, 4, 1), date(2003, 4, 30)]);
        let working = Working::weekdays(closed);
        // Tuesday the first is shut: Wednesday the second is the first working day.
        assert_eq!(on(&working, date(2003, 4, 2)), [2, FIRST_DAYS, AFTER_SHUT]);
        assert_eq!(on(&working, date(2003, 4, 4)), [4, FIRST_DAYS + 2]);
        assert_eq!(on(&working, date(2003, 4, 29)), [1, LAST_DAYS, BEFORE_SHUT]);
        assert_eq!(on(&working, date(2003, 4, 28)), [0, LAST_DAYS + 1]);
        assert_eq!(on(&working, date(2003, 4, 15)), [1, MID_MONTH, MID_MONTH + 3]);
    }

    #[test]
    fn a_holiday_shuts_a_staffed_channel_and_is_a_rare_day_of_an_open_one() {
        let mut working = Working::weekdays(BTreeSet::new());
        working.holidays = Holidays::Italy;
        assert!(!working.is_open(date(2026, 6, 2)));
        working.on_holidays = OnHolidays::Open;
        assert!(working.is_open(date(2026, 6, 2)));
        assert_eq!(working.rare(date(2026, 6, 2)), Some(Rare::Holiday));
        assert_eq!(working.rare(date(2026, 6, 1)), Some(Rare::Special(SpecialDay::Bridge)));
        working.events.insert(date(2026, 6, 1), "campagna".to_owned());
        assert_eq!(working.rare(date(2026, 6, 1)), Some(Rare::Event("campagna".to_owned())));
        assert_eq!(working.rare(date(2026, 6, 3)), None);
    }
}
