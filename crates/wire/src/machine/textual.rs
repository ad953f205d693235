//! Mail of machines that has no form but its words: the text bounces of common servers and providers,
//! and automatic answers without a header that says so.
//!
//! Words are believed only with a witness that people do not have: an empty envelope sender, the
//! address of a mail daemon, `X-Failed-Recipients`, a report's content type. A person who quotes,
//! forwards or answers a bounce writes from his own address, and stays a person.

use kernel::address::plausible;

use super::parts::Fields;
use super::wording::{self, any, begins, fold};
use super::{Bounce, Class, Letter, Machine, REASON_CHARS};

/// Lines of text in which a bounce tells its recipients and reasons.
const ZONE_LINES: usize = 200;
/// Lines within which a machine says what it is.
const OPENING_LINES: usize = 25;
/// Characters of one line that are looked at.
const LINE_CHARS: usize = 2_000;
const MAX_RECIPIENTS: usize = 100;

/// A bounce, or good news about delivery, told in words.
pub(super) fn bounce(letter: &Letter<'_>) -> Option<Machine> {
    let report = letter.parts.media == "multipart/report";
    let failed = letter.fields().all("x-failed-recipients").any(|value| !addresses(value).is_empty());
    let witness = letter.null_sender || letter.is_from_daemon() || report;
    if letter.answered_by_person() || !(witness || failed) {
        return None;
    }
    let opening = opening(&letter.text);
    let signature = wording::BOUNCE_SIGNATURES.iter().find(|(phrase, _)| opening.contains(phrase));
    let words = any(&opening, wording::BOUNCE_TEXT);
    let form = begins(&letter.folded_subject, wording::BOUNCE_SUBJECTS);
    let good_news = begins(&letter.folded_subject, wording::NOTICE_SUBJECTS)
        || any(&opening, wording::DELIVERED_TEXT) && (form || letter.is_from_daemon());
    if good_news && signature.is_none() && !failed {
        let mut machine = Machine::of(Class::Notice, "notice of delivery or reading, by its words");
        machine.delivered = true;
        return Some(machine);
    }
    let why = if failed {
        "X-Failed-Recipients".to_owned()
    } else if let Some((_, server)) = signature {
        format!("bounce text: {server}")
    } else if form && (words || letter.null_sender && letter.is_from_daemon() || tells_a_code(letter)) {
        "bounce subject and text".to_owned()
    } else if letter.null_sender
        && words
        && letter.automatic_word().is_none()
        && !bounces(letter, true).is_empty()
    {
        "bounce text without an envelope sender".to_owned()
    } else if report {
        return Some(Machine::of(Class::Notice, "multipart/report without what it reports"));
    } else {
        return None;
    };
    let hard = !goes_on(letter);
    let mut machine = Machine::of(if hard { Class::BounceHard } else { Class::BounceSoft }, why);
    machine.bounces = told(letter, hard);
    Some(machine)
}

/// An automatic answer that carries no header saying so. A subject form is one witness; a second one
/// is needed: an empty sender, Exchange's `X-Auto-Response-Suppress`, `Precedence: bulk`, a sender
/// nobody reads, or the wording of the text. `Fuori sede fino a lunedì, chi mi sostituisce?` from a
/// person has none; neither has `R: Risposta automatica: …`.
pub(super) fn automatic(letter: &Letter<'_>) -> Option<Machine> {
    let subject = &letter.folded_subject;
    let meeting =
        letter.parts.leaves.iter().any(|leaf| leaf.media() == "text/calendar" && leaf.method().is_some());
    if letter.answered_by_person() || meeting && !letter.null_sender {
        return None;
    }
    let prefix = wording::automatic_prefix(subject);
    let form = prefix || begins(subject, wording::AUTOMATIC_SUBJECTS);
    let opening = opening(&letter.text);
    let words = any(&opening, wording::AUTOMATIC_TEXT);
    let bulk = letter.precedence().is_some_and(|word| matches!(word.as_str(), "bulk" | "junk"));
    let suppress = letter.fields().has("x-auto-response-suppress");
    let answers = letter.fields().has("in-reply-to") || letter.fields().has("references");
    let why = if form && letter.null_sender {
        "automatic subject without an envelope sender"
    } else if letter.null_sender && words {
        "automatic wording without an envelope sender"
    } else if form && bulk {
        "automatic subject with Precedence: bulk"
    } else if suppress && (prefix || form && words) {
        "automatic subject with X-Auto-Response-Suppress"
    } else if prefix && letter.is_from_nobody() {
        "automatic subject from an address nobody reads"
    } else if prefix && !opening.contains('?') && (words || answers) {
        "automatic subject and wording"
    } else {
        return None;
    };
    Some(Machine::of(Class::AutoReply, why))
}

