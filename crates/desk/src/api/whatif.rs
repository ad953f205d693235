//! What if, and what would have been: the same numbers as on the pages.

use std::ops::RangeInclusive;

use db::Tx;
use kernel::id::Kind;
use serde_json::{Value, json};
use spine::inbox::{self, Tier};
use spine::promise::estimate::{self, Beside, Levers};

use super::call::{Answer, Ask};
use super::given::{at, at_some};
use super::problem::Problem;
use crate::console::truth::hindsight::{DAYS, DAYS_RANGE, PLAYED_MAX};
use crate::console::whatif::{COME, WAGE, WAGES, shown};

pub(super) fn get(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let inbox = inbox::by_oid(tx, ask.oid(Kind::Inbox)?)?;
    let none = Levers::none(&inbox);
    let mut minutes = none.minutes;
    for (tier, name) in Tier::ALL.iter().zip(["a", "b", "c"]) {
        let place = *tier as usize;
        minutes[place] = number(ask, name, minutes[place], &Levers::MINUTES)?;
    }
    let levers = Levers {
        volume: number(ask, "volume", 0, &Levers::VOLUME)?,
        people: number(ask, "people", 0, &Levers::PEOPLE)?,
        minutes,
        leave: number(ask, "leave", 0, &Levers::SHARE)?,
        come: number(ask, "come", COME, &Levers::SHARE)?,
    };
    let wage = number(ask, "wage", WAGE, &WAGES)?;
    let known = estimate::known(tx, &inbox)?;
    let closed = match ask.parameter_oid("close", Kind::Inbox)? {
        Some(oid) => {
            let closed = inbox::by_oid(tx, oid)?;
            Some(estimate::known(tx, &closed)?).filter(|_| closed.id != inbox.id)
        }
        None => None,
    };
    let tried = estimate::trial(&known, &inbox, tx.now_ms(), levers, closed.as_ref());
    Ok(Answer::json(json!({
        "inbox_id": Kind::Inbox.name(&inbox.oid),
        "weeks": tried.as_ref().map(|(_, then)| then.weeks),
        "now": tried.as_ref().map(|(now, _)| shown(now, wage)),
        "then": tried.as_ref().map(|(_, then)| shown(then, wage)),
        "note": tried.is_none().then_some("too_few"),
    })))
}

/// What the model would have promised in the days that are over.
pub(super) fn hindsight(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let inbox = inbox::by_oid(tx, ask.oid(Kind::Inbox)?)?;
    let days = number(ask, "days", DAYS, &DAYS_RANGE)?;
    let found = estimate::hindsight(tx, &inbox, days, PLAYED_MAX)?;
    let weeks = found.weeks.iter().map(|(monday, week)| {
        let mut week = beside(week);
        week["week"] = json!(monday.to_string());
        week
    });
    let tiers = Tier::ALL.iter().zip(&found.tiers).map(|(tier, of)| {
        let mut of = beside(of);
        of["tier"] = json!(tier.name());
        of
    });
    Ok(Answer::json(json!({
        "inbox_id": Kind::Inbox.name(&inbox.oid),
        "since": at(found.since_ms),
        "cut": found.cut,
        "ready_at": at_some(found.ready_ms),
        "total": beside(&found.whole),
        "tiers": tiers.collect::<Vec<_>>(),
        "weeks": weeks.collect::<Vec<_>>(),
    })))
}

fn beside(of: &Beside) -> Value {
    json!({
        "settled": of.model.settled,
        "would_have_held": of.model.held,
        "kept": of.kept,
        "learning": of.model.learning,
        "would_have_said_ms": of.model.announced_ms,
        "said_ms": of.promised_ms,
        "nine_of_ten_ms": of.model.nine_of_ten_ms,
    })
}

fn number(ask: &Ask, name: &'static str, usual: i64, range: &RangeInclusive<i64>) -> Result<i64, Problem> {
    let Some(written) = ask.parameter(name) else { return Ok(usual) };
    let read = written.parse().ok().filter(|number| range.contains(number));
    read.ok_or_else(|| {
        let says = format!("must be a whole number from {} to {}", range.start(), range.end());
        Problem::outside_body("query", name, says)
    })
}
