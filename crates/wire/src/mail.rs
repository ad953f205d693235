//! A mail as the product sees it: bytes in, [`Mail`] out. Reading never fails: what could not be understood
//! stands in the list of oddities beside what could.

use kernel::address::Address;
use kernel::language::Language;

use crate::body::{self, note};
use crate::header::{self, Field, Head};
use crate::{forward, html, outline, split, text};

/// One mail, read. Every text is valid UTF-8 without U+0000 and with `\n` line ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// Without angle brackets; `None` when missing or empty.
    pub message_id: Option<String>,
    pub in_reply_to: Vec<String>,
    pub references: Vec<String>,
    pub from: Option<Address>,
    pub reply_to: Vec<Address>,
    pub sender: Option<Address>,
    /// The envelope sender a server in front wrote down; empty for a bounce (`<>`).
    pub return_path: Option<String>,
    /// At most [`MAX_ADDRESSES`].
    pub to: Vec<Address>,
    /// At most [`MAX_ADDRESSES`].
    pub cc: Vec<Address>,
    pub subject: String,
    /// The `Date` header, UTC milliseconds.
    pub date_ms: Option<i64>,
    /// The whole plain text; made from the HTML where there is no text part.
    pub text: String,
    /// Sanitised. `cid:` references stay; external pictures are kept as `data-src`, not loaded.
    pub html: Option<String>,
    /// What is new in this mail: no quotes, no signature.
    pub reply_text: String,
    pub quoted_text: Option<String>,
    pub signature: Option<String>,
    pub forwarded: Option<Forwarded>,
    pub attachments: Vec<Attachment>,
    /// `Content-Language`, else guessed from the new text; `None` when unsure.
    pub language: Option<Language>,
    pub list_id: Option<String>,
    /// Whether there is a `List-Unsubscribe` header.
    pub list_unsubscribe: bool,
    /// Lower case.
    pub precedence: Option<String>,
    /// Lower case, with its parameters.
    pub auto_submitted: Option<String>,
    /// Top of the mail first: what the nearest server wrote.
    pub authentication_results: Vec<String>,
    /// `X-Spam-*` headers: lower-case name, value.
    pub spam_headers: Vec<(String, String)>,
    pub oddities: Vec<Oddity>,
}

/// The mail inside a forward, as far as the forwarding client wrote it down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forwarded {
    pub from: Option<Address>,
    pub to: Vec<Address>,
    pub cc: Vec<Address>,
    pub subject: Option<String>,
    pub text: String,
}

/// A part that is not the text itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Never empty, without path or control characters, at most 200 characters.
    pub name: String,
    /// Lower case, `type/subtype`, without parameters.
    pub content_type: String,
    pub bytes: Vec<u8>,
    /// Without angle brackets: what `cid:` in the HTML points to.
    pub content_id: Option<String>,
    /// Shown within the text rather than beside it.
    pub inline: bool,
}

/// Something about the mail that was not as the standards want it, or that we cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    pub kind: OddityKind,
    /// A few words on what was seen; never a person's text.
    pub detail: String,
}

