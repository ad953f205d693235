//! A week's shifts worked out: how many of each pattern by the integer programme, who works which within the rules of
//! rest, and how many promises would hold. Pure but for the deadline; asked away from the writer.

use std::time::{Duration, Instant};

use forecast::roster::{self, Limit, Most, Problem, Solver, Status, assign, rest};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::model::{
    DAY_MINUTES, Doing, NewShift, Pattern, QUARTER, SLOT_MINUTES, Shift, WEEK_DAYS, days_between, plus_days,
    weekday,
};
use super::trial::{self, Coming, Tried};
use super::week::{Facts, Sum, halves};

/// What a planner waits for at most.
pub const DEADLINE: Duration = Duration::from_secs(2);
/// Of it, what finding people may take.
const ASSIGNING: Duration = Duration::from_millis(800);
/// Quarters of an hour a day's patterns can cover: they may end on the next day.
const QUARTERS: usize = 2 * QUARTERS_OF_DAY;
const QUARTERS_OF_DAY: usize = (DAY_MINUTES / QUARTER) as usize;

/// Shifts for the days of a week that are still to come, to be taken over or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Days before it stay as they are.
    pub from: Date,
    /// Person, day, pattern.
    pub shifts: Vec<(i64, Date, i64)>,
    /// Shifts nobody was found for: day and pattern.
    pub open: Vec<(Date, i64)>,
    /// Hours at the usual cost, what is missing weighed in.
    pub cost: f64,
    /// Nothing can cost less.
    pub lower_bound: f64,
    pub solver: String,
    /// Whether it is proved that nothing is cheaper.
    pub proved: bool,
    /// Minutes of people needed and not there, after people were found.
    pub lacking: i64,
    pub took_ms: i64,
    /// What the week's promises would be with it, where something is forecast.
    pub tried: Option<Tried>,
    /// What was planned in the week when it was worked out, as [`Facts::mark`] tells it.
    pub mark: String,
}

impl Proposal {
    /// What could be saved at most, as a share.
    pub fn gap(&self) -> f64 {
        if self.cost > 0.0 { ((self.cost - self.lower_bound) / self.cost).max(0.0) } else { 0.0 }
    }

    pub fn json(&self) -> Value {
        json!({
            "from": self.from.to_string(),
            "shifts": self.shifts.iter().map(|(who, day, pattern)| json!([who, day.to_string(), pattern])).collect::<Vec<_>>(),
            "open": self.open.iter().map(|(day, pattern)| json!([day.to_string(), pattern])).collect::<Vec<_>>(),
            "cost": self.cost, "lower_bound": self.lower_bound, "solver": self.solver, "proved": self.proved,
            "lacking": self.lacking, "took_ms": self.took_ms, "mark": self.mark, "tried": self.tried.map(Tried::json),
        })
    }

    pub fn of(kept: &str) -> Option<Self> {
        let kept: Value = serde_json::from_str(kept).ok()?;
        let day = |value: &Value| value.as_str()?.parse::<Date>().ok();
        let shift = |one: &Value| Some((one[0].as_i64()?, day(&one[1])?, one[2].as_i64()?));
        let open = |one: &Value| Some((day(&one[0])?, one[1].as_i64()?));
        Some(Self {
            from: day(&kept["from"])?,
            shifts: kept["shifts"].as_array()?.iter().map(shift).collect::<Option<_>>()?,
            open: kept["open"].as_array()?.iter().map(open).collect::<Option<_>>()?,
            cost: kept["cost"].as_f64()?,
            lower_bound: kept["lower_bound"].as_f64()?,
            solver: kept["solver"].as_str()?.to_owned(),
            proved: kept["proved"].as_bool()?,
            lacking: kept["lacking"].as_i64()?,
            took_ms: kept["took_ms"].as_i64()?,
            mark: kept["mark"].as_str()?.to_owned(),
            tried: Tried::of(&kept["tried"]),
        })
    }

    /// The shifts it is made of.
    pub fn planned(&self, patterns: &[Pattern]) -> Vec<NewShift> {
        let of = |(who, day, pattern): &(i64, Date, i64)| {
            let pattern = patterns.iter().find(|one| one.id == *pattern)?;
            Some(NewShift::of_pattern(pattern, *who, *day))
        };
        self.shifts.iter().filter_map(of).collect()
    }
}

