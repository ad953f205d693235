//! Making a promise, telling it, moving it, and what happens when its moment passes.

use db::{Actor, Event, Tx, args};
use kernel::calendar::Hours;
use kernel::id;
use serde_json::{Value, json};

use super::estimate::{Offered, Second};
use super::model::{Kind, Promise, Source, State, Told};
use super::{estimate, store};
use crate::company;
use crate::conversation::{self, Conversation, Status};
use crate::error::Error;
use crate::inbox::{self, Inbox, PromisesBy};
use crate::reason::Reason;

/// Open minutes given for a promise that follows a second breach: one working day.
const AFTER_TWO_BREACHES_MINUTES: i64 = 9 * 60;
/// No working day has fewer open hours than matter here: shorter promises need no look at the calendar.
const SHORTEST_DAY_MS: i64 = 4 * 3_600_000;
/// A person can promise at most this far ahead.
const FARTHEST_MS: i64 = 366 * 86_400_000;
/// People are warned this long before a legal term ends: three days.
const LEGAL_WARNING_MS: i64 = 3 * 86_400_000;

/// What a new promise rests on.
pub(super) struct Basis {
    pub kind: Kind,
    pub due_at_ms: i64,
    pub original_due_at_ms: Option<i64>,
    pub source: Source,
    pub explanation: Reason,
    pub inputs: Value,
    pub text: Option<String>,
    pub made_by_id: Option<i64>,
    pub follows_id: Option<i64>,
    /// A due moment for the desk alone: the customer is not told.
    pub internal: bool,
    /// Percent; of an estimate.
    pub confidence: Option<i64>,
}

/// Promises by policy: the inbox's target for the tier, counted in open minutes from now.
/// `resolution` without a target gives `None`.
pub fn make(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    inbox: &Inbox,
    kind: Kind,
) -> Result<Option<Promise>, Error> {
    let minutes = match kind {
        Kind::FirstReply => Some(inbox.targets.first_reply_minutes(conversation.tier)),
        Kind::Resolution => inbox.targets.resolution_minutes(conversation.tier),
        Kind::NextReply | Kind::Callback | Kind::Custom | Kind::Legal => {
            Some(inbox.targets.next_reply_minutes(conversation.tier))
        }
    };
    let Some(minutes) = minutes else { return Ok(None) };
    let offered = match kind {
        Kind::FirstReply | Kind::NextReply => estimate::offered(tx, inbox, conversation.tier)?,
        Kind::Callback | Kind::Resolution | Kind::Custom | Kind::Legal => None,
    };
    let Some(offered) = offered else {
        return by_policy(tx, conversation, inbox, kind, minutes, None, false).map(Some);
    };
    let told = inbox.promises_by == PromisesBy::Model && offered.cell.is_ready();
    let promise = match told {
        true => by_model(tx, conversation, inbox, kind, &offered)?,
        false => by_policy(tx, conversation, inbox, kind, minutes, None, false)?,
    };
    estimate::beside(tx, &promise, &offered, told)?;
    Ok(Some(promise))
}

/// A promise by the inbox's last estimate: nine of ten who came as they did were answered by then.
fn by_model(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    inbox: &Inbox,
    kind: Kind,
    offered: &Offered,
) -> Result<Promise, Error> {
    let percent = (estimate::QUANTILE * 100.0).round() as i64;
    let basis = Basis {
        kind,
        due_at_ms: offered.due_at_ms,
        original_due_at_ms: None,
        source: Source::Model,
        explanation: Reason::Estimate { minutes: offered.announced.minutes, percent },
        inputs: json!({
            "model": offered.model,
            "inputs_hash": offered.inputs_hash,
            "quantile": estimate::QUANTILE,
            "predicted_seconds": offered.predicted_ms / 1_000,
            "q": offered.cell.q_millionths as f64 / 1e6,
            "announced_seconds": offered.announced.announced_ms / 1_000,
            "outcomes": offered.cell.scores,
            "tier": conversation.tier.name(),
            "hours": inbox.hours.timezone_name(),
            "from_ms": tx.now_ms(),
            "offer": offered.offer.map(estimate::Offer::to_json),
        }),
        text: None,
        made_by_id: None,
        follows_id: None,
        internal: false,
        confidence: Some(percent),
    };
    add(tx, conversation, basis, Actor::System)
}

