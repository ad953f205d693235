//! A store carried into a file and back, and between the engines: equal, or nothing.

#![expect(clippy::unwrap_used, reason = "tests")]

mod filled;

use std::path::{Path, PathBuf};

use db::{Db, Error, Options, args};
use filled::{Database, fill};
use kernel::clock::Clock;

db::queries! {
    "test";
    account {
        ADD_FILE = "insert into attachment (account_id, id, oid, message_id, name, content_type, size_bytes, sha256,
                    content, content_id, inline, created_at_ms)
                    values (?1, ?2, ?3, null, 'x', 'x/y', ?4, ?5, null, null, false, 0)";
    }
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("riscontro-carry-{}-{name}", std::process::id())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn open(url: Option<&str>, folder: &Path) -> Db {
    Db::open(url, folder, Clock::by_hand(0)).unwrap()
}

fn dumped(store: &Db) -> String {
    let mut out = Vec::new();
    store.dump(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn restore(url: Option<&str>, folder: &Path, mut file: &[u8]) -> Result<db::Carried, Error> {
    db::restore(url, folder, &Options::default(), &mut file, 0)
}

/// Rows in every table, a content too large for a row, and a sealed secret.
fn full(folder: &Path) -> (Db, Vec<u8>, String) {
    let store = open(None, folder);
    fill(&store, 120);
    let large: Vec<u8> = (0..db::INLINE_BYTES + 7).map(|n| (n % 251) as u8).collect();
    let kept = store.keep(&large).unwrap();
    let (size, sha256) = (kept.size_bytes, kept.sha256.clone());
    store.write(1, move |tx| tx.execute(ADD_FILE, args![9_000_i64, "grande", size, sha256])).unwrap();
    let sealed = store.sealer().seal("here", b"lampada").unwrap();
    (store, large, sealed)
}

#[test]
fn what_was_backed_up_is_there_again_with_its_files_and_its_secrets() {
    let (one, two) = (Folder::new("one"), Folder::new("two"));
    let (store, large, sealed) = full(&one.0);
    let mut file = Vec::new();
    let made = store.backup(&mut file).unwrap();
    assert_eq!((made.files, made.file_bytes), (1, large.len() as u64));
    let came = restore(None, &two.0, &file).unwrap();
    assert_eq!((came.rows(), came.files), (made.rows(), 1));
    let again = open(None, &two.0);
    assert_eq!(dumped(&again), dumped(&store));
    assert_eq!(again.sums().unwrap(), made.sums);
    assert_eq!(again.fetch(None, &hash_of(&large)).unwrap(), large);
    assert_eq!(again.sealer().open("here", &sealed).unwrap(), b"lampada");
    if let Some(database) = Database::create("carry_restore") {
        restore(Some(&database.url), &Folder::new("pg").0, &file).unwrap();
        assert_eq!(dumped(&open(Some(&database.url), &two.0)), dumped(&store));
    }
}

fn hash_of(bytes: &[u8]) -> String {
    ring::digest::digest(&ring::digest::SHA256, bytes).as_ref().iter().map(|b| format!("{b:02x}")).collect()
}

#[test]
fn a_backup_cut_short_or_changed_leaves_nothing_and_a_later_try_is_not_in_its_way() {
    let (one, two) = (Folder::new("cut-from"), Folder::new("cut-to"));
    let (store, ..) = full(&one.0);
    let mut file = Vec::new();
    store.backup(&mut file).unwrap();
    for cut in [0, 10, 40, file.len() / 2, file.len() - 20, file.len() - 1] {
        assert!(restore(None, &two.0, &file[..cut]).is_err(), "cut at {cut}");
    }
    for at in (60..file.len()).step_by(file.len() / 12) {
        let mut changed = file.clone();
        changed[at] ^= 0x55;
        assert!(restore(None, &two.0, &changed).is_err(), "changed at {at}");
    }
    assert!(restore(None, &two.0, b"something else").unwrap_err().to_string().contains("not a backup"));
    restore(None, &two.0, &file).unwrap();
    assert_eq!(dumped(&open(None, &two.0)), dumped(&store));
    let twice = restore(None, &two.0, &file).unwrap_err().to_string();
    assert!(twice.contains("there is a store already"), "{twice}");
}

#[test]
fn moved_to_the_other_engine_and_back_the_store_is_the_same() {
    let Some(database) = Database::create("carry_move") else { return };
    let (one, two) = (Folder::new("move-from"), Folder::new("move-to"));
    let (store, ..) = full(&one.0);
    let moved = store.move_to(&database.url, &one.0).unwrap();
    assert_eq!(moved.sums, store.sums().unwrap());
    let there = open(Some(&database.url), &one.0);
    assert_eq!(dumped(&there), dumped(&store));
    let refused = store.move_to(&database.url, &one.0).unwrap_err().to_string();
    assert!(refused.contains("there is a store already"), "{refused}");
    std::fs::create_dir_all(&two.0).unwrap();
    let back = format!("sqlite:{}", two.0.join("back.db").display());
    there.move_to(&back, &two.0).unwrap();
    assert_eq!(dumped(&open(Some(&back), &two.0)), dumped(&store));
}
