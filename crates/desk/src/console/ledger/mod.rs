//! The arrivals ledger: the black-hole meter by day and channel, the list of everything received with its verdict,
//! and one arrival opened.

mod meter;
mod pages;
mod slip;
mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::id::Kind;
use office::account::Permission;
use office::report::{self, Ledger};
use spine::company;
use spine::inbox::{self, Channel, Tier};
use spine::intake::{self, Arrival, Verdict};
use words::when;

use super::live;
use super::moments::zone;
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::{Agent, Sent};

pub(in crate::console) use pages::beside_delivery;
pub use store::QUERIES;
pub(in crate::console) use store::{Outgoing, outgoing, stuck};

/// Arrivals on one page of the list.
const PAGE: usize = 50;

/// Addresses of the ledger.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/console/ledger", get(list))
        .route("/console/ledger/{arrival}", get(opened))
        .route("/console/ledger/{arrival}/raw", get(raw))
        .route("/console/ledger/{arrival}/retry", post(retry))
        .route("/console/ledger/{arrival}/take-up", post(take_up))
        .route("/console/ledger/{arrival}/spam", post(spam))
}

/// What narrows the page; all of it stands in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Filter {
    /// Days of the meter: 1, 7 or 28, ending today.
    days: i64,
    day: Option<Date>,
    verdict: Option<Verdict>,
    channel: Option<Channel>,
    search: String,
}

impl Filter {
    fn of(fields: &Fields) -> Self {
        let days = match fields.get("days") {
            "1" => 1,
            "28" => 28,
            _ => 7,
        };
        Self {
            days,
            day: fields.get("day").parse().ok(),
            verdict: Verdict::of_name(fields.get("verdict")),
            channel: Channel::of_name(fields.get("channel")),
            search: fields.get("q").trim().chars().take(100).collect(),
        }
    }

    /// The query of a link that keeps these filters; empty or beginning with `?`.
    fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if self.days != 7 {
            query.append_pair("days", &self.days.to_string());
        }
        if let Some(day) = self.day {
            query.append_pair("day", &day.to_string());
        }
        if let Some(verdict) = self.verdict {
            query.append_pair("verdict", verdict.name());
        }
        if let Some(channel) = self.channel {
            query.append_pair("channel", channel.name());
        }
        if !self.search.is_empty() {
            query.append_pair("q", &self.search);
        }
        match query.finish() {
            empty if empty.is_empty() => empty,
            query => format!("?{query}"),
        }
    }

    /// The list with these filters.
    fn link(&self) -> String {
        format!("/console/ledger{}", self.query())
    }

    /// One arrival opened beside the list with these filters.
    fn open(&self, oid: &str) -> String {
        format!("/console/ledger/{}{}", Kind::Arrival.name(oid), self.query())
    }
}

/// Everything the page shows.
struct View {
    filter: Filter,
    zone: TimeZone,
    today: Date,
    /// First day of the meter.
    from: Date,
    ledger: Ledger,
    stuck: i64,
    outgoing: Outgoing,
    lines: Vec<store::Line>,
    /// Whether the list goes on below, and from where.
    next: Option<(i64, i64)>,
    /// The list begins below the newest arrivals: it stands still.
    paged: bool,
    opened: Option<Opened>,
    last_at_ms: Option<i64>,
    /// An address of ours, for the hint on an empty page.
    address: Option<String>,
    /// The page shows everything up to this event.
    seq: i64,
    now_ms: i64,
}

/// One arrival opened.
struct Opened {
    line: store::Line,
    arrival: Arrival,
    /// What can be read of it, even when the reading never came to its end.
    readable: store::Readable,
    /// What its sender would be told if it became a conversation now.
    promise: Option<String>,
    /// Until when its bytes are kept, or were.
    bytes: Bytes,
    /// The one before and the one after in the list, by oid.
    neighbours: (Option<String>, Option<String>),
}

