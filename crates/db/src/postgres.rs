//! PostgreSQL 15 or newer: blocking connections, TLS by `sslmode`, statements prepared once a connection.

use std::collections::HashMap;
use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use ::postgres::error::SqlState;
use ::postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use ::postgres::{Client, Config, NoTls, Statement, config::SslMode};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Error, Refusal, Row, Value};

/// Where and how to connect, read from a URL once.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    config: Config,
    tls: Option<Trust>,
}

/// Whom to believe on the other side (libpq's `sslmode`).
#[derive(Clone, Debug)]
enum Trust {
    /// `prefer`, `require`: encrypted, whoever it is.
    Anybody,
    /// `verify-ca`, `verify-full`: a certificate of these roots, for this host.
    Roots(Arc<RootCertStore>),
}

impl Target {
    pub(crate) fn of_url(url: &str) -> Result<Self, Error> {
        let (plain, mode, roots) = take_tls_words(url);
        let mut config: Config =
            plain.parse().map_err(|_| Error::Broken("the PostgreSQL URL cannot be read".to_owned()))?;
        let node = format!("riscontro {}", &kernel::id::secret()[..8]);
        config.connect_timeout(Duration::from_secs(5)).application_name(&node);
        let tls = match mode.as_str() {
            "disable" => {
                config.ssl_mode(SslMode::Disable);
                None
            }
            "allow" | "prefer" => {
                config.ssl_mode(SslMode::Prefer);
                Some(Trust::Anybody)
            }
            "require" => {
                config.ssl_mode(SslMode::Require);
                Some(Trust::Anybody)
            }
            "verify-ca" | "verify-full" => {
                config.ssl_mode(SslMode::Require);
                Some(Trust::Roots(Arc::new(root_store(roots.as_deref())?)))
            }
            other => {
                return Err(Error::Broken(format!(
                    "sslmode takes disable, prefer, require, verify-ca or verify-full, not {other}"
                )));
            }
        };
        Ok(Self { config, tls })
    }
}

/// Takes `sslmode` and `sslrootcert` out of a URL's query: the driver knows only part of them.
fn take_tls_words(url: &str) -> (String, String, Option<String>) {
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut mode, mut roots, mut left) = ("prefer".to_owned(), None, Vec::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslmode", value)) => mode = value.to_owned(),
            Some(("sslrootcert", value)) => roots = Some(value.replace("%2F", "/")),
            _ => left.push(pair),
        }
    }
    let plain = if left.is_empty() { base.to_owned() } else { format!("{base}?{}", left.join("&")) };
    (plain, mode, roots)
}

fn root_store(file: Option<&str>) -> Result<RootCertStore, Error> {
    let mut store = RootCertStore::empty();
    match file {
        None => store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(file) => {
            let unreadable =
                |error: &dyn std::fmt::Display| Error::Broken(format!("sslrootcert {file}: {error}"));
            for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))? {
                let certificate = certificate.map_err(|error| unreadable(&error))?;
                store.add(certificate).map_err(|error| unreadable(&error))?;
            }
        }
    }
    Ok(store)
}

/// Accepts whoever answers, as libpq's `require` does: against listeners, not against impostors.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
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

pub(crate) struct Postgres {
    client: Client,
    statements: HashMap<&'static str, Statement>,
}

impl Postgres {
    pub(crate) fn connect(target: &Target) -> Result<Self, Error> {
        let client = match &target.tls {
            None => target.config.connect(NoTls),
            Some(trust) => {
                let provider = Arc::new(ring::default_provider());
                let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
                    .with_safe_default_protocol_versions()
                    .map_err(|error| Error::Broken(error.to_string()))?;
                let config = match trust {
                    Trust::Anybody => builder
                        .dangerous()
                        .with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
                        .with_no_client_auth(),
                    Trust::Roots(roots) => {
                        builder.with_root_certificates(Arc::clone(roots)).with_no_client_auth()
                    }
                };
                target.config.connect(MakeRustlsConnect::new(config))
            }
        };
        let mut client = client.map_err(translate)?;
        client
            .batch_execute("set statement_timeout = '60s'; set idle_in_transaction_session_timeout = '60s'")
            .map_err(translate)?;
        Ok(Self { client, statements: HashMap::new() })
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.client.batch_execute(sql).map_err(translate)
    }

