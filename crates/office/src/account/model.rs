//! The account, its people and what each role may do.

use kernel::language::{Language, Register};
use spine::agent::Role;

/// A session nobody used for this long is over: 12 hours.
pub const SESSION_IDLE_MS: i64 = 12 * HOUR_MS;
/// A session is over after this, used or not: 30 days.
pub const SESSION_LONGEST_MS: i64 = 30 * 24 * HOUR_MS;
/// A password has at least this many characters.
pub const PASSWORD_MIN_CHARS: usize = 10;
/// And at most this many bytes.
pub(crate) const PASSWORD_MAX_BYTES: usize = 1_024;
/// Names of people, companies and tokens, in characters.
pub(crate) const NAME_MAX_CHARS: usize = 120;
/// How long a set-up link opens: 3 days.
pub(crate) const SETUP_LINK_MS: i64 = 72 * HOUR_MS;
/// How long an invitation opens: 7 days.
pub const INVITE_LINK_MS: i64 = 7 * 24 * HOUR_MS;
/// How long a way back in opens: 1 hour.
pub const RESET_LINK_MS: i64 = HOUR_MS;
/// A person is sent a way back in at most this often: 2 minutes.
pub(crate) const RESET_EVERY_MS: i64 = 2 * 60_000;
/// A session's last use is written down at most this often: 5 minutes.
pub(crate) const TOUCH_EVERY_MS: i64 = 5 * 60_000;

const HOUR_MS: i64 = 3_600_000;

/// The company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: i64,
    pub oid: String,
    /// Empty until the first set-up.
    pub name: String,
    pub language: Language,
    pub register: Register,
    /// IANA name of the zone days are counted in.
    pub zone_name: String,
}

/// The roles a person can have; the other one is for programs.
pub const PEOPLE: [Role; 3] = [Role::Admin, Role::Supervisor, Role::Agent];

/// Whether an answer given with this role counts as a person's.
pub fn is_person(role: Role) -> bool {
    role != Role::Integration
}

/// One thing somebody may or may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Read conversations, customers, promises, the event log.
    Read,
    /// Write notes, change status, tags, assignee, snooze.
    Handle,
    /// Answer a customer.
    Answer,
    /// Answer in the name of an agent (`on_behalf_of`).
    AnswerForAgent,
    /// Move a promise and tell the customer.
    MovePromise,
    /// See everything received, raw copies included, and the black-hole meter.
    SeeArrivals,
    /// Retry an arrival, make it a conversation, mark or unmark it as spam; retry what did not leave.
    DecideArrivals,
    /// Allow or refuse a remedy above somebody's limit, answer for recurring causes, end a complaint without an answer.
    DecideComplaints,
    /// See inboxes, hours, targets, people and teams.
    SeeSettings,
    /// See the wallboard and everybody's figures; one's own are everybody's to see.
    SeeFigures,
    /// Put people into teams and set other people's skills and presence.
    ChangeTeams,
    /// Plan and publish everybody's shifts, decide about leave and swaps; one's own are everybody's to see.
    PlanShifts,
    /// Create, change and delete inboxes, hours and targets.
    ChangeInboxes,
    /// Invite people, change their role, deactivate them.
    ChangePeople,
    /// Create and revoke API tokens.
    ChangeTokens,
    /// Change the company's name, language, register and time zone.
    ChangeAccount,
}

impl Permission {
    /// Whether this role may do it.
    pub fn allows(self, role: Role) -> bool {
        MATRIX.iter().any(|(listed, roles)| *listed == self && roles.contains(&role))
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Handle => "handle",
            Self::Answer => "answer",
            Self::AnswerForAgent => "answer-for-agent",
            Self::MovePromise => "move-promise",
            Self::SeeArrivals => "see-arrivals",
            Self::DecideArrivals => "decide-arrivals",
            Self::DecideComplaints => "decide-complaints",
            Self::SeeSettings => "see-settings",
            Self::SeeFigures => "see-figures",
            Self::ChangeTeams => "change-teams",
            Self::PlanShifts => "plan-shifts",
            Self::ChangeInboxes => "change-inboxes",
            Self::ChangePeople => "change-people",
            Self::ChangeTokens => "change-tokens",
            Self::ChangeAccount => "change-account",
        }
    }
}

/// Who may do what: the whole of it.
pub const MATRIX: [(Permission, &[Role]); 16] = {
    use Role::{Admin, Agent, Integration, Supervisor};
    [
        (Permission::Read, &[Admin, Supervisor, Agent, Integration]),
        (Permission::Handle, &[Admin, Supervisor, Agent, Integration]),
        (Permission::Answer, &[Admin, Supervisor, Agent, Integration]),
        (Permission::AnswerForAgent, &[Admin, Integration]),
        (Permission::MovePromise, &[Admin, Supervisor, Agent]),
        (Permission::SeeArrivals, &[Admin, Supervisor, Agent, Integration]),
        (Permission::DecideArrivals, &[Admin, Supervisor, Agent]),
        (Permission::DecideComplaints, &[Admin, Supervisor]),
        (Permission::SeeSettings, &[Admin, Supervisor, Agent, Integration]),
        (Permission::SeeFigures, &[Admin, Supervisor]),
        (Permission::ChangeTeams, &[Admin, Supervisor]),
        (Permission::PlanShifts, &[Admin, Supervisor]),
        (Permission::ChangeInboxes, &[Admin]),
        (Permission::ChangePeople, &[Admin]),
        (Permission::ChangeTokens, &[Admin]),
        (Permission::ChangeAccount, &[Admin]),
    ]
};

