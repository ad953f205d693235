//! Inboxes: where customers write, when somebody is there, and how soon an answer is owed.

mod acts;
mod model;
mod people;
mod store;

pub use acts::{
    Edit, New, at_address, by_key, by_oid, create, delete, edit, find, list, note_error, note_in, note_out,
};
pub use model::{Channel, Inbox, Targets, Tier};
pub use people::{QUERIES as PEOPLE_QUERIES, answering, members, set_members, would_answer};
pub use store::QUERIES;
