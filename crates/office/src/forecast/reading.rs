//! What is expected, as a page or a planner reads it.

use std::collections::BTreeMap;

use ::forecast::law;
use db::Tx;
use jiff::civil::Date;
use spine::error::Error;
use spine::inbox::Channel;

use super::acts::between;
use super::fitting::MEAN;
use super::model::{Part, SLOTS, days_after};
use super::store::{Kept, Made};

/// Days of expectations that are read at once.
pub const DAYS_MAX: usize = 62;
/// The levels of [`Slot::quantiles`].
pub const LEVELS: [f64; 5] = law::LEVELS;
/// Between these lie eight counts of ten.
const BAND: [f64; 2] = [0.1, 0.9];

/// One half hour, or a whole day, of one channel or one of its skills.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Slot {
    pub mean: f64,
    /// At [`LEVELS`].
    pub quantiles: [f64; 5],
    /// Eight of ten lie between, both ends included.
    pub band: [f64; 2],
    /// Variance of the rate over its square.
    pub dispersion: f64,
}

impl Slot {
    fn of(mean: f64, dispersion: f64) -> Self {
        Self {
            mean,
            quantiles: law::quantiles(mean, dispersion, LEVELS),
            band: law::quantiles(mean, dispersion, BAND),
            dispersion,
        }
    }

    /// Several that come side by side, each by its own law.
    pub fn together<'a>(slots: impl Iterator<Item = &'a Self>) -> Self {
        let (mean, excess) = slots.fold((0.0, 0.0), |(mean, excess), slot| {
            (mean + slot.mean, excess + slot.dispersion * slot.mean * slot.mean)
        });
        if mean > 0.0 { Self::of(mean, excess / (mean * mean)) } else { Self::default() }
    }
}

/// What is expected of one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    pub channel: Channel,
    pub part: Part,
    pub date: Date,
    pub made_at_ms: i64,
    /// Whether it was made in the course of the day, with what had come by then.
    pub during_the_day: bool,
    pub model: String,
    /// Days with counts that it was learnt from.
    pub days_known: i64,
    pub slots: [Slot; SLOTS],
    pub day: Slot,
}

impl Expected {
    /// Whether too little was known for more than the mean of the same weekday.
    pub fn is_plain_mean(&self) -> bool {
        self.model == MEAN
    }

    /// What came on a day, as if it had been expected.
    pub(super) fn came(channel: Channel, date: Date, counts: &[f64; SLOTS]) -> Self {
        Self {
            channel,
            part: Part::Whole,
            date,
            made_at_ms: 0,
            during_the_day: false,
            model: String::new(),
            days_known: 0,
            slots: counts.map(|count| Slot::of(count, 0.0)),
            day: Slot::of(counts.iter().sum(), 0.0),
        }
    }

    pub(super) fn of(kept: &Kept) -> Option<Self> {
        Some(Self {
            channel: kept.channel,
            part: kept.part,
            date: kept.day.parse().ok()?,
            made_at_ms: kept.made_at_ms,
            during_the_day: kept.made == Made::Day,
            model: kept.model.clone(),
            days_known: kept.days_known,
            slots: kept.means.map(|mean| Slot::of(mean, kept.dispersion)),
            day: Slot::of(kept.means.iter().sum(), kept.day_dispersion),
        })
    }
}

/// What is expected of each channel and of each of its skills on `days` days from `from` on, by day; the newest word of each.
/// A channel of which too little is known is not among them, nor is a day beyond six weeks. At most 62 days.
pub fn expected(tx: &mut Tx<'_>, from: Date, days: usize) -> Result<Vec<Expected>, Error> {
    let kept = between(tx, from, days_after(from, days.min(DAYS_MAX) as i64))?;
    Ok(newest(kept).iter().filter_map(Expected::of).collect())
}

/// Of two forecasts of one day the one made during the day.
pub(super) fn newest(kept: Vec<Kept>) -> Vec<Kept> {
    let mut newest: BTreeMap<(String, Channel, Part), Kept> = BTreeMap::new();
    for one in kept {
        let place = (one.day.clone(), one.channel, one.part);
        match newest.get(&place) {
            Some(other) if other.made > one.made => {}
            _ => {
                newest.insert(place, one);
            }
        }
    }
    newest.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::Slot;

    #[test]
    fn channels_together_scatter_as_their_variances_do() {
        let (one, other) = (Slot::of(10.0, 0.1), Slot::of(30.0, 0.0));
        let together = Slot::together([one, other].iter());
        // 10 + 0.1·100 and 30: a mean of 40 and a variance of 50.
        assert_eq!(together.mean, 40.0);
        assert!((together.dispersion - 10.0 / 1_600.0).abs() < 1e-12);
        assert_eq!(Slot::together(std::iter::empty()), Slot::default());
    }
}
