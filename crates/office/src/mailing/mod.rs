//! Reports that leave by mail at their hour: which, how often, about what, to whom of the house. One leaves once a period,
//! however many nodes there are and however long they were away.

mod acts;
mod letter;
mod model;
mod store;
#[cfg(test)]
mod tests;

pub use acts::{
    by_oid, change, drop_mailing, due, fail, list, make, pause, prepare, prepare_now, send, send_now,
};
pub use letter::Prepared;
pub use model::{Every, Mailing, NewMailing, RECIPIENTS_MAX, What};
pub use store::QUERIES;
