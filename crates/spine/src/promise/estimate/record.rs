//! What estimates were worth, and one of them worked out again.

use db::{Tx, args};
use queueing::channel::Channel;
use serde_json::{Value, json};

use super::model::{self, CELL_NEEDS, Inputs, QUANTILE};
use super::store::{self, Kept};
use crate::error::Error;
use crate::inbox::{Inbox, Tier};
use crate::promise::{Promise, State};

/// Promises looked at, the newest.
const LOOKED_AT_MAX: usize = 5_000;

/// How estimates of an inbox, told or noted beside, would have held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Figures {
    /// Promises with an estimate that enough was known for, and whose outcome is known: an answer, or a moment that passed
    /// without one.
    pub settled: i64,
    /// Answered by the estimated moment.
    pub held: i64,
    /// Of all with an estimate, those from before enough was known.
    pub learning: i64,
    /// The middle of what would have been announced, open milliseconds.
    pub announced_ms: Option<i64>,
    /// What nine of ten answers took, open milliseconds.
    pub nine_of_ten_ms: Option<i64>,
}

/// Of the whole inbox, and of each tier.
pub fn figures(tx: &mut Tx<'_>, inbox: &Inbox, since_ms: i64) -> Result<(Figures, [Figures; 3]), Error> {
    let now_ms = tx.now_ms();
    let rows = tx.list(store::SINCE, args![inbox.id, since_ms, LOOKED_AT_MAX], |row| {
        Ok(Row {
            tier: Tier::of_name(&row.next::<String>()?).unwrap_or_default(),
            ready: row.next()?,
            announced_ms: row.next()?,
            due_at_ms: row.next()?,
            known_at_ms: row.next()?,
            waited_ms: row.next()?,
            withdrawn: State::of_name(&row.next::<String>()?) == Some(State::Void),
        })
    })?;
    let of = |rows: &[&Row]| Figures::of(rows, now_ms);
    let whole = of(&rows.iter().collect::<Vec<_>>());
    let tiers = Tier::ALL.map(|tier| of(&rows.iter().filter(|row| row.tier == tier).collect::<Vec<_>>()));
    Ok((whole, tiers))
}

pub(super) struct Row {
    pub tier: Tier,
    pub ready: bool,
    pub announced_ms: i64,
    pub due_at_ms: i64,
    pub known_at_ms: Option<i64>,
    pub waited_ms: Option<i64>,
    pub withdrawn: bool,
}

impl Row {
    /// Whether the moment held; nothing while nobody knows, or when nothing was owed any more.
    pub fn held(&self, now_ms: i64) -> Option<bool> {
        match self.known_at_ms {
            Some(known_at_ms) => Some(known_at_ms <= self.due_at_ms),
            None if self.withdrawn => None,
            None => (self.due_at_ms < now_ms).then_some(false),
        }
    }
}

impl Figures {
    pub(super) fn of(rows: &[&Row], now_ms: i64) -> Self {
        let mut figures = Self::default();
        let (mut announced, mut waited) = (Vec::new(), Vec::new());
        for row in rows {
            if !row.ready {
                figures.learning += 1;
                continue;
            }
            let Some(held) = row.held(now_ms) else { continue };
            figures.settled += 1;
            figures.held += i64::from(held);
            announced.push(row.announced_ms);
            waited.extend(row.waited_ms);
        }
        figures.announced_ms = quantile(&mut announced, 5);
        figures.nine_of_ten_ms = quantile(&mut waited, 9);
        figures
    }
}

/// The value that so many tenths stay at or below.
pub(super) fn quantile(values: &mut [i64], tenths: usize) -> Option<i64> {
    values.sort_unstable();
    let place = (values.len() * tenths).div_ceil(10).max(1) - 1;
    values.get(place).copied()
}

/// A promise and the estimate behind it, worked out again from what is kept.
#[derive(Clone, Debug)]
pub struct Replay {
    /// Everything, for programs.
    pub json: Value,
    /// What does not come out as it was kept; empty when all of it does.
    pub unlike: Vec<String>,
}

