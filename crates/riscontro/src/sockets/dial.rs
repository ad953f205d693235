//! Connections to mail servers a person in the console named: the name resolved, the own network left alone unless the
//! operator allows it, the certificate checked. Every failure is a [`Fault`] that has its words.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{CertificateError, ClientConfig, RootCertStore};
use spine::mailbox::{Fault, FaultKind, Server};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::{TlsConnector, TlsStream};

use super::web::{self, Allowed};

/// Until a name is resolved, a port has answered, a handshake is done: each.
const STEP: Duration = Duration::from_secs(10);

/// Opens connections by the rules of this installation. Cloning shares them.
#[derive(Clone)]
pub struct Dialler {
    allowed: Arc<Allowed>,
    tls: Arc<ClientConfig>,
}

/// Why there is nothing to dial with.
#[derive(Debug, thiserror::Error)]
#[error("mail_ca: {0}")]
pub struct Unfit(String);

impl Dialler {
    /// `ca` is a PEM file of authorities to trust beside the public ones.
    ///
    /// # Errors
    /// A file that cannot be read or holds no certificate.
    pub fn new(allowed: Allowed, ca: Option<&Path>) -> Result<Self, Unfit> {
        let unfit = |error: &dyn std::fmt::Display| Unfit(error.to_string());
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        if let Some(file) = ca {
            let public = roots.len();
            for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unfit(&error))? {
                roots.add(certificate.map_err(|error| unfit(&error))?).map_err(|error| unfit(&error))?;
            }
            if roots.len() == public {
                return Err(unfit(&format!("{}: no certificate in it", file.display())));
            }
        }
        let tls = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| unfit(&error))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { allowed: Arc::new(allowed), tls: Arc::new(tls) })
    }

    pub fn tls(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.tls)
    }

    /// The addresses of a server that may be connected to.
    pub async fn resolve(&self, server: &Server) -> Result<Vec<SocketAddr>, Fault> {
        let host = server.host.as_str();
        match timeout(STEP, web::addresses(host, server.port, &self.allowed)).await {
            Ok(Ok(addresses)) => Ok(addresses),
            Ok(Err(web::Fault::OwnNetwork(_))) => Err(Fault::new(FaultKind::OwnNetwork, host, "")),
            Ok(Err(error)) => Err(Fault::new(FaultKind::NameUnknown, host, &error.to_string())),
            Err(_) => Err(Fault::new(FaultKind::NameUnknown, host, "the resolver did not answer")),
        }
    }

    /// A connection to the first address that answers.
    pub async fn reach(&self, server: &Server, addresses: &[SocketAddr]) -> Result<TcpStream, Fault> {
        match timeout(STEP, TcpStream::connect(addresses)).await {
            Ok(Ok(tcp)) => {
                let _ = tcp.set_nodelay(true);
                Ok(tcp)
            }
            Ok(Err(error)) => {
                let kind = match error.kind() {
                    io::ErrorKind::TimedOut => FaultKind::TooSlow,
                    _ => FaultKind::PortClosed,
                };
                Err(Fault::new(kind, place(server), &error.to_string()))
            }
            Err(_) => Err(Fault::new(FaultKind::TooSlow, place(server), "")),
        }
    }

    /// The handshake, with a certificate that fits the server's name.
    pub async fn encrypt(&self, server: &Server, tcp: TcpStream) -> Result<TlsStream<TcpStream>, Fault> {
        let name = ServerName::try_from(server.host.clone())
            .map_err(|error| Fault::new(FaultKind::NameUnknown, server.host.as_str(), &error.to_string()))?;
        match timeout(STEP, TlsConnector::from(self.tls()).connect(name, tcp)).await {
            Ok(Ok(stream)) => Ok(TlsStream::Client(stream)),
            Ok(Err(error)) => Err(handshake_fault(server, &error)),
            Err(_) => Err(Fault::new(FaultKind::TooSlow, place(server), "TLS")),
        }
    }
}

/// `host:port`, for words.
pub fn place(server: &Server) -> String {
    format!("{}:{}", server.host, server.port)
}

/// What went wrong in a handshake.
pub fn handshake_fault(server: &Server, error: &io::Error) -> Fault {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let kind = match inner {
        Some(rustls::Error::InvalidCertificate(certificate)) => match certificate {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => FaultKind::CertificateExpired,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                FaultKind::CertificateOtherName
            }
            _ => FaultKind::CertificateUnknown,
        },
        Some(rustls::Error::InvalidMessage(_)) => FaultKind::OtherProtocol,
        Some(_) => FaultKind::EncryptionFailed,
        None => match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => FaultKind::ConnectionLost,
            _ => FaultKind::EncryptionFailed,
        },
    };
    let said = place(server);
    Fault::new(kind, said, &error.to_string())
}
