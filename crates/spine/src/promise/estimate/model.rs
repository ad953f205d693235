//! From a queue to seconds, pure.

use queueing::calibration::{ALPHA, COLD_RATIO, DEFERRED_LEVEL, SECOND_ALPHA, announced_s, hash, split};
use queueing::channel::Channel;
use queueing::floor::{Floor, Running};
use queueing::prediction::paths::{LIVE_CAP_S, Paths, Question, order_statistic, seed};
use queueing::prediction::regression::offset_s;
use queueing::prediction::{Beliefs, Forecast, Kind};
use queueing::random::Stream;
use queueing::routing::{Agent, Load, NOBODY, Policy, Router, Rules, Waiting};
use serde_json::{Value, json};

use super::live::{Live, PATIENCE_S, Said};
use crate::inbox::Tier;

/// Name and version: what is stored with an estimate, so that a later version does not replay it by other rules.
pub const MODEL: &str = "mc100+rsplit/1";
/// Paths of one question. More than the thirty of the study: they are walked outside of the writer, and what is said of two
/// queues should differ by the queues.
const PATHS: usize = 100;
/// The quantile that is asked of the paths.
pub const QUANTILE: f64 = 1.0 - ALPHA;
/// The one of a second promise.
pub const SECOND_QUANTILE: f64 = 1.0 - SECOND_ALPHA;
/// Steps of the forecast; open seconds.
const STEP_S: f64 = 3_600.0;
/// Open hours ahead that are looked at: no wait is followed further.
pub const HOURS_AHEAD: usize = 40;
/// Standard deviation of the logarithm of handling times, as in the simulated world's mail.
pub(super) const SIGMA: f64 = 0.8;
/// Waiting conversations an estimate looks at; with more of them the last ones change nothing that can be said.
pub const WAITING_MAX: usize = 500;
/// People who answer side by side, at most.
pub(super) const PEOPLE_MAX: usize = 50;
/// Settled promises from which on a pace can be told.
const PACE_NEEDS: usize = 20;
/// No answer takes longer; open seconds.
const HANDLING_MAX_S: i64 = 10 * 86_400;
/// Outcomes of a tier, or of all tiers together, from which on a quantile means something.
pub const CELL_NEEDS: usize = 30;

/// Somebody who waits: `(tier, open seconds since the promise was made, open seconds it was made for)`.
pub type Ahead = (u8, i64, i64);

/// How fast an inbox is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// People who answered lately.
    pub people: usize,
    /// Open seconds one of them needs for one answer, with everything else they do in between.
    pub handling_s: i64,
}

impl Pace {
    /// From waits that ended with an answer: from and to in open seconds of any common origin. Time in which nothing
    /// waited tells nothing about how fast somebody is, and is left out. Nothing below twenty answers.
    pub fn of(answered: &[(i64, i64)], people: usize) -> Option<Self> {
        if answered.len() < PACE_NEEDS {
            return None;
        }
        let people = people.clamp(1, PEOPLE_MAX);
        let handling_s = people as i64 * busy_s(answered) / answered.len() as i64;
        Some(Self { people, handling_s: handling_s.clamp(1, HANDLING_MAX_S) })
    }

    /// The same once today's answers are known: no day is like the others, and what is known of all of them weighs as much
    /// as so many answers.
    pub fn today(self, answered: &[(i64, i64)]) -> Self {
        const WEIGHT: i64 = 10;
        let today_s = self.people as i64 * busy_s(answered);
        let handling_s = (WEIGHT * self.handling_s + today_s) / (WEIGHT + answered.len() as i64);
        Self { handling_s: handling_s.clamp(1, HANDLING_MAX_S), ..self }
    }
}

/// Seconds in which at least one of these waits went on.
fn busy_s(waits: &[(i64, i64)]) -> i64 {
    let mut spans = waits.to_vec();
    spans.sort_unstable();
    let (mut busy_s, mut until_s) = (0, i64::MIN);
    for (from_s, to_s) in spans {
        busy_s += (to_s - from_s.max(until_s)).max(0);
        until_s = until_s.max(to_s);
    }
    busy_s
}

