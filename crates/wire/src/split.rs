//! What is new in a mail, apart from what it quotes and from its signature.

use crate::forward::{self, Block, Separator, block, is_rule, separator};
use crate::text::{Line, join};

/// A text taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Split {
    pub reply: String,
    pub quoted: Option<String>,
    pub signature: Option<String>,
    /// The mail quoted whole at the end, if its header lines could be read.
    pub history: Option<History>,
}

/// A mail quoted whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct History {
    /// Announced as a forward.
    pub forward: bool,
    pub block: Block,
    pub text: String,
}

/// Takes the lines of a mail apart. `answers` says that the mail is an answer by its headers or subject.
pub(crate) fn split(lines: &[Line], answers: bool) -> Split {
    let end = history(lines);
    let at = end.as_ref().map_or(lines.len(), |end| end.at);
    let mut own = vec![false; lines.len()];
    let mut quoting = end.is_some();
    let mut n = 0;
    while n < at {
        if lines[n].depth > 0 {
            quoting = true;
        } else if let Some(after) = attribution(lines, n, at) {
            quoting = true;
            n = after;
            continue;
        } else {
            own[n] = true;
        }
        n += 1;
    }
    // A line that begins with `>` in a first mail is a person's list or shell, not a quote.
    let marked = lines[..at].iter().filter(|line| line.depth > 0 && !line.is_blank()).count();
    if !answers && end.is_none() && marked > 0 && marked < 3 && attributions(lines) == 0 {
        return Split { reply: join(lines), ..Split::default() };
    }
    let signature = signature(lines, &mut own);
    let reply = join(own.iter().zip(lines).filter(|(own, _)| **own).map(|(_, line)| line));
    let quoted = quoting.then(|| {
        let rest = lines.iter().enumerate().filter(|(n, _)| !own[*n] && !signature.taken[*n]);
        join(rest.map(|(_, line)| line))
    });
    let history = end.and_then(|end| {
        end.block.map(|block| {
            let text = unquoted(&lines[block.end.max(end.at).min(lines.len())..]);
            History { forward: end.forward, block, text }
        })
    });
    Split { reply, quoted: quoted.filter(|quoted| !quoted.is_empty()), signature: signature.text, history }
}

/// Where the rest of the mail is history.
struct End {
    at: usize,
    forward: bool,
    block: Option<Block>,
}

fn history(lines: &[Line]) -> Option<End> {
    for (n, line) in lines.iter().enumerate() {
        if line.depth > 0 {
            continue;
        }
        if let Some(kind) = separator(&line.text) {
            let block = block(lines, n + 1).filter(|block| block.likely);
            if block.is_some() || line.text.trim_start().starts_with(['-', '_', '=']) {
                return Some(End { at: n, forward: kind == Separator::Forward, block });
            }
        }
        if let Some(found) = block(lines, n).filter(|found| found.certain && !line.is_blank()) {
            return Some(End { at: above(lines, n), forward: false, block: Some(found) });
        }
        if line.history {
            let block = block(lines, n).filter(|block| block.likely);
            return Some(End { at: above(lines, n), forward: false, block });
        }
        if let Some(after) = attribution(lines, n, lines.len()) {
            let next = lines[after..].iter().find(|line| !line.is_blank());
            if next.is_some_and(|line| line.depth == 0) {
                return Some(End { at: n, forward: false, block: None });
            }
        }
    }
    None
}

/// The rule and blank lines above a block belong to it.
fn above(lines: &[Line], at: usize) -> usize {
    let mut begin = at;
    while begin > 0
        && lines[begin - 1].depth == 0
        && (lines[begin - 1].is_blank() || is_rule(&lines[begin - 1].text))
    {
        begin -= 1;
    }
    begin
}

/// The text of a forwarded mail; one level of quote marks comes off when all of it has them.
fn unquoted(lines: &[Line]) -> String {
    let all = lines.iter().all(|line| line.depth > 0 || line.is_blank());
    let lines: Vec<Line> = lines
        .iter()
        .map(|line| Line { depth: if all { line.depth.saturating_sub(1) } else { line.depth }, ..line.clone() })
        .collect();
    join(&lines)
}

fn attributions(lines: &[Line]) -> usize {
    (0..lines.len()).filter(|n| attribution(lines, *n, lines.len()).is_some()).count()
}

