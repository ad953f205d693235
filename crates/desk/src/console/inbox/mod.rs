//! The inbox: conversations by the promise that falls due first, one timeline, the composer, who the customer is.

mod ask;
pub mod filter;
pub(crate) mod http;
pub mod pages;
pub(crate) mod phrases;
#[cfg(test)]
mod sample;
pub mod store;
pub mod together;
#[cfg(test)]
mod tests;
pub mod view;
pub mod writing;

pub use http::routes;
pub use store::QUERIES;
