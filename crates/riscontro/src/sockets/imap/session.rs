//! One conversation with an IMAP server: begun, encrypted, signed in, and asked.

use std::collections::BTreeSet;
use std::time::Duration;

use spine::mailbox::{Encryption, Fault, FaultKind, Server};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use wire::imap::{self, Fetched, Gibberish, Reader, Response, Status, Value};

use crate::sockets::dial::{Dialler, place};
use crate::sockets::stream::Stream;

/// Until a command is answered to its end.
const ANSWER: Duration = Duration::from_secs(60);
/// Until the text of one mail is there.
const WHOLE_MAIL: Duration = Duration::from_secs(600);
/// Most bytes of any answer that is no mail: a list of some hundred thousand numbers fits.
const ANSWER_BYTES: usize = 4 * 1024 * 1024;
/// Mails to ask a listing of at once.
pub const MOST_LISTED: usize = 500;
/// Responses to one command; together they may have [`ANSWER_BYTES`] beyond what one of them may have.
const MOST_RESPONSES: usize = 100_000;
/// What a server adds around a mail's text.
const AROUND_BYTES: usize = 64 * 1024;
/// What identifies a mail, cut so that a list of [`MOST_LISTED`] stays within [`ANSWER_BYTES`].
const IDENTIFYING: &str = "(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE FROM SUBJECT)]<0.4096>)";

/// How the mailbox's owner proves himself.
pub enum Proof<'a> {
    Password(&'a str),
    /// An access token (XOAUTH2).
    Bearer(&'a str),
}

/// A folder as the server counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected {
    pub uid_validity: u32,
    /// The number the next mail gets; 0 when the server does not say.
    pub uid_next: u32,
    pub mails: u32,
}

/// A mail in a folder's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    pub uid: u32,
    pub size_bytes: u32,
    pub print: String,
}

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    Something,
    Nothing,
}

/// A conversation with a server. After a fault that is not a refusal it is of no further use.
pub struct Session {
    stream: Stream,
    reader: Reader,
    server: Server,
    commands: u32,
    /// Bytes read so far.
    heard_bytes: usize,
    /// Most bytes of one response.
    most_bytes: usize,
    /// In capitals.
    capabilities: BTreeSet<String>,
    /// The IDLE under way.
    idle: Option<String>,
}

impl Session {
    /// Takes up the conversation on a connection: encryption as it was agreed, greeting, capabilities.
    pub async fn begin(dialler: &Dialler, server: &Server, tcp: TcpStream) -> Result<Self, Fault> {
        let stream = match server.encryption {
            Encryption::Tls => Stream::Tls(Box::new(dialler.encrypt(server, tcp).await?)),
            Encryption::StartTls | Encryption::None => Stream::Clear(tcp),
        };
        let mut session = Self {
            stream,
            reader: Reader::new(ANSWER_BYTES),
            server: server.clone(),
            commands: 0,
            heard_bytes: 0,
            most_bytes: ANSWER_BYTES,
            capabilities: BTreeSet::new(),
            idle: None,
        };
        match session.response(Instant::now() + ANSWER).await? {
            Response::Status { tag: None, status: Status::Ok | Status::PreAuth, .. } => {}
            Response::Status { tag: None, status: Status::Bye, text, .. } => {
                return Err(session.fault(FaultKind::ServerRefused, &text));
            }
            Response::Go(_) | Response::Status { .. } | Response::Tells(_) => {
                return Err(session.fault(FaultKind::OtherProtocol, ""));
            }
        }
        session.learn().await?;
        if server.encryption == Encryption::StartTls {
            session.start_tls(dialler).await?;
        }
        Ok(session)
    }

    async fn start_tls(&mut self, dialler: &Dialler) -> Result<(), Fault> {
        if !self.can("STARTTLS") {
            return Err(self.fault(FaultKind::NoEncryption, ""));
        }
        self.ask("STARTTLS").await?;
        // What came before the handshake could be anybody's (CVE-2011-0411).
        if self.reader.has_more() {
            return Err(self.fault(FaultKind::OtherProtocol, "more than one answer to STARTTLS"));
        }
        let tcp = self.stream.take_clear().ok_or_else(|| self.fault(FaultKind::ConnectionLost, ""))?;
        self.stream = Stream::Tls(Box::new(dialler.encrypt(&self.server, tcp).await?));
        self.capabilities.clear();
        self.learn().await
    }

