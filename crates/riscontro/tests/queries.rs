//! Every named query of the product, on both engines: it is bound to an account, it prepares, and it takes nulls.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use db::schema::{self, Column, Kind};
use db::{Db, Error, Query, Refusal, Scope, Value};
use kernel::clock::Clock;
use postgres::types::Type;

fn every_query() -> Vec<&'static Query> {
    spine::queries()
        .chain(office::queries())
        .chain(desk::queries())
        .chain(riscontro::inspect::QUERIES)
        .chain(riscontro::inspect::DESK_QUERIES)
        .chain(riscontro::inspect::SHIFT_QUERIES)
        .chain(riscontro::inspect::SKILL_QUERIES)
        .chain(riscontro::demo::QUERIES)
        .collect()
}

#[test]
fn every_query_has_a_name_of_its_own_and_is_bound_to_its_account() {
    let mut names = BTreeSet::new();
    let mut unbound = Vec::new();
    for query in every_query() {
        assert!(names.insert(query.name), "{} stands twice", query.name);
        let text = query.sql.split_whitespace().collect::<Vec<_>>().join(" ");
        if query.scope == Scope::Account {
            let bound = text.contains("account_id = ?1")
                || text.starts_with("insert into") && text.contains("values (?1");
            assert!(bound, "{} forgets the account: {text}", query.name);
        }
        let lists = text.starts_with("select")
            && !text.contains(" limit ")
            && !["count(", "min(", "sum("].iter().any(|one| text.contains(one));
        if lists {
            let one = [
                ".id = ?",
                " id = ?",
                "oid = ?",
                "_hash = ?",
                "token = ?",
                "reference = ?",
                "email = ?",
                "value = ?",
                "idem_key = ?",
                "account_id = ?",
                "inbox_key = ?",
                "address = ?",
                "group by",
            ];
            if !one.iter().any(|key| text.contains(key)) {
                unbound.push(format!("{}: {text}", query.name));
            }
        }
    }
    assert!(unbound.is_empty(), "lists without a bound:\n{}", unbound.join("\n"));
    assert!(names.len() > 150, "{} queries", names.len());
}

