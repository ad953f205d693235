//! The database is away when the program starts, and the settings are right: it is waited for, within a bound. Meanwhile
//! `/healthz` says that the process lives and everything else 503 with the reason, at the address it will serve.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use db::Db;
use kernel::clock::Clock;
use tokio_util::sync::CancellationToken;

use super::signals::Signals;
use crate::settings::Settings;

/// So long a database is waited for: 10 minutes. Whoever starts the program starts it again after that.
const PATIENCE: Duration = Duration::from_secs(600);
/// Between two tries.
const AGAIN: Duration = Duration::from_secs(1);
/// Between two lines in the log.
const SAID_EVERY: Duration = Duration::from_secs(30);

/// The store, and the address already taken where it had to be waited for.
pub(super) struct Opened {
    pub db: Db,
    pub http: Option<TcpListener>,
}

/// Opens the store; a PostgreSQL server that is away is waited for. `None` when somebody asked for the end meanwhile.
///
/// # Errors
/// A setting that is wrong, an embedded store that cannot be opened, a server that stays away.
pub(super) fn open_store(settings: &Settings, clock: &Clock, signals: &Signals) -> Result<Option<Opened>> {
    let is_server = settings.database_url.as_deref().is_some_and(|url| url.starts_with("postgres"));
    let first = match settings.open_store(clock.clone()) {
        Err(error) if is_server && error.is_away() => error,
        opened => return Ok(Some(Opened { db: opened?, http: None })),
    };
    let door = Door::open(settings, first.to_string())?;
    let (began, mut said) = (Instant::now(), Instant::now());
    tracing::warn!(error = %first, patience_seconds = PATIENCE.as_secs(), "the database is away: it is waited for");
    loop {
        if signals.end_within(AGAIN) {
            return Ok(None);
        }
        match settings.open_store(clock.clone()) {
            Ok(db) => {
                tracing::info!(waited_seconds = began.elapsed().as_secs(), "the database is there");
                return Ok(Some(Opened { db, http: Some(door.close()) }));
            }
            Err(error) if error.is_away() && began.elapsed() < PATIENCE => {
                door.say(error.to_string());
                if said.elapsed() >= SAID_EVERY {
                    said = Instant::now();
                    tracing::warn!(%error, waited_seconds = began.elapsed().as_secs(), "the database is still away");
                }
            }
            Err(error) => return Err(error).context("the database was waited for"),
        }
    }
}

/// The address of the console while there is nothing behind it.
struct Door {
    listener: TcpListener,
    why: Arc<Mutex<String>>,
    closed: CancellationToken,
    serving: JoinHandle<()>,
}

impl Door {
    fn open(settings: &Settings, why: String) -> Result<Self> {
        let address = settings.http_listen;
        let listener =
            TcpListener::bind(address).with_context(|| format!("http_listen: cannot listen on {address}"))?;
        listener.set_nonblocking(true)?;
        let (shared, why) = (listener.try_clone()?, Arc::new(Mutex::new(why)));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (closed, told) = (CancellationToken::new(), Arc::clone(&why));
        let until = closed.clone();
        let serving = std::thread::Builder::new().name("riscontro-waiting".to_owned()).spawn(move || {
            let served = runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(shared)?;
                let away = move || {
                    let why = told.lock().unwrap_or_else(PoisonError::into_inner).clone();
                    async move { not_yet(&why) }
                };
                let routes = Router::new().route("/healthz", get(async || "alive\n")).fallback(away);
                tokio::select! {
                    served = async { axum::serve(listener, routes).await } => served,
                    () = until.cancelled() => Ok(()),
                }
            });
            if let Err(error) = served {
                tracing::error!(%error, "nobody could be told that the database is away");
            }
            runtime.shutdown_background();
        })?;
        Ok(Self { listener, why, closed, serving })
    }

    fn say(&self, why: String) {
        *self.why.lock().unwrap_or_else(PoisonError::into_inner) = why;
    }

    /// Gives the address on; who has knocked meanwhile is let in by whoever serves it next.
    fn close(self) -> TcpListener {
        self.closed.cancel();
        let _ = self.serving.join();
        self.listener
    }
}

fn not_yet(why: &str) -> Response {
    let retry = [(header::RETRY_AFTER, "5"), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::SERVICE_UNAVAILABLE, retry, format!("{why}\n")).into_response()
}
