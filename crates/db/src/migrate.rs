//! Numbered, forward-only changes of the schema, one text for both engines; a snapshot of the SQLite file before those
//! of one start. Each is a transaction of its own, so that one that fails leaves the store at the one before.

use std::fs::File;
use std::path::Path;

use crate::{Connection, Error, Place, Value};

pub(crate) struct Migration {
    pub(crate) version: i64,
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
}

pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "spine", sql: include_str!("../migrations/0001_spine.sql") },
    Migration { version: 2, name: "letters", sql: include_str!("../migrations/0002_letters.sql") },
    Migration { version: 3, name: "tasks", sql: include_str!("../migrations/0003_tasks.sql") },
    Migration { version: 4, name: "mailboxes", sql: include_str!("../migrations/0004_mailboxes.sql") },
    Migration { version: 5, name: "channels", sql: include_str!("../migrations/0005_channels.sql") },
    Migration { version: 6, name: "entry", sql: include_str!("../migrations/0006_entry.sql") },
    Migration { version: 7, name: "composer", sql: include_str!("../migrations/0007_composer.sql") },
    Migration { version: 8, name: "together", sql: include_str!("../migrations/0008_together.sql") },
    Migration { version: 9, name: "search", sql: include_str!("../migrations/0009_search.sql") },
    Migration { version: 10, name: "customer_side", sql: include_str!("../migrations/0010_customer_side.sql") },
    Migration { version: 11, name: "pace", sql: include_str!("../migrations/0011_pace.sql") },
    Migration { version: 12, name: "index_behind", sql: include_str!("../migrations/0012_index_behind.sql") },
    Migration { version: 13, name: "reports", sql: include_str!("../migrations/0013_reports.sql") },
    Migration { version: 14, name: "own_day", sql: include_str!("../migrations/0014_own_day.sql") },
    Migration { version: 15, name: "doors", sql: include_str!("../migrations/0015_doors.sql") },
    Migration { version: 16, name: "complaint", sql: include_str!("../migrations/0016_complaint.sql") },
    Migration { version: 17, name: "oncall", sql: include_str!("../migrations/0017_oncall.sql") },
    Migration { version: 18, name: "estimate", sql: include_str!("../migrations/0018_estimate.sql") },
    Migration { version: 19, name: "routing", sql: include_str!("../migrations/0019_routing.sql") },
    Migration { version: 20, name: "forecast", sql: include_str!("../migrations/0020_forecast.sql") },
    Migration { version: 21, name: "shift", sql: include_str!("../migrations/0021_shift.sql") },
    Migration { version: 22, name: "kpi", sql: include_str!("../migrations/0022_kpi.sql") },
    Migration { version: 23, name: "live_estimate", sql: include_str!("../migrations/0023_live_estimate.sql") },
    Migration { version: 24, name: "skill_learnt", sql: include_str!("../migrations/0024_skill_learnt.sql") },
];

/// What a migration of that name changes besides in how SQLite stores its rows; the tables stay the same.
const SQLITE_ALONE: &[(&str, &str)] =
    &[("index_behind", include_str!("../migrations/0012_index_behind_sqlite.sql"))];

/// The newest version of the schema.
pub(crate) fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// Brings the schema to the newest version. Safe to run by several nodes at once.
pub(crate) fn run(connection: &mut Connection, place: &Place, now_ms: i64) -> Result<(), Error> {
    run_to(connection, place, newest(), now_ms)
}

/// Brings the schema to that version, or leaves it where it is if that is further on.
pub(crate) fn run_to(
    connection: &mut Connection,
    place: &Place,
    wanted: i64,
    now_ms: i64,
) -> Result<(), Error> {
    let _turn = match place {
        Place::Sqlite(path) => Some(turn(path)?),
        Place::Postgres(_) => {
            connection.batch("select pg_advisory_lock(7420113)")?;
            None
        }
    };
    let outcome = upgrade(connection, place, wanted, now_ms).and_then(|()| match connection {
        Connection::Sqlite(sqlite) => sqlite.weigh(),
        // It looks at its tables by itself.
        Connection::Postgres(_) => Ok(()),
    });
    if let Connection::Postgres(postgres) = connection {
        postgres.batch("select pg_advisory_unlock(7420113)")?;
    }
    outcome
}

/// One process at a time: held for as long as the file is open.
fn turn(path: &Path) -> Result<File, Error> {
    let lock = path.with_extension("upgrade.lock");
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock)
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|error| Error::Unavailable(format!("{}: {error}", lock.display())))
}

