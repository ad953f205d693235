//! The shapes of everything the API takes and gives, each with an example.

mod channels;
mod company;
mod complaints;
mod forecast;
mod letters;
mod lists;
mod mail;
mod mailboxes;
mod matters;
mod oncall;
mod own;
mod reports;
mod shifts;
mod skills;
mod writing;

use serde_json::{Map, Value, json};

type Member = (&'static str, Value);
const ROLES: &[&str] = &["admin", "supervisor", "agent"];
const TIERS: &[&str] = &["A", "B", "C"];
const CHANNELS: &[&str] = &["email", "pec", "form", "chat", "messaging", "social", "sms", "phone", "letter"];
const PRESENCES: &[&str] = &["online", "busy", "away", "offline"];
const STATUSES: &[&str] = &["open", "waiting", "snoozed", "closed"];
const NOW: &str = "2026-11-19T09:00:00Z";
const DUE: &str = "2026-11-19T13:00:00Z";

/// What an answer holds: every member is always there.
fn gives(members: Vec<Member>) -> Value {
    let required: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        members.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

/// What a body holds: these members, others are refused.
fn takes(required: &[&str], members: Vec<Member>) -> Value {
    let properties: Map<String, Value> =
        members.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}

fn text(example: &str) -> Value {
    json!({ "type": "string", "examples": [example] })
}

fn long(most: usize, example: &str) -> Value {
    json!({ "type": "string", "maxLength": most, "examples": [example] })
}

fn whole(example: i64) -> Value {
    json!({ "type": "integer", "examples": [example] })
}

fn number(example: f64) -> Value {
    json!({ "type": "number", "examples": [example] })
}

fn flag() -> Value {
    json!({ "type": "boolean", "examples": [true] })
}

fn moment(example: &str) -> Value {
    json!({ "type": "string", "format": "date-time", "examples": [example] })
}

fn url(example: &str) -> Value {
    json!({ "type": "string", "format": "uri", "examples": [example] })
}

fn id(prefix: &str) -> Value {
    json!({
        "type": "string",
        "pattern": format!("^{prefix}_[0-9a-hjkmnp-tv-z]{{26}}$"),
        "examples": [format!("{prefix}_01kahk5v7m2c9q4r8s6t1w3x5z")],
    })
}

/// The id of one of several kinds.
fn id_of(prefixes: &[&str]) -> Value {
    json!({ "oneOf": prefixes.iter().map(|prefix| id(prefix)).collect::<Vec<_>>() })
}

fn word(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn any_object() -> Value {
    json!({ "type": "object", "examples": [{}] })
}

fn the(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

/// The same, or null.
fn maybe(schema: Value) -> Value {
    json!({ "oneOf": [schema, { "type": "null" }] })
}

/// Every schema by name, each with an example.
pub(super) fn all() -> Map<String, Value> {
    let mut schemas: Map<String, Value> = [
        company::people(),
        matters::conversations(),
        mail::mail(),
        letters::letters(),
        mailboxes::mailboxes(),
        company::settings(),
        company::reports(),
        reports::figures(),
        writing::writing(),
        lists::lists(),
        oncall::oncall(),
        forecast::forecast(),
        skills::skills(),
        shifts::shifts(),
        own::own(),
        channels::channels(),
        complaints::complaints(),
    ]
    .into_iter()
    .flatten()
    .map(|(name, schema)| (name.to_owned(), schema))
    .collect();
    let examples: Vec<(String, Value)> =
        schemas.iter().map(|(name, schema)| (name.clone(), example(schema, &schemas))).collect();
    for (name, example) in examples {
        if let Some(schema) = schemas.get_mut(&name) {
            schema["examples"] = json!([example]);
        }
    }
    schemas
}

/// An example put together from those of the members.
fn example(schema: &Value, all: &Map<String, Value>) -> Value {
    if let Some(example) = schema["examples"].get(0).or_else(|| schema["enum"].get(0)) {
        return example.clone();
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|place| place.rsplit('/').next()) {
        return all.get(name).map_or(Value::Null, |schema| example(schema, all));
    }
    match (schema["oneOf"].get(0), schema["type"].as_str()) {
        (Some(first), _) => example(first, all),
        (None, Some("array")) => json!([example(&schema["items"], all)]),
        (None, Some("object")) => match &schema["properties"] {
            Value::Object(members) => {
                members.iter().map(|(name, schema)| (name.clone(), example(schema, all))).collect()
            }
            _ => json!({}),
        },
        _ => Value::Null,
    }
}
