//! The receiving side of SMTP and LMTP. The socket feeds bytes to [`Dialogue::step`], does what [`Next`] asks,
//! gives the answer back, and sends [`Dialogue::take_replies`] whenever it is about to wait.

use std::sync::Arc;

use super::command::{self, Command, Fault};
use super::draft::{Draft, Flaw, Opening};
use super::reply::one_line;
use super::text::{Found, TextReader};

/// Which of the two protocols is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    Smtp,
    /// LHLO in place of EHLO, and one reply for each recipient after the text (RFC 2033).
    Lmtp,
}

/// What one listener allows. Shared by its sessions.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The name this server gives itself.
    pub hostname: String,
    pub protocol: Protocol,
    /// A certificate is at hand, STARTTLS is offered.
    pub starttls: bool,
    /// Larger mails are read to their end and answered `552 5.3.4`.
    pub max_message_bytes: usize,
    /// Header section alone; larger ones are answered `552 5.3.4`.
    pub max_header_bytes: usize,
    /// Accepted recipients of one mail (RFC 5321 section 4.5.3.1.8: at least 100); more get `452 4.5.3`.
    pub max_recipients: usize,
    /// Wrong commands since the last good mail, before the session ends with 421.
    pub max_errors: u32,
}

/// What the socket has to do before the dialogue goes on.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// All input was used: send the replies, read more.
    Read,
    /// May a mail come in now? Answer with [`Dialogue::sender`].
    Sender,
    /// Is mail for this address taken? Answer with [`Dialogue::recipient`].
    Recipient(String),
    /// A whole mail. Answer with [`Dialogue::stored`].
    Mail(Mail),
    /// Send the replies, shake hands, then say [`Dialogue::secured`].
    StartTls,
    /// Send the replies and close.
    Close,
}

/// A mail as it was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Empty for `<>`.
    pub from: String,
    /// As given, at least one.
    pub recipients: Vec<String>,
    /// The name the other side gave itself.
    pub helo: String,
    /// The sender asked for SMTPUTF8, or an address is not ASCII.
    pub smtputf8: bool,
    /// The bytes after DATA without dot-stuffing and end, or those of the BDAT chunks as they were.
    pub message: Vec<u8>,
}

/// What becomes of one RCPT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rcpt {
    Accept,
    /// `550 5.1.1`: nobody reads that address here.
    Unknown,
    /// `451 4.3.0`: cannot be looked up now.
    Unavailable,
    /// Another refusal, in the words of the place (`450`, `4.2.1`, "mailbox busy").
    Refused {
        code: u16,
        enhanced: String,
        text: String,
    },
}

/// What became of a whole mail for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// Durably stored: `250`.
    Stored,
    /// `451 4.3.0`: cannot be stored now.
    Unavailable,
    /// `554 5.6.0` with this reason.
    Refused(String),
}

/// Why this side ends the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dismissal {
    /// `421 4.3.2`: the server is stopping.
    Stopping,
    /// `421 4.4.2`: nothing came for too long.
    Idle,
}

/// Longest command line, its end included. RFC 5321 asks for 512, the extensions for about 1,100 more.
const MAX_LINE_BYTES: usize = 4096;
/// An endless "line" ends the session here.
const MAX_ENDLESS_LINE_BYTES: usize = 1024 * 1024;
/// RCPT commands of one mail, refused ones included.
const MAX_RECIPIENT_TRIES: usize = 1000;
/// A mail that was refused for its size is read to its end, but no further than the greater of this and
/// [`MAX_OVERSIZE_TIMES`] the allowed size.
const MAX_OVERSIZE_BYTES: u64 = 1 << 30;
const MAX_OVERSIZE_TIMES: u64 = 16;

