//! What was done to conversations as a whole.

use serde_json::{Value, json};

use crate::conversation::{Conversation, Status};

/// An operation can be undone for so long.
pub const UNDO_MS: i64 = 24 * 3_600_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The other conversation went into this one.
    Merge,
    /// The other conversation came out of this one.
    Split,
    /// This one went to the other inbox.
    Move,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Move => "move",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Merge, Self::Split, Self::Move].into_iter().find(|kind| kind.name() == name)
    }
}

/// One operation, as it is kept.
#[derive(Clone, Debug)]
pub struct Operation {
    pub id: i64,
    pub oid: String,
    pub kind: Kind,
    /// Where its entry stands on the timeline.
    pub conversation_id: i64,
    /// The conversation merged away or split off; the inbox it came from for a move.
    pub other_id: i64,
    /// JSON object: what was taken along, and how things stood.
    pub(super) was: String,
    pub made_at_ms: i64,
    pub made_by_id: Option<i64>,
    pub undone_at_ms: Option<i64>,
}

impl Operation {
    /// Whether it can still be undone.
    pub fn is_fresh(&self, now_ms: i64) -> bool {
        self.undone_at_ms.is_none() && now_ms - self.made_at_ms < UNDO_MS
    }
}

/// How a conversation stood, kept as JSON.
pub(super) fn standing(conversation: &Conversation) -> Value {
    json!({
        "status": conversation.status.name(),
        "returns_at_ms": conversation.returns_at_ms,
        "closed_at_ms": conversation.closed_at_ms,
    })
}

/// Read back.
pub(super) fn stood(kept: &Value) -> (Status, Option<i64>, Option<i64>) {
    let status = kept["status"].as_str().and_then(Status::of_name).unwrap_or(Status::Open);
    (status, kept["returns_at_ms"].as_i64(), kept["closed_at_ms"].as_i64())
}

/// A list of ids, read back.
pub(super) fn ids(kept: &Value) -> Vec<i64> {
    kept.as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
}

/// A list of texts, read back.
pub(super) fn texts(kept: &Value) -> Vec<String> {
    kept.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
