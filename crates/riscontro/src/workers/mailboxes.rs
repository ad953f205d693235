//! Fetches the mail of every mailbox: one task each, connected as long as the server lets it, listening and looking
//! again at a pulse of its own, whatever the server says about listening.

mod round;
pub mod tokens;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use db::Db;
use kernel::id;
use spine::mailbox::{self, Connect, Credential, Fault, FaultKind, Mailbox};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::round::Round;
use self::tokens::Tokens;
use super::{blocking, insist, is_away};
use crate::sockets::dial::{Dialler, place};
use crate::sockets::imap::{Proof, Session};

/// How often it is looked whether mailboxes were connected, changed or taken away.
const LOOK: Duration = Duration::from_secs(1);
/// Mailboxes at work at once; a further one waits for its turn of connecting.
const MOST_AT_ONCE: usize = 500;
/// The first pause after a failure, if the pulse is not shorter.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
/// Pauses double up to so many pulses.
const LONGEST_PAUSE_PULSES: u32 = 8;
/// A mailbox is held at least this long beyond each round.
const HELD_MS: i64 = 600_000;

/// What fetching needs to know of the installation.
pub struct Pulling {
    pub dialler: Dialler,
    pub tokens: Arc<Tokens>,
    /// A mailbox is looked into at least this often.
    pub poll: Duration,
    pub max_message_bytes: usize,
}

