//! Against our own listener, and against relays that misbehave.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::sink::Sink;
use crate::sockets::smtp::{Accepted, Envelope, ListenerSettings, Mailroom, Rcpt, serve};
use crate::sockets::tls::certificate;

async fn sink() -> (Sink, Relay) {
    let sink = Sink::start("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let relay = Relay::from_url(&sink.relay_url()).unwrap();
    (sink, relay)
}

fn list(addresses: &[&str]) -> Vec<String> {
    addresses.iter().map(|address| (*address).to_owned()).collect()
}

/// A relay that reads commands and says what `answer` says to each; `None` hangs up. Counts its connections.
struct Scripted {
    relay: Relay,
    calls: Arc<AtomicUsize>,
    heard: Arc<Mutex<Vec<String>>>,
    _serving: JoinHandle<()>,
}

impl Scripted {
    async fn start(options: &str, answer: fn(&str, usize) -> Option<&'static str>) -> Scripted {
        let limits = Limits {
            connect: Duration::from_secs(5),
            command: Duration::from_secs(5),
            data: Duration::from_secs(5),
        };
        Scripted::start_with(limits, options, answer).await
    }

    async fn start_with(
        limits: Limits,
        options: &str,
        answer: fn(&str, usize) -> Option<&'static str>,
    ) -> Scripted {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (identity, options) = options.split_once('?').unwrap_or(("", options));
        let relay = Relay::to(url::read(&format!("smtp://{identity}{address}?{options}")).unwrap(), limits);
        let (calls, heard) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        let (counting, hearing) = (Arc::clone(&calls), Arc::clone(&heard));
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let call = counting.fetch_add(1, Ordering::SeqCst);
                let hearing = Arc::clone(&hearing);
                tokio::spawn(async move { Scripted::speak(stream, call, &hearing, answer).await });
            }
        });
        Scripted { relay, calls, heard, _serving: serving }
    }

    async fn speak(
        stream: TcpStream,
        call: usize,
        heard: &Mutex<Vec<String>>,
        answer: fn(&str, usize) -> Option<&'static str>,
    ) -> Option<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(answer("greeting", call)?.as_bytes()).await.ok()?;
        loop {
            let mut line = Vec::new();
            if stream.read_until(b'\n', &mut line).await.ok()? == 0 {
                return None;
            }
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            heard.lock().unwrap().push(line.clone());
            let said = answer(&line, call)?;
            stream.write_all(said.as_bytes()).await.ok()?;
        }
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

/// A polite relay; tests change single answers.
fn polite(line: &str) -> Option<&'static str> {
    Some(match line.split([' ', ':']).next().unwrap_or_default() {
        "greeting" => "220 relay\r\n",
        "DATA" => "354 go\r\n",
        "EHLO" => "250-relay\r\n250 SIZE 1000\r\n",
        "QUIT" => "221 bye\r\n",
        "MAIL" | "RCPT" | "RSET" | "." => "250 ok\r\n",
        _ => "",
    })
}

#[tokio::test]
async fn one_refused_recipient_does_not_cost_the_others_the_mail() {
    let (sink, relay) = sink().await;
    sink.refuse("no@example.it", 550, "5.1.1 <no@example.it>: unknown", 1);
    sink.refuse("full@example.it", 452, "4.2.2 mailbox full", 1);
    let to = list(&["anna@example.it", "no@example.it", "full@example.it", "bruno@example.it"]);
    let handed = relay.send("assistenza@example.com", &to, b"Subject: x\n\n.\nciao\n").await;
    assert_eq!(handed.accepted, list(&["anna@example.it", "bruno@example.it"]));
    let refused = vec![
        ("no@example.it".to_owned(), Reply::new(550, "5.1.1", "<no@example.it>: unknown")),
        ("full@example.it".to_owned(), Reply::new(452, "4.2.2", "mailbox full")),
    ];
    assert_eq!(handed.refused, refused);
    assert!(handed.refused[0].1.permanent && !handed.refused[1].1.permanent);
    assert_eq!(handed.error, None);
    let caught = &sink.messages()[0];
    assert_eq!(caught.raw, b"Subject: x\r\n\r\n.\r\nciao\r\n");
    assert_eq!(caught.envelope.from, "assistenza@example.com");
    assert_eq!(caught.envelope.recipients, handed.accepted);
    assert_eq!(caught.envelope.helo, "[127.0.0.1]");
}

#[tokio::test]
async fn everybody_refused_leaves_the_connection_good() {
    let (sink, relay) = sink().await;
    let to = list(&["no@example.it"]);
    sink.refuse("no@example.it", 550, "5.1.1 unknown", 1);
    assert_eq!(relay.send("", &to, b"x").await.refused.len(), 1);
    assert_eq!(relay.send("", &to, b"x").await.accepted, to);
}

