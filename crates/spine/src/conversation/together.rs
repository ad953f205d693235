//! Conversations beside each other: messages that change place, links, reports that were only thanked, and what
//! each person has read.

use db::{Actor, Event, Row, Tx, args};
use kernel::id::Kind;
use serde_json::json;

use super::figures;
use super::model::{Conversation, Participant, Status};
use super::store::read;
use crate::error::Error;
use crate::inbox::Inbox;
use crate::search;

/// Other conversations one can be linked to.
const MOST_LINKS: usize = 50;
/// Messages that change place at once.
const MOST_MESSAGES: usize = 5_000;

db::queries! {
    "conversation_together";
    account {
        MESSAGE_IDS = "select id from message where account_id = ?1 and conversation_id = ?2 and id >= ?3 order by id limit ?4";
        REHOME = "update message set conversation_id = ?3 where account_id = ?1 and id = ?2";
        TALLY = "update conversation set
                   message_count = (select cast(count(*) as bigint) from message m
                     where m.account_id = ?1 and m.conversation_id = ?2),
                   last_in_at_ms = (select max(m.created_at_ms) from message m
                     where m.account_id = ?1 and m.conversation_id = ?2 and m.direction = 'in'),
                   last_out_at_ms = (select max(m.created_at_ms) from message m
                     where m.account_id = ?1 and m.conversation_id = ?2 and m.direction = 'out'),
                   updated_at_ms = ?3
                 where account_id = ?1 and id = ?2";
        SET_MERGED = "update conversation set merged_into_id = ?3, updated_at_ms = ?4 where account_id = ?1 and id = ?2";
        MERGED_INTO = "select id from conversation where account_id = ?1 and merged_into_id = ?2 order by id limit 500";
        SET_INBOX = "update conversation set inbox_id = ?3, team_id = ?4, updated_at_ms = ?5 where account_id = ?1 and id = ?2";
        SET_STANDING = "update conversation set status = ?3, returns_at_ms = ?4, closed_at_ms = ?5 where account_id = ?1 and id = ?2";
        DROP_PARTICIPANT = "delete from participant where account_id = ?1 and conversation_id = ?2 and email = ?3";
        DROP_TAG = "delete from conversation_tag where account_id = ?1 and conversation_id = ?2 and tag = ?3";
        COPY_DRAFTS = "insert into draft (account_id, conversation_id, agent_id, kind, content, updated_at_ms)
                       select account_id, cast(?3 as bigint), agent_id, kind, content, updated_at_ms from draft
                       where account_id = ?1 and conversation_id = ?2
                       on conflict (account_id, conversation_id, agent_id, kind) do nothing";
        LINK = "insert into conversation_link (account_id, conversation_id, other_id, made_at_ms) values (?1, ?2, ?3, ?4)
                on conflict (account_id, conversation_id, other_id) do nothing";
        UNLINK = "delete from conversation_link where account_id = ?1 and conversation_id = ?2 and other_id = ?3";
        LINKED = "select coalesce(c.merged_into_id, c.id) from conversation_link l
                  join conversation c on c.account_id = l.account_id and c.id = l.other_id
                  where l.account_id = ?1 and l.conversation_id = ?2 order by l.other_id limit 100";
        SEEN = "insert into seen (account_id, conversation_id, agent_id, seen_at_ms) values (?1, ?2, ?3, ?4)
                on conflict (account_id, conversation_id, agent_id) do update set seen_at_ms = excluded.seen_at_ms";
        SEEN_AT = "select seen_at_ms from seen where account_id = ?1 and conversation_id = ?2 and agent_id = ?3 limit 1";
        ADD_REPORT = "insert into report (account_id, conversation_id, thanked_at_ms, thanked_by_id) values (?1, ?2, ?3, ?4)
                      on conflict (account_id, conversation_id) do update set thanked_at_ms = excluded.thanked_at_ms,
                        thanked_by_id = excluded.thanked_by_id, message_id = null";
        NAME_THANKS = "update report set message_id = ?3 where account_id = ?1 and conversation_id = ?2";
        NAME_OUTCOME = "update report set outcome_message_id = ?3, outcome_at_ms = ?4
                        where account_id = ?1 and conversation_id = ?2";
        REPORT = "select thanked_at_ms, thanked_by_id, message_id, outcome_at_ms from report
                  where account_id = ?1 and conversation_id = ?2 limit 1";
    }
}

/// Ids of the messages of a conversation from one on, oldest first.
///
/// # Errors
/// More than 5,000.
pub(crate) fn message_ids(tx: &mut Tx<'_>, conversation_id: i64, from_id: i64) -> Result<Vec<i64>, Error> {
    let ids = tx.list(MESSAGE_IDS, args![conversation_id, from_id, MOST_MESSAGES + 1], Row::next)?;
    match ids.len() > MOST_MESSAGES {
        true => Err(Error::Conflict(format!("it has more than {MOST_MESSAGES} messages"))),
        false => Ok(ids),
    }
}

