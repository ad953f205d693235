//! Answers written now that leave later. Nothing of them is in the conversation until then; whoever writes meanwhile
//! stops them, and their author decides again.

mod acts;
mod model;
mod store;

pub(crate) use acts::rehome;
pub use acts::{
    by_oid, cancel, due, hold, leave, list, move_to, of_conversation, refused, schedule, sweep_uploads,
};
pub use model::{Later, Scheduled, State};
pub use store::QUERIES;
