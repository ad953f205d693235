//! What a form asks, and whether what came back can be taken.

use jiff::civil::Date;
use kernel::address;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::Field as Fault;

/// Fields of one form at most.
pub const FIELDS_MAX: usize = 40;
/// Fields every form may have, by the names the outer contract gives them.
pub const STANDARD: [&str; 5] = ["name", "email", "phone", "subject", "text"];

const LABEL_CHARS_MAX: usize = 120;
const HELP_CHARS_MAX: usize = 300;
const CHOICES_MAX: usize = 30;
const SITES_MAX: usize = 20;
/// Characters of an answer of one line, and of a long one.
const LINE_CHARS_MAX: usize = 300;
const TEXT_CHARS_MAX: usize = 50_000;

/// What is typed into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Text,
    Long,
    Choice,
    Check,
    Date,
    /// An order number: one line without spaces.
    Order,
    Email,
    Phone,
}

impl Kind {
    pub const ALL: [Self; 8] =
        [Self::Text, Self::Long, Self::Choice, Self::Check, Self::Date, Self::Order, Self::Email, Self::Phone];

    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Long => "long",
            Self::Choice => "choice",
            Self::Check => "check",
            Self::Date => "date",
            Self::Order => "order",
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A field is asked only when another has this answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    pub field: String,
    /// The answer, as the choice is written; `yes` for a ticked box.
    pub is: String,
}

/// One field, in the order it is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// As it is sent: one of [`STANDARD`], or a name of its own in `a-z`, `0-9` and `_`.
    pub name: String,
    /// Empty for a standard field: the catalogue's own words, in the reader's language.
    #[serde(default)]
    pub label: String,
    pub kind: Kind,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub help: String,
    #[serde(default)]
    pub choices: Vec<String>,
    #[serde(default)]
    pub when: Option<Condition>,
}

impl Field {
    fn standard(name: &str, kind: Kind, required: bool) -> Self {
        Self {
            name: name.to_owned(),
            label: String::new(),
            kind,
            required,
            help: String::new(),
            choices: Vec::new(),
            when: None,
        }
    }

    pub fn is_standard(&self) -> bool {
        STANDARD.contains(&self.name.as_str())
    }
}

/// The form of an inbox, and how the customer's pages of that inbox behave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    pub fields: Vec<Field>,
    /// Whether files can be added.
    pub files: bool,
    /// A sentence of the company's own above the fields.
    pub intro: String,
    /// Sites the form may stand on, as origins (`https://www.example.it`); empty: on none but its own page.
    pub sites: Vec<String>,
    /// Messages one address may send in a minute.
    pub a_minute: i64,
    /// A form sent back sooner than this was not typed by a person.
    pub typed_seconds: i64,
    /// Days the page of a request can be opened after it was closed.
    pub track_days: i64,
    /// Whether customers may ask to be called back.
    pub callbacks: bool,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            fields: vec![
                Field::standard("name", Kind::Text, false),
                Field::standard("phone", Kind::Phone, false),
                Field::standard("email", Kind::Email, true),
                Field::standard("subject", Kind::Text, false),
                Field::standard("text", Kind::Long, true),
            ],
            files: true,
            intro: String::new(),
            sites: Vec::new(),
            a_minute: 60,
            typed_seconds: 2,
            track_days: 90,
            callbacks: true,
        }
    }
}

