//! Somebody else's mail program at a mailbox: as much of IMAP as looking into one takes (RFC 3501).

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};

use crate::PATIENCE;

/// A line of an answer, with the literal it announced.
pub type Line = (String, Option<Vec<u8>>);

/// A session, signed in.
pub struct Talk {
    reader: BufReader<TcpStream>,
}

impl Talk {
    /// # Panics
    /// When nobody answers, or the password is another one.
    #[track_caller]
    pub fn open(at: SocketAddr, user: &str, password: &str) -> Self {
        let opened = || {
            let stream = TcpStream::connect_timeout(&at, PATIENCE)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            let mut talk = Self { reader: BufReader::new(stream) };
            talk.line()?;
            talk.ask(&format!("login {user} {password}"))?;
            Ok::<_, Error>(talk)
        };
        opened().unwrap_or_else(|error| panic!("{at}: {error}"))
    }

    /// # Panics
    /// When the server is gone.
    #[track_caller]
    pub fn write(&mut self, bytes: &[u8]) {
        self.reader.get_mut().write_all(bytes).expect("the server listens");
    }

    /// Says one command; the lines up to its end.
    ///
    /// # Errors
    /// It was refused, or the server is gone.
    pub fn ask(&mut self, command: &str) -> Result<Vec<Line>> {
        self.reader.get_mut().write_all(format!("a {command}\r\n").as_bytes())?;
        self.until_done()
    }

    /// The lines up to the end of a command that was written with the tag `a`.
    ///
    /// # Errors
    /// It was refused, or the server is gone.
    pub fn until_done(&mut self) -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        loop {
            let line = self.line()?;
            if let Some(end) = line.strip_prefix("a ") {
                return if end.starts_with("OK") { Ok(lines) } else { Err(Error::other(line)) };
            }
            let announced =
                line.strip_suffix('}').and_then(|head| head.rsplit_once('{')?.1.parse::<usize>().ok());
            let literal = match announced {
                Some(length) => {
                    let mut bytes = vec![0; length];
                    self.reader.read_exact(&mut bytes)?;
                    Some(bytes)
                }
                None => None,
            };
            lines.push((line, literal));
        }
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.reader.read_line(&mut line)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}
