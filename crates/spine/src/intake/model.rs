//! What arrives, and what becomes of it.

use db::Kept;
use kernel::address::Address;
use kernel::language::Language;

pub use wire::machine::Class;
pub use wire::mail::Forwarded;

use crate::company::Company;
use crate::inbox::Channel;
use crate::reason::Reason;

/// What became of one arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Accepted, not yet read.
    Waiting,
    /// Somebody is owed an answer, and was told when.
    Owed,
    /// A machine wrote, or a colleague: kept and counted, never silently dropped.
    NoAnswerOwed,
    /// The same mail once more.
    Duplicate,
    Spam,
    /// We could not make sense of it: on the supervisor's page until a person decides.
    Stuck,
}

impl Verdict {
    const ALL: [Self; 6] =
        [Self::Waiting, Self::Owed, Self::NoAnswerOwed, Self::Duplicate, Self::Spam, Self::Stuck];

    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Owed => "owed",
            Self::NoAnswerOwed => "no_answer_owed",
            Self::Duplicate => "duplicate",
            Self::Spam => "spam",
            Self::Stuck => "stuck",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// One entry of the ledger of everything received.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub id: i64,
    pub oid: String,
    pub channel: Channel,
    pub inbox_id: i64,
    pub received_at_ms: i64,
    /// Envelope sender; empty for `<>`.
    pub sender: String,
    /// As in the envelope, plus-tag included.
    pub recipient: String,
    pub remote: String,
    pub helo: String,
    pub size_bytes: i64,
    pub sha256: String,
    pub subject: Option<String>,
    pub from_name: Option<String>,
    pub class: Option<Class>,
    /// JSON `{"recipient","status_code","reason"}`.
    pub bounce: Option<String>,
    /// JSON list of `{"kind","detail"}`.
    pub oddities: String,
    pub authentication: Option<String>,
    pub verdict: Verdict,
    pub reason: Option<Reason>,
    pub conversation_id: Option<i64>,
    pub message_id: Option<i64>,
    pub attempts: i64,
    pub settled_at_ms: Option<i64>,
    /// A person said: make it a conversation.
    pub forced: bool,
    /// When its raw bytes, past their term, were let go.
    pub raw_gone_at_ms: Option<i64>,
}

impl Arrival {
    /// Until when its raw bytes are kept, by what the company chose; none for ever, or as long as it waits for somebody.
    pub fn raw_kept_until_ms(&self, company: &Company) -> Option<i64> {
        match self.verdict {
            Verdict::Waiting | Verdict::Stuck => None,
            Verdict::Owed | Verdict::NoAnswerOwed | Verdict::Duplicate | Verdict::Spam => {
                company.raw_kept_until_ms(self.received_at_ms)
            }
        }
    }
}

/// What a machine reports of one recipient.
#[derive(Clone, Debug)]
pub struct Report {
    pub recipient: Option<String>,
    pub status_code: Option<String>,
    pub reason: String,
    /// Given up; else still being tried.
    pub hard: bool,
}

/// A file of a message, kept already.
#[derive(Clone, Debug)]
pub struct Filed {
    pub name: String,
    pub content_type: String,
    pub content_id: Option<String>,
    pub inline: bool,
    pub kept: Kept,
}

/// One arrival, read: facts for the spine, worked out before its transaction.
#[derive(Clone, Debug)]
pub struct Inbound {
    pub from: Option<Address>,
    /// Where answers should go, when it is somewhere else.
    pub reply_to: Option<Address>,
    pub to: Vec<Address>,
    pub cc: Vec<Address>,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
    pub reply_text: String,
    pub quoted_text: Option<String>,
    pub forwarded: Option<Forwarded>,
    pub language: Option<Language>,
    /// Message-ID without angle brackets.
    pub header_id: Option<String>,
    /// What it answers: In-Reply-To first, then References from the newest.
    pub answers: Vec<String>,
    /// Our code in the subject.
    pub reference: Option<String>,
    /// The plus-tag it was addressed to.
    pub tag: Option<String>,
    /// SHA-256 of the content without trace headers, hex.
    pub content_sha256: String,
    pub files: Vec<Filed>,
    pub class: Class,
    /// Which header or form decided the class.
    pub class_reason: String,
    /// `List-Unsubscribe` alone made it bulk: void when we wrote to the sender before.
    pub bulk_unless_known: bool,
    pub reports: Vec<Report>,
    /// A notice says that what it speaks of was delivered.
    pub delivered: bool,
    /// Message-IDs of what a machine speaks of.
    pub reported_ids: Vec<String>,
    /// Our code in the returned subject.
    pub reported_reference: Option<String>,
    /// It came through a mailing list or group address.
    pub list: bool,
    /// What a trusted front server said, when it said spam.
    pub spam: Option<String>,
    /// JSON `{"spf","dkim","dmarc","source"}`.
    pub authentication: Option<String>,
    /// The sender's own domain denies having sent it.
    pub forged: bool,
    /// JSON list of `{"kind","detail"}`.
    pub oddities: String,
    /// It was typed into a form or a page of ours.
    pub visitor: Option<Visitor>,
    /// The token of a probe: a mail we may have sent to ourselves.
    pub probe: Option<String>,
}

/// Whoever typed into a form or a page of ours, beyond their address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visitor {
    pub name: Option<String>,
    pub phone: Option<String>,
    /// The link of the page they wrote on: whoever has it is the customer of that request.
    pub track_token: Option<String>,
    /// What they chose or typed in the company's own fields of the form.
    pub chosen: Vec<String>,
}
