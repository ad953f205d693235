//! Tasks and the address book they are asked from.

use db::Tx;
use kernel::id::Kind;
use kernel::language::Language;
use serde_json::{Value, json};
use spine::agent;
use spine::conversation::{self, Author};
use spine::task::{self, Ask as Asked, Contact, ContactKind, NewContact, Outcome, State, Task, View, Whom};

use super::call::{Answer, Ask, Job};
use super::given::{Given, at, at_some, named};
use super::page;
use super::problem::Problem;

fn show(tx: &mut Tx<'_>, task: &Task) -> Result<Value, Problem> {
    let (agent_id, contact_id) = match task.whom {
        Whom::Agent(id) => (Some(Kind::Agent.name(&agent::find(tx, id)?.oid)), None),
        Whom::Contact(id) => (None, Some(Kind::Contact.name(&task::contact(tx, id)?.oid))),
    };
    let asked_by = match task.asked_by_id {
        Some(id) => Some(Kind::Agent.name(&agent::find(tx, id)?.oid)),
        None => None,
    };
    let conversation = conversation::find(tx, task.conversation_id)?;
    Ok(json!({
        "id": Kind::Task.name(&task.oid),
        "conversation_id": Kind::Conversation.name(&conversation.oid),
        "agent_id": agent_id,
        "contact_id": contact_id,
        "asked_by": asked_by,
        "title": task.title,
        "text": task.text,
        "files": task.files.iter().map(|oid| Kind::Attachment.name(oid)).collect::<Vec<_>>(),
        "state": task.state.name(),
        "due_at": at(task.due_at_ms),
        "late": task.is_late(tx.now_ms()),
        "created_at": at(task.made_at_ms),
        "reminded_at": at_some(task.reminded_at_ms),
        "settled_at": at_some(task.settled_at_ms),
        "answer": task.answer,
        "answered_via": task.answered_via,
    }))
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    if let Some(oid) = ask.parameter_oid("conversation_id", Kind::Conversation)? {
        let conversation = named(tx, "/conversation_id", |tx| conversation::by_oid(tx, oid))?;
        let all = task::of_conversation(tx, conversation.id)?;
        return page::of_all(ask, all, |task| task.id, |task| show(tx, &task));
    }
    let view = match (ask.parameter_oid("agent_id", Kind::Agent)?, ask.parameter("state")) {
        (Some(oid), _) => View::Mine(named(tx, "/agent_id", |tx| agent::by_oid(tx, oid))?.id),
        (None, Some("late")) => View::Late,
        (None, Some("settled")) => View::Settled,
        (None, _) => View::Open,
    };
    let all = task::tasks(tx, view, ask.after_id()?, 1_000)?;
    page::of_all(ask, all, |task| task.id, |task| show(tx, &task))
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let task = task::by_oid(tx, ask.oid(Kind::Task)?)?;
    Ok(Answer::json(show(tx, &task)?))
}

pub(super) fn create(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let conversation = given.needed_oid("conversation_id", Kind::Conversation);
    let agent_oid = given.oid("agent_id", Kind::Agent);
    let contact_oid = given.oid("contact_id", Kind::Contact);
    let title = given.needed_text("title", 150);
    let text = given.text("text", 10_000).unwrap_or_default();
    let due_at_ms = given.needed_moment("due_at");
    let later_than_promise = given.flag("later_than_promise").unwrap_or(false);
    let files = given.texts("files", 20, 40).unwrap_or_default();
    if agent_oid.is_some() == contact_oid.is_some() {
        given.refuse("agent_id", "or contact_id must say who is asked, one of them");
    }
    given.done()?;
    Ok(Box::new(move |tx| {
        let conversation = named(tx, "/conversation_id", |tx| conversation::by_oid(tx, &conversation))?;
        let whom = match (agent_oid, contact_oid) {
            (Some(oid), _) => Whom::Agent(named(tx, "/agent_id", |tx| agent::by_oid(tx, &oid))?.id),
            (None, oid) => {
                let oid = oid.unwrap_or_default();
                Whom::Contact(named(tx, "/contact_id", |tx| task::contact_by_oid(tx, &oid))?.id)
            }
        };
        let files =
            files.iter().map(|name| Kind::Attachment.oid(name).unwrap_or_default().to_owned()).collect();
        let due_at_ms = due_at_ms.unwrap_or_default();
        let asked = Asked { whom, title, text, due_at_ms, later_than_promise, files };
        let task = task::ask(tx, &conversation, asked, ask.actor())?;
        Ok(Answer::json(show(tx, &task)?).created())
    }))
}

/// `state` settles or withdraws it; `due_at` moves it.
pub(super) fn patch(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let state = given.word("state", "done, declined or withdrawn", State::of_name);
    let answer = given.text("answer", 10_000).unwrap_or_default();
    let due_at_ms = given.moment("due_at");
    let later = given.flag("later_than_promise").unwrap_or(false);
    if state == Some(State::Open) {
        given.refuse("state", "must be done, declined or withdrawn");
    }
    given.done()?;
    Ok(Box::new(move |tx| {
        let mut task = task::by_oid(tx, ask.oid(Kind::Task)?)?;
        if let Some(due_at_ms) = due_at_ms {
            task = task::move_due(tx, &task, due_at_ms, later, ask.actor())?;
        }
        let author = || match ask.actor() {
            db::Actor::Agent(id) => Author::Agent { id, name: ask.bearer.name.clone() },
            _ => Author::Integration { id: ask.bearer.token_id, name: ask.bearer.name.clone() },
        };
        task = match state {
            Some(State::Done) => task::settle(tx, &task, Outcome::Done, &answer, author(), "api")?,
            Some(State::Declined) => task::settle(tx, &task, Outcome::Declined, &answer, author(), "api")?,
            Some(State::Withdrawn) => task::withdraw(tx, &task, ask.actor())?,
            Some(State::Open) | None => task,
        };
        Ok(Answer::json(show(tx, &task)?))
    }))
}

fn show_contact(contact: &Contact) -> Value {
    json!({
        "id": Kind::Contact.name(&contact.oid),
        "kind": contact.kind.name(),
        "name": contact.name,
        "email": contact.email,
        "language": contact.language.tag(),
        "note": contact.note,
    })
}

pub(super) fn contacts(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let all = task::contacts(tx)?;
    page::of_all(ask, all, |contact| contact.id, |contact| Ok(show_contact(&contact)))
}

pub(super) fn create_contact(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let kind = given.needed_word("kind", "department, supplier or colleague", ContactKind::of_name);
    let name = given.needed_text("name", 120);
    let email = given.needed_text("email", 254);
    let language = given.word("language", "it or en", Language::of_tag).unwrap_or_default();
    let note = given.text("note", 1_000);
    given.done()?;
    let kind = kind.unwrap_or(ContactKind::Department);
    Ok(Box::new(move |tx| {
        let contact = task::add_contact(tx, NewContact { kind, name, email, language, note }, ask.actor())?;
        Ok(Answer::json(show_contact(&contact)).created())
    }))
}
