//! Who works which shift: the hardest shifts first, then chains of exchanges for those nobody was found for, then the
//! days around them dealt out anew, then a fairer spread. The same input gives the same roster.

use std::time::{Duration, Instant};

use super::rest::{Breach, DAY_MINUTES, Person, Rules, Shift, all_breaches};

/// People in a chain of exchanges: who takes the open shift hands his own on, and so forth.
const CHAIN: usize = 3;
const ROUNDS: usize = 20;
/// How often the days around an open shift are dealt out anew, and how many trials of a person on a shift that may take.
const DEALS: usize = 400;
const TRIALS: usize = 2_000_000;
/// Days before and behind an open shift.
const AROUND_DAYS: i64 = 3;
/// A shift somebody asked not to work weighs as much as this many hours off the contract, squared.
const ASKED_OFF_WEIGHT: i64 = 64;

/// For each shift the number of its person.
pub type Assignment = Vec<Option<usize>>;

/// Finds people for the shifts of a roster of `days`, within the rules; a shift nobody can take stays open.
pub fn assign(rules: &Rules, days: i64, people: &[Person], shifts: &[Shift]) -> Assignment {
    work_out(Roster::of(rules, days, people, shifts, None))
}

/// The same, with what was found by then.
pub fn assign_within(
    rules: &Rules,
    days: i64,
    people: &[Person],
    shifts: &[Shift],
    deadline: Duration,
) -> Assignment {
    work_out(Roster::of(rules, days, people, shifts, Some(Instant::now() + deadline)))
}

fn work_out(mut roster: Roster<'_>) -> Assignment {
    let (people, shifts) = (roster.people, roster.shifts);
    let mut order: Vec<usize> = (0..shifts.len()).collect();
    let able = |shift: usize| {
        people.iter().filter(|one| one.can(&shifts[shift]) && !one.is_away(&shifts[shift])).count()
    };
    order.sort_by_key(|&shift| (able(shift), shifts[shift].start, shift));
    for &shift in &order {
        roster.of[shift] = roster.best_for(shift);
    }
    roster.mend();
    roster.deal_anew();
    for _ in 0..ROUNDS {
        if roster.is_over() || !roster.spread() {
            break;
        }
    }
    roster.of
}

struct Roster<'a> {
    rules: &'a Rules,
    days: i64,
    people: &'a [Person],
    shifts: &'a [Shift],
    of: Assignment,
    /// What does not hold for each by the shifts they have already.
    known: Vec<Vec<Breach>>,
    until: Option<Instant>,
}

impl<'a> Roster<'a> {
    fn of(
        rules: &'a Rules,
        days: i64,
        people: &'a [Person],
        shifts: &'a [Shift],
        until: Option<Instant>,
    ) -> Self {
        let known = |one: &Person| all_breaches(rules, days, one, &one.fixed.iter().collect::<Vec<_>>());
        let known = people.iter().map(known).collect();
        Self { rules, days, people, shifts, of: vec![None; shifts.len()], known, until }
    }

    fn is_over(&self) -> bool {
        self.until.is_some_and(|until| Instant::now() >= until)
    }

    fn theirs(&self, person: usize) -> impl Iterator<Item = usize> {
        (0..self.of.len()).filter(move |&shift| self.of[shift] == Some(person))
    }

    fn minutes(&self, person: usize) -> i64 {
        let fixed = self.people[person].fixed.iter().map(Shift::worked_minutes).sum::<i64>();
        fixed + self.theirs(person).map(|shift| self.shifts[shift].worked_minutes()).sum::<i64>()
    }

    /// Whether he may work it beside his own, without `less`.
    fn may(&self, person: usize, shift: usize, less: Option<usize>) -> bool {
        let own = self.theirs(person).filter(|one| Some(*one) != less);
        let all: Vec<&Shift> =
            own.chain([shift]).map(|one| &self.shifts[one]).chain(&self.people[person].fixed).collect();
        let found = all_breaches(self.rules, self.days, &self.people[person], &all);
        found.iter().all(|breach| self.known[person].contains(breach))
    }

