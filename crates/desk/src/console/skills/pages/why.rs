//! Why her, why not him: what the router says of one conversation.

use maud::{Markup, html};
use serde_json::Value;
use spine::routing::Standing;
use web::ui;
use words::Say;

use super::super::{Asked, ROOT, View};
use super::rules::share;
use crate::console::inbox::view::Reading;
use crate::session::Agent;

pub(super) fn why(agent: &Agent, view: &View, reading: &Reading) -> Markup {
    let say = agent.say;
    html! {
        section class="tile" aria-labelledby="k2" {
            h2 id="k2" { (say.say("skill-why")) }
            form method="get" action=(ROOT) class="row" {
                label class="sr" for="f-why" { (say.say("skill-why-code")) }
                input class="input slim" id="f-why" name="why" maxlength="20" autocomplete="off" placeholder="R-4F7K2"
                    value=[view.why.as_ref().map(|why| why.conversation.reference.as_str()).or(view.unknown.as_deref())];
                button class="button" type="submit" { (say.say("skill-why-ask")) }
            }
            @if let Some(unknown) = &view.unknown {
                p class="hint late-text" role="alert" { (say.with("skill-why-unknown", &[("code", unknown.as_str().into())])) }
            }
            @match &view.why {
                Some(why) => (explained(say, view, why, reading)),
                None => p class="muted small" { (say.say("skill-why-text")) }
            }
        }
    }
}

fn explained(say: Say, view: &View, why: &Asked, reading: &Reading) -> Markup {
    let conversation = &why.conversation;
    let needs = spine::skill::names_of(&conversation.skills);
    let rule = view.rules.iter().zip(1_usize..).find(|(rule, _)| Some(rule.id) == why.need.rule_id);
    html! {
        p class="row wraps" {
            b { (why.customer.clone().unwrap_or_else(|| say.say("oncall-somebody"))) }
            (ui::tier(conversation.tier.name(), ""))
            a href={ "/console/conversation/" (conversation.reference) } { (conversation.reference) }
            @if let Some(due_ms) = conversation.next_due_at_ms { span class="word end" { (reading.by(due_ms)) } }
        }
        ol class="steps" {
            li {
                b { (say.say("skill-step-what")) }
                span {
                    @if needs.is_empty() { (say.say("skill-needs-nothing")) } @else {
                        (say.with("skill-needs", &[("skills", needs.join(", ").into()), ("level", why.need.level.into())]))
                    }
                    @match (why.need.by_hand, rule) {
                        (true, _) => { " " (say.say("skill-needs-by-hand")) }
                        (false, Some((_, place))) => {
                            " "
                            @match why.need.found.as_deref() {
                                None | Some("") => (say.with("skill-needs-rule-inbox", &[("place", place.into())])),
                                Some(found) => (say.with("skill-needs-rule", &[("place", place.into()), ("found", found.into())])),
                            }
                        }
                        (false, None) => {
                            @if let Some(said) = why.need.learnt {
                                " " (say.with("skill-needs-learnt", &[("share", share(say, said.tenths).into())]))
                            }
                        }
                    }
                }
            }
            @match (&why.standings, &why.given) {
                (None, Some(given)) => (assigned(say, view, given.by_id, &given.data, reading.at(given.at_ms))),
                _ => {}
            }
        }
        @if let Some(standings) = &why.standings { (bars(say, view, standings)) }
    }
}

/// Why whoever has it has it.
fn assigned(say: Say, view: &View, by_id: Option<i64>, data: &Value, at: String) -> Markup {
    let text = |key: &str| data[key].as_str().unwrap_or_default();
    let who = view.named(text("assignee")).map_or_else(|| say.say("skill-nobody"), str::to_owned);
    let by = by_id.map_or_else(|| say.say("inbox-system"), |id| view.name(id).to_owned());
    let whole = |key: &str| data[key].as_i64();
    let minutes = whole("slack_seconds").map(|seconds| seconds / 60);
    let free: Vec<&str> = data["also_free_agents"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| view.named(name.as_str()?))
        .collect();
    html! {
        li {
            b { (say.with("skill-step-who", &[("name", who.into()), ("when", at.into())])) }
            span { (said_why(say, text("why"), &by, text("reason"))) }
        }
        @if let Some(minutes) = minutes {
            li {
                b { (say.say("skill-step-when")) }
                span {
                    (say.with(if minutes < 0 { "skill-slack-late" } else { "skill-slack" }, &[("minutes", minutes.abs().into())]))
                    @if let Some(yielded) = whole("older_that_yielded").filter(|count| *count > 0) {
                        " " (say.with("skill-yielded", &[("count", yielded.into())]))
                    }
                }
            }
            li {
                b { (say.say("skill-step-whom")) }
                span {
                    @let ring = match text("ring") { ring @ ("second" | "trained") => ring, _ => "first" };
                    (say.say(&format!("skill-ring-{ring}")))
                    @if data["knows"] == true { " " (say.say("skill-knows")) }
                    @if !free.is_empty() { " " (say.with("skill-also-free", &[("names", free.join(", ").into())])) }
                    @for (no, count) in data["barred"].as_object().into_iter().flatten() {
                        @if NOS.contains(&no.as_str()) {
                            br; (say.say(&format!("skill-no-{}", no.replace('_', "-")))) ": " (count.as_i64().unwrap_or_default())
                        }
                    }
                }
            }
        }
    }
}

/// Words of what keeps somebody away that have a sentence.
const NOS: [&str; 12] = [
    "off_duty",
    "silent",
    "channel",
    "full",
    "resting",
    "skill",
    "language",
    "held",
    "sent_back",
    "reserved",
    "elsewhere",
    "tier",
];

/// How it came to somebody, in one sentence.
fn said_why(say: Say, why: &str, by: &str, reason: &str) -> String {
    match why {
        "routed" => say.say("skill-why-routed"),
        "next" => say.say("skill-why-next"),
        "answered_before" => say.say("skill-why-answered-before"),
        "vanished" => say.say("skill-why-vanished"),
        "left" => say.say("skill-why-left"),
        "sent_back" => say.with("skill-why-sent-back", &[("reason", reason.into())]),
        _ => say.with("skill-why-by-hand", &[("name", by.into())]),
    }
}

/// Everybody, and what keeps each from what waits.
fn bars(say: Say, view: &View, standings: &[Standing]) -> Markup {
    let mut standings: Vec<&Standing> = standings.iter().collect();
    standings.sort_by_key(|one| (one.no.is_some(), one.no, one.load));
    html! {
        p class="reading" {
            @if standings.iter().all(|one| one.no.is_some()) { (say.say("skill-waits-nobody")) } @else { (say.say("skill-waits")) }
        }
        table class="ledger whys" {
            caption class="sr" { (say.say("skill-why")) }
            thead { tr { th scope="col" { (say.say("skill-person")) } th scope="col" { (say.say("skill-yes-no")) } } }
            tbody {
                @for one in standings {
                    tr {
                        th scope="row" { (view.name(one.agent_id)) }
                        td {
                            b {
                                @match one.no {
                                    Some(no) => (say.say(&format!("skill-no-{}", no.name().replace('_', "-")))),
                                    None => (say.say("skill-could")),
                                }
                            }
                            span class="sub" {
                                (say.with("skill-load", &[("count", one.load.into())]))
                                @if let Some(ring) = one.ring { ", " (say.say(&format!("skill-circle-{ring}"))) }
                                @if one.knows { ", " (say.say("skill-knows")) }
                            }
                        }
                    }
                }
            }
        }
    }
}
