//! What the company needs beside the conversations: who may come in and do what, and the numbers that tell
//! whether anybody was left without an answer.

pub mod account;
pub mod forecast;
pub mod oncall;
pub mod kpi;
pub mod report;
pub mod shift;
pub mod mailing;
pub mod preset;
#[cfg(test)]
mod testing;

/// Every named query of the office.
pub fn queries() -> impl Iterator<Item = &'static db::Query> {
    let rooms =
        [account::QUERIES, forecast::QUERIES, oncall::QUERIES, kpi::QUERIES, mailing::QUERIES, shift::QUERIES];
    rooms.into_iter().flatten().chain(report::queries())
}
