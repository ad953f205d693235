//! The wordings of mails as the company writes them, version after version: for every inbox or for one.

mod acts;
mod store;

pub use acts::{Asked, Scope, Version, catalogue, current, history, in_force, reset, save, version};
pub use store::QUERIES;
