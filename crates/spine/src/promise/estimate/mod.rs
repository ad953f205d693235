//! How long an answer will take: worked out from the queue as it is, calibrated by what came of earlier estimates, told or
//! noted beside what was told, and kept so that each can be worked out again.
//!
//! For channels that can wait (e-mail, forms, letters): Monte-Carlo over the router of `queueing`, then a rolling split
//! for each tier. Where customers look on while they wait (chat, phone): the formula, the paths or a regression over both,
//! as outcomes come in, and a tracker that follows each of them. The clock is the inbox's open time: a night between two answers counts for nobody.

mod acts;
mod hindsight;
mod live;
mod model;
#[cfg(test)]
mod model_tests;
mod record;
mod store;
mod trial;

pub use acts::{Fresh, Known, Offer, Standing, Still, gather, keep, known, standing, still};
pub(super) use acts::{Offered, Second, beside, offered, rehome, second, settle_at};
pub use hindsight::{Beside, Hindsight, hindsight};
pub use live::LIVE_MODEL;
pub use model::{CELL_NEEDS, Inputs, MODEL, QUANTILE, SECOND_QUANTILE};
pub use record::{Figures, Replay, figures, replay};
pub use store::QUERIES;
pub use trial::{Levers, Tried, trial};
