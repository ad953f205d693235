//! HTML as lines of text: blocks begin lines, quotes have their depth, and what mail programs mark as history
//! or signature keeps its mark.

use crate::html::MAX_HTML_BYTES;
use crate::markup::{Token, Tokens};
use crate::text::Line;

/// Elements within each other that are told apart.
const MAX_DEPTH: usize = 500;
/// Lines kept.
const MAX_LINES: usize = 50_000;

/// The lines a person would see.
pub(crate) fn lines(html: &str) -> Vec<Line> {
    let mut outline = Outline::default();
    for token in Tokens::new(&html[..html.floor_char_boundary(MAX_HTML_BYTES)]) {
        match token {
            Token::Open { name, attributes } => outline.open(name, &attributes),
            Token::Close(name) => outline.close(&name),
            Token::Text(text) => outline.text(&text),
        }
        if outline.lines.len() >= MAX_LINES {
            break;
        }
    }
    outline.end_line();
    while outline.lines.last().is_some_and(Line::is_blank) {
        outline.lines.pop();
    }
    outline.lines
}

/// What an element does to the text within it.
#[derive(Clone, Copy, Default)]
struct Effect {
    depth: usize,
    signature: bool,
    hidden: bool,
    pre: bool,
}

struct Frame {
    name: String,
    /// As it was outside.
    before: Effect,
    block: Block,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    Within,
    Line,
    /// With an empty line before and after.
    Paragraph,
}

#[derive(Default)]
struct Outline {
    lines: Vec<Line>,
    text: String,
    stack: Vec<Frame>,
    effect: Effect,
    history: bool,
    /// Cells seen in the current row.
    cells: usize,
    /// Counters of the lists around us; 0 for bullets.
    lists: Vec<usize>,
}

impl Outline {
    fn open(&mut self, name: String, attributes: &[(String, String)]) {
        let marks = Marks::of(&name, attributes);
        if marks.history {
            self.end_line();
            self.history = true;
        }
        let block = block(&name, attributes);
        match name.as_str() {
            "br" => return self.new_line(),
            "hr" | "img" | "input" | "meta" | "link" | "col" | "wbr" | "base" | "area" => {
                if name == "hr" {
                    self.end_line();
                }
                return;
            }
            "td" | "th" => {
                if self.cells > 0 && !self.text.is_empty() {
                    self.text.push('\t');
                }
                self.cells += 1;
            }
            "tr" => self.cells = 0,
            _ => {}
        }
        if block != Block::Within {
            self.end_line();
        }
        if block == Block::Paragraph {
            self.blank();
        }
        match name.as_str() {
            "ul" => self.lists.push(0),
            "ol" => self.lists.push(1),
            "li" => match self.lists.last_mut() {
                Some(n) if *n > 0 => {
                    self.text.push_str(&format!("{n}. "));
                    *n += 1;
                }
                _ => self.text.push_str("- "),
            },
            _ => {}
        }
        self.lists.truncate(50);
        if self.stack.len() >= MAX_DEPTH {
            return;
        }
        self.stack.push(Frame { name: name.clone(), before: self.effect, block });
        self.effect.depth = (self.effect.depth + usize::from(marks.quote)).min(50);
        self.effect.signature |= marks.signature;
        self.effect.hidden |=
            marks.hidden || matches!(name.as_str(), "svg" | "math" | "template" | "select" | "head");
        self.effect.pre |= name == "pre";
        if name == "body" {
            self.effect.hidden = false;
        }
    }

    fn close(&mut self, name: &str) {
        // An end tag does not reach far out of its cell or its quote.
        let Some(at) = self.stack.iter().rposition(|frame| frame.name == name) else {
            if name == "p" || name == "br" {
                self.new_line();
            }
            return;
        };
        let walls = ["td", "th", "table"];
        if !walls.contains(&name)
            && !matches!(name, "tr" | "tbody" | "thead" | "tfoot" | "body" | "html")
            && self.stack[at + 1..].iter().any(|frame| walls.contains(&frame.name.as_str()))
        {
            return;
        }
        let outer = self.stack[at].before;
        let widest =
            self.stack[at..].iter().map(|frame| frame.block).fold(Block::Within, |widest, block| {
                match (widest, block) {
                    (Block::Paragraph, _) | (_, Block::Paragraph) => Block::Paragraph,
                    (Block::Line, _) | (_, Block::Line) => Block::Line,
                    _ => Block::Within,
                }
            });
        if widest != Block::Within {
            self.end_line();
        }
        self.stack.truncate(at);
        self.effect = outer;
        if widest == Block::Paragraph {
            self.blank();
        }
        if matches!(name, "ul" | "ol") {
            self.lists.pop();
        }
    }

