//! The OpenAPI 3.1 document, made from the table of calls and the schemas.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::call::{Call, Gives, Takes};
use super::{schemas, table};
use crate::Desk;

pub(super) fn answer(desk: &Desk) -> Response {
    let document = document(&desk.settings.public_url).to_string();
    ([(header::CONTENT_TYPE, "application/json")], document).into_response()
}

pub(super) fn document(public_url: &str) -> Value {
    let mut paths = Map::new();
    for call in table::all() {
        let path = paths.entry(format!("{}{}", super::ROOT, call.path)).or_insert_with(|| json!({}));
        path[call.method.to_ascii_lowercase()] = operation(call);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Riscontro",
            "version": "1",
            "summary": "No customer is left without an answer.",
            "description": "Moments are RFC 3339 in UTC; durations are integers named *_ms or *_seconds; ids are \
                opaque and sort by time. Pass over fields you do not know: new ones come without notice.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": public_url }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "An API token, as in rsc_…" },
            },
            "schemas": schemas::all(),
            "responses": { "Problem": {
                "description": "Why not, as a problem document (RFC 9457).",
                "headers": rate_headers(),
                "content": { "application/problem+json": { "schema": reference("Problem") } },
            } },
        },
    })
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn operation(call: &Call) -> Value {
    let mut operation = json!({
        "operationId": operation_id(call),
        "summary": call.about,
        "tags": [call.path.split('/').nth(1).unwrap_or_default().trim_end_matches(".json")],
        "parameters": parameters(call),
        "responses": responses(call),
    });
    match call.may {
        Some(permission) => operation["x-permission"] = Value::from(permission.name()),
        None => operation["security"] = json!([]),
    }
    match call.takes {
        Takes::Nothing => {}
        Takes::Json(schema) => {
            operation["requestBody"] = json!({
                "required": true,
                "content": { "application/json": { "schema": reference(schema) } },
            });
        }
        Takes::File => {
            operation["requestBody"] = json!({
                "required": true,
                "content": { "multipart/form-data": { "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": { "file": { "type": "string", "format": "binary" } },
                } } },
            });
        }
    }
    operation
}

/// `get_conversations_id_messages`.
fn operation_id(call: &Call) -> String {
    let words = call.path.replace(['{', '}'], "").replace(['/', '-', '.'], "_");
    format!("{}{words}", call.method.to_ascii_lowercase())
}

fn parameters(call: &Call) -> Value {
    let mut parameters = Vec::new();
    if call.path.contains("{id}") {
        parameters
            .push(json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }));
    }
    for parameter in call.query {
        let mut schema = json!({ "type": "string" });
        if !parameter.words.is_empty() {
            schema["enum"] = json!(parameter.words);
        }
        parameters.push(json!({
            "name": parameter.name, "in": "query", "description": parameter.about, "schema": schema,
        }));
    }
    if matches!(call.gives, Gives::List(_)) {
        parameters.push(json!({
            "name": "limit", "in": "query", "description": "Rows of one page.",
            "schema": { "type": "integer", "minimum": 1, "maximum": super::page::LIMIT_MAX, "default": 50 },
        }));
    }
    if call.is_paged() {
        parameters.push(json!({
            "name": "after", "in": "query", "description": "Goes on where \"next\" of the last page says.",
            "schema": { "type": "string" },
        }));
    }
    if call.gives == Gives::Stream {
        parameters.push(json!({
            "name": "Last-Event-ID", "in": "header", "description": "Number of the last event that was read.",
            "schema": { "type": "string" },
        }));
    }
    if call.method == "POST" {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header",
            "description": "The same key and body within 24 hours give the first answer again.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 255 },
        }));
    }
    Value::Array(parameters)
}

fn responses(call: &Call) -> Value {
    let mut good = json!({ "description": call.about, "headers": rate_headers() });
    let content = match call.gives {
        Gives::Nothing => None,
        Gives::One(schema) => Some(json!({ "application/json": { "schema": reference(schema) } })),
        Gives::List(schema) => Some(json!({ "application/json": { "schema": list_of(schema) } })),
        Gives::Bytes => Some(json!({ "*/*": { "schema": { "type": "string", "format": "binary" } } })),
        Gives::Stream => Some(json!({ "text/event-stream": { "schema": reference("Event") } })),
        Gives::Document => Some(json!({ "application/json": { "schema": { "type": "object" } } })),
    };
    if let Some(content) = content {
        good["content"] = content;
    }
    if matches!(call.gives, Gives::List(_)) {
        good["headers"]["Link"] = json!({
            "description": "The next page, rel=\"next\" (RFC 8288).", "schema": { "type": "string" },
        });
    }
    if call.method == "POST" {
        good["headers"]["Idempotent-Replayed"] = json!({
            "description": "true when the same key gave this answer before.", "schema": { "type": "string" },
        });
    }
    json!({ call.status.as_str(): good, "default": { "$ref": "#/components/responses/Problem" } })
}

fn list_of(schema: &str) -> Value {
    json!({
        "type": "object",
        "required": ["data", "next"],
        "properties": {
            "data": { "type": "array", "items": reference(schema) },
            "next": { "type": ["string", "null"], "description": "What ?after= takes; null on the last page." },
        },
    })
}

fn rate_headers() -> Value {
    let header = |about: &str| json!({ "description": about, "schema": { "type": "integer" } });
    json!({
        "RateLimit-Limit": header("Requests at once at most."),
        "RateLimit-Remaining": header("Requests left just now."),
        "RateLimit-Reset": header("Seconds until all of them are there again."),
    })
}
