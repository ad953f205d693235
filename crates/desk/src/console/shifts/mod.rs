//! Shifts: a week planned and published by whoever plans, and everybody's own page of them.

mod arrange;
mod forms;
mod mine;
mod pages;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use jiff::civil::Date;
use kernel::id::Kind;
use maud::Markup;
use office::account::Permission;
use office::shift::{
    self, Adherence, Check, Decision, Difference, Facts, Finding, Impact, Mend, NewShift, Proposal,
    Publication, Receipt, Request, Shift, Swap,
};
use spine::agent::Agent as Person;

use super::inbox::store::reading;
use super::inbox::view::Reading;
use super::live;
use super::settings::{refused, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent, blocking};

pub(super) const ROOT: &str = "/console/shifts";

/// Addresses of the planner, of what it is made from, and of everybody's own shifts.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(ROOT, get(page))
        .route("/console/shifts/add", post(add))
        .route("/console/shifts/one/{oid}", post(change))
        .route("/console/shifts/one/{oid}/move", post(move_one))
        .route("/console/shifts/one/{oid}/delete", post(drop_one))
        .route("/console/shifts/undo", post(undo))
        .route("/console/shifts/mend", post(mend))
        .route("/console/shifts/copy", post(copy))
        .route("/console/shifts/compute", post(compute))
        .route("/console/shifts/proposal", post(decide_proposal))
        .route("/console/shifts/publish", post(publish))
        .route("/console/shifts/requests", post(ask_for))
        .route("/console/shifts/requests/{oid}", post(decide_request))
        .route("/console/shifts/swaps/{oid}", post(decide_swap))
        .merge(arrange::routes())
        .merge(mine::routes())
}

/// How a week stands before its people.
struct Published {
    week: Date,
    last: Option<Publication>,
    /// Changes told after the first version.
    later: i64,
    /// People told something, and those who have seen all of it.
    told: usize,
    seen: usize,
    /// Whether it should be out by now.
    overdue: bool,
}

/// Everything the planner shows.
struct View {
    company: String,
    facts: Facts,
    /// The day shown.
    day: Date,
    today: Date,
    now_ms: i64,
    /// A table of the week in place of the day.
    as_week: bool,
    people: Vec<Person>,
    findings: Vec<(Finding, Option<Mend>)>,
    untold: Vec<Difference>,
    published: Vec<Published>,
    requests: Vec<(Request, Impact)>,
    swaps: Vec<(Swap, Check)>,
    /// Requests and swaps beyond those.
    more_asked: usize,
    /// Shifts the swaps are about.
    swapped: Vec<Shift>,
    proposal: Option<(Proposal, i64)>,
    undoable: usize,
    there: Vec<(i64, Vec<NewShift>, Adherence)>,
    seq: i64,
}

impl View {
    fn name(&self, agent_id: i64) -> &str {
        let found = self.people.iter().find(|one| one.id == agent_id);
        found.map_or("–", |one| one.name.as_str())
    }

    fn first_name(&self, agent_id: i64) -> &str {
        self.name(agent_id).split(' ').next().unwrap_or("–")
    }

    /// The address of this page, on a day.
    fn at(&self, day: Date) -> String {
        address(day, self.as_week)
    }
}

fn address(day: Date, as_week: bool) -> String {
    format!("{ROOT}?day={day}{}", if as_week { "&view=week" } else { "" })
}

/// What is being written, and what is wrong with it.
#[derive(Default)]
struct Open {
    shift: Option<Shift>,
    /// For whom a shift is added.
    add: Option<String>,
    /// Whether a request for somebody is being written.
    asks: bool,
    fields: Fields,
    wrong: Wrong,
    /// What could not be done, said at the head.
    notice: Option<&'static str>,
}

/// Weeks told of in the tile of publications.
const WEEKS_SHOWN: i64 = 4;

fn published(tx: &mut Tx<'_>, today: Date, lead_days: i64) -> Result<Vec<Published>, Fault> {
    let monday = shift::monday_of(today);
    let all = shift::publications(tx, monday)?;
    let receipts = shift::receipts(tx, monday)?;
    let weeks = (0..WEEKS_SHOWN).map(|week| shift::plus_days(monday, week * shift::WEEK_DAYS));
    Ok(weeks
        .map(|week| {
            let of_week = || all.iter().filter(move |one| one.week == week);
            let mut told: Vec<&Receipt> = receipts.iter().filter(|one| one.week == week).collect();
            let unseen: Vec<i64> =
                told.iter().filter(|one| one.read_at_ms.is_none()).map(|one| one.agent_id).collect();
            told.sort_by_key(|one| one.agent_id);
            told.dedup_by_key(|one| one.agent_id);
            Published {
                week,
                last: of_week().max_by_key(|one| one.version).cloned(),
                later: of_week().filter(|one| one.version > 1).map(|one| one.changes).sum(),
                seen: told.iter().filter(|one| !unseen.contains(&one.agent_id)).count(),
                told: told.len(),
                overdue: shift::is_overdue(week, today, lead_days),
            }
        })
        .collect())
}

