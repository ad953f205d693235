//! A company in this process: the whole product on free loopback ports, its clock in our hand, its mail going to a
//! relay we read.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use kernel::clock::Clock;
use office::account;
use riscontro::settings::Dns;
use riscontro::{Node, Settings};
use serde_json::{Value, json};

use crate::http::Client;
use crate::letter::{Letter, Received, letter};
use crate::relay::Relay;
use crate::smtp::{Reply, Session};
use crate::{CLUSTER, wait_for, wait_until};

/// Monday 2 March 2026, ten in the morning in Rome.
pub const MONDAY_AT_TEN_MS: i64 = 1_772_442_000_000;
/// Where the shop is written to.
pub const ASSISTENZA: &str = "assistenza@example.it";

const MINUTE_MS: i64 = 60_000;

/// Where a shop keeps its things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Tells a story on SQLite, and on PostgreSQL when the test command started a cluster.
pub fn on_both_engines(story: impl Fn(&mut Shop)) {
    story(&mut Shop::open(Engine::Sqlite));
    if std::env::var_os(CLUSTER).is_some() {
        story(&mut Shop::open(Engine::Postgres));
    }
}

/// The same with settings changed before the start.
pub fn on_both_engines_with(change: impl Fn(&mut Settings), story: impl Fn(&mut Shop)) {
    story(&mut Shop::open_with(Engine::Sqlite, &change));
    if std::env::var_os(CLUSTER).is_some() {
        story(&mut Shop::open_with(Engine::Postgres, &change));
    }
}

/// The company. It is open Monday to Friday from 9 to 18 in Rome, and owes a new customer an answer in 240 open
/// minutes. Dropping it removes all it kept.
pub struct Shop {
    node: Option<Node>,
    /// What it starts with the next time.
    pub settings: Settings,
    engine: Engine,
    database: String,
    folder: PathBuf,
    token: String,
    pub clock: Clock,
    pub relay: Relay,
    /// The inbox of [`ASSISTENZA`].
    pub inbox_id: String,
}

impl Shop {
    /// # Panics
    /// When the product does not start.
    #[track_caller]
    pub fn open(engine: Engine) -> Self {
        Self::open_with(engine, |_| ())
    }