/// What is expected to come while somebody waits.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Arrivals {
    /// Thousandths of a message, in each open hour from now on.
    pub per_hour: Vec<i64>,
    /// What gathers while the desk is shut: the open second it opens again, and thousandths of a message.
    pub gathered: Vec<(i64, i64)>,
    /// Share of each tier, in thousandths.
    pub tiers: [i64; 3],
}

impl Arrivals {
    /// All of them together, in thousandths.
    pub(super) fn whole(&self) -> i64 {
        self.per_hour.iter().chain(self.gathered.iter().map(|(_, count)| count)).sum()
    }
}

/// Everything an estimate is worked out from. Whole numbers, so that what is kept says exactly what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inputs {
    pub pace: Pace,
    pub arrivals: Arrivals,
    /// Open seconds promised to each tier: by them the queue is ordered.
    pub promised_s: [i64; 3],
    pub waiting: Vec<Ahead>,
    /// Of the paths.
    pub seed: i64,
    /// Where customers look on while they wait.
    pub live: Option<Live>,
}

/// Whose wait is asked for.
#[derive(Clone, Copy, Debug)]
enum Asked {
    /// Somebody of this tier who comes now.
    New(Tier),
    /// One of the queue, by its name there.
    Waiting(u64),
}

/// What comes out of inputs; open milliseconds, by tier, not calibrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Predicted {
    /// What nine of ten who come now stay below; zero on a live channel where somebody is free.
    pub high_ms: [i64; 3],
    /// What nineteen of twenty do: for whoever was promised something that did not hold.
    pub second_ms: [i64; 3],
    /// On a live channel, what each way of predicting says.
    pub(super) said: Option<[Said; 3]>,
}

impl Inputs {
    pub fn kept(&self) -> String {
        let mut kept = json!({
            "people": self.pace.people,
            "handling_s": self.pace.handling_s,
            "per_hour": self.arrivals.per_hour,
            "gathered": self.arrivals.gathered,
            "tiers": self.arrivals.tiers,
            "promised_s": self.promised_s,
            "waiting": self.waiting,
            "seed": self.seed,
        });
        if let Some(live) = &self.live {
            kept["live"] = live.kept();
        }
        kept.to_string()
    }

    /// Reads what is kept; nothing when it is not what this version writes.
    pub fn read(kept: &str) -> Option<Self> {
        let json: Value = serde_json::from_str(kept).ok()?;
        let member = |name: &str| json.get(name).cloned();
        Some(Self {
            pace: Pace {
                people: serde_json::from_value(member("people")?).ok()?,
                handling_s: serde_json::from_value(member("handling_s")?).ok()?,
            },
            arrivals: Arrivals {
                per_hour: serde_json::from_value(member("per_hour")?).ok()?,
                gathered: serde_json::from_value(member("gathered")?).ok()?,
                tiers: serde_json::from_value(member("tiers")?).ok()?,
            },
            promised_s: serde_json::from_value(member("promised_s")?).ok()?,
            waiting: serde_json::from_value(member("waiting")?).ok()?,
            seed: serde_json::from_value(member("seed")?).ok()?,
            live: match json.get("live") {
                Some(live) => Some(Live::read(live)?),
                None => None,
            },
        })
    }

