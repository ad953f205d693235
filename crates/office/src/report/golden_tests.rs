//! Two hundred conversations made by hand (`golden.txt`): every measure is what was worked out on paper, on both engines;
//! counted on as it happens or from the beginning of the log, whole or in parts.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use db::{Db, Tx, args};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use kernel::calendar::Hours;
use kernel::language::{Language, Register};
use spine::inbox::{Channel, Targets, Tier};

use super::{Measure, Of, Part, Period, Report, Scope, Side, Value, line, report};
use crate::testing::on_both_engines;
use crate::{account, kpi};

db::queries! {
    "golden_test";
    account {
        INBOX = "insert into inbox (account_id, id, oid, inbox_key, kind, name, address, language, register, hours,
                   targets, live, acknowledges, created_at_ms)
                 values (?1, 1, 'box', 'box', 'email', 'Assistenza', null, 'it', 'lei', ?2, ?3, true, true, 0)";
        CUSTOMER = "insert into customer (account_id, id, oid, name, tier, attributes, created_at_ms)
                    values (?1, ?2, ?3, 'Anna', 'C', '{}', 0)";
        BEGIN = "insert into conversation (account_id, id, oid, reference, track_token, subject, status, channel,
                   inbox_id, customer_id, tier, skills, priority, created_at_ms, updated_at_ms, message_count,
                   merged_into_id, urgent_at_ms)
                 values (?1, ?2, ?3, ?3, ?3, '', ?4, ?5, 1, ?6, ?7, '[]', 0, ?8, ?8, 1, ?9, ?10)";
        SAY = "insert into message (account_id, id, oid, conversation_id, direction, channel, author_kind, author_id,
                 recipients, text, reply_text, automatic, created_at_ms)
               values (?1, ?2, ?3, ?4, ?5, 'email', ?6, ?7, '[]', '', ?8, ?9, ?10)";
        TAG = "insert into conversation_tag (account_id, conversation_id, tag) values (?1, ?2, 'spam')";
        TOPIC = "insert into understanding (account_id, conversation_id, topic) values (?1, ?2, ?3)";
        MARK = "insert into tracking (account_id, conversation_id, rating) values (?1, ?2, ?3)";
        CALL = "insert into callback (account_id, promise_id, conversation_id, inbox_id, uid, sequence, phone,
                  slot_at_ms, moved, outcome)
                values (?1, ?2, ?3, 1, ?4, 0, '', 0, false, ?5)";
        GIVE = "insert into promise (account_id, id, oid, conversation_id, inbox_id, kind, tier, state, made_at_ms,
                  due_at_ms, original_due_at_ms, warn_at_ms, source, explanation, inputs, settled_at_ms, told_at_ms)
                values (?1, ?2, ?3, ?4, 1, 'first_reply', ?10, ?5, ?6, ?7, ?8, ?7, 'policy', '', '{}', ?9, ?6)";
        HAPPEN = "insert into event (account_id, seq, type, at_ms, actor_kind, actor_id, conversation_id, data)
                  values (?1, ?2, ?3, ?4, ?5, null, ?6, ?7)";
        LOG_ENDS = "update account set event_seq = ?2 where account_id = ?1";
        DAYS = "select day, measure, inbox_id, channel, tier, person_id, n, part, squares from kpi_day
                where account_id = ?1 order by day, measure, inbox_id, channel, tier, person_id limit ?2";
        /// The views programs read: every column that is promised to them.
        VIEW_REQUEST = "select account_id, conversation_id, customer_id, inbox_id, channel, tier, person_id, topic, began_at_ms,
                          merged, answered_at_ms, gave_up_at_ms, called_back, resolved_at_ms, reopened_at_ms,
                          returned_at_ms, returned_by_id, follows_id, hands, asked_at_ms, mark, waiting_ms, writing_ms,
                          repeating_ms, coming_back_ms, returns_ms, messages
                        from report_request where account_id = ?1 order by conversation_id limit 1000";
        VIEW_DAY = "select account_id, day, measure, inbox_id, channel, tier, person_id, n, part from report_day
                    where account_id = ?1 and measure = 'first_contact_72h' order by day limit 1000";
        VIEW_PROMISE = "select account_id, promise_id, conversation_id, inbox_id, channel, kind, tier, state, made_at_ms,
                          told_at_ms, due_at_ms, original_due_at_ms, settled_at_ms, settled_by_id
                        from report_promise where account_id = ?1 order by promise_id limit 1000";
        VIEW_COMPLAINT = "select account_id, complaint_id, year, number, conversation_id, inbox_id, origin, state, owner_id,
                            cause, founded, opened_at_ms, due_at_ms, answered_at_ms, in_time, follow_up_outcome, closed_at_ms
                          from report_complaint where account_id = ?1 order by complaint_id limit 1000";
        FACTS = "select conversation_id, resolved_at_ms, reopened_at_ms, returned_by_id, hands, writing_ms from kpi_fact
                 where account_id = ?1 order by conversation_id limit ?2";
    }
}

