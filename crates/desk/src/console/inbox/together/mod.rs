//! Conversations among others: merged, split, moved, linked, followed, thanked, printed; what is asked for each, and
//! what stands on the page of it.

pub mod http;
pub mod pages;
pub mod print;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::response::Response;
use db::Tx;
use kernel::id::Kind;
use spine::agent::{Agent, Role};
use spine::conversation::{self, Conversation};
use spine::{inbox, letters, matter, notice, outbox};

use super::store::Reader;
use super::view::{Inbox, Status};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;

/// An operation just done is offered to be undone over the page for so long.
const TOAST_MS: i64 = 30_000;
/// Letters of a message shown where it is asked about.
const FIRST_WORDS: usize = 160;

/// A conversation named from another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    pub reference: String,
    pub subject: String,
    pub status: Status,
}

impl Other {
    fn of(conversation: Conversation) -> Self {
        Self {
            reference: conversation.reference,
            subject: conversation.subject,
            status: match conversation.status {
                conversation::Status::Open => Status::Open,
                conversation::Status::Waiting => Status::Waiting,
                conversation::Status::Snoozed => Status::Snoozed,
                conversation::Status::Closed => Status::Closed,
            },
        }
    }
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    /// Nobody was thanked.
    No,
    /// Thanked at that moment; the customer does not know yet what became of it.
    Thanked(i64),
    /// Told at that moment.
    Told(i64),
}

/// Something just done to this conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Outside name of the operation.
    pub operation: String,
    /// `merge`, `split` or `move`.
    pub kind: &'static str,
    pub until_ms: i64,
}

/// What a conversation's page shows of the others around it.
#[derive(Clone, Debug)]
pub struct Beside {
    pub following: bool,
    /// Something here was not read by the reader yet.
    pub unread: bool,
    /// Names of everybody else who follows.
    pub followers: Vec<String>,
    pub links: Vec<Other>,
    pub reported: Reported,
    pub done: Option<Done>,
    /// Names one can write after `@`.
    pub colleagues: Vec<String>,
}

impl Default for Beside {
    fn default() -> Self {
        Self {
            following: false,
            unread: false,
            followers: Vec::new(),
            links: Vec::new(),
            reported: Reported::No,
            done: None,
            colleagues: Vec::new(),
        }
    }
}

pub fn beside(tx: &mut Tx<'_>, open: &Conversation, people: &[Agent], reader: Reader) -> Result<Beside, Fault> {
    let followers = notice::followers(tx, open.id)?;
    let mut links = Vec::new();
    for id in conversation::linked(tx, open.id)? {
        links.push(Other::of(conversation::find(tx, id)?));
    }
    let reported = match conversation::report(tx, open.id)? {
        None => Reported::No,
        Some(report) => match report.outcome_at_ms {
            Some(at_ms) => Reported::Told(at_ms),
            None => Reported::Thanked(report.thanked_at_ms),
        },
    };
    let now_ms = tx.now_ms();
    let done = matter::last_of(tx, open.id)?.filter(|last| {
        last.undone_at_ms.is_none()
            && last.made_by_id == Some(reader.agent_id)
            && now_ms - last.made_at_ms < TOAST_MS
    });
    let name = |id: &i64| people.iter().find(|person| person.id == *id).map(|person| person.name.clone());
    let others = followers.iter().filter(|id| **id != reader.agent_id).filter_map(name).collect();
    let colleagues = people.iter().filter(|one| one.active && one.role != Role::Integration);
    Ok(Beside {
        following: followers.contains(&reader.agent_id),
        unread: conversation::is_unread(tx, open, reader.agent_id)?
            || notice::unread_of(tx, open.id, reader.agent_id)? > 0,
        followers: others,
        links,
        reported,
        done: done.map(|last| Done {
            operation: Kind::Operation.name(&last.oid),
            kind: last.kind.name(),
            until_ms: last.made_at_ms + TOAST_MS,
        }),
        colleagues: colleagues.map(|one| one.name.clone()).collect(),
    })
}

/// On an answer that shows something its reader has not seen yet: the code of the conversation.
#[derive(Clone)]
struct Unseen(String);

