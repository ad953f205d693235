//! One word, step by step: what was known, where its moment came from, what the customer was told, whether somebody moved
//! it, and how it ended.

use db::Tx;
use kernel::id::Kind as Name;
use maud::{Markup, html};
use serde_json::Value;
use spine::inbox::{self, Inbox};
use spine::promise::{self, Promise, State, Told};
use spine::{agent as people, company, conversation, customer};
use web::shell::{self, Live, Page, Section};
use web::ui;
use words::{Say, when};

use crate::console::inbox::view::Reading;
use crate::console::reports::span;
use crate::fault::Fault;
use crate::session::Agent;

/// Inputs shown at most; the API has them all.
const INPUTS_MAX: usize = 60;
/// Characters of one input shown.
const INPUT_CHARS_MAX: usize = 300;

/// Everything the page shows.
pub(super) struct Story {
    promise: Promise,
    told: Vec<Told>,
    /// The one it took the place of, and the one that took its place: outside names.
    before: Option<String>,
    after: Option<String>,
    /// Whoever made, moved or answered it, by name.
    made_by: Option<String>,
    settled_by: Option<String>,
    reference: String,
    subject: String,
    customer: String,
    inbox: Inbox,
    company: String,
}

pub(super) fn story(tx: &mut Tx<'_>, oid: &str) -> Result<Story, Fault> {
    let promise = promise::by_oid(tx, oid)?;
    let open = conversation::find(tx, promise.conversation_id)?;
    let name_of = |tx: &mut Tx<'_>, id: Option<i64>| match id {
        Some(id) => people::find(tx, id).map(|one| Some(one.name)),
        None => Ok(None),
    };
    let made_by = name_of(tx, promise.made_by_id)?;
    let settled_by = name_of(tx, promise.settled_by_id)?;
    let all = promise::of_conversation(tx, promise.conversation_id)?;
    let named = |found: Option<&Promise>| found.map(|one| Name::Promise.name(&one.oid));
    let before = named(all.iter().find(|one| promise.follows_id == Some(one.id)));
    let after =
        named(all.iter().find(|one| one.follows_id == Some(promise.id) || promise.moved_to_id == Some(one.id)));
    let customer = customer::find(tx, open.customer_id)?;
    Ok(Story {
        told: promise::told_of(tx, promise.id)?,
        before,
        after,
        made_by,
        settled_by,
        reference: open.reference,
        subject: open.subject,
        customer: customer.name.unwrap_or_default(),
        inbox: inbox::find(tx, promise.inbox_id)?,
        company: company::find(tx)?.name,
        promise,
    })
}

pub(super) fn draw(agent: &Agent, story: &Story, reading: &Reading) -> Markup {
    let say = agent.say;
    shell::console(&Page {
        title: say.with("truth-one", &[("code", story.reference.as_str().into())]),
        section: Section::Truth,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &story.company,
        deck: "wide",
        skip: ("truth", say.say("truth-one-skip")),
        views_label: String::new(),
        views: html! {},
        body: body(agent, story, reading),
        keys: &[],
        more_keys: &[],
        status: None,
        live: Live::No,
        csrf: agent.csrf(),
        now_ms: reading.now_ms,
    })
}

