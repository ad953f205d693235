//! HTML made safe to show, and made into lines of text. What a mail brings is first written again, well nested
//! and within bounds, then judged by `ammonia`: neither sees what could blow the other up.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use crate::markup::{Token, Tokens};

/// HTML read of one mail.
pub(crate) const MAX_HTML_BYTES: usize = 2 << 20;
/// Elements kept of one mail.
const MAX_ELEMENTS: usize = 60_000;
/// Elements within each other that are kept.
const MAX_DEPTH: usize = 100;
/// Formatting within formatting that is kept: a tree builder repeats these in every block.
const MAX_FORMATTING: usize = 12;
/// Longest style attribute read.
const MAX_STYLE_BYTES: usize = 4_000;

/// Elements that stay. The others go, their content stays.
const TAGS: [&str; 73] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
    "hgroup",
];
const VOID: [&str; 5] = ["br", "hr", "img", "col", "wbr"];
/// Elements a tree builder opens again after a block that they cross.
const FORMATTING: [&str; 13] =
    ["a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"];
/// Elements whose content goes with them.
const DROPPED: [&str; 3] = ["svg", "math", "template"];
/// Elements that end an open paragraph.
const BLOCKS: [&str; 33] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
    "form",
];
/// Style properties that stay.
const STYLES: [&str; 34] = [
    "background",
    "background-color",
    "border-collapse",
    "border-radius",
    "border-spacing",
    "clear",
    "color",
    "direction",
    "display",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "max-width",
    "min-width",
    "overflow-wrap",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
    "word-wrap",
    "border",
    "max-height",
];
/// Attributes that stay on every element.
const ATTRIBUTES: [&str; 20] = [
    "align",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "color",
    "colspan",
    "data-background",
    "dir",
    "face",
    "height",
    "lang",
    "nowrap",
    "rowspan",
    "size",
    "start",
    "style",
    "title",
    "valign",
    "width",
];

/// Safe HTML: no scripts, handlers or forms; nothing is loaded from outside. External pictures keep their
/// address in `data-src`, external backgrounds in `data-background`, so that a page can load them on request.
/// Says too whether something was cut at a limit.
pub(crate) fn sanitised(html: &str) -> (String, bool) {
    let mut cut = html.len() > MAX_HTML_BYTES;
    let mut writer = Writer::default();
    for token in Tokens::new(&html[..html.floor_char_boundary(MAX_HTML_BYTES)]) {
        match token {
            Token::Open { name, attributes } => writer.open(&name, attributes),
            Token::Close(name) => writer.close(&name),
            Token::Text(text) => writer.text(&text),
        }
        if writer.elements >= MAX_ELEMENTS {
            cut = true;
            break;
        }
    }
    cut |= writer.flattened;
    while writer.pop() {}
    (SAFE.clean(&writer.out).to_string(), cut)
}

static SAFE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(["script", "style", "template", "svg", "math"]))
        .generic_attributes(HashSet::from(ATTRIBUTES))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "data-src", "alt"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "cid", "data"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "target", "_blank")
        .attribute_filter(|element, attribute, value| {
            let fine = match (element, attribute) {
                ("a", "href") => is_link(value),
                ("img", "src") => is_inner_picture(value),
                (_, "src" | "href") => false,
                (_, "data-src" | "data-background") => is_outside(value),
                (_, "style") => !is_loading(value),
                _ => true,
            };
            fine.then_some(Cow::Borrowed(value))
        });
    builder
});

fn starts_with_any(value: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|p| value.get(..p.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(p)))
}

fn is_outside(value: &str) -> bool {
    starts_with_any(value, &["http://", "https://"])
}

fn is_link(value: &str) -> bool {
    is_outside(value) || starts_with_any(value, &["mailto:", "tel:"])
}

fn is_inner_picture(value: &str) -> bool {
    starts_with_any(
        value,
        &["cid:", "data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/gif", "data:image/webp"],
    )
}

/// Whether a style value could load something, run something or hide what it does.
fn is_loading(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    value.contains(['\\', '@', '<', '{', '}'])
        || ["url", "expression", "image", "script", "var(", "attr(", "element(", "behavior", "/*"]
            .iter()
            .any(|word| value.contains(word))
}

