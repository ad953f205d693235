//! `POST /forms/{key}`: read, checked, weighed, kept for good, and answered with code and promise.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use doors::form::{Envelope, Label, Submission, Unreadable, submission::Upload};
use kernel::address;
use ring::digest;
use serde_json::{Value, json};
use spine::conversation::{self, Attachment};
use spine::error::Field as Fault422;
use spine::form;

use super::guard::{Opinion, Signs, opinion};
use super::page::{Kept, Notice, Sheet};
use super::{Asked, Known, known, receipt, shown, stranger};
use crate::Desk;
use crate::api::problem::{Problem, pointer};
use crate::fault::Fault;
use crate::public::collect;
use crate::public::take::{self, Message, Taken};
use crate::security;
use crate::session::blocking;

/// A body has to be here within this time: 10 minutes.
const ARRIVES_WITHIN: Duration = Duration::from_secs(600);
/// Files of one message at most.
const FILES_MAX: usize = 20;
const KEY_MAX: usize = 255;

/// Who asks, and what kind of answer they read.
struct Asking {
    desk: Arc<Desk>,
    known: Arc<Known>,
    asked: Asked,
    key: String,
    client: String,
    remote: String,
    /// A program: answers are JSON.
    program: bool,
    idempotency: Option<String>,
}

pub(super) async fn send(
    State(desk): State<Arc<Desk>>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let address = security::client(&parts.headers, &parts.extensions);
    let client = security::client_key(address);
    let program = is_program(&parts.headers);
    let allowance = desk.limits.public.take(&client, desk.wall.now_ms());
    let mut response = match allowance.is_allowed() {
        false => refusal(program, &parts.headers, Fault::TooMany),
        true => match known(&desk, &key).await {
            Err(fault) => refusal(program, &parts.headers, fault),
            Ok(known) => {
                let asking = Asking {
                    asked: Asked::of(query.as_deref()),
                    remote: address.map(|address| address.to_string()).unwrap_or_default(),
                    idempotency: None,
                    desk: Arc::clone(&desk),
                    known,
                    key,
                    client,
                    program,
                };
                answer(asking, &parts, body).await
            }
        },
    };
    allowance.tell(response.headers_mut());
    response
}

/// Programs send JSON, or ask for it, or do not ask for a page.
fn is_program(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| {
        headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase()
    };
    let accept = text(header::ACCEPT);
    text(header::CONTENT_TYPE).contains("json") || accept.contains("json") || !accept.contains("text/html")
}

fn refusal(program: bool, headers: &HeaderMap, fault: Fault) -> Response {
    match program {
        false => stranger(headers, fault),
        true => problem(fault).into_response(),
    }
}

fn problem(fault: Fault) -> Problem {
    match fault {
        Fault::Missing => Problem::new(StatusCode::NOT_FOUND, "There is no form with this key."),
        Fault::TooMany => Problem::new(StatusCode::TOO_MANY_REQUESTS, "Too many messages from this address."),
        Fault::Away => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "The store is away; nothing was taken.")
            .retry_after(5),
        Fault::Forged | Fault::Forbidden => Problem::forbidden("sending this form"),
        Fault::Broken(what) => Problem::broken(&what),
    }
}

