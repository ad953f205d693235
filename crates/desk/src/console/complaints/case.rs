//! One complaint: what is owed, who has it, why, what makes it good, its answer, and what came after. The same beside
//! the register and beside its conversation.

use db::Tx;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use office::preset::{self, Compensation, Standing};
use spine::agent::{Agent as Person, Role};
use spine::complaint::{
    self, Complaint, FollowUp, Outcome, Remedy, RemedyKind, RemedyState, Settings, State, Term, Unit,
};
use spine::conversation::{self, Conversation, Direction};
use spine::customer::{self, Customer};
use spine::{outbox, promise};
use web::form;
use web::ui::{self, Ring, Size};
use words::{Say, when};

use crate::console::inbox::view::Reading;
use crate::console::moments::local;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::Agent;

/// Messages offered as the answer.
const OFFERED: usize = 8;
const OFFERED_CHARS: usize = 60;

/// What is known of one complaint.
#[derive(Clone, Debug)]
pub struct Case {
    pub complaint: Complaint,
    pub conversation: Conversation,
    pub customer: Customer,
    remedies: Vec<Remedy>,
    people: Vec<Person>,
    settings: Settings,
    /// A person's messages that can be the answer, newest first: outside name, moment, first words.
    answers: Vec<(String, i64, String)>,
    /// The answer that was marked has not left yet.
    leaving: bool,
    may: May,
    me: i64,
    /// What the reader may give alone; none is any amount.
    limit_cents: Option<i64>,
    given_cents: i64,
    /// What an authority's rules make due for it.
    due: Option<(Standing, Compensation)>,
}

/// What the reader may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct May {
    handle: bool,
    decide: bool,
}

pub fn load(tx: &mut Tx<'_>, agent: &Agent, complaint: Complaint, people: &[Person]) -> Result<Case, Fault> {
    let may = May { handle: agent.may(Permission::Handle), decide: agent.may(Permission::DecideComplaints) };
    load_for(tx, agent.id(), may, complaint, people)
}

/// The same for a reader known by their id alone.
pub(super) fn load_beside(
    tx: &mut Tx<'_>,
    agent_id: i64,
    complaint: Complaint,
    people: &[Person],
) -> Result<Case, Fault> {
    let role = people.iter().find(|one| one.id == agent_id).map_or(Role::Integration, |one| one.role);
    let may = May { handle: true, decide: matches!(role, Role::Supervisor | Role::Admin) };
    load_for(tx, agent_id, may, complaint, people)
}

fn load_for(
    tx: &mut Tx<'_>,
    me: i64,
    may: May,
    complaint: Complaint,
    people: &[Person],
) -> Result<Case, Fault> {
    let role = people.iter().find(|one| one.id == me).map_or(Role::Integration, |one| one.role);
    let remedies = complaint::remedies(tx, complaint.id)?;
    let since_ms = promise::find(tx, complaint.promise_id)?.made_at_ms;
    let mut answers = Vec::new();
    if complaint.state == State::Open && complaint.answer_message_id.is_none() {
        let written = conversation::messages(tx, complaint.conversation_id, 0, 500)?;
        for message in written.into_iter().rev() {
            let ours = message.direction == Direction::Out && message.author_kind == "agent";
            if !ours || message.created_at_ms < since_ms || answers.len() == OFFERED {
                continue;
            }
            let failed = outbox::of_message(tx, message.id)?
                .is_some_and(|outgoing| outgoing.state == outbox::State::Failed);
            if !failed {
                let first: String = message.reply_text.split_whitespace().collect::<Vec<_>>().join(" ");
                let first: String = first.chars().take(OFFERED_CHARS).collect();
                answers.push((Kind::Message.name(&message.oid), message.created_at_ms, first));
            }
        }
    }
    Ok(Case {
        conversation: conversation::find(tx, complaint.conversation_id)?,
        customer: customer::find(tx, complaint.customer_id)?,
        given_cents: remedies
            .iter()
            .filter(|remedy| remedy.state == RemedyState::Approved)
            .map(|remedy| remedy.amount_cents)
            .sum(),
        due: preset::of_complaint(tx, &complaint)?,
        remedies,
        people: people.iter().filter(|one| one.active && one.role != Role::Integration).cloned().collect(),
        settings: complaint::configured(tx)?,
        answers,
        leaving: complaint.state == State::Open && complaint.answer_message_id.is_some(),
        may,
        me,
        limit_cents: complaint::limit_of(tx, role)?,
        complaint,
    })
}

