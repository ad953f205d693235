//! What the company decides about complaints: causes, terms with their source, who may give how much, when it is asked
//! again whether all is well.

use db::{Actor, Event, Tx};
use kernel::language::Language;
use serde_json::{Value, json};

use crate::agent::Role;
use crate::changed::Changes;
use crate::company;
use crate::error::{Error, Field};

use super::model::FollowUp;

const SETTING: &str = "complaints";
const CAUSES_MAX: usize = 60;
const TERMS_MAX: usize = 20;
/// No remedy is larger than this: a million euros.
pub(super) const AMOUNT_MAX_CENTS: i64 = 100_000_000;

/// What a cause is about, for reports that compare companies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    Product,
    Delivery,
    Promise,
    Billing,
    Service,
    Information,
    Other,
}

impl Category {
    pub const ALL: [Self; 7] = [
        Self::Product,
        Self::Delivery,
        Self::Promise,
        Self::Billing,
        Self::Service,
        Self::Information,
        Self::Other,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Delivery => "delivery",
            Self::Promise => "promise",
            Self::Billing => "billing",
            Self::Service => "service",
            Self::Information => "information",
            Self::Other => "other",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name() == name)
    }
}

/// Why people complain, in the company's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Short and stable: letters, digits and dashes.
    pub key: String,
    pub italian: String,
    pub english: String,
    pub category: Category,
}

impl Cause {
    pub fn label(&self, language: Language) -> &str {
        match language {
            Language::It => &self.italian,
            Language::En => &self.english,
        }
    }
}

/// In what a term is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Every day of the calendar.
    Solar,
    /// Monday to Friday but for holidays.
    Working,
}

impl Unit {
    pub const ALL: [Self; 2] = [Self::Solar, Self::Working];

    pub fn name(self) -> &'static str {
        match self {
            Self::Solar => "solar",
            Self::Working => "working",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

/// Within how many days a complaint is answered, and where that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub key: String,
    pub italian: String,
    pub english: String,
    pub days: i64,
    pub unit: Unit,
    /// The law, the authority's decision or the company's own word it rests on.
    pub source: String,
    /// When somebody of the company compared it with the official text; shown as not verified until then.
    pub confirmed_at_ms: Option<i64>,
}

impl Term {
    pub fn label(&self, language: Language) -> &str {
        match language {
            Language::It => &self.italian,
            Language::En => &self.english,
        }
    }

    pub fn to_json(&self) -> Value {
        json!({ "key": self.key, "it": self.italian, "en": self.english, "days": self.days,
                "unit": self.unit.name(), "source": self.source, "confirmed_at_ms": self.confirmed_at_ms })
    }

    /// What was kept; nothing when it cannot be read.
    pub fn from_json(value: &Value) -> Option<Self> {
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        Some(Self {
            key: text("key")?,
            italian: text("it")?,
            english: text("en")?,
            days: value["days"].as_i64()?,
            unit: Unit::of_name(value["unit"].as_str()?)?,
            source: text("source")?,
            confirmed_at_ms: value["confirmed_at_ms"].as_i64(),
        })
    }
}

/// How much each role may give alone, in cents; `None` is any amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub agent: Option<i64>,
    pub supervisor: Option<i64>,
    pub admin: Option<i64>,
}

impl Limits {
    /// A program gives nothing by itself.
    pub fn of(self, role: Role) -> Option<i64> {
        match role {
            Role::Agent => self.agent,
            Role::Supervisor => self.supervisor,
            Role::Admin => self.admin,
            Role::Integration => Some(0),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub causes: Vec<Cause>,
    pub terms: Vec<Term>,
    /// Key of the term a complaint has when nobody says another.
    pub term: String,
    pub limits: Limits,
    pub follow_up: FollowUp,
    /// Days between the answer and asking whether it is solved.
    pub follow_up_days: i64,
    /// So many complaints of one cause within 28 days make it a recurring one.
    pub recurring_count: i64,
    /// Open what is recognised without asking, once enough is labelled and it is nearly always right.
    pub opens_itself: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let cause = |key: &str, italian: &str, english: &str, category| Cause {
            key: key.to_owned(),
            italian: italian.to_owned(),
            english: english.to_owned(),
            category,
        };
        Self {
            causes: vec![
                cause(
                    "packaging",
                    "Imballo che non protegge",
                    "Packaging that does not protect",
                    Category::Product,
                ),
                cause("defect", "Prodotto difettoso", "Faulty product", Category::Product),
                cause(
                    "delivery",
                    "Consegna mancata o in ritardo",
                    "Missed or late delivery",
                    Category::Delivery,
                ),
                cause("promise", "Promessa mancata o spostata", "A promise missed or moved", Category::Promise),
                cause("billing", "Fatture e rimborsi", "Invoices and refunds", Category::Billing),
                cause("service", "Modi o competenza di chi risponde", "How we answered", Category::Service),
                cause(
                    "information",
                    "Informazioni sbagliate o assenti",
                    "Wrong or missing information",
                    Category::Information,
                ),
                cause("other", "Altro", "Something else", Category::Other),
            ],
            terms: vec![Term {
                key: "standard".to_owned(),
                italian: "Reclamo".to_owned(),
                english: "Complaint".to_owned(),
                days: 30,
                unit: Unit::Solar,
                source: "Impegno dell’azienda, sul modello della delibera AGCOM 255/24/CONS".to_owned(),
                confirmed_at_ms: None,
            }],
            term: "standard".to_owned(),
            limits: Limits { agent: Some(5_000), supervisor: Some(25_000), admin: None },
            follow_up: FollowUp::Mail,
            follow_up_days: 7,
            recurring_count: 3,
            opens_itself: false,
        }
    }
}

impl Settings {
    pub fn cause(&self, key: &str) -> Option<&Cause> {
        self.causes.iter().find(|cause| cause.key == key)
    }

