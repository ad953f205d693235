//! What will come and how many people it takes: today and the days ahead, what the company knows of single days, how good the
//! forecasts were, what they rest on, and what a solved matter costs on each channel.

pub(in crate::console) mod charts;
mod file;
mod forms;
mod pages;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::calendar::Holiday;
use kernel::id::Kind;
use maud::Markup;
use office::account::Permission;
use office::forecast::{
    self, Accuracy, Expected, Group, Handling, Needed, Part, SLOTS, Settings, Slot, SpecialDay,
};
use office::report::{self, ChannelCost};
use office::shift::{self, Shrinkage};
use spine::agent::{self, Role};
use spine::inbox::{self, Channel};
use spine::{company, skill};

use super::inbox::store::reading;
use super::inbox::view::Reading;
use super::settings::{refused, shown};
use crate::Desk;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};
use crate::session::{Agent, Sent};

pub(in crate::console) use pages::there;

pub(super) const HERE: &str = "/console/forecast";
/// Days ahead that the page lists, today among them.
const DAYS: usize = 15;
/// Days back that can be looked at.
const BACK_DAYS: i64 = 28;

/// Addresses of the page.
pub fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(HERE, get(page))
        .route("/console/forecast/file", get(arrivals_file))
        .route("/console/forecast/people", get(people_file))
        .route("/console/forecast/days", post(add_day))
        .route("/console/forecast/days/{name}", get(day).post(change_day))
        .route("/console/forecast/days/{name}/delete", post(drop_day))
        .route("/console/forecast/settings", post(set))
}

/// What is looked at; all of it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    day: Option<Date>,
    channel: Option<Channel>,
    /// Outside name of a skill.
    skill: String,
}

impl Asked {
    fn of(fields: &Fields) -> Self {
        Self {
            day: fields.get("day").parse().ok(),
            channel: Channel::of_name(fields.get("channel")),
            skill: fields.get("skill").trim().chars().take(60).collect(),
        }
    }

