//! Hands over what leaves: claims, composes, gives it to the relay, writes down what became of it.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use db::Db;
use spine::outbox::{self, Outgoing};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{blocking, insist, is_away, next_turn};
use crate::sockets::relay::{Handed, Relay};

/// Mails on their way at once.
const AT_ONCE: usize = 5;
/// Mails looked at in one turn.
const BATCH: usize = 100;
/// A try that takes longer is given up; shorter than the lease on the row.
const ONE_TRY: Duration = Duration::from_secs(420);

/// Account and row id of the mails on their way: whatever becomes of a lease, no mail is taken twice here.
type InHand = Arc<Mutex<BTreeSet<(i64, i64)>>>;

pub async fn work(db: Db, relay: Arc<Relay>, stop: CancellationToken) {
    let mut hints = db.hints();
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let in_hand = InHand::default();
    let mut under_way = JoinSet::new();
    loop {
        let now_ms = db.clock().now_ms();
        let due = blocking(&db, move |db| db.read_everywhere(|tx| outbox::due(tx, now_ms, BATCH))).await;
        match due {
            Some(Ok(due)) => {
                for (account_id, outgoing_id) in due {
                    let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
                    if stop.is_cancelled() {
                        break;
                    }
                    if !lock(&in_hand).insert((account_id, outgoing_id)) {
                        continue;
                    }
                    let (db, relay, in_hand) = (db.clone(), Arc::clone(&relay), Arc::clone(&in_hand));
                    under_way.spawn(async move {
                        hand_over(&db, &relay, account_id, outgoing_id).await;
                        lock(&in_hand).remove(&(account_id, outgoing_id));
                        drop(place);
                    });
                }
            }
            Some(Err(error)) => tracing::warn!(%error, "the outbox could not be read"),
            None => {}
        }
        while under_way.try_join_next().is_some() {}
        if !next_turn(&mut hints, &stop).await {
            break;
        }
    }
    while under_way.join_next().await.is_some() {}
}

async fn hand_over(db: &Db, relay: &Relay, account_id: i64, outgoing_id: i64) {
    let Some(outgoing) = claim(db, account_id, outgoing_id).await else { return };
    kernel::fail::point("send.claimed");
    let to_compose = outgoing.clone();
    let envelope = blocking(db, move |db| outbox::compose(db, account_id, &to_compose)).await;
    let envelope = match envelope {
        Some(Ok(envelope)) => envelope,
        Some(Err(error)) => return postpone(db, account_id, &outgoing, false, error.to_string(), None).await,
        None => return,
    };
    let tried = relay.send(&envelope.from, &envelope.recipients, &envelope.raw);
    let handed = match tokio::time::timeout(ONE_TRY, tried).await {
        Ok(handed) => handed,
        Err(_) => {
            let error = "the next hop did not answer in time".to_owned();
            return postpone(db, account_id, &outgoing, false, error, None).await;
        }
    };
    kernel::fail::point("send.handed_over");
    settle(db, account_id, outgoing, handed).await;
    kernel::fail::point("send.settled");
}

/// Takes the mail for one try. A store that went away in the middle may have written the lease without saying so:
/// it is given back, or the mail would wait for its end.
async fn claim(db: &Db, account_id: i64, outgoing_id: i64) -> Option<Outgoing> {
    let claimed_at_ms = Arc::new(AtomicI64::new(0));
    let noted = Arc::clone(&claimed_at_ms);
    let act = move |tx: &mut db::Tx<'_>| {
        noted.store(tx.now_ms(), Ordering::Relaxed);
        outbox::claim(tx, outgoing_id)
    };
    let error = match db.submit(account_id, act).answer().await {
        Ok(claimed) => return claimed,
        Err(error) => error,
    };
    tracing::warn!(%error, account_id, outgoing_id, "an outgoing mail could not be claimed");
    let claimed_at_ms = claimed_at_ms.load(Ordering::Relaxed);
    if is_away(&error) && claimed_at_ms != 0 {
        let given_back = insist(db, account_id, move |tx| outbox::let_go(tx, outgoing_id, claimed_at_ms)).await;
        if let Err(error) = given_back {
            tracing::error!(%error, account_id, outgoing_id, "a mail could not be let go");
        }
    }
    None
}

fn lock(in_hand: &Mutex<BTreeSet<(i64, i64)>>) -> MutexGuard<'_, BTreeSet<(i64, i64)>> {
    in_hand.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes down what the next hop said, recipient by recipient: again and again while the store is away, or what it
/// took would leave a second time.
async fn settle(db: &Db, account_id: i64, outgoing: Outgoing, handed: Handed) {
    let refused: Vec<(String, String, Option<String>)> = handed
        .refused
        .iter()
        .filter(|(_, reply)| reply.permanent)
        .map(|(email, reply)| {
            (email.clone(), reply.said(), reply.enhanced.clone().or(Some(reply.code.to_string())))
        })
        .collect();
    let later = handed.refused.iter().find(|(_, reply)| !reply.permanent).map(|(_, reply)| reply.said());
    let left: Vec<String> = outgoing
        .recipients
        .iter()
        .filter(|email| {
            !handed.accepted.contains(email) && !refused.iter().any(|(other, _, _)| other == *email)
        })
        .cloned()
        .collect();
    let took_it = !handed.accepted.is_empty();
    if !left.is_empty() {
        let error = handed.error.or(later).unwrap_or_else(|| "the next hop did not take it".to_owned());
        return postpone_for(db, account_id, outgoing.id, left, took_it, error, None).await;
    }
    let outgoing_id = outgoing.id;
    let outcome = match (took_it || outgoing.sent_at_ms.is_some(), refused.into_iter().next()) {
        (false, Some((_, error, code))) => {
            db.submit(account_id, move |tx| outbox::given_up(tx, outgoing_id, &error, code.as_deref()))
                .answer()
                .await
        }
        (_, first_refused) => {
            let notes: Vec<_> = first_refused.into_iter().map(|(email, error, _)| (email, error)).collect();
            insist(db, account_id, move |tx| outbox::handed_over(tx, outgoing_id, &notes)).await
        }
    };
    if let Err(error) = outcome {
        tracing::error!(%error, account_id, outgoing_id, "what became of a mail could not be written down");
    }
}

async fn postpone(
    db: &Db,
    account_id: i64,
    outgoing: &Outgoing,
    took_it: bool,
    error: String,
    code: Option<String>,
) {
    postpone_for(db, account_id, outgoing.id, outgoing.recipients.clone(), took_it, error, code).await;
}

async fn postpone_for(
    db: &Db,
    account_id: i64,
    outgoing_id: i64,
    left: Vec<String>,
    took_it: bool,
    error: String,
    code: Option<String>,
) {
    tracing::warn!(account_id, outgoing_id, error, "a mail did not leave yet");
    let act =
        move |tx: &mut db::Tx<'_>| outbox::postponed(tx, outgoing_id, &left, took_it, &error, code.as_deref());
    if let Err(error) = insist(db, account_id, act).await {
        tracing::error!(%error, account_id, outgoing_id, "a postponed mail could not be written down");
    }
}
