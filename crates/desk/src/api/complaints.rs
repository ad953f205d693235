//! Complaints: declared, owned, judged, answered, made good, followed up; what was recognised; causes that recur.

use db::{Actor, Tx};
use kernel::id::Kind;
use office::account::Permission;
use serde_json::{Value, json};
use spine::agent;
use spine::complaint::{
    self, Category, Cause, CauseChange, Complaint, Filter, FollowUp, Hint, Limits, Opening, Origin, Outcome,
    Proposal, Recorded, Recurring, Remedy, RemedyKind, Settings, Standing, State, Term, Unit,
};
use spine::conversation;
use spine::error::Field;

use super::call::{Answer, Ask, Job};
use super::given::{Given, at, at_some, named};
use super::page;
use super::problem::Problem;

const WORDS_MAX: usize = 300;
const REASON_MAX: usize = 500;

fn agent_name(tx: &mut Tx<'_>, agent_id: Option<i64>) -> Result<Value, Problem> {
    Ok(match agent_id {
        Some(id) => Value::String(Kind::Agent.name(&agent::find(tx, id)?.oid)),
        None => Value::Null,
    })
}

fn show(tx: &mut Tx<'_>, complaint: &Complaint) -> Result<Value, Problem> {
    let conversation = conversation::find(tx, complaint.conversation_id)?;
    let customer = spine::customer::find(tx, complaint.customer_id)?;
    let answer = match complaint.answer_message_id {
        Some(id) => Value::String(Kind::Message.name(&conversation::message(tx, id)?.oid)),
        None => Value::Null,
    };
    let mut remedies = Vec::new();
    for remedy in complaint::remedies(tx, complaint.id)? {
        remedies.push(show_remedy(tx, &remedy)?);
    }
    Ok(json!({
        "id": Kind::Complaint.name(&complaint.oid),
        "code": complaint.code(),
        "conversation_id": Kind::Conversation.name(&conversation.oid),
        "customer_id": Kind::Customer.name(&customer.oid),
        "origin": complaint.origin.name(),
        "words": complaint.words,
        "state": complaint.state.name(),
        "late": complaint.is_late(tx.now_ms()),
        "owner_id": agent_name(tx, Some(complaint.owner_id))?,
        "cause": complaint.cause,
        "founded": complaint.founded,
        "term": show_term(&complaint.term),
        "opened_at": at(complaint.opened_at_ms),
        "due_at": at(complaint.due_at_ms),
        "answer_message_id": answer,
        "answered_at": at_some(complaint.answered_at_ms),
        "in_time": complaint.in_time,
        "follow_up": {
            "by": complaint.follow_up.name(),
            "at": at_some(complaint.follow_up_at_ms),
            "asked_at": at_some(complaint.follow_up_asked_at_ms),
            "outcome": complaint.follow_up_outcome.map(Outcome::name),
            "note": complaint.follow_up_note,
            "followed_up_at": at_some(complaint.followed_up_at_ms),
        },
        "remedies": remedies,
        "closed_at": at_some(complaint.closed_at_ms),
        "closed_why": complaint.closed_why,
        "reopened": complaint.reopened,
    }))
}

fn show_remedy(tx: &mut Tx<'_>, remedy: &Remedy) -> Result<Value, Problem> {
    Ok(json!({
        "id": Kind::Remedy.name(&remedy.oid),
        "kind": remedy.kind.name(),
        "amount_cents": remedy.amount_cents,
        "text": remedy.text,
        "state": remedy.state.name(),
        "proposed_by": agent_name(tx, remedy.proposed_by_id)?,
        "proposed_at": at(remedy.proposed_at_ms),
        "decided_by": agent_name(tx, remedy.decided_by_id)?,
        "decided_at": at_some(remedy.decided_at_ms),
        "reason": remedy.reason,
    }))
}

fn show_term(term: &Term) -> Value {
    json!({
        "key": term.key,
        "it": term.italian,
        "en": term.english,
        "days": term.days,
        "unit": term.unit.name(),
        "source": term.source,
        "confirmed_at": at_some(term.confirmed_at_ms),
    })
}