    async fn learn(&mut self) -> Result<(), Fault> {
        let told = self.ask("CAPABILITY").await?;
        let names = told.iter().filter_map(|response| response.after("CAPABILITY")).flatten();
        self.capabilities = names
            .filter_map(Value::bytes)
            .map(|name| String::from_utf8_lossy(name).to_ascii_uppercase())
            .collect();
        Ok(())
    }

    /// Whether the server can do this, by its name in capitals.
    pub fn can(&self, capability: &str) -> bool {
        self.capabilities.contains(capability)
    }

    /// # Errors
    /// Refused, or no way the server and we both know.
    pub async fn sign_in(&mut self, user: &str, proof: Proof<'_>) -> Result<(), Fault> {
        let by_token = matches!(proof, Proof::Bearer(_));
        let outcome = match proof {
            Proof::Bearer(token) => self.authenticate("XOAUTH2", &imap::bearer(user, token)).await,
            Proof::Password(password) => self.sign_in_with_password(user, password).await,
        };
        outcome.map_err(|fault| self.refused_sign_in(fault, by_token))?;
        self.learn().await
    }

    async fn sign_in_with_password(&mut self, user: &str, password: &str) -> Result<(), Fault> {
        let writable = imap::quotable(user) && imap::quotable(password);
        match (self.can("LOGINDISABLED"), self.can("AUTH=PLAIN")) {
            (false, _) if writable => {
                let command = format!("LOGIN {} {}", imap::quoted(user), imap::quoted(password));
                self.ask(&command).await.map(|_| ())
            }
            (_, true) => self.authenticate("PLAIN", &imap::plain(user, password)).await,
            (false, false) => self.login_with_literals(user, password).await,
            (true, false) if !self.stream.is_tls() => Err(self.fault(FaultKind::EncryptionNeeded, "")),
            (true, false) if self.can("AUTH=XOAUTH2") => Err(self.fault(FaultKind::TokenNeeded, "")),
            (true, false) => Err(self.fault(FaultKind::SignInUnknown, "")),
        }
    }

    /// AUTHENTICATE with the proof told when the server asks for it. One that explains its refusal first (XOAUTH2)
    /// is answered with an empty line.
    async fn authenticate(&mut self, mechanism: &str, proof: &str) -> Result<(), Fault> {
        let tag = self.say(&format!("AUTHENTICATE {mechanism}")).await?;
        self.until(&tag, Instant::now() + ANSWER, &[proof.to_owned(), String::new()]).await.map(|_| ())
    }

    /// Two texts that cannot be quoted, as literals, each told when the server is ready for it.
    async fn login_with_literals(&mut self, user: &str, password: &str) -> Result<(), Fault> {
        let tag = self.say(&format!("LOGIN {{{}}}", user.len())).await?;
        let pieces = [format!("{user} {{{}}}", password.len()), password.to_owned()];
        self.until(&tag, Instant::now() + ANSWER, &pieces).await.map(|_| ())
    }

    /// A refusal at sign-in, as far as the server's words tell what it wants instead.
    fn refused_sign_in(&self, fault: Fault, by_token: bool) -> Fault {
        if fault.kind != FaultKind::ServerRefused {
            return fault;
        }
        let said = fault.detail.to_ascii_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
        let kind = match by_token {
            true => FaultKind::TokenRefused,
            false if says(&["application-specific", "app password", "app-specific"]) => {
                FaultKind::AppPasswordNeeded
            }
            false if says(&["basic authentication is disabled", "basicauthblocked", "use oauth"]) => {
                FaultKind::TokenNeeded
            }
            false if says(&["privacyrequired", "plaintext authentication disallowed"]) => {
                FaultKind::EncryptionNeeded
            }
            false => FaultKind::SignInRefused,
        };
        Fault { kind, ..fault }
    }

    /// Opens a folder, to read only or to change mails in it.
    ///
    /// # Errors
    /// [`FaultKind::FolderMissing`], or unreadable.
    pub async fn select(&mut self, folder: &str, read_only: bool) -> Result<Selected, Fault> {
        let verb = if read_only { "EXAMINE" } else { "SELECT" };
        let told = match self.ask(&format!("{verb} {}", imap::folder_name(folder))).await {
            Ok(told) => told,
            Err(fault) if fault.kind == FaultKind::ServerRefused => {
                let missing = !self.has_folder(folder).await?;
                let kind = if missing { FaultKind::FolderMissing } else { FaultKind::FolderUnreadable };
                let detail = if missing { "none".to_owned() } else { fault.detail };
                return Err(Fault::new(kind, folder, &detail));
            }
            Err(fault) => return Err(fault),
        };
        let number = |name: &str| told.iter().find_map(|response| response.code_number(name));
        let uid_validity = number("UIDVALIDITY");
        let Some(uid_validity) = uid_validity else {
            return Err(Fault::new(FaultKind::FolderUnreadable, folder, "no UIDVALIDITY"));
        };
        let mails = told.iter().find_map(|response| response.count_of("EXISTS")).unwrap_or(0);
        Ok(Selected { uid_validity, uid_next: number("UIDNEXT").unwrap_or(0), mails })
    }

