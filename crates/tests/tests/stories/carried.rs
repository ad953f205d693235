//! Backups, moves between the engines, and a store of an earlier version: equal, clean, and at work again.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use kernel::clock::Clock;
use riscontro::demo;
use riscontro::node::Node;
use riscontro::settings::{Dns, Settings};
use tests::http::Client;
use tests::letter::letter;
use tests::program::binary;
use tests::relay::Relay;
use tests::shop::{ASSISTENZA, on_both_engines};
use tests::smtp::Session;
use tests::{CLUSTER, wait_for};

/// Three days of the demo's lamp shop as the first version kept them.
const SPINE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/spine.backup");
/// What is in it.
const CONVERSATIONS: usize = 38;
const SPINE_INBOX: &str = "aiuto@fioca.example";

/// A data directory and a database, both gone at the end.
struct Place {
    folder: PathBuf,
    database: Option<String>,
}

impl Place {
    fn new(postgres: bool) -> Self {
        static TURN: AtomicU32 = AtomicU32::new(0);
        let name = format!("carried_{}_{}", std::process::id(), TURN.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(format!("riscontro-{name}"));
        std::fs::create_dir_all(&folder).expect("a folder of our own");
        let database = postgres.then(|| {
            cluster(&format!("create database {name}"));
            name
        });
        Self { folder, database }
    }

    fn url(&self) -> Option<String> {
        let cluster = std::env::var(CLUSTER).expect("a cluster");
        let (base, _) = cluster.rsplit_once('/').expect("a URL");
        self.database.as_ref().map(|name| format!("{base}/{name}?sslmode=disable"))
    }

    fn run(&self, words: &[&str]) -> Output {
        run(&self.folder, self.url().as_deref(), words)
    }

    #[track_caller]
    fn does(&self, words: &[&str]) -> String {
        told(&self.run(words), words)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(name) = &self.database {
            cluster(&format!("drop database if exists {name} with (force)"));
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("{}: {error}", self.folder.display());
        }
    }
}

fn cluster(sql: &str) {
    let url = std::env::var(CLUSTER).expect("a cluster");
    let mut admin = postgres::Client::connect(&url, postgres::NoTls).expect("the cluster answers");
    admin.batch_execute(sql).expect("a database of our own");
}

fn run(data: &Path, url: Option<&str>, words: &[&str]) -> Output {
    let mut command = Command::new(binary());
    command.args(words).env("RISCONTRO_DATA_DIR", data).stdin(Stdio::null());
    if let Some(url) = url {
        command.env("RISCONTRO_DATABASE_URL", url);
    }
    command.output().expect("the program runs")
}

#[track_caller]
fn told(output: &Output, words: &[&str]) -> String {
    let (said, fault) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{words:?}: {said}{fault}");
    said.into_owned()
}

#[test]
fn a_store_of_the_first_version_is_brought_up_to_date_and_works() {
    for postgres in [false, true] {
        let place = Place::new(postgres);
        place.does(&["restore", SPINE]);
        let clean = place.does(&["verify"]);
        assert!(clean.starts_with("clean: "), "{clean}");
        let token = place.does(&["token", "--role", "admin", "--name", "Storia"]);
        let relay = Relay::open();
        let loopback = "127.0.0.1:0".parse().expect("an address");
        let settings = Settings {
            data_dir: place.folder.clone(),
            database_url: place.url(),
            http_listen: loopback,
            smtp_listen: loopback,
            relay_url: Some(relay.url()),
            dns: Dns::Off,
            ..Settings::default()
        };
        let node = Node::start(settings, Clock::system()).expect("it starts");
        let mut api = Client::to(node.http_addr()).with_token(token.trim());
        let listed = api.get("/api/v1/conversations?limit=200").expect(200).json();
        assert_eq!(listed["data"].as_array().map(Vec::len), Some(CONVERSATIONS));
        let mut session = Session::open(node.smtp_addr());
        session.ehlo();
        let from = "nuova@clienti.example";
        let mail = letter(from, SPINE_INBOX, "Ancora voi", "Buongiorno, la lampada funziona.").bytes();
        assert_eq!(session.send(from, &[SPINE_INBOX], &mail).code, 250);
        let acknowledged = wait_for("the acknowledgement", || relay.mails_to(from).pop());
        assert!(acknowledged.header("Auto-Submitted").is_some());
        node.stop();
        assert!(place.does(&["verify"]).starts_with("clean: "));
    }
}

#[test]
fn moved_from_one_engine_to_the_other_and_back_the_store_is_equal() {
    let here = Place::new(false);
    here.does(&["restore", SPINE]);
    there_and_back(&here);
}

#[test]
fn two_months_of_the_shop_moved_there_and_back_are_equal() {
    let here = Place::new(false);
    let loopback = "127.0.0.1:0".parse().expect("an address");
    let settings = Settings { http_listen: loopback, smtp_listen: loopback, ..Settings::default() };
    let keep = Some(here.folder.clone());
    let mut shop = demo::start(demo::Options { keep, days: 60, traffic: false, settings }).expect("it starts");
    shop.wait();
    shop.stop();
    let moved = there_and_back(&here);
    let conversations = moved.lines().find_map(|line| line.trim().strip_prefix("conversation "));
    let count =
        conversations.and_then(|line| line.split_whitespace().next()?.replace([',', '.'], "").parse().ok());
    assert!(count.is_some_and(|count: usize| count > 300), "{moved}");
}

/// Moves a store to PostgreSQL and back, and compares what `dump` says of the three. Gives what the first move said.
#[track_caller]
fn there_and_back(here: &Place) -> String {
    let (there, back) = (Place::new(true), Place::new(false));
    let before = here.does(&["dump"]);
    let url = there.url().expect("a database");
    let moved = here.does(&["move", "--to", &url]);
    assert!(moved.contains("conversation ") && moved.contains("equal in count and content"), "{moved}");
    is_equal(&here.does(&["dump"]), &before);
    let on_postgres = |words: &[&str]| told(&run(&here.folder, Some(&url), words), words);
    is_equal(&on_postgres(&["dump"]), &before);
    let file = format!("sqlite:{}", back.folder.join("riscontro.db").display());
    on_postgres(&["move", "--to", &file]);
    is_equal(&back.does(&["dump"]), &before);
    let refused = here.run(&["move", "--to", &url]);
    let fault = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && fault.contains("there is a store already"), "{fault}");
    moved
}