impl Form {
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What is wrong with the definition, by JSON pointer.
    pub fn faults(&self) -> Vec<Fault> {
        let mut wrong = Vec::new();
        if self.fields.is_empty() || self.fields.len() > FIELDS_MAX {
            wrong.push(Fault::new("/fields", format!("must be 1 to {FIELDS_MAX}")));
        }
        for (at, field) in self.fields.iter().enumerate() {
            self.field_faults(at, field, &mut wrong);
        }
        if self.field("text").is_none_or(|field| field.kind != Kind::Long || field.when.is_some()) {
            wrong.push(Fault::new("/fields", "must ask for the message itself (text), always"));
        }
        if self.field("email").is_none() && self.field("phone").is_none() {
            wrong.push(Fault::new("/fields", "must ask for an e-mail address or a telephone number"));
        }
        if self.intro.chars().count() > HELP_CHARS_MAX {
            wrong.push(Fault::new("/intro", format!("can have {HELP_CHARS_MAX} characters at most")));
        }
        if self.sites.len() > SITES_MAX || self.sites.iter().any(|site| !is_origin(site)) {
            wrong
                .push(Fault::new("/sites", "must be addresses such as https://www.example.it, without a path"));
        }
        for (pointer, value, least, most) in [
            ("/a_minute", self.a_minute, 1, 1_000),
            ("/typed_seconds", self.typed_seconds, 0, 60),
            ("/track_days", self.track_days, 1, 3_650),
        ] {
            if !(least..=most).contains(&value) {
                wrong.push(Fault::new(pointer, format!("must be between {least} and {most}")));
            }
        }
        wrong
    }

    fn field_faults(&self, at: usize, field: &Field, wrong: &mut Vec<Fault>) {
        let mut add = |place: &str, message: &str| {
            wrong.push(Fault::new(format!("/fields/{at}/{place}"), message));
        };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let reserved = ["files", "lang", "website", "time", "task", "proof", "confirm", "kept", "do"];
        if field.name.is_empty()
            || field.name.len() > 40
            || !field.name.chars().all(plain)
            || reserved.contains(&field.name.as_str())
        {
            add("name", "must be 1 to 40 of a-z, 0-9 and _, and not what the page itself sends (files, time)");
        }
        if self.fields.iter().take(at).any(|other| other.name == field.name) {
            add("name", "is there twice");
        }
        let standard_kind = match field.name.as_str() {
            "email" => Some(Kind::Email),
            "phone" => Some(Kind::Phone),
            "text" => Some(Kind::Long),
            "name" | "subject" => Some(Kind::Text),
            _ => None,
        };
        if standard_kind.is_some_and(|kind| kind != field.kind) {
            add("kind", "is fixed for this field");
        }
        if field.label.chars().count() > LABEL_CHARS_MAX
            || field.label.trim().is_empty() && !field.is_standard()
        {
            add("label", "must have 1 to 120 characters");
        }
        if field.help.chars().count() > HELP_CHARS_MAX {
            add("help", "can have 300 characters at most");
        }
        let choices = field.choices.len();
        let bad_choice = |choice: &String| choice.trim().is_empty() || choice.chars().count() > LABEL_CHARS_MAX;
        if field.kind == Kind::Choice
            && (!(2..=CHOICES_MAX).contains(&choices) || field.choices.iter().any(bad_choice))
        {
            add("choices", "must be 2 to 30, each of 1 to 120 characters");
        }
        if let Some(when) = &field.when {
            match self.fields.iter().take(at).find(|other| other.name == when.field) {
                None => add("when", "must name a field above this one"),
                Some(other) if other.kind == Kind::Choice && !other.choices.contains(&when.is) => {
                    add("when", "must be one of that field's choices");
                }
                Some(_) if when.is.trim().is_empty() => add("when", "must say which answer"),
                Some(_) => {}
            }
        }
    }
}

fn is_origin(site: &str) -> bool {
    let rest = site.strip_prefix("https://").or_else(|| site.strip_prefix("http://"));
    rest.is_some_and(|host| {
        !host.is_empty()
            && host.len() < 250
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:".contains(&b))
    })
}

/// Why an answer cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Missing,
    TooLong,
    NoAddress,
    /// The end of the address is missing, as in `anna@posta`.
    AddressEnd,
    NoPhone,
    NoDate,
    NoChoice,
    NoOrder,
    /// Neither an address nor a number: nobody could be answered.
    NoWayBack,
}

