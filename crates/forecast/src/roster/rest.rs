//! The rules of rest, as settings with the Italian law's numbers, and the check of who works when.
//!
//! Source: legislative decree 8 April 2003 no. 66: art. 7 (eleven hours of rest in every twenty-four), art. 9 (twenty-four
//! hours in a row every seven days, added to those eleven), art. 4 (forty-eight hours a week on average), art. 8 (a break
//! of at least ten minutes in more than six hours). A collective agreement may say otherwise: every number is a setting.

use std::fmt;

pub const DAY_MINUTES: i64 = 1_440;
const WEEK_DAYS: i64 = 7;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Between two shifts.
    pub daily_rest_minutes: i64,
    /// In a row, the daily rest included, of which a whole day lies within any seven days.
    pub weekly_rest_minutes: i64,
    /// Worked in a week of the roster, whatever the contract says.
    pub week_minutes: i64,
    /// A shift longer than this has a break,
    pub break_after_minutes: i64,
    /// of at least this.
    pub break_minutes: i64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            daily_rest_minutes: 11 * 60,
            weekly_rest_minutes: 24 * 60 + 11 * 60,
            week_minutes: 48 * 60,
            break_after_minutes: 6 * 60,
            break_minutes: 10,
        }
    }
}

/// One shift of one day, in minutes of elapsed time from the roster's first midnight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub start: i64,
    pub end: i64,
    pub break_minutes: i64,
    /// What one must be able to do; empty when anybody can.
    pub skill: String,
}

impl Shift {
    pub fn worked_minutes(&self) -> i64 {
        self.end - self.start - self.break_minutes
    }
}

/// From one minute to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: i64,
    pub end: i64,
}

impl Span {
    fn meets(self, shift: &Shift) -> bool {
        self.start < shift.end && shift.start < self.end
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub skills: Vec<String>,
    /// Minutes a week the contract pays.
    pub contract_minutes: i64,
    /// Minutes a week at most, by contract; the rules' own limit stands beside.
    pub most_minutes: i64,
    /// When he is not there: leave, a course, another job.
    pub away: Vec<Span>,
    /// When he asked not to work.
    pub asked_off: Vec<Span>,
    /// End of the last shift of the roster before this one, at or below 0.
    pub last_end: Option<i64>,
    /// Shifts of the six days before the roster and of the day behind it: nobody moves them, and rest is kept from them. With
    /// one before it, all of those days are known and `last_end` is not asked.
    pub around: Vec<Shift>,
    /// Shifts inside the roster that are theirs already.
    pub fixed: Vec<Shift>,
}

impl Person {
    pub fn can(&self, shift: &Shift) -> bool {
        shift.skill.is_empty() || self.skills.contains(&shift.skill)
    }

    pub(super) fn is_away(&self, shift: &Shift) -> bool {
        self.away.iter().any(|span| span.meets(shift))
    }

    pub(super) fn asked_off(&self, shift: &Shift) -> bool {
        self.asked_off.iter().any(|span| span.meets(shift))
    }
}

/// A rule that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// Two shifts at once.
    Overlap {
        at: i64,
    },
    DailyRest {
        at: i64,
        minutes: i64,
    },
    /// From this day on, seven days without the rest.
    WeeklyRest {
        day: i64,
    },
    WeekMinutes {
        week: i64,
        minutes: i64,
    },
    Away {
        at: i64,
    },
    Skill {
        at: i64,
    },
    /// Too little of a break in a long shift.
    Break {
        at: i64,
    },
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |at: &i64| {
            let minute = at.rem_euclid(DAY_MINUTES);
            format!("day {} {:02}:{:02}", at.div_euclid(DAY_MINUTES) + 1, minute / 60, minute % 60)
        };
        match self {
            Self::Overlap { at } => write!(f, "{}: two shifts at once", clock(at)),
            Self::DailyRest { at, minutes } => {
                write!(f, "{}: only {minutes} minutes of rest before", clock(at))
            }
            Self::WeeklyRest { day } => write!(f, "no weekly rest in the seven days from day {}", day + 1),
            Self::WeekMinutes { week, minutes } => write!(f, "week {}: {minutes} minutes", week + 1),
            Self::Away { at } => write!(f, "{}: is away", clock(at)),
            Self::Skill { at } => write!(f, "{}: cannot do this", clock(at)),
            Self::Break { at } => write!(f, "{}: too short a break", clock(at)),
        }
    }
}

