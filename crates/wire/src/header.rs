//! The headers of a mail or of a part: split by hand within bounds, each value read by `mail-parser`.

use std::io::BufRead;

use kernel::address::{Address, plausible};
use mail_parser::parsers::MessageStream;
use mail_parser::{ContentType, HeaderValue};

use crate::charset;
use crate::transfer::{base64, quoted_printable};

/// Header fields kept of one block; later ones only when they are the first of a name we read.
const MAX_FIELDS: usize = 2_000;
/// Fields kept at all.
const MAX_FIELDS_KEPT: usize = 4_000;
/// Bytes of one value that are read.
const MAX_VALUE_BYTES: usize = 64 << 10;
/// Longest encoded word looked for; RFC 2047 section 2 says 75, clients do not.
const MAX_WORD_BYTES: usize = 4_000;

/// Names that are found however many others stand before them.
const WANTED: [&str; 14] = [
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "reply-to",
    "sender",
    "content-type",
    "content-transfer-encoding",
    "auto-submitted",
    "list-id",
];

/// One field; the value as on the wire, folds included.
pub(crate) struct Field<'a> {
    pub name: &'a [u8],
    pub value: &'a [u8],
}

/// A block of headers.
#[derive(Default)]
pub(crate) struct Head<'a> {
    pub fields: Vec<Field<'a>>,
    /// Where the body begins.
    pub body_at: usize,
    pub too_many: bool,
    /// The block ended at a line that is no header, or held one.
    pub broken: bool,
}

/// The end of the line that begins at `at` (without its line end) and the begin of the next.
pub(crate) fn line(raw: &[u8], at: usize) -> (usize, usize) {
    let mut rest = &raw[at.min(raw.len())..];
    let taken = rest.skip_until(b'\n').unwrap_or(rest.len());
    let next = at + taken;
    let mut end = next;
    if taken > 0 && raw[end - 1] == b'\n' {
        end -= 1;
        if end > at && raw[end - 1] == b'\r' {
            end -= 1;
        }
    }
    (end, next)
}

impl<'a> Head<'a> {
    /// Reads the block at `at`. It ends at an empty line, which is skipped, or at a line that is no header
    /// (mail programs forget the empty line), which is not.
    pub fn read(raw: &'a [u8], at: usize) -> Self {
        let mut head = Self { body_at: at, ..Self::default() };
        let mut wanted = 0u32;
        loop {
            let (end, next) = line(raw, head.body_at);
            let text = &raw[head.body_at..end];
            if next == head.body_at {
                return head;
            }
            if text.is_empty() {
                head.body_at = next;
                return head;
            }
            let Some(colon) = name_end(text) else {
                // What an mbox leaves behind is no header and no text either.
                if text.starts_with(b"From ") || text.starts_with(b">From ") {
                    head.body_at = next;
                    continue;
                }
                head.broken = true;
                // A fold that lost its blanks: the headers go on.
                if !head.fields.is_empty() && continues_known(raw, next) {
                    head.body_at = next;
                    continue;
                }
                return head;
            };
            let (value_end, after) = folded(raw, end, next);
            let name = text[..colon].trim_ascii_end();
            let value = &raw[head.body_at + colon + 1..value_end];
            let bit = WANTED.iter().position(|w| name.eq_ignore_ascii_case(w.as_bytes())).map(|n| 1u32 << n);
            let first = bit.is_some_and(|bit| wanted & bit == 0);
            wanted |= bit.unwrap_or(0);
            if head.fields.len() < MAX_FIELDS || (first && head.fields.len() < MAX_FIELDS_KEPT) {
                head.fields.push(Field { name, value });
            } else {
                head.too_many = true;
            }
            head.body_at = after;
        }
    }

    /// Whether any of the fields is one that mails have; else it is text with a colon.
    pub fn is_of_a_mail(&self) -> bool {
        self.fields.iter().any(|field| is_known(field.name))
    }

    pub fn all(&self, name: &str) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().filter(move |field| field.is(name))
    }

    /// The first field of the name that says anything.
    pub fn first(&self, name: &str) -> Option<&Field<'a>> {
        self.all(name).find(|field| !field.value.trim_ascii().is_empty())
    }

    /// The first value as one line of text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.first(name).map(Field::text).filter(|text| !text.is_empty())
    }

    /// `Content-Type` or `Content-Disposition`.
    pub fn content_type(&self, name: &str) -> Option<ContentType<'static>> {
        let value = self.first(name)?.line();
        match MessageStream::new(format!("{value}\n").as_bytes()).parse_content_type().into_owned() {
            HeaderValue::ContentType(content_type) => Some(content_type),
            _ => None,
        }
    }
}

