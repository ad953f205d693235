//! Postmark: one JSON object, with the raw mail in `RawEmail` when that is switched on.

use std::net::IpAddr;

use serde_json::Value;
use wire::rebuilt::{self, File, Pieces};

use super::{Fault, Posted, Provider, bare_address, supply};

const POSTMARK: &str = "Postmark";

pub(super) fn read(bytes: &[u8]) -> Result<Posted, Fault> {
    let posted: Value = serde_json::from_slice(bytes).map_err(|error| Fault::NotJson(error.to_string()))?;
    let missing = |field| Fault::Field { provider: POSTMARK, field };
    if !posted.is_object() {
        return Err(Fault::Unknown);
    }
    let text = |key: &str| posted[key].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let headers = headers(&posted["Headers"]).ok_or_else(|| missing("Headers"))?;
    let header = |name: &str| {
        headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    };
    let mut recipients: Vec<String> = text("OriginalRecipient").into_iter().collect();
    if recipients.is_empty() {
        let listed = posted["ToFull"].as_array().into_iter().flatten();
        recipients.extend(listed.filter_map(|to| to["Email"].as_str().map(str::to_owned)));
    }
    if recipients.is_empty() {
        return Err(missing("OriginalRecipient"));
    }
    let from = posted["FromFull"]["Email"].as_str().map(str::to_owned).or_else(|| text("From"));
    let sender = header("Return-Path").or(from).map(|sender| bare_address(&sender)).unwrap_or_default();
    let remote = header("Received-SPF").and_then(|line| client_ip(&line));
    let raw = match text("RawEmail") {
        Some(raw) => raw.into_bytes(),
        None => rebuilt::build(&pieces(&posted, headers)?),
    };
    Ok(Posted { provider: Provider::Postmark, sender, recipients, remote, raw })
}

/// `[{"Name","Value"}]`; nothing when there are none.
fn headers(list: &Value) -> Option<Vec<(String, String)>> {
    match list {
        Value::Null => Some(Vec::new()),
        _ => list
            .as_array()?
            .iter()
            .map(|one| Some((one["Name"].as_str()?.to_owned(), one["Value"].as_str()?.to_owned())))
            .collect(),
    }
}

fn pieces(posted: &Value, mut headers: Vec<(String, String)>) -> Result<Pieces, Fault> {
    let text = |key: &str| posted[key].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let named = text("FromName").zip(posted["FromFull"]["Email"].as_str());
    let from = named.map(|(name, email)| format!("\"{}\" <{email}>", name.replace(['"', '\\'], "")));
    supply(&mut headers, "From", from.or_else(|| text("From")));
    for (header, key) in
        [("To", "To"), ("Cc", "Cc"), ("Reply-To", "ReplyTo"), ("Subject", "Subject"), ("Date", "Date")]
    {
        supply(&mut headers, header, text(key));
    }
    let listed = match &posted["Attachments"] {
        Value::Null => &[][..],
        Value::Array(list) => list,
        _ => return Err(Fault::Field { provider: POSTMARK, field: "Attachments" }),
    };
    let files = listed
        .iter()
        .map(|file| File {
            name: file["Name"].as_str().unwrap_or_default().to_owned(),
            content_type: file["ContentType"].as_str().unwrap_or_default().to_owned(),
            content_id: file["ContentID"]
                .as_str()
                .map(|id| id.trim_start_matches("cid:").trim_matches(['<', '>']).to_owned())
                .filter(|id| !id.is_empty()),
            bytes: rebuilt::from_base64(file["Content"].as_str().unwrap_or_default()),
        })
        .collect();
    Ok(Pieces { headers, text: text("TextBody"), html: text("HtmlBody"), files })
}

/// `… client-ip=203.0.113.7; …` (RFC 7208 section 9.1).
fn client_ip(line: &str) -> Option<IpAddr> {
    let rest = line.split("client-ip=").nth(1)?;
    rest.split([';', ' ']).next()?.trim_matches('"').parse().ok()
}
