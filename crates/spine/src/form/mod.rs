//! Web forms: which fields an inbox asks for, on which sites it may stand, and how it tells a person from a program.

mod acts;
mod model;
mod store;

pub use acts::{change, first_answer, keep_answer, make_seal, of_inbox, seal};
pub use model::{Condition, FIELDS_MAX, Field, Form, Kind, STANDARD, Why, Wrong, check, is_asked, phone};
pub use store::QUERIES;
