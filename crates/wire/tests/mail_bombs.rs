//! Mails made to hurt. Each is read within its seconds and within 200 MB, the mail itself included; a process
//! of their own, so that the peak of memory is theirs.

use std::fmt::Write as _;

use wire::mail::{Mail, OddityKind, content_hash, read};

const LIMIT_KB: u64 = 200 << 10;
/// Of the processor, in a build without optimisation on a busy machine.
const LIMIT_MS: u64 = 10_000;

fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(0)
}

/// What this process has used of the processor (proc(5): fields 14 and 15, in hundredths of a second).
fn used_ms() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10
}

#[track_caller]
fn blow(name: &str, raw: Vec<u8>) -> Mail {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let begin = used_ms();
    let mail = read(&raw);
    content_hash(&raw);
    let (took, peak) = (used_ms() - begin, peak_kb());
    println!("{name}: {} KiB, {took} ms, peak {peak} KiB", raw.len() >> 10);
    assert!(took < LIMIT_MS, "{name} took {took} ms");
    assert!(peak > 0 && peak < LIMIT_KB, "{name} took {peak} KiB");
    assert_eq!(mail.subject, "Bomba", "{name}");
    mail
}

fn mail(rest: &str) -> Vec<u8> {
    [b"From: a@x.example\r\nSubject: Bomba\r\n", rest.as_bytes()].concat()
}

fn text(body: &str) -> Vec<u8> {
    mail(&format!("Content-Type: text/plain; charset=utf-8\r\n\r\n{body}"))
}

fn html(body: &str) -> Vec<u8> {
    mail(&format!("Content-Type: text/html; charset=utf-8\r\n\r\n{body}"))
}

fn odd(mail: &Mail, kind: OddityKind) -> bool {
    mail.oddities.iter().any(|oddity| oddity.kind == kind)
}

#[test]
fn no_mail_takes_more_than_its_share() {
    structure();
    headers();
    long_lines();
    pages();
    quotes();
}

