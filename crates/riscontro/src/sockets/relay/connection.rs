//! One connection to the relay: opened, identified, and used for one mail after another (RFC 5321, 2920, 4954).

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use spine::mailbox::{Fault, FaultKind, Station};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::{TlsConnector, TlsStream};
use wire::smtp::outgoing::{self, Offers};
use wire::smtp::{Reply, ReplyReader};

use super::url::{Credentials, Hop, Security};
use super::{Handed, Limits};
use crate::sockets::dial;
use crate::sockets::stream::Stream;

/// RCPT commands sent before their replies are read: as many as surely fit in the buffers between.
const AT_ONCE: usize = 50;

/// Why a connection, or a mail on it, came to nothing. Worth another try, all of them: an operator can mend them.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    #[error("the relay cannot be reached: {0}")]
    Unreachable(io::Error),
    #[error("the sending server cannot be reached: {} {} {}", .0.kind.code(), .0.place, .0.detail)]
    NotDialled(Fault),
    #[error("the relay did not answer in time ({0})")]
    TooSlow(&'static str),
    #[error("the connection to the relay was lost ({0})")]
    Lost(&'static str),
    #[error("the relay does not speak SMTP ({0})")]
    NotSmtp(&'static str),
    #[error("the relay refused ({at}): {}", reply.said())]
    Refused { at: &'static str, reply: Reply },
    #[error("the relay offers no encryption, and tls=required or a password demands it")]
    NoTls,
    #[error("no encrypted connection to the relay: {0}")]
    Handshake(io::Error),
    #[error("the relay offers no sign-in by PLAIN or LOGIN")]
    NoSignIn,
}

impl Trouble {
    /// At which station of a trial this happens, and in words a person reads.
    pub(super) fn told(self, hop: &Hop) -> (Station, Fault) {
        let server = hop.server();
        let at = |station, kind, detail: &str| (station, Fault::new(kind, dial::place(&server), detail));
        let by_token = hop.credentials.as_ref().is_some_and(|known| known.is_token);
        match self {
            Self::NotDialled(fault) => (Station::Sending, fault),
            Self::Unreachable(error) => at(Station::Sending, FaultKind::PortClosed, &error.to_string()),
            Self::TooSlow(doing) => at(Station::Sending, FaultKind::TooSlow, doing),
            Self::Lost(doing) => at(Station::Sending, FaultKind::ConnectionLost, doing),
            Self::NotSmtp(doing) => at(Station::Sending, FaultKind::OtherProtocol, doing),
            Self::NoTls => at(Station::Sending, FaultKind::NoEncryption, ""),
            Self::Handshake(error) => (Station::Sending, dial::handshake_fault(&server, &error)),
            Self::NoSignIn if hop.security == Security::Clear => {
                at(Station::SendingSignIn, FaultKind::EncryptionNeeded, "")
            }
            Self::NoSignIn => at(Station::SendingSignIn, FaultKind::SignInUnknown, ""),
            Self::Refused { at: "sign-in", reply } => {
                let said = reply.said();
                let words = said.to_ascii_lowercase();
                let kind = match reply.code {
                    _ if by_token => FaultKind::TokenRefused,
                    530 | 538 => FaultKind::EncryptionNeeded,
                    _ if words.contains("application-specific") => FaultKind::AppPasswordNeeded,
                    _ if words.contains("basic authentication is disabled") => FaultKind::TokenNeeded,
                    _ => FaultKind::SignInRefused,
                };
                at(Station::SendingSignIn, kind, &said)
            }
            Self::Refused { reply, .. } => at(Station::Sending, FaultKind::ServerRefused, &reply.said()),
        }
    }
}

/// A mail that did not go its way to the end.
pub(super) struct Failure {
    pub(super) trouble: Trouble,
    /// The text had not been sent: the relay cannot have taken the mail.
    pub(super) nothing_was_taken: bool,
}

/// An identified connection between two mails.
pub(super) struct Connection {
    stream: Stream,
    replies: ReplyReader,
    offers: Offers,
    limits: Limits,
    mails: usize,
}

impl Connection {
    /// Connects, encrypts and signs in as the address of the relay says.
    pub(super) async fn open(hop: &Hop, limits: Limits) -> Result<Connection, Trouble> {
        match Connection::open_with(hop, limits, hop.security).await {
            // Without a password to protect, a relay with broken TLS is spoken to in clear, as any mail server would.
            Err(Trouble::Handshake(_)) if hop.security == Security::IfOffered => {
                Connection::open_with(hop, limits, Security::Clear).await
            }
            opened => opened,
        }
    }

    async fn open_with(hop: &Hop, limits: Limits, security: Security) -> Result<Connection, Trouble> {
        let tcp = match &hop.guard {
            Some(dialler) => {
                let server = hop.server();
                let addresses = dialler.resolve(&server).await.map_err(Trouble::NotDialled)?;
                dialler.reach(&server, &addresses).await.map_err(Trouble::NotDialled)?
            }
            None => {
                let tcp = timeout(limits.connect, TcpStream::connect((hop.host.as_str(), hop.port)));
                tcp.await.map_err(|_| Trouble::TooSlow("connecting"))?.map_err(Trouble::Unreachable)?
            }
        };
        let _ = tcp.set_nodelay(true);
        let name = hop.name.clone().unwrap_or_else(|| literal(&tcp));
        let mut connection = Connection {
            stream: Stream::Clear(tcp),
            replies: ReplyReader::default(),
            offers: Offers::default(),
            limits,
            mails: 0,
        };
        if security == Security::FromTheStart {
            connection.encrypt(hop).await?;
        }
        let greeting = connection.reply("greeting", limits.command).await?;
        connection.expect(220, "greeting", greeting)?;
        connection.hello(&name).await?;
        if matches!(security, Security::IfOffered | Security::Demanded) && connection.offers.starttls {
            let go_ahead = connection.ask("STARTTLS\r\n", "STARTTLS").await?;
            if go_ahead.code == 220 {
                // What came before the handshake could be anybody's (the response side of CVE-2011-0411).
                if connection.replies.has_more() {
                    return Err(Trouble::NotSmtp("more than one reply to STARTTLS"));
                }
                connection.encrypt(hop).await?;
                connection.hello(&name).await?;
            }
        }
        if security == Security::Demanded && !connection.stream.is_tls() {
            return Err(Trouble::NoTls);
        }
        if let Some(credentials) = &hop.credentials {
            connection.sign_in(credentials).await?;
        }
        Ok(connection)
    }

    /// Mails handed over on this connection.
    pub(super) fn mails(&self) -> usize {
        self.mails
    }

    pub(super) async fn quit(mut self) {
        let _ = timeout(Duration::from_secs(5), self.ask("QUIT\r\n", "QUIT")).await;
    }

    /// Sends one mail, `text` being ready for DATA, and writes down what became of each recipient. After `Ok` the
    /// connection is ready for the next.
    pub(super) async fn transmit(
        &mut self,
        from: &str,
        to: &[String],
        text: &[u8],
        ascii: bool,
        handed: &mut Handed,
    ) -> Result<(), Failure> {
        let before = |trouble| Failure { trouble, nothing_was_taken: true };
        let to = self.reachable(from, to, handed);
        if to.is_empty() {
            return Ok(());
        }
        let international = !from.is_ascii() || to.iter().any(|address| !address.is_ascii());
        let mail = self.mail_command(from, text.len(), ascii, international);
        let accepted = self.envelope(&mail, to, handed).await.map_err(before)?;
        if accepted.is_empty() {
            return Ok(());
        }
        let go_ahead = self.ask("DATA\r\n", "DATA").await.map_err(before)?;
        if go_ahead.code != 354 {
            if go_ahead.code == 421 || go_ahead.positive() {
                return Err(before(Trouble::Refused { at: "DATA", reply: go_ahead }));
            }
            refuse(accepted, &go_ahead, handed);
            return self.reset().await.map_err(before);
        }
        let verdict = self.text(text).await;
        let verdict = verdict.map_err(|trouble| Failure { trouble, nothing_was_taken: false })?;
        self.mails += 1;
        match verdict.code {
            200..400 => handed.accepted.extend(accepted.into_iter().cloned()),
            421 => {
                let trouble = Trouble::Refused { at: "after the text", reply: verdict };
                return Err(Failure { trouble, nothing_was_taken: false });
            }
            _ => refuse(accepted, &verdict, handed),
        }
        Ok(())
    }

    /// Without SMTPUTF8 an address beyond ASCII cannot be written (RFC 6531 section 3.1).
    fn reachable<'a>(&self, from: &str, to: &'a [String], handed: &mut Handed) -> Vec<&'a String> {
        let reachable = |address: &str| self.offers.smtputf8 || (from.is_ascii() && address.is_ascii());
        let (good, bad): (Vec<&String>, Vec<&String>) =
            to.iter().partition(|address| reachable(address.as_str()));
        let reply = Reply::new(553, "5.6.7", "the relay does not take addresses beyond ASCII (SMTPUTF8)");
        refuse(bad, &reply, handed);
        good
    }

    fn mail_command(&self, from: &str, bytes: usize, ascii: bool, international: bool) -> String {
        let mut command = format!("MAIL FROM:<{from}>");
        if self.offers.size {
            command.push_str(&format!(" SIZE={bytes}"));
        }
        if self.offers.eight_bit && !ascii {
            command.push_str(" BODY=8BITMIME");
        }
        if international {
            command.push_str(" SMTPUTF8");
        }
        command.push_str("\r\n");
        command
    }

    /// MAIL and RCPT, in one breath where the relay allows it. Returns the recipients it took.
    async fn envelope<'a>(
        &mut self,
        mail: &str,
        to: Vec<&'a String>,
        handed: &mut Handed,
    ) -> Result<Vec<&'a String>, Trouble> {
        let mut accepted = Vec::with_capacity(to.len());
        let mut opened = false;
        for group in to.chunks(if self.offers.pipelining { AT_ONCE } else { 1 }) {
            let rcpts: Vec<String> = group.iter().map(|address| format!("RCPT TO:<{address}>\r\n")).collect();
            if !opened {
                let together = if self.offers.pipelining { rcpts.concat() } else { String::new() };
                let reply = self.ask(&format!("{mail}{together}"), "MAIL").await?;
                opened = reply.positive();
                if !opened {
                    let waiting = if self.offers.pipelining { group.len() } else { 0 };
                    self.refused_sender(reply, waiting, to, handed).await?;
                    return Ok(Vec::new());
                }
                if !self.offers.pipelining {
                    self.write(&rcpts.concat(), "RCPT").await?;
                }
            } else {
                self.write(&rcpts.concat(), "RCPT").await?;
            }
            for address in group {
                let reply = self.reply("RCPT", self.limits.command).await?;
                match reply.code {
                    200..300 => accepted.push(*address),
                    421 => return Err(Trouble::Refused { at: "RCPT", reply }),
                    // Too many recipients, in the number of old (RFC 5321 section 4.5.3.1.10): the others next time.
                    552 if !accepted.is_empty() => {
                        handed.refused.push(((*address).clone(), Reply { permanent: false, ..reply }));
                    }
                    _ => handed.refused.push(((*address).clone(), reply)),
                }
            }
        }
        if accepted.is_empty() {
            self.reset().await?;
        }
        Ok(accepted)
    }

    /// A refused MAIL refuses everybody; the replies to RCPT commands already sent say nothing more.
    async fn refused_sender(
        &mut self,
        reply: Reply,
        waiting: usize,
        to: Vec<&String>,
        handed: &mut Handed,
    ) -> Result<(), Trouble> {
        if reply.code == 421 {
            return Err(Trouble::Refused { at: "MAIL", reply });
        }
        for _ in 0..waiting {
            self.reply("RCPT", self.limits.command).await?;
        }
        refuse(to, &reply, handed);
        self.reset().await
    }

    /// The text and its end, and the relay's verdict.
    async fn text(&mut self, text: &[u8]) -> Result<Reply, Trouble> {
        match timeout(self.limits.data, self.stream.write(text)).await {
            Ok(Ok(())) => self.reply("after the text", self.limits.data).await,
            // A relay that hangs up in the middle may have said why.
            Ok(Err(_)) => self.reply("sending the text", self.limits.command).await,
            Err(_) => Err(Trouble::TooSlow("sending the text")),
        }
    }

    async fn reset(&mut self) -> Result<(), Trouble> {
        let reply = self.ask("RSET\r\n", "RSET").await?;
        self.expect(250, "RSET", reply)
    }

    async fn hello(&mut self, name: &str) -> Result<(), Trouble> {
        self.write(&format!("EHLO {name}\r\n"), "EHLO").await?;
        let (reply, lines) = self.reply_lines("EHLO", self.limits.command).await?;
        if reply.positive() {
            self.offers = Offers::read(&lines);
            return Ok(());
        }
        self.offers = Offers::default();
        let reply = self.ask(&format!("HELO {name}\r\n"), "HELO").await?;
        self.expect(250, "HELO", reply)
    }

    async fn encrypt(&mut self, hop: &Hop) -> Result<(), Trouble> {
        let Some(tcp) = self.stream.take_clear() else { return Err(Trouble::Lost("STARTTLS")) };
        let connector = TlsConnector::from(hop.tls.clone());
        let handshake = timeout(self.limits.connect, connector.connect(hop.server_name.clone(), tcp));
        let stream =
            handshake.await.map_err(|_| Trouble::TooSlow("TLS handshake"))?.map_err(Trouble::Handshake)?;
        self.stream = Stream::Tls(Box::new(TlsStream::Client(stream)));
        Ok(())
    }

    async fn sign_in(&mut self, credentials: &Credentials) -> Result<(), Trouble> {
        let Credentials { user, password, is_token } = credentials;
        let reply = if *is_token {
            let proof = wire::imap::bearer(user, password);
            let reply = self.ask(&format!("AUTH XOAUTH2 {proof}\r\n"), "sign-in").await?;
            // It explains its refusal, and waits for an empty line to say it.
            if reply.code == 334 { self.ask("\r\n", "sign-in").await? } else { reply }
        } else if self.offers.auth_plain {
            self.ask(&format!("AUTH PLAIN {}\r\n", outgoing::auth_plain(user, password)), "sign-in").await?
        } else if self.offers.auth_login {
            let mut reply = self.ask("AUTH LOGIN\r\n", "sign-in").await?;
            for answer in [user, password] {
                self.expect(334, "sign-in", reply)?;
                reply = self.ask(&format!("{}\r\n", outgoing::auth_login(answer)), "sign-in").await?;
            }
            reply
        } else {
            return Err(Trouble::NoSignIn);
        };
        self.expect(235, "sign-in", reply)
    }

    fn expect(&self, code: u16, at: &'static str, reply: Reply) -> Result<(), Trouble> {
        if reply.code == code { Ok(()) } else { Err(Trouble::Refused { at, reply }) }
    }

    async fn ask(&mut self, command: &str, at: &'static str) -> Result<Reply, Trouble> {
        self.write(command, at).await?;
        self.reply(at, self.limits.command).await
    }

    async fn write(&mut self, command: &str, at: &'static str) -> Result<(), Trouble> {
        let written = timeout(self.limits.command, self.stream.write(command.as_bytes())).await;
        written.map_err(|_| Trouble::TooSlow(at))?.map_err(|_| Trouble::Lost(at))
    }

    async fn reply(&mut self, at: &'static str, limit: Duration) -> Result<Reply, Trouble> {
        Ok(self.reply_lines(at, limit).await?.0)
    }

    async fn reply_lines(
        &mut self,
        at: &'static str,
        limit: Duration,
    ) -> Result<(Reply, Vec<String>), Trouble> {
        let read = async {
            let mut buffer = [0; 2048];
            loop {
                if let Some(reply) = self.replies.take().map_err(|_| Trouble::NotSmtp(at))? {
                    return Ok(reply);
                }
                match self.stream.read(&mut buffer).await {
                    Ok(0) | Err(_) => return Err(Trouble::Lost(at)),
                    Ok(bytes) => self.replies.feed(&buffer[..bytes]),
                }
            }
        };
        timeout(limit, read).await.map_err(|_| Trouble::TooSlow(at))?
    }
}

fn refuse(addresses: Vec<&String>, reply: &Reply, handed: &mut Handed) {
    handed.refused.extend(addresses.into_iter().map(|address| (address.clone(), reply.clone())));
}

/// The name of a host that has none: its address (RFC 5321 section 4.1.3).
fn literal(tcp: &TcpStream) -> String {
    match tcp.local_addr().map(|address| address.ip().to_canonical()) {
        Ok(IpAddr::V4(address)) => format!("[{address}]"),
        Ok(IpAddr::V6(address)) => format!("[IPv6:{address}]"),
        Err(_) => "localhost".to_owned(),
    }
}
