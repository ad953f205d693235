//! How an answer is dressed for its journey: the word given with it, the signature under it, its two forms. Pure.

use db::Tx;
use kernel::id::Kind;
use words::{Say, when};

use super::answer::Reply;
use crate::conversation::{Attachment, Conversation};
use crate::customer;
use crate::error::Error;
use crate::inbox::Inbox;
use crate::signature::Signature;

/// What every Content-ID of ours ends with: a picture written into an answer is named `att_…@riscontro`.
const PICTURES: &str = "@riscontro";
/// Where what we add begins: people's own HTML has no classes left.
const WORD_BEGINS: &str = "<div class=\"riscontro-word\">";
const SIGNATURE_BEGINS: &str = "<div class=\"riscontro-signature\">";

/// An answer with everything that goes with it.
pub(super) struct Dressed {
    /// What the person wrote and the word given: no signature.
    pub reply_text: String,
    pub text: String,
    pub html: Option<String>,
}

/// Puts the parts together. A signature the text already ends with is not put under it again.
pub(super) fn dress(
    text: &str,
    html: Option<&str>,
    word: Option<&str>,
    signature: Option<&Signature>,
) -> Dressed {
    let own = text.trim_end();
    let reply_text = match word {
        Some(word) => format!("{own}\n\n{word}"),
        None => own.to_owned(),
    };
    let signature = signature.filter(|signature| !squeezed(own).ends_with(&squeezed(&signature.text)));
    let whole = match signature {
        Some(signature) => format!("{reply_text}\n\n-- \n{}", signature.text),
        None => reply_text.clone(),
    };
    if word.is_none() && signature.is_none() {
        return Dressed { reply_text, text: whole, html: html.map(str::to_owned) };
    }
    let mut page = html.map_or_else(|| wire::plain::html_of(own), str::to_owned);
    if let Some(word) = word {
        page.push_str(&format!("{WORD_BEGINS}<br>{}</div>", escaped(word)));
    }
    if let Some(signature) = signature {
        page.push_str(&format!("{SIGNATURE_BEGINS}<br>-- <br>{}</div>", signature.html));
    }
    Dressed { reply_text, text: whole, html: Some(page) }
}

/// The HTML of an answer as its author wrote it, without what was put under it.
pub(super) fn undressed(html: &str) -> &str {
    [WORD_BEGINS, SIGNATURE_BEGINS]
        .iter()
        .filter_map(|mark| html.find(mark))
        .min()
        .map_or(html, |at| &html[..at])
}

/// The sentence that gives a word, in the customer's language and the inbox's register.
pub(super) fn sentence(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    inbox: &Inbox,
    due_at_ms: i64,
    what: Option<&str>,
) -> Result<String, Error> {
    let known = customer::find(tx, conversation.customer_id)?;
    let say = Say::new(known.language.unwrap_or(inbox.language), inbox.register);
    let (now_ms, zone) = (tx.now_ms(), inbox.hours.timezone());
    Ok(match what.map(|what| what.trim().trim_end_matches(['.', '!', ':'])).filter(|what| !what.is_empty()) {
        Some(what) => {
            let by = when::by_date(say, due_at_ms, now_ms, zone);
            say.with("composer-word-what", &[("what", what.into()), ("by", by.into())])
        }
        None => format!("{}.", when::promise_date(say, due_at_ms, now_ms, zone)),
    })
}

/// Makes the parts agree: an answer given as HTML alone gets its text.
pub(super) fn settled(mut reply: Reply) -> Reply {
    reply.html = reply.html.filter(|html| !html.trim().is_empty());
    if let Some(html) = reply.html.as_deref().filter(|_| reply.text.trim().is_empty()) {
        reply.text = wire::plain::text_of(html);
    }
    reply
}

/// Names the pictures of an answer as they will leave, and says which of its files they are.
pub(super) fn pictures(html: &mut Option<String>, files: &[Attachment]) -> Vec<Option<String>> {
    files
        .iter()
        .map(|file| {
            let page = html.as_mut()?;
            let name = Kind::Attachment.name(&file.oid);
            let content_id = format!("{name}{PICTURES}");
            *page = page.replace(&format!("\"cid:{name}\""), &format!("\"cid:{content_id}\""));
            let shown =
                file.content_type.starts_with("image/") && page.contains(&format!("\"cid:{content_id}\""));
            shown.then_some(content_id)
        })
        .collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{dress, undressed};
    use crate::signature::Signature;

    fn giulia() -> Signature {
        Signature { text: "Giulia Riva\nFioca".to_owned(), html: "<b>Giulia Riva</b><br>Fioca".to_owned() }
    }

    #[test]
    fn a_plain_answer_without_anything_under_it_stays_as_it_was_typed() {
        let dressed = dress("Ciao.\n", None, None, None);
        assert_eq!((dressed.text.as_str(), dressed.html), ("Ciao.", None));
    }

    #[test]
    fn word_and_signature_stand_under_the_answer_in_both_forms_and_come_off_again() {
        let signature = giulia();
        let dressed = dress("Ciao.", Some("<b>Ciao.</b>"), Some("Le rispondiamo oggi."), Some(&signature));
        assert_eq!(dressed.reply_text, "Ciao.\n\nLe rispondiamo oggi.");
        assert_eq!(dressed.text, "Ciao.\n\nLe rispondiamo oggi.\n\n-- \nGiulia Riva\nFioca");
        let html = dressed.html.unwrap_or_default();
        assert!(
            html.contains("Le rispondiamo oggi.") && html.ends_with("<b>Giulia Riva</b><br>Fioca</div>"),
            "{html}"
        );
        assert_eq!(undressed(&html), "<b>Ciao.</b>");
        assert_eq!(undressed("<b>x</b>"), "<b>x</b>");
    }

    #[test]
    fn a_signature_already_there_is_not_doubled() {
        let signature = giulia();
        let dressed = dress("Ciao.\n\n-- \nGiulia Riva\n\nFioca  ", None, None, Some(&signature));
        assert_eq!(dressed.text.matches("Giulia").count(), 1, "{}", dressed.text);
        assert_eq!(dressed.html, None);
    }
}
