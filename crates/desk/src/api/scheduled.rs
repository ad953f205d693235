//! Answers that leave later: written with `send_at`, listed, called off.

use db::Tx;
use kernel::id::Kind;
use serde_json::{Value, json};
use spine::conversation::{self, Author, Conversation};
use spine::outbox::{Reply, Word};
use spine::scheduled::{self, Later, Scheduled};
use spine::{Error, agent, inbox};

use super::call::{Answer, Ask, Job};
use super::given::at;
use super::problem::Problem;
use super::{conversations, page};

/// One as the API shows it. Nothing of it is a message yet.
fn show(tx: &mut Tx<'_>, one: &Scheduled) -> Result<Value, Problem> {
    let author = agent::find(tx, one.agent_id)?;
    let about = conversation::find(tx, one.conversation_id)?;
    let content = &one.content;
    let people = |people: &[kernel::address::Address]| {
        people.iter().map(|person| json!({ "email": person.email, "name": person.name })).collect::<Vec<_>>()
    };
    let word = content.word.as_ref().map(|word| json!({ "due_at": at(word.due_at_ms), "text": word.text }));
    Ok(json!({
        "id": Kind::Scheduled.name(&one.oid),
        "conversation_id": Kind::Conversation.name(&about.oid),
        "agent_id": Kind::Agent.name(&author.oid),
        "text": content.text,
        "html": content.html,
        "to": people(&content.to),
        "cc": people(&content.cc),
        "bcc": people(&content.bcc),
        "attachments": content.attachments.iter().map(|oid| Kind::Attachment.name(oid)).collect::<Vec<_>>(),
        "promise": word,
        "close": content.close,
        "send_at": at(one.leaves_at_ms),
        "state": one.state.name(),
        "held_why": one.held_why,
        "created_at": at(one.created_at_ms),
    }))
}

/// Keeps an answer until its moment, as the console does: within the inbox's hours and what the customer was promised.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    about: &Conversation,
    reply: Reply,
    word: Option<Word>,
    send_at_ms: i64,
) -> Result<Value, Problem> {
    let Reply { author, text, html, to, cc, bcc, attachments, .. } = reply;
    let Author::Agent { id: agent_id, .. } = author else {
        return Err(Problem::field("/send_at", "goes with a person's answer: name them in on_behalf_of"));
    };
    let hours = inbox::find(tx, about.inbox_id)?.hours;
    // What leaves as the inbox shuts still leaves on time.
    if send_at_ms > tx.now_ms() && !hours.is_open(send_at_ms) && !hours.is_open(send_at_ms - 1) {
        return Err(Problem::field("/send_at", "must be in the opening hours of the inbox"));
    }
    let later = Later { text, html, to, cc, bcc, attachments, word, close: false };
    match scheduled::schedule(tx, about, agent_id, &later, send_at_ms) {
        Ok(kept) => show(tx, &kept),
        Err(Error::Refused(mut wrong)) => {
            for field in wrong.iter_mut().filter(|field| field.pointer == "/leaves_at") {
                field.pointer = "/send_at".to_owned();
            }
            Err(Problem::refused(wrong))
        }
        Err(error) => Err(error.into()),
    }
}

/// Those of a conversation, newest first; one that left is a message, and no longer here.
pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let about = conversations::asked(ask, tx)?;
    let waiting = scheduled::of_conversation(tx, about.id)?;
    page::of_all(ask, waiting, |one| one.id, |one| show(tx, &one))
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let one = scheduled::by_oid(tx, ask.oid(Kind::Scheduled)?)?;
    Ok(Answer::json(show(tx, &one)?))
}

pub(super) fn cancel(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let one = scheduled::by_oid(tx, ask.oid(Kind::Scheduled)?)?;
        scheduled::cancel(tx, &one, ask.actor())?;
        Ok(Answer::nothing())
    }))
}
