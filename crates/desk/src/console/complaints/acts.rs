//! What people do with complaints: each a form; refused, the register shows it again with what was typed.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use kernel::id::Kind;
use office::account::Permission;
use spine::Error;
use spine::complaint::{
    self, CauseChange, Complaint, FollowUp, Opening, Origin, Outcome, Proposal, Recorded, RemedyKind,
    State as Stand,
};
use spine::conversation::{self, Conversation, Message};
use spine::error::Field;

use super::{named, shown};
use crate::Desk;
use crate::console::moments::{instant, local, zone};
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

/// Where the form came from; else the complaint itself.
fn back(fields: &Fields, code: &str) -> Response {
    let to = fields.get("back");
    let ours = to.starts_with("/console/") && !to.contains(['\\', '\r', '\n']);
    let to = if ours { to.to_owned() } else { format!("/console/complaints/{code}?done=1") };
    Redirect::to(&to).into_response()
}

/// The register again, with what is wrong beside its field; `conflict` is the sentence for what no longer fits.
fn again(
    agent: &Agent,
    tx: &mut Tx<'_>,
    complaint: Option<Complaint>,
    fields: &Fields,
    error: Error,
    conflict: (&str, &str),
) -> Result<Response, Fault> {
    let mut wrong = Wrong::default();
    let status = match error {
        Error::Conflict(_) => {
            wrong.add(agent.say, conflict.0, conflict.1);
            StatusCode::CONFLICT
        }
        error => {
            let place = |refused: &Field| match refused.pointer.as_str() {
                "/amount_cents" => ("amount", "complaint-wrong-amount"),
                "/text" => ("text", "complaint-wrong-text"),
                "/note" => ("note", "complaint-wrong-note"),
                "/follow_up_at" | "/due_at" => ("at", "complaint-wrong-moment"),
                "/message_id" => ("message", "complaint-wrong-message"),
                "/reason" => (conflict.0, "complaint-wrong-reason"),
                _ => ("general", "complaint-wrong-choice"),
            };
            wrong.take(agent.say, Err::<(), _>(error), place)?;
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let now = match complaint {
        Some(complaint) => Some(complaint::find(tx, complaint.id)?),
        None => None,
    };
    shown(agent, tx, Fields::default(), now, fields.clone(), wrong, status)
}

/// One act on the complaint of that code; back to where the form came from, or the register with what is wrong.
async fn act(
    desk: &Desk,
    Sent { agent, fields }: Sent,
    code: String,
    conflict: (&'static str, &'static str),
    permission: Permission,
    act: impl FnOnce(&Agent, &mut Tx<'_>, &Complaint, &Fields) -> Result<Result<(), Error>, Fault> + Send + 'static,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(permission)?;
            let complaint = named(tx, &code)?;
            match act(agent, tx, &complaint, &fields)? {
                Ok(()) => Ok(back(&fields, &code)),
                Err(error) => again(agent, tx, Some(complaint), &fields, error, conflict),
            }
        })
        .await
}

/// `POST /console/complaints`: this conversation is a complaint, by its outside name or by its code.
pub(super) async fn declare(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::Handle)?;
            let found = match Kind::Conversation.oid(fields.get("conversation")) {
                Some(oid) => Some(conversation::by_oid(tx, oid)?),
                None => conversation::by_reference(tx, &fields.get("conversation").trim().to_uppercase())?,
            };
            let Some(mut open) = found else {
                let mut wrong = Wrong::default();
                wrong.add(agent.say, "conversation", "complaint-wrong-conversation");
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return shown(agent, tx, Fields::default(), None, fields, wrong, status);
            };
            let chosen = |name: &str| Some(fields.get(name).to_owned()).filter(|value| !value.is_empty());
            let opening =
                Opening { words: chosen("words"), cause: chosen("cause"), ..Opening::of(Origin::Agent) };
            match complaint::declare(tx, &mut open, opening, agent.actor()) {
                Ok(complaint) => Ok(back(&fields, &complaint.code())),
                Err(error) => {
                    let now = complaint::open_of(tx, open.id)?;
                    again(agent, tx, now, &fields, error, ("conversation", "complaint-no-declare"))
                }
            }
        })
        .await
}

/// Owner, cause and judgement in one.
pub(super) async fn set(State(desk): State<Arc<Desk>>, Path(code): Path<String>, sent: Sent) -> Response {
    let conflict = ("general", "complaint-no-set");
    act(&desk, sent, code, conflict, Permission::Handle, |agent, tx, complaint, fields| {
        Ok(set_all(agent, tx, complaint, fields))
    })
    .await
}

