//! Bytes of text to characters, whatever their label says: the label is believed where the bytes allow it,
//! else the charset is guessed, with Italian accents as the judge.

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use mail_parser::decoders::charsets::map::charset_decoder;

use crate::mail::OddityKind;

/// Bytes looked at when a charset is guessed.
const SAMPLE_BYTES: usize = 64 << 10;

/// Text, and what was odd about its label.
pub(crate) struct Decoded {
    pub text: String,
    pub oddity: Option<(OddityKind, String)>,
}

impl Decoded {
    fn fine(text: impl Into<String>) -> Self {
        Self { text: text.into(), oddity: None }
    }

    fn odd(text: impl Into<String>, kind: OddityKind, detail: impl Into<String>) -> Self {
        Self { text: text.into(), oddity: Some((kind, detail.into())) }
    }
}

/// Decodes text by its label. Labels that say nothing (`us-ascii`, `unknown-8bit`, none) and labels that the
/// bytes contradict lead to a guess.
pub(crate) fn decode(bytes: &[u8], label: Option<&str>) -> Decoded {
    let label =
        label.map(|label| label.trim().trim_matches(['"', '\'']).to_ascii_lowercase()).unwrap_or_default();
    let shown: String = label.chars().filter(char::is_ascii_graphic).take(40).collect();
    let kind = match label.as_str() {
        "" | "unknown-8bit" | "x-unknown" | "unknown" | "default" | "default_charset" | "binary" => {
            Label::Silent
        }
        "us-ascii" | "ascii" | "ansi_x3.4-1968" | "ansi" | "646" => Label::Ascii,
        _ => match Encoding::for_label(label.as_bytes()) {
            Some(encoding) if encoding != encoding_rs::REPLACEMENT => Label::Known(encoding),
            _ => Label::Unknown,
        },
    };
    match kind {
        Label::Silent => match guess(bytes) {
            (text, None) => Decoded::fine(text),
            (text, Some(found)) => Decoded::odd(text, OddityKind::UnlabelledCharset, found),
        },
        Label::Ascii => match guess(bytes) {
            (text, None) if bytes.is_ascii() => Decoded::fine(text),
            (text, found) => Decoded::odd(
                text,
                OddityKind::WrongCharset,
                format!("{shown}, read as {}", found.unwrap_or("utf-8")),
            ),
        },
        Label::Known(encoding) => known(bytes, encoding, &shown),
        // utf-7, cp850 and others that the web does not know.
        Label::Unknown => match charset_decoder(label.as_bytes()) {
            Some(decoder) => Decoded::fine(decoder(bytes)),
            None => {
                let (text, found) = guess(bytes);
                let found = found.unwrap_or("utf-8");
                Decoded::odd(text, OddityKind::UnknownCharset, format!("{shown}, read as {found}"))
            }
        },
    }
}

enum Label {
    Silent,
    Ascii,
    Known(&'static Encoding),
    Unknown,
}

fn known(bytes: &[u8], encoding: &'static Encoding, shown: &str) -> Decoded {
    let wrong = |text: Cow<'_, str>, found: &str| {
        Decoded::odd(text, OddityKind::WrongCharset, format!("{shown}, read as {found}"))
    };
    if encoding == UTF_8 {
        return match guess(bytes) {
            (text, None) => Decoded::fine(text),
            (text, Some(found)) => wrong(text, found),
        };
    }
    let wide = encoding == UTF_16BE || encoding == UTF_16LE;
    if wide && !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok() && !bytes.is_empty() {
        let (text, found) = guess(bytes);
        return wrong(text, found.unwrap_or("utf-8"));
    }
    // Accented text in a one-byte charset is as good as never valid UTF-8 by chance.
    if encoding.is_single_byte()
        && !bytes.is_ascii()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return wrong(text.into(), "utf-8");
    }
    let (text, _, broken) = encoding.decode(bytes);
    if broken && let Ok(utf8) = std::str::from_utf8(bytes) {
        return wrong(utf8.into(), "utf-8");
    }
    if broken { wrong(text, "itself, with gaps") } else { Decoded::fine(text) }
}

/// Text without a label worth believing, and the charset found when it is not plain UTF-8.
fn guess(bytes: &[u8]) -> (Cow<'_, str>, Option<&'static str>) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let name = if encoding == UTF_8 { None } else { Some("utf-16") };
        return (encoding.decode(bytes).0, name);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    if let Some(encoding) = wide(sample) {
        return (encoding.decode_without_bom_handling(bytes).0, Some("utf-16"));
    }
    match std::str::from_utf8(bytes) {
        Ok(_) if sample.windows(3).any(|w| w == b"\x1b$B") => {
            return (ISO_2022_JP.decode(bytes).0, Some("iso-2022-jp"));
        }
        Ok(text) => return (text.into(), None),
        Err(_) => {}
    }
    let (sequences, gaps) = utf8_sequences(sample);
    if sequences > 4 * gaps || (gaps == 1 && sequences > 0) {
        return (String::from_utf8_lossy(bytes), Some("utf-8, with gaps"));
    }
    let western = WINDOWS_1252.decode_without_bom_handling(sample).0;
    let mut best = (accent_score(&western) + 1, None, "windows-1252");
    for name in ["macintosh", "cp850"] {
        if let Some(decoder) = charset_decoder(name.as_bytes()) {
            let score = accent_score(&decoder(sample));
            if score > best.0 {
                best = (score, Some(decoder), name);
            }
        }
    }
    match best {
        (_, Some(decoder), name) => (decoder(bytes).into(), Some(name)),
        (_, None, name) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, Some(name)),
    }
}

