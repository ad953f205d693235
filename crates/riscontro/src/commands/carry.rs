//! `backup`, `restore` and `move`: everything in one file, or in the other engine.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, anyhow};
use db::Carried;
use kernel::clock::Clock;

use super::{DONE, Stop, help, kept};
use crate::node;
use crate::settings::Settings;

/// How long a PostgreSQL server may take to notice that a node is gone.
const PATIENCE: Duration = Duration::from_secs(2);
/// Bytes written to the disk at once.
const PIECE: usize = 256 * 1024;

pub(super) fn backup(settings: &Settings, file: &Path) -> Result<u8, Stop> {
    if file.exists() {
        return Err(Stop::Wrong(format!("{} is there already", file.display())));
    }
    let store = kept::open(settings)?;
    let part = beside(file);
    let outcome = written(&part, file, |out| Ok(store.backup(out)?));
    if outcome.is_err() {
        // What could not be finished is of no use to anybody.
        let _ = fs::remove_file(&part);
    }
    let carried = outcome?;
    let size = fs::metadata(file).with_context(|| file.display().to_string())?.len();
    help::write(&format!("{}: {}, {} on disk\n", file.display(), told(&carried), bytes(size)))
}

/// Writes under another name, syncs, and only then gives the file its own.
fn written<T>(
    part: &Path,
    file: &Path,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let opened = File::options().write(true).create(true).truncate(true).mode(0o600).open(part);
    let mut out = BufWriter::with_capacity(PIECE, opened.with_context(|| part.display().to_string())?);
    let done = write(&mut out)?;
    let out = out.into_inner().map_err(|error| error.into_error()).and_then(|out| out.sync_all());
    out.and_then(|()| fs::rename(part, file)).with_context(|| file.display().to_string())?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).with_context(|| folder.display().to_string())?;
    Ok(done)
}

fn beside(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

pub(super) fn restore(settings: &Settings, file: &Path) -> Result<u8, Stop> {
    let opened = File::open(file).map_err(|error| Stop::Wrong(format!("{}: {error}", file.display())))?;
    fs::create_dir_all(&settings.data_dir).with_context(|| settings.data_dir.display().to_string())?;
    let _alone = node::lock_for_serving(&settings.data_dir)?;
    let carried = db::restore(
        settings.database_url.as_deref(),
        &settings.data_dir,
        &settings.store_options(),
        &mut BufReader::with_capacity(PIECE, opened),
        Clock::system().now_ms(),
    )?;
    help::write(&format!("restored: {}\n", told(&carried)))
}

pub(super) fn to_another_engine(settings: &Settings, to: &str) -> Result<u8, Stop> {
    let _alone = node::lock_for_serving(&settings.data_dir)?;
    let store = kept::open(settings)?;
    if !store.is_embedded() && !store.found_alone(PATIENCE)? {
        return Err(anyhow!("a server runs on this database: stop it first").into());
    }
    let carried = store.move_to(to, &settings.data_dir)?;
    let mut lines = String::new();
    for sum in carried.sums.iter().filter(|sum| sum.rows > 0) {
        lines.push_str(&format!(
            "{:<24} {:>10} rows  sha256:{}  equal\n",
            sum.table,
            sum.rows,
            &sum.sha256[..16]
        ));
    }
    lines.push_str(&format!(
        "moved: {}, equal in count and content; the old store is as it was. Name the new one in RISCONTRO_DATABASE_URL.\n",
        told(&carried)
    ));
    help::write(&lines)?;
    Ok(DONE)
}

fn told(carried: &Carried) -> String {
    let tables = carried.sums.iter().filter(|sum| sum.rows > 0).count();
    let files = match carried.files {
        0 => String::new(),
        files => format!(" and {files} files of {}", bytes(carried.file_bytes)),
    };
    format!("{} rows in {tables} tables{files}", carried.rows())
}

fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", count as f64 / 1e3),
        _ => format!("{:.1} MB", count as f64 / 1e6),
    }
}
