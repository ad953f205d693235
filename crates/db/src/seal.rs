//! Secrets that have to be read again (a mailbox's password, a signing key) are kept sealed: who has only the
//! database, or a copy of it, has none of them. The key stands in a file of its own; `riscontro backup` takes it along,
//! because a restored store without it would ask for every password again.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};

use crate::Error;
use crate::blob::hex;

/// The key's file inside the data directory, when no other is named.
const FILE: &str = "secret.key";
const KEY_BYTES: usize = 32;
/// What every sealed text begins with: the way it was sealed.
const MARK: &str = "s1:";
/// A sealed secret has at most this many bytes.
const MOST_BYTES: usize = 64 * 1024;

/// Seals and opens secrets with the key of this installation (AES-256-GCM, a fresh nonce each time). Cloning shares it.
#[derive(Clone)]
pub struct Sealer(Arc<Shared>);

struct Shared {
    path: PathBuf,
    key: Mutex<Option<Arc<LessSafeKey>>>,
}

impl Sealer {
    pub(crate) fn in_file(file: Option<&Path>, data_dir: &Path) -> Self {
        let path = file.map_or_else(|| data_dir.join(FILE), Path::to_path_buf);
        Self(Arc::new(Shared { path, key: Mutex::new(None) }))
    }

    /// Seals a secret for one place, `context` (as in `mailbox 17 password`): what was sealed for one opens in no other.
    /// Reads the key at the first use, and makes it when there is none; blocks then.
    ///
    /// # Errors
    /// A key that cannot be read or written; more than 64 KiB.
    pub fn seal(&self, context: &str, secret: &[u8]) -> Result<String, Error> {
        if secret.len() > MOST_BYTES {
            return Err(Error::Broken(format!("a secret can have {MOST_BYTES} bytes at most")));
        }
        let key = self.key()?;
        let mut nonce = [0; NONCE_LEN];
        random(&mut nonce)?;
        let mut bytes = secret.to_vec();
        key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(context.as_bytes()),
            &mut bytes,
        )
        .map_err(|_| Error::Broken("a secret could not be sealed".to_owned()))?;
        Ok(format!("{MARK}{}{}", hex(&nonce), hex(&bytes)))
    }

    /// Opens what was sealed for the same place.
    ///
    /// # Errors
    /// [`Error::Broken`] when it was sealed for another place, with another key, or was changed.
    pub fn open(&self, context: &str, sealed: &str) -> Result<Vec<u8>, Error> {
        let broken =
            || Error::Broken(format!("a secret does not open with the key in {}", self.0.path.display()));
        let mut bytes = sealed.strip_prefix(MARK).and_then(unhex).ok_or_else(broken)?;
        if bytes.len() < NONCE_LEN {
            return Err(broken());
        }
        let mut text = bytes.split_off(NONCE_LEN);
        let nonce = Nonce::try_assume_unique_for_key(&bytes).map_err(|_| broken())?;
        let key = self.key()?;
        let opened =
            key.open_in_place(nonce, Aad::from(context.as_bytes()), &mut text).map_err(|_| broken())?;
        Ok(opened.to_vec())
    }

    /// The key as its file has it, for a backup; `None` while nothing was ever sealed.
    pub(crate) fn key_file(&self) -> Result<Option<Vec<u8>>, Error> {
        match fs::read(&self.0.path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::Unavailable(format!("{}: {error}", self.0.path.display()))),
        }
    }

    /// Takes over the key of a backup.
    ///
    /// # Errors
    /// Another key is there: what it sealed would be lost.
    pub(crate) fn take_key(&self, key: &[u8]) -> Result<(), Error> {
        match self.key_file()? {
            Some(own) if own == key => Ok(()),
            Some(_) => Err(Error::Broken(format!(
                "{} is another key than the backup's: move it away, or name another file",
                self.0.path.display()
            ))),
            None => place(&self.0.path, key)
                .map_err(|error| Error::Unavailable(format!("{}: {error}", self.0.path.display()))),
        }
    }

    fn key(&self) -> Result<Arc<LessSafeKey>, Error> {
        let mut kept = crate::lock(&self.0.key);
        if let Some(key) = &*kept {
            return Ok(Arc::clone(key));
        }
        let path = &self.0.path;
        let away = |error: std::io::Error| {
            Error::Unavailable(format!("the key of secrets, {}: {error}", path.display()))
        };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                make(path).map_err(away)?;
                fs::read(path).map_err(away)?
            }
            Err(error) => return Err(away(error)),
        };
        let unfit =
            || Error::Broken(format!("the key of secrets, {}: not a line of 64 hex digits", path.display()));
        let text = std::str::from_utf8(&bytes).map_err(|_| unfit())?;
        let bytes = unhex(text.trim()).filter(|bytes| bytes.len() == KEY_BYTES).ok_or_else(unfit)?;
        let key = UnboundKey::new(&AES_256_GCM, &bytes).map_err(|_| unfit())?;
        let key = Arc::new(LessSafeKey::new(key));
        *kept = Some(Arc::clone(&key));
        Ok(key)
    }
}

