//! The certificate this server shows: the operator's, or a self-signed one kept in the data directory.

use std::fs;
use std::io::{self, Write};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey as CertifiedPair;
use rustls_pki_types::pem::{self, PemObject};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

/// Why there is no certificate to show.
#[derive(Debug, thiserror::Error)]
pub enum TlsFault {
    #[error("{}: {source}", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{}: no certificate in PEM form in it", .0.display())]
    NoCertificate(PathBuf),
    #[error("{}: no private key in PEM form in it", .0.display())]
    NoKey(PathBuf),
    #[error("{}: {source}", path.display())]
    Unfit { path: PathBuf, source: rustls::Error },
    #[error("making a self-signed certificate: {0}")]
    Unmade(#[from] rcgen::Error),
}

/// Where the self-signed certificate and its key are kept, readable by the owner alone.
const SELF_SIGNED: &str = "tls-self-signed.pem";

/// The certificate shown to whoever connects, and where it comes from: read again, it counts for the next connection,
/// and those there are go on.
pub struct Tls {
    files: Option<(PathBuf, PathBuf)>,
    data_dir: PathBuf,
    hostname: String,
    shown: Arc<Shown>,
    config: Arc<ServerConfig>,
}

impl Tls {
    /// The operator's certificate chain and key (two PEM files, or one given twice), or else the self-signed
    /// certificate of `data_dir`, made at the first start and again when the host name changes. TLS 1.2 and 1.3.
    ///
    /// # Errors
    /// Files that cannot be read or do not belong together; a data directory that cannot be written to.
    pub fn open(files: Option<(&Path, &Path)>, data_dir: &Path, hostname: &str) -> Result<Self, TlsFault> {
        let files = files.map(|(chain, key)| (chain.to_owned(), key.to_owned()));
        let pair = pair(files.as_ref(), data_dir, hostname)?;
        let shown = Arc::new(Shown(RwLock::new(Arc::new(pair))));
        let unfit = |source| TlsFault::Unfit { path: data_dir.to_owned(), source };
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(unfit)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&shown) as Arc<dyn ResolvesServerCert>);
        let (data_dir, hostname) = (data_dir.to_owned(), hostname.to_owned());
        Ok(Self { files, data_dir, hostname, shown, config: Arc::new(config) })
    }

    /// What listeners are given; one for all of them.
    pub fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }

    /// Reads the files again. What cannot be read changes nothing: the certificate there was goes on being shown.
    ///
    /// # Errors
    /// As [`Tls::open`].
    pub fn reload(&self) -> Result<(), TlsFault> {
        let fresh = pair(self.files.as_ref(), &self.data_dir, &self.hostname)?;
        *self.shown.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        Ok(())
    }
}

/// The certificate of the moment, the same for every name asked.
#[derive(Debug)]
struct Shown(RwLock<Arc<CertifiedPair>>);

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedPair>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

fn pair(
    files: Option<&(PathBuf, PathBuf)>,
    data_dir: &Path,
    hostname: &str,
) -> Result<CertifiedPair, TlsFault> {
    match files {
        Some((chain, key)) => load(chain, key),
        None => {
            let path = data_dir.join(SELF_SIGNED);
            if !is_for(&path, hostname) {
                make(&path, hostname)?;
            }
            load(&path, &path)
        }
    }
}

fn load(chain_path: &Path, key_path: &Path) -> Result<CertifiedPair, TlsFault> {
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&read(chain_path)?)
        .collect::<Result<_, _>>()
        .map_err(|_| TlsFault::NoCertificate(chain_path.to_owned()))?;
    if chain.is_empty() {
        return Err(TlsFault::NoCertificate(chain_path.to_owned()));
    }
    let key = PrivateKeyDer::from_pem_slice(&read(key_path)?)
        .map_err(|_: pem::Error| TlsFault::NoKey(key_path.to_owned()))?;
    CertifiedPair::from_der(chain, key, &ring::default_provider())
        .map_err(|source| TlsFault::Unfit { path: chain_path.to_owned(), source })
}

fn read(path: &Path) -> Result<Vec<u8>, TlsFault> {
    fs::read(path).map_err(|source| TlsFault::Unreadable { path: path.to_owned(), source })
}

/// The first line of the file says whom the certificate is for; PEM readers skip it.
fn first_line(hostname: &str) -> String {
    format!("# Riscontro, self-signed for {hostname}\n")
}

