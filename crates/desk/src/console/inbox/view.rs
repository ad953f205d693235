//! What the inbox's pages show, as finished values: no store, no clock.

use jiff::tz::TimeZone;
use words::Say;

use super::filter::Filter;
pub use super::writing::Writing;
use crate::console::settings::health::Told;
use crate::fields::Fields;

/// How the reader reads: language, the moment the page was made, the company's zone.
#[derive(Clone, Debug)]
pub struct Reading {
    pub say: Say,
    pub now_ms: i64,
    pub zone: TimeZone,
}

/// Which conversations the list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Assigned to the reader.
    Mine,
    /// Of the reader's teams, or of nobody's.
    Team,
    /// Late, or due within half an hour, whoever has them.
    Risk,
    /// Whose promise was kept today.
    Kept,
    /// Something did not reach the customer.
    Delivery,
    Waiting,
    Snoozed,
    Closed,
    All,
}

impl View {
    pub const ALL: [Self; 9] = [
        Self::Mine,
        Self::Team,
        Self::Risk,
        Self::Kept,
        Self::Delivery,
        Self::Waiting,
        Self::Snoozed,
        Self::Closed,
        Self::All,
    ];

    /// The word in the address of the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Team => "team",
            Self::Risk => "risk",
            Self::Kept => "kept",
            Self::Delivery => "delivery",
            Self::Waiting => "waiting",
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
            Self::All => "all",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }
}

/// What narrows the list and which conversation is open: the address of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub view: View,
    /// `oid` of the one inbox shown.
    pub inbox: Option<String>,
    /// Words looked for.
    pub query: String,
    pub tag: Option<String>,
    pub filter: Filter,
    /// Where the list goes on, as the last page gave it.
    pub after: Option<String>,
    /// Code of the open conversation.
    pub open: Option<String>,
}

impl Place {
    pub fn of(view: View) -> Self {
        Self {
            view,
            inbox: None,
            query: String::new(),
            tag: None,
            filter: Filter::default(),
            after: None,
            open: None,
        }
    }

    /// The place behind an address of the inbox, as a form brings it back; the reader's own list for any other.
    pub fn of_address(address: &str) -> Self {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let mut parts = path.strip_prefix("/console/inbox/").unwrap_or_default().split('/');
        let view = parts.next().and_then(View::of_name).unwrap_or(View::Mine);
        let open = parts.next().filter(|code| !code.is_empty()).map(str::to_owned);
        Self { open, ..Self::of(view) }.narrowed(&Fields::of_query(Some(query)))
    }

    /// Narrowed by the fields of the address.
    pub fn narrowed(self, fields: &Fields) -> Self {
        let given =
            |name: &str| Some(fields.get(name).trim()).filter(|value| !value.is_empty()).map(str::to_owned);
        let query = given("q").unwrap_or_default().chars().take(200).collect();
        let filter = Filter::of(fields);
        Self { inbox: given("inbox"), query, tag: given("tag"), filter, after: given("after"), ..self }
    }

    /// The same with filters, tag and inbox of another address.
    pub fn narrowed_by(self, fields: &Fields) -> Self {
        let query = self.query.clone();
        Self { query, ..self.narrowed(fields) }
    }

    /// The page's address.
    pub fn href(&self) -> String {
        self.address("/console/inbox")
    }

    /// The address of the same place's changing parts.
    pub fn fragment(&self) -> String {
        self.address("/console/fragment/inbox")
    }

    fn address(&self, root: &str) -> String {
        let mut address = format!("{root}/{}", self.view.name());
        if let Some(open) = &self.open {
            address = format!("{address}/{open}");
        }
        let parameters = [
            ("inbox", self.inbox.as_deref()),
            ("q", Some(self.query.as_str()).filter(|query| !query.is_empty())),
            ("tag", self.tag.as_deref()),
            ("after", self.after.as_deref()),
        ];
        let given = parameters.into_iter().filter_map(|(name, value)| Some((name, value?)));
        for (index, (name, value)) in given.enumerate() {
            address.push(if index == 0 { '?' } else { '&' });
            address.push_str(name);
            address.push('=');
            address.push_str(&escaped(value));
        }
        self.filter.append(&mut address);
        address
    }

    /// The same place with another conversation open.
    pub fn with_open(&self, reference: &str) -> Self {
        Self { open: Some(reference.to_owned()), ..self.clone() }
    }

    /// Whether the list shows less than its view holds.
    pub fn is_narrowed(&self) -> bool {
        !self.query.is_empty() || self.inbox.is_some() || self.tag.is_some() || !self.filter.is_empty()
    }

    /// The same place with none open.
    pub fn list(&self) -> Self {
        Self { open: None, ..self.clone() }
    }
}

