//! The mailbox a company already has: a real Dovecot with it inside, and a small IMAP server that lies.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::imap::{Line, Talk};
use crate::relay::from_base64;
use crate::wait_until;

/// The password of every mailbox here.
pub const PASSWORD: &str = "segreto";

/// A mail as it lies in a folder.
#[derive(Clone, Debug)]
pub struct Lying {
    pub uid: u32,
    pub seen: bool,
    pub raw: Vec<u8>,
}

/// A running Dovecot. Dropping it ends it and removes what it kept.
pub struct Postbox {
    folder: PathBuf,
    server: Option<Child>,
    pub imap: SocketAddr,
}

impl Postbox {
    /// # Panics
    /// When it does not start.
    #[track_caller]
    pub fn open() -> Self {
        Self::open_with(None)
    }

    /// One that speaks only encrypted, with this certificate and key (PEM).
    #[track_caller]
    pub fn encrypted(certificate: &str, key: &str) -> Self {
        Self::open_with(Some((certificate, key)))
    }

    #[track_caller]
    fn open_with(certificate: Option<(&str, &str)>) -> Self {
        static TURN: AtomicU32 = AtomicU32::new(0);
        let turn = TURN.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("riscontro-postbox-{}-{turn}", std::process::id()));
        for inside in ["base", "mail"] {
            std::fs::create_dir_all(folder.join(inside)).expect("a folder of our own");
        }
        std::fs::set_permissions(folder.join("mail"), PermissionsExt::from_mode(0o777))
            .expect("our own folder");
        if let Some((certificate, key)) = certificate {
            write(&folder.join("certificate.pem"), certificate);
            write(&folder.join("key.pem"), key);
        }
        let imap =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a loopback port");
        write(&folder.join("dovecot.conf"), &configuration(&folder, imap, certificate.is_some()));
        let mut postbox = Self { folder, server: None, imap };
        postbox.start();
        postbox
    }

    #[track_caller]
    pub fn start(&mut self) {
        let mut command = Command::new("/usr/sbin/dovecot");
        command.arg("-c").arg(self.folder.join("dovecot.conf")).arg("-F").stdin(Stdio::null());
        self.server = Some(command.spawn().unwrap_or_else(|error| panic!("dovecot: {error}")));
        wait_until(&format!("Dovecot at {}", self.imap), || TcpStream::connect(self.imap).is_ok());
    }

    /// Ends the server; the mailboxes stay.
    pub fn stop(&mut self) {
        let Some(mut server) = self.server.take() else { return };
        let _ = Command::new("kill").arg(server.id().to_string()).status();
        let _ = server.wait();
    }

    /// What the server wrote down, for a story that fails.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("base/log")).unwrap_or_default()
    }

    /// Puts a mail into a folder as if it had just come.
    #[track_caller]
    pub fn put(&self, user: &str, folder: &str, raw: &[u8]) {
        self.put_on(user, folder, raw, None);
    }

    /// The same, as if it had come then: `02-Mar-2026 09:00:00 +0000`.
    #[track_caller]
    pub fn put_on(&self, user: &str, folder: &str, raw: &[u8], date: Option<&str>) {
        let date = date.map(|date| format!("\"{date}\" ")).unwrap_or_default();
        let mut talk = Talk::open(self.imap, user, PASSWORD);
        talk.write(format!("a append {folder} {date}{{{}+}}\r\n", raw.len()).as_bytes());
        talk.write(raw);
        talk.write(b"\r\n");
        talk.until_done().unwrap_or_else(|error| panic!("append: {error}"));
    }

    /// Leaves a mail in the inbox as a delivery would, without a conversation.
    #[track_caller]
    pub fn leave(&self, user: &str, raw: &[u8]) {
        static TURN: AtomicU32 = AtomicU32::new(0);
        let turn = TURN.fetch_add(1, Ordering::Relaxed);
        let fresh =
            self.folder.join("mail").join(user).join("new").join(format!("{turn}.{}.here", std::process::id()));
        std::fs::write(&fresh, raw).unwrap_or_else(|error| panic!("{}: {error}", fresh.display()));
        let owned = Command::new("chown").arg("nobody:nogroup").arg(&fresh).status();
        assert!(owned.is_ok_and(|ended| ended.success()), "Dovecot's mailboxes are nobody's");
    }

    /// Says one command in a folder; the lines that came, each with its literal.
    #[track_caller]
    pub fn say(&self, user: &str, folder: &str, command: &str) -> Vec<Line> {
        let mut talk = Talk::open(self.imap, user, PASSWORD);
        if !folder.is_empty() {
            talk.ask(&format!("select {folder}")).unwrap_or_else(|error| panic!("{folder}: {error}"));
        }
        talk.ask(command).unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Everything in a folder, in the order of its numbers.
    #[track_caller]
    pub fn folder(&self, user: &str, folder: &str) -> Vec<Lying> {
        self.say(user, folder, "uid fetch 1:* (uid flags body.peek[])")
            .into_iter()
            .filter_map(|(line, literal)| {
                let uid = line.split("UID ").nth(1)?.split([' ', ')']).next()?.parse().ok()?;
                Some(Lying { uid, seen: line.contains("\\Seen"), raw: literal? })
            })
            .collect()
    }

    /// The server counts the folder anew: another UIDVALIDITY, other numbers.
    #[track_caller]
    pub fn count_anew(&mut self, user: &str) {
        self.stop();
        let maildir = self.folder.join("mail").join(user);
        for file in std::fs::read_dir(&maildir).expect("a mailbox").map_while(Result::ok) {
            if file.file_name().to_string_lossy().starts_with("dovecot") {
                std::fs::remove_file(file.path()).expect("a file of our own");
            }
        }
        // Dovecot takes the time in seconds for its UIDVALIDITY, unless this file says what was the last.
        write(&maildir.join("dovecot-uidvalidity"), "7fffff00");
        write(&maildir.join("dovecot-uidvalidity.7fffff00"), "");
        let _ = Command::new("chown").arg("-R").arg("nobody:nogroup").arg(&maildir).status();
        self.start();
    }
}

