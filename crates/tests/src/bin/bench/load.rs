//! Senders on kept connections: each hands over its next envelope together with the message before it.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tests::program::INBOX;
use tests::smtp::{Session, stuffed};

/// What was accepted, and in which time.
pub struct Run {
    pub mails: usize,
    pub took: Duration,
}

/// Sends for a while with so many senders at once; counts what was answered with `250`.
pub fn senders(at: SocketAddr, senders: usize, duration: Duration) -> Run {
    let (stop, turns) = (AtomicBool::new(false), AtomicUsize::new(0));
    let started = Instant::now();
    let mails = std::thread::scope(|scope| {
        let running: Vec<_> = (0..senders).map(|_| scope.spawn(|| sender(at, &stop, &turns))).collect();
        std::thread::sleep(duration);
        stop.store(true, Ordering::Relaxed);
        running.into_iter().map(|one| one.join().unwrap_or_default()).sum()
    });
    Run { mails, took: started.elapsed() }
}

fn sender(at: SocketAddr, stop: &AtomicBool, turns: &AtomicUsize) -> usize {
    let mut session = Session::open(at);
    session.ehlo();
    let next = || {
        let turn = turns.fetch_add(1, Ordering::Relaxed);
        let sender = format!("cliente{turn}@example.it");
        (format!("MAIL FROM:<{sender}>\r\nRCPT TO:<{INBOX}>\r\nDATA\r\n"), stuffed(&mail(&sender, turn)))
    };
    let (envelope, mut message) = next();
    session.raw(envelope.as_bytes());
    let mut accepted = 0;
    loop {
        for code in [250, 250, 354] {
            session.expect(code);
        }
        if stop.load(Ordering::Relaxed) {
            message.extend_from_slice(b"QUIT\r\n");
            session.raw(&message);
            session.expect(250);
            return accepted + 1;
        }
        let (envelope, following) = next();
        message.extend_from_slice(envelope.as_bytes());
        session.raw(&message);
        session.expect(250);
        accepted += 1;
        message = following;
    }
}

/// A mail of [`crate::MAIL_BYTES`] that no other equals.
pub fn mail(sender: &str, turn: usize) -> Vec<u8> {
    let mut mail = format!(
        "From: Cliente <{sender}>\r\nTo: {INBOX}\r\nSubject: Domanda numero {turn}\r\n\
         Date: Mon, 02 Mar 2026 09:00:00 +0100\r\nMessage-ID: <{turn}.{}@example.it>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
        std::process::id()
    );
    let mut line = 0;
    while mail.len() < crate::MAIL_BYTES {
        line += 1;
        mail.push_str(&format!(
            "Riga {line}: la lampada numero {turn} non si accende più, e così neppure le altre.\r\n"
        ));
    }
    mail.into_bytes()
}
