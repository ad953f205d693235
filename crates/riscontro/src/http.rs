//! The desk's routes and the three addresses machines ask: alive, ready, and how much of what.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use db::Db;

use crate::inspect::Remembered;

/// How long the store may take to say that it is there.
const READY_WITHIN: Duration = Duration::from_secs(3);

pub fn routes(db: Db, shared: Arc<desk::Desk>) -> Router {
    let probes = Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .with_state(db.clone())
        .merge(Router::new().route("/metrics", get(metrics)).with_state((db, Arc::default())));
    desk::routes().with_state(shared).merge(probes)
}

async fn ready(State(db): State<Db>) -> Response {
    let asked = tokio::task::spawn_blocking(move || db.ready());
    let reason = match tokio::time::timeout(READY_WITHIN, asked).await {
        Ok(Ok(Ok(()))) => return "ready\n".into_response(),
        Ok(Ok(Err(error))) => error.to_string(),
        Ok(Err(_)) => "the question was interrupted".to_owned(),
        Err(_) => "the store does not answer".to_owned(),
    };
    (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")).into_response()
}

async fn metrics(State((db, remembered)): State<(Db, Arc<Remembered>)>) -> Response {
    match tokio::task::spawn_blocking(move || crate::inspect::metrics(&db, &remembered)).await {
        Ok(Ok(text)) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        Ok(Err(error)) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")).into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