    /// Name and version of what predicts from these.
    pub fn model(&self) -> &'static str {
        if self.live.is_some() { super::live::LIVE_MODEL } else { MODEL }
    }

    fn way(&self) -> Channel {
        self.live.as_ref().map_or(Channel::Email, |live| live.way)
    }

    /// Sixteen hexadecimal digits that name these inputs.
    pub fn fingerprint(&self) -> String {
        format!("{:016x}", hash(self.kept().as_bytes()))
    }

    /// By tier, from arrival until the answer is written; on a live channel until somebody takes it.
    pub fn predict(&self) -> Predicted {
        let tiers = Tier::ALL.map(|tier| self.predict_one(tier));
        Predicted {
            high_ms: tiers.map(|(high_ms, ..)| high_ms),
            second_ms: tiers.map(|(_, second_ms, _)| second_ms),
            said: match tiers.map(|(.., said)| said) {
                [Some(a), Some(b), Some(c)] => Some([a, b, c]),
                _ => None,
            },
        }
    }

    /// The same of one tier: nine of ten, nineteen of twenty, and each way of predicting.
    pub(super) fn predict_one(&self, tier: Tier) -> (i64, i64, Option<Said>) {
        // The same numbers for every tier and every queue of this seed.
        let seed = seed(self.seed as u64, 0);
        let waits = self.waits(Asked::New(tier), seed);
        let ms = |seconds: f64| (seconds * 1_000.0).ceil() as i64;
        let Some(live) = &self.live else {
            let chance = Stream::of(seed, PATHS as u64);
            let work_s =
                |path| self.pace.handling_s as f64 * (SIGMA * chance.normal(path) - SIGMA * SIGMA / 2.0).exp();
            let mut all: Vec<f64> =
                waits.into_iter().zip(0..).map(|(wait_s, path)| wait_s + work_s(path)).collect();
            all.sort_by(f64::total_cmp);
            return (ms(order_statistic(&all, QUANTILE)), ms(order_statistic(&all, SECOND_QUANTILE)), None);
        };
        if self.waiting.len() < self.pace.people {
            return (0, 0, Some(self.said(live, tier, [0.0; 4])));
        }
        let levels = [1.0 - QUANTILE, 0.5, QUANTILE, SECOND_QUANTILE];
        let said = self.said(live, tier, levels.map(|level| order_statistic(&waits, level)));
        let high_ms = said.by(live.stage).max(1);
        // Whatever speaks, nineteen of twenty take no less than nine of ten.
        (high_ms, said.second_ms.max(high_ms), Some(said))
    }

    /// For one of those who wait already: how many go before it, and what it still waits at most nine times of ten; open
    /// milliseconds, not calibrated. Nothing when there is no such place.
    pub(super) fn still(&self, place: usize) -> Option<(usize, i64)> {
        let (_, age_s, _) = *self.waiting.get(place)?;
        let mut queue = self.queue();
        self.in_order(&mut queue);
        let turn = queue.iter().position(|one| one.id == place as u64 + 1)?;
        let waits = self.waits(Asked::Waiting(place as u64 + 1), seed(self.seed as u64, 0));
        let still_s = order_statistic(&waits, QUANTILE) - age_s as f64;
        let ahead = turn.saturating_sub(self.pace.people);
        Some((ahead, if turn < self.pace.people { 0 } else { (still_s.max(0.0) * 1_000.0).ceil() as i64 }))
    }

    fn queue(&self) -> Vec<Waiting> {
        self.waiting.iter().zip(1..).map(|(ahead, id)| self.ahead(*ahead, id)).collect()
    }

    /// From coming until somebody takes it, on each path.
    fn waits(&self, asked: Asked, seed: u64) -> Vec<f64> {
        let mut queue = self.queue();
        self.in_order(&mut queue);
        let in_hand = queue.len().min(self.pace.people);
        queue.drain(..in_hand);
        let contact_id = match asked {
            Asked::New(tier) if in_hand == self.pace.people => {
                queue.push(self.ahead((tier as u8, 0, self.promised_s[tier as usize]), 0));
                0
            }
            Asked::Waiting(id) if queue.iter().any(|one| one.id == id) => id,
            Asked::New(_) | Asked::Waiting(_) => return vec![0.0; PATHS],
        };
        let busy = |id: u64| {
            let mut agent = Agent::new(id, 1, self.way().bit());
            agent.capacity = [1; 3];
            agent.on_duty = true;
            agent.load = Load::of(self.way(), 1);
            agent
        };
        let people = (0..self.pace.people as u64).map(busy).collect();
        let mut router = Router::new(Rules::bare(Policy::Fedf), people);
        router.waiting = queue;
        let plans = vec![Vec::new(); self.pace.people];
        let mut floor = Floor::new(router, &plans);
        floor.running = (0..self.pace.people as u32)
            .map(|agent| Running {
                agent,
                channel: self.way(),
                contact_id: u64::MAX,
                started_s: 0.0,
                beside: 0,
                ends_s: f64::INFINITY,
            })
            .collect();
        let question = Question {
            floor: &floor,
            contact_id,
            now_s: 0.0,
            plans: &plans,
            beliefs: &self.beliefs(),
            forecast: &self.forecast(),
            factor: &|_, _| 1.0,
            cap_s: if self.live.is_some() { LIVE_CAP_S } else { HOURS_AHEAD as f64 * STEP_S },
            seed,
        };
        Paths::like(&floor).waits(&question, PATHS)
    }

    /// Those that go first, first: as many as there are people are taken to be in hand.
    fn in_order(&self, queue: &mut [Waiting]) {
        let judge = Router::new(Rules::bare(Policy::Fedf), Vec::new());
        queue.sort_by(|one, other| match judge.goes_before(one, other, 0.0) {
            true => std::cmp::Ordering::Less,
            false if judge.goes_before(other, one, 0.0) => std::cmp::Ordering::Greater,
            false => std::cmp::Ordering::Equal,
        });
    }

    fn ahead(&self, (tier, age_s, promised_s): Ahead, id: u64) -> Waiting {
        let tier = tier.min(2);
        Waiting {
            id,
            channel: self.way(),
            tier,
            weight: 1.0,
            skills: 1,
            level: 1,
            languages: 0,
            arrived_s: -age_s as f64,
            promised_s: promised_s.max(1) as f64,
            handling_s: self.pace.handling_s as f64,
            withdrawn_s: f64::INFINITY,
            preferred: NOBODY,
            held_until_s: f64::NEG_INFINITY,
        }
    }

    fn beliefs(&self) -> Beliefs {
        let handling_s = self.pace.handling_s as f64;
        Beliefs {
            handling_mean_s: [handling_s; 3],
            handling_sigma: [SIGMA; 3],
            patience_mean_s: [if self.live.is_some() { PATIENCE_S } else { f64::INFINITY }; 3],
            chat_slowdown: [1.0; 3],
        }
    }

    fn forecast(&self) -> Forecast {
        let shares = self.arrivals.tiers.map(|share| share as f64);
        let whole = shares.iter().sum::<f64>().max(1.0);
        let kind = Kind {
            channel: self.way(),
            skills: 1,
            tier_ends: [shares[0] / whole, (shares[0] + shares[1]) / whole, 1.0],
            tier_weights: [1.0; 3],
            promised_s: self.promised_s.map(|seconds| seconds.max(1) as f64),
            handling_s: self.pace.handling_s as f64,
        };
        let rate = |hour: usize| {
            self.arrivals.per_hour.get(hour).map_or(0.0, |count| *count as f64 / 1_000.0 / STEP_S)
        };
        let gathered = self.arrivals.gathered.iter();
        Forecast {
            step_s: STEP_S,
            kinds: vec![kind],
            rates: (0..=HOURS_AHEAD).map(rate).collect(),
            openings: gathered.map(|&(at_s, count)| (at_s as f64, vec![count as f64 / 1_000.0])).collect(),
            closings_s: Vec::new(),
        }
    }
}

