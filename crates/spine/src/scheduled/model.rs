//! What an answer that leaves later holds.

use kernel::address::Address;
use serde_json::{Value, json};

use crate::outbox::Word;

/// An answer as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Later {
    pub text: String,
    /// Safe HTML.
    pub html: Option<String>,
    pub to: Vec<Address>,
    pub cc: Vec<Address>,
    pub bcc: Vec<Address>,
    /// Uploads by oid.
    pub attachments: Vec<String>,
    /// A person's word, told in the answer when it leaves.
    pub word: Option<Word>,
    /// The conversation is closed once it has left.
    pub close: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    /// Stopped until its author decides; `held_why` says what happened.
    Held,
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Held => "held",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Waiting, Self::Held].into_iter().find(|state| state.name() == name)
    }
}

#[derive(Clone, Debug)]
pub struct Scheduled {
    pub id: i64,
    pub oid: String,
    pub conversation_id: i64,
    pub agent_id: i64,
    pub content: Later,
    pub leaves_at_ms: i64,
    pub state: State,
    /// `customer_wrote`, `answered`, `closed`, `refused`.
    pub held_why: Option<String>,
    pub created_at_ms: i64,
}

impl Later {
    pub(super) fn to_json(&self) -> Value {
        let people = |people: &[Address]| {
            people
                .iter()
                .map(|person| json!({ "name": person.name, "email": person.email }))
                .collect::<Vec<_>>()
        };
        json!({
            "text": self.text,
            "html": self.html,
            "to": people(&self.to),
            "cc": people(&self.cc),
            "bcc": people(&self.bcc),
            "attachments": self.attachments,
            "word": self.word.as_ref().map(|word| json!({ "due_at_ms": word.due_at_ms, "text": word.text })),
            "close": self.close,
        })
    }

    pub(super) fn of_json(json: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let people = |list: &Value| {
            let person = |person: &Value| Address {
                name: text(&person["name"]),
                email: text(&person["email"]).unwrap_or_default(),
            };
            list.as_array().into_iter().flatten().map(person).collect()
        };
        Self {
            text: text(&json["text"]).unwrap_or_default(),
            html: text(&json["html"]),
            to: people(&json["to"]),
            cc: people(&json["cc"]),
            bcc: people(&json["bcc"]),
            attachments: json["attachments"].as_array().into_iter().flatten().filter_map(text).collect(),
            word: json["word"]["due_at_ms"]
                .as_i64()
                .map(|due_at_ms| Word { due_at_ms, text: text(&json["word"]["text"]) }),
            close: json["close"] == true,
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::address::Address;

    use super::{Later, Word};

    #[test]
    fn an_answer_is_kept_whole_until_it_leaves() {
        let later = Later {
            text: "Ciao".to_owned(),
            html: Some("<b>Ciao</b>".to_owned()),
            to: vec![Address { name: Some("Anna".to_owned()), email: "anna@example.it".to_owned() }],
            bcc: vec![Address::new("b@example.it")],
            attachments: vec!["01k".to_owned()],
            word: Some(Word { due_at_ms: 7, text: Some("La richiamo".to_owned()) }),
            close: true,
            ..Later::default()
        };
        assert_eq!(Later::of_json(&later.to_json()), later);
    }
}
