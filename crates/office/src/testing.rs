//! A store of one's own, on either engine.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::atomic::{AtomicUsize, Ordering};

use db::Db;
use kernel::clock::Clock;

pub const NOW_MS: i64 = 1_795_000_000_000;

/// Tells a story on SQLite, and on PostgreSQL when the test command started one.
pub fn on_both_engines(story: impl Fn(Db)) {
    static TURN: AtomicUsize = AtomicUsize::new(0);
    let turn = TURN.fetch_add(1, Ordering::SeqCst);
    let name = format!("office_{}_{turn}", std::process::id());
    let folder = std::env::temp_dir().join(format!("riscontro-{name}"));
    story(Db::open(None, &folder, Clock::by_hand(NOW_MS)).unwrap());
    if let Ok(cluster) = std::env::var("RISCONTRO_TEST_POSTGRES") {
        let mut admin = postgres::Client::connect(&cluster, postgres::NoTls).unwrap();
        admin.batch_execute(&format!("create database {name}")).unwrap();
        let (base, _) = cluster.rsplit_once('/').unwrap();
        let url = format!("{base}/{name}?sslmode=disable");
        story(Db::open(Some(&url), &folder, Clock::by_hand(NOW_MS)).unwrap());
        admin.batch_execute(&format!("drop database {name} with (force)")).unwrap();
    }
    let _ = std::fs::remove_dir_all(&folder);
}
