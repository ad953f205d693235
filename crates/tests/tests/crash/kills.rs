//! SIGKILL at random moments under load.

use std::thread::park_timeout;
use std::time::Duration;

use super::audit::{self, Copies, IN_HAND};
use super::database::Database;
use super::dice::Dice;
use super::one_at_a_time;
use super::process::Process;
use super::traffic::Traffic;

/// How long a life under load lasts.
const LIFE_MS: (u64, u64) = (50, 400);

#[test]
fn fifty_kills_under_load_lose_nothing_and_tell_nothing_twice_on_sqlite() {
    let _turn = one_at_a_time();
    survives(&mut Process::on_sqlite(), 50);
}

#[test]
fn twenty_kills_under_load_lose_nothing_and_tell_nothing_twice_on_postgresql() {
    let _turn = one_at_a_time();
    let Some(database) = Database::in_the_cluster() else { return };
    survives(&mut Process::on_postgres(&database.url), 20);
}

fn survives(process: &mut Process, kills: usize) {
    let seed = Dice::seed();
    let mut dice = Dice::new(!seed);
    let traffic = Traffic::begin(process, seed);
    for _ in 0..kills {
        park_timeout(Duration::from_millis(dice.between(LIFE_MS.0, LIFE_MS.1)));
        process.kill();
        process.start();
    }
    let told = traffic.end();
    assert!(told.sent.len() > kills, "only {} mails in {kills} lives", told.sent.len());
    assert!(told.put_off.is_empty(), "SMTP also said {:?}", told.put_off);
    audit::all_is_well(process, &told, Copies { at_most: kills * IN_HAND }, seed);
}
