//! The days somebody works, each with its slots: what every model reads.

use jiff::civil::Date;

/// Working days in order, regular ones that stayed shut included, by slots of the day. A slot that was shut, or of
/// which nothing is known, is NaN: never zero.
#[derive(Clone, Debug)]
pub struct Table {
    slots: usize,
    dates: Vec<Date>,
    counts: Vec<f64>,
}

impl Table {
    /// A table of `slots` columns and no day yet.
    pub fn new(slots: usize) -> Self {
        Self { slots, dates: Vec::new(), counts: Vec::new() }
    }

    /// Adds the next day; `counts` are cut or filled with NaN to the table's slots.
    pub fn push(&mut self, date: Date, counts: &[f64]) {
        self.dates.push(date);
        let given = counts.len().min(self.slots);
        self.counts.extend_from_slice(&counts[..given]);
        self.counts.resize(self.dates.len() * self.slots, f64::NAN);
    }

    /// Columns of a day.
    pub fn slots(&self) -> usize {
        self.slots
    }

    /// Days.
    pub fn len(&self) -> usize {
        self.dates.len()
    }

    pub fn is_empty(&self) -> bool {
        self.dates.is_empty()
    }

    pub fn date(&self, day: usize) -> Date {
        self.dates[day]
    }

    pub fn dates(&self) -> &[Date] {
        &self.dates
    }

    /// Monday is 0.
    pub fn weekday(&self, day: usize) -> usize {
        weekday(self.dates[day])
    }

    pub fn day(&self, day: usize) -> &[f64] {
        &self.counts[day * self.slots..(day + 1) * self.slots]
    }

    /// Overwrites one slot; what is filled in for a model that takes no gaps.
    pub fn set(&mut self, day: usize, slot: usize, count: f64) {
        self.counts[day * self.slots + slot] = count;
    }

    /// Nothing is known of any slot of the day.
    pub fn is_shut(&self, day: usize) -> bool {
        self.day(day).iter().all(|count| count.is_nan())
    }

    /// The first `days` days.
    pub fn until(&self, days: usize) -> Self {
        Self {
            slots: self.slots,
            dates: self.dates[..days].to_vec(),
            counts: self.counts[..days * self.slots].to_vec(),
        }
    }

    /// The newest `days` days before `until`, as one run of slots without gaps: a missing slot is that of the nearest
    /// earlier day of the same weekday, else the nearest later one, else 0.
    pub fn filled(&self, until: usize, days: usize) -> Vec<f64> {
        let first = until.saturating_sub(days);
        let mut run = Vec::with_capacity((until - first) * self.slots);
        for day in first..until {
            let weekday = self.weekday(day);
            let earlier = (0..day).rev().filter(|&other| self.weekday(other) == weekday);
            let later = (day + 1..until).filter(|&other| self.weekday(other) == weekday);
            let others: Vec<usize> = earlier.chain(later).collect();
            for slot in 0..self.slots {
                let known = std::iter::once(day).chain(others.iter().copied());
                let count = known.map(|other| self.day(other)[slot]).find(|count| !count.is_nan());
                run.push(count.unwrap_or(0.0));
            }
        }
        run
    }

    /// Mean count of the slots that are known, in the newest `days` days before `until`; 0 when none is.
    pub fn mean(&self, until: usize, days: usize) -> f64 {
        let known = (until.saturating_sub(days)..until).flat_map(|day| self.day(day));
        let (sum, n) =
            known.filter(|count| !count.is_nan()).fold((0.0, 0usize), |(sum, n), count| (sum + count, n + 1));
        if n == 0 { 0.0 } else { sum / n as f64 }
    }
}

/// Monday is 0.
pub fn weekday(date: Date) -> usize {
    date.weekday().to_monday_zero_offset() as usize
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::Table;

    #[test]
    fn a_gap_is_filled_from_the_same_weekday_of_the_week_before() {
        let mut table = Table::new(2);
        table.push(date(2026, 3, 2), &[1.0, 2.0]);
        table.push(date(2026, 3, 3), &[3.0, 4.0]);
        table.push(date(2026, 3, 9), &[]);
        table.push(date(2026, 3, 10), &[5.0, f64::NAN]);
        assert!(table.is_shut(2) && !table.is_shut(3));
        assert_eq!(table.filled(4, 4), [1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 5.0, 4.0]);
        assert_eq!(table.mean(4, 4), 3.0);
    }
}
