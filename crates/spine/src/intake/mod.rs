//! The door every message comes in by: stored before it is acknowledged, and ended as an answer owed or as a visible
//! reason why not.

mod accept;
mod flow;
mod keeping;
mod machines;
mod model;
mod receive;
mod store;
mod thread;

pub use accept::{
    Accept, MOST_ATTEMPTS, accept, by_oid, claim, claim_all, content, find, let_go, list, release_all, retry,
    set_spam, stuck, take_up, waiting,
};
pub(crate) use accept::{of_conversation, rehome};
pub use flow::{QUERIES as FLOW_QUERIES, Standing, standing};
pub use keeping::{QUERIES as KEEPING_QUERIES, RAW_DAYS, let_bytes_go, names_file};
pub use model::{Arrival, Class, Filed, Forwarded, Inbound, Report, Verdict, Visitor};
pub use receive::{Opened, Opening, open_by_hand, receive};
pub use store::QUERIES;
