//! A word given in passing: "le rispondo domani" in an answer, as the moment it means within opening hours.
//!
//! Pure. A clause counts when somebody of ours commits to say or send something (first person, or "you will hear"),
//! names a moment still to come, and neither asks, quotes, denies nor makes it depend on something.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use kernel::calendar::Hours;

use crate::conversation::folded;

const MINUTE_MS: i64 = 60_000;
/// Text read of one answer, in characters.
const READ_CHARACTERS: usize = 20_000;
/// A word can be given so far ahead, in days.
const FARTHEST_DAYS: i32 = 90;

/// The moment promised by a text, the first one when there are several; in UTC milliseconds, within the inbox's
/// hours and after `now_ms`.
pub fn spoken(text: &str, hours: &Hours, now_ms: i64) -> Option<i64> {
    clauses(text).iter().filter(|clause| commits(clause)).find_map(|clause| moment(clause, hours, now_ms))
}

/* ── clauses ─────────────────────────────────────────────────────────── */

/// Words that begin a clause of its own.
const JOINTS: [&str; 16] = [
    "che", "perche", "quando", "appena", "se", "ma", "pero", "mentre", "finche", "and", "but", "because", "if",
    "when", "once", "until",
];
/// Clauses that begin so depend on something else.
const CONDITIONS: [&str; 10] =
    ["se", "appena", "quando", "finche", "qualora", "if", "when", "once", "until", "unless"];
/// A clause that begins so belongs to the one before.
const DEADLINES: [&str; 9] = ["entro", "al", "per", "by", "within", "before", "at", "non", "no"];

/// The clauses a person of ours wrote, word by word; questions and quotations left out.
fn clauses(text: &str) -> Vec<Vec<String>> {
    let mut clauses: Vec<Vec<String>> = Vec::new();
    let own: String = text.chars().take(READ_CHARACTERS).collect();
    for line in own.lines().filter(|line| !line.trim_start().starts_with('>')) {
        for sentence in sentences(&unquoted(line)) {
            if sentence.trim_end().ends_with('?') {
                continue;
            }
            for (nth, part) in parts(&sentence).enumerate() {
                let words = words(part);
                let continues = nth > 0
                    && words.first().is_some_and(|first| {
                        DEADLINES.contains(&first.as_str()) || first.bytes().all(|b| b.is_ascii_digit())
                    });
                match clauses.last_mut() {
                    Some(last) if continues => last.extend(words),
                    _ => clauses.extend(parted(words)),
                }
            }
        }
    }
    clauses
}

/// The parts of a sentence between its commas; a time such as 15:30 is no place to part.
fn parts(sentence: &str) -> impl Iterator<Item = &str> {
    let bytes = sentence.as_bytes();
    let mut begin = 0;
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for (at, c) in sentence.char_indices() {
        let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        let within = c == ':' && digit(at.checked_sub(1)) && digit(Some(at + 1));
        if matches!(c, ',' | ';' | ':' | '(' | ')' | '–' | '—') && !within {
            cuts.push((begin, at));
            begin = at + c.len_utf8();
        }
    }
    cuts.push((begin, sentence.len()));
    cuts.into_iter().map(move |(from, to)| &sentence[from..to])
}

/// Parts a clause at the words that begin another.
fn parted(words: Vec<String>) -> Vec<Vec<String>> {
    let mut parts: Vec<Vec<String>> = vec![Vec::new()];
    for word in words {
        if JOINTS.contains(&word.as_str()) && parts.last().is_some_and(|part| !part.is_empty()) {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(word);
        }
    }
    parts
}

/// A line without what stands between quotation marks.
fn unquoted(line: &str) -> String {
    let mut out = String::new();
    let mut closing = None;
    for c in line.chars() {
        match (closing, c) {
            (None, '«') => closing = Some('»'),
            (None, '“') => closing = Some('”'),
            (None, '"') => closing = Some('"'),
            (None, c) => out.push(c),
            (Some(end), c) if c == end => closing = None,
            (Some(_), _) => {}
        }
    }
    out
}

