//! One person's day as finished values.

use office::report::Kept;

/// How much of the time to come is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    Today,
    Tomorrow,
    Week,
}

impl Span {
    pub const ALL: [Self; 3] = [Self::Today, Self::Tomorrow, Self::Week];

    pub fn name(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Tomorrow => "tomorrow",
            Self::Week => "week",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|span| span.name() == name)
    }
}

#[derive(Clone, Debug)]
pub struct Day {
    pub span: Span,
    pub from_ms: i64,
    pub to_ms: i64,
    /// Promises due today, tomorrow and within the week.
    pub counts: [usize; 3],
    pub next_due_ms: Option<i64>,
    pub shift: Shift,
    /// Settled since midnight.
    pub today: Kept,
    pub standing: Standing,
    /// By due moment, what was missed first.
    pub duties: Vec<Duty>,
    pub asked: Vec<Asked>,
    pub agenda: Vec<Then>,
    /// When the inboxes are open within the span.
    pub opens: Vec<(i64, i64)>,
    /// Kept and missed today, the last first.
    pub settled: Vec<Settled>,
    /// With nothing to do: the most urgent conversation of nobody's, by code, and when it is due.
    pub unowned: Option<(String, i64)>,
}

/// Whether somebody works now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shift {
    On,
    /// The desk is open, the person says they are not there.
    Away {
        meanwhile: Vec<String>,
    },
    /// The desk is closed.
    Shut {
        opens_ms: Option<i64>,
        meanwhile: Vec<String>,
    },
}

/// How the last 28 days went.
#[derive(Clone, Debug)]
pub struct Standing {
    pub from_ms: i64,
    pub all: Kept,
    /// From when each of the four weeks runs.
    pub weeks: Vec<(i64, Kept)>,
    /// Why promises were moved, in the words given, the most frequent first.
    pub reasons: Vec<(String, i64)>,
}

/// An open promise.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Outside name.
    pub promise: String,
    /// `first_reply`, `callback`…
    pub kind: String,
    pub text: Option<String>,
    pub made_at_ms: i64,
    pub due_at_ms: i64,
    /// A person gave it another moment already.
    pub moved: bool,
    /// A due moment of the desk alone: no customer knows of it.
    pub internal: bool,
    /// The moment that was missed before this one.
    pub missed_ms: Option<i64>,
    /// Outside name.
    pub conversation: String,
    pub reference: String,
    pub subject: String,
    pub tier: String,
    pub customer: String,
    /// Something did not reach the customer.
    pub trouble: bool,
    pub last_in_ms: Option<i64>,
    /// An answer was written and is on its way.
    pub answer_under_way: bool,
    /// Who was asked something and owes it by when.
    pub waits_on: Option<(String, i64)>,
    /// Who answered a task since we last wrote, and whether they declined.
    pub answered_by: Option<(String, bool)>,
    /// When to call, and where.
    pub call: Option<(i64, String)>,
    /// When a written answer leaves, and whether it was stopped.
    pub scheduled: Option<(i64, bool)>,
    /// An answer was begun.
    pub draft: bool,
}

impl Duty {
    /// Whether a person may still give it another moment.
    pub fn movable(&self, now_ms: i64) -> bool {
        !self.moved && self.due_at_ms > now_ms && self.kind != "callback"
    }
}

/// Something asked of somebody else.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Outside name.
    pub task: String,
    pub title: String,
    /// `open`, `done`, `declined`.
    pub state: String,
    pub made_at_ms: i64,
    pub due_at_ms: i64,
    pub settled_at_ms: Option<i64>,
    pub answer: Option<String>,
    pub whom: String,
    /// `department` or `supplier`; a colleague has none.
    pub contact: Option<String>,
    pub reference: String,
    pub customer: String,
    /// The customer's promise it serves.
    pub promised_ms: Option<i64>,
    /// A mail that asked for it did not arrive.
    pub undelivered: bool,
}

impl Asked {
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }

    pub fn is_late(&self, now_ms: i64) -> bool {
        self.is_open() && self.due_at_ms < now_ms
    }
}

/// Something with a moment of its own.
#[derive(Clone, Debug)]
pub struct Then {
    pub at_ms: i64,
    pub what: What,
    /// Code of its conversation.
    pub place: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Call {
        customer: String,
        phone: String,
    },
    /// A written answer leaves, or was stopped.
    Leaves {
        customer: String,
        held: bool,
    },
    /// Put aside, or with the customer until then.
    Returns {
        customer: String,
        waiting: bool,
    },
    /// A colleague asked it.
    Asked {
        title: String,
        task: String,
    },
    Pause {
        until_ms: i64,
    },
}

/// A promise that was kept or missed.
#[derive(Clone, Debug)]
pub struct Settled {
    pub kept: bool,
    /// The moment it is measured by.
    pub due_at_ms: i64,
    pub at_ms: i64,
    pub reference: String,
    pub subject: String,
    pub customer: String,
}
