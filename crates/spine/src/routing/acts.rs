//! Where a conversation goes when it arrives, and what becomes of what people and teams had.

use db::{Actor, Row, Tx, args};

use super::settings::settings;
use super::store;
use crate::agent;
use crate::conversation::{self, Conversation};
use crate::error::Error;
use crate::inbox;

/// Where a conversation went, and the reason in a stable word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    /// It stays with whoever has it.
    Kept(i64),
    /// `answered_before`: the same person as last time.
    Agent(i64),
    Queue,
}

/// An answer longer ago than this makes nobody the customer's person.
const REMEMBERED_MS: i64 = 30 * 86_400_000;
/// Open conversations somebody may have before new ones stay in the queue, unless their capacity says otherwise.
pub const CAPACITY: i64 = 30;

pub fn choose(tx: &mut Tx<'_>, conversation: &mut Conversation) -> Result<Desk, Error> {
    if let Some(agent_id) = conversation.assignee_id {
        if agent::find(tx, agent_id)?.active {
            return Ok(Desk::Kept(agent_id));
        }
        conversation::assign(tx, conversation, None, "left", Actor::System)?;
    }
    let since_ms = tx.now_ms() - REMEMBERED_MS;
    let last = tx.find(store::LAST_ANSWERER, args![conversation.customer_id, since_ms], |row| {
        row.next::<Option<i64>>()
    })?;
    let Some(agent_id) = last.flatten() else { return Ok(Desk::Queue) };
    let known = agent::find(tx, agent_id)?;
    if settings(tx)?.is_automatic(conversation.team_id) {
        if known.active {
            tx.put(store::PREFER, args![conversation.id, agent_id])?;
        }
        return Ok(Desk::Queue);
    }
    let room = serde_json::from_str::<serde_json::Value>(&known.capacity)
        .ok()
        .and_then(|capacity| capacity[conversation.channel.name()].as_i64())
        .unwrap_or(CAPACITY);
    if !known.active || known.presence != "online" || tx.number(store::LOAD, args![agent_id])? >= room {
        return Ok(Desk::Queue);
    }
    conversation::assign(tx, conversation, Some(&known), "answered_before", Actor::System)?;
    Ok(Desk::Agent(agent_id))
}

/// Dissolves a team: what waits in its queue is everybody's from now on.
///
/// # Errors
/// A conflict while an inbox is answered by it: somebody must be responsible for what arrives there.
pub fn dissolve_team(tx: &mut Tx<'_>, team_id: i64, actor: Actor) -> Result<(), Error> {
    if let Some(busy) = inbox::list(tx)?.into_iter().find(|inbox| inbox.team_id == Some(team_id)) {
        let what = busy.address.unwrap_or(busy.name);
        return Err(Error::Conflict(format!("the inbox {what} is answered by this team")));
    }
    for conversation_id in tx.list(store::OF_TEAM, args![team_id], Row::next::<i64>)? {
        let mut conversation = conversation::find(tx, conversation_id)?;
        conversation::team(tx, &mut conversation, None, actor)?;
    }
    tx.execute(store::LEAVE_TEAM, args![team_id])?;
    agent::drop_team(tx, team_id, actor)
}

/// Open conversations that somebody has.
pub fn held_by(tx: &mut Tx<'_>, agent_id: i64) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::OF_AGENT, args![agent_id], Row::next::<i64>)?)
}

/// Gives back to their queues what somebody has who is no longer here: no promise may wait for them.
pub fn release_agent(tx: &mut Tx<'_>, agent_id: i64, actor: Actor) -> Result<(), Error> {
    for conversation_id in held_by(tx, agent_id)? {
        let mut conversation = conversation::find(tx, conversation_id)?;
        conversation::assign(tx, &mut conversation, None, "left", actor)?;
    }
    Ok(())
}