/// The complaint of the path, by its id or by the code the customer names.
pub(super) fn asked(ask: &Ask, tx: &mut Tx<'_>) -> Result<Complaint, Problem> {
    match ask.oid(Kind::Complaint) {
        Ok(oid) => Ok(complaint::by_oid(tx, oid)?),
        Err(_) => Ok(complaint::by_code(tx, &ask.id)?),
    }
}

/// The person whose word it is: a program has none.
fn person(ask: &Ask) -> Result<i64, Problem> {
    match ask.actor() {
        Actor::Agent(agent_id) => Ok(agent_id),
        Actor::System | Actor::Customer(_) | Actor::Integration(_) => {
            Err(Problem::forbidden("a person's decision"))
        }
    }
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    if let Some(oid) = ask.parameter_oid("conversation_id", Kind::Conversation)? {
        let conversation = named(tx, "/conversation_id", |tx| conversation::by_oid(tx, oid))?;
        let all = complaint::of_conversation(tx, conversation.id)?;
        return page::of_all(ask, all, |complaint| complaint.id, |complaint| show(tx, &complaint));
    }
    let owner_id = match ask.parameter_oid("owner_id", Kind::Agent)? {
        Some(oid) => Some(named(tx, "/owner_id", |tx| agent::by_oid(tx, oid))?.id),
        None => None,
    };
    let standing = ask.parameter("state").and_then(State::of_name).map_or(Standing::All, Standing::In);
    let filter = Filter { standing, owner_id, cause: ask.parameter("cause").map(str::to_owned) };
    let rows = complaint::list(tx, &filter, ask.after_id()?, ask.limit())?;
    page::answer(ask, rows, |complaint| [complaint.id], |complaint| show(tx, &complaint))
}

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let complaint = asked(ask, tx)?;
    Ok(Answer::json(show(tx, &complaint)?))
}

pub(super) fn create(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let conversation = given.needed_oid("conversation_id", Kind::Conversation);
    let words = given.text("words", WORDS_MAX);
    let message = given.oid("message_id", Kind::Message);
    let (cause, term) = (given.text("cause", 40), given.text("term", 40));
    let owner = given.oid("owner_id", Kind::Agent);
    given.done()?;
    Ok(Box::new(move |tx| {
        let mut conversation = named(tx, "/conversation_id", |tx| conversation::by_oid(tx, &conversation))?;
        let message_id = match message {
            Some(oid) => {
                let message = named(tx, "/message_id", |tx| conversation::message_by_oid(tx, &oid))?;
                if message.conversation_id != conversation.id {
                    return Err(Problem::field("/message_id", "is no message of this conversation"));
                }
                Some(message.id)
            }
            None => None,
        };
        let owner_id = match owner {
            Some(oid) => Some(named(tx, "/owner_id", |tx| agent::by_oid(tx, &oid))?.id),
            None => None,
        };
        let origin = match ask.actor() {
            Actor::Agent(_) => Origin::Agent,
            Actor::System | Actor::Customer(_) | Actor::Integration(_) => Origin::Api,
        };
        let opening = Opening { origin, words, message_id, cause, term, owner_id };
        let complaint = complaint::declare(tx, &mut conversation, opening, ask.actor())?;
        Ok(Answer::json(show(tx, &complaint)?).created())
    }))
}

