//! How true our promises are: what share of the words was kept, how sure that is and how tight they were; drift; the words
//! that were missed; one word step by step; and whether everybody may see it.

mod charts;
pub(crate) mod hindsight;
mod one;
mod pages;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use kernel::id::Kind;
use office::account::{self, Permission};
use office::report::{self, Badge, Group, Missed, Period, Piece, Truth};
use spine::company::{self, Company};
use spine::inbox;

use super::inbox::store::reading;
use super::inbox::view::Reading;
use super::reports::Days;
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::{Agent, Sent};

/// Addresses of the page.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/console/truth", get(page))
        .route("/console/truth/file", get(file))
        .route("/console/truth/badge", post(set_badge))
        .route("/console/truth/hindsight", get(looked_back))
        .route("/console/truth/{name}", get(one))
}

/// What the page is asked for; all of it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    days: Days,
    /// Outside value of an inbox.
    inbox: String,
    /// Whose missed words are shown, as [`named`] says it.
    of: String,
}

impl Asked {
    fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).trim().chars().take(60).collect::<String>();
        Self { days: Days::of(fields), inbox: text("inbox"), of: text("of") }
    }

    /// The address of a page that asks this.
    fn link(&self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        self.days.add_to(&mut query);
        for (name, value) in [("inbox", &self.inbox), ("of", &self.of)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        match query.finish() {
            empty if empty.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }
}

/// A group as an address names it: `channel-email`, `inbox-{id}`.
fn named(piece: &Piece) -> String {
    match &piece.id {
        Some(id) => format!("{}-{id}", piece.group.by()),
        None => format!("{}-{}", piece.group.by(), piece.group.name()),
    }
}

/// Everything the page shows.
struct View {
    asked: Asked,
    truth: Truth,
    /// What was wrong with the days; the usual ones are shown.
    problem: Option<&'static str>,
    /// Outside value and name.
    inboxes: Vec<(String, String)>,
    /// Whose missed words are shown; all when nothing is chosen.
    chosen: Option<Piece>,
    missed: (Vec<Missed>, usize),
    company: Company,
    badge: Badge,
    /// Where the badge stands: the key of an inbox that is live.
    badge_key: Option<String>,
}

fn view(tx: &mut Tx<'_>, asked: Asked, reading: &Reading) -> Result<View, Fault> {
    let inbox_id = match asked.inbox.as_str() {
        "" => None,
        oid => Some(inbox::by_oid(tx, oid)?.id),
    };
    let (period, mut problem) = asked.days.or_usual(reading);
    let truth = match report::truth(tx, period, inbox_id) {
        // There is too much behind these days: one day is shown, and said.
        Err(spine::Error::Refused(_)) => {
            problem = Some("reports-wrong-much");
            report::truth(tx, Period::last(1, reading.now_ms, reading.zone.clone()), inbox_id)?
        }
        other => other?,
    };
    let chosen = truth.pieces.iter().find(|piece| named(piece) == asked.of).cloned();
    let missed = truth.missed(tx, chosen.as_ref().map(|piece| piece.group))?;
    let inboxes = inbox::list(tx)?;
    let badge = report::badge(tx, &reading.zone)?;
    Ok(View {
        badge_key: inboxes.iter().find(|inbox| inbox.live).map(|inbox| inbox.key.clone()),
        inboxes: inboxes.into_iter().map(|one| (one.oid, one.name)).collect(),
        company: company::find(tx)?,
        asked,
        truth,
        problem,
        chosen,
        missed,
        badge,
    })
}

async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let asked = Asked::of(&Fields::of_query(query.as_deref()));
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let reading = reading(tx, agent.say)?;
            let view = view(tx, asked, &reading)?;
            let status = if view.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            Ok((status, Html(pages::draw(agent, &view, &reading).into_string())))
        })
        .await
}

/// What the model would have promised in the weeks that are over.
async fn looked_back(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let fields = Fields::of_query(query.as_deref());
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let reading = reading(tx, agent.say)?;
            let view = hindsight::view(tx, &fields)?;
            let status = if view.is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            Ok((status, Html(hindsight::draw(agent, &view, &reading).into_string())))
        })
        .await
}

/// The same figures as a file for a spreadsheet; the page that says why where there are none.
async fn file(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let asked = Asked::of(&Fields::of_query(query.as_deref()));
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let reading = reading(tx, agent.say)?;
            let view = view(tx, asked, &reading)?;
            if view.problem.is_some() {
                let page = pages::draw(agent, &view, &reading).into_string();
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
            }
            let period = &view.truth.period;
            let name =
                format!("attachment; filename=\"riscontro-promises-{}-{}.csv\"", period.from(), period.to());
            let mut response = report::truth_csv(&view.truth).into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
            if let Ok(name) = HeaderValue::from_str(&name) {
                headers.insert(header::CONTENT_DISPOSITION, name);
            }
            Ok(response)
        })
        .await
}

/// Shows the kept-rate to everybody, or no longer.
async fn set_badge(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let mut company = company::find(tx)?;
            company.kept_badge = fields.get("kept_badge") == "on";
            account::change_account(tx, agent.actor(), company)?;
            Ok(Redirect::to("/console/truth#badge").into_response())
        })
        .await
}

/// One word, step by step.
async fn one(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let oid = Kind::Promise.oid(&name).ok_or(Fault::Missing)?;
            let reading = reading(tx, agent.say)?;
            let story = one::story(tx, oid)?;
            Ok(Html(one::draw(agent, &story, &reading).into_string()))
        })
        .await
}

/// A group in the reader's words.
fn called(say: words::Say, piece: &Piece, reading: &Reading) -> String {
    match piece.group {
        Group::Source(_) => say.say(&format!("truth-source-{}", piece.name)),
        Group::Channel(_) => say.say(&format!("ledger-channel-{}", piece.name)),
        Group::Inbox(_) if piece.id.is_none() => say.say("reports-inbox-gone"),
        Group::Inbox(_) => piece.name.clone(),
        Group::Tier(tier) => say.with("inbox-tier", &[("tier", tier.into())]),
        Group::Hour(hour) => say.with("truth-hour", &[("hour", format!("{hour:02}").into())]),
        Group::Week(monday) => {
            let today = report::day_of(reading.now_ms, &reading.zone);
            say.with("truth-week", &[("day", words::when::day(say, monday, today).into())])
        }
    }
}
