//! One spine for everything that happened: messages take the full column, events one line.

use maud::{Markup, html};
use web::ui::{self, icon, small_icon};
use words::when;

use super::thread::asking;
use super::{act, carried};
use crate::console::inbox::together;
use crate::console::inbox::view::{
    Delivery, Emphasis, Entry, File, Place, Reading, Said, Side, Thread, Warning, What, same_day,
};

/// The timeline, oldest first, a divider before each day.
pub fn timeline(thread: &Thread, place: &Place, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    let mut days: Vec<&[Entry]> = Vec::new();
    let mut rest = thread.entries.as_slice();
    while let Some(first) = rest.first() {
        let end = rest
            .iter()
            .position(|entry| !same_day(entry.at_ms, first.at_ms, &reading.zone))
            .unwrap_or(rest.len());
        let (day, after) = rest.split_at(end);
        days.push(day);
        rest = after;
    }
    html! {
        div class="timeline" id="timeline" data-end data-live=(place.fragment()) tabindex="0" role="region"
            aria-label=(say.say("inbox-timeline")) {
            @if thread.cut { p class="day" id="cut" { span { (say.say("inbox-cut")) } } }
            @for day in days {
                @if let Some(first) = day.first() {
                    p class="day" id={ "day-" (first.id) } { span { (reading.day(first.at_ms)) } }
                    ol class="entries" id={ "entries-" (first.id) } {
                        @for entry in day { (one(entry, thread, place, csrf, reading)) }
                    }
                }
            }
        }
    }
}

fn one(entry: &Entry, thread: &Thread, place: &Place, csrf: &str, reading: &Reading) -> Markup {
    let time = html! {
        time datetime=(reading.iso(entry.at_ms)) { (when::time_padded(entry.at_ms, &reading.zone)) }
    };
    match &entry.what {
        What::Line(parts) => html! {
            li class="entry system" id=(entry.id) { span class="node" {} p { (line(parts)) (time) } }
        },
        What::Undoable(parts, operation) => html! {
            li class="entry system" id=(entry.id) {
                span class="node" {}
                div class="undoable" {
                    (line(parts)) " " (together::pages::undo_entry(operation, &thread.reference, place, csrf, reading)) (time)
                }
            }
        },
        What::Message(said) => {
            let (class, node) = match said.side {
                Side::Customer => ("entry", ui::channel_icon(&said.channel)),
                Side::Ours => ("entry ours", ui::channel_icon(&said.channel)),
                Side::Note => ("entry note", "lock"),
            };
            html! {
                li class=(class) id=(entry.id) {
                    span class="node" { (icon(node)) }
                    div {
                        div class="by" {
                            (byline(said, reading))
                            @if said.side != Side::Note && can_split(thread, entry) {
                                (together::pages::split_link(&said.name, &asking(thread, place, "split"), reading))
                            }
                            (time)
                        }
                        @if let Some(warning) = said.warning { (caution(warning, said, reading)) }
                        div class="said" lang=[said.language.as_deref()] { (content(said, reading)) }
                        (files(&said.files, reading))
                        (details(said, reading))
                        @if let Some(delivery) = &said.delivery { (why_not(delivery)) }
                        @if matches!(said.delivery, Some(Delivery::Failed { .. })) && said.side == Side::Ours {
                            (another_try(said, thread, place, csrf, reading))
                        }
                    }
                }
            }
        }
    }
}

/// Whether something stays when the conversation is split at this message.
fn can_split(thread: &Thread, entry: &Entry) -> bool {
    let first = thread.entries.iter().find(|other| matches!(other.what, What::Message(_)));
    thread.cut || first.is_some_and(|first| first.id != entry.id)
}

fn line(parts: &[(String, Emphasis)]) -> Markup {
    html! {
        span {
            @for (text, emphasis) in parts {
                @match emphasis {
                    Emphasis::Plain => (text),
                    Emphasis::Bold => b { (text) },
                    Emphasis::Word => span class="word" { (text) },
                }
            }
        }
    }
}

fn byline(said: &Said, reading: &Reading) -> Markup {
    let say = reading.say;
    let channel = say.say(&format!("inbox-channel-{}", said.channel));
    html! {
        b { (said.author) } " "
        @match said.side {
            Side::Note => (ui::chip("", say.say("inbox-note-chip"))),
            Side::Customer | Side::Ours => {
                span class="clip" {
                    (channel)
                    @if said.automatic { ", " (say.say("inbox-automatic")) }
                    @if let Some(from) = &said.forwarded_from {
                        ", " (say.with("inbox-forwarded", &[("from", from.into())]))
                    }
                }
            }
        }
        @if let Some(delivery) = &said.delivery { (delivered(delivery, reading)) }
    }
}

/// How far an answer got: a shape and a word.
fn delivered(delivery: &Delivery, reading: &Reading) -> Markup {
    let say = reading.say;
    match delivery {
        Delivery::Queued { .. } => ui::state("alive", say.say("inbox-delivery-queued")),
        Delivery::Retrying { attempts, .. } => {
            ui::state("soon", say.with("inbox-delivery-retrying", &[("count", (*attempts).into())]))
        }
        Delivery::Sent { at_ms } => ui::state(
            "",
            match at_ms {
                Some(at_ms) => say.with("inbox-delivery-sent-at", &[("when", reading.at(*at_ms).into())]),
                None => say.say("inbox-delivery-sent"),
            },
        ),
        Delivery::Delivered => ui::state("", say.say("inbox-delivery-delivered")),
        Delivery::Failed { .. } => ui::state("late", say.say("inbox-delivery-failed")),
        Delivery::Cancelled => ui::state("none", say.say("inbox-delivery-cancelled")),
    }
}

