//! Mail that a service received for us and posts as a web request: Mailgun, Postmark and SendGrid, each in its own
//! shape, raw or taken apart. Pure: what was posted to the bytes of a mail and its envelope.

mod mailgun;
mod postmark;
mod sendgrid;
#[cfg(test)]
mod tests;

use std::net::IpAddr;

use kernel::address;

pub use mailgun::{Signature, signature};

/// Who posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    Mailgun,
    Postmark,
    SendGrid,
}

impl Provider {
    pub const ALL: [Self; 3] = [Self::Mailgun, Self::Postmark, Self::SendGrid];

    pub fn name(self) -> &'static str {
        match self {
            Self::Mailgun => "mailgun",
            Self::Postmark => "postmark",
            Self::SendGrid => "sendgrid",
        }
    }

    /// As the company writes itself.
    pub fn title(self) -> &'static str {
        match self {
            Self::Mailgun => "Mailgun",
            Self::Postmark => "Postmark",
            Self::SendGrid => "SendGrid",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.name() == name)
    }
}

/// One field of a form.
#[derive(Clone, Debug, Default)]
pub struct Part {
    pub name: String,
    pub file_name: Option<String>,
    pub content_type: Option<String>,
    pub bytes: Vec<u8>,
}

/// A request's body, taken apart as far as HTTP goes.
#[derive(Clone, Debug)]
pub enum Body {
    Form(Vec<Part>),
    Json(Vec<u8>),
}

/// A mail as it can be accepted.
#[derive(Clone, Debug)]
pub struct Posted {
    pub provider: Provider,
    /// Envelope sender; empty for `<>`.
    pub sender: String,
    /// Envelope recipients, one at least, plus-tags included.
    pub recipients: Vec<String>,
    /// The server that handed the mail to the service, when it says so.
    pub remote: Option<IpAddr>,
    pub raw: Vec<u8>,
}

impl Posted {
    /// The recipient this inbox knows itself by; else the first.
    pub fn recipient(&self, inbox_address: &str) -> &str {
        let own = |email: &&String| address::without_tag(email).0 == address::key(inbox_address);
        self.recipients.iter().find(own).or(self.recipients.first()).map_or("", String::as_str)
    }
}

/// Why a body is no mail.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("this is not how Mailgun, Postmark or SendGrid post a mail")]
    Unknown,
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    #[error("{provider} posts {field}, which is missing or not of its form")]
    Field { provider: &'static str, field: &'static str },
}

/// Who posted this body, by its shape alone.
pub fn provider(body: &Body) -> Option<Provider> {
    match body {
        Body::Json(_) => Some(Provider::Postmark),
        Body::Form(parts) => {
            let has = |name: &str| parts.iter().any(|part| part.name == name);
            if has("body-mime") || has("message-headers") || has("body-plain") || has("body-html") {
                Some(Provider::Mailgun)
            } else if has("email") || has("envelope") || has("headers") {
                Some(Provider::SendGrid)
            } else {
                None
            }
        }
    }
}

/// Makes a mail of what was posted.
///
/// # Errors
/// Which field is missing or not of its form.
pub fn read(body: &Body) -> Result<Posted, Fault> {
    match (provider(body), body) {
        (Some(Provider::Postmark), Body::Json(bytes)) => postmark::read(bytes),
        (Some(Provider::Mailgun), Body::Form(parts)) => mailgun::read(&Form(parts)),
        (Some(Provider::SendGrid), Body::Form(parts)) => sendgrid::read(&Form(parts)),
        (_, Body::Form(_) | Body::Json(_)) => Err(Fault::Unknown),
    }
}

/// Fields by name.
struct Form<'a>(&'a [Part]);

impl<'a> Form<'a> {
    fn part(&self, name: &str) -> Option<&'a Part> {
        self.0.iter().find(|part| part.name == name)
    }

    /// A field as characters, in UTF-8 or what it looks like.
    fn text(&self, name: &str) -> Option<String> {
        self.text_in(name, None)
    }

    fn text_in(&self, name: &str, charset: Option<&str>) -> Option<String> {
        Some(wire::rebuilt::characters(&self.part(name)?.bytes, charset))
    }
}

/// The address in a header's value or alone: what stands in the last angle brackets.
fn bare_address(value: &str) -> String {
    let inside = value.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or(value, |(inside, _)| inside).trim().to_owned()
}

/// Adds a header that the list does not have.
fn supply(headers: &mut Vec<(String, String)>, name: &str, value: Option<String>) {
    let there = headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
    if let (false, Some(value)) = (there, value.filter(|value| !value.trim().is_empty())) {
        headers.push((name.to_owned(), value));
    }
}