const GOLDEN: &str = include_str!("golden.txt");
const MINUTE_MS: i64 = 60_000;

fn rome() -> TimeZone {
    TimeZone::get("Europe/Rome").unwrap()
}

fn at(written: &str) -> i64 {
    let moment: DateTime = written.parse().unwrap();
    moment.to_zoned(rome()).unwrap().timestamp().as_millisecond()
}

/// `+5m`, `+15s` from the beginning, or a moment in Rome.
fn when(written: &str, began_ms: i64) -> i64 {
    let Some(after) = written.strip_prefix('+') else { return at(written) };
    let (count, unit) = after.split_at(after.len() - 1);
    began_ms + count.parse::<i64>().unwrap() * if unit == "s" { 1_000 } else { MINUTE_MS }
}

/// The rows of account 1.
#[derive(Default)]
struct House {
    next: i64,
    seq: i64,
    told: usize,
}

impl House {
    fn id(&mut self) -> (i64, String) {
        self.next += 1;
        (self.next, format!("g{}", self.next))
    }

    fn happen(&mut self, tx: &mut Tx, kind: &str, at_ms: i64, actor: &str, id: i64, data: &str) {
        self.seq += 1;
        tx.execute(HAPPEN, args![self.seq, kind, at_ms, actor, id, data]).unwrap();
    }

    /// One customer's conversations, in the words of the file.
    fn tell(&mut self, tx: &mut Tx, story: &str) {
        let (customer, oid) = self.id();
        tx.execute(CUSTOMER, args![customer, oid]).unwrap();
        let mut first = None;
        for told in story.split(';') {
            let id = self.converse(tx, told.trim(), customer, first);
            first = first.or(Some(id));
            self.told += 1;
        }
    }

    fn converse(&mut self, tx: &mut Tx, told: &str, customer: i64, into: Option<i64>) -> i64 {
        let words: Vec<&str> = told.split_whitespace().collect();
        let (channel, tier) = words[0].split_once('/').unwrap();
        let began_ms = at(words[1]);
        let merged = words.contains(&"merged").then_some(into).flatten();
        let last = words.iter().rev().find(|word| word.contains("close@") || word.starts_with("in:"));
        let shut = merged.is_some() || last.is_some_and(|word| word.contains("close@"));
        let due = words.iter().find_map(|word| word.strip_prefix("due@"));
        let urgent_ms = due.map_or(9_000_000_000_000_000, |due| when(due, began_ms));
        let (id, oid) = self.id();
        let status = if shut { "closed" } else { "open" };
        tx.execute(BEGIN, args![id, oid, status, channel, customer, tier, began_ms, merged, urgent_ms])
            .unwrap();
        self.happen(tx, "conversation.opened", began_ms, "customer", id, "{}");
        for word in &words[2..] {
            let (what, moment) = word.split_once('@').unwrap_or((word, "+0m"));
            let at_ms = when(moment, began_ms);
            let (verb, letters) = what.split_once(':').unwrap_or((what, "0"));
            match verb {
                "in" | "auto" | "out7" | "out8" => {
                    self.say(tx, id, verb, letters.parse().unwrap(), at_ms);
                }
                "give7" | "give8" | "queue" => {
                    let to = if verb == "queue" { "null".to_owned() } else { format!("\"agt_{verb}\"") };
                    let data = format!("{{\"assignee\":{to}}}");
                    self.happen(tx, "conversation.assigned", at_ms, "system", id, &data);
                }
                "close" => self.happen(tx, "conversation.closed", at_ms, "agent", id, "{}"),
                "selfclose" => self.happen(tx, "conversation.closed", at_ms, "customer", id, "{}"),
                "ask" => self.happen(tx, "rating.asked", at_ms, "system", id, "{}"),
                "kept" | "late" | "moved" | "void" => self.give(tx, id, verb, tier, began_ms, at_ms),
                "mark2" | "mark4" | "mark5" => {
                    tx.execute(MARK, args![id, verb[4..].parse::<i64>().unwrap()]).unwrap();
                }
                "call" => self.call(tx, id, None),
                "missed3" => (0..3).for_each(|_| self.call(tx, id, Some("not_reached"))),
                "spam" => drop(tx.execute(TAG, args![id]).unwrap()),
                "merged" | "due" => {}
                topic => {
                    let topic = topic.strip_prefix("topic=").unwrap();
                    tx.execute(TOPIC, args![id, topic]).unwrap();
                }
            }
        }
        id
    }

