//! An inbox played through for weeks: what is announced holds nine times of ten, also when days differ from one another.

#![expect(clippy::unwrap_used, reason = "tests")]

use kernel::calendar::Hours;
use queueing::channel::Channel;
use queueing::random::Stream;

use queueing::calibration::Stage;

use super::hindsight::{Past, Scene, play};
use super::live::{LIVE_MODEL, Live, Outcome, Said, ladder};
use super::model::{Ahead, Arrivals, Calibration, Inputs, Pace, announced};
use super::record::{Figures, Row};
use crate::inbox::Tier;
use crate::promise::State;

const HOUR_S: i64 = 3_600;
const DAY_S: i64 = 9 * HOUR_S;
const PROMISED_S: [i64; 3] = [HOUR_S, 2 * HOUR_S, 4 * HOUR_S];
const PEOPLE: usize = 2;

struct Mail {
    tier: usize,
    came_s: i64,
    takes_s: i64,
    /// What was predicted and announced to it, open milliseconds.
    predicted_ms: i64,
    announced_ms: Option<i64>,
    answered_s: Option<i64>,
}

/// Numbers of the inbox's life, one after the other.
struct Life {
    stream: Stream,
    drawn: u64,
}

impl Life {
    fn uniform(&mut self) -> f64 {
        self.drawn += 1;
        self.stream.uniform(self.drawn)
    }

    fn lognormal(&mut self, sigma: f64) -> f64 {
        self.drawn += 1;
        (sigma * self.stream.normal(self.drawn) - sigma * sigma / 2.0).exp()
    }
}

/// Days one after the other on the open clock: how many come and how long each takes differs from day to day.
fn life(days: i64) -> Vec<Mail> {
    let mut life = Life { stream: Stream::of(211, 1), drawn: 0 };
    let mut mails = Vec::new();
    for day in 0..days {
        let (many, long) = (life.lognormal(0.25), life.lognormal(0.2));
        let mut at_s = (day * DAY_S) as f64;
        loop {
            at_s += -life.uniform().ln() * HOUR_S as f64 / (6.0 * many);
            if at_s >= ((day + 1) * DAY_S) as f64 {
                break;
            }
            let tier = match life.uniform() {
                ..0.1 => 0,
                0.1..0.4 => 1,
                _ => 2,
            };
            let takes_s = (900.0 * long * life.lognormal(0.8)).ceil() as i64;
            let came_s = at_s as i64;
            mails.push(Mail { tier, came_s, takes_s, predicted_ms: 0, announced_ms: None, answered_s: None });
        }
    }
    mails
}

/// Lets two people answer until `until_s`: whose promise by the targets ends first, goes first.
fn answer(mails: &mut [Mail], free_s: &mut [i64; PEOPLE], until_s: i64) {
    loop {
        let person = if free_s[0] <= free_s[1] { 0 } else { 1 };
        let due = |mail: &Mail| mail.came_s + PROMISED_S[mail.tier];
        let waits = mails.iter_mut().filter(|mail| mail.answered_s.is_none() && mail.came_s < until_s);
        let Some(first_s) = waits.map(|mail| mail.came_s).min() else { return };
        let begins_s = free_s[person].max(first_s);
        if begins_s >= until_s {
            return;
        }
        let there = mails.iter_mut().filter(|mail| mail.answered_s.is_none() && mail.came_s <= begins_s);
        let Some(next) = there.min_by_key(|mail| due(mail)) else { return };
        free_s[person] = begins_s + next.takes_s;
        next.answered_s = Some(free_s[person]);
    }
}