#[test]
fn every_query_takes_nulls_on_both_engines() {
    let folder = std::env::temp_dir().join(format!("riscontro-queries-{}", std::process::id()));
    with_nulls(None, &folder);
    if let Ok(cluster) = std::env::var("RISCONTRO_TEST_POSTGRES") {
        let name = format!("queries_{}", std::process::id());
        let mut admin = postgres::Client::connect(&cluster, postgres::NoTls).unwrap();
        admin.batch_execute(&format!("create database {name}")).unwrap();
        let (base, _) = cluster.rsplit_once('/').unwrap();
        with_nulls(Some(&format!("{base}/{name}?sslmode=disable")), &folder);
        admin.batch_execute(&format!("drop database {name} with (force)")).unwrap();
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Every parameter null but limits: the only thing an engine may say no to is a column that must not be null.
fn with_nulls(url: Option<&str>, folder: &std::path::Path) {
    let db = Db::open(url, folder, Clock::by_hand(1_000)).unwrap();
    riscontro::node::found_account(&db).unwrap();
    let mut wrong = Vec::new();
    for query in every_query() {
        let parameters = (1..100).rev().find(|n| query.sql.contains(&format!("?{n}"))).unwrap_or(0);
        let first = if query.scope == Scope::Account { 2 } else { 1 };
        let nulls: Vec<Value> = (first..=parameters)
            .map(|n| {
                let limit =
                    query.sql.contains(&format!("limit ?{n}")) || query.sql.contains(&format!("offset ?{n}"));
                if limit { Value::Int(1) } else { Value::Null }
            })
            .collect();
        let outcome = db.write(1, move |tx| {
            tx.list(*query, &nulls, |_| Ok(()))?;
            Err::<(), _>(Error::Unavailable("undo".into()))
        });
        match outcome {
            Err(Error::Unavailable(said)) if said == "undo" => {}
            Err(Error::Refused { refusal: Refusal::NotNull, .. }) => {}
            other => wrong.push(format!("{}: {other:?}", query.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rows of account 1 in every table.
const ROWS: i64 = 12;
/// The row whose values are asked for.
const ASKED: i64 = 4;

/// The same rows, asked the same, give the same on both engines.
#[test]
fn every_query_finds_the_same_rows_on_both_engines() {
    let Ok(cluster) = std::env::var("RISCONTRO_TEST_POSTGRES") else { return };
    let folder = std::env::temp_dir().join(format!("riscontro-rows-{}", std::process::id()));
    let name = format!("rows_{}", std::process::id());
    let mut admin = postgres::Client::connect(&cluster, postgres::NoTls).unwrap();
    admin.batch_execute(&format!("create database {name}")).unwrap();
    let (base, _) = cluster.rsplit_once('/').unwrap();
    let url = format!("{base}/{name}?sslmode=disable");
    let stores = [
        Db::open(None, &folder, Clock::by_hand(1_000)).unwrap(),
        Db::open(Some(&url), &folder, Clock::by_hand(1_000)).unwrap(),
    ];
    stores.iter().for_each(fill);
    let mut typist = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    let (mut different, mut found, mut selects) = (Vec::new(), 0, 0);
    for query in every_query() {
        let types = typist.prepare(&query.sql.replace('?', "$")).unwrap().params().to_vec();
        let skip = usize::from(query.scope == Scope::Account);
        let values: Vec<Value> = (1..).zip(&types).skip(skip).map(|(n, ty)| asked(query, n, ty)).collect();
        let [sqlite, postgres] = stores.each_ref().map(|store| outcome(store, *query, values.clone()));
        selects += usize::from(query.sql.trim_start().starts_with("select"));
        found += usize::from(sqlite.as_ref().is_ok_and(|rows| !rows.is_empty()));
        if sqlite != postgres {
            different.push(format!("{}: {sqlite:?}\n  and {postgres:?}", query.name));
        }
    }
    drop(stores);
    admin.batch_execute(&format!("drop database {name} with (force)")).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert!(found * 2 > selects, "only {found} of {selects} questions had rows for an answer");
}

/// What a query gives, in any order, and undone; a refusal by its kind.
fn outcome(store: &Db, query: Query, values: Vec<Value>) -> Result<Vec<String>, String> {
    let mut seen = Vec::new();
    let asked = store.write(1, move |tx| {
        let rows = tx.list(query, &values, |row| Ok(row.rest()))?;
        Err::<(), _>(Error::Unavailable(serde(&rows)))
    });
    match asked {
        Err(Error::Unavailable(rows)) => {
            seen.extend(rows.lines().map(str::to_owned));
            seen.sort();
            Ok(seen)
        }
        Err(Error::Refused { refusal, .. }) => Err(format!("{refusal:?}")),
        other => Err(format!("{other:?}")),
    }
}

fn serde(rows: &[Vec<Value>]) -> String {
    let plain = |value: &Value| match value {
        Value::Bool(so) => format!("{}", i64::from(*so)),
        Value::Int(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    rows.iter().map(|row| row.iter().map(plain).collect::<Vec<_>>().join(" | ") + "\n").collect()
}

fn asked(query: &Query, n: usize, ty: &Type) -> Value {
    let limit = [format!("limit ?{n}"), format!("limit cast(?{n}")].iter().any(|text| query.sql.contains(text));
    match *ty {
        _ if limit => Value::Int(50),
        Type::BOOL => Value::Bool(true),
        Type::BYTEA => Value::Bytes(vec![1]),
        Type::INT8 | Type::INT4 => Value::Int(ASKED),
        _ => word(ASKED),
    }
}

fn word(row: i64) -> Value {
    Value::from(format!("{}{row}", ["Z", "a", "é"][row as usize % 3]))
}

fn fill(store: &Db) {
    for table in schema::tables().unwrap() {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let places: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("insert into {} ({}) values ({})", table.name, names.join(", "), places.join(", "));
        let query = Query { name: table.name, sql: Box::leak(sql.into_boxed_str()), scope: Scope::Everywhere };
        let rows = if table.key == ["account_id"] { 1 } else { ROWS };
        store
            .write(0, move |tx| {
                (1..=rows).try_for_each(|row| {
                    let values: Vec<Value> = table.columns.iter().map(|column| sample(column, row)).collect();
                    tx.execute(query, &values).map(drop)
                })
            })
            .unwrap_or_else(|error: Error| panic!("{}: {error}", table.name));
    }
}

/// Numbers are the row's, so that rows of two tables belong together; some may be absent.
fn sample(column: &Column, row: i64) -> Value {
    match column.kind {
        _ if column.name == "account_id" => Value::Int(1),
        _ if column.nullable && row % 5 == 0 => Value::Null,
        Kind::Number => Value::Int(row),
        Kind::Word | Kind::Text => word(row),
        Kind::Boolean => Value::Bool(row % 3 != 0),
        Kind::Bytes => Value::Bytes(vec![row as u8]),
    }
}