/// One session's state. Bounded: one mail of the allowed size, one command line, its recipients.
#[derive(Debug)]
pub struct Dialogue {
    rules: Arc<Rules>,
    replies: Vec<u8>,
    /// The head of a command line whose end has not come yet.
    line: Vec<u8>,
    /// Bytes of a too long line thrown away so far.
    overlong: usize,
    helo: Option<String>,
    secure: bool,
    errors: u32,
    draft: Option<Draft>,
    reading: Reading,
}

#[derive(Debug)]
enum Reading {
    Command,
    Text(TextReader),
    /// A BDAT chunk: bytes still to come.
    Chunk {
        left: u64,
        size: u64,
        last: bool,
    },
    Asked(Question),
    Closed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Question {
    Sender(Opening),
    Recipient(String),
    /// For how many recipients.
    Stored(usize),
    Tls,
}

impl Dialogue {
    /// A new session; the greeting is the first reply.
    pub fn new(rules: Arc<Rules>) -> Dialogue {
        let mut dialogue = Dialogue {
            rules,
            replies: Vec::new(),
            line: Vec::new(),
            overlong: 0,
            helo: None,
            secure: false,
            errors: 0,
            draft: None,
            reading: Reading::Command,
        };
        let protocol = match dialogue.rules.protocol {
            Protocol::Smtp => "ESMTP",
            Protocol::Lmtp => "LMTP",
        };
        let greeting = format!("{} {protocol} Riscontro", dialogue.rules.hostname);
        dialogue.say(220, "", &greeting);
        dialogue
    }

    /// Goes on until something is needed from outside. `input` is everything that came and was not used yet; used
    /// bytes are taken off its head. A question that was not answered is asked again.
    pub fn step(&mut self, input: &mut &[u8]) -> Next {
        loop {
            match &mut self.reading {
                Reading::Closed => return Next::Close,
                Reading::Asked(Question::Sender(_)) => return Next::Sender,
                Reading::Asked(Question::Recipient(address)) => return Next::Recipient(address.clone()),
                Reading::Asked(Question::Tls) => return Next::StartTls,
                // The mail was given away with the question and is not here any more: nothing was stored.
                Reading::Asked(Question::Stored(_)) => self.stored(Vec::new()),
                Reading::Command => match self.take_line(input) {
                    Some(line) => self.command(&line, input.is_empty()),
                    None if input.is_empty() && !matches!(self.reading, Reading::Closed) => return Next::Read,
                    None => {}
                },
                Reading::Text(_) | Reading::Chunk { .. } => {
                    if let Some(next) = self.take_text(input) {
                        return next;
                    }
                }
            }
        }
    }

    /// The replies said since the last call, to be sent now.
    pub fn take_replies(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.replies)
    }

    /// The answer to [`Next::Sender`]: `false` is "not now", `451 4.3.0`.
    pub fn sender(&mut self, ready: bool) {
        let Some(Question::Sender(opening)) = self.answered(|asked| matches!(asked, Question::Sender(_)))
        else {
            return;
        };
        if ready {
            self.draft = Some(Draft::open(opening));
            self.say(250, "2.1.0", "Sender ok");
        } else {
            self.say(451, "4.3.0", "Mail cannot be stored now, try again later");
        }
    }

    /// The answer to [`Next::Recipient`].
    pub fn recipient(&mut self, verdict: Rcpt) {
        let Some(Question::Recipient(address)) = self.answered(|asked| matches!(asked, Question::Recipient(_)))
        else {
            return;
        };
        match verdict {
            Rcpt::Accept => {
                if let Some(draft) = &mut self.draft {
                    draft.smtputf8 |= !address.is_ascii();
                    draft.recipients.push(address);
                }
                self.say(250, "2.1.5", "Recipient ok");
            }
            Rcpt::Unknown => self.say(550, "5.1.1", "No such address here"),
            Rcpt::Unavailable => self.say(451, "4.3.0", "Address cannot be checked now, try again later"),
            Rcpt::Refused { code, enhanced, text } => self.say(code.clamp(400, 599), &enhanced, &text),
        }
    }