#[test]
fn what_is_announced_holds_nine_times_of_ten() {
    const DAYS: i64 = 40;
    let mut mails = life(DAYS);
    let mut free_s = [0; PEOPLE];
    let (mut calibration, mut pace) = (Calibration::of(&[vec![], vec![], vec![]]), None);
    let mut today = -1;
    for place in 0..mails.len() {
        let now_s = mails[place].came_s;
        answer(&mut mails[..place], &mut free_s, now_s);
        let known: Vec<&Mail> =
            mails[..place].iter().filter(|mail| mail.answered_s.is_some_and(|at_s| at_s <= now_s)).collect();
        if now_s / DAY_S != today {
            today = now_s / DAY_S;
            let waits: Vec<(i64, i64)> =
                known.iter().filter_map(|mail| Some((mail.came_s, mail.answered_s?))).collect();
            pace = Pace::of(&waits, PEOPLE);
            let mut outcomes = [vec![], vec![], vec![]];
            for mail in known.iter().filter(|mail| mail.predicted_ms > 0) {
                let waited_ms = mail.answered_s.map_or(0, |at_s| (at_s - mail.came_s) * 1_000);
                outcomes[mail.tier].push((mail.predicted_ms, waited_ms));
            }
            calibration = Calibration::of(&outcomes);
        }
        let Some(pace) = pace else { continue };
        let of_today = known.iter().filter_map(|mail| Some((mail.came_s.max(today * DAY_S), mail.answered_s?)));
        let of_today: Vec<(i64, i64)> = of_today.filter(|(_, at_s)| *at_s >= today * DAY_S).collect();
        let pace = pace.today(&of_today);
        let standing = mails[..place].iter().filter(|mail| mail.answered_s.is_none_or(|at_s| at_s > now_s));
        let ahead = |mail: &Mail| -> Ahead { (mail.tier as u8, now_s - mail.came_s, PROMISED_S[mail.tier]) };
        let inputs = Inputs {
            pace,
            arrivals: Arrivals { per_hour: vec![6_000; 41], gathered: Vec::new(), tiers: [100, 300, 600] },
            promised_s: PROMISED_S,
            waiting: standing.map(ahead).collect(),
            seed: 7,
            live: None,
        };
        let mail = &mut mails[place];
        mail.predicted_ms = inputs.predict().high_ms[mail.tier];
        let cell = calibration.0[mail.tier];
        let said = announced(Channel::Email, mail.predicted_ms, cell.q_millionths);
        mail.announced_ms = cell.is_ready().then_some(said.announced_ms);
    }
    answer(&mut mails, &mut free_s, i64::MAX);
    let told = || {
        mails.iter().filter_map(|mail| Some((mail.tier, mail.announced_ms?, mail.answered_s? - mail.came_s)))
    };
    let held = |tier: Option<usize>| {
        let of = |one: &(usize, i64, i64)| tier.is_none_or(|tier| one.0 == tier);
        let all = told().filter(of).count();
        (told().filter(of).filter(|(_, announced_ms, waited_s)| waited_s * 1_000 <= *announced_ms).count(), all)
    };
    let share = |(held, all): (usize, usize)| held as f64 / all as f64;
    let whole = held(None);
    assert!(whole.1 > 1_500, "{whole:?}");
    assert!((0.87..=0.93).contains(&share(whole)), "{whole:?} {}", share(whole));
    for tier in 0..3 {
        assert!((0.82..=0.97).contains(&share(held(Some(tier)))), "tier {tier}: {:?}", held(Some(tier)));
    }
    // Not by saying a day to everybody: what is announced is little longer than what nine of ten took.
    let mut waited: Vec<i64> = told().map(|(_, _, waited_s)| waited_s * 1_000).collect();
    waited.sort_unstable();
    let nine_of_ten_ms = waited[waited.len() * 9 / 10];
    let mean_ms = told().map(|(_, announced_ms, _)| announced_ms).sum::<i64>() / waited.len() as i64;
    assert!(mean_ms < nine_of_ten_ms * 115 / 100, "announced {mean_ms}, nine of ten {nine_of_ten_ms}");
}

