//! Reads what waits, oldest first: claims, checks who sent it, takes it apart, and hands it to the spine in order.

use std::sync::Arc;

use db::Db;
use doors::email::authenticity::{self, Resolver, Source, Verdicts};
use spine::Reason;
use spine::intake::{self, Arrival, Inbound};
use tokio_util::sync::CancellationToken;

use super::{blocking, insist, is_away, next_turn};
use crate::switchboard;

/// Arrivals taken at once.
const BATCH: usize = 64;

/// What reading needs to know of the installation.
pub struct Reading {
    pub resolver: Resolver,
    pub trusted_authserv: Option<String>,
}

pub async fn work(db: Db, reading: Arc<Reading>, stop: CancellationToken) {
    let mut hints = db.hints();
    loop {
        while round(&db, &reading).await > 0 && !stop.is_cancelled() {}
        if !next_turn(&mut hints, &stop).await {
            return;
        }
    }
}

/// One batch; how many of it were taken in hand.
async fn round(db: &Db, reading: &Arc<Reading>) -> usize {
    let now_ms = db.clock().now_ms();
    let waiting = blocking(db, move |db| db.read_everywhere(|tx| intake::waiting(tx, now_ms, BATCH))).await;
    let waiting = match waiting {
        Some(Ok(waiting)) => waiting,
        Some(Err(error)) => {
            tracing::warn!(%error, "what waits could not be listed");
            return 0;
        }
        None => return 0,
    };
    let claims: Vec<_> = waiting
        .iter()
        .map(|(account_id, arrival_id)| {
            let (account_id, arrival_id) = (*account_id, *arrival_id);
            (account_id, db.submit(account_id, move |tx| intake::claim(tx, arrival_id)))
        })
        .collect();
    let mut readings = Vec::with_capacity(claims.len());
    for (account_id, claim) in claims {
        match claim.answer().await {
            Ok(Some(arrival)) => {
                let (db, reading) = (db.clone(), Arc::clone(reading));
                let arrival_id = arrival.id;
                let read = tokio::spawn(async move { read(&db, account_id, arrival, &reading).await });
                readings.push((account_id, arrival_id, read));
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, account_id, "an arrival could not be claimed"),
        }
    }
    let taken = readings.len();
    let mut received = Vec::with_capacity(readings.len());
    for (account_id, arrival_id, read) in readings {
        kernel::fail::point("receive.read");
        match read.await {
            Ok(Ok(inbound)) => {
                let inbound = Arc::new(inbound);
                let again = Arc::clone(&inbound);
                let act = db.submit(account_id, move |tx| intake::receive(tx, arrival_id, &inbound));
                received.push((account_id, arrival_id, again, act));
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, account_id, arrival_id, "an arrival could not be read yet");
                if is_away(&error) {
                    let_go(db, account_id, arrival_id);
                }
            }
            Err(panic) => stuck(db, account_id, arrival_id, Reason::ReadingFailed(panic.to_string())).await,
        }
    }
    for (account_id, arrival_id, inbound, act) in received {
        settle(db, account_id, arrival_id, inbound, act.answer().await.map(|_| ())).await;
    }
    taken
}

async fn read(
    db: &Db,
    account_id: i64,
    arrival: Arrival,
    reading: &Arc<Reading>,
) -> Result<Inbound, spine::Error> {
    let arrival_id = arrival.id;
    let raw = blocking(db, move |db| {
        let (in_row, sha256) = db.read(account_id, |tx| intake::content(tx, arrival_id))?;
        Ok::<_, spine::Error>(Arc::new(db.fetch(in_row, &sha256)?))
    })
    .await
    .unwrap_or_else(|| Err(interrupted()))?;
    let verdicts = verdicts(&arrival, &raw, reading).await;
    let trusted = reading.trusted_authserv.clone();
    blocking(db, move |db| switchboard::read(db, &arrival, &raw, verdicts.as_ref(), trusted.as_deref()))
        .await
        .unwrap_or_else(|| Err(interrupted()))
}

async fn verdicts(arrival: &Arrival, raw: &Arc<Vec<u8>>, reading: &Reading) -> Option<Verdicts> {
    if reading.trusted_authserv.is_some() {
        return None;
    }
    let remote = arrival.remote.parse().ok()?;
    let checked = authenticity::check(&reading.resolver, raw, remote, &arrival.helo, &arrival.sender).await;
    (checked.source != Source::Off).then_some(checked)
}

/// Tries a receive that failed once more, then puts the arrival before a person. A store that is away is waited for.
async fn settle(
    db: &Db,
    account_id: i64,
    arrival_id: i64,
    inbound: Arc<Inbound>,
    outcome: Result<(), spine::Error>,
) {
    let Err(error) = outcome else { return };
    if is_away(&error) {
        tracing::warn!(%error, account_id, arrival_id, "the store went away while receiving");
        return let_go(db, account_id, arrival_id);
    }
    let again = db.submit(account_id, move |tx| intake::receive(tx, arrival_id, &inbound)).answer().await;
    if let Err(error) = again {
        stuck(db, account_id, arrival_id, Reason::ReceivingFailed(error.to_string())).await;
    }
}

/// Gives the arrival back as soon as the store is there again; should that never be, its lease runs out.
fn let_go(db: &Db, account_id: i64, arrival_id: i64) {
    let db = db.clone();
    tokio::spawn(async move {
        let given_back = insist(&db, account_id, move |tx| intake::let_go(tx, arrival_id)).await;
        if let Err(error) = given_back {
            tracing::error!(%error, account_id, arrival_id, "an arrival could not be let go");
        }
    });
}

async fn stuck(db: &Db, account_id: i64, arrival_id: i64, why: Reason) {
    tracing::error!(account_id, arrival_id, why = why.sentence(), "an arrival is stuck");
    let outcome = db.submit(account_id, move |tx| intake::stuck(tx, arrival_id, &why)).answer().await;
    if let Err(error) = outcome {
        tracing::error!(%error, account_id, arrival_id, "a stuck arrival could not be marked");
    }
}

fn interrupted() -> spine::Error {
    db::Error::Unavailable("the work was interrupted".to_owned()).into()
}
