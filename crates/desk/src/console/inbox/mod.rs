//! The inbox: conversations by the promise that falls due first, one timeline, the composer, who the customer is.

pub mod pages;
mod phrases;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
pub mod view;

use std::sync::Arc;

use axum::Router;

use crate::Desk;

/// Addresses of the inbox.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
}