impl Drop for Postbox {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.log());
        }
        self.stop();
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("{}: {error}", self.folder.display());
        }
    }
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn configuration(folder: &Path, imap: SocketAddr, encrypted: bool) -> String {
    let (folder, port) = (folder.display(), imap.port());
    let ssl = match encrypted {
        true => format!("ssl = required\nssl_cert = <{folder}/certificate.pem\nssl_key = <{folder}/key.pem"),
        false => "ssl = no\ndisable_plaintext_auth = no".to_owned(),
    };
    let (clear, tls) = if encrypted { (0, port) } else { (port, 0) };
    format!(
        "base_dir = {folder}/base
log_path = {folder}/base/log
listen = 127.0.0.1
protocols = imap
{ssl}
auth_mechanisms = plain login
mail_location = maildir:{folder}/mail/%n
first_valid_uid = 1
mail_max_userip_connections = 50
auth_failure_delay = 0
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/mail/%n allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    port = {clear}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
"
    )
}

/// An IMAP server that does as it is told, and lies as it is told. Every name and password opens its one folder.
pub struct Liar {
    at: SocketAddr,
    shared: Arc<Mutex<Lies>>,
}

/// What a liar has, and how it lies.
pub struct Lies {
    pub uid_validity: u32,
    /// Number and bytes, in order.
    pub mails: Vec<(u32, Vec<u8>)>,
    /// Signs in by these access tokens only (XOAUTH2).
    pub tokens: Option<Vec<String>>,
    /// Announces IDLE and then never tells of anything.
    pub says_nothing_in_idle: bool,
    /// Answers these numbers' fetches of the whole mail with NO.
    pub withholds: Vec<u32>,
    /// Tells this size for every mail.
    pub size: Option<usize>,
    /// Hangs up in the middle of the first list it is asked for.
    pub breaks_off_next_list: bool,
    /// Leaves these numbers out of what SEARCH finds.
    pub hides: Vec<u32>,
    /// Numbers that were marked as read, in order.
    pub seen: Vec<u32>,
    /// Whole mails given so far, by number.
    pub given: Vec<u32>,
    pub sessions: usize,
    closed: bool,
}

impl Liar {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        let at = listener.local_addr().expect("bound");
        let shared = Arc::new(Mutex::new(Lies {
            uid_validity: 7,
            mails: Vec::new(),
            tokens: None,
            says_nothing_in_idle: false,
            withholds: Vec::new(),
            size: None,
            breaks_off_next_list: false,
            hides: Vec::new(),
            seen: Vec::new(),
            given: Vec::new(),
            sessions: 0,
            closed: false,
        }));
        let lies = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if lock(&lies).closed {
                    return;
                }
                lock(&lies).sessions += 1;
                let lies = Arc::clone(&lies);
                std::thread::spawn(move || session(stream, &lies).unwrap_or_default());
            }
        });
        Self { at, shared }
    }

    pub fn at(&self) -> SocketAddr {
        self.at
    }

    /// What it has and how it lies, to look at or to change.
    pub fn lies(&self) -> MutexGuard<'_, Lies> {
        lock(&self.shared)
    }

    /// A mail comes, with the next number.
    pub fn put(&self, raw: &[u8]) -> u32 {
        let mut lies = self.lies();
        let uid = lies.mails.last().map_or(1, |(uid, _)| uid + 1);
        lies.mails.push((uid, raw.to_vec()));
        uid
    }
}

