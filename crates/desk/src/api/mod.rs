//! The JSON API, version 1.

use std::sync::Arc;

use axum::Router;

use crate::Desk;

/// What the API remembers between requests.
#[derive(Default)]
pub(crate) struct Doorstep {}

pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
}
