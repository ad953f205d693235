//! The event log: one row for every change, in the same transaction, numbered without a hole per account.

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The product itself: timers, the outbox.
    System,
    /// A person of the company, by agent id.
    Agent(i64),
    /// A customer, by customer id.
    Customer(i64),
    /// Another program, by token id.
    Integration(i64),
}

impl Actor {
    pub fn kind(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Agent(_) => "agent",
            Self::Customer(_) => "customer",
            Self::Integration(_) => "integration",
        }
    }

    pub fn id(self) -> Option<i64> {
        match self {
            Self::System => None,
            Self::Agent(id) | Self::Customer(id) | Self::Integration(id) => Some(id),
        }
    }
}

/// What happened. `kind` is `noun.verb`; `data` a JSON object without personal data.
#[derive(Clone, Debug)]
pub struct Event {
    pub kind: &'static str,
    pub actor: Actor,
    pub conversation_id: Option<i64>,
    pub data: String,
}