/// Where the colon of a header line stands: a name of visible characters, then maybe blanks, then a colon.
fn name_end(text: &[u8]) -> Option<usize> {
    let name = text.iter().take(1_000).position(|b| !(33..=126).contains(b) || *b == b':')?;
    let blanks = text[name..].iter().take(100).position(|b| !matches!(b, b' ' | b'\t'))?;
    (name > 0 && text[name + blanks] == b':').then_some(name + blanks)
}

/// Takes in the lines that continue a header: the end of the value and the begin of the next line.
fn folded(raw: &[u8], mut end: usize, mut next: usize) -> (usize, usize) {
    while matches!(raw.get(next), Some(b' ' | b'\t')) {
        let (further, after) = line(raw, next);
        // A line of blanks before one that is no header and no fold ends the block (RFC 5322 section 4.2).
        if raw[next..further].trim_ascii().is_empty() && !continues(raw, after) {
            break;
        }
        (end, next) = (further, after);
    }
    (end, next)
}

fn continues(raw: &[u8], at: usize) -> bool {
    let (end, next) = line(raw, at);
    next > at && (matches!(raw[at], b' ' | b'\t') || name_end(&raw[at..end]).is_some())
}

/// Whether the line at `at` is a header that mails have.
fn continues_known(raw: &[u8], at: usize) -> bool {
    let (end, _) = line(raw, at);
    let text = &raw[at.min(end)..end];
    name_end(text).is_some_and(|colon| is_known(text[..colon].trim_ascii_end()))
}

fn is_known(name: &[u8]) -> bool {
    const MORE: [&str; 6] =
        ["received", "return-path", "mime-version", "delivered-to", "dkim-signature", "content-disposition"];
    let x = name.get(..2).is_some_and(|begin| begin.eq_ignore_ascii_case(b"x-"));
    x || WANTED.iter().chain(&MORE).any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

impl Field<'_> {
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    pub fn too_long(&self) -> bool {
        self.value.len() > MAX_VALUE_BYTES
    }

    /// Whether the value holds raw bytes that are not UTF-8.
    pub fn eight_bit(&self) -> bool {
        std::str::from_utf8(self.bounded()).is_err()
    }

    fn bounded(&self) -> &[u8] {
        &self.value[..self.value.len().min(MAX_VALUE_BYTES)]
    }

    /// Unfolded, as characters, encoded words still encoded.
    pub fn line(&self) -> String {
        let mut text = charset::decode(self.bounded(), None).text;
        text.retain(|c| !matches!(c, '\r' | '\n' | '\0'));
        text
    }

    /// Unfolded and decoded, without control characters, trimmed.
    pub fn text(&self) -> String {
        let text = decoded(&self.line());
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
    }

    /// The addresses in the value, groups flattened. What has no `@` is none.
    pub fn addresses(&self) -> Vec<Address> {
        // Names are put into one charset first, so that letters cut in two between words come out whole.
        let line = decoded_words(&self.line(), |word, line| {
            line.push_str("=?utf-8?Q?");
            for byte in word.bytes() {
                line.push_str(&format!("={byte:02X}"));
            }
            line.push_str("?= ");
        });
        match MessageStream::new(format!("{line}\n").as_bytes()).parse_address() {
            HeaderValue::Address(list) => list.iter().filter_map(|a| address(a.name(), a.address())).collect(),
            _ => Vec::new(),
        }
    }

    /// Message ids without angle brackets; at most 100, the first and the last ones.
    pub fn ids(&self) -> Vec<String> {
        let line = self.line();
        let mut ids: Vec<String> = line
            .split('<')
            .skip(1)
            .filter_map(|rest| rest.split_once('>'))
            .map(|(id, _)| id.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect())
            .collect();
        if ids.is_empty() {
            ids = line.split_whitespace().filter(|id| id.contains('@')).map(str::to_owned).collect();
        }
        ids.retain(|id| !id.is_empty() && id.len() <= 998);
        if ids.len() > 100 {
            ids.drain(1..ids.len() - 99);
        }
        ids
    }

    /// UTC milliseconds of a date.
    pub fn date_ms(&self) -> Option<i64> {
        match MessageStream::new(format!("{}\n", self.line()).as_bytes()).parse_date() {
            HeaderValue::DateTime(date) if date.is_valid() => date.to_timestamp().checked_mul(1000),
            _ => None,
        }
    }
}

