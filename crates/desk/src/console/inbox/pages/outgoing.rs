//! Writing to somebody first.

use maud::{Markup, html};
use web::ui::{icon, kbd};

use super::composer;
use crate::console::inbox::view::{Draft, Outgoing, Reading};

/// The whole right part of the page.
pub fn outgoing(message: &Outgoing, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    let field = |name: &'static str, key: &str, value: &str, required: bool, hint: Option<&str>| {
        html! {
            div class="field" {
                label for={ "f-" (name) } { (say.say(key)) }
                input class="input" id={ "f-" (name) } name=(name) value=(value) required[required] maxlength="1000" autocomplete="off";
                @if let Some(hint) = hint { p class="hint" { (say.say(hint)) } }
            }
        }
    };
    html! {
        main class="thread write-first" id="conversation" aria-labelledby="subject" {
            header { div class="title" {
                a class="button quiet square" href="/console/inbox" title=(say.say("inbox-back-list")) {
                    (icon("chevron-left")) span class="sr" { (say.say("inbox-back-list")) }
                }
                h1 id="subject" { (say.say("inbox-new-title")) }
            } }
            form class="pages letter" method="post" action="/console/new" enctype="multipart/form-data"
                data-canned="/console/new/canned" {
                (web::form::csrf(csrf))
                p class="muted" { (say.say("inbox-new-text")) }
                @if let Some(problem) = &message.problem { p class="late-text" role="alert" { (problem) } }
                div class="field" {
                    label for="f-inbox" { (say.say("inbox-new-from")) }
                    select class="input" id="f-inbox" name="inbox" {
                        @for (oid, name) in &message.inboxes { option value=(oid) selected[*oid == message.inbox] { (name) } }
                    }
                }
                (field("to", "inbox-new-to", &message.to, true, Some("inbox-new-to-hint")))
                details class="copies" open[!message.cc.is_empty() || !message.bcc.is_empty()] {
                    summary { (say.say("inbox-new-copies")) }
                    (field("cc", "inbox-cc", &message.cc, false, None))
                    (field("bcc", "inbox-bcc", &message.bcc, false, None))
                }
                (field("subject", "inbox-new-subject", &message.subject, true, None))
                div class="field" {
                    label for="f-text" { (say.say("inbox-new-message")) }
                    (composer::tools(say, composer::Canned::Offered))
                    textarea class="input" id="f-text" name="text" rows="12" required maxlength="200000" data-rich
                        data-html=(message.html) { (message.text) }
                    div id="canned-list" class="canned-list" hidden {}
                }
                (composer::files(&Draft { files: message.files.clone(), ..Draft::default() }, reading))
                p class="row" {
                    (composer::attach(message.bytes_max, reading))
                    button type="button" class="button quiet square only-script" data-do="canned" title=(say.say("composer-canned")) {
                        (icon("zap")) span class="sr" { (say.say("composer-canned")) }
                    }
                    button type="submit" class="button primary end" { (say.say("inbox-new-send")) " " span class="caps" { (kbd("Ctrl")) (kbd("↵")) } }
                }
            }
        }
    }
}
