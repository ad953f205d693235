//! Notices pushed to browsers, seen from the other side: a small push service that opens what it is sent as a browser
//! does (RFC 8291) and checks who signed it (RFC 8292).

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use db::Actor;
use kernel::language::Language;
use office::account::{self, NewPerson, Role};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as VerifyingKey};
use riscontro::node::ACCOUNT;
use riscontro::sockets::web::Allowed;
use serde_json::Value;
use spine::notice::{self, Subscription};
use tests::shop::{Engine, Shop, on_both_engines};
use tests::{wait_for, wait_until};
use wire::base64url;

const LONGEST: Duration = Duration::from_secs(20);

/// What somebody sent: the head with names in lower case, and the body.
struct Posted {
    head: String,
    body: Vec<u8>,
}

impl Posted {
    fn header(&self, name: &str) -> String {
        let mark = format!("\r\n{name}: ");
        let rest = self.head.split(&mark).nth(1).unwrap_or_else(|| panic!("no {name} in {}", self.head));
        rest.split("\r\n").next().unwrap_or_default().to_owned()
    }
}

/// A push service that answers with these lines, one after the other, and then with the last again and again.
fn service(answers: &'static [&'static str]) -> (String, Receiver<Posted>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for (turn, stream) in listener.incoming().enumerate() {
            let Ok(mut stream) = stream else { return };
            let Some(posted) = posted(&mut stream) else { continue };
            let answer = answers.get(turn).or(answers.last()).copied().unwrap_or("201 Created");
            let said = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            let _ = stream.write_all(said.as_bytes());
            if sender.send(posted).is_err() {
                return;
            }
        }
    });
    (url, receiver)
}

fn posted(stream: &mut TcpStream) -> Option<Posted> {
    stream.set_read_timeout(Some(LONGEST)).ok()?;
    let (mut read, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut piece).ok().filter(|count| *count > 0)?;
        read.extend_from_slice(&piece[..count]);
        let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&read[..end + 2]).into_owned();
        let length =
            head.to_lowercase().split("\r\ncontent-length: ").nth(1)?.split("\r\n").next()?.parse().ok()?;
        let body = &read[end + 4..];
        if body.len() >= length {
            return Some(Posted { head, body: body[..length].to_vec() });
        }
    }
}

/// Marco's browser: it can open one message.
struct Browser {
    key: EphemeralPrivateKey,
    public: Vec<u8>,
    auth: [u8; 16],
}

fn browser() -> Browser {
    let key = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).expect("a key");
    let public = key.compute_public_key().expect("its point").as_ref().to_vec();
    Browser { key, public, auth: *b"sixteen secrets!" }
}

fn hkdf(salt: &[u8], input: &[u8], about: &[u8]) -> Vec<u8> {
    let sign = |key: &[u8], text: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text);
    let key = sign(salt, input);
    sign(key.as_ref(), &[about, &[1]].concat()).as_ref().to_vec()
}

impl Browser {
    /// The content of one `aes128gcm` body.
    fn open(self, body: &[u8]) -> Value {
        let (salt, rest) = body.split_at(16);
        assert_eq!(rest[..4], 4096_u32.to_be_bytes(), "one record");
        let (theirs, record) = rest[5..].split_at(usize::from(rest[4]));
        let about = [b"WebPush: info\0", &self.public[..], theirs].concat();
        let input = agree_ephemeral(self.key, &UnparsedPublicKey::new(&ECDH_P256, theirs), |secret| {
            hkdf(&self.auth, secret, &about)
        })
        .expect("a shared secret");
        let key = hkdf(salt, &input, b"Content-Encoding: aes128gcm\0");
        let nonce = hkdf(salt, &input, b"Content-Encoding: nonce\0");
        let mut record = record.to_vec();
        let opened = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key[..16]).expect("a key"))
            .open_in_place(
                Nonce::try_assume_unique_for_key(&nonce[..12]).expect("a nonce"),
                Aad::empty(),
                &mut record,
            )
            .expect("it opens");
        let (end, content) = opened.split_last().expect("something in it");
        assert_eq!(*end, 2, "the last record ends so");
        serde_json::from_slice(content).expect("JSON")
    }
}

/// The claims of a signature that holds.
fn claims(posted: &Posted, public: &str) -> Value {
    let authorization = posted.header("authorization");
    let (token, key) =
        authorization.strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).expect("vapid");
    assert_eq!(key, public, "the key browsers subscribed with");
    let (signed, signature) = token.rsplit_once('.').expect("a token");
    let bytes = |text: &str| base64url::decode(text).expect("base64url");
    VerifyingKey::new(&ECDSA_P256_SHA256_FIXED, bytes(key))
        .verify(signed.as_bytes(), &bytes(signature))
        .expect("the signature holds");
    let (head, claims) = signed.split_once('.').expect("two parts");
    let head: Value = serde_json::from_slice(&bytes(head)).expect("JSON");
    assert_eq!((&head["alg"], &head["typ"]), (&Value::from("ES256"), &Value::from("JWT")));
    serde_json::from_slice(&bytes(claims)).expect("JSON")
}

