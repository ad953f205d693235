//! What every call passes before it is answered, in this order: method, token, rate, role, query, body, and doing
//! it once.

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use office::account::{self, Bearer};
use serde_json::Value;
use tokio::sync::Semaphore;

use super::call::{Act, Ask, Call, Takes};
use super::page::Page;
use super::problem::Problem;
use super::{events, idempotency, openapi, uploads};
use crate::Desk;
use crate::security::{self, Allowance};

/// Bytes of a JSON body at most; files go by upload.
pub const BODY_MAX_BYTES: usize = 4 * 1024 * 1024;
/// A body has to be here within this time.
const BODY_WITHIN: Duration = Duration::from_secs(60);
/// Bytes of a query at most.
const QUERY_MAX_BYTES: usize = 8 * 1024;

/// What the API remembers between requests.
pub(crate) struct Doorstep {
    /// Keys of calls that are being done right now.
    pub running: Mutex<HashSet<(i64, String)>>,
    /// Event streams that are open.
    pub streams: AtomicUsize,
    /// Places for files on their way in, each of which is held in memory.
    pub uploads: Semaphore,
}

/// Files taken in at once on this node.
const UPLOADS_AT_ONCE: usize = 8;

impl Default for Doorstep {
    fn default() -> Self {
        Self {
            running: Mutex::default(),
            streams: AtomicUsize::new(0),
            uploads: Semaphore::new(UPLOADS_AT_ONCE),
        }
    }
}

/// Answers a request to one path.
pub(super) async fn enter(desk: Arc<Desk>, calls: Arc<[&'static Call]>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let method = if parts.method == Method::HEAD { "GET" } else { parts.method.as_str() };
    let Some(call) = calls.iter().copied().find(|call| call.method == method) else {
        return stranger(&desk, &parts, Err(not_this_way(&calls)));
    };
    if call.may.is_none() {
        return stranger(&desk, &parts, Ok(call));
    }
    let secret = bearer_token(&parts.headers).map(str::to_owned);
    let bearer = match known(&desk, secret.as_deref()).await {
        Ok(bearer) => bearer,
        Err(problem) => return stranger(&desk, &parts, Err(problem)),
    };
    let allowance = desk.limits.token.take(&bearer.token_id.to_string(), desk.wall.now_ms());
    let answer = match allowance.is_allowed() {
        true => match pass(desk, call, bearer, &mut parts, body).await {
            Ok(response) => response,
            Err(problem) => problem.into_response(),
        },
        false => too_many().into_response(),
    };
    told(answer, allowance)
}

/// Nothing stands at this address.
pub(super) fn nowhere(desk: &Desk, parts: &Parts) -> Response {
    stranger(desk, parts, Err(Problem::missing()))
}

/// Who comes without a good token is limited by address, at the rate of a token.
fn stranger(desk: &Desk, parts: &Parts, asked: Result<&'static Call, Problem>) -> Response {
    let client = security::client_key(security::client(&parts.headers, &parts.extensions));
    let allowance = desk.limits.token.take(&format!("from {client}"), desk.wall.now_ms());
    let answer = match asked {
        _ if !allowance.is_allowed() => too_many().into_response(),
        Ok(_) => openapi::answer(desk),
        Err(problem) => problem.into_response(),
    };
    told(answer, allowance)
}

fn told(mut answer: Response, allowance: Allowance) -> Response {
    allowance.tell(answer.headers_mut());
    answer
}

fn too_many() -> Problem {
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests; Retry-After says when to go on.")
}

fn not_this_way(calls: &[&'static Call]) -> Problem {
    let allowed: Vec<&str> = calls.iter().map(|call| call.method).collect();
    let allowed = allowed.join(", ");
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("This address takes {allowed}."));
    match HeaderValue::from_str(&allowed) {
        Ok(allowed) => problem.with(header::ALLOW, allowed),
        Err(_) => problem,
    }
}

/// The token in `Authorization: Bearer …`.
pub(super) fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

async fn known(desk: &Arc<Desk>, secret: Option<&str>) -> Result<Bearer, Problem> {
    let refused = |detail: &str, challenge: &'static str| {
        Problem::new(StatusCode::UNAUTHORIZED, detail)
            .with(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
    };
    let Some(secret) = secret.map(str::to_owned) else {
        return Err(refused("Send \"Authorization: Bearer TOKEN\".", "Bearer"));
    };
    let (db, now_ms) = (desk.db.clone(), desk.wall.now_ms());
    let found = blocking(move || {
        let found = db.read_everywhere(|tx| account::token(tx, &secret))?;
        if let Some(bearer) = found.as_ref().filter(|bearer| bearer.is_stale(now_ms)) {
            let (token_id, person) =
                (bearer.token_id, account::is_person(bearer.role).then_some(bearer.agent_id));
            // Nobody waits for it: a lost note of use is made up for by the next one.
            drop(db.submit(bearer.account_id, move |tx| {
                if let Some(agent_id) = person {
                    spine::agent::heard(tx, agent_id)?;
                }
                account::token_used(tx, token_id, now_ms)
            }));
        }
        Ok(found)
    });
    found.await?.ok_or_else(|| refused("This token does not open.", "Bearer error=\"invalid_token\""))
}

/// Runs what blocks away from the sockets.
pub(super) async fn blocking<R: Send + 'static>(
    work: impl FnOnce() -> Result<R, Problem> + Send + 'static,
) -> Result<R, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(Problem::broken(&format!("a call's work stopped: {error}"))),
    }
}

