//! Facts of conversations that the rooms themselves change, on both engines: counted on is what the whole log says.

#![expect(clippy::unwrap_used, reason = "tests")]

use db::{Actor, Db, Tx, args};
use kernel::calendar::Hours;
use kernel::language::{Language, Register};
use spine::inbox::Targets;
use spine::{Error, conversation, matter};

use super::*;
use crate::account;
use crate::testing::{NOW_MS, on_both_engines};

db::queries! {
    "kpi_test";
    account {
        INBOX = "insert into inbox (account_id, id, oid, inbox_key, kind, name, language, register, hours, targets, live,
                   acknowledges, created_at_ms)
                 values (?1, ?2, ?3, ?3, 'email', ?3, 'it', 'lei', ?4, ?5, true, true, 0)";
        CUSTOMER = "insert into customer (account_id, id, oid, name, tier, attributes, created_at_ms)
                    values (?1, 1, 'k', 'Anna', 'C', '{}', 0)";
        BEGIN = "insert into conversation (account_id, id, oid, reference, track_token, subject, status, channel, inbox_id,
                   customer_id, tier, skills, priority, created_at_ms, updated_at_ms, message_count)
                 values (?1, ?2, ?3, ?3, ?3, '', 'open', ?4, ?5, 1, 'B', '[]', 0, ?6, ?6, 1)";
        SAY = "insert into message (account_id, id, oid, conversation_id, direction, channel, author_kind, author_id,
                 recipients, text, reply_text, automatic, created_at_ms)
               values (?1, ?2, ?3, ?4, ?5, 'email', ?6, ?7, '[]', ?8, ?8, false, ?9)";
        HAPPEN = "insert into event (account_id, seq, type, at_ms, actor_kind, actor_id, conversation_id, data)
                  values (?1, ?2, ?3, ?4, ?5, null, ?6, '{}')";
        LOG_ENDS = "select event_seq from account where account_id = ?1";
        LOG_GROWS = "update account set event_seq = event_seq + 1 where account_id = ?1";
        CALL = "insert into callback (account_id, promise_id, conversation_id, inbox_id, uid, sequence, phone,
                  slot_at_ms, moved, outcome)
                values (?1, ?2, ?3, 1, ?4, 0, '', 0, false, ?5)";
        LAST_MESSAGE = "select max(id) from message where account_id = ?1 and conversation_id = ?2";
        FACTS = "select conversation_id, counts, merged, person_id, answered_at_ms, resolved_at_ms, reopened_at_ms,
                   returned_at_ms, returned_by_id, follows_id, writing_ms, repeating_ms, coming_back_ms, returns_ms, messages
                 from kpi_fact where account_id = ?1 order by conversation_id limit 1000";
        DAYS = "select day, measure, inbox_id, channel, tier, person_id, n, part, squares from kpi_day
                where account_id = ?1 order by day, measure, inbox_id, channel, tier, person_id limit 1000";
    }
}

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;
/// One minute of writing.
const LETTERS: usize = 216;

fn with_house(story: impl Fn(&Db)) {
    on_both_engines(|store| {
        store
            .write(1, |tx| {
                account::create(tx, "Fioca", Language::It, Register::Lei)?;
                let (hours, targets) = (Hours::default().to_json(), Targets::default().to_json());
                for (id, name) in [(1_i64, "uno"), (2, "due")] {
                    tx.execute(INBOX, args![id, name, hours.to_string(), targets.to_string()])?;
                }
                tx.execute(CUSTOMER, &[])?;
                Ok::<_, account::Error>(())
            })
            .unwrap();
        story(&store);
    });
}

fn act<R: Send + 'static>(
    store: &Db,
    act: impl Fn(&mut Tx<'_>) -> Result<R, Error> + Send + Sync + 'static,
) -> R {
    store.write(1, act).unwrap()
}

