//! The given word: made, told, kept or broken, moved once by a person, never lengthened by the engine.

mod acts;
mod model;
mod settle;
mod store;

pub use acts::{
    Broken, break_due, by_oid, custom, due, find, list, make, move_to, not_told, of_conversation, open_of,
    told, told_of, warn, warnings_due,
};
pub use model::{Kind, Promise, Source, State, Told};
pub(crate) use settle::after_failure;
pub use settle::{answered, close, come_back, owe_again};
pub use store::QUERIES;