/// Whether the text says that delivery is still being tried.
pub(super) fn goes_on(letter: &Letter<'_>) -> bool {
    let subject = &letter.folded_subject;
    let late = form_of_delay(subject);
    let told = fold(&zone(&letter.text).join(" "));
    (late || any(&told, wording::STILL_TRYING)) && !any(&told, wording::GAVE_UP)
}

fn form_of_delay(subject: &str) -> bool {
    begins(subject, wording::BOUNCE_SUBJECTS) && any(subject, wording::DELAY_SUBJECTS)
}

/// Some recipient is told with a code of SMTP: nobody writes that from memory.
fn tells_a_code(letter: &Letter<'_>) -> bool {
    bounces(letter, true).iter().any(|bounce| bounce.recipient.is_some() && bounce.status_code.is_some())
}

/// Lines before the returned message, without what is quoted. Transcripts (`>>>`, `<<<`) are kept.
fn zone(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with('>') && !trimmed.starts_with(">>>") {
            continue;
        }
        if marks_returned(line) && lines.iter().any(|line: &&str| !line.trim().is_empty()) {
            break;
        }
        if lines.len() == ZONE_LINES {
            break;
        }
        lines.push(&line[..line.floor_char_boundary(LINE_CHARS)]);
    }
    lines
}

fn marks_returned(line: &str) -> bool {
    let short = line.len() < 160;
    let set_off =
        line.contains("--") || line.contains("==") || line.contains("__") || line.trim_end().ends_with(':');
    short && set_off && any(&fold(line), wording::RETURNED_MARKS)
}

/// The first lines of the zone, folded into one, blank ones left out.
fn opening(text: &str) -> String {
    let lines: Vec<&str> =
        zone(text).into_iter().filter(|line| !line.trim().is_empty()).take(OPENING_LINES).collect();
    fold(&lines.join(" "))
}

/// Never empty: each recipient named, or one bounce that names nobody.
pub(super) fn told(letter: &Letter<'_>, hard: bool) -> Vec<Bounce> {
    let bounces = bounces(letter, hard);
    if bounces.is_empty() { vec![nameless(letter, hard)] } else { bounces }
}

/// Each recipient the text names as not reached, with the words that follow his address.
fn bounces(letter: &Letter<'_>, hard: bool) -> Vec<Bounce> {
    let lines = zone(&letter.text);
    let told = fold(&lines.join(" "));
    let mut named = named(letter, &lines);
    let listed: Vec<String> = letter.fields().all("x-failed-recipients").flat_map(addresses).collect();
    if !listed.is_empty() {
        let known: Vec<(String, Option<usize>)> = listed
            .into_iter()
            .map(|address| {
                let at =
                    named.iter().find(|(name, _)| name.eq_ignore_ascii_case(&address)).and_then(|(_, at)| *at);
                (address, at)
            })
            .collect();
        named = known;
    }
    named.truncate(MAX_RECIPIENTS);
    let alone = named.len() == 1;
    let starts: Vec<usize> = named.iter().filter_map(|(_, at)| *at).collect();
    named
        .into_iter()
        .map(|(address, at)| {
            let mut reason = at.map_or_else(String::new, |at| words_after(&lines, at, &address, &starts));
            if reason.is_empty() {
                reason = nameless(letter, hard).reason;
            }
            let code = code(&reason, hard).or_else(|| alone.then(|| code(&told, hard)).flatten());
            Bounce { recipient: Some(address), status_code: code, reason, hard }
        })
        .collect()
}

/// A bounce that names nobody: the first paragraph that tells something is the reason.
fn nameless(letter: &Letter<'_>, hard: bool) -> Bounce {
    let lines = zone(&letter.text);
    let paragraphs: Vec<String> = lines
        .split(|line| line.trim().is_empty())
        .filter(|lines| !lines.is_empty())
        .take(OPENING_LINES)
        .map(|lines| lines.join(" "))
        .collect();
    let tells = |words: &&String| {
        let folded = fold(words);
        any(&folded, wording::BOUNCE_TEXT)
            || wording::meaning(&folded).is_some()
            || status_code(words).is_some()
    };
    let words = paragraphs.iter().find(tells).or(paragraphs.first()).unwrap_or(&letter.subject);
    Bounce { recipient: None, status_code: code(words, hard), reason: reason(words), hard }
}

