//! What a customer does on the page of their request.

use db::{Actor, Event, Tx, args};
use kernel::id::Kind;
use serde_json::{Value, json};

use super::model::Tracking;
use super::store;
use crate::conversation::{self, Conversation, Status};
use crate::error::Error;
use crate::{complaint, form, promise};

const COMMENT_CHARS_MAX: usize = 2_000;
const DAY_MS: i64 = 86_400_000;

/// What is known of one request beyond its messages.
pub fn of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Tracking, Error> {
    Ok(tx.find(store::OF, args![conversation_id], store::read)?.unwrap_or_default())
}

/// Keeps the number given for this request.
pub fn note_phone(tx: &mut Tx<'_>, conversation_id: i64, phone: &str) -> Result<(), Error> {
    tx.execute(store::NOTE_PHONE, args![conversation_id, phone])?;
    Ok(())
}

/// The instant from which the page of a closed request is gone; none while it is open.
pub fn expires_at_ms(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Option<i64>, Error> {
    let days = form::of_inbox(tx, conversation.inbox_id)?.track_days;
    let closed_ms = conversation.closed_at_ms.filter(|_| conversation.status == Status::Closed);
    Ok(closed_ms.map(|closed_ms| closed_ms + days * DAY_MS))
}

/// The customer rates what we did, or changes their mind about it.
///
/// # Errors
/// A score that is not 1 to 5, a comment longer than 2,000 characters.
pub fn rate(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    score: i64,
    comment: Option<String>,
) -> Result<(), Error> {
    if !(1..=5).contains(&score) {
        return Err(Error::refused("/score", "must be between 1 and 5"));
    }
    let comment = comment.map(|comment| comment.trim().to_owned()).filter(|comment| !comment.is_empty());
    if comment.as_ref().is_some_and(|comment| comment.chars().count() > COMMENT_CHARS_MAX) {
        return Err(Error::refused("/comment", format!("can have {COMMENT_CHARS_MAX} characters at most")));
    }
    let now_ms = tx.now_ms();
    let before = of(tx, conversation.id)?.rating;
    // A tap alone keeps the words said before.
    let comment = comment.or_else(|| before.as_ref().and_then(|before| before.comment.clone()));
    if before.as_ref().is_some_and(|before| before.score == score && before.comment == comment) {
        return Ok(());
    }
    let commented = comment.is_some();
    tx.execute(store::RATE, args![conversation.id, score, comment, now_ms])?;
    let data = json!({ "score": score, "before": before.map(|before| before.score), "commented": commented });
    record(tx, "conversation.rated", conversation, data)
}

/// The customer needs nothing more.
pub fn close(tx: &mut Tx<'_>, conversation: &mut Conversation) -> Result<(), Error> {
    let actor = Actor::Customer(conversation.customer_id);
    super::calls::cancel_open(tx, conversation)?;
    promise::close(tx, conversation, Some("closed by the customer"), actor)?;
    complaint::taken_back(tx, conversation)
}

/// The customer opens their request again: an answer is owed from now on, in the time of a next reply.
pub fn reopen(tx: &mut Tx<'_>, conversation: &mut Conversation) -> Result<(), Error> {
    if conversation.status != Status::Closed {
        return Ok(());
    }
    let actor = Actor::Customer(conversation.customer_id);
    conversation::reopen(tx, conversation, "customer_reopened", actor)?;
    let inbox = crate::inbox::find(tx, conversation.inbox_id)?;
    let next = promise::make(tx, conversation, &inbox, promise::Kind::NextReply)?;
    crate::routing::choose(tx, conversation)?;
    if let Some(promise) = next {
        crate::outbox::acknowledge(tx, conversation, &promise, None, None)?;
    }
    Ok(())
}

pub(super) fn record(
    tx: &mut Tx<'_>,
    kind: &'static str,
    conversation: &Conversation,
    mut data: Value,
) -> Result<(), Error> {
    data["conversation_id"] = Value::String(Kind::Conversation.name(&conversation.oid));
    tx.record(Event {
        kind,
        actor: Actor::Customer(conversation.customer_id),
        conversation_id: Some(conversation.id),
        data: data.to_string(),
    })?;
    Ok(())
}
