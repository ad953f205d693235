//! One act on many conversations: seen before it is done, written down while it is done, taken back within a day.

mod acts;
mod model;
mod store;

pub use acts::{Done, Preview, begin, by_oid, carried, carry_out, check, preview, recent, take_back};
pub use model::{Bulk, MOST, UNDO_MS, Verb};
pub use store::QUERIES;
