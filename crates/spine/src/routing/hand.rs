//! Handing out: a plan is made from a snapshot and written down one by one, each in a transaction that checks that
//! nothing was given, taken or returned since. Whoever loses a race reads again.

use db::{Actor, Tx, args};
use queueing::routing::Assignment;
use serde_json::{Value, json};

use super::floor::{Contact, Floor, Looked};
use super::model::REASON_CHARS;
use super::settings::settings;
use super::{store, why};
use crate::agent;
use crate::conversation::{self, Conversation, Status};
use crate::error::Error;

/// Conversations given out by one plan.
const GIVEN_MOST: usize = 100;
/// Conversations of one person looked through when they vanished.
const IN_HAND_MOST: usize = 200;
/// Whatever happens, the next look is not later than this.
const LOOK_AGAIN_MS: i64 = 30_000;
/// What somebody sent back does not come to them again for this long.
const SENT_BACK_MS: i64 = 10 * 60_000;
/// With this share of its promise left (a quarter), what somebody vanished with is in danger.
const DANGER: i64 = 4;

/// What is to be done now.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What it was made from: the version of who has what.
    pub version: i64,
    /// What goes back because whoever has it is not there.
    pub back: Vec<Back>,
    /// Conversations that wait for the person who knows the customer, and until when.
    pub holds: Vec<(i64, i64)>,
    pub gives: Vec<Give>,
    /// When time alone may change something.
    pub next_ms: i64,
}

/// One conversation for one person.
#[derive(Clone, Debug)]
pub struct Give {
    pub conversation_id: i64,
    pub agent_id: i64,
    /// What it needed when that was decided.
    skills: String,
    /// The router's reasons, as the event keeps them.
    reason: Value,
}

/// What somebody vanished with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Back {
    pub conversation_id: i64,
    pub agent_id: i64,
}

/// Where every account's log ends.
pub fn ends(tx: &mut Tx<'_>) -> Result<Vec<(i64, i64)>, Error> {
    Ok(tx.list(store::ENDS, &[], |row| Ok((row.next()?, row.next()?)))?)
}

/// What the router says now; nothing where everything is done by hand.
pub fn plan(tx: &mut Tx<'_>) -> Result<Option<Plan>, Error> {
    if !settings(tx)?.is_any_automatic() {
        return Ok(None);
    }
    let mut floor = Floor::read(tx, Looked::Waiting)?;
    let now_s = floor.now_s();
    let mut plan = Plan {
        version: floor.version,
        back: vanished(tx, &floor)?,
        next_ms: floor.now_ms + LOOK_AGAIN_MS,
        ..Plan::default()
    };
    let groups = floor.groups(|contact| floor.settings.is_automatic(contact.team_id));
    for group in groups {
        let mut router = floor.router(&group);
        for at in 0..router.waiting.len() {
            let contact = router.waiting[at];
            let unheld = floor.contact(contact.id).is_some_and(Contact::is_unheld);
            let Some(knows) = router.agents.get(contact.preferred as usize).filter(|_| unheld) else {
                continue;
            };
            if router.bar(knows, contact.preferred, &contact, now_s).is_some()
                && let Some(until_s) = router.hold(&contact, now_s)
            {
                router.waiting[at].held_until_s = until_s;
                plan.holds.push((signed(contact.id), (until_s * 1_000.0) as i64));
            }
        }
        let mut taken = Vec::new();
        router.looked_at_each(
            now_s,
            |_| (),
            |router, assignment| {
                if plan.gives.len() < GIVEN_MOST
                    && let Some(give) = give_of(&floor, router, assignment, "routed")
                {
                    plan.gives.push(give);
                }
                taken.push((assignment.agent, assignment.contact.id));
            },
        );
        let next_ms = router.next_look_s(now_s) * 1_000.0;
        if next_ms < plan.next_ms as f64 {
            plan.next_ms = next_ms as i64;
        }
        for (place, contact_id) in taken {
            let channel = floor.contact(contact_id).map(|contact| contact.channel);
            if let (Some(person), Some(channel)) = (floor.people.get_mut(place as usize), channel) {
                *person.counts.entry(channel).or_default() += 1;
            }
        }
    }
    Ok(Some(plan))
}

