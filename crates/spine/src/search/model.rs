//! Text to terms: folded, split, stemmed in Italian and in English.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use rust_stemmers::{Algorithm, Stemmer};

/// Searchable text kept of one message, in bytes.
const CONTENT_BYTES: usize = 64 * 1024;
/// Terms kept of one message.
const TERMS: usize = 4_000;
/// Characters of one term.
const TERM_CHARACTERS: usize = 40;
/// Stands between the words of a message and the marks made of it.
const MARKS: char = '\u{1f}';
/// Before the names of who wrote.
pub(super) const WRITER: char = '<';
/// Before the names of who was written to.
pub(super) const READER: char = '>';
/// The mark of a message with files.
pub(super) const WITH_FILES: &str = "=file";
/// Stems remembered by one thread; a few days' vocabulary.
const STEMS: usize = 50_000;

/// Words so common in Italian or English mail that they tell nothing apart. Folded.
const COMMON: &[&str] = &[
    "ad", "ai", "al", "alla", "alle", "allo", "anche", "and", "are", "as", "at", "be", "but", "by", "che",
    "chi", "ci", "come", "con", "da", "dal", "dalla", "dei", "del", "della", "delle", "dello", "di", "do",
    "ed", "for", "from", "gli", "ha", "have", "ho", "if", "il", "in", "is", "it", "la", "le", "lo", "ma", "me",
    "mi", "mia", "mio", "my", "ne", "nei", "nel", "nella", "no", "non", "not", "of", "on", "or", "per", "piu",
    "re", "se", "si", "so", "sono", "su", "sul", "sulla", "that", "the", "this", "ti", "to", "un", "una",
    "uno", "vi", "was", "we", "with", "you", "your",
];

/// What is searchable of one message.
#[derive(Clone, Debug, Default)]
pub struct Texts<'a> {
    /// Code, subject, text.
    pub plain: Vec<&'a str>,
    /// Names and addresses of who wrote.
    pub writers: Vec<&'a str>,
    /// Names and addresses of who was written to.
    pub readers: Vec<&'a str>,
    /// Names of attached files.
    pub files: Vec<&'a str>,
}

impl Texts<'_> {
    /// The text kept of a message: folded words, then the marks; all its terms can be made again from it.
    pub(super) fn content(&self) -> String {
        let people = self.writers.iter().chain(&self.readers);
        let head: Vec<&str> = people.chain(&self.files).chain(&self.plain).copied().collect();
        let mut content = folded(&head.join(" "));
        if content.len() > CONTENT_BYTES {
            let end = (0..=CONTENT_BYTES).rev().find(|at| content.is_char_boundary(*at)).unwrap_or(0);
            content.truncate(end);
        }
        let mut marks = BTreeSet::new();
        for (mark, names) in [(WRITER, &self.writers), (READER, &self.readers)] {
            for name in names {
                marks.extend(name_parts(&folded(name)).into_iter().map(|part| format!("{mark}{part}")));
            }
        }
        if !self.files.is_empty() {
            marks.insert(WITH_FILES.to_owned());
        }
        if !marks.is_empty() {
            content.push(MARKS);
            content.push_str(&marks.into_iter().take(TERMS).collect::<Vec<_>>().join(" "));
        }
        content
    }
}

/// The terms of a kept text, each once, in order.
pub(super) fn terms(content: &str) -> Vec<String> {
    let (plain, marks) = content.split_once(MARKS).unwrap_or((content, ""));
    let mut seen = HashSet::new();
    let mut terms: BTreeSet<String> = marks.split(' ').filter(|mark| !mark.is_empty()).map(cut).collect();
    for run in runs(plain) {
        for word in words(run) {
            if terms.len() >= TERMS {
                break;
            }
            if seen.insert(word.clone())
                && let Some(term) = term(&word)
            {
                terms.insert(term);
            }
        }
    }
    terms.into_iter().collect()
}

