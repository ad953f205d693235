//! How good the forecasts of the last weeks were: what was said in the night before, held against what came, beside what the
//! same half hour of a week earlier would have said.

use std::collections::BTreeMap;

use db::Tx;
use jiff::civil::Date;
use spine::error::Error;
use spine::inbox::Channel;

use super::acts::{arrived, between, today, zone};
use super::fitting::Counts;
use super::model::{Group, Part, SLOTS, days_after};
use super::opening::{Doors, Open};
use super::reading::Expected;
use super::store::Made;

/// Whole days that are looked at, the last ones.
pub const ACCURACY_DAYS: i64 = 28;

/// One channel's, of the half hours of days that were forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    pub channel: Channel,
    pub days: usize,
    /// Messages that came in them.
    pub came: f64,
    /// Sum of errors over the sum of what came; of half hours, and of whole days.
    pub wape: f64,
    pub day_wape: f64,
    /// Errors over those of the same half hour a week earlier: under 1 is better than that. Nothing where that one never erred.
    pub mase: Option<f64>,
    /// Half hours in the band of eight of ten, of all.
    pub inside: usize,
    pub halves: usize,
}

/// How good the forecasts were, by channel; one of which no day was forecast, or in which nothing came, is not among them.
pub fn accuracy(tx: &mut Tx<'_>) -> Result<Vec<Accuracy>, Error> {
    let today = today(tx)?;
    let from = days_after(today, -ACCURACY_DAYS);
    let zone = zone(tx)?;
    let doors = Doors::of(tx, zone)?;
    let came = arrived(tx, days_after(from, -7), ACCURACY_DAYS as usize + 7)?;
    let mut said: BTreeMap<Channel, Vec<Expected>> = BTreeMap::new();
    for kept in between(tx, from, today)? {
        if kept.part == Part::Whole
            && kept.made == Made::Night
            && let Some(expected) = Expected::of(&kept)
        {
            said.entry(kept.channel).or_default().push(expected);
        }
    }
    let none = Counts::new();
    let of = |(channel, said): (Channel, Vec<Expected>)| {
        let counts = came.get(&(channel, Part::Whole)).unwrap_or(&none);
        let open = Group::of(channel).is_staffed().then(|| doors.open(channel, from, today));
        of_channel(channel, &said, counts, open.as_ref())
    };
    Ok(said.into_iter().filter_map(of).collect())
}

fn of_channel(channel: Channel, said: &[Expected], counts: &Counts, open: Option<&Open>) -> Option<Accuracy> {
    let nothing = [0.0; SLOTS];
    let of_day = |date: Date| counts.get(&date).unwrap_or(&nothing);
    let mut found =
        Accuracy { channel, days: 0, came: 0.0, wape: 0.0, day_wape: 0.0, mase: None, inside: 0, halves: 0 };
    let (mut off, mut day_off, mut naive_off) = (0.0, 0.0, 0.0);
    for day in said {
        let (actual, before) = (of_day(day.date), of_day(days_after(day.date, -7)));
        let halves = (0..SLOTS)
            .filter(|slot| open.is_none_or(|open| open.get(&day.date).is_some_and(|open| open[*slot])));
        let (mut came, mut expected, mut any) = (0.0, 0.0, false);
        for slot in halves {
            let count = actual[slot];
            any = true;
            came += count;
            expected += day.slots[slot].mean;
            off += (count - day.slots[slot].mean).abs();
            naive_off += (count - before[slot]).abs();
            let [low, high] = day.slots[slot].band;
            found.inside += usize::from((low..=high).contains(&count));
            found.halves += 1;
        }
        found.days += usize::from(any);
        found.came += came;
        day_off += (came - expected).abs();
    }
    if found.came <= 0.0 {
        return None;
    }
    found.wape = off / found.came;
    found.day_wape = day_off / found.came;
    found.mase = (naive_off > 0.0).then(|| off / naive_off);
    Some(found)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use jiff::civil::date;
    use spine::inbox::Channel;

    use super::super::reading::{Expected, Slot};
    use super::{Counts, SLOTS, of_channel};

    #[test]
    fn errors_are_summed_over_what_came_and_held_against_a_week_ago() {
        let day = date(2026, 11, 30);
        let mut expected = Expected::came(Channel::Email, day, &[0.0; SLOTS]);
        // Two half hours: 4 expected and 5 came, 2 expected and none came.
        expected.slots[20] = Slot { mean: 4.0, band: [2.0, 6.0], ..Slot::default() };
        expected.slots[21] = Slot { mean: 2.0, band: [1.0, 4.0], ..Slot::default() };
        let (mut counts, mut came) = (Counts::new(), [0.0; SLOTS]);
        came[20] = 5.0;
        counts.insert(day, came);
        let mut before = [0.0; SLOTS];
        before[20] = 1.0;
        counts.insert(date(2026, 11, 23), before);
        let found = of_channel(Channel::Email, &[expected.clone()], &counts, None).unwrap();
        assert_eq!((found.wape, found.day_wape, found.mase), (3.0 / 5.0, 1.0 / 5.0, Some(3.0 / 4.0)));
        assert_eq!((found.inside, found.halves, found.days), (SLOTS - 1, SLOTS, 1));
        // Nothing came: no share of nothing.
        assert_eq!(of_channel(Channel::Email, &[expected], &Counts::new(), None), None);
    }
}