#[tokio::test]
async fn hundreds_of_recipients_are_named_in_groups() {
    let (sink, relay) = sink().await;
    let to: Vec<String> = (0..120).map(|number| format!("n{number}@example.it")).collect();
    let handed = relay.send("", &to, b"x").await;
    assert_eq!(handed.accepted, to[..100]);
    assert!(handed.refused.iter().all(|(_, reply)| reply.code == 452 && !reply.permanent));
    assert_eq!((handed.refused.len(), sink.messages().len()), (20, 1));
}

#[tokio::test]
async fn addresses_that_cannot_be_written_are_refused_here() {
    let (sink, relay) = sink().await;
    let to = list(&["a@b.it>\r\nRCPT TO:<evil@example.org", "nonsense", "anna@example.it", "anna@example.it"]);
    let handed = relay.send("", &to, b"x").await;
    assert_eq!(handed.accepted, list(&["anna@example.it"]));
    assert!(handed.refused.iter().all(|(_, reply)| reply.said().starts_with("553 5.1.3") && reply.permanent));
    assert_eq!((handed.refused.len(), sink.messages().len()), (2, 1));
    let handed = relay.send("not an address", &list(&["anna@example.it"]), b"x").await;
    assert_eq!(handed.refused[0].1.enhanced.as_deref(), Some("5.1.7"));
}

#[tokio::test]
async fn an_address_beyond_ascii_goes_only_where_it_can_be_read() {
    let (sink, relay) = sink().await;
    let to = list(&["nicolò@esempio.it"]);
    assert_eq!(relay.send("", &to, "è".as_bytes()).await.accepted, to);
    assert!(sink.messages()[0].envelope.smtputf8);
    let plain = Scripted::start("tls=none", |line, _| polite(line)).await;
    let handed = plain.relay.send("", &list(&["nicolò@esempio.it", "a@b.it"]), b"x").await;
    assert_eq!(handed.accepted, list(&["a@b.it"]));
    assert_eq!(handed.refused[0].1.enhanced.as_deref(), Some("5.6.7"));
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let relay = Scripted::start("tls=none", |line, _| polite(line)).await;
    for _ in 0..3 {
        assert_eq!(relay.relay.send("a@b.it", &list(&["c@d.it"]), b"x").await.accepted.len(), 1);
    }
    assert_eq!(relay.calls.load(Ordering::SeqCst), 1);
    let said: Vec<String> = relay.heard().into_iter().take(7).collect();
    let expected = [
        "EHLO [127.0.0.1]",
        "MAIL FROM:<a@b.it> SIZE=6",
        "RCPT TO:<c@d.it>",
        "DATA",
        "x",
        ".",
        "MAIL FROM:<a@b.it> SIZE=6",
    ];
    assert_eq!(said, expected);
}

