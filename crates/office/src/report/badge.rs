//! The public badge: the kept-rate of all words of a company over 28 whole days, or nothing. Neither days nor words can be
//! chosen, so that it says the same of everybody who shows it.

use db::{Error, Tx};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::period::{begins_ms, day_of};
use super::promises::{Kept, kept};
use super::sheet::BAND_FROM;
use super::wilson;

/// Days of the badge, up to the last midnight.
pub const BADGE_DAYS: i64 = 28;

/// What the badge says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Badge {
    /// First and last day, in the company's zone.
    pub from: Date,
    pub to: Date,
    /// Under fifty cases there is nothing to say.
    pub said: Option<Said>,
}

/// A share that is said in public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub kept: i64,
    pub n: i64,
    /// Tenths of a percent, as the ends of the interval (Wilson, 95 %).
    pub share: i64,
    pub low: i64,
    pub high: i64,
}

/// The badge of this day: the words settled in the 28 days before it, as the wallboard counts them.
pub fn badge(tx: &mut Tx<'_>, zone: &TimeZone) -> Result<Badge, Error> {
    let today = day_of(tx.now_ms(), zone);
    let from = today.saturating_sub(BADGE_DAYS.days());
    let kept = kept(tx, begins_ms(from, zone), begins_ms(today, zone))?;
    Ok(Badge { from, to: today.yesterday().unwrap_or(today), said: said(kept) })
}

fn said(Kept { kept, settled, .. }: Kept) -> Option<Said> {
    let share = wilson::tenths(kept, settled).filter(|_| settled >= BAND_FROM)?;
    let (low, high) = wilson::interval_tenths(kept, settled)?;
    Some(Said { kept, n: settled, share, low, high })
}

#[cfg(test)]
mod tests {
    use super::{Kept, Said, said};

    #[test]
    fn under_fifty_cases_the_badge_says_nothing() {
        assert_eq!(said(Kept { settled: 49, kept: 49, moved: 0 }), None);
        // 48 of 50: 96 %, Wilson 86.5 to 98.9.
        let expected = Said { kept: 48, n: 50, share: 960, low: 865, high: 989 };
        assert_eq!(said(Kept { settled: 50, kept: 48, moved: 0 }), Some(expected));
    }
}