impl Case {
    pub fn who(&self, say: Say) -> String {
        self.customer.name.clone().unwrap_or_else(|| say.say("inbox-unknown"))
    }

    fn name_of(&self, agent_id: Option<i64>) -> String {
        let known = agent_id.and_then(|id| self.people.iter().find(|one| one.id == id));
        known.map_or_else(|| "–".to_owned(), |one| one.name.clone())
    }

    fn act(&self, what: &str) -> String {
        format!("/console/complaints/{}/{what}", self.complaint.code())
    }

    pub fn cause(&self, say: Say) -> Option<String> {
        let key = self.complaint.cause.as_deref()?;
        let known = self.settings.cause(key).map(|cause| cause.label(say.language).to_owned());
        Some(known.unwrap_or_else(|| key.to_owned()))
    }
}

/// What a form carries: the proof, and where to go back to.
struct Sheet<'a> {
    csrf: &'a str,
    back: &'a str,
    typed: &'a Fields,
    wrong: &'a Wrong,
}

impl Sheet<'_> {
    fn carried(&self) -> Markup {
        html! { (form::csrf(self.csrf)) input type="hidden" name="back" value=(self.back); }
    }
}

/// The whole case.
pub fn draw(case: &Case, csrf: &str, back: &str, typed: &Fields, wrong: &Wrong, reading: &Reading) -> Markup {
    let sheet = Sheet { csrf, back, typed, wrong };
    let say = reading.say;
    let complaint = &case.complaint;
    html! {
        (owed(case, reading))
        dl class="facts" {
            dt { (say.say("complaint-says")) } dd { "«" (complaint.words) "»" }
            dt { (say.say("complaint-origin")) } dd { (say.say(&format!("complaint-origin-{}", complaint.origin.name()))) }
            dt { (say.say("complaint-request")) }
            dd { a href={ "/console/inbox/all/" (case.conversation.reference) } { (case.conversation.reference) " " (case.conversation.subject) } }
            @if complaint.reopened > 0 { dt { (say.say("complaint-reopened")) } dd { (say.with("complaint-reopened-times", &[("count", complaint.reopened.into())])) } }
        }
        (set(case, &sheet, say))
        (remedies(case, &sheet, reading))
        (answer(case, &sheet, reading))
        (after(case, &sheet, reading))
        (steps(case, reading))
        (end(case, &sheet, say))
        @if complaint.state != State::Closed { p class="faint small" { (say.say("complaint-nothing-offered")) } }
    }
}

/// The date, and where it comes from.
fn owed(case: &Case, reading: &Reading) -> Markup {
    let say = reading.say;
    let complaint = &case.complaint;
    let ring = match complaint.state {
        State::Open => Ring::open(say, complaint.opened_at_ms, complaint.due_at_ms, reading.now_ms),
        State::Answered | State::FollowedUp if complaint.in_time == Some(true) => Ring::kept(),
        State::Answered | State::FollowedUp | State::Closed => Ring::quiet(),
    };
    html! {
        div class="row owed-by" {
            (ui::ring(&ring, Size::Big))
            div {
                @match complaint.state {
                    State::Open => p class="word amount" { (crate::console::inbox::phrases::capital(&reading.by(complaint.due_at_ms))) },
                    state => p class="amount" { (say.say(&format!("complaint-state-{}", state.name().replace('_', "-")))) },
                }
                @if complaint.is_late(reading.now_ms) { p class="late small" { (say.say("complaint-late")) } }
                @if case.leaving { p class="muted small" { (say.say("complaint-answer-leaving")) } }
                p class="muted small" { (term_line(&complaint.term, say)) }
                p class="muted small" {
                    (complaint.term.source) ". "
                    @if complaint.term.confirmed_at_ms.is_none() { b { (say.say("complaint-unverified")) } }
                }
                @if let Some((standing, due)) = &case.due { (crate::console::reports::beside_complaint(say, standing, *due)) }
            }
        }
    }
}

