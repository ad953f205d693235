//! What a server says: lines with literals in them, read piece by piece (RFC 3501, section 7).

/// Why what came is no IMAP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gibberish {
    /// A line or a literal beyond the bound.
    TooLong,
    /// Not the grammar, or lists within lists beyond measure.
    NotImap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Ok,
    No,
    Bad,
    Bye,
    PreAuth,
}

/// A word, a text or a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Nil,
    /// An atom as it came: a name, a number, a flag.
    Word(String),
    /// A quoted string or a literal.
    Text(Vec<u8>),
    List(Vec<Value>),
}

impl Value {
    pub fn number(&self) -> Option<u32> {
        match self {
            Self::Word(word) => word.parse().ok(),
            Self::Nil | Self::Text(_) | Self::List(_) => None,
        }
    }

    /// Its bytes, of a word or a text.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Word(word) => Some(word.as_bytes()),
            Self::Text(text) => Some(text),
            Self::Nil | Self::List(_) => None,
        }
    }

    fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(found) if found.eq_ignore_ascii_case(word))
    }
}

/// One response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// `+ …`: the server waits for more.
    Go(String),
    /// How a command ended; `tag` is `None` where the server speaks of itself. `code` is what stood in brackets.
    Status { tag: Option<String>, status: Status, code: Option<String>, text: String },
    /// Anything else it has to tell.
    Tells(Vec<Value>),
}

/// What a FETCH response tells of one mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    pub uid: Option<u32>,
    pub size_bytes: Option<u32>,
    /// The header fields asked for.
    pub header: Option<Vec<u8>>,
    /// The whole mail.
    pub whole: Option<Vec<u8>>,
}

impl Response {
    /// The number a status code carries, as in `[UIDVALIDITY 7]`.
    pub fn code_number(&self, name: &str) -> Option<u32> {
        let Self::Status { code: Some(code), .. } = self else { return None };
        let (word, rest) = code.split_once(' ')?;
        word.eq_ignore_ascii_case(name).then(|| rest.trim().parse().ok())?
    }

    /// The number before a word, as in `* 7 EXISTS`.
    pub fn count_of(&self, word: &str) -> Option<u32> {
        match self {
            Self::Tells(values) => match values.as_slice() {
                [number, name, ..] if name.is(word) => number.number(),
                _ => None,
            },
            Self::Go(_) | Self::Status { .. } => None,
        }
    }

    /// What follows a word, as in `* SEARCH 2 3 5`.
    pub fn after(&self, word: &str) -> Option<&[Value]> {
        match self {
            Self::Tells(values) => match values.as_slice() {
                [name, rest @ ..] if name.is(word) => Some(rest),
                _ => None,
            },
            Self::Go(_) | Self::Status { .. } => None,
        }
    }

    /// The mail of a FETCH response.
    pub fn fetched(self) -> Option<Fetched> {
        let Self::Tells(values) = self else { return None };
        let [_, name, Value::List(_)] = values.as_slice() else { return None };
        if !name.is("FETCH") {
            return None;
        }
        let Some(Value::List(items)) = values.into_iter().nth(2) else { return None };
        let mut fetched = Fetched::default();
        let mut items = items.into_iter();
        while let (Some(Value::Word(name)), Some(value)) = (items.next(), items.next()) {
            let name = name.to_ascii_uppercase();
            match name.as_str() {
                "UID" => fetched.uid = value.number(),
                "RFC822.SIZE" => fetched.size_bytes = value.number(),
                "BODY[]" | "RFC822" => fetched.whole = text(value),
                name if name.starts_with("BODY[HEADER") => fetched.header = text(value),
                _ => {}
            }
        }
        Some(fetched)
    }
}

fn text(value: Value) -> Option<Vec<u8>> {
    match value {
        Value::Text(text) => Some(text),
        Value::Word(word) => Some(word.into_bytes()),
        Value::Nil | Value::List(_) => None,
    }
}

/// Gathers bytes until a response is whole.
pub struct Reader {
    buffer: Vec<u8>,
    /// Where the line part under way begins: after the last literal.
    part_at: usize,
    /// Up to here no line end was found.
    searched: usize,
    most_bytes: usize,
}

/// Lists within lists.
const DEEPEST: usize = 30;

impl Reader {
    /// A response may have at most so many bytes.
    pub fn new(most_bytes: usize) -> Self {
        Self { buffer: Vec::new(), part_at: 0, searched: 0, most_bytes }
    }

    /// From now on a response may have so many bytes.
    pub fn limit(&mut self, most_bytes: usize) {
        self.most_bytes = most_bytes;
    }

    pub fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Whether anything was fed that was not taken.
    pub fn has_more(&self) -> bool {
        !self.buffer.is_empty()
    }

