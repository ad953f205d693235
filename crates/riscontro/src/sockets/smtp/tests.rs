//! Real dialogues over loopback: what a mail server on the other side would see.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::net::SocketAddr;

use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;

use super::*;
use crate::sockets::tls::certificate;

/// Keeps mails; knows every address but those beginning with `no`.
#[derive(Default)]
struct Room {
    mails: Mutex<Vec<(Envelope, Vec<u8>)>>,
    closed: bool,
    /// Storing waits for this, if there is one.
    gate: Option<Notify>,
    /// Storing has begun.
    storing: Notify,
}

impl Mailroom for Room {
    async fn ready(&self) -> bool {
        !self.closed
    }

    async fn recipient(&self, address: &str) -> Rcpt {
        if address.starts_with("no") { Rcpt::Unknown } else { Rcpt::Accept }
    }

    async fn accept(&self, envelope: Envelope, message: Vec<u8>) -> Vec<Accepted> {
        self.storing.notify_one();
        if let Some(gate) = &self.gate {
            gate.notified().await;
        }
        let answers = vec![Accepted::Stored; envelope.recipients.len()];
        self.mails.lock().unwrap().push((envelope, message));
        answers
    }
}

struct Door {
    addr: SocketAddr,
    room: Arc<Room>,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl Door {
    async fn open(settings: ListenerSettings) -> Door {
        Door::open_to(settings, Room::default()).await
    }

    async fn open_to(settings: ListenerSettings, room: Room) -> Door {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let (room, stop) = (Arc::new(room), CancellationToken::new());
        let serving = tokio::spawn(serve(listener, settings, Arc::clone(&room), stop.clone()));
        Door { addr, room, stop, serving }
    }

    async fn call(&self) -> Caller<TcpStream> {
        Caller::new(TcpStream::connect(self.addr).await.unwrap())
    }

    fn mails(&self) -> Vec<(Envelope, Vec<u8>)> {
        self.room.mails.lock().unwrap().clone()
    }

    fn texts(&self) -> Vec<String> {
        self.mails().into_iter().map(|(_, text)| String::from_utf8(text).unwrap()).collect()
    }
}

/// The other side.
struct Caller<S> {
    stream: BufReader<S>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Caller<S> {
    fn new(stream: S) -> Caller<S> {
        Caller { stream: BufReader::new(stream) }
    }

    async fn say(&mut self, text: impl AsRef<[u8]>) {
        self.stream.write_all(text.as_ref()).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    /// The last line of the next reply; empty at the end of the connection.
    async fn hear(&mut self) -> String {
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).await.unwrap();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.trim_end().to_owned();
            }
        }
    }