async fn answer(mut asking: Asking, parts: &Parts, body: Body) -> Response {
    match idempotency_key(&parts.headers) {
        Ok(key) => asking.idempotency = key,
        Err(problem) => return problem.into_response(),
    }
    let most = asking.desk.settings.max_message_bytes;
    let desk = Arc::clone(&asking.desk);
    let body = collect::body(body, most, &desk.forms.bodies);
    let body = match tokio::time::timeout(ARRIVES_WITHIN, body).await {
        Ok(Some(body)) => body,
        Ok(None) | Err(_) => {
            return Problem::new(StatusCode::BAD_REQUEST, "The message ended in the middle.").into_response();
        }
    };
    let content_type =
        parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if body.cut {
        return too_large(&asking, content_type, &body.bytes);
    }
    let sent = match Submission::read(content_type, &body.bytes) {
        Ok(sent) => sent,
        Err(why) => return unreadable(&asking, &why),
    };
    let running = match asking.start() {
        Ok(running) => running,
        Err(problem) => return problem.into_response(),
    };
    let sha256 = hash(&body.bytes);
    match asking.answered_before(&sha256).await {
        Ok(None) => {}
        Ok(Some(first)) => return first,
        Err(fault) => return problem(fault).into_response(),
    }
    let response = weigh(&asking, content_type, sent, body.bytes, &sha256).await;
    drop(running);
    response
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().map(str::trim).filter(|key| (1..=KEY_MAX).contains(&key.len()));
    key.map(|key| Some(key.to_owned())).ok_or_else(|| {
        Problem::outside_body("header", "Idempotency-Key", "must have 1 to 255 characters of printable ASCII")
    })
}

fn hash(bytes: &[u8]) -> String {
    digest::digest(&digest::SHA256, bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Everything typed is still there; only the files have to go.
fn too_large(asking: &Asking, content_type: &str, head: &[u8]) -> Response {
    let most = asking.desk.settings.max_message_bytes;
    if asking.program {
        let detail = format!("A message can have {most} bytes at most, files included.");
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail).into_response();
    }
    let mut sheet = asking.sheet(Submission::beginning(content_type, head));
    sheet.drop_files();
    sheet.wrong("files", "form-wrong-too-large");
    shown(StatusCode::PAYLOAD_TOO_LARGE, &sheet)
}

fn unreadable(asking: &Asking, why: &Unreadable) -> Response {
    let problem = match why {
        Unreadable::Kind => Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send JSON, application/x-www-form-urlencoded or multipart/form-data.",
        ),
        Unreadable::Broken => {
            Problem::new(StatusCode::BAD_REQUEST, "The body is not what its content type says.")
        }
        Unreadable::Field { pointer, message } => Problem::field(pointer.clone(), *message),
    };
    match asking.program {
        true => problem.into_response(),
        false => {
            let status = problem.status;
            shown(status, &asking.sheet(Submission::default()))
        }
    }
}

/// While it lives, the key counts as still running.
struct Running<'a>(&'a Asking, String);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let name = (self.0.known.inbox.id, self.1.clone());
        self.0.desk.forms.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&name);
    }
}

impl Asking {
    fn sheet(&self, sent: Submission) -> Sheet {
        Sheet::filled(&self.desk, Arc::clone(&self.known), self.asked.clone(), sent)
    }

    /// Marks the Idempotency-Key as running on this node.
    fn start(&self) -> Result<Option<Running<'_>>, Problem> {
        let Some(key) = &self.idempotency else { return Ok(None) };
        let name = (self.known.inbox.id, key.clone());
        let mut running = self.desk.forms.running.lock().unwrap_or_else(PoisonError::into_inner);
        match running.insert(name) {
            true => Ok(Some(Running(self, key.clone()))),
            false => {
                let detail = "The first message with this Idempotency-Key is still being taken.";
                Err(Problem::conflict(detail).retry_after(1))
            }
        }
    }

    /// The answer given first under this key; a problem when it was used for something else.
    async fn answered_before(&self, sha256: &str) -> Result<Option<Response>, Fault> {
        let Some(key) = self.idempotency.clone() else { return Ok(None) };
        let (db, account_id, inbox_id) = (self.desk.db.clone(), self.known.account_id, self.known.inbox.id);
        let first =
            blocking(move || Ok(db.read(account_id, |tx| form::first_answer(tx, inbox_id, &key))?)).await?;
        Ok(first.map(|(body, answer)| match body == sha256 {
            true => {
                let answer: Value = serde_json::from_str(&answer).unwrap_or_default();
                let mut response = created(&answer);
                let replayed = HeaderName::from_static("idempotent-replayed");
                response.headers_mut().insert(replayed, HeaderValue::from_static("true"));
                response
            }
            false => {
                let message = "was used for another message";
                Problem::outside_body("header", "Idempotency-Key", message).into_response()
            }
        }))
    }
}

