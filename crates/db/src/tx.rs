//! A transaction bound to one account.

use std::collections::BTreeSet;
use std::sync::Mutex;

use crate::{Connection, Error, Event, Query, Row, Scope, Value, query::Query as Named};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Read,
    Write,
}

impl Connection {
    pub(crate) fn begin(&mut self, purpose: Purpose) -> Result<(), Error> {
        match (self, purpose) {
            (Self::Sqlite(sqlite), Purpose::Read) => sqlite.batch("begin deferred"),
            (Self::Sqlite(sqlite), Purpose::Write) => sqlite.batch("begin immediate"),
            (Self::Postgres(postgres), Purpose::Read) => {
                postgres.batch("begin isolation level repeatable read read only")
            }
            (Self::Postgres(postgres), Purpose::Write) => postgres.batch("begin"),
        }
    }

    pub(crate) fn rollback(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(sqlite) if !sqlite.in_transaction() => Ok(()),
            Self::Sqlite(sqlite) => sqlite.batch("rollback"),
            Self::Postgres(postgres) => postgres.batch("rollback"),
        }
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.batch(sql),
            Self::Postgres(postgres) => postgres.batch(sql),
        }
    }

    pub(crate) fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.execute(sql, values),
            Self::Postgres(postgres) => postgres.execute(sql, values),
        }
    }

    pub(crate) fn query(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.query(sql, values),
            Self::Postgres(postgres) => postgres.query(sql, values),
        }
    }

    /// Whether the transaction begun is still there: an engine may end it on its own after a failure.
    pub(crate) fn in_transaction(&self) -> bool {
        match self {
            Self::Sqlite(sqlite) => sqlite.in_transaction(),
            Self::Postgres(postgres) => !postgres.is_closed(),
        }
    }
}

/// Reads and writes of one account inside one database transaction. The account is bound to `?1` of every query;
/// a query that does not use it fails on both engines.
pub struct Tx<'a> {
    connection: &'a mut Connection,
    account_id: i64,
    now_ms: i64,
    /// Last number of the account's event log, once an event was recorded here.
    seq: Option<i64>,
    executed: Option<&'a Mutex<BTreeSet<&'static str>>>,
}

const LOCK_LOG: Named = Named {
    name: "db.LOCK_LOG",
    sql: "select event_seq from account where account_id = ?1",
    scope: Scope::Account,
};
const ADD_EVENT: Named = Named {
    name: "db.ADD_EVENT",
    sql: "insert into event (account_id, seq, type, at_ms, actor_kind, actor_id, conversation_id, data)
          values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    scope: Scope::Account,
};
const CLOSE_LOG: Named = Named {
    name: "db.CLOSE_LOG",
    sql: "update account set event_seq = ?2 where account_id = ?1",
    scope: Scope::Account,
};

impl<'a> Tx<'a> {
    pub(crate) fn new(
        connection: &'a mut Connection,
        account_id: i64,
        now_ms: i64,
        executed: Option<&'a Mutex<BTreeSet<&'static str>>>,
    ) -> Self {
        Self { connection, account_id, now_ms, seq: None, executed }
    }

    /// The account this transaction is bound to.
    pub fn account_id(&self) -> i64 {
        self.account_id
    }

    /// The moment this transaction began, UTC milliseconds; the same for everything it does.
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// Runs a query that changes rows; `values` start at `?2`. Returns how many rows it touched.
    pub fn execute(&mut self, query: Query, values: &[Value]) -> Result<u64, Error> {
        let values = self.bound(query, values)?;
        self.connection.execute(query.sql, &values).map_err(|error| named(query, error))
    }

    /// Rows of a query, each made into a `T`; `values` start at `?2`.
    pub fn list<T>(
        &mut self,
        query: Query,
        values: &[Value],
        mut read: impl FnMut(&mut Row) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let values = self.bound(query, values)?;
        let rows = self.connection.query(query.sql, &values).map_err(|error| named(query, error))?;
        rows.into_iter().map(|mut row| read(&mut row).map_err(|error| named(query, error))).collect()
    }

    /// The first row of a query, if there is one.
    pub fn find<T>(
        &mut self,
        query: Query,
        values: &[Value],
        read: impl FnMut(&mut Row) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        Ok(self.list(query, values, read)?.into_iter().next())
    }

    /// One number: a count, a sum.
    pub fn number(&mut self, query: Query, values: &[Value]) -> Result<i64, Error> {
        self.find(query, values, |row| row.next::<Option<i64>>())?
            .map(Option::unwrap_or_default)
            .ok_or_else(|| Error::Broken(format!("{}: no row", query.name)))
    }

    /// Appends to the account's event log; the number it got. Written with everything else of this transaction.
    pub fn record(&mut self, event: Event) -> Result<i64, Error> {
        let last = match self.seq {
            Some(last) => last,
            None => self
                .find(LOCK_LOG, &[], |row| row.next::<i64>())?
                .ok_or_else(|| Error::Broken(format!("there is no account {}", self.account_id)))?,
        };
        let seq = last + 1;
        let now_ms = self.now_ms;
        self.execute(
            ADD_EVENT,
            crate::args![
                seq,
                event.kind,
                now_ms,
                event.actor.kind(),
                event.actor.id(),
                event.conversation_id,
                event.data
            ],
        )?;
        self.seq = Some(seq);
        Ok(seq)
    }

    /// Writes the log's new end; its number when anything was recorded.
    pub(crate) fn finish(&mut self) -> Result<Option<i64>, Error> {
        if let Some(seq) = self.seq {
            self.execute(CLOSE_LOG, crate::args![seq])?;
        }
        Ok(self.seq)
    }

    /// Has the engine write something that is no row.
    pub(crate) fn touch(&mut self) -> Result<(), Error> {
        match self.connection {
            Connection::Sqlite(sqlite) => {
                let turn = self.now_ms & i64::from(i32::MAX);
                sqlite.batch(&format!("pragma user_version = {turn}"))
            }
            Connection::Postgres(postgres) => postgres.batch("select pg_current_xact_id()"),
        }
    }

    pub(crate) fn is_only_node(&mut self) -> Result<bool, Error> {
        self.connection.is_only_node()
    }

    pub(crate) fn is_alone(&mut self) -> Result<bool, Error> {
        self.connection.is_alone()
    }

    fn bound(&self, query: Query, values: &[Value]) -> Result<Vec<Value>, Error> {
        if cfg!(debug_assertions)
            && let Some(executed) = self.executed
        {
            crate::lock(executed).insert(query.name);
        }
        match (query.scope, self.account_id) {
            (Scope::Everywhere, _) => Ok(values.to_vec()),
            (Scope::Account, 0) => Err(Error::Broken(format!("{} needs an account", query.name))),
            (Scope::Account, account_id) => {
                Ok(std::iter::once(Value::Int(account_id)).chain(values.iter().cloned()).collect())
            }
        }
    }
}

fn named(query: Query, error: Error) -> Error {
    match error {
        Error::Broken(text) => Error::Broken(format!("{}: {text}", query.name)),
        Error::Refused { refusal, text } => Error::Refused { refusal, text: format!("{}: {text}", query.name) },
        away @ Error::Unavailable(_) => away,
    }
}