/// What holds of the raw bytes of an arrival.
enum Bytes {
    /// Kept for ever, or as long as somebody has to decide.
    Kept,
    KeptUntil(i64),
    GoneSince(i64),
}

impl Bytes {
    fn of(tx: &mut Tx<'_>, arrival: &Arrival) -> Result<Self, Fault> {
        if let Some(gone_ms) = arrival.raw_gone_at_ms {
            return Ok(Self::GoneSince(gone_ms));
        }
        let until_ms = arrival.raw_kept_until_ms(&company::find(tx)?);
        Ok(until_ms.map_or(Self::Kept, Self::KeptUntil))
    }
}

fn view(tx: &mut Tx<'_>, agent: &Agent, fields: &Fields) -> Result<View, Fault> {
    let (filter, zone, now_ms) = (Filter::of(fields), zone(agent), tx.now_ms());
    let today = local_day(now_ms, &zone);
    let from = today.saturating_sub((filter.days.max(7) - 1).days());
    let ledger = report::ledger(tx, from, today, &zone, now_ms)?;
    let before = cursor(fields.get("before")).unwrap_or((i64::MAX, i64::MAX));
    let (from_ms, to_ms) = bounds(&filter, today, &zone);
    let mut lines = store::list(
        tx,
        &store::Wanted {
            before,
            from_ms,
            to_ms,
            verdict: filter.verdict,
            channel: filter.channel,
            search: &filter.search,
            limit: PAGE + 1,
        },
    )?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let next = lines.last().filter(|_| more).map(|line| (line.received_at_ms, line.id));
    Ok(View {
        stuck: store::stuck(tx)?,
        outgoing: store::outgoing(tx)?,
        last_at_ms: store::last_at_ms(tx)?,
        address: inbox::list(tx)?.into_iter().find_map(|inbox| inbox.address),
        seq: live::seq(tx)?,
        filter,
        zone,
        today,
        from,
        ledger,
        lines,
        next,
        paged: fields.has("before"),
        opened: None,
        now_ms,
    })
}

/// The instants the list reaches over. Stuck arrivals and searches know no day unless one is chosen.
fn bounds(filter: &Filter, today: Date, zone: &TimeZone) -> (i64, i64) {
    let begins = |day: Date| day.to_zoned(zone.clone()).map_or(0, |begins| begins.timestamp().as_millisecond());
    match filter.day {
        Some(day) => (begins(day), begins(day.tomorrow().unwrap_or(day))),
        None if filter.verdict == Some(Verdict::Stuck) || !filter.search.is_empty() => (0, i64::MAX),
        None => (begins(today.saturating_sub((filter.days - 1).days())), i64::MAX),
    }
}

fn local_day(at_ms: i64, zone: &TimeZone) -> Date {
    jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default().to_zoned(zone.clone()).date()
}

/// `MOMENT-ID`, where the page before ended.
fn cursor(written: &str) -> Option<(i64, i64)> {
    let (at_ms, id) = written.split_once('-')?;
    Some((at_ms.parse().ok()?, id.parse().ok()?))
}

fn found(tx: &mut Tx<'_>, name: &str) -> Result<Arrival, Fault> {
    let oid = Kind::Arrival.oid(name).ok_or(Fault::Missing)?;
    Ok(intake::by_oid(tx, oid)?)
}

async fn list(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let fields = Fields::of_query(query.as_deref());
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeArrivals)?;
            let view = view(tx, agent, &fields)?;
            Ok(Html(pages::draw(agent, &view).into_string()))
        })
        .await
}

