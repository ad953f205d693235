//! What authorities ask of whoever answers customers, as data: terms, goals and compensations, each with its source. They
//! are shown as not verified until somebody of the company has compared them with the official text.

mod acts;
mod compliance;
mod model;
#[cfg(test)]
mod tests;

pub use acts::{Chosen, Standing, choose, confirm, find, leave, list};
pub use compliance::{
    Case, Compensation, Compliance, Goal, Measured, Row, compensation, compliance, csv, of_complaint,
};
pub use model::{Asked, Half, Limit, PRESETS, Preset, Step, Term};
