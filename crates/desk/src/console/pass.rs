//! Passing a conversation to somebody: dragged onto a person or chosen with `P`. It is the act on many with one
//! conversation in it, so that it can be taken back for a day, and only while nobody changed it since.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use db::Tx;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::{self, Permission};
use spine::bulk::Verb;
use spine::conversation::{self, Conversation};
use spine::{agent as people, routing};
use web::form;
use web::shell;
use web::ui::{self, kbd};
use words::Say;

use super::bulk;
use super::inbox::http::plain;
use super::inbox::store;
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::{Agent, Sent, blocking};

/// Addresses of passing on.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/console/pass/{reference}", get(ask).post(pass))
}

/// Where a conversation is passed on, by its code.
pub fn address(reference: &str) -> String {
    format!("/console/pass/{reference}")
}

/// The visible control beside a conversation; `P` presses the one of the row in focus.
pub fn control(say: Say, reference: &str, who: &str) -> Markup {
    html! {
        a class="button pass" draggable="false" data-dialog href=(address(reference)) {
            (say.say("wallboard-pass")) span class="sr" { " " (say.with("wallboard-pass-of", &[("who", who.into())])) }
        }
    }
}

/// Somebody it can be given to.
struct Colleague {
    oid: String,
    name: String,
    presence: String,
    open: i64,
    capacity: i64,
    is_me: bool,
}

fn colleagues(tx: &mut Tx<'_>, me: i64) -> Result<Vec<Colleague>, Fault> {
    let figures = conversation::figures(tx)?;
    let of_tokens: Vec<i64> =
        account::people(tx)?.into_iter().filter(|one| one.of_token).map(|one| one.person.id).collect();
    let all = people::list(tx)?.into_iter();
    let people = all.filter(|one| one.active && one.role != people::Role::Integration);
    Ok(people
        .filter(|one| !of_tokens.contains(&one.id))
        .map(|one| {
            let capacity = serde_json::from_str::<serde_json::Value>(&one.capacity).unwrap_or_default();
            Colleague {
                open: figures.assigned(Some(one.id)),
                capacity: capacity["email"].as_i64().unwrap_or(routing::CAPACITY),
                is_me: one.id == me,
                oid: one.oid,
                name: one.name,
                presence: one.presence,
            }
        })
        .collect())
}

/// Who shall have it: a dialog for a script, a page of its own otherwise.
async fn ask(
    State(desk): State<Arc<Desk>>,
    agent: Agent,
    headers: HeaderMap,
    Path(reference): Path<String>,
) -> Response {
    let script = headers.contains_key("x-fragment");
    asked(&desk, &agent, reference, script, None).await
}

async fn asked(
    desk: &Arc<Desk>,
    agent: &Agent,
    reference: String,
    script: bool,
    problem: Option<&'static str>,
) -> Response {
    let reader = agent.reader(desk);
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Handle)?;
        let open = store::open(tx, &reference)?;
        let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let dialog = question(agent, &open, &colleagues(tx, agent.id())?, problem);
        if script {
            return Ok((status, Html(dialog.into_string())).into_response());
        }
        let title = agent.say.with("wallboard-pass-title", &[("reference", open.reference.as_str().into())]);
        let body = html! { main class="lists-page" id="conversation" { h1 { (title) } (dialog) } };
        plain(tx, agent, reader, title, body, status)
    });
    answer.await
}

