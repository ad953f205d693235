//! Reports that need no answer: the customer is thanked, and told later what became of what they reported.

use db::{Actor, Tx};

use super::answer::{self, Reply, Written};
use crate::conversation::{self, Conversation, Status};
use crate::error::Error;
use crate::promise;

/// Conversations told of one outcome at once.
const MOST_TOLD: usize = 50;

/// Thanks the customer for a report and closes the conversation: what was owed is kept by the thanks once they left,
/// and counted so.
///
/// # Errors
/// What [`answer::reply`] refuses; an author who is no person of ours.
pub fn thank(tx: &mut Tx<'_>, conversation: &mut Conversation, thanks: Reply) -> Result<Written, Error> {
    let agent_id = person(&thanks)?;
    let actor = Actor::Agent(agent_id);
    conversation::will_thank(tx, conversation.id, agent_id)?;
    let written = answer::reply(tx, conversation, thanks)?;
    conversation::thanked(tx, conversation, written.message.id, actor)?;
    promise::close(tx, conversation, None, actor)?;
    Ok(written)
}

/// Tells what became of a report to its customer, and to those of linked conversations that were thanked and not told
/// yet: at most 50, each in a mail of their own. How many were told.
///
/// # Errors
/// A conversation that was never thanked; what [`answer::reply`] refuses.
pub fn tell_outcome(tx: &mut Tx<'_>, conversation: &Conversation, outcome: &Reply) -> Result<usize, Error> {
    let actor = Actor::Agent(person(outcome)?);
    if conversation::report(tx, conversation.id)?.is_none() {
        return Err(Error::Conflict("nobody was thanked for this as a report".to_owned()));
    }
    let mut told = 0;
    let others = conversation::linked(tx, conversation.id)?;
    for id in std::iter::once(conversation.id).chain(others).take(MOST_TOLD) {
        let open = conversation::report(tx, id)?.is_some_and(|report| report.outcome_at_ms.is_none());
        if id != conversation.id && !open {
            continue;
        }
        let mut reporter = conversation::find(tx, id)?;
        let was_closed = reporter.status == Status::Closed;
        let written = answer::reply(tx, &mut reporter, outcome.clone())?;
        conversation::told_outcome(tx, &reporter, written.message.id, actor)?;
        if was_closed {
            promise::close(tx, &mut reporter, None, actor)?;
        }
        told += 1;
    }
    Ok(told)
}

fn person(reply: &Reply) -> Result<i64, Error> {
    match (reply.author.is_person_of_ours(), reply.author.id()) {
        (true, Some(agent_id)) => Ok(agent_id),
        _ => Err(Error::refused("/on_behalf_of", "must be a person")),
    }
}
