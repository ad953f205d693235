//! How a company and its teams hand out what waits.

use std::collections::BTreeMap;

use db::{Actor, Event, Tx};
use serde_json::{Value, json};

use crate::changed::Changes;
use crate::error::{Error, Field};
use crate::{agent, company};

const SETTING: &str = "routing";

/// Minutes without a word from somebody's console until they are not there.
pub const SILENCE_MINUTES: std::ops::RangeInclusive<i64> = 1..=120;
/// Open minutes until what somebody vanished with goes back to the queue, however far its promise is.
pub const RETURN_MINUTES: std::ops::RangeInclusive<i64> = 5..=1_440;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What no team says otherwise.
    pub automatic: bool,
    /// Teams with a way of their own.
    pub teams: BTreeMap<i64, bool>,
    pub silence_minutes: i64,
    pub return_minutes: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { automatic: false, teams: BTreeMap::new(), silence_minutes: 5, return_minutes: 120 }
    }
}

impl Settings {
    /// Whether what waits for this team, or for everybody, is handed out by itself.
    pub fn is_automatic(&self, team_id: Option<i64>) -> bool {
        let own = team_id.and_then(|team_id| self.teams.get(&team_id));
        own.copied().unwrap_or(self.automatic)
    }

    /// Whether anything at all is.
    pub fn is_any_automatic(&self) -> bool {
        self.automatic || self.teams.values().any(|automatic| *automatic)
    }

    fn of_json(value: &Value) -> Self {
        let usual = Self::default();
        let teams = value["teams"].as_object().into_iter().flatten();
        Self {
            automatic: value["automatic"].as_bool().unwrap_or(usual.automatic),
            teams: teams.filter_map(|(id, one)| Some((id.parse().ok()?, one.as_bool()?))).collect(),
            silence_minutes: value["silence_minutes"].as_i64().unwrap_or(usual.silence_minutes),
            return_minutes: value["return_minutes"].as_i64().unwrap_or(usual.return_minutes),
        }
    }

    fn to_json(&self) -> Value {
        let teams: serde_json::Map<String, Value> =
            self.teams.iter().map(|(id, automatic)| (id.to_string(), Value::Bool(*automatic))).collect();
        json!({
            "automatic": self.automatic,
            "teams": teams,
            "silence_minutes": self.silence_minutes,
            "return_minutes": self.return_minutes,
        })
    }
}

pub fn settings(tx: &mut Tx<'_>) -> Result<Settings, Error> {
    Ok(Settings::of_json(&company::setting(tx, SETTING)?))
}

/// Keeps how things are handed out.
///
/// # Errors
/// Minutes out of their bounds; a team that is not there.
pub fn change(tx: &mut Tx<'_>, new: &Settings, actor: Actor) -> Result<Settings, Error> {
    let mut wrong = Vec::new();
    for (place, minutes, most) in [
        ("/silence_minutes", new.silence_minutes, SILENCE_MINUTES),
        ("/return_minutes", new.return_minutes, RETURN_MINUTES),
    ] {
        if !most.contains(&minutes) {
            wrong.push(Field::new(place, format!("must be from {} to {}", most.start(), most.end())));
        }
    }
    let teams = agent::teams(tx)?;
    if new.teams.keys().any(|team_id| teams.iter().all(|team| team.id != *team_id)) {
        wrong.push(Field::new("/teams", "must be teams"));
    }
    if !wrong.is_empty() {
        return Err(Error::Refused(wrong));
    }
    let before = settings(tx)?;
    let named = |of: &Settings| {
        let own =
            teams.iter().filter_map(|team| Some((team.name.clone(), Value::Bool(*of.teams.get(&team.id)?))));
        Value::Object(own.collect())
    };
    let mut changes = Changes::default();
    changes.note("automatic", before.automatic, new.automatic);
    changes.note("teams", named(&before), named(new));
    changes.note("silence_minutes", before.silence_minutes, new.silence_minutes);
    changes.note("return_minutes", before.return_minutes, new.return_minutes);
    if !changes.is_empty() {
        company::keep_setting(tx, SETTING, new.to_json())?;
        let data = changes.within(json!({}));
        tx.record(Event { kind: "routing.changed", actor, conversation_id: None, data })?;
    }
    Ok(new.clone())
}
