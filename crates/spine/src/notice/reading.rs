//! Reading the event log: who has to hear of what happened.

use std::collections::BTreeSet;

use db::{Actor, Event, Row, Tx, args};
use kernel::id::{self, Kind as Name};
use serde_json::json;

use super::acts::{choices, follow, followers};
use super::mention::mentions;
use super::model::{Choice, Kind};
use super::{push, store};
use crate::agent::{self, Agent, Role};
use crate::conversation::{self, Conversation};
use crate::error::Error;
use crate::log::{self, Cursor, Happened};
use crate::task;

/// Accounts whose log goes on after what was read.
pub fn behind(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::BEHIND, args![limit], Row::next)?)
}

/// Reads the log on and makes the notices of what happened since. Whether there is more to read.
pub fn catch_up(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let cursor = Cursor { at: store::CURSOR, start: store::START, advance: store::ADVANCE };
    log::read_on(tx, &cursor, tell_of)
}

/// What somebody hears of by a notice.
enum Concern {
    Assigned,
    ComplaintOwned,
    Merged,
    Noted,
    Received,
    AtRisk,
    Trouble,
    CalledOut,
    TaskSettled,
}

/// Most of a log concerns nobody, and nothing is looked up for it.
fn concern(event: &Happened) -> Option<Concern> {
    Some(match event.kind.as_str() {
        "conversation.assigned" => Concern::Assigned,
        "complaint.opened" | "complaint.owner_changed" => Concern::ComplaintOwned,
        "conversation.merged" => Concern::Merged,
        "message.noted" => Concern::Noted,
        "message.received" if event.data["automatic"] == false => Concern::Received,
        "promise.warned" => Concern::AtRisk,
        "conversation.troubled" => Concern::Trouble,
        "oncall.paged" => Concern::CalledOut,
        "task.done" | "task.declined" => Concern::TaskSettled,
        _ => return None,
    })
}

fn tell_of(tx: &mut Tx<'_>, event: &Happened) -> Result<(), Error> {
    let (Some(conversation_id), Some(concern)) = (event.conversation_id, concern(event)) else { return Ok(()) };
    let by = event.agent_id();
    let Ok(conversation) = conversation::find(tx, conversation_id) else { return Ok(()) };
    match concern {
        Concern::Assigned => {
            let Some(assignee) = person(tx, event, "assignee") else { return Ok(()) };
            follow(tx, &conversation, assignee.id, "assigned", Actor::System)?;
            notify(tx, &conversation, Kind::Assigned, [assignee.id].into(), by)
        }
        Concern::ComplaintOwned => {
            let Some(owner) = person(tx, event, "owner") else { return Ok(()) };
            follow(tx, &conversation, owner.id, "complaint", Actor::System)?;
            notify(tx, &conversation, Kind::Assigned, [owner.id].into(), by)
        }
        Concern::Merged => {
            let oid = event.data["from"].as_str().and_then(|name| Name::Conversation.oid(name));
            let Some(from) = oid.and_then(|oid| conversation::by_oid(tx, oid).ok()) else { return Ok(()) };
            for agent_id in followers(tx, from.id)? {
                follow(tx, &conversation, agent_id, "merged", Actor::System)?;
            }
            Ok(())
        }
        Concern::Noted => {
            let named = named(tx, event)?;
            for agent_id in &named {
                follow(tx, &conversation, *agent_id, "mentioned", Actor::System)?;
            }
            notify(tx, &conversation, Kind::Mention, named, by)
        }
        Concern::Received => {
            let listeners = listeners(tx, &conversation)?;
            if listeners.is_empty() || opened_it(tx, event, &conversation)? {
                return Ok(());
            }
            notify(tx, &conversation, Kind::Replied, listeners, by)
        }
        Concern::AtRisk => {
            let listeners = listeners(tx, &conversation)?;
            notify(tx, &conversation, Kind::AtRisk, listeners, by)
        }
        Concern::Trouble => {
            let listeners = listeners(tx, &conversation)?;
            notify(tx, &conversation, Kind::Trouble, listeners, by)
        }
        Concern::CalledOut => {
            let called = person(tx, event, "agent_id").map(|person| person.id);
            notify(tx, &conversation, Kind::Oncall, called.into_iter().collect(), None)
        }
        Concern::TaskSettled => {
            let oid = event.data["task_id"].as_str().and_then(|name| Name::Task.oid(name));
            let asked = oid.and_then(|oid| task::by_oid(tx, oid).ok()).and_then(|task| task.asked_by_id);
            let asked = asked.or(conversation.assignee_id);
            notify(tx, &conversation, Kind::Task, asked.into_iter().collect(), by)
        }
    }
}

