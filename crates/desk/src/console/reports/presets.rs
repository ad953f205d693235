//! What authorities ask, beside what was measured: choosing a preset, saying that it was compared with the official text,
//! the compensation of one complaint, and the file of a half-year.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use db::Tx;
use maud::{Markup, html};
use office::account::Permission;
use office::preset::{self, Chosen, Compensation, Compliance, Half, Limit, Measured, Standing, Step};
use office::report::day_of;
use office::report::phrases::{percent, span};
use spine::complaint::{self, Complaint};
use web::form;
use web::ui::{self, small_icon};
use words::{Say, when};

use super::frame;
use crate::Desk;
use crate::console::complaints::term_line;
use crate::console::inbox::store::reading;
use crate::console::inbox::view::Reading;
use crate::console::settings::{refused, shown};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::session::{Agent, Sent};

const HERE: &str = "/console/reports/presets";

pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new()
        .route(HERE, get(page))
        .route("/console/reports/presets/{key}/file", get(file))
        .route("/console/reports/presets/{key}/choose", post(choose))
        .route("/console/reports/presets/{key}/confirm", post(confirm))
        .route("/console/reports/presets/{key}/leave", post(leave))
}

/// What the calculator says of a code somebody typed.
enum Calculated {
    /// No complaint has that code.
    Unknown,
    /// No preset makes anything due for it.
    NoRule(Complaint),
    Known(Complaint, Standing, Compensation),
}

struct View {
    standings: Vec<(Standing, Compliance)>,
    half: Half,
    this_half: Half,
    /// The half-year that was asked for cannot be read.
    wrong_half: bool,
    code: String,
    calculated: Option<Calculated>,
    /// Why a preset could not be confirmed.
    problem: Option<&'static str>,
}

fn view(tx: &mut Tx<'_>, reading: &Reading, fields: &Fields) -> Result<View, Fault> {
    let this_half = Half::of_day(day_of(reading.now_ms, &reading.zone));
    let given = fields.get("half");
    let asked = Half::of_name(given).filter(|half| *half <= this_half);
    let half = asked.unwrap_or(this_half);
    let mut standings = Vec::new();
    for standing in preset::list(tx)? {
        let compliance = preset::compliance(tx, standing.preset, half)?;
        standings.push((standing, compliance));
    }
    let code: String = fields.get("code").trim().chars().take(30).collect();
    let calculated = match code.as_str() {
        "" => None,
        code => Some(match complaint::by_code(tx, code) {
            Err(spine::Error::Missing(_)) => Calculated::Unknown,
            Err(error) => return Err(error.into()),
            Ok(complaint) => match preset::of_complaint(tx, &complaint)? {
                Some((standing, due)) => Calculated::Known(complaint, standing, due),
                None => Calculated::NoRule(complaint),
            },
        }),
    };
    let wrong_half = !given.is_empty() && asked.is_none();
    Ok(View { standings, half, this_half, wrong_half, code, calculated, problem: None })
}

async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, agent: Agent) -> Response {
    let fields = Fields::of_query(query.as_deref());
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let reading = reading(tx, agent.say)?;
            let view = view(tx, &reading, &fields)?;
            let drawn = draw(agent, tx, &view, &reading)?;
            Ok(if view.wrong_half { refused(drawn) } else { shown(drawn) })
        })
        .await
}

async fn file(
    State(desk): State<Arc<Desk>>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
    agent: Agent,
) -> Response {
    let fields = Fields::of_query(query.as_deref());
    agent
        .read(&desk.db, move |agent, tx| {
            agent.must(Permission::SeeFigures)?;
            let reading = reading(tx, agent.say)?;
            let standing = preset::find(tx, &key)?;
            let this_half = Half::of_day(day_of(reading.now_ms, &reading.zone));
            let half = match fields.get("half") {
                "" => this_half,
                given => Half::of_name(given).filter(|half| *half <= this_half).ok_or(Fault::Missing)?,
            };
            let compliance = preset::compliance(tx, standing.preset, half)?;
            let mut response = preset::csv(&standing, &compliance).into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
            let name =
                format!("attachment; filename=\"riscontro-{}-{}.csv\"", standing.preset.key, half.name());
            if let Ok(name) = HeaderValue::from_str(&name) {
                headers.insert(header::CONTENT_DISPOSITION, name);
            }
            Ok(response)
        })
        .await
}