pub(super) fn patch(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let owner = given.oid("owner_id", Kind::Agent);
    let cause = given.take("cause");
    let cause = match cause {
        Some(Value::String(key)) => Some(Some(key)),
        Some(Value::Null) => Some(None),
        Some(_) => {
            given.refuse("cause", "must be a key of the list, or null");
            None
        }
        None => None,
    };
    let founded = match given.take("founded") {
        Some(Value::Bool(founded)) => Some(Some(founded)),
        Some(Value::Null) => Some(None),
        Some(_) => {
            given.refuse("founded", "must be true, false or null");
            None
        }
        None => None,
    };
    let follow_up = given.word("follow_up", "call or mail", FollowUp::of_name);
    let follow_up_at_ms = given.moment("follow_up_at");
    given.done()?;
    Ok(Box::new(move |tx| {
        let mut complaint = asked(&ask, tx)?;
        if let Some(oid) = owner {
            let owner = named(tx, "/owner_id", |tx| agent::by_oid(tx, &oid))?;
            complaint = complaint::hold(tx, &complaint, owner.id, ask.actor())?;
        }
        if let Some(cause) = cause {
            complaint = complaint::set_cause(tx, &complaint, cause.as_deref(), ask.actor())?;
        }
        if let Some(founded) = founded {
            complaint = complaint::judge(tx, &complaint, founded, ask.actor())?;
        }
        if follow_up.is_some() || follow_up_at_ms.is_some() {
            let by = follow_up.unwrap_or(complaint.follow_up);
            let at_ms = follow_up_at_ms.or(complaint.follow_up_at_ms).unwrap_or_default();
            complaint = complaint::plan_follow_up(tx, &complaint, by, at_ms, ask.actor())?;
        }
        Ok(Answer::json(show(tx, &complaint)?))
    }))
}

pub(super) fn answer(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let message = given.needed_oid("message_id", Kind::Message);
    given.done()?;
    Ok(Box::new(move |tx| {
        let complaint = asked(&ask, tx)?;
        let message = named(tx, "/message_id", |tx| conversation::message_by_oid(tx, &message))?;
        let complaint = complaint::mark_answer(tx, &complaint, &message, ask.actor())?;
        Ok(Answer::json(show(tx, &complaint)?))
    }))
}

pub(super) fn propose(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let kind = given.needed_word("kind", "one of the kinds of remedy", RemedyKind::of_name);
    let amount_cents = given.whole("amount_cents").unwrap_or_default();
    let text = given.needed_text("text", 1_000);
    given.done()?;
    let kind = kind.unwrap_or(RemedyKind::Other);
    Ok(Box::new(move |tx| {
        let complaint = asked(&ask, tx)?;
        let remedy = complaint::propose(tx, &complaint, Proposal { kind, amount_cents, text }, ask.actor())?;
        Ok(Answer::json(show_remedy(tx, &remedy)?).created())
    }))
}

/// Says yes or no to a remedy: the path names the remedy.
pub(super) fn decide(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    given.needs("allow");
    let allow = given.flag("allow").unwrap_or(false);
    let reason = given.needed_text("reason", REASON_MAX);
    given.done()?;
    let decider = person(&ask)?;
    Ok(Box::new(move |tx| {
        let remedy = complaint::remedy_by_oid(tx, ask.oid(Kind::Remedy)?)?;
        let remedy = complaint::decide_remedy(tx, &remedy, allow, &reason, decider)?;
        Ok(Answer::json(show_remedy(tx, &remedy)?))
    }))
}

pub(super) fn follow_up(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let outcome = given.needed_word("outcome", "solved, not_solved or no_answer", Outcome::of_name);
    let note = given.text("note", 2_000).unwrap_or_default();
    let close = given.flag("close").unwrap_or(false);
    given.done()?;
    let outcome = outcome.unwrap_or(Outcome::NoAnswer);
    Ok(Box::new(move |tx| {
        let complaint = asked(&ask, tx)?;
        let recorded = Recorded { outcome, note, close };
        let complaint = complaint::followed_up(tx, &complaint, recorded, ask.actor())?;
        Ok(Answer::json(show(tx, &complaint)?))
    }))
}

pub(super) fn close(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let reason = given.text("reason", REASON_MAX);
    given.done()?;
    Ok(Box::new(move |tx| {
        let complaint = asked(&ask, tx)?;
        if complaint.state == State::Open {
            // What is owed by law ends without an answer: that is a supervisor's to say.
            ask.must(Permission::DecideComplaints)?;
        }
        let complaint = complaint::close(tx, &complaint, reason.as_deref(), ask.actor())?;
        Ok(Answer::json(show(tx, &complaint)?))
    }))
}

