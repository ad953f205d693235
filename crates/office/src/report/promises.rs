//! How many of the given words were kept.

use std::collections::BTreeMap;

use db::{Error, Row, Tx, args};

macro_rules! settled {
    ($columns:literal $(, $end:literal)?) => {
        concat!(
            "
    select cast(count(*) as bigint),
           cast(sum(case when state = 'kept' and settled_at_ms <= original_due_at_ms then 1 else 0 end) as bigint),
           cast(sum(case when due_at_ms <> original_due_at_ms then 1 else 0 end) as bigint)",
            $columns,
            "
      from promise
     where account_id = ?1 and state in ('kept', 'broken') and settled_at_ms >= ?2 and settled_at_ms < ?3
       and (not_told_reason is null or not_told_reason <> 'internal')",
            $($end)?
        )
    };
}

db::queries! {
    "kept";
    account {
        /// A promise that was moved counts once, by the one that took its place (its state `moved` is left out).
        BY_OUTCOME = settled!("");
        BY_INBOX = settled!(", inbox_id", " group by inbox_id order by inbox_id limit 1000");
    }
}

/// Promises settled in some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Kept {
    /// The denominator: kept, broken, and moved ones by their last moment. Void ones and the desk's own
    /// reminders, which no customer knows of, are not in it.
    pub settled: i64,
    /// Kept by the moment first given; a moved one counts only if that moment held.
    pub kept: i64,
    /// How many of the settled were moved.
    pub moved: i64,
}

impl Kept {
    /// Share kept, 0 to 1; nothing when nothing was settled.
    pub fn rate(&self) -> Option<f64> {
        (self.settled > 0).then(|| self.kept as f64 / self.settled as f64)
    }
}

/// Promises settled from `from_ms` until just before `to_ms`.
pub fn kept(tx: &mut Tx<'_>, from_ms: i64, to_ms: i64) -> Result<Kept, Error> {
    Ok(tx.find(BY_OUTCOME, args![from_ms, to_ms], read)?.unwrap_or_default())
}

/// The same by inbox.
pub fn kept_by_inbox(tx: &mut Tx<'_>, from_ms: i64, to_ms: i64) -> Result<BTreeMap<i64, Kept>, Error> {
    let rows = tx.list(BY_INBOX, args![from_ms, to_ms], |row| {
        let kept = read(row)?;
        Ok((row.next()?, kept))
    })?;
    Ok(rows.into_iter().collect())
}

fn read(row: &mut Row) -> Result<Kept, Error> {
    Ok(Kept {
        settled: row.next()?,
        kept: row.next::<Option<i64>>()?.unwrap_or_default(),
        moved: row.next::<Option<i64>>()?.unwrap_or_default(),
    })
}
