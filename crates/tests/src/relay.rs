//! The next hop: a small SMTP server that keeps what it is given, and refuses what it is told to refuse.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::letter::Received;

/// A running relay. It listens until dropped.
pub struct Relay {
    at: SocketAddr,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    mails: Vec<Received>,
    /// Recipient, and the answer it gets instead of `250`.
    refused: Vec<(String, String)>,
    /// The answer everything gets after DATA instead of `250`.
    refused_content: Option<String>,
    /// Hang up right after the final dot, with the mail kept and nothing said.
    silent: bool,
    /// Only who signs in so (AUTH PLAIN) may hand mails in.
    password: Option<(String, String)>,
    /// Only this user with one of these access tokens (AUTH XOAUTH2) may.
    tokens: Option<(String, Vec<String>)>,
    /// How often they were changed: who signed in before has to again.
    token_changes: usize,
    /// Tokens that were refused.
    void: Vec<String>,
    closed: bool,
    sessions: usize,
}

impl Relay {
    /// Listens on a free loopback port.
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        let at = listener.local_addr().expect("bound");
        let kept: Arc<Mutex<Kept>> = Arc::default();
        let shared = kept.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let kept = shared.clone();
                if lock(&kept).closed {
                    return;
                }
                lock(&kept).sessions += 1;
                // A client that hangs up half-way ends its session, nothing else.
                std::thread::spawn(move || session(stream, &kept).unwrap_or_default());
            }
        });
        Self { at, kept }
    }

    /// One that takes mails only from who signs in.
    pub fn with_password(user: &str, password: &str) -> Self {
        let relay = Self::open();
        lock(&relay.kept).password = Some((user.to_owned(), password.to_owned()));
        relay
    }

    /// One that takes mails only from this user with one of these access tokens.
    pub fn with_tokens(user: &str, tokens: &[&str]) -> Self {
        let relay = Self::open();
        relay.take_tokens(user, tokens);
        relay
    }

    /// Takes these access tokens from here on, and no others.
    pub fn take_tokens(&self, user: &str, tokens: &[&str]) {
        let tokens = tokens.iter().map(|token| (*token).to_owned()).collect();
        let mut kept = lock(&self.kept);
        kept.tokens = Some((user.to_owned(), tokens));
        kept.token_changes += 1;
    }

    /// Tokens it refused, in order.
    pub fn void_tokens(&self) -> Vec<String> {
        lock(&self.kept).void.clone()
    }

    pub fn at(&self) -> SocketAddr {
        self.at
    }

    pub fn url(&self) -> String {
        format!("smtp://{}?tls=none", self.at)
    }

    /// Everything accepted so far, in order.
    pub fn mails(&self) -> Vec<Received> {
        lock(&self.kept).mails.clone()
    }

    /// What one address received, in order.
    pub fn mails_to(&self, email: &str) -> Vec<Received> {
        let kept = lock(&self.kept);
        kept.mails.iter().filter(|mail| mail.to.iter().any(|to| to == email)).cloned().collect()
    }

    /// Connections opened so far.
    pub fn sessions(&self) -> usize {
        lock(&self.kept).sessions
    }

    /// Answers this recipient so, as in `550 5.1.1 no such person`.
    pub fn refuse(&self, email: &str, answer: &str) {
        lock(&self.kept).refused.push((email.to_owned(), answer.to_owned()));
    }

    /// Answers every message so after DATA.
    pub fn refuse_content(&self, answer: &str) {
        lock(&self.kept).refused_content = Some(answer.to_owned());
    }

    /// Keeps the next messages but hangs up instead of saying so.
    pub fn hang_up_after_data(&self) {
        lock(&self.kept).silent = true;
    }

    /// Accepts everything again.
    pub fn accept_all(&self) {
        let mut kept = lock(&self.kept);
        kept.refused.clear();
        kept.refused_content = None;
        kept.silent = false;
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        lock(&self.kept).closed = true;
        // Wakes the listener so that it sees it is closed.
        drop(TcpStream::connect(self.at));
    }
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

