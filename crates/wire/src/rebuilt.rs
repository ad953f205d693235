//! A mail put together again from the pieces a mail service took it apart into: the same headers, the same text, the
//! same files, so that reading it finds what reading the original would have found. The same pieces give the same
//! bytes, or a mail posted twice would be two.

use ring::digest;

use crate::charset;
use crate::transfer;

/// The pieces of one mail.
#[derive(Clone, Debug, Default)]
pub struct Pieces {
    /// As the service gave them, in order. What described the old form is left out; the first `Content-Type` says
    /// whether it was a report (RFC 6522), which it stays.
    pub headers: Vec<(String, String)>,
    pub text: Option<String>,
    pub html: Option<String>,
    pub files: Vec<File>,
}

#[derive(Clone, Debug, Default)]
pub struct File {
    pub name: String,
    /// `type/subtype`, parameters allowed.
    pub content_type: String,
    /// Without angle brackets.
    pub content_id: Option<String>,
    pub bytes: Vec<u8>,
}

/// Headers one mail keeps at most, and bytes of one value.
const MOST_HEADERS: usize = 500;
const MOST_VALUE_BYTES: usize = 16 * 1024;

/// Headers that speak of the form the mail had, or that hold for exactly its bytes.
const OLD_FORM: [&str; 8] = [
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "content-id",
    "content-length",
    "mime-version",
    "dkim-signature",
    "bcc",
];

/// Puts the pieces together.
pub fn build(pieces: &Pieces) -> Vec<u8> {
    let mut mail = Vec::new();
    for (name, value) in pieces.headers.iter().filter(|(name, _)| stays(name)).take(MOST_HEADERS) {
        line(&mut mail, name, value);
    }
    line(&mut mail, "MIME-Version", "1.0");
    let boundary = boundary(pieces);
    if pieces.files.is_empty() {
        body(&mut mail, pieces, &boundary);
        return mail;
    }
    let kind = match report_type(pieces) {
        Some(report) => format!("multipart/report; report-type={report}; boundary=\"{boundary}\""),
        None => format!("multipart/mixed; boundary=\"{boundary}\""),
    };
    line(&mut mail, "Content-Type", &kind);
    mail.extend_from_slice(b"\r\n");
    open(&mut mail, &boundary);
    body(&mut mail, pieces, &boundary);
    for one in &pieces.files {
        open(&mut mail, &boundary);
        file(&mut mail, one, pieces.html.as_deref().unwrap_or_default());
    }
    mail.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    mail
}

/// Characters of bytes by the label that came with them, or by what they look like.
pub fn characters(bytes: &[u8], label: Option<&str>) -> String {
    charset::decode(bytes, label).text
}

/// Bytes of base64, as far as it goes.
pub fn from_base64(coded: &str) -> Vec<u8> {
    transfer::base64(coded.as_bytes()).bytes
}

/// Base64 in one line.
pub fn to_base64(bytes: &[u8]) -> String {
    let mut coded = Vec::new();
    base64(&mut coded, bytes);
    coded.retain(|byte| !byte.is_ascii_whitespace());
    String::from_utf8(coded).unwrap_or_default()
}

fn stays(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 100
        && name.bytes().all(|b| b.is_ascii_graphic() && b != b':')
        && !OLD_FORM.iter().any(|old| name.eq_ignore_ascii_case(old))
}

/// One header; a value's own line ends become spaces, so that no value makes a header of its own.
fn line(mail: &mut Vec<u8>, name: &str, value: &str) {
    let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut end = value.len().min(MOST_VALUE_BYTES);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    mail.extend_from_slice(format!("{name}: {}\r\n", value[..end].trim()).as_bytes());
}

fn open(mail: &mut Vec<u8>, boundary: &str) {
    mail.extend_from_slice(format!("\r\n--{boundary}\r\n").as_bytes());
}

/// The texts: one, or both as alternatives.
fn body(mail: &mut Vec<u8>, pieces: &Pieces, boundary: &str) {
    match (&pieces.text, &pieces.html) {
        (Some(text), Some(html)) => {
            let inner = boundary.replace("posted", "texts");
            line(mail, "Content-Type", &format!("multipart/alternative; boundary=\"{inner}\""));
            mail.extend_from_slice(b"\r\n");
            open(mail, &inner);
            written(mail, "plain", text);
            open(mail, &inner);
            written(mail, "html", html);
            mail.extend_from_slice(format!("\r\n--{inner}--\r\n").as_bytes());
        }
        (None, Some(html)) => written(mail, "html", html),
        (text, None) => written(mail, "plain", text.as_deref().unwrap_or_default()),
    }
}

