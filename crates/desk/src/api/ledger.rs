//! The black-hole meter.

use db::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use office::account;
use office::report::{self, Counts, DAYS_MAX};
use serde_json::{Value, json};

use super::call::{Answer, Ask};
use super::problem::Problem;
use super::store;

fn counts(counts: &Counts) -> Value {
    json!({
        "received": counts.received,
        "owed": counts.owed,
        "answered": counts.answered,
        "waiting": counts.waiting,
        "late": counts.late,
        "stuck": counts.stuck,
        "machines": counts.machines,
        "spam": counts.spam,
        "duplicates": counts.duplicates,
        "unread": counts.unread,
    })
}

/// By day of arrival, from the first arrival to today unless days are named.
pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let zone_name = account::find(tx)?.zone_name;
    let zone = TimeZone::get(&zone_name).unwrap_or(TimeZone::UTC);
    let now_ms = tx.now_ms();
    let today = day_of(now_ms, &zone);
    let to = day(ask, "to")?.unwrap_or(today);
    let farthest = to.saturating_sub((DAYS_MAX as i64 - 1).days());
    let from = match day(ask, "from")? {
        Some(from) => from,
        None => {
            let first_ms = tx.find(store::FIRST_ARRIVAL, &[], |row| row.next::<Option<i64>>())?.flatten();
            first_ms.map_or(to, |first_ms| day_of(first_ms, &zone)).clamp(farthest, to)
        }
    };
    if from > to {
        return Err(Problem::outside_body("query", "from", "must not be after the other day"));
    }
    if from < farthest {
        return Err(Problem::outside_body("query", "from", format!("must be within {DAYS_MAX} days")));
    }
    let ledger = report::ledger(tx, from, to, &zone, now_ms)?;
    let data: Vec<Value> = ledger
        .rows
        .iter()
        .map(|row| {
            let mut body = counts(&row.counts);
            body["channel"] = Value::from(row.channel.as_str());
            body["day"] = Value::from(row.day.to_string());
            body
        })
        .collect();
    Ok(Answer::json(json!({
        "from": from.to_string(),
        "to": to.to_string(),
        "timezone": zone_name,
        "data": data,
        "total": counts(&ledger.total),
    })))
}

fn day_of(ms: i64, zone: &TimeZone) -> Date {
    Timestamp::from_millisecond(ms).unwrap_or_default().to_zoned(zone.clone()).date()
}

fn day(ask: &Ask, name: &'static str) -> Result<Option<Date>, Problem> {
    let Some(given) = ask.parameter(name) else { return Ok(None) };
    given
        .parse()
        .map(Some)
        .map_err(|_| Problem::outside_body("query", name, "must be a day, as in \"2026-11-20\""))
}