pub(super) fn reopen(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let reason = given.needed_text("reason", REASON_MAX);
    given.done()?;
    Ok(Box::new(move |tx| {
        let complaint = asked(&ask, tx)?;
        let complaint = complaint::reopen(tx, &complaint, &reason, ask.actor())?;
        Ok(Answer::json(show(tx, &complaint)?))
    }))
}

fn show_hint(tx: &mut Tx<'_>, hint: &Hint) -> Result<Value, Problem> {
    let conversation = conversation::find(tx, hint.conversation_id)?;
    Ok(json!({
        "id": Kind::ComplaintHint.name(&hint.oid),
        "conversation_id": Kind::Conversation.name(&conversation.oid),
        "score": hint.score,
        "words": hint.words,
        "made_at": at(hint.made_at_ms),
        "complaint": hint.answer,
    }))
}

pub(super) fn proposals(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let rows = complaint::proposals(tx, ask.after_id()?, ask.limit())?;
    page::answer(ask, rows, |hint| [hint.id], |hint| show_hint(tx, &hint))
}

/// A person says whether it is one.
pub(super) fn label(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    given.needs("complaint");
    let yes = given.flag("complaint").unwrap_or(false);
    given.done()?;
    let agent_id = person(&ask)?;
    Ok(Box::new(move |tx| {
        let hint = complaint::hint_by_oid(tx, ask.oid(Kind::ComplaintHint)?)?;
        complaint::decide(tx, &hint, yes, agent_id)?;
        let hint = complaint::hint_by_oid(tx, &hint.oid)?;
        Ok(Answer::json(show_hint(tx, &hint)?))
    }))
}

fn show_recurring(tx: &mut Tx<'_>, recurring: &Recurring) -> Result<Value, Problem> {
    Ok(json!({
        "id": Kind::RecurringCause.name(&recurring.oid),
        "cause": recurring.cause,
        "state": if recurring.done { "done" } else { "open" },
        "found_at": at(recurring.found_at_ms),
        "found_count": recurring.found_count,
        "owner_id": agent_name(tx, Some(recurring.owner_id))?,
        "due_at": at(recurring.due_at_ms),
        "late": !recurring.done && recurring.due_at_ms < tx.now_ms(),
        "note": recurring.note,
        "done_at": at_some(recurring.done_at_ms),
        "recurred_since": complaint::recurred_since(tx, recurring)?,
    }))
}

pub(super) fn causes(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let all = complaint::recurring(tx, 1_000)?;
    page::of_all(ask, all, |recurring| recurring.id, |recurring| show_recurring(tx, &recurring))
}

pub(super) fn change_cause(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let owner = given.oid("owner_id", Kind::Agent);
    let due_at_ms = given.moment("due_at");
    let note = given.text("note", 1_000);
    let done = given.flag("done");
    given.done()?;
    Ok(Box::new(move |tx| {
        let recurring = complaint::recurring_by_oid(tx, ask.oid(Kind::RecurringCause)?)?;
        let owner_id = match owner {
            Some(oid) => Some(named(tx, "/owner_id", |tx| agent::by_oid(tx, &oid))?.id),
            None => None,
        };
        let change = CauseChange { owner_id, due_at_ms, note, done };
        let recurring = complaint::change_cause(tx, &recurring, change, ask.actor())?;
        Ok(Answer::json(show_recurring(tx, &recurring)?))
    }))
}

fn show_settings(settings: &Settings) -> Value {
    let cause = |cause: &Cause| json!({ "key": cause.key, "it": cause.italian, "en": cause.english, "category": cause.category.name() });
    json!({
        "causes": settings.causes.iter().map(cause).collect::<Vec<_>>(),
        "terms": settings.terms.iter().map(show_term).collect::<Vec<_>>(),
        "term": settings.term,
        "limits": {
            "agent": settings.limits.agent,
            "supervisor": settings.limits.supervisor,
            "admin": settings.limits.admin,
        },
        "follow_up": settings.follow_up.name(),
        "follow_up_days": settings.follow_up_days,
        "recurring_count": settings.recurring_count,
        "opens_itself": settings.opens_itself,
    })
}

