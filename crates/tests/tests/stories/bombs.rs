//! Mails made to break what reads them: kept or refused, in bounded memory, and the next one is served.

use std::fmt::Write as _;

use serde_json::Value;
use tests::letter::letter;
use tests::program::{self, INBOX, Place, Program};
use tests::smtp::Session;

/// The most memory the program may ever hold, in megabytes.
const MOST_MEMORY_MB: f64 = 200.0;

fn head(sender: &str) -> String {
    format!(
        "From: {sender}\r\nTo: {INBOX}\r\nSubject: bomba\r\nMessage-ID: <{sender}>\r\nMIME-Version: 1.0\r\n"
    )
}

fn nested_multiparts(sender: &str, depth: usize) -> String {
    let mut mail = head(sender);
    for level in 0..depth {
        let _ = write!(mail, "Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n");
    }
    mail + "Content-Type: text/plain\r\n\r\nin fondo\r\n"
}

fn many_headers(sender: &str, count: usize) -> String {
    let mut mail = head(sender);
    for number in 0..count {
        let _ = write!(mail, "X-Numero-{number}: valore {number}\r\n");
    }
    mail + "\r\ncorpo\r\n"
}

fn one_long_line(sender: &str, bytes: usize) -> String {
    let mut mail = head(sender) + "\r\n";
    mail.push_str(&"x".repeat(bytes));
    mail + "\r\n"
}

fn many_parameters(sender: &str, count: usize) -> String {
    let mut mail = head(sender) + "Content-Type: text/plain";
    for number in 0..count {
        let _ = write!(mail, ";\r\n name*{number}*=utf-8''pezzo{number}");
    }
    mail + "\r\n\r\ncorpo\r\n"
}

fn nested_messages(sender: &str, depth: usize) -> String {
    let mut mail = head(sender);
    for level in 0..depth {
        let _ = write!(
            mail,
            "Content-Type: message/rfc822\r\n\r\nFrom: {level}@example.org\r\nSubject: {level}\r\n"
        );
    }
    mail + "\r\nin fondo\r\n"
}

fn deep_html(sender: &str, depth: usize) -> String {
    head(sender) + "Content-Type: text/html\r\n\r\n" + &"<div><b>\r\n".repeat(depth) + "in fondo\r\n"
}

#[test]
fn bombs_are_kept_or_refused_in_bounded_memory_and_the_next_mail_is_served() {
    let program = Program::start(program::binary(), &std::env::temp_dir(), &Place::Sqlite, None);
    let bombs: [fn(&str) -> String; 7] = [
        |sender| nested_multiparts(sender, 1_000),
        |sender| many_headers(sender, 50_000),
        |sender| one_long_line(sender, 30_000_000),
        |sender| one_long_line(sender, 100_000_000),
        |sender| many_parameters(sender, 5_000),
        |sender| nested_messages(sender, 500),
        |sender| deep_html(sender, 100_000),
    ];
    let mut kept = Vec::new();
    for (number, bomb) in bombs.iter().enumerate() {
        let sender = format!("bomba{number}@example.org");
        let taken = Session::try_open(program.smtp)
            .and_then(|mut session| session.try_send(&sender, INBOX, bomb(&sender).as_bytes()));
        // A server that hangs up on a flood has refused it too.
        match taken {
            Ok(reply) if reply.code == 250 => kept.push(sender),
            Ok(reply) => assert!((500..=599).contains(&reply.code), "{number}: {reply:?}"),
            Err(error) => assert_ne!(error.kind(), std::io::ErrorKind::WouldBlock, "{number} was not answered"),
        }
    }
    let after = letter("anna@example.it", INBOX, "Ciao", "Ciao.");
    let mut session = Session::open(program.smtp);
    session.ehlo();
    assert_eq!(session.send("anna@example.it", &[INBOX], &after.bytes()).code, 250);
    program.settle();
    let arrivals = program.api().get("/api/v1/arrivals").expect(200).json();
    let verdict = |sender: &str| -> Value {
        let all = arrivals["data"].as_array().expect("a list");
        all.iter().find(|one| one["sender"] == sender).map_or(Value::Null, |one| one["verdict"].clone())
    };
    for sender in kept.iter().map(String::as_str).chain(["anna@example.it"]) {
        assert_eq!(verdict(sender), "owed", "{sender}");
    }
    let most_mb = program.memory_mb("VmHWM");
    assert!(most_mb <= MOST_MEMORY_MB, "{most_mb:.0} MB");
}
