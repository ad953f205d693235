//! Plain text as lines that know how deep they are quoted, and the language it is written in.

use kernel::language::Language;

/// One line of a mail's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// Without quote marks and line end.
    pub text: String,
    /// How many times it is quoted; 0 is the sender's own.
    pub depth: usize,
    /// The client marked that the history begins here.
    pub history: bool,
    /// The client marked it as signature.
    pub signature: bool,
}

impl Line {
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Lines made into text again, quoted ones with `> ` in front.
pub(crate) fn join<'a>(lines: impl IntoIterator<Item = &'a Line>) -> String {
    let mut out = String::new();
    for line in lines {
        for _ in 0..line.depth {
            out.push('>');
        }
        if line.depth > 0 && !line.text.is_empty() {
            out.push(' ');
        }
        out.push_str(line.text.trim_end());
        out.push('\n');
    }
    tidy(&out)
}

/// Without empty lines at both ends and with no more than one in a row.
pub(crate) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.lines() {
        if line.trim().is_empty() {
            blank += 1;
            continue;
        }
        let line = if out.is_empty() { line.trim_start() } else { line };
        if !out.is_empty() {
            out.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        out.push_str(line.trim_end());
    }
    out
}

/// Characters we keep: `\n` line ends, no other controls than tabs, no byte-order marks.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        // Most of a text is plain, and is taken over a stretch at a time.
        let plain = rest.bytes().position(|b| !matches!(b, b'\n' | b'\t' | b' '..=b'~')).unwrap_or(rest.len());
        out.push_str(&rest[..plain]);
        let mut chars = rest[plain..].chars();
        let Some(c) = chars.next() else { break };
        rest = chars.as_str();
        match c {
            '\r' => {
                if !rest.starts_with('\n') {
                    out.push('\n');
                }
            }
            '\u{c}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\u{feff}' | '\u{fffe}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Joins the lines that `format=flowed` broke (RFC 3676). `delete_space` is its `DelSp=yes`.
pub(crate) fn unflow(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|b| *b == b'>').count();
        let rest = &line[depth..];
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let signature = rest == "-- ";
        if open.take() == Some(depth) && !signature {
            if delete_space {
                out.pop();
            }
            out.push_str(rest);
        } else {
            if !out.is_empty() {
                out.push('\n');
            }
            out.extend(std::iter::repeat_n('>', depth));
            if depth > 0 && !rest.is_empty() {
                out.push(' ');
            }
            out.push_str(rest);
        }
        if rest.ends_with(' ') && !signature {
            open = Some(depth);
        }
    }
    out
}

/// The lines of plain text.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    text.lines()
        .map(|line| {
            let mut rest = line;
            let mut depth = 0;
            while depth < 50 {
                let next = rest.strip_prefix(' ').filter(|_| depth > 0).unwrap_or(rest);
                let Some(next) = next.strip_prefix('>') else { break };
                depth += 1;
                rest = next;
            }
            if depth > 0 {
                rest = rest.strip_prefix(' ').unwrap_or(rest);
            }
            Line { text: rest.to_owned(), depth, ..Line::default() }
        })
        .collect()
}

