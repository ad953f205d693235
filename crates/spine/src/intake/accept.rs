//! Accept first, think second: one durable row an arrival, and what a person can do about it later.

use db::{Actor, Event, Kept, Tx, Value, args};
use kernel::id::{self, Kind};
use serde_json::json;

use super::model::{Arrival, Inbound, Verdict};
use super::store;
use crate::error::Error;
use crate::inbox::{self, Channel};
use crate::reason::Reason;

/// One message for one recipient, as it stood on the doorstep.
#[derive(Clone, Debug)]
pub struct Accept {
    pub channel: Channel,
    pub inbox_id: i64,
    /// Envelope sender; empty for `<>`.
    pub sender: String,
    /// As in the envelope, plus-tag included.
    pub recipient: String,
    /// Address of the peer that handed it over.
    pub remote: String,
    pub helo: String,
    pub kept: Kept,
}

/// How long a node may work on an arrival before another takes it over.
const LEASE_MS: i64 = 30_000;
/// Until an arrival that was let go is looked at again.
const PAUSE_MS: i64 = 1_000;
/// After so many tries that ended with the process it is a person's turn. A process can also end for reasons of its
/// own, and on a busy machine several times over the same arrival.
pub const MOST_ATTEMPTS: i64 = 20;

/// Arrivals claimed with one statement.
const CLAIMED: usize = 16;

