//! Contents nobody names any more: listed shelf by shelf, and taken away unless they were kept again meanwhile.
//!
//! Whoever takes one away asks twice whether it is named, hours apart, and gives back what was seen at first. A content
//! kept between the two bears another stamp and stays, so that none goes that a transaction is about to name; none is
//! kept in the very instant one goes.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::TryLockError;
use std::time::{Duration, SystemTime};

use super::{Blobs, sync_folder};
use crate::Error;

/// A content as it lies in the folder or in the bucket.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Filed {
    /// Lower-case hex.
    pub sha256: String,
    place: Place,
    /// Another after every keeping.
    stamp: SystemTime,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Folder,
    Bucket,
}

/// The stamp of a file that is kept once more moves by this much.
const LATER: Duration = Duration::from_millis(1);

/// Gives a file that is kept once more another stamp.
pub(super) fn stamp_anew(whole: &Path) -> io::Result<()> {
    let file = File::options().write(true).open(whole)?;
    let before = file.metadata()?.modified()?;
    file.set_modified(before + LATER)
}

impl Blobs {
    /// Contents whose hash begins with that byte.
    pub(crate) fn on_shelf(&self, shelf: u8) -> Result<Vec<Filed>, Error> {
        let shelf = format!("{shelf:02x}");
        let mut found = self.in_folder(&shelf).map_err(|error| failed(&shelf, &error))?;
        if let Some(bucket) = &self.bucket {
            let objects = bucket.on_shelf(&shelf)?.into_iter();
            found.extend(objects.map(|(sha256, stamp)| Filed { sha256, place: Place::Bucket, stamp }));
        }
        Ok(found)
    }

    fn in_folder(&self, shelf: &str) -> io::Result<Vec<Filed>> {
        let entries = match fs::read_dir(self.root.join(shelf)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry?;
            let Some(sha256) = entry.file_name().to_str().map(|rest| format!("{shelf}{rest}")) else {
                continue;
            };
            if self.place(&sha256).is_err() {
                continue;
            }
            let stamp = entry.metadata()?.modified()?;
            found.push(Filed { sha256, place: Place::Folder, stamp });
        }
        Ok(found)
    }

    /// Takes away what nobody names; `false` when it was kept again since, or something is being kept right now.
    pub(crate) fn remove(&self, filed: &Filed) -> Result<bool, Error> {
        let _nobody_keeps = match self.kept.try_write() {
            Ok(alone) => alone,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(false),
        };
        match (filed.place, &self.bucket) {
            (Place::Folder, _) => self.remove_file(filed).map_err(|error| failed(&filed.sha256, &error)),
            (Place::Bucket, Some(bucket)) => {
                if bucket.stamp(&filed.sha256)? != Some(filed.stamp) {
                    return Ok(false);
                }
                bucket.remove(&filed.sha256).map(|()| true)
            }
            (Place::Bucket, None) => Ok(false),
        }
    }

    fn remove_file(&self, filed: &Filed) -> io::Result<bool> {
        let (folder, name) = self.place(&filed.sha256).map_err(io::Error::other)?;
        let whole = folder.join(name);
        if fs::metadata(&whole)?.modified()? != filed.stamp {
            return Ok(false);
        }
        fs::remove_file(&whole)?;
        sync_folder(&folder)?;
        Ok(true)
    }
}

fn failed(what: &str, error: &io::Error) -> Error {
    Error::Unavailable(format!("looking through the files at {what}: {error}"))
}
