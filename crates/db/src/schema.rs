//! The schema as values, read from the migrations themselves: which tables there are, their columns and their keys.

use std::sync::LazyLock;

use crate::Error;
use crate::migrate::MIGRATIONS;

/// A table of the store, the account first in its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    /// In the order of the schema.
    pub columns: Vec<Column>,
    /// Names of the columns of the primary key, in its order.
    pub key: Vec<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    pub nullable: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `bigint`.
    Number,
    /// `word`: short text compared byte by byte.
    Word,
    /// `text`: of any length.
    Text,
    Boolean,
    Bytes,
}

static TABLES: LazyLock<Result<Vec<Table>, String>> = LazyLock::new(|| read(i64::MAX));

/// The tables after the migrations up to a version.
fn read(version: i64) -> Result<Vec<Table>, String> {
    let mut tables = Vec::new();
    for migration in MIGRATIONS.iter().filter(|migration| migration.version <= version) {
        apply(migration.sql, &mut tables).map_err(|error| format!("migration {}: {error}", migration.name))?;
    }
    Ok(tables)
}

/// The tables a store of that version has.
///
/// # Errors
/// Those of [`tables`].
pub(crate) fn tables_at(version: i64) -> Result<Vec<Table>, Error> {
    read(version).map_err(Error::Broken)
}

/// Every table after the last migration, in the order they were made. What an engine keeps for itself (the version
/// of the schema, indexes) is not among them.
///
/// # Errors
/// [`Error::Broken`] when a migration says something this reader does not know; a test sees to it that none does.
pub fn tables() -> Result<&'static [Table], Error> {
    TABLES.as_deref().map_err(|error| Error::Broken(error.clone()))
}

/// Carries out the statements of one migration on the tables there are.
fn apply(sql: &'static str, tables: &mut Vec<Table>) -> Result<(), String> {
    for statement in statements(sql) {
        let words: Vec<&str> = statement.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["create", "table", name, "(", body @ .., ")"] => tables.push(table(sql, name, body)?),
            ["alter", "table", name, "add", "column", rest @ ..] => {
                let column = column(sql, rest)?;
                let table = tables.iter_mut().find(|table| table.name == *name);
                table.ok_or_else(|| format!("there is no table {name}"))?.columns.push(column);
            }
            ["alter", "table", name, "rename", "to", next] => {
                let next = kept(sql, next)?;
                let table = tables.iter_mut().find(|table| table.name == *name);
                table.ok_or_else(|| format!("there is no table {name}"))?.name = next;
            }
            ["alter", "table", name, "drop", "column", gone] => {
                let table = tables.iter_mut().find(|table| table.name == *name);
                let columns = &mut table.ok_or_else(|| format!("there is no table {name}"))?.columns;
                columns.retain(|column| column.name != *gone);
            }
            ["drop", "table", name] => tables.retain(|table| table.name != *name),
            // What programs read with SQL holds no rows of its own.
            ["create" | "drop", "view", ..] => {}
            ["create", "index", ..] | ["create", "unique", "index", ..] | ["drop", "index", ..] => {}
            ["insert" | "update" | "delete", ..] => {}
            other => return Err(format!("{:?} is not understood", other.join(" "))),
        }
    }
    Ok(())
}

/// The words of each statement; `(`, `)` and `,` are words of their own, comments are none.
fn statements(sql: &str) -> Vec<Vec<String>> {
    let plain: String =
        sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    plain
        .split(';')
        .map(|statement| {
            let spaced = statement.replace('(', " ( ").replace(')', " ) ").replace(',', " , ");
            spaced.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        })
        .filter(|words| !words.is_empty())
        .collect()
}

fn table(sql: &'static str, name: &str, body: &[&str]) -> Result<Table, String> {
    let mut table = Table { name: kept(sql, name)?, columns: Vec::new(), key: Vec::new() };
    for part in parts(body) {
        match part {
            ["primary", "key", "(", names @ .., ")"] => {
                let names = names.iter().filter(|name| **name != ",");
                table.key = names.map(|name| kept(sql, name)).collect::<Result<_, _>>()?;
            }
            ["unique", ..] => {}
            _ => {
                let column = column(sql, part)?;
                if part.windows(2).any(|pair| pair == ["primary", "key"]) {
                    table.key = vec![column.name];
                }
                table.columns.push(column);
            }
        }
    }
    match table.key.iter().all(|key| table.columns.iter().any(|column| column.name == *key)) {
        true if !table.key.is_empty() => Ok(table),
        _ => Err(format!("{name} has no primary key of its columns")),
    }
}

