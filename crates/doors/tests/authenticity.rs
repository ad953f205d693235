//! Senders checked against a name server of our own on loopback: real questions over UDP, real signatures.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use doors::email::authenticity::{Outcome, Resolver, Source, Verdicts, check};
use mail_auth::common::crypto::Ed25519Key;
use mail_auth::common::headers::HeaderWriter;
use mail_auth::dkim::DkimSigner;

const SENDER: &str = "203.0.113.7";
const STRANGER: &str = "198.51.100.66";

/// A name server that knows TXT records and nothing else (RFC 1035 section 4).
struct NameServer {
    address: SocketAddr,
    questions: Arc<AtomicUsize>,
}

impl NameServer {
    fn knowing(records: &[(&str, String)]) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let questions = Arc::new(AtomicUsize::new(0));
        let known: HashMap<String, String> =
            records.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect();
        let counted = Arc::clone(&questions);
        std::thread::spawn(move || {
            let mut packet = [0; 4_096];
            while let Ok((length, client)) = socket.recv_from(&mut packet) {
                counted.fetch_add(1, Ordering::SeqCst);
                socket.send_to(&answer(&packet[..length], &known), client).unwrap();
            }
        });
        Self { address, questions }
    }

    fn resolver(&self) -> Resolver {
        Resolver::at(self.address)
    }
}

fn answer(question: &[u8], known: &HashMap<String, String>) -> Vec<u8> {
    let mut at = 12;
    let mut labels = Vec::new();
    while question[at] != 0 {
        let length = usize::from(question[at]);
        labels.push(String::from_utf8_lossy(&question[at + 1..at + 1 + length]).to_lowercase());
        at += 1 + length;
    }
    let kind = u16::from_be_bytes([question[at + 1], question[at + 2]]);
    let text = known.get(&labels.join("."));
    let found = text.filter(|_| kind == 16);
    let mut reply = question[..2].to_vec();
    // An answer, recursion available; 3 is NXDOMAIN.
    reply.extend([0x81, if text.is_some() { 0x80 } else { 0x83 }]);
    reply.extend([0, 1, 0, u8::from(found.is_some()), 0, 0, 0, 0]);
    reply.extend(&question[12..at + 5]);
    if let Some(text) = found {
        reply.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60]);
        let pieces: Vec<&[u8]> = text.as_bytes().chunks(250).collect();
        let length: usize = pieces.iter().map(|piece| piece.len() + 1).sum();
        reply.extend(u16::try_from(length).unwrap().to_be_bytes());
        for piece in pieces {
            reply.push(u8::try_from(piece.len()).unwrap());
            reply.extend(piece);
        }
    }
    reply
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_usize, |group, byte| group << 8 | usize::from(*byte))
            << (8 * (3 - chunk.len()));
        for digit in 0..4 {
            let sign = if digit <= chunk.len() { DIGITS[group >> (18 - 6 * digit) & 63] } else { b'=' };
            text.push(char::from(sign));
        }
    }
    text
}

fn mail(from: &str) -> Vec<u8> {
    format!(
        "From: {from}\r\nTo: assistenza@fioca.example\r\nSubject: Lampada rotta\r\n\
         Message-ID: <1@esempio.it>\r\n\r\nBuongiorno, la lampada si è rotta.\r\n"
    )
    .into_bytes()
}

/// A key, and its TXT record.
fn key() -> (Ed25519Key, String) {
    let key = Ed25519Key::from_pkcs8_der(&Ed25519Key::generate_pkcs8().unwrap()).unwrap();
    let record = format!("v=DKIM1; k=ed25519; p={}", base64(&key.public_key()));
    (key, record)
}

fn signed(key: Ed25519Key, domain: &str, raw: &[u8]) -> Vec<u8> {
    let signature = DkimSigner::from_key(key)
        .domain(domain)
        .selector("posta")
        .headers(["From", "To", "Subject"])
        .sign(raw)
        .unwrap()
        .to_header();
    [signature.as_bytes(), raw].concat()
}

