//! What mail programs write in front of a mail they quote whole: separator lines and the block of
//! `Da: … Inviato: … A: … Oggetto: …`, in the languages our customers' programs speak.

use kernel::address::Address;

use crate::header::address;
use crate::mail::MAX_ADDRESSES;
use crate::text::Line;

/// What a separator line announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Separator {
    Forward,
    Original,
}

const FORWARD: [&str; 14] = [
    "forwarded message",
    "forwarded mail",
    "forwarded by",
    "messaggio inoltrato",
    "inizio messaggio inoltrato",
    "begin forwarded message",
    "weitergeleitete nachricht",
    "weitergeleitete mail",
    "anfang der weitergeleiteten",
    "message transféré",
    "début du message",
    "mensaje reenviado",
    "inicio del mensaje reenviado",
    "mensagem encaminhada",
];
const ORIGINAL: [&str; 15] = [
    "messaggio originale",
    "messaggio precedente",
    "original message",
    "original mail",
    "original appointment",
    "appuntamento originale",
    "initial header",
    "ursprüngliche nachricht",
    "originalnachricht",
    "original-nachricht",
    "message d'origine",
    "message original",
    "message précédent",
    "mensaje original",
    "mensagem original",
];

/// Reads a line such as `-----Messaggio originale-----` or `Inizio messaggio inoltrato:`.
pub(crate) fn separator(line: &str) -> Option<Separator> {
    let line = line.trim();
    if line.len() > 160 || !line.contains(['-', '_', '=', ':']) || !line.contains(char::is_alphabetic) {
        return None;
    }
    let is_rule = |c: char| matches!(c, '-' | '_' | '=' | '*' | '–' | '—');
    let dashes = line.chars().take_while(|c| is_rule(*c)).count();
    let words = line
        .trim_matches(|c| is_rule(c) || matches!(c, ' ' | '\t' | '\u{a0}'))
        .replace('’', "'")
        .to_lowercase();
    let (kind, phrase) = FORWARD
        .iter()
        .map(|phrase| (Separator::Forward, *phrase))
        .chain(ORIGINAL.iter().map(|phrase| (Separator::Original, *phrase)))
        .find(|(_, phrase)| words.starts_with(phrase))?;
    let rest = words[phrase.len()..].trim();
    let exact = matches!(rest, "" | ":");
    // Without dashes only the form Apple Mail writes: the phrase, a colon, nothing else.
    let announced = dashes >= 2 && (exact || rest.len() <= 80)
        || rest == ":" && kind == Separator::Forward && words.len() > phrase.len()
        || dashes == 0 && rest.ends_with(':') && phrase == "anfang der weitergeleiteten"
        || dashes == 0 && rest.ends_with(':') && phrase == "début du message" && rest.len() <= 30;
    announced.then_some(kind)
}

/// A line of dashes or underscores, as Outlook puts before the history.
pub(crate) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 5 && (line.bytes().all(|b| b == b'_') || line.bytes().all(|b| b == b'-'))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    From,
    /// Nobody writes `Inviato:` in prose.
    Sent,
    Date,
    To,
    Cc,
    Subject,
    Other,
}

const LABELS: [(Label, &[&str]); 7] = [
    (Label::From, &["da", "from", "von", "de", "mittente", "absender", "expéditeur", "remitente", "sender"]),
    (
        Label::Sent,
        &[
            "inviato",
            "inviata",
            "inviato il",
            "data invio",
            "sent",
            "gesendet",
            "envoyé",
            "enviado",
            "enviado el",
        ],
    ),
    (Label::Date, &["data", "date", "datum", "fecha", "ricevuto", "received"]),
    (
        Label::To,
        &[
            "a",
            "to",
            "an",
            "à",
            "para",
            "pour",
            "destinatario",
            "destinatari",
            "destinataire",
            "destinataires",
            "empfänger",
        ],
    ),
    (Label::Cc, &["cc", "c.c.", "copia", "copia a", "kopie", "copie", "copie à"]),
    (Label::Subject, &["oggetto", "ogg", "ogg.", "subject", "betreff", "objet", "asunto"]),
    (
        Label::Other,
        &[
            "rispondi a",
            "rispondi-a",
            "reply-to",
            "antwort an",
            "répondre à",
            "responder a",
            "ccn",
            "bcc",
            "allegati",
            "attachments",
            "anlagen",
            "anhänge",
            "pièces jointes",
            "priorità",
            "importanza",
            "importance",
            "priority",
            "wichtigkeit",
            "datei",
            "message-id",
            "organizzazione",
            "organization",
            "resent-from",
            "con copia a",
        ],
    ),
];

