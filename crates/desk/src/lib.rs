//! The desk: pages of the console, pages for customers, and the JSON API, over the rooms of the spine and the office.

pub mod api;
pub mod console;
pub mod entry;
pub mod fault;
pub mod fields;
pub mod outside;
pub mod public;
pub mod security;
pub mod session;
#[cfg(test)]
mod testing;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use db::Db;
use kernel::clock::Clock;
use tokio_util::sync::CancellationToken;

/// What every handler works with.
pub struct Desk {
    pub db: Db,
    pub clock: Clock,
    /// What sessions, one-time links and rate limits go by: the wall clock, even while `clock` is held in hand
    /// by the demo. Tests pass the same clock twice.
    pub wall: Clock,
    pub settings: Settings,
    pub limits: security::Limits,
    /// Cancelled when the node stops: what streams ends then.
    pub stop: CancellationToken,
    /// The world outside, as far as pages ask it.
    pub outside: Arc<dyn outside::Outside>,
    /// Who looks at what now.
    pub presence: console::presence::Presence,
    pub(crate) doorstep: api::Doorstep,
    pub(crate) forms: public::form::Counter,
    pub(crate) badges: public::badge::Badges,
    pub(crate) outlooks: console::wallboard::Outlooks,
}

impl Desk {
    pub fn new(
        db: Db,
        clock: Clock,
        wall: Clock,
        settings: Settings,
        rates: security::Rates,
        stop: CancellationToken,
        outside: Arc<dyn outside::Outside>,
    ) -> Self {
        let limits = security::Limits::new(rates);
        Self {
            db,
            clock,
            wall,
            settings,
            limits,
            stop,
            outside,
            presence: console::presence::Presence::default(),
            doorstep: api::Doorstep::default(),
            forms: public::form::Counter::default(),
            badges: public::badge::Badges::default(),
            outlooks: console::wallboard::Outlooks::default(),
        }
    }
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
    pub doors: Doors,
}

/// Where mail comes in, as whoever leads it here has to write it.
#[derive(Clone, Debug, Default)]
pub struct Doors {
    /// Name of this server.
    pub host: String,
    /// `host:port` of the SMTP door.
    pub smtp: String,
    /// `host:port` of the LMTP door, where there is one.
    pub lmtp: Option<String>,
}

/// Every address the desk answers.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/assets/{version}/{*name}", get(web::assets::serve))
        .route("/theme", post(web::theme::choose))
        .merge(entry::routes())
        .merge(console::routes())
        .merge(public::routes())
        .merge(api::routes())
        .fallback(entry::nowhere)
        .layer(axum::middleware::map_response(web::headers::secure))
}

/// Every named query of the desk.
pub fn queries() -> impl Iterator<Item = &'static db::Query> {
    console::queries().chain(api::QUERIES)
}