    /// Of those who may, who did not ask to be off and lacks most of his contract.
    fn best_for(&self, shift: usize) -> Option<usize> {
        (0..self.people.len()).filter(|&person| self.may(person, shift, None)).min_by_key(|&person| {
            let one = &self.people[person];
            (one.asked_off(&self.shifts[shift]), self.minutes(person) - one.contract_minutes, person)
        })
    }

    /// Gives it to somebody who hands one of his own on to somebody else; `asked` were in the chain already.
    fn by_chain(&mut self, shift: usize, length: usize, asked: &mut Vec<usize>) -> bool {
        if let Some(person) = self.best_for(shift) {
            self.of[shift] = Some(person);
            return true;
        }
        if length <= 1 || self.is_over() {
            return false;
        }
        for person in 0..self.people.len() {
            if asked.contains(&person) || !self.people[person].can(&self.shifts[shift]) {
                continue;
            }
            for own in self.theirs(person).collect::<Vec<_>>() {
                if !self.may(person, shift, Some(own)) {
                    continue;
                }
                self.of[shift] = Some(person);
                self.of[own] = None;
                asked.push(person);
                if self.by_chain(own, length - 1, asked) {
                    return true;
                }
                asked.pop();
                self.of[own] = Some(person);
                self.of[shift] = None;
            }
        }
        false
    }

    fn open(&self) -> usize {
        self.of.iter().filter(|of| of.is_none()).count()
    }

    fn mend(&mut self) {
        for shift in 0..self.shifts.len() {
            if self.of[shift].is_none() {
                self.by_chain(shift, CHAIN, &mut Vec::new());
            }
        }
    }

    /// Takes the days around an open shift apart and deals them out in another order, as long as that leaves no more
    /// open than before. The orders come from a fixed sequence.
    fn deal_anew(&mut self) {
        let deals = DEALS.min(TRIALS / (self.shifts.len() * self.people.len()).max(1));
        let mut state = 0x5EED_u64;
        let mut roll = move || {
            state = state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
            state >> 33
        };
        for deal in 0..deals {
            let open: Vec<usize> = (0..self.shifts.len()).filter(|&shift| self.of[shift].is_none()).collect();
            if open.is_empty() || self.is_over() {
                return;
            }
            let middle = self.shifts[open[deal % open.len()]].start;
            let before = self.of.clone();
            let reach = AROUND_DAYS * DAY_MINUTES;
            let mut around: Vec<(u64, usize)> = (0..self.shifts.len())
                .filter(|&shift| (self.shifts[shift].start - middle).abs() <= reach)
                .map(|shift| (roll(), shift))
                .collect();
            around.sort_unstable();
            around.iter().for_each(|(_, shift)| self.of[*shift] = None);
            for (_, shift) in around {
                self.of[shift] = self.best_for(shift);
            }
            self.mend();
            if self.open() > open.len() {
                self.of = before;
            }
        }
    }

    /// How far hours lie from the contract, in hours squared over a roster, and wishes that are not met.
    fn unfairness(&self, person: usize) -> i64 {
        let one = &self.people[person];
        let due = one.contract_minutes * self.days / 7;
        let off_hours = (self.minutes(person) - due) / 60;
        let against = self.theirs(person).filter(|&shift| one.asked_off(&self.shifts[shift])).count();
        off_hours * off_hours + ASKED_OFF_WEIGHT * against as i64
    }

