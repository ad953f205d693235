//! What leaves.

/// Why something leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A person's (or program's) message.
    Answer,
    Acknowledgement,
    Moved,
    Apology,
    /// Midway through a long promise: that it stands.
    Progress,
    /// A call promised, moved, called off or not answered.
    Callback,
    /// A complaint was taken in: its code, and by when it is answered.
    Complaint,
    /// Whether the answer to a complaint solved it.
    FollowUp,
    /// A new address of the customer's page.
    Link,
    /// How it went, asked once after closing.
    Rating,
    /// What is asked of somebody else for a conversation.
    Task,
    /// To the house's own people, about no conversation.
    House(HouseKind),
}

/// What the house writes to its own people about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HouseKind {
    /// A link that lets a new colleague in.
    Invitation,
    PasswordReset,
    /// Something wants a person now: a channel that fell silent, a disk that fills.
    Alert,
    /// A report somebody asked to be sent.
    Report,
    /// Anything else worth knowing: a mention, a reminder.
    Notice,
    /// A mail to customers as it would look, sent to whoever edits it.
    Sample,
    /// An inbox to itself, to see whether mail still comes the whole way round.
    Probe,
}

impl HouseKind {
    pub const ALL: [Self; 7] = [
        Self::Invitation,
        Self::PasswordReset,
        Self::Alert,
        Self::Report,
        Self::Notice,
        Self::Sample,
        Self::Probe,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
            Self::Alert => "alert",
            Self::Report => "report",
            Self::Notice => "notice",
            Self::Sample => "sample",
            Self::Probe => "probe",
        }
    }
}

impl Purpose {
    pub fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Acknowledgement => "acknowledgement",
            Self::Moved => "moved",
            Self::Apology => "apology",
            Self::Progress => "progress",
            Self::Callback => "callback",
            Self::Complaint => "complaint",
            Self::FollowUp => "follow_up",
            Self::Link => "link",
            Self::Rating => "rating",
            Self::Task => "task",
            Self::House(kind) => kind.name(),
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [
            Self::Answer,
            Self::Acknowledgement,
            Self::Moved,
            Self::Apology,
            Self::Progress,
            Self::Callback,
            Self::Complaint,
            Self::FollowUp,
            Self::Link,
            Self::Rating,
            Self::Task,
        ]
        .into_iter()
        .chain(HouseKind::ALL.map(Self::House))
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
    /// None for a mail of the house.
    pub conversation_id: Option<i64>,
    pub message_id: Option<i64>,
    pub promise_id: Option<i64>,
    /// A second promise the same mail tells.
    pub also_promise_id: Option<i64>,
    /// The inbox it leaves from, when it does from one.
    pub inbox_id: Option<i64>,
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
