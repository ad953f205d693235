//! The JSON API, version 1: what programs ask and integrators rely on.
//!
//! [`table::all`] is the list of calls; [`doorstep`] is what every one of them passes first; the other files answer.

mod account;
mod agents;
mod arrivals;
mod call;
mod canned;
mod channels;
mod complaints;
mod conversations;
mod customers;
mod day;
mod domains;
mod doorstep;
mod events;
mod forecast;
mod given;
mod idempotency;
mod inboxes;
mod incidents;
mod ledger;
mod listed;
mod lists;
mod mailboxes;
mod messages;
mod notices;
mod mailings;
mod oncall;
mod presets;
mod openapi;
mod outbox;
mod page;
mod promises;
pub(crate) mod problem;
mod reports;
mod scheduled;
mod schemas;
mod store;
mod table;
mod shifts;
mod skills;
mod tasks;
mod templates;
#[cfg(test)]
mod tests;
mod thanks;
mod together;
mod tokens;
mod truth;
mod understood;
mod uploads;
mod wallboard;
mod whatif;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::routing::any;

use crate::Desk;
use call::Call;

pub(crate) use doorstep::Doorstep;
pub use idempotency::sweep_keys;
pub(crate) use problem::Problem;
pub use store::QUERIES;

/// Where the API begins.
const ROOT: &str = "/api/v1";

/// Addresses of the API. Bodies are bounded call by call.
pub fn routes() -> Router<Arc<Desk>> {
    let mut router = Router::new();
    for (path, calls) in by_path() {
        let enter = move |State(desk): State<Arc<Desk>>, request: Request| {
            let calls = Arc::clone(&calls);
            doorstep::enter(desk, calls, request)
        };
        router = router.route(&format!("{ROOT}{path}"), any(enter));
    }
    let nowhere = async |State(desk): State<Arc<Desk>>, request: Request| {
        doorstep::nowhere(&desk, &request.into_parts().0)
    };
    router
        .route(ROOT, any(nowhere))
        .route(&format!("{ROOT}/{{*rest}}"), any(nowhere))
        .layer(DefaultBodyLimit::disable())
}

fn by_path() -> BTreeMap<&'static str, Arc<[&'static Call]>> {
    let mut paths: BTreeMap<&str, Vec<&Call>> = BTreeMap::new();
    for call in table::all() {
        paths.entry(call.path).or_default().push(call);
    }
    paths.into_iter().map(|(path, calls)| (path, calls.into())).collect()
}
