//! `promise explain`: where a promise's moment came from, worked out again from what is kept.

use std::fmt::Write as _;

use db::Tx;
use jiff::Timestamp;
use kernel::id::Kind as IdKind;
use serde_json::{Value, json};
use spine::promise::{self, Promise, Source, Told, estimate};
use spine::{company, conversation, inbox};

use super::{DONE, FAILED, Stop, help};
use crate::settings::Settings;

/// What is known of one promise.
struct Explained {
    promise: Promise,
    reference: String,
    told: Vec<Told>,
    replay: Option<estimate::Replay>,
    /// For a promise by the targets: the moment they give from the inbox's hours as they are today.
    by_targets_ms: Option<i64>,
}

pub(super) fn explain(settings: &Settings, name: &str, as_json: bool) -> Result<u8, Stop> {
    let not_a_name = || Stop::Wrong(format!("{name:?} is not the name of a promise (prm_…)"));
    let oid = IdKind::Promise.oid(name).ok_or_else(not_a_name)?.to_owned();
    let db = super::kept::open(settings)?;
    let mut found = None;
    for account_id in db.read_everywhere(company::all)? {
        match db.read(account_id, |tx| look(tx, &oid)) {
            Ok(explained) => found = Some(explained),
            Err(spine::Error::Missing(_)) => continue,
            Err(error) => return Err(anyhow::Error::from(error).into()),
        }
        break;
    }
    let Some(explained) = found else {
        return Err(Stop::Failed(anyhow::anyhow!("there is no promise {name} in this store")));
    };
    let same = explained.replay.as_ref().is_none_or(|replay| replay.unlike.is_empty());
    match as_json {
        true => help::write(&format!("{:#}\n", explained.json(name)))?,
        false => help::write(&explained.text(name))?,
    };
    Ok(if same { DONE } else { FAILED })
}

fn look(tx: &mut Tx<'_>, oid: &str) -> Result<Explained, spine::Error> {
    let promise = promise::by_oid(tx, oid)?;
    let inbox = inbox::find(tx, promise.inbox_id)?;
    let reference = conversation::find(tx, promise.conversation_id)?.reference;
    let inputs: Value = serde_json::from_str(&promise.inputs).unwrap_or_default();
    let by_targets_ms = match promise.source {
        Source::Policy => inputs["target_minutes"]
            .as_i64()
            .zip(inputs["from_ms"].as_i64())
            .and_then(|(minutes, from_ms)| inbox.hours.due(from_ms, minutes)),
        Source::Model | Source::Agent | Source::Law => None,
    };
    let replay = estimate::replay(tx, &promise, &inbox)?;
    Ok(Explained { reference, told: promise::told_of(tx, promise.id)?, replay, by_targets_ms, promise })
}

impl Explained {
    fn json(&self, name: &str) -> Value {
        let promise = &self.promise;
        let told = self
            .told
            .iter()
            .map(|told| json!({ "at": moment(told.told_at_ms), "via": told.via, "wording": told.wording }));
        json!({
            "id": name,
            "reference": self.reference,
            "kind": promise.kind.name(),
            "tier": promise.tier.name(),
            "state": promise.state.name(),
            "made_at": moment(promise.made_at_ms),
            "told": told.collect::<Vec<_>>(),
            "due_at": moment(promise.due_at_ms),
            "original_due_at": moment(promise.original_due_at_ms),
            "settled_at": promise.settled_at_ms.map(moment),
            "basis": {
                "source": promise.source.name(),
                "explanation": promise.explanation.sentence(),
                "inputs": serde_json::from_str::<Value>(&promise.inputs).unwrap_or_default(),
            },
            "by_targets_today": self.by_targets_ms.map(moment),
            "estimate": self.replay.as_ref().map(|replay| &replay.json),
            "unlike": self.replay.as_ref().map(|replay| &replay.unlike),
        })
    }

    fn text(&self, name: &str) -> String {
        let promise = &self.promise;
        let mut text = String::new();
        let mut line = |label: &str, words: String| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{label:<10}{words}");
        };
        line(
            name,
            format!(
                " {} of {}, tier {}: {}",
                promise.kind.name(),
                self.reference,
                promise.tier.name(),
                promise.state.name()
            ),
        );
        line("made", moment(promise.made_at_ms));
        match (self.told.is_empty(), &promise.not_told_reason) {
            (true, Some(reason)) => line("told", format!("nobody ({reason})")),
            (true, None) => line("told", "nobody yet".to_owned()),
            (false, _) => {
                self.told.iter().for_each(|told| {
                    line("told", format!("{} by {}: {}", moment(told.told_at_ms), told.via, told.wording))
                });
            }
        }
        line("due", moment(promise.due_at_ms));
        if promise.due_at_ms != promise.original_due_at_ms {
            line("first", format!("{} (moved)", moment(promise.original_due_at_ms)));
        }
        if let Some(settled_at_ms) = promise.settled_at_ms {
            line("settled", moment(settled_at_ms));
        }
        line("source", format!("{}: {}", promise.source.name(), promise.explanation.sentence()));
        if let (Source::Policy, Some(due_at_ms)) = (promise.source, self.by_targets_ms) {
            line(
                "again",
                match due_at_ms == promise.original_due_at_ms {
                    true => "the inbox's hours give the same moment".to_owned(),
                    false => format!("{} by the hours of today: they have changed since", moment(due_at_ms)),
                },
            );
        }
        let Some(replay) = &self.replay else { return text };
        let json = &replay.json;
        let inputs = &json["inputs"];
        let minutes = |ms: &Value| ms.as_i64().unwrap_or_default() / 60_000;
        let beside = if json["told"] == json!(true) { "told" } else { "noted beside, not told" };
        line(
            "estimate",
            format!("{} ({beside}), inputs {}", plain(&json["model"]), plain(&json["inputs_hash"])),
        );
        line(
            "",
            format!(
                "{} people, {} open seconds an answer, {} waiting",
                inputs["people"],
                inputs["handling_s"],
                inputs["waiting"].as_array().map_or(0, Vec::len)
            ),
        );
        line(
            "",
            format!(
                "nine of ten within {} open minutes; with q {:.6} of earlier outcomes {} are announced",
                minutes(&json["predicted_ms"]),
                json["q"].as_f64().unwrap_or_default(),
                minutes(&json["announced_ms"])
            ),
        );
        line("", format!("due {}", moment(json["due_at_ms"].as_i64().unwrap_or_default())));
        if let Some(waited_ms) = json["waited_ms"].as_i64() {
            line("", format!("answered after {} open minutes", waited_ms / 60_000));
        }
        match replay.unlike.is_empty() {
            true => line("again", "comes out the same, to the millisecond".to_owned()),
            false => replay.unlike.iter().for_each(|unlike| line("again", unlike.clone())),
        }
        text
    }
}

fn moment(at_ms: i64) -> String {
    Timestamp::from_millisecond(at_ms).map_or_else(|_| at_ms.to_string(), |at| at.to_string())
}

/// A word without its quotes.
fn plain(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
