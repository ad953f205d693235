//! Merging, splitting, moving.

use db::{Actor, Event, Tx, args};
use kernel::id::{self, Kind as Name};
use serde_json::{Value, json};

use super::model::{Kind, Operation, standing};
use super::store;
use crate::conversation::{self, Conversation, Direction, Message, Status};
use crate::error::Error;
use crate::inbox::{self, Inbox};
use crate::outbox::State as Way;
use crate::promise::{self, Promise};
use crate::{company, complaint, intake, outbox, scheduled, task};

/// Puts `from` into `into`: every message, promise, mail and arrival. Of two answers owed the earlier moment stands;
/// nothing is lengthened. The old code, link and Message-IDs lead to what is left.
///
/// # Errors
/// The same conversation, one merged already, or another customer's: their tracking pages would show each other's words.
pub fn merge(
    tx: &mut Tx<'_>,
    from: &mut Conversation,
    into: &mut Conversation,
    actor: Actor,
) -> Result<Operation, Error> {
    if from.id == into.id {
        return Err(Error::refused("/into", "is this same conversation"));
    }
    if from.merged_into_id.is_some() || into.merged_into_id.is_some() {
        return Err(Error::Conflict("one of the two was merged already".to_owned()));
    }
    if from.customer_id != into.customer_id {
        return Err(Error::refused("/into", "is another customer's"));
    }
    let was = json!({ "from": standing(from), "into": standing(into), "linked": into.linked_id,
        "assignee": into.assignee_id });
    let (status, returns_at_ms) = (from.status, from.returns_at_ms);
    let taken = take_along(tx, from, into, 0)?;
    let promises = promise::ids_of(tx, from.id)?;
    promise::rehome(tx, &promises, into.id)?;
    let folded = promise::fold(tx, into, actor)?;
    promise::refresh_due(tx, from)?;
    let (people, tags) = conversation::share(tx, from.id, into.id)?;
    if let (None, Some(agent_id)) = (into.assignee_id, from.assignee_id) {
        let agent = crate::agent::find(tx, agent_id)?;
        if agent.active {
            conversation::assign(tx, into, Some(&agent), "merged", actor)?;
        }
    }
    let now_ms = tx.now_ms();
    conversation::stand(tx, from, Status::Closed, None, Some(now_ms))?;
    let earlier = conversation::set_merged(tx, from, Some(into.id))?;
    let owed = promise::open_of(tx, into.id)?.iter().any(promise::is_debt);
    match status {
        Status::Open => conversation::reopen(tx, into, "merged", actor)?,
        Status::Waiting if into.status == Status::Closed => {
            conversation::wait_on_customer(tx, into, returns_at_ms.unwrap_or(now_ms), actor)?;
        }
        Status::Snoozed | Status::Waiting | Status::Closed => {}
    }
    if owed && into.status == Status::Closed {
        conversation::reopen(tx, into, "merged", actor)?;
    }
    promise::owe_again(tx, into)?;
    let was = with(
        was,
        taken,
        json!({ "promises": promises, "folded": folded, "people": people, "tags": tags,
        "earlier": earlier }),
    );
    let operation = add(tx, Kind::Merge, into.id, from.id, was, actor)?;
    let data = json!({ "from": Name::Conversation.name(&from.oid), "reference": from.reference });
    record(tx, "conversation.merged", into, &operation, data, actor)?;
    // Whoever reads the log by conversation hears of both.
    let data = json!({ "into": Name::Conversation.name(&into.oid), "reference": into.reference });
    record(tx, "conversation.merged_away", from, &operation, data, actor)?;
    Ok(operation)
}

/// How a conversation is split.
#[derive(Clone, Debug)]
pub struct Split {
    /// The first message that goes; everything after it goes too.
    pub message: Message,
    /// What the new one is about; the old subject when empty.
    pub subject: String,
    /// Whether the customer is told of the new code.
    pub tell: bool,
}

