//! What people ask: leave, hours they cannot work, wishes, and swaps between two of them; decided by whoever plans.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use db::{Actor, Tx, args};
use jiff::civil::Date;
use kernel::id::{self, Kind as Name};
use kernel::language::Register;
use serde_json::json;
use spine::agent;
use spine::error::Error;
use words::Say;

use super::acts::{Change, carry_out, facts, name_of, people, record, refuse, shift, today, zone};
use super::model::{
    Asking, NewRequest, NewShift, REASON_CHARS, Request, Shift, Stand, Swap, WEEK_DAYS, monday_of, plus_days,
};
use super::publishing::{differences, tell, told_as, told_of, write};
use super::store;
use super::week::{Facts, Finding, Mend};

/// Requests and swaps listed at once.
pub const LISTED: usize = 1_000;
/// Requests, and swaps, one person can have open.
const OPEN_MOST: usize = 20;

pub fn request_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Request, Error> {
    tx.find(store::REQUEST_BY_OID, args![oid], store::read_request)?.ok_or(Error::Missing("request"))
}

/// Requests nobody has decided, of days that are not over.
pub fn waiting_requests(tx: &mut Tx<'_>) -> Result<Vec<Request>, Error> {
    let today = today(tx)?.to_string();
    Ok(tx.list(store::REQUESTS, args![Stand::Asked.name(), today, LISTED], store::read_request)?)
}

/// Requests newest first below an id, of one person or of all.
pub fn requests(
    tx: &mut Tx<'_>,
    before: i64,
    agent_id: Option<i64>,
    limit: usize,
) -> Result<Vec<Request>, Error> {
    Ok(tx.list(store::REQUESTS_BELOW, args![before, agent_id, limit], store::read_request)?)
}

/// Asks for something.
///
/// # Errors
/// What [`NewRequest::wrong`] names; more than 20 open ones.
pub fn ask(tx: &mut Tx<'_>, new: &NewRequest, actor: Actor) -> Result<Request, Error> {
    let today = today(tx)?;
    refuse(new.wrong(today))?;
    let open = requests(tx, i64::MAX, Some(new.agent_id), 200)?;
    if open.iter().filter(|one| one.stand == Stand::Asked && one.is.last >= today).count() >= OPEN_MOST {
        return Err(Error::refused("/first_day", format!("can be one of {OPEN_MOST} open requests at most")));
    }
    let now_ms = tx.now_ms();
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let (from, to) = new.hours.unzip();
    tx.execute(
        store::ADD_REQUEST,
        args![
            row_id,
            &oid,
            new.agent_id,
            new.asking.name(),
            new.first.to_string(),
            new.last.to_string(),
            from,
            to,
            new.reason.trim(),
            now_ms
        ],
    )?;
    let data = json!({
        "request_id": Name::ShiftRequest.name(&oid), "agent_id": name_of(tx, new.agent_id)?, "kind": new.asking.name(),
        "first_day": new.first.to_string(), "last_day": new.last.to_string(),
    });
    record(tx, "shift.requested", data, actor)?;
    request_by_oid(tx, &oid)
}

/// What a yes to a request would mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impact {
    /// Shifts that could not be worked, each with somebody who can take it.
    pub shifts: Vec<(Shift, Option<i64>)>,
    /// Minutes of people lacking more in these weeks when nobody takes them.
    pub lacking_more: i64,
}

impl Impact {
    /// Whether every shift has somebody to take it.
    pub fn is_covered(&self) -> bool {
        self.shifts.iter().all(|(_, taker)| taker.is_some())
    }
}

/// Facts of weeks, each read once.
#[derive(Default)]
pub struct Weeks(HashMap<Date, Facts>);

impl Weeks {
    fn of(&mut self, tx: &mut Tx<'_>, monday: Date) -> Result<&Facts, Error> {
        Ok(match self.0.entry(monday) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(facts(tx, monday)?),
        })
    }
}

/// What a yes would mean; a wish changes nothing by itself.
pub fn impact(tx: &mut Tx<'_>, request: &Request) -> Result<Impact, Error> {
    impact_in(tx, &mut Weeks::default(), request)
}

