//! Dialogs and lines of a conversation among others.

use maud::{Markup, html};
use web::shell;
use web::ui::{kbd, small_icon};
use words::Say;

use super::{Beside, Done, Other, Question, Reported};
use crate::console::inbox::pages::{act, carried};
use crate::console::inbox::view::{Place, Reading, Status, Thread};

/// The dialog asked for.
pub fn dialog(
    question: &Question,
    problem: Option<&str>,
    thread: &Thread,
    place: &Place,
    csrf: &str,
    reading: &Reading,
) -> Markup {
    let say = reading.say;
    let back = place.with_open(&thread.reference).href();
    if let Question::Late = question {
        let body = html! { p class="late-text" role="alert" { (problem.unwrap_or_default()) } };
        return shell::dialog("ask-late", &say.say("together-late-title"), &back, say, body);
    }
    let name = match question {
        Question::Merge { .. } => "merge",
        Question::Split { .. } => "split",
        Question::Inbox { .. } => "inbox",
        Question::Link { .. } => "link",
        Question::Thank { .. } => "thank",
        Question::Outcome { .. } | Question::Late => "outcome",
    };
    let body = html! {
        form class="ask" method="post" action=(act(&thread.reference, name)) {
            (carried(csrf, place))
            (fields(question, say))
            @if let Some(problem) = problem { p class="late-text" role="alert" { (problem) } }
            p class="row" {
                button type="submit" class="button primary end" {
                    (say.say(&format!("together-{name}-act"))) " " span class="caps" { (kbd("↵")) }
                }
            }
        }
        @if let Question::Link { links, .. } = question { (linked_now(links, thread, place, csrf, say)) }
    };
    shell::dialog(&format!("ask-{name}"), &say.say(&format!("together-{name}-title")), &back, say, body)
}

fn fields(question: &Question, say: Say) -> Markup {
    match question {
        Question::Merge { choices, code } => html! {
            p class="muted" { (say.say("together-merge-text")) }
            @if choices.is_empty() { p { (say.say("together-merge-none")) } }
            @else {
                fieldset class="people others-of" {
                    legend { (say.say("together-merge-same")) }
                    @for (index, other) in choices.iter().enumerate() {
                        label {
                            input type="radio" name="into" value=(other.reference) autofocus[index == 0]
                                checked[*code == other.reference];
                            span class="clip" { (other.reference) " " (other.subject) }
                            span class="faint end" { (say.say(status_key(other.status))) }
                        }
                    }
                }
            }
            (code_field("code", "together-merge-code", code, choices.is_empty(), say))
        },
        Question::Split { message, words, subject } => html! {
            input type="hidden" name="message" value=(message);
            p class="muted" { (say.say("together-split-text")) }
            blockquote class="muted clip" { (words) }
            div class="field" {
                label for="f-subject" { (say.say("together-split-subject")) }
                input class="input" id="f-subject" name="subject" value=(subject) maxlength="300" autofocus;
            }
            label class="tick" {
                input type="checkbox" name="tell" value="1";
                span { (say.say("together-split-tell")) span class="muted" { (say.say("together-split-tell-hint")) } }
            }
        },
        Question::Inbox { inboxes } => html! {
            p class="muted" { (say.say("together-inbox-text")) }
            @if inboxes.is_empty() { p { (say.say("together-inbox-none")) } }
            fieldset class="people" {
                legend class="sr" { (say.say("together-inbox-title")) }
                @for (index, (oid, name)) in inboxes.iter().enumerate() {
                    label {
                        input type="radio" name="inbox" value=(oid) required autofocus[index == 0] checked[index == 0];
                        span { (name) }
                    }
                }
            }
        },
        Question::Link { code, .. } => html! {
            p class="muted" { (say.say("together-link-text")) }
            (code_field("other", "together-link-code", code, true, say))
        },
        Question::Thank { text } => html! {
            p class="muted" { (say.say("together-thank-text")) }
            (letter("together-thank-label", text, say))
        },
        Question::Outcome { others, text } => html! {
            p class="muted" { (say.with("together-outcome-text", &[("count", (*others as i64).into())])) }
            (letter("together-outcome-label", text, say))
        },
        Question::Late => html! {},
    }
}

fn code_field(name: &str, key: &str, code: &str, first: bool, say: Say) -> Markup {
    html! {
        div class="field" {
            label for="f-code" { (say.say(key)) }
            input class="input" id="f-code" name=(name) value=(code) maxlength="20" autocomplete="off" autofocus[first]
                placeholder="R-4F7K2";
        }
    }
}

fn letter(key: &str, text: &str, say: Say) -> Markup {
    html! {
        div class="field" {
            label for="f-text" { (say.say(key)) }
            textarea class="input" id="f-text" name="text" rows="8" maxlength="20000" required autofocus { (text) }
        }
    }
}

