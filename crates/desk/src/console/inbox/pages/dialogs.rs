//! What is asked over the conversation: a new time, a colleague, a pause, a reason.

use maud::{Markup, html};
use web::shell;
use web::ui::{self, kbd};

use super::{act, carried};
use crate::console::inbox::phrases::capital;
use crate::console::inbox::together;
use crate::console::inbox::view::{Asking, Choice, Colleague, Moving, Place, Reading, Thread};

/// The dialog asked for.
pub fn dialog(asking: &Asking, thread: &Thread, place: &Place, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    let back = place.with_open(&thread.reference).href();
    let frame = |id: &str, title: &str, body: Markup| shell::dialog(id, &say.say(title), &back, say, body);
    match asking {
        Asking::Move(moving) => {
            frame("ask-move", "inbox-move-title", move_form(moving, thread, place, csrf, reading))
        }
        Asking::Assign { colleagues, teams, problem } => frame(
            "ask-assign",
            "inbox-assign-title",
            assign_form(colleagues, teams, problem.as_deref(), thread, place, csrf, reading),
        ),
        Asking::Snooze { choices, earliest, problem } => frame(
            "ask-snooze",
            "inbox-snooze-title",
            html! {
                form class="ask" method="post" action=(act(&thread.reference, "snooze")) {
                    (carried(csrf, place))
                    p class="muted" { (say.say("inbox-snooze-text")) }
                    (named_moments(choices, reading))
                    div class="field" {
                        label for="f-at" { (say.say("inbox-move-other")) }
                        input class="input" type="datetime-local" id="f-at" name="at" min=(earliest);
                    }
                    (wrong(problem.as_deref()))
                    (send("inbox-act-snooze", reading))
                }
            },
        ),
        Asking::Close { owed, problem } => frame(
            "ask-close",
            "inbox-close-title",
            html! {
                form class="ask" method="post" action=(act(&thread.reference, "close")) {
                    (carried(csrf, place))
                    @match owed {
                        Some(due_ms) => {
                            (ui::alert("soon", "timer", &say.say("inbox-close-owed"),
                                say.with("inbox-close-owed-text", &[("by", reading.by(*due_ms).into())]), None))
                            div class="field" {
                                label for="f-reason" { (say.say("inbox-close-reason")) }
                                input class="input" id="f-reason" name="reason" required maxlength="300" autofocus
                                    placeholder=(say.say("inbox-close-reason-example"));
                            }
                        }
                        None => p class="muted" { (say.say("inbox-close-text")) }
                    }
                    (wrong(problem.as_deref()))
                    (send("inbox-act-close-long", reading))
                }
            },
        ),
        Asking::Together { question, problem } => {
            together::pages::dialog(question, problem.as_deref(), thread, place, csrf, reading)
        }
        Asking::Skills { names, level, known, problem } => frame(
            "ask-skills",
            "skill-dialog-skills",
            html! {
                form class="ask" method="post" action=(act(&thread.reference, "skills")) {
                    (carried(csrf, place))
                    div class="field" {
                        label for="f-skills" { (say.say("skill-dialog-skills-label")) }
                        input class="input" id="f-skills" name="skills" value=(names) autofocus maxlength="2000" list="known-skills"
                            autocomplete="off";
                        datalist id="known-skills" { @for name in known { option value=(name) {} } }
                        p class="hint" { (say.say("skill-dialog-skills-hint")) }
                    }
                    div class="field" {
                        label for="f-level" { (say.say("skill-rule-level")) }
                        select class="input" id="f-level" name="level" {
                            @for at in spine::skill::LEVELS {
                                option value=(at) selected[at == *level] { (say.say(&format!("skill-level-{at}"))) }
                            }
                        }
                    }
                    (wrong(problem.as_deref()))
                    (send("inbox-save", reading))
                }
            },
        ),
        Asking::SendBack { reason, problem } => frame(
            "ask-send-back",
            "skill-dialog-send-back",
            html! {
                form class="ask" method="post" action=(act(&thread.reference, "send-back")) {
                    (carried(csrf, place))
                    p class="muted" { (say.say("skill-dialog-send-back-text")) }
                    div class="field" {
                        label for="f-reason" { (say.say("skill-dialog-reason")) }
                        input class="input" id="f-reason" name="reason" value=(reason) required maxlength="500" autofocus;
                    }
                    (wrong(problem.as_deref()))
                    (send("skill-dialog-send-back-act", reading))
                }
            },
        ),
        Asking::Tags { tags, known, problem } => frame(
            "ask-tags",
            "inbox-tags-title",
            html! {
                form class="ask" method="post" action=(act(&thread.reference, "tags")) {
                    (carried(csrf, place))
                    div class="field" {
                        label for="f-tags" { (say.say("inbox-tags-label")) }
                        input class="input" id="f-tags" name="tags" value=(tags.join(", ")) autofocus maxlength="2000" list="known-tags"
                            autocomplete="off";
                        datalist id="known-tags" { @for tag in known { option value=(tag) {} } }
                        p class="hint" { (say.say("inbox-tags-hint")) }
                    }
                    (wrong(problem.as_deref()))
                    (send("inbox-save", reading))
                }
            },
        ),
    }
}

