//! What shifts are made of is kept: patterns, contracts, how many there are never fewer than, and the rules of rest.

use db::{Actor, Tx, args};
use kernel::id::{self, Kind as Name};
use serde_json::{Value, json};
use spine::company;
use spine::error::{Error, Field};

use super::acts::{name_of, record, refuse};
use super::model::{Contract, FLOORS_MAX, Floor, NewPattern, Pattern, Settings, activities_json, clock};
use super::store;

/// Key of the rules among the account's settings.
const SETTINGS: &str = "shift";
/// Patterns of one account, those out of use among them.
const PATTERNS_MOST: usize = 200;

pub fn settings(tx: &mut Tx<'_>) -> Result<Settings, Error> {
    Ok(Settings::of(&company::setting(tx, SETTINGS)?))
}

/// Changes the rules of rest and when weeks are published.
///
/// # Errors
/// A number outside of its bounds.
pub fn change_settings(tx: &mut Tx<'_>, settings: &Settings, actor: Actor) -> Result<(), Error> {
    refuse(settings.wrong())?;
    company::keep_setting(tx, SETTINGS, settings.json())?;
    record(tx, "shift.rules_changed", settings.json(), actor)
}

/// Every pattern by its beginning, those out of use among them.
pub fn patterns(tx: &mut Tx<'_>) -> Result<Vec<Pattern>, Error> {
    Ok(tx.list(store::PATTERNS, args![PATTERNS_MOST], store::read_pattern)?)
}

pub fn pattern_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Pattern, Error> {
    tx.find(store::PATTERN_BY_OID, args![oid], store::read_pattern)?.ok_or(Error::Missing("pattern"))
}

/// Makes a pattern.
///
/// # Errors
/// What [`NewPattern::wrong`] names; more than 200 patterns.
pub fn make_pattern(tx: &mut Tx<'_>, new: &NewPattern, actor: Actor) -> Result<Pattern, Error> {
    refuse(new.wrong())?;
    if patterns(tx)?.len() >= PATTERNS_MOST {
        return Err(Error::refused("/name", format!("can be one of {PATTERNS_MOST} patterns at most")));
    }
    let now_ms = tx.now_ms();
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    tx.execute(
        store::ADD_PATTERN,
        args![
            row_id,
            &oid,
            new.name.trim(),
            new.start,
            new.end,
            activities_json(&new.activities).to_string(),
            json!(new.days).to_string(),
            new.cost_percent,
            new.most
        ],
    )?;
    record(tx, "shift.pattern_made", told_of_pattern(&oid, new), actor)?;
    pattern_by_oid(tx, &oid)
}

/// Changes a pattern; shifts made of it stay as they are.
///
/// # Errors
/// What [`NewPattern::wrong`] names.
pub fn change_pattern(
    tx: &mut Tx<'_>,
    pattern: &Pattern,
    new: &NewPattern,
    actor: Actor,
) -> Result<Pattern, Error> {
    refuse(new.wrong())?;
    tx.execute(
        store::CHANGE_PATTERN,
        args![
            pattern.id,
            new.name.trim(),
            new.start,
            new.end,
            activities_json(&new.activities).to_string(),
            json!(new.days).to_string(),
            new.cost_percent,
            new.most
        ],
    )?;
    record(tx, "shift.pattern_changed", told_of_pattern(&pattern.oid, new), actor)?;
    pattern_by_oid(tx, &pattern.oid)
}

/// Takes a pattern out of use, or brings it back.
pub fn retire_pattern(tx: &mut Tx<'_>, pattern: &Pattern, retired: bool, actor: Actor) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    tx.execute(store::RETIRE_PATTERN, args![pattern.id, retired.then_some(now_ms)])?;
    let kind = if retired { "shift.pattern_retired" } else { "shift.pattern_restored" };
    let data = json!({ "pattern_id": Name::ShiftPattern.name(&pattern.oid), "name": pattern.is.name });
    record(tx, kind, data, actor)
}

fn told_of_pattern(oid: &str, new: &NewPattern) -> Value {
    json!({
        "pattern_id": Name::ShiftPattern.name(oid), "name": new.name.trim(),
        "start": clock(new.start), "end": clock(new.end), "days": new.days,
    })
}

pub fn contracts(tx: &mut Tx<'_>) -> Result<Vec<Contract>, Error> {
    Ok(tx.list(store::CONTRACTS, &[], store::read_contract)?)
}

pub fn contract(tx: &mut Tx<'_>, agent_id: i64) -> Result<Option<Contract>, Error> {
    Ok(tx.find(store::CONTRACT, args![agent_id], store::read_contract)?)
}

/// Keeps somebody's contract.
///
/// # Errors
/// What [`Contract::wrong`] names; a pattern that is not there.
pub fn set_contract(tx: &mut Tx<'_>, contract: &Contract, actor: Actor) -> Result<(), Error> {
    let mut wrong = contract.wrong();
    let known = patterns(tx)?;
    if contract.patterns.iter().any(|id| known.iter().all(|one| one.id != *id)) {
        wrong.push(Field::new("/patterns", "must be patterns of this account"));
    }
    refuse(wrong)?;
    let times: Vec<Value> =
        contract.unavailable.iter().map(|one| json!([one.weekday, one.from, one.to])).collect();
    tx.execute(
        store::PUT_CONTRACT,
        args![
            contract.agent_id,
            contract.week_minutes,
            json!(contract.patterns).to_string(),
            contract.from,
            contract.to,
            json!(contract.days_off).to_string(),
            Value::from(times).to_string()
        ],
    )?;
    let person = name_of(tx, contract.agent_id)?;
    let data = json!({ "agent_id": person, "week_minutes": contract.week_minutes });
    record(tx, "shift.contract_changed", data, actor)
}

/// Takes a contract away: its person is no longer planned by computing.
pub fn drop_contract(tx: &mut Tx<'_>, agent_id: i64, actor: Actor) -> Result<(), Error> {
    tx.execute(store::DROP_CONTRACT, args![agent_id])?;
    let data = json!({ "agent_id": name_of(tx, agent_id)? });
    record(tx, "shift.contract_dropped", data, actor)
}

pub fn floors(tx: &mut Tx<'_>) -> Result<Vec<Floor>, Error> {
    Ok(tx.list(store::FLOORS, args![FLOORS_MAX], store::read_floor)?)
}

/// Says how many people there are never fewer than: all of it anew.
///
/// # Errors
/// A row that is none, by its place; more than 100.
pub fn set_floors(tx: &mut Tx<'_>, floors: &[Floor], actor: Actor) -> Result<(), Error> {
    let mut wrong = Vec::new();
    if floors.len() > FLOORS_MAX {
        wrong.push(Field::new("/floors", format!("can be {FLOORS_MAX} at most")));
    }
    for (place, _) in floors.iter().enumerate().filter(|(_, floor)| floor.is_wrong()) {
        let message = "must be a weekday, two times on half hours, and 1 to 1000 people";
        wrong.push(Field::new(format!("/floors/{place}"), message));
    }
    refuse(wrong)?;
    tx.execute(store::CLEAR_FLOORS, &[])?;
    let now_ms = tx.now_ms();
    for floor in floors {
        let row = args![id::fresh(now_ms), floor.weekday, floor.from, floor.to, floor.people];
        tx.execute(store::ADD_FLOOR, row)?;
    }
    record(tx, "shift.floors_changed", json!({ "rows": floors.len() }), actor)
}
