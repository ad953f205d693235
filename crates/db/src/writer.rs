//! The thread that writes: it takes every act that waits, runs each in a savepoint of one transaction, commits
//! once, and only then answers them all. A failed act undoes itself alone. Acts somebody waits for at a door go before
//! the others: what is under way then is committed early.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use kernel::clock::Clock;
use tokio::sync::{broadcast, oneshot};

use crate::tx::{Log, Purpose, Tx};
use crate::{Connection, Error, Hint, Place, Store, lock};

/// Acts committed together at most.
const BATCH: usize = 256;
/// Acts that may wait in each lane; a further one is refused as unavailable.
const QUEUE: usize = 8_192;
/// How long other acts may take in one commit while somebody waits to go first: they are never left behind for good.
const BESIDE: Duration = Duration::from_millis(4);

pub(crate) struct Writer {
    queue: Arc<Queue>,
}

/// What waits to be written.
#[derive(Default)]
struct Queue {
    lanes: Mutex<Lanes>,
    came: Condvar,
}

#[derive(Default)]
struct Lanes {
    first: VecDeque<Job>,
    then: VecDeque<Job>,
    /// Nobody takes any more.
    closed: bool,
}

/// Which acts go before which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A sender stands at the door and waits for the answer.
    First,
    Then,
}

impl Queue {
    /// Waits for acts; `None` once there is nothing left and nobody to bring more. How many of them go first.
    fn next(&self) -> Option<(Vec<Job>, usize)> {
        let mut lanes = lock(&self.lanes);
        while lanes.first.is_empty() && lanes.then.is_empty() {
            if lanes.closed {
                return None;
            }
            lanes = self.came.wait(lanes).unwrap_or_else(PoisonError::into_inner);
        }
        let first = lanes.first.len().min(BATCH);
        let mut batch: Vec<Job> = lanes.first.drain(..first).collect();
        let others = BATCH.min(lanes.then.len());
        batch.extend(lanes.then.drain(..others));
        Some((batch, first))
    }

    /// The act itself comes back when it cannot wait here.
    fn put(&self, lane: Lane, job: Job) -> Result<(), (Job, Error)> {
        let mut lanes = lock(&self.lanes);
        if lanes.closed {
            return Err((job, gone()));
        }
        let waiting = match lane {
            Lane::First => &mut lanes.first,
            Lane::Then => &mut lanes.then,
        };
        if waiting.len() >= QUEUE {
            return Err((job, Error::Unavailable("too much is waiting to be written".to_owned())));
        }
        waiting.push_back(job);
        drop(lanes);
        self.came.notify_one();
        Ok(())
    }

    fn somebody_waits(&self) -> bool {
        !lock(&self.lanes).first.is_empty()
    }

    /// Acts that were taken and not begun, `first` of which go first.
    fn give_back(&self, jobs: Vec<Job>, first: usize) {
        let mut lanes = lock(&self.lanes);
        for (at, job) in jobs.into_iter().enumerate().rev() {
            match at < first {
                true => lanes.first.push_front(job),
                false => lanes.then.push_front(job),
            }
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        lock(&self.queue.lanes).closed = true;
        self.queue.came.notify_one();
    }
}

/// Held by the thread: however it ends, nobody waits for it any more.
struct Present(Arc<Queue>);

impl Drop for Present {
    fn drop(&mut self) {
        let left = std::mem::replace(&mut *lock(&self.0.lanes), Lanes { closed: true, ..Lanes::default() });
        drop(left);
    }
}

struct Job {
    account_id: i64,
    run: Box<dyn FnOnce(&mut Tx<'_>) -> Ran + Send>,
    /// Answers instead of the act when it never got to run.
    refuse: Refuse,
}

type Refuse = Box<dyn FnOnce(Error) + Send>;

/// What an act left behind: whether to keep its rows, and how to answer once that is decided.
struct Ran {
    keep: bool,
    answer: Box<dyn FnOnce(Result<(), Error>) + Send>,
}

/// The answer to an act that is on its way. Dropping it does not stop the act.
pub struct Pending<R, E> {
    answer: oneshot::Receiver<Result<R, E>>,
}

impl<R, E: From<Error>> Pending<R, E> {
    /// Waits on this thread.
    pub fn wait(self) -> Result<R, E> {
        self.answer.blocking_recv().unwrap_or_else(|_| Err(gone().into()))
    }

    /// Waits without holding a thread.
    pub async fn answer(self) -> Result<R, E> {
        self.answer.await.unwrap_or_else(|_| Err(gone().into()))
    }
}

fn gone() -> Error {
    Error::Unavailable("the writer has stopped".to_owned())
}

impl Writer {
    pub(crate) fn start(
        place: Place,
        connection: Option<Connection>,
        clock: Clock,
        hints: broadcast::Sender<Hint>,
        store: Weak<Store>,
    ) -> Self {
        let queue = Arc::new(Queue::default());
        let mut thread = Thread { place, connection, clock, hints, store, queue: Arc::clone(&queue) };
        let started = std::thread::Builder::new()
            .name("riscontro-writer".to_owned())
            .stack_size(8 * 1024 * 1024)
            .spawn(move || {
                let _present = Present(Arc::clone(&thread.queue));
                thread.work();
            });
        if started.is_err() {
            lock(&queue.lanes).closed = true;
        }
        Self { queue }
    }

