//! The relay's address as an operator writes it.

use std::path::PathBuf;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use spine::mailbox::{Connect, Credential, Encryption, Fault, FaultKind, Server, Submission};

use crate::sockets::dial::Dialler;

/// Why a relay's address cannot be used. None of these shows any part of it: a slip of the pen could put the
/// password anywhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RelayUrlFault {
    #[error("smtp_relay_url must begin with smtp:// or smtps://")]
    Scheme,
    #[error("smtp_relay_url must name a host, as in smtp://user:password@host:port")]
    Host,
    #[error(
        "the port in smtp_relay_url must be a number from 1 to 65535 (write @ and : of a password as %40 and %3A)"
    )]
    Port,
    #[error("smtp_relay_url names a user without a password, or a password without a user")]
    Credentials,
    #[error("the options of smtp_relay_url are tls=none|opportunistic|required, ca=FILE and name=HOST")]
    Option,
    #[error("smtps:// is always encrypted: leave tls out of smtp_relay_url, or write smtp://")]
    AlwaysEncrypted,
    #[error(
        "smtp_relay_url has a password, which tls=opportunistic might show: write tls=required, or tls=none to accept that"
    )]
    OpportunisticPassword,
    #[error("ca in smtp_relay_url: {0}")]
    Authorities(String),
}

/// When the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Security {
    /// Never.
    Clear,
    /// After STARTTLS if the relay offers it, whatever certificate it shows (RFC 7435).
    IfOffered,
    /// After STARTTLS, or not at all.
    Demanded,
    /// From the first byte (RFC 8314).
    FromTheStart,
}

pub(super) struct Credentials {
    pub(super) user: String,
    /// A password, or (`is_token`) an access token for XOAUTH2.
    pub(super) password: String,
    pub(super) is_token: bool,
}

pub(super) struct Hop {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) security: Security,
    pub(super) credentials: Option<Credentials>,
    /// Said in EHLO; without it the address of the connection is.
    pub(super) name: Option<String>,
    pub(super) server_name: ServerName<'static>,
    pub(super) tls: Arc<ClientConfig>,
    /// The place was named by a person in the console: it is only connected to where the operator allows it.
    pub(super) guard: Option<Dialler>,
}

impl Hop {
    /// Where the answers of a mailbox are handed in; `token` signs in where the mailbox has no password.
    ///
    /// # Errors
    /// A host that is none.
    pub(super) fn of_mailbox(
        dialler: &Dialler,
        connect: &Connect,
        smtp: &Submission,
        token: Option<&str>,
    ) -> Result<Self, Fault> {
        let server = &smtp.server;
        let credentials = match (&smtp.user, &connect.credential, token) {
            (Some(user), _, _) => {
                Credentials { user: user.clone(), password: smtp.password.expose().to_owned(), is_token: false }
            }
            (None, Credential::Password(password), _) => Credentials {
                user: connect.user.clone(),
                password: password.expose().to_owned(),
                is_token: false,
            },
            (None, Credential::Token(_), token) => Credentials {
                user: connect.user.clone(),
                password: token.unwrap_or_default().to_owned(),
                is_token: true,
            },
        };
        let server_name = ServerName::try_from(server.host.clone())
            .map_err(|error| Fault::new(FaultKind::NameUnknown, server.host.as_str(), &error.to_string()))?;
        Ok(Self {
            host: server.host.clone(),
            port: server.port,
            security: match server.encryption {
                Encryption::Tls => Security::FromTheStart,
                Encryption::StartTls => Security::Demanded,
                Encryption::None => Security::Clear,
            },
            credentials: Some(credentials),
            name: None,
            server_name,
            tls: dialler.tls(),
            guard: Some(dialler.clone()),
        })
    }

    /// The place, as the mailbox's owner wrote it.
    pub(super) fn server(&self) -> Server {
        let encryption = match self.security {
            Security::FromTheStart => Encryption::Tls,
            Security::Demanded | Security::IfOffered => Encryption::StartTls,
            Security::Clear => Encryption::None,
        };
        Server { host: self.host.clone(), port: self.port, encryption }
    }
}

