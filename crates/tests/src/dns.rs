//! A name server that knows what a story tells it (RFC 1035 section 4): texts and mail exchangers, over UDP.

use std::collections::BTreeMap;
use std::net::{SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex, PoisonError};

const MX: u16 = 15;
const TXT: u16 = 16;

type Records = BTreeMap<(String, u16), Vec<Vec<u8>>>;

/// A running name server. It answers until the process ends.
pub struct NameServer {
    at: SocketAddr,
    records: Arc<Mutex<Records>>,
}

impl NameServer {
    /// Listens on a free loopback port and knows nothing yet.
    pub fn open() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a loopback port");
        let at = socket.local_addr().expect("bound");
        let records: Arc<Mutex<Records>> = Arc::default();
        let known = records.clone();
        std::thread::spawn(move || {
            let mut packet = [0; 4_096];
            while let Ok((length, client)) = socket.recv_from(&mut packet) {
                let known = known.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(reply) = answer(&packet[..length], &known) {
                    let _ = socket.send_to(&reply, client);
                }
            }
        });
        Self { at, records }
    }

    pub fn at(&self) -> SocketAddr {
        self.at
    }

    /// Adds a text record.
    pub fn text(&self, name: &str, text: &str) {
        let mut bytes = Vec::new();
        for piece in text.as_bytes().chunks(250) {
            bytes.push(piece.len() as u8);
            bytes.extend_from_slice(piece);
        }
        self.add(name, TXT, bytes);
    }

    /// Adds a mail exchanger.
    pub fn exchanger(&self, name: &str, preference: u16, host: &str) {
        let mut bytes = preference.to_be_bytes().to_vec();
        for label in host.split('.') {
            bytes.push(label.len() as u8);
            bytes.extend_from_slice(label.as_bytes());
        }
        bytes.push(0);
        self.add(name, MX, bytes);
    }

    fn add(&self, name: &str, kind: u16, bytes: Vec<u8>) {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        records.entry((name.to_lowercase(), kind)).or_default().push(bytes);
    }
}

fn answer(question: &[u8], known: &Records) -> Option<Vec<u8>> {
    let (mut at, mut labels) = (12, Vec::new());
    while *question.get(at)? != 0 {
        let length = usize::from(question[at]);
        labels.push(String::from_utf8_lossy(question.get(at + 1..at + 1 + length)?).to_lowercase());
        at += 1 + length;
    }
    let kind = u16::from_be_bytes([*question.get(at + 1)?, *question.get(at + 2)?]);
    let name = labels.join(".");
    let there = known.keys().any(|(other, _)| *other == name);
    let found = known.get(&(name, kind)).map_or(&[][..], Vec::as_slice);
    let mut reply = question[..2].to_vec();
    // An answer, recursion available; 3 says that there is no such name.
    reply.extend([0x81, if there { 0x80 } else { 0x83 }, 0, 1, 0, found.len() as u8, 0, 0, 0, 0]);
    reply.extend_from_slice(question.get(12..at + 5)?);
    for bytes in found {
        reply.extend([0xc0, 12]);
        reply.extend(kind.to_be_bytes());
        reply.extend([0, 1, 0, 0, 0, 60]);
        reply.extend((bytes.len() as u16).to_be_bytes());
        reply.extend_from_slice(bytes);
    }
    Some(reply)
}