fn is_for(path: &Path, hostname: &str) -> bool {
    let kept = fs::read_to_string(path).unwrap_or_default();
    kept.starts_with(&first_line(hostname)) && load(path, path).is_ok()
}

fn make(path: &Path, hostname: &str) -> Result<(), TlsFault> {
    let mut names = vec![hostname.to_owned(), "localhost".to_owned()];
    names.extend([Ipv4Addr::LOCALHOST.to_string(), Ipv6Addr::LOCALHOST.to_string()]);
    names.dedup();
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names)?;
    let text = format!("{}{}{}", first_line(hostname), cert.pem(), signing_key.serialize_pem());
    write(path, &text).map_err(|source| TlsFault::Unreadable { path: path.to_owned(), source })
}

/// Whole or not at all, and never readable by others, not even for an instant.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    let _ = fs::remove_file(&draft);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, path)
}

/// A certificate for `localhost` and 127.0.0.1: the server's configuration, and what its clients have to trust.
#[cfg(test)]
pub(super) fn certificate() -> (Arc<ServerConfig>, String) {
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(signing_key.serialize_pem().as_bytes()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a pair");
    (Arc::new(config), cert.pem())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A directory of its own, removed at the end.
    struct Directory(PathBuf);

    impl Directory {
        fn new(name: &str) -> Directory {
            let path = std::env::temp_dir().join(format!("riscontro-tls-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            Directory(path)
        }
    }

    impl Drop for Directory {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_self_signed_certificate_is_kept_and_renewed_with_the_name() {
        let directory = Directory::new("kept");
        let path = directory.0.join(SELF_SIGNED);
        Tls::open(None, &directory.0, "mail.example.it").unwrap();
        let first = fs::read(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        Tls::open(None, &directory.0, "mail.example.it").unwrap();
        assert_eq!(fs::read(&path).unwrap(), first);
        Tls::open(None, &directory.0, "192.0.2.7").unwrap();
        assert_ne!(fs::read(&path).unwrap(), first);
        fs::write(&path, first_line("192.0.2.7")).unwrap();
        Tls::open(None, &directory.0, "192.0.2.7").unwrap();
        assert_eq!(fs::read_dir(&directory.0).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn the_operators_files_are_used_and_their_faults_named() {
        let directory = Directory::new("files");
        let (chain, key) = (directory.0.join("chain.pem"), directory.0.join("key.pem"));
        let made = generate_simple_self_signed(vec!["mail.example.it".to_owned()]).unwrap();
        let other = generate_simple_self_signed(vec!["mail.example.it".to_owned()]).unwrap();
        fs::write(&chain, made.cert.pem()).unwrap();
        fs::write(&key, made.signing_key.serialize_pem()).unwrap();
        Tls::open(Some((&chain, &key)), &directory.0, "x").unwrap();
        let fault = |chain: &Path, key: &Path| Tls::open(Some((chain, key)), &directory.0, "x").err().unwrap();
        assert!(matches!(fault(&key, &key), TlsFault::NoCertificate(_)));
        assert!(matches!(fault(&chain, &chain), TlsFault::NoKey(_)));
        assert!(matches!(fault(&directory.0.join("none.pem"), &key), TlsFault::Unreadable { .. }));
        fs::write(&key, other.signing_key.serialize_pem()).unwrap();
        assert!(matches!(fault(&chain, &key), TlsFault::Unfit { .. }));
    }

    #[test]
    fn a_certificate_renewed_in_its_place_is_shown_without_a_restart_and_a_broken_one_is_not() {
        let directory = Directory::new("renewed");
        let (chain, key) = (directory.0.join("chain.pem"), directory.0.join("key.pem"));
        let put = || {
            let made = generate_simple_self_signed(vec!["mail.example.it".to_owned()]).unwrap();
            fs::write(&chain, made.cert.pem()).unwrap();
            fs::write(&key, made.signing_key.serialize_pem()).unwrap();
            made.cert.der().clone()
        };
        let first = put();
        let tls = Tls::open(Some((&chain, &key)), &directory.0, "x").unwrap();
        let shown = || tls.shown.0.read().unwrap().cert[0].clone();
        assert_eq!(shown(), first);
        let second = put();
        assert_eq!(shown(), first, "not before it is asked for");
        tls.reload().unwrap();
        assert_eq!(shown(), second);
        fs::write(&key, "nothing").unwrap();
        assert!(matches!(tls.reload().unwrap_err(), TlsFault::NoKey(_)));
        assert_eq!(shown(), second);
    }
}
