//! What if: the same numbers as on the page.

use std::ops::RangeInclusive;

use db::Tx;
use kernel::id::Kind;
use serde_json::json;
use spine::inbox::{self, Tier};
use spine::promise::estimate::{self, Levers};

use super::call::{Answer, Ask};
use super::problem::Problem;
use crate::console::whatif::{WAGE, WAGES, shown};

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
    };
    let wage = number(ask, "wage", WAGE, &WAGES)?;
    let known = estimate::known(tx, &inbox)?;
    let tried = estimate::trial(&known, &inbox, tx.now_ms(), levers);
    Ok(Answer::json(json!({
        "inbox_id": Kind::Inbox.name(&inbox.oid),
        "weeks": tried.as_ref().map(|(_, then)| then.weeks),
        "now": tried.as_ref().map(|(now, _)| shown(now, wage)),
        "then": tried.as_ref().map(|(_, then)| shown(then, wage)),
        "note": tried.is_none().then_some("too_few"),
    })))
}

fn number(ask: &Ask, name: &'static str, usual: i64, range: &RangeInclusive<i64>) -> Result<i64, Problem> {
    let Some(written) = ask.parameter(name) else { return Ok(usual) };
    let read = written.parse().ok().filter(|number| range.contains(number));
    read.ok_or_else(|| {
        let says = format!("must be a whole number from {} to {}", range.start(), range.end());
        Problem::outside_body("query", name, says)
    })
}
