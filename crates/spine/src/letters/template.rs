//! The wording of a mail as the company may write it: parts with places in double braces, the parts the catalogue
//! gives, and what makes a wording unfit to leave.

use kernel::language::{Language, Register};
use words::Say;

/// Which mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Acknowledgement,
    Moved,
    Apology,
    Rating,
    Callback,
    /// A complaint taken in: its code and its date.
    Complaint,
    /// Whether the answer to a complaint solved it.
    FollowUp,
    /// Around what a person wrote.
    Answer,
    /// The words offered to a person who thanks for a report.
    Thanks,
    /// The words offered to a person who tells what became of a report.
    Outcome,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::Acknowledgement,
        Self::Answer,
        Self::Moved,
        Self::Apology,
        Self::Rating,
        Self::Callback,
        Self::Complaint,
        Self::FollowUp,
        Self::Thanks,
        Self::Outcome,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::Moved => "moved",
            Self::Apology => "apology",
            Self::Rating => "rating",
            Self::Callback => "callback",
            Self::Complaint => "complaint",
            Self::FollowUp => "follow_up",
            Self::Answer => "answer",
            Self::Thanks => "thanks",
            Self::Outcome => "outcome",
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is a letter of its own, with a subject and a given word; else it is words around or inside an
    /// answer.
    pub fn is_letter(self) -> bool {
        match self {
            Self::Acknowledgement
            | Self::Moved
            | Self::Apology
            | Self::Rating
            | Self::Callback
            | Self::Complaint
            | Self::FollowUp => true,
            Self::Answer | Self::Thanks | Self::Outcome => false,
        }
    }

    /// The parts it has.
    pub fn parts(self) -> &'static [Part] {
        match self.is_letter() {
            true => &[Part::Subject, Part::Headline, Part::Preheader, Part::Body],
            false => &[Part::Body],
        }
    }

    /// Every place its parts may have.
    pub fn places(self) -> Vec<&'static str> {
        let own: &[&str] = match self {
            Self::Acknowledgement => &[
                "promise",
                "promise.short",
                "due",
                "due.short",
                "received",
                "understood",
                "topic",
                "order",
                "attachments",
                "correct_link",
                "person",
            ],
            Self::Moved => &[
                "promise",
                "promise.short",
                "due",
                "due.short",
                "old_due",
                "reason",
                "topic",
                "order",
                "person",
            ],
            Self::Apology => &[
                "promise",
                "promise.short",
                "due",
                "due.short",
                "due.owner",
                "old_due",
                "who",
                "topic",
                "order",
                "person",
            ],
            Self::Rating => &["kept", "last_answer", "rating", "reopen", "agent", "topic", "order"],
            Self::Callback => &["slot", "slot.end", "called_phone", "topic", "order", "person"],
            Self::Complaint => &[
                "promise",
                "promise.short",
                "due",
                "due.short",
                "complaint.code",
                "first_answer",
                "received",
                "understood",
                "topic",
                "order",
                "attachments",
                "correct_link",
                "person",
            ],
            Self::FollowUp => {
                &["complaint.code", "last_answer", "solved_link", "unsolved_link", "topic", "order", "person"]
            }
            Self::Answer => &["message", "agent", "topic", "order"],
            Self::Thanks | Self::Outcome => &["agent", "topic", "order"],
        };
        EVERYWHERE.iter().chain(own).copied().collect()
    }
}

const EVERYWHERE: &[&str] = &["greeting", "customer.name", "company", "code", "track_link", "phone"];
/// Places that stand alone in their paragraph.
const BLOCKS: &[&str] = &["understood", "person", "rating", "reopen", "message"];
/// Places whose words come over several lines or as links: not for a subject.
const LINKS: &[&str] = &["track_link", "correct_link", "solved_link", "unsolved_link"];

/// One of the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// After the code in brackets.
    Subject,
    /// The given word, large.
    Headline,
    /// What a list of mails shows beside the subject.
    Preheader,
    /// Paragraphs, parted by empty lines.
    Body,
}

impl Part {
    pub const ALL: [Self; 4] = [Self::Subject, Self::Headline, Self::Preheader, Self::Body];

    pub fn name(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Headline => "headline",
            Self::Preheader => "preheader",
            Self::Body => "body",
        }
    }

    fn chars_max(self) -> usize {
        match self {
            Self::Subject | Self::Headline => 150,
            Self::Preheader => 250,
            Self::Body => 5_000,
        }
    }
}

/// The wording of one mail.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Parts {
    pub subject: String,
    pub headline: String,
    pub preheader: String,
    pub body: String,
}

impl Parts {
    pub fn get(&self, part: Part) -> &str {
        match part {
            Part::Subject => &self.subject,
            Part::Headline => &self.headline,
            Part::Preheader => &self.preheader,
            Part::Body => &self.body,
        }
    }

