//! Every text a person reads: the message catalogue in Italian and English, the two ways Italian addresses its
//! reader, and the phrases for times, numbers and sizes.
//!
//! Texts live in `ftl/LANGUAGE/AREA.ftl` (Fluent). A key is kebab-case and begins with its area. A sentence that
//! addresses the reader has both registers in Italian: `{ $register -> [tu] Ti *[lei] Le } rispondiamo …`;
//! `$register` is always passed.

mod catalogue;
#[cfg(test)]
mod tests;
pub mod when;

use std::collections::BTreeSet;

use fluent_bundle::{FluentArgs, FluentValue};
use kernel::language::{Language, Register};

/// Speaks one language in one register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Say {
    pub language: Language,
    pub register: Register,
}

/// What fills a place in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Stands as it is.
    Text(String),
    /// Counts: chooses the plural, and is written with the language's thousands mark. A year or a code is text.
    Number(i64),
}

impl Say {
    pub fn new(language: Language, register: Register) -> Self {
        Self { language, register }
    }

    /// The text under `key`; the key itself when there is no such text.
    pub fn say(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text under `key` with its places filled; the key itself when there is no such text.
    ///
    /// # Panics
    /// In a build with debug assertions when there is none: in tests nobody overlooks it, also where the key was put
    /// together.
    pub fn with(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.known(key, args).unwrap_or_else(|| {
            debug_assert!(false, "there is no sentence {key:?}");
            key.to_owned()
        })
    }

    /// The same for a key made of something that came from elsewhere, for which there may be no text.
    pub fn known(&self, key: &str, args: &[(&str, Arg)]) -> Option<String> {
        let bundle = catalogue::bundle(self.language);
        let pattern = bundle.get_message(key).and_then(|message| message.value())?;
        let mut places = FluentArgs::with_capacity(args.len() + 1);
        places.set("register", self.register.name());
        for (name, arg) in args {
            match arg {
                Arg::Text(text) => places.set(*name, FluentValue::from(text.as_str())),
                Arg::Number(number) => places.set(*name, FluentValue::from(*number)),
            }
        }
        // A place left empty shows its own name: tests find it, and the rest of the sentence still stands.
        Some(bundle.format_pattern(pattern, Some(&places), &mut vec![]).into_owned())
    }
}

/// Every key of a language.
pub fn keys(language: Language) -> BTreeSet<String> {
    let messages = catalogue::AREAS.iter().flat_map(|area| area.messages(language));
    messages.map(|message| message.key).collect()
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Arg {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
