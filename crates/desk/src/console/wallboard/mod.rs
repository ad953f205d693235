//! The wallboard: what waits now, which words are at risk, how many were kept, who is there, and what is forecast of the rest
//! of the day: how much will come and who is needed. A chance that a word of the next half hour is missed stands only where
//! enough answers are known to play it through.

pub(crate) mod outlook;
mod pages;
mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderName;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use db::Tx;
use jiff::ToSpan;
use kernel::id::Kind;
use office::account::{self, Permission};
use office::forecast::{self, Expected, HalfHours, Part, SLOTS, Slot};
use office::report::{self, Counts, Kept};
use spine::inbox::Tier;
use spine::{agent as people, company, conversation, inbox, routing};

use super::forecast::charts;
use super::inbox::store::reading;
use super::inbox::view::Reading;
use super::live;
use crate::Desk;
use crate::fault::Fault;
use crate::session::Agent;

pub use outlook::Outlooks;
pub use store::QUERIES;

use outlook::Ahead;

/// Days of the second kept-rate, today included.
const DAYS: i64 = 28;
/// People shown.
const PEOPLE_MAX: usize = 60;

/// Addresses of the wallboard.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new().route("/console/wallboard", get(page)).route("/console/fragment/wallboard", get(parts))
}

/// One queue: an inbox's or a team's.
pub(crate) struct Lane {
    /// Outside name of the inbox or team.
    pub id: String,
    pub name: String,
    channel: Option<String>,
    href: Option<String>,
    pub waiting: i64,
    pub oldest_at_ms: Option<i64>,
    pub urgent_at_ms: Option<i64>,
    /// Open minutes promised to somebody new, of an inbox.
    promised_minutes: Option<i64>,
    /// Messages of the last four hours, of an inbox.
    came: Option<[i64; store::SLOTS]>,
    /// Of the words that fell due today, of an inbox.
    pub kept: Option<Kept>,
}

/// One person, and what they have.
pub(crate) struct Person {
    pub oid: String,
    pub name: String,
    pub presence: String,
    pub open: i64,
    /// Conversations by mail they may have before new ones stay in the queue.
    pub capacity: i64,
    is_me: bool,
}

/// Everything the board shows, and the API says of it.
pub(crate) struct Board {
    pub today: Kept,
    pub month: Kept,
    /// Arrivals nobody could read, and conversations without a word: the black hole.
    pub wordless: i64,
    pub inboxes: Vec<Lane>,
    pub teams: Vec<Lane>,
    due: Vec<store::Due>,
    pub late: i64,
    pub at_risk: i64,
    pub warn_minutes: i64,
    meter: Counts,
    pub people: Vec<Person>,
    flow: Flow,
    /// The page shows everything up to this event.
    seq: i64,
    company: String,
}

/// What is expected of today and came so far, and who is needed.
struct Flow {
    expected: Option<[Slot; SLOTS]>,
    total: Slot,
    came: [f64; SLOTS],
    needed: Option<HalfHours>,
    /// The half hour it is, and how far into it.
    now: f64,
    /// Who is there.
    there: usize,
}

fn flow(tx: &mut Tx<'_>, people: &[Person], reading: &Reading) -> Result<Flow, Fault> {
    let today = forecast::today(tx)?;
    let expected: Vec<Expected> =
        forecast::expected(tx, today, 1)?.into_iter().filter(|one| one.part == Part::Whole).collect();
    let mut came = [0.0; SLOTS];
    for (_, counts) in
        forecast::arrived(tx, today, 1)?.into_iter().filter(|((_, part), _)| *part == Part::Whole)
    {
        counts.values().for_each(|slots| came.iter_mut().zip(slots).for_each(|(sum, count)| *sum += count));
    }
    let needed = forecast::needed(tx, today, 1)?.pop().filter(|day| day.is_known);
    Ok(Flow {
        expected: (!expected.is_empty())
            .then(|| std::array::from_fn(|slot| Slot::together(expected.iter().map(|one| &one.slots[slot])))),
        total: Slot::together(expected.iter().map(|one| &one.day)),
        came,
        needed: needed.map(|day| day.together),
        now: charts::now(reading.now_ms, &reading.zone),
        there: people.iter().filter(|person| person.presence != "offline").count(),
    })
}

