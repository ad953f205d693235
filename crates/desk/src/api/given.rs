//! The body of a call, read field by field: everything wrong with it is told at once, and nothing in it is ignored.

use db::{Error, Tx};
use jiff::Timestamp;
use kernel::id::Kind;
use serde_json::{Map, Value};
use spine::error::Field;

use super::problem::{Problem, pointer};

/// The members of one object, taken out as they are read.
pub struct Given {
    members: Map<String, Value>,
    /// Pointer to the object.
    at: String,
    wrong: Vec<Field>,
}

impl Given {
    pub fn of(body: Value) -> Result<Self, Problem> {
        match body {
            Value::Object(members) => Ok(Self { members, at: String::new(), wrong: Vec::new() }),
            _ => Err(Problem::field("", "must be an object")),
        }
    }

    /// What stands there, null included.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name)
    }

    /// What stands there, unless it is null.
    pub fn value(&mut self, name: &str) -> Option<Value> {
        self.take(name).filter(|value| !value.is_null())
    }

    pub fn has(&self, name: &str) -> bool {
        self.members.get(name).is_some_and(|value| !value.is_null())
    }

    pub fn refuse(&mut self, name: &str, message: impl Into<String>) {
        self.wrong.push(Field::new(format!("{}{}", self.at, pointer(name)), message));
    }

    /// Takes over what is wrong with something inside `name`.
    pub fn refuse_within(&mut self, name: &str, wrong: impl IntoIterator<Item = Field>) {
        for field in wrong {
            let place = format!("{}{}{}", self.at, pointer(name), field.pointer);
            self.wrong.push(Field::new(place, field.message));
        }
    }

    /// Whether it is there; said to be needed when not.
    pub fn needs(&mut self, name: &str) -> bool {
        let there = self.has(name);
        if !there {
            self.take(name);
            self.refuse(name, "is needed");
        }
        there
    }

    /// A text of at most so many characters; surrounding space stays.
    pub fn text(&mut self, name: &str, most: usize) -> Option<String> {
        match self.value(name)? {
            Value::String(text) if text.chars().count() <= most => Some(text),
            Value::String(_) => {
                self.refuse(name, format!("can have {most} characters at most"));
                None
            }
            _ => {
                self.refuse(name, "must be a text");
                None
            }
        }
    }

    /// A text that must be there and say something.
    pub fn needed_text(&mut self, name: &str, most: usize) -> String {
        if !self.needs(name) {
            return String::new();
        }
        let text = self.text(name, most);
        if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
            self.refuse(name, "must not be empty");
        }
        text.unwrap_or_default()
    }

    pub fn needed_word<T>(&mut self, name: &str, takes: &str, of: impl Fn(&str) -> Option<T>) -> Option<T> {
        if self.needs(name) { self.word(name, takes, of) } else { None }
    }

    pub fn needed_moment(&mut self, name: &str) -> Option<i64> {
        if self.needs(name) { self.moment(name) } else { None }
    }

    pub fn needed_oid(&mut self, name: &str, kind: Kind) -> String {
        let oid = if self.needs(name) { self.oid(name, kind) } else { None };
        oid.unwrap_or_default()
    }

    /// One of the words `of` knows.
    pub fn word<T>(&mut self, name: &str, takes: &str, of: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = self.value(name)?;
        let read = value.as_str().and_then(of);
        if read.is_none() {
            self.refuse(name, format!("must be {takes}"));
        }
        read
    }

    pub fn flag(&mut self, name: &str) -> Option<bool> {
        let value = self.value(name)?;
        if value.as_bool().is_none() {
            self.refuse(name, "must be true or false");
        }
        value.as_bool()
    }

    pub fn whole(&mut self, name: &str) -> Option<i64> {
        let value = self.value(name)?;
        if value.as_i64().is_none() {
            self.refuse(name, "must be a whole number");
        }
        value.as_i64()
    }

    /// An RFC 3339 moment, as UTC milliseconds.
    pub fn moment(&mut self, name: &str) -> Option<i64> {
        let value = self.value(name)?;
        let read =
            value.as_str().and_then(|text| text.parse::<Timestamp>().ok()).map(Timestamp::as_millisecond);
        if read.is_none() {
            self.refuse(name, "must be a moment, as in \"2026-11-20T15:30:00Z\"");
        }
        read
    }

    /// A list of at most so many.
    pub fn list(&mut self, name: &str, most: usize) -> Option<Vec<Value>> {
        match self.value(name)? {
            Value::Array(list) if list.len() <= most => Some(list),
            Value::Array(_) => {
                self.refuse(name, format!("can be {most} at most"));
                None
            }
            _ => {
                self.refuse(name, "must be a list");
                None
            }
        }
    }

    /// A list of texts, each of at most so many characters.
    pub fn texts(&mut self, name: &str, most: usize, characters: usize) -> Option<Vec<String>> {
        let list = self.list(name, most)?;
        let mut texts = Vec::new();
        for (at, value) in list.into_iter().enumerate() {
            match value {
                Value::String(text) if !text.trim().is_empty() && text.chars().count() <= characters => {
                    texts.push(text);
                }
                _ => {
                    let message = format!("must be a text of 1 to {characters} characters");
                    self.refuse_within(name, [Field::new(format!("/{at}"), message)]);
                }
            }
        }
        Some(texts)
    }

    /// An object inside; give it back with [`Given::back`].
    pub fn object(&mut self, name: &str) -> Option<Given> {
        match self.value(name)? {
            Value::Object(members) => {
                Some(Given { members, at: format!("{}{}", self.at, pointer(name)), wrong: Vec::new() })
            }
            _ => {
                self.refuse(name, "must be an object");
                None
            }
        }
    }

    /// An object inside a list.
    pub fn object_at(&mut self, name: &str, at: usize, value: Value) -> Option<Given> {
        match value {
            Value::Object(members) => {
                Some(Given { members, at: format!("{}{}/{at}", self.at, pointer(name)), wrong: Vec::new() })
            }
            _ => {
                self.refuse_within(name, [Field::new(format!("/{at}"), "must be an object")]);
                None
            }
        }
    }

    /// Takes over what was wrong inside, and what nobody asked for there.
    pub fn back(&mut self, inner: Given) {
        self.wrong.extend(inner.left());
    }

    /// The `oid` of a thing named by its outside name.
    pub fn oid(&mut self, name: &str, kind: Kind) -> Option<String> {
        let value = self.value(name)?;
        let oid = value.as_str().and_then(|text| kind.oid(text)).map(str::to_owned);
        if oid.is_none() {
            self.refuse(name, format!("must be an id as in \"{}_…\"", kind.prefix()));
        }
        oid
    }

    /// Ends the reading: what nobody asked for is refused by name.
    pub fn done(self) -> Result<(), Problem> {
        let wrong = self.left();
        if wrong.is_empty() { Ok(()) } else { Err(Problem::refused(wrong)) }
    }

    fn left(self) -> Vec<Field> {
        let unknown = self
            .members
            .keys()
            .map(|name| Field::new(format!("{}{}", self.at, pointer(name)), "is not a field of this call"));
        let mut wrong = self.wrong;
        wrong.extend(unknown);
        wrong
    }
}

