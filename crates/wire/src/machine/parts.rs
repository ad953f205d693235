//! The few parts of a mail that tell whether a machine wrote it, read with bounds.
//!
//! Only the beginning of a message is looked at, multiparts are entered a few levels deep and an
//! attached message stays a leaf: what is inside it belongs to somebody else. That makes the work
//! linear in [`LOOKED_AT_BYTES`] whatever is sent, so no mail bomb reaches the library's recursion.

use std::borrow::Cow;

use mail_parser::MessageParser;

/// How much of the raw message is looked at. A report says what it is in its first lines; what
/// follows is the returned message, of which only the headers matter.
const LOOKED_AT_BYTES: usize = 512 * 1024;
/// Bytes and fields of one header block that are read; the rest is ignored.
const HEADER_BYTES: usize = 192 * 1024;
const HEADER_FIELDS: usize = 600;
/// Bytes of one unfolded field that are kept.
const FIELD_BYTES: usize = 8 * 1024;
/// Multiparts inside multiparts that are entered.
const DEPTH: usize = 5;
/// Parts of the whole message that are looked at.
const PARTS: usize = 64;
/// Bytes of one leaf that are decoded.
const LEAF_BYTES: usize = 128 * 1024;

/// One header field: name in lower case, value unfolded but not decoded.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub name: String,
    pub value: String,
}

/// A header block. Names are compared in lower case.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(pub Vec<Field>);

impl Fields {
    /// The first field of that name, trimmed.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |field| field.name == name).map(|field| field.value.trim())
    }

    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The first word of a field in lower case, without comment or parameters:
    /// `auto-replied (vacation)` and `auto-replied; owner="x"` both give `auto-replied`.
    pub fn word(&self, name: &str) -> Option<String> {
        self.get(name).map(first_word)
    }
}

/// First token of a structured value, lower case.
pub(super) fn first_word(value: &str) -> String {
    value
        .trim_start()
        .split(|c: char| c.is_whitespace() || matches!(c, ';' | '(' | ','))
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// A part of the message: either a multipart with children, or a leaf with a body.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub fields: Fields,
    /// `type/subtype` in lower case; `text/plain` when nothing is said.
    pub media: String,
    pub body: &'a [u8],
    pub children: Vec<Part<'a>>,
}

impl<'a> Part<'a> {
    /// Reads the outer structure of a message. Never fails: garbage is one text part.
    pub fn read(raw: &'a [u8]) -> Part<'a> {
        let raw = &raw[..raw.len().min(LOOKED_AT_BYTES)];
        let mut left = PARTS;
        read_part(raw, 0, &mut left)
    }

    /// A parameter of the content type: `report-type`, `method`…, lower-cased.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let value = self.fields.get("content-type")?;
        parameter(value, name).map(|value| value.to_ascii_lowercase())
    }

    /// This part and everything below it, in reading order.
    pub fn leaves(&self) -> Vec<&Part<'a>> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'p>(&'p self, into: &mut Vec<&'p Part<'a>>) {
        if self.children.is_empty() {
            into.push(self);
        }
        for child in &self.children {
            child.collect(into);
        }
    }

    /// The decoded text of a leaf (charset and transfer encoding), at most [`LEAF_BYTES`] of it.
    pub fn text(&self) -> String {
        decode(
            self.body,
            self.fields.get("content-type").and_then(|value| parameter(value, "charset")),
            self.fields.get("content-transfer-encoding"),
        )
    }

    /// The text a reader sees first: the first plain leaf, or the first HTML leaf as text.
    /// Attached files and attached messages do not count.
    pub fn shown_text(&self) -> String {
        let leaves = self.leaves();
        let shown = |media: &str| {
            leaves.iter().find(|part| {
                part.media == media
                    && !part
                        .fields
                        .word("content-disposition")
                        .is_some_and(|word| word == "attachment")
            })
        };
        if let Some(plain) = shown("text/plain") {
            let text = plain.text();
            if !text.trim().is_empty() {
                return text;
            }
        }
        match shown("text/html") {
            Some(html) => mail_parser::decoders::html::html_to_text(&html.text()),
            None => String::new(),
        }
    }

    /// The headers of the message this leaf carries, when it carries one or its headers.
    pub fn returned_fields(&self) -> Option<Fields> {
        const RETURNED: [&str; 5] = [
            "message/rfc822",
            "message/global",
            "text/rfc822-headers",
            "message/rfc822-headers",
            "message/global-headers",
        ];
        if !RETURNED.contains(&self.media.as_str()) {
            return None;
        }
        let text = self.text();
        let text = text.trim_start_matches(['\r', '\n']);
        Some(read_fields(text.as_bytes()).0)
    }

    /// Groups of fields separated by empty lines, as in `message/delivery-status`.
    pub fn field_groups(&self) -> Vec<Fields> {
        field_groups(&self.text())
    }
}

/// Splits a report into its groups of fields; at most 200 groups are read.
pub(super) fn field_groups(text: &str) -> Vec<Fields> {
    let mut groups = Vec::new();
    let mut rest = text.as_bytes();
    while !rest.is_empty() && groups.len() < 200 {
        let (fields, used) = read_fields(rest);
        if !fields.0.is_empty() {
            groups.push(fields);
        }
        rest = &rest[used.clamp(1, rest.len())..];
    }
    groups
}