/// In the words of the server that did not take it.
fn why_not(delivery: &Delivery) -> Markup {
    match delivery {
        Delivery::Retrying { error: Some(error), .. } => html! { p class="server-said faint" { (error) } },
        Delivery::Failed { error: Some(error) } => html! { p class="server-said late-text" { (error) } },
        Delivery::Retrying { error: None, .. }
        | Delivery::Failed { error: None }
        | Delivery::Queued { .. }
        | Delivery::Sent { .. }
        | Delivery::Delivered
        | Delivery::Cancelled => html! {},
    }
}

/// What can be done about an answer that did not arrive: again, or to another address.
fn another_try(said: &Said, thread: &Thread, place: &Place, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    let field = format!("to-{}", said.name);
    html! {
        form class="another-try" id={ "retry-" (said.name) } method="post" action=(act(&thread.reference, "retry")) {
            (carried(csrf, place))
            input type="hidden" name="message" value=(said.name);
            p class="row wraps" {
                button type="submit" class="button" name="do" value="retry" formnovalidate {
                    (small_icon("undo-2")) (say.say("inbox-retry"))
                }
            }
            details {
                summary { (say.say("inbox-redirect")) }
                p class="row wraps" {
                    label class="sr" for=(field) { (say.say("inbox-redirect-to")) }
                    input class="input slim" type="email" id=(field) name="to" required maxlength="320" autocomplete="off"
                        placeholder=(say.say("inbox-redirect-to"));
                    button type="submit" class="button primary" name="do" value="redirect" { (say.say("inbox-redirect-act")) }
                }
            }
        }
    }
}

fn caution(warning: Warning, said: &Said, reading: &Reading) -> Markup {
    let say = reading.say;
    let address = said.address.clone().unwrap_or_default();
    let (title, text) = match warning {
        Warning::Forged => ("inbox-forged", say.with("inbox-forged-text", &[("address", address.into())])),
        Warning::Stranger => {
            ("inbox-stranger", say.with("inbox-stranger-text", &[("address", address.into())]))
        }
    };
    html! { div class="caution" { (ui::alert("soon", "triangle-alert", &say.say(title), text, None)) } }
}

fn content(said: &Said, reading: &Reading) -> Markup {
    let say = reading.say;
    html! {
        @for paragraph in paragraphs(&said.text) { p { (paragraph) } }
        @if said.text.trim().is_empty() && !said.html { p class="faint" { (say.say("inbox-no-text")) } }
        @if let Some(quoted) = &said.quoted {
            details class="quoted" id={ "quoted-" (said.name) } {
                summary { (say.say("inbox-quoted")) }
                @for paragraph in paragraphs(quoted) { p { (paragraph) } }
            }
        }
        @if said.html {
            @let body = format!("/console/message/{}/body", said.name);
            details class="as-written" id={ "html-" (said.name) } {
                summary { (say.say("inbox-as-written")) }
                iframe class="mail" title=(say.say("inbox-mail-frame")) loading="lazy" data-fit
                    sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" src=(body) name={ "frame-" (said.name) } {}
                @if said.remote_images {
                    p class="row" {
                        a class="button" href={ (body) "?images=1" } target={ "frame-" (said.name) } { (say.say("inbox-show-images")) }
                        span class="faint" { (say.say("inbox-images-held")) }
                    }
                }
            }
        }
    }
}

/// A text in paragraphs, each keeping its line breaks by style.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty())
}

fn files(files: &[File], reading: &Reading) -> Markup {
    let listed: Vec<&File> = files.iter().filter(|file| !file.inline || file.is_image()).collect();
    html! {
        @if !listed.is_empty() {
            ul class="shots" {
                @for file in listed {
                    @let href = format!("/console/attachment/{}", file.name);
                    li {
                        a class="shot" href=(href) {
                            @if file.is_image() {
                                img src={ (href) "?show=1" } alt="" loading="lazy" width="72" height="54";
                            } @else { (icon("paperclip")) }
                            span { span class="clip" { (file.title) } (when::bytes(reading.say, file.size_bytes)) }
                        }
                    }
                }
            }
        }
    }
}

/// Who else was written to, and what the checks said: on demand.
fn details(said: &Said, reading: &Reading) -> Markup {
    let say = reading.say;
    let people = [("inbox-to", &said.to), ("inbox-cc", &said.cc), ("inbox-bcc", &said.bcc)];
    let others = said.to.len() + said.cc.len() + said.bcc.len();
    let worth = said.side != Side::Note && (others > 0 || said.address.is_some());
    html! {
        @if worth {
            details class="envelope-facts" id={ "facts-" (said.name) } {
                summary {
                    (small_icon("mail"))
                    @if others > 0 { (others) }
                    span class="sr" { " " (say.say("inbox-recipients")) }
                }
                dl class="facts" {
                    @if let Some(address) = &said.address { dt { (say.say("inbox-from")) } dd class="wrap" { (address) } }
                    @for (key, list) in people {
                        @if !list.is_empty() { dt { (say.say(key)) } dd class="wrap" { (list.join(", ")) } }
                    }
                    @if !said.authentication.is_empty() {
                        dt { (say.say("inbox-checks")) }
                        dd {
                            @for (index, (check, result)) in said.authentication.iter().enumerate() {
                                @if index > 0 { ", " } (check.to_uppercase()) " " (result)
                            }
                        }
                    }
                }
            }
        }
    }
}