    /// The answer to [`Next::Mail`], one verdict a recipient in their order; a missing one counts as not stored.
    /// SMTP has a single reply: `250` only if all are stored, else the first that can be tried again, else the
    /// refusal.
    pub fn stored(&mut self, verdicts: Vec<Accepted>) {
        let Some(Question::Stored(recipients)) = self.answered(|asked| matches!(asked, Question::Stored(_)))
        else {
            return;
        };
        let mut verdicts = verdicts;
        verdicts.resize(recipients, Accepted::Unavailable);
        if verdicts.contains(&Accepted::Stored) {
            self.errors = 0;
        }
        if self.rules.protocol == Protocol::Smtp {
            let refusal = verdicts.iter().find(|verdict| **verdict == Accepted::Unavailable);
            let refusal = refusal.or_else(|| verdicts.iter().find(|verdict| **verdict != Accepted::Stored));
            verdicts = vec![refusal.cloned().unwrap_or(Accepted::Stored)];
        }
        for verdict in verdicts {
            match verdict {
                Accepted::Stored => self.say(250, "2.0.0", "Stored"),
                Accepted::Unavailable => {
                    self.say(451, "4.3.0", "Mail cannot be stored now, try again later");
                }
                Accepted::Refused(why) => self.say(554, "5.6.0", &why),
            }
        }
    }

    /// The handshake that [`Next::StartTls`] asked for is done: everything said before is forgotten (RFC 3207).
    pub fn secured(&mut self) {
        if self.answered(|asked| *asked == Question::Tls).is_some() {
            self.secure = true;
            self.helo = None;
            self.draft = None;
            self.line.clear();
        }
    }

    /// Bytes of the mail being received that are held in memory.
    pub fn held_bytes(&self) -> usize {
        self.draft.as_ref().map_or(0, |draft| draft.body.len())
    }

    /// There is no room for the mail being received: it is read to its end and answered `451 4.3.1`.
    pub fn overload(&mut self) {
        if let Some(draft) = &mut self.draft {
            draft.spoil(Flaw::Overload);
        }
    }

    /// Whether the text of a mail is on its way: the time to end the session is after it.
    pub fn receiving(&self) -> bool {
        matches!(self.reading, Reading::Text(_) | Reading::Chunk { .. } | Reading::Asked(Question::Stored(_)))
            || self.draft.as_ref().is_some_and(|draft| draft.chunked)
    }

    /// Ends the session: `421` is the last reply.
    pub fn dismiss(&mut self, why: Dismissal) {
        match why {
            Dismissal::Stopping => self.hang_up("4.3.2", "stopping, try again later"),
            Dismissal::Idle => self.hang_up("4.4.2", "waited too long"),
        }
    }

    /// Takes the open question back if it is the one being answered.
    fn answered(&mut self, expected: fn(&Question) -> bool) -> Option<Question> {
        match std::mem::replace(&mut self.reading, Reading::Command) {
            Reading::Asked(question) if expected(&question) => Some(question),
            other => {
                self.reading = other;
                None
            }
        }
    }

    fn hang_up(&mut self, enhanced: &str, why: &str) {
        let text = format!("{} {why}", self.rules.hostname);
        self.say(421, enhanced, &text);
        self.draft = None;
        self.reading = Reading::Closed;
    }

    fn say(&mut self, code: u16, enhanced: &str, text: &str) {
        self.replies.extend_from_slice(code.to_string().as_bytes());
        for part in [enhanced, text] {
            if !part.is_empty() {
                self.replies.push(b' ');
                self.replies.extend_from_slice(one_line(part).as_bytes());
            }
        }
        self.replies.extend_from_slice(b"\r\n");
    }

    /// A refusal that is the other side's fault.
    fn wrong(&mut self, code: u16, enhanced: &str, text: &str) {
        self.say(code, enhanced, text);
        self.errors += 1;
        if self.errors >= self.rules.max_errors {
            self.hang_up("4.7.0", "too many errors");
        }
    }

