//! A proposal waits for whoever plans: kept, taken over into the plan, or let go.

use db::{Actor, Tx, args};
use jiff::civil::Date;
use serde_json::json;
use spine::error::Error;

use super::acts::{Change, carry_out, facts, record, remember, today};
use super::model::{Shift, plus_days};
use super::proposal::Proposal;
use super::store;
use super::terms::patterns;

/// The proposal for a week that waits to be taken over, and when it was made.
pub fn proposal(tx: &mut Tx<'_>, monday: Date) -> Result<Option<(Proposal, i64)>, Error> {
    let kept = tx.find(store::PROPOSAL, args![monday.to_string()], |row| {
        Ok((row.next::<String>()?, row.next::<i64>()?))
    })?;
    Ok(kept.and_then(|(content, at_ms)| Some((Proposal::of(&content)?, at_ms))))
}

/// Keeps a proposal, in place of an older one.
pub fn keep_proposal(tx: &mut Tx<'_>, monday: Date, proposal: &Proposal, actor: Actor) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let content = proposal.json().to_string();
    tx.execute(store::PUT_PROPOSAL, args![monday.to_string(), content, now_ms, actor.id()])?;
    let data = json!({
        "week": monday.to_string(), "shifts": proposal.shifts.len(), "open": proposal.open.len(),
        "solver": proposal.solver, "proved": proposal.proved,
    });
    record(tx, "shift.proposed", data, actor)
}

pub fn drop_proposal(tx: &mut Tx<'_>, monday: Date) -> Result<(), Error> {
    tx.execute(store::DROP_PROPOSAL, args![monday.to_string()])?;
    Ok(())
}

/// Takes a proposal over into the plan; days that have begun stay as they are, and so does what it was not worked out for.
/// Who keeps their hours keeps their shift. `made_at_ms` is that of the proposal somebody looked at.
///
/// # Errors
/// A conflict when there is no such proposal any more, or when the week was planned otherwise since it was made.
pub fn accept_proposal(tx: &mut Tx<'_>, monday: Date, made_at_ms: i64, actor: Actor) -> Result<(), Error> {
    let Some((proposal, _)) = proposal(tx, monday)?.filter(|(_, at_ms)| *at_ms == made_at_ms) else {
        return Err(Error::Conflict("there is no such proposal for this week".to_owned()));
    };
    let facts = facts(tx, monday)?;
    if facts.mark() != proposal.mark {
        return Err(Error::Conflict("the week was planned otherwise since".to_owned()));
    }
    let from = proposal.from.max(plus_days(today(tx)?, 1)).max(monday);
    let of_week = facts.shifts.iter().filter(|one| facts.is_of_week(one.is.day));
    let mut old: Vec<Shift> = of_week.filter(|one| !facts.stays(one, from)).cloned().collect();
    let here = &facts.people;
    let planned = proposal.planned(&patterns(tx)?);
    let now_ms = tx.now_ms();
    let mut changes = Vec::new();
    for new in planned.iter().filter(|new| new.day >= from && here.contains(&new.agent_id)) {
        // The shift somebody has that day becomes the new one: their calendar shows a change, not two entries.
        match old.iter().position(|one| one.is.agent_id == new.agent_id && one.is.day == new.day) {
            Some(place) => {
                let shift = old.remove(place);
                if shift.is != *new {
                    changes.push(Change::of(&shift, Some(new)));
                }
            }
            None => changes.push(Change::made(now_ms, new)),
        }
    }
    changes.extend(old.iter().map(|shift| Change::of(shift, None)));
    carry_out(tx, &changes, actor)?;
    if !changes.is_empty() {
        remember(tx, &changes, actor)?;
    }
    drop_proposal(tx, monday)
}
