//! Where mail services post what they received for an inbox: `/hooks/mail/{inbox_key}/{secret}`, or without the
//! secret in the address and with it as a password. Answered with 200 only once the mail is kept for good.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use doors::hook::{self as posts, Part, Posted, Provider};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use kernel::id::Kind;
use ring::{digest, hmac};
use serde_json::{Value, json};
use spine::Reason;
use spine::hook::{self, Hook};
use spine::inbox::{self, Channel, Inbox};
use spine::intake::{self, Accept};

use crate::Desk;
use crate::api::Problem;
use crate::security;

/// A body carries the mail up to three times: raw, taken apart, and in base64.
const BODY_TIMES: usize = 3;
/// What else may stand in it.
const FRAME_BYTES: usize = 1024 * 1024;
/// A body has to be here within this time: 10 minutes.
const ARRIVES_WITHIN: Duration = Duration::from_secs(600);
/// Fields of one form.
const MOST_PARTS: usize = 1_000;
/// A signature may be this old: a service tries for eight hours, and signs once.
const OLDEST_SIGNATURE_MS: i64 = 12 * 3_600_000;
/// Clocks of others may be ahead of ours by this much.
const AHEAD_MS: i64 = 5 * 60_000;

/// Addresses services post to.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/hooks/mail/{inbox_key}", post(by_password))
        .route("/hooks/mail/{inbox_key}/{secret}", post(by_address))
        // Mailgun posts the whole message where the address ends so.
        .route("/hooks/mail/{inbox_key}/{secret}/mime", post(by_address))
        .layer(DefaultBodyLimit::disable())
}

async fn by_address(
    State(desk): State<Arc<Desk>>,
    Path((key, secret)): Path<(String, String)>,
    request: Request,
) -> Response {
    enter(desk, key, Some(secret), request).await
}

async fn by_password(State(desk): State<Arc<Desk>>, Path(key): Path<String>, request: Request) -> Response {
    let secret = password(request.headers());
    enter(desk, key, secret, request).await
}

/// The secret as a password (RFC 7617) or a bearer token.
fn password(headers: &HeaderMap) -> Option<String> {
    let (scheme, given) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(given.trim().to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(wire::rebuilt::from_base64(given.trim())).ok()?;
    pair.split_once(':').map(|(_, password)| password.to_owned())
}

async fn enter(desk: Arc<Desk>, key: String, secret: Option<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    match pass(&desk, &key, secret, &parts, body).await {
        Ok(kept) => (StatusCode::OK, axum::Json(kept)).into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn pass(
    desk: &Arc<Desk>,
    key: &str,
    secret: Option<String>,
    parts: &Parts,
    body: Body,
) -> Result<Value, Problem> {
    let Some((place, hook)) = whose(desk, key.to_owned(), secret).await? else {
        return Err(stranger(desk, parts));
    };
    let most = desk.settings.max_message_bytes;
    // Whoever waits for a place holds nothing of their mail yet.
    let _place = desk.doorstep.uploads.acquire().await;
    let read = tokio::time::timeout(ARRIVES_WITHIN, read(parts, body, most * BODY_TIMES + FRAME_BYTES));
    let (body, bytes) = read.await.unwrap_or_else(|_| {
        Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "The body did not arrive in time."))
    })?;
    let signed = signed(desk, &place, &hook, &body)?;
    let asked = Asked { place, signed, remote: security::client(&parts.headers, &parts.extensions) };
    match posts::read(&body) {
        Ok(posted) if posted.raw.len() > most => {
            Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("A mail can have {most} bytes at most.")))
        }
        Ok(posted) => accept(desk, asked, posted).await,
        Err(fault) => puzzled(desk, asked, bytes, fault.to_string()).await,
    }
}

/// Whose inbox it is.
struct Place {
    account_id: i64,
    inbox: Inbox,
}

/// One request, let in.
struct Asked {
    place: Place,
    /// What marks a signed request, which counts once.
    signed: Option<String>,
    remote: Option<std::net::IpAddr>,
}

