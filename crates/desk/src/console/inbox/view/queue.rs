//! The lists and the figures beside them.

use jiff::tz::TimeZone;

use super::place::Reading;
use crate::console::settings::health::Told;

/// Figures of the left column and the status line.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub mine: i64,
    /// Of the reader's own, those due within half an hour or late.
    pub mine_soon: i64,
    pub team: i64,
    pub risk: i64,
    pub late: i64,
    /// Conversations with a promise kept today, and promises settled today.
    pub kept_today: i64,
    pub settled_today: i64,
    pub delivery: i64,
    pub waiting: i64,
    pub snoozed: i64,
    pub inboxes: Vec<InboxCount>,
    pub here: Vec<Colleague>,
    /// Saved views of the left column.
    pub saved: Vec<SavedLine>,
    /// What is wrong with the inboxes.
    pub troubles: Vec<Told>,
}

/// A saved view with how many conversations it holds, to a hundred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedLine {
    pub name: String,
    pub href: String,
    pub figure: String,
}

#[derive(Clone, Debug)]
pub struct InboxCount {
    pub oid: String,
    pub name: String,
    pub channel: String,
    /// Open conversations.
    pub open: i64,
}

/// Somebody of the company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    pub oid: String,
    pub name: String,
    pub presence: String,
    pub is_me: bool,
}

/// One row of the list.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub reference: String,
    /// Name or address of the customer.
    pub customer: String,
    pub tier: String,
    pub subject: String,
    pub channel: String,
    pub inbox: String,
    pub assignee: Option<String>,
    pub debt: Debt,
    pub trouble: bool,
    /// The customer wrote since the reader looked.
    pub unread: bool,
}

/// Where a conversation stands with its customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Debt {
    /// We gave our word.
    Open {
        made_at_ms: i64,
        due_at_ms: i64,
        /// Due moment of the promise that was missed before this one.
        missed_ms: Option<i64>,
    },
    /// The last promise was kept.
    Kept {
        due_at_ms: i64,
        kept_at_ms: i64,
    },
    /// The customer has the word until then.
    Waiting {
        returns_at_ms: Option<i64>,
    },
    Snoozed {
        returns_at_ms: Option<i64>,
        due_at_ms: Option<i64>,
    },
    Closed {
        at_ms: i64,
    },
    /// Nothing is owed and nothing is known.
    Nothing,
}

/// Groups of the list, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    Late,
    HalfHour,
    TwoHours,
    Today,
    Later,
    Waiting,
    Snoozed,
    Kept,
    Closed,
}

impl Urgency {
    pub fn key(self) -> &'static str {
        match self {
            Self::Late => "inbox-group-late",
            Self::HalfHour => "inbox-group-half-hour",
            Self::TwoHours => "inbox-group-two-hours",
            Self::Today => "inbox-group-today",
            Self::Later => "inbox-group-later",
            Self::Waiting => "inbox-group-waiting",
            Self::Snoozed => "inbox-group-snoozed",
            Self::Kept => "inbox-group-kept",
            Self::Closed => "inbox-group-closed",
        }
    }

    pub fn class(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::HalfHour => "soon",
            _ => "",
        }
    }

    /// The group of a conversation at the moment of reading.
    pub fn of(debt: &Debt, reading: &Reading) -> Self {
        match debt {
            Debt::Open { missed_ms: Some(_), .. } => Self::Late,
            Debt::Open { due_at_ms, .. } => {
                let left_ms = due_at_ms - reading.now_ms;
                match left_ms {
                    ..=0 => Self::Late,
                    1..=1_800_000 => Self::HalfHour,
                    1_800_001..=7_200_000 => Self::TwoHours,
                    _ if same_day(*due_at_ms, reading.now_ms, &reading.zone) => Self::Today,
                    _ => Self::Later,
                }
            }
            Debt::Waiting { .. } => Self::Waiting,
            Debt::Snoozed { .. } => Self::Snoozed,
            Debt::Kept { .. } => Self::Kept,
            Debt::Closed { .. } => Self::Closed,
            Debt::Nothing => Self::Later,
        }
    }
}

/// Whether two moments fall on one calendar day of a zone.
pub fn same_day(a_ms: i64, b_ms: i64, zone: &TimeZone) -> bool {
    let day = |ms| jiff::Timestamp::from_millisecond(ms).map(|at| at.to_zoned(zone.clone()).date()).ok();
    day(a_ms) == day(b_ms)
}

/// The list column.
#[derive(Clone, Debug)]
pub struct Queue {
    /// How many there are in all, where that is known without counting them all.
    pub total: Option<i64>,
    pub tickets: Vec<Ticket>,
    /// Where the next page begins.
    pub more: Option<String>,
    /// The next moment anything falls due, for the empty list.
    pub next_due_ms: Option<i64>,
    /// Name of the one inbox shown.
    pub inbox: Option<String>,
    /// What filters offer: people and teams, each by `oid` and name.
    pub people: Vec<(String, String)>,
    pub teams: Vec<(String, String)>,
    /// Where to write for the first time, as long as nobody ever did.
    pub first: Option<FirstMail>,
}

/// The house before its first conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstMail {
    /// The first inbox's address; none where there is no inbox of e-mail yet.
    pub address: Option<String>,
}