fn written(mail: &mut Vec<u8>, kind: &str, text: &str) {
    line(mail, "Content-Type", &format!("text/{kind}; charset=utf-8"));
    line(mail, "Content-Transfer-Encoding", "base64");
    mail.extend_from_slice(b"\r\n");
    base64(mail, text.as_bytes());
}

fn file(mail: &mut Vec<u8>, file: &File, html: &str) {
    let kind = content_type(&file.content_type);
    line(mail, "Content-Type", &format!("{kind}; name=\"{}\"", quotable(&file.name)));
    if let Some(id) = &file.content_id {
        line(mail, "Content-ID", &format!("<{id}>"));
    }
    let shown = file.content_id.as_ref().is_some_and(|id| html.contains(&format!("cid:{id}")));
    let place = if shown { "inline" } else { "attachment" };
    line(mail, "Content-Disposition", &format!("{place}; filename=\"{}\"", quotable(&file.name)));
    // Mails inside a mail are never encoded (RFC 2046 section 5.2).
    let as_it_is = kind.starts_with("message/");
    line(mail, "Content-Transfer-Encoding", if as_it_is { "8bit" } else { "base64" });
    mail.extend_from_slice(b"\r\n");
    match as_it_is {
        true => mail.extend_from_slice(&file.bytes),
        false => base64(mail, &file.bytes),
    }
}

/// A type that looks like one, without parameters; else bytes of no type.
fn content_type(given: &str) -> String {
    let plain = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let token = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    let good = plain.len() <= 127 && plain.split_once('/').is_some_and(|(one, two)| token(one) && token(two));
    match good && !plain.starts_with("multipart/") {
        true => plain,
        false => "application/octet-stream".to_owned(),
    }
}

fn quotable(name: &str) -> String {
    let name = if name.is_empty() { "file" } else { name };
    name.chars().filter(|c| !c.is_control()).take(200).collect::<String>().replace('\\', "_").replace('"', "'")
}

/// The kind of report the mail was, when it was one.
fn report_type(pieces: &Pieces) -> Option<String> {
    let (_, value) = pieces.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"))?;
    let lower = value.to_ascii_lowercase();
    if !lower.trim_start().starts_with("multipart/report") {
        return None;
    }
    let kind = lower.split("report-type=").nth(1)?.trim_start_matches('"');
    let kind: String = kind.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    (!kind.is_empty()).then_some(kind)
}

/// A line no part contains. Where one has the usual mark in it, the mark is a hash of everything: no file can hold that
/// of itself, and none is looked through twice, however it was made.
fn boundary(pieces: &Pieces) -> String {
    const MARK: &str = "=_posted";
    let holds = |file: &File| file.bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes());
    if !pieces.files.iter().any(holds) {
        return MARK.to_owned();
    }
    let mut hash = digest::Context::new(&digest::SHA256);
    for file in &pieces.files {
        hash.update(&file.bytes);
    }
    let hex: String = hash.finish().as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("{MARK}_{hex}")
}

