//! What a newcomer pays: packages, the first build from nothing, the size of what comes out, and how long one waits to
//! see a change of a page.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tests::program::{Place, Program, children_cpu};

use crate::page::{Line, Page};

/// The page whose change is waited for.
const EDITED: &str = "crates/desk/src/console/ledger/pages.rs";
/// Changes of which the middle one counts.
const EDITS: usize = 3;

/// Measures it all. `target` is where this workspace is built to.
pub fn measure(target: &Path, folder: &Path, page: &mut Page) -> Result<(), Box<dyn Error>> {
    packages(page)?;
    first_build(target, page)?;
    edit_to_run(target, folder, page)
}

fn packages(page: &mut Page) -> Result<(), Box<dyn Error>> {
    let words = ["tree", "-p", "riscontro", "-e", "normal,build", "--prefix", "none", "--format", "{p}"];
    let tree = Command::new("cargo").args(words).output()?;
    if !tree.status.success() {
        return Err(String::from_utf8_lossy(&tree.stderr).into());
    }
    let mut packages: Vec<&str> = std::str::from_utf8(&tree.stdout)?
        .lines()
        .filter_map(|line| line.strip_suffix(" (*)").or(Some(line)))
        .filter(|line| !line.is_empty())
        .collect();
    packages.sort_unstable();
    packages.dedup();
    page.add(Line {
        number: "packages in the tree".to_owned(),
        goal: "≤ 350".to_owned(),
        reached: packages.len().to_string(),
        held: Some(packages.len() <= 350),
    });
    Ok(())
}

fn first_build(target: &Path, page: &mut Page) -> Result<(), Box<dyn Error>> {
    let empty = target.join("bench-first-build");
    if empty.exists() {
        std::fs::remove_dir_all(&empty)?;
    }
    let (took, cpu) = timed(|| build(&empty, &["--release"]))?;
    page.add(Line {
        number: "first `cargo build --release` from an empty target".to_owned(),
        goal: "≤ 5 min".to_owned(),
        reached: format!("{}; {} of CPU", minutes(took), minutes(cpu)),
        held: Some(took <= Duration::from_secs(300)),
    });
    binary(&empty.join("release/riscontro"), page)?;
    std::fs::remove_dir_all(&empty)?;
    Ok(())
}

/// Size of the released program.
pub fn binary(program: &Path, page: &mut Page) -> Result<(), Box<dyn Error>> {
    let size_mb = std::fs::metadata(program)?.len() as f64 / 1e6;
    page.add(Line {
        number: "binary".to_owned(),
        goal: "≤ 30 MB".to_owned(),
        reached: format!("{size_mb:.1} MB"),
        held: Some(size_mb <= 30.0),
    });
    Ok(())
}

fn edit_to_run(target: &Path, folder: &Path, page: &mut Page) -> Result<(), Box<dyn Error>> {
    build(target, &[])?;
    let edited = Edited::open(PathBuf::from(EDITED))?;
    let mut times = Vec::with_capacity(EDITS);
    for turn in 1..=EDITS {
        edited.change(turn)?;
        let before = (Instant::now(), children_cpu());
        build(target, &[])?;
        let program = Program::start_bare(&target.join("debug/riscontro"), folder, &Place::Sqlite, None);
        times.push((before.0.elapsed(), children_cpu().saturating_sub(before.1)));
        drop(program);
    }
    times.sort();
    let (took, cpu) = times[EDITS / 2];
    page.add(Line {
        number: "edit of a page until the new program answers, dev profile, median".to_owned(),
        goal: "≤ 6 s".to_owned(),
        reached: format!("{:.1} s; {:.1} s of CPU", took.as_secs_f64(), cpu.as_secs_f64()),
        held: Some(took <= Duration::from_secs(6)),
    });
    Ok(())
}

fn build(target: &Path, more: &[&str]) -> Result<(), Box<dyn Error>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--package", "riscontro"]).args(more);
    let built = cargo.env("CARGO_TARGET_DIR", target).stdin(Stdio::null()).status()?;
    if built.success() { Ok(()) } else { Err("the program does not build".into()) }
}

/// How long it took, and CPU time of the processes it started.
fn timed(work: impl FnOnce() -> Result<(), Box<dyn Error>>) -> Result<(Duration, Duration), Box<dyn Error>> {
    let before = (Instant::now(), children_cpu());
    work()?;
    Ok((before.0.elapsed(), children_cpu().saturating_sub(before.1)))
}

fn minutes(time: Duration) -> String {
    format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
}

/// A source file that is as it was when this is dropped.
struct Edited {
    file: PathBuf,
    text: String,
}

impl Edited {
    fn open(file: PathBuf) -> Result<Self, Box<dyn Error>> {
        let text = std::fs::read_to_string(&file)?;
        Ok(Self { file, text })
    }

    /// Every line of it moves down.
    fn change(&self, lines: usize) -> std::io::Result<()> {
        std::fs::write(&self.file, format!("{}{}", "// One more line.\n".repeat(lines), self.text))
    }
}

impl Drop for Edited {
    fn drop(&mut self) {
        if let Err(error) = std::fs::write(&self.file, &self.text) {
            eprintln!("{}: {error}", self.file.display());
        }
    }
}
