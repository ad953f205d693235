//! What can go wrong with the store, by what the caller can do about it.

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Away, full, busy or broken underneath: nothing was kept, try again later.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// The store refused the row by its own rules.
    #[error("the store refused ({refusal:?}): {text}")]
    Refused { refusal: Refusal, text: String },
    /// A query or a column that does not fit: a defect of ours.
    #[error("the store was asked wrongly: {0}")]
    Broken(String),
}

/// Which rule of the schema was hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Unique,
    NotNull,
    Other,
}

impl Error {
    /// The same failure for one more who waits.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Unavailable(text) => Self::Unavailable(text.clone()),
            Self::Broken(text) => Self::Broken(text.clone()),
            Self::Refused { refusal, text } => Self::Refused { refusal: *refusal, text: text.clone() },
        }
    }

    /// Whether the database is away for now: it does not answer, or is starting or ending. One that answers and lets
    /// nobody in by that name, or knows no such database (SQLSTATE classes 28 and 3D), is set up wrongly instead.
    pub fn is_away(&self) -> bool {
        match self {
            Self::Unavailable(text) => !["(28", "(3D"].iter().any(|class| text.contains(class)),
            Self::Refused { .. } | Self::Broken(_) => false,
        }
    }

    pub fn is_unique(&self) -> bool {
        matches!(self, Self::Refused { refusal: Refusal::Unique, .. })
    }
}
