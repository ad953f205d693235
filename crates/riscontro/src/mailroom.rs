//! What the SMTP and LMTP doors ask: whose address this is, and to keep a mail for good.

use std::sync::Arc;

use db::Db;
use spine::inbox::{self, Channel};
use spine::intake::{self, Accept};

use crate::sockets::smtp::{Accepted, Envelope, Mailroom, Rcpt};

/// The mailroom of one store.
pub struct Desk {
    pub db: Db,
}

impl Mailroom for Desk {
    async fn ready(&self) -> bool {
        true
    }

    async fn recipient(&self, address: &str) -> Rcpt {
        match self.whose(address).await {
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
                    Ok(self.db.submit_first(account_id, move |tx| intake::accept(tx, accept)))
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
    async fn whose(&self, address: &str) -> Result<Option<(i64, i64)>, spine::Error> {
        let (db, address) = (self.db.clone(), address.to_owned());
        tokio::task::spawn_blocking(move || db.read_everywhere(|tx| inbox::at_address(tx, &address)))
            .await
            .unwrap_or_else(|_| Err(db::Error::Unavailable("the look-up was interrupted".to_owned()).into()))
    }
}
