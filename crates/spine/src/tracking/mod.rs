//! The customer's own page of one request: what they choose there, the call they ask for, how they rate us.

mod acts;
mod calls;
mod model;
mod store;

pub use acts::{close, expires_at_ms, note_phone, of, rate, reopen};
pub use calls::{book, call_by_promise, calls_of, cancel, move_call, not_reached, reached, slots};
pub use model::{CALL_WINDOW_MS, Call, Outcome, Rating, Slot, Tracking};
pub use store::QUERIES;
