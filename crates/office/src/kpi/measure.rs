//! What is summed of each day: for every measure how many cases there are, and how many of them count, or how much.

use jiff::civil::Date;

use super::model::{DAY_MS, Fact, SHORT_MS, SOON_MS};

/// Sums that are kept by day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Requests, by day of arrival.
    Received,
    /// Resolved, and the customer did not come back within 72 hours; by day of resolution, as the next three.
    FirstContact,
    /// The same within seven days.
    FirstContactWeek,
    /// The customer wrote again on the same request within seven days.
    Reopened,
    /// The customer came back by another request on the same topic within seven days.
    Recontacted,
    /// Of the answered requests, those that went from one person to another; by day of arrival, as the next two.
    HandedOn,
    /// Of the marks given, fours and fives.
    Satisfied,
    /// Of those asked for a mark, those who gave one.
    MarkGiven,
    /// Minutes a customer was busy for one solved need; by day of resolution, as its four parts.
    CustomerTime,
    CustomerWaiting,
    CustomerWriting,
    CustomerRepeating,
    CustomerComingBack,
    /// Live channels: answered within 20 seconds, of the answered and of those who gave up after more than 5.
    ServiceLevel,
    /// Live channels: how long the answered waited.
    AnswerWait,
    /// Live channels: gave up after more than 5 seconds, of all offered.
    GaveUp,
    /// Live channels: gave up within 5 seconds; in no other measure of live channels.
    GaveUpSoon,
}

/// Days after which nothing a customer does changes what was summed of a day.
pub(super) const SETTLED_DAYS: i64 = 7;
const FIRST_CONTACT_MS: i64 = 3 * DAY_MS;
const WEEK_MS: i64 = SETTLED_DAYS * DAY_MS;

