//! One conversation a matter: its messages, notes and files, whoever takes part, and what state it is in.

mod acts;
mod changes;
mod model;
mod store;

pub use acts::{
    Opening, add_message, add_participant, attach, attachment_by_oid, attachment_content, attachments, by_oid,
    by_reference, by_track_token, clear_trouble, draft, find, keep_draft, last_inbound, message,
    message_by_oid, messages, of_header, open, participants, tags, trouble, upload, uploads,
};
pub(crate) use acts::{header_ids, last_inbound_before};
pub(crate) use changes::back_if_due;
pub use changes::{
    assign, close, prioritise, reopen, retag, set_due, snooze, team, to_return, wait_on_customer,
};
pub use model::{
    Attachment, Author, Conversation, Direction, Draft, Message, NewMessage, Participant, Status, Warning,
    folded,
};
pub use store::QUERIES;
