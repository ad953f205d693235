//! The database away and back: `451` and 503 meanwhile, nothing lost, and well again by itself.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use tests::http::Client;
use tests::program::INBOX;
use tests::smtp::Session;

use super::audit::{self, Copies};
use super::dice::Dice;
use super::process::Process;
use super::traffic::{SENDERS, Traffic};
use super::{assert_put_off_as_promised, comes_in, not_ready, one_at_a_time, ready};

/// A database of our own in the cluster of the test command; dropped with it.
pub struct Database {
    pub url: String,
    cluster: String,
    name: String,
}

impl Database {
    /// None when the tests run without PostgreSQL.
    pub fn in_the_cluster() -> Option<Self> {
        let cluster = std::env::var(tests::CLUSTER).ok()?;
        let (base, _) = cluster.rsplit_once('/').expect("a URL");
        let name = format!("crash_{}_{:x}", std::process::id(), u32::from_le_bytes(kernel::id::random()));
        let database = Self { url: format!("{base}/{name}?sslmode=disable"), cluster: cluster.clone(), name };
        database.in_cluster("create", "").unwrap_or_else(|error| panic!("{cluster}: {error}"));
        Some(database)
    }

    fn in_cluster(&self, verb: &str, ending: &str) -> Result<(), postgres::Error> {
        let mut admin = postgres::Client::connect(&self.cluster, postgres::NoTls)?;
        admin.batch_execute(&format!("{verb} database {}{ending}", self.name))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Err(error) = self.in_cluster("drop", " with (force)") {
            eprintln!("{}: {error}", self.name);
        }
    }
}

/// Arguments: the folder of PostgreSQL's programs, a folder of our own, a port. Starts and stops the server as it is
/// told, answers each order with its exit code, and removes everything when nobody gives orders any more.
const KEEPER: &str = r#"
trap '' INT TERM HUP
programs=$1 folder=$2 port=$3
settings="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder
    -c shared_buffers=32MB -c logging_collector=off -c dynamic_shared_memory_type=mmap"
"$programs/initdb" --pgdata="$folder/data" --username=riscontro --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    --no-sync --no-instructions >"$folder/log" 2>&1
echo $?
while read -r order mode; do
    case $order in
    start) "$programs/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --wait --options="$(echo $settings)" start ;;
    stop) "$programs/pg_ctl" --pgdata="$folder/data" --mode="$mode" --wait stop ;;
    esac >>"$folder/log" 2>&1
    echo $?
done
"$programs/pg_ctl" --pgdata="$folder/data" --mode=immediate --wait stop >/dev/null 2>&1
rm -rf "$folder"
"#;

/// A PostgreSQL of this test alone, so that it can be taken away.
struct Cluster {
    keeper: Child,
    answers: BufReader<ChildStdout>,
    port: u16,
}

impl Cluster {
    /// None when the tests run without PostgreSQL.
    fn start() -> Option<Self> {
        std::env::var_os(tests::CLUSTER)?;
        let port =
            TcpListener::bind("127.0.0.1:0").expect("a loopback port").local_addr().expect("bound").port();
        let folder = std::env::temp_dir().join(format!("riscontro-pg-{}-{port}", std::process::id()));
        std::fs::DirBuilder::new().mode(0o700).create(&folder).expect("a folder of our own");
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER, "keeper"]).arg(programs()).arg(&folder).arg(port.to_string());
        command.current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        if let Some((uid, gid)) = owner() {
            chown(&folder, Some(uid), Some(gid)).expect("root gives folders away");
            command.uid(uid).gid(gid);
        }
        let mut keeper = command.spawn().expect("a shell");
        let answers = BufReader::new(keeper.stdout.take().expect("piped"));
        let mut cluster = Self { keeper, answers, port };
        cluster.answered("initdb");
        cluster.order("start");
        Some(cluster)
    }

    #[track_caller]
    fn order(&mut self, order: &str) {
        let orders = self.keeper.stdin.as_mut().expect("piped");
        writeln!(orders, "{order}").expect("the keeper listens");
        self.answered(order);
    }

    #[track_caller]
    fn answered(&mut self, order: &str) {
        let mut code = String::new();
        self.answers.read_line(&mut code).expect("the keeper answers");
        assert_eq!(code.trim(), "0", "PostgreSQL: {order}");
    }

    fn url(&self) -> String {
        format!("postgres://riscontro@127.0.0.1:{}/postgres?sslmode=disable", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        if let Err(error) = self.keeper.wait() {
            eprintln!("PostgreSQL: {error}");
        }
    }
}

/// Of the newest version installed.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL's programs");
    let folders = versions.flatten().filter_map(|entry| {
        let version: u32 = entry.file_name().to_str()?.parse().ok()?;
        Some((version, entry.path().join("bin")))
    });
    folders.max().expect("a version of PostgreSQL").1
}

