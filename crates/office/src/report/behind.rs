//! Which conversations a number is made of.

use super::figures::{Certainty, Facts, Outcome};
use super::sheet::Measure;

/// Conversations named of one side of a number at most.
pub const BEHIND_MAX: usize = 50;
/// And in a file.
pub const BEHIND_FILE_MAX: usize = 5_000;

/// The side of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What counts: the numerator.
    Counted,
    /// What does not, though it could have.
    Others,
}

impl Side {
    pub fn name(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Others => "others",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Counted, Self::Others].into_iter().find(|side| side.name() == name)
    }
}

/// Conversations of one side, the most telling first. A conversation with two words stands there twice, as it counts
/// twice.
pub fn behind(facts: &Facts, measure: Measure, side: Side, now_ms: i64) -> Vec<i64> {
    let counted = side == Side::Counted;
    let mut found: Vec<(i64, i64)> = match measure {
        Measure::Received if counted => {
            facts.requests.iter().map(|one| (-one.received_at_ms, one.conversation_id)).collect()
        }
        Measure::Received => Vec::new(),
        Measure::Answered => {
            let these = facts.requests.iter().filter(|one| one.answer.is_some() == counted);
            these.map(|one| (-one.received_at_ms, one.conversation_id)).collect()
        }
        Measure::Certainty => {
            let these = facts.requests.iter().filter(|one| (one.certainty == Certainty::Given) == counted);
            these.map(|one| (-one.received_at_ms, one.conversation_id)).collect()
        }
        Measure::Kept => {
            let wanted = if counted { Outcome::Kept } else { Outcome::NotKept };
            let these = facts.words.iter().enumerate().filter(|(_, word)| word.outcome == wanted);
            these.map(|(place, word)| (-(place as i64), word.conversation_id)).collect()
        }
        Measure::FirstOpen | Measure::FirstWall if counted => {
            let time = |answer: &super::figures::Answer| match measure {
                Measure::FirstOpen => answer.open_ms,
                _ => answer.wall_ms,
            };
            let these = facts.requests.iter();
            these.filter_map(|one| Some((-time(one.answer.as_ref()?), one.conversation_id))).collect()
        }
        Measure::FirstOpen | Measure::FirstWall => Vec::new(),
        Measure::Backlog => {
            let is_late = |due_ms: Option<i64>| due_ms.is_some_and(|due_ms| due_ms <= now_ms);
            let these = facts.waiting.iter().filter(|one| is_late(one.due_at_ms) == counted);
            these.map(|one| (one.since_ms, one.conversation_id)).collect()
        }
        // Of what is summed by day, the facts know.
        Measure::Sum(_) => Vec::new(),
    };
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}
