//! The parts of a mail: one pass over the lines with a stack of boundaries, so that work and memory grow with
//! the bytes and not with what they claim. Messages inside the mail are parts like others and not entered.

use mail_parser::ContentType;

use crate::body::note;
use crate::header::{Head, line};
use crate::mail::{Oddity, OddityKind};

/// Parts taken apart; the rest becomes one.
const MAX_PARTS: usize = 1_000;
/// Multiparts within each other that are entered; people's mail has under ten.
const MAX_DEPTH: usize = 50;
/// Multiparts whose boundary is guessed from their text.
const MAX_GUESSES: usize = 3;

/// A part that holds no others.
pub(crate) struct Part<'a> {
    pub head: Head<'a>,
    /// Lower case.
    pub content_type: String,
    pub parameters: Option<ContentType<'static>>,
    /// As on the wire.
    pub body: &'a [u8],
    /// Which choice (`multipart/alternative`) it is one of.
    pub choice: Option<usize>,
    /// Within a `multipart/related`.
    pub related: bool,
    /// A multipart we did not enter.
    pub closed: bool,
}

impl Part<'_> {
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.as_ref()?.attribute(name)
    }
}

struct Level {
    boundary: Vec<u8>,
    choice: Option<usize>,
    related: bool,
    digest: bool,
}

/// A line that ends a part.
struct Delimiter {
    next: usize,
    level: usize,
    closing: bool,
}

/// Takes a mail apart whose headers are `head`.
pub(crate) fn parts<'a>(raw: &'a [u8], head: Head<'a>, oddities: &mut Vec<Oddity>) -> Vec<Part<'a>> {
    let mut walk = Walk { raw, stack: Vec::new(), parts: Vec::new(), choices: 0, guesses: 0, oddities };
    walk.run(head);
    walk.parts
}

struct Walk<'a, 'o> {
    raw: &'a [u8],
    stack: Vec<Level>,
    parts: Vec<Part<'a>>,
    choices: usize,
    guesses: usize,
    oddities: &'o mut Vec<Oddity>,
}