/// What the text of a report says of a recipient, for reports whose fields do not.
pub(super) fn reason_for(letter: &Letter<'_>, recipient: Option<&str>) -> String {
    let bounces = bounces(letter, true);
    bounces
        .iter()
        .find(|bounce| match (recipient, &bounce.recipient) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            _ => false,
        })
        .map_or_else(|| nameless(letter, true).reason, |bounce| bounce.reason.clone())
}

/// Addresses the lines name as recipients, with their line.
fn named(letter: &Letter<'_>, lines: &[&str]) -> Vec<(String, Option<usize>)> {
    let strict = scan(letter, lines, |line, before| {
        starts_with_address(line) || before.trim_end().ends_with(':') || {
            let folded = fold(line);
            any(&folded, wording::BOUNCE_TEXT) || any(&folded, wording::RECIPIENT_WORDS)
        }
    });
    if strict.is_empty() { scan(letter, lines, |_, _| true).into_iter().take(1).collect() } else { strict }
}

fn scan(
    letter: &Letter<'_>,
    lines: &[&str],
    names: impl Fn(&str, &str) -> bool,
) -> Vec<(String, Option<usize>)> {
    let mut found: Vec<(String, Option<usize>)> = Vec::new();
    let mut before = "";
    for (at, &line) in lines.iter().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        if line.contains('@') && !is_technical(line) && names(line, before) {
            for address in addresses(line) {
                let key = address.to_lowercase();
                let local = key.split('@').next().unwrap_or_default();
                let ours = letter.ours.contains(&key) || key == letter.from.to_lowercase();
                let known = found.iter().any(|(other, _)| other.to_lowercase() == key);
                if !ours && !known && !wording::DAEMONS.contains(&local) && found.len() < MAX_RECIPIENTS {
                    found.push((address, Some(at)));
                }
            }
        }
        before = line;
    }
    found
}

/// Lines of protocol and headers: the addresses in them are not told, they are copied.
fn is_technical(line: &str) -> bool {
    let line = line.trim_start().to_ascii_lowercase();
    line.starts_with(">>>")
        || line.starts_with("<<<")
        || line.starts_with(|c: char| c.is_ascii_digit())
        || [
            "message-id:",
            "from:",
            "da:",
            "von:",
            "de :",
            "de:",
            "subject:",
            "reply-to:",
            "received:",
            "return-path:",
        ]
        .iter()
        .any(|name| line.starts_with(name))
}

fn starts_with_address(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t', '<', '"', '\'', '*', '-', '•', '(', '[']);
    line.split(|c: char| c.is_whitespace() || matches!(c, '>' | '<' | '"' | '\'' | ',' | ';'))
        .next()
        .is_some_and(|word| word.contains('@'))
}

/// The words after an address: on its own line and below, up to an empty line or the next recipient.
fn words_after(lines: &[&str], at: usize, address: &str, starts: &[usize]) -> String {
    let line = lines[at];
    let mut words = vec![match line.find(address) {
        Some(begin) if starts_with_address(line) => {
            line[begin + address.len()..].trim_matches([' ', '\t', '>', ':', '.', '\'', '"', ')', ']', ','])
        }
        _ => line.trim(),
    }];
    for (next, line) in lines.iter().enumerate().skip(at + 1).take(20) {
        if starts.contains(&next) {
            break;
        }
        let line = line.trim();
        if !line.is_empty() {
            words.push(line);
            continue;
        }
        // `because:` announces the paragraph below.
        let told = words.iter().any(|words| words.chars().filter(|c| c.is_alphanumeric()).count() > 3);
        if told && !words.last().is_some_and(|words| words.ends_with(':')) {
            break;
        }
    }
    reason(&words.join(" "))
}

/// One line of a server's words: no controls, single spaces, at most [`REASON_CHARS`] characters.
pub(super) fn reason(words: &str) -> String {
    let mut line = String::new();
    for word in words.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > 4 * REASON_CHARS {
            break;
        }
    }
    line.chars().take(REASON_CHARS).collect::<String>().trim().to_owned()
}

