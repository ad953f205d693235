//! Why an arrival got its verdict, and where a promise's moment came from: kept as one stable word with what it speaks
//! of, and said in whatever language somebody reads.

use kernel::language::{Language, Register};
use serde_json::{Map, Value};
use words::{Arg, Say};

/// Longest text one reason carries, in characters.
const DETAIL_CHARS_MAX: usize = 500;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A probe of our own came back.
    Probe,
    SameId,
    SameContent,
    /// What a mail server in front said.
    SpamHeader(String),
    UnseenField,
    TooSoon,
    PersonSaidSpam,
    TaskAnswer,
    Colleague,
    Machine {
        class: String,
        /// The header or the words it was known by.
        detail: String,
    },
    /// Reading it ended the process, again and again.
    ManyTries,
    ReadingFailed(String),
    ReceivingFailed(String),
    TooLarge {
        size_bytes: i64,
        most_bytes: i64,
        folder: String,
    },
    Withheld {
        number: i64,
        folder: String,
    },
    /// What a mail service posted.
    UnreadablePost(String),

    /// So many open minutes, by the inbox's targets.
    Policy {
        minutes: i64,
        tier: String,
    },
    /// So many open minutes, by what was worked out from the queue; so many of a hundred are answered by then.
    Estimate {
        minutes: i64,
        percent: i64,
    },
    /// So many days by a law or a promise of the company's, its source named.
    Term {
        days: i64,
        /// `solar` or `working`.
        unit: String,
        source: String,
        verified: bool,
    },
    PersonGave,
    PersonMoved,
    Slot,
    Carried,

    /// From before reasons had words.
    Told(String),
}

impl Reason {
    /// What a mail server or a form's guard held against a message.
    pub fn of_suspicion(said: &str) -> Self {
        match said {
            said if said.starts_with("the field nobody sees") => Self::UnseenField,
            said if said.starts_with("it was confirmed sooner") => Self::TooSoon,
            said => Self::SpamHeader(said.to_owned()),
        }
    }

    /// One stable word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Probe => "probe",
            Self::SameId => "same_id",
            Self::SameContent => "same_content",
            Self::SpamHeader(_) => "spam_header",
            Self::UnseenField => "unseen_field",
            Self::TooSoon => "too_soon",
            Self::PersonSaidSpam => "person_said_spam",
            Self::TaskAnswer => "task_answer",
            Self::Colleague => "colleague",
            Self::Machine { .. } => "machine",
            Self::ManyTries => "many_tries",
            Self::ReadingFailed(_) => "reading_failed",
            Self::ReceivingFailed(_) => "receiving_failed",
            Self::TooLarge { .. } => "too_large",
            Self::Withheld { .. } => "withheld",
            Self::UnreadablePost(_) => "unreadable_post",
            Self::Policy { .. } => "policy",
            Self::Estimate { .. } => "estimate",
            Self::Term { verified: true, .. } => "term",
            Self::Term { verified: false, .. } => "term_unverified",
            Self::PersonGave => "person_gave",
            Self::PersonMoved => "person_moved",
            Self::Slot => "slot",
            Self::Carried => "carried",
            Self::Told(_) => "told",
        }
    }

    /// What it speaks of, by name.
    fn args(&self) -> Vec<(&'static str, Arg)> {
        let cut = |text: &str| Arg::Text(text.chars().take(DETAIL_CHARS_MAX).collect());
        match self {
            Self::Probe
            | Self::SameId
            | Self::SameContent
            | Self::UnseenField
            | Self::TooSoon
            | Self::PersonSaidSpam
            | Self::TaskAnswer
            | Self::Colleague
            | Self::ManyTries
            | Self::PersonGave
            | Self::PersonMoved
            | Self::Slot
            | Self::Carried => Vec::new(),
            Self::SpamHeader(detail)
            | Self::ReadingFailed(detail)
            | Self::ReceivingFailed(detail)
            | Self::UnreadablePost(detail)
            | Self::Told(detail) => vec![("detail", cut(detail))],
            Self::Machine { class, detail } => vec![("class", cut(class)), ("detail", cut(detail))],
            Self::TooLarge { size_bytes, most_bytes, folder } => vec![
                ("size", Arg::Number(*size_bytes)),
                ("most", Arg::Number(*most_bytes)),
                ("folder", cut(folder)),
            ],
            Self::Withheld { number, folder } => {
                vec![("number", Arg::Number(*number)), ("folder", cut(folder))]
            }
            Self::Policy { minutes, tier } => vec![("minutes", Arg::Number(*minutes)), ("tier", cut(tier))],
            Self::Estimate { minutes, percent } => {
                vec![("minutes", Arg::Number(*minutes)), ("percent", Arg::Number(*percent))]
            }
            Self::Term { days, unit, source, verified: _ } => {
                vec![("days", Arg::Number(*days)), ("unit", cut(unit)), ("source", cut(source))]
            }
        }
    }

    /// As it is kept.
    pub fn kept(&self) -> String {
        let mut members = Map::new();
        members.insert("why".to_owned(), self.word().into());
        for (name, arg) in self.args() {
            let value = match arg {
                Arg::Text(text) => Value::from(text),
                Arg::Number(number) => Value::from(number),
            };
            members.insert(name.to_owned(), value);
        }
        Value::Object(members).to_string()
    }

    /// Reads what is kept; any other text speaks for itself.
    pub fn read(kept: &str) -> Self {
        let json: Value = serde_json::from_str(kept).unwrap_or_default();
        let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        let number = |name: &str| json[name].as_i64().unwrap_or_default();
        let detail = text("detail");
        match json["why"].as_str().unwrap_or_default() {
            "probe" => Self::Probe,
            "same_id" => Self::SameId,
            "same_content" => Self::SameContent,
            "spam_header" => Self::SpamHeader(detail),
            "unseen_field" => Self::UnseenField,
            "too_soon" => Self::TooSoon,
            "person_said_spam" => Self::PersonSaidSpam,
            "task_answer" => Self::TaskAnswer,
            "colleague" => Self::Colleague,
            "machine" => Self::Machine { class: text("class"), detail },
            "many_tries" => Self::ManyTries,
            "reading_failed" => Self::ReadingFailed(detail),
            "receiving_failed" => Self::ReceivingFailed(detail),
            "too_large" => Self::TooLarge {
                size_bytes: number("size"),
                most_bytes: number("most"),
                folder: text("folder"),
            },
            "withheld" => Self::Withheld { number: number("number"), folder: text("folder") },
            "unreadable_post" => Self::UnreadablePost(detail),
            "policy" => Self::Policy { minutes: number("minutes"), tier: text("tier") },
            "estimate" => Self::Estimate { minutes: number("minutes"), percent: number("percent") },
            word @ ("term" | "term_unverified") => Self::Term {
                days: number("days"),
                unit: text("unit"),
                source: text("source"),
                verified: word == "term",
            },
            "person_gave" => Self::PersonGave,
            "person_moved" => Self::PersonMoved,
            "slot" => Self::Slot,
            "carried" => Self::Carried,
            "told" => Self::Told(detail),
            _ => Self::Told(kept.to_owned()),
        }
    }

    /// In the reader's words. What a server or a header said stays as it said it.
    pub fn said(&self, say: Say) -> String {
        if let Self::Told(text) = self {
            return text.clone();
        }
        say.with(&format!("reason-{}", self.word().replace('_', "-")), &self.args())
    }

    /// The sentence programs read.
    pub fn sentence(&self) -> String {
        self.said(Say::new(Language::En, Register::default()))
    }
}

