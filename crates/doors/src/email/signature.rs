//! Signing what leaves (DKIM, RFC 6376; Ed25519 in RFC 8463), with keys made here.

use mail_auth::common::crypto::{DkimKey, Ed25519Key, RsaKey, Sha256};
use mail_auth::common::headers::HeaderWriter;
use mail_auth::dkim::generate::DkimKeyPair;
use mail_auth::dkim::{Canonicalization, DkimSigner};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer};

/// How a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA of 2,048 bits: what every receiver checks.
    Rsa,
    /// Short and strong; many receivers pass over it still.
    Ed25519,
}

impl Algorithm {
    pub const ALL: [Self; 2] = [Self::Rsa, Self::Ed25519];

    /// As in the `k=` of a key's record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }
}

/// A pair of keys just made.
pub struct Pair {
    /// PKCS#1 (RSA) or PKCS#8 (Ed25519), DER; a secret.
    pub private: Vec<u8>,
    /// The `p=` of the record.
    pub public: String,
}

/// A key that signs for a domain.
pub struct Signer {
    domain: String,
    selector: String,
    key: DkimKey,
}

/// The headers a signature covers where they stand (RFC 6376 section 5.4.1).
const COVERED: [&str; 14] = [
    "From",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Auto-Submitted",
    "List-Unsubscribe",
];

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signing key cannot be used: {0}")]
pub struct Unusable(String);

fn unusable(error: impl std::fmt::Display) -> Unusable {
    Unusable(error.to_string())
}

/// Makes a pair of keys; RSA takes a second or so.
///
/// # Errors
/// A system without random bytes.
pub fn generate(algorithm: Algorithm) -> Result<Pair, Unusable> {
    let pair = match algorithm {
        Algorithm::Rsa => DkimKeyPair::generate_rsa(2_048),
        Algorithm::Ed25519 => DkimKeyPair::generate_ed25519(),
    };
    let (private, public) = pair.map_err(unusable)?.into_inner();
    let public = match algorithm {
        Algorithm::Rsa => subject_public_key(&public),
        Algorithm::Ed25519 => public,
    };
    Ok(Pair { private, public: wire::rebuilt::to_base64(&public) })
}

/// The text of a key's record, to be put at `SELECTOR._domainkey.DOMAIN`.
pub fn record(algorithm: Algorithm, public: &str) -> String {
    format!("v=DKIM1; k={}; p={public}", algorithm.name())
}

impl Signer {
    /// # Errors
    /// Bytes that are no key of that kind.
    pub fn new(domain: &str, selector: &str, algorithm: Algorithm, private: &[u8]) -> Result<Self, Unusable> {
        let key: DkimKey = match algorithm {
            Algorithm::Rsa => {
                let der = PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(private));
                RsaKey::<Sha256>::from_key_der(der).map_err(unusable)?.into()
            }
            Algorithm::Ed25519 => Ed25519Key::from_pkcs8_der(private).map_err(unusable)?.into(),
        };
        Ok(Self { domain: domain.to_owned(), selector: selector.to_owned(), key })
    }

    /// The mail with this signature in front.
    ///
    /// # Errors
    /// A mail without headers.
    pub fn sign(self, raw: &[u8]) -> Result<Vec<u8>, Unusable> {
        let signature = DkimSigner::from_key(self.key)
            .domain(self.domain)
            .selector(self.selector)
            .headers(COVERED)
            .header_canonicalization(Canonicalization::Relaxed)
            .body_canonicalization(Canonicalization::Relaxed)
            .sign(raw)
            .map_err(unusable)?;
        let mut signed = signature.to_header().into_bytes();
        signed.extend_from_slice(raw);
        Ok(signed)
    }
}

/// A bare RSA key in the frame records use (RFC 5280 section 4.1.2.7): algorithm, then the key as bits.
fn subject_public_key(bare: &[u8]) -> Vec<u8> {
    const RSA: [u8; 15] =
        [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let mut bits = vec![0];
    bits.extend_from_slice(bare);
    let mut inner = RSA.to_vec();
    inner.extend(framed(0x03, &bits));
    framed(0x30, &inner)
}

/// A value with its tag and length (DER).
fn framed(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = value.len();
    let mut out = vec![tag];
    match length {
        0..=0x7f => out.push(length as u8),
        0x80..=0xff => out.extend([0x81, length as u8]),
        _ => out.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    out.extend_from_slice(value);
    out
}
