//! What the model would have promised in the past, and whether it would have held: the promises of an inbox worked out
//! again, one after the other, from nothing but what was known when each was made.

use std::collections::BTreeMap;

use db::{Tx, args};
use jiff::civil::{Date, Weekday};
use kernel::calendar::Hours;

use queueing::calibration::Ladder;
use queueing::channel::Channel;

use super::acts::{
    Known, LEARNT_MAX, LEARNT_MS, Lately, OUTCOMES_MAX, TODAY_MAX, arrivals, minute_of, today_s,
};
use super::live::{Live, Outcome, Said, tell, way_of};
use super::model::{Ahead, Calibration, HOURS_AHEAD, Inputs, WAITING_MAX, announced};
use super::record::{Figures, Row, quantile};
use super::store;
use crate::error::Error;
use crate::inbox::{Inbox, Tier};
use crate::promise::State;

const DAY_MS: i64 = 86_400_000;
/// Promises that are read, those the first ones are learnt from among them; the newest.
const READ_MAX: usize = 60_000;

/// A promise of the past and what came of it.
#[derive(Clone, Debug)]
pub(super) struct Past {
    /// Whether a customer was promised a first or next answer by the targets or the model: such a one is worked out again.
    /// Others only stand in the queue.
    pub played: bool,
    /// What an estimate learns from.
    pub reply: bool,
    pub tier: Tier,
    pub made_at_ms: i64,
    pub state: State,
    pub settled_at_ms: Option<i64>,
    pub settled_by_id: Option<i64>,
    pub due_at_ms: i64,
    pub original_due_at_ms: i64,
    /// A person's answer after it.
    pub answered_at_ms: Option<i64>,
}

/// How the promises of some days would have been by the model, beside what they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hindsight {
    pub since_ms: i64,
    /// Older promises of these days were left out: there are too many.
    pub cut: bool,
    /// The first moment at which enough was known to tell customers.
    pub ready_ms: Option<i64>,
    pub whole: Beside,
    pub tiers: [Beside; 3],
    /// By the Monday of the local week, the oldest first.
    pub weeks: Vec<(Date, Beside)>,
}

/// The same promises by the model and as they were given. Whatever the model could not have told yet is in neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Beside {
    pub model: Figures,
    /// Of those settled: kept by the moment first given.
    pub kept: i64,
    /// The middle of what was promised, open milliseconds.
    pub promised_ms: Option<i64>,
}

/// What a replay needs of an inbox: today's hours and targets, as those of the past are not kept.
pub(super) struct Scene<'a> {
    pub hours: &'a Hours,
    pub promised_s: [i64; 3],
    pub seed: i64,
    /// Where customers look on while they wait.
    pub way: Option<Channel>,
}

/// One promise worked out again.
pub(super) struct Again {
    made_at_ms: i64,
    pub predicted_ms: i64,
    pub row: Row,
    kept: bool,
    promised_ms: i64,
    /// Somebody was free: on a live channel nothing is promised by the model then.
    pub at_once: bool,
}

/// A live channel, as its outcomes come to be known.
struct Followed {
    way: Channel,
    ladder: Ladder,
    /// What is not decided yet, by when it will be; with a number that tells equals apart.
    ahead: BTreeMap<(i64, usize), Outcome>,
}

impl Followed {
    /// What is known of the channel at a moment.
    fn until(&mut self, now_ms: i64) -> &Ladder {
        let later = self.ahead.split_off(&(now_ms, 0));
        std::mem::replace(&mut self.ahead, later)
            .into_values()
            .for_each(|outcome| tell(&mut self.ladder, self.way, &outcome));
        &self.ladder
    }

    /// A word was given, and this came of it.
    fn gave(&mut self, one: &Again, said: Said) {
        let passed_ms = one.made_at_ms + one.row.announced_ms;
        if one.at_once || one.row.known_at_ms.is_none() && one.row.withdrawn {
            return;
        }
        let outcome = Outcome {
            tier: one.row.tier,
            decided_ms: one.row.known_at_ms.map_or(passed_ms, |at_ms| at_ms.min(passed_ms)),
            missed: one.row.waited_ms.is_none_or(|waited_ms| waited_ms > one.row.announced_ms),
            waited_ms: one.row.waited_ms,
            said,
        };
        self.ahead.insert((outcome.decided_ms, self.ahead.len()), outcome);
    }
}

