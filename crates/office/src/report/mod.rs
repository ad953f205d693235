//! Numbers read across rooms, never written: the black-hole meter and the kept-rate.

mod ledger;
mod promises;
#[cfg(test)]
mod tests;

pub use ledger::{Counts, DAYS_MAX, Ledger, Row, ledger};
pub use promises::{Kept, PERSON_CASES_MIN, Share, kept, kept_by};

/// Every query of this room.
pub fn queries() -> impl Iterator<Item = &'static db::Query> {
    [ledger::QUERIES, promises::QUERIES].into_iter().flatten()
}
