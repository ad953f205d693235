//! The page: the given word first, then how far it is, then what was written.

use jiff::Timestamp;
use maud::{Markup, html};
use spine::conversation::Status;
use spine::promise::{Promise, State as Stand};
use web::shell::{self, Public};
use web::ui::{self, Ring, Size};
use words::{Arg, Say, when};

use super::{Debt, Letter, View};

pub(super) fn draw(view: &View) -> Markup {
    let say = view.say;
    let reference = &view.conversation.reference;
    let body = html! {
        main class="track" {
            (vow(view))
            div class="halves" {
                section class="card" aria-labelledby="t1" {
                    h2 id="t1" { (say.say("track-steps")) }
                    (steps(view))
                    @if let Debt::Open { promise, .. } = &view.debt { (oath(view, promise)) }
                }
                section class="card" aria-labelledby="t2" {
                    h2 id="t2" { (say.say("track-letters")) }
                    ol class="letters" { @for letter in &view.letters { (written(view, letter)) } }
                }
            }
            (base(view))
        }
    };
    shell::public(&Public {
        title: say.with("track-title", &[("reference", reference.into())]),
        say,
        company: &view.company,
        aside: html! { (say.say("track-request")) " " b { (reference) } },
        skip: ("stato", say.say("track-skip")),
        body,
        now_ms: view.now_ms,
    })
}

/// No request has this address: what may have happened, and what to do.
pub(super) fn unknown(say: Say, now_ms: i64) -> Markup {
    let body = html! {
        main class="track" {
            section class="vow" id="stato" {
                div {
                    h1 { (say.say("track-unknown")) }
                    p class="muted" { (say.say("track-unknown-text")) }
                }
            }
        }
    };
    shell::public(&Public {
        title: say.say("track-unknown"),
        say,
        company: "Riscontro",
        aside: html! {},
        skip: ("stato", say.say("track-skip")),
        body,
        now_ms,
    })
}

fn iso(at_ms: i64) -> String {
    Timestamp::from_millisecond(at_ms).unwrap_or_default().to_string()
}

/// The promise in large, with its ring.
fn vow(view: &View) -> Markup {
    let (say, now_ms, zone) = (view.say, view.now_ms, &view.zone);
    let (ring, word, more) = match &view.debt {
        Debt::Open { promise, before } if promise.due_at_ms > now_ms => {
            let by = when::by(say, promise.due_at_ms, now_ms, zone);
            let ring = Ring::open(say, promise.made_at_ms, promise.due_at_ms, now_ms);
            (ring, say.with("track-word", &[("by", by.into())]), earlier(view, promise, before.as_deref()))
        }
        Debt::Open { promise, .. } => {
            let at = when::at(say, promise.due_at_ms, now_ms, zone, when::Today::Word);
            let ring = Ring::open(say, promise.made_at_ms, promise.due_at_ms, now_ms);
            (ring, say.with("track-missed", &[("at", at.into())]), html! { (say.say("track-missed-text")) })
        }
        Debt::Answered { at_ms, promise } => {
            let at = when::at(say, *at_ms, now_ms, zone, when::Today::Word);
            (
                Ring::kept(),
                say.with("track-answered", &[("at", at.into())]),
                kept(view, *at_ms, promise.as_deref()),
            )
        }
        Debt::Nothing => {
            let key = match view.conversation.status {
                Status::Closed => "track-closed",
                Status::Open | Status::Waiting | Status::Snoozed => "track-nothing",
            };
            (Ring::quiet(), say.say(key), html! { (say.say("track-nothing-text")) })
        }
    };
    html! {
        section class="vow" id="stato" {
            (ui::ring(&ring, Size::Huge))
            div { h1 class="word" { (word) } p class="muted" { (more) } }
        }
    }
}

/// What a running promise took the place of: said by us, with the old moment struck through.
fn earlier(view: &View, promise: &Promise, before: Option<&Promise>) -> Markup {
    let (say, now_ms, zone) = (view.say, view.now_ms, &view.zone);
    let told = |promise: &Promise| when::at(say, promise.due_at_ms, now_ms, zone, when::Today::Word);
    match before {
        Some(before) if before.state == Stand::Moved => {
            let reason = before.moved_reason.clone().unwrap_or_default();
            html! { s { (told(before)) } ". " (say.with("track-moved", &[("reason", reason.into())])) }
        }
        Some(before) if before.state == Stand::Broken => {
            html! { (say.with("track-broken", &[("at", told(before).into())])) }
        }
        _ => {
            let left = when::left(say, promise.due_at_ms, now_ms);
            html! { (say.with("track-left", &[("left", left.into())])) }
        }
    }
}

