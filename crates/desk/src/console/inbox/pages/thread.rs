//! The open conversation: its promise, what went wrong, the timeline, the composer.

use maud::{Markup, html};
use web::ui::{self, Size, icon, kbd, small_icon};

use super::{act, carried, composer, ring_of, timeline};
use crate::console::calls;
use crate::console::inbox::ask;
use crate::console::inbox::phrases::{capital, first_name};
use crate::console::inbox::together;
use crate::console::inbox::view::{Debt, Place, Pledge, Reading, Status, Thread};

/// The middle column.
pub fn column(thread: &Thread, place: &Place, csrf: &str, reading: &Reading) -> Markup {
    let live = place.fragment();
    html! {
        main class="thread" id="conversation" aria-labelledby="subject" data-conversation=(thread.name)
            data-colleagues=(thread.beside.colleagues.join("\n")) data-mention=(reading.say.say("together-mention")) {
            header id="thread-head" data-live=(live) {
                (heading(thread, place, csrf, reading))
                (pledge(thread, place, reading))
                (banners(thread, place, csrf, reading))
                (calls::panel(&thread.side, &place.href(), csrf, reading))
                (together::pages::lines(&thread.beside, place, reading))
            }
            (timeline::timeline(thread, place, csrf, reading))
            (together::pages::toast(thread, place, csrf, reading))
            (together::pages::typing(reading))
            (composer::composer(thread, place, csrf, reading))
        }
    }
}

/// The middle column when no conversation is open.
pub fn nothing_open(reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        main class="thread blank" id="conversation" aria-label=(say.say("inbox-thread")) {
            div class="empty-in" {
                (ui::empty(&say.say("inbox-none-open"), &say.say("inbox-none-open-text"), None))
            }
        }
        aside class="profile" id="profile" aria-label=(say.say("inbox-profile")) {}
    }
}

fn heading(thread: &Thread, place: &Place, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        div class="title" {
            a class="button quiet square back" href=(place.list().href()) title=(say.say("inbox-back-list")) {
                (icon("chevron-left")) span class="sr" { (say.say("inbox-back-list")) }
            }
            h1 id="subject" class="clip" {
                @if thread.subject.is_empty() { (say.say("inbox-no-subject")) } @else { (thread.subject) }
            }
            (ui::chip("outline", &thread.reference))
            span class="chip only-wide" { (icon(ui::channel_icon(&thread.channel))) " " (thread.inbox) @if let Some(team) = &thread.team { " · " (team) } }
            @for tag in &thread.tags {
                a class="chip tag" href=(Place { tag: Some(tag.clone()), ..Place::of(crate::console::inbox::view::View::All) }.href()) { (tag) }
            }
            span class="row end" {
                (together::pages::lookers(reading))
                a class="button quiet to-profile" href="#profile" { (icon("user")) " " (say.say("inbox-who")) }
                @if let Some(assignee) = &thread.assignee {
                    span class="row muted" {
                        (ui::avatar(&ui::initials(&assignee.name), &assignee.name, Some(&assignee.presence),
                            if assignee.is_me { "self" } else { "" }))
                        span class="hide-narrow nowrap" {
                            @if assignee.is_me { (say.say("inbox-you")) } @else { (first_name(&assignee.name)) }
                        }
                    }
                } @else {
                    form method="post" action=(act(&thread.reference, "assign")) {
                        (carried(csrf, place))
                        input type="hidden" name="agent" value="me";
                        button type="submit" class="button quiet" { (say.say("inbox-take")) }
                    }
                }
                (more(thread, place, csrf, reading))
            }
        }
    }
}

