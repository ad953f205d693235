//! Doing it once: a `POST` with an `Idempotency-Key` is done and remembered in one transaction, so that the same key
//! finds either the first answer or nothing done at all.

use std::sync::{Arc, PoisonError};

use axum::http::{HeaderMap, Method, StatusCode, Uri};
use db::{Tx, args};
use ring::digest;

use super::call::{Answer, Content, Job};
use super::problem::Problem;
use super::store;
use crate::Desk;

const HEADER: &str = "idempotency-key";
/// Characters of a key at most.
const KEY_MAX: usize = 255;
/// A key is kept for this long: 24 hours.
const KEPT_MS: i64 = 24 * 3_600_000;

/// Forgets keys older than 24 hours.
///
/// # Errors
/// The store's.
pub fn sweep_keys(tx: &mut Tx<'_>) -> Result<(), db::Error> {
    let oldest_ms = tx.now_ms() - KEPT_MS;
    tx.execute(store::SWEEP_KEYS, args![oldest_ms]).map(|_| ())
}

/// The key of one request.
pub(super) struct Key(String);

/// A key with what was asked under it.
pub(super) struct Once {
    token_id: i64,
    key: String,
    body_sha256: String,
}

/// While it lives, the key counts as still running.
pub(super) struct Running {
    desk: Arc<Desk>,
    name: (i64, String),
}

impl Drop for Running {
    fn drop(&mut self) {
        self.desk.doorstep.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}

impl Key {
    /// The key of a `POST`; other methods are idempotent by themselves.
    pub fn of(headers: &HeaderMap, method: &Method) -> Result<Option<Self>, Problem> {
        let Some(value) = headers.get(HEADER).filter(|_| *method == Method::POST) else { return Ok(None) };
        value
            .to_str()
            .ok()
            .map(str::trim)
            .filter(|key| (1..=KEY_MAX).contains(&key.len()))
            .map(|key| Some(Self(key.to_owned())))
            .ok_or_else(|| {
                let message = "must have 1 to 255 characters of printable ASCII";
                Problem::outside_body("header", "Idempotency-Key", message)
            })
    }

    /// Marks the key as running on this node.
    ///
    /// # Errors
    /// 409 when it is already.
    pub fn start(&self, desk: &Arc<Desk>, token_id: i64) -> Result<Running, Problem> {
        let name = (token_id, self.0.clone());
        let mut running = desk.doorstep.running.lock().unwrap_or_else(PoisonError::into_inner);
        if !running.insert(name.clone()) {
            return Err(still_running());
        }
        Ok(Running { desk: Arc::clone(desk), name })
    }

    /// What is asked under the key: method, address and the bytes of the body.
    pub fn with_body(self, method: &Method, uri: &Uri, body: &[u8], token_id: i64) -> Once {
        let mut context = digest::Context::new(&digest::SHA256);
        let place = uri.path_and_query().map_or("", |place| place.as_str());
        for part in [method.as_str().as_bytes(), b"\n", place.as_bytes(), b"\n", body] {
            context.update(part);
        }
        let body_sha256 = context.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        Once { token_id, key: self.0, body_sha256 }
    }
}

/// Here, or (found when its row is written) on another node of the same store.
fn still_running() -> Problem {
    Problem::conflict("The first request with this Idempotency-Key is still running.").retry_after(1)
}

/// The same job, done at most once under its key. Only what was done is kept: a refusal changed nothing, and the same
/// key may be tried again.
pub(super) fn once(key: Option<Once>, job: Job) -> Job {
    let Some(once) = key else { return job };
    Box::new(move |tx| {
        let now_ms = tx.now_ms();
        sweep_keys(tx)?;
        if let Some(first) = first_answer(tx, &once)? {
            return Ok(first);
        }
        let answer = job(tx)?;
        let (kind, response) = match (&answer.kept, &answer.content) {
            (Some(kept), _) => (Some("application/json"), kept.to_string()),
            (None, Content::Json(value)) => (Some("application/json"), value.to_string()),
            (None, Content::Nothing | Content::File { .. }) => (None, String::new()),
        };
        let status = i64::from(answer.status.as_u16());
        let row = args![once.token_id, once.key, once.body_sha256, status, kind, response, now_ms];
        tx.execute(store::KEEP_KEY, row).map_err(|error| match error.is_unique() {
            true => still_running(),
            false => error.into(),
        })?;
        Ok(answer)
    })
}

fn first_answer(tx: &mut Tx<'_>, once: &Once) -> Result<Option<Answer>, Problem> {
    let row = tx.find(store::KEY, args![once.token_id, &once.key], |row| {
        Ok((row.next::<String>()?, row.next::<i64>()?, row.next::<Option<String>>()?, row.next::<String>()?))
    })?;
    let Some((body_sha256, status, kind, response)) = row else { return Ok(None) };
    if body_sha256 != once.body_sha256 {
        let message = "was used for another call or another body";
        return Err(Problem::outside_body("header", "Idempotency-Key", message));
    }
    let mut answer = match kind {
        Some(_) => Answer::json(serde_json::from_str(&response).unwrap_or_default()),
        None => Answer::nothing(),
    };
    let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    answer.status = status.unwrap_or(answer.status);
    answer.replayed = true;
    Ok(Some(answer))
}
