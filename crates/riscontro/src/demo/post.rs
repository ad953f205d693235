//! The customers' end of the line: mails as their programs write them, handed to our own SMTP door.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::date::Date;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;

/// One mail of the demo.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    pub from_name: String,
    /// Author; also the envelope sender unless `bounce`.
    pub from: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub header_id: String,
    pub answers: Option<String>,
    pub headers: Vec<(&'static str, String)>,
    /// Name, type and bytes of a file.
    pub file: Option<(&'static str, &'static str, Vec<u8>)>,
    /// Comes from `<>`.
    pub bounce: bool,
    /// The whole message, when it is not an ordinary one.
    pub raw: Option<String>,
}

impl Letter {
    fn bytes(&self, at_ms: i64) -> Result<Vec<u8>> {
        if let Some(raw) = &self.raw {
            return Ok(raw.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes());
        }
        let mut builder = MessageBuilder::new()
            .from(Address::new_address(Some(self.from_name.clone()), self.from.clone()))
            .to(self.to.clone())
            .subject(self.subject.clone())
            .message_id(MessageId::from(self.header_id.clone()))
            .date(Date::new(at_ms / 1_000))
            .text_body(self.text.clone());
        if let Some(answered) = &self.answers {
            builder = builder
                .in_reply_to(MessageId::from(answered.clone()))
                .references(MessageId::from(answered.clone()));
        }
        for (name, value) in &self.headers {
            builder = builder.header(*name, HeaderType::from(Raw::new(value.clone())));
        }
        if let Some((name, content_type, bytes)) = &self.file {
            builder = builder.attachment(*content_type, *name, bytes.clone());
        }
        builder.write_to_vec().context("writing a demo mail")
    }
}

/// A kept connection to our own SMTP door.
pub struct PostOffice {
    reader: BufReader<TcpStream>,
    writer: TcpStream,
}

impl PostOffice {
    pub fn connect(door: SocketAddr) -> Result<Self> {
        let writer = TcpStream::connect_timeout(&door, Duration::from_secs(5))?;
        writer.set_read_timeout(Some(Duration::from_secs(60)))?;
        writer.set_nodelay(true)?;
        let mut office = Self { reader: BufReader::new(writer.try_clone()?), writer };
        office.expect(220)?;
        office.say("EHLO posta.example\r\n", 250)?;
        Ok(office)
    }

    /// Hands a mail over; returns once it is durably ours.
    pub fn post(&mut self, letter: &Letter, at_ms: i64) -> Result<()> {
        let sender = if letter.bounce { "" } else { &letter.from };
        let envelope = format!("MAIL FROM:<{sender}>\r\nRCPT TO:<{}>\r\nDATA\r\n", letter.to);
        self.writer.write_all(envelope.as_bytes())?;
        self.expect(250)?;
        self.expect(250)?;
        self.expect(354)?;
        let mut data = Vec::new();
        for line in letter.bytes(at_ms)?.split_inclusive(|byte| *byte == b'\n') {
            if line.starts_with(b".") {
                data.push(b'.');
            }
            data.extend_from_slice(line);
        }
        if !data.ends_with(b"\r\n") {
            data.extend_from_slice(b"\r\n");
        }
        data.extend_from_slice(b".\r\n");
        self.writer.write_all(&data)?;
        self.expect(250)
    }

    fn say(&mut self, line: &str, code: u16) -> Result<()> {
        self.writer.write_all(line.as_bytes())?;
        self.expect(code)
    }

    fn expect(&mut self, code: u16) -> Result<()> {
        loop {
            let mut line = String::new();
            if self.reader.read_line(&mut line)? == 0 {
                bail!("the SMTP door closed");
            }
            let more = line.as_bytes().get(3) == Some(&b'-');
            if line.get(..3).and_then(|said| said.parse::<u16>().ok()) != Some(code) {
                bail!("the SMTP door answered {}", line.trim());
            }
            if !more {
                return Ok(());
            }
        }
    }
}
