//! The texts themselves: one file an area and language, compiled in, read once.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentResource, FluentValue};
use kernel::language::Language;
use unic_langid::LanguageIdentifier;

use crate::when;

/// An area of the product and its texts in both languages.
pub(crate) struct Area {
    #[cfg(test)]
    pub name: &'static str,
    pub it: &'static str,
    pub en: &'static str,
}

macro_rules! area {
    ($name:literal) => {
        Area {
            #[cfg(test)]
            name: $name,
            it: include_str!(concat!("../ftl/it/", $name, ".ftl")),
            en: include_str!(concat!("../ftl/en/", $name, ".ftl")),
        }
    };
}

pub(crate) static AREAS: &[Area] = &[
    area!("time"),
    area!("mail"),
    area!("template"),
    area!("task"),
    area!("complaint"),
    area!("inbox"),
    area!("lists"),
    area!("composer"),
    area!("ledger"),
    area!("keeping"),
    area!("reason"),
    area!("wallboard"),
    area!("reports"),
    area!("mailing"),
    area!("preset"),
    area!("truth"),
    area!("hindsight"),
    area!("whatif"),
    area!("forecast"),
    area!("settings"),
    area!("mailbox"),
    area!("entry"),
    area!("track"),
    area!("form"),
    area!("shell"),
    area!("notices"),
    area!("together"),
    area!("promise"),
    area!("health"),
    area!("domain"),
    area!("oncall"),
    area!("skill"),
    area!("shift"),
    area!("day"),
    area!("api"),
];

/// One message as it stands in its file.
pub(crate) struct Message {
    pub key: String,
    /// Everything after the equals sign, with the lines that continue it.
    pub body: String,
}

impl Area {
    pub fn text(&self, language: Language) -> &'static str {
        match language {
            Language::It => self.it,
            Language::En => self.en,
        }
    }

    pub fn messages(&self, language: Language) -> Vec<Message> {
        let mut messages: Vec<Message> = vec![];
        for line in self.text(language).lines() {
            if line.starts_with(|first: char| first.is_ascii_alphabetic()) {
                let (key, body) = line.split_once('=').unwrap_or((line, ""));
                messages.push(Message { key: key.trim().to_owned(), body: body.to_owned() });
            } else if let (false, Some(message)) = (line.starts_with('#'), messages.last_mut()) {
                message.body.push('\n');
                message.body.push_str(line);
            }
        }
        messages
    }
}

pub(crate) fn bundle(language: Language) -> &'static FluentBundle<FluentResource> {
    static IT: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| read(Language::It));
    static EN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| read(Language::En));
    match language {
        Language::It => &IT,
        Language::En => &EN,
    }
}

fn read(language: Language) -> FluentBundle<FluentResource> {
    let locale: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::It => |value, _| number(value, Language::It),
        Language::En => |value, _| number(value, Language::En),
    }));
    for area in AREAS {
        // What cannot be read is left out; the tests of this crate refuse it before it is shipped.
        let resource = match FluentResource::try_new(area.text(language).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource(resource).ok();
    }
    bundle
}

fn number(value: &FluentValue, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(when::grouped(number.value as i64, language)),
        _ => None,
    }
}
