//! A person's shifts for calendars that subscribe: whoever has the address reads it, and it can be closed.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use office::shift;

use crate::Desk;
use crate::fault::Fault;
use crate::security;
use crate::session::blocking;

/// Characters of a secret.
const SECRET_CHARS: usize = 32;

pub fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/calendar/{name}", get(show))
}

async fn show(State(desk): State<Arc<Desk>>, Path(name): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let client = security::client_key(security::client(&parts.headers, &parts.extensions));
    let allowance = desk.limits.public.take(&client, desk.wall.now_ms());
    if !allowance.is_allowed() {
        let mut response = StatusCode::TOO_MANY_REQUESTS.into_response();
        allowance.tell(response.headers_mut());
        return response;
    }
    let secret = name.strip_suffix(".ics").unwrap_or_default().to_owned();
    if secret.len() != SECRET_CHARS {
        return StatusCode::NOT_FOUND.into_response();
    }
    let db = desk.db.clone();
    let found = blocking(move || {
        let Some((account_id, agent_id)) = db.read_everywhere(|tx| shift::feed_of(tx, &secret))? else {
            return Ok(None);
        };
        Ok::<_, Fault>(db.read(account_id, |tx| shift::calendar_of(tx, agent_id))?)
    });
    match found.await {
        Ok(Some(calendar)) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
                (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"riscontro.ics\"")),
                (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
                (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            ];
            (headers, calendar).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(Fault::Away) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(fault) => {
            // It is in the log now.
            let _ = fault.problem();
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
