//! What the inbox shows, read from one snapshot of the store.

mod narrow;
mod person;
pub mod queries;
mod thread;
mod timeline;
pub mod writing;

use db::{Row, Tx, Value, args};
use jiff::tz::TimeZone;
use spine::conversation::{self, Conversation, Status};
use spine::search::Wanted;
use words::Say;

pub use narrow::Narrow;
pub use queries::QUERIES;
pub use thread::{Begun, begun_of, draft_text};
pub use timeline::file as file_of;

use super::view::*;
use crate::console::settings::health;
use crate::fault::Fault;

/// Conversations on one page of the list.
const PAGE: usize = 100;
const HALF_HOUR_MS: i64 = 30 * 60_000;
/// A kept promise stays in the reader's list for so long.
const JUST_KEPT_MS: i64 = 10 * 60_000;
/// Rows looked through at once for those that fit a filter, and how often in one page.
const SCAN: usize = 4_000;
const SCANS: usize = 5;
/// Conversations a search found that are looked at together.
const AMONG: usize = 32;

/// Who reads, and what the installation can do.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    pub agent_id: i64,
    pub say: Say,
    /// Whether answers can leave.
    pub relay: bool,
    /// Files of one message, in bytes.
    pub bytes_max: i64,
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

/// Figures of the left column.
pub fn counts(tx: &mut Tx<'_>, reader: Reader, reading: &Reading) -> Result<Counts, Fault> {
    let (me, now_ms) = (reader.agent_id, reading.now_ms);
    let soon_ms = now_ms + HALF_HOUR_MS;
    let figures = conversation::figures(tx)?;
    let teams: Vec<i64> = tx.list(queries::MY_TEAMS, args![me], Row::next)?;
    let mut counts = Counts {
        mine: figures.assigned(Some(me)),
        mine_soon: tx.number(queries::MINE_URGENT, args![me, soon_ms])?,
        team: figures.of_teams(&teams),
        risk: tx.number(queries::URGENT, args![soon_ms])?,
        late: tx.number(queries::URGENT, args![now_ms])?,
        waiting: figures.in_status(Status::Waiting, None),
        snoozed: figures.in_status(Status::Snoozed, None),
        delivery: figures.troubled(),
        ..Counts::default()
    };
    (counts.kept_today, counts.settled_today) = tx
        .find(queries::SETTLED, args![day_start_ms(reading), now_ms], |row| Ok((row.next()?, row.next()?)))?
        .unwrap_or_default();
    counts.troubles = health::troubles(tx, reading.say, &reading.zone)?;
    counts.inboxes = tx.list(queries::INBOXES, &[], |row| {
        let id = row.next()?;
        let open = figures.in_status(Status::Open, Some(id));
        Ok(InboxCount { oid: row.next()?, name: row.next()?, channel: row.next()?, open })
    })?;
    counts.here = tx.list(queries::HERE, &[], |row| {
        Ok(Colleague {
            oid: row.next()?,
            name: row.next()?,
            presence: row.next()?,
            is_me: row.next::<i64>()? == me,
        })
    })?;
    counts.saved = saved(tx, reader, reading)?;
    Ok(counts)
}

/// Saved views in the left column at most.
const SAVED: usize = 8;