async fn choose(State(desk): State<Arc<Desk>>, Path(key): Path<String>, Sent { agent, .. }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let done = preset::choose(tx, &key, Some(agent.id()), agent.actor());
            after(agent, tx, done, "preset-error-terms")
        })
        .await
}

async fn confirm(State(desk): State<Arc<Desk>>, Path(key): Path<String>, Sent { agent, .. }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let done = preset::confirm(tx, &key, Some(agent.id()), agent.actor());
            after(agent, tx, done, "preset-error-confirm")
        })
        .await
}

async fn leave(State(desk): State<Arc<Desk>>, Path(key): Path<String>, Sent { agent, .. }: Sent) -> Response {
    agent
        .write(&desk.db, move |agent, tx| {
            agent.must(Permission::ChangeAccount)?;
            let done = preset::leave(tx, &key, agent.actor());
            after(agent, tx, done, "preset-error-confirm")
        })
        .await
}

/// Back to the page, or the page with why not.
fn after(
    agent: &Agent,
    tx: &mut Tx<'_>,
    done: Result<Standing, spine::Error>,
    why: &'static str,
) -> Result<Response, Fault> {
    match done {
        Ok(standing) => Ok(Redirect::to(&format!("{HERE}#{}", standing.preset.key)).into_response()),
        Err(spine::Error::Refused(_) | spine::Error::Conflict(_)) => {
            let reading = reading(tx, agent.say)?;
            let view = View { problem: Some(why), ..view(tx, &reading, &Fields::default())? };
            Ok(refused(draw(agent, tx, &view, &reading)?))
        }
        Err(error) => Err(error.into()),
    }
}

fn draw(agent: &Agent, tx: &mut Tx<'_>, view: &View, reading: &Reading) -> Result<Markup, Fault> {
    let say = agent.say;
    let people = spine::agent::list(tx)?;
    let name = |id: Option<i64>| {
        let found = people.iter().find(|one| Some(one.id) == id);
        found.map_or_else(|| "–".to_owned(), |one| one.name.clone())
    };
    let mut halves = vec![view.this_half];
    for _ in 0..3 {
        halves.extend(halves.last().map(|half| half.before()));
    }
    let choices: Vec<(String, String, bool)> = halves
        .iter()
        .map(|half| (format!("{HERE}?half={}", half.name()), half_name(say, *half), *half == view.half))
        .collect();
    let body = html! {
        @if let Some(problem) = view.problem { (ui::alert("late", "triangle-alert", &say.say("preset-error"), say.say(problem), None)) }
        @if view.wrong_half { (ui::alert("late", "triangle-alert", &say.say("preset-error"), say.say("preset-error-half"), None)) }
        p class="row wrap" { (ui::seg(&say.say("preset-half"), &choices)) }
        @for (standing, compliance) in &view.standings { (one(agent, standing, compliance, reading, &name)) }
        (calculator(say, view, reading))
    };
    frame(tx, agent, &say.say("preset-title"), body)
}

fn half_name(say: Say, half: Half) -> String {
    say.with(&format!("preset-half-{}", half.number), &[("year", half.year.to_string().into())])
}

