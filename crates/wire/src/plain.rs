//! The plain-text part of a mail written with formatting, and the formatted part of one written without: what we
//! send out, well made both ways.

use crate::html::{MAX_HTML_BYTES, is_link};
use crate::markup::{Token, Tokens};
use crate::nesting::escape;
use crate::text::tidy;

/// Quotes and lists within each other that are told apart.
const MAX_DEPTH: usize = 20;

/// HTML as the text people read in its place: lists with their marks, links as "text (address)", quotes with `>`,
/// pictures by their description in brackets. At most one empty line in a row.
pub fn text_of(html: &str) -> String {
    let mut page = Page::default();
    for token in Tokens::new(&html[..html.floor_char_boundary(MAX_HTML_BYTES)]) {
        match token {
            Token::Open { name, attributes } => page.open(&name, &attributes),
            Token::Close(name) => page.close(&name),
            Token::Text(text) => page.text(&text),
        }
    }
    page.end_line();
    tidy(&page.out)
}

/// Text as simple HTML: a block a line, so that [`text_of`] gives the same lines back; web addresses can be followed.
pub fn html_of(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for line in text.replace("\r\n", "\n").trim_end().split('\n') {
        out.push_str("<div>");
        if line.trim().is_empty() {
            out.push_str("<br>");
        } else {
            linked(&mut out, line);
        }
        out.push_str("</div>");
    }
    out
}

/// Whether HTML says no more than its text: lines, and nothing else.
pub fn is_plain(html: &str) -> bool {
    Tokens::new(html).all(|token| match token {
        Token::Open { name, attributes } => {
            matches!(name.as_str(), "div" | "p" | "br" | "span") && attributes.is_empty()
        }
        Token::Close(_) | Token::Text(_) => true,
    })
}

fn linked(out: &mut String, line: &str) {
    let mut rest = line;
    while let Some(at) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let end = rest[at..].find(|c: char| c.is_whitespace() || "<>\"«»".contains(c));
        let whole = &rest[at..end.map_or(rest.len(), |end| at + end)];
        let address = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’']);
        escape(out, &rest[..at]);
        if address.len() > "https://".len() {
            out.push_str("<a href=\"");
            escape(out, &address.replace('"', "%22"));
            out.push_str("\">");
            escape(out, address);
            out.push_str("</a>");
        } else {
            escape(out, address);
        }
        rest = &rest[at + address.len()..];
    }
    escape(out, rest);
}

#[derive(Default)]
struct Page {
    out: String,
    line: String,
    quotes: usize,
    /// Counters of the lists around us; 0 for bullets.
    lists: Vec<usize>,
    /// The mark of a list's entry whose first line is still to come.
    mark: Option<String>,
    /// Address of the link around us, and where its text began in the line.
    link: Option<(String, usize)>,
    pre: usize,
    cells: usize,
}