/// Works out the days of the week from `from` on, and tries out what comes of it.
pub fn propose(facts: &Facts, coming: &Coming, from: Date, deadline: Duration) -> Proposal {
    let began = Instant::now();
    let from = from.max(facts.monday);
    let days: Vec<Date> = facts.days().filter(|day| *day >= from).collect();
    let mut proposal = Proposal {
        from,
        shifts: Vec::new(),
        open: Vec::new(),
        cost: 0.0,
        lower_bound: 0.0,
        solver: Solver::BEST.name().to_owned(),
        proved: true,
        lacking: 0,
        took_ms: 0,
        mark: facts.mark(),
        tried: None,
    };
    let solving = deadline.saturating_sub(ASSIGNING);
    let mut wanted: Vec<(Date, &Pattern)> = Vec::new();
    let mut evening = Evening::default();
    for (done, day) in days.iter().enumerate() {
        let (patterns, problem) = facts.problem(*day, from, &evening);
        let left = solving.saturating_sub(began.elapsed()) / (days.len() - done) as u32;
        let cover = roster::cover(&problem, Solver::BEST, left);
        proposal.cost += cover.cost;
        proposal.lower_bound += cover.lower_bound;
        if cover.status != Status::Optimal {
            proposal.proved = false;
            if cover.solver == Solver::Greedy {
                proposal.solver = Solver::Greedy.name().to_owned();
            }
        }
        for (pattern, count) in patterns.iter().zip(&cover.counts) {
            wanted.extend((0..*count).map(|_| (*day, *pattern)));
        }
        evening = Evening::of(*day, &patterns, &problem, &cover.counts);
    }
    let people: Vec<i64> = facts.planned_people().collect();
    let seen: Vec<rest::Person> =
        people.iter().map(|who| facts.left_of(*who, from, days.len() as i64)).collect();
    let shifts: Vec<rest::Shift> = wanted
        .iter()
        .map(|(day, pattern)| facts.rested(from, &NewShift::of_pattern(pattern, 0, *day)))
        .collect();
    let rules = facts.settings.rules();
    let found = assign::assign_within(&rules, days.len() as i64, &seen, &shifts, ASSIGNING);
    for ((day, pattern), who) in wanted.iter().zip(found) {
        match who {
            Some(who) => proposal.shifts.push((people[who], *day, pattern.id)),
            None => proposal.open.push((*day, pattern.id)),
        }
    }
    proposal.shifts.sort_by_key(|(who, day, _)| (*day, *who));
    let planned = proposal.planned(&facts.patterns);
    let all: Vec<&NewShift> = facts.staying(from).map(|one| &one.is).chain(&planned).collect();
    let of_day = |day: Date| halves(day, &facts.need, all.iter().copied());
    proposal.lacking = days.iter().map(|day| Sum::of(&of_day(*day)).lacking).sum();
    let on_duty: Vec<i64> = facts.days().flat_map(of_day).map(|half| half.on_duty).collect();
    let first = WEEK_DAYS as usize - days.len();
    proposal.tried = trial::trial(coming, &on_duty, first);
    proposal.took_ms = began.elapsed().as_millis() as i64;
    proposal
}

/// What the day before leaves to the next: who works on after midnight, and the quarters its own patterns were asked for.
#[derive(Default)]
struct Evening {
    shifts: Vec<NewShift>,
    asked: Vec<usize>,
}

impl Evening {
    fn of(day: Date, patterns: &[&Pattern], problem: &Problem, counts: &[u32]) -> Self {
        let of = |(pattern, count): (&&Pattern, &u32)| {
            std::iter::repeat_n(NewShift::of_pattern(pattern, 0, day), *count as usize)
        };
        let shifts = patterns.iter().zip(counts).flat_map(of).filter(|one| one.end > DAY_MINUTES).collect();
        let tail = problem.required.iter().enumerate().skip(QUARTERS_OF_DAY);
        let asked = tail.filter(|(_, people)| **people > 0).map(|(quarter, _)| quarter - QUARTERS_OF_DAY);
        Self { shifts, asked: asked.collect() }
    }
}

