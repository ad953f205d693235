//! Watches the inboxes: sends probes when they are due, judges every inbox once a minute, tells what is wrong, and
//! forgets what services posted long ago.

use db::Db;
use spine::{company, health, hook, inbox, intake};
use tokio_util::sync::CancellationToken;

use super::blocking;

/// Inboxes are judged this often.
const EVERY_MS: i64 = 60_000;
/// Marks of what was posted are tidied up this often.
const TIDY_EVERY_MS: i64 = 3_600_000;
/// Probes sent in one turn.
const BATCH: usize = 50;

pub async fn work(db: Db, stop: CancellationToken) {
    let (mut judged_at_ms, mut tidied_at_ms) = (None, None);
    loop {
        let now_ms = db.clock().now_ms();
        let due = |at_ms: Option<i64>, every_ms| at_ms.is_none_or(|at_ms| (now_ms - at_ms).abs() >= every_ms);
        send_probes(&db, now_ms).await;
        if due(judged_at_ms, EVERY_MS) {
            judged_at_ms = Some(now_ms);
            judge_all(&db).await;
        }
        if due(tidied_at_ms, TIDY_EVERY_MS) {
            tidied_at_ms = Some(now_ms);
            if let Err(error) = db.submit(0, move |tx| hook::forget(tx, now_ms)).answer().await {
                tracing::warn!(%error, "marks of posted mail could not be tidied up");
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(super::PULSE) => {}
        }
    }
}

async fn send_probes(db: &Db, now_ms: i64) {
    let due = blocking(db, move |db| db.read_everywhere(|tx| health::probes_due(tx, now_ms, BATCH))).await;
    let due = match due {
        Some(Ok(due)) => due,
        Some(Err(error)) => return tracing::warn!(%error, "probes that are due could not be listed"),
        None => return,
    };
    for (account_id, inbox_id) in due {
        let sent = db.submit(account_id, move |tx| {
            let inbox = inbox::find(tx, inbox_id)?;
            health::probe(tx, &inbox)
        });
        if let Err(error) = sent.answer().await {
            tracing::error!(%error, account_id, inbox_id, "a probe could not be sent");
        }
    }
}

async fn judge_all(db: &Db) {
    let accounts = match blocking(db, |db| db.read_everywhere(company::all)).await {
        Some(Ok(accounts)) => accounts,
        Some(Err(error)) => return tracing::warn!(%error, "the accounts could not be listed"),
        None => return,
    };
    for account_id in accounts {
        if let Err(error) = judge(db, account_id).await {
            tracing::warn!(%error, account_id, "the inboxes could not be judged");
        }
    }
}

/// Looks in a snapshot; writes only where something changed.
async fn judge(db: &Db, account_id: i64) -> Result<(), spine::Error> {
    let look = move |db: &Db| {
        db.read(account_id, |tx| {
            let open = health::open_incidents(tx)?;
            let mut changed = Vec::new();
            for inbox in inbox::list(tx)? {
                let facts = intake::standing(tx, &inbox)?.facts;
                let watch = health::watch(tx, inbox.id)?;
                let mut now: Vec<_> =
                    health::troubles(&watch, &facts).into_iter().map(|trouble| trouble.kind).collect();
                let mut told: Vec<_> = open
                    .iter()
                    .filter(|incident| incident.inbox_id == inbox.id)
                    .map(|incident| incident.kind)
                    .collect();
                now.sort_unstable();
                told.sort_unstable();
                if now != told {
                    changed.push((inbox, facts));
                }
            }
            Ok::<_, spine::Error>(changed)
        })
    };
    let Some(changed) = blocking(db, look).await else { return Ok(()) };
    for (inbox, facts) in changed? {
        db.submit(account_id, move |tx| health::judge(tx, &inbox, &facts)).answer().await?;
    }
    Ok(())
}
