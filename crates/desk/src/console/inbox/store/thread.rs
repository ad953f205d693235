//! The open conversation.

use db::{Tx, args};
use kernel::address::Address;
use kernel::id::Kind;
use serde_json::{Value, json};
use spine::conversation::{self, Conversation};
use spine::outbox::{Why, Wish};
use spine::promise::{self, Promise, State};
use spine::{agent, company, customer, inbox, mailbox, outbox};

use super::{Reader, queries, timeline};
use crate::console::inbox::phrases::first_name;
use crate::console::inbox::together;
use crate::console::inbox::view::{
    ClosedDoor, Colleague, Composer, Debt, Draft, File, Pledge, Reading, Status, Thread, Trouble,
};
use crate::fault::Fault;

/// A kept promise heads the conversation for so long; then it is the customer's turn.
const SHOWN_KEPT_MS: i64 = 10 * 60_000;

pub(in crate::console::inbox) fn status(status: conversation::Status) -> Status {
    match status {
        conversation::Status::Open => Status::Open,
        conversation::Status::Waiting => Status::Waiting,
        conversation::Status::Snoozed => Status::Snoozed,
        conversation::Status::Closed => Status::Closed,
    }
}

/// What the outbox says of one mail of the conversation.
pub(super) struct Leg {
    pub message_id: Option<i64>,
    pub state: String,
    pub not_before_ms: i64,
    pub attempts: i64,
    pub last_error: Option<String>,
    pub sent_at_ms: Option<i64>,
    pub last_code: Option<String>,
    pub first_recipient: String,
}

pub(super) fn thread(
    tx: &mut Tx<'_>,
    open: &Conversation,
    reader: Reader,
    reading: &Reading,
) -> Result<Thread, Fault> {
    let promises = promise::of_conversation(tx, open.id)?;
    let legs = tx.list(queries::DELIVERIES, args![open.id], |row| {
        Ok(Leg {
            message_id: row.next()?,
            state: row.next()?,
            not_before_ms: row.next()?,
            attempts: row.next()?,
            last_error: row.next()?,
            sent_at_ms: row.next()?,
            last_code: row.next()?,
            first_recipient: row.next()?,
        })
    })?;
    let people = agent::list(tx)?;
    let assignee = people.iter().find(|person| Some(person.id) == open.assignee_id).map(|person| Colleague {
        oid: person.oid.clone(),
        name: person.name.clone(),
        presence: person.presence.clone(),
        is_me: person.id == reader.agent_id,
    });
    let teams = agent::teams(tx)?;
    let team = teams.iter().find(|team| Some(team.id) == open.team_id).map(|team| team.name.clone());
    let linked = match open.linked_id {
        Some(id) => Some(conversation::find(tx, id)?).map(|linked| (linked.reference, linked.subject)),
        None => None,
    };
    let (entries, cut, leaving) = timeline::entries(tx, open, &legs, &people, &teams, reader, reading)?;
    Ok(Thread {
        name: Kind::Conversation.name(&open.oid),
        reference: open.reference.clone(),
        subject: open.subject.clone(),
        status: status(open.status),
        channel: open.channel.name().to_owned(),
        inbox: inbox::find(tx, open.inbox_id)?.name,
        assignee,
        team,
        pledge: pledge(open, &promises, reading),
        tags: conversation::tags(tx, open.id)?,
        linked,
        beside: together::beside(tx, open, &people, reader)?,
        trouble: open.trouble.as_ref().map(|reason| trouble(reason, &legs)),
        entries,
        cut,
        composer: composer(tx, open, reader, reading)?,
        leaving,
        track_url: company::find(tx)?.track_url(&open.track_token),
        side: crate::console::calls::side(tx, open)?,
        asked: crate::console::tasks::beside(tx, open, reading.say)?,
        complaint: crate::console::complaints::beside(tx, open, reader.agent_id, &people)?,
    })
}

