//! What somebody wrote into the search field, understood: words, phrases, and words with a meaning of their own.

use super::model::{READER, WITH_FILES, WRITER, folded, name_parts, runs, stem, term, whole};

/// Words of one search that count.
const WORDS: usize = 8;

/// A calendar day, in the reader's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub jiff::civil::Date);

/// Whose conversations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    Me,
    Nobody,
    /// Part of a name or of an address, folded.
    Named(String),
}

/// One word to find: any of its terms, or any that begins so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    pub(super) terms: Vec<String>,
    pub(super) prefix: Option<String>,
}

/// A whole search. Everything in it must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub(super) words: Vec<Word>,
    /// Words that stand one after the other, each phrase by its folded words.
    pub(super) phrases: Vec<Vec<String>>,
    /// Part of an inbox's name or address, folded.
    pub inbox: Option<String>,
    pub tag: Option<String>,
    /// `open`, `waiting`, `snoozed` or `closed`.
    pub status: Option<&'static str>,
    pub channel: Option<String>,
    pub assignee: Option<Who>,
    /// Begun on that day or earlier.
    pub before: Option<Day>,
    /// Begun on that day or later.
    pub after: Option<Day>,
    /// Words that were too common or too short to look for.
    pub passed_over: bool,
}

impl Wanted {
    /// Reads `piuma "filo T" da:anna stato:aperta prima:2026-11-01`, in Italian or English. The last word may be
    /// unfinished. Nothing anybody can write is an error.
    pub fn read(text: &str) -> Self {
        let mut wanted = Self::default();
        let text = folded(text);
        let unfinished = !text.ends_with([' ', '"']);
        let mut pieces = pieces(&text).into_iter().peekable();
        while let Some(piece) = pieces.next() {
            let last = unfinished && pieces.peek().is_none();
            match piece {
                Piece::Phrase(phrase) => wanted.phrase(phrase),
                Piece::Field(field, value) if wanted.field(field, value, last) => {}
                Piece::Field(field, value) => {
                    wanted.plain(field, false);
                    wanted.plain(value, last);
                }
                Piece::Word(word) => wanted.plain(word, last),
            }
        }
        wanted
    }

    /// Only what has a file, whatever else is asked.
    pub fn with_files(mut self) -> Self {
        self.mark(WITH_FILES.to_owned());
        self
    }

    /// Whether there are words to look for: without any the search is a plain list with filters.
    pub fn has_words(&self) -> bool {
        !self.words.is_empty() || !self.phrases.is_empty()
    }

    /// Whether anything was asked at all.
    pub fn is_empty(&self) -> bool {
        *self == Self { passed_over: self.passed_over, ..Self::default() }
    }

    fn phrase(&mut self, phrase: &str) {
        let words: Vec<String> =
            phrase.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
        for word in &words {
            if let Some(term) = term(word) {
                self.mark(term);
            }
        }
        match words.is_empty() || self.phrases.len() >= WORDS {
            true => self.passed_over = true,
            false => self.phrases.push(words),
        }
    }

    fn plain(&mut self, text: &str, last: bool) {
        let mut runs = runs(text).peekable();
        while let Some(run) = runs.next() {
            let unfinished = last && runs.peek().is_none();
            match whole(run) {
                Some(code) => self.word(vec![code.clone()], unfinished.then_some(code)),
                None => {
                    let mut parts = run.split(|c: char| !c.is_alphanumeric()).peekable();
                    while let Some(part) = parts.next() {
                        self.part(part, unfinished && parts.peek().is_none());
                    }
                }
            }
        }
    }

    fn part(&mut self, part: &str, unfinished: bool) {
        let prefix = Some(part.to_owned()).filter(|part| unfinished && part.chars().count() > 1);
        let mut terms: Vec<String> = term(part).into_iter().collect();
        if terms.is_empty() && prefix.is_none() {
            self.passed_over = true;
            return;
        }
        // A word cut before its end may be longer than its stem: "fatturazion" belongs to "fattur".
        if prefix.is_some() && part.len() > 3 && part.bytes().all(|byte| byte.is_ascii_lowercase()) {
            terms.extend(["a", "e", "i", "o"].map(|end| stem(&format!("{part}{end}"))));
            terms.sort();
            terms.dedup();
        }
        self.word(terms, prefix);
    }

    fn mark(&mut self, term: String) {
        self.word(vec![term], None);
    }

    fn word(&mut self, terms: Vec<String>, prefix: Option<String>) {
        let word = Word { terms, prefix };
        match self.words.len() < WORDS && !self.words.contains(&word) {
            true => self.words.push(word),
            false => self.passed_over |= !self.words.contains(&word),
        }
    }

    fn people(&mut self, mark: char, value: &str, last: bool) -> bool {
        let parts: Vec<String> = match whole(value).filter(|whole| whole.contains('@')) {
            Some(address) => vec![address],
            None => name_parts(value),
        };
        let end = parts.len().wrapping_sub(1);
        for (at, part) in parts.iter().enumerate() {
            let name = format!("{mark}{part}");
            self.word(vec![name.clone()], (last && at == end).then_some(name));
        }
        !parts.is_empty()
    }