#[tokio::test]
async fn a_kept_connection_that_was_closed_meanwhile_is_replaced() {
    // The first connection hangs up at its second mail.
    let relay = Scripted::start("tls=none", |line, call| match line {
        "MAIL FROM:<second@b.it> SIZE=6" if call == 0 => None,
        "MAIL FROM:<third@b.it> SIZE=6" if call == 1 => Some("421 4.4.2 too long\r\n"),
        line => polite(line),
    });
    let relay = relay.await;
    for from in ["first@b.it", "second@b.it", "third@b.it"] {
        let handed = relay.relay.send(from, &list(&["c@d.it"]), b"x").await;
        assert_eq!((handed.accepted.len(), handed.error), (1, None), "{from}");
    }
    assert_eq!(relay.calls.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_mail_lost_right_after_its_text_is_not_sent_twice_by_itself() {
    let relay = Scripted::start("tls=none", |line, _| if line == "." { None } else { polite(line) }).await;
    let handed = relay.relay.send("", &list(&["c@d.it"]), b"x").await;
    let error = Some("the connection to the relay was lost (after the text)".to_owned());
    assert_eq!(handed, Handed { error, ..Handed::default() });
    assert_eq!(relay.calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_the_relay_says_of_the_text_is_said_of_every_recipient() {
    let relay = Scripted::start("tls=none", |line, _| match line {
        "." => Some("554-5.7.1 looks like\r\n554 5.7.1 spam\r\n"),
        line => polite(line),
    });
    let handed = relay.await.relay.send("", &list(&["a@b.it", "c@d.it"]), b"x").await;
    let reply = Reply::new(554, "5.7.1", "looks like spam");
    let refused = vec![("a@b.it".to_owned(), reply.clone()), ("c@d.it".to_owned(), reply)];
    assert_eq!(handed, Handed { refused, ..Handed::default() });
}

#[tokio::test]
async fn a_refused_sender_is_a_refusal_for_everybody() {
    let relay = Scripted::start("tls=none", |line, _| match line {
        "MAIL FROM:<> SIZE=6" => Some("550 5.7.1 not from you\r\n"),
        "EHLO [127.0.0.1]" => Some("250-relay\r\n250-PIPELINING\r\n250 SIZE 1000\r\n"),
        "RCPT TO:<a@b.it>" | "RCPT TO:<c@d.it>" => Some("503 5.5.1 no MAIL\r\n"),
        line => polite(line),
    });
    let relay = relay.await;
    let handed = relay.relay.send("", &list(&["a@b.it", "c@d.it"]), b"x").await;
    assert!(handed.refused.iter().all(|(_, reply)| reply.said() == "550 5.7.1 not from you"));
    assert_eq!((handed.refused.len(), handed.error), (2, None));
    assert_eq!(relay.heard().last().unwrap(), "RSET");
}

#[tokio::test]
async fn too_many_recipients_in_the_number_of_old_is_for_now() {
    let relay = Scripted::start("tls=none", |line, _| match line {
        "RCPT TO:<c@d.it>" => Some("552 too many\r\n"),
        line => polite(line),
    });
    let handed = relay.await.relay.send("", &list(&["a@b.it", "c@d.it"]), b"x").await;
    assert_eq!(handed.accepted, list(&["a@b.it"]));
    assert!(!handed.refused[0].1.permanent);
}

#[tokio::test]
async fn a_relay_out_of_order_is_named_in_one_line() {
    #[track_caller]
    fn check(handed: &Handed, error: &str) {
        assert_eq!(handed.error.as_deref(), Some(error));
        assert!(handed.accepted.is_empty() && handed.refused.is_empty());
    }
    let to = list(&["a@b.it"]);
    let relay = Scripted::start("tls=none", |_, _| Some("554 5.7.1 blocked\r\n")).await;
    check(&relay.relay.send("", &to, b"x").await, "the relay refused (greeting): 554 5.7.1 blocked");
    let relay = Scripted::start("tls=none", |_, _| Some("HTTP/1.1 400 Bad Request\r\n")).await;
    check(&relay.relay.send("", &to, b"x").await, "the relay does not speak SMTP (greeting)");
    let relay = Scripted::start("tls=none", |_, _| None).await;
    check(&relay.relay.send("", &to, b"x").await, "the connection to the relay was lost (greeting)");
    let relay = Scripted::start("tls=required", |line, _| polite(line)).await;
    let error = "the relay offers no encryption, and tls=required or a password demands it";
    check(&relay.relay.send("", &to, b"x").await, error);
    let short = Limits { command: Duration::from_millis(20), ..LIMITS };
    let relay = Scripted::start_with(short, "tls=none", |_, _| Some("")).await;
    check(&relay.relay.send("", &to, b"x").await, "the relay did not answer in time (greeting)");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = format!("smtp://{}", listener.local_addr().unwrap());
    drop(listener);
    let handed = Relay::from_url(&closed).unwrap().send("", &to, b"x").await;
    assert!(handed.error.unwrap().starts_with("the relay cannot be reached: "));
}

#[tokio::test]
async fn a_relay_of_the_old_school_is_greeted_with_helo() {
    let relay = Scripted::start("tls=none", |line, _| match line.split(' ').next().unwrap_or_default() {
        "EHLO" => Some("502 what?\r\n"),
        "HELO" => Some("250 relay\r\n"),
        _ => polite(line),
    });
    assert_eq!(relay.await.relay.send("", &list(&["a@b.it"]), b"x").await.accepted.len(), 1);
}

#[tokio::test]
async fn a_password_is_proved_in_the_way_the_relay_knows() {
    let plain = Scripted::start("tim:tanstaaftanstaaf@?tls=none", |line, _| match line.split(' ').next()? {
        "EHLO" => Some("250-relay\r\n250 AUTH LOGIN PLAIN\r\n"),
        "AUTH" if line == "AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm" => Some("235 2.7.0 welcome\r\n"),
        "AUTH" => Some("535 5.7.8 no\r\n"),
        _ => polite(line),
    });
    assert_eq!(plain.await.relay.send("", &list(&["a@b.it"]), b"x").await.accepted.len(), 1);
    let login = Scripted::start("tim:geheim@?tls=none", |line, _| match line {
        "EHLO [127.0.0.1]" => Some("250-relay\r\n250 AUTH LOGIN\r\n"),
        "AUTH LOGIN" => Some("334 VXNlcm5hbWU6\r\n"),
        "dGlt" => Some("334 UGFzc3dvcmQ6\r\n"),
        "Z2VoZWlt" => Some("535 5.7.8 wrong password\r\n"),
        line => polite(line),
    });
    let handed = login.await.relay.send("", &list(&["a@b.it"]), b"x").await;
    assert_eq!(handed.error.unwrap(), "the relay refused (sign-in): 535 5.7.8 wrong password");
}

/// Says yes to everything and keeps envelopes.
#[derive(Default)]
struct Room(Mutex<Vec<Envelope>>);

impl Mailroom for Room {
    async fn ready(&self) -> bool {
        true
    }

    async fn recipient(&self, _address: &str) -> Rcpt {
        Rcpt::Accept
    }

    async fn accept(&self, envelope: Envelope, _message: Vec<u8>) -> Vec<Accepted> {
        let answers = vec![Accepted::Stored; envelope.recipients.len()];
        self.0.lock().unwrap().push(envelope);
        answers
    }
}

#[tokio::test]
async fn encryption_is_taken_where_it_is_offered_and_checked_where_it_is_demanded() {
    let (config, trusted) = certificate();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let room = Arc::new(Room::default());
    let settings = ListenerSettings { tls: Some(config), ..ListenerSettings::default() };
    let stop = CancellationToken::new();
    let serving = tokio::spawn(serve(listener, settings, Arc::clone(&room), stop.clone()));
    let ca = std::env::temp_dir().join(format!("riscontro-relay-ca-{}.pem", std::process::id()));
    std::fs::write(&ca, trusted).unwrap();
    let to = list(&["a@b.it"]);
    let send = async |options: String| {
        let relay = Relay::from_url(&format!("smtp://{address}{options}")).unwrap();
        relay.send("", &to, b"x").await
    };
    assert_eq!(send(String::new()).await.accepted, to, "a certificate of its own is better than none");
    assert_eq!(send(format!("?tls=required&ca={}", ca.display())).await.accepted, to);
    let refused = send("?tls=required".to_owned()).await.error.unwrap();
    assert!(refused.starts_with("no encrypted connection to the relay: invalid peer certificate"), "{refused}");
    std::fs::remove_file(&ca).unwrap();
    assert!(room.0.lock().unwrap().iter().all(|envelope| envelope.tls));
    assert_eq!(room.0.lock().unwrap().len(), 2);
    stop.cancel();
    serving.await.unwrap();
}

#[tokio::test]
async fn broken_encryption_costs_the_mail_only_when_it_was_demanded() {
    fn answer(line: &str, _: usize) -> Option<&'static str> {
        match line.split(' ').next()? {
            "EHLO" => Some("250-relay\r\n250 STARTTLS\r\n"),
            "STARTTLS" => Some("220 go\r\n"),
            "MAIL" | "RCPT" | "RSET" | "DATA" | "QUIT" | "." | "x" | "greeting" => polite(line),
            _ => Some("500 what?\r\n"),
        }
    }
    let to = list(&["a@b.it"]);
    let relay = Scripted::start("", answer).await;
    assert_eq!(relay.relay.send("", &to, b"x").await.accepted, to);
    let relay = Scripted::start("tls=required", answer).await;
    assert!(relay.relay.send("", &to, b"x").await.error.unwrap().starts_with("no encrypted connection"));
}

#[tokio::test]
async fn a_reply_slipped_in_before_the_handshake_is_not_believed() {
    let relay = Scripted::start("tls=required", |line, _| match line.split(' ').next()? {
        "EHLO" => Some("250-relay\r\n250 STARTTLS\r\n"),
        "STARTTLS" => Some("220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n"),
        _ => polite(line),
    });
    let handed = relay.await.relay.send("", &list(&["a@b.it"]), b"x").await;
    assert_eq!(handed.error.unwrap(), "the relay does not speak SMTP (more than one reply to STARTTLS)");
}

#[tokio::test]
async fn no_more_connections_than_agreed_are_open_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let relay = Relay::from_url(&format!("smtp://{}?tls=none", listener.local_addr().unwrap())).unwrap();
    let to = list(&["a@b.it"]);
    let sending = async {
        let sends: Vec<_> = (0..MAX_CONNECTIONS + 3).map(|_| relay.send("", &to, b"x")).collect();
        let mut sends: Vec<_> = sends.into_iter().map(Box::pin).collect();
        std::future::poll_fn::<(), _>(|context| {
            for send in &mut sends {
                assert!(send.as_mut().poll(context).is_pending());
            }
            std::task::Poll::Pending
        })
        .await;
    };
    let counting = async {
        let mut open = Vec::new();
        for _ in 0..MAX_CONNECTIONS {
            open.push(listener.accept().await.unwrap());
        }
        // Every send has been begun: another connection would be there, or on its way for a good while already.
        let another = tokio::time::timeout(Duration::from_millis(100), listener.accept()).await;
        assert!(another.is_err());
        drop(open);
    };
    tokio::select! {
        () = sending => unreachable!("nobody answers"),
        () = counting => {}
    }
}
