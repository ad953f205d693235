//! How SQLite finds the rows of every named query: none walks through a table that grows with the years.

#![expect(clippy::unwrap_used, reason = "tests")]

use db::{Db, Query};
use kernel::clock::Clock;
use rusqlite::{Connection, types::Null};

/// Tables with a row a message or more.
const GROWING: [&str; 11] = [
    "arrival",
    "attachment",
    "conversation",
    "customer",
    "event",
    "identity",
    "message",
    "outbox",
    "promise",
    "promise_told",
    "search_text",
];

/// These look at one row, the first of an index, though the plan does not say so.
const FIRST_ROWS: [&str; 2] = ["ledger.LAST", "api.FIRST_ARRIVAL"];
/// These look at what is still to be done, which is never much: mails that wait, arrivals that are stuck.
const TO_DO: [&str; 4] = ["outbox.RELEASE_ALL", "ledger.STUCK", "ledger.OUTGOING", "settings.UNREAD"];
/// Indexes over the few rows that need somebody.
const SHORT: [&str; 3] = ["conversation_owed", "conversation_trouble", "outbox_queued"];

fn every_query() -> impl Iterator<Item = &'static Query> {
    let all = spine::queries().chain(office::queries()).chain(desk::queries());
    all.filter(|query| !FIRST_ROWS.contains(&query.name) && !TO_DO.contains(&query.name))
}

#[test]
fn no_query_walks_through_a_table_that_grows() {
    let folder = std::env::temp_dir().join(format!("riscontro-plans-{}", std::process::id()));
    drop(Db::open(None, &folder, Clock::by_hand(1_000)).unwrap());
    let connection = Connection::open(folder.join("riscontro.db")).unwrap();
    let mut found = Vec::new();
    for query in every_query() {
        let mut statement = connection.prepare(&format!("explain query plan {}", query.sql)).unwrap();
        let nulls = vec![Null; statement.parameter_count()];
        let steps: Vec<String> = statement
            .query_map(rusqlite::params_from_iter(nulls), |row| row.get(3))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        // A page of a list reads as many rows as it shows, where the index has them in the order of the list.
        let bounded = ["limit ?", "offset ?"].iter().any(|bound| query.sql.contains(bound))
            || query.sql.contains("order by") && query.sql.trim_end().ends_with("limit 1");
        let a_page = bounded && !steps.iter().any(|step| step.contains("ORDER BY"));
        for step in steps.iter().filter(|step| !a_page && walks(query.sql, step)) {
            found.push(format!("{}: {step}\n    in {steps:#?}", query.name));
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Beside every missed word stands the later one that answered it: looked for among the words of its conversation, never
/// among all that were kept since.
#[test]
fn what_answered_a_missed_word_is_found_by_its_conversation() {
    let folder = std::env::temp_dir().join(format!("riscontro-plans-truth-{}", std::process::id()));
    drop(Db::open(None, &folder, Clock::by_hand(1_000)).unwrap());
    let connection = Connection::open(folder.join("riscontro.db")).unwrap();
    let query = every_query().find(|query| query.name == "truth.CASES").unwrap();
    let mut statement = connection.prepare(&format!("explain query plan {}", query.sql)).unwrap();
    let nulls = vec![Null; statement.parameter_count()];
    let steps = statement.query_map(rusqlite::params_from_iter(nulls), |row| row.get::<_, String>(3)).unwrap();
    let steps: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
    drop(statement);
    std::fs::remove_dir_all(&folder).unwrap();
    for place in [
        "p USING INDEX promise_made",
        "k USING INDEX promise_conversation",
        "a USING COVERING INDEX message_answer",
    ] {
        assert!(steps.iter().any(|step| step.contains(place)), "{place}: {steps:#?}");
    }
}

/// Columns that tell few rows from many, if that.
const COARSE: [&str; 4] = ["account_id=?", "state=?", "status=?", "verdict=?"];

/// Whether a step looks at every row of a table, or at every row of an account or of a state.
fn walks(sql: &str, step: &str) -> bool {
    let mut words = step.split_whitespace();
    let (Some(how), Some(name)) = (words.next(), words.next()) else { return false };
    let key = step.rsplit_once('(').map_or("", |(_, key)| key.trim_end_matches(')'));
    let whole = how == "SCAN" || how == "SEARCH" && key.split(" AND ").all(|column| COARSE.contains(&column));
    whole && GROWING.contains(&table(sql, name)) && !SHORT.iter().any(|index| step.contains(index))
}

/// The table a plan calls by the alias it has in the query.
fn table<'a>(sql: &'a str, alias: &'a str) -> &'a str {
    let words: Vec<&str> = sql.split(|c: char| c.is_whitespace() || ",()".contains(c)).collect();
    let named = words.windows(3).find(|three| ["from", "join"].contains(&three[0]) && three[2] == alias);
    named.map_or(alias, |three| three[1])
}
