//! Bytes too large for a row: files named by their SHA-256, synced (file and directory) before anybody relies on them,
//! or objects of that name in a bucket that has confirmed them.

mod remote;
mod stray;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

pub use self::remote::Bucket;
use self::remote::Remote;
pub use self::stray::Filed;
use crate::Error;

/// Up to this size bytes stay in the database; 256 KiB.
pub const INLINE_BYTES: usize = 256 * 1024;

/// Bytes that are kept: in the row, or (`in_row` empty) in the file of that hash.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Lower-case hex.
    pub sha256: String,
    pub size_bytes: i64,
    pub in_row: Option<Vec<u8>>,
}

/// What kept bytes turn out to be when they are read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Lower-case hex.
    pub sha256: String,
    pub size_bytes: i64,
}

/// Bytes read at once when a file is measured.
const PIECE: usize = 64 * 1024;

pub(crate) struct Blobs {
    root: PathBuf,
    /// Folders in it that are known to survive a power cut.
    durable: Mutex<BTreeSet<String>>,
    /// Where large contents go instead; what is in the folder already is still read from there.
    bucket: Option<Remote>,
    /// Read by whoever keeps a content, written by whoever takes one away.
    kept: RwLock<()>,
}

impl Blobs {
    /// Files under `data_dir`, or objects in a bucket for all that is kept from here on.
    pub(crate) fn under(data_dir: &Path, bucket: Option<&Bucket>) -> Result<Self, Error> {
        let bucket = bucket.map(|bucket| Remote::open(bucket, data_dir)).transpose()?;
        Ok(Self { root: data_dir.join("blobs"), durable: Mutex::default(), bucket, kept: RwLock::default() })
    }

    pub(crate) fn keep(&self, bytes: &[u8]) -> Result<Kept, Error> {
        let sha256 = hex(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref());
        let small = bytes.len() <= INLINE_BYTES;
        let _none_goes = (!small).then(|| self.kept.read().unwrap_or_else(PoisonError::into_inner));
        match &self.bucket {
            _ if small => {}
            Some(bucket) => bucket.keep(&sha256, bytes)?,
            None => self.write(&sha256, bytes).map_err(|error| {
                Error::Unavailable(format!("keeping a file of {} bytes: {error}", bytes.len()))
            })?,
        }
        Ok(Kept { sha256, size_bytes: bytes.len() as i64, in_row: small.then(|| bytes.to_vec()) })
    }

    /// Writes a file too large for a row, synced, and takes it away again.
    pub(crate) fn try_out(&self) -> Result<(), Error> {
        if let Some(bucket) = &self.bucket {
            return bucket.try_out();
        }
        let trial = self.root.join(".trial");
        let tried = fs::create_dir_all(&self.root).and_then(|()| synced(&trial, &vec![0; INLINE_BYTES]));
        let gone = fs::remove_file(&trial);
        tried.and(gone).map_err(|error| Error::Unavailable(format!("writing a file: {error}")))
    }

    /// # Errors
    /// Broken when there is no such file.
    pub(crate) fn fetch(&self, sha256: &str) -> Result<Vec<u8>, Error> {
        let (folder, file) = self.place(sha256)?;
        match (fs::read(folder.join(file)), &self.bucket) {
            (Ok(bytes), _) => Ok(bytes),
            (Err(error), Some(bucket)) if error.kind() == ErrorKind::NotFound => bucket.fetch(sha256),
            (Err(error), None) if error.kind() == ErrorKind::NotFound => {
                Err(Error::Broken(format!("file {sha256} is gone")))
            }
            (Err(error), _) => Err(Error::Unavailable(format!("file {sha256}: {error}"))),
        }
    }

    /// Measures the file of that hash; `None` when there is none.
    pub(crate) fn measure(&self, sha256: &str) -> Result<Option<Measured>, Error> {
        let Ok((folder, file)) = self.place(sha256) else { return Ok(None) };
        match File::open(folder.join(file)) {
            Ok(mut file) => measure(&mut file).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => match &self.bucket {
                Some(bucket) => bucket.measure(sha256),
                None => Ok(None),
            },
            Err(error) => Err(Error::Unavailable(format!("file {sha256}: {error}"))),
        }
    }

    fn write(&self, sha256: &str, bytes: &[u8]) -> std::io::Result<()> {
        static TURN: AtomicU64 = AtomicU64::new(0);
        let (folder, name) = self.place(sha256).map_err(std::io::Error::other)?;
        let whole = folder.join(name);
        fs::create_dir_all(&folder)?;
        if fs::metadata(&whole).is_ok_and(|found| found.len() == bytes.len() as u64) {
            stray::stamp_anew(&whole)?;
            // An earlier try may have ended between the renaming and the folder's sync.
            sync_folder(&folder)?;
        } else {
            let turn = TURN.fetch_add(1, Ordering::Relaxed);
            let part = folder.join(format!(".{}-{turn}.part", std::process::id()));
            let written = synced(&part, bytes)
                .and_then(|()| fs::rename(&part, &whole))
                .and_then(|()| sync_folder(&folder));
            if written.is_err() {
                let _ = fs::remove_file(&part);
            }
            written?;
        }
        self.sync_way_to(&sha256[..2])
    }

    /// Makes the folder itself durable, once in each process: an earlier one may have died before it did.
    fn sync_way_to(&self, folder: &str) -> std::io::Result<()> {
        if crate::lock(&self.durable).contains(folder) {
            return Ok(());
        }
        sync_folder(&self.root)?;
        self.root.parent().map_or(Ok(()), sync_folder)?;
        crate::lock(&self.durable).insert(folder.to_owned());
        Ok(())
    }

    fn place(&self, sha256: &str) -> Result<(PathBuf, String), Error> {
        if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::Broken("a file's name must be its SHA-256".to_owned()));
        }
        Ok((self.root.join(&sha256[..2]), sha256[2..].to_owned()))
    }
}

pub(crate) fn measure(from: &mut dyn Read) -> Result<Measured, Error> {
    let mut digest = ring::digest::Context::new(&ring::digest::SHA256);
    let mut piece = vec![0; PIECE];
    let mut size_bytes = 0;
    loop {
        match from.read(&mut piece) {
            Ok(0) => return Ok(Measured { sha256: hex(digest.finish().as_ref()), size_bytes }),
            Ok(read) => {
                digest.update(&piece[..read]);
                size_bytes += read as i64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::Unavailable(format!("reading a file: {error}"))),
        }
    }
}

fn synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
