//! The mails that leave by themselves: the acknowledgement, the moved promise, the apology.
//!
//! Facts in, a letter out; no clock, no database. Every letter says the given word first, has one button and a
//! person to turn to, and tells the same facts in the same order as text and as HTML. What is not known leaves its
//! row out. Everything from outside is cut to a bound, freed of line breaks and escaped.

mod frame;
mod house;
mod sentence;
#[cfg(test)]
mod tests;

pub use house::{Notice, house};

use frame::{Draft, Edge, Understood};
use jiff::tz::TimeZone;
use kernel::calendar::Hours;
use kernel::language::Register;
use sentence::{Piece, Sentence, line};
use words::{Say, when};

/// Names of people, companies and files are cut to this many characters.
const NAME_CHARS_MAX: usize = 60;
const TOPIC_CHARS_MAX: usize = 140;
const REASON_CHARS_MAX: usize = 400;
/// Attachments named one by one; the rest is counted.
const ATTACHMENTS_NAMED_MAX: usize = 3;

/// A mail ready to leave, but for its headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// One line, with the reference in front as `[#R-4F7K]`.
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The given word alone, as the customer reads it.
    pub word: String,
}

/// What every letter says.
#[derive(Clone, Debug)]
pub struct Facts {
    pub say: Say,
    pub company: String,
    /// The customer as they sign; their first name alone where the company says *tu*.
    pub customer: Option<String>,
    /// The code the customer sees, as in `R-4F7K`.
    pub reference: String,
    pub due_ms: i64,
    pub now_ms: i64,
    pub zone: TimeZone,
    /// When the mail this promise answers came in.
    pub received_ms: i64,
    /// What it is about, as understood: its subject, codes and reply marks already off.
    pub understood: Option<String>,
    /// File names.
    pub attachments: Vec<String>,
    /// When the whole matter is to be solved, where that was promised too.
    pub resolution_due_ms: Option<i64>,
    pub track_url: String,
    /// The company's telephone, when it answers one.
    pub phone: Option<String>,
    pub person: Person,
    /// The company's postal address.
    pub address_line: Option<String>,
}

/// When a person can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    /// Now, and today until this instant.
    UntilMs(i64),
    /// From this instant on.
    FromMs(i64),
    /// Nobody said when.
    Someday,
}

impl Person {
    pub fn at(hours: &Hours, now_ms: i64) -> Self {
        match (hours.closing_ms(now_ms), hours.next_open_ms(now_ms)) {
            (Some(closing_ms), Some(open_ms)) if open_ms == now_ms => Self::UntilMs(closing_ms),
            (_, Some(open_ms)) => Self::FromMs(open_ms),
            (_, None) => Self::Someday,
        }
    }
}

/// "We have it, and answer by then": sent once for every promise.
pub fn acknowledgement(facts: &Facts) -> Letter {
    let say = facts.say;
    // A letter that answers on another day is read on another day: "today" would be wrong there.
    let same_day = when::by(say, facts.due_ms, facts.now_ms, &facts.zone)
        == when::by_date(say, facts.due_ms, facts.now_ms, &facts.zone);
    let today = if same_day { when::Today::Word } else { when::Today::Weekday };
    let received = when::at(say, facts.received_ms, facts.now_ms, &facts.zone, today);
    let mut rows = vec![
        (say.say("mail-topic"), topic(facts).unwrap_or_else(|| say.say("mail-topic-none"))),
        (say.say("mail-attachments"), attachments(say, &facts.attachments)),
    ];
    if let Some(due_ms) = facts.resolution_due_ms {
        rows.push((say.say("mail-resolution"), when::by_date(say, due_ms, facts.now_ms, &facts.zone)));
    }
    facts.letter(Draft {
        edge: Edge::Promised,
        about: when::promise(say, facts.due_ms, facts.now_ms, &facts.zone),
        said: when::promise_date(say, facts.due_ms, facts.now_ms, &facts.zone),
        preheader: say.say("mail-ack-preheader"),
        opening: vec![Sentence::of(
            say,
            "mail-ack-arrived",
            &[facts.greeting(), Piece::text("when", received)],
        )],
        understood: Some(Understood { title: say.say("mail-understood"), rows, note: say.say("mail-not-so") }),
        person_title: say.say("mail-person-title"),
    })
}

