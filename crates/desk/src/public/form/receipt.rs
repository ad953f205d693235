//! The page after sending: the given word, what was understood, where to follow it.

use jiff::Timestamp;
use maud::{Markup, html};
use web::shell::{self, Public};
use web::ui::{self, Ring, Size};
use words::{Say, when};

use super::page::{oath, phone_link};
use super::{Asked, Known};
use crate::public::take::Receipt;

/// The receipt.
pub(super) fn draw(now_ms: i64, known: &Known, say: Say, asked: &Asked, receipt: &Receipt) -> Markup {
    let zone = known.hours().timezone();
    let ring = match receipt.due_ms {
        Some(due_ms) => Ring::open(say, receipt.made_ms, due_ms, now_ms),
        None => Ring::quiet(),
    };
    let word = match receipt.due_ms {
        Some(due_ms) => {
            let by = when::by(say, due_ms, now_ms, zone);
            let iso = Timestamp::from_millisecond(due_ms).unwrap_or_default().to_string();
            html! { time datetime=(iso) { (say.with("form-will-have", &[("by", by.into())])) } }
        }
        None => html! { (say.say("form-received")) },
    };
    let received = when::time(receipt.received_ms, zone);
    let body = html! {
        main class=(if asked.embed { "track receipt embedded" } else { "track receipt" }) id="ricevuta" aria-labelledby="r0" data-receipt=(known.inbox.key) {
            section class="vow" {
                (ui::ring(&ring, Size::Huge))
                div {
                    h1 class="word" id="r0" tabindex="-1" { (word) }
                    p class="muted" {
                        (say.with("form-received-at", &[("time", received.into())])) " "
                        @if let Some(email) = &receipt.email { (say.say("form-written-to")) " " b { (email) } ". " }
                    }
                }
            }
            div class="halves" {
                section class="card" aria-labelledby="r1" {
                    h2 id="r1" { (say.say("form-understood")) }
                    dl class="facts grasp" {
                        dt { (say.say("form-request")) } dd { b { (receipt.reference) } }
                        dt { (say.say("form-topic")) }
                        dd { @if receipt.subject.trim().is_empty() { (say.say("form-topic-none")) } @else { (receipt.subject) } }
                        @if !receipt.files.is_empty() { dt { (say.say("form-files-short")) } dd { (receipt.files.join(", ")) } }
                    }
                    p { a href={ (receipt.track_url) "/correct" } target=[asked.embed.then_some("_blank")] { (say.say("form-correct")) } }
                    a class="button primary" href=(receipt.track_url) target=[asked.embed.then_some("_blank")] { (say.say("form-follow")) }
                    p class="faint tiny" { (say.with("form-link-lasts", &[("days", known.form.track_days.into())])) }
                }
                aside class="stack" aria-label=(say.say("form-person")) {
                    @if let Some(phone) = &known.phone {
                        section class="card" aria-labelledby="r2" {
                            h2 id="r2" { (say.say("form-sooner")) }
                            p { (say.say("form-by-phone")) " " (phone_link(phone)) "." }
                        }
                    }
                    @if let Some(due_ms) = receipt.due_ms { (oath(say, known, due_ms, now_ms)) }
                }
            }
        }
        script type="module" src=(web::assets::url("js/form.js")) {}
    };
    shell::public(&Public {
        title: say.with("form-receipt-title", &[("reference", (&receipt.reference).into())]),
        say,
        company: &known.company,
        aside: html! { (say.say("form-request")) " " b { (receipt.reference) } },
        skip: ("ricevuta", say.say("form-skip-receipt")),
        body,
        now_ms,
    })
}

/// Taken, but with nothing promised yet. `key` says why.
pub(super) fn without_promise(now_ms: i64, known: &Known, say: Say, asked: &Asked, key: &str) -> Markup {
    let body = html! {
        main class=(if asked.embed { "track receipt embedded" } else { "track receipt" }) id="ricevuta" aria-labelledby="r0" data-receipt=(known.inbox.key) {
            section class="vow" {
                div {
                    h1 id="r0" tabindex="-1" { (say.say(key)) }
                    p class="muted" { (say.say(&format!("{key}-text"))) }
                    @if let Some(phone) = &known.phone { p { (say.say("form-by-phone")) " " (phone_link(phone)) "." } }
                }
            }
        }
        script type="module" src=(web::assets::url("js/form.js")) {}
    };
    shell::public(&Public {
        title: say.say(key),
        say,
        company: &known.company,
        aside: html! {},
        skip: ("ricevuta", say.say("form-skip-receipt")),
        body,
        now_ms,
    })
}