    pub fn term(&self, key: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.key == key)
    }

    pub fn to_json(&self) -> Value {
        let cause = |cause: &Cause| json!({ "key": cause.key, "it": cause.italian, "en": cause.english, "category": cause.category.name() });
        json!({
            "causes": self.causes.iter().map(cause).collect::<Vec<_>>(),
            "terms": self.terms.iter().map(Term::to_json).collect::<Vec<_>>(),
            "term": self.term,
            "limits": { "agent": self.limits.agent, "supervisor": self.limits.supervisor, "admin": self.limits.admin },
            "follow_up": self.follow_up.name(),
            "follow_up_days": self.follow_up_days,
            "recurring_count": self.recurring_count,
            "opens_itself": self.opens_itself,
        })
    }

    /// What was kept; the product's own where nothing was.
    pub fn from_json(value: &Value) -> Self {
        let own = Self::default();
        let (Some(causes), Some(terms)) = (value["causes"].as_array(), value["terms"].as_array()) else {
            return own;
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let limits = &value["limits"];
        Self {
            causes: causes
                .iter()
                .map(|cause| Cause {
                    key: text(&cause["key"]),
                    italian: text(&cause["it"]),
                    english: text(&cause["en"]),
                    category: cause["category"].as_str().and_then(Category::of_name).unwrap_or(Category::Other),
                })
                .collect(),
            terms: terms.iter().filter_map(Term::from_json).collect(),
            term: text(&value["term"]),
            limits: Limits {
                agent: limits["agent"].as_i64(),
                supervisor: limits["supervisor"].as_i64(),
                admin: limits["admin"].as_i64(),
            },
            follow_up: value["follow_up"].as_str().and_then(FollowUp::of_name).unwrap_or(own.follow_up),
            follow_up_days: value["follow_up_days"].as_i64().unwrap_or(own.follow_up_days),
            recurring_count: value["recurring_count"].as_i64().unwrap_or(own.recurring_count),
            opens_itself: value["opens_itself"].as_bool().unwrap_or(false),
        }
    }

    /// What cannot be kept, each with its place.
    pub fn wrong(&self) -> Vec<Field> {
        let mut wrong = Vec::new();
        if self.causes.is_empty() || self.causes.len() > CAUSES_MAX {
            wrong.push(Field::new("/causes", format!("must be 1 to {CAUSES_MAX}")));
        }
        for (at, cause) in self.causes.iter().enumerate() {
            let twice = self.causes[..at].iter().any(|other| other.key == cause.key);
            check_key(&mut wrong, format!("/causes/{at}/key"), &cause.key, twice);
            check_labels(&mut wrong, &format!("/causes/{at}"), &cause.italian, &cause.english);
        }
        if self.terms.is_empty() || self.terms.len() > TERMS_MAX {
            wrong.push(Field::new("/terms", format!("must be 1 to {TERMS_MAX}")));
        }
        for (at, term) in self.terms.iter().enumerate() {
            let twice = self.terms[..at].iter().any(|other| other.key == term.key);
            check_key(&mut wrong, format!("/terms/{at}/key"), &term.key, twice);
            check_labels(&mut wrong, &format!("/terms/{at}"), &term.italian, &term.english);
            if !(1..=180).contains(&term.days) {
                wrong.push(Field::new(format!("/terms/{at}/days"), "must be between 1 and 180"));
            }
            if term.source.trim().is_empty() || term.source.chars().count() > 300 {
                wrong.push(Field::new(format!("/terms/{at}/source"), "must name it in 1 to 300 characters"));
            }
        }
        if self.term(&self.term).is_none() {
            wrong.push(Field::new("/term", "is not among the terms"));
        }
        let limits = [
            ("agent", self.limits.agent),
            ("supervisor", self.limits.supervisor),
            ("admin", self.limits.admin),
        ];
        for (role, limit) in limits {
            if limit.is_some_and(|cents| !(0..=AMOUNT_MAX_CENTS).contains(&cents)) {
                wrong.push(Field::new(format!("/limits/{role}"), "must be cents, 0 to 100,000,000, or null"));
            }
        }
        if !(1..=90).contains(&self.follow_up_days) {
            wrong.push(Field::new("/follow_up_days", "must be between 1 and 90"));
        }
        if !(2..=100).contains(&self.recurring_count) {
            wrong.push(Field::new("/recurring_count", "must be between 2 and 100"));
        }
        wrong
    }
}

fn check_key(wrong: &mut Vec<Field>, place: String, key: &str, twice: bool) {
    let good = key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if key.is_empty() || key.len() > 40 || !good {
        wrong.push(Field::new(place, "must be 1 to 40 of a-z, 0-9 and -"));
    } else if twice {
        wrong.push(Field::new(place, "is there twice"));
    }
}

fn check_labels(wrong: &mut Vec<Field>, place: &str, italian: &str, english: &str) {
    for (name, label) in [("it", italian), ("en", english)] {
        if label.trim().is_empty() || label.chars().count() > 80 {
            wrong.push(Field::new(format!("{place}/{name}"), "must have 1 to 80 characters"));
        }
    }
}

/// The company's own, or the product's.
pub fn configured(tx: &mut Tx<'_>) -> Result<Settings, Error> {
    Ok(Settings::from_json(&company::setting(tx, SETTING)?))
}

/// Keeps other settings, field by field in the event log. A term that is no longer what was confirmed is unconfirmed.
///
/// # Errors
/// Each field that cannot be.
pub fn change(tx: &mut Tx<'_>, mut settings: Settings, actor: Actor) -> Result<Settings, Error> {
    let wrong = settings.wrong();
    if !wrong.is_empty() {
        return Err(Error::Refused(wrong));
    }
    let before = configured(tx)?;
    for term in &mut settings.terms {
        let same = before.term(&term.key).is_some_and(|old| {
            (old.days, old.unit, old.source.trim()) == (term.days, term.unit, term.source.trim())
        });
        let known = before.term(&term.key).and_then(|old| old.confirmed_at_ms);
        term.confirmed_at_ms = known.filter(|_| same);
    }
    keep(tx, &before, &settings, actor)?;
    Ok(settings)
}

/// Somebody of the company read the official text: the term is as it says.
///
/// # Errors
/// A term that is not there.
pub fn confirm_term(tx: &mut Tx<'_>, key: &str, actor: Actor) -> Result<Settings, Error> {
    let before = configured(tx)?;
    let mut settings = before.clone();
    let now_ms = tx.now_ms();
    let term = settings.terms.iter_mut().find(|term| term.key == key).ok_or(Error::Missing("term"))?;
    term.confirmed_at_ms = term.confirmed_at_ms.or(Some(now_ms));
    keep(tx, &before, &settings, actor)?;
    Ok(settings)
}

fn keep(tx: &mut Tx<'_>, before: &Settings, settings: &Settings, actor: Actor) -> Result<(), Error> {
    let (from, to) = (before.to_json(), settings.to_json());
    let mut changes = Changes::default();
    for field in
        ["causes", "terms", "term", "limits", "follow_up", "follow_up_days", "recurring_count", "opens_itself"]
    {
        changes.note(field, from[field].clone(), to[field].clone());
    }
    if changes.is_empty() {
        return Ok(());
    }
    company::keep_setting(tx, SETTING, to)?;
    let data = changes.within(json!({}));
    tx.record(Event { kind: "complaint.settings_changed", actor, conversation_id: None, data })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_kept_as_they_are_and_refused_with_their_places() {
        let own = Settings::default();
        assert_eq!(own.wrong(), []);
        assert_eq!(Settings::from_json(&own.to_json()), own);
        assert_eq!(Settings::from_json(&Value::Null), own);
        let mut bad = own.clone();
        bad.causes[1].key = "packaging".to_owned();
        bad.terms[0].days = 0;
        bad.terms[0].source = " ".to_owned();
        bad.term = "other".to_owned();
        bad.limits.agent = Some(-1);
        bad.follow_up_days = 91;
        bad.recurring_count = 1;
        let places: Vec<String> = bad.wrong().into_iter().map(|field| field.pointer).collect();
        let wanted = [
            "/causes/1/key",
            "/terms/0/days",
            "/terms/0/source",
            "/term",
            "/limits/agent",
            "/follow_up_days",
            "/recurring_count",
        ];
        assert_eq!(places, wanted);
    }

    #[test]
    fn a_program_gives_nothing_by_itself() {
        let limits = Settings::default().limits;
        assert_eq!(limits.of(Role::Integration), Some(0));
        assert_eq!(limits.of(Role::Admin), None);
    }
}
