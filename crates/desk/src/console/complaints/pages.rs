//! The register: figures, what is proposed, the list with one complaint beside it, causes that keep coming back.

use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use spine::complaint::{Counted, FollowUp, Recurring, State};
use web::form;
use web::shell::{self, Live, Page, Section};
use web::ui::{self, Ring, Size};
use words::{Say, when};

use super::case;
use super::{Line, Register, beside};
use crate::console::inbox::view::Reading;
use crate::console::moments::local;
use crate::session::Agent;

const HERE: &str = "/console/complaints";

pub(super) fn draw(agent: &Agent, register: &Register, seq: i64) -> Markup {
    let say = agent.say;
    let body = html! {
        main class="office complaints" id="complaints" aria-labelledby="titolo" {
            header class="bar" {
                h1 id="titolo" { (say.say("complaint-title")) }
                span class="muted clip hide-narrow" { (say.say("complaint-subtitle")) }
                (crate::console::office_pages(say, Section::Complaints))
                (narrowing(agent, register))
                a class="button" href={ (HERE) "/file" } { (say.say("complaint-export")) }
            }
            @if register.done { p class="sr" role="status" { (say.say("complaint-done")) } }
            @if let Some(error) = register.wrong.of("general") {
                div class="span-12" { (ui::alert("late", "triangle-alert", &say.say("complaint-not-done"), error, None)) }
            }
            (glance(register))
            @if !register.proposals.is_empty() { (proposals(agent, register)) }
            (list(agent, register))
            (beside_list(agent, register))
            (causes(agent, register))
        }
    };
    shell::console(&Page {
        title: say.say("complaint-title"),
        section: Section::Complaints,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &agent.account.name,
        deck: "wide",
        skip: ("registro", say.say("complaint-skip")),
        views_label: String::new(),
        views: html! {},
        body,
        keys: &[
            ("J K", say.say("settings-key-walk")),
            ("Y", say.say("complaint-hint-yes")),
            ("X", say.say("complaint-hint-no")),
        ],
        more_keys: &[],
        status: None,
        live: Live::After(seq),
        csrf: agent.csrf(),
        now_ms: register.reading.now_ms,
    })
}

/// What the list shows: by state, by owner, by cause.
fn narrowing(agent: &Agent, register: &Register) -> Markup {
    let say = agent.say;
    let filter = &register.filter;
    let state = filter.get("state");
    let states = ["", "open", "answered", "followed_up", "closed", "all"];
    html! {
        form method="get" action=(HERE) class="row wrap end narrowing" {
            label class="sr" for="f-state" { (say.say("complaint-filter-state")) }
            select class="input slim" id="f-state" name="state" {
                @for value in states {
                    @let key = if value.is_empty() { "complaint-filter-running".to_owned() } else { format!("complaint-filter-{}", value.replace('_', "-")) };
                    option value=(value) selected[state == value] { (say.say(&key)) }
                }
            }
            label class="sr" for="f-of" { (say.say("complaint-owner")) }
            select class="input slim" id="f-of" name="owner" {
                option value="" { (say.say("complaint-filter-everybody")) }
                option value="me" selected[filter.get("owner") == "me"] { (say.say("complaint-filter-mine")) }
                @for one in register.people.iter().filter(|one| one.active && one.role != spine::agent::Role::Integration) {
                    @let name = Kind::Agent.name(&one.oid);
                    option value=(name) selected[filter.get("owner") == name] { (one.name) }
                }
            }
            label class="sr" for="f-why" { (say.say("complaint-cause")) }
            select class="input slim" id="f-why" name="cause" {
                option value="" { (say.say("complaint-filter-causes")) }
                @for cause in &register.settings.causes {
                    option value=(cause.key) selected[filter.get("cause") == cause.key] { (cause.label(say.language)) }
                }
            }
            (ui::submit("", &say.say("complaint-filter-show")))
        }
    }
}

/// The interval a share lies in nineteen times of twenty, as "82–99".
fn band(say: Say, good: i64, all: i64) -> String {
    let (low, high) = office::report::interval_tenths(good, all).unwrap_or((0, 1_000));
    let (low, high) = ((low + 5) / 10, (high + 5) / 10);
    say.with("complaint-band", &[("low", low.into()), ("high", high.into())])
}

