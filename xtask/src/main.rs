//! The house's own tools, run as `cargo xtask COMMAND`:
//!
//! - `test`: installs what the tests need from Debian (as root), starts a throw-away PostgreSQL, runs every
//!   check and every test; the last line is `N passed, N failed`.
//! - `check`: formatting, lints and the borders between rooms; no tests.
//! - `bench [PART…]`: measures the released program, or a part of it, and writes `docs/benchmarks.md`.
//!   `bench forecast`: forecast and staffing alone; `bench promise`, `bench routing`: the deciding code of live queues in
//!   the simulated world; each into its section of that page.
//! - `postgres -- COMMAND…`: runs a command with a throw-away PostgreSQL up.

mod border;
mod cluster;
mod outside;
mod runs;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::cluster::Cluster;
use crate::runs::Tally;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test                   every check and every test, with the servers they need
  check                  formatting, lints, borders between rooms
  bench [PART…]          measure the released program, write docs/benchmarks.md; parts are accept, seen, cost (with a
                         first build from an empty target), volume [CONVERSATIONS…] and live; all when none is named,
                         and the lines of a part that is not named stay as they are
  bench forecast         forecast and staffing alone, in a section of that page
  bench promise|routing  promises or routing in the simulated world, into their section of that page
  postgres -- COMMAND…   run a command with a throw-away PostgreSQL (RISCONTRO_TEST_POSTGRES names it)";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => test(),
        ["check"] => check(),
        ["bench", "forecast"] => bench_forecast(),
        ["bench", which @ ("promise" | "routing")] => bench_queueing(which),
        ["bench", parts @ ..] => bench(parts),
        ["postgres", "--", command @ ..] if !command.is_empty() => with_postgres(command),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    done.unwrap_or_else(|error| {
        eprintln!("xtask: {error:#}");
        ExitCode::FAILURE
    })
}

/// Everything. A check that fails counts as one failed test; the tests run all the same.
fn test() -> Result<ExitCode> {
    let house = house();
    outside::install_missing()?;
    let cluster = Cluster::start()?;
    let mut tally = checks(&house, &["--features", runs::HIGHS])?;
    // Stories that kill the program start it as a process of its own.
    tally.add(runs::step(&house, &["build", "--package", "riscontro", "--features", runs::HIGHS])?);
    tally.add(runs::tests(&house, &cluster.url())?);
    drop(cluster);
    Ok(tell(tally))
}

fn check() -> Result<ExitCode> {
    Ok(tell(checks(&house(), &[])?))
}

/// The program as it is released, measured by `crates/tests/src/bin/bench` on the disk of the target folder.
fn bench(parts: &[&str]) -> Result<ExitCode> {
    let house = house();
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| house.join("target"), PathBuf::from);
    // What a newcomer pays is paid to cargo: for that alone nothing else has to be built as it is released.
    let release: &[&str] = if parts == ["cost"] { &[] } else { &["--release"] };
    let mut tally = Tally::default();
    if !release.is_empty() {
        tally.add(runs::step(&house, &["build", "--release", "--package", "riscontro"])?);
    }
    let places = [target.join("release/riscontro"), target.join("bench-data")];
    let places = places.map(|place| place.display().to_string());
    let mut words = vec!["run"];
    words.extend(release);
    words.extend(["--package", "riscontro-tests", "--bin", "bench", "--"]);
    words.extend(places.iter().map(String::as_str));
    words.extend(parts);
    let cluster = Cluster::start()?;
    tally.add(runs::step_with_postgres(&house, &words, &cluster.url())?);
    drop(cluster);
    Ok(tell(tally))
}

/// Forecast and staffing: the crate is optimised in every profile, so the solver of the tests is not compiled again.
fn bench_forecast() -> Result<ExitCode> {
    let package = ["run", "--package", "riscontro-forecast", "--features", "highs", "--example", "bench"];
    let mut tally = runs::step(&house(), &package)?;
    tally.add(runs::step(&house(), &["run", "--package", "riscontro-office", "--example", "bench"])?);
    Ok(tell(tally))
}

/// What the deciding code of live queues reaches in the simulated world; no server, no store.
fn bench_queueing(which: &str) -> Result<ExitCode> {
    let words = ["run", "--release", "--package", "riscontro-queueing", "--example", "bench", "--", which];
    Ok(tell(runs::step(&house(), &words)?))
}

fn with_postgres(command: &[&str]) -> Result<ExitCode> {
    let cluster = Cluster::start()?;
    let ended = std::process::Command::new(command[0])
        .args(&command[1..])
        .env(cluster::VARIABLE, cluster.url())
        .status()
        .with_context(|| format!("starting {}", command[0]))?;
    drop(cluster);
    Ok(ended.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

fn checks(house: &Path, features: &[&str]) -> Result<Tally> {
    let mut tally = Tally::default();
    tally.add(runs::step(house, &["fmt", "--all", "--check"])?);
    let clippy = [&["clippy", "--workspace", "--all-targets"], features, &["--", "-D", "warnings"]].concat();
    tally.add(runs::step(house, &clippy)?);
    eprintln!("── borders between rooms");
    let broken = border::broken(house)?;
    for sentence in &broken {
        eprintln!("{sentence}");
    }
    tally.add(Tally::of(broken.is_empty()));
    Ok(tally)
}

/// The last line is for programs: `N passed, N failed`.
fn tell(tally: Tally) -> ExitCode {
    println!("{tally}");
    if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The folder of the workspace.
fn house() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
