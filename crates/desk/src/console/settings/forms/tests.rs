//! The editor as its readers use it.