/// Notes on an answer what it shows for the first time.
pub fn marked(inbox: &Inbox, mut answer: Response) -> Response {
    if let Some((thread, _)) = inbox.thread.as_ref().filter(|(thread, _)| thread.beside.unread) {
        answer.extensions_mut().insert(Unseen(thread.reference.clone()));
    }
    answer
}

/// Whoever was shown a conversation has seen it. Nobody waits for this; what is lost is shown as unread once more.
pub fn note_seen(desk: &Arc<Desk>, agent: &crate::session::Agent, answer: &Response) {
    let Some(Unseen(reference)) = answer.extensions().get::<Unseen>().cloned() else { return };
    let (account_id, agent_id) = (agent.account.id, agent.id());
    let seen = desk.db.submit(account_id, move |tx| {
        if let Some(open) = conversation::by_reference(tx, &reference)? {
            let now_ms = tx.now_ms();
            conversation::seen(tx, open.id, agent_id, now_ms)?;
            notice::read_of(tx, open.id, agent_id)?;
        }
        Ok::<_, spine::Error>(())
    });
    let desk = Arc::clone(desk);
    tokio::spawn(async move {
        if seen.answer().await.is_ok() {
            desk.presence.nudge(account_id, agent_id);
        }
    });
}

/// What is asked over the conversation.
#[derive(Clone, Debug)]
pub enum Question {
    Merge {
        choices: Vec<Other>,
        code: String,
    },
    Split {
        message: String,
        words: String,
        subject: String,
    },
    Inbox {
        inboxes: Vec<(String, String)>,
    },
    Link {
        links: Vec<Other>,
        code: String,
    },
    Thank {
        text: String,
    },
    Outcome {
        others: usize,
        text: String,
    },
    /// Nothing to choose: what was asked for could not be done.
    Late,
}

/// The words an address asks a question by.
pub const QUESTIONS: [&str; 7] = ["merge", "split", "inbox", "link", "thank", "outcome", "late"];

pub fn question(tx: &mut Tx<'_>, what: &str, open: &Conversation, fields: &Fields) -> Result<Question, Fault> {
    let given = |name: &str| fields.get(name).to_owned();
    Ok(match what {
        "merge" => {
            let choices = conversation::of_same_customer(tx, open)?.into_iter().map(Other::of).collect();
            Question::Merge { choices, code: given("into") }
        }
        "split" => {
            let oid = Kind::Message.oid(fields.get("message")).ok_or(Fault::Missing)?;
            let message = conversation::message_by_oid(tx, oid)?;
            if message.conversation_id != open.id {
                return Err(Fault::Missing);
            }
            let words = message.reply_text.trim().chars().take(FIRST_WORDS).collect();
            let subject = if fields.has("subject") { given("subject") } else { open.subject.clone() };
            Question::Split { message: given("message"), words, subject }
        }
        "inbox" => {
            let inboxes = inbox::list(tx)?.into_iter().filter(|inbox| inbox.id != open.inbox_id);
            Question::Inbox { inboxes: inboxes.map(|inbox| (inbox.oid, inbox.name)).collect() }
        }
        "link" => {
            let mut links = Vec::new();
            for id in conversation::linked(tx, open.id)? {
                links.push(Other::of(conversation::find(tx, id)?));
            }
            Question::Link { links, code: given("other") }
        }
        "thank" => {
            let text = match fields.has("text") {
                true => given("text"),
                false => offered(tx, letters::template::Kind::Thanks, open)?,
            };
            Question::Thank { text }
        }
        "outcome" => {
            let mut others = 0;
            for id in conversation::linked(tx, open.id)? {
                let waits = conversation::report(tx, id)?.is_some_and(|report| report.outcome_at_ms.is_none());
                others += usize::from(waits);
            }
            let text = match fields.has("text") {
                true => given("text"),
                false => offered(tx, letters::template::Kind::Outcome, open)?,
            };
            Question::Outcome { others, text }
        }
        "late" => Question::Late,
        _ => return Err(Fault::Missing),
    })
}

/// The words to begin from, as the company keeps them, in the customer's language and the inbox's register.
fn offered(tx: &mut Tx<'_>, kind: letters::template::Kind, open: &Conversation) -> Result<String, Fault> {
    Ok(outbox::offered_words(tx, kind, open, "")?)
}
