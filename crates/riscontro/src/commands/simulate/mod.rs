//! `simulate`: weeks of the documented world, or a company's own past, run by the code that decides in the product.

mod asked;
mod own;
mod page;
mod table;
mod told;

use std::io::{IsTerminal, Write};
use std::time::Instant;

use queueing::simulation::{Report, simulate};

use super::{Stop, help};
use crate::settings::Settings;
use asked::Asked;
use own::Own;

/// Whether it is the company's own past that is asked for: only that one needs a store.
pub(super) fn is_own(flags: &[(&'static str, String)]) -> bool {
    flags.iter().any(|(name, _)| *name == "own")
}

/// A company's own past, as it would have been promised.
pub(super) fn own(settings: &Settings, flags: &[(&'static str, String)]) -> Result<u8, Stop> {
    own::run(settings, &Own::of(flags)?)
}

/// Runs what the flags ask for, and tells what came of it.
pub(super) fn run(flags: &[(&'static str, String)]) -> Result<u8, Stop> {
    let asked = Asked::of(flags)?;
    if let Some(path) = &asked.html {
        // Before minutes of work, not after.
        std::fs::write(path, "").map_err(|error| Stop::Wrong(format!("--html {}: {error}", path.display())))?;
    }
    let began = Instant::now();
    let is_watched = std::io::stderr().is_terminal();
    let report = simulate(&asked.plan, &|done, all| {
        let seconds = began.elapsed().as_secs();
        let (start, end) = if is_watched { ("\r", "") } else { ("", "\n") };
        // Who does not read the progress still wants the result.
        let _ = write!(std::io::stderr(), "{start}simulate: {done} of {all} weeks, {seconds} s{end}");
    });
    if is_watched {
        eprintln!();
    }
    if let Some(path) = &asked.html {
        std::fs::write(path, page::page(&asked, &report))
            .map_err(|error| anyhow::anyhow!("writing {}: {error}", path.display()))?;
    }
    help::write(&tell(&asked, &report))
}

fn tell(asked: &Asked, report: &Report) -> String {
    if asked.json { format!("{:#}\n", told::json(asked, report)) } else { table::text(asked, report) }
}
