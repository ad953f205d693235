//! The console: what the people of the company work in.

pub mod inbox;
pub mod settings;

use std::sync::Arc;

use axum::Router;

use crate::Desk;

/// Addresses under `/console`.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().merge(inbox::routes()).merge(settings::routes())
}
