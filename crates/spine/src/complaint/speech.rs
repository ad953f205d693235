//! Complaints in what people write, in Italian and English. Pure.
//!
//! Two questions: does the writer *say* that this is a complaint, in so many words ([`declares`]); and do the words
//! sound like one ([`reading`]), which only proposes. A word under a negation does not count, nor one inside a
//! quotation: somebody else said that.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::topic::plain;

/// Characters of a text that are looked at.
const READ_CHARS_MAX: usize = 6_000;
/// Points from which a person is asked.
const PROPOSES: i64 = 50;
/// A negation reaches so many words ahead, within its clause.
const REACH: usize = 4;

/// Said by who complains, and by nobody else.
const DECLARES: &[&str] = &[
    "sporgo reclamo",
    "sporgo formale reclamo",
    "sporgo un reclamo",
    "presento reclamo",
    "presento formale reclamo",
    "presento un reclamo",
    "faccio reclamo",
    "faccio formale reclamo",
    "faccio un reclamo",
    "formalizzo il reclamo",
    "formalizzo un reclamo",
    "intendo sporgere",
    "intendo presentare reclamo",
    "intendo presentare un reclamo",
    "intendo fare reclamo",
    "voglio fare reclamo",
    "voglio fare un reclamo",
    "voglio sporgere reclamo",
    "voglio presentare un reclamo",
    "vorrei fare reclamo",
    "vorrei fare un reclamo",
    "vorrei sporgere reclamo",
    "vorrei sporgere un reclamo",
    "vorrei presentare un reclamo",
    "desidero sporgere reclamo",
    "desidero presentare reclamo",
    "questo e un reclamo",
    "questo e un formale reclamo",
    "con la presente reclamo",
    "vi invio formale reclamo",
    "make a complaint",
    "make a formal complaint",
    "file a complaint",
    "file a formal complaint",
    "lodge a complaint",
    "lodge a formal complaint",
    "raise a complaint",
    "raise a formal complaint",
    "making a complaint",
    "making a formal complaint",
    "this is a complaint",
    "this is a formal complaint",
    "treat this as a complaint",
    "treat this as a formal complaint",
    "i hereby complain",
];

/// Beginnings of a subject that say it.
const SUBJECTS: &[&str] = &[
    "reclamo",
    "reclami",
    "formale reclamo",
    "oggetto reclamo",
    "lettera di reclamo",
    "complaint",
    "formal complaint",
    "official complaint",
];

