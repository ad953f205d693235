//! What the composer knows besides the draft: what was seen, what waits to leave, what stands under an answer.

use spine::scheduled::State;

use super::view::Choice;

/// Values of the composer, as finished as the rest of the page.
#[derive(Clone, Debug, Default)]
pub struct Writing {
    /// Number of the last event the page shows: what comes after it has not been seen.
    pub seen_seq: i64,
    /// What stands under the answer, as text.
    pub signature: Option<String>,
    /// Moments to leave later at: the key of the word for each.
    pub moments: Vec<(&'static str, Choice)>,
    /// Earliest time the field takes, as it writes it.
    pub earliest: String,
    /// The word heard in the draft.
    pub heard_ms: Option<i64>,
    pub waiting: Vec<Waiting>,
    /// What somebody wrote since the page was opened: the last try to send was stopped by it.
    pub news: Option<News>,
    /// Files of one message, in bytes.
    pub bytes_max: i64,
}

/// An answer that leaves later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Outside name: `sch_…`.
    pub name: String,
    pub who: String,
    pub mine: bool,
    pub leaves_at_ms: i64,
    /// Why it is stopped.
    pub held: Option<String>,
    /// Its beginning.
    pub text: String,
    /// The word given in it.
    pub promised_ms: Option<i64>,
}

/// What came while an answer was being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Up to which event it is told here.
    pub seq: i64,
    pub messages: Vec<Unseen>,
    /// How the answer was to be sent.
    pub then: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    pub who: String,
    pub by_customer: bool,
    pub text: String,
    pub at_ms: i64,
}

/// Why a held answer is held, as the catalogue names it; nothing for one that waits.
pub fn held(state: State, why: Option<&str>) -> Option<String> {
    match (state, why) {
        (State::Waiting, _) => None,
        (State::Held, Some(why @ ("customer_wrote" | "answered" | "closed"))) => {
            Some(format!("composer-held-{}", why.replace('_', "-")))
        }
        (State::Held, _) => Some("composer-held-refused".to_owned()),
    }
}
