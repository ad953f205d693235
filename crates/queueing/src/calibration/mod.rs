//! How sure a prediction is: layers that turn a predicted quantile `p` into an announced one `A`.
//!
//! All of them move one number `q` on a logarithmic scale: `A = (p + o) e^q - o`, with `o` seconds that matter to nobody
//! ([`offset_s`](crate::prediction::regression::offset_s)). The score of a wait that is known is the `q` that would just
//! have covered it.

mod ladder;
mod offer;
mod record;
mod rolling;
mod tracker;

pub use ladder::{Ladder, Stage, Told};
pub use offer::{Offer, offer, rounded_up_s};
pub use record::{Outcome, Record, hash};
pub use rolling::{DEFERRED_LEVEL, Rolling, WINDOW, split};
pub use tracker::{Clamp, Tracker};

/// Share of promises that may be missed.
pub const ALPHA: f64 = 0.1;
/// The share of a second promise, after a broken one.
pub const SECOND_ALPHA: f64 = 0.05;
/// Contacts with a known wait before a cell stands on its own feet, and before the regression is asked.
pub const CELL_NEEDS: usize = 200;
pub const REGRESSION_NEEDS: usize = 2_000;
/// `q` of a cell that knows nothing yet: the formula is too short by about a third.
pub const COLD_RATIO: f64 = 1.35;

/// `ln((W + o) / (p + o))`.
pub fn score(waited_s: f64, predicted_s: f64, offset_s: f64) -> f64 {
    ((waited_s + offset_s) / (predicted_s + offset_s)).ln()
}

/// `(p + o) e^q - o`, never below zero.
pub fn announced_s(predicted_s: f64, q: f64, offset_s: f64) -> f64 {
    ((predicted_s + offset_s) * q.exp() - offset_s).max(0.0)
}
