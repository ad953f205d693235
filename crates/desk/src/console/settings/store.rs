//! What the pages of the settings read across rooms: the health of an inbox, how many promises a tier kept.

use db::{Error, Tx, args};

/// Half an hour, the width of one bar of an inbox's pulse.
const HALF_HOUR_MS: i64 = 1_800_000;
/// Bars of the pulse: 12 hours.
pub(super) const BARS: usize = 24;

db::queries! {
    "settings";
    account {
        PULSE = "
    select (received_at_ms - ?3) / ?4, cast(count(*) as bigint)
      from arrival
     where account_id = ?1 and inbox_id = ?2 and received_at_ms >= ?3
     group by (received_at_ms - ?3) / ?4
     limit 100";
        UNREAD = "
    select cast(count(*) as bigint)
      from arrival
     where account_id = ?1 and inbox_id = ?2 and verdict = 'waiting'";
        QUEUED = "
    select cast(count(*) as bigint)
      from outbox
     where account_id = ?1 and inbox_id = ?2 and state = 'queued'";
        KEPT = "
    select tier, cast(count(*) as bigint),
           cast(sum(case when state = 'kept' and settled_at_ms <= original_due_at_ms then 1 else 0 end) as bigint)
      from promise
     where account_id = ?1 and inbox_id = ?2 and state in ('kept', 'broken') and settled_at_ms >= ?3
       and (not_told_reason is null or not_told_reason <> 'internal')
     group by tier
     limit 10";
    }
}

/// How an inbox has been doing.
pub(super) struct Health {
    /// Arrivals in each of the last 24 half hours, the oldest first.
    pub pulse: [i64; BARS],
    /// Instant the pulse begins.
    pub pulse_from_ms: i64,
    pub unread: i64,
    pub queued: i64,
}

pub(super) fn health(tx: &mut Tx<'_>, inbox_id: i64, now_ms: i64) -> Result<Health, Error> {
    let from_ms = (now_ms / HALF_HOUR_MS + 1 - BARS as i64) * HALF_HOUR_MS;
    let mut pulse = [0; BARS];
    let bars = tx.list(PULSE, args![inbox_id, from_ms, HALF_HOUR_MS], |row| {
        Ok((row.next::<i64>()?, row.next::<i64>()?))
    })?;
    for (bar, count) in bars {
        if let Some(place) = usize::try_from(bar).ok().and_then(|bar| pulse.get_mut(bar)) {
            *place = count;
        }
    }
    Ok(Health {
        pulse,
        pulse_from_ms: from_ms,
        unread: tx.number(UNREAD, args![inbox_id])?,
        queued: tx.number(QUEUED, args![inbox_id])?,
    })
}

/// Promises of an inbox settled since, by tier: tier, settled, kept by the moment first given.
pub(super) fn kept(tx: &mut Tx<'_>, inbox_id: i64, since_ms: i64) -> Result<Vec<(String, i64, i64)>, Error> {
    tx.list(KEPT, args![inbox_id, since_ms], |row| Ok((row.next()?, row.next()?, row.next()?)))
}