/// An address out of what a parser or a person left of it.
pub(crate) fn address(name: Option<&str>, email: Option<&str>) -> Option<Address> {
    let clean = |text: &str| -> String {
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
    };
    let bare = |text: &str| {
        let text = clean(text);
        let text = text.trim_matches(['<', '>', '"', '\'', ' ']);
        text.strip_prefix("mailto:").unwrap_or(text).to_owned()
    };
    let email = [email, name].into_iter().flatten().map(bare).find(|email| plausible(email))?;
    let name = name
        .map(|name| clean(clean(name).trim_matches(['"', '\''])))
        .filter(|name| !name.is_empty() && !bare(name).eq_ignore_ascii_case(&email))
        .map(|name| name.chars().take(200).collect());
    Some(Address { name, email })
}

/// Text with its encoded words read: file names hold them although RFC 2047 section 5 says they must not.
pub(crate) fn decoded(text: &str) -> String {
    decoded_words(text, |word, plain| plain.push_str(word))
}

/// Walks over the encoded words of a line (RFC 2047): neighbours are joined before their bytes are read, as
/// clients cut letters in two. `put` writes a decoded run; the rest is copied.
fn decoded_words(line: &str, put: impl Fn(&str, &mut String)) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find("=?") {
        let Some(mut word) = Word::at(&rest[start..]) else {
            out.push_str(&rest[..start + 2]);
            rest = &rest[start + 2..];
            continue;
        };
        out.push_str(&rest[..start]);
        rest = &rest[start + word.len..];
        let mut run = String::new();
        while let Some(next) = Word::at(rest.trim_start()) {
            rest = &rest.trim_start()[next.len..];
            if next.charset.eq_ignore_ascii_case(word.charset) {
                word.bytes.extend(next.bytes);
            } else {
                run.push_str(&charset::decode(&word.bytes, Some(word.charset)).text);
                word = next;
            }
        }
        run.push_str(&charset::decode(&word.bytes, Some(word.charset)).text);
        run.retain(|c| c != '\0');
        put(&run, &mut out);
    }
    out.push_str(rest);
    out
}

struct Word<'a> {
    charset: &'a str,
    bytes: Vec<u8>,
    len: usize,
}