fn glance(register: &Register) -> Markup {
    let (say, reading) = (register.reading.say, &register.reading);
    let figures = &register.figures;
    let share = |good: i64, all: i64| match all {
        0 => "–".to_owned(),
        all => when::percent(say, good as f64 / all as f64),
    };
    let running = figures.open + figures.answered + figures.followed_up;
    html! {
        section class="tile span-12 glance" aria-labelledby="r0" id="glance" data-live=(HERE) {
            h2 id="r0" class="sr" { (say.say("complaint-glance")) }
            dl class="versus five" {
                div {
                    dt { (say.say("complaint-glance-open")) } dd { b { (figures.open) } }
                    dd class="faint" { (say.with("complaint-glance-running", &[("running", running.into()), ("opened", figures.opened_lately.into())])) }
                }
                div {
                    dt { (say.say("complaint-glance-in-time")) } dd { b class="word" { (share(figures.in_time_lately, figures.answered_lately)) } }
                    dd class="faint" {
                        @if figures.answered_lately > 0 {
                            (say.with("complaint-glance-of", &[("good", figures.in_time_lately.into()), ("all", figures.answered_lately.into())]))
                            ", " (band(say, figures.in_time_lately, figures.answered_lately))
                        } @else { (say.say("complaint-glance-none-answered")) }
                    }
                }
                div {
                    dt { (say.say("complaint-glance-overdue")) }
                    dd { b class=(if figures.overdue > 0 { "late" } else { "kept" }) { (figures.overdue) } }
                    dd class="faint" {
                        @match figures.nearest_due_ms {
                            Some(due_ms) if due_ms > reading.now_ms => (say.with("complaint-glance-nearest", &[("left", reading.span(reading.now_ms, due_ms).into())])),
                            Some(due_ms) => (say.with("complaint-glance-since", &[("span", reading.span(due_ms, reading.now_ms).into())])),
                            None => (say.say("complaint-glance-nothing")),
                        }
                    }
                }
                div {
                    dt { (say.say("complaint-glance-given")) } dd { b { (when::euros(say, figures.given_lately_cents)) } }
                    dd class="faint" { (say.say("complaint-glance-28")) }
                }
                div {
                    dt { (say.say("complaint-glance-solved")) }
                    dd { b { (say.with("complaint-glance-of", &[("good", figures.solved_lately.into()), ("all", figures.followed_lately.into())])) } }
                    dd class="faint" {
                        @if figures.followed_lately > 0 { (band(say, figures.solved_lately, figures.followed_lately)) }
                        @else { (say.say("complaint-glance-none-followed")) }
                    }
                }
            }
        }
    }
}

/// What was recognised and waits for a yes or a no.
fn proposals(agent: &Agent, register: &Register) -> Markup {
    let (say, reading) = (agent.say, &register.reading);
    let (yes, no) = register.labels;
    let needed = spine::complaint::labels_needed();
    html! {
        section class="tile span-12" aria-labelledby="r4" id="proposals" data-live=(HERE) {
            h2 id="r4" { (say.say("complaint-proposals")) " " span class="count" { (register.proposals.len()) } }
            ul class="proposals" {
                @for (at, (hint, conversation)) in register.proposals.iter().enumerate() {
                    li {
                        div class="said-so" {
                            p { a href={ "/console/inbox/all/" (conversation.reference) } { (conversation.reference) } " " b { (conversation.subject) } " " span class="faint" { (reading.day_time(hint.made_at_ms)) } }
                            p class="muted small" { (say.with("complaint-hint-words", &[("words", beside::shown_words(hint).into())])) }
                        }
                        @if agent.may(Permission::Handle) {
                            @if at == 0 { (beside::asked(hint, HERE, agent.csrf(), say)) }
                            @else {
                                form method="post" action={ "/console/complaint-proposals/" (Kind::ComplaintHint.name(&hint.oid)) } class="row wrap" {
                                    (form::csrf(agent.csrf()))
                                    input type="hidden" name="back" value=(HERE);
                                    button type="submit" class="button" name="answer" value="yes" { (say.say("complaint-hint-yes")) }
                                    button type="submit" class="button quiet" name="answer" value="no" { (say.say("complaint-hint-no")) }
                                }
                            }
                        }
                    }
                }
            }
            p class="reading faint small" { (say.with("complaint-labels", &[("count", (yes + no).into()), ("needed", needed.into())])) }
        }
    }
}

