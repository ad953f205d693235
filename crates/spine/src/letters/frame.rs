//! The sheet every letter is written on, as text and as HTML for mail clients: a table 600 px wide, styles inline,
//! dark where the client is, no image, no font and no address but the links, under 9 kB.

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
use words::Say;

use super::sentence::{Sentence, line};
use super::{Facts, NAME_CHARS_MAX};

/// What one letter says, before it is laid out.
pub(super) struct Sheet {
    pub edge: Edge,
    /// The given word: the headline.
    pub said: String,
    /// What a list of mails shows beside the subject.
    pub preheader: String,
    /// The first follows the headline; each other one has a rule above it.
    pub sections: Vec<Section>,
    pub footer: String,
}

#[derive(Default)]
pub(super) struct Section {
    pub blocks: Vec<Block>,
}

impl Section {
    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }
}

/// The section that is being written.
pub(super) fn last(sections: &mut Vec<Section>) -> &mut Section {
    if sections.is_empty() {
        sections.push(Section::default());
    }
    let at = sections.len() - 1;
    &mut sections[at]
}

#[derive(Clone)]
pub(super) enum Block {
    Words(Sentence),
    Understood(Understood),
    Person {
        title: String,
        sentence: Sentence,
    },
    Button {
        label: String,
        url: String,
    },
    /// Marks with their words and addresses.
    Scale(Vec<(i64, String, String)>),
    /// Small print in a section of its own.
    Aside(Vec<Sentence>),
}

impl Block {
    pub fn opens_section(&self) -> bool {
        match self {
            Self::Understood(_) | Self::Person { .. } | Self::Aside(_) => true,
            Self::Words(_) | Self::Button { .. } | Self::Scale(_) => false,
        }
    }
}

#[derive(Clone)]
pub(super) struct Understood {
    pub title: String,
    /// Label and value.
    pub rows: Vec<(String, String)>,
    /// The question, what the link says, and its address.
    pub correct: (String, String, String),
}

/// The bar beside the given word: what became of it.
#[derive(Clone, Copy)]
pub(super) enum Edge {
    Promised,
    Moved,
    Missed,
    Kept,
}

impl Edge {
    /// Class, colour by day, colour by night (the tokens of the design).
    fn paint(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Promised => ("edge-petrol", "#005966", "#7dd1d8"),
            Self::Moved => ("edge-soon", "#cd7e0b", "#edad44"),
            Self::Missed => ("edge-late", "#d52d23", "#f76659"),
            Self::Kept => ("edge-kept", "#2e9052", "#5ac485"),
        }
    }
}

/// The letter in plain text: the same facts in the same order.
pub(super) fn text(facts: &Facts, sheet: &Sheet) -> String {
    let stop = if sheet.said.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    let mut parts = vec![format!("{}{stop}", sheet.said)];
    for section in &sheet.sections {
        let mut lines: Vec<String> = Vec::new();
        for (at, block) in section.blocks.iter().enumerate() {
            let told = block_text(block);
            // What follows the head of a section stands under it; a person's own paragraphs keep their distance.
            match (block, section.blocks.get(at.wrapping_sub(1))) {
                (Block::Words(_), Some(_)) | (_, Some(Block::Words(_))) => {
                    parts.push(std::mem::take(&mut lines).join("\n"))
                }
                (_, Some(_) | None) => {}
            }
            lines.push(told);
        }
        parts.push(lines.join("\n"));
    }
    let reference = line(&facts.reference, NAME_CHARS_MAX);
    parts.push(format!("{} {reference}. {}", facts.say.say("mail-request"), sheet.footer));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Words(sentence) => sentence.text.clone(),
        Block::Button { label, url } => format!("{label}: {url}"),
        Block::Person { title, sentence } => format!("{title}\n{}", sentence.text),
        Block::Aside(sentences) => {
            sentences.iter().map(|sentence| sentence.text.as_str()).collect::<Vec<_>>().join(" ")
        }
        Block::Scale(marks) => {
            let marks = marks.iter().map(|(mark, words, url)| format!("  {mark} {words}: {url}"));
            marks.collect::<Vec<_>>().join("\n")
        }
        Block::Understood(understood) => {
            let width = understood.rows.iter().map(|(label, _)| label.chars().count() + 1).max().unwrap_or(0);
            let rows = understood
                .rows
                .iter()
                .map(|(label, value)| format!("  {:width$} {value}\n", format!("{label}:")));
            let rows: String = rows.collect();
            let (question, label, url) = &understood.correct;
            format!("{}\n{rows}{question} {label}: {url}", understood.title)
        }
    }
}