fn view(agent: &Agent, tx: &mut Tx<'_>, asked: &Fields) -> Result<View, Fault> {
    let now_ms = tx.now_ms();
    let today = shift::today(tx)?;
    let near = |day: &Date| shift::days_between(today, *day).abs() <= 400;
    let day = asked.get("day").parse::<Date>().ok().filter(near).unwrap_or(today);
    let monday = shift::monday_of(day);
    let facts = shift::facts(tx, monday)?;
    // Only what is shown is mended: each mend tries colleague after colleague.
    let findings = facts.findings().into_iter().enumerate().map(|(place, one)| {
        let mend = if place < pages::SHOWN { facts.mend(&one) } else { None };
        (one, mend)
    });
    let findings = findings.collect();
    let mut weeks = shift::Weeks::default();
    let mut requests = Vec::new();
    let (asked_for, agreed) = (shift::waiting_requests(tx)?, shift::waiting_swaps(tx)?);
    let more_asked = asked_for.len().saturating_sub(SHOWN) + agreed.len().saturating_sub(SHOWN);
    for request in asked_for.into_iter().take(SHOWN) {
        let impact = shift::impact_in(tx, &mut weeks, &request)?;
        requests.push((request, impact));
    }
    let (mut swaps, mut swapped) = (Vec::new(), Vec::new());
    for swap in agreed.into_iter().take(SHOWN) {
        let check = shift::check_swap_in(tx, &mut weeks, &swap)?;
        for shift_id in [Some(swap.shift_id), swap.other_shift_id].into_iter().flatten() {
            swapped.extend(shift::shift(tx, shift_id)?);
        }
        swaps.push((swap, check));
    }
    Ok(View {
        company: spine::company::find(tx)?.name,
        published: published(tx, today, facts.settings.lead_days)?,
        untold: shift::untold(tx, monday)?,
        proposal: shift::proposal(tx, monday)?,
        undoable: shift::undoable(tx, agent.id())?,
        there: shift::adherence_now(tx)?,
        people: spine::agent::list(tx)?,
        as_week: asked.get("view") == "week",
        seq: live::seq(tx)?,
        facts,
        day,
        today,
        now_ms,
        findings,
        requests,
        swaps,
        more_asked,
        swapped,
    })
}

/// Requests and swaps shown at once.
const SHOWN: usize = 20;

fn draw(agent: &Agent, tx: &mut Tx<'_>, asked: &Fields, open: &Open) -> Result<Markup, Fault> {
    let reading: Reading = reading(tx, agent.say)?;
    let view = view(agent, tx, asked)?;
    Ok(pages::draw(agent, &view, open, &reading))
}

/// Where somebody is sent back to: the day and the view their form came from.
fn back(fields: &Fields) -> Redirect {
    let day = fields.get("day").parse::<Date>().map(|day| day.to_string()).unwrap_or_default();
    let week = if fields.get("view") == "week" { "&view=week" } else { "" };
    Redirect::to(&format!("{ROOT}?day={day}{week}"))
}

async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            if !agent.may(Permission::PlanShifts) {
                return Ok(Redirect::to(mine::ROOT).into_response());
            }
            let asked = Fields::of_query(query.as_deref());
            let mut open = Open::default();
            if let Some(oid) = Kind::Shift.oid(asked.get("shift")) {
                // One that was taken away since is simply not open.
                if let Ok(one) = shift::shift_by_oid(tx, oid) {
                    open.fields = forms::of_shift(tx, agent.say, &one)?;
                    open.shift = Some(one);
                }
            } else if asked.has("add") {
                open.add = Some(asked.get("add").to_owned());
                open.fields = forms::usual(tx, agent.say, &asked)?;
            }
            Ok(shown(draw(agent, tx, &asked, &open)?))
        })
        .await
}

/// The page again with what is wrong, or a sentence at its head.
fn again(agent: &Agent, tx: &mut Tx<'_>, fields: &Fields, open: &Open) -> Result<Response, Fault> {
    Ok(refused(draw(agent, tx, fields, open)?))
}

