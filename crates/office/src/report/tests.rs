//! The meter adds up, whatever came in.

#![expect(clippy::unwrap_used, reason = "tests")]

use db::{Tx, args};
use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::language::{Language, Register};

use super::{Counts, kept, kept_by, ledger};
use crate::account;
use crate::testing::on_both_engines;

db::queries! {
    "report_test";
    account {
        ARRIVE = "insert into arrival (account_id, id, oid, channel, inbox_id, received_at_ms, sender, recipient, remote,
                    helo, size_bytes, sha256, oddities, verdict, conversation_id, attempts, locked_until_ms, forced)
                  values (?1, ?2, ?3, 'email', 1, ?4, 'a@b.it', 'c@d.it', '', '', 1, '', '[]', ?5, ?6, 0, 0, false)";
        OPEN = "insert into conversation (account_id, id, oid, reference, track_token, subject, status, channel,
                  inbox_id, customer_id, tier, skills, priority, created_at_ms, updated_at_ms, message_count)
                values (?1, ?2, ?3, ?3, ?3, '', ?4, 'email', 1, 1, 'C', '[]', 0, 0, 0, 0)";
        SAY = "insert into message (account_id, id, oid, conversation_id, direction, channel, author_kind, recipients,
                 text, reply_text, automatic, created_at_ms)
               values (?1, ?2, ?3, ?4, 'out', 'email', ?5, '[]', '', '', ?6, ?7)";
        PROMISE = "insert into promise (account_id, id, oid, conversation_id, inbox_id, kind, tier, state, made_at_ms,
                     due_at_ms, original_due_at_ms, warn_at_ms, source, explanation, inputs, settled_at_ms,
                     not_told_reason)
                   values (?1, ?2, ?3, ?4, 1, 'first_reply', 'C', ?5, ?6, ?7, ?8, ?7, 'policy', '', '{}', ?9, ?10)";
        OWN = "update promise set owner_id = ?3 where account_id = ?1 and id = ?2";
    }
}

/// 2026-03-02 00:00 in Rome.
const MONDAY_MS: i64 = 1_772_406_000_000;
const HOUR_MS: i64 = 3_600_000;

struct Rows<'a, 'b> {
    tx: &'a mut Tx<'b>,
    next: i64,
}

impl Rows<'_, '_> {
    fn id(&mut self) -> (i64, String) {
        self.next += 1;
        (self.next, format!("x{}", self.next))
    }

    fn conversation(&mut self, status: &str) -> i64 {
        let (id, oid) = self.id();
        self.tx.execute(OPEN, args![id, oid, status]).unwrap();
        id
    }

    fn arrival(&mut self, at_ms: i64, verdict: &str, conversation: Option<i64>) {
        let (id, oid) = self.id();
        self.tx.execute(ARRIVE, args![id, oid, at_ms, verdict, conversation]).unwrap();
    }

    fn said(&mut self, conversation: i64, by: &str, automatic: bool, at_ms: i64) {
        let (id, oid) = self.id();
        self.tx.execute(SAY, args![id, oid, conversation, by, automatic, at_ms]).unwrap();
    }

    fn promise(&mut self, conversation: i64, state: &str, made_ms: i64, due_ms: i64) {
        self.settled(conversation, state, made_ms, due_ms, due_ms, None, None);
    }

    #[expect(clippy::too_many_arguments, reason = "a row of a table")]
    fn settled(
        &mut self,
        conversation: i64,
        state: &str,
        made_ms: i64,
        due_ms: i64,
        original_ms: i64,
        settled_ms: Option<i64>,
        not_told: Option<&str>,
    ) {
        let (id, oid) = self.id();
        self.tx
            .execute(
                PROMISE,
                args![id, oid, conversation, state, made_ms, due_ms, original_ms, settled_ms, not_told],
            )
            .unwrap();
    }
}