/// The same life as promises of the store, in an inbox that never closes, `since_ms` on.
fn past(mails: &[Mail], since_ms: i64) -> Vec<Past> {
    let promise = |mail: &Mail| {
        let made_at_ms = since_ms + mail.came_s * 1_000;
        let due_at_ms = made_at_ms + PROMISED_S[mail.tier] * 1_000;
        let answered_at_ms = mail.answered_s.map(|at_s| since_ms + at_s * 1_000);
        let in_time = answered_at_ms.is_some_and(|at_ms| at_ms <= due_at_ms);
        Past {
            played: true,
            reply: true,
            tier: Tier::ALL[mail.tier],
            made_at_ms,
            state: if in_time { State::Kept } else { State::Broken },
            settled_at_ms: if in_time { answered_at_ms } else { Some(due_at_ms) },
            settled_by_id: in_time.then_some(mail.came_s % PEOPLE as i64),
            due_at_ms,
            original_due_at_ms: due_at_ms,
            answered_at_ms,
        }
    };
    mails.iter().map(promise).collect()
}

/// Hours without an end.
fn always() -> Hours {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let week: serde_json::Map<String, serde_json::Value> =
        days.map(|day| (day.to_owned(), serde_json::json!([["00:00", "24:00"]]))).into_iter().collect();
    Hours::from_json(&serde_json::json!({ "timezone": "Europe/Rome", "week": week, "holidays": null })).unwrap()
}

#[test]
fn what_would_have_been_promised_comes_from_nothing_but_what_was_known_then() {
    let since_ms = 1_791_151_200_000;
    let mut mails = life(30);
    answer(&mut mails, &mut [0; PEOPLE], i64::MAX);
    let past = past(&mails, since_ms);
    let hours = always();
    let scene = Scene { hours: &hours, promised_s: PROMISED_S, seed: 7, way: None };
    let whole = play(&scene, &past, since_ms);
    assert_eq!(whole.len(), past.len());
    let now_ms = since_ms + 60 * 86_400_000;
    let rows: Vec<&Row> = whole.iter().map(|one| &one.row).collect();
    let figures = Figures::of(&rows, now_ms);
    let share = figures.held as f64 / figures.settled as f64;
    assert!(figures.settled > 1_000 && (0.85..=0.95).contains(&share), "{figures:?} {share}");
    assert!((30..300).contains(&figures.learning), "{figures:?}");

    // What comes later, and what comes of it later, changes nothing that was said before.
    let half = past.len() / 2;
    let until_ms = past[half].made_at_ms;
    let seen: Vec<Past> = past[..half]
        .iter()
        .map(|one| Past {
            settled_at_ms: one.settled_at_ms.filter(|at_ms| *at_ms < until_ms),
            answered_at_ms: one.answered_at_ms.filter(|at_ms| *at_ms < until_ms),
            ..one.clone()
        })
        .collect();
    let then = play(&scene, &seen, since_ms);
    for (one, other) in then.iter().zip(&whole) {
        assert_eq!((one.predicted_ms, one.row.announced_ms), (other.predicted_ms, other.row.announced_ms));
    }
}

/// A chat: whoever comes waits for the first of two people who is free, in the order of the promises; short talks.
fn talk(days: i64) -> Vec<Mail> {
    let mut mails = life(days);
    for mail in &mut mails {
        // Nine hours of mails in an hour and a half of chats, and talks of three minutes instead of a quarter of an hour.
        mail.came_s = mail.came_s / DAY_S * 86_400 + mail.came_s % DAY_S / 6;
        mail.takes_s = (mail.takes_s / 6).max(1);
    }
    mails
}

/// When each is taken: what customers of a live channel wait for.
fn taken(mails: &mut [Mail]) {
    let mut free_s = [0; PEOPLE];
    answer(mails, &mut free_s, i64::MAX);
    mails.iter_mut().for_each(|mail| mail.answered_s = mail.answered_s.map(|at_s| at_s - mail.takes_s));
}