/// Carries out an act that can find the plan other than it was, and says so on the page.
fn act(
    agent: &Agent,
    tx: &mut Tx<'_>,
    fields: &Fields,
    act: impl FnOnce(&mut Tx<'_>) -> Result<(), spine::Error>,
) -> Result<Response, Fault> {
    agent.must(Permission::PlanShifts)?;
    match act(tx) {
        Ok(()) => Ok(back(fields).into_response()),
        Err(spine::Error::Conflict(_)) => {
            let open = Open { notice: Some("shift-notice-changed"), ..Open::default() };
            again(agent, tx, fields, &open)
        }
        Err(spine::Error::Refused(wrong)) => {
            let key = match wrong.first().map(|one| one.pointer.as_str()) {
                Some("/answer") => "shift-error-answer",
                Some("/week") => "shift-error-week",
                _ => "shift-notice-refused",
            };
            again(agent, tx, fields, &Open { notice: Some(key), ..Open::default() })
        }
        Err(error) => Err(error.into()),
    }
}

/// The mark of the shift a form was drawn with.
fn seen(fields: &Fields) -> Option<&str> {
    Some(fields.get("was")).filter(|mark| !mark.is_empty())
}

fn known(tx: &mut Tx<'_>, name: &str) -> Result<Shift, Fault> {
    Ok(shift::shift_by_oid(tx, Kind::Shift.oid(name).ok_or(Fault::Missing)?)?)
}

async fn add(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent.write(&desk.db, move |agent, tx| keep(agent, tx, None, fields)).await
}

async fn change(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::PlanShifts)?;
            let one = known(tx, &name)?;
            keep(agent, tx, Some(one), fields)
        })
        .await
}

/// Keeps what the form says, or shows it again with what is wrong beside its fields.
fn keep(agent: &Agent, tx: &mut Tx<'_>, one: Option<Shift>, fields: Fields) -> Result<Response, Fault> {
    agent.must(Permission::PlanShifts)?;
    let mut wrong = Wrong::default();
    if let Some(one) = one.clone().filter(|one| shift::unchanged(one, seen(&fields)).is_err()) {
        // What was typed stays, beside what is planned now; kept a second time it holds.
        let notice = Some("shift-notice-changed");
        let open = Open { shift: Some(one), fields: fields.clone(), notice, ..Open::default() };
        return again(agent, tx, &fields, &open);
    }
    if let Some(new) = forms::shift(tx, agent.say, &fields, one.as_ref(), &mut wrong)? {
        let kept = match &one {
            Some(one) => shift::change_shift(tx, one, &new, agent.actor()),
            None => shift::make_shift(tx, &new, agent.actor()),
        };
        if wrong.take(agent.say, kept, forms::place)?.is_some() {
            return Ok(back(&fields).into_response());
        }
    }
    let add = one.is_none().then(|| fields.get("who").to_owned());
    let open = Open { shift: one, add, fields: fields.clone(), wrong, ..Open::default() };
    again(agent, tx, &fields, &open)
}

/// A shift dragged, or moved by the arrows: its hours, and whose it is.
async fn move_one(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::PlanShifts)?;
            let one = known(tx, &name)?;
            let number = |name: &str, usual: i64| match fields.get(name) {
                "" => Ok(usual),
                text => text.parse::<i64>().map_err(|_| Fault::Missing),
            };
            let (start, end) = (number("start", one.is.start)?, number("end", one.is.end)?);
            let mut new = one.is.moved(start, end);
            if let Some(oid) = Kind::Agent.oid(fields.get("who")) {
                new.agent_id = spine::agent::by_oid(tx, oid)?.id;
            }
            let (part, at) = (number("part", -1)?, number("part-at", 0)?);
            if let Some(part) = usize::try_from(part).ok().and_then(|place| new.activities.get_mut(place)) {
                part.at = at;
                new.activities.sort_by_key(|one| one.at);
            }
            act(agent, tx, &fields, |tx| {
                shift::unchanged(&one, seen(&fields))?;
                shift::change_shift(tx, &one, &new, agent.actor()).map(drop)
            })
        })
        .await
}

async fn drop_one(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::PlanShifts)?;
            let one = known(tx, &name)?;
            act(agent, tx, &fields, |tx| {
                shift::unchanged(&one, seen(&fields))?;
                shift::drop_shift(tx, &one, agent.actor())
            })
        })
        .await
}

async fn undo(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent.write(&desk.db, move |agent, tx| act(agent, tx, &fields, |tx| shift::undo(tx, agent.id()))).await
}

