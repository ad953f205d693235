//! One SMTP reply: written by the receiving side, read by the sending side.

/// A reply of a mail server (RFC 5321 section 4.2), its lines joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The other side said it will say the same next time (5xx).
    pub permanent: bool,
    /// Three digits, 200 to 599.
    pub code: u16,
    /// Enhanced status code (RFC 3463) such as `5.1.1`, when the reply had one.
    pub enhanced: Option<String>,
    /// The words, without codes; lines joined by a space; at most [`MAX_REPLY_BYTES`] bytes.
    pub text: String,
}

impl Reply {
    pub fn new(code: u16, enhanced: &str, text: &str) -> Reply {
        let enhanced = Some(enhanced.to_owned()).filter(|code| !code.is_empty());
        Reply { permanent: code >= 500, code, enhanced, text: text.to_owned() }
    }

    /// 2xx or 3xx: the server said yes.
    pub fn positive(&self) -> bool {
        self.code < 400
    }

    /// What was said, on one line: `550 5.1.1 no such address`.
    pub fn said(&self) -> String {
        let mut line = self.code.to_string();
        for part in self.enhanced.iter().chain([&self.text]).filter(|part| !part.is_empty()) {
            line.push(' ');
            line.push_str(&one_line(part));
        }
        line
    }
}

/// Longest reply a server may give, all lines together.
pub const MAX_REPLY_BYTES: usize = 64 * 1024;

/// Why the bytes of a server are not a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplyFault {
    /// Not `ddd text`, or the lines of one reply carry different codes.
    NotAReply,
    /// Longer than [`MAX_REPLY_BYTES`].
    TooLong,
}

/// Puts the bytes of a server together into replies.
#[derive(Debug, Default)]
pub struct ReplyReader {
    waiting: Vec<u8>,
    /// How much of `waiting` was already searched for a line end.
    searched: usize,
    lines: Vec<String>,
    code: Option<u16>,
    bytes: usize,
}

impl ReplyReader {
    pub fn feed(&mut self, bytes: &[u8]) {
        self.waiting.extend_from_slice(bytes);
    }

    /// Whether bytes were fed that are not part of a reply returned so far.
    pub fn has_more(&self) -> bool {
        !self.waiting.is_empty() || self.code.is_some()
    }

    /// The lines of the next complete reply, codes taken off, or `None` when more bytes are needed.
    /// Text that is not UTF-8 is read as Latin-1: servers speak as their authors did.
    pub fn take(&mut self) -> Result<Option<(Reply, Vec<String>)>, ReplyFault> {
        while let Some(found) = memchr::memchr(b'\n', &self.waiting[self.searched..]) {
            let end = self.searched + found;
            let line: Vec<u8> = self.waiting.drain(..=end).collect();
            self.searched = 0;
            self.bytes += line.len();
            if self.bytes > MAX_REPLY_BYTES {
                return Err(ReplyFault::TooLong);
            }
            if self.line(line.trim_ascii_end())? {
                self.bytes = 0;
                let lines = std::mem::take(&mut self.lines);
                let code = self.code.take().ok_or(ReplyFault::NotAReply)?;
                return Ok(Some((joined(code, &lines), lines)));
            }
        }
        self.searched = self.waiting.len();
        if self.bytes + self.waiting.len() > MAX_REPLY_BYTES {
            return Err(ReplyFault::TooLong);
        }
        Ok(None)
    }

