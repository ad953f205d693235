//! What leaves: mails are handed to one next hop, the relay, over kept connections. One refused recipient does not
//! cost the others the mail. See docs/decisions/0003-own-smtp-client.md for why this is not `lettre`.

mod connection;
mod url;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use spine::mailbox::{Connect, Fault, Station, Submission};
use tokio::sync::Semaphore;
use tokio::time::Instant;
pub use wire::smtp::Reply;
use wire::smtp::outgoing::{speakable, stuffed};

use self::connection::{Connection, Failure};
use self::url::Hop;
pub use self::url::RelayUrlFault;
use crate::sockets::dial::Dialler;

/// Connections to the relay at once.
const MAX_CONNECTIONS: usize = 5;
/// A kept connection is closed after this long without a mail.
const KEEP: Duration = Duration::from_secs(30);
/// A connection is closed after this many mails: some relays count.
const MAX_MAILS: usize = 100;

/// What the relay made of one mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handed {
    /// The relay has taken the mail over for these.
    pub accepted: Vec<String>,
    /// These it refused, for now or for good, in its words.
    pub refused: Vec<(String, Reply)>,
    /// Why nothing was heard of the others, in one line: worth another try, with the same Message-ID, because the
    /// relay may have taken the mail before the connection was lost.
    pub error: Option<String>,
}

/// The next hop of everything that leaves, and its kept connections.
pub struct Relay {
    shared: Arc<Shared>,
}

struct Shared {
    hop: Hop,
    limits: Limits,
    places: Semaphore,
    kept: Mutex<Kept>,
}

/// How long the relay may take.
#[derive(Debug, Clone, Copy)]
struct Limits {
    connect: Duration,
    command: Duration,
    data: Duration,
}

const LIMITS: Limits = Limits {
    connect: Duration::from_secs(30),
    command: Duration::from_secs(60),
    data: Duration::from_secs(300),
};

/// While somebody waits.
const TRIAL_LIMITS: Limits = Limits {
    connect: Duration::from_secs(10),
    command: Duration::from_secs(10),
    data: Duration::from_secs(10),
};

#[derive(Default)]
struct Kept {
    connections: Vec<(Connection, Instant)>,
    /// A task is closing what stays unused.
    watched: bool,
}

impl Relay {
    /// `smtp://user:password@host:port` or `smtps://…`, with `?tls=none`, `?tls=opportunistic` or `?tls=required`,
    /// `&ca=FILE` (a PEM file to trust in place of the public authorities) and `&name=HOST` (said in EHLO). Without
    /// `tls`, `smtp://` takes STARTTLS where it is offered, and with a password demands it. Ports: 465 for `smtps`,
    /// 587 with a password, else 25. Connects to nothing yet.
    ///
    /// # Errors
    /// One line that never shows the password.
    pub fn from_url(url: &str) -> Result<Relay, RelayUrlFault> {
        Ok(Relay::to(url::read(url)?, LIMITS))
    }

    /// The sending server of a mailbox. Connects to nothing yet.
    ///
    /// # Errors
    /// A host that is none.
    pub fn for_mailbox(
        dialler: &Dialler,
        connect: &Connect,
        smtp: &Submission,
        token: Option<&str>,
    ) -> Result<Relay, Fault> {
        Ok(Relay::to(Hop::of_mailbox(dialler, connect, smtp, token)?, LIMITS))
    }

    /// Connects and signs in, and says goodbye.
    ///
    /// # Errors
    /// The station it came to, and why no further.
    pub async fn try_out(&self) -> Result<(), (Station, Fault)> {
        match Connection::open(&self.shared.hop, TRIAL_LIMITS).await {
            Ok(connection) => {
                connection.quit().await;
                Ok(())
            }
            Err(trouble) => Err(trouble.told(&self.shared.hop)),
        }
    }

