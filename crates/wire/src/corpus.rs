//! The corpus of mails under `fixtures/mail`: each `NAME.eml` has beside it, in `NAME.expected`, all that is read
//! from it. `UPDATE_EXPECTED=1 cargo test -p riscontro-wire` writes the expectations anew, to be read before
//! they are believed.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;
use std::path::Path;

use kernel::address::Address;

use crate::mail::{Mail, read};

#[test]
fn every_mail_of_the_corpus_is_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/mail");
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "eml"))
        .collect();
    names.sort();
    assert!(names.len() >= 80, "{} mails", names.len());
    let mut wrong = String::new();
    for path in names {
        let stored = std::fs::read(&path).unwrap();
        let wire = on_the_wire(&stored);
        let found = shown(&read(&wire));
        let beside = path.with_extension("expected");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(&beside, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        if found != expected {
            writeln!(wrong, "== {}\n-- expected\n{expected}\n-- found\n{found}", path.display()).unwrap();
        }
        // A mail whose line ends were changed on the way reads the same.
        let [sent, changed] = [&wire, &stored].map(|raw| {
            let mail = read(raw);
            (mail.text, mail.reply_text, mail.quoted_text, mail.forwarded, mail.attachments.len(), mail.subject)
        });
        assert_eq!(sent, changed, "{} with bare line feeds", path.display());
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_mail_of_the_corpus_spoiled_on_the_way_is_still_a_mail() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/mail");
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below.max(1) as u64) as usize
    };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "eml") {
            continue;
        }
        let sound = on_the_wire(&std::fs::read(&path).unwrap());
        for _ in 0..12 {
            let mut raw = sound.clone();
            for _ in 0..=random(6) {
                let at = random(raw.len());
                match random(5) {
                    0 => raw.truncate(at),
                    1 => raw[at] = random(256) as u8,
                    2 => drop(raw.drain(at..(at + random(200)).min(raw.len()))),
                    3 => {
                        let piece = raw[at..(at + random(300)).min(raw.len())].to_vec();
                        let to = random(raw.len());
                        raw.splice(to..to, piece);
                    }
                    _ => raw.insert(at, b"<>\"=;:\n-&"[random(9)]),
                }
                if raw.is_empty() {
                    break;
                }
            }
            let mail = read(&raw);
            let page = mail.html.unwrap_or_default().to_lowercase();
            assert!(!["<script", "<form", "<iframe"].iter().any(|word| page.contains(word)), "{page}");
            assert!(!mail.text.contains('\0') && !mail.subject.contains(['\0', '\n']));
            assert!(mail.attachments.iter().all(|a| !a.name.is_empty() && !a.name.contains(['/', '\\'])));
        }
    }
}

/// Files are kept with line feeds, mails have CRLF.
fn on_the_wire(stored: &[u8]) -> Vec<u8> {
    let mut wire = Vec::with_capacity(stored.len() + stored.len() / 40);
    for byte in stored {
        if *byte == b'\n' {
            wire.push(b'\r');
        }
        wire.push(*byte);
    }
    wire
}

fn shown(mail: &Mail) -> String {
    let mut out = String::new();
    let mut put = |key: &str, value: String| {
        if value.contains('\n') {
            let lines: String =
                value.lines().map(|line| format!("  | {line}").trim_end().to_owned() + "\n").collect();
            write!(out, "{key}:\n{lines}").unwrap();
        } else if !value.is_empty() {
            writeln!(out, "{key}: {value}").unwrap();
        }
    };
    put("from", mail.from.as_ref().map(one).unwrap_or_default());
    put("to", all(&mail.to));
    put("cc", all(&mail.cc));
    put("reply-to", all(&mail.reply_to));
    put("sender", mail.sender.as_ref().map(one).unwrap_or_default());
    put("return-path", mail.return_path.clone().unwrap_or_default());
    put("subject", mail.subject.clone());
    put("message-id", mail.message_id.clone().unwrap_or_default());
    put("in-reply-to", mail.in_reply_to.join(" "));
    put("references", mail.references.join(" "));
    put("date-ms", mail.date_ms.map(|ms| ms.to_string()).unwrap_or_default());
    put("language", mail.language.map(|l| l.tag().to_owned()).unwrap_or_default());
    put("list-id", mail.list_id.clone().unwrap_or_default());
    put("list-unsubscribe", if mail.list_unsubscribe { "yes".into() } else { String::new() });
    put("precedence", mail.precedence.clone().unwrap_or_default());
    put("auto-submitted", mail.auto_submitted.clone().unwrap_or_default());
    put("authentication-results", mail.authentication_results.join("\n"));
    put("spam", mail.spam_headers.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("\n"));
    put("reply", mail.reply_text.clone());
    put("signature", mail.signature.clone().unwrap_or_default());
    put("quoted", mail.quoted_text.clone().unwrap_or_default());
    if let Some(forwarded) = &mail.forwarded {
        put("forwarded-from", forwarded.from.as_ref().map(one).unwrap_or_else(|| "unknown".into()));
        put("forwarded-to", all(&forwarded.to));
        put("forwarded-cc", all(&forwarded.cc));
        put("forwarded-subject", forwarded.subject.clone().unwrap_or_default());
        put("forwarded-text", forwarded.text.clone());
    }
    for a in &mail.attachments {
        let inline = if a.inline { ", inline" } else { "" };
        let id = a.content_id.as_ref().map(|id| format!(", cid {id}")).unwrap_or_default();
        put("attachment", format!("{} ({}, {} bytes{inline}{id})", a.name, a.content_type, a.bytes.len()));
    }
    for oddity in &mail.oddities {
        put("odd", format!("{} {}", oddity.kind.name(), oddity.detail).trim().to_owned());
    }
    put("text", mail.text.clone());
    put("html", mail.html.clone().unwrap_or_default());
    out
}

fn one(address: &Address) -> String {
    match &address.name {
        Some(name) => format!("{name} <{}>", address.email),
        None => address.email.clone(),
    }
}

fn all(list: &[Address]) -> String {
    list.iter().map(one).collect::<Vec<_>>().join(", ")
}
