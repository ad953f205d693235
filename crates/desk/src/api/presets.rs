//! What authorities ask: terms, goals and compensations as data, beside what was measured.

use db::Tx;
use jiff::tz::TimeZone;
use kernel::id::Kind;
use kernel::language::Language;
use office::account::{self, Permission};
use office::preset::{self, Compensation, Compliance, Half, Limit, Measured, Row, Standing};
use office::report::day_of;
use serde_json::{Value, json};
use spine::agent;

use super::call::{Act, Answer, Ask, Call, Gives, Job};
use super::complaints;
use super::given::{at, at_some};
use super::page;
use super::problem::Problem;
use super::table::{GET, POST, any};

/// Calls about presets.
pub(super) static CALLS: &[Call] = &[
    Call {
        path: "/presets",
        may: Some(Permission::SeeSettings),
        about: "What authorities ask, with the source of each; whether the company goes by it, and whether somebody compared it \
            with the official text.",
        gives: Gives::List("Preset"),
        act: Act::Read(list),
        ..GET
    },
    Call {
        path: "/presets/{id}/choose",
        may: Some(Permission::ChangeAccount),
        about: "Goes by a preset: its terms stand among those of complaints, and the usual one is its own.",
        gives: Gives::One("Preset"),
        act: Act::Write(choose),
        ..POST
    },
    Call {
        path: "/presets/{id}/confirm",
        may: Some(Permission::ChangeAccount),
        about: "Says that somebody compared it with the official text. A conflict while it is not chosen, or its terms were \
            changed by hand.",
        gives: Gives::One("Preset"),
        act: Act::Write(confirm),
        ..POST
    },
    Call {
        path: "/presets/{id}/leave",
        may: Some(Permission::ChangeAccount),
        about: "Goes by it no more; its terms stay among those of complaints.",
        gives: Gives::One("Preset"),
        act: Act::Write(leave),
        ..POST
    },
    Call {
        path: "/presets/{id}/compliance",
        may: Some(Permission::SeeFigures),
        about: "What was measured of a half-year beside what a preset asks, by term and goal.",
        query: &[any("half", "As in \"2026-2\"; the running one unless named.")],
        gives: Gives::One("Compliance"),
        act: Act::Read(compliance),
        ..GET
    },
    Call {
        path: "/complaints/{id}/compensation",
        about: "What is due to the customer by itself for a late answer, by the preset whose term the complaint has.",
        gives: Gives::One("Compensation"),
        act: Act::Read(compensation),
        ..GET
    },
];

/// The preset an address names; its name is a word, not an id.
fn key(ask: &Ask) -> String {
    ask.id.clone()
}

fn who(tx: &mut Tx<'_>, id: Option<i64>) -> Result<Value, Problem> {
    Ok(match id {
        Some(id) => json!(Kind::Agent.name(&agent::find(tx, id)?.oid)),
        None => Value::Null,
    })
}

fn show(tx: &mut Tx<'_>, standing: &Standing) -> Result<Value, Problem> {
    let preset = standing.preset;
    let terms: Vec<Value> = preset
        .terms
        .iter()
        .map(|term| {
            json!({
                "key": term.key,
                "it": term.label(Language::It),
                "en": term.label(Language::En),
                "days": term.days,
                "unit": term.unit.name(),
            })
        })
        .collect();
    let goals: Vec<Value> = preset.goals.iter().map(|goal| limited(&goal.measure, goal.limit)).collect();
    let steps: Vec<Value> = preset
        .compensation
        .iter()
        .map(|step| json!({ "until_times": step.until_times, "cents": step.cents }))
        .collect();
    let chosen = standing.chosen.as_ref();
    let confirmed = chosen.and_then(|chosen| chosen.confirmed);
    Ok(json!({
        "id": preset.key,
        "version": preset.version,
        "it": preset.name(Language::It),
        "en": preset.name(Language::En),
        "source": preset.source,
        "in_force": preset.in_force.to_string(),
        "term": preset.term,
        "terms": terms,
        "goals": goals,
        "compensation": steps,
        "chosen_at": at_some(chosen.map(|chosen| chosen.at_ms)),
        "chosen_by": who(tx, chosen.and_then(|chosen| chosen.by_id))?,
        "confirmed_at": at_some(confirmed.map(|(at_ms, _)| at_ms)),
        "confirmed_by": who(tx, confirmed.and_then(|(_, by_id)| by_id))?,
    }))
}