fn more(thread: &Thread, place: &Place, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        details class="menu" id="more-acts" {
            summary class="button quiet square" title=(say.say("inbox-more-acts")) {
                (icon("ellipsis")) span class="sr" { (say.say("inbox-more-acts")) }
            }
            ul class="list" {
                li { a href=(asking(thread, place, "snooze")) data-dialog { (small_icon("moon")) (say.say("inbox-act-snooze")) } }
                li { a href=(asking(thread, place, "tags")) data-dialog { (small_icon("filter")) (say.say("inbox-act-tags")) } }
                li { a href=(asking(thread, place, "skills")) data-dialog { (small_icon("graduation-cap")) (say.say("skill-act-skills")) } }
                li { a href={ "/console/routing?why=" (thread.reference) } { (small_icon("route")) (say.say("skill-act-why")) } }
                @if thread.assignee.as_ref().is_some_and(|assignee| assignee.is_me) {
                    li { a href=(asking(thread, place, "send-back")) data-dialog { (small_icon("undo-2")) (say.say("skill-act-send-back")) } }
                }
                (together::pages::menu(thread, place, csrf, reading, |what| asking(thread, place, what)))
                @if thread.status == Status::Closed || thread.status == Status::Snoozed || thread.status == Status::Waiting {
                    li {
                        form method="post" action=(act(&thread.reference, "reopen")) {
                            (carried(csrf, place))
                            button type="submit" { (small_icon("undo-2")) (say.say("inbox-act-reopen")) }
                        }
                    }
                }
                li { a href=(thread.track_url) target="_blank" rel="noopener" { (small_icon("eye")) (say.say("inbox-act-track")) } }
                (calls::link_acts(&thread.name, &place.href(), csrf, reading))
            }
        }
    }
}

/// The address that asks something about the conversation, over its page.
pub(super) fn asking(thread: &Thread, place: &Place, what: &str) -> String {
    let open = place.with_open(&thread.reference);
    let href = open.href();
    let (path, query) = href.split_once('?').map_or((href.as_str(), None), |(path, query)| (path, Some(query)));
    match query {
        Some(query) => format!("{path}/{what}?{query}"),
        None => format!("{path}/{what}"),
    }
}

fn pledge(thread: &Thread, place: &Place, reading: &Reading) -> Markup {
    let say = reading.say;
    let pledge = &thread.pledge;
    html! {
        div class="pledge" id={ "pledge-" (thread.reference) } {
            (ui::ring(&ring_of(&pledge.debt, reading), Size::Big))
            (given_word(thread, pledge, reading))
            div class="acts" {
                @if pledge.movable {
                    a class="button" href=(asking(thread, place, "move")) data-dialog data-key="s" title=(say.say("inbox-act-move-long")) {
                        (say.say("inbox-act-move")) (kbd("S"))
                    }
                }
                a class="button" href=(asking(thread, place, "assign")) data-dialog data-key="p a" title=(say.say("inbox-act-assign-long")) {
                    (say.say("inbox-act-assign")) (kbd("P"))
                }
                @if thread.status != Status::Closed {
                    a class="button square" href=(asking(thread, place, "close")) data-dialog data-key="e"
                        title=(say.say("inbox-act-close-long")) {
                        (icon("check")) span class="sr" { (say.say("inbox-act-close-long")) }
                    }
                }
            }
        }
    }
}

/// Why a promise was not told, as the spine names it.
const NOT_TOLD: [&str; 7] =
    ["loop_guard", "no_address", "no_way_out", "mailing_list", "internal", "not_sent", "switched_off"];

