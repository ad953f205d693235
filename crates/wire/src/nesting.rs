//! HTML written again so that every element is closed in order, within bounds: what a tree builder makes of it
//! is what was written, and no more.

use std::collections::HashMap;

use crate::html::{ATTRIBUTES, is_inner_picture, is_link, is_outside, style};

/// Elements kept of one mail.
const MAX_ELEMENTS: usize = 60_000;
/// Elements within each other that are kept.
const MAX_DEPTH: usize = 100;
/// Formatting within formatting that is kept: a tree builder repeats these in every block.
const MAX_FORMATTING: usize = 12;
/// Bytes written: escaping makes text longer.
const MAX_OUT_BYTES: usize = 4 << 20;
/// Characters escaped in one run of text: a tree builder copies the run for each.
const MAX_ESCAPED_IN_RUN: usize = 200;
/// Longest attribute kept, pictures within the page apart.
const MAX_ATTRIBUTE_BYTES: usize = 8_000;
/// Elements that stay, in the order of the alphabet. The others go, their content stays.
pub(crate) const TAGS: [&str; 73] = [
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
    "hgroup",
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
/// Writes HTML again, well nested: every element is closed in order, in the places where a tree builder would
/// close it, so that the tree it builds is the one written.
#[derive(Default)]
pub(crate) struct Writer {
    pub out: String,
    open: Vec<&'static str>,
    /// How many of each element are open, by name.
    counts: HashMap<&'static str, usize>,
    /// For each open element, whether line ends within it are shown.
    pre: Vec<bool>,
    elements: usize,
    /// Characters escaped since the last tag.
    escaped: usize,
    /// Opened beyond the depth limit, not written.
    beyond: usize,
    /// Within an element that is dropped with its content, and how deep.
    dropping: Option<(&'static str, usize)>,
    /// Whether something was left out because it was too deep.
    pub flattened: bool,
}

impl Writer {
    /// Whether a limit is reached: nothing more is worth writing.
    pub fn is_full(&self) -> bool {
        self.elements >= MAX_ELEMENTS || self.out.len() >= MAX_OUT_BYTES
    }

    pub(crate) fn open(&mut self, name: &str, attributes: Vec<(String, String)>) {
        if let Some((dropped, depth)) = &mut self.dropping {
            *depth += usize::from(*dropped == name);
            return;
        }
        if let Some(dropped) = DROPPED.iter().find(|d| **d == name) {
            self.dropping = Some((dropped, 1));
            return;
        }
        let Ok(at) = TAGS.binary_search(&name) else { return };
        let tag = TAGS[at];
        if !self.make_room(tag) {
            return;
        }
        let formatting = FORMATTING.contains(&tag);
        let crowded = || self.open.iter().filter(|open| FORMATTING.contains(open)).count() >= MAX_FORMATTING;
        if self.open.len() >= MAX_DEPTH || (formatting && crowded()) {
            self.beyond += usize::from(!VOID.contains(&tag));
            self.flattened = true;
            return;
        }
        self.put(tag, attributes);
    }

    fn put(&mut self, tag: &'static str, attributes: Vec<(String, String)>) {
        self.elements += 1;
        self.escaped = 0;
        self.out.push('<');
        self.out.push_str(tag);
        let mut background = None;
        let mut pre = tag == "pre" || self.pre.last() == Some(&true);
        for (key, value) in attributes {
            match (tag, key.as_str()) {
                (_, "style") => {
                    let style = style(&value, &mut background);
                    pre |= style.contains("white-space:pre");
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
            *self.counts.entry(tag).or_default() += 1;
            self.pre.push(pre);
        }
    }

    fn attribute(&mut self, key: &str, value: &str) {
        if key != "src" && value.len() > MAX_ATTRIBUTE_BYTES {
            return;
        }
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

    pub(crate) fn close(&mut self, name: &str) {
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
        if VOID.contains(&name) || TAGS.binary_search(&name).is_err() {
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

    pub(crate) fn text(&mut self, text: &str) {
        if self.dropping.is_some() {
            return;
        }
        if !text.trim().is_empty() {
            self.cell();
        } else if matches!(self.top(), Some("table" | "tbody" | "thead" | "tfoot" | "tr" | "colgroup")) {
            return;
        }
        let pre = self.pre.last() == Some(&true);
        for c in text.chars() {
            match c {
                '\n' if pre => self.put("br", Vec::new()),
                '\n' => self.out.push(' '),
                '\r' | '\0' => {}
                '<' | '&' => {
                    self.escaped += 1;
                    if self.escaped > MAX_ESCAPED_IN_RUN {
                        self.put("wbr", Vec::new());
                    }
                    self.out.push_str(if c == '<' { "&lt;" } else { "&amp;" });
                }
                c => self.out.push(c),
            }
            if self.is_full() {
                return;
            }
        }
    }

    fn top(&self) -> Option<&'static str> {
        self.open.last().copied()
    }

    fn in_table(&self) -> bool {
        self.is_open("table")
    }

    fn is_open(&self, tag: &str) -> bool {
        self.counts.get(tag).is_some_and(|count| *count > 0)
    }

    pub(crate) fn pop(&mut self) -> bool {
        let Some(tag) = self.open.pop() else { return false };
        if let Some(count) = self.counts.get_mut(tag) {
            *count -= 1;
        }
        self.pre.pop();
        self.escaped = 0;
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
        if !tags.iter().any(|tag| self.is_open(tag)) {
            return;
        }
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

pub(crate) fn escape(out: &mut String, text: &str) {
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