/// "We won't make it, here is the new time and why": sent when a person moves a promise. `reason` is in their words.
pub fn moved(facts: &Facts, old_due_ms: i64, reason: &str) -> Letter {
    let say = facts.say;
    let old = when::due_named(say, old_due_ms, facts.now_ms, &facts.zone);
    let by = when::by(say, facts.due_ms, facts.now_ms, &facts.zone);
    let struck = Piece::struck("old", old.clone());
    let mut opening = vec![Sentence::of(say, "mail-moved-sorry", &[facts.greeting(), struck])];
    opening.extend(as_sentence(&line(reason, REASON_CHARS_MAX)).map(Sentence::outside));
    facts.letter(Draft {
        edge: Edge::Moved,
        about: say.with("mail-moved-subject", &[("by", by.into())]),
        said: when::promise_date(say, facts.due_ms, facts.now_ms, &facts.zone),
        preheader: say.with("mail-moved-preheader", &[("old", old.into())]),
        opening,
        understood: None,
        person_title: say.say("mail-moved-late-title"),
    })
}

/// "We owed you an answer and you did not get it": sent at the breach, with the second promise.
/// `owner` has it now, when it has a name.
pub fn apology(facts: &Facts, old_due_ms: i64, owner: Option<&str>) -> Letter {
    let say = facts.say;
    let when = when::due_at(say, old_due_ms, facts.now_ms, &facts.zone);
    let by = when::by(say, facts.due_ms, facts.now_ms, &facts.zone);
    let by_date = when::by_date(say, facts.due_ms, facts.now_ms, &facts.zone);
    let owner = owner.map(|owner| line(owner, NAME_CHARS_MAX)).filter(|name| !name.is_empty());
    let (about, said, taken) = match (owner, topic(facts)) {
        (None, _) => (
            say.with("mail-apology-subject", &[("by", by.into())]),
            when::promise_date(say, facts.due_ms, facts.now_ms, &facts.zone),
            Sentence::of(say, "mail-apology-supervisor", &[]),
        ),
        (Some(owner), topic) => (
            say.with("mail-apology-subject-owner", &[("by", by.into()), ("owner", owner.clone().into())]),
            say.with("mail-apology-said-owner", &[("by", by_date.into()), ("owner", owner.clone().into())]),
            match topic {
                None => Sentence::of(say, "mail-apology-owner", &[Piece::text("owner", owner)]),
                Some(topic) => {
                    let pieces = [Piece::text("topic", topic), Piece::text("owner", owner)];
                    Sentence::of(say, "mail-apology-topic-owner", &pieces)
                }
            },
        ),
    };
    let sorry = Sentence::of(say, "mail-apology-sorry", &[facts.greeting(), Piece::text("when", when.clone())]);
    facts.letter(Draft {
        edge: Edge::Missed,
        about,
        said,
        preheader: say.with("mail-apology-preheader", &[("when", when.into())]),
        opening: vec![sorry, taken],
        understood: None,
        person_title: say.say("mail-apology-wait-title"),
    })
}

impl Facts {
    fn letter(&self, draft: Draft) -> Letter {
        let reference = line(&self.reference, NAME_CHARS_MAX);
        let about = draft.about.clone();
        let subject = self.say.with("mail-subject", &[("code", reference.into()), ("said", about.into())]);
        let (text, html) = (frame::text(self, &draft), frame::html(self, &draft, &subject));
        Letter { subject, text, html, word: draft.said }
    }

