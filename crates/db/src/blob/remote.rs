//! Large contents in a bucket that speaks the S3 protocol, with a bounded cache beside the data. A content is kept only
//! once the bucket has confirmed it, hash and all.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use object_store::aws::{AmazonS3, AmazonS3Builder, Checksum};
use object_store::path::Path as Name;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig};
use tokio::runtime::Runtime;

use super::{Measured, hex, measure};
use crate::Error;

/// Where large contents go instead of the data directory, and how to get in.
#[derive(Clone)]
pub struct Bucket {
    pub name: String,
    /// In front of every object's name, without slashes at its ends; may be empty.
    pub prefix: String,
    /// Whole address of a server that is not Amazon's.
    pub endpoint: Option<String>,
    pub region: String,
    pub access_key: String,
    pub secret_key: String,
    /// Bytes of contents kept beside the data for reading again.
    pub cache_bytes: u64,
}

/// The secret is shown nowhere.
impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.name, self.prefix)
    }
}

/// One connection is made within this time, one request answered within that.
const CONNECT: Duration = Duration::from_secs(5);
const REQUEST: Duration = Duration::from_secs(60);
/// A request is tried again for this long: whoever hands a mail in waits for it.
const TRY_FOR: Duration = Duration::from_secs(10);
const TRIES_AGAIN: usize = 2;

pub(super) struct Remote {
    store: AmazonS3,
    prefix: String,
    cache: PathBuf,
    cache_bytes: u64,
    /// Ended without waiting when the store is let go.
    runtime: Option<Arc<Runtime>>,
}

impl Drop for Remote {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take().and_then(Arc::into_inner) {
            runtime.shutdown_background();
        }
    }
}

