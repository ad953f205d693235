//! What the SMTP and LMTP doors ask: whose address this is, and to keep a mail for good.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use db::Db;
use spine::inbox::{self, Channel};
use spine::intake::{self, Accept};

use crate::sockets::smtp::{Accepted, Envelope, Mailroom, Rcpt};

/// The mailroom of one store.
pub struct Desk {
    db: Db,
    /// Whose an address was a moment ago, and when that was looked up.
    known: Mutex<HashMap<String, (Instant, Owner)>>,
}

/// Account and inbox.
type Owner = (i64, i64);

/// How long what RCPT found serves the mail that follows; the act that stores it looks again in any case.
const KNOWN_FOR: Duration = Duration::from_secs(10);
/// Addresses remembered at most.
const KNOWN_MOST: usize = 1_000;

impl Mailroom for Desk {
    async fn ready(&self) -> bool {
        true
    }

    async fn recipient(&self, address: &str) -> Rcpt {
        match self.look_up(address).await {
            Ok(Some(_)) => Rcpt::Accept,
            Ok(None) => Rcpt::Unknown,
            Err(error) => {
                tracing::warn!(%error, "an address could not be looked up");
                Rcpt::Unavailable
            }
        }
    }

    async fn accept(&self, envelope: Envelope, message: Vec<u8>) -> Vec<Accepted> {
        let db = self.db.clone();
        let kept = match message.len() <= db::INLINE_BYTES {
            true => Ok(db.keep(&message)),
            false => tokio::task::spawn_blocking(move || db.keep(&message)).await,
        };
        let kept = match kept {
            Ok(Ok(kept)) => kept,
            Ok(Err(error)) => {
                tracing::error!(%error, "a mail could not be kept");
                return vec![Accepted::Unavailable; envelope.recipients.len()];
            }
            Err(_) => return vec![Accepted::Unavailable; envelope.recipients.len()],
        };
        kernel::fail::point("accept.kept");
        let envelope = Arc::new(envelope);
        let mut under_way = Vec::with_capacity(envelope.recipients.len());
        for recipient in &envelope.recipients {
            let whose = self.whose(recipient).await;
            under_way.push(match whose {
                Ok(Some((account_id, inbox_id))) => {
                    let accept = Accept {
                        channel: Channel::Email,
                        inbox_id,
                        sender: envelope.from.clone(),
                        recipient: recipient.clone(),
                        remote: envelope.remote.to_string(),
                        helo: envelope.helo.clone(),
                        kept: kept.clone(),
                    };
                    Ok(self.db.submit_first(account_id, move |tx| {
                        // Whose the address was at RCPT may have changed since.
                        match inbox::at_address(tx, &accept.recipient)? == Some((account_id, inbox_id)) {
                            true => intake::accept(tx, accept),
                            false => Err(spine::Error::Missing("inbox")),
                        }
                    }))
                }
                Ok(None) => Err(Accepted::Refused("no such inbox any more".to_owned())),
                Err(_) => Err(Accepted::Unavailable),
            });
        }
        let mut answers = Vec::with_capacity(under_way.len());
        for act in under_way {
            answers.push(match act {
                Err(refused) => refused,
                Ok(act) => match act.answer().await {
                    Ok(_) => Accepted::Stored,
                    Err(spine::Error::Missing(_)) => Accepted::Refused("no such inbox any more".to_owned()),
                    Err(error) => {
                        tracing::error!(%error, "a mail could not be written down");
                        Accepted::Unavailable
                    }
                },
            });
        }
        kernel::fail::point("accept.durable");
        answers
    }
}

impl Desk {
    pub fn of(db: Db) -> Self {
        Self { db, known: Mutex::default() }
    }

    /// Whose an address is that RCPT has found.
    async fn whose(&self, address: &str) -> Result<Option<Owner>, spine::Error> {
        if let Some((at, owner)) = self.lock().get(address)
            && at.elapsed() < KNOWN_FOR
        {
            return Ok(Some(*owner));
        }
        self.look_up(address).await
    }

    async fn look_up(&self, address: &str) -> Result<Option<Owner>, spine::Error> {
        let (db, asked) = (self.db.clone(), address.to_owned());
        let found = tokio::task::spawn_blocking(move || db.read_everywhere(|tx| inbox::at_address(tx, &asked)))
            .await
            .unwrap_or_else(|_| Err(db::Error::Unavailable("the look-up was interrupted".to_owned()).into()))?;
        let mut known = self.lock();
        if known.len() >= KNOWN_MOST {
            known.clear();
        }
        match found {
            Some(owner) => known.insert(address.to_owned(), (Instant::now(), owner)),
            None => known.remove(address),
        };
        Ok(found)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, (Instant, Owner)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