    /// The next command line with its end, if it is complete.
    fn take_line(&mut self, input: &mut &[u8]) -> Option<Vec<u8>> {
        let end = memchr::memchr(b'\n', input).map(|at| at + 1);
        let (part, rest) = input.split_at(end.unwrap_or(input.len()));
        *input = rest;
        if self.overlong > 0 || self.line.len() + part.len() > MAX_LINE_BYTES {
            self.overlong += self.line.len() + part.len();
            self.line = Vec::new();
            if end.is_some() {
                self.overlong = 0;
                self.wrong(500, "5.5.2", "Line too long");
            } else if self.overlong > MAX_ENDLESS_LINE_BYTES {
                self.say(500, "5.5.2", "Line too long");
                self.hang_up("4.7.0", "too many errors");
            }
            return None;
        }
        self.line.extend_from_slice(part);
        end.map(|_| std::mem::take(&mut self.line))
    }

    fn command(&mut self, line: &[u8], nothing_follows: bool) {
        match command::read(line) {
            Ok(command) => self.obey(command, nothing_follows),
            Err(fault) => self.misunderstood(fault),
        }
    }

    fn obey(&mut self, command: Command, nothing_follows: bool) {
        match command {
            Command::Helo(host) => self.hello(Protocol::Smtp, host, false),
            Command::Ehlo(host) => self.hello(Protocol::Smtp, host, true),
            Command::Lhlo(host) => self.hello(Protocol::Lmtp, host, true),
            Command::Mail { from, size, smtputf8 } => self.mail(from, size, smtputf8),
            Command::Rcpt { to } => self.rcpt(to),
            Command::Data => self.data(),
            Command::Bdat { bytes, last } => self.bdat(bytes, last),
            Command::StartTls => self.start_tls(nothing_follows),
            Command::Rset => {
                self.draft = None;
                self.say(250, "2.0.0", "Ok");
            }
            Command::Noop => self.say(250, "2.0.0", "Ok"),
            Command::Vrfy => self.say(252, "2.5.2", "Cannot say before RCPT"),
            Command::Help => self.say(214, "2.0.0", "Commands and replies as in RFC 5321 and RFC 2033"),
            Command::Quit => {
                self.say(221, "2.0.0", "Bye");
                self.draft = None;
                self.reading = Reading::Closed;
            }
            Command::NotOffered => self.wrong(502, "5.5.1", "Command not offered"),
        }
    }

    fn misunderstood(&mut self, fault: Fault) {
        match fault {
            Fault::Unknown => self.wrong(500, "5.5.1", "Unknown command"),
            Fault::Browser => {
                self.say(554, "5.5.1", "This is a mail server");
                self.hang_up("4.7.0", "closing");
            }
            Fault::LineEnd => self.wrong(500, "5.5.2", "Lines end in CR LF"),
            Fault::NotText => self.wrong(500, "5.5.2", "Not text"),
            Fault::Syntax(written) => self.wrong(501, "5.5.4", &format!("Syntax: {written}")),
            Fault::Sender => self.wrong(501, "5.1.7", "Bad sender address"),
            Fault::Recipient => self.wrong(501, "5.1.3", "Bad recipient address"),
            Fault::Parameter(name) => self.wrong(501, "5.5.4", &format!("Bad value of {name}")),
            Fault::UnknownParameter(name) => self.wrong(555, "5.5.4", &format!("{name} is not offered")),
        }
    }

