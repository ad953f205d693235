//! What is given to make it good, and who may give how much: above somebody's limit somebody else says yes or no,
//! with a reason; nobody allows their own.

use db::{Actor, Tx, args};
use kernel::id::{self, Kind as Name};
use serde_json::json;

use super::acts::{find, record, running, write_to};
use super::model::{Complaint, Remedy, RemedyKind, RemedyState, within};
use super::settings::{self, AMOUNT_MAX_CENTS};
use super::store;
use crate::agent::{self, Agent, Role};
use crate::error::{Error, Field};

const TEXT_CHARS_MAX: usize = 1_000;
const REASON_CHARS_MAX: usize = 500;
/// Remedies of one complaint.
const MOST: usize = 100;

/// What somebody wants to give.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub kind: RemedyKind,
    pub amount_cents: i64,
    pub text: String,
}

/// Proposes a remedy: allowed at once within the proposer's limit, else it waits for somebody who may give that much,
/// who is told by mail.
///
/// # Errors
/// A closed complaint; an amount or a text that cannot be.
pub fn propose(
    tx: &mut Tx<'_>,
    complaint: &Complaint,
    proposal: Proposal,
    actor: Actor,
) -> Result<Remedy, Error> {
    running(complaint)?;
    let text = proposal.text.trim();
    let mut wrong = Vec::new();
    if !(0..=AMOUNT_MAX_CENTS).contains(&proposal.amount_cents) {
        wrong.push(Field::new("/amount_cents", "must be between 0 and 100,000,000"));
    }
    if text.is_empty() || text.chars().count() > TEXT_CHARS_MAX {
        wrong.push(Field::new("/text", format!("must say what, in 1 to {TEXT_CHARS_MAX} characters")));
    }
    if !wrong.is_empty() {
        return Err(Error::Refused(wrong));
    }
    let before = remedies(tx, complaint.id)?;
    if before.len() >= MOST {
        return Err(Error::Conflict(format!("it has {MOST} remedies already")));
    }
    let proposer = match actor {
        Actor::Agent(agent_id) => Some(agent::find(tx, agent_id)?),
        Actor::System | Actor::Customer(_) | Actor::Integration(_) => None,
    };
    let given = given(&before);
    let limit = limit_of(tx, proposer.as_ref().map_or(Role::Integration, |one| one.role))?;
    let state = match within(limit, given, proposal.amount_cents) {
        true => RemedyState::Approved,
        false => RemedyState::Waiting,
    };
    let now_ms = tx.now_ms();
    let (remedy_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let proposed_by_id = proposer.as_ref().map(|one| one.id);
    // Within the limit its proposer decided it.
    let decided = (state == RemedyState::Approved).then_some(now_ms);
    tx.execute(
        store::ADD_REMEDY,
        args![
            remedy_id,
            &oid,
            complaint.id,
            proposal.kind.name(),
            proposal.amount_cents,
            text,
            state.name(),
            proposed_by_id,
            now_ms,
            proposed_by_id.filter(|_| decided.is_some()),
            decided
        ],
    )?;
    let remedy = remedy_by_oid(tx, &oid)?;
    let kind = match state {
        RemedyState::Approved => "complaint.remedy_given",
        RemedyState::Waiting | RemedyState::Refused => "complaint.remedy_proposed",
    };
    tell(tx, kind, complaint, &remedy, actor)?;
    if state == RemedyState::Waiting {
        ask(tx, complaint, &remedy, given, proposer.as_ref())?;
    }
    Ok(remedy)
}

/// Cents already allowed.
fn given(remedies: &[Remedy]) -> i64 {
    remedies
        .iter()
        .filter(|remedy| remedy.state == RemedyState::Approved)
        .map(|remedy| remedy.amount_cents)
        .sum()
}

/// What a role may give alone for one complaint, in cents; `None` is any amount.
pub fn limit_of(tx: &mut Tx<'_>, role: Role) -> Result<Option<i64>, Error> {
    Ok(settings::configured(tx)?.limits.of(role))
}

/// Writes to whoever may allow it.
fn ask(
    tx: &mut Tx<'_>,
    complaint: &Complaint,
    remedy: &Remedy,
    given: i64,
    proposer: Option<&Agent>,
) -> Result<(), Error> {
    let limits = settings::configured(tx)?.limits;
    let able: Vec<Agent> = agent::list(tx)?
        .into_iter()
        .filter(|one| one.active && matches!(one.role, Role::Supervisor | Role::Admin))
        .filter(|one| proposer.is_none_or(|proposer| proposer.id != one.id))
        .filter(|one| within(limits.of(one.role), given, remedy.amount_cents))
        .take(20)
        .collect();
    let code = complaint.code();
    let path = format!("/console/complaints/{code}");
    let by = proposer.map_or_else(|| "API".to_owned(), |proposer| proposer.name.clone());
    for person in able {
        let amount =
            words::when::euros(words::Say::new(person.language, Default::default()), remedy.amount_cents);
        let places = [
            ("code", code.as_str().into()),
            ("amount", amount.into()),
            ("by", by.as_str().into()),
            ("text", remedy.text.as_str().into()),
        ];
        write_to(tx, &person, "complaint-house-remedy", "complaint-house-remedy-text", &places, &path)?;
    }
    Ok(())
}

/// Says yes or no to a remedy that waits, with a reason.
///
/// # Errors
/// Decided already, or one's own (conflict); above the decider's own limit, or without a reason.
pub fn decide_remedy(
    tx: &mut Tx<'_>,
    remedy: &Remedy,
    allow: bool,
    reason: &str,
    decider_id: i64,
) -> Result<Remedy, Error> {
    if remedy.state != RemedyState::Waiting {
        return Err(Error::Conflict(format!("it is {} already", remedy.state.name())));
    }
    if remedy.proposed_by_id == Some(decider_id) {
        return Err(Error::Conflict("nobody decides on a remedy of their own".to_owned()));
    }
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        return Err(Error::refused("/reason", format!("must say why, in 1 to {REASON_CHARS_MAX} characters")));
    }
    let complaint = find(tx, remedy.complaint_id)?;
    running(&complaint)?;
    let decider = agent::find(tx, decider_id)?;
    if !matches!(decider.role, Role::Supervisor | Role::Admin) {
        return Err(Error::Conflict("a supervisor decides on it".to_owned()));
    }
    let given = given(&remedies(tx, complaint.id)?);
    if allow && !within(limit_of(tx, decider.role)?, given, remedy.amount_cents) {
        return Err(Error::Conflict("it is above what you may allow".to_owned()));
    }
    let state = if allow { RemedyState::Approved } else { RemedyState::Refused };
    let now_ms = tx.now_ms();
    let values = args![remedy.id, state.name(), decider_id, now_ms, reason];
    if tx.execute(store::DECIDE_REMEDY, values)? == 0 {
        return Err(Error::Conflict("somebody was faster".to_owned()));
    }
    let decided = remedy_by_oid(tx, &remedy.oid)?;
    let kind = if allow { "complaint.remedy_approved" } else { "complaint.remedy_refused" };
    tell(tx, kind, &complaint, &decided, Actor::Agent(decider_id))?;
    if let Some(proposer_id) = remedy.proposed_by_id {
        let proposer = agent::find(tx, proposer_id)?;
        let code = complaint.code();
        let places =
            [("code", code.as_str().into()), ("by", decider.name.as_str().into()), ("reason", reason.into())];
        let (subject, text) = match allow {
            true => ("complaint-house-allowed", "complaint-house-allowed-text"),
            false => ("complaint-house-refused", "complaint-house-refused-text"),
        };
        write_to(tx, &proposer, subject, text, &places, &format!("/console/complaints/{code}"))?;
    }
    Ok(decided)
}

fn tell(
    tx: &mut Tx<'_>,
    kind: &'static str,
    complaint: &Complaint,
    remedy: &Remedy,
    actor: Actor,
) -> Result<(), Error> {
    let data = json!({
        "remedy_id": Name::Remedy.name(&remedy.oid),
        "kind": remedy.kind.name(),
        "amount_cents": remedy.amount_cents,
    });
    record(tx, kind, complaint, data, actor)
}

/// Every remedy of a complaint, oldest first.
pub fn remedies(tx: &mut Tx<'_>, complaint_id: i64) -> Result<Vec<Remedy>, Error> {
    Ok(tx.list(store::REMEDIES, args![complaint_id], store::read_remedy)?)
}

pub fn remedy_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Remedy, Error> {
    tx.find(store::REMEDY_BY_OID, args![oid], store::read_remedy)?.ok_or(Error::Missing("remedy"))
}

/// How many remedies wait for a yes or a no.
pub fn waiting(tx: &mut Tx<'_>) -> Result<i64, Error> {
    Ok(tx.number(store::WAITING_REMEDIES, &[])?)
}
