//! What the customer does on the page: each a form that works without scripts, answered with the page again.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use doors::form::{Envelope, Submission};
use kernel::language::Register;
use spine::conversation::{self, Conversation};
use spine::preference::{self, Way};
use spine::tracking;
use spine::{customer, form, inbox};
use words::Say;

use super::{Found, allowed, discreet, expired, find, shown, stopped};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::public::collect;
use crate::public::take::{self, Message, Taken};
use crate::security;
use crate::session::{blocking, language_of};

/// Bytes of a form without files.
const FORM_BYTES: usize = 128 * 1024;
/// A body has to be here within this time.
const ARRIVES_WITHIN: Duration = Duration::from_secs(600);
/// Characters of one message.
const TEXT_CHARS_MAX: usize = 50_000;
/// Messages added to one request in a minute.
const ADDED_A_MINUTE: i64 = 10;

/// One act on a request, before it is done.
struct Act {
    desk: Arc<Desk>,
    parts: Parts,
    token: String,
    found: Found,
}

/// What an act says: where the page goes on, or what is wrong with which field.
pub(super) enum Outcome {
    /// The word after `?done=`.
    Done(&'static str),
    /// Field and key of the sentence beside it.
    Wrong(&'static str, &'static str),
}

impl Act {
    /// Finds the request, unless this address asks too often or the page is gone.
    async fn begin(desk: Arc<Desk>, parts: Parts, token: String) -> Result<Self, Box<Response>> {
        let (allowance, _) = allowed(&desk, &parts);
        if !allowance.is_allowed() {
            let mut response = stopped(&parts, Fault::TooMany);
            allowance.tell(response.headers_mut());
            return Err(Box::new(response));
        }
        let (db, wanted) = (desk.db.clone(), token.clone());
        let found = blocking(move || {
            let Some(found) = find(&db, &wanted)? else { return Ok(None) };
            let gone = db.read(found.account_id, |tx| {
                let conversation = conversation::find(tx, found.conversation_id)?;
                expired(tx, &conversation)
            })?;
            Ok(gone.is_none().then_some(found))
        })
        .await;
        match found {
            Ok(Some(found)) => Ok(Self { desk, parts, token, found }),
            // Unknown or expired: the page says which.
            Ok(None) => {
                let fields = Fields::default();
                Err(Box::new(shown(&desk, &parts, token, fields, Wrong::default(), StatusCode::OK).await))
            }
            Err(fault) => Err(Box::new(stopped(&parts, fault))),
        }
    }

