//! Finding conversations by what was written in them, by whom, and by what it was called: words folded and stemmed
//! here once, kept as plain rows, so that both engines find the same.

mod acts;
mod asked;
mod model;
mod store;

pub use acts::{
    Hits, Kept, add, add_all, backlog, behind, find, holds, kept, moved, queue, queued, queues, remove,
    set_backlog, take,
};
pub use asked::{Day, Wanted, Who, Word};
pub use model::{Texts, folded, stems};
pub use store::QUERIES;
