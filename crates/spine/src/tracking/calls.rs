//! Calls promised to customers: the slots somebody can call in, booked, moved once, called off, made.

use std::collections::{BTreeSet, HashMap};

use db::{Actor, Event, Tx, args};
use kernel::calendar::Hours;
use kernel::id::{self, Kind};
use serde_json::{Value, json};

use super::model::{CALL_WINDOW_MS, Call, Outcome, Slot};
use super::{acts, store};
use crate::conversation::{self, Author, Conversation, Direction, NewMessage};
use crate::error::Error;
use crate::inbox::{self, Channel, Inbox};
use crate::outbox::{self, Appointment, Change};
use crate::promise::{self, Kind as Debt, Promise, State};
use crate::{agent, company, form};

/// A slot begins every half hour.
const STEP_MS: i64 = 30 * 60_000;
/// Nobody can be promised a call sooner than this: 20 minutes.
const SOONEST_MS: i64 = 20 * 60_000;
/// Open days offered.
const DAYS: usize = 3;
/// How far ahead an open day is looked for.
const FARTHEST_MS: i64 = 14 * 86_400_000;
/// Calls somebody takes in one slot, unless their capacity says otherwise.
const CALLS_A_SLOT: i64 = 1;

/// The moments somebody can call, the soonest first: in the inbox's hours, while people of it are there; today those
/// who are at work now, later all who belong to it.
pub fn slots(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<Vec<Slot>, Error> {
    if !form::of_inbox(tx, inbox.id)?.callbacks {
        return Ok(Vec::new());
    }
    let now_ms = tx.now_ms();
    let (today, later) = staff(tx, inbox)?;
    let booked: HashMap<i64, i64> = tx
        .list(store::BOOKED, args![inbox.id, now_ms], |row| Ok((row.next()?, row.next()?)))?
        .into_iter()
        .collect();
    Ok(slots_of(&inbox.hours, now_ms, today, later, &booked))
}

/// Calls the inbox's people take in one slot: those at work now, and all of them.
fn staff(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<(i64, i64), Error> {
    let members = match inbox.team_id {
        Some(team_id) => agent::teams(tx)?.into_iter().find(|team| team.id == team_id).map(|team| team.members),
        None => None,
    };
    let (mut now, mut all) = (0, 0);
    for person in agent::list(tx)? {
        let belongs = members.as_ref().is_none_or(|members| members.contains(&person.id));
        if !person.active || person.role == agent::Role::Integration || !belongs {
            continue;
        }
        let takes = serde_json::from_str::<Value>(&person.capacity)
            .ok()
            .and_then(|capacity| capacity["phone"].as_i64())
            .unwrap_or(CALLS_A_SLOT)
            .clamp(0, 20);
        all += takes;
        if matches!(person.presence.as_str(), "online" | "busy") {
            now += takes;
        }
    }
    Ok((now, all))
}

fn slots_of(hours: &Hours, now_ms: i64, today: i64, later: i64, booked: &HashMap<i64, i64>) -> Vec<Slot> {
    let mut days = BTreeSet::new();
    let mut slots = Vec::new();
    let first_ms = (now_ms + SOONEST_MS + STEP_MS - 1) / STEP_MS * STEP_MS;
    let mut at_ms = first_ms;
    while at_ms < now_ms + FARTHEST_MS {
        let day = hours.today(at_ms);
        let takes = if day == hours.today(now_ms) { today } else { later };
        if takes > 0 && hours.is_open(at_ms) && hours.is_open(at_ms + CALL_WINDOW_MS - 1) {
            if !days.contains(&day) && days.len() == DAYS {
                break;
            }
            days.insert(day);
            slots.push(Slot { at_ms, free: booked.get(&at_ms).copied().unwrap_or_default() < takes });
        }
        at_ms += STEP_MS;
    }
    slots
}

/// Every call of a conversation with its promise, oldest first. A call that was missed stands with the promise that
/// took its place too.
pub fn calls_of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<(Call, Promise)>, Error> {
    let calls = tx.list(store::CALLS_OF, args![conversation_id], store::read_call)?;
    if calls.is_empty() {
        return Ok(Vec::new());
    }
    let promises = promise::of_conversation(tx, conversation_id)?;
    let mut found: Vec<(Call, Promise)> = Vec::new();
    for promise in promises.iter().filter(|promise| promise.kind == Debt::Callback) {
        let own = calls.iter().find(|call| call.promise_id == promise.id).cloned();
        let followed = || {
            let (call, _) = found.iter().find(|(_, before)| Some(before.id) == promise.follows_id)?;
            Some(Call {
                promise_id: promise.id,
                outcome: None,
                outcome_at_ms: None,
                agent_id: None,
                ..call.clone()
            })
        };
        if let Some(call) = own.or_else(followed) {
            found.push((call, promise.clone()));
        }
    }
    Ok(found)
}

/// The call a promise is about.
pub fn call_by_promise(tx: &mut Tx<'_>, promise: &Promise) -> Result<Call, Error> {
    let calls = calls_of(tx, promise.conversation_id)?;
    let found = calls.into_iter().find(|(_, own)| own.id == promise.id);
    found.map(|(call, _)| call).ok_or(Error::Missing("call"))
}

/// Promises a call in a slot that is free, and confirms it by mail with the appointment for the calendar.
///
/// # Errors
/// A number that is none (refused); a slot that is not offered or taken meanwhile, a second call (conflict).
pub fn book(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    slot_at_ms: i64,
    phone: &str,
) -> Result<Promise, Error> {
    let phone = form::phone(phone).ok_or_else(|| Error::refused("/phone", "is not a telephone number"))?;
    if open_call(tx, conversation.id)?.is_some() {
        return Err(Error::Conflict("a call is promised already".to_owned()));
    }
    acts::note_phone(tx, conversation.id, &phone)?;
    let call = Call {
        promise_id: 0,
        conversation_id: conversation.id,
        inbox_id: conversation.inbox_id,
        uid: id::fresh_oid(tx.now_ms()),
        sequence: 0,
        phone,
        slot_at_ms,
        moved: false,
        outcome: None,
        outcome_at_ms: None,
        agent_id: None,
    };
    promise_call(tx, conversation, call, Change::Booked)
}

/// The customer takes another slot, once.
///
/// # Errors
/// No call to move, moved before, or a slot that is taken (conflict).
pub fn move_call(tx: &mut Tx<'_>, conversation: &mut Conversation, slot_at_ms: i64) -> Result<Promise, Error> {
    let (call, promise) =
        open_call(tx, conversation.id)?.ok_or_else(|| Error::Conflict("no call is promised".to_owned()))?;
    if call.moved {
        return Err(Error::Conflict("this call was moved once already".to_owned()));
    }
    settle(tx, &call, &promise, Outcome::Moved, None)?;
    let actor = Actor::Customer(conversation.customer_id);
    promise::call_off(tx, conversation, &promise, "the customer took another time", actor)?;
    let next = Call { sequence: call.sequence + 1, slot_at_ms, moved: true, ..call };
    promise_call(tx, conversation, next, Change::Moved)
}

/// The customer no longer wants the call.
///
/// # Errors
/// Conflict when none is promised.
pub fn cancel(tx: &mut Tx<'_>, conversation: &mut Conversation) -> Result<(), Error> {
    match cancel_open(tx, conversation)? {
        true => promise::owe_again(tx, conversation),
        false => Err(Error::Conflict("no call is promised".to_owned())),
    }
}

/// Calls off what is promised, if anything is; `false` when nothing was.
pub(super) fn cancel_open(tx: &mut Tx<'_>, conversation: &mut Conversation) -> Result<bool, Error> {
    let Some((call, promise)) = open_call(tx, conversation.id)? else { return Ok(false) };
    settle(tx, &call, &promise, Outcome::Cancelled, None)?;
    let actor = Actor::Customer(conversation.customer_id);
    promise::call_off(tx, conversation, &promise, "the customer called it off", actor)?;
    let cancelled = Call { sequence: call.sequence + 1, ..call };
    outbox::confirm_call(tx, conversation, None, &appointment(&cancelled), Change::Cancelled)?;
    Ok(true)
}

fn open_call(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Option<(Call, Promise)>, Error> {
    let calls = calls_of(tx, conversation_id)?;
    Ok(calls.into_iter().find(|(_, promise)| promise.state == State::Open))
}

fn promise_call(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    call: Call,
    change: Change,
) -> Result<Promise, Error> {
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let offered = slots(tx, &inbox)?.into_iter().find(|slot| slot.at_ms == call.slot_at_ms);
    if !offered.is_some_and(|slot| slot.free) {
        return Err(Error::Conflict("nobody is free to call then".to_owned()));
    }
    let actor = Actor::Customer(conversation.customer_id);
    let inputs = json!({
        "slot_at_ms": call.slot_at_ms,
        "phone": call.phone,
        "window_minutes": CALL_WINDOW_MS / 60_000,
    });
    if conversation.status == conversation::Status::Closed {
        conversation::reopen(tx, conversation, "customer_reopened", actor)?;
    }
    let promise = promise::call_back(tx, conversation, call.slot_at_ms + CALL_WINDOW_MS, inputs, actor)?;
    tx.execute(
        store::ADD_CALL,
        args![
            promise.id,
            call.conversation_id,
            call.inbox_id,
            &call.uid,
            call.sequence,
            &call.phone,
            call.slot_at_ms,
            call.moved
        ],
    )?;
    let wording = outbox::confirm_call(tx, conversation, Some(&promise), &appointment(&call), change)?;
    promise::told(tx, promise.id, "page", &call.phone, &wording, None)?;
    Ok(promise)
}

fn appointment(call: &Call) -> Appointment<'_> {
    Appointment {
        uid: &call.uid,
        sequence: call.sequence,
        phone: &call.phone,
        from_ms: call.slot_at_ms,
        to_ms: call.slot_at_ms + CALL_WINDOW_MS,
    }
}

/// A person of ours spoke with the customer. The call is kept or late; what was owed as a reply is answered by it.
///
/// # Errors
/// Conflict when it is settled already.
pub fn reached(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    promise: &Promise,
    agent: &agent::Agent,
    note: &str,
) -> Result<(), Error> {
    let call = call_by_promise(tx, promise)?;
    promise::called(tx, conversation, promise, agent.id)?;
    settle(tx, &call, promise, Outcome::Reached, Some(agent.id))?;
    let written = write_note(tx, conversation, agent, note)?;
    let now_ms = tx.now_ms();
    promise::answered(tx, conversation, written, Some(agent.id), now_ms)?;
    let returns_at_ms = now_ms + company::find(tx)?.waiting_ms();
    conversation::wait_on_customer(tx, conversation, returns_at_ms, Actor::Agent(agent.id))
}

/// We called and nobody answered. The call was made, in time or late; the customer is asked for another moment, and
/// what is owed in writing stays owed.
///
/// # Errors
/// Conflict when it is settled already, or before the slot begins: nobody can have called yet.
pub fn not_reached(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    promise: &Promise,
    agent: &agent::Agent,
    note: &str,
) -> Result<(), Error> {
    let call = call_by_promise(tx, promise)?;
    if tx.now_ms() < call.slot_at_ms {
        return Err(Error::Conflict("the slot has not begun".to_owned()));
    }
    promise::called(tx, conversation, promise, agent.id)?;
    settle(tx, &call, promise, Outcome::NotReached, Some(agent.id))?;
    if !note.trim().is_empty() {
        write_note(tx, conversation, agent, note)?;
    }
    outbox::confirm_call(tx, conversation, None, &appointment(&call), Change::NotReached)?;
    promise::owe_again(tx, conversation)
}

/// Writes what came of a call down, beside its promise.
fn settle(
    tx: &mut Tx<'_>,
    call: &Call,
    promise: &Promise,
    outcome: Outcome,
    agent_id: Option<i64>,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    if tx.find(store::CALL, args![promise.id], store::read_call)?.is_none() {
        // The promise that took the place of a missed one.
        let row = args![
            promise.id,
            call.conversation_id,
            call.inbox_id,
            &call.uid,
            call.sequence,
            &call.phone,
            call.slot_at_ms,
            call.moved
        ];
        tx.execute(store::ADD_CALL, row)?;
    }
    tx.execute(store::SETTLE_CALL, args![promise.id, outcome.name(), now_ms, agent_id])?;
    let data = json!({ "promise_id": Kind::Promise.name(&promise.oid), "outcome": outcome.name() });
    tx.record(Event {
        kind: "promise.called",
        actor: agent_id.map_or(Actor::System, Actor::Agent),
        conversation_id: Some(call.conversation_id),
        data: data.to_string(),
    })?;
    Ok(())
}

/// What was said on the telephone, for the house; the id of the note.
fn write_note(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    agent: &agent::Agent,
    note: &str,
) -> Result<i64, Error> {
    if note.chars().count() > 10_000 {
        return Err(Error::refused("/note", "can have 10,000 characters at most"));
    }
    let text = note.trim().to_owned();
    let new = NewMessage {
        direction: Direction::Note,
        channel: Channel::Phone,
        author: Author::Agent { id: agent.id, name: agent.name.clone() },
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
    };
    let written = conversation::add_message(tx, conversation, new, Vec::new(), Actor::Agent(agent.id))?;
    Ok(written.id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use kernel::calendar::Hours;

    use super::slots_of;

    /// Friday 2026-11-20, 17:00 in Rome.
    const FRIDAY_AT_FIVE_MS: i64 = 1_795_190_400_000;
    const HALF_HOUR_MS: i64 = 1_800_000;

    #[test]
    fn a_call_is_offered_in_open_hours_while_somebody_is_there() {
        let hours = Hours::default();
        let nobody_booked = HashMap::new();
        let slots = slots_of(&hours, FRIDAY_AT_FIVE_MS, 1, 2, &nobody_booked);
        assert_eq!(slots[0].at_ms, FRIDAY_AT_FIVE_MS + HALF_HOUR_MS);
        // One on Friday, eighteen on Monday and on Tuesday.
        assert_eq!(slots.len(), 1 + 18 + 18);
        assert!(slots.iter().all(|slot| slot.free && hours.is_open(slot.at_ms)));
        let without_today = slots_of(&hours, FRIDAY_AT_FIVE_MS, 0, 1, &nobody_booked);
        assert_eq!(without_today[0].at_ms, FRIDAY_AT_FIVE_MS + 64 * 3_600_000);
        assert!(slots_of(&hours, FRIDAY_AT_FIVE_MS, 0, 0, &nobody_booked).is_empty());
    }

    #[test]
    fn a_slot_is_taken_once_everybody_has_a_call_in_it() {
        let slot_ms = FRIDAY_AT_FIVE_MS + HALF_HOUR_MS;
        let taken = |calls| {
            slots_of(&Hours::default(), FRIDAY_AT_FIVE_MS, 2, 2, &HashMap::from([(slot_ms, calls)]))[0].free
        };
        assert!(taken(1));
        assert!(!taken(2));
    }
}