/// UTF-16 without a mark: every second byte of western text is zero.
fn wide(sample: &[u8]) -> Option<&'static Encoding> {
    if sample.len() < 8 {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = sample.len() / 2 * 7 / 10;
    if odd > most && even < most / 8 + 1 {
        Some(UTF_16LE)
    } else if even > most && odd < most / 8 + 1 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Valid multi-byte sequences, and places that are none.
fn utf8_sequences(sample: &[u8]) -> (usize, usize) {
    let (mut sequences, mut gaps) = (0, 0);
    for chunk in sample.utf8_chunks() {
        sequences += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        gaps += usize::from(!chunk.invalid().is_empty());
    }
    (sequences, gaps)
}

/// How much a reading looks like western text: accented letters where words have them, no signs inside words.
fn accent_score(text: &str) -> i64 {
    let mut score = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            let after = chars.peek().copied().unwrap_or(' ');
            let inside = before.is_alphabetic() && after.is_alphabetic();
            score += match c {
                'À' | 'È' | 'É' | 'Ì' | 'Ò' | 'Ù' | 'Ä' | 'Ö' | 'Ü' if before.is_lowercase() => -2,
                'à' | 'è' | 'é' | 'ì' | 'ò' | 'ù' | 'À' | 'È' | 'É' | 'Ì' | 'Ò' | 'Ù' => 2,
                '’' if before.is_alphabetic() => 2,
                'ä' | 'ö' | 'ü' | 'ß' | 'ñ' | 'ç' | 'ê' | 'â' | 'î' | 'ô' | 'û' | 'á' | 'í' | 'ó' | 'ú'
                | 'ë' | 'ï' | 'œ' => 1,
                '€' | '“' | '”' | '«' | '»' | '–' | '—' | '…' | '°' | '·' | '•' | '‘' | '\u{a0}' if !inside => {
                    1
                }
                c if c.is_control() || c == '\u{fffd}' => -3,
                c if c.is_alphabetic() && c.is_uppercase() && before.is_lowercase() => -2,
                c if c.is_alphabetic() => -1,
                _ if inside => -3,
                _ => -1,
            };
        }
        before = c;
    }
    score
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::mail::OddityKind;

    #[track_caller]
    fn check(bytes: &[u8], label: Option<&str>, text: &str, oddity: Option<OddityKind>) {
        let decoded = decode(bytes, label);
        assert_eq!(decoded.text, text);
        assert_eq!(decoded.oddity.map(|(kind, _)| kind), oddity);
    }

    #[test]
    fn unlabelled_italian_is_read_right_in_every_charset_people_have() {
        let text = "Perché non è arrivato? Così non va, più tardi però sì: è già martedì";
        let odd = Some(OddityKind::UnlabelledCharset);
        check(text.as_bytes(), None, text, None);
        check(&encoding_rs::WINDOWS_1252.encode(text).0, None, text, odd);
        check(&encoding_rs::MACINTOSH.encode(text).0, None, text, odd);
        check(
            b"Perch\x82 non \x8a arrivato? Cos\x8d non va, pi\x97 tardi per\x95 s\x8d",
            None,
            "Perché non è arrivato? Così non va, più tardi però sì",
            odd,
        );
        check(b"L\x92ordine \x93Lume\x94 costa 120 \x80", None, "L’ordine “Lume” costa 120 €", odd);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&wide, None, text, odd);
    }

    #[test]
    fn a_wrong_label_is_not_believed() {
        let wrong = Some(OddityKind::WrongCharset);
        check("è così".as_bytes(), Some("iso-8859-1"), "è così", wrong);
        check("è così".as_bytes(), Some("US-ASCII"), "è così", wrong);
        check(b"\xe8 cos\xec", Some("utf-8"), "è così", wrong);
        check(b"\xe8 cos\xec", Some("us-ascii"), "è così", wrong);
        check(b"Buongiorno", Some("utf-16"), "Buongiorno", wrong);
        check(
            "perché è tardi, più o meno: perch\u{e9}".as_bytes(),
            Some("\"UTF-8\""),
            "perché è tardi, più o meno: perché",
            None,
        );
    }

    #[test]
    fn labels_that_tell_the_truth_are_believed_and_unknown_ones_lead_to_a_guess() {
        check(b"\xe8 cos\xec", Some("ISO-8859-1"), "è così", None);
        check(b"\xa4 12", Some("iso-8859-15"), "€ 12", None);
        check(b"Perch\x82", Some("cp850"), "Perché", None);
        check(b"Hi Mom -+Jjo--!", Some("utf-7"), "Hi Mom -\u{263a}-!", None);
        check("è".as_bytes(), Some("x-nonsense-99"), "è", Some(OddityKind::UnknownCharset));
        check(b"perch\xe9", Some("x-nonsense-99"), "perché", Some(OddityKind::UnknownCharset));
        check(b"", Some("utf-16"), "", None);
    }

    #[test]
    fn one_cut_character_does_not_turn_utf_8_into_something_else() {
        let mut bytes = "è già così, però".as_bytes().to_vec();
        bytes.pop();
        check(&bytes, Some("utf-8"), "è già così, per\u{fffd}", Some(OddityKind::WrongCharset));
    }
}
