//! Who the customer is.

use super::thread::Status;

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