/// A person who works here, or the name a token answers under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: i64,
    pub oid: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub language: Language,
    pub active: bool,
    /// Whether a password was ever set; without one the person was only invited.
    pub has_password: bool,
    pub created_at_ms: i64,
}

/// A person as the people page lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub person: Person,
    /// The last time one of their sessions was used.
    pub seen_at_ms: Option<i64>,
    /// Until when an invitation that was not used opens; it may be over.
    pub invited_until_ms: Option<i64>,
    /// This row only lends its name to API tokens.
    pub of_token: bool,
}

/// What a one-time link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Names the company and makes its first administrator.
    Setup,
    /// Lets an invited person choose a password.
    Invite,
    /// Opens a session for one agent at once.
    SignIn,
    /// Lets somebody who forgot their password choose another.
    Reset,
}

impl Purpose {
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        [Self::Setup, Self::Invite, Self::SignIn, Self::Reset]
            .into_iter()
            .find(|purpose| purpose.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Invite => "invite",
            Self::SignIn => "sign_in",
            Self::Reset => "reset",
        }
    }
}

/// A one-time link that still opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub account_id: i64,
    pub purpose: Purpose,
    pub agent_id: Option<i64>,
    pub expires_at_ms: i64,
}

/// Somebody who may come in, in whichever account, and what their password is compared with.
#[derive(Clone, Debug)]
pub struct Known {
    pub account_id: i64,
    pub agent_id: i64,
    /// PHC string; none for somebody who was only invited.
    pub password_hash: Option<String>,
}

/// A session just opened. `token` is shown once, to the browser.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub token: String,
    pub csrf: String,
    pub expires_at_ms: i64,
}

/// Who is behind a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub account_id: i64,
    /// SHA-256 of the session's token: its name inside.
    pub token_hash: String,
    pub csrf: String,
    pub seen_at_ms: i64,
    pub person: Person,
}

impl Visit {
    /// Whether its last use is old enough to be written down again.
    pub fn is_stale(&self, now_ms: i64) -> bool {
        now_ms - self.seen_at_ms >= TOUCH_EVERY_MS
    }
}

/// A session as its owner sees it listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    pub token_hash: String,
    pub created_at_ms: i64,
    pub seen_at_ms: i64,
    pub user_agent: String,
    pub address: String,
}

/// An API token as it is listed; its secret is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub id: i64,
    pub oid: String,
    pub name: String,
    pub role: Role,
    pub created_at_ms: i64,
    pub last_used_at_ms: Option<i64>,
}

/// Who is behind an API token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    pub account_id: i64,
    pub token_id: i64,
    pub token_oid: String,
    pub name: String,
    pub role: Role,
    /// The agent it answers as.
    pub agent_id: i64,
    pub last_used_at_ms: Option<i64>,
}

impl Bearer {
    /// Who did it, in the event log: the agent for a person's token, the program for an integration.
    pub fn actor(&self) -> db::Actor {
        if is_person(self.role) {
            db::Actor::Agent(self.agent_id)
        } else {
            db::Actor::Integration(self.token_id)
        }
    }

    /// Whether its last use is old enough to be written down again.
    pub fn is_stale(&self, now_ms: i64) -> bool {
        self.last_used_at_ms.is_none_or(|used| now_ms - used >= TOUCH_EVERY_MS)
    }
}

/// Why something asked of this room was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such {0}")]
    Missing(&'static str),
    #[error("refused: {0:?}")]
    Refused(Refusal),
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl From<spine::Error> for Error {
    fn from(error: spine::Error) -> Self {
        match error {
            spine::Error::Missing(what) => Self::Missing(what),
            spine::Error::Store(error) => Self::Store(error),
            other @ (spine::Error::Refused(_) | spine::Error::Conflict(_)) => {
                Self::Store(db::Error::Broken(other.to_string()))
            }
        }
    }
}

/// What is wrong with what was asked; each has a sentence in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NameEmpty,
    NameTooLong,
    NotAnAddress,
    AddressTaken,
    PasswordTooShort,
    PasswordTooLong,
    PasswordIsTheAddress,
    /// Somebody must be able to let people in.
    LastAdmin,
    NotAPersonsRole,
    LinkOver,
}

impl Refusal {
    /// Its sentence in the catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::NameEmpty => "entry-error-name-empty",
            Self::NameTooLong => "entry-error-name-long",
            Self::NotAnAddress => "entry-error-address",
            Self::AddressTaken => "entry-error-address-taken",
            Self::PasswordTooShort => "entry-error-password-short",
            Self::PasswordTooLong => "entry-error-password-long",
            Self::PasswordIsTheAddress => "entry-error-password-address",
            Self::LastAdmin => "entry-error-last-admin",
            Self::NotAPersonsRole => "entry-error-role",
            Self::LinkOver => "entry-error-link-over",
        }
    }
}
