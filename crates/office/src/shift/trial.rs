//! A week on the roster tried out: what is forecast comes, people are there as the shifts say, and the router that hands out
//! real messages hands these out. How many promises hold then is what a roster is taken for, not what a formula says of it.
//! Pure; the same week gives the same figures.

use forecast::law::gamma_quantile;
use forecast::roster::rest::DAY_MINUTES;
use queueing::channel::Channel;
use queueing::floor::{Change, Floor, Met, Nature};
use queueing::random::Stream;
use queueing::routing::{Agent, Assignment, NOBODY, Policy, Router, Rules, Waiting};
use queueing::world::SERVICE_SIGMA;
use serde_json::{Value, json};

use super::model::{SLOT_MINUTES, WEEK_DAYS};

/// Half hours of a day, and of a week.
const OF_DAY: usize = (DAY_MINUTES / SLOT_MINUTES) as usize;
pub const HALVES: usize = OF_DAY * WEEK_DAYS as usize;
/// The week's own last days are played before it: a Monday finds what came over the weekend.
const LEAD: std::ops::Range<usize> = 5 * OF_DAY..HALVES;
/// Days played, about; fewer weeks where many messages come.
const DAYS: usize = 200;
const MESSAGES_MOST: f64 = 60_000.0;
const WEEKS_LEAST: usize = 4;
/// With so many waiting a week is not played on.
const WAITING_MOST: usize = 1_000;
/// 95 of a hundred such trials lie within so many standard errors.
const BAND: f64 = 1.96;

/// What a part of a channel's messages is promised.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Of the channel's messages.
    pub share: f64,
    /// 0 is A, the dearest.
    pub tier: u8,
    /// Of what comes in each half hour.
    pub due: Vec<Due>,
}

/// When an answer is due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Due {
    /// Seconds after the message came.
    After(f64),
    /// That second of the week: it came while nobody was open.
    At(f64),
}

/// What comes on one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    pub channel: Channel,
    pub handling_s: f64,
    /// How long somebody waits on the mean before they give up; of live channels.
    pub patience_s: f64,
    /// Expected in each half hour of the week.
    pub means: Vec<f64>,
    /// How unsure each day's level is: variance of the rate over its square.
    pub dispersion: [f64; WEEK_DAYS as usize],
    pub words: Vec<Word>,
}

/// What comes in a week, and how it is worked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coming {
    pub flows: Vec<Flow>,
    /// Second of the week at which each half hour begins; the night the clocks change in is longer or shorter.
    pub begins_s: Vec<f64>,
    /// Share of paid time that is not at work: leave, sickness, meetings.
    pub shrinkage: f64,
    /// Chats somebody has at once, and how much longer each takes then.
    pub at_once: u8,
    pub slower: f64,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    pub days: i64,
    pub messages: i64,
    /// Thousandths of their promises that held, and the ends that 95 of a hundred trials lie between.
    pub kept: i64,
    pub low: i64,
    pub high: i64,
}

impl Tried {
    pub(super) fn json(self) -> Value {
        json!([self.days, self.messages, self.kept, self.low, self.high])
    }

    pub(super) fn of(kept: &Value) -> Option<Self> {
        let at = |place: usize| kept[place].as_i64();
        Some(Self { days: at(0)?, messages: at(1)?, kept: at(2)?, low: at(3)?, high: at(4)? })
    }
}

/// Plays weeks with so many people on the roster in each half hour; counted is what comes from that day of the week on.
/// Nothing where nothing is expected.
pub fn trial(coming: &Coming, on_duty: &[i64], from_day: usize) -> Option<Tried> {
    let counted = WEEK_DAYS as usize - from_day.min(WEEK_DAYS as usize);
    let expected: f64 = coming.flows.iter().flat_map(|flow| &flow.means).sum();
    if counted == 0 || expected <= 0.0 || on_duty.len() != HALVES || coming.begins_s.len() != HALVES {
        return None;
    }
    let most = ((MESSAGES_MOST / expected) as usize).max(WEEKS_LEAST);
    let weeks = DAYS.div_ceil(counted).min(most);
    let played: Vec<(f64, f64)> =
        (0..weeks as u64).map(|week| Week { coming, on_duty, seed: week }.play(from_day * OF_DAY)).collect();
    let (kept, all) = played.iter().fold((0.0, 0.0), |(kept, all), one| (kept + one.0, all + one.1));
    if all <= 0.0 {
        return None;
    }
    // Days of a week hang together: the weeks are what is drawn, and what they differ by says how sure the share is.
    let share = kept / all;
    let squares: f64 = played.iter().map(|(kept, of)| (kept - share * of).powi(2)).sum();
    let n = weeks as f64;
    let error = (squares / (n - 1.0) * n).sqrt() / all;
    let thousandths = |share: f64| (share.clamp(0.0, 1.0) * 1_000.0).round() as i64;
    Some(Tried {
        days: (weeks * counted) as i64,
        messages: all as i64,
        kept: thousandths(share),
        low: thousandths(share - BAND * error),
        high: thousandths(share + BAND * error),
    })
}

