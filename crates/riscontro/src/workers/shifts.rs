//! Reads every account's event log on for presence, which is held against the shifts people were told.

use db::Db;
use office::shift;
use tokio_util::sync::CancellationToken;

use super::{blocking, next_turn};

/// Accounts looked at in one turn.
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
    let behind = blocking(db, |db| db.read_everywhere(|tx| shift::behind(tx, BATCH)));
    let behind = match behind.await {
        Some(Ok(behind)) => behind,
        Some(Err(error)) => return tracing::warn!(%error, "accounts with presence to read could not be listed"),
        None => return,
    };
    for account_id in behind {
        loop {
            match db.submit(account_id, shift::catch_up).answer().await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%error, account_id, "the log could not be read for presence");
                    break;
                }
            }
        }
    }
}
