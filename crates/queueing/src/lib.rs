//! The deciding code of live queues: who takes what, how long it will be, and how sure that is.
//!
//! Pure: the clock, the people on duty, what waits and the random bits are arguments. The same functions decide in the
//! rooms of the spine and in the simulator, so that what the simulator proves is what the product does.
//! Times are seconds in `f64`, on the clock the caller chooses (a desk's open time); counts of the world are exact.

pub mod calibration;
pub mod channel;
pub mod floor;
pub mod prediction;
pub mod random;
pub mod routing;
pub mod simulation;
pub mod world;
