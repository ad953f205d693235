//! Whether an inbox works: what came and went, what is stuck, whether it fell silent; told once when it does not, and
//! once when it does again.

mod acts;
mod model;
mod store;

pub use acts::{
    Incident, OPEN_AT_ONCE, change_watch, judge, last_probe, open_incidents, probe, probes_due,
    recent_incidents, returned, watch,
};
pub use model::{
    FEWEST_WEEKS, Facts, Kind, LEAST_EXPECTED, Quiet, Trouble, WEEKS, Watch, quiet, stretch_from, troubles,
};
pub use store::QUERIES;
