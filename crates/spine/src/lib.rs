//! What every message goes through. Rooms in the order they may call each other: each only those above it.
//!
//! A room is plain functions inside the caller's transaction: `model` decides, `store` names the SQL,
//! `acts` are the verbs.

pub mod error;
pub mod letters;
pub mod company;
pub mod inbox;
pub mod customer;
pub mod agent;
pub mod conversation;
pub mod promise;
pub mod routing;
pub mod outbox;
pub mod intake;

pub use error::Error;

/// Every named query of the spine.
pub fn queries() -> impl Iterator<Item = &'static db::Query> {
    [
        company::QUERIES,
        inbox::QUERIES,
        customer::QUERIES,
        agent::QUERIES,
        conversation::QUERIES,
        promise::QUERIES,
        routing::QUERIES,
        outbox::QUERIES,
        intake::QUERIES,
    ]
    .into_iter()
    .flatten()
}
