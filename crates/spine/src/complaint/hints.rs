//! Words that may be a complaint: proposed to a person, whose yes or no is kept as a label. Nothing is opened by
//! itself before enough was labelled, and not then unless it was nearly always right and the company said so.

use db::{Actor, Event, Tx, args};
use kernel::id::{self, Kind as Name};
use serde_json::{Value, json};

use super::acts::{Opening, declare, open_of};
use super::model::{Complaint, Hint, Origin};
use super::{settings, speech, store};
use crate::conversation::{self, Conversation, Message};
use crate::error::Error;
use crate::topic::plain;

/// Labels needed before anything is opened by itself.
const LABELS_NEEDED: i64 = 500;
/// Of those at that score or above: so many, and so many in a hundred right.
const ALIKE_NEEDED: i64 = 100;
const RIGHT_PERCENT: i64 = 95;

/// What was heard in a message.
#[derive(Clone, Debug)]
pub enum Heard {
    Nothing,
    /// Shown to a person.
    Proposed(Hint),
    /// The customer says so: it is one.
    Declared(Opening),
}

/// Listens to what a customer wrote. `topics` are what they chose in the fields of a form.
pub fn hear(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    message: &Message,
    topics: &[String],
) -> Result<Heard, Error> {
    if open_of(tx, conversation.id)?.is_some() {
        return Ok(Heard::Nothing);
    }
    let subject = message.subject.as_deref().unwrap_or_default();
    let subject = wire::mail::subject_without_prefixes(subject).to_string();
    let opening = |origin, words: String| Opening {
        words: Some(words).filter(|words| !words.trim().is_empty()),
        message_id: Some(message.id),
        ..Opening::of(origin)
    };
    if chosen(tx, topics)? {
        return Ok(Heard::Declared(opening(Origin::Form, first_words(&message.reply_text))));
    }
    if let Some(sentence) = speech::declares(&subject, &message.reply_text) {
        return Ok(Heard::Declared(opening(Origin::Words, sentence)));
    }
    let read = speech::reading(&subject, &message.reply_text);
    if !read.proposes() {
        return Ok(Heard::Nothing);
    }
    let before = tx.list(store::HINTS_OF, args![conversation.id], store::read_hint)?;
    // Who said no has heard these words before; only stronger ones ask again.
    if before.iter().any(|hint| hint.answer.is_none() || hint.score >= read.score) {
        return Ok(Heard::Nothing);
    }
    if opens_itself(tx, read.score)? {
        return Ok(Heard::Declared(opening(Origin::Recognised, read.sentence)));
    }
    let hint = add(tx, conversation.id, Some(message.id), &read, None)?;
    let data = json!({ "score": hint.score, "message_id": Name::Message.name(&message.oid) });
    record(tx, "complaint.proposed", &hint, data, Actor::System)?;
    Ok(Heard::Proposed(hint))
}

/// Whether a field of a form says that this is a complaint: in so many words, or by one of the company's own topics.
fn chosen(tx: &mut Tx<'_>, topics: &[String]) -> Result<bool, Error> {
    if topics.is_empty() {
        return Ok(false);
    }
    let known = crate::topic::configured(tx)?.topics;
    let ours: Vec<String> = known
        .iter()
        .filter(|topic| topic.complaint)
        .flat_map(|topic| [&topic.italian, &topic.english])
        .map(|label| plain(label))
        .chain(["reclamo", "un reclamo", "complaint", "a complaint"].map(str::to_owned))
        .collect();
    Ok(topics.iter().any(|topic| ours.contains(&plain(topic))))
}

fn first_words(text: &str) -> String {
    text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned()
}

/// Whether words of this strength open a complaint without a person's yes.
fn opens_itself(tx: &mut Tx<'_>, score: i64) -> Result<bool, Error> {
    if !settings::configured(tx)?.opens_itself {
        return Ok(false);
    }
    let (all_yes, all_no) = label_counts(tx, 0)?;
    let (yes, no) = label_counts(tx, score)?;
    Ok(is_trusted(all_yes + all_no, yes, no))
}

fn is_trusted(labels: i64, right: i64, wrong: i64) -> bool {
    labels >= LABELS_NEEDED && right + wrong >= ALIKE_NEEDED && right * 100 >= (right + wrong) * RIGHT_PERCENT
}

/// Labels given so far to words of at least this strength: yes and no.
pub fn label_counts(tx: &mut Tx<'_>, score: i64) -> Result<(i64, i64), Error> {
    let found = tx.find(store::LABELS, args![score], |row| Ok((row.next()?, row.next()?)))?;
    Ok(found.unwrap_or_default())
}

/// Labels needed before anything is opened by itself.
pub fn labels_needed() -> i64 {
    LABELS_NEEDED
}

