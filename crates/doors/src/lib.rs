//! How messages come and go, one room a channel.

pub mod email;
pub mod form;
pub mod hook;