pub(super) fn settings(_ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    Ok(Answer::json(show_settings(&complaint::configured(tx)?)))
}

pub(super) fn change_settings(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let mut causes = Vec::new();
    for (at, value) in given.list("causes", 60).unwrap_or_default().into_iter().enumerate() {
        if let Some(mut one) = given.object_at("causes", at, value) {
            causes.push(Cause {
                key: one.needed_text("key", 40),
                italian: one.needed_text("it", 80),
                english: one.needed_text("en", 80),
                category: one.word("category", "a category", Category::of_name).unwrap_or(Category::Other),
            });
            given.back(one);
        }
    }
    let mut terms = Vec::new();
    for (at, value) in given.list("terms", 20).unwrap_or_default().into_iter().enumerate() {
        if let Some(mut one) = given.object_at("terms", at, value) {
            // Shown with it, and given by nobody but the call that confirms.
            one.take("confirmed_at");
            terms.push(Term {
                key: one.needed_text("key", 40),
                italian: one.needed_text("it", 80),
                english: one.needed_text("en", 80),
                days: one.whole("days").unwrap_or_default(),
                unit: one.needed_word("unit", "solar or working", Unit::of_name).unwrap_or(Unit::Solar),
                source: one.needed_text("source", 300),
                confirmed_at_ms: None,
            });
            given.back(one);
        }
    }
    let term = given.needed_text("term", 40);
    given.needs("limits");
    let mut limits = Limits { agent: Some(0), supervisor: Some(0), admin: None };
    if let Some(mut one) = given.object("limits") {
        limits = Limits {
            agent: one.whole("agent"),
            supervisor: one.whole("supervisor"),
            admin: one.whole("admin"),
        };
        given.back(one);
    }
    let follow_up = given.needed_word("follow_up", "call or mail", FollowUp::of_name).unwrap_or(FollowUp::Mail);
    let follow_up_days = given.whole("follow_up_days").unwrap_or_default();
    let recurring_count = given.whole("recurring_count").unwrap_or_default();
    let opens_itself = given.flag("opens_itself").unwrap_or(false);
    given.done()?;
    let settings =
        Settings { causes, terms, term, limits, follow_up, follow_up_days, recurring_count, opens_itself };
    Ok(Box::new(move |tx| {
        let settings = complaint::change(tx, settings, ask.actor())?;
        Ok(Answer::json(show_settings(&settings)))
    }))
}

/// Somebody read the official text of a term.
pub(super) fn confirm_term(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let key = given.needed_text("term", 40);
    given.done()?;
    Ok(Box::new(move |tx| {
        let known = complaint::configured(tx)?;
        if known.term(&key).is_none() {
            return Err(Problem::refused(vec![Field::new("/term", "is not among the terms")]));
        }
        let settings = complaint::confirm_term(tx, &key, ask.actor())?;
        Ok(Answer::json(show_settings(&settings)))
    }))
}

pub(super) fn summary(_ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let figures = complaint::figures(tx)?;
    let (yes, no) = complaint::label_counts(tx, 0)?;
    let causes: Vec<Value> = complaint::counted(tx)?
        .into_iter()
        .map(|one| json!({ "cause": one.cause, "now": one.now, "before": one.before }))
        .collect();
    Ok(Answer::json(json!({
        "open": figures.open,
        "answered": figures.answered,
        "followed_up": figures.followed_up,
        "overdue": figures.overdue,
        "nearest_due_at": at_some(figures.nearest_due_ms),
        "opened_28_days": figures.opened_lately,
        "answered_28_days": figures.answered_lately,
        "in_time_28_days": figures.in_time_lately,
        "followed_up_28_days": figures.followed_lately,
        "solved_28_days": figures.solved_lately,
        "given_28_days_cents": figures.given_lately_cents,
        "labels": { "yes": yes, "no": no, "needed": complaint::labels_needed() },
        "causes": causes,
    })))
}
