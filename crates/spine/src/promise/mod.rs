//! The given word: made, told, kept or broken, moved once by a person, never lengthened by the engine.

mod acts;
mod callback;
pub mod estimate;
mod legal;
mod model;
mod settle;
mod spoken;
#[cfg(test)]
mod spoken_tests;
mod store;
mod together;

pub(crate) use acts::refresh_due;
pub use acts::{
    Broken, break_due, by_oid, custom, due, find, list, make, move_to, not_told, of_conversation, open_of,
    progress_due, progressed, told, told_of, warn, warnings_due,
};
pub use callback::{call_back, call_off, called};
pub use legal::{by_law, lifted, mark_answer, owes_by_law, satisfied, standing_for};
pub use model::{Kind, Promise, Source, State, Told};
pub(crate) use settle::{after_failure, withdraw};
pub use settle::{answered, close, come_back, owe_again};
pub use spoken::spoken;
pub use store::QUERIES;
pub(crate) use together::{carry, fold, ids_of, is_debt, lapse, rehome, restore};
