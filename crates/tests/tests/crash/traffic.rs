//! What goes on at the desk while things break: customers' mail servers on kept connections that try until they get
//! `250`, and an agent's program that answers. Everything they were told is written down.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{JoinHandle, park_timeout, spawn};
use std::time::Duration;

use ring::digest;
use serde_json::{Value, json};
use tests::http::Client;
use tests::letter::{Letter, letter};
use tests::program::INBOX;
use tests::relay::Relay;
use tests::smtp::{Reply, Session, stuffed};

use super::dice::Dice;
use super::process::{Doorplate, Process};

/// Mail servers that send at once.
pub const SENDERS: u64 = 4;
/// Between two tries when nobody answers the door or the mail was put off.
const AGAIN: Duration = Duration::from_millis(10);
/// Between two answers of the agent.
const ONE_ANSWER: Duration = Duration::from_millis(30);

/// One mail that was answered `250`.
#[derive(Clone, Debug)]
pub struct Sent {
    pub from: String,
    /// Without its angle brackets.
    pub message_id: String,
    /// The mail that began the conversation, when this one goes on with it.
    pub follows: Option<String>,
    /// SHA-256 of each attachment.
    pub files: BTreeSet<String>,
}

/// What the outside was told.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub sent: Vec<Sent>,
    /// The one word in each answer the API took with `201` that no other has.
    pub answers: Vec<String>,
    /// Every other answer SMTP gave.
    pub put_off: BTreeSet<String>,
    /// Every other status the API gave.
    pub turned_down: BTreeSet<u16>,
}

/// People who write until they are told to stop.
pub struct Traffic {
    shared: Arc<Shared>,
    people: Vec<JoinHandle<()>>,
}

struct Shared {
    doorplate: Doorplate,
    relay: Arc<Relay>,
    token: String,
    stop: AtomicBool,
    /// Nobody begins a mail while this many were answered `250`.
    at_most: AtomicUsize,
    told: Mutex<Told>,
}

impl Traffic {
    pub fn begin(process: &Process, seed: u64) -> Self {
        let shared = Arc::new(Shared {
            doorplate: process.doorplate.clone(),
            relay: Arc::clone(&process.relay),
            token: process.token().to_owned(),
            stop: AtomicBool::new(false),
            at_most: AtomicUsize::new(usize::MAX),
            told: Mutex::default(),
        });
        let mut people: Vec<JoinHandle<()>> = (0..SENDERS)
            .map(|sender| {
                let shared = Arc::clone(&shared);
                spawn(move || mail_server(&shared, sender, Dice::new(seed ^ sender)))
            })
            .collect();
        people.push({
            let shared = Arc::clone(&shared);
            spawn(move || agent(&shared, Dice::new(seed ^ SENDERS)))
        });
        Self { shared, people }
    }

    /// How many mails were answered `250` so far.
    pub fn accepted(&self) -> usize {
        lock(&self.shared.told).sent.len()
    }

    /// Lets so many further mails in, give or take those under way, and then nobody writes: what fills up is a disk
    /// and not the time of whoever waits.
    pub fn allow(&self, more: usize) {
        self.shared.at_most.store(self.accepted() + more, Ordering::Relaxed);
    }

    /// Every answer SMTP gave so far that was not `250`.
    pub fn put_off(&self) -> BTreeSet<String> {
        lock(&self.shared.told).put_off.clone()
    }

    /// Begins no further mail, brings each that was begun to its `250`, and says what everybody was told.
    #[track_caller]
    pub fn end(self) -> Told {
        self.shared.stop.store(true, Ordering::Relaxed);
        for person in self.people {
            assert!(person.join().is_ok(), "somebody who wrote fell over");
        }
        lock(&self.shared.told).clone()
    }
}

fn lock(told: &Mutex<Told>) -> MutexGuard<'_, Told> {
    told.lock().unwrap_or_else(PoisonError::into_inner)
}

