//! From what comes to how many people: chats side by side, e-mail that can wait until it is due, rates nobody knows
//! exactly, and the hours people are paid for and not there.

use crate::erlang::{Law, Queue};
use crate::law::gamma_quantile;

/// What a channel promises and how its people work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    pub handling_seconds: f64,
    /// Mean patience; infinite where nobody gives up.
    pub patience_seconds: f64,
    /// Share answered within `target_seconds`.
    pub level: f64,
    pub target_seconds: f64,
    /// How busy people may be at most.
    pub occupancy: f64,
    /// Share of paid time that is leave, sickness, training, meetings, late returns.
    pub shrinkage: f64,
    /// Conversations a person has at once.
    pub at_once: Chats,
    /// Price of a broken promise over that of as much idle time.
    pub broken_over_idle: f64,
    pub law: Law,
}

/// Conversations side by side: how many, and how much slower each gets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chats {
    pub most: u32,
    /// Duration of one among `most`, over its duration alone.
    pub slower: f64,
}

impl Default for Terms {
    /// A telephone line with 80 % within 20 seconds.
    fn default() -> Self {
        Self {
            handling_seconds: 360.0,
            patience_seconds: 180.0,
            level: 0.8,
            target_seconds: 20.0,
            occupancy: 0.85,
            shrinkage: 0.3,
            at_once: Chats { most: 1, slower: 1.0 },
            broken_over_idle: 2.0,
            law: Law::ErlangA,
        }
    }
}

/// What is expected in one interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrivals {
    /// Mean number in the interval.
    pub mean: f64,
    /// Variance of the rate over its square: 0 when it is certain.
    pub dispersion: f64,
}

/// People of one interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct People {
    /// Arrivals an hour they are enough for.
    pub planned_per_hour: f64,
    /// At work.
    pub net: usize,
    /// On the roster, so that `net` are at work.
    pub scheduled: usize,
    /// At work if nobody ever gave up: the cautious bound.
    pub cautious: usize,
}

/// Quantile of an uncertain rate to staff for: the price of a broken promise against that of idle time, within what is
/// usual (Whitt 2006).
pub fn planned_level(broken_over_idle: f64) -> f64 {
    (broken_over_idle / (1.0 + broken_over_idle)).clamp(0.6, 0.7)
}

/// The rate to staff for, in arrivals an interval: a quantile of the rate, whose law is gamma.
pub fn planned(arrivals: Arrivals, level: f64) -> f64 {
    if arrivals.mean <= 0.0 || arrivals.dispersion <= 1e-9 {
        return arrivals.mean.max(0.0);
    }
    gamma_quantile(1.0 / arrivals.dispersion, arrivals.mean * arrivals.dispersion, level)
}

/// The people an interval of `minutes` needs; nothing when no number of people is enough.
pub fn people(arrivals: Arrivals, minutes: f64, terms: &Terms) -> Option<People> {
    let planned_per_hour = planned(arrivals, planned_level(terms.broken_over_idle)) * 60.0 / minutes;
    let at_once = terms.at_once.most.max(1) as usize;
    // Chats side by side are as many servers, each slower.
    let queue = Queue {
        arrivals_per_hour: planned_per_hour,
        handling_seconds: terms.handling_seconds * terms.at_once.slower,
        patience_seconds: terms.patience_seconds,
    };
    let of = |law| {
        let places = queue.people(terms.level, terms.target_seconds, terms.occupancy, law)?;
        Some(places.div_ceil(at_once))
    };
    let net = of(terms.law)?;
    let cautious = of(Law::ErlangC)?;
    let scheduled = scheduled(net, terms.shrinkage);
    Some(People { planned_per_hour, net, scheduled, cautious })
}

/// How many stand on the roster so that `net` are at work.
pub fn scheduled(net: usize, shrinkage: f64) -> usize {
    let all = net as f64 / (1.0 - shrinkage.clamp(0.0, 0.95));
    // What is a whole number but for the last bit stays one.
    (all - 1e-9).ceil().max(0.0) as usize
}

/// Work that can wait: so much of it, from one interval on, until another one is over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deferrable {
    /// First interval it can be done in.
    pub from: usize,
    /// Interval by whose end it is due.
    pub due: usize,
    /// Hours of one person.
    pub hours: f64,
}

/// What the people left over cannot do in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Short {
    pub from: usize,
    pub due: usize,
    pub hours: f64,
}

