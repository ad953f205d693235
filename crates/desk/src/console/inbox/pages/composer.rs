//! Where the answer is written.

use maud::{Markup, html};
use web::ui::{self, icon, kbd, small_icon};
use words::when;

use super::{act, carried};
use crate::console::inbox::view::{ClosedDoor, Composer, Draft, File, Place, Reading, Status, Thread};

/// The composer with what stands around it: what was wrong, an answer that can still be taken back.
pub fn composer(thread: &Thread, place: &Place, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    let composer = &thread.composer;
    let noting = composer.note_first;
    let placeholder = say.with("inbox-message-for", &[("name", composer.customer.as_str().into())]);
    let shown = if noting { &composer.note } else { &composer.reply };
    html! {
        form class="composer" id="composer" method="post" enctype="multipart/form-data"
            action=(act(&thread.reference, "message")) aria-label=(say.say("inbox-composer"))
            data-draft=(act(&thread.reference, "draft")) data-name=(thread.name) {
            (carried(csrf, place))
            div id="composer-state" data-live=(place.fragment()) { (state(thread, reading)) }
            p class="composer-problem late-text" id="composer-problem" role="alert" {
                @if let Some(problem) = &composer.problem { (problem) }
            }
            div class="box" data-keep {
                div class="how" {
                    span class="seg" role="radiogroup" aria-label=(say.say("inbox-kind")) {
                        label {
                            input type="radio" name="kind" value="reply" checked[!noting];
                            (say.say("inbox-reply"))
                        }
                        label {
                            input type="radio" name="kind" value="note" checked[noting] data-key="n";
                            (say.say("inbox-note")) " " span class="kbd hide-narrow" { "N" }
                        }
                    }
                    span class="chip for-reply" {
                        (small_icon(ui::channel_icon(&composer.channel))) (say.say(&format!("inbox-channel-{}", composer.channel)))
                    }
                    span class="because clip for-reply" {
                        @if let Some(because) = &composer.because { (because) }
                    }
                    span class="because clip for-note" { (say.say("inbox-note-hint")) }
                    (recipients(composer, reading))
                }
                label class="sr" for="text" { (placeholder) }
                textarea id="text" name="text" data-key="r" maxlength="200000"
                    data-reply=(composer.reply.text) data-note=(composer.note.text)
                    data-reply-saved=[composer.reply.saved_at_ms] data-note-saved=[composer.note.saved_at_ms]
                    data-placeholder-reply=(placeholder) data-placeholder-note=(say.say("inbox-note-hint"))
                    placeholder=(if noting { say.say("inbox-note-hint") } else { placeholder.clone() }) { (shown.text) }
                (files(shown, reading))
                div class="send" {
                    label class="button quiet square attach" title=(say.say("inbox-attach")) {
                        (icon("paperclip")) span class="sr" { (say.say("inbox-attach")) }
                        input type="file" name="files" multiple data-upload="/console/upload";
                    }
                    span class="faint" id="draft-state" role="status" {
                        @if shown.saved_at_ms.is_some() { (say.say("shell-draft-saved")) }
                    }
                    button type="submit" name="then" value="wait" class="button end for-reply" title=(say.say("inbox-send-wait-long")) {
                        (say.say("inbox-send-wait"))
                    }
                    button type="submit" name="then" value="keep" class="button primary for-reply" title=(say.say("inbox-send-keep-long")) {
                        (say.say("inbox-send-keep")) " " span class="caps" { (kbd("Ctrl")) (kbd("↵")) }
                    }
                    button type="submit" name="then" value="note" class="button primary end for-note" {
                        (say.say("inbox-save-note")) " " span class="caps" { (kbd("Ctrl")) (kbd("↵")) }
                    }
                }
            }
        }
    }
}

/// To, Cc and Bcc: folded, with the first address shown.
fn recipients(composer: &Composer, reading: &Reading) -> Markup {
    let say = reading.say;
    let field = |name: &'static str, key: &str, value: &str| {
        html! {
            label { span { (say.say(key)) } input class="input slim" name=(name) value=(value) autocomplete="off" inputmode="email"; }
        }
    };
    html! {
        details class="recipients for-reply" id="recipients" {
            summary class="clip" {
                span class="clip" { (say.with("inbox-to-short", &[("address", composer.to.as_str().into())])) }
                @if !composer.others.is_empty() { " +" (composer.others.len()) }
                (small_icon("chevron-down"))
            }
            div class="recipients-in" {
                (field("to", "inbox-to", &composer.to))
                (field("cc", "inbox-cc", &composer.cc))
                (field("bcc", "inbox-bcc", &composer.bcc))
                @if !composer.others.is_empty() {
                    p class="row" {
                        button type="button" class="button" data-do="reply-all" data-others=(composer.others.join(", ")) {
                            (say.with("inbox-reply-all", &[("count", (composer.others.len() + 1).into())]))
                        }
                        button type="button" class="button quiet" data-do="reply-one" {
                            (say.with("inbox-reply-one", &[("name", composer.customer.as_str().into())]))
                        }
                    }
                }
            }
        }
    }
}

/// Files named so far: each sends its name with the form.
pub fn files(draft: &Draft, reading: &Reading) -> Markup {
    html! {
        ul class="bits files" id="files" {
            @for file in &draft.files { (file_row(file, reading)) }
        }
    }
}

/// One file of a message being written; also the answer to an upload.
pub fn file_row(file: &File, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        li {
            input type="hidden" name="attachment" value=(file.name);
            (small_icon("paperclip")) span class="clip" { (file.title) }
            span class="faint" { (when::bytes(say, file.size_bytes)) }
            button type="button" class="button quiet square end" data-do="remove-file" title=(say.say("shell-remove")) {
                (small_icon("x")) span class="sr" { (say.say("shell-remove")) " " (file.title) }
            }
        }
    }
}

fn state(thread: &Thread, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        @match thread.composer.closed_door {
            Some(ClosedDoor::NoRelay) => (ui::alert("late", "triangle-alert", &say.say("inbox-no-relay"),
                say.say("inbox-no-relay-text"), None)),
            Some(ClosedDoor::NoAddress) => (ui::alert("late", "triangle-alert", &say.say("inbox-no-address"),
                say.say("inbox-no-address-text"), None)),
            None => {}
        }
        @if thread.status == Status::Closed { p class="muted closed-note" { (say.say("inbox-closed-note")) } }
        @if let Some(leaving) = &thread.leaving {
            div class="toast" role="status" id="leaving" data-until=(leaving.leaves_at_ms) {
                span { (say.with("inbox-leaving", &[("name", thread.composer.customer.as_str().into())])) }
                button type="submit" class="undo" data-key="z" formaction=(act(&thread.reference, "undo"))
                    formenctype="application/x-www-form-urlencoded" formnovalidate name="message" value=(leaving.message) {
                    (say.say("inbox-undo")) " " (kbd("Z"))
                }
            }
        }
    }
}
