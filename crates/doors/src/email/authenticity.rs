//! Whether a mail is from whom it says: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489), by a check of our own
//! against DNS or by what a trusted front server wrote.
//!
//! The question asked for the product's sake is narrow: may this mail stand in somebody's conversation without a
//! warning? [`Verdicts::is_suspicious`] answers it. It says yes only where the domain in `From` denies the sender
//! itself (its DMARC fails, or without DMARC its own SPF does and no signature of it vouches), or where `From` names
//! several domains, so that none of them answers. A domain that publishes nothing cannot deny anything.

mod header;
mod records;

use std::borrow::Cow;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use kernel::address;
use mail_auth::common::verify::VerifySignature;
use mail_auth::dkim::DkimError;
use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::hickory_resolver::config::{NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts};
use mail_auth::hickory_resolver::system_conf::read_system_conf;
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{
    AuthenticatedMessage, DkimOutput, DkimResult, DmarcResult, DnsError, Error, MessageAuthenticator,
    SpfOutput, SpfResult,
};
use serde_json::json;
use tokio::time::{Instant, timeout_at};

pub use records::records;

/// All the time one message's check may take, DNS included (the contract's bound).
const CHECK_TIME: Duration = Duration::from_secs(2);
/// One question to one name server.
const QUESTION_TIME: Duration = Duration::from_millis(900);
/// How long nothing is asked of a name server that gave no answer at all.
const QUIET_TIME: Duration = Duration::from_secs(15);
/// Answers kept until they expire, for all messages together.
const ANSWERS_KEPT: u64 = 2_048;
/// Signatures looked at; people's mail has one or two, forwarded mail a few more.
const SIGNATURES: usize = 5;
/// Header bytes and fields that are walked over.
const HEADER_BYTES: usize = 1 << 20;
const HEADER_FIELDS: usize = 5_000;
/// Our own hops before the client's address is looked for no further.
const OWN_HOPS: usize = 5;

/// Who answers for DNS.
#[derive(Clone)]
pub struct Resolver {
    dns: Option<Arc<Dns>>,
}

struct Dns {
    authenticator: MessageAuthenticator,
    /// Until when it is not asked, because it was away a moment ago.
    quiet_until: Mutex<Option<Instant>>,
    probes: AtomicU64,
}

impl Dns {
    fn is_quiet(&self) -> bool {
        let until = self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| Instant::now() < until)
    }

    /// Asks for a name no sender chose: when even that has no answer, the network is away, and the mails of the
    /// next moments need not wait for it. (A sender's own slow name server must not silence us for others.)
    async fn probe(&self) {
        let name = format!("q{}.example.com", self.probes.fetch_add(1, Ordering::Relaxed));
        let asked = timeout_at(Instant::now() + QUESTION_TIME, self.authenticator.txt_raw_lookup(name)).await;
        let away = match asked {
            Ok(Ok(_) | Err(Error::Dns(DnsError::RecordNotFound(_)))) => false,
            Ok(Err(_)) | Err(_) => true,
        };
        let until = away.then(|| Instant::now() + QUIET_TIME);
        *self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }
}

impl Resolver {
    /// No network: [`check`] answers at once with [`Source::Off`].
    pub fn off() -> Self {
        Self { dns: None }
    }

    /// Whether [`check`] may have to wait for the network.
    pub fn asks(&self) -> bool {
        self.dns.is_some()
    }

    /// The machine's own name servers (`/etc/resolv.conf`). Where it names none, nothing is checked.
    pub fn system() -> Self {
        match read_system_conf() {
            Ok((config, options)) => Self::of(config, options),
            Err(error) => {
                tracing::warn!(%error, "no name server is configured: senders are not checked");
                Self::off()
            }
        }
    }

    /// The name server at this address, over UDP and TCP.
    pub fn at(address: SocketAddr) -> Self {
        let mut server = NameServerConfig::udp_and_tcp(address.ip());
        for connection in &mut server.connections {
            connection.port = address.port();
        }
        Self::of(ResolverConfig::from_parts(None, Vec::new(), vec![server]), ResolverOpts::default())
    }

    fn of(config: ResolverConfig, mut options: ResolverOpts) -> Self {
        options.timeout = QUESTION_TIME;
        options.attempts = 1;
        options.cache_size = ANSWERS_KEPT;
        // What names the mail world knows is not written in a file of this machine.
        options.use_hosts_file = ResolveHosts::Never;
        match MessageAuthenticator::new(config, options) {
            Ok(authenticator) => {
                let dns = Dns { authenticator, quiet_until: Mutex::new(None), probes: AtomicU64::new(0) };
                Self { dns: Some(Arc::new(dns)) }
            }
            Err(error) => {
                tracing::warn!(%error, "the name server cannot be used: senders are not checked");
                Self::off()
            }
        }
    }
}

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.dns.is_some() { "Resolver(on)" } else { "Resolver(off)" })
    }
}