impl<'a> Walk<'a, '_> {
    fn run(&mut self, mut head: Head<'a>) {
        loop {
            let Some(mut delimiter) = self.part(head) else { return self.end() };
            while delimiter.closing {
                self.close(delimiter.level);
                self.stack.truncate(delimiter.level);
                if self.stack.is_empty() {
                    return;
                }
                // What stands between a closing boundary and the next one is nobody's.
                match self.scan(delimiter.next) {
                    (_, Some(next)) => delimiter = next,
                    (_, None) => return self.end(),
                }
            }
            self.close(delimiter.level);
            self.stack.truncate(delimiter.level + 1);
            if self.parts.len() >= MAX_PARTS {
                return self.rest(delimiter.next);
            }
            head = Head::read(self.raw, delimiter.next);
        }
    }

    /// Takes in the part with these headers; gives the line it ended at, `None` at the end of the mail.
    fn part(&mut self, head: Head<'a>) -> Option<Delimiter> {
        let parameters = head.content_type("content-type").filter(|c| c.subtype().is_some());
        let (choice, related, digest) =
            self.stack.last().map_or((None, false, false), |l| (l.choice, l.related, l.digest));
        let content_type = match &parameters {
            Some(c) => format!("{}/{}", c.ctype(), c.subtype().unwrap_or_default()).to_ascii_lowercase(),
            None if digest => "message/rfc822".to_owned(),
            None => "text/plain".to_owned(),
        };
        let at = head.body_at;
        let mut closed = false;
        if let Some(subtype) = content_type.strip_prefix("multipart/") {
            let mut boundary = parameters
                .as_ref()
                .and_then(|c| c.attribute("boundary"))
                .map(|b| b.trim_end().as_bytes().to_vec());
            boundary = boundary.filter(|b| !b.is_empty());
            closed = self.stack.len() >= MAX_DEPTH;
            if closed {
                self.odd(OddityKind::TooComplex, "multiparts within each other");
            }
            let choice = choice.or_else(|| {
                (subtype == "alternative").then(|| {
                    self.choices += 1;
                    self.choices
                })
            });
            let level = |boundary| Level {
                boundary,
                choice,
                related: related || subtype == "related",
                digest: subtype == "digest",
            };
            let mut guessed = false;
            while !closed {
                if let Some(boundary) = boundary.take() {
                    let depth = self.stack.len();
                    self.stack.push(level(boundary));
                    let (_, delimiter) = self.scan(at);
                    if let Some(delimiter) = delimiter.filter(|d| d.level == depth) {
                        return Some(delimiter);
                    }
                    self.stack.pop();
                }
                if !guessed {
                    self.odd(OddityKind::MissingBoundary, subtype);
                }
                guessed = true;
                boundary = self.guess(at);
                closed = boundary.is_none();
            }
        }
        let (end, delimiter) = self.scan(at);
        let body = &self.raw[at.min(end)..end];
        self.parts.push(Part { head, content_type, parameters, body, choice, related, closed });
        delimiter
    }

    /// The boundary of a multipart that does not say it: the first line of text, if it looks like one.
    fn guess(&mut self, mut at: usize) -> Option<Vec<u8>> {
        if self.guesses == MAX_GUESSES {
            return None;
        }
        self.guesses += 1;
        for _ in 0..20 {
            let (end, next) = line(self.raw, at);
            let text = self.raw[at..end].trim_ascii_end();
            if let Some(boundary) = text.strip_prefix(b"--") {
                let known = self.stack.iter().any(|level| level.boundary == boundary);
                return (boundary.len() > 3 && boundary.len() <= 200 && !known).then(|| boundary.to_vec());
            }
            if next == at {
                return None;
            }
            at = next;
        }
        None
    }

    /// The end of what begins at `at`: the next boundary of any level, the innermost first.
    fn scan(&self, at: usize) -> (usize, Option<Delimiter>) {
        let mut begin = at.min(self.raw.len());
        if self.stack.is_empty() {
            return (self.raw.len(), None);
        }
        loop {
            let (end, next) = line(self.raw, begin);
            if next == begin {
                return (self.raw.len(), None);
            }
            if let Some(text) = self.raw[begin..end].strip_prefix(b"--")
                && let Some((level, closing)) = self.level(text.trim_ascii_end())
            {
                let end = before_line_end(self.raw, at, begin);
                return (end, Some(Delimiter { next, level, closing }));
            }
            begin = next;
        }
    }

    fn level(&self, text: &[u8]) -> Option<(usize, bool)> {
        self.stack.iter().enumerate().rev().find_map(|(n, level)| {
            let rest = text.strip_prefix(level.boundary.as_slice())?;
            match rest {
                b"" => Some((n, false)),
                b"--" => Some((n, true)),
                _ => None,
            }
        })
    }

    /// Notes the multiparts deeper than `level` that never ended.
    fn close(&mut self, level: usize) {
        if self.stack.len() > level + 1 {
            self.odd(OddityKind::Unclosed, "inner multipart");
        }
    }

    fn end(&mut self) {
        if !self.stack.is_empty() {
            self.odd(OddityKind::Unclosed, "multipart");
        }
    }

    fn rest(&mut self, at: usize) {
        self.odd(OddityKind::TooComplex, "parts");
        let head = Head { body_at: at, ..Head::default() };
        self.parts.push(Part {
            head,
            content_type: "application/octet-stream".to_owned(),
            parameters: None,
            body: &self.raw[at.min(self.raw.len())..],
            choice: None,
            related: false,
            closed: false,
        });
    }

    fn odd(&mut self, kind: OddityKind, detail: &str) {
        note(self.oddities, kind, detail);
    }
}

/// The line end before a boundary belongs to the boundary (RFC 2046 section 5.1.1).
fn before_line_end(raw: &[u8], from: usize, begin: usize) -> usize {
    let mut end = begin;
    if end > from && raw[end - 1] == b'\n' {
        end -= 1;
        if end > from && raw[end - 1] == b'\r' {
            end -= 1;
        }
    }
    end
}
