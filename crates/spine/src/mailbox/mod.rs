//! Mailboxes: where the mail of an inbox is fetched and where its answers are handed in, how far each folder was
//! read, and how it goes.

mod acts;
mod fetching;
mod model;
mod presets;
mod report;
mod store;
#[cfg(test)]
mod tests;

pub use acts::{check, completed, everybody_sends, find, list, open, remove, renewed, save, sends};
pub use fetching::{
    Folder, Listed, Mail, Mark, Place, State, Unread, Wanted, already_taken, compare, folder, found, hold,
    known, known_elsewhere, let_go, not_taken, note_fault, note_success, note_unseen, prune, pulled,
    reconciliations, recounted, release_all, sending, settled, taken, unread, unsettled, wanted,
};
pub use model::{
    After, Connect, Credential, Encryption, First, Health, Mailbox, Reconciliation, Save, Secret, Server,
    Submission, Token,
};
pub use presets::{PRESETS, Provider, SignIn, guess, guess_by_mx, is_certified};
pub use report::{Fault, FaultKind, MailboxReport, Outcome, Station, Step};
pub use store::QUERIES;