fn outward(engine: Engine) -> Shop {
    Shop::open_with(engine, |settings| settings.allow_private_hosts = Allowed::all())
}

/// Takes Marco on, whose browser is subscribed at a service; his id and the company's public key.
fn marco(shop: &Shop, browser: &Browser, service: &str) -> (i64, String) {
    let endpoint = format!("{service}/push/1");
    let (p256dh, auth) = (base64url::encode(&browser.public), base64url::encode(&browser.auth));
    let db = shop.node().db().clone();
    let marco = db.write(ACCOUNT, move |tx| {
        let person = NewPerson {
            name: "Marco Sala",
            email: "marco@example.it",
            role: Role::Agent,
            language: Language::It,
            password_hash: None,
        };
        account::add_person(tx, Actor::System, &person)
    });
    let marco = marco.expect("Marco");
    let wall_ms = kernel::clock::Clock::system().now_ms();
    let session = db.write(ACCOUNT, move |tx| account::sign_in(tx, marco, "Firefox", "127.0.0.1", wall_ms));
    let token = session.expect("a session").token;
    let key = shop.web().with_cookie("riscontro", &token).get("/console/push/key").expect(200).json();
    let new = Subscription {
        id: 0,
        endpoint,
        p256dh,
        auth,
        user_agent: "Firefox".to_owned(),
        full_text: false,
        created_at_ms: 0,
    };
    db.write(ACCOUNT, move |tx| notice::subscribe(tx, marco, &new)).expect("a subscription");
    (marco, key["key"].as_str().expect("a key").to_owned())
}

/// Marco follows Anna's conversation, and Anna writes again.
fn anna_writes_to_marco(shop: &Shop, marco: i64) {
    shop.mail_from("anna@example.it", "Lampada", "È rotta.");
    let conversation = shop.conversation_of("anna@example.it");
    let reference = tests::shop::text_of(&conversation, "/reference");
    let code = reference.clone();
    let followed = shop.node().db().write(ACCOUNT, move |tx| {
        let open =
            spine::conversation::by_reference(tx, &code)?.ok_or(spine::Error::Missing("conversation"))?;
        notice::follow(tx, &open, marco, "asked", Actor::Agent(marco))
    });
    followed.expect("followed");
    shop.mail_from("anna@example.it", &format!("Re: Lampada [#{reference}]"), "Allora?");
}

#[test]
fn a_push_is_sealed_for_the_browser_and_signed_by_the_company() {
    let shop = outward(Engine::Sqlite);
    let (url, pushes) = service(&["201 Created"]);
    let browser = browser();
    let (marco, public) = marco(&shop, &browser, &url);
    anna_writes_to_marco(&shop, marco);
    let posted = pushes.recv_timeout(LONGEST).expect("a push");
    assert!(posted.head.starts_with("POST /push/1 "), "{}", posted.head);
    assert_eq!(posted.header("content-encoding"), "aes128gcm");
    assert!(posted.header("ttl").parse::<i64>().is_ok_and(|seconds| seconds > 0));
    let claims = claims(&posted, &public);
    assert_eq!(claims["aud"], url);
    let left = claims["exp"].as_i64().expect("an end") - kernel::clock::Clock::system().now_ms() / 1_000;
    assert!((1..=24 * 3_600).contains(&left), "{left} seconds");
    assert!(claims["sub"].as_str().is_some_and(|sub| sub.starts_with("https:")), "{claims}");
    let content = browser.open(&posted.body);
    assert!(content["body"].as_str().is_some_and(|body| body.contains("Lampada")), "{content}");
    assert!(!content.to_string().contains("anna@example.it"), "{content}");
}

#[test]
fn a_browser_the_service_no_longer_knows_is_forgotten() {
    on_both_engines(|shop| {
        shop.stop();
        shop.settings.allow_private_hosts = Allowed::all();
        shop.start();
        let (url, pushes) = service(&["410 Gone"]);
        let (marco, _) = marco(shop, &browser(), &url);
        anna_writes_to_marco(shop, marco);
        pushes.recv_timeout(LONGEST).expect("a push");
        wait_until("the browser forgotten", || {
            let known = shop.node().db().read(ACCOUNT, |tx| notice::subscriptions(tx, marco));
            known.expect("a list").is_empty()
        });
    });
}

#[test]
fn a_service_that_is_busy_is_asked_again_later() {
    let shop = outward(Engine::Sqlite);
    let (url, pushes) = service(&["503 Service Unavailable", "201 Created"]);
    let (marco, _) = marco(&shop, &browser(), &url);
    anna_writes_to_marco(&shop, marco);
    pushes.recv_timeout(LONGEST).expect("a first try");
    let again = wait_for("a second try", || {
        shop.advance(1);
        pushes.recv_timeout(Duration::from_millis(300)).ok()
    });
    assert!(again.head.starts_with("POST /push/1 "), "{}", again.head);
}
