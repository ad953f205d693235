//! What is tried on `wire` with bytes from anywhere. Each function takes any input and panics only when a promise of the
//! crate is broken. Used by the fuzz targets and, bounded, by `crates/wire/tests/bounded_fuzz.rs`.

use std::sync::Arc;

use wire::imap::{self, Gibberish, Reader, Response, Value};
use wire::machine::{self, Class, REASON_CHARS};
use wire::mail::{self, MAX_ADDRESSES, MAX_TEXT_BYTES};
use wire::smtp::{Accepted, Dialogue, Mail, Next, Protocol, Rcpt, Rules};

const MAX_MESSAGE_BYTES: usize = 4_096;
const MAX_HEADER_BYTES: usize = 1_024;
const MAX_RECIPIENTS: usize = 5;

/// The first byte chooses what is spoken and how the rest is cut into packets; the rest is the client's side of a session.
pub fn smtp_dialogue(input: &[u8]) {
    let Some((choice, said)) = input.split_first() else { return };
    let protocol = if choice & 1 == 0 { Protocol::Smtp } else { Protocol::Lmtp };
    let starttls = choice & 2 == 2;
    let packet = usize::from(choice >> 2).max(1);
    let whole = session(protocol, starttls, said, said.len().max(1));
    let cut = session(protocol, starttls, said, packet);
    // However the bytes arrive, the same is said and taken. (What follows STARTTLS in one packet is refused, so there
    // the cut matters.)
    if !starttls {
        assert!(whole == cut, "packets of {packet} bytes changed the session");
    }
}

/// One session from greeting to the end of input: what we said, and the mails that were taken.
fn session(protocol: Protocol, starttls: bool, said: &[u8], packet: usize) -> (Vec<u8>, Vec<Mail>) {
    let rules = Rules {
        hostname: "mx.fioca.example".to_owned(),
        protocol,
        starttls,
        max_message_bytes: MAX_MESSAGE_BYTES,
        max_header_bytes: MAX_HEADER_BYTES,
        max_recipients: MAX_RECIPIENTS,
        max_errors: 20,
    };
    let mut dialogue = Dialogue::new(Arc::new(rules));
    let mut replies = Vec::new();
    let mut mails: Vec<Mail> = Vec::new();
    let mut steps = 0;
    'session: for packet in said.chunks(packet) {
        let mut left = packet;
        loop {
            steps += 1;
            assert!(steps < 20 * said.len() + 1_000, "the session goes round in circles");
            match dialogue.step(&mut left) {
                Next::Read => break,
                Next::Sender => dialogue.sender(mails.len() < 50),
                Next::Recipient(address) => {
                    dialogue.recipient(match address.bytes().map(usize::from).sum::<usize>() % 5 {
                        0 => Rcpt::Unknown,
                        1 => Rcpt::Unavailable,
                        _ => Rcpt::Accept,
                    })
                }
                Next::Mail(mail) => {
                    let verdicts = (0..mail.recipients.len()).map(|n| match n % 3 {
                        0 => Accepted::Stored,
                        1 => Accepted::Unavailable,
                        _ => Accepted::Refused("no".to_owned()),
                    });
                    dialogue.stored(verdicts.collect());
                    mails.push(mail);
                }
                Next::StartTls => dialogue.secured(),
                Next::Close => break 'session,
            }
            assert!(dialogue.held_bytes() <= MAX_MESSAGE_BYTES + 1, "{} bytes held", dialogue.held_bytes());
        }
        replies.extend(dialogue.take_replies());
    }
    replies.extend(dialogue.take_replies());
    let text = std::str::from_utf8(&replies).expect("replies are text");
    for line in text.split_inclusive("\r\n") {
        let end = line.strip_suffix("\r\n").expect("every reply ends its line");
        assert!(!end.contains(['\r', '\n', '\0']), "one reply, one line: {end:?}");
        let code = end.as_bytes().first_chunk::<3>().expect("a reply begins with its code");
        assert!(code.iter().all(u8::is_ascii_digit), "{end:?}");
    }
    let chunked = said.windows(4).any(|word| word.eq_ignore_ascii_case(b"BDAT"));
    for mail in &mails {
        assert!((1..=MAX_RECIPIENTS).contains(&mail.recipients.len()), "{:?}", mail.recipients);
        assert!(mail.message.len() <= MAX_MESSAGE_BYTES, "{} bytes", mail.message.len());
        // CVE-2023-51764: a mail that came by DATA has no line end but CRLF.
        assert!(chunked || only_crlf(&mail.message), "a bare CR or LF was taken");
    }
    (replies, mails)
}

fn only_crlf(message: &[u8]) -> bool {
    message.iter().enumerate().all(|(at, byte)| match byte {
        b'\n' => at > 0 && message[at - 1] == b'\r',
        b'\r' => message.get(at + 1) == Some(&b'\n'),
        _ => true,
    })
}

/// The input is a mail as it came.
pub fn mime_to_message(raw: &[u8]) {
    let read = mail::read(raw);
    assert!(read == mail::read(raw), "read differently the second time");
    assert_eq!(mail::content_hash(raw), mail::content_hash(raw));
    assert!(read.text.len() <= MAX_TEXT_BYTES);
    assert!(read.to.len() <= MAX_ADDRESSES && read.cc.len() <= MAX_ADDRESSES);
    let texts = [
        Some(&read.text),
        Some(&read.reply_text),
        Some(&read.subject),
        read.quoted_text.as_ref(),
        read.html.as_ref(),
    ];
    for text in texts.into_iter().flatten() {
        assert!(!text.contains(['\0', '\r']), "a control character was kept");
    }
    for file in &read.attachments {
        let name = &file.name;
        assert!(!name.is_empty() && name.chars().count() <= 200, "{name:?}");
        assert!(!name.contains(['/', '\\']) && !name.chars().any(char::is_control) && name != "..", "{name:?}");
        assert!(file.content_type.contains('/'), "{:?}", file.content_type);
    }
    if let Some(html) = &read.html {
        let page = html.to_ascii_lowercase();
        for tag in ["<script", "<iframe", "<object", "<embed", "<form", "<meta", "<base", "<link"] {
            assert!(!page.contains(tag), "{tag} was kept");
        }
    }
}