/// Takes a message and what follows into a conversation of its own, with its own code. Where an answer is owed in the
/// part that goes it is owed there, due at the moment the customer was given.
///
/// # Errors
/// The first message (nothing would stay), a message of another conversation, an answer that is just leaving.
pub fn split(
    tx: &mut Tx<'_>,
    from: &mut Conversation,
    how: Split,
    actor: Actor,
) -> Result<(Conversation, Operation), Error> {
    let first = how.message.id;
    if how.message.conversation_id != from.id {
        return Err(Error::refused("/message_id", "is no message of this conversation"));
    }
    if conversation::message_ids(tx, from.id, 0)?.first() == Some(&first) {
        return Err(Error::refused("/message_id", "is the first one: nothing would stay"));
    }
    let subject = how.subject.trim();
    if subject.chars().count() > 300 {
        return Err(Error::refused("/subject", "can have 300 characters at most"));
    }
    let was = json!({ "from": standing(from) });
    let opening = conversation::Opening {
        subject: if subject.is_empty() { from.subject.clone() } else { subject.to_owned() },
        channel: from.channel,
        inbox_id: from.inbox_id,
        customer_id: from.customer_id,
        team_id: from.team_id,
        tier: from.tier,
        skills: from.skills.clone(),
        linked_id: Some(from.id),
    };
    let mut new = conversation::open(tx, opening, actor)?;
    let taken = take_along(tx, from, &mut new, first)?;
    conversation::share(tx, from.id, new.id)?;
    if let Some(agent_id) = from.assignee_id {
        let agent = crate::agent::find(tx, agent_id)?;
        if agent.active {
            conversation::assign(tx, &mut new, Some(&agent), "split", actor)?;
        }
    }
    let debt = promise::open_of(tx, from.id)?.into_iter().find(promise::is_debt);
    let promises = divide(tx, from, &mut new, debt, actor)?;
    if let (true, Some(carried)) = (how.tell, promises.carried.as_ref()) {
        outbox::acknowledge(tx, &new, carried, None, None)?;
    }
    let carried = promises.carried.map(|promise| promise.id);
    let was = with(was, taken, json!({ "lapsed": promises.lapsed, "carried": carried }));
    let operation = add(tx, Kind::Split, from.id, new.id, was, actor)?;
    let data = json!({ "into": Name::Conversation.name(&new.oid), "reference": new.reference });
    record(tx, "conversation.split", from, &operation, data, actor)?;
    let new = conversation::find(tx, new.id)?;
    Ok((new, operation))
}

struct Divided {
    /// The promise of the part that went.
    carried: Option<Promise>,
    /// The promise of the part that stayed, when nothing is owed there any more.
    lapsed: Option<i64>,
}

/// Gives each part the promise it owes, and stands each as what is owed says.
fn divide(
    tx: &mut Tx<'_>,
    from: &mut Conversation,
    new: &mut Conversation,
    debt: Option<Promise>,
    actor: Actor,
) -> Result<Divided, Error> {
    let mut divided = Divided { carried: None, lapsed: None };
    if let Some(debt) = &debt {
        let (stays, goes) = (is_unanswered(tx, from.id)?, is_unanswered(tx, new.id)?);
        if goes {
            divided.carried = Some(promise::carry(tx, debt, new, actor)?);
        }
        if goes && !stays {
            promise::lapse(tx, debt, "split", actor)?;
            divided.lapsed = Some(debt.id);
            promise::refresh_due(tx, from)?;
        }
    }
    let returns_at_ms = tx.now_ms() + company::find(tx)?.waiting_ms();
    if divided.carried.is_none() {
        match from.status {
            Status::Closed => {
                let now_ms = tx.now_ms();
                conversation::stand(tx, new, Status::Closed, None, Some(now_ms))?;
            }
            Status::Waiting | Status::Snoozed => {
                conversation::wait_on_customer(tx, new, returns_at_ms, actor)?;
            }
            Status::Open => promise::owe_again(tx, new)?,
        }
    }
    let answered = from.last_out_at_ms.is_some() && !is_unanswered(tx, from.id)?;
    if from.status == Status::Open && promise::open_of(tx, from.id)?.is_empty() {
        match answered {
            true => conversation::wait_on_customer(tx, from, returns_at_ms, actor)?,
            false => promise::owe_again(tx, from)?,
        }
    }
    Ok(divided)
}