    pub fn set(&mut self, part: Part, text: String) {
        match part {
            Part::Subject => self.subject = text,
            Part::Headline => self.headline = text,
            Part::Preheader => self.preheader = text,
            Part::Body => self.body = text,
        }
    }

    /// The wording of the catalogue.
    pub fn of_catalogue(kind: Kind, language: Language, register: Register) -> Self {
        let say = Say::new(language, register);
        let with = |key: &str, places: &[&str]| {
            let places: Vec<(&str, words::Arg)> = places
                .iter()
                .map(|place| place.split_once('=').unwrap_or((place, place)))
                .map(|(name, place)| (name, format!("{{{{{place}}}}}").into()))
                .collect();
            say.with(key, &places)
        };
        let parts = |subject: String, headline: String, preheader: String, body: &[&str]| Self {
            subject,
            headline,
            preheader,
            body: body.join("\n\n"),
        };
        let promise = || "{{promise}}".to_owned();
        match kind {
            Kind::Acknowledgement => parts(
                "{{promise.short}}".to_owned(),
                promise(),
                say.say("mail-ack-preheader"),
                &[
                    &with("mail-ack-arrived", &["greeting", "when=received"]),
                    "{{understood}}",
                    "{{track_link}}",
                    "{{person}}",
                ],
            ),
            Kind::Moved => parts(
                with("mail-moved-subject", &["by=due.short"]),
                promise(),
                with("mail-moved-preheader", &["old=old_due"]),
                &[
                    &format!("{} {{{{reason}}}}", with("mail-moved-sorry", &["greeting", "old=old_due"])),
                    "{{person}}",
                    "{{track_link}}",
                ],
            ),
            Kind::Apology => parts(
                with("mail-apology-subject", &["by=due.owner"]),
                promise(),
                with("mail-apology-preheader", &["when=old_due"]),
                &[
                    &format!("{} {{{{who}}}}", with("mail-apology-sorry", &["greeting", "when=old_due"])),
                    "{{person}}",
                    "{{track_link}}",
                ],
            ),
            Kind::Rating => parts(
                say.say("mail-rating-subject"),
                "{{kept}}".to_owned(),
                say.say("mail-rating-preheader"),
                &[&with("mail-rating-asked", &["greeting", "when=last_answer"]), "{{rating}}", "{{reopen}}"],
            ),
            Kind::Callback => parts(
                with("track-mail-booked-said", &["at=slot"]),
                with("track-mail-booked-said", &["at=slot"]),
                say.say("track-mail-booked-preheader"),
                &[
                    &with(
                        "track-mail-booked-opening",
                        &["greeting", "at=slot", "phone=called_phone", "until=slot.end"],
                    ),
                    "{{person}}",
                    "{{track_link}}",
                ],
            ),
            Kind::Complaint => parts(
                with("complaint-mail-subject", &["code=complaint.code"]),
                promise(),
                with("complaint-mail-preheader", &["code=complaint.code"]),
                &[
                    &with("complaint-mail-opening", &["greeting", "when=received", "code=complaint.code"]),
                    "{{first_answer}}",
                    "{{understood}}",
                    "{{track_link}}",
                    "{{person}}",
                ],
            ),
            Kind::FollowUp => parts(
                with("complaint-mail-follow-subject", &["code=complaint.code"]),
                with("complaint-mail-follow-said", &["code=complaint.code"]),
                say.say("complaint-mail-follow-preheader"),
                &[
                    &with(
                        "complaint-mail-follow-opening",
                        &["greeting", "when=last_answer", "code=complaint.code"],
                    ),
                    &with("complaint-mail-follow-choice", &["solved=solved_link", "unsolved=unsolved_link"]),
                    "{{person}}",
                ],
            ),
            Kind::Answer => Self { body: "{{message}}".to_owned(), ..Self::default() },
            Kind::Thanks => Self { body: with("mail-thanks-words", &["greeting"]), ..Self::default() },
            Kind::Outcome => Self { body: with("mail-outcome-words", &["greeting"]), ..Self::default() },
        }
    }

