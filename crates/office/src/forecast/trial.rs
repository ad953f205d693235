//! People by half hour, tried out: calls of the documented world GIORNATA-1 are answered by as many people as the formula asked
//! for, by the router and the floor that run live queues, and the share answered in time is held against the share that was
//! planned for. What is expected, how far it scatters and how long a call takes are learnt from earlier weeks, as a company
//! learns them. A formula that promised what its roster does not keep would be seen here.

use ::forecast::erlang::{Law, Queue};
use ::forecast::law::{dispersion, gamma_quantile};
use ::forecast::staffing::{self, Arrivals, Terms};
use queueing::channel::Channel;
use queueing::floor::{Change, Floor, Met, Nature};
use queueing::routing::{Agent, Assignment, Policy, Router, Rules, Waiting};
use queueing::world::{DAY_S, DAYS, PATIENCE_MEAN_S, SKILLS, Targets, Week};

/// The volume people are planned at.
pub const VOLUME: f64 = 0.9;
/// Weeks the plan is learnt from.
const LEARNT: std::ops::Range<u64> = 101..161;
const HALF_S: f64 = 1_800.0;
const HALVES: usize = (DAY_S / HALF_S) as usize;
/// Answered within so many seconds, by this share.
const TARGET_S: f64 = 20.0;
const LEVEL: f64 = 0.8;
/// Slices of the law of an unsure rate over which the planned share is a mean.
const SLICES: usize = 40;

/// What was planned, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tried {
    /// Share answered within twenty seconds, of all calls.
    pub planned: f64,
    pub realised: f64,
    pub calls: usize,
    /// Hours of people in a day.
    pub hours: f64,
}

/// What earlier weeks say of the calls of a day.
struct Learnt {
    mean: [f64; HALVES],
    /// Variance of the rate over its square.
    dispersion: f64,
    handling_s: f64,
}

impl Learnt {
    fn of(weeks: impl Iterator<Item = u64>) -> Self {
        let (mut days, mut handling_s, mut calls) = (Vec::new(), 0.0, 0);
        for number in weeks {
            let mut counts = [[0.0; HALVES]; DAYS];
            for call in Week::of(number, VOLUME).contacts.iter().filter(|one| one.channel == Channel::Phone) {
                let day = ((call.at_s / DAY_S) as usize).min(DAYS - 1);
                let half = ((call.at_s - day as f64 * DAY_S) / HALF_S) as usize;
                counts[day][half.min(HALVES - 1)] += 1.0;
                handling_s += call.service_s;
                calls += 1;
            }
            days.extend(counts);
        }
        let all = days.len().max(1) as f64;
        let mean: [f64; HALVES] =
            std::array::from_fn(|half| days.iter().map(|day| day[half]).sum::<f64>() / all);
        let pairs = days.iter().flat_map(|day| day.iter().copied().zip(mean));
        Self { dispersion: dispersion(pairs), mean, handling_s: handling_s / f64::from(calls.max(1)) }
    }
}

/// Weeks of calls answered by the people their forecast asked for. Bursts that nobody is told of are in them.
pub fn tried(weeks: impl Iterator<Item = u64>) -> Tried {
    let learnt = Learnt::of(LEARNT);
    let terms = Terms {
        handling_seconds: learnt.handling_s,
        patience_seconds: PATIENCE_MEAN_S[Channel::Phone.place()],
        level: LEVEL,
        target_seconds: TARGET_S,
        law: Law::ErlangA,
        ..Terms::default()
    };
    let people: [usize; HALVES] = std::array::from_fn(|half| {
        let arrivals = Arrivals { mean: learnt.mean[half], dispersion: learnt.dispersion };
        // Somebody is there as long as the desk is open.
        staffing::people(arrivals, HALF_S / 60.0, &terms).map_or(1, |found| found.net.max(1))
    });
    let (mut answered, mut calls) = (0, 0);
    for number in weeks {
        let (in_time, all) = play(&Week::of(number, VOLUME), &people);
        answered += in_time;
        calls += all;
    }
    Tried {
        planned: planned(&learnt, &people, &terms),
        realised: answered as f64 / calls.max(1) as f64,
        calls,
        hours: people.iter().sum::<usize>() as f64 * HALF_S / 3_600.0,
    }
}

