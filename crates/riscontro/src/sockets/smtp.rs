//! The mail door: a listener for SMTP or LMTP over a [`Mailroom`] that answers for addresses and stores mails.
//! Sessions are bounded in number, time and memory; a stop lets a mail that is coming in come to its end.

use std::collections::HashMap;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_rustls::{TlsAcceptor, TlsStream};
use tokio_util::sync::CancellationToken;
pub use wire::smtp::{Accepted, Rcpt};
use wire::smtp::{Dialogue, Dismissal, Next, Protocol, Rules};

use super::stream::Stream;

/// What the sending side said about a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Empty for `<>`.
    pub from: String,
    /// As given, plus-tags included; at least one.
    pub recipients: Vec<String>,
    /// The name the sending side gave itself.
    pub helo: String,
    pub remote: IpAddr,
    /// The mail came encrypted.
    pub tls: bool,
    /// The sender asked for SMTPUTF8, or an address is not ASCII.
    pub smtputf8: bool,
}

/// Who answers for addresses and keeps mails.
pub trait Mailroom: Send + Sync + 'static {
    /// Whether a mail could be stored now; `false` is `451 4.3.0` at MAIL.
    fn ready(&self) -> impl Future<Output = bool> + Send;

    /// Whether mail for this address is taken.
    fn recipient(&self, address: &str) -> impl Future<Output = Rcpt> + Send;

    /// Stores a mail durably: one answer a recipient, in their order. [`Accepted::Stored`] is a promise that a crash
    /// right after it loses nothing.
    fn accept(&self, envelope: Envelope, message: Vec<u8>) -> impl Future<Output = Vec<Accepted>> + Send;
}

/// Bounds of one listener.
#[derive(Debug, Clone)]
pub struct ListenerSettings {
    /// The name this server greets with.
    pub hostname: String,
    /// LMTP in place of SMTP.
    pub lmtp: bool,
    pub max_message_bytes: usize,
    /// Header section alone.
    pub max_header_bytes: usize,
    /// Accepted recipients of one mail; RFC 5321 asks for 100 at least.
    pub max_recipients: usize,
    pub max_connections: usize,
    /// Of one IPv4 address, or one /64 of IPv6.
    pub max_connections_per_address: usize,
    /// Wrong commands in a row before a session ends.
    pub max_errors: u32,
    /// Bytes of mails being received and stored, all sessions together; at least two mails fit whatever it says.
    pub max_bytes_in_flight: usize,
    /// A mail waits for memory this long before it is put off with `451 4.3.1`.
    pub wait_for_memory: Duration,
    /// A session that says nothing for this long ends.
    pub idle: Duration,
    /// The certificate of STARTTLS; without it STARTTLS is not offered.
    pub tls: Option<Arc<rustls::ServerConfig>>,
}

impl Default for ListenerSettings {
    fn default() -> ListenerSettings {
        ListenerSettings {
            hostname: "localhost".to_owned(),
            lmtp: false,
            max_message_bytes: 35 * 1024 * 1024,
            max_header_bytes: 1024 * 1024,
            max_recipients: 100,
            max_connections: 1000,
            max_connections_per_address: 50,
            max_errors: 20,
            max_bytes_in_flight: 128 * 1024 * 1024,
            wait_for_memory: Duration::from_secs(5),
            idle: Duration::from_secs(300),
            tls: None,
        }
    }
}

/// Memory for mails is handed out in pieces of this size.
const PIECE_BYTES: usize = 64 * 1024;
/// Read at once; what an idle session costs.
const READ_BYTES: usize = 16 * 1024;
/// The whole text of one mail takes no longer than this.
const WHOLE_MAIL: Duration = Duration::from_secs(30 * 60);
const HANDSHAKE: Duration = Duration::from_secs(30);
/// After a stop, a mail that is coming in has this long to be stored and answered.
const GRACE: Duration = Duration::from_secs(8);
/// How long the last reply may stay unread before the connection is cut.
const LINGER: Duration = Duration::from_millis(300);

/// Serves until `stop`, then takes no new connections, sends idle sessions away (`421 4.3.2`), lets mails that are
/// coming in be stored (at most 8 s), and returns when every session has ended.
pub async fn serve<M: Mailroom>(
    listener: TcpListener,
    settings: ListenerSettings,
    mailroom: Arc<M>,
    stop: CancellationToken,
) {
    let house = Arc::new(House::open(settings, mailroom, stop.clone()));
    let mut sessions = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, remote)) => match house.seat(remote.ip().to_canonical()) {
                    Some(seat) => {
                        sessions.spawn(Session::begin(stream, seat).run());
                    }
                    None => house.turn_away(stream),
                },
                Err(error) => {
                    tracing::warn!(%error, "a mail connection could not be taken");
                    // Out of file handles, most likely: the next try would fail at once.
                    let _ = timeout(Duration::from_millis(100), stop.cancelled()).await;
                }
            },
            Some(ended) = sessions.join_next() => note(ended),
        }
    }
    drop(listener);
    let all = async {
        while let Some(ended) = sessions.join_next().await {
            note(ended);
        }
    };
    if timeout(GRACE, all).await.is_err() {
        house.last_call.cancel();
    }
    while let Some(ended) = sessions.join_next().await {
        note(ended);
    }
}

