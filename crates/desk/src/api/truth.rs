//! How true the given words were: the same figures as on the page and in the file.

use db::Tx;
use jiff::tz::TimeZone;
use kernel::id::Kind;
use office::account;
use office::report::{self, Coverage, Drift, OUT_OF, TIER_GAP_TENTHS, Watch};
use serde_json::{Value, json};
use spine::inbox;

use super::call::{Answer, Ask};
use super::given::at;
use super::problem::Problem;
use super::reports::period;

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let zone_name = account::find(tx)?.zone_name;
    let zone = TimeZone::get(&zone_name).unwrap_or(TimeZone::UTC);
    let period = period(ask, tx.now_ms(), zone)?;
    let inbox_id = match ask.parameter_oid("inbox", Kind::Inbox)? {
        Some(oid) => Some(inbox::by_oid(tx, oid)?.id),
        None => None,
    };
    let truth = report::truth(tx, period, inbox_id)?;
    let data: Vec<Value> = truth
        .pieces
        .iter()
        .map(|piece| {
            json!({
                "by": piece.group.by(),
                "id": piece.id,
                "name": piece.name,
                "coverage": shown(&piece.coverage),
            })
        })
        .collect();
    Ok(Answer::json(json!({
        "from": truth.period.from().to_string(),
        "to": truth.period.to().to_string(),
        "timezone": zone_name,
        "at": at(truth.at_ms),
        "total": shown(&truth.total),
        "tier_gap_points": truth.tier_gap().map(percent),
        "tier_gap_limit_points": percent(TIER_GAP_TENTHS),
        "drift": truth.drifts.iter().map(drift).collect::<Vec<_>>(),
        "data": data,
    })))
}

fn percent(tenths: i64) -> f64 {
    tenths as f64 / 10.0
}

fn shown(coverage: &Coverage) -> Value {
    let words = &coverage.words;
    let some = coverage.n() > 0;
    json!({
        "n": coverage.n(),
        "kept": words.kept,
        "not_kept": words.not_kept,
        "moved": words.moved,
        "withdrawn": words.withdrawn,
        "open": words.open,
        "untold": words.untold,
        "percent": coverage.share().map(percent),
        "low": coverage.band().map(|(low, _)| percent(low)),
        "high": coverage.band().map(|(_, high)| percent(high)),
        "announced_ms": some.then_some(coverage.announced_ms),
        "nine_of_ten_ms": some.then_some(coverage.nine_ms),
        "nine_of_ten_at_least": coverage.nine_at_least,
        "ratio": coverage.ratio().map(|ratio| ratio as f64 / 100.0),
        "tightness": coverage.tightness().map(report::Tightness::name),
        "note": (!coverage.is_enough()).then_some("too_few"),
    })
}

fn drift(drift: &Drift) -> Value {
    let (state, since) = match drift.watch {
        Watch::TooFew => ("too_few", Value::Null),
        Watch::Steady => ("steady", Value::Null),
        Watch::Alarm { since_ms } => ("alarm", at(since_ms)),
    };
    let days: Vec<Value> =
        drift.days.iter().map(|(day, kept)| json!({ "day": day.to_string(), "kept": kept })).collect();
    json!({
        "channel": drift.channel.name(),
        "settled": drift.settled,
        "out_of": OUT_OF,
        "state": state,
        "since": since,
        "days": days,
    })
}
