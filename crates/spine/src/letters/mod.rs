//! The mails that leave by themselves: acknowledgement, moved promise, apology, rating, call-back; and mails of the
//! house to its own people.
//!
//! Facts and a wording in, a letter out; no clock, no database. Every letter says the given word first, has one button
//! and a person to turn to, and tells the same facts in the same order as text and as HTML. What is not known leaves
//! its row out. Everything from outside is cut to a bound, freed of line breaks and escaped.

mod answer;
mod calls;
mod frame;
mod house;
mod sentence;
pub mod template;
#[cfg(test)]
mod tests;

pub use answer::{Around, around, prefilled};
pub use calls::{Appointment, Change, calendar, call, link, progress};
pub use house::{Notice, house};

use frame::{Block, Edge, Section, Sheet, Understood};
use jiff::tz::TimeZone;
use kernel::calendar::Hours;
use kernel::language::Register;
use sentence::{Piece, Sentence, line};
use template::{Kind, Parts};
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
    /// Its topic in the company's words, when we are sure of it.
    pub topic: Option<String>,
    pub order_number: Option<String>,
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
    /// How the customer chose to be answered, by its stable word: `email`, `phone`, `page`.
    pub chosen_way: Option<&'static str>,
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

/// What a letter is about.
#[derive(Clone, Copy, Debug)]
pub enum Matter<'a> {
    /// "We have it, and answer by then": sent once for every promise.
    Acknowledgement,
    /// "We won't make it, here is the new time and why": sent when a person moves a promise, in their words.
    Moved { old_due_ms: i64, reason: &'a str },
    /// "We owed you an answer and you did not get it": sent at the breach, with the second promise.
    /// `owner` has it now, when it has a name.
    Apology { old_due_ms: i64, owner: Option<&'a str> },
    /// "Did we solve it?": asked once, some time after closing.
    Rating { promised_ms: Option<i64>, answered_ms: i64, agent: Option<&'a str> },
    /// "We call you then, at this number."
    Callback { from_ms: i64, to_ms: i64, phone: &'a str },
    /// "Your complaint has this code, and an answer with reasons by then": sent once when it is taken in.
    /// `reply_due_ms` is the moment of the first answer, where one was promised too.
    Complaint { code: &'a str, reply_due_ms: Option<i64> },
    /// "We answered your complaint: is it solved?": asked once, some days after the answer.
    FollowUp { code: &'a str, answered_ms: i64 },
}

impl Matter<'_> {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Acknowledgement => Kind::Acknowledgement,
            Self::Moved { .. } => Kind::Moved,
            Self::Apology { .. } => Kind::Apology,
            Self::Rating { .. } => Kind::Rating,
            Self::Callback { .. } => Kind::Callback,
            Self::Complaint { .. } => Kind::Complaint,
            Self::FollowUp { .. } => Kind::FollowUp,
        }
    }
}

/// The words under each mark of a rating, from worst to best.
const MARKS: [&str; 5] = [
    "mail-rating-mark-1",
    "mail-rating-mark-2",
    "mail-rating-mark-3",
    "mail-rating-mark-4",
    "mail-rating-mark-5",
];

/// Lays a letter out in its wording.
pub fn write(facts: &Facts, matter: Matter<'_>, parts: &Parts) -> Letter {
    let filled = facts.filled(matter);
    let one = |wording: &str| Sentence::of_wording(wording, &filled.pieces);
    let said = line(&one(&parts.headline).text, TOPIC_CHARS_MAX * 2);
    let mut sections = vec![Section::default()];
    for paragraph in template::paragraphs(&parts.body) {
        let block = template::alone(paragraph).and_then(|name| {
            let found = filled.blocks.iter().find(|(block, _)| *block == name);
            found.map(|(_, block)| block.clone())
        });
        match block {
            Some(block) if block.opens_section() => sections.push(Section { blocks: vec![block] }),
            Some(block) => frame::last(&mut sections).push(block),
            None => {
                let sentence = one(paragraph);
                if !sentence.is_empty() {
                    frame::last(&mut sections).push(Block::Words(sentence));
                }
            }
        }
    }
    let reference = line(&facts.reference, NAME_CHARS_MAX);
    let about = line(&one(&parts.subject).text, TOPIC_CHARS_MAX);
    let subject = facts.say.with("mail-subject", &[("code", reference.into()), ("said", about.into())]);
    let sheet = Sheet {
        edge: filled.edge,
        preheader: line(&one(&parts.preheader).text, TOPIC_CHARS_MAX),
        footer: facts.footer(matter.kind()).join(" "),
        said,
        sections,
    };
    let (text, html) = (frame::text(facts, &sheet), frame::html(facts, &sheet, &subject));
    Letter { subject, text, html, word: sheet.said }
}

/// A letter in the catalogue's own wording, which nobody edits.
struct Draft {
    edge: Edge,
    /// The subject after the reference.
    about: String,
    /// The given word: the headline.
    said: String,
    preheader: String,
    opening: Sentence,
    person_title: String,
}

impl Draft {
    fn letter(self, facts: &Facts) -> Letter {
        let reference = line(&facts.reference, NAME_CHARS_MAX);
        let subject =
            facts.say.with("mail-subject", &[("code", reference.into()), ("said", self.about.into())]);
        let person = Block::Person { title: self.person_title, sentence: facts.person() };
        let button = Block::Button { label: facts.say.say("mail-follow"), url: facts.track_url.clone() };
        let sheet = Sheet {
            edge: self.edge,
            preheader: self.preheader,
            footer: facts.footer(Kind::Answer).join(" "),
            said: self.said,
            sections: vec![
                Section { blocks: vec![Block::Words(self.opening)] },
                Section { blocks: vec![person, button] },
            ],
        };
        let (text, html) = (frame::text(facts, &sheet), frame::html(facts, &sheet, &subject));
        Letter { subject, text, html, word: sheet.said }
    }
}

/// What the places of a wording stand for.
struct Filled {
    edge: Edge,
    pieces: Vec<Piece>,
    blocks: Vec<(&'static str, Block)>,
}

impl Facts {
    /// Everything a letter of this matter can say.
    fn filled(&self, matter: Matter<'_>) -> Filled {
        let say = self.say;
        let mut pieces = self.known_everywhere();
        let button = Block::Button { label: say.say("mail-follow"), url: self.track_url.clone() };
        let mut blocks = vec![("track_link", button)];
        let by_date = when::by_date(say, self.due_ms, self.now_ms, &self.zone);
        let by = when::by(say, self.due_ms, self.now_ms, &self.zone);
        let mut due = |promise: String| {
            pieces.push(Piece::text("promise", promise));
            let short = when::promise(say, self.due_ms, self.now_ms, &self.zone);
            pieces.push(Piece::text("promise.short", short));
            pieces.push(Piece::text("due", by_date.clone()));
            pieces.push(Piece::text("due.short", by.clone()));
        };
        let promised = || when::promise_date(say, self.due_ms, self.now_ms, &self.zone);
        let person = |title: &str| ("person", Block::Person { title: say.say(title), sentence: self.person() });
        let edge = match matter {
            Matter::Acknowledgement => {
                due(promised());
                pieces.extend(self.received());
                blocks.extend([
                    ("understood", Block::Understood(self.understanding())),
                    person("mail-person-title"),
                ]);
                Edge::Promised
            }
            Matter::Moved { old_due_ms, reason } => {
                due(promised());
                let old = when::due_named(say, old_due_ms, self.now_ms, &self.zone);
                let reason = as_sentence(&line(reason, REASON_CHARS_MAX)).unwrap_or_default();
                pieces.extend([Piece::struck("old_due", old), Piece::text("reason", reason)]);
                blocks.push(person("mail-moved-late-title"));
                Edge::Moved
            }
            Matter::Apology { old_due_ms, owner } => {
                let owner = owner.map(|owner| line(owner, NAME_CHARS_MAX)).filter(|name| !name.is_empty());
                let (promise, by_owner) = match &owner {
                    None => (promised(), by.clone()),
                    Some(owner) => {
                        let args = |by: &str| [("by", by.into()), ("owner", owner.as_str().into())];
                        (
                            say.with("mail-apology-said-owner", &args(&by_date)),
                            say.with("mail-by-owner", &args(&by)),
                        )
                    }
                };
                due(promise);
                let missed = when::due_at(say, old_due_ms, self.now_ms, &self.zone);
                pieces.extend([
                    Piece::text("due.owner", by_owner),
                    Piece::text("old_due", missed),
                    self.taken_over(owner),
                ]);
                blocks.push(person("mail-apology-wait-title"));
                Edge::Missed
            }
            Matter::Rating { promised_ms, answered_ms, agent } => {
                pieces.extend(self.outcome(promised_ms, answered_ms, agent));
                blocks.extend([("rating", self.scale()), ("reopen", self.reopen(agent))]);
                match promised_ms {
                    Some(promised_ms) if promised_ms < answered_ms => Edge::Missed,
                    Some(_) => Edge::Kept,
                    None => Edge::Promised,
                }
            }
            Matter::Callback { from_ms, to_ms, phone } => {
                let slot = when::at(say, from_ms, self.now_ms, &self.zone, when::Today::Weekday);
                pieces.extend([
                    Piece::text("slot", slot),
                    Piece::text("slot.end", when::time(to_ms, &self.zone)),
                    Piece::text("called_phone", line(phone, NAME_CHARS_MAX)),
                ]);
                blocks.push(person("track-mail-person"));
                Edge::Promised
            }
            Matter::Complaint { code, reply_due_ms } => {
                due(say.with("complaint-mail-said", &[("by", by_date.clone().into())]));
                pieces.extend(self.received());
                let first = reply_due_ms.map_or_else(String::new, |due_ms| {
                    let by = when::by(say, due_ms, self.now_ms, &self.zone);
                    say.with("complaint-mail-first", &[("by", by.into())])
                });
                pieces.extend([
                    Piece::text("complaint.code", line(code, NAME_CHARS_MAX)),
                    Piece::text("first_answer", first),
                ]);
                blocks.extend([
                    ("understood", Block::Understood(self.understanding())),
                    person("mail-person-title"),
                ]);
                Edge::Promised
            }
            Matter::FollowUp { code, answered_ms } => {
                let last = when::at(say, answered_ms, self.now_ms, &self.zone, when::Today::Word);
                let answer = |word: &str| format!("{}?complaint={word}#reclamo", self.track_url);
                pieces.extend([
                    Piece::text("complaint.code", line(code, NAME_CHARS_MAX)),
                    Piece::text("last_answer", last),
                    Piece::link("solved_link", &say.say("complaint-mail-solved"), &answer("solved")),
                    Piece::link("unsolved_link", &say.say("complaint-mail-unsolved"), &answer("not_solved")),
                ]);
                blocks.push(person("mail-person-title"));
                Edge::Kept
            }
        };
        Filled { edge, pieces, blocks }
    }

    /// The places every mail may have.
    fn known_everywhere(&self) -> Vec<Piece> {
        let say = self.say;
        let known = |text: &Option<String>| text.as_deref().map(|text| line(text, TOPIC_CHARS_MAX));
        let phone = self.phone.as_deref().map(|phone| line(phone, NAME_CHARS_MAX)).unwrap_or_default();
        let files = attachments(say, &self.attachments);
        vec![
            Piece::text("greeting", greeting(say, self.customer.as_deref())),
            Piece::text(
                "customer.name",
                self.customer.as_deref().map(|name| line(name, NAME_CHARS_MAX)).unwrap_or_default(),
            ),
            Piece::text("company", line(&self.company, NAME_CHARS_MAX)),
            Piece::text("code", line(&self.reference, NAME_CHARS_MAX)),
            Piece::text("topic", known(&self.topic).or_else(|| subject(self)).unwrap_or_default()),
            Piece::text("order", known(&self.order_number).unwrap_or_default()),
            Piece::text("attachments", files),
            Piece::phone("phone", phone),
            Piece::link("track_link", &say.say("mail-follow"), &self.track_url),
            Piece::link("correct_link", &say.say("mail-correct"), &self.correct_url()),
        ]
    }

    fn correct_url(&self) -> String {
        format!("{}/correct", self.track_url)
    }

    /// When the mail it answers came in. A letter that answers on another day is read on another day: "today" would
    /// be wrong there.
    fn received(&self) -> Vec<Piece> {
        let say = self.say;
        let same_day = when::by(say, self.due_ms, self.now_ms, &self.zone)
            == when::by_date(say, self.due_ms, self.now_ms, &self.zone);
        let today = if same_day { when::Today::Word } else { when::Today::Weekday };
        vec![Piece::text("received", when::at(say, self.received_ms, self.now_ms, &self.zone, today))]
    }

    fn understanding(&self) -> Understood {
        let say = self.say;
        let topic = self.topic.as_deref().map(|topic| line(topic, TOPIC_CHARS_MAX));
        let mut rows = match topic {
            Some(topic) => {
                let subject = subject(self).map(|subject| (say.say("mail-about"), subject));
                std::iter::once((say.say("mail-topic"), topic)).chain(subject).collect()
            }
            None => vec![(say.say("mail-topic"), subject(self).unwrap_or_else(|| say.say("mail-topic-none")))],
        };
        if let Some(order) = &self.order_number {
            rows.push((say.say("mail-order"), line(order, NAME_CHARS_MAX)));
        }
        rows.push((say.say("mail-attachments"), attachments(say, &self.attachments)));
        if let Some(due_ms) = self.resolution_due_ms {
            rows.push((say.say("mail-resolution"), when::by_date(say, due_ms, self.now_ms, &self.zone)));
        }
        Understood {
            title: say.say("mail-understood"),
            rows,
            correct: (say.say("mail-not-so"), say.say("mail-correct"), self.correct_url()),
        }
    }

    /// Who has it now.
    fn taken_over(&self, owner: Option<String>) -> Piece {
        let say = self.say;
        let told = match (owner, subject(self)) {
            (None, _) => say.say("mail-apology-supervisor"),
            (Some(owner), None) => say.with("mail-apology-owner", &[("owner", owner.into())]),
            (Some(owner), Some(topic)) => {
                say.with("mail-apology-topic-owner", &[("topic", topic.into()), ("owner", owner.into())])
            }
        };
        Piece::text("who", told)
    }

    /// What was promised and when it was answered.
    fn outcome(&self, promised_ms: Option<i64>, answered_ms: i64, agent: Option<&str>) -> Vec<Piece> {
        let say = self.say;
        let answered = when::due_at(say, answered_ms, self.now_ms, &self.zone);
        let kept = match promised_ms {
            Some(promised_ms) => {
                let promised = when::due_named(say, promised_ms, self.now_ms, &self.zone);
                say.with("mail-rating-kept", &[("promised", promised.into()), ("answered", answered.into())])
            }
            None => say.say("mail-rating-subject"),
        };
        let last = when::at(say, answered_ms, self.now_ms, &self.zone, when::Today::Word);
        let agent = agent.map(|agent| line(agent, NAME_CHARS_MAX)).unwrap_or_default();
        vec![Piece::text("kept", kept), Piece::text("last_answer", last), Piece::text("agent", agent)]
    }

    fn scale(&self) -> Block {
        let mark =
            |(key, mark): (&&str, i64)| (mark, self.say.say(key), format!("{}?rate={mark}", self.track_url));
        Block::Scale(MARKS.iter().zip(1..).map(mark).collect())
    }

    /// How to take the matter up again when it is not solved.
    fn reopen(&self, agent: Option<&str>) -> Block {
        let say = self.say;
        let link = Piece::link("link", &say.say("mail-rating-reopen"), &self.track_url);
        let phone =
            self.phone.as_deref().map(|phone| line(phone, NAME_CHARS_MAX)).filter(|phone| !phone.is_empty());
        let first = match agent.map(|agent| line(agent, NAME_CHARS_MAX)).filter(|agent| !agent.is_empty()) {
            Some(agent) => Sentence::of(
                say,
                "mail-rating-not-solved-agent",
                &[link, Piece::text("agent", first_name(&agent).to_owned())],
            ),
            None => Sentence::of(say, "mail-rating-not-solved", &[link]),
        };
        let rest = phone.map(|phone| Sentence::of(say, "mail-rating-phone", &[Piece::phone("phone", phone)]));
        Block::Aside(std::iter::once(first).chain(rest).collect())
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

    /// Where the answer comes, when the customer chose another way than the mail they are reading.
    fn elsewhere(&self) -> Option<String> {
        let way = self.chosen_way.filter(|way| *way != "email")?;
        Some(self.say.with("mail-elsewhere", &[("way", way.into())]))
    }

    /// Who writes, that a machine does, how to add something.
    fn footer(&self, kind: Kind) -> Vec<String> {
        let company = line(&self.company, NAME_CHARS_MAX);
        let address =
            self.address_line.as_deref().and_then(|address| as_sentence(&line(address, TOPIC_CHARS_MAX)));
        let automatic = self.say.with("mail-automatic", &[("company", company.into())]);
        let more = match kind {
            Kind::Rating => "mail-rating-once",
            _ => "mail-add",
        };
        let chosen = match kind {
            Kind::Acknowledgement | Kind::Moved | Kind::Apology => self.elsewhere(),
            Kind::Rating
            | Kind::Callback
            | Kind::Complaint
            | Kind::FollowUp
            | Kind::Answer
            | Kind::Thanks
            | Kind::Outcome => None,
        };
        chosen.into_iter().chain([automatic, self.say.say(more)]).chain(address).collect()
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

/// Its subject, as far as there is one.
fn subject(facts: &Facts) -> Option<String> {
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