fn upgrade(connection: &mut Connection, place: &Place, wanted: i64, now_ms: i64) -> Result<(), Error> {
    connection.batch(
        "create table if not exists schema_version (version bigint not null primary key, name text not null,
         applied_at_ms bigint not null)",
    )?;
    let at = version(connection)?;
    let newest = newest();
    if at > newest {
        return Err(Error::Broken(format!(
            "the store was written by a newer Riscontro (schema {at}, this one knows {newest})"
        )));
    }
    let mut pending =
        MIGRATIONS.iter().filter(|migration| (at + 1..=wanted).contains(&migration.version)).peekable();
    if let (Place::Sqlite(path), Some(first), true) = (place, pending.peek(), at > 0) {
        snapshot(connection, path, first.version)?;
    }
    for migration in pending {
        connection.begin(crate::tx::Purpose::Write)?;
        let text = match connection {
            Connection::Sqlite(_) => dialect(migration.sql, "blob", "text"),
            Connection::Postgres(_) => dialect(migration.sql, "bytea", "text collate \"C\""),
        };
        connection.batch(&text)?;
        if let Connection::Sqlite(sqlite) = connection
            && let Some((_, sql)) = SQLITE_ALONE.iter().find(|(name, _)| *name == migration.name)
        {
            sqlite.batch(&dialect(sql, "blob", "text"))?;
        }
        let row = [Value::Int(migration.version), Value::from(migration.name), Value::Int(now_ms)];
        connection
            .execute("insert into schema_version (version, name, applied_at_ms) values (?1, ?2, ?3)", &row)?;
        connection.batch("commit")?;
        tracing::info!(version = migration.version, name = migration.name, "schema brought up to date");
    }
    Ok(())
}

/// Whether any Riscontro was ever started on this database.
pub(crate) fn has_begun(connection: &mut Connection) -> Result<bool, Error> {
    let catalogue = match connection {
        Connection::Sqlite(_) => "select cast(count(*) as bigint) from sqlite_schema where name = ?1",
        Connection::Postgres(_) => {
            "select cast(count(*) as bigint) from information_schema.tables
              where table_name = ?1 and table_schema = current_schema()"
        }
    };
    let found = connection.query(catalogue, &[Value::from("account")])?.pop();
    Ok(found.map_or(Ok(0), |mut row| row.next::<i64>())? > 0)
}

/// Takes empty tables away again, and the views that read them before.
pub(crate) fn forget<'a>(
    connection: &mut Connection,
    tables: impl Iterator<Item = &'a str>,
) -> Result<(), Error> {
    let catalogue = match connection {
        Connection::Sqlite(_) => "select name from sqlite_schema where type = 'view' order by name",
        Connection::Postgres(_) => {
            "select cast(table_name as text) from information_schema.views
              where table_schema = current_schema() order by 1"
        }
    };
    for mut view in connection.query(catalogue, &[])? {
        connection.batch(&format!("drop view {}", view.next::<String>()?))?;
    }
    for table in tables.chain(["schema_version"]) {
        connection.batch(&format!("drop table {table}"))?;
    }
    Ok(())
}

/// The version of a store that has one.
fn version(connection: &mut Connection) -> Result<i64, Error> {
    connection
        .query("select cast(coalesce(max(version), 0) as bigint) from schema_version", &[])?
        .pop()
        .map_or(Ok(0), |mut row| row.next::<i64>())
}

/// A copy of the file as it was: `riscontro-before-0002.db` beside it, replaced if an earlier try left one.
fn snapshot(connection: &mut Connection, path: &Path, version: i64) -> Result<(), Error> {
    let copy = path.with_file_name(format!(
        "{}-before-{version:04}.db",
        path.file_stem().unwrap_or_default().to_string_lossy()
    ));
    let _ = std::fs::remove_file(&copy);
    connection.execute("vacuum into ?1", &[Value::from(copy.to_string_lossy().into_owned())])?;
    Ok(())
}

