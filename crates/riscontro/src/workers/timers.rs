//! Watches the clock: warns before a promise falls due, breaks it when it is past, brings back what was put aside.

use db::Db;
use spine::{company, complaint, conversation, outbox, promise, task};
use tokio_util::sync::CancellationToken;

use super::blocking;

/// Things done in one turn of each kind.
const BATCH: usize = 200;

/// How often it is looked whom to ask how it went.
const RATINGS_EVERY_MS: i64 = 60_000;

pub async fn work(db: Db, stop: CancellationToken) {
    let mut ratings_at_ms = 0;
    loop {
        turn(&db).await;
        let now_ms = db.clock().now_ms();
        if now_ms >= ratings_at_ms {
            ratings_at_ms = now_ms + RATINGS_EVERY_MS;
            ratings(&db).await;
        }
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
                task::to_remind(tx, now_ms, BATCH)?,
                task::late(tx, now_ms, BATCH)?,
                (complaint::follow_ups_due(tx, now_ms, BATCH)?, complaint::due_causes(tx, now_ms, BATCH)?),
                promise::progress_due(tx, now_ms, BATCH)?,
            ))
        })
    })
    .await;
    let (due, to_warn, to_return, to_remind, late, (to_follow, causes), midway) = match found {
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
    for (account_id, promise_id) in midway {
        under_way.push(db.submit(account_id, move |tx| outbox::reassure(tx, promise_id)));
    }
    for (account_id, conversation_id) in to_return {
        under_way.push(db.submit(account_id, move |tx| promise::come_back(tx, conversation_id).map(|_| ())));
    }
    for (account_id, task_id) in to_remind {
        under_way.push(db.submit(account_id, move |tx| task::remind(tx, task_id)));
    }
    for (account_id, task_id) in late {
        under_way.push(db.submit(account_id, move |tx| task::become_late(tx, task_id)));
    }
    for (account_id, complaint_id) in to_follow {
        under_way.push(db.submit(account_id, move |tx| complaint::come_due(tx, complaint_id)));
    }
    for (account_id, cause_id) in causes {
        under_way.push(db.submit(account_id, move |tx| complaint::cause_late(tx, cause_id)));
    }
    for act in under_way {
        if let Err(error) = act.answer().await {
            tracing::error!(%error, "a timer could not be served");
        }
    }
}

/// Plans whom to ask how it went, then asks those whose time has come.
async fn ratings(db: &Db) {
    let closed = blocking(db, move |db| {
        let mut closed = Vec::new();
        for account_id in db.read_everywhere(company::all)? {
            let lately = db.read(account_id, |tx| outbox::closed_lately(tx, BATCH))?;
            closed.extend(lately.into_iter().map(|conversation_id| (account_id, conversation_id)));
        }
        Ok::<_, spine::Error>(closed)
    })
    .await;
    let planned = known(closed).into_iter().map(|(account_id, conversation_id)| {
        db.submit(account_id, move |tx| outbox::plan_rating(tx, conversation_id))
    });
    for act in planned.collect::<Vec<_>>() {
        if let Err(error) = act.answer().await {
            tracing::error!(%error, "a rating could not be planned");
        }
    }
    let now_ms = db.clock().now_ms();
    let due = blocking(db, move |db| db.read_everywhere(|tx| outbox::ratings_due(tx, now_ms, BATCH))).await;
    let asked = known(due.map(|due| due.map_err(spine::Error::from))).into_iter().map(
        |(account_id, conversation_id)| {
            db.submit(account_id, move |tx| match complaint::last_of(tx, conversation_id)? {
                Some(_) => outbox::bar_rating(tx, conversation_id, "complaint"),
                None => outbox::ask_rating(tx, conversation_id),
            })
        },
    );
    for act in asked.collect::<Vec<_>>() {
        if let Err(error) = act.answer().await {
            tracing::error!(%error, "a rating could not be asked");
        }
    }
}

/// What was read; nothing, with a line in the log, when it could not be.
fn known(found: Option<Result<Vec<(i64, i64)>, spine::Error>>) -> Vec<(i64, i64)> {
    match found {
        Some(Ok(found)) => found,
        Some(Err(error)) => {
            tracing::warn!(%error, "closed conversations could not be read");
            Vec::new()
        }
        None => Vec::new(),
    }
}