/// PostgreSQL does not run as root: then as `postgres`, or as `nobody`.
fn owner() -> Option<(u32, u32)> {
    if std::fs::metadata("/proc/self").expect("Linux").uid() != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").expect("users");
    let of = |name: &str| {
        users.lines().map(|line| line.split(':').collect::<Vec<_>>()).find_map(|user| {
            let named = user.first() == Some(&name);
            named.then(|| Some((user.get(2)?.parse().ok()?, user.get(3)?.parse().ok()?))).flatten()
        })
    };
    of("postgres").or_else(|| of("nobody"))
}

#[test]
fn without_its_database_mails_are_put_off_and_none_is_lost() {
    let _turn = one_at_a_time();
    let Some(mut cluster) = Cluster::start() else { return };
    let process = Process::on_postgres(&cluster.url());
    let seed = Dice::seed();
    let traffic = Traffic::begin(&process, seed);
    for mode in ["fast", "immediate", "immediate"] {
        let before = traffic.accepted();
        comes_in(&process, &traffic, before + 10);
        cluster.order(&format!("stop {mode}"));

        let accepted = traffic.accepted();
        process.wait_until("/readyz to say that the database is away", || not_ready(&process));
        let mut session = Session::open(process.doors().smtp);
        session.ehlo();
        session.ask("MAIL FROM:<anna@clienti.example>", 250);
        let said = session.say(&format!("RCPT TO:<{INBOX}>"));
        assert!(said.starts("451 4.3.0"), "{said:?}");
        let listed = process.api().get("/api/v1/conversations");
        assert_eq!(listed.status, 503, "{}", listed.text());
        assert_eq!(listed.header("content-type"), Some("application/problem+json"));
        assert_eq!(process.api().get("/healthz").status, 200);
        // What had its `250` on the way when the database went may still be counted here, of each sender one.
        assert!(traffic.accepted() - accepted <= SENDERS as usize, "{mode}: mails were accepted");

        cluster.order("start");
        process.wait_until("/readyz to be well again", || ready(&process));
    }
    let before = traffic.accepted();
    comes_in(&process, &traffic, before + 10);
    let told = traffic.end();
    assert_put_off_as_promised(&told);
    // The program never died: not one copy.
    audit::all_is_well(&process, &told, Copies { at_most: 0 }, seed);
}

/// The program on that database, on a folder of its own, at these ports.
fn begun(url: &str, folder: &Path, http: SocketAddr) -> Child {
    std::fs::create_dir_all(folder).expect("a folder of our own");
    let log = std::fs::File::create(folder.join("log")).expect("a log");
    let mut command = Command::new(tests::program::binary());
    command
        .arg("serve")
        .env("RISCONTRO_DATA_DIR", folder)
        .env("RISCONTRO_DATABASE_URL", url)
        .env("RISCONTRO_HTTP_LISTEN", http.to_string())
        .env("RISCONTRO_SMTP_LISTEN", "127.0.0.1:0")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log);
    command.spawn().expect("the program")
}

#[test]
fn a_start_waits_for_a_database_that_is_away_and_says_so() {
    let _turn = one_at_a_time();
    let Some(mut cluster) = Cluster::start() else { return };
    let http = TcpListener::bind("127.0.0.1:0").expect("a loopback port").local_addr().expect("bound");
    let folder = std::env::temp_dir().join(format!("riscontro-waits-{}", http.port()));
    let client = Client::to(http);
    let asked = |path: &str| client.try_send("GET", path, &[], &[]).ok();
    cluster.order("stop fast");
    let mut waiting = begun(&cluster.url(), &folder, http);
    let told = tests::wait_for("/readyz to say why", || asked("/readyz").filter(|told| told.status == 503));
    assert!(told.text().contains("not available"), "{}", told.text());
    assert_eq!(asked("/healthz").map(|told| told.status), Some(200), "the process lives");
    assert_eq!(asked("/console").map(|told| told.status), Some(503));
    cluster.order("start");
    tests::wait_until("/readyz to be well", || asked("/readyz").is_some_and(|told| told.status == 200));
    assert!(asked("/api/v1/openapi.json").is_some_and(|told| told.status == 200));
    let end = |child: &mut Child| {
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
        child.wait().expect("an end").code()
    };
    assert_eq!(end(&mut waiting), Some(0));
    let log = std::fs::read_to_string(folder.join("log")).expect("a log");
    assert!(log.contains("the database is away") && log.contains("the database is there"), "{log}");
    // Who ends it while it waits is not kept waiting.
    cluster.order("stop fast");
    let mut waiting = begun(&cluster.url(), &folder, http);
    tests::wait_until("/readyz to say why", || asked("/readyz").is_some_and(|told| told.status == 503));
    assert_eq!(end(&mut waiting), Some(0));
    cluster.order("start");
    // A database that does not exist is no matter of waiting.
    let wrong = cluster.url().replace("/postgres?", "/nessuna?");
    let ended = begun(&wrong, &folder, http).wait().expect("an end");
    assert_eq!(ended.code(), Some(1), "{}", std::fs::read_to_string(folder.join("log")).unwrap_or_default());
    std::fs::remove_dir_all(&folder).expect("ours");
}