fn ask(dns: &Resolver, raw: &[u8], remote: &str, envelope_from: &str) -> Verdicts {
    let remote: IpAddr = remote.parse().unwrap();
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(check(
        dns,
        raw,
        remote,
        "mx.esempio.it",
        envelope_from,
    ))
}

fn words(verdicts: &Verdicts) -> [&'static str; 3] {
    [verdicts.spf.name(), verdicts.dkim.name(), verdicts.dmarc.name()]
}

fn esempio() -> NameServer {
    NameServer::knowing(&[
        ("esempio.it", format!("v=spf1 ip4:{SENDER} -all")),
        ("_dmarc.esempio.it", "v=DMARC1; p=reject".to_owned()),
        ("altro.it", format!("v=spf1 ip4:{STRANGER} -all")),
    ])
}

#[test]
fn mail_from_the_servers_of_its_domain_passes() {
    let seen = ask(&esempio().resolver(), &mail("Anna <anna@esempio.it>"), SENDER, "anna@esempio.it");
    assert_eq!(words(&seen), ["pass", "none", "pass"]);
    assert!(seen.aligned && !seen.is_suspicious());
    assert_eq!(seen.source, Source::OwnCheck);
    assert_eq!(
        seen.to_json(),
        r#"{"aligned":true,"dkim":"none","dmarc":"pass","source":"own_check","spf":"pass"}"#
    );
}

#[test]
fn mail_from_elsewhere_in_the_name_of_a_domain_that_denies_it_is_suspicious() {
    let seen = ask(&esempio().resolver(), &mail("Anna <anna@esempio.it>"), STRANGER, "anna@esempio.it");
    assert_eq!(words(&seen), ["fail", "none", "fail"]);
    assert!(seen.is_suspicious() && !seen.aligned);
}

#[test]
fn an_envelope_of_another_domain_does_not_make_the_name_people_read_good() {
    let seen = ask(&esempio().resolver(), &mail("Anna <anna@esempio.it>"), STRANGER, "truffa@altro.it");
    assert_eq!(words(&seen), ["pass", "none", "fail"]);
    assert!(seen.is_suspicious());
}

#[test]
fn a_signature_of_the_domain_stands_for_mail_that_was_forwarded() {
    let (key, record) = key();
    let dns = NameServer::knowing(&[
        ("esempio.it", format!("v=spf1 ip4:{SENDER} -all")),
        ("_dmarc.esempio.it", "v=DMARC1; p=reject".to_owned()),
        ("posta._domainkey.esempio.it", record),
    ]);
    let raw = signed(key, "esempio.it", &mail("Anna <anna@esempio.it>"));
    let seen = ask(&dns.resolver(), &raw, STRANGER, "anna@esempio.it");
    assert_eq!(words(&seen), ["fail", "pass", "pass"]);
    assert!(seen.aligned && !seen.is_suspicious());

    let changed = String::from_utf8(raw).unwrap().replace("rotta.\r\n", "rotta. Rimborsate qui.\r\n");
    let seen = ask(&dns.resolver(), changed.as_bytes(), STRANGER, "anna@esempio.it");
    assert_eq!(words(&seen), ["fail", "fail", "fail"]);
    assert!(seen.is_suspicious());
}

#[test]
fn a_signature_of_another_domain_is_no_signature_of_the_sender() {
    let (key, record) = key();
    let dns = NameServer::knowing(&[
        ("_dmarc.esempio.it", "v=DMARC1; p=none".to_owned()),
        ("posta._domainkey.altro.it", record),
    ]);
    let raw = signed(key, "altro.it", &mail("anna@esempio.it"));
    let seen = ask(&dns.resolver(), &raw, STRANGER, "x@altro.it");
    assert_eq!(words(&seen), ["none", "pass", "fail"]);
    assert!(seen.is_suspicious() && !seen.aligned);
}

