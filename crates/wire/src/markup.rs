//! HTML to tokens: one pass, no tree, so that work and memory grow with the bytes. Scripts, styles, comments
//! and what else is not shown never come out.

use mail_parser::decoders::html::add_html_token;

/// Attributes kept of one tag.
const MAX_ATTRIBUTES: usize = 40;

pub(crate) enum Token {
    Open { name: String, attributes: Vec<(String, String)> },
    Close(String),
    Text(String),
}

/// Elements whose content is no markup.
const RAW: [&str; 9] =
    ["script", "style", "iframe", "noembed", "noframes", "title", "xmp", "textarea", "plaintext"];

pub(crate) struct Tokens<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(html: &'a str) -> Self {
        Self { html, at: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.html[self.at..]
    }

    /// Past the next `end`, or past everything.
    fn skip_past(&mut self, end: &str) {
        self.at = self.rest().find(end).map_or(self.html.len(), |n| self.at + n + end.len());
    }

    fn skip_blanks(&mut self) {
        self.at +=
            self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\n', '\r', '\u{c}', '/']).len();
    }

    /// A start tag whose `<` is behind us; `None` when the text ends within it.
    fn open(&mut self) -> Option<Token> {
        let name = self.name();
        let mut attributes: Vec<(String, String)> = Vec::new();
        loop {
            self.skip_blanks();
            match self.rest().bytes().next() {
                None => return None,
                Some(b'>') => {
                    self.at += 1;
                    break;
                }
                Some(_) => {
                    let (key, value) = self.attribute();
                    if attributes.len() < MAX_ATTRIBUTES && !attributes.iter().any(|(k, _)| *k == key) {
                        attributes.push((key, value));
                    }
                }
            }
        }
        if RAW.contains(&name.as_str()) {
            self.raw(&name);
        }
        Some(Token::Open { name, attributes })
    }

    fn name(&mut self) -> String {
        let rest = self.rest();
        let end = rest.find([' ', '\t', '\n', '\r', '\u{c}', '/', '>']).unwrap_or(rest.len());
        self.at += end;
        rest[..rest.floor_char_boundary(end.min(60))].to_ascii_lowercase()
    }

    fn attribute(&mut self) -> (String, String) {
        let rest = self.rest();
        // A leading `=` belongs to the name (HTML, attribute name state).
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find([' ', '\t', '\n', '\r', '\u{c}', '/', '>', '=']);
        let end = end.map_or(rest.len(), |n| n + first);
        let key = rest[..rest.floor_char_boundary(end.min(60))].to_ascii_lowercase();
        self.at += end;
        let after = self.rest().trim_start();
        let Some(value) = after.strip_prefix('=') else { return (key, String::new()) };
        let value = value.trim_start();
        self.at = self.html.len() - value.len();
        let (raw, taken) = match value.bytes().next() {
            Some(quote @ (b'"' | b'\'')) => match value[1..].find(quote as char) {
                Some(end) => (&value[1..=end], end + 2),
                None => (&value[1..], value.len()),
            },
            _ => {
                let end = value.find([' ', '\t', '\n', '\r', '\u{c}', '>']).unwrap_or(value.len());
                (&value[..end], end)
            }
        };
        self.at += taken;
        (key, characters(raw))
    }

    /// Skips the content of an element that holds no markup, up to its end tag.
    fn raw(&mut self, name: &str) {
        let mut from = self.at;
        while let Some(n) = self.html[from..].find("</") {
            let begin = from + n + 2;
            if self.html.as_bytes()[begin..]
                .get(..name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            {
                self.at = from + n;
                return;
            }
            from = begin;
        }
        self.at = self.html.len();
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let rest = self.rest();
            let mut second = rest.bytes().skip(1);
            match (rest.bytes().next()?, second.next()) {
                (b'<', Some(b'!')) if rest.starts_with("<!--") => {
                    self.at += 4;
                    if self.rest().starts_with('>') || self.rest().starts_with("->") {
                        self.skip_past(">");
                    } else {
                        self.skip_past("-->");
                    }
                }
                (b'<', Some(b'!' | b'?')) => self.skip_past(">"),
                (b'<', Some(b'/')) => {
                    let named = second.next().is_some_and(|b| b.is_ascii_alphabetic());
                    self.at += 2;
                    let name = if named { self.name() } else { String::new() };
                    self.skip_past(">");
                    if named {
                        return Some(Token::Close(name));
                    }
                }
                (b'<', Some(letter)) if letter.is_ascii_alphabetic() => {
                    self.at += 1;
                    if let Some(token) = self.open() {
                        return Some(token);
                    }
                }
                _ => {
                    let end = text_end(rest);
                    self.at += end;
                    return Some(Token::Text(characters(&rest[..end])));
                }
            }
        }
    }
}