    fn hello(&mut self, protocol: Protocol, host: String, extended: bool) {
        if protocol != self.rules.protocol {
            let text = match self.rules.protocol {
                Protocol::Smtp => "This is SMTP: say EHLO",
                Protocol::Lmtp => "This is LMTP: say LHLO",
            };
            return self.wrong(500, "5.5.1", text);
        }
        self.helo = Some(host);
        self.draft = None;
        let mut lines = vec![self.rules.hostname.clone()];
        if extended {
            lines.extend(
                ["PIPELINING", "8BITMIME", "SMTPUTF8", "CHUNKING", "ENHANCEDSTATUSCODES"].map(String::from),
            );
            lines.push(format!("SIZE {}", self.rules.max_message_bytes));
            if self.rules.starttls && !self.secure {
                lines.push("STARTTLS".to_owned());
            }
            lines.push("HELP".to_owned());
        }
        let last = lines.len() - 1;
        for (at, line) in lines.iter().enumerate() {
            let between = if at == last { ' ' } else { '-' };
            self.replies.extend_from_slice(format!("250{between}{}\r\n", one_line(line)).as_bytes());
        }
    }

    fn mail(&mut self, from: String, size: u64, smtputf8: bool) {
        if self.helo.is_none() {
            return self.wrong(503, "5.5.1", "Say hello first");
        }
        // A mail whose chunks were refused is over, whether or not the other side said RSET.
        if self.draft.as_ref().is_some_and(|draft| draft.flaw.is_none()) {
            return self.wrong(503, "5.5.1", "One mail at a time");
        }
        self.draft = None;
        if size > self.rules.max_message_bytes as u64 {
            return self.say(552, "5.3.4", "Message too big");
        }
        let smtputf8 = smtputf8 || !from.is_ascii();
        self.reading = Reading::Asked(Question::Sender(Opening { from, smtputf8 }));
    }

    fn rcpt(&mut self, to: String) {
        let max_recipients = self.rules.max_recipients;
        match &mut self.draft {
            None => self.wrong(503, "5.5.1", "MAIL comes before RCPT"),
            Some(draft) if draft.chunked => self.wrong(503, "5.5.1", "The text has begun"),
            Some(draft) => {
                draft.tries += 1;
                if draft.tries > MAX_RECIPIENT_TRIES {
                    self.hang_up("4.7.0", "too many recipients");
                } else if draft.recipients.len() >= max_recipients {
                    self.say(452, "4.5.3", "Too many recipients, send the others again");
                } else {
                    self.reading = Reading::Asked(Question::Recipient(to));
                }
            }
        }
    }

    /// Says why no text can come now, if so. RFC 2033 section 4.2: LMTP answers 503 also when all were refused.
    fn no_text_now(&mut self) -> bool {
        match &self.draft {
            None => self.wrong(503, "5.5.1", "MAIL and RCPT come before the text"),
            Some(draft) if !draft.recipients.is_empty() => return false,
            Some(draft) if draft.tries > 0 && self.rules.protocol == Protocol::Smtp => {
                self.say(554, "5.5.1", "No valid recipients");
            }
            Some(_) => self.wrong(503, "5.5.1", "No valid recipients"),
        }
        true
    }

    fn data(&mut self) {
        if self.draft.as_ref().is_some_and(|draft| draft.chunked) {
            return self.wrong(503, "5.5.1", "BDAT was begun, BDAT goes on");
        }
        if !self.no_text_now() {
            self.say(354, "", "Text now, ended by a dot on a line of its own");
            self.reading = Reading::Text(TextReader::new());
        }
    }

    /// The bytes of a chunk come right behind the command, wanted or not.
    fn bdat(&mut self, bytes: u64, last: bool) {
        let max_bytes = self.rules.max_message_bytes;
        if let Some(draft) = self.draft.as_mut().filter(|draft| !draft.recipients.is_empty()) {
            draft.chunked = true;
            if bytes.saturating_add(draft.body.len() as u64) > max_bytes as u64 {
                draft.spoil(Flaw::TooBig);
            }
        }
        if bytes > self.oversize_bytes() {
            self.say(552, "5.3.4", "Message too big");
            return self.hang_up("4.7.0", "not reading that much");
        }
        self.reading = Reading::Chunk { left: bytes, size: bytes, last };
    }

