//! The one HTTP client of the product. People and programs name addresses for it to call, so it refuses to reach into
//! the network it stands in, unless the operator has allowed the place by name; the same rule holds for mailboxes.

mod allowed;

use std::error::Error as _;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Method, Url};

pub use self::allowed::{Allowed, may_connect};

/// Until a connection stands, name and encryption included.
const CONNECT: Duration = Duration::from_secs(10);
/// Until the answer is there as a whole, unless the caller says otherwise.
const WHOLE: Duration = Duration::from_secs(30);
/// Most bytes of an answer, unless the caller says otherwise; 1 MiB.
const MOST_BYTES: usize = 1024 * 1024;

/// Something to ask of another server.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    pub url: String,
    /// Names and values; one that cannot stand in a header is refused.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Until the answer is there as a whole.
    pub timeout: Duration,
    /// Most bytes of an answer; a longer one is a fault.
    pub most_bytes: usize,
}

impl Request {
    pub fn get(url: &str) -> Self {
        Self::new(Method::GET, url, Vec::new())
    }

    pub fn post(url: &str, content_type: &str, body: Vec<u8>) -> Self {
        Self::new(Method::POST, url, body).header("content-type", content_type)
    }

    fn new(method: Method, url: &str, body: Vec<u8>) -> Self {
        Self { method, url: url.to_owned(), headers: Vec::new(), body, timeout: WHOLE, most_bytes: MOST_BYTES }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// What the other server said, whatever its status; a redirect is an answer like any other and is not followed.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case; values that are not text are left out.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of that name, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer. Never shows an address's path or query: secrets stand there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("not an http or https address that can be called")]
    NotAnAddress,
    #[error("{0} is an address of the own network, which is not allowed here")]
    OwnNetwork(String),
    #[error("the name {0} is not known")]
    UnknownName(String),
    #[error("the answer did not come in time")]
    TooSlow,
    #[error("the answer is longer than {0} bytes")]
    TooLong(usize),
    #[error("{0}")]
    Failed(String),
}

/// The client; cloning shares its connections.
#[derive(Clone)]
pub struct Web {
    client: reqwest::Client,
    allowed: Arc<Allowed>,
}

impl Web {
    /// # Errors
    /// A system that cannot make a TLS client.
    pub fn new(allowed: Allowed) -> Result<Self, Fault> {
        let allowed = Arc::new(allowed);
        let failed = |error: &dyn std::fmt::Display| Fault::Failed(error.to_string());
        let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let tls =
            rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .map_err(|error| failed(&error))?
                .with_root_certificates(roots)
                .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Arc::new(Guarded(Arc::clone(&allowed))))
            .redirect(Policy::none())
            .referer(false)
            .no_proxy()
            .connect_timeout(CONNECT)
            .user_agent(concat!("Riscontro/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| failed(&error))?;
        Ok(Self { client, allowed })
    }

    /// Asks, and reads the answer to its end.
    ///
    /// # Errors
    /// Every [`Fault`]; an answer with an error's status is an answer.
    pub async fn send(&self, request: Request) -> Result<Answer, Fault> {
        let (timeout, most_bytes) = (request.timeout, request.most_bytes);
        match tokio::time::timeout(timeout, self.exchange(request, most_bytes)).await {
            Ok(answer) => answer,
            Err(_) => Err(Fault::TooSlow),
        }
    }

    async fn exchange(&self, request: Request, most_bytes: usize) -> Result<Answer, Fault> {
        let url = self.permitted(&request.url)?;
        let mut asked = self.client.request(request.method, url).body(request.body);
        for (name, value) in &request.headers {
            asked = asked.header(name, value);
        }
        let mut response = asked.send().await.map_err(fault)?;
        if response.content_length().is_some_and(|length| length > most_bytes as u64) {
            return Err(Fault::TooLong(most_bytes));
        }
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(fault)? {
            if body.len() + piece.len() > most_bytes {
                return Err(Fault::TooLong(most_bytes));
            }
            body.extend_from_slice(&piece);
        }
        let headers = response
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        Ok(Answer { status: response.status().as_u16(), headers, body })
    }

    /// The address as it will be called. Numbers instead of a name are looked at here, because nobody resolves them;
    /// `http://0x7f.1/` is 127.0.0.1 by then.
    fn permitted(&self, url: &str) -> Result<Url, Fault> {
        let url = Url::parse(url).map_err(|_| Fault::NotAnAddress)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Fault::NotAnAddress);
        }
        let host = url.host_str().ok_or(Fault::NotAnAddress)?;
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<IpAddr>() {
            Ok(address) if !may_connect(address, &self.allowed) => Err(Fault::OwnNetwork(bare.to_owned())),
            Ok(_) | Err(_) => Ok(url),
        }
    }
}

fn fault(error: reqwest::Error) -> Fault {
    if error.is_timeout() {
        return Fault::TooSlow;
    }
    let mut text = None;
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(own) = inner.downcast_ref::<Fault>() {
            return own.clone();
        }
        text = Some(inner.to_string());
        cause = inner.source();
    }
    Fault::Failed(text.unwrap_or_else(|| "the other server could not be asked".to_owned()))
}

/// The addresses of a host that may be connected to; for everything that opens a connection to a place a person named.
/// The caller bounds the time.
///
/// # Errors
/// A name nobody knows, or one whose addresses all lie in the own network.
pub async fn addresses(host: &str, port: u16, allowed: &Allowed) -> Result<Vec<SocketAddr>, Fault> {
    let unknown = || Fault::UnknownName(host.to_owned());
    let found: Vec<SocketAddr> = tokio::net::lookup_host((host, port)).await.map_err(|_| unknown())?.collect();
    if found.is_empty() {
        return Err(unknown());
    }
    let named = allowed.names(host);
    let may: Vec<_> = found.into_iter().filter(|at| named || may_connect(at.ip(), allowed)).collect();
    if may.is_empty() { Err(Fault::OwnNetwork(host.to_owned())) } else { Ok(may) }
}

/// Resolves names for the client, and forgets what lies in the own network: what a name meant a moment ago does not
/// count, only where the connection goes.
struct Guarded(Arc<Allowed>);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = Arc::clone(&self.0);
        Box::pin(async move {
            let found = addresses(name.as_str(), 0, &allowed).await?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests;
