//! Who works when: patterns and contracts, a week planned by hand or worked out, published and changed; what people ask;
//! whether they are there.

mod acts;
mod adherence;
mod asking;
mod calendar;
mod measured;
mod model;
mod needs;
mod proposal;
mod proposing;
mod publishing;
mod store;
#[cfg(test)]
mod store_tests;
mod terms;
mod trial;
mod watching;
mod week;

pub use acts::{
    change_shift, copy_week, drop_shift, facts, make_shift, people, shift, shift_by_oid, shifts, today,
    unchanged, undo, undoable, zone,
};
pub use adherence::{Adherence, Sample, There, adherence};
pub use asking::{
    Check, Decision, Impact, LISTED, Weeks, answer_swap, ask, ask_swap, check_swap, check_swap_in,
    decide_request, decide_swap, impact, impact_in, request_by_oid, requests, revoke_request, swap_by_oid,
    swaps, waiting_requests, waiting_swaps, withdraw_request, withdraw_swap,
};
pub use calendar::{Wording, calendar};
pub use measured::{MEASURED_DAYS, MEASURED_LEAST, Shrinkage, shrinkage};
pub use model::{
    ACTIVITIES_MAX, Activity, Asking, BOUNDS, Contract, DAY_MINUTES, Doing, FLOORS_MAX, Floor, NAME_CHARS,
    NewPattern, NewRequest, NewShift, Pattern, Publication, QUARTER, REASON_CHARS, Request, SHIFT_MINUTES,
    SLOT_MINUTES, Settings, Shift, Stand, Swap, Told, UNAVAILABLE_MAX, Unavailable, WEEK_DAYS, clock,
    days_between, end_of, instant, local, minute_of, monday_of, plus_days, weekday,
};
pub use needs::{coming, needed};
pub use proposal::{DEADLINE, Proposal, propose};
pub use proposing::{accept_proposal, drop_proposal, keep_proposal, proposal};
pub use publishing::{
    Difference, calendar_of, differences, drop_feed, feed_of, feed_since, is_overdue, make_feed, parts_as,
    publication_by_oid, publications, publish, read_all, receipts, told, told_as, told_by_oid, told_of,
    told_to, untold,
};
pub use store::{QUERIES, Receipt};
pub use terms::{
    change_pattern, change_settings, contract, contracts, drop_contract, floors, make_pattern, pattern_by_oid,
    patterns, retire_pattern, set_contract, set_floors, settings,
};
pub use trial::{Coming, Tried};
pub use watching::{adherence_now, behind, catch_up};
pub use week::{Facts, Finding, Half, Mend, Need, Sum, What, halves};