    /// Says it and expects replies that begin so, one after the other.
    #[track_caller]
    fn ask<'a>(&'a mut self, text: &'a str, expected: &'a [&'a str]) -> impl Future<Output = ()> + 'a {
        let at = std::panic::Location::caller();
        async move {
            self.say(text).await;
            for begin in expected {
                let heard = self.hear().await;
                assert!(heard.starts_with(begin), "{begin:?} expected at {at}, heard {heard:?}");
            }
        }
    }

    /// Up to the start of the text.
    async fn begin(&mut self) {
        self.ask("", &["220 "]).await;
        self.ask("EHLO mx.example.it\r\n", &["250 "]).await;
        self.ask(HEAD, &["250 2.1.0", "250 2.1.5", "354 "]).await;
    }
}

const HEAD: &str = "MAIL FROM:<anna@example.it>\r\nRCPT TO:<assistenza@example.com>\r\nDATA\r\n";

#[tokio::test]
async fn a_mail_comes_in_with_everything_said_in_one_breath() {
    let door = Door::open(ListenerSettings::default()).await;
    let mut caller = door.call().await;
    let one = "MAIL FROM:<anna@example.it>\r\nRCPT TO:<no@example.com>\r\nRCPT TO:<assistenza+abc@example.com>\r\nDATA\r\n";
    let expected = ["220 ", "250 ", "250 2.1.0", "550 5.1.1", "250 2.1.5", "354 "];
    caller.ask(&format!("EHLO mx.example.it\r\n{one}"), &expected).await;
    caller
        .ask(&format!("Subject: x\r\n\r\n..\r\nciao\r\n.\r\n{HEAD}due\r\n.\r\nQUIT\r\n"), &["250 2.0.0 Stored"])
        .await;
    caller.ask("", &["250 2.1.0", "250 2.1.5", "354 ", "250 2.0.0", "221 2.0.0", ""]).await;
    let envelope = Envelope {
        from: "anna@example.it".to_owned(),
        recipients: vec!["assistenza+abc@example.com".to_owned()],
        helo: "mx.example.it".to_owned(),
        remote: "127.0.0.1".parse().unwrap(),
        tls: false,
        smtputf8: false,
    };
    assert_eq!(door.mails()[0], (envelope, b"Subject: x\r\n\r\n.\r\nciao\r\n".to_vec()));
    assert_eq!(door.texts()[1], "due\r\n");
}

#[tokio::test]
async fn no_mail_is_smuggled_in_another() {
    let door = Door::open(ListenerSettings::default()).await;
    for end in ["\n.\n", "\n.\r\n", "\r.\r\n", "\r\n.\n", "\r\n.\r"] {
        let mut caller = door.call().await;
        caller.begin().await;
        caller.ask(&format!("a{end}{HEAD}evil\r\n.\r\n"), &["550 5.6.11"]).await;
        caller.ask(HEAD, &["250 2.1.0", "250 2.1.5", "354 "]).await;
        caller.ask("b\r\n.\r\n", &["250 2.0.0"]).await;
    }
    assert_eq!(door.texts(), ["b\r\n"; 5]);
}

#[tokio::test]
async fn chunks_come_in_byte_for_byte() {
    let door = Door::open(ListenerSettings::default()).await;
    let mut caller = door.call().await;
    caller.ask("EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.it>\r\n", &["220", "250", "250", "250"]).await;
    caller.ask("BDAT 8\r\na\nb\r\r\n.\rBDAT 1 LAST\r\n\n", &["250 2.0.0 8", "250 2.0.0 Stored"]).await;
    assert_eq!(door.texts(), ["a\nb\r\r\n.\r\n"]);
}

#[tokio::test]
async fn lmtp_answers_for_each_recipient() {
    let door = Door::open(ListenerSettings { lmtp: true, ..ListenerSettings::default() }).await;
    let mut caller = door.call().await;
    caller.ask("LHLO a\r\nMAIL FROM:<>\r\n", &["220 ", "250", "250"]).await;
    caller
        .ask("RCPT TO:<a@b.it>\r\nRCPT TO:<no@b.it>\r\nRCPT TO:<c@b.it>\r\n", &["250", "550 5.1.1", "250"])
        .await;
    caller.ask("DATA\r\nx\r\n.\r\nQUIT\r\n", &["354", "250 2.0.0", "250 2.0.0", "221"]).await;
    assert_eq!(door.mails()[0].0.recipients, ["a@b.it", "c@b.it"]);
}

#[tokio::test]
async fn a_closed_store_is_said_at_once() {
    let door = Door::open_to(ListenerSettings::default(), Room { closed: true, ..Room::default() }).await;
    let mut caller = door.call().await;
    caller.ask("EHLO a\r\nMAIL FROM:<>\r\n", &["220", "250", "451 4.3.0"]).await;
}

#[tokio::test]
async fn a_hundred_megabytes_in_one_line_are_refused_and_the_session_goes_on() {
    let door =
        Door::open(ListenerSettings { max_message_bytes: 1_000_000, ..ListenerSettings::default() }).await;
    let mut caller = door.call().await;
    caller.begin().await;
    let piece = vec![b'x'; 1_000_000];
    for _ in 0..100 {
        caller.say(&piece).await;
    }
    caller.ask("\r\n.\r\n", &["552 5.3.4"]).await;
    caller.ask("MAIL FROM:<a@b.it> SIZE=1000001\r\nNOOP\r\n", &["552 5.3.4", "250"]).await;
}

#[tokio::test]
async fn more_mail_than_memory_is_put_off() {
    let settings = ListenerSettings {
        max_message_bytes: 500_000,
        max_bytes_in_flight: 0,
        wait_for_memory: Duration::from_millis(20),
        ..ListenerSettings::default()
    };
    let door = Door::open_to(settings, Room { gate: Some(Notify::new()), ..Room::default() }).await;
    let (mut first, mut second, mut third) = (door.call().await, door.call().await, door.call().await);
    let text = [&b"Subject: x\r\n\r\n"[..], &vec![b'x'; 480_000], b"\r\n.\r\n"].concat();
    for caller in [&mut first, &mut second] {
        caller.begin().await;
        caller.say(&text).await;
        door.room.storing.notified().await;
    }
    third.begin().await;
    third.say(&text).await;
    third.ask("", &["451 4.3.1"]).await;
    for caller in [&mut first, &mut second] {
        door.room.gate.as_ref().unwrap().notify_one();
        caller.ask("", &["250 2.0.0"]).await;
    }
    third.ask(HEAD, &["250", "250", "354"]).await;
    third.say(&text).await;
    door.room.gate.as_ref().unwrap().notify_one();
    third.ask("", &["250 2.0.0"]).await;
}

#[tokio::test]
async fn one_address_cannot_take_every_seat() {
    let door =
        Door::open(ListenerSettings { max_connections_per_address: 2, ..ListenerSettings::default() }).await;
    let (mut first, mut second) = (door.call().await, door.call().await);
    first.ask("", &["220 "]).await;
    second.ask("", &["220 "]).await;
    door.call().await.ask("", &["421 4.7.0", ""]).await;
    first.ask("QUIT\r\n", &["221", ""]).await;
    drop(first);
    // The seat is given back when the session has ended, which is soon, but not before the last reply.
    loop {
        let mut again = door.call().await;
        if again.hear().await.starts_with("220 ") {
            break;
        }
    }
}

#[tokio::test]
async fn a_silent_session_ends() {
    let settings = ListenerSettings { idle: Duration::from_millis(50), ..ListenerSettings::default() };
    let door = Door::open(settings).await;
    let mut caller = door.call().await;
    caller.ask("", &["220 ", "421 4.4.2", ""]).await;
    let mut caller = door.call().await;
    caller.begin().await;
    caller.ask("half a", &["421 4.4.2", ""]).await;
    assert_eq!(door.mails(), []);
}

#[tokio::test]
async fn a_mail_comes_in_encrypted() {
    let (config, trusted) = certificate();
    let door = Door::open(ListenerSettings { tls: Some(config), ..ListenerSettings::default() }).await;
    let mut caller = door.call().await;
    caller.ask("EHLO a\r\nMAIL FROM:<>\r\n", &["220", "250", "250"]).await;
    caller.ask("STARTTLS\r\n", &["220 2.0.0"]).await;
    let name = ServerName::try_from("localhost").unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(trusted.as_bytes()).unwrap()).unwrap();
    let trust = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = TlsConnector::from(Arc::new(trust));
    let stream = connector.connect(name, caller.stream.into_inner()).await.unwrap();
    let mut caller = Caller::new(stream);
    caller.ask("RCPT TO:<a@b.it>\r\n", &["503"]).await;
    caller.ask("EHLO b\r\nSTARTTLS\r\n", &["250 HELP", "503"]).await;
    caller.ask(HEAD, &["250", "250", "354"]).await;
    caller.ask("x\r\n.\r\nQUIT\r\n", &["250 2.0.0", "221", ""]).await;
    let (envelope, _) = &door.mails()[0];
    assert!(envelope.tls);
    assert_eq!(envelope.helo, "b");
}

