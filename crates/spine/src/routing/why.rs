//! Why it went to somebody, and why not to the others.

use std::collections::BTreeMap;

use db::{Tx, args};
use kernel::id::Kind;
use queueing::routing::{Assignment, Router, Why};
use serde_json::{Value, json};

use super::floor::{Floor, Looked};
use super::model::{Given, No, ring_name, standing_name};
use super::store;
use crate::conversation::{Conversation, Status};
use crate::error::Error;

/// People an event names who could have had it, and people one is told of at all.
const NAMED: usize = 20;

/// An assignment's reasons as its event keeps them, made right after it.
pub(super) fn reason(floor: &Floor, router: &Router, assignment: &Assignment, word: &str) -> Value {
    let told = router.explain(assignment, floor.now_s());
    let contact = floor.contact(told.contact_id);
    let (mut could, mut barred): (Vec<String>, BTreeMap<&str, usize>) = (Vec::new(), BTreeMap::new());
    for ((_, why), person) in told.agents.iter().zip(&floor.people) {
        match why {
            Why::Chosen(_) => {}
            Why::AskedLater(_) => could.push(Kind::Agent.name(&person.agent.oid)),
            Why::Barred(bar) => {
                let no = contact.map_or_else(|| No::from(*bar), |contact| floor.no(person, contact, *bar));
                *barred.entry(no.name()).or_default() += 1;
            }
        }
    }
    let free = could.len();
    could.truncate(NAMED);
    json!({
        "why": word,
        "ring": ring_name(told.ring),
        "standing": standing_name(told.standing),
        "slack_seconds": told.slack_s.round() as i64,
        "waited_seconds": told.waited_s.round() as i64,
        "knows": told.knows,
        "level": contact.map(|contact| contact.level),
        "skills": contact.map(|contact| contact.skills.clone()),
        "beside": assignment.beside,
        "could_take": told.could_take,
        "older_that_yielded": told.older_that_yielded,
        "also_free": free,
        "also_free_agents": could,
        "barred": barred,
    })
}

/// Why whoever has a conversation has it.
pub fn given(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Option<Given>, Error> {
    let last = tx.find(store::LAST_GIVEN, args![conversation.id], |row| {
        let (at_ms, kind, actor_id) = (row.next()?, row.next::<String>()?, row.next::<Option<i64>>()?);
        let data = serde_json::from_str(&row.next::<String>()?).unwrap_or_default();
        Ok(Given { at_ms, by_id: actor_id.filter(|_| kind == "agent"), data })
    })?;
    Ok(last)
}

/// How somebody stands to a conversation that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub agent_id: i64,
    /// Nothing when they may have it.
    pub no: Option<No>,
    /// In which circle they stand: `first`, `second` or `trained`; nothing when they were never trained.
    pub ring: Option<&'static str>,
    /// What they have in hand.
    pub load: i64,
    /// Whether it is the person who knows the customer.
    pub knows: bool,
}

/// Everybody, and what keeps each from a conversation that waits; nothing when it does not wait.
pub fn why_not(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Option<Vec<Standing>>, Error> {
    if conversation.status != Status::Open || conversation.assignee_id.is_some() {
        return Ok(None);
    }
    let floor = Floor::read(tx, Looked::One(conversation.id))?;
    let Some(contact) = floor.contacts.first() else { return Ok(None) };
    let router = floor.router(&[0]);
    let Some(waiting) = router.waiting.first().copied() else { return Ok(None) };
    let bars = router.why_it_waits(&waiting, floor.now_s());
    let standings = bars.into_iter().zip(&floor.people).zip(&router.agents).zip(0_u32..);
    Ok(Some(
        standings
            .map(|((((_, bar), person), agent), place)| Standing {
                agent_id: person.agent.id,
                no: bar.map(|bar| floor.no(person, contact, bar)),
                ring: agent.ring(&waiting).map(ring_name),
                load: person.load(),
                knows: waiting.preferred == place,
            })
            .collect(),
    ))
}