#[test]
fn on_a_live_channel_the_formula_begins_the_paths_take_over_and_nine_of_ten_hold() {
    let since_ms = 1_791_151_200_000;
    let mut mails = talk(40);
    taken(&mut mails);
    let mut past = past(&mails, since_ms);
    // Somebody who was free took it at once; that has no wait.
    past.iter_mut().for_each(|one| one.settled_at_ms = one.answered_at_ms.map(|at_ms| at_ms + 120_000));
    let hours = always();
    let scene = Scene { hours: &hours, promised_s: [60, 120, 240], seed: 7, way: Some(Channel::Chat) };
    let played = play(&scene, &past, since_ms);
    let waited: Vec<_> = played.iter().filter(|one| !one.at_once && one.row.ready).collect();
    let held = waited.iter().filter(|one| one.row.waited_ms <= Some(one.row.announced_ms)).count();
    let share = held as f64 / waited.len() as f64;
    assert!(waited.len() > 1_000, "{}", waited.len());
    assert!((0.87..=0.93).contains(&share), "{held} of {}: {share}", waited.len());
    assert!(played.iter().any(|one| one.at_once));
}

#[test]
fn what_is_seen_of_a_live_queue_is_worked_out_again_to_the_millisecond() {
    let live = Live {
        way: Channel::Phone,
        stage: Stage::PathsAndRegression,
        last_served_s: 95,
        minute: 605,
        regression: Some((0..15).map(|place| 1_000_000_007 / (place + 2) - 90_000_000).collect()),
    };
    let waiting: Vec<Ahead> = (0..9).map(|place| ((place % 3) as u8, 30 * (9 - place), 240)).collect();
    let inputs = Inputs {
        pace: Pace { people: 3, handling_s: 200 },
        arrivals: Arrivals { per_hour: vec![30_000; 3], gathered: Vec::new(), tiers: [100, 300, 600] },
        promised_s: [60, 120, 240],
        waiting,
        seed: 9,
        live: Some(live),
    };
    let said = inputs.predict();
    let again = Inputs::read(&inputs.kept()).unwrap();
    assert_eq!((&again, again.predict()), (&inputs, said));
    assert_eq!((again.model(), again.fingerprint()), (LIVE_MODEL, inputs.fingerprint()));
    let each = said.said.unwrap();
    assert_eq!(said.high_ms, each.map(|one| one.regression_ms.unwrap().max(1)));
    assert!(each.iter().all(|one| one.low_ms <= one.median_ms
        && one.median_ms <= one.high_ms
        && one.high_ms <= one.second_ms));
    // Two people with nobody in hand: nobody is told anything.
    let free = Inputs { waiting: inputs.waiting[..2].to_vec(), ..inputs };
    assert_eq!(free.predict().high_ms, [0; 3]);
}

#[test]
fn whoever_left_counts_from_their_turn_on_and_a_moment_that_passed_counts_at_once() {
    let said = Said {
        formula_ms: 60_000,
        low_ms: 5_000,
        median_ms: 20_000,
        high_ms: 50_000,
        second_ms: 70_000,
        regression_ms: None,
    };
    let outcome =
        |decided_ms, missed, waited_ms| Outcome { tier: Tier::C, decided_ms, missed, waited_ms, said };
    let begun = ladder(Channel::Chat, Vec::new());
    assert_eq!((begun.stage(), begun.told()), (Stage::Cold, 0));
    let missed = ladder(Channel::Chat, vec![outcome(1, true, None)]);
    assert!(missed.q(2) > begun.q(2) && missed.told() == 1);
    let kept = ladder(Channel::Chat, vec![outcome(1, false, Some(40_000))]);
    assert!(kept.q(2) < begun.q(2));
    // The order in which they became known counts, not the one they are read in.
    let many: Vec<Outcome> = (0..250).map(|at| outcome(at, at % 10 == 0, Some(40_000 + at * 100))).collect();
    let turned: Vec<Outcome> = many.iter().rev().cloned().collect();
    assert_eq!(ladder(Channel::Chat, many), ladder(Channel::Chat, turned));
}