    fn start_tls(&mut self, nothing_follows: bool) {
        if !self.rules.starttls {
            self.wrong(502, "5.5.1", "STARTTLS is not offered");
        } else if self.secure {
            self.wrong(503, "5.5.1", "Already under TLS");
        } else if !nothing_follows {
            // Whoever slipped commands in before the handshake wants them taken for encrypted ones.
            self.say(554, "5.5.1", "Nothing may follow STARTTLS before the handshake");
            self.hang_up("4.7.0", "closing");
        } else {
            self.say(220, "2.0.0", "Go ahead");
            self.reading = Reading::Asked(Question::Tls);
        }
    }

    fn oversize_bytes(&self) -> u64 {
        MAX_OVERSIZE_BYTES.max((self.rules.max_message_bytes as u64).saturating_mul(MAX_OVERSIZE_TIMES))
    }

    /// Reads on in the text; `None` when there is more to do here.
    fn take_text(&mut self, input: &mut &[u8]) -> Option<Next> {
        let max_bytes = self.rules.max_message_bytes;
        match &mut self.reading {
            Reading::Text(reader) => {
                let found = reader.next(input);
                let Some(draft) = self.draft.as_mut() else {
                    self.reading = Reading::Command;
                    return None;
                };
                match found {
                    Found::Starved => return Some(Next::Read),
                    Found::Bytes(bytes) => draft.keep(bytes, max_bytes),
                    Found::BareLineEnd => {
                        draft.spoil(Flaw::BareLineEnd);
                        draft.thrown_away += 1;
                    }
                    Found::End => return self.text_ended(),
                }
            }
            Reading::Chunk { left, size, last } => {
                let take = usize::try_from(*left).unwrap_or(usize::MAX).min(input.len());
                let (bytes, rest) = input.split_at(take);
                *input = rest;
                *left -= take as u64;
                let draft = self.draft.as_mut().filter(|draft| draft.chunked);
                if let Some(draft) = draft {
                    draft.keep(bytes, max_bytes);
                }
                if *left > 0 {
                    return Some(Next::Read);
                }
                let (size, last) = (*size, *last);
                return self.chunk_ended(size, last);
            }
            Reading::Command | Reading::Asked(_) | Reading::Closed => return None,
        }
        if self.draft.as_ref().is_some_and(|draft| draft.thrown_away > self.oversize_bytes()) {
            self.say(552, "5.3.4", "Message too big");
            self.hang_up("4.7.0", "not reading any further");
        }
        None
    }

    fn chunk_ended(&mut self, size: u64, last: bool) -> Option<Next> {
        self.reading = Reading::Command;
        match &self.draft {
            Some(draft) if draft.chunked && last => return self.text_ended(),
            Some(Draft { chunked: true, flaw: Some(flaw), .. }) => {
                let (code, enhanced, text) = flaw.reply();
                self.say(code, enhanced, text);
            }
            Some(draft) if draft.chunked => self.say(250, "2.0.0", &format!("{size} bytes")),
            Some(_) | None => {
                self.no_text_now();
            }
        }
        None
    }

    fn text_ended(&mut self) -> Option<Next> {
        self.reading = Reading::Command;
        let mut draft = self.draft.take()?;
        if draft.flaw.is_none() && !draft.header_fits(self.rules.max_header_bytes) {
            draft.spoil(Flaw::HeaderTooBig);
        }
        let Some(flaw) = draft.flaw else {
            self.reading = Reading::Asked(Question::Stored(draft.recipients.len()));
            let Draft { from, smtputf8, recipients, body: message, .. } = draft;
            let helo = self.helo.clone().unwrap_or_default();
            return Some(Next::Mail(Mail { from, recipients, helo, smtputf8, message }));
        };
        let replies = match self.rules.protocol {
            Protocol::Smtp => 1,
            Protocol::Lmtp => draft.recipients.len(),
        };
        let (code, enhanced, text) = flaw.reply();
        for _ in 0..replies {
            self.say(code, enhanced, text);
        }
        None
    }
}

#[cfg(test)]
mod tests;
