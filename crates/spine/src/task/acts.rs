//! Asking, answering, taking back.

use db::{Actor, Event, Tx, args};
use kernel::address;
use kernel::id::{self, Kind};
use serde_json::{Value, json};

use super::model::{self, Outcome, State, Task, View, Whom};
use super::{contacts, mails, store};
use crate::agent;
use crate::conversation::{self, Attachment, Author, Conversation, Direction, NewMessage, Warning};
use crate::error::{Error, Field};

/// What is asked of whom.
#[derive(Clone, Debug)]
pub struct Ask {
    pub whom: Whom,
    /// One line.
    pub title: String,
    pub text: String,
    pub due_at_ms: i64,
    /// Said by whoever asks: the task may be due after the customer's promise.
    pub later_than_promise: bool,
    /// Attachments of the conversation to hand along, by oid.
    pub files: Vec<String>,
}

const TITLE_CHARS_MAX: usize = 150;
const TEXT_CHARS_MAX: usize = 10_000;
/// Files handed along with a task, or with the answer to it.
pub const FILES_MAX: usize = 20;
/// A task is due within a year.
const LATEST_MS: i64 = 366 * 86_400_000;

/// Asks somebody: the task stands beside the conversation, and the mail that tells it waits to leave.
///
/// # Errors
/// Nothing asked, a moment past or after the customer's promise without saying so, files of other conversations.
pub fn ask(tx: &mut Tx<'_>, conversation: &Conversation, ask: Ask, actor: Actor) -> Result<Task, Error> {
    check(tx, conversation, &ask)?;
    let now_ms = tx.now_ms();
    let (task_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let (agent_id, contact_id) = match ask.whom {
        Whom::Agent(agent_id) => (Some(agent_id), None),
        Whom::Contact(contact_id) => (None, Some(contact_id)),
    };
    let asked_by_id = match actor {
        Actor::Agent(agent_id) => Some(agent_id),
        Actor::System | Actor::Customer(_) | Actor::Integration(_) => None,
    };
    tx.execute(
        store::ADD,
        args![
            task_id,
            oid,
            conversation.id,
            id::secret(),
            agent_id,
            contact_id,
            asked_by_id,
            ask.title.trim(),
            ask.text.trim(),
            json!(ask.files).to_string(),
            ask.due_at_ms,
            model::remind_at(now_ms, ask.due_at_ms),
            now_ms
        ],
    )?;
    let task = find(tx, task_id)?;
    record(tx, "task.asked", &task, json!({ "due_at_ms": task.due_at_ms }), actor)?;
    if asked_by_id.is_none() || asked_by_id != agent_id {
        mails::tell(tx, &task, mails::About::Asked)?;
    }
    Ok(task)
}

fn check(tx: &mut Tx<'_>, conversation: &Conversation, ask: &Ask) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let mut wrong = Vec::new();
    match ask.whom {
        Whom::Agent(agent_id) if !agent::find(tx, agent_id)?.active => {
            wrong.push(Field::new("/agent_id", "has left"));
        }
        Whom::Agent(_) => {}
        Whom::Contact(contact_id) => {
            contacts::contact(tx, contact_id)?;
        }
    }
    if ask.title.trim().is_empty() || ask.title.chars().count() > TITLE_CHARS_MAX {
        wrong.push(Field::new("/title", format!("must have 1 to {TITLE_CHARS_MAX} characters")));
    }
    if ask.text.chars().count() > TEXT_CHARS_MAX {
        wrong.push(Field::new("/text", format!("can have {TEXT_CHARS_MAX} characters at most")));
    }
    wrong.extend(wrong_due(now_ms, conversation, ask.due_at_ms, ask.later_than_promise));
    if ask.files.len() > FILES_MAX {
        wrong.push(Field::new("/files", format!("can be {FILES_MAX} at most")));
    }
    for (at, oid) in ask.files.iter().take(FILES_MAX).enumerate() {
        if file(tx, conversation.id, oid)?.is_none() {
            wrong.push(Field::new(format!("/files/{at}"), "is no file of this conversation"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Refused(wrong)) }
}

fn wrong_due(now_ms: i64, conversation: &Conversation, due_at_ms: i64, later: bool) -> Option<Field> {
    if due_at_ms <= now_ms || due_at_ms > now_ms + LATEST_MS {
        return Some(Field::new("/due_at", "must lie ahead, within a year"));
    }
    match conversation.next_due_at_ms {
        Some(promised_ms) if due_at_ms > promised_ms && !later => Some(Field::new(
            "/later_than_promise",
            "must be true: the task would be due after the customer's promise",
        )),
        _ => None,
    }
}

/// A file of a message of this conversation.
fn file(tx: &mut Tx<'_>, conversation_id: i64, oid: &str) -> Result<Option<Attachment>, Error> {
    let found = match conversation::attachment_by_oid(tx, oid) {
        Ok(found) => found,
        Err(Error::Missing(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some(message_id) = found.message_id else { return Ok(None) };
    let home = conversation::message(tx, message_id)?.conversation_id;
    Ok((home == conversation_id).then_some(found))
}

/// The files handed along that are still there.
pub fn shown_files(tx: &mut Tx<'_>, task: &Task) -> Result<Vec<Attachment>, Error> {
    let mut files = Vec::new();
    for oid in &task.files {
        files.extend(file(tx, task.conversation_id, oid)?);
    }
    Ok(files)
}

pub fn find(tx: &mut Tx<'_>, task_id: i64) -> Result<Task, Error> {
    tx.find(store::FIND, args![task_id], store::read)?.ok_or(Error::Missing("task"))
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Task, Error> {
    tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("task"))
}

/// Whose task this token opens, in any account: account and task id.
pub fn by_token(tx: &mut Tx<'_>, token: &str) -> Result<Option<(i64, i64)>, Error> {
    Ok(tx.find(store::BY_TOKEN, args![token], |row| Ok((row.next()?, row.next()?)))?)
}

/// Every task of a conversation, oldest first.
pub fn of_conversation(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<Task>, Error> {
    Ok(tx.list(store::OF_CONVERSATION, args![conversation_id], store::read)?)
}

/// Puts tasks into another conversation.
pub(crate) fn rehome(tx: &mut Tx<'_>, tasks: &[i64], into_id: i64) -> Result<(), Error> {
    for task_id in tasks {
        tx.execute(store::REHOME, args![*task_id, into_id])?;
    }
    Ok(())
}

/// A list of tasks, what is due first on top; settled ones newest first below the id `before`.
pub fn tasks(tx: &mut Tx<'_>, view: View, before: i64, limit: usize) -> Result<Vec<Task>, Error> {
    let now_ms = tx.now_ms();
    let (query, values) = match view {
        View::Mine(agent_id) => (store::MINE, args![agent_id, limit].to_vec()),
        View::AskedBy(agent_id) => (store::ASKED_BY, args![agent_id, limit].to_vec()),
        View::Late => (store::LATE, args![now_ms, limit].to_vec()),
        View::Open => (store::OPEN, args![limit].to_vec()),
        View::Settled => (store::SETTLED, args![before, limit].to_vec()),
    };
    Ok(tx.list(query, &values, store::read)?)
}

/// How many tasks of a conversation are late, and since when.
pub fn late_of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Option<(i64, i64)>, Error> {
    let now_ms = tx.now_ms();
    let found = tx.find(store::LATE_OF, args![conversation_id, now_ms], |row| {
        Ok((row.next::<i64>()?, row.next::<Option<i64>>()?))
    })?;
    Ok(found.and_then(|(count, since)| since.map(|since| (count, since))))
}

/// Whoever was asked says that it is done, or that they cannot. What they write lands beside the conversation.
///
/// # Errors
/// A task that is settled already; a refusal without a word why.
pub fn settle(
    tx: &mut Tx<'_>,
    task: &Task,
    outcome: Outcome,
    answer: &str,
    author: Author,
    via: &'static str,
) -> Result<Task, Error> {
    settled(tx, task, outcome, answer, author, via, Vec::new()).map(|(task, _)| task)
}

/// As [`settle`], with files that go beside the conversation too; the task and the id of its note.
///
/// # Errors
/// As [`settle`]; more files than a task takes (`/files`).
pub fn settle_with(
    tx: &mut Tx<'_>,
    task: &Task,
    outcome: Outcome,
    answer: &str,
    author: Author,
    via: &'static str,
    files: Vec<(Attachment, db::Kept)>,
) -> Result<(Task, i64), Error> {
    if files.len() > FILES_MAX {
        return Err(Error::refused("/files", format!("can be {FILES_MAX} at most")));
    }
    settled(tx, task, outcome, answer, author, via, files)
}

fn settled(
    tx: &mut Tx<'_>,
    task: &Task,
    outcome: Outcome,
    answer: &str,
    author: Author,
    via: &'static str,
    files: Vec<(Attachment, db::Kept)>,
) -> Result<(Task, i64), Error> {
    let answer: String = answer.trim().chars().take(TEXT_CHARS_MAX).collect();
    if outcome == Outcome::Declined && answer.is_empty() {
        return Err(Error::refused("/answer", "is needed: say why not"));
    }
    let now_ms = tx.now_ms();
    let values = args![task.id, outcome.state().name(), now_ms, &answer, via];
    if tx.execute(store::SETTLE, values)? == 0 {
        return Err(Error::Conflict("this task is settled already".to_owned()));
    }
    let actor = author.actor();
    let conversation = conversation::find(tx, task.conversation_id)?;
    let text = match answer.as_str() {
        "" => task.title.clone(),
        answer => format!("{}\n\n{answer}", task.title),
    };
    let message = conversation::add_message(
        tx,
        &conversation,
        NewMessage {
            direction: Direction::Note,
            channel: conversation.channel,
            author,
            recipients: "{}".to_owned(),
            subject: None,
            reply_text: text.clone(),
            text,
            html: None,
            quoted_text: None,
            forwarded: None,
            authentication: None,
            warning: None,
            automatic: false,
            header_id: None,
            arrival_id: None,
        },
        files,
        actor,
    )?;
    let task = find(tx, task.id)?;
    let kind = match outcome {
        Outcome::Done => "task.done",
        Outcome::Declined => "task.declined",
    };
    let data = json!({ "message_id": Kind::Message.name(&message.oid), "via": via });
    record(tx, kind, &task, data, actor)?;
    mails::tell_owner(tx, &task, outcome)?;
    Ok((task, message.id))
}

/// Whoever asked no longer needs it; who was asked is told.
pub fn withdraw(tx: &mut Tx<'_>, task: &Task, actor: Actor) -> Result<Task, Error> {
    let now_ms = tx.now_ms();
    let values = args![task.id, State::Withdrawn.name(), now_ms, None::<String>, None::<String>];
    if tx.execute(store::SETTLE, values)? == 0 {
        return Err(Error::Conflict("this task is settled already".to_owned()));
    }
    let withdrawn = find(tx, task.id)?;
    record(tx, "task.withdrawn", &withdrawn, json!({}), actor)?;
    mails::tell(tx, &withdrawn, mails::About::Withdrawn)?;
    Ok(withdrawn)
}

/// Another due moment, under the same rule as the first; who was asked is told.
pub fn move_due(
    tx: &mut Tx<'_>,
    task: &Task,
    due_at_ms: i64,
    later_than_promise: bool,
    actor: Actor,
) -> Result<Task, Error> {
    let conversation = conversation::find(tx, task.conversation_id)?;
    let now_ms = tx.now_ms();
    if let Some(wrong) = wrong_due(now_ms, &conversation, due_at_ms, later_than_promise) {
        return Err(Error::Refused(vec![wrong]));
    }
    let values = args![task.id, due_at_ms, model::remind_at(now_ms, due_at_ms)];
    if tx.execute(store::MOVE, values)? == 0 {
        return Err(Error::Conflict("this task is settled already".to_owned()));
    }
    let moved = find(tx, task.id)?;
    record(tx, "task.moved", &moved, json!({ "due_at_ms": due_at_ms, "before_ms": task.due_at_ms }), actor)?;
    mails::tell(tx, &moved, mails::About::Moved)?;
    Ok(moved)
}

/// A mail that may answer a task's.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The tag of the address it came back to.
    pub tag: Option<&'a str>,
    /// Message-IDs it answers.
    pub answers: &'a [String],
    pub from: Option<&'a address::Address>,
    /// The sender's domain denies it.
    pub forged: bool,
    pub text: &'a str,
}

/// An answer by mail to a task's mail: known by the tag it came back to, or by what it answers. Settles the task as
/// done when it is open; else it is a further word, as is one its sender's domain denies: that settles nothing. The
/// conversation and the note it became.
pub fn answered_by_mail(
    tx: &mut Tx<'_>,
    answer: &Answer<'_>,
    files: Vec<(Attachment, db::Kept)>,
) -> Result<Option<(i64, i64)>, Error> {
    let Some(task) = of_mail(tx, answer.tag, answer.answers)? else { return Ok(None) };
    let from = answer.from;
    let author = match task.whom {
        _ if answer.forged => Author::Other { name: None, address: from.map(|from| from.email.clone()) },
        Whom::Agent(agent_id) => {
            let agent = agent::find(tx, agent_id)?;
            match from.filter(|from| from.key() != address::key(&agent.email)) {
                None => Author::Agent { id: agent.id, name: agent.name },
                // Whoever it was handed on to.
                Some(other) => Author::Other { name: other.name.clone(), address: Some(other.email.clone()) },
            }
        }
        Whom::Contact(contact_id) => {
            let contact = contacts::contact(tx, contact_id)?;
            let address = from.map_or(contact.email, |from| from.email.clone());
            Author::Other { name: Some(contact.name), address: Some(address) }
        }
    };
    let text = answer.text.trim();
    if task.state == State::Open && !answer.forged {
        let (settled, message_id) = settled(tx, &task, Outcome::Done, text, author, "mail", files)?;
        return Ok(Some((settled.conversation_id, message_id)));
    }
    let conversation = conversation::find(tx, task.conversation_id)?;
    let actor = author.actor();
    let note = format!("{}\n\n{text}", task.title);
    let message = NewMessage {
        direction: Direction::Note,
        channel: conversation.channel,
        author,
        recipients: "{}".to_owned(),
        subject: None,
        reply_text: note.clone(),
        text: note,
        html: None,
        quoted_text: None,
        forwarded: None,
        authentication: None,
        warning: answer.forged.then_some(Warning::Forged),
        automatic: false,
        header_id: None,
        arrival_id: None,
    };
    let message = conversation::add_message(tx, &conversation, message, files, actor)?;
    Ok(Some((conversation.id, message.id)))
}

fn of_mail(tx: &mut Tx<'_>, tag: Option<&str>, answers: &[String]) -> Result<Option<Task>, Error> {
    if let Some(oid) = tag.and_then(|tag| tag.strip_prefix("t.")) {
        return Ok(tx.find(store::BY_OID, args![oid], store::read)?);
    }
    for header_id in answers.iter().take(20) {
        let found = tx.find(store::OF_MAIL, args![header_id], |row| row.next::<i64>())?;
        if let Some(task_id) = found {
            return find(tx, task_id).map(Some);
        }
    }
    Ok(None)
}

pub(super) fn record(
    tx: &mut Tx<'_>,
    kind: &'static str,
    task: &Task,
    mut data: Value,
    actor: Actor,
) -> Result<(), Error> {
    data["task_id"] = Value::String(Kind::Task.name(&task.oid));
    tx.record(Event { kind, actor, conversation_id: Some(task.conversation_id), data: data.to_string() })?;
    Ok(())
}
