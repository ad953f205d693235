//! Reports of rows put down by hand, on both engines: days of the account's zone, agreement with the ledger and the
//! kept-rate, and what is no request.

#![expect(clippy::unwrap_used, reason = "tests")]

use db::{Tx, args};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use kernel::calendar::Hours;
use kernel::language::{Language, Register};
use spine::inbox::Targets;

use super::{Measure, Of, Part, Period, Report, Scope, Side, Value, kept, ledger, line, report};
use crate::account;
use crate::testing::on_both_engines;

db::queries! {
    "reports_test";
    account {
        INBOX = "insert into inbox (account_id, id, oid, inbox_key, kind, name, address, language, register, hours,
                   targets, live, acknowledges, created_at_ms)
                 values (?1, ?2, ?3, ?3, 'email', ?4, null, 'it', 'lei', ?5, ?6, true, true, 0)";
        CUSTOMER = "insert into customer (account_id, id, oid, name, tier, attributes, created_at_ms)
                    values (?1, 1, 'k', 'Anna', 'C', '{}', 0)";
        BEGIN = "insert into conversation (account_id, id, oid, reference, track_token, subject, status, channel,
                   inbox_id, customer_id, assignee_id, tier, skills, priority, created_at_ms, updated_at_ms,
                   message_count, merged_into_id)
                 values (?1, ?2, ?3, ?3, ?3, '', ?4, 'email', 1, 1, ?5, 'B', '[]', 0, ?6, ?6, 1, ?7)";
        SAY = "insert into message (account_id, id, oid, conversation_id, direction, channel, author_kind, author_id,
                 recipients, text, reply_text, automatic, created_at_ms)
               values (?1, ?2, ?3, ?4, ?5, 'email', ?6, ?7, '[]', '', '', ?8, ?9)";
        ARRIVE = "insert into arrival (account_id, id, oid, channel, inbox_id, received_at_ms, sender, recipient, remote,
                    helo, size_bytes, sha256, oddities, verdict, conversation_id, attempts, locked_until_ms, forced)
                  values (?1, ?2, ?3, 'email', 1, ?4, 'a@b.it', 'c@d.it', '', '', 1, '', '[]', 'owed', ?5, 0, 0, false)";
        TAG = "insert into conversation_tag (account_id, conversation_id, tag) values (?1, ?2, 'spam')";
        GIVE = "insert into promise (account_id, id, oid, conversation_id, inbox_id, kind, tier, state, made_at_ms,
                  due_at_ms, original_due_at_ms, warn_at_ms, source, explanation, inputs, settled_at_ms, settled_by_id,
                  follows_id, moved_to_id, told_at_ms)
                values (?1, ?2, ?3, ?4, 1, 'first_reply', 'B', ?5, ?6, ?7, ?8, ?7, 'policy', '', '{}', ?9, ?10, ?11, ?12,
                  ?6)";
    }
}

const HOUR_MS: i64 = 3_600_000;
/// Saturday 2026-03-28, noon in Rome: in the night the clocks go forward.
const SPRING_MS: i64 = 1_774_695_600_000;
/// Saturday 2026-10-24, noon in Rome: in the night the clocks go back.
const AUTUMN_MS: i64 = 1_792_836_000_000;

/// Rows of account 1.
struct House<'a, 'b> {
    tx: &'a mut Tx<'b>,
    next: i64,
}

impl House<'_, '_> {
    fn id(&mut self) -> (i64, String) {
        self.next += 1;
        (self.next, format!("y{}", self.next))
    }

    /// A customer writes and a conversation begins.
    fn wrote(&mut self, at_ms: i64, status: &str, holder: Option<i64>) -> i64 {
        self.opened(at_ms, status, holder, "in", None)
    }