/// Works out again what was promised in the `days` before the newest promise, at most the newest `most`.
///
/// Reads only. Takes about a millisecond a promise: to be asked outside of the writer.
pub fn hindsight(tx: &mut Tx<'_>, inbox: &Inbox, days: i64, most: usize) -> Result<Hindsight, Error> {
    let now_ms = tx.now_ms();
    let newest_ms = tx.find(store::NEWEST, args![inbox.id], |row| row.next::<i64>())?.unwrap_or(now_ms);
    let mut since_ms = newest_ms - days * DAY_MS;
    let mut past: Vec<Past> =
        tx.list(store::PAST, args![inbox.id, since_ms - LEARNT_MS, READ_MAX], store::read_past)?;
    past.reverse();
    let mut cut = past.len() == READ_MAX;
    let mut played =
        past.iter().filter(|one| one.played && one.made_at_ms >= since_ms).map(|one| one.made_at_ms);
    if let Some(first_ms) =
        played.clone().count().checked_sub(most).filter(|over| *over > 0).and_then(|over| played.nth(over))
    {
        since_ms = first_ms;
        cut = true;
    }
    let scene = Scene {
        hours: &inbox.hours,
        promised_s: Tier::ALL.map(|tier| inbox.targets.first_reply_minutes(tier) * 60),
        seed: inbox.id,
        way: way_of(inbox.channel),
    };
    let again = play(&scene, &past, since_ms);
    Ok(Hindsight::of(&again, &inbox.hours, since_ms, cut, now_ms))
}

/// From the promises of an inbox, the oldest first, those made since a moment by the model.
pub(super) fn play(scene: &Scene<'_>, past: &[Past], since_ms: i64) -> Vec<Again> {
    let hours = scene.hours;
    let mut again: Vec<Again> = Vec::new();
    let mut known: Option<Known> = None;
    let mut followed = scene.way.map(|way| Followed { way, ladder: Ladder::default(), ahead: BTreeMap::new() });
    for (place, promise) in past.iter().enumerate() {
        let now_ms = promise.made_at_ms;
        if !promise.played || now_ms < since_ms {
            continue;
        }
        if !known.as_ref().is_some_and(|known| known.is_of_today(hours, now_ms)) {
            known = Some(Known::of(hours, now_ms, &lately(&past[..place], now_ms), rolling(&again, now_ms)));
        }
        let Some(known) = &known else { continue };
        let answered = answered_today(hours, &again, now_ms);
        let (calibration, live) = match followed.as_mut() {
            Some(followed) => {
                let way = followed.way;
                let ladder = followed.until(now_ms);
                let live = Live {
                    way,
                    stage: ladder.stage(),
                    last_served_s: answered.first().map_or(0, |(from_s, to_s)| to_s - from_s),
                    minute: minute_of(hours, now_ms),
                    regression: None,
                };
                (super::live::calibration(ladder), Some(live))
            }
            None => (known.calibration, None),
        };
        let cell = calibration.0[promise.tier as usize];
        let said = known.pace.map(|pace| {
            let inputs = Inputs {
                pace: pace.today(&answered),
                arrivals: arrivals(hours, now_ms, known, HOURS_AHEAD + 1, i64::MAX).0,
                promised_s: scene.promised_s,
                waiting: standing(hours, &past[..place], now_ms),
                seed: scene.seed,
                live,
            };
            let (predicted_ms, _, said) = inputs.predict_one(promise.tier);
            let way = scene.way.unwrap_or(Channel::Email);
            (predicted_ms, announced(way, predicted_ms, cell.q_millionths), said)
        });
        let due_at_ms = said.and_then(|(_, announced, _)| hours.due(now_ms, announced.minutes));
        let one = Again {
            made_at_ms: now_ms,
            predicted_ms: said.map_or(0, |(predicted_ms, ..)| predicted_ms),
            row: Row {
                tier: promise.tier,
                ready: cell.is_ready() && due_at_ms.is_some(),
                announced_ms: said.map_or(0, |(_, announced, _)| announced.announced_ms),
                due_at_ms: due_at_ms.unwrap_or(promise.original_due_at_ms),
                known_at_ms: promise.answered_at_ms,
                waited_ms: promise.answered_at_ms.map(|at_ms| hours.open_ms(now_ms, at_ms)),
                withdrawn: promise.state == State::Void,
            },
            kept: promise.state == State::Kept
                && promise.settled_at_ms.is_some_and(|at_ms| at_ms <= promise.original_due_at_ms),
            promised_ms: hours.open_ms(now_ms, promise.original_due_at_ms),
            at_once: scene.way.is_some() && said.is_some_and(|(predicted_ms, ..)| predicted_ms == 0),
        };
        if let (Some(followed), Some((.., Some(said)))) = (followed.as_mut(), said) {
            followed.gave(&one, said);
        }
        again.push(one);
    }
    again
}

