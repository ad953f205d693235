//! The ledger of everything received, row by row, and what a person decides about one of them.

use axum::http::StatusCode;
use db::{Actor, Row, Tx, args};
use kernel::id::Kind;
use serde_json::{Value, json};
use spine::company::{self, Company};
use spine::intake;
use spine::reason;

use super::call::{Answer, Ask, Job};
use super::given::{self, at, at_some, name_some};
use super::problem::Problem;
use super::{page, store};

struct Shown {
    id: i64,
    received_at_ms: i64,
    body: Value,
}

fn read(row: &mut Row) -> Result<Shown, db::Error> {
    let id = row.next::<i64>()?;
    let name = Kind::Arrival.name(&row.next::<String>()?);
    let (channel, inbox) = (row.next::<String>()?, row.next::<String>()?);
    let received_at_ms = row.next::<i64>()?;
    let body = json!({
        "raw_url": format!("{}/arrivals/{name}/raw", super::ROOT),
        "id": name,
        "channel": channel,
        "inbox_id": Kind::Inbox.name(&inbox),
        "received_at": at(received_at_ms),
        "sender": row.next::<String>()?,
        "recipient": row.next::<String>()?,
        "size_bytes": row.next::<i64>()?,
        "sha256": row.next::<String>()?,
        "class": row.next::<Option<String>>()?,
        "bounce": given::kept(row.next::<Option<String>>()?.as_deref()),
        "verdict": row.next::<String>()?,
        "reason": row.next::<Option<String>>()?.as_deref().map(reason::sentence),
        "conversation_id": name_some(Kind::Conversation, row.next::<Option<String>>()?.as_deref()),
        "message_id": name_some(Kind::Message, row.next::<Option<String>>()?.as_deref()),
        "subject": row.next::<Option<String>>()?,
        "from_name": row.next::<Option<String>>()?,
        "oddities": given::kept(Some(&row.next::<String>()?)),
        "authentication": given::kept(row.next::<Option<String>>()?.as_deref()),
        "attempts": row.next::<i64>()?,
        "settled_at": at_some(row.next()?),
        "raw_gone_at": at_some(row.next()?),
    });
    Ok(Shown { id, received_at_ms, body })
}

fn show(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let mut shown = given::found(tx.find(store::ARRIVAL_BY_OID, args![ask.oid(Kind::Arrival)?], read))?;
    outside(ask, &company::find(tx)?, &mut shown);
    Ok(Answer::json(shown.body))
}

/// Where the bytes are and until when; nowhere once they were let go.
fn outside(ask: &Ask, company: &Company, shown: &mut Shown) {
    let gone = !shown.body["raw_gone_at"].is_null();
    let undecided = ["waiting", "stuck"].iter().any(|verdict| shown.body["verdict"] == *verdict);
    let until_ms = company.raw_kept_until_ms(shown.received_at_ms).filter(|_| !gone && !undecided);
    let url = shown.body["raw_url"].as_str().filter(|_| !gone).map(|path| ask.url(path));
    shown.body["raw_url"] = Value::from(url);
    shown.body["raw_kept_until"] = at_some(until_ms);
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    show(ask, tx)
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let before = ask.after_id()?;
    let (verdict, recipient) = (ask.parameter("verdict"), ask.parameter("recipient"));
    let filters = args![before, verdict, recipient, ask.parameter("channel"), ask.limit()];
    let rows = tx.list(store::ARRIVALS, filters, read)?;
    let company = company::find(tx)?;
    page::answer(
        ask,
        rows,
        |row| [row.id],
        |mut row| {
            outside(ask, &company, &mut row);
            Ok(row.body)
        },
    )
}

/// The bytes exactly as received.
pub(super) fn raw(ask: &Ask) -> Result<Answer, Problem> {
    let oid = ask.oid(Kind::Arrival)?;
    let (in_row, sha256) = ask.desk.db.read(ask.account_id(), |tx| {
        let arrival = intake::by_oid(tx, oid)?;
        if let Some(gone_ms) = arrival.raw_gone_at_ms {
            let gone = at(gone_ms);
            let gone = gone.as_str().unwrap_or_default();
            let detail =
                format!("Its bytes were kept as long as the company says, until {gone}. The rest of it stays.");
            return Err(Problem::new(StatusCode::GONE, detail));
        }
        intake::content(tx, arrival.id).map_err(Problem::from)
    })?;
    let bytes = ask.desk.db.fetch(in_row, &sha256)?;
    Ok(Answer::file(format!("{}.eml", ask.id), "message/rfc822".to_owned(), bytes))
}

type Decision = fn(&mut Tx<'_>, i64, Actor) -> Result<(), spine::Error>;

fn decide(ask: Ask, decision: Decision) -> Job {
    Box::new(move |tx| {
        let arrival = intake::by_oid(tx, ask.oid(Kind::Arrival)?)?;
        decision(tx, arrival.id, ask.actor())?;
        show(&ask, tx)
    })
}

pub(super) fn retry(ask: Ask) -> Result<Job, Problem> {
    Ok(decide(ask, intake::retry))
}

pub(super) fn take_up(ask: Ask) -> Result<Job, Problem> {
    Ok(decide(ask, intake::take_up))
}

pub(super) fn spam(ask: Ask) -> Result<Job, Problem> {
    Ok(decide(ask, intake::set_spam))
}