fn kept(view: &View, at_ms: i64, promise: Option<&Promise>) -> Markup {
    let say = view.say;
    match promise {
        Some(promise) if promise.state == Stand::Kept && at_ms <= promise.original_due_at_ms => {
            let left = when::left(say, promise.original_due_at_ms, at_ms);
            html! { (say.with("track-kept", &[("left", left.into())])) }
        }
        _ => html! { (say.say("track-answered-text")) },
    }
}

/// How far a step is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Far {
    Done,
    Now,
    Ahead,
}

fn steps(view: &View) -> Markup {
    let (say, now_ms, zone) = (view.say, view.now_ms, &view.zone);
    let received_ms = view.conversation.created_at_ms;
    let answered_ms = match &view.debt {
        Debt::Answered { at_ms, .. } => Some(*at_ms),
        Debt::Open { .. } | Debt::Nothing => None,
    };
    let entrusted = match &view.owner {
        Some(owner) => say.with("track-entrusted-to", &[("name", owner.into())]),
        None => say.say("track-entrusted-nobody"),
    };
    let promised = match &view.debt {
        Debt::Open { promise, .. } => Some((promise.due_at_ms, promise.made_at_ms)),
        Debt::Answered { promise: Some(promise), .. } => Some((promise.due_at_ms, promise.made_at_ms)),
        Debt::Answered { promise: None, .. } | Debt::Nothing => None,
    };
    let step = |far: Far, key: &str, text: Markup, at_ms: Option<i64>| {
        let class = match far {
            Far::Done => "done",
            Far::Now => "now",
            Far::Ahead => "",
        };
        html! {
            li class=[(!class.is_empty()).then_some(class)] aria-current=[(far == Far::Now).then_some("step")] {
                span class="stop" { @if far == Far::Done { (ui::small_icon("check")) } }
                div { b { (say.say(key)) } p { (text) } }
                @if let Some(at_ms) = at_ms { (ui::time(&iso(at_ms), &when::day_time(say, at_ms, now_ms, zone))) }
            }
        }
    };
    let running = matches!(view.debt, Debt::Open { .. });
    html! {
        ol class="parcel" {
            (step(Far::Done, "track-received", html! { (say.say("track-received-text")) }, Some(received_ms)))
            (step(if view.owner.is_some() { Far::Done } else { Far::Ahead }, "track-entrusted", html! { (entrusted) }, None))
            @if let Some((due_ms, made_ms)) = promised {
                @let by = say.with("track-by", &[("by", when::by(say, due_ms, now_ms, zone).into())]);
                (step(if running { Far::Now } else { Far::Done }, "track-promised", html! { (ui::word(&by)) }, Some(made_ms)))
            }
            (step(if answered_ms.is_some() { Far::Done } else { Far::Ahead }, "track-answer", html! { (say.say("track-answer-text")) }, answered_ms))
        }
    }
}

/// What happens if the moment passes.
fn oath(view: &View, promise: &Promise) -> Markup {
    let (say, now_ms) = (view.say, view.now_ms);
    if promise.due_at_ms <= now_ms {
        return html! {};
    }
    let at = when::at(say, promise.due_at_ms, now_ms, &view.zone, when::Today::Word);
    html! {
        p class="oath" { (ui::icon("shield-check")) span { (say.with("track-oath", &[("at", at.into())])) } }
    }
}

fn written(view: &View, letter: &Letter) -> Markup {
    let say = view.say;
    let who = match (&letter.name, letter.ours) {
        (Some(name), true) => name.clone(),
        (None, true) => view.company.clone(),
        (_, false) => say.say("track-you"),
    };
    html! {
        li class=[letter.ours.then_some("ours")] {
            p class="row" {
                b { (who) }
                span class="muted end" { (ui::time(&iso(letter.at_ms), &when::day_time(say, letter.at_ms, view.now_ms, &view.zone))) }
            }
            div class="said" {
                @for paragraph in letter.text.trim().split("\n\n") { p { @for line in paragraph.lines() { (line) br; } } }
            }
            @for file in &letter.files { p class="row muted" { (ui::small_icon("paperclip")) span class="wrap" { (file) } } }
        }
    }
}

/// A person, always one step away.
fn base(view: &View) -> Markup {
    let say = view.say;
    let reference: Arg = (&view.conversation.reference).into();
    html! {
        p class="base" {
            @match &view.address {
                Some(address) => {
                    @let subject: String = form_urlencoded::byte_serialize(format!("[#{}]", view.conversation.reference).as_bytes()).collect();
                    (say.say("track-add")) " "
                    a href={ "mailto:" (address) "?subject=" (subject) } { (address) } ". "
                }
                None => { (say.with("track-add-reference", &[("reference", reference)])) " " }
            }
            @if let Some(phone) = &view.phone {
                @let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
                (say.say("track-phone")) " " a href={ "tel:" (digits) } { (phone) } "."
            }
        }
    }
}
