//! How many of the given words were kept.

use db::{Error, Row, Tx, args};

db::queries! {
    "kept";
    account {
        /// A promise that was moved counts once, by the one that took its place (its state `moved` is left out).
        BY_OUTCOME = "
    select cast(count(*) as bigint),
           cast(sum(case when state = 'kept' and settled_at_ms <= original_due_at_ms then 1 else 0 end) as bigint),
           cast(sum(case when due_at_ms <> original_due_at_ms then 1 else 0 end) as bigint)
      from promise
     where account_id = ?1 and state in ('kept', 'broken') and settled_at_ms >= ?2 and settled_at_ms < ?3
       and (not_told_reason is null or not_told_reason <> 'internal')";
        /// The same of one person's word.
        OF_PERSON = "
    select cast(count(*) as bigint),
           cast(sum(case when state = 'kept' and settled_at_ms <= original_due_at_ms then 1 else 0 end) as bigint),
           cast(sum(case when due_at_ms <> original_due_at_ms then 1 else 0 end) as bigint)
      from promise
     where account_id = ?1 and owner_id = ?2 and state in ('kept', 'broken') and settled_at_ms >= ?3
       and settled_at_ms < ?4 and (not_told_reason is null or not_told_reason <> 'internal')";
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
        let (low, high) = interval(self.kept, self.settled);
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

/// Wilson's interval of a proportion at 95% (E. B. Wilson, 1927): it holds near 0 and 1 and with few cases, where the
/// usual one leaves the scale.
fn interval(kept: i64, settled: i64) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    if settled <= 0 {
        return (0.0, 1.0);
    }
    let (cases, share) = (settled as f64, kept as f64 / settled as f64);
    let spread = Z * Z / cases;
    let centre = share + spread / 2.0;
    let half = Z * ((share * (1.0 - share) + spread / 4.0) / cases).sqrt();
    (((centre - half) / (1.0 + spread)).max(0.0), ((centre + half) / (1.0 + spread)).min(1.0))
}

/// Promises settled from `from_ms` until just before `to_ms`.
pub fn kept(tx: &mut Tx, from_ms: i64, to_ms: i64) -> Result<Kept, Error> {
    Ok(tx.find(BY_OUTCOME, args![from_ms, to_ms], read)?.unwrap_or_default())
}

/// The same of one person's word: what they answered themself, and what was missed while they had the conversation.
pub fn kept_by(tx: &mut Tx, agent_id: i64, from_ms: i64, to_ms: i64) -> Result<Kept, Error> {
    Ok(tx.find(OF_PERSON, args![agent_id, from_ms, to_ms], read)?.unwrap_or_default())
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
    use super::{Kept, interval};

    #[track_caller]
    fn lies(kept: i64, settled: i64, low: f64, high: f64) {
        let (from, to) = interval(kept, settled);
        assert!((from - low).abs() < 0.000_5 && (to - high).abs() < 0.000_5, "{kept}/{settled}: {from} {to}");
    }

    /// Against values worked out apart.
    #[test]
    fn an_interval_stays_on_the_scale() {
        lies(604, 622, 0.954_7, 0.981_6);
        lies(20, 20, 0.838_9, 1.0);
        lies(0, 20, 0.0, 0.161_1);
        lies(1, 2, 0.094_5, 0.905_5);
    }

    #[test]
    fn a_persons_share_is_said_from_twenty_promises_on() {
        let of = |settled| Kept { settled, kept: settled - 1, moved: 0 }.share();
        assert_eq!(of(19), None);
        let share = of(20).map(|share| share.rate);
        assert_eq!(share, Some(0.95));
    }
}