    /// The next whole response; `None` until more is fed.
    ///
    /// # Errors
    /// What came is no IMAP; nothing after it can be trusted.
    pub fn take(&mut self) -> Result<Option<Response>, Gibberish> {
        loop {
            if self.part_at > self.buffer.len() {
                return Ok(None);
            }
            let from = self.searched.max(self.part_at);
            let Some(found) = memchr::memchr(b'\n', &self.buffer[from..]) else {
                self.searched = self.buffer.len();
                return if self.buffer.len() > self.most_bytes { Err(Gibberish::TooLong) } else { Ok(None) };
            };
            let end = from + found + 1;
            match announced(&self.buffer[self.part_at..end]) {
                Some(length) => {
                    let part_at = end.checked_add(length).filter(|at| *at <= self.most_bytes);
                    self.part_at = part_at.ok_or(Gibberish::TooLong)?;
                    self.searched = self.part_at;
                }
                None if end > self.most_bytes => return Err(Gibberish::TooLong),
                None => {
                    let response = read(&self.buffer[..end])?;
                    self.buffer.drain(..end);
                    (self.part_at, self.searched) = (0, 0);
                    return Ok(Some(response));
                }
            }
        }
    }
}

/// The length of the literal a line announces at its end: `{123}`, `{123+}`.
fn announced(line: &[u8]) -> Option<usize> {
    let line = line.trim_ascii_end().strip_suffix(b"}")?;
    let at = memchr::memrchr(b'{', line)?;
    let digits = line[at + 1..].strip_suffix(b"+").unwrap_or(&line[at + 1..]);
    if digits.is_empty() || digits.len() > 12 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn read(bytes: &[u8]) -> Result<Response, Gibberish> {
    let line = bytes.trim_ascii_end();
    if let Some(rest) = line.strip_prefix(b"+") {
        return Ok(Response::Go(lossy(rest.trim_ascii_start())));
    }
    let (tag, rest) = word(line).ok_or(Gibberish::NotImap)?;
    let tag = (tag != b"*").then(|| lossy(tag));
    let (first, after) = word(rest).ok_or(Gibberish::NotImap)?;
    if let Some(status) = status_of(first) {
        let (code, text) = code_of(after);
        return Ok(Response::Status { tag, status, code, text });
    }
    if tag.is_some() {
        return Err(Gibberish::NotImap);
    }
    let mut scanner = Scanner { bytes, at: line.len() - rest.len() };
    Ok(Response::Tells(scanner.values(0)?))
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The bytes before the first space, and what follows it.
fn word(line: &[u8]) -> Option<(&[u8], &[u8])> {
    if line.is_empty() {
        return None;
    }
    Some(match memchr::memchr(b' ', line) {
        Some(at) => (&line[..at], line[at + 1..].trim_ascii_start()),
        None => (line, &line[line.len()..]),
    })
}

fn status_of(word: &[u8]) -> Option<Status> {
    Some(match word.to_ascii_uppercase().as_slice() {
        b"OK" => Status::Ok,
        b"NO" => Status::No,
        b"BAD" => Status::Bad,
        b"BYE" => Status::Bye,
        b"PREAUTH" => Status::PreAuth,
        _ => return None,
    })
}

fn code_of(rest: &[u8]) -> (Option<String>, String) {
    let coded = rest.strip_prefix(b"[").and_then(|inner| memchr::memchr(b']', inner).map(|end| (inner, end)));
    match coded {
        Some((inner, end)) => (Some(lossy(&inner[..end])), lossy(inner[end + 1..].trim_ascii())),
        None => (None, lossy(rest.trim_ascii())),
    }
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    /// Values up to the end of the list, or of the response at depth 0.
    fn values(&mut self, depth: usize) -> Result<Vec<Value>, Gibberish> {
        if depth > DEEPEST {
            return Err(Gibberish::NotImap);
        }
        let mut values = Vec::new();
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\r' | b'\n' => self.at += 1,
                b'(' => {
                    self.at += 1;
                    values.push(Value::List(self.values(depth + 1)?));
                }
                b')' if depth > 0 => {
                    self.at += 1;
                    return Ok(values);
                }
                b')' => return Err(Gibberish::NotImap),
                b'"' => values.push(self.quoted()?),
                b'{' => values.push(self.literal()?),
                b'~' if self.bytes.get(self.at + 1) == Some(&b'{') => {
                    self.at += 1;
                    values.push(self.literal()?);
                }
                _ => values.push(self.atom()),
            }
        }
        if depth == 0 { Ok(values) } else { Err(Gibberish::NotImap) }
    }

    fn quoted(&mut self) -> Result<Value, Gibberish> {
        let mut text = Vec::new();
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                None | Some(b'\r' | b'\n') => return Err(Gibberish::NotImap),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Value::Text(text));
                }
                Some(b'\\') => {
                    text.extend(self.bytes.get(self.at + 1));
                    self.at += 2;
                }
                Some(byte) => {
                    text.push(*byte);
                    self.at += 1;
                }
            }
        }
    }

    fn literal(&mut self) -> Result<Value, Gibberish> {
        let rest = &self.bytes[self.at..];
        let end = memchr::memchr(b'\n', rest).ok_or(Gibberish::NotImap)? + 1;
        let length = announced(&rest[..end]).ok_or(Gibberish::NotImap)?;
        let text = rest.get(end..end.saturating_add(length)).ok_or(Gibberish::NotImap)?;
        self.at += end + length;
        Ok(Value::Text(text.to_vec()))
    }

    /// A word; what stands in brackets belongs to it, spaces and all: `BODY[HEADER.FIELDS (DATE)]`.
    fn atom(&mut self) -> Value {
        let start = self.at;
        let mut inside = false;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'\r' | b'\n' => break,
                b'[' => inside = true,
                b']' => inside = false,
                b' ' | b'(' | b')' | b'"' if !inside => break,
                _ => {}
            }
            self.at += 1;
        }
        let word = &self.bytes[start..self.at];
        if word.eq_ignore_ascii_case(b"NIL") { Value::Nil } else { Value::Word(lossy(word)) }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{Gibberish, Reader, Response, Status, Value};

    fn whole(text: &[u8]) -> Vec<Response> {
        let mut reader = Reader::new(100_000);
        reader.feed(text);
        let mut found = Vec::new();
        while let Some(response) = reader.take().unwrap() {
            found.push(response);
        }
        assert!(!reader.has_more());
        found
    }

    fn piecemeal(text: &[u8]) -> Vec<Response> {
        let mut reader = Reader::new(100_000);
        let mut found = Vec::new();
        for byte in text {
            reader.feed(&[*byte]);
            found.extend(reader.take().unwrap());
        }
        found
    }

    const TALK: &[u8] = b"* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n\
        * 3 EXISTS\r\n\
        * OK [UIDVALIDITY 3857529045] UIDs valid\r\n\
        * SEARCH 2 84 882\r\n\
        * LIST (\\HasNoChildren) \"/\" \"Posta \\\"vera\\\"\"\r\n\
        * 12 FETCH (FLAGS (\\Seen) UID 4827313 RFC822.SIZE 44 BODY[HEADER.FIELDS (MESSAGE-ID DATE)] {14}\r\n\
        Date: ){3}\r\n\r\n BODY[] {0}\r\n)\r\n\
        + idling\r\n\
        a1 NO [NONEXISTENT] no such folder\r\n";

    #[test]
    fn a_conversation_is_read_the_same_whole_and_byte_by_byte() {
        let found = whole(TALK);
        assert_eq!(found, piecemeal(TALK));
        assert_eq!(found[1].count_of("exists"), Some(3));
        assert_eq!(found[2].code_number("uidvalidity"), Some(3_857_529_045));
        let numbers: Vec<_> = found[3].after("SEARCH").unwrap().iter().filter_map(Value::number).collect();
        assert_eq!(numbers, [2, 84, 882]);
        assert_eq!(found[4].after("list").unwrap()[2].bytes(), Some(b"Posta \"vera\"".as_slice()));
        let mail = found[5].clone().fetched().unwrap();
        assert_eq!((mail.uid, mail.size_bytes), (Some(4_827_313), Some(44)));
        assert_eq!(mail.header.unwrap(), b"Date: ){3}\r\n\r\n");
        assert_eq!(mail.whole.unwrap(), b"");
        assert_eq!(found[6], Response::Go("idling".to_owned()));
        assert_eq!(
            found[7],
            Response::Status {
                tag: Some("a1".to_owned()),
                status: Status::No,
                code: Some("NONEXISTENT".to_owned()),
                text: "no such folder".to_owned()
            }
        );
    }

    #[track_caller]
    fn refused(text: &[u8], expected: Gibberish) {
        let mut reader = Reader::new(1_000);
        reader.feed(text);
        assert_eq!(reader.take(), Err(expected), "{}", String::from_utf8_lossy(text));
    }

    #[test]
    fn what_is_no_imap_or_has_no_end_is_refused() {
        refused(b"\r\n", Gibberish::NotImap);
        refused(b"220 mail.example.it ESMTP\r\n", Gibberish::NotImap);
        refused(b"* 1 FETCH (UID 1\r\n", Gibberish::NotImap);
        refused(b"* 1 FETCH )\r\n", Gibberish::NotImap);
        refused(b"* LIST \"a\r\n", Gibberish::NotImap);
        refused(b"* 1 FETCH (BODY[] {99999999}\r\n", Gibberish::TooLong);
        refused(b"* 1 FETCH (BODY[] {999999999999}\r\n", Gibberish::TooLong);
        refused(&[b'x'; 1_001], Gibberish::TooLong);
        refused(format!("* {}\r\n", "(".repeat(100)).as_bytes(), Gibberish::NotImap);
    }

    #[test]
    fn no_piece_of_a_conversation_panics() {
        for start in 0..TALK.len() {
            let mut reader = Reader::new(1_000);
            reader.feed(&TALK[start..]);
            while let Ok(Some(_)) = reader.take() {}
        }
    }
}
