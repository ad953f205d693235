//! The outside world the tests meet: real servers and a real browser, as Debian packages.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// A package and the file that shows it is there.
const NEEDED: [(&str, &str); 9] = [
    ("chromium", "/usr/bin/chromium"),
    ("chromium-driver", "/usr/bin/chromedriver"),
    ("postfix", "/usr/sbin/postfix"),
    ("dovecot-imapd", "/usr/lib/dovecot/imap"),
    ("dovecot-lmtpd", "/usr/lib/dovecot/lmtp"),
    ("strace", "/usr/bin/strace"),
    // HiGHS, the solver of shifts, is compiled from C++ and read by bindgen.
    ("cmake", "/usr/bin/cmake"),
    ("g++", "/usr/bin/g++"),
    ("libclang-dev", "/usr/share/doc/libclang-dev"),
];

/// PostgreSQL's own programs lie in one folder a version; the oldest we serve is 15.
const POSTGRES_FOLDERS: &str = "/usr/lib/postgresql";
const OLDEST_POSTGRES: u32 = 15;

/// Installs without questions and without starting a server: Debian asks `policy-rc.d` before it starts one.
const INSTALL: &str = r#"
set -eu
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
fi
apt-get update --quiet=2
apt-get install --yes --quiet=2 --no-install-recommends "$@"
"#;

/// Installs the packages that are missing.
///
/// # Errors
/// Not root, or no Debian: says in one line what to install. The package manager failed.
pub fn install_missing() -> Result<()> {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    if !is_root() || !Path::new("/usr/bin/apt-get").exists() {
        bail!("the tests need packages that are not here; as root: apt-get install {packages}");
    }
    eprintln!("── installing {packages}");
    let ended = Command::new("sh")
        .args(["-c", INSTALL, "install"])
        .args(&missing)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdout(std::io::stderr())
        .status()
        .context("starting apt-get")?;
    let left = self::missing();
    if !ended.success() || !left.is_empty() {
        bail!("could not install {}", if left.is_empty() { packages } else { left.join(" ") });
    }
    Ok(())
}

fn missing() -> Vec<&'static str> {
    let postgres = postgres_programs().is_none().then_some("postgresql");
    let others = NEEDED.iter().filter(|(_, file)| !Path::new(file).exists()).map(|(package, _)| *package);
    postgres.into_iter().chain(others).collect()
}

/// The folder of the newest PostgreSQL server's programs, if one of version 15 or later is installed.
pub fn postgres_programs() -> Option<PathBuf> {
    std::fs::read_dir(POSTGRES_FOLDERS)
        .ok()?
        .filter_map(|entry| {
            let folder = entry.ok()?;
            let version: u32 = folder.file_name().to_str()?.parse().ok()?;
            let programs = folder.path().join("bin");
            (version >= OLDEST_POSTGRES && programs.join("initdb").exists()).then_some((version, programs))
        })
        .max()
        .map(|(_, programs)| programs)
}

pub fn is_root() -> bool {
    std::os::unix::fs::MetadataExt::uid(&match std::fs::metadata("/proc/self") {
        Ok(own) => own,
        Err(_) => return false,
    }) == 0
}