/// Writes HTML again, well nested: every element is closed in order, in the places where a tree builder would
/// close it, so that the tree it builds is the one written.
#[derive(Default)]
struct Writer {
    out: String,
    open: Vec<&'static str>,
    elements: usize,
    /// Opened beyond the depth limit, not written.
    beyond: usize,
    /// Within an element that is dropped with its content, and how deep.
    dropping: Option<(&'static str, usize)>,
    flattened: bool,
}

impl Writer {
    fn open(&mut self, name: &str, attributes: Vec<(String, String)>) {
        if let Some((dropped, depth)) = &mut self.dropping {
            *depth += usize::from(*dropped == name);
            return;
        }
        if let Some(dropped) = DROPPED.iter().find(|d| **d == name) {
            self.dropping = Some((dropped, 1));
            return;
        }
        let Some(tag) = TAGS.iter().find(|t| **t == name).copied() else { return };
        if !self.make_room(tag) {
            return;
        }
        let formatting = self.open.iter().filter(|open| FORMATTING.contains(open)).count();
        if self.open.len() >= MAX_DEPTH || (formatting >= MAX_FORMATTING && FORMATTING.contains(&tag)) {
            self.beyond += usize::from(!VOID.contains(&tag));
            self.flattened = true;
            return;
        }
        self.put(tag, attributes);
    }

    fn put(&mut self, tag: &'static str, attributes: Vec<(String, String)>) {
        self.elements += 1;
        self.out.push('<');
        self.out.push_str(tag);
        let mut background = None;
        for (key, value) in attributes {
            match (tag, key.as_str()) {
                (_, "style") => {
                    let style = style(&value, &mut background);
                    if !style.is_empty() {
                        self.attribute("style", &style);
                    }
                }
                ("img", "src") => {
                    let value: String = value.trim().chars().filter(|c| !c.is_control()).collect();
                    if is_inner_picture(&value) {
                        self.attribute("src", &value);
                    } else if is_outside(&value) {
                        self.attribute("data-src", &value);
                    } else if value.starts_with("//") {
                        self.attribute("data-src", &format!("https:{value}"));
                    }
                }
                (_, "background") => background = background.or(Some(value)),
                ("a", "href") => {
                    let value: String = value.trim().chars().filter(|c| !c.is_control()).collect();
                    if is_link(&value) {
                        self.attribute("href", &value);
                    }
                }
                ("img", "alt") => self.attribute("alt", &value),
                (_, "data-background") => {}
                (_, key) if ATTRIBUTES.contains(&key) => self.attribute(key, &value),
                _ => {}
            }
        }
        if let Some(background) = background.filter(|value| is_outside(value)) {
            self.attribute("data-background", &background);
        }
        self.out.push('>');
        if !VOID.contains(&tag) {
            self.open.push(tag);
        }
    }

    fn attribute(&mut self, key: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(key);
        self.out.push_str("=\"");
        escape(&mut self.out, value);
        self.out.push('"');
    }

    /// Closes what a tree builder would close before `tag`; `false` when the tag has no place here.
    fn make_room(&mut self, tag: &str) -> bool {
        match tag {
            "td" | "th" => {
                if !self.in_table() {
                    return false;
                }
                self.pop_to(&["tr", "tbody", "thead", "tfoot", "table"]);
                if self.top() != Some("tr") {
                    self.put("tr", Vec::new());
                }
            }
            "tr" => {
                if !self.in_table() {
                    return false;
                }
                self.pop_to(&["tbody", "thead", "tfoot", "table"]);
            }
            "tbody" | "thead" | "tfoot" | "caption" | "colgroup" | "col" => {
                if !self.in_table() {
                    return false;
                }
                let colgroup = tag == "col" && self.top() == Some("colgroup");
                if !colgroup {
                    self.pop_to(&["table"]);
                }
            }
            _ => {
                self.cell();
                if BLOCKS.contains(&tag) {
                    self.pop_through("p");
                }
                match tag {
                    "li" => self.pop_item(&["li"], &["ul", "ol"]),
                    "dd" | "dt" => self.pop_item(&["dd", "dt"], &["dl"]),
                    "a" => self.pop_through("a"),
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.top().is_some_and(is_heading) => {
                        self.pop();
                    }
                    _ => {}
                }
            }
        }
        true
    }