fn add(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    message_id: Option<i64>,
    read: &speech::Reading,
    answer: Option<(bool, Option<i64>)>,
) -> Result<Hint, Error> {
    let now_ms = tx.now_ms();
    let (hint_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    tx.execute(
        store::ADD_HINT,
        args![
            hint_id,
            &oid,
            conversation_id,
            message_id,
            read.score,
            json!(read.words).to_string(),
            now_ms,
            answer.map(|(yes, _)| word(yes)),
            answer.map(|_| now_ms),
            answer.and_then(|(_, agent_id)| agent_id)
        ],
    )?;
    hint_by_oid(tx, &oid)
}

fn word(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

pub fn hint_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Hint, Error> {
    tx.find(store::HINT_BY_OID, args![oid], store::read_hint)?.ok_or(Error::Missing("proposal"))
}

/// What waits for a yes or a no in a conversation.
pub fn hint_of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Option<Hint>, Error> {
    let hints = tx.list(store::HINTS_OF, args![conversation_id], store::read_hint)?;
    Ok(hints.into_iter().find(|hint| hint.answer.is_none()))
}

/// Everything that waits for a yes or a no, newest first below the id `before`.
pub fn proposals(tx: &mut Tx<'_>, before: i64, limit: usize) -> Result<Vec<Hint>, Error> {
    Ok(tx.list(store::PROPOSALS, args![before, limit], store::read_hint)?)
}

/// A person says whether it is one: a yes opens it and tells the customer; both are kept as a label.
///
/// # Errors
/// Somebody said already (conflict); another complaint is open there.
pub fn decide(tx: &mut Tx<'_>, hint: &Hint, yes: bool, agent_id: i64) -> Result<Option<Complaint>, Error> {
    answer(tx, hint, yes, Some(agent_id))?;
    if !yes {
        return Ok(None);
    }
    let mut conversation = conversation::find(tx, hint.conversation_id)?;
    let words = match hint.message_id {
        Some(message_id) => {
            let message = conversation::message(tx, message_id)?;
            speech::reading(message.subject.as_deref().unwrap_or_default(), &message.reply_text).sentence
        }
        None => String::new(),
    };
    let opening = Opening {
        words: Some(words).filter(|words| !words.is_empty()),
        message_id: hint.message_id,
        ..Opening::of(Origin::Recognised)
    };
    declare(tx, &mut conversation, opening, Actor::Agent(agent_id)).map(Some)
}

fn answer(tx: &mut Tx<'_>, hint: &Hint, yes: bool, agent_id: Option<i64>) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    if tx.execute(store::ANSWER_HINT, args![hint.id, word(yes), now_ms, agent_id])? == 0 {
        return Err(Error::Conflict("somebody said already".to_owned()));
    }
    let actor = agent_id.map_or(Actor::System, Actor::Agent);
    record(tx, "complaint.labelled", hint, json!({ "complaint": yes, "score": hint.score }), actor)
}

/// What a person declares, the words had said or not: either way it is a label.
pub(super) fn label_declared(tx: &mut Tx<'_>, complaint: &Complaint, actor: Actor) -> Result<(), Error> {
    let agent_id = match actor {
        Actor::Agent(agent_id) => agent_id,
        Actor::System | Actor::Customer(_) | Actor::Integration(_) => return Ok(()),
    };
    if let Some(hint) = hint_of(tx, complaint.conversation_id)? {
        return answer(tx, &hint, true, Some(agent_id));
    }
    let Some(message) = conversation::last_inbound(tx, complaint.conversation_id)? else { return Ok(()) };
    let read = speech::reading(message.subject.as_deref().unwrap_or_default(), &message.reply_text);
    let hint = add(tx, complaint.conversation_id, Some(message.id), &read, Some((true, Some(agent_id))))?;
    record(tx, "complaint.labelled", &hint, json!({ "complaint": true, "score": hint.score }), actor)
}

/// The customer said it themselves meanwhile, or the conversation went into another: nobody needs to say it.
pub fn set_aside(tx: &mut Tx<'_>, conversation_id: i64) -> Result<(), Error> {
    if let Some(hint) = hint_of(tx, conversation_id)? {
        answer(tx, &hint, true, None)?;
    }
    Ok(())
}

fn record(
    tx: &mut Tx<'_>,
    kind: &'static str,
    hint: &Hint,
    mut data: Value,
    actor: Actor,
) -> Result<(), Error> {
    data["proposal_id"] = Value::String(Name::ComplaintHint.name(&hint.oid));
    let conversation_id = Some(hint.conversation_id);
    tx.record(Event { kind, actor, conversation_id, data: data.to_string() })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_trusted;

    #[test]
    fn nothing_opens_by_itself_before_five_hundred_labels_nor_when_it_errs() {
        assert!(!is_trusted(499, 499, 0));
        assert!(is_trusted(500, 95, 5));
        assert!(!is_trusted(500, 94, 6));
        assert!(!is_trusted(500, 99, 0), "too few of that strength");
        assert!(!is_trusted(10_000, 0, 0));
    }
}
