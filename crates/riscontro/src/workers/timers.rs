//! Watches the clock: warns before a promise falls due, breaks it when it is past, brings back what was put aside.

use db::Db;
use spine::{conversation, outbox, promise};
use tokio_util::sync::CancellationToken;

use super::blocking;

/// Things done in one turn of each kind.
const BATCH: usize = 200;

pub async fn work(db: Db, stop: CancellationToken) {
    loop {
        turn(&db).await;
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(super::PULSE) => {}
        }
    }
}

async fn turn(db: &Db) {
    let now_ms = db.clock().now_ms();
    let found = blocking(db, move |db| {
        db.read_everywhere(|tx| {
            Ok::<_, spine::Error>((
                promise::due(tx, now_ms, BATCH)?,
                promise::warnings_due(tx, now_ms, BATCH)?,
                conversation::to_return(tx, now_ms, BATCH)?,
            ))
        })
    })
    .await;
    let (due, to_warn, to_return) = match found {
        Some(Ok(found)) => found,
        Some(Err(error)) => {
            tracing::warn!(%error, "the timers could not be read");
            return;
        }
        None => return,
    };
    let mut under_way = Vec::new();
    for (account_id, promise_id) in to_warn {
        under_way.push(db.submit(account_id, move |tx| promise::warn(tx, promise_id)));
    }
    for (account_id, promise_id) in due {
        under_way.push(db.submit(account_id, move |tx| outbox::breach(tx, promise_id)));
    }
    for (account_id, conversation_id) in to_return {
        under_way.push(db.submit(account_id, move |tx| promise::come_back(tx, conversation_id).map(|_| ())));
    }
    for act in under_way {
        if let Err(error) = act.answer().await {
            tracing::error!(%error, "a timer could not be served");
        }
    }
}
