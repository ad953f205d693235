//! The event log as rooms read it: each by a cursor of its own, in the same transaction as what it makes of it.

use db::{Query, Row, Tx, args};
use serde_json::Value;

use crate::error::Error;

db::queries! {
    "log";
    account {
        EVENTS = "select seq, at_ms, type, actor_kind, actor_id, conversation_id, data from event
                  where account_id = ?1 and seq > ?2 order by seq limit ?3";
    }
}

/// Events read in one turn.
const BATCH: usize = 200;

/// One line of the log.
pub struct Happened {
    pub seq: i64,
    pub at_ms: i64,
    pub kind: String,
    actor_kind: String,
    actor_id: Option<i64>,
    pub conversation_id: Option<i64>,
    pub data: Value,
}

impl Happened {
    fn read(row: &mut Row) -> Result<Self, db::Error> {
        Ok(Self {
            seq: row.next()?,
            at_ms: row.next()?,
            kind: row.next()?,
            actor_kind: row.next()?,
            actor_id: row.next()?,
            conversation_id: row.next()?,
            data: serde_json::from_str(&row.next::<String>()?).unwrap_or_default(),
        })
    }

    /// The person of ours who did it.
    pub fn agent_id(&self) -> Option<i64> {
        self.actor_id.filter(|_| self.actor_kind == "agent")
    }
}

/// Where a reader keeps how far it came.
pub struct Cursor {
    /// The number it stands at.
    pub at: Query,
    /// Puts it at the log's end; nothing where it stands already.
    pub start: Query,
    /// From one number to another; changes nothing when it no longer stands at the first.
    pub advance: Query,
}

/// Reads on from where the last turn ended, handing over one event after the other. The first turn of an account begins
/// at the end of its log: what is long past is no news. Whether there is more to read.
pub fn read_on(
    tx: &mut Tx<'_>,
    cursor: &Cursor,
    mut hear: impl FnMut(&mut Tx<'_>, &Happened) -> Result<(), Error>,
) -> Result<bool, Error> {
    let Some(at) = tx.find(cursor.at, &[], Row::next::<i64>)? else {
        tx.execute(cursor.start, &[])?;
        return Ok(false);
    };
    let events = tx.list(EVENTS, args![at, BATCH], Happened::read)?;
    let Some(end) = events.last().map(|event| event.seq) else { return Ok(false) };
    if tx.execute(cursor.advance, args![at, end])? == 0 {
        // Another node was faster.
        return Ok(false);
    }
    for event in &events {
        hear(tx, event)?;
    }
    Ok(events.len() == BATCH)
}
