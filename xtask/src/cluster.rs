//! A PostgreSQL cluster that lives as long as one command: its own folder, its own loopback port.
//!
//! A small shell stands guard over it: it waits at the end of a pipe we hold, and when the pipe closes, because
//! we are done, were interrupted or were killed, it stops the server and removes the folder.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::outside;

/// The variable by which tests find the cluster: `postgres://USER@HOST:PORT/postgres`. Each test makes its own
/// database in it.
pub const VARIABLE: &str = "RISCONTRO_TEST_POSTGRES";

/// Arguments: the folder of programs, the folder of the cluster, the port. Says `up` or `down` once.
/// Durability stays as it is in production; memory is kept small, and many stories may connect at once.
const GUARD: &str = r#"
trap '' INT TERM HUP
programs=$1 folder=$2 port=$3
settings="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder
    -c shared_buffers=64MB -c max_connections=400 -c max_wal_size=512MB -c autovacuum_naptime=20s
    -c logging_collector=off -c log_min_messages=warning -c dynamic_shared_memory_type=mmap"
if "$programs/initdb" --pgdata="$folder/data" --username=riscontro --auth=trust --encoding=UTF8 \
        --locale=C.UTF-8 --no-sync --no-instructions >"$folder/log" 2>&1 &&
    "$programs/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --wait --timeout=60 \
        --options="$(echo $settings)" start >>"$folder/log" 2>&1
then echo up
else tail -n 5 "$folder/log" >&2; echo down
fi
cat >/dev/null
"$programs/pg_ctl" --pgdata="$folder/data" --mode=immediate --wait stop >/dev/null 2>&1
rm -rf "$folder"
"#;

/// A running cluster; dropping it stops it and removes every trace.
pub struct Cluster {
    guard: Child,
    port: u16,
}

impl Cluster {
    /// Starts a cluster of the newest PostgreSQL installed. Its port is asked of the system, and asked again when
    /// somebody else took it in between.
    pub fn start() -> Result<Self> {
        let Some(programs) = outside::postgres_programs() else {
            bail!("no PostgreSQL server is installed; on Debian: apt-get install postgresql");
        };
        for _ in 0..5 {
            if let Some(cluster) = Self::try_start(&programs)? {
                return Ok(cluster);
            }
        }
        bail!("PostgreSQL did not start")
    }

    fn try_start(programs: &Path) -> Result<Option<Self>> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let owner = owner()?;
        let folder = folder(port, owner)?;
        let mut command = Command::new("sh");
        command.args(["-c", GUARD, "guard"]).arg(programs).arg(&folder).arg(port.to_string());
        command.current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        if let Some((uid, gid)) = owner {
            command.uid(uid).gid(gid);
        }
        let mut guard = command.spawn().context("starting the cluster")?;
        let mut said = String::new();
        if let Some(out) = guard.stdout.take() {
            BufReader::new(out).read_line(&mut said)?;
        }
        let cluster = Self { guard, port };
        Ok((said.trim() == "up").then_some(cluster))
    }

    pub fn url(&self) -> String {
        format!("postgres://riscontro@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        if let Err(error) = self.guard.wait() {
            eprintln!("xtask: waiting for PostgreSQL to stop: {error}");
        }
    }
}

/// PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`.
fn owner() -> Result<Option<(u32, u32)>> {
    if !outside::is_root() {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd").context("reading /etc/passwd")?;
    let of = |name: &str| {
        users.lines().find_map(|line| {
            let fields: Vec<&str> = line.split(':').collect();
            (fields.first() == Some(&name))
                .then(|| Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?)))
                .flatten()
        })
    };
    Ok(Some(of("postgres").or_else(|| of("nobody")).context("no user but root to run PostgreSQL as")?))
}

/// A fresh folder that only the cluster's owner can enter. Under the system's temporary folder, because a
/// home of root is closed to the owner; its path stays short enough for a socket's name.
fn folder(port: u16, owner: Option<(u32, u32)>) -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("riscontro-pg-{}-{port}", std::process::id()));
    std::fs::DirBuilder::new()
        .mode(0o700)
        .create(&folder)
        .with_context(|| format!("making {}", folder.display()))?;
    if let Some((uid, gid)) = owner {
        chown(&folder, Some(uid), Some(gid))?;
        anyhow::ensure!(std::fs::metadata(&folder)?.uid() == uid, "{} keeps its owner", folder.display());
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::{Cluster, GUARD};

    #[test]
    fn a_cluster_is_reachable_while_held_and_gone_afterwards() -> anyhow::Result<()> {
        let cluster = Cluster::start()?;
        let at = ("127.0.0.1", cluster.port);
        let folder = std::env::temp_dir().join(format!("riscontro-pg-{}-{}", std::process::id(), cluster.port));
        assert!(std::net::TcpStream::connect(at).is_ok() && folder.join("data").exists());
        drop(cluster);
        assert!(std::net::TcpStream::connect(at).is_err());
        assert!(!folder.exists());
        Ok(())
    }

    #[test]
    fn durability_is_that_of_production() {
        assert!(!GUARD.contains("fsync") && !GUARD.contains("synchronous_commit"));
    }
}
