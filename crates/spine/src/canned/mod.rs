//! Answers written once and used often: everybody's or one's own, with places filled in where they are used.

mod acts;
mod model;
mod store;
#[cfg(test)]
mod tests;

pub use acts::{add, by_oid, change, delete, list, search, use_one};
pub use model::{Canned, Draft, PLACES, Places, fill, unfilled};
pub use store::QUERIES;
