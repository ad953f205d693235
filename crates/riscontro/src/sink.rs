//! A mail server that keeps what it is given, for the demo and for tests: nothing leaves the machine.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::sockets::smtp::{Accepted, Envelope, ListenerSettings, Mailroom, Rcpt, serve};

/// One mail that arrived here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caught {
    pub envelope: Envelope,
    pub raw: Vec<u8>,
}

/// The last so many mails are kept …
const MAX_MAILS: usize = 1000;
/// … as long as they are no larger together; the newest always is.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// A running sink; it stops when dropped.
pub struct Sink {
    addr: SocketAddr,
    tray: Arc<Tray>,
    stop: CancellationToken,
    serving: Option<JoinHandle<()>>,
}

struct Tray {
    kept: Mutex<Kept>,
    /// How many mails ever arrived.
    arrived: watch::Sender<u64>,
}

#[derive(Default)]
struct Kept {
    mails: VecDeque<Caught>,
    bytes: usize,
    refusals: Vec<Refusal>,
}

struct Refusal {
    address: String,
    code: u16,
    text: String,
    times: usize,
}

impl Sink {
    /// Listens on `addr` (port 0: any free one). Must be called inside a Tokio runtime.
    ///
    /// # Errors
    /// The address cannot be listened on.
    pub async fn start(addr: SocketAddr) -> io::Result<Sink> {
        let listener = TcpListener::bind(addr).await?;
        let addr = listener.local_addr()?;
        let tray = Arc::new(Tray { kept: Mutex::default(), arrived: watch::Sender::new(0) });
        let stop = CancellationToken::new();
        let settings = ListenerSettings { hostname: "sink".to_owned(), ..ListenerSettings::default() };
        let serving = tokio::spawn(serve(listener, settings, Arc::clone(&tray), stop.clone()));
        Ok(Sink { addr, tray, stop, serving: Some(serving) })
    }

    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What to write as `smtp_relay_url` to have everything end here.
    pub fn relay_url(&self) -> String {
        format!("smtp://{}?tls=none", self.addr)
    }

    /// The mails kept, oldest first.
    pub fn messages(&self) -> Vec<Caught> {
        self.tray.kept().mails.iter().cloned().collect()
    }

    /// Takes the mails kept out, oldest first.
    pub fn take(&self) -> Vec<Caught> {
        let mut kept = self.tray.kept();
        kept.bytes = 0;
        kept.mails.drain(..).collect()
    }

    /// The first kept mail that fits, waiting for it at most so long.
    pub async fn wait_for(&self, fits: impl Fn(&Caught) -> bool, at_most: Duration) -> Option<Caught> {
        let mut arrived = self.tray.arrived.subscribe();
        let found = async {
            loop {
                arrived.borrow_and_update();
                let found = self.tray.kept().mails.iter().find(|caught| fits(caught)).cloned();
                if found.is_some() || arrived.changed().await.is_err() {
                    return found;
                }
            }
        };
        tokio::time::timeout(at_most, found).await.ok().flatten()
    }

    /// The next so many RCPT commands for `address` are refused: `code` between 400 and 599, `text` with an enhanced
    /// code in front if one is wanted (`"5.1.1 unknown"`).
    pub fn refuse(&self, address: &str, code: u16, text: &str, times: usize) {
        let refusal = Refusal { address: address.to_owned(), code, text: text.to_owned(), times };
        self.tray.kept().refusals.push(refusal);
    }

    /// Stops and waits until every session has ended.
    pub async fn stop(mut self) {
        self.stop.cancel();
        if let Some(serving) = self.serving.take() {
            let _ = serving.await;
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl Tray {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mailroom for Tray {
    async fn ready(&self) -> bool {
        true
    }

    async fn recipient(&self, address: &str) -> Rcpt {
        let mut kept = self.kept();
        let refusal = kept
            .refusals
            .iter_mut()
            .find(|refusal| refusal.times > 0 && refusal.address.eq_ignore_ascii_case(address));
        match refusal {
            Some(refusal) => {
                refusal.times -= 1;
                Rcpt::Refused { code: refusal.code, enhanced: String::new(), text: refusal.text.clone() }
            }
            None => Rcpt::Accept,
        }
    }

    async fn accept(&self, envelope: Envelope, message: Vec<u8>) -> Vec<Accepted> {
        let answers = vec![Accepted::Stored; envelope.recipients.len()];
        {
            let mut kept = self.kept();
            kept.bytes += message.len();
            kept.mails.push_back(Caught { envelope, raw: message });
            while kept.mails.len() > MAX_MAILS || (kept.bytes > MAX_BYTES && kept.mails.len() > 1) {
                let oldest = kept.mails.pop_front();
                kept.bytes -= oldest.map_or(0, |caught| caught.raw.len());
            }
        }
        self.arrived.send_modify(|arrived| *arrived += 1);
        answers
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::sockets::relay::Relay;

    const SOON: Duration = Duration::from_secs(10);

    #[tokio::test]
    async fn what_is_sent_is_caught_and_can_be_waited_for() {
        let sink = Sink::start("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let relay = Relay::from_url(&sink.relay_url()).unwrap();
        let to = ["anna@example.it".to_owned()];
        let waiting = sink.wait_for(|caught| caught.raw.ends_with(b"due\r\n"), SOON);
        let sending = async {
            relay.send("", &to, b"Subject: uno\r\n\r\nuno\r\n").await;
            relay.send("", &to, b"Subject: due\r\n\r\ndue\r\n").await
        };
        let (caught, handed) = tokio::join!(waiting, sending);
        assert_eq!(handed.accepted, to);
        assert_eq!(caught.unwrap().envelope.recipients, to);
        assert_eq!(sink.messages().len(), 2);
        sink.stop().await;
    }

    #[tokio::test]
    async fn the_oldest_mails_make_room() {
        let tray = Tray { kept: Mutex::default(), arrived: watch::Sender::new(0) };
        let envelope = Envelope {
            from: String::new(),
            recipients: vec!["a@b.it".to_owned()],
            helo: String::new(),
            remote: "127.0.0.1".parse().unwrap(),
            tls: false,
            smtputf8: false,
        };
        for _ in 0..MAX_MAILS + 5 {
            tray.accept(envelope.clone(), vec![0; 10]).await;
        }
        let size = || {
            let kept = tray.kept();
            (kept.mails.len(), kept.bytes)
        };
        assert_eq!(size(), (MAX_MAILS, MAX_MAILS * 10));
        tray.accept(envelope, vec![0; MAX_BYTES + 1]).await;
        assert_eq!(size(), (1, MAX_BYTES + 1));
    }
}
