//! What somebody is told.

/// Why somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A colleague named them in a note.
    Mention,
    /// A conversation was given to them.
    Assigned,
    /// The customer wrote in one of theirs, or one they follow.
    Replied,
    /// The promise of one of theirs is about to fall due.
    AtRisk,
    /// Something of theirs did not arrive.
    Trouble,
    /// A task they gave was answered.
    Task,
    /// Something urgent came in and it is their turn.
    Oncall,
}

impl Kind {
    pub const ALL: [Self; 7] =
        [Self::Mention, Self::Assigned, Self::Replied, Self::AtRisk, Self::Trouble, Self::Task, Self::Oncall];

    pub fn name(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Assigned => "assigned",
            Self::Replied => "replied",
            Self::AtRisk => "at_risk",
            Self::Trouble => "trouble",
            Self::Task => "task",
            Self::Oncall => "oncall",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Where somebody wants to be told of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    pub kind: Kind,
    /// Behind the bell.
    pub on_screen: bool,
    /// By the browser while the console is open and out of sight.
    pub in_browser: bool,
    /// By the browser's push service, console open or not.
    pub by_push: bool,
}

impl Choice {
    /// Until somebody chooses: everywhere.
    pub fn first(kind: Kind) -> Self {
        Self { kind, on_screen: true, in_browser: true, by_push: true }
    }
}

/// One notice to one person.
#[derive(Clone, Debug)]
pub struct Notice {
    pub id: i64,
    pub oid: String,
    pub agent_id: i64,
    pub kind: Kind,
    pub conversation_id: i64,
    /// The colleague behind it, when there is one.
    pub by_id: Option<i64>,
    pub made_at_ms: i64,
    pub read_at_ms: Option<i64>,
}
