//! Reports with a form of their own: delivery (RFC 3464, RFC 6533), disposition (RFC 8098), feedback
//! (RFC 5965), and the receipts of Italian certified mail (PEC, D.M. 2 November 2005).

use kernel::address::plausible;

use super::parts::{Fields, Part, groups};
use super::{Bounce, Class, Letter, Machine, textual, wording};

const DELIVERY: [&str; 2] = ["message/delivery-status", "message/global-delivery-status"];
const DISPOSITION: [&str; 2] = ["message/disposition-notification", "message/global-disposition-notification"];
const FEEDBACK: [&str; 1] = ["message/feedback-report"];
/// Recipients of one report that are kept.
const MAX_RECIPIENTS: usize = 100;

/// Reads a structured report, if the letter is one. A person who passes a report on sends a letter of
/// another type (`multipart/mixed`), with the report's parts or the whole report attached: that is no
/// report, unless a mail server is the sender.
pub(super) fn read(letter: &Letter<'_>) -> Option<Machine> {
    let parts = &letter.parts;
    if let Some(machine) = certified(letter) {
        return Some(machine);
    }
    let own = |media: &[&str]| parts.media == "multipart/report" || media.contains(&parts.media.as_str());
    if own(&FEEDBACK)
        && let Some(leaf) = parts.find(&FEEDBACK)
    {
        return Some(feedback(leaf));
    }
    if own(&DISPOSITION)
        && let Some(leaf) = parts.find(&DISPOSITION)
    {
        return Some(disposition(leaf));
    }
    if (own(&DELIVERY) || letter.null_sender || letter.is_from_daemon())
        && !letter.answered_by_person()
        && let Some(leaf) = parts.find(&DELIVERY)
        && let Some(machine) = delivery(letter, leaf)
    {
        return Some(machine);
    }
    if parts.report_type.as_deref() == Some("tlsrpt") {
        return Some(Machine::of(Class::Notice, "multipart/report: tlsrpt"));
    }
    // RFC 7489 section 7.2.1.1: DMARC aggregates come with this subject and a packed file.
    let packed = ["application/zip", "application/gzip", "application/x-zip-compressed", "application/x-gzip"];
    if letter.folded_subject.starts_with("report domain:") && parts.find(&packed).is_some() {
        return Some(Machine::of(Class::Notice, "DMARC aggregate report"));
    }
    None
}

fn feedback(leaf: &Part<'_>) -> Machine {
    let fields = Fields::in_text(&leaf.text());
    let kind = fields.word("feedback-type").unwrap_or_default();
    // RFC 6591: a report about a signature, not about a reader; nobody complained.
    let class = match kind.as_str() {
        "auth-failure" | "not-spam" => Class::Notice,
        _ => Class::Complaint,
    };
    let mut machine = Machine::of(class, "multipart/report: feedback-report");
    machine.original_recipient = ["original-rcpt-to", "removal-recipient"]
        .iter()
        .find_map(|name| fields.get(name))
        .and_then(|value| textual::addresses(value).into_iter().next());
    machine
}

fn disposition(leaf: &Part<'_>) -> Machine {
    let fields = Fields::in_text(&leaf.text());
    let mut machine = Machine::of(Class::Notice, "multipart/report: disposition-notification");
    machine.original_message_ids = super::message_ids(fields.get("original-message-id").unwrap_or_default());
    machine.original_recipient = recipient(&fields);
    // Deleted unread, it did arrive.
    machine.delivered = true;
    machine
}

/// What became of the message for one recipient.
enum Fate {
    GivenUp,
    StillTrying,
    Done,
}

fn delivery(letter: &Letter<'_>, leaf: &Part<'_>) -> Option<Machine> {
    let mut machine = Machine::of(Class::Notice, "multipart/report: delivered");
    let goes_on = textual::goes_on(letter);
    let mut reported = 0;
    for group in groups(&leaf.text()) {
        for name in ["x-original-message-id", "original-message-id"] {
            machine.original_message_ids.extend(super::message_ids(group.get(name).unwrap_or_default()));
        }
        let Some(fate) = fate(&group, goes_on) else { continue };
        reported += 1;
        if reported > MAX_RECIPIENTS {
            break;
        }
        let hard = match fate {
            Fate::GivenUp => true,
            Fate::StillTrying => false,
            Fate::Done => {
                machine.original_recipient = machine.original_recipient.or_else(|| recipient(&group));
                continue;
            }
        };
        machine.bounces.push(bounce(letter, &group, hard));
    }
    machine.delivered = machine.bounces.is_empty();
    machine.bounces.sort_by_key(|bounce| !bounce.hard);
    if machine.bounces.iter().any(|bounce| bounce.hard) {
        machine.class = Class::BounceHard;
        machine.why = "multipart/report: failed".to_owned();
    } else if !machine.bounces.is_empty() {
        machine.class = Class::BounceSoft;
        machine.why = "multipart/report: delayed".to_owned();
    }
    (reported > 0).then_some(machine)
}

