//! The console: what the people of the company work in.

pub mod delivery;
pub mod inbox;
pub mod ledger;
pub mod live;
pub mod settings;

use std::sync::Arc;

use axum::Router;

use crate::Desk;

/// Addresses under `/console`.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .merge(inbox::routes())
        .merge(live::routes())
        .merge(ledger::routes())
        .merge(delivery::routes())
        .merge(settings::routes())
}

/// Every named query of the console's pages.
pub fn queries() -> impl Iterator<Item = &'static db::Query> {
    [inbox::QUERIES, live::QUERIES, ledger::QUERIES, delivery::QUERIES, settings::QUERIES].into_iter().flatten()
}
