//! What was understood of a conversation, put right by whoever reads it: its topic and the order it is about.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use db::Tx;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::Permission;
use spine::conversation::{self, Conversation};
use spine::topic::{self, Topic, Understanding};
use web::form;
use web::ui::{self, Field};

use super::pages;
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

struct View {
    conversation: Conversation,
    understood: Understanding,
    topics: Vec<Topic>,
    now_ms: i64,
}

fn view(tx: &mut Tx<'_>, name: &str) -> Result<View, Fault> {
    let oid = Kind::Conversation.oid(name).ok_or(Fault::Missing)?;
    let conversation = conversation::by_oid(tx, oid)?;
    Ok(View {
        understood: topic::of(tx, conversation.id)?,
        topics: topic::configured(tx)?.topics,
        now_ms: tx.now_ms(),
        conversation,
    })
}

pub(super) async fn page(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::Handle)?;
            let view = view(tx, &name)?;
            let values = Fields::of_pairs([
                ("topic", view.understood.topic.clone().unwrap_or_default()),
                ("order_number", view.understood.order_number.clone().unwrap_or_default()),
            ]);
            Ok(Html(draw(agent, &view, &values, &Wrong::default()).into_string()))
        })
        .await
}

pub(super) async fn save(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::Handle)?;
            let view = view(tx, &name)?;
            let topic = Some(fields.get("topic")).filter(|key| !key.is_empty());
            let order = Some(fields.get("order_number"));
            let corrected = topic::correct(tx, view.conversation.id, topic, order, agent.actor());
            let mut wrong = Wrong::default();
            let kept = wrong.take(agent.say, corrected, |refused| match refused.pointer.as_str() {
                "/topic" => ("topic", "task-understood-error-topic"),
                _ => ("order_number", "template-correct-order-long"),
            })?;
            match kept {
                Some(_) => Ok(Redirect::to(&pages::conversation_page(&view.conversation)).into_response()),
                None => {
                    let page = draw(agent, &view, &fields, &wrong).into_string();
                    Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
                }
            }
        })
        .await
}

fn draw(agent: &Agent, view: &View, values: &Fields, wrong: &Wrong) -> Markup {
    let say = agent.say;
    let conversation = &view.conversation;
    let chosen = values.get("topic");
    let body = html! {
        main class="thread settings" id="compiti" aria-labelledby="titolo" {
            header {
                div class="title" {
                    h1 id="titolo" { (say.say("task-understood-title")) }
                    span class="muted clip" { (conversation.subject) }
                }
                a class="end" href=(pages::conversation_page(conversation)) { (say.say("task-back")) }
            }
            div class="pages" {
                section class="leaf" aria-labelledby="titolo" {
                    p class="muted" { (say.with("task-understood-lead", &[("code", conversation.reference.as_str().into())])) }
                    form method="post" class="fields" novalidate {
                        (form::csrf(agent.csrf()))
                        div class=(if wrong.of("topic").is_some() { "field error" } else { "field" }) {
                            label for="f-topic" { (say.say("mail-topic")) }
                            select class="input" id="f-topic" name="topic" aria-invalid=[wrong.of("topic").map(|_| "true")]
                                aria-describedby=[wrong.of("topic").map(|_| "h-topic")] {
                                option value="" selected[chosen.is_empty()] { (say.say("task-understood-none")) }
                                @for topic in &view.topics {
                                    option value=(topic.key) selected[topic.key == chosen] { (topic.label(say.language)) }
                                }
                            }
                            @if let Some(error) = wrong.of("topic") { p class="hint" id="h-topic" { (error) } }
                        }
                        (ui::field(&Field {
                            name: "order_number", label: &say.say("mail-order"), value: values.get("order_number"),
                            hint: &say.say("task-understood-order-hint"), error: wrong.of("order_number"),
                            autocomplete: "off", ..Field::default()
                        }))
                        p { (ui::submit("primary", &say.say("task-understood-save"))) }
                    }
                }
            }
        }
    };
    pages::framed(agent, say.say("task-understood-title"), None, body, view.now_ms)
}
