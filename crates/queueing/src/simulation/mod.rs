//! Weeks of the world, run with a policy and a predictor by name, and what came of them.

mod announce;
mod check;
mod figures;
mod joint;
mod predictor;
mod run;
#[cfg(test)]
mod tests;
mod watch;
mod week;

pub use announce::{Announced, announce};
pub use check::Check;
pub use figures::{Part, PromiseFigures, RoutingFigures, TOLD, Tally, pinball};
pub use joint::{Joint, joint};
pub use predictor::{Base, Layer, Predictor};
pub use run::{Plan, PromisesUnder, Report, announced, route, side_by_side, simulate, watch};
pub use watch::{Asks, Channels, LEVEL, Row, Watch};
pub use week::{Nobody, Outcome, Watcher, run_week};