pub(super) fn read(url: &str) -> Result<Hop, RelayUrlFault> {
    let (scheme, rest) = url.trim().split_once("://").ok_or(RelayUrlFault::Scheme)?;
    let encrypted = match scheme.to_ascii_lowercase().as_str() {
        "smtp" => false,
        "smtps" => true,
        _ => return Err(RelayUrlFault::Scheme),
    };
    // The last @ divides: a password may have been written with one in it.
    let (credentials, place) = match rest.rsplit_once('@') {
        Some((identity, place)) => (Some(credentials(identity)?), place),
        None => (None, rest),
    };
    let (place, options) = place.split_once('?').unwrap_or((place, ""));
    let (host, port) = host_and_port(place.trim_end_matches('/'))?;
    let options = Options::read(options)?;
    let security = match (encrypted, options.tls, credentials.is_some()) {
        (true, None, _) => Security::FromTheStart,
        (true, Some(_), _) => return Err(RelayUrlFault::AlwaysEncrypted),
        (false, Some(Security::IfOffered), true) => return Err(RelayUrlFault::OpportunisticPassword),
        (false, Some(security), _) => security,
        (false, None, true) => Security::Demanded,
        (false, None, false) => Security::IfOffered,
    };
    let port = port.unwrap_or(match (encrypted, credentials.is_some()) {
        (true, _) => 465,
        (false, true) => 587,
        (false, false) => 25,
    });
    let server_name = ServerName::try_from(host.clone()).map_err(|_| RelayUrlFault::Host)?;
    let tls = client_config(security, options.ca)?;
    Ok(Hop { host, port, security, credentials, name: options.name, server_name, tls, guard: None })
}

fn credentials(identity: &str) -> Result<Credentials, RelayUrlFault> {
    let (user, password) = identity.split_once(':').ok_or(RelayUrlFault::Credentials)?;
    if user.is_empty() || password.is_empty() {
        return Err(RelayUrlFault::Credentials);
    }
    Ok(Credentials { user: decoded(user), password: decoded(password), is_token: false })
}

fn host_and_port(place: &str) -> Result<(String, Option<u16>), RelayUrlFault> {
    let (host, port) = match place.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']').ok_or(RelayUrlFault::Host)?;
            (host, after.strip_prefix(':').or(after.is_empty().then_some("")).ok_or(RelayUrlFault::Port)?)
        }
        None => place.split_once(':').unwrap_or((place, "")),
    };
    let port = match port {
        "" => None,
        port => Some(port.parse().ok().filter(|port| *port > 0).ok_or(RelayUrlFault::Port)?),
    };
    match host {
        "" => Err(RelayUrlFault::Host),
        host => Ok((host.to_owned(), port)),
    }
}

#[derive(Default)]
struct Options {
    tls: Option<Security>,
    ca: Option<PathBuf>,
    name: Option<String>,
}

impl Options {
    fn read(text: &str) -> Result<Options, RelayUrlFault> {
        let mut options = Options::default();
        for option in text.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("tls", "none")) => options.tls = Some(Security::Clear),
                Some(("tls", "opportunistic")) => options.tls = Some(Security::IfOffered),
                Some(("tls", "required")) => options.tls = Some(Security::Demanded),
                Some(("ca", file)) if !file.is_empty() => options.ca = Some(decoded(file).into()),
                Some(("name", name)) if is_host_name(name) => options.name = Some(name.to_owned()),
                _ => return Err(RelayUrlFault::Option),
            }
        }
        Ok(options)
    }
}

fn is_host_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_[]:".contains(&byte))
}