fn read_part<'a>(raw: &'a [u8], depth: usize, left: &mut usize) -> Part<'a> {
    *left = left.saturating_sub(1);
    let (fields, used) = read_fields(raw);
    let body = &raw[used..];
    let media = match fields.get("content-type").map(first_word) {
        Some(media) if media.contains('/') => media,
        _ => "text/plain".to_owned(),
    };
    let mut part = Part { fields, media, body, children: Vec::new() };
    if depth < DEPTH
        && part.media.starts_with("multipart/")
        && let Some(boundary) =
            part.fields.get("content-type").and_then(|value| parameter(value, "boundary"))
    {
        for piece in pieces(body, boundary.as_bytes()) {
            if *left == 0 {
                break;
            }
            part.children.push(read_part(piece, depth + 1, left));
        }
    }
    part
}

/// The bytes between two boundary lines, in order. A missing last boundary ends at the end.
fn pieces<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut found = Vec::new();
    if boundary.is_empty() {
        return found;
    }
    let mut start: Option<usize> = None;
    let mut at = 0;
    while at < body.len() && found.len() < PARTS {
        let end = line_end(body, at);
        let line = &body[at..end];
        if let Some(rest) = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary)) {
            let last = rest.starts_with(b"--");
            if last || rest.iter().all(u8::is_ascii_whitespace) {
                if let Some(start) = start {
                    found.push(&body[start..at]);
                }
                start = Some(end);
                if last {
                    return found;
                }
            }
        }
        at = end;
    }
    if let Some(start) = start
        && start < body.len()
        && found.len() < PARTS
    {
        found.push(&body[start..]);
    }
    found
}

/// Index just after the line that begins at `at`, its line feed included.
fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |offset| at + offset + 1)
}

/// Reads a header block. Returns the fields and how many bytes they and the empty line take.
pub(super) fn read_fields(raw: &[u8]) -> (Fields, usize) {
    let mut fields: Vec<Field> = Vec::new();
    let mut at = 0;
    while at < raw.len() {
        let end = line_end(raw, at);
        let line = raw[at..end].trim_ascii_end();
        let begins = at;
        at = end;
        if line.is_empty() {
            break;
        }
        if begins > HEADER_BYTES {
            continue;
        }
        let line_text = &line[..line.len().min(FIELD_BYTES)];
        if matches!(line[0], b' ' | b'\t') {
            if let Some(field) = fields.last_mut()
                && field.value.len() < FIELD_BYTES
            {
                field.value.push(' ');
                field.value.push_str(&lossy(line_text.trim_ascii()));
            }
            continue;
        }
        let Some(colon) = line_text.iter().position(|&byte| byte == b':') else { continue };
        let name = line_text[..colon].trim_ascii();
        if name.is_empty()
            || name.len() > 80
            || name.iter().any(u8::is_ascii_whitespace)
            || fields.len() >= HEADER_FIELDS
        {
            continue;
        }
        fields.push(Field {
            name: lossy(name).to_ascii_lowercase(),
            value: lossy(line_text[colon + 1..].trim_ascii()).into_owned(),
        });
    }
    (Fields(fields), at)
}

/// Unlabelled bytes: UTF-8 when they are, Windows-1252 otherwise.
fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// A parameter of a structured header, unquoted. Case of the name does not matter.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    for _ in 0..40 {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let (found, next) = match after.strip_prefix('"') {
            Some(quoted) => {
                let mut text = String::new();
                let mut escaped = false;
                let mut end = quoted.len();
                for (index, c) in quoted.char_indices() {
                    match c {
                        _ if escaped => {
                            text.push(c);
                            escaped = false;
                        }
                        '\\' => escaped = true,
                        '"' => {
                            end = index + 1;
                            break;
                        }
                        _ => text.push(c),
                    }
                }
                (text, quoted.get(end..).unwrap_or_default())
            }
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim().to_owned(), &after[end..])
            }
        };
        if key.trim_matches(|c: char| c == ';' || c.is_whitespace()).eq_ignore_ascii_case(name) {
            return Some(found);
        }
        rest = next;
    }
    None
}

/// Decodes a leaf through the MIME library, one single part at a time.
fn decode(body: &[u8], charset: Option<String>, encoding: Option<&str>) -> String {
    let body = &body[..body.len().min(LEAF_BYTES)];
    let encoding = encoding.map(first_word).unwrap_or_default();
    let charset: String = charset
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
        .take(40)
        .collect();
    let plain = encoding != "base64" && encoding != "quoted-printable";
    if plain && (charset.is_empty() || charset.eq_ignore_ascii_case("us-ascii")) {
        return lossy(body).into_owned();
    }
    let mut leaf = Vec::with_capacity(body.len() + 120);
    leaf.extend_from_slice(b"Content-Type: text/plain");
    if !charset.is_empty() {
        leaf.extend_from_slice(format!("; charset=\"{charset}\"").as_bytes());
    }
    if !plain {
        leaf.extend_from_slice(format!("\r\nContent-Transfer-Encoding: {encoding}").as_bytes());
    }
    leaf.extend_from_slice(b"\r\n\r\n");
    leaf.extend_from_slice(body);
    MessageParser::default()
        .parse(&leaf)
        .and_then(|message| message.parts.first().and_then(|part| part.text_contents()).map(str::to_owned))
        .unwrap_or_else(|| lossy(body).into_owned())
}

/// Decodes the encoded words of an unstructured header value (RFC 2047).
pub(super) fn decode_words(value: &str) -> String {
    if !value.contains("=?") {
        return value.trim().to_owned();
    }
    let line = format!("Subject: {}\r\n\r\n", value.replace(['\r', '\n'], " "));
    MessageParser::default()
        .parse_headers(line.as_bytes())
        .and_then(|message| message.subject().map(|subject| subject.trim().to_owned()))
        .unwrap_or_else(|| value.trim().to_owned())
}