    /// Text and elements directly within a table get a cell: a tree builder would move them in front of it.
    fn cell(&mut self) {
        match self.top() {
            Some("table" | "tbody" | "thead" | "tfoot") => {
                self.put("tr", Vec::new());
                self.put("td", Vec::new());
            }
            Some("tr") => self.put("td", Vec::new()),
            Some("colgroup") => {
                self.pop();
                self.cell();
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((dropped, depth)) = &mut self.dropping {
            if *dropped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.dropping = None;
                }
            }
            return;
        }
        if name == "br" {
            return self.open("br", Vec::new());
        }
        if VOID.contains(&name) || !TAGS.contains(&name) {
            return;
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let structure =
            matches!(name, "table" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "caption" | "colgroup");
        let walls: &[&str] = if structure { &["table"] } else { &["table", "td", "th", "caption"] };
        let found = self.open.iter().rposition(|open| *open == name || walls.contains(open));
        if let Some(at) = found.filter(|at| self.open[*at] == name) {
            while self.open.len() > at {
                self.pop();
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.dropping.is_some() {
            return;
        }
        if !text.trim().is_empty() {
            self.cell();
        } else if matches!(self.top(), Some("table" | "tbody" | "thead" | "tfoot" | "tr" | "colgroup")) {
            return;
        }
        escape(&mut self.out, text);
    }

    fn top(&self) -> Option<&'static str> {
        self.open.last().copied()
    }

    fn in_table(&self) -> bool {
        self.open.contains(&"table")
    }

    fn pop(&mut self) -> bool {
        let Some(tag) = self.open.pop() else { return false };
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
        true
    }

    fn pop_to(&mut self, tags: &[&str]) {
        while self.top().is_some_and(|top| !tags.contains(&top)) {
            self.pop();
        }
    }

    /// Closes the nearest open `tag` and all within it, not across the walls of a cell.
    fn pop_through(&mut self, tag: &str) {
        self.pop_item(&[tag], &[]);
    }

    fn pop_item(&mut self, tags: &[&str], more_walls: &[&str]) {
        let found = self.open.iter().rposition(|open| {
            tags.contains(open) || ["table", "td", "th", "caption"].contains(open) || more_walls.contains(open)
        });
        if let Some(at) = found.filter(|at| tags.contains(&self.open[*at])) {
            while self.open.len() > at {
                self.pop();
            }
        }
    }
}

fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\0' => {}
            c => out.push(c),
        }
    }
}

/// The declarations of a style attribute that only change the look. The first external picture goes to
/// `background`.
fn style(value: &str, background: &mut Option<String>) -> String {
    let mut out = String::new();
    for declaration in value[..value.floor_char_boundary(MAX_STYLE_BYTES)].split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let property = property.trim().to_ascii_lowercase();
        let value = value.trim();
        if property.starts_with("background") && background.is_none() {
            *background = outside_url(declaration);
        }
        let known = STYLES.contains(&property.as_str())
            || ["margin", "padding", "border-"].iter().any(|family| property.starts_with(family));
        let plain = property.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
        if known && plain && !value.is_empty() && value.len() <= 300 && !is_loading(value) {
            if !out.is_empty() {
                out.push(';');
            }
            out.push_str(&property);
            out.push(':');
            out.push_str(value);
        }
    }
    out
}

fn outside_url(declaration: &str) -> Option<String> {
    let lower = declaration.to_ascii_lowercase();
    let begin = lower.find("url(")? + 4;
    let url = declaration.get(begin..)?.split(')').next()?.trim().trim_matches(['"', '\'', ' ']);
    is_outside(url).then(|| url.to_owned())
}

/// Plain text as the HTML that stands for it within a mail of both.
pub(crate) fn of_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    out.push_str("<div>");
    for (n, line) in text.lines().enumerate() {
        if n > 0 {
            out.push_str("<br>");
        }
        escape(&mut out, line);
    }
    out.push_str("</div>");
    out
}
