//! The languages the product speaks, and how it addresses people in Italian.

/// A language the product writes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Language {
    #[default]
    It,
    En,
}

impl Language {
    /// The language for a tag as people and browsers write it (`it-IT`, `en`, `de-AT`):
    /// Italian for Italian, English for every other tag, nothing for an empty one.
    pub fn of_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.trim().to_ascii_lowercase().as_str() {
            "" => None,
            "it" => Some(Self::It),
            _ => Some(Self::En),
        }
    }

    /// BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::It => "it",
            Self::En => "en",
        }
    }
}

/// How Italian addresses the reader: *Lei* unless the company chose *tu*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Register {
    #[default]
    Lei,
    Tu,
}

impl Register {
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "lei" => Some(Self::Lei),
            "tu" => Some(Self::Tu),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Lei => "lei",
            Self::Tu => "tu",
        }
    }
}
