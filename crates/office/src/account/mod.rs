//! Who works here and how they come in: the account, its people, their passwords, sessions, one-time links, and
//! the tokens other programs use.
//!
//! Secrets are kept only as hashes: passwords as argon2id, everything random as SHA-256. Sessions and links take
//! the caller's `now_ms`, since people sign in by the wall clock even while the demo's clock is held in hand.

mod acts;
mod model;
mod password;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use acts::hashed;
pub use acts::{
    NewPerson, SetUp, add_person, change_account, change_language, change_person, check_new_password, create,
    create_token, deactivate, end_other_sessions, end_session, end_session_of, end_sessions_of, find, first,
    invite, known, needs_setup, open_link, people, person, person_by_email, reactivate, reset_link,
    revoke_token, session, sessions, set_password, set_up, setup_link, sign_in, sign_in_link, take_link, token,
    token_used, tokens, touch_session,
};
pub use model::{
    Account, Bearer, Error, INVITE_LINK_MS, Known, Link, MATRIX, Member, PASSWORD_MIN_CHARS, PEOPLE,
    Permission, Person, Purpose, RESET_LINK_MS, Refusal, SESSION_IDLE_MS, SESSION_LONGEST_MS, SessionRow,
    SignedIn, Token, Visit, is_person,
};
pub use password::{hash_password, password_matches};
pub use spine::agent::Role;
pub use store::QUERIES;