fn column(sql: &'static str, words: &[&str]) -> Result<Column, String> {
    let [name, kind, rest @ ..] = words else { return Err(format!("{words:?} is no column")) };
    let kind = match *kind {
        "bigint" => Kind::Number,
        "word" => Kind::Word,
        "text" => Kind::Text,
        "boolean" => Kind::Boolean,
        "bytes" => Kind::Bytes,
        other => return Err(format!("{name} has the type {other}")),
    };
    Ok(Column { name: kept(sql, name)?, kind, nullable: !rest.windows(2).any(|pair| pair == ["not", "null"]) })
}

/// Splits at the commas that stand in no parentheses.
fn parts<'a, 'b>(words: &'a [&'b str]) -> Vec<&'a [&'b str]> {
    let mut depth = 0;
    words
        .split(|word| {
            depth += i32::from(*word == "(") - i32::from(*word == ")");
            depth == 0 && *word == ","
        })
        .collect()
}

/// The same word inside the migration, which lives as long as the program.
fn kept(sql: &'static str, word: &str) -> Result<&'static str, String> {
    sql.find(word).map(|at| &sql[at..at + word.len()]).ok_or_else(|| format!("{word} is lost"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use kernel::clock::Clock;
    use rusqlite::Connection;

    use super::{Column, Kind, Table, apply, tables};

    #[test]
    fn the_schema_read_here_is_the_one_the_engine_has() {
        let folder = std::env::temp_dir().join(format!("riscontro-schema-{}", std::process::id()));
        drop(crate::Db::open(None, &folder, Clock::by_hand(0)).unwrap());
        let engine = Connection::open(folder.join("riscontro.db")).unwrap();
        let mut names = engine
            .prepare(
                "select name from sqlite_master where type = 'table' and name <> 'schema_version'
                   and name not like 'sqlite_%' order by name",
            )
            .unwrap();
        let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        // A table the engine stores anew comes last with it, not here.
        let mut read: Vec<&str> = tables().unwrap().iter().map(|table| table.name).collect();
        read.sort_unstable();
        assert_eq!(read, names);
        for table in tables().unwrap() {
            let mut rows = engine.prepare(&format!("pragma table_info({})", table.name)).unwrap();
            let found: Vec<(String, String, bool, i64)> = rows
                .query_map([], |row| {
                    Ok((row.get(1)?, row.get::<_, String>(2)?.to_lowercase(), row.get(3)?, row.get(5)?))
                })
                .unwrap()
                .map(Result::unwrap)
                .collect();
            let read: Vec<(String, String, bool, i64)> = table
                .columns
                .iter()
                .map(|column| {
                    let kind = match column.kind {
                        Kind::Number => "bigint",
                        Kind::Word | Kind::Text => "text",
                        Kind::Boolean => "boolean",
                        Kind::Bytes => "blob",
                    };
                    let place =
                        table.key.iter().position(|key| *key == column.name).map_or(0, |at| at as i64 + 1);
                    (column.name.to_owned(), kind.to_owned(), !column.nullable, place)
                })
                .collect();
            assert_eq!(read, found, "{}", table.name);
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn every_table_has_the_account_first_in_its_key() {
        for table in tables().unwrap() {
            assert_eq!(table.key[0], "account_id", "{}", table.name);
            assert_eq!(table.columns[0].name, "account_id", "{}", table.name);
        }
    }

    #[test]
    fn a_later_migration_adds_to_what_there_is_and_one_not_understood_is_named() {
        let mut there = Vec::new();
        apply("create table a (account_id bigint not null primary key, b word); -- c", &mut there).unwrap();
        apply("alter table a add column d boolean not null default false; update a set d = true;", &mut there)
            .unwrap();
        apply("create table x (account_id bigint primary key); drop table x;", &mut there).unwrap();
        apply("alter table a rename to g; alter table g rename to a;", &mut there).unwrap();
        let column = |name, kind, nullable| Column { name, kind, nullable };
        let columns = vec![
            column("account_id", Kind::Number, false),
            column("b", Kind::Word, true),
            column("d", Kind::Boolean, false),
        ];
        assert_eq!(there, [Table { name: "a", columns, key: vec!["account_id"] }]);
        apply("create view v as select b from a; drop view v;", &mut there).unwrap();
        assert_eq!(there.len(), 1);
        assert!(apply("create trigger t;", &mut there).unwrap_err().contains("create trigger t"));
        assert!(apply("create table e (f bigint);", &mut there).unwrap_err().contains("no primary key"));
        assert!(apply("create table e (f float primary key);", &mut there).unwrap_err().contains("float"));
    }
}
