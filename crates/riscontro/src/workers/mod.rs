//! What a node does by itself: reads what arrived, hands over what leaves, watches the clock.

pub mod intake;
pub mod outbox;
pub mod timers;

use std::time::Duration;

use db::{Db, Hint};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

/// A worker looks at least this often, whatever hints it got.
const PULSE: Duration = Duration::from_millis(250);

/// Waits for something to be committed, for the pulse, or for the end (`false`).
pub(crate) async fn next_turn(hints: &mut broadcast::Receiver<Hint>, stop: &CancellationToken) -> bool {
    tokio::select! {
        () = stop.cancelled() => return false,
        () = tokio::time::sleep(PULSE) => {}
        _ = hints.recv() => {}
    }
    // Many hints are one reason to look.
    while !matches!(
        hints.try_recv(),
        Err(broadcast::error::TryRecvError::Empty | broadcast::error::TryRecvError::Closed)
    ) {}
    !stop.is_cancelled()
}

/// Runs blocking work of the store off the async threads.
pub(crate) async fn blocking<R: Send + 'static>(
    db: &Db,
    work: impl FnOnce(&Db) -> R + Send + 'static,
) -> Option<R> {
    let db = db.clone();
    tokio::task::spawn_blocking(move || work(&db)).await.ok()
}
