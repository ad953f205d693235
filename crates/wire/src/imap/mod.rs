//! IMAP (RFC 3501) as far as fetching mail takes it, as pure functions: what a server says, what it is told, and what
//! a fetched mail says of its envelope. No sockets, no clock.

mod command;
mod envelope;
mod response;

pub use command::{bearer, folder_name, plain, quotable, quoted, uid_set};
pub use envelope::{Envelope, envelope, print};
pub use response::{Fetched, Gibberish, Reader, Response, Status, Value};