    pub(crate) fn execute<'v>(
        &mut self,
        sql: &'static str,
        values: impl Iterator<Item = &'v Value>,
    ) -> Result<u64, Error> {
        let statement = self.prepared(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = values.map(|value| value as _).collect();
        self.client.execute(&statement, &params).map_err(translate)
    }

    pub(crate) fn query<'v>(
        &mut self,
        sql: &'static str,
        values: impl Iterator<Item = &'v Value>,
    ) -> Result<Vec<Row>, Error> {
        let statement = self.prepared(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = values.map(|value| value as _).collect();
        let rows = self.client.query(&statement, &params).map_err(translate)?;
        rows.iter().map(read).collect()
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    fn prepared(&mut self, sql: &'static str) -> Result<Statement, Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&numbered(sql)).map_err(translate)?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }
}

/// `?1` of the portable dialect as PostgreSQL's `$1`.
fn numbered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql.chars().peekable();
    while let Some(c) = rest.next() {
        let parameter = c == '?' && rest.peek().is_some_and(char::is_ascii_digit);
        out.push(if parameter { '$' } else { c });
    }
    out
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) if *ty == Type::INT8 => value.to_sql(ty, out),
            Self::Int(value) if *ty == Type::INT4 => i32::try_from(*value)?.to_sql(ty, out),
            Self::Bool(value) if *ty == Type::BOOL => value.to_sql(ty, out),
            Self::Text(value) if <&str as ToSql>::accepts(ty) => value.as_str().to_sql(ty, out),
            Self::Bytes(value) if *ty == Type::BYTEA => value.as_slice().to_sql(ty, out),
            other => Err(format!("a {other:?} was bound where the query wants {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn read(row: &::postgres::Row) -> Result<Row, Error> {
    let columns = row.columns().iter().enumerate().map(|(at, column)| {
        let ty = column.type_();
        let value = if *ty == Type::INT8 {
            row.try_get::<_, Option<i64>>(at).map(Value::from)
        } else if *ty == Type::INT4 {
            row.try_get::<_, Option<i32>>(at).map(|value| Value::from(value.map(i64::from)))
        } else if *ty == Type::BOOL {
            row.try_get::<_, Option<bool>>(at).map(Value::from)
        } else if *ty == Type::BYTEA {
            row.try_get::<_, Option<Vec<u8>>>(at).map(Value::from)
        } else if *ty == Type::TEXT || *ty == Type::VARCHAR {
            row.try_get::<_, Option<String>>(at).map(Value::from)
        } else {
            return Err(Error::Broken(format!("a column has the type {ty}")));
        };
        value.map_err(translate)
    });
    Ok(Row::new(columns.collect::<Result<_, _>>()?))
}

fn translate(error: ::postgres::Error) -> Error {
    if let Some(found) = error.as_db_error() {
        let text = format!("{} ({})", found.message(), found.code().code());
        let code = found.code();
        return if *code == SqlState::UNIQUE_VIOLATION {
            Error::Refused { refusal: Refusal::Unique, text }
        } else if *code == SqlState::NOT_NULL_VIOLATION {
            Error::Refused { refusal: Refusal::NotNull, text }
        } else if code.code().starts_with("23") {
            Error::Refused { refusal: Refusal::Other, text }
        } else if ["08", "40", "53", "55", "57", "58", "25", "3D", "28"]
            .iter()
            .any(|class| code.code().starts_with(class))
        {
            Error::Unavailable(text)
        } else {
            Error::Broken(text)
        };
    }
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    let text = format!("{error}{cause}");
    match error.is_closed() || error.source().is_some_and(|cause| cause.is::<std::io::Error>()) {
        true => Error::Unavailable(text),
        false if text.contains("connect") || text.contains("communicating") => Error::Unavailable(text),
        false => Error::Broken(text),
    }
}
