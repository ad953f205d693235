//! Types to bytes: one mail as it goes over the wire.

use kernel::address::Address;
use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address as Header;
use mail_builder::headers::date::Date;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::MimePart;

/// Everything a mail is made of.
pub(super) struct Mail<'a> {
    pub from: Address,
    pub to: &'a [Address],
    pub cc: &'a [Address],
    pub subject: &'a str,
    pub text: &'a str,
    pub html: &'a str,
    /// Without angle brackets.
    pub header_id: &'a str,
    pub in_reply_to: Option<&'a str>,
    /// Oldest first.
    pub references: &'a [String],
    pub date_ms: i64,
    pub writer: Writer,
    pub language: &'static str,
    pub files: Vec<File>,
}

/// Who wrote a mail (RFC 3834, section 5).
#[derive(Clone, Copy)]
pub(super) enum Writer {
    Person,
    /// The product itself, because somebody wrote.
    Answering,
    /// The product itself, of its own accord.
    Unasked,
}

pub(super) struct File {
    pub name: String,
    pub content_type: String,
    pub content_id: Option<String>,
    pub bytes: Vec<u8>,
}

/// Builds the message. Bcc never appears: it lives in the envelope alone.
pub(super) fn build(mail: &Mail<'_>) -> Vec<u8> {
    let mut builder = MessageBuilder::new()
        .from(header(&mail.from))
        .to(headers(mail.to))
        .subject(one_line(mail.subject))
        .message_id(MessageId::from(mail.header_id.to_owned()))
        .date(Date::new(mail.date_ms / 1_000))
        .header("Content-Language", HeaderType::from(Raw::new(mail.language)))
        .body(body(mail));
    if !mail.cc.is_empty() {
        builder = builder.cc(headers(mail.cc));
    }
    if let Some(id) = mail.in_reply_to {
        builder = builder.in_reply_to(MessageId::from(id.to_owned()));
    }
    if !mail.references.is_empty() {
        builder =
            builder.references(MessageId { id: mail.references.iter().map(|id| id.clone().into()).collect() });
    }
    let submitted = match mail.writer {
        Writer::Person => None,
        Writer::Answering => Some("auto-replied"),
        Writer::Unasked => Some("auto-generated"),
    };
    if let Some(submitted) = submitted {
        builder = builder
            .header("Auto-Submitted", HeaderType::from(Raw::new(submitted)))
            .header("X-Auto-Response-Suppress", HeaderType::from(Raw::new("All")));
    }
    if let Writer::Answering = mail.writer {
        builder = builder.header("Precedence", HeaderType::from(Raw::new("auto_reply")));
    }
    builder.write_to_vec().unwrap_or_default()
}

/// Text and HTML as alternatives; pictures the HTML shows beside it (RFC 2387), files after both.
fn body(mail: &Mail<'_>) -> MimePart<'static> {
    let (within, beside): (Vec<&File>, Vec<&File>) =
        mail.files.iter().partition(|file| file.content_id.is_some());
    let mut html = MimePart::new("text/html", mail.html.to_owned());
    if !within.is_empty() {
        let mut related = vec![html];
        for file in within {
            let part = MimePart::new(file.content_type.clone(), file.bytes.clone()).inline();
            related.push(part.cid(file.content_id.clone().unwrap_or_default()));
        }
        html = MimePart::new("multipart/related", related);
    }
    let text = MimePart::new("text/plain", mail.text.to_owned());
    let letter = MimePart::new("multipart/alternative", vec![text, html]);
    if beside.is_empty() {
        return letter;
    }
    let mut parts = vec![letter];
    for file in beside {
        let part = MimePart::new(file.content_type.clone(), file.bytes.clone());
        parts.push(part.attachment(file.name.clone()));
    }
    MimePart::new("multipart/mixed", parts)
}

fn header(address: &Address) -> Header<'static> {
    Header::new_address(address.name.as_deref().map(one_line), one_line(&address.email))
}

fn headers(addresses: &[Address]) -> Header<'static> {
    Header::new_list(addresses.iter().map(header).collect())
}

/// A header's value cannot hold a line break.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}