fn label(line: &str) -> Option<(Label, String)> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '|' | '>'));
    let colon = line.char_indices().take(26).find(|(_, c)| *c == ':').map(|(at, _)| at)?;
    let name = line[..colon].trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_')).to_lowercase();
    let (label, _) = LABELS.iter().find(|(_, names)| names.contains(&name.as_str()))?;
    let value = line[colon + 1..].trim_matches(|c: char| c.is_whitespace() || c == '*');
    Some((*label, value.to_owned()))
}

/// A block of header lines within a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    pub from: Option<Address>,
    pub to: Vec<Address>,
    pub cc: Vec<Address>,
    pub subject: Option<String>,
    /// The line after the block.
    pub end: usize,
    /// Begins with the author, and holds enough of the rest to be sure it is no prose.
    pub certain: bool,
    /// Holds an author or a subject and something else.
    pub likely: bool,
}

/// Reads the block that begins at line `at`, blank lines in front of it allowed.
pub(crate) fn block(lines: &[Line], at: usize) -> Option<Block> {
    let mut at = at;
    while lines.get(at).is_some_and(Line::is_blank) {
        at += 1;
    }
    let (first, _) = label(&lines.get(at)?.text)?;
    let mut fields: Vec<(Label, String)> = Vec::new();
    let mut end = at;
    while end < lines.len() && end < at + 30 && fields.len() < 14 {
        let text = lines[end].text.as_str();
        if let Some((label, value)) = label(text) {
            if label != Label::Other && fields.iter().any(|(seen, _)| *seen == label) {
                break;
            }
            fields.push((label, value));
        } else if lines[end].is_blank() {
            // Programs that make a paragraph of each line.
            let next = (end + 1..lines.len().min(end + 3)).find(|n| !lines[*n].is_blank());
            let Some(next) = next.filter(|n| fields.len() < 5 && label(&lines[*n].text).is_some()) else {
                break;
            };
            end = next;
            continue;
        } else if let Some((last, value)) = fields.last_mut() {
            let addresses = matches!(last, Label::To | Label::Cc | Label::From);
            let open = value.is_empty() || value.ends_with([',', ';']) || text.trim_start().starts_with('<');
            let folded =
                text.starts_with([' ', '\t']) || *last == Label::Subject && value.len() > 50 && text.len() < 60;
            if !((addresses && (open || text.contains('@') && text.len() < 200))
                || (folded && !value.is_empty()))
            {
                break;
            }
            if *last == Label::Subject && !folded {
                break;
            }
            value.push(' ');
            value.push_str(text.trim());
        }
        end += 1;
    }
    let has = |label: Label| fields.iter().any(|(l, value)| *l == label && !value.is_empty());
    let named = |label: Label| fields.iter().any(|(l, _)| *l == label);
    let value =
        |label: Label| fields.iter().find(|(l, v)| *l == label && !v.is_empty()).map(|(_, v)| v.as_str());
    let has_address = fields.iter().any(|(_, value)| value.contains('@'));
    let rest = [Label::Sent, Label::Date, Label::To, Label::Subject].iter().filter(|l| named(**l)).count();
    Some(Block {
        from: value(Label::From).and_then(|v| addresses(v).into_iter().next()),
        to: value(Label::To).map(addresses).unwrap_or_default(),
        cc: value(Label::Cc).map(addresses).unwrap_or_default(),
        subject: value(Label::Subject).map(str::to_owned),
        end,
        certain: first == Label::From
            && has(Label::From)
            && ((named(Label::Sent) && rest >= 2)
                || (named(Label::Subject) && named(Label::Date) && has_address)
                || (named(Label::Subject) && named(Label::To) && has_address && rest >= 2)),
        likely: (named(Label::From) || named(Label::Subject)) && fields.len() >= 2,
    })
}