/// One result, in the words of RFC 8601 section 2.7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Pass,
    Fail,
    SoftFail,
    Neutral,
    None,
    TempError,
    PermError,
}

impl Outcome {
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::SoftFail => "softfail",
            Self::Neutral => "neutral",
            Self::None => "none",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
        }
    }
}

/// Where the verdicts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    OwnCheck,
    /// The name (`authserv-id`) of the front server that wrote them.
    TrustedHeader(String),
    Off,
}

/// What is known of a sender's authenticity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdicts {
    pub spf: Outcome,
    pub dkim: Outcome,
    pub dmarc: Outcome,
    pub source: Source,
    /// SPF or a signature passed for the domain in `From`, or for one above or below it.
    pub aligned: bool,
    /// Without DMARC: the domain in `From` itself refuses the sending server, or `From` names several domains.
    pub denied: bool,
}

impl Verdicts {
    fn nothing(source: Source) -> Self {
        let none = Outcome::None;
        Self { spf: none, dkim: none, dmarc: none, source, aligned: false, denied: false }
    }

    /// What the trusted front server wrote (RFC 8601). Of the `Authentication-Results` headers (topmost first,
    /// unfolded) only the topmost with the name of the trusted server counts: it stands above all that came with the
    /// mail, and what stands below may have been brought along by the sender.
    pub fn from_trusted_header(headers: &[String], trusted: &str) -> Option<Self> {
        headers.iter().take(50).find_map(|value| header::read(value, trusted))
    }

    /// Whether the mail may not stand in a conversation without a warning: its sender's own domain denies it.
    pub fn is_suspicious(&self) -> bool {
        self.dmarc == Outcome::Fail || self.denied
    }

    /// JSON `{"spf","dkim","dmarc","aligned","source"}`, the contract's `authentication`.
    pub fn to_json(&self) -> String {
        let source = match &self.source {
            Source::OwnCheck => "own_check",
            Source::TrustedHeader(server) => server,
            Source::Off => "off",
        };
        json!({
            "spf": self.spf.name(),
            "dkim": self.dkim.name(),
            "dmarc": self.dmarc.name(),
            "aligned": self.aligned,
            "source": source,
        })
        .to_string()
    }
}

/// Checks a mail within two seconds; what DNS did not answer in time is `temperror`. While the name server is away
/// altogether, mails do not wait for it.
///
/// `remote` and `helo` are the SMTP client's, `envelope_from` is empty for `<>`. When the client is a machine of our
/// own network (a front server), the address it took the mail from is judged: it is in the `Received` on top.
pub async fn check(dns: &Resolver, raw: &[u8], remote: IpAddr, helo: &str, envelope_from: &str) -> Verdicts {
    let Some(dns) = &dns.dns else { return Verdicts::nothing(Source::Off) };
    if dns.is_quiet() {
        let unknown = Outcome::TempError;
        return Verdicts { spf: unknown, dkim: unknown, dmarc: unknown, ..Verdicts::nothing(Source::OwnCheck) };
    }
    let until = Instant::now() + CHECK_TIME;
    let verdicts = judge(&dns.authenticator, raw, remote, helo, envelope_from, until).await;
    if Instant::now() >= until {
        let dns = Arc::clone(dns);
        tokio::spawn(async move { dns.probe().await });
    }
    verdicts
}

