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
    if !text.ends_with(':') && !text.ends_with("scritto") {
        return Strength::None;
    }
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
    let colon = lower.ends_with(':');
    let mail = text.contains('@');
    if !wrote {
        // Another language: who and when, and a quote below.
        let who_and_when = (mail || has_year(text)) && has_time(text) && colon && text.len() <= 200;
        return if who_and_when { Strength::Weak } else { Strength::None };
    }
    let dated = has_time(text) || has_year(text);
    match (begins, mail, has_time(text) && has_year(text)) {
        (true, true, _) if dated => Strength::Strong,
        (true, _, true) if colon => Strength::Strong,
        (false, true, _) if colon && (dated || text.contains('<')) => Strength::Strong,
        _ if colon && text.len() <= 200 && (dated || !begins && text.len() <= 80) => Strength::Weak,
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
/// Longest text a mailing list puts at the end.
const MAX_LIST_FOOTER_LINES: usize = 12;

/// The 47 underscores of Mailman, above what a list puts at the end.
fn is_list_rule(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|b| b == b'_')
}

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
        let longest = match text {
            "--" => MAX_SIGNATURE_LINES,
            _ if is_list_rule(text) => MAX_LIST_FOOTER_LINES,
            _ => 0,
        };
        if longest > 0 && begun && n >= until {
            // To the end of this stretch of own lines, if that is near.
            let longest = (n + longest).min(lines.len());
            until = (n..longest).find(|m| !own[*m]).unwrap_or(if longest == lines.len() { longest } else { n });
        }
        taken[n] = n < until || line.signature || is_device_line(text);
        begun |= !taken[n] && !text.is_empty();
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

/// What programs add, by the name of the program.
const PROGRAM_BEGINS: [&str; 22] = [
    "inviato da outlook",
    "inviato da posta per windows",
    "inviato da libero mail",
    "inviato con libero mail",
    "inviato da yahoo",
    "inviato da tim mail",
    "inviato da virgilio mail",
    "inviato da proton mail",
    "inviato da gmail",
    "inviato da webmail",
    "inviato da aruba",
    "inviato con aruba",
    "inviato con spark",
    "sent from outlook",
    "sent from mail for windows",
    "sent from yahoo",
    "sent from proton mail",
    "sent with proton mail",
    "sent with spark",
    "get outlook for ",
    "ottieni outlook per ",
    "scarica outlook per ",
];
/// What devices add: the device follows.
const DEVICE_BEGINS: [&str; 13] = [
    "inviato da ",
    "inviato dal mio ",
    "inviato dal ",
    "sent from my ",
    "sent from ",
    "von meinem ",
    "gesendet von ",
    "gesendet mit ",
    "envoyé de mon ",
    "envoyé depuis ",
    "enviado desde mi ",
    "enviado desde ",
    "enviado de ",
];
const DEVICES: [&str; 27] = [
    "iphone",
    "ipad",
    "samsung",
    "galaxy",
    "huawei",
    "honor",
    "xiaomi",
    "redmi",
    "poco",
    "oppo",
    "realme",
    "oneplus",
    "pixel",
    "motorola",
    "nokia",
    "smartphone",
    "tablet",
    "telefono",
    "cellulare",
    "mobil",
    "android",
    "blackberry",
    "windows phone",
    "téléphone",
    "móvil",
    "k-9 mail",
    "ios",
];

