//! The store's own promises, on both engines: durable groups, lone failures, a log without holes.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use db::{Actor, Db, Error, Event, Tx, args};
use kernel::clock::Clock;

db::queries! {
    "test";
    account {
        ADD_TAG = "insert into conversation_tag (account_id, conversation_id, tag) values (?1, ?2, ?3)";
        TAGS = "select tag from conversation_tag where account_id = ?1 and conversation_id = ?2 order by tag limit 1000";
        COUNT_TAGS = "select cast(count(*) as bigint) from conversation_tag where account_id = ?1";
        TOLD = "select data from event where account_id = ?1 order by seq limit 10000";
        ENDS_AT = "select event_seq from account where account_id = ?1";
        END_AT = "update account set event_seq = ?2 where account_id = ?1";
        SEQS = "select seq from event where account_id = ?1 order by seq limit 10000";
        ADD_FILE = "insert into attachment (account_id, id, oid, message_id, name, content_type, size_bytes, sha256,
                    content, content_id, inline, created_at_ms)
                    values (?1, ?2, ?3, null, ?4, 'x/y', 1, 'x', ?5, null, ?6, ?7)";
        FILE = "select name, content, inline from attachment where account_id = ?1 and id = ?2";
        FORGETS_THE_ACCOUNT = "select tag from conversation_tag limit 1";
    }
    everywhere {
        ADD_ACCOUNT = "insert into account (account_id, oid, name, language, register, created_at_ms, event_seq, settings)
                       values (?1, ?2, 'A', 'it', 'lei', 0, 0, '{}')";
    }
}

