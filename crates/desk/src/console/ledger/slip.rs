//! One arrival opened: who and when, what it says, what was odd about it, and what a person can decide.

use db::Tx;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use serde_json::Value;
use spine::inbox;
use spine::intake::{Arrival, Verdict};
use web::form;
use web::ui;
use words::{Say, when};

use super::pages::{code, fate, here, sender, subject, why};
use super::{Bytes, Opened, STRANGER, View, local_day};
use crate::fault::Fault;
use crate::session::Agent;

/// Characters of the text shown.
const EXCERPT_CHARS: usize = 1_200;
/// Oddities shown.
const ODDITIES_MAX: usize = 20;

/// What the sender of an arrival would be told if it became a conversation now.
pub(super) fn would_be_told(tx: &mut Tx<'_>, arrival: &Arrival) -> Result<Option<String>, Fault> {
    if matches!(arrival.verdict, Verdict::Owed | Verdict::Duplicate) {
        return Ok(None);
    }
    let now_ms = tx.now_ms();
    let inbox = inbox::find(tx, arrival.inbox_id)?;
    let due_ms = inbox.hours.due(now_ms, inbox.targets.first_reply_minutes(STRANGER));
    let say = Say::new(inbox.language, inbox.register);
    Ok(due_ms.map(|due_ms| format!("{}.", when::promise(say, due_ms, now_ms, inbox.hours.timezone()))))
}

pub(super) fn draw(agent: &Agent, view: &View, opened: &Opened) -> Markup {
    let say = agent.say;
    html! {
        aside class="profile slip" id="arrivo" data-live=(here(view)) aria-labelledby="s0" {
            section {
                (head(say, view, opened))
                h2 id="s0" { (subject(say, &opened.line)) }
                (facts(say, view, opened))
            }
            (decision(agent, view, opened))
            (excerpt(say, opened))
            (oddities(say, &opened.arrival))
            (tries(say, view, opened))
        }
    }
}

fn head(say: Say, view: &View, opened: &Opened) -> Markup {
    let (before, after) = &opened.neighbours;
    let step = |to: &Option<String>, icon: &str, key: &str| {
        html! {
            @if let Some(oid) = to {
                a class="button quiet square" href=(view.filter.open(oid)) title=(say.say(key)) {
                    (ui::icon(icon)) span class="sr" { (say.say(key)) }
                }
            }
        }
    };
    html! {
        a class="back" href=(view.filter.link()) { (ui::icon("chevron-left")) (say.say("ledger-back")) }
        div class="row" {
            (fate(say, view, &opened.line))
            span class="row end" {
                (step(before, "chevron-left", "ledger-previous"))
                (step(after, "chevron-right", "ledger-following"))
            }
        }
    }
}

fn facts(say: Say, view: &View, opened: &Opened) -> Markup {
    let arrival = &opened.arrival;
    let files = opened.readable.files.len();
    html! {
        dl class="facts" {
            dt { (say.say("ledger-from")) }
            dd { @if let Some(name) = arrival.from_name.as_ref().filter(|name| **name != arrival.sender) { (name) " " } span class="muted" { (sender(say, &opened.line)) } }
            dt { (say.say("ledger-to")) } dd { (arrival.recipient) }
            dt { (say.say("ledger-arrived")) }
            dd { (when::day_time(say, arrival.received_at_ms, view.now_ms, &view.zone)) }
            dt { (say.say("ledger-weight")) }
            dd { (say.with("ledger-weight-files", &[("size", when::bytes(say, arrival.size_bytes).into()), ("count", files.into())])) }
            dt { (say.say("ledger-verdict")) } dd { (why(say, &opened.line)) }
            @if let Some(conversation) = &opened.line.conversation {
                dt { (say.say("ledger-conversation")) } dd { (code(conversation)) }
            }
            (authentication(say, arrival))
        }
    }
}

/// Whether the sender is who they say, by what SPF, DKIM and DMARC said.
fn authentication(say: Say, arrival: &Arrival) -> Markup {
    let Some(checked) =
        arrival.authentication.as_deref().and_then(|json| serde_json::from_str::<Value>(json).ok())
    else {
        return html! {};
    };
    let of = |name: &str| checked[name].as_str().unwrap_or("none").to_owned();
    let (spf, dkim, dmarc) = (of("spf"), of("dkim"), of("dmarc"));
    let (kind, key) = match dmarc.as_str() {
        "pass" => ("", "ledger-genuine"),
        "fail" => ("late", "ledger-forged"),
        _ => ("none", "ledger-genuine-unknown"),
    };
    html! {
        dt { (say.say("ledger-is-it-them")) }
        dd { (ui::state(kind, say.say(key))) " " span class="muted" { "SPF " (spf) ", DKIM " (dkim) ", DMARC " (dmarc) } }
    }
}

