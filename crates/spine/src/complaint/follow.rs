//! Some days after the answer it is asked whether all is well: by a call of the owner's, or by a mail with two answers
//! to touch.

use db::{Actor, Tx, args};
use kernel::language::Register;
use serde_json::json;
use words::Say;

use super::acts::{close, drop_task, find, owner_of, record, reopen, save};
use super::model::{Complaint, FollowUp, Outcome, State};
use super::{settings, store};
use crate::agent::{self, Role};
use crate::conversation::{self, Author, Direction, NewMessage};
use crate::error::Error;
use crate::outbox;
use crate::task::{self, Ask, Whom};
use crate::{customer, inbox};

const DAY_MS: i64 = 86_400_000;
/// A mail that asks is waited on for a week.
const WAIT_MS: i64 = 7 * DAY_MS;
const NOTE_CHARS_MAX: usize = 2_000;
/// A call is made within this much open time of its moment: one working day.
const CALL_MINUTES: i64 = 9 * 60;

/// Writes down when it is asked, and asks the owner for a call where it is one.
pub(super) fn plan(tx: &mut Tx<'_>, complaint: &Complaint, answered_ms: i64) -> Result<Complaint, Error> {
    let days = settings::configured(tx)?.follow_up_days;
    set(tx, complaint, complaint.follow_up, answered_ms + days * DAY_MS, Actor::System)
}

/// Another way or another moment to ask, by a person.
///
/// # Errors
/// A complaint that is not answered, or was asked already (conflict); a moment that is past or too far.
pub fn plan_follow_up(
    tx: &mut Tx<'_>,
    complaint: &Complaint,
    follow_up: FollowUp,
    at_ms: i64,
    actor: Actor,
) -> Result<Complaint, Error> {
    if complaint.state != State::Answered || complaint.follow_up_asked_at_ms.is_some() {
        return Err(Error::Conflict(
            "only one that is answered and not yet asked about has a follow-up".to_owned(),
        ));
    }
    let now_ms = tx.now_ms();
    if at_ms <= now_ms || at_ms > now_ms + 180 * DAY_MS {
        return Err(Error::refused("/follow_up_at", "must be a moment in the next 180 days"));
    }
    drop_task(tx, complaint, actor)?;
    set(tx, complaint, follow_up, at_ms, actor)
}

fn set(
    tx: &mut Tx<'_>,
    complaint: &Complaint,
    follow_up: FollowUp,
    at_ms: i64,
    actor: Actor,
) -> Result<Complaint, Error> {
    let inbox = inbox::find(tx, complaint.inbox_id)?;
    let at_ms = inbox.hours.next_open_ms(at_ms).unwrap_or(at_ms);
    let task_id = match follow_up {
        FollowUp::Call => Some(ask_for_call(tx, complaint, at_ms)?),
        FollowUp::Mail => None,
    };
    let next = Complaint {
        follow_up,
        follow_up_at_ms: Some(at_ms),
        follow_up_asked_at_ms: None,
        follow_up_task_id: task_id,
        ..complaint.clone()
    };
    let next = save(tx, next)?;
    let data = json!({ "by": follow_up.name(), "at_ms": at_ms });
    record(tx, "complaint.follow_up_planned", &next, data, actor)?;
    Ok(next)
}

/// A task of the owner's: call, ask, write down what was said.
fn ask_for_call(tx: &mut Tx<'_>, complaint: &Complaint, at_ms: i64) -> Result<i64, Error> {
    let conversation = conversation::find(tx, complaint.conversation_id)?;
    let mut owner = agent::find(tx, complaint.owner_id)?;
    if !owner.active || owner.role == Role::Integration {
        owner = owner_of(tx, &conversation)?;
    }
    let inbox = inbox::find(tx, complaint.inbox_id)?;
    let say = Say::new(owner.language, Register::Tu);
    let name = customer::find(tx, complaint.customer_id)?.name.unwrap_or_default();
    let code = complaint.code();
    let places = [("code", code.as_str().into()), ("name", name.as_str().into())];
    let key = if name.is_empty() { "complaint-task-title" } else { "complaint-task-title-named" };
    let title = match name.is_empty() {
        true => say.with(key, &places[..1]),
        false => say.with(key, &places),
    };
    let ask = Ask {
        whom: Whom::Agent(owner.id),
        title: title.chars().take(150).collect(),
        text: say.with("complaint-task-text", &[("words", complaint.words.as_str().into())]),
        due_at_ms: inbox.hours.due(at_ms, CALL_MINUTES).unwrap_or(at_ms + DAY_MS),
        later_than_promise: true,
        files: Vec::new(),
    };
    Ok(task::ask(tx, &conversation, ask, Actor::System)?.id)
}

