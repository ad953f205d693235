//! How long the raw bytes of what arrived are kept. The arrival, its verdict, hash and size stay for good.

use db::{Actor, Event, Tx, args};
use kernel::id::Kind;
use serde_json::json;

use crate::company;
use crate::error::Error;

/// Arrivals whose bytes go in one step.
const STEP: usize = 200;
/// Terms a company can choose, in days: nothing goes before a week, in which spam is looked through.
pub const RAW_DAYS: std::ops::RangeInclusive<i64> = 7..=3_650;

db::queries! {
    "keeping";
    account {
        OVERDUE = "select id, oid from arrival
                   where account_id = ?1 and raw_gone_at_ms is null and received_at_ms < ?2
                     and verdict <> 'waiting' and verdict <> 'stuck'
                   order by received_at_ms, id limit ?3";
        DROP_BYTES = "delete from arrival_raw where account_id = ?1 and arrival_id = ?2";
        NOTE_GONE = "update arrival set raw_gone_at_ms = ?3 where account_id = ?1 and id = ?2";
    }
    everywhere {
        NAMES_FILE = "select 1 from arrival where sha256 = ?1 and size_bytes > 262144 and raw_gone_at_ms is null limit 1";
    }
}

/// Lets the bytes of one step of settled arrivals go that are past their term; whether there may be more. Bytes in a
/// file go with it, once nobody names it any more.
pub fn let_bytes_go(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let now_ms = tx.now_ms();
    let Some(days) = company::find(tx)?.raw_days else { return Ok(false) };
    let before_ms = now_ms - days * company::DAY_MS;
    let overdue =
        tx.list(OVERDUE, args![before_ms, STEP], |row| Ok((row.next::<i64>()?, row.next::<String>()?)))?;
    if overdue.is_empty() {
        return Ok(false);
    }
    for (arrival_id, _) in &overdue {
        tx.execute(DROP_BYTES, args![*arrival_id])?;
        tx.execute(NOTE_GONE, args![*arrival_id, now_ms])?;
    }
    let names: Vec<String> = overdue.iter().map(|(_, oid)| Kind::Arrival.name(oid)).collect();
    let data = json!({ "arrivals": names, "days": days });
    tx.record(Event {
        kind: "arrivals.bytes_let_go",
        actor: Actor::System,
        conversation_id: None,
        data: data.to_string(),
    })?;
    Ok(overdue.len() == STEP)
}

/// Whether any arrival of any account has its bytes in the file of that hash.
pub fn names_file(tx: &mut Tx<'_>, sha256: &str) -> Result<bool, db::Error> {
    Ok(tx.find(NAMES_FILE, args![sha256], |row| row.next::<i64>())?.is_some())
}