/// Reads a line such as `Il giorno … ha scritto:` at `n`, wrapped over up to four lines; gives the line after.
fn attribution(lines: &[Line], n: usize, end: usize) -> Option<usize> {
    let first = lines[n].text.trim();
    if first.is_empty() || lines[n].depth > 0 || first.len() > 400 {
        return None;
    }
    let mut text = String::new();
    for (last, line) in lines.iter().enumerate().take(end.min(n + 4)).skip(n) {
        if line.is_blank() || line.depth > 0 {
            break;
        }
        text.push_str(line.text.trim());
        text.push(' ');
        let begins = begins_dated(first);
        let strength = strength(&text, begins);
        let quoted_next = || {
            lines[last + 1..].iter().take(20).find(|line| !line.is_blank()).is_some_and(|line| line.depth > 0)
        };
        match strength {
            Strength::Strong => return Some(last + 1),
            Strength::Weak if quoted_next() => return Some(last + 1),
            _ if last == n && !begins && !first.contains('@') && !first.contains('<') => return None,
            _ => {}
        }
    }
    None
}

#[derive(PartialEq, Eq)]
enum Strength {
    None,
    /// Only when quoted lines follow.
    Weak,
    Strong,
}

const DATED_BEGINS: [&str; 13] = [
    "Il ",
    "il ",
    "In data ",
    "Il giorno ",
    "On ",
    "Am ",
    "Le ",
    "El ",
    "Em ",
    "Op ",
    "Den ",
    "Dne ",
    "W dniu ",
];
const WROTE: [&str; 16] = [
    "ha scritto:",
    "ha scritto :",
    "ha scritto",
    "hanno scritto:",
    "scrive:",
    "scriveva:",
    "ha scritto quanto segue:",
    "wrote:",
    "wrote :",
    "writes:",
    "schrieb:",
    "schrieb :",
    "a écrit :",
    "a écrit:",
    "escribió:",
    "escreveu:",
];

fn begins_dated(first: &str) -> bool {
    DATED_BEGINS.iter().any(|begin| first.starts_with(begin))
}

fn strength(text: &str, begins: bool) -> Strength {
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    let text = text.trim().trim_end_matches(['*', '_', ' ']);
    let lower = text.to_lowercase();
    let wrote = WROTE.iter().any(|end| lower.ends_with(end))
        || (lower.ends_with(':')
            && [" schrieb ", " wrote on ", " ha scritto il ", " ha scritto in data ", " a écrit le "]
                .iter()
                .any(|verb| lower.contains(verb)))
        || (lower.ends_with(':')
            && text.starts_with(|c: char| c.is_ascii_digit())
            && text.contains("@")
            && has_time(text));
    if !wrote {
        return Strength::None;
    }
    let colon = lower.ends_with(':');
    let mail = text.contains('@');
    let dated = has_time(text) || has_year(text);
    match (begins, mail, has_time(text) && has_year(text)) {
        (true, true, _) if dated => Strength::Strong,
        (true, _, true) if colon => Strength::Strong,
        (false, true, _) if colon && (dated || text.contains('<')) => Strength::Strong,
        _ if colon && text.len() <= 200 => Strength::Weak,
        _ => Strength::None,
    }
}

/// `10:12`, `10.12`, `10h12`.
fn has_time(text: &str) -> bool {
    text.as_bytes().windows(5).any(|w| {
        w[0].is_ascii_digit()
            && w[1].is_ascii_digit()
            && matches!(w[2], b':' | b'.' | b'h')
            && w[3].is_ascii_digit()
            && w[4].is_ascii_digit()
    }) || text
        .as_bytes()
        .windows(4)
        .any(|w| w[0].is_ascii_digit() && w[1] == b':' && w[2].is_ascii_digit() && w[3].is_ascii_digit())
}

/// A year of four digits, or a date with dashes, dots or slashes.
fn has_year(text: &str) -> bool {
    let digits = |begin: &str| {
        text.match_indices(begin).any(|(at, _)| text[at..].bytes().take_while(u8::is_ascii_digit).count() == 4)
    };
    digits("19")
        || digits("20")
        || text.split_whitespace().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_ascii_digit());
            word.split(['/', '.', '-'])
                .filter(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
                .count()
                == 3
        })
}

struct Signature {
    text: Option<String>,
    /// Which lines it took.
    taken: Vec<bool>,
}

/// Longest signature after a line of two dashes.
const MAX_SIGNATURE_LINES: usize = 60;

