//! What would become of promises, were something else: weeks of an inbox played through by the router that orders the
//! product's queues, as it is and with other numbers, with the same customers in both.

use queueing::channel::Channel;
use queueing::floor::{Change, Floor, Met, Nature};
use queueing::random::Stream;
use queueing::routing::{Agent, Assignment, NOBODY, Policy, Router, Rules, Waiting};

use super::acts::{Known, arrivals};
use super::model::{Arrivals, PEOPLE_MAX, Pace, SIGMA};
use crate::inbox::{Inbox, Tier};

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levers {
    /// Percent more messages, or fewer.
    pub volume: i64,
    /// More people who answer, or fewer.
    pub people: i64,
    /// Open minutes promised to each tier.
    pub minutes: [i64; 3],
    /// Percent of the messages that go to a channel that is opened.
    pub leave: i64,
    /// Percent of the messages of a channel that is closed which come here instead; the others nobody hears of again.
    pub come: i64,
}

impl Levers {
    pub const SHARE: std::ops::RangeInclusive<i64> = 0..=100;
    pub const VOLUME: std::ops::RangeInclusive<i64> = -90..=300;
    pub const PEOPLE: std::ops::RangeInclusive<i64> = -49..=49;
    pub const MINUTES: std::ops::RangeInclusive<i64> = 1..=20_000;

    /// Nothing is changed.
    pub fn none(inbox: &Inbox) -> Self {
        let minutes = Tier::ALL.map(|tier| inbox.targets.first_reply_minutes(tier));
        Self { volume: 0, people: 0, minutes, leave: 0, come: 0 }
    }
}

/// What came of one case.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Tried {
    pub people: usize,
    pub minutes: [i64; 3],
    pub weeks: usize,
    /// Of all weeks together.
    pub messages: i64,
    pub kept: i64,
    /// Messages and kept promises by tier.
    pub tiers: [(i64, i64); 3],
    /// Share kept in a bad week and in a good one, thousandths: nine weeks of ten lie between.
    pub low: i64,
    pub high: i64,
    /// What half of the messages waited at most for their answer, and nine of ten; open milliseconds.
    pub half_ms: i64,
    pub nine_ms: i64,
    /// Share of the people's open time that answers took, thousandths; over a thousand where a week's answers do not fit into
    /// the week.
    pub busy: i64,
    /// Open seconds of a week.
    pub open_s: i64,
}

/// Messages played through in one case, about; weeks accordingly.
const MESSAGES: i64 = 40_000;
const WEEKS: std::ops::RangeInclusive<i64> = 4..=100;
/// With so many waiting a week is not played on.
const WAITING_MOST: usize = 1_000;
/// Weeks the pace is tuned on.
const TUNED_ON: usize = 20;

/// Today's case and the other one; nothing while too little is known of how fast the inbox is answered. `closed` is what is
/// known of a channel that is closed: part of its messages comes here, and so do its people.
pub fn trial(
    known: &Known,
    inbox: &Inbox,
    now_ms: i64,
    levers: Levers,
    closed: Option<&Known>,
) -> Option<(Tried, Tried)> {
    const WEEK_MS: i64 = 7 * 86_400_000;
    let pace = known.pace?;
    let begins_ms = inbox.hours.next_open_ms(now_ms)?;
    let (week, open_s) = arrivals(&inbox.hours, begins_ms, known, usize::MAX, begins_ms + WEEK_MS);
    let moved =
        closed.map(|closed| arrivals(&inbox.hours, begins_ms, closed, usize::MAX, begins_ms + WEEK_MS).0);
    let then = changed(&week, moved.as_ref(), levers);
    let expected = week.whole().max(then.whole()) * (100 + levers.volume.max(0)) / 100 / 1_000;
    let weeks = (MESSAGES / expected.max(1)).clamp(*WEEKS.start(), *WEEKS.end()) as usize;
    let none = Levers::none(inbox);
    let pace = as_it_was(pace, &week, open_s, none, known.kept?, weeks);
    let more = closed.and_then(|closed| closed.pace).map_or(0, |pace| pace.people as i64);
    let levers = Levers { people: levers.people + more, ..levers };
    let play = |week: &Arrivals, levers: Levers| Case::of(pace, week, open_s, levers).play(weeks);
    Some((play(&week, none), play(&then, levers)))
}