fn saved(tx: &mut Tx<'_>, reader: Reader, reading: &Reading) -> Result<Vec<SavedLine>, Fault> {
    let views = crate::console::views::store::list(tx, reader.agent_id)?;
    let mut lines = Vec::new();
    for view in views.into_iter().filter(|view| view.pinned).take(SAVED) {
        let figure = match found(tx, &Place::of_address(&view.place), reader, reading) {
            Ok(queue) if queue.more.is_some() => format!("{PAGE}+"),
            Ok(queue) => words::when::number(reading.say, queue.tickets.len() as i64),
            // It names an inbox that is no longer there.
            Err(Fault::Missing) => words::when::number(reading.say, 0),
            Err(fault) => return Err(fault),
        };
        lines.push(SavedLine { name: view.name, href: view.place, figure });
    }
    Ok(lines)
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

fn ticket(row: &mut Row) -> Result<Found, db::Error> {
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
    let unread = row.next::<i64>()? == 1;
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
    let ticket = Ticket { reference, customer, tier, subject, channel, inbox, assignee, debt, trouble, unread };
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
    ticket(row).map(Found::showing_kept)
}

/// A list of the store: its rows, where so many of them end, and the order they come in.
#[derive(Clone, Copy)]
struct List {
    rows: db::Query,
    end: db::Query,
    first: i64,
    word: Option<&'static str>,
    by_due: bool,
    /// Whether rows pass over that the list does not show, even without a filter.
    sparse: bool,
    read: fn(&mut Row) -> Result<Found, db::Error>,
}

impl List {
    fn by_due(rows: db::Query, end: db::Query, first: i64) -> Self {
        Self { rows, end, first, word: None, by_due: true, sparse: false, read: ticket }
    }

    fn by_change(rows: db::Query, end: db::Query, first: i64) -> Self {
        Self { by_due: false, ..Self::by_due(rows, end, first) }
    }

    fn in_status(status: &'static str) -> Self {
        Self { word: Some(status), ..Self::by_change(queries::IN_STATUS, queries::IN_STATUS_END, 0) }
    }

    fn first(&self) -> Value {
        self.word.map_or(Value::Int(self.first), Value::from)
    }

    /// Of an open view of the list, the store's list.
    fn of(view: View, inbox_id: Option<i64>, reader: Reader, reading: &Reading) -> Self {
        let me = reader.agent_id;
        match view {
            View::Mine => Self::by_due(queries::MINE, queries::MINE_END, me),
            View::Team => Self { sparse: true, ..Self::by_due(queries::TEAM, queries::TEAM_END, me) },
            View::Risk => Self::by_due(queries::RISK, queries::RISK_END, reading.now_ms + HALF_HOUR_MS),
            View::Kept => {
                Self { read: kept, ..Self::by_change(queries::KEPT, queries::KEPT_END, day_start_ms(reading)) }
            }
            View::Delivery => Self::by_change(queries::DELIVERY, queries::DELIVERY_END, 0),
            View::Waiting => Self::in_status("waiting"),
            View::Snoozed => Self::in_status("snoozed"),
            View::Closed => Self::in_status("closed"),
            View::All => match inbox_id {
                Some(inbox_id) => Self::by_change(queries::IN_INBOX, queries::IN_INBOX_END, inbox_id),
                None => Self::by_change(queries::ALL, queries::ALL_END, 0),
            },
        }
    }
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
    let wanted = Wanted::read(&place.query);
    let narrow = Narrow::of(tx, place, &wanted, reader, reading)?;
    let after = place.after.as_deref().and_then(cursor);
    let searching = wanted.has_words();
    let list = List::of(place.view, narrow.inbox_id, reader, reading);
    let (mut rows, more) = match searching {
        true => search(tx, &wanted, &narrow, after)?,
        // Signs alone, or words too common to tell anything apart.
        false if wanted.is_empty() && !place.query.trim().is_empty() => (Vec::new(), None),
        false => page(tx, list, &narrow, after)?,
    };
    let by_due = list.by_due && !searching;
    let length = rows.len() as i64;
    if place.view == View::Mine && !place.is_narrowed() && after.is_none() {
        rows.extend(tx.list(
            queries::JUST_KEPT,
            args![reading.now_ms - JUST_KEPT_MS, reader.agent_id],
            kept,
        )?);
    }
    let total = match place.view {
        _ if place.is_narrowed() => Some(length).filter(|_| more.is_none() && after.is_none()),
        View::Mine => Some(counts.mine),
        View::Team => Some(counts.team),
        View::Risk => Some(counts.risk),
        View::Delivery => Some(counts.delivery),
        View::Waiting => Some(counts.waiting),
        View::Snoozed => Some(counts.snoozed),
        View::Kept | View::Closed | View::All => Some(length).filter(|_| more.is_none() && after.is_none()),
    };
    let next_due_ms = match rows.is_empty() && by_due {
        true => tx.find(queries::NEXT_DUE, args![reading.now_ms], |row| row.next::<Option<i64>>())?.flatten(),
        false => None,
    };
    let nobody = rows.is_empty() && !place.is_narrowed() && after.is_none();
    let first = match nobody && tx.find(queries::ANY, &[], |row| row.next::<i64>())?.is_none() {
        true => Some(FirstMail {
            address: spine::inbox::list(tx)?
                .into_iter()
                .find(|inbox| inbox.channel == spine::inbox::Channel::Email && inbox.live)
                .and_then(|inbox| inbox.address),
        }),
        false => None,
    };
    Ok(Queue {
        total,
        tickets: rows.into_iter().map(|row| row.ticket).collect(),
        more: more.map(|(key, id)| format!("{key}-{id}")),
        next_due_ms,
        first,
        inbox: inbox.map(|inbox| inbox.name),
        people: people(tx)?,
        teams: spine::agent::teams(tx)?.into_iter().map(|team| (team.oid, team.name)).collect(),
    })
}

fn people(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, Fault> {
    let people = spine::agent::list(tx)?.into_iter();
    let people = people.filter(|one| one.active && one.role != spine::agent::Role::Integration);
    Ok(people.map(|one| (one.oid, one.name)).collect())
}

/// A list alone, without the figures of the left column.
pub fn found(tx: &mut Tx<'_>, place: &Place, reader: Reader, reading: &Reading) -> Result<Queue, Fault> {
    queue(tx, place, reader, &Counts::default(), reading)
}

/// Codes of everything a list holds, to a bound; whether there is more.
pub fn references(
    tx: &mut Tx<'_>,
    place: &Place,
    reader: Reader,
    reading: &Reading,
    most: usize,
) -> Result<(Vec<String>, bool), Fault> {
    let mut place = Place { after: None, ..place.list() };
    let mut references: Vec<String> = Vec::new();
    loop {
        let queue = found(tx, &place, reader, reading)?;
        references.extend(queue.tickets.into_iter().map(|ticket| ticket.reference));
        let more = queue.more.is_some();
        if references.len() >= most || !more {
            let cut = more || references.len() > most;
            references.truncate(most);
            return Ok((references, cut));
        }
        place.after = queue.more;
    }
}

type After = Option<(i64, i64)>;

/// One page of a list, and where the next begins. A filter that few pass is looked for among so many rows at a
/// time; what is left of the list is behind the next page.
fn page(tx: &mut Tx<'_>, list: List, narrow: &Narrow, after: After) -> Result<(Vec<Found>, After), Fault> {
    let start = if list.by_due { (i64::MIN, i64::MIN) } else { (i64::MAX, i64::MAX) };
    let mut from = after.unwrap_or(start);
    let whole = narrow.is_empty() && !list.sparse;
    let scan = if whole { PAGE + 2 } else { SCAN };
    let mut rows: Vec<Found> = Vec::new();
    for _ in 0..SCANS {
        let values =
            narrow.values([list.first(), from.0.into(), from.1.into(), (PAGE + 1).into(), scan.into()]);
        rows.extend(tx.list(list.rows, &values, list.read)?);
        if rows.len() > PAGE {
            rows.truncate(PAGE);
            let last = rows.last().map(|row| (if list.by_due { row.due_key } else { row.change_key }, row.id));
            return Ok((rows, last));
        }
        let end = tx.find(list.end, args![list.first(), from.0, from.1, scan - 1], |row| {
            Ok((row.next()?, row.next()?))
        })?;
        match end {
            Some(end) => from = end,
            None => return Ok((rows, None)),
        }
    }
    Ok((rows, Some(from)))
}

/// Conversations that hold every word and fit every filter, the newest first.
fn search(
    tx: &mut Tx<'_>,
    wanted: &Wanted,
    narrow: &Narrow,
    after: After,
) -> Result<(Vec<Found>, After), Fault> {
    let mut before = after.map_or(i64::MAX, |(_, id)| id);
    let mut rows: Vec<Found> = Vec::new();
    for _ in 0..SCANS {
        let hits = spine::search::find(tx, wanted, before)?;
        for some in hits.ids.chunks(AMONG) {
            let mut ids: Vec<Value> = some.iter().map(|id| Value::Int(*id)).collect();
            ids.resize(AMONG, Value::Int(some[0]));
            rows.extend(tx.list(queries::FOUND, &narrow.values_among(&ids), ticket)?);
            if rows.len() > PAGE {
                rows.truncate(PAGE);
                let last = rows.last().map(|row| (0, row.id));
                return Ok((rows, last));
            }
        }
        match hits.more {
            Some(more) => before = more,
            None => return Ok((rows, None)),
        }
    }
    Ok((rows, Some((0, before))))
}

fn cursor(text: &str) -> Option<(i64, i64)> {
    let (key, id) = text.split_once('-')?;
    Some((key.parse().ok()?, id.parse().ok()?))
}