const SANS: &str = "'Hanken Grotesk','Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const SERIF: &str = "Newsreader,Georgia,'Times New Roman',serif";
const INK: &str = "#152120";
const INK_2: &str = "#435050";
const INK_3: &str = "#566363";
pub(super) const LINK: &str = "color:#005966;text-decoration:underline;";

/// The letter for clients that show HTML.
pub(super) fn html(facts: &Facts, sheet: &Sheet, subject: &str) -> String {
    document(facts.say, sheet.edge, subject, &sheet.preheader, laid_out(facts, sheet))
}

/// The whole document around the rows of one sheet.
pub(super) fn document(say: Say, edge: Edge, subject: &str, preheader: &str, sheet: Markup) -> String {
    let language = say.language.tag();
    let document = html! {
        (DOCTYPE)
        html lang=(language) xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="x-apple-disable-message-reformatting";
                meta name="format-detection" content="telephone=no, date=no, address=no, email=no";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                title { (subject) }
                (PreEscaped(OUTLOOK_PIXELS))
                style { (style(edge)) }
            }
            body class="bg" bgcolor="#f3f7f5" style="margin:0;padding:0;background-color:#f3f7f5;" {
                div style="display:none;max-height:0;overflow:hidden;mso-hide:all;" {
                    (preheader) (PreEscaped("&#847; ".repeat(10)))
                }
                div role="article" aria-roledescription="e-mail" aria-label=(subject) lang=(language) {
                    table role="presentation" class="bg" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f3f7f5" style="width:100%;background-color:#f3f7f5;" {
                        tr { td align="center" style="padding:24px 12px 32px;" {
                            (PreEscaped(OUTLOOK_WIDTH))
                            table role="presentation" class="wrap" width="600" cellpadding="0" cellspacing="0" border="0" style="width:600px;max-width:600px;margin:0 auto;" {
                                (sheet)
                            }
                            (PreEscaped("<!--[if mso]></td></tr></table><![endif]-->"))
                        } }
                    }
                }
            }
        }
    };
    document.into_string()
}

const OUTLOOK_PIXELS: &str = "<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch>\
    </o:OfficeDocumentSettings></xml><![endif]-->";
const OUTLOOK_WIDTH: &str = "<!--[if mso]><table role=\"presentation\" width=\"600\" cellpadding=\"0\" \
    cellspacing=\"0\" border=\"0\"><tr><td><![endif]-->";

/// A full-width table of one row.
fn row(cells: Markup) -> Markup {
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;" {
            tr { (cells) }
        }
    }
}

/// Letterhead, card and footer.
fn laid_out(facts: &Facts, sheet: &Sheet) -> Markup {
    let mut sections = sheet.sections.iter();
    let opening = sections.next().map(|section| section.blocks.as_slice()).unwrap_or_default();
    let rest: Vec<&Section> = sections.collect();
    html! {
        (letterhead(&line(&facts.company, NAME_CHARS_MAX), Some(html! {
            (facts.say.say("mail-request")) " " b { (line(&facts.reference, NAME_CHARS_MAX)) }
        })))
        (card(html! {
            (cell("28px 32px 24px", html! {
                (spoken(sheet.edge, &sheet.said))
                @for (at, block) in opening.iter().enumerate() { (opened(at == 0, block)) }
            }))
            @for (at, section) in rest.iter().enumerate() {
                (ruled(at + 1 == rest.len(), section))
            }
        }))
        (foot(&sheet.footer))
    }
}