struct Week<'a> {
    coming: &'a Coming,
    on_duty: &'a [i64],
    seed: u64,
}

#[derive(Clone, Copy)]
struct Message {
    flow: usize,
    tier: u8,
    came_s: f64,
    due_s: f64,
    service_s: f64,
    leaves_s: f64,
    counts: bool,
    /// When its answer is there, or somebody takes the call.
    met_s: f64,
}

impl Week<'_> {
    /// The half hours that are played, each with its place in the week and when it begins.
    fn halves(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let lead_s = self.lead_s();
        let begins = &self.coming.begins_s;
        let before = LEAD.map(move |half| (half, begins[half] - begins[LEAD.start]));
        before.chain((0..HALVES).map(move |half| (half, begins[half] + lead_s)))
    }

    fn lead_s(&self) -> f64 {
        self.end_s(HALVES - 1) - self.coming.begins_s[LEAD.start]
    }

    fn end_s(&self, half: usize) -> f64 {
        const HALF_S: f64 = SLOT_MINUTES as f64 * 60.0;
        self.coming.begins_s.get(half + 1).copied().unwrap_or(self.coming.begins_s[half] + HALF_S)
    }

    /// Promises kept of those that count.
    fn play(&self, from: usize) -> (f64, f64) {
        let messages = self.messages(from);
        let plans = self.plans();
        let every = Channel::ALL.iter().map(|channel| channel.bit()).sum();
        let agents = (0..plans.len() as u64).map(|id| {
            let mut agent = Agent::new(id, 1, every);
            agent.capacity[Channel::Chat.place()] = self.coming.at_once.max(1);
            agent
        });
        // As the product's own floors are set: somebody who is not here takes no rest.
        let rules = Rules { policy: Policy::Fedf, occupancy: None, ..Rules::usual() };
        let mut floor = Floor::new(Router::new(rules, agents.collect()), &plans);
        let mut played = Played { week: self, messages, next: 0, picked_s: 0.0, drowned: false };
        let end_s = self.end_s(HALVES - 1) + self.lead_s();
        floor.run(&plans, &mut played, end_s);
        // What would have come after a week that drowned says nothing.
        let came = if played.drowned { played.next } else { played.messages.len() };
        let counted = played.messages[..came].iter().filter(|one| one.counts);
        counted.fold((0.0, 0.0), |(kept, all), one| match one.met_s <= one.due_s {
            true => (kept + 1.0, all + 1.0),
            // Still open, and not due before the week is over.
            false if one.met_s.is_infinite() && one.due_s > end_s => (kept, all),
            false => (kept, all + 1.0),
        })
    }

    /// When each is at work: of those on the roster as many as shrinkage leaves, a part of somebody by chance.
    fn plans(&self) -> Vec<Vec<Change>> {
        let chance = Stream::of(self.seed, 0);
        let at_work: Vec<(f64, usize)> = self
            .halves()
            .zip(0..)
            .map(|((half, at_s), number)| {
                let people = self.on_duty[half] as f64 * (1.0 - self.coming.shrinkage);
                (at_s, (people + chance.uniform(number)).floor() as usize)
            })
            .collect();
        let most = at_work.iter().map(|(_, people)| *people).max().unwrap_or(0);
        let plan = |place: usize| {
            let (mut changes, mut there) = (Vec::new(), false);
            for (at_s, people) in &at_work {
                if (*people > place) != there {
                    there = !there;
                    changes.push(Change { at_s: *at_s, on: there });
                }
            }
            changes
        };
        (0..most).map(plan).collect()
    }

    fn messages(&self, from: usize) -> Vec<Message> {
        let lead_s = self.lead_s();
        let mut messages = Vec::new();
        for (number, flow) in self.coming.flows.iter().enumerate() {
            let stream = |of: u64| Stream::of(self.seed, 1 + 6 * number as u64 + of);
            let (gaps, levels, words) = (stream(0), stream(1), stream(2));
            let (services, patience) = (stream(3), stream(4));
            let (mut drawn, mut next, mut passed) = (0, -gaps.uniform(0).ln(), 0.0);
            for (place, (half, at_s)) in self.halves().enumerate() {
                // A level for each day, and by chance around it: a negative binomial law of its count.
                let day = half / OF_DAY;
                let spread = flow.dispersion[day];
                let level = match spread > 1e-6 {
                    true => gamma_quantile(1.0 / spread, spread, levels.uniform((place / OF_DAY) as u64)),
                    false => 1.0,
                };
                let more = flow.means[half] * level;
                let length_s = self.end_s(half) - self.coming.begins_s[half];
                while more > 0.0 && next <= passed + more {
                    let came_s = at_s + (next - passed) / more * length_s;
                    let (share, tier, due) = flow.word(words.uniform(drawn), half);
                    let due_s = match due {
                        Due::After(seconds) => came_s + seconds,
                        Due::At(second) => at_s + second - self.coming.begins_s[half],
                    };
                    let sigma = SERVICE_SIGMA[flow.channel.place()];
                    let scatter = (sigma * services.normal(drawn) - sigma * sigma / 2.0).exp();
                    messages.push(Message {
                        flow: number,
                        tier,
                        came_s,
                        due_s,
                        service_s: flow.handling_s * scatter,
                        leaves_s: came_s - flow.patience_s * patience.uniform(drawn).ln(),
                        counts: share && came_s >= lead_s + self.coming.begins_s[from],
                        met_s: f64::INFINITY,
                    });
                    drawn += 1;
                    next -= gaps.uniform(drawn).ln();
                }
                passed += more;
            }
        }
        messages.sort_by(|one, other| one.came_s.total_cmp(&other.came_s));
        messages
    }
}