fn list(agent: &Agent, register: &Register) -> Markup {
    let say = agent.say;
    let narrowed = ["state", "owner", "cause"].iter().any(|name| !register.filter.get(name).is_empty());
    let unverified = register.settings.terms.iter().find(|term| term.confirmed_at_ms.is_none());
    html! {
        section class="tile span-9" aria-labelledby="r1" id="registro" tabindex="-1" data-live=(HERE) {
            h2 id="r1" {
                (say.say("complaint-register")) " " span class="count" { (register.lines.len()) }
                span class="legend" { span class="plainkey" { (say.say(if matches!(register.filter.get("state"), "" ) { "complaint-order-due" } else { "complaint-order-new" })) } }
            }
            @if register.lines.is_empty() {
                @let key = if narrowed { "complaint-none-such" } else { "complaint-none" };
                (ui::empty(&say.say(key), &say.say(&format!("{key}-text")), None))
            } @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="r1" { (table(register)) }
            }
            @if let Some(term) = unverified {
                p class="reading" {
                    (ui::icon("shield-check"))
                    span { (case::term_line(term, say)) ": " (term.source) ". " b { (say.say("complaint-unverified")) } }
                }
            }
        }
    }
}

fn table(register: &Register) -> Markup {
    let say = register.reading.say;
    let open = register.open.as_ref().map(|case| case.complaint.id);
    let heads = [
        ("complaint-column-code", ""),
        ("complaint-column-who", ""),
        ("complaint-cause", ""),
        ("complaint-column-owner", ""),
        ("complaint-column-remedy", ""),
        ("complaint-column-promise", "n"),
        ("complaint-column-term", ""),
        ("complaint-column-after", ""),
    ];
    html! {
        table class="ledger claims" {
            thead { tr { @for (key, class) in heads { th scope="col" class=[(!class.is_empty()).then_some(class)] { (say.say(key)) } } } }
            tbody data-walk { @for line in &register.lines { (row(line, register, open == Some(line.complaint.id))) } }
        }
    }
}

fn row(line: &Line, register: &Register, current: bool) -> Markup {
    let reading = &register.reading;
    let say = reading.say;
    let complaint = &line.complaint;
    let code = complaint.code();
    let day = |at_ms: i64| short_day(say, at_ms, reading);
    let cause = complaint.cause.as_deref().map(|key| {
        let known = register.settings.cause(key);
        known.map_or_else(|| key.to_owned(), |cause| cause.label(say.language).to_owned())
    });
    let who = line.customer.name.clone().unwrap_or_else(|| say.say("inbox-unknown"));
    let tier = line.customer.tier.name();
    html! {
        tr aria-current=[current.then_some("true")] {
            th scope="row" { a href={ (HERE) "/" (code) (query(register)) } { (code) } span class="sub" { (day(complaint.opened_at_ms)) } }
            td {
                span class="row" { b class="clip" { (who) } " " (ui::tier(tier, &say.with("inbox-tier", &[("tier", tier.into())]))) }
                span class="sub row" { (ui::small_icon(ui::channel_icon(line.conversation.channel.name()))) span class="clip" { (line.conversation.subject) } }
            }
            td { @match cause { Some(cause) => (cause), None => span class="faint" { (say.say("complaint-cause-none")) } } }
            td { span class="row" { (ui::avatar(&ui::initials(&line.owner), &line.owner, None, "")) span class="sr" { (line.owner) } } }
            td {
                @match line.remedies.last() {
                    Some(remedy) => { (case::remedy_line(remedy, say)) span class="sub" { (case::remedy_mark(remedy, say)) } }
                    None => span class="faint" { "–" },
                }
            }
            td class="n word" { @match line.promised_ms { Some(at_ms) => (reading.day_time(at_ms)), None => "–" } }
            td { (due(complaint, reading)) }
            td class="muted" { (after(complaint, reading)) }
        }
    }
}