/// Sentences with the mark that ends them; a point between two digits ends none.
fn sentences(line: &str) -> Vec<String> {
    let letters: Vec<char> = line.chars().collect();
    let mut sentences = vec![String::new()];
    for (at, c) in letters.iter().enumerate() {
        if let Some(last) = sentences.last_mut() {
            last.push(*c);
        }
        let next = letters.get(at + 1);
        if matches!(c, '.' | '!' | '?' | '…') && next.is_none_or(|next| next.is_whitespace()) {
            sentences.push(String::new());
        }
    }
    sentences
}

/// Words in lower case without accents; times stay whole: `15:30`, `15.30`, `27/11`.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let letters: Vec<char> = folded(text).chars().collect();
    for (at, c) in letters.iter().enumerate() {
        let between_digits = at > 0
            && letters[at - 1].is_ascii_digit()
            && letters.get(at + 1).is_some_and(char::is_ascii_digit)
            && matches!(c, ':' | '.' | '/');
        match words.last_mut() {
            Some(last) if c.is_alphanumeric() || between_digits => last.push(*c),
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/* ── who commits ─────────────────────────────────────────────────────── */

/// Verbs of saying and sending in the first person, singular and plural, present and future.
const WE_SAY: [&str; 49] = [
    "rispondo",
    "rispondiamo",
    "rispondero",
    "risponderemo",
    "richiamo",
    "richiamiamo",
    "richiamero",
    "richiameremo",
    "chiamo",
    "chiamiamo",
    "chiamero",
    "chiameremo",
    "ricontatto",
    "ricontattiamo",
    "ricontattero",
    "ricontatteremo",
    "contatto",
    "contattiamo",
    "contattero",
    "contatteremo",
    "aggiorno",
    "aggiorniamo",
    "aggiornero",
    "aggiorneremo",
    "scrivo",
    "scriviamo",
    "scrivero",
    "scriveremo",
    "mando",
    "mandiamo",
    "mandero",
    "manderemo",
    "invio",
    "inviamo",
    "inviero",
    "invieremo",
    "confermo",
    "confermiamo",
    "confermero",
    "confermeremo",
    "dico",
    "diciamo",
    "diro",
    "diremo",
    "comunichero",
    "comunicheremo",
    "risentiamo",
    "sentiamo",
    "sentiremo",
];
/// Verbs that commit with one of [`NEWS`] after them.
const WE_GIVE: [&str; 14] = [
    "faccio",
    "facciamo",
    "faro",
    "faremo",
    "do",
    "diamo",
    "daro",
    "daremo",
    "avra",
    "avrai",
    "avrete",
    "ricevera",
    "riceverai",
    "riceverete",
];
const NEWS: [&str; 12] = [
    "sapere",
    "avere",
    "risposta",
    "riscontro",
    "notizie",
    "aggiornamento",
    "aggiornamenti",
    "conferma",
    "vivo",
    "viva",
    "sentire",
    "nostre",
];
const WILL_SAY: [&str; 19] = [
    "reply", "answer", "respond", "get", "come", "let", "update", "call", "ring", "phone", "write", "email",
    "send", "confirm", "contact", "follow", "tell", "be", "have",
];
const WILL_HEAR: [&str; 4] = ["have", "hear", "receive", "get"];

fn commits(clause: &[String]) -> bool {
    let word = |at: usize| clause.get(at).map_or("", String::as_str);
    let has = |wanted: &[&str]| clause.iter().any(|word| wanted.contains(&word.as_str()));
    if CONDITIONS.contains(&word(0))
        || has(&["not", "cannot", "never", "mai", "won", "don", "didn", "ieri", "yesterday"])
    {
        return false;
    }
    for at in 0..clause.len() {
        let denied = at >= 1 && word(at - 1) == "non" || at >= 2 && word(at - 2) == "non";
        let said_now = matches!(word(at + 1), "che" | "per" | "di" | "da" | "in" | "qui" | "perche");
        if WE_SAY.contains(&word(at)) && !denied && (!said_now || is_part_of_day(word(at + 2))) {
            return true;
        }
        let gives = WE_GIVE.contains(&word(at)) && !denied;
        if gives && clause[at + 1..].iter().take(4).any(|word| NEWS.contains(&word.as_str())) {
            return true;
        }
        let after = match (word(at), word(at + 1), word(at + 2)) {
            ("i" | "we" | "you", "ll" | "will" | "shall", _) => Some(at + 2),
            ("i", "m" | "am", "going") | ("we", "re" | "are", "going") => Some(at + 4),
            _ => None,
        };
        if let Some(after) = after {
            let verbs: &[&str] = if word(at) == "you" { &WILL_HEAR } else { &WILL_SAY };
            if clause[after.min(clause.len())..].iter().take(3).any(|word| verbs.contains(&word.as_str())) {
                return true;
            }
        }
        if word(at) == "expect"
            && clause[at..].iter().any(|word| matches!(word.as_str(), "answer" | "reply" | "news"))
        {
            return true;
        }
    }
    false
}

fn is_part_of_day(word: &str) -> bool {
    matches!(word, "mattinata" | "giornata" | "serata" | "settimana")
}

/* ── when ────────────────────────────────────────────────────────────── */

/// Which day is meant.
enum Day {
    /// So many days from today.
    After(i32),
    Weekday(Weekday),
    Date(i8, i8),
    /// The last open day of this week, or of the next.
    EndOfWeek(i32),
}

/// Which part of that day, in minutes from midnight where it has a clock time.
enum Part {
    At(i64),
    Closing,
}

fn moment(clause: &[String], hours: &Hours, now_ms: i64) -> Option<i64> {
    if let Some(minutes) = after(clause) {
        return within(hours, now_ms, minutes);
    }
    let day = day(clause);
    let part = part(clause);
    let (day, part) = match (day, part) {
        (None, None) => return None,
        (Some(day), part) => (day, part.unwrap_or(Part::Closing)),
        (None, Some(part)) => (Day::After(0), part),
    };
    let today = hours.today(now_ms);
    let date = match day {
        Day::After(days) => today.checked_add(i64::from(days).days()).ok()?,
        Day::Weekday(weekday) => {
            let ahead =
                (weekday.to_monday_zero_offset() - today.weekday().to_monday_zero_offset()).rem_euclid(7);
            let ahead = if ahead == 0 { 7 } else { ahead };
            today.checked_add(i64::from(ahead).days()).ok()?
        }
        Day::Date(day, month) => {
            let this_year = Date::new(today.year(), month, day).ok()?;
            if this_year >= today { this_year } else { Date::new(today.year() + 1, month, day).ok()? }
        }
        Day::EndOfWeek(weeks) => {
            let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
            let sunday = monday.checked_add((6 + 7 * i64::from(weeks)).days()).ok()?;
            let mut last = sunday;
            while last > today && closing(hours, last).is_none() {
                last = last.checked_sub(1.day()).ok()?;
            }
            last
        }
    };
    let apart = today.until(date).ok().map(|apart: Span| apart.get_days())?;
    if !(0..=FARTHEST_DAYS).contains(&apart) {
        return None;
    }
    on(hours, date, &part).filter(|at_ms| *at_ms > now_ms)
}

/// The instant on that day, or on the next one the desk opens.
fn on(hours: &Hours, date: Date, part: &Part) -> Option<i64> {
    let mut day = date;
    for _ in 0..30 {
        if let Some(closing_ms) = closing(hours, day) {
            let at_ms = match part {
                Part::Closing => closing_ms,
                Part::At(minutes) => midnight_ms(hours, day)? + minutes * MINUTE_MS,
            };
            return match at_ms {
                at_ms if at_ms >= closing_ms => Some(closing_ms),
                at_ms if hours.is_open(at_ms) || hours.is_open(at_ms - 1) => Some(at_ms),
                at_ms => hours.next_open_ms(at_ms),
            };
        }
        day = day.checked_add(1.day()).ok()?;
    }
    None
}

fn midnight_ms(hours: &Hours, day: Date) -> Option<i64> {
    Some(day.to_zoned(hours.timezone().clone()).ok()?.timestamp().as_millisecond())
}

fn closing(hours: &Hours, day: Date) -> Option<i64> {
    hours.closing_ms(midnight_ms(hours, day)? + 12 * 60 * MINUTE_MS)
}

/// So many minutes from now, by the clock while the desk is open, else in open time.
fn within(hours: &Hours, now_ms: i64, minutes: i64) -> Option<i64> {
    let step_ms = 5 * MINUTE_MS;
    let at_ms = now_ms + minutes * MINUTE_MS;
    let at_ms = (at_ms + step_ms - 1).div_euclid(step_ms) * step_ms;
    match hours.is_open(at_ms) || hours.is_open(at_ms - 1) {
        true => Some(at_ms),
        false if minutes >= 24 * 60 => hours.next_open_ms(at_ms).and_then(|open_ms| hours.closing_ms(open_ms)),
        false => hours.due(now_ms, minutes),
    }
}

const WEEKDAYS: [(&str, &str, Weekday); 7] = [
    ("lunedi", "monday", Weekday::Monday),
    ("martedi", "tuesday", Weekday::Tuesday),
    ("mercoledi", "wednesday", Weekday::Wednesday),
    ("giovedi", "thursday", Weekday::Thursday),
    ("venerdi", "friday", Weekday::Friday),
    ("sabato", "saturday", Weekday::Saturday),
    ("domenica", "sunday", Weekday::Sunday),
];
const MONTHS: [(&str, &str); 12] = [
    ("gennaio", "january"),
    ("febbraio", "february"),
    ("marzo", "march"),
    ("aprile", "april"),
    ("maggio", "may"),
    ("giugno", "june"),
    ("luglio", "july"),
    ("agosto", "august"),
    ("settembre", "september"),
    ("ottobre", "october"),
    ("novembre", "november"),
    ("dicembre", "december"),
];

/// Whether these words stand one after the other.
fn said(clause: &[String], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    clause.windows(phrase.len()).any(|window| window.iter().zip(&phrase).all(|(word, wanted)| word == wanted))
}

fn day(clause: &[String]) -> Option<Day> {
    let any = |phrases: &[&str]| phrases.iter().any(|phrase| said(clause, phrase));
    if any(&["dopodomani", "dopo domani", "day after tomorrow"]) {
        return Some(Day::After(2));
    }
    if any(&["domani", "domattina", "tomorrow"]) {
        return Some(Day::After(1));
    }
    if let Some(date) = date(clause) {
        return Some(date);
    }
    if let Some((.., weekday)) =
        WEEKDAYS.iter().find(|(it, en, _)| clause.iter().any(|word| word == it || word == en))
    {
        let past = ["scorso", "scorsa", "last"].iter().any(|word| said(clause, word));
        return (!past).then_some(Day::Weekday(*weekday));
    }
    if any(&["prossima settimana", "settimana prossima", "next week"]) {
        return Some(Day::EndOfWeek(1));
    }
    if any(&[
        "entro la settimana",
        "fine settimana",
        "in settimana",
        "questa settimana",
        "end of the week",
        "this week",
    ]) {
        return Some(Day::EndOfWeek(0));
    }
    any(&[
        "oggi",
        "stamattina",
        "stasera",
        "today",
        "tonight",
        "this afternoon",
        "this morning",
        "this evening",
    ])
    .then_some(Day::After(0))
}

/// "il 27 novembre", "27/11", "November 27".
fn date(clause: &[String]) -> Option<Day> {
    let month_of =
        |word: &str| MONTHS.iter().position(|(it, en)| *it == word || *en == word).map(|at| at as i8 + 1);
    let day_of = |word: &str| {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        digits.parse::<i8>().ok().filter(|day| (1..=31).contains(day))
    };
    for (at, word) in clause.iter().enumerate() {
        if let Some((day, month)) = word.split_once('/') {
            let month: i8 = month.split('/').next().unwrap_or_default().parse().ok()?;
            return day_of(day).filter(|_| (1..=12).contains(&month)).map(|day| Day::Date(day, month));
        }
        if let Some(month) = month_of(word) {
            let before = at.checked_sub(1).and_then(|at| clause.get(at)).and_then(|word| day_of(word));
            let after = clause.get(at + 1).and_then(|word| day_of(word));
            if let Some(day) = before.or(after) {
                return Some(Day::Date(day, month));
            }
        }
    }
    None
}

fn part(clause: &[String]) -> Option<Part> {
    let any = |phrases: &[&str]| phrases.iter().any(|phrase| said(clause, phrase));
    if let Some(minutes) = clock(clause) {
        return Some(Part::At(minutes));
    }
    if any(&["mezzogiorno", "noon", "midday"]) {
        return Some(Part::At(12 * 60));
    }
    if any(&["mattina", "mattinata", "domattina", "stamattina", "morning"]) {
        return Some(Part::At(13 * 60));
    }
    let closing = [
        "pomeriggio",
        "stasera",
        "sera",
        "serata",
        "afternoon",
        "evening",
        "tonight",
        "in giornata",
        "entro la giornata",
        "fine giornata",
        "fine della giornata",
        "end of day",
        "end of the day",
        "close of business",
        "eod",
    ];
    any(&closing).then_some(Part::Closing)
}

/// A time on the clock: "alle 15", "entro le 15:30", "per le ore 9", "at 3pm", "by 5 pm", "by 17:00".
fn clock(clause: &[String]) -> Option<i64> {
    let word = |at: usize| clause.get(at).map_or("", String::as_str);
    for at in 0..clause.len() {
        let lead = at.checked_sub(1).map_or("", word);
        let lead = if lead == "ore" { at.checked_sub(2).map_or("", word) } else { lead };
        let (digits, suffix) =
            word(at).split_at(word(at).find(|c: char| c.is_alphabetic()).unwrap_or(word(at).len()));
        let (hour, minute) = match digits.split_once([':', '.']) {
            Some((hour, minute)) if minute.len() == 2 => (hour, minute),
            Some(_) => continue,
            None => (digits, "0"),
        };
        let (Ok(hour), Ok(minute)) = (hour.parse::<i64>(), minute.parse::<i64>()) else { continue };
        let suffix = if suffix.is_empty() { word(at + 1) } else { suffix };
        let half = match suffix {
            "pm" | "p" if hour < 12 => 12 * 60,
            "am" | "pm" | "p" => 0,
            _ if digits.contains([':', '.']) => 0,
            _ if matches!(lead, "alle" | "le" | "all" | "dalle" | "at") => 0,
            _ => continue,
        };
        if hour < 24 && minute < 60 {
            let mut minutes = hour * 60 + minute + half;
            let afternoon = clause.iter().any(|word| matches!(word.as_str(), "pomeriggio" | "afternoon"));
            if afternoon && minutes < 8 * 60 {
                minutes += 12 * 60;
            }
            return Some(minutes);
        }
    }
    None
}

/// A span from now, in minutes: "fra due ore", "entro 3 giorni", "within an hour".
fn after(clause: &[String]) -> Option<i64> {
    let word = |at: usize| clause.get(at).map_or("", String::as_str);
    for at in 0..clause.len() {
        if !matches!(word(at), "fra" | "tra" | "entro" | "in" | "within") {
            continue;
        }
        let mut here = at + 1;
        while matches!(
            word(here),
            "le" | "i"
                | "gli"
                | "al"
                | "massimo"
                | "circa"
                | "about"
                | "the"
                | "next"
                | "prossime"
                | "prossimi"
        ) {
            here += 1;
        }
        if matches!(word(here), "mezz" | "mezzora") || word(here) == "half" {
            return Some(30);
        }
        let (count, unit) = match (word(here), word(here + 1), word(here + 2)) {
            ("un", "paio", "d" | "di") => (2, here + 3),
            ("a", "couple", "of") => (2, here + 3),
            (one, ..) => match count(one) {
                Some(count) => (count, here + 1),
                None => continue,
            },
        };
        let unit = if matches!(word(unit), "lavorativi" | "working" | "business") { unit + 1 } else { unit };
        let minutes = match word(unit) {
            "minuti" | "minuto" | "minutes" | "minute" | "min" => 1,
            "ore" | "ora" | "hours" | "hour" => 60,
            "giorni" | "giorno" | "days" | "day" => 24 * 60,
            "settimane" | "settimana" | "weeks" | "week" => 7 * 24 * 60,
            _ => continue,
        };
        return (1..=500).contains(&count).then_some(count * minutes);
    }
    None
}

fn count(word: &str) -> Option<i64> {
    const NUMBERS: [(&str, i64); 30] = [
        ("un", 1),
        ("uno", 1),
        ("una", 1),
        ("due", 2),
        ("tre", 3),
        ("quattro", 4),
        ("cinque", 5),
        ("sei", 6),
        ("sette", 7),
        ("otto", 8),
        ("dieci", 10),
        ("quindici", 15),
        ("venti", 20),
        ("ventiquattro", 24),
        ("trenta", 30),
        ("quarantotto", 48),
        ("a", 1),
        ("an", 1),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("ten", 10),
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
        ("quaranta", 40),
    ];
    let known = NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, count)| *count);
    known.or_else(|| word.parse().ok())
}
