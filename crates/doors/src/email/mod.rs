//! E-mail: from the bytes on the doorstep to the facts the spine works with.

pub mod authenticity;
pub mod reading;
pub mod signature;