/// The small words of each language; what two share stands in both. French, German and Spanish are there to be
/// told from Italian: the product answers them in English.
const WORDS: [(Language, &[&str]); 5] = [
    (
        Language::It,
        &[
            "ecco",
            "confermo",
            "allego",
            "allegato",
            "allegata",
            "purtroppo",
            "qualcuno",
            "quale",
            "quanto",
            "nessuno",
            "niente",
            "tutto",
            "perfetto",
            "prego",
            "scusi",
            "gentilmente",
            "signora",
            "signor",
            "pacco",
            "consegna",
            "spedizione",
            "reso",
            "rimborso",
            "lampada",
            "lampade",
            "guardi",
            "a",
            "abbiamo",
            "al",
            "alla",
            "anche",
            "ancora",
            "arrivata",
            "arrivato",
            "attendo",
            "avere",
            "avete",
            "bene",
            "buonasera",
            "buongiorno",
            "che",
            "chi",
            "ci",
            "ciao",
            "come",
            "con",
            "cordiali",
            "cosa",
            "da",
            "dal",
            "dalla",
            "dei",
            "del",
            "della",
            "delle",
            "devo",
            "di",
            "distinti",
            "domani",
            "dove",
            "e",
            "essere",
            "fare",
            "fattura",
            "gentile",
            "già",
            "gli",
            "grazie",
            "ha",
            "hai",
            "ho",
            "i",
            "ieri",
            "il",
            "in",
            "io",
            "la",
            "le",
            "lei",
            "lo",
            "ma",
            "mi",
            "mia",
            "mio",
            "nel",
            "nella",
            "no",
            "noi",
            "non",
            "o",
            "oggi",
            "ok",
            "ordine",
            "per",
            "perché",
            "però",
            "più",
            "posso",
            "potete",
            "puoi",
            "può",
            "quando",
            "quella",
            "quello",
            "questa",
            "questo",
            "qui",
            "quindi",
            "ricevuto",
            "saluti",
            "salve",
            "se",
            "sempre",
            "si",
            "siamo",
            "solo",
            "sono",
            "stata",
            "stato",
            "su",
            "sua",
            "sul",
            "sulla",
            "suo",
            "sì",
            "ti",
            "tra",
            "tu",
            "un",
            "una",
            "uno",
            "va",
            "vi",
            "voi",
            "vorrei",
            "vostra",
            "vostro",
            "è",
        ],
    ),
    (
        Language::En,
        &[
            "a", "an", "and", "any", "are", "arrived", "as", "at", "be", "been", "best", "but", "by", "can",
            "could", "dear", "did", "do", "does", "for", "from", "had", "has", "have", "hello", "hi", "how",
            "i", "if", "in", "invoice", "is", "it", "just", "kind", "me", "my", "no", "not", "of", "ok", "on",
            "or", "order", "our", "please", "received", "regards", "should", "so", "still", "thank", "thanks",
            "that", "the", "there", "these", "they", "this", "those", "to", "us", "was", "we", "were", "what",
            "when", "where", "why", "will", "with", "would", "yes", "yet", "you", "your",
        ],
    ),
    (
        Language::En,
        &[
            "ai",
            "au",
            "aux",
            "avec",
            "avez",
            "beaucoup",
            "bonjour",
            "bonsoir",
            "ce",
            "ces",
            "cette",
            "commande",
            "comment",
            "cordialement",
            "dans",
            "de",
            "des",
            "du",
            "elle",
            "en",
            "encore",
            "est",
            "et",
            "facture",
            "faut",
            "il",
            "ils",
            "j",
            "je",
            "la",
            "le",
            "les",
            "ma",
            "mais",
            "merci",
            "mes",
            "mon",
            "ne",
            "non",
            "notre",
            "nous",
            "ou",
            "oui",
            "où",
            "par",
            "pas",
            "plus",
            "pour",
            "pourquoi",
            "quand",
            "que",
            "qui",
            "quoi",
            "reçu",
            "rien",
            "sans",
            "si",
            "sont",
            "suis",
            "sur",
            "toujours",
            "très",
            "tu",
            "un",
            "une",
            "vos",
            "votre",
            "vous",
            "à",
        ],
    ),
    (
        Language::En,
        &[
            "aber",
            "am",
            "an",
            "auf",
            "aus",
            "bei",
            "bitte",
            "danke",
            "das",
            "dem",
            "den",
            "der",
            "des",
            "die",
            "du",
            "ein",
            "eine",
            "einem",
            "einen",
            "einer",
            "er",
            "es",
            "freundlichen",
            "für",
            "grüße",
            "grüßen",
            "gut",
            "guten",
            "habe",
            "haben",
            "hallo",
            "hat",
            "heute",
            "ich",
            "ihr",
            "ihre",
            "im",
            "in",
            "ist",
            "ja",
            "kann",
            "kein",
            "keine",
            "können",
            "mein",
            "meine",
            "mit",
            "morgen",
            "nein",
            "nicht",
            "noch",
            "oder",
            "schon",
            "sie",
            "sind",
            "tag",
            "um",
            "und",
            "von",
            "wann",
            "war",
            "warum",
            "was",
            "wie",
            "wir",
            "wo",
            "wurde",
            "zu",
            "zum",
            "zur",
        ],
    ),
    (
        Language::En,
        &[
            "a", "al", "aún", "buenas", "buenos", "como", "con", "cuando", "cuándo", "cómo", "de", "del",
            "días", "dónde", "el", "en", "es", "está", "están", "factura", "gracias", "ha", "han", "he",
            "hola", "la", "las", "le", "lo", "los", "me", "mi", "muy", "más", "no", "nosotros", "o", "para",
            "pedido", "pero", "por", "que", "quien", "qué", "recibido", "saludos", "se", "si", "sin", "sobre",
            "son", "su", "sus", "sí", "también", "tardes", "todavía", "tú", "un", "una", "unos", "usted", "y",
            "yo",
        ],
    ),
];