#[test]
fn without_dmarc_the_authors_own_spf_still_denies() {
    let dns = NameServer::knowing(&[
        ("esempio.it", format!("v=spf1 ip4:{SENDER} -all")),
        ("altro.it", format!("v=spf1 ip4:{STRANGER} -all")),
        ("morbido.it", "v=spf1 ~all".to_owned()),
    ]);
    let dns = dns.resolver();
    let spoofed = ask(&dns, &mail("anna@esempio.it"), STRANGER, "truffa@altro.it");
    assert_eq!(words(&spoofed), ["pass", "none", "none"]);
    assert!(spoofed.is_suspicious());
    // The domain only doubts: no warning, the word is shown.
    let doubtful = ask(&dns, &mail("ugo@morbido.it"), STRANGER, "ugo@morbido.it");
    assert_eq!(words(&doubtful), ["softfail", "none", "none"]);
    assert!(!doubtful.is_suspicious());
    // A domain that publishes nothing denies nothing.
    let silent = ask(&dns, &mail("eva@muto.it"), STRANGER, "eva@muto.it");
    assert_eq!(words(&silent), ["none", "none", "none"]);
    assert!(!silent.is_suspicious());
}

#[test]
fn an_author_of_two_domains_is_nobody() {
    let seen = ask(&esempio().resolver(), &mail("anna@esempio.it, x@altro.it"), SENDER, "anna@esempio.it");
    assert_eq!(seen.dmarc, Outcome::None);
    assert!(seen.is_suspicious());
}

#[test]
fn behind_a_front_server_of_the_house_the_client_it_heard_is_judged() {
    let dns = esempio();
    let heard = |address: &str| {
        let mut raw = format!(
            "Received: from filtro (filtro.local [10.0.0.9]) by mx.fioca.example with LMTP; Mon, 16 Nov 2026 09:00:02 +0100\r\n\
             Received: from mx.esempio.it (mx.esempio.it [{address}])\r\n by filtro with ESMTPS; Mon, 16 Nov 2026 09:00:01 +0100\r\n"
        )
        .into_bytes();
        raw.extend(mail("anna@esempio.it"));
        ask(&dns.resolver(), &raw, "127.0.0.1", "anna@esempio.it")
    };
    assert_eq!(heard(SENDER).spf, Outcome::Pass);
    assert!(heard(STRANGER).is_suspicious());
    // Who comes from outside is judged by where he comes from, whatever he wrote on top.
    let mut lie =
        format!("Received: from mx.esempio.it (x [{SENDER}]) by y; Mon, 16 Nov 2026 09:00:01 +0100\r\n")
            .into_bytes();
    lie.extend(mail("anna@esempio.it"));
    assert!(ask(&dns.resolver(), &lie, STRANGER, "anna@esempio.it").is_suspicious());
}

#[test]
fn a_bounce_is_judged_by_the_name_of_its_server() {
    let dns = NameServer::knowing(&[("mx.esempio.it", format!("v=spf1 ip4:{SENDER} -all"))]);
    let seen = ask(&dns.resolver(), &mail("MAILER-DAEMON@mx.esempio.it"), SENDER, "");
    assert_eq!(seen.spf, Outcome::Pass);
}

#[test]
fn a_thousand_signatures_ask_a_handful_of_questions() {
    let dns = NameServer::knowing(&[]);
    let mut raw = Vec::new();
    for n in 0..1_000 {
        raw.extend(
            format!("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=d{n}.it; s=s; h=from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n")
                .as_bytes(),
        );
    }
    raw.extend(b"From: anna@esempio.it\r\n\r\n");
    let seen = ask(&dns.resolver(), &raw, STRANGER, "anna@esempio.it");
    assert_ne!(seen.dkim, Outcome::Pass);
    assert!(dns.questions.load(Ordering::SeqCst) < 40, "{} questions", dns.questions.load(Ordering::SeqCst));
}