/// "30 giorni solari".
pub fn term_line(term: &Term, say: Say) -> String {
    let key = match term.unit {
        Unit::Solar => "complaint-term-solar",
        Unit::Working => "complaint-term-working",
    };
    say.with(key, &[("count", term.days.into())])
}

/// Owner, cause, judgement.
fn set(case: &Case, sheet: &Sheet<'_>, say: Say) -> Markup {
    let complaint = &case.complaint;
    let may = case.may.handle;
    let founded = match complaint.founded {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let gone = complaint.cause.as_deref().filter(|key| case.settings.cause(key).is_none());
    html! {
        form method="post" action=(case.act("set")) class="fields" novalidate {
            (sheet.carried())
            fieldset class="bare fields" disabled[!may] {
                div class="field" {
                    label for="f-owner" { (say.say("complaint-owner")) }
                    select class="input" id="f-owner" name="owner" disabled[complaint.state == State::Closed] {
                        @for one in &case.people { option value=(Kind::Agent.name(&one.oid)) selected[one.id == complaint.owner_id] { (one.name) } }
                    }
                }
                div class="field" {
                    label for="f-cause" { (say.say("complaint-cause")) }
                    select class="input" id="f-cause" name="cause" {
                        option value="" selected[complaint.cause.is_none()] { (say.say("complaint-cause-none")) }
                        @if let Some(gone) = gone { option value=(gone) selected { (gone) } }
                        @for cause in &case.settings.causes {
                            option value=(cause.key) selected[complaint.cause.as_deref() == Some(&cause.key)] { (cause.label(say.language)) }
                        }
                    }
                }
                div class="field" {
                    label for="f-founded" { (say.say("complaint-founded")) }
                    select class="input" id="f-founded" name="founded" {
                        @for (value, key) in [("", "complaint-founded-unknown"), ("yes", "complaint-founded-yes"), ("no", "complaint-founded-no")] {
                            option value=(value) selected[founded == value] { (say.say(key)) }
                        }
                    }
                }
                @if may { p { (ui::submit("", &say.say("complaint-save"))) } }
            }
        }
    }
}

fn euros(say: Say, cents: i64) -> String {
    when::euros(say, cents)
}

/// What a remedy is, in a line: "Sconto, 176 €".
pub fn remedy_line(remedy: &Remedy, say: Say) -> String {
    let kind = say.say(&format!("complaint-remedy-{}", remedy.kind.name()));
    match remedy.amount_cents {
        0 => kind,
        cents => format!("{kind}, {}", euros(say, cents)),
    }
}

fn remedies(case: &Case, sheet: &Sheet<'_>, reading: &Reading) -> Markup {
    let say = reading.say;
    let open = case.may.handle && case.complaint.state != State::Closed;
    html! {
        section class="stack" aria-labelledby="rimedio" {
            h3 class="eyebrow" id="rimedio" { (say.say("complaint-remedies")) }
            @if case.remedies.is_empty() { p class="muted" { (say.say("complaint-remedies-none")) } }
            ul class="remedies" {
                @for remedy in &case.remedies { li { (one_remedy(case, remedy, sheet, reading)) } }
            }
            @if open {
                details class="more-form" open[sheet.wrong.of("text").is_some() || sheet.wrong.of("amount").is_some()] {
                    summary { (say.say("complaint-remedy-new")) }
                    form method="post" action=(case.act("remedy")) class="fields" novalidate {
                        (sheet.carried())
                        div class="field" {
                            label for="f-kind" { (say.say("complaint-remedy-kind")) }
                            select class="input" id="f-kind" name="kind" {
                                @for kind in RemedyKind::ALL { option value=(kind.name()) selected[sheet.typed.get("kind") == kind.name()] { (say.say(&format!("complaint-remedy-{}", kind.name()))) } }
                            }
                        }
                        (ui::field(&ui::Field {
                            name: "amount", label: &say.say("complaint-remedy-amount"), value: sheet.typed.get("amount"),
                            hint: &limit_hint(case, say), error: sheet.wrong.of("amount"), autocomplete: "off", ..Default::default()
                        }))
                        (ui::field(&ui::Field {
                            name: "text", label: &say.say("complaint-remedy-text"), value: sheet.typed.get("text"),
                            hint: &say.say("complaint-remedy-text-hint"), error: sheet.wrong.of("text"), autocomplete: "off", ..Default::default()
                        }))
                        p { (ui::submit("primary", &say.say("complaint-remedy-propose"))) }
                    }
                }
            }
        }
    }
}

fn limit_hint(case: &Case, say: Say) -> String {
    match case.limit_cents {
        None => say.say("complaint-limit-none"),
        Some(limit) => {
            let left = (limit - case.given_cents).max(0);
            say.with("complaint-limit-left", &[("left", euros(say, left).into())])
        }
    }
}

fn one_remedy(case: &Case, remedy: &Remedy, sheet: &Sheet<'_>, reading: &Reading) -> Markup {
    let say = reading.say;
    let name = Kind::Remedy.name(&remedy.oid);
    let decides = remedy.state == RemedyState::Waiting
        && case.may.decide
        && remedy.proposed_by_id != Some(case.me)
        && case.complaint.state != State::Closed;
    let within = case.limit_cents.is_none_or(|limit| case.given_cents + remedy.amount_cents <= limit);
    let error = sheet.wrong.of(&name);
    let id = format!("f-{name}");
    html! {
        p { b { (remedy_line(remedy, say)) } " " (remedy_mark(remedy, say)) }
        p class="muted" { (remedy.text) }
        p class="faint small" {
            @match remedy.state {
                RemedyState::Waiting => (say.with("complaint-remedy-by", &[("name", case.name_of(remedy.proposed_by_id).into()), ("when", reading.day_time(remedy.proposed_at_ms).into())])),
                RemedyState::Approved | RemedyState::Refused => {
                    (say.with("complaint-remedy-decided", &[("name", case.name_of(remedy.decided_by_id).into()), ("when", reading.day_time(remedy.decided_at_ms.unwrap_or(remedy.proposed_at_ms)).into())]))
                    @if let Some(reason) = &remedy.reason { " «" (reason) "»" }
                }
            }
        }
        @if decides {
            form method="post" action={ "/console/remedies/" (name) } class="fields" novalidate {
                (sheet.carried())
                div class=(if error.is_some() { "field error" } else { "field" }) {
                    label for=(id) { (say.say("complaint-decision-reason")) }
                    input class="input" id=(id) name="reason" maxlength="500" autocomplete="off" value=(if error.is_some() { sheet.typed.get("reason") } else { "" })
                        aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| format!("{id}-hint"))];
                    @if let Some(error) = error { p class="hint" id={ (id) "-hint" } { (error) } }
                }
                p class="row wrap" {
                    @if within { button type="submit" class="button primary" name="allow" value="yes" { (say.say("complaint-allow")) } }
                    @else { span class="muted small" { (say.say("complaint-above-yours")) } }
                    button type="submit" class="button" name="allow" value="no" { (say.say("complaint-refuse")) }
                }
            }
        }
    }
}