/// A week of which part goes to another channel, and to which part of another comes.
fn changed(week: &Arrivals, closed: Option<&Arrivals>, levers: Levers) -> Arrivals {
    let stays = |count: i64| count * (100 - levers.leave) / 100;
    let comes = |count: i64| count * levers.come / 100;
    let per_hour = week.per_hour.iter().enumerate().map(|(hour, count)| {
        let more = closed.and_then(|closed| closed.per_hour.get(hour)).copied().unwrap_or_default();
        stays(*count) + comes(more)
    });
    let gathered = week.gathered.iter().enumerate().map(|(place, &(at_s, count))| {
        let more = closed.and_then(|closed| closed.gathered.get(place)).map_or(0, |(_, count)| *count);
        (at_s, stays(count) + comes(more))
    });
    let (own, other) = (stays(week.whole()), comes(closed.map_or(0, Arrivals::whole)));
    let tier = |tier: usize| {
        let of = closed.map_or(0, |closed| closed.tiers[tier]);
        (week.tiers[tier] * own + of * other).checked_div(own + other).unwrap_or(week.tiers[tier])
    };
    Arrivals { per_hour: per_hour.collect(), gathered: gathered.collect(), tiers: [0, 1, 2].map(tier) }
}

/// The pace with which today's case keeps what was really kept (`share`, in thousandths). Answers divided by the time somebody
/// waited is the pace of people who answer one message after the other; who lets a message lie until it is due looks slower
/// than they are.
fn as_it_was(pace: Pace, week: &Arrivals, open_s: i64, none: Levers, share: i64, weeks: usize) -> Pace {
    const SLOWER: f64 = 4.0;
    const FASTER: f64 = 1.0 / 64.0;
    const STEPS: usize = 12;
    let at = |factor: f64| {
        let handling_s = (pace.handling_s as f64 * factor).ceil() as i64;
        Pace { handling_s: handling_s.max(1), ..pace }
    };
    let (mut fast, mut slow) = (FASTER.ln(), SLOWER.ln());
    for _ in 0..STEPS {
        let middle = (fast + slow) / 2.0;
        let tried = Case::of(at(middle.exp()), week, open_s, none).play(weeks.min(TUNED_ON));
        match tried.kept * 1_000 >= share * tried.messages {
            true => fast = middle,
            false => slow = middle,
        }
    }
    at(fast.exp())
}

struct Case<'a> {
    people: usize,
    handling_s: f64,
    week: &'a Arrivals,
    open_s: i64,
    factor: f64,
    minutes: [i64; 3],
}

/// A message of a week that is played.
#[derive(Clone, Copy)]
struct Message {
    came_s: f64,
    tier: usize,
    service_s: f64,
    /// From its coming until its answer, or so far.
    took_s: f64,
    answered: bool,
}

impl<'a> Case<'a> {
    fn of(pace: Pace, week: &'a Arrivals, open_s: i64, levers: Levers) -> Self {
        let people = (pace.people as i64 + levers.people).clamp(1, PEOPLE_MAX as i64) as usize;
        let factor = (100 + levers.volume) as f64 / 100.0;
        Self { people, handling_s: pace.handling_s as f64, week, open_s, factor, minutes: levers.minutes }
    }

    fn play(&self, weeks: usize) -> Tried {
        let mut tried = Tried {
            people: self.people,
            minutes: self.minutes,
            weeks,
            open_s: self.open_s,
            ..Tried::default()
        };
        let (mut took, mut shares, mut work_s) = (Vec::new(), Vec::new(), 0.0);
        for week in 0..weeks as u64 {
            let messages = self.one(week);
            let (before, kept_before) = (tried.messages, tried.kept);
            for message in &messages {
                let kept = i64::from(message.answered && message.took_s <= self.promised_s(message.tier));
                tried.messages += 1;
                tried.kept += kept;
                tried.tiers[message.tier].0 += 1;
                tried.tiers[message.tier].1 += kept;
                took.push((message.took_s * 1_000.0) as i64);
                work_s += message.service_s;
            }
            if tried.messages > before {
                shares.push((tried.kept - kept_before) * 1_000 / (tried.messages - before));
            }
        }
        let at = |values: &mut Vec<i64>, percent: usize| {
            values.sort_unstable();
            let place = (values.len() * percent).div_ceil(100).max(1) - 1;
            values.get(place).copied().unwrap_or_default()
        };
        (tried.low, tried.high) = (at(&mut shares, 5), at(&mut shares, 95));
        (tried.half_ms, tried.nine_ms) = (at(&mut took, 50), at(&mut took, 90));
        let there_s = self.people as f64 * self.open_s as f64 * weeks as f64;
        tried.busy = (work_s / there_s.max(1.0) * 1_000.0).round() as i64;
        tried
    }

