//! Messages of a conversation: read oldest first, answered, noted.

use db::{Tx, args};
use kernel::address::Address;
use kernel::id::Kind;
use office::account::{Permission, is_person};
use serde_json::{Value, json};
use spine::agent;
use spine::conversation::{self, Attachment, Author, Conversation, Direction, Message, NewMessage};
use spine::error::Field;
use spine::inbox::Channel;
use spine::outbox::{self, Beside, Reply, Written};

use super::call::{Answer, Ask, Job};
use super::given::{self, Given, at, name_some, named};
use super::problem::Problem;
use super::{conversations, page, promises, scheduled, store, thanks};

/// Characters of a text, and of its HTML.
const TEXT_MAX: usize = 200_000;
const HTML_MAX: usize = 1_000_000;
/// Addresses in one of To, Cc and Bcc.
const PEOPLE_MAX: usize = 100;
const FILES_MAX: usize = 50;
/// An answer waits at most this long to be taken back.
pub(super) const HOLD_SECONDS_MAX: i64 = 60;

/// A message as the API shows it.
pub(super) fn show(ask: &Ask, tx: &mut Tx<'_>, message: &Message) -> Result<Value, Problem> {
    let files = conversation::attachments(tx, message.id)?;
    let author_oid = match message.author_id {
        Some(id) => tx
            .find(store::AUTHOR, args![id, &message.author_kind], |row| row.next::<Option<String>>())?
            .flatten(),
        None => None,
    };
    let author_kind = match message.author_kind.as_str() {
        "customer" => Kind::Customer,
        "integration" => Kind::Token,
        _ => Kind::Agent,
    };
    let delivery = match message.direction {
        Direction::Out => outbox::of_message(tx, message.id)?,
        Direction::In | Direction::Note => None,
    };
    let arrival_oid = match message.arrival_id {
        Some(id) => tx.find(store::ARRIVAL_OID, args![id], |row| row.next::<String>())?,
        None => None,
    };
    let recipients = given::kept(Some(&message.recipients));
    let people = |place: &str| recipients.get(place).cloned().unwrap_or_else(|| json!([]));
    Ok(json!({
        "id": Kind::Message.name(&message.oid),
        "direction": message.direction.name(),
        "channel": message.channel.name(),
        "author": {
            "kind": message.author_kind,
            "id": name_some(author_kind, author_oid.as_deref()),
            "name": message.author_name,
            "address": message.author_address,
        },
        "to": people("to"),
        "cc": people("cc"),
        "bcc": people("bcc"),
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "reply_text": message.reply_text,
        "quoted_text": message.quoted_text,
        "forwarded": given::kept(message.forwarded.as_deref()),
        "attachments": files.iter().map(|file| show_file(ask, file)).collect::<Vec<_>>(),
        "authentication": given::kept(message.authentication.as_deref()),
        "warning": message.warning.map(conversation::Warning::name),
        "automatic": message.automatic,
        "arrival_id": name_some(Kind::Arrival, arrival_oid.as_deref()),
        "delivery": delivery.map(|mail| json!({
            "state": mail.state.name(),
            "attempts": mail.attempts,
            "last_error": mail.last_error,
            "outgoing_id": Kind::Outgoing.name(&mail.oid),
        })),
        "created_at": at(message.created_at_ms),
    }))
}

fn show_file(ask: &Ask, file: &Attachment) -> Value {
    let name = Kind::Attachment.name(&file.oid);
    json!({
        "id": name,
        "name": file.name,
        "content_type": file.content_type,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        "url": ask.url(&format!("{}/attachments/{name}", super::ROOT)),
        "inline": file.inline,
        "content_id": file.content_id,
    })
}

/// An answer just written, with the channel it goes by and why.
fn show_written(ask: &Ask, tx: &mut Tx<'_>, written: &Written) -> Result<Value, Problem> {
    let mut body = show(ask, tx, &written.message)?;
    body["channel_reason"] = Value::from(written.why.sentence());
    Ok(body)
}

pub(super) fn list(ask: &Ask, tx: &mut Tx<'_>) -> Result<Answer, Problem> {
    let conversation = conversations::asked(ask, tx)?;
    let after = ask.page.after::<1>(ask.call.path, ask.account_id())?.map_or(0, |[id]| id);
    let rows = conversation::messages(tx, conversation.id, after, ask.limit())?;
    page::answer(ask, rows, |message| [message.id], |message| show(ask, tx, &message))
}

/// What somebody writes, to whom, and for whom.
pub(super) struct Words {
    pub text: String,
    /// Sanitised.
    pub html: Option<String>,
    pub to: Vec<Address>,
    pub cc: Vec<Address>,
    bcc: Vec<Address>,
    attachments: Vec<String>,
    on_behalf_of: Option<String>,
}

