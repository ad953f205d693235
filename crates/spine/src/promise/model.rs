//! What a promise is.

use kernel::calendar::Hours;

use crate::inbox::Tier;
use crate::reason::Reason;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    FirstReply,
    NextReply,
    Callback,
    Resolution,
    /// By a person, for a moment they chose, or by the desk's own calendar.
    Custom,
    Legal,
}

impl Kind {
    const ALL: [Self; 6] =
        [Self::FirstReply, Self::NextReply, Self::Callback, Self::Resolution, Self::Custom, Self::Legal];

    pub fn name(self) -> &'static str {
        match self {
            Self::FirstReply => "first_reply",
            Self::NextReply => "next_reply",
            Self::Callback => "callback",
            Self::Resolution => "resolution",
            Self::Custom => "custom",
            Self::Legal => "legal",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether a person's answer keeps it.
    pub fn is_reply(self) -> bool {
        match self {
            Self::FirstReply | Self::NextReply | Self::Custom => true,
            Self::Callback | Self::Resolution | Self::Legal => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Kept,
    Broken,
    /// A person moved it; `moved_to_id` names the promise that took its place.
    Moved,
    /// Nothing is owed any more; `explanation` of its event says why.
    Void,
}

impl State {
    const ALL: [Self; 5] = [Self::Open, Self::Kept, Self::Broken, Self::Moved, Self::Void];

    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Kept => "kept",
            Self::Broken => "broken",
            Self::Moved => "moved",
            Self::Void => "void",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// The moment at which half of the open time of a promise has passed, on the calendar's grid; nothing when it is no
/// longer than the open hours of the next working day, or there is no such moment between the two.
pub(super) fn midway_ms(hours: &Hours, made_at_ms: i64, due_at_ms: i64) -> Option<i64> {
    let opens_ms = hours.next_open_ms(made_at_ms)?;
    let next_ms = hours.next_open_ms(hours.closing_ms(opens_ms)?)?;
    let working_day_ms: i64 =
        hours.open_on(hours.today(next_ms)).iter().map(|(from_ms, to_ms)| to_ms - from_ms).sum();
    let open_ms = hours.open_ms(made_at_ms, due_at_ms);
    let midway_ms = (open_ms > working_day_ms).then(|| hours.due(made_at_ms, open_ms / 2 / 60_000))??;
    (made_at_ms < midway_ms && midway_ms < due_at_ms).then_some(midway_ms)
}

/// Where the moment came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Policy,
    Model,
    Agent,
    Law,
}

impl Source {
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Model => "model",
            Self::Agent => "agent",
            Self::Law => "law",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Policy, Self::Model, Self::Agent, Self::Law].into_iter().find(|source| source.name() == name)
    }
}

#[derive(Clone, Debug)]
pub struct Promise {
    pub id: i64,
    pub oid: String,
    pub conversation_id: i64,
    pub inbox_id: i64,
    pub kind: Kind,
    pub tier: Tier,
    pub state: State,
    pub made_at_ms: i64,
    pub due_at_ms: i64,
    /// The first moment given for this debt; a moved promise carries it on.
    pub original_due_at_ms: i64,
    pub told_at_ms: Option<i64>,
    pub told_via: Option<String>,
    /// Why the customer was not told: `loop_guard`, `no_address`, `mailing_list`, `internal`, `not_sent`.
    pub not_told_reason: Option<String>,
    pub warned_at_ms: Option<i64>,
    /// Percent; `None` for a promise made by policy.
    pub confidence: Option<i64>,
    pub source: Source,
    pub explanation: Reason,
    /// JSON object.
    pub inputs: String,
    /// What was promised, in a person's words (`custom`).
    pub text: Option<String>,
    pub made_by_id: Option<i64>,
    /// The promise before this one: broken or moved.
    pub follows_id: Option<i64>,
    pub moved_to_id: Option<i64>,
    pub moved_reason: Option<String>,
    pub settled_at_ms: Option<i64>,
    pub settled_by_id: Option<i64>,
    /// The answer a person marked as the one that keeps it (`legal`): kept once the next hop takes it.
    pub answer_message_id: Option<i64>,
}

/// What the customer was told, word for word.
#[derive(Clone, Debug)]
pub struct Told {
    pub told_at_ms: i64,
    pub via: String,
    pub recipient: String,
    pub wording: String,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use jiff::civil::DateTime;
    use jiff::tz::TimeZone;
    use kernel::calendar::Hours;

    use super::midway_ms;

    fn at(written: &str) -> i64 {
        let local: DateTime = written.parse().unwrap();
        local.to_zoned(TimeZone::get("Europe/Rome").unwrap()).unwrap().timestamp().as_millisecond()
    }

    #[test]
    fn midway_is_asked_only_of_promises_longer_than_a_working_day() {
        // Monday to Friday, nine to six. 2026-03-02 is a Monday.
        for (made, due, midway) in [
            ("2026-03-02T10:00", "2026-03-02T14:00", None),
            ("2026-03-02T10:00", "2026-03-03T10:00", None),
            ("2026-03-02T10:00", "2026-03-03T12:00", Some("2026-03-02T18:00")),
            ("2026-03-02T10:00", "2026-03-04T18:00", Some("2026-03-03T18:00")),
            // Written on Saturday, due on Monday evening: one working day.
            ("2026-03-07T10:00", "2026-03-09T18:00", None),
            ("2026-03-07T10:00", "2026-03-10T12:00", Some("2026-03-09T18:00")),
        ] {
            assert_eq!(midway_ms(&Hours::default(), at(made), at(due)), midway.map(at), "{made} {due}");
        }
    }
}
