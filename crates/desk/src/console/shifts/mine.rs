//! Everybody's own shifts: the next two weeks as they were told, leave and swaps, and the calendar's address.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::id::Kind;
use maud::Markup;
use office::account::Permission;
use office::shift::{self, Request, Shift, Stand, Swap, Told};
use spine::agent::Agent as Person;
use spine::error::Error;

use super::{forms, pages};
use crate::Desk;
use crate::console::inbox::store::reading;
use crate::console::live;
use crate::console::settings::{refused, shown};
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

pub(super) const ROOT: &str = "/console/shifts/mine";
/// Days shown, from this week's Monday on.
const DAYS: i64 = 21;
/// Requests and swaps shown, open or decided.
const SHOWN: usize = 15;

pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(ROOT, get(page))
        .route("/console/shifts/mine/requests", post(ask))
        .route("/console/shifts/mine/requests/{oid}/withdraw", post(withdraw_request))
        .route("/console/shifts/mine/swaps", post(ask_swap))
        .route("/console/shifts/mine/swaps/{oid}", post(answer_swap))
        .route("/console/shifts/mine/read", post(read))
        .route("/console/shifts/mine/feed", post(feed))
}

pub(super) struct View {
    pub company: String,
    pub today: Date,
    pub monday: Date,
    pub now_ms: i64,
    pub zone: TimeZone,
    pub told: Vec<Told>,
    /// What colleagues work in these days: who could be asked.
    pub others: Vec<Told>,
    pub people: Vec<Person>,
    pub requests: Vec<Request>,
    pub swaps: Vec<Swap>,
    /// Shifts of the swaps.
    pub swapped: Vec<Shift>,
    /// Publications not read yet.
    pub unread: usize,
    pub feed_since_ms: Option<i64>,
    pub seq: i64,
}

impl View {
    pub fn name(&self, agent_id: i64) -> &str {
        self.people.iter().find(|one| one.id == agent_id).map_or("–", |one| one.name.as_str())
    }

    /// Shifts to come that can be swapped.
    pub fn to_come(&self) -> impl Iterator<Item = &Told> {
        self.told.iter().filter(|one| !one.cancelled && one.is.day > self.today)
    }
}

#[derive(Default)]
pub(super) struct Open {
    pub fields: Fields,
    pub wrong: Wrong,
    /// The calendar's address, in the one answer that has it.
    pub feed: Option<String>,
    pub notice: Option<&'static str>,
}

fn draw(agent: &Agent, tx: &mut Tx<'_>, open: &Open) -> Result<Markup, Fault> {
    let reading = reading(tx, agent.say)?;
    let today = shift::today(tx)?;
    let monday = shift::monday_of(today);
    let end = shift::plus_days(monday, DAYS);
    let swaps: Vec<Swap> = shift::swaps(tx, i64::MAX, Some(agent.id()), SHOWN)?;
    let mut swapped = Vec::new();
    for swap in &swaps {
        for (shift_id, whose) in [(Some(swap.shift_id), swap.agent_id), (swap.other_shift_id, swap.other_id)] {
            let Some(shift_id) = shift_id else { continue };
            // As it was told: what is planned since is nobody's business yet.
            let told = shift::told_of(tx, shift_id)?.into_iter().find(|one| one.is.agent_id == whose);
            swapped.extend(told.map(|one| Shift { id: shift_id, oid: one.oid, is: one.is }));
        }
    }
    let receipts = shift::receipts(tx, shift::plus_days(today, -7))?;
    let unread = receipts.iter().filter(|one| one.agent_id == agent.id() && one.read_at_ms.is_none()).count();
    let others = shift::told(tx, shift::plus_days(today, 1), end)?;
    let view = View {
        company: spine::company::find(tx)?.name,
        told: shift::told_to(tx, agent.id(), monday, end)?,
        others: others.into_iter().filter(|one| !one.cancelled && one.is.agent_id != agent.id()).collect(),
        people: shift::people(tx)?,
        requests: shift::requests(tx, i64::MAX, Some(agent.id()), SHOWN)?,
        feed_since_ms: shift::feed_since(tx, agent.id())?,
        now_ms: tx.now_ms(),
        zone: shift::zone(tx)?,
        seq: live::seq(tx)?,
        today,
        monday,
        swaps,
        swapped,
        unread,
    };
    Ok(pages::mine::draw(agent, &view, open, &reading))
}