#[tokio::test]
async fn commands_slipped_in_before_the_handshake_are_refused() {
    let door = Door::open(ListenerSettings { tls: Some(certificate().0), ..ListenerSettings::default() }).await;
    let mut caller = door.call().await;
    caller.ask("EHLO a\r\n", &["220", "250"]).await;
    caller.ask("STARTTLS\r\nMAIL FROM:<evil@example.org>\r\n", &["554 5.5.1", "421", ""]).await;
}

#[tokio::test]
async fn a_stop_lets_the_mail_that_is_coming_come_in() {
    let door =
        Door::open_to(ListenerSettings::default(), Room { gate: Some(Notify::new()), ..Room::default() }).await;
    let (mut idle, mut writing, mut storing) = (door.call().await, door.call().await, door.call().await);
    idle.ask("EHLO a\r\nMAIL FROM:<>\r\n", &["220", "250", "250"]).await;
    writing.begin().await;
    writing.say("half a").await;
    storing.begin().await;
    storing.say("x\r\n.\r\n").await;
    door.room.storing.notified().await;
    door.stop.cancel();
    idle.ask("", &["421 4.3.2", ""]).await;
    writing.say(" mail\r\n.\r\n").await;
    door.room.storing.notified().await;
    let gate = door.room.gate.as_ref().unwrap();
    gate.notify_one();
    storing.ask("", &["250 2.0.0", "421 4.3.2", ""]).await;
    gate.notify_one();
    writing.ask("", &["250 2.0.0", "421 4.3.2", ""]).await;
    let Door { addr, room, serving, .. } = door;
    serving.await.unwrap();
    assert_eq!(room.mails.lock().unwrap().len(), 2);
    assert!(TcpStream::connect(addr).await.is_err());
}

#[tokio::test]
async fn a_hang_up_in_the_middle_of_a_mail_is_no_mail() {
    let door = Door::open(ListenerSettings::default()).await;
    let mut caller = door.call().await;
    caller.begin().await;
    caller.say("Subject: half\r\n").await;
    caller.stream.get_mut().shutdown().await.unwrap();
    let mut rest = Vec::new();
    caller.stream.read_to_end(&mut rest).await.unwrap();
    assert_eq!((rest, door.mails()), (Vec::new(), Vec::new()));
}

#[test]
fn neighbours_of_one_network_share_their_seats() {
    let of = |text: &str| neighbourhood(text.parse().unwrap());
    assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:2"));
    assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
    assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
}