impl Words {
    pub fn read(given: &mut Given) -> Self {
        // HTML alone is enough: its plain-text part is made from it.
        let text = match given.has("html") {
            true => given.text("text", TEXT_MAX).unwrap_or_default(),
            false => given.needed_text("text", TEXT_MAX),
        };
        let html = read_html(given);
        let text = match html.as_deref().filter(|_| text.trim().is_empty()) {
            Some(html) => wire::plain::text_of(html),
            None => text,
        };
        Self {
            text,
            html,
            to: read_people(given, "to"),
            cc: read_people(given, "cc"),
            bcc: read_people(given, "bcc"),
            attachments: read_files(given),
            on_behalf_of: given.oid("on_behalf_of", Kind::Agent),
        }
    }

    /// What makes no sense in a message the customer wrote.
    pub fn refuse_for_inward(&self, given: &mut Given) {
        let there = [
            ("bcc", !self.bcc.is_empty()),
            ("attachments", !self.attachments.is_empty()),
            ("on_behalf_of", self.on_behalf_of.is_some()),
        ];
        for (name, there) in there {
            if there {
                given.refuse(name, "goes only with the direction out");
            }
        }
    }

    fn refuse_for_note(&self, given: &mut Given) {
        for (name, people) in [("to", &self.to), ("cc", &self.cc), ("bcc", &self.bcc)] {
            if !people.is_empty() {
                given.refuse(name, "goes only with a reply");
            }
        }
    }

    /// Who writes: the token's own person, the agent named, or the program. A program that names nobody writes as
    /// itself, and keeps no promise by it.
    pub fn author(&self, ask: &Ask, tx: &mut Tx<'_>) -> Result<Author, Problem> {
        author(ask, tx, self.on_behalf_of.as_deref())
    }

    /// As the outbox takes it.
    pub fn into_reply(self, author: Author) -> Reply {
        Reply {
            author,
            text: self.text,
            html: self.html,
            to: self.to,
            cc: self.cc,
            bcc: self.bcc,
            attachments: self.attachments,
            hold_ms: 0,
        }
    }
}

/// Sanitised; what had to be cut to stay within bounds is refused instead.
fn read_html(given: &mut Given) -> Option<String> {
    let html = given.text("html", HTML_MAX).filter(|html| !html.trim().is_empty())?;
    let (safe, cut) = wire::html::sanitised(&html);
    if cut {
        given.refuse("html", "has too many elements, or elements too deep within each other");
    }
    Some(safe)
}

fn read_people(given: &mut Given, name: &str) -> Vec<Address> {
    let Some(list) = given.list(name, PEOPLE_MAX) else { return Vec::new() };
    let mut people = Vec::new();
    for (at, value) in list.into_iter().enumerate() {
        let person = match value {
            Value::String(email) => Some(Address::new(email.trim())),
            value => given.object_at(name, at, value).map(|mut inner| {
                let person = Address {
                    email: inner.needed_text("email", 320).trim().to_owned(),
                    name: inner.text("name", 200),
                };
                given.back(inner);
                person
            }),
        };
        match person {
            Some(person) if kernel::address::plausible(&person.email) => people.push(person),
            Some(person) if !person.email.is_empty() => {
                given.refuse_within(name, [Field::new(format!("/{at}"), "is not an e-mail address")]);
            }
            Some(_) | None => {}
        }
    }
    people
}

fn read_files(given: &mut Given) -> Vec<String> {
    let Some(list) = given.list("attachments", FILES_MAX) else { return Vec::new() };
    let mut oids: Vec<String> = Vec::new();
    for (at, value) in list.into_iter().enumerate() {
        match value.as_str().and_then(|name| Kind::Attachment.oid(name)) {
            Some(oid) if oids.iter().any(|other| other == oid) => {
                given.refuse_within("attachments", [Field::new(format!("/{at}"), "is named twice")]);
            }
            Some(oid) => oids.push(oid.to_owned()),
            None => {
                let message = "must be the id of an upload, as in \"att_…\"";
                given.refuse_within("attachments", [Field::new(format!("/{at}"), message)]);
            }
        }
    }
    oids
}

pub(super) fn author(ask: &Ask, tx: &mut Tx<'_>, on_behalf_of: Option<&str>) -> Result<Author, Problem> {
    let person = match on_behalf_of {
        None if is_person(ask.bearer.role) => agent::find(tx, ask.bearer.agent_id)?,
        None => {
            return Ok(Author::Integration { id: ask.bearer.token_id, name: ask.bearer.name.clone() });
        }
        Some(oid) => {
            let person = named(tx, "/on_behalf_of", |tx| agent::by_oid(tx, oid))?;
            if person.id != ask.bearer.agent_id {
                ask.must(Permission::AnswerForAgent)?;
            }
            if !person.active || !is_person(person.role) {
                return Err(Problem::field("/on_behalf_of", "must be a person who works here"));
            }
            person
        }
    };
    Ok(Author::Agent { id: person.id, name: person.name })
}

