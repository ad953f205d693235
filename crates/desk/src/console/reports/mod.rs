//! Reports: what the figures of a period mean, what they are made of, and who is behind them. An agent reads their own.

mod beside;
mod days;
mod mailings;
mod pages;
mod presets;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use db::Tx;
use kernel::id::Kind;
use maud::{Markup, html};
use office::account::{self, Permission};
use office::kpi::Measure as Sum;
use office::report::{self, BEHIND_FILE_MAX, BEHIND_MAX, Face, Measure, Period, Report, Scope, Side};
use spine::inbox::{self, Channel, Tier};
use spine::{agent as people, company};
use web::shell::{self, Live, Page, Section};
use web::ui;

use super::inbox::store::reading;
use super::inbox::view::Reading;
use crate::Desk;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::Agent;

pub(in crate::console) use days::{Days, LENGTHS};
pub(in crate::console) use office::report::phrases::{percent, span};
pub(in crate::console) use presets::beside_complaint;

/// Addresses of the reports.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route("/console/reports", get(page))
        .route("/console/reports/file", get(file))
        .route("/console/reports/behind", get(behind))
        .merge(mailings::routes())
        .merge(presets::routes())
}

/// The page around a part of the reports.
fn frame(tx: &mut Tx<'_>, agent: &Agent, title: &str, body: Markup) -> Result<Markup, Fault> {
    let say = agent.say;
    Ok(shell::console(&Page {
        title: title.to_owned(),
        section: Section::Reports,
        say,
        theme: agent.theme,
        me: &agent.me,
        company: &company::find(tx)?.name,
        deck: "wide",
        skip: ("reports", say.say("reports-skip")),
        views_label: String::new(),
        views: html! {},
        body: html! {
            main class="office reports" id="reports" {
                header class="bar" {
                    h1 { (title) }
                    (super::office_pages(agent, Section::Reports))
                    (ui::button_link("quiet", "/console/reports", say.say("reports-back")))
                }
                (body)
            }
        },
        keys: &[],
        more_keys: &[],
        status: None,
        live: Live::No,
        csrf: agent.csrf(),
        now_ms: tx.now_ms(),
    }))
}

/// What the page is asked for; all of it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    days: Days,
    /// Outside values, as they were given.
    inbox: String,
    channel: String,
    tier: String,
    person: String,
    measure: Option<Measure>,
    side: Option<Side>,
}

impl Asked {
    fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).trim().chars().take(60).collect::<String>();
        Self {
            days: Days::of(fields),
            inbox: text("inbox"),
            channel: text("channel"),
            tier: text("tier"),
            person: text("person"),
            measure: Measure::of_name(fields.get("measure")),
            side: Side::of_name(fields.get("side")),
        }
    }

    /// The address of a page that asks this.
    fn link(&self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        self.days.add_to(&mut query);
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                query.append_pair(name, &value);
            }
        };
        add("inbox", Some(self.inbox.clone()));
        add("channel", Some(self.channel.clone()));
        add("tier", Some(self.tier.clone()));
        add("person", Some(self.person.clone()));
        add("measure", self.measure.map(|measure| measure.name().to_owned()));
        add("side", self.side.map(|side| side.name().to_owned()));
        match query.finish() {
            empty if empty.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }
}

/// Something to choose from: outside value and name.
type Choice = (String, String);

/// Everything the page shows.
struct View {
    asked: Asked,
    report: Report,
    /// What was wrong with the days; the usual ones are shown.
    problem: Option<&'static str>,
    inboxes: Vec<Choice>,
    channels: Vec<Channel>,
    /// Empty for an agent, who reads their own figures only.
    people: Vec<Choice>,
    measure: Measure,
    side: Side,
    behind: (Vec<Face>, usize),
    company: String,
}

fn scope(tx: &mut Tx<'_>, agent: &Agent, asked: &Asked) -> Result<Scope, Fault> {
    let inbox_id = match asked.inbox.as_str() {
        "" => None,
        oid => Some(inbox::by_oid(tx, oid)?.id),
    };
    let person_id = match (agent.may(Permission::SeeFigures), asked.person.as_str()) {
        (false, "") => Some(agent.id()),
        (false, oid) if oid == agent.person().oid => Some(agent.id()),
        (false, _) => return Err(Fault::Forbidden),
        (true, "") => None,
        (true, oid) => Some(people::by_oid(tx, oid)?.id),
    };
    let channel = Channel::of_name(&asked.channel);
    Ok(Scope { inbox_id, channel, tier: Tier::of_name(&asked.tier), person_id })
}

