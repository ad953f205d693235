//! Opening a complaint, and what becomes of it but for its answer, its remedy and its follow-up.

use db::{Actor, Event, Row, Tx, args};
use kernel::id::{self, Kind as Name};
use serde_json::{Value, json};

use super::model::{Complaint, Filter, Origin, Standing, State, due_of, read_code};
use super::{causes, hints, settings, store};
use crate::agent::{self, Agent, Role};
use crate::conversation::{self, Conversation};
use crate::error::Error;
use crate::promise::{self, Promise};
use crate::reason::Reason;
use crate::{company, inbox, outbox, task};

/// The tag its conversation carries: lists and saved views find it by that.
const TAG: &str = "reclamo";
/// Characters kept of the customer's words.
const WORDS_CHARS_MAX: usize = 300;
const WHY_CHARS_MAX: usize = 500;
/// Complaints one list shows at most.
const LIST_MAX: usize = 1_000;

/// What a complaint starts from. What is left out follows from the conversation and the settings.
#[derive(Clone, Debug)]
pub struct Opening {
    pub origin: Origin,
    /// The customer's words that make it one; the subject when nobody says.
    pub words: Option<String>,
    pub message_id: Option<i64>,
    pub cause: Option<String>,
    pub term: Option<String>,
    pub owner_id: Option<i64>,
}

impl Opening {
    pub fn of(origin: Origin) -> Self {
        Self { origin, words: None, message_id: None, cause: None, term: None, owner_id: None }
    }
}

/// Opens one and tells the customer its code and its date. A person who declares one has said of the customer's words
/// what they are: that is kept as a label.
///
/// # Errors
/// As [`open`].
pub fn declare(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    opening: Opening,
    actor: Actor,
) -> Result<Complaint, Error> {
    let by_person = opening.origin == Origin::Agent;
    let (complaint, legal) = open(tx, conversation, opening, actor)?;
    if by_person {
        hints::label_declared(tx, &complaint, actor)?;
    }
    outbox::acknowledge_complaint(tx, conversation, &complaint.code(), &legal, None, None)?;
    Ok(complaint)
}

