//! The program as a child of this test: killed, stopped, short of disk, out of its database, and started again on
//! what it kept.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::http::Client;
use tests::program::{INBOX, binary};
use tests::relay::Relay;

/// How long the program may take to do what is awaited of it.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is asked whether it has.
const PULSE: Duration = Duration::from_millis(20);

/// Where the program can be reached in this life; nowhere while it is dead.
#[derive(Clone, Copy, Debug)]
pub struct Doors {
    pub http: SocketAddr,
    pub smtp: SocketAddr,
}

/// What those who write to the program look at before they knock.
#[derive(Clone, Default)]
pub struct Doorplate(Arc<Mutex<Option<Doors>>>);

impl Doorplate {
    pub fn doors(&self) -> Option<Doors> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn show(&self, doors: Option<Doors>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = doors;
    }
}

/// The program and what it keeps. Dropping it kills it and removes all it kept.
pub struct Process {
    /// Log and, unless it lies elsewhere, data.
    folder: PathBuf,
    data: PathBuf,
    /// `sqlite:` is the default.
    database_url: Option<String>,
    pub relay: Arc<Relay>,
    pub doorplate: Doorplate,
    token: String,
    running: Option<Running>,
}

struct Running {
    child: Child,
    /// Kept open: a program whose standard output is closed is another story.
    _said: BufReader<ChildStdout>,
}

impl Process {
    /// Starts it on an empty folder, with an inbox at [`INBOX`].
    #[track_caller]
    pub fn on_sqlite() -> Self {
        let folder = fresh_folder();
        Self::begin(folder.clone(), folder.join("data"), None)
    }

    /// The same with its data in a folder made by somebody else.
    #[track_caller]
    pub fn on_disk(data: &Path) -> Self {
        Self::begin(fresh_folder(), data.to_owned(), None)
    }

    /// The same with its rows in a PostgreSQL database.
    #[track_caller]
    pub fn on_postgres(database_url: &str) -> Self {
        let folder = fresh_folder();
        Self::begin(folder.clone(), folder.join("data"), Some(database_url.to_owned()))
    }

    #[track_caller]
    fn begin(folder: PathBuf, data: PathBuf, database_url: Option<String>) -> Self {
        let (relay, doorplate) = (Arc::new(Relay::open()), Doorplate::default());
        let mut process =
            Self { folder, data, database_url, relay, doorplate, token: String::new(), running: None };
        process.start();
        let made = process.run(&["token", "--role", "admin", "--name", "Storia"]);
        process.token = String::from_utf8_lossy(&made.stdout).trim().to_owned();
        let inbox = json!({ "kind": "email", "name": "Assistenza", "address": INBOX });
        process.api().post_json("/api/v1/inboxes", &inbox).expect(201);
        process
    }

    /// Starts it on what it kept; it says where it listens once it does.
    #[track_caller]
    pub fn start(&mut self) {
        if let Err(ended) = self.try_start(&[]) {
            panic!("the program ended at its start: {ended}\n{}", self.log_end());
        }
    }

    /// Starts it with further variables. An error when it ended before it said where it listens.
    #[track_caller]
    pub fn try_start(&mut self, variables: &[(&str, &str)]) -> Result<(), ExitStatus> {
        let log = File::options().create(true).append(true).open(self.log_file()).expect("a file of our own");
        let mut command = self.command();
        command.arg("serve").envs(variables.iter().copied());
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn();
        let mut child = spawned.unwrap_or_else(|error| panic!("{}: {error}", binary().display()));
        let mut said = BufReader::new(child.stdout.take().expect("piped"));
        let mut addresses = BTreeMap::new();
        while addresses.len() < 2 {
            let mut line = String::new();
            if said.read_line(&mut line).unwrap_or(0) == 0 {
                return Err(child.wait().expect("a child of ours"));
            }
            let mut words = line.split_whitespace();
            if let (Some(what @ ("console" | "smtp")), Some(address)) = (words.next(), words.next()) {
                let address = address.trim_start_matches("http://").parse::<SocketAddr>().expect("an address");
                addresses.insert(what.to_owned(), address);
            }
        }
        self.doorplate.show(Some(Doors { http: addresses["console"], smtp: addresses["smtp"] }));
        self.running = Some(Running { child, _said: said });
        Ok(())
    }