    /// What keeps this wording from leaving; nothing when it may.
    pub fn flaws(&self, kind: Kind) -> Vec<(Part, Flaw)> {
        let places = kind.places();
        let mut flaws = Vec::new();
        for part in kind.parts() {
            let text = self.get(*part);
            if text.trim().is_empty() && *part != Part::Preheader {
                flaws.push((*part, Flaw::Empty));
            }
            if text.chars().count() > part.chars_max() {
                flaws.push((*part, Flaw::TooLong(part.chars_max())));
            }
            for token in tokens(text) {
                match token {
                    Token::Words(words) if words.contains("{{") || words.contains("}}") => {
                        flaws.push((*part, Flaw::Unclosed));
                    }
                    Token::Place(name) if !places.contains(&name) => {
                        flaws.push((*part, Flaw::Unknown(name.chars().take(60).collect())));
                    }
                    Token::Place(name) if BLOCKS.contains(&name) && !stands_alone(*part, text, name) => {
                        flaws.push((*part, Flaw::NotAlone(name.to_owned())));
                    }
                    Token::Place(name) if *part != Part::Body && LINKS.contains(&name) => {
                        flaws.push((*part, Flaw::NotAlone(name.to_owned())));
                    }
                    Token::Words(_) | Token::Place(_) => {}
                }
            }
        }
        let has = |parts: &[Part], wanted: &[&str]| {
            parts.iter().any(|part| {
                tokens(self.get(*part))
                    .any(|token| matches!(token, Token::Place(name) if wanted.contains(&name)))
            })
        };
        let needs = |flaws: &mut Vec<(Part, Flaw)>, part, parts: &[Part], wanted: &[&'static str]| {
            if !has(parts, wanted) {
                flaws.push((part, Flaw::Needs(wanted[0])));
            }
        };
        match kind {
            Kind::Acknowledgement | Kind::Moved | Kind::Apology => {
                needs(&mut flaws, Part::Headline, &[Part::Headline], &["promise", "due"]);
                needs(&mut flaws, Part::Body, &[Part::Body], &["track_link"]);
            }
            Kind::Rating => needs(&mut flaws, Part::Body, &[Part::Body], &["rating"]),
            Kind::Callback => {
                needs(&mut flaws, Part::Headline, &[Part::Headline, Part::Body], &["slot"]);
                needs(&mut flaws, Part::Body, &[Part::Body], &["track_link"]);
            }
            Kind::Complaint => {
                needs(&mut flaws, Part::Headline, &[Part::Headline], &["promise", "due"]);
                needs(&mut flaws, Part::Body, &[Part::Body], &["complaint.code"]);
                needs(&mut flaws, Part::Body, &[Part::Body], &["track_link"]);
            }
            Kind::FollowUp => {
                needs(&mut flaws, Part::Body, &[Part::Body], &["solved_link"]);
                needs(&mut flaws, Part::Body, &[Part::Body], &["unsolved_link"]);
            }
            Kind::Answer => needs(&mut flaws, Part::Body, &[Part::Body], &["message"]),
            Kind::Thanks | Kind::Outcome => {}
        }
        flaws
    }
}

fn stands_alone(part: Part, text: &str, name: &str) -> bool {
    let has =
        |paragraph: &str| tokens(paragraph).any(|token| matches!(token, Token::Place(place) if place == name));
    part == Part::Body && paragraphs(text).all(|paragraph| !has(paragraph) || alone(paragraph).is_some())
}

/// Why a wording may not leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    Empty,
    /// It may have this many characters.
    TooLong(usize),
    /// Braces that do not close.
    Unclosed,
    /// No such place in this mail.
    Unknown(String),
    /// The place wants a paragraph of its own in the text.
    NotAlone(String),
    /// A place this mail cannot do without.
    Needs(&'static str),
}

impl Flaw {
    /// For programs.
    pub fn said(&self) -> String {
        match self {
            Self::Empty => "must not be empty".to_owned(),
            Self::TooLong(chars) => format!("can have {chars} characters at most"),
            Self::Unclosed => "has braces that do not close: a place is written {{so}}".to_owned(),
            Self::Unknown(name) => format!("names {{{{{name}}}}}, which this mail does not have"),
            Self::NotAlone(name) => format!("needs {{{{{name}}}}} in a paragraph of its own in the body"),
            Self::Needs(name) => format!("needs {{{{{name}}}}}: without it the mail may not leave"),
        }
    }
}

/// A stretch of a part.
pub(super) enum Token<'a> {
    Words(&'a str),
    Place(&'a str),
}

/// Words and places in turn.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(inner) = rest.strip_prefix("{{")
            && let Some((name, after)) = inner.split_once("}}")
            && !name.contains("{{")
            && !name.contains('\n')
        {
            rest = after;
            return Some(Token::Place(name.trim()));
        }
        let from = if rest.starts_with("{{") { 2 } else { 0 };
        let end = rest[from..].find("{{").map_or(rest.len(), |at| at + from);
        let (words, after) = rest.split_at(end);
        rest = after;
        Some(Token::Words(words))
    })
}

/// The paragraphs of a body: what empty lines part.
pub(super) fn paragraphs(body: &str) -> impl Iterator<Item = &str> {
    let mut rest = body;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let (paragraph, after) = split_paragraph(rest);
            rest = after;
            if !paragraph.trim().is_empty() {
                return Some(paragraph.trim());
            }
        }
    })
}

