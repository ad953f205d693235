//! What a node does by itself: reads what arrived, hands over what leaves, watches the clock.

pub mod estimates;
pub mod files;
pub mod forecast;
pub mod health;
pub mod intake;
pub mod kpi;
pub mod learnt;
pub mod mailboxes;
pub mod mailings;
pub mod notices;
pub mod oncall;
pub mod outbox;
pub mod shifts;
pub mod signing;
pub mod push;
pub mod routing;
pub mod search;
pub mod timers;
pub mod writing;

use std::time::Duration;

use db::{Db, Hint, Tx};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

/// A worker looks at least this often, whatever hints it got.
const PULSE: Duration = Duration::from_millis(250);

/// Between two looks of a worker nobody waits for at a door: what is committed meanwhile is one reason to look.
const REST: Duration = Duration::from_millis(25);

/// The same as [`next_turn`], after a short rest.
pub(crate) async fn next_calm_turn(hints: &mut broadcast::Receiver<Hint>, stop: &CancellationToken) -> bool {
    tokio::select! {
        () = stop.cancelled() => return false,
        () = tokio::time::sleep(REST) => {}
    }
    next_turn(hints, stop).await
}

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

/// Writes until it is written: a store that is away is waited for.
///
/// # Errors
/// Whatever else the act says.
pub(crate) async fn insist<R: Send + 'static>(
    db: &Db,
    account_id: i64,
    act: impl Fn(&mut Tx<'_>) -> Result<R, spine::Error> + Clone + Send + 'static,
) -> Result<R, spine::Error> {
    let mut said = false;
    loop {
        match db.submit(account_id, act.clone()).answer().await {
            Err(error) if is_away(&error) => {
                if !said {
                    tracing::warn!(%error, account_id, "what was done will be written down once the store is back");
                }
                said = true;
                tokio::time::sleep(PULSE).await;
            }
            done => return done,
        }
    }
}

/// Whether the store is away, full or busy: nothing is wrong with what was asked of it.
pub(crate) fn is_away(error: &spine::Error) -> bool {
    matches!(error, spine::Error::Store(db::Error::Unavailable(_)))
}

/// Runs blocking work of the store off the async threads.
pub(crate) async fn blocking<R: Send + 'static>(
    db: &Db,
    work: impl FnOnce(&Db) -> R + Send + 'static,
) -> Option<R> {
    let db = db.clone();
    tokio::task::spawn_blocking(move || work(&db)).await.ok()
}