/// The addresses in a value as people's programs show it: `Rossi, Mario [mailto:m@x]; anna@y`.
fn addresses(value: &str) -> Vec<Address> {
    let mut list = Vec::new();
    let mut piece = String::new();
    for part in value.split_inclusive([',', ';']) {
        piece.push_str(part);
        // A comma before any address belongs to a name.
        if piece.contains('@') || part.ends_with(';') {
            list.extend(one_address(piece.trim_end_matches([',', ';'])));
            piece.clear();
        }
        if list.len() >= MAX_ADDRESSES {
            break;
        }
    }
    list.extend(one_address(&piece));
    list.truncate(MAX_ADDRESSES);
    list
}

fn one_address(piece: &str) -> Option<Address> {
    let fits = |c: char| {
        !c.is_whitespace() && !matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\'' | ',' | ';' | ':')
    };
    let at = piece.find('@')?;
    let begin = piece[..at].char_indices().rev().take_while(|(_, c)| fits(*c)).last().map_or(at, |(n, _)| n);
    let end = piece[at..].char_indices().find(|(_, c)| !fits(*c)).map_or(piece.len(), |(n, _)| at + n);
    let email = piece[begin..end].trim_matches(['.', '*', '|']);
    let name =
        piece[..begin].trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '"' | '\'' | ')'));
    let name = name.trim_end().trim_end_matches("mailto").trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '<' | '[' | '(' | '"' | '\'' | '*' | ',' | ';' | '|')
    });
    address(Some(name), Some(email))
}

/// Forward prefixes of subjects, lower case.
const FORWARD_PREFIXES: [&str; 12] =
    ["i", "fw", "fwd", "wg", "tr", "rv", "inoltra", "inoltro", "enc", "fs", "weitergeleitet", "doorst"];
/// Reply prefixes of subjects, lower case.
const REPLY_PREFIXES: [&str; 13] =
    ["re", "r", "ris", "rif", "aw", "antw", "sv", "vs", "ref", "res", "risposta", "réf", "odp"];

fn prefix(subject: &str) -> Option<(&str, &str)> {
    let (prefix, rest) = subject.split_once(':')?;
    // `RE[2]:` and `Re (3):`.
    let word =
        prefix.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | ' ' | '^'));
    let known = |list: &[&str]| list.contains(&word.trim().to_lowercase().as_str());
    (prefix.len() <= 20 && (known(&FORWARD_PREFIXES) || known(&REPLY_PREFIXES)))
        .then_some((word.trim(), rest.trim_start()))
}

/// The subject without `Re:`, `R:`, `I:`, `Fwd:`, `AW:`, `RV:` … in front.
pub(crate) fn without_prefixes(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((_, after)) = prefix(rest) {
        rest = after;
    }
    rest
}

/// Whether the first prefix of a subject says *forward*.
pub(crate) fn says_forward(subject: &str) -> bool {
    prefix(subject.trim()).is_some_and(|(word, _)| FORWARD_PREFIXES.contains(&word.to_lowercase().as_str()))
}

