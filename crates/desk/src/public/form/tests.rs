//! The form as people and programs use it.