    /// Moves shifts to where they make the roster fairer; tells whether any moved.
    fn spread(&mut self) -> bool {
        let mut moved = false;
        for shift in 0..self.shifts.len() {
            let Some(from) = self.of[shift] else { continue };
            for to in (0..self.people.len()).filter(|&to| to != from) {
                if !self.may(to, shift, None) {
                    continue;
                }
                let before = self.unfairness(from) + self.unfairness(to);
                self.of[shift] = Some(to);
                if self.unfairness(from) + self.unfairness(to) < before {
                    moved = true;
                    break;
                }
                self.of[shift] = Some(from);
            }
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::super::rest::{DAY_MINUTES, Person, Rules, Shift, Span, breaches};
    use super::assign;

    fn shift(day: i64, from_hour: i64, skill: &str) -> Shift {
        let start = day * DAY_MINUTES + from_hour * 60;
        Shift { start, end: start + 8 * 60, break_minutes: 30, skill: skill.to_owned() }
    }

    fn person(name: &str, skills: &[&str]) -> Person {
        let skills = skills.iter().map(|skill| (*skill).to_owned()).collect();
        let (contract_minutes, most_minutes) = (2_250, 2_400);
        Person { name: name.to_owned(), skills, contract_minutes, most_minutes, ..Person::default() }
    }

    fn kept(days: i64, people: &[Person], shifts: &[Shift], of: &[Option<usize>]) {
        for (number, person) in people.iter().enumerate() {
            let own = shifts.iter().zip(of).filter(|(_, of)| **of == Some(number)).map(|(shift, _)| shift);
            assert_eq!(
                breaches(&Rules::default(), days, person, &own.collect::<Vec<_>>()),
                [],
                "{}",
                person.name
            );
        }
    }

    #[test]
    fn two_weeks_of_early_and_late_shifts_are_filled_within_the_rules_and_fairly() {
        let people: Vec<Person> = (1..=6).map(|n| person(&format!("P{n}"), &[])).collect();
        let shifts: Vec<Shift> =
            (0..14).flat_map(|day| [7, 7, 13, 13].map(|hour| shift(day, hour, ""))).collect();
        let of = assign(&Rules::default(), 14, &people, &shifts);
        assert!(of.iter().all(Option::is_some), "{of:?}");
        kept(14, &people, &shifts, &of);
        let each: Vec<usize> =
            (0..6).map(|person| of.iter().filter(|of| **of == Some(person)).count()).collect();
        assert!(each.iter().all(|shifts| (9..=10).contains(shifts)), "{each:?}");
    }

    #[test]
    fn who_alone_can_do_it_does_it_and_others_take_over_what_he_had() {
        // Carla alone speaks German, and only she and Anna are there on the first morning.
        let away = vec![Span { start: 0, end: DAY_MINUTES }];
        let people = [person("Carla", &["de"]), person("Anna", &[]), Person { away, ..person("Bruno", &[]) }];
        let shifts = [shift(0, 9, ""), shift(0, 9, "de"), shift(1, 9, "")];
        let of = assign(&Rules::default(), 7, &people, &shifts);
        assert_eq!(of, [Some(1), Some(0), Some(2)]);
    }

    #[test]
    fn a_chain_of_exchanges_fills_what_order_alone_would_leave_open() {
        // C is asked first for the second one and alone can do the third.
        let people = [person("A", &["x"]), person("B", &["x", "y"]), person("C", &["y", "z"])];
        let shifts = [shift(0, 9, "x"), shift(0, 9, "y"), shift(0, 9, "z")];
        let of = assign(&Rules::default(), 7, &people, &shifts);
        assert_eq!(of, [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn what_cannot_be_within_the_rules_stays_open_and_a_wish_counts_where_it_can() {
        let people = [person("A", &[])];
        let shifts = [shift(0, 14, ""), shift(1, 6, "")];
        let of = assign(&Rules::default(), 7, &people, &shifts);
        assert_eq!(of.iter().filter(|of| of.is_some()).count(), 1, "eight hours lie between");
        let asked_off = vec![Span { start: 0, end: DAY_MINUTES }];
        let people = [Person { asked_off, ..person("A", &[]) }, person("B", &[])];
        assert_eq!(assign(&Rules::default(), 7, &people, &[shift(0, 9, "")]), [Some(1)]);
    }
}
