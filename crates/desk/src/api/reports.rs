//! The figures of a period: the same lines as on the page and in the file.

use db::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::id::Kind;
use office::account::{self, Permission, Role};
use office::report::{
    self, AGES, BEHIND_MAX, Figures, Line, Measure, Of, Parity, Period, REPORT_DAYS_MAX, Scope, Side, Unlike,
};
use serde_json::{Value, json};
use spine::agent;
use spine::inbox::{self, Channel, Tier};

use super::call::{Answer, Ask};
use super::given::{at, at_some};
use super::problem::Problem;

/// Days unless they are named.
const DAYS: i64 = 28;
/// Below how many days each age of the backlog is; the last one has no end.
const AGE_DAYS: [Option<i64>; AGES] = [Some(1), Some(3), Some(7), None];

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let zone_name = account::find(tx)?.zone_name;
    let zone = TimeZone::get(&zone_name).unwrap_or(TimeZone::UTC);
    let period = period(ask, tx.now_ms(), zone)?;
    let scope = scope(ask, tx)?;
    let report = report::report(tx, period, scope)?;
    let data: Vec<Value> = report
        .parts
        .iter()
        .map(|named| {
            let by = named.part.by();
            // What waits now belongs to no day.
            let measures = Measure::ALL.into_iter().filter(|one| by != "day" || *one != Measure::Backlog);
            let lines: Vec<Value> =
                measures.map(|one| shown(&report::line(one, &named.figures, named.of))).collect();
            json!({ "by": by, "id": named.id, "name": named.name, "figures": lines })
        })
        .collect();
    let (words, backlog) = (report.total.words, &report.total.backlog);
    let ages: Vec<Value> = AGE_DAYS
        .into_iter()
        .zip(backlog.ages)
        .map(|(below, (open, late))| json!({ "below_days": below, "open": open, "late": late }))
        .collect();
    Ok(Answer::json(json!({
        "from": report.period.from().to_string(),
        "to": report.period.to().to_string(),
        "timezone": zone_name,
        "at": at(report.at_ms),
        "total": lines(&report.total, report.of()),
        "before": lines(&report.before, report.of()),
        "closed_unanswered": report.total.closed_unanswered,
        "promises": {
            "kept": words.kept,
            "not_kept": words.not_kept,
            "moved": words.moved,
            "withdrawn": words.withdrawn,
            "open": words.open,
            "untold": words.untold,
            "kept_percent_by_weight": report.kept_by_weight().map(|tenths| tenths as f64 / 10.0),
        },
        "backlog_oldest_at": at_some(backlog.oldest_at_ms),
        "backlog_ages": ages,
        "counted": {
            "seq": report.progress.seq,
            "of": report.progress.of,
            "until": at_some(report.progress.at_ms),
        },
        "parity": report::parity(&report).iter().map(parity).collect::<Vec<_>>(),
        "months": report.months.iter().map(month).collect::<Vec<_>>(),
        "data": data,
    })))
}

fn parity(row: &Parity) -> Value {
    let is_time = matches!(row.web.value, report::Value::Mean(_));
    let amount = |by: i64| if is_time { json!(by) } else { json!(by as f64 / 10.0) };
    let differs = row.differs.map(|differs| {
        json!({
            "unit": if is_time { "ms" } else { "points" },
            "by": amount(differs.by),
            "low": amount(differs.low),
            "high": amount(differs.high),
            "outcome": differs.verdict.name(),
        })
    });
    json!({ "web": shown(&row.web), "phone": shown(&row.phone), "difference": differs })
}

fn month((month, channel, received): &(String, Channel, i64)) -> Value {
    json!({ "month": month, "channel": channel.name(), "received": received })
}

/// Conversations behind one number.
pub(super) fn behind(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    const MEASURE: &str = "must be one of the measures of the report";
    let zone = TimeZone::get(&account::find(tx)?.zone_name).unwrap_or(TimeZone::UTC);
    let period = period(ask, tx.now_ms(), zone)?;
    let scope = scope(ask, tx)?;
    let measure = ask.parameter("measure").and_then(Measure::of_name);
    let measure = measure.ok_or_else(|| Problem::outside_body("query", "measure", MEASURE))?;
    let side = match ask.parameter("side") {
        None => Side::Counted,
        Some(side) => Side::of_name(side)
            .ok_or_else(|| Problem::outside_body("query", "side", "must be counted or others"))?,
    };
    let report = report::report(tx, period, scope)?;
    let (faces, all) = report.behind(tx, measure, side, BEHIND_MAX)?;
    let rows: Vec<Value> = faces
        .iter()
        .map(|face| {
            json!({
                "id": Kind::Conversation.name(&face.oid),
                "reference": face.reference,
                "subject": face.subject,
                "topic": face.topic,
                "channel": face.channel,
                "tier": face.tier,
                "status": face.status,
                "received_at": at(face.received_at_ms),
                "came_back_after_ms": face.back.as_ref().map(|back| back.after_ms),
                "came_back_by": face.back.as_ref().and_then(|back| back.by.as_ref()).map(|(code, _)| code),
            })
        })
        .collect();
    Ok(Answer::json(json!({
        "measure": measure.name(),
        "side": side.name(),
        "all": all,
        "data": rows,
    })))
}

