//! The program under measurement, as an operator starts it.

use std::error::Error;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use tests::http::Client;

/// Where all mails go.
pub const INBOX: &str = "assistenza@example.it";
/// How long the program may take to start, and to deal with what it accepted.
const PATIENCE: Duration = Duration::from_secs(300);
/// Linux counts CPU time in hundredths of a second (`USER_HZ`).
const TICKS_A_SECOND: f64 = 100.0;

/// Where the program keeps its things.
pub enum Place {
    Sqlite,
    /// URL of a cluster in which each server gets a database of its own.
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

/// A running server. Dropping it ends it and removes what it kept in the folder.
pub struct Server {
    child: Child,
    data: PathBuf,
    http: SocketAddr,
    pub smtp: SocketAddr,
    token: String,
}

impl Server {
    /// Starts it and opens [`INBOX`].
    pub fn start(program: &Path, folder: &Path, place: &Place) -> Result<Self, Box<dyn Error>> {
        let mut server = Self::start_bare(program, folder, place)?;
        let mut command = server.command(program, place);
        let said = command.args(["token", "--role", "admin", "--name", "bench"]).output()?;
        server.token = String::from_utf8(said.stdout)?.trim().to_owned();
        let inbox = json!({ "kind": "email", "name": "Assistenza", "address": INBOX });
        server.api().post_json("/api/v1/inboxes", &inbox).expect(201);
        Ok(server)
    }

    /// Starts it on an empty folder and waits until it can accept a message.
    pub fn start_bare(program: &Path, folder: &Path, place: &Place) -> Result<Self, Box<dyn Error>> {
        let [http, smtp] = free_ports()?;
        let data = folder.join(format!("server-{}", smtp.port()));
        std::fs::create_dir_all(&data)?;
        if let Place::Postgres(cluster) = place {
            let mut admin = postgres::Client::connect(cluster, postgres::NoTls)?;
            admin.batch_execute(&format!("create database {}", database(smtp)))?;
        }
        let mut command = command(program, place, &data, http, smtp);
        let log = std::fs::File::create(data.join("log"))?;
        let child = command.arg("serve").stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn()?;
        let server = Self { child, data, http, smtp, token: String::new() };
        let client = Client::to(http);
        server.wait("a start", || {
            client.try_send("GET", "/readyz", &[], &[]).is_ok_and(|answer| answer.status == 200)
        })?;
        Ok(server)
    }

    fn command(&self, program: &Path, place: &Place) -> Command {
        command(program, place, &self.data, self.http, self.smtp)
    }

    pub fn api(&self) -> Client {
        Client::to(self.http).with_token(&self.token)
    }

    /// Waits until every arrival has its verdict.
    pub fn wait_until_settled(&self) -> Result<(), Box<dyn Error>> {
        let waiting = || self.api().get("/api/v1/arrivals?verdict=waiting&limit=1").expect(200).json();
        self.wait("verdicts", || waiting()["data"].as_array().is_some_and(Vec::is_empty))
    }

    fn wait(&self, what: &str, so: impl Fn() -> bool) -> Result<(), Box<dyn Error>> {
        let deadline = Instant::now() + PATIENCE;
        while !so() {
            if Instant::now() > deadline {
                let log = std::fs::read_to_string(self.data.join("log")).unwrap_or_default();
                return Err(format!("waited in vain for {what}\n{log}").into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }

    /// CPU time of all its threads so far.
    pub fn cpu(&self) -> Result<Duration, Box<dyn Error>> {
        cpu_of(&self.child.id().to_string())
    }

    /// A line of its memory figures, as `VmRSS` or `VmHWM`.
    pub fn memory_mb(&self, line: &str) -> Result<f64, Box<dyn Error>> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let figure =
            status.lines().find_map(|one| one.strip_prefix(line)?.strip_prefix(':')?.split_whitespace().next());
        Ok(figure.ok_or("no such memory figure")?.parse::<f64>()? * 1024.0 / 1e6)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing of it is kept: an abrupt end is as good as another.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// CPU time of this process so far: what making the load costs.
pub fn own_cpu() -> Result<Duration, Box<dyn Error>> {
    cpu_of("self")
}

/// User and system time out of `/proc/PID/stat`, fields 14 and 15 (proc(5)).
fn cpu_of(process: &str) -> Result<Duration, Box<dyn Error>> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, after_name) = stat.rsplit_once(')').ok_or("no name in stat")?;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = fields.get(11).ok_or("short stat")?.parse::<f64>()?
        + fields.get(12).ok_or("short stat")?.parse::<f64>()?;
    Ok(Duration::from_secs_f64(ticks / TICKS_A_SECOND))
}

fn command(program: &Path, place: &Place, data: &Path, http: SocketAddr, smtp: SocketAddr) -> Command {
    let mut command = Command::new(program);
    command
        .env("RISCONTRO_DATA_DIR", data)
        .env("RISCONTRO_HTTP_LISTEN", http.to_string())
        .env("RISCONTRO_SMTP_LISTEN", smtp.to_string())
        .env("RISCONTRO_DNS", "off");
    if let Place::Postgres(cluster) = place {
        let base = cluster.rsplit_once('/').map_or(cluster.as_str(), |(base, _)| base);
        command.env("RISCONTRO_DATABASE_URL", format!("{base}/{}?sslmode=disable", database(smtp)));
    }
    command
}

fn database(smtp: SocketAddr) -> String {
    format!("bench_{}", smtp.port())
}

fn free_ports() -> std::io::Result<[SocketAddr; 2]> {
    let [http, smtp] = [TcpListener::bind("127.0.0.1:0")?, TcpListener::bind("127.0.0.1:0")?];
    Ok([http.local_addr()?, smtp.local_addr()?])
}