fn move_form(moving: &Moving, thread: &Thread, place: &Place, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    let preview_at = act(&thread.reference, "move/preview");
    let here = place.with_open(&thread.reference).href();
    let here = here.split('?').next().unwrap_or_default();
    html! {
        form class="ask" method="post" action=(act(&thread.reference, "move")) data-preview=(preview_at) {
            (carried(csrf, place))
            input type="hidden" name="promise" value=(moving.promise);
            p class="muted" { (say.with("inbox-move-text", &[("by", reading.by(moving.due_at_ms).into())])) }
            (moments(&moving.choices, moving.chosen.as_ref(), reading))
            div class="field" {
                label for="f-at" { (say.say("inbox-move-other")) }
                input class="input" type="datetime-local" id="f-at" name="at" min=(moving.earliest)
                    value=[moving.chosen.as_ref().map(|(value, _)| value).filter(|value| value.contains('T'))];
            }
            div class="field" {
                label for="f-reason" { (say.say("inbox-move-reason")) }
                input class="input" id="f-reason" name="reason" value=(moving.reason) required maxlength="300"
                    placeholder=(say.say("inbox-move-reason-example"));
                p class="hint" { (say.say("inbox-move-reason-hint")) }
            }
            (preview(moving, reading))
            (wrong(moving.problem.as_deref()))
            p class="row" {
                button type="submit" class="button quiet no-script" formmethod="get" formaction={ (here) "/move" } formnovalidate {
                    (say.say("inbox-move-preview-act"))
                }
                button type="submit" class="button primary end" { (say.say("inbox-move-act")) }
            }
        }
    }
}

/// What the customer will read, word for word.
pub fn preview(moving: &Moving, reading: &Reading) -> Markup {
    html! {
        div class="proof" id="preview" aria-live="polite" {
            (reading.say.say("inbox-move-preview")) br;
            @match &moving.preview {
                Some(letter) => {
                    span class="word" { (letter.word) }
                    details id="preview-text" { summary { (reading.say.say("inbox-move-preview-all")) } p class="letter-text" { (letter.text) } }
                    details id="preview-mail" {
                        summary { (reading.say.say("inbox-move-preview-mail")) }
                        iframe class="letter" src=(letter.frame) loading="lazy" sandbox="allow-same-origin" title=(reading.say.say("inbox-move-preview-mail")) {}
                    }
                }
                None => span class="faint" { (reading.say.say("inbox-move-preview-none")) },
            }
        }
    }
}

/// Moments with a word for each, as radio buttons.
fn named_moments(choices: &[(&'static str, Choice)], reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        fieldset class="moments" {
            legend class="sr" { (say.say("inbox-moments")) }
            @for (index, (key, choice)) in choices.iter().enumerate() {
                label {
                    input type="radio" name="choice" value=(choice.value) checked[index == 0] autofocus[index == 0];
                    span {
                        @if choice.value.bytes().all(|b| b.is_ascii_digit()) {
                            (say.with("composer-moment", &[("name", say.say(key).into()), ("when", reading.day_time(choice.at_ms).into())]))
                        } @else { (say.say(key)) }
                    }
                }
            }
        }
    }
}

/// Moments to choose from, as radio buttons.
fn moments(choices: &[Choice], chosen: Option<&(String, i64)>, reading: &Reading) -> Markup {
    html! {
        fieldset class="moments" {
            legend class="sr" { (reading.say.say("inbox-moments")) }
            @for (index, choice) in choices.iter().enumerate() {
                @let checked = chosen.map_or(index == 0, |(value, _)| *value == choice.value);
                label {
                    input type="radio" name="choice" value=(choice.value) checked[checked] autofocus[checked];
                    span { (capital(&reading.day_time(choice.at_ms))) }
                }
            }
        }
    }
}

fn assign_form(
    colleagues: &[Colleague],
    teams: &[(String, String)],
    problem: Option<&str>,
    thread: &Thread,
    place: &Place,
    csrf: &str,
    reading: &Reading,
) -> Markup {
    let say = reading.say;
    let current = thread.assignee.as_ref().map(|assignee| assignee.oid.as_str());
    html! {
        form class="ask" method="post" action=(act(&thread.reference, "assign")) {
            (carried(csrf, place))
            fieldset class="people" {
                legend class="sr" { (say.say("inbox-assign-who")) }
                @for colleague in colleagues {
                    label {
                        input type="radio" name="agent" value=(colleague.oid) checked[current == Some(&colleague.oid)]
                            autofocus[current == Some(&colleague.oid)];
                        (ui::avatar(&ui::initials(&colleague.name), "", Some(&colleague.presence), if colleague.is_me { "self" } else { "" }))
                        span { (colleague.name) @if colleague.is_me { " " span class="faint" { (say.say("inbox-you")) } } }
                        span class="faint end" { (say.say(&format!("shell-presence-{}", colleague.presence))) }
                    }
                }
                label {
                    input type="radio" name="agent" value="" checked[current.is_none()] autofocus[current.is_none()];
                    (ui::avatar("–", "", None, "")) span { (say.say("inbox-assign-nobody")) }
                }
            }
            @if !teams.is_empty() {
                div class="field" {
                    label for="f-team" { (say.say("inbox-assign-team")) }
                    select class="input" id="f-team" name="team" {
                        option value="same" selected { (say.say("inbox-assign-team-same")) }
                        @for (oid, name) in teams { option value=(oid) { (name) } }
                    }
                }
            }
            div class="field" {
                label for="f-note" { (say.say("inbox-assign-note")) }
                input class="input" id="f-note" name="note" maxlength="2000" placeholder=(say.say("inbox-assign-note-example"));
            }
            (wrong(problem))
            (send("inbox-act-assign", reading))
        }
    }
}

fn wrong(problem: Option<&str>) -> Markup {
    html! { @if let Some(problem) = problem { p class="late-text" role="alert" { (problem) } } }
}

fn send(key: &str, reading: &Reading) -> Markup {
    html! {
        p class="row" {
            button type="submit" class="button primary end" { (reading.say.say(key)) " " span class="caps" { (kbd("↵")) } }
        }
    }
}