/// Writes a fresh key, whole or not at all, readable by its owner alone. Who comes second finds the first one's.
fn make(path: &Path) -> std::io::Result<()> {
    let mut key = [0; KEY_BYTES];
    random(&mut key).map_err(std::io::Error::other)?;
    place(path, format!("{}\n", hex(&key)).as_bytes())
}

fn place(path: &Path, key: &[u8]) -> std::io::Result<()> {
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    let _ = fs::remove_file(&draft);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(key)?;
    file.sync_all()?;
    let placed = match fs::hard_link(&draft, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        placed => placed,
    };
    let _ = fs::remove_file(&draft);
    placed?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn random(bytes: &mut [u8]) -> Result<(), Error> {
    SystemRandom::new().fill(bytes).map_err(|_| Error::Unavailable("no random bytes".to_owned()))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| (byte as char).to_digit(16).map(|digit| digit as u8);
    let pairs = text.as_bytes().chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    pairs.map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;

    use super::{FILE, Sealer};

    struct Folder(PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn folder(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("riscontro-seal-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    #[test]
    fn a_secret_opens_after_a_restart_and_only_where_it_was_sealed_for() {
        let folder = folder("restart");
        let sealer = Sealer::in_file(None, &folder.0);
        let sealed = sealer.seal("mailbox 7 password", b"lampada").unwrap();
        assert!(!sealed.contains("lampada"));
        assert_ne!(sealed, sealer.seal("mailbox 7 password", b"lampada").unwrap(), "never the same twice");
        let after = Sealer::in_file(None, &folder.0);
        assert_eq!(after.open("mailbox 7 password", &sealed).unwrap(), b"lampada");
        assert!(after.open("mailbox 8 password", &sealed).is_err());
        let mode = std::fs::metadata(folder.0.join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn another_key_and_a_changed_text_open_nothing() {
        let (ours, theirs) = (folder("ours"), folder("theirs"));
        let sealer = Sealer::in_file(None, &ours.0);
        let sealed = sealer.seal("a", b"lampada").unwrap();
        assert!(Sealer::in_file(None, &theirs.0).open("a", &sealed).is_err());
        let mut changed = sealed.clone().into_bytes();
        let last = changed.len() - 1;
        changed[last] = if changed[last] == b'0' { b'1' } else { b'0' };
        for wrong in [String::from_utf8(changed).unwrap(), String::new(), "s1:".to_owned(), "s1:zz".to_owned()]
        {
            assert!(sealer.open("a", &wrong).is_err(), "{wrong}");
        }
        std::fs::write(ours.0.join(FILE), "short\n").unwrap();
        let fault = Sealer::in_file(None, &ours.0).open("a", &sealed).unwrap_err().to_string();
        assert!(fault.contains("64 hex digits"), "{fault}");
    }

    #[test]
    fn a_key_file_may_stand_elsewhere_and_be_shared_by_nodes() {
        let (one, two, shared) = (folder("one"), folder("two"), folder("shared"));
        let file = shared.0.join("riscontro.key");
        let sealed = Sealer::in_file(Some(&file), &one.0).seal("a", b"b").unwrap();
        assert_eq!(Sealer::in_file(Some(&file), &two.0).open("a", &sealed).unwrap(), b"b");
    }
}
