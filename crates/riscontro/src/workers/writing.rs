//! Lets scheduled answers leave at their moment, and sweeps what was begun and never used: uploads no message named,
//! old idempotency keys, raw bytes past their term.

use db::Db;
use spine::{Error, company, intake, scheduled};
use tokio_util::sync::CancellationToken;

use super::blocking;

/// Answers let go in one turn.
const BATCH: usize = 200;
const SWEEP_EVERY_MS: i64 = 3_600_000;
/// Steps of one account in which raw bytes go, each hour: 100,000 arrivals.
const STEPS: usize = 500;

pub async fn work(db: Db, stop: CancellationToken) {
    let mut sweep_at_ms = 0;
    loop {
        leave(&db).await;
        let now_ms = db.clock().now_ms();
        if now_ms >= sweep_at_ms {
            sweep_at_ms = now_ms + SWEEP_EVERY_MS;
            sweep(&db).await;
            let_bytes_go(&db, &stop).await;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(super::PULSE) => {}
        }
    }
}

async fn leave(db: &Db) {
    let now_ms = db.clock().now_ms();
    let due = blocking(db, move |db| db.read_everywhere(|tx| scheduled::due(tx, now_ms, BATCH))).await;
    let due = match due {
        Some(Ok(due)) => due,
        Some(Err(error)) => {
            tracing::warn!(%error, "scheduled answers could not be read");
            return;
        }
        None => return,
    };
    for (account_id, id) in due {
        let left = db.submit(account_id, move |tx| scheduled::leave(tx, id)).answer().await;
        let held = match left {
            Ok(()) => continue,
            Err(Error::Refused(_) | Error::Conflict(_) | Error::Missing(_)) => {
                db.submit(account_id, move |tx| scheduled::refused(tx, id)).answer().await
            }
            Err(error @ Error::Store(_)) => Err(error),
        };
        if let Err(error) = held {
            tracing::error!(%error, "a scheduled answer could not leave");
        }
    }
}

async fn sweep(db: &Db) {
    let accounts = blocking(db, |db| db.read_everywhere(company::all)).await;
    let Some(Ok(accounts)) = accounts else { return };
    for account_id in accounts {
        let swept = db.submit(account_id, |tx| {
            desk::api::sweep_keys(tx)?;
            scheduled::sweep_uploads(tx)
        });
        match swept.answer().await {
            Ok(0) => {}
            Ok(uploads) => tracing::info!(uploads, "uploads nobody used were forgotten"),
            Err(error) => tracing::warn!(%error, "old uploads could not be swept"),
        }
    }
}

/// Lets raw bytes past their term go, a step at a time, so that nobody who writes waits for long.
async fn let_bytes_go(db: &Db, stop: &CancellationToken) {
    let accounts = blocking(db, |db| db.read_everywhere(company::all)).await;
    let Some(Ok(accounts)) = accounts else { return };
    for account_id in accounts {
        for _ in 0..STEPS {
            match db.submit(account_id, intake::let_bytes_go).answer().await {
                Ok(true) if !stop.is_cancelled() => {}
                Ok(_) => break,
                Err(error) => {
                    tracing::warn!(%error, account_id, "raw bytes past their term could not be let go");
                    break;
                }
            }
        }
    }
}
