//! The page: the given word first, then how far it is, then what was written, then what its customer can do.

use jiff::Timestamp;
use maud::{Markup, html};
use spine::complaint::State as Complains;
use spine::conversation::Status;
use spine::preference::Way;
use spine::promise::{Promise, State as Stand};
use web::shell::{self, Public};
use web::ui::{self, Ring, Size};
use words::{Say, when};

use super::{Debt, Letter, View};
use super::{call, complaint};
use crate::public::form::page::phone_link;

/// Words the page confirms an act with.
const DONE: [&str; 11] = [
    "added",
    "way",
    "call",
    "call-moved",
    "call-cancelled",
    "closed",
    "reopened",
    "rated",
    "complaint",
    "solved",
    "unsolved",
];

pub(super) fn draw(view: &View) -> Markup {
    let say = view.say;
    let reference = &view.conversation.reference;
    let body = html! {
        main class="track" data-track {
            (done(view))
            (vow(view))
            div class="halves" {
                div class="stack" {
                    section class="card" aria-labelledby="t1" id="passi" {
                        h2 id="t1" { (say.say("track-steps")) }
                        (steps(view))
                        @if let Debt::Open { promise, .. } = &view.debt { (oath(view, promise)) }
                    }
                    section class="card" aria-labelledby="t2" id="lettere" {
                        h2 id="t2" { (say.say("track-letters")) }
                        ol class="letters" { @for letter in &view.letters { (written(view, letter)) } }
                    }
                }
                div class="stack" {
                    (rating(view))
                    (complaint::section(view))
                    (ways(view))
                    (call::section(view))
                    (add(view))
                }
            }
            (base(view))
        }
        script type="module" src=(web::assets::url("js/track.js")) {}
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
    bare(say, "track-unknown", html! { p class="muted" { (say.say("track-unknown-text")) } }, now_ms)
}

/// The request was closed so long ago that its page is gone: a new one begins here.
pub(super) fn expired(say: Say, inbox_key: &str, now_ms: i64) -> Markup {
    let more = html! {
        p class="muted" { (say.say("track-expired-text")) }
        p { a class="button primary" href={ "/forms/" (inbox_key) } { (say.say("track-write-again")) } }
    };
    bare(say, "track-expired", more, now_ms)
}

fn bare(say: Say, key: &str, more: Markup, now_ms: i64) -> Markup {
    let body = html! {
        main class="track" {
            section class="vow" id="stato" { div class="stack" { h1 { (say.say(key)) } (more) } }
        }
    };
    shell::public(&Public {
        title: say.say(key),
        say,
        company: "Riscontro",
        aside: html! {},
        skip: ("stato", say.say("track-skip")),
        body,
        now_ms,
    })
}

pub(super) fn iso(at_ms: i64) -> String {
    Timestamp::from_millisecond(at_ms).unwrap_or_default().to_string()
}

/// What was just done, or what could not be.
fn done(view: &View) -> Markup {
    let say = view.say;
    let word = view.asked.get("done");
    let faults: Vec<&str> = view.wrong.all().map(|(_, sentence)| sentence).collect();
    html! {
        @if !faults.is_empty() {
            div id="fatto" class="alert late" role="alert" tabindex="-1" autofocus {
                (ui::icon("triangle-alert")) div { b { (say.say("track-not-done")) } p { (faults.join(" ")) } }
            }
        } @else if DONE.contains(&word) {
            div id="fatto" class="alert done" role="status" tabindex="-1" {
                (ui::icon("circle-check")) div { b { (say.say(&format!("track-done-{word}"))) } }
            }
        }
    }
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
        section class="vow" id="stato" aria-live="polite" {
            (ui::ring(&ring, Size::Huge))
            div { h1 class="word" { (word) } p class="muted" { (more) } }
        }
    }
}

/// What a running promise took the place of: said by us, with the old moment struck through, and who has it now.
fn earlier(view: &View, promise: &Promise, before: Option<&Promise>) -> Markup {
    let (say, now_ms, zone) = (view.say, view.now_ms, &view.zone);
    let told = |promise: &Promise| when::at(say, promise.due_at_ms, now_ms, zone, when::Today::Word);
    match before {
        Some(before) if before.state == Stand::Moved => {
            let reason = before.moved_reason.clone().unwrap_or_default();
            html! { s { (told(before)) } ". " (say.with("track-moved", &[("reason", reason.into())])) }
        }
        Some(before) if before.state == Stand::Broken => html! {
            (say.with("track-broken", &[("at", told(before).into())]))
            @if let Some(owner) = &view.owner { " " (say.with("track-broken-owner", &[("name", owner.into())])) }
        },
        _ => {
            let left = when::left(say, promise.due_at_ms, now_ms);
            html! {
                (say.with("track-left", &[("left", left.into()), ("way", way(view).into())]))
                @if let Some(still) = view.still.filter(|still| still.until_ms <= promise.due_at_ms) {
                    br; (say.with("track-still", &[("ahead", still.ahead.into()), ("by", when::by(say, still.until_ms, now_ms, zone).into())]))
                }
            }
        }
    }
}

