//! Words to topics, and order numbers out of a text. Pure.

use kernel::language::Language;
use serde_json::{Value, json};

use super::acts::Understanding;
use crate::error::Field;

/// One topic of the company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Short and stable: letters, digits and dashes.
    pub key: String,
    pub italian: String,
    pub english: String,
    /// Words and phrases of either language that speak of it; a word of five letters or more is found by its
    /// beginning.
    pub words: Vec<String>,
    /// Whoever writes about it is not asked for a rating.
    pub complaint: bool,
}

impl Topic {
    pub fn label(&self, language: Language) -> &str {
        match language {
            Language::It => &self.italian,
            Language::En => &self.english,
        }
    }
}

/// What the company looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub topics: Vec<Topic>,
    /// Forms of its order numbers: `9` is a digit, `A` a letter, anything else itself, as in `F-99999`.
    pub order_forms: Vec<String>,
}

/// Topics of one company at most, words of one, forms of order numbers.
const TOPICS_MAX: usize = 40;
const WORDS_MAX: usize = 80;
const FORMS_MAX: usize = 10;
/// Characters of a text that are looked at.
const READ_CHARS_MAX: usize = 4_000;
/// A word of the subject counts as much as this many of the text.
const SUBJECT_WEIGHT: u32 = 3;
/// Points a topic needs, and how many times those of the next one.
const SURE: u32 = 3;
const CLEARLY: u32 = 2;

impl Default for Settings {
    fn default() -> Self {
        let topic = |key: &str, italian: &str, english: &str, words: &str| Topic {
            key: key.to_owned(),
            italian: italian.to_owned(),
            english: english.to_owned(),
            words: words.split(", ").map(str::to_owned).collect(),
            complaint: key == "complaint",
        };
        Self {
            topics: vec![
                topic(
                    "delivery",
                    "Spedizione e consegna",
                    "Delivery",
                    "spedizion, spedit, consegn, pacco, corriere, tracking, in ritardo, non è arrivat, delivery, \
                     shipping, shipment, parcel, courier, not arrived, where is my order",
                ),
                topic(
                    "return",
                    "Reso e rimborso",
                    "Return and refund",
                    "reso, restitu, rimbors, recesso, sostituzione, return, refund, send back, exchange",
                ),
                topic(
                    "defect",
                    "Prodotto difettoso",
                    "Faulty product",
                    "difett, rotto, rotta, guast, non funziona, crepa, sfarfall, garanzia, ricambio, faulty, broken, \
                     defect, does not work, doesn't work, warranty, spare part",
                ),
                topic(
                    "billing",
                    "Pagamento e fattura",
                    "Payment and invoice",
                    "fattur, pagament, bonifico, addebit, ricevuta, carta di credito, invoice, payment, billing, \
                     charged, receipt",
                ),
                topic(
                    "order",
                    "Ordine",
                    "Order",
                    "annullare l'ordine, modificare l'ordine, conferma d'ordine, ordinare, cancel my order, \
                     change my order, order confirmation",
                ),
                topic(
                    "account",
                    "Accesso e dati personali",
                    "Account and personal data",
                    "password, accesso, accedere, registrazione, il mio profilo, privacy, log in, login, sign in, \
                     my account",
                ),
                topic(
                    "complaint",
                    "Reclamo",
                    "Complaint",
                    "reclamo, reclami, vergogn, inaccettabil, avvocato, associazione consumatori, complaint, \
                     unacceptable, lawyer",
                ),
            ],
            order_forms: Vec::new(),
        }
    }
}

impl Settings {
    pub fn to_json(&self) -> Value {
        let topic = |topic: &Topic| {
            json!({ "key": topic.key, "it": topic.italian, "en": topic.english, "words": topic.words,
                    "complaint": topic.complaint })
        };
        json!({ "topics": self.topics.iter().map(topic).collect::<Vec<_>>(), "order_forms": self.order_forms })
    }

    /// What was kept; the product's own list where nothing was.
    pub fn from_json(value: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let texts =
            |value: &Value| value.as_array().map(|list| list.iter().map(text).collect()).unwrap_or_default();
        let Some(topics) = value["topics"].as_array() else { return Self::default() };
        Self {
            topics: topics
                .iter()
                .map(|topic| Topic {
                    key: text(&topic["key"]),
                    italian: text(&topic["it"]),
                    english: text(&topic["en"]),
                    words: texts(&topic["words"]),
                    complaint: topic["complaint"].as_bool().unwrap_or(false),
                })
                .collect(),
            order_forms: texts(&value["order_forms"]),
        }
    }