fn lines(figures: &Figures, of: Of) -> Vec<Value> {
    Measure::ALL.into_iter().map(|measure| shown(&report::line(measure, figures, of))).collect()
}

fn shown(line: &Line) -> Value {
    use report::Value as Shown;
    let percent = |tenths: i64| tenths as f64 / 10.0;
    let (low, high) = match (line.interval, line.value) {
        (Some((low, high)), Shown::Time { .. } | Shown::Mean(_)) => (json!(low), json!(high)),
        (Some((low, high)), _) => (json!(percent(low)), json!(percent(high))),
        (None, _) => (Value::Null, Value::Null),
    };
    let mut body = json!({
        "measure": line.measure.name(),
        "count": null,
        "percent": null,
        "mean_ms": null,
        "p50_ms": null,
        "p90_ms": null,
        "p95_ms": null,
        "numerator": line.numerator,
        "n": line.n,
        "low": low,
        "high": high,
        "complete_from": at_some(line.complete_from_ms),
        "note": null,
    });
    match line.value {
        Shown::Count(count) => body["count"] = json!(count),
        Shown::Share(tenths) => body["percent"] = json!(percent(tenths)),
        Shown::Time { mean_ms, p50_ms, p90_ms, p95_ms } => {
            for (name, ms) in [("mean_ms", mean_ms), ("p50_ms", p50_ms), ("p90_ms", p90_ms), ("p95_ms", p95_ms)]
            {
                body[name] = json!(ms);
            }
        }
        Shown::Mean(mean_ms) => body["mean_ms"] = json!(mean_ms),
        Shown::Nothing => body["note"] = json!("no_case"),
        Shown::TooFew => (body["numerator"], body["note"]) = (Value::Null, json!("too_few")),
    }
    body
}

pub(super) fn period(ask: &Ask, now_ms: i64, zone: TimeZone) -> Result<Period, Problem> {
    let usual = Period::last(DAYS, now_ms, zone.clone());
    let (from, to) = (day(ask, "from")?, day(ask, "to")?);
    let to = to.unwrap_or(usual.to());
    let from = from.unwrap_or_else(|| to.saturating_sub(jiff::ToSpan::days(DAYS - 1)));
    Period::new(from, to, zone).map_err(|unlike| match unlike {
        Unlike::Backwards => Problem::outside_body("query", "from", "must not be after the other day"),
        Unlike::TooLong => {
            Problem::outside_body("query", "from", format!("must be within {REPORT_DAYS_MAX} days"))
        }
    })
}

/// Whose figures are asked for, and may be: an agent's own, anybody's for whoever sees all.
fn scope(ask: &Ask, tx: &mut Tx<'_>) -> Result<Scope, Problem> {
    let inbox_id = match ask.parameter_oid("inbox", Kind::Inbox)? {
        Some(oid) => Some(inbox::by_oid(tx, oid)?.id),
        None => None,
    };
    let asked = match ask.parameter_oid("person", Kind::Agent)? {
        Some(oid) => Some(agent::by_oid(tx, oid)?.id),
        None => None,
    };
    let person_id = match ask.bearer.role {
        _ if ask.may(Permission::SeeFigures) => asked,
        Role::Integration => return Err(Problem::forbidden(Permission::SeeFigures.name())),
        Role::Admin | Role::Supervisor | Role::Agent => {
            let own = ask.bearer.agent_id;
            if asked.is_some_and(|asked| asked != own) {
                return Err(Problem::forbidden(Permission::SeeFigures.name()));
            }
            Some(own)
        }
    };
    let channel = ask.parameter("channel").and_then(Channel::of_name);
    Ok(Scope { inbox_id, channel, tier: ask.parameter("tier").and_then(Tier::of_name), person_id })
}

fn day(ask: &Ask, name: &'static str) -> Result<Option<Date>, Problem> {
    let Some(given) = ask.parameter(name) else { return Ok(None) };
    given
        .parse()
        .map(Some)
        .map_err(|_| Problem::outside_body("query", name, "must be a day, as in \"2026-11-20\""))
}