/// The same for many of one moment.
pub fn impact_in(tx: &mut Tx<'_>, weeks: &mut Weeks, request: &Request) -> Result<Impact, Error> {
    let mut impact = Impact { shifts: Vec::new(), lacking_more: 0 };
    if request.is.asking == Asking::Wish {
        return Ok(impact);
    }
    let today = today(tx)?;
    // The evening before the first day may reach into it; what is over stays whose it was.
    let mut monday = monday_of(plus_days(request.is.first, -1).max(today));
    while monday <= request.is.last {
        let mut facts = weeks.of(tx, monday)?.clone();
        let before = facts.lacking();
        let hit: Vec<Shift> = facts
            .shifts
            .iter()
            .filter(|one| one.is.day >= today && facts.is_of_week(one.is.day) && meets(request, &one.is))
            .cloned()
            .collect();
        facts.requests.push(Request { stand: Stand::Approved, ..request.clone() });
        for one in &hit {
            // Whoever takes the first is busy when the next one is looked at.
            let taker = facts.taker(one);
            if let Some(to) = taker {
                facts = facts.mended(Mend::Give { shift_id: one.id, to });
            }
            impact.shifts.push((one.clone(), taker));
        }
        let open: Vec<i64> =
            impact.shifts.iter().filter(|(_, taker)| taker.is_none()).map(|(one, _)| one.id).collect();
        let without = facts.shifts.iter().filter(|one| !open.contains(&one.id)).cloned().collect();
        impact.lacking_more += facts.with(without).lacking() - before;
        monday = plus_days(monday, WEEK_DAYS);
    }
    Ok(impact)
}

/// Whether a shift lies in what somebody asks to be free.
fn meets(request: &Request, shift: &NewShift) -> bool {
    const DAY: i64 = super::model::DAY_MINUTES;
    shift.agent_id == request.is.agent_id
        && (0..=1).any(|later| {
            let day = plus_days(shift.day, later);
            let hours = request.is.on(day);
            hours.is_some_and(|(from, to)| from + later * DAY < shift.end && shift.start < to + later * DAY)
        })
}

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Approve,
    /// And the shifts go to whoever can take them.
    ApproveAndGive,
    Refuse,
}

fn answered(decision: Decision, answer: Option<&str>) -> Result<Option<String>, Error> {
    let answer = answer.map(str::trim).filter(|answer| !answer.is_empty());
    if answer.is_some_and(|answer| answer.chars().count() > REASON_CHARS) {
        return Err(Error::refused("/answer", format!("can have {REASON_CHARS} characters at most")));
    }
    if decision == Decision::Refuse && answer.is_none() {
        return Err(Error::refused("/answer", "must say why not"));
    }
    Ok(answer.map(str::to_owned))
}

/// Decides a request and tells whoever asked.
///
/// # Errors
/// A no without a reason; a conflict when it is decided already, or a shift finds nobody to take it.
pub fn decide_request(
    tx: &mut Tx<'_>,
    request: &Request,
    decision: Decision,
    answer: Option<&str>,
    actor: Actor,
) -> Result<Request, Error> {
    let answer = answered(decision, answer)?;
    let mut changes = Vec::new();
    if decision == Decision::ApproveAndGive {
        for (shift, taker) in impact(tx, request)?.shifts {
            let Some(to) = taker else {
                return Err(Error::Conflict("nobody can take one of these shifts".to_owned()));
            };
            changes.push(Change::of(&shift, Some(&NewShift { agent_id: to, ..shift.is.clone() })));
        }
    }
    let stand = if decision == Decision::Refuse { Stand::Refused } else { Stand::Approved };
    let (now_ms, none) = (tx.now_ms(), "it is decided already");
    let row = args![request.id, Stand::Asked.name(), stand.name(), now_ms, actor.id(), answer.clone()];
    if tx.execute(store::DECIDE_REQUEST, row)? == 0 {
        return Err(Error::Conflict(none.to_owned()));
    }
    // Only now: what is refused above leaves no shift moved, also where a page keeps what was written before.
    carry_out(tx, &changes, actor)?;
    let data = json!({
        "request_id": Name::ShiftRequest.name(&request.oid), "agent_id": name_of(tx, request.is.agent_id)?,
        "state": stand.name(),
    });
    record(tx, "shift.request_decided", data, actor)?;
    let (first, today, zone) = (request.is.first, today(tx)?, zone(tx)?);
    tell_person(tx, request.is.agent_id, &format!("shift-mail-request-{}", stand.name()), answer, |say| {
        let at = |day: Date| super::model::instant(day, 720, &zone);
        words::when::weekday_day(say, at(first), at(today), &zone)
    })?;
    request_by_oid(tx, &request.oid)
}

