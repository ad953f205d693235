//! One call of the API: what it takes, who may ask it, what answers it.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use db::{Actor, Tx};
use kernel::id::Kind;
use office::account::{Bearer, Permission};
use serde_json::Value;

use super::page::Page;
use super::problem::Problem;
use crate::Desk;

/// One line of the table of calls: the router, the checks and the OpenAPI document all read it.
pub struct Call {
    pub method: &'static str,
    /// Below `/api/v1`; at most one `{id}`.
    pub path: &'static str,
    /// What the token's role must allow; `None` for a call without a token.
    pub may: Option<Permission>,
    pub about: &'static str,
    /// Parameters of the query beside those of a page.
    pub query: &'static [Parameter],
    pub takes: Takes,
    pub status: StatusCode,
    pub gives: Gives,
    pub act: Act,
}

/// One parameter of the query.
pub struct Parameter {
    pub name: &'static str,
    pub about: &'static str,
    /// The only words it takes; any when empty.
    pub words: &'static [&'static str],
}

/// What a body holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Nothing,
    /// JSON of that schema.
    Json(&'static str),
    /// One file, `multipart/form-data`.
    File,
}

/// What an answer holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    Nothing,
    One(&'static str),
    /// A page of these.
    List(&'static str),
    /// The bytes of a file.
    Bytes,
    /// Server-sent events.
    Stream,
    /// The OpenAPI document.
    Document,
}

/// The part of a writing call that runs inside the transaction.
pub type Job = Box<dyn FnOnce(&mut Tx<'_>) -> Result<Answer, Problem> + Send>;

/// An answer that waits for the world outside.
pub type Later = Pin<Box<dyn Future<Output = Result<Answer, Problem>> + Send>>;

/// How a call is answered.
pub enum Act {
    /// From one snapshot.
    Read(fn(&Ask, &mut Tx<'_>) -> Result<Answer, Problem>),
    /// Reads the body away from the writer, then writes.
    Write(fn(Ask) -> Result<Job, Problem>),
    /// On a blocking thread, with the store at hand.
    Fetch(fn(&Ask) -> Result<Answer, Problem>),
    /// Asks the world outside; takes a body.
    Try(fn(Ask) -> Later),
    Upload,
    Follow,
    Describe,
}

/// A call as somebody asks it.
pub struct Ask {
    pub desk: Arc<Desk>,
    pub bearer: Bearer,
    pub call: &'static Call,
    /// What stands for `{id}`.
    pub id: String,
    pub query: BTreeMap<&'static str, String>,
    pub page: Page,
    /// Null where the call takes none.
    pub body: Value,
}

impl Ask {
    pub fn account_id(&self) -> i64 {
        self.bearer.account_id
    }

    pub fn actor(&self) -> Actor {
        self.bearer.actor()
    }

    pub fn may(&self, permission: Permission) -> bool {
        permission.allows(self.bearer.role)
    }

    /// Stops who may not.
    pub fn must(&self, permission: Permission) -> Result<(), Problem> {
        if self.may(permission) { Ok(()) } else { Err(Problem::forbidden(permission.name())) }
    }

    /// The `oid` in the path; another kind or form names nothing.
    pub fn oid(&self, kind: Kind) -> Result<&str, Problem> {
        kind.oid(&self.id).ok_or_else(Problem::missing)
    }

    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// The `oid` a parameter names; another kind or form is refused.
    pub fn parameter_oid(&self, name: &'static str, kind: Kind) -> Result<Option<&str>, Problem> {
        let Some(given) = self.parameter(name) else { return Ok(None) };
        let takes = || format!("must be an id as in \"{}_…\"", kind.prefix());
        kind.oid(given).map(Some).ok_or_else(|| Problem::outside_body("query", name, takes()))
    }

    /// In a list by falling id: the id every row is below.
    pub fn after_id(&self) -> Result<i64, Problem> {
        let after = self.page.after::<1>(self.call.path, self.account_id())?;
        Ok(after.map_or(i64::MAX, |[id]| id))
    }

    /// One row more than the page holds, so that it shows whether the list goes on.
    pub fn limit(&self) -> usize {
        self.page.limit + 1
    }

    /// Where something of ours is reached from outside.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.desk.settings.public_url)
    }

    /// This call's address with the next page's cursor.
    pub fn next_url(&self, cursor: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.query {
            query.append_pair(name, value);
        }
        query.append_pair("limit", &self.page.limit.to_string()).append_pair("after", cursor);
        let path = self.call.path.replace("{id}", &self.id);
        format!("{}{path}?{}", super::ROOT, query.finish())
    }
}

/// What a call answers with.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub content: Content,
    /// What is kept for the same `Idempotency-Key`, where it must not be the answer itself: it holds a secret.
    pub kept: Option<Value>,
    link: Option<HeaderValue>,
    /// The same `Idempotency-Key` gave this answer before.
    pub replayed: bool,
}

#[derive(Debug)]
pub enum Content {
    Nothing,
    Json(Value),
    /// A file to keep, not to show.
    File {
        name: String,
        content_type: String,
        bytes: Vec<u8>,
    },
}

impl Answer {
    pub fn json(value: Value) -> Self {
        Self { status: StatusCode::OK, content: Content::Json(value), kept: None, link: None, replayed: false }
    }

    pub fn nothing() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            content: Content::Nothing,
            kept: None,
            link: None,
            replayed: false,
        }
    }

    pub fn file(name: String, content_type: String, bytes: Vec<u8>) -> Self {
        Self { content: Content::File { name, content_type, bytes }, ..Self::json(Value::Null) }
    }

    pub fn created(self) -> Self {
        Self { status: StatusCode::CREATED, ..self }
    }

    pub fn keeping(self, kept: Value) -> Self {
        Self { kept: Some(kept), ..self }
    }

    pub fn with_link(self, link: &str) -> Self {
        Self { link: HeaderValue::from_str(link).ok(), ..self }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = match self.content {
            Content::Nothing => Response::new(Body::empty()),
            Content::Json(value) => {
                ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
            }
            Content::File { name, content_type, bytes } => file(&name, &content_type, bytes),
        };
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if let Some(link) = self.link {
            headers.insert(header::LINK, link);
        }
        if self.replayed {
            headers.insert(HeaderName::from_static("idempotent-replayed"), HeaderValue::from_static("true"));
        }
        response
    }
}

/// Bytes as a download that no browser runs or shows.
fn file(name: &str, content_type: &str, bytes: Vec<u8>) -> Response {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._- ".contains(c) { c } else { '_' }).collect();
    let exact: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}");
    let kind = HeaderValue::from_str(content_type)
        .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind);
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
    );
    response
}
