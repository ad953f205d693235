//! The one source of "now". Tests and the demo hold the clock in hand; everybody else reads the system's.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the time in UTC milliseconds since 1970. Cloning shares the same clock.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    /// Milliseconds shown by the hand, or [`RELEASED`] once the clock was handed back to the system.
    Hand(Arc<AtomicI64>),
}

const RELEASED: i64 = i64::MIN;

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still at `now_ms` until it is moved.
    pub fn by_hand(now_ms: i64) -> Self {
        Self(Source::Hand(Arc::new(AtomicI64::new(now_ms))))
    }

    pub fn now_ms(&self) -> i64 {
        match &self.0 {
            Source::System => system_ms(),
            Source::Hand(hand) => match hand.load(Ordering::SeqCst) {
                RELEASED => system_ms(),
                shown => shown,
            },
        }
    }

    /// Moves a clock held by hand forward to `to_ms`; never back. Does nothing to the system's clock.
    pub fn move_to(&self, to_ms: i64) {
        if let Source::Hand(hand) = &self.0 {
            let _ = hand.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |shown| {
                (shown != RELEASED && to_ms > shown).then_some(to_ms)
            });
        }
    }

    /// Moves a clock held by hand forward by `by_ms`.
    pub fn advance(&self, by_ms: i64) {
        self.move_to(self.now_ms() + by_ms);
    }

    /// Lets go of a clock held by hand: from now on it shows the system's time.
    pub fn release(&self) {
        if let Source::Hand(hand) = &self.0 {
            hand.store(RELEASED, Ordering::SeqCst);
        }
    }
}

fn system_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_millis() as i64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn a_clock_in_hand_moves_only_forward_and_only_when_moved() {
        let clock = Clock::by_hand(1_000);
        let shared = clock.clone();
        clock.move_to(500);
        assert_eq!(shared.now_ms(), 1_000);
        clock.advance(250);
        assert_eq!(shared.now_ms(), 1_250);
        clock.release();
        assert!(shared.now_ms() > 1_700_000_000_000);
    }
}
