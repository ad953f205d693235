//! How true the given words were: what share was kept, how sure that is, and how tight the words were, by source, channel,
//! inbox, tier, hour and week; and whether a channel drifts.
//!
//! Words are those the reports count, by the moment they were first given; drift goes by the moment they were settled, as
//! the wallboard does. `store` reads them, everything else is arithmetic.
//!
//! Cost. The words of a period are one range of `promise_made` (92 days and 200,000 words at most, else refused), those of
//! drift the newest 50,000 of 92 days, read in the order of `promise_settled`: neither grows with what is older. Beside
//! each word stand three rows found by key, and of a broken one the first answer after it, found by its conversation. With
//! a million promises in the store, a year of them, SQLite reads the last 28 days (76,000 words) in 0.4 s and those of
//! drift in 0.3 s, on one core of a small server that others used too.

mod clock;
mod coverage;
mod csv;
mod drift;
mod store;
#[cfg(test)]
mod tests;

pub use coverage::{Coverage, Group, TIER_GAP_TENTHS, Tightness};
pub use csv::csv as truth_csv;
pub use drift::{AIM_TENTHS, Drift, OUT_OF, Watch};
pub use store::{MISSED_MAX, Missed, Piece, QUERIES, Truth, truth};
