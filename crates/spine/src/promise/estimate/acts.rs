//! Working estimates out beside everything else, and using the last one while a promise is made.

use db::{Tx, args};
use jiff::Timestamp;
use kernel::calendar::Hours;
use kernel::id;
use queueing::calibration::{self, Ladder};
use queueing::channel::Channel as Way;
use serde_json::json;

use super::live::{self, Live, Outcome, Said};
use super::model::MODEL;
use super::model::{
    Ahead, Announced, Arrivals, Calibration, Cell, HOURS_AHEAD, Inputs, PEOPLE_MAX, Pace, Predicted,
    WAITING_MAX, announced,
};
use super::store::{self, Latest};
use crate::agent;
use crate::error::Error;
use crate::inbox::{self, Inbox, PromisesBy, Tier};
use crate::promise::{Promise, State};

/// Days of the past that pace and arrivals are learnt from.
const LEARNT_DAYS: i64 = 28;
pub(super) const LEARNT_MS: i64 = LEARNT_DAYS * 86_400_000;
/// Promises of those days that are read, the newest.
pub(super) const LEARNT_MAX: usize = 5_000;
/// Answers of today that are read, the newest.
pub(super) const TODAY_MAX: usize = 300;
/// Outcomes of a tier that calibrate, the newest.
pub(super) const OUTCOMES_MAX: usize = queueing::calibration::WINDOW;
/// An estimate is made anew at least so often while the desk is open, and says nothing any more after three times that.
const REST_MS: i64 = 5 * 60_000;
const STALE_MS: i64 = 3 * REST_MS;
/// The same where customers look on while they wait.
const LIVE_REST_MS: i64 = 30_000;
const HOUR_MS: i64 = 3_600_000;

/// What is known of an inbox and changes slowly: read once a day.
#[derive(Clone, Debug)]
pub struct Known {
    day: String,
    pub(super) pace: Option<Pace>,
    /// Kept of the settled, to thousandths; nothing while nothing is settled.
    pub(super) kept: Option<i64>,
    /// Messages an open hour of each hour of the day, in thousandths.
    by_hour: [i64; 24],
    /// Messages that come while the desk is shut, in thousandths for each opening.
    gathered: i64,
    tiers: [i64; 3],
    pub(super) calibration: Calibration,
    /// On a live channel, fitted to what was seen until this morning.
    regression: Option<Vec<i64>>,
}

impl Known {
    /// Whether it was read on the day of this moment.
    pub fn is_of_today(&self, hours: &Hours, now_ms: i64) -> bool {
        self.day == hours.today(now_ms).to_string()
    }
}

/// An estimate that was not kept yet.
#[derive(Clone, Debug)]
pub struct Fresh {
    inbox_id: i64,
    made_at_ms: i64,
    seen: String,
    inputs: Inputs,
    predicted: Predicted,
    calibrated_on: String,
    calibration: Calibration,
}

/// A promise that pace and arrivals are learnt from, and what has come of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lately {
    pub tier: Tier,
    pub made_at_ms: i64,
    pub state: State,
    pub settled_at_ms: Option<i64>,
    pub settled_by_id: Option<i64>,
}