    /// Opens a shop with settings changed before the start.
    #[track_caller]
    pub fn open_with(engine: Engine, change: impl FnOnce(&mut Settings)) -> Self {
        static TURN: AtomicU32 = AtomicU32::new(0);
        let name = format!("story_{}_{}", std::process::id(), TURN.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(format!("riscontro-{name}"));
        std::fs::create_dir_all(&folder).expect("a folder of our own");
        let clock = Clock::by_hand(MONDAY_AT_TEN_MS);
        let relay = Relay::open();
        let loopback = "127.0.0.1:0".parse().expect("an address");
        let mut settings = Settings {
            data_dir: folder.clone(),
            database_url: (engine == Engine::Postgres).then(|| database(&name)),
            http_listen: loopback,
            smtp_listen: loopback,
            lmtp_listen: Some(loopback),
            relay_url: Some(relay.url()),
            public_url: Some("https://assistenza.example.it".to_owned()),
            dns: Dns::Off,
            ..Settings::default()
        };
        change(&mut settings);
        let mut shop = Self {
            node: None,
            settings,
            engine,
            database: name,
            folder,
            token: String::new(),
            clock,
            relay,
            inbox_id: String::new(),
        };
        shop.start();
        shop.token = shop.new_token("admin");
        let inbox = shop.open_inbox("Assistenza", ASSISTENZA);
        shop.inbox_id = text_of(&inbox, "/id");
        shop
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    pub fn node(&self) -> &Node {
        self.node.as_ref().expect("the shop runs")
    }

    #[track_caller]
    pub fn start(&mut self) {
        let node = Node::start(self.settings.clone(), self.clock.clone());
        self.node = Some(node.unwrap_or_else(|error| panic!("on {:?}: {error:#}", self.engine)));
    }

    /// Another node on the same store.
    #[track_caller]
    pub fn second_node(&self) -> Node {
        let node = Node::start(self.settings.clone(), self.clock.clone());
        node.unwrap_or_else(|error| panic!("a second node on {:?}: {error:#}", self.engine))
    }

    pub fn stop(&mut self) {
        if let Some(node) = self.node.take() {
            node.stop();
        }
    }

    /// Stops and starts on what was kept.
    #[track_caller]
    pub fn restart(&mut self) {
        self.stop();
        self.start();
    }

    /// What the program itself says, run on the shop's store while the shop is at work.
    pub fn program(&self, words: &[&str]) -> std::process::Output {
        let mut command = std::process::Command::new(crate::program::binary());
        command.args(words).env("RISCONTRO_DATA_DIR", &self.settings.data_dir);
        if let Some(url) = &self.settings.database_url {
            command.env("RISCONTRO_DATABASE_URL", url);
        }
        command.stdin(std::process::Stdio::null()).output().expect("the program runs")
    }

    /// Moves the clock on.
    pub fn advance(&self, minutes: i64) {
        self.clock.advance(minutes * MINUTE_MS);
    }

    // ── what programs see ──

    /// The API with an administrator's token.
    pub fn api(&self) -> Client {
        self.web().with_token(&self.token)
    }

    /// The API with a fresh token of a role.
    pub fn api_as(&self, role: &str) -> Client {
        self.web().with_token(&self.new_token(role))
    }

    /// Somebody without a token or a session.
    pub fn web(&self) -> Client {
        Client::to(self.node().http_addr())
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Value {
        self.api().get(path).expect(200).json()
    }

    /// The `data` of a list.
    #[track_caller]
    pub fn list(&self, path: &str) -> Vec<Value> {
        let page = self.get(path);
        page["data"].as_array().unwrap_or_else(|| panic!("{path}: {page}")).clone()
    }

    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Value {
        self.api().post_json(path, body).expect(201).json()
    }

    #[track_caller]
    pub fn patch(&self, path: &str, body: &Value) -> Value {
        self.api().patch_json(path, body).expect(200).json()
    }

    #[track_caller]
    pub fn open_inbox(&self, name: &str, address: &str) -> Value {
        self.post(
            "/api/v1/inboxes",
            &json!({ "kind": "email", "name": name, "address": address, "language": "it" }),
        )
    }

    fn new_token(&self, role: &str) -> String {
        let role = spine::agent::Role::of_name(role).expect("a role");
        let made = self.node().db().write(riscontro::node::ACCOUNT, move |tx| {
            account::create_token(tx, db::Actor::System, "Storia", role)
        });
        made.expect("a token").1
    }

    // ── what a mail's sender sees ──

    pub fn smtp(&self) -> Session {
        Session::open(self.node().smtp_addr())
    }

    /// Delivers a letter under an envelope and gives the server's last word.
    #[track_caller]
    pub fn deliver(&self, from: &str, to: &[&str], letter: &Letter) -> Reply {
        let mut session = self.smtp();
        session.ehlo();
        session.send(from, to, &letter.bytes())
    }

    /// Somebody writes to the shop, and it is taken.
    #[track_caller]
    pub fn mail_from(&self, from: &str, subject: &str, body: &str) -> Letter {
        let letter = letter(from, ASSISTENZA, subject, body);
        self.mail(from, &letter);
        letter
    }

    /// A letter to the shop, and it is taken.
    #[track_caller]
    pub fn mail(&self, from: &str, letter: &Letter) {
        let reply = self.deliver(from, &[ASSISTENZA], letter);
        assert_eq!(reply.code, 250, "{reply:?}");
    }

    /// What reached somebody so far, once there are at least `count` mails.
    #[track_caller]
    pub fn mails_to(&self, email: &str, count: usize) -> Vec<Received> {
        wait_for(&format!("{count} mails to {email}"), || {
            let mails = self.relay.mails_to(email);
            (mails.len() >= count).then_some(mails)
        })
    }

    // ── what became of it ──

    /// Every arrival from a sender, oldest first, once none of the shop's is waiting.
    #[track_caller]
    pub fn arrivals_from(&self, sender: &str) -> Vec<Value> {
        self.settle();
        let mut arrivals = self.list("/api/v1/arrivals?limit=200");
        arrivals.retain(|arrival| arrival["sender"] == sender);
        arrivals.reverse();
        arrivals
    }

    /// Waits until every arrival has its verdict.
    #[track_caller]
    pub fn settle(&self) {
        wait_until("every arrival's verdict", || self.list("/api/v1/arrivals?verdict=waiting").is_empty());
    }

    /// Waits until what was written is found by its words: that is done behind the act that receives a mail.
    #[track_caller]
    pub fn searchable(&self) {
        self.settle();
        let db = self.node().db();
        wait_until("an empty search queue", || {
            db.read_everywhere(|tx| spine::search::queues(tx, 1)).is_ok_and(|accounts| accounts.is_empty())
        });
    }

    /// The one conversation opened for a sender.
    #[track_caller]
    pub fn conversation_of(&self, sender: &str) -> Value {
        let arrivals = self.arrivals_from(sender);
        let mut ids: Vec<&str> =
            arrivals.iter().filter_map(|arrival| arrival["conversation_id"].as_str()).collect();
        ids.dedup();
        let [id] = ids[..] else { panic!("conversations of {sender}: {arrivals:#?}") };
        self.get(&format!("/api/v1/conversations/{id}"))
    }

    #[track_caller]
    pub fn conversation(&self, id: &str) -> Value {
        self.get(&format!("/api/v1/conversations/{id}"))
    }

    /// Its messages, oldest first.
    #[track_caller]
    pub fn messages(&self, conversation: &Value) -> Vec<Value> {
        self.list(&format!("/api/v1/conversations/{}/messages?limit=200", text_of(conversation, "/id")))
    }

    /// Every promise of a conversation, oldest first.
    #[track_caller]
    pub fn promises(&self, conversation: &Value) -> Vec<Value> {
        let mut promises = self.list("/api/v1/promises?limit=200");
        promises.retain(|promise| promise["conversation_id"] == conversation["id"]);
        promises.reverse();
        promises
    }

    /// An agent answers.
    #[track_caller]
    pub fn answer(&self, conversation: &Value, text: &str) -> Value {
        let path = format!("/api/v1/conversations/{}/messages", text_of(conversation, "/id"));
        self.post(&path, &json!({ "kind": "reply", "text": text }))
    }

    /// Waits until the state of a conversation's newest promise is this.
    #[track_caller]
    pub fn promise_becomes(&self, conversation: &Value, state: &str) -> Value {
        wait_for(&format!("a promise {state}"), || {
            self.promises(conversation).into_iter().find(|promise| promise["state"] == state)
        })
    }

    /// Types of every event so far, in order; the numbers must have no hole.
    #[track_caller]
    pub fn events(&self) -> Vec<Value> {
        let mut events = Vec::new();
        loop {
            let page = self.list(&format!("/api/v1/events?after={}&limit=200", events.len()));
            if page.is_empty() {
                return events;
            }
            for event in page {
                assert_eq!(event["seq"], json!(events.len() + 1), "a hole in the event log");
                events.push(event);
            }
        }
    }
}

/// A string inside JSON by pointer.
///
/// # Panics
/// When there is none.
#[track_caller]
pub fn text_of(value: &Value, pointer: &str) -> String {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no {pointer} in {value:#}"))
        .to_owned()
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.stop();
        if std::thread::panicking() {
            eprintln!("the shop stood on {:?}", self.engine);
        }
        if self.engine == Engine::Postgres {
            let dropped =
                admin().batch_execute(&format!("drop database if exists {} with (force)", self.database));
            if let Err(error) = dropped {
                eprintln!("{}: {error}", self.database);
            }
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("{}: {error}", self.folder.display());
        }
    }
}

/// Makes a database and gives its URL.
fn database(name: &str) -> String {
    admin().batch_execute(&format!("create database {name}")).expect("a database of our own");
    let cluster = std::env::var(CLUSTER).expect("a cluster");
    let (base, _) = cluster.rsplit_once('/').expect("a URL");
    format!("{base}/{name}?sslmode=disable")
}

fn admin() -> postgres::Client {
    let cluster = std::env::var(CLUSTER).expect("a cluster");
    postgres::Client::connect(&cluster, postgres::NoTls).expect("the cluster answers")
}
