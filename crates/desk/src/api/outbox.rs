//! What leaves: every mail, where it stands, and another try.

use db::{Row, Tx, args};
use kernel::id::Kind;
use serde_json::{Value, json};
use spine::outbox;

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
    let body = json!({
        "id": Kind::Outgoing.name(&row.next::<String>()?),
        "purpose": row.next::<String>()?,
        "state": row.next::<String>()?,
        "conversation_id": name_some(Kind::Conversation, row.next::<Option<String>>()?.as_deref()),
        "message_id": name_some(Kind::Message, row.next::<Option<String>>()?.as_deref()),
        "promise_id": name_some(Kind::Promise, row.next::<Option<String>>()?.as_deref()),
        "inbox_id": name_some(Kind::Inbox, row.next::<Option<String>>()?.as_deref()),
        "automatic": row.next::<bool>()?,
        "recipients": given::kept(Some(&row.next::<String>()?)),
        "subject": row.next::<String>()?,
        "wording": row.next::<Option<String>>()?,
        "attempts": row.next::<i64>()?,
        "not_before": at(row.next()?),
        "last_error": row.next::<Option<String>>()?,
        "last_code": row.next::<Option<String>>()?,
        "created_at": at(row.next()?),
        "sent_at": at_some(row.next()?),
    });
    Ok(Shown { id, body })
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let filters = args![ask.after_id()?, ask.parameter("state"), ask.limit()];
    let rows = tx.list(store::OUTBOX, filters, read)?;
    page::answer(ask, rows, |row| [row.id], |row| Ok(row.body))
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let oid = ask.oid(Kind::Outgoing)?;
    let shown = given::found(tx.find(store::OUTGOING_BY_OID, args![oid], read))?;
    Ok(Answer::json(shown.body))
}

pub(super) fn retry(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let outgoing = outbox::by_oid(tx, ask.oid(Kind::Outgoing)?)?;
        outbox::retry_now(tx, outgoing.id, ask.actor())?;
        get(&ask, tx)
    }))
}