/// The status a text tells: its own code, else what its words mean, else that of its SMTP answer.
fn code(text: &str, hard: bool) -> Option<String> {
    if let Some(code) = status_code(text) {
        return Some(code);
    }
    if let Some(code) = wording::meaning(&fold(text)) {
        let late = !hard && code.starts_with('5');
        return Some(if late { code.replacen('5', "4", 1) } else { code.to_owned() });
    }
    let answer = text.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| {
        word.len() == 3
            && matches!(word.as_bytes()[0], b'4' | b'5')
            && word.parse::<u16>().is_ok_and(|n| n % 100 < 60)
    });
    answer.map(|word| format!("{}.0.0", &word[..1]))
}

/// The first code of RFC 3463 in a text (`5.1.1`, `#5.1.1`, `550-5.1.1`), but no IP address or version.
pub(super) fn status_code(text: &str) -> Option<String> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.')).find_map(|word| {
        let word = word.trim_end_matches('.');
        let mut numbers = word.split('.');
        let (class, subject, detail) = (numbers.next()?, numbers.next()?, numbers.next()?);
        let short = |number: &str| (1..=3).contains(&number.len());
        (numbers.next().is_none() && matches!(class, "2" | "4" | "5") && short(subject) && short(detail))
            .then(|| word.to_owned())
    })
}

/// The e-mail addresses in a text, in order, as spelled.
pub(super) fn addresses(text: &str) -> Vec<String> {
    let local = |c: char| {
        c.is_alphanumeric()
            || "!#$%&*+-/=?^_{|}~.".contains(c)
            || !c.is_ascii() && !c.is_whitespace() && !"“”«»‘’„".contains(c)
    };
    let domain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
    let mut found: Vec<String> = Vec::new();
    for (at, _) in text.match_indices('@').take(1_000) {
        let before = &text[text.floor_char_boundary(at.saturating_sub(130))..at];
        let begin =
            before.char_indices().rev().take_while(|(_, c)| local(*c)).last().map_or(before.len(), |(i, _)| i);
        let after = &text[at + 1..text.floor_char_boundary((at + 260).min(text.len()))];
        let end = after.find(|c: char| !domain(c)).unwrap_or(after.len());
        let host = after[..end].trim_end_matches(['.', '-']);
        let address = format!("{}@{host}", before[begin..].trim_start_matches('.'));
        if host.contains('.') && plausible(&address) && !found.contains(&address) && found.len() < 200 {
            found.push(address);
        }
    }
    found
}

/// Headers of the returned message, copied into the text of a bounce: the block around its
/// Message-ID, or below the mark that says it begins.
pub(super) fn returned(text: &str) -> Option<Fields> {
    let lines: Vec<&str> = text.lines().take(2_000).map(|line| line.trim_start_matches(['>', '|'])).collect();
    let blank = |line: &&str| line.trim().is_empty();
    let names_id = |line: &&str| line.trim_start().to_ascii_lowercase().starts_with("message-id:");
    let begin = match lines.iter().position(names_id) {
        Some(at) => {
            lines[..at].iter().rposition(|line| blank(line) || marks_returned(line)).map_or(0, |at| at + 1)
        }
        None => {
            let mark = lines.iter().position(|line| marks_returned(line))?;
            mark + 1 + lines[mark + 1..].iter().position(|line| !blank(line))?
        }
    };
    let indent = lines[begin].len() - lines[begin].trim_start().len();
    let block: Vec<&str> = lines[begin..]
        .iter()
        .take(200)
        .take_while(|line| !blank(line))
        .map(|line| if indent > 0 { line.trim_start() } else { line })
        .collect();
    let fields = Fields::in_text(&block.join("\n"));
    (fields.has("message-id") || fields.has("subject") || fields.has("to")).then_some(fields)
}

/// The subject of our message where a bounce tells it in its text: `Subject: …`, `Oggetto: …`.
pub(super) fn told_subject(text: &str) -> Option<String> {
    zone(text).into_iter().find_map(|line| {
        let (name, subject) = line.split_once(':')?;
        let known = line.len() < 1_000 && wording::SUBJECT_WORDS.contains(&fold(name).as_str());
        (known && !subject.trim().is_empty()).then(|| subject.trim().to_owned())
    })
}