fn question(agent: &Agent, open: &Conversation, people: &[Colleague], problem: Option<&'static str>) -> Markup {
    let say = agent.say;
    let close = format!("/console/conversation/{}", open.reference);
    let title = say.with("wallboard-pass-title", &[("reference", open.reference.as_str().into())]);
    let form = html! {
        form class="ask" method="post" action=(address(&open.reference)) data-passing {
            (form::csrf(agent.csrf()))
            fieldset class="people" {
                legend class="sr" { (say.say("inbox-assign-who")) }
                @for (place, one) in people.iter().enumerate() {
                    label {
                        input type="radio" name="agent" value=(one.oid) autofocus[place == 0] required;
                        (ui::avatar(&ui::initials(&one.name), "", Some(&one.presence), if one.is_me { "self" } else { "" }))
                        span { (one.name) @if one.is_me { " " span class="faint" { (say.say("inbox-you")) } } }
                        span class="faint end" {
                            (say.with("wallboard-load", &[("open", one.open.into()), ("capacity", one.capacity.into())]))
                        }
                    }
                }
                label {
                    input type="radio" name="agent" value="none" required;
                    (ui::avatar("–", "", None, "")) span { (say.say("inbox-assign-nobody")) }
                }
            }
            @if let Some(problem) = problem { p class="late-text" role="alert" { (say.say(problem)) } }
            p class="row" {
                button type="submit" class="button primary end" { (say.say("wallboard-pass")) " " span class="caps" { (kbd("↵")) } }
            }
        }
    };
    shell::dialog("ask-pass", &title, &close, say, form)
}

/// Gives it to somebody: a notice with the way back for a script, the page of the act otherwise.
async fn pass(
    State(desk): State<Arc<Desk>>,
    Path(reference): Path<String>,
    headers: HeaderMap,
    Sent { agent, fields }: Sent,
) -> Response {
    let script = headers.contains_key("x-fragment");
    let (db, me, code, given) = (desk.db.clone(), agent.clone(), reference.clone(), fields);
    let done = blocking(move || {
        me.must(Permission::Handle)?;
        let found = db.read(me.account.id, |tx| {
            let open = store::open(tx, &code)?;
            Ok::<_, Fault>((open, chosen(tx, &given)?))
        })?;
        let (open, Some((to, name))) = found else { return Ok(None) };
        let (bulk, changed) =
            bulk::run(&db, me.account.id, Verb::Assign(to), vec![open.id], me.id(), me.actor())?;
        Ok(Some((Kind::Bulk.name(&bulk.oid), name, changed > 0)))
    });
    match done.await {
        Ok(Some((bulk, name, changed))) if script => {
            Html(told(&agent, &reference, &bulk, name.as_deref(), changed).into_string()).into_response()
        }
        Ok(Some((bulk, ..))) => Redirect::to(&format!("/console/bulk/{bulk}")).into_response(),
        Ok(None) => asked(&desk, &agent, reference, script, Some("lists-bulk-wrong-agent")).await,
        Err(fault) => agent.problem(fault),
    }
}

/// Whom a form names: a person by id and name, or nobody.
type Chosen = (Option<i64>, Option<String>);

/// Whom the form names; nothing when there is no such person.
fn chosen(tx: &mut Tx<'_>, fields: &Fields) -> Result<Option<Chosen>, Fault> {
    match fields.get("agent") {
        "none" => Ok(Some((None, None))),
        oid => match people::by_oid(tx, oid) {
            Ok(one) if one.active && one.role != people::Role::Integration => {
                Ok(Some((Some(one.id), Some(one.name))))
            }
            Ok(_) | Err(spine::Error::Missing(_)) => Ok(None),
            Err(error) => Err(error.into()),
        },
    }
}

/// What was done, for ten seconds, with the way back.
fn told(agent: &Agent, reference: &str, bulk: &str, name: Option<&str>, changed: bool) -> Markup {
    let say = agent.say;
    let text = match (name, changed) {
        (Some(name), true) => {
            say.with("wallboard-passed", &[("reference", reference.into()), ("name", name.into())])
        }
        (None, true) => say.with("wallboard-passed-nobody", &[("reference", reference.into())]),
        (Some(name), false) => {
            say.with("wallboard-had", &[("reference", reference.into()), ("name", name.into())])
        }
        (None, false) => say.with("wallboard-had-nobody", &[("reference", reference.into())]),
    };
    let undo = changed.then(|| {
        html! {
            form method="post" action={ "/console/bulk/" (bulk) "/undo" } data-unpassing=(say.say("wallboard-unpassed")) {
                (form::csrf(agent.csrf()))
                button type="submit" class="undo" data-key="z" { (say.say("wallboard-undo")) " " (kbd("Z")) }
            }
        }
    });
    html! { div id="passed" { (ui::toast(text, undo)) } }
}
