//! Where everything is kept: one portable SQL text over embedded SQLite or PostgreSQL, a [`Tx`] bound to one
//! account, group commit, the gapless event log, and content-addressed files for what is too large for a row.

mod blob;
mod carry;
mod dump;
mod error;
mod event;
mod migrate;
mod postgres;
mod query;
pub mod schema;
mod seal;
mod sqlite;
mod tx;
mod value;
mod writer;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use kernel::clock::Clock;
use tokio::sync::broadcast;

pub use blob::{Bucket, Filed, INLINE_BYTES, Kept, Measured};
pub use carry::{Carried, Sum, restore};
pub use error::{Error, Refusal};
pub use event::{Actor, Event};
pub use query::{Query, Scope};
pub use seal::Sealer;
pub use tx::Tx;
pub use value::{FromColumn, Row, Value};
pub use writer::Pending;

/// Something was committed for an account; its event log now ends at `seq`.
/// Only a hint: who misses one reads the log by cursor.
#[derive(Clone, Copy, Debug)]
pub struct Hint {
    pub account_id: i64,
    pub seq: i64,
}

/// The store. Cloning shares it.
#[derive(Clone)]
pub struct Db(Arc<Store>);

struct Store {
    place: Place,
    clock: Clock,
    writers: Vec<writer::Writer>,
    readers: Readers,
    blobs: blob::Blobs,
    sealer: Sealer,
    hints: broadcast::Sender<Hint>,
    executed: Mutex<BTreeSet<&'static str>>,
    /// When it was last tried whether a message could be accepted, and the outcome.
    tried: Mutex<Option<(Instant, Result<(), Error>)>>,
}

/// A connection's end blocks, and the last handle on a store may be let go inside a socket's task.
impl Drop for Store {
    fn drop(&mut self) {
        let idle = std::mem::take(&mut lock(&self.readers.shelf).idle);
        if !idle.is_empty() {
            let _ = std::thread::spawn(move || drop(idle)).join();
        }
    }
}

/// What may be kept elsewhere than in the data directory.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// File of the key secrets are sealed with; `secret.key` in the data directory when none is named.
    pub secret_key: Option<PathBuf>,
    /// Where contents too large for a row are kept; under `blobs` in the data directory when no bucket is named.
    pub bucket: Option<Bucket>,
}

/// Which engine, and where.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    Sqlite(PathBuf),
    Postgres(Box<postgres::Target>),
}

#[derive(Default)]
struct Readers {
    shelf: Mutex<Shelf>,
    freed: Condvar,
}

#[derive(Default)]
struct Shelf {
    idle: Vec<Connection>,
    /// Idle or at work.
    open: usize,
}

/// One connection of either engine.
pub(crate) enum Connection {
    Sqlite(sqlite::Sqlite),
    Postgres(Box<postgres::Postgres>),
}

impl Place {
    fn of(url: Option<&str>, data_dir: &Path) -> Result<Self, Error> {
        let Some(url) = url else { return Ok(Self::Sqlite(data_dir.join("riscontro.db"))) };
        match url.strip_prefix("sqlite:") {
            Some(path) => Ok(Self::Sqlite(PathBuf::from(path.trim_start_matches("//")))),
            None if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Self::Postgres(Box::new(postgres::Target::of_url(url)?)))
            }
            None => Err(Error::Broken("the database URL takes sqlite:PATH or postgres://…".to_owned())),
        }
    }

    pub(crate) fn connect_writer(&self) -> Result<Connection, Error> {
        match self {
            Self::Sqlite(path) => Ok(Connection::Sqlite(sqlite::Sqlite::open_writer(path)?)),
            Self::Postgres(target) => {
                let mut connection = postgres::Postgres::connect(target)?;
                connection.batch(NODE_PRESENT)?;
                Ok(Connection::Postgres(Box::new(connection)))
            }
        }
    }

    fn connect_reader(&self) -> Result<Connection, Error> {
        match self {
            Self::Sqlite(path) => Ok(Connection::Sqlite(sqlite::Sqlite::open_reader(path)?)),
            Self::Postgres(target) => Ok(Connection::Postgres(Box::new(postgres::Postgres::connect(target)?))),
        }
    }
}