/// A block under the headline; its words are larger than those of a section.
fn opened(first: bool, block: &Block) -> Markup {
    match block {
        Block::Words(sentence) => {
            let above = if first { "18px" } else { "12px" };
            html! {
                p class="ink" style=(format!("margin:{above} 0 0;font:400 16px/24px {SANS};color:{INK};")) { (sentence.html()) }
            }
        }
        other => block_html(other),
    }
}

fn ruled(last: bool, section: &Section) -> Markup {
    let padding = if last { "20px 32px 28px" } else { "20px 32px 22px" };
    html! {
        tr { td class="pad rule" style=(format!("padding:{padding};border-top:1px solid #d7dedc;")) {
            @for block in &section.blocks { (block_html(block)) }
        } }
    }
}

fn block_html(block: &Block) -> Markup {
    match block {
        Block::Words(sentence) => paragraph("12px", sentence.html()),
        Block::Button { label, url } => button(label, url),
        Block::Person { title, sentence } => html! { (heading(title)) (paragraph("6px", sentence.html())) },
        Block::Understood(understood) => html! { (heading(&understood.title)) (rows(understood)) },
        Block::Scale(marks) => scale(marks),
        Block::Aside(sentences) => paragraph(
            "0",
            html! {
                @for (at, sentence) in sentences.iter().enumerate() { @if at > 0 { " " } (sentence.html()) }
            },
        ),
    }
}

fn heading(title: &str) -> Markup {
    html! { h2 class="ink2" style=(format!("margin:0;font:600 14px/20px {SANS};color:{INK_2};")) { (title) } }
}

/// One cell a mark, each an address of its own.
fn scale(marks: &[(i64, String, String)]) -> Markup {
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;margin:18px -3px 0;" {
            tr { @for (mark, words, url) in marks {
                td width="20%" align="center" valign="top" style="width:20%;padding:0 3px;" {
                    a class="card link" href=(url) style=(format!("display:block;padding:9px 0 8px;border:1px solid #d7dedc;border-radius:8px;background-color:#fdfefd;font:600 18px/22px {SANS};color:#005966;text-decoration:none;")) {
                        (mark) br;
                        span class="ink2" style=(format!("font:400 12px/16px {SANS};color:{INK_2};")) { (words) }
                    }
                }
            } }
        }
    }
}

/// Who writes, and the request's code at its side.
pub(super) fn letterhead(company: &str, side: Option<Markup>) -> Markup {
    let letterhead = row(html! {
        td class="ink" style=(format!("font:700 22px/28px {SANS};letter-spacing:-0.03em;color:{INK};")) { (company) }
        @if let Some(side) = side {
            td class="ink2" align="right" style=(format!("font:400 14px/28px {SANS};color:{INK_2};")) { (side) }
        }
    });
    html! { tr { td style="padding:0 4px 14px;" { (letterhead) } } }
}

/// The sheet itself, around its rows.
pub(super) fn card(rows: Markup) -> Markup {
    html! {
        tr { td {
            table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#fdfefd" style="width:100%;background-color:#fdfefd;border:1px solid #d7dedc;border-radius:12px;border-collapse:separate;" {
                (rows)
            }
        } }
    }
}

pub(super) fn foot(text: &str) -> Markup {
    html! {
        tr { td style="padding:16px 4px 0;" {
            p class="ink3" style=(format!("margin:0;font:400 13px/20px {SANS};color:{INK_3};")) { (text) }
        } }
    }
}

/// The bar and the words beside it.
fn spoken(edge: Edge, said: &str) -> Markup {
    let (class, colour, _) = edge.paint();
    row(html! {
        td class=(class) style=(format!("padding:2px 0 2px 16px;border-left:4px solid {colour};")) {
            h1 class="ink say" style=(format!("margin:0;font:400 32px/37px {SERIF};letter-spacing:-0.015em;color:{INK};")) {
                (unbroken(said))
            }
        }
    })
}

