//! What the company needs beside the conversations: who may come in and do what, and the numbers that tell
//! whether anybody was left without an answer.

pub mod account;
pub mod oncall;
pub mod kpi;
pub mod report;
pub mod mailing;
pub mod preset;
#[cfg(test)]
mod testing;

/// Every named query of the office.
pub fn queries() -> impl Iterator<Item = &'static db::Query> {
    account::QUERIES
        .iter()
        .chain(oncall::QUERIES)
        .chain(kpi::QUERIES)
        .chain(report::queries())
        .chain(mailing::QUERIES)
}