fn session(stream: TcpStream, kept: &Mutex<Kept>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut from = String::new();
    let mut to: Vec<String> = Vec::new();
    let by_token = lock(kept).tokens.is_some();
    let mut signed_in = lock(kept).password.is_none() && !by_token;
    let token_changes = lock(kept).token_changes;
    say(&mut reader, "220 posta.example ESMTP")?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let verb = line.trim().to_ascii_uppercase();
        let answer = if verb.starts_with("EHLO") {
            let auth = match (signed_in, by_token) {
                (true, _) => "",
                (false, true) => "250-AUTH XOAUTH2\r\n",
                (false, false) => "250-AUTH PLAIN\r\n",
            };
            format!(
                "250-posta.example\r\n{auth}250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 52428800"
            )
        } else if verb.starts_with("AUTH PLAIN ") {
            let proof = line.trim().rsplit(' ').next().map(from_base64).unwrap_or_default();
            let expected = lock(kept).password.clone().unwrap_or_default();
            signed_in = proof == format!("\0{}\0{}", expected.0, expected.1).as_bytes();
            if signed_in { "235 2.7.0 welcome" } else { "535 5.7.8 wrong user or password" }.to_owned()
        } else if by_token && verb.starts_with("AUTH XOAUTH2 ") {
            signed_in = knows_token(&mut reader, line.trim(), kept)?;
            if signed_in { "235 2.7.0 welcome" } else { "535 5.7.8 that token is no good" }.to_owned()
        } else if token_changes != lock(kept).token_changes {
            return say(&mut reader, "421 4.7.0 that token is no good any more");
        } else if !signed_in && verb.starts_with("MAIL") {
            "530 5.7.0 sign in first".to_owned()
        } else if verb.starts_with("MAIL FROM:") {
            (from, to) = (address(&line), Vec::new());
            "250 2.1.0 ok".to_owned()
        } else if verb.starts_with("RCPT TO:") {
            let email = address(&line);
            let refused = lock(kept).refused.iter().find(|(who, _)| *who == email).map(|(_, how)| how.clone());
            if refused.is_none() {
                to.push(email);
            }
            refused.unwrap_or_else(|| "250 2.1.5 ok".to_owned())
        } else if verb == "DATA" {
            if to.is_empty() {
                "503 5.5.1 nobody to give it to".to_owned()
            } else {
                say(&mut reader, "354 go on")?;
                let raw = message(&mut reader)?;
                let mut kept = lock(kept);
                if let Some(refused) = kept.refused_content.clone() {
                    refused
                } else {
                    kept.mails.push(Received {
                        from: std::mem::take(&mut from),
                        to: std::mem::take(&mut to),
                        raw,
                    });
                    if kept.silent {
                        return Ok(());
                    }
                    "250 2.0.0 kept".to_owned()
                }
            }
        } else if verb == "RSET" || verb == "NOOP" {
            "250 2.0.0 ok".to_owned()
        } else if verb == "QUIT" {
            return say(&mut reader, "221 2.0.0 bye");
        } else {
            "502 5.5.2 unknown".to_owned()
        };
        say(&mut reader, &answer)?;
    }
}

/// Looks at the proof of AUTH XOAUTH2; a refusal is explained first, and said after an empty line.
fn knows_token(reader: &mut BufReader<TcpStream>, line: &str, kept: &Mutex<Kept>) -> std::io::Result<bool> {
    let proof = line.rsplit(' ').next().map(from_base64).unwrap_or_default();
    let proof = String::from_utf8_lossy(&proof).into_owned();
    let asked = proof
        .strip_prefix("user=")
        .and_then(|rest| rest.strip_suffix("\x01\x01"))
        .and_then(|rest| rest.split_once("\x01auth=Bearer "));
    let Some((user, token)) = asked else { return Ok(false) };
    let known = lock(kept)
        .tokens
        .as_ref()
        .is_some_and(|(whose, tokens)| whose == user && tokens.iter().any(|known| known == token));
    if !known {
        lock(kept).void.push(token.to_owned());
        say(reader, "334 eyJzdGF0dXMiOiI0MDEifQ==")?;
        let mut nothing = String::new();
        reader.read_line(&mut nothing)?;
    }
    Ok(known)
}

fn say(reader: &mut BufReader<TcpStream>, answer: &str) -> std::io::Result<()> {
    reader.get_mut().write_all(format!("{answer}\r\n").as_bytes())
}

pub(crate) fn from_base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = text
        .bytes()
        .filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte))
        .flat_map(|digit| (0..6).rev().map(move |bit| (digit >> bit & 1) as u8))
        .collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |byte, bit| byte << 1 | bit)).collect()
}

fn address(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(email, _)| email.to_owned()).unwrap_or_default()
}

/// Reads up to the final dot and takes doubled dots back.
fn message(reader: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    loop {
        let mut line = Vec::new();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(raw);
        }
        raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
