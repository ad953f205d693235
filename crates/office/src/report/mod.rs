//! Numbers read across rooms, never written: the black-hole meter, the kept-rate, the reports of a period, and how
//! true the given words were.
//!
//! Reports are pure from [`figures`] on: `store` reads facts, everything else is arithmetic over them.

mod badge;
mod behind;
mod cost;
mod csv;
mod figures;
#[cfg(test)]
mod figures_tests;
#[cfg(test)]
mod golden_tests;
mod ledger;
mod parity;
mod period;
pub mod phrases;
mod promises;
mod sheet;
mod spread;
mod store;
#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod tests;
mod truth;
mod whole;
mod wilson;

pub use badge::{BADGE_DAYS, Badge, Said, badge};
pub use behind::{BEHIND_FILE_MAX, BEHIND_MAX, Side};
pub use cost::{COST_BAND_MIN, COST_DAYS, COST_MIN, ChannelCost, RETURN_DAYS, cost};
pub use csv::{behind_csv, csv, write as csv_line};
pub(crate) use csv::{seconds as csv_seconds, tenths as csv_tenths};
pub use figures::{AGES, Backlog, Figures, Part, Tally, Words};
pub use ledger::{Counts, DAYS_MAX, Ledger, Row, ledger};
pub use parity::{Differs, Parity, Verdict, parity};
pub use period::{Period, REPORT_DAYS_MAX, Unlike, begins_ms, day_of};
pub use promises::{Kept, PERSON_CASES_MIN, Share, kept, kept_by, kept_by_inbox};
pub use sheet::{Line, Measure, Of, Value, line};
pub use spread::Spread;
pub use store::{Back, Face, Scope};
pub use truth::{
    AIM_TENTHS, Coverage, Drift, Group, MISSED_MAX, Missed, OUT_OF, Piece, TIER_GAP_TENTHS, Tightness, Truth,
    Watch, truth, truth_csv,
};
pub use whole::{Named, Report, report};
pub use wilson::{interval_tenths, tenths};

/// Every query of this room.
pub fn queries() -> impl Iterator<Item = &'static db::Query> {
    [ledger::QUERIES, promises::QUERIES, store::QUERIES, truth::QUERIES].into_iter().flatten()
}
