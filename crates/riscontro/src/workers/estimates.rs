//! Works out beforehand how long answers take, so that a promise made in the writer has only a row to read. Inboxes whose
//! promises are by policy cost nothing.

use std::collections::HashMap;
use std::time::Duration;

use db::Db;
use spine::inbox;
use spine::promise::estimate::{self, Known};
use tokio_util::sync::CancellationToken;

use super::{blocking, is_away, next_calm_turn};

/// Inboxes looked at in one turn, of all accounts.
const BATCH: usize = 1_000;
/// Between two turns: whoever writes within it gets the estimate of the one before.
const REST: Duration = Duration::from_millis(250);

/// What was read of each inbox today, by account and inbox.
type Read = HashMap<(i64, i64), Known>;

pub async fn work(db: Db, stop: CancellationToken) {
    let mut hints = db.hints();
    let mut read = Read::new();
    loop {
        read = turn(&db, read).await;
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(REST) => {}
        }
        if !next_calm_turn(&mut hints, &stop).await {
            return;
        }
    }
}

async fn turn(db: &Db, mut read: Read) -> Read {
    let found = blocking(db, |db| db.read_everywhere(|tx| inbox::estimated(tx, BATCH))).await;
    let inboxes = match found {
        Some(Ok(inboxes)) => inboxes,
        Some(Err(error)) => {
            if !is_away(&error) {
                tracing::warn!(%error, "inboxes with estimates could not be listed");
            }
            return read;
        }
        None => return read,
    };
    read.retain(|place, _| inboxes.contains(place));
    for (account_id, inbox_id) in inboxes {
        let known = read.remove(&(account_id, inbox_id));
        let gathered = blocking(db, move |db| {
            db.read(account_id, |tx| {
                let inbox = inbox::find(tx, inbox_id)?;
                let today = known.filter(|known| known.is_of_today(&inbox.hours, tx.now_ms()));
                let known = match today {
                    Some(known) => known,
                    None => estimate::known(tx, &inbox)?,
                };
                let fresh = estimate::gather(tx, &inbox, &known)?;
                Ok::<_, spine::Error>((known, fresh))
            })
        });
        let (known, fresh) = match gathered.await {
            Some(Ok(gathered)) => gathered,
            Some(Err(error)) => {
                if !is_away(&error) {
                    tracing::warn!(%error, account_id, inbox_id, "how long answers take could not be worked out");
                }
                continue;
            }
            None => continue,
        };
        read.insert((account_id, inbox_id), known);
        let Some(fresh) = fresh else { continue };
        let kept = db.submit(account_id, move |tx| estimate::keep(tx, &fresh)).answer().await;
        if let Err(error) = kept
            && !is_away(&error)
        {
            tracing::warn!(%error, account_id, inbox_id, "an estimate could not be kept");
        }
    }
    read
}
