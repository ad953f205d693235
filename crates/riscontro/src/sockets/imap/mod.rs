//! Mailboxes on other servers, read by IMAP (RFC 3501, 2177, 6851, 4315). What is said is read in `wire::imap`; here
//! are time, memory, encryption and the network. Why this is not `async-imap`: it ends a list of mails without a word
//! where the server says NO or the connection breaks, so that mails would look gone.

mod session;
mod trial;

pub use session::{Heard, Listing, MOST_LISTED, Proof, Selected, Session};
pub use trial::trial;