fn one(
    agent: &Agent,
    standing: &Standing,
    compliance: &Compliance,
    reading: &Reading,
    name: &dyn Fn(Option<i64>) -> String,
) -> Markup {
    let say = agent.say;
    let preset = standing.preset;
    let title = format!("t-{}", preset.key);
    let path = format!("{HERE}/{}", preset.key);
    html! {
        section class="tile span-7 preset" id=(preset.key) aria-labelledby=(title) {
            h2 id=(title) { (preset.name(say.language)) " " (standing_chip(say, standing)) }
            p class="muted" { (say.with("preset-for", &[("whom", preset.audience(say.language).into())])) }
            p class="reading small" { (small_icon("file-text")) span {
                (preset.source) ". " (say.with("preset-file", &[("version", preset.version.as_str().into())])) " "
                @match &standing.chosen {
                    Some(Chosen { confirmed: Some((at_ms, by)), .. }) => {
                        (say.with("preset-confirmed", &[("when", reading.day_time(*at_ms).into()), ("who", name(*by).into())]))
                    }
                    Some(Chosen { at_ms, by_id, .. }) => {
                        b { (say.say("preset-verify")) } " "
                        (say.with("preset-chosen-by", &[("when", reading.day_time(*at_ms).into()), ("who", name(*by_id).into())]))
                    }
                    None => b { (say.say("preset-verify")) },
                }
            } }
            div class="sideways" tabindex="0" role="group" aria-labelledby=(title) {
                table class="ledger split" {
                    thead { tr {
                        th scope="col" { (say.say("preset-term")) }
                        th scope="col" { (say.say("preset-within")) }
                        th scope="col" class="n" { (say.say("preset-opened")) }
                        th scope="col" class="n" { (say.say("preset-in-time")) }
                        th scope="col" class="n" { (say.say("preset-late")) }
                        th scope="col" class="n" { (say.say("preset-overdue")) }
                        th scope="col" class="n" { (say.say("preset-unanswered")) }
                        @if !preset.compensation.is_empty() { th scope="col" class="n" { (say.say("preset-due")) } }
                    } }
                    tbody {
                        @for (term, (_, row)) in preset.terms.iter().zip(&compliance.terms) {
                            tr {
                                th scope="row" { (term.label(say.language)) }
                                td { (term_line(&term.kept(&preset.source), say)) }
                                td class="n" { (when::number(say, row.opened)) }
                                td class="n" { (when::number(say, row.in_time)) }
                                td class="n" { (when::number(say, row.late)) }
                                td class="n" { (when::number(say, row.overdue)) }
                                td class="n" { (when::number(say, row.unanswered)) }
                                @if !preset.compensation.is_empty() { td class="n" { (when::euros(say, row.compensation_cents)) } }
                            }
                        }
                    }
                }
            }
            (goals(say, compliance))
            @if !preset.compensation.is_empty() { p class="muted small" { (steps(say, &preset.compensation)) } }
            ul class="hints small muted" { @for hint in preset.hints(say.language) { li { (hint) } } }
            div class="row wrap" {
                a class="button" href={ (path) "/file?half=" (compliance.half.name()) } download { (say.say("preset-export")) }
                @if agent.may(Permission::ChangeAccount) {
                    @match &standing.chosen {
                        None => (act(agent, &path, "choose", "primary", &say.say("preset-choose"))),
                        Some(chosen) => {
                            @if chosen.confirmed.is_none() { (act(agent, &path, "confirm", "primary", &say.say("preset-confirm"))) }
                            (act(agent, &path, "choose", "quiet", &say.say("preset-again")))
                            (act(agent, &path, "leave", "quiet", &say.say("preset-leave")))
                        }
                    }
                }
            }
        }
    }
}

fn standing_chip(say: Say, standing: &Standing) -> Markup {
    match &standing.chosen {
        None => html! {},
        Some(Chosen { confirmed: Some(_), .. }) => ui::chip("kept", say.say("preset-chosen")),
        Some(_) => ui::chip("soon", say.say("preset-chosen")),
    }
}

fn act(agent: &Agent, path: &str, verb: &str, kind: &str, text: &str) -> Markup {
    html! {
        form method="post" action={ (path) "/" (verb) } { (form::csrf(agent.csrf())) (ui::submit(kind, text)) }
    }
}