/// Every process names its connections after itself.
const OTHER_NODES: &str = "select cast(count(*) as bigint) from pg_stat_activity
    where datname = current_database() and application_name like 'riscontro %'
      and application_name <> current_setting('application_name')";

/// Held by every writing connection for as long as it lives: who can take it alone is the only node.
const NODE_PRESENT: &str = "select pg_advisory_lock_shared(7420114)";

impl Connection {
    /// Whether no other process has its store open.
    pub(crate) fn is_only_node(&mut self) -> Result<bool, Error> {
        let Self::Postgres(postgres) = self else { return Ok(true) };
        let mut rows = postgres.query(OTHER_NODES, std::iter::empty())?;
        Ok(rows.pop().map_or(Ok(0), |mut row| row.next::<i64>())? == 0)
    }

    /// Whether no other writing connection, of any process, is there on its store.
    pub(crate) fn is_alone(&mut self) -> Result<bool, Error> {
        let Self::Postgres(postgres) = self else { return Ok(false) };
        let mut rows = postgres.query("select pg_try_advisory_lock(7420114)", std::iter::empty())?;
        let alone = rows.pop().map_or(Ok(false), |mut row| row.next::<bool>())?;
        if alone {
            postgres.batch("select pg_advisory_unlock(7420114)")?;
        }
        Ok(alone)
    }
}

/// Readers at once; a further one waits for a place.
const MOST_READERS: usize = 8;
/// Threads that write to PostgreSQL; an account always writes through the same one.
const POSTGRES_WRITERS: usize = 4;
/// Between two looks for others on the same store.
const ASK_AGAIN: Duration = Duration::from_millis(20);
/// How long the last answer to whether a message could be accepted is good for.
const TRIED_FOR: Duration = Duration::from_secs(1);
/// Hints a slow listener may lag behind before it has to read the log.
const HINTS_KEPT: usize = 4_096;

impl Db {
    /// Opens the store and brings its schema up to date. `url` is `sqlite:PATH`, `postgres://…`, or nothing
    /// for `riscontro.db` in the data directory; files too large for a row live under `DATA_DIR/blobs`.
    ///
    /// # Errors
    /// A URL of another form, a database that cannot be reached, a directory that cannot be written.
    pub fn open(url: Option<&str>, data_dir: &Path, clock: Clock) -> Result<Self, Error> {
        Self::open_with(url, data_dir, clock, Options::default())
    }

    /// The same, with what an operator keeps elsewhere.
    ///
    /// # Errors
    /// Those of [`Db::open`].
    pub fn open_with(
        url: Option<&str>,
        data_dir: &Path,
        clock: Clock,
        options: Options,
    ) -> Result<Self, Error> {
        std::fs::create_dir_all(data_dir)
            .map_err(|error| Error::Unavailable(format!("data directory {}: {error}", data_dir.display())))?;
        let blobs = blob::Blobs::under(data_dir, options.bucket.as_ref())?;
        let place = Place::of(url, data_dir)?;
        let mut first = place.connect_writer()?;
        migrate::run(&mut first, &place, clock.now_ms())?;
        let (hints, _) = broadcast::channel(HINTS_KEPT);
        let writers = match place {
            Place::Sqlite(_) => 1,
            Place::Postgres(_) => POSTGRES_WRITERS,
        };
        let store = Arc::new_cyclic(|store| Store {
            writers: std::iter::once(Some(first))
                .chain(std::iter::repeat_with(|| None))
                .take(writers)
                .map(|connection| {
                    writer::Writer::start(
                        place.clone(),
                        connection,
                        clock.clone(),
                        hints.clone(),
                        store.clone(),
                    )
                })
                .collect(),
            readers: Readers::default(),
            blobs,
            sealer: Sealer::in_file(options.secret_key.as_deref(), data_dir),
            place,
            clock,
            hints,
            executed: Mutex::new(BTreeSet::new()),
            tried: Mutex::new(None),
        });
        Ok(Self(store))
    }

