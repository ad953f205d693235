//! What a message is about, as far as its words say: a topic of the company's own list, an order number. Said to the
//! customer only when sure, and corrected by them with one touch.

mod acts;
mod model;
mod store;

pub use acts::{Understanding, configure, configured, correct, label, note, of};
pub use model::{Settings, Topic, plain, understand};
pub use store::QUERIES;