    fn opened(
        &mut self,
        at_ms: i64,
        status: &str,
        holder: Option<i64>,
        first: &str,
        merged_into: Option<i64>,
    ) -> i64 {
        let (id, oid) = self.id();
        self.tx.execute(BEGIN, args![id, oid, status, holder, at_ms, merged_into]).unwrap();
        if merged_into.is_none() {
            let author = if first == "in" { "customer" } else { "agent" };
            self.say(id, first, author, false, at_ms);
        }
        if first == "in" {
            let (arrival, oid) = self.id();
            self.tx.execute(ARRIVE, args![arrival, oid, at_ms, merged_into.unwrap_or(id)]).unwrap();
        }
        id
    }

    fn say(&mut self, conversation: i64, direction: &str, author: &str, automatic: bool, at_ms: i64) {
        let (id, oid) = self.id();
        let who = (author == "agent").then_some(7_i64);
        self.tx.execute(SAY, args![id, oid, conversation, direction, author, who, automatic, at_ms]).unwrap();
    }

    fn answered(&mut self, conversation: i64, at_ms: i64) {
        self.say(conversation, "out", "agent", false, at_ms);
    }

    /// A word given, due and first due at two moments.
    fn gave(
        &mut self,
        conversation: i64,
        state: &str,
        made: i64,
        due: (i64, i64),
        settled: Option<i64>,
    ) -> i64 {
        self.followed(conversation, state, made, due, settled, (None, None))
    }

    fn followed(
        &mut self,
        conversation: i64,
        state: &str,
        made: i64,
        (due, first): (i64, i64),
        settled: Option<i64>,
        (follows, moved_to): (Option<i64>, Option<i64>),
    ) -> i64 {
        let (id, oid) = self.id();
        let by = (state == "kept").then_some(7_i64);
        let given = args![id, oid, conversation, state, made, due, first, settled, by, follows, moved_to];
        self.tx.execute(GIVE, given).unwrap();
        id
    }
}

fn with_house(fill: impl Fn(&mut House) + Send + Sync + Copy + 'static, look: impl Fn(&mut Tx)) {
    on_both_engines(|store| {
        store
            .write(1, move |tx| {
                account::create(tx, "Fioca", Language::It, Register::Lei)?;
                let (hours, targets) = (Hours::default().to_json(), Targets::default().to_json());
                tx.execute(INBOX, args![1_i64, "box", "=Assistenza", hours.to_string(), targets.to_string()])?;
                tx.execute(CUSTOMER, &[])?;
                fill(&mut House { tx, next: 100 });
                Ok::<_, account::Error>(())
            })
            .unwrap();
        store
            .read(1, |tx| {
                look(tx);
                Ok::<_, db::Error>(())
            })
            .unwrap();
    });
}

fn days(tx: &mut Tx, from: Date, to: Date) -> Report {
    scoped(tx, from, to, Scope::default())
}

fn scoped(tx: &mut Tx, from: Date, to: Date, scope: Scope) -> Report {
    let zone = TimeZone::get("Europe/Rome").unwrap();
    report(tx, Period::new(from, to, zone).unwrap(), scope).unwrap()
}

#[test]
fn both_nights_the_clocks_change_are_counted_to_the_minute() {
    with_house(
        |house| {
            for noon_ms in [SPRING_MS, AUTUMN_MS] {
                // Saturday 23:30, answered on Monday at 10:00: one hour of open time.
                let late = house.wrote(noon_ms + 11 * HOUR_MS + HOUR_MS / 2, "waiting", None);
                let shift = if noon_ms == SPRING_MS { -HOUR_MS } else { HOUR_MS };
                house.answered(late, noon_ms + 46 * HOUR_MS + shift);
                // Sunday 23:30.
                house.wrote(noon_ms + 35 * HOUR_MS + HOUR_MS / 2 + shift, "open", None);
            }
        },
        |tx| {
            for (saturday, sunday, wall_hours) in
                [(date(2026, 3, 28), date(2026, 3, 29), 33.5), (date(2026, 10, 24), date(2026, 10, 25), 35.5)]
            {
                let report = days(tx, saturday, sunday);
                let received = |day| {
                    let part = report.parts.iter().find(|named| named.part == Part::Day(day)).unwrap();
                    part.figures.received
                };
                assert_eq!((received(saturday), received(sunday)), (1, 1));
                assert_eq!((report.total.received, report.total.answered), (2, 1));
                assert_eq!(report.total.open.p50_ms, HOUR_MS, "open time from {saturday}");
                assert_eq!(report.total.wall.p50_ms, (wall_hours * 3_600_000.0) as i64, "from {saturday}");
                assert_eq!(days(tx, sunday, sunday).total.received, 1);
            }
        },
    );
}