    /// What cannot be kept, each with its place.
    pub fn wrong(&self) -> Vec<Field> {
        let mut wrong = Vec::new();
        if self.topics.len() > TOPICS_MAX {
            wrong.push(Field::new("/topics", format!("can be {TOPICS_MAX} at most")));
        }
        for (at, topic) in self.topics.iter().enumerate() {
            let good =
                |key: &str| key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if topic.key.is_empty() || topic.key.len() > 40 || !good(&topic.key) {
                wrong.push(Field::new(format!("/topics/{at}/key"), "must be 1 to 40 of a-z, 0-9 and -"));
            } else if self.topics[..at].iter().any(|other| other.key == topic.key) {
                wrong.push(Field::new(format!("/topics/{at}/key"), "is there twice"));
            }
            for (name, label) in [("it", &topic.italian), ("en", &topic.english)] {
                if label.trim().is_empty() || label.chars().count() > 60 {
                    wrong.push(Field::new(format!("/topics/{at}/{name}"), "must have 1 to 60 characters"));
                }
            }
            let long =
                topic.words.iter().any(|word| folded(word).trim().chars().count() < 3 || word.len() > 100);
            if topic.words.is_empty() || topic.words.len() > WORDS_MAX || long {
                let most = format!("must be 1 to {WORDS_MAX} words or phrases of 3 characters or more");
                wrong.push(Field::new(format!("/topics/{at}/words"), most));
            }
        }
        if self.order_forms.len() > FORMS_MAX {
            wrong.push(Field::new("/order_forms", format!("can be {FORMS_MAX} at most")));
        }
        for (at, form) in self.order_forms.iter().enumerate() {
            let digits = form.chars().filter(|c| *c == '9').count();
            if digits < 3
                || form.chars().count() > 30
                || form.chars().any(|c| c.is_whitespace() || c.is_control())
            {
                let message = "must have three digits (9) or more, no spaces, 30 characters at most";
                wrong.push(Field::new(format!("/order_forms/{at}"), message));
            }
        }
        wrong
    }
}

/// Reads a message: its topic when one stands out, and the first order number.
pub fn understand(settings: &Settings, subject: &str, text: &str) -> Understanding {
    let text: String = text.chars().take(READ_CHARS_MAX).collect();
    let (head, body) = (folded(subject), folded(&text));
    let mut scores: Vec<(u32, &Topic)> = settings
        .topics
        .iter()
        .map(|topic| {
            let words: Vec<String> = topic.words.iter().map(|word| folded(word)).collect();
            let found = |place: &str| words.iter().filter(|word| speaks(place, word)).count() as u32;
            (found(&head) * SUBJECT_WEIGHT + found(&body), topic)
        })
        .collect();
    scores.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let topic = match scores.as_slice() {
        [(best, topic), rest @ ..] if *best >= SURE => {
            let next = rest.first().map_or(0, |(score, _)| *score);
            (*best >= next * CLEARLY).then(|| topic.key.clone())
        }
        _ => None,
    };
    let order_number = [subject, text.as_str()].into_iter().find_map(|place| order_number(settings, place));
    Understanding { topic, order_number, corrected_at_ms: None }
}

/// Lower case without accents, words parted by single spaces.
pub fn plain(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut parted = false;
    for c in text.chars() {
        let c = match c {
            'a'..='z' | '0'..='9' => c,
            'A'..='Z' => c.to_ascii_lowercase(),
            c if c.is_ascii() => ' ',
            c => match c.to_lowercase().next().unwrap_or(c) {
                'à' | 'á' | 'â' | 'ä' => 'a',
                'è' | 'é' | 'ê' | 'ë' => 'e',
                'ì' | 'í' | 'î' | 'ï' => 'i',
                'ò' | 'ó' | 'ô' | 'ö' => 'o',
                'ù' | 'ú' | 'û' | 'ü' => 'u',
                c if c.is_alphanumeric() => c,
                _ => ' ',
            },
        };
        match c {
            ' ' => parted = !words.is_empty(),
            c => {
                if std::mem::take(&mut parted) {
                    words.push(' ');
                }
                words.push(c);
            }
        }
    }
    words
}

/// The same, with a space at each end.
fn folded(text: &str) -> String {
    format!(" {} ", plain(text))
}

/// Whether a folded text has a folded word: whole when it is short, else by its beginning.
fn speaks(text: &str, word: &str) -> bool {
    let open = word.trim_end();
    match open.trim_start().chars().count() {
        0 => false,
        1..=4 => text.contains(word),
        _ => text.contains(open),
    }
}

/// Words before an order number.
const BEFORE: [&str; 7] = ["ordine", "ordini", "order", "ord", "acquisto", "purchase", "commessa"];
/// Words that may stand between.
const BETWEEN: [&str; 8] = ["n", "nr", "no", "num", "numero", "number", "di", "id"];