/// Runs a story on SQLite, and on PostgreSQL when the test command started one.
fn on_both_engines(story: impl Fn(Db)) {
    static TURN: AtomicUsize = AtomicUsize::new(0);
    let turn = TURN.fetch_add(1, Ordering::SeqCst);
    let folder = std::env::temp_dir().join(format!("riscontro-store-{}-{turn}", std::process::id()));
    let open = |url: Option<&str>| {
        let store = Db::open(url, &folder, Clock::by_hand(1_000)).unwrap();
        for account in [1, 2] {
            store
                .write(0, move |tx| {
                    tx.execute(ADD_ACCOUNT, args![account, kernel::id::fresh_oid(account)]).map(|_| ())
                })
                .unwrap_or_else(|error: Error| panic!("{error}"));
        }
        store
    };
    story(open(None));
    if let Ok(cluster) = std::env::var("RISCONTRO_TEST_POSTGRES") {
        let name = format!("store_{}_{turn}", std::process::id());
        let mut admin = postgres::Client::connect(&cluster, postgres::NoTls).unwrap();
        admin.batch_execute(&format!("create database {name}")).unwrap();
        let (base, _) = cluster.rsplit_once('/').unwrap();
        story(open(Some(&format!("{base}/{name}?sslmode=disable"))));
        admin.batch_execute(&format!("drop database {name} with (force)")).unwrap();
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

fn tag(tag: &str) -> Event {
    Event {
        kind: "conversation.tagged",
        actor: Actor::System,
        conversation_id: None,
        data: format!("{{\"tag\":\"{tag}\"}}"),
    }
}

#[test]
fn acts_written_together_are_all_there_and_the_log_has_no_hole() {
    on_both_engines(|store| {
        let pending: Vec<_> = (0..500)
            .map(|n: i64| {
                store.submit(1, move |tx| {
                    tx.execute(ADD_TAG, args![n, "t"])?;
                    tx.record(tag("t"))?;
                    if n % 7 == 0 {
                        return Err(Error::Broken("changed my mind".to_owned()));
                    }
                    Ok(())
                })
            })
            .collect();
        let kept = pending.into_iter().filter_map(|act| act.wait().ok()).count();
        assert_eq!(kept, 500 - 72);
        store
            .read(1, |tx| {
                assert_eq!(tx.number(COUNT_TAGS, &[])?, 428);
                let seqs = tx.list(SEQS, &[], |row| row.next::<i64>())?;
                assert_eq!(seqs, (1..=428).collect::<Vec<_>>());
                Ok::<_, Error>(())
            })
            .unwrap();
    });
}

#[test]
fn an_act_that_panics_or_breaks_a_rule_takes_nobody_with_it() {
    on_both_engines(|store| {
        let good = store.submit(1, |tx| tx.execute(ADD_TAG, args![1i64, "a"]));
        let bad = store.submit(1, |tx| -> Result<u64, Error> {
            tx.execute(ADD_TAG, args![2i64, "b"])?;
            panic!("out of cheese")
        });
        let twice = store.submit(1, |tx| tx.execute(ADD_TAG, args![1i64, "a"]));
        let last = store.submit(1, |tx| tx.execute(ADD_TAG, args![1i64, "c"]));
        assert_eq!(good.wait().unwrap(), 1);
        assert!(bad.wait().unwrap_err().to_string().contains("out of cheese"));
        assert!(twice.wait().unwrap_err().is_unique());
        assert_eq!(last.wait().unwrap(), 1);
        let tags = store.read(1, |tx| tx.list(TAGS, args![1i64], |row| row.next::<String>()));
        assert_eq!(tags.unwrap(), ["a", "c"]);
    });
}

#[test]
fn what_is_only_put_fails_its_own_act_and_nobody_elses() {
    on_both_engines(|store| {
        let good = store.submit(1, |tx| tx.put(ADD_TAG, args![1i64, "a"]));
        let twice = store.submit(1, |tx| {
            tx.record(tag("lost"))?;
            tx.put(ADD_TAG, args![1i64, "a"])?;
            tx.put(ADD_TAG, args![2i64, "lost"])
        });
        let asks_on = store.submit(1, |tx| {
            tx.put(ADD_TAG, args![1i64, "a"])?;
            tx.number(COUNT_TAGS, &[])
        });
        let given_up = store.submit(1, |tx| {
            tx.put(ADD_TAG, args![1i64, "a"])?;
            Err::<(), _>(Error::Broken("changed my mind".to_owned()))
        });
        let last = store.submit(1, |tx| {
            tx.put(ADD_TAG, args![3i64, "c"])?;
            tx.record(tag("c"))?;
            tx.number(COUNT_TAGS, &[])
        });
        good.wait().unwrap();
        assert!(twice.wait().unwrap_err().is_unique());
        assert!(asks_on.wait().unwrap_err().is_unique());
        given_up.wait().unwrap_err();
        assert_eq!(last.wait().unwrap(), 2, "an act reads what it put");
        let seqs = store.read(1, |tx| tx.list(SEQS, &[], |row| row.next::<i64>())).unwrap();
        assert_eq!(seqs, [1]);
    });
}

#[test]
fn an_act_that_records_much_leaves_it_in_order_and_reads_its_own_log() {
    on_both_engines(|store| {
        for (turn, events) in [1_i64, 8, 9, 21].into_iter().enumerate() {
            let (before, after) = store
                .write(2, move |tx| {
                    let before = tx.list(SEQS, &[], |row| row.next::<i64>())?.len();
                    for turn in 0..events {
                        tx.record(tag(&turn.to_string()))?;
                    }
                    let after = (tx.list(SEQS, &[], |row| row.next::<i64>())?.len(), tx.number(ENDS_AT, &[])?);
                    tx.record(tag("last"))?;
                    Ok::<_, Error>((before, after))
                })
                .unwrap();
            assert_eq!(after, (before + events as usize, (before + events as usize) as i64), "turn {turn}");
        }
        let told = store.read(2, |tx| tx.list(TOLD, &[], |row| row.next::<String>())).unwrap();
        let expected: Vec<String> = [1, 8, 9, 21]
            .into_iter()
            .flat_map(|events| (0..events).map(|turn| turn.to_string()).chain(["last".to_owned()]))
            .map(|name| tag(&name).data)
            .collect();
        assert_eq!(told, expected);
    });
}

#[test]
fn a_row_that_was_read_is_read_again_after_it_changed() {
    on_both_engines(|store| {
        let ends = |tx: &mut Tx<'_>| tx.once("account", 7, |tx| tx.number(ENDS_AT, &[]));
        let seen = store.write(1, move |tx| {
            let before = ends(tx)?;
            tx.put(END_AT, args![5i64])?;
            Ok::<_, Error>((before, ends(tx)?))
        });
        assert_eq!(seen.unwrap(), (0, 5));
    });
}

#[test]
fn a_server_that_ended_its_connections_is_asked_anew() {
    let Ok(cluster) = std::env::var("RISCONTRO_TEST_POSTGRES") else { return };
    on_both_engines(|store| {
        if store.is_embedded() {
            return;
        }
        store.write(1, |tx| tx.put(ADD_TAG, args![1i64, "a"])).unwrap();
        let mut admin = postgres::Client::connect(&cluster, postgres::NoTls).unwrap();
        let own = format!("store_{}_%", std::process::id());
        let end = "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname like $1";
        assert!(!admin.query(end, &[&own]).unwrap().is_empty());
        let (told, comes) = mpsc::channel();
        std::thread::spawn(move || {
            let kept = store.write(1, |tx| tx.put(ADD_TAG, args![2i64, "b"]));
            told.send(kept.and_then(|()| store.read(1, |tx| tx.number(COUNT_TAGS, &[])))).unwrap();
        });
        assert_eq!(comes.recv_timeout(Duration::from_secs(30)).expect("an answer").unwrap(), 2);
    });
}

#[test]
fn one_account_never_sees_another_and_a_query_without_the_account_fails() {
    on_both_engines(|store| {
        store.write(1, |tx| tx.execute(ADD_TAG, args![1i64, "mine"])).unwrap();
        let seen = store.read(2, |tx| tx.list(TAGS, args![1i64], |row| row.next::<String>()));
        assert!(seen.unwrap().is_empty());
        let forgot = store.read(1, |tx| tx.list(FORGETS_THE_ACCOUNT, &[], |row| row.next::<String>()));
        assert!(forgot.is_err());
        let nobody = store.read_everywhere(|tx| tx.number(COUNT_TAGS, &[]));
        assert!(nobody.is_err());
    });
}

#[test]
fn every_kind_of_value_comes_back_as_it_went_in_and_nulls_too() {
    on_both_engines(|store| {
        let oid = kernel::id::fresh_oid(5);
        store
            .write(1, move |tx| {
                tx.execute(ADD_FILE, args![7i64, oid, "caff\u{e8}\0.pdf", vec![0u8, 255, 0], true, 5i64])?;
                tx.execute(ADD_FILE, args![8i64, kernel::id::fresh_oid(6), "b", None::<Vec<u8>>, false, 5i64])
            })
            .unwrap();
        let read = |id: i64| {
            store
                .read(1, |tx| {
                    tx.find(FILE, args![id], |row| {
                        Ok((row.next::<String>()?, row.next::<Option<Vec<u8>>>()?, row.next::<bool>()?))
                    })
                })
                .unwrap_or_else(|error: Error| panic!("{error}"))
                .unwrap()
        };
        assert_eq!(read(7), ("caff\u{e8}.pdf".to_owned(), Some(vec![0, 255, 0]), true));
        assert_eq!(read(8), ("b".to_owned(), None, false));
    });
}

#[test]
fn large_bytes_are_a_file_of_their_own_hash_and_small_ones_stay_in_the_row() {
    on_both_engines(|store| {
        let large = vec![42u8; db::INLINE_BYTES + 1];
        let kept = store.keep(&large).unwrap();
        assert!(kept.in_row.is_none());
        assert_eq!(store.fetch(None, &kept.sha256).unwrap(), large);
        assert_eq!(store.keep(&large).unwrap().sha256, kept.sha256);
        assert_eq!(store.keep(b"small").unwrap().in_row.as_deref(), Some(b"small".as_slice()));
        assert!(store.fetch(None, "../../etc/passwd").is_err());
    });
}

#[test]
fn a_content_that_is_kept_again_is_not_taken_away() {
    on_both_engines(|store| {
        let large = vec![43u8; db::INLINE_BYTES + 1];
        let kept = store.keep(&large).unwrap();
        let shelf = u8::from_str_radix(&kept.sha256[..2], 16).unwrap();
        let seen = || store.filed(shelf).unwrap().into_iter().find(|filed| filed.sha256 == kept.sha256);
        let before = seen().unwrap();
        // Somebody keeps it once more, and is about to name it.
        store.keep(&large).unwrap();
        assert!(!store.remove(&before).unwrap());
        assert_eq!(store.fetch(None, &kept.sha256).unwrap(), large);
        let now = seen().unwrap();
        assert_ne!(now, before);
        assert!(store.remove(&now).unwrap());
        assert!(seen().is_none() && store.fetch(None, &kept.sha256).is_err());
        assert_eq!(store.keep(&large).unwrap().sha256, kept.sha256, "it can be kept again");
        assert_eq!(store.fetch(None, &kept.sha256).unwrap(), large);
    });
}

#[test]
fn a_process_knows_whether_it_found_the_store_alone() {
    let Ok(cluster) = std::env::var("RISCONTRO_TEST_POSTGRES") else { return };
    let name = format!("alone_{}", std::process::id());
    let mut admin = postgres::Client::connect(&cluster, postgres::NoTls).unwrap();
    admin.batch_execute(&format!("create database {name}")).unwrap();
    let (base, _) = cluster.rsplit_once('/').unwrap();
    let url = format!("{base}/{name}?sslmode=disable");
    let folder = std::env::temp_dir().join(&name);
    let open = || Db::open(Some(&url), &folder, Clock::by_hand(1_000)).unwrap();
    let alone = |store: &Db, patience| store.found_alone(patience).unwrap();
    let first = open();
    assert!(alone(&first, Duration::ZERO));
    let second = open();
    assert!(!alone(&second, Duration::ZERO), "the first one still has it open");
    drop(first);
    assert!(alone(&second, Duration::from_secs(10)), "the server notices in time that the first one is gone");
    drop(second);
    admin.batch_execute(&format!("drop database {name} with (force)")).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn who_stands_at_the_door_goes_before_those_who_can_wait() {
    on_both_engines(|store| {
        let order = Arc::new(Mutex::new(Vec::new()));
        let noted = |who: &'static str| {
            let order = Arc::clone(&order);
            move |_: &mut Tx<'_>| {
                order.lock().unwrap().push(who);
                Ok::<_, Error>(())
            }
        };
        // The writer is held until everybody has come.
        let (let_go, held) = mpsc::channel::<()>();
        let (begun, waits) = mpsc::channel();
        let hold = store.submit(1, move |_| {
            begun.send(()).unwrap();
            held.recv().unwrap();
            Ok::<_, Error>(())
        });
        waits.recv().unwrap();
        let others: Vec<_> = (0..20).map(|_| store.submit(1, noted("other"))).collect();
        let door = store.submit_first(1, noted("door"));
        let_go.send(()).unwrap();
        hold.wait().unwrap();
        door.wait().unwrap();
        others.into_iter().for_each(|other| other.wait().unwrap());
        let order = order.lock().unwrap();
        assert_eq!((order[0], order.len()), ("door", 21), "{order:?}");
    });
}

#[test]
fn however_many_stand_at_the_door_the_others_are_written_too() {
    on_both_engines(|store| {
        let enough = Arc::new(AtomicBool::new(false));
        let crowd: Vec<_> = (0..4)
            .map(|_| {
                let (store, enough) = (store.clone(), Arc::clone(&enough));
                std::thread::spawn(move || {
                    let mut waiting = VecDeque::new();
                    while !enough.load(Ordering::Relaxed) {
                        waiting.push_back(store.submit_first(1, |_| Ok::<_, Error>(())));
                        if waiting.len() > 8 {
                            waiting.pop_front().unwrap().wait().unwrap();
                        }
                    }
                })
            })
            .collect();
        let (told, written) = mpsc::channel();
        for n in 0..400_i64 {
            let pending = store.submit(1, move |tx| tx.execute(ADD_TAG, args![n, "t"]));
            let told = told.clone();
            if n == 399 {
                std::thread::spawn(move || told.send(pending.wait().is_ok()).unwrap());
            }
        }
        let outcome = written.recv_timeout(Duration::from_secs(30));
        enough.store(true, Ordering::Relaxed);
        crowd.into_iter().for_each(|one| one.join().unwrap());
        assert_eq!(outcome, Ok(true), "the last of them waited in vain");
    });
}
