//! What a mail holds: its text, its HTML and what is attached, out of its parts.

use crate::header::Head;
use crate::mail::{Attachment, MAX_TEXT_BYTES, Oddity, OddityKind};
use crate::mime::{self, Part};
use crate::transfer::{base64, quoted_printable};
use crate::{charset, html, outline, text};

/// Longest name of an attachment.
const MAX_NAME_CHARS: usize = 200;

/// The content of a mail.
#[derive(Default)]
pub(crate) struct Body {
    pub text: String,
    /// As it came, not yet safe.
    pub html: Option<String>,
    pub attachments: Vec<Attachment>,
    /// Whether `text` was written by the sender's program and not made from the HTML.
    pub has_plain: bool,
}

/// A piece of the text, in the order of the mail.
struct Piece {
    html: bool,
    choice: Option<usize>,
    content: String,
}

/// Reads the body of a mail whose headers are `head`.
pub(crate) fn read<'a>(raw: &'a [u8], head: Head<'a>, oddities: &mut Vec<Oddity>) -> Body {
    let parts = mime::parts(raw, head, oddities);
    let alone = parts.len() == 1;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut attachments: Vec<(Attachment, bool)> = Vec::new();
    let mut room = MAX_TEXT_BYTES;
    for part in &parts {
        match kind(part, alone) {
            Kind::Text { html } => {
                let content = text_of(part, html, room, oddities);
                room = room.saturating_sub(content.len());
                pieces.push(Piece { html, choice: part.choice, content });
            }
            Kind::Attached => attachments.extend(attached(part, attachments.len() + 1, oddities)),
            Kind::Nothing => {}
        }
    }
    let mut body = composed(&pieces);
    let page = body.html.as_deref().unwrap_or_default();
    body.attachments = attachments
        .into_iter()
        .map(|(mut attachment, inline)| {
            attachment.inline =
                inline || attachment.content_id.as_ref().is_some_and(|id| page.contains(&format!("cid:{id}")));
            attachment
        })
        .collect();
    body
}

enum Kind {
    Text { html: bool },
    Attached,
    Nothing,
}

fn kind(part: &Part<'_>, alone: bool) -> Kind {
    if part.closed {
        return Kind::Text { html: false };
    }
    let disposition = part.head.content_type("content-disposition");
    let attached = disposition.as_ref().is_some_and(|d| d.ctype().eq_ignore_ascii_case("attachment"));
    let named = disposition.is_some_and(|d| d.has_attribute("filename")) || part.parameter("name").is_some();
    let html = match part.content_type.as_str() {
        "text/plain" => false,
        "text/html" | "application/xhtml+xml" => true,
        // Not for mail programs of people, and always beside an HTML part.
        "text/x-amp-html" | "text/watch-html" if part.choice.is_some() => return Kind::Nothing,
        _ => return Kind::Attached,
    };
    if attached || (named && !alone && part.choice.is_none()) { Kind::Attached } else { Kind::Text { html } }
}

/// The text of a part, at most `room` bytes of it.
fn text_of(part: &Part<'_>, is_html: bool, room: usize, oddities: &mut Vec<Oddity>) -> String {
    // Encoded text is at most three times as long; what lies beyond is cut anyway.
    let room = if is_html { room.max(html::MAX_HTML_BYTES) } else { room };
    let wire = &part.body[..part.body.len().min(room.saturating_mul(3).saturating_add(4))];
    let mut bytes = transfer(part, wire, oddities);
    let long = bytes.len() > room;
    if long || wire.len() < part.body.len() {
        let kind = if is_html { OddityKind::HtmlCut } else { OddityKind::TextCut };
        note(oddities, kind, format!("{} bytes on the wire", part.body.len()));
        let end = cut_at(&bytes, room);
        bytes.truncate(end);
    }
    let label = part
        .parameter("charset")
        .map(str::to_owned)
        .or_else(|| if is_html { meta_charset(&bytes) } else { None });
    let decoded = charset::decode(&bytes, label.as_deref());
    if let Some((kind, detail)) = decoded.oddity {
        note(oddities, kind, detail);
    }
    let content = text::clean(&decoded.text);
    let flowed = part.parameter("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
    if flowed && !is_html {
        // Soft breaks are spaces at the end of a line.
        let delete_space = part.parameter("delsp").is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
        return text::unflow(&content, delete_space);
    }
    content
}

/// Where to cut so that no UTF-8 sequence is cut in two.
fn cut_at(bytes: &[u8], room: usize) -> usize {
    let mut end = room.min(bytes.len());
    while end > 0 && end < bytes.len() && room - end < 4 && bytes[end] & 0b1100_0000 == 0b1000_0000 {
        end -= 1;
    }
    end
}

/// `<meta charset>` of a page whose part does not say.
fn meta_charset(bytes: &[u8]) -> Option<String> {
    let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(2_048)]).to_ascii_lowercase();
    let after = begin.split_once("charset=")?.1.trim_start_matches(['"', '\'']);
    let name: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c)).collect();
    (!name.is_empty()).then_some(name)
}