impl Page {
    fn open(&mut self, name: &str, attributes: &[(String, String)]) {
        let value = |key: &str| attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.trim());
        match name {
            "br" => self.push_line(),
            "hr" => {
                self.end_line();
                self.line.push_str("---");
                self.end_line();
            }
            "img" => {
                if let Some(alt) = value("alt").filter(|alt| !alt.is_empty()) {
                    self.line.push_str(&format!("[{alt}]"));
                }
            }
            "a" => {
                let href = value("href").filter(|href| is_link(href)).map(str::to_owned);
                self.link = href.map(|href| (href, self.line.len()));
            }
            "td" | "th" => {
                if self.cells > 0 && !self.line.is_empty() {
                    self.line.push('\t');
                }
                self.cells += 1;
            }
            "ul" | "ol" => {
                self.end_line();
                if self.lists.is_empty() {
                    self.blank();
                }
                if self.lists.len() < MAX_DEPTH {
                    self.lists.push(usize::from(name == "ol"));
                }
            }
            "li" => {
                self.end_line();
                let indent = "  ".repeat(self.lists.len().saturating_sub(1));
                let mark = match self.lists.last_mut() {
                    Some(n) if *n > 0 => {
                        *n += 1;
                        format!("{}. ", *n - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.mark = Some(format!("{indent}{mark}"));
            }
            "blockquote" => {
                self.end_line();
                self.blank();
                self.quotes = (self.quotes + 1).min(MAX_DEPTH);
            }
            "pre" => {
                self.end_line();
                self.pre += 1;
            }
            "tr" => {
                self.end_line();
                self.cells = 0;
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_line();
                if self.mark.is_none() {
                    self.blank();
                }
            }
            name if is_block(name) => self.end_line(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "a" => self.end_link(),
            "ul" | "ol" => {
                self.end_line();
                self.lists.pop();
                if self.lists.is_empty() {
                    self.blank();
                }
            }
            "blockquote" => {
                self.end_line();
                while let Some(rest) = self.out.strip_suffix('\n')
                    && rest.rsplit('\n').next().is_some_and(|line| line.chars().all(|c| c == '>'))
                {
                    self.out.truncate(rest.rfind('\n').map_or(0, |at| at + 1));
                }
                self.quotes = self.quotes.saturating_sub(1);
                self.blank();
            }
            "pre" => {
                self.end_line();
                self.pre = self.pre.saturating_sub(1);
            }
            "li" => {
                self.end_line();
                self.mark = None;
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_line();
                if self.lists.is_empty() {
                    self.blank();
                }
            }
            name if is_block(name) || name == "tr" => self.end_line(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.pre > 0 {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.push_line();
                }
                self.line.push_str(line);
            }
            return;
        }
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                    if !self.line.is_empty() && !self.line.ends_with([' ', '\t']) {
                        self.line.push(' ');
                    }
                }
                '\u{a0}' => self.line.push(' '),
                '\u{200b}' | '\u{feff}' => {}
                c => self.line.push(c),
            }
        }
    }

    /// `text (address)`, unless the text is the address.
    fn end_link(&mut self) {
        let Some((href, from)) = self.link.take() else { return };
        let shown = self.line.get(from..).unwrap_or_default().trim();
        let bare = |address: &str| {
            let address = address.to_lowercase();
            let address = ["https://", "http://", "mailto:", "tel:"]
                .iter()
                .find_map(|scheme| address.strip_prefix(scheme).map(str::to_owned))
                .unwrap_or(address);
            address.trim_start_matches("www.").trim_end_matches('/').replace(' ', "")
        };
        if bare(shown) == bare(&href) {
            return;
        }
        let address = href.strip_prefix("mailto:").or(href.strip_prefix("tel:")).unwrap_or(&href);
        let gap = if shown.is_empty() || self.line.ends_with(' ') { "" } else { " " };
        let address = if shown.is_empty() { address.to_owned() } else { format!("({address})") };
        self.line.push_str(gap);
        self.line.push_str(&address);
    }

    fn end_line(&mut self) {
        if !self.line.trim().is_empty() {
            self.push_line();
        } else {
            self.line.clear();
        }
    }

