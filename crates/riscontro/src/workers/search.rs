//! Makes older messages searchable after an upgrade, a hundred at a time, beside everything else.

use std::time::Duration;

use db::Db;
use spine::{conversation, search};
use tokio_util::sync::CancellationToken;

use super::{blocking, is_away};

/// Accounts worked on in one round.
const ACCOUNTS: usize = 100;
/// Between two rounds, so that mail goes first.
const REST: Duration = Duration::from_millis(20);
/// After something went wrong.
const AGAIN: Duration = Duration::from_secs(10);

pub async fn work(db: Db, stop: CancellationToken) {
    let round = async {
        loop {
            let found = blocking(&db, |db| db.read_everywhere(|tx| search::behind(tx, ACCOUNTS))).await;
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
            tokio::time::sleep(REST).await;
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = round => {}
    }
}
