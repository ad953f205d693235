//! Queues by formula: Erlang B, Erlang C and Erlang A. They say how many people an interval needs at first sight; a
//! roster is accepted by simulating it.

/// One interval of a queue: what comes, how long it takes, how long people wait before they give up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Queue {
    pub arrivals_per_hour: f64,
    pub handling_seconds: f64,
    /// Mean patience; `f64::INFINITY` where nobody gives up.
    pub patience_seconds: f64,
}

/// What people meet in an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// Share that finds nobody free.
    pub wait: f64,
    /// Share that gives up.
    pub abandon: f64,
    /// Mean wait of all, in seconds.
    pub wait_seconds: f64,
    /// Share of people's time that is work.
    pub occupancy: f64,
}

/// Probabilities below this share of the largest one are nothing.
const NOTHING: f64 = 1e-14;
/// No queue is looked at beyond this many.
const STATES_MAX: usize = 200_000;
/// No interval needs more people than this.
pub const PEOPLE_MAX: usize = 5_000;

/// Erlang B: the share that is turned away when `people` are offered `load` Erlangs and nobody waits.
pub fn b(people: usize, load: f64) -> f64 {
    (1..=people).fold(1.0, |blocked, k| load * blocked / (k as f64 + load * blocked))
}

/// Erlang C: the share that waits when nobody gives up; 1 where the load is more than the people.
pub fn c(people: usize, load: f64) -> f64 {
    let s = people as f64;
    if load >= s {
        return 1.0;
    }
    let blocked = b(people, load);
    s * blocked / (s - load * (1.0 - blocked))
}

impl Queue {
    /// Offered load in Erlangs.
    pub fn load(&self) -> f64 {
        self.arrivals_per_hour * self.handling_seconds / 3_600.0
    }

    /// Erlang C's share answered within `seconds`: the cautious bound, in which nobody gives up.
    pub fn service_level_without_patience(&self, people: usize, seconds: f64) -> f64 {
        let (s, load) = (people as f64, self.load());
        if load >= s {
            return 0.0;
        }
        1.0 - c(people, load) * (-(s - load) * seconds / self.handling_seconds).exp()
    }

    /// Erlang A's share of all offered that is answered within `seconds`.
    ///
    /// Whoever arrives when `k` wait before him is served after `k + 1` departures; in the meantime he may leave
    /// himself. That is a chain that only dies, from the law of `k` on, followed for `seconds` by uniformisation.
    pub fn service_level(&self, people: usize, seconds: f64) -> f64 {
        if self.patience_seconds.is_infinite() {
            return self.service_level_without_patience(people, seconds);
        }
        let law = self.law(people);
        let at_once: f64 = law.iter().take(people).sum();
        let (service, leaving) = (people as f64 / self.handling_seconds, 1.0 / self.patience_seconds);
        let mut ahead: Vec<f64> = law.get(people..).unwrap_or_default().to_vec();
        let Some(longest) = ahead.len().checked_sub(1) else { return at_once };
        let rate = service + (longest + 1) as f64 * leaving;
        let steps = rate * seconds;
        // Poisson weights of the number of steps, in logarithms: it may be large.
        let spread = 12.0 * steps.sqrt() + 30.0;
        let (mut served, mut answered) = (0.0, 0.0);
        let mut log_weight = -steps;
        for step in 0..=(steps + spread) as usize {
            if step > 0 {
                log_weight += (steps / step as f64).ln();
            }
            answered += log_weight.exp() * served;
            // One step: one departure of those before him, or he leaves, or nothing.
            served += ahead[0] * service / rate;
            for k in 0..ahead.len() {
                let moves = (service + (k + 1) as f64 * leaving) / rate;
                let joins = match ahead.get(k + 1) {
                    Some(behind) => behind * (service + (k + 1) as f64 * leaving) / rate,
                    None => 0.0,
                };
                ahead[k] = ahead[k] * (1.0 - moves) + joins;
            }
        }
        (at_once + answered).min(1.0)
    }

    /// Erlang A in the long run (Erlang C where nobody gives up).
    pub fn outlook(&self, people: usize) -> Outlook {
        let (s, load) = (people as f64, self.load());
        if self.patience_seconds.is_infinite() {
            let wait = c(people, load);
            let stable = load < s;
            return Outlook {
                wait,
                abandon: 0.0,
                wait_seconds: if stable { wait * self.handling_seconds / (s - load) } else { f64::INFINITY },
                occupancy: if people == 0 { 1.0 } else { (load / s).min(1.0) },
            };
        }
        let law = self.law(people);
        let wait: f64 = law.iter().skip(people).sum();
        let queue: f64 = law.iter().enumerate().skip(people).map(|(n, p)| (n - people) as f64 * p).sum();
        let per_second = self.arrivals_per_hour / 3_600.0;
        let abandon = if per_second > 0.0 { queue / self.patience_seconds / per_second } else { 0.0 };
        Outlook {
            wait,
            abandon,
            wait_seconds: if per_second > 0.0 { queue / per_second } else { 0.0 },
            occupancy: if people == 0 { 1.0 } else { load * (1.0 - abandon) / s },
        }
    }