fn note(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a mail session broke");
    }
}

/// What the sessions of one listener share.
struct House<M> {
    rules: Arc<Rules>,
    idle: Duration,
    wait_for_memory: Duration,
    tls: Option<TlsAcceptor>,
    mailroom: Arc<M>,
    stop: CancellationToken,
    /// The grace after the stop is over.
    last_call: CancellationToken,
    /// Free pieces of memory.
    pieces: Arc<Semaphore>,
    max_connections: usize,
    max_connections_per_address: usize,
    seats: Mutex<Seats>,
}

#[derive(Default)]
struct Seats {
    taken: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A session's right to be there, given back when dropped.
struct Seat<M> {
    house: Arc<House<M>>,
    remote: IpAddr,
}

impl<M: Mailroom> House<M> {
    fn open(settings: ListenerSettings, mailroom: Arc<M>, stop: CancellationToken) -> House<M> {
        let bytes = settings.max_bytes_in_flight.max(settings.max_message_bytes.saturating_mul(2));
        House {
            rules: Arc::new(Rules {
                hostname: settings.hostname,
                protocol: if settings.lmtp { Protocol::Lmtp } else { Protocol::Smtp },
                starttls: settings.tls.is_some(),
                max_message_bytes: settings.max_message_bytes,
                max_header_bytes: settings.max_header_bytes,
                max_recipients: settings.max_recipients,
                max_errors: settings.max_errors,
            }),
            idle: settings.idle,
            wait_for_memory: settings.wait_for_memory,
            tls: settings.tls.map(TlsAcceptor::from),
            mailroom,
            stop,
            last_call: CancellationToken::new(),
            pieces: Arc::new(Semaphore::new((bytes / PIECE_BYTES + 2).min(Semaphore::MAX_PERMITS))),
            max_connections: settings.max_connections,
            max_connections_per_address: settings.max_connections_per_address,
            seats: Mutex::default(),
        }
    }

    fn seat(self: &Arc<Self>, remote: IpAddr) -> Option<Seat<M>> {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let here = seats.by_address.get(&neighbourhood(remote)).copied().unwrap_or(0);
        if seats.taken >= self.max_connections || here >= self.max_connections_per_address {
            return None;
        }
        seats.taken += 1;
        seats.by_address.insert(neighbourhood(remote), here + 1);
        Some(Seat { house: Arc::clone(self), remote })
    }

    /// The buffer of a new connection has room for a line: nothing waits here.
    fn turn_away(&self, stream: TcpStream) {
        let line = format!("421 4.7.0 {} too many connections, try again later\r\n", self.rules.hostname);
        if let Ok(mut stream) = stream.into_std() {
            let _ = stream.write(line.as_bytes());
        }
    }
}

impl<M> Drop for Seat<M> {
    fn drop(&mut self) {
        let mut seats = self.house.seats.lock().unwrap_or_else(PoisonError::into_inner);
        seats.taken -= 1;
        let address = neighbourhood(self.remote);
        match seats.by_address.get_mut(&address) {
            Some(here) if *here > 1 => *here -= 1,
            _ => {
                seats.by_address.remove(&address);
            }
        }
    }
}

/// One household of IPv6 has a /64 of addresses.
fn neighbourhood(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
    }
}

struct Session<M> {
    seat: Seat<M>,
    stream: Stream,
    dialogue: Dialogue,
    /// Memory held for the mail being received.
    room: Option<OwnedSemaphorePermit>,
    /// When the text of the mail being received began.
    since: Option<Instant>,
}

/// What waiting for the other side brought.
enum Came {
    Bytes(usize),
    Nothing(Dismissal),
    Hangup,
}

impl<M: Mailroom> Session<M> {
    fn begin(stream: TcpStream, seat: Seat<M>) -> Session<M> {
        let _ = stream.set_nodelay(true);
        let dialogue = Dialogue::new(Arc::clone(&seat.house.rules));
        Session { seat, stream: Stream::Clear(stream), dialogue, room: None, since: None }
    }

    async fn run(mut self) {
        // A connection that breaks is the other side's business; it will come back.
        let _ = self.converse().await;
    }