/// The first line that differs says enough.
#[track_caller]
fn is_equal(dump: &str, before: &str) {
    let differs = dump.lines().zip(before.lines()).find(|(now, then)| now != then);
    assert!(differs.is_none(), "{differs:?}");
    assert_eq!(dump.len(), before.len(), "one dump goes on after the other ends");
}

#[test]
fn a_backup_taken_while_mail_comes_in_is_clean_and_whole() {
    on_both_engines(|shop| {
        shop.mail_from("anna@clienti.example", "Prima del salvataggio", "Buongiorno.");
        shop.settle();
        let here = Place::new(false);
        let file = here.folder.join("salvataggio.bak");
        let name = file.display().to_string();
        let (data, url) = (shop.settings.data_dir.clone(), shop.settings.database_url.clone());
        let sender = std::thread::spawn({
            let smtp = shop.node().smtp_addr();
            move || {
                for turn in 0..30 {
                    let from = format!("durante-{turn}@clienti.example");
                    let mail = letter(&from, ASSISTENZA, "Durante", "Buongiorno.").bytes();
                    let mut session = Session::open(smtp);
                    session.ehlo();
                    assert_eq!(session.send(&from, &[ASSISTENZA], &mail).code, 250);
                }
            }
        });
        told(&run(&data, url.as_deref(), &["backup", &name]), &["backup"]);
        sender.join().expect("nobody fell over");
        let again = run(&data, url.as_deref(), &["backup", &name]);
        assert_eq!(again.status.code(), Some(2), "a backup is not written over");
        here.does(&["restore", &name]);
        assert!(here.does(&["verify"]).starts_with("clean: "));
        assert!(here.does(&["dump"]).contains("Prima del salvataggio"));
        let serving = run(&data, url.as_deref(), &["move", "--to", "sqlite:/nowhere/x.db"]);
        let fault = String::from_utf8_lossy(&serving.stderr);
        assert!(fault.contains("already serves") || fault.contains("a server runs"), "{fault}");
    });
}
