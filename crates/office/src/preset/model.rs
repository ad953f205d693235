//! Presets as they are written in `presets/*.json`, and the half-years they are reported by. Pure.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use kernel::language::Language;
use serde_json::Value;
use spine::complaint::Unit;

/// One authority's rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// `arera-tiqv`.
    pub key: String,
    /// Of this file; what was confirmed of an earlier one is not confirmed of the next.
    pub version: String,
    name: [String; 2],
    audience: [String; 2],
    /// Where it is written.
    pub source: String,
    pub in_force: Date,
    /// The term a complaint has when nobody says another.
    pub term: String,
    pub terms: Vec<Term>,
    pub goals: Vec<Asked>,
    /// By how late an answer is; empty where none is due by itself.
    pub compensation: Vec<Step>,
    hints: [Vec<String>; 2],
}

/// Within how long a kind of complaint is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub key: String,
    label: [String; 2],
    pub days: i64,
    pub unit: Unit,
}

/// What is asked of a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// `complaints_in_time`, `mean_wait` or `within_20_seconds`.
    pub measure: String,
    pub limit: Limit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Tenths of a percent.
    AtLeast(i64),
    /// Milliseconds.
    AtMost(i64),
}

/// What is due up to so many times the term; `None` is beyond all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub until_times: Option<i64>,
    pub cents: i64,
}

fn of(pair: &[String; 2], language: Language) -> &str {
    match language {
        Language::It => &pair[0],
        Language::En => &pair[1],
    }
}

impl Term {
    pub fn label(&self, language: Language) -> &str {
        of(&self.label, language)
    }

    /// As complaints keep it.
    pub fn kept(&self, source: &str) -> spine::complaint::Term {
        spine::complaint::Term {
            key: self.key.clone(),
            italian: self.label[0].clone(),
            english: self.label[1].clone(),
            days: self.days,
            unit: self.unit,
            source: source.to_owned(),
            confirmed_at_ms: None,
        }
    }
}

impl Preset {
    pub fn name(&self, language: Language) -> &str {
        of(&self.name, language)
    }

    /// Whom it binds.
    pub fn audience(&self, language: Language) -> &str {
        of(&self.audience, language)
    }

    pub fn hints(&self, language: Language) -> &[String] {
        match language {
            Language::It => &self.hints[0],
            Language::En => &self.hints[1],
        }
    }

    pub fn has_term(&self, key: &str) -> bool {
        self.terms.iter().any(|term| term.key == key)
    }

    /// What a file says; nothing when it does not say it all.
    fn read(text: &str) -> Option<Self> {
        let file: Value = serde_json::from_str(text).ok()?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let pair = |value: &Value| Some([text(&value["it"])?, text(&value["en"])?]);
        let texts = |value: &Value| value.as_array()?.iter().map(text).collect::<Option<Vec<_>>>();
        let term = |value: &Value| {
            Some(Term {
                key: text(&value["key"])?,
                label: pair(value)?,
                days: value["days"].as_i64()?,
                unit: Unit::of_name(value["unit"].as_str()?)?,
            })
        };
        let goal = |value: &Value| {
            let limit = match (value["at_least"].as_i64(), value["at_most"].as_i64()) {
                (Some(tenths), None) => Limit::AtLeast(tenths),
                (None, Some(ms)) => Limit::AtMost(ms),
                _ => return None,
            };
            Some(Asked { measure: text(&value["measure"])?, limit })
        };
        let step = |value: &Value| {
            Some(Step { until_times: value["until_times"].as_i64(), cents: value["cents"].as_i64()? })
        };
        Some(Self {
            key: text(&file["key"])?,
            version: text(&file["version"])?,
            name: pair(&file["name"])?,
            audience: pair(&file["audience"])?,
            source: text(&file["source"])?,
            in_force: file["in_force"].as_str()?.parse().ok()?,
            term: text(&file["term"])?,
            terms: file["terms"].as_array()?.iter().map(term).collect::<Option<_>>()?,
            goals: file["goals"].as_array()?.iter().map(goal).collect::<Option<_>>()?,
            compensation: file["compensation"].as_array()?.iter().map(step).collect::<Option<_>>()?,
            hints: [texts(&file["hints"]["it"])?, texts(&file["hints"]["en"])?],
        })
    }
}

/// The files, one a preset.
pub(super) const FILES: [&str; 3] = [
    include_str!("../../presets/arera-tiqv.json"),
    include_str!("../../presets/agcom-255-24.json"),
    include_str!("../../presets/es-sac.json"),
];

/// All presets there are.
pub static PRESETS: LazyLock<Vec<Preset>> =
    LazyLock::new(|| FILES.iter().filter_map(|text| Preset::read(text)).collect());

/// Half a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Half {
    pub year: i16,
    /// 1 or 2.
    pub number: i8,
}

impl Half {
    pub fn of_day(day: Date) -> Self {
        Self { year: day.year(), number: if day.month() <= 6 { 1 } else { 2 } }
    }

    /// `2026-2`.
    pub fn of_name(name: &str) -> Option<Self> {
        let (year, number) = name.split_once('-')?;
        let digits = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        let half = Self { year: year.parse().ok()?, number: number.parse().ok()? };
        (digits && year >= "2000" && matches!(number, "1" | "2")).then_some(half)
    }

    pub fn name(self) -> String {
        format!("{:04}-{}", self.year, self.number)
    }

    pub fn before(self) -> Self {
        match self.number {
            2 => Self { number: 1, ..self },
            _ => Self { year: self.year - 1, number: 2 },
        }
    }

    pub fn from(self) -> Date {
        date(self.year, if self.number == 1 { 1 } else { 7 }, 1)
    }

    pub fn to(self) -> Date {
        if self.number == 1 { date(self.year, 6, 30) } else { date(self.year, 12, 31) }
    }
}
