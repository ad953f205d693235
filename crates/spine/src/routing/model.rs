//! Why somebody has it, why somebody has not, in stable words.

use queueing::routing::{Bar, Ring, Standing};

/// Characters of the reason somebody sends one back with.
pub const REASON_CHARS: usize = 500;

/// What keeps somebody from a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum No {
    OffDuty,
    /// Their console was not heard for a while.
    Silent,
    /// They do not answer on this channel.
    Channel,
    /// They have as many as they take at once.
    Full,
    Resting,
    /// Neither skill nor level, as far as the circle is drawn now.
    Skill,
    Language,
    /// It waits a moment for the person who knows the customer.
    Held,
    /// They sent it back a moment ago.
    SentBack,
    /// A call they could take has little time left.
    Reserved,
    /// Others answer for this team or inbox.
    Elsewhere,
    /// Not for customers of this tier.
    Tier,
}

impl No {
    pub fn name(self) -> &'static str {
        match self {
            Self::OffDuty => "off_duty",
            Self::Silent => "silent",
            Self::Channel => "channel",
            Self::Full => "full",
            Self::Resting => "resting",
            Self::Skill => "skill",
            Self::Language => "language",
            Self::Held => "held",
            Self::SentBack => "sent_back",
            Self::Reserved => "reserved",
            Self::Elsewhere => "elsewhere",
            Self::Tier => "tier",
        }
    }
}

impl From<Bar> for No {
    fn from(bar: Bar) -> Self {
        match bar {
            Bar::OffDuty => Self::OffDuty,
            Bar::Silent => Self::Silent,
            Bar::Channel => Self::Channel,
            Bar::Full => Self::Full,
            Bar::Resting => Self::Resting,
            Bar::Skill => Self::Skill,
            Bar::Language => Self::Language,
            Bar::Held => Self::Held,
            Bar::SentBack => Self::SentBack,
            Bar::Reserved => Self::Reserved,
        }
    }
}

pub(super) fn ring_name(ring: Ring) -> &'static str {
    match ring {
        Ring::First => "first",
        Ring::Second => "second",
        Ring::Trained => "trained",
    }
}

pub(super) fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Feasible => "feasible",
        Standing::Late => "late",
        Standing::Rescued => "rescued",
    }
}

/// Why whoever has a conversation has it: the last time it was given, as the event keeps it.
#[derive(Clone, Debug)]
pub struct Given {
    pub at_ms: i64,
    /// Who gave it, when a person did.
    pub by_id: Option<i64>,
    /// `why` is a stable word (`routed`, `next`, `answered_before`, `sent_back`, `vanished`…); the router's own reasons
    /// stand beside it.
    pub data: serde_json::Value,
}