impl Measure {
    pub const ALL: [Self; 17] = [
        Self::Received,
        Self::FirstContact,
        Self::FirstContactWeek,
        Self::Reopened,
        Self::Recontacted,
        Self::HandedOn,
        Self::Satisfied,
        Self::MarkGiven,
        Self::CustomerTime,
        Self::CustomerWaiting,
        Self::CustomerWriting,
        Self::CustomerRepeating,
        Self::CustomerComingBack,
        Self::ServiceLevel,
        Self::AnswerWait,
        Self::GaveUp,
        Self::GaveUpSoon,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::FirstContact => "first_contact_72h",
            Self::FirstContactWeek => "first_contact_7d",
            Self::Reopened => "reopened",
            Self::Recontacted => "recontacts",
            Self::HandedOn => "handed_on",
            Self::Satisfied => "satisfied",
            Self::MarkGiven => "rating_response",
            Self::CustomerTime => "customer_time",
            Self::CustomerWaiting => "customer_waiting",
            Self::CustomerWriting => "customer_writing",
            Self::CustomerRepeating => "customer_repeating",
            Self::CustomerComingBack => "customer_coming_back",
            Self::ServiceLevel => "service_level",
            Self::AnswerWait => "answer_wait",
            Self::GaveUp => "abandoned",
            Self::GaveUpSoon => "abandoned_soon",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.name() == name)
    }

    /// For how long after a day has ended its cases may still change sides.
    pub fn settles_after_ms(self) -> i64 {
        match self {
            Self::FirstContact => FIRST_CONTACT_MS,
            Self::FirstContactWeek | Self::Reopened | Self::Recontacted => WEEK_MS,
            Self::CustomerTime
            | Self::CustomerWaiting
            | Self::CustomerWriting
            | Self::CustomerRepeating
            | Self::CustomerComingBack => WEEK_MS,
            Self::Received
            | Self::HandedOn
            | Self::Satisfied
            | Self::MarkGiven
            | Self::ServiceLevel
            | Self::AnswerWait
            | Self::GaveUp
            | Self::GaveUpSoon => 0,
        }
    }

    /// Whether its cases stand on the day they were resolved, not on the one they came.
    pub fn is_by_resolution(self) -> bool {
        self.settles_after_ms() > 0
    }

    /// What one fact brings to it: cases, and what of them counts (times in milliseconds).
    fn of(self, fact: &Fact) -> Option<(i64, i64)> {
        let share = |counts: bool| Some((1, i64::from(counts)));
        if !fact.counts {
            return None;
        }
        if self == Self::Received {
            return Some((1, 1));
        }
        // What was merged away lives on in the one it went into.
        if fact.merged {
            return None;
        }
        let within = |at_ms: Option<i64>, limit_ms: i64| match (at_ms, fact.resolved_at_ms) {
            (Some(at_ms), Some(resolved_ms)) => at_ms - resolved_ms <= limit_ms,
            _ => false,
        };
        let back = |limit_ms| within(fact.reopened_at_ms, limit_ms) || within(fact.returned_at_ms, limit_ms);
        match self {
            Self::Received => Some((1, 1)),
            Self::FirstContact => fact.resolved_at_ms.and_then(|_| share(!back(FIRST_CONTACT_MS))),
            Self::FirstContactWeek => fact.resolved_at_ms.and_then(|_| share(!back(WEEK_MS))),
            Self::Reopened => fact.resolved_at_ms.and_then(|_| share(within(fact.reopened_at_ms, WEEK_MS))),
            Self::Recontacted => fact.resolved_at_ms.and_then(|_| share(within(fact.returned_at_ms, WEEK_MS))),
            Self::HandedOn => fact.answered_at_ms.and_then(|_| share(fact.hands > 0)),
            Self::Satisfied => fact.mark.and_then(|mark| share(mark >= 4)),
            Self::MarkGiven => fact.asked_at_ms.and_then(|_| share(fact.mark.is_some())),
            Self::CustomerTime => need(fact, fact.busy_ms()),
            Self::CustomerWaiting => need(fact, fact.waiting_ms),
            Self::CustomerWriting => need(fact, fact.writing_ms),
            Self::CustomerRepeating => need(fact, fact.repeating_ms),
            Self::CustomerComingBack => need(fact, fact.coming_back_ms + fact.returns_ms),
            Self::ServiceLevel => match (fact.live_wait_ms()?, fact.answered_at_ms) {
                (wait_ms, Some(_)) => share(wait_ms <= SOON_MS),
                (wait_ms, None) if wait_ms > SHORT_MS && !fact.called_back => share(false),
                (_, None) => None,
            },
            Self::AnswerWait => fact.answered_at_ms.and(fact.live_wait_ms()).map(|wait_ms| (1, wait_ms)),
            Self::GaveUp => match (fact.live_wait_ms()?, fact.answered_at_ms) {
                (_, Some(_)) => share(false),
                // Who takes a call-back has not given up.
                (_, None) if fact.called_back => share(false),
                (wait_ms, None) => (wait_ms > SHORT_MS).then_some((1, 1)),
            },
            Self::GaveUpSoon => match (fact.live_wait_ms()?, fact.answered_at_ms) {
                (wait_ms, None) if wait_ms <= SHORT_MS && !fact.called_back => Some((1, 1)),
                _ => None,
            },
        }
    }
}

fn need(fact: &Fact, ms: i64) -> Option<(i64, i64)> {
    fact.resolved_at_ms.filter(|_| fact.follows_id.is_none()).map(|_| (1, ms))
}

/// What a fact adds to one sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    pub measure: Measure,
    pub day: Date,
    pub n: i64,
    pub part: i64,
    /// Of times, in seconds: what an interval of their mean is made from.
    pub squares: i64,
}

/// Everything a fact adds to its days.
pub(super) fn sums(fact: &Fact, day_of: impl Fn(i64) -> Date) -> Vec<Sum> {
    let of = |measure: Measure| {
        let (n, part) = measure.of(fact)?;
        let at_ms = if measure.is_by_resolution() { fact.resolved_at_ms? } else { fact.began_at_ms };
        let squares = if measure.is_time() { (part / 1_000).pow(2) } else { 0 };
        Some(Sum { measure, day: day_of(at_ms), n, part, squares })
    };
    Measure::ALL.into_iter().filter_map(of).collect()
}

impl Measure {
    /// Whether what counts is a time in milliseconds.
    pub fn is_time(self) -> bool {
        matches!(
            self,
            Self::CustomerTime
                | Self::CustomerWaiting
                | Self::CustomerWriting
                | Self::CustomerRepeating
                | Self::CustomerComingBack
                | Self::AnswerWait
        )
    }

    /// The side of a number a fact stands on: counted, among the others, or not a case of it.
    pub fn side_of(self, fact: &Fact) -> Option<bool> {
        let (n, part) = self.of(fact)?;
        if self.is_time() { (n > 0).then_some(true) } else { Some(part > 0) }
    }
}
