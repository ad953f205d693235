//! What may be said of a wait: rounded up, and never more than the channel bears or the day holds.

use super::announced_s;
use crate::channel::Channel;
use crate::prediction::paths::order_statistic;
use crate::prediction::regression::offset_s;

const MINUTE_S: f64 = 60.0;

/// Who waits longer than this is offered a call back; seconds.
fn longest_s(channel: Channel) -> f64 {
    match channel {
        Channel::Phone => 10.0 * MINUTE_S,
        Channel::Chat => 5.0 * MINUTE_S,
        Channel::Email => f64::INFINITY,
    }
}

/// A call back is announced for at least a quarter of an hour.
const NARROWEST_S: f64 = 15.0 * MINUTE_S;

/// What is offered; seconds of open time from now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Offer {
    Within(f64),
    /// The desk calls back between the two.
    Window {
        from_s: f64,
        to_s: f64,
    },
    /// Not today any more: at the next opening with somebody planned.
    NextOpening,
}

/// A length rounded up as the contract says. Beyond four hours the calendar rounds to noon, evening or closing
/// (`kernel::calendar::Hours::due`); here it stays as it is.
pub fn rounded_up_s(length_s: f64) -> f64 {
    let step_s = match length_s / MINUTE_S {
        ..5.0 => 30.0,
        5.0..15.0 => MINUTE_S,
        15.0..60.0 => 5.0 * MINUTE_S,
        60.0..=240.0 => 15.0 * MINUTE_S,
        _ => return length_s,
    };
    // A length of a whole number of steps stays, whatever the last bit of its arithmetic says.
    (length_s / step_s - 1e-9).ceil().max(1.0) * step_s
}

/// What to offer somebody whose waits on the paths are `waits` (in increasing order), with the announced quantile and the
/// calibration it went through. The window comes from the same distribution: from its 10 % to its announced quantile.
pub fn offer(channel: Channel, waits: &[f64], length_s: f64, q: f64, closes_in_s: f64) -> Offer {
    let rounded_s = rounded_up_s(length_s);
    if rounded_s <= longest_s(channel) && rounded_s <= closes_in_s {
        return Offer::Within(rounded_s);
    }
    let early_s = if waits.is_empty() {
        length_s / 2.0
    } else {
        announced_s(order_statistic(waits, 0.1), q, offset_s(channel))
    };
    let quarter = |at_s: f64| (at_s / NARROWEST_S).floor() * NARROWEST_S;
    let from_s = quarter(early_s.min(length_s));
    let to_s = (from_s + NARROWEST_S).max(rounded_up_s(length_s.max(NARROWEST_S)));
    if to_s <= closes_in_s { Offer::Window { from_s, to_s } } else { Offer::NextOpening }
}

#[cfg(test)]
mod tests {
    use super::{Offer, offer, rounded_up_s};
    use crate::channel::Channel;

    #[test]
    fn the_longer_the_wait_the_coarser_the_word_and_never_shorter() {
        for (length_s, said_s) in [
            (0.0, 30.0),
            (30.0, 30.0),
            (31.0, 60.0),
            (299.0, 300.0),
            (301.0, 360.0),
            (899.0, 900.0),
            (901.0, 1_200.0),
            (3_601.0, 4_500.0),
            (14_400.0, 14_400.0),
            (20_000.0, 20_000.0),
        ] {
            assert_eq!(rounded_up_s(length_s), said_s, "{length_s}");
        }
    }

    #[test]
    fn who_would_wait_too_long_is_called_back_and_late_in_the_day_at_the_next_opening() {
        let waits: Vec<f64> = (1..=99).map(|wait| f64::from(wait) * 20.0).collect();
        let of = |length_s, closes_in_s| offer(Channel::Phone, &waits, length_s, 0.0, closes_in_s);
        assert_eq!(of(580.0, 9_000.0), Offer::Within(600.0));
        assert_eq!(of(601.0, 9_000.0), Offer::Window { from_s: 0.0, to_s: 900.0 });
        assert_eq!(of(1_800.0, 9_000.0), Offer::Window { from_s: 0.0, to_s: 1_800.0 });
        assert_eq!(of(580.0, 500.0), Offer::NextOpening);
        assert_eq!(
            offer(Channel::Chat, &[], 4_000.0, 0.0, 9_000.0),
            Offer::Window { from_s: 1_800.0, to_s: 4_500.0 }
        );
        assert_eq!(offer(Channel::Email, &[], 7_000.0, 0.0, 9_000.0), Offer::Within(7_200.0));
    }
}
