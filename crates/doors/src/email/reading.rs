//! From the bytes of a mail to the facts the spine works with. Never fails: what could not be understood is an oddity.

use db::{Db, Error};
use kernel::address;
use serde_json::json;
use spine::intake::{Arrival, Filed, Inbound, Report};
use wire::machine;

use super::authenticity::Verdicts;

/// Reads a mail. `verdicts` is what our own check said of its sender; `trusted` the name of the front server whose
/// `Authentication-Results` and spam marks count instead. Files are kept on the way, so that the spine's transaction only names them.
///
/// # Errors
/// Only when a file cannot be kept.
pub fn read(
    store: &Db,
    arrival: &Arrival,
    raw: &[u8],
    verdicts: Option<&Verdicts>,
    trusted: Option<&str>,
) -> Result<Inbound, Error> {
    let mail = wire::mail::read(raw);
    let fronted =
        trusted.and_then(|trusted| Verdicts::from_trusted_header(&mail.authentication_results, trusted));
    let verdicts = fronted.as_ref().or(verdicts);
    let machine = machine::classify(raw, Some(&arrival.sender));
    let (_, tag) = address::without_tag(&arrival.recipient);
    let from = mail.from.clone().or_else(|| mail.sender.clone());
    let reply_to = mail
        .reply_to
        .first()
        .filter(|reply_to| address::plausible(&reply_to.email))
        .filter(|reply_to| from.as_ref().is_none_or(|from| from.key() != reply_to.key()))
        .cloned();
    let mut files = Vec::with_capacity(mail.attachments.len());
    for file in mail.attachments {
        files.push(Filed {
            kept: store.keep(&file.bytes)?,
            name: file.name,
            content_type: file.content_type,
            content_id: file.content_id,
            inline: file.inline,
        });
    }
    let oddities: Vec<_> = mail
        .oddities
        .iter()
        .take(100)
        .map(|oddity| json!({ "kind": oddity.kind.name(), "detail": oddity.detail }))
        .collect();
    Ok(Inbound {
        reference: wire::mail::reference_in(&mail.subject),
        answers: mail.in_reply_to.into_iter().chain(mail.references.into_iter().rev()).take(50).collect(),
        list: mail.list_id.is_some() || mail.precedence.as_deref() == Some("list"),
        spam: trusted.and_then(|_| marked_as_spam(&mail.spam_headers)),
        content_sha256: hex(&wire::mail::content_hash(raw)),
        from,
        reply_to,
        to: mail.to,
        cc: mail.cc,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        reply_text: mail.reply_text,
        quoted_text: mail.quoted_text,
        forwarded: mail.forwarded,
        language: mail.language,
        header_id: mail.message_id,
        tag,
        files,
        class: machine.class,
        class_reason: machine.why,
        bulk_unless_known: machine.list_unsubscribe_only,
        reported_reference: machine.original_subject.as_deref().and_then(wire::mail::reference_in),
        delivered: machine.delivered,
        reported_ids: machine.original_message_ids,
        reports: machine
            .bounces
            .into_iter()
            .map(|bounce| Report {
                recipient: bounce.recipient,
                status_code: bounce.status_code,
                reason: bounce.reason,
                hard: bounce.hard,
            })
            .collect(),
        authentication: verdicts.map(Verdicts::to_json),
        forged: verdicts.is_some_and(Verdicts::is_suspicious),
        oddities: serde_json::Value::Array(oddities).to_string(),
        visitor: None,
        probe: wire::mail::header(raw, spine::outbox::PROBE_HEADER),
    })
}

/// What a front server said in `X-Spam-Flag` or `X-Spam-Status`, when it said spam.
fn marked_as_spam(headers: &[(String, String)]) -> Option<String> {
    headers.iter().find_map(|(name, value)| {
        let value = value.trim();
        let says_yes = value.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("yes"));
        let marked = matches!(name.to_ascii_lowercase().as_str(), "x-spam-flag" | "x-spam-status") && says_yes;
        marked.then(|| format!("{name}: {}", value.chars().take(200).collect::<String>()))
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