/// The mend the page offered, worked out again away from the writer: the plan may have changed since.
async fn mend(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    if !agent.may(Permission::PlanShifts) {
        return agent.problem(Fault::Forbidden);
    }
    let monday = match monday(&fields) {
        Ok(monday) => monday,
        Err(fault) => return agent.problem(fault),
    };
    let (db, account_id, wanted) = (desk.db.clone(), agent.account.id, fields.get("mend").to_owned());
    let found = blocking(move || {
        let facts = db.read(account_id, |tx| Ok::<_, Fault>(shift::facts(tx, monday)?))?;
        Ok::<_, Fault>(facts.findings().into_iter().take(pages::SHOWN).find_map(|one| {
            let mend = facts.mend(&one)?;
            let one = facts.shift(mend.shift_id())?;
            (forms::mend_key(mend) == wanted).then(|| (one.clone(), mend.of(&one.is)))
        }))
    });
    let found = match found.await {
        Ok(found) => found,
        Err(fault) => return agent.problem(fault),
    };
    agent
        .write(&desk.db, move |agent, tx| {
            act(agent, tx, &fields, |tx| {
                let conflict = || spine::Error::Conflict("this rule holds by now".to_owned());
                let (seen, new) = found.ok_or_else(conflict)?;
                let one = shift::shift(tx, seen.id)?.ok_or_else(conflict)?;
                shift::unchanged(&one, Some(&seen.mark()))?;
                shift::change_shift(tx, &one, &new, agent.actor()).map(drop)
            })
        })
        .await
}

fn monday(fields: &Fields) -> Result<Date, Fault> {
    Ok(shift::monday_of(fields.get("day").parse::<Date>().map_err(|_| Fault::Missing)?))
}

async fn copy(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            let monday = monday(&fields)?;
            act(agent, tx, &fields, |tx| shift::copy_week(tx, monday, agent.actor()).map(drop))
        })
        .await
}

/// Works a week out away from the writer: read, compute, keep as a proposal.
async fn compute(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    if !agent.may(Permission::PlanShifts) {
        return agent.problem(Fault::Forbidden);
    }
    let monday = match monday(&fields) {
        Ok(monday) => monday,
        Err(fault) => return agent.problem(fault),
    };
    let (db, account_id) = (desk.db.clone(), agent.account.id);
    let computed = blocking(move || {
        let (facts, coming, today) = db.read(account_id, |tx| {
            Ok::<_, Fault>((shift::facts(tx, monday)?, shift::coming(tx, monday)?, shift::today(tx)?))
        })?;
        Ok(shift::propose(&facts, &coming, shift::plus_days(today, 1), shift::DEADLINE))
    });
    match computed.await {
        Ok(proposal) => {
            agent
                .write(&desk.db, move |agent, tx| {
                    act(agent, tx, &fields, |tx| shift::keep_proposal(tx, monday, &proposal, agent.actor()))
                })
                .await
        }
        Err(fault) => agent.problem(fault),
    }
}

async fn decide_proposal(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            let monday = monday(&fields)?;
            let made_at_ms = fields.get("made").parse().unwrap_or(0);
            act(agent, tx, &fields, |tx| match fields.get("do") {
                "accept" => shift::accept_proposal(tx, monday, made_at_ms, agent.actor()),
                _ => shift::drop_proposal(tx, monday),
            })
        })
        .await
}

async fn publish(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            let monday = monday(&fields)?;
            act(agent, tx, &fields, |tx| shift::publish(tx, monday, agent.actor()).map(drop))
        })
        .await
}

/// Leave, hours or a wish of somebody who cannot write it down themselves.
async fn ask_for(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::PlanShifts)?;
            let mut wrong = Wrong::default();
            let who = forms::person(tx, fields.get("for"))?;
            if who.is_none() {
                wrong.add(agent.say, "for", "shift-error-who");
            }
            if let Some(new) = forms::request(agent.say, who.unwrap_or_default(), &fields, &mut wrong)
                && who.is_some()
            {
                let asked = shift::ask(tx, &new, agent.actor());
                if wrong.take(agent.say, asked, forms::place)?.is_some() {
                    return Ok(back(&fields).into_response());
                }
            }
            let open = Open { asks: true, fields: fields.clone(), wrong, ..Open::default() };
            again(agent, tx, &fields, &open)
        })
        .await
}

async fn decide_request(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::PlanShifts)?;
            let oid = Kind::ShiftRequest.oid(&name).ok_or(Fault::Missing)?;
            let request = shift::request_by_oid(tx, oid)?;
            let decision = match fields.get("do") {
                "approve" => Decision::Approve,
                "give" => Decision::ApproveAndGive,
                _ => Decision::Refuse,
            };
            let answer = fields.get("answer").to_owned();
            act(agent, tx, &fields, |tx| {
                if fields.get("do") == "revoke" {
                    return shift::revoke_request(tx, &request, agent.actor());
                }
                shift::decide_request(tx, &request, decision, Some(&answer), agent.actor()).map(drop)
            })
        })
        .await
}

async fn decide_swap(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::PlanShifts)?;
            let swap = shift::swap_by_oid(tx, Kind::ShiftSwap.oid(&name).ok_or(Fault::Missing)?)?;
            let (yes, answer) = (fields.get("do") == "approve", fields.get("answer").to_owned());
            act(agent, tx, &fields, |tx| {
                shift::decide_swap(tx, &swap, yes, Some(&answer), agent.actor()).map(drop)
            })
        })
        .await
}