/// The way the answer comes by.
fn way(view: &View) -> &'static str {
    let known = view.own_email.as_ref().map(|_| Way::Email);
    view.way.or(known).unwrap_or(Way::Page).name()
}

/// The way the last answer went.
fn answered(view: &View) -> &'static str {
    let last = view.letters.iter().rev().find(|letter| letter.ours);
    if last.is_some_and(|letter| letter.mailed) { Way::Email.name() } else { Way::Page.name() }
}

fn kept(view: &View, at_ms: i64, promise: Option<&Promise>) -> Markup {
    let say = view.say;
    match promise {
        Some(promise) if promise.state == Stand::Kept && at_ms <= promise.original_due_at_ms => {
            let left = when::left(say, promise.original_due_at_ms, at_ms);
            html! { (say.with("track-kept", &[("left", left.into()), ("way", answered(view).into())])) }
        }
        _ => html! { (say.with("track-answered-text", &[("way", answered(view).into())])) },
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
    let first = view.owner.as_deref().and_then(|owner| owner.split_whitespace().next());
    let entrusted = match first {
        Some(owner) => say.with("track-entrusted-to", &[("name", owner.into())]),
        None => say.say("track-entrusted-nobody"),
    };
    let promised = match &view.debt {
        Debt::Open { promise, .. } => Some((promise.due_at_ms, promise.made_at_ms)),
        Debt::Answered { promise: Some(promise), .. } => Some((promise.due_at_ms, promise.made_at_ms)),
        Debt::Answered { promise: None, .. } | Debt::Nothing => None,
    };
    let closed_ms = view.conversation.closed_at_ms.filter(|_| view.conversation.status == Status::Closed);
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
    let coming = if answered_ms.is_some() { answered(view) } else { way(view) };
    let running = matches!(view.debt, Debt::Open { .. });
    html! {
        ol class="parcel" {
            (step(Far::Done, "track-received", html! { (say.say("track-received-text")) }, Some(received_ms)))
            @if !view.conversation.subject.trim().is_empty() {
                (step(Far::Done, "track-understood", html! {
                    (view.conversation.subject) " "
                    a href=(act(view, "correct")) { (say.say("track-not-so")) }
                }, Some(received_ms)))
            }
            (step(if first.is_some() { Far::Done } else { Far::Ahead }, "track-entrusted", html! { (entrusted) }, None))
            @if let Some((due_ms, made_ms)) = promised {
                @let by = say.with("track-by", &[("by", when::by(say, due_ms, now_ms, zone).into())]);
                (step(if running { Far::Now } else { Far::Done }, "track-promised", html! { (ui::word(&by)) }, Some(made_ms)))
            }
            (step(if answered_ms.is_some() { Far::Done } else { Far::Ahead }, "track-answer", html! { (say.with("track-answer-text", &[("way", coming.into())])) }, answered_ms))
            @if let Some(closed_ms) = closed_ms {
                (step(Far::Done, "track-closed", html! { (say.with("track-closed-until", &[("days", view.track_days.into())])) }, Some(closed_ms)))
            }
        }
    }
}

/// What happens if the moment passes.
fn oath(view: &View, promise: &Promise) -> Markup {
    let (say, now_ms) = (view.say, view.now_ms);
    if promise.due_at_ms <= now_ms {
        return html! {};
    }
    let at = when::due_at(say, promise.due_at_ms, now_ms, &view.zone);
    html! { p class="oath" { (ui::icon("shield-check")) span { (say.with("track-oath", &[("at", at.into())])) } } }
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
            @for file in &letter.files {
                p class="row" {
                    (ui::small_icon("paperclip"))
                    a class="wrap" href={ "/r/" (view.conversation.track_token) "/files/" (file.name) } download=(file.title) { (file.title) }
                    span class="muted nowrap" { (when::bytes(say, file.size_bytes)) }
                }
            }
        }
    }
}

/// Where a form of this page goes.
pub(super) fn act(view: &View, what: &str) -> String {
    format!("/r/{}/{what}", view.conversation.track_token)
}

/// How the customer wants the answer, when there is a choice.
fn ways(view: &View) -> Markup {
    let say = view.say;
    if view.conversation.status == Status::Closed {
        return html! {};
    }
    let email =
        view.own_email.as_deref().map(|email| ("email", "mail", say.say("track-way-email"), email.to_owned()));
    let phone = view
        .tracking
        .phone
        .as_deref()
        .map(|phone| ("phone", "phone", say.say("track-way-phone"), call::masked(phone)));
    let page = ("page", "eye", say.say("track-way-page"), String::new());
    let ways: Vec<_> = email.into_iter().chain(phone).chain([page]).collect();
    let chosen = view.way.map_or(ways[0].0, |way| way.name());
    html! {
        section class="card" aria-labelledby="t4" id="dove" {
            h2 id="t4" { (say.say("track-ways")) }
            form class="ways-list" method="post" action=(act(view, "way")) data-choose {
                fieldset {
                    legend class="sr" { (say.say("track-ways")) }
                    @for (name, icon, title, more) in &ways {
                        label class="pick" {
                            input type="radio" name="way" value=(name) checked[*name == chosen];
                            (ui::icon(icon)) span { b { (title) } } span class="end muted wrap" { (more) }
                        }
                    }
                }
                button type="submit" class="button" { (say.say("track-way-choose")) }
            }
        }
    }
}