/// Phrases with their points. A word that ends in `*` stands for every word that begins so.
const PHRASES: &[(&str, i64)] = &[
    // The word itself, and its kin.
    ("reclamo", 40),
    ("reclami", 40),
    ("reclamare", 40),
    ("lamentela", 40),
    ("lamentele", 35),
    ("lamentarmi", 40),
    ("lamentarci", 40),
    ("lamento", 35),
    ("rimostranz*", 40),
    ("complaint", 40),
    ("complaints", 40),
    ("complain", 40),
    ("complaining", 40),
    // Where one goes next.
    ("diffid*", 60),
    ("messa in mora", 60),
    ("vie legali", 60),
    ("azione legale", 60),
    ("azioni legali", 60),
    ("avvocato", 45),
    ("legale di fiducia", 50),
    ("giudice di pace", 60),
    ("associazione consumatori", 60),
    ("associazione dei consumatori", 60),
    ("tutela dei consumatori", 50),
    ("codacons", 60),
    ("adiconsum", 60),
    ("altroconsumo", 50),
    ("federconsumatori", 60),
    ("agcom", 50),
    ("arera", 40),
    ("denunci*", 50),
    ("carabinieri", 50),
    ("lawyer", 50),
    ("solicitor", 50),
    ("legal action", 60),
    ("small claims", 60),
    ("trading standards", 60),
    ("ombudsman", 60),
    ("consumer rights", 50),
    ("take you to court", 60),
    // What it feels like.
    ("inaccettabil*", 50),
    ("inammissibil*", 50),
    ("intollerabil*", 50),
    ("non e accettabile", 50),
    ("non e possibile che", 35),
    ("non se ne puo piu", 40),
    ("vergogn*", 50),
    ("scandal*", 50),
    ("indecen*", 50),
    ("indegn*", 50),
    ("schifo", 50),
    ("ridicol*", 30),
    ("presa in giro", 50),
    ("prendete in giro", 50),
    ("prendendo in giro", 50),
    ("presi in giro", 50),
    ("truff*", 55),
    ("furios*", 50),
    ("arrabbiat*", 40),
    ("indignat*", 50),
    ("esasperat*", 50),
    ("stuf*", 35),
    ("stanc* di", 35),
    ("delus*", 35),
    ("delusione", 35),
    ("amareggiat*", 40),
    ("insoddisfatt*", 40),
    ("scontent*", 35),
    ("pessim*", 40),
    ("disservizi*", 50),
    ("incompeten*", 45),
    ("maleducat*", 45),
    ("scortes*", 45),
    ("mai piu", 30),
    ("ultima volta che", 30),
    ("unacceptable", 50),
    ("disgrace*", 50),
    ("disgusted", 50),
    ("appalling", 50),
    ("ridiculous", 35),
    ("furious", 50),
    ("angry", 40),
    ("outraged", 50),
    ("fed up", 45),
    ("disappoint*", 35),
    ("dissatisfied", 40),
    ("unhappy", 40),
    ("terrible", 40),
    ("worst", 40),
    ("scam", 55),
    ("rude", 40),
    ("never again", 35),
    // What was done, again.
    ("ennesim*", 40),
    ("terza volta", 35),
    ("quarta volta", 40),
    ("quinta volta", 40),
    ("piu volte", 15),
    ("seconda volta", 25),
    ("nessuno risponde", 35),
    ("nessuno mi risponde", 40),
    ("nessuno mi ha risposto", 40),
    ("nessuno ha risposto", 35),
    ("nessuna risposta", 35),
    ("senza risposta", 35),
    ("non rispondete", 40),
    ("non mi avete risposto", 40),
    ("non mi avete mai", 40),
    ("avevate promesso", 35),
    ("avevate garantito", 35),
    ("promesso e mai", 40),
    ("promessa mancata", 45),
    ("rimpalla*", 40),
    ("rimbalz*", 35),
    ("third time", 35),
    ("fourth time", 40),
    ("nobody answers", 35),
    ("no one answers", 35),
    ("nobody replied", 40),
    ("no reply", 30),
    ("still no answer", 35),
    ("still waiting", 25),
    ("you promised", 35),
    ("passed from", 35),
    // What is wanted.
    ("esigo", 40),
    ("pretend*", 30),
    ("pretes*", 25),
    ("risarciment*", 45),
    ("risarcit*", 40),
    ("indennizz*", 45),
    ("responsabile", 15),
    ("recensione negativa", 40),
    ("i demand", 40),
    ("demand a refund", 45),
    ("compensation", 45),
    ("speak to a manager", 40),
    ("bad review", 40),
    ("da settimane", 20),
    ("da un mese", 20),
    ("da due mesi", 25),
    ("for weeks", 20),
];

/// What takes the edge off.
const SOOTHES: &[(&str, i64)] = &[
    ("tutto risolto", 40),
    ("risolto", 25),
    ("risolta", 25),
    ("complimenti", 35),
    ("ottim*", 25),
    ("perfett*", 20),
    ("gentilissim*", 25),
    ("soddisfatt*", 30),
    ("all solved", 40),
    ("sorted", 25),
    ("resolved", 25),
    ("excellent", 25),
    ("great service", 35),
    ("very happy", 30),
];

const NEGATES: &[&str] = &[
    "non", "nessun", "nessuno", "nessuna", "senza", "ne", "niente", "mica", "neanche", "nemmeno", "not", "no",
    "never", "without", "dont", "don", "didn", "doesn", "isn", "wasn", "wouldn", "nothing", "nor", "haven",
    "aren",
];

/// Words after which another clause begins, so that a negation before them does not reach beyond.
const TURNS: &[&str] = &["ma", "pero", "eppure", "invece", "but", "however", "yet", "perche", "because", "che"];

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// 0 to 100.
    pub score: i64,
    /// The phrases that spoke for it, as they stand in the list.
    pub words: Vec<String>,
    /// The sentence that spoke most for it.
    pub sentence: String,
}