/// The filter as it stands, to stay with when another row is opened.
fn query(register: &Register) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for name in ["state", "owner", "cause"] {
        let value = register.filter.get(name);
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    let query = query.finish();
    if query.is_empty() { query } else { format!("?{query}") }
}

fn short_day(say: Say, at_ms: i64, reading: &Reading) -> String {
    when::weekday_day(say, at_ms, reading.now_ms, &reading.zone)
}

/// The term: how long is left, and until when.
fn due(complaint: &spine::complaint::Complaint, reading: &Reading) -> Markup {
    let say = reading.say;
    match complaint.state {
        State::Open => {
            let ring = Ring::open(say, complaint.opened_at_ms, complaint.due_at_ms, reading.now_ms);
            let class = ring.look.class();
            let left = match complaint.is_late(reading.now_ms) {
                true => say.with(
                    "complaint-late-by",
                    &[("span", reading.span(complaint.due_at_ms, reading.now_ms).into())],
                ),
                false => reading.span(reading.now_ms, complaint.due_at_ms),
            };
            html! {
                span class="row" {
                    (ui::ring(&ring, Size::Mini))
                    span class="nowrap" { b class=[(!class.is_empty()).then_some(class)] { (left) } span class="sub" { (short_day(say, complaint.due_at_ms, reading)) } }
                }
            }
        }
        State::Answered | State::FollowedUp | State::Closed => {
            match (complaint.answered_at_ms, complaint.in_time) {
                (Some(at_ms), Some(false)) => {
                    html! { (ui::state("late", say.say("complaint-answered-late"))) span class="sub" { (short_day(say, at_ms, reading)) } }
                }
                (Some(at_ms), _) => {
                    html! { (ui::state("", say.say("complaint-answered-in-time"))) span class="sub" { (short_day(say, at_ms, reading)) } }
                }
                (None, _) => html! { (ui::state("none", say.say("complaint-never-answered"))) },
            }
        }
    }
}

/// What comes after the answer.
fn after(complaint: &spine::complaint::Complaint, reading: &Reading) -> Markup {
    let say = reading.say;
    match (complaint.state, complaint.follow_up_outcome, complaint.follow_up_at_ms) {
        (State::Open, _, _) => match complaint.follow_up {
            FollowUp::Call => html! { (say.say("complaint-after-call")) },
            FollowUp::Mail => html! { (say.say("complaint-after-mail")) },
        },
        (State::Answered, _, Some(at_ms)) => {
            html! { (short_day(say, at_ms, reading)) ", " (say.say(&format!("complaint-follow-{}", complaint.follow_up.name()))) }
        }
        (_, Some(outcome), _) => {
            html! { (say.say(&format!("complaint-outcome-{}", outcome.name().replace('_', "-")))) }
        }
        (State::Answered | State::FollowedUp | State::Closed, None, _) => html! { "–" },
    }
}

fn beside_list(agent: &Agent, register: &Register) -> Markup {
    let say = agent.say;
    html! {
        section class="tile span-3 case" id="scheda" aria-labelledby="r2" {
            @match &register.open {
                Some(case) => {
                    h2 id="r2" {
                        span class="clip" { (case.who(say)) } " "
                        (ui::tier(case.customer.tier.name(), &say.with("inbox-tier", &[("tier", case.customer.tier.name().into())])))
                        " " (ui::chip("outline", case.complaint.code()))
                    }
                    @if let Some(cause) = case.cause(say) { p class="muted small" { (cause) } }
                    @let back = format!("{HERE}/{}{}", case.complaint.code(), query(register));
                    (case::draw(case, agent.csrf(), &back, &register.typed, &register.wrong, &register.reading))
                }
                None => {
                    h2 id="r2" { (say.say("complaint-one")) }
                    p class="muted" { (say.say("complaint-none-open")) }
                }
            }
            @if agent.may(Permission::Handle) { (new_one(agent, register)) }
        }
    }
}

