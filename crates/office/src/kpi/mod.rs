//! What the figures are made of: one fact for each conversation, worked out again whenever the event log says that
//! something happened to it, and the sums of every day, kept in step with the facts. Worked out from the beginning of
//! the log they come out the same.

mod acts;
mod measure;
mod model;
mod read;
mod store;
#[cfg(test)]
mod tests;

pub use acts::{again, behind, catch_up};
pub use measure::Measure;
pub use model::{Fact, MINUTES_A_MESSAGE_MAX};
pub use read::{
    By, Grouped, Only, Progress, Together, Wait, Whose, behind_of, grouped, months, progress, together, total,
    waits,
};
pub use store::QUERIES;
