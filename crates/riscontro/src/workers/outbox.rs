//! Hands over what leaves: claims, composes, gives it to its next hop, writes down what became of it. The next hop is
//! the sending server of the inbox's own mailbox, or else the common relay; each has connections of its own, so that a
//! slow one holds nobody else up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use db::Db;
use kernel::address;
use spine::complaint;
use spine::mailbox::{self, Credential, Fault, FaultKind};
use spine::outbox::{self, Outgoing};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::mailboxes::tokens::Tokens;
use super::signing::signed;
use super::{blocking, insist, is_away, next_calm_turn};
use crate::sockets::dial::Dialler;
use crate::sockets::relay::{Handed, Relay};

/// Mails on their way to one next hop at once.
const AT_ONCE: usize = 5;
/// Mails for one next hop that are on their way or wait for a place.
const MOST_IN_HAND: usize = 100;
/// Mails looked at in one turn.
const BATCH: usize = 1_000;
/// Of one inbox, where there is no common relay.
const BATCH_OF_INBOX: usize = 100;
/// A try that takes longer is given up; shorter than the lease on the row.
const ONE_TRY: Duration = Duration::from_secs(420);
/// How long the list of mailboxes with a sending server is good for.
const LIST_IS_GOOD: Duration = Duration::from_secs(1);

/// The mailbox a mail is handed in at, by account and inbox; `None` for the common relay.
type Hop = Option<(i64, i64)>;

/// The ways out of this node.
pub struct Ways {
    common: Option<Arc<Relay>>,
    dialler: Dialler,
    tokens: Arc<Tokens>,
    /// By account and inbox.
    own: Mutex<BTreeMap<(i64, i64), OwnRelay>>,
}

/// Revision of the mailbox, its access token, and the relay made of both.
type OwnRelay = (i64, Option<String>, Arc<Relay>);

impl Ways {
    pub fn new(common: Option<Arc<Relay>>, dialler: Dialler, tokens: Arc<Tokens>) -> Self {
        Self { common, dialler, tokens, own: Mutex::default() }
    }

    /// Where a mail of this inbox goes; `None` while there is no way. What belongs to no inbox takes the common
    /// relay, or where there is none a mailbox of its account.
    fn choose(&self, account_id: i64, inbox_id: Option<i64>, own: &BTreeMap<(i64, i64), i64>) -> Option<Hop> {
        match inbox_id {
            Some(inbox_id) if own.contains_key(&(account_id, inbox_id)) => Some(Some((account_id, inbox_id))),
            _ if self.common.is_some() => Some(None),
            None => own.keys().find(|(account, _)| *account == account_id).map(|key| Some(*key)),
            Some(_) => None,
        }
    }

    async fn relay(&self, db: &Db, hop: Hop, own: &BTreeMap<(i64, i64), i64>) -> Result<Arc<Relay>, Fault> {
        let gone = || Fault::new(FaultKind::StoreAway, "", "its way was taken away meanwhile");
        let Some((account_id, inbox_id)) = hop else { return self.common.clone().ok_or_else(gone) };
        let revision = own.get(&(account_id, inbox_id)).copied().ok_or_else(gone)?;
        if let Some((known, None, relay)) = lock(&self.own).get(&(account_id, inbox_id))
            && *known == revision
        {
            return Ok(Arc::clone(relay));
        }
        let opened = blocking(db, move |db| {
            let sealer = db.sealer();
            db.read(account_id, |tx| mailbox::open(tx, &sealer, inbox_id))
        })
        .await;
        let connect = match opened {
            Some(Ok(connect)) => connect,
            Some(Err(error)) if is_away(&error) => return Err(super::mailboxes::store_away(&error)),
            Some(Err(error)) => return Err(Fault::new(FaultKind::SecretLost, "", &error.to_string())),
            None => return Err(gone()),
        };
        let smtp = connect.smtp.as_ref().ok_or_else(gone)?;
        let token = match (&smtp.user, &connect.credential) {
            (None, Credential::Token(_)) => self.tokens.of_mailbox(db, account_id, inbox_id, &connect).await?,
            _ => None,
        };
        if let Some((known, same, relay)) = lock(&self.own).get(&(account_id, inbox_id))
            && (known, same) == (&revision, &token)
        {
            return Ok(Arc::clone(relay));
        }
        let relay = Arc::new(Relay::for_mailbox(&self.dialler, &connect, smtp, token.as_deref())?);
        lock(&self.own).insert((account_id, inbox_id), (revision, token, Arc::clone(&relay)));
        Ok(relay)
    }

