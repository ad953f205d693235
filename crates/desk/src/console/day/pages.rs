//! The page: the ruler, the promises, what was asked of others.

use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use web::shell::{self, Live, Page, Section};
use web::ui::{self, Ring, Size, small_icon};
use words::when;

use super::view::{Asked, Day, Duty, Shift, Span};
use super::{Shown, figures, ruler};
use crate::console::inbox::view::{Place, Reading, View};
use crate::session::Agent;

/// Conversations offered to ask somebody about.
const MOST_OFFERED: usize = 50;

pub(super) fn page(agent: &Agent, shown: &Shown, dialog: Option<Markup>) -> Markup {
    let say = agent.say;
    let keys =
        [("J K", say.say("day-key-walk")), ("S", say.say("day-key-move")), ("A", say.say("day-key-ask"))];
    shell::console(&Page {
        title: title(shown),
        section: Section::Own,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &agent.account.name,
        deck: "diary",
        skip: ("promises", say.say("day-skip")),
        views_label: String::new(),
        views: html! {},
        body: html! { (body(agent, shown)) @if let Some(dialog) = dialog { (dialog) } },
        keys: &keys,
        more_keys: &[],
        status: Some(next_due(shown)),
        live: Live::After(shown.seq),
        csrf: agent.csrf(),
        now_ms: shown.reading.now_ms,
    })
}

/// What changes by itself.
pub(super) fn parts(agent: &Agent, shown: &Shown) -> Markup {
    html! {
        (body(agent, shown))
        (next_due(shown))
    }
}

/// Right end of the status line.
fn next_due(shown: &Shown) -> Markup {
    html! {
        span id="next-due" data-live=(fragment(shown)) {
            @if let Some(due_ms) = shown.day.next_due_ms {
                (shown.reading.say.say("day-next")) " " b { (shown.reading.short(due_ms)) }
            }
        }
    }
}

fn title(shown: &Shown) -> String {
    let say = shown.reading.say;
    match shown.own {
        true => say.say("day-title"),
        false => say.with("day-title-of", &[("name", shown.whose.name.as_str().into())]),
    }
}

fn name(shown: &Shown) -> String {
    Kind::Agent.name(&shown.whose.oid)
}

fn address(shown: &Shown, span: Span) -> String {
    let page = if shown.own { "/console/day".to_owned() } else { format!("/console/day/{}", name(shown)) };
    if span == Span::Today { page } else { format!("{page}?span={}", span.name()) }
}

fn fragment(shown: &Shown) -> String {
    format!("/console/fragment/day/{}?span={}", name(shown), shown.day.span.name())
}

fn body(agent: &Agent, shown: &Shown) -> Markup {
    let (day, reading) = (&shown.day, &shown.reading);
    let say = reading.say;
    let live = fragment(shown);
    let spans: Vec<(String, String, bool)> = Span::ALL
        .iter()
        .zip(day.counts)
        .map(|(span, count)| {
            let word = say.say(&format!("day-span-{}", span.name()));
            let text = if count > 0 && *span != Span::Today { format!("{word} {count}") } else { word };
            (address(shown, *span), text, day.span == *span)
        })
        .collect();
    html! {
        main class="thread day" id="day" aria-labelledby="day-title" {
            header {
                div class="title" id="day-head" data-live=(live) {
                    h1 id="day-title" { (title(shown)) }
                    span class="muted clip" { (worked(day, reading)) }
                    span class="end row" {
                        (ui::seg(&say.say("day-span"), &spans))
                        @if shown.own { a class="button quiet square" href="/console/me" title=(say.say("day-profile")) {
                            (small_icon("user")) span class="sr" { (say.say("day-profile")) }
                        } }
                    }
                }
                div id="day-ruler" data-live=(live) { (ruler::draw(day, reading)) }
            }
            div class="pages agenda" {
                section aria-labelledby="promises-title" {
                    h2 id="promises-title" data-live=(live) {
                        (say.say(if shown.own { "day-promises" } else { "day-promises-of" }))
                        " " span class="count" { (day.duties.len()) }
                    }
                    button type="button" class="news" id="news" hidden data-do="news" {}
                    div id="promises" tabindex="-1" data-hold data-live=(live) {
                        (off_shift(shown))
                        @if day.duties.is_empty() { (nobody_waits(agent, shown)) }
                        @else {
                            ol class="duties" data-walk {
                                @for duty in &day.duties { (row(agent, duty, reading)) }
                            }
                        }
                    }
                }
                section aria-labelledby="asked-title" {
                    h2 id="asked-title" {
                        span id="asked-count" data-live=(live) {
                            (say.say("day-asked")) " " span class="count" { (day.asked.iter().filter(|asked| asked.is_open()).count()) }
                        }
                        @if shown.own && agent.may(Permission::Handle) {
                            a class="button end" href="/console/day/ask" data-dialog data-key="a" { (say.say("day-ask")) }
                        }
                    }
                    div id="asked" data-hold data-live=(live) {
                        @if day.asked.is_empty() {
                            div class="empty-in" { (ui::empty(&say.say("day-asked-none"), &say.say("day-asked-none-text"), None)) }
                        } @else {
                            ol class="asked" { @for asked in &day.asked { (asked_of(asked, reading)) } }
                        }
                    }
                }
            }
        }
        (figures::aside(shown, &live))
    }
}

