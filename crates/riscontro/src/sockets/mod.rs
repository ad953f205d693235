//! The sockets mail comes and goes through. Everything said on them is decided in `wire::smtp`; here are time,
//! memory, encryption and the network.

pub mod relay;
pub mod smtp;
mod stream;
pub mod tls;