    fn push_line(&mut self) {
        if self.link.is_some() {
            self.end_link();
        }
        let line = std::mem::take(&mut self.line);
        let line = line.trim_end();
        self.quote(line.is_empty());
        if !line.is_empty() {
            match self.mark.take() {
                Some(mark) => self.out.push_str(&mark),
                None => self.out.push_str(&"  ".repeat(self.lists.len())),
            }
        }
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn quote(&mut self, empty: bool) {
        if self.quotes > 0 {
            self.out.push_str(&">".repeat(self.quotes));
            if !empty {
                self.out.push(' ');
            }
        }
    }

    /// An empty line, unless there is one.
    fn blank(&mut self) {
        let last = self.out.trim_end_matches('\n').len();
        let inside = self.out[..last].rsplit('\n').next().unwrap_or_default().trim_matches('>').is_empty();
        if !self.out.is_empty() && !self.out.ends_with("\n\n") && !inside {
            self.quote(true);
            self.out.push('\n');
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "center"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "figure"
            | "footer"
            | "header"
            | "main"
            | "section"
            | "table"
            | "tbody"
    )
}

#[cfg(test)]
mod tests {
    use super::{html_of, is_plain, text_of};

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(text_of(html), expected, "{html}");
    }

    #[test]
    fn lines_stay_as_they_were_typed() {
        check("Ciao<div>come va?</div><div><br></div><div>Anna</div>", "Ciao\ncome va?\n\nAnna");
        check("<p>Uno</p><p>Due<br>tre</p>", "Uno\n\nDue\ntre");
        check("<div>a<br></div><div>b</div>", "a\nb");
        check("  molti \n  spazi&nbsp;qui ", "molti spazi qui");
        for text in ["Ciao", "Ciao\ncome va?\n\nAnna", "a < b & c", "https://x.example/?a=1&b=2 ok"] {
            assert_eq!(text_of(&html_of(text)), text);
            assert!(is_plain(&html_of(text)) || text.contains("https"), "{text}");
        }
    }

    #[test]
    fn lists_have_their_marks() {
        check("<p>Serve:</p><ul><li>vite</li><li>dado</li></ul>fine", "Serve:\n\n- vite\n- dado\n\nfine");
        check("<ol><li>apri<li>chiudi</ol>", "1. apri\n2. chiudi");
        check("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c");
        check("<ul><li><p>a</p></li><li><div>b</div><div>c</div></li></ul>", "- a\n- b\n  c");
    }

    #[test]
    fn links_say_where_they_lead_unless_the_text_does() {
        check("<a href=\"https://x.example/g\">la guida</a>.", "la guida (https://x.example/g).");
        check("<a href=\"https://x.example/\">x.example</a>", "x.example");
        check(
            "<a href=\"mailto:a@b.it\">scrivi</a> <a href=\"mailto:a@b.it\">a@b.it</a>",
            "scrivi (a@b.it) a@b.it",
        );
        check("<a href=\"https://x.example\"><img src=cid:a alt=logo></a>", "[logo] (https://x.example)");
        check("<a href=\"javascript:x\">no</a>", "no");
    }

    #[test]
    fn quotes_are_marked_and_pictures_described() {
        check(
            "<div>Sì:</div><blockquote>Quando?<br>E dove?</blockquote>Lunedì.",
            "Sì:\n\n> Quando?\n> E dove?\n\nLunedì.",
        );
        check("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n>\n>> b");
        check("<img src=cid:x alt=\"schema\"><img src=cid:y>", "[schema]");
    }

    #[test]
    fn only_lines_are_plain() {
        assert!(is_plain("Ciao<div>a</div><p>b<br></p>"));
        for rich in [
            "<b>a</b>",
            "<a href=\"https://x.example\">a</a>",
            "<div style=\"color:red\">a</div>",
            "<ul><li>a</ul>",
        ] {
            assert!(!is_plain(rich), "{rich}");
        }
    }

    #[test]
    fn addresses_in_a_text_can_be_followed_and_nothing_else_is_markup() {
        assert_eq!(
            html_of("<b>vedi https://x.example/a?b=1&c=2."),
            "<div>&lt;b&gt;vedi <a href=\"https://x.example/a?b=1&amp;c=2\">https://x.example/a?b=1&amp;c=2</a>.</div>"
        );
        assert_eq!(html_of("https://"), "<div>https://</div>");
    }

    #[test]
    fn deep_nesting_stays_within_bounds() {
        let text = text_of(&format!("{}x{}", "<blockquote>".repeat(2_000), "<ul><li>".repeat(2_000)));
        assert!(text.contains('x') && text.len() < 1_000_000, "{}", text.len());
    }
}