/// The first byte says how the text is sent; the rest is what a person's mail program wrote.
pub fn reply_split(input: &[u8]) {
    let Some((choice, written)) = input.split_first() else { return };
    let html = choice & 1 == 1;
    let kind = if html { "html" } else { "plain" };
    let subject = if choice & 2 == 2 { "Re: Lampada" } else { "Lampada" };
    let mut raw = format!(
        "From: anna@example.it\r\nSubject: {subject}\r\nContent-Type: text/{kind}; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\n\r\n"
    )
    .into_bytes();
    raw.extend_from_slice(written);
    let read = mail::read(&raw);
    if html {
        return;
    }
    // Nothing is made up, and nothing a person wrote is lost: every line of the new text is a line of the mail, and a
    // mail with text has new text or quotes.
    let squeezed =
        |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace() && *c != '>').collect() };
    let all = squeezed(&read.text);
    for line in read.reply_text.lines() {
        assert!(all.contains(&squeezed(line)), "a line nobody wrote: {line:?}");
    }
    let rest = [
        read.quoted_text.as_deref(),
        read.signature.as_deref(),
        read.forwarded.as_ref().map(|f| f.text.as_str()),
    ];
    let empty =
        read.reply_text.trim().is_empty() && rest.into_iter().flatten().all(|text| text.trim().is_empty());
    let said = read.text.chars().filter(|c| c.is_alphanumeric()).count();
    assert!(!empty || said == 0 || read.forwarded.is_some(), "the text was lost: {:?}", read.text);
}

/// The input is a mail as it came, with every envelope sender there may be.
pub fn bounce_reader(raw: &[u8]) {
    for envelope_from in [None, Some(""), Some("anna@example.it")] {
        let machine = machine::classify(raw, envelope_from);
        let bounced = matches!(machine.class, Class::BounceHard | Class::BounceSoft);
        assert!(bounced || machine.bounces.is_empty(), "{}: {:?}", machine.class.name(), machine.bounces);
        assert!(machine.bounces.len() <= 100 && machine.original_message_ids.len() <= 20);
        assert!(!machine.why.is_empty() && machine.why.len() < 100, "{:?}", machine.why);
        for bounce in &machine.bounces {
            assert!(bounce.reason.chars().count() <= REASON_CHARS && !bounce.reason.contains(['\r', '\n']));
            assert!(bounce.recipient.as_ref().is_none_or(|address| address.contains('@')));
            let digits = |code: &String| code.split('.').count() == 3 && code.starts_with(['2', '4', '5']);
            assert!(bounce.status_code.as_ref().is_none_or(digits), "{:?}", bounce.status_code);
        }
        assert_eq!(machine.class == Class::BounceHard, machine.bounces.iter().any(|bounce| bounce.hard));
    }
}

/// Bytes one response of an IMAP server may have here.
const MAX_RESPONSE_BYTES: usize = 2_048;
/// The address of the mailbox that is read.
const OWN: &str = "aiuto@fioca.example";

/// The first byte chooses how the rest is cut into packets; the rest is the server's side of an IMAP session.
pub fn imap_responses(input: &[u8]) {
    let Some((choice, said)) = input.split_first() else { return };
    let whole = heard(said, said.len().max(1));
    let cut = heard(said, usize::from(*choice).max(1));
    assert!(whole == cut, "packets of {choice} bytes changed what the server said");
    for response in whole.0 {
        if let Response::Tells(values) = &response {
            assert!(
                values.iter().map(weight).sum::<usize>() <= MAX_RESPONSE_BYTES,
                "more is told than was said"
            );
        }
        for name in ["UIDVALIDITY", "UIDNEXT"] {
            response.code_number(name);
        }
        response.count_of("EXISTS");
        response.after("SEARCH");
        let Some(fetched) = response.fetched() else { continue };
        let header = fetched.header.unwrap_or_default();
        let print = imap::print(&header, fetched.size_bytes.unwrap_or_default());
        assert!(
            print.len() == 32 && print.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{print:?} is no print"
        );
        let found = imap::envelope(&fetched.whole.unwrap_or(header), OWN);
        let (plain, _) = kernel::address::without_tag(&found.recipient);
        assert!(plain == OWN, "{:?} is not ours", found.recipient);
        let one_line = |text: &str| !text.contains(['\r', '\n', '\0']);
        assert!(one_line(&found.sender) && one_line(&found.recipient), "{found:?}");
    }
}

/// What was understood before the end or before the first nonsense, and which.
fn heard(said: &[u8], packet: usize) -> (Vec<Response>, Option<Gibberish>) {
    let mut reader = Reader::new(MAX_RESPONSE_BYTES);
    let mut responses = Vec::new();
    for packet in said.chunks(packet) {
        reader.feed(packet);
        loop {
            match reader.take() {
                Ok(Some(response)) => responses.push(response),
                Ok(None) => break,
                Err(gibberish) => return (responses, Some(gibberish)),
            }
        }
    }
    (responses, None)
}

/// Bytes of texts and words; lists within lists end somewhere.
fn weight(value: &Value) -> usize {
    match value {
        Value::Nil => 0,
        Value::Word(word) => word.len(),
        Value::Text(text) => text.len(),
        Value::List(list) => list.iter().map(weight).sum(),
    }
}
