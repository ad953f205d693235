//! The words machines use, in the five languages our customers' servers speak.
//!
//! Every phrase is written folded (see [`fold`]): lower case, without accents, straight quotes, one
//! space. A phrase is never enough by itself; `textual` says what else must hold.

mod automatic;
mod bounces;

pub(super) use automatic::*;
pub(super) use bounces::*;

/// Lower case, accents dropped, typographic quotes and spaces made plain: the form phrases are
/// compared in. At most 64 Ki characters are folded.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len().min(65_536));
    let mut space = true;
    for c in text.chars().take(65_536).flat_map(char::to_lowercase) {
        let plain = match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            '’' | '‘' | '`' | '´' => '\'',
            '“' | '”' | '«' | '»' => '"',
            'ß' => {
                folded.push('s');
                's'
            }
            // Combining accents of decomposed text.
            '\u{300}'..='\u{36f}' | '\u{200b}' | '\u{feff}' => continue,
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if plain == ' ' {
            if !space {
                folded.push(' ');
            }
            space = true;
        } else {
            folded.push(plain);
            space = false;
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

pub(super) fn any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| text.contains(phrase))
}

/// The code of RFC 3463 that folded words stand for.
pub(super) fn meaning(folded: &str) -> Option<&'static str> {
    MEANINGS.iter().find(|(_, phrases)| any(folded, phrases)).map(|(code, _)| *code)
}

/// Does the subject begin with one of these forms? Not when a person answers or passes it on: then
/// `Re:` or `I:` stands before.
pub(super) fn begins(folded: &str, forms: &[&str]) -> bool {
    let folded = folded.trim_start_matches(['*', '[', '(', '"', '!', ' ']);
    forms.iter().any(|form| folded.starts_with(form))
}

pub(super) fn is_reply_or_forward(folded_subject: &str) -> bool {
    begins(folded_subject, REPLY_PREFIXES)
}

/// `Risposta automatica: …`: the form with its colon, as software writes it.
pub(super) fn automatic_prefix(folded_subject: &str) -> bool {
    let Some((head, rest)) = folded_subject.split_once(':') else { return false };
    let head = head.trim().trim_start_matches(['[', '*', '(']).trim_end_matches([']', '*', ')']);
    !rest.trim().is_empty() && AUTOMATIC_PREFIXES.contains(&head)
}

/// What stands after the form: `Risposta automatica: Ordine 7` speaks of `Ordine 7`.
pub(super) fn subject_after_form(subject: &str) -> Option<String> {
    let (head, rest) = subject.split_once(':')?;
    let head = fold(head);
    let form = format!("{head}:");
    let known = AUTOMATIC_PREFIXES.contains(&head.as_str())
        || QUOTING_SUBJECTS.contains(&head.as_str())
        || NOTICE_SUBJECTS.contains(&form.as_str())
        || REPLY_PREFIXES.contains(&form.as_str());
    let rest = rest.trim();
    (known && !rest.is_empty()).then(|| rest.to_owned())
}