fn limited(measure: &str, limit: Limit) -> Value {
    let (percent, ms) = match limit {
        Limit::AtLeast(tenths) => (json!(tenths as f64 / 10.0), Value::Null),
        Limit::AtMost(ms) => (Value::Null, json!(ms)),
    };
    json!({ "measure": measure, "at_least_percent": percent, "at_most_ms": ms })
}

fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let mut rows = Vec::new();
    for standing in preset::list(tx)? {
        rows.push(show(tx, &standing)?);
    }
    Ok(page::of(ask, rows, None))
}

fn choose(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let standing = preset::choose(tx, &key(&ask), Some(ask.bearer.agent_id), ask.actor())?;
        Ok(Answer::json(show(tx, &standing)?))
    }))
}

fn confirm(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let standing = preset::confirm(tx, &key(&ask), Some(ask.bearer.agent_id), ask.actor())?;
        Ok(Answer::json(show(tx, &standing)?))
    }))
}

fn leave(ask: Ask) -> Result<Job, Problem> {
    Ok(Box::new(move |tx| {
        let standing = preset::leave(tx, &key(&ask), ask.actor())?;
        Ok(Answer::json(show(tx, &standing)?))
    }))
}

fn row(key: &str, row: &Row) -> Value {
    json!({
        "term": key,
        "opened": row.opened,
        "in_time": row.in_time,
        "late": row.late,
        "unanswered": row.unanswered,
        "overdue": row.overdue,
        "running": row.running,
        "compensation_cents": row.compensation_cents,
    })
}

fn shown(standing: &Standing, found: &Compliance) -> Value {
    let goals: Vec<Value> = found
        .goals
        .iter()
        .map(|goal| {
            let mut body = limited(&goal.measure, goal.limit);
            let (percent, ms, n) = match goal.measured {
                Measured::Share { tenths, n, .. } => (json!(tenths as f64 / 10.0), Value::Null, n),
                Measured::Mean { ms, n } => (Value::Null, json!(ms), n),
                Measured::Nothing => (Value::Null, Value::Null, 0),
            };
            body["percent"] = percent;
            body["mean_ms"] = ms;
            body["n"] = json!(n);
            body["reached"] = json!(goal.reached);
            body
        })
        .collect();
    json!({
        "preset": standing.preset.key,
        "half": found.half.name(),
        "from": found.half.from().to_string(),
        "to": found.half.to().to_string(),
        "verified": standing.chosen.as_ref().is_some_and(|chosen| chosen.confirmed.is_some()),
        "total": row("total", &found.total),
        "terms": found.terms.iter().map(|(key, one)| row(key, one)).collect::<Vec<_>>(),
        "goals": goals,
    })
}

fn compliance(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let standing = preset::find(tx, &key(ask))?;
    let zone = TimeZone::get(&account::find(tx)?.zone_name).unwrap_or(TimeZone::UTC);
    let this_half = Half::of_day(day_of(tx.now_ms(), &zone));
    let half = match ask.parameter("half") {
        None => this_half,
        Some(given) => Half::of_name(given).filter(|half| *half <= this_half).ok_or_else(|| {
            Problem::outside_body("query", "half", "must be a half-year that has begun, as in \"2026-2\"")
        })?,
    };
    let found = preset::compliance(tx, standing.preset, half)?;
    Ok(Answer::json(shown(&standing, &found)))
}

fn compensation(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let complaint = complaints::asked(ask, tx)?;
    let found = preset::of_complaint(tx, &complaint)?;
    let (cents, days) = match found.as_ref().map(|(_, due)| *due) {
        Some(Compensation::Due { days, cents }) => (cents, Some(days)),
        Some(Compensation::None) | None => (0, None),
    };
    let standing = found.map(|(standing, _)| standing);
    Ok(Answer::json(json!({
        "code": complaint.code(),
        "due_at": at(complaint.due_at_ms),
        "preset": standing.as_ref().map(|standing| standing.preset.key.clone()),
        "verified": standing.and_then(|one| one.chosen).is_some_and(|chosen| chosen.confirmed.is_some()),
        "cents": cents,
        "days": days,
    })))
}
