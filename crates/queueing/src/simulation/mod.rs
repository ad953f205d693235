//! Weeks of the world, run with a policy and a predictor by name, and what came of them.

mod week;

pub use week::{Outcome, Ran, run_week};
