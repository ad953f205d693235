//! Understanding is noted with the first message, and corrected by whoever knows better.

use db::{Actor, Event, Tx, args};
use kernel::language::Language;
use serde_json::json;

use super::model::{self, Settings};
use super::store;
use crate::company;
use crate::error::Error;

const SETTING: &str = "understanding";
/// Longest order number, in characters.
const ORDER_CHARS_MAX: usize = 40;

/// What we understood of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understanding {
    /// Key of a topic of the list, when we are sure of it.
    pub topic: Option<String>,
    pub order_number: Option<String>,
    /// When somebody corrected it.
    pub corrected_at_ms: Option<i64>,
}

/// The company's list of topics and forms of order numbers.
pub fn configured(tx: &mut Tx<'_>) -> Result<Settings, Error> {
    Ok(Settings::from_json(&company::setting(tx, SETTING)?))
}

/// Keeps another list.
///
/// # Errors
/// Topics without a label or words, too many of them, forms that match anything: each with its field.
pub fn configure(tx: &mut Tx<'_>, settings: &Settings, actor: Actor) -> Result<(), Error> {
    let wrong = settings.wrong();
    if !wrong.is_empty() {
        return Err(Error::Refused(wrong));
    }
    company::keep_setting(tx, SETTING, settings.to_json())?;
    tx.record(Event { kind: "topics.changed", actor, conversation_id: None, data: "{}".to_owned() })?;
    Ok(())
}

pub fn of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Understanding, Error> {
    let found = tx.find(store::OF, args![conversation_id], |row| {
        Ok(Understanding { topic: row.next()?, order_number: row.next()?, corrected_at_ms: row.next()? })
    })?;
    Ok(found.unwrap_or_default())
}

/// What a topic is called, when it is on the list.
pub fn label(tx: &mut Tx<'_>, key: Option<&str>, language: Language) -> Result<Option<String>, Error> {
    let Some(key) = key else { return Ok(None) };
    let settings = configured(tx)?;
    Ok(settings.topics.iter().find(|topic| topic.key == key).map(|topic| topic.label(language).to_owned()))
}

/// Notes what a message says. What is known already, or was corrected, stays.
pub fn note(tx: &mut Tx<'_>, conversation_id: i64, subject: &str, text: &str) -> Result<(), Error> {
    let known = of(tx, conversation_id)?;
    if known.corrected_at_ms.is_some() || (known.topic.is_some() && known.order_number.is_some()) {
        return Ok(());
    }
    let read = model::understand(&configured(tx)?, subject, text);
    let next = Understanding {
        topic: known.topic.clone().or(read.topic),
        order_number: known.order_number.clone().or(read.order_number),
        corrected_at_ms: None,
    };
    if next != known {
        save(tx, conversation_id, &next)?;
    }
    Ok(())
}

/// Writes down what somebody who knows says: a topic of the list or none, an order number or none.
///
/// # Errors
/// A topic that is not on the list; an order number that is none.
pub fn correct(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    topic: Option<&str>,
    order_number: Option<&str>,
    actor: Actor,
) -> Result<Understanding, Error> {
    if let Some(key) = topic
        && !configured(tx)?.topics.iter().any(|topic| topic.key == key)
    {
        return Err(Error::refused("/topic", "is not on the list"));
    }
    let order_number = order_number.map(str::trim).filter(|number| !number.is_empty());
    if let Some(number) = order_number
        && (number.chars().count() > ORDER_CHARS_MAX || number.chars().any(char::is_control))
    {
        return Err(Error::refused("/order_number", format!("can have {ORDER_CHARS_MAX} characters at most")));
    }
    let before = of(tx, conversation_id)?;
    let next = Understanding {
        topic: topic.map(str::to_owned),
        order_number: order_number.map(str::to_owned),
        corrected_at_ms: Some(tx.now_ms()),
    };
    if (&before.topic, &before.order_number) == (&next.topic, &next.order_number) {
        return Ok(before);
    }
    save(tx, conversation_id, &next)?;
    let data = json!({
        "topic": next.topic,
        "order_number": next.order_number,
        "topic_before": before.topic,
        "order_number_before": before.order_number,
    });
    tx.record(Event {
        kind: "conversation.corrected",
        actor,
        conversation_id: Some(conversation_id),
        data: data.to_string(),
    })?;
    Ok(next)
}

fn save(tx: &mut Tx<'_>, conversation_id: i64, next: &Understanding) -> Result<(), Error> {
    let values = args![conversation_id, next.topic.clone(), next.order_number.clone(), next.corrected_at_ms];
    tx.put(store::SAVE, values)?;
    Ok(())
}
