//! SQLite, embedded: WAL, every commit synced, one writer, readers apart.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql};

use crate::{Error, Refusal, Row, Value};

pub(crate) struct Sqlite {
    connection: Connection,
}

/// Table, index, and what `sqlite_stat1` says of it.
type Weight = (String, String, String);

/// Prepared statements kept per connection.
const STATEMENTS_KEPT: usize = 256;
/// How long one process waits for another that writes.
const BUSY: Duration = Duration::from_secs(10);

impl Sqlite {
    pub(crate) fn open_writer(path: &Path) -> Result<Self, Error> {
        let flags =
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(translate)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        connection.busy_timeout(BUSY).map_err(translate)?;
        into_wal(&connection).map_err(translate)?;
        connection
            .execute_batch(
                "pragma synchronous = full; pragma foreign_keys = on; pragma wal_autocheckpoint = 16000;
                 pragma journal_size_limit = 67108864; pragma cache_size = -16000; pragma temp_store = memory;",
            )
            .map_err(translate)?;
        Ok(Self { connection })
    }

    pub(crate) fn open_reader(path: &Path) -> Result<Self, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(translate)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        connection.busy_timeout(BUSY).map_err(translate)?;
        connection.execute_batch("pragma query_only = on; pragma cache_size = -4000;").map_err(translate)?;
        Ok(Self { connection })
    }

    /// Tells the planner what it cannot know of an empty store and must not learn from a small one: that an account,
    /// a state or a verdict finds a large part of a table, and any further column few rows (sqlite.org/fileformat2,
    /// section 2.6.3). Without it the account alone passes for a key. Counts nothing; writes only what is not there yet,
    /// so that a store on a full disk can still be opened and read.
    pub(crate) fn weigh(&mut self) -> Result<(), Error> {
        let wanted = self.weights()?;
        if self.weighed()? == Some(wanted.clone()) {
            return Ok(());
        }
        self.batch("begin immediate")?;
        let written = self.write_weights(wanted).and_then(|()| self.batch("commit"));
        if written.is_err() && self.in_transaction() {
            self.batch("rollback")?;
        }
        written
    }

    /// What the planner should be told: table, index, weight.
    fn weights(&self) -> Result<BTreeSet<Weight>, Error> {
        let mut indexes = self
            .connection
            .prepare(
                "select t.name, i.name, i.\"unique\", i.partial, group_concat(c.name, ',' order by c.seqno)
                   from sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
                  where t.type = 'table' and t.name not like 'sqlite_%'
                  group by t.name, i.name",
            )
            .map_err(translate)?;
        let weight = |row: &rusqlite::Row<'_>| {
            let (unique, partial): (bool, bool) = (row.get(2)?, row.get(3)?);
            let columns: String = row.get(4)?;
            let columns: Vec<&str> = columns.split(',').collect();
            Ok((row.get(0)?, row.get(1)?, weight(if partial { FEW } else { MANY }, unique, &columns)))
        };
        let found = indexes.query_map([], weight).map_err(translate)?;
        found.collect::<Result<_, _>>().map_err(translate)
    }

    /// What it was told before; `None` when nothing ever.
    fn weighed(&self) -> Result<Option<BTreeSet<Weight>>, Error> {
        if !self.connection.table_exists(None, "sqlite_stat1").map_err(translate)? {
            return Ok(None);
        }
        let mut told = self.connection.prepare("select tbl, idx, stat from sqlite_stat1").map_err(translate)?;
        let rows = told.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).map_err(translate)?;
        rows.collect::<Result<_, _>>().map(Some).map_err(translate)
    }

    fn write_weights(&mut self, weights: BTreeSet<Weight>) -> Result<(), Error> {
        self.batch("analyze sqlite_schema; delete from sqlite_stat1")?;
        for one in weights {
            self.connection.execute("insert into sqlite_stat1 values (?1, ?2, ?3)", one).map_err(translate)?;
        }
        self.batch("analyze sqlite_schema")
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.connection.execute_batch(sql).map_err(translate)
    }

    /// One statement without values, prepared once.
    pub(crate) fn run(&mut self, sql: &'static str) -> Result<(), Error> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.raw_execute())
            .map_err(translate)?;
        Ok(())
    }

    pub(crate) fn execute<'v>(
        &mut self,
        sql: &str,
        values: impl Iterator<Item = &'v Value>,
    ) -> Result<u64, Error> {
        let mut statement = self.connection.prepare_cached(sql).map_err(translate)?;
        let changed = statement.execute(rusqlite::params_from_iter(values)).map_err(translate)?;
        Ok(changed as u64)
    }

    pub(crate) fn query<'v>(
        &mut self,
        sql: &str,
        values: impl Iterator<Item = &'v Value>,
    ) -> Result<Vec<Row>, Error> {
        let mut statement = self.connection.prepare_cached(sql).map_err(translate)?;
        let width = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(values)).map_err(translate)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(translate)? {
            let columns = (0..width)
                .map(|column| row.get_ref(column).map_err(translate).and_then(read))
                .collect::<Result<_, _>>()?;
            found.push(Row::new(columns));
        }
        Ok(found)
    }

    /// Whether a transaction is open; a failed statement may have ended it.
    pub(crate) fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }
}