/// Percent-encodes a value of a query string.
pub fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

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

/// The open conversation.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Outside name: `cnv_…`.
    pub name: String,
    pub reference: String,
    pub subject: String,
    pub status: Status,
    pub channel: String,
    pub inbox: String,
    pub assignee: Option<Colleague>,
    pub team: Option<String>,
    pub pledge: Pledge,
    pub tags: Vec<String>,
    /// The conversations around it.
    pub beside: super::together::Beside,
    /// The conversation this one continues: code and subject.
    pub linked: Option<(String, String)>,
    pub trouble: Option<Trouble>,
    pub entries: Vec<Entry>,
    /// Whether older messages were left out, at the top.
    pub cut: bool,
    pub composer: Composer,
    /// An answer of the reader's that can still be taken back.
    pub leaving: Option<Leaving>,
    /// Where the customer follows the request.
    pub track_url: String,
    /// What they asked for there.
    pub side: crate::console::calls::Side,
    /// What was understood of it, and what was asked of others.
    pub asked: crate::console::tasks::Beside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Open,
    Waiting,
    Snoozed,
    Closed,
}

/// The promise at the head of a conversation.
#[derive(Clone, Debug)]
pub struct Pledge {
    pub debt: Debt,
    /// Outside name of the open promise, when there is one.
    pub promise: Option<String>,
    /// `first_reply`, `next_reply`, `custom`…
    pub kind: String,
    /// What was promised, in a person's words.
    pub text: Option<String>,
    /// When the customer was told.
    pub told_at_ms: Option<i64>,
    /// Why they were not.
    pub not_told: Option<String>,
    /// The first moment given, when it was moved since.
    pub moved_from_ms: Option<i64>,
    /// Whether a person may still move it.
    pub movable: bool,
}

/// Why the customer did not get something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub reason: String,
    pub address: Option<String>,
    pub hard: bool,
}

/// An answer that leaves in a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// Outside name of the message.
    pub message: String,
    pub leaves_at_ms: i64,
}

/// One event on the timeline, with its moment.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Stable on the page.
    pub id: String,
    pub at_ms: i64,
    pub what: What,
}

#[derive(Clone, Debug)]
pub enum What {
    Message(Box<Said>),
    /// One line: parts already in the reader's language, in bold where the flag is set.
    Line(Vec<(String, Emphasis)>),
    /// The same, of an operation that can still be undone: its outside name.
    Undoable(Vec<(String, Emphasis)>, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    Plain,
    Bold,
    /// The given word.
    Word,
}

/// A message on the timeline.
#[derive(Clone, Debug)]
pub struct Said {
    /// Outside name.
    pub name: String,
    pub side: Side,
    pub channel: String,
    pub author: String,
    pub address: Option<String>,
    pub automatic: bool,
    /// What is new in it.
    pub text: String,
    /// Quotes and signature, shown on demand.
    pub quoted: Option<String>,
    /// There is an HTML body to show in its frame.
    pub html: bool,
    /// The HTML names pictures elsewhere.
    pub remote_images: bool,
    pub to: Vec<String>,
    pub cc: Vec<String>,
    pub bcc: Vec<String>,
    pub files: Vec<File>,
    pub warning: Option<Warning>,
    /// `spf`, `dkim`, `dmarc` as checked.
    pub authentication: Vec<(String, String)>,
    pub delivery: Option<Delivery>,
    /// Sender of the mail inside a forward.
    pub forwarded_from: Option<String>,
    /// The language of the text, when it differs from the page's.
    pub language: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Customer,
    Ours,
    Note,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The sender's domain disowns it.
    Forged,
    /// From an address not seen in this conversation.
    Stranger,
}

/// How far an answer got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Leaves at that moment at the earliest.
    Queued {
        leaves_at_ms: i64,
    },
    /// Tried and put off.
    Retrying {
        attempts: i64,
        error: Option<String>,
    },
    Sent {
        at_ms: Option<i64>,
    },
    Delivered,
    Failed {
        error: Option<String>,
    },
    /// Taken back before it left.
    Cancelled,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Outside name.
    pub name: String,
    pub title: String,
    pub content_type: String,
    pub size_bytes: i64,
    pub inline: bool,
}

impl File {
    pub fn is_image(&self) -> bool {
        ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(&self.content_type.as_str())
    }
}

