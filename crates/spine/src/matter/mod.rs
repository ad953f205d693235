//! Matters that turn out to be one, or two, or somebody else's: conversations merged, split and moved to another
//! inbox, each written down with what it takes to undo it.

mod acts;
mod model;
mod store;
mod undo;

pub use acts::{Split, by_oid, find, last_of, merge, move_to, split};
pub use model::{Kind, Operation, UNDO_MS};
pub use store::QUERIES;
pub use undo::undo;
