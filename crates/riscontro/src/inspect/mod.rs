//! Looking at a store from outside: what it holds as figures, and whether it holds together.

mod desk;
mod metrics;
mod rules;
mod shifts;
mod skills;
mod store;
#[cfg(test)]
mod tests;
mod verify;

pub use desk::QUERIES as DESK_QUERIES;
pub use metrics::{Remembered, metrics};
pub use shifts::QUERIES as SHIFT_QUERIES;
pub use skills::QUERIES as SKILL_QUERIES;
pub use store::QUERIES;
pub use verify::{Counted, Survey, Violation, survey, verify};