/// Complaints of all accounts whose follow-up's moment has come: account and id.
pub fn follow_ups_due(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, db::Error> {
    tx.list(store::FOLLOW_UPS_DUE, args![now_ms, limit], |row| Ok((row.next()?, row.next()?)))
}

/// The moment has come: the mail leaves, or the call is due; a mail nobody answered within a week counts as no answer.
pub fn come_due(tx: &mut Tx<'_>, complaint_id: i64) -> Result<(), Error> {
    let complaint = find(tx, complaint_id)?;
    let now_ms = tx.now_ms();
    if complaint.state != State::Answered || complaint.follow_up_at_ms.is_none_or(|at_ms| at_ms > now_ms) {
        return Ok(());
    }
    match (complaint.follow_up_asked_at_ms, complaint.follow_up) {
        (None, FollowUp::Mail) => ask_by_mail(tx, &complaint),
        (None, FollowUp::Call) => asked(tx, &complaint, complaint.follow_up_at_ms),
        (Some(asked_at_ms), FollowUp::Mail) => lapse(tx, &complaint, asked_at_ms),
        (Some(_), FollowUp::Call) => Ok(()),
    }
}

fn ask_by_mail(tx: &mut Tx<'_>, complaint: &Complaint) -> Result<(), Error> {
    let conversation = conversation::find(tx, complaint.conversation_id)?;
    let now_ms = tx.now_ms();
    let answered_ms = complaint.answered_at_ms.unwrap_or(now_ms);
    if outbox::ask_follow_up(tx, &conversation, &complaint.code(), answered_ms)? {
        return asked(tx, complaint, Some(now_ms + WAIT_MS));
    }
    // No mail reaches them: the owner calls.
    set(tx, complaint, FollowUp::Call, now_ms, Actor::System)?;
    Ok(())
}

fn asked(tx: &mut Tx<'_>, complaint: &Complaint, until_ms: Option<i64>) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let next =
        Complaint { follow_up_asked_at_ms: Some(now_ms), follow_up_at_ms: until_ms, ..complaint.clone() };
    let next = save(tx, next)?;
    let data = json!({ "by": next.follow_up.name() });
    record(tx, "complaint.follow_up_asked", &next, data, Actor::System)
}

fn lapse(tx: &mut Tx<'_>, complaint: &Complaint, asked_at_ms: i64) -> Result<(), Error> {
    let conversation = conversation::find(tx, complaint.conversation_id)?;
    if conversation.last_in_at_ms.is_some_and(|wrote_ms| wrote_ms > asked_at_ms) {
        // They wrote back: a person reads it and says what it means.
        let next = Complaint { follow_up: FollowUp::Call, ..complaint.clone() };
        let next = save(tx, next)?;
        return record(tx, "complaint.follow_up_answered", &next, json!({}), Actor::System);
    }
    let recorded = Recorded { outcome: Outcome::NoAnswer, note: String::new(), close: false };
    followed_up(tx, complaint, recorded, Actor::System)?;
    Ok(())
}

/// What is not solved stands in the conversation: the customer's own words, or a note of whoever heard them.
fn keep_words(tx: &mut Tx<'_>, complaint: &Complaint, text: &str, actor: Actor) -> Result<(), Error> {
    let conversation = conversation::find(tx, complaint.conversation_id)?;
    let (direction, author) = match actor {
        Actor::Customer(customer_id) => {
            let known = customer::find(tx, customer_id)?;
            (Direction::In, Author::Customer { id: customer_id, name: known.name, address: None })
        }
        Actor::Agent(agent_id) => {
            let name = agent::find(tx, agent_id)?.name;
            (Direction::Note, Author::Agent { id: agent_id, name })
        }
        Actor::System | Actor::Integration(_) => (Direction::Note, Author::Other { name: None, address: None }),
    };
    let said = NewMessage {
        direction,
        channel: conversation.channel,
        author,
        recipients: "{}".to_owned(),
        subject: None,
        text: text.to_owned(),
        html: None,
        reply_text: text.to_owned(),
        quoted_text: None,
        forwarded: None,
        authentication: None,
        warning: None,
        automatic: false,
        header_id: None,
        arrival_id: None,
    };
    conversation::add_message(tx, &conversation, said, Vec::new(), actor)?;
    Ok(())
}

/// What came of the follow-up.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub outcome: Outcome,
    /// What the customer said.
    pub note: String,
    /// Close it too, where everything is known of it.
    pub close: bool,
}

/// Writes down what came of it. What is not solved is open again, with a new date.
///
/// # Errors
/// A complaint that is not answered (conflict); a note that is too long; unsolved without a word why.
pub fn followed_up(
    tx: &mut Tx<'_>,
    complaint: &Complaint,
    recorded: Recorded,
    actor: Actor,
) -> Result<Complaint, Error> {
    if complaint.state != State::Answered {
        return Err(Error::Conflict(format!("it is {}", complaint.state.name())));
    }
    let note = recorded.note.trim();
    if note.chars().count() > NOTE_CHARS_MAX {
        return Err(Error::refused("/note", format!("can have {NOTE_CHARS_MAX} characters at most")));
    }
    if recorded.outcome == Outcome::NotSolved && note.is_empty() {
        return Err(Error::refused("/note", "is needed: say what is not solved"));
    }
    drop_task(tx, complaint, actor)?;
    let now_ms = tx.now_ms();
    let next = Complaint {
        state: State::FollowedUp,
        follow_up_outcome: Some(recorded.outcome),
        follow_up_note: Some(note.to_owned()).filter(|note| !note.is_empty()),
        follow_up_task_id: None,
        followed_up_at_ms: Some(now_ms),
        ..complaint.clone()
    };
    let next = save(tx, next)?;
    record(tx, "complaint.followed_up", &next, json!({ "outcome": recorded.outcome.name() }), actor)?;
    match recorded.outcome {
        Outcome::NotSolved => {
            keep_words(tx, &next, note, actor)?;
            let why: String = note.chars().take(500).collect();
            reopen(tx, &next, &why, actor)
        }
        Outcome::Solved | Outcome::NoAnswer if recorded.close && next.is_complete() => {
            close(tx, &next, None, actor)
        }
        Outcome::Solved | Outcome::NoAnswer => Ok(next),
    }
}