fn base64(mail: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for row in bytes.chunks(57) {
        for group in row.chunks(3) {
            let number =
                group.iter().fold(0u32, |all, byte| all << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
            for place in 0..4 {
                let digit = DIGITS[(number >> (18 - 6 * place) & 63) as usize];
                mail.push(if place <= group.len() { digit } else { b'=' });
            }
        }
        mail.extend_from_slice(b"\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::{File, Pieces, build};
    use crate::machine::{self, Class};
    use crate::mail;

    fn headers(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn reading_what_was_put_together_finds_every_piece() {
        let pieces = Pieces {
            headers: headers(&[
                ("From", "Perù Caffè <anna@example.it>"),
                ("To", "assistenza@example.it"),
                ("Subject", "È rotta"),
                ("Message-ID", "<1@example.it>"),
                ("In-Reply-To", "<0@example.it>"),
                ("Content-Type", "multipart/mixed; boundary=old"),
                ("X-Evil", "a\r\nBcc: b@example.it"),
            ]),
            text: Some("Città\n> citato".to_owned()),
            html: Some("<p>Città <img src=\"cid:lampada\"></p>".to_owned()),
            files: vec![
                File {
                    name: "foto \"1\".png".to_owned(),
                    content_type: "image/png".to_owned(),
                    content_id: Some("lampada".to_owned()),
                    bytes: vec![0, 1, 2, 255],
                },
                File {
                    name: "nota.txt".to_owned(),
                    content_type: "text/plain; x=1".to_owned(),
                    content_id: None,
                    bytes: b"ciao".to_vec(),
                },
            ],
        };
        let bytes = build(&pieces);
        assert_eq!(bytes, build(&pieces), "the same pieces give the same bytes");
        let read = mail::read(&bytes);
        assert_eq!(
            read.from.as_ref().map(|from| (from.name.as_deref(), &from.email[..])),
            Some((Some("Perù Caffè"), "anna@example.it"))
        );
        assert_eq!((&read.subject[..], &read.text[..]), ("È rotta", "Città\n> citato"));
        assert_eq!(
            (read.message_id.as_deref(), &read.in_reply_to[..]),
            (Some("1@example.it"), &["0@example.it".to_owned()][..])
        );
        assert!(read.html.is_some_and(|html| html.contains("cid:lampada")));
        let files: Vec<_> = read
            .attachments
            .iter()
            .map(|file| (&file.name[..], &file.content_type[..], file.inline, &file.bytes[..]))
            .collect();
        assert_eq!(
            files,
            [
                ("foto '1'.png", "image/png", true, &[0, 1, 2, 255][..]),
                ("nota.txt", "text/plain", false, &b"ciao"[..])
            ]
        );
        assert!(!String::from_utf8_lossy(&bytes).contains("\r\nBcc:"), "no header is made out of a value");
    }

    #[test]
    fn a_bounce_taken_apart_is_a_bounce_again() {
        let status = "Reporting-MTA: dns; mx.example.net\r\n\r\nFinal-Recipient: rfc822; b@example.it\r\nAction: failed\r\nStatus: 5.1.1\r\n";
        let pieces = Pieces {
            headers: headers(&[
                ("From", "MAILER-DAEMON@mx.example.net"),
                ("Subject", "Undelivered Mail Returned to Sender"),
                ("Content-Type", "multipart/report; report-type=delivery-status; boundary=\"x\""),
            ]),
            text: Some("I could not deliver it.".to_owned()),
            html: None,
            files: vec![File {
                name: "status".to_owned(),
                content_type: "message/delivery-status".to_owned(),
                content_id: None,
                bytes: status.as_bytes().to_vec(),
            }],
        };
        let machine = machine::classify(&build(&pieces), Some(""));
        assert_eq!(machine.class, Class::BounceHard);
        assert_eq!(machine.bounces[0].recipient.as_deref(), Some("b@example.it"));
    }

    #[test]
    fn a_file_made_to_hold_the_boundary_is_read_whole_and_costs_no_time() {
        let mut bytes = b"From: b@example.it\r\n\r\n\r\n--=_posted--\r\n--=_posted".to_vec();
        bytes.resize(400_000, b'_');
        let file = File {
            name: "mail".to_owned(),
            content_type: "message/rfc822".to_owned(),
            content_id: None,
            bytes: bytes.clone(),
        };
        let pieces = Pieces { text: Some("Eccola".to_owned()), files: vec![file], ..Pieces::default() };
        let built = build(&pieces);
        assert_eq!(built, build(&pieces), "the same pieces give the same bytes");
        let first = built.windows(9).filter(|window| window == b"--=_poste").count();
        assert_eq!(first, 2 + 3, "two in the file, and one before, between and after the parts");
        let read = mail::read(&built);
        assert_eq!((&read.text[..], read.attachments.len()), ("Eccola", 1));
        let head = String::from_utf8_lossy(&built[..400]).into_owned();
        let mark = head.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        assert!(mark.len() < 70, "RFC 2046 allows no longer one: {}", mark.len());
    }

    #[test]
    fn a_mail_of_nothing_is_still_a_mail() {
        assert!(!build(&Pieces::default()).is_empty());
        assert_eq!(
            mail::read(&build(&Pieces { text: Some("=_posted".to_owned()), ..Pieces::default() })).text,
            "=_posted"
        );
    }
}
