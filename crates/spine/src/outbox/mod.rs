//! Everything that leaves, in one place: answers and the mails that tell a promise. Written in the same transaction
//! as what caused it, handed over later, tried until it arrives or a person has to know.

mod answer;
mod automatic;
mod delivery;
mod house;
mod mime;
mod model;
mod store;

pub use answer::{Reply, Written, default_recipients, reply, undo, write_first};
pub use automatic::{acknowledge, breach, moved_letter, tell_custom, tell_moved};
pub use delivery::{
    Envelope, bounced, by_oid, claim, compose, delivered, due, find_reported, given_up, handed_over, let_go,
    list, of_message, postponed, release_all, retry_now, wrote_to,
};
pub use house::{HouseMail, post_house_mail};
pub use model::{HouseKind, Outgoing, Purpose, State};
pub use store::QUERIES;