fn pledge(open: &Conversation, promises: &[Promise], reading: &Reading) -> Pledge {
    let current =
        promises.iter().filter(|promise| promise.state == State::Open).min_by_key(|promise| promise.due_at_ms);
    let missed_ms = current.and_then(|current| {
        let before = promises.iter().find(|promise| Some(promise.id) == current.follows_id)?;
        (before.state == State::Broken).then_some(before.due_at_ms)
    });
    let kept = promises
        .iter()
        .filter(|promise| promise.state == State::Kept)
        .max_by_key(|promise| promise.settled_at_ms);
    let debt = match (open.status, current, kept) {
        (conversation::Status::Closed, ..) => {
            Debt::Closed { at_ms: open.closed_at_ms.unwrap_or(open.updated_at_ms) }
        }
        (conversation::Status::Snoozed, current, _) => Debt::Snoozed {
            returns_at_ms: open.returns_at_ms,
            due_at_ms: current.map(|promise| promise.due_at_ms),
        },
        (_, Some(current), _) => {
            Debt::Open { made_at_ms: current.made_at_ms, due_at_ms: current.due_at_ms, missed_ms }
        }
        (_, None, Some(kept))
            if kept.settled_at_ms.is_some_and(|at_ms| reading.now_ms - at_ms < SHOWN_KEPT_MS) =>
        {
            Debt::Kept { due_at_ms: kept.due_at_ms, kept_at_ms: kept.settled_at_ms.unwrap_or(kept.due_at_ms) }
        }
        (conversation::Status::Waiting, ..) => Debt::Waiting { returns_at_ms: open.returns_at_ms },
        (conversation::Status::Open, ..) => Debt::Nothing,
    };
    let movable = open.status != conversation::Status::Closed
        && current.is_some_and(|promise| {
            promise.kind != promise::Kind::Legal
                && promise.due_at_ms == promise.original_due_at_ms
                && reading.now_ms < promise.due_at_ms
        });
    Pledge {
        debt,
        promise: current.map(|promise| Kind::Promise.name(&promise.oid)),
        kind: current.map_or("next_reply", |promise| promise.kind.name()).to_owned(),
        text: current.and_then(|promise| promise.text.clone()),
        told_at_ms: current.and_then(|promise| promise.told_at_ms),
        not_told: current.and_then(|promise| promise.not_told_reason.clone()),
        moved_from_ms: current
            .filter(|promise| promise.due_at_ms != promise.original_due_at_ms)
            .map(|promise| promise.original_due_at_ms),
        movable,
    }
}

fn trouble(reason: &str, legs: &[Leg]) -> Trouble {
    let leg =
        legs.iter().rev().find(|leg| leg.last_error.as_deref().is_some_and(|error| reason.contains(error)));
    Trouble {
        reason: reason.to_owned(),
        address: leg.map(|leg| leg.first_recipient.clone()).filter(|address| !address.is_empty()),
        hard: leg.is_none_or(|leg| {
            leg.state == "failed" || leg.last_code.as_deref().is_some_and(|code| code.starts_with('5'))
        }),
    }
}