/// What is linked already, each with a way to take it away.
fn linked_now(links: &[Other], thread: &Thread, place: &Place, csrf: &str, say: Say) -> Markup {
    html! {
        @if !links.is_empty() {
            h3 { (say.say("together-linked")) }
            ul class="lines" {
                @for other in links {
                    li {
                        span class="clip" { (other.reference) " " (other.subject) }
                        form class="end" method="post" action=(act(&thread.reference, "unlink")) {
                            (carried(csrf, place))
                            input type="hidden" name="other" value=(other.reference);
                            button type="submit" class="button quiet" {
                                (say.say("together-unlink")) span class="sr" { " " (other.reference) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn status_key(status: Status) -> &'static str {
    match status {
        Status::Open => "inbox-status-open",
        Status::Waiting => "inbox-status-waiting",
        Status::Snoozed => "inbox-status-snoozed",
        Status::Closed => "inbox-status-closed",
    }
}

/// Lines of the menu of more actions; `href` makes the address of a question.
pub fn menu(
    thread: &Thread,
    place: &Place,
    csrf: &str,
    reading: &Reading,
    href: impl Fn(&str) -> String,
) -> Markup {
    let say = reading.say;
    let beside = &thread.beside;
    let asked = |what: &'static str, glyph: &'static str| {
        html! { li { a href=(href(what)) data-dialog { (small_icon(glyph)) (say.say(&format!("together-{what}"))) } } }
    };
    let sent = |verb: &'static str, glyph: &'static str, key: &'static str, hint: Option<&'static str>| {
        html! {
            li {
                form method="post" action=(act(&thread.reference, verb)) {
                    (carried(csrf, place))
                    button type="submit" data-key=[hint] { (small_icon(glyph)) (say.say(key)) @if let Some(hint) = hint { " " (kbd(&hint.to_uppercase())) } }
                }
            }
        }
    };
    html! {
        @match beside.following {
            true => (sent("unfollow", "eye", "together-unfollow", None)),
            false => (sent("follow", "eye", "together-follow", None)),
        }
        (sent("unread", "mail", "together-unread", Some("u")))
        (asked("merge", "route"))
        (asked("inbox", "inbox"))
        (asked("link", "route"))
        @match beside.reported {
            Reported::No if thread.status != Status::Closed => (asked("thank", "thumbs-up")),
            Reported::Thanked(_) => (asked("outcome", "thumbs-up")),
            Reported::No | Reported::Told(_) => {}
        }
        li {
            a href={ "/console/conversation/" (thread.reference) "/print" } target="_blank" rel="noopener" {
                (small_icon("file-text")) (say.say("together-print"))
            }
        }
    }
}

/// Lines under the promise: what it is linked to, who follows, where a report stands.
pub fn lines(beside: &Beside, place: &Place, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        @if !beside.links.is_empty() {
            p class="linked muted" {
                (small_icon("route")) " " (say.say("together-linked")) " "
                @for (index, other) in beside.links.iter().enumerate() {
                    @if index > 0 { ", " }
                    a href=(place.with_open(&other.reference).href()) { (other.reference) " " (other.subject) }
                }
            }
        }
        @match beside.reported {
            Reported::No => {}
            Reported::Thanked(at_ms) => p class="linked muted" {
                (small_icon("thumbs-up")) " " (say.with("together-thanked", &[("when", reading.at(at_ms).into())]))
            },
            Reported::Told(at_ms) => p class="linked muted" {
                (small_icon("thumbs-up")) " " (say.with("together-told", &[("when", reading.at(at_ms).into())]))
            },
        }
        @if !beside.followers.is_empty() {
            p class="linked muted" {
                (small_icon("eye")) " " (say.with("together-followers", &[("names", beside.followers.join(", ").into())]))
            }
        }
    }
}

/// Who else is here, at the head of the conversation; filled in by script, absent without.
pub fn lookers(reading: &Reading) -> Markup {
    html! {
        ul class="list lookers" id="lookers" data-keep data-label=(reading.say.say("together-looking")) hidden
            aria-label=(reading.say.say("together-lookers")) {}
    }
}

/// "Giulia sta scrivendo…", above the composer; filled in by script.
pub fn typing(reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        p class="typing muted" id="typing" role="status" data-keep data-one=(say.say("together-typing-one"))
            data-more=(say.say("together-typing-more")) {}
    }
}

/// What was just done, with its undo, for half a minute.
pub fn toast(thread: &Thread, place: &Place, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        div id="just-done" data-live=(place.fragment()) {
            @if let Some(Done { operation, kind, until_ms }) = &thread.beside.done {
                div class="toast" role="status" id={ "done-" (operation) } data-until=(until_ms) {
                    span { (say.say(&format!("together-done-{kind}"))) }
                    form method="post" action=(act(&thread.reference, "operation/undo")) {
                        (carried(csrf, place))
                        input type="hidden" name="operation" value=(operation);
                        button type="submit" class="undo" { (say.say("inbox-undo")) }
                    }
                }
            }
        }
    }
}

/// The button of a timeline entry that can still be undone.
pub fn undo_entry(operation: &str, reference: &str, place: &Place, csrf: &str, reading: &Reading) -> Markup {
    html! {
        form class="inline" method="post" action=(act(reference, "operation/undo")) {
            (carried(csrf, place))
            input type="hidden" name="operation" value=(operation);
            button type="submit" class="link-act" { (reading.say.say("inbox-undo")) }
        }
    }
}

/// A message's way into a conversation of its own.
pub fn split_link(message: &str, href: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    let and = if href.contains('?') { '&' } else { '?' };
    html! {
        a class="split" href={ (href) (and) "message=" (message) } data-dialog title=(say.say("together-split-long")) {
            (small_icon("arrow-right")) span class="sr" { (say.say("together-split-long")) }
        }
    }
}
