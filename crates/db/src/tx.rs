//! A transaction bound to one account.

use std::any::Any;
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
            (Self::Sqlite(sqlite), Purpose::Read) => sqlite.run("begin deferred"),
            (Self::Sqlite(sqlite), Purpose::Write) => sqlite.run("begin immediate"),
            (Self::Postgres(postgres), Purpose::Read) => {
                postgres.batch("begin isolation level repeatable read read only")
            }
            (Self::Postgres(postgres), Purpose::Write) => postgres.batch("begin"),
        }
    }

    pub(crate) fn rollback(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(sqlite) if !sqlite.in_transaction() => Ok(()),
            Self::Sqlite(sqlite) => sqlite.run("rollback"),
            Self::Postgres(postgres) => postgres.batch("rollback"),
        }
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.batch(sql),
            Self::Postgres(postgres) => postgres.batch(sql),
        }
    }

    /// One statement without values, run again and again.
    pub(crate) fn run(&mut self, sql: &'static str) -> Result<(), Error> {
        match self {
            Self::Sqlite(sqlite) => sqlite.run(sql),
            Self::Postgres(postgres) => postgres.batch(sql),
        }
    }

    /// Lets go of the last act's savepoint and makes one for the next.
    pub(crate) fn next_savepoint(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(sqlite) => {
                sqlite.run("release savepoint act")?;
                sqlite.run("savepoint act")
            }
            Self::Postgres(postgres) => postgres.batch("release savepoint act; savepoint act"),
        }
    }

    pub(crate) fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, Error> {
        self.execute_for(None, sql, values)
    }

    pub(crate) fn query(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, Error> {
        self.query_for(None, sql, values)
    }

    /// The account, when there is one, is bound before the values.
    fn execute_for(
        &mut self,
        account_id: Option<i64>,
        sql: &'static str,
        values: &[Value],
    ) -> Result<u64, Error> {
        let account = account_id.map(Value::Int);
        match self {
            Self::Sqlite(sqlite) => sqlite.execute(sql, account.iter().chain(values)),
            Self::Postgres(postgres) => postgres.execute(sql, account.iter().chain(values)),
        }
    }

    fn query_for(
        &mut self,
        account_id: Option<i64>,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<Row>, Error> {
        let account = account_id.map(Value::Int);
        match self {
            Self::Sqlite(sqlite) => sqlite.query(sql, account.iter().chain(values)),
            Self::Postgres(postgres) => postgres.query(sql, account.iter().chain(values)),
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
    log: Log,
    /// Recorded and not written yet.
    events: Vec<(i64, Event)>,
    /// Rows read before in this act: table, key, and what was made of the row.
    known: Vec<(&'static str, i64, Box<dyn Any>)>,
    executed: Option<&'a Mutex<BTreeSet<&'static str>>>,
}

const LOCK_LOG: Named = Named {
    name: "db.LOCK_LOG",
    sql: "select event_seq from account where account_id = ?1",
    scope: Scope::Account,
};
/// `(account, moment)` is shared, then six values an event, starting at `?3`.
macro_rules! add_events {
    ($name:literal, $first:literal $(, $more:literal)*) => {
        Named {
            name: $name,
            sql: concat!("insert into event (account_id, at_ms, seq, type, actor_kind, actor_id, conversation_id, data) values ",
                $first $(, ", ", $more)*),
            scope: Scope::Account,
        }
    };
}
const EVENTS_TOGETHER: usize = 8;
/// One event, two events, and so on: an act that records many has them written with one statement.
const ADD_EVENTS: [Named; EVENTS_TOGETHER] = [
    add_events!("db.ADD_EVENT", "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
    add_events!("db.ADD_EVENTS_2", "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", "(?1, ?2, ?9, ?10, ?11, ?12, ?13, ?14)"),
    add_events!(
        "db.ADD_EVENTS_3",
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        "(?1, ?2, ?9, ?10, ?11, ?12, ?13, ?14)",
        "(?1, ?2, ?15, ?16, ?17, ?18, ?19, ?20)"
    ),
    add_events!(
        "db.ADD_EVENTS_4",
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        "(?1, ?2, ?9, ?10, ?11, ?12, ?13, ?14)",
        "(?1, ?2, ?15, ?16, ?17, ?18, ?19, ?20)",
        "(?1, ?2, ?21, ?22, ?23, ?24, ?25, ?26)"
    ),
    add_events!(
        "db.ADD_EVENTS_5",
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        "(?1, ?2, ?9, ?10, ?11, ?12, ?13, ?14)",
        "(?1, ?2, ?15, ?16, ?17, ?18, ?19, ?20)",
        "(?1, ?2, ?21, ?22, ?23, ?24, ?25, ?26)",
        "(?1, ?2, ?27, ?28, ?29, ?30, ?31, ?32)"
    ),
    add_events!(
        "db.ADD_EVENTS_6",
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        "(?1, ?2, ?9, ?10, ?11, ?12, ?13, ?14)",
        "(?1, ?2, ?15, ?16, ?17, ?18, ?19, ?20)",
        "(?1, ?2, ?21, ?22, ?23, ?24, ?25, ?26)",
        "(?1, ?2, ?27, ?28, ?29, ?30, ?31, ?32)",
        "(?1, ?2, ?33, ?34, ?35, ?36, ?37, ?38)"
    ),
    add_events!(
        "db.ADD_EVENTS_7",
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        "(?1, ?2, ?9, ?10, ?11, ?12, ?13, ?14)",
        "(?1, ?2, ?15, ?16, ?17, ?18, ?19, ?20)",
        "(?1, ?2, ?21, ?22, ?23, ?24, ?25, ?26)",
        "(?1, ?2, ?27, ?28, ?29, ?30, ?31, ?32)",
        "(?1, ?2, ?33, ?34, ?35, ?36, ?37, ?38)",
        "(?1, ?2, ?39, ?40, ?41, ?42, ?43, ?44)"
    ),
    add_events!(
        "db.ADD_EVENTS_8",
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        "(?1, ?2, ?9, ?10, ?11, ?12, ?13, ?14)",
        "(?1, ?2, ?15, ?16, ?17, ?18, ?19, ?20)",
        "(?1, ?2, ?21, ?22, ?23, ?24, ?25, ?26)",
        "(?1, ?2, ?27, ?28, ?29, ?30, ?31, ?32)",
        "(?1, ?2, ?33, ?34, ?35, ?36, ?37, ?38)",
        "(?1, ?2, ?39, ?40, ?41, ?42, ?43, ?44)",
        "(?1, ?2, ?45, ?46, ?47, ?48, ?49, ?50)"
    ),
];
const CLOSE_LOG: Named = Named {
    name: "db.CLOSE_LOG",
    sql: "update account set event_seq = ?2 where account_id = ?1",
    scope: Scope::Account,
};

/// Where an account's event log ends within the open transaction. Its new end is written once, before the commit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Log {
    /// Last number given, once it was read.
    end: Option<i64>,
    /// Whether the act that is under way recorded something.
    recorded: bool,
    /// Whether the account's row still says another end.
    grown: bool,
}

impl Log {
    pub(crate) fn ending(end: i64) -> Self {
        Self { end: Some(end), recorded: false, grown: false }
    }

    /// The same log for the next act of the account in this transaction.
    pub(crate) fn of_next_act(self) -> Self {
        Self { recorded: false, ..self }
    }

    /// The log's last number when the act recorded anything.
    pub(crate) fn recorded(self) -> Option<i64> {
        self.end.filter(|_| self.recorded)
    }

    pub(crate) fn close(self, connection: &mut Connection, account_id: i64) -> Result<(), Error> {
        match self.end {
            Some(end) if self.grown => {
                let values = [Value::Int(account_id), Value::Int(end)];
                connection.execute(CLOSE_LOG.sql, &values).map(|_| ()).map_err(|error| named(CLOSE_LOG, error))
            }
            _ => Ok(()),
        }
    }
}

impl<'a> Tx<'a> {
    pub(crate) fn new(
        connection: &'a mut Connection,
        account_id: i64,
        now_ms: i64,
        executed: Option<&'a Mutex<BTreeSet<&'static str>>>,
    ) -> Self {
        Self {
            connection,
            account_id,
            now_ms,
            log: Log::default(),
            events: Vec::new(),
            known: Vec::new(),
            executed,
        }
    }

    /// Goes on where the account's log is known to end.
    pub(crate) fn with_log(self, log: Log) -> Self {
        Self { log, ..self }
    }

    /// The account this transaction is bound to.
    pub fn account_id(&self) -> i64 {
        self.account_id
    }

    /// The moment this transaction began, UTC milliseconds; the same for everything it does.
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// Reads a row once an act however many rooms ask for it. Read again after this act changed its table.
    pub fn once<T: Clone + 'static, E>(
        &mut self,
        table: &'static str,
        key: i64,
        read: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let known = self.known.iter().find(|(known, at, _)| (*known, *at) == (table, key));
        if let Some(found) = known.and_then(|(_, _, found)| found.downcast_ref::<T>()) {
            return Ok(found.clone());
        }
        let found = read(self)?;
        self.known.push((table, key, Box::new(found.clone())));
        Ok(found)
    }

    /// Runs a query that changes rows; `values` start at `?2`. Returns how many rows it touched.
    pub fn execute(&mut self, query: Query, values: &[Value]) -> Result<u64, Error> {
        let account_id = self.bound(query)?;
        self.settle_log(query)?;
        self.known.retain(|(table, _, _)| !changes(query.sql, table));
        self.connection.execute_for(account_id, query.sql, values).map_err(|error| named(query, error))
    }

    /// Runs a query that changes rows, however many: [`Tx::execute`] for those who do not ask. A failure may be said by
    /// what this act does next instead, at the latest when it ends.
    pub fn put(&mut self, query: Query, values: &[Value]) -> Result<(), Error> {
        self.execute(query, values).map(|_| ())
    }

    /// Rows of a query, each made into a `T`; `values` start at `?2`.
    pub fn list<T>(
        &mut self,
        query: Query,
        values: &[Value],
        mut read: impl FnMut(&mut Row) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let account_id = self.bound(query)?;
        self.settle_log(query)?;
        let rows =
            self.connection.query_for(account_id, query.sql, values).map_err(|error| named(query, error))?;
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
        let last = match self.log.end {
            Some(last) => last,
            None => self
                .find(LOCK_LOG, &[], |row| row.next::<i64>())?
                .ok_or_else(|| Error::Broken(format!("there is no account {}", self.account_id)))?,
        };
        let seq = last + 1;
        self.log = Log { end: Some(seq), recorded: true, grown: true };
        self.events.push((seq, event));
        Ok(seq)
    }

    /// Writes what was recorded; where the log ends.
    pub(crate) fn finish(&mut self) -> Result<Log, Error> {
        self.write_events()?;
        Ok(self.log)
    }

    fn write_events(&mut self) -> Result<(), Error> {
        let events = std::mem::take(&mut self.events);
        let mut events = events.into_iter();
        loop {
            let mut values = vec![Value::Int(self.now_ms)];
            let together = events.len().min(EVENTS_TOGETHER);
            if together == 0 {
                return Ok(());
            }
            for (seq, event) in events.by_ref().take(together) {
                values.extend([
                    Value::Int(seq),
                    Value::from(event.kind),
                    Value::from(event.actor.kind()),
                    Value::from(event.actor.id()),
                    Value::from(event.conversation_id),
                    Value::from(event.data),
                ]);
            }
            let query = ADD_EVENTS[together - 1];
            self.note(query);
            self.connection
                .execute_for(Some(self.account_id), query.sql, &values)
                .map_err(|error| named(query, error))?;
        }
    }

    /// What a query of the log itself has to find there already.
    fn settle_log(&mut self, query: Query) -> Result<(), Error> {
        if self.log.grown && query.sql.contains("event") {
            self.log.close(self.connection, self.account_id)?;
            self.log.grown = false;
            self.write_events()?;
        }
        Ok(())
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

    /// The account to bind before the values of a query.
    fn bound(&self, query: Query) -> Result<Option<i64>, Error> {
        self.note(query);
        match (query.scope, self.account_id) {
            (Scope::Everywhere, _) => Ok(None),
            (Scope::Account, 0) => Err(Error::Broken(format!("{} needs an account", query.name))),
            (Scope::Account, account_id) => Ok(Some(account_id)),
        }
    }

    fn note(&self, query: Query) {
        if cfg!(debug_assertions)
            && let Some(executed) = self.executed
        {
            crate::lock(executed).insert(query.name);
        }
    }
}

/// Whether a statement changes rows of that table.
fn changes(sql: &str, table: &str) -> bool {
    let mut words = sql.split_whitespace();
    match words.next() {
        Some("update") => words.next() == Some(table),
        Some("insert" | "delete") => words.nth(1) == Some(table),
        Some(_) | None => true,
    }
}

fn named(query: Query, error: Error) -> Error {
    match error {
        Error::Broken(text) => Error::Broken(format!("{}: {text}", query.name)),
        Error::Refused { refusal, text } => Error::Refused { refusal, text: format!("{}: {text}", query.name) },
        away @ Error::Unavailable(_) => away,
    }
}