/// Reads what an inbox's past says. Once a day; some thousand rows.
pub fn known(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<Known, Error> {
    let now_ms = tx.now_ms();
    let rows = tx.list(store::LATELY, args![inbox.id, now_ms - LEARNT_MS, LEARNT_MAX], store::read_lately)?;
    if let Some(way) = live::way_of(inbox.channel) {
        // What is added to a live prediction follows every outcome, and is not made here.
        let regression = live::fitted(way, &seen(tx, inbox)?);
        let calibration = live::calibration(&Ladder::default());
        return Ok(Known { regression, ..Known::of(&inbox.hours, now_ms, &rows, calibration) });
    }
    let outcomes = Tier::ALL.map(|tier| {
        tx.list(store::OUTCOMES, args![inbox.id, tier.name(), OUTCOMES_MAX], |row| {
            Ok((row.next::<i64>()?, row.next::<Option<i64>>()?.unwrap_or_default()))
        })
    });
    let [a, b, c] = outcomes;
    Ok(Known::of(&inbox.hours, now_ms, &rows, Calibration::of(&[a?, b?, c?])))
}

impl Known {
    /// From the promises of the days it is learnt from, the newest first.
    pub(super) fn of(hours: &Hours, now_ms: i64, rows: &[Lately], calibration: Calibration) -> Self {
        let since_ms = now_ms - LEARNT_MS;
        let oldest_ms = rows.last().map_or(now_ms, |oldest| oldest.made_at_ms);
        let from_ms = if rows.len() < LEARNT_MAX { since_ms } else { oldest_ms };
        let open_s = |at_ms: i64| hours.open_ms(from_ms, at_ms) / 1_000;
        let (mut waits, mut kept) = (Vec::new(), 0);
        let mut people = std::collections::BTreeSet::new();
        for row in rows {
            if let (State::Kept | State::Broken, Some(settled_at_ms)) = (row.state, row.settled_at_ms) {
                waits.push((open_s(row.made_at_ms), open_s(settled_at_ms)));
                people.extend(row.settled_by_id);
                kept += i64::from(row.state == State::Kept);
            }
        }
        let came: Vec<(Tier, i64)> = rows.iter().map(|row| (row.tier, row.made_at_ms)).collect();
        let (by_hour, gathered) = by_hour(hours, from_ms, now_ms, &came);
        let count = |tier: Tier| came.iter().filter(|(of, _)| *of == tier).count() as i64 * 1_000;
        let whole = (came.len() as i64).max(1);
        Self {
            day: hours.today(now_ms).to_string(),
            pace: Pace::of(&waits, people.len()),
            kept: (kept * 1_000).checked_div(waits.len() as i64),
            by_hour,
            gathered,
            tiers: Tier::ALL.map(|tier| count(tier) / whole),
            calibration,
            regression: None,
        }
    }
}

/// Queues that customers of a live channel came into, with what they waited; the newest.
fn seen(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<Vec<(Inputs, Tier, Said, i64)>, Error> {
    let rows: Vec<(String, String, String, i64)> =
        tx.list(store::SEEN, args![inbox.id, LEARNT_MAX], |row| {
            Ok((row.next()?, row.next()?, row.next()?, row.next::<Option<i64>>()?.unwrap_or_default()))
        })?;
    let read = rows.into_iter().filter_map(|(tier, inputs, said, waited_ms)| {
        let tier = Tier::of_name(&tier)?;
        Some((Inputs::read(&inputs)?, tier, said_to(&said, tier)?, waited_ms))
    });
    Ok(read.collect())
}

/// What each way of predicting said to a tier.
fn said_to(kept: &str, tier: Tier) -> Option<Said> {
    let kept: serde_json::Value = serde_json::from_str(kept).ok()?;
    Said::read(kept.get(tier as usize)?)
}

/// What became of the promises of a live inbox, as far as it is decided; the newest.
fn outcomes(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<Vec<Outcome>, Error> {
    let now_ms = tx.now_ms();
    type Row = (String, i64, i64, Option<i64>, Option<i64>, String, String);
    let rows: Vec<Row> = tx.list(store::LIVE_OUTCOMES, args![inbox.id, LEARNT_MAX], |row| {
        Ok((row.next()?, row.next()?, row.next()?, row.next()?, row.next()?, row.next()?, row.next()?))
    })?;
    let read =
        rows.into_iter().filter_map(|(tier, made_at_ms, announced_ms, known_at_ms, waited_ms, state, said)| {
            let tier = Tier::of_name(&tier)?;
            let missed = match waited_ms {
                Some(waited_ms) => waited_ms > announced_ms,
                // Who left is no outcome before it would have been their turn; who still waits is one once the moment passed.
                None if State::of_name(&state) == Some(State::Void) => return None,
                None => (inbox.hours.open_ms(made_at_ms, now_ms) > announced_ms).then_some(true)?,
            };
            // The moment itself is near enough for the order in which outcomes came to be known.
            let passed_ms = made_at_ms + announced_ms;
            let decided_ms = known_at_ms.map_or(passed_ms, |known_at_ms| known_at_ms.min(passed_ms));
            Some(Outcome { tier, decided_ms, missed, waited_ms, said: said_to(&said, tier)? })
        });
    Ok(read.collect())
}

/// How many people answer an inbox now: here, heard of lately, and of the inbox.
fn on_duty(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<usize, Error> {
    let members = inbox::members(tx, inbox.id)?;
    let here = agent::list(tx)?.into_iter().filter(|person| {
        person.active
            && person.role != agent::Role::Integration
            && matches!(person.presence.as_str(), "online" | "busy")
            && (members.is_empty() || members.contains(&person.id))
    });
    Ok(here.count().min(PEOPLE_MAX))
}

/// How many came in an open hour of each hour of the day, and between two openings; in thousandths.
fn by_hour(hours: &Hours, from_ms: i64, to_ms: i64, came: &[(Tier, i64)]) -> ([i64; 24], i64) {
    let (mut open_ms, mut openings) = ([0; 24], 0);
    let mut day = hours.today(from_ms);
    while day <= hours.today(to_ms) {
        let spans = hours.open_on(day);
        openings += i64::from(!spans.is_empty());
        for (opens_ms, closes_ms) in spans {
            let mut at_ms = opens_ms.max(from_ms);
            while at_ms < closes_ms.min(to_ms) {
                let hour = hour_of(hours, at_ms);
                let next_ms = ((at_ms / HOUR_MS + 1) * HOUR_MS).min(closes_ms).min(to_ms);
                open_ms[hour] += next_ms - at_ms;
                at_ms = next_ms;
            }
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    let (mut inside, mut outside) = ([0_i64; 24], 0_i64);
    for &(_, at_ms) in came {
        match hours.is_open(at_ms) {
            true => inside[hour_of(hours, at_ms)] += 1,
            false => outside += 1,
        }
    }
    let rate =
        |hour: usize| if open_ms[hour] == 0 { 0 } else { inside[hour] * 1_000 * HOUR_MS / open_ms[hour] };
    (std::array::from_fn(rate), outside * 1_000 / openings.max(1))
}

/// The minute of the local day.
pub(super) fn minute_of(hours: &Hours, at_ms: i64) -> i64 {
    let time = Timestamp::from_millisecond(at_ms).unwrap_or_default().to_zoned(hours.timezone().clone());
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

/// The local hour an instant falls in.
fn hour_of(hours: &Hours, at_ms: i64) -> usize {
    let instant = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    instant.to_zoned(hours.timezone().clone()).hour() as usize
}

/// What a new estimate of an inbox would be worked out from and what came out; nothing while the last one still holds, or
/// as long as too little is known of how fast the inbox is answered.
///
/// Reads only, and takes some milliseconds: to be asked outside of the writer.
pub fn gather(tx: &mut Tx<'_>, inbox: &Inbox, known: &Known) -> Result<Option<Fresh>, Error> {
    let now_ms = tx.now_ms();
    let Some(mut pace) = known.pace else { return Ok(None) };
    let way = live::way_of(inbox.channel);
    if way.is_some() {
        pace.people = on_duty(tx, inbox)?;
        if pace.people == 0 {
            return Ok(None);
        }
    }
    let standing = tx.list(store::STANDING, args![inbox.id, WAITING_MAX], store::read_standing)?;
    let ends = standing.first().zip(standing.last()).map_or((0, 0), |(first, last)| (first.id, last.id));
    let mut seen = format!("{}:{}:{}", standing.len(), ends.0, ends.1);
    if way.is_some() {
        seen.push_str(&format!(":{}", pace.people));
    }
    let rest_ms = if way.is_some() { LIVE_REST_MS } else { REST_MS };
    if let Some(last) = latest(tx, inbox.id)?
        && last.seen == seen
        && last.calibrated_on == known.day
        && (now_ms - last.made_at_ms < rest_ms || !inbox.hours.is_open(now_ms))
    {
        return Ok(None);
    }
    let hours = &inbox.hours;
    let waiting = standing.iter().map(|one| ahead(hours, one.tier, one.made_at_ms, one.due_at_ms, now_ms));
    let waiting = waiting.collect();
    let answered = answered_today(tx, inbox)?;
    let (live, calibration) = match way {
        Some(way) => {
            let ladder = live::ladder(way, outcomes(tx, inbox)?);
            let live = Live {
                way,
                stage: ladder.stage(),
                last_served_s: answered.first().map_or(0, |(from_s, to_s)| to_s - from_s),
                minute: minute_of(hours, now_ms),
                regression: known.regression.clone(),
            };
            (Some(live), live::calibration(&ladder))
        }
        None => (None, known.calibration),
    };
    let inputs = Inputs {
        pace: pace.today(&answered),
        arrivals: arrivals(hours, now_ms, known, HOURS_AHEAD + 1, i64::MAX).0,
        promised_s: Tier::ALL.map(|tier| inbox.targets.first_reply_minutes(tier) * 60),
        waiting,
        seed: inbox.id,
        live,
    };
    let predicted = inputs.predict();
    Ok(Some(Fresh {
        inbox_id: inbox.id,
        made_at_ms: now_ms,
        seen,
        inputs,
        predicted,
        calibrated_on: known.day.clone(),
        calibration,
    }))
}

/// The waits that ended with an answer today, from and to in open seconds of the day; the newest.
fn answered_today(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<Vec<(i64, i64)>, Error> {
    let now_ms = tx.now_ms();
    let hours = &inbox.hours;
    let Some((opens_ms, _)) = hours.open_on(hours.today(now_ms)).first().copied() else {
        return Ok(Vec::new());
    };
    let answered = tx.list(store::ANSWERED, args![inbox.id, opens_ms, TODAY_MAX], |row| {
        Ok((row.next::<i64>()?, row.next::<Option<i64>>()?.unwrap_or_default()))
    })?;
    Ok(today_s(hours, opens_ms, &answered))
}

/// Waits from and to, in open seconds since the day began.
pub(super) fn today_s(hours: &Hours, opens_ms: i64, waits: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let open_s = |at_ms: i64| hours.open_ms(opens_ms, at_ms) / 1_000;
    waits.iter().map(|&(made_at_ms, known_at_ms)| (open_s(made_at_ms), open_s(known_at_ms))).collect()
}

/// A promise that waits, as a queue sees it.
pub(super) fn ahead(hours: &Hours, tier: Tier, made_at_ms: i64, due_at_ms: i64, now_ms: i64) -> Ahead {
    let open_s = |at_ms: i64| hours.open_ms(made_at_ms, at_ms) / 1_000;
    (tier as u8, open_s(now_ms), open_s(due_at_ms).max(1))
}

/// What is expected to come in so many open hours ahead, or until a moment; and how many open seconds that is.
pub(super) fn arrivals(
    hours: &Hours,
    from_ms: i64,
    known: &Known,
    most: usize,
    until_ms: i64,
) -> (Arrivals, i64) {
    let mut arrivals = Arrivals { tiers: known.tiers, ..Arrivals::default() };
    let (mut at_ms, mut open_ms) = (from_ms, 0);
    while arrivals.per_hour.len() < most {
        let Some(open_at_ms) = hours.next_open_ms(at_ms).filter(|opens_ms| *opens_ms < until_ms) else { break };
        if open_at_ms > at_ms {
            arrivals.gathered.push((open_ms / 1_000, known.gathered));
        }
        let spans = hours.open_on(hours.today(open_at_ms));
        let Some(span) = spans.into_iter().find(|span| span.1 > open_at_ms) else { break };
        let next_ms = (open_at_ms + HOUR_MS - open_ms % HOUR_MS).min(span.1).min(until_ms);
        // The hour an open hour begins in speaks for the whole of it.
        if arrivals.per_hour.len() as i64 <= open_ms / HOUR_MS {
            arrivals.per_hour.push(known.by_hour[hour_of(hours, open_at_ms)]);
        }
        open_ms += next_ms - open_at_ms;
        at_ms = next_ms;
    }
    (arrivals, open_ms / 1_000)
}

/// Keeps an estimate, and lets go of older ones nobody was promised anything by.
pub fn keep(tx: &mut Tx<'_>, fresh: &Fresh) -> Result<(), Error> {
    let id = id::fresh(fresh.made_at_ms);
    let [a, b, c] = fresh.predicted.high_ms;
    let said = fresh.predicted.said.map(|said| json!(said.map(|one| one.kept())).to_string());
    if fresh.inputs.live.is_some() && fresh.inputs.waiting.is_empty() {
        // Nobody waits any more: it would be the turn of whoever left.
        turn_of_ghosts(tx, fresh.inbox_id, fresh.made_at_ms, fresh.made_at_ms)?;
    }
    tx.put(
        store::ADD,
        args![
            id,
            fresh.inbox_id,
            fresh.made_at_ms,
            &fresh.seen,
            fresh.inputs.model(),
            fresh.inputs.kept(),
            fresh.inputs.fingerprint(),
            a,
            b,
            c,
            &fresh.calibrated_on,
            fresh.calibration.kept(),
            json!(fresh.predicted.second_ms).to_string(),
            said
        ],
    )?;
    tx.put(store::SWEEP, args![fresh.inbox_id, id])?;
    Ok(())
}

fn latest(tx: &mut Tx<'_>, inbox_id: i64) -> Result<Option<Latest>, Error> {
    Ok(tx.find(store::LATEST, args![inbox_id], store::read_latest)?)
}

/// What a promise made now would be by the last estimate.
#[derive(Clone, Debug)]
pub(in crate::promise) struct Offered {
    pub estimate_id: i64,
    pub estimated_at_ms: i64,
    pub inputs_hash: String,
    pub predicted_ms: i64,
    pub cell: Cell,
    pub announced: Announced,
    pub due_at_ms: i64,
    pub model: &'static str,
    /// On a live channel: what is offered instead of waiting, when that would be too long.
    pub offer: Option<Offer>,
}

/// What would be promised now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub made_at_ms: i64,
    /// Open minutes to an answer, by tier.
    pub minutes: [i64; 3],
    /// Whether enough is known to tell customers, by tier.
    pub ready: [bool; 3],
    /// On a live channel: what is offered to each tier.
    pub offers: [Option<Offer>; 3],
}

/// What somebody who would wait on a live channel is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// To wait: it is not longer than the channel bears.
    Wait,
    /// To be called back between two moments, in the inbox's hours.
    CallBack { from_ms: i64, to_ms: i64 },
    /// To be called back when the desk opens again.
    NextOpening { at_ms: i64 },
}

impl Offer {
    /// As a promise keeps it and the API says it.
    pub fn to_json(self) -> serde_json::Value {
        let at = |ms: i64| Timestamp::from_millisecond(ms).unwrap_or_default().to_string();
        match self {
            Self::Wait => json!({ "kind": "wait" }),
            Self::CallBack { from_ms, to_ms } => {
                json!({ "kind": "callback", "from": at(from_ms), "to": at(to_ms) })
            }
            Self::NextOpening { at_ms } => json!({ "kind": "next_opening", "from": at(at_ms) }),
        }
    }
}

/// The last estimate of an inbox, if it still says something.
pub fn standing(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<Option<Standing>, Error> {
    let [a, b, c] = Tier::ALL.map(|tier| offered(tx, inbox, tier));
    let (Some(a), Some(b), Some(c)) = (a?, b?, c?) else { return Ok(None) };
    let tiers = [a, b, c];
    Ok(Some(Standing {
        made_at_ms: tiers[0].estimated_at_ms,
        minutes: tiers.each_ref().map(|tier| tier.announced.minutes),
        ready: tiers.each_ref().map(|tier| tier.cell.is_ready()),
        offers: tiers.each_ref().map(|tier| tier.offer),
    }))
}

/// Nothing where promises are made by policy, no estimate is young enough, or nobody has to wait.
pub(in crate::promise) fn offered(
    tx: &mut Tx<'_>,
    inbox: &Inbox,
    tier: Tier,
) -> Result<Option<Offered>, Error> {
    let now_ms = tx.now_ms();
    let Some(last) = young(tx, inbox)? else { return Ok(None) };
    let predicted_ms = last.predicted_ms[tier as usize];
    let way = live::way_of(inbox.channel);
    if way.is_some() && predicted_ms == 0 {
        return Ok(None);
    }
    let cell = last.calibration.0[tier as usize];
    let announced = announced(way.unwrap_or(Way::Email), predicted_ms, cell.q_millionths);
    let due_at_ms = inbox.hours.due(now_ms, announced.minutes);
    let low_ms =
        last.said.as_deref().and_then(|said| said_to(said, tier)).map_or(predicted_ms / 2, |said| said.low_ms);
    Ok(due_at_ms.map(|due_at_ms| Offered {
        model: if way.is_some() { live::LIVE_MODEL } else { MODEL },
        offer: way.map(|way| offer(&inbox.hours, way, now_ms, low_ms, announced.announced_ms, cell)),
        estimate_id: last.id,
        estimated_at_ms: last.made_at_ms,
        inputs_hash: last.inputs_hash,
        predicted_ms,
        cell,
        announced,
        due_at_ms,
    }))
}

/// The last estimate of an inbox that promises by one, while it still says something.
fn young(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<Option<Latest>, Error> {
    match inbox.promises_by {
        PromisesBy::Policy => return Ok(None),
        PromisesBy::Shadow | PromisesBy::Model => {}
    }
    let now_ms = tx.now_ms();
    let is_young = |last: &Latest| {
        now_ms - last.made_at_ms <= STALE_MS || !inbox.hours.is_open(last.made_at_ms + STALE_MS)
    };
    Ok(latest(tx, inbox.id)?.filter(is_young))
}

/// What is offered on a live channel: to wait as long as the channel bears it and the desk stays open, else a call.
fn offer(hours: &Hours, way: Way, now_ms: i64, low_ms: i64, announced_ms: i64, cell: Cell) -> Offer {
    let seconds = |ms: i64| ms as f64 / 1_000.0;
    let closes_in_s = hours.closing_ms(now_ms).map_or(0.0, |closes_ms| seconds(closes_ms - now_ms));
    let q = cell.q_millionths as f64 / 1e6;
    let at = |from_now_s: f64| now_ms + (from_now_s * 1_000.0).round() as i64;
    match calibration::offer(way, &[seconds(low_ms)], seconds(announced_ms), q, closes_in_s) {
        calibration::Offer::Within(_) => Offer::Wait,
        calibration::Offer::Window { from_s, to_s } => Offer::CallBack { from_ms: at(from_s), to_ms: at(to_s) },
        calibration::Offer::NextOpening => {
            let after_ms = hours.closing_ms(now_ms).map_or(now_ms, |closes_ms| closes_ms + 1);
            Offer::NextOpening { at_ms: hours.next_open_ms(after_ms).unwrap_or(after_ms) }
        }
    }
}

/// How somebody on a live channel stands in the queue now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Still {
    /// Waiting before it, those in hand not counted.
    pub ahead: usize,
    /// By when it is taken, nine times of ten.
    pub until_ms: i64,
}

/// How a promise of a live channel stands: worked out anew each time it is asked for, from the queue as it is. Changes nothing
/// of what was promised. Nothing elsewhere, or while too little is known.
pub fn still(tx: &mut Tx<'_>, inbox: &Inbox, promise: &Promise) -> Result<Option<Still>, Error> {
    let Some(way) = live::way_of(inbox.channel).filter(|_| promise.state == State::Open) else {
        return Ok(None);
    };
    let Some(last) = young(tx, inbox)? else { return Ok(None) };
    let now_ms = tx.now_ms();
    let Some(inputs) = tx.find(store::INPUTS, args![last.id], |row| row.next::<String>())? else {
        return Ok(None);
    };
    let standing = tx.list(store::STANDING, args![inbox.id, WAITING_MAX], store::read_standing)?;
    let place = standing.iter().position(|one| one.id == promise.id);
    let waiting =
        standing.iter().map(|one| ahead(&inbox.hours, one.tier, one.made_at_ms, one.due_at_ms, now_ms));
    let waiting = waiting.collect();
    let found = Inputs::read(&inputs).map(|inputs| Inputs { waiting, ..inputs });
    let still = place.zip(found).and_then(|(place, inputs)| inputs.still(place));
    let cell = last.calibration.0[promise.tier as usize];
    Ok(still.and_then(|(ahead, still_ms)| {
        let announced = announced(way, still_ms, cell.q_millionths);
        Some(Still { ahead, until_ms: inbox.hours.due(now_ms, announced.minutes)? })
    }))
}

/// Open minutes of a second promise: what nineteen of twenty who came now would stay below, so that whoever waited longer does.
/// Nothing where customers are not told estimates, or too little is known.
pub(in crate::promise) fn second(tx: &mut Tx<'_>, inbox: &Inbox, tier: Tier) -> Result<Option<Second>, Error> {
    if inbox.promises_by != PromisesBy::Model {
        return Ok(None);
    }
    let Some(last) = young(tx, inbox)? else { return Ok(None) };
    let cell = last.calibration.0[tier as usize];
    let predicted_ms = last.second_ms.get(tier as usize).copied().unwrap_or_default();
    if predicted_ms == 0 || !cell.is_ready() {
        return Ok(None);
    }
    let way = live::way_of(inbox.channel).unwrap_or(Way::Email);
    Ok(Some(Second {
        minutes: announced(way, predicted_ms, cell.q_millionths).minutes,
        predicted_ms,
        q_millionths: cell.q_millionths,
        inputs_hash: last.inputs_hash,
    }))
}

/// What a second promise is made of.
#[derive(Clone, Debug)]
pub(in crate::promise) struct Second {
    pub minutes: i64,
    pub predicted_ms: i64,
    pub q_millionths: i64,
    pub inputs_hash: String,
}

/// Whoever left a live queue before an answer would have been served by now: one who came later was.
fn turn_of_ghosts(tx: &mut Tx<'_>, inbox_id: i64, came_before_ms: i64, at_ms: i64) -> Result<(), Error> {
    let ghosts: Vec<(i64, i64)> =
        tx.list(store::GHOSTS, args![inbox_id, came_before_ms], |row| Ok((row.next()?, row.next()?)))?;
    if ghosts.is_empty() {
        return Ok(());
    }
    let hours = inbox::find(tx, inbox_id)?.hours;
    for (promise_id, made_at_ms) in ghosts {
        tx.put(store::KNOWN, args![promise_id, at_ms, hours.open_ms(made_at_ms, at_ms)])?;
    }
    Ok(())
}

/// Notes what a promise is by an estimate (`told`), or would have been.
pub(in crate::promise) fn beside(
    tx: &mut Tx<'_>,
    promise: &Promise,
    offered: &Offered,
    told: bool,
) -> Result<(), Error> {
    tx.put(
        store::BESIDE,
        args![
            promise.id,
            promise.conversation_id,
            promise.inbox_id,
            promise.tier.name(),
            offered.estimate_id,
            promise.made_at_ms,
            told,
            offered.cell.is_ready(),
            offered.predicted_ms,
            offered.cell.q_millionths,
            offered.announced.announced_ms,
            offered.due_at_ms
        ],
    )?;
    Ok(())
}

/// A promise went into another conversation: what is not known of it yet is asked there.
pub(in crate::promise) fn rehome(tx: &mut Tx<'_>, promise_id: i64, into_id: i64) -> Result<(), Error> {
    tx.put(store::REHOME, args![promise_id, into_id])?;
    Ok(())
}

/// A person's answer to a conversation left at `at_ms`: how long it took is known for every promise made before it was
/// written (`message_id`).
pub(in crate::promise) fn settle_at(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    message_id: i64,
    at_ms: i64,
) -> Result<(), Error> {
    let waiting: Vec<(i64, i64, i64)> = tx.list(store::WAITING, args![conversation_id, message_id], |row| {
        Ok((row.next()?, row.next()?, row.next()?))
    })?;
    for (promise_id, inbox_id, made_at_ms) in waiting {
        let inbox = inbox::find(tx, inbox_id)?;
        tx.put(store::KNOWN, args![promise_id, at_ms, inbox.hours.open_ms(made_at_ms, at_ms)])?;
        if live::way_of(inbox.channel).is_some() {
            turn_of_ghosts(tx, inbox_id, made_at_ms, at_ms)?;
        }
    }
    Ok(())
}
