//! What a task is, and when it speaks up.

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    Agent(i64),
    Contact(i64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Done,
    Declined,
    /// No longer needed, said whoever asked.
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Open, Self::Done, Self::Declined, Self::Withdrawn];

    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// How a task ends for whoever was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Declined,
}

impl Outcome {
    pub fn state(self) -> State {
        match self {
            Self::Done => State::Done,
            Self::Declined => State::Declined,
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "done" => Some(Self::Done),
            "declined" => Some(Self::Declined),
            _ => None,
        }
    }
}

/// Which tasks a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Asked of this person, open.
    Mine(i64),
    /// Asked by this person, open.
    AskedBy(i64),
    /// Open and past their moment.
    Late,
    Open,
    /// No longer open, newest first.
    Settled,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub id: i64,
    pub oid: String,
    pub conversation_id: i64,
    /// Opens its page without an account.
    pub token: String,
    pub whom: Whom,
    pub asked_by_id: Option<i64>,
    pub title: String,
    pub text: String,
    /// Attachments handed along, by oid.
    pub files: Vec<String>,
    pub due_at_ms: i64,
    pub state: State,
    pub made_at_ms: i64,
    pub reminded_at_ms: Option<i64>,
    /// When it was found late.
    pub late_at_ms: Option<i64>,
    pub settled_at_ms: Option<i64>,
    pub answer: Option<String>,
    /// `console`, `page`, `mail` or `api`.
    pub answered_via: Option<String>,
}

impl Task {
    pub fn is_late(&self, now_ms: i64) -> bool {
        self.state == State::Open && self.due_at_ms < now_ms
    }
}

/// Shortest span that is worth a reminder.
const SHORT_MS: i64 = 30 * 60_000;
/// A reminder comes at most this long before the moment.
const EARLY_MS: i64 = 4 * 3_600_000;

/// When whoever was asked is reminded: when a quarter of the time is left, at most four hours before.
pub(super) fn remind_at(made_at_ms: i64, due_at_ms: i64) -> Option<i64> {
    let span_ms = due_at_ms - made_at_ms;
    (span_ms >= SHORT_MS).then(|| due_at_ms - (span_ms / 4).min(EARLY_MS))
}

#[cfg(test)]
mod tests {
    use super::remind_at;

    #[test]
    fn a_reminder_comes_when_a_quarter_of_the_time_is_left() {
        let minutes = |minutes: i64| minutes * 60_000;
        assert_eq!(remind_at(0, minutes(120)), Some(minutes(90)));
        assert_eq!(remind_at(0, minutes(10)), None);
        assert_eq!(remind_at(0, minutes(10 * 24 * 60)), Some(minutes(10 * 24 * 60 - 240)));
    }
}
