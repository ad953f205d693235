//! The list of answers that leave later.

use maud::{Markup, html};
use web::ui::{self, icon};

use super::act;
use crate::console::inbox::view::{Place, Reading, View};
use crate::console::inbox::writing::Waiting;

/// The whole right part of the page: code and subject of each conversation, with what waits there.
pub fn scheduled(lines: &[(String, String, Waiting)], csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        main class="thread write-first" id="conversation" aria-labelledby="subject" {
            header { div class="title" {
                a class="button quiet square" href="/console/inbox" title=(say.say("inbox-back-list")) {
                    (icon("chevron-left")) span class="sr" { (say.say("inbox-back-list")) }
                }
                h1 id="subject" { (say.say("composer-scheduled-title")) " " span class="count" { (lines.len()) } }
            } }
            div class="pages" {
                p class="muted" { (say.say("composer-scheduled-intro")) }
                @if lines.is_empty() {
                    (ui::empty(&say.say("composer-scheduled-none"), &say.say("composer-scheduled-none-text"), None))
                }
                ul class="waiting" {
                    @for (reference, subject, waiting) in lines { (line(reference, subject, waiting, csrf, reading)) }
                }
            }
        }
    }
}

fn line(reference: &str, subject: &str, waiting: &Waiting, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    let place = Place::of(View::All).with_open(reference);
    let carried = |what: &str| {
        html! {
            (web::form::csrf(csrf))
            input type="hidden" name="back" value=(place.href());
            input type="hidden" name="from" value="list";
            input type="hidden" name="scheduled" value=(waiting.name);
            input type="hidden" name="do" value=(what);
        }
    };
    let to = act(reference, "scheduled");
    let field = format!("at-{}", waiting.name);
    html! {
        li class="leaf" {
            p {
                a href=(place.href()) { b { (subject) } " " (reference) }
                @if !waiting.mine { " · " (waiting.who) }
            }
            p {
                @match &waiting.held {
                    Some(why) => { (ui::state("late", say.say("composer-scheduled-stopped"))) " " (say.say(why)) }
                    None => (ui::state("soon", say.with("composer-scheduled", &[("when", reading.at(waiting.leaves_at_ms).into())]))),
                }
            }
            p class="excerpt" { (waiting.text) }
            (super::composer::along(waiting, reading))
            div class="row" {
                form method="post" action=(to) {
                    (carried("edit")) button type="submit" class="button" { (say.say("composer-scheduled-edit")) }
                }
                form method="post" action=(to) class="row" {
                    (carried("move"))
                    label class="sr" for=(field) { (say.say("composer-schedule-at")) }
                    input class="input slim" type="datetime-local" id=(field) name="at" required;
                    button type="submit" class="button" { (say.say("composer-scheduled-move")) }
                }
                form method="post" action=(to) {
                    (carried("cancel")) button type="submit" class="button quiet" { (say.say("composer-scheduled-cancel")) }
                }
            }
        }
    }
}
