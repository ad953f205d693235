//! The mail a person's answer leaves in: their words as they wrote them, in the company's wording around, on a plain
//! ground that stays readable in the dark.

use maud::{DOCTYPE, PreEscaped, html};

use super::sentence::{Piece, Sentence, line};
use super::template::{self, Parts};
use super::{Facts, NAME_CHARS_MAX};

/// A person's answer.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    pub text: &'a str,
    /// Sanitised.
    pub html: &'a str,
    pub agent: Option<&'a str>,
}

const BODY: &str = "margin:0;padding:16px;font:400 16px/24px 'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const PARAGRAPH: &str = "margin:0 0 16px;";

/// The answer as text and as HTML.
pub fn around(facts: &Facts, answer: Around<'_>, parts: &Parts) -> (String, String) {
    let pieces = pieces(facts, answer.agent);
    let (mut text, mut body) = (Vec::new(), Vec::new());
    for paragraph in template::paragraphs(&parts.body) {
        if template::alone(paragraph) == Some("message") {
            text.push(answer.text.trim_end().to_owned());
            body.push(html! { div { (PreEscaped(answer.html)) } });
            continue;
        }
        let sentence = Sentence::of_wording(paragraph, &pieces);
        if !sentence.is_empty() {
            body.push(html! { p style=(PARAGRAPH) { (sentence.html()) } });
            text.push(sentence.text);
        }
    }
    let document = html! {
        (DOCTYPE)
        html lang=(facts.say.language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
            }
            body style=(BODY) { @for block in &body { (block) } }
        }
    };
    (text.join("\n\n") + "\n", document.into_string())
}

/// The words offered to a person before they write, as plain text.
pub fn prefilled(facts: &Facts, agent: Option<&str>, parts: &Parts) -> String {
    let pieces = pieces(facts, agent);
    let paragraphs =
        template::paragraphs(&parts.body).map(|paragraph| Sentence::of_wording(paragraph, &pieces).text);
    paragraphs.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn pieces(facts: &Facts, agent: Option<&str>) -> Vec<Piece> {
    let agent = agent.map(|agent| line(agent, NAME_CHARS_MAX)).unwrap_or_default();
    facts.known_everywhere().into_iter().chain([Piece::text("agent", agent)]).collect()
}
