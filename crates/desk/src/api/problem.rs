//! What the API says no with: problem documents (RFC 9457), one place where a failure becomes a status.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use office::account::{self, Refusal};
use serde_json::{Value, json};
use spine::error::Field;

use crate::fault::Fault;

/// More faults than this in one request are not worth listing.
const ERRORS_MAX: usize = 100;
/// What a client waits before it asks again, in seconds, when the store is away.
const AWAY_SECONDS: u64 = 5;

/// Why a call was not answered as asked.
#[derive(Clone, Debug)]
pub struct Problem {
    pub status: StatusCode,
    /// One sentence for this occurrence.
    pub detail: String,
    errors: Vec<Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), errors: Vec::new(), headers: Vec::new() }
    }

    /// There is no such thing, or it belongs to another account.
    pub fn missing() -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is nothing here, or nothing this token may know of.")
    }

    pub fn forbidden(what: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, format!("This token's role does not allow: {what}."))
    }

    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    /// Fields of the body that cannot be; each says why.
    pub fn refused(wrong: Vec<Field>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "Some fields were not accepted.");
        let errors = wrong.into_iter().take(ERRORS_MAX);
        problem.errors =
            errors.map(|field| json!({ "pointer": field.pointer, "detail": field.message })).collect();
        problem
    }

    pub fn field(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self::refused(vec![Field::new(pointer, message)])
    }

    /// A parameter of the query, or a header, that cannot be.
    pub fn outside_body(place: &'static str, name: &str, message: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, format!("The {place} was not accepted."));
        let name: String = name.chars().take(60).collect();
        problem.errors = vec![json!({
            "pointer": pointer(&name),
            "in": place,
            "detail": message.into(),
        })];
        problem
    }

    pub fn with(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn retry_after(self, seconds: u64) -> Self {
        self.with(header::RETRY_AFTER, seconds)
    }

    /// Ours to mend: the log gets what happened, the client only that it did.
    pub fn broken(what: &str) -> Self {
        tracing::error!(%what, "an API call failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Something broke on our side; it is in the log.")
    }

    /// The same faults with their place put in front, for an object inside the body.
    pub fn within(mut self, at: &str) -> Self {
        for error in &mut self.errors {
            let inner = error["pointer"].as_str().unwrap_or_default().to_owned();
            error["pointer"] = Value::String(format!("{at}{inner}"));
        }
        self
    }
}

/// A JSON pointer to one member (RFC 6901).
pub fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The status's name as RFC 9110 has it.
fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => "Content Too Large",
        StatusCode::UNPROCESSABLE_ENTITY => "Unprocessable Content",
        other => other.canonical_reason().unwrap_or("Problem"),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = json!({
            "type": "about:blank",
            "title": title(self.status),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if !self.errors.is_empty() {
            body["errors"] = Value::Array(self.errors);
        }
        let mut response = Response::new(Body::from(body.to_string()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.extend(self.headers);
        response
    }
}

impl From<db::Error> for Problem {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Unavailable(why) => {
                tracing::warn!(%why, "the store is away");
                Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "The store cannot be reached just now; nothing was changed.",
                )
                .retry_after(AWAY_SECONDS)
            }
            db::Error::Refused { .. } | db::Error::Broken(_) => Self::broken(&error.to_string()),
        }
    }
}

impl From<spine::Error> for Problem {
    fn from(error: spine::Error) -> Self {
        match error {
            spine::Error::Missing(_) => Self::missing(),
            spine::Error::Refused(wrong) => Self::refused(wrong),
            spine::Error::Conflict(why) => Self::conflict(sentence(&why)),
            spine::Error::Store(error) => error.into(),
        }
    }
}

/// What a page would have shown of it.
impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Missing => Self::missing(),
            Fault::Forbidden | Fault::Forged => Self::forbidden("this"),
            Fault::TooMany => Self::new(StatusCode::TOO_MANY_REQUESTS, "Too often; try again later."),
            Fault::Away => db::Error::Unavailable("the store is away".to_owned()).into(),
            Fault::Broken(what) => Self::broken(&what),
        }
    }
}

fn sentence(why: &str) -> String {
    let mut letters = why.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

impl From<account::Error> for Problem {
    fn from(error: account::Error) -> Self {
        match error {
            account::Error::Missing(_) => Self::missing(),
            account::Error::Store(error) => error.into(),
            account::Error::Refused(refusal) => match refusal {
                Refusal::NameEmpty => Self::field("/name", "must not be empty"),
                Refusal::NameTooLong => Self::field("/name", "can have 120 characters at most"),
                Refusal::NotAnAddress => Self::field("/email", "is not an e-mail address"),
                Refusal::AddressTaken => Self::field("/email", "is somebody's already"),
                Refusal::NotAPersonsRole => Self::field("/role", "must be admin, supervisor or agent"),
                Refusal::LastAdmin => {
                    Self::conflict("Nobody else could let people in: the last administrator stays.")
                }
                Refusal::PasswordTooShort
                | Refusal::PasswordTooLong
                | Refusal::PasswordIsTheAddress
                | Refusal::LinkOver => Self::broken("a refusal no call of the API can cause"),
            },
        }
    }
}