fn created(answer: &Value) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (StatusCode::CREATED, kind, answer.to_string()).into_response()
}

/// Checks what was sent, makes up a mind about who sent it, and takes it.
async fn weigh(
    asking: &Asking,
    content_type: &str,
    mut sent: Submission,
    body: Vec<u8>,
    sha256: &str,
) -> Response {
    let known = &asking.known;
    let most = asking.desk.settings.max_message_bytes;
    if !known.form.files {
        sent.files.clear();
    }
    let kept = match asking.program {
        true => Vec::new(),
        false => asking.kept_before(&sent).await,
    };
    let mut wrong: Vec<(String, form::Why)> = form::check(&known.form, |name| sent.get(name))
        .into_iter()
        .map(|wrong| (wrong.field, wrong.why))
        .collect();
    let bytes = sent.file_bytes() + kept.iter().map(|file| file.size_bytes as usize).sum::<usize>();
    let too_much = bytes > most || sent.files.len() + kept.len() > FILES_MAX;
    if asking.program {
        let mut faults: Vec<Fault422> =
            wrong.drain(..).map(|(name, why)| Fault422::new(pointer(&name), why.sentence())).collect();
        if too_much {
            let message = format!("can be {FILES_MAX} of {most} bytes together at most");
            faults.push(Fault422::new("/files", message));
        }
        if !faults.is_empty() {
            return Problem::refused(faults).into_response();
        }
    }
    let action = sent.get("do").to_owned();
    if !asking.program && (!wrong.is_empty() || too_much || action.starts_with("drop:")) {
        return again(asking, sent, kept, &wrong, too_much, &action).await;
    }
    let allowance = asking
        .desk
        .forms
        .limiter(known.form.a_minute)
        .take(&format!("{} {}", asking.key, asking.client), asking.desk.wall.now_ms());
    if let Some(seconds) = allowance.retry_after {
        return too_many(asking, sent, kept, seconds).await;
    }
    let suspicion = match asking.judge(&sent) {
        Opinion::Person => None,
        Opinion::Program(why) => Some(why.to_owned()),
        Opinion::Unsure => return unsure(asking, sent, kept).await,
    };
    accept(asking, content_type, sent, kept, body, sha256, suspicion).await
}

impl Asking {
    fn judge(&self, sent: &Submission) -> Opinion {
        let unseen = sent.get("website");
        if self.program {
            return match unseen.trim().is_empty() {
                true => Opinion::Person,
                false => Opinion::Program("the field nobody sees was filled in"),
            };
        }
        let signs = Signs {
            time: sent.get("time"),
            task: sent.get("task"),
            proof: sent.get("proof"),
            confirm: sent.get("confirm"),
            unseen,
        };
        let typed_ms = self.known.form.typed_seconds * 1_000;
        let now_ms = self.desk.wall.now_ms();
        opinion(&self.known.seal, &self.desk.forms, &signs, typed_ms, &self.client, now_ms)
    }

    /// Files this browser sent before and still names.
    async fn kept_before(&self, sent: &Submission) -> Vec<Kept> {
        let dropped = sent.get("do").strip_prefix("drop:").unwrap_or_default().to_owned();
        let named: Vec<(String, String)> = sent
            .all("kept")
            .filter(|token| *token != dropped)
            .filter_map(|token| {
                let oid = self.known.seal.open(&file_purpose(&self.key), token)?;
                Some((token.to_owned(), oid.to_owned()))
            })
            .take(FILES_MAX)
            .collect();
        if named.is_empty() {
            return Vec::new();
        }
        let (db, account_id) = (self.desk.db.clone(), self.known.account_id);
        let found = blocking(move || {
            Ok(db.read(account_id, |tx| {
                let mut kept = Vec::new();
                for (token, oid) in named {
                    // One that is gone after a day is left out; the page shows what is left.
                    if let Ok(files) = conversation::uploads(tx, &[oid])
                        && let Some(file) = files.into_iter().next()
                    {
                        kept.push(Kept::of(token, &file));
                    }
                }
                Ok::<_, spine::Error>(kept)
            })?)
        });
        found.await.unwrap_or_default()
    }

