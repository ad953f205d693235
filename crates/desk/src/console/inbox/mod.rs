//! The inbox: conversations by the promise that falls due first, one timeline, the composer, who the customer is.

mod ask;
mod http;
pub mod pages;
mod phrases;
#[cfg(test)]
mod sample;
pub mod store;
#[cfg(test)]
mod tests;
pub mod view;

pub use http::routes;
pub use store::QUERIES;
