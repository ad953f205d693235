//! Web forms: from what a browser or a program sent to the facts the spine works with. Pure, but for keeping files.

mod base64;
pub mod envelope;
mod multipart;
pub mod reading;
pub mod submission;

pub use envelope::{Envelope, Label};
pub use submission::{Given, Submission, Unreadable};