#[test]
fn what_we_began_and_unwanted_mail_are_no_requests_and_a_merged_one_stays_one() {
    with_house(
        |house| {
            house.opened(SPRING_MS, "waiting", Some(7), "out", None);
            let unwanted = house.wrote(SPRING_MS, "closed", None);
            house.tx.execute(TAG, args![unwanted]).unwrap();
            let into = house.wrote(SPRING_MS, "waiting", None);
            house.opened(SPRING_MS + HOUR_MS, "closed", None, "in", Some(into));
            // Answers before the second one came, automatic ones and programs' are no answer to it.
            house.answered(into, SPRING_MS + HOUR_MS / 2);
            house.say(into, "out", "agent", true, SPRING_MS + 2 * HOUR_MS);
            house.say(into, "out", "integration", false, SPRING_MS + 2 * HOUR_MS);
            house.answered(into, SPRING_MS + 3 * HOUR_MS);
            let noted = house.opened(SPRING_MS, "open", Some(8), "in", None);
            house.say(noted, "note", "agent", false, SPRING_MS + 1);
        },
        |tx| {
            let day = date(2026, 3, 28);
            let report = days(tx, day, day);
            assert_eq!((report.total.received, report.total.answered), (3, 2));
            assert_eq!(report.total.wall.total_ms, HOUR_MS / 2 + 2 * HOUR_MS);
            let mut people: Vec<_> =
                report.parts_by("person").map(|named| (named.part, named.figures.received)).collect();
            people.sort();
            assert_eq!(people, [(Part::Person(Some(7)), 2), (Part::Person(Some(8)), 1)]);
            let mine = scoped(tx, day, day, Scope { person_id: Some(8), ..Scope::default() });
            assert_eq!((mine.total.received, mine.total.backlog.open, mine.of()), (1, 1, Of::Person));
        },
    );
}

#[test]
fn five_working_days_decide_and_until_then_the_share_says_when_it_is_complete() {
    with_house(
        |house| {
            // The clock of these stores stands on 18 November 2026.
            let wednesday_ms = crate::testing::NOW_MS;
            house.wrote(wednesday_ms - HOUR_MS, "open", None);
            let late = house.wrote(wednesday_ms - 20 * 24 * HOUR_MS, "waiting", None);
            house.answered(late, wednesday_ms - 2 * HOUR_MS);
            let slow = house.wrote(wednesday_ms - 9 * 24 * HOUR_MS, "waiting", None);
            house.answered(slow, wednesday_ms - 3 * 24 * HOUR_MS);
            house.wrote(wednesday_ms - 21 * 24 * HOUR_MS, "closed", None);
        },
        |tx| {
            let report = days(tx, date(2026, 10, 25), date(2026, 11, 18));
            let total = &report.total;
            assert_eq!((total.received, total.answered, total.certain, total.undecided), (4, 2, 1, 1));
            assert_eq!(total.closed_unanswered, 1);
            // Thursday to Wednesday: complete from Thursday the 26th.
            let complete = line(Measure::Certainty, total, Of::Many).complete_from_ms.unwrap();
            assert_eq!(report.period.day_of(complete), date(2026, 11, 26));
            let (faces, all) = report.behind(tx, Measure::Certainty, Side::Others, 50).unwrap();
            assert_eq!((faces.len(), all), (3, 3));
            assert_eq!(faces[0].customer.as_deref(), Some("Anna"));
        },
    );
}