    async fn has_folder(&mut self, folder: &str) -> Result<bool, Fault> {
        let told = self.ask(&format!("LIST \"\" {}", imap::folder_name(folder))).await?;
        Ok(told.iter().any(|response| response.after("LIST").is_some()))
    }

    /// The folder that is counted by this UIDVALIDITY, if another one is: it was renamed. Looks at 200 at most.
    pub async fn folder_counted_as(&mut self, uid_validity: u32) -> Result<Option<String>, Fault> {
        let told = self.ask("LIST \"\" \"*\"").await?;
        let names: Vec<Vec<u8>> = told
            .iter()
            .filter_map(|response| response.after("LIST")?.get(2)?.bytes().map(<[u8]>::to_vec))
            .filter(|name| name.iter().all(|byte| (b' '..=b'~').contains(byte)))
            .take(200)
            .collect();
        for name in names {
            let name = String::from_utf8_lossy(&name).into_owned();
            let told = match self.ask(&format!("STATUS {} (UIDVALIDITY)", imap::quoted(&name))).await {
                Ok(told) => told,
                Err(fault) if fault.kind == FaultKind::ServerRefused => continue,
                Err(fault) => return Err(fault),
            };
            let counted = told.iter().filter_map(|response| response.after("STATUS")?.get(1)).any(|items| {
                matches!(items, Value::List(items) if items.iter().filter_map(Value::number).any(|n| n == uid_validity))
            });
            if counted {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// Numbers of the mails that meet the criteria, in order.
    pub async fn search(&mut self, criteria: &str) -> Result<Vec<u32>, Fault> {
        let told = self.ask(&format!("UID SEARCH {criteria}")).await?;
        let found: BTreeSet<u32> = told
            .iter()
            .filter_map(|response| response.after("SEARCH"))
            .flatten()
            .filter_map(Value::number)
            .collect();
        Ok(found.into_iter().collect())
    }

    /// The mails with these numbers that are there, in order.
    pub async fn listing(&mut self, set: &str) -> Result<Vec<Listing>, Fault> {
        let told = self.ask(&format!("UID FETCH {set} {IDENTIFYING}")).await?;
        let mut listed: Vec<Listing> = told
            .into_iter()
            .filter_map(Response::fetched)
            .filter_map(|mail| {
                let (uid, size_bytes) = (mail.uid?, mail.size_bytes?);
                let print = imap::print(&mail.header.unwrap_or_default(), size_bytes);
                Some(Listing { uid, size_bytes, print })
            })
            .collect();
        listed.sort_by_key(|mail| mail.uid);
        listed.dedup_by_key(|mail| mail.uid);
        Ok(listed)
    }

    /// The whole mail, or `None` when there is none with that number any more. Does not mark it.
    ///
    /// # Errors
    /// Also a mail of more than `most_bytes`, whatever size the server had told.
    pub async fn fetch(&mut self, uid: u32, most_bytes: usize) -> Result<Option<Vec<u8>>, Fault> {
        self.fetch_part(uid, "BODY.PEEK[]", most_bytes).await.map(|mail| mail.and_then(|mail| mail.whole))
    }

    /// The headers of a mail, at most `most_bytes`.
    pub async fn fetch_header(&mut self, uid: u32, most_bytes: usize) -> Result<Option<Vec<u8>>, Fault> {
        self.fetch_part(uid, &format!("BODY.PEEK[HEADER]<0.{most_bytes}>"), most_bytes)
            .await
            .map(|mail| mail.and_then(|mail| mail.header))
    }

    async fn fetch_part(&mut self, uid: u32, part: &str, most_bytes: usize) -> Result<Option<Fetched>, Fault> {
        self.limit(most_bytes.saturating_add(AROUND_BYTES));
        let tag = self.say(&format!("UID FETCH {uid} (UID {part})")).await?;
        let told = self.until(&tag, Instant::now() + WHOLE_MAIL, &[]).await;
        self.limit(ANSWER_BYTES);
        let mails = told?.into_iter().filter_map(Response::fetched).filter(|mail| mail.uid == Some(uid));
        // A flag change of the same mail may come as a response of its own.
        Ok(mails.into_iter().find(|mail| mail.whole.is_some() || mail.header.is_some()))
    }

    fn limit(&mut self, most_bytes: usize) {
        self.most_bytes = most_bytes;
        self.reader.limit(most_bytes);
    }

    /// Marks mails as read.
    pub async fn mark_seen(&mut self, uids: &[u32]) -> Result<(), Fault> {
        self.ask(&format!("UID STORE {} +FLAGS.SILENT (\\Seen)", imap::uid_set(uids))).await.map(|_| ())
    }

    /// Moves mails into a folder, which is made when it is missing. Where the server cannot move (RFC 6851), they are
    /// copied and then deleted one by number (RFC 4315); where it cannot that either, the originals stay, as read.
    pub async fn move_to(&mut self, uids: &[u32], folder: &str) -> Result<(), Fault> {
        let (set, folder) = (imap::uid_set(uids), imap::folder_name(folder));
        let verb = if self.can("MOVE") { "UID MOVE" } else { "UID COPY" };
        let moved = match self.ask(&format!("{verb} {set} {folder}")).await {
            Err(fault) if fault.kind == FaultKind::ServerRefused => {
                self.ask(&format!("CREATE {folder}")).await?;
                self.ask(&format!("{verb} {set} {folder}")).await
            }
            moved => moved,
        };
        moved?;
        if self.can("MOVE") {
            return Ok(());
        }
        match self.can("UIDPLUS") {
            true => {
                self.ask(&format!("UID STORE {set} +FLAGS.SILENT (\\Deleted \\Seen)")).await?;
                self.ask(&format!("UID EXPUNGE {set}")).await.map(|_| ())
            }
            false => self.ask(&format!("UID STORE {set} +FLAGS.SILENT (\\Seen)")).await.map(|_| ()),
        }
    }

    /// Listens until the server tells of something (RFC 2177), at most so long. A server that cannot idle is left in
    /// peace for the same time. Dropping the future leaves the session in the middle: call [`Session::rest`] then.
    pub async fn listen(&mut self, most: Duration) -> Result<Heard, Fault> {
        let deadline = Instant::now() + most;
        if !self.can("IDLE") {
            tokio::time::sleep_until(deadline).await;
            return Ok(Heard::Nothing);
        }
        if self.idle.is_none() {
            self.idle = Some(self.say("IDLE").await?);
        }
        loop {
            let Ok(response) = timeout_at(deadline, self.response(deadline + ANSWER)).await else {
                return Ok(Heard::Nothing);
            };
            let response = response?;
            match &response {
                Response::Status { tag: None, status: Status::Bye, text, .. } => {
                    return Err(self.fault(FaultKind::ConnectionLost, text));
                }
                Response::Status { tag: Some(_), .. } => {
                    // It does not idle after all: its word is not taken again.
                    self.idle = None;
                    self.capabilities.remove("IDLE");
                    return Ok(Heard::Nothing);
                }
                response if response.count_of("EXISTS").is_some() || response.count_of("RECENT").is_some() => {
                    return Ok(Heard::Something);
                }
                Response::Go(_) | Response::Status { .. } | Response::Tells(_) => {}
            }
        }
    }

    /// Ends the IDLE under way, if one is.
    pub async fn rest(&mut self) -> Result<(), Fault> {
        let Some(tag) = self.idle.take() else { return Ok(()) };
        self.write("DONE\r\n").await?;
        self.until(&tag, Instant::now() + ANSWER, &[]).await.map(|_| ())
    }

    /// Says goodbye; whether it is heard does not matter.
    pub async fn leave(mut self) {
        let _ = timeout(Duration::from_secs(3), async {
            self.rest().await?;
            self.ask("LOGOUT").await
        })
        .await;
        let _ = timeout(Duration::from_secs(1), self.stream.finish()).await;
    }

    async fn ask(&mut self, command: &str) -> Result<Vec<Response>, Fault> {
        let tag = self.say(command).await?;
        self.until(&tag, Instant::now() + ANSWER, &[]).await
    }

    /// Says one command; the tag it was given.
    async fn say(&mut self, command: &str) -> Result<String, Fault> {
        self.commands += 1;
        let tag = format!("r{}", self.commands);
        self.write(&format!("{tag} {command}\r\n")).await?;
        Ok(tag)
    }

    async fn write(&mut self, text: &str) -> Result<(), Fault> {
        match timeout(ANSWER, self.stream.write(text.as_bytes())).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(self.fault(FaultKind::ConnectionLost, &error.to_string())),
            Err(_) => Err(self.fault(FaultKind::TooSlow, "")),
        }
    }

    /// Everything told until the command of this tag has ended well. `answers` are given in turn when the server waits.
    async fn until(
        &mut self,
        tag: &str,
        deadline: Instant,
        answers: &[String],
    ) -> Result<Vec<Response>, Fault> {
        let mut told = Vec::new();
        let mut answers = answers.iter();
        let most_heard = self.heard_bytes.saturating_add(self.most_bytes).saturating_add(ANSWER_BYTES);
        loop {
            match self.response(deadline).await? {
                Response::Status { tag: Some(found), status, code, text } if found == tag => {
                    return match status {
                        Status::Ok => Ok(told),
                        Status::No | Status::Bad | Status::Bye | Status::PreAuth => {
                            let code = code.map(|code| format!("[{code}] ")).unwrap_or_default();
                            Err(self.fault(FaultKind::ServerRefused, &format!("{code}{text}")))
                        }
                    };
                }
                Response::Status { tag: None, status: Status::Bye, text, .. } => {
                    return Err(self.fault(FaultKind::ConnectionLost, &text));
                }
                Response::Go(_) => {
                    if let Some(answer) = answers.next() {
                        self.write(&format!("{answer}\r\n")).await?;
                    }
                }
                response if told.len() < MOST_RESPONSES && self.heard_bytes <= most_heard => {
                    told.push(response)
                }
                Response::Status { .. } | Response::Tells(_) => {
                    return Err(self.fault(FaultKind::OtherProtocol, "no end to its answers"));
                }
            }
        }
    }

    async fn response(&mut self, deadline: Instant) -> Result<Response, Fault> {
        let mut buffer = vec![0; 16 * 1024];
        loop {
            match self.reader.take() {
                Ok(Some(response)) => return Ok(response),
                Ok(None) => {}
                Err(Gibberish::TooLong) => {
                    return Err(self.fault(FaultKind::OtherProtocol, "too long an answer"));
                }
                Err(Gibberish::NotImap) => return Err(self.fault(FaultKind::OtherProtocol, "")),
            }
            match timeout_at(deadline, self.stream.read(&mut buffer)).await {
                Ok(Ok(0)) => return Err(self.fault(FaultKind::ConnectionLost, "")),
                Ok(Ok(bytes)) => {
                    self.heard_bytes = self.heard_bytes.saturating_add(bytes);
                    self.reader.feed(&buffer[..bytes]);
                }
                Ok(Err(error)) => return Err(self.fault(FaultKind::ConnectionLost, &error.to_string())),
                Err(_) => return Err(self.fault(FaultKind::TooSlow, "")),
            }
        }
    }

    fn fault(&self, kind: FaultKind, detail: &str) -> Fault {
        Fault::new(kind, place(&self.server), detail)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use spine::mailbox::{Encryption, FaultKind, Server};
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    use tokio::net::{TcpListener, TcpStream};

    use super::Session;
    use crate::sockets::dial::Dialler;
    use crate::sockets::web::Allowed;

    /// Greets, and answers every SEARCH with so many lines of a megabyte, each of which would be short enough.
    async fn talk(listener: TcpListener, lines: usize) -> std::io::Result<()> {
        let (tcp, _) = listener.accept().await?;
        let mut tcp = BufReader::new(tcp);
        tcp.write_all(b"* OK hello\r\n").await?;
        let mut line = String::new();
        while tcp.read_line(&mut line).await? > 0 {
            let tag = line.split(' ').next().unwrap_or_default().to_owned();
            if line.contains("SEARCH") {
                let long = format!("* SEARCH {}\r\n", "7 ".repeat(500_000));
                for _ in 0..lines {
                    tcp.write_all(long.as_bytes()).await?;
                }
            }
            tcp.write_all(format!("{tag} OK done\r\n").as_bytes()).await?;
            line.clear();
        }
        Ok(())
    }

    async fn search(lines: usize) -> Result<Vec<u32>, FaultKind> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let server = Server { host: at.ip().to_string(), port: at.port(), encryption: Encryption::None };
        tokio::spawn(talk(listener, lines));
        let tcp = TcpStream::connect(at).await.unwrap();
        let dialler = Dialler::new(Allowed::all(), None).unwrap();
        let mut session = Session::begin(&dialler, &server, tcp).await.unwrap();
        session.search("ALL").await.map_err(|fault| fault.kind)
    }

    #[tokio::test]
    async fn a_server_that_goes_on_telling_is_not_listened_to_without_end() {
        assert_eq!(search(3).await, Ok(vec![7]));
        assert_eq!(search(12).await, Err(FaultKind::OtherProtocol), "together they are too much");
    }
}
