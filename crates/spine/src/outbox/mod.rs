//! Everything that leaves, in one place: answers and the mails that tell a promise. Written in the same transaction
//! as what caused it, handed over later, tried until it arrives or a person has to know.

mod answer;
mod automatic;
mod backlog;
mod calls;
mod delivery;
mod dress;
mod house;
mod mime;
mod model;
mod probe;
mod report;
mod rating;
mod road;
mod sample;
mod store;

pub use answer::{
    Beside, Reply, Word, Written, check, default_recipients, reply, send, undo, write_first, write_first_with,
};
pub use automatic::{acknowledge, acknowledge_complaint, breach, moved_letter, tell_custom, tell_moved};
pub use backlog::{Backlog, QUERIES as BACKLOG_QUERIES, backlog};
pub use calls::{Appointment, Change, ask_follow_up, confirm_call, mail_link, reassure};
pub use delivery::{
    Envelope, bounced, by_oid, claim, compose, delivered, due, due_of_inbox, find_reported, given_up,
    handed_over, known, let_go, list, of_message, postponed, redirect, release_all, retry_now, wrote_to,
};
pub(crate) use delivery::{of_conversation, rehome};
pub use house::{Enclosure, HouseMail, TaskMail, post_house_mail, post_house_mail_with, post_task_mail};
pub use model::{HouseKind, Outgoing, Purpose, State};
pub use probe::{PROBE_HEADER, post_probe};
pub use rating::{
    ask_rating, bar_rating, closed_lately, plan_rating, rating_after, ratings_due, set_rating_after,
};
pub use report::{tell_outcome, thank};
pub use road::{Road, Why, Wish, road};
pub use sample::{offered_words, post_sample, sample};
pub use store::QUERIES;
