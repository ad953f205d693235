//! Sends the reports whose hour has come. What they tell is counted from a snapshot; the turn of each is taken in the
//! transaction that writes its mails.

use db::Db;
use office::mailing;
use tokio_util::sync::CancellationToken;

use super::{blocking, next_calm_turn};

/// Mailings sent in one turn.
const BATCH: usize = 50;

pub async fn work(db: Db, stop: CancellationToken) {
    let mut hints = db.hints();
    loop {
        turn(&db).await;
        if !next_calm_turn(&mut hints, &stop).await {
            return;
        }
    }
}

async fn turn(db: &Db) {
    let now_ms = db.clock().now_ms();
    let found = blocking(db, move |db| db.read_everywhere(|tx| mailing::due(tx, now_ms, BATCH)));
    let due = match found.await {
        Some(Ok(due)) => due,
        Some(Err(error)) => return tracing::warn!(%error, "reports to send could not be listed"),
        None => return,
    };
    for (account_id, mailing_id) in due {
        let counted = blocking(db, move |db| db.read(account_id, |tx| mailing::prepare(tx, mailing_id)));
        let prepared = match counted.await {
            Some(Ok(Some(prepared))) => prepared,
            Some(Ok(None)) | None => continue,
            Some(Err(error)) => {
                tracing::error!(%error, account_id, mailing_id, "a report could not be counted");
                // What cannot be counted today is not tried all day long; a store that is away is.
                if !matches!(error, spine::Error::Store(_)) {
                    let why = error.to_string();
                    let kept = db.submit(account_id, move |tx| mailing::fail(tx, mailing_id, &why));
                    if let Err(error) = kept.answer().await {
                        tracing::error!(%error, account_id, mailing_id, "that a report failed could not be kept");
                    }
                }
                continue;
            }
        };
        if let Err(error) = db.submit(account_id, move |tx| mailing::send(tx, &prepared)).answer().await {
            tracing::error!(%error, account_id, mailing_id, "a report could not be sent");
        }
    }
}