    /// The next hop did not take it: a token that may be void is not used again.
    fn doubt(&self, hop: Hop) {
        let Some((account_id, inbox_id)) = hop else { return };
        let by_token =
            lock(&self.own).get(&(account_id, inbox_id)).is_some_and(|(_, token, _)| token.is_some());
        if by_token {
            lock(&self.own).remove(&(account_id, inbox_id));
            self.tokens.forget(account_id, inbox_id);
        }
    }
}

/// Account and row id of the mails on their way: whatever becomes of a lease, no mail is taken twice here.
#[derive(Default)]
struct InHand {
    mails: BTreeSet<(i64, i64)>,
    by_hop: BTreeMap<Hop, usize>,
}

impl InHand {
    /// Takes a mail in hand; false when it is already, or its next hop has enough.
    fn take(&mut self, mail: (i64, i64), hop: Hop) -> bool {
        let waiting = self.by_hop.entry(hop).or_default();
        if *waiting >= MOST_IN_HAND || !self.mails.insert(mail) {
            return false;
        }
        *waiting += 1;
        true
    }

    fn put_down(&mut self, mail: (i64, i64), hop: Hop) {
        self.mails.remove(&mail);
        match self.by_hop.get_mut(&hop) {
            Some(waiting) if *waiting > 1 => *waiting -= 1,
            _ => {
                self.by_hop.remove(&hop);
            }
        }
    }
}

pub async fn work(db: Db, ways: Arc<Ways>, stop: CancellationToken) {
    let mut hints = db.hints();
    let mut places: BTreeMap<Hop, Arc<Semaphore>> = BTreeMap::new();
    let in_hand = Arc::new(Mutex::new(InHand::default()));
    let mut under_way = JoinSet::new();
    let mut own = Arc::new(BTreeMap::new());
    let mut listed_at: Option<Instant> = None;
    loop {
        if listed_at.is_none_or(|at| at.elapsed() >= LIST_IS_GOOD)
            && let Some(sending) = sending(&db).await
        {
            own = Arc::new(sending);
            listed_at = Some(Instant::now());
        }
        for (account_id, outgoing_id, inbox_id) in due(&db, &ways, &own).await {
            let Some(hop) = ways.choose(account_id, inbox_id, &own) else { continue };
            let mail = (account_id, outgoing_id);
            if stop.is_cancelled() {
                break;
            }
            if !lock(&in_hand).take(mail, hop) {
                continue;
            }
            let place = places.entry(hop).or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE)));
            let place = Arc::clone(place).acquire_owned();
            let (db, ways, own) = (db.clone(), Arc::clone(&ways), Arc::clone(&own));
            let (in_hand, stop) = (Arc::clone(&in_hand), stop.clone());
            under_way.spawn(async move {
                let place = tokio::select! {
                    biased;
                    () = stop.cancelled() => None,
                    place = place => place.ok(),
                };
                if place.is_some() {
                    hand_over(&db, &ways, hop, &own, account_id, outgoing_id).await;
                }
                lock(&in_hand).put_down(mail, hop);
            });
        }
        while under_way.try_join_next().is_some() {}
        if !next_calm_turn(&mut hints, &stop).await {
            break;
        }
    }
    while under_way.join_next().await.is_some() {}
}

/// Mailboxes answers are handed in at, with their revision.
async fn sending(db: &Db) -> Option<BTreeMap<(i64, i64), i64>> {
    match blocking(db, |db| db.read_everywhere(mailbox::sending)).await? {
        Ok(sending) => {
            Some(sending.into_iter().map(|(account, inbox, revision)| ((account, inbox), revision)).collect())
        }
        Err(error) => {
            tracing::warn!(%error, "the sending mailboxes could not be listed");
            None
        }
    }
}