/// The sentence programs read of what is kept.
pub fn sentence(kept: &str) -> String {
    Reason::read(kept).sentence()
}

#[cfg(test)]
mod tests {
    use kernel::language::{Language, Register};
    use words::Say;

    use super::Reason;

    fn every() -> Vec<Reason> {
        let text = || "X-Spam-Flag: \"YES\" \\".to_owned();
        vec![
            Reason::Probe,
            Reason::SameId,
            Reason::SameContent,
            Reason::SpamHeader(text()),
            Reason::UnseenField,
            Reason::TooSoon,
            Reason::PersonSaidSpam,
            Reason::TaskAnswer,
            Reason::Colleague,
            Reason::Machine { class: "auto_reply".to_owned(), detail: text() },
            Reason::ManyTries,
            Reason::ReadingFailed(text()),
            Reason::ReceivingFailed(text()),
            Reason::TooLarge { size_bytes: 9, most_bytes: 7, folder: "INBOX".to_owned() },
            Reason::Withheld { number: 4, folder: "INBOX".to_owned() },
            Reason::UnreadablePost(text()),
            Reason::Policy { minutes: 240, tier: "C".to_owned() },
            Reason::Estimate { minutes: 95, percent: 90 },
            Reason::Term { days: 30, unit: "working".to_owned(), source: text(), verified: true },
            Reason::Term { days: 30, unit: "solar".to_owned(), source: text(), verified: false },
            Reason::PersonGave,
            Reason::PersonMoved,
            Reason::Slot,
            Reason::Carried,
            Reason::Told(text()),
        ]
    }

    #[test]
    fn what_is_kept_comes_back_and_is_said_in_both_languages() {
        for reason in every() {
            assert_eq!(Reason::read(&reason.kept()), reason);
            let said = |language| reason.said(Say::new(language, Register::Tu));
            let (italian, english) = (said(Language::It), said(Language::En));
            assert!(italian.contains(' ') && !italian.contains('{'), "{italian}");
            assert_eq!(english, reason.sentence());
            assert!(italian != english || matches!(reason, Reason::Told(_)), "{italian}");
        }
    }

    #[test]
    fn a_reason_from_before_reasons_had_words_speaks_for_itself() {
        let old = "reading it failed: a part never ends";
        assert_eq!(Reason::read(old), Reason::Told(old.to_owned()));
        assert_eq!(super::sentence(old), old);
    }
}