/// "lunedì 23 novembre, aperti dalle 9:00 alle 18:00".
fn worked(day: &Day, reading: &Reading) -> String {
    let say = reading.say;
    let date = match day.span {
        Span::Today | Span::Tomorrow => reading.day(day.from_ms),
        Span::Week => return say.say("day-week-text"),
    };
    match (day.opens.first(), day.opens.last()) {
        (Some((opens_ms, _)), Some((_, closes_ms))) if *opens_ms <= day.from_ms && *closes_ms >= day.to_ms => {
            say.with("day-open-always", &[("date", date.into())])
        }
        (Some((opens_ms, _)), Some((_, closes_ms))) => say.with(
            "day-open",
            &[
                ("date", date.into()),
                ("from", when::time(*opens_ms, &reading.zone).into()),
                ("to", when::time(*closes_ms, &reading.zone).into()),
            ],
        ),
        _ => say.with("day-shut", &[("date", date.into())]),
    }
}

/// Who is not at work: from when they are again, and who answers meanwhile.
fn off_shift(shown: &Shown) -> Markup {
    let reading = &shown.reading;
    let say = reading.say;
    let others = |names: &[String]| match names.is_empty() {
        true => say.say("day-meanwhile-nobody"),
        false => say.with("day-meanwhile", &[("names", names.join(", ").into())]),
    };
    let presence = shown.own.then(|| ui::button_link("", "/console/me", say.say("day-presence")));
    html! {
        @match &shown.day.shift {
            Shift::On => {}
            Shift::Away { meanwhile } => div class="off-shift" {
                @let title = say.say(if shown.own { "day-away" } else { "day-away-of" });
                (ui::alert("soon", "moon", &title, others(meanwhile), presence))
            },
            Shift::Shut { opens_ms, meanwhile } => div class="off-shift" {
                @let title = match opens_ms {
                    Some(opens_ms) => say.with("day-closed", &[("when", reading.at(*opens_ms).into())]),
                    None => say.say("day-closed-for-good"),
                };
                (ui::alert("", "moon", &title, others(meanwhile), None))
            },
        }
    }
}

/// Nothing is owed: what somebody could take up next.
fn nobody_waits(agent: &Agent, shown: &Shown) -> Markup {
    let reading = &shown.reading;
    let say = reading.say;
    let title = say.say(match (shown.day.span, shown.own) {
        (Span::Today, true) => "day-none",
        (Span::Today, false) => "day-none-of",
        (Span::Tomorrow, _) => "day-none-tomorrow",
        (Span::Week, _) => "day-none-week",
    });
    let (text, act) = match &shown.day.unowned {
        Some((reference, due_ms)) => {
            let place = Place::of(View::Team).with_open(reference).href();
            let take = html! {
                form method="post" action={ "/console/conversation/" (reference) "/assign" } {
                    (web::form::csrf(agent.csrf()))
                    input type="hidden" name="back" value=(place);
                    button type="submit" class="button primary" name="agent" value="me" { (say.say("day-take")) }
                }
            };
            let text = say.with("day-none-next", &[("when", reading.at(*due_ms).into())]);
            (text, (shown.own && agent.may(Permission::Handle)).then_some(take))
        }
        None => (say.say("day-none-anywhere"), None),
    };
    html! { div class="empty-in" { (ui::empty(&title, &text, act)) } }
}

