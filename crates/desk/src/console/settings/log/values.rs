//! What a change changed, in words: one line a field, from and to as people write them.

use serde_json::Value;
use words::Say;

/// One field that became different.
pub(super) struct Line {
    pub field: String,
    pub from: String,
    pub to: String,
}

/// Lines of one change at most; more of them say less.
const LINES_MAX: usize = 40;

/// The fields an event says became different.
pub(super) fn lines(say: Say, data: &Value) -> Vec<Line> {
    let mut lines = Vec::new();
    for change in data["changes"].as_array().into_iter().flatten() {
        let field = change["field"].as_str().unwrap_or_default();
        apart(say, &label(say, field), field, &change["from"], &change["to"], &mut lines);
    }
    lines.truncate(LINES_MAX);
    lines
}

/// Objects are compared part by part, so that Thursday's hours do not drag the whole week along.
fn apart(say: Say, title: &str, field: &str, from: &Value, to: &Value, lines: &mut Vec<Line>) {
    match (from, to) {
        (Value::Object(before), Value::Object(after)) => {
            let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                let (from, to) = (before.get(key), after.get(key));
                if from != to {
                    let (from, to) = (from.unwrap_or(&Value::Null), to.unwrap_or(&Value::Null));
                    apart(say, &format!("{title}, {}", label(say, key)), field, from, to, lines);
                }
            }
        }
        _ => lines.push(Line {
            field: title.to_owned(),
            from: written(say, field, from),
            to: written(say, field, to),
        }),
    }
}

/// The name of a field; a field nobody has a word for keeps its own.
fn label(say: Say, field: &str) -> String {
    let day = format!("settings-day-{field}");
    let own = format!("settings-log-field-{}", field.replace('_', "-"));
    [own, day].into_iter().find_map(|key| say.known(&key, &[])).unwrap_or_else(|| field.replace('_', " "))
}

fn written(say: Say, field: &str, value: &Value) -> String {
    let list = |separator: &str, values: &[Value]| {
        values.iter().map(|value| written(say, field, value)).collect::<Vec<_>>().join(separator)
    };
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(true) => say.say("settings-yes"),
        Value::Bool(false) => say.say("settings-no"),
        Value::String(text) if text.is_empty() => "–".to_owned(),
        Value::String(text) => match field {
            "role" => say.say(&format!("settings-role-{text}")),
            "language" => match text.as_str() {
                "it" => "Italiano".to_owned(),
                "en" => "English".to_owned(),
                _ => text.clone(),
            },
            "register" => match text.as_str() {
                "lei" => "Lei".to_owned(),
                _ => text.clone(),
            },
            _ => text.clone(),
        },
        Value::Number(number) => number.to_string(),
        Value::Array(values) if values.is_empty() => "–".to_owned(),
        Value::Array(values) => match values.as_slice() {
            // An interval of the hours.
            [Value::String(opens), Value::String(closes)] if opens.contains(':') && closes.contains(':') => {
                format!("{opens}–{closes}")
            }
            values => list(", ", values),
        },
        Value::Object(parts) => {
            let parts: Vec<String> = parts
                .iter()
                .map(|(key, value)| format!("{} {}", label(say, key), written(say, key, value)))
                .collect();
            parts.join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_of_thursdays_hours_says_thursday_and_both_hours() {
        let data = json!({ "changes": [{
            "field": "hours",
            "from": { "timezone": "Europe/Rome", "week": { "thu": [["09:00", "18:00"]], "fri": [] } },
            "to": { "timezone": "Europe/Rome",
                    "week": { "thu": [["09:00", "13:00"], ["14:30", "18:30"]], "fri": [] } },
        }] });
        let lines = lines(Say::default(), &data);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].field.ends_with("giovedì"), "{}", lines[0].field);
        assert_eq!((lines[0].from.as_str(), lines[0].to.as_str()), ("09:00–18:00", "09:00–13:00, 14:30–18:30"));
    }

    #[test]
    fn a_role_a_flag_and_nothing_are_written_in_words() {
        let data = json!({ "changes": [
            { "field": "role", "from": "agent", "to": "admin" },
            { "field": "live", "from": true, "to": false },
            { "field": "team", "from": null, "to": "Vendite" },
        ] });
        let written: Vec<_> =
            lines(Say::default(), &data).into_iter().map(|line| (line.from, line.to)).collect();
        let expected = [("Operatore", "Amministrazione"), ("sì", "no"), ("–", "Vendite")];
        assert_eq!(written, expected.map(|(from, to)| (from.to_owned(), to.to_owned())));
    }
}