fn goals(say: Say, compliance: &Compliance) -> Markup {
    let title = say.say("preset-goals");
    html! {
        div class="sideways" tabindex="0" role="group" aria-label=(title) {
            table class="ledger split" {
                thead { tr {
                    th scope="col" { (title) }
                    th scope="col" class="n" { (say.say("preset-goal")) }
                    th scope="col" class="n" { (say.say("preset-measured")) }
                    th scope="col" class="n" { (say.say("preset-reached")) }
                } }
                tbody {
                    @for goal in &compliance.goals {
                        tr {
                            th scope="row" { (say.say(&format!("preset-goal-{}", goal.measure.replace('_', "-")))) }
                            td class="n" { @match goal.limit {
                                Limit::AtLeast(tenths) => { "≥ " (percent(say, tenths)) }
                                Limit::AtMost(ms) => { "≤ " (span(say, ms)) }
                            } }
                            td class="n" { @match goal.measured {
                                Measured::Share { tenths, part, n } => {
                                    (percent(say, tenths)) " " span class="faint small" { (when::number(say, part)) " / " (when::number(say, n)) }
                                }
                                Measured::Mean { ms, n } => {
                                    (span(say, ms)) " " span class="faint small" { (say.with("reports-cases", &[("count", n.into())])) }
                                }
                                Measured::Nothing => span class="faint" { (say.say("reports-no-case")) },
                            } }
                            td class="n" { @match goal.reached {
                                Some(true) => (ui::state("", say.say("preset-reached-yes"))),
                                Some(false) => (ui::state("late", say.say("preset-reached-no"))),
                                None => span class="faint" { "—" },
                            } }
                        }
                    }
                }
            }
        }
    }
}

/// "25 € fino a 2 volte il termine, 50 € fino a 3, 75 € oltre".
fn steps(say: Say, steps: &[Step]) -> String {
    let told: Vec<String> = steps
        .iter()
        .map(|step| {
            let amount = when::euros(say, step.cents);
            match step.until_times {
                Some(times) => say.with("preset-step", &[("amount", amount.into()), ("times", times.into())]),
                None => say.with("preset-step-beyond", &[("amount", amount.into())]),
            }
        })
        .collect();
    say.with("preset-steps", &[("steps", told.join(", ").into())])
}

fn calculator(say: Say, view: &View, reading: &Reading) -> Markup {
    let unknown = matches!(view.calculated, Some(Calculated::Unknown)).then(|| say.say("preset-code-unknown"));
    html! {
        section class="tile span-5" id="calculator" aria-labelledby="t-calculator" {
            h2 id="t-calculator" { (say.say("preset-calculator")) }
            form method="get" action={ (HERE) "#calculator" } class="row wrap narrow-form" {
                input type="hidden" name="half" value=(view.half.name());
                (ui::field(&ui::Field {
                    name: "code",
                    label: &say.say("preset-code"),
                    value: &view.code,
                    placeholder: "RC-2026-0042",
                    error: unknown.as_deref(),
                    required: true,
                    ..ui::Field::default()
                }))
                (ui::submit("", &say.say("preset-calculate")))
            }
            @match &view.calculated {
                None | Some(Calculated::Unknown) => {}
                Some(Calculated::NoRule(complaint)) => p { (case(complaint)) " " (say.say("preset-no-rule")) },
                Some(Calculated::Known(complaint, standing, due)) => {
                    p { (case(complaint)) ", " (term_line(&complaint.term, say)) ", " (say.with("preset-due-by", &[("when", reading.day_time(complaint.due_at_ms).into())])) }
                    p class="word amount" { (due_said(say, *due)) }
                    (source(say, standing))
                }
            }
        }
    }
}

fn case(complaint: &Complaint) -> Markup {
    html! { a href={ "/console/complaints/" (complaint.code()) } { (complaint.code()) } }
}

fn due_said(say: Say, due: Compensation) -> String {
    match due {
        Compensation::None => say.say("preset-nothing-due"),
        Compensation::Due { days, cents } => {
            say.with("preset-amount-due", &[("amount", when::euros(say, cents).into()), ("days", days.into())])
        }
    }
}

fn source(say: Say, standing: &Standing) -> Markup {
    let verified = standing.chosen.as_ref().is_some_and(|chosen| chosen.confirmed.is_some());
    html! {
        p class="muted small" {
            (standing.preset.source) ". "
            @if !verified { b { (say.say("preset-verify")) } }
        }
    }
}

/// What is due for a complaint, as its own page shows it.
pub(in crate::console) fn beside_complaint(say: Say, standing: &Standing, due: Compensation) -> Markup {
    html! {
        p class="compensation" { (due_said(say, due)) }
        (source(say, standing))
    }
}