/// Writes an arrival down. Once this act is durable the sending side may be told so. Returns the arrival's id.
pub fn accept(tx: &mut Tx<'_>, accept: Accept) -> Result<i64, Error> {
    let now_ms = tx.now_ms();
    let (arrival_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    tx.put(
        store::ADD,
        args![
            arrival_id,
            &oid,
            accept.channel.name(),
            accept.inbox_id,
            now_ms,
            clipped(&accept.sender),
            clipped(&accept.recipient),
            clipped(&accept.remote),
            clipped(&accept.helo),
            accept.kept.size_bytes,
            accept.kept.sha256
        ],
    )?;
    if let Some(raw) = accept.kept.in_row {
        tx.put(store::ADD_RAW, args![arrival_id, raw])?;
    }
    inbox::note_in(tx, accept.inbox_id, now_ms)?;
    let data = json!({
        "arrival_id": Kind::Arrival.name(&oid),
        "channel": accept.channel.name(),
        "size_bytes": accept.kept.size_bytes,
    });
    tx.record(Event {
        kind: "arrival.accepted",
        actor: Actor::System,
        conversation_id: None,
        data: data.to_string(),
    })?;
    Ok(arrival_id)
}

fn clipped(text: &str) -> String {
    text.chars().take(320).collect()
}

/// Arrivals of all accounts that wait to be read, the oldest first: account and arrival id. One that was tried before
/// is given alone: should it end the process, its neighbours are not blamed.
pub fn waiting(tx: &mut Tx<'_>, now_ms: i64, limit: usize) -> Result<Vec<(i64, i64)>, db::Error> {
    let all: Vec<(i64, i64, i64)> =
        tx.list(store::WAITING, args![now_ms, limit], |row| Ok((row.next()?, row.next()?, row.next()?)))?;
    let alone = all.iter().find(|(_, _, attempts)| *attempts > 0).copied();
    let given = alone.map_or(all, |one| vec![one]);
    Ok(given.into_iter().map(|(account_id, arrival_id, _)| (account_id, arrival_id)).collect())
}

/// Lets go of every lease: the only node of this store has just started, so nobody holds one.
pub fn release_all(tx: &mut Tx<'_>) -> Result<(), db::Error> {
    tx.execute(store::RELEASE_ALL, &[]).map(|_| ())
}

/// Takes an arrival for one try; `None` when somebody else has it, it is settled, or it was tried often enough and is
/// now stuck.
pub fn claim(tx: &mut Tx<'_>, arrival_id: i64) -> Result<Option<Arrival>, Error> {
    let now_ms = tx.now_ms();
    if tx.execute(store::CLAIM, args![arrival_id, now_ms, now_ms + LEASE_MS])? == 0 {
        return Ok(None);
    }
    let arrival = find(tx, arrival_id)?;
    if arrival.attempts > MOST_ATTEMPTS {
        stuck(tx, arrival_id, &Reason::ManyTries)?;
        return Ok(None);
    }
    Ok(Some(arrival))
}

/// Takes several arrivals for one try each, as [`claim`] does; those it has, the oldest first.
pub fn claim_all(tx: &mut Tx<'_>, arrivals: &[i64]) -> Result<Vec<Arrival>, Error> {
    let now_ms = tx.now_ms();
    let mut claimed = Vec::with_capacity(arrivals.len());
    for some in arrivals.chunks(CLAIMED) {
        let mut values = vec![Value::Int(now_ms), Value::Int(now_ms + LEASE_MS)];
        let padded = some.iter().chain(some.last().into_iter().cycle()).take(CLAIMED);
        values.extend(padded.map(|arrival_id| Value::Int(*arrival_id)));
        claimed.extend(tx.list(store::CLAIM_ALL, &values, store::read)?);
    }
    let (mut good, hopeless): (Vec<_>, Vec<_>) =
        claimed.into_iter().partition(|arrival| arrival.attempts <= MOST_ATTEMPTS);
    for arrival in hopeless {
        stuck(tx, arrival.id, &Reason::ManyTries)?;
    }
    good.sort_unstable_by_key(|arrival| arrival.id);
    Ok(good)
}

/// Gives a claimed arrival back untouched, because the store was away: not its fault, so the try does not count.
pub fn let_go(tx: &mut Tx<'_>, arrival_id: i64) -> Result<(), Error> {
    let again_at_ms = tx.now_ms() + PAUSE_MS;
    tx.put(store::LET_GO, args![arrival_id, again_at_ms])?;
    Ok(())
}

/// What `Db::fetch` takes to give an arrival's bytes.
pub fn content(tx: &mut Tx<'_>, arrival_id: i64) -> Result<(Option<Vec<u8>>, String), Error> {
    tx.find(store::CONTENT, args![arrival_id], |row| Ok((row.next()?, row.next()?)))?
        .ok_or(Error::Missing("arrival"))
}

/// Arrivals of a conversation with the messages they became.
pub(crate) fn of_conversation(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<(i64, Option<i64>)>, Error> {
    Ok(tx.list(store::OF_CONVERSATION, args![conversation_id], |row| Ok((row.next()?, row.next()?)))?)
}

/// Puts arrivals into another conversation, with their messages.
pub(crate) fn rehome(tx: &mut Tx<'_>, arrivals: &[i64], into_id: i64) -> Result<(), Error> {
    for arrival_id in arrivals {
        tx.put(store::REHOME, args![*arrival_id, into_id])?;
    }
    Ok(())
}

pub fn find(tx: &mut Tx<'_>, arrival_id: i64) -> Result<Arrival, Error> {
    tx.find(store::FIND, args![arrival_id], store::read)?.ok_or(Error::Missing("arrival"))
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Arrival, Error> {
    tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("arrival"))
}

/// Arrivals newest first below the id `before`; each filter may be left out.
pub fn list(
    tx: &mut Tx<'_>,
    before: i64,
    verdict: Option<Verdict>,
    recipient: Option<&str>,
    channel: Option<Channel>,
    limit: usize,
) -> Result<Vec<Arrival>, Error> {
    let filters = args![before, verdict.map(Verdict::name), recipient, channel.map(Channel::name), limit];
    Ok(tx.list(store::LIST, filters, store::read)?)
}

/// Puts an arrival before a person, with the reason.
pub fn stuck(tx: &mut Tx<'_>, arrival_id: i64, why: &Reason) -> Result<(), Error> {
    let arrival = find(tx, arrival_id)?;
    settle(tx, &arrival, None, Ended::of(Verdict::Stuck, Some(why)))
}

/// Tries an arrival that is not owed once more, as if it had just come.
///
/// # Errors
/// Conflict when it has its conversation already.
pub fn retry(tx: &mut Tx<'_>, arrival_id: i64, actor: Actor) -> Result<(), Error> {
    again(tx, arrival_id, false, "arrival.retried", actor)
}

/// A person decides that this is somebody to answer, whatever the classes say.
///
/// # Errors
/// Conflict when it has its conversation already.
pub fn take_up(tx: &mut Tx<'_>, arrival_id: i64, actor: Actor) -> Result<(), Error> {
    again(tx, arrival_id, true, "arrival.taken_up", actor)
}

fn again(
    tx: &mut Tx<'_>,
    arrival_id: i64,
    forced: bool,
    kind: &'static str,
    actor: Actor,
) -> Result<(), Error> {
    let arrival = find(tx, arrival_id)?;
    match arrival.verdict {
        Verdict::Owed | Verdict::Duplicate => {
            return Err(Error::Conflict("it has its conversation already".to_owned()));
        }
        Verdict::Waiting | Verdict::NoAnswerOwed | Verdict::Spam | Verdict::Stuck => {}
    }
    if arrival.raw_gone_at_ms.is_some() {
        return Err(Error::Conflict("its bytes are past their term and were let go".to_owned()));
    }
    tx.put(store::RETRY, args![arrival_id, forced || arrival.forced])?;
    let data = json!({ "arrival_id": Kind::Arrival.name(&arrival.oid) });
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}

/// A person says that this is spam (it stays, on its own page).
///
/// # Errors
/// Conflict when somebody is owed an answer to it: close that conversation instead.
pub fn set_spam(tx: &mut Tx<'_>, arrival_id: i64, actor: Actor) -> Result<(), Error> {
    let arrival = find(tx, arrival_id)?;
    if arrival.verdict == Verdict::Owed {
        return Err(Error::Conflict("somebody is owed an answer to it".to_owned()));
    }
    let ended = Ended {
        verdict: Verdict::Spam,
        reason: Some(&Reason::PersonSaidSpam),
        conversation_id: arrival.conversation_id,
        message_id: arrival.message_id,
    };
    settle(tx, &arrival, None, ended)?;
    let data = json!({ "arrival_id": Kind::Arrival.name(&arrival.oid) });
    tx.record(Event { kind: "arrival.marked_spam", actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}

/// How an arrival ends.
#[derive(Clone, Copy)]
pub(super) struct Ended<'a> {
    pub verdict: Verdict,
    pub reason: Option<&'a Reason>,
    pub conversation_id: Option<i64>,
    pub message_id: Option<i64>,
}

impl<'a> Ended<'a> {
    pub(super) const fn of(verdict: Verdict, reason: Option<&'a Reason>) -> Self {
        Self { verdict, reason, conversation_id: None, message_id: None }
    }
}

/// Gives an arrival its verdict, and with it what was read of it.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    arrival: &Arrival,
    read: Option<&Inbound>,
    ended: Ended<'_>,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let Ended { verdict, reason, conversation_id, message_id } = ended;
    let reason = reason.map(Reason::kept);
    let mut values: Vec<Value> =
        args![arrival.id, verdict.name(), reason, conversation_id, message_id, now_ms].to_vec();
    let query = match read {
        None => store::SETTLE,
        Some(inbound) => {
            values.extend(described(inbound));
            store::DESCRIBE_AND_SETTLE
        }
    };
    tx.put(query, &values)?;
    let data = json!({
        "arrival_id": Kind::Arrival.name(&arrival.oid),
        "verdict": verdict.name(),
        "channel": arrival.channel.name(),
    });
    tx.record(Event {
        kind: "arrival.settled",
        actor: Actor::System,
        conversation_id,
        data: data.to_string(),
    })?;
    Ok(())
}

/// What the ledger shows of what was read.
fn described(inbound: &Inbound) -> [Value; 8] {
    let bounce = inbound.reports.first().map(|report| {
        json!({ "recipient": report.recipient, "status_code": report.status_code, "reason": report.reason })
            .to_string()
    });
    let from = inbound.from.as_ref();
    let subject: String = inbound.subject.chars().take(500).collect();
    [
        Value::from(subject),
        Value::from(from.and_then(|from| from.name.clone()).or_else(|| from.map(|from| from.email.clone()))),
        Value::from(&inbound.content_sha256),
        Value::from(inbound.header_id.clone()),
        Value::from(inbound.class.name()),
        Value::from(bounce),
        Value::from(&inbound.oddities),
        Value::from(inbound.authentication.clone()),
    ]
}