/// Takes the signature out of the sender's own lines.
fn signature(lines: &[Line], own: &mut [bool]) -> Signature {
    let mut taken = vec![false; lines.len()];
    let mut begun = false;
    let mut until = 0;
    for (n, line) in lines.iter().enumerate() {
        if !own[n] {
            continue;
        }
        let text = line.text.trim();
        if text == "--" && begun && n >= until {
            // To the end of this stretch of own lines, if that is near.
            let longest = (n + MAX_SIGNATURE_LINES).min(lines.len());
            until = (n..longest).find(|m| !own[*m]).unwrap_or(if longest == lines.len() { longest } else { n });
        }
        taken[n] = n < until || line.signature || is_device_line(text);
        begun |= !taken[n] && !text.is_empty();
    }
    // A mail of nothing but signature has none.
    if !begun {
        return Signature { text: None, taken: vec![false; lines.len()] };
    }
    for (own, taken) in own.iter_mut().zip(&taken) {
        *own &= !taken;
    }
    let text = join(
        lines
            .iter()
            .zip(&taken)
            .filter(|(line, taken)| **taken && line.text.trim() != "--")
            .map(|(line, _)| line),
    );
    Signature { text: (!text.is_empty()).then_some(text), taken }
}

const DEVICE_BEGINS: [&str; 35] = [
    "inviato da iphone",
    "inviato da ipad",
    "inviato dal mio ",
    "inviato da mio ",
    "inviato da outlook",
    "inviato da posta per windows",
    "inviato da libero mail",
    "inviato con libero mail",
    "inviato da yahoo mail",
    "inviato da yahoo! mail",
    "inviato da tim mail",
    "inviato da virgilio mail",
    "inviato da smartphone",
    "inviato da dispositivo mobile",
    "inviato da proton mail",
    "inviato da gmail",
    "inviato da webmail",
    "inviato da samsung",
    "sent from my ",
    "sent from outlook",
    "sent from mail for windows",
    "sent from yahoo mail",
    "sent from proton mail",
    "sent with proton mail",
    "sent from samsung",
    "get outlook for ",
    "ottieni outlook per ",
    "scarica outlook per ",
    "von meinem ",
    "gesendet von ",
    "gesendet mit ",
    "envoyé de mon ",
    "envoyé depuis ",
    "enviado desde mi ",
    "enviado desde ",
];

/// What a device or program adds by itself: one short line.
fn is_device_line(text: &str) -> bool {
    if text.len() > 120 || text.is_empty() {
        return false;
    }
    let lower = text.to_lowercase();
    let lower = lower.trim_start_matches(['-', '*', '_', ' ', '[', '<']);
    DEVICE_BEGINS.iter().any(|begin| lower.starts_with(begin))
        && !(lower.starts_with("von meinem ") && !lower.contains("gesendet"))
        && (text.split_whitespace().count() <= 14)
        && !lower.ends_with('?')
}

/// The better of the two readings of a mail that has text and HTML: plain text, unless only the HTML knows
/// where the history begins.
pub(crate) fn better(text: Split, html: Split) -> Split {
    let size = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let html_cuts = html.quoted.is_some() && !html.reply.is_empty();
    let knows_more = html_cuts && (text.quoted.is_none() || size(&html.reply) * 5 < size(&text.reply) * 4);
    let history = text.history.clone().or_else(|| html.history.clone());
    if knows_more {
        return Split { history, ..html };
    }
    let mut best = Split { history, ..text };
    if best.signature.is_none()
        && let Some(signature) = html.signature
        && let Some(cut) = without_end(&best.reply, &signature)
    {
        best.reply = cut;
        best.signature = Some(signature);
    }
    best
}

/// `text` without `end`, blanks not counted; `None` when it does not end so or nothing would be left.
fn without_end(text: &str, end: &str) -> Option<String> {
    let mut kept = text.char_indices().rev();
    for wanted in end.chars().rev().filter(|c| !c.is_whitespace()) {
        if kept.by_ref().map(|(_, c)| c).find(|c| !c.is_whitespace()) != Some(wanted) {
            return None;
        }
    }
    let (at, c) = kept.find(|(_, c)| !c.is_whitespace())?;
    let rest = text[..at + c.len_utf8()].trim_end().trim_end_matches("--").trim_end();
    (!rest.is_empty()).then(|| rest.to_owned())
}

/// Whether a subject or the headers say that a mail answers another.
pub(crate) fn answers(subject: &str, has_parents: bool) -> bool {
    has_parents || forward::says_reply(subject) || forward::says_forward(subject)
}
