//! The domains we write from: keys that sign what leaves, and what the DNS says of each.

mod acts;
mod model;

pub use acts::{
    Key, QUERIES, add_key, ask, asked, checks_due, domains, drop_key, keys, note_found, set_active,
    signing_keys,
};
pub use model::{Asked, Check, Finding, Found, Judged, Level, Subject, findings};
