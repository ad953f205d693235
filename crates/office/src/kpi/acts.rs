//! Reads the event log on, and works out again what is known of every conversation something happened to.

use std::collections::{BTreeMap, BTreeSet};

use db::{Row, Tx, args};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use spine::{Error, company};

use super::measure::{Measure, SETTLED_DAYS, sums};
use super::model::{DAY_MS, Fact};
use super::store;

/// Grows when facts are made otherwise: then all of them are worked out again.
const VERSION: i64 = 2;
/// Facts, and days of sums, that are forgotten in one turn.
const FORGET_FACTS: usize = 5_000;
const FORGET_DAYS: usize = 7;
/// Events read in one turn.
const BATCH: usize = 300;
/// Messages and turns of one conversation that are looked at.
const LINES_MAX: usize = 5_000;
/// Requests of one customer within days that are looked at for coming back.
const NEAR_MAX: usize = 200;
/// Conversations that went into one.
const MERGED_MAX: usize = 1_000;
const NEAR_MS: i64 = SETTLED_DAYS * DAY_MS;

/// Accounts whose log goes on after what was read.
pub fn behind(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::BEHIND, args![limit], Row::next)?)
}

/// Reads the log on. Whether there is more to read.
pub fn catch_up(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let zone_name = company::find(tx)?.timezone;
    let basis = format!("{VERSION} {zone_name}");
    let cursor = tx.find(store::CURSOR, &[], |row| Ok((row.next::<i64>()?, row.next::<String>()?)))?;
    let seq = match cursor {
        None => {
            tx.execute(store::START, args![&basis])?;
            0
        }
        // Days are counted in another zone, or facts made otherwise.
        Some((_, was)) if was != basis => {
            forget(tx, &was, &basis)?;
            return Ok(true);
        }
        Some((seq, _)) => seq,
    };
    let touched =
        tx.list(store::TOUCHED, args![seq, BATCH], |row| Ok((row.next::<i64>()?, row.next::<Option<i64>>()?)))?;
    let Some(end) = touched.last().map(|(seq, _)| *seq) else { return Ok(false) };
    if tx.execute(store::ADVANCE, args![seq, end])? == 0 {
        // Another node was faster.
        return Ok(false);
    }
    let zone = TimeZone::get(&zone_name).unwrap_or(TimeZone::UTC);
    let mut ids: BTreeSet<i64> = touched.iter().filter_map(|(_, id)| *id).collect();
    // What went into one is answered there.
    for id in ids.clone() {
        ids.extend(tx.list(store::MERGED_INTO, args![id, MERGED_MAX], Row::next::<i64>)?);
    }
    let mut related = ids.clone();
    for id in ids {
        related.extend(look_at(tx, id, &zone)?);
    }
    // What follows one belongs to it: a change goes on to the one before.
    while let Some(id) = related.pop_first() {
        related.extend(relate(tx, id, &zone)?);
    }
    Ok(touched.len() == BATCH)
}

/// Has everything worked out from the beginning of the log; what is known is forgotten turn by turn.
pub fn again(tx: &mut Tx<'_>) -> Result<(), Error> {
    tx.execute(store::START, args![""])?;
    tx.execute(store::FORGET, &[])?;
    Ok(())
}

/// Forgets a part of what is known, and begins anew when nothing is left of it.
fn forget(tx: &mut Tx<'_>, was: &str, basis: &str) -> Result<(), Error> {
    if tx.execute(store::AGAIN, args![was, ""])? == 0 {
        // Another node was faster.
        return Ok(());
    }
    let gone = tx.execute(store::FORGET_FACTS, args![FORGET_FACTS])?
        + tx.execute(store::FORGET_DAYS, args![FORGET_DAYS])?;
    if gone == 0 {
        tx.execute(store::AGAIN, args!["", basis])?;
    }
    Ok(())
}

/// Works out what one conversation comes to by itself; the others of its customer that may see it otherwise now.
fn look_at(tx: &mut Tx<'_>, id: i64, zone: &TimeZone) -> Result<Vec<i64>, Error> {
    let before = tx.find(store::FACT, args![id], store::fact)?;
    let standing = tx.find(store::STANDING, args![id], store::standing)?;
    let after = match standing {
        None => None,
        Some(standing) => {
            let lines = tx.list(store::LINES, args![id, LINES_MAX], store::line)?;
            let turns = tx.list(store::TURNS, args![id, LINES_MAX], store::turn)?;
            let fact = Fact::of(standing, &lines, &turns);
            // What others have to do with it is looked at next.
            Some(match &before {
                Some(before) => Fact {
                    returned_at_ms: before.returned_at_ms,
                    returned_by_id: before.returned_by_id,
                    follows_id: before.follows_id,
                    returns_ms: before.returns_ms,
                    ..fact
                },
                None => fact,
            })
        }
    };
    keep(tx, id, before.as_ref(), after.as_ref(), zone)?;
    let mut near = Vec::new();
    if let (Some(before), Some(after)) = (&before, &after)
        && before.is_seen_as(after)
    {
        // Others see it as before; whose need it is may be busier.
        near.extend(before.follows_id);
        return Ok(near);
    }
    for fact in before.iter().chain(&after) {
        let (customer, began_ms) = (fact.customer_id, fact.began_at_ms);
        near.extend(tx.list(
            store::RESOLVED_NEAR,
            args![customer, began_ms - NEAR_MS, began_ms, NEAR_MAX, id],
            Row::next::<i64>,
        )?);
        if let Some(resolved_ms) = fact.resolved_at_ms {
            near.extend(tx.list(
                store::BEGAN_NEAR,
                args![customer, resolved_ms, resolved_ms + NEAR_MS, NEAR_MAX, id],
                Row::next::<i64>,
            )?);
        }
        near.extend(fact.follows_id);
    }
    Ok(near)
}