    /// Whether there is a store at that place already; of a PostgreSQL database only opening it can tell.
    ///
    /// # Errors
    /// A URL of another form.
    pub fn exists(url: Option<&str>, data_dir: &Path) -> Result<bool, Error> {
        Ok(match Place::of(url, data_dir)? {
            Place::Sqlite(path) => path.is_file(),
            Place::Postgres(_) => true,
        })
    }

    /// Whether this store is embedded SQLite (else PostgreSQL).
    pub fn is_embedded(&self) -> bool {
        matches!(self.0.place, Place::Sqlite(_))
    }

    /// Whether no other process has this PostgreSQL store open, asked again for `patience`: the server may not have
    /// noticed yet that an earlier process died. To be asked before anything is written, or this process's own
    /// writers count. Embedded stores do not know: whoever serves one locks its directory. Blocks.
    ///
    /// # Errors
    /// A store that is away.
    pub fn found_alone(&self, patience: Duration) -> Result<bool, Error> {
        let deadline = Instant::now() + patience;
        loop {
            let alone = self.write(0, |tx| tx.is_alone())?;
            if alone || self.is_embedded() || Instant::now() >= deadline {
                return Ok(alone);
            }
            std::thread::sleep(ASK_AGAIN);
        }
    }

    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Queues an act for the account's writer. It runs with others inside one commit, each in its own savepoint;
    /// the answer comes only after that commit is durable.
    pub fn submit<R, E>(
        &self,
        account_id: i64,
        act: impl FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
    ) -> Pending<R, E>
    where
        R: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.put(writer::Lane::Then, account_id, act)
    }

    /// The same for an act somebody stands at the door for: it goes before all others.
    pub fn submit_first<R, E>(
        &self,
        account_id: i64,
        act: impl FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
    ) -> Pending<R, E>
    where
        R: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.put(writer::Lane::First, account_id, act)
    }

    fn put<R, E>(
        &self,
        lane: writer::Lane,
        account_id: i64,
        act: impl FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
    ) -> Pending<R, E>
    where
        R: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let writer = account_id.unsigned_abs() as usize % self.0.writers.len();
        self.0.writers[writer].submit(lane, account_id, act)
    }

    /// Runs an act and waits until it is durable. Blocks: call it from a plain thread or a blocking one.
    pub fn write<R, E>(
        &self,
        account_id: i64,
        act: impl FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.submit(account_id, act).wait()
    }

    /// Reads one consistent snapshot for an account. Blocks.
    pub fn read<R, E: From<Error>>(
        &self,
        account_id: i64,
        look: impl FnOnce(&mut Tx<'_>) -> Result<R, E>,
    ) -> Result<R, E> {
        let mut connection = self.0.readers.begin(&self.0.place)?;
        let outcome = {
            let mut tx = Tx::new(&mut connection, account_id, self.0.clock.now_ms(), Some(&self.0.executed));
            look(&mut tx)
        };
        match connection.rollback() {
            Ok(()) => self.0.readers.give_back(connection),
            Err(_) => self.0.readers.drop_one(connection),
        }
        outcome
    }

    /// The same snapshot without an account, for the few questions asked before one is known
    /// (whose address, whose token, whose turn): only queries of [`Scope::Everywhere`] run in it.
    pub fn read_everywhere<R, E: From<Error>>(
        &self,
        look: impl FnOnce(&mut Tx<'_>) -> Result<R, E>,
    ) -> Result<R, E> {
        self.read(0, look)
    }

    /// Listens to what is committed on this node.
    pub fn hints(&self) -> broadcast::Receiver<Hint> {
        self.0.hints.subscribe()
    }

    /// Puts bytes where they survive a power cut before anybody is told so: large ones as a synced file,
    /// small ones for the row itself.
    pub fn keep(&self, bytes: &[u8]) -> Result<Kept, Error> {
        self.0.blobs.keep(bytes)
    }

    /// Gives kept bytes back: from the row, or from the file of that hash.
    pub fn fetch(&self, in_row: Option<Vec<u8>>, sha256: &str) -> Result<Vec<u8>, Error> {
        match in_row {
            Some(bytes) => Ok(bytes),
            None => self.0.blobs.fetch(sha256),
        }
    }

    /// Measures content where it is kept now: in the row, or in the file of that hash, read a piece at a time.
    /// `None` when there is no such file.
    pub fn measure(&self, in_row: Option<&[u8]>, sha256: &str) -> Result<Option<Measured>, Error> {
        match in_row {
            Some(bytes) => Ok(Some(blob::measure(&mut &*bytes)?)),
            None => self.0.blobs.measure(sha256),
        }
    }

    /// Contents in files (or the bucket) whose hash begins with that byte. Blocks.
    ///
    /// # Errors
    /// A folder or a bucket that is away.
    pub fn filed(&self, shelf: u8) -> Result<Vec<Filed>, Error> {
        self.0.blobs.on_shelf(shelf)
    }

    /// Takes a content away that no row names; `false` when it was kept again since it was listed. Whoever calls this
    /// has asked twice whether it is named, some hours apart, and is the only node of the store. Blocks.
    ///
    /// # Errors
    /// A folder or a bucket that is away.
    pub fn remove(&self, filed: &Filed) -> Result<bool, Error> {
        self.0.blobs.remove(filed)
    }

    /// Whether no other process works on this store. Whoever serves an embedded one holds its directory. Blocks.
    ///
    /// # Errors
    /// A store that is away.
    pub fn is_only_node(&self) -> Result<bool, Error> {
        self.read_everywhere(|tx| tx.is_only_node())
    }

    /// Whether a message could be accepted now: something is written to the database and to the folder of files,
    /// as durably as a message would be. Asked more often than once a second the last answer is given again. Blocks.
    ///
    /// # Errors
    /// Why not.
    pub fn ready(&self) -> Result<(), Error> {
        let mut tried = lock(&self.0.tried);
        if let Some((at, outcome)) = &*tried
            && at.elapsed() < TRIED_FOR
        {
            return outcome.as_ref().map_err(Error::again).copied();
        }
        let outcome = self.0.blobs.try_out().and_then(|()| self.write(0, |tx| tx.touch()));
        let answer = outcome.as_ref().map_err(Error::again).copied();
        *tried = Some((Instant::now(), outcome));
        answer
    }

    /// What seals the secrets of this installation.
    pub fn sealer(&self) -> Sealer {
        self.0.sealer.clone()
    }

    /// Names of the queries that ran on this store so far (builds with debug assertions only).
    pub fn executed(&self) -> BTreeSet<&'static str> {
        lock(&self.0.executed).clone()
    }
}