/// Takes a request back.
///
/// # Errors
/// A conflict when it is decided already.
pub fn withdraw_request(tx: &mut Tx<'_>, request: &Request, actor: Actor) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let none: Option<String> = None;
    let row = args![request.id, Stand::Asked.name(), Stand::Withdrawn.name(), now_ms, actor.id(), none];
    if tx.execute(store::DECIDE_REQUEST, row)? == 0 {
        return Err(Error::Conflict("it is decided already".to_owned()));
    }
    let data = json!({ "request_id": Name::ShiftRequest.name(&request.oid) });
    record(tx, "shift.request_withdrawn", data, actor)
}

/// Whoever plans takes back what was approved, and its person is told: they can be planned again.
///
/// # Errors
/// A conflict when it is not approved.
pub fn revoke_request(tx: &mut Tx<'_>, request: &Request, actor: Actor) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let row = args![
        request.id,
        Stand::Approved.name(),
        Stand::Withdrawn.name(),
        now_ms,
        actor.id(),
        request.answer.clone()
    ];
    if tx.execute(store::DECIDE_REQUEST, row)? == 0 {
        return Err(Error::Conflict("it is not approved".to_owned()));
    }
    let data = json!({ "request_id": Name::ShiftRequest.name(&request.oid) });
    record(tx, "shift.request_withdrawn", data, actor)?;
    let (first, today, zone) = (request.is.first, today(tx)?, zone(tx)?);
    tell_person(tx, request.is.agent_id, "shift-mail-request-revoked", None, |say| {
        let at = |day: Date| super::model::instant(day, 720, &zone);
        words::when::weekday_day(say, at(first), at(today), &zone)
    })
}

/// A mail of one sentence, with what was said.
fn tell_person(
    tx: &mut Tx<'_>,
    agent_id: i64,
    key: &str,
    answer: Option<String>,
    about: impl Fn(Say) -> String,
) -> Result<(), Error> {
    let person = agent::find(tx, agent_id)?;
    if !person.active {
        return Ok(());
    }
    let say = Say::new(person.language, Register::Tu);
    let line = say.with(key, &[("about", about(say).into())]);
    let mut lines = vec![line.clone()];
    lines.extend(answer.map(|answer| say.with("shift-mail-answer", &[("answer", answer.into())])));
    write(tx, &person, line, lines)
}

pub fn swap_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Swap, Error> {
    tx.find(store::SWAP_BY_OID, args![oid], store::read_swap)?.ok_or(Error::Missing("swap"))
}

/// Swaps that both agree to and nobody has decided, of days that are not over.
pub fn waiting_swaps(tx: &mut Tx<'_>) -> Result<Vec<Swap>, Error> {
    let today = today(tx)?.to_string();
    Ok(tx.list(store::SWAPS, args![Stand::Accepted.name(), today, LISTED], store::read_swap)?)
}

/// Swaps newest first below an id, of one person or of all.
pub fn swaps(tx: &mut Tx<'_>, before: i64, agent_id: Option<i64>, limit: usize) -> Result<Vec<Swap>, Error> {
    Ok(tx.list(store::SWAPS_BELOW, args![before, agent_id, limit], store::read_swap)?)
}

/// A shift as its person was told of it, still as planned and still to come.
fn told_shift(tx: &mut Tx<'_>, shift_id: i64, agent_id: i64, at: &str) -> Result<Shift, Error> {
    let wrong = || Error::refused(at, "must be a shift of theirs to come, as it was published");
    let Some(shift) = shift(tx, shift_id)? else { return Err(wrong()) };
    let told = told_of(tx, shift_id)?;
    let as_told = told.iter().any(|one| one.is.agent_id == agent_id && one.agrees(&shift.is));
    if !as_told || shift.is.agent_id != agent_id || shift.is.day <= today(tx)? {
        return Err(wrong());
    }
    Ok(shift)
}