/// The inbox of this key, when the secret opens it.
async fn whose(
    desk: &Arc<Desk>,
    key: String,
    secret: Option<String>,
) -> Result<Option<(Place, Hook)>, Problem> {
    let Some(secret) = secret else { return Ok(None) };
    let db = desk.db.clone();
    let look = move || {
        let found = db.read_everywhere(|tx| inbox::by_key(tx, &key))?;
        let Some((account_id, inbox_id)) = found else { return Ok::<_, Problem>(None) };
        db.read(account_id, |tx| {
            let inbox = inbox::find(tx, inbox_id)?;
            let hook = hook::find(tx, inbox_id)?.filter(|hook| hook.secret_hash == hashed(&secret));
            Ok(hook.filter(|_| inbox.channel == Channel::Email).map(|hook| (Place { account_id, inbox }, hook)))
        })
    };
    blocking(look).await
}

/// SHA-256 of a secret, as it is kept; comparing two of them tells nothing of either.
pub(crate) fn hashed(secret: &str) -> String {
    hex(digest::digest(&digest::SHA256, secret.as_bytes()).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A wrong key and a wrong secret look the same; who tries many waits.
fn stranger(desk: &Desk, parts: &Parts) -> Problem {
    let client = security::client_key(security::client(&parts.headers, &parts.extensions));
    let allowance = desk.limits.sign_in.take(&format!("hook {client}"), desk.wall.now_ms());
    match allowance.retry_after {
        Some(seconds) => {
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "Too many wrong addresses.").retry_after(seconds)
        }
        None => Problem::new(StatusCode::UNAUTHORIZED, "No inbox takes mail at this address with this secret.")
            .with(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"mail\"")),
    }
}

/// Checks Mailgun's signature where its key is known; gives what marks the request.
fn signed(desk: &Desk, place: &Place, hook: &Hook, body: &posts::Body) -> Result<Option<String>, Problem> {
    if posts::provider(body) != Some(Provider::Mailgun) {
        return Ok(None);
    }
    let Some(key) = hook.mailgun_key(&desk.db.sealer(), place.inbox.id)? else { return Ok(None) };
    let refused = |detail: &str| Problem::new(StatusCode::FORBIDDEN, detail);
    let signature = posts::signature(body).ok_or_else(|| refused("Mailgun's signature is missing."))?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
    let text = format!("{}{}", signature.timestamp, signature.token);
    let given = unhex(&signature.signature).ok_or_else(|| refused("Mailgun's signature is not one."))?;
    hmac::verify(&key, text.as_bytes(), &given)
        .map_err(|_| refused("Mailgun's signature is not made with the key set here."))?;
    let age_ms = match signature.timestamp.trim().parse::<i64>() {
        Ok(seconds) => desk.wall.now_ms().saturating_sub(seconds.saturating_mul(1_000)),
        Err(_) => return Err(refused("Mailgun's timestamp is not a number.")),
    };
    match (-AHEAD_MS..=OLDEST_SIGNATURE_MS).contains(&age_ms) {
        true => Ok(Some(format!("mailgun:{}", hashed(&signature.token)))),
        false => Err(refused("Mailgun's signature is too old, or a clock is wrong.")),
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

/// Keeps the mail, and answers only then.
async fn accept(desk: &Arc<Desk>, asked: Asked, posted: Posted) -> Result<Value, Problem> {
    let Asked { place, signed, remote: _ } = asked;
    let inbox_id = place.inbox.id;
    let db = desk.db.clone();
    let provider = posted.provider.name();
    let recipient = posted.recipient(place.inbox.address.as_deref().unwrap_or_default()).to_owned();
    let kept = blocking(move || db.keep(&posted.raw).map_err(Problem::from)).await?;
    let accept = Accept {
        channel: Channel::Email,
        inbox_id,
        sender: posted.sender,
        recipient,
        // Whoever handed it to the service; the service's own address says nothing of the sender.
        remote: posted.remote.map_or_else(|| provider.to_owned(), |remote| remote.to_string()),
        helo: String::new(),
        kept,
    };
    let done = desk.db.submit(place.account_id, move |tx| {
        if let Some(mark) = &signed
            && let Some(arrival_id) = hook::seen(tx, inbox_id, mark)?
        {
            return Ok::<_, Problem>((intake::find(tx, arrival_id)?.oid, "already_kept"));
        }
        let arrival_id = intake::accept(tx, accept)?;
        if let Some(mark) = &signed {
            hook::remember(tx, inbox_id, mark, arrival_id)?;
        }
        hook::note_use(tx, inbox_id, provider)?;
        Ok((intake::find(tx, arrival_id)?.oid, "kept"))
    });
    let (oid, status) = done.answer().await?;
    Ok(json!({ "status": status, "arrival_id": Kind::Arrival.name(&oid) }))
}

/// Keeps what could not be understood where a person sees it, once, and says so.
async fn puzzled(desk: &Arc<Desk>, asked: Asked, bytes: Vec<u8>, fault: String) -> Result<Value, Problem> {
    let Asked { place, signed: _, remote } = asked;
    let inbox_id = place.inbox.id;
    let recipient = place.inbox.address.clone().unwrap_or_default();
    let db = desk.db.clone();
    let kept = blocking(move || db.keep(&bytes).map_err(Problem::from)).await?;
    let mark = format!("body:{}", kept.sha256);
    let accept = Accept {
        channel: Channel::Email,
        inbox_id,
        sender: String::new(),
        recipient,
        remote: remote.map(|remote| remote.to_string()).unwrap_or_default(),
        helo: String::new(),
        kept,
    };
    let why = Reason::UnreadablePost(fault.clone());
    let done = desk.db.submit(place.account_id, move |tx| {
        let arrival_id = match hook::seen(tx, inbox_id, &mark)? {
            Some(arrival_id) => arrival_id,
            None => {
                let arrival_id = intake::accept(tx, accept)?;
                intake::stuck(tx, arrival_id, &why)?;
                hook::remember(tx, inbox_id, &mark, arrival_id)?;
                arrival_id
            }
        };
        Ok::<_, Problem>(intake::find(tx, arrival_id)?.oid)
    });
    let arrival = Kind::Arrival.name(&done.answer().await?);
    let detail = format!("Not understood: {fault}. The bytes are kept as {arrival}, before a supervisor.");
    Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail))
}