impl Remote {
    /// # Errors
    /// A name or an address that cannot be one. Nothing is asked of the bucket yet.
    pub(super) fn open(bucket: &Bucket, data_dir: &Path) -> Result<Self, Error> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let broken = |error: &dyn fmt::Display| Error::Broken(format!("the bucket {}: {error}", bucket.name));
        let plain = bucket.endpoint.as_deref().is_some_and(|address| address.starts_with("http://"));
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.access_key)
            .with_secret_access_key(&bucket.secret_key)
            .with_checksum_algorithm(Checksum::SHA256)
            .with_virtual_hosted_style_request(false)
            // Not every server that speaks the protocol knows how to delete many at once.
            .with_disable_bulk_delete(true)
            .with_client_options(
                ClientOptions::new().with_allow_http(plain).with_connect_timeout(CONNECT).with_timeout(REQUEST),
            )
            .with_retry(RetryConfig {
                backoff: BackoffConfig::default(),
                max_retries: TRIES_AGAIN,
                retry_timeout: TRY_FOR,
            });
        if let Some(endpoint) = &bucket.endpoint {
            builder = builder.with_endpoint(endpoint.trim_end_matches('/'));
        }
        let store = builder.build().map_err(|error| broken(&error))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("riscontro-bucket")
            .enable_all()
            .build()
            .map_err(|error| broken(&error))?;
        Ok(Self {
            store,
            prefix: bucket.prefix.clone(),
            cache: data_dir.join("blob-cache"),
            cache_bytes: bucket.cache_bytes,
            runtime: Some(Arc::new(runtime)),
        })
    }

    /// Puts a content into the bucket; once this returns, the bucket has it whole.
    pub(super) fn keep(&self, sha256: &str, bytes: &[u8]) -> Result<(), Error> {
        let name = self.name(sha256)?;
        let put = self.store.put(&name, PutPayload::from(bytes.to_vec()));
        self.wait(put)?.map_err(|error| away("keeping a file", &error))?;
        self.remember(sha256, bytes);
        Ok(())
    }

    /// Puts a few bytes under a name of their own, as a message would be.
    pub(super) fn try_out(&self) -> Result<(), Error> {
        let name = self.named("trial");
        let put = self.store.put(&name, PutPayload::from_static(b"trial"));
        self.wait(put)?.map_err(|error| away("writing a file", &error)).map(|_| ())
    }

    /// Names of contents that begin with these two digits, each with when the bucket got it, in seconds.
    pub(super) fn on_shelf(&self, shelf: &str) -> Result<Vec<(String, SystemTime)>, Error> {
        let listed = self.wait(self.store.list_with_delimiter(Some(&self.named(shelf))))?;
        let listed = listed.map_err(|error| away("listing files", &error))?;
        let named = listed.objects.into_iter().filter_map(|object| {
            let rest = object.location.filename()?.to_owned();
            Some((format!("{shelf}{rest}"), whole_seconds(object.last_modified.timestamp())))
        });
        Ok(named.filter(|(sha256, _)| sha256.len() == 64).collect())
    }

    /// When the bucket got a content, in seconds; `None` when it has none of that name.
    pub(super) fn stamp(&self, sha256: &str) -> Result<Option<SystemTime>, Error> {
        let name = self.name(sha256)?;
        match self.wait(self.store.head(&name))? {
            Ok(object) => Ok(Some(whole_seconds(object.last_modified.timestamp()))),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(away("looking at a file", &error)),
        }
    }

    /// Takes a content away, out of the cache too.
    pub(super) fn remove(&self, sha256: &str) -> Result<(), Error> {
        let name = self.name(sha256)?;
        let _ = fs::remove_file(self.cached(sha256));
        match self.wait(self.store.delete(&name))? {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(away("taking a file away", &error)),
        }
    }

    /// The content, from the cache or from the bucket.
    pub(super) fn fetch(&self, sha256: &str) -> Result<Vec<u8>, Error> {
        if let Ok(bytes) = fs::read(self.cached(sha256))
            && digest(&bytes) == sha256
        {
            return Ok(bytes);
        }
        let bytes = self.get(sha256)?.ok_or_else(|| Error::Broken(format!("file {sha256} is gone")))?;
        if digest(&bytes) != sha256 {
            return Err(Error::Broken(format!("file {sha256} is not what was kept")));
        }
        self.remember(sha256, &bytes);
        Ok(bytes)
    }

    /// Measures what the bucket has now, never the cache.
    pub(super) fn measure(&self, sha256: &str) -> Result<Option<Measured>, Error> {
        self.get(sha256)?.map(|bytes| measure(&mut bytes.as_slice())).transpose()
    }

    fn get(&self, sha256: &str) -> Result<Option<Vec<u8>>, Error> {
        let name = self.name(sha256)?;
        let got = self.wait(async { self.store.get(&name).await?.bytes().await })?;
        match got {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(away("reading a file", &error)),
        }
    }

    fn wait<R>(&self, work: impl Future<Output = R>) -> Result<R, Error> {
        let runtime = self.runtime.as_ref();
        let runtime = runtime.ok_or_else(|| Error::Unavailable("the bucket is closed".to_owned()))?;
        Ok(runtime.block_on(work))
    }

    fn name(&self, sha256: &str) -> Result<Name, Error> {
        if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::Broken("a file's name must be its SHA-256".to_owned()));
        }
        Ok(self.named(&format!("{}/{}", &sha256[..2], &sha256[2..])))
    }

    fn named(&self, name: &str) -> Name {
        match self.prefix.as_str() {
            "" => Name::from(name),
            prefix => Name::from(format!("{prefix}/{name}")),
        }
    }

    fn cached(&self, sha256: &str) -> PathBuf {
        self.cache.join(sha256)
    }

    /// Keeps a copy for reading again. The cache is no promise: what goes wrong with it costs a question more.
    fn remember(&self, sha256: &str, bytes: &[u8]) {
        static TURN: AtomicU64 = AtomicU64::new(0);
        if bytes.len() as u64 > self.cache_bytes || fs::create_dir_all(&self.cache).is_err() {
            return;
        }
        let turn = TURN.fetch_add(1, Ordering::Relaxed);
        let part = self.cache.join(format!(".{}-{turn}.part", std::process::id()));
        if fs::write(&part, bytes).and_then(|()| fs::rename(&part, self.cached(sha256))).is_err() {
            let _ = fs::remove_file(&part);
        }
        self.make_room();
    }

    /// Removes the oldest copies until the rest fits.
    fn make_room(&self) {
        let Ok(entries) = fs::read_dir(&self.cache) else { return };
        let mut copies: Vec<(SystemTime, u64, PathBuf)> = entries
            .filter_map(Result::ok)
            .filter_map(|entry| {
                let about = entry.metadata().ok()?;
                Some((about.modified().ok()?, about.len(), entry.path()))
            })
            .collect();
        let mut total: u64 = copies.iter().map(|(_, size, _)| size).sum();
        copies.sort();
        for (_, size, path) in copies {
            if total <= self.cache_bytes {
                return;
            }
            if fs::remove_file(path).is_ok() {
                total = total.saturating_sub(size);
            }
        }
    }
}

fn whole_seconds(seconds: i64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs())
}

fn digest(bytes: &[u8]) -> String {
    hex(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref())
}

/// What the bucket said, without the address asked: keys may stand in it.
fn away(what: &str, error: &object_store::Error) -> Error {
    tracing::warn!(%error, "the bucket did not do as asked");
    Error::Unavailable(format!("{what}: the bucket did not take it or is away"))
}
