//! Messages for browsers' push services: sealed so that only the browser reads them (RFC 8291), signed so that the
//! service knows who sends (RFC 8292).

use kernel::id;
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use wire::base64url;

/// Size of the one record a message has; push services take no more than 4096 bytes.
const RECORD_BYTES: u32 = 4_096;
/// Longest content: a record without its head of 86 bytes, its end and its tag.
pub const CONTENT_BYTES_MAX: usize = RECORD_BYTES as usize - 86 - 17;
/// How long a signature holds: half of what RFC 8292 allows.
const SIGNED_FOR_SECONDS: i64 = 12 * 3_600;

/// Why a message cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the browser's keys cannot be used")]
    Browser,
    #[error("our own key cannot be used")]
    Own,
    #[error("the content is longer than a push service takes")]
    TooLong,
    #[error("the push service's address cannot be used")]
    Address,
}

/// Seals content for the browser of this public key and secret, both base64url.
///
/// # Errors
/// Keys that are none, content longer than [`CONTENT_BYTES_MAX`].
pub fn seal(content: &[u8], p256dh: &str, auth: &str) -> Result<Vec<u8>, Fault> {
    if content.len() > CONTENT_BYTES_MAX {
        return Err(Fault::TooLong);
    }
    let browser = base64url::decode(p256dh).filter(|key| key.len() == 65).ok_or(Fault::Browser)?;
    let auth = base64url::decode(auth).filter(|secret| secret.len() == 16).ok_or(Fault::Browser)?;
    let random = SystemRandom::new();
    let ours = EphemeralPrivateKey::generate(&ECDH_P256, &random).map_err(|_| Fault::Own)?;
    let public = ours.compute_public_key().map_err(|_| Fault::Own)?.as_ref().to_vec();
    let salt = id::random::<16>();
    let (key, nonce) = agree_ephemeral(ours, &UnparsedPublicKey::new(&ECDH_P256, &browser), |secret| {
        derive(secret, &auth, &browser, &public, &salt)
    })
    .map_err(|_| Fault::Browser)?;
    let mut record = content.to_vec();
    // The last record ends so (RFC 8188, section 2).
    record.push(2);
    let sealing = UnboundKey::new(&AES_128_GCM, &key).map_err(|_| Fault::Own)?;
    LessSafeKey::new(sealing)
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)
        .map_err(|_| Fault::Own)?;
    let mut message = salt.to_vec();
    message.extend_from_slice(&RECORD_BYTES.to_be_bytes());
    message.push(public.len() as u8);
    message.extend_from_slice(&public);
    message.extend_from_slice(&record);
    Ok(message)
}

/// Key and nonce of the one record (RFC 8291, section 3.4).
fn derive(secret: &[u8], auth: &[u8], browser: &[u8], ours: &[u8], salt: &[u8]) -> ([u8; 16], [u8; 12]) {
    let about = [b"WebPush: info\0", browser, ours].concat();
    let input = expand(&extract(auth, secret), &about);
    let input = extract(salt, &input);
    let key = expand(&input, b"Content-Encoding: aes128gcm\0");
    let nonce = expand(&input, b"Content-Encoding: nonce\0");
    let (mut first, mut second) = ([0; 16], [0; 12]);
    first.copy_from_slice(&key[..16]);
    second.copy_from_slice(&nonce[..12]);
    (first, second)
}

/// HKDF-Extract (RFC 5869).
fn extract(salt: &[u8], input: &[u8]) -> [u8; 32] {
    mac(salt, input)
}

/// The first block of HKDF-Expand, which is all that is needed here.
fn expand(key: &[u8], about: &[u8]) -> [u8; 32] {
    mac(key, &[about, &[1]].concat())
}

fn mac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text).as_ref());
    out
}

/// The `Authorization` of a message to this endpoint: who sends, until when, signed with the company's key (PKCS #8).
/// `contact` is where the push service reaches whoever runs this installation.
///
/// # Errors
/// A key that cannot be read, an endpoint without a host.
pub fn authorization(
    endpoint: &str,
    contact: &str,
    document: &[u8],
    public: &str,
    now_ms: i64,
) -> Result<String, Fault> {
    let url = reqwest::Url::parse(endpoint).map_err(|_| Fault::Address)?;
    let claims = serde_json::json!({
        "aud": url.origin().ascii_serialization(),
        "exp": now_ms / 1_000 + SIGNED_FOR_SECONDS,
        "sub": contact,
    });
    let head = base64url::encode(br#"{"typ":"JWT","alg":"ES256"}"#);
    let signed = format!("{head}.{}", base64url::encode(claims.to_string().as_bytes()));
    let random = SystemRandom::new();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document, &random)
        .map_err(|_| Fault::Own)?;
    let signature = pair.sign(&random, signed.as_bytes()).map_err(|_| Fault::Own)?;
    Ok(format!("vapid t={signed}.{}, k={public}", base64url::encode(signature.as_ref())))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use wire::base64url::{decode, encode};

    use super::{CONTENT_BYTES_MAX, Fault, derive, seal};

    #[test]
    fn keys_are_derived_as_the_standard_shows() {
        // RFC 8291, appendix A.
        let bytes = |text: &str| decode(text).unwrap();
        let (key, nonce) = derive(
            &bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs"),
            &bytes("BTBZMqHH6r4Tts7J_aSIgg"),
            &bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            &bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"),
            &bytes("DGv6ra1nlYgDCS1FRnbzlw"),
        );
        assert_eq!(encode(&key), "oIhVW04MRdy2XN9CiKLxTg");
        assert_eq!(encode(&nonce), "4h_95klXJ5E_qnoN");
    }

    #[test]
    fn what_cannot_be_sealed_is_refused() {
        assert_eq!(seal(b"x", "AAAA", &encode(&[0; 16])), Err(Fault::Browser));
        assert_eq!(
            seal(b"x", &encode(&[4; 65]), &encode(&[0; 16])),
            Err(Fault::Browser),
            "no point of the curve"
        );
        assert_eq!(seal(&vec![0; CONTENT_BYTES_MAX + 1], "", ""), Err(Fault::TooLong));
    }
}
