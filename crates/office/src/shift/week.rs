//! A week as facts: who is there every half hour and who is needed, which rules of rest do not hold and what would mend
//! them. Pure.

use forecast::roster::rest::{self, Breach, Person, Span};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::model::{
    Activity, Contract, DAY_MINUTES, Doing, Floor, NewShift, Pattern, QUARTER, Request, SLOT_MINUTES, Settings,
    Shift, Stand, WEEK_DAYS, days_between, instant, plus_days, weekday,
};

/// A shift that begins later to keep the rest is not cut below this: two hours.
const CUT_LEAST_MINUTES: i64 = 120;

/// People needed in one half hour: day, minute of the day, how many.
pub type Need = (Date, i64, i64);

/// Everything that decides about a week.
#[derive(Clone, Debug)]
pub struct Facts {
    pub monday: Date,
    pub zone: TimeZone,
    pub settings: Settings,
    /// Those in use.
    pub patterns: Vec<Pattern>,
    pub contracts: Vec<Contract>,
    /// Who can be given a shift.
    pub people: Vec<i64>,
    /// Those approved, and those nobody has decided.
    pub requests: Vec<Request>,
    /// From the week before to the end of the week after.
    pub shifts: Vec<Shift>,
    pub need: Vec<Need>,
}

/// One half hour of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Half {
    /// Minute of the day.
    pub at: i64,
    pub needed: i64,
    pub on_duty: i64,
}

impl Half {
    pub fn lacking(self) -> i64 {
        (self.needed - self.on_duty).max(0)
    }
}

/// A day's half hours together, in minutes of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub needed: i64,
    pub on_duty: i64,
    pub lacking: i64,
}

impl Sum {
    pub fn of(halves: &[Half]) -> Self {
        halves.iter().fold(Self::default(), |sum, half| Self {
            needed: sum.needed + half.needed * SLOT_MINUTES,
            on_duty: sum.on_duty + half.on_duty * SLOT_MINUTES,
            lacking: sum.lacking + half.lacking() * SLOT_MINUTES,
        })
    }
}

/// A rule that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub agent_id: i64,
    pub day: Date,
    /// The shift it is about; none where it is the week.
    pub shift_id: Option<i64>,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Overlap,
    /// Minutes of rest before it.
    DailyRest(i64),
    WeeklyRest,
    /// Minutes worked in the week.
    WeekMinutes(i64),
    Away,
    Pattern,
    Break,
    /// Its person does not work here any more.
    Left,
}

impl What {
    pub fn name(self) -> &'static str {
        match self {
            Self::Overlap => "overlap",
            Self::DailyRest(_) => "daily_rest",
            Self::WeeklyRest => "weekly_rest",
            Self::WeekMinutes(_) => "week_minutes",
            Self::Away => "away",
            Self::Pattern => "pattern",
            Self::Break => "break",
            Self::Left => "left",
        }
    }

    pub fn minutes(self) -> Option<i64> {
        match self {
            Self::DailyRest(minutes) | Self::WeekMinutes(minutes) => Some(minutes),
            Self::Overlap | Self::WeeklyRest | Self::Away | Self::Pattern | Self::Break | Self::Left => None,
        }
    }
}

/// One change after which a rule holds again and no other is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    StartLater { shift_id: i64, start: i64 },
    Break { shift_id: i64, at: i64, minutes: i64 },
    Give { shift_id: i64, to: i64 },
}

impl Mend {
    pub fn shift_id(self) -> i64 {
        match self {
            Self::StartLater { shift_id, .. } | Self::Break { shift_id, .. } | Self::Give { shift_id, .. } => {
                shift_id
            }
        }
    }

    /// The shift after it.
    pub fn of(self, shift: &NewShift) -> NewShift {
        match self {
            Self::StartLater { start, .. } => shift.moved(start, shift.end),
            Self::Break { at, minutes, .. } => {
                let mut with = shift.clone();
                with.activities.push(Activity { doing: Doing::Break, at, minutes, paid: true });
                with.activities.sort_by_key(|one| one.at);
                with
            }
            Self::Give { to, .. } => NewShift { agent_id: to, ..shift.clone() },
        }
    }
}