fn split_paragraph(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() && at > 0 {
            return (&text[..at], &text[at + line.len()..]);
        }
        at += line.len();
        if line.trim().is_empty() {
            return ("", &text[at..]);
        }
    }
    (text, "")
}

/// The place a paragraph consists of, when it is nothing else.
pub(super) fn alone(paragraph: &str) -> Option<&str> {
    let mut tokens = tokens(paragraph.trim());
    match (tokens.next(), tokens.next()) {
        (Some(Token::Place(name)), None) => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDINGS: [(Language, Register); 4] = [
        (Language::It, Register::Tu),
        (Language::It, Register::Lei),
        (Language::En, Register::Tu),
        (Language::En, Register::Lei),
    ];

    fn acknowledgement() -> Parts {
        Parts::of_catalogue(Kind::Acknowledgement, Language::It, Register::Tu)
    }

    #[test]
    fn every_wording_of_the_catalogue_may_leave() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of_name(kind.name()), Some(kind));
            for (language, register) in WORDINGS {
                let parts = Parts::of_catalogue(kind, language, register);
                assert_eq!(parts.flaws(kind), [], "{} {language:?}", kind.name());
            }
        }
    }

    #[test]
    fn a_mail_without_its_time_or_its_link_may_not_leave() {
        let mut parts = acknowledgement();
        parts.headline = "Ti rispondiamo presto".to_owned();
        parts.body = "{{greeting}}, ciao.\n\n{{understood}}".to_owned();
        let flaws = parts.flaws(Kind::Acknowledgement);
        let wanted = [(Part::Headline, Flaw::Needs("promise")), (Part::Body, Flaw::Needs("track_link"))];
        assert_eq!(flaws, wanted);
        assert!(flaws[0].1.said().contains("{{promise}}"));
        let rating = Parts { body: "Com’è andata?".to_owned(), ..acknowledgement() };
        assert!(rating.flaws(Kind::Rating).contains(&(Part::Body, Flaw::Needs("rating"))));
        let answer = Parts { body: "Ciao".to_owned(), ..Parts::default() };
        assert_eq!(answer.flaws(Kind::Answer), [(Part::Body, Flaw::Needs("message"))]);
    }

    #[test]
    fn a_place_that_is_not_there_is_named_and_open_braces_are_seen() {
        let mut parts = acknowledgement();
        parts.subject = "{{promise.short}} {{customer.nome}}".to_owned();
        parts.body = format!("{} {{{{due", parts.body);
        let flaws = parts.flaws(Kind::Acknowledgement);
        assert!(flaws.contains(&(Part::Subject, Flaw::Unknown("customer.nome".to_owned()))), "{flaws:?}");
        assert!(flaws.contains(&(Part::Body, Flaw::Unclosed)), "{flaws:?}");
        parts.subject = String::new();
        parts.headline = "{{promise}}".repeat(40);
        let flaws = parts.flaws(Kind::Acknowledgement);
        assert!(flaws.contains(&(Part::Subject, Flaw::Empty)));
        assert!(flaws.contains(&(Part::Headline, Flaw::TooLong(150))));
    }

    #[test]
    fn a_block_stands_in_a_paragraph_of_its_own() {
        let mut parts = acknowledgement();
        parts.body = "Ecco: {{understood}}\n\n{{track_link}}".to_owned();
        let flaws = parts.flaws(Kind::Acknowledgement);
        assert_eq!(flaws, [(Part::Body, Flaw::NotAlone("understood".to_owned()))]);
        parts.body = "Segui tutto qui: {{track_link}}".to_owned();
        assert_eq!(parts.flaws(Kind::Acknowledgement), []);
        parts.headline = "{{promise}} {{track_link}}".to_owned();
        assert_eq!(parts.flaws(Kind::Acknowledgement).len(), 1);
    }

    #[test]
    fn whatever_braces_a_text_has_it_is_read_to_its_end() {
        for text in ["", "{", "{{", "}}", "{{}}", "{{a{{b}}", "{{ due }}x", "a\n\n\n\nb", "{{a\nb}}", "{{{a}}}"]
        {
            let whole: usize = tokens(text)
                .map(|token| match token {
                    Token::Words(words) => words.len(),
                    Token::Place(_) => 4,
                })
                .sum();
            assert!(whole <= text.len(), "{text}");
        }
        assert_eq!(paragraphs("a\n\n\n \nb\nc\n").collect::<Vec<_>>(), ["a", "b\nc"]);
        assert_eq!(alone(" {{ due }} "), Some("due"));
        assert_eq!(alone("{{due}}."), None);
    }
}