/// Whether all of it can be done by its deadlines with so many spare hours in each interval, always taking what is due
/// first: in every stretch of time there must be as much spare time as work that begins and is due within it. The
/// stretch that lacks most, or nothing when all holds.
pub fn lacking(work: &[Deferrable], spare_hours: &[f64]) -> Option<Short> {
    let end = spare_hours.len();
    let mut before = vec![0.0; end + 1];
    for (at, hours) in spare_hours.iter().enumerate() {
        before[at + 1] = before[at] + hours.max(0.0);
    }
    let mut starts: Vec<usize> = work.iter().map(|one| one.from).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut worst: Option<Short> = None;
    for from in starts {
        let mut demand = vec![0.0; end + 1];
        for one in work.iter().filter(|one| one.from >= from && one.due < end) {
            demand[one.due + 1] += one.hours;
        }
        let mut due_so_far = 0.0;
        for due in from..end {
            due_so_far += demand[due + 1];
            let hours = due_so_far - (before[due + 1] - before[from.min(due + 1)]);
            if hours > 1e-9 && worst.is_none_or(|worst| hours > worst.hours) {
                worst = Some(Short { from, due, hours });
            }
        }
    }
    worst
}

/// Extra people, the same number in every interval, so that nothing is [`lacking`]; nothing when `most` are not enough.
pub fn extra_people(
    work: &[Deferrable],
    spare_hours: &[f64],
    interval_hours: f64,
    most: usize,
) -> Option<usize> {
    let holds = |people: usize| {
        let more: Vec<f64> =
            spare_hours.iter().map(|hours| hours.max(0.0) + people as f64 * interval_hours).collect();
        lacking(work, &more).is_none()
    };
    let (mut low, mut high) = (0, most);
    if !holds(high) {
        return None;
    }
    while low < high {
        let middle = usize::midpoint(low, high);
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{
        Arrivals, Chats, Deferrable, Short, Terms, extra_people, lacking, people, planned, planned_level,
        scheduled,
    };

    #[test]
    fn people_of_an_interval_with_those_who_are_paid_and_not_there() {
        let arrivals = Arrivals { mean: 25.0, dispersion: 0.0 };
        let found = people(arrivals, 15.0, &Terms::default()).unwrap();
        assert_eq!((found.net, found.cautious, found.scheduled), (13, 14, 19));
        assert_eq!(found.planned_per_hour, 100.0);
        assert_eq!(scheduled(7, 0.3), 10);
        assert_eq!(scheduled(0, 0.3), 0);
    }

    #[test]
    fn a_rate_nobody_knows_is_staffed_above_its_mean_by_what_a_broken_promise_costs() {
        assert_eq!([0.5, 2.0, 9.0].map(planned_level), [0.6, 2.0 / 3.0, 0.7]);
        let sure = Arrivals { mean: 25.0, dispersion: 0.0 };
        let unsure = Arrivals { mean: 25.0, dispersion: 0.04 };
        assert_eq!(planned(sure, 0.7), 25.0);
        // Gamma of shape 25 and mean 25 is half a chi-squared of 50 degrees, whose 70 % quantile is 54.723.
        assert!((planned(unsure, 0.7) - 27.361).abs() < 0.001, "{}", planned(unsure, 0.7));
        let wild = Arrivals { dispersion: 0.1, ..unsure };
        assert!(people(wild, 15.0, &Terms::default()).unwrap().net > 13);
    }

    #[test]
    fn chats_side_by_side_need_fewer_people_than_one_by_one_and_more_than_a_third() {
        let arrivals = Arrivals { mean: 25.0, dispersion: 0.0 };
        let alone = people(arrivals, 15.0, &Terms::default()).unwrap().net;
        let at_once = Chats { most: 3, slower: 1.35 };
        let beside = people(arrivals, 15.0, &Terms { at_once, ..Terms::default() }).unwrap().net;
        assert!(beside < alone && 3 * beside > alone, "{beside} of {alone}");
        assert_eq!(beside, 6);
    }

    #[test]
    fn mail_can_wait_for_the_quiet_hour_and_not_beyond_its_deadline() {
        let mail = |from, due, hours| Deferrable { from, due, hours };
        // Two hours of work, due after four intervals; the third has the time.
        assert_eq!(lacking(&[mail(0, 3, 2.0)], &[0.0, 0.0, 2.0, 0.0]), None);
        // Due before that, it lacks all; what arrives after the quiet hour cannot use it.
        assert_eq!(
            lacking(&[mail(0, 1, 2.0)], &[0.0, 0.0, 2.0, 0.0]),
            Some(Short { from: 0, due: 1, hours: 2.0 })
        );
        assert_eq!(
            lacking(&[mail(3, 3, 0.5)], &[0.0, 0.0, 2.0, 0.0]),
            Some(Short { from: 3, due: 3, hours: 0.5 })
        );
        // Each fits alone, both together do not.
        let both = [mail(0, 2, 1.5), mail(1, 3, 1.0)];
        assert_eq!(lacking(&both, &[0.0, 0.0, 2.0, 0.0]), Some(Short { from: 0, due: 3, hours: 0.5 }));
        assert_eq!(extra_people(&both, &[0.0, 0.0, 2.0, 0.0], 0.25, 10), Some(1));
        assert_eq!(extra_people(&both, &[0.0; 4], 0.25, 2), None);
        // What is due after the plan ends is tomorrow's.
        assert_eq!(lacking(&[mail(0, 9, 50.0)], &[0.0; 4]), None);
    }
}
