//! Reads what waits, oldest first: claims, checks who sent it, takes it apart, and hands it to the spine in order.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use db::Db;
use doors::email::authenticity::{self, Resolver, Source, Verdicts};
use spine::Reason;
use spine::intake::{self, Arrival, Inbound};
use tokio::task::JoinHandle;
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

impl Reading {
    /// Whether a reader may have to wait for the network: a front server that is trusted has asked already.
    fn asks(&self) -> bool {
        self.trusted_authserv.is_none() && self.resolver.asks()
    }
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
    let mut by_account: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (account_id, arrival_id) in waiting {
        by_account.entry(account_id).or_default().push(arrival_id);
    }
    let claims: Vec<_> = by_account
        .into_iter()
        .map(|(account_id, arrivals)| {
            (account_id, db.submit(account_id, move |tx| intake::claim_all(tx, &arrivals)))
        })
        .collect();
    let mut claimed = Vec::new();
    for (account_id, claim) in claims {
        match claim.answer().await {
            Ok(arrivals) => claimed.extend(arrivals.into_iter().map(|arrival| (account_id, arrival))),
            Err(error) => tracing::warn!(%error, account_id, "what waits could not be claimed"),
        }
    }
    let taken = claimed.len();
    let mut readings: VecDeque<_> = match reading.asks() {
        true => claimed.into_iter().map(|one| begin(db, reading, vec![one])).collect(),
        false => in_pieces(claimed).into_iter().map(|piece| begin(db, reading, piece)).collect(),
    };
    let mut received = Vec::with_capacity(taken);
    while let Some((arrivals, read)) = readings.pop_front() {
        kernel::fail::point("receive.read");
        let outcomes = read.await.unwrap_or_else(|panic| {
            let never = |_: &(i64, i64)| Read::Never(panic.to_string());
            arrivals.iter().map(never).collect()
        });
        for ((account_id, arrival_id), outcome) in arrivals.into_iter().zip(outcomes) {
            match outcome {
                Read::Done(inbound) => {
                    let inbound = Arc::new(*inbound);
                    let again = Arc::clone(&inbound);
                    let act = db.submit(account_id, move |tx| intake::receive(tx, arrival_id, &inbound));
                    received.push((account_id, arrival_id, again, act));
                }
                Read::Later(error) => {
                    tracing::warn!(%error, account_id, arrival_id, "an arrival could not be read yet");
                    if is_away(&error) {
                        let_go(db, account_id, arrival_id);
                    }
                }
                Read::Never(why) => {
                    stuck(db, account_id, arrival_id, Reason::ReadingFailed(why)).await;
                }
            }
        }
    }
    for (account_id, arrival_id, inbound, act) in received {
        settle(db, account_id, arrival_id, inbound, act.answer().await.map(|_| ())).await;
    }
    taken
}

/// What came of reading an arrival.
enum Read {
    Done(Box<Inbound>),
    Later(spine::Error),
    /// The reader itself broke over it.
    Never(String),
}

/// Arrivals that are being read, and what will come of each, in the same order.
type Begun = (Vec<(i64, i64)>, JoinHandle<Vec<Read>>);

/// So many pieces, in order, as there are threads worth having for it: half the cores, the others receive and accept.
fn in_pieces(mut arrivals: Vec<(i64, Arrival)>) -> Vec<Vec<(i64, Arrival)>> {
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2));
    let size = arrivals.len().div_ceil(threads).max(1);
    let mut pieces = Vec::with_capacity(threads);
    while !arrivals.is_empty() {
        let rest = arrivals.split_off(arrivals.len().min(size));
        pieces.push(std::mem::replace(&mut arrivals, rest));
    }
    pieces
}

fn begin(db: &Db, reading: &Arc<Reading>, arrivals: Vec<(i64, Arrival)>) -> Begun {
    let names = arrivals.iter().map(|(account_id, arrival)| (*account_id, arrival.id)).collect();
    let (db, reading) = (db.clone(), Arc::clone(reading));
    let read = match reading.asks() {
        true => tokio::spawn(async move {
            let mut read = Vec::with_capacity(arrivals.len());
            for (account_id, arrival) in arrivals {
                read.push(ask_and_read(&db, account_id, arrival, &reading).await);
            }
            read
        }),
        false => tokio::task::spawn_blocking(move || {
            let trusted = reading.trusted_authserv.as_deref();
            let read =
                arrivals.into_iter().map(|(account_id, arrival)| match fetch(&db, account_id, arrival.id) {
                    Ok(raw) => take_apart(&db, &arrival, &raw, None, trusted),
                    Err(error) => Read::Later(error),
                });
            read.collect()
        }),
    };
    (names, read)
}

fn fetch(db: &Db, account_id: i64, arrival_id: i64) -> Result<Vec<u8>, spine::Error> {
    let (in_row, sha256) = db.read(account_id, |tx| intake::content(tx, arrival_id))?;
    Ok(db.fetch(in_row, &sha256)?)
}

/// A reader that panics takes nobody else's mail with it.
fn take_apart(
    db: &Db,
    arrival: &Arrival,
    raw: &[u8],
    verdicts: Option<&Verdicts>,
    trusted: Option<&str>,
) -> Read {
    let read = catch_unwind(AssertUnwindSafe(|| switchboard::read(db, arrival, raw, verdicts, trusted)));
    match read {
        Ok(Ok(inbound)) => Read::Done(Box::new(inbound)),
        Ok(Err(error)) => Read::Later(error),
        Err(_) => Read::Never("it made the reader panic".to_owned()),
    }
}

/// Reads one arrival after the name servers were asked about its sender.
async fn ask_and_read(db: &Db, account_id: i64, arrival: Arrival, reading: &Arc<Reading>) -> Read {
    let arrival_id = arrival.id;
    let raw = blocking(db, move |db| fetch(db, account_id, arrival_id)).await;
    let raw = match raw {
        Some(Ok(raw)) => Arc::new(raw),
        Some(Err(error)) => return Read::Later(error),
        None => return Read::Later(interrupted()),
    };
    let verdicts = verdicts(&arrival, &raw, reading).await;
    let read = blocking(db, move |db| take_apart(db, &arrival, &raw, verdicts.as_ref(), None)).await;
    read.unwrap_or_else(|| Read::Later(interrupted()))
}

async fn verdicts(arrival: &Arrival, raw: &Arc<Vec<u8>>, reading: &Reading) -> Option<Verdicts> {
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
