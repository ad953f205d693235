//! Reads every account's event log on for what is urgent, and calls the next person when nobody came.

use db::Db;
use office::oncall;
use tokio_util::sync::CancellationToken;

use super::{blocking, next_turn};

/// Accounts and alerts looked at in one turn.
const BATCH: usize = 200;

pub async fn work(db: Db, stop: CancellationToken) {
    let mut hints = db.hints();
    loop {
        turn(&db).await;
        if !next_turn(&mut hints, &stop).await {
            return;
        }
    }
}

async fn turn(db: &Db) {
    let now_ms = db.clock().now_ms();
    let found = blocking(db, move |db| {
        db.read_everywhere(|tx| {
            Ok::<_, spine::Error>((oncall::behind(tx, BATCH)?, oncall::due(tx, now_ms, BATCH)?))
        })
    });
    let (behind, due) = match found.await {
        Some(Ok(found)) => found,
        Some(Err(error)) => return tracing::warn!(%error, "what is urgent could not be listed"),
        None => return,
    };
    for (account_id, alert_id) in due {
        if let Err(error) = db.submit(account_id, move |tx| oncall::step(tx, alert_id)).answer().await {
            tracing::error!(%error, account_id, alert_id, "nobody could be called");
        }
    }
    for account_id in behind {
        loop {
            match db.submit(account_id, oncall::catch_up).answer().await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%error, account_id, "the log could not be read for what is urgent");
                    break;
                }
            }
        }
    }
}
