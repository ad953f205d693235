//! What the stories stand on: the whole product in this process with a clock in hand, a customer's mail client,
//! the next hop that keeps what we send, and a small HTTP client.

pub mod browser;
pub mod bucket;
pub mod dns;
pub mod http;
pub mod imap;
pub mod letter;
pub mod line;
pub mod mailbox;
pub mod program;
pub mod relay;
pub mod shop;
pub mod smtp;
pub mod town;
pub mod trap;

use std::time::{Duration, Instant};

/// Names the PostgreSQL cluster in which each story makes a database of its own.
pub const CLUSTER: &str = "RISCONTRO_TEST_POSTGRES";

/// How long anything outside may take before a story fails.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Looks again and again until there is something to see.
///
/// # Panics
/// When [`PATIENCE`] ran out; `what` says what was awaited.
#[track_caller]
pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(Instant::now() < deadline, "waited {PATIENCE:?} in vain for {what}");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// Looks again and again until it is so.
#[track_caller]
pub fn wait_until(what: &str, mut so: impl FnMut() -> bool) {
    wait_for(what, || so().then_some(()));
}
