//! Pages for customers: no sign-in, an unguessable address each.

pub mod badge;
pub mod calendar;
pub mod correct;
mod collect;
pub mod form;
mod take;
pub(crate) mod hooks;
pub mod task;
pub mod track;

use std::sync::Arc;

use axum::Router;

use crate::Desk;

/// Addresses customers open.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .merge(correct::routes())
        .merge(task::routes())
        .merge(hooks::routes())
        .merge(track::routes())
        .merge(form::routes())
        .merge(badge::routes())
        .merge(calendar::routes())
}