    fn promised_s(&self, tier: usize) -> f64 {
        self.minutes[tier] as f64 * 60.0
    }

    /// One week from an empty desk, on until its last message is answered, or until so many wait that nobody would say it
    /// works: those count as missed, and what would have come after them as nothing.
    fn one(&self, week: u64) -> Vec<Message> {
        let messages = self.messages(week);
        let people = (0..self.people as u64).map(|id| Agent::new(id, 1, Channel::Email.bit())).collect();
        let plans = vec![vec![Change { at_s: 0.0, on: true }]; self.people];
        let mut floor = Floor::new(Router::new(Rules::bare(Policy::Fedf), people), &plans);
        let mut played = Played { case: self, messages, next: 0, picked_s: 0.0, drowned_s: None };
        floor.run(&plans, &mut played, f64::MAX);
        if let Some(at_s) = played.drowned_s {
            played.messages.truncate(played.next);
            for message in played.messages.iter_mut().filter(|message| !message.answered) {
                message.took_s = at_s - message.came_s;
            }
        }
        played.messages
    }

    fn messages(&self, week: u64) -> Vec<Message> {
        let (gaps, marks) = (Stream::of(week, 1), Stream::of(week, 2));
        let mut came: Vec<f64> = Vec::new();
        let (mut drawn, mut due, mut passed) = (0, -gaps.uniform(0).ln(), 0.0);
        for (hour, count) in self.week.per_hour.iter().enumerate() {
            const HOUR_S: f64 = 3_600.0;
            let more = *count as f64 / 1_000.0 * self.factor;
            while more > 0.0 && due <= passed + more {
                came.push((hour as f64 + (due - passed) / more) * HOUR_S);
                drawn += 1;
                due -= gaps.uniform(drawn).ln();
            }
            passed += more;
        }
        for (place, &(at_s, count)) in self.week.gathered.iter().enumerate() {
            let mean = count as f64 / 1_000.0 * self.factor;
            let gathered = (mean + marks.uniform(place as u64)).floor() as usize;
            came.extend(std::iter::repeat_n(at_s as f64, gathered));
        }
        came.sort_by(f64::total_cmp);
        let (tiers, services) = (Stream::of(week, 3), Stream::of(week, 4));
        let [a, b, c] = self.week.tiers.map(|share| share as f64);
        let whole = (a + b + c).max(1.0);
        let message = |(number, came_s): (u64, f64)| {
            let mark = tiers.uniform(number) * whole;
            let tier = if mark < a { 0 } else { 1 + usize::from(mark >= a + b) };
            let service_s = self.handling_s * (SIGMA * services.normal(number) - SIGMA * SIGMA / 2.0).exp();
            Message { came_s, tier, service_s, took_s: f64::INFINITY, answered: false }
        };
        (0..).zip(came).map(message).collect()
    }
}

struct Played<'a> {
    case: &'a Case<'a>,
    messages: Vec<Message>,
    next: usize,
    /// How long the one that is taken now waited.
    picked_s: f64,
    /// When too many waited.
    drowned_s: Option<f64>,
}