/// How a remedy stands.
pub fn remedy_mark(remedy: &Remedy, say: Say) -> Markup {
    match remedy.state {
        RemedyState::Approved => ui::chip("kept", say.say("complaint-remedy-approved")),
        RemedyState::Waiting => ui::chip("soon", say.say("complaint-remedy-waiting")),
        RemedyState::Refused => ui::chip("late", say.say("complaint-remedy-refused")),
    }
}

/// The answer: which message it is.
fn answer(case: &Case, sheet: &Sheet<'_>, reading: &Reading) -> Markup {
    let say = reading.say;
    if case.complaint.state != State::Open || case.leaving || !case.may.handle {
        return html! {};
    }
    html! {
        section class="stack" aria-labelledby="risposta-reclamo" {
            h3 class="eyebrow" id="risposta-reclamo" { (say.say("complaint-answer")) }
            @if let Some(error) = sheet.wrong.of("message") { p class="late" role="alert" { (error) } }
            @if case.answers.is_empty() {
                p class="muted" { (say.say("complaint-answer-none")) }
            } @else {
                form method="post" action=(case.act("answer")) class="fields" {
                    (sheet.carried())
                    div class="field" {
                        label for="f-message" { (say.say("complaint-answer-which")) }
                        select class="input" id="f-message" name="message" {
                            @for (name, at_ms, first) in &case.answers { option value=(name) { (reading.day_time(*at_ms)) ": " (first) } }
                        }
                    }
                    p { (ui::submit("", &say.say("complaint-answer-mark"))) }
                }
            }
        }
    }
}