fn set_all(agent: &Agent, tx: &mut Tx<'_>, complaint: &Complaint, fields: &Fields) -> Result<(), Error> {
    let mut now = complaint.clone();
    if let Some(oid) = Kind::Agent.oid(fields.get("owner")) {
        let owner = spine::agent::by_oid(tx, oid)?;
        if owner.id != now.owner_id {
            now = complaint::hold(tx, &now, owner.id, agent.actor())?;
        }
    }
    if fields.has("cause") {
        let cause = Some(fields.get("cause")).filter(|cause| !cause.is_empty());
        // One that left the list stays where it was given.
        if cause != now.cause.as_deref() {
            now = complaint::set_cause(tx, &now, cause, agent.actor())?;
        }
    }
    if fields.has("founded") {
        let founded = match fields.get("founded") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        complaint::judge(tx, &now, founded, agent.actor())?;
    }
    Ok(())
}

/// Euros as people type them: `176`, `24,90`, `1.200,50`, `1,200.50`, with or without the sign.
pub(super) fn cents(text: &str) -> Option<i64> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
    if plain.is_empty() {
        return Some(0);
    }
    let (whole, part) = match plain.rfind([',', '.']) {
        Some(at) if plain.len() - at <= 3 => (&plain[..at], &plain[at + 1..]),
        _ => (plain.as_str(), ""),
    };
    let digits: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    let good = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if digits.is_empty() || digits.len() > 9 || !good(&digits) || !good(part) {
        return None;
    }
    Some(digits.parse::<i64>().ok()? * 100 + format!("{part:0<2}").parse::<i64>().ok()?)
}

pub(super) async fn remedy(State(desk): State<Arc<Desk>>, Path(code): Path<String>, sent: Sent) -> Response {
    let conflict = ("general", "complaint-no-set");
    act(&desk, sent, code, conflict, Permission::Handle, |agent, tx, complaint, fields| {
        let proposal = Proposal {
            kind: RemedyKind::of_name(fields.get("kind")).unwrap_or(RemedyKind::Other),
            // What is no amount is refused with its sentence.
            amount_cents: cents(fields.get("amount")).unwrap_or(-1),
            text: fields.get("text").to_owned(),
        };
        Ok(complaint::propose(tx, complaint, proposal, agent.actor()).map(drop))
    })
    .await
}

/// `POST /console/remedies/{name}`: yes or no, with a reason.
pub(super) async fn decide(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::DecideComplaints)?;
            let remedy = complaint::remedy_by_oid(tx, Kind::Remedy.oid(&name).ok_or(Fault::Missing)?)?;
            let complaint = complaint::find(tx, remedy.complaint_id)?;
            let allow = fields.get("allow") == "yes";
            match complaint::decide_remedy(tx, &remedy, allow, fields.get("reason"), agent.id()) {
                Ok(_) => Ok(back(&fields, &complaint.code())),
                Err(error) => {
                    again(agent, tx, Some(complaint), &fields, error, (name.as_str(), "complaint-no-decide"))
                }
            }
        })
        .await
}

pub(super) async fn answer(State(desk): State<Arc<Desk>>, Path(code): Path<String>, sent: Sent) -> Response {
    let conflict = ("message", "complaint-no-answer");
    act(&desk, sent, code, conflict, Permission::Answer, |agent, tx, complaint, fields| {
        let oid = Kind::Message.oid(fields.get("message")).ok_or(Fault::Missing)?;
        let message = conversation::message_by_oid(tx, oid)?;
        Ok(complaint::mark_answer(tx, complaint, &message, agent.actor()).map(drop))
    })
    .await
}

/// An answer just written in the composer is the complaint's, where its author said so.
pub(crate) fn mark_written(
    tx: &mut Tx<'_>,
    agent: &Agent,
    open: &Conversation,
    message: &Message,
    fields: &Fields,
) -> Result<(), Error> {
    if fields.get("complaint").is_empty() {
        return Ok(());
    }
    let Some(complaint) = complaint::open_of(tx, open.id)? else { return Ok(()) };
    if complaint.state != Stand::Open || complaint.code() != fields.get("complaint") {
        return Ok(());
    }
    complaint::mark_answer(tx, &complaint, message, agent.actor()).map(|_| ())
}

pub(super) async fn follow_up(State(desk): State<Arc<Desk>>, Path(code): Path<String>, sent: Sent) -> Response {
    let conflict = ("general", "complaint-no-set");
    act(&desk, sent, code, conflict, Permission::Handle, |agent, tx, complaint, fields| {
        let recorded = Recorded {
            outcome: Outcome::of_name(fields.get("outcome")).ok_or(Fault::Missing)?,
            note: fields.get("note").to_owned(),
            close: fields.get("close") == "yes",
        };
        Ok(complaint::followed_up(tx, complaint, recorded, agent.actor()).map(drop))
    })
    .await
}