    /// Takes a word with a meaning of its own; `false` when it has none.
    fn field(&mut self, field: &str, value: &str, last: bool) -> bool {
        let text = Some(value.to_owned()).filter(|value| !value.is_empty());
        match field {
            "da" | "from" => return self.people(WRITER, value, last),
            "a" | "to" => return self.people(READER, value, last),
            "casella" | "inbox" => self.inbox = text,
            "etichetta" | "tag" => self.tag = text,
            "canale" | "channel" => self.channel = text,
            "stato" | "status" => match status(value) {
                Some(status) => self.status = Some(status),
                None => return false,
            },
            "assegnata" | "assegnato" | "di" | "assignee" => {
                self.assignee = match value {
                    "" => return false,
                    "me" | "io" => Some(Who::Me),
                    "nessuno" | "none" | "nobody" => Some(Who::Nobody),
                    name => Some(Who::Named(name.to_owned())),
                }
            }
            "prima" | "before" => match day(value) {
                Some(day) => self.before = Some(day),
                None => return false,
            },
            "dopo" | "after" | "dal" | "since" => match day(value) {
                Some(day) => self.after = Some(day),
                None => return false,
            },
            "ha" | "has"
                if matches!(value, "allegato" | "allegati" | "attachment" | "attachments" | "file") =>
            {
                self.mark(WITH_FILES.to_owned());
            }
            _ => return false,
        }
        true
    }
}

fn status(word: &str) -> Option<&'static str> {
    match word {
        "aperta" | "aperte" | "aperto" | "open" => Some("open"),
        "attesa" | "in-attesa" | "waiting" => Some("waiting"),
        "rimandata" | "rimandate" | "snoozed" => Some("snoozed"),
        "chiusa" | "chiuse" | "chiuso" | "closed" => Some("closed"),
        _ => None,
    }
}

/// `2026-11-01` or, as Italians write it, `1/11/2026`.
fn day(text: &str) -> Option<Day> {
    if let Ok(date) = text.parse() {
        return Some(Day(date));
    }
    let mut parts = text.splitn(3, ['/', '.']).map(str::parse::<i16>);
    let (day, month, year) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let date = jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Day(date))
}

enum Piece<'a> {
    Word(&'a str),
    Phrase(&'a str),
    Field(&'a str, &'a str),
}

/// Splits at spaces, but not inside quotation marks.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let quoted =
            |text: &'_ str| text.strip_prefix(['"', '«', '“']).map(str::len).map(|left| text.len() - left);
        if let Some(open) = quoted(rest) {
            let inner = &rest[open..];
            let end = inner.find(['"', '»', '”']).unwrap_or(inner.len());
            pieces.push(Piece::Phrase(&inner[..end]));
            rest = inner[end..].trim_start_matches(['"', '»', '”']).trim_start();
            continue;
        }
        let end = rest.find(' ').unwrap_or(rest.len());
        let word = &rest[..end];
        match word.split_once(':') {
            Some((field, value)) if value.starts_with('"') => {
                let inner = &rest[field.len() + 2..];
                let end = inner.find('"').unwrap_or(inner.len());
                pieces.push(Piece::Field(field, &inner[..end]));
                rest = inner[end..].trim_start_matches('"').trim_start();
                continue;
            }
            Some((field, value)) => pieces.push(Piece::Field(field, value)),
            None => pieces.push(Piece::Word(word)),
        }
        rest = rest[end..].trim_start();
    }
    pieces
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn terms(wanted: &Wanted) -> Vec<Vec<&str>> {
        wanted.words.iter().map(|word| word.terms.iter().map(String::as_str).collect()).collect()
    }

    #[test]
    fn words_phrases_and_fields_are_told_apart() {
        let wanted =
            Wanted::read("Lampade \"filo T\" da:Anna stato:aperta casella:\"negozio centro\" prima:1/11/2026 ");
        assert_eq!(terms(&wanted), [vec!["lampad"], vec!["fil"], vec!["<anna"]]);
        assert_eq!(wanted.phrases, [["filo", "t"]]);
        assert_eq!((wanted.status, wanted.inbox.as_deref()), (Some("open"), Some("negozio centro")));
        assert_eq!(wanted.before, Some(Day("2026-11-01".parse().unwrap())));
        assert!(wanted.words.iter().all(|word| word.prefix.is_none()));
        assert_eq!(Wanted::read("from:anna status:open"), Wanted::read("da:anna stato:aperta"));
    }

    #[test]
    fn only_the_last_word_may_be_unfinished() {
        let wanted = Wanted::read("ordine fatturazion");
        assert_eq!(wanted.words[0].prefix, None);
        assert_eq!(wanted.words[1].prefix.as_deref(), Some("fatturazion"));
        assert!(wanted.words[1].terms.iter().any(|term| term == "fattur"));
        assert_eq!(Wanted::read("ordine fatturazion ").words[1].prefix, None);
    }

    #[test]
    fn what_has_no_meaning_is_looked_for_as_it_stands_and_nothing_fails() {
        assert_eq!(terms(&Wanted::read("http://pippo ")).concat(), ["http", "pipp"]);
        assert_eq!(terms(&Wanted::read("stato:boh ")).concat(), ["stat", "boh"]);
        for odd in [
            "",
            "\"",
            ":",
            "::",
            "da:",
            "\"\"\"",
            "a:\"",
            "«»",
            "prima:99/99/99",
            &"x ".repeat(5_000),
            "🙂 \0 %_",
        ] {
            assert!(Wanted::read(odd).words.len() <= WORDS);
        }
        let common = Wanted::read("il di con ");
        assert!(!common.has_words() && common.passed_over);
    }
}