impl Facts {
    pub fn days(&self) -> impl Iterator<Item = Date> + use<> {
        let monday = self.monday;
        (0..WEEK_DAYS).map(move |day| plus_days(monday, day))
    }

    pub fn contract(&self, agent_id: i64) -> Option<&Contract> {
        self.contracts.iter().find(|one| one.agent_id == agent_id)
    }

    pub fn shift(&self, shift_id: i64) -> Option<&Shift> {
        self.shifts.iter().find(|one| one.id == shift_id)
    }

    /// Shifts that begin on a day.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &Shift> {
        self.shifts.iter().filter(move |one| one.is.day == day)
    }

    /// Paid minutes of somebody in the week.
    pub fn paid_minutes(&self, agent_id: i64) -> i64 {
        let own = self.shifts.iter().filter(|one| one.is.agent_id == agent_id && self.is_of_week(one.is.day));
        own.map(|one| one.is.paid_minutes()).sum()
    }

    pub fn is_of_week(&self, day: Date) -> bool {
        (0..WEEK_DAYS).contains(&days_between(self.monday, day))
    }

    /// The half hours of a day: needed and there. Who has left is not there.
    pub fn halves(&self, day: Date) -> Vec<Half> {
        let here = self.shifts.iter().filter(|one| self.people.contains(&one.is.agent_id));
        halves(day, &self.need, here.map(|one| &one.is))
    }

    pub fn sum(&self, day: Date) -> Sum {
        Sum::of(&self.halves(day))
    }

    /// Minutes of people lacking in the week.
    pub fn lacking(&self) -> i64 {
        self.days().map(|day| self.sum(day).lacking).sum()
    }

    /// The same facts with other shifts.
    pub fn with(&self, shifts: Vec<Shift>) -> Self {
        Self { shifts, ..self.clone() }
    }

    /// The same facts after a change.
    pub fn mended(&self, mend: Mend) -> Self {
        let changed = |one: &Shift| match one.id == mend.shift_id() {
            true => Shift { is: mend.of(&one.is), ..one.clone() },
            false => one.clone(),
        };
        self.with(self.shifts.iter().map(changed).collect())
    }

    /// What does not hold in the week, by person and day.
    pub fn findings(&self) -> Vec<Finding> {
        let mut people: Vec<i64> = self.shifts.iter().map(|one| one.is.agent_id).collect();
        people.sort_unstable();
        people.dedup();
        let mut found: Vec<Finding> =
            people.into_iter().flat_map(|agent_id| self.findings_of(agent_id)).collect();
        found.sort_by_key(|one| (one.day, one.agent_id));
        found
    }

    /// What does not hold for one person.
    pub fn findings_of(&self, agent_id: i64) -> Vec<Finding> {
        if !self.people.contains(&agent_id) {
            let own = self.shifts.iter().filter(|one| one.is.agent_id == agent_id);
            return own
                .filter(|one| self.is_of_week(one.is.day))
                .map(|one| Finding { agent_id, day: one.is.day, shift_id: Some(one.id), what: What::Left })
                .collect();
        }
        let rules = self.settings.rules();
        let next = plus_days(self.monday, WEEK_DAYS);
        let own = |from: Date, to: Date| {
            self.shifts
                .iter()
                .filter(move |one| one.is.agent_id == agent_id && (from..=to).contains(&one.is.day))
        };
        let week: Vec<(&Shift, rest::Shift)> =
            own(self.monday, next).map(|one| (one, self.rested(self.monday, &one.is))).collect();
        let mut person = self.person(agent_id, self.monday, WEEK_DAYS);
        // The first day of the next week is looked at too: the rest before it lies in this one.
        let behind = week.iter().filter(|(shift, _)| shift.is.day == next);
        person.around = behind.map(|(_, one)| one.clone()).collect();
        let of_week = week.iter().filter(|(shift, _)| shift.is.day != next);
        let shifts: Vec<&rest::Shift> = of_week.map(|(_, one)| one).collect();
        let of = |at: i64| week.iter().find(|(_, one)| one.start == at).map(|(shift, _)| *shift);
        let mut found = Vec::new();
        for breach in rest::breaches(&rules, WEEK_DAYS, &person, &shifts) {
            let (at, what) = match breach {
                Breach::Overlap { at } => (at, What::Overlap),
                Breach::DailyRest { at, minutes } => (at, What::DailyRest(minutes)),
                Breach::Away { at } => (at, What::Away),
                Breach::Skill { at } => (at, What::Pattern),
                Breach::Break { at } => (at, What::Break),
                Breach::WeekMinutes { week: 0, minutes } => {
                    let day = plus_days(self.monday, WEEK_DAYS - 1);
                    let what = What::WeekMinutes(minutes);
                    found.push(Finding { agent_id, day, shift_id: None, what });
                    continue;
                }
                // Any seven days that reach into the week are looked at below.
                Breach::WeeklyRest { .. } | Breach::WeekMinutes { .. } => continue,
            };
            let Some(shift) = of(at) else { continue };
            found.push(Finding { agent_id, day: shift.is.day, shift_id: Some(shift.id), what });
        }
        if let Some(day) = self.unrested(agent_id) {
            found.push(Finding { agent_id, day, shift_id: None, what: What::WeeklyRest });
        }
        found
    }

    /// The last of seven days, one of them in this week, that hold no weekly rest.
    fn unrested(&self, agent_id: i64) -> Option<Date> {
        let days = 2 * WEEK_DAYS - 1;
        let first = plus_days(self.monday, 1 - WEEK_DAYS);
        let own: Vec<rest::Shift> = self
            .shifts
            .iter()
            .filter(|one| one.is.agent_id == agent_id && (0..days).contains(&days_between(first, one.is.day)))
            .map(|one| self.rested(first, &one.is))
            .collect();
        let person = self.person(agent_id, first, days);
        let breaches = rest::breaches(&self.settings.rules(), days, &person, &own.iter().collect::<Vec<_>>());
        breaches.into_iter().find_map(|breach| match breach {
            Breach::WeeklyRest { day } => Some(plus_days(first, day + WEEK_DAYS - 1)),
            _ => None,
        })
    }

    /// A shift in minutes of elapsed time from a first midnight.
    pub(super) fn rested(&self, first: Date, shift: &NewShift) -> rest::Shift {
        rest::Shift {
            start: self.elapsed(first, shift.day, shift.start),
            end: self.elapsed(first, shift.day, shift.end),
            break_minutes: shift.break_minutes(),
            skill: shift.pattern_id.map(|id| id.to_string()).unwrap_or_default(),
        }
    }

    pub(super) fn elapsed(&self, first: Date, day: Date, minute: i64) -> i64 {
        (instant(day, minute, &self.zone) - instant(first, 0, &self.zone)).div_euclid(60_000)
    }

    /// Somebody as the rules of rest see them, over so many days from a first one.
    pub(super) fn person(&self, agent_id: i64, first: Date, days: i64) -> Person {
        let contract = self.contract(agent_id);
        let span = |day: Date, from: i64, to: i64| Span {
            start: self.elapsed(first, day, from),
            end: self.elapsed(first, day, to),
        };
        let (mut away, mut asked_off) = (Vec::new(), Vec::new());
        for day in (0..days).map(|day| plus_days(first, day)) {
            if let Some(contract) = contract {
                away.extend(off_hours(contract, day).into_iter().map(|(from, to)| span(day, from, to)));
            }
            for request in self.requests.iter().filter(|one| one.is.agent_id == agent_id) {
                let Some((from, to)) = request.is.on(day) else { continue };
                match (request.is.asking, request.stand) {
                    (super::model::Asking::Wish, _) | (_, Stand::Asked) => asked_off.push(span(day, from, to)),
                    _ => away.push(span(day, from, to)),
                }
            }
        }
        let every = || self.patterns.iter().map(|one| one.id).collect::<Vec<_>>();
        let known = contract.filter(|one| !one.patterns.is_empty()).map(|one| one.patterns.clone());
        // A pattern out of use stays in the shifts made of it.
        let restricted = known.is_some();
        let mut skills: Vec<String> = known.unwrap_or_else(every).iter().map(i64::to_string).collect();
        if !restricted {
            let used = self.shifts.iter().filter_map(|one| one.is.pattern_id);
            skills.extend(used.map(|id| id.to_string()));
        }
        let week_minutes = contract.map_or(0, |one| one.week_minutes);
        let before = self.shifts.iter().filter(|one| one.is.agent_id == agent_id && one.is.day < first);
        Person {
            name: agent_id.to_string(),
            skills,
            contract_minutes: week_minutes,
            most_minutes: contract.map_or(self.settings.week_minutes, |one| one.week_minutes),
            away,
            asked_off,
            last_end: before.map(|one| self.elapsed(first, one.is.day, one.is.end)).max(),
            ..Person::default()
        }
    }

    /// One change that mends a finding and breaks nothing else.
    pub fn mend(&self, finding: &Finding) -> Option<Mend> {
        self.candidates(finding).into_iter().find(|mend| self.is_better(finding, *mend))
    }

    fn candidates(&self, finding: &Finding) -> Vec<Mend> {
        let mut mends = Vec::new();
        let shift = finding.shift_id.and_then(|id| self.shift(id));
        match (finding.what, shift) {
            (What::DailyRest(minutes), Some(shift)) => {
                let short = self.settings.daily_rest_minutes - minutes;
                let start = shift.is.start + (short + QUARTER - 1).div_euclid(QUARTER) * QUARTER;
                if shift.is.end - start >= CUT_LEAST_MINUTES && start < DAY_MINUTES {
                    mends.push(Mend::StartLater { shift_id: shift.id, start });
                }
            }
            (What::Break, Some(shift)) => mends.extend(self.room_for_break(shift)),
            _ => {}
        }
        // Otherwise somebody else works it; of a week too full the last shifts go first.
        let mut given: Vec<&Shift> = match shift {
            Some(shift) => vec![shift],
            None => self
                .shifts
                .iter()
                .filter(|one| one.is.agent_id == finding.agent_id && self.is_of_week(one.is.day))
                .collect(),
        };
        given.sort_by_key(|one| std::cmp::Reverse((one.is.day, one.is.start)));
        for shift in given {
            mends.extend(self.takers(shift).into_iter().map(|to| Mend::Give { shift_id: shift.id, to }));
        }
        mends
    }

    /// Who has a contract and no shift that day, those who lack most of their hours first.
    fn takers(&self, shift: &Shift) -> Vec<i64> {
        let mut takers: Vec<(i64, i64)> = self
            .contracts
            .iter()
            .filter(|one| one.agent_id != shift.is.agent_id && self.people.contains(&one.agent_id))
            .filter(|one| self.on(shift.is.day).all(|other| other.is.agent_id != one.agent_id))
            .map(|one| (self.paid_minutes(one.agent_id) - one.week_minutes, one.agent_id))
            .collect();
        takers.sort_unstable();
        takers.into_iter().map(|(_, agent_id)| agent_id).collect()
    }

    fn room_for_break(&self, shift: &Shift) -> Option<Mend> {
        let length = shift.is.end - shift.is.start;
        let lacking = (self.settings.break_minutes - shift.is.break_minutes()).max(1);
        let minutes = (lacking + QUARTER - 1).div_euclid(QUARTER) * QUARTER;
        let mut places: Vec<i64> = (1..length / QUARTER).map(|place| place * QUARTER).collect();
        places.sort_by_key(|at| ((2 * at + minutes - length).abs(), *at));
        let free = |at: i64| {
            at + minutes < length
                && shift.is.activities.iter().all(|one| one.at + one.minutes <= at || at + minutes <= one.at)
        };
        let at = places.into_iter().find(|at| free(*at))?;
        Some(Mend::Break { shift_id: shift.id, at, minutes })
    }

    /// Whether after it this finding is gone, and nobody has one that was not there before.
    fn is_better(&self, finding: &Finding, mend: Mend) -> bool {
        let mut people = vec![finding.agent_id];
        if let Mend::Give { to, .. } = mend {
            people.push(to);
        }
        let before = self.of_people(&people);
        let after = before.mended(mend);
        let count = |facts: &Self, agent_id: i64| facts.findings_of(agent_id).len();
        people.iter().all(|agent_id| {
            let (now, then) = (count(&before, *agent_id), count(&after, *agent_id));
            if *agent_id == finding.agent_id { then < now } else { then <= now }
        })
    }

    /// Somebody who can take a shift without breaking a rule.
    pub fn taker(&self, shift: &Shift) -> Option<i64> {
        self.takers(shift).into_iter().find(|to| {
            let before = self.of_people(&[shift.is.agent_id, *to]);
            let after = before.mended(Mend::Give { shift_id: shift.id, to: *to });
            after.findings_of(*to).len() <= before.findings_of(*to).len()
        })
    }

    /// The same rules with the shifts of some people alone: what is tried on them copies no others.
    fn of_people(&self, people: &[i64]) -> Self {
        let theirs = |agent_id: i64| people.contains(&agent_id);
        Self {
            monday: self.monday,
            zone: self.zone.clone(),
            settings: self.settings,
            patterns: self.patterns.clone(),
            contracts: self.contracts.iter().filter(|one| theirs(one.agent_id)).cloned().collect(),
            people: self.people.iter().copied().filter(|one| theirs(*one)).collect(),
            requests: self.requests.iter().filter(|one| theirs(one.is.agent_id)).cloned().collect(),
            shifts: self.shifts.iter().filter(|one| theirs(one.is.agent_id)).cloned().collect(),
            need: Vec::new(),
        }
    }
}

