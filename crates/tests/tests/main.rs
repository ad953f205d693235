//! Every story about the product, in one binary.

mod browser;
mod crash;
mod stories;