impl Reading {
    /// Whether a person is asked.
    pub fn proposes(&self) -> bool {
        self.score >= PROPOSES
    }
}

/// How much a message sounds like a complaint.
pub fn reading(subject: &str, text: &str) -> Reading {
    let mut read = Reading::default();
    let mut best = 0;
    let spoken = own_words(text);
    let mut total = 0;
    for sentence in std::iter::once(subject).chain(sentences(&spoken)) {
        let mut here = 0;
        for clause in clauses(sentence) {
            for heard in COMPLAINS.spoken_in(&clause) {
                let (phrase, points) = PHRASES[heard];
                if !read.words.iter().any(|word| word == phrase) {
                    here += points;
                    read.words.push(phrase.to_owned());
                }
            }
        }
        if here > best || (read.sentence.is_empty() && here > 0) {
            best = here;
            read.sentence = sentence.trim().to_owned();
        }
        total += here;
    }
    if total == 0 {
        return read;
    }
    let all = std::iter::once(subject).chain(sentences(&spoken)).flat_map(clauses);
    let mut soothing: Vec<usize> = all.flat_map(|clause| SOOTHING.spoken_in(&clause)).collect();
    soothing.sort_unstable();
    soothing.dedup();
    let soothed: i64 = soothing.into_iter().map(|heard| SOOTHES[heard].1).sum();
    total += shouting(&spoken);
    read.score = (total - soothed).clamp(0, 100);
    read
}

/// The sentence in which the writer says that this is a complaint; none when they do not.
pub fn declares(subject: &str, text: &str) -> Option<String> {
    let head = plain(subject);
    let begins = |start: &str| head == start || head.starts_with(&format!("{start} "));
    let over = ["risolt", "annull", "ritir", "resolved", "withdrawn", "cancel", "grazie", "thank"];
    if SUBJECTS.iter().any(|start| begins(start)) && !over.iter().any(|word| head.contains(word)) {
        return Some(subject.trim().to_owned());
    }
    let spoken = own_words(text);
    sentences(&spoken)
        .find(|sentence| {
            clauses(sentence)
                .iter()
                .any(|clause| !is_hypothetical(clause) && !DECLARING.spoken_in(clause).is_empty())
        })
        .map(|sentence| sentence.trim().to_owned())
}

/// "Come si fa a…", "if I had to…": asked, not done.
fn is_hypothetical(clause: &[String]) -> bool {
    let has = |word: &str| clause.iter().any(|other| other == word);
    has("come")
        || has("dove")
        || has("se")
        || has("how")
        || has("where")
        || has("if")
        || has("potrei")
        || has("could")
}

/// Loud writing: several exclamation marks, words in capitals.
fn shouting(text: &str) -> i64 {
    let marks = text.matches('!').count();
    let loud = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() >= 4 && word.chars().all(char::is_uppercase))
        .count();
    i64::from(marks >= 3) * 10 + i64::from(loud >= 3) * 10
}

