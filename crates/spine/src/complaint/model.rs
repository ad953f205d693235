//! What a complaint is, and the date it is answered by. Pure.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use kernel::calendar::{Holiday, Hours};

use super::settings::{Term, Unit};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A reasoned answer is owed.
    Open,
    /// A person's answer reached the customer; whether it solved anything is asked later.
    Answered,
    /// It was asked, or nobody could be asked.
    FollowedUp,
    Closed,
}

impl State {
    pub const ALL: [Self; 4] = [Self::Open, Self::Answered, Self::FollowedUp, Self::Closed];

    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::FollowedUp => "followed_up",
            Self::Closed => "closed",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// How it became known that this is a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The customer chose it as the topic of a form.
    Form,
    /// The customer said so on the page of their request.
    Page,
    /// The customer's own words say so.
    Words,
    /// A person of ours said so.
    Agent,
    /// Another program said so.
    Api,
    /// The words were recognised, and a person confirmed it.
    Recognised,
}

impl Origin {
    pub const ALL: [Self; 6] = [Self::Form, Self::Page, Self::Words, Self::Agent, Self::Api, Self::Recognised];

    pub fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Page => "page",
            Self::Words => "words",
            Self::Agent => "agent",
            Self::Api => "api",
            Self::Recognised => "recognised",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.name() == name)
    }
}

/// How it is asked whether the answer solved it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUp {
    /// The owner calls: a task of theirs.
    Call,
    /// A mail with two answers to touch.
    Mail,
}

impl FollowUp {
    pub const ALL: [Self; 2] = [Self::Call, Self::Mail];

    pub fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Mail => "mail",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|follow_up| follow_up.name() == name)
    }
}

/// What came of the follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Solved,
    /// The complaint is open again.
    NotSolved,
    NoAnswer,
}

impl Outcome {
    pub const ALL: [Self; 3] = [Self::Solved, Self::NotSolved, Self::NoAnswer];

    pub fn name(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::NotSolved => "not_solved",
            Self::NoAnswer => "no_answer",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

#[derive(Clone, Debug)]
pub struct Complaint {
    pub id: i64,
    pub oid: String,
    /// Without a hole within a year: `RC-2026-0042`.
    pub year: i64,
    pub number: i64,
    pub conversation_id: i64,
    pub customer_id: i64,
    pub inbox_id: i64,
    /// Where the customer said it.
    pub message_id: Option<i64>,
    pub origin: Origin,
    /// The customer's words that make it one.
    pub words: String,
    pub state: State,
    /// Never nobody.
    pub owner_id: i64,
    pub cause: Option<String>,
    /// Whether the customer is right; unknown until somebody says.
    pub founded: Option<bool>,
    /// The term as it was when the complaint was opened.
    pub term: Term,
    /// The legal promise made with it; one that broke is followed by another.
    pub promise_id: i64,
    pub opened_at_ms: i64,
    /// The date by the term; nobody moves it.
    pub due_at_ms: i64,
    pub opened_by_id: Option<i64>,
    pub answer_message_id: Option<i64>,
    /// When the answer reached the customer's server.
    pub answered_at_ms: Option<i64>,
    pub in_time: Option<bool>,
    pub follow_up: FollowUp,
    /// When it is asked; once asked by mail, until when an answer is waited for.
    pub follow_up_at_ms: Option<i64>,
    pub follow_up_asked_at_ms: Option<i64>,
    pub follow_up_task_id: Option<i64>,
    pub follow_up_outcome: Option<Outcome>,
    pub follow_up_note: Option<String>,
    pub followed_up_at_ms: Option<i64>,
    pub closed_at_ms: Option<i64>,
    pub closed_why: Option<String>,
    /// How often it was opened again.
    pub reopened: i64,
    pub changed_at_ms: i64,
}

impl Complaint {
    /// What the customer is told to name.
    pub fn code(&self) -> String {
        code(self.year, self.number)
    }

    pub fn is_late(&self, now_ms: i64) -> bool {
        self.state == State::Open && self.due_at_ms < now_ms
    }

    /// Whether everything is known of it that a register needs.
    pub fn is_complete(&self) -> bool {
        self.cause.is_some() && self.founded.is_some()
    }
}

pub fn code(year: i64, number: i64) -> String {
    format!("RC-{year}-{number:04}")
}

/// Year and number of a code, however it was typed.
pub fn read_code(code: &str) -> Option<(i64, i64)> {
    let upper = code.trim().to_ascii_uppercase();
    let (year, number) = upper.strip_prefix("RC-")?.split_once('-')?;
    let number_of = |text: &str, most: usize| {
        let digits = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<i64>().ok().filter(|_| digits)
    };
    Some((number_of(year, 4)?, number_of(number, 9)?))
}

/// Which complaints a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub standing: Standing,
    pub owner_id: Option<i64>,
    pub cause: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Everything that is not closed, what is due first on top.
    #[default]
    Running,
    In(State),
    /// All there ever was, the newest on top.
    All,
}

/// What is given to make it good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemedyKind {
    Apology,
    Replacement,
    Repair,
    Redelivery,
    Refund,
    Discount,
    Credit,
    Call,
    Other,
}