/// Whether its customer came back after it and how long they were busy with that, and whether it is itself a coming
/// back; the ones it follows that see it otherwise now.
fn relate(tx: &mut Tx<'_>, id: i64, zone: &TimeZone) -> Result<Vec<i64>, Error> {
    let Some(before) = tx.find(store::FACT, args![id], store::fact)? else { return Ok(Vec::new()) };
    let (customer, topic) = (before.customer_id, before.topic.as_deref());
    let next = match before.resolved_at_ms {
        Some(resolved_ms) => {
            let within = args![customer, id, resolved_ms, resolved_ms + NEAR_MS, topic];
            tx.find(store::NEXT_OF, within, |row| Ok((row.next::<i64>()?, row.next::<i64>()?)))?
        }
        None => None,
    };
    let began_ms = before.began_at_ms;
    let follows_id = match before.counts && !before.merged {
        true => {
            let within = args![customer, id, began_ms - NEAR_MS, began_ms, topic];
            tx.find(store::BEFORE_IT, within, Row::next::<i64>)?
        }
        false => None,
    };
    let after = Fact {
        returned_at_ms: next.map(|(at_ms, _)| at_ms),
        returned_by_id: next.map(|(_, id)| id),
        follows_id,
        returns_ms: tx.number(store::RETURNS, args![id])?,
        ..before.clone()
    };
    keep(tx, id, Some(&before), Some(&after), zone)?;
    let same = (before.follows_id, before.returns_ms) == (after.follows_id, after.returns_ms);
    Ok(match same {
        true => Vec::new(),
        false => before.follows_id.into_iter().chain(after.follows_id).collect(),
    })
}

type Key = (Date, Measure, i64, &'static str, &'static str, i64);

/// Puts a fact in the place of the one there was, and its sums too.
fn keep(
    tx: &mut Tx<'_>,
    id: i64,
    before: Option<&Fact>,
    after: Option<&Fact>,
    zone: &TimeZone,
) -> Result<(), Error> {
    if before == after {
        return Ok(());
    }
    if before.is_some() {
        tx.execute(store::DROP_FACT, args![id])?;
    }
    if let Some(fact) = after {
        tx.execute(
            store::KEEP_FACT,
            args![
                fact.conversation_id,
                fact.customer_id,
                fact.inbox_id,
                fact.channel.name(),
                fact.tier.name(),
                fact.person_id,
                fact.topic.as_deref(),
                fact.began_at_ms,
                fact.counts,
                fact.merged,
                fact.answered_at_ms,
                fact.gave_up_at_ms,
                fact.called_back,
                fact.resolved_at_ms,
                fact.reopened_at_ms,
                fact.returned_at_ms,
                fact.returned_by_id,
                fact.follows_id,
                fact.hands,
                fact.asked_at_ms,
                fact.mark,
                fact.waiting_ms,
                fact.writing_ms,
                fact.repeating_ms,
                fact.coming_back_ms,
                fact.returns_ms,
                fact.messages
            ],
        )?;
    }
    let mut changed: BTreeMap<Key, (i64, i64, i64)> = BTreeMap::new();
    for (fact, sign) in [(before, -1), (after, 1)] {
        let Some(fact) = fact else { continue };
        for sum in sums(fact, |at_ms| day_of(at_ms, zone)) {
            let (inbox, person) = (fact.inbox_id, fact.person_id.unwrap_or_default());
            let key = (sum.day, sum.measure, inbox, fact.channel.name(), fact.tier.name(), person);
            let entry = changed.entry(key).or_default();
            *entry = (entry.0 + sign * sum.n, entry.1 + sign * sum.part, entry.2 + sign * sum.squares);
        }
    }
    for ((day, measure, inbox, channel, tier, person), (n, part, squares)) in changed {
        if (n, part, squares) == (0, 0, 0) {
            continue;
        }
        let day = day.to_string();
        let key = args![&day, measure.name(), inbox, channel, tier, person, n, part, squares];
        tx.execute(store::ADD_DAY, key)?;
        if n < 0 || part < 0 || squares < 0 {
            tx.execute(store::DROP_DAY, args![&day, measure.name(), inbox, channel, tier, person])?;
        }
    }
    Ok(())
}

fn day_of(at_ms: i64, zone: &TimeZone) -> Date {
    Timestamp::from_millisecond(at_ms).unwrap_or_default().to_zoned(zone.clone()).date()
}
