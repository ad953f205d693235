//! The sockets mail comes and goes through, and the one HTTP client. Everything said in SMTP is decided in
//! `wire::smtp`; here are time, memory, encryption and the network.

pub mod dial;
pub mod imap;
pub mod push;
pub mod relay;
pub mod smtp;
mod stream;
pub mod tls;
pub mod web;