/// Columns that tell few rows from many, if that.
const COARSE: [&str; 9] =
    ["account_id", "automatic", "author_kind", "channel", "direction", "kind", "state", "status", "verdict"];
/// Rows of a table, and of an index over those that need somebody.
const MANY: u64 = 1_000_000;
const FEW: u64 = 100;

/// Rows of an index, then how many of them each longer list of its columns still finds.
fn weight(all: u64, unique: bool, columns: &[&str]) -> String {
    let mut found = all;
    let mut stat = all.to_string();
    for (turn, column) in columns.iter().enumerate() {
        found = match COARSE.contains(column) {
            true if *column == "account_id" => found,
            true => found.div_ceil(4),
            false if unique && turn + 1 == columns.len() => 1,
            false => found.min(10),
        };
        stat.push_str(&format!(" {found}"));
    }
    stat
}

/// Switches a new file to WAL. SQLite does not wait by itself when another process does the same at this moment.
fn into_wal(connection: &Connection) -> rusqlite::Result<()> {
    let deadline = Instant::now() + BUSY;
    loop {
        match connection.execute_batch("pragma journal_mode = wal") {
            Err(error) if is_busy(&error) && Instant::now() < deadline => {
                std::thread::sleep(Duration::from_millis(5));
            }
            done => return done,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(value) => ValueRef::Integer(*value),
            Value::Bool(value) => ValueRef::Integer(i64::from(*value)),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
            Value::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

fn read(value: ValueRef<'_>) -> Result<Value, Error> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Real(_) => return Err(Error::Broken("a column holds a fraction".to_owned())),
        ValueRef::Text(value) => Value::Text(String::from_utf8_lossy(value).into_owned()),
        ValueRef::Blob(value) => Value::Bytes(value.to_vec()),
    })
}

fn translate(error: rusqlite::Error) -> Error {
    let text = error.to_string();
    let Some(code) = error.sqlite_error() else { return Error::Broken(text) };
    match code.code {
        ErrorCode::ConstraintViolation => Error::Refused {
            refusal: match code.extended_code {
                rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
                    Refusal::Unique
                }
                rusqlite::ffi::SQLITE_CONSTRAINT_NOTNULL => Refusal::NotNull,
                _ => Refusal::Other,
            },
            text,
        },
        ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::DiskFull
        | ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::ReadOnly
        | ErrorCode::OutOfMemory
        | ErrorCode::PermissionDenied
        | ErrorCode::FileLockingProtocolFailed => Error::Unavailable(text),
        _ => Error::Broken(text),
    }
}
