//! How complaints stand, at a glance and as a register.

use db::{Tx, args};

use super::model::{Complaint, Remedy, State};
use super::{remedies, store};
use crate::error::Error;
use crate::promise;

const WINDOW_MS: i64 = 28 * 86_400_000;
/// Lines of a register at most; more are refused, never cut.
const REPORT_MAX: usize = 50_000;

/// The last 28 days, and how it stands now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub open: i64,
    pub answered: i64,
    pub followed_up: i64,
    /// Open and past their date.
    pub overdue: i64,
    /// The date that comes first.
    pub nearest_due_ms: Option<i64>,
    pub opened_lately: i64,
    pub answered_lately: i64,
    pub in_time_lately: i64,
    pub followed_lately: i64,
    pub solved_lately: i64,
    /// Cents allowed as remedies.
    pub given_lately_cents: i64,
}

pub fn figures(tx: &mut Tx<'_>) -> Result<Figures, Error> {
    let now_ms = tx.now_ms();
    let since_ms = now_ms - WINDOW_MS;
    let standing: Vec<(String, i64)> = tx.list(store::STANDING, &[], |row| Ok((row.next()?, row.next()?)))?;
    let in_state =
        |state: State| standing.iter().find(|(name, _)| name == state.name()).map_or(0, |(_, count)| *count);
    let pair = |row: &mut db::Row| Ok((row.next::<i64>()?, row.next::<i64>()?));
    let (answered_lately, in_time_lately) =
        tx.find(store::ANSWERED_SINCE, args![since_ms], pair)?.unwrap_or_default();
    let (followed_lately, solved_lately) =
        tx.find(store::FOLLOWED_SINCE, args![since_ms], pair)?.unwrap_or_default();
    Ok(Figures {
        open: in_state(State::Open),
        answered: in_state(State::Answered),
        followed_up: in_state(State::FollowedUp),
        overdue: tx.number(store::OVERDUE, args![now_ms])?,
        nearest_due_ms: tx.find(store::NEAREST, &[], |row| row.next::<Option<i64>>())?.flatten(),
        opened_lately: tx.number(store::OPENED_SINCE, args![since_ms])?,
        answered_lately,
        in_time_lately,
        followed_lately,
        solved_lately,
        given_lately_cents: tx.number(store::GIVEN_SINCE, args![since_ms])?,
    })
}

/// Since when its term runs: since it was opened, or opened again. An answer that came back owes another and leaves the
/// term as it was.
pub fn runs_since(tx: &mut Tx<'_>, complaint: &Complaint) -> Result<i64, Error> {
    if complaint.reopened == 0 {
        return Ok(complaint.opened_at_ms);
    }
    for promise_id in promise::ids_of(tx, complaint.conversation_id)? {
        let promise = promise::find(tx, promise_id)?;
        let by_the_term = promise.kind == promise::Kind::Legal
            && promise.follows_id.is_none()
            && promise.due_at_ms == complaint.due_at_ms
            && promise.made_at_ms >= complaint.opened_at_ms
            && promise.not_told_reason.as_deref() != Some("internal");
        if by_the_term {
            return Ok(promise.made_at_ms);
        }
    }
    Ok(complaint.opened_at_ms)
}

/// One line of the register.
#[derive(Clone, Debug)]
pub struct Report {
    pub complaint: Complaint,
    pub remedies: Vec<Remedy>,
}

/// Complaints opened from one moment to just before another, oldest first.
///
/// # Errors
/// Refused when there are more than 50,000: nothing is left out.
pub fn opened_between(tx: &mut Tx<'_>, from_ms: i64, to_ms: i64) -> Result<Vec<Complaint>, Error> {
    let found = tx.list(store::OPENED_BETWEEN, args![from_ms, to_ms, REPORT_MAX + 1], store::read)?;
    match found.len() > REPORT_MAX {
        true => Err(Error::refused("/from", format!("has more than {REPORT_MAX} complaints after it"))),
        false => Ok(found),
    }
}

/// The same with their remedies.
///
/// # Errors
/// As [`opened_between`].
pub fn report(tx: &mut Tx<'_>, from_ms: i64, to_ms: i64) -> Result<Vec<Report>, Error> {
    let found = opened_between(tx, from_ms, to_ms)?;
    let mut lines = Vec::with_capacity(found.len());
    for complaint in found {
        let remedies = remedies::remedies(tx, complaint.id)?;
        lines.push(Report { complaint, remedies });
    }
    Ok(lines)
}
