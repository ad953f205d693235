//! Persons and machines told apart over a corpus of our own: servers, providers, languages, and people
//! who quote what machines wrote. `fixtures/machine/expected.tsv` says what each mail is.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use wire::machine::{Class, Machine, REASON_CHARS, classify};

struct Expected {
    name: String,
    envelope: Option<String>,
    class: String,
    recipients: String,
    status: String,
    original_id: String,
}

fn corpus() -> Vec<(Expected, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/machine");
    std::fs::read_to_string(folder.join("expected.tsv"))
        .unwrap()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [name, envelope, class, recipients, status, id] = columns[..] else {
                panic!("columns: {line}")
            };
            let envelope = match envelope {
                "-" => None,
                "<>" => Some(String::new()),
                address => Some(address.to_owned()),
            };
            let raw = std::fs::read(folder.join(format!("{name}.eml"))).unwrap();
            let expected = Expected {
                name: name.to_owned(),
                envelope,
                class: class.to_owned(),
                recipients: recipients.to_owned(),
                status: status.to_owned(),
                original_id: id.to_owned(),
            };
            (expected, raw)
        })
        .collect()
}

/// `-` for nothing, so that rows read as the table is written.
fn joined<'a>(values: impl Iterator<Item = Option<&'a str>>) -> String {
    let values: Vec<&str> = values.flatten().collect();
    if values.is_empty() { "-".to_owned() } else { values.join(",") }
}

fn seen(machine: &Machine) -> [String; 4] {
    [
        machine.class.name().to_owned(),
        joined(machine.bounces.iter().map(|bounce| bounce.recipient.as_deref())),
        joined(machine.bounces.iter().map(|bounce| bounce.status_code.as_deref())),
        joined(machine.original_message_ids.first().map(|id| Some(id.as_str())).into_iter()),
    ]
}

#[test]
fn every_mail_of_the_corpus_is_told_for_what_it_is() {
    let corpus = corpus();
    assert!(corpus.len() >= 80, "only {} mails", corpus.len());
    let mut confusion: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut wrong = String::new();
    for (expected, raw) in &corpus {
        let crlf: Vec<u8> = raw
            .iter()
            .flat_map(|b| if *b == b'\n' { &b"\r\n"[..] } else { std::slice::from_ref(b) })
            .copied()
            .collect();
        let wanted = [&expected.class, &expected.recipients, &expected.status, &expected.original_id];
        for (form, bytes) in [("CRLF", &crlf), ("LF", raw)] {
            let machine = classify(bytes, expected.envelope.as_deref());
            let found = seen(&machine);
            if form == "CRLF" {
                *confusion.entry((expected.class.clone(), found[0].clone())).or_default() += 1;
            }
            if wanted.iter().zip(&found).any(|(wanted, found)| *wanted != found) {
                let reasons: Vec<&str> = machine.bounces.iter().map(|bounce| bounce.reason.as_str()).collect();
                writeln!(
                    wrong,
                    "{} ({form})\n  wanted {wanted:?}\n  found  {found:?} because {}; {reasons:?}",
                    expected.name, machine.why
                )
                .unwrap();
            }
        }
    }
    let table: String = confusion
        .iter()
        .map(|((wanted, found), n)| format!("  {wanted:>12} read as {found:<12} {n}\n"))
        .collect();
    assert!(wrong.is_empty(), "{wrong}\nclasses, wanted and found:\n{table}");
}

#[test]
fn every_bounce_gives_a_reason_a_person_can_read() {
    for (expected, raw) in corpus() {
        let machine = classify(&raw, expected.envelope.as_deref());
        let bounced = matches!(machine.class, Class::BounceHard | Class::BounceSoft);
        assert_eq!(bounced, !machine.bounces.is_empty(), "{}", expected.name);
        for bounce in &machine.bounces {
            let reason = &bounce.reason;
            assert!(reason.chars().filter(|c| c.is_alphabetic()).count() > 5, "{}: {reason:?}", expected.name);
            assert!(reason.chars().count() <= REASON_CHARS && !reason.contains('\n'), "{}", expected.name);
        }
        assert!(!machine.why.is_empty() && machine.why.len() < 80, "{}", expected.name);
    }
}

#[test]
fn a_bounce_leads_back_to_our_code_in_the_subject() {
    for name in ["dsn-postfix-unknown-user", "text-qmail", "text-libero-full", "auto-exchange-oof-it"] {
        let (expected, raw) = corpus().into_iter().find(|(expected, _)| expected.name == name).unwrap();
        let machine = classify(&raw, expected.envelope.as_deref());
        let subject = machine.original_subject.unwrap();
        assert!(subject.ends_with("[#K7M2QX]") && subject.starts_with("La Sua"), "{name}: {subject}");
    }
}

#[test]
fn an_unsubscribe_header_alone_is_left_to_whoever_knows_if_we_wrote_first() {
    let only = |name: &str| {
        let (expected, raw) = corpus().into_iter().find(|(expected, _)| expected.name == name).unwrap();
        classify(&raw, expected.envelope.as_deref()).list_unsubscribe_only
    };
    assert!(only("bulk-unsubscribe"));
    assert!(!only("bulk-precedence"));
    assert!(!only("person-plain"));
}

#[test]
fn only_a_notice_that_attests_delivery_says_the_message_arrived() {
    for (expected, raw) in corpus() {
        let machine = classify(&raw, expected.envelope.as_deref());
        let general = ["arf-auth", "dmarc-", "tls-", "pec-accettazione"];
        let attests = expected.class == "notice" && !general.iter().any(|name| expected.name.starts_with(name));
        assert_eq!(machine.delivered, attests, "{}", expected.name);
    }
}

#[test]
fn hundreds_of_recipients_and_endless_reasons_are_bounded() {
    let mut raw =
        b"From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\
        Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n"
            .to_vec();
    for n in 0..5_000 {
        let words = "x".repeat(900);
        raw.extend_from_slice(
            format!("\r\nFinal-Recipient: rfc822; u{n}@example.it\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 {words}\r\n")
                .as_bytes(),
        );
    }
    let machine = classify(&raw, Some(""));
    assert_eq!(machine.class, Class::BounceHard);
    assert_eq!(machine.bounces.len(), 100);
    assert!(machine.bounces.iter().all(|bounce| bounce.reason.chars().count() <= REASON_CHARS));
}

#[test]
fn mails_made_to_hurt_are_told_in_the_time_of_others() {
    let head = "From: MAILER-DAEMON@x.example\r\nSubject: failure notice\r\n";
    let report = "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n";
    let bombs = [
        format!("{head}\r\n{}", "aaa@bbb.it ccc@ddd.it could not be delivered\n".repeat(700_000)),
        format!("{head}\r\n{}", "a@b.it ".repeat(4_000_000)),
        format!("{head}{}", "X-Failed-Recipients: a@b.it\r\n".repeat(1_000_000)),
        format!(
            "{head}{report}{}",
            "Action: failed\r\nFinal-Recipient: rfc822; q@b.it\r\n\r\n".repeat(500_000)
        ),
        format!("{head}{}", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(500_000)),
        format!("{head}Content-Type: text/html\r\n\r\n{}", "<div><table>x".repeat(2_000_000)),
    ];
    for (number, bomb) in bombs.iter().enumerate() {
        let began = std::time::Instant::now();
        let machine = classify(bomb.as_bytes(), Some(""));
        assert!(began.elapsed().as_secs() < 5, "bomb {number} took {:?}", began.elapsed());
        assert_eq!(machine.class, Class::BounceHard, "bomb {number}");
    }
}
