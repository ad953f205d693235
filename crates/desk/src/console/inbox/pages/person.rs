//! Who the customer is, at a glance.

use maud::{Markup, html};
use web::ui::{self, Ring, Size, icon};
use words::Say;

use crate::console::inbox::view::{Permanence, Person, Place, Reading, Status, Thread};
use crate::console::{complaints, tasks};

/// The right column.
pub fn column(person: &Person, open: &Thread, place: &Place, csrf: &str, reading: &Reading) -> Markup {
    let say = reading.say;
    let reference = open.reference.as_str();
    let name = person
        .name
        .clone()
        .or_else(|| person.identities.first().map(|identity| identity.value.clone()))
        .unwrap_or_else(|| say.say("inbox-unknown"));
    html! {
        aside class="profile" id="profile" aria-label=(say.say("inbox-profile")) data-live=(place.fragment()) {
            a class="button quiet back-profile" href="#conversation" { (icon("chevron-left")) (say.say("inbox-back-thread")) }
            section {
                div class="who" {
                    (ui::avatar(&ui::initials(&name), "", None, "large"))
                    div {
                        h2 {
                            span class="clip" { (name) } " "
                            (ui::tier(&person.tier, &say.with("inbox-tier", &[("tier", person.tier.as_str().into())])))
                        }
                        p class="muted" { (say.with("inbox-known-since", &[("span", reading.acquaintance(person.since_ms).into())])) }
                    }
                }
                dl class="facts" {
                    @for identity in &person.identities {
                        dt { (kind_of(&identity.kind, say)) }
                        dd {
                            span class="wrap" { (ui::breakable(&identity.value)) }
                            @if let Some((permanence, reason)) = &identity.unreachable {
                                @let key = match permanence {
                                    Permanence::ForGood => "inbox-undeliverable",
                                    Permanence::ForNow => "inbox-delayed",
                                };
                                " " (ui::chip(if *permanence == Permanence::ForGood { "late" } else { "soon" }, say.say(key)))
                                @if !reason.is_empty() { span class="reason" { (reason) } }
                            } @else {
                                " " span class="faint" { (say.say(&format!("inbox-proof-{}", identity.proof))) }
                            }
                        }
                    }
                    @if let Some(language) = &person.language {
                        dt { (say.say("inbox-language")) } dd { (say.say(&format!("inbox-language-{language}"))) }
                    }
                    dt { (say.say("inbox-promises")) }
                    dd {
                        (say.with("inbox-promises-kept", &[("count", person.kept.into())]))
                        @if person.broken > 0 {
                            ", " span class="late-text" { (say.with("inbox-promises-broken", &[("count", person.broken.into())])) }
                        }
                    }
                }
            }
            (complaints::box_of(&open.complaint, &place.with_open(reference).href(), csrf, reading))
            (tasks::panel(&open.asked, reading))
            section aria-labelledby="owed" {
                h3 id="owed" { (say.say("inbox-owed")) " " span class="count" { (person.owed.len()) } }
                @if person.owed.is_empty() { p class="muted" { (say.say("inbox-owed-nothing")) } }
                @else {
                    ul class="owed" {
                        @for owed in &person.owed {
                            @let kind = say.say(&format!("promise-kind-{}", owed.kind.replace('_', "-")));
                            li {
                                (ui::ring(&Ring::open(say, owed.made_at_ms, owed.due_at_ms, reading.now_ms), Size::Mini))
                                span class="clip" {
                                    (owed.text.as_deref().unwrap_or(&kind))
                                    @if owed.reference != reference { " " span class="faint" { (owed.reference) } }
                                }
                                span class="word" { (reading.day_time(owed.due_at_ms)) }
                            }
                        }
                    }
                }
            }
            section aria-labelledby="others" {
                h3 id="others" { (say.say("inbox-others")) " " span class="count" { (person.others.len()) } }
                @if person.others.is_empty() { p class="muted" { (say.say("inbox-others-none")) } }
                @else {
                    ul class="others" {
                        @for other in &person.others {
                            li {
                                a href=(place.with_open(&other.reference).href()) {
                                    span class="clip" { (other.subject) }
                                    span class="muted" {
                                        (other.reference) ", " (say.say(status_key(other.status))) ", " (reading.day_time(other.at_ms))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A kind of identity as people call it; one from another system keeps its own name.
fn kind_of(kind: &str, say: Say) -> String {
    match kind {
        "email" | "phone" | "external" => say.say(&format!("inbox-identity-{kind}")),
        other => other.to_owned(),
    }
}

fn status_key(status: Status) -> &'static str {
    match status {
        Status::Open => "inbox-status-open",
        Status::Waiting => "inbox-status-waiting",
        Status::Snoozed => "inbox-status-snoozed",
        Status::Closed => "inbox-status-closed",
    }
}
