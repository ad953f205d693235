//! One text for the same rows, whichever engine keeps them; and two processes that share one embedded store.

#![expect(clippy::unwrap_used, reason = "tests")]

mod filled;

use std::path::PathBuf;

use db::schema;
use db::{Actor, Db, Error, Event, args};
use filled::fill;
use kernel::clock::Clock;

db::queries! {
    "test";
    account {
        ADD_FILE = "insert into attachment (account_id, id, oid, message_id, name, content_type, size_bytes, sha256,
                    content, content_id, inline, created_at_ms)
                    values (?1, ?2, ?3, null, 'x', 'x/y', 1, 'x', ?4, null, false, 0)";
        ADD_ACCOUNT = "insert into account (account_id, oid, name, language, register, created_at_ms, event_seq, settings)
                       values (?1, '1', 'A', 'it', 'lei', 0, 0, '{}')";
        SEQS = "select seq from event where account_id = ?1 order by seq limit 10000";
    }
}

fn folder(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("riscontro-dump-{}-{name}", std::process::id()))
}

fn dumped(store: &Db) -> String {
    let mut out = Vec::new();
    store.dump(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_same_rows_make_the_same_text_on_both_engines() {
    let folder = folder("both");
    let store = Db::open(None, &folder, Clock::by_hand(0)).unwrap();
    fill(&store, 40);
    let sqlite = dumped(&store);
    assert_eq!(sqlite.lines().count(), 40 * schema::tables().unwrap().len());
    assert!(sqlite.starts_with("{\"table\":\"account\",\"account_id\":1,\"oid\":\"a1\","), "{}", &sqlite[..80]);
    let two_bytes = "sha256:50cff72c8e550546d661ec235431888fb2f9f7bada40c17020d47f6ccc117aae";
    assert!(sqlite.contains(&format!("\"content\":\"{two_bytes}\",\"content_size_bytes\":2,")));
    assert!(sqlite.contains("\"content\":null,") && sqlite.contains("\"content_size_bytes\":40,"));
    assert!(sqlite.contains("\"inline\":true,") && sqlite.contains("\"inline\":false,"));
    if let Some(database) = filled::Database::create("dump") {
        let other = Db::open(Some(&database.url), &folder, Clock::by_hand(0)).unwrap();
        fill(&other, 40);
        assert_eq!(dumped(&other), sqlite);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_dump_goes_on_after_every_page_and_tells_when_it_cannot_be_written() {
    let folder = folder("pages");
    let store = Db::open(None, &folder, Clock::by_hand(0)).unwrap();
    fill(&store, 1_050);
    let text = dumped(&store);
    assert_eq!(text.lines().count(), 1_050 * schema::tables().unwrap().len());
    let mut short = [0u8; 100];
    let error = store.dump(&mut short.as_mut_slice()).unwrap_err();
    assert!(error.to_string().contains("writing the dump"), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn content_is_measured_where_it_lies() {
    let folder = folder("measure");
    let store = Db::open(None, &folder, Clock::by_hand(0)).unwrap();
    let large = vec![7u8; db::INLINE_BYTES + 1];
    let kept = store.keep(&large).unwrap();
    let measured = store.measure(None, &kept.sha256).unwrap().unwrap();
    assert_eq!((measured.sha256, measured.size_bytes), (kept.sha256.clone(), kept.size_bytes));
    assert_eq!(store.measure(Some(&large), "").unwrap().unwrap().sha256, kept.sha256);
    assert_eq!(store.measure(None, &"0".repeat(64)).unwrap(), None);
    assert_eq!(store.measure(None, "../../etc/passwd").unwrap(), None);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn processes_that_start_at_once_on_an_empty_folder_all_find_one_store() {
    for round in 0..5 {
        let folder = folder(&format!("start-{round}"));
        let starts: Vec<_> = (0..6)
            .map(|_| {
                let folder = folder.clone();
                std::thread::spawn(move || Db::open(None, &folder, Clock::by_hand(0)).map(drop))
            })
            .collect();
        for start in starts {
            start.join().unwrap().unwrap();
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn two_processes_write_into_one_store_and_its_log_has_no_hole() {
    let folder = folder("two");
    let stores = [(); 2].map(|()| Db::open(None, &folder, Clock::by_hand(0)).unwrap());
    stores[0].write(1, |tx| tx.execute(ADD_ACCOUNT, &[])).unwrap();
    let writers = stores.map(|store| {
        std::thread::spawn(move || {
            let acts: Vec<_> = (0..200)
                .map(|_| {
                    store.submit(1, |tx| {
                        let (id, oid) = (kernel::id::fresh(0), kernel::id::fresh_oid(0));
                        tx.execute(ADD_FILE, args![id, oid, vec![0u8; 10_000]])?;
                        let data = "{}".to_owned();
                        tx.record(Event { kind: "a.b", actor: Actor::System, conversation_id: None, data })
                    })
                })
                .collect();
            for act in acts {
                act.wait().unwrap_or_else(|error: Error| panic!("{error}"));
            }
            store
        })
    });
    let [store, _other] = writers.map(|writer| writer.join().unwrap());
    let seqs: Vec<i64> =
        store.read(1, |tx| tx.list(SEQS, &[], |row| row.next())).unwrap_or_else(|e: Error| panic!("{e}"));
    assert_eq!(seqs, (1..=400).collect::<Vec<_>>());
    std::fs::remove_dir_all(&folder).unwrap();
}