/// One tap from 1 to 5, once we answered or it is closed; a link in a mail only fills it in. Nobody who complains is
/// asked before that is over.
fn rating(view: &View) -> Markup {
    let say = view.say;
    let rated = view.tracking.rating.as_ref();
    let over = matches!(view.debt, Debt::Answered { .. }) || view.conversation.status == Status::Closed;
    let asked = view.asked.get("rate").parse::<i64>().ok().filter(|score| (1..=5).contains(score));
    let complains = view.complaint.as_ref().is_some_and(|complaint| complaint.state != Complains::Closed);
    if rated.is_none() && (complains || !over && asked.is_none()) {
        return html! {};
    }
    let chosen = asked.or(rated.map(|rating| rating.score));
    let comment = rated.and_then(|rating| rating.comment.as_deref()).unwrap_or_default();
    html! {
        section class="card" aria-labelledby="t5" id="voto" {
            h2 id="t5" { (say.say(if rated.is_some() { "track-rated" } else { "track-rate" })) }
            @if asked.is_some() && rated.is_none() { p class="muted" { (say.say("track-rate-confirm")) } }
            form class="rate" method="post" action=(act(view, "rate")) {
                div class="marks" role="group" aria-labelledby="t5" {
                    @for score in 1..=5_i64 {
                        @let words = say.say(&format!("track-score-{score}"));
                        button type="submit" name="score" value=(score) class="mark-button"
                            aria-pressed=(if chosen == Some(score) { "true" } else { "false" }) autofocus[asked == Some(score)] {
                            b { (score) } span { (words) }
                        }
                    }
                }
                details open[!comment.is_empty()] {
                    summary { (say.say("track-comment")) }
                    label class="sr" for="commento" { (say.say("track-comment")) }
                    textarea class="input" id="commento" name="comment" rows="2" maxlength="2000" { (comment) }
                    p class="faint tiny" { (say.say("track-comment-hint")) }
                }
            }
        }
    }
}

/// Words and files for whoever has it.
fn add(view: &View) -> Markup {
    let say = view.say;
    let typed = view.asked.get("text");
    let first = view.owner.as_deref().and_then(|owner| owner.split_whitespace().next());
    let hint = match first {
        Some(name) => say.with("track-piu-reads", &[("name", name.into())]),
        None => say.say("track-piu-reads-somebody"),
    };
    let size = when::bytes(say, i64::try_from(view.most_bytes).unwrap_or(i64::MAX));
    let fault = ["text", "files"].into_iter().find_map(|field| view.wrong.of(field));
    html! {
        section class="card" aria-labelledby="t6" id="aggiungi" {
            h2 id="t6" { (say.say("track-piu")) }
            form class="add" method="post" action=(act(view, "message")) enctype="multipart/form-data"
                aria-labelledby="t6" data-keep=(view.conversation.reference) {
                label class="sr" for="piu" { (say.say("track-piu-label")) }
                div class=(if fault.is_some() { "field error" } else { "field" }) {
                    textarea class="input" id="piu" name="text" rows="3" aria-describedby="piu-h"
                        aria-invalid=[fault.map(|_| "true")] { (typed) }
                    p class="hint" id="piu-h" { @if let Some(fault) = fault { (fault) } @else { (hint) } }
                }
                label class="sr" for="piu-file" { (say.say("track-piu-files")) }
                input class="picker" id="piu-file" type="file" name="files" multiple aria-describedby="piu-file-h";
                p class="faint tiny" id="piu-file-h" { (say.with("track-piu-size", &[("size", size.into())])) }
                button type="submit" class="button" { (say.say("track-piu-send")) }
            }
        }
    }
}

/// A person, always one step away; and the two ends of a request.
fn base(view: &View) -> Markup {
    let say = view.say;
    html! {
        div class="base" {
            @if let Some(phone) = &view.phone { p { (say.say("track-phone")) " " (phone_link(phone)) "." } }
            @if let Some(address) = &view.address {
                @let subject: String = form_urlencoded::byte_serialize(format!("[#{}]", view.conversation.reference).as_bytes()).collect();
                p { (say.say("track-or-mail")) " " a href={ "mailto:" (address) "?subject=" (subject) } { (ui::breakable(address)) } "." }
            }
            @if view.conversation.status == Status::Closed {
                form method="post" action=(act(view, "reopen")) {
                    p { (say.say("track-reopen-text")) " " button type="submit" class="as-link" { (say.say("track-reopen")) } "." }
                }
            } @else {
                form method="post" action=(act(view, "close")) {
                    p { (say.say("track-close-text")) " " button type="submit" class="as-link" { (say.say("track-close")) } "." }
                }
            }
        }
    }
}