/// A thing named in the body that has to be there: 422 at its place, not 404.
pub fn named<T>(
    tx: &mut Tx<'_>,
    at: &str,
    find: impl FnOnce(&mut Tx<'_>) -> Result<T, spine::Error>,
) -> Result<T, Problem> {
    find(tx).map_err(|error| match error {
        spine::Error::Missing(what) => Problem::field(at, format!("names no {what} of this account")),
        other => other.into(),
    })
}

/// Fields of something inside, as they stand in the whole body.
pub fn named_at(under: &str, wrong: Vec<Field>) -> Vec<Field> {
    wrong.into_iter().map(|field| Field::new(format!("{under}{}", field.pointer), field.message)).collect()
}

/// JSON kept as text; what cannot be read is null.
pub fn kept(text: Option<&str>) -> Value {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// UTC milliseconds as RFC 3339 with `Z`.
pub fn at(ms: i64) -> Value {
    Timestamp::from_millisecond(ms).map_or(Value::Null, |at| Value::String(at.to_string()))
}

/// The same, where there may be none.
pub fn at_some(ms: Option<i64>) -> Value {
    ms.map_or(Value::Null, at)
}

/// Instants inside kept JSON as the API writes them: `due_at_ms` becomes `due_at` in RFC 3339.
pub fn with_moments(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| match name.strip_suffix("_ms") {
                Some(plain) if is_moment(plain) && (value.is_i64() || value.is_null()) => {
                    (plain.to_owned(), at_some(value.as_i64()))
                }
                _ => (name, with_moments(value)),
            })
            .collect(),
        Value::Array(list) => list.into_iter().map(with_moments).collect(),
        other => other,
    }
}

fn is_moment(name: &str) -> bool {
    name.ends_with("_at") || ["until", "from", "moved_from"].contains(&name)
}

/// The outside name of a thing that may not be there.
pub fn name_some(kind: Kind, oid: Option<&str>) -> Value {
    oid.map_or(Value::Null, |oid| Value::String(kind.name(oid)))
}

/// A row that must be there.
pub fn found<T>(row: Result<Option<T>, Error>) -> Result<T, Problem> {
    row?.ok_or_else(Problem::missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn everything_wrong_with_a_body_is_told_at_once() {
        let body = json!({"text": 1, "when": "tomorrow", "inner": {"a/b": 1}, "more": true, "flag": null});
        let mut given = Given::of(body).expect("an object");
        assert_eq!(given.needed_text("text", 10), "");
        assert_eq!(given.moment("when"), None);
        let inner = given.object("inner").expect("an object");
        given.back(inner);
        assert_eq!(given.flag("flag"), None);
        let places: Vec<String> = given.left().into_iter().map(|field| field.pointer).collect();
        assert_eq!(places, ["/text", "/when", "/inner/a~1b", "/more"]);
    }

    #[test]
    fn instants_inside_are_written_as_the_api_writes_them() {
        let data = json!({"due_at_ms": 1_795_078_800_000_i64, "early_ms": 5, "from_ms": 0, "until_ms": null});
        let shown = json!({"due_at": "2026-11-19T09:00:00Z", "early_ms": 5, "from": "1970-01-01T00:00:00Z", "until": null});
        assert_eq!(with_moments(data), shown);
    }
}