/// The share the plan answers in time: Erlang A's, over the law of the rate.
fn planned(learnt: &Learnt, people: &[usize; HALVES], terms: &Terms) -> f64 {
    let (mut answered, mut offered) = (0.0, 0.0);
    for slice in 0..SLICES {
        let level = (slice as f64 + 0.5) / SLICES as f64;
        let volume = gamma_quantile(1.0 / learnt.dispersion, learnt.dispersion, level);
        for (mean, people) in learnt.mean.iter().zip(people) {
            let queue = Queue {
                arrivals_per_hour: mean * volume * 3_600.0 / HALF_S,
                handling_seconds: terms.handling_seconds,
                patience_seconds: terms.patience_seconds,
            };
            answered += mean * volume * queue.service_level(*people, terms.target_seconds);
            offered += mean * volume;
        }
    }
    answered / offered
}

/// One week: calls answered in time, and all of them.
fn play(week: &Week, people: &[usize; HALVES]) -> (usize, usize) {
    let most = people.iter().copied().max().unwrap_or(0);
    let agents = (0..most as u64).map(|id| Agent::new(id, (1 << SKILLS) - 1, Channel::Phone.bit())).collect();
    let plans: Vec<Vec<Change>> = (0..most).map(|place| plan(place, people)).collect();
    let mut floor = Floor::new(Router::new(Rules::bare(Policy::Fedf), agents), &plans);
    let calls =
        (0..week.contacts.len()).filter(|index| week.contacts[*index].channel == Channel::Phone).collect();
    let mut calling = Calling { week, calls, next: 0, closings: 0, in_time: 0 };
    floor.run(&plans, &mut calling, DAYS as f64 * DAY_S);
    (calling.in_time, calling.calls.len())
}

/// When the person of this place is there: in every half hour that needs more people than there are places before.
fn plan(place: usize, people: &[usize; HALVES]) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut there = false;
    for day in 0..DAYS {
        for (half, needed) in people.iter().enumerate() {
            let on = *needed > place;
            if on != there {
                changes.push(Change { at_s: day as f64 * DAY_S + half as f64 * HALF_S, on });
                there = on;
            }
        }
    }
    changes
}

struct Calling<'a> {
    week: &'a Week,
    /// Places of the calls among the week's contacts.
    calls: Vec<usize>,
    next: usize,
    closings: usize,
    in_time: usize,
}

impl Nature for Calling<'_> {
    fn next_arrival_s(&self) -> f64 {
        self.calls.get(self.next).map_or(f64::INFINITY, |index| self.week.contacts[*index].at_s)
    }

    fn arrival(&mut self) -> Waiting {
        self.next += 1;
        self.week.waiting(self.calls[self.next - 1], &Targets::FIXED)
    }

    fn service_s(&mut self, assignment: &Assignment, _: f64) -> f64 {
        self.week.contacts[assignment.contact.id as usize].service_s
    }

    fn next_closing_s(&self) -> f64 {
        (self.closings + 1) as f64 * DAY_S
    }

    fn closed(&mut self) {
        self.closings += 1;
    }

    fn waits(&mut self, _: &Floor, _: &Waiting, _: f64) -> Option<f64> {
        None
    }

    fn met(&mut self, _: &Waiting, waited_s: f64, how: Met) {
        self.in_time += usize::from(match how {
            Met::AtOnce => true,
            Met::AfterAWait => waited_s <= TARGET_S,
            Met::Gone | Met::Unserved => false,
        });
    }

    fn is_over(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::tried;

    #[test]
    fn the_people_a_forecast_asks_for_keep_what_was_planned() {
        // Four weeks, the same each time; the whole row is made by `cargo xtask bench forecast`.
        let found = tried(201..205);
        assert_eq!(found, tried(201..205));
        assert!(found.calls > 14_000, "{found:?}");
        assert!((found.realised - found.planned).abs() <= 0.03, "{found:?}");
    }
}