fn transfer(part: &Part<'_>, wire: &[u8], oddities: &mut Vec<Oddity>) -> Vec<u8> {
    let encoding = part.head.text("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
    match encoding.split([';', ' ']).next().unwrap_or_default() {
        "base64" => {
            let out = base64(wire);
            if out.bad && wire.len() == part.body.len() {
                note(oddities, OddityKind::BadBase64, part.content_type.clone());
            }
            out.bytes
        }
        "quoted-printable" => quoted_printable(wire),
        "" | "7bit" | "8bit" | "binary" => wire.to_vec(),
        other => {
            let detail: String = other.chars().filter(char::is_ascii_graphic).take(40).collect();
            note(oddities, OddityKind::UnknownEncoding, detail);
            wire.to_vec()
        }
    }
}

/// An attachment, and whether its part says that it is shown within the text.
fn attached(part: &Part<'_>, number: usize, oddities: &mut Vec<Oddity>) -> Option<(Attachment, bool)> {
    let bytes = transfer(part, part.body, oddities);
    let disposition = part.head.content_type("content-disposition");
    let name = disposition.as_ref().and_then(|d| d.attribute("filename")).or_else(|| part.parameter("name"));
    if bytes.is_empty() && name.is_none() {
        return None;
    }
    let content_id = part.head.first("content-id").and_then(|field| {
        let id = field.line();
        let id = id.trim().trim_matches(['<', '>']).trim();
        (!id.is_empty() && id.len() <= 998).then(|| id.to_owned())
    });
    let says = |word: &str| disposition.as_ref().is_some_and(|d| d.ctype().eq_ignore_ascii_case(word));
    let picture = part.content_type.starts_with("image/");
    let inline = (says("inline") && (picture || content_id.is_some()))
        || (part.related && content_id.is_some() && picture && !says("attachment"));
    let name = name
        .map(|name| file_name(&crate::header::decoded(name)))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| default_name(&part.content_type, &bytes, number));
    Some((Attachment { name, content_type: part.content_type.clone(), bytes, content_id, inline }, inline))
}

/// A name without folders, control characters or more than a file system takes.
fn file_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|c| {
            !c.is_control()
                && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .collect();
    let name = name.trim().trim_matches('"').trim_start_matches('.').trim();
    let chars = name.chars().count();
    if chars <= MAX_NAME_CHARS {
        return name.to_owned();
    }
    // The ending says what it is.
    let ending: String =
        name.rsplit_once('.').map(|(_, e)| format!(".{e}")).filter(|e| e.len() <= 10).unwrap_or_default();
    name.chars().take(MAX_NAME_CHARS - ending.len()).chain(ending.chars()).collect()
}

fn default_name(content_type: &str, bytes: &[u8], number: usize) -> String {
    if content_type == "message/rfc822" {
        let subject = Head::read(bytes, 0).text("subject").unwrap_or_default();
        let subject = file_name(&subject.replace(['/', '\\', ':'], "-"));
        let subject: String = subject.chars().take(100).collect();
        return if subject.is_empty() { format!("message-{number}.eml") } else { format!("{subject}.eml") };
    }
    let ending = match content_type {
        "text/plain" => "txt",
        "text/html" => "html",
        "text/calendar" => "ics",
        "text/csv" => "csv",
        "text/rfc822-headers" => "txt",
        "message/delivery-status" | "message/feedback-report" | "message/disposition-notification" => "txt",
        "application/pdf" => "pdf",
        "application/ms-tnef" => return "winmail.dat".to_owned(),
        "application/pkcs7-signature" | "application/x-pkcs7-signature" => "p7s",
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => "p7m",
        "application/pgp-signature" => "asc",
        "application/zip" => "zip",
        "application/xml" | "text/xml" => "xml",
        "image/jpeg" | "image/jpg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/heic" => "heic",
        "audio/mpeg" => "mp3",
        "audio/ogg" => "ogg",
        "video/mp4" => "mp4",
        _ => "bin",
    };
    format!("attachment-{number}.{ending}")
}

/// One text and one page out of the pieces: of a choice the plain one goes to the text and the HTML one to the
/// page; what is no choice goes to both.
fn composed(pieces: &[Piece]) -> Body {
    let written = |piece: &Piece| !piece.content.trim().is_empty();
    let rival = |piece: &Piece| {
        piece.choice.is_some()
            && pieces
                .iter()
                .any(|other| other.choice == piece.choice && other.html != piece.html && written(other))
    };
    let mut text = String::new();
    let mut page = String::new();
    let mut has_plain = false;
    let any_html = pieces.iter().any(|piece| piece.html && written(piece));
    for piece in pieces.iter().filter(|piece| written(piece)) {
        let hidden = rival(piece);
        if !(piece.html && hidden) {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            if piece.html {
                text.push_str(&text::join(&outline::lines(&piece.content)));
            } else {
                has_plain = true;
                text.push_str(piece.content.trim_start_matches('\n'));
            }
        }
        if any_html && (piece.html || !hidden) {
            if piece.html {
                page.push_str(&piece.content);
            } else {
                page.push_str(&html::of_text(&piece.content));
            }
        }
    }
    Body { text, html: any_html.then_some(page), attachments: Vec::new(), has_plain }
}

/// Notes an oddity, once a kind.
pub(crate) fn note(oddities: &mut Vec<Oddity>, kind: OddityKind, detail: impl Into<String>) {
    if !oddities.iter().any(|oddity| oddity.kind == kind) {
        oddities.push(Oddity { kind, detail: detail.into() });
    }
}
