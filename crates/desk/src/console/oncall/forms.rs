//! The forms of rotas, covers and rules: fields to what they say, and back.

use db::Tx;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use kernel::id::Kind;
use office::oncall::{NewRota, NewRule, Rota, Rule, Turn, When};
use spine::agent;
use spine::error::{Error, Field};
use spine::inbox;
use words::Say;

use crate::console::moments::instant;
use crate::fault::Fault;
use crate::fields::{Fields, Wrong};

/// A rota from Monday, handed over at nine.
pub(super) fn usual_rota(now_ms: i64) -> Fields {
    let today = jiff::Timestamp::from_millisecond(now_ms).unwrap_or_default().to_zoned(TimeZone::UTC).date();
    let monday =
        today.nth_weekday(-1, jiff::civil::Weekday::Tuesday).and_then(Date::yesterday).unwrap_or(today);
    Fields::of_pairs([
        ("turn", Turn::Week.name().to_owned()),
        ("starts", monday.to_string()),
        ("handover", "09:00".to_owned()),
    ])
}

/// A rule with ten minutes for each and two rounds.
pub(super) fn usual_rule() -> Fields {
    Fields::of_pairs([
        ("when", When::Closed.name().to_owned()),
        ("wait", "10".to_owned()),
        ("rounds", "2".to_owned()),
        ("active", "yes".to_owned()),
    ])
}

pub(super) fn of_rota(tx: &mut Tx<'_>, rota: &Rota) -> Result<Fields, Fault> {
    let handover = format!("{:02}:{:02}", rota.handover_minute / 60, rota.handover_minute % 60);
    let mut fields = Fields::of_pairs([
        ("rota-name", rota.name.clone()),
        ("turn", rota.turn.name().to_owned()),
        ("starts", rota.starts.to_string()),
        ("handover", handover),
    ]);
    for agent_id in &rota.members {
        fields.push("member", Kind::Agent.name(&agent::find(tx, *agent_id)?.oid));
    }
    Ok(fields)
}

pub(super) fn of_rule(tx: &mut Tx<'_>, rule: &Rule) -> Result<Fields, Fault> {
    let mut fields = Fields::of_pairs([
        ("rule-name", rule.name.clone()),
        ("words", rule.words.join("\n")),
        ("when", rule.when.name().to_owned()),
        ("wait", rule.wait_minutes.to_string()),
        ("rounds", rule.rounds.to_string()),
    ]);
    let rotas = office::oncall::rotas(tx)?;
    if let Some(rota) = rotas.iter().find(|rota| rota.id == rule.rota_id) {
        fields.push("rota", Kind::Rota.name(&rota.oid));
    }
    if let Some(inbox_id) = rule.inbox_id {
        fields.push("inbox", Kind::Inbox.name(&inbox::find(tx, inbox_id)?.oid));
    }
    for key in &rule.topics {
        fields.push("topic", key.clone());
    }
    if rule.active {
        fields.push("active", "yes");
    }
    Ok(fields)
}

pub(super) fn rota(
    tx: &mut Tx<'_>,
    say: Say,
    fields: &Fields,
    wrong: &mut Wrong,
) -> Result<Option<NewRota>, Fault> {
    let starts: Option<Date> = fields.get("starts").trim().parse().ok();
    let handover: Option<Time> = fields.get("handover").trim().parse().ok();
    if starts.is_none() {
        wrong.add(say, "starts", "oncall-error-starts");
    }
    if handover.is_none() {
        wrong.add(say, "handover", "oncall-error-handover");
    }
    let mut members = Vec::new();
    for name in fields.all("member").filter(|name| !name.is_empty()) {
        members.push(person(tx, name)?.ok_or(Fault::Missing)?);
    }
    let (Some(starts), Some(handover), true) = (starts, handover, wrong.is_empty()) else { return Ok(None) };
    Ok(Some(NewRota {
        name: fields.get("rota-name").to_owned(),
        turn: Turn::of_name(fields.get("turn")).ok_or(Fault::Missing)?,
        starts,
        handover_minute: i64::from(handover.hour()) * 60 + i64::from(handover.minute()),
        members,
    }))
}

