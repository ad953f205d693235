//! One conversation a matter: its messages, notes and files, whoever takes part, and what state it is in.

mod acts;
mod changes;
mod figures;
mod loose;
mod model;
mod store;
mod together;

pub use crate::search::folded;
pub use acts::{
    Opening, add_message, add_participant, attach, attachment_by_oid, attachment_content, attachments, by_oid,
    by_reference, by_track_token, clear_trouble, draft, find, keep_draft, last_inbound, message,
    message_by_oid, messages, of_header, open, participants, tags, trouble, upload, uploads,
};
pub(crate) use acts::{header_ids, newest_inbound};
pub use acts::{index_queued, make_searchable};
pub use changes::{
    assign, close, prioritise, renew_link, reopen, retag, set_due, snooze, team, to_return, wait_on_customer,
};
pub(crate) use changes::{assign_because, back_if_due, set_skills, turn, version};
pub use figures::{Figures, QUERIES as FIGURE_QUERIES, figures};
pub use loose::{QUERIES as LOOSE_QUERIES, names_file, sweep_uploads};
pub use model::{
    Attachment, Author, Conversation, Direction, Draft, Message, NewMessage, Participant, Status, Warning,
};
pub use store::QUERIES;
pub use together::{
    QUERIES as TOGETHER_QUERIES, Report, is_unread, link, linked, of_same_customer, report, seen, unlink, unsee,
};
pub(crate) use together::{
    lead_back, message_ids, rehome, set_inbox, set_merged, share, stand, tally, thanked, told_outcome, unshare,
    will_thank,
};
