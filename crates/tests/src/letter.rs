//! Mails as customers write them, and as they read ours.

use std::sync::atomic::{AtomicU64, Ordering};

use mail_parser::{MessageParser, MimeHeaders};

/// A mail to be sent, in the form ordinary clients give it.
#[derive(Clone, Debug)]
pub struct Letter {
    headers: Vec<(String, String)>,
    body: String,
}

/// A mail somebody writes: with a fresh Message-ID, plain text in UTF-8.
pub fn letter(from: &str, to: &str, subject: &str, body: &str) -> Letter {
    static TURN: AtomicU64 = AtomicU64::new(1);
    let turn = TURN.fetch_add(1, Ordering::Relaxed);
    let headers = [
        ("From", from.to_owned()),
        ("To", to.to_owned()),
        ("Subject", encoded(subject)),
        ("Date", "Mon, 02 Mar 2026 09:00:00 +0100".to_owned()),
        ("Message-ID", format!("<{}-{turn}@posta.example>", std::process::id())),
        ("MIME-Version", "1.0".to_owned()),
        ("Content-Type", "text/plain; charset=utf-8".to_owned()),
        ("Content-Transfer-Encoding", "8bit".to_owned()),
    ];
    Letter {
        headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        body: body.to_owned(),
    }
}

impl Letter {
    /// Sets a header, in place of one of the same name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Leaves a header out.
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self
    }

    /// Makes it an answer to a mail received: subject, In-Reply-To and References as clients set them.
    pub fn in_reply_to(self, received: &Received) -> Self {
        let subject = received.header("Subject").unwrap_or_default();
        let subject = if subject.starts_with("Re:") { subject.clone() } else { format!("Re: {subject}") };
        let id = received.header("Message-ID").unwrap_or_default();
        let before = received.header("References").unwrap_or_default();
        self.header("Subject", &encoded(&subject))
            .header("In-Reply-To", &id)
            .header("References", format!("{before} {id}").trim())
    }

    /// Another body under its own content type.
    pub fn with_body(self, content_type: &str, body: &str) -> Self {
        let mut letter = self.header("Content-Type", content_type);
        letter.body = body.to_owned();
        letter
    }

    pub fn message_id(&self) -> String {
        let id = self.headers.iter().find(|(name, _)| name == "Message-ID");
        id.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// The bytes, every line ended by CRLF.
    pub fn bytes(&self) -> Vec<u8> {
        let head: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let body = self.body.replace("\r\n", "\n").replace('\n', "\r\n");
        format!("{head}\r\n{body}\r\n").into_bytes()
    }
}

/// An encoded word for what is not ASCII (RFC 2047), in pieces short enough for one each.
fn encoded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut words: Vec<String> = vec![String::new()];
    for c in text.chars() {
        let mut buffer = [0; 4];
        let piece: String = match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => c.to_string(),
            ' ' => "_".to_owned(),
            _ => c.encode_utf8(&mut buffer).bytes().map(|byte| format!("={byte:02X}")).collect(),
        };
        match words.last_mut() {
            Some(word) if word.len() + piece.len() <= 60 => word.push_str(&piece),
            _ => words.push(piece),
        }
    }
    words.iter().map(|word| format!("=?utf-8?q?{word}?=")).collect::<Vec<_>>().join("\r\n ")
}

/// A mail as its reader's program sees it.
#[derive(Clone, Debug)]
pub struct Received {
    /// Envelope sender; empty for `<>`.
    pub from: String,
    /// Envelope recipients.
    pub to: Vec<String>,
    pub raw: Vec<u8>,
}

impl Received {
    /// The value of a header, decoded and unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let parsed = MessageParser::default().parse(&self.raw)?;
        if name.eq_ignore_ascii_case("subject") {
            return parsed.subject().map(str::to_owned);
        }
        let raw = parsed.header_raw(name)?;
        Some(raw.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The plain text part.
    pub fn text(&self) -> String {
        let parsed = MessageParser::default().parse(&self.raw);
        parsed.and_then(|mail| mail.body_text(0).map(|text| text.replace("\r\n", "\n"))).unwrap_or_default()
    }

    /// The HTML part; empty when there is none.
    pub fn html(&self) -> String {
        let parsed = MessageParser::default().parse(&self.raw);
        parsed
            .filter(|mail| mail.html_body.iter().any(|&part| mail.parts[part as usize].is_text_html()))
            .and_then(|mail| mail.body_html(0).map(|html| html.into_owned()))
            .unwrap_or_default()
    }

    /// Names and contents of the attachments.
    pub fn attachments(&self) -> Vec<(String, Vec<u8>)> {
        let parsed = MessageParser::default().parse(&self.raw);
        parsed
            .iter()
            .flat_map(|mail| mail.attachments())
            .map(|part| (part.attachment_name().unwrap_or_default().to_owned(), part.contents().to_vec()))
            .collect()
    }

    /// The code between `[#` and `]` in the subject.
    pub fn code(&self) -> Option<String> {
        let subject = self.header("Subject")?;
        let (code, _) = subject.split_once("[#")?.1.split_once(']')?;
        Some(code.to_owned())
    }

    /// The first link to a tracking page in the text.
    pub fn track_path(&self) -> Option<String> {
        let text = self.text();
        let at = text.find("/r/")?;
        let link = text[at..].split(|c: char| c.is_whitespace() || c == '>' || c == '?').next()?;
        Some(link.strip_suffix("/correct").unwrap_or(link).to_owned())
    }
}