/// The body taken apart, and (of what is no form with parts) the bytes themselves, for a person to see.
async fn read(parts: &Parts, body: Body, most: usize) -> Result<(posts::Body, Vec<u8>), Problem> {
    let kind =
        parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let bytes = whole(body, most).await?;
    match kind.as_str() {
        "application/json" => Ok((posts::Body::Json(bytes.clone()), bytes)),
        "application/x-www-form-urlencoded" => {
            let fields = form_urlencoded::parse(&bytes).take(MOST_PARTS);
            let fields = fields.map(|(name, value)| Part {
                name: name.into_owned(),
                bytes: value.into_owned().into_bytes(),
                ..Part::default()
            });
            Ok((posts::Body::Form(fields.collect()), bytes))
        }
        "multipart/form-data" => Ok((posts::Body::Form(taken_apart(parts, &bytes).await?), bytes)),
        _ => Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send application/json, application/x-www-form-urlencoded or multipart/form-data.",
        )),
    }
}

async fn whole(body: Body, most: usize) -> Result<Vec<u8>, Problem> {
    let read = Limited::new(body, most).collect().await;
    let read = read.map_err(|error| match error.is::<LengthLimitError>() {
        true => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("A body can have {most} bytes at most.")),
        false => Problem::new(StatusCode::BAD_REQUEST, "The body broke off."),
    })?;
    Ok(read.to_bytes().to_vec())
}

async fn taken_apart(parts: &Parts, bytes: &[u8]) -> Result<Vec<Part>, Problem> {
    let unreadable = || Problem::new(StatusCode::BAD_REQUEST, "The parts of the body cannot be read.");
    let request = Request::from_parts(parts.clone(), Body::from(bytes.to_vec()));
    let mut multipart = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
    let mut taken = Vec::new();
    while let Some(part) = multipart.next_field().await.map_err(|_| unreadable())? {
        if taken.len() >= MOST_PARTS {
            return Err(Problem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                format!("A body can have {MOST_PARTS} parts at most."),
            ));
        }
        taken.push(Part {
            name: part.name().unwrap_or_default().to_owned(),
            file_name: part.file_name().map(str::to_owned),
            content_type: part.content_type().map(str::to_owned),
            bytes: part.bytes().await.map_err(|_| unreadable())?.to_vec(),
        });
    }
    Ok(taken)
}

async fn blocking<R: Send + 'static>(
    work: impl FnOnce() -> Result<R, Problem> + Send + 'static,
) -> Result<R, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(Problem::broken(&format!("a posted mail's work stopped: {error}"))),
    }
}