/// Whoever an event names there.
fn person(tx: &mut Tx<'_>, event: &Happened, place: &str) -> Option<Agent> {
    let oid = Name::Agent.oid(event.data[place].as_str()?)?;
    agent::by_oid(tx, oid).ok()
}

/// Whether the message of an event is the one its conversation began with.
fn opened_it(tx: &mut Tx<'_>, event: &Happened, conversation: &Conversation) -> Result<bool, Error> {
    let first = conversation::messages(tx, conversation.id, 0, 1)?.into_iter().next();
    Ok(first.is_some_and(|first| event.data["message_id"] == Name::Message.name(&first.oid)))
}

/// Whoever has the conversation, and whoever follows it.
fn listeners(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<BTreeSet<i64>, Error> {
    let mut listeners: BTreeSet<i64> = followers(tx, conversation.id)?.into_iter().collect();
    listeners.extend(conversation.assignee_id);
    Ok(listeners)
}

/// Who is named in the note of an event.
fn named(tx: &mut Tx<'_>, event: &Happened) -> Result<BTreeSet<i64>, Error> {
    let oid = event.data["message_id"].as_str().and_then(|name| Name::Message.oid(name));
    let Some(note) = oid.and_then(|oid| conversation::message_by_oid(tx, oid).ok()) else {
        return Ok(BTreeSet::new());
    };
    if !note.text.contains('@') {
        return Ok(BTreeSet::new());
    }
    let people: Vec<Agent> =
        agent::list(tx)?.into_iter().filter(|one| one.active && one.role != Role::Integration).collect();
    let names: Vec<String> = people.iter().map(|one| one.name.clone()).collect();
    Ok(mentions(&note.text, &names).into_iter().map(|spot| people[spot.who].id).collect())
}

/// Tells these people, but not whoever did it, and not twice of the same before they have read it.
fn notify(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    kind: Kind,
    people: BTreeSet<i64>,
    by: Option<i64>,
) -> Result<(), Error> {
    for agent_id in people {
        if Some(agent_id) == by {
            continue;
        }
        let Some(person) = agent::find(tx, agent_id).ok().filter(|one| one.active) else { continue };
        let waiting =
            tx.find(store::WAITING, args![agent_id, conversation.id, kind.name()], Row::next::<i64>)?;
        if waiting.is_some() && !matches!(kind, Kind::Mention | Kind::Oncall) {
            continue;
        }
        let choice = choices(tx, agent_id)?.into_iter().find(|choice| choice.kind == kind);
        let choice = choice.unwrap_or(Choice::first(kind));
        if choice.on_screen || choice.in_browser || choice.by_push {
            make(tx, conversation, kind, &person, by, choice)?;
        }
    }
    Ok(())
}

fn make(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    kind: Kind,
    person: &Agent,
    by: Option<i64>,
    choice: Choice,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let (notice_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    tx.execute(
        store::ADD,
        args![notice_id, &oid, person.id, kind.name(), conversation.id, by, now_ms, choice.on_screen],
    )?;
    if choice.by_push {
        push::queue(tx, person.id, notice_id)?;
    }
    let data = json!({
        "notice_id": Name::Notice.name(&oid),
        "agent_id": Name::Agent.name(&person.oid),
        "kind": kind.name(),
        "conversation_id": Name::Conversation.name(&conversation.oid),
    });
    tx.record(Event {
        kind: "notice.made",
        actor: Actor::System,
        conversation_id: Some(conversation.id),
        data: data.to_string(),
    })?;
    Ok(())
}