/// Takes `%40` and its like back. A `%` that begins no such thing is taken as it stands.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn client_config(security: Security, ca: Option<PathBuf>) -> Result<Arc<ClientConfig>, RelayUrlFault> {
    let unfit = |error: &dyn std::fmt::Display| RelayUrlFault::Authorities(error.to_string());
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| unfit(&error))?;
    let builder = match (security, ca) {
        (Security::IfOffered, None) => {
            builder.dangerous().with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
        }
        (_, ca) => {
            let mut roots = RootCertStore::empty();
            match ca {
                Some(file) => {
                    for certificate in CertificateDer::pem_file_iter(&file).map_err(|error| unfit(&error))? {
                        let certificate = certificate.map_err(|error| unfit(&error))?;
                        roots.add(certificate).map_err(|error| unfit(&error))?;
                    }
                    if roots.is_empty() {
                        return Err(unfit(&"no certificate in the file"));
                    }
                }
                None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
            }
            builder.with_root_certificates(roots)
        }
    };
    Ok(Arc::new(builder.with_no_client_auth()))
}

/// Encryption against listeners only: without a password to protect, any certificate is better than none (RFC 7435).
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn good(url: &str, place: &str, security: Security, identity: Option<(&str, &str)>) {
        match read(url) {
            Ok(hop) => {
                assert_eq!(format!("{} {}", hop.host, hop.port), place);
                assert_eq!(hop.security, security);
                let read = hop.credentials.as_ref().map(|known| (known.user.as_str(), known.password.as_str()));
                assert_eq!(read, identity);
            }
            Err(fault) => panic!("{url}: {fault}"),
        }
    }

    #[track_caller]
    fn bad(url: &str, expected: RelayUrlFault) {
        match read(url) {
            Ok(_) => panic!("{url} was read"),
            Err(fault) => {
                assert_eq!(fault, expected, "{url}");
                assert!(!fault.to_string().contains("geheim") && !fault.to_string().contains('\n'));
            }
        }
    }

    #[test]
    fn relays_are_read_as_operators_write_them() {
        good("smtp://mail.example.it", "mail.example.it 25", Security::IfOffered, None);
        good("smtp://127.0.0.1:1025?tls=none", "127.0.0.1 1025", Security::Clear, None);
        good("SMTP://[::1]:1025/", "::1 1025", Security::IfOffered, None);
        good("smtps://u:p@mail.example.it", "mail.example.it 465", Security::FromTheStart, Some(("u", "p")));
        good("smtp://u:p@mail.example.it", "mail.example.it 587", Security::Demanded, Some(("u", "p")));
        good("smtp://u:p@h:2525?tls=none&name=desk.example.it", "h 2525", Security::Clear, Some(("u", "p")));
        good("smtp://h?tls=required", "h 25", Security::Demanded, None);
        good("smtp://a%40b.it:p%3Aq%25%2F@h", "h 587", Security::Demanded, Some(("a@b.it", "p:q%/")));
        good("smtp://a@b.it:p@q?r/5%x@h", "h 587", Security::Demanded, Some(("a@b.it", "p@q?r/5%x")));
    }

    #[test]
    fn what_is_wrong_is_said_without_the_password() {
        bad("mail.example.it:25", RelayUrlFault::Scheme);
        bad("http://mail.example.it", RelayUrlFault::Scheme);
        bad("smtp://", RelayUrlFault::Host);
        bad("smtp://u:geheim@", RelayUrlFault::Host);
        bad("smtp://u:geheim@a b", RelayUrlFault::Host);
        bad("smtp://u:geheim", RelayUrlFault::Port);
        bad("smtp://h:0", RelayUrlFault::Port);
        bad("smtp://h:70000", RelayUrlFault::Port);
        bad("smtp://geheim@h", RelayUrlFault::Credentials);
        bad("smtp://:geheim@h", RelayUrlFault::Credentials);
        bad("smtp://h?tls=maybe", RelayUrlFault::Option);
        bad("smtp://h?geheim", RelayUrlFault::Option);
        bad("smtp://h?name=a%0D%0A", RelayUrlFault::Option);
        bad("smtps://h?tls=none", RelayUrlFault::AlwaysEncrypted);
        bad("smtp://u:geheim@h?tls=opportunistic", RelayUrlFault::OpportunisticPassword);
        assert!(matches!(read("smtp://h?ca=/nowhere/ca.pem"), Err(RelayUrlFault::Authorities(_))));
    }
}