/// The words of a kept text in their order, for phrases; marks are none.
pub(super) fn spoken(content: &str) -> Vec<&str> {
    let plain = content.split(MARKS).next().unwrap_or_default();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Pieces of a text that may be one code or one address: `ord-2024/123`, `anna@example.it`.
pub(super) fn runs(folded: &str) -> impl Iterator<Item = &str> {
    let joins = |c: char| matches!(c, '-' | '/' | '.' | '_' | '@' | '+');
    folded
        .split(move |c: char| !c.is_alphanumeric() && !joins(c))
        .map(move |run| run.trim_matches(joins))
        .filter(|run| !run.is_empty())
}

/// The words a run is found by: its parts, the whole of an address, and a code without its separators.
pub(super) fn words(run: &str) -> Vec<String> {
    let parts: Vec<&str> = run.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let mut words: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
    if let Some(whole) = whole(run) {
        words.push(whole);
    }
    words
}

/// The one word for a run that is an address or a code of several parts.
pub(super) fn whole(run: &str) -> Option<String> {
    if run.contains('@') {
        return Some(cut(run));
    }
    let joined: String = run.chars().filter(|c| c.is_alphanumeric()).collect();
    let code =
        joined.len() < run.len() && run.len() <= TERM_CHARACTERS && run.chars().any(|c| c.is_ascii_digit());
    code.then_some(joined)
}

/// The parts of a name or an address as they are looked for with `from:` and `to:`.
pub(super) fn name_parts(folded: &str) -> Vec<String> {
    let parts = runs(folded).flat_map(words).map(|word| cut(&word));
    parts.filter(|part| part.chars().count() > 1).collect()
}

/// What a word is kept as; `None` when it tells nothing apart.
pub(super) fn term(word: &str) -> Option<String> {
    let characters = word.chars().count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    if characters < 2 || digits == characters && digits < 3 || COMMON.binary_search(&word).is_ok() {
        return None;
    }
    if digits > 0 || word.contains('@') || !word.is_ascii() {
        return Some(cut(word));
    }
    Some(stem(&cut(word)))
}

fn cut(word: &str) -> String {
    word.chars().take(TERM_CHARACTERS).collect()
}

thread_local! {
    static STEMMED: RefCell<HashMap<String, String>> = RefCell::new(HashMap::new());
}

/// The stem of a folded word, whichever of the two languages it is of: both stemmers in turn until neither
/// takes anything away, so that "note" and "notes" meet as "lampade" and "lampada" do.
pub(super) fn stem(word: &str) -> String {
    STEMMED.with_borrow_mut(|known| {
        if let Some(stem) = known.get(word) {
            return stem.clone();
        }
        if known.len() >= STEMS {
            known.clear();
        }
        let stem = worked_out(word);
        known.insert(word.to_owned(), stem.clone());
        stem
    })
}

fn worked_out(word: &str) -> String {
    let (italian, english) = (Stemmer::create(Algorithm::Italian), Stemmer::create(Algorithm::English));
    let mut stem = word.to_owned();
    for _ in 0..4 {
        let next = english.stem(&italian.stem(&stem)).into_owned();
        if next == stem || next.len() < 2 {
            break;
        }
        stem = next;
    }
    stem
}

/// The stems of a text's words, in their order and as often as they stand there; numbers, codes, addresses and the commonest
/// words are none.
pub fn stems(text: &str) -> Vec<String> {
    let folded = folded(text);
    let plain = runs(&folded).filter(|run| !run.contains('@'));
    plain
        .flat_map(|run| run.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().all(char::is_alphabetic))
        .filter_map(term)
        .collect()
}

/// Text as it is searched: lower case, without accents, single spaces.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => out.push('a'),
            'è' | 'é' | 'ê' | 'ë' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' => out.push('i'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => out.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => out.push('u'),
            'ç' => out.push('c'),
            'ñ' => out.push('n'),
            'ß' => out.push_str("ss"),
            '’' | '‘' => out.push('\''),
            // An accent that was written as a sign of its own.
            '\u{300}'..='\u{36f}' => {}
            c if c.is_whitespace() || c.is_control() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn meet(words: &[&str]) {
        let terms: Vec<_> = words.iter().map(|word| term(&folded(word))).collect();
        assert!(terms[0].is_some() && terms.iter().all(|term| *term == terms[0]), "{words:?}: {terms:?}");
    }

    #[test]
    fn searching_does_not_mind_accents_case_or_line_breaks() {
        assert_eq!(folded("Perché la PIUMA\r\n  è rotta?"), "perche la piuma e rotta?");
        assert_eq!(folded("l’ordine"), "l'ordine");
        assert_eq!(folded("perche\u{301}"), "perche");
    }

    #[test]
    fn one_and_many_meet_in_italian_and_in_english() {
        meet(&["lampada", "lampade", "Lampàda"]);
        meet(&["spedizione", "spedizioni"]);
        meet(&["rimborso", "rimborsi", "rimborsare"]);
        meet(&["fattura", "fatture"]);
        meet(&["order", "orders", "ordered"]);
        meet(&["note", "notes"]);
        meet(&["package", "packages"]);
        meet(&["invoice", "invoices"]);
        meet(&["delivery", "deliveries"]);
    }

    #[test]
    fn stems_of_a_text_are_those_of_its_words_and_nothing_that_names_somebody() {
        let found =
            stems("Perché le LAMPADE, ordine ORD-2024 di anna22@posta1.example, 12 fatture e una fattura");
        assert_eq!(found, ["perc", "lampad", "ordin", "ord", "fattur", "fattur"]);
    }

    #[test]
    fn a_stem_is_its_own_stem() {
        for word in
            ["lampade", "invoices", "relazionalmente", "deliveries", "sfarfallano", "notes", "ss", "aaaa"]
        {
            assert_eq!(stem(&stem(word)), stem(word), "{word}");
        }
    }

    #[test]
    fn a_code_is_found_with_and_without_its_separators_and_an_address_whole_and_in_parts() {
        let found = terms(&folded("Ordine ORD-2024/00123 di anna.rossi@example.it, R-7K3PQ. 12 pezzi"));
        for term in ["ord202400123", "00123", "anna.rossi@example.it", "anna", "r7k3pq", "7k3pq"] {
            assert!(found.iter().any(|found| found == term), "{term}: {found:?}");
        }
        assert!(!found.iter().any(|term| term == "12" || term == "di"), "{found:?}");
    }

    #[test]
    fn common_words_are_listed_in_order() {
        assert!(COMMON.is_sorted());
    }

    #[test]
    fn who_wrote_stays_apart_from_who_was_written_to() {
        let texts = Texts {
            plain: vec!["Buongiorno"],
            writers: vec!["Anna Rossi", "anna@example.it"],
            readers: vec!["Bottega"],
            files: vec!["foto.jpg"],
        };
        let found = terms(&texts.content());
        for term in ["<anna", "<rossi", "<anna@example.it", ">bottega", "=file", "ross", "jpg"] {
            assert!(found.iter().any(|found| found == term), "{term}: {found:?}");
        }
        assert!(spoken(&texts.content()).iter().all(|word| !word.contains('<')));
    }

    #[test]
    fn however_long_a_message_is_its_terms_are_bounded() {
        let long: String = (0..100_000).map(|n| format!("parola{n} ")).collect();
        let texts = Texts { plain: vec![&long], ..Texts::default() };
        assert!(texts.content().len() <= CONTENT_BYTES);
        assert!(terms(&texts.content()).len() <= TERMS);
        assert!(terms(&"è".repeat(10_000)).len() <= 1);
    }
}
