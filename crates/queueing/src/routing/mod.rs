//! Who takes what, for every channel: one router whose state is passed in, asked when something happens.
//!
//! The router keeps no clock and reaches nothing: the caller says what happened and when, in seconds on the desk's own
//! clock (open time), and gets back who takes whom. Production loads people and waiting contacts from the store, asks,
//! and writes the answer in one transaction that checks [`Router::version`]; the simulator and the Monte-Carlo of the
//! promise keep the same router in memory.

mod contact;
mod explain;
mod index;
mod people;
mod router;
mod rules;
#[cfg(test)]
mod tests;

pub use contact::{NOBODY, Waiting};
pub use explain::{Bar, Explanation, Why};
pub use index::{Policy, Rank, Standing};
pub use people::{Agent, LEVELS, Load, Ring, Skills};
pub use router::{Assignment, Gone, Placed, Refused, Router};
pub use rules::{Escape, Hold, Occupancy, Rules};