impl Flow {
    /// What one message is promised; without a word it is done when somebody has time, and counts nowhere.
    fn word(&self, mark: f64, half: usize) -> (bool, u8, Due) {
        let mut passed = 0.0;
        let all: f64 = self.words.iter().map(|word| word.share).sum();
        for word in &self.words {
            passed += word.share / all.max(1e-9);
            if mark <= passed + 1e-9 {
                return (true, word.tier, word.due.get(half).copied().unwrap_or(Due::After(0.0)));
            }
        }
        (false, u8::MAX, Due::After(DAY_MINUTES as f64 * 60.0))
    }
}

struct Played<'a> {
    week: &'a Week<'a>,
    messages: Vec<Message>,
    next: usize,
    /// How long the one that is taken now waited.
    picked_s: f64,
    drowned: bool,
}

impl Nature for Played<'_> {
    fn next_arrival_s(&self) -> f64 {
        self.messages.get(self.next).map_or(f64::INFINITY, |message| message.came_s)
    }

    fn arrival(&mut self) -> Waiting {
        let message = self.messages[self.next];
        let flow = &self.week.coming.flows[message.flow];
        self.next += 1;
        Waiting {
            id: self.next as u64 - 1,
            channel: flow.channel,
            tier: message.tier,
            weight: 1.0,
            skills: 1,
            level: 1,
            languages: 0,
            arrived_s: message.came_s,
            promised_s: message.due_s - message.came_s,
            handling_s: flow.handling_s,
            withdrawn_s: if flow.channel.is_live() { message.leaves_s } else { f64::INFINITY },
            preferred: NOBODY,
            held_until_s: f64::NEG_INFINITY,
        }
    }

    fn service_s(&mut self, assignment: &Assignment, now_s: f64) -> f64 {
        let slower = self.week.coming.slower;
        let message = &mut self.messages[assignment.contact.id as usize];
        let service_s = match assignment.contact.channel {
            Channel::Chat => message.service_s * slower,
            Channel::Phone | Channel::Email => message.service_s,
        };
        // A call is answered when somebody takes it, a letter when the answer leaves.
        message.met_s = match assignment.contact.channel.is_live() {
            true => message.came_s + self.picked_s,
            false => now_s + service_s,
        };
        service_s
    }

    fn next_closing_s(&self) -> f64 {
        f64::INFINITY
    }

    fn closed(&mut self) {}

    fn waits(&mut self, floor: &Floor, _: &Waiting, _: f64) -> Option<f64> {
        self.drowned |= floor.router.waiting.len() >= WAITING_MOST;
        None
    }

    fn met(&mut self, _: &Waiting, waited_s: f64, _: Met) {
        self.picked_s = waited_s;
    }

    fn is_over(&self) -> bool {
        self.drowned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF_S: f64 = 1_800.0;

    /// Nine to six on every day but Sunday: so many messages a half hour, of twenty minutes each.
    fn coming(mean: f64, dispersion: f64, due_s: f64) -> Coming {
        let is_open = |half: usize| half < 6 * OF_DAY && (18..36).contains(&(half % OF_DAY));
        let flow = Flow {
            channel: Channel::Email,
            handling_s: 1_200.0,
            patience_s: f64::INFINITY,
            means: (0..HALVES).map(|half| if is_open(half) { mean } else { 0.0 }).collect(),
            dispersion: [dispersion; 7],
            words: vec![Word { share: 1.0, tier: 2, due: vec![Due::After(due_s); HALVES] }],
        };
        Coming {
            flows: vec![flow],
            begins_s: (0..HALVES).map(|half| half as f64 * HALF_S).collect(),
            shrinkage: 0.0,
            at_once: 1,
            slower: 1.0,
        }
    }

    fn roster(people: i64) -> Vec<i64> {
        (0..HALVES).map(|half| if (18..38).contains(&(half % OF_DAY)) { people } else { 0 }).collect()
    }

    fn kept(coming: &Coming, people: i64) -> Tried {
        trial(coming, &roster(people), 0).expect("something comes")
    }

    #[test]
    fn more_people_keep_more_and_the_same_week_gives_the_same_figures() {
        // Two hours of work come in a quarter of the hour: four people would be busy without end.
        let usual = coming(6.0, 0.0, 7_200.0);
        let (few, enough) = (kept(&usual, 3), kept(&usual, 6));
        assert_eq!(enough, kept(&usual, 6));
        assert_eq!(enough.days, 203);
        assert!((18_300..19_300).contains(&enough.messages), "648 a week: {enough:?}");
        assert!(few.kept < 200 && enough.kept > 980, "{few:?} {enough:?}");
        assert!(enough.low <= enough.kept && enough.kept <= enough.high && few.low < few.high, "{few:?}");
    }

    #[test]
    fn days_that_scatter_and_people_who_are_not_at_work_cost_promises() {
        let steady = kept(&coming(6.0, 0.0, 3_600.0), 5);
        let unsure = kept(&coming(6.0, 0.1, 3_600.0), 5);
        let thinned = kept(&Coming { shrinkage: 0.2, ..coming(6.0, 0.0, 3_600.0) }, 5);
        assert!(unsure.kept < steady.kept && unsure.high - unsure.low > steady.high - steady.low, "{unsure:?}");
        assert!(thinned.kept < steady.kept, "{thinned:?} {steady:?}");
        // Nobody there: nothing holds. Nothing comes: nothing is said.
        assert_eq!(trial(&coming(1.0, 0.0, 3_600.0), &vec![0; HALVES], 0).map(|one| one.kept), Some(0));
        assert_eq!(trial(&coming(0.0, 0.0, 3_600.0), &roster(1), 0), None);
        assert_eq!(trial(&Coming::default(), &roster(1), 0), None);
    }

    #[test]
    fn what_came_over_the_weekend_waits_on_monday_and_only_the_days_to_come_count() {
        let next_monday = Due::At((7.0 * 24.0 + 10.0) * 3_600.0);
        let mut weekend = coming(0.0, 0.0, 3_600.0);
        // One on Monday at nine. Sixty on Sunday at noon, due on Monday at ten: two people answer 42 of them by seven.
        weekend.flows[0].means[18] = 1.0;
        weekend.flows[0].words[0].due[6 * OF_DAY..].fill(next_monday);
        let alone = kept(&weekend, 2);
        weekend.flows[0].means[6 * OF_DAY + 24] = 60.0;
        let of_monday = |tried: Tried| tried.messages * (1_000 - tried.kept) / 1_000;
        let monday = kept(&weekend, 2);
        assert!(of_monday(monday) > 2 * of_monday(alone), "{monday:?} {alone:?}");
        // From Tuesday on: what is open on Sunday evening is not late yet.
        assert_eq!(trial(&weekend, &roster(2), 1).map(|one| one.kept), Some(1_000));
        assert_eq!(trial(&weekend, &roster(2), 7), None);
    }

    #[test]
    fn a_call_is_answered_when_somebody_takes_it_or_not_at_all() {
        let mut calls = coming(6.0, 0.0, 20.0);
        calls.flows[0] =
            Flow { channel: Channel::Phone, handling_s: 300.0, patience_s: 120.0, ..calls.flows[0].clone() };
        // One Erlang of calls, as staffing::people would have it: three answer eight of ten within twenty seconds.
        let (one, three) = (kept(&calls, 1), kept(&calls, 3));
        assert!(one.kept < 600 && three.kept > 850, "{one:?} {three:?}");
    }
}