fn mail_server(shared: &Shared, sender: u64, mut dice: Dice) {
    let mut session = None;
    let mut own: Vec<Sent> = Vec::new();
    for turn in 0_u64.. {
        if shared.stop.load(Ordering::Relaxed) {
            return;
        }
        if lock(&shared.told).sent.len() >= shared.at_most.load(Ordering::Relaxed) {
            park_timeout(AGAIN);
            continue;
        }
        let mail = write(shared, &mut dice, &own, &format!("cliente-{sender}-{turn}@clienti.example"));
        insist(shared, &mut session, &mail);
        lock(&shared.told).sent.push(mail.sent.clone());
        own.push(mail.sent);
    }
}

struct Mail {
    sent: Sent,
    recipients: Vec<String>,
    bytes: Vec<u8>,
}

/// Most are short; some carry files, some too large for a row; some answer what we wrote; some name an address twice.
fn write(shared: &Shared, dice: &mut Dice, own: &[Sent], from: &str) -> Mail {
    let recipients = vec![INBOX.to_owned()];
    let plain = |letter: Letter, from: &str, follows: Option<String>| Mail {
        sent: Sent {
            from: from.to_owned(),
            message_id: bare(&letter.message_id()),
            follows,
            files: BTreeSet::new(),
        },
        recipients: recipients.clone(),
        bytes: letter.bytes(),
    };
    let question = letter(from, INBOX, "Dov'è il mio pacco?", &format!("Buongiorno, sono {from}."));
    match dice.between(1, 100) {
        1..=10 => with_files(dice, question, from, &[(260_000, 420_000)]),
        11..=18 => with_files(dice, question, from, &[(100, 9_000), (1, 2_000)]),
        19..=22 => {
            let mut mail = plain(question, from, None);
            mail.recipients.push(INBOX.replace('@', "+ordine@"));
            mail
        }
        23..=36 if !own.is_empty() => {
            let earlier = &own[dice.between(0, own.len() as u64 - 1) as usize];
            let first = earlier.follows.clone().unwrap_or_else(|| earlier.message_id.clone());
            match shared.relay.mails_to(&earlier.from).pop() {
                Some(received) => {
                    let text = format!("E ancora: dov'è? {}", dice.next());
                    let reply = letter(&earlier.from, INBOX, "", &text).in_reply_to(&received);
                    plain(reply, &earlier.from, Some(first))
                }
                None => plain(question, from, None),
            }
        }
        _ => plain(question, from, None),
    }
}

fn with_files(dice: &mut Dice, question: Letter, from: &str, sizes: &[(u64, u64)]) -> Mail {
    let mut body = "--limite\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nVedi allegato.\r\n".to_owned();
    let mut files = BTreeSet::new();
    for (turn, (least, most)) in sizes.iter().enumerate() {
        let count = dice.between(*least, *most) as usize;
        let bytes = dice.bytes(count);
        let _ = write!(
            body,
            "--limite\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\
             Content-Disposition: attachment; filename=\"foto-{turn}.bin\"\r\n\r\n{}\r\n",
            base64(&bytes)
        );
        files.insert(sha256(&bytes));
    }
    body.push_str("--limite--");
    let letter =
        question.without("Content-Transfer-Encoding").with_body("multipart/mixed; boundary=\"limite\"", &body);
    Mail {
        sent: Sent { from: from.to_owned(), message_id: bare(&letter.message_id()), follows: None, files },
        recipients: vec![INBOX.to_owned()],
        bytes: letter.bytes(),
    }
}

/// Tries until the mail was answered `250`, as a mail server does.
fn insist(shared: &Shared, session: &mut Option<Session>, mail: &Mail) {
    loop {
        match shared.doorplate.doors().map(|doors| one_try(session, doors.smtp, mail)) {
            Some(Ok(reply)) if reply.code == 250 => return,
            Some(Ok(reply)) => {
                let said = format!("{} {}", reply.code, reply.text());
                lock(&shared.told).put_off.insert(said);
            }
            // Nobody there, or gone in the middle of it: nothing was said.
            Some(Err(_)) | None => {}
        }
        *session = None;
        park_timeout(AGAIN);
    }
}