/// The promise in words: what was given, when it was told, what is left.
fn given_word(thread: &Thread, pledge: &Pledge, reading: &Reading) -> Markup {
    let say = reading.say;
    match &pledge.debt {
        Debt::Open { made_at_ms, due_at_ms, missed_ms } => {
            let told = match (&pledge.told_at_ms, pledge.not_told.as_deref()) {
                (Some(told_ms), _) => say.with("inbox-told", &[("when", reading.at(*told_ms).into())]),
                (None, Some(reason)) if NOT_TOLD.contains(&reason) => {
                    say.say(&format!("inbox-not-told-{}", reason.replace('_', "-")))
                }
                (None, _) => say.with("inbox-made", &[("when", reading.at(*made_at_ms).into())]),
            };
            let what = pledge.text.clone().unwrap_or_else(|| {
                say.say(&match pledge.not_told.as_deref() {
                    Some("internal") => "inbox-pledge-internal".to_owned(),
                    _ => format!("inbox-pledge-{}", pledge.kind.replace('_', "-")),
                })
            });
            html! {
                div {
                    p class="word" { (what) " " time datetime=(reading.iso(*due_at_ms)) { (reading.by(*due_at_ms)) } }
                    p {
                        @if let Some(missed_ms) = missed_ms {
                            span class="late-text" { (say.with("inbox-missed", &[("when", reading.at(*missed_ms).into())])) } " "
                        }
                        (told)
                        @if let Some(moved_ms) = pledge.moved_from_ms {
                            " " (say.with("inbox-moved-from", &[("when", reading.at(moved_ms).into())]))
                        }
                        " " span data-left=(due_at_ms) { (reading.left(*due_at_ms)) }
                    }
                }
            }
        }
        Debt::Kept { due_at_ms, kept_at_ms } => html! {
            div {
                p class="word" {
                    (say.with("inbox-kept-word", &[("span", reading.span(*kept_at_ms, *due_at_ms).into())]))
                }
                p { (say.with("inbox-kept-line", &[
                    ("kept", reading.at(*kept_at_ms).into()), ("due", reading.at(*due_at_ms).into()),
                ])) }
            }
        },
        Debt::Waiting { returns_at_ms } => {
            calm("inbox-calm-waiting", "inbox-calm-waiting-line", *returns_at_ms, reading)
        }
        Debt::Snoozed { returns_at_ms, due_at_ms } => html! {
            div {
                p class="calm" { (say.say("inbox-calm-snoozed")) }
                p {
                    @if returns_at_ms.is_some_and(|at_ms| ask::is_until_reply(at_ms, reading.now_ms)) {
                        (say.say("composer-back-with-reply"))
                    } @else if let Some(at_ms) = returns_at_ms { (say.with("inbox-calm-snoozed-line", &[("when", reading.at(*at_ms).into())])) }
                    @if let Some(due_ms) = due_at_ms {
                        " " (say.say("inbox-pledge-still")) " " span class="word inline" { (capital(&reading.by(*due_ms))) }
                    }
                }
            }
        },
        Debt::Closed { at_ms } => calm("inbox-calm-closed", "inbox-calm-closed-line", Some(*at_ms), reading),
        Debt::Nothing => {
            html! { div { p class="calm" { (say.say("inbox-calm-nothing")) } p { (thread.inbox) } } }
        }
    }
}

fn calm(title: &str, line: &str, at_ms: Option<i64>, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        div {
            p class="calm" { (say.say(title)) }
            p { @if let Some(at_ms) = at_ms { (say.with(line, &[("when", reading.at(at_ms).into())])) } }
        }
    }
}

/// What the reader must know before writing: an answer that did not arrive, the conversation before this one.
fn banners(thread: &Thread, place: &Place, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        @if let Some(trouble) = &thread.trouble {
            @let title = match &trouble.address {
                Some(address) => say.with("inbox-trouble-to", &[("address", address.into())]),
                None => say.say("inbox-trouble"),
            };
            @let kind = if trouble.hard { "late" } else { "soon" };
            (ui::alert(kind, "triangle-alert", &title, html! {
                (trouble.reason.trim_end_matches('.')) ". " (say.say(if trouble.hard { "inbox-trouble-safe" } else { "inbox-trouble-soft" }))
            }, Some(html! {
                a class="button" href="#text" data-do="reply" { (say.say("inbox-trouble-other")) }
                form method="post" action=(act(&thread.reference, "trouble")) {
                    (carried(csrf, place))
                    button type="submit" class="button quiet" { (say.say("inbox-trouble-done")) }
                }
            })))
        }
        @if let Some((reference, subject)) = &thread.linked {
            p class="linked muted" {
                (small_icon("route")) " " (say.say("inbox-linked")) " "
                a href=(place.with_open(reference).href()) { (reference) " " (subject) }
            }
        }
    }
}