    /// The address of a page that asks this.
    fn link(&self, path: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(day) = self.day {
            query.append_pair("day", &day.to_string());
        }
        if let Some(channel) = self.channel {
            query.append_pair("channel", channel.name());
        }
        if !self.skill.is_empty() {
            query.append_pair("skill", &self.skill);
        }
        match query.finish() {
            empty if empty.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }
}

/// One day of the list.
struct Ahead {
    date: Date,
    /// Nothing where nothing is forecast.
    expected: Option<Slot>,
    plain_mean: bool,
    came: Option<f64>,
    /// Hours of people at work, and on the roster.
    hours: Option<(f64, f64)>,
    holiday: Option<Holiday>,
    special: Vec<String>,
}

/// Everything the page shows.
struct View {
    company: String,
    asked: Asked,
    today: Date,
    day: Date,
    /// The half hour it is, and how far into it; of today.
    now: Option<f64>,
    channels: Vec<Channel>,
    skills: Vec<(String, String)>,
    /// Half hours of the day, of what was asked for.
    expected: Option<[Slot; SLOTS]>,
    made_at_ms: Option<i64>,
    model: String,
    days_known: i64,
    total: Slot,
    came: Option<[f64; SLOTS]>,
    needed: Option<Needed>,
    /// Who is there now.
    there: usize,
    ahead: Vec<Ahead>,
    accuracy: Vec<Accuracy>,
    groups: Vec<Group>,
    settings: Settings,
    /// What part of paid time was not at work, measured.
    shrinkage: Option<Shrinkage>,
    handling: Handling,
    special_days: Vec<SpecialDay>,
    costs: Vec<ChannelCost>,
    /// Days since the first message that was counted.
    history_days: Option<i64>,
}

/// What is being written, and what is wrong with it.
#[derive(Default)]
struct Open {
    /// The special day that is changed; a new one when none.
    special: Option<SpecialDay>,
    /// Of the form of special days.
    fields: Fields,
    /// Of the form of settings, when it was refused.
    settings: Option<Fields>,
    wrong: Wrong,
}

fn view(tx: &mut Tx<'_>, asked: Asked) -> Result<View, Fault> {
    let today = forecast::today(tx)?;
    let zone = reading(tx, words::Say::default())?.zone;
    let day = asked.day.unwrap_or(today);
    let day =
        day.clamp(today.saturating_sub(BACK_DAYS.days()), today.saturating_add(forecast::AHEAD_DAYS.days()));
    let skills: BTreeMap<i64, (String, String)> =
        skill::list(tx)?.into_iter().map(|one| (one.id, (Kind::Skill.name(&one.oid), one.name))).collect();
    let part = match asked.skill.as_str() {
        "" => Part::Whole,
        "none" => Part::Unskilled,
        name => {
            let found = skills.iter().find(|(_, (outside, _))| outside == name);
            Part::Skill(*found.ok_or(Fault::Missing)?.0)
        }
    };
    let wanted = |channel: Channel, of: Part| of == part && asked.channel.is_none_or(|only| only == channel);
    let listed = forecast::expected(tx, today, DAYS)?;
    let of_day = match listed.iter().any(|one| one.date == day) {
        true => listed.iter().filter(|one| one.date == day).cloned().collect(),
        false => forecast::expected(tx, day, 1)?,
    };
    let came = forecast::arrived(tx, day.min(today), 1)?;
    let came: Option<[f64; SLOTS]> = (day <= today).then(|| {
        let mut sum = [0.0; SLOTS];
        for counts in came.iter().filter(|((channel, of), _)| wanted(*channel, *of)).map(|(_, counts)| counts) {
            counts.values().for_each(|slots| sum.iter_mut().zip(slots).for_each(|(sum, count)| *sum += count));
        }
        sum
    });
    let chosen: Vec<&Expected> = of_day.iter().filter(|one| wanted(one.channel, one.part)).collect();
    let expected: Option<[Slot; SLOTS]> = (!chosen.is_empty())
        .then(|| std::array::from_fn(|slot| Slot::together(chosen.iter().map(|one| &one.slots[slot]))));
    let needs = forecast::needed(tx, today, DAYS)?;
    let needed = match needs.iter().find(|one| one.date == day) {
        Some(found) => Some(found.clone()),
        None => forecast::needed(tx, day, 1)?.pop(),
    };
    let special_days = forecast::special_days(tx)?;
    let holidays = forecast::holidays(tx, today, DAYS)?;
    let came_today = came.filter(|_| day == today).map(|came| came.iter().sum());
    let ahead = needs.iter().map(|needs| {
        let of: Vec<&Expected> =
            listed.iter().filter(|one| one.date == needs.date && wanted(one.channel, one.part)).collect();
        let special = special_days.iter().filter(|one| (one.first..=one.last).contains(&needs.date));
        Ahead {
            date: needs.date,
            expected: (!of.is_empty()).then(|| Slot::together(of.iter().map(|one| &one.day))),
            plain_mean: of.iter().any(|one| one.is_plain_mean()),
            came: came_today.filter(|_| needs.date == today),
            hours: needs.is_known.then(|| needs.hours()),
            holiday: holidays.get(&needs.date).copied(),
            special: special.map(|one| one.name.clone()).collect(),
        }
    });
    let ahead = ahead.collect();
    let live: Vec<Channel> =
        inbox::list(tx)?.into_iter().filter(|inbox| inbox.live).map(|inbox| inbox.channel).collect();
    let channels: BTreeSet<Channel> = live.into_iter().chain(listed.iter().map(|one| one.channel)).collect();
    let groups: BTreeSet<Group> = channels.iter().map(|channel| Group::of(*channel)).collect();
    let there = agent::list(tx)?
        .into_iter()
        .filter(|one| one.active && one.role != Role::Integration && one.presence != "offline")
        .count();
    let now_ms = tx.now_ms();
    let known: BTreeSet<i64> = listed
        .iter()
        .filter_map(|one| match one.part {
            Part::Skill(id) => Some(id),
            Part::Whole | Part::Unskilled => None,
        })
        .collect();
    let since = forecast::since(tx)?;
    Ok(View {
        company: company::find(tx)?.name,
        today,
        day,
        now: (day == today).then(|| charts::now(now_ms, &zone)),
        channels: channels.into_iter().collect(),
        skills: skills.into_iter().filter(|(id, _)| known.contains(id)).map(|(_, named)| named).collect(),
        total: Slot::together(chosen.iter().map(|one| &one.day)),
        made_at_ms: chosen.iter().map(|one| one.made_at_ms).max(),
        model: chosen.first().map(|one| one.model.clone()).unwrap_or_default(),
        days_known: chosen.iter().map(|one| one.days_known).max().unwrap_or_default(),
        expected,
        came,
        needed: needed.filter(|needed| needed.is_known),
        there,
        ahead,
        accuracy: forecast::accuracy(tx)?,
        groups: groups.into_iter().collect(),
        settings: forecast::settings(tx)?,
        shrinkage: shift::shrinkage(tx)?,
        handling: forecast::measured(tx)?,
        special_days,
        costs: report::cost(tx)?,
        history_days: since.map(|since| i64::from(since.until(today).map_or(0, |span| span.get_days()))),
        asked,
    })
}

fn draw(agent: &Agent, tx: &mut Tx<'_>, asked: Asked, open: &Open) -> Result<Markup, Fault> {
    let reading: Reading = reading(tx, agent.say)?;
    let view = view(tx, asked)?;
    Ok(pages::draw(agent, &view, open, &reading))
}

async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let asked = Asked::of(&Fields::of_query(query.as_deref()));
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            Ok(shown(draw(agent, tx, asked, &Open::default())?))
        })
        .await
}