    pub(crate) fn submit<R, E>(
        &self,
        lane: Lane,
        account_id: i64,
        act: impl FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
    ) -> Pending<R, E>
    where
        R: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (tell, answer) = oneshot::channel();
        let tell = std::sync::Arc::new(Mutex::new(Some(tell)));
        let say = {
            let tell = std::sync::Arc::clone(&tell);
            move |outcome: Result<R, E>| {
                if let Some(tell) = lock(&tell).take() {
                    let _ = tell.send(outcome);
                }
            }
        };
        let refuse = say.clone();
        let job = Job {
            account_id,
            run: Box::new(move |tx| {
                let outcome = act(tx);
                Ran {
                    keep: outcome.is_ok(),
                    answer: Box::new(move |committed| match committed {
                        Ok(()) => say(outcome),
                        Err(error) => say(outcome.and(Err(error.into()))),
                    }),
                }
            }),
            refuse: Box::new(move |error| refuse(Err(error.into()))),
        };
        if let Err((job, error)) = self.queue.put(lane, job) {
            (job.refuse)(error);
        }
        Pending { answer }
    }
}

struct Thread {
    place: Place,
    connection: Option<Connection>,
    clock: Clock,
    hints: broadcast::Sender<Hint>,
    store: Weak<Store>,
    queue: Arc<Queue>,
}

/// An act that ran inside the open transaction and waits for its commit.
struct Done {
    account_id: i64,
    seq: Option<i64>,
    answer: Box<dyn FnOnce(Result<(), Error>) + Send>,
}

impl Thread {
    fn work(&mut self) {
        let queue = Arc::clone(&self.queue);
        let mut most = BATCH;
        while let Some((batch, first)) = queue.next() {
            // On a disk that fails now and then few acts get through where many never do.
            most = match self.commit_together(batch, first, most) {
                true => (most * 2).min(BATCH),
                false => (most / 4).max(1),
            };
        }
    }

    /// Runs at most `most` of them, of which `first`, at the head, go first. Whether what ran was kept.
    fn commit_together(&mut self, batch: Vec<Job>, first: usize, most: usize) -> bool {
        let alone = batch.len() == 1;
        let mut done: Vec<Done> = Vec::with_capacity(batch.len());
        let mut jobs = batch.into_iter();
        if let Err(error) = self.begin(alone) {
            for job in jobs {
                (job.refuse)(error.again());
            }
            return false;
        }
        let mut group =
            Group { alone, mark: if alone { Mark::Nowhere } else { Mark::Clean }, logs: Vec::new() };
        let (mut ran, mut others_since) = (0, None);
        loop {
            let beside = ran >= first && others_since.get_or_insert_with(Instant::now).elapsed() >= BESIDE;
            if ran == most || beside && self.queue.somebody_waits() {
                break;
            }
            let Some(job) = jobs.next() else { break };
            ran += 1;
            match self.run(job, &mut group) {
                Ok(Some(act)) => done.push(act),
                Ok(None) => {}
                Err(error) => {
                    // The transaction is gone and with it every act before this one in the batch.
                    for act in done.drain(..) {
                        (act.answer)(Err(error.again()));
                    }
                    self.forget_connection();
                    break;
                }
            }
        }
        let kept = self.connection.is_some() && self.commit(done, &group);
        if kept || ran > 1 {
            // What was not reached, because the transaction broke or somebody came to the door, comes next.
            self.queue.give_back(jobs.collect(), first.saturating_sub(ran));
        } else {
            // Not even one got through: the store is away, and whoever waits is told so now and not in turn.
            for job in jobs {
                (job.refuse)(Error::Unavailable("the store does not take anything now".to_owned()));
            }
        }
        kept
    }

    /// Opens a transaction, with a savepoint for the first act unless it is the only one.
    fn begin(&mut self, alone: bool) -> Result<(), Error> {
        if self
            .connection
            .as_ref()
            .is_some_and(|open| matches!(open, Connection::Postgres(pg) if pg.is_closed()))
        {
            self.connection = None;
        }
        for fresh in [false, true] {
            if self.connection.is_none() {
                self.connection = Some(self.place.connect_writer()?);
            }
            let Some(connection) = self.connection.as_mut() else { continue };
            match connection.begin(Purpose::Write).and_then(|()| match alone {
                true => Ok(()),
                false => connection.run(SAVEPOINT),
            }) {
                Ok(()) => return Ok(()),
                Err(error) => {
                    self.connection = None;
                    if fresh {
                        return Err(error);
                    }
                }
            }
        }
        Err(gone())
    }

