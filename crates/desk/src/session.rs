//! Who is behind a request to the console, and proof that a form came from one of their own pages.
//!
//! [`Agent`] is for reading, and for scripts that send the proof in a header; [`Sent`] for forms;
//! [`SentParts`] for forms with files. An unsafe request without the proof reaches no handler.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use db::{Actor, Db, Tx};
use office::account::{self, Account, Permission, Person, Role, SignedIn, Visit};
use web::shell::Me;
use web::theme::{Theme, cookie};
use words::Say;

use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::security;

/// Bytes one form without files may have.
const FORM_MAX_BYTES: usize = 2 * 1024 * 1024;

/// The signed-in person behind a request.
#[derive(Clone, Debug)]
pub struct Agent {
    pub account: Account,
    pub visit: Visit,
    /// Their language, in the company's register.
    pub say: Say,
    pub theme: Theme,
    pub me: Me,
}

impl Agent {
    pub fn person(&self) -> &Person {
        &self.visit.person
    }

    pub fn id(&self) -> i64 {
        self.visit.person.id
    }

    /// How this person stands in the event log.
    pub fn actor(&self) -> Actor {
        Actor::Agent(self.id())
    }

    /// The proof every form of theirs carries.
    pub fn csrf(&self) -> &str {
        &self.visit.csrf
    }

    pub fn may(&self, permission: Permission) -> bool {
        permission.allows(self.person().role)
    }

    /// Stops who may not.
    pub fn must(&self, permission: Permission) -> Result<(), Fault> {
        if self.may(permission) { Ok(()) } else { Err(Fault::Forbidden) }
    }

    /// The page that says what went wrong, in this person's language.
    pub fn problem(&self, fault: Fault) -> Response {
        fault.problem().page(self.say, self.theme)
    }

    /// Answers from one snapshot of the store, on a blocking thread.
    pub async fn read<R: IntoResponse>(
        &self,
        db: &Db,
        look: impl FnOnce(&Self, &mut Tx<'_>) -> Result<R, Fault> + Send + 'static,
    ) -> Response {
        let (db, agent) = (db.clone(), self.clone());
        let outcome =
            blocking(move || db.read(agent.account.id, |tx| look(&agent, tx).map(IntoResponse::into_response)));
        outcome.await.unwrap_or_else(|fault| self.problem(fault))
    }

    /// Does something in the store and answers once it is durable.
    pub async fn write<R: IntoResponse>(
        &self,
        db: &Db,
        act: impl FnOnce(&Self, &mut Tx<'_>) -> Result<R, Fault> + Send + 'static,
    ) -> Response {
        let agent = self.clone();
        let account_id = self.account.id;
        let done = db.submit(account_id, move |tx| act(&agent, tx).map(IntoResponse::into_response));
        done.answer().await.unwrap_or_else(|fault| self.problem(fault))
    }
}

/// Runs what blocks away from the sockets.
pub async fn blocking<R: Send + 'static>(
    work: impl FnOnce() -> Result<R, Fault> + Send + 'static,
) -> Result<R, Fault> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(Fault::Broken(format!("a page's work stopped: {error}"))),
    }
}

/// A form a signed-in person sent from one of their own pages.
pub struct Sent {
    pub agent: Agent,
    pub fields: Fields,
}

/// The same with files: the proof is the header, or the first part.
pub struct SentParts {
    pub agent: Agent,
    pub parts: Multipart,
}

impl FromRequestParts<Arc<Desk>> for Agent {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Response> {
        let agent = known(parts, desk).await?;
        if security::is_unsafe(&parts.method) && !proven(parts, desk, &agent, "") {
            return Err(agent.problem(Fault::Forged));
        }
        Ok(agent)
    }
}

impl FromRequest<Arc<Desk>> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let agent = known(&mut parts, desk).await?;
        let fields = read_form(body).await?;
        if !proven(&parts, desk, &agent, fields.get(web::form::FIELD)) {
            return Err(agent.problem(Fault::Forged));
        }
        Ok(Self { agent, fields })
    }
}

impl FromRequest<Arc<Desk>> for SentParts {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Arc<Desk>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let agent = known(&mut parts, desk).await?;
        let head = parts.clone();
        let mut multipart = Multipart::from_request(Request::from_parts(parts, body), desk)
            .await
            .map_err(IntoResponse::into_response)?;
        let mut given = String::new();
        if !head.headers.contains_key(web::form::HEADER)
            && let Ok(Some(first)) = multipart.next_field().await
            && first.name() == Some(web::form::FIELD)
        {
            given = first.text().await.unwrap_or_default();
        }
        if !proven(&head, desk, &agent, &given) {
            return Err(agent.problem(Fault::Forged));
        }
        Ok(Self { agent, parts: multipart })
    }
}

