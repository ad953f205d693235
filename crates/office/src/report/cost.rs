//! What a solved matter costs on each channel, and beside it what it asked of the customer: how often they wrote, how long they
//! waited, whether they had to come back, what mark they gave. A cost without these would close the wrong channel.

use std::collections::BTreeMap;

use db::Tx;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use spine::company;
use spine::error::Error;
use spine::inbox::{self, Channel};

use super::period::{begins_ms, day_of};
use super::promises::{Kept, kept_by_inbox};
use super::spread::Spread;
use super::wilson;
use crate::forecast::{self, Group, HandlingBy};
use crate::kpi;

/// Days of matters that are looked at.
pub const COST_DAYS: i64 = 28;
/// Within so many days a customer who comes back was not helped.
pub const RETURN_DAYS: i64 = 7;
/// Matters from which on an interval is shown, and from which on a number is.
pub const COST_BAND_MIN: i64 = 50;
pub const COST_MIN: i64 = 10;

/// One channel's matters.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelCost {
    pub channel: Channel,
    /// Matters resolved.
    pub closed: i64,
    /// Of them, those after which the customer did not come back within seven days.
    pub solved: i64,
    /// Messages and calls of customers in them.
    pub messages: i64,
    /// Open time to the first answer.
    pub waited: Spread,
    /// Needs, and how long customers were busy with all of them.
    pub busy: (i64, i64),
    /// Marks: how many, and their sum.
    pub marks: (i64, i64),
    /// Of the channel's inboxes, in the same days.
    pub kept: Kept,
    /// Seconds of one answer, and where they come from.
    pub handling_s: i64,
    pub handling_by: HandlingBy,
    /// Cents of one message answered.
    pub contact_cents: f64,
    /// Cents of promises that were missed, for each solved matter: in the next.
    pub missed_cents: f64,
    /// Cents of one solved matter; nothing while too few were closed, or none was solved.
    pub solved_cents: Option<f64>,
    /// Where it lies 19 times of 20, as far as the share of solved ones is unsure; nothing of few.
    pub band_cents: Option<(f64, f64)>,
}

/// What solved matters cost, by channel: of those resolved on the 28 whole days that ended a week ago. What is closed, what is
/// solved and how long customers were busy is what the reports of these days say.
///
/// # Errors
/// More than 400,000 matters.
pub fn cost(tx: &mut Tx<'_>) -> Result<Vec<ChannelCost>, Error> {
    let zone = TimeZone::get(&company::find(tx)?.timezone).unwrap_or(TimeZone::UTC);
    let today = day_of(tx.now_ms(), &zone);
    let after = today.saturating_sub(RETURN_DAYS.days());
    let (from, to) = (after.saturating_sub(COST_DAYS.days()), after.saturating_sub(1.days()));
    let (from_ms, to_ms) = (begins_ms(from, &zone), begins_ms(after, &zone));
    let mut hours = BTreeMap::new();
    let mut channels: BTreeMap<i64, Channel> = BTreeMap::new();
    for inbox in inbox::list(tx)? {
        channels.insert(inbox.id, inbox.channel);
        hours.insert(inbox.id, inbox.hours);
    }
    let mut asked: BTreeMap<Channel, Asked> = BTreeMap::new();
    for (fact, _) in kpi::behind_of(tx, kpi::Measure::FirstContactWeek, from_ms, to_ms, kpi::Only::default())? {
        let of_channel = asked.entry(fact.channel).or_default();
        of_channel.messages += fact.messages;
        of_channel.waited_ms.extend(fact.answered_at_ms.map(|at_ms| match hours.get(&fact.inbox_id) {
            Some(hours) => hours.open_ms(fact.began_at_ms, at_ms),
            None => at_ms - fact.began_at_ms,
        }));
        if let Some(mark) = fact.mark {
            of_channel.marks = (of_channel.marks.0 + 1, of_channel.marks.1 + mark);
        }
    }
    let mut kept: BTreeMap<Channel, Kept> = BTreeMap::new();
    for (inbox_id, of_inbox) in kept_by_inbox(tx, from_ms, to_ms)? {
        if let Some(channel) = channels.get(&inbox_id) {
            let sum = kept.entry(*channel).or_default();
            sum.settled += of_inbox.settled;
            sum.kept += of_inbox.kept;
            sum.moved += of_inbox.moved;
        }
    }
    let settings = forecast::settings(tx)?;
    let handling = forecast::measured(tx)?;
    let mut costs = Vec::with_capacity(asked.len());
    for (channel, asked) in asked {
        let (closed, solved) = kpi::total(tx, kpi::Measure::FirstContactWeek, from, to, channel)?;
        let (needs, busy_ms) = kpi::total(tx, kpi::Measure::CustomerTime, from, to, channel)?;
        let (handling_s, handling_by) = handling.of(Group::of(channel), &settings);
        let contact_cents = settings.contact_cents(Group::of(channel), handling_s);
        let kept = kept.get(&channel).copied().unwrap_or_default();
        let missed = (kept.settled - kept.kept) as f64 / kept.settled.max(1) as f64;
        let missed_cents = settings.missed_cents as f64 * missed;
        let all_cents = asked.messages as f64 * contact_cents;
        let (solved_cents, band_cents) = a_solved_one(closed, solved, all_cents, missed_cents);
        costs.push(ChannelCost {
            channel,
            closed,
            solved,
            messages: asked.messages,
            waited: Spread::of(asked.waited_ms),
            busy: (needs, busy_ms),
            marks: asked.marks,
            kept,
            handling_s,
            handling_by,
            contact_cents,
            missed_cents,
            solved_cents,
            band_cents,
        });
    }
    Ok(costs)
}

/// What one channel's matters asked of their customers.
#[derive(Default)]
struct Asked {
    messages: i64,
    waited_ms: Vec<i64>,
    marks: (i64, i64),
}

/// Cents of one solved matter, and where they lie. Those after which the customer came back were paid for too, and so were
/// the promises that were missed.
fn a_solved_one(
    closed: i64,
    solved: i64,
    all_cents: f64,
    missed_cents: f64,
) -> (Option<f64>, Option<(f64, f64)>) {
    let enough = closed >= COST_MIN && solved > 0;
    let band = wilson::interval(solved, closed).filter(|(low, _)| closed >= COST_BAND_MIN && *low > 0.0);
    let a_matter = all_cents / closed.max(1) as f64;
    (
        enough.then(|| all_cents / solved as f64 + missed_cents),
        band.map(|(low, high)| (a_matter / high + missed_cents, a_matter / low + missed_cents)),
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::a_solved_one;

    #[test]
    fn a_solved_matter_costs_what_all_of_them_did_and_few_are_no_number() {
        // A hundred matters of two messages at 300 cents, eighty of them solved: 60,000 cents by 80.
        let (cents, band) = a_solved_one(100, 80, 60_000.0, 0.0);
        assert_eq!(cents, Some(750.0));
        // Wilson: 71.1 % to 86.7 % of a hundred.
        let (low, high) = band.unwrap();
        assert!((low - 600.0 / 0.8666).abs() < 1.0 && (high - 600.0 / 0.7112).abs() < 1.0, "{low} {high}");
        assert_eq!(a_solved_one(12, 12, 7_200.0, 50.0), (Some(650.0), None));
        assert_eq!(a_solved_one(9, 9, 5_400.0, 0.0), (None, None));
        assert_eq!(a_solved_one(60, 0, 36_000.0, 0.0), (None, None));
    }
}