/// What does not hold when `person` works these shifts in a roster of `days`; in any order. Of weekly rests that are missing
/// the first.
pub fn breaches(rules: &Rules, days: i64, person: &Person, shifts: &[&Shift]) -> Vec<Breach> {
    let mut found = all_breaches(rules, days, person, shifts);
    let mut unrested = 0;
    found.retain(|breach| {
        unrested += usize::from(matches!(breach, Breach::WeeklyRest { .. }));
        unrested <= 1 || !matches!(breach, Breach::WeeklyRest { .. })
    });
    found
}

/// The same with every seven days that hold no rest.
pub(super) fn all_breaches(rules: &Rules, days: i64, person: &Person, own: &[&Shift]) -> Vec<Breach> {
    let mut found = Vec::new();
    for shift in own {
        let at = shift.start;
        if !person.can(shift) {
            found.push(Breach::Skill { at });
        }
        if person.is_away(shift) {
            found.push(Breach::Away { at });
        }
        if shift.end - at > rules.break_after_minutes && shift.break_minutes < rules.break_minutes {
            found.push(Breach::Break { at });
        }
    }
    let mut shifts: Vec<&Shift> = own.iter().copied().chain(&person.around).collect();
    shifts.sort_by_key(|shift| (shift.start, shift.end));
    let is_known = shifts.first().is_some_and(|shift| shift.start < 0);
    let last_end = if is_known { None } else { person.last_end };
    let mut before = last_end;
    for shift in &shifts {
        let at = shift.start;
        match before.map(|end| at - end) {
            Some(minutes) if minutes < 0 => found.push(Breach::Overlap { at }),
            Some(minutes) if minutes < rules.daily_rest_minutes => {
                found.push(Breach::DailyRest { at, minutes })
            }
            Some(_) | None => {}
        }
        before = before.max(Some(shift.end));
    }
    // The hour that a night in autumn has more pushes no shift of the last evening into another week.
    let weeks = (days + WEEK_DAYS - 1) / WEEK_DAYS;
    for week in 0..weeks {
        let of_week = own.iter().filter(|shift| {
            shift.start.div_euclid(WEEK_DAYS * DAY_MINUTES).clamp(0, (weeks - 1).max(0)) == week
        });
        let minutes = of_week.map(|shift| shift.worked_minutes()).sum();
        if minutes > rules.week_minutes.min(person.most_minutes) {
            found.push(Breach::WeekMinutes { week, minutes });
        }
    }
    let first = if is_known { 1 - WEEK_DAYS } else { 0 };
    let unrested = (first..=days - WEEK_DAYS).filter(|&day| {
        let window = Span { start: day * DAY_MINUTES, end: (day + WEEK_DAYS) * DAY_MINUTES };
        !has_rest(window, rules.weekly_rest_minutes, last_end, &shifts)
    });
    found.extend(unrested.map(|day| Breach::WeeklyRest { day }));
    found
}

/// Whether a rest of `minutes` lies in the window with a day at least; it may begin before it and end behind it. What
/// comes after the roster is not known, nor what came before without a last shift: both count as free.
fn has_rest(window: Span, minutes: i64, last_end: Option<i64>, shifts: &[&Shift]) -> bool {
    const FAR: i64 = i64::MAX / 4;
    let ends = std::iter::once(last_end.unwrap_or(-FAR)).chain(shifts.iter().map(|shift| shift.end));
    let starts = shifts.iter().map(|shift| shift.start).chain([FAR]);
    ends.zip(starts).any(|(from, to)| {
        let inside = to.min(window.end) - from.max(window.start);
        to - from >= minutes && inside >= DAY_MINUTES.min(minutes)
    })
}

#[cfg(test)]
mod tests {
    use super::{Breach, DAY_MINUTES, Person, Rules, Shift, Span, breaches};

    fn shift(day: i64, from_hour: i64, to_hour: i64) -> Shift {
        let start = day * DAY_MINUTES + from_hour * 60;
        Shift { start, end: day * DAY_MINUTES + to_hour * 60, break_minutes: 30, skill: String::new() }
    }

    fn found(days: i64, person: &Person, shifts: &[Shift]) -> Vec<Breach> {
        breaches(&Rules::default(), days, person, &shifts.iter().collect::<Vec<_>>())
    }

    fn anna() -> Person {
        Person { name: "Anna".to_owned(), most_minutes: 40 * 60, ..Person::default() }
    }