fn give_of(
    floor: &Floor,
    router: &queueing::routing::Router,
    assignment: &Assignment,
    word: &str,
) -> Option<Give> {
    let contact = floor.contact(assignment.contact.id)?;
    let agent_id = floor.people.get(assignment.agent as usize)?.agent.id;
    Some(Give {
        conversation_id: contact.id,
        agent_id,
        skills: json!(contact.skills).to_string(),
        reason: why::reason(floor, router, assignment, word),
    })
}

/// What people have who are not there, and whose promise is in danger, or who are away for long. While nobody else is
/// there it stays with them.
fn vanished(tx: &mut Tx<'_>, floor: &Floor) -> Result<Vec<Back>, Error> {
    let mut back = Vec::new();
    if !floor.is_anybody_on_duty() {
        return Ok(back);
    }
    let gone = floor
        .people
        .iter()
        .filter(|person| person.load() > 0 && person.is_gone(floor.now_ms, floor.silence_ms()));
    for person in gone {
        let agent_id = person.agent.id;
        let rows = tx.list(store::IN_HAND, args![agent_id, IN_HAND_MOST], |row| {
            Ok((
                row.next::<i64>()?,
                row.next::<i64>()?,
                row.next::<Option<i64>>()?,
                row.next::<i64>()?,
                row.next::<i64>()?,
            ))
        })?;
        for (conversation_id, inbox_id, team_id, made_ms, due_ms) in rows {
            let (promised_ms, slack_ms) = floor.promise(inbox_id, made_ms, due_ms);
            let long = person.heard_ms.is_some_and(|heard_ms| {
                floor.open_since(inbox_id, heard_ms) >= floor.settings.return_minutes * 60_000
            });
            if floor.settings.is_automatic(team_id) && (slack_ms <= promised_ms / DANGER || long) {
                back.push(Back { conversation_id, agent_id });
            }
        }
    }
    Ok(back)
}

/// Writes down who has to wait for whom, and until when.
pub fn hold(tx: &mut Tx<'_>, holds: &[(i64, i64)]) -> Result<(), Error> {
    for (conversation_id, until_ms) in holds {
        tx.put(store::HOLD, args![*conversation_id, *until_ms])?;
    }
    Ok(())
}

fn overtaken() -> Error {
    Error::Conflict("somebody was faster".to_owned())
}

/// Gives a conversation as it was planned. What the plan was made from is now; the version after it is the answer.
///
/// # Errors
/// A conflict when something was given, taken or returned since, when it does not wait any more or needs something else,
/// and when the person went.
pub fn give(tx: &mut Tx<'_>, version: i64, give: &Give) -> Result<i64, Error> {
    if !conversation::turn(tx, version)? {
        return Err(overtaken());
    }
    let mut conversation = conversation::find(tx, give.conversation_id)?;
    let person = agent::find(tx, give.agent_id)?;
    let waits = conversation.status == Status::Open
        && conversation.assignee_id.is_none()
        && conversation.skills == give.skills;
    if !waits || !person.active || person.presence != "online" {
        return Err(overtaken());
    }
    hand_over(tx, &mut conversation, &person, give.reason.clone(), Actor::System)?;
    conversation::version(tx)
}

fn hand_over(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    person: &agent::Agent,
    reason: Value,
    actor: Actor,
) -> Result<(), Error> {
    tx.put(store::NO_PREFERENCE, args![conversation.id])?;
    conversation::assign_because(tx, conversation, Some(person), reason, actor)
}

/// Puts back what somebody vanished with; `false` when they are back, or it is not theirs any more.
pub fn take_back(tx: &mut Tx<'_>, back: Back) -> Result<bool, Error> {
    let mut conversation = conversation::find(tx, back.conversation_id)?;
    if conversation.assignee_id != Some(back.agent_id) || conversation.status != Status::Open {
        return Ok(false);
    }
    let person = agent::find(tx, back.agent_id)?;
    let heard_ms = agent::all_heard(tx)?.get(&person.id).copied();
    let silence_ms = settings(tx)?.silence_minutes * 60_000;
    let now_ms = tx.now_ms();
    let there =
        person.presence != "offline" && heard_ms.is_some_and(|heard_ms| now_ms - heard_ms <= silence_ms);
    if person.active && there {
        return Ok(false);
    }
    let because = json!({ "why": "vanished", "from": kernel::id::Kind::Agent.name(&person.oid) });
    conversation::assign_because(tx, &mut conversation, None, because, Actor::System)?;
    Ok(true)
}

