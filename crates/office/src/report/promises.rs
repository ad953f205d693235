//! How many of the given words were kept.

use std::collections::BTreeMap;

use db::{Error, Row, Tx, args};

use super::wilson;

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
        /// Of one person's word.
        OF_PERSON = settled!("", " and owner_id = ?4");
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

    /// The share of one person's word with its interval, from the number of cases on at which a share says
    /// something; below it only counts are shown.
    pub fn share(&self) -> Option<Share> {
        let rate = self.rate().filter(|_| self.settled >= PERSON_CASES_MIN)?;
        let (low, high) = wilson::interval(self.kept, self.settled)?;
        Some(Share { rate, low, high })
    }
}

/// Fewest settled promises of one person that make a share.
pub const PERSON_CASES_MIN: i64 = 20;

/// A share, and where the true one lies 95 times in 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub rate: f64,
    pub low: f64,
    pub high: f64,
}

/// Promises settled from `from_ms` until just before `to_ms`.
pub fn kept(tx: &mut Tx<'_>, from_ms: i64, to_ms: i64) -> Result<Kept, Error> {
    Ok(tx.find(BY_OUTCOME, args![from_ms, to_ms], read)?.unwrap_or_default())
}

/// The same of one person's word: what they answered themself, and what was missed while they had the conversation.
pub fn kept_by(tx: &mut Tx<'_>, agent_id: i64, from_ms: i64, to_ms: i64) -> Result<Kept, Error> {
    Ok(tx.find(OF_PERSON, args![from_ms, to_ms, agent_id], read)?.unwrap_or_default())
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

#[cfg(test)]
mod tests {
    use super::Kept;

    #[test]
    fn a_persons_share_is_said_from_twenty_promises_on() {
        let of = |settled| Kept { settled, kept: settled - 1, moved: 0 }.share();
        assert_eq!(of(19), None);
        let share = of(20).map(|share| share.rate);
        assert_eq!(share, Some(0.95));
    }
}
