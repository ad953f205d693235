//! Bytes on the wire and what they mean: mail to [`mail::Mail`], machine mail, the SMTP dialogue. Pure: no
//! sockets, no store, no clock.

pub mod base64url;
mod body;
mod charset;
#[cfg(test)]
mod corpus;
mod forward;
mod header;
pub mod html;
pub mod imap;
pub mod machine;
pub mod mail;
mod markup;
mod mime;
mod nesting;
mod outline;
pub mod plain;
pub mod rebuilt;
pub mod smtp;
mod split;
mod text;
mod transfer;
