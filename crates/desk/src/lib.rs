//! The desk: pages of the console, pages for customers, and the JSON API, over the rooms of the spine and the office.

pub mod console;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use db::Db;
use kernel::clock::Clock;

/// What every handler works with.
pub struct Desk {
    pub db: Db,
    pub clock: Clock,
    pub settings: Settings,
}

/// What the desk needs to know of the installation.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where customers and agents reach this installation, without a slash at its end.
    pub public_url: String,
    /// Whether answers can leave: a relay is configured.
    pub relay: bool,
    /// Largest message or upload, in bytes.
    pub max_message_bytes: usize,
}

/// Every address the desk answers.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/assets/{version}/{*name}", get(web::assets::serve))
        .route("/theme", post(web::theme::choose))
        .merge(console::routes())
        .layer(axum::middleware::map_response(web::headers::secure))
}
