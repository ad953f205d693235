//! Customers and the addresses they are known by.

mod acts;
mod store;

pub use acts::{
    Customer, Edit, Identity, Reach, add_identity, by_oid, create, edit, find, identities, known_as, list,
    mark_reach, recognise,
};
pub use store::QUERIES;