fn body(agent: &Agent, story: &Story, reading: &Reading) -> Markup {
    let (say, promise) = (agent.say, &story.promise);
    html! {
        main class="office truth" id="truth" {
            header class="bar" {
                h1 { (say.with("truth-one", &[("code", story.reference.as_str().into())])) }
                (crate::console::office_pages(agent, Section::Truth))
                a class="button end" href="/console/truth" { (say.say("truth-title")) }
            }
            section class="tile span-8" aria-labelledby="s1" {
                h2 id="s1" { (kind(say, promise)) " " (state(say, promise)) }
                ol class="steps" {
                    (made(say, story, reading))
                    (known(say, story, reading))
                    (reason(say, promise))
                    (told(say, story, reading))
                    @if promise.state == State::Moved { (moved(say, story, reading)) }
                    @else { (end(say, story, reading)) }
                }
            }
            section class="tile span-4" aria-labelledby="s2" {
                h2 id="s2" { (say.say("truth-whose")) }
                dl class="facts" {
                    dt { (say.say("reports-code")) } dd { a href={ "/console/conversation/" (story.reference) } { (story.reference) } }
                    @if !story.customer.is_empty() { dt { (say.say("reports-customer")) } dd { (story.customer) } }
                    dt { (say.say("reports-subject")) } dd { @if story.subject.is_empty() { (say.say("inbox-no-subject")) } @else { (story.subject) } }
                    dt { (say.say("reports-inbox")) } dd { (story.inbox.name) }
                    dt { (say.say("reports-tier")) } dd { (promise.tier.name()) }
                    @if let Some(text) = &promise.text { dt { (say.say("truth-text")) } dd { (text) } }
                }
                @if let Some(before) = &story.before { p { a href={ "/console/truth/" (before) } { (say.say("truth-before")) } } }
                @if let Some(after) = &story.after { p { a href={ "/console/truth/" (after) } { (say.say("truth-after")) } } }
            }
        }
    }
}

fn kind(say: Say, promise: &Promise) -> String {
    say.say(&format!("promise-kind-{}", promise.kind.name().replace('_', "-")))
}

fn state(say: Say, promise: &Promise) -> Markup {
    let look = match promise.state {
        State::Broken => "late",
        State::Moved => "soon",
        State::Void => "none",
        State::Open => "alive",
        State::Kept => "",
    };
    ui::state(look, say.say(&format!("promise-state-{}", promise.state.name())))
}

/// One step, with its value at the end.
fn step(title: &str, text: Markup, value: Option<String>) -> Markup {
    html! { li { b { (title) } span { (text) } @if let Some(value) = value { em class="word" { (value) } } } }
}

fn made(say: Say, story: &Story, reading: &Reading) -> Markup {
    let promise = &story.promise;
    let (when, due) = (reading.day_time(promise.made_at_ms), reading.day_time(promise.due_at_ms));
    let text = match &story.made_by {
        Some(name) => {
            say.with("truth-made-by", &[("name", name.into()), ("when", when.into()), ("due", due.into())])
        }
        None => say.with("truth-made", &[("when", when.into()), ("due", due.into())]),
    };
    let open_ms = story.inbox.hours.open_ms(promise.made_at_ms, promise.due_at_ms);
    let announced = say.with("truth-open-time", &[("time", span(say, open_ms).into())]);
    step(&say.say("truth-step-made"), html! { (text) }, Some(announced))
}

fn known(say: Say, story: &Story, reading: &Reading) -> Markup {
    let inputs: Value = serde_json::from_str(&story.promise.inputs).unwrap_or_default();
    let rows: Vec<(String, String)> = inputs
        .as_object()
        .into_iter()
        .flatten()
        .take(INPUTS_MAX)
        .map(|(name, value)| (label(say, name), written(say, name, value, reading)))
        .collect();
    let text = html! {
        @if rows.is_empty() { (say.say("truth-inputs-none")) }
        @else { dl class="facts" { @for (name, value) in &rows { dt { (name) } dd { (value) } } } }
    };
    step(
        &say.with("truth-step-known", &[("when", reading.day_time(story.promise.made_at_ms).into())]),
        text,
        (!rows.is_empty()).then(|| say.with("truth-inputs", &[("count", rows.len().into())])),
    )
}

/// What an input is called; one nobody has a word for keeps its own.
fn label(say: Say, name: &str) -> String {
    let key = format!("truth-input-{}", name.replace('_', "-"));
    say.known(&key, &[]).unwrap_or_else(|| name.replace('_', " "))
}