/// Is it solved?
fn after(case: &Case, sheet: &Sheet<'_>, reading: &Reading) -> Markup {
    let say = reading.say;
    let complaint = &case.complaint;
    if complaint.state != State::Answered || !case.may.handle {
        return html! {};
    }
    let at = complaint.follow_up_at_ms.map(|at_ms| local(at_ms, &reading.zone)).unwrap_or_default();
    let at = if sheet.typed.has("at") { sheet.typed.get("at").to_owned() } else { at };
    html! {
        section class="stack" aria-labelledby="dopo" {
            h3 class="eyebrow" id="dopo" { (say.say("complaint-after")) }
            form method="post" action=(case.act("follow-up")) class="fields" novalidate {
                (sheet.carried())
                div class="field" {
                    label for="f-outcome" { (say.say("complaint-outcome")) }
                    select class="input" id="f-outcome" name="outcome" {
                        @for outcome in Outcome::ALL { option value=(outcome.name()) selected[sheet.typed.get("outcome") == outcome.name()] { (say.say(&format!("complaint-outcome-{}", outcome.name().replace('_', "-")))) } }
                    }
                }
                (ui::field(&ui::Field {
                    name: "note", label: &say.say("complaint-outcome-note"), value: sheet.typed.get("note"),
                    error: sheet.wrong.of("note"), autocomplete: "off", ..Default::default()
                }))
                label class="tick" { input type="checkbox" name="close" value="yes" checked; " " (say.say("complaint-outcome-close")) }
                p { (ui::submit("primary", &say.say("complaint-outcome-save"))) }
            }
            @if complaint.follow_up_asked_at_ms.is_none() {
                details class="more-form" open[sheet.wrong.of("at").is_some()] {
                    summary { (say.say("complaint-plan")) }
                    form method="post" action=(case.act("plan")) class="fields" novalidate {
                        (sheet.carried())
                        div class="field" {
                            label for="f-by" { (say.say("complaint-plan-how")) }
                            select class="input" id="f-by" name="by" {
                                @for way in FollowUp::ALL { option value=(way.name()) selected[complaint.follow_up == way] { (say.say(&format!("complaint-follow-{}", way.name()))) } }
                            }
                        }
                        (ui::field(&ui::Field {
                            name: "at", kind: "datetime-local", label: &say.say("complaint-plan-when"), value: &at,
                            error: sheet.wrong.of("at"), autocomplete: "off", ..Default::default()
                        }))
                        p { (ui::submit("", &say.say("complaint-save"))) }
                    }
                }
            }
        }
    }
}