/// Words looked at to tell a language: enough to be sure, however long the text is.
const LANGUAGE_WORDS: usize = 300;

/// The language of a text by its small words: Italian, English (also for French, German and Spanish, which
/// the product answers in English), `None` when unsure.
pub(crate) fn language(text: &str) -> Option<Language> {
    let mut scores = [0usize; WORDS.len()];
    let mut words = 0;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(LANGUAGE_WORDS) {
        words += 1;
        let word = word.to_lowercase();
        for (score, (_, list)) in scores.iter_mut().zip(&WORDS) {
            *score += usize::from(list.contains(&word.as_str()));
        }
    }
    let best = (0..WORDS.len()).max_by_key(|n| scores[*n])?;
    let second = (0..WORDS.len()).filter(|n| *n != best).map(|n| scores[n]).max().unwrap_or(0);
    let enough = scores[best] * 8 >= words && (scores[best] >= 2 || words <= 4);
    (scores[best] > second && enough).then_some(WORDS[best].0)
}

#[cfg(test)]
mod tests {
    use kernel::language::Language;

    use super::{clean, join, language, lines, tidy, unflow};

    #[test]
    fn quote_marks_are_counted_and_written_again() {
        let read = lines("ciao\n> a\n>> b\n> > c\n>d\n>");
        assert_eq!(read.iter().map(|l| l.depth).collect::<Vec<_>>(), [0, 1, 2, 2, 1, 1]);
        assert_eq!(join(&read), "ciao\n> a\n>> b\n>> c\n> d\n>");
    }

    #[test]
    fn flowed_lines_come_together_within_their_quote() {
        assert_eq!(
            unflow("una riga \nlunga\n> citata \n> ancora\n-- \nMario", false),
            "una riga lunga\n> citata ancora\n-- \nMario"
        );
        assert_eq!(unflow("parola \nspezzata", true), "parolaspezzata");
        assert_eq!(unflow(" From qui", false), "From qui");
    }

    #[test]
    fn text_is_clean_and_tidy() {
        assert_eq!(clean("\u{feff}a\r\nb\rc\0d\u{7}\n\n"), "a\nb\ncd");
        assert_eq!(tidy("\n\na  \n\n\n\nb\n"), "a\n\nb");
    }

    #[test]
    fn the_language_is_told_by_small_words() {
        let it = Some(Language::It);
        let en = Some(Language::En);
        for (text, expected) in [
            ("Buongiorno, non ho ancora ricevuto la lampada. Quando arriva?", it),
            ("Grazie mille", it),
            ("ok grazie", it),
            ("Hello, where is my order?", en),
            ("Thanks!", en),
            ("Bonjour, je n'ai pas reçu ma commande, merci de votre aide", en),
            ("Hallo, ich habe die Lampe noch nicht erhalten", en),
            ("Hola, no he recibido mi pedido, gracias", en),
            ("", None),
            ("12345", None),
            ("Lumen X200", None),
        ] {
            assert_eq!(language(text), expected, "{text}");
        }
    }
}
