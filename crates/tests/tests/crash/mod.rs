//! Whatever breaks, every mail that was answered `250` has one conversation and one acknowledgement.

mod audit;
mod database;
mod dice;
mod disk;
mod ending;
mod kills;
mod points;
mod power;
mod process;
mod traffic;

use std::sync::{Mutex, MutexGuard, PoisonError};

use process::Process;
use traffic::{Told, Traffic};

/// Two of these at once would starve each other of the disk.
fn one_at_a_time() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[track_caller]
fn comes_in(process: &Process, traffic: &Traffic, at_least: usize) {
    process.wait_until("mails to come in", || {
        let accepted = traffic.accepted();
        if accepted >= at_least { Ok(()) } else { Err(format!("{accepted} of {at_least} came in")) }
    });
}

/// `/readyz` says yes.
fn ready(process: &Process) -> Result<(), String> {
    match process.ready() {
        (200, _) => Ok(()),
        (status, said) => Err(format!("{status} {said}")),
    }
}

/// `/readyz` says no, and why.
fn not_ready(process: &Process) -> Result<(), String> {
    match process.ready() {
        (503, reason) if !reason.trim().is_empty() => Ok(()),
        (status, said) => Err(format!("{status} {said}")),
    }
}

/// While the store was away nobody heard anything but: later.
#[track_caller]
fn assert_put_off_as_promised(told: &Told) {
    assert!(!told.put_off.is_empty(), "no mail was ever put off");
    let odd: Vec<&String> = told.put_off.iter().filter(|said| !said.starts_with("451 4.3.0")).collect();
    assert!(odd.is_empty(), "mails were also answered {odd:?}");
    let odd: Vec<&u16> = told.turned_down.iter().filter(|status| **status != 503).collect();
    assert!(odd.is_empty(), "calls of the API were also answered {odd:?}");
}
