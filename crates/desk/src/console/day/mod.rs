//! One person's own page: what they promised, what the day brings, what they asked of others, how their word holds.
//! Seen by themself and by whoever leads; nobody is compared with anybody.

mod figures;
mod pages;
mod ruler;
pub(crate) mod store;
#[cfg(test)]
mod tests;
pub(crate) mod view;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{Html, Response};
use axum::routing::get;
use db::Tx;
use office::account::Permission;
use spine::agent;

pub use store::QUERIES;

use crate::Desk;
use crate::console::inbox::view::Reading;
use crate::console::{inbox, live};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::Agent;
use view::{Day, Span};

/// Addresses of the page.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/console/day", get(own))
        .route("/console/day/ask", get(ask))
        .route("/console/day/{name}", get(of_somebody))
        .route("/console/fragment/day/{name}", get(parts))
}

/// The page as it is drawn.
struct Shown {
    whose: agent::Agent,
    /// The reader's own.
    own: bool,
    day: Day,
    reading: Reading,
    /// Up to which event of the log it shows things.
    seq: i64,
}

fn shown(tx: &mut Tx<'_>, me: &Agent, name: Option<&str>, uri: &Uri) -> Result<Shown, Fault> {
    me.must(Permission::Read)?;
    let whose = match name {
        None => agent::find(tx, me.id())?,
        Some(name) => store::somebody(tx, name)?,
    };
    let own = whose.id == me.id();
    if !own {
        me.must(Permission::ChangeTeams)?;
    }
    let span = Span::of_name(Fields::of_query(uri.query()).get("span")).unwrap_or(Span::Today);
    let reading = inbox::store::reading(tx, me.say)?;
    let day = store::day(tx, &whose, span, &reading)?;
    Ok(Shown { whose, own, day, reading, seq: live::seq(tx)? })
}

/// `GET /console/day`.
async fn own(State(desk): State<Arc<Desk>>, agent: Agent, uri: Uri) -> Response {
    let answer = agent.read(&desk.db, move |agent, tx| {
        let shown = shown(tx, agent, None, &uri)?;
        Ok(Html(pages::page(agent, &shown, None).into_string()))
    });
    answer.await
}

/// `GET /console/day/{agent}`: a colleague's, for whoever leads.
async fn of_somebody(
    State(desk): State<Arc<Desk>>,
    agent: Agent,
    Path(name): Path<String>,
    uri: Uri,
) -> Response {
    let answer = agent.read(&desk.db, move |agent, tx| {
        let shown = shown(tx, agent, Some(&name), &uri)?;
        Ok(Html(pages::page(agent, &shown, None).into_string()))
    });
    answer.await
}

/// `GET /console/day/ask`: for which customer something is asked of somebody.
async fn ask(State(desk): State<Arc<Desk>>, agent: Agent, uri: Uri) -> Response {
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Handle)?;
        let shown = shown(tx, agent, None, &uri)?;
        let week = store::day(tx, &shown.whose, Span::Week, &shown.reading)?;
        let dialog = pages::ask(&week, &shown.reading);
        Ok(Html(pages::page(agent, &shown, Some(dialog)).into_string()))
    });
    answer.await
}

/// What changes by itself.
async fn parts(State(desk): State<Arc<Desk>>, agent: Agent, Path(name): Path<String>, uri: Uri) -> Response {
    let answer = agent.read(&desk.db, move |agent, tx| {
        let shown = shown(tx, agent, Some(&name), &uri)?;
        let now = (axum::http::HeaderName::from_static("x-now"), shown.reading.now_ms.to_string());
        Ok(([now], Html(pages::parts(agent, &shown).into_string())))
    });
    answer.await
}
