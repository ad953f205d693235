//! What a room of the spine can say no with.

/// One bad field: where it stands (JSON pointer, RFC 6901) and what it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub pointer: String,
    pub message: String,
}

impl Field {
    pub fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), message: message.into() }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing in this account.
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// What was asked cannot be; each field says why.
    #[error("not accepted: {}", .0.iter().map(|field| format!("{} {}", field.pointer, field.message)).collect::<Vec<_>>().join("; "))]
    Refused(Vec<Field>),
    /// It could be at another time, not as things stand.
    #[error("{0}")]
    Conflict(String),
    /// The store underneath.
    #[error(transparent)]
    Store(#[from] db::Error),
}

impl Error {
    pub fn refused(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Refused(vec![Field::new(pointer, message)])
    }
}