/// What is added to a prediction so that nine of ten hold: by tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// On the logarithm, in millionths.
    pub q_millionths: i64,
    /// Outcomes behind it, its own or those of all tiers.
    pub scores: usize,
}

impl Cell {
    /// Whether enough came of earlier estimates to tell customers.
    pub fn is_ready(&self) -> bool {
        self.scores >= CELL_NEEDS
    }
}

/// A calibration by tier, made when a day opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calibration(pub [Cell; 3]);

impl Calibration {
    /// From the last outcomes of each tier: open milliseconds predicted and waited. A tier with too few speaks for all
    /// together; where all are too few, the prediction is taken a third longer.
    pub fn of(outcomes: &[Vec<(i64, i64)>; 3]) -> Self {
        let scores = outcomes.each_ref().map(|tier| {
            let of = |&(predicted_ms, waited_ms): &(i64, i64)| score(predicted_ms, waited_ms);
            tier.iter().map(of).collect::<Vec<f64>>()
        });
        let all = scores.concat();
        let cell = |own: &Vec<f64>| {
            let scores = if own.len() >= CELL_NEEDS { own } else { &all };
            let q = if scores.len() >= CELL_NEEDS { split(scores, DEFERRED_LEVEL) } else { COLD_RATIO.ln() };
            Cell { q_millionths: (q * 1e6).ceil() as i64, scores: scores.len() }
        };
        Self(scores.each_ref().map(cell))
    }

