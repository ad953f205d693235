//! Pages for customers: no sign-in, an unguessable address each.

pub mod track;

use std::sync::Arc;

use axum::Router;

use crate::Desk;

/// Addresses customers open.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().merge(track::routes())
}