/// What pace and arrivals were learnt from on that day, the newest first.
fn lately(before: &[Past], now_ms: i64) -> Vec<Lately> {
    let recent =
        before.iter().rev().filter(|one| one.reply).take_while(|one| one.made_at_ms >= now_ms - LEARNT_MS);
    let as_it_was = recent.take(LEARNT_MAX).map(|one| {
        let settled = one.settled_at_ms.filter(|at_ms| *at_ms <= now_ms);
        Lately {
            tier: one.tier,
            made_at_ms: one.made_at_ms,
            state: if settled.is_some() { one.state } else { State::Open },
            settled_at_ms: settled,
            settled_by_id: settled.and(one.settled_by_id),
        }
    });
    as_it_was.collect()
}

fn rolling(again: &[Again], now_ms: i64) -> Calibration {
    let outcomes = Tier::ALL.map(|tier| {
        let mut known: Vec<(i64, i64, i64)> = again
            .iter()
            .filter(|one| one.row.tier == tier && one.predicted_ms > 0)
            .filter_map(|one| Some((one.row.known_at_ms?, one.predicted_ms, one.row.waited_ms?)))
            .filter(|(known_at_ms, ..)| *known_at_ms < now_ms)
            .collect();
        known.sort_by_key(|(known_at_ms, ..)| std::cmp::Reverse(*known_at_ms));
        known.truncate(OUTCOMES_MAX);
        known.into_iter().map(|(_, predicted_ms, waited_ms)| (predicted_ms, waited_ms)).collect()
    });
    Calibration::of(&outcomes)
}

fn answered_today(hours: &Hours, again: &[Again], now_ms: i64) -> Vec<(i64, i64)> {
    let Some((opens_ms, _)) = hours.open_on(hours.today(now_ms)).first().copied() else { return Vec::new() };
    let known = again
        .iter()
        .filter_map(|one| Some((one.made_at_ms, one.row.known_at_ms?)))
        .filter(|(_, known_at_ms)| (opens_ms..=now_ms).contains(known_at_ms));
    let mut known: Vec<(i64, i64)> = known.collect();
    known.sort_by_key(|(_, known_at_ms)| std::cmp::Reverse(*known_at_ms));
    known.truncate(TODAY_MAX);
    today_s(hours, opens_ms, &known)
}

fn standing(hours: &Hours, before: &[Past], now_ms: i64) -> Vec<Ahead> {
    let open = before.iter().filter(|one| one.settled_at_ms.is_none_or(|at_ms| at_ms > now_ms));
    open.take(WAITING_MAX)
        .map(|one| super::acts::ahead(hours, one.tier, one.made_at_ms, one.due_at_ms, now_ms))
        .collect()
}

impl Hindsight {
    fn of(again: &[Again], hours: &Hours, since_ms: i64, cut: bool, now_ms: i64) -> Self {
        let all: Vec<&Again> = again.iter().filter(|one| !one.at_once).collect();
        let of_tier = |tier: Tier| {
            Beside::of(&all.iter().copied().filter(|one| one.row.tier == tier).collect::<Vec<_>>(), now_ms)
        };
        let monday = |one: &Again| {
            let day = hours.today(one.made_at_ms);
            day.checked_sub(jiff::Span::new().days(i64::from(day.weekday().since(Weekday::Monday))))
                .unwrap_or(day)
        };
        let weeks = all.chunk_by(|one, other| monday(one) == monday(other));
        Self {
            since_ms,
            cut,
            ready_ms: again.iter().find(|one| one.row.ready).map(|one| one.made_at_ms),
            whole: Beside::of(&all, now_ms),
            tiers: Tier::ALL.map(of_tier),
            weeks: weeks.filter_map(|week| Some((monday(week.first()?), Beside::of(week, now_ms)))).collect(),
        }
    }
}

impl Beside {
    fn of(again: &[&Again], now_ms: i64) -> Self {
        let rows: Vec<&Row> = again.iter().map(|one| &one.row).collect();
        let settled = || again.iter().filter(|one| one.row.ready && one.row.held(now_ms).is_some());
        Self {
            model: Figures::of(&rows, now_ms),
            kept: settled().filter(|one| one.kept).count() as i64,
            promised_ms: quantile(&mut settled().map(|one| one.promised_ms).collect::<Vec<_>>(), 5),
        }
    }
}
