//! The few parts of a mail that tell whether a machine wrote it, read with bounds.
//!
//! Only the beginning of a message is looked at, and an attached message stays closed: what is inside
//! it belongs to somebody else. A report says what it is in its first lines; of what follows, the
//! returned message, only the headers matter.

use crate::header::{Head, decoded, line};
use crate::mime;
use crate::transfer::{base64, quoted_printable};
use crate::{charset, outline, text};

/// How much of the raw message is looked at.
const LOOKED_AT_BYTES: usize = 512 << 10;
/// Fields of one block that are read; the rest is ignored.
const MAX_FIELDS: usize = 600;
/// Characters of one value that are kept.
const MAX_VALUE_CHARS: usize = 8 << 10;
/// Parts of the message that are looked at.
const MAX_PARTS: usize = 64;
/// Bytes of one part that are decoded.
const MAX_PART_BYTES: usize = 128 << 10;
/// Groups of a delivery report that are read.
const MAX_GROUPS: usize = 200;

/// A header block: names in lower case, values unfolded, encoded words still encoded.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    fn of(head: &Head<'_>) -> Fields {
        let field = |field: &crate::header::Field<'_>| {
            let name = String::from_utf8_lossy(field.name).to_ascii_lowercase();
            let value = field.line();
            (name, value.trim().chars().take(MAX_VALUE_CHARS).collect())
        };
        Fields(head.fields.iter().take(MAX_FIELDS).map(field).collect())
    }

    /// The block at the beginning of a text.
    pub fn in_text(text: &str) -> Fields {
        Fields::of(&Head::read(text.trim_start_matches(['\r', '\n']).as_bytes(), 0))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first value of that name (given in lower case).
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The first value of that name, decoded for people.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(|value| decoded(value).trim().to_owned())
    }

    /// The first word of a value in lower case, without comment or parameters:
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

/// The groups of fields of a `message/delivery-status` and its like, parted by empty lines.
pub(super) fn groups(text: &str) -> Vec<Fields> {
    let raw = text.as_bytes();
    let mut groups = Vec::new();
    let mut at = 0;
    while at < raw.len() && groups.len() < MAX_GROUPS {
        let head = Head::read(raw, at);
        if !head.fields.is_empty() {
            groups.push(Fields::of(&head));
        }
        at = if head.body_at > at { head.body_at } else { line(raw, at).1 };
    }
    groups
}

/// A part that holds no others.
pub(super) struct Part<'a> {
    part: mime::Part<'a>,
}

/// A mail as far as it is looked at.
pub(super) struct Parts<'a> {
    pub fields: Fields,
    /// `type/subtype` of the whole, lower case.
    pub media: String,
    /// `report-type` of the whole, lower case.
    pub report_type: Option<String>,
    pub leaves: Vec<Part<'a>>,
}

impl<'a> Parts<'a> {
    pub fn read(raw: &'a [u8]) -> Parts<'a> {
        let raw = &raw[..raw.len().min(LOOKED_AT_BYTES)];
        let head = Head::read(raw, 0);
        let fields = Fields::of(&head);
        let content_type = head.content_type("content-type");
        let media = content_type.as_ref().map_or_else(
            || "text/plain".to_owned(),
            |c| format!("{}/{}", c.ctype(), c.subtype().unwrap_or_default()).to_ascii_lowercase(),
        );
        let report_type =
            content_type.and_then(|c| c.attribute("report-type").map(|name| name.trim().to_ascii_lowercase()));
        let mut oddities = Vec::new();
        let leaves = mime::parts(raw, head, &mut oddities)
            .into_iter()
            .take(MAX_PARTS)
            .map(|part| Part { part })
            .collect();
        Parts { fields, media, report_type, leaves }
    }

    /// The first part of one of these types.
    pub fn find(&self, media: &[&str]) -> Option<&Part<'a>> {
        self.leaves.iter().find(|leaf| media.contains(&leaf.media()))
    }

    /// The text a reader sees first: the first plain part, else the first page as text. Attached files
    /// and attached messages do not count.
    pub fn shown_text(&self) -> String {
        let shown = |media: &str| self.leaves.iter().find(|leaf| leaf.media() == media && !leaf.attached());
        let plain = shown("text/plain").map(Part::text).filter(|text| !text.trim().is_empty());
        plain.unwrap_or_else(|| {
            shown("text/html").map_or_else(String::new, |page| text::join(&outline::lines(&page.text())))
        })
    }
}

impl Part<'_> {
    pub fn media(&self) -> &str {
        &self.part.content_type
    }

    fn attached(&self) -> bool {
        let disposition = self.part.head.content_type("content-disposition");
        disposition.is_some_and(|d| d.ctype().eq_ignore_ascii_case("attachment"))
    }

    /// `method` of a calendar part, lower case.
    pub fn method(&self) -> Option<String> {
        self.part.parameter("method").map(str::to_ascii_lowercase)
    }

    /// The decoded text, at most [`MAX_PART_BYTES`] of it.
    pub fn text(&self) -> String {
        let wire = &self.part.body[..self.part.body.len().min(MAX_PART_BYTES)];
        let encoding = self.part.head.text("content-transfer-encoding").unwrap_or_default();
        let bytes = match first_word(&encoding).as_str() {
            "base64" => base64(wire).bytes,
            "quoted-printable" => quoted_printable(wire),
            _ => wire.to_vec(),
        };
        text::clean(&charset::decode(&bytes, self.part.parameter("charset")).text)
    }

    /// The headers of the message this part carries, when it carries one or its headers.
    pub fn returned(&self) -> Option<Fields> {
        const RETURNED: [&str; 5] = [
            "message/rfc822",
            "message/global",
            "text/rfc822-headers",
            "message/rfc822-headers",
            "message/global-headers",
        ];
        RETURNED
            .contains(&self.media())
            .then(|| Fields::in_text(&self.text()))
            .filter(|fields| !fields.is_empty())
    }
}
