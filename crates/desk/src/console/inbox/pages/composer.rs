//! Where the answer is written.

use maud::{Markup, html};
use web::ui::{self, icon, kbd, small_icon};
use words::when;

use super::{act, carried};
use crate::console::complaints;
use crate::console::inbox::view::{ClosedDoor, Composer, Draft, File, Place, Reading, Status, Thread, Writing};
use crate::console::inbox::writing::{News, Waiting};

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
            data-draft=(act(&thread.reference, "draft")) data-canned=(act(&thread.reference, "canned"))
            data-name=(thread.name) data-sending=(say.say("composer-sending")) data-unsent=(say.say("composer-unsent"))
            data-retry=(say.say("inbox-retry")) {
            (carried(csrf, place))
            div id="composer-state" data-live=(place.fragment()) { (state(thread, reading)) }
            p class="composer-problem late-text" id="composer-problem" role="alert" {
                @if let Some(problem) = &composer.problem { (problem) }
            }
            div id="composer-news" data-keep {
                @if let Some(told) = &composer.writing.news { (news(told, reading)) }
            }
            div class="box" data-keep {
                input type="hidden" name="seen" value=(composer.writing.seen_seq);
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
                (tools(say, Canned::Offered))
                label class="sr" for="text" { (placeholder) }
                textarea id="text" name="text" data-key="r" maxlength="200000" data-rich
                    data-reply=(composer.reply.text) data-note=(composer.note.text) data-html=(composer.reply.html)
                    data-reply-saved=[composer.reply.saved_at_ms] data-note-saved=[composer.note.saved_at_ms]
                    data-placeholder-reply=(placeholder) data-placeholder-note=(say.say("inbox-note-hint"))
                    placeholder=(if noting { say.say("inbox-note-hint") } else { placeholder.clone() }) { (shown.text) }
                div id="canned-list" class="canned-list" hidden {}
                (files(shown, reading))
                div id="heard" class="for-reply only-script" {
                    @if let Some(due_at_ms) = composer.writing.heard_ms { (heard(due_at_ms, reading)) }
                }
                (signature(&composer.writing, reading))
                (complaints::tick(&thread.complaint, reading))
                div class="send" {
                    (attach(composer.writing.bytes_max, reading))
                    button type="button" class="button quiet square only-script for-reply" data-do="canned"
                        title=(say.say("composer-canned")) {
                        (icon("zap")) span class="sr" { (say.say("composer-canned")) }
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
                    (other_ways(&composer.writing, reading))
                    button type="submit" name="then" value="note" class="button primary end for-note" {
                        (say.say("inbox-save-note")) " " span class="caps" { (kbd("Ctrl")) (kbd("↵")) }
                    }
                }
            }
        }
    }
}

/// Whether canned answers can be put into the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Canned {
    Offered,
    Not,
}

/// What gives a text its form; only where scripts run, without them a text is plain.
pub fn tools(say: words::Say, canned: Canned) -> Markup {
    let tool = |what: &str, key: &str, face: Markup, keys: Option<&str>| {
        html! {
            button type="button" class="button quiet tool" data-edit=(what) aria-pressed="false" title=(say.say(key)) aria-keyshortcuts=[keys] {
                span aria-hidden="true" { (face) } span class="sr" { (say.say(key)) }
            }
        }
    };
    html! {
        div class="tools only-script for-reply" role="toolbar" aria-label=(say.say("composer-tools")) {
            (tool("bold", "composer-bold", html! { b { "B" } }, Some("Control+B")))
            (tool("italic", "composer-italic", html! { i { "I" } }, Some("Control+I")))
            (tool("list", "composer-list", html! { "•" }, None))
            (tool("numbered", "composer-numbered", html! { "1." }, None))
            (tool("quote", "composer-quote", html! { "“" }, None))
            (tool("link", "composer-link", html! { u { "a" } }, Some("Control+K")))
            span class="link-field" hidden {
                label { span class="sr" { (say.say("composer-link-address")) }
                    input class="input slim" type="text" inputmode="url" placeholder="https://" autocomplete="off" data-link;
                }
                button type="button" class="button" data-do="set-link" { (say.say("composer-link-set")) }
                button type="button" class="button quiet" data-do="drop-link" { (say.say("composer-link-drop")) }
            }
            @if canned == Canned::Offered { span class="faint clip end hide-narrow" { (say.say("composer-canned-hint")) } }
        }
    }
}

