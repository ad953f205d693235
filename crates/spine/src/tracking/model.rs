//! What a customer chose and said, and the calls promised to them.

/// A call promised for a slot rings within this time after it: 5 minutes.
pub const CALL_WINDOW_MS: i64 = 5 * 60_000;

/// One tap: 1 (bad) to 5 (good), with words when the customer had some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    pub score: i64,
    pub comment: Option<String>,
    pub rated_at_ms: i64,
}

/// What is known of one request beyond its messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracking {
    /// The number given for this request.
    pub phone: Option<String>,
    pub rating: Option<Rating>,
}

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Reached,
    /// We called, nobody answered.
    NotReached,
    /// The customer took another slot.
    Moved,
    /// The customer no longer wanted it.
    Cancelled,
}

impl Outcome {
    pub fn name(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NotReached => "not_reached",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Reached, Self::NotReached, Self::Moved, Self::Cancelled]
            .into_iter()
            .find(|outcome| outcome.name() == name)
    }
}

/// A call promised: whom, when, and what came of it.
#[derive(Clone, Debug)]
pub struct Call {
    pub promise_id: i64,
    pub conversation_id: i64,
    pub inbox_id: i64,
    /// Names the appointment in the customer's calendar, the same however often it is moved.
    pub uid: String,
    pub sequence: i64,
    pub phone: String,
    pub slot_at_ms: i64,
    /// The customer has moved it: only once.
    pub moved: bool,
    pub outcome: Option<Outcome>,
    pub outcome_at_ms: Option<i64>,
    pub agent_id: Option<i64>,
}

/// A moment somebody of ours can call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub at_ms: i64,
    pub free: bool,
}