pub(crate) fn board(tx: &mut Tx<'_>, me: i64, reading: &Reading) -> Result<Board, Fault> {
    let (now_ms, zone) = (reading.now_ms, &reading.zone);
    let company = company::find(tx)?;
    let today = report::day_of(now_ms, zone);
    let begins_ms = |back: i64| report::begins_ms(today.saturating_sub(back.days()), zone);
    // A word settled this very moment is in.
    let until_ms = now_ms + 1;
    let kept_today = report::kept_by_inbox(tx, begins_ms(0), until_ms)?;
    let queues = store::queues(tx)?;
    let late = store::urgent(tx, now_ms)?;
    let soon_ms = now_ms + company.warn_minutes * 60_000;
    let meter = report::ledger(tx, today, today, zone, now_ms)?.total;
    let mut came = store::came(tx, now_ms)?;
    let inboxes = inbox::list(tx)?.into_iter().map(|inbox| {
        let these = queues.iter().filter(|queue| queue.inbox_id == inbox.id);
        let href = format!("/console/inbox/all?inbox={}&status=open", inbox.oid);
        Lane {
            id: Kind::Inbox.name(&inbox.oid),
            name: inbox.name,
            channel: Some(inbox.channel.name().to_owned()),
            href: Some(href),
            promised_minutes: Some(inbox.targets.first_reply_minutes(Tier::default())),
            came: Some(came.remove(&inbox.id).unwrap_or_default()),
            kept: Some(kept_today.get(&inbox.id).copied().unwrap_or_default()),
            ..lane(these)
        }
    });
    let inboxes = inboxes.collect();
    let teams = people::teams(tx)?.into_iter().map(|team| {
        let these = queues.iter().filter(|queue| queue.team_id == Some(team.id));
        Lane { id: Kind::Team.name(&team.oid), name: team.name, ..lane(these) }
    });
    let teams = teams.collect();
    let people = crew(tx, me)?;
    let flow = flow(tx, &people, reading)?;
    Ok(Board {
        today: report::kept(tx, begins_ms(0), until_ms)?,
        month: report::kept(tx, begins_ms(DAYS - 1), until_ms)?,
        wordless: super::ledger::stuck(tx)? + queues.iter().map(|queue| queue.wordless).sum::<i64>(),
        inboxes,
        teams,
        due: store::next(tx)?,
        late,
        at_risk: store::urgent(tx, soon_ms)? - late,
        warn_minutes: company.warn_minutes,
        meter,
        people,
        flow,
        seq: live::seq(tx)?,
        company: company.name,
    })
}

/// What several queues are together.
fn lane<'a>(queues: impl Iterator<Item = &'a store::Queue>) -> Lane {
    let mut lane = Lane {
        id: String::new(),
        name: String::new(),
        channel: None,
        href: None,
        waiting: 0,
        oldest_at_ms: None,
        urgent_at_ms: None,
        promised_minutes: None,
        came: None,
        kept: None,
    };
    let earlier = |one: Option<i64>, other: Option<i64>| one.into_iter().chain(other).min();
    for queue in queues {
        lane.waiting += queue.waiting;
        lane.oldest_at_ms = earlier(lane.oldest_at_ms, queue.oldest_at_ms);
        lane.urgent_at_ms = earlier(lane.urgent_at_ms, queue.urgent_at_ms);
    }
    lane
}

/// Who is there, then who is not and still has something; by name, in no order of merit.
fn crew(tx: &mut Tx<'_>, me: i64) -> Result<Vec<Person>, Fault> {
    let figures = conversation::figures(tx)?;
    let presences: BTreeMap<i64, (String, String)> =
        people::list(tx)?.into_iter().map(|one| (one.id, (one.presence, one.capacity))).collect();
    let mut crew: Vec<Person> = account::people(tx)?
        .into_iter()
        .filter(|member| member.person.active && !member.of_token)
        .filter_map(|member| {
            let (presence, capacity) = presences.get(&member.person.id)?;
            let capacity = serde_json::from_str::<serde_json::Value>(capacity).unwrap_or_default();
            Some(Person {
                open: figures.assigned(Some(member.person.id)),
                capacity: capacity["email"].as_i64().unwrap_or(routing::CAPACITY),
                presence: presence.clone(),
                is_me: member.person.id == me,
                oid: member.person.oid,
                name: member.person.name,
            })
        })
        .filter(|person| person.presence != "offline" || person.open > 0 || person.is_me)
        .collect();
    crew.sort_by_key(|person| (person.presence == "offline", person.name.to_lowercase()));
    crew.truncate(PEOPLE_MAX);
    Ok(crew)
}

fn ahead(desk: &Desk, tx: &mut Tx<'_>, agent: &Agent) -> Result<Ahead, Fault> {
    let outlook = desk.outlooks.of(tx, agent.account.id)?;
    Ahead::of(tx, &outlook, agent.csrf())
}

async fn page(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    let from = desk.clone();
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let reading = reading(tx, agent.say)?;
            let board = board(tx, agent.id(), &reading)?;
            let ahead = ahead(&from, tx, agent)?;
            Ok(Html(pages::draw(agent, &board, &ahead, &reading).into_string()))
        })
        .await
}

/// The parts that change, for a board that is open.
async fn parts(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    let from = desk.clone();
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let reading = reading(tx, agent.say)?;
            let board = board(tx, agent.id(), &reading)?;
            let ahead = ahead(&from, tx, agent)?;
            let now = [(HeaderName::from_static("x-now"), reading.now_ms.to_string())];
            Ok((now, Html(pages::body(&board, &ahead, &reading).into_string())).into_response())
        })
        .await
}
