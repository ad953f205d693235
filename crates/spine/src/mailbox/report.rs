//! What is said of a mailbox that cannot be reached: where it stopped, and why, in a word a program can keep.

use words::{Arg, Say};

/// The stations of a connection, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Station {
    /// The server's name has an address.
    Name,
    /// Its port answers.
    Port,
    /// The connection is encrypted with a certificate that can be trusted.
    Certificate,
    SignIn,
    Folder,
    /// The sending server answers, encrypted.
    Sending,
    SendingSignIn,
}

impl Station {
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Port,
        Self::Certificate,
        Self::SignIn,
        Self::Folder,
        Self::Sending,
        Self::SendingSignIn,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Port => "port",
            Self::Certificate => "certificate",
            Self::SignIn => "sign_in",
            Self::Folder => "folder",
            Self::Sending => "sending",
            Self::SendingSignIn => "sending_sign_in",
        }
    }
}

/// Why it went no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    NameUnknown,
    /// The host lies in the own network, which the operator has not allowed.
    OwnNetwork,
    PortClosed,
    TooSlow,
    ConnectionLost,
    /// Something else answers on that port.
    OtherProtocol,
    /// STARTTLS was asked for and is not offered.
    NoEncryption,
    /// Unencrypted is asked for, and the server speaks only encrypted.
    EncryptionNeeded,
    CertificateExpired,
    CertificateOtherName,
    CertificateUnknown,
    EncryptionFailed,
    SignInRefused,
    /// The provider wants a password made for programs.
    AppPasswordNeeded,
    /// The provider takes no password at all.
    TokenNeeded,
    TokenRefused,
    SignInUnknown,
    FolderMissing,
    FolderUnreadable,
    /// The server said no, in its own words.
    ServerRefused,
    /// Our own store was away.
    StoreAway,
    /// The secrets cannot be opened with the key there is.
    SecretLost,
}

impl FaultKind {
    pub const ALL: [Self; 22] = [
        Self::NameUnknown,
        Self::OwnNetwork,
        Self::PortClosed,
        Self::TooSlow,
        Self::ConnectionLost,
        Self::OtherProtocol,
        Self::NoEncryption,
        Self::EncryptionNeeded,
        Self::CertificateExpired,
        Self::CertificateOtherName,
        Self::CertificateUnknown,
        Self::EncryptionFailed,
        Self::SignInRefused,
        Self::AppPasswordNeeded,
        Self::TokenNeeded,
        Self::TokenRefused,
        Self::SignInUnknown,
        Self::FolderMissing,
        Self::FolderUnreadable,
        Self::ServerRefused,
        Self::StoreAway,
        Self::SecretLost,
    ];

    /// Stable: programs keep it.
    pub fn code(self) -> &'static str {
        match self {
            Self::NameUnknown => "name_unknown",
            Self::OwnNetwork => "own_network",
            Self::PortClosed => "port_closed",
            Self::TooSlow => "too_slow",
            Self::ConnectionLost => "connection_lost",
            Self::OtherProtocol => "other_protocol",
            Self::NoEncryption => "no_encryption",
            Self::EncryptionNeeded => "encryption_needed",
            Self::CertificateExpired => "certificate_expired",
            Self::CertificateOtherName => "certificate_other_name",
            Self::CertificateUnknown => "certificate_unknown",
            Self::EncryptionFailed => "encryption_failed",
            Self::SignInRefused => "sign_in_refused",
            Self::AppPasswordNeeded => "app_password_needed",
            Self::TokenNeeded => "token_needed",
            Self::TokenRefused => "token_refused",
            Self::SignInUnknown => "sign_in_unknown",
            Self::FolderMissing => "folder_missing",
            Self::FolderUnreadable => "folder_unreadable",
            Self::ServerRefused => "server_refused",
            Self::StoreAway => "store_away",
            Self::SecretLost => "secret_lost",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether trying again soon cannot help: a person has to change something.
    pub fn needs_a_person(self) -> bool {
        match self {
            Self::SignInRefused
            | Self::AppPasswordNeeded
            | Self::TokenNeeded
            | Self::TokenRefused
            | Self::SignInUnknown
            | Self::OwnNetwork
            | Self::SecretLost => true,
            Self::NameUnknown
            | Self::PortClosed
            | Self::TooSlow
            | Self::ConnectionLost
            | Self::OtherProtocol
            | Self::NoEncryption
            | Self::EncryptionNeeded
            | Self::CertificateExpired
            | Self::CertificateOtherName
            | Self::CertificateUnknown
            | Self::EncryptionFailed
            | Self::FolderMissing
            | Self::FolderUnreadable
            | Self::ServerRefused
            | Self::StoreAway => false,
        }
    }
}

/// A fault, with what fills its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: FaultKind,
    /// Host, `host:port` or folder the sentence speaks of.
    pub place: String,
    /// The server's own words, or what else helps a technician; may be empty.
    pub detail: String,
}

/// Longest text of another server that is kept.
const DETAIL_CHARS: usize = 300;

impl Fault {
    pub fn new(kind: FaultKind, place: impl Into<String>, detail: &str) -> Self {
        let detail = detail.chars().filter(|c| !c.is_control()).take(DETAIL_CHARS).collect();
        Self { kind, place: place.into().chars().take(DETAIL_CHARS).collect(), detail }
    }

    /// What is wrong and what to do, in one or two sentences.
    pub fn words(&self, say: &Say) -> String {
        let key = format!("mailbox-fault-{}", self.kind.code().replace('_', "-"));
        say.with(&key, &[("place", Arg::Text(self.place.clone())), ("detail", Arg::Text(self.detail.clone()))])
    }
}

/// One station of a trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub station: Station,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    /// The folder is there, with so many mails, so many of them unread.
    Found {
        messages: i64,
        unseen: i64,
    },
    Failed(Fault),
    /// It was not tried, because an earlier station failed.
    NotReached,
}

impl Step {
    /// The station by name, with the mails of a folder that was found.
    pub fn words(&self, say: &Say) -> String {
        let station = say.say(&format!("mailbox-step-{}", self.station.name().replace('_', "-")));
        match &self.outcome {
            Outcome::Passed | Outcome::NotReached => station,
            Outcome::Found { messages, unseen } => say.with(
                "mailbox-step-found",
                &[("messages", Arg::Number(*messages)), ("unseen", Arg::Number(*unseen))],
            ),
            Outcome::Failed(fault) => fault.words(say),
        }
    }

    pub fn is_fault(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(_))
    }
}

/// What a trial of a mailbox found, station by station.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailboxReport {
    pub steps: Vec<Step>,
}

impl MailboxReport {
    /// Every station passed.
    pub fn is_good(&self) -> bool {
        self.fault().is_none() && !self.steps.is_empty()
    }

    /// The first fault.
    pub fn fault(&self) -> Option<&Fault> {
        self.steps.iter().find_map(|step| match &step.outcome {
            Outcome::Failed(fault) => Some(fault),
            Outcome::Passed | Outcome::Found { .. } | Outcome::NotReached => None,
        })
    }
}
