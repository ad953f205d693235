//! What can be done to many at once, and how that is written down.

use serde_json::{Value, json};

/// Conversations one act can reach.
pub const MOST: usize = 1_000;
/// How long an act can be taken back.
pub const UNDO_MS: i64 = 24 * 3_600_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// To somebody, by agent id, or to nobody.
    Assign(Option<i64>),
    /// To a team's queue, by id, or to none.
    Team(Option<i64>),
    /// Adds a tag.
    Tag(String),
    Close(Option<String>),
    /// Until a moment, UTC milliseconds.
    Snooze(i64),
    /// Closes it as unwanted mail, with the tag `spam`.
    Spam,
    /// Read, for whoever does it.
    Read,
}

impl Verb {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Assign(_) => "assign",
            Self::Team(_) => "team",
            Self::Tag(_) => "tag",
            Self::Close(_) => "close",
            Self::Snooze(_) => "snooze",
            Self::Spam => "spam",
            Self::Read => "read",
        }
    }

    /// Whether what was promised in an open conversation ends with it.
    pub fn ends_promises(&self) -> bool {
        matches!(self, Self::Close(_) | Self::Spam)
    }

    pub(super) fn given(&self) -> Value {
        match self {
            Self::Assign(id) | Self::Team(id) => json!({ "id": id }),
            Self::Tag(tag) => json!({ "tag": tag }),
            Self::Close(reason) => json!({ "reason": reason }),
            Self::Snooze(until_ms) => json!({ "until_ms": until_ms }),
            Self::Spam | Self::Read => json!({}),
        }
    }

    pub(super) fn of(name: &str, given: &Value) -> Option<Self> {
        let text = |key: &str| given[key].as_str().map(str::to_owned);
        Some(match name {
            "assign" => Self::Assign(given["id"].as_i64()),
            "team" => Self::Team(given["id"].as_i64()),
            "tag" => Self::Tag(text("tag")?),
            "close" => Self::Close(text("reason")),
            "snooze" => Self::Snooze(given["until_ms"].as_i64()?),
            "spam" => Self::Spam,
            "read" => Self::Read,
            _ => return None,
        })
    }
}

/// One act on many, as it is written down.
#[derive(Clone, Debug)]
pub struct Bulk {
    pub id: i64,
    pub oid: String,
    pub agent_id: i64,
    pub verb: Verb,
    pub made_at_ms: i64,
    pub undone_at_ms: Option<i64>,
}

impl Bulk {
    /// Whether it can still be taken back.
    pub fn is_fresh(&self, now_ms: i64) -> bool {
        self.undone_at_ms.is_none() && now_ms < self.made_at_ms + UNDO_MS
    }
}