/// Where text ends: at the next `<` that begins a tag.
fn text_end(rest: &str) -> usize {
    let mut from = 1;
    let bytes = rest.as_bytes();
    loop {
        match bytes.get(from..).and_then(|rest| rest.iter().position(|b| *b == b'<')) {
            None => return rest.len(),
            Some(n) => {
                from += n;
                if bytes
                    .get(from + 1)
                    .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'!' | b'/' | b'?'))
                {
                    return from;
                }
                from += 1;
            }
        }
    }
}

/// Character references read.
pub(crate) fn characters(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let len = rest[1..]
            .bytes()
            .take(32)
            .position(|b| !b.is_ascii_alphanumeric() && b != b'#')
            .map_or(rest.len().min(33), |n| n + 1);
        let reference = &rest[1..len];
        let closed = rest.as_bytes().get(len) == Some(&b';');
        let number = reference.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        if let Some(number) = number {
            // 128 to 159 are Windows characters (HTML, numeric character reference end state).
            let c = match number {
                128..=159 => encoding_rs::WINDOWS_1252.decode(&[number as u8]).0.chars().next(),
                number => char::from_u32(number),
            };
            out.extend(c.filter(|c| *c != '\0'));
            rest = &rest[len + usize::from(closed)..];
        } else if closed && !reference.is_empty() {
            add_html_token(&mut out, &rest.as_bytes()[..=len], false);
            rest = &rest[len + 1..];
        } else if let Some((name, c)) =
            [("nbsp", '\u{a0}'), ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"')]
                .iter()
                .find(|(n, _)| *n == reference)
        {
            out.push(*c);
            rest = &rest[1 + name.len()..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens, characters};

    fn shown(html: &str) -> String {
        Tokens::new(html)
            .map(|token| match token {
                Token::Open { name, attributes } => {
                    let attributes: String = attributes.iter().map(|(k, v)| format!(" {k}={v}")).collect();
                    format!("[{name}{attributes}]")
                }
                Token::Close(name) => format!("[/{name}]"),
                Token::Text(text) => text,
            })
            .collect()
    }

    #[test]
    fn what_is_written_comes_out_and_what_is_not_shown_does_not() {
        for (html, expected) in [
            ("a<b>c</b>", "a[b]c[/b]"),
            ("<A HREF='x y' title=\"è\" data=1/>t", "[a href=x y title=è data=1/]t"),
            ("<br/><hr />", "[br][hr]"),
            ("1 < 2 &lt; 3 &amp;amp; &nbsp x", "1 < 2 < 3 &amp; \u{a0} x"),
            ("<!-- <b>no</b> -->x<!-->y<!doctype html>z<![if !mso]>w<![endif]>", "xyzw"),
            ("<script>if (a</b) x()</script>x<style>p{}</STYLE >y", "[script][/script]x[style][/style]y"),
            ("<p", ""),
            ("<p class", ""),
            ("</>x</ p>y", "xy"),
            ("<a =b=c>x", "[a =b=c]x"),
            ("<", "<"),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
        assert_eq!(characters("&#8217;&#x2019;&#146;&egrave;&bogus;&#0;&"), "’’’è&bogus;&");
    }
}
