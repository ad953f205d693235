//! Signs what leaves with the keys of its domain, and asks the DNS what it says of our domains when somebody wants to
//! know.

use std::sync::Arc;

use db::Db;
use doors::email::authenticity::{self, Resolver};
use doors::email::signature::{Algorithm, Signer};
use kernel::address;
use spine::domain;
use spine::outbox::Envelope;
use tokio_util::sync::CancellationToken;

use super::{blocking, next_calm_turn};

/// Domains asked in one turn.
const BATCH: usize = 10;

/// The mail with every signature its domain's keys give. A key that cannot be used costs its signature, not the mail.
/// Blocks.
pub fn signed(db: &Db, account_id: i64, mut envelope: Envelope) -> Envelope {
    let sender = address::domain(&envelope.from);
    let keys = match db.read(account_id, |tx| domain::signing_keys(tx, &sender)) {
        Ok(keys) => keys,
        Err(error) => {
            tracing::warn!(%error, account_id, "the signing keys could not be read");
            return envelope;
        }
    };
    let sealer = db.sealer();
    for key in keys {
        let Some(algorithm) = Algorithm::of_name(&key.algorithm) else { continue };
        let made = key.private(&sealer).map_err(|error| error.to_string()).and_then(|private| {
            Signer::new(&key.domain, &key.selector, algorithm, &private)
                .and_then(|signer| signer.sign(&envelope.raw))
                .map_err(|error| error.to_string())
        });
        match made {
            Ok(raw) => envelope.raw = raw,
            Err(error) => tracing::error!(error, account_id, selector = key.selector, "a mail leaves unsigned"),
        }
    }
    envelope
}

/// Asks for the records of domains somebody wants to see.
pub async fn work(db: Db, resolver: Arc<Resolver>, stop: CancellationToken) {
    let mut hints = db.hints();
    loop {
        let due = blocking(&db, |db| db.read_everywhere(|tx| domain::checks_due(tx, BATCH))).await;
        for (account_id, name) in due.and_then(Result::ok).unwrap_or_default() {
            if let Err(error) = check(&db, &resolver, account_id, name).await {
                tracing::warn!(%error, account_id, "what the DNS says could not be written down");
            }
        }
        if !next_calm_turn(&mut hints, &stop).await {
            return;
        }
    }
}

async fn check(db: &Db, resolver: &Resolver, account_id: i64, name: String) -> Result<(), spine::Error> {
    let of = name.clone();
    let keys = blocking(db, move |db| db.read(account_id, domain::keys)).await;
    let selectors: Vec<String> = keys
        .and_then(Result::ok)
        .unwrap_or_default()
        .into_iter()
        .filter(|key| key.domain == of)
        .map(|key| key.selector)
        .collect();
    let found = authenticity::records(resolver, &name, &selectors).await;
    db.submit(account_id, move |tx| domain::note_found(tx, &name, &found)).answer().await
}