impl<'a> Word<'a> {
    fn at(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix("=?")?;
        let window = &inner[..inner.floor_char_boundary(MAX_WORD_BYTES)];
        let (charset, coded) = window.split_once('?')?;
        let (encoding, coded) = coded.split_once('?')?;
        let (coded, _) = coded.split_once("?=")?;
        if charset.is_empty() || charset.contains([' ', '=', '"', '<']) {
            return None;
        }
        let bytes = match encoding {
            "B" | "b" => base64(coded.as_bytes()).bytes,
            "Q" | "q" => quoted_printable(coded.replace('_', " ").as_bytes()),
            _ => return None,
        };
        let len = 2 + charset.len() + 1 + encoding.len() + 1 + coded.len() + 2;
        Some(Self { charset: charset.split('*').next().unwrap_or(charset), bytes, len })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::Head;

    fn subject(raw: &[u8]) -> String {
        Head::read(raw, 0).text("subject").unwrap_or_default()
    }

    #[test]
    fn subjects_are_decoded_as_clients_write_them() {
        assert_eq!(subject(b"Subject: =?iso-8859-1?Q?Perch=E9_non_va=3F?=\r\n\r\n"), "Perché non va?");
        assert_eq!(subject(b"Subject: =?utf-8?B?UGVyY2g=?=\r\n =?utf-8?B?w6k=?= no\r\n"), "Perché no");
        // A letter cut in two between words.
        assert_eq!(subject(b"Subject: =?utf-8?Q?perch=C3?= =?UTF-8?Q?=A9?=\n\n"), "perché");
        assert_eq!(subject(b"Subject: =?us-ascii?Q?citt=E0?= =?utf-8?Q?_bella?=\n\n"), "città bella");
        assert_eq!(subject(b"Subject: perch\xe9\r\n\tcos\xec\r\n\r\n"), "perché\tcosì".replace('\t', " "));
        assert_eq!(subject(b"Subject: =?x?= 5 =? 3 =?utf-8?Z?a?=\n\n"), "=?x?= 5 =? 3 =?utf-8?Z?a?=");
        assert_eq!(subject("Subject: è così\n\n".as_bytes()), "è così");
        assert_eq!(subject(b"Subject:\nsubject : due\n\n"), "due");
    }

    #[test]
    fn addresses_come_out_of_what_clients_write() {
        let list = |value: &str| -> Vec<String> {
            let raw = format!("To: {value}\r\n\r\n");
            Head::read(raw.as_bytes(), 0)
                .first("to")
                .map(super::Field::addresses)
                .unwrap_or_default()
                .into_iter()
                .map(|a| format!("{}|{}", a.name.unwrap_or_default(), a.email))
                .collect()
        };
        assert_eq!(
            list("Mario Rossi <mario@example.it>, anna@example.it"),
            ["Mario Rossi|mario@example.it", "|anna@example.it"]
        );
        assert_eq!(list("\"Rossi, Mario\" <mario@example.it>"), ["Rossi, Mario|mario@example.it"]);
        assert_eq!(
            list("=?utf-8?Q?Nicol=C3?= =?utf-8?Q?=B2,_Srl?= <n@example.it>"),
            ["Nicolò, Srl|n@example.it"]
        );
        assert_eq!(list("'anna@example.it' <anna@example.it>"), ["|anna@example.it"]);
        assert_eq!(list("\"anna@example.it\""), ["|anna@example.it"]);
        assert_eq!(list("anna@example.it (Anna B.)"), ["Anna B.|anna@example.it"]);
        assert_eq!(
            list("Squadra: a@example.it, b@example.it;, c@example.it"),
            ["|a@example.it", "|b@example.it", "|c@example.it"]
        );
        assert!(list("undisclosed-recipients:;").is_empty());
        assert!(list("Mario Rossi").is_empty());
    }

    #[test]
    fn ids_come_out_of_folded_and_broken_headers() {
        let raw = b"References: <a@x>\r\n <b@\r\n x> junk <c@x>\r\nIn-Reply-To: d@x\r\nMessage-ID: <>\r\n\r\n";
        let head = Head::read(raw, 0);
        assert_eq!(head.first("references").unwrap().ids(), ["a@x", "b@x", "c@x"]);
        assert_eq!(head.first("in-reply-to").unwrap().ids(), ["d@x"]);
        assert!(head.first("message-id").unwrap().ids().is_empty());
    }

    #[test]
    fn a_block_ends_at_an_empty_line_or_at_text() {
        let head = Head::read(b"From: a@x\r\nSubject: x\r\n\r\nBody: no", 0);
        assert_eq!((head.fields.len(), head.body_at, head.broken), (2, 25, false));
        let head = Head::read(b"From: a@x\nBuongiorno a tutti\n", 0);
        assert_eq!((head.fields.len(), head.body_at, head.broken), (1, 10, true));
        let head = Head::read(b"Subject: lungo\ne rotto\nFrom: a@x\n\nCiao", 0);
        assert_eq!((head.fields.len(), head.broken), (2, true));
        assert!(!Head::read(b"Nota: ciao\n\n", 0).is_of_a_mail());
        let head = Head::read(b"From a@x Mon\nFrom: a@x\n \nCiao\n", 0);
        assert_eq!((head.fields.len(), head.broken), (1, true));
        let head = Head::read(b"Subject: a\n \n b\nFrom: a@x\n\n", 0);
        assert_eq!(head.text("subject").unwrap(), "a  b");
    }

    #[test]
    fn dates_are_instants() {
        let date = |value: &str| {
            Head::read(format!("Date: {value}\n\n").as_bytes(), 0).first("date").unwrap().date_ms()
        };
        assert_eq!(date("Thu, 12 Mar 2026 10:12:00 +0100"), Some(1_773_306_720_000));
        assert_eq!(date("ieri"), None);
        assert_eq!(date("Thu, 99 Mar 2026 99:12:00 +0100"), None);
    }
}