impl Readers {
    /// A connection with a snapshot begun. One that was kept may have lost its server since: then another is tried.
    fn begin(&self, place: &Place) -> Result<Connection, Error> {
        loop {
            let (mut connection, kept) = self.take(place)?;
            match connection.begin(tx::Purpose::Read) {
                Ok(()) => return Ok(connection),
                Err(error) => {
                    self.drop_one(connection);
                    if !kept {
                        return Err(error);
                    }
                }
            }
        }
    }

    /// A connection, and whether it was used before.
    fn take(&self, place: &Place) -> Result<(Connection, bool), Error> {
        let mut shelf = lock(&self.shelf);
        loop {
            if let Some(connection) = shelf.idle.pop() {
                return Ok((connection, true));
            }
            if shelf.open < MOST_READERS {
                shelf.open += 1;
                drop(shelf);
                return match place.connect_reader() {
                    Ok(connection) => Ok((connection, false)),
                    Err(error) => {
                        self.leave();
                        Err(error)
                    }
                };
            }
            shelf = self.freed.wait(shelf).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn give_back(&self, connection: Connection) {
        lock(&self.shelf).idle.push(connection);
        self.freed.notify_one();
    }

    fn drop_one(&self, connection: Connection) {
        drop(connection);
        self.leave();
    }

    fn leave(&self) {
        lock(&self.shelf).open -= 1;
        self.freed.notify_one();
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