/// The sides a measure has, the one that tells more first.
fn sides(measure: Measure) -> &'static [Side] {
    const GOOD: &[Side] = &[Side::Others, Side::Counted];
    const BAD: &[Side] = &[Side::Counted, Side::Others];
    const ONE: &[Side] = &[Side::Counted];
    match measure {
        Measure::Answered | Measure::Certainty | Measure::Kept => GOOD,
        Measure::Backlog => BAD,
        Measure::Received | Measure::FirstOpen | Measure::FirstWall => ONE,
        Measure::Sum(sum) => match sum {
            Sum::FirstContact | Sum::FirstContactWeek | Sum::Satisfied | Sum::MarkGiven | Sum::ServiceLevel => {
                GOOD
            }
            Sum::Reopened | Sum::Recontacted | Sum::HandedOn | Sum::GaveUp => BAD,
            Sum::Received
            | Sum::CustomerTime
            | Sum::CustomerWaiting
            | Sum::CustomerWriting
            | Sum::CustomerRepeating
            | Sum::CustomerComingBack
            | Sum::AnswerWait
            | Sum::GaveUpSoon => ONE,
        },
    }
}

fn view(tx: &mut Tx<'_>, agent: &Agent, asked: Asked, reading: &Reading, most: usize) -> Result<View, Fault> {
    let scope = scope(tx, agent, &asked)?;
    let (period, mut problem) = asked.days.or_usual(reading);
    let report = match report::report(tx, period, scope) {
        // There is too much behind these days: one day is shown, and said.
        Err(spine::Error::Refused(_)) => {
            problem = Some("reports-wrong-much");
            report::report(tx, Period::last(1, reading.now_ms, reading.zone.clone()), scope)?
        }
        other => other?,
    };
    let measure = asked.measure.unwrap_or(Measure::Certainty);
    // Bad news first, where there are two sides.
    let side = asked.side.unwrap_or(sides(measure)[0]);
    let behind = report.behind(tx, measure, side, most)?;
    let people = match agent.may(Permission::SeeFigures) {
        true => account::people(tx)?.into_iter().map(|one| (one.person.oid, one.person.name)).collect(),
        false => Vec::new(),
    };
    let inboxes = inbox::list(tx)?;
    let channels: BTreeSet<Channel> = inboxes.iter().map(|one| one.channel).collect();
    Ok(View {
        channels: channels.into_iter().collect(),
        inboxes: inboxes.into_iter().map(|one| (one.oid, one.name)).collect(),
        people,
        company: company::find(tx)?.name,
        asked,
        report,
        problem,
        measure,
        side,
        behind,
    })
}

async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let asked = Asked::of(&Fields::of_query(query.as_deref()));
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::Read)?;
            let reading = reading(tx, agent.say)?;
            let view = view(tx, agent, asked, &reading, BEHIND_MAX)?;
            let status = if view.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            Ok((status, Html(pages::draw(agent, &view, &reading).into_string())))
        })
        .await
}

/// The same figures as a file for a spreadsheet. A period it cannot have gives the page that says why, no file with
/// a hole in it.
async fn file(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    download(&desk, query.as_deref(), agent, 0, |view| ("figures", report::csv(&view.report))).await
}

/// The conversations behind a number, as a file: five thousand at most, the newest.
async fn behind(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let asked = |view: &View| (view.measure.name(), report::behind_csv(&view.behind.0));
    download(&desk, query.as_deref(), agent, BEHIND_FILE_MAX, asked).await
}

async fn download(
    desk: &Arc<Desk>,
    query: Option<&str>,
    agent: Agent,
    most: usize,
    written: impl FnOnce(&View) -> (&'static str, String) + Send + 'static,
) -> Response {
    let asked = Asked::of(&Fields::of_query(query));
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::Read)?;
            let reading = reading(tx, agent.say)?;
            let view = view(tx, agent, asked, &reading, most)?;
            if view.problem.is_some() {
                let page = pages::draw(agent, &view, &reading).into_string();
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
            }
            let period = &view.report.period;
            let (what, text) = written(&view);
            let what = if what == "figures" { String::new() } else { format!("{what}-") };
            let name =
                format!("attachment; filename=\"riscontro-{what}{}-{}.csv\"", period.from(), period.to());
            let mut response = text.into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
            if let Ok(name) = HeaderValue::from_str(&name) {
                headers.insert(header::CONTENT_DISPOSITION, name);
            }
            Ok(response)
        })
        .await
}

/// The outside name of an inbox or person as a part has it, without its prefix: what an address of the page takes.
fn oid_of(id: Option<&str>) -> Option<&str> {
    let id = id?;
    Kind::Inbox.oid(id).or_else(|| Kind::Agent.oid(id))
}
