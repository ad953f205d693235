//! Rows straight into the real schema, as fast as each engine takes them.

use std::io::Write;
use std::path::Path;

use postgres::NoTls;
use rusqlite::types::{ToSqlOutput, ValueRef};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// One value of a row.
#[derive(Clone, Debug)]
pub enum Cell {
    Null,
    Int(i64),
    Bool(bool),
    Text(String),
}

impl From<i64> for Cell {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<&str> for Cell {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Cell {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl rusqlite::ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Bool(value) => ValueRef::Integer(i64::from(*value)),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
        }))
    }
}

/// A row: `row![1, "a", None::<i64>]`.
macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$($crate::volume::loader::Cell::from($value)),*] };
}
pub(super) use row;

/// A table and its columns, as rows are given.
#[derive(Clone, Copy)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static str,
}

/// A connection to a store no node works on.
pub enum Loader {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Client>),
}

impl Loader {
    pub fn sqlite(file: &Path) -> Outcome<Self> {
        let connection = rusqlite::Connection::open(file)?;
        connection.execute_batch(
            "pragma journal_mode = wal; pragma synchronous = off; pragma cache_size = -4000000; pragma wal_autocheckpoint = 100000;",
        )?;
        Ok(Self::Sqlite(connection))
    }

    pub fn postgres(url: &str) -> Outcome<Self> {
        let mut client = postgres::Client::connect(url, NoTls)?;
        client.batch_execute("set synchronous_commit = off; set maintenance_work_mem = '1GB'")?;
        Ok(Self::Postgres(Box::new(client)))
    }

    /// Runs statements of the portable dialect.
    pub fn run(&mut self, sql: &str) -> Outcome<()> {
        match self {
            Self::Sqlite(connection) => connection.execute_batch(sql)?,
            Self::Postgres(client) => client.batch_execute(sql)?,
        }
        Ok(())
    }

    /// Adds rows in one transaction.
    pub fn add(&mut self, table: Table, rows: &[Vec<Cell>]) -> Outcome<()> {
        let Some(width) = rows.first().map(Vec::len) else { return Ok(()) };
        match self {
            Self::Sqlite(connection) => {
                let marks = vec!["?"; width].join(", ");
                connection.execute_batch("begin")?;
                {
                    let sql = format!("insert into {} ({}) values ({marks})", table.name, table.columns);
                    let mut statement = connection.prepare_cached(&sql)?;
                    for row in rows {
                        statement.execute(rusqlite::params_from_iter(row))?;
                    }
                }
                connection.execute_batch("commit")?;
            }
            Self::Postgres(client) => {
                let mut copy =
                    client.copy_in(&format!("copy {} ({}) from stdin", table.name, table.columns))?;
                let mut text = String::new();
                for row in rows {
                    line(row, &mut text);
                    if text.len() > 1 << 20 {
                        copy.write_all(text.as_bytes())?;
                        text.clear();
                    }
                }
                copy.write_all(text.as_bytes())?;
                copy.finish()?;
            }
        }
        Ok(())
    }

    /// Before many words come in: what slows them down is taken away.
    pub fn loosen(&mut self) -> Outcome<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(_) => self.run("alter table search_term drop constraint search_term_pkey"),
        }
    }

    /// Puts it back, and lets the engine know what it holds.
    pub fn tighten(&mut self) -> Outcome<()> {
        match self {
            Self::Sqlite(_) => self.run("analyze; pragma wal_checkpoint(truncate)"),
            Self::Postgres(_) => {
                self.run("alter table search_term add primary key (account_id, term, conversation_id)")?;
                self.run("vacuum analyze")
            }
        }
    }
}

/// A row as `COPY` reads it.
fn line(row: &[Cell], text: &mut String) {
    for (at, cell) in row.iter().enumerate() {
        if at > 0 {
            text.push('\t');
        }
        match cell {
            Cell::Null => text.push_str("\\N"),
            Cell::Int(value) => text.push_str(&value.to_string()),
            Cell::Bool(value) => text.push(if *value { 't' } else { 'f' }),
            Cell::Text(value) => {
                for c in value.chars() {
                    match c {
                        '\\' => text.push_str("\\\\"),
                        '\t' => text.push_str("\\t"),
                        '\n' => text.push_str("\\n"),
                        '\r' => text.push_str("\\r"),
                        c => text.push(c),
                    }
                }
            }
        }
    }
    text.push('\n');
}