/// A complaint about a request, by its code.
fn new_one(agent: &Agent, register: &Register) -> Markup {
    let say = agent.say;
    let error = register.wrong.of("conversation");
    let typed = &register.typed;
    html! {
        details class="more-form" id="nuovo" open[error.is_some()] {
            summary { (say.say("complaint-new")) }
            form method="post" action=(HERE) class="fields" novalidate {
                (form::csrf(agent.csrf()))
                (ui::field(&ui::Field {
                    name: "conversation", label: &say.say("complaint-new-request"), value: if error.is_some() { typed.get("conversation") } else { "" },
                    placeholder: "R-4F7K2", hint: &say.say("complaint-new-request-hint"), error, autocomplete: "off", ..Default::default()
                }))
                (ui::field(&ui::Field {
                    name: "words", label: &say.say("complaint-new-words"), value: if error.is_some() { typed.get("words") } else { "" },
                    autocomplete: "off", ..Default::default()
                }))
                p { (ui::submit("primary", &say.say("complaint-declare"))) }
            }
        }
    }
}

/// Causes: how often now and before, and what is done about those that keep coming back.
fn causes(agent: &Agent, register: &Register) -> Markup {
    let say = agent.say;
    let most = register.counted.iter().map(|one| one.now.max(one.before)).max().unwrap_or(1).max(1);
    let all: i64 = register.counted.iter().map(|one| one.now).sum();
    html! {
        section class="tile span-12" aria-labelledby="r3" id="cause" {
            h2 id="r3" {
                (say.say("complaint-causes")) " "
                span class="muted normal" { (say.with("complaint-causes-of", &[("count", all.into())])) }
                span class="legend" { span class="l1" { (say.say("complaint-causes-now")) } span class="l6" { (say.say("complaint-causes-before")) } }
            }
            @if register.counted.is_empty() && register.recurring.is_empty() {
                p class="muted" { (say.say("complaint-causes-none")) }
            } @else {
                div class="sideways" tabindex="0" role="group" aria-labelledby="r3" {
                    table class="ledger causes" {
                        thead {
                            tr {
                                th scope="col" { (say.say("complaint-cause")) }
                                th scope="col" { span class="sr" { (say.say("complaint-chart")) } }
                                th scope="col" class="n" { (say.say("complaint-now")) }
                                th scope="col" class="n" { (say.say("complaint-before")) }
                                th scope="col" { (say.say("complaint-answers-for-it")) }
                                th scope="col" { (say.say("complaint-what-is-done")) }
                                th scope="col" class="n" { (say.say("complaint-by-when")) }
                                th scope="col" class="n" { (say.say("complaint-how-far")) }
                            }
                        }
                        tbody { @for counted in &register.counted { (cause_row(register, counted, most)) } }
                    }
                }
            }
            @if agent.may(Permission::DecideComplaints) {
                @for (recurring, ..) in register.recurring.iter().filter(|(one, ..)| is_latest(register, one)) {
                    (cause_form(agent, register, recurring))
                }
            }
        }
    }
}

/// Whether it is the last time its cause was found.
fn is_latest(register: &Register, recurring: &Recurring) -> bool {
    register
        .recurring
        .iter()
        .find(|(one, ..)| one.cause == recurring.cause)
        .is_some_and(|(one, ..)| one.id == recurring.id)
}

fn cause_label(register: &Register, key: Option<&str>) -> String {
    let say = register.reading.say;
    match key {
        None => say.say("complaint-cause-none"),
        Some(key) => {
            let known = register.settings.cause(key);
            known.map_or_else(|| key.to_owned(), |cause| cause.label(say.language).to_owned())
        }
    }
}

