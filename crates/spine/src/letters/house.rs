//! A mail of the house to one of its own people: what happened, in a few paragraphs, and one button.

use maud::html;
use words::Say;

use super::frame::{self, Edge};
use super::sentence::{Sentence, line};
use super::{Letter, NAME_CHARS_MAX, TOPIC_CHARS_MAX};

/// Paragraphs of one mail at most, and characters of each.
const PARAGRAPHS_MAX: usize = 40;
const PARAGRAPH_CHARS_MAX: usize = 2_000;

/// What the mail says.
#[derive(Clone, Debug)]
pub struct Notice {
    pub say: Say,
    pub company: String,
    /// Whom it greets; their first name where the house says *tu*.
    pub name: Option<String>,
    /// Subject and headline.
    pub subject: String,
    pub paragraphs: Vec<String>,
    /// What the button says, and where it leads.
    pub link: Option<(String, String)>,
}

/// Lays a notice out, as text and as HTML.
pub fn house(notice: &Notice) -> Letter {
    let subject = line(&notice.subject, TOPIC_CHARS_MAX);
    let greeting = super::greeting(notice.say, notice.name.as_deref());
    let paragraphs: Vec<String> = std::iter::once(format!("{greeting},"))
        .chain(notice.paragraphs.iter().map(|paragraph| line(paragraph, PARAGRAPH_CHARS_MAX)))
        .filter(|paragraph| !paragraph.is_empty())
        .take(PARAGRAPHS_MAX)
        .collect();
    let company = line(&notice.company, NAME_CHARS_MAX);
    let footer = notice.say.with("mail-house-footer", &[("company", company.as_str().into())]);
    let mut parts = paragraphs.clone();
    if let Some((label, url)) = &notice.link {
        parts.push(format!("{}:\n{url}", line(label, NAME_CHARS_MAX)));
    }
    parts.push(format!("-- \n{footer}"));
    let sheet = html! {
        (frame::letterhead(&company, None))
        (frame::card(html! {
            (frame::headline(Edge::Promised, &subject))
            (frame::cell("0 32px 28px", html! {
                @for paragraph in &paragraphs {
                    (frame::paragraph("12px", Sentence::outside(paragraph.clone()).html()))
                }
                @if let Some((label, url)) = &notice.link {
                    (frame::button(&line(label, NAME_CHARS_MAX), url))
                    (frame::paragraph("16px", html! { (notice.say.say("mail-house-link")) br; span style="word-break:break-all;" { (url) } }))
                }
            }))
        }))
        (frame::foot(&footer))
    };
    let preheader = notice.paragraphs.first().map(|first| line(first, TOPIC_CHARS_MAX)).unwrap_or_default();
    let html = frame::document(notice.say, Edge::Promised, &subject, &preheader, sheet);
    Letter { text: parts.join("\n\n") + "\n", html, word: subject.clone(), subject }
}
