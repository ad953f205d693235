//! Questions asked over the page, and a letter begun by us.

use super::queue::Colleague;
use super::thread::File;

/// What a dialog over the conversation asks.
#[derive(Clone, Debug)]
pub enum Asking {
    Move(Moving),
    Assign {
        colleagues: Vec<Colleague>,
        teams: Vec<(String, String)>,
        problem: Option<String>,
    },
    /// The key of the word for each moment; without one of its own: until the customer answers.
    Snooze {
        choices: Vec<(&'static str, Choice)>,
        earliest: String,
        problem: Option<String>,
    },
    Close {
        owed: Option<i64>,
        problem: Option<String>,
    },
    Tags {
        tags: Vec<String>,
        known: Vec<String>,
        problem: Option<String>,
    },
    /// What it needs, as it is written: names, and the least level.
    Skills {
        names: String,
        level: i64,
        known: Vec<String>,
        problem: Option<String>,
    },
    SendBack {
        reason: String,
        problem: Option<String>,
    },
    Together {
        question: Box<crate::console::inbox::together::Question>,
        problem: Option<String>,
    },
}

/// A new time for a promise.
#[derive(Clone, Debug)]
pub struct Moving {
    /// Outside name of the promise.
    pub promise: String,
    pub due_at_ms: i64,
    pub choices: Vec<Choice>,
    /// The time chosen so far, as the field writes it (`2026-11-23T11:15`), and its moment.
    pub chosen: Option<(String, i64)>,
    pub reason: String,
    /// Earliest time the field takes.
    pub earliest: String,
    /// What the customer will read.
    pub preview: Option<Preview>,
    pub problem: Option<String>,
}

/// The letter a move would send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The given word alone.
    pub word: String,
    /// The whole letter as text.
    pub text: String,
    /// Where the mail itself is shown.
    pub frame: String,
}

/// A moment offered: value as the form sends it, and the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub at_ms: i64,
}

/// The page that writes to somebody first.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    /// `oid` and name of the inboxes one can write from.
    pub inboxes: Vec<(String, String)>,
    pub inbox: String,
    pub to: String,
    pub cc: String,
    pub bcc: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub files: Vec<File>,
    pub problem: Option<String>,
    /// Files of one message, in bytes.
    pub bytes_max: i64,
}