/// Mails whose time has come: account, row and inbox. Where there is no common relay, or its mails fill the list, those
/// of each sending mailbox are looked for by themselves.
async fn due(db: &Db, ways: &Ways, own: &Arc<BTreeMap<(i64, i64), i64>>) -> Vec<(i64, i64, Option<i64>)> {
    let now_ms = db.clock().now_ms();
    let (has_common, own) = (ways.common.is_some(), Arc::clone(own));
    let listed = blocking(db, move |db| {
        let mut due = match has_common {
            true => db.read_everywhere(|tx| outbox::due(tx, now_ms, BATCH))?,
            false => Vec::new(),
        };
        if !has_common || due.len() >= BATCH {
            let mut homeless = BTreeSet::new();
            for (account_id, inbox_id) in own.keys().copied() {
                let mine = db.read(account_id, |tx| {
                    let mut mine = outbox::due_of_inbox(tx, Some(inbox_id), BATCH_OF_INBOX)?;
                    if !has_common && homeless.insert(account_id) {
                        mine.extend(outbox::due_of_inbox(tx, None, BATCH_OF_INBOX)?);
                    }
                    Ok::<_, spine::Error>(mine)
                });
                match mine {
                    Ok(mine) => due.extend(mine.into_iter().map(|(id, inbox_id)| (account_id, id, inbox_id))),
                    Err(spine::Error::Store(error)) => return Err(error),
                    Err(error) => tracing::error!(%error, account_id, "an outbox could not be read"),
                }
            }
        }
        Ok::<_, db::Error>(due)
    })
    .await;
    match listed {
        Some(Ok(due)) => due,
        Some(Err(error)) => {
            tracing::warn!(%error, "the outbox could not be read");
            Vec::new()
        }
        None => Vec::new(),
    }
}

async fn hand_over(
    db: &Db,
    ways: &Ways,
    hop: Hop,
    own: &BTreeMap<(i64, i64), i64>,
    account_id: i64,
    outgoing_id: i64,
) {
    let Some(outgoing) = claim(db, account_id, outgoing_id).await else { return };
    kernel::fail::point("send.claimed");
    let relay = match ways.relay(db, hop, own).await {
        Ok(relay) => relay,
        Err(fault) => {
            let error = format!("the sending server: {} {} {}", fault.kind.code(), fault.place, fault.detail);
            return postpone(db, account_id, &outgoing, false, error, None).await;
        }
    };
    let to_compose = outgoing.clone();
    let compose = move |db: &Db| {
        outbox::compose(db, account_id, &to_compose).map(|envelope| signed(db, account_id, envelope))
    };
    let envelope = blocking(db, compose).await;
    let mut envelope = match envelope {
        Some(Ok(envelope)) => envelope,
        Some(Err(error)) => return postpone(db, account_id, &outgoing, false, error.to_string(), None).await,
        None => return,
    };
    if hop.is_some() {
        // A provider takes mail from its customer's own address only, and knows no plus-tags of ours.
        envelope.from = address::without_tag(&envelope.from).0;
    }
    let tried = relay.send(&envelope.from, &envelope.recipients, &envelope.raw);
    let handed = match tokio::time::timeout(ONE_TRY, tried).await {
        Ok(handed) => handed,
        Err(_) => {
            let error = "the next hop did not answer in time".to_owned();
            return postpone(db, account_id, &outgoing, false, error, None).await;
        }
    };
    if handed.error.is_some() {
        ways.doubt(hop);
    }
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

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
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
            db.submit(account_id, move |tx| {
                outbox::given_up(tx, outgoing_id, &error, code.as_deref())?;
                complaint::left(tx, outgoing_id)
            })
            .answer()
            .await
        }
        (_, first_refused) => {
            let notes: Vec<_> = first_refused.into_iter().map(|(email, error, _)| (email, error)).collect();
            insist(db, account_id, move |tx| {
                outbox::handed_over(tx, outgoing_id, &notes)?;
                complaint::left(tx, outgoing_id)
            })
            .await
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
    let act = move |tx: &mut db::Tx<'_>| {
        outbox::postponed(tx, outgoing_id, &left, took_it, &error, code.as_deref())?;
        complaint::left(tx, outgoing_id)
    };
    if let Err(error) = insist(db, account_id, act).await {
        tracing::error!(%error, account_id, outgoing_id, "a postponed mail could not be written down");
    }
}