/// Somebody by their outside name.
fn person(tx: &mut Tx<'_>, name: &str) -> Result<Option<i64>, Fault> {
    let Some(oid) = Kind::Agent.oid(name) else { return Ok(None) };
    match agent::by_oid(tx, oid) {
        Ok(person) => Ok(Some(person.id)),
        Err(Error::Missing(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Who takes over, from when to when.
pub(super) fn cover(
    tx: &mut Tx<'_>,
    say: Say,
    fields: &Fields,
    wrong: &mut Wrong,
) -> Result<Option<(i64, i64, i64)>, Fault> {
    let zone = TimeZone::get(&spine::company::find(tx)?.timezone).unwrap_or(TimeZone::UTC);
    let who = person(tx, fields.get("cover"))?;
    let (from_ms, to_ms) = (instant(fields.get("cover-from"), &zone), instant(fields.get("cover-to"), &zone));
    if who.is_none() {
        wrong.add(say, "cover", "oncall-error-cover");
    }
    for (field, at_ms) in [("cover-from", from_ms), ("cover-to", to_ms)] {
        if at_ms.is_none() {
            wrong.add(say, field, "oncall-error-moment");
        }
    }
    Ok(who.zip(from_ms).zip(to_ms).map(|((who, from_ms), to_ms)| (who, from_ms, to_ms)))
}

pub(super) fn rule(
    tx: &mut Tx<'_>,
    say: Say,
    fields: &Fields,
    wrong: &mut Wrong,
) -> Result<Option<NewRule>, Fault> {
    let rota = match Kind::Rota.oid(fields.get("rota")) {
        Some(oid) => Some(office::oncall::rota_by_oid(tx, oid)?.id),
        None => None,
    };
    if rota.is_none() {
        wrong.add(say, "rota", "oncall-error-rota");
    }
    let inbox_id = match Kind::Inbox.oid(fields.get("inbox")) {
        Some(oid) => Some(inbox::by_oid(tx, oid)?.id),
        None => None,
    };
    let number = |name: &str| fields.get(name).trim().parse::<i64>().unwrap_or(0);
    let words = fields.get("words").split(['\n', ',']).map(str::trim).filter(|word| !word.is_empty());
    let Some(rota_id) = rota else { return Ok(None) };
    Ok(Some(NewRule {
        name: fields.get("rule-name").to_owned(),
        rota_id,
        inbox_id,
        words: words.map(str::to_owned).collect(),
        topics: fields.all("topic").map(str::to_owned).collect(),
        when: When::of_name(fields.get("when")).ok_or(Fault::Missing)?,
        wait_minutes: number("wait"),
        rounds: number("rounds"),
        active: fields.get("active") == "yes",
    }))
}

/// Which field of the forms a refusal of the office stands beside, and its sentence.
pub(super) fn place(refused: &Field) -> (&'static str, &'static str) {
    match refused.pointer.split('/').nth(1).unwrap_or_default() {
        "members" => ("member", "oncall-error-members"),
        "handover" => ("handover", "oncall-error-handover"),
        "words" => ("words", "oncall-error-words"),
        "topics" => ("topic", "oncall-error-topics"),
        "wait_minutes" => ("wait", "oncall-error-wait"),
        "rounds" => ("rounds", "oncall-error-rounds"),
        "agent_id" => ("cover", "oncall-error-cover"),
        "from" => ("cover-from", "oncall-error-from"),
        "to" => ("cover-to", "oncall-error-to"),
        "rota_id" => ("rota", "oncall-error-rota"),
        "inbox_id" => ("inbox", "oncall-error-inbox"),
        _ => ("name", "oncall-error-name"),
    }
}