impl Nature for Played<'_> {
    fn next_arrival_s(&self) -> f64 {
        self.messages.get(self.next).map_or(f64::INFINITY, |message| message.came_s)
    }

    fn arrival(&mut self) -> Waiting {
        let Message { came_s, tier, .. } = self.messages[self.next];
        self.next += 1;
        Waiting {
            id: self.next as u64 - 1,
            channel: Channel::Email,
            tier: tier as u8,
            weight: 1.0,
            skills: 1,
            level: 1,
            languages: 0,
            arrived_s: came_s,
            promised_s: self.case.promised_s(tier),
            handling_s: self.case.handling_s,
            withdrawn_s: f64::INFINITY,
            preferred: NOBODY,
            held_until_s: f64::NEG_INFINITY,
        }
    }

    fn service_s(&mut self, assignment: &Assignment, _: f64) -> f64 {
        let message = &mut self.messages[assignment.contact.id as usize];
        message.took_s = self.picked_s + message.service_s;
        message.answered = true;
        message.service_s
    }

    fn next_closing_s(&self) -> f64 {
        f64::INFINITY
    }

    fn closed(&mut self) {}

    fn waits(&mut self, floor: &Floor, _: &Waiting, now_s: f64) -> Option<f64> {
        if floor.router.waiting.len() >= WAITING_MOST {
            self.drowned_s = Some(now_s);
        }
        None
    }

    fn met(&mut self, _: &Waiting, waited_s: f64, _: Met) {
        self.picked_s = waited_s;
    }

    fn is_over(&self) -> bool {
        self.drowned_s.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, Levers, Pace, as_it_was, changed};
    use crate::promise::estimate::model::Arrivals;

    const LEVERS: Levers = Levers { volume: 0, people: 0, minutes: [60, 120, 240], leave: 0, come: 0 };

    #[test]
    fn a_closed_channel_brings_its_part_and_an_opened_one_takes_its_own() {
        let closed =
            Arrivals { per_hour: vec![1_000; 45], gathered: vec![(32_400, 2_000)], tiers: [1_000, 0, 0] };
        let same = changed(&week(), Some(&closed), LEVERS);
        assert_eq!(same, week());
        let half = changed(&week(), Some(&closed), Levers { come: 50, ..LEVERS });
        assert_eq!((half.per_hour[7], half.gathered[0]), (5_500, (32_400, 5_000)));
        assert!(half.tiers[0] > 100 && half.tiers[2] < 600, "{:?}", half.tiers);
        let opened = changed(&week(), None, Levers { leave: 20, ..LEVERS });
        assert_eq!((opened.per_hour[7], opened.tiers), (4_000, week().tiers));
        let none = changed(&week(), None, Levers { leave: 100, ..LEVERS });
        assert_eq!((none.whole(), none.tiers), (0, week().tiers));
    }

    fn week() -> Arrivals {
        Arrivals { per_hour: vec![5_000; 45], gathered: vec![(32_400, 4_000)], tiers: [100, 300, 600] }
    }

    fn tried(levers: Levers) -> super::Tried {
        Case::of(Pace { people: 2, handling_s: 1_200 }, &week(), 45 * 3_600, levers).play(40)
    }

    #[test]
    fn todays_case_keeps_what_was_really_kept_whatever_the_waits_say_of_the_pace() {
        let week = week();
        // By the waits they would need an hour for each; they kept nine of ten, or nearly all.
        for share in [900, 990] {
            let slow = Pace { people: 2, handling_s: 3_600 };
            let found = as_it_was(slow, &week, 45 * 3_600, LEVERS, share, 40);
            let tried = Case::of(found, &week, 45 * 3_600, LEVERS).play(40);
            let kept = tried.kept * 1_000 / tried.messages;
            assert!((share - 20..=share + 20).contains(&kept), "{share}: {kept} at {}", found.handling_s);
        }
    }

    #[test]
    fn more_messages_and_fewer_people_keep_less_and_longer_promises_more() {
        let now = tried(LEVERS);
        assert_eq!(now, tried(LEVERS), "the same customers each time");
        // 229 messages a week of twenty minutes each, two people for 45 hours: 85 % busy.
        assert!((800..900).contains(&now.busy), "{now:?}");
        assert!((8_800..9_500).contains(&now.messages), "{now:?}");
        assert_eq!(now.tiers.iter().map(|tier| tier.0).sum::<i64>(), now.messages);
        assert_eq!(now.tiers.iter().map(|tier| tier.1).sum::<i64>(), now.kept);
        let share = |tried: &super::Tried| tried.kept * 1_000 / tried.messages;
        assert!(now.low <= share(&now) && share(&now) <= now.high && now.half_ms < now.nine_ms, "{now:?}");
        let more = tried(Levers { volume: 15, ..LEVERS });
        let fewer = tried(Levers { people: -1, ..LEVERS });
        let helped = tried(Levers { volume: 15, people: 1, ..LEVERS });
        let longer = tried(Levers { volume: 15, minutes: [120, 240, 480], ..LEVERS });
        assert!(share(&more) < share(&now) && more.nine_ms > now.nine_ms, "{more:?}");
        assert!(share(&fewer) < share(&more) && fewer.busy > 1_000, "{fewer:?}");
        assert!(share(&helped) > share(&now) && share(&longer) > share(&more), "{helped:?} {longer:?}");
        // A flood is not played to its end: four times a thousand wait, and some were answered before.
        let usual = week();
        let case = Case::of(Pace { people: 1, handling_s: 1_200 }, &usual, 45 * 3_600, LEVERS);
        let flood = Case { factor: 40.0, ..case }.play(4);
        assert!((4_000..5_000).contains(&flood.messages) && flood.kept < 500, "{flood:?}");
        // Nobody is sent away who is not there.
        assert_eq!(tried(Levers { people: -40, ..LEVERS }).people, 1);
    }
}