    /// Ends it in the middle of whatever it does (SIGKILL).
    pub fn kill(&mut self) {
        self.doorplate.show(None);
        if let Some(mut running) = self.running.take() {
            // It may have ended by itself: gone is gone.
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
    }

    /// Halts it where it stands (SIGSTOP): it says nothing more to anybody, whatever the system does with what it asked for.
    pub fn halt(&self) {
        let pid = self.pid().to_string();
        let sent = Command::new("kill").args(["-STOP", &pid]).status();
        assert!(sent.is_ok_and(|sent| sent.success()), "the program was there to be halted");
        tests::wait_until("the program halted", || {
            let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
            status.lines().any(|line| line.starts_with("State:") && line.contains("T (stopped)"))
        });
    }

    /// Asks it to end (SIGTERM).
    pub fn ask_to_end(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status();
        assert!(sent.is_ok_and(|sent| sent.success()), "the program was there to be asked");
    }

    /// Waits until it has ended by itself, and how.
    #[track_caller]
    pub fn ended(&mut self, within: Duration) -> ExitStatus {
        let deadline = Instant::now() + within;
        let mut running = self.running.take().expect("a running program");
        loop {
            if let Some(ended) = running.child.try_wait().expect("a child of ours") {
                self.doorplate.show(None);
                return ended;
            }
            if Instant::now() > deadline {
                self.running = Some(running);
                panic!("the program did not end within {within:?}\n{}", self.log_end());
            }
            std::thread::park_timeout(PULSE);
        }
    }

    pub fn pid(&self) -> u32 {
        self.running.as_ref().map_or(0, |running| running.child.id())
    }

    /// Runs another of its commands on the same data to its end.
    #[track_caller]
    pub fn run(&self, words: &[&str]) -> Output {
        let output = self.command().args(words).stdin(Stdio::null()).output();
        output.unwrap_or_else(|error| panic!("{}: {error}", binary().display()))
    }

    /// Everything it keeps, by table, as `dump` writes it.
    #[track_caller]
    pub fn tables(&self) -> BTreeMap<String, Vec<Value>> {
        let dumped = self.run(&["dump"]);
        assert!(dumped.status.success(), "dump: {}", String::from_utf8_lossy(&dumped.stderr));
        let mut tables: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for line in dumped.stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
            let row: Value = serde_json::from_slice(line).expect("a dump is JSON Lines");
            tables.entry(row["table"].as_str().unwrap_or_default().to_owned()).or_default().push(row);
        }
        tables
    }

    /// The running program's doors.
    #[track_caller]
    pub fn doors(&self) -> Doors {
        self.doorplate.doors().expect("a running program")
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    #[track_caller]
    pub fn api(&self) -> Client {
        Client::to(self.doors().http).with_token(&self.token)
    }

    /// What it says when it is asked whether it can accept a message: status and reason.
    pub fn ready(&self) -> (u16, String) {
        let asked = Client::to(self.doors().http).try_send("GET", "/readyz", &[], &[]);
        asked.map_or_else(|error| (0, error.to_string()), |answer| (answer.status, answer.text()))
    }

    /// Waits for something it does; `so` says what it saw instead.
    #[track_caller]
    pub fn wait_until(&self, what: &str, mut so: impl FnMut() -> Result<(), String>) {
        let deadline = Instant::now() + PATIENCE;
        while let Err(seen) = so() {
            assert!(
                Instant::now() < deadline,
                "waited {PATIENCE:?} in vain for {what}; last seen: {seen}\n{}",
                self.log_end()
            );
            std::thread::park_timeout(PULSE);
        }
    }

    /// The end of what it wrote on standard error.
    pub fn log_end(&self) -> String {
        const LINES: usize = 40;
        let log = fs::read(self.log_file()).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        format!("── the end of its log\n{}", lines[lines.len().saturating_sub(LINES)..].join("\n"))
    }

    fn log_file(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn command(&self) -> Command {
        let mut command = Command::new(binary());
        command
            .current_dir(&self.folder)
            .env("RISCONTRO_DATA_DIR", &self.data)
            .env("RISCONTRO_HTTP_LISTEN", "127.0.0.1:0")
            .env("RISCONTRO_SMTP_LISTEN", "127.0.0.1:0")
            .env("RISCONTRO_SMTP_RELAY_URL", self.relay.url())
            .env("RISCONTRO_DNS", "off");
        if let Some(url) = &self.database_url {
            command.env("RISCONTRO_DATABASE_URL", url);
        }
        command
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() && std::env::var_os("RISCONTRO_TEST_KEEP").is_some() {
            eprintln!("kept: {}", self.folder.display());
        } else if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("{}: {error}", self.folder.display());
        }
    }
}

/// An empty folder of our own.
pub fn fresh_folder() -> PathBuf {
    static TURN: AtomicU32 = AtomicU32::new(0);
    let turn = TURN.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("riscontro-crash-{}-{turn}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder of our own");
    folder
}
