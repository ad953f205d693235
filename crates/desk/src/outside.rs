//! What pages ask of the world outside: answered by whoever opens sockets, which the desk never does.

use std::pin::Pin;

use spine::mailbox::{Connect, MailboxReport};

/// An answer that comes later.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The world outside, as far as a page needs it while somebody waits. Every call ends by itself within seconds.
pub trait Outside: Send + Sync {
    /// Walks the stations of a mailbox: name, port, certificate, sign-in, folder, and the sending server's. Reads
    /// and sends nothing.
    fn test_mailbox(&self, connect: Connect) -> Later<'_, MailboxReport>;
}

/// What a desk in a test is told of the world: every station passes, or the one of a host named `FAULT.CODE.invalid`
/// (as in `sign-in.sign_in_refused.invalid`) fails so.
#[cfg(test)]
pub(crate) struct Told;

#[cfg(test)]
impl Outside for Told {
    fn test_mailbox(&self, connect: Connect) -> Later<'_, MailboxReport> {
        use spine::mailbox::{Fault, FaultKind, Outcome, Station, Step};
        let host = connect.imap.host;
        let mut asked = host.split('.');
        let (at, kind) = (asked.next().unwrap_or_default().replace('-', "_"), asked.next().unwrap_or_default());
        let kind = FaultKind::of_code(kind).filter(|_| host.ends_with(".invalid"));
        let mut failed = false;
        let steps = Station::ALL
            .into_iter()
            .map(|station| {
                let outcome = match (failed, kind) {
                    (true, _) => Outcome::NotReached,
                    (false, Some(kind)) if station.name() == at => {
                        failed = true;
                        Outcome::Failed(Fault::new(kind, host.clone(), "as told"))
                    }
                    (false, _) if station == Station::Folder => Outcome::Found { messages: 12, unseen: 3 },
                    (false, _) => Outcome::Passed,
                };
                Step { station, outcome }
            })
            .collect();
        Box::pin(std::future::ready(MailboxReport { steps }))
    }
}