impl Why {
    /// Stable word: the end of its key in the catalogue.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong => "too-long",
            Self::NoAddress => "no-address",
            Self::AddressEnd => "address-end",
            Self::NoPhone => "no-phone",
            Self::NoDate => "no-date",
            Self::NoChoice => "no-choice",
            Self::NoOrder => "no-order",
            Self::NoWayBack => "no-way-back",
        }
    }

    /// The same for programs.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Missing => "is needed",
            Self::TooLong => "is too long",
            Self::NoAddress => "is not an e-mail address",
            Self::AddressEnd => "has no end such as .it",
            Self::NoPhone => "is not a telephone number",
            Self::NoDate => "is not a date such as 2026-11-23",
            Self::NoChoice => "is none of the choices",
            Self::NoOrder => "is not an order number",
            Self::NoWayBack => "or a telephone number is needed: nobody could be answered",
        }
    }
}

/// One answer that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub field: String,
    pub why: Why,
}

/// Whether a field is asked, given the other answers.
pub fn is_asked<'a>(field: &Field, answer: impl Fn(&str) -> &'a str) -> bool {
    field.when.as_ref().is_none_or(|when| {
        let given = answer(&when.field).trim();
        given == when.is || when.is == "yes" && !given.is_empty() && given != "no"
    })
}

/// What cannot be taken of the answers given, in the order of the fields.
pub fn check<'a>(form: &Form, answer: impl Fn(&str) -> &'a str) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for field in &form.fields {
        let given = answer(&field.name).trim();
        let why = match given.is_empty() {
            true => (field.required && is_asked(field, &answer)).then_some(Why::Missing),
            false => fault(field, given),
        };
        wrong.extend(why.map(|why| Wrong { field: field.name.clone(), why }));
    }
    // What a program sends without being asked is read all the same.
    for name in STANDARD.into_iter().filter(|name| form.field(name).is_none()) {
        if answer(name).chars().count() > LINE_CHARS_MAX {
            wrong.push(Wrong { field: name.to_owned(), why: Why::TooLong });
        }
    }
    if wrong.is_empty() && answer("email").trim().is_empty() && answer("phone").trim().is_empty() {
        wrong.push(Wrong { field: "email".to_owned(), why: Why::NoWayBack });
    }
    wrong
}

fn fault(field: &Field, given: &str) -> Option<Why> {
    let most = if field.kind == Kind::Long { TEXT_CHARS_MAX } else { LINE_CHARS_MAX };
    if given.chars().count() > most {
        return Some(Why::TooLong);
    }
    match field.kind {
        Kind::Text | Kind::Long | Kind::Check => None,
        Kind::Choice => (!field.choices.iter().any(|choice| choice == given)).then_some(Why::NoChoice),
        Kind::Date => given.parse::<Date>().is_err().then_some(Why::NoDate),
        Kind::Order => {
            let plain = |c: char| c.is_alphanumeric() || "-_/.#".contains(c);
            (given.chars().count() > 60 || !given.chars().all(plain)).then_some(Why::NoOrder)
        }
        Kind::Phone => phone(given).is_none().then_some(Why::NoPhone),
        Kind::Email => match given.split_once('@') {
            Some((name, domain)) if !name.is_empty() && !domain.is_empty() && !domain.contains('.') => {
                Some(Why::AddressEnd)
            }
            _ => (!address::plausible(given) || given.contains([',', ';', '<'])).then_some(Why::NoAddress),
        },
    }
}