fn row(agent: &Agent, duty: &Duty, reading: &Reading) -> Markup {
    let say = reading.say;
    let place = Place::of(View::Mine).with_open(&duty.reference).href();
    let shown_ms = duty.missed_ms.unwrap_or(duty.due_at_ms);
    let ring = Ring::open(say, duty.made_at_ms, shown_ms, reading.now_ms);
    let moment = reading.short(shown_ms);
    let subject = duty.text.as_deref().filter(|text| !text.is_empty()).unwrap_or(&duty.subject);
    html! {
        li id={ "duty-" (duty.promise) } {
            a href=(place) {
                (ui::ring(&ring, Size::Row))
                span class="line" {
                    b class="clip" { (duty.customer) }
                    (ui::tier(&duty.tier, &say.with("inbox-tier", &[("tier", duty.tier.as_str().into())])))
                    @if duty.internal { span class="end muted nowrap" { (moment) } }
                    @else { span class="word end nowrap" { (moment) } }
                }
                span class="clip" { (subject) }
                (hold(duty, reading))
            }
            span class="row acts" {
                @if duty.movable(reading.now_ms) && agent.may(Permission::MovePromise) {
                    a class="button quiet" href={ "/console/inbox/mine/" (duty.reference) "/move" } data-dialog data-row-key="s" {
                        (say.say("day-move")) span class="sr" { " " (duty.customer) }
                    }
                }
                @if agent.may(Permission::Handle) {
                    a class="button quiet" href={ "/console/tasks/new?conversation=" (duty.conversation) } data-row-key="a" {
                        (say.say("day-ask")) span class="sr" { " " (duty.customer) }
                    }
                }
            }
        }
    }
}

/// What a promise waits for: the one thing worth knowing first.
fn hold(duty: &Duty, reading: &Reading) -> Markup {
    let say = reading.say;
    let line = |kind: &str, icon: &'static str, text: String| {
        html! { span class=(ui::classes(&["hold", kind])) { (small_icon(icon)) span class="clip" { (text) } } }
    };
    if duty.missed_ms.is_some() {
        return line(
            "late",
            "triangle-alert",
            say.with("day-hold-missed", &[("by", reading.by(duty.due_at_ms).into())]),
        );
    }
    if duty.trouble {
        return line("late", "triangle-alert", say.say("day-hold-trouble"));
    }
    if let Some((slot_at_ms, phone)) = &duty.call {
        let when = reading.at(*slot_at_ms);
        return line(
            "",
            "phone-call",
            say.with("day-hold-call", &[("when", when.into()), ("phone", phone.into())]),
        );
    }
    if let Some((leaves_at_ms, held)) = duty.scheduled {
        let when = reading.at(leaves_at_ms);
        return match held {
            true => line("late", "triangle-alert", say.say("day-hold-stopped")),
            false => line("", "send", say.with("day-hold-scheduled", &[("when", when.into())])),
        };
    }
    if let Some((whom, due_ms)) = &duty.waits_on {
        let whom = whom.as_str();
        return match *due_ms < reading.now_ms {
            true => {
                let span = reading.span(*due_ms, reading.now_ms);
                line(
                    "soon",
                    "timer",
                    say.with("day-hold-late", &[("whom", whom.into()), ("span", span.into())]),
                )
            }
            false => {
                let by = reading.by(*due_ms);
                line("", "timer", say.with("day-hold-waits", &[("whom", whom.into()), ("by", by.into())]))
            }
        };
    }
    if let Some((whom, declined)) = &duty.answered_by {
        let whom = [("whom", whom.as_str().into())];
        return match declined {
            true => line("late", "triangle-alert", say.with("day-hold-declined", &whom)),
            false => line("", "circle-check", say.with("day-hold-answered", &whom)),
        };
    }
    if duty.answer_under_way {
        return line("", "send", say.say("day-hold-leaving"));
    }
    if duty.draft {
        return line("", "file-text", say.say("day-hold-draft"));
    }
    if duty.internal {
        return line("", "undo-2", say.say("day-hold-internal"));
    }
    match duty.last_in_ms {
        Some(at_ms) => line("", "mail", say.with("day-hold-wrote", &[("when", reading.at(at_ms).into())])),
        None => line("", "mail", say.say("day-hold-first")),
    }
}