fn written(say: Say, name: &str, value: &Value, reading: &Reading) -> String {
    match value {
        Value::Number(number) => match (number.as_i64(), name) {
            (Some(ms), name) if name.ends_with("_ms") && ms > 1_000_000_000_000 => reading.day_time(ms),
            (Some(ms), name) if name.ends_with("_ms") => span(say, ms),
            (Some(minutes), name) if name.ends_with("_minutes") => span(say, minutes.saturating_mul(60_000)),
            (Some(number), _) => when::number(say, number),
            (None, _) => number.to_string(),
        },
        Value::Null => "–".to_owned(),
        Value::Bool(true) => say.say("settings-yes"),
        Value::Bool(false) => say.say("settings-no"),
        Value::String(text) => text.chars().take(INPUT_CHARS_MAX).collect(),
        Value::Array(_) | Value::Object(_) => value.to_string().chars().take(INPUT_CHARS_MAX).collect(),
    }
}

fn reason(say: Say, promise: &Promise) -> Markup {
    let source = say.say(&format!("truth-source-{}", promise.source.name()));
    let confidence = promise.confidence.map(|percent| when::percent(say, percent as f64 / 100.0));
    let text = html! { (promise.explanation.said(say)) };
    step(&say.with("truth-step-reason", &[("source", source.into())]), text, confidence)
}

/// Ways a customer is told, by their word in the catalogue.
const WAYS: [&str; 2] = ["email", "page"];

fn told(say: Say, story: &Story, reading: &Reading) -> Markup {
    let not_told = story.promise.not_told_reason.as_deref().unwrap_or_default().replace('_', "-");
    let why = say.known(&format!("inbox-not-told-{not_told}"), &[]);
    let way = |via: &str| match WAYS.contains(&via) {
        true => say.say(&format!("truth-via-{via}")),
        false => via.to_owned(),
    };
    let text = html! {
        @if story.told.is_empty() { (why.unwrap_or_else(|| say.say("truth-told-none"))) }
        @for told in &story.told {
            details class="how" {
                summary {
                    (say.with("truth-told", &[
                        ("when", reading.day_time(told.told_at_ms).into()),
                        ("way", way(&told.via).into()),
                        ("who", told.recipient.as_str().into()),
                    ]))
                }
                blockquote class="said" { (told.wording) }
            }
        }
    };
    let count = story.told.len();
    let value = (count > 0).then(|| say.with("truth-told-times", &[("count", count.into())]));
    step(&say.say("truth-step-told"), text, value)
}

fn moved(say: Say, story: &Story, reading: &Reading) -> Markup {
    let promise = &story.promise;
    let at_ms = promise.settled_at_ms.unwrap_or(promise.made_at_ms);
    let text = say.with(
        "truth-moved",
        &[
            ("name", story.settled_by.as_deref().unwrap_or("—").into()),
            ("when", reading.day_time(at_ms).into()),
            ("reason", promise.moved_reason.as_deref().unwrap_or("—").into()),
        ],
    );
    step(&say.say("truth-step-moved"), html! { (text) }, None)
}

fn end(say: Say, story: &Story, reading: &Reading) -> Markup {
    let promise = &story.promise;
    let by_first = promise.settled_at_ms.is_some_and(|at_ms| at_ms <= promise.original_due_at_ms);
    let when = promise.settled_at_ms.map(|at_ms| reading.day_time(at_ms)).unwrap_or_default();
    let name = story.settled_by.as_deref().unwrap_or("—");
    let (text, value) = match (promise.state, promise.settled_at_ms) {
        (State::Kept, Some(at_ms)) => {
            let key = if by_first { "truth-ended-kept" } else { "truth-ended-kept-moved" };
            let early = (promise.original_due_at_ms - at_ms).abs();
            let before = if by_first { "truth-early" } else { "truth-late" };
            let value = say.with(before, &[("time", span(say, early).into())]);
            (say.with(key, &[("name", name.into()), ("when", when.into())]), Some(value))
        }
        (State::Broken, _) => {
            (say.with("truth-ended-broken", &[("due", reading.day_time(promise.due_at_ms).into())]), None)
        }
        (State::Void, _) => (say.with("truth-ended-void", &[("when", when.into())]), None),
        (State::Open | State::Moved | State::Kept, _) => {
            let left = when::left(say, promise.due_at_ms, reading.now_ms);
            (say.with("truth-ended-open", &[("due", reading.day_time(promise.due_at_ms).into())]), Some(left))
        }
    };
    step(&say.say("truth-step-end"), html! { (text) }, value)
}
