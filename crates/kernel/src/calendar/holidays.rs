//! Italian national holidays.
//!
//! Sources: law 27 May 1949 no. 260, art. 2 (the list), as changed by law 5 March 1977 no. 54 and presidential
//! decree 28 December 1985 no. 792 (Epiphany back from 1986), law 20 November 2000 no. 336 (2 June back from 2001)
//! and law 8 October 2025 no. 151 (4 October, Saint Francis, from 2026; read on normattiva.it). Easter Sunday is a
//! holiday of that list as every Sunday is; it stands here for the desks that work on Sundays.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// A day the desk is shut because everybody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holiday {
    NewYear,
    Epiphany,
    Easter,
    EasterMonday,
    Liberation,
    Labour,
    Republic,
    Assumption,
    SaintFrancis,
    AllSaints,
    Immaculate,
    Christmas,
    SaintStephen,
    /// The town's own saint, a setting.
    Patron,
}

impl Holiday {
    /// The catalogue key of its name in `words`.
    pub fn key(self) -> &'static str {
        match self {
            Self::NewYear => "time-holiday-new-year",
            Self::Epiphany => "time-holiday-epiphany",
            Self::Easter => "time-holiday-easter",
            Self::EasterMonday => "time-holiday-easter-monday",
            Self::Liberation => "time-holiday-liberation",
            Self::Labour => "time-holiday-labour",
            Self::Republic => "time-holiday-republic",
            Self::Assumption => "time-holiday-assumption",
            Self::SaintFrancis => "time-holiday-saint-francis",
            Self::AllSaints => "time-holiday-all-saints",
            Self::Immaculate => "time-holiday-immaculate",
            Self::Christmas => "time-holiday-christmas",
            Self::SaintStephen => "time-holiday-saint-stephen",
            Self::Patron => "time-holiday-patron",
        }
    }
}

/// The Italian national holiday on `day`, by the law in force since 2001.
pub fn italian(day: Date) -> Option<Holiday> {
    let fixed = match (day.month(), day.day()) {
        (1, 1) => Some(Holiday::NewYear),
        (1, 6) => Some(Holiday::Epiphany),
        (4, 25) => Some(Holiday::Liberation),
        (5, 1) => Some(Holiday::Labour),
        (6, 2) => Some(Holiday::Republic),
        (8, 15) => Some(Holiday::Assumption),
        (10, 4) if day.year() >= 2026 => Some(Holiday::SaintFrancis),
        (11, 1) => Some(Holiday::AllSaints),
        (12, 8) => Some(Holiday::Immaculate),
        (12, 25) => Some(Holiday::Christmas),
        (12, 26) => Some(Holiday::SaintStephen),
        _ => None,
    };
    fixed.or_else(|| match day.month() {
        3 | 4 => easter_days(day),
        _ => None,
    })
}

fn easter_days(day: Date) -> Option<Holiday> {
    let easter = easter(day.year())?;
    if day == easter {
        return Some(Holiday::Easter);
    }
    (easter.checked_add(1.day()).ok() == Some(day)).then_some(Holiday::EasterMonday)
}

/// Easter Sunday of the Gregorian calendar, by the anonymous algorithm of 1876 (Meeus/Jones/Butcher);
/// nothing for years outside 1583–9998.
fn easter(year: i16) -> Option<Date> {
    if !(1583..=9998).contains(&year) {
        return None;
    }
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let march_days = h + l - 7 * m + 114;
    Some(date(year, (march_days / 31) as i8, (march_days % 31 + 1) as i8))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::{Holiday, easter, italian};

    #[test]
    fn easter_falls_where_the_church_put_it() {
        let table = [
            (1818, 3, 22), // the earliest possible
            (1943, 4, 25), // the latest possible
            (1954, 4, 18), // where simpler rules fail
            (1981, 4, 19),
            (2000, 4, 23),
            (2008, 3, 23),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
            (2049, 4, 18),
        ];
        for (year, month, day) in table {
            assert_eq!(easter(year), Some(date(year, month, day)), "{year}");
        }
    }

    #[test]
    fn a_year_has_twelve_fixed_and_moving_feasts_and_thirteen_since_saint_francis() {
        let feasts = |year: i16| {
            let days = date(year, 1, 1).series(1.day()).take_while(|day| day.year() == year);
            days.filter(|day| italian(*day).is_some()).count()
        };
        assert_eq!((feasts(2025), feasts(2026)), (12, 13));
    }

    #[test]
    fn saint_francis_is_a_holiday_from_2026_on() {
        assert_eq!(italian(date(2025, 10, 4)), None);
        assert_eq!(italian(date(2026, 10, 4)), Some(Holiday::SaintFrancis));
    }

    #[test]
    fn easter_monday_is_kept_and_good_friday_is_not() {
        assert_eq!(italian(date(2026, 4, 6)), Some(Holiday::EasterMonday));
        assert_eq!(italian(date(2026, 4, 3)), None);
        let easter = easter(2027).unwrap();
        assert_eq!(italian(easter), Some(Holiday::Easter));
    }
}