pub(super) fn by_policy(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    inbox: &Inbox,
    kind: Kind,
    minutes: i64,
    follows_id: Option<i64>,
    internal: bool,
) -> Result<Promise, Error> {
    let now_ms = tx.now_ms();
    let (due_at_ms, hours) = match inbox.hours.due(now_ms, minutes) {
        Some(due_at_ms) => (due_at_ms, inbox.hours.timezone_name().to_owned()),
        // Hours that no longer open anywhere ahead: nobody is left without a moment.
        None => {
            (Hours::default().due(now_ms, minutes).unwrap_or(now_ms + minutes * 60_000), "default".to_owned())
        }
    };
    let basis = Basis {
        kind,
        due_at_ms,
        original_due_at_ms: None,
        source: Source::Policy,
        explanation: Reason::Policy { minutes, tier: conversation.tier.name().to_owned() },
        inputs: json!({
            "target_minutes": minutes,
            "tier": conversation.tier.name(),
            "hours": hours,
            "from_ms": now_ms,
        }),
        text: None,
        made_by_id: None,
        follows_id,
        internal,
        confidence: None,
    };
    add(tx, conversation, basis, Actor::System)
}

/// A person's own word: an answer, a call, a fact by a moment they choose.
///
/// # Errors
/// A moment that is past or more than a year ahead; words longer than 500 characters.
pub fn custom(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    due_at_ms: i64,
    text: Option<String>,
    agent_id: i64,
) -> Result<Promise, Error> {
    let now_ms = tx.now_ms();
    if due_at_ms <= now_ms || due_at_ms > now_ms + FARTHEST_MS {
        return Err(Error::refused("/due_at", "must be a moment in the coming year"));
    }
    if text.as_ref().is_some_and(|text| text.chars().count() > 500) {
        return Err(Error::refused("/text", "can have 500 characters at most"));
    }
    let basis = Basis {
        kind: Kind::Custom,
        due_at_ms,
        original_due_at_ms: None,
        source: Source::Agent,
        explanation: Reason::PersonGave,
        inputs: json!({}),
        text,
        made_by_id: Some(agent_id),
        follows_id: None,
        internal: false,
        confidence: None,
    };
    add(tx, conversation, basis, Actor::Agent(agent_id))
}

pub(super) fn add(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    basis: Basis,
    actor: Actor,
) -> Result<Promise, Error> {
    let now_ms = tx.now_ms();
    let promise = Promise {
        id: id::fresh(now_ms),
        oid: id::fresh_oid(now_ms),
        conversation_id: conversation.id,
        inbox_id: conversation.inbox_id,
        kind: basis.kind,
        tier: conversation.tier,
        state: State::Open,
        made_at_ms: now_ms,
        due_at_ms: basis.due_at_ms,
        original_due_at_ms: basis.original_due_at_ms.unwrap_or(basis.due_at_ms),
        told_at_ms: None,
        told_via: None,
        not_told_reason: basis.internal.then(|| "internal".to_owned()),
        warned_at_ms: None,
        confidence: basis.confidence,
        source: basis.source,
        explanation: basis.explanation,
        inputs: basis.inputs.to_string(),
        text: basis.text,
        made_by_id: basis.made_by_id,
        follows_id: basis.follows_id,
        moved_to_id: None,
        moved_reason: None,
        settled_at_ms: None,
        settled_by_id: None,
        answer_message_id: None,
    };
    let warn_at_ms = promise.due_at_ms - warned_before_ms(tx, &promise)?;
    let progress_at_ms = progress_at_ms(tx, &promise)?;
    tx.put(
        store::ADD,
        args![
            promise.id,
            &promise.oid,
            promise.conversation_id,
            promise.inbox_id,
            promise.kind.name(),
            promise.tier.name(),
            promise.state.name(),
            promise.made_at_ms,
            promise.due_at_ms,
            promise.original_due_at_ms,
            promise.not_told_reason.clone(),
            promise.confidence,
            promise.source.name(),
            promise.explanation.kept(),
            &promise.inputs,
            promise.text.clone(),
            promise.made_by_id,
            promise.follows_id,
            warn_at_ms,
            progress_at_ms
        ],
    )?;
    record(tx, "promise.made", &promise, json!({}), actor)?;
    refresh_due(tx, conversation)?;
    Ok(promise)
}