    #[test]
    fn a_week_from_monday_to_friday_keeps_every_rule() {
        let week: Vec<Shift> = (0..5).map(|day| shift(day, 9, 17)).collect();
        assert_eq!(found(7, &anna(), &week), []);
    }

    #[test]
    fn eleven_hours_lie_between_two_shifts_also_across_rosters() {
        assert_eq!(found(7, &anna(), &[shift(0, 14, 22), shift(1, 9, 17)]), []);
        let at = DAY_MINUTES + 8 * 60;
        assert_eq!(
            found(7, &anna(), &[shift(1, 8, 16), shift(0, 14, 22)]),
            [Breach::DailyRest { at, minutes: 600 }]
        );
        let late = Person { last_end: Some(-60), ..anna() };
        assert_eq!(found(7, &late, &[shift(0, 9, 17)]), [Breach::DailyRest { at: 540, minutes: 600 }]);
        assert_eq!(found(7, &anna(), &[shift(0, 9, 17), shift(0, 12, 20)]), [Breach::Overlap { at: 720 }]);
    }

    #[test]
    fn thirty_five_hours_in_a_row_are_free_in_any_seven_days() {
        let days = |days: &[i64]| days.iter().map(|&day| shift(day, 9, 15)).collect::<Vec<_>>();
        assert_eq!(found(7, &anna(), &days(&[0, 1, 2, 3, 4, 5])), []);
        assert_eq!(found(7, &anna(), &days(&[0, 1, 2, 3, 4, 5, 6])), [Breach::WeeklyRest { day: 0 }]);
        // Free on the first and on the fourteenth: the seven days in between hold none.
        let middle: Vec<i64> = (1..13).collect();
        assert_eq!(found(14, &anna(), &days(&middle)), [Breach::WeeklyRest { day: 1 }]);
    }

    #[test]
    fn what_is_known_around_a_roster_counts_for_rest_and_not_for_its_hours() {
        let at = |day: i64| shift(day, 9, 15);
        // From Tuesday on: the six days before were worked, and so is the day behind.
        let busy = Person { around: (-6..0).map(at).chain([shift(6, 0, 8)]).collect(), ..anna() };
        assert_eq!(found(6, &busy, &[]), []);
        assert_eq!(found(6, &busy, &[at(0)]), [Breach::WeeklyRest { day: -6 }]);
        let at_ms = 6 * DAY_MINUTES;
        assert_eq!(found(6, &busy, &[shift(5, 14, 22)]), [Breach::DailyRest { at: at_ms, minutes: 120 }]);
        // Five shifts of seven and a half hours fit into forty; the day behind is another week's.
        let week: Vec<Shift> = [0, 1, 2, 4, 5].map(|day| shift(day, 9, 17)).to_vec();
        let next = Person { around: vec![shift(7, 9, 17)], ..anna() };
        assert_eq!(found(7, &next, &week), []);
        // An hour more in the night does not push the last evening out of its week.
        let late = Shift { start: 7 * DAY_MINUTES, end: 7 * DAY_MINUTES + 240, ..shift(0, 0, 4) };
        let long = Person { most_minutes: 200, ..anna() };
        assert_eq!(found(7, &long, &[late]), [Breach::WeekMinutes { week: 0, minutes: 210 }]);
    }

    #[test]
    fn hours_breaks_absences_and_skills_are_seen() {
        let long: Vec<Shift> = (0..6).map(|day| shift(day, 9, 17)).collect();
        assert_eq!(found(7, &anna(), &long), [Breach::WeekMinutes { week: 0, minutes: 2_700 }]);
        let unbroken = Shift { break_minutes: 0, ..shift(0, 9, 16) };
        assert_eq!(found(7, &anna(), &[unbroken]), [Breach::Break { at: 540 }]);
        let away = Person { away: vec![Span { start: 600, end: 660 }], ..anna() };
        assert_eq!(found(7, &away, &[shift(0, 9, 15)]), [Breach::Away { at: 540 }]);
        let german = Shift { skill: "de".to_owned(), ..shift(0, 9, 15) };
        assert_eq!(found(7, &anna(), &[german]), [Breach::Skill { at: 540 }]);
        assert_eq!(
            Breach::DailyRest { at: 1_980, minutes: 600 }.to_string(),
            "day 2 09:00: only 600 minutes of rest before"
        );
    }
}