fn composer(
    tx: &mut Tx<'_>,
    open: &Conversation,
    reader: Reader,
    reading: &Reading,
) -> Result<Composer, Fault> {
    let say = reader.say;
    let road = outbox::road(tx, open, Wish::default())?;
    let (to, cc) = (road.to, road.cc);
    let known = customer::find(tx, open.customer_id)?;
    let name = known.name.or_else(|| to.first().map(|person| person.email.clone()));
    let name = name.unwrap_or_else(|| say.say("inbox-unknown"));
    let mut drafts = [Draft::default(), Draft::default()];
    let (mut written_to, mut note_first) = (None, false);
    for (index, draft) in conversation::draft(tx, open.id, reader.agent_id)?.into_iter().enumerate() {
        let content: Value = serde_json::from_str(&draft.content).unwrap_or_default();
        let files = uploads(tx, &content)?;
        let noting = draft.kind == "note";
        note_first |= noting && index == 0;
        if !noting && content["to"].is_string() {
            written_to =
                Some(["to", "cc", "bcc"].map(|place| content[place].as_str().unwrap_or_default().to_owned()));
        }
        drafts[usize::from(noting)] = Draft {
            text: content["text"].as_str().unwrap_or_default().to_owned(),
            html: content["html"].as_str().unwrap_or_default().to_owned(),
            saved_at_ms: Some(draft.updated_at_ms),
            files,
        };
    }
    let [reply, note] = drafts;
    let begun = reply.text.clone();
    let sends = reader.relay || mailbox::sends(tx, open.inbox_id)?;
    let closed_door = match (road.why, sends, to.is_empty()) {
        (Why::ChosePage, ..) => None,
        (_, false, _) => Some(ClosedDoor::NoRelay),
        (_, true, true) => Some(ClosedDoor::NoAddress),
        (_, true, false) => None,
    };
    let because = match road.why {
        Why::ChoseEmail => "composer-because-email",
        Why::ChosePage => "composer-because-page",
        Why::ChosePhone | Why::ChosePhoneUnknown => "composer-because-phone",
        Why::WroteByEmail if open.last_in_at_ms.is_some() => "inbox-because-wrote",
        Why::Asked | Why::Named | Why::WroteByEmail | Why::OnlyEmail => "inbox-because-only",
        Why::NoAddress => "composer-because-no-address",
    };
    let channel = match road.channel {
        // What stands on the page of the request, whatever the customer wrote by.
        _ if to.is_empty() => "page",
        channel => channel.name(),
    };
    let others = cc.iter().map(|person| person.email.clone()).collect();
    let [to, cc, bcc] = written_to.unwrap_or_else(|| [joined(&to), joined(&cc), String::new()]);
    Ok(Composer {
        customer: first_name(&name).to_owned(),
        channel: channel.to_owned(),
        because: Some(say.say(because)),
        to,
        cc,
        bcc,
        others,
        reply,
        note,
        note_first,
        closed_door,
        problem: None,
        writing: super::writing::writing(tx, open, reader, reading, &begun)?,
    })
}

fn joined(people: &[Address]) -> String {
    people.iter().map(|person| person.email.as_str()).collect::<Vec<_>>().join(", ")
}

/// The uploads a draft names that are still there.
fn uploads(tx: &mut Tx<'_>, content: &Value) -> Result<Vec<File>, Fault> {
    let mut files = Vec::new();
    for oid in content["attachments"].as_array().into_iter().flatten().filter_map(Value::as_str).take(50) {
        if let Ok(mut found) = conversation::uploads(tx, &[oid.to_owned()]) {
            files.extend(found.pop().map(|file| super::timeline::file(&file)));
        }
    }
    Ok(files)
}

/// A message begun: its text, its form where it has one, its uploads by oid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Begun {
    pub text: String,
    /// Safe HTML; empty when there is none.
    pub html: String,
    pub attachments: Vec<String>,
}

/// A draft as it is kept, and whom it is for when that was changed; nothing when nothing is written.
pub fn draft_text(begun: &Begun, people: Option<[&str; 3]>) -> String {
    let Begun { text, html, attachments } = begun;
    if text.trim().is_empty() && attachments.is_empty() && !html.contains("<img") {
        return String::new();
    }
    let mut content = json!({ "text": text, "attachments": attachments });
    if !html.is_empty() {
        content["html"] = Value::from(html.as_str());
    }
    if let Some([to, cc, bcc]) = people {
        content["to"] = Value::from(to);
        content["cc"] = Value::from(cc);
        content["bcc"] = Value::from(bcc);
    }
    content.to_string()
}

/// What a kept draft holds.
pub fn begun_of(content: &str) -> Begun {
    let content: Value = serde_json::from_str(content).unwrap_or_default();
    let text = |name: &str| content[name].as_str().unwrap_or_default().to_owned();
    let oids = content["attachments"].as_array().into_iter().flatten();
    let attachments = oids.filter_map(|oid| oid.as_str().map(str::to_owned)).collect();
    Begun { text: text("text"), html: text("html"), attachments }
}
