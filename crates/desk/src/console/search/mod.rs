//! Going anywhere: the palette behind `Ctrl K`, and the same as a page for whoever has no scripts.

mod choices;
mod pages;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{Html, Response};
use axum::routing::get;
use office::account::Permission;

use super::inbox::http::plain;
use super::inbox::store;
use super::inbox::view::{Place, View};
use crate::Desk;
use crate::fields::Fields;
use crate::session::Agent;

pub use choices::QUERIES;

/// Characters looked for.
const MOST: usize = 200;

/// Addresses of the search.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/console/search", get(page)).route("/console/palette", get(palette))
}

fn asked(uri: &Uri) -> (String, Option<String>) {
    let fields = Fields::of_query(uri.query());
    let open = Some(fields.get("open").to_ascii_uppercase()).filter(|code| !code.is_empty());
    (fields.get("q").chars().take(MOST).collect(), open)
}

/// `GET /console/search?q=`: what is found, with everything it could mean beside it.
async fn page(State(desk): State<Arc<Desk>>, agent: Agent, uri: Uri) -> Response {
    let reader = agent.reader(&desk);
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Read)?;
        let (query, open) = asked(&uri);
        let reading = store::reading(tx, agent.say)?;
        let place = Place { query: query.trim().to_owned(), ..Place::of(View::All) }
            .narrowed_by(&Fields::of_query(uri.query()));
        let queue = match place.query.is_empty() {
            true => None,
            false => Some(store::found(tx, &place, reader, &reading)?),
        };
        let groups = choices::of(tx, agent, &query, open.as_deref())?;
        let body = pages::page(agent, &place, queue.as_ref(), &groups, &reading);
        plain(tx, agent, reader, agent.say.say("lists-search-title"), body, StatusCode::OK)
    });
    answer.await
}

/// `GET /console/palette?q=&open=`: the choices alone, for the script that shows them over a page.
async fn palette(State(desk): State<Arc<Desk>>, agent: Agent, uri: Uri) -> Response {
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Read)?;
        let (query, open) = asked(&uri);
        let groups = choices::of(tx, agent, &query, open.as_deref())?;
        Ok(Html(pages::palette(agent, &query, &groups).into_string()))
    });
    answer.await
}
