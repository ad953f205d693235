//! Why a page was not given, from whichever room it comes; the one place where a failure becomes a status.

use office::account;
use web::problem::Problem;

/// A failure as the reader of a page can understand it. `Broken` carries what the log needs.
#[derive(Debug)]
pub enum Fault {
    Forged,
    Forbidden,
    Missing,
    TooMany,
    Away,
    Broken(String),
}

impl Fault {
    /// The page for it. What is ours to mend goes to the log here, and only here.
    pub fn problem(self) -> Problem {
        match self {
            Self::Forged => Problem::Forged,
            Self::Forbidden => Problem::Forbidden,
            Self::Missing => Problem::Missing,
            Self::TooMany => Problem::TooMany,
            Self::Away => Problem::Away,
            Self::Broken(what) => {
                tracing::error!(%what, "a page failed");
                Problem::Broken
            }
        }
    }
}

impl From<db::Error> for Fault {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Unavailable(_) => Self::Away,
            db::Error::Refused { .. } | db::Error::Broken(_) => Self::Broken(error.to_string()),
        }
    }
}

/// A refusal that reaches this point was not shown beside its field: a defect of the page.
impl From<spine::Error> for Fault {
    fn from(error: spine::Error) -> Self {
        match error {
            spine::Error::Missing(_) => Self::Missing,
            spine::Error::Store(error) => error.into(),
            spine::Error::Refused(_) | spine::Error::Conflict(_) => Self::Broken(error.to_string()),
        }
    }
}

impl From<account::Error> for Fault {
    fn from(error: account::Error) -> Self {
        match error {
            account::Error::Missing(_) => Self::Missing,
            account::Error::Store(error) => error.into(),
            account::Error::Refused(_) => Self::Broken(error.to_string()),
        }
    }
}