fn asked_of(asked: &Asked, reading: &Reading) -> Markup {
    let say = reading.say;
    let now_ms = reading.now_ms;
    let late = asked.is_late(now_ms);
    let class = match (asked.is_open(), late) {
        (true, true) => Some("soon"),
        (true, false) => None,
        (false, _) => Some("done"),
    };
    let task = format!("/console/tasks/{}", asked.task);
    html! {
        li id={ "asked-" (asked.task) } class=[class] {
            div class="line" {
                b class="clip" { a href=(task) { (asked.whom) } }
                @if let Some(contact) = &asked.contact { (ui::chip("outline", say.say(&format!("day-contact-{contact}")))) }
                span class="end" { (stands(asked, reading)) }
            }
            p {
                @match (&asked.answer, asked.is_open()) {
                    (Some(answer), false) if !answer.trim().is_empty() => { "«" (shortened(answer)) "»" }
                    _ => (asked.title),
                }
            }
            @if asked.is_open() { (chain(asked, now_ms)) }
            p class="served" {
                @if asked.is_open() { span { (say.with("day-asked-by", &[("by", reading.by(asked.due_at_ms).into())])) } }
                @else if let Some(at_ms) = asked.settled_at_ms { span { (early_or_late(asked.due_at_ms, at_ms, reading)) } }
                a class="end clip" href=(Place::of(View::Mine).with_open(&asked.reference).href()) {
                    (say.with("day-serves", &[("customer", asked.customer.as_str().into())]))
                    @if let Some(promised_ms) = asked.promised_ms { ", " span class="word" { (reading.short(promised_ms)) } }
                }
            }
            @if late {
                p class="row wrap" {
                    a class="button" href=(task) { (say.say("day-remind")) }
                    @if asked.promised_ms.is_some_and(|promised_ms| promised_ms > now_ms) {
                        a class="button" href={ "/console/inbox/mine/" (asked.reference) "/move" } data-dialog { (say.say("day-move-and-tell")) }
                    }
                }
            }
        }
    }
}

fn stands(asked: &Asked, reading: &Reading) -> Markup {
    let say = reading.say;
    let now_ms = reading.now_ms;
    match (asked.state.as_str(), asked.settled_at_ms) {
        ("done", Some(at_ms)) => ui::state("", say.with("day-answered", &[("when", reading.at(at_ms).into())])),
        (_, Some(at_ms)) => ui::state("late", say.with("day-declined", &[("when", reading.at(at_ms).into())])),
        _ if asked.undelivered => ui::state("late", say.say("day-undelivered")),
        _ if asked.is_late(now_ms) => {
            let span = reading.span(asked.due_at_ms, now_ms);
            ui::state("late", say.with("task-late-by", &[("span", span.into())]))
        }
        _ => {
            ui::state("alive", say.with("day-left", &[("span", reading.span(now_ms, asked.due_at_ms).into())]))
        }
    }
}

/// How far a task is on the way to the promise it serves: asked at the left edge, the promise at the right one.
fn chain(asked: &Asked, now_ms: i64) -> Markup {
    let end_ms = asked.promised_ms.unwrap_or(asked.due_at_ms).max(asked.due_at_ms).max(asked.made_at_ms + 1);
    let share = |at_ms: i64| {
        let part = (at_ms - asked.made_at_ms).clamp(0, end_ms - asked.made_at_ms);
        part * 100 / (end_ms - asked.made_at_ms)
    };
    let (now, due) = (share(now_ms), share(asked.due_at_ms));
    html! {
        svg class="chain" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" {
            rect class="k0" y="2" width="100" height="2" {}
            @if now > due {
                rect class="k2" y="1" width=(due) height="4" {}
                rect class="k3" x=(due) y="1" width=(now - due) height="4" {}
            } @else { rect class="k1" y="1" width=(now) height="4" {} }
        }
    }
}

/// "16 minuti prima", "7 minuti dopo".
pub(super) fn early_or_late(due_ms: i64, at_ms: i64, reading: &Reading) -> String {
    let key = if at_ms <= due_ms { "day-early" } else { "day-after" };
    reading.say.with(key, &[("span", reading.span(at_ms.min(due_ms), at_ms.max(due_ms)).into())])
}

fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 160 {
        line
    } else {
        format!("{}…", line.chars().take(159).collect::<String>())
    }
}

/// For which customer something is asked.
pub(super) fn ask(week: &Day, reading: &Reading) -> Markup {
    let say = reading.say;
    let mut seen = Vec::new();
    for duty in &week.duties {
        if !seen.iter().any(|other: &&Duty| other.conversation == duty.conversation) {
            seen.push(duty);
        }
    }
    shell::dialog(
        "ask-whom",
        &say.say("day-ask-title"),
        "/console/day",
        say,
        html! {
            @if seen.is_empty() { p class="muted" { (say.say("day-ask-none")) } }
            @else {
                p class="muted" { (say.say("day-ask-text")) }
                ul class="ask-about" {
                    @for (index, duty) in seen.iter().take(MOST_OFFERED).enumerate() {
                        li {
                            a href={ "/console/tasks/new?conversation=" (duty.conversation) } autofocus[index == 0] {
                                b { (duty.customer) } " " span class="clip" { (duty.subject) }
                                @if !duty.internal { " " span class="word end nowrap" { (reading.short(duty.due_at_ms)) } }
                            }
                        }
                    }
                }
            }
            p { a href="/console/inbox/all" { (say.say("day-ask-other")) } }
        },
    )
}