/// Opens one: a number without a hole, an owner, a legal promise by its term. The customer is told by whoever calls.
///
/// # Errors
/// Another one is open in this conversation, or nobody is there to own it (conflict); an unknown cause, term or owner.
pub fn open(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    opening: Opening,
    actor: Actor,
) -> Result<(Complaint, Promise), Error> {
    if conversation.merged_into_id.is_some() {
        return Err(Error::Conflict("it was merged into another".to_owned()));
    }
    if let Some(other) = open_of(tx, conversation.id)? {
        return Err(Error::Conflict(format!("{} is open here already", other.code())));
    }
    let settings = settings::configured(tx)?;
    if let Some(cause) = &opening.cause
        && settings.cause(cause).is_none()
    {
        return Err(Error::refused("/cause", "is not on the list"));
    }
    let key = opening.term.as_deref().unwrap_or(&settings.term);
    let term = settings.term(key).ok_or_else(|| Error::refused("/term", "is not on the list"))?.clone();
    let owner = match opening.owner_id {
        Some(owner_id) => able(tx, owner_id)?,
        None => owner_of(tx, conversation)?,
    };
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let now_ms = tx.now_ms();
    let due_at_ms = due_of(&inbox.hours, now_ms, &term);
    conversation::reopen(tx, conversation, "complaint", actor)?;
    let legal = promise_answer(tx, conversation, &term, due_at_ms, actor)?;
    let year = i64::from(inbox.hours.today(now_ms).year());
    let number = tx.number(store::NEXT_NUMBER, args![year])?;
    let (complaint_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let words = opening.words.unwrap_or_else(|| conversation.subject.clone());
    let words: String = words.trim().chars().take(WORDS_CHARS_MAX).collect();
    let opened_by_id = match actor {
        Actor::Agent(agent_id) => Some(agent_id),
        Actor::System | Actor::Customer(_) | Actor::Integration(_) => None,
    };
    tx.execute(
        store::ADD,
        args![
            complaint_id,
            oid,
            super::model::code(year, number),
            year,
            number,
            conversation.id,
            conversation.customer_id,
            conversation.inbox_id,
            opening.message_id,
            opening.origin.name(),
            words,
            owner.id,
            opening.cause.clone(),
            term.to_json().to_string(),
            legal.id,
            now_ms,
            due_at_ms,
            opened_by_id,
            settings.follow_up.name()
        ],
    )?;
    let complaint = find(tx, complaint_id)?;
    let mut tags = conversation::tags(tx, conversation.id)?;
    if !tags.iter().any(|tag| tag == TAG) && tags.len() < 50 {
        tags.push(TAG.to_owned());
        conversation::retag(tx, conversation, &tags, actor)?;
    }
    let data = json!({
        "origin": complaint.origin.name(),
        "owner": Name::Agent.name(&owner.oid),
        "term": complaint.term.key,
        "due_at_ms": due_at_ms,
    });
    record(tx, "complaint.opened", &complaint, data, actor)?;
    if let Some(cause) = &complaint.cause {
        causes::notice(tx, cause, &complaint)?;
    }
    Ok((complaint, legal))
}

/// The legal promise of a term, its source named.
pub(super) fn promise_answer(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    term: &settings::Term,
    due_at_ms: i64,
    actor: Actor,
) -> Result<Promise, Error> {
    let verified = term.confirmed_at_ms.is_some();
    let reason = Reason::Term {
        days: term.days,
        unit: term.unit.name().to_owned(),
        source: term.source.clone(),
        verified,
    };
    let inputs = json!({ "term": term.to_json(), "verified": verified });
    promise::by_law(tx, conversation, due_at_ms, reason, inputs, actor)
}

/// Somebody who can own a complaint.
fn able(tx: &mut Tx<'_>, agent_id: i64) -> Result<Agent, Error> {
    let agent = agent::find(tx, agent_id)?;
    match agent.active && agent.role != Role::Integration {
        true => Ok(agent),
        false => Err(Error::refused("/owner_id", "is nobody who works here")),
    }
}

/// Whoever has the conversation; else whoever answers at its inbox and owns fewest; else a supervisor; else anybody:
/// never nobody.
pub(super) fn owner_of(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Agent, Error> {
    if let Some(assignee_id) = conversation.assignee_id
        && let Ok(assignee) = able(tx, assignee_id)
    {
        return Ok(assignee);
    }
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let here = inbox::answering(tx, &inbox)?;
    let people: Vec<Agent> =
        agent::list(tx)?.into_iter().filter(|one| one.active && one.role != Role::Integration).collect();
    let owned: Vec<(i64, i64)> = tx.list(store::OWNED, &[], |row| Ok((row.next()?, row.next()?)))?;
    let load = |one: &&Agent| {
        let held = owned.iter().find(|(owner_id, _)| *owner_id == one.id).map_or(0, |(_, count)| *count);
        (held, one.id)
    };
    let fewest =
        |wanted: &dyn Fn(&Agent) -> bool| people.iter().filter(|one| wanted(one)).min_by_key(load).cloned();
    fewest(&|one| here.contains(&one.id))
        .or_else(|| fewest(&|one| matches!(one.role, Role::Supervisor | Role::Admin)))
        .or_else(|| fewest(&|_| true))
        .ok_or_else(|| Error::Conflict("nobody works here who could own a complaint".to_owned()))
}

pub fn find(tx: &mut Tx<'_>, complaint_id: i64) -> Result<Complaint, Error> {
    tx.find(store::FIND, args![complaint_id], store::read)?.ok_or(Error::Missing("complaint"))
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Complaint, Error> {
    tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("complaint"))
}

/// By the code the customer names.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Complaint, Error> {
    let (year, number) = read_code(code).ok_or(Error::Missing("complaint"))?;
    tx.find(store::BY_CODE, args![year, number], store::read)?.ok_or(Error::Missing("complaint"))
}

/// Every complaint of a conversation, oldest first.
pub fn of_conversation(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<Complaint>, Error> {
    Ok(tx.list(store::OF_CONVERSATION, args![conversation_id], store::read)?)
}

/// The one of a conversation that is not closed.
pub fn open_of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Option<Complaint>, Error> {
    Ok(of_conversation(tx, conversation_id)?.into_iter().rfind(|complaint| complaint.state != State::Closed))
}

/// The newest of a conversation, closed or not.
pub fn last_of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Option<Complaint>, Error> {
    Ok(of_conversation(tx, conversation_id)?.pop())
}

/// A list of complaints: what runs by its date, the rest newest first below the id `before`.
pub fn list(tx: &mut Tx<'_>, filter: &Filter, before: i64, limit: usize) -> Result<Vec<Complaint>, Error> {
    let (owner_id, cause, limit) = (filter.owner_id, filter.cause.clone(), limit.min(LIST_MAX));
    let (query, values) = match filter.standing {
        Standing::Running => (store::RUNNING, args![owner_id, cause, limit].to_vec()),
        Standing::In(state) => (store::IN_STATE, args![owner_id, cause, limit, state.name(), before].to_vec()),
        Standing::All => (store::ALL, args![owner_id, cause, limit, before].to_vec()),
    };
    Ok(tx.list(query, &values, store::read)?)
}

/// Whether this customer is offered nothing and asked nothing that is not about their complaint.
pub fn bars_offers(tx: &mut Tx<'_>, customer_id: i64) -> Result<bool, Error> {
    Ok(tx.number(store::RUNNING_OF_CUSTOMER, args![customer_id])? > 0)
}

/// Gives it to somebody else.
///
/// # Errors
/// Somebody who does not work here; a complaint that is closed.
pub fn hold(tx: &mut Tx<'_>, complaint: &Complaint, owner_id: i64, actor: Actor) -> Result<Complaint, Error> {
    running(complaint)?;
    let owner = able(tx, owner_id)?;
    if owner.id == complaint.owner_id {
        return Ok(complaint.clone());
    }
    let before = agent::find(tx, complaint.owner_id)?;
    let next = save(tx, Complaint { owner_id: owner.id, ..complaint.clone() })?;
    let data = json!({ "owner": Name::Agent.name(&owner.oid), "before": Name::Agent.name(&before.oid) });
    record(tx, "complaint.owner_changed", &next, data, actor)?;
    Ok(next)
}

/// Hands on what somebody owns who no longer works here: complaints, and causes they answer for.
pub fn hand_on(tx: &mut Tx<'_>, agent_id: i64, actor: Actor) -> Result<(), Error> {
    for complaint_id in tx.list(store::HELD_BY, args![agent_id], Row::next::<i64>)? {
        let complaint = find(tx, complaint_id)?;
        let conversation = conversation::find(tx, complaint.conversation_id)?;
        match owner_of(tx, &conversation) {
            Ok(owner) => {
                hold(tx, &complaint, owner.id, actor)?;
            }
            // The last one leaves the light on: the name stays until somebody comes.
            Err(Error::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    causes::hand_on(tx, agent_id, actor)
}

/// Says why the customer complained; the same cause too often makes it a recurring one.
///
/// # Errors
/// A cause that is not on the list.
pub fn set_cause(
    tx: &mut Tx<'_>,
    complaint: &Complaint,
    cause: Option<&str>,
    actor: Actor,
) -> Result<Complaint, Error> {
    if let Some(cause) = cause
        && settings::configured(tx)?.cause(cause).is_none()
    {
        return Err(Error::refused("/cause", "is not on the list"));
    }
    if complaint.cause.as_deref() == cause {
        return Ok(complaint.clone());
    }
    let next = save(tx, Complaint { cause: cause.map(str::to_owned), ..complaint.clone() })?;
    let data = json!({ "cause": next.cause, "before": complaint.cause });
    record(tx, "complaint.cause_set", &next, data, actor)?;
    if let Some(cause) = cause {
        causes::notice(tx, cause, &next)?;
    }
    Ok(next)
}

/// Says whether the customer is right.
pub fn judge(
    tx: &mut Tx<'_>,
    complaint: &Complaint,
    founded: Option<bool>,
    actor: Actor,
) -> Result<Complaint, Error> {
    if complaint.founded == founded {
        return Ok(complaint.clone());
    }
    let next = save(tx, Complaint { founded, ..complaint.clone() })?;
    let data = json!({ "founded": founded, "before": complaint.founded });
    record(tx, "complaint.judged", &next, data, actor)?;
    Ok(next)
}

/// Closes one. After its follow-up it needs a cause and a judgement; before, a reason, and nothing is owed any more.
///
/// # Errors
/// Closed already; something of it still unknown (conflict); no reason.
pub fn close(
    tx: &mut Tx<'_>,
    complaint: &Complaint,
    why: Option<&str>,
    actor: Actor,
) -> Result<Complaint, Error> {
    let why = why.map(str::trim).filter(|why| !why.is_empty());
    if why.is_some_and(|why| why.chars().count() > WHY_CHARS_MAX) {
        return Err(Error::refused("/reason", format!("can have {WHY_CHARS_MAX} characters at most")));
    }
    match complaint.state {
        State::Closed => return Err(Error::Conflict("it is closed already".to_owned())),
        State::FollowedUp if !complaint.is_complete() => {
            return Err(Error::Conflict(
                "its cause and whether it is founded have to be said first".to_owned(),
            ));
        }
        State::FollowedUp => {}
        State::Open | State::Answered if why.is_none() => {
            return Err(Error::refused("/reason", "is needed: it was not followed up"));
        }
        State::Open | State::Answered => {}
    }
    end(tx, complaint, why, actor)
}

fn end(tx: &mut Tx<'_>, complaint: &Complaint, why: Option<&str>, actor: Actor) -> Result<Complaint, Error> {
    let mut conversation = conversation::find(tx, complaint.conversation_id)?;
    if let Some(legal) = promise::standing_for(tx, conversation.id, complaint.promise_id)? {
        promise::lifted(tx, &mut conversation, &legal, why.unwrap_or("the complaint is closed"), actor)?;
        promise::owe_again(tx, &mut conversation)?;
    }
    drop_task(tx, complaint, actor)?;
    let now_ms = tx.now_ms();
    let next = save(
        tx,
        Complaint {
            state: State::Closed,
            closed_at_ms: Some(now_ms),
            closed_why: why.map(str::to_owned),
            follow_up_task_id: None,
            ..complaint.clone()
        },
    )?;
    let reason = why.filter(|_| !matches!(actor, Actor::Customer(_)));
    record(tx, "complaint.closed", &next, json!({ "from": complaint.state.name(), "reason": reason }), actor)?;
    Ok(next)
}

/// The call that was asked of the owner is no longer needed.
pub(super) fn drop_task(tx: &mut Tx<'_>, complaint: &Complaint, actor: Actor) -> Result<(), Error> {
    let Some(task_id) = complaint.follow_up_task_id else { return Ok(()) };
    let asked = task::find(tx, task_id)?;
    if asked.state == task::State::Open {
        task::withdraw(tx, &asked, actor)?;
    }
    Ok(())
}

/// The customer needs nothing more: what is open of theirs here is closed in their name.
pub fn taken_back(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<(), Error> {
    let Some(complaint) = open_of(tx, conversation.id)? else { return Ok(()) };
    end(tx, &complaint, Some("closed by the customer"), Actor::Customer(conversation.customer_id))?;
    Ok(())
}

/// Opens one again: the term runs anew, and the customer is told its new date under the same code.
///
/// # Errors
/// One that is open (conflict), or another open one in its conversation; no reason.
pub fn reopen(tx: &mut Tx<'_>, complaint: &Complaint, why: &str, actor: Actor) -> Result<Complaint, Error> {
    let why = why.trim();
    if why.is_empty() || why.chars().count() > WHY_CHARS_MAX {
        return Err(Error::refused("/reason", format!("must say why, in 1 to {WHY_CHARS_MAX} characters")));
    }
    if complaint.state == State::Open {
        return Err(Error::Conflict("it is open".to_owned()));
    }
    if let Some(other) = open_of(tx, complaint.conversation_id)?
        && other.id != complaint.id
    {
        return Err(Error::Conflict(format!("{} is open here already", other.code())));
    }
    let mut conversation = conversation::find(tx, complaint.conversation_id)?;
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let now_ms = tx.now_ms();
    let due_at_ms = due_of(&inbox.hours, now_ms, &complaint.term);
    conversation::reopen(tx, &mut conversation, "complaint", actor)?;
    let legal = promise_answer(tx, &mut conversation, &complaint.term, due_at_ms, actor)?;
    drop_task(tx, complaint, actor)?;
    let owner_id = match able(tx, complaint.owner_id) {
        Ok(owner) => owner.id,
        Err(_) => owner_of(tx, &conversation)?.id,
    };
    let next = save(tx, again(Complaint { owner_id, promise_id: legal.id, due_at_ms, ..complaint.clone() }))?;
    // The log keeps a colleague's reason; what a customer said stands in the conversation.
    let reason = matches!(actor, Actor::Agent(_)).then_some(why);
    let data = json!({ "from": complaint.state.name(), "reason": reason, "due_at_ms": due_at_ms });
    record(tx, "complaint.reopened", &next, data, actor)?;
    outbox::acknowledge_complaint(tx, &conversation, &next.code(), &legal, None, None)?;
    Ok(next)
}

/// A complaint as it stands before its answer, once more.
pub(super) fn again(complaint: Complaint) -> Complaint {
    Complaint {
        state: State::Open,
        answer_message_id: None,
        answered_at_ms: None,
        in_time: None,
        follow_up_at_ms: None,
        follow_up_asked_at_ms: None,
        follow_up_task_id: None,
        follow_up_outcome: None,
        follow_up_note: None,
        followed_up_at_ms: None,
        closed_at_ms: None,
        closed_why: None,
        reopened: complaint.reopened + 1,
        ..complaint
    }
}

pub(super) fn running(complaint: &Complaint) -> Result<(), Error> {
    match complaint.state {
        State::Open | State::Answered | State::FollowedUp => Ok(()),
        State::Closed => Err(Error::Conflict("it is closed".to_owned())),
    }
}

/// Ids of the complaints of a conversation.
pub(crate) fn ids_of(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::IDS_OF, args![conversation_id], Row::next)?)
}

/// Puts complaints into another conversation.
pub(crate) fn rehome(tx: &mut Tx<'_>, complaints: &[i64], into_id: i64) -> Result<(), Error> {
    for complaint_id in complaints {
        tx.execute(store::REHOME, args![*complaint_id, into_id])?;
    }
    Ok(())
}

/// Writes down how it stands now.
pub(super) fn save(tx: &mut Tx<'_>, complaint: Complaint) -> Result<Complaint, Error> {
    let now_ms = tx.now_ms();
    let next = Complaint { changed_at_ms: now_ms, ..complaint };
    tx.execute(
        store::SAVE,
        args![
            next.id,
            next.state.name(),
            next.owner_id,
            next.cause.clone(),
            next.founded,
            next.promise_id,
            next.due_at_ms,
            next.answer_message_id,
            next.answered_at_ms,
            next.in_time,
            next.follow_up.name(),
            next.follow_up_at_ms,
            next.follow_up_asked_at_ms,
            next.follow_up_task_id,
            next.follow_up_outcome.map(super::model::Outcome::name),
            next.follow_up_note.clone(),
            next.followed_up_at_ms,
            next.closed_at_ms,
            next.closed_why.clone(),
            next.reopened,
            now_ms
        ],
    )?;
    Ok(next)
}

pub(super) fn record(
    tx: &mut Tx<'_>,
    kind: &'static str,
    complaint: &Complaint,
    mut data: Value,
    actor: Actor,
) -> Result<(), Error> {
    data["complaint_id"] = Value::String(Name::Complaint.name(&complaint.oid));
    data["code"] = Value::String(complaint.code());
    let conversation_id = Some(complaint.conversation_id);
    tx.record(Event { kind, actor, conversation_id, data: data.to_string() })?;
    Ok(())
}

/// A mail to one of our own people about a complaint.
pub(super) fn write_to(
    tx: &mut Tx<'_>,
    person: &Agent,
    subject: &str,
    text: &str,
    places: &[(&str, words::Arg)],
    path: &str,
) -> Result<(), Error> {
    if !person.active || person.role == Role::Integration {
        return Ok(());
    }
    let say = words::Say::new(person.language, kernel::language::Register::Tu);
    let url = format!("{}{path}", company::find(tx)?.public_url);
    let mail = outbox::HouseMail {
        kind: outbox::HouseKind::Notice,
        to: person.email.clone(),
        name: Some(person.name.clone()),
        language: person.language,
        subject: say.with(subject, places),
        paragraphs: vec![say.with(text, places)],
        link: Some((say.say("complaint-house-open"), url)),
    };
    match outbox::post_house_mail(tx, mail) {
        // Somebody without an address that can be one reads it in the console.
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