    fn to(hop: Hop, limits: Limits) -> Relay {
        let places = Semaphore::new(MAX_CONNECTIONS);
        Relay { shared: Arc::new(Shared { hop, limits, places, kept: Mutex::default() }) }
    }

    /// Hands one mail over. `from` is empty for `<>`; `raw` is the whole message, line ends of any kind. Every
    /// recipient comes out accepted, refused, or in neither list with an `error`.
    /// Dropping the future gives the mail up; its connection is closed.
    pub async fn send(&self, from: &str, to: &[String], raw: &[u8]) -> Handed {
        let mut handed = Handed::default();
        let to = self.writable(from, to, &mut handed);
        if to.is_empty() {
            return handed;
        }
        let Ok(_place) = self.shared.places.acquire().await else { return handed };
        let text = stuffed(raw);
        let locally_refused = handed.refused.len();
        if let Some(mut connection) = self.kept() {
            let sent = connection.transmit(from, &to, &text, raw.is_ascii(), &mut handed).await;
            match sent {
                // The relay had closed it meanwhile: nothing of this mail was taken, so a new one is no second try.
                Err(failure) if failure.nothing_was_taken => {
                    handed.accepted.clear();
                    handed.refused.truncate(locally_refused);
                }
                sent => {
                    self.settle(sent, connection, &mut handed);
                    return handed;
                }
            }
        }
        match Connection::open(&self.shared.hop, self.shared.limits).await {
            Ok(mut connection) => {
                let sent = connection.transmit(from, &to, &text, raw.is_ascii(), &mut handed).await;
                self.settle(sent, connection, &mut handed);
            }
            Err(trouble) => handed.error = Some(trouble.to_string()),
        }
        handed
    }

    fn settle(&self, sent: Result<(), Failure>, connection: Connection, handed: &mut Handed) {
        match sent {
            Ok(()) => self.keep(connection),
            Err(failure) => handed.error = Some(failure.trouble.to_string()),
        }
    }

    /// The recipients that can be written in a command; the others are refused here.
    fn writable(&self, from: &str, to: &[String], handed: &mut Handed) -> Vec<String> {
        let from_is_bad = !from.is_empty() && !speakable(from);
        let mut good = Vec::with_capacity(to.len());
        for address in to {
            let refusal = if from_is_bad {
                Some(Reply::new(553, "5.1.7", "the sender is not an e-mail address"))
            } else if !speakable(address) {
                Some(Reply::new(553, "5.1.3", "not an e-mail address"))
            } else {
                None
            };
            match refusal {
                Some(reply) => handed.refused.push((address.clone(), reply)),
                None if good.contains(address) => {}
                None => good.push(address.clone()),
            }
        }
        good
    }

    fn kept(&self) -> Option<Connection> {
        let mut kept = self.shared.kept();
        let (connection, since) = kept.connections.pop()?;
        (since.elapsed() < KEEP).then_some(connection)
    }

    fn keep(&self, connection: Connection) {
        if connection.mails() >= MAX_MAILS {
            tokio::spawn(connection.quit());
            return;
        }
        let mut kept = self.shared.kept();
        kept.connections.push((connection, Instant::now()));
        if !kept.watched {
            kept.watched = true;
            tokio::spawn(close_unused(Arc::downgrade(&self.shared)));
        }
    }
}

impl Shared {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says goodbye on connections nothing was sent on for a while; ends when none is left or the relay is dropped.
async fn close_unused(shared: Weak<Shared>) {
    loop {
        tokio::time::sleep(KEEP / 2).await;
        let Some(shared) = shared.upgrade() else { return };
        let unused = {
            let mut kept = shared.kept();
            let (unused, used) = kept.connections.drain(..).partition(|(_, since)| since.elapsed() >= KEEP);
            kept.connections = used;
            kept.watched = !kept.connections.is_empty();
            let unused: Vec<(Connection, Instant)> = unused;
            (unused, kept.watched)
        };
        for (connection, _) in unused.0 {
            tokio::spawn(connection.quit());
        }
        if !unused.1 {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
