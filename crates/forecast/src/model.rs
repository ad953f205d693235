//! The models by name, and what they are given to read.

use crate::factor::{Factor, median};
use crate::plain;
use crate::table::Table;
use crate::working::{Rare, Working};

/// Days with their slots, and what the calendar says about each of them; the days to forecast stand at the end
/// without counts.
pub struct Record {
    pub(crate) table: Table,
    pub(crate) features: Vec<Vec<f64>>,
    pub(crate) rare: Vec<Option<Rare>>,
    /// Of the total, where the day is whole.
    pub(crate) logarithm: Vec<Option<f64>>,
}

impl Record {
    pub fn new(table: Table, working: &Working) -> Self {
        let features = table.dates().iter().map(|&date| working.features(date)).collect();
        let rare = table.dates().iter().map(|&date| working.rare(date)).collect();
        let known: Vec<usize> =
            (0..table.len()).map(|day| table.day(day).iter().filter(|count| !count.is_nan()).count()).collect();
        let usual: [usize; 7] = std::array::from_fn(|weekday| {
            let of_weekday = (0..table.len()).filter(|&day| table.weekday(day) == weekday && known[day] > 0);
            median(of_weekday.map(|day| known[day] as f64).collect()).unwrap_or(0.0) as usize
        });
        let logarithm = (0..table.len())
            .map(|day| {
                let total: f64 = table.day(day).iter().filter(|count| !count.is_nan()).sum();
                let whole = known[day] > 0 && 10 * known[day] >= 9 * usual[table.weekday(day)];
                (whole && total > 0.0).then(|| total.ln())
            })
            .collect();
        Self { table, features, rare, logarithm }
    }

    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The same record with other counts on one day: what is known of today.
    pub(crate) fn with_day(&self, day: usize, counts: &[f64]) -> Self {
        let mut table = self.table.clone();
        for (slot, count) in counts.iter().enumerate() {
            table.set(day, slot, *count);
        }
        let mut logarithm = self.logarithm.clone();
        logarithm[day] = None;
        Self { table, features: self.features.clone(), rare: self.rare.clone(), logarithm }
    }
}

/// A way to forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Model {
    /// The factor model: day total times profile.
    Factor,
    /// The same slot a week ago.
    SeasonalNaive,
    /// Mean of the last four of the same weekday.
    Mean4,
    /// Median of the last six of the same weekday.
    Median6,
    /// Season and trend by loess, the trend carried on by exponential smoothing.
    Ets,
    /// Waves of the day and of the week under the logarithm, with what was left over carried on.
    Harmonic,
}

impl Model {
    pub const ALL: [Self; 6] =
        [Self::Factor, Self::SeasonalNaive, Self::Mean4, Self::Median6, Self::Ets, Self::Harmonic];

    pub fn name(self) -> &'static str {
        match self {
            Self::Factor => "fm",
            Self::SeasonalNaive => "snaive",
            Self::Mean4 => "mean4",
            Self::Median6 => "median6",
            Self::Ets => "ets",
            Self::Harmonic => "dhr",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.name() == name)
    }

    /// Expected counts of the `days` days from number `origin` on, from what is known of the days before it, each as if
    /// it were open. NaN where a slot was never seen.
    pub fn ahead(self, record: &Record, origin: usize, days: usize) -> Vec<Vec<f64>> {
        let table = &record.table;
        let unknown = || vec![vec![f64::NAN; table.slots()]; days];
        match self {
            Self::Factor => match Factor::fit(record, origin) {
                Some(factor) => (origin..origin + days).map(|day| factor.day(record, day)).collect(),
                None => unknown(),
            },
            Self::SeasonalNaive => plain::same_weekday(table, origin, days, 1, |last| last[0]),
            Self::Mean4 => {
                plain::same_weekday(table, origin, days, 4, |last| last.iter().sum::<f64>() / last.len() as f64)
            }
            Self::Median6 => {
                plain::same_weekday(table, origin, days, 6, |last| median(last.to_vec()).unwrap_or(f64::NAN))
            }
            Self::Ets => plain::ets(table, origin, days).unwrap_or_else(unknown),
            Self::Harmonic => plain::harmonic(table, origin, days).unwrap_or_else(unknown),
        }
    }

    /// Whether a fit takes so long that a trial on the past makes do with fewer of them.
    pub(crate) fn is_slow(self) -> bool {
        match self {
            Self::Ets => true,
            Self::Factor | Self::SeasonalNaive | Self::Mean4 | Self::Median6 | Self::Harmonic => false,
        }
    }
}