/// Asks a colleague to take a shift, or to exchange it for one of theirs.
///
/// # Errors
/// A shift that is not theirs to come; the same person; a shift that is asked about already; more than 20 open ones.
pub fn ask_swap(
    tx: &mut Tx<'_>,
    agent_id: i64,
    shift_id: i64,
    other_id: i64,
    other_shift_id: Option<i64>,
    actor: Actor,
) -> Result<Swap, Error> {
    let mine = told_shift(tx, shift_id, agent_id, "/shift_id")?;
    if other_id == agent_id || people(tx)?.iter().all(|one| one.id != other_id) {
        return Err(Error::refused("/with", "must be a colleague who is here"));
    }
    if let Some(other_shift_id) = other_shift_id {
        told_shift(tx, other_shift_id, other_id, "/for_shift_id")?;
    }
    let mut open = Vec::new();
    let today = today(tx)?;
    for swap in swaps(tx, i64::MAX, Some(agent_id), 200)?.into_iter().filter(|one| one.stand.is_open()) {
        if shift(tx, swap.shift_id)?.is_some_and(|shift| shift.is.day >= today) {
            open.push(swap);
        }
    }
    if open.iter().any(|one| one.shift_id == shift_id) || open.len() >= OPEN_MOST {
        return Err(Error::refused(
            "/shift_id",
            "must be a shift nobody was asked about yet, one of 20 at most",
        ));
    }
    let now_ms = tx.now_ms();
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    tx.execute(store::ADD_SWAP, args![row_id, &oid, shift_id, agent_id, other_id, other_shift_id, now_ms])?;
    let data = json!({
        "swap_id": Name::ShiftSwap.name(&oid), "agent_id": name_of(tx, agent_id)?, "with": name_of(tx, other_id)?,
        "shift_id": Name::Shift.name(&mine.oid),
    });
    record(tx, "shift.swap_asked", data, actor)?;
    let zone = zone(tx)?;
    let asker = agent::find(tx, agent_id)?.name;
    tell_person(tx, other_id, "shift-mail-swap-asked", None, |say| {
        format!("{asker}, {}", told_as(say, &mine.is, today, &zone))
    })?;
    swap_by_oid(tx, &oid)
}

/// The colleague says yes or no.
///
/// # Errors
/// A conflict when it is not asked of them any more.
pub fn answer_swap(tx: &mut Tx<'_>, swap: &Swap, yes: bool, actor: Actor) -> Result<Swap, Error> {
    let stand = if yes { Stand::Accepted } else { Stand::Declined };
    move_swap(tx, swap, Stand::Asked, stand, None, actor)?;
    if !yes {
        tell_swap(tx, swap, swap.agent_id, "shift-mail-swap-declined", None)?;
    }
    swap_by_oid(tx, &swap.oid)
}

/// Takes a swap back.
///
/// # Errors
/// A conflict when it is decided already.
pub fn withdraw_swap(tx: &mut Tx<'_>, swap: &Swap, actor: Actor) -> Result<(), Error> {
    if !swap.stand.is_open() {
        return Err(Error::Conflict("it is decided already".to_owned()));
    }
    move_swap(tx, swap, swap.stand, Stand::Withdrawn, None, actor)
}

fn move_swap(
    tx: &mut Tx<'_>,
    swap: &Swap,
    from: Stand,
    to: Stand,
    answer: Option<&str>,
    actor: Actor,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let row = args![swap.id, from.name(), to.name(), now_ms, actor.id(), answer];
    if tx.execute(store::DECIDE_SWAP, row)? == 0 {
        return Err(Error::Conflict(format!("this swap is not {} any more", from.name())));
    }
    let data = json!({ "swap_id": Name::ShiftSwap.name(&swap.oid), "state": to.name() });
    record(tx, "shift.swap_decided", data, actor)
}

fn tell_swap(tx: &mut Tx<'_>, swap: &Swap, whom: i64, key: &str, answer: Option<String>) -> Result<(), Error> {
    let (today, zone) = (today(tx)?, zone(tx)?);
    let Some(shift) = shift(tx, swap.shift_id)? else { return Ok(()) };
    tell_person(tx, whom, key, answer, |say| told_as(say, &shift.is, today, &zone))
}

/// What a swap would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Rules that hold now and would not.
    pub findings: Vec<Finding>,
    /// Minutes of people lacking more.
    pub lacking_more: i64,
    /// Whether the shifts are still as they were when it was asked.
    pub stands: bool,
}

impl Check {
    pub fn is_fine(&self) -> bool {
        self.stands && self.findings.is_empty() && self.lacking_more <= 0
    }
}

