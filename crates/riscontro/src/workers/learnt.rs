//! Learns from every account's conversations, once a day, which skill a new one takes.

use db::Db;
use spine::routing::learnt;
use tokio_util::sync::CancellationToken;

use super::{blocking, is_away, next_calm_turn};

/// Accounts looked at in one turn.
const BATCH: usize = 200;
/// Between two looks for accounts whose day is over, by the clock.
const REST_MS: i64 = 60_000;

pub async fn work(db: Db, stop: CancellationToken) {
    let mut hints = db.hints();
    let mut next_ms = i64::MIN;
    loop {
        let now_ms = db.clock().now_ms();
        if now_ms >= next_ms {
            turn(&db, now_ms, &stop).await;
            next_ms = now_ms + REST_MS;
        }
        if !next_calm_turn(&mut hints, &stop).await {
            return;
        }
    }
}

async fn turn(db: &Db, now_ms: i64, stop: &CancellationToken) {
    let due = match blocking(db, move |db| db.read_everywhere(|tx| learnt::due(tx, now_ms, BATCH))).await {
        Some(Ok(due)) => due,
        Some(Err(error)) => return tracing::warn!(%error, "accounts that could learn could not be listed"),
        None => return,
    };
    for account_id in due {
        if stop.is_cancelled() {
            return;
        }
        let fitted = blocking(db, move |db| {
            let known = db.read(account_id, learnt::gather)?;
            Ok::<_, spine::Error>(known.fit())
        });
        let done = match fitted.await {
            Some(Ok(fresh)) => db.submit(account_id, move |tx| learnt::keep(tx, &fresh)).answer().await,
            Some(Err(error)) => Err(error),
            None => continue,
        };
        if let Err(error) = done
            && !is_away(&error)
        {
            tracing::warn!(%error, account_id, "nothing could be learnt from what was answered");
        }
    }
}