async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, |agent, tx| {
            agent.must(Permission::Read)?;
            Ok(shown(draw(agent, tx, &Open::default())?))
        })
        .await
}

fn home() -> Response {
    Redirect::to(ROOT).into_response()
}

/// What was asked is done, or the page says that things are other than they were.
fn settled(agent: &Agent, tx: &mut Tx<'_>, outcome: Result<(), Error>) -> Result<Response, Fault> {
    match outcome {
        Ok(()) => Ok(home()),
        Err(Error::Conflict(_)) => {
            let open = Open { notice: Some("shift-notice-changed"), ..Open::default() };
            Ok(refused(draw(agent, tx, &open)?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn ask(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::Read)?;
            let mut wrong = Wrong::default();
            if let Some(new) = forms::request(agent.say, agent.id(), &fields, &mut wrong) {
                let asked = shift::ask(tx, &new, agent.actor());
                if wrong.take(agent.say, asked, forms::place)?.is_some() {
                    return Ok(home());
                }
            }
            Ok(refused(draw(agent, tx, &Open { fields, wrong, ..Open::default() })?))
        })
        .await
}

async fn withdraw_request(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            let oid = Kind::ShiftRequest.oid(&name).ok_or(Fault::Missing)?;
            let request = shift::request_by_oid(tx, oid)?;
            if request.is.agent_id != agent.id() {
                return Err(Fault::Missing);
            }
            let done = shift::withdraw_request(tx, &request, agent.actor());
            settled(agent, tx, done)
        })
        .await
}

/// `shift` is one of theirs; `for` a colleague, or a colleague's shift.
async fn ask_swap(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::Read)?;
            let mut wrong = Wrong::default();
            let mine = match Kind::Shift.oid(fields.get("shift")) {
                Some(oid) => Some(shift::shift_by_oid(tx, oid)?.id),
                None => None,
            };
            let (other, theirs) = match (Kind::Agent.oid(fields.get("for")), Kind::Shift.oid(fields.get("for")))
            {
                (Some(oid), _) => (Some(spine::agent::by_oid(tx, oid)?.id), None),
                (None, Some(oid)) => {
                    let shift = shift::shift_by_oid(tx, oid)?;
                    (Some(shift.is.agent_id), Some(shift.id))
                }
                (None, None) => (None, None),
            };
            if mine.is_none() {
                wrong.add(agent.say, "shift", "shift-error-swap");
            }
            if other.is_none() {
                wrong.add(agent.say, "for", "shift-error-swap-with");
            }
            if let (Some(mine), Some(other)) = (mine, other) {
                let asked = shift::ask_swap(tx, agent.id(), mine, other, theirs, agent.actor());
                if wrong.take(agent.say, asked, forms::place)?.is_some() {
                    return Ok(home());
                }
            }
            Ok(refused(draw(agent, tx, &Open { fields, wrong, ..Open::default() })?))
        })
        .await
}

/// Whoever is asked says yes or no; whoever asked takes it back.
async fn answer_swap(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            let swap = shift::swap_by_oid(tx, Kind::ShiftSwap.oid(&name).ok_or(Fault::Missing)?)?;
            let done = match (fields.get("do"), agent.id()) {
                ("withdraw", me) if me == swap.agent_id => shift::withdraw_swap(tx, &swap, agent.actor()),
                ("accept" | "decline", me) if me == swap.other_id && swap.stand == Stand::Asked => {
                    shift::answer_swap(tx, &swap, fields.get("do") == "accept", agent.actor()).map(drop)
                }
                _ => return Err(Fault::Missing),
            };
            settled(agent, tx, done)
        })
        .await
}

async fn read(State(desk): State<Arc<Desk>>, Sent { agent, .. }: Sent) -> Response {
    agent
        .write(&desk.db, |agent, tx| {
            shift::read_all(tx, agent.id())?;
            Ok(home())
        })
        .await
}

async fn feed(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            if fields.get("do") == "drop" {
                shift::drop_feed(tx, agent.id())?;
                return Ok(home());
            }
            let secret = shift::make_feed(tx, agent.id())?;
            let url = spine::company::find(tx)?.public_url;
            let open = Open { feed: Some(format!("{url}/calendar/{secret}.ics")), ..Open::default() };
            Ok(shown(draw(agent, tx, &open)?))
        })
        .await
}