    /// Takes one line in; `true` when it was the last of its reply.
    fn line(&mut self, line: &[u8]) -> Result<bool, ReplyFault> {
        let digits = line.get(..3).filter(|code| code.iter().all(u8::is_ascii_digit));
        let code = digits.map(|code| code.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0')));
        let code = code.filter(|code| (200..600).contains(code)).ok_or(ReplyFault::NotAReply)?;
        if *self.code.get_or_insert(code) != code {
            return Err(ReplyFault::NotAReply);
        }
        let last = match line.get(3) {
            None | Some(b' ') => true,
            Some(b'-') => false,
            Some(_) => return Err(ReplyFault::NotAReply),
        };
        let text = line.get(4..).unwrap_or_default();
        self.lines.push(match std::str::from_utf8(text) {
            Ok(text) => text.to_owned(),
            Err(_) => text.iter().map(|&byte| char::from(byte)).collect(),
        });
        Ok(last)
    }
}

fn joined(code: u16, lines: &[String]) -> Reply {
    let mut enhanced = None;
    let mut words = Vec::with_capacity(lines.len());
    for line in lines {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        if is_enhanced(first, code) {
            enhanced.get_or_insert_with(|| first.to_owned());
            words.push(rest.trim());
        } else {
            words.push(line.trim());
        }
    }
    words.retain(|part| !part.is_empty());
    Reply { permanent: code >= 500, code, enhanced, text: one_line(&words.join(" ")) }
}

/// `class.subject.detail`, the class agreeing with the code (RFC 2034 section 4).
fn is_enhanced(word: &str, code: u16) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let number = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(number) && parts[0] == (code / 100).to_string()
}

/// The same words without control characters: nothing said may end the line it is said on.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[track_caller]
    fn read(bytes: &[u8]) -> Reply {
        let mut reader = ReplyReader::default();
        for byte in bytes {
            assert_eq!(reader.take().unwrap(), None, "a reply before its end");
            reader.feed(&[*byte]);
        }
        let (reply, _) = reader.take().unwrap().unwrap();
        assert!(!reader.has_more());
        reply
    }

    #[test]
    fn a_reply_is_read_with_its_code_and_reason() {
        let reply = read(b"550 5.1.1 <anna@example.it>: Recipient address rejected\r\n");
        assert_eq!(reply, Reply::new(550, "5.1.1", "<anna@example.it>: Recipient address rejected"));
        assert!(reply.permanent && !reply.positive());
    }

    #[test]
    fn a_reply_of_several_lines_is_one_reason() {
        let reply = read(b"451-4.7.1 Try again\r\n451-4.7.1\r\n451 4.7.1 in five minutes\r\n");
        assert_eq!(reply, Reply::new(451, "4.7.1", "Try again in five minutes"));
        assert!(!reply.permanent);
    }

    #[test]
    fn a_reason_in_latin_1_is_still_a_reason() {
        let reply = read(b"550 casella non pi\xf9 attiva\n");
        assert_eq!(reply, Reply::new(550, "", "casella non più attiva"));
    }

    #[test]
    fn a_bare_code_is_a_reply() {
        assert_eq!(read(b"250\r\n"), Reply::new(250, "", ""));
    }

    #[test]
    fn an_enhanced_code_of_another_class_is_only_text() {
        assert_eq!(read(b"250 5.1.1 odd\r\n"), Reply::new(250, "", "5.1.1 odd"));
    }

    #[test]
    fn what_is_not_a_reply_is_refused() {
        for bytes in [
            &b"HTTP/1.1 400 Bad Request\r\n"[..],
            b"25 ok\r\n",
            b"250-a\r\n251 b\r\n",
            b"250_x\r\n",
            b"999 x\r\n",
        ] {
            let mut reader = ReplyReader::default();
            reader.feed(bytes);
            assert_eq!(reader.take(), Err(ReplyFault::NotAReply), "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn an_endless_reply_is_refused() {
        let mut reader = ReplyReader::default();
        reader.feed(&vec![b'2'; MAX_REPLY_BYTES + 1]);
        assert_eq!(reader.take(), Err(ReplyFault::TooLong));
        let mut reader = ReplyReader::default();
        reader.feed(&b"250-more\r\n".repeat(MAX_REPLY_BYTES / 10 + 1));
        assert_eq!(reader.take(), Err(ReplyFault::TooLong));
    }

    #[test]
    fn words_cannot_end_the_line_they_are_said_on() {
        assert_eq!(Reply::new(554, "5.6.0", "no\r\n250 yes").said(), "554 5.6.0 no  250 yes");
    }
}
