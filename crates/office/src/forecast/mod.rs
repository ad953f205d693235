//! How much will come, and how many people that takes. Counts of what came in each half hour grow with the event log; once a
//! night and every half hour the model of the crate `forecast` is fitted to them; what it said is kept, so that it can be
//! held against what came.

mod accuracy;
mod acts;
mod counting;
mod fitting;
mod handling;
mod model;
mod opening;
mod reading;
mod staffing;
mod store;
pub mod trial;
#[cfg(test)]
mod tests;

pub use accuracy::{ACCURACY_DAYS, Accuracy, accuracy};
pub use acts::{
    Basis, Fresh, add_special_day, arrived, basis, change_settings, change_special_day, drop_special_day, due,
    holidays, keep, settings, since, special_day_by_oid, special_days, today,
};
pub use counting::{behind, catch_up, miscounted};
pub use fitting::{AHEAD_DAYS, MODEL_NEEDS_DAYS};
pub use handling::{ANSWERS_MIN, Handling, HandlingBy, Measured, measured};
pub use model::{
    AT_ONCE, FEE_CENTS, Group, HANDLING_S, LEVEL, NAME_CHARS, NewSpecialDay, OCCUPANCY, PATIENCE_S, PERCENT,
    Part, RANGE_DAYS, SHRINKAGE, SLOTS, SLOWER, SPECIAL_DAYS_MAX, Settings, SpecialDay, TARGET_S, Terms,
    WAGE_CENTS, begins_ms,
};
pub use reading::{DAYS_MAX, Expected, LEVELS, Slot, expected};
pub use staffing::{HalfHours, NOBODY, Needed, People, hours, needed};
pub use store::QUERIES;
