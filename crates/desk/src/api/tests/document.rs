//! The document describes exactly what the server does.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use super::{Got, House};
use crate::api::{openapi, table};

/// Holds a value against a schema of the document: types, required members, words, patterns, no member undescribed.
#[track_caller]
pub fn holds(document: &Value, schema: &Value, value: &Value) {
    if let Err(fault) = fits(document, schema, value, "") {
        panic!("{fault}\nin {value:#}");
    }
}

fn fits(document: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    if let Some(place) = schema["$ref"].as_str() {
        let found =
            document.pointer(place.trim_start_matches('#')).ok_or_else(|| format!("{place} is nowhere"))?;
        return fits(document, found, value, at);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let faults: Vec<String> =
            choices.iter().filter_map(|choice| fits(document, choice, value, at).err()).collect();
        return if faults.len() < choices.len() { Ok(()) } else { Err(faults.join("; ")) };
    }
    if let Some(words) = schema["enum"].as_array() {
        return if words.contains(value) { Ok(()) } else { Err(format!("{at}: {value} is none of {words:?}")) };
    }
    match (schema["type"].as_str().unwrap_or("?"), value) {
        ("null", Value::Null) | ("boolean", Value::Bool(_)) | ("number", Value::Number(_)) => Ok(()),
        ("integer", Value::Number(number)) if number.is_i64() => Ok(()),
        ("string", Value::String(text)) => fits_text(schema, text, at),
        ("array", Value::Array(list)) => {
            let fit = |(nth, row)| fits(document, &schema["items"], row, &format!("{at}/{nth}"));
            list.iter().enumerate().try_for_each(fit)
        }
        ("object", Value::Object(members)) => {
            let Some(known) = schema["properties"].as_object() else { return Ok(()) };
            for name in schema["required"].as_array().into_iter().flatten() {
                if !members.contains_key(name.as_str().unwrap_or_default()) {
                    return Err(format!("{at}: {name} is missing"));
                }
            }
            for (name, value) in members {
                // What a kept JSON says beyond its description is not the contract's.
                if let Some(schema) = known.get(name) {
                    fits(document, schema, value, &format!("{at}/{name}"))?;
                } else if !at.ends_with("/authentication") {
                    return Err(format!("{at}/{name} is not described"));
                }
            }
            Ok(())
        }
        (kind, value) => Err(format!("{at}: {value} is no {kind}")),
    }
}

fn fits_text(schema: &Value, text: &str, at: &str) -> Result<(), String> {
    let good = match (schema["format"].as_str(), schema["pattern"].as_str()) {
        (Some("date-time"), _) => text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok(),
        (Some("uri"), _) => text.starts_with("https://"),
        (_, Some(pattern)) => {
            let prefix = pattern.trim_start_matches('^').split("_[").next().unwrap_or_default();
            text.strip_prefix(prefix).is_some_and(|rest| rest.len() == 27 && rest.starts_with('_'))
        }
        _ => true,
    };
    if good { Ok(()) } else { Err(format!("{at}: {text:?} is not of its form")) }
}

#[test]
fn every_example_in_the_document_fits_its_own_schema() {
    let document = openapi::document("https://aiuto.fioca.example");
    let schemas = document["components"]["schemas"].as_object().unwrap();
    assert!(schemas.len() > 30, "{}", schemas.len());
    for (name, schema) in schemas {
        let example = &schema["examples"][0];
        assert!(example.is_object() || name == "Recipient", "{name}: {example}");
        fits(&document, schema, example, name).unwrap();
    }
}

#[test]
fn every_reference_in_the_document_leads_somewhere_and_every_schema_is_used() {
    let document = openapi::document("https://aiuto.fioca.example");
    let text = document.to_string();
    let named: Vec<&str> =
        text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for place in &named {
        assert!(document.pointer(place).is_some(), "{place}");
    }
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(named.contains(&format!("/components/schemas/{name}").as_str()), "{name} is not used");
    }
}

#[tokio::test]
async fn the_server_publishes_the_document_to_everybody() {
    let house = House::open(None).await;
    let got =
        Got::of(house.send(Request::get("/api/v1/openapi.json").body(Body::empty()).unwrap()).await).await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.header("content-type"), "application/json");
    assert!(got.header("ratelimit-limit").parse::<u32>().is_ok());
    assert_eq!(got.body["openapi"], "3.1.0");
    assert_eq!(got.body["servers"], json!([{"url": "https://aiuto.fioca.example"}]));
}

#[tokio::test]
async fn every_documented_call_is_routed_and_every_other_method_is_refused_by_name() {
    let house = House::open(None).await;
    let document = openapi::document("https://aiuto.fioca.example");
    let paths = document["paths"].as_object().unwrap();
    let operations: usize = paths.values().map(|path| path.as_object().unwrap().len()).sum();
    assert_eq!(operations, table::all().count(), "one operation a call");
    for (path, operations) in paths {
        let url = path.replace("{id}", "x");
        for method in ["GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"] {
            let request = Request::builder().method(method).uri(&url).body(Body::empty()).unwrap();
            let got = Got::of(house.send(request).await).await;
            match operations.get(method.to_lowercase()) {
                Some(operation) if operation["security"].is_array() => got.expect(200),
                Some(_) => got.expect(401),
                None => {
                    let allow = got.header("allow").to_lowercase();
                    let listed: Vec<&str> = allow.split(", ").collect();
                    assert_eq!(listed.len(), operations.as_object().unwrap().len(), "{url}");
                    got.expect(405)
                }
            };
            house.clock.advance(1_000);
        }
    }
}
