//! SMTP (RFC 5321) and LMTP (RFC 2033) as pure machines: bytes in, replies and questions out; no sockets, no
//! clock. [`Dialogue`] is the side that receives, [`outgoing`] what the side that sends needs.

mod command;
mod dialogue;
mod draft;
pub mod outgoing;
mod reply;
mod text;

pub use dialogue::{Accepted, Dialogue, Dismissal, Mail, Next, Protocol, Rcpt, Rules};
pub use reply::{Reply, ReplyFault, ReplyReader};