/// How long before its moment people are warned: the company's minutes; of a legal term three days, or a quarter of
/// it where it is short: a reasoned answer is not written in twenty minutes.
fn warned_before_ms(tx: &mut Tx<'_>, promise: &Promise) -> Result<i64, Error> {
    let usual_ms = company::find(tx)?.warn_minutes * 60_000;
    Ok(match promise.kind {
        Kind::Legal => LEGAL_WARNING_MS.min((promise.due_at_ms - promise.made_at_ms) / 4).max(usual_ms),
        Kind::FirstReply | Kind::NextReply | Kind::Callback | Kind::Resolution | Kind::Custom => usual_ms,
    })
}

/// When the customer of an answer hears once more that the promise stands: midway, if it is longer than the open hours of
/// a working day. Never of the desk's own moments.
fn progress_at_ms(tx: &mut Tx<'_>, promise: &Promise) -> Result<Option<i64>, Error> {
    let wall_ms = promise.due_at_ms - promise.made_at_ms;
    if !promise.kind.is_reply() || promise.not_told_reason.is_some() || wall_ms < SHORTEST_DAY_MS {
        return Ok(None);
    }
    let hours = inbox::find(tx, promise.inbox_id)?.hours;
    Ok(super::model::midway_ms(&hours, promise.made_at_ms, promise.due_at_ms))
}

