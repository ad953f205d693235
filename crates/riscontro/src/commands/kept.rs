//! `dump` and `verify`: looking at what is kept, also while a server runs on it.

use std::io::{self, BufWriter, Write};

use db::Db;
use kernel::clock::Clock;

use super::{DONE, FAILED, Stop};
use crate::inspect;
use crate::settings::Settings;

/// Opens the store there is; one that is not there is not made.
pub(super) fn open(settings: &Settings) -> Result<Db, Stop> {
    let (url, data_dir) = (settings.database_url.as_deref(), settings.data_dir.as_path());
    if !Db::exists(url, data_dir)? {
        return Err(Stop::Failed(anyhow::anyhow!(
            "there is no store yet (data_dir is {}, see riscontro config --explain)",
            data_dir.display()
        )));
    }
    Ok(settings.open_store(Clock::system())?)
}

pub(super) fn dump(settings: &Settings) -> Result<u8, Stop> {
    let db = open(settings)?;
    let mut out = BufWriter::with_capacity(256 * 1024, io::stdout().lock());
    db.dump(&mut out)?;
    out.flush().map_err(anyhow::Error::from)?;
    Ok(DONE)
}

pub(super) fn verify(settings: &Settings) -> Result<u8, Stop> {
    let survey = inspect::survey(&open(settings)?)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match survey.violations.is_empty() {
        true => writeln!(out, "clean: {}", survey.counted),
        false => survey.violations.iter().try_for_each(|violation| writeln!(out, "{violation}")),
    };
    written.and_then(|()| out.flush()).map_err(anyhow::Error::from)?;
    Ok(if survey.violations.is_empty() { DONE } else { FAILED })
}