fn one_try(kept: &mut Option<Session>, at: std::net::SocketAddr, mail: &Mail) -> std::io::Result<Reply> {
    let session = match kept {
        Some(session) => session,
        None => {
            let session = kept.insert(Session::try_open(at)?);
            session.try_raw(b"EHLO posta.example\r\n")?;
            session.try_reply()?;
            session
        }
    };
    let mut commands = format!("MAIL FROM:<{}>\r\n", mail.sent.from);
    for recipient in &mail.recipients {
        let _ = write!(commands, "RCPT TO:<{recipient}>\r\n");
    }
    commands.push_str("DATA\r\n");
    session.try_raw(commands.as_bytes())?;
    for _ in 0..mail.recipients.len() + 2 {
        let reply = session.try_reply()?;
        if reply.code >= 400 {
            return Ok(reply);
        }
    }
    session.try_raw(&stuffed(&mail.bytes))?;
    session.try_reply()
}

/// Answers one conversation after another through the API, each under a key of its own until it is taken.
fn agent(shared: &Shared, mut dice: Dice) {
    while !shared.stop.load(Ordering::Relaxed) {
        if let Some(conversation) = some_conversation(shared, &mut dice) {
            let word = format!("risposta-{:016x}", dice.next());
            let body = json!({ "kind": "reply", "text": format!("Il pacco è in viaggio. ({word})") });
            let path = format!("/api/v1/conversations/{conversation}/messages");
            until_taken(shared, &path, &word, &body);
            lock(&shared.told).answers.push(word);
        }
        park_timeout(ONE_ANSWER);
    }
}

fn some_conversation(shared: &Shared, dice: &mut Dice) -> Option<String> {
    let client = Client::to(shared.doorplate.doors()?.http).with_token(&shared.token);
    let listed = client.try_send("GET", "/api/v1/conversations?limit=20", &[], &[]).ok()?;
    if listed.status != 200 {
        lock(&shared.told).turned_down.insert(listed.status);
        return None;
    }
    let page: Value = serde_json::from_slice(&listed.body).ok()?;
    let conversations = page["data"].as_array().filter(|page| !page.is_empty())?;
    let chosen = &conversations[dice.between(0, conversations.len() as u64 - 1) as usize];
    chosen["id"].as_str().map(str::to_owned)
}

fn until_taken(shared: &Shared, path: &str, key: &str, body: &Value) {
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    loop {
        if let Some(doors) = shared.doorplate.doors() {
            let client = Client::to(doors.http).with_token(&shared.token);
            match client.try_send("POST", path, &headers, body.to_string().as_bytes()) {
                Ok(answer) if answer.status == 201 => return,
                Ok(answer) => {
                    lock(&shared.told).turned_down.insert(answer.status);
                }
                Err(_) => {}
            }
        }
        park_timeout(AGAIN);
    }
}

fn bare(message_id: &str) -> String {
    message_id.trim_matches(['<', '>']).to_owned()
}

fn sha256(bytes: &[u8]) -> String {
    digest::digest(&digest::SHA256, bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// In lines of 76 (RFC 2045 section 6.8).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len() * 3 / 2);
    for (turn, three) in bytes.chunks(3).enumerate() {
        if turn > 0 && turn % 19 == 0 {
            out.push_str("\r\n");
        }
        let group = (0..3).fold(0_u32, |group, at| group << 8 | u32::from(*three.get(at).unwrap_or(&0)));
        for at in 0..4 {
            let digit = DIGITS[(group >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= three.len() as u32 { char::from(digit) } else { '=' });
        }
    }
    out
}
