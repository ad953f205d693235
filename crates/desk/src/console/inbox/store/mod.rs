//! What the inbox shows, read from one snapshot of the store.

mod person;
pub mod queries;
mod thread;
mod timeline;

use db::{Row, Tx, args};
use jiff::tz::TimeZone;
use spine::conversation::{self, Conversation, folded};
use words::Say;

pub use queries::QUERIES;
pub use thread::{draft_text, parts_of_draft};
pub use timeline::file as file_of;

use super::view::*;
use crate::fault::Fault;

/// Conversations on one page of the list.
const PAGE: usize = 100;
const HALF_HOUR_MS: i64 = 30 * 60_000;
/// A kept promise stays in the reader's list for so long.
const JUST_KEPT_MS: i64 = 10 * 60_000;
/// Words of a search that count.
const SEARCH_WORDS: usize = 4;

/// Who reads, and what the installation can do.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    pub agent_id: i64,
    pub say: Say,
    /// Whether answers can leave.
    pub relay: bool,
}

/// How the reader reads at this moment: the zone is the company's.
pub fn reading(tx: &mut Tx<'_>, say: Say) -> Result<Reading, Fault> {
    let company = spine::company::find(tx)?;
    let zone = TimeZone::get(&company.timezone).unwrap_or(TimeZone::UTC);
    Ok(Reading { say, now_ms: tx.now_ms(), zone })
}

/// A whole page.
///
/// # Errors
/// [`Fault::Missing`] when the place names a conversation or an inbox that is not there.
pub fn inbox(tx: &mut Tx<'_>, place: &Place, reader: Reader, reading: &Reading) -> Result<Inbox, Fault> {
    let counts = counts(tx, reader, reading)?;
    let queue = queue(tx, place, reader, &counts, reading)?;
    let thread = match &place.open {
        None => None,
        Some(reference) => {
            let open = open(tx, reference)?;
            let shown = thread::thread(tx, &open, reader, reading)?;
            Some((shown, person::person(tx, &open)?))
        }
    };
    Ok(Inbox { place: place.clone(), counts, queue, thread })
}

/// The conversation an address names by its code.
pub fn open(tx: &mut Tx<'_>, reference: &str) -> Result<Conversation, Fault> {
    conversation::by_reference(tx, &reference.to_ascii_uppercase())?.ok_or(Fault::Missing)
}

/// The first moment of today in the reader's zone.
fn day_start_ms(reading: &Reading) -> i64 {
    jiff::Timestamp::from_millisecond(reading.now_ms)
        .ok()
        .and_then(|now| now.to_zoned(reading.zone.clone()).start_of_day().ok())
        .map_or(reading.now_ms, |start| start.timestamp().as_millisecond())
}

fn counts(tx: &mut Tx<'_>, reader: Reader, reading: &Reading) -> Result<Counts, Fault> {
    let (me, now_ms) = (reader.agent_id, reading.now_ms);
    let mut counts = tx
        .find(queries::OPEN_COUNTS, args![me, now_ms + HALF_HOUR_MS, now_ms], |row| {
            Ok(Counts {
                mine: row.next()?,
                mine_soon: row.next()?,
                team: row.next()?,
                risk: row.next()?,
                late: row.next()?,
                ..Counts::default()
            })
        })?
        .unwrap_or_default();
    let aside = tx.list(queries::ASIDE_COUNTS, &[], |row| Ok((row.next::<String>()?, row.next::<i64>()?)))?;
    let of = |status: &str| aside.iter().find(|(name, _)| name == status).map_or(0, |(_, count)| *count);
    (counts.waiting, counts.snoozed) = (of("waiting"), of("snoozed"));
    counts.delivery = tx.number(queries::TROUBLE_COUNT, &[])?;
    (counts.kept_today, counts.settled_today) = tx
        .find(queries::SETTLED, args![day_start_ms(reading), now_ms], |row| Ok((row.next()?, row.next()?)))?
        .unwrap_or_default();
    counts.inboxes = tx.list(queries::INBOX_COUNTS, &[], |row| {
        Ok(InboxCount { oid: row.next()?, name: row.next()?, channel: row.next()?, open: row.next()? })
    })?;
    counts.here = tx.list(queries::HERE, &[], |row| {
        Ok(Colleague {
            oid: row.next()?,
            name: row.next()?,
            presence: row.next()?,
            is_me: row.next::<i64>()? == me,
        })
    })?;
    Ok(counts)
}

