//! From a kept submission to the facts the spine works with. Never fails: what could not be understood is an oddity.

use db::{Db, Error};
use kernel::address::{self, Address};
use kernel::language::Language;
use ring::digest;
use serde_json::json;
use spine::form;
use spine::intake::{Arrival, Class, Filed, Inbound, Visitor};

use super::envelope::Envelope;
use super::submission::Submission;

/// Characters of a subject taken from the first line of the text.
const SUBJECT_CHARS: usize = 80;
/// A choice of a field is no longer than this; what is longer is text.
const CHOICE_CHARS_MAX: usize = 100;

/// Reads a submission. Files are kept on the way, so that the spine's transaction only names them.
///
/// # Errors
/// Only when a file cannot be kept.
pub fn read(store: &Db, arrival: &Arrival, raw: &[u8]) -> Result<Inbound, Error> {
    let mut oddities = Vec::new();
    let (envelope, body) = Envelope::open(raw).unwrap_or_else(|| {
        oddities.push(json!({ "kind": "no_head", "detail": "kept without a head of ours" }));
        (Envelope::default(), raw)
    });
    let sent = Submission::read(&envelope.content_type, body).unwrap_or_else(|why| {
        oddities.push(json!({ "kind": "unreadable", "detail": format!("{why:?}") }));
        let text = String::from_utf8_lossy(body).into_owned();
        Submission { values: vec![("text".to_owned(), text)], files: Vec::new() }
    });
    let line = |name: &str| {
        let line: String = sent.get(name).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(line).filter(|line| !line.is_empty())
    };
    let email = line("email").filter(|email| address::plausible(email));
    let name = line("name");
    let text = text_of(&envelope, &sent);
    let mut files = Vec::with_capacity(sent.files.len());
    for file in &sent.files {
        files.push(Filed {
            name: file.name.clone(),
            content_type: file.content_type.clone(),
            content_id: None,
            inline: false,
            kept: store.keep(&file.bytes)?,
        });
    }
    let chosen = envelope
        .labels
        .iter()
        .map(|label| sent.get(&label.name).trim().to_owned())
        .filter(|given| !given.is_empty() && given.chars().count() <= CHOICE_CHARS_MAX)
        .collect();
    let tracked = envelope.track_token.is_some();
    Ok(Inbound {
        from: email.filter(|_| !tracked).map(|email| Address { name: name.clone(), email }),
        reply_to: None,
        to: Vec::new(),
        cc: Vec::new(),
        subject: line("subject").unwrap_or_else(|| first_line(&text)),
        reply_text: text.clone(),
        text,
        html: None,
        quoted_text: None,
        forwarded: None,
        language: envelope.language.as_deref().and_then(Language::of_tag),
        header_id: None,
        answers: Vec::new(),
        reference: None,
        tag: None,
        content_sha256: content_hash(arrival, &envelope, &sent),
        files,
        class: Class::Person,
        class_reason: "typed into a form".to_owned(),
        bulk_unless_known: false,
        reports: Vec::new(),
        delivered: false,
        reported_ids: Vec::new(),
        reported_reference: None,
        list: false,
        spam: envelope.suspicion.clone(),
        authentication: None,
        forged: false,
        oddities: serde_json::Value::Array(oddities).to_string(),
        probe: None,
        visitor: Some(Visitor {
            name,
            phone: form::phone(sent.get("phone")),
            track_token: envelope.track_token,
            chosen,
        }),
    })
}

/// The message, then the company's own fields, one line each.
fn text_of(envelope: &Envelope, sent: &Submission) -> String {
    let mut text = sent.get("text").trim().to_owned();
    let own: Vec<String> = envelope
        .labels
        .iter()
        .map(|label| (label, sent.get(&label.name).trim()))
        .filter(|(_, given)| !given.is_empty())
        .map(|(label, given)| format!("{}: {given}", label.label))
        .collect();
    if !own.is_empty() {
        text.push_str("\n\n");
        text.push_str(&own.join("\n"));
    }
    text
}

fn first_line(text: &str) -> String {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    match first.char_indices().nth(SUBJECT_CHARS) {
        None => first.to_owned(),
        Some((cut, _)) => {
            let kept = first.get(..cut).unwrap_or_default();
            format!("{}…", kept.rsplit_once(' ').map_or(kept, |(whole, _)| whole))
        }
    }
}

/// What the sender typed and added, and where: tokens and proofs of the page are no content.
fn content_hash(arrival: &Arrival, envelope: &Envelope, sent: &Submission) -> String {
    let mut hash = digest::Context::new(&digest::SHA256);
    let mut add = |part: &[u8]| {
        hash.update(&(part.len() as u64).to_be_bytes());
        hash.update(part);
    };
    add(&arrival.inbox_id.to_be_bytes());
    add(envelope.track_token.as_deref().unwrap_or_default().as_bytes());
    for name in form::STANDARD.into_iter().chain(envelope.labels.iter().map(|label| label.name.as_str())) {
        add(name.as_bytes());
        add(sent.get(name).trim().as_bytes());
    }
    for file in &sent.files {
        add(file.name.as_bytes());
        add(&file.bytes);
    }
    hash.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Envelope, Submission, first_line, text_of};
    use crate::form::Label;

    #[test]
    fn the_companys_own_fields_stand_under_the_message_by_their_names() {
        let label = |name: &str, label: &str| Label { name: name.to_owned(), label: label.to_owned() };
        let envelope = Envelope {
            labels: vec![label("order", "Numero d’ordine"), label("colour", "Colore")],
            ..Envelope::default()
        };
        let value = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let sent = Submission {
            values: vec![value("text", " È rotta. "), value("order", "F-20433"), value("colour", " ")],
            files: Vec::new(),
        };
        assert_eq!(text_of(&envelope, &sent), "È rotta.\n\nNumero d’ordine: F-20433");
    }

    #[test]
    fn a_message_without_a_subject_is_called_by_its_first_words() {
        assert_eq!(first_line("\n  Dov’è il pacco?\nGrazie"), "Dov’è il pacco?");
        let long = "parola ".repeat(30);
        let subject = first_line(&long);
        assert!(subject.ends_with("parola…") && subject.chars().count() <= 81, "{subject}");
    }
}