/// The half hours of a day with these needs and shifts; who is there for half of one is not counted.
pub fn halves<'a>(day: Date, need: &[Need], shifts: impl Iterator<Item = &'a NewShift> + Clone) -> Vec<Half> {
    let near: Vec<&NewShift> = shifts.filter(|one| (-1..=0).contains(&days_between(day, one.day))).collect();
    let on_duty =
        |from: i64| near.iter().filter(|one| one.is_on_duty(day, from, from + QUARTER)).count() as i64;
    (0..DAY_MINUTES / SLOT_MINUTES)
        .map(|slot| {
            let at = slot * SLOT_MINUTES;
            let needed = need.iter().filter(|(on, minute, _)| *on == day && *minute == at);
            Half {
                at,
                needed: needed.map(|(.., people)| *people).max().unwrap_or(0),
                on_duty: on_duty(at).min(on_duty(at + QUARTER)),
            }
        })
        .collect()
}

/// What "never fewer than" asks of some days.
pub fn of_floors(floors: &[Floor], days: impl Iterator<Item = Date>) -> Vec<Need> {
    let mut need = Vec::new();
    for day in days {
        for at in (0..DAY_MINUTES).step_by(SLOT_MINUTES as usize) {
            let holds = |floor: &&Floor| floor.weekday == weekday(day) && (floor.from..floor.to).contains(&at);
            if let Some(people) = floors.iter().filter(holds).map(|floor| floor.people).max() {
                need.push((day, at, people));
            }
        }
    }
    need
}

