//! How a submission is kept on the ledger: its body as it came, under a head that says how to read it again.

use serde_json::{Value, json};

/// First line of every kept submission; a later shape would have another number.
const FIRST: &str = "Riscontro-Form: 1";
/// Bytes of the head at most.
const HEAD_BYTES: usize = 64 * 1024;

/// What a field was called when it was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub name: String,
    pub label: String,
}

/// The head of a kept submission.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    pub content_type: String,
    /// Tag of the language the form was shown in, when it was.
    pub language: Option<String>,
    /// Why it looks like a program's, when it does.
    pub suspicion: Option<String>,
    /// Fields of the company's own, in the order asked.
    pub labels: Vec<Label>,
    /// The page of a request it was written on.
    pub track_token: Option<String>,
}

impl Envelope {
    /// The bytes to keep.
    pub fn around(&self, body: &[u8]) -> Vec<u8> {
        let one_line = |text: &str| text.replace(['\r', '\n'], " ");
        let mut head = format!("{FIRST}\r\nContent-Type: {}\r\n", one_line(&self.content_type));
        let mut line = |key: &str, value: &Option<String>| {
            if let Some(value) = value {
                head.push_str(&format!("{key}: {}\r\n", one_line(value)));
            }
        };
        line("Content-Language", &self.language);
        line("Suspicion", &self.suspicion);
        line("Track-Token", &self.track_token);
        if !self.labels.is_empty() {
            let labels: Vec<Value> = self.labels.iter().map(|label| json!([label.name, label.label])).collect();
            head.push_str(&format!("Labels: {}\r\n", Value::Array(labels)));
        }
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(body);
        bytes
    }

    /// Head and body of kept bytes; none when they were not kept by us.
    pub fn open(raw: &[u8]) -> Option<(Self, &[u8])> {
        let bounded = raw.get(..raw.len().min(HEAD_BYTES))?;
        let end = bounded.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = std::str::from_utf8(raw.get(..end)?).ok()?;
        let mut lines = head.split("\r\n");
        if lines.next() != Some(FIRST) {
            return None;
        }
        let mut envelope = Self::default();
        for (key, value) in lines.filter_map(|line| line.split_once(": ")) {
            let some = || Some(value.to_owned());
            match key {
                "Content-Type" => value.clone_into(&mut envelope.content_type),
                "Content-Language" => envelope.language = some(),
                "Suspicion" => envelope.suspicion = some(),
                "Track-Token" => envelope.track_token = some(),
                "Labels" => envelope.labels = labels(value),
                _ => {}
            }
        }
        Some((envelope, raw.get(end + 4..)?))
    }
}

fn labels(text: &str) -> Vec<Label> {
    let list: Vec<(String, String)> = serde_json::from_str(text).unwrap_or_default();
    list.into_iter().map(|(name, label)| Label { name, label }).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{Envelope, Label};

    #[test]
    fn what_was_kept_is_read_again_as_it_was() {
        let envelope = Envelope {
            content_type: "application/json".to_owned(),
            language: Some("it".to_owned()),
            suspicion: Some("two\r\nSuspicion: lines".to_owned()),
            labels: vec![Label { name: "order".to_owned(), label: "Numero d’ordine: \"F\"".to_owned() }],
            track_token: None,
        };
        let kept = envelope.around(b"{}\r\n\r\nrest");
        let (read, body) = Envelope::open(&kept).unwrap();
        assert_eq!(body, b"{}\r\n\r\nrest");
        assert_eq!(read.labels, envelope.labels);
        assert_eq!(read.suspicion.as_deref(), Some("two  Suspicion: lines"));
        assert!(Envelope::open(b"From: anna\r\n\r\n").is_none());
        assert!(Envelope::open(b"").is_none());
    }
}
