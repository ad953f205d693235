//! The mails about tasks: to whoever was asked, and to whoever waits for them.

use db::{Actor, Tx, args};
use kernel::address::Address;
use kernel::language::{Language, Register};
use serde_json::json;
use words::{Say, when};

use super::model::{Outcome, State, Task, Whom};
use super::{acts, contacts, store};
use crate::agent;
use crate::conversation;
use crate::error::Error;
use crate::letters::Notice;
use crate::outbox::{self, HouseKind, HouseMail, TaskMail};
use crate::{company, inbox};

/// What the mail to whoever was asked says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Asked,
    Moved,
    Reminder,
    Withdrawn,
}

/// Tasks of all accounts whose people are to be reminded now: account and task id.
pub fn to_remind(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, db::Error> {
    tx.list(store::TO_REMIND, args![now_ms, limit], |row| Ok((row.next()?, row.next()?)))
}

/// Tasks of all accounts whose moment has passed.
pub fn late(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, db::Error> {
    tx.list(store::BECOMING_LATE, args![now_ms, limit], |row| Ok((row.next()?, row.next()?)))
}

/// Reminds whoever was asked, once.
pub fn remind(tx: &mut Tx<'_>, task_id: i64) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    if tx.execute(store::REMINDED, args![task_id, now_ms])? == 0 {
        return Ok(());
    }
    let task = acts::find(tx, task_id)?;
    acts::record(tx, "task.reminded", &task, json!({}), Actor::System)?;
    tell(tx, &task, About::Reminder)
}

/// Its moment passed: written down, and whoever has the conversation is told.
pub fn become_late(tx: &mut Tx<'_>, task_id: i64) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    if tx.execute(store::FOUND_LATE, args![task_id, now_ms])? == 0 {
        return Ok(());
    }
    let task = acts::find(tx, task_id)?;
    acts::record(tx, "task.late", &task, json!({ "due_at_ms": task.due_at_ms }), Actor::System)?;
    to_owner(tx, &task, "task-mail-late", "task-mail-late-text")
}

/// Tells whoever waits for it that it is done, or that it was declined.
pub(super) fn tell_owner(tx: &mut Tx<'_>, task: &Task, outcome: Outcome) -> Result<(), Error> {
    match outcome {
        Outcome::Done => to_owner(tx, task, "task-mail-done", "task-mail-done-text"),
        Outcome::Declined => to_owner(tx, task, "task-mail-declined", "task-mail-declined-text"),
    }
}

/// Who asked, and who has the conversation if that is somebody else; never who was asked.
fn to_owner(tx: &mut Tx<'_>, task: &Task, subject: &str, text: &str) -> Result<(), Error> {
    let conversation = conversation::find(tx, task.conversation_id)?;
    let asked = match task.whom {
        Whom::Agent(agent_id) => Some(agent_id),
        Whom::Contact(_) => None,
    };
    let company = company::find(tx)?;
    let name = name_of(tx, task.whom)?;
    let mut told = Vec::new();
    for agent_id in [task.asked_by_id, conversation.assignee_id].into_iter().flatten() {
        if asked == Some(agent_id) || told.contains(&agent_id) {
            continue;
        }
        told.push(agent_id);
        let owner = agent::find(tx, agent_id)?;
        if !owner.active {
            continue;
        }
        let say = Say::new(owner.language, Register::Tu);
        let with = |key: &str| {
            say.with(
                key,
                &[
                    ("name", name.as_str().into()),
                    ("title", task.title.as_str().into()),
                    ("code", conversation.reference.as_str().into()),
                ],
            )
        };
        let mut paragraphs = vec![with(text)];
        paragraphs.extend(task.answer.clone().filter(|answer| !answer.is_empty()));
        let url = format!("{}/console/tasks/{}", company.public_url, kernel::id::Kind::Task.name(&task.oid));
        let mail = HouseMail {
            kind: HouseKind::Notice,
            to: owner.email,
            name: Some(owner.name),
            language: owner.language,
            subject: with(subject),
            paragraphs,
            link: Some((say.say("task-mail-open"), url)),
        };
        outbox::post_house_mail(tx, mail)?;
    }
    Ok(())
}

fn name_of(tx: &mut Tx<'_>, whom: Whom) -> Result<String, Error> {
    Ok(match whom {
        Whom::Agent(agent_id) => agent::find(tx, agent_id)?.name,
        Whom::Contact(contact_id) => contacts::contact(tx, contact_id)?.name,
    })
}

/// Writes to whoever was asked: what, by when, how to answer.
pub(super) fn tell(tx: &mut Tx<'_>, task: &Task, about: About) -> Result<(), Error> {
    let company = company::find(tx)?;
    let conversation = conversation::find(tx, task.conversation_id)?;
    let (to, language, page): (Address, Language, String) = match task.whom {
        Whom::Agent(agent_id) => {
            let agent = agent::find(tx, agent_id)?;
            let page = format!("/console/tasks/{}", kernel::id::Kind::Task.name(&task.oid));
            (Address { name: Some(agent.name), email: agent.email }, agent.language, page)
        }
        Whom::Contact(contact_id) => {
            let contact = contacts::contact(tx, contact_id)?;
            let to = Address { name: Some(contact.name), email: contact.email };
            (to, contact.language, format!("/t/{}", task.token))
        }
    };
    let register = match task.whom {
        Whom::Agent(_) => Register::Tu,
        Whom::Contact(_) => Register::Lei,
    };
    let say = Say::new(language, register);
    let zone = inbox::find(tx, conversation.inbox_id)?.hours.timezone().clone();
    let now_ms = tx.now_ms();
    let by = when::by_date(say, task.due_at_ms, now_ms, &zone);
    let asker = match task.asked_by_id {
        Some(agent_id) => agent::find(tx, agent_id)?.name,
        None => company.name.clone(),
    };
    let with = |key: &str| {
        say.with(
            key,
            &[
                ("title", task.title.as_str().into()),
                ("by", by.as_str().into()),
                ("asker", asker.as_str().into()),
                ("company", company.name.as_str().into()),
            ],
        )
    };
    let (subject, opening) = match about {
        About::Asked => ("task-mail-asked", "task-mail-asked-text"),
        About::Moved => ("task-mail-moved", "task-mail-moved-text"),
        About::Reminder => ("task-mail-reminder", "task-mail-reminder-text"),
        About::Withdrawn => ("task-mail-withdrawn", "task-mail-withdrawn-text"),
    };
    let mut paragraphs = vec![with(opening)];
    let open = task.state == State::Open;
    if open {
        paragraphs.push(task.title.clone());
        paragraphs.extend(task.text.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()));
        let files = acts::shown_files(tx, task)?;
        if !files.is_empty() {
            let names = files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
            paragraphs.push(say.with("task-mail-files", &[("names", names.into())]));
        }
        paragraphs.push(with("task-mail-answer"));
    }
    let letter = crate::letters::house(&Notice {
        say,
        company: company.name.clone(),
        name: to.name.clone(),
        subject: with(subject),
        paragraphs,
        link: open.then(|| (say.say("task-mail-open"), format!("{}{page}", company.public_url))),
    });
    let header_id =
        outbox::post_task_mail(tx, &conversation, TaskMail { oid: &task.oid, to, letter, language })?;
    if let Some(header_id) = header_id {
        tx.execute(store::ADD_MAIL, args![header_id, task.id])?;
    }
    Ok(())
}
