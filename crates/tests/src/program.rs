//! The program as an operator starts it: a process of its own that can be killed and started again on what it kept.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::http::Client;

/// Where all mails go.
pub const INBOX: &str = "assistenza@example.it";
/// How long the program may take to start, and to deal with what it accepted.
const PATIENCE: Duration = Duration::from_secs(300);
/// Linux counts CPU time in hundredths of a second (`USER_HZ`).
const TICKS_A_SECOND: f64 = 100.0;

/// Where a program keeps its things.
#[derive(Clone, Debug)]
pub enum Place {
    Sqlite,
    /// URL of a cluster in which each program gets a database of its own.
    Postgres(String),
}

impl Place {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }
}

/// A process and what it keeps. Dropping it kills it and removes all it kept.
pub struct Program {
    binary: PathBuf,
    place: Place,
    data: PathBuf,
    relay_url: Option<String>,
    http: SocketAddr,
    pub smtp: SocketAddr,
    token: String,
    running: Option<Child>,
}

impl Program {
    /// Starts it on an empty folder inside `folder`, with an inbox at [`INBOX`].
    ///
    /// # Panics
    /// When it does not start.
    #[track_caller]
    pub fn start(binary: &Path, folder: &Path, place: &Place, relay_url: Option<String>) -> Self {
        let mut program = Self::start_bare(binary, folder, place, relay_url);
        let said = program.run(&["token", "--role", "admin", "--name", "Storia"]);
        program.token = String::from_utf8_lossy(&said.stdout).trim().to_owned();
        let inbox = json!({ "kind": "email", "name": "Assistenza", "address": INBOX });
        program.api().post_json("/api/v1/inboxes", &inbox).expect(201);
        program
    }

    /// Starts it on an empty folder inside `folder` and waits until it can accept a message.
    #[track_caller]
    pub fn start_bare(binary: &Path, folder: &Path, place: &Place, relay_url: Option<String>) -> Self {
        let [http, smtp] = free_ports();
        let data = folder.join(format!("program-{}", smtp.port()));
        std::fs::create_dir_all(&data).expect("a folder of our own");
        let mut program = Self {
            binary: binary.to_owned(),
            place: place.clone(),
            data,
            relay_url,
            http,
            smtp,
            token: String::new(),
            running: None,
        };
        program.in_cluster("create database");
        program.start_again();
        program
    }

    /// Starts it on what it kept and waits until it can accept a message.
    #[track_caller]
    pub fn start_again(&mut self) {
        let log = std::fs::File::options().create(true).append(true).open(self.data.join("log"));
        let mut command = self.command();
        command.arg("serve").stdin(Stdio::null()).stdout(Stdio::null()).stderr(log.expect("a file of our own"));
        let child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", self.binary.display()));
        self.running = Some(child);
        let client = Client::to(self.http);
        self.wait_until("a start", || {
            client.try_send("GET", "/readyz", &[], &[]).is_ok_and(|answer| answer.status == 200)
        });
    }

    /// Ends it in the middle of whatever it does (SIGKILL).
    pub fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            // It may have ended by itself: gone is gone.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Runs another of its commands on the same data to its end.
    #[track_caller]
    pub fn run(&self, words: &[&str]) -> Output {
        let output = self.command().args(words).stdin(Stdio::null()).output();
        output.unwrap_or_else(|error| panic!("{}: {error}", self.binary.display()))
    }

    pub fn api(&self) -> Client {
        Client::to(self.http).with_token(&self.token)
    }

    /// Waits until every arrival has its verdict.
    #[track_caller]
    pub fn settle(&self) {
        let mut api = self.api();
        self.wait_until("every arrival's verdict", || {
            let waiting = api.get("/api/v1/arrivals?verdict=waiting&limit=1").expect(200).json();
            waiting["data"].as_array().is_some_and(Vec::is_empty)
        });
    }

    /// Waits for something the program does.
    #[track_caller]
    pub fn wait_until(&self, what: &str, mut so: impl FnMut() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !so() {
            if Instant::now() > deadline {
                panic!("waited in vain for {what}\n{}", self.log());
            }
            std::thread::park_timeout(Duration::from_millis(20));
        }
    }

