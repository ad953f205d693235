//! SendGrid's Inbound Parse: fields of a form, with the raw mail in `email` when that is switched on.

use serde_json::Value;
use wire::rebuilt::{self, File, Pieces};

use super::{Fault, Form, Posted, Provider, bare_address, supply};

const SENDGRID: &str = "SendGrid";

pub(super) fn read(form: &Form<'_>) -> Result<Posted, Fault> {
    let fault = |field| Fault::Field { provider: SENDGRID, field };
    let envelope = match form.text("envelope") {
        Some(text) => serde_json::from_str::<Value>(&text).map_err(|_| fault("envelope"))?,
        None => Value::Null,
    };
    let mut recipients: Vec<String> = envelope["to"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|to| to.as_str().map(bare_address))
        .collect();
    if recipients.is_empty() {
        let to = form.text("to").unwrap_or_default();
        recipients.extend(to.split(',').map(bare_address).filter(|email| email.contains('@')));
    }
    if recipients.is_empty() {
        return Err(fault("envelope"));
    }
    let sender = match envelope["from"].as_str() {
        Some(sender) => bare_address(sender),
        None => form.text("from").map(|from| bare_address(&from)).unwrap_or_default(),
    };
    let remote = form.text("sender_ip").and_then(|ip| ip.trim().parse().ok());
    let raw = match form.part("email") {
        Some(part) if !part.bytes.is_empty() => part.bytes.clone(),
        Some(_) | None => rebuilt::build(&pieces(form)?),
    };
    Ok(Posted { provider: Provider::SendGrid, sender, recipients, remote, raw })
}

fn pieces(form: &Form<'_>) -> Result<Pieces, Fault> {
    let fault = |field| Fault::Field { provider: SENDGRID, field };
    let json = |name: &'static str| match form.text(name) {
        Some(text) => serde_json::from_str::<Value>(&text).map_err(|_| fault(name)),
        None => Ok(Value::Null),
    };
    let (charsets, described, ids) = (json("charsets")?, json("attachment-info")?, json("content-ids")?);
    let text = |name: &str| form.text_in(name, charsets[name].as_str());
    let mut headers = unfolded(&form.text("headers").unwrap_or_default());
    for (header, field) in [("From", "from"), ("To", "to"), ("Cc", "cc"), ("Subject", "subject")] {
        supply(&mut headers, header, text(field));
    }
    let files = form
        .0
        .iter()
        .filter(|part| part.name.starts_with("attachment") && part.file_name.is_some())
        .map(|part| {
            let info = &described[&part.name];
            let told = |key: &str| info[key].as_str().map(str::to_owned);
            let content_id = told("content-id").or_else(|| {
                let (id, _) = ids.as_object()?.iter().find(|(_, named)| named.as_str() == Some(&part.name))?;
                Some(id.clone())
            });
            File {
                name: told("filename").or_else(|| part.file_name.clone()).unwrap_or_default(),
                content_type: told("type").or_else(|| part.content_type.clone()).unwrap_or_default(),
                content_id: content_id.map(|id| id.trim_matches(['<', '>']).to_owned()),
                bytes: part.bytes.clone(),
            }
        })
        .collect();
    Ok(Pieces { headers, text: text("text"), html: text("html"), files })
}

/// Lines `Name: value` with their continuations.
fn unfolded(text: &str) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.starts_with([' ', '\t']), line.split_once(':'), headers.last_mut()) {
            (true, _, Some((_, value))) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (false, Some((name, value)), _) => headers.push((name.trim().to_owned(), value.trim().to_owned())),
            (true, _, None) | (false, None, _) => {}
        }
    }
    headers
}