/// Files: the limit is said before anything is chosen.
pub fn attach(bytes_max: i64, reading: &Reading) -> Markup {
    let say = reading.say;
    let size = when::bytes(say, bytes_max);
    let limit = say.with("composer-limit", &[("size", size.as_str().into())]);
    html! {
        label class="button quiet square attach" title=(format!("{}. {limit}", say.say("inbox-attach"))) {
            (icon("paperclip")) span class="sr" { (say.say("inbox-attach")) ". " (limit) }
            input type="file" name="files" multiple data-upload="/console/upload" data-max=(bytes_max) data-max-files="50"
                data-limit=(limit) data-drop=(say.say("composer-drop"))
                data-too-large=(say.with("composer-too-large", &[("size", size.as_str().into())]))
                data-too-many=(say.with("composer-too-many", &[("count", 50.into())]));
        }
    }
}

fn signature(writing: &Writing, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        @if let Some(signature) = &writing.signature {
            details class="signature for-reply" id="signature" {
                summary { (say.say("composer-signature")) }
                p class="lines" { (signature) }
                p { a href="/console/me#firma" { (say.say("composer-signature-edit")) } }
            }
        }
    }
}

/// Send and close, and the moments to leave later at.
fn other_ways(writing: &Writing, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        details class="menu up for-reply" id="other-ways" {
            summary class="button square" title=(say.say("composer-more")) {
                (icon("chevron-down")) span class="sr" { (say.say("composer-more")) }
            }
            ul class="list" {
                li {
                    button type="submit" name="then" value="close" title=(say.say("composer-send-close-long")) {
                        (small_icon("check")) (say.say("composer-send-close"))
                    }
                }
                li class="group faint" { (say.say("composer-schedule")) }
                @for (key, moment) in &writing.moments {
                    li {
                        button type="submit" name="then" value={ "at:" (moment.value) } {
                            (small_icon("timer"))
                            (say.with("composer-moment", &[("name", say.say(key).into()), ("when", reading.day_time(moment.at_ms).into())]))
                        }
                    }
                }
                li class="chosen" {
                    label { span class="sr" { (say.say("composer-schedule-at")) }
                        input class="input slim" type="datetime-local" name="at" min=(writing.earliest);
                    }
                    button type="submit" class="button" name="then" value="schedule" { (say.say("composer-schedule-act")) }
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
                span class="clip" {
                    @if composer.to.is_empty() && composer.channel == "page" { (say.say("composer-to-page")) }
                    @else { (say.with("inbox-to-short", &[("address", composer.to.as_str().into())])) }
                }
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

/// Files named so far: each sends its name with the form. Pictures within the text are not listed.
pub fn files(draft: &Draft, reading: &Reading) -> Markup {
    let within = |file: &&File| !draft.html.contains(&format!("cid:{}@", file.name));
    html! {
        ul class="bits files" id="files" {
            @for file in draft.files.iter().filter(within) { (file_row(file, reading)) }
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
        @if thread.status == Status::Closed {
            p class="muted closed-note" {
                (say.say(if thread.leaving.is_some() { "composer-closes-with" } else { "inbox-closed-note" }))
            }
        }
        @for waiting in &thread.composer.writing.waiting { (leaves_later(waiting, thread, reading)) }
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

/// An answer that leaves later, or that was stopped.
fn leaves_later(waiting: &Waiting, thread: &Thread, reading: &Reading) -> Markup {
    let say = reading.say;
    let when = reading.at(waiting.leaves_at_ms);
    let title = match (&waiting.held, waiting.mine) {
        (Some(_), _) => say.say("composer-held"),
        (None, true) => say.with("composer-scheduled", &[("when", when.into())]),
        (None, false) => {
            say.with("composer-scheduled-of", &[("name", waiting.who.as_str().into()), ("when", when.into())])
        }
    };
    let to = act(&thread.reference, "scheduled");
    let button = |what: &str, key: &str| {
        html! {
            button type="submit" class="button" formaction={ (to) "?do=" (what) } formnovalidate
                formenctype="application/x-www-form-urlencoded" name="scheduled" value={ (waiting.name) } data-later=(what) {
                (say.say(key))
            }
        }
    };
    html! {
        div class={ "alert " (if waiting.held.is_some() { "late" } else { "soon" }) } id=(waiting.name.replace('_', "-")) {
            (icon(if waiting.held.is_some() { "triangle-alert" } else { "timer" }))
            div {
                b { (title) }
                p { @if let Some(why) = &waiting.held { (say.say(why)) " " } span class="excerpt" { (waiting.text) } }
                (along(waiting, reading))
                p class="row" {
                    (button("edit", "composer-scheduled-edit"))
                    (button("cancel", "composer-scheduled-cancel"))
                }
            }
        }
    }
}

/// The word that leaves with an answer.
pub fn along(waiting: &Waiting, reading: &Reading) -> Markup {
    html! {
        @if let Some(due_ms) = waiting.promised_ms {
            p class="along" { (small_icon("timer")) " " span class="word" { (reading.say.with("composer-scheduled-word", &[("by", reading.by(due_ms).into())])) } }
        }
    }
}

/// What came while an answer was being written; nothing leaves until it has been seen.
pub fn news(news: &News, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        div class="alert soon" id="unseen" role="alertdialog" aria-labelledby="unseen-title" tabindex="-1" {
            (icon("triangle-alert"))
            div {
                b id="unseen-title" { (say.say("composer-news")) }
                p { (say.say("composer-news-text")) }
                ul class="unseen" {
                    @for message in &news.messages {
                        li {
                            b {
                                @if message.by_customer { (say.with("composer-news-customer", &[("name", message.who.as_str().into())])) }
                                @else { (message.who) }
                            }
                            " " span class="faint" { (reading.at(message.at_ms)) }
                            p { (message.text) }
                        }
                    }
                }
                input type="hidden" name="then-anyway" value=(news.then);
                p class="row" {
                    button type="submit" class="button" name="anyway" value=(news.seq) { (say.say("composer-news-anyway")) }
                    button type="button" class="button quiet only-script" data-do="news-edit" data-seq=(news.seq) {
                        (say.say("composer-news-edit"))
                    }
                }
            }
        }
    }
}

/// The word heard in an answer, offered as a promise.
pub fn heard(due_at_ms: i64, reading: &Reading) -> Markup {
    let say = reading.say;
    let by = |key: &str| say.with(key, &[("by", reading.by(due_at_ms).into())]);
    html! {
        p class="heard" role="status" data-due=(due_at_ms) {
            span class="asked" {
                (small_icon("timer")) b { (by("composer-word-heard")) }
                button type="button" class="button" data-do="take-word" { (say.say("composer-word-take")) }
                button type="button" class="button quiet" data-do="leave-word" { (say.say("composer-word-leave")) }
            }
            span class="given" hidden {
                (small_icon("circle-check")) b { (by("composer-word-given")) }
                button type="button" class="button quiet" data-do="drop-word" { (say.say("composer-word-drop")) }
            }
        }
    }
}

/// Canned answers found, each with the text it puts in.
pub fn canned_found(found: &[(spine::canned::Canned, String)], say: words::Say) -> Markup {
    html! {
        p class="sr" role="status" {
            (say.with("composer-canned-found", &[("count", found.len().into())]))
        }
        @if found.is_empty() { p class="faint" { (say.say("composer-canned-none")) } }
        ul role="listbox" id="canned-options" aria-label=(say.say("composer-canned")) {
            @for (canned, filled) in found {
                @let name = kernel::id::Kind::Canned.name(&canned.oid);
                li role="option" id={ "option-" (name.replace('_', "-")) } aria-selected="false" data-canned=(name) data-html=(filled) {
                    b class="clip" { (canned.title) }
                    @if !canned.shortcut.is_empty() { span class="kbd" { "/" (canned.shortcut) } }
                    span class="why clip" { (wire::plain::text_of(filled).replace('\n', " ").chars().take(120).collect::<String>()) }
                }
            }
        }
    }
}
