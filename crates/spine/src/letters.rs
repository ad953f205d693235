//! The mails that leave by themselves.
