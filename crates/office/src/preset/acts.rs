//! Choosing a preset, and saying that it was compared with the official text.

use db::{Actor, Event, Tx};
use serde_json::{Map, Value, json};
use spine::error::Error;
use spine::{company, complaint};

use super::model::{PRESETS, Preset};

const SETTING: &str = "presets";

/// That a company goes by a preset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub at_ms: i64,
    pub by_id: Option<i64>,
    /// When and by whom it was compared with the official text, if it still is what was compared.
    pub confirmed: Option<(i64, Option<i64>)>,
}

/// A preset as it stands in this company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub preset: &'static Preset,
    pub chosen: Option<Chosen>,
}

/// All presets, chosen or not.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Standing>, Error> {
    let kept = company::setting(tx, SETTING)?;
    let settings = complaint::configured(tx)?;
    let chosen = |preset: &Preset| {
        let one = &kept[&preset.key];
        let at_ms = one["chosen_at_ms"].as_i64()?;
        // Terms that were changed by hand, or a newer file, are not what somebody compared.
        let same = one["version"] == preset.version.as_str()
            && preset.terms.iter().all(|term| {
                settings.term(&term.key).is_some_and(|kept| (kept.days, kept.unit) == (term.days, term.unit))
            });
        let confirmed = one["confirmed_at_ms"].as_i64().filter(|_| same);
        let confirmed = confirmed.map(|at_ms| (at_ms, one["confirmed_by_id"].as_i64()));
        Some(Chosen { at_ms, by_id: one["chosen_by_id"].as_i64(), confirmed })
    };
    Ok(PRESETS.iter().map(|preset| Standing { preset, chosen: chosen(preset) }).collect())
}

pub fn find(tx: &mut Tx<'_>, key: &str) -> Result<Standing, Error> {
    list(tx)?.into_iter().find(|one| one.preset.key == key).ok_or(Error::Missing("preset"))
}

/// Goes by a preset: its terms stand among those of complaints, and the usual one is its own. Complaints that are open keep
/// the term they began with.
///
/// # Errors
/// More terms than complaints can have.
pub fn choose(tx: &mut Tx<'_>, key: &str, by_id: Option<i64>, actor: Actor) -> Result<Standing, Error> {
    let standing = find(tx, key)?;
    let preset = standing.preset;
    let mut settings = complaint::configured(tx)?;
    settings.terms.retain(|term| !preset.has_term(&term.key));
    settings.terms.extend(preset.terms.iter().map(|term| term.kept(&preset.source)));
    settings.term.clone_from(&preset.term);
    complaint::change(tx, settings, actor)?;
    let now_ms = tx.now_ms();
    let kept = json!({ "chosen_at_ms": now_ms, "chosen_by_id": by_id, "version": preset.version });
    keep(tx, &preset.key, Some(kept))?;
    record(tx, "preset.chosen", preset, actor)?;
    find(tx, key)
}

/// Somebody compared it with the official text: who and when is kept, and its terms count as verified.
///
/// # Errors
/// A conflict while it is not chosen, or its terms were changed by hand.
pub fn confirm(tx: &mut Tx<'_>, key: &str, by_id: Option<i64>, actor: Actor) -> Result<Standing, Error> {
    let standing = find(tx, key)?;
    let preset = standing.preset;
    let Some(chosen) = standing.chosen else {
        return Err(Error::Conflict("the preset is not chosen".to_owned()));
    };
    let settings = complaint::configured(tx)?;
    let same = preset.terms.iter().all(|term| {
        settings.term(&term.key).is_some_and(|kept| (kept.days, kept.unit) == (term.days, term.unit))
    });
    if !same {
        return Err(Error::Conflict("its terms were changed by hand; choose the preset again".to_owned()));
    }
    for term in &preset.terms {
        complaint::confirm_term(tx, &term.key, actor)?;
    }
    let now_ms = tx.now_ms();
    let kept = json!({
        "chosen_at_ms": chosen.at_ms,
        "chosen_by_id": chosen.by_id,
        "version": preset.version,
        "confirmed_at_ms": now_ms,
        "confirmed_by_id": by_id,
    });
    keep(tx, &preset.key, Some(kept))?;
    record(tx, "preset.confirmed", preset, actor)?;
    find(tx, key)
}

/// Goes by it no more. Its terms stay among those of complaints until somebody takes them out there.
pub fn leave(tx: &mut Tx<'_>, key: &str, actor: Actor) -> Result<Standing, Error> {
    let standing = find(tx, key)?;
    if standing.chosen.is_some() {
        keep(tx, &standing.preset.key, None)?;
        record(tx, "preset.left", standing.preset, actor)?;
    }
    find(tx, key)
}

fn keep(tx: &mut Tx<'_>, key: &str, value: Option<Value>) -> Result<(), Error> {
    let mut all: Map<String, Value> = company::setting(tx, SETTING)?.as_object().cloned().unwrap_or_default();
    match value {
        Some(value) => drop(all.insert(key.to_owned(), value)),
        None => drop(all.remove(key)),
    }
    company::keep_setting(tx, SETTING, Value::Object(all))
}

fn record(tx: &mut Tx<'_>, kind: &'static str, preset: &Preset, actor: Actor) -> Result<(), Error> {
    let data = json!({ "preset": preset.key, "version": preset.version, "source": preset.source });
    tx.record(Event { kind, actor, conversation_id: None, data: data.to_string() })?;
    Ok(())
}
