//! Reading the event log for presence: who was there from when to when.

use db::{Row, Tx, args};
use kernel::id::Kind as Name;
use spine::agent;
use spine::error::Error;
use spine::log::{self, Cursor, Happened};

use super::store;

/// Presence is kept for so long: five weeks.
const KEPT_MS: i64 = 35 * 86_400_000;

/// Accounts whose log goes on after what was read.
pub fn behind(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<i64>, Error> {
    Ok(tx.list(store::BEHIND, args![limit], Row::next)?)
}

/// Reads the log on for presence. Whether there is more to read.
pub fn catch_up(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let cursor = Cursor { at: store::CURSOR, start: store::START, advance: store::ADVANCE };
    log::read_on(tx, &cursor, hear)
}

fn hear(tx: &mut Tx<'_>, event: &Happened) -> Result<(), Error> {
    if event.kind != "agent.presence_changed" {
        return Ok(());
    }
    let oid = event.data["agent_id"].as_str().and_then(|name| Name::Agent.oid(name));
    let person = oid.and_then(|oid| agent::by_oid(tx, oid).ok());
    let (Some(person), Some(presence)) = (person, event.data["presence"].as_str()) else { return Ok(()) };
    tx.execute(store::HEARD, args![person.id, event.seq, event.at_ms, presence])?;
    tx.execute(store::FORGET, args![event.at_ms - KEPT_MS])?;
    Ok(())
}