    /// "Ciao Caterina", "Gentile Caterina Morandi", or without a name.
    fn greeting(&self) -> Piece {
        Piece::text("greeting", greeting(self.say, self.customer.as_deref()))
    }

    /// How to reach a person, and from when or until when.
    fn person(&self) -> Sentence {
        let say = self.say;
        let phone =
            self.phone.as_deref().map(|phone| line(phone, NAME_CHARS_MAX)).filter(|phone| !phone.is_empty());
        let phone = phone.map(|phone| Piece::phone("phone", phone));
        let pieces: Vec<Piece> = phone.into_iter().collect();
        let spoken = !pieces.is_empty();
        let with = |piece: Piece| [pieces.clone(), vec![piece]].concat();
        match self.person {
            Person::UntilMs(closing_ms) => {
                let hour = when::due_at(say, closing_ms, self.now_ms, &self.zone);
                let key = if spoken { "mail-person-phone-until" } else { "mail-person-reply-until" };
                Sentence::of(say, key, &with(Piece::text("hour", hour)))
            }
            Person::FromMs(open_ms) => {
                let from = when::from(say, open_ms, self.now_ms, &self.zone);
                let key = if spoken { "mail-person-phone-from" } else { "mail-person-reply-from" };
                Sentence::of(say, key, &with(Piece::text("from", from)))
            }
            Person::Someday => {
                let key = if spoken { "mail-person-phone" } else { "mail-person-reply" };
                Sentence::of(say, key, &pieces)
            }
        }
    }

    /// Who writes, that a machine does, how to add something.
    fn footer(&self) -> Vec<String> {
        let company = line(&self.company, NAME_CHARS_MAX);
        let address =
            self.address_line.as_deref().and_then(|address| as_sentence(&line(address, TOPIC_CHARS_MAX)));
        let automatic = self.say.with("mail-automatic", &[("company", company.into())]);
        [automatic, self.say.say("mail-add")].into_iter().chain(address).collect()
    }
}

fn greeting(say: Say, name: Option<&str>) -> String {
    let name = name.map(|name| line(name, NAME_CHARS_MAX));
    // An address or a telephone number is no name.
    let name = name.filter(|name| name.chars().any(char::is_alphabetic) && !name.contains('@'));
    let name = name.map(|name| match say.register {
        Register::Tu => first_name(&name).to_owned(),
        Register::Lei => name,
    });
    match name {
        Some(name) => say.with("mail-greeting-named", &[("name", name.into())]),
        None => say.say("mail-greeting"),
    }
}

fn topic(facts: &Facts) -> Option<String> {
    let topic = facts.understood.as_deref().map(|topic| line(topic, TOPIC_CHARS_MAX));
    topic.filter(|topic| !topic.is_empty())
}

fn attachments(say: Say, names: &[String]) -> String {
    let named: Vec<String> =
        names.iter().take(ATTACHMENTS_NAMED_MAX).map(|name| line(name, NAME_CHARS_MAX)).collect();
    let (listed, rest) = (named.join(", "), names.len() - named.len());
    match (named.len(), rest) {
        (0, _) => say.say("mail-attachments-none"),
        (_, 0) => listed,
        _ => say.with("mail-attachments-more", &[("names", listed.into()), ("count", rest.into())]),
    }
}

/// The first name of "Caterina Morandi" and of "Morandi, Caterina".
fn first_name(name: &str) -> &str {
    let given = name.split_once(',').map_or(name, |(_, given)| given.trim());
    given.split(' ').next().filter(|first| !first.is_empty()).unwrap_or(name)
}

/// "aspettiamo il corriere" as a sentence of its own; nothing for nothing.
fn as_sentence(words: &str) -> Option<String> {
    let mut letters = words.chars();
    let first = letters.next()?;
    let stop = if words.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    Some(format!("{}{}{stop}", first.to_uppercase(), letters.as_str()))
}
