//! Complaints: a kind of contact with a code, an owner, a cause, a remedy and a date of its own.
//!
//! Declared by the customer, or recognised in their words and confirmed by a person; answered by a person by the date
//! the law or the company set, followed up some days later, and counted by cause until the cause is gone. Whoever has
//! one open is offered nothing and sent nowhere else.

mod acts;
mod answer;
mod causes;
mod figures;
mod follow;
mod hints;
mod model;
mod remedies;
mod settings;
mod store;
mod speech;
#[cfg(test)]
mod speech_tests;

pub use acts::{
    Opening, bars_offers, by_code, by_oid, close, declare, find, hand_on, hold, judge, last_of, list,
    of_conversation, open, open_of, reopen, set_cause, taken_back,
};
pub(crate) use acts::{ids_of, rehome};
pub use answer::{answer_undone, left, mark_answer};
pub use causes::{
    Change as CauseChange, cause_late, change_cause, counted, due_causes, recurred_since, recurring,
    recurring_by_oid,
};
pub use figures::{Figures, Report, figures, opened_between, report, runs_since};
pub use follow::{Recorded, come_due, follow_ups_due, followed_up, plan_follow_up};
pub use hints::{Heard, decide, hear, hint_by_oid, hint_of, label_counts, labels_needed, proposals, set_aside};
pub use model::{
    Complaint, Counted, Filter, FollowUp, Hint, Origin, Outcome, Recurring, Remedy, RemedyKind, RemedyState,
    Standing, State,
};
pub use remedies::{Proposal, decide_remedy, limit_of, propose, remedies, remedy_by_oid, waiting};
pub use settings::{Category, Cause, Limits, Settings, Term, Unit, change, configured, confirm_term};
pub use speech::{Reading, declares, reading};
pub use store::QUERIES;