/// Whether the first prefix of a subject says *reply*.
pub(crate) fn says_reply(subject: &str) -> bool {
    prefix(subject.trim()).is_some_and(|(word, _)| REPLY_PREFIXES.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{Separator, addresses, block, label, separator, without_prefixes};
    use crate::text::lines;

    #[test]
    fn separators_are_told_from_prose() {
        for line in [
            "---------- Forwarded message ---------",
            "---------- Messaggio inoltrato ----------",
            "Inizio messaggio inoltrato:",
            "Begin forwarded message:",
            "-------- Messaggio Inoltrato --------",
            "-------- Weitergeleitete Nachricht --------",
            "Anfang der weitergeleiteten Nachricht:",
            "---------- Message transféré ----------",
            "Début du message réexpédié :",
            "---------- Mensaje reenviado ---------",
            "----- Messaggio inoltrato da mario@example.it -----",
        ] {
            assert_eq!(separator(line), Some(Separator::Forward), "{line}");
        }
        for line in [
            "-----Messaggio originale-----",
            "-----Original Message-----",
            "----Messaggio originale----",
            "-------- Original-Nachricht --------",
            "-----Message d’origine-----",
            "________ Mensaje original ________",
            "---------- Initial Header -----------",
        ] {
            assert_eq!(separator(line), Some(Separator::Original), "{line}");
        }
        for line in
            ["Messaggio originale", "Messaggio inoltrato ieri, grazie", "- messaggio inoltrato", "-----", ""]
        {
            assert_eq!(separator(line), None, "{line}");
        }
    }

    #[test]
    fn a_block_is_read_and_prose_is_not() {
        let read = block(&lines("*Da:* Rossi, Mario [mailto:mario@example.it] \n*Inviato:* lunedì 9 marzo 2026 10:12\n*A:* Assistenza <a@x.it>; anna@y.it;\n Piero <p@x.it>\n*Oggetto:* Lampada rotta\n\nCiao"), 0).unwrap();
        assert!(read.certain);
        assert_eq!(read.from.unwrap().name.unwrap(), "Rossi, Mario");
        assert_eq!(read.to.len(), 3);
        assert_eq!((read.subject.as_deref(), read.end), (Some("Lampada rotta"), 5));
        for prose in [
            "Da: oggi non funziona\nA: domani",
            "Da: Milano\nA: Roma\nData: 12 maggio\nGrazie",
            "Da: qualche giorno la lampada sfarfalla.",
        ] {
            assert!(!block(&lines(prose), 0).unwrap().certain, "{prose}");
        }
        assert!(block(&lines("Ciao"), 0).is_none());
        assert_eq!(label("De : Marie").unwrap().1, "Marie");
    }

    #[test]
    fn addresses_are_read_from_what_programs_show() {
        let shown = |value: &str| -> Vec<String> {
            addresses(value)
                .into_iter()
                .map(|a| format!("{}|{}", a.name.unwrap_or_default(), a.email))
                .collect()
        };
        assert_eq!(shown("Mario Rossi <mario@example.it>"), ["Mario Rossi|mario@example.it"]);
        assert_eq!(shown("Mario Rossi <mailto:mario@example.it>"), ["Mario Rossi|mario@example.it"]);
        assert_eq!(shown("\"Mario Rossi\" mario@example.it"), ["Mario Rossi|mario@example.it"]);
        assert_eq!(shown("mario@example.it <mario@example.it>"), ["|mario@example.it"]);
        assert_eq!(shown("<a@x.it>, Bianchi, Anna (b@x.it)"), ["|a@x.it", "Bianchi, Anna|b@x.it"]);
        assert!(shown("Mario Rossi").is_empty());
    }

    #[test]
    fn prefixes_come_off_in_every_language() {
        for subject in [
            "Re: R: I: Lampada",
            "FWD:  RE[2]: Lampada",
            "AW: WG: Lampada",
            "RV: Lampada",
            "Lampada",
            " Rif: Re (3): Lampada ",
        ] {
            assert_eq!(without_prefixes(subject), "Lampada");
        }
        assert_eq!(without_prefixes("Ordine: lampada"), "Ordine: lampada");
        assert_eq!(without_prefixes("Re:"), "");
    }
}
