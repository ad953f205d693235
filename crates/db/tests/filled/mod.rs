//! Stores with rows in every table, on either engine.

#![allow(dead_code, reason = "each test uses its part")]

use db::schema::{self, Column, Kind};
use db::{Db, Error, Query, Scope, Value};

/// A PostgreSQL database of a test's own, dropped with this.
pub struct Database {
    admin: postgres::Client,
    name: String,
    pub url: String,
}

impl Database {
    /// None where the tests were given no PostgreSQL.
    pub fn create(purpose: &str) -> Option<Self> {
        let cluster = std::env::var("RISCONTRO_TEST_POSTGRES").ok()?;
        let name = format!("{purpose}_{}", std::process::id());
        let mut admin = postgres::Client::connect(&cluster, postgres::NoTls).unwrap();
        admin.batch_execute(&format!("create database {name}")).unwrap();
        let (base, _) = cluster.rsplit_once('/').unwrap();
        let url = format!("{base}/{name}?sslmode=disable");
        Some(Self { admin, name, url })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let gone = self.admin.batch_execute(&format!("drop database {} with (force)", self.name));
        if let Err(error) = gone {
            eprintln!("{}: {error}", self.name);
        }
    }
}

/// Rows 1 to `rows` of every table there is: odd ones without whatever may be absent.
pub fn fill(store: &Db, rows: i64) {
    for table in schema::tables().unwrap() {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let places: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("insert into {} ({}) values ({})", table.name, names.join(", "), places.join(", "));
        let query = Query { name: table.name, sql: Box::leak(sql.into_boxed_str()), scope: Scope::Everywhere };
        store
            .write(0, move |tx| {
                for row in 1..=rows {
                    let values: Vec<Value> = table.columns.iter().map(|column| sample(column, row)).collect();
                    tx.execute(query, &values)?;
                }
                Ok::<_, Error>(())
            })
            .unwrap_or_else(|error| panic!("{}: {error}", table.name));
    }
}

fn sample(column: &Column, row: i64) -> Value {
    match column.kind {
        _ if column.nullable && row % 2 == 1 => Value::Null,
        Kind::Number => Value::Int(row),
        // Byte by byte `Z` comes before `a`, and `é` after both: an engine's own order would not.
        Kind::Word => Value::from(format!("{}{row}", ["Z", "a", "é", "A-"][row as usize % 4])),
        Kind::Text => Value::from(format!("«caffè» \"{row}\"\n\\ \t🙂")),
        Kind::Boolean => Value::Bool(row % 3 == 0),
        Kind::Bytes => Value::Bytes(vec![row as u8; row as usize]),
    }
}