async fn judge(
    dns: &MessageAuthenticator,
    raw: &[u8],
    remote: IpAddr,
    helo: &str,
    envelope_from: &str,
    until: Instant,
) -> Verdicts {
    let (client, helo) = client(raw, remote.to_canonical(), helo);
    let bounded = with_few_signatures(raw);
    let Some(message) = AuthenticatedMessage::parse(&bounded) else {
        let spf = spf(dns, client, &helo, envelope_from, until).await;
        return Verdicts { spf: spf_outcome(spf.result()), ..Verdicts::nothing(Source::OwnCheck) };
    };
    let (spf, dkim) = tokio::join!(
        spf(dns, client, &helo, envelope_from, until),
        timeout_at(until, dns.verify_dkim(&message))
    );
    let (dkim, dkim_outcome) = match dkim {
        Ok(outputs) => {
            let outcome = dkim_outcome(&outputs);
            (outputs, outcome)
        }
        Err(_) => (Vec::new(), Outcome::TempError),
    };
    let mut authors: Vec<String> = message.froms().iter().map(|from| address::domain(from)).collect();
    authors.retain(|domain| !domain.is_empty());
    authors.dedup();
    let author = authors.first().map(String::as_str).unwrap_or_default();
    let mail_from = match address::domain(envelope_from) {
        domain if domain.is_empty() => helo.to_lowercase(),
        domain => domain,
    };
    let dmarc = dmarc(dns, &message, &dkim, &spf, &mail_from, until).await;
    // Without an answer on the signatures DMARC cannot have failed.
    let dmarc =
        if dkim_outcome == Outcome::TempError && dmarc == Outcome::Fail { Outcome::TempError } else { dmarc };
    let signed = dkim.iter().any(|output| {
        let signer = output.signature().map(|signature| signature.domain());
        *output.result() == DkimResult::Pass && signer.is_some_and(|signer| related(signer, author))
    });
    let spf_aligned = spf.result() == SpfResult::Pass && related(&mail_from, author);
    let aligned = dmarc == Outcome::Pass || signed || spf_aligned;
    let several = authors.len() > 1;
    let denied = several
        || !aligned
            && dmarc == Outcome::None
            && dkim_outcome != Outcome::TempError
            && !author.is_empty()
            && author_refuses(dns, client, &helo, author, &mail_from, &spf, until).await;
    Verdicts {
        spf: spf_outcome(spf.result()),
        dkim: dkim_outcome,
        dmarc,
        source: Source::OwnCheck,
        aligned,
        denied,
    }
}

async fn spf(
    dns: &MessageAuthenticator,
    client: IpAddr,
    helo: &str,
    sender: &str,
    until: Instant,
) -> SpfOutput {
    let parameters = SpfParameters::verify(client, helo, "localhost", sender);
    timeout_at(until, dns.verify_spf(parameters))
        .await
        .unwrap_or_else(|_| SpfOutput::new(address::domain(sender)).with_result(SpfResult::TempError))
}

async fn dmarc(
    dns: &MessageAuthenticator,
    message: &AuthenticatedMessage<'_>,
    dkim: &[DkimOutput<'_>],
    spf: &SpfOutput,
    mail_from: &str,
    until: Instant,
) -> Outcome {
    let parameters = DmarcParameters::new(message, dkim, mail_from, spf);
    match timeout_at(until, dns.verify_dmarc(parameters)).await.map(|output| output.result()) {
        Ok(DmarcResult::Pass) => Outcome::Pass,
        Ok(DmarcResult::Fail(_)) => Outcome::Fail,
        Ok(DmarcResult::PermError(_)) => Outcome::PermError,
        Ok(DmarcResult::None) => Outcome::None,
        Ok(DmarcResult::TempError(_)) | Err(_) => Outcome::TempError,
    }
}

/// Whether the SPF record of the domain in `From` refuses the sending server. Who writes in its name under an
/// envelope of another domain passes SPF there; that says nothing of the name people read.
async fn author_refuses(
    dns: &MessageAuthenticator,
    client: IpAddr,
    helo: &str,
    author: &str,
    mail_from: &str,
    spf: &SpfOutput,
    until: Instant,
) -> bool {
    if author == mail_from {
        return spf.result() == SpfResult::Fail;
    }
    let postmaster = format!("postmaster@{author}");
    let parameters = SpfParameters::verify_mail_from(client, helo, "localhost", &postmaster);
    timeout_at(until, dns.verify_spf(parameters)).await.is_ok_and(|output| output.result() == SpfResult::Fail)
}

fn spf_outcome(result: SpfResult) -> Outcome {
    match result {
        SpfResult::Pass => Outcome::Pass,
        SpfResult::Fail => Outcome::Fail,
        SpfResult::SoftFail => Outcome::SoftFail,
        SpfResult::Neutral => Outcome::Neutral,
        SpfResult::None => Outcome::None,
        SpfResult::TempError => Outcome::TempError,
        SpfResult::PermError => Outcome::PermError,
    }
}

/// One word for all signatures: a good one counts whatever the others are, then the worst that is certain.
fn dkim_outcome(outputs: &[DkimOutput<'_>]) -> Outcome {
    let outcomes: Vec<Outcome> = outputs
        .iter()
        .map(|output| match output.result() {
            DkimResult::Pass => Outcome::Pass,
            // The library is milder than RFC 8601: text that was changed does not verify.
            DkimResult::Fail(_) | DkimResult::Neutral(Error::Dkim(DkimError::FailedBodyHashMatch)) => {
                Outcome::Fail
            }
            DkimResult::Neutral(_) => Outcome::Neutral,
            DkimResult::TempError(_) => Outcome::TempError,
            DkimResult::PermError(_) => Outcome::PermError,
            DkimResult::None => Outcome::None,
        })
        .collect();
    [Outcome::Pass, Outcome::Fail, Outcome::TempError, Outcome::PermError, Outcome::Neutral]
        .into_iter()
        .find(|outcome| outcomes.contains(outcome))
        .unwrap_or(Outcome::None)
}

/// Relaxed alignment without a list of public suffixes: the same domain, or one below the other.
fn related(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim_end_matches('.').to_lowercase(), other.trim_end_matches('.').to_lowercase());
    let below =
        |low: &str, high: &str| high.contains('.') && low.strip_suffix(high).is_some_and(|s| s.ends_with('.'));
    !one.is_empty() && (one == other || below(&one, &other) || below(&other, &one))
}

/// A header field as it stands in the mail.
struct Field<'a> {
    name: &'a [u8],
    value: &'a [u8],
    /// The whole field, its line end included.
    bytes: &'a [u8],
}

