//! One person's day: the same page the console shows, as numbers and names.

use db::Tx;
use kernel::id::Kind;
use office::account::Permission;
use office::report::Kept;
use serde_json::{Value, json};
use spine::agent::{self, Agent};
use words::Say;

use super::call::{Answer, Ask};
use super::given::{at, at_some};
use super::problem::Problem;
use crate::console::day::store;
use crate::console::day::view::{Asked, Day, Duty, Shift, Span, Then, What};
use crate::console::inbox::store::reading;

pub(super) fn me(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let whose = agent::find(tx, ask.bearer.agent_id)?;
    of(ask, tx, &whose)
}

/// `GET /agents/{id}/day`: somebody's own, or a supervisor's to see.
pub(super) fn of_somebody(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let whose = agent::by_oid(tx, ask.oid(Kind::Agent)?)?;
    if whose.id != ask.bearer.agent_id {
        ask.must(Permission::ChangeTeams)?;
    }
    of(ask, tx, &whose)
}

fn of(ask: &Ask, tx: &mut Tx<'_>, whose: &Agent) -> Result<Answer, Problem> {
    let span = ask.parameter("span").and_then(Span::of_name).unwrap_or(Span::Today);
    let reading = reading(tx, Say::default())?;
    let day = store::day(tx, whose, span, &reading)?;
    Ok(Answer::json(show(whose, &day)))
}

fn show(whose: &Agent, day: &Day) -> Value {
    let (state, opens_at_ms) = match &day.shift {
        Shift::On => ("on", None),
        Shift::Away { .. } => ("away", None),
        Shift::Shut { opens_ms, .. } => ("closed", *opens_ms),
    };
    let all = day.standing.all;
    let share = all.share();
    json!({
        "agent_id": Kind::Agent.name(&whose.oid),
        "name": whose.name,
        "span": day.span.name(),
        "from": at(day.from_ms),
        "to": at(day.to_ms),
        "shift": { "state": state, "opens_at": at_some(opens_at_ms) },
        "next_due_at": at_some(day.next_due_ms),
        "promises": day.duties.iter().map(duty).collect::<Vec<_>>(),
        "asked": day.asked.iter().map(asked).collect::<Vec<_>>(),
        "agenda": day.agenda.iter().map(then).collect::<Vec<_>>(),
        "today": kept(day.today),
        "last_28_days": {
            "from": at(day.standing.from_ms),
            "kept": all.kept,
            "settled": all.settled,
            "moved": all.moved,
            "rate": share.map(|share| share.rate),
            "low": share.map(|share| share.low),
            "high": share.map(|share| share.high),
            "weeks": day.standing.weeks.iter().map(|(from_ms, week)| {
                let mut shown = kept(*week);
                shown["from"] = at(*from_ms);
                shown
            }).collect::<Vec<_>>(),
            "moved_because": day.standing.reasons.iter()
                .map(|(reason, count)| json!({ "reason": reason, "count": count })).collect::<Vec<_>>(),
        },
    })
}

fn kept(kept: Kept) -> Value {
    json!({ "kept": kept.kept, "settled": kept.settled, "moved": kept.moved })
}

fn duty(duty: &Duty) -> Value {
    json!({
        "promise_id": duty.promise,
        "kind": duty.kind,
        "conversation_id": duty.conversation,
        "reference": duty.reference,
        "subject": duty.subject,
        "customer": duty.customer,
        "tier": duty.tier,
        "due_at": at(duty.due_at_ms),
        "missed_at": at_some(duty.missed_ms),
        "told": !duty.internal,
        "moved": duty.moved,
        "undelivered": duty.trouble,
        "waits_on": duty.waits_on.as_ref()
            .map(|(whom, due_ms)| json!({ "name": whom, "due_at": at(*due_ms) })),
        "call_at": at_some(duty.call.as_ref().map(|(slot_at_ms, _)| *slot_at_ms)),
        "answer_leaves_at": at_some(duty.scheduled.map(|(leaves_at_ms, _)| leaves_at_ms)),
        "draft": duty.draft,
    })
}

fn asked(asked: &Asked) -> Value {
    json!({
        "task_id": asked.task,
        "title": asked.title,
        "state": asked.state,
        "whom": asked.whom,
        "due_at": at(asked.due_at_ms),
        "settled_at": at_some(asked.settled_at_ms),
        "answer": asked.answer,
        "reference": asked.reference,
        "customer": asked.customer,
        "serves_promise_due_at": at_some(asked.promised_ms),
        "undelivered": asked.undelivered,
    })
}

fn then(then: &Then) -> Value {
    let (what, who, until_ms) = match &then.what {
        What::Call { customer, .. } => ("call", Some(customer), None),
        What::Leaves { customer, held: false } => ("answer_leaves", Some(customer), None),
        What::Leaves { customer, held: true } => ("answer_stopped", Some(customer), None),
        What::Returns { customer, .. } => ("returns", Some(customer), None),
        What::Asked { title, .. } => ("task", Some(title), None),
        What::Pause { until_ms } => ("closed", None, Some(*until_ms)),
    };
    json!({
        "at": at(then.at_ms),
        "what": what,
        "about": who,
        "until": at_some(until_ms),
        "reference": then.place,
    })
}