#[test]
fn the_report_agrees_with_the_ledger_and_with_the_kept_rate() {
    with_house(
        |house| {
            let due = SPRING_MS + 4 * HOUR_MS;
            for turn in 0..12 {
                let status = ["waiting", "open", "closed"][turn % 3];
                let one = house.wrote(SPRING_MS + turn as i64, status, None);
                if turn % 3 == 0 {
                    house.answered(one, SPRING_MS + HOUR_MS);
                    house.gave(one, "kept", SPRING_MS, (due, due), Some(SPRING_MS + HOUR_MS));
                } else if turn % 3 == 1 {
                    let first = house.gave(one, "broken", SPRING_MS, (due, due), Some(due));
                    house.followed(one, "open", due, (i64::MAX, i64::MAX), None, (Some(first), None));
                } else {
                    house.gave(one, "void", SPRING_MS, (due, due), Some(SPRING_MS + 2));
                }
            }
            // Moved, and kept by the later moment only; moved, and kept by the first one all the same.
            for settled in [due + 1, due] {
                let one = house.wrote(SPRING_MS + 50, "waiting", None);
                house.answered(one, SPRING_MS + 5 * HOUR_MS);
                let next = house.next + 2;
                let old = house.followed(
                    one,
                    "moved",
                    SPRING_MS,
                    (due, due),
                    Some(SPRING_MS + 9),
                    (None, Some(next)),
                );
                let made = SPRING_MS + 9;
                let new = (due + HOUR_MS, due);
                let taken = house.followed(one, "kept", made, new, Some(settled), (Some(old), None));
                assert_eq!(taken, next);
            }
        },
        |tx| {
            let day = date(2026, 3, 28);
            let report = days(tx, day, day);
            let zone = TimeZone::get("Europe/Rome").unwrap();
            let now_ms = SPRING_MS + 10 * HOUR_MS;
            let ledger = ledger(tx, day, day, &zone, now_ms).unwrap().total;
            assert_eq!(report.total.received, ledger.owed);
            assert_eq!(report.total.answered + report.total.closed_unanswered, ledger.answered);
            let kept = kept(tx, SPRING_MS, SPRING_MS + 24 * HOUR_MS).unwrap();
            let words = report.total.words;
            assert_eq!((words.kept, words.settled(), words.moved), (kept.kept, kept.settled, kept.moved));
            assert_eq!((words.kept, words.settled(), words.withdrawn, words.open), (5, 10, 4, 4));
            assert_eq!(line(Measure::Kept, &report.total, Of::Many).value, Value::Share(500));
        },
    );
}

#[test]
fn the_file_has_a_line_for_every_line_there_is_and_no_formula() {
    with_house(
        |house| {
            let one = house.wrote(SPRING_MS, "waiting", None);
            house.answered(one, SPRING_MS + 90_000);
        },
        |tx| {
            let day = date(2026, 3, 28);
            let report = days(tx, day, day);
            let file = super::csv(&report);
            let lines: Vec<&str> = file.lines().collect();
            // The whole, an inbox, a channel, the web, a tier and a person with every measure; a day with one less.
            assert_eq!(lines.len(), 1 + 6 * 23 + 22);
            assert!(lines.iter().all(|line| line.split("\",\"").count() == 16), "{file}");
            assert!(file.contains("\"'=Assistenza\",\"received\",\"1\""), "{file}");
            assert!(
                file.contains("\"total\",\"\",\"\",\"first_answer_wall\",\"90.000\",\"seconds\",\"1\",\"1\"")
            );
            assert!(file.contains("\"person\",\"\",\"\",\"first_answer_wall\",\"\",\"\",\"\",\"1\""), "{file}");
        },
    );
}