    /// Files of a message that was not taken: kept no more often than this address may send messages.
    async fn keep_for_later(&self, files: Vec<Upload>) -> Result<Vec<Kept>, Fault> {
        let name = format!("{} files {}", self.key, self.client);
        let limiter = self.desk.forms.limiter(self.known.form.a_minute);
        if !files.is_empty() && !limiter.take(&name, self.desk.wall.now_ms()).is_allowed() {
            return Err(Fault::TooMany);
        }
        self.keep(files).await
    }

    /// Keeps files for the next try of the same browser.
    async fn keep(&self, files: Vec<Upload>) -> Result<Vec<Kept>, Fault> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let db = self.desk.db.clone();
        let stored = blocking(move || {
            let mut stored = Vec::new();
            for file in files {
                let kept = db.keep(&file.bytes)?;
                stored.push((Attachment::named(&file.name, &file.content_type, None, false), kept));
            }
            Ok(stored)
        })
        .await?;
        let written = self.desk.db.submit(self.known.account_id, move |tx| {
            stored
                .into_iter()
                .map(|(file, kept)| conversation::upload(tx, file, kept))
                .collect::<Result<Vec<_>, spine::Error>>()
        });
        let purpose = file_purpose(&self.key);
        let files = written.answer().await?;
        Ok(files.iter().map(|file| Kept::of(self.known.seal.sign(&purpose, &file.oid), file)).collect())
    }
}

fn file_purpose(key: &str) -> String {
    format!("file {key}")
}

/// The page again: everything typed is in it, and the files that came are kept.
async fn again(
    asking: &Asking,
    mut sent: Submission,
    mut kept: Vec<Kept>,
    wrong: &[(String, form::Why)],
    too_much: bool,
    action: &str,
) -> Response {
    let fresh = std::mem::take(&mut sent.files);
    let mut lost = false;
    if !too_much {
        match asking.keep_for_later(fresh).await {
            Ok(mut fresh) => kept.append(&mut fresh),
            Err(_) => lost = true,
        }
    }
    let mut sheet = asking.sheet(sent);
    sheet.kept = kept;
    if action.starts_with("drop:") {
        return shown(StatusCode::OK, &sheet);
    }
    for (field, why) in wrong {
        sheet.wrong(field, &format!("form-wrong-{}", why.name()));
    }
    if too_much {
        sheet.wrong("files", "form-wrong-too-large");
    } else if lost {
        sheet.wrong("files", "form-wrong-not-kept");
    }
    shown(StatusCode::UNPROCESSABLE_ENTITY, &sheet)
}