/// What came of asking for the next one.
#[derive(Clone, Debug)]
pub enum Take {
    Taken(Box<Conversation>),
    /// Something waits that they could take, and their hands are full.
    Full,
    /// Nothing waits for them.
    Nothing,
}

/// Gives somebody who asks what goes first for them. They are there, whatever their presence says; all else counts.
pub fn next(tx: &mut Tx<'_>, agent_id: i64, actor: Actor) -> Result<Take, Error> {
    agent::heard(tx, agent_id)?;
    let floor = Floor::read(tx, Looked::Waiting)?;
    let Some(place) = floor.place_of(Some(agent_id)) else { return Err(Error::Missing("agent")) };
    let now_s = floor.now_s();
    let (mut best, mut full): (Option<(queueing::routing::Router, Assignment)>, bool) = (None, false);
    for group in floor.groups(|_| true) {
        let mut router = floor.router(&group);
        if let Some(me) = router.agents.get_mut(place as usize) {
            me.on_duty = true;
            me.heard_s = now_s;
        }
        let Some(assignment) = router.free(place, now_s, |_| ()) else {
            full |= is_full(&floor, &router, place, now_s);
            continue;
        };
        let sooner = best
            .as_ref()
            .is_none_or(|(other, first)| other.goes_before(&assignment.contact, &first.contact, now_s));
        if sooner {
            best = Some((router, assignment));
        }
    }
    let Some(give) = best.and_then(|(router, assignment)| give_of(&floor, &router, &assignment, "next")) else {
        return Ok(if full { Take::Full } else { Take::Nothing });
    };
    if !conversation::turn(tx, floor.version)? {
        return Err(overtaken());
    }
    let mut conversation = conversation::find(tx, give.conversation_id)?;
    let person = agent::find(tx, agent_id)?;
    hand_over(tx, &mut conversation, &person, give.reason, actor)?;
    Ok(Take::Taken(Box::new(conversation)))
}

/// Whether full hands alone keep somebody from something.
fn is_full(floor: &Floor, router: &queueing::routing::Router, place: u32, now_s: f64) -> bool {
    let Some(me) = floor.people.get(place as usize) else { return false };
    let Some(agent) = router.agents.get(place as usize) else { return false };
    router.waiting.iter().any(|waiting| {
        let contact = floor.contact(waiting.id);
        let bar = router.bar(agent, place, waiting, now_s);
        bar.zip(contact).is_some_and(|(bar, contact)| floor.no(me, contact, bar) == super::model::No::Full)
    })
}

/// Somebody gives back what they have: it waits again as old as it is, and does not come to them for ten minutes.
///
/// # Errors
/// Somebody who does not have it; no reason, or one of more than 500 characters.
pub fn send_back(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    agent_id: i64,
    reason: &str,
    actor: Actor,
) -> Result<(), Error> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS {
        return Err(Error::refused("/reason", format!("must have 1 to {REASON_CHARS} characters")));
    }
    if conversation.assignee_id != Some(agent_id) {
        return Err(Error::Conflict("only who has it can send it back".to_owned()));
    }
    let now_ms = tx.now_ms();
    tx.put(store::FORGET_REFUSALS, args![now_ms])?;
    tx.put(store::REFUSE, args![conversation.id, agent_id, now_ms + SENT_BACK_MS])?;
    let person = agent::find(tx, agent_id)?;
    let because = json!({
        "why": "sent_back",
        "from": kernel::id::Kind::Agent.name(&person.oid),
        "reason": reason,
    });
    conversation::assign_because(tx, conversation, None, because, actor)
}

fn signed(id: u64) -> i64 {
    i64::try_from(id).unwrap_or_default()
}