/// Whether a pattern is worked in that half hour, or there is none at all. One that ends after midnight reaches into the
/// next day.
pub fn is_reached(patterns: &[Pattern], day: Date, at: i64) -> bool {
    let of = |day: Date, at: i64| {
        patterns.iter().any(|one| {
            one.is.days.contains(&weekday(day)) && one.is.start < at + SLOT_MINUTES && at < one.is.end
        })
    };
    patterns.is_empty() || of(day, at) || of(plus_days(day, -1), at + DAY_MINUTES)
}

/// The higher of two needs, half hour by half hour.
pub fn higher(mut need: Vec<Need>, other: Vec<Need>) -> Vec<Need> {
    for (day, at, people) in other {
        match need.iter_mut().find(|(on, minute, _)| (*on, *minute) == (day, at)) {
            Some(known) => known.2 = known.2.max(people),
            None => need.push((day, at, people)),
        }
    }
    need.sort_unstable();
    need
}

/// When a contract has somebody off on a day, in minutes of that day.
fn off_hours(contract: &Contract, day: Date) -> Vec<(i64, i64)> {
    // Hours beyond midnight belong to the evening before.
    let early = (contract.to - DAY_MINUTES).max(0);
    if contract.days_off.contains(&weekday(day)) {
        return vec![(early, DAY_MINUTES)];
    }
    let mut off = Vec::new();
    if contract.from > early {
        off.push((early, contract.from));
    }
    if contract.to < DAY_MINUTES {
        off.push((contract.to, DAY_MINUTES));
    }
    let times = contract.unavailable.iter().filter(|one| one.weekday == weekday(day));
    off.extend(times.map(|one| (one.from, one.to)));
    off
}
