//! What if: other numbers for an inbox, and what would become of its promises. Nothing is stored: all of it stands in the
//! address.

mod pages;

use std::ops::RangeInclusive;
use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use db::Tx;
use office::account::Permission;
use spine::inbox::{self, Inbox, Tier};
use spine::promise::estimate::{self, Levers, Tried};

use super::inbox::store::reading;
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::Agent;

pub(crate) use pages::shown;

/// Address of the page.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/console/whatif", get(page))
}

/// What an hour of somebody's time costs, in euros, while nobody says otherwise.
pub(crate) const WAGE: i64 = 25;
pub(crate) const WAGES: RangeInclusive<i64> = 0..=1_000;
/// How many of a hundred who wrote on a channel that is closed come here, while nobody says otherwise.
pub(crate) const COME: i64 = 80;

/// Everything the page shows.
struct View {
    inboxes: Vec<Inbox>,
    /// Whose numbers are changed; none while there is no inbox.
    inbox: Option<Inbox>,
    /// The channel that is closed.
    closed: Option<Inbox>,
    /// As they were written.
    values: Fields,
    wrong: Wrong,
    wage: i64,
    /// Today's case and the other one; none while too little is known, or something is wrong.
    tried: Option<(Tried, Tried)>,
}

fn view(tx: &mut Tx<'_>, agent: &Agent, given: &Fields) -> Result<View, Fault> {
    let inboxes: Vec<Inbox> = inbox::list(tx)?.into_iter().filter(|inbox| inbox.live).collect();
    let asked = given.get("inbox");
    let inbox = inboxes.iter().find(|inbox| inbox.oid == asked).or(inboxes.first()).cloned();
    let mut wrong = Wrong::default();
    let mut view = View {
        inboxes,
        inbox: None,
        closed: None,
        values: Fields::default(),
        wage: WAGE,
        wrong: Wrong::default(),
        tried: None,
    };
    let Some(inbox) = inbox else { return Ok(view) };
    let close = given.get("close");
    view.closed = view.inboxes.iter().find(|one| one.oid == close && one.id != inbox.id).cloned();
    // Targets of another inbox say nothing of this one.
    let same = asked == inbox.oid;
    let mut number = |name: &'static str, usual: i64, range: RangeInclusive<i64>| {
        let written = given.get(name).trim();
        let read = match written {
            "" => Some(usual),
            written => written.parse().ok().filter(|number| range.contains(number)),
        };
        if read.is_none() {
            let ends = [("from", (*range.start()).into()), ("to", (*range.end()).into())];
            wrong.put(name, agent.say.with("whatif-wrong", &ends));
        }
        view.values.push(name, if written.is_empty() { usual.to_string() } else { written.to_owned() });
        read.unwrap_or(usual)
    };
    let none = Levers::none(&inbox);
    let volume = number("volume", 0, Levers::VOLUME);
    let people = number("people", 0, Levers::PEOPLE);
    let minutes = Tier::ALL.map(|tier| {
        let name = TARGETS[tier as usize];
        if same {
            number(name, none.minutes[tier as usize], Levers::MINUTES)
        } else {
            none.minutes[tier as usize]
        }
    });
    view.wage = number("wage", WAGE, WAGES);
    let leave = number("leave", 0, Levers::SHARE);
    let come = number("come", COME, Levers::SHARE);
    if !same {
        Tier::ALL.iter().for_each(|tier| {
            view.values.push(TARGETS[*tier as usize], none.minutes[*tier as usize].to_string());
        });
    }
    if wrong.is_empty() {
        let known = estimate::known(tx, &inbox)?;
        let closed = match &view.closed {
            Some(closed) => Some(estimate::known(tx, closed)?),
            None => None,
        };
        let levers = Levers { volume, people, minutes, leave, come };
        view.tried = estimate::trial(&known, &inbox, tx.now_ms(), levers, closed.as_ref());
    }
    view.wrong = wrong;
    view.inbox = Some(inbox);
    Ok(view)
}

/// Names of the fields, by tier.
const TARGETS: [&str; 3] = ["a", "b", "c"];

async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let given = Fields::of_query(query.as_deref());
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let reading = reading(tx, agent.say)?;
            let company = spine::company::find(tx)?.name;
            let view = view(tx, agent, &given)?;
            let status = if view.wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok((status, Html(pages::draw(agent, &view, &company, &reading).into_string())).into_response())
        })
        .await
}