/// Puts messages into another conversation; whoever moved them calls [`tally`] for both.
pub(crate) fn rehome(tx: &mut Tx<'_>, messages: &[i64], into_id: i64) -> Result<(), Error> {
    for message_id in messages {
        tx.execute(REHOME, args![*message_id, into_id])?;
    }
    search::moved(tx, messages, into_id)
}

/// Counts a conversation's messages again, and when the last came and went.
pub(crate) fn tally(tx: &mut Tx<'_>, conversation: &mut Conversation) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(TALLY, args![conversation.id, now_ms])?;
    let fresh = super::find(tx, conversation.id)?;
    conversation.message_count = fresh.message_count;
    (conversation.last_in_at_ms, conversation.last_out_at_ms) = (fresh.last_in_at_ms, fresh.last_out_at_ms);
    conversation.updated_at_ms = now_ms;
    Ok(())
}

/// Says where a conversation went on; those merged into it before go there too. `None` takes it back.
pub(crate) fn set_merged(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    into_id: Option<i64>,
) -> Result<Vec<i64>, Error> {
    let now_ms = tx.now_ms();
    let earlier: Vec<i64> = match into_id {
        Some(_) => tx.list(MERGED_INTO, args![conversation.id], Row::next)?,
        None => Vec::new(),
    };
    for id in earlier.iter().chain([&conversation.id]) {
        tx.execute(SET_MERGED, args![*id, into_id, now_ms])?;
    }
    conversation.merged_into_id = into_id;
    Ok(earlier)
}

/// Those merged into one before it was merged itself lead to it again.
pub(crate) fn lead_back(tx: &mut Tx<'_>, earlier: &[i64], to_id: i64) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    for id in earlier {
        tx.execute(SET_MERGED, args![*id, to_id, now_ms])?;
    }
    Ok(())
}

/// Gives the conversation to another inbox and its team.
pub(crate) fn set_inbox(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    inbox: &Inbox,
    team_id: Option<i64>,
    actor: Actor,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(SET_INBOX, args![conversation.id, inbox.id, team_id, now_ms])?;
    let before = conversation.clone();
    (conversation.inbox_id, conversation.team_id) = (inbox.id, team_id);
    figures::moved(tx, &before, conversation)?;
    let data = json!({
        "conversation_id": Kind::Conversation.name(&conversation.oid),
        "inbox_id": Kind::Inbox.name(&inbox.oid),
    });
    tx.record(Event {
        kind: "conversation.inbox_changed",
        actor,
        conversation_id: Some(conversation.id),
        data: data.to_string(),
    })?;
    Ok(())
}

/// Puts a conversation back as it stood: status, when it returns, when it was closed.
pub(crate) fn stand(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    status: Status,
    returns_at_ms: Option<i64>,
    closed_at_ms: Option<i64>,
) -> Result<(), Error> {
    tx.execute(SET_STANDING, args![conversation.id, status.name(), returns_at_ms, closed_at_ms])?;
    let before = conversation.clone();
    (conversation.status, conversation.returns_at_ms) = (status, returns_at_ms);
    figures::moved(tx, &before, conversation)?;
    conversation.closed_at_ms = closed_at_ms;
    Ok(())
}

/// Who takes part and which tags there are in one go over into the other; what was added, to take it away again.
pub(crate) fn share(tx: &mut Tx<'_>, from_id: i64, into_id: i64) -> Result<(Vec<String>, Vec<String>), Error> {
    let there: Vec<Participant> = super::participants(tx, into_id)?;
    let mut people = Vec::new();
    for person in super::participants(tx, from_id)? {
        if there.iter().all(|other| other.address.key() != person.address.key()) {
            super::add_participant(tx, into_id, &person.address, &person.place)?;
            people.push(person.address.key());
        }
    }
    let there = super::tags(tx, into_id)?;
    let mut tags = Vec::new();
    for tag in super::tags(tx, from_id)? {
        if !there.contains(&tag) && there.len() + tags.len() < 50 {
            tx.execute(super::store::ADD_TAG, args![into_id, &tag])?;
            tags.push(tag);
        }
    }
    tx.execute(COPY_DRAFTS, args![from_id, into_id])?;
    Ok((people, tags))
}

pub(crate) fn unshare(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    people: &[String],
    tags: &[String],
) -> Result<(), Error> {
    for email in people {
        tx.execute(DROP_PARTICIPANT, args![conversation_id, email])?;
    }
    for tag in tags {
        tx.execute(DROP_TAG, args![conversation_id, tag])?;
    }
    Ok(())
}