    async fn converse(&mut self) -> io::Result<()> {
        let house = Arc::clone(&self.seat.house);
        let mut buffer = vec![0; READ_BYTES];
        let (mut start, mut end) = (0, 0);
        loop {
            if house.stop.is_cancelled() && !self.dialogue.receiving() {
                self.dialogue.dismiss(Dismissal::Stopping);
            }
            let mut input = &buffer[start..end];
            let next = self.dialogue.step(&mut input);
            start = end - input.len();
            match next {
                Next::Read => {
                    self.make_room().await;
                    self.send().await?;
                    match self.wait(&mut buffer).await? {
                        Came::Bytes(bytes) => (start, end) = (0, bytes),
                        Came::Nothing(why) => self.dialogue.dismiss(why),
                        Came::Hangup => return Ok(()),
                    }
                }
                Next::Sender => {
                    let ready = house.mailroom.ready().await;
                    self.dialogue.sender(ready);
                }
                Next::Recipient(address) => {
                    let verdict = house.mailroom.recipient(&address).await;
                    self.dialogue.recipient(verdict);
                }
                Next::Mail(mail) => {
                    self.store(mail).await;
                    // Said at once: what is said late may be stored twice.
                    self.send().await?;
                }
                Next::StartTls => {
                    self.send().await?;
                    self.shake_hands().await?;
                }
                Next::Close => {
                    self.send().await?;
                    return self.part(&mut buffer).await;
                }
            }
        }
    }

    async fn store(&mut self, mail: wire::smtp::Mail) {
        let house = Arc::clone(&self.seat.house);
        let envelope = Envelope {
            from: mail.from,
            recipients: mail.recipients,
            helo: mail.helo,
            remote: self.seat.remote,
            tls: self.stream.is_tls(),
            smtputf8: mail.smtputf8,
        };
        let verdicts = tokio::select! {
            verdicts = house.mailroom.accept(envelope, mail.message) => verdicts,
            () = house.last_call.cancelled() => Vec::new(),
        };
        self.dialogue.stored(verdicts);
        (self.room, self.since) = (None, None);
    }

    /// Takes memory for what the mail has grown to, or puts the mail off.
    async fn make_room(&mut self) {
        let held = self.dialogue.held_bytes();
        if held == 0 {
            self.room = None;
            return;
        }
        let have = self.room.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let more = (held / PIECE_BYTES + 1).saturating_sub(have);
        if more == 0 {
            return;
        }
        let pieces = u32::try_from(more).unwrap_or(u32::MAX);
        let wanted = Arc::clone(&self.seat.house.pieces).acquire_many_owned(pieces);
        match timeout(self.seat.house.wait_for_memory, wanted).await {
            Ok(Ok(permit)) => match &mut self.room {
                Some(room) => room.merge(permit),
                None => self.room = Some(permit),
            },
            Ok(Err(_)) | Err(_) => {
                tracing::warn!("a mail was put off: too many bytes of mail in flight");
                self.dialogue.overload();
                self.room = None;
            }
        }
    }

    async fn send(&mut self) -> io::Result<()> {
        let replies = self.dialogue.take_replies();
        if replies.is_empty() {
            return Ok(());
        }
        let house = &self.seat.house;
        tokio::select! {
            biased;
            written = timeout(house.idle, self.stream.write(&replies)) => written?,
            () = house.last_call.cancelled() => Err(io::ErrorKind::TimedOut.into()),
        }
    }

    async fn wait(&mut self, buffer: &mut [u8]) -> io::Result<Came> {
        let house = &self.seat.house;
        let receiving = self.dialogue.receiving();
        let now = Instant::now();
        let mut until = now + house.idle;
        if receiving {
            until = until.min(*self.since.get_or_insert(now) + WHOLE_MAIL);
        } else {
            self.since = None;
        }
        let ending = if receiving { &house.last_call } else { &house.stop };
        tokio::select! {
            bytes = self.stream.read(buffer) => Ok(match bytes? {
                0 => Came::Hangup,
                bytes => Came::Bytes(bytes),
            }),
            () = ending.cancelled() => Ok(Came::Nothing(Dismissal::Stopping)),
            () = sleep_until(until) => Ok(Came::Nothing(Dismissal::Idle)),
        }
    }

    async fn shake_hands(&mut self) -> io::Result<()> {
        let house = &self.seat.house;
        let (Some(acceptor), Some(stream)) = (&house.tls, self.stream.take_clear()) else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let stream = tokio::select! {
            stream = timeout(HANDSHAKE, acceptor.accept(stream)) => stream??,
            () = house.stop.cancelled() => return Ok(()),
        };
        self.stream = Stream::Tls(Box::new(TlsStream::Server(stream)));
        self.dialogue.secured();
        Ok(())
    }

    /// Closes so that the last reply arrives: a socket closed with bytes unread would take it back.
    async fn part(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        let unread = async {
            self.stream.finish().await?;
            while self.stream.read(buffer).await? > 0 {}
            Ok(())
        };
        match &self.seat.house.stop {
            stop if stop.is_cancelled() => Ok(()),
            _ => timeout(LINGER, unread).await.unwrap_or(Ok(())),
        }
    }
}

#[cfg(test)]
mod tests;
