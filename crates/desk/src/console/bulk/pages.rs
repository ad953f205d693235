//! What an act on many will do, and what it did.

use maud::{Markup, html};
use spine::bulk::{Bulk, Done, UNDO_MS, Verb};
use web::form;
use web::ui;

use super::Asked;
use crate::console::inbox::view::Reading;
use crate::fields::Fields;
use crate::session::Agent;

/// Codes shown by name.
const SHOWN: usize = 12;

pub(super) fn preview(agent: &Agent, asked: &Asked, fields: &Fields, problem: Option<&str>) -> Markup {
    let say = agent.say;
    let preview = &asked.preview;
    let count = |key: &str, count: usize| say.with(key, &[("count", (count as i64).into())]);
    html! {
        main class="lists-page" id="conversation" aria-labelledby="bulk-title" {
            header { h1 id="bulk-title" { (say.say(&format!("lists-bulk-verb-{}", asked.word))) } }
            @if let Some(problem) = problem { (ui::alert("late", "triangle-alert", problem, "", None)) }
            form class="card bulk-ask" method="post" action="/console/bulk" {
                (form::csrf(agent.csrf()))
                input type="hidden" name="verb" value=(asked.word);
                input type="hidden" name="place" value=(asked.place);
                @for reference in &asked.references { input type="hidden" name="c" value=(reference); }
                ul class="bulk-facts" {
                    li { b { (count("lists-bulk-will", preview.changed)) } }
                    @if preview.unchanged > 0 { li { (count("lists-bulk-already", preview.unchanged)) } }
                    @if asked.cut { li { (count("lists-bulk-cut", asked.references.len())) } }
                    @if preview.ended > 0 {
                        li class="late" { (count("lists-bulk-ended", preview.ended)) " "
                            span class="muted" { (preview.waiting.join(", ")) } }
                    }
                    li class="muted" { (say.say(match asked.word.as_str() {
                        "assign" => "lists-bulk-told-assignee",
                        _ => "lists-bulk-told-nobody",
                    })) }
                }
                details { summary { (say.say("lists-bulk-which")) }
                    p { @for reference in asked.references.iter().take(SHOWN) {
                        a href={ "/console/conversation/" (reference) } { (reference) } " "
                    } @if asked.references.len() > SHOWN { "…" } }
                }
                (value(agent, asked, fields))
                p class="row" {
                    button class="button primary" name="do" value="carry" disabled[preview.changed == 0] {
                        (count("lists-bulk-do", preview.changed)) }
                    a class="button quiet" href=(asked.place) { (say.say("lists-bulk-leave")) }
                }
            }
        }
    }
}

/// The field the act needs.
fn value(agent: &Agent, asked: &Asked, fields: &Fields) -> Markup {
    let say = agent.say;
    html! {
        @match asked.word.as_str() {
            "assign" => {
                label class="field" { span { (say.say("lists-bulk-to")) }
                    select name="agent" required {
                        option value="me" { (say.say("lists-bulk-me")) }
                        option value="none" { (say.say("lists-bulk-nobody")) }
                        @for (oid, name) in &asked.people { option value=(oid) selected[fields.get("agent") == oid] { (name) } }
                    } }
            }
            "team" => {
                label class="field" { span { (say.say("lists-bulk-team")) }
                    select name="team" required {
                        @for (oid, name) in &asked.teams { option value=(oid) selected[fields.get("team") == oid] { (name) } }
                    } }
            }
            "tag" => {
                label class="field" { span { (say.say("lists-bulk-tag")) }
                    input type="text" name="tag" value=(fields.get("tag")) maxlength="60" required; }
            }
            "close" => {
                label class="field" { span { (say.say("lists-bulk-reason")) }
                    input type="text" name="reason" value=(fields.get("reason")) maxlength="300"
                        required[asked.preview.ended > 0]; }
            }
            "snooze" => {
                label class="field" { span { (say.say("lists-bulk-until")) }
                    input type="datetime-local" name="at" value=(fields.get("at")) min=(asked.earliest) required; }
            }
            _ => {}
        }
    }
}

pub(super) fn result(agent: &Agent, bulk: &Bulk, done: Done, reading: &Reading) -> Markup {
    let say = agent.say;
    let name = kernel::id::Kind::Bulk.name(&bulk.oid);
    let count = |key: &str, count: i64| say.with(key, &[("count", count.into())]);
    let until = reading.at(bulk.made_at_ms + UNDO_MS);
    html! {
        main class="lists-page" id="conversation" aria-labelledby="bulk-title" {
            header { h1 id="bulk-title" { (say.say(&format!("lists-bulk-done-{}", bulk.verb.name()))) } }
            div class="card bulk-ask" {
                ul class="bulk-facts" {
                    li { b { (count("lists-bulk-changed", done.changed)) } }
                    @if done.undone > 0 { li { (count("lists-bulk-undone", done.undone)) } }
                    @if done.kept > 0 { li { (count("lists-bulk-kept", done.kept)) } }
                }
                @if bulk.is_fresh(reading.now_ms) && done.changed > 0 {
                    form method="post" action={ "/console/bulk/" (name) "/undo" } {
                        (form::csrf(agent.csrf()))
                        p class="row" {
                            button class="button" { (ui::small_icon("undo-2")) " " (say.say("lists-bulk-undo")) }
                            span class="muted" { (say.with("lists-bulk-undo-until", &[("when", until.into())])) }
                        }
                    }
                    @if matches!(bulk.verb, Verb::Close(_) | Verb::Spam) { p class="muted" { (say.say("lists-bulk-undo-close")) } }
                }
                p class="row" { (ui::button_link("quiet", "/console/inbox/mine", say.say("lists-bulk-back"))) }
            }
        }
    }
}