/// Whether a person's words of this conversation have no answer of ours after them.
fn is_unanswered(tx: &mut Tx<'_>, conversation_id: i64) -> Result<bool, Error> {
    let Some(last) = conversation::last_inbound(tx, conversation_id)? else { return Ok(false) };
    let later = conversation::message_ids(tx, conversation_id, last.id)?;
    for message_id in later {
        let message = conversation::message(tx, message_id)?;
        if message.direction == Direction::Out && message.author_kind == "agent" {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Gives the conversation to another inbox: answers leave from its address. What was promised stays promised.
///
/// # Errors
/// The inbox it is in, or one that is merged away.
pub fn move_to(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    inbox: &Inbox,
    actor: Actor,
) -> Result<Operation, Error> {
    if conversation.merged_into_id.is_some() {
        return Err(Error::Conflict("it was merged into another".to_owned()));
    }
    if conversation.inbox_id == inbox.id {
        return Err(Error::refused("/inbox_id", "is where it stands already"));
    }
    let old = inbox::find(tx, conversation.inbox_id)?;
    let was = json!({ "inbox": old.id, "team": conversation.team_id, "to": inbox.id });
    conversation::set_inbox(tx, conversation, inbox, inbox.team_id, actor)?;
    let operation = add(tx, Kind::Move, conversation.id, old.id, was, actor)?;
    let data = json!({ "from": Name::Inbox.name(&old.oid), "to": Name::Inbox.name(&inbox.oid) });
    record(tx, "conversation.moved", conversation, &operation, data, actor)?;
    Ok(operation)
}

/// Messages from one on with their mails and arrivals, and with all of them the tasks and the answers that wait; what
/// went, to bring it back.
pub(super) fn take_along(
    tx: &mut Tx<'_>,
    from: &mut Conversation,
    into: &mut Conversation,
    first: i64,
) -> Result<Value, Error> {
    let messages = conversation::message_ids(tx, from.id, first)?;
    let all = first == 0;
    let goes = |message_id: Option<i64>| message_id.map_or(all, |id| messages.binary_search(&id).is_ok());
    let mails = outbox::of_conversation(tx, from.id)?;
    if !all
        && mails.iter().any(|mail| mail.state == Way::Queued && mail.message_id.is_some_and(|id| id >= first))
    {
        return Err(Error::Conflict("an answer of this part is just leaving".to_owned()));
    }
    let mails: Vec<i64> = mails.iter().filter(|mail| goes(mail.message_id)).map(|mail| mail.id).collect();
    let arrivals: Vec<i64> = intake::of_conversation(tx, from.id)?
        .into_iter()
        .filter(|(_, message_id)| goes(*message_id))
        .map(|(id, _)| id)
        .collect();
    conversation::rehome(tx, &messages, into.id)?;
    outbox::rehome(tx, &mails, into.id)?;
    intake::rehome(tx, &arrivals, into.id)?;
    let (mut tasks, mut waiting, mut complaints) = (Vec::new(), Vec::new(), Vec::new());
    if all {
        tasks.extend(task::of_conversation(tx, from.id)?.into_iter().map(|task| task.id));
        waiting.extend(scheduled::of_conversation(tx, from.id)?.into_iter().map(|later| later.id));
        task::rehome(tx, &tasks, into.id)?;
        scheduled::rehome(tx, &waiting, into.id)?;
        complaints.extend(complaint::ids_of(tx, from.id)?);
        complaint::rehome(tx, &complaints, into.id)?;
    }
    conversation::tally(tx, from)?;
    conversation::tally(tx, into)?;
    Ok(json!({ "messages": messages, "mails": mails, "arrivals": arrivals, "tasks": tasks, "waiting": waiting,
            "complaints": complaints }))
}

/// One object of several.
fn with(mut kept: Value, taken: Value, more: Value) -> Value {
    if let Value::Object(kept) = &mut kept {
        for part in [taken, more] {
            if let Value::Object(part) = part {
                kept.extend(part);
            }
        }
    }
    kept
}

fn add(
    tx: &mut Tx<'_>,
    kind: Kind,
    conversation_id: i64,
    other_id: i64,
    was: Value,
    actor: Actor,
) -> Result<Operation, Error> {
    let now_ms = tx.now_ms();
    let made_by_id = match actor {
        Actor::Agent(agent_id) => Some(agent_id),
        Actor::System | Actor::Customer(_) | Actor::Integration(_) => None,
    };
    let operation = Operation {
        id: id::fresh(now_ms),
        oid: id::fresh_oid(now_ms),
        kind,
        conversation_id,
        other_id,
        was: was.to_string(),
        made_at_ms: now_ms,
        made_by_id,
        undone_at_ms: None,
    };
    tx.execute(
        store::ADD,
        args![
            operation.id,
            &operation.oid,
            kind.name(),
            conversation_id,
            other_id,
            &operation.was,
            now_ms,
            made_by_id
        ],
    )?;
    Ok(operation)
}

pub(super) fn record(
    tx: &mut Tx<'_>,
    kind: &'static str,
    conversation: &Conversation,
    operation: &Operation,
    mut data: Value,
    actor: Actor,
) -> Result<(), Error> {
    data["conversation_id"] = Value::String(Name::Conversation.name(&conversation.oid));
    data["operation_id"] = Value::String(Name::Operation.name(&operation.oid));
    tx.record(Event { kind, actor, conversation_id: Some(conversation.id), data: data.to_string() })?;
    Ok(())
}

pub fn find(tx: &mut Tx<'_>, operation_id: i64) -> Result<Operation, Error> {
    tx.find(store::FIND, args![operation_id], store::read)?.ok_or(Error::Missing("operation"))
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Operation, Error> {
    tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("operation"))
}

/// The newest operation on a conversation.
pub fn last_of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Option<Operation>, Error> {
    Ok(tx.find(store::LAST_OF, args![conversation_id], store::read)?)
}
