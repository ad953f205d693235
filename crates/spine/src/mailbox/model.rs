//! What a mailbox is: where the mail of an inbox is fetched and where its answers are handed in.

use std::fmt;

use super::report::Fault;

/// A word nobody may read again: it shows itself nowhere.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(word: impl Into<String>) -> Self {
        Self(word.into())
    }

    /// The word itself, for the one server it belongs to.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "(none)" } else { "(secret)" })
    }
}

/// When a connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Encryption {
    /// From the first byte (RFC 8314).
    #[default]
    Tls,
    /// After STARTTLS, or not at all.
    StartTls,
    /// Never: only inside one's own network.
    None,
}

impl Encryption {
    pub const ALL: [Self; 3] = [Self::Tls, Self::StartTls, Self::None];

    pub fn name(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::None => "none",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encryption| encryption.name() == name)
    }
}

/// One server to speak to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Name or address; empty where there is none.
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
}

/// How the mailbox's owner is recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// The password; empty keeps the one written down before.
    Password(Secret),
    /// A token of short life, fetched again and again (RFC 6749 section 6, XOAUTH2).
    Token(Token),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub client_id: String,
    /// Empty keeps the one written down before; some providers give none.
    pub client_secret: Secret,
    /// Empty keeps the one written down before.
    pub refresh_token: Secret,
    /// `https://…`, where tokens are fetched.
    pub token_url: String,
}

/// Where answers are handed in. Without a user of its own it is the mailbox's user with the mailbox's credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    pub server: Server,
    pub user: Option<String>,
    /// Only beside a user of its own; empty keeps the one written down before.
    pub password: Secret,
}

/// Everything needed to reach a mailbox, secrets open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connect {
    /// With an empty host the mailbox is not read, only sent through.
    pub imap: Server,
    pub user: String,
    pub credential: Credential,
    /// `INBOX` for most.
    pub folder: String,
    /// `None`: answers leave through the common relay.
    pub smtp: Option<Submission>,
}

/// What is done on the server with a mail that was accepted here.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum After {
    /// It is marked as read.
    #[default]
    Seen,
    /// It is moved into this folder, which is made when it is not there.
    Move(String),
    /// It stays as it is.
    Leave,
}

impl After {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Move(_) => "move",
            Self::Leave => "leave",
        }
    }

    pub fn folder(&self) -> Option<&str> {
        match self {
            Self::Move(folder) => Some(folder),
            Self::Seen | Self::Leave => None,
        }
    }

    pub fn of_name(name: &str, folder: Option<&str>) -> Option<Self> {
        match (name, folder) {
            ("seen", _) => Some(Self::Seen),
            ("leave", _) => Some(Self::Leave),
            ("move", Some(folder)) if !folder.is_empty() => Some(Self::Move(folder.to_owned())),
            _ => None,
        }
    }
}

/// Which of the mails that lie there at the first connection are taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum First {
    /// None: only what comes from now on.
    #[default]
    New,
    /// Those nobody has read.
    Unseen,
    /// Those of the last days, 1 to 90.
    Days(i64),
}

impl First {
    pub const MOST_DAYS: i64 = 90;

    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Unseen => "unseen",
            Self::Days(_) => "days",
        }
    }

    pub fn days(self) -> Option<i64> {
        match self {
            Self::Days(days) => Some(days),
            Self::New | Self::Unseen => None,
        }
    }

    pub fn of_name(name: &str, days: Option<i64>) -> Option<Self> {
        match (name, days) {
            ("new", _) => Some(Self::New),
            ("unseen", _) => Some(Self::Unseen),
            ("days", Some(days)) if (1..=Self::MOST_DAYS).contains(&days) => Some(Self::Days(days)),
            _ => None,
        }
    }
}

/// What is written down of a mailbox: all but its secrets.
#[derive(Clone, Debug)]
pub struct Mailbox {
    pub inbox_id: i64,
    /// Key of the preset it was made from.
    pub provider: String,
    /// As in [`Connect`], every secret empty.
    pub connect: Connect,
    pub after: After,
    pub first: First,
    /// Counts the changes: who works with an older one connects anew.
    pub revision: i64,
    pub health: Health,
}

impl Mailbox {
    /// Whether mail is fetched here.
    pub fn is_pulled(&self) -> bool {
        !self.connect.imap.host.is_empty()
    }

    /// Whether answers are handed in here.
    pub fn sends(&self) -> bool {
        self.connect.smtp.is_some()
    }
}

/// How it goes with a mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// The last time everything that was there had been taken in.
    pub last_success_at_ms: Option<i64>,
    /// What went wrong since; `None` while all is well.
    pub fault: Option<Fault>,
    pub fault_at_ms: Option<i64>,
    /// Mails known of and not yet fetched.
    pub backlog: i64,
    /// Mails nobody had read at the first connection, left where they lie.
    pub unseen_before: i64,
    pub reconciled_at_ms: Option<i64>,
}

/// What a mailbox is to become.
#[derive(Clone, Debug)]
pub struct Save {
    pub provider: String,
    pub connect: Connect,
    pub after: After,
    pub first: First,
}

/// One comparison of the server's list with the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    pub id: i64,
    pub inbox_id: i64,
    pub at_ms: i64,
    /// Mails of so many days were compared.
    pub days: i64,
    /// On the server's list.
    pub on_server: i64,
    /// Of those, in the ledger.
    pub accepted: i64,
    /// Of those, there before the first connection and left alone.
    pub left_alone: i64,
    /// Missing in the ledger: being fetched now.
    pub fetched: i64,
    /// In the ledger and no longer on the server.
    pub gone: i64,
}
