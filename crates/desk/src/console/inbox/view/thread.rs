//! One conversation: its promise, its timeline, the composer.

use super::queue::{Colleague, Debt};
use crate::console::inbox::writing::Writing;

/// The open conversation.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Outside name: `cnv_…`.
    pub name: String,
    pub reference: String,
    pub subject: String,
    pub status: Status,
    pub channel: String,
    pub inbox: String,
    pub assignee: Option<Colleague>,
    pub team: Option<String>,
    pub pledge: Pledge,
    pub tags: Vec<String>,
    /// The conversations around it.
    pub beside: crate::console::inbox::together::Beside,
    /// The conversation this one continues: code and subject.
    pub linked: Option<(String, String)>,
    pub trouble: Option<Trouble>,
    pub entries: Vec<Entry>,
    /// Whether older messages were left out, at the top.
    pub cut: bool,
    pub composer: Composer,
    /// An answer of the reader's that can still be taken back.
    pub leaving: Option<Leaving>,
    /// Where the customer follows the request.
    pub track_url: String,
    /// What they asked for there.
    pub side: crate::console::calls::Side,
    /// What was understood of it, and what was asked of others.
    pub asked: crate::console::tasks::Beside,
    /// Whether it is a complaint, or sounds like one.
    pub complaint: crate::console::complaints::Beside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Open,
    Waiting,
    Snoozed,
    Closed,
}

/// The promise at the head of a conversation.
#[derive(Clone, Debug)]
pub struct Pledge {
    pub debt: Debt,
    /// Outside name of the open promise, when there is one.
    pub promise: Option<String>,
    /// `first_reply`, `next_reply`, `custom`…
    pub kind: String,
    /// What was promised, in a person's words.
    pub text: Option<String>,
    /// When the customer was told.
    pub told_at_ms: Option<i64>,
    /// Why they were not.
    pub not_told: Option<String>,
    /// The first moment given, when it was moved since.
    pub moved_from_ms: Option<i64>,
    /// Whether a person may still move it.
    pub movable: bool,
}

/// Why the customer did not get something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub reason: String,
    pub address: Option<String>,
    pub hard: bool,
}

/// An answer that leaves in a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// Outside name of the message.
    pub message: String,
    pub leaves_at_ms: i64,
}

/// One event on the timeline, with its moment.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Stable on the page.
    pub id: String,
    pub at_ms: i64,
    pub what: What,
}

#[derive(Clone, Debug)]
pub enum What {
    Message(Box<Said>),
    /// One line: parts already in the reader's language, in bold where the flag is set.
    Line(Vec<(String, Emphasis)>),
    /// The same, of an operation that can still be undone: its outside name.
    Undoable(Vec<(String, Emphasis)>, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    Plain,
    Bold,
    /// The given word.
    Word,
}

/// A message on the timeline.
#[derive(Clone, Debug)]
pub struct Said {
    /// Outside name.
    pub name: String,
    pub side: Side,
    pub channel: String,
    pub author: String,
    pub address: Option<String>,
    pub automatic: bool,
    /// What is new in it.
    pub text: String,
    /// Quotes and signature, shown on demand.
    pub quoted: Option<String>,
    /// There is an HTML body to show in its frame.
    pub html: bool,
    /// The HTML names pictures elsewhere.
    pub remote_images: bool,
    pub to: Vec<String>,
    pub cc: Vec<String>,
    pub bcc: Vec<String>,
    pub files: Vec<File>,
    pub warning: Option<Warning>,
    /// `spf`, `dkim`, `dmarc` as checked.
    pub authentication: Vec<(String, String)>,
    pub delivery: Option<Delivery>,
    /// Sender of the mail inside a forward.
    pub forwarded_from: Option<String>,
    /// The language of the text, when it differs from the page's.
    pub language: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Customer,
    Ours,
    Note,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The sender's domain disowns it.
    Forged,
    /// From an address not seen in this conversation.
    Stranger,
}

/// How far an answer got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Leaves at that moment at the earliest.
    Queued {
        leaves_at_ms: i64,
    },
    /// Tried and put off.
    Retrying {
        attempts: i64,
        error: Option<String>,
    },
    Sent {
        at_ms: Option<i64>,
    },
    Delivered,
    Failed {
        error: Option<String>,
    },
    /// Taken back before it left.
    Cancelled,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Outside name.
    pub name: String,
    pub title: String,
    pub content_type: String,
    pub size_bytes: i64,
    pub inline: bool,
}

impl File {
    pub fn is_image(&self) -> bool {
        ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(&self.content_type.as_str())
    }
}

/// What the composer starts from.
#[derive(Clone, Debug, Default)]
pub struct Composer {
    /// First name or address of whom one writes to.
    pub customer: String,
    /// The channel the answer leaves by, and why.
    pub channel: String,
    pub because: Option<String>,
    pub to: String,
    pub cc: String,
    pub bcc: String,
    /// Everybody else in the thread, for reply-all.
    pub others: Vec<String>,
    pub reply: Draft,
    pub note: Draft,
    /// Show the note first.
    pub note_first: bool,
    /// Why nothing can be sent.
    pub closed_door: Option<ClosedDoor>,
    /// What was wrong with the last try, in the reader's language.
    pub problem: Option<String>,
    pub writing: Writing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedDoor {
    /// No relay is configured: answers wait.
    NoRelay,
    /// No good address of the customer is known.
    NoAddress,
}

/// A begun text as it was last kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub text: String,
    /// The same with its form, as safe HTML; empty when it has none.
    pub html: String,
    pub saved_at_ms: Option<i64>,
    pub files: Vec<File>,
}