    fn say(&mut self, tx: &mut Tx, id: i64, verb: &str, letters: usize, at_ms: i64) {
        let (direction, author, person) = match verb {
            "in" => ("in", "customer", None),
            "auto" => ("out", "system", None),
            by => ("out", "agent", by[3..].parse::<i64>().ok()),
        };
        let (message, oid) = self.id();
        let text = "a".repeat(letters);
        tx.execute(SAY, args![message, oid, id, direction, author, person, text, verb == "auto", at_ms])
            .unwrap();
        let kind = if direction == "in" { "message.received" } else { "message.written" };
        self.happen(tx, kind, at_ms, author, id, "{}");
    }

    fn give(&mut self, tx: &mut Tx, id: i64, fate: &str, tier: &str, made_ms: i64, settled_ms: i64) {
        let (promise, oid) = self.id();
        let due_ms = made_ms + 120 * MINUTE_MS;
        let (state, first_ms) = match fate {
            "kept" => ("kept", due_ms),
            "late" => ("broken", due_ms),
            // Kept by the moment it was moved to, not by the one first given.
            "moved" => ("kept", made_ms + 10 * MINUTE_MS),
            _ => ("void", due_ms),
        };
        tx.execute(GIVE, args![promise, oid, id, state, made_ms, due_ms, first_ms, settled_ms, tier]).unwrap();
    }

    fn call(&mut self, tx: &mut Tx, id: i64, outcome: Option<&str>) {
        let (promise, uid) = self.id();
        tx.execute(CALL, args![promise, id, uid, outcome]).unwrap();
    }
}

/// What a part of the file comes to.
#[derive(Default)]
struct Expected {
    from: Option<Date>,
    to: Option<Date>,
    /// `part` and `n`; times in milliseconds.
    sums: BTreeMap<String, (i64, i64)>,
    wall_ms: Vec<i64>,
    open_ms: Vec<i64>,
    live_ms: Vec<i64>,
}

impl Expected {
    fn add(&mut self, name: &str, part: i64, n: i64) {
        let sum = self.sums.entry(name.to_owned()).or_default();
        *sum = (sum.0 + part, sum.1 + n);
    }

    /// What one line comes to, so many times.
    fn read(&mut self, times: i64, told: &str) {
        for word in told.split_whitespace() {
            let (name, value) = word.split_once('=').unwrap_or((word, "1/1"));
            let pair = || -> (i64, i64) {
                let (part, n) = value.split_once('/').unwrap();
                (times * part.parse::<i64>().unwrap(), times * n.parse::<i64>().unwrap())
            };
            match name {
                "solved" => {
                    for (name, part) in
                        [("first_contact_72h", 1), ("first_contact_7d", 1), ("reopened", 0), ("recontacts", 0)]
                    {
                        self.add(name, times * part, times);
                    }
                }
                "wall" | "open" => {
                    for time in value.split(',') {
                        let ms = match time.strip_suffix('s') {
                            Some(seconds) => seconds.parse::<i64>().unwrap() * 1_000,
                            None => time.parse::<i64>().unwrap() * MINUTE_MS,
                        };
                        let list = if name == "wall" { &mut self.wall_ms } else { &mut self.open_ms };
                        list.extend((0..times).map(|_| ms));
                    }
                }
                "need" => {
                    let parts: Vec<i64> =
                        value.split('/').map(|one| one.parse::<i64>().unwrap() * 1_000).collect();
                    let names =
                        ["customer_waiting", "customer_writing", "customer_repeating", "customer_coming_back"];
                    for (name, ms) in names.into_iter().zip(&parts) {
                        self.add(name, times * ms, times);
                    }
                    self.add("customer_time", times * parts.iter().sum::<i64>(), times);
                }
                "return" => {
                    let ms = times * value.parse::<i64>().unwrap() * 1_000;
                    self.add("customer_coming_back", ms, 0);
                    self.add("customer_time", ms, 0);
                }
                "answer_wait" => {
                    let (seconds, _) = value.split_once('/').unwrap();
                    self.live_ms.extend((0..times).map(|_| seconds.parse::<i64>().unwrap() * 1_000));
                }
                "certain" => self.add("response_certainty", pair().0, 0),
                "answered" => self.add(name, pair().0, 0),
                "kept" => {
                    let (part, n) = pair();
                    self.add("promises_kept", part, n);
                }
                "received" => {
                    let (part, n) = pair();
                    self.add(name, part, n);
                    self.add("answered", 0, n);
                    self.add("response_certainty", 0, n);
                }
                "abandoned_soon" => {
                    let (part, n) = pair();
                    self.add(name, part, n);
                }
                _ => {
                    let (part, n) = pair();
                    self.add(name, part, n);
                }
            }
        }
    }
}

