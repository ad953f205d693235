//! What a canned answer is, and how its places are filled.

use kernel::language::Language;

use crate::error::Field;

pub(super) const TITLE_CHARS_MAX: usize = 120;
pub(super) const SHORTCUT_CHARS_MAX: usize = 40;
pub(super) const CATEGORY_CHARS_MAX: usize = 60;
/// Characters of a body, as HTML.
pub(super) const BODY_CHARS_MAX: usize = 100_000;
/// Characters of a place's own name.
const PLACE_CHARS_MAX: usize = 60;
/// Canned answers of one company.
pub(super) const MOST: i64 = 5_000;

/// The places that fill themselves.
pub const PLACES: [&str; 6] =
    ["customer.name", "agent.name", "conversation.code", "promise.time", "company.name", "inbox.name"];

#[derive(Clone, Debug)]
pub struct Canned {
    pub id: i64,
    pub oid: String,
    /// Whose it is; `None`: everybody's.
    pub agent_id: Option<i64>,
    pub title: String,
    /// What is typed after `/`; may be empty.
    pub shortcut: String,
    pub category: String,
    /// For customers of this language alone.
    pub language: Option<Language>,
    /// Safe HTML with places.
    pub body: String,
    pub used: i64,
    pub used_at_ms: Option<i64>,
    pub updated_at_ms: i64,
}

/// What somebody writes down.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub title: String,
    pub shortcut: String,
    pub category: String,
    pub language: Option<Language>,
    /// HTML as it came.
    pub body: String,
}

impl Draft {
    /// The same, trimmed and made safe.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub(super) fn checked(self) -> Result<Self, Vec<Field>> {
        let mut wrong = Vec::new();
        let (title, category) = (self.title.trim().to_owned(), self.category.trim().to_owned());
        let shortcut = self.shortcut.trim().trim_start_matches('/').to_lowercase();
        if title.is_empty() || title.chars().count() > TITLE_CHARS_MAX {
            wrong.push(Field::new("/title", format!("must have 1 to {TITLE_CHARS_MAX} characters")));
        }
        let plain = shortcut.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
        if !plain || shortcut.chars().count() > SHORTCUT_CHARS_MAX {
            let message = format!("can have {SHORTCUT_CHARS_MAX} letters, digits and - _ . at most");
            wrong.push(Field::new("/shortcut", message));
        }
        if category.chars().count() > CATEGORY_CHARS_MAX {
            let message = format!("can have {CATEGORY_CHARS_MAX} characters at most");
            wrong.push(Field::new("/category", message));
        }
        let (body, cut) = wire::html::sanitised(&self.body);
        if wire::plain::text_of(&body).is_empty() {
            wrong.push(Field::new("/body", "must not be empty"));
        } else if cut || body.chars().count() > BODY_CHARS_MAX {
            wrong.push(Field::new("/body", format!("can have {BODY_CHARS_MAX} characters at most")));
        }
        if wrong.is_empty() { Ok(Self { title, shortcut, category, body, ..self }) } else { Err(wrong) }
    }
}

/// What fills the places; a place without a value stays, for the writer to fill.
#[derive(Clone, Debug, Default)]
pub struct Places {
    pub customer_name: Option<String>,
    pub agent_name: Option<String>,
    pub conversation_code: Option<String>,
    /// The moment promised, in words.
    pub promise_time: Option<String>,
    pub company_name: Option<String>,
    pub inbox_name: Option<String>,
}

impl Places {
    fn value(&self, place: &str) -> Option<&str> {
        match place {
            "customer.name" => self.customer_name.as_deref(),
            "agent.name" => self.agent_name.as_deref(),
            "conversation.code" => self.conversation_code.as_deref(),
            "promise.time" => self.promise_time.as_deref(),
            "company.name" => self.company_name.as_deref(),
            "inbox.name" => self.inbox_name.as_deref(),
            _ => None,
        }
        .filter(|value| !value.trim().is_empty())
    }
}

/// Safe HTML with its places filled; values are text and stay text.
pub fn fill(body: &str, places: &Places) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, name, after)) = next_place(rest) {
        out.push_str(before);
        match places.value(name) {
            Some(value) => out.push_str(&escaped(value)),
            None => out.push_str(&rest[before.len()..rest.len() - after.len()]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Names of the places a text still has, in their order.
pub fn unfilled(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some((_, name, after)) = next_place(rest) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        rest = after;
    }
    names
}

/// The text before the next `{{place}}`, its name, and the text after it.
fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let begin = from + text[from..].find("{{")?;
        let inside = &text[begin + 2..];
        let end = inside.find("}}")?;
        let name = inside[..end].trim();
        let good = (1..=PLACE_CHARS_MAX).contains(&name.chars().count())
            && name.chars().all(|c| c.is_alphanumeric() || " .-_'’/".contains(c));
        if good {
            return Some((&text[..begin], name, &inside[end + 2..]));
        }
        from = begin + 2;
    }
}

pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
