//! Who answers at an inbox: the people named for it and those of its team; with nobody named, everybody.

use db::{Actor, Event, Row, Tx, args};
use kernel::id;
use serde_json::json;

use super::acts;
use super::model::Inbox;
use crate::agent;
use crate::error::Error;

/// Who can answer: whoever has neither chosen a password nor lends a name to a token was invited and never came.
macro_rules! came {
    () => {
        "a.active = true and a.role <> 'integration' and (a.password_hash is not null or a.email like '%@token.invalid')"
    };
}

db::queries! {
    "inbox_people";
    account {
        MEMBERS = "select agent_id from inbox_member where account_id = ?1 and inbox_id = ?2 order by agent_id limit 1000";
        DROP_MEMBERS = "delete from inbox_member where account_id = ?1 and inbox_id = ?2";
        ADD_MEMBER = "insert into inbox_member (account_id, inbox_id, agent_id) values (?1, ?2, ?3)
                      on conflict (account_id, inbox_id, agent_id) do nothing";
        /// Whether this person can answer; without one, whether anybody can.
        CAME = concat!("select cast(count(*) as bigint) from agent a
               where a.account_id = ?1 and (cast(?2 as bigint) is null or a.id = ?2) and ", came!());
        TEAM_CAME = concat!("select cast(count(*) as bigint) from team_member t
                    join agent a on a.account_id = t.account_id and a.id = t.agent_id
                    where t.account_id = ?1 and t.team_id = cast(?2 as bigint) and ", came!());
        ANSWERING = concat!("select a.id from agent a
                     where a.account_id = ?1 and ", came!(), "
                       and (exists (select 1 from inbox_member m where m.account_id = ?1 and m.inbox_id = ?2
                                      and m.agent_id = a.id)
                         or exists (select 1 from team_member t where t.account_id = ?1
                                      and t.team_id = cast(?3 as bigint) and t.agent_id = a.id)
                         or (cast(?3 as bigint) is null and not exists (select 1 from inbox_member m
                               where m.account_id = ?1 and m.inbox_id = ?2)))
                     order by a.id limit 1000");
    }
}

/// People one inbox can name.
const MOST_MEMBERS: usize = 1_000;

/// Agents named for this inbox itself, by id.
pub fn members(tx: &mut Tx<'_>, inbox_id: i64) -> Result<Vec<i64>, Error> {
    Ok(tx.list(MEMBERS, args![inbox_id], Row::next)?)
}

/// Active people who answer here, by id: who came in once, or is known only by a person's API token. Somebody who was
/// invited and never came is nobody who answers.
pub fn answering(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<Vec<i64>, Error> {
    Ok(tx.list(ANSWERING, args![inbox.id, inbox.team_id], Row::next)?)
}

/// Whether anybody would answer an inbox of this team and these people: with nobody named and no team, everybody does.
pub fn would_answer(tx: &mut Tx<'_>, team_id: Option<i64>, members: &[i64]) -> Result<bool, Error> {
    if members.is_empty() && team_id.is_none() {
        return Ok(tx.number(CAME, args![None::<i64>])? > 0);
    }
    for agent_id in members {
        if tx.number(CAME, args![*agent_id])? > 0 {
            return Ok(true);
        }
    }
    Ok(tx.number(TEAM_CAME, args![team_id])? > 0)
}

/// Names the people of an inbox, in place of those before.
///
/// # Errors
/// Somebody who is not there; a live inbox that nobody would answer at.
pub fn set_members(tx: &mut Tx<'_>, inbox: &Inbox, members: &[i64], actor: Actor) -> Result<(), Error> {
    if members.len() > MOST_MEMBERS {
        return Err(Error::refused("/members", "can name 1000 people at most"));
    }
    let before = self::members(tx, inbox.id)?;
    let mut after = members.to_vec();
    after.sort_unstable();
    after.dedup();
    if before == after {
        return Ok(());
    }
    let mut names = Vec::new();
    for agent_id in &after {
        names.push(id::Kind::Agent.name(&agent::find(tx, *agent_id)?.oid));
    }
    if inbox.live && !would_answer(tx, inbox.team_id, &after)? {
        return Err(Error::refused("/members", acts::NOBODY_ANSWERS));
    }
    tx.execute(DROP_MEMBERS, args![inbox.id])?;
    for agent_id in &after {
        tx.execute(ADD_MEMBER, args![inbox.id, *agent_id])?;
    }
    let data = json!({ "inbox_id": id::Kind::Inbox.name(&inbox.oid), "members": names });
    tx.record(Event { kind: "inbox.members_changed", actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}
