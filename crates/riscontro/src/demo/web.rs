//! The customers' browsers: forms sent to our own HTTP door, one connection each.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Bytes read of one answer.
const ANSWER_BYTES: u64 = 4 * 1024 * 1024;

/// Where the pages are.
#[derive(Clone, Copy, Debug)]
pub struct Browser {
    door: SocketAddr,
    /// How many came: every customer has an address of their own.
    visits: u32,
}

impl Browser {
    pub fn new(door: SocketAddr) -> Self {
        Self { door, visits: 0 }
    }

    /// Sends JSON, as a shop's own page does for its form; what was answered.
    pub fn send_json(&mut self, path: &str, body: &Value) -> Result<Value> {
        let (status, answer) = self.post(path, "application/json", "application/json", &body.to_string())?;
        if status != 201 {
            bail!("the form answered {status}: {answer}");
        }
        serde_json::from_str(&answer).context("reading a form's answer")
    }

    /// Sends a form of a page; the status it was answered with.
    pub fn send_form(&mut self, path: &str, fields: &[(&str, String)]) -> Result<u16> {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let kind = "application/x-www-form-urlencoded";
        self.post(path, kind, "text/html", &body.join("&")).map(|(status, _)| status)
    }

    fn post(&mut self, path: &str, kind: &str, accept: &str, body: &str) -> Result<(u16, String)> {
        self.visits += 1;
        // Of the addresses set aside for examples (RFC 2544): 198.18.0.0/15.
        let from = format!("198.18.{}.{}", self.visits / 250 % 250, self.visits % 250 + 1);
        let mut stream = TcpStream::connect_timeout(&self.door, Duration::from_secs(5))?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\nx-forwarded-for: {from}\r\ncontent-type: {kind}\r\n\
             accept: {accept}\r\ncontent-length: {}\r\n\r\n",
            self.door,
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body.as_bytes())?;
        let mut answer = Vec::new();
        stream.take(ANSWER_BYTES).read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer);
        let status =
            answer.split(' ').nth(1).and_then(|word| word.parse().ok()).context("no answer of HTTP")?;
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        Ok((status, body.to_owned()))
    }
}

fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