/// The word given along with a message.
pub(super) struct Word {
    pub due_at_ms: i64,
    pub text: Option<String>,
}

pub(super) fn write(mut ask: Ask) -> Result<Job, Problem> {
    let mut given = Given::of(ask.body.take())?;
    let reply = given.needed_word("kind", "reply or note", |word| match word {
        "reply" => Some(true),
        "note" => Some(false),
        _ => None,
    });
    let is_reply = reply.unwrap_or(true);
    ask.must(if is_reply { Permission::Answer } else { Permission::Handle })?;
    let channel = given.word("channel", "null or the name of a channel", Channel::of_name);
    let words = Words::read(&mut given);
    if !is_reply {
        words.refuse_for_note(&mut given);
        if channel.is_some() {
            given.refuse("channel", "goes only with a reply");
        }
    }
    let word = promises::read_word(&mut given);
    let hold_ms = thanks::read_hold(&mut given);
    let send_at_ms = given.moment("send_at");
    if send_at_ms.is_some() {
        if !is_reply {
            given.refuse("send_at", "goes only with a reply");
        }
        // Until it leaves, nobody knows which way the customer will want it, and there is time to call it off.
        for (name, there) in [("channel", channel.is_some()), ("hold_seconds", hold_ms > 0)] {
            if there {
                given.refuse(name, "goes only without send_at");
            }
        }
    }
    given.done()?;
    Ok(Box::new(move |tx| {
        let mut conversation = conversations::asked(&ask, tx)?;
        let author = words.author(&ask, tx)?;
        let body = match (is_reply, send_at_ms) {
            (true, Some(send_at_ms)) => {
                let word = word.map(|word| outbox::Word { due_at_ms: word.due_at_ms, text: word.text });
                scheduled::keep(tx, &conversation, words.into_reply(author), word, send_at_ms)?
            }
            (true, None) => {
                let reply = Reply { hold_ms, ..words.into_reply(author) };
                answer(&ask, tx, &mut conversation, reply, channel, word)?
            }
            (false, _) => {
                let mut body = note(&ask, tx, &conversation, words, author.clone())?;
                body["promise"] = match word {
                    Some(word) => promise_along(tx, conversation.id, word, &author)?,
                    None => Value::Null,
                };
                body
            }
        };
        Ok(Answer::json(body).created())
    }))
}

fn answer(
    ask: &Ask,
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    reply: Reply,
    channel: Option<Channel>,
    word: Option<Word>,
) -> Result<Value, Problem> {
    let word = word.map(|word| outbox::Word { due_at_ms: word.due_at_ms, text: word.text });
    let written = outbox::send(tx, conversation, reply, Beside { word, signature: None, channel })?;
    if channel.is_some_and(|channel| channel != written.channel) {
        let message = format!("has no way to this customer; {} has", written.channel.name());
        return Err(Problem::field("/channel", message));
    }
    let mut body = show_written(ask, tx, &written)?;
    body["promise"] = match &written.promise {
        Some(promise) => promises::show(tx, &promise.oid)?,
        None => Value::Null,
    };
    Ok(body)
}

fn note(
    ask: &Ask,
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    words: Words,
    author: Author,
) -> Result<Value, Problem> {
    let files = conversation::uploads(tx, &words.attachments)?;
    let actor = author.actor();
    let new = NewMessage {
        direction: Direction::Note,
        channel: conversation.channel,
        author,
        recipients: "{}".to_owned(),
        subject: None,
        reply_text: words.text.clone(),
        text: words.text,
        html: words.html,
        quoted_text: None,
        forwarded: None,
        authentication: None,
        warning: None,
        automatic: false,
        header_id: None,
        arrival_id: None,
    };
    let message = conversation::add_message(tx, conversation, new, Vec::new(), actor)?;
    for file in &files {
        conversation::attach(tx, file, message.id)?;
    }
    let mut body = show(ask, tx, &message)?;
    body["channel_reason"] = Value::from("a note stays inside");
    Ok(body)
}

/// A promise a person gives along with what they write.
fn promise_along(tx: &mut Tx<'_>, conversation_id: i64, word: Word, author: &Author) -> Result<Value, Problem> {
    let Author::Agent { id, .. } = author else {
        return Err(Problem::field("/promise", "is a person's to give: name them in on_behalf_of"));
    };
    let conversation = conversation::find(tx, conversation_id)?;
    let made = promises::give(tx, conversation, word, *id).map_err(|problem| problem.within("/promise"))?;
    promises::show(tx, &made.oid)
}