    /// Does it in one transaction and answers with the page.
    async fn finish(
        self,
        fields: Fields,
        act: impl FnOnce(&mut Tx<'_>, &mut Conversation) -> Result<Outcome, Fault> + Send + 'static,
    ) -> Response {
        let conversation_id = self.found.conversation_id;
        let done = self.desk.db.submit(self.found.account_id, move |tx| {
            let mut conversation = conversation::find(tx, conversation_id)?;
            act(tx, &mut conversation)
        });
        match done.answer().await {
            Ok(Outcome::Done(word)) => self.back(word),
            Ok(Outcome::Wrong(field, key)) => {
                self.refuse(fields, field, key, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            Err(fault) => stopped(&self.parts, fault),
        }
    }

    fn back(&self, word: &str) -> Response {
        let path = format!("/r/{}?done={word}#fatto", self.token);
        Redirect::to(&path).into_response()
    }

    async fn refuse(&self, fields: Fields, field: &str, key: &str, status: StatusCode) -> Response {
        let say = self.say().await;
        let mut wrong = Wrong::default();
        wrong.add(say, field, key);
        shown(&self.desk, &self.parts, self.token.clone(), fields, wrong, status).await
    }

    /// How this customer is spoken to.
    async fn say(&self) -> Say {
        let (db, account_id, conversation_id) =
            (self.desk.db.clone(), self.found.account_id, self.found.conversation_id);
        let found = blocking(move || db.read(account_id, |tx| spoken(tx, conversation_id))).await;
        found.unwrap_or_else(|_| Say::new(language_of(&self.parts.headers), Register::default()))
    }
}

fn spoken(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Say, Fault> {
    let conversation = conversation::find(tx, conversation_id)?;
    let inbox = inbox::find(tx, conversation.inbox_id)?;
    let language = customer::find(tx, conversation.customer_id)?.language.unwrap_or(inbox.language);
    Ok(Say::new(language, inbox.register))
}

/// A small form and the act it asks for; the answer says nothing of the page to anybody else.
pub(super) async fn small(
    desk: Arc<Desk>,
    token: String,
    request: Request,
    act: impl FnOnce(&Fields, &mut Tx<'_>, &mut Conversation) -> Result<Outcome, Fault> + Send + 'static,
) -> Response {
    let (parts, body) = request.into_parts();
    let begun = match Act::begin(desk, parts, token).await {
        Ok(begun) => begun,
        Err(response) => return discreet(*response),
    };
    let Ok(bytes) = axum::body::to_bytes(body, FORM_BYTES).await else {
        return discreet(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    let fields = Fields::of_bytes(&bytes);
    let typed = fields.clone();
    discreet(begun.finish(fields, move |tx, conversation| act(&typed, tx, conversation)).await)
}

/// `POST /r/{token}/way`: how the customer wants the answer.
pub(super) async fn way(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    small(desk, token, request, |fields, tx, conversation| {
        let Some(way) = Way::of_name(fields.get("way")) else {
            return Ok(Outcome::Wrong("way", "track-wrong-way"));
        };
        if way == Way::Phone && tracking::of(tx, conversation.id)?.phone.is_none() {
            return Ok(Outcome::Wrong("way", "track-wrong-way"));
        }
        preference::choose(tx, conversation, way)?;
        Ok(Outcome::Done("way"))
    })
    .await
}

/// `POST /r/{token}/call`: book, move or cancel a call.
pub(super) async fn call(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    small(desk, token, request, |fields, tx, conversation| {
        if fields.get("do") == "cancel" {
            return conflict(tracking::cancel(tx, conversation), "call-cancelled", "track-wrong-no-call");
        }
        let Ok(slot_ms) = fields.get("slot").parse::<i64>() else {
            return Ok(Outcome::Wrong("slot", "track-wrong-slot"));
        };
        if fields.get("do") == "move" {
            let moved = tracking::move_call(tx, conversation, slot_ms).map(|_| ());
            return conflict(moved, "call-moved", "track-wrong-taken");
        }
        let known = tracking::of(tx, conversation.id)?.phone;
        let typed = fields.get("phone").trim();
        let phone = match (typed.is_empty(), known) {
            (false, _) => form::phone(typed),
            (true, known) => known,
        };
        let Some(phone) = phone else { return Ok(Outcome::Wrong("phone", "track-wrong-phone")) };
        let booked = tracking::book(tx, conversation, slot_ms, &phone).map(|_| ());
        conflict(booked, "call", "track-wrong-taken")
    })
    .await
}

/// What stands in the way of an act is said beside it; what is broken is not.
fn conflict(done: Result<(), spine::Error>, word: &'static str, key: &'static str) -> Result<Outcome, Fault> {
    match done {
        Ok(()) => Ok(Outcome::Done(word)),
        Err(spine::Error::Conflict(_) | spine::Error::Refused(_)) => Ok(Outcome::Wrong("slot", key)),
        Err(error) => Err(error.into()),
    }
}

/// `POST /r/{token}/close`.
pub(super) async fn close(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    small(desk, token, request, |_, tx, conversation| {
        tracking::close(tx, conversation)?;
        Ok(Outcome::Done("closed"))
    })
    .await
}

/// `POST /r/{token}/reopen`.
pub(super) async fn reopen(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    small(desk, token, request, |_, tx, conversation| {
        tracking::reopen(tx, conversation)?;
        Ok(Outcome::Done("reopened"))
    })
    .await
}

/// `POST /r/{token}/rate`: one tap, with words or without.
pub(super) async fn rate(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    small(desk, token, request, |fields, tx, conversation| {
        let Ok(score) = fields.get("score").parse::<i64>() else {
            return Ok(Outcome::Wrong("score", "track-wrong-score"));
        };
        let comment = Some(fields.get("comment").to_owned());
        match tracking::rate(tx, conversation, score, comment) {
            Ok(()) => Ok(Outcome::Done("rated")),
            Err(spine::Error::Refused(_)) => Ok(Outcome::Wrong("score", "track-wrong-score")),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// `POST /r/{token}/message`: words, files, or both. Kept on the ledger like any other arrival.
pub(super) async fn add(
    State(desk): State<Arc<Desk>>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let begun = match Act::begin(desk, parts, token).await {
        Ok(begun) => begun,
        Err(response) => return discreet(*response),
    };
    discreet(added(begun, body).await)
}

async fn added(act: Act, body: Body) -> Response {
    let most = act.desk.settings.max_message_bytes;
    let desk = Arc::clone(&act.desk);
    let limiter = desk.forms.limiter(ADDED_A_MINUTE);
    let allowance = limiter.take(&format!("track {}", act.found.conversation_id), desk.wall.now_ms());
    let collected = collect::body(body, most, &desk.forms.bodies);
    let collected = match tokio::time::timeout(ARRIVES_WITHIN, collected).await {
        Ok(Some(collected)) => collected,
        Ok(None) | Err(_) => return StatusCode::BAD_REQUEST.into_response(),
    };
    let content_type = act.parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default().to_owned();
    let typed = |sent: &Submission| Fields::of_pairs([("text", sent.get("text").to_owned())]);
    if collected.cut {
        let sent = Submission::beginning(&content_type, &collected.bytes);
        return act.refuse(typed(&sent), "files", "track-wrong-large", StatusCode::PAYLOAD_TOO_LARGE).await;
    }
    let Ok(sent) = Submission::read(&content_type, &collected.bytes) else {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    };
    if let Some(seconds) = allowance.retry_after {
        let mut response =
            act.refuse(typed(&sent), "text", "track-wrong-often", StatusCode::TOO_MANY_REQUESTS).await;
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        return response;
    }
    let text = sent.get("text").trim();
    if text.is_empty() && sent.files.is_empty() {
        return act.refuse(typed(&sent), "text", "track-wrong-empty", StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if text.chars().count() > TEXT_CHARS_MAX {
        return act.refuse(typed(&sent), "text", "track-wrong-long", StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let message = match act.message(&content_type, &collected.bytes).await {
        Ok(message) => message,
        Err(fault) => return stopped(&act.parts, fault),
    };
    match take::take(&act.desk, message).await {
        Ok(Taken::Owed(_) | Taken::Safe | Taken::Held) => act.back("added"),
        Err(_) => {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            let mut response = act.refuse(typed(&sent), "text", "track-wrong-away", status).await;
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
            response
        }
    }
}

impl Act {
    async fn message(&self, content_type: &str, body: &[u8]) -> Result<Message, Fault> {
        let envelope = Envelope {
            content_type: content_type.to_owned(),
            track_token: Some(self.token.clone()),
            ..Envelope::default()
        };
        let raw = envelope.around(body);
        let (db, account_id, conversation_id) =
            (self.desk.db.clone(), self.found.account_id, self.found.conversation_id);
        let remote = security::client(&self.parts.headers, &self.parts.extensions);
        blocking(move || {
            db.read(account_id, |tx| {
                let say = spoken(tx, conversation_id)?;
                let conversation = conversation::find(tx, conversation_id)?;
                let inbox = inbox::find(tx, conversation.inbox_id)?;
                let (_, own) = super::letters(tx, &conversation)?;
                Ok(Message {
                    account_id,
                    inbox_id: inbox.id,
                    sender: own.unwrap_or_default(),
                    recipient: inbox.address.unwrap_or_else(|| format!("form:{}", inbox.key)),
                    remote: remote.map(|remote| remote.to_string()).unwrap_or_default(),
                    raw,
                    say,
                })
            })
        })
        .await
    }
}
