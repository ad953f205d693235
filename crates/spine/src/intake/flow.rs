//! What came to one inbox and when: the facts its health is judged by. Probes count nowhere.

use db::{Tx, args};

use crate::error::Error;
use crate::health::{self, Facts};
use crate::inbox::{self, Inbox};
use crate::outbox;

db::queries! {
    "intake_flow";
    account {
        FIRST = "select received_at_ms from arrival where account_id = ?1 and inbox_id = ?2
                 order by received_at_ms limit 1";
        LAST = "select received_at_ms from arrival where account_id = ?1 and inbox_id = ?2
                  and (reason is null or reason <> '{\"why\":\"probe\"}')
                order by received_at_ms desc limit 1";
        BETWEEN = "select cast(count(*) as bigint) from arrival
                   where account_id = ?1 and inbox_id = ?2 and received_at_ms > ?3 and received_at_ms <= ?4
                     and (reason is null or reason <> '{\"why\":\"probe\"}')";
        OLDEST_WAITING = "select received_at_ms from arrival
                          where account_id = ?1 and verdict = 'waiting' and inbox_id = ?2 order by id limit 1";
        WAITING_HERE = "select cast(count(*) as bigint) from arrival
                        where account_id = ?1 and verdict = 'waiting' and inbox_id = ?2";
    }
}

/// How an inbox stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// What its health is judged by.
    pub facts: Facts,
    /// Arrivals nobody has read yet.
    pub waiting: i64,
    /// Mails that have not left.
    pub queued: i64,
}

const WEEK_MS: i64 = 7 * 86_400_000;

/// How an inbox stands now.
pub fn standing(tx: &mut Tx<'_>, inbox: &Inbox) -> Result<Standing, Error> {
    let now_ms = tx.now_ms();
    let last_in_ms = tx.find(LAST, args![inbox.id], |row| row.next())?;
    let first_in_ms = tx.find(FIRST, args![inbox.id], |row| row.next())?;
    let mut same_stretch = Vec::new();
    if let Some(from_ms) = health::stretch_from(now_ms, last_in_ms) {
        for week in 1..=health::WEEKS as i64 {
            let (from_ms, to_ms) = (from_ms - week * WEEK_MS, now_ms - week * WEEK_MS);
            same_stretch.push(tx.number(BETWEEN, args![inbox.id, from_ms, to_ms])?);
        }
    }
    let backlog = outbox::backlog(tx, inbox.id)?;
    let (oldest_failing_ms, last_error) = backlog.oldest_failing.unzip();
    let probe = health::last_probe(tx, inbox.id)?;
    Ok(Standing {
        facts: Facts {
            now_ms,
            live: inbox.live,
            attended: !inbox::answering(tx, inbox)?.is_empty(),
            first_in_ms,
            last_in_ms,
            holiday: inbox.hours.is_holiday(inbox.hours.today(now_ms)),
            same_stretch,
            oldest_waiting_ms: tx.find(OLDEST_WAITING, args![inbox.id], |row| row.next())?,
            oldest_failing_ms,
            last_error: last_error.flatten(),
            probe_out_ms: probe.and_then(|(sent_ms, back_ms)| back_ms.is_none().then_some(sent_ms)),
        },
        waiting: tx.number(WAITING_HERE, args![inbox.id])?,
        queued: backlog.queued,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_probe_counts_nowhere_as_its_reason_is_kept() {
        let compared = format!("reason <> '{}'", crate::Reason::Probe.kept());
        assert!([super::LAST, super::BETWEEN].iter().all(|query| query.sql.contains(&compared)));
    }
}