/// The stories of every part of the file, with what they come to.
fn parts() -> Vec<(Expected, Vec<(usize, &'static str)>)> {
    let mut parts: Vec<(Expected, Vec<(usize, &'static str)>)> = Vec::new();
    for row in GOLDEN.lines().filter(|row| !row.trim().is_empty() && !row.starts_with('#')) {
        if let Some(days) = row.strip_prefix("period ") {
            let (from, to) = days.split_once(' ').unwrap();
            let expected = Expected { from: from.parse().ok(), to: to.parse().ok(), ..Expected::default() };
            parts.push((expected, Vec::new()));
            continue;
        }
        let [times, story, outcome] = row.splitn(3, '|').collect::<Vec<_>>()[..] else { panic!("{row}") };
        let times: usize = times.trim().parse().unwrap();
        let (expected, stories) = parts.last_mut().unwrap();
        expected.read(times as i64, outcome);
        stories.push((times, story.trim()));
    }
    parts
}

fn catch_up(store: &Db) {
    while store.write(1, kpi::catch_up).unwrap() {}
}

/// Everything kept of the figures, as text.
fn kept(tx: &mut Tx) -> Vec<String> {
    let words = |row: &mut db::Row| Ok(format!("{:?}", row.rest()));
    let mut rows = tx.list(DAYS, args![10_000_i64], words).unwrap();
    rows.extend(tx.list(FACTS, args![10_000_i64], words).unwrap());
    rows
}

fn nearest(times: &mut [i64], percent: usize) -> i64 {
    times.sort_unstable();
    times[(times.len() * percent).div_ceil(100) - 1]
}

fn of(tx: &mut Tx, from: Date, to: Date) -> Report {
    report(tx, Period::new(from, to, rome()).unwrap(), Scope::default()).unwrap()
}

fn compare(tx: &mut Tx, expected: &mut Expected) {
    let found = of(tx, expected.from.unwrap(), expected.to.unwrap());
    for measure in Measure::ALL {
        let shown = line(measure, &found.total, Of::Many);
        let name = measure.name();
        let times = match measure {
            Measure::FirstOpen => &mut expected.open_ms,
            Measure::FirstWall => &mut expected.wall_ms,
            Measure::Sum(kpi::Measure::AnswerWait) => &mut expected.live_ms,
            // What waits now waits in every period.
            Measure::Backlog => continue,
            _ => {
                let wanted = expected.sums.get(name).copied().unwrap_or_default();
                assert_eq!((shown.numerator, shown.n), wanted, "{name}");
                let counted = found.behind(tx, measure, Side::Counted, 1).unwrap().1 as i64;
                if !matches!(shown.value, Value::Mean(_)) {
                    assert_eq!(counted, wanted.0, "behind {name}");
                }
                continue;
            }
        };
        let n = times.len() as i64;
        assert_eq!(shown.n, n, "{name}");
        if n == 0 {
            assert_eq!(shown.value, Value::Nothing, "{name}");
            continue;
        }
        let total: i64 = times.iter().sum();
        let wanted = Value::Time {
            mean_ms: (total + n / 2) / n,
            p50_ms: nearest(times, 50),
            p90_ms: nearest(times, 90),
            p95_ms: nearest(times, 95),
        };
        assert_eq!(shown.value, wanted, "{name}");
    }
}

/// Numerators and denominators of disjoint days add up, also day by day, inbox by inbox, channel by channel.
fn add_up(tx: &mut Tx, expected: &Expected) {
    let (from, to) = (expected.from.unwrap(), expected.to.unwrap());
    let whole = of(tx, from, to);
    // What the next period is compared with.
    let days = jiff::ToSpan::days(i64::from(from.until(to).unwrap().get_days()) + 1);
    let next = of(tx, from.saturating_add(days), to.saturating_add(days));
    assert_eq!(next.before.sums, whole.total.sums);
    let middle = from.saturating_add(jiff::ToSpan::days(13));
    let halves = [of(tx, from, middle), of(tx, middle.tomorrow().unwrap(), to)];
    for measure in Measure::ALL.into_iter().filter(|measure| *measure != Measure::Backlog) {
        let sum = |lines: &mut dyn Iterator<Item = super::Line>| {
            lines.fold((0, 0), |(part, n), line| (part + line.numerator, n + line.n))
        };
        let total = line(measure, &whole.total, Of::Many);
        // A satisfaction of few is not said, in halves either.
        let said = |line: super::Line| line.value != Value::TooFew;
        let of_halves = halves.iter().map(|half| line(measure, &half.total, Of::Many));
        let of_halves: Vec<super::Line> = of_halves.collect();
        if of_halves.iter().copied().all(said) {
            assert_eq!(sum(&mut of_halves.into_iter()), (total.numerator, total.n), "{measure:?}");
        }
        for by in ["day", "inbox", "channel", "tier", "person"] {
            let parts = whole.parts_by(by).map(|part| line(measure, &part.figures, Of::Many));
            let parts: Vec<super::Line> = parts.collect();
            if parts.iter().copied().all(said) {
                assert_eq!(sum(&mut parts.into_iter()), (total.numerator, total.n), "{measure:?} by {by}");
            }
        }
    }
}

/// Five marks of one person are no figure, and nothing tells which of them were good.
fn few_of_a_person(tx: &mut Tx) {
    let (expected, _) = parts().swap_remove(0);
    let period = Period::new(expected.from.unwrap(), expected.to.unwrap(), rome()).unwrap();
    let found = report(tx, period, Scope { person_id: Some(8), ..Scope::default() }).unwrap();
    let marks = Measure::Sum(kpi::Measure::Satisfied);
    let behind = |tx: &mut Tx, side| found.behind(tx, marks, side, 10).unwrap().0;
    let names = |faces: Vec<super::Face>| faces.into_iter().map(|face| face.reference).collect::<Vec<_>>();
    let (counted, others) = (names(behind(tx, Side::Counted)), names(behind(tx, Side::Others)));
    assert_eq!((counted.len(), &counted), (5, &others));
    // Eight requests of one day, beside the telephone.
    let day = jiff::civil::date(2026, 3, 25);
    let scope = Scope { person_id: Some(8), ..Scope::default() };
    let found = report(tx, Period::new(day, day, rome()).unwrap(), scope).unwrap();
    let solved = Measure::Sum(kpi::Measure::FirstContact);
    let web = super::parity(&found).into_iter().map(|row| row.web).find(|line| line.measure == solved).unwrap();
    assert_eq!((web.value, web.n), (Value::TooFew, 8));
}

/// Words of tier A weigh four times those of C: of 51 settled ones 40 of C were kept, and ten of A were not.
fn weighed(tx: &mut Tx) {
    let (expected, _) = parts().swap_remove(0);
    let found = of(tx, expected.from.unwrap(), expected.to.unwrap());
    assert_eq!(found.total.words.settled(), 50);
    assert_eq!(found.kept_by_weight(), super::tenths(40, 40 + 4 * 10));
}

/// What the cost of the channels is worked out from is what the report of the same days says.
fn same_matters(tx: &mut Tx) {
    // Today is Wednesday 18 November.
    let (from, to) = (jiff::civil::date(2026, 10, 14), jiff::civil::date(2026, 11, 10));
    let found = of(tx, from, to);
    let said = |sum: kpi::Measure| {
        let shown = line(Measure::Sum(sum), &found.total, Of::Many);
        (shown.n, shown.numerator)
    };
    let costs = super::cost(tx).unwrap();
    let [cost] = &costs[..] else { panic!("{costs:?}") };
    assert_eq!((cost.closed, cost.solved), said(kpi::Measure::FirstContactWeek));
    assert_eq!(cost.busy, said(kpi::Measure::CustomerTime));
    assert_eq!((cost.closed, cost.messages), (8, 8));
}

/// A report of one part alone says of it what the report of all says.
fn each_by_itself(tx: &mut Tx, expected: &Expected) {
    let (from, to) = (expected.from.unwrap(), expected.to.unwrap());
    for named in of(tx, from, to).parts {
        let scope = match named.part {
            Part::Inbox(id) => Scope { inbox_id: Some(id), ..Scope::default() },
            Part::Channel(name) => Scope { channel: Channel::of_name(name), ..Scope::default() },
            Part::Tier(name) => Scope { tier: Tier::of_name(name), ..Scope::default() },
            Part::Person(Some(id)) => Scope { person_id: Some(id), ..Scope::default() },
            Part::Way(_) | Part::Person(None) | Part::Day(_) => continue,
        };
        let found = report(tx, Period::new(from, to, rome()).unwrap(), scope).unwrap();
        assert_eq!(found.total, named.figures, "{:?}", named.part);
    }
}

/// The views give programs the same numbers, under the names and columns the documents promise.
fn views(tx: &mut Tx) {
    let rest = |row: &mut db::Row| Ok(row.rest());
    let requests = tx.list(VIEW_REQUEST, &[], rest).unwrap();
    // Of the two hundred, three were unwanted and three times we wrote first.
    assert_eq!((requests.len(), requests[0].len()), (194, 27));
    let days = tx.list(VIEW_DAY, &[], rest).unwrap();
    let sum = |at: usize| -> i64 {
        let numbers = days.iter().map(|row| match row[at] {
            db::Value::Int(number) => number,
            ref other => panic!("{other:?}"),
        });
        numbers.sum()
    };
    let mut wanted = (0, 0);
    for (expected, _) in parts() {
        let (part, n) = expected.sums["first_contact_72h"];
        wanted = (wanted.0 + part, wanted.1 + n);
    }
    assert_eq!((sum(8), sum(7), days[0].len()), (wanted.0, wanted.1, 9));
    let promises = tx.list(VIEW_PROMISE, &[], rest).unwrap();
    assert_eq!((promises.len(), promises[0].len()), (51, 14));
    assert!(tx.list(VIEW_COMPLAINT, &[], rest).unwrap().is_empty());
}

#[test]
fn two_hundred_conversations_come_to_what_was_worked_out_by_hand() {
    on_both_engines(|store| {
        store
            .write(1, |tx| {
                account::create(tx, "Fioca", Language::It, Register::Lei)?;
                let (hours, targets) = (Hours::default().to_json(), Targets::default().to_json());
                tx.execute(INBOX, args![hours.to_string(), targets.to_string()])?;
                Ok::<_, account::Error>(())
            })
            .unwrap();
        let mut house = House { next: 100, seq: 1_000, told: 0 };
        for (_, stories) in parts() {
            for (times, story) in stories {
                house = store
                    .write(1, move |tx| {
                        let mut house = House { next: house.next, seq: house.seq, told: house.told };
                        (0..times).for_each(|_| house.tell(tx, story));
                        tx.execute(LOG_ENDS, args![house.seq])?;
                        Ok::<_, db::Error>(house)
                    })
                    .unwrap();
                // As it happens: story by story.
                catch_up(&store);
            }
        }
        assert_eq!(house.told, 200);
        let mut backlog = (0, 0);
        let as_it_happened = store
            .read(1, |tx| {
                for (mut expected, _) in parts() {
                    compare(tx, &mut expected);
                    add_up(tx, &expected);
                    each_by_itself(tx, &expected);
                    let waiting = expected.sums.get("backlog").copied().unwrap_or_default();
                    backlog = (backlog.0 + waiting.0, backlog.1 + waiting.1);
                }
                same_matters(tx);
                weighed(tx);
                few_of_a_person(tx);
                let day = jiff::civil::date(2026, 3, 16);
                let now = line(Measure::Backlog, &of(tx, day, day).total, Of::Many);
                assert_eq!((now.numerator, now.n), backlog, "backlog");
                Ok::<_, db::Error>(kept(tx))
            })
            .unwrap();
        assert!(as_it_happened.len() > 400);
        store
            .read(1, |tx| {
                views(tx);
                Ok::<_, db::Error>(())
            })
            .unwrap();
        store.write(1, kpi::again).unwrap();
        store.write(1, kpi::catch_up).unwrap();
        assert!(store.read(1, |tx| Ok::<_, db::Error>(kept(tx).len())).unwrap() < as_it_happened.len() / 2);
        catch_up(&store);
        let from_the_beginning = store.read(1, |tx| Ok::<_, db::Error>(kept(tx))).unwrap();
        assert_eq!(as_it_happened, from_the_beginning);
    });
}