/// The fields of a form's body.
pub async fn read_form(body: axum::body::Body) -> Result<Fields, Response> {
    match axum::body::to_bytes(body, FORM_MAX_BYTES).await {
        Ok(bytes) => Ok(Fields::of_bytes(&bytes)),
        Err(_) => Err(StatusCode::PAYLOAD_TOO_LARGE.into_response()),
    }
}

fn proven(parts: &Parts, desk: &Desk, agent: &Agent, given: &str) -> bool {
    let header = parts.headers.get(web::form::HEADER).and_then(|value| value.to_str().ok());
    security::is_from_here(parts, &desk.settings.public_url)
        && web::form::matches(header.unwrap_or(given), agent.csrf())
}

/// Who is signed in; a page sends everybody else to the door and brings them back, a script gets 401.
async fn known(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Agent, Response> {
    let theme = Theme::of_request(&parts.headers);
    let stranger = Say::new(language_of(&parts.headers), kernel::language::Register::default());
    let token = session_cookie(&parts.headers).map(str::to_owned);
    let found = match token {
        Some(token) => find(desk, token).await.map_err(|fault| fault.problem().page(stranger, theme))?,
        None => None,
    };
    let Some((account, visit, (presence, notices))) = found else { return Err(to_the_door(parts)) };
    let say = Say::new(visit.person.language, account.register);
    let Some(role) = web::shell::Role::of_name(visit.person.role.name()) else {
        return Err(to_the_door(parts));
    };
    let me = Me { oid: visit.person.oid.clone(), name: visit.person.name.clone(), role, presence, notices };
    Ok(Agent { account, visit, say, theme, me })
}

/// Presence, and how many notices wait.
type Standing = (String, i64);

async fn find(desk: &Arc<Desk>, token: String) -> Result<Option<(Account, Visit, Standing)>, Fault> {
    let (db, now_ms) = (desk.db.clone(), desk.wall.now_ms());
    blocking(move || {
        let Some(visit) = db.read_everywhere(|tx| account::session(tx, &token, now_ms))? else {
            return Ok(None);
        };
        if visit.person.role == Role::Integration {
            return Ok(None);
        }
        let (account, presence, unheard) = db.read(visit.account_id, |tx| {
            let presence = spine::agent::find(tx, visit.person.id)?.presence;
            let notices = spine::notice::unread(tx, visit.person.id)?;
            let unheard = spine::agent::is_unheard(tx, visit.person.id)?;
            Ok::<_, Fault>((account::find(tx)?, (presence, notices), unheard))
        })?;
        if unheard {
            let agent_id = visit.person.id;
            // Nobody waits for it: the next request says it again.
            drop(db.submit(visit.account_id, move |tx| spine::agent::heard(tx, agent_id)));
        }
        if visit.is_stale(now_ms) {
            let name = visit.token_hash.clone();
            // Nobody waits for it: a lost note of use costs a sign-in at worst.
            drop(db.submit(visit.account_id, move |tx| account::touch_session(tx, &name, now_ms)));
        }
        Ok(Some((account, visit, presence)))
    })
    .await
}

fn to_the_door(parts: &Parts) -> Response {
    let wants_page = parts
        .headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    if !wants_page {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let back = match security::is_unsafe(&parts.method) {
        true => "/console",
        false => parts.uri.path_and_query().map_or("/console", |place| place.as_str()),
    };
    let next: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    Redirect::to(&format!("/sign-in?next={next}")).into_response()
}

/// The language a browser asks for first; Italian when it does not say.
pub fn language_of(headers: &HeaderMap) -> kernel::language::Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let first = asked.and_then(|list| list.split([',', ';']).next());
    first.and_then(kernel::language::Language::of_tag).unwrap_or_default()
}

const SECURE_COOKIE: &str = "__Host-riscontro";
const PLAIN_COOKIE: &str = "riscontro";

fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, SECURE_COOKIE).or_else(|| cookie(headers, PLAIN_COOKIE))
}

/// The cookie that carries a session, for the browser to keep until the session is over.
pub fn keep_cookie(desk: &Desk, session: &SignedIn) -> HeaderValue {
    let seconds = account::SESSION_LONGEST_MS / 1_000;
    cookie_line(desk, &session.token, seconds)
}

/// The cookie that makes the browser forget its session.
pub fn forget_cookie(desk: &Desk) -> HeaderValue {
    cookie_line(desk, "", 0)
}

fn cookie_line(desk: &Desk, value: &str, seconds: i64) -> HeaderValue {
    let (name, secure) = match desk.settings.public_url.starts_with("https://") {
        true => (SECURE_COOKIE, "; Secure"),
        false => (PLAIN_COOKIE, ""),
    };
    let line = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&line).unwrap_or_else(|_| HeaderValue::from_static(""))
}
