//! A mail an inbox sends to itself, to see whether mail still comes the whole way round.

use db::Tx;
use kernel::address::Address;

use super::answer::{Queued, fresh_header_id, queue};
use super::mime::{self, Mail, Writer};
use super::model::{HouseKind, Purpose};
use crate::company;
use crate::error::Error;
use crate::inbox::{Channel, Inbox};

/// The header a probe is known by.
pub const PROBE_HEADER: &str = "X-Riscontro-Probe";

/// Writes a probe into the outbox; nothing for an inbox without an address. Its row id.
pub fn post_probe(tx: &mut Tx<'_>, inbox: &Inbox, token: &str) -> Result<Option<i64>, Error> {
    let (Channel::Email, Some(email)) = (inbox.channel, inbox.address.clone()) else { return Ok(None) };
    let company = company::find(tx)?.name;
    let now_ms = tx.now_ms();
    let header_id = fresh_header_id(&email, now_ms);
    let own = Address { name: Some(company), email: email.clone() };
    let subject = "Riscontro: probe";
    let text = "This mail checks that mail reaches this address. It needs no answer.\n";
    let mut raw = format!("{PROBE_HEADER}: {token}\r\n").into_bytes();
    raw.extend(mime::build(&Mail {
        from: own.clone(),
        to: std::slice::from_ref(&own),
        cc: &[],
        subject,
        text,
        html: "<p>This mail checks that mail reaches this address. It needs no answer.</p>",
        header_id: &header_id,
        in_reply_to: None,
        references: &[],
        date_ms: now_ms,
        writer: Writer::Unasked,
        language: "en",
        files: Vec::new(),
    }));
    queue(
        tx,
        Queued {
            purpose: Purpose::House(HouseKind::Probe),
            conversation_id: None,
            message_id: None,
            promise_id: None,
            inbox_id: Some(inbox.id),
            sender: &email,
            recipients: vec![email.clone()],
            header_id,
            subject: subject.to_owned(),
            wording: None,
            raw: Some(raw),
            not_before_ms: now_ms,
        },
    )
    .map(Some)
}
