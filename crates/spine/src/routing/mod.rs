//! Who takes what. By hand: whoever answered this customer last, if they are there and not full, else the queue of the
//! inbox's team, from which people take. Automatic: the router of `queueing` hands out what waits, in the order of the
//! promises, to who is on duty and can; the same router says what goes first for somebody who asks.

mod acts;
mod floor;
mod hand;
pub mod learnt;
mod model;
mod need;
mod outlook;
mod settings;
mod store;
mod why;

pub use acts::{CAPACITY, Desk, choose, dissolve_team, held_by, release_agent};
pub use hand::{Back, Give, Plan, Take, ends, give, hold, next, plan, send_back, take_back};
pub use model::{Given, No, REASON_CHARS};
pub use need::{Need, RuleFigures, Tried, figures, need_of, preview, set_by_hand, understand};
pub use outlook::{AHEAD_MS, ANSWERS_NEEDED, Outlook, Remedy, Risk, outlook};
pub use settings::{RETURN_MINUTES, SILENCE_MINUTES, Settings, change, settings};
pub use store::QUERIES;
pub use why::{Standing, given, why_not};