/// A ticket with its place in both orders.
struct Found {
    id: i64,
    ticket: Ticket,
    /// Due moment of the promise kept last, and when it was kept.
    kept: Option<(i64, i64)>,
    due_key: i64,
    change_key: i64,
}

fn found(row: &mut Row) -> Result<Found, db::Error> {
    let id = row.next()?;
    let reference = row.next()?;
    let customer = row.next::<Option<String>>()?.unwrap_or_default();
    let (tier, subject, channel) = (row.next()?, row.next()?, row.next()?);
    let (inbox, assignee) = (row.next()?, row.next()?);
    let status: String = row.next()?;
    let (returns_at_ms, closed_at_ms) = (row.next()?, row.next::<Option<i64>>()?);
    let trouble = row.next::<Option<String>>()?.is_some();
    let (made_at_ms, due_at_ms, missed_ms) =
        (row.next::<Option<i64>>()?, row.next::<Option<i64>>()?, row.next()?);
    let (kept_due_ms, kept_at_ms) = (row.next::<Option<i64>>()?, row.next::<Option<i64>>()?);
    let (due_key, change_key) = (row.next()?, row.next::<i64>()?);
    let debt = match (status.as_str(), made_at_ms.zip(due_at_ms)) {
        ("closed", _) => Debt::Closed { at_ms: closed_at_ms.unwrap_or(change_key) },
        ("waiting", _) => Debt::Waiting { returns_at_ms },
        ("snoozed", promised) => {
            Debt::Snoozed { returns_at_ms, due_at_ms: promised.map(|(_, due_at_ms)| due_at_ms) }
        }
        (_, Some((made_at_ms, due_at_ms))) => Debt::Open { made_at_ms, due_at_ms, missed_ms },
        (_, None) => Debt::Nothing,
    };
    let kept = kept_due_ms.zip(kept_at_ms);
    let ticket = Ticket { reference, customer, tier, subject, channel, inbox, assignee, debt, trouble };
    let found = Found { id, ticket, kept, due_key, change_key };
    Ok(if found.ticket.debt == Debt::Nothing { found.showing_kept() } else { found })
}

impl Found {
    /// The same row as one that shows the promise kept last, whatever became of the conversation since.
    fn showing_kept(mut self) -> Self {
        if let Some((due_at_ms, kept_at_ms)) = self.kept {
            self.ticket.debt = Debt::Kept { due_at_ms, kept_at_ms };
        }
        self
    }
}

fn kept(row: &mut Row) -> Result<Found, db::Error> {
    found(row).map(Found::showing_kept)
}

/// What the lists take: a first value, one inbox, one tag, and where the last page ended.
struct Narrow {
    inbox_id: Option<i64>,
    tag: Option<String>,
    after: Option<(i64, i64)>,
}

