//! Reads every account's event log on and makes the notices of what happened.

use db::Db;
use spine::notice;
use tokio_util::sync::CancellationToken;

use super::{blocking, next_calm_turn};

/// Accounts looked at in one turn.
const BATCH: usize = 200;

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
    let behind = match blocking(db, |db| db.read_everywhere(|tx| notice::behind(tx, BATCH))).await {
        Some(Ok(behind)) => behind,
        Some(Err(error)) => {
            tracing::warn!(%error, "the logs to read for notices could not be listed");
            return;
        }
        None => return,
    };
    for account_id in behind {
        loop {
            match db.submit(account_id, notice::catch_up).answer().await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%error, account_id, "notices could not be made yet");
                    break;
                }
            }
        }
    }
}
