//! What every message goes through. Rooms in the order they may call each other: each only those above it.
//!
//! A room is plain functions inside the caller's transaction: `model` decides, `store` names the SQL,
//! `acts` are the verbs.

pub mod changed;
pub mod error;
pub mod log;
pub mod reason;
pub mod letters;
pub mod company;
pub mod agent;
pub mod inbox;
pub mod topic;
pub mod template;
pub mod form;
pub mod mailbox;
pub mod customer;
pub mod search;
pub mod skill;
pub mod conversation;
pub mod promise;
pub mod routing;
pub mod canned;
pub mod signature;
pub mod preference;
pub mod outbox;
pub mod task;
pub mod scheduled;
pub mod complaint;
pub mod tracking;
pub mod health;
pub mod intake;
pub mod hook;
pub mod domain;
pub mod matter;
pub mod bulk;
pub mod notice;

pub use error::Error;
pub use reason::Reason;

/// Every named query of the spine.
pub fn queries() -> impl Iterator<Item = &'static db::Query> {
    [
        log::QUERIES,
        company::QUERIES,
        agent::QUERIES,
        inbox::QUERIES,
        inbox::PEOPLE_QUERIES,
        topic::QUERIES,
        template::QUERIES,
        form::QUERIES,
        mailbox::QUERIES,
        customer::QUERIES,
        search::QUERIES,
        skill::QUERIES,
        conversation::QUERIES,
        conversation::LOOSE_QUERIES,
        conversation::TOGETHER_QUERIES,
        conversation::FIGURE_QUERIES,
        promise::QUERIES,
        promise::estimate::QUERIES,
        routing::QUERIES,
        routing::learnt::QUERIES,
        canned::QUERIES,
        signature::QUERIES,
        preference::QUERIES,
        outbox::QUERIES,
        task::QUERIES,
        outbox::BACKLOG_QUERIES,
        scheduled::QUERIES,
        complaint::QUERIES,
        tracking::QUERIES,
        health::QUERIES,
        intake::QUERIES,
        intake::FLOW_QUERIES,
        intake::KEEPING_QUERIES,
        hook::QUERIES,
        domain::QUERIES,
        matter::QUERIES,
        bulk::QUERIES,
        notice::QUERIES,
    ]
    .into_iter()
    .flatten()
}
