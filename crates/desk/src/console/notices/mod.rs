//! What the reader was told of: the page behind the bell, what browsers show by themselves, and where somebody wants to
//! be told.

mod own;
mod pages;
mod push;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use jiff::tz::TimeZone;
use kernel::id::Kind as Name;
use office::account::Permission;
use serde_json::json;
use spine::notice::{self, Kind, Notice};
use spine::{agent, conversation, customer};

use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::{Agent, Sent};

pub use own::{Own, own_view, section as own_section};

/// Notices on one page.
const PAGE: usize = 50;

/// Addresses of the notices.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/console/notices", get(list).post(mark))
        .route("/console/notices/{name}", get(open))
        .route("/console/notices/{name}/card", get(card))
        .route("/console/fragment/bell", get(bell))
        .route("/console/fragment/notices", get(list_parts))
        .route("/console/me/notices", post(own::save))
        .route("/console/push/key", get(push::key))
        .route("/console/push", post(push::subscribe))
        .route("/console/push/gone", post(push::unsubscribe))
        .route("/sw.js", get(push::worker))
}

/// One notice as the page shows it.
struct Told {
    /// Outside name.
    name: String,
    kind: Kind,
    line: String,
    reference: String,
    subject: String,
    at_ms: i64,
    unread: bool,
}

struct View {
    told: Vec<Told>,
    unread_only: bool,
    unread: i64,
    /// Where the list goes on.
    next: Option<i64>,
    zone: TimeZone,
    now_ms: i64,
    seq: i64,
}

fn told(tx: &mut Tx<'_>, agent: &Agent, notice: Notice) -> Result<Told, Fault> {
    let conversation = conversation::find(tx, notice.conversation_id)?;
    let name = customer::find(tx, conversation.customer_id)?.name.unwrap_or_default();
    let by = match notice.by_id {
        Some(agent_id) => agent::find(tx, agent_id)?.name,
        None => String::new(),
    };
    Ok(Told {
        name: Name::Notice.name(&notice.oid),
        kind: notice.kind,
        line: notice::title(agent.say, notice.kind, &by, &name),
        reference: conversation.reference,
        subject: conversation.subject,
        at_ms: notice.made_at_ms,
        unread: notice.read_at_ms.is_none(),
    })
}

fn view(tx: &mut Tx<'_>, agent: &Agent, fields: &Fields) -> Result<View, Fault> {
    agent.must(Permission::Read)?;
    let before = fields.get("before").parse().unwrap_or(i64::MAX);
    let unread_only = fields.get("show") == "unread";
    let mut notices = notice::list(tx, agent.id(), before, unread_only, PAGE + 1)?;
    let next = (notices.len() > PAGE).then(|| {
        notices.truncate(PAGE);
        notices.last().map_or(0, |last| last.id)
    });
    let zone = spine::company::find(tx)?.timezone;
    Ok(View {
        told: notices.into_iter().map(|one| told(tx, agent, one)).collect::<Result<_, _>>()?,
        unread_only,
        unread: notice::unread(tx, agent.id())?,
        next,
        zone: TimeZone::get(&zone).unwrap_or(TimeZone::UTC),
        now_ms: tx.now_ms(),
        seq: super::live::seq(tx)?,
    })
}

async fn list(State(desk): State<Arc<Desk>>, agent: Agent, uri: Uri) -> Response {
    let fields = Fields::of_query(uri.query());
    let answer = agent.read(&desk.db, move |agent, tx| {
        Ok(Html(pages::draw(agent, &view(tx, agent, &fields)?).into_string()))
    });
    answer.await
}

async fn list_parts(State(desk): State<Arc<Desk>>, agent: Agent, uri: Uri) -> Response {
    let fields = Fields::of_query(uri.query());
    let answer = agent.read(&desk.db, move |agent, tx| {
        Ok(Html(pages::parts(agent, &view(tx, agent, &fields)?).into_string()))
    });
    answer.await
}

async fn bell(State(desk): State<Arc<Desk>>, agent: Agent, uri: Uri) -> Response {
    let here = Fields::of_query(uri.query()).has("here");
    let answer = agent.read(&desk.db, move |agent, tx| {
        let unread = notice::unread(tx, agent.id())?;
        Ok(Html(web::shell::bell(agent.say, unread, here).into_string()))
    });
    answer.await
}

/// One of the reader's own.
fn own_notice(tx: &mut Tx<'_>, agent: &Agent, name: &str) -> Result<Notice, Fault> {
    let found = notice::by_oid(tx, Name::Notice.oid(name).ok_or(Fault::Missing)?)?;
    if found.agent_id == agent.id() { Ok(found) } else { Err(Fault::Missing) }
}

/// `GET /console/notices/{name}`: it is read, and leads to what it is about.
async fn open(State(desk): State<Arc<Desk>>, agent: Agent, Path(name): Path<String>) -> Response {
    let answer = agent.write(&desk.db, move |agent, tx| {
        agent.must(Permission::Read)?;
        let found = own_notice(tx, agent, &name)?;
        if found.read_at_ms.is_none() {
            notice::read(tx, agent.id(), &found, true)?;
        }
        let about = conversation::find(tx, found.conversation_id)?;
        Ok(Redirect::to(&format!("/console/inbox/all/{}", about.reference)))
    });
    answer.await
}

/// `GET /console/notices/{name}/card`: what the browser shows by itself, or nothing when the reader does not want it.
async fn card(State(desk): State<Arc<Desk>>, agent: Agent, Path(name): Path<String>) -> Response {
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Read)?;
        let found = own_notice(tx, agent, &name)?;
        let choices = notice::choices(tx, agent.id())?;
        let wanted = choices.iter().any(|choice| choice.kind == found.kind && choice.in_browser);
        if !wanted || found.read_at_ms.is_some() {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        let told = told(tx, agent, found)?;
        let card = json!({
            "title": told.line,
            "body": format!("{} {}", told.reference, told.subject),
            "url": format!("/console/notices/{}", told.name),
            "tag": told.name,
        });
        Ok(axum::Json(card).into_response())
    });
    answer.await
}

/// `POST /console/notices`: one is read or unread, or all are read.
async fn mark(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let answer = agent.write(&desk.db, move |agent, tx| {
        agent.must(Permission::Read)?;
        match fields.get("act") {
            "all" => notice::read_all(tx, agent.id())?,
            act => {
                let found = own_notice(tx, agent, fields.get("notice"))?;
                notice::read(tx, agent.id(), &found, act != "unread")?;
            }
        }
        let back =
            if fields.get("show") == "unread" { "/console/notices?show=unread" } else { "/console/notices" };
        Ok(Redirect::to(back))
    });
    answer.await
}
