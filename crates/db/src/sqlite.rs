//! SQLite, embedded: WAL, every commit synced, one writer, readers apart.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql};

use crate::{Error, Refusal, Row, Value};

pub(crate) struct Sqlite {
    connection: Connection,
}

/// Prepared statements kept per connection.
const STATEMENTS_KEPT: usize = 256;
/// How long one process waits for another that writes.
const BUSY: Duration = Duration::from_secs(10);

impl Sqlite {
    pub(crate) fn open_writer(path: &Path) -> Result<Self, Error> {
        let connection = Connection::open(path).map_err(translate)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        connection.busy_timeout(BUSY).map_err(translate)?;
        into_wal(&connection).map_err(translate)?;
        connection
            .execute_batch(
                "pragma synchronous = full; pragma foreign_keys = on; pragma wal_autocheckpoint = 4000;
                 pragma journal_size_limit = 67108864; pragma cache_size = -16000;",
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

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.connection.execute_batch(sql).map_err(translate)
    }

    pub(crate) fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, Error> {
        let mut statement = self.connection.prepare_cached(sql).map_err(translate)?;
        let changed = statement.execute(rusqlite::params_from_iter(values)).map_err(translate)?;
        Ok(changed as u64)
    }

    pub(crate) fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error> {
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
