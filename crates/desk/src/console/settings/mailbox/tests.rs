//! The mailbox of an inbox, connected as a browser connects it.