/// The writer's own words: without lines quoted from elsewhere and without what stands in quotation marks.
fn own_words(text: &str) -> String {
    let mut own = String::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with(['>', '|'])) {
        own.push_str(line);
        own.push('\n');
    }
    let own: String = own.chars().take(READ_CHARS_MAX).collect();
    let pairs = [('«', '»'), ('“', '”'), ('„', '“'), ('"', '"')];
    let mut rest = own.as_str();
    let mut out = String::with_capacity(own.len());
    while let Some((at, open)) = rest.char_indices().find(|(_, c)| pairs.iter().any(|(open, _)| open == c)) {
        let close = pairs.iter().find(|(mark, _)| *mark == open).map_or(open, |(_, close)| *close);
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let inside = &from[open.len_utf8()..];
        match inside.find(close) {
            // A quotation ends within its paragraph; a mark nobody closed quotes nothing.
            Some(end) if !inside[..end].contains("\n\n") => {
                out.push_str(" , ");
                rest = &inside[end + close.len_utf8()..];
            }
            _ => {
                out.push(' ');
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Sentences: a mark ends one where white space follows, so that an address or a number stays whole; an empty line
/// ends one too.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").flat_map(marked).map(str::trim).filter(|sentence| !sentence.is_empty())
}

fn marked(paragraph: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(paragraph);
    std::iter::from_fn(move || {
        let text = rest?;
        let ends = |(at, c): &(usize, char)| {
            let after = text[at + c.len_utf8()..].chars().next();
            matches!(c, '.' | '!' | '?' | ';') && after.is_none_or(char::is_whitespace)
        };
        match text.char_indices().find(ends) {
            Some((at, mark)) => {
                rest = Some(&text[at + mark.len_utf8()..]);
                Some(&text[..at])
            }
            None => {
                rest = None;
                Some(text)
            }
        }
    })
}

/// The clauses of a sentence as plain words: parted by commas, colons, dashes and words that turn.
fn clauses(sentence: &str) -> Vec<Vec<String>> {
    let mut clauses = Vec::new();
    for part in sentence.split([',', ':', '(', ')', '–', '—']) {
        let mut clause = Vec::new();
        for word in plain(part).split_whitespace() {
            if TURNS.contains(&word) && !clause.is_empty() {
                // "che" belongs to the phrases that have it; the clause before keeps it too.
                clause.push(word.to_owned());
                clauses.push(std::mem::take(&mut clause));
            } else {
                clause.push(word.to_owned());
            }
        }
        if !clause.is_empty() {
            clauses.push(clause);
        }
    }
    clauses
}

static DECLARING: LazyLock<Book> = LazyLock::new(|| Book::of(DECLARES.iter().copied()));
static COMPLAINS: LazyLock<Book> = LazyLock::new(|| Book::of(PHRASES.iter().map(|(phrase, _)| *phrase)));
static SOOTHING: LazyLock<Book> = LazyLock::new(|| Book::of(SOOTHES.iter().map(|(phrase, _)| *phrase)));

/// A list of phrases, found by their first word: every mail is read against all of them.
struct Book {
    phrases: Vec<Vec<&'static str>>,
    /// Places in the list, by a first word that stands whole.
    whole: HashMap<&'static str, Vec<usize>>,
    /// Places in the list, by the first [`STEM_BYTES`] of a first word of which only the beginning counts.
    stems: HashMap<&'static [u8], Vec<usize>>,
}

/// Bytes of the shortest beginning in the lists.
const STEM_BYTES: usize = 3;

impl Book {
    fn of(phrases: impl Iterator<Item = &'static str>) -> Self {
        let mut book = Self { phrases: Vec::new(), whole: HashMap::new(), stems: HashMap::new() };
        for (place, phrase) in phrases.enumerate() {
            let words: Vec<&str> = phrase.split(' ').collect();
            match words[0].strip_suffix('*') {
                Some(stem) => book.stems.entry(&stem.as_bytes()[..STEM_BYTES]).or_default().push(place),
                None => book.whole.entry(words[0]).or_default().push(place),
            }
            book.phrases.push(words);
        }
        book
    }

    /// The phrases a clause says with no negation before them: their places in the list, in its order.
    fn spoken_in(&self, clause: &[String]) -> Vec<usize> {
        let mut heard = Vec::new();
        for (at, word) in clause.iter().enumerate() {
            let stems = word.as_bytes().get(..STEM_BYTES).and_then(|stem| self.stems.get(stem));
            let begun = self.whole.get(word.as_str()).into_iter().chain(stems).flatten();
            heard.extend(begun.filter(|&&place| {
                let wanted = &self.phrases[place];
                let here = clause.get(at..at + wanted.len());
                here.is_some_and(|here| here.iter().zip(wanted).all(|(word, wanted)| is_said(word, wanted)))
                    && !is_denied(clause, at)
            }));
        }
        heard.sort_unstable();
        heard.dedup();
        heard
    }
}

fn is_said(word: &str, wanted: &str) -> bool {
    wanted.strip_suffix('*').map_or(word == wanted, |stem| word.starts_with(stem))
}

fn is_denied(clause: &[String], at: usize) -> bool {
    let before = &clause[at.saturating_sub(REACH)..at];
    let denied = before.iter().any(|word| NEGATES.contains(&word.as_str()));
    // "Non posso che…", "non solo…": no negation of what follows.
    let only = before.windows(2).any(|two| two[0] == "non" && (two[1] == "solo" || two[1] == "soltanto"))
        || before.windows(2).any(|two| two[0] == "not" && two[1] == "only");
    denied && !only
}
