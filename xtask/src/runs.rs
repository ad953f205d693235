//! Runs cargo, shows what it says as it says it, and counts what passed and what failed.

use std::fmt;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result};

use crate::cluster;

/// The solver of shifts that only some builds have. Every step names it, so that it is compiled once.
pub const HIGHS: &str = "riscontro/highs";

/// How many tests and checks passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// One check that held or did not.
    pub fn of(held: bool) -> Self {
        Self { passed: u64::from(held), failed: u64::from(!held) }
    }

    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// One cargo command that holds or does not.
pub fn step(house: &Path, words: &[&str]) -> Result<Tally> {
    let (ended, _) = cargo(house, words, None, Summaries::None)?;
    Ok(Tally::of(ended.success()))
}

/// One cargo command that holds or does not, with a cluster to work in.
pub fn step_with_postgres(house: &Path, words: &[&str], postgres_url: &str) -> Result<Tally> {
    let (ended, _) = cargo(house, words, Some(postgres_url), Summaries::None)?;
    Ok(Tally::of(ended.success()))
}

/// All tests of the workspace, by `cargo nextest` where it is installed, else by `cargo test`.
/// A run that ends badly without a failed test (it does not compile, a process was killed) counts as one failure.
pub fn tests(house: &Path, postgres_url: &str) -> Result<Tally> {
    let (words, summaries): (&[&str], _) = if has_nextest() {
        (&["nextest", "run", "--workspace", "--features", HIGHS, "--no-fail-fast"], Summaries::OfNextest)
    } else {
        (&["test", "--workspace", "--features", HIGHS, "--no-fail-fast"], Summaries::OfEachTest)
    };
    let (ended, mut tally) = cargo(house, words, Some(postgres_url), summaries)?;
    if !ended.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

fn has_nextest() -> bool {
    Command::new("cargo")
        .args(["nextest", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|ended| ended.success())
}

/// Whose lines say what passed.
#[derive(Clone, Copy, Debug)]
enum Summaries {
    /// Nothing is counted.
    None,
    /// `Summary [ 0.2s] 4 tests run: 3 passed (1 slow), 1 failed, 0 skipped`, once for all. The output of a test that
    /// was told twice holds a `test result:` of its own, which is not another test.
    OfNextest,
    /// `test result: ok. 3 passed; 0 failed; …`, once for each test binary.
    OfEachTest,
}

/// Runs cargo with its output shown as it comes, and adds up the summary lines in it.
fn cargo(
    house: &Path,
    words: &[&str],
    postgres_url: Option<&str>,
    summaries: Summaries,
) -> Result<(ExitStatus, Tally)> {
    eprintln!("── cargo {}", words.join(" "));
    let mut command = Command::new("cargo");
    command.args(words).current_dir(house).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if std::io::stderr().is_terminal() && std::env::var_os("CARGO_TERM_COLOR").is_none() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    if let Some(url) = postgres_url {
        command.env(cluster::VARIABLE, url);
    }
    let mut child = command.spawn().context("starting cargo")?;
    let (said, complained) = (child.stdout.take(), child.stderr.take());
    let tally = std::thread::scope(|scope| {
        let complaints = scope.spawn(|| complained.map(|from| pass_on(from, std::io::stderr(), summaries)));
        let mut tally = said.map(|from| pass_on(from, std::io::stdout(), summaries)).unwrap_or_default();
        tally.add(complaints.join().ok().flatten().unwrap_or_default());
        tally
    });
    Ok((child.wait().context("waiting for cargo")?, tally))
}

/// Copies lines as they come and counts the summaries among them.
fn pass_on(from: impl Read, mut to: impl Write, summaries: Summaries) -> Tally {
    let mut tally = Tally::default();
    let mut lines = BufReader::new(from);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|bytes| bytes > 0) {
        // A reader of our output that went away must not stop the tests.
        let _ = to.write_all(&line);
        if let Some(found) = summary(&String::from_utf8_lossy(&line), summaries) {
            tally.add(found);
        }
        line.clear();
    }
    let _ = to.flush();
    tally
}

/// What a line says passed and failed, where it is one of these summaries.
fn summary(line: &str, summaries: Summaries) -> Option<Tally> {
    let line = without_colour(line);
    let line = line.trim();
    let counts = match summaries {
        Summaries::None => return None,
        Summaries::OfEachTest => line.strip_prefix("test result: ")?,
        Summaries::OfNextest => line.strip_prefix("Summary [")?.split_once(" run: ")?.1,
    };
    let mut tally = Tally::default();
    let words: Vec<&str> =
        counts.split([' ', ',', ';', '(', ')', '.']).filter(|word| !word.is_empty()).collect();
    for pair in words.windows(2) {
        let Ok(count) = pair[0].parse::<u64>() else { continue };
        match pair[1] {
            "passed" => tally.passed += count,
            "failed" | "timed" | "exec" => tally.failed += count,
            _ => {}
        }
    }
    Some(tally)
}

fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{Summaries, Tally, pass_on, summary};

    #[test]
    fn the_summaries_of_both_runners_are_read() {
        let of = |passed, failed| Some(Tally { passed, failed });
        let cargo = |line| summary(line, Summaries::OfEachTest);
        let nextest = |line| summary(line, Summaries::OfNextest);
        assert_eq!(
            cargo(
                "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.3s"
            ),
            of(12, 0)
        );
        assert_eq!(cargo("test result: \u{1b}[31mFAILED\u{1b}[0m. 3 passed; 2 failed; 0 ignored;"), of(3, 2));
        assert_eq!(cargo("running 3 tests"), None);
        assert_eq!(
            nextest("     Summary [   0.017s] 19 tests run: 18 passed (2 slow), 1 failed, 4 skipped"),
            of(18, 1)
        );
        assert_eq!(
            nextest(
                "     Summary [   9.0s] 5 tests run: 2 passed, 1 failed, 1 exec failed, 1 timed out, 0 skipped"
            ),
            of(2, 3)
        );
    }

    #[test]
    fn a_test_told_twice_counts_once() {
        let said = b"TRY 1 FAIL\n  test result: FAILED. 0 passed; 1 failed;\nTRY 2 PASS\n\
            Summary [ 622.883s] 866 tests run: 866 passed (3 slow, 1 flaky), 0 skipped\n";
        assert_eq!(pass_on(&said[..], &mut Vec::new(), Summaries::OfNextest), Tally { passed: 866, failed: 0 });
    }

    #[test]
    fn what_cargo_says_is_passed_on_byte_for_byte_while_it_is_counted() {
        let said =
            b"test a ... ok\n\xff\ntest result: ok. 1 passed; 0 failed;\ntest result: ok. 2 passed; 1 failed;";
        let mut shown = Vec::new();
        assert_eq!(pass_on(&said[..], &mut shown, Summaries::OfEachTest), Tally { passed: 3, failed: 1 });
        assert_eq!(shown, said);
    }
}