async fn pass(
    desk: Arc<Desk>,
    call: &'static Call,
    bearer: Bearer,
    parts: &mut Parts,
    body: Body,
) -> Result<Response, Problem> {
    if let Some(permission) = call.may
        && !permission.allows(bearer.role)
    {
        return Err(Problem::forbidden(permission.name()));
    }
    let query = read_query(call, parts.uri.query().unwrap_or_default())?;
    let limit = query.get("limit").map(String::as_str);
    let page = Page::of(limit, query.get("after").map(String::as_str))?;
    let query = query.into_iter().filter(|(name, _)| *name != "limit" && *name != "after").collect();
    let once = idempotency::Key::of(&parts.headers, &parts.method)?;
    let _running = once.as_ref().map(|key| key.start(&desk, bearer.token_id)).transpose()?;
    let id = path_id(parts).await?;
    let mut ask = Ask { desk, bearer, call, id, query, page, body: Value::Null };
    let db = ask.desk.db.clone();
    let account_id = ask.account_id();
    match call.act {
        Act::Read(look) => {
            read_json(call, &parts.headers, body).await?;
            blocking(move || db.read(account_id, |tx| look(&ask, tx))).await.map(IntoResponse::into_response)
        }
        Act::Fetch(look) => blocking(move || look(&ask)).await.map(IntoResponse::into_response),
        Act::Try(begin) => {
            (ask.body, _) = read_json(call, &parts.headers, body).await?;
            begin(ask).await.map(IntoResponse::into_response)
        }
        Act::Write(begin) => {
            let (value, bytes) = read_json(call, &parts.headers, body).await?;
            ask.body = value;
            let once = once.map(|key| key.with_body(&parts.method, &parts.uri, &bytes, ask.bearer.token_id));
            let job = blocking(move || begin(ask)).await?;
            let job = idempotency::once(once, job);
            db.submit(account_id, job).answer().await.map(IntoResponse::into_response)
        }
        Act::Upload => uploads::take(ask, parts, body, once).await.map(IntoResponse::into_response),
        Act::Follow => events::follow(ask, &parts.headers),
        Act::Describe => Ok(openapi::answer(&ask.desk)),
    }
}

async fn path_id(parts: &mut Parts) -> Result<String, Problem> {
    let params = RawPathParams::from_request_parts(parts, &()).await.map_err(|_| Problem::missing())?;
    Ok(params.iter().next().map(|(_, value)| value.to_owned()).unwrap_or_default())
}

/// The parameters this call knows; an empty one counts as left out.
fn read_query(call: &'static Call, raw: &str) -> Result<BTreeMap<&'static str, String>, Problem> {
    if raw.len() > QUERY_MAX_BYTES {
        return Err(Problem::new(StatusCode::URI_TOO_LONG, "The query is too long."));
    }
    let paged: &[&str] = if call.is_paged() { &["limit", "after"] } else { &[] };
    let mut query = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(raw.as_bytes()) {
        let wrong = |message: String| Problem::outside_body("query", &name, message);
        let known = call.query.iter().map(|parameter| (parameter.name, parameter.words));
        let known = known.chain(paged.iter().map(|name| (*name, &[] as &[&str])));
        let Some((known, words)) = known.into_iter().find(|(known, _)| *known == name) else {
            return Err(wrong("is not a parameter of this call".to_owned()));
        };
        if value.is_empty() {
            continue;
        }
        if !words.is_empty() && !words.contains(&&*value) {
            return Err(wrong(format!("must be one of: {}", words.join(", "))));
        }
        if query.insert(known, value.into_owned()).is_some() {
            return Err(wrong("is given twice".to_owned()));
        }
    }
    Ok(query)
}

/// The body as JSON and as the bytes that came; null where the call takes none.
async fn read_json(call: &Call, headers: &HeaderMap, body: Body) -> Result<(Value, Vec<u8>), Problem> {
    let too_large = || {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("A body can have {BODY_MAX_BYTES} bytes at most."))
    };
    if announced_bytes(headers).is_some_and(|bytes| bytes > BODY_MAX_BYTES as u64) {
        return Err(too_large());
    }
    let read = tokio::time::timeout(BODY_WITHIN, Limited::new(body, BODY_MAX_BYTES).collect()).await;
    let bytes = read
        .map_err(|_| Problem::new(StatusCode::REQUEST_TIMEOUT, "The body did not arrive in time."))?
        .map_err(|error| match error.is::<LengthLimitError>() {
            true => too_large(),
            false => Problem::new(StatusCode::BAD_REQUEST, "The body broke off."),
        })?
        .to_bytes();
    let blank = bytes.iter().all(u8::is_ascii_whitespace);
    if call.takes == Takes::Nothing && blank {
        return Ok((Value::Null, bytes.to_vec()));
    }
    if !is_json(headers) {
        let detail = "Send the body as application/json, in UTF-8.";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    let value: Value = serde_json::from_slice(&bytes)
        .map_err(|error| Problem::new(StatusCode::BAD_REQUEST, format!("The body is not JSON: {error}.")))?;
    if call.takes == Takes::Nothing {
        super::given::Given::of(value)?.done()?;
        return Ok((Value::Null, bytes.to_vec()));
    }
    Ok((value, bytes.to_vec()))
}

pub(super) fn announced_bytes(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = given.split(';').map(|part| part.trim().to_ascii_lowercase());
    let kind = parts.next().unwrap_or_default();
    let utf8 = parts.all(|part| match part.strip_prefix("charset=") {
        Some(charset) => charset.trim_matches('"') == "utf-8",
        None => true,
    });
    utf8 && (kind == "application/json" || kind.starts_with("application/") && kind.ends_with("+json"))
}

impl Call {
    /// Whether it takes `limit` and `after`.
    pub fn is_paged(&self) -> bool {
        matches!(self.gives, super::call::Gives::List(_) | super::call::Gives::Stream)
    }
}
