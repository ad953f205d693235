//! The whole store as canonical text: one JSON object a line, the same for the same rows on either engine.

use std::fmt::Write as _;
use std::io;
use std::sync::LazyLock;

use ring::digest;

use crate::schema::{self, Column, Kind, Table};
use crate::{Db, Error, Query, Scope, Tx, Value};

/// Rows read at once of a table with long columns; a message can have some megabytes.
const LONG_ROWS: usize = 16;
/// Rows read at once of any other table.
const SHORT_ROWS: usize = 500;

/// How one table is read, page after page.
pub(crate) struct Plan {
    pub(crate) table: Table,
    first: Query,
    /// After the key bound to its first parameters.
    next: Query,
    /// Places of the key's columns.
    key: Vec<usize>,
    page: usize,
}

static PLANS: LazyLock<Result<Vec<Plan>, String>> = LazyLock::new(|| {
    let tables = schema::tables().map_err(|error| error.to_string())?;
    Ok(tables.iter().map(plan).collect())
});

/// How each table of the newest schema is read.
pub(crate) fn plans() -> Result<&'static [Plan], Error> {
    PLANS.as_deref().map_err(|error| Error::Broken(error.clone()))
}

impl Db {
    /// Writes every row of one snapshot as JSON Lines: tables and columns in the order of the schema, rows by their
    /// primary key. In place of bytes stand their SHA-256 and, under `COLUMN_size_bytes`, how many there are.
    /// Blocks; holds some rows in memory, however many there are.
    ///
    /// # Errors
    /// A store that is away, or an `out` that takes no more.
    pub fn dump(&self, out: &mut dyn io::Write) -> Result<(), Error> {
        let plans = plans()?;
        let mut line = String::new();
        self.read_everywhere(|tx| {
            plans.iter().try_for_each(|plan| {
                walk(tx, plan, &mut |row| {
                    write_row(&plan.table, row, &mut line);
                    out.write_all(line.as_bytes())
                        .map_err(|error| Error::Unavailable(format!("writing the dump: {error}")))
                })
            })
        })
    }
}

/// Shows every row of a table, in the order of its key.
pub(crate) fn walk(
    tx: &mut Tx<'_>,
    plan: &Plan,
    each: &mut dyn FnMut(&[Value]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut after: Option<Vec<Value>> = None;
    loop {
        let (query, mut values) = match after.take() {
            None => (plan.first, Vec::new()),
            Some(key) => (plan.next, key),
        };
        values.push(Value::from(plan.page));
        let rows = tx.list(query, &values, |row| Ok(row.rest()))?;
        rows.iter().try_for_each(|row| each(row))?;
        match rows.into_iter().next_back() {
            Some(last) => after = Some(plan.key.iter().map(|at| last[*at].clone()).collect()),
            None => return Ok(()),
        }
    }
}

pub(crate) fn plan(table: &Table) -> Plan {
    let columns = table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
    let key = table.key.join(", ");
    let place = |name: &&str| table.columns.iter().position(|column| column.name == *name);
    let places: Vec<usize> = table.key.iter().filter_map(place).collect();
    let after: Vec<String> = (1..).zip(&places).map(|(n, at)| typed(n, &table.columns[*at])).collect();
    let (name, size) = (table.name, after.len() + 1);
    let first = format!("select {columns} from {name} order by {key} limit ?1");
    let next = format!(
        "select {columns} from {name} where ({key}) > ({}) order by {key} limit ?{size}",
        after.join(", ")
    );
    let long = table.columns.iter().any(|column| matches!(column.kind, Kind::Text | Kind::Bytes));
    let query = |sql: String| Query {
        name: Box::leak(format!("dump.{name}").into_boxed_str()),
        sql: Box::leak(sql.into_boxed_str()),
        scope: Scope::Everywhere,
    };
    let page = if long { LONG_ROWS } else { SHORT_ROWS };
    Plan { table: table.clone(), first: query(first), next: query(next), key: places, page }
}

fn typed(parameter: usize, column: &Column) -> String {
    match column.kind {
        Kind::Number => format!("cast(?{parameter} as bigint)"),
        Kind::Word | Kind::Text | Kind::Boolean | Kind::Bytes => format!("?{parameter}"),
    }
}

/// The canonical text of one row, in place of what `line` held.
pub(crate) fn write_row(table: &Table, row: &[Value], line: &mut String) {
    line.clear();
    let _ = write!(line, "{{\"table\":\"{}\"", table.name);
    for (column, value) in table.columns.iter().zip(row) {
        let _ = write!(line, ",\"{}\":", column.name);
        match (value, column.kind) {
            (Value::Null, _) => line.push_str("null"),
            (Value::Int(number), Kind::Boolean) => line.push_str(if *number == 0 { "false" } else { "true" }),
            (Value::Int(number), _) => {
                let _ = write!(line, "{number}");
            }
            (Value::Bool(so), _) => line.push_str(if *so { "true" } else { "false" }),
            (Value::Text(text), _) => quote(text, line),
            (Value::Bytes(bytes), _) => {
                let sha256 = crate::blob::hex(digest::digest(&digest::SHA256, bytes).as_ref());
                let _ = write!(line, "\"sha256:{sha256}\",\"{}_size_bytes\":{}", column.name, bytes.len());
            }
        }
    }
    line.push_str("}\n");
}

/// Text as JSON has it (RFC 8259, section 7): only what must be escaped is.
fn quote(text: &str, line: &mut String) {
    line.push('"');
    for c in text.chars() {
        match c {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            c if c < ' ' => {
                let _ = write!(line, "\\u{:04x}", u32::from(c));
            }
            c => line.push(c),
        }
    }
    line.push('"');
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn whatever_a_text_holds_it_stays_one_line_of_json() {
        let mut line = String::new();
        quote("caffè \"x\\y\"\r\n\t\u{1}🙂", &mut line);
        assert_eq!(line, r#""caffè \"x\\y\"\r\n\t\u0001🙂""#);
    }
}
