//! Counts what comes from every account's event log, and fits the forecasts to it: at the first look of a day for the weeks
//! ahead, then every half hour for the rest of the day.

use db::Db;
use office::forecast;
use tokio_util::sync::CancellationToken;

use super::{blocking, is_away, next_calm_turn};

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
    let now_ms = db.clock().now_ms();
    let found = blocking(db, move |db| {
        db.read_everywhere(|tx| {
            Ok::<_, spine::Error>((forecast::behind(tx, BATCH)?, forecast::due(tx, now_ms, BATCH)?))
        })
    });
    let (behind, due) = match found.await {
        Some(Ok(found)) => found,
        Some(Err(error)) => return tracing::warn!(%error, "what comes could not be counted"),
        None => return,
    };
    for account_id in behind {
        loop {
            match db.submit(account_id, forecast::catch_up).answer().await {
                Ok(true) if !stop.is_cancelled() => {}
                Ok(_) => break,
                Err(error) => {
                    if !is_away(&error) {
                        tracing::warn!(%error, account_id, "the log could not be read for what comes");
                    }
                    break;
                }
            }
        }
    }
    for account_id in due {
        if stop.is_cancelled() {
            return;
        }
        let fitted = blocking(db, move |db| {
            let basis = db.read(account_id, forecast::basis)?;
            Ok::<_, spine::Error>(basis.fit())
        });
        let fresh = match fitted.await {
            Some(Ok(fresh)) => fresh,
            Some(Err(error)) => {
                if !is_away(&error) {
                    tracing::warn!(%error, account_id, "no forecast could be made");
                }
                continue;
            }
            None => continue,
        };
        let kept = db.submit(account_id, move |tx| forecast::keep(tx, &fresh)).answer().await;
        if let Err(error) = kept
            && !is_away(&error)
        {
            tracing::warn!(%error, account_id, "a forecast could not be kept");
        }
    }
}
