//! Makes messages searchable: those that came in lately, behind the act that received them and a second or two later at
//! most; and older ones after an upgrade. Beside everything else, a hundred at a time.

use std::time::Duration;

use db::Db;
use spine::{conversation, intake, search};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{blocking, is_away, next_turn};

/// Accounts worked on in one round.
const ACCOUNTS: usize = 100;
/// Between two rounds, so that mail goes first and words of several messages are written together.
const REST: Duration = Duration::from_millis(250);
/// While mail waits to be read its words wait too, but no longer than this.
const LATEST: Duration = Duration::from_secs(1);
/// Between two rounds of older messages.
const BREATH: Duration = Duration::from_millis(20);
/// After something went wrong.
const AGAIN: Duration = Duration::from_secs(10);

pub async fn work(db: Db, stop: CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = older(&db) => {}
    }
    let mut hints = db.hints();
    let mut last = Instant::now();
    while next_turn(&mut hints, &stop).await {
        let mut more = true;
        while more && !stop.is_cancelled() && (!mail_waits(&db).await || last.elapsed() >= LATEST) {
            more = newly_come(&db).await;
            last = Instant::now();
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(REST) => {}
        }
    }
}

async fn mail_waits(db: &Db) -> bool {
    let now_ms = db.clock().now_ms();
    let waiting = blocking(db, move |db| db.read_everywhere(|tx| intake::waiting(tx, now_ms, 1))).await;
    matches!(waiting, Some(Ok(waiting)) if !waiting.is_empty())
}

/// One round of every account with something to do; whether there is more.
async fn newly_come(db: &Db) -> bool {
    let done = blocking(db, |db| {
        let mut more = false;
        for account_id in db.read_everywhere(|tx| search::queues(tx, ACCOUNTS))? {
            more |= conversation::index_queued(db, account_id)?;
        }
        Ok::<_, spine::Error>(more)
    });
    match done.await {
        Some(Ok(more)) => more,
        Some(Err(error)) => {
            if !is_away(&error) {
                tracing::error!(%error, "messages could not be made searchable");
            }
            false
        }
        None => false,
    }
}

/// Everything that was stored before there was a search.
async fn older(db: &Db) {
    loop {
        let found = blocking(db, |db| db.read_everywhere(|tx| search::behind(tx, ACCOUNTS))).await;
        let Some(Ok(behind)) = found else {
            tokio::time::sleep(AGAIN).await;
            continue;
        };
        if behind.is_empty() {
            return;
        }
        for account_id in behind {
            match db.submit(account_id, conversation::make_searchable).answer().await {
                Ok(true) => {}
                Ok(false) => tracing::info!(account_id, "everything is searchable"),
                Err(error) => {
                    if !is_away(&error) {
                        tracing::error!(%error, account_id, "older messages could not be made searchable");
                    }
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
        tokio::time::sleep(BREATH).await;
    }
}