/// A telephone number as it is compared: digits with a plus in front where one was written; 6 to 15 digits (ITU-T
/// E.164).
pub fn phone(given: &str) -> Option<String> {
    let given = given.trim();
    let extra = |c: char| c.is_ascii_digit() || " +-./()\u{a0}".contains(c);
    let digits: String = given.chars().filter(char::is_ascii_digit).collect();
    let good = given.chars().all(extra) && (6..=15).contains(&digits.len());
    let plus = if given.starts_with('+') { "+" } else { "" };
    good.then(|| format!("{plus}{digits}"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{Condition, Field, Form, Kind, Why, check, phone};

    fn wrong(form: &Form, answers: &[(&str, &str)]) -> Vec<(String, Why)> {
        let answer = |name: &str| answers.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| *value);
        check(form, answer).into_iter().map(|wrong| (wrong.field, wrong.why)).collect()
    }

    fn with(extra: Field) -> Form {
        let mut form = Form::default();
        form.fields.push(extra);
        form
    }

    #[test]
    fn what_a_person_mistypes_is_named_field_by_field() {
        let form = Form::default();
        let good = [("email", "anna@posta.example"), ("text", "Ciao")];
        assert!(wrong(&form, &good).is_empty());
        let bad = wrong(&form, &[("email", "ezio@posta"), ("phone", "chiamami"), ("text", "  ")]);
        assert_eq!(
            bad,
            [
                ("phone".to_owned(), Why::NoPhone),
                ("email".to_owned(), Why::AddressEnd),
                ("text".to_owned(), Why::Missing)
            ]
        );
        assert_eq!(wrong(&form, &[("email", "a b@c.it"), ("text", "x")])[0].1, Why::NoAddress);
        assert_eq!(wrong(&form, &[("email", "a@c.it,d@e.it"), ("text", "x")])[0].1, Why::NoAddress);
    }

    #[test]
    fn no_field_is_called_like_what_the_page_itself_sends() {
        for name in ["files", "lang", "website", "time", "task", "proof", "confirm", "kept", "do"] {
            let own = Field { label: "Ora".to_owned(), ..Field::standard(name, Kind::Text, false) };
            let faults = with(own).faults();
            assert!(faults.iter().any(|fault| fault.pointer == "/fields/5/name"), "{name}");
        }
    }

    #[test]
    fn what_the_form_does_not_ask_for_has_its_bounds_too() {
        let mut form = Form::default();
        form.fields.retain(|field| field.name != "name" && field.name != "subject");
        let long = "a".repeat(301);
        let given = [("email", "anna@posta.example"), ("text", "Ciao"), ("name", "Anna"), ("subject", &long)];
        assert_eq!(wrong(&form, &given), [("subject".to_owned(), Why::TooLong)]);
    }

    #[test]
    fn a_field_under_a_condition_is_needed_only_when_it_is_asked() {
        let mut form = with(Field {
            name: "topic".to_owned(),
            label: "Argomento".to_owned(),
            kind: Kind::Choice,
            required: false,
            help: String::new(),
            choices: vec!["Un ordine".to_owned(), "Altro".to_owned()],
            when: None,
        });
        form.fields.push(Field {
            name: "order".to_owned(),
            label: "Numero d’ordine".to_owned(),
            kind: Kind::Order,
            required: true,
            help: String::new(),
            choices: Vec::new(),
            when: Some(Condition { field: "topic".to_owned(), is: "Un ordine".to_owned() }),
        });
        assert_eq!(form.faults(), []);
        let base = [("email", "anna@posta.example"), ("text", "Ciao")];
        let given = |topic: &'static str| [base[0], base[1], ("topic", topic)];
        assert_eq!(wrong(&form, &given("Un ordine")), [("order".to_owned(), Why::Missing)]);
        assert!(wrong(&form, &given("Altro")).is_empty());
        assert_eq!(wrong(&form, &given("Boh")), [("topic".to_owned(), Why::NoChoice)]);
        let again = Form::from_json(&form.to_json().to_string()).unwrap();
        assert_eq!(again, form);
    }

    #[test]
    fn a_form_that_could_not_be_answered_is_refused() {
        let mut form = Form::default();
        form.fields.retain(|field| field.name != "email" && field.name != "phone");
        form.sites = vec!["https://www.example.it/negozio".to_owned(), "javascript:alert(1)".to_owned()];
        let places: Vec<_> = form.faults().into_iter().map(|fault| fault.pointer).collect();
        assert_eq!(places, ["/fields", "/sites"]);
        let mut form = Form::default();
        form.fields[2].required = false;
        assert_eq!(wrong(&form, &[("text", "Ciao")]), [("email".to_owned(), Why::NoWayBack)]);
        assert!(wrong(&form, &[("text", "Ciao"), ("phone", "347 112 2021")]).is_empty());
    }

    #[test]
    fn a_telephone_number_is_compared_by_its_digits() {
        assert_eq!(phone("+39 347 11-22.021").as_deref(), Some("+393471122021"));
        assert_eq!(phone("800 000 000").as_deref(), Some("800000000"));
        assert_eq!(phone("12345"), None);
        assert_eq!(phone("347<script>"), None);
    }
}
