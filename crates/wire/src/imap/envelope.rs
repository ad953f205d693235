//! What a mail that lies in a folder says of the envelope it came in, and how it is told again.

use kernel::address;
use ring::digest;

use crate::header::Head;

/// The envelope, as far as the last server wrote it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// `Return-Path`, else the author; empty for `<>`.
    pub sender: String,
    /// The address of ours it came to, with its plus-tag.
    pub recipient: String,
}

/// Headers in which servers write whom they delivered to, the nearest first, and those the sender wrote.
const RECIPIENTS: [&str; 6] = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc"];

/// Reads the envelope of a mail in the mailbox of `own`.
pub fn envelope(raw: &[u8], own: &str) -> Envelope {
    let head = Head::read(raw, 0);
    let sender = match head.first("Return-Path").map(|field| field.line()) {
        Some(path) => address::key(&path),
        None => head
            .first("From")
            .and_then(|field| field.addresses().into_iter().next())
            .map(|from| from.key())
            .unwrap_or_default(),
    };
    let (own_plain, _) = address::without_tag(own);
    let recipient = RECIPIENTS
        .iter()
        .flat_map(|name| head.all(name).collect::<Vec<_>>())
        .flat_map(|field| field.addresses())
        .map(|found| found.key())
        .find(|found| address::without_tag(found).0 == own_plain)
        .unwrap_or_else(|| address::key(own));
    Envelope { sender, recipient }
}

/// Tells a mail again when its server counts anew: a hash of the headers that identify it and of its size.
pub fn print(header: &[u8], size_bytes: u32) -> String {
    let head = Head::read(header, 0);
    let mut hash = digest::Context::new(&digest::SHA256);
    for name in ["Message-ID", "Date", "From", "Subject"] {
        for field in head.all(name).take(3) {
            let words: Vec<String> = field.line().split_whitespace().map(str::to_owned).collect();
            hash.update(words.join(" ").as_bytes());
            hash.update(b"\n");
        }
        hash.update(b"\0");
    }
    hash.update(&size_bytes.to_be_bytes());
    hash.finish().as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{envelope, print};

    #[track_caller]
    fn check(raw: &str, sender: &str, recipient: &str) {
        let found = envelope(raw.as_bytes(), "aiuto@fioca.example");
        assert_eq!((found.sender.as_str(), found.recipient.as_str()), (sender, recipient));
    }

    #[test]
    fn the_envelope_is_what_the_last_server_wrote_down() {
        let own = "aiuto@fioca.example";
        check("Return-Path: <Anna@a.it>\r\nFrom: Bob <b@b.it>\r\nTo: x@y.it\r\n\r\n", "anna@a.it", own);
        check("Return-Path: <>\r\nFrom: mailer-daemon@b.it\r\n\r\n", "", own);
        check(
            "From: Anna <anna@a.it>\r\nTo: Aiuto <aiuto+c.7@fioca.example>\r\n\r\n",
            "anna@a.it",
            "aiuto+c.7@fioca.example",
        );
        let both = "Delivered-To: aiuto+b.9@fioca.example\r\nTo: aiuto@fioca.example\r\nFrom: a@a.it\r\n\r\n";
        check(both, "a@a.it", "aiuto+b.9@fioca.example");
        check("", "", own);
    }

    #[test]
    fn a_print_knows_the_same_mail_and_no_other() {
        let header = b"Message-ID: <1@a.it>\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\nSubject: a b\r\n\r\n";
        let folded =
            b"message-id:  <1@a.it>\r\nSubject: a\r\n b\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\n\r\n";
        assert_eq!(print(header, 7), print(folded, 7));
        assert_ne!(print(header, 7), print(header, 8));
        assert_ne!(print(header, 7), print(b"Message-ID: <2@a.it>\r\n\r\n", 7));
    }
}