fn order_number(settings: &Settings, text: &str) -> Option<String> {
    let tokens: Vec<&str> = text
        .split(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '«' | '»' | '"' | '°' | 'º')
        })
        .map(|token| token.trim_matches(|c: char| matches!(c, '.' | '!' | '?' | '#' | '\'' | '’' | '[' | ']')))
        .filter(|token| !token.is_empty())
        .take(1_000)
        .collect();
    let by_form = tokens.iter().find(|token| settings.order_forms.iter().any(|form| fits(form, token)));
    if let Some(found) = by_form {
        return Some((*found).to_owned());
    }
    if !settings.order_forms.is_empty() {
        return None;
    }
    let mut after = false;
    for token in tokens {
        let word = token.to_lowercase();
        let word = word.trim_end_matches('.').rsplit(['\'', '’']).next().unwrap_or_default();
        if BEFORE.contains(&word) {
            after = true;
        } else if after && looks_like_a_number(token) {
            return Some(token.to_owned());
        } else if !BETWEEN.contains(&word) {
            after = false;
        }
    }
    None
}

/// 4 to 20 letters, digits and dashes, three digits or more, no date.
fn looks_like_a_number(token: &str) -> bool {
    let digits = token.bytes().filter(u8::is_ascii_digit).count();
    let plain = token.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'/' | b'_'));
    let date =
        token.split(['/', '-']).filter(|part| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()));
    (4..=20).contains(&token.len()) && digits >= 3 && plain && date.count() < 3
}

fn fits(form: &str, token: &str) -> bool {
    let mut letters = token.chars();
    let every = form.chars().all(|wanted| match (wanted, letters.next()) {
        ('9', Some(c)) => c.is_ascii_digit(),
        ('A', Some(c)) => c.is_ascii_alphabetic(),
        (wanted, Some(c)) => wanted.eq_ignore_ascii_case(&c),
        (_, None) => false,
    });
    every && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(subject: &str, text: &str) -> Option<String> {
        understand(&Settings::default(), subject, text).topic
    }

    fn order(text: &str) -> Option<String> {
        understand(&Settings::default(), "", text).order_number
    }

    #[test]
    fn a_message_that_speaks_of_one_thing_has_its_topic() {
        for (subject, text, wanted) in [
            ("Dov'è il mio pacco?", "Il corriere non è passato.", "delivery"),
            ("Vorrei restituire la lampada", "e avere il rimborso", "return"),
            ("La lampada non funziona", "Sfarfalla.", "defect"),
            ("Fattura di ottobre", "Mi serve la fattura.", "billing"),
            ("Reclamo", "È inaccettabile", "complaint"),
            ("Where is my parcel?", "It was shipped last week.", "delivery"),
            ("Password", "Non riesco ad accedere", "account"),
        ] {
            assert_eq!(topic(subject, text).as_deref(), Some(wanted), "{subject}");
        }
    }

    #[test]
    fn a_message_that_speaks_of_nothing_or_of_two_things_has_none() {
        assert_eq!(topic("Ditemi", "Vorrei sapere gli orari."), None);
        assert_eq!(topic("", ""), None);
        assert_eq!(topic("Fattura e rimborso", "Il reso e il pagamento"), None);
        assert_eq!(topic("Una domanda", "il pacco"), None, "one word in a long text is not enough");
    }

    #[test]
    fn an_order_number_is_found_after_its_word() {
        for (text, wanted) in [
            ("Il mio ordine n. F-20418 del 14 ottobre", Some("F-20418")),
            ("ordine numero 123456.", Some("123456")),
            ("Sull’ordine #2024-00123: niente", Some("2024-00123")),
            ("order no. AB1234, please", Some("AB1234")),
            ("il mio ordine del 14/10/2026", None),
            ("il mio ordine 14/10/2026", None),
            ("ho ordinato 1234567 cose", None),
            ("in ordine alla vostra del 2026", None),
            ("chiamatemi al 3331234567", None),
        ] {
            assert_eq!(order(text).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn a_company_that_gives_the_form_of_its_order_numbers_has_only_those_found() {
        let settings = Settings { order_forms: vec!["F-99999".to_owned()], ..Settings::default() };
        let found = |text: &str| understand(&settings, "", text).order_number;
        assert_eq!(found("vedi f-20418, grazie").as_deref(), Some("f-20418"));
        assert_eq!(found("ordine 123456"), None);
        assert_eq!(found("F-204189"), None);
    }

    #[test]
    fn a_list_that_cannot_be_is_refused_with_its_places() {
        assert_eq!(Settings::default().wrong(), []);
        let kept = Settings::from_json(&Settings::default().to_json());
        assert_eq!(kept, Settings::default());
        let mut settings = Settings::default();
        settings.topics[1].key = "delivery".to_owned();
        settings.topics[2].words = vec!["a".to_owned()];
        settings.topics[3].italian = String::new();
        settings.order_forms = vec!["A9".to_owned()];
        let places: Vec<String> = settings.wrong().into_iter().map(|field| field.pointer).collect();
        assert_eq!(places, ["/topics/1/key", "/topics/2/words", "/topics/3/it", "/order_forms/0"]);
    }
}