/// What is expected, half hour by half hour, as a file for a spreadsheet.
async fn arrivals_file(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let today = forecast::today(tx)?;
            Ok(attached(&format!("riscontro-forecast-{today}.csv"), file::arrivals(tx, today, DAYS)?))
        })
        .await
}

/// People by half hour.
async fn people_file(State(desk): State<Arc<Desk>>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let today = forecast::today(tx)?;
            Ok(attached(&format!("riscontro-people-{today}.csv"), file::people(tx, today, DAYS)?))
        })
        .await
}

fn attached(name: &str, text: String) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

fn known_day(tx: &mut Tx<'_>, name: &str) -> Result<SpecialDay, Fault> {
    Ok(forecast::special_day_by_oid(tx, Kind::SpecialDay.oid(name).ok_or(Fault::Missing)?)?)
}

async fn day(State(desk): State<Arc<Desk>>, Path(name): Path<String>, agent: Agent) -> Response {
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let special = known_day(tx, &name)?;
            let open = Open { fields: forms::of_day(&special), special: Some(special), ..Open::default() };
            Ok(shown(draw(agent, tx, Asked::default(), &open)?))
        })
        .await
}

/// Keeps what a form says; a form that was refused is drawn from a snapshot, away from the writer.
async fn kept(
    desk: &Arc<Desk>,
    agent: Agent,
    to: &'static str,
    keep: impl FnOnce(&Agent, &mut Tx<'_>) -> Result<Option<Open>, Fault> + Send + 'static,
) -> Response {
    let keeping = agent.clone();
    let done = desk.db.submit(agent.account.id, move |tx| {
        keeping.must(Permission::ChangeTeams)?;
        keep(&keeping, tx)
    });
    match done.answer().await {
        Ok(None) => Redirect::to(to).into_response(),
        Ok(Some(open)) => {
            agent.read(&desk.db, move |agent, tx| Ok(refused(draw(agent, tx, Asked::default(), &open)?))).await
        }
        Err(fault) => agent.problem(fault),
    }
}

async fn add_day(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    kept(&desk, agent, "/console/forecast#days", move |agent, tx| keep_day(agent, tx, None, fields)).await
}

async fn change_day(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, fields }: Sent,
) -> Response {
    let keep = move |agent: &Agent, tx: &mut Tx<'_>| {
        let special = known_day(tx, &name)?;
        keep_day(agent, tx, Some(special), fields)
    };
    kept(&desk, agent, "/console/forecast#days", keep).await
}

/// What is to be shown again, when it was refused.
fn keep_day(
    agent: &Agent,
    tx: &mut Tx<'_>,
    special: Option<SpecialDay>,
    fields: Fields,
) -> Result<Option<Open>, Fault> {
    let mut wrong = Wrong::default();
    let new = forms::day(agent.say, &fields, &mut wrong);
    if wrong.is_empty() {
        let kept = match &special {
            Some(special) => forecast::change_special_day(tx, special, &new, agent.actor()),
            None => forecast::add_special_day(tx, &new, agent.actor()),
        };
        if wrong.take(agent.say, kept, forms::place_of_day)?.is_some() {
            return Ok(None);
        }
    }
    Ok(Some(Open { special, fields, wrong, ..Open::default() }))
}

async fn drop_day(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    Sent { agent, .. }: Sent,
) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeTeams)?;
            let special = known_day(tx, &name)?;
            forecast::drop_special_day(tx, &special, agent.actor())?;
            Ok(Redirect::to("/console/forecast#days"))
        })
        .await
}

async fn set(State(desk): State<Arc<Desk>>, Sent { agent, fields }: Sent) -> Response {
    let keep = move |agent: &Agent, tx: &mut Tx<'_>| {
        let mut wrong = Wrong::default();
        let given = forms::settings(agent.say, &fields, &mut wrong);
        if wrong.is_empty() {
            let kept = forecast::change_settings(tx, &given, agent.actor());
            if wrong.take(agent.say, kept, forms::place_of_setting)?.is_some() {
                return Ok(None);
            }
        }
        Ok(Some(Open { settings: Some(fields), wrong, ..Open::default() }))
    };
    kept(&desk, agent, "/console/forecast#settings", keep).await
}
