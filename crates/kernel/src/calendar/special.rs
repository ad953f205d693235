//! Days that are open and yet unlike others: a bridge between a holiday and the weekend, the eves, the weeks around
//! 15 August. What each does to the traffic is learned (`forecast`); here is only which day is one.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Why an open day is unlike others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SpecialDay {
    /// *Ponte*: the one working day between a holiday and the weekend.
    Bridge,
    /// The second and third week of August, Monday to Sunday, the ones in which Italy is away.
    MidAugust,
    ChristmasEve,
    NewYearsEve,
}

/// What is special about `day`, given the holidays that count there; nothing for a holiday itself. The eves come
/// before the bridge they may be part of.
pub fn special_day(day: Date, holiday: impl Fn(Date) -> bool) -> Option<SpecialDay> {
    if holiday(day) {
        return None;
    }
    match (day.month(), day.day()) {
        (12, 24) => return Some(SpecialDay::ChristmasEve),
        (12, 31) => return Some(SpecialDay::NewYearsEve),
        _ => {}
    }
    let beside = |days: i32| day.checked_add(days.days()).is_ok_and(&holiday);
    match day.weekday() {
        Weekday::Monday if beside(1) => return Some(SpecialDay::Bridge),
        Weekday::Friday if beside(-1) => return Some(SpecialDay::Bridge),
        _ => {}
    }
    is_mid_august(day).then_some(SpecialDay::MidAugust)
}

/// Weeks begin on Monday; the first one of August is that of its first Monday.
fn is_mid_august(day: Date) -> bool {
    let monday = day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days());
    monday.is_ok_and(|monday| monday.month() == 8 && (8..=21).contains(&monday.day()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::{SpecialDay, special_day};
    use crate::calendar::italian_holiday;

    fn special(day: Date) -> Option<SpecialDay> {
        special_day(day, |day| italian_holiday(day).is_some())
    }

    #[test]
    fn a_bridge_is_one_working_day_between_a_holiday_and_the_weekend() {
        // 2 June 2026 is a Tuesday, 25 December 2025 a Thursday with 26 December behind it.
        assert_eq!(special(date(2026, 6, 1)), Some(SpecialDay::Bridge));
        assert_eq!(special(date(2026, 6, 2)), None);
        assert_eq!(special(date(2026, 6, 3)), None);
        // 1 May 2025 is a Thursday.
        assert_eq!(special(date(2025, 5, 2)), Some(SpecialDay::Bridge));
        // 1 January 2026 is a Thursday, and Friday the second is between it and the weekend.
        assert_eq!(special(date(2026, 1, 2)), Some(SpecialDay::Bridge));
    }

    #[test]
    fn the_eves_are_themselves_before_they_are_a_bridge() {
        // 24 December 2029 is a Monday before a holiday.
        assert_eq!(special(date(2029, 12, 24)), Some(SpecialDay::ChristmasEve));
        assert_eq!(special(date(2026, 12, 31)), Some(SpecialDay::NewYearsEve));
    }

    #[test]
    fn the_weeks_around_the_fifteenth_of_august_are_the_second_and_third() {
        // August 2026 begins on a Saturday, its Mondays are the 3rd, 10th, 17th, 24th.
        let days: Vec<i8> =
            (1..=31).filter(|&day| special(date(2026, 8, day)) == Some(SpecialDay::MidAugust)).collect();
        assert_eq!(days, [10, 11, 12, 13, 14, 16, 17, 18, 19, 20, 21, 22, 23]);
    }
}
