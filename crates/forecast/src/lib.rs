//! How many will write or call, how many people that takes, and which shifts cover it.
//!
//! Pure: files come in as text, the clock and every fact are arguments, the same input gives the same answer.
//! It stands apart from the wings because none of it knows of conversations: a supervisor's planner, the command
//! line and the benchmarks all ask the same functions (docs/decisions/0009-forecast-apart.md).

pub mod bank15;
pub mod csv;
pub mod erlang;
mod factor;
mod intraday;
pub mod law;
mod linear;
pub mod model;
mod plain;
pub mod roster;
pub mod run;
pub mod score;
pub mod series;
pub mod staffing;
pub mod table;
pub mod testing;
pub mod working;

pub use csv::Wrong;
pub use model::Model;
