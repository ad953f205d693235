//! A sentence of a letter in its two forms, text and HTML, from one entry of the catalogue.

use maud::{PreEscaped, html};
use words::{Arg, Say};

use super::template::{Token, tokens};

/// What fills one place of a sentence.
#[derive(Clone)]
pub(super) struct Piece {
    name: &'static str,
    text: String,
    html: String,
}

impl Piece {
    pub fn text(name: &'static str, text: String) -> Self {
        let html = escaped(&text);
        Self { name, text, html }
    }

    /// An address to touch, in other words where there is HTML.
    pub fn link(name: &'static str, label: &str, url: &str) -> Self {
        let html = html! { a class="link" href=(url) style=(super::frame::LINK) { (label) } };
        Self { name, text: url.to_owned(), html: html.into_string() }
    }

    /// What no longer holds; plain in the text.
    pub fn struck(name: &'static str, text: String) -> Self {
        let html = html! { s { (text) } }.into_string();
        Self { name, text, html }
    }

    /// A telephone number to touch.
    pub fn phone(name: &'static str, text: String) -> Self {
        let number: String = text
            .char_indices()
            .filter(|(at, c)| c.is_ascii_digit() || (*at == 0 && *c == '+'))
            .map(|(_, c)| c)
            .collect();
        let html = html! {
            a class="link" href=(format!("tel:{number}")) style=(super::frame::LINK) { (text.replace(' ', "\u{a0}")) }
        };
        Self { name, text, html: html.into_string() }
    }
}

/// One or more sentences of the catalogue, or somebody's own words.
#[derive(Clone)]
pub(super) struct Sentence {
    pub text: String,
    html: String,
}

/// Stands for the first piece while a sentence is put together as HTML; private use, never in a [`line`].
const FIRST_MARK: u32 = 0xE000;

impl Sentence {
    pub fn of(say: Say, key: &str, pieces: &[Piece]) -> Self {
        let texts: Vec<(&str, Arg)> =
            pieces.iter().map(|piece| (piece.name, piece.text.as_str().into())).collect();
        let marks: Vec<String> =
            (FIRST_MARK..).map_while(char::from_u32).map(String::from).take(pieces.len()).collect();
        let marked: Vec<(&str, Arg)> =
            pieces.iter().zip(&marks).map(|(piece, mark)| (piece.name, mark.into())).collect();
        let mut html = escaped(&say.with(key, &marked));
        for (piece, mark) in pieces.iter().zip(&marks) {
            html = html.replace(mark, &piece.html);
        }
        Self { text: say.with(key, &texts), html }
    }

    /// A paragraph of a wording with its places filled; a place nobody knows stays empty. Line breaks stay.
    pub fn of_wording(wording: &str, pieces: &[Piece]) -> Self {
        let (mut text, mut html) = (String::new(), String::new());
        for token in tokens(wording) {
            match token {
                Token::Words(words) => {
                    let words = without_marks(words);
                    html.push_str(&escaped(&words).replace('\n', "<br>"));
                    text.push_str(&words);
                }
                Token::Place(name) => {
                    if let Some(piece) = pieces.iter().find(|piece| piece.name == name) {
                        text.push_str(&piece.text);
                        html.push_str(&piece.html);
                    }
                }
            }
        }
        Self { text: text.trim().to_owned(), html: html.trim().to_owned() }
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Somebody's own words, already one [`line`].
    pub fn outside(text: String) -> Self {
        let html = escaped(&text);
        Self { text, html }
    }

    pub fn html(&self) -> PreEscaped<&str> {
        PreEscaped(&self.html)
    }
}

/// The words of a wording without characters that hide or turn text.
fn without_marks(words: &str) -> String {
    words
        .chars()
        .filter(|c| {
            (*c == '\n' || !c.is_control())
                && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
                && !matches!(c, '\u{e000}'..='\u{f8ff}')
        })
        .collect()
}

fn escaped(text: &str) -> String {
    html! { (text) }.into_string()
}

/// Text from outside as one line: no control, direction or private characters, single spaces, at most `chars_max`
/// characters with an ellipsis where it was cut.
pub(super) fn line(text: &str, chars_max: usize) -> String {
    let mut line = String::new();
    let (mut count, mut gap) = (0, false);
    for c in text.chars() {
        match c {
            _ if c.is_whitespace() || c.is_control() => gap = true,
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\u{feff}' | '\u{e000}'..='\u{f8ff}' => {}
            _ => {
                let wanted = if gap && count > 0 { 2 } else { 1 };
                if count + wanted > chars_max {
                    while line.chars().count() >= chars_max {
                        line.pop();
                    }
                    line.push('…');
                    break;
                }
                if wanted == 2 {
                    line.push(' ');
                }
                line.push(c);
                (count, gap) = (count + wanted, false);
            }
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_name_from_outside_is_one_clean_line() {
        assert_eq!(line("  Anna\r\nBcc: x@y.example \t Verdi ", 60), "Anna Bcc: x@y.example Verdi");
        assert_eq!(line("invoice\u{202e}fdp.exe\u{e000}\u{0}", 60), "invoicefdp.exe");
        assert_eq!(line("\u{2028}\u{85}", 60), "");
    }

    #[test]
    fn a_long_line_is_cut_to_its_bound() {
        assert_eq!(line("abcdef", 6), "abcdef");
        assert_eq!(line("abcdefg", 6), "abcde…");
        assert_eq!(line("abcde fg", 6), "abcde…");
        assert_eq!(line("àèìòù àèìòù", 8).chars().count(), 8);
    }
}
