//! Mailgun: routes that `forward()` or `store()` to an address, as fields of a form; signed when a key is known.
//! Addresses ending in `mime` get the raw mail in `body-mime`.

use serde_json::Value;
use wire::rebuilt::{self, File, Pieces};

use super::{Body, Fault, Form, Posted, Provider, bare_address, supply};

/// What Mailgun signs a request with: HMAC-SHA256 of timestamp and token, in hex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub timestamp: String,
    pub token: String,
    pub signature: String,
}

/// Longest token and signature that are looked at.
const LONGEST: usize = 200;

/// The signature of a request, when it carries one.
pub fn signature(body: &Body) -> Option<Signature> {
    let Body::Form(parts) = body else { return None };
    let form = Form(parts);
    let field = |name: &str| form.text(name).filter(|text| !text.is_empty() && text.len() <= LONGEST);
    Some(Signature {
        timestamp: field("timestamp")?,
        token: field("token")?,
        signature: field("signature")?.to_ascii_lowercase(),
    })
}

pub(super) fn read(form: &Form<'_>) -> Result<Posted, Fault> {
    let missing = |field| Fault::Field { provider: "Mailgun", field };
    let recipients: Vec<String> = form
        .text("recipient")
        .unwrap_or_default()
        .split(',')
        .map(bare_address)
        .filter(|email| !email.is_empty())
        .collect();
    if recipients.is_empty() {
        return Err(missing("recipient"));
    }
    let sender = form.text("sender").map(|sender| bare_address(&sender)).unwrap_or_default();
    let raw = match form.part("body-mime") {
        Some(part) if !part.bytes.is_empty() => part.bytes.clone(),
        Some(_) | None => rebuilt::build(&pieces(form)?),
    };
    Ok(Posted { provider: Provider::Mailgun, sender, recipients, remote: None, raw })
}

fn pieces(form: &Form<'_>) -> Result<Pieces, Fault> {
    let fault = |field| Fault::Field { provider: "Mailgun", field };
    let mut headers = match form.text("message-headers") {
        Some(text) => pairs(&text).ok_or_else(|| fault("message-headers"))?,
        None => Vec::new(),
    };
    for (header, fields) in [
        ("From", &["from", "From"][..]),
        ("To", &["To", "to", "recipient"]),
        ("Cc", &["Cc", "cc"]),
        ("Subject", &["subject", "Subject"]),
        ("Date", &["Date"]),
        ("Message-ID", &["Message-Id", "Message-ID"]),
        ("In-Reply-To", &["In-Reply-To"]),
        ("References", &["References"]),
    ] {
        let value = fields.iter().find_map(|field| form.text(field));
        supply(&mut headers, header, value);
    }
    let ids = match form.text("content-id-map") {
        Some(text) => serde_json::from_str::<Value>(&text).map_err(|_| fault("content-id-map"))?,
        None => Value::Null,
    };
    let files = form
        .0
        .iter()
        .filter(|part| part.name.starts_with("attachment") && part.file_name.is_some())
        .map(|part| File {
            name: part.file_name.clone().unwrap_or_default(),
            content_type: part.content_type.clone().unwrap_or_default(),
            content_id: content_id(&ids, &part.name),
            bytes: part.bytes.clone(),
        })
        .collect();
    Ok(Pieces { headers, text: form.text("body-plain"), html: form.text("body-html"), files })
}

/// `{"<id>": "attachment-1"}`: the id of one file.
fn content_id(ids: &Value, field: &str) -> Option<String> {
    let (id, _) = ids.as_object()?.iter().find(|(_, named)| named.as_str() == Some(field))?;
    Some(id.trim_start_matches('<').trim_end_matches('>').to_owned())
}

/// `[["Name","value"],…]`.
fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let list: Value = serde_json::from_str(text).ok()?;
    list.as_array()?
        .iter()
        .map(|pair| Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned())))
        .collect()
}