#[test]
fn a_name_server_that_does_not_answer_costs_two_seconds_once_and_no_verdict() {
    let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let dns = Resolver::at(silent.local_addr().unwrap());
    let raw = mail("anna@esempio.it");
    let asked = || {
        let began = Instant::now();
        let remote = SENDER.parse().unwrap();
        let seen = runtime.block_on(check(&dns, &raw, remote, "mx.esempio.it", "anna@esempio.it"));
        assert_eq!(
            words(&seen),
            ["temperror", if seen.dkim == Outcome::None { "none" } else { "temperror" }, "temperror"]
        );
        assert!(!seen.is_suspicious());
        began.elapsed()
    };
    let first = asked();
    assert!(first < Duration::from_millis(2_600), "{first:?}");
    // Meanwhile it is found out that the server is away; then nobody waits.
    asked();
    let third = asked();
    assert!(third < Duration::from_millis(200), "{third:?}");
}

#[test]
fn without_a_network_nothing_is_asked_and_nothing_is_said() {
    let seen = ask(&Resolver::off(), &mail("anna@esempio.it"), SENDER, "anna@esempio.it");
    assert_eq!(seen.source, Source::Off);
    assert_eq!(words(&seen), ["none", "none", "none"]);
    assert!(!seen.is_suspicious());
}

#[test]
fn garbage_is_checked_without_harm() {
    let dns = esempio().resolver();
    for raw in [
        &b""[..],
        b"\r\n\r\n",
        b"From",
        b"From: \xff\xfe@\x00\r\nDKIM-Signature: ;;;=\r\n\r\nx",
        &[b'\n'; 3_000],
    ] {
        let seen = ask(&dns, raw, SENDER, "@");
        assert_eq!(seen.dmarc, Outcome::None);
    }
}

#[track_caller]
fn trusted(headers: &[&str], expected: Option<[&str; 3]>) -> Option<Verdicts> {
    let headers: Vec<String> = headers.iter().map(|value| (*value).to_owned()).collect();
    let seen = Verdicts::from_trusted_header(&headers, "mx.fioca.example");
    assert_eq!(seen.as_ref().map(words), expected);
    seen
}

#[test]
fn only_the_topmost_word_of_the_trusted_server_counts() {
    let seen = trusted(
        &[
            "mx.altri.example; spf=pass dkim=pass",
            "MX.fioca.example 1; spf=fail (sender IP is 1.2.3.4; see spf=pass) smtp.mailfrom=esempio.it; \
             dkim=none; dmarc=fail (p=reject dis=none) header.from=esempio.it",
            "mx.fioca.example; spf=pass; dkim=pass; dmarc=pass",
        ],
        Some(["fail", "none", "fail"]),
    );
    let seen = seen.unwrap();
    assert!(seen.is_suspicious() && !seen.aligned);
    assert_eq!(seen.source, Source::TrustedHeader("mx.fioca.example".to_owned()));
}

#[test]
fn headers_of_front_servers_are_read_as_they_write_them() {
    trusted(&[], None);
    trusted(&["mx.altri.example; dmarc=pass"], None);
    trusted(&["mx.fioca.example.truffa.example; dmarc=pass"], None);
    trusted(&["(mx.fioca.example) truffa.example; dmarc=pass"], None);
    trusted(&["mx.fioca.example; none"], Some(["none", "none", "none"]));
    trusted(&["\"mx.fioca.example\"; dmarc = pass; spf=softfail"], Some(["softfail", "none", "pass"]));
    trusted(
        &["mx.fioca.example; dkim=fail reason=\"bad; dkim=neutral\" header.d=a.it; dkim=pass header.d=b.it;"],
        Some(["none", "pass", "none"]),
    );
    trusted(
        &["mx.fioca.example;spf=hardfail;dkim=policy;dmarc=bestguesspass"],
        Some(["fail", "neutral", "none"]),
    );
    trusted(&["mx.fioca.example; spf/1=temperror; x-spam=fail; arc=pass"], Some(["temperror", "none", "none"]));
    trusted(&["mx.fioca.example ((("], Some(["none", "none", "none"]));
    trusted(&["", ";;;", "=", "\"", "\\", "mx.fioca.example"], Some(["none", "none", "none"]));
}