    fn text(&mut self, text: &str) {
        if self.effect.hidden {
            return;
        }
        if self.effect.pre {
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 {
                    self.new_line();
                }
                self.text.push_str(line.trim_end_matches('\r'));
            }
            return;
        }
        for c in text.chars() {
            match c {
                // Blanks that fill previews.
                '\u{200b}' | '\u{200c}' | '\u{feff}' | '\u{34f}' | '\u{ad}' => {}
                '\u{a0}' => self.text.push(' '),
                c if c.is_whitespace() => {
                    if !self.text.is_empty() && !self.text.ends_with([' ', '\t']) {
                        self.text.push(' ');
                    }
                }
                c if c.is_control() => {}
                c => self.text.push(c),
            }
        }
    }

    /// Ends the line if there is anything on it.
    fn end_line(&mut self) {
        if !self.text.trim().is_empty() {
            self.new_line();
        } else if !self.text.is_empty() {
            // A line of hard blanks is one a person sees empty.
            self.text.clear();
            self.new_line();
        }
    }

    fn new_line(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = if self.effect.pre { text.trim_end() } else { text.trim() };
        let begins = self.history && !text.is_empty();
        if begins {
            self.history = false;
        }
        self.lines.push(Line {
            text: text.to_owned(),
            depth: self.effect.depth,
            history: begins,
            signature: self.effect.signature,
        });
    }

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.text.is_empty()) {
            self.lines.push(Line {
                depth: self.effect.depth,
                signature: self.effect.signature,
                ..Line::default()
            });
        }
    }
}

fn block(name: &str, attributes: &[(String, String)]) -> Block {
    match name {
        // Outlook's paragraphs are lines.
        "p" if attribute(attributes, "class").contains("msonormal") || no_margin(attributes) => Block::Line,
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "pre" | "dl" => Block::Paragraph,
        "div" | "tr" | "table" | "ul" | "ol" | "li" | "section" | "article" | "header" | "footer"
        | "address" | "center" | "dt" | "dd" | "form" | "body" | "html" | "head" | "caption" | "aside"
        | "main" | "fieldset" => Block::Line,
        _ => Block::Within,
    }
}

fn no_margin(attributes: &[(String, String)]) -> bool {
    let style: String = attribute(attributes, "style").chars().filter(|c| !c.is_whitespace()).collect();
    ["margin:0", "margin-top:0", "margin-bottom:0"].iter().any(|m| style.contains(m))
}

fn attribute(attributes: &[(String, String)], key: &str) -> String {
    attributes
        .iter()
        .find(|(k, _)| k == key)
        .map(|(_, value)| value[..value.floor_char_boundary(2_000)].to_ascii_lowercase())
        .unwrap_or_default()
}

/// What mail programs say of an element by its class, id and style.
#[derive(Default)]
struct Marks {
    quote: bool,
    history: bool,
    signature: bool,
    hidden: bool,
}

impl Marks {
    fn of(name: &str, attributes: &[(String, String)]) -> Self {
        if attributes.is_empty() {
            return Self { quote: name == "blockquote", ..Self::default() };
        }
        let class = attribute(attributes, "class");
        let id = attribute(attributes, "id");
        let style: String = attribute(attributes, "style").chars().filter(|c| !c.is_whitespace()).collect();
        // Ids are given a prefix by the mail programs they pass through (`x_divRplyFwdMsg`).
        let id_ends = |ends: &[&str]| ends.iter().any(|end| id.ends_with(end));
        let class_has = |words: &[&str]| {
            class
                .split_whitespace()
                .any(|c| words.iter().any(|word| c.trim_start_matches("x_") == *word || c.ends_with(word)))
        };
        let outlook_line = name == "div"
            && style.contains("border-top:solid#")
            && style.contains("padding:3.0pt0")
            && !style.contains("border-left:solid");
        Self {
            // Indentation is written as a quote without a border.
            quote: (name == "blockquote"
                && (attribute(attributes, "type") == "cite" || !style.contains("border:none")))
                || (name != "blockquote" && attribute(attributes, "name") == "quote"),
            history: id_ends(&[
                "divrplyfwdmsg",
                "appendonsend",
                "stopspelling",
                "zwchr",
                "mail-editor-reference-message-container",
                "replysplit",
            ]) || id.contains("yahoo_quoted")
                || class_has(&[
                    "yahoo_quoted",
                    "outlookmessageheader",
                    "protonmail_quote",
                    "ms-outlook-mobile-reference-message",
                    "zmail_extra",
                ])
                || attribute(attributes, "name") == "messagereplysection"
                || outlook_line,
            signature: class_has(&[
                "gmail_signature",
                "moz-signature",
                "protonmail_signature_block-user",
                "yahoo-signature",
            ]) || id_ends(&["ms-outlook-mobile-signature", "applemailsignature", "signature"])
                || class.contains("signature"),
            hidden: style.contains("display:none")
                || style.contains("mso-hide:all")
                || style.contains("visibility:hidden"),
        }
    }
}