    /// The law of how many are there, by the logarithm of the ratio between neighbours.
    fn law(&self, people: usize) -> Vec<f64> {
        let arrival = self.arrivals_per_hour / 3_600.0;
        let (service, leaving) = (1.0 / self.handling_seconds, 1.0 / self.patience_seconds);
        let mut logs = vec![0.0];
        let (mut log, mut most) = (0.0f64, 0.0f64);
        for n in 1..STATES_MAX {
            let served = n.min(people) as f64 * service;
            let left = n.saturating_sub(people) as f64 * leaving;
            log += (arrival / (served + left)).ln();
            most = most.max(log);
            if n > people && log < most + NOTHING.ln() {
                break;
            }
            logs.push(log);
        }
        let mut law: Vec<f64> = logs.iter().map(|log| (log - most).exp()).collect();
        let sum: f64 = law.iter().sum();
        law.iter_mut().for_each(|p| *p /= sum);
        law
    }

    /// The fewest people with whom the share `level` is answered within `seconds` and nobody is busier than
    /// `occupancy`; nothing when not even [`PEOPLE_MAX`] are enough.
    pub fn people(&self, level: f64, seconds: f64, occupancy: f64, law: Law) -> Option<usize> {
        if self.arrivals_per_hour <= 0.0 {
            return Some(0);
        }
        let enough = |people: usize| {
            let served = match law {
                Law::ErlangC => self.service_level_without_patience(people, seconds),
                Law::ErlangA => self.service_level(people, seconds),
            };
            // Erlang A's occupancy falls when people give up: that is no relief one may plan with.
            served >= level && self.load() <= occupancy * people as f64
        };
        // Both only get better with people: halve the distance.
        let mut high = 1;
        while !enough(high) {
            high *= 2;
            if high > PEOPLE_MAX {
                return None;
            }
        }
        let mut low = high / 2;
        while high - low > 1 {
            let middle = usize::midpoint(low, high);
            if enough(middle) { high = middle } else { low = middle }
        }
        Some(high)
    }
}

/// Which formula says how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// People give up: the default.
    ErlangA,
    /// Nobody does: the cautious bound.
    ErlangC,
}

#[cfg(test)]
mod tests {
    use super::{Law, Queue, b, c};

    #[track_caller]
    fn near(reached: f64, expected: f64, within: f64) {
        assert!((reached - expected).abs() <= within, "{reached} instead of {expected}");
    }

    const QUEUE: Queue = Queue { arrivals_per_hour: 100.0, handling_seconds: 360.0, patience_seconds: 180.0 };

    #[test]
    fn erlang_c_of_fourteen_people_and_ten_erlangs() {
        near(c(14, 10.0), 0.174_132, 1e-6);
        near(QUEUE.service_level_without_patience(14, 20.0), 0.860_566, 1e-6);
        near(b(1, 1.0), 0.5, 1e-15);
        near(b(2, 1.0), 0.2, 1e-15);
        assert_eq!(c(10, 10.0), 1.0);
    }

    #[test]
    fn erlang_a_of_eleven_people() {
        let outlook = QUEUE.outlook(11);
        near(outlook.wait, 0.3590, 1e-4);
        near(outlook.abandon, 0.1016, 1e-4);
        near(outlook.wait_seconds, 18.295, 1e-3);
        near(QUEUE.service_level(11, 20.0), 0.7107, 1e-4);
        near(QUEUE.service_level_without_patience(11, 20.0), 0.355, 1e-3);
        near(QUEUE.service_level(12, 20.0), 0.796, 1e-3);
    }

    #[test]
    fn eighty_in_twenty_takes_thirteen_by_erlang_a_and_fourteen_by_erlang_c() {
        assert_eq!(QUEUE.people(0.8, 20.0, 1.0, Law::ErlangA), Some(13));
        assert_eq!(QUEUE.people(0.8, 20.0, 1.0, Law::ErlangC), Some(14));
        // Ten Erlangs at 70 % need more than the service level does.
        assert_eq!(QUEUE.people(0.8, 20.0, 0.7, Law::ErlangA), Some(15));
        assert_eq!(Queue { arrivals_per_hour: 0.0, ..QUEUE }.people(0.8, 20.0, 0.85, Law::ErlangA), Some(0));
    }

    #[test]
    fn endless_patience_is_erlang_c_and_a_little_less_is_nearly_it() {
        let patient = Queue { patience_seconds: f64::INFINITY, ..QUEUE };
        near(patient.service_level(14, 20.0), 0.860_566, 1e-6);
        let nearly = Queue { patience_seconds: 1e7, ..QUEUE };
        near(nearly.service_level(14, 20.0), 0.860_566, 1e-3);
        near(nearly.outlook(14).wait, 0.174_132, 1e-3);
    }

    #[test]
    fn the_longer_the_target_the_more_are_answered_and_never_more_than_stay() {
        let mut before = 1.0 - QUEUE.outlook(11).wait;
        for seconds in [0.0, 5.0, 20.0, 60.0, 600.0, 6_000.0] {
            let served = QUEUE.service_level(11, seconds);
            assert!(served >= before - 1e-9, "{seconds}: {served} after {before}");
            before = served;
        }
        near(before, 1.0 - QUEUE.outlook(11).abandon, 1e-9);
    }

    #[test]
    fn a_hall_of_a_thousand_neither_overflows_nor_takes_long() {
        let hall = Queue { arrivals_per_hour: 10_000.0, ..QUEUE };
        let outlook = hall.outlook(1_000);
        assert!(outlook.wait > 0.3 && outlook.wait < 0.7, "{outlook:?}");
        assert!(hall.service_level(1_000, 20.0) > 0.9);
        near(hall.outlook(0).wait, 1.0, 1e-9);
    }
}