    /// Runs one act. `Err` means that the whole transaction is lost; the act itself has been answered.
    fn run(&mut self, job: Job, group: &mut Group) -> Result<Option<Done>, Error> {
        let Job { account_id, run, refuse } = job;
        let Some(connection) = self.connection.as_mut() else {
            refuse(gone());
            return Err(gone());
        };
        let log = match prepare(connection, account_id, group) {
            Ok(log) => log,
            Err(error) => {
                refuse(error.again());
                return Err(error);
            }
        };
        let store = self.store.upgrade();
        let executed = store.as_ref().map(|store| &store.executed);
        let now_ms = self.clock.now_ms();
        let ran = catch_unwind(AssertUnwindSafe(|| {
            let mut tx = Tx::new(connection, account_id, now_ms, executed).with_log(log);
            let ran = run(&mut tx);
            let log = if ran.keep { tx.finish() } else { Ok(Log::default()) };
            (ran, log)
        }));
        let (answer, failed) = match ran {
            Ok((ran, Ok(log))) if ran.keep => {
                group.keep(account_id, log);
                return Ok(Some(Done { account_id, seq: log.recorded(), answer: ran.answer }));
            }
            Ok((ran, Ok(_))) => (ran.answer, None),
            Ok((ran, Err(error))) => (ran.answer, Some(error)),
            Err(panic) => {
                let error = Error::Broken(format!("an act panicked: {}", said(panic.as_ref())));
                tracing::error!(%error, "an act panicked");
                let answer: Box<dyn FnOnce(Result<(), Error>) + Send> = Box::new(move |outcome| {
                    refuse(outcome.err().unwrap_or_else(gone));
                });
                (answer, Some(error))
            }
        };
        let outcome = failed.map_or(Ok(()), Err);
        let undone = if !connection.in_transaction() {
            Err(Error::Unavailable("the engine ended the transaction".to_owned()))
        } else if group.alone {
            Ok(())
        } else {
            group.mark = Mark::Clean;
            connection.run(BACK_TO_SAVEPOINT)
        };
        answer(outcome);
        undone.map(|()| None)
    }

    /// Whether it could be written.
    fn commit(&mut self, done: Vec<Done>, group: &Group) -> bool {
        let Some(connection) = self.connection.as_mut() else { return false };
        if done.is_empty() {
            if connection.rollback().is_err() {
                self.forget_connection();
            }
            return true;
        }
        let committed = close_logs(connection, group).and_then(|()| connection.run("commit"));
        if let Err(error) = &committed {
            tracing::error!(%error, "a commit failed");
            if connection.rollback().is_err() || matches!(error, Error::Unavailable(_)) {
                self.forget_connection();
            }
        }
        for act in done {
            if let (Ok(()), Some(seq)) = (&committed, act.seq) {
                let _ = self.hints.send(Hint { account_id: act.account_id, seq });
            }
            (act.answer)(match &committed {
                Ok(()) => Ok(()),
                Err(error) => Err(error.again()),
            });
        }
        committed.is_ok()
    }

    /// Drops a connection that failed underneath; the next batch opens a new one.
    fn forget_connection(&mut self) {
        self.connection = None;
        std::thread::sleep(Duration::from_millis(20));
    }
}

const SAVEPOINT: &str = "savepoint act";
/// The savepoint stays, as if it had just been made.
const BACK_TO_SAVEPOINT: &str = "rollback to savepoint act";

/// What the acts of one transaction share.
struct Group {
    alone: bool,
    mark: Mark,
    /// The event log of each account that has had its turn.
    logs: Vec<(i64, Log)>,
}

/// The savepoint an act goes back to when it fails.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// There is none: the act is the transaction.
    Nowhere,
    /// Nothing was written since.
    Clean,
    /// The act before wrote behind it.
    Behind,
}

impl Group {
    fn log_of(&self, account_id: i64) -> Option<Log> {
        self.logs.iter().find(|(account, _)| *account == account_id).map(|(_, log)| *log)
    }

    fn keep(&mut self, account_id: i64, log: Log) {
        match self.logs.iter_mut().find(|(account, _)| *account == account_id) {
            Some((_, known)) => *known = log,
            None => self.logs.push((account_id, log)),
        }
    }
}

/// Opens the act's savepoint, and for the first act of an account serialises its writers across nodes (PostgreSQL).
/// Where the account's log ends, as far as it is known.
fn prepare(connection: &mut Connection, account_id: i64, group: &mut Group) -> Result<Log, Error> {
    match group.mark {
        Mark::Nowhere => {}
        Mark::Clean => group.mark = Mark::Behind,
        Mark::Behind => connection.next_savepoint()?,
    }
    if let Some(log) = group.log_of(account_id) {
        return Ok(log.of_next_act());
    }
    let mut log = Log::default();
    if let Connection::Postgres(postgres) = connection
        && account_id != 0
    {
        // Held to the end of the transaction only when the act is kept: a savepoint that is undone lets go of it.
        let account = [crate::Value::Int(account_id)];
        let found =
            postgres.query("select event_seq from account where account_id = ?1 for update", account.iter())?;
        if let Some(mut row) = found.into_iter().next() {
            log = Log::ending(row.next()?);
        }
    }
    Ok(log)
}

/// Writes the new end of every log that grew.
fn close_logs(connection: &mut Connection, group: &Group) -> Result<(), Error> {
    for (account_id, log) in &group.logs {
        log.close(connection, *account_id)?;
    }
    Ok(())
}

fn said(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without words")
}