/// One mailbox at work.
struct AtWork {
    revision: i64,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

pub async fn work(db: Db, pulling: Arc<Pulling>, stop: CancellationToken) {
    let holder: Arc<str> = id::secret()[..16].into();
    let mut at_work: BTreeMap<(i64, i64), AtWork> = BTreeMap::new();
    loop {
        match blocking(&db, |db| db.read_everywhere(mailbox::pulled)).await {
            Some(Ok(pulled)) => arrange(&db, &pulling, &holder, &stop, pulled, &mut at_work),
            Some(Err(error)) => tracing::warn!(%error, "the mailboxes could not be listed"),
            None => {}
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
    for (_, mailbox) in at_work {
        mailbox.stop.cancel();
        let _ = mailbox.task.await;
    }
}

/// Starts what is new or changed, ends what is gone.
fn arrange(
    db: &Db,
    pulling: &Arc<Pulling>,
    holder: &Arc<str>,
    stop: &CancellationToken,
    pulled: Vec<(i64, i64, i64)>,
    at_work: &mut BTreeMap<(i64, i64), AtWork>,
) {
    let wanted: BTreeMap<(i64, i64), i64> =
        pulled.into_iter().map(|(account, inbox, revision)| ((account, inbox), revision)).collect();
    at_work.retain(|key, mailbox| {
        let stays = wanted.get(key) == Some(&mailbox.revision) && !mailbox.task.is_finished();
        if !stays {
            mailbox.stop.cancel();
        }
        stays
    });
    for ((account_id, inbox_id), revision) in wanted {
        if at_work.len() >= MOST_AT_ONCE || at_work.contains_key(&(account_id, inbox_id)) {
            continue;
        }
        let stop = stop.child_token();
        let puller = Puller {
            db: db.clone(),
            pulling: Arc::clone(pulling),
            holder: Arc::clone(holder),
            account_id,
            inbox_id,
        };
        let until = stop.clone();
        let task = tokio::spawn(async move { puller.pull(until).await });
        at_work.insert((account_id, inbox_id), AtWork { revision, stop, task });
    }
}

/// Who fetches one mailbox.
struct Puller {
    db: Db,
    pulling: Arc<Pulling>,
    holder: Arc<str>,
    account_id: i64,
    inbox_id: i64,
}

impl Puller {
    async fn pull(&self, stop: CancellationToken) {
        let mut failures = 0_u32;
        loop {
            let pause = match self.hold().await {
                true => {
                    let outcome = tokio::select! {
                        () = stop.cancelled() => break,
                        outcome = self.connected(&mut failures) => outcome,
                    };
                    let Err(fault) = outcome else { break };
                    failures = failures.saturating_add(1);
                    self.note(&fault).await;
                    self.pause(failures, &fault)
                }
                false => self.pulling.poll,
            };
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(pause) => {}
            }
        }
        let (inbox_id, holder) = (self.inbox_id, Arc::clone(&self.holder));
        let _ =
            self.db.submit(self.account_id, move |tx| mailbox::let_go(tx, inbox_id, &holder)).answer().await;
    }

    async fn hold(&self) -> bool {
        let (inbox_id, holder) = (self.inbox_id, Arc::clone(&self.holder));
        let for_ms = HELD_MS.max(self.pulling.poll.as_millis() as i64 * 4);
        let held = self.db.submit(self.account_id, move |tx| {
            let until_ms = tx.now_ms() + for_ms;
            mailbox::hold(tx, inbox_id, &holder, until_ms)
        });
        match held.answer().await {
            Ok(held) => held,
            Err(error) => {
                tracing::warn!(%error, account_id = self.account_id, inbox_id, "a mailbox could not be held");
                false
            }
        }
    }

    /// Connects and stays, round after round, until something fails.
    async fn connected(&self, failures: &mut u32) -> Result<(), Fault> {
        let Some((mailbox, connect, address)) = self.opened().await? else { return Ok(()) };
        let server = &connect.imap;
        let dialler = &self.pulling.dialler;
        let addresses = dialler.resolve(server).await?;
        let tcp = dialler.reach(server, &addresses).await?;
        let mut session = Session::begin(dialler, server, tcp).await?;
        self.sign_in(&mut session, &connect).await?;
        let mut round =
            Round::new(&self.db, self.account_id, &mailbox, address, self.pulling.max_message_bytes);
        loop {
            round.go(&mut session).await?;
            *failures = 0;
            self.note_success().await?;
            if !self.hold().await {
                session.leave().await;
                return Err(Fault::new(FaultKind::StoreAway, place(server), "another node has it"));
            }
            session.listen(self.pulling.poll).await?;
            session.rest().await?;
        }
    }

    /// The mailbox with its secrets open, and the address of its inbox; `None` when it is gone.
    async fn opened(&self) -> Result<Option<(Mailbox, Connect, String)>, Fault> {
        let (account_id, inbox_id) = (self.account_id, self.inbox_id);
        let opened = blocking(&self.db, move |db| {
            let sealer = db.sealer();
            db.read(account_id, |tx| {
                let Some(mailbox) = mailbox::find(tx, inbox_id)? else { return Ok(None) };
                let inbox = spine::inbox::find(tx, inbox_id)?;
                let connect = mailbox::open(tx, &sealer, inbox_id)?;
                Ok::<_, spine::Error>(Some((mailbox, connect, inbox.address.unwrap_or_default())))
            })
        })
        .await;
        match opened {
            Some(Ok(opened)) => Ok(opened),
            Some(Err(error)) if is_away(&error) => Err(store_away(&error)),
            Some(Err(error)) => Err(Fault::new(FaultKind::SecretLost, "", &error.to_string())),
            None => Err(Fault::new(FaultKind::StoreAway, "", "")),
        }
    }

    async fn sign_in(&self, session: &mut Session, connect: &Connect) -> Result<(), Fault> {
        let (account_id, inbox_id) = (self.account_id, self.inbox_id);
        match &connect.credential {
            Credential::Password(password) => {
                session.sign_in(&connect.user, Proof::Password(password.expose())).await
            }
            Credential::Token(_) => {
                let token = self.pulling.tokens.of_mailbox(&self.db, account_id, inbox_id, connect).await?;
                let signed_in =
                    session.sign_in(&connect.user, Proof::Bearer(token.as_deref().unwrap_or_default())).await;
                if signed_in.is_err() {
                    self.pulling.tokens.forget(account_id, inbox_id);
                }
                signed_in
            }
        }
    }

    async fn note_success(&self) -> Result<(), Fault> {
        let inbox_id = self.inbox_id;
        let noted =
            self.db.submit(self.account_id, move |tx| mailbox::note_success(tx, inbox_id)).answer().await;
        noted.map_err(|error| store_away(&error))
    }

    async fn note(&self, fault: &Fault) {
        tracing::warn!(
            account_id = self.account_id,
            inbox_id = self.inbox_id,
            code = fault.kind.code(),
            place = fault.place,
            "a mailbox cannot be read"
        );
        let (inbox_id, fault) = (self.inbox_id, fault.clone());
        let noted =
            insist(&self.db, self.account_id, move |tx| mailbox::note_fault(tx, inbox_id, &fault)).await;
        if let Err(error) = noted {
            tracing::error!(%error, inbox_id, "a mailbox's fault could not be written down");
        }
    }

    /// How long to wait after so many failures in a row: longer each time, and much longer where only a person can
    /// help (providers lock mailboxes that are knocked at with a wrong password). Never the same for two mailboxes.
    fn pause(&self, failures: u32, fault: &Fault) -> Duration {
        let longest = self.pulling.poll * LONGEST_PAUSE_PULSES;
        let first = FIRST_PAUSE.min(self.pulling.poll);
        let pause = match fault.kind.needs_a_person() {
            true => longest / 2 * failures.min(4),
            false => first.saturating_mul(1 << failures.saturating_sub(1).min(10)).min(longest),
        };
        let dice = id::secret().bytes().next().map_or(0, u32::from);
        pause.mul_f64(0.8 + 0.4 * f64::from(dice % 64) / 64.0)
    }
}

pub(super) fn store_away(error: &spine::Error) -> Fault {
    Fault::new(FaultKind::StoreAway, "", &error.to_string())
}