macro_rules! oddity_kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal;)+) => {
        /// What was odd.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum OddityKind {
            $($(#[$doc])* $kind,)+
        }

        impl OddityKind {
            /// The stable name, as stored and shown in the API.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }
    };
}

oddity_kinds! {
    /// Neither headers nor text.
    Empty = "empty";
    /// The bytes do not begin with a header: all of it was taken as text.
    NoHeaders = "no_headers";
    NoFrom = "no_from";
    /// More than one author.
    SeveralFrom = "several_from";
    NoDate = "no_date";
    NoMessageId = "no_message_id";
    /// There, but empty or not an id.
    BadMessageId = "bad_message_id";
    /// A header that may stand once stands more often; the first counts.
    DuplicateHeader = "duplicate_header";
    /// Text began without the empty line after the headers, or a line among them was no header.
    BrokenHeader = "broken_header";
    /// Raw bytes above 127 that are not UTF-8 in a header.
    EightBitHeader = "eight_bit_header";
    TooManyHeaders = "too_many_headers";
    HeaderTooLong = "header_too_long";
    TooManyAddresses = "too_many_addresses";
    /// Text without a charset that is not UTF-8.
    UnlabelledCharset = "unlabelled_charset";
    UnknownCharset = "unknown_charset";
    /// The charset named is not the one used.
    WrongCharset = "wrong_charset";
    UnknownEncoding = "unknown_encoding";
    /// Base64 that ends in the middle or holds other characters.
    BadBase64 = "bad_base64";
    /// A multipart that does not say its boundary, or says one that never comes.
    MissingBoundary = "missing_boundary";
    /// A multipart whose closing boundary never comes: the mail was cut.
    Unclosed = "unclosed";
    /// More or deeper parts than we take apart; the rest is kept as one attachment.
    TooComplex = "too_complex";
    /// The text was cut at [`MAX_TEXT_BYTES`].
    TextCut = "text_cut";
    /// The HTML was cut or flattened at our limits.
    HtmlCut = "html_cut";
}

/// Addresses kept of one header.
pub const MAX_ADDRESSES: usize = 500;
/// Bytes of text kept for reading; the raw mail holds the rest.
pub const MAX_TEXT_BYTES: usize = 2 << 20;

/// Longest subject kept.
const MAX_SUBJECT_CHARS: usize = 1_000;
/// Values kept of a header that servers repeat, `Authentication-Results` and `X-Spam-*`.
const MAX_REPEATED: usize = 50;
/// Longest value kept of those.
const MAX_REPEATED_CHARS: usize = 2_000;
/// Headers that may stand once (RFC 5322 section 3.6); recipients are joined instead.
const ONCE: [&str; 8] =
    ["from", "sender", "subject", "date", "message-id", "in-reply-to", "references", "content-type"];

/// Reads a mail. Never fails and never panics; bounded in memory by twice the input and some 100 MiB, in work
/// by its length.
pub fn read(raw: &[u8]) -> Mail {
    let mut oddities = Vec::new();
    let raw = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
    let begin = raw.iter().take(100).take_while(|b| matches!(b, b'\r' | b'\n')).count();
    let mut head = Head::read(raw, begin);
    if !head.is_of_a_mail() {
        head = Head { body_at: begin, ..Head::default() };
    }
    let mut mail = headers(&head, &mut oddities);
    let body = body::read(raw, head, &mut oddities);
    if raw.trim_ascii().is_empty() {
        note(&mut oddities, OddityKind::Empty, "");
    }
    let answers = split::answers(&mail.subject, !mail.in_reply_to.is_empty() || !mail.references.is_empty());
    let html_split = body.html.as_deref().map(|page| split::split(&outline::lines(page), answers));
    let read = match (body.has_plain, html_split) {
        (true, Some(html)) => split::better(split::split(&text::lines(&body.text), answers), html),
        (false, Some(html)) => html,
        (_, None) => split::split(&text::lines(&body.text), answers),
    };
    mail.html = body.html.as_deref().map(|page| {
        let (safe, cut) = html::sanitised(page);
        if cut {
            note(&mut oddities, OddityKind::HtmlCut, format!("{} bytes", page.len()));
        }
        safe
    });
    mail.text = body.text;
    mail.attachments = body.attachments;
    mail.forwarded = forwarded(&mail, read.history);
    mail.reply_text = read.reply;
    mail.quoted_text = read.quoted;
    mail.signature = read.signature;
    // A mail that seems to say nothing new: its text is all there is, unless it only brings files or a forward.
    if mail.reply_text.is_empty() && mail.forwarded.is_none() && mail.attachments.is_empty() {
        mail.reply_text = text::tidy(&mail.text);
        mail.quoted_text = None;
    }
    let inner = mail.forwarded.as_ref().map_or("", |forwarded| &forwarded.text);
    mail.language =
        mail.language.or_else(|| text::language(&mail.reply_text)).or_else(|| text::language(inner));
    mail.oddities = oddities;
    mail
}

/// What the headers say, and what is odd about them.
fn headers(head: &Head<'_>, oddities: &mut Vec<Oddity>) -> Mail {
    let flags = [
        (head.fields.is_empty(), OddityKind::NoHeaders),
        (head.broken && !head.fields.is_empty(), OddityKind::BrokenHeader),
        (head.too_many, OddityKind::TooManyHeaders),
        (head.fields.iter().any(Field::too_long), OddityKind::HeaderTooLong),
        (head.fields.iter().any(Field::eight_bit), OddityKind::EightBitHeader),
        (head.first("from").is_none(), OddityKind::NoFrom),
    ];
    for (_, kind) in flags.into_iter().filter(|(odd, _)| *odd) {
        note(oddities, kind, "");
    }
    let twice: Vec<&str> = ONCE.into_iter().filter(|name| head.all(name).count() > 1).collect();
    if !twice.is_empty() {
        note(oddities, OddityKind::DuplicateHeader, twice.join(", "));
    }
    let ids = |name: &str| head.first(name).map(Field::ids).unwrap_or_default();
    let lower = |name: &str| head.text(name).map(|text| text.to_lowercase());
    let mut addresses = |name: &str| {
        let mut list: Vec<Address> =
            head.all(name).flat_map(Field::addresses).take(MAX_ADDRESSES + 1).collect();
        if list.len() > MAX_ADDRESSES {
            list.truncate(MAX_ADDRESSES);
            note(oddities, OddityKind::TooManyAddresses, name);
        }
        list
    };
    let from = head.first("from").map(Field::addresses).unwrap_or_default();
    let mut mail = Mail {
        message_id: head.all("message-id").flat_map(Field::ids).next(),
        in_reply_to: ids("in-reply-to"),
        references: ids("references"),
        reply_to: addresses("reply-to"),
        sender: addresses("sender").into_iter().next(),
        to: addresses("to"),
        cc: addresses("cc"),
        return_path: head
            .first("return-path")
            .map(|f| f.line().trim().trim_matches(['<', '>']).trim().to_owned()),
        subject: head.text("subject").unwrap_or_default().chars().take(MAX_SUBJECT_CHARS).collect(),
        date_ms: head.first("date").and_then(Field::date_ms),
        language: head.text("content-language").and_then(|tags| {
            // Several languages say nothing about which one is his.
            (!tags.contains(',')).then(|| Language::of_tag(&tags)).flatten()
        }),
        list_id: head.text("list-id").map(|id| {
            let inner = id.rsplit_once('<').map_or(id.as_str(), |(_, inner)| inner);
            inner.trim_end_matches('>').trim().chars().take(255).collect()
        }),
        list_unsubscribe: head.first("list-unsubscribe").is_some(),
        precedence: lower("precedence"),
        auto_submitted: lower("auto-submitted"),
        authentication_results: repeated(head, |name| name == "authentication-results")
            .map(|(_, value)| value)
            .collect(),
        spam_headers: repeated(head, |name| name.starts_with("x-spam")).collect(),
        ..Mail::default()
    };
    if from.len() > 1 {
        note(oddities, OddityKind::SeveralFrom, from.len().to_string());
    }
    mail.from = from.into_iter().next();
    if mail.from.is_none() {
        note(oddities, OddityKind::NoFrom, "no address in it");
    }
    if mail.date_ms.is_none() {
        note(oddities, OddityKind::NoDate, "");
    }
    if mail.message_id.is_none() {
        let there = head.all("message-id").next().is_some();
        note(oddities, if there { OddityKind::BadMessageId } else { OddityKind::NoMessageId }, "");
    }
    mail
}

fn repeated(head: &Head<'_>, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = (String, String)> {
    head.fields
        .iter()
        .map(|field| (String::from_utf8_lossy(&field.name[..field.name.len().min(100)]).to_lowercase(), field))
        .filter(move |(name, _)| wanted(name))
        .take(MAX_REPEATED)
        .map(|(name, field)| (name, field.text().chars().take(MAX_REPEATED_CHARS).collect()))
}

/// The mail inside a forward: quoted below the note, or attached as the only content.
fn forwarded(mail: &Mail, history: Option<split::History>) -> Option<Forwarded> {
    if let Some(history) = history {
        let known =
            |email: &str| mail.to.iter().chain(&mail.cc).any(|to| to.key() == kernel::address::key(email));
        // Under an answer the quoted author is the one who is answered.
        let other = history.block.from.as_ref().is_some_and(|from| !known(&from.email));
        let first = mail.in_reply_to.is_empty() && mail.references.is_empty();
        let is_forward = history.forward
            || forward::says_forward(&mail.subject)
            || (forward::says_reply(&mail.subject) && first && other);
        return is_forward.then_some(Forwarded {
            from: history.block.from,
            to: history.block.to,
            cc: history.block.cc,
            subject: history.block.subject,
            text: history.text,
        });
    }
    let mut mails = mail
        .attachments
        .iter()
        .filter(|a| matches!(a.content_type.as_str(), "message/rfc822" | "message/global"));
    let (Some(inner), None) = (mails.next(), mails.next()) else { return None };
    let alone = mail.text.trim().is_empty() && mail.attachments.len() == 1;
    if !alone && !forward::says_forward(&mail.subject) {
        return None;
    }
    let head = Head::read(&inner.bytes, 0);
    let mut unheard = Vec::new();
    let of = headers(&head, &mut unheard);
    let text = body::read(&inner.bytes, head, &mut unheard).text;
    Some(Forwarded {
        from: of.from,
        to: of.to,
        cc: of.cc,
        subject: (!of.subject.is_empty()).then_some(of.subject),
        text: text::tidy(&text),
    })
}

/// Headers that servers on the way add or change; names ending in `-` stand for a family.
const TRACE: [&str; 13] = [
    "received",
    "return-path",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "authentication-results",
    "arc-",
    "dkim-signature",
    "x-spam-",
    "x-received",
    "received-spf",
    "x-delivered-to",
];

/// SHA-256 of the mail without the headers that servers on the way add: the same mail delivered twice
/// hashes the same.
pub fn content_hash(raw: &[u8]) -> [u8; 32] {
    let mut context = ring::digest::Context::new(&ring::digest::SHA256);
    let mut at = 0;
    let mut trace = false;
    loop {
        let (end, next) = header::line(raw, at);
        let line = &raw[at..end];
        if next == at || line.is_empty() {
            break;
        }
        if !matches!(line[0], b' ' | b'\t') {
            let name = line.split(|b| *b == b':').next().unwrap_or_default().trim_ascii();
            trace = TRACE.iter().any(|t| {
                let known = if t.ends_with('-') { name.get(..t.len()) } else { Some(name) };
                known.is_some_and(|known| known.eq_ignore_ascii_case(t.as_bytes()))
            });
        }
        if !trace {
            context.update(&raw[at..next]);
        }
        at = next;
    }
    context.update(&raw[at..]);
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// The first value of a header of the mail itself, as one line of text.
pub fn header(raw: &[u8], name: &str) -> Option<String> {
    header::Head::read(raw, 0).text(name)
}

/// The subject without `Re:`, `R:`, `I:`, `Fwd:`, `AW:`, `RV:` … in front.
pub fn subject_without_prefixes(subject: &str) -> &str {
    forward::without_prefixes(subject)
}

/// Our reference code in a subject: `[#R-4F7K2]`, also in lower case or without brackets, with the slips that
/// Crockford's base32 forgives (o for 0, i and l for 1). Given back as we write it, `R-4F7K2`.
pub fn reference_in(subject: &str) -> Option<String> {
    subject.split('#').skip(1).find_map(|rest| {
        let rest = rest.trim_start().strip_prefix(['R', 'r'])?.strip_prefix(['-', '–', '‑'])?;
        let code: String = rest.chars().take_while(|c| c.is_alphanumeric()).take(9).collect();
        let code = code.to_ascii_uppercase().replace('O', "0").replace(['I', 'L'], "1");
        let fits =
            (4..=8).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() && b != b'U');
        fits.then(|| format!("R-{code}"))
    })
}

#[cfg(test)]
mod tests {
    use super::{content_hash, read, reference_in};

    #[test]
    fn the_reference_is_found_however_people_spoil_it() {
        for subject in
            ["Re: [#R-4F7K2] Lampada", "r: #r-4f7k2", "RE: Lampada [#R-4f7k2]", "#12 e poi [# R-4F7K2]"]
        {
            assert_eq!(reference_in(subject).as_deref(), Some("R-4F7K2"), "{subject}");
        }
        assert_eq!(reference_in("[#R-OIL9]").as_deref(), Some("R-0119"));
        for subject in
            ["R-4F7K2", "#R-4F7", "#R-4F7K2ABCD", "#R-4F7U2", "#4F7K2", "ordine #1234", "#", "", "#R-à4F7K2"]
        {
            assert_eq!(reference_in(subject), None, "{subject}");
        }
    }

    #[test]
    fn the_same_mail_by_another_way_hashes_the_same() {
        let mail = "From: a@x.it\r\nSubject: uno\r\n due\r\n\r\nReceived: testo\r\n";
        let way = "Received: from x\r\n\tby y\r\nDKIM-Signature: v=1\r\nX-Spam-Score: 1\r\nARC-Seal: i=1\r\n";
        let hash = content_hash(mail.as_bytes());
        assert_eq!(hash, content_hash(format!("{way}{mail}").as_bytes()));
        assert_ne!(hash, content_hash(mail.replace("testo", "test").as_bytes()));
        assert_ne!(hash, content_hash(mail.replace("due", "tre").as_bytes()));
        assert_ne!(hash, content_hash(b""));
    }

    #[test]
    fn nothing_at_all_is_a_mail_too() {
        for raw in [&b""[..], b"\r\n", b"\0", b":", b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n"] {
            assert!(read(raw).from.is_none());
        }
    }
}