impl Facts {
    /// Who has a contract and is here.
    fn planned_people(&self) -> impl Iterator<Item = i64> + '_ {
        self.contracts.iter().map(|one| one.agent_id).filter(|who| self.people.contains(who))
    }

    /// What a proposal from that day on leaves as it is: other days, people without a contract, and what holds a training or
    /// a meeting that somebody planned by hand.
    pub(super) fn stays(&self, shift: &Shift, from: Date) -> bool {
        let is = &shift.is;
        let of_pattern = self.patterns.iter().find(|one| is.pattern_id == Some(one.id));
        let by_hand = is.activities.iter().any(|one| one.doing != Doing::Break)
            && of_pattern.is_none_or(|one| one.is.activities != is.activities);
        is.day < from
            || !self.is_of_week(is.day)
            || by_hand && self.people.contains(&is.agent_id)
            || self.people.contains(&is.agent_id) && self.planned_people().all(|who| who != is.agent_id)
    }

    fn staying(&self, from: Date) -> impl Iterator<Item = &Shift> {
        // What somebody who has left would have worked nobody works.
        let here = self.shifts.iter().filter(|one| self.people.contains(&one.is.agent_id));
        here.filter(move |one| self.stays(one, from))
    }

    /// The week's shifts in one word: another as soon as somebody plans one otherwise.
    pub fn mark(&self) -> String {
        let of_week = self.shifts.iter().filter(|one| self.is_of_week(one.is.day));
        let mut all: Vec<(i64, String)> = of_week.map(|one| (one.id, format!("{:?}", one.is))).collect();
        all.sort_unstable();
        crate::account::hashed(&format!("{all:?}"))
    }

    /// A day as the programme sees it, in quarters of an hour. The hours after its midnight that no pattern of the next day
    /// works are its own too, as far as its patterns reach.
    fn problem(&self, day: Date, from: Date, evening: &Evening) -> (Vec<&Pattern>, Problem) {
        let next = plus_days(day, 1);
        let mut required = vec![0u32; QUARTERS];
        for (on, at, people) in self.need.iter().filter(|(on, ..)| *on == day || *on == next) {
            let offset = if *on == next { DAY_MINUTES } else { 0 };
            for minute in (*at..at + SLOT_MINUTES).step_by(QUARTER as usize) {
                let is_asked = match *on == next {
                    true => self.is_worked(day, minute + DAY_MINUTES) && !self.is_worked(next, minute),
                    false => !evening.asked.contains(&((minute / QUARTER) as usize)),
                };
                if let Some(required) = required.get_mut(((minute + offset) / QUARTER) as usize)
                    && is_asked
                {
                    *required = (*required).max(u32::try_from(*people).unwrap_or(0));
                }
            }
        }
        // What stays, and what the evening before leaves covered, is not asked for again.
        let near = |shift: &&NewShift| (-1..=1).contains(&days_between(day, shift.day));
        let there = self.staying(from).map(|one| &one.is).filter(near).chain(&evening.shifts);
        for shift in there {
            for (quarter, required) in required.iter_mut().enumerate() {
                let minute = quarter as i64 * QUARTER;
                *required -= u32::from(*required > 0 && shift.is_on_duty(day, minute, minute + QUARTER));
            }
        }
        let on_day = |one: &&Pattern| one.is.days.contains(&weekday(day));
        let patterns: Vec<&Pattern> = self.patterns.iter().filter(on_day).collect();
        let of = |pattern: &&Pattern| {
            let is = &pattern.is;
            let shift = NewShift::of_pattern(pattern, 0, day);
            let slots = ((is.end - is.start) / QUARTER) as usize;
            let off = |slot: &usize| {
                let minute = is.start + *slot as i64 * QUARTER;
                !shift.is_on_duty(day, minute, minute + QUARTER)
            };
            roster::Pattern {
                name: is.name.clone(),
                start: (is.start / QUARTER) as usize,
                slots,
                breaks: (0..slots).filter(off).collect(),
                cost: is.paid_minutes() as f64 / 60.0 * is.cost_percent as f64 / 100.0,
                max: is.most.map(|most| most as u32),
                group: String::new(),
            }
        };
        let mut problem = Problem::new(required, patterns.iter().map(of).collect());
        let has_one = |who: i64| self.staying(from).any(|one| one.is.agent_id == who && one.is.day == day);
        let able = self.planned_people().filter(|who| self.has_time(*who, day) && !has_one(*who)).count();
        problem.limits.push(Limit { group: String::new(), most: Most::Count(able as u32) });
        (patterns, problem)
    }

    /// Whether a pattern of a day works in a quarter of an hour, counted from that day's midnight.
    fn is_worked(&self, day: Date, minute: i64) -> bool {
        let of_day = self.patterns.iter().filter(|one| one.is.days.contains(&weekday(day)));
        of_day
            .map(|one| NewShift::of_pattern(one, 0, day))
            .any(|one| one.is_on_duty(day, minute, minute + QUARTER))
    }

    /// Whether somebody is not away the whole of a day.
    fn has_time(&self, agent_id: i64, day: Date) -> bool {
        let person = self.person(agent_id, day, 1);
        let length = self.elapsed(day, day, DAY_MINUTES);
        person.away.iter().all(|span| span.start > 0 || span.end < length)
    }

    /// Somebody from a day of the week on: what they worked before it is taken off their hours, and what they have around and
    /// in these days stays.
    fn left_of(&self, agent_id: i64, from: Date, days: i64) -> rest::Person {
        let mut person = self.person(agent_id, from, days);
        let own = || self.staying(from).filter(|one| one.is.agent_id == agent_id);
        let worked: i64 = own()
            .filter(|one| self.is_of_week(one.is.day) && one.is.day < from)
            .map(|one| one.is.end - one.is.start - one.is.break_minutes())
            .sum();
        // Hours are spread over the days that are left: the roster counts a week of them.
        person.contract_minutes = (person.contract_minutes - worked).max(0) * 7 / days.max(1);
        person.most_minutes = (person.most_minutes.min(self.settings.week_minutes) - worked).max(0);
        for one in own() {
            let at = days_between(from, one.is.day);
            let rested = self.rested(from, &one.is);
            match at {
                _ if (0..days).contains(&at) => person.fixed.push(rested),
                _ if (1 - WEEK_DAYS..=days).contains(&at) => person.around.push(rested),
                _ => {}
            }
        }
        person
    }
}