impl Drop for Liar {
    fn drop(&mut self) {
        self.lies().closed = true;
        // Wakes the listener so that it sees it is closed.
        drop(TcpStream::connect(self.at));
    }
}

fn lock(lies: &Mutex<Lies>) -> MutexGuard<'_, Lies> {
    lies.lock().unwrap_or_else(PoisonError::into_inner)
}

fn session(stream: TcpStream, lies: &Mutex<Lies>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    say(&mut reader, b"* OK hello\r\n")?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || lock(lies).closed {
            return Ok(());
        }
        let line = line.trim_end();
        let (tag, command) = line.split_once(' ').unwrap_or((line, ""));
        let upper = command.to_ascii_uppercase();
        let mut told = Vec::new();
        if upper == "CAPABILITY" {
            let how = if lock(lies).tokens.is_some() { "LOGINDISABLED AUTH=XOAUTH2" } else { "IDLE" };
            told.extend(format!("* CAPABILITY IMAP4rev1 {how}\r\n").bytes());
        } else if upper == "AUTHENTICATE XOAUTH2" {
            if !knows_token(&mut reader, lies)? {
                say(&mut reader, format!("{tag} NO that token is no good\r\n").as_bytes())?;
                continue;
            }
        } else if upper.starts_with("SELECT") || upper.starts_with("EXAMINE") {
            let lies = lock(lies);
            let next = lies.mails.last().map_or(1, |(uid, _)| uid + 1);
            told.extend(
                format!(
                    "* {} EXISTS\r\n* OK [UIDVALIDITY {}] counted\r\n* OK [UIDNEXT {next}] next\r\n",
                    lies.mails.len(),
                    lies.uid_validity
                )
                .bytes(),
            );
        } else if let Some(criteria) = upper.strip_prefix("UID SEARCH ") {
            told.extend(found(criteria, &lock(lies)).bytes());
        } else if let Some(asked) = upper.strip_prefix("UID FETCH ") {
            match fetched(asked, &mut lock(lies)) {
                Fetch::Given(given) => told = given,
                Fetch::Refused => {
                    say(&mut reader, format!("{tag} NO not today\r\n").as_bytes())?;
                    continue;
                }
                Fetch::BrokenOff(given) => return say(&mut reader, &given),
            }
        } else if let Some(asked) = upper.strip_prefix("UID STORE ") {
            let uids = numbers(asked.split(' ').next().unwrap_or_default());
            lock(lies).seen.extend(uids);
        } else if upper == "IDLE" {
            say(&mut reader, b"+ idling\r\n")?;
            if idle(&mut reader, lies)? {
                return Ok(());
            }
        } else if upper == "LOGOUT" {
            say(&mut reader, b"* BYE bye\r\n")?;
        }
        told.extend(format!("{tag} OK done\r\n").bytes());
        say(&mut reader, &told)?;
    }
}

/// Asks for a token; a refusal is explained first, and said after an empty line.
fn knows_token(reader: &mut BufReader<TcpStream>, lies: &Mutex<Lies>) -> std::io::Result<bool> {
    say(reader, b"+ \r\n")?;
    let mut proof = String::new();
    reader.read_line(&mut proof)?;
    let proof = String::from_utf8_lossy(&from_base64(proof.trim())).into_owned();
    let token = proof.split("auth=Bearer ").nth(1).unwrap_or_default().trim_end_matches('\x01').to_owned();
    let known = lock(lies).tokens.as_ref().is_some_and(|tokens| tokens.contains(&token));
    if !known {
        say(reader, b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")?;
        let mut nothing = String::new();
        reader.read_line(&mut nothing)?;
    }
    Ok(known)
}

/// Who issues access tokens for refresh tokens, over plain HTTP.
pub struct Issuer {
    at: SocketAddr,
    shared: Arc<Mutex<Issues>>,
}

/// What an issuer was asked, and what it says.
#[derive(Default)]
pub struct Issues {
    /// The forms it was sent.
    pub asked: Vec<String>,
    /// Status and JSON of its answers.
    pub says: (u16, String),
    closed: bool,
}

impl Issuer {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        let at = listener.local_addr().expect("bound");
        let shared: Arc<Mutex<Issues>> = Arc::default();
        let issues = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if issues.lock().unwrap_or_else(PoisonError::into_inner).closed {
                    return;
                }
                answer(stream, &issues).unwrap_or_default();
            }
        });
        Self { at, shared }
    }

    pub fn url(&self) -> String {
        format!("http://{}/token", self.at)
    }

    /// What it was asked and says, to look at or to change.
    pub fn issues(&self) -> MutexGuard<'_, Issues> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.issues().closed = true;
        // Wakes the listener so that it sees it is closed.
        drop(TcpStream::connect(self.at));
    }
}