/// Says that two conversations are about the same; both show it.
///
/// # Errors
/// The same conversation twice; more than 50 links.
pub fn link(tx: &mut Tx<'_>, one: &Conversation, other: &Conversation, actor: Actor) -> Result<(), Error> {
    if one.id == other.id {
        return Err(Error::refused("/conversation_id", "is this same conversation"));
    }
    if linked(tx, one.id)?.len() >= MOST_LINKS || linked(tx, other.id)?.len() >= MOST_LINKS {
        return Err(Error::refused("/conversation_id", format!("can be one of {MOST_LINKS} at most")));
    }
    let now_ms = tx.now_ms();
    let added = tx.execute(LINK, args![one.id, other.id, now_ms])?;
    tx.execute(LINK, args![other.id, one.id, now_ms])?;
    match added {
        0 => Ok(()),
        _ => record_link(tx, "conversation.linked", one, other, actor),
    }
}

pub fn unlink(tx: &mut Tx<'_>, one: &Conversation, other: &Conversation, actor: Actor) -> Result<(), Error> {
    let gone = tx.execute(UNLINK, args![one.id, other.id])?;
    tx.execute(UNLINK, args![other.id, one.id])?;
    match gone {
        0 => Ok(()),
        _ => record_link(tx, "conversation.unlinked", one, other, actor),
    }
}

/// Ids of the conversations linked to one, merged ones as where they went.
pub fn linked(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<i64>, Error> {
    let mut others: Vec<i64> = tx.list(LINKED, args![conversation_id], Row::next)?;
    others.retain(|other| *other != conversation_id);
    others.dedup();
    Ok(others)
}

fn record_link(
    tx: &mut Tx<'_>,
    kind: &'static str,
    one: &Conversation,
    other: &Conversation,
    actor: Actor,
) -> Result<(), Error> {
    for (here, there) in [(one, other), (other, one)] {
        let data = json!({
            "conversation_id": Kind::Conversation.name(&here.oid),
            "other": Kind::Conversation.name(&there.oid),
            "reference": there.reference,
        });
        tx.record(Event { kind, actor, conversation_id: Some(here.id), data: data.to_string() })?;
    }
    Ok(())
}

/// Somebody has read everything up to a moment. It is theirs alone and no event of the conversation's.
pub fn seen(tx: &mut Tx<'_>, conversation_id: i64, agent_id: i64, at_ms: i64) -> Result<(), Error> {
    tx.execute(SEEN, args![conversation_id, agent_id, at_ms])?;
    Ok(())
}

/// Whether the customer wrote since somebody looked.
pub fn is_unread(tx: &mut Tx<'_>, conversation: &Conversation, agent_id: i64) -> Result<bool, Error> {
    let seen_ms = tx.find(SEEN_AT, args![conversation.id, agent_id], Row::next::<i64>)?.unwrap_or(0);
    Ok(conversation.last_in_at_ms.is_some_and(|in_ms| in_ms > seen_ms))
}

/// Makes it unread again for somebody.
pub fn unsee(tx: &mut Tx<'_>, conversation: &Conversation, agent_id: i64) -> Result<(), Error> {
    let before_ms = conversation.last_in_at_ms.map_or(0, |in_ms| in_ms - 1);
    seen(tx, conversation.id, agent_id, before_ms)
}

/// A report that needed no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub thanked_at_ms: i64,
    pub thanked_by_id: i64,
    /// The thanks; none while it is being written.
    pub message_id: Option<i64>,
    /// When the customer was told what became of it.
    pub outcome_at_ms: Option<i64>,
}

pub fn report(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Option<Report>, Error> {
    Ok(tx.find(REPORT, args![conversation_id], |row| {
        Ok(Report {
            thanked_at_ms: row.next()?,
            thanked_by_id: row.next()?,
            message_id: row.next()?,
            outcome_at_ms: row.next()?,
        })
    })?)
}

/// The next message of the conversation is thanks for a report.
pub(crate) fn will_thank(tx: &mut Tx<'_>, conversation_id: i64, agent_id: i64) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(ADD_REPORT, args![conversation_id, now_ms, agent_id])?;
    Ok(())
}

pub(crate) fn thanked(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    message_id: i64,
    actor: Actor,
) -> Result<(), Error> {
    tx.execute(NAME_THANKS, args![conversation.id, message_id])?;
    record_report(tx, "conversation.thanked", conversation, actor)
}

pub(crate) fn told_outcome(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    message_id: i64,
    actor: Actor,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(NAME_OUTCOME, args![conversation.id, message_id, now_ms])?;
    record_report(tx, "conversation.outcome_told", conversation, actor)
}

fn record_report(
    tx: &mut Tx<'_>,
    kind: &'static str,
    conversation: &Conversation,
    actor: Actor,
) -> Result<(), Error> {
    let data = json!({ "conversation_id": Kind::Conversation.name(&conversation.oid) });
    tx.record(Event { kind, actor, conversation_id: Some(conversation.id), data: data.to_string() })?;
    Ok(())
}

/// Other conversations of the same customer, the newest first: those one can be merged into.
pub fn of_same_customer(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Vec<Conversation>, Error> {
    Ok(tx.list(super::store::RECENT_OF, args![conversation.customer_id, conversation.id], read)?)
}
