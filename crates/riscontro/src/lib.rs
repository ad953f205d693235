//! The product as one process: settings, sockets, workers, and the commands of the binary.

pub mod commands;
pub mod demo;
pub mod http;
pub mod inspect;
pub mod mailroom;
pub mod node;
pub mod outside;
pub mod settings;
pub mod sink;
pub mod sockets;
pub mod switchboard;
pub mod workers;

pub use node::Node;
pub use settings::Settings;
