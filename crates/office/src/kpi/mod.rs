//! What the figures are made of: one fact for each conversation, worked out again whenever the event log says that
//! something happened to it, and the sums of every day, kept in step with the facts. Worked out from the beginning of
//! the log they come out the same.

mod acts;
mod measure;
mod model;
mod read;
mod store;

pub use acts::{again, behind, catch_up};
pub use measure::{Measure, SETTLED_DAYS, Sum};
pub use model::{
    Fact, LETTERS_A_MINUTE_READ, LETTERS_A_MINUTE_WRITTEN, MINUTES_A_MESSAGE_MAX, SHORT_MS, SOON_MS,
};
pub use read::{Cell, Progress, Whose, behind_of, cells, months, progress, total};
pub use store::QUERIES;
