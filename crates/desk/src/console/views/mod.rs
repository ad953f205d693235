//! Saved views: lists under a name, one's own or everybody's, in the left column with their counts.

mod pages;
#[cfg(test)]
mod random;
pub mod store;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use kernel::id::Kind;
use office::account::Permission;

use super::inbox::http::plain;
use super::inbox::view::Place;
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::{Agent, Sent};

pub use store::{Change, Keeper, QUERIES, Saved};

/// Addresses of the views.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/console/views", get(list).post(create)).route("/console/views/{name}", post(change))
}

impl Agent {
    /// This person as one who changes views.
    pub fn keeper(&self) -> Keeper {
        Keeper { agent_id: self.id(), over_shared: self.may(Permission::ChangeTeams), actor: self.actor() }
    }
}

async fn list(State(desk): State<Arc<Desk>>, agent: Agent, uri: Uri) -> Response {
    let (reader, fields) = (agent.reader(&desk), Fields::of_query(uri.query()));
    let answer = agent.read(&desk.db, move |agent, tx| {
        agent.must(Permission::Read)?;
        page(tx, agent, reader, &fields, None, StatusCode::OK)
    });
    answer.await
}

fn page(
    tx: &mut Tx<'_>,
    agent: &Agent,
    reader: super::inbox::store::Reader,
    fields: &Fields,
    problem: Option<String>,
    status: StatusCode,
) -> Result<Response, Fault> {
    let views = store::list(tx, agent.id())?;
    let body = pages::body(agent, &views, fields, problem.as_deref());
    plain(tx, agent, reader, agent.say.say("lists-views-title"), body, status)
}

async fn create(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let reader = agent.reader(&desk);
    let given = fields.clone();
    let made = agent.write(&desk.db, move |agent, tx| {
        agent.must(Permission::Handle)?;
        let change = Change {
            name: Some(given.get("name").to_owned()),
            place: Some(given.get("place").to_owned()),
            shared: Some(given.has("shared")),
            pinned: Some(given.has("pinned")),
        };
        match store::create(tx, agent.keeper(), change) {
            Ok(saved) => Ok(Redirect::to(&saved.place).into_response()),
            Err(spine::Error::Refused(_)) => {
                let problem = Some(agent.say.say("lists-views-name-wrong"));
                page(tx, agent, reader, &given, problem, StatusCode::UNPROCESSABLE_ENTITY)
            }
            Err(error) => Err(error.into()),
        }
    });
    made.await
}

async fn change(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let reader = agent.reader(&desk);
    let done = agent.write(&desk.db, move |agent, tx| {
        agent.must(Permission::Handle)?;
        let oid = Kind::View.oid(&name).ok_or(Fault::Missing)?;
        let keeper = agent.keeper();
        let outcome = match fields.get("do") {
            "up" | "down" => store::shift(tx, keeper, oid, fields.get("do") == "up"),
            "delete" => store::delete(tx, keeper, oid),
            _ => {
                let change = Change {
                    name: Some(fields.get("name").to_owned()),
                    place: None,
                    shared: Some(fields.has("shared")),
                    pinned: Some(fields.has("pinned")),
                };
                store::change(tx, keeper, oid, change).map(|_| ())
            }
        };
        match outcome {
            Ok(()) => Ok(Redirect::to("/console/views").into_response()),
            Err(spine::Error::Refused(_)) => {
                let problem = Some(agent.say.say("lists-views-name-wrong"));
                page(tx, agent, reader, &Fields::default(), problem, StatusCode::UNPROCESSABLE_ENTITY)
            }
            Err(error) => Err(error.into()),
        }
    });
    done.await
}

/// Where "save as view" of a list leads.
pub fn new_href(place: &Place) -> String {
    let place = Place { after: None, ..place.list() };
    format!("/console/views?place={}", super::inbox::view::escaped(&place.href()))
}
