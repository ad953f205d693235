//! What leaves.

/// Why something leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A person's (or program's) message.
    Answer,
    Acknowledgement,
    Moved,
    Apology,
}

impl Purpose {
    pub fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Acknowledgement => "acknowledgement",
            Self::Moved => "moved",
            Self::Apology => "apology",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Answer, Self::Acknowledgement, Self::Moved, Self::Apology]
            .into_iter()
            .find(|purpose| purpose.name() == name)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Queued,
    /// The next hop took it for every recipient.
    Sent,
    /// A delivery notice came back.
    Delivered,
    /// Nobody will try again: refused, bounced, or three days passed.
    Failed,
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Queued, Self::Sent, Self::Delivered, Self::Failed].into_iter().find(|state| state.name() == name)
    }
}

#[derive(Clone, Debug)]
pub struct Outgoing {
    pub id: i64,
    pub oid: String,
    pub purpose: Purpose,
    pub conversation_id: i64,
    pub message_id: Option<i64>,
    pub promise_id: Option<i64>,
    pub inbox_id: i64,
    pub automatic: bool,
    /// Envelope recipients the next hop has not taken yet.
    pub recipients: Vec<String>,
    pub envelope_from: String,
    /// Message-ID without angle brackets; the same at every try.
    pub header_id: String,
    pub subject: String,
    /// The given word as it stands in the letter.
    pub wording: Option<String>,
    pub state: State,
    pub not_before_ms: i64,
    pub attempts: i64,
    pub last_error: Option<String>,
    pub last_code: Option<String>,
    pub created_at_ms: i64,
    pub sent_at_ms: Option<i64>,
}