fn answer(stream: TcpStream, issues: &Mutex<Issues>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut form = vec![0; length];
    reader.read_exact(&mut form)?;
    let (status, json) = {
        let mut issues = issues.lock().unwrap_or_else(PoisonError::into_inner);
        issues.asked.push(String::from_utf8_lossy(&form).into_owned());
        issues.says.clone()
    };
    let head = format!(
        "HTTP/1.1 {status} said\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        json.len()
    );
    reader.get_mut().write_all(head.as_bytes())?;
    reader.get_mut().write_all(json.as_bytes())
}

/// Waits for DONE, telling of new mails unless it lies; true when the client is gone.
fn idle(reader: &mut BufReader<TcpStream>, lies: &Mutex<Lies>) -> std::io::Result<bool> {
    let known = lock(lies).mails.len();
    reader.get_ref().set_read_timeout(Some(std::time::Duration::from_millis(20)))?;
    let mut told = known;
    let mut line = String::new();
    let gone = loop {
        match reader.read_line(&mut line) {
            Ok(0) => break true,
            Ok(_) => break false,
            Err(_) => {}
        }
        let (mails, silent, closed) = {
            let lies = lock(lies);
            (lies.mails.len(), lies.says_nothing_in_idle, lies.closed)
        };
        if closed {
            break true;
        }
        if mails != told && !silent {
            say(reader, format!("* {mails} EXISTS\r\n").as_bytes())?;
            told = mails;
        }
    };
    reader.get_ref().set_read_timeout(None)?;
    Ok(gone)
}

fn say(reader: &mut BufReader<TcpStream>, bytes: &[u8]) -> std::io::Result<()> {
    reader.get_mut().write_all(bytes)
}

/// Every number of a set, as far as it goes.
fn numbers(set: &str) -> Vec<u32> {
    set.split(',')
        .flat_map(|range| {
            let (from, to) = range.split_once(':').unwrap_or((range, range));
            let from: u32 = from.parse().unwrap_or(0);
            let to: u32 = to.parse().unwrap_or(100_000);
            from..=to
        })
        .collect()
}

fn found(criteria: &str, lies: &Lies) -> String {
    let uids = lies.mails.iter().map(|(uid, _)| *uid).filter(|uid| !lies.hides.contains(uid));
    let found: Vec<String> = match criteria.strip_prefix("UID ") {
        Some(set) => {
            let asked = numbers(set);
            uids.filter(|uid| asked.contains(uid)).map(|uid| uid.to_string()).collect()
        }
        None if criteria == "UNSEEN" => {
            uids.filter(|uid| !lies.seen.contains(uid)).map(|uid| uid.to_string()).collect()
        }
        None => uids.map(|uid| uid.to_string()).collect(),
    };
    format!("* SEARCH {}\r\n", found.join(" "))
}

enum Fetch {
    Given(Vec<u8>),
    Refused,
    BrokenOff(Vec<u8>),
}

fn fetched(asked: &str, lies: &mut Lies) -> Fetch {
    let (set, items) = asked.split_once(' ').unwrap_or((asked, ""));
    let wanted = numbers(set);
    let whole = items.contains("BODY.PEEK[]");
    let mails: Vec<(u32, Vec<u8>)> =
        lies.mails.iter().filter(|(uid, _)| wanted.contains(uid)).cloned().collect();
    let mut given = Vec::new();
    for (at, (uid, raw)) in mails.iter().enumerate() {
        if whole && lies.withholds.contains(uid) {
            return Fetch::Refused;
        }
        let end = raw.windows(4).position(|four| four == b"\r\n\r\n").map_or(raw.len(), |end| end + 4);
        let (name, text) = if whole { ("BODY[]", &raw[..]) } else { ("BODY[HEADER]", &raw[..end]) };
        let size = lies.size.unwrap_or(raw.len());
        let head = format!("* {} FETCH (UID {uid} RFC822.SIZE {size} {name} {{{}}}\r\n", at + 1, text.len());
        given.extend(head.bytes());
        given.extend_from_slice(text);
        given.extend_from_slice(b")\r\n");
        if whole {
            lies.given.push(*uid);
        }
        if lies.breaks_off_next_list && !whole {
            lies.breaks_off_next_list = false;
            return Fetch::BrokenOff(given);
        }
    }
    Fetch::Given(given)
}