    pub fn kept(&self) -> String {
        json!(self.0.map(|cell| [cell.q_millionths, cell.scores as i64])).to_string()
    }

    pub fn read(kept: &str) -> Option<Self> {
        let cells: [[i64; 2]; 3] = serde_json::from_str(kept).ok()?;
        Some(Self(cells.map(|[q_millionths, scores]| Cell { q_millionths, scores: scores.max(0) as usize })))
    }
}

/// `ln((W + o) / (p + o))`.
fn score(predicted_ms: i64, waited_ms: i64) -> f64 {
    let seconds = |ms: i64| ms as f64 / 1_000.0;
    queueing::calibration::score(seconds(waited_ms), seconds(predicted_ms), offset_s(Channel::Email))
}

/// What may be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Announced {
    /// Open milliseconds, not rounded.
    pub announced_ms: i64,
    /// Whole open minutes for the calendar, which rounds to a moment people say.
    pub minutes: i64,
}

/// A prediction after calibration. A year is the longest that is said.
pub fn announced(way: Channel, predicted_ms: i64, q_millionths: i64) -> Announced {
    const LONGEST_MS: f64 = 366.0 * 86_400_000.0;
    let predicted_s = predicted_ms as f64 / 1_000.0;
    let length_s = announced_s(predicted_s, q_millionths as f64 / 1e6, offset_s(way));
    let announced_ms = (length_s * 1_000.0).ceil().min(LONGEST_MS) as i64;
    Announced {
        announced_ms,
        minutes: announced_ms.div_euclid(60_000)
            + i64::from(announced_ms % 60_000 > 0).max(i64::from(announced_ms == 0)),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use queueing::channel::Channel;

    use super::{Arrivals, Calibration, Inputs, Pace, announced};

    const HOUR_S: i64 = 3_600;

    fn inputs(waiting: usize, people: usize) -> Inputs {
        Inputs {
            pace: Pace { people, handling_s: 600 },
            arrivals: Arrivals {
                per_hour: vec![4_000; 40],
                gathered: vec![(8 * HOUR_S, 5_000)],
                tiers: [100, 300, 600],
            },
            promised_s: [HOUR_S, 2 * HOUR_S, 4 * HOUR_S],
            waiting: (0..waiting).map(|place| (2, 60 * (waiting - place) as i64, 4 * HOUR_S)).collect(),
            seed: 42,
            live: None,
        }
    }

    #[test]
    fn a_longer_queue_takes_longer_and_more_people_less() {
        let last = |waiting, people| inputs(waiting, people).predict().high_ms[2];
        assert!(
            last(0, 2) < last(6, 2) && last(6, 2) < last(20, 2),
            "{} {} {}",
            last(0, 2),
            last(6, 2),
            last(20, 2)
        );
        assert!(last(20, 4) < last(20, 2));
        // Twenty answers of ten minutes by two people are an hour and forty minutes of work.
        assert!((4_500_000..10_000_000).contains(&last(20, 2)), "{}", last(20, 2));
    }

    #[test]
    fn a_queue_nobody_gets_through_is_followed_to_the_end_of_what_is_looked_at() {
        let mut slow = inputs(60, 1);
        slow.pace.handling_s = 10 * HOUR_S;
        let far_ms = super::HOURS_AHEAD as i64 * HOUR_S * 1_000;
        assert!(slow.predict().high_ms[2] >= far_ms);
        slow.arrivals = Arrivals::default();
        assert!(slow.predict().high_ms[2] >= far_ms);
    }

    #[test]
    fn a_dearer_customer_is_answered_before_those_who_can_still_wait() {
        let [a, b, c] = inputs(30, 2).predict().high_ms;
        assert!(a <= b && b < c, "{a} {b} {c}");
    }

    #[test]
    fn what_is_kept_is_worked_out_again_to_the_millisecond() {
        let made = inputs(12, 3);
        let again = Inputs::read(&made.kept()).unwrap();
        assert_eq!(again, made);
        assert_eq!(again.fingerprint(), made.fingerprint());
        assert_eq!(again.predict().high_ms, made.predict().high_ms);
        let other = Inputs { seed: 43, ..made.clone() };
        assert_ne!(other.fingerprint(), made.fingerprint());
        assert_eq!(Inputs::read("{}"), None);
    }

    #[test]
    fn pace_counts_only_the_time_in_which_somebody_waited() {
        // Twenty answers, two waiting side by side for ten minutes each time, hours apart.
        let waits: Vec<(i64, i64)> =
            (0..20).map(|number| ((number / 2) * 10_000, (number / 2) * 10_000 + 600)).collect();
        assert_eq!(Pace::of(&waits, 3), Some(Pace { people: 3, handling_s: 900 }));
        assert_eq!(Pace::of(&waits[..19], 3), None);
        assert_eq!(Pace::of(&waits, 0).map(|pace| pace.people), Some(1));
        // Ten answers today, each twice as long: half of the way there.
        let usual = Pace { people: 1, handling_s: 600 };
        let slow: Vec<(i64, i64)> = (0..10).map(|number| (number * 2_000, number * 2_000 + 1_200)).collect();
        assert_eq!(usual.today(&slow).handling_s, 900);
        assert_eq!(usual.today(&[]), usual);
    }

    #[test]
    fn a_tier_with_few_outcomes_speaks_for_all_and_none_at_all_a_third_longer() {
        let none = Calibration::of(&[vec![], vec![], vec![]]);
        assert!(none.0.iter().all(|cell| !cell.is_ready() && cell.q_millionths == 300_105));
        let twice = vec![(3_480_000, 7_080_000); 40];
        let learnt = Calibration::of(&[vec![], vec![], twice]);
        assert!(learnt.0.iter().all(|cell| cell.is_ready() && cell.q_millionths == 693_148), "{learnt:?}");
        assert_eq!(Calibration::read(&learnt.kept()), Some(learnt));
        let own = Calibration::of(&[vec![(880_000, 880_000); 30], vec![], vec![(3_480_000, 7_080_000); 40]]);
        assert_eq!(own.0[0].q_millionths, 0);
        assert_eq!(own.0[1].scores, 70);
    }

    #[test]
    fn what_is_announced_covers_what_was_learnt_and_is_never_nothing() {
        let said = announced(Channel::Email, 3_480_000, 693_148);
        assert!((7_080_000..7_080_100).contains(&said.announced_ms), "{said:?}");
        assert_eq!(said.minutes, 119);
        assert_eq!(announced(Channel::Email, 0, -9_000_000).minutes, 1);
    }
}
