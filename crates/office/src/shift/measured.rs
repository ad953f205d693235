//! What part of paid time is not at work: leave that was granted, and of the shifts whatever nobody was there for, from breaks to
//! coming late. Planned against what it is believed to be (`office::forecast`), it is measured here.

use std::collections::{BTreeMap, HashMap};

use db::{Tx, args};
use jiff::civil::Date;
use spine::Error;

use super::acts::{today, zone};
use super::adherence::{Sample, adherence};
use super::asking::requests;
use super::model::{
    Asking, Contract, NewShift, Request, Stand, WEEK_DAYS, days_between, instant, plus_days, weekday,
};
use super::publishing::told;
use super::store;
use super::terms::contracts;

/// Days looked back on, today not among them.
pub const MEASURED_DAYS: i64 = 28;
/// Fewer shifts tell nothing.
pub const MEASURED_LEAST: i64 = 20;
/// Changes of presence, and requests, that are read.
const SAMPLES_MOST: usize = 20_000;
const REQUESTS_MOST: usize = 2_000;

/// What was paid, and what of it was not at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shrinkage {
    /// Shifts of people whose presence is known.
    pub shifts: i64,
    /// Days of leave.
    pub leave_days: i64,
    pub paid_minutes: i64,
    pub away_minutes: i64,
}

impl Shrinkage {
    /// Whole percent of paid time.
    pub fn percent(self) -> i64 {
        (self.away_minutes * 100 + self.paid_minutes / 2) / self.paid_minutes.max(1)
    }
}

/// Of the last four weeks; nothing where too few shifts were told, or presence changed more often than is read.
pub fn shrinkage(tx: &mut Tx<'_>) -> Result<Option<Shrinkage>, Error> {
    let (today, zone) = (today(tx)?, zone(tx)?);
    let from = plus_days(today, -MEASURED_DAYS);
    let mut shifts: BTreeMap<i64, Vec<NewShift>> = BTreeMap::new();
    for one in told(tx, from, today)?.into_iter().filter(|one| !one.cancelled) {
        shifts.entry(one.is.agent_id).or_default().push(one.is);
    }
    let since_ms = instant(from, 0, &zone);
    let mut samples: HashMap<i64, Vec<Sample>> = HashMap::new();
    for query in [store::LAST_BEFORE, store::SAMPLES] {
        let read = tx.list(query, args![since_ms], store::read_sample)?;
        if read.len() >= SAMPLES_MOST {
            return Ok(None);
        }
        for (agent_id, sample) in read {
            samples.entry(agent_id).or_default().push(sample);
        }
    }
    let ended_ms = instant(today, 0, &zone);
    let mut all = Shrinkage::default();
    for (agent_id, own) in &shifts {
        // Whose presence was never said is neither there nor away.
        let Some(known) = samples.get(agent_id) else { continue };
        let kept = adherence(own, known, ended_ms, 0, &zone).kept_ms / 60_000;
        let paid = own.iter().map(NewShift::paid_minutes).sum::<i64>();
        all.shifts += own.len() as i64;
        all.paid_minutes += paid;
        all.away_minutes += (paid - kept).max(0);
    }
    if all.shifts < MEASURED_LEAST {
        return Ok(None);
    }
    let contracts = contracts(tx)?;
    for request in requests(tx, i64::MAX, None, REQUESTS_MOST)? {
        if let Some(contract) = contracts.iter().find(|one| one.agent_id == request.is.agent_id) {
            let (days, minutes) = leave(&request, contract, from, today);
            all.leave_days += days;
            all.paid_minutes += minutes;
            all.away_minutes += minutes;
        }
    }
    Ok(Some(all))
}

/// Days of granted leave between two days, the second not among them, and what is paid for them.
fn leave(request: &Request, contract: &Contract, from: Date, until: Date) -> (i64, i64) {
    if request.stand != Stand::Approved || request.is.asking != Asking::Leave {
        return (0, 0);
    }
    let first = request.is.first.max(from);
    let last = request.is.last.min(plus_days(until, -1));
    let works = |day: &Date| !contract.days_off.contains(&weekday(*day));
    let days = (0..=days_between(first, last)).map(|more| plus_days(first, more)).filter(works).count() as i64;
    let a_week = (WEEK_DAYS - contract.days_off.len() as i64).max(1);
    let a_day = match request.is.hours {
        Some((from, to)) => (to - from).max(0),
        None => contract.week_minutes / a_week,
    };
    (days, days * a_day)
}
