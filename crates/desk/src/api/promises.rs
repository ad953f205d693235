//! Promises: read, given by a person, moved by a person.

use db::{Actor, Row, Tx, args};
use kernel::id::Kind;
use serde_json::{Value, json};
use spine::conversation::{self, Conversation, Status};
use spine::promise::{self, Promise};
use spine::{outbox, reason};

use super::call::{Answer, Ask, Job};
use super::given::{self, Given, at, at_some, name_some, with_moments};
use super::messages::Word;
use super::problem::Problem;
use super::{conversations, page, store};

struct Shown {
    id: i64,
    body: Value,
}

fn read(row: &mut Row) -> Result<Shown, db::Error> {
    let id = row.next::<i64>()?;
    let oid = row.next::<String>()?;
    let conversation_oid = row.next::<String>()?;
    let mut body = json!({
        "id": Kind::Promise.name(&oid),
        "conversation_id": Kind::Conversation.name(&conversation_oid),
        "kind": row.next::<String>()?,
        "tier": row.next::<String>()?,
        "state": row.next::<String>()?,
        "made_at": at(row.next()?),
        "due_at": at(row.next()?),
        "original_due_at": at(row.next()?),
        "told_at": at_some(row.next()?),
        "told_via": row.next::<Option<String>>()?,
        "not_told_reason": row.next::<Option<String>>()?,
        "confidence": row.next::<Option<i64>>()?.map(|percent| percent as f64 / 100.0),
    });
    body["basis"] = json!({
        "source": row.next::<String>()?,
        "explanation": reason::sentence(&row.next::<String>()?),
        "inputs": with_moments(given::kept(Some(&row.next::<String>()?))),
    });
    body["text"] = Value::from(row.next::<Option<String>>()?);
    body["moved_reason"] = Value::from(row.next::<Option<String>>()?);
    body["settled_at"] = at_some(row.next()?);
    body["moved_to"] = name_some(Kind::Promise, row.next::<Option<String>>()?.as_deref());
    body["follows"] = name_some(Kind::Promise, row.next::<Option<String>>()?.as_deref());
    body["made_by"] = name_some(Kind::Agent, row.next::<Option<String>>()?.as_deref());
    Ok(Shown { id, body })
}

/// The open promise of a conversation that falls due first, else its last, else null.
pub(super) fn of_conversation(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Value, Problem> {
    let row = tx.find(store::PROMISE_OF, args![conversation_id], read)?;
    Ok(row.map_or(Value::Null, |shown| shown.body))
}

/// A promise with what the customer was told of it, word for word.
pub(super) fn show(tx: &mut Tx<'_>, oid: &str) -> Result<Value, Problem> {
    let mut shown = given::found(tx.find(store::PROMISE_BY_OID, args![oid], read))?;
    let told = promise::told_of(tx, shown.id)?;
    shown.body["told"] = told
        .into_iter()
        .map(|told| {
            json!({
                "told_at": at(told.told_at_ms),
                "via": told.via,
                "recipient": told.recipient,
                "wording": told.wording,
            })
        })
        .collect();
    Ok(shown.body)
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let oid = ask.oid(Kind::Promise)?.to_owned();
    Ok(Answer::json(show(tx, &oid)?))
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    page_of(ask, tx, None)
}

pub(super) fn list_of_conversation(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let conversation = conversations::asked(ask, tx)?;
    page_of(ask, tx, Some(conversation.id))
}

fn page_of(ask: &Ask, tx: &mut Tx<'_>, conversation_id: Option<i64>) -> Result<Answer, Problem> {
    let before = ask.after_id()?;
    let filters = args![before, ask.parameter("state"), conversation_id, ask.limit()];
    let rows = tx.list(store::PROMISES, filters, read)?;
    page::answer(ask, rows, |row| [row.id], |row| Ok(row.body))
}

/// `promise` beside a message.
pub(super) fn read_word(given: &mut Given) -> Option<Word> {
    let mut inner = given.object("promise")?;
    let word = read_moment(&mut inner);
    given.back(inner);
    word
}

fn read_moment(given: &mut Given) -> Option<Word> {
    let due_at_ms = given.needed_moment("due_at");
    let text = given.text("text", 500);
    due_at_ms.map(|due_at_ms| Word { due_at_ms, text })
}

pub(super) fn create(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let word = read_moment(&mut given);
    given.done()?;
    let Some(word) = word else { return Err(Problem::field("/due_at", "is needed")) };
    Ok(Box::new(move |tx| {
        let conversation = conversations::asked(&ask, tx)?;
        let made = give(tx, conversation, word, ask.bearer.agent_id)?;
        Ok(Answer::json(show(tx, &made.oid)?).created())
    }))
}

/// Promises a moment and tells the customer. A conversation that waits on them is ours again.
pub(super) fn give(
    tx: &mut Tx<'_>,
    mut conversation: Conversation,
    word: Word,
    agent_id: i64,
) -> Result<Promise, Problem> {
    if conversation.status == Status::Closed {
        return Err(Problem::conflict("The conversation is closed: open it again first."));
    }
    let made = promise::custom(tx, &mut conversation, word.due_at_ms, word.text, agent_id)?;
    if conversation.status == Status::Waiting {
        conversation::reopen(tx, &mut conversation, "promised", Actor::Agent(agent_id))?;
    }
    outbox::tell_custom(tx, &conversation, &made)?;
    Ok(made)
}

pub(super) fn move_to(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let due_at_ms = given.needed_moment("due_at");
    let reason = given.needed_text("reason", 300);
    given.done()?;
    let Some(due_at_ms) = due_at_ms else { return Err(Problem::field("/due_at", "is needed")) };
    Ok(Box::new(move |tx| {
        let old = promise::by_oid(tx, ask.oid(Kind::Promise)?)?;
        let mut conversation = conversation::find(tx, old.conversation_id)?;
        let agent_id = ask.bearer.agent_id;
        let next = promise::move_to(tx, &mut conversation, &old, due_at_ms, &reason, agent_id)?;
        if old.not_told_reason.as_deref() == Some("internal") {
            promise::not_told(tx, next.id, "internal")?;
        } else {
            outbox::tell_moved(tx, &conversation, &old, &next, reason.trim())?;
        }
        Ok(Answer::json(show(tx, &next.oid)?))
    }))
}
