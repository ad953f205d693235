//! Reads every account's event log on for the figures.

use db::Db;
use office::kpi;
use tokio_util::sync::CancellationToken;

use super::{blocking, next_calm_turn};

/// Accounts looked at in one turn.
const BATCH: usize = 200;

pub async fn work(db: Db, stop: CancellationToken) {
    let mut hints = db.hints();
    loop {
        turn(&db, &stop).await;
        if !next_calm_turn(&mut hints, &stop).await {
            return;
        }
    }
}

async fn turn(db: &Db, stop: &CancellationToken) {
    let found = blocking(db, |db| db.read_everywhere(|tx| kpi::behind(tx, BATCH)));
    let behind = match found.await {
        Some(Ok(behind)) => behind,
        Some(Err(error)) => return tracing::warn!(%error, "accounts could not be listed to count"),
        None => return,
    };
    for account_id in behind {
        while !stop.is_cancelled() {
            match db.submit(account_id, kpi::catch_up).answer().await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%error, account_id, "the log could not be read for the figures");
                    break;
                }
            }
        }
    }
}