/// A headline that stands alone.
pub(super) fn headline(edge: Edge, said: &str) -> Markup {
    cell("28px 32px 12px", spoken(edge, said))
}

/// A row of the sheet.
pub(super) fn cell(padding: &str, body: Markup) -> Markup {
    html! { tr { td class="pad" style=(format!("padding:{padding};")) { (body) } } }
}

fn rows(understood: &Understood) -> Markup {
    let (question, label, url) = &understood.correct;
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;margin:6px 0 0;" {
            @for (label, value) in &understood.rows {
                tr {
                    td class="ink3" width="104" valign="top" style=(format!("width:104px;padding:5px 12px 5px 0;font:400 15px/22px {SANS};color:{INK_3};")) { (label) }
                    td class="ink" valign="top" style=(format!("padding:5px 0;font:400 15px/22px {SANS};color:{INK};word-break:break-word;")) { (value) }
                }
            }
        }
        (paragraph("8px", html! {
            (question) " " a class="link" href=(url) style=(LINK) { (label) }
        }))
    }
}

pub(super) fn paragraph(above: &str, body: impl Render) -> Markup {
    html! {
        p class="ink2" style=(format!("margin:{above} 0 0;font:400 15px/22px {SANS};color:{INK_2};")) { (body) }
    }
}

pub(super) fn button(label: &str, url: &str) -> Markup {
    html! {
        table role="presentation" class="full" cellpadding="0" cellspacing="0" border="0" style="margin:20px 0 0;" {
            tr { td class="fill" align="center" bgcolor="#005361" style="background-color:#005361;border-radius:8px;" {
                a class="onfill" href=(url) style=(format!("display:block;padding:12px 24px;font:600 16px/20px {SANS};color:#ffffff;text-decoration:none;")) {
                    (label)
                }
            } }
        }
    }
}

/// Keeps "23 novembre" and "le 10:40" on one line each.
fn unbroken(said: &str) -> String {
    let mut line = String::with_capacity(said.len() + 4);
    let mut before = "";
    for word in said.split(' ') {
        let hour = word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit());
        let day = !before.is_empty() && before.trim_end_matches('º').bytes().all(|b| b.is_ascii_digit());
        if !before.is_empty() {
            line.push(if hour || day { '\u{a0}' } else { ' ' });
        }
        line.push_str(word);
        before = word;
    }
    line
}

fn style(edge: Edge) -> PreEscaped<String> {
    let (class, _, night) = edge.paint();
    PreEscaped(format!(
        ":root{{color-scheme:light dark;supported-color-schemes:light dark}}\
         body,table,td,a{{-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%}}\
         table{{border-collapse:collapse;mso-table-lspace:0;mso-table-rspace:0}}\
         @media (max-width:619px){{.wrap{{width:100%!important}}\
         .pad{{padding-left:20px!important;padding-right:20px!important}}\
         .say{{font-size:28px!important;line-height:33px!important}}.full{{width:100%!important}}}}\
         @media (prefers-color-scheme:dark){{.bg{{background-color:#0a1111!important}}\
         .card{{background-color:#151d1d!important}}.card,.rule{{border-color:#283030!important}}\
         .ink{{color:#e9eeed!important}}.ink2{{color:#b8bfbe!important}}.ink3{{color:#99a2a1!important}}\
         .link{{color:#7dd1d8!important}}\
         .fill{{background-color:#72cbd3!important;border-color:#72cbd3!important}}.onfill{{color:#071516!important}}\
         .{class}{{border-color:{night}!important}}}}\
         [data-ogsb] .bg{{background-color:#0a1111!important}}[data-ogsb] .card{{background-color:#151d1d!important}}\
         [data-ogsc] .ink{{color:#e9eeed!important}}[data-ogsc] .ink2{{color:#b8bfbe!important}}\
         [data-ogsc] .ink3{{color:#99a2a1!important}}[data-ogsc] .link{{color:#7dd1d8!important}}"
    ))
}