fn decision(agent: &Agent, view: &View, opened: &Opened) -> Markup {
    let (say, arrival) = (agent.say, &opened.arrival);
    let act = |verb: &str, kind: &str, key: &str| {
        html! {
            form method="post" action={ "/console/ledger/" (Kind::Arrival.name(&arrival.oid)) "/" (verb) } {
                (form::csrf(agent.csrf()))
                input type="hidden" name="back" value=(view.filter.query());
                (ui::submit(kind, &say.say(key)))
            }
        }
    };
    // Without its bytes nobody can read it again.
    let may = agent.may(Permission::DecideArrivals) && !matches!(opened.bytes, Bytes::GoneSince(_));
    let who = arrival.from_name.clone().unwrap_or_else(|| sender(say, &opened.line));
    html! {
        section {
            @if arrival.verdict == Verdict::Stuck {
                (ui::alert("late", "triangle-alert", &say.say("ledger-unread-title"),
                    say.with("ledger-unread-text", &[("who", (&who).into())]), None))
            }
            div class="row acts" {
                @if may {
                    @match arrival.verdict {
                        Verdict::Stuck => {
                            (act("take-up", "primary", "ledger-take-up")) (act("retry", "", "ledger-retry")) (act("spam", "", "ledger-is-spam"))
                        }
                        Verdict::Spam => (act("take-up", "primary", "ledger-not-spam")),
                        Verdict::NoAnswerOwed => {
                            @if opened.line.conversation.is_none() { (act("take-up", "", "ledger-take-up")) (act("spam", "", "ledger-is-spam")) }
                        }
                        Verdict::Waiting | Verdict::Owed | Verdict::Duplicate => {}
                    }
                }
                (download(say, view, opened))
            }
            @if let Some(promise) = opened.promise.as_ref().filter(|_| may && arrival.verdict != Verdict::Waiting && opened.line.conversation.is_none()) {
                p class="muted" { (say.with("ledger-would-read", &[("who", who.into())])) " " (ui::word(promise)) }
            }
        }
    }
}

/// The bytes as they came, and until when; disabled once they are gone.
fn download(say: Say, view: &View, opened: &Opened) -> Markup {
    let day = |at_ms: i64| when::day(say, local_day(at_ms, &view.zone), view.today);
    let raw = format!("/console/ledger/{}/raw", Kind::Arrival.name(&opened.arrival.oid));
    let link = html! {
        a class="button" href=(raw) title=(say.say("ledger-raw-title")) { (say.say("ledger-raw")) }
    };
    match opened.bytes {
        Bytes::Kept => link,
        Bytes::KeptUntil(until_ms) => html! {
            (link) span class="faint" { (say.with("keeping-bytes-until", &[("day", day(until_ms).into())])) }
        },
        Bytes::GoneSince(gone_ms) => html! {
            button type="button" class="button" disabled aria-describedby="bytes" { (say.say("ledger-raw")) }
            span class="faint" id="bytes" { (say.with("keeping-bytes-until", &[("day", day(gone_ms).into())])) }
        },
    }
}

fn excerpt(say: Say, opened: &Opened) -> Markup {
    let shown: String = opened.readable.text.trim().chars().take(EXCERPT_CHARS).collect();
    let cut = shown.len() < opened.readable.text.trim().len();
    html! {
        section aria-labelledby="s1" {
            h3 id="s1" { (say.say("ledger-readable")) }
            @if shown.is_empty() {
                @let gone = matches!(opened.bytes, Bytes::GoneSince(_));
                p class="muted" { (say.say(if gone { "keeping-text-gone" } else { "ledger-no-text" })) }
            } @else {
                blockquote class="excerpt" {
                    @for paragraph in shown.split("\n\n") { p { @for line in paragraph.lines() { (line) br; } } }
                    @if cut { p class="faint" { "…" } }
                }
            }
            @if !opened.readable.files.is_empty() {
                ul class="bits" {
                    @for (name, bytes) in &opened.readable.files {
                        li { (ui::small_icon("paperclip")) span class="clip" { (name) } span class="faint end" { (when::bytes(say, *bytes)) } }
                    }
                }
            }
        }
    }
}

fn oddities(say: Say, arrival: &Arrival) -> Markup {
    let list: Vec<Value> = serde_json::from_str(&arrival.oddities).unwrap_or_default();
    if list.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="s2" {
            h3 id="s2" { (say.say("ledger-oddities")) " " span class="count" { (list.len()) } }
            ul class="oddities" {
                @for oddity in list.iter().take(ODDITIES_MAX) {
                    @let kind = oddity["kind"].as_str().unwrap_or_default();
                    @let detail = oddity["detail"].as_str().unwrap_or_default();
                    li {
                        b { (named(say, kind)) }
                        @if !detail.is_empty() { p lang="en" { (detail) } }
                    }
                }
            }
        }
    }
}

/// An oddity in words; its own name when we have none.
fn named(say: Say, kind: &str) -> String {
    let key = format!("ledger-oddity-{}", kind.replace('_', "-"));
    say.known(&key, &[]).unwrap_or_else(|| kind.to_owned())
}

fn tries(say: Say, view: &View, opened: &Opened) -> Markup {
    let arrival = &opened.arrival;
    html! {
        section aria-labelledby="s3" {
            h3 id="s3" { (say.say("ledger-tries")) " " span class="count" { (arrival.attempts) } }
            @if let Some(at_ms) = arrival.settled_at_ms {
                p class="muted" { (say.with("ledger-settled", &[("when", when::day_time(say, at_ms, view.now_ms, &view.zone).into())])) }
            }
            details class="copyable" {
                summary { (say.say("ledger-technical")) }
                p {
                    code {
                        (Kind::Arrival.name(&arrival.oid)) " · sha256 " (arrival.sha256)
                        @if !arrival.remote.is_empty() { " · " (arrival.remote) }
                        @if !arrival.helo.is_empty() { " · helo " (arrival.helo) }
                        @if let Some(reason) = &arrival.reason { " · " (reason.said(say)) }
                    }
                }
            }
        }
    }
}