fn look<R>(store: &Db, look: impl Fn(&mut Tx<'_>) -> Result<R, Error>) -> R {
    store.read(1, |tx| look(tx)).unwrap()
}

/// An event at a moment of one's own.
fn happened(tx: &mut Tx<'_>, kind: &str, at_ms: i64, actor: &str, id: i64) -> Result<(), Error> {
    tx.execute(LOG_GROWS, &[])?;
    let seq = tx.number(LOG_ENDS, &[])?;
    tx.execute(HAPPEN, args![seq, kind, at_ms, actor, id])?;
    Ok(())
}

fn begins(tx: &mut Tx<'_>, id: i64, channel: &str, inbox_id: i64, at_ms: i64) -> Result<(), Error> {
    tx.execute(BEGIN, args![id, format!("c{id}"), channel, inbox_id, at_ms])?;
    happened(tx, "conversation.opened", at_ms, "customer", id)?;
    says(tx, id, None, at_ms)
}

/// A minute's message: the customer's, or a person's.
fn says(tx: &mut Tx<'_>, id: i64, person: Option<i64>, at_ms: i64) -> Result<(), Error> {
    let (direction, author) = if person.is_some() { ("out", "agent") } else { ("in", "customer") };
    let message = kernel::id::fresh(at_ms);
    let text = "a".repeat(LETTERS);
    tx.execute(SAY, args![message, format!("m{message}"), id, direction, author, person, text, at_ms])?;
    happened(tx, if person.is_some() { "message.written" } else { "message.received" }, at_ms, author, id)
}

fn catch_up_whole(store: &Db) {
    while act(store, catch_up) {}
}

fn kept(store: &Db) -> Vec<String> {
    look(store, |tx| {
        let mut rows = tx.list(FACTS, &[], |row| Ok(format!("{:?}", row.rest())))?;
        rows.extend(tx.list(DAYS, &[], |row| Ok(format!("{:?}", row.rest())))?);
        Ok(rows)
    })
}

/// Counts on, and says that the whole log comes to the same.
#[track_caller]
fn agrees(store: &Db) {
    catch_up_whole(store);
    let counted_on = kept(store);
    act(store, again);
    catch_up_whole(store);
    assert_eq!(counted_on, kept(store));
}

fn fact_of(store: &Db, id: i64) -> Fact {
    look(store, |tx| Ok(tx.find(store::FACT, args![id], store::fact)?)).unwrap()
}

#[test]
fn what_is_merged_split_and_taken_back_is_counted_on_as_the_whole_log_says() {
    with_house(|store| {
        act(store, |tx| {
            for id in [10, 11] {
                begins(tx, id, "email", 1, NOW_MS - 5 * DAY_MS)?;
                says(tx, id, Some(7), NOW_MS - 4 * DAY_MS)?;
                happened(tx, "conversation.closed", NOW_MS - 4 * DAY_MS + MINUTE_MS, "agent", id)?;
            }
            Ok(())
        });
        catch_up_whole(store);
        assert!(fact_of(store, 11).resolved_at_ms.is_some());
        let operation = act(store, |tx| {
            let (mut from, mut into) = (conversation::find(tx, 11)?, conversation::find(tx, 10)?);
            matter::merge(tx, &mut from, &mut into, Actor::System)
        });
        agrees(store);
        assert!(fact_of(store, 11).merged);
        // What it went into is answered by somebody else first, before its own answer.
        act(store, |tx| says(tx, 10, Some(8), NOW_MS - 5 * DAY_MS + MINUTE_MS));
        agrees(store);
        assert_eq!(fact_of(store, 11).person_id, Some(8));
        act(store, move |tx| matter::undo(tx, &operation, Actor::System).map(|_| ()));
        agrees(store);
        assert!(!fact_of(store, 11).merged);
        // A part of it goes away, and comes back.
        let operation = act(store, |tx| {
            let mut from = conversation::find(tx, 11)?;
            let last = tx.number(LAST_MESSAGE, args![11_i64])?;
            let message = conversation::message(tx, last)?;
            let how = matter::Split { message, subject: String::new(), tell: false };
            matter::split(tx, &mut from, how, Actor::System).map(|(_, operation)| operation)
        });
        agrees(store);
        act(store, move |tx| matter::undo(tx, &operation, Actor::System).map(|_| ()));
        agrees(store);
    });
}

/// Answered by somebody and closed, an hour and two after it began.
fn ends(tx: &mut Tx<'_>, id: i64, person: i64, began_ms: i64) -> Result<(), Error> {
    says(tx, id, Some(person), began_ms + 60 * MINUTE_MS)?;
    happened(tx, "conversation.closed", began_ms + 120 * MINUTE_MS, "agent", id)
}

#[test]
fn the_time_of_a_coming_back_is_that_of_the_need_before_wherever_they_came_back() {
    with_house(|store| {
        let began_ms = NOW_MS - 9 * DAY_MS;
        act(store, move |tx| {
            begins(tx, 10, "email", 1, began_ms)?;
            ends(tx, 10, 7, began_ms)?;
            // Elsewhere, to somebody else, and then a third time: that one is not resolved.
            begins(tx, 11, "form", 2, began_ms + DAY_MS)?;
            ends(tx, 11, 8, began_ms + DAY_MS)?;
            begins(tx, 12, "form", 2, began_ms + 2 * DAY_MS)
        });
        agrees(store);
        assert_eq!((fact_of(store, 11).follows_id, fact_of(store, 12).follows_id), (Some(10), Some(11)));
        let time = |only: Only| {
            look(store, |tx| {
                let sums = together(tx, "2026-11-01".parse().unwrap(), "2026-11-18".parse().unwrap(), only)?
                    .into_iter();
                Ok(sums.filter(|sum| sum.measure == Measure::CustomerTime).collect::<Vec<_>>())
            })
        };
        let all = time(Only::default());
        let [cell] = &all[..] else { panic!("{all:?}") };
        assert_eq!((cell.day.to_string().as_str(), cell.n), ("2026-11-09", 1));
        let theirs = Only { inbox_id: Some(1), person_id: Some(7), ..Only::default() };
        assert_eq!(time(theirs), all);
        // Three minutes of writing, and two short answers that were read.
        let read_ms = LETTERS as i64 * MINUTE_MS / (238 * 6);
        assert_eq!(cell.part, 3 * MINUTE_MS + 2 * read_ms);
        // Once more on the last one: the need before is busier by a minute.
        act(store, move |tx| says(tx, 12, None, began_ms + 3 * DAY_MS));
        agrees(store);
        assert_eq!(fact_of(store, 10).busy_ms(), 4 * MINUTE_MS + 2 * read_ms);
    });
}

#[test]
fn the_customers_button_opens_a_request_again_without_a_word() {
    with_house(|store| {
        let began_ms = NOW_MS - 5 * DAY_MS;
        act(store, move |tx| {
            for id in [10, 11] {
                begins(tx, id, "email", 1, began_ms + id)?;
                ends(tx, id, 7, began_ms + id)?;
            }
            happened(tx, "conversation.reopened", began_ms + DAY_MS, "customer", 10)?;
            // By one of us it is no coming back of theirs.
            happened(tx, "conversation.reopened", began_ms + DAY_MS, "agent", 11)
        });
        agrees(store);
        assert_eq!(fact_of(store, 10).reopened_at_ms, Some(began_ms + DAY_MS));
        assert_eq!(fact_of(store, 11).reopened_at_ms, None);
        act(store, move |tx| says(tx, 10, None, began_ms + DAY_MS - MINUTE_MS));
        agrees(store);
        assert_eq!(fact_of(store, 10).reopened_at_ms, Some(began_ms + DAY_MS - MINUTE_MS));
    });
}

#[test]
fn of_a_customer_who_writes_all_the_time_the_nearest_requests_are_looked_at() {
    with_house(|store| {
        const STEP_MS: i64 = 20 * MINUTE_MS;
        let began_ms = NOW_MS - 5 * DAY_MS;
        for ids in [1_000..1_228, 1_228..1_229, 1_229..1_230] {
            act(store, move |tx| {
                for id in ids.clone() {
                    let at_ms = began_ms + (id - 1_000) * STEP_MS;
                    begins(tx, id, "email", 1, at_ms)?;
                    says(tx, id, Some(7), at_ms + MINUTE_MS)?;
                    happened(tx, "conversation.closed", at_ms + 2 * MINUTE_MS, "agent", id)?;
                }
                Ok(())
            });
            catch_up_whole(store);
        }
        assert_eq!(fact_of(store, 1_228).returned_by_id, Some(1_229));
        assert_eq!(fact_of(store, 1_229).follows_id, Some(1_228));
    });
}

#[test]
fn a_call_back_that_was_cancelled_or_moved_away_is_none() {
    with_house(|store| {
        act(store, |tx| {
            for (id, outcome) in
                [(10, None), (11, Some("cancelled")), (12, Some("moved")), (13, Some("reached"))]
            {
                begins(tx, id, "phone", 1, NOW_MS - DAY_MS + id)?;
                tx.execute(CALL, args![id, id, format!("u{id}"), outcome])?;
            }
            Ok(())
        });
        catch_up_whole(store);
        let called = [10, 11, 12, 13].map(|id| fact_of(store, id).called_back);
        assert_eq!(called, [true, false, false, true]);
    });
}
