//! PostgreSQL 15 or newer: connections that block, TLS by `sslmode`, statements prepared once a connection. What is only
//! written is sent without waiting for the answer, which is read with that of whatever comes next.

use std::collections::{HashMap, VecDeque};
use std::error::Error as _;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use tokio::runtime::Runtime;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls, Statement, config::SslMode};
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
    client: Arc<Client>,
    line: Line,
    statements: HashMap<&'static str, Statement>,
}

/// What is sent and what comes back: moved on only while somebody waits for an answer.
struct Line {
    runtime: Runtime,
    /// None once the server or the network ended it: what was under way then fails.
    traffic: Option<Running<()>>,
    /// Statements that were sent and whose answers were not read yet, in their order.
    under_way: VecDeque<Running<u64>>,
}

type Running<T> = Pin<Box<dyn Future<Output = Result<T, tokio_postgres::Error>> + Send>>;

/// Whether an earlier statement's failure is of interest to whoever waits for a later one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Earlier {
    Counts,
    /// It is being undone.
    IsForgotten,
}

impl Line {
    /// Waits for an answer and for all that were still to come before it; the first failure is the one that counts.
    fn wait<T>(
        &mut self,
        earlier: Earlier,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, tokio_postgres::Error> {
        let Self { runtime, traffic, under_way } = self;
        let mut answer = pin!(answer);
        let (mut failed, mut answered) = (None, None);
        runtime.block_on(poll_fn(|context| {
            // Before anything is read it is sent, together with what was written down before.
            if answered.is_none()
                && let Poll::Ready(done) = answer.as_mut().poll(context)
            {
                answered = Some(done);
            }
            if traffic.as_mut().is_some_and(|traffic| traffic.as_mut().poll(context).is_ready()) {
                *traffic = None;
            }
            while let Some(first) = under_way.front_mut() {
                match first.as_mut().poll(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Ok(_)) => {}
                    Poll::Ready(Err(error)) => failed = failed.take().or(Some(error)),
                }
                under_way.pop_front();
            }
            if answered.is_none()
                && let Poll::Ready(done) = answer.as_mut().poll(context)
            {
                answered = Some(done);
            }
            match answered.take() {
                Some(done) => Poll::Ready(match failed.take() {
                    Some(error) if earlier == Earlier::Counts => Err(error),
                    Some(_) | None => done,
                }),
                None => Poll::Pending,
            }
        }))
    }
}

impl Postgres {
    pub(crate) fn connect(target: &Target) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        let (client, traffic): (_, Running<()>) = match &target.tls {
            None => {
                let opened = runtime.block_on(target.config.connect(NoTls)).map_err(translate)?;
                (opened.0, Box::pin(opened.1))
            }
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
                let tls = MakeRustlsConnect::new(config);
                let opened = runtime.block_on(target.config.connect(tls)).map_err(translate)?;
                (opened.0, Box::pin(opened.1))
            }
        };
        let line = Line { runtime, traffic: Some(traffic), under_way: VecDeque::new() };
        let mut connection = Self { client: Arc::new(client), line, statements: HashMap::new() };
        connection.batch("set statement_timeout = '60s'; set idle_in_transaction_session_timeout = '60s'")?;
        Ok(connection)
    }

    /// Statements without values. What is rolled back has no failures of interest.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Error> {
        let earlier = if sql.starts_with("rollback") { Earlier::IsForgotten } else { Earlier::Counts };
        self.line.wait(earlier, self.client.batch_execute(sql)).map_err(translate)
    }

    pub(crate) fn execute<'v>(
        &mut self,
        sql: &'static str,
        values: impl Iterator<Item = &'v Value>,
    ) -> Result<u64, Error> {
        let statement = self.prepared(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = values.map(|value| value as _).collect();
        self.line.wait(Earlier::Counts, self.client.execute(&statement, &params)).map_err(translate)
    }

    /// Sends a statement whose outcome is said with that of the next one.
    pub(crate) fn put<'v>(
        &mut self,
        sql: &'static str,
        values: impl Iterator<Item = &'v Value>,
    ) -> Result<(), Error> {
        let statement = self.prepared(sql)?;
        let (client, values): (_, Vec<Value>) = (Arc::clone(&self.client), values.cloned().collect());
        let mut running: Running<u64> =
            Box::pin(async move { client.execute_raw(&statement, values.iter()).await });
        match running.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => done.map(|_| ()).map_err(translate),
            Poll::Pending => {
                self.line.under_way.push_back(running);
                Ok(())
            }
        }
    }

    /// Waits until everything that was sent is answered.
    pub(crate) fn settle(&mut self) -> Result<(), Error> {
        match self.line.under_way.is_empty() {
            true => Ok(()),
            false => self.line.wait(Earlier::Counts, std::future::ready(Ok(()))).map_err(translate),
        }
    }

    pub(crate) fn query<'v>(
        &mut self,
        sql: &'static str,
        values: impl Iterator<Item = &'v Value>,
    ) -> Result<Vec<Row>, Error> {
        let statement = self.prepared(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = values.map(|value| value as _).collect();
        let rows =
            self.line.wait(Earlier::Counts, self.client.query(&statement, &params)).map_err(translate)?;
        rows.iter().map(read).collect()
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.line.traffic.is_none() || self.client.is_closed()
    }

    fn prepared(&mut self, sql: &'static str) -> Result<Statement, Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let text = numbered(sql);
        let statement = self.line.wait(Earlier::Counts, self.client.prepare(&text)).map_err(translate)?;
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

fn read(row: &tokio_postgres::Row) -> Result<Row, Error> {
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

fn translate(error: tokio_postgres::Error) -> Error {
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