/// The two words of the schema that differ between the engines.
fn dialect(sql: &str, bytes: &str, word: &str) -> String {
    sql.lines()
        .map(|line| line.split("--").next().unwrap_or_default())
        .map(|line| {
            line.split_inclusive([' ', ',', ';'])
                .map(|piece| match piece.trim_end_matches([' ', ',', ';']) {
                    "bytes" => piece.replace("bytes", bytes),
                    "word" => piece.replace("word", word),
                    _ => piece.to_owned(),
                })
                .collect::<String>()
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use rusqlite::Connection;

    use super::{newest, run, run_to};
    use crate::{Place, Value};

    #[test]
    fn one_copy_of_the_file_as_it_was_is_left_however_many_steps_it_takes() {
        let folder = std::env::temp_dir().join(format!("riscontro-migrate-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let place = Place::of(None, &folder).unwrap();
        let mut connection = place.connect_writer().unwrap();
        run_to(&mut connection, &place, 1, 0).unwrap();
        connection.batch("insert into team (account_id, id, oid, name) values (1, 1, 'a', 'Resi')").unwrap();
        run(&mut connection, &place, 0).unwrap();
        run(&mut connection, &place, 0).unwrap();
        drop(connection);
        let mut copies: Vec<String> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| name.contains("-before-"))
            .collect();
        assert_eq!(copies, ["riscontro-before-0002.db"]);
        let at = |name: &str| -> (i64, i64) {
            let engine = Connection::open(folder.join(name)).unwrap();
            let ask = "select (select max(version) from schema_version), (select count(*) from team)";
            engine.query_row(ask, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
        };
        assert_eq!(at(&copies.remove(0)), (1, 1), "as it was");
        assert_eq!(at("riscontro.db"), (newest(), 1));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_store_that_is_up_to_date_is_opened_without_writing() {
        let folder = std::env::temp_dir().join(format!("riscontro-opened-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let place = Place::of(None, &folder).unwrap();
        let mut connection = place.connect_writer().unwrap();
        run(&mut connection, &place, 0).unwrap();
        let mut second = place.connect_writer().unwrap();
        second.batch("pragma query_only = on").unwrap();
        run(&mut second, &place, 0).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
    }

    /// Verdict, class, reason as it stood, and as it is kept now.
    const REASONS: [(&str, &str, &str, &str); 7] = [
        ("duplicate", "person", "the same Message-ID with the same content", r#"{"why":"same_id"}"#),
        ("spam", "person", "a person said so", r#"{"why":"person_said_spam"}"#),
        (
            "spam",
            "person",
            "X-Spam-Flag: \"YES\" \\",
            r#"{"why":"spam_header","detail":"X-Spam-Flag: \"YES\" \\"}"#,
        ),
        (
            "no_answer_owed",
            "auto_reply",
            "auto_reply: Auto-Submitted: auto-replied",
            r#"{"why":"machine","class":"auto_reply","detail":"Auto-Submitted: auto-replied"}"#,
        ),
        (
            "stuck",
            "person",
            "reading it failed: a part never ends",
            r#"{"why":"reading_failed","detail":"a part never ends"}"#,
        ),
        (
            "stuck",
            "person",
            "a mail service posted what could not be read: no recipient",
            r#"{"why":"unreadable_post","detail":"no recipient"}"#,
        ),
        ("stuck", "person", "the store refused (Other): x", "the store refused (Other): x"),
    ];

    fn reasons_are_brought_along(place: &Place) {
        let mut connection = place.connect_writer().unwrap();
        run_to(&mut connection, place, 11, 0).unwrap();
        for (id, (verdict, class, reason, _)) in (1_i64..).zip(REASONS) {
            let row = [
                Value::Int(id),
                Value::from(format!("a{id}")),
                Value::from(verdict),
                Value::from(class),
                Value::from(reason),
            ];
            let add = "insert into arrival (account_id, id, oid, channel, inbox_id, received_at_ms, sender, recipient, remote,
                         helo, size_bytes, sha256, oddities, verdict, class, reason, attempts, locked_until_ms, forced)
                       values (1, ?1, ?2, 'email', 1, 5, '', '', '', '', 1, 'x', '[]', ?3, ?4, ?5, 0, 0, false)";
            connection.execute(add, &row).unwrap();
        }
        run(&mut connection, place, 0).unwrap();
        let rows = connection.query("select reason from arrival order by id", &[]).unwrap();
        let kept: Vec<String> = rows.into_iter().map(|mut row| row.next().unwrap()).collect();
        assert_eq!(kept, REASONS.map(|(.., kept)| kept));
    }

    #[test]
    fn reasons_of_before_are_kept_as_words_from_now_on() {
        let folder = std::env::temp_dir().join(format!("riscontro-reasons-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        reasons_are_brought_along(&Place::of(None, &folder).unwrap());
        if let Ok(cluster) = std::env::var("RISCONTRO_TEST_POSTGRES") {
            let name = format!("reasons_{}", std::process::id());
            let mut admin = postgres::Client::connect(&cluster, postgres::NoTls).unwrap();
            admin.batch_execute(&format!("create database {name}")).unwrap();
            let (base, _) = cluster.rsplit_once('/').unwrap();
            let url = format!("{base}/{name}?sslmode=disable");
            reasons_are_brought_along(&Place::of(Some(&url), &folder).unwrap());
            admin.batch_execute(&format!("drop database {name} with (force)")).unwrap();
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
