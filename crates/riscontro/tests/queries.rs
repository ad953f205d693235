//! Every named query of the product, on both engines: it is bound to an account, it prepares, and it takes nulls.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use db::{Db, Error, Query, Refusal, Scope, Value};
use kernel::clock::Clock;

fn every_query() -> Vec<&'static Query> {
    spine::queries()
        .chain(office::queries())
        .chain(desk::queries())
        .chain(riscontro::inspect::QUERIES)
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
                "_token = ?",
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
        let parameters = (1..60).rev().find(|n| query.sql.contains(&format!("?{n}"))).unwrap_or(0);
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