/// What the composer starts from.
#[derive(Clone, Debug, Default)]
pub struct Composer {
    /// First name or address of whom one writes to.
    pub customer: String,
    /// The channel the answer leaves by, and why.
    pub channel: String,
    pub because: Option<String>,
    pub to: String,
    pub cc: String,
    pub bcc: String,
    /// Everybody else in the thread, for reply-all.
    pub others: Vec<String>,
    pub reply: Draft,
    pub note: Draft,
    /// Show the note first.
    pub note_first: bool,
    /// Why nothing can be sent.
    pub closed_door: Option<ClosedDoor>,
    /// What was wrong with the last try, in the reader's language.
    pub problem: Option<String>,
    pub writing: Writing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedDoor {
    /// No relay is configured: answers wait.
    NoRelay,
    /// No good address of the customer is known.
    NoAddress,
}

/// A begun text as it was last kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub text: String,
    /// The same with its form, as safe HTML; empty when it has none.
    pub html: String,
    pub saved_at_ms: Option<i64>,
    pub files: Vec<File>,
}

/// The customer at a glance.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: Option<String>,
    pub tier: String,
    pub since_ms: i64,
    pub identities: Vec<Identity>,
    pub kept: i64,
    pub broken: i64,
    /// What we owe: `promise-kind-…` or a person's words, and the promise's times.
    pub owed: Vec<Owed>,
    pub others: Vec<Other>,
    pub language: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Owed {
    pub kind: String,
    pub text: Option<String>,
    pub made_at_ms: i64,
    pub due_at_ms: i64,
    pub reference: String,
}

#[derive(Clone, Debug)]
pub struct Identity {
    pub kind: String,
    pub value: String,
    /// `claimed`, `verified` or `signed`.
    pub proof: String,
    /// Mail does not arrive: whether for good, the code and the reason a server gave.
    pub unreachable: Option<(Permanence, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permanence {
    ForGood,
    ForNow,
}

/// Another conversation of the same customer.
#[derive(Clone, Debug)]
pub struct Other {
    pub reference: String,
    pub subject: String,
    pub status: Status,
    pub at_ms: i64,
}

/// A whole page of the inbox.
#[derive(Clone, Debug)]
pub struct Inbox {
    pub place: Place,
    pub counts: Counts,
    pub queue: Queue,
    pub thread: Option<(Thread, Person)>,
}

/// What a dialog over the conversation asks.
#[derive(Clone, Debug)]
pub enum Asking {
    Move(Moving),
    Assign {
        colleagues: Vec<Colleague>,
        teams: Vec<(String, String)>,
        problem: Option<String>,
    },
    /// The key of the word for each moment; without one of its own: until the customer answers.
    Snooze {
        choices: Vec<(&'static str, Choice)>,
        earliest: String,
        problem: Option<String>,
    },
    Close {
        owed: Option<i64>,
        problem: Option<String>,
    },
    Tags {
        tags: Vec<String>,
        known: Vec<String>,
        problem: Option<String>,
    },
    Together {
        question: Box<super::together::Question>,
        problem: Option<String>,
    },
}

/// A new time for a promise.
#[derive(Clone, Debug)]
pub struct Moving {
    /// Outside name of the promise.
    pub promise: String,
    pub due_at_ms: i64,
    pub choices: Vec<Choice>,
    /// The time chosen so far, as the field writes it (`2026-11-23T11:15`), and its moment.
    pub chosen: Option<(String, i64)>,
    pub reason: String,
    /// Earliest time the field takes.
    pub earliest: String,
    /// What the customer will read.
    pub preview: Option<Preview>,
    pub problem: Option<String>,
}

/// The letter a move would send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The given word alone.
    pub word: String,
    /// The whole letter as text.
    pub text: String,
}

/// A moment offered: value as the form sends it, and the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub at_ms: i64,
}

/// The page that writes to somebody first.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    /// `oid` and name of the inboxes one can write from.
    pub inboxes: Vec<(String, String)>,
    pub inbox: String,
    pub to: String,
    pub cc: String,
    pub bcc: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub files: Vec<File>,
    pub problem: Option<String>,
    /// Files of one message, in bytes.
    pub bytes_max: i64,
}

#[cfg(test)]
mod tests {
    use super::{Place, View};

    #[test]
    fn the_address_of_a_place_says_all_that_narrows_it() {
        let place =
            Place {
                query: "dov’è & come".to_owned(), inbox: Some("01k".to_owned()), ..Place::of(View::Mine)
            };
        assert_eq!(
            place.with_open("R-4F7K2").href(),
            "/console/inbox/mine/R-4F7K2?inbox=01k&q=dov%E2%80%99%C3%A8%20%26%20come"
        );
        assert_eq!(Place::of_address(&place.with_open("R-4F7K2").href()), place.with_open("R-4F7K2"));
        assert_eq!(Place::of_address("//evil.example/x"), Place::of(View::Mine));
        assert_eq!(
            place.list().fragment(),
            "/console/fragment/inbox/mine?inbox=01k&q=dov%E2%80%99%C3%A8%20%26%20come"
        );
    }
}