/// Works the estimate of a promise out again; nothing when it has none.
pub fn replay(tx: &mut Tx<'_>, promise: &Promise, inbox: &Inbox) -> Result<Option<Replay>, Error> {
    let Some(kept) = tx.find(store::OF_PROMISE, args![promise.id], store::read_kept)? else { return Ok(None) };
    Ok(Some(again(&kept, promise, inbox)))
}

fn again(kept: &Kept, promise: &Promise, inbox: &Inbox) -> Replay {
    let mut unlike = Vec::new();
    let mut same = |what: &str, found: String, expected: String| {
        if found != expected {
            unlike.push(format!("{what} comes out as {found}, {expected} is kept"));
        }
    };
    let inputs = Inputs::read(&kept.inputs);
    match &inputs {
        Some(inputs) if kept.model == inputs.model() => {
            let predicted = inputs.predict();
            same("the fingerprint of the inputs", inputs.fingerprint(), kept.inputs_hash.clone());
            same("the prediction", format!("{:?}", predicted.high_ms), format!("{:?}", kept.estimated_ms));
        }
        Some(inputs) => same("the model", inputs.model().to_owned(), kept.model.clone()),
        None => same("the inputs", "nothing readable".to_owned(), kept.model.clone()),
    }
    let predicted_ms = kept.estimated_ms[kept.tier as usize];
    same("the prediction of its tier", predicted_ms.to_string(), kept.predicted_ms.to_string());
    let way = super::live::way_of(inbox.channel).unwrap_or(Channel::Email);
    let announced = model::announced(way, kept.predicted_ms, kept.q_millionths);
    same("what is announced", announced.announced_ms.to_string(), kept.announced_ms.to_string());
    if kept.told {
        same("the moment told", promise.original_due_at_ms.to_string(), kept.due_at_ms.to_string());
    }
    let due_at_ms = inbox.hours.due(kept.made_at_ms, announced.minutes);
    let hours_unchanged = due_at_ms == Some(kept.due_at_ms);
    let json = json!({
        "model": kept.model,
        "inputs": serde_json::from_str::<Value>(&kept.inputs).unwrap_or_default(),
        "inputs_hash": kept.inputs_hash,
        "estimated_at_ms": kept.estimated_at_ms,
        "quantile": QUANTILE,
        "told": kept.told,
        "learnt_enough": kept.ready,
        "outcomes_needed": CELL_NEEDS,
        "predicted_ms": kept.predicted_ms,
        "q": kept.q_millionths as f64 / 1e6,
        "announced_ms": kept.announced_ms,
        "due_at_ms": kept.due_at_ms,
        "hours_unchanged": hours_unchanged,
        "known_at_ms": kept.known_at_ms,
        "waited_ms": kept.waited_ms,
        "same": unlike.is_empty(),
    });
    Replay { json, unlike }
}

#[cfg(test)]
mod tests {
    use super::{Figures, Row};

    fn row(known_at_ms: Option<i64>, ready: bool) -> Row {
        Row {
            tier: crate::inbox::Tier::C,
            ready,
            announced_ms: 100,
            due_at_ms: 1_000,
            known_at_ms,
            waited_ms: known_at_ms,
            withdrawn: false,
        }
    }

    #[test]
    fn a_moment_that_passed_unanswered_did_not_hold_and_a_withdrawn_one_is_left_out() {
        let gone = Row { withdrawn: true, ..row(None, true) };
        let rows = [row(Some(900), true), row(Some(1_001), true), row(None, true), row(Some(5), false), gone];
        let early = Figures::of(&rows.iter().collect::<Vec<_>>(), 999);
        assert_eq!((early.settled, early.held, early.learning), (2, 1, 1));
        let late = Figures::of(&rows.iter().collect::<Vec<_>>(), 1_001);
        assert_eq!((late.settled, late.held, late.learning), (3, 1, 1));
        assert_eq!((late.announced_ms, late.nine_of_ten_ms), (Some(100), Some(1_001)));
        assert_eq!(Figures::of(&[], 0), Figures::default());
    }
}