/// RFC 3464 section 2.3.3: the action says what the server did; the status only where it says nothing.
fn fate(group: &Fields, goes_on: bool) -> Option<Fate> {
    let status = status(group);
    let first = status.as_deref().and_then(|status| status.chars().next());
    let action = group.word("action").unwrap_or_default();
    match action.as_str() {
        // Some servers call a warning failed, with a code of the fours, and say in words that they go on.
        action if action.starts_with("fail") && first == Some('4') && goes_on => Some(Fate::StillTrying),
        action if action.starts_with("fail") => Some(Fate::GivenUp),
        action if action.starts_with("delay") => Some(Fate::StillTrying),
        "delivered" | "relayed" | "expanded" => Some(Fate::Done),
        _ => match first? {
            '5' => Some(Fate::GivenUp),
            '4' => Some(Fate::StillTrying),
            _ => Some(Fate::Done),
        },
    }
}

fn status(group: &Fields) -> Option<String> {
    group.get("status").and_then(textual::status_code)
}

fn bounce(letter: &Letter<'_>, group: &Fields, hard: bool) -> Bounce {
    let recipient = recipient(group);
    let diagnostic = group.get("diagnostic-code").unwrap_or_default();
    // `smtp; 550 5.1.1 …`: the type is not for people.
    let words = match diagnostic.split_once(';') {
        Some((kind, words)) if !kind.trim().contains(' ') => words,
        _ => diagnostic,
    };
    let mut reason = textual::reason(words);
    if reason.is_empty() {
        reason = textual::reason_for(letter, recipient.as_deref());
    }
    let code = status(group)
        .or_else(|| textual::status_code(words))
        .or_else(|| wording::meaning(&wording::fold(&reason)).map(str::to_owned));
    if reason.is_empty() {
        reason = match &code {
            Some(code) => format!("status {code}"),
            None => group.get("action").unwrap_or_default().chars().take(40).collect(),
        };
    }
    Bounce { recipient, status_code: code, reason, hard }
}

/// The address we wrote to, where the report still knows it (an alias of the other side may have led
/// elsewhere), else the one that failed.
fn recipient(group: &Fields) -> Option<String> {
    ["original-recipient", "final-recipient", "x-actual-recipient"].iter().find_map(|name| {
        let value = group.get(name)?;
        let address = value.split_once(';').map_or(value, |(_, address)| address);
        let address = unescaped(address.trim());
        let address = address.trim_matches(['<', '>', '"', ' ']).trim_start_matches("mailto:");
        plausible(address).then(|| address.to_owned())
    })
}

/// Reads `\x{E8}` (RFC 6533 section 3, utf-8-addr-xtext).
fn unescaped(address: &str) -> String {
    let mut plain = String::with_capacity(address.len());
    let mut rest = address;
    while let Some((before, after)) = rest.split_once("\\x{") {
        plain.push_str(before);
        let letter = after.split_once('}').and_then(|(hex, next)| {
            let letter = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32)?;
            (!letter.is_control()).then_some((letter, next))
        });
        match letter {
            Some((letter, next)) => {
                plain.push(letter);
                rest = next;
            }
            None => {
                plain.push_str("\\x{");
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// The receipts of certified mail say what they are in `X-Ricevuta`; the message they carry in
/// `X-Trasporto` is a person's and no receipt.
fn certified(letter: &Letter<'_>) -> Option<Machine> {
    let kind = letter.fields().word("x-ricevuta")?;
    let (class, kind) = match kind.as_str() {
        "accettazione" => (Class::Notice, "accettazione"),
        "avvenuta-consegna" => (Class::Notice, "avvenuta-consegna"),
        "presa-in-carico" => (Class::Notice, "presa-in-carico"),
        "non-accettazione" => (Class::BounceHard, "non-accettazione"),
        "errore-consegna" => (Class::BounceHard, "errore-consegna"),
        "preavviso-errore-consegna" => (Class::BounceSoft, "preavviso-errore-consegna"),
        "rilevazione-virus" => (Class::BounceHard, "rilevazione-virus"),
        _ => (Class::Notice, "altra"),
    };
    let mut machine = Machine::of(class, format!("X-Ricevuta: {kind}"));
    machine.delivered = kind == "avvenuta-consegna";
    if matches!(class, Class::BounceHard | Class::BounceSoft) {
        machine.bounces = textual::told(letter, class == Class::BounceHard);
    }
    Some(machine)
}