pub(super) async fn plan(State(desk): State<Arc<Desk>>, Path(code): Path<String>, sent: Sent) -> Response {
    let conflict = ("general", "complaint-no-set");
    act(&desk, sent, code, conflict, Permission::Handle, |agent, tx, complaint, fields| {
        let by = FollowUp::of_name(fields.get("by")).ok_or(Fault::Missing)?;
        Ok(match instant(fields.get("at"), &zone(agent)) {
            Some(at_ms) => complaint::plan_follow_up(tx, complaint, by, at_ms, agent.actor()).map(drop),
            None => Err(Error::refused("/follow_up_at", "is no moment")),
        })
    })
    .await
}

pub(super) async fn close(State(desk): State<Arc<Desk>>, Path(code): Path<String>, sent: Sent) -> Response {
    let conflict = ("close", "complaint-no-close");
    act(&desk, sent, code, conflict, Permission::Handle, |agent, tx, complaint, fields| {
        if complaint.state == Stand::Open {
            agent.must(Permission::DecideComplaints)?;
        }
        Ok(complaint::close(tx, complaint, Some(fields.get("reason")), agent.actor()).map(drop))
    })
    .await
}

pub(super) async fn reopen(State(desk): State<Arc<Desk>>, Path(code): Path<String>, sent: Sent) -> Response {
    let conflict = ("reopen", "complaint-no-declare");
    act(&desk, sent, code, conflict, Permission::Handle, |agent, tx, complaint, fields| {
        Ok(complaint::reopen(tx, complaint, fields.get("reason"), agent.actor()).map(drop))
    })
    .await
}

/// `POST /console/complaint-proposals/{name}`: a complaint or not, with one key.
pub(super) async fn label(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::Handle)?;
            let oid = Kind::ComplaintHint.oid(&name).ok_or(Fault::Missing)?;
            let hint = complaint::hint_by_oid(tx, oid)?;
            let yes = match fields.get("answer") {
                "yes" => true,
                "no" => false,
                _ => return Err(Fault::Missing),
            };
            match complaint::decide(tx, &hint, yes, agent.id()) {
                Ok(Some(complaint)) => Ok(back(&fields, &complaint.code())),
                Ok(None) => Ok(back(&fields, "")),
                Err(error) => {
                    let now = complaint::open_of(tx, hint.conversation_id)?;
                    again(agent, tx, now, &fields, error, ("general", "complaint-no-label"))
                }
            }
        })
        .await
}

/// `POST /console/complaint-causes/{name}`: who answers for it, by when, what is done.
pub(super) async fn change_cause(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::DecideComplaints)?;
            let oid = Kind::RecurringCause.oid(&name).ok_or(Fault::Missing)?;
            let recurring = complaint::recurring_by_oid(tx, oid)?;
            let owner_id = match Kind::Agent.oid(fields.get("owner")) {
                Some(oid) => Some(spine::agent::by_oid(tx, oid)?.id),
                None => None,
            };
            let due = fields.get("due");
            let due_at_ms = instant(&format!("{due}T18:00"), &zone(agent));
            let unchanged = local(recurring.due_at_ms, &zone(agent)).starts_with(due);
            let mut wrong = Wrong::default();
            let change = CauseChange {
                owner_id,
                due_at_ms: due_at_ms.filter(|_| !unchanged),
                note: Some(fields.get("note").to_owned()),
                done: Some(fields.get("done") == "yes"),
            };
            if due_at_ms.is_none() {
                wrong.add(agent.say, name.as_str(), "complaint-wrong-moment");
            } else {
                let changed = complaint::change_cause(tx, &recurring, change, agent.actor());
                let place = |refused: &Field| match refused.pointer.as_str() {
                    "/note" => (name.as_str(), "complaint-wrong-done"),
                    _ => (name.as_str(), "complaint-wrong-moment"),
                };
                if wrong.take(agent.say, changed, place)?.is_some() {
                    return Ok(Redirect::to("/console/complaints?done=1#cause").into_response());
                }
            }
            shown(agent, tx, Fields::default(), None, fields, wrong, StatusCode::UNPROCESSABLE_ENTITY)
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::cents;

    #[test]
    fn an_amount_is_read_as_people_type_it() {
        for (typed, wanted) in [
            ("176", Some(17_600)),
            ("24,90", Some(2_490)),
            ("24.9 €", Some(2_490)),
            ("1.200,50", Some(120_050)),
            ("1,200.50", Some(120_050)),
            ("1.200", Some(120_000)),
            ("", Some(0)),
            ("€ 5", Some(500)),
            ("-5", None),
            ("cinque", None),
            ("1e9", None),
            (",", None),
            ("99999999999", None),
        ] {
            assert_eq!(cents(typed), wanted, "{typed:?}");
        }
    }
}