fn queue(
    tx: &mut Tx<'_>,
    place: &Place,
    reader: Reader,
    counts: &Counts,
    reading: &Reading,
) -> Result<Queue, Fault> {
    let inbox = match &place.inbox {
        Some(oid) => Some(spine::inbox::by_oid(tx, oid)?),
        None => None,
    };
    let narrow = Narrow {
        inbox_id: inbox.as_ref().map(|inbox| inbox.id),
        tag: place.tag.clone(),
        after: place.after.as_deref().and_then(cursor),
    };
    let (now_ms, day_ms) = (reading.now_ms, day_start_ms(reading));
    let searching = !place.query.trim().is_empty();
    let mut rows = match place.view {
        _ if searching => search(tx, &place.query, narrow.inbox_id)?,
        View::Mine => list(tx, queries::MINE, reader.agent_id, &narrow)?,
        View::Team => list(tx, queries::TEAM, reader.agent_id, &narrow)?,
        View::Risk => list(tx, queries::RISK, now_ms + HALF_HOUR_MS, &narrow)?,
        View::Kept => list_with(tx, queries::KEPT, db::Value::from(day_ms), &narrow, kept)?,
        View::Delivery => list(tx, queries::DELIVERY, 0_i64, &narrow)?,
        View::Waiting => list(tx, queries::IN_STATUS, "waiting", &narrow)?,
        View::Snoozed => list(tx, queries::IN_STATUS, "snoozed", &narrow)?,
        View::Closed => list(tx, queries::IN_STATUS, "closed", &narrow)?,
        View::All => list(tx, queries::ALL, 0_i64, &narrow)?,
    };
    let by_due = matches!(place.view, View::Mine | View::Team | View::Risk) && !searching;
    let more = (rows.len() > PAGE).then(|| {
        rows.truncate(PAGE);
        rows.last().map(|row| format!("{}-{}", if by_due { row.due_key } else { row.change_key }, row.id))
    });
    let length = rows.len() as i64;
    if place.view == View::Mine && !searching && narrow.after.is_none() {
        rows.extend(tx.list(queries::JUST_KEPT, args![reader.agent_id, now_ms - JUST_KEPT_MS], kept)?);
    }
    let narrowed = searching || narrow.inbox_id.is_some() || narrow.tag.is_some();
    let total = match place.view {
        _ if narrowed => Some(length).filter(|_| more.is_none()),
        View::Mine => Some(counts.mine),
        View::Team => Some(counts.team),
        View::Risk => Some(counts.risk),
        View::Delivery => Some(counts.delivery),
        View::Waiting => Some(counts.waiting),
        View::Snoozed => Some(counts.snoozed),
        View::Kept | View::Closed | View::All => Some(length).filter(|_| more.is_none()),
    };
    let next_due_ms = match rows.is_empty() && by_due {
        true => tx.find(queries::NEXT_DUE, args![now_ms], |row| row.next::<Option<i64>>())?.flatten(),
        false => None,
    };
    Ok(Queue {
        total,
        tickets: rows.into_iter().map(|row| row.ticket).collect(),
        more: more.flatten(),
        next_due_ms,
        inbox: inbox.map(|inbox| inbox.name),
    })
}

fn list(
    tx: &mut Tx<'_>,
    query: db::Query,
    first: impl Into<db::Value>,
    narrow: &Narrow,
) -> Result<Vec<Found>, Fault> {
    list_with(tx, query, first.into(), narrow, found)
}

fn list_with(
    tx: &mut Tx<'_>,
    query: db::Query,
    first: db::Value,
    narrow: &Narrow,
    read: fn(&mut Row) -> Result<Found, db::Error>,
) -> Result<Vec<Found>, Fault> {
    let (key, id) = (narrow.after.map(|(key, _)| key), narrow.after.map(|(_, id)| id));
    Ok(tx.list(query, args![first, narrow.inbox_id, narrow.tag.clone(), key, id, PAGE + 1], read)?)
}

/// Conversations that hold every word, newest first.
fn search(tx: &mut Tx<'_>, query: &str, inbox_id: Option<i64>) -> Result<Vec<Found>, Fault> {
    let words = folded(query);
    let mut patterns: Vec<String> = words.split_whitespace().take(SEARCH_WORDS).map(pattern).collect();
    patterns.resize(SEARCH_WORDS, "%".to_owned());
    Ok(tx.list(
        queries::FOUND,
        args![&patterns[0], &patterns[1], &patterns[2], &patterns[3], inbox_id],
        found,
    )?)
}

/// A word anywhere in a text; the two signs that stand for anything match any one letter.
fn pattern(word: &str) -> String {
    format!("%{}%", word.replace(['%', '\\'], "_"))
}

fn cursor(text: &str) -> Option<(i64, i64)> {
    let (key, id) = text.split_once('-')?;
    Some((key.parse().ok()?, id.parse().ok()?))
}
