//! Asking once how it went: some open hours after closing, never for a complaint, never twice in thirty days.

use db::{Actor, Event, Tx, args};
use kernel::address::{self, Address};
use serde_json::json;
use words::Say;

use super::answer::{Queued, fresh_header_id, queue, sending_inbox, thread_of};
use super::automatic::{self, worded};
use super::mime::{self, Mail, Writer};
use super::model::Purpose;
use super::{sample, store};
use crate::conversation::{self, Conversation, Status};
use crate::error::Error;
use crate::letters::Matter;
use crate::{company, customer, inbox, promise, topic};

const SETTING: &str = "rating_after_hours";
/// A person is asked once in this long.
const ONCE_IN_MS: i64 = 30 * 86_400_000;
/// Closings older than this are left alone.
const LOOK_BACK_MS: i64 = 3 * 86_400_000;
/// Tags that say a conversation is a complaint.
const COMPLAINTS: [&str; 2] = ["reclamo", "complaint"];

/// Open hours between closing and asking; nobody is asked without.
pub fn rating_after(tx: &mut Tx<'_>) -> Result<Option<i64>, Error> {
    Ok(company::setting(tx, SETTING)?.as_i64())
}

/// Sets them, 1 to 200.
///
/// # Errors
/// Any other number.
pub fn set_rating_after(tx: &mut Tx<'_>, hours: Option<i64>, actor: Actor) -> Result<(), Error> {
    if hours.is_some_and(|hours| !(1..=200).contains(&hours)) {
        return Err(Error::refused("/rating_after_hours", "must be between 1 and 200, or null"));
    }
    company::keep_setting(tx, SETTING, json!(hours))?;
    let data = json!({ "rating_after_hours": hours }).to_string();
    tx.record(Event { kind: "rating.set", actor, conversation_id: None, data })?;
    Ok(())
}

