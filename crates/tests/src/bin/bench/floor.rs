//! The floor: raw inserts of the same bytes into SQLite, with the same durability, grouped the same way: one thread
//! commits whatever queued up while it was busy.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// Most rows in one commit.
const GROUP: usize = 256;

struct Insert {
    bytes: Vec<u8>,
    done: Sender<()>,
}

/// Inserts a second by `senders` that each wait for their commit.
pub fn inserts(folder: &Path, senders: usize, duration: Duration) -> Result<f64, Box<dyn std::error::Error>> {
    let place = folder.join("floor");
    std::fs::create_dir_all(&place)?;
    let connection = Connection::open(place.join("floor.db"))?;
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000;
         create table arrival (account_id bigint, id bigint, raw blob, primary key (account_id, id));",
    )?;
    let (queue, waiting) = channel();
    let (stop, count) = (AtomicBool::new(false), AtomicU64::new(0));
    let started = Instant::now();
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || write(connection, &waiting));
        for _ in 0..senders {
            let (queue, stop, count) = (queue.clone(), &stop, &count);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let (done, committed) = channel();
                    let bytes = vec![b'x'; super::MAIL_BYTES];
                    if queue.send(Insert { bytes, done }).is_err() || committed.recv().is_err() {
                        return;
                    }
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        drop(queue);
        std::thread::sleep(duration);
        stop.store(true, Ordering::Relaxed);
        writer.join().unwrap_or_else(|_| Err(rusqlite::Error::InvalidQuery))
    })?;
    let rate = count.into_inner() as f64 / started.elapsed().as_secs_f64();
    std::fs::remove_dir_all(&place)?;
    Ok(rate)
}

fn write(connection: Connection, waiting: &Receiver<Insert>) -> rusqlite::Result<()> {
    let mut next_id = 0;
    while let Ok(first) = waiting.recv() {
        let group: Vec<Insert> = std::iter::once(first).chain(waiting.try_iter().take(GROUP - 1)).collect();
        connection.execute_batch("begin immediate")?;
        for insert in &group {
            next_id += 1;
            let mut statement =
                connection.prepare_cached("insert into arrival (account_id, id, raw) values (1, ?1, ?2)")?;
            statement.execute(rusqlite::params![next_id, insert.bytes])?;
        }
        connection.execute_batch("commit")?;
        for insert in group {
            // A sender that stopped waiting is nobody's loss.
            let _ = insert.done.send(());
        }
    }
    Ok(())
}