impl RemedyKind {
    pub const ALL: [Self; 9] = [
        Self::Apology,
        Self::Replacement,
        Self::Repair,
        Self::Redelivery,
        Self::Refund,
        Self::Discount,
        Self::Credit,
        Self::Call,
        Self::Other,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Apology => "apology",
            Self::Replacement => "replacement",
            Self::Repair => "repair",
            Self::Redelivery => "redelivery",
            Self::Refund => "refund",
            Self::Discount => "discount",
            Self::Credit => "credit",
            Self::Call => "call",
            Self::Other => "other",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemedyState {
    /// Within what its proposer may give, or allowed by somebody who may.
    Approved,
    /// Somebody who may give that much has to say yes or no.
    Waiting,
    Refused,
}

impl RemedyState {
    pub const ALL: [Self; 3] = [Self::Approved, Self::Waiting, Self::Refused];

    pub fn name(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Waiting => "waiting",
            Self::Refused => "refused",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

#[derive(Clone, Debug)]
pub struct Remedy {
    pub id: i64,
    pub oid: String,
    pub complaint_id: i64,
    pub kind: RemedyKind,
    pub amount_cents: i64,
    pub text: String,
    pub state: RemedyState,
    /// Nobody when a program proposed it.
    pub proposed_by_id: Option<i64>,
    pub proposed_at_ms: i64,
    pub decided_by_id: Option<i64>,
    pub decided_at_ms: Option<i64>,
    pub reason: Option<String>,
}

/// Whether somebody may give that much alone: what was given for the same complaint before counts too, or a limit
/// would be passed in slices.
pub(super) fn within(limit_cents: Option<i64>, given_cents: i64, amount_cents: i64) -> bool {
    limit_cents.is_none_or(|limit| given_cents.saturating_add(amount_cents) <= limit)
}

/// Words that may be a complaint.
#[derive(Clone, Debug)]
pub struct Hint {
    pub id: i64,
    pub oid: String,
    pub conversation_id: i64,
    pub message_id: Option<i64>,
    /// 0 to 100.
    pub score: i64,
    /// The phrases that spoke for it.
    pub words: Vec<String>,
    pub made_at_ms: i64,
    /// What a person said of it.
    pub answer: Option<bool>,
}

/// A cause that keeps coming back.
#[derive(Clone, Debug)]
pub struct Recurring {
    pub id: i64,
    pub oid: String,
    pub cause: String,
    pub done: bool,
    pub found_at_ms: i64,
    /// Complaints of the 28 days before it was found.
    pub found_count: i64,
    pub owner_id: i64,
    pub due_at_ms: i64,
    /// What is done about it.
    pub note: String,
    pub done_at_ms: Option<i64>,
    pub late_at_ms: Option<i64>,
}

/// Complaints of one cause in the last 28 days and in the 28 before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// None for those whose cause nobody named yet.
    pub cause: Option<String>,
    pub now: i64,
    pub before: i64,
}

/// The moment a term ends: the last closing of the desk not after its last day, so that somebody can still answer.
/// A working day is one from Monday to Friday that is no national holiday; a town's own feast shortens nothing the law
/// gave, so it counts.
pub fn due_of(hours: &Hours, from_ms: i64, term: &Term) -> i64 {
    let today = hours.today(from_ms);
    let last = match term.unit {
        Unit::Solar => days_later(today, term.days),
        Unit::Working => {
            let mut left = term.days;
            let mut day = today;
            while left > 0 {
                day = days_later(day, 1);
                left -= i64::from(is_working(hours, day));
            }
            day
        }
    };
    let mut day = last;
    while day > today {
        if let Some(closing_ms) = hours.closing_ms(noon_ms(hours, day)).filter(|at_ms| *at_ms > from_ms) {
            return closing_ms;
        }
        day = day.yesterday().unwrap_or(today);
    }
    noon_ms(hours, last)
}

fn is_working(hours: &Hours, day: Date) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let holiday = hours.holiday(day).is_some_and(|holiday| holiday != Holiday::Patron);
    !weekend && !holiday
}

fn days_later(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

fn noon_ms(hours: &Hours, day: Date) -> i64 {
    let noon = day.at(12, 0, 0, 0).to_zoned(hours.timezone().clone());
    noon.map_or(0, |noon| noon.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn at(written: &str) -> i64 {
        let rome = Hours::default().timezone().clone();
        let moment: jiff::civil::DateTime = written.parse().expect("a moment");
        moment.to_zoned(rome).expect("in Rome").timestamp().as_millisecond()
    }

    #[track_caller]
    fn ends(from: &str, days: i64, unit: Unit, wanted: &str) {
        let term = Term {
            key: "t".to_owned(),
            italian: "T".to_owned(),
            english: "T".to_owned(),
            days,
            unit,
            source: "s".to_owned(),
            confirmed_at_ms: None,
        };
        let hours = Hours::default();
        let due = Timestamp::from_millisecond(due_of(&hours, at(from), &term)).expect("a moment");
        let due = due.to_zoned(hours.timezone().clone()).datetime().to_string();
        assert_eq!(due.strip_suffix(":00"), Some(wanted), "{days} {} days from {from}", unit.name());
    }

    #[test]
    fn a_term_ends_at_the_last_closing_not_after_its_last_day() {
        // Thirty days of the calendar: Wednesday 1 April.
        ends("2026-03-02T10:00", 30, Unit::Solar, "2026-04-01T18:00");
        // The last day is a Sunday: the desk closes on the Friday before, and nobody is owed more than he was told.
        ends("2026-03-06T10:00", 30, Unit::Solar, "2026-04-03T18:00");
        // Easter Monday is skipped, the Saturday too.
        ends("2026-04-02T10:00", 2, Unit::Working, "2026-04-07T18:00");
        ends("2026-03-02T10:00", 15, Unit::Working, "2026-03-23T18:00");
        // A term over the night the clocks change.
        ends("2026-03-27T17:30", 3, Unit::Solar, "2026-03-30T18:00");
        // Written after closing, a day to answer.
        ends("2026-03-02T19:00", 1, Unit::Solar, "2026-03-03T18:00");
    }

    #[test]
    fn a_code_is_read_as_it_is_written() {
        assert_eq!(code(2026, 42), "RC-2026-0042");
        assert_eq!(read_code(" rc-2026-0042 "), Some((2026, 42)));
        assert_eq!(read_code("RC-2026-12345"), Some((2026, 12_345)));
        for other in
            ["RC-2026", "R-2026-0042", "RC-2026-", "RC--1", "RC-2026-00x2", "RC-2026-9999999999999999999"]
        {
            assert_eq!(read_code(other), None, "{other}");
        }
    }

    #[test]
    fn a_limit_is_not_passed_in_slices() {
        assert!(within(Some(5_000), 0, 5_000));
        assert!(!within(Some(5_000), 0, 5_001));
        assert!(!within(Some(5_000), 3_000, 2_001));
        assert!(within(None, i64::MAX, 1));
        assert!(within(Some(0), 0, 0), "an apology costs nothing");
    }
}
