//! Whether a channel keeps its word less than it did: a bound on its last hundred words.
//!
//! The rule: of the last hundred words of a channel, in the order they were settled, fewer than 80 were kept. Were each
//! kept nine times of ten, independently of the others, a hundred with 79 or fewer would come up with a chance of 0.00081
//! (one-sided binomial). The rule looks again after every word, at hundreds that overlap: over a thousand words a steady
//! channel raises a false alarm with a chance of about 5.5 % (simulated). A fall to 80 % is found after 98 words in the
//! median, one to 70 % after 52. An alarm stands until the last hundred are back at 90.
//!
//! Words do come in bunches, a bad hour breaks many at once, so that real false alarms are somewhat more frequent; the page
//! says what to look at, and changes nothing by itself.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use spine::inbox::Channel;

use super::super::period::day_of;

/// So many of the last words are looked at.
pub const OUT_OF: usize = 100;
/// So many kept of a hundred or fewer are out of bounds.
const OUT_AT: usize = 79;
/// What words aim at, tenths of a percent: to hold nine times of ten.
pub const AIM_TENTHS: i64 = 900;
/// So many kept of a hundred are in order again.
const BACK_AT: usize = AIM_TENTHS as usize / 10;

/// How one channel's word holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    pub channel: Channel,
    /// Words settled in the days looked at.
    pub settled: usize,
    /// Kept of the last hundred at the end of each day that settled any, from the hundredth word on.
    pub days: Vec<(Date, usize)>,
    pub watch: Watch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// Under a hundred words nothing is said.
    TooFew,
    Steady,
    /// Out of bounds since that moment.
    Alarm {
        since_ms: i64,
    },
}

/// Follows one channel's words, each with the moment it was settled and whether it was kept, in that order.
pub(super) fn follow(channel: Channel, words: &[(i64, bool)], zone: &TimeZone) -> Drift {
    let (mut kept, mut watch) = (0, Watch::TooFew);
    let mut days: Vec<(Date, usize)> = Vec::new();
    for (place, (at_ms, is_kept)) in words.iter().enumerate() {
        kept += usize::from(*is_kept);
        if let Some(gone) = place.checked_sub(OUT_OF) {
            kept -= usize::from(words[gone].1);
        }
        if place + 1 < OUT_OF {
            continue;
        }
        watch = match watch {
            Watch::Alarm { since_ms } if kept < BACK_AT => Watch::Alarm { since_ms },
            Watch::TooFew | Watch::Steady if kept <= OUT_AT => Watch::Alarm { since_ms: *at_ms },
            Watch::TooFew | Watch::Steady | Watch::Alarm { .. } => Watch::Steady,
        };
        let day = day_of(*at_ms, zone);
        match days.last_mut() {
            Some((last, at)) if *last == day => *at = kept,
            _ => days.push((day, kept)),
        }
    }
    Drift { channel, settled: words.len(), days, watch }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use spine::inbox::Channel;

    use super::{Watch, follow};

    const HOUR_MS: i64 = 3_600_000;

    /// Words an hour apart, kept where `kept` says so.
    fn watched(n: i64, kept: impl Fn(i64) -> bool) -> (Watch, Vec<usize>) {
        let words: Vec<(i64, bool)> = (0..n).map(|at| (at * HOUR_MS, kept(at))).collect();
        let drift = follow(Channel::Email, &words, &TimeZone::UTC);
        (drift.watch, drift.days.into_iter().map(|(_, kept)| kept).collect())
    }

    #[test]
    fn nothing_is_said_before_the_hundredth_word() {
        assert_eq!(watched(99, |_| false), (Watch::TooFew, vec![]));
        assert_eq!(watched(100, |at| at >= 20), (Watch::Steady, vec![80]));
        let since_ms = 99 * HOUR_MS;
        assert_eq!(watched(100, |at| at >= 21), (Watch::Alarm { since_ms }, vec![79]));
    }

    #[test]
    fn an_alarm_names_the_word_it_went_off_at_and_stands_until_the_hundred_are_back_at_ninety() {
        // A hundred kept, then thirty that were not: the twenty-first of them is the one too many.
        let bad = |at: i64| !(100..130).contains(&at);
        let since_ms = 120 * HOUR_MS;
        assert_eq!(watched(120, bad).0, Watch::Steady);
        assert_eq!(watched(121, bad).0, Watch::Alarm { since_ms });
        // Twenty of the thirty have to leave the hundred; at the end of the days 80, three times 70, 86 and 90 are kept.
        assert_eq!(watched(219, bad).0, Watch::Alarm { since_ms });
        assert_eq!(watched(220, bad), (Watch::Steady, vec![80, 70, 70, 70, 86, 90]));
    }

    /// SplitMix64.
    fn random(state: &mut u64) -> f64 {
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    #[test]
    fn a_steady_channel_is_accused_one_time_in_eighteen_over_a_thousand_words() {
        let mut state = 7;
        // Every word in the same instant and the last one kept: what stands is whether an alarm ever went off.
        let runs = 2_000;
        let accused = (0..runs)
            .filter(|_| {
                let mut kept = Vec::with_capacity(1_000);
                (0..1_000).any(|_| {
                    kept.push(random(&mut state) < 0.9);
                    kept.len() >= 100
                        && kept[kept.len() - 100..].iter().filter(|kept| **kept).count() <= super::OUT_AT
                })
            })
            .count();
        let share = accused as f64 / f64::from(runs);
        assert!((0.04..0.07).contains(&share), "{share}");
    }
}
