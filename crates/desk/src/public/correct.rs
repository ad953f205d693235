//! "Not right?": the customer corrects what we understood of their request, on a page of its own under `/r/{token}`.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use db::{Actor, Tx};
use kernel::language::Register;
use maud::{Markup, html};
use spine::conversation::{self, Conversation};
use spine::topic::{self, Topic, Understanding};
use spine::{company, customer, inbox, tracking};
use web::shell::{self, Public};
use web::theme::Theme;
use web::ui::{self, Field};
use words::Say;

use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::security;
use crate::session::{blocking, language_of, read_form};

/// Addresses of the correction.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/r/{token}/correct", get(page).post(save))
}

/// What the page shows.
struct View {
    say: Say,
    company: String,
    conversation: Conversation,
    topics: Vec<Topic>,
    understood: Understanding,
    now_ms: i64,
}

async fn page(State(desk): State<Arc<Desk>>, Path(token): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    answer(&desk, &parts, token, None).await
}

async fn save(State(desk): State<Arc<Desk>>, Path(token): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    match read_form(body).await {
        Ok(fields) => answer(&desk, &parts, token, Some(fields)).await,
        Err(refusal) => refusal,
    }
}

async fn answer(
    desk: &Arc<Desk>,
    parts: &axum::http::request::Parts,
    token: String,
    given: Option<Fields>,
) -> Response {
    let stranger = Say::new(language_of(&parts.headers), Register::default());
    let theme = Theme::of_request(&parts.headers);
    let key = security::client_key(security::client(&parts.headers, &parts.extensions));
    let allowance = desk.limits.public.take(&key, desk.wall.now_ms());
    let mut response = match allowance.is_allowed() {
        false => Fault::TooMany.problem().page(stranger, theme),
        true => match told(desk, token, given).await {
            Ok(response) => response,
            Err(fault) => fault.problem().page(stranger, theme),
        },
    };
    allowance.tell(response.headers_mut());
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn told(desk: &Arc<Desk>, token: String, given: Option<Fields>) -> Result<Response, Fault> {
    if token.len() != 32 {
        return Err(Fault::Missing);
    }
    let db = desk.db.clone();
    let found =
        blocking(move || Ok(db.read_everywhere(|tx| conversation::by_track_token(tx, &token))?)).await?;
    let (account_id, conversation_id) = found.ok_or(Fault::Missing)?;
    match given {
        None => {
            let db = desk.db.clone();
            let view = blocking(move || db.read(account_id, |tx| view(tx, conversation_id))).await?;
            Ok(Html(draw(&view, &Fields::default(), &Wrong::default(), false).into_string()).into_response())
        }
        Some(fields) => {
            let act = move |tx: &mut Tx<'_>| correct(tx, conversation_id, &fields);
            desk.db.submit(account_id, act).answer().await
        }
    }
}

fn correct(tx: &mut Tx<'_>, conversation_id: i64, fields: &Fields) -> Result<Response, Fault> {
    let before = view(tx, conversation_id)?;
    let topic = Some(fields.get("topic")).filter(|key| before.topics.iter().any(|topic| topic.key == *key));
    let actor = Actor::Customer(before.conversation.customer_id);
    match topic::correct(tx, conversation_id, topic, Some(fields.get("order_number")), actor) {
        Ok(_) => {
            let view = view(tx, conversation_id)?;
            Ok(Html(draw(&view, &Fields::default(), &Wrong::default(), true).into_string()).into_response())
        }
        Err(spine::Error::Refused(_)) => {
            let mut wrong = Wrong::default();
            wrong.add(before.say, "order_number", "template-correct-order-long");
            let page = draw(&before, fields, &wrong, false).into_string();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn view(tx: &mut Tx<'_>, conversation_id: i64) -> Result<View, Fault> {
    let conversation = conversation::find(tx, conversation_id)?;
    let now_ms = tx.now_ms();
    // Gone with the page it belongs to.
    if tracking::expires_at_ms(tx, &conversation)?.is_some_and(|gone_ms| now_ms >= gone_ms) {
        return Err(Fault::Missing);
    }
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let language = customer::find(tx, conversation.customer_id)?.language.unwrap_or(inbox.language);
    Ok(View {
        say: Say::new(language, inbox.register),
        company: company::find(tx)?.name,
        topics: topic::configured(tx)?.topics,
        understood: topic::of(tx, conversation_id)?,
        now_ms,
        conversation,
    })
}

fn draw(view: &View, given: &Fields, wrong: &Wrong, done: bool) -> Markup {
    let say = view.say;
    let reference = &view.conversation.reference;
    let back = format!("/r/{}", view.conversation.track_token);
    let kept = view.understood.topic.as_deref().unwrap_or_default();
    let topic = if given.has("topic") { given.get("topic") } else { kept };
    let number = match given.has("order_number") {
        true => given.get("order_number"),
        false => view.understood.order_number.as_deref().unwrap_or_default(),
    };
    let body = html! {
        main class="track correct" {
            section class="card" id="correggi" {
                h1 { (say.say("template-correct-title")) }
                p class="muted" { (say.with("template-correct-lead", &[("code", reference.into())])) }
                @if done { (ui::alert("kept", "check", &say.say("template-correct-done"), "", None)) }
                form method="post" class="fields" novalidate {
                    fieldset class="bare ticks" {
                        legend { (say.say("template-correct-topic")) }
                        @for choice in &view.topics {
                            label class="tick" {
                                input type="radio" name="topic" value=(choice.key) checked[choice.key == topic];
                                " " (choice.label(say.language))
                            }
                        }
                        label class="tick" {
                            input type="radio" name="topic" value="" checked[topic.is_empty()]; " " (say.say("template-correct-topic-none"))
                        }
                    }
                    (ui::field(&Field {
                        name: "order_number", label: &say.say("template-correct-order"), value: number,
                        hint: &say.say("template-correct-order-hint"), error: wrong.of("order_number"),
                        autocomplete: "off", ..Field::default()
                    }))
                    p class="row wrap" {
                        (ui::submit("primary", &say.say("template-correct-save")))
                        a class="button quiet" href=(back) { (say.say("template-correct-back")) }
                    }
                }
            }
        }
    };
    shell::public(&Public {
        title: say.say("template-correct-title"),
        say,
        company: &view.company,
        aside: html! { (say.say("track-request")) " " b { (reference) } },
        skip: ("correggi", say.say("track-skip")),
        body,
        now_ms: view.now_ms,
    })
}