    /// What it wrote on standard error.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.data.join("log")).unwrap_or_default()
    }

    /// CPU time of all its threads so far; none when it does not run.
    pub fn cpu(&self) -> Duration {
        self.running.as_ref().map_or(Duration::ZERO, |child| cpu_of(&child.id().to_string()))
    }

    /// A line of its memory figures, as `VmRSS` or `VmHWM`.
    pub fn memory_mb(&self, line: &str) -> f64 {
        let process = self.running.as_ref().map_or(0, Child::id);
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let figure =
            status.lines().find_map(|one| one.strip_prefix(line)?.strip_prefix(':')?.split_whitespace().next());
        figure.and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(f64::NAN) * 1024.0 / 1e6
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .env("RISCONTRO_DATA_DIR", &self.data)
            .env("RISCONTRO_HTTP_LISTEN", self.http.to_string())
            .env("RISCONTRO_SMTP_LISTEN", self.smtp.to_string())
            .env("RISCONTRO_DNS", "off")
            .env("RISCONTRO_ALLOW_PRIVATE_HOSTS", "all")
            .env("RISCONTRO_MAILBOX_POLL_SECONDS", "1")
            // All of a story's senders share one address.
            .env("RISCONTRO_SMTP_CONNECTIONS_PER_ADDRESS", "200");
        if let Place::Postgres(cluster) = &self.place {
            let base = cluster.rsplit_once('/').map_or(cluster.as_str(), |(base, _)| base);
            command.env("RISCONTRO_DATABASE_URL", format!("{base}/{}?sslmode=disable", self.database()));
        }
        if let Some(url) = &self.relay_url {
            command.env("RISCONTRO_SMTP_RELAY_URL", url);
        }
        command
    }

    fn database(&self) -> String {
        format!("program_{}", self.smtp.port())
    }

    fn in_cluster(&self, verb: &str) {
        if let Place::Postgres(cluster) = &self.place {
            let mut admin = postgres::Client::connect(cluster, postgres::NoTls).expect("the cluster answers");
            let ending = if verb.starts_with("drop") { " with (force)" } else { "" };
            let done = admin.batch_execute(&format!("{verb} {}{ending}", self.database()));
            done.unwrap_or_else(|error| panic!("{verb}: {error}"));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("{}", self.log());
        } else {
            self.in_cluster("drop database");
        }
        if let Err(error) = std::fs::remove_dir_all(&self.data) {
            eprintln!("{}: {error}", self.data.display());
        }
    }
}

/// The program built like these tests, up to date.
///
/// # Panics
/// When it does not build.
pub fn binary() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let own = std::env::current_exe().expect("a test is a program");
        let folder = own.ancestors().nth(2).expect("tests lie in target/PROFILE/deps");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--package", "riscontro"]).current_dir(env!("CARGO_MANIFEST_DIR"));
        if folder.ends_with("release") {
            build.arg("--release");
        }
        assert!(build.status().is_ok_and(|ended| ended.success()), "the program does not build");
        folder.join("riscontro")
    })
}

/// CPU time of this process so far: what making the load costs.
pub fn own_cpu() -> Duration {
    cpu_of("self")
}

/// CPU time of the processes this one started that have ended, with those they started and waited for.
pub fn children_cpu() -> Duration {
    times_of("self", 13)
}

/// User and system time out of `/proc/PID/stat`, fields 14 and 15 (proc(5)); zero when the process is gone.
fn cpu_of(process: &str) -> Duration {
    times_of(process, 11)
}

/// Two fields of `/proc/PID/stat` that are ticks, after so many that stand behind the name.
fn times_of(process: &str, before: usize) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, after_name)| after_name).split_whitespace();
    let ticks: f64 = fields.skip(before).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    Duration::from_secs_f64(ticks / TICKS_A_SECOND)
}

fn free_ports() -> [SocketAddr; 2] {
    [(); 2]
        .map(|()| TcpListener::bind("127.0.0.1:0").expect("a loopback port"))
        .map(|listener| listener.local_addr().expect("bound"))
}
