//! The ledger of everything received, row by row, and what a person decides about one of them.

use db::{Actor, Row, Tx, args};
use kernel::id::Kind;
use serde_json::{Value, json};
use spine::intake;

use super::call::{Answer, Ask, Job};
use super::given::{self, at, at_some, name_some};
use super::problem::Problem;
use super::{page, store};

struct Shown {
    id: i64,
    body: Value,
}

fn read(row: &mut Row) -> Result<Shown, db::Error> {
    let id = row.next::<i64>()?;
    let name = Kind::Arrival.name(&row.next::<String>()?);
    let body = json!({
        "raw_url": format!("{}/arrivals/{name}/raw", super::ROOT),
        "id": name,
        "channel": row.next::<String>()?,
        "inbox_id": Kind::Inbox.name(&row.next::<String>()?),
        "received_at": at(row.next()?),
        "sender": row.next::<String>()?,
        "recipient": row.next::<String>()?,
        "size_bytes": row.next::<i64>()?,
        "sha256": row.next::<String>()?,
        "class": row.next::<Option<String>>()?,
        "bounce": given::kept(row.next::<Option<String>>()?.as_deref()),
        "verdict": row.next::<String>()?,
        "reason": row.next::<Option<String>>()?,
        "conversation_id": name_some(Kind::Conversation, row.next::<Option<String>>()?.as_deref()),
        "message_id": name_some(Kind::Message, row.next::<Option<String>>()?.as_deref()),
        "subject": row.next::<Option<String>>()?,
        "from_name": row.next::<Option<String>>()?,
        "oddities": given::kept(Some(&row.next::<String>()?)),
        "authentication": given::kept(row.next::<Option<String>>()?.as_deref()),
        "attempts": row.next::<i64>()?,
        "settled_at": at_some(row.next()?),
    });
    Ok(Shown { id, body })
}

fn show(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let mut shown = given::found(tx.find(store::ARRIVAL_BY_OID, args![ask.oid(Kind::Arrival)?], read))?;
    outside(ask, &mut shown.body);
    Ok(Answer::json(shown.body))
}

fn outside(ask: &Ask, body: &mut Value) {
    let url = body["raw_url"].as_str().map(|path| ask.url(path));
    body["raw_url"] = Value::from(url);
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    show(ask, tx)
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let before = ask.after_id()?;
    let (verdict, recipient) = (ask.parameter("verdict"), ask.parameter("recipient"));
    let filters = args![before, verdict, recipient, ask.parameter("channel"), ask.limit()];
    let rows = tx.list(store::ARRIVALS, filters, read)?;
    page::answer(
        ask,
        rows,
        |row| [row.id],
        |mut row| {
            outside(ask, &mut row.body);
            Ok(row.body)
        },
    )
}

/// The bytes exactly as received.
pub(super) fn raw(ask: &Ask) -> Result<Answer, Problem> {
    let oid = ask.oid(Kind::Arrival)?;
    let (in_row, sha256) = ask.desk.db.read(ask.account_id(), |tx| {
        let arrival = intake::by_oid(tx, oid)?;
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
