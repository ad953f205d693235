//! What of one inbox waits to leave.

use db::{Tx, args};

use crate::error::Error;

db::queries! {
    "outbox_backlog";
    account {
        QUEUED = "select cast(count(*) as bigint) from outbox where account_id = ?1 and inbox_id = ?2 and state = 'queued'";
        OLDEST_FAILING = "select created_at_ms, last_error from outbox
                          where account_id = ?1 and inbox_id = ?2 and state = 'queued' and last_error is not null
                          order by created_at_ms limit 1";
    }
}

/// Mails of one inbox that have not left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    pub queued: i64,
    /// The oldest one that was tried, and what was said.
    pub oldest_failing: Option<(i64, Option<String>)>,
}

pub fn backlog(tx: &mut Tx<'_>, inbox_id: i64) -> Result<Backlog, Error> {
    Ok(Backlog {
        queued: tx.number(QUEUED, args![inbox_id])?,
        oldest_failing: tx.find(OLDEST_FAILING, args![inbox_id], |row| Ok((row.next()?, row.next()?)))?,
    })
}
