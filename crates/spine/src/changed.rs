//! What a change of the settings changed, field by field, for the event log: who reads it later sees from what to
//! what. Secrets are never among the values.

use serde_json::{Value, json};

/// A value longer than this is cut: the log tells what happened, it does not keep documents.
const VALUE_CHARS_MAX: usize = 2_000;

/// The fields that became different.
#[derive(Clone, Debug, Default)]
pub struct Changes(Vec<Value>);

impl Changes {
    /// Notes a field when it became different.
    pub fn note(&mut self, field: &str, from: impl Into<Value>, to: impl Into<Value>) {
        let (from, to) = (from.into(), to.into());
        if from != to {
            self.0.push(json!({ "field": field, "from": cut(from), "to": cut(to) }));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// An event's data (an object) with these changes under `changes`.
    pub fn within(self, mut data: Value) -> String {
        data["changes"] = Value::Array(self.0);
        data.to_string()
    }
}

fn cut(value: Value) -> Value {
    match value {
        Value::String(text) if text.chars().count() > VALUE_CHARS_MAX => {
            Value::String(text.chars().take(VALUE_CHARS_MAX).chain(['…']).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_became_different_is_told() {
        let mut changes = Changes::default();
        changes.note("name", "Assistenza", "Assistenza");
        assert!(changes.is_empty());
        changes.note("live", true, false);
        changes.note("team", Some("Vendite"), None::<&str>);
        let data: Value = serde_json::from_str(&changes.within(json!({ "inbox_id": "inb_1" }))).expect("JSON");
        assert_eq!(
            data,
            json!({ "inbox_id": "inb_1", "changes": [
                { "field": "live", "from": true, "to": false },
                { "field": "team", "from": "Vendite", "to": null },
            ] })
        );
    }
}