/// What happened and what comes, one line each.
fn steps(case: &Case, reading: &Reading) -> Markup {
    let say = reading.say;
    let complaint = &case.complaint;
    let at = |at_ms: i64| when::weekday_day(say, at_ms, reading.now_ms, &reading.zone);
    let step = |kind: &str, at_ms: i64, text: String| {
        html! { li { (ui::state(kind, at(at_ms))) span { (text) } } }
    };
    html! {
        ul class="leads rows follow" {
            (step("", complaint.opened_at_ms, say.say("complaint-step-opened")))
            @match (complaint.answered_at_ms, complaint.in_time) {
                (Some(at_ms), Some(false)) => (step("late", at_ms, say.say("complaint-step-answered-late"))),
                (Some(at_ms), _) => (step("", at_ms, say.say("complaint-step-answered"))),
                (None, _) if complaint.state == State::Open => (step(if complaint.is_late(reading.now_ms) { "late" } else { "next" }, complaint.due_at_ms, say.say("complaint-step-due"))),
                (None, _) => {}
            }
            @if let (State::Answered, Some(at_ms)) = (complaint.state, complaint.follow_up_at_ms) {
                (step("next", at_ms, say.say(&format!("complaint-step-{}", complaint.follow_up.name()))))
            }
            @if let (Some(at_ms), Some(outcome)) = (complaint.followed_up_at_ms, complaint.follow_up_outcome) {
                (step(if outcome == Outcome::Solved { "" } else { "soon" }, at_ms, say.say(&format!("complaint-outcome-{}", outcome.name().replace('_', "-")))))
            }
            @if let Some(at_ms) = complaint.closed_at_ms {
                (step("", at_ms, match &complaint.closed_why {
                    Some(why) => say.with("complaint-step-closed-why", &[("why", why.as_str().into())]),
                    None => say.say("complaint-step-closed"),
                }))
            }
        }
    }
}

/// Closing, or opening again.
fn end(case: &Case, sheet: &Sheet<'_>, say: Say) -> Markup {
    if !case.may.handle {
        return html! {};
    }
    let (what, title, reason) = match case.complaint.state {
        State::Open if !case.may.decide => return html! {},
        State::Open | State::Answered => ("close", "complaint-close-early", "complaint-close-reason"),
        State::FollowedUp => ("close", "complaint-close", "complaint-close-reason-free"),
        State::Closed => ("reopen", "complaint-reopen", "complaint-reopen-reason"),
    };
    let error = sheet.wrong.of(what);
    html! {
        details class="more-form" open[error.is_some()] {
            summary { (say.say(title)) }
            form method="post" action=(case.act(what)) class="fields" novalidate {
                (sheet.carried())
                div class=(if error.is_some() { "field error" } else { "field" }) {
                    label for={ "f-" (what) } { (say.say(reason)) }
                    input class="input" id={ "f-" (what) } name="reason" maxlength="500" autocomplete="off" value=(if error.is_some() { sheet.typed.get("reason") } else { "" })
                        aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| format!("f-{what}-hint"))];
                    @if let Some(error) = error { p class="hint" id={ "f-" (what) "-hint" } { (error) } }
                }
                p { (ui::submit("", &say.say(title))) }
            }
            @if case.complaint.state == State::FollowedUp {
                form method="post" action=(case.act("reopen")) class="fields" novalidate {
                    (sheet.carried())
                    @let again = sheet.wrong.of("reopen");
                    div class=(if again.is_some() { "field error" } else { "field" }) {
                        label for="f-again" { (say.say("complaint-reopen-reason")) }
                        input class="input" id="f-again" name="reason" maxlength="500" autocomplete="off";
                        @if let Some(again) = again { p class="hint" { (again) } }
                    }
                    p { (ui::submit("quiet", &say.say("complaint-reopen"))) }
                }
            }
        }
    }
}