/// The header fields on top of a mail, as many as we walk over.
fn fields(raw: &[u8]) -> Vec<Field<'_>> {
    let head = &raw[..raw.len().min(HEADER_BYTES)];
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut at = 0;
    while at < head.len() && fields.len() < HEADER_FIELDS {
        let begin = at;
        loop {
            at = head[at..].iter().position(|byte| *byte == b'\n').map_or(head.len(), |end| at + end + 1);
            if !matches!(head.get(at), Some(b' ' | b'\t')) {
                break;
            }
        }
        let bytes = &head[begin..at];
        if bytes.trim_ascii().is_empty() {
            break;
        }
        let (name, value) = match bytes.iter().position(|byte| *byte == b':') {
            Some(colon) => (bytes[..colon].trim_ascii(), bytes[colon + 1..].trim_ascii()),
            None => (&bytes[..0], bytes),
        };
        fields.push(Field { name, value, bytes });
    }
    fields
}

/// The mail with its first few signatures only, so that nobody makes us ask DNS a thousand questions. Signatures are
/// as a rule not signed by others, so the ones kept stay good.
fn with_few_signatures(raw: &[u8]) -> Cow<'_, [u8]> {
    let fields = fields(raw);
    let is_signature = |field: &Field<'_>| {
        ["dkim-signature", "dkim2-signature"]
            .iter()
            .any(|name| field.name.eq_ignore_ascii_case(name.as_bytes()))
    };
    if fields.iter().filter(|field| is_signature(field)).count() <= SIGNATURES && fields.len() < HEADER_FIELDS {
        return Cow::Borrowed(raw);
    }
    let walked: usize = fields.iter().map(|field| field.bytes.len()).sum();
    let mut few = Vec::with_capacity(raw.len());
    let mut signatures = 0;
    for field in &fields {
        if is_signature(field) {
            signatures += 1;
            if signatures > SIGNATURES {
                continue;
            }
        }
        few.extend_from_slice(field.bytes);
    }
    // Beyond what is walked over no header counts; the body begins.
    if fields.len() == HEADER_FIELDS {
        few.extend_from_slice(b"\r\n");
    }
    few.extend_from_slice(&raw[walked..]);
    Cow::Owned(few)
}

/// The address and name of the outermost machine that gave us the mail: while the one before us is of our own network,
/// the `Received` it wrote tells the next.
fn client<'a>(raw: &[u8], remote: IpAddr, helo: &'a str) -> (IpAddr, Cow<'a, str>) {
    let mut client = (remote, Cow::Borrowed(helo));
    if !is_ours(remote) {
        return client;
    }
    let fields = fields(raw);
    let received = fields.iter().filter(|field| field.name.eq_ignore_ascii_case(b"received")).take(OWN_HOPS);
    for field in received {
        let Some((address, name)) = sender_in(&String::from_utf8_lossy(field.value)) else { break };
        let ours = is_ours(address);
        if !ours {
            client = (address, Cow::Owned(name));
            break;
        }
    }
    client
}

/// Loopback and private networks: only machines of the house have such addresses.
fn is_ours(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local() || v4.is_unspecified(),
        IpAddr::V6(v6) => {
            v6.is_loopback() || v6.is_unspecified() || v6.is_unique_local() || v6.is_unicast_link_local()
        }
    }
}

/// `from mx.example.it (mx.example.it [192.0.2.1]) by …`: the address and the name given in EHLO.
fn sender_in(received: &str) -> Option<(IpAddr, String)> {
    let from = received.trim_start().strip_prefix("from ")?;
    let from = &from[..from.find(" by ").unwrap_or(from.len())];
    let name = from.split_whitespace().next()?.chars().take(255).collect();
    let address = from.split('[').skip(1).find_map(|rest| {
        let literal = rest.split(']').next()?;
        literal.trim_start_matches("IPv6:").parse::<IpAddr>().ok()
    })?;
    Some((address.to_canonical(), name))
}
