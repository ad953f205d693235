//! Tasks: what somebody else must do before a customer can be answered. Each has its own due moment, within the
//! customer's promise unless somebody says otherwise; the answer lands beside the conversation, never before the
//! customer.

mod acts;
mod contacts;
mod mails;
mod model;
mod store;

pub(crate) use acts::rehome;
pub use acts::{
    Answer, Ask, FILES_MAX, answered_by_mail, ask, by_oid, by_token, find, late_of, move_due, of_conversation,
    settle, settle_with, shown_files, tasks, withdraw,
};
pub use contacts::{
    Contact, ContactKind, NewContact, add_contact, change_contact, contact, contact_by_oid, contacts,
    remove_contact,
};
pub use mails::{become_late, late, remind, to_remind};
pub use model::{Outcome, State, Task, View, Whom};
pub use store::QUERIES;
