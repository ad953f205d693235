//! Passwords: argon2id with 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet, first choice).
//! About 20 ms of work: call from a blocking thread, never inside a transaction.

use std::sync::LazyLock;

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use super::model::PASSWORD_MAX_BYTES;

const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// What an address nobody has is compared with, so that it takes as long as one somebody has.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash_password(&kernel::id::secret()));

fn argon() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The PHC string of a password, with a fresh salt of 128 bits.
pub fn hash_password(password: &str) -> String {
    let salt = kernel::id::random::<16>();
    match argon().hash_password_with_salt(password.as_bytes(), &salt) {
        Ok(hash) => hash.to_string(),
        Err(error) => unreachable!("argon2id with a salt of 16 bytes: {error}"),
    }
}

/// Whether this is the password behind the hash. Without a hash (nobody has that address, or no password was
/// ever set) the same work is done and the answer is no.
pub fn password_matches(password: &str, hash: Option<&str>) -> bool {
    let known = hash.is_some();
    let hash = hash.unwrap_or(&NOBODYS);
    let fits = password.len() <= PASSWORD_MAX_BYTES;
    let tried = if fits { password } else { "" };
    let same = argon().verify_password(tried.as_bytes(), hash).is_ok();
    known && fits && same
}