fn structure() {
    for depth in [1_000, 20_000] {
        let mut raw = String::new();
        for n in 0..depth {
            write!(raw, "Content-Type: multipart/mixed; boundary=\"b{n}\"\r\n\r\n--b{n}\r\n").expect("text");
        }
        raw.push_str("Content-Type: text/plain\r\n\r\nIn fondo\r\n");
        for n in (0..depth).rev() {
            write!(raw, "--b{n}--\r\n").expect("text");
        }
        let read = blow("deep multiparts", mail(&raw));
        assert!(odd(&read, OddityKind::TooComplex));
        assert!(read.text.contains("In fondo"));
    }
    for depth in [500, 200_000] {
        let raw = "Content-Type: message/rfc822\r\n\r\n".repeat(depth) + "Ciao";
        let read = blow("nested messages", mail(&raw));
        assert_eq!(read.attachments.len(), 1);
    }
    let nested = (0..300).fold("Subject: dentro\r\n\r\nCiao".to_owned(), |inner, n| {
        format!("Content-Type: multipart/mixed; boundary=m{n}\r\n\r\n--m{n}\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--m{n}--\r\n")
    });
    blow("nested messages in multiparts", mail(&nested));
    let parts =
        "--b\r\nContent-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
            .repeat(100_000);
    let read =
        blow("many parts", mail(&format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n")));
    assert!(odd(&read, OddityKind::TooComplex) && read.attachments.len() <= 1_001);
    let never = "--b\r\nContent-Type: multipart/mixed; boundary=never\r\n\r\n--x\r\nCiao\r\n".repeat(100_000);
    blow(
        "boundaries that never come",
        mail(&format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{never}")),
    );
    let lost: String =
        (0..100_000).map(|n| format!("Content-Type: multipart/mixed; boundary=n{n}\r\n\r\n")).collect();
    blow("multiparts without parts", mail(&lost));
    blow(
        "a million dashes",
        mail(&format!(
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{}",
            "--c\r\n".repeat(100_000)
        )),
    );
}

fn headers() {
    let many: String = (0..50_000).map(|n| format!("X-Number-{n}: {n}\r\n")).collect();
    let late = format!("{many}To: late@x.example\r\nMessage-ID: <late@x>\r\n\r\nCiao");
    let read = blow("50,000 headers", mail(&late));
    assert!(odd(&read, OddityKind::TooManyHeaders));
    assert_eq!((read.text.as_str(), read.to.len(), read.message_id.as_deref()), ("Ciao", 1, Some("late@x")));
    let parameters: String = (0..5_000).map(|n| format!(";\r\n name*{n}*=%41%42")).collect();
    let read = blow("5,000 parameters", mail(&format!("Content-Type: text/plain{parameters}\r\n\r\nCiao")));
    assert_eq!(read.text, "Ciao");
    let languages: String = (0..5_000).map(|n| format!("; a{n}*=utf-8'it'x'y'z")).collect();
    blow("5,000 languages", mail(&format!("Content-Type: text/plain{languages}\r\n\r\nCiao")));
    let crowd: String = (0..200_000).map(|n| format!("Persona <p{n}@x.example>,\r\n ")).collect();
    let read = blow("a crowd", mail(&format!("To: {crowd}z@x.example\r\n\r\nCiao")));
    assert!(
        odd(&read, OddityKind::HeaderTooLong)
            && odd(&read, OddityKind::TooManyAddresses)
            && read.to.len() == 500
    );
    for fold in ["To: ", "X: ", "References: ", "Content-Type: text/plain; x=", "Date: "] {
        for filler in ["(", "\"", "<", "=?utf-8?q?", "=?a?b?YQ==?= ", "\\", " \r\n ", ";*=", "\r\n\t"] {
            let long = filler.repeat((1 << 20) / filler.len());
            blow(&format!("{fold}{filler:?}"), mail(&format!("{fold}{long}\r\n\r\nCiao")));
        }
    }
    blow(
        "many of each",
        mail(&"To: a@x.example\r\nReceived: x\r\nX-Spam-A: b\r\nFrom: b@x.example\r\n".repeat(20_000)),
    );
}

/// A mail that goes on with `unit` for so long, built in one piece of memory.
fn long(megabytes: usize, rest: &str, unit: &[u8]) -> Vec<u8> {
    let mut raw = Vec::with_capacity((megabytes << 20) + (1 << 17));
    raw.extend(mail(rest));
    while raw.len() < megabytes << 20 {
        raw.extend_from_slice(unit);
    }
    raw
}

fn long_lines() {
    let unit = [b'a'; 1 << 16];
    let read = blow("one line of 100 MB", long(100, "\r\n", &unit));
    assert!(odd(&read, OddityKind::TextCut) && read.text.len() <= 2 << 20);
    blow("one header of 100 MB", long(100, "X-Long: ", &unit));
    let read = blow("one page of 100 MB", long(100, "Content-Type: text/html\r\n\r\n", &unit));
    assert!(odd(&read, OddityKind::HtmlCut));
    let part = "Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    let read = blow("one attachment of 64 MB", long(64, part, &b"QUFB".repeat(1 << 14)));
    assert!(read.attachments[0].bytes.len() >= 47 << 20);
}

fn pages() {
    for (name, page) in [
        ("divs in divs", "<div>".repeat(200_000)),
        ("fonts in fonts", (0..50_000).map(|n| format!("<font color={n}><p>a")).collect()),
        ("crossed formatting", "<b><p><i></b></p></i>a".repeat(30_000)),
        ("links in links", "<a href=http://x.example/><p>".repeat(30_000)),
        ("text in tables", format!("<table>{}", "<i>x</i><tr>y".repeat(20_000))),
        ("tables in tables", "<table><tr><td>".repeat(40_000)),
        ("lists in lists", "<ul><li>a".repeat(25_000)),
        (
            "one tag of attributes",
            format!("<p {}>a", (0..250_000).map(|n| format!("a{n}=1 ")).collect::<String>()),
        ),
        ("brackets", "<".repeat(200_000)),
        ("open tags", "<a ".repeat(700_000)),
        ("ampersands", "&".repeat(200_000)),
        ("references", "&#x26;amp".repeat(60_000)),
        ("open comments", "<!--".repeat(500_000)),
        ("open scripts", "<script></scrip".repeat(100_000)),
        ("open quotes", "<p title=\"a>".repeat(60_000)),
        ("styles", format!("<p style=\"{}\">a", "width:((((".repeat(200_000))),
        ("small styles", "<p style=\"color:red;background:url(http://x.example/a)\">a".repeat(12_000)),
        ("paragraphs", "<p>a".repeat(200_000)),
        ("breaks", "<br>".repeat(500_000)),
        ("quotes in quotes", "<blockquote>a".repeat(40_000)),
        ("headings", "<h1><b>a".repeat(100_000)),
        ("definitions", "<dl><dt><dd>a".repeat(20_000)),
        ("svg", "<svg><style><math>".repeat(110_000)),
    ] {
        let read = blow(name, html(&page));
        assert!(read.html.is_some(), "{name}");
    }
}

fn quotes() {
    for (name, body) in [
        ("quoted lines", "> a\r\n".repeat(1_000_000)),
        ("quote marks", ">".repeat(3 << 20)),
        ("signatures", "--\r\n".repeat(100_000)),
        ("device lines", "Inviato da iPhone\r\n".repeat(50_000)),
        ("half attributions", "Il 12 marzo 2026 alle 10:12\r\n".repeat(20_000)),
        ("weak attributions", "Il 12 marzo 2026 ha scritto:\r\n\r\n".repeat(40_000)),
        ("half blocks", "Da: a\r\n".repeat(50_000)),
        ("blocks of all labels", "Da: a\r\nCc: b\r\nA: c\r\n\r\n".repeat(20_000)),
        ("rules", "_____________\r\n".repeat(60_000)),
        ("announcements", "Begin forwarded message:\r\n\r\n".repeat(40_000)),
        ("empty lines", "\r\n".repeat(2_000_000)),
        ("one rule", "-".repeat(3 << 20)),
    ] {
        let read = blow(name, text(&body));
        assert!(read.reply_text.len() <= 3 << 20, "{name}");
    }
}
