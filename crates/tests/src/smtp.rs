//! A scripted SMTP and LMTP client: says lines as written, in the order written, and shows what came back.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};

use crate::PATIENCE;

/// One answer of the server: its code and its lines without the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub code: u16,
    pub lines: Vec<String>,
}

impl Reply {
    /// The lines as one text.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// The code and the start of the text, as in `550 5.1.1`.
    pub fn starts(&self, expected: &str) -> bool {
        format!("{} {}", self.code, self.text()).starts_with(expected)
    }
}

/// An open session.
pub struct Session {
    reader: BufReader<TcpStream>,
}

impl Session {
    /// Connects and reads the greeting.
    ///
    /// # Panics
    /// When nobody listens or the greeting is not `220`.
    #[track_caller]
    pub fn open(at: SocketAddr) -> Self {
        let mut session = Self::connect(at);
        session.expect(220);
        session
    }

    /// Connects without reading anything.
    #[track_caller]
    pub fn connect(at: SocketAddr) -> Self {
        Self::try_connect(at).unwrap_or_else(|error| panic!("{at}: {error}"))
    }

    fn try_connect(at: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect_timeout(&at, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self { reader: BufReader::new(stream) })
    }

    /// Connects and reads the greeting; an error when nobody listens or somebody hung up.
    pub fn try_open(at: SocketAddr) -> std::io::Result<Self> {
        let mut session = Self::try_connect(at)?;
        session.try_reply()?;
        Ok(session)
    }

    /// Says hello and hands over one message, all at once where it can: the last answer, or why there is none.
    pub fn try_send(&mut self, from: &str, to: &str, message: &[u8]) -> std::io::Result<Reply> {
        self.try_raw(b"EHLO posta.example\r\n")?;
        self.try_reply()?;
        self.try_raw(format!("MAIL FROM:<{from}>\r\nRCPT TO:<{to}>\r\nDATA\r\n").as_bytes())?;
        for _ in 0..3 {
            let reply = self.try_reply()?;
            if reply.code >= 400 {
                return Ok(reply);
            }
        }
        self.try_raw(&stuffed(message))?;
        self.try_reply()
    }

    /// Sends bytes as they are.
    #[track_caller]
    pub fn raw(&mut self, bytes: &[u8]) {
        self.try_raw(bytes).unwrap_or_else(|error| panic!("sending: {error}"));
    }

    /// Sends bytes as they are to a server that may have hung up.
    pub fn try_raw(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.reader.get_mut().write_all(bytes)
    }

    /// Sends one line and reads one answer.
    #[track_caller]
    pub fn say(&mut self, line: &str) -> Reply {
        self.raw(format!("{line}\r\n").as_bytes());
        self.reply()
    }

    /// Sends one line and insists on the code of the answer.
    #[track_caller]
    pub fn ask(&mut self, line: &str, code: u16) -> Reply {
        let reply = self.say(line);
        assert_eq!(reply.code, code, "{line} was answered {reply:?}");
        reply
    }

    /// Reads one answer and insists on its code.
    #[track_caller]
    pub fn expect(&mut self, code: u16) -> Reply {
        let reply = self.reply();
        assert_eq!(reply.code, code, "{reply:?}");
        reply
    }

    /// Reads one answer, of one or many lines.
    #[track_caller]
    pub fn reply(&mut self) -> Reply {
        self.try_reply().unwrap_or_else(|error| panic!("waiting for an answer: {error}"))
    }

    /// Reads one answer; an error when the server hung up or stayed silent.
    pub fn try_reply(&mut self) -> std::io::Result<Reply> {
        let broken = |line: &str| std::io::Error::other(format!("not an answer: {line:?}"));
        let mut reply = Reply { code: 0, lines: Vec::new() };
        loop {
            let mut line = String::new();
            if self.reader.read_line(&mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let line = line.trim_end_matches("\r\n");
            reply.code = line.get(..3).and_then(|code| code.parse().ok()).ok_or_else(|| broken(line))?;
            reply.lines.push(line.get(4..).unwrap_or_default().to_owned());
            match line.as_bytes().get(3) {
                Some(b'-') => {}
                Some(b' ') | None => return Ok(reply),
                Some(_) => return Err(broken(line)),
            }
        }
    }

    /// EHLO and the keywords the server offers.
    #[track_caller]
    pub fn ehlo(&mut self) -> Vec<String> {
        self.ask("EHLO posta.example", 250).lines
    }

    /// Envelope and message up to the answer after the final dot; the first refusal ends it.
    #[track_caller]
    pub fn send(&mut self, from: &str, to: &[&str], message: &[u8]) -> Reply {
        let from = self.say(&format!("MAIL FROM:<{from}>"));
        if from.code != 250 {
            return from;
        }
        for recipient in to {
            let answer = self.say(&format!("RCPT TO:<{recipient}>"));
            if answer.code != 250 {
                return answer;
            }
        }
        let go = self.say("DATA");
        if go.code != 354 {
            return go;
        }
        self.raw(&stuffed(message));
        self.reply()
    }
}

/// The message as it goes over the wire: leading dots doubled, a final line with a dot (RFC 5321 section 4.5.2).
pub fn stuffed(message: &[u8]) -> Vec<u8> {
    let mut wire = Vec::with_capacity(message.len() + 8);
    let mut at_start = true;
    for &byte in message {
        if at_start && byte == b'.' {
            wire.push(b'.');
        }
        wire.push(byte);
        at_start = byte == b'\n';
    }
    if !wire.ends_with(b"\r\n") {
        wire.extend_from_slice(b"\r\n");
    }
    wire.extend_from_slice(b".\r\n");
    wire
}