/// Long promises whose customers are to hear of them now, of all accounts: account and promise id.
pub fn progress_due(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, Error> {
    Ok(tx.list(store::PROGRESS_DUE, args![now_ms, limit], |row| Ok((row.next()?, row.next()?)))?)
}

/// Takes a promise off that list; nothing when it is not on it any more, or there is nothing to say: it is settled, was never
/// told, or the customer has the word.
pub fn progressed(tx: &mut Tx<'_>, promise_id: i64) -> Result<Option<(Promise, Conversation)>, Error> {
    if tx.execute(store::PROGRESSED, args![promise_id])? == 0 {
        return Ok(None);
    }
    let promise = find(tx, promise_id)?;
    let conversation = conversation::find(tx, promise.conversation_id)?;
    let stands = promise.state == State::Open
        && promise.told_at_ms.is_some()
        && tx.now_ms() < promise.due_at_ms
        && matches!(conversation.status, Status::Open | Status::Snoozed);
    Ok(stands.then_some((promise, conversation)))
}

/// Writes down what the customer was told. The first time counts as `told_at`.
pub fn told(
    tx: &mut Tx<'_>,
    promise_id: i64,
    via: &str,
    recipient: &str,
    wording: &str,
    outgoing_id: Option<i64>,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let promise = find(tx, promise_id)?;
    tx.put(store::TOLD, args![promise_id, now_ms, via, recipient, wording, outgoing_id])?;
    tx.put(store::FIRST_TOLD, args![promise_id, now_ms, via])?;
    record(tx, "promise.told", &promise, json!({ "via": via }), Actor::System)
}

/// Says why the customer could not be told.
pub fn not_told(tx: &mut Tx<'_>, promise_id: i64, reason: &str) -> Result<(), Error> {
    tx.put(store::NOT_TOLD, args![promise_id, reason])?;
    Ok(())
}

/// A person moves a promise, once, before it is due, with a reason. The old one ends as `moved`.
///
/// # Errors
/// Settled, past its moment or moved before (conflict); a new moment in the past or a missing reason (refused).
pub fn move_to(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    promise: &Promise,
    due_at_ms: i64,
    reason: &str,
    agent_id: i64,
) -> Result<Promise, Error> {
    let now_ms = tx.now_ms();
    if promise.state != State::Open {
        return Err(Error::Conflict(format!("this promise is {} already", promise.state.name())));
    }
    if now_ms >= promise.due_at_ms {
        return Err(Error::Conflict("this promise is past its moment and can no longer be moved".to_owned()));
    }
    if promise.due_at_ms != promise.original_due_at_ms {
        return Err(Error::Conflict("this promise was moved once already".to_owned()));
    }
    if promise.kind == Kind::Legal {
        return Err(Error::Conflict("a legal term is nobody's to move".to_owned()));
    }
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 300 {
        return Err(Error::refused("/reason", "must say why, in 1 to 300 characters: the customer reads it"));
    }
    if due_at_ms <= now_ms || due_at_ms > now_ms + FARTHEST_MS || due_at_ms == promise.due_at_ms {
        return Err(Error::refused("/due_at", "must be another moment, in the coming year"));
    }
    let basis = Basis {
        kind: promise.kind,
        due_at_ms,
        original_due_at_ms: Some(promise.original_due_at_ms),
        source: Source::Agent,
        explanation: Reason::PersonMoved,
        inputs: json!({ "moved_from_ms": promise.due_at_ms }),
        text: promise.text.clone(),
        made_by_id: Some(agent_id),
        follows_id: Some(promise.id),
        internal: false,
        confidence: None,
    };
    let next = add(tx, conversation, basis, Actor::Agent(agent_id))?;
    let moved = tx.execute(store::MOVED, args![promise.id, now_ms, agent_id, next.id, reason])?;
    if moved == 0 {
        return Err(Error::Conflict("this promise was settled meanwhile".to_owned()));
    }
    let data = json!({ "moved_to": id::Kind::Promise.name(&next.oid), "reason": reason });
    record(tx, "promise.moved", promise, data, Actor::Agent(agent_id))?;
    refresh_due(tx, conversation)?;
    Ok(next)
}

/// A promise whose moment passed, and the one that takes its place.
pub struct Broken {
    pub broken: Promise,
    pub next: Promise,
    pub conversation: Conversation,
}

/// Breaks a promise that is past due and makes the second one; `None` when it was settled meanwhile.
pub fn break_due(tx: &mut Tx<'_>, promise_id: i64) -> Result<Option<Broken>, Error> {
    let promise = find(tx, promise_id)?;
    if promise.state != State::Open || promise.due_at_ms > tx.now_ms() {
        return Ok(None);
    }
    let mut conversation = conversation::find(tx, promise.conversation_id)?;
    let broken = fail(tx, &promise)?;
    if conversation.status == Status::Closed {
        refresh_due(tx, &mut conversation)?;
        return Ok(None);
    }
    conversation::reopen(tx, &mut conversation, "promise_broken", Actor::System)?;
    let inbox = crate::inbox::find(tx, conversation.inbox_id)?;
    let minutes = match broken.follows_id {
        None => inbox.targets.next_reply_minutes(conversation.tier),
        Some(_) => AFTER_TWO_BREACHES_MINUTES.max(inbox.targets.next_reply_minutes(conversation.tier)),
    };
    let internal = broken.not_told_reason.as_deref() == Some("internal");
    let second = match broken.follows_id {
        None if !internal => estimate::second(tx, &inbox, conversation.tier)?,
        _ => None,
    };
    let next = match second {
        Some(second) => again(tx, &mut conversation, &inbox, &broken, &second)?,
        None => by_policy(tx, &mut conversation, &inbox, broken.kind, minutes, Some(broken.id), internal)?,
    };
    Ok(Some(Broken { broken, next, conversation }))
}

/// A second promise from what the queue looks like now, surer than the first was.
fn again(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    inbox: &Inbox,
    broken: &Promise,
    second: &Second,
) -> Result<Promise, Error> {
    let now_ms = tx.now_ms();
    let percent = (estimate::SECOND_QUANTILE * 100.0).round() as i64;
    let basis = Basis {
        kind: broken.kind,
        due_at_ms: inbox.hours.due(now_ms, second.minutes).unwrap_or(now_ms + second.minutes * 60_000),
        original_due_at_ms: None,
        source: Source::Model,
        explanation: Reason::Estimate { minutes: second.minutes, percent },
        inputs: json!({
            "inputs_hash": second.inputs_hash,
            "quantile": estimate::SECOND_QUANTILE,
            "predicted_seconds": second.predicted_ms / 1_000,
            "q": second.q_millionths as f64 / 1e6,
            "tier": conversation.tier.name(),
            "hours": inbox.hours.timezone_name(),
            "from_ms": now_ms,
        }),
        text: None,
        made_by_id: None,
        follows_id: Some(broken.id),
        internal: false,
        confidence: Some(percent),
    };
    add(tx, conversation, basis, Actor::System)
}

/// Settles a promise as broken at its own due moment; it was the word of whoever has the conversation.
pub(super) fn fail(tx: &mut Tx<'_>, promise: &Promise) -> Result<Promise, Error> {
    let owner_id = conversation::find(tx, promise.conversation_id)?.assignee_id;
    let broken = args![promise.id, State::Broken.name(), promise.due_at_ms, None::<i64>, owner_id];
    tx.put(store::SETTLE, broken)?;
    record(tx, "promise.broken", promise, json!({ "due_at_ms": promise.due_at_ms }), Actor::System)?;
    Ok(Promise { state: State::Broken, settled_at_ms: Some(promise.due_at_ms), ..promise.clone() })
}

/// Warns that a promise is close to its moment; a conversation put aside comes back for it.
pub fn warn(tx: &mut Tx<'_>, promise_id: i64) -> Result<(), Error> {
    let promise = find(tx, promise_id)?;
    let now_ms = tx.now_ms();
    if tx.execute(store::WARNED, args![promise_id, now_ms])? == 0 {
        return Ok(());
    }
    let mut conversation = conversation::find(tx, promise.conversation_id)?;
    // A call is made, and a complaint answered, whoever has the word.
    let to_call =
        matches!(promise.kind, Kind::Callback | Kind::Legal) && conversation.status == Status::Waiting;
    if conversation.status == Status::Snoozed || to_call {
        conversation::reopen(tx, &mut conversation, "promise_due", Actor::System)?;
    }
    let left = json!({ "due_at_ms": promise.due_at_ms });
    record(tx, "promise.warned", &promise, left, Actor::System)
}

/// Open promises of all accounts past their moment: account and promise id.
pub fn due(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, Error> {
    Ok(tx.list(store::DUE, args![now_ms, limit], |row| Ok((row.next()?, row.next()?)))?)
}

/// Open promises of all accounts whose time to warn has come and nobody was warned of.
pub fn warnings_due(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, Error> {
    Ok(tx.list(store::WARNINGS_DUE, args![now_ms, limit], |row| Ok((row.next()?, row.next()?)))?)
}

pub fn find(tx: &mut Tx<'_>, promise_id: i64) -> Result<Promise, Error> {
    tx.find(store::FIND, args![promise_id], store::read)?.ok_or(Error::Missing("promise"))
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Promise, Error> {
    tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("promise"))
}

/// All promises of a conversation, oldest first.
pub fn of_conversation(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<Promise>, Error> {
    Ok(tx.list(store::OF_CONVERSATION, args![conversation_id], store::read)?)
}

/// The open promises of a conversation, the earliest due first.
pub fn open_of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<Promise>, Error> {
    Ok(tx.list(store::OPEN_OF, args![conversation_id], store::read)?)
}

/// Promises newest first below the id `before`, of one state or all.
pub fn list(tx: &mut Tx<'_>, before: i64, state: Option<State>, limit: usize) -> Result<Vec<Promise>, Error> {
    Ok(tx.list(store::LIST, args![before, state.map(State::name), limit], store::read)?)
}

/// What was told of a promise, oldest first.
pub fn told_of(tx: &mut Tx<'_>, promise_id: i64) -> Result<Vec<Told>, Error> {
    Ok(tx.list(store::TOLD_OF, args![promise_id], |row| {
        Ok(Told { told_at_ms: row.next()?, via: row.next()?, recipient: row.next()?, wording: row.next()? })
    })?)
}

pub(crate) fn refresh_due(tx: &mut Tx<'_>, conversation: &mut Conversation) -> Result<(), Error> {
    let open = open_of(tx, conversation.id)?;
    let earliest = open.first();
    let missed_at_ms = match earliest.and_then(|promise| promise.follows_id) {
        Some(before) => {
            Some(find(tx, before)?).filter(|before| before.state == State::Broken).map(|p| p.due_at_ms)
        }
        None => None,
    };
    conversation::set_due(tx, conversation, earliest.map(|promise| promise.due_at_ms), missed_at_ms)
}

pub(super) fn record(
    tx: &mut Tx<'_>,
    kind: &'static str,
    promise: &Promise,
    mut data: Value,
    actor: Actor,
) -> Result<(), Error> {
    data["promise_id"] = Value::String(id::Kind::Promise.name(&promise.oid));
    data["kind"] = Value::String(promise.kind.name().to_owned());
    data["due_at_ms"] = Value::from(promise.due_at_ms);
    tx.record(Event { kind, actor, conversation_id: Some(promise.conversation_id), data: data.to_string() })?;
    Ok(())
}