/// Conversations closed lately and not looked at yet, where customers are asked at all.
pub fn closed_lately(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<i64>, Error> {
    if rating_after(tx)?.is_none() {
        return Ok(Vec::new());
    }
    let since_ms = tx.now_ms() - LOOK_BACK_MS;
    Ok(tx.list(store::CLOSED_LATELY, args![since_ms, limit], |row| row.next())?)
}

/// Conversations of all accounts whose customer is to be asked now.
pub fn ratings_due(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, db::Error> {
    tx.list(store::RATINGS_DUE, args![now_ms, limit], |row| Ok((row.next()?, row.next()?)))
}

/// Writes down when the customer of a closed conversation is to be asked, or that they are not.
pub fn plan_rating(tx: &mut Tx<'_>, conversation_id: i64) -> Result<(), Error> {
    let conversation = conversation::find(tx, conversation_id)?;
    let Some(closed_at_ms) = conversation.closed_at_ms else { return Ok(()) };
    let (ask_at_ms, outcome) = match rating_after(tx)? {
        None => (closed_at_ms, Some("off")),
        Some(hours) => {
            let inbox = inbox::find(tx, conversation.inbox_id)?;
            match inbox.hours.due(closed_at_ms, hours * 60) {
                Some(ask_at_ms) => (ask_at_ms, None),
                None => (closed_at_ms, Some("never_open")),
            }
        }
    };
    tx.execute(store::PLAN_RATING, args![conversation_id, closed_at_ms, ask_at_ms, outcome])?;
    Ok(())
}

/// Asks, unless something speaks against it; either way it is decided, and how is kept.
pub fn ask_rating(tx: &mut Tx<'_>, conversation_id: i64) -> Result<(), Error> {
    let conversation = conversation::find(tx, conversation_id)?;
    let planned = tx.find(store::PLANNED, args![conversation_id], |row| row.next::<i64>())?;
    if conversation.status != Status::Closed || conversation.closed_at_ms != planned {
        // Opened again: the next closing plans anew.
        tx.execute(store::FORGET_RATING, args![conversation_id])?;
        return Ok(());
    }
    let outcome = match refusal(tx, &conversation)? {
        Some(why) => why,
        None => send(tx, &conversation)?,
    };
    tx.execute(store::DECIDE_RATING, args![conversation_id, outcome])?;
    Ok(())
}

/// Decides that this customer is not asked, and why.
pub fn bar_rating(tx: &mut Tx<'_>, conversation_id: i64, why: &'static str) -> Result<(), Error> {
    tx.execute(store::DECIDE_RATING, args![conversation_id, why])?;
    Ok(())
}

fn refusal(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Option<&'static str>, Error> {
    if rating_after(tx)?.is_none() {
        return Ok(Some("off"));
    }
    let understood = topic::of(tx, conversation.id)?.topic;
    let complaint = topic::configured(tx)?
        .topics
        .iter()
        .any(|topic| topic.complaint && understood.as_deref() == Some(topic.key.as_str()));
    let tagged = conversation::tags(tx, conversation.id)?
        .iter()
        .any(|tag| COMPLAINTS.contains(&tag.to_lowercase().as_str()));
    Ok((complaint || tagged).then_some("complaint"))
}

fn send(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<&'static str, Error> {
    let now_ms = tx.now_ms();
    let last = tx.find(store::LAST_ANSWER, args![conversation.id], |row| row.next::<i64>())?;
    let Some(answer_id) = last else { return Ok("not_answered") };
    let answer = conversation::message(tx, answer_id)?;
    let Some(to) = super::default_recipients(tx, conversation)?.0.into_iter().next() else {
        return Ok("no_address");
    };
    let key = address::key(&to.email);
    if tx.number(store::ASKED_SINCE, args![&key, now_ms - ONCE_IN_MS])? > 0 {
        return Ok("recent");
    }
    if tx.number(store::AUTOMATIC_SINCE, args![&key, now_ms - automatic::DAY_MS])? >= automatic::MOST_A_DAY {
        return Ok("loop_guard");
    }
    let Some((from, email)) = sending_inbox(tx, conversation)? else { return Ok("no_way_out") };
    let own = inbox::find(tx, conversation.inbox_id)?;
    let known = customer::find(tx, conversation.customer_id)?;
    let say = Say::new(known.language.unwrap_or(own.language), own.register);
    let facts = sample::facts_of(tx, say, conversation)?;
    let promised_ms = promise::of_conversation(tx, conversation.id)?
        .into_iter()
        .rfind(|promise| {
            promise.kind.is_reply() && promise.told_at_ms.is_some() && promise.settled_at_ms.is_some()
        })
        .map(|promise| promise.original_due_at_ms);
    let matter =
        Matter::Rating { promised_ms, answered_ms: answer.created_at_ms, agent: answer.author_name.as_deref() };
    let letter = worded(tx, &facts, &own, matter)?;
    let header_id = fresh_header_id(&email, now_ms);
    let (in_reply_to, references) = thread_of(tx, conversation.id, i64::MAX)?;
    let raw = mime::build(&Mail {
        from: Address { name: Some(facts.company.clone()), email: email.clone() },
        to: std::slice::from_ref(&to),
        cc: &[],
        subject: &letter.subject,
        text: &letter.text,
        html: &letter.html,
        header_id: &header_id,
        in_reply_to: in_reply_to.as_deref(),
        references: &references,
        date_ms: now_ms,
        writer: Writer::Unasked,
        language: say.language.tag(),
        files: Vec::new(),
    });
    queue(
        tx,
        Queued {
            purpose: Purpose::Rating,
            conversation_id: Some(conversation.id),
            message_id: None,
            promise_id: None,
            inbox_id: Some(from.id),
            sender: &email,
            recipients: vec![to.email.trim().to_owned()],
            header_id,
            subject: letter.subject,
            wording: None,
            raw: Some(raw),
            not_before_ms: now_ms,
        },
    )?;
    tx.record(Event {
        kind: "rating.asked",
        actor: Actor::System,
        conversation_id: Some(conversation.id),
        data: "{}".to_owned(),
    })?;
    Ok("asked")
}