/// The shifts of a swap as they would be.
fn swapped(tx: &mut Tx<'_>, swap: &Swap) -> Result<Option<Vec<(Shift, NewShift)>>, Error> {
    let mut pairs = Vec::new();
    let gives = [(Some(swap.shift_id), swap.agent_id, swap.other_id)];
    let takes = [(swap.other_shift_id, swap.other_id, swap.agent_id)];
    for (shift_id, from, to) in gives.into_iter().chain(takes) {
        let Some(shift_id) = shift_id else { continue };
        match told_shift(tx, shift_id, from, "/shift_id") {
            // What was told anew since is another shift than the one both agreed on.
            Ok(_) if told_of(tx, shift_id)?.iter().any(|one| one.told_at_ms > swap.asked_at_ms) => {
                return Ok(None);
            }
            Ok(shift) => {
                let after = NewShift { agent_id: to, ..shift.is.clone() };
                pairs.push((shift, after));
            }
            Err(Error::Refused(_)) => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    Ok(Some(pairs))
}

/// Checks a swap against the rules of rest and what is needed.
pub fn check_swap(tx: &mut Tx<'_>, swap: &Swap) -> Result<Check, Error> {
    check_swap_in(tx, &mut Weeks::default(), swap)
}

/// The same for many of one moment.
pub fn check_swap_in(tx: &mut Tx<'_>, weeks: &mut Weeks, swap: &Swap) -> Result<Check, Error> {
    let mut check = Check { findings: Vec::new(), lacking_more: 0, stands: true };
    let here = people(tx)?;
    let is_here = |agent_id: i64| here.iter().any(|one| one.id == agent_id);
    let pairs = swapped(tx, swap)?.filter(|_| is_here(swap.agent_id) && is_here(swap.other_id));
    let Some(pairs) = pairs else { return Ok(Check { stands: false, ..check }) };
    let mut mondays: Vec<Date> = pairs.iter().map(|(shift, _)| monday_of(shift.is.day)).collect();
    mondays.sort_unstable();
    mondays.dedup();
    for monday in mondays {
        let now = weeks.of(tx, monday)?;
        let then = after(now, &pairs);
        check.lacking_more += then.lacking() - now.lacking();
        for agent_id in [swap.agent_id, swap.other_id] {
            let before = now.findings_of(agent_id);
            let news = then.findings_of(agent_id).into_iter().filter(|one| {
                before.iter().all(|known| known.what.name() != one.what.name() || known.day != one.day)
            });
            check.findings.extend(news);
        }
    }
    Ok(check)
}

fn after(facts: &Facts, pairs: &[(Shift, NewShift)]) -> Facts {
    let changed = |one: &Shift| {
        let pair = pairs.iter().find(|(shift, _)| shift.id == one.id);
        pair.map_or_else(|| one.clone(), |(shift, is)| Shift { is: is.clone(), ..shift.clone() })
    };
    facts.with(facts.shifts.iter().map(changed).collect())
}

/// Decides a swap both agree to; with a yes both are told at once, as a version of their own of each week.
///
/// # Errors
/// A no without a reason; a conflict when it is not agreed to, is decided already, or breaks a rule.
pub fn decide_swap(
    tx: &mut Tx<'_>,
    swap: &Swap,
    yes: bool,
    answer: Option<&str>,
    actor: Actor,
) -> Result<Swap, Error> {
    let decision = if yes { Decision::Approve } else { Decision::Refuse };
    let answer = answered(decision, answer)?;
    let stand = if yes { Stand::Approved } else { Stand::Refused };
    if yes && !check_swap(tx, swap)?.is_fine() {
        return Err(Error::Conflict(
            "it breaks a rule, leaves too few people, or the plan has changed".to_owned(),
        ));
    }
    let pairs = if yes { swapped(tx, swap)?.unwrap_or_default() } else { Vec::new() };
    move_swap(tx, swap, Stand::Accepted, stand, answer.as_deref(), actor)?;
    let changes: Vec<Change> = pairs.iter().map(|(shift, is)| Change::of(shift, Some(is))).collect();
    carry_out(tx, &changes, actor)?;
    let mut mondays: Vec<Date> = pairs.iter().map(|(shift, _)| monday_of(shift.is.day)).collect();
    mondays.sort_unstable();
    mondays.dedup();
    for monday in mondays {
        let of_week = pairs.iter().filter(|(shift, _)| monday_of(shift.is.day) == monday);
        let (mut now, mut before) = (Vec::new(), Vec::new());
        for (shift, is) in of_week {
            now.push(Shift { is: is.clone(), ..shift.clone() });
            before.extend(told_of(tx, shift.id)?);
        }
        let news = differences(&now, &before);
        tell(tx, monday, &news, actor)?;
    }
    if !yes {
        for whom in [swap.agent_id, swap.other_id] {
            tell_swap(tx, swap, whom, "shift-mail-swap-refused", answer.clone())?;
        }
    }
    swap_by_oid(tx, &swap.oid)
}