fn with_rows(fill: impl Fn(&mut Rows) + Send + Sync + Copy + 'static, look: impl Fn(&mut Tx)) {
    on_both_engines(|store| {
        store
            .write(1, move |tx| {
                account::create(tx, "Fioca", Language::It, Register::Lei)?;
                fill(&mut Rows { tx, next: 0 });
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

#[test]
fn every_arrival_is_in_exactly_one_column() {
    let ten = MONDAY_MS + 10 * HOUR_MS;
    with_rows(
        move |rows| {
            let (answered, waiting, late, shut) = (
                rows.conversation("waiting"),
                rows.conversation("open"),
                rows.conversation("open"),
                rows.conversation("closed"),
            );
            rows.arrival(ten, "owed", Some(answered));
            rows.said(answered, "agent", false, ten + HOUR_MS);
            rows.arrival(ten, "owed", Some(waiting));
            rows.said(waiting, "agent", true, ten + 1);
            rows.said(waiting, "integration", false, ten + 2);
            rows.promise(waiting, "open", ten, ten + 9 * HOUR_MS);
            rows.arrival(ten, "owed", Some(late));
            rows.promise(late, "broken", ten, ten + HOUR_MS);
            rows.promise(late, "open", ten + HOUR_MS, ten + 9 * HOUR_MS);
            rows.arrival(ten, "owed", Some(shut));
            rows.promise(shut, "void", ten, ten + HOUR_MS);
            for verdict in ["stuck", "no_answer_owed", "spam", "duplicate", "waiting"] {
                rows.arrival(ten, verdict, None);
            }
        },
        |tx| {
            let zone = TimeZone::get("Europe/Rome").unwrap();
            let day = date(2026, 3, 2);
            let meter = ledger(tx, day, day, &zone, MONDAY_MS + 15 * HOUR_MS).unwrap();
            let expected = Counts {
                received: 9,
                owed: 4,
                answered: 2,
                waiting: 1,
                late: 1,
                stuck: 1,
                machines: 1,
                spam: 1,
                duplicates: 1,
                unread: 1,
            };
            assert_eq!(meter.total, expected);
            assert!(meter.total.add_up());
            assert_eq!(meter.by_channel()["email"], expected);
        },
    );
}

#[test]
fn a_day_is_the_account_zones_even_when_the_clocks_change() {
    // In the night to Sunday 2026-03-29 Rome goes from UTC+1 to UTC+2.
    let sunday_ms = 1_774_738_800_000;
    with_rows(
        move |rows| {
            rows.arrival(sunday_ms - 1, "spam", None);
            rows.arrival(sunday_ms, "spam", None);
            rows.arrival(sunday_ms + 23 * HOUR_MS - 1, "spam", None);
            rows.arrival(sunday_ms + 23 * HOUR_MS, "spam", None);
        },
        move |tx| {
            let zone = TimeZone::get("Europe/Rome").unwrap();
            let meter = ledger(tx, date(2026, 3, 28), date(2026, 3, 30), &zone, sunday_ms).unwrap();
            let per_day: Vec<_> = meter.rows.iter().map(|row| (row.day.day(), row.counts.received)).collect();
            assert_eq!(per_day, [(28, 1), (29, 2), (30, 1)]);
        },
    );
}

#[test]
fn a_second_message_after_a_late_answer_is_not_late_again() {
    let ten = MONDAY_MS + 10 * HOUR_MS;
    with_rows(
        move |rows| {
            let thread = rows.conversation("open");
            rows.arrival(ten, "owed", Some(thread));
            rows.promise(thread, "broken", ten, ten + HOUR_MS);
            rows.said(thread, "agent", false, ten + 2 * HOUR_MS);
            rows.arrival(ten + 3 * HOUR_MS, "owed", Some(thread));
            rows.promise(thread, "open", ten + 3 * HOUR_MS, ten + 9 * HOUR_MS);
        },
        move |tx| {
            let zone = TimeZone::get("Europe/Rome").unwrap();
            let day = date(2026, 3, 2);
            let total = ledger(tx, day, day, &zone, ten + 4 * HOUR_MS).unwrap().total;
            assert_eq!((total.answered, total.waiting, total.late), (1, 1, 0));
            let later = ledger(tx, day, day, &zone, ten + 9 * HOUR_MS).unwrap().total;
            assert_eq!((later.answered, later.waiting, later.late), (1, 0, 1));
        },
    );
}

#[test]
fn a_word_is_counted_for_whoever_gave_it() {
    let (made, due) = (MONDAY_MS, MONDAY_MS + 4 * HOUR_MS);
    with_rows(
        move |rows| {
            let thread = rows.conversation("open");
            for (owner, state) in [(7_i64, "kept"), (7, "kept"), (7, "broken"), (8, "broken"), (7, "void")] {
                rows.settled(thread, state, made, due, due, Some(due - 1), None);
                let id = rows.next;
                rows.tx.execute(OWN, args![id, owner]).unwrap();
            }
            rows.settled(thread, "kept", made, due, due, Some(due - 1), None);
        },
        move |tx| {
            let day = (MONDAY_MS, MONDAY_MS + 24 * HOUR_MS);
            let of = |tx: &mut Tx, agent_id| kept_by(tx, agent_id, day.0, day.1).unwrap();
            assert_eq!((of(tx, 7).settled, of(tx, 7).kept), (3, 2));
            assert_eq!((of(tx, 8).settled, of(tx, 8).kept), (1, 0));
            assert_eq!(kept_by(tx, 7, day.1, day.1 + HOUR_MS).unwrap().settled, 0);
        },
    );
}

#[test]
fn a_moved_promise_counts_as_kept_only_by_its_first_moment() {
    let (made, due) = (MONDAY_MS, MONDAY_MS + 4 * HOUR_MS);
    with_rows(
        move |rows| {
            let thread = rows.conversation("open");
            rows.settled(thread, "kept", made, due, due, Some(due - 1), None);
            rows.settled(thread, "broken", made, due, due, Some(due), None);
            rows.settled(thread, "moved", made, due, due, Some(made + 1), None);
            rows.settled(thread, "kept", made, due + HOUR_MS, due, Some(due + 1), None);
            rows.settled(thread, "kept", made, due + HOUR_MS, due, Some(due), None);
            rows.settled(thread, "void", made, due, due, Some(due), None);
            rows.settled(thread, "broken", made, due, due, Some(due), Some("internal"));
        },
        move |tx| {
            let total = kept(tx, MONDAY_MS, MONDAY_MS + 24 * HOUR_MS).unwrap();
            assert_eq!((total.settled, total.kept, total.moved), (4, 2, 2));
            assert_eq!(kept(tx, 0, MONDAY_MS).unwrap().rate(), None);
        },
    );
}