fn cause_row(register: &Register, counted: &Counted, most: i64) -> Markup {
    let reading = &register.reading;
    let say = reading.say;
    let found = register.recurring.iter().find(|(one, ..)| Some(&one.cause) == counted.cause.as_ref());
    let width = |count: i64| (count * 112 / most).max(i64::from(count > 0) * 2);
    html! {
        tr {
            th scope="row" { (cause_label(register, counted.cause.as_deref())) }
            td {
                svg class="chart cbar" viewBox="0 0 120 16" aria-hidden="true" {
                    rect class="s4" x="0" y="10" width=(width(counted.before)) height="4" rx="1" {}
                    rect class="bar1" x="0" y="2" width=(width(counted.now)) height="7" rx="1.5" {}
                }
            }
            td class="n" { b { (counted.now) } }
            td class="n faint" { (counted.before) }
            @match found {
                Some((recurring, owner, since)) => {
                    td { span class="row" { (ui::avatar(&ui::initials(owner), owner, None, "")) span class="nowrap" { (owner) } } }
                    td { @if recurring.note.is_empty() { span class="faint" { (say.say("complaint-note-none")) } } @else { (recurring.note) } }
                    td class="n word" { (short_day(say, recurring.due_at_ms, reading)) }
                    td class="n" { (how_far(say, recurring, *since, reading.now_ms)) }
                }
                None => { td colspan="4" { span class="faint" { (say.say("complaint-not-recurring")) } } }
            }
        }
    }
}

fn how_far(say: Say, recurring: &Recurring, since: Option<i64>, now_ms: i64) -> Markup {
    match (recurring.done, since) {
        (true, Some(0) | None) => ui::chip("kept", say.say("complaint-cause-done")),
        (true, Some(count)) => ui::chip("soon", say.with("complaint-cause-again", &[("count", count.into())])),
        (false, _) if recurring.due_at_ms < now_ms => ui::chip("late", say.say("complaint-cause-late")),
        (false, _) if recurring.note.is_empty() => ui::chip("outline", say.say("complaint-cause-to-begin")),
        (false, _) => ui::chip("outline", say.say("complaint-cause-under-way")),
    }
}

fn cause_form(agent: &Agent, register: &Register, recurring: &Recurring) -> Markup {
    let (say, reading) = (agent.say, &register.reading);
    let name = Kind::RecurringCause.name(&recurring.oid);
    let error = register.wrong.of(&name);
    let typed = |field: &str, kept: String| match error {
        Some(_) => register.typed.get(field).to_owned(),
        None => kept,
    };
    let due = local(recurring.due_at_ms, &reading.zone);
    let due = due.split('T').next().unwrap_or_default().to_owned();
    let label = cause_label(register, Some(&recurring.cause));
    let (owner_id, due_id, note_id) = (format!("f-o-{name}"), format!("f-d-{name}"), format!("f-n-{name}"));
    html! {
        details class="more-form" open[error.is_some()] {
            summary { (say.with("complaint-cause-change", &[("cause", label.into())])) }
            form method="post" action={ "/console/complaint-causes/" (name) } class="row fields-row" novalidate {
                (form::csrf(agent.csrf()))
                div class="field" {
                    label for=(owner_id) { (say.say("complaint-answers-for-it")) }
                    select class="input" id=(owner_id) name="owner" {
                        @for one in register.people.iter().filter(|one| one.active && one.role != spine::agent::Role::Integration) {
                            option value=(Kind::Agent.name(&one.oid)) selected[one.id == recurring.owner_id] { (one.name) }
                        }
                    }
                }
                div class="field" {
                    label for=(note_id) { (say.say("complaint-what-is-done")) }
                    input class="input" id=(note_id) name="note" maxlength="1000" autocomplete="off" value=(typed("note", recurring.note.clone()))
                        aria-invalid=[error.map(|_| "true")] aria-describedby=[error.map(|_| format!("{note_id}-hint"))];
                    @if let Some(error) = error { p class="hint late" id={ (note_id) "-hint" } { (error) } }
                }
                div class="field" {
                    label for=(due_id) { (say.say("complaint-by-when")) }
                    input class="input" id=(due_id) name="due" type="date" value=(typed("due", due));
                }
                label class="tick" { input type="checkbox" name="done" value="yes" checked[recurring.done]; " " (say.say("complaint-cause-is-done")) }
                (ui::submit("", &say.say("complaint-save")))
            }
        }
    }
}