async fn too_many(asking: &Asking, sent: Submission, kept: Vec<Kept>, seconds: u64) -> Response {
    let mut response = match asking.program {
        true => problem(Fault::TooMany).retry_after(seconds).into_response(),
        false => with_notice(asking, sent, kept, Notice::TooMany(seconds), StatusCode::TOO_MANY_REQUESTS).await,
    };
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

async fn unsure(asking: &Asking, sent: Submission, kept: Vec<Kept>) -> Response {
    with_notice(asking, sent, kept, Notice::Confirm, StatusCode::OK).await
}

async fn with_notice(
    asking: &Asking,
    mut sent: Submission,
    mut kept: Vec<Kept>,
    notice: Notice,
    status: StatusCode,
) -> Response {
    let fresh = std::mem::take(&mut sent.files);
    let saved = asking.keep_for_later(fresh).await;
    let mut sheet = asking.sheet(sent);
    match saved {
        Ok(mut fresh) => kept.append(&mut fresh),
        Err(_) => sheet.wrong("files", "form-wrong-not-kept"),
    }
    sheet.kept = kept;
    sheet.notice = Some(notice);
    shown(status, &sheet)
}

async fn accept(
    asking: &Asking,
    content_type: &str,
    mut sent: Submission,
    kept: Vec<Kept>,
    body: Vec<u8>,
    sha256: &str,
    suspicion: Option<String>,
) -> Response {
    let known = &asking.known;
    let say = known.say(asking.asked.language);
    let labels = known.form.fields.iter().filter(|field| !field.is_standard());
    let mut envelope = Envelope {
        content_type: content_type.to_owned(),
        language: asking.asked.language.map(|language| language.tag().to_owned()),
        suspicion,
        labels: labels.map(|field| Label { name: field.name.clone(), label: field.label.clone() }).collect(),
        track_token: None,
    };
    let mut raw = body;
    if !kept.is_empty() {
        match asking.fetched(&kept).await {
            Ok(mut files) => sent.files.append(&mut files),
            Err(_) => return away(asking, sent, kept),
        }
        (envelope.content_type, raw) = sent.to_multipart();
    }
    let email = Some(sent.get("email").trim()).filter(|email| address::plausible(email)).unwrap_or_default();
    let message = Message {
        account_id: known.account_id,
        inbox_id: known.inbox.id,
        sender: email.to_owned(),
        recipient: known.inbox.address.clone().unwrap_or_else(|| format!("form:{}", known.inbox.key)),
        remote: asking.remote.clone(),
        raw: envelope.around(&raw),
        say,
    };
    match take::take(&asking.desk, message).await {
        Ok(Taken::Owed(receipt)) => {
            if asking.program {
                let answer = receipt.json();
                asking.remember(sha256, &answer).await;
                return created(&answer);
            }
            page_of(asking, receipt::draw(asking.desk.clock.now_ms(), known, say, &asking.asked, &receipt))
        }
        Ok(Taken::Held) => held(asking, say, "form-held"),
        Ok(Taken::Safe) => held(asking, say, "form-safe"),
        Err(Fault::Away) if !asking.program => away(asking, sent, kept),
        Err(fault) if asking.program => problem(fault).into_response(),
        Err(fault) => {
            tracing::error!(?fault, "a form could not be taken");
            away(asking, sent, kept)
        }
    }
}

fn page_of(asking: &Asking, page: maud::Markup) -> Response {
    let mut response = (StatusCode::CREATED, Html(page.into_string())).into_response();
    super::embed::allow(&asking.known.form, response.headers_mut());
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// Taken, but without a promise yet: a person looks at it, or the store will.
fn held(asking: &Asking, say: words::Say, key: &str) -> Response {
    if asking.program {
        let answer = json!({ "status": if key == "form-held" { "held" } else { "accepted" },
            "detail": if key == "form-held" { "It looks like a program's; a person looks at it." }
                else { "It is safe; the code comes by mail." } });
        let kind = [(header::CONTENT_TYPE, "application/json")];
        return (StatusCode::ACCEPTED, kind, answer.to_string()).into_response();
    }
    let page = receipt::without_promise(asking.desk.clock.now_ms(), &asking.known, say, &asking.asked, key);
    let mut response = page_of(asking, page);
    *response.status_mut() = StatusCode::ACCEPTED;
    response
}

/// The store is away: everything typed is in the page, and the browser keeps it too.
fn away(asking: &Asking, mut sent: Submission, kept: Vec<Kept>) -> Response {
    let had_files = !sent.files.is_empty();
    sent.files.clear();
    let mut sheet = asking.sheet(sent);
    if had_files && kept.is_empty() {
        sheet.wrong("files", "form-wrong-not-kept");
    }
    sheet.kept = kept;
    sheet.notice = Some(Notice::Away);
    let mut response = shown(StatusCode::SERVICE_UNAVAILABLE, &sheet);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    response
}

impl Asking {
    /// The bytes of files sent before.
    async fn fetched(&self, kept: &[Kept]) -> Result<Vec<Upload>, Fault> {
        let oids: Vec<String> = kept.iter().map(|file| file.oid.clone()).collect();
        let (db, account_id) = (self.desk.db.clone(), self.known.account_id);
        blocking(move || {
            let mut files = Vec::new();
            for oid in oids {
                let (file, (in_row, sha256)) = db.read(account_id, |tx| {
                    let file = conversation::attachment_by_oid(tx, &oid)?;
                    let content = conversation::attachment_content(tx, file.id)?;
                    Ok::<_, spine::Error>((file, content))
                })?;
                let bytes = db.fetch(in_row, &sha256)?;
                files.push(Upload { name: file.name, content_type: file.content_type, bytes });
            }
            Ok(files)
        })
        .await
    }

    /// Keeps the first answer under the key; lost with the store, it is given again from the conversation.
    async fn remember(&self, sha256: &str, answer: &Value) {
        let Some(key) = self.idempotency.clone() else { return };
        let (inbox_id, sha256, answer) = (self.known.inbox.id, sha256.to_owned(), answer.to_string());
        let kept = self
            .desk
            .db
            .submit(self.known.account_id, move |tx| form::keep_answer(tx, inbox_id, &key, &sha256, &answer));
        if let Err(error) = kept.answer().await {
            tracing::warn!(%error, "an answer could not be kept under its key");
        }
    }
}

/// `POST /forms/{key}/files`: one file ahead of its message, so that its way can be shown. Answers with the token the
/// message names it by.
pub(super) async fn keep_file(
    State(desk): State<Arc<Desk>>,
    Path(key): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let address = security::client(&parts.headers, &parts.extensions);
    let client = security::client_key(address);
    let allowance = desk.limits.public.take(&client, desk.wall.now_ms());
    let mut response = match kept_file(&desk, key, &client, allowance.is_allowed(), &parts, body).await {
        Ok(file) => {
            let answer = json!({ "token": file.token, "name": file.name, "size_bytes": file.size_bytes });
            created(&answer)
        }
        Err(problem) => problem.into_response(),
    };
    allowance.tell(response.headers_mut());
    response
}

async fn kept_file(
    desk: &Arc<Desk>,
    key: String,
    client: &str,
    allowed: bool,
    parts: &Parts,
    body: Body,
) -> Result<Kept, Problem> {
    if !allowed {
        return Err(problem(Fault::TooMany));
    }
    let known = known(desk, &key).await.map_err(problem)?;
    // A file that never finds its message takes room: no more of them than messages.
    let limiter = desk.forms.limiter(known.form.a_minute);
    if let Some(seconds) = limiter.take(&format!("{key} files {client}"), desk.wall.now_ms()).retry_after {
        return Err(problem(Fault::TooMany).retry_after(seconds));
    }
    let most = desk.settings.max_message_bytes;
    let body = collect::body(body, most, &desk.forms.bodies);
    let body = tokio::time::timeout(ARRIVES_WITHIN, body).await;
    let body = body
        .ok()
        .flatten()
        .ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, "The file ended in the middle."))?;
    let content_type =
        parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let too_large =
        || Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("A file can have {most} bytes at most."));
    if body.cut {
        return Err(too_large());
    }
    let mut sent = Submission::read(content_type, &body.bytes).map_err(|_| {
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send the file as multipart/form-data.")
    })?;
    if known.seal.open("time", sent.get("time")).is_none() {
        return Err(Problem::field("/time", "is not of a page of this form"));
    }
    sent.files.truncate(1);
    if !known.form.files || sent.files.is_empty() {
        return Err(Problem::field("/files", "is needed"));
    }
    if sent.file_bytes() > most {
        return Err(too_large());
    }
    let asking = Asking {
        desk: Arc::clone(desk),
        known,
        asked: Asked::default(),
        key,
        client: client.to_owned(),
        remote: String::new(),
        program: true,
        idempotency: None,
    };
    let kept = asking.keep(sent.files).await.map_err(problem)?;
    kept.into_iter().next().ok_or_else(|| Problem::field("/files", "is needed"))
}