async fn opened(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    agent: Agent,
) -> Response {
    let fields = Fields::of_query(query.as_deref());
    let db = desk.db.clone();
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeArrivals)?;
            let arrival = found(tx, &name)?;
            let line = store::one(tx, &arrival.oid)?.ok_or(Fault::Missing)?;
            let mut view = view(tx, agent, &fields)?;
            let readable = readable(&db, tx, &arrival)?;
            let place = view.lines.iter().position(|line| line.id == arrival.id);
            let beside = |step: isize| {
                let place = place?.checked_add_signed(step)?;
                view.lines.get(place).map(|line| line.oid.clone())
            };
            let neighbours = (beside(-1), beside(1));
            let promise = slip::would_be_told(tx, &arrival)?;
            let bytes = Bytes::of(tx, &arrival)?;
            view.opened = Some(Opened { line, arrival, readable, promise, bytes, neighbours });
            Ok(Html(pages::draw(agent, &view).into_string()))
        })
        .await
}

/// What can be read of an arrival: of its message, else of its bytes, read once more.
fn readable(db: &db::Db, tx: &mut Tx<'_>, arrival: &Arrival) -> Result<store::Readable, Fault> {
    if let Some(message_id) = arrival.message_id
        && let Some(message) = store::message(tx, message_id)?
    {
        return Ok(message);
    }
    if arrival.raw_gone_at_ms.is_some() {
        return Ok(store::Readable::default());
    }
    let (in_row, sha256) = intake::content(tx, arrival.id)?;
    let bytes = db.fetch(in_row, &sha256)?;
    let mail = wire::mail::read(&bytes);
    let files = mail
        .attachments
        .into_iter()
        .filter(|file| !file.inline)
        .map(|file| (file.name, file.bytes.len() as i64))
        .collect();
    let text = if mail.reply_text.is_empty() { mail.text } else { mail.reply_text };
    Ok(store::Readable { text, files })
}

/// The bytes as they were received.
async fn raw(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    let db = desk.db.clone();
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeArrivals)?;
            let arrival = found(tx, &name)?;
            if let Some(gone_ms) = arrival.raw_gone_at_ms {
                let zone = zone(agent);
                let day = when::day(agent.say, local_day(gone_ms, &zone), local_day(tx.now_ms(), &zone));
                let told = agent.say.with("keeping-bytes-gone", &[("day", day.into())]);
                return Ok((StatusCode::GONE, told).into_response());
            }
            let (in_row, sha256) = intake::content(tx, arrival.id)?;
            let bytes = db.fetch(in_row, &sha256)?;
            let file = format!("attachment; filename=\"{}.eml\"", Kind::Arrival.name(&arrival.oid));
            let mut response = bytes.into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("message/rfc822"));
            if let Ok(file) = HeaderValue::from_str(&file) {
                headers.insert(header::CONTENT_DISPOSITION, file);
            }
            // What a stranger sent never runs in our name, whatever a browser makes of it.
            headers.insert(
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
            );
            Ok(response)
        })
        .await
}

async fn retry(State(desk): State<Arc<Desk>>, Path(name): Path<String>, sent: Sent) -> Response {
    decide(desk, name, sent, intake::retry).await
}

async fn take_up(State(desk): State<Arc<Desk>>, Path(name): Path<String>, sent: Sent) -> Response {
    decide(desk, name, sent, intake::take_up).await
}

async fn spam(State(desk): State<Arc<Desk>>, Path(name): Path<String>, sent: Sent) -> Response {
    decide(desk, name, sent, intake::set_spam).await
}

/// What a person decides about an arrival. Somebody else was quicker: the page shows how it stands.
async fn decide(
    desk: Arc<Desk>,
    name: String,
    Sent { agent, fields }: Sent,
    act: fn(&mut Tx<'_>, i64, db::Actor) -> Result<(), spine::Error>,
) -> Response {
    let back = Filter::of(&Fields::of_query(fields.get("back").strip_prefix('?')));
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::DecideArrivals)?;
            let arrival = found(tx, &name)?;
            match act(tx, arrival.id, agent.actor()) {
                Ok(()) | Err(spine::Error::Conflict(_)) => Ok(Redirect::to(&back.open(&arrival.oid))),
                Err(error) => Err(error.into()),
            }
        })
        .await
}

/// Tier of whoever we do not know yet.
const STRANGER: Tier = Tier::C;
