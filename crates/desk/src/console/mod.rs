//! The console: what the people of the company work in.

pub mod bulk;
pub mod calls;
pub mod complaints;
pub mod delivery;
pub mod inbox;
pub mod ledger;
pub mod live;
pub mod notices;
pub mod presence;
pub mod search;
pub mod settings;
pub mod tasks;
pub mod views;

use std::sync::Arc;

use axum::Router;

use crate::Desk;

/// Addresses under `/console`.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .merge(inbox::routes())
        .merge(search::routes())
        .merge(views::routes())
        .merge(bulk::routes())
        .merge(live::routes())
        .merge(notices::routes())
        .merge(ledger::routes())
        .merge(delivery::routes())
        .merge(calls::routes())
        .merge(settings::routes())
        .merge(tasks::routes())
        .merge(complaints::routes())
}

/// Every named query of the console's pages.
pub fn queries() -> impl Iterator<Item = &'static db::Query> {
    [
        inbox::QUERIES,
        inbox::store::writing::QUERIES,
        search::QUERIES,
        views::QUERIES,
        live::QUERIES,
        ledger::QUERIES,
        delivery::QUERIES,
        settings::QUERIES,
        settings::LOG_QUERIES,
    ]
    .into_iter()
    .flatten()
}