/// What a device or program adds by itself: one short line.
fn is_device_line(text: &str) -> bool {
    if text.is_empty() || text.len() > 120 || text.ends_with(['?', ':']) || text.split_whitespace().count() > 14
    {
        return false;
    }
    let lower = text.to_lowercase();
    let lower = lower.trim_start_matches(['-', '*', '_', ' ', '[', '<']);
    let device = || DEVICES.iter().any(|device| lower.contains(device));
    PROGRAM_BEGINS.iter().any(|begin| lower.starts_with(begin))
        || DEVICE_BEGINS.iter().any(|begin| lower.starts_with(begin)) && device()
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

#[cfg(test)]
mod tests {
    use super::{better, split};
    use crate::{outline, text};

    #[track_caller]
    fn check(body: &str, reply: &str) {
        assert_eq!(split(&text::lines(body), true).reply, reply, "{body}");
    }

    #[test]
    fn a_line_that_introduces_a_quote_is_known_in_the_forms_people_have() {
        for line in [
            "Il giorno gio 12 mar 2026 alle ore 10:12 Fioca <a@fioca.example> ha scritto:",
            "Il 12/03/2026 10:12, Fioca ha scritto:",
            "Il 12 marzo 2026 alle 10.12 \"a@fioca.example\" <a@fioca.example> ha scritto:",
            "In data 12 marzo 2026 10:12, Fioca <a@fioca.example> ha scritto:",
            "Fioca <a@fioca.example> ha scritto il 12/03/2026 10:12:",
            "Fioca <a@fioca.example> ha scritto:",
            "On Thu, 12 Mar 2026 at 10:12, Fioca <a@fioca.example> wrote:",
            "On 12/03/2026 10:12, Fioca wrote:",
            "On Thursday, March 12, 2026, 10:12:33 AM GMT+1, Fioca <a@fioca.example> wrote:",
            "Am 12.03.2026 um 10:12 schrieb Fioca:",
            "Fioca <a@fioca.example> schrieb am Do., 12. März 2026, 10:12:",
            "Le jeu. 12 mars 2026 à 10:12, Fioca <a@fioca.example> a écrit\u{a0}:",
            "Le 12/03/2026 à 10h12, Fioca a écrit :",
            "El jue, 12 mar 2026 a las 10:12, Fioca (<a@fioca.example>) escribió:",
            "12.03.2026, 10:12, \"Fioca\" <a@fioca.example>:",
        ] {
            check(&format!("Sì.\n\n{line}\n\nTesto senza segni\nancora testo"), "Sì.");
            check(&format!("Sì.\n\n{line}\n> Testo\n\nE no."), "Sì.\n\nE no.");
            let half = line.char_indices().nth(line.chars().count() / 2).map_or(0, |(at, _)| at);
            let at = line[..half].rfind(' ').unwrap_or(half);
            let wrapped = format!("{}\n{}", &line[..at], line[at..].trim_start());
            if !line.starts_with("Fioca") && !line.starts_with("12") {
                check(&format!("Sì.\n\n{wrapped}\n> Testo"), "Sì.");
            }
        }
    }

    #[test]
    fn other_languages_are_known_by_who_and_when_above_a_quote() {
        for line in [
            "Op do 12 mrt 2026 om 10:12 schreef Fioca <a@fioca.example>:",
            "Em qui., 12 de mar. de 2026 às 10:12, Fioca <a@fioca.example> escreveu:",
            "czw., 12 mar 2026 o 10:12 Fioca <a@fioca.example> napisał(a):",
        ] {
            check(&format!("Ok.\n\n{line}\n\n> Testo"), "Ok.");
        }
        check(
            "Vi aspetto il 12/03/2026 alle 10:12:\nva bene?",
            "Vi aspetto il 12/03/2026 alle 10:12:\nva bene?",
        );
    }

    #[test]
    fn prose_is_not_cut() {
        for prose in [
            "Il corriere mi ha scritto:\nil pacco è fermo.\nChe faccio?",
            "Il 12 marzo il collega mi ha scritto:\nva bene così.",
            "Da: oggi non si accende\nA: sera sfarfalla",
            "On Monday my wife wrote:\nplease send it back.",
            "Il messaggio originale era chiaro.\nDa: nessuna parte risulta altro.",
            "Le scrivo per l'ordine 12.\nMi ha scritto:\nniente.",
            "----\nun elenco\n----",
            "From: my point of view this is wrong.\nTo: be honest.",
        ] {
            check(prose, prose);
        }
    }

    #[test]
    fn a_signature_comes_off_and_the_rest_stays() {
        let read = split(&text::lines("Va bene.\n\n-- \nAnna\nVia Po 3\n\n> citato\n\nE grazie."), true);
        assert_eq!(
            (read.reply.as_str(), read.signature.as_deref()),
            ("Va bene.\n\nE grazie.", Some("Anna\nVia Po 3"))
        );
        check("--\nelenco", "--\nelenco");
        check("Inviato dal mio commercialista ieri.", "Inviato dal mio commercialista ieri.");
        check("Fatto.\nInviato dal mio Redmi Note 12", "Fatto.");
        check("Von meinem Vater habe ich gehört", "Von meinem Vater habe ich gehört");
        check("Ciao\nVon meinem iPhone gesendet", "Ciao");
        check("Ok\nEnvoyé de mon iPhone", "Ok");
        check("Ok\nEnviado desde mi iPhone", "Ok");
    }

    #[test]
    fn the_page_helps_where_the_text_does_not_tell() {
        let page = "<div>Sì.</div><div id=\"appendonsend\"></div><div>Vecchio testo lungo</div>";
        let text = split(&text::lines("Sì.\nVecchio testo lungo"), true);
        let read = better(text, split(&outline::lines(page), true));
        assert_eq!((read.reply.as_str(), read.quoted.as_deref()), ("Sì.", Some("Vecchio testo lungo")));
        let page = "Va bene<div class=gmail_signature>Anna<br>Via Po 3</div>";
        let read =
            better(split(&text::lines("Va bene\n\nAnna Via Po 3"), true), split(&outline::lines(page), true));
        assert_eq!((read.reply.as_str(), read.signature.as_deref()), ("Va bene", Some("Anna\nVia Po 3")));
    }
}
