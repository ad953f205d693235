//! Who answers at an inbox: the people named for it and those of its team; with nobody named, everybody.

use db::{Actor, Event, Row, Tx, args};
use kernel::id;
use serde_json::json;

use super::acts;
use super::model::Inbox;
use crate::agent;
use crate::error::Error;

db::queries! {
    "inbox_people";
    account {
        MEMBERS = "select agent_id from inbox_member where account_id = ?1 and inbox_id = ?2 order by agent_id limit 1000";
        DROP_MEMBERS = "delete from inbox_member where account_id = ?1 and inbox_id = ?2";
        ADD_MEMBER = "insert into inbox_member (account_id, inbox_id, agent_id) values (?1, ?2, ?3)
                      on conflict (account_id, inbox_id, agent_id) do nothing";
        TEAM_ACTIVE = "select cast(count(*) as bigint) from team_member t
                       join agent a on a.account_id = t.account_id and a.id = t.agent_id
                       where t.account_id = ?1 and t.team_id = cast(?2 as bigint) and a.active = true
                         and a.role <> 'integration'";
        ANSWERING = "select a.id from agent a
                     where a.account_id = ?1 and a.active = true and a.role <> 'integration'
                       and (exists (select 1 from inbox_member m where m.account_id = ?1 and m.inbox_id = ?2
                                      and m.agent_id = a.id)
                         or exists (select 1 from team_member t where t.account_id = ?1
                                      and t.team_id = cast(?3 as bigint) and t.agent_id = a.id)
                         or (cast(?3 as bigint) is null and not exists (select 1 from inbox_member m
                               where m.account_id = ?1 and m.inbox_id = ?2)))
                     order by a.id limit 1000";
    }
}

/// People one inbox can name.
const MOST_MEMBERS: usize = 1_000;

/// Agents named for this inbox itself, by id.
pub fn members(tx: &mut Tx<'_>, inbox_id: i64) -> Result<Vec<i64>, Error> {
    Ok(tx.list(MEMBERS, args![inbox_id], Row::next)?)
}

/// Active people who answer here, by id; somebody known only by a person's API token is one of them.
pub fn answering(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<Vec<i64>, Error> {
    Ok(tx.list(ANSWERING, args![inbox.id, inbox.team_id], Row::next)?)
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
    // Nobody named and no team: everybody answers.
    let (mut names, mut somebody) = (Vec::new(), after.is_empty() && inbox.team_id.is_none());
    for agent_id in &after {
        let person = agent::find(tx, *agent_id)?;
        somebody |= person.active && person.role != agent::Role::Integration;
        names.push(id::Kind::Agent.name(&person.oid));
    }
    if inbox.live && !somebody && tx.number(TEAM_ACTIVE, args![inbox.team_id])? == 0 {
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
