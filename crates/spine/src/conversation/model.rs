//! What a conversation and its messages are.

use kernel::address::Address;

use crate::inbox::{Channel, Tier};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// We owe something; an open promise says by when.
    Open,
    /// The customer has the word; it comes back by itself at `returns_at_ms`.
    Waiting,
    /// Put aside until `returns_at_ms`; promises run on.
    Snoozed,
    Closed,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Open, Self::Waiting, Self::Snoozed, Self::Closed]
            .into_iter()
            .find(|status| status.name() == name)
    }
}

#[derive(Clone, Debug)]
pub struct Conversation {
    pub id: i64,
    pub oid: String,
    /// The code the customer sees: `R-4F7K2`.
    pub reference: String,
    /// Unguessable; names the public tracking page.
    pub track_token: String,
    pub subject: String,
    pub status: Status,
    pub channel: Channel,
    pub inbox_id: i64,
    pub customer_id: i64,
    pub assignee_id: Option<i64>,
    pub team_id: Option<i64>,
    pub tier: Tier,
    /// JSON list of skill names.
    pub skills: String,
    /// 0 ordinary; higher is more pressing.
    pub priority: i64,
    /// The older conversation this one continues.
    pub linked_id: Option<i64>,
    /// The conversation this one was merged into: its code and its links lead there.
    pub merged_into_id: Option<i64>,
    pub created_at_ms: i64,
    pub updated_at_ms: i64,
    pub last_in_at_ms: Option<i64>,
    pub last_out_at_ms: Option<i64>,
    pub closed_at_ms: Option<i64>,
    pub returns_at_ms: Option<i64>,
    /// Earliest due moment of the open promises.
    pub next_due_at_ms: Option<i64>,
    pub message_count: i64,
    /// Why an answer did not reach the customer: a task for whoever owns the conversation.
    pub trouble: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    In,
    Out,
    Note,
}

impl Direction {
    pub fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Note => "note",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [Self::In, Self::Out, Self::Note].into_iter().find(|direction| direction.name() == name)
    }
}

/// Who wrote a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Author {
    Customer {
        id: i64,
        name: Option<String>,
        address: Option<String>,
    },
    /// Somebody else in the thread, or a machine that answered.
    Other {
        name: Option<String>,
        address: Option<String>,
    },
    Agent {
        id: i64,
        name: String,
    },
    Integration {
        id: i64,
        name: String,
    },
}

impl Author {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Customer { .. } => "customer",
            Self::Other { .. } => "other",
            Self::Agent { .. } => "agent",
            Self::Integration { .. } => "integration",
        }
    }

    pub fn id(&self) -> Option<i64> {
        match self {
            Self::Customer { id, .. } | Self::Agent { id, .. } | Self::Integration { id, .. } => Some(*id),
            Self::Other { .. } => None,
        }
    }

    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Customer { name, .. } | Self::Other { name, .. } => name.as_deref(),
            Self::Agent { name, .. } | Self::Integration { name, .. } => Some(name),
        }
    }

    pub fn address(&self) -> Option<&str> {
        match self {
            Self::Customer { address, .. } | Self::Other { address, .. } => address.as_deref(),
            Self::Agent { .. } | Self::Integration { .. } => None,
        }
    }

    /// Whether an answer by this author is a person's.
    pub fn is_person_of_ours(&self) -> bool {
        matches!(self, Self::Agent { .. })
    }
}

/// Why a message must be read with care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The sender's domain says this is not from them (DMARC fails).
    Forged,
    /// It names a conversation by its code only, from an address not seen in it.
    Stranger,
}

impl Warning {
    pub fn name(self) -> &'static str {
        match self {
            Self::Forged => "forged",
            Self::Stranger => "stranger",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Forged, Self::Stranger].into_iter().find(|warning| warning.name() == name)
    }
}

/// A message on its way into the store.
#[derive(Clone, Debug)]
pub struct NewMessage {
    pub direction: Direction,
    pub channel: Channel,
    pub author: Author,
    /// JSON `{"to":[…],"cc":[…],"bcc":[…]}` of `{name,email}`.
    pub recipients: String,
    pub subject: Option<String>,
    pub text: String,
    pub html: Option<String>,
    pub reply_text: String,
    pub quoted_text: Option<String>,
    /// JSON in the contract's shape.
    pub forwarded: Option<String>,
    /// JSON `{"spf","dkim","dmarc","source"}`.
    pub authentication: Option<String>,
    pub warning: Option<Warning>,
    /// Written by a machine.
    pub automatic: bool,
    /// Message-ID without angle brackets.
    pub header_id: Option<String>,
    pub arrival_id: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Message {
    pub id: i64,
    pub oid: String,
    pub conversation_id: i64,
    pub direction: Direction,
    pub channel: Channel,
    pub author_kind: String,
    pub author_id: Option<i64>,
    pub author_name: Option<String>,
    pub author_address: Option<String>,
    pub recipients: String,
    pub subject: Option<String>,
    pub text: String,
    pub html: Option<String>,
    pub reply_text: String,
    pub quoted_text: Option<String>,
    pub forwarded: Option<String>,
    pub authentication: Option<String>,
    pub warning: Option<Warning>,
    pub automatic: bool,
    pub header_id: Option<String>,
    pub created_at_ms: i64,
    pub arrival_id: Option<i64>,
}

/// A kept file; its bytes are fetched apart.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub id: i64,
    pub oid: String,
    pub message_id: Option<i64>,
    pub name: String,
    pub content_type: String,
    pub size_bytes: i64,
    pub sha256: String,
    pub content_id: Option<String>,
    pub inline: bool,
    pub created_at_ms: i64,
}

/// Somebody besides the customer who takes part by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    pub address: Address,
    /// `to` or `cc`.
    pub place: String,
}

/// What somebody has begun to write; JSON as the composer keeps it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub kind: String,
    pub content: String,
    pub updated_at_ms: i64,
}
