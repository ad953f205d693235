//! Answers people write, and conversations we begin.

use db::{Tx, args};
use kernel::address::{self, Address};
use kernel::id;
use serde_json::json;

use super::dress::{self, Dressed};
use super::model::Purpose;
use super::road::{Road, Why, Wish, road};
use super::store;
use crate::company;
use crate::conversation::{self, Attachment, Author, Conversation, Direction, Message, NewMessage, Status};
use crate::error::{Error, Field};
use crate::inbox::{self, Channel, Inbox};
use crate::promise::{self, Promise};
use crate::signature::Signature;
use crate::{customer, search};

/// What somebody wrote back.
#[derive(Clone, Debug)]
pub struct Reply {
    pub author: Author,
    pub text: String,
    /// Sanitised by whoever took it in.
    pub html: Option<String>,
    /// Empty: whoever wrote last (see [`default_recipients`]).
    pub to: Vec<Address>,
    pub cc: Vec<Address>,
    pub bcc: Vec<Address>,
    /// Uploads by oid.
    pub attachments: Vec<String>,
    /// How long it can still be undone before it leaves.
    pub hold_ms: i64,
}

/// What goes with an answer besides what was written.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// A person's word, told in the answer itself.
    pub word: Option<Word>,
    pub signature: Option<Signature>,
    /// The channel asked for.
    pub channel: Option<Channel>,
}

/// A moment given along with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub due_at_ms: i64,
    /// What is promised, in the person's words; an answer when they say nothing.
    pub text: Option<String>,
}

pub struct Written {
    pub message: Message,
    /// The promise made with it.
    pub promise: Option<Promise>,
    /// `None` when the channel has no way out from here: the answer stands on the tracking page and in the API.
    pub outgoing_id: Option<i64>,
    /// Which channel it goes by, and why.
    pub channel: Channel,
    pub why: Why,
}

/// Longest text of one answer, in characters.
const LONGEST_TEXT: usize = 200_000;
/// Recipients of one answer at most, To, Cc and Bcc together.
const MOST_RECIPIENTS: usize = 100;
/// Message-IDs carried in References.
const REFERENCES: usize = 20;

/// Writes an answer into the conversation and its mail into the outbox. The conversation then waits on the customer;
/// the promise is kept when the next hop takes the mail.
///
/// # Errors
/// Nothing written, impossible addresses, unknown uploads: each with its field.
pub fn reply(tx: &mut Tx<'_>, conversation: &mut Conversation, reply: Reply) -> Result<Written, Error> {
    send(tx, conversation, reply, Beside::default())
}

/// As [`reply`], with a signature under it and a word given in it: the word is a promise of kind `custom`, told when
/// the next hop takes the mail; the conversation stays ours then.
///
/// # Errors
/// As [`reply`]; a word by a program (`/promise`) or for an impossible moment (`/promise/due_at`).
pub fn send(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    reply: Reply,
    beside: Beside,
) -> Result<Written, Error> {
    let mut reply = dress::settled(reply);
    check(&reply)?;
    let files = conversation::uploads(tx, &reply.attachments)?;
    let pictures = dress::pictures(&mut reply.html, &files);
    let wish = Wish { channel: beside.channel, to: &reply.to, cc: &reply.cc, bcc: &reply.bcc };
    let Road { channel, why, to, cc, sender } = road(tx, conversation, wish)?;
    let now_ms = tx.now_ms();
    let way_out = sender.as_ref();
    let header_id = way_out.map(|(_, email)| fresh_header_id(email, now_ms));
    let actor = reply.author.actor();
    let sentence = match &beside.word {
        Some(word) => {
            let own = inbox::find(tx, conversation.inbox_id)?;
            Some(dress::sentence(tx, conversation, &own, word.due_at_ms, word.text.as_deref())?)
        }
        None => None,
    };
    let signature = beside.signature.as_ref();
    let Dressed { reply_text, text, html } =
        dress::dress(&reply.text, reply.html.as_deref(), sentence.as_deref(), signature);
    let message = conversation::add_message(
        tx,
        conversation,
        NewMessage {
            direction: Direction::Out,
            channel,
            author: reply.author.clone(),
            recipients: recipients_json(&to, &cc, &reply.bcc),
            subject: Some(subject_of(conversation)),
            reply_text,
            text,
            html,
            quoted_text: None,
            forwarded: None,
            authentication: None,
            warning: None,
            automatic: false,
            header_id: header_id.clone(),
            arrival_id: None,
        },
        Vec::new(),
        actor,
    )?;
    for (file, picture) in files.iter().zip(&pictures) {
        conversation::attach(tx, file, message.id)?;
        if let Some(content_id) = picture {
            tx.put(store::SHOW_WITHIN, args![file.id, content_id])?;
        }
    }
    let promise = match beside.word {
        Some(word) => Some(give(tx, conversation, word, &reply.author)?),
        None => None,
    };
    for (people, place) in [(&to, "to"), (&cc, "cc")] {
        for person in people {
            if customer::known_as(tx, "email", &person.email)?
                .is_none_or(|known| known.id != conversation.customer_id)
            {
                conversation::add_participant(tx, conversation.id, person, place)?;
            }
        }
    }
    let outgoing_id = match (way_out, header_id) {
        (Some((inbox, email)), Some(header_id)) => {
            let everybody: Vec<String> =
                to.iter().chain(&cc).chain(&reply.bcc).map(|person| person.email.trim().to_owned()).collect();
            Some(queue(
                tx,
                Queued {
                    purpose: Purpose::Answer,
                    conversation_id: Some(conversation.id),
                    message_id: Some(message.id),
                    promise_id: promise.as_ref().map(|promise| promise.id),
                    inbox_id: Some(inbox.id),
                    sender: email,
                    recipients: everybody,
                    header_id,
                    subject: subject_of(conversation),
                    wording: sentence,
                    raw: None,
                    not_before_ms: now_ms + reply.hold_ms.clamp(0, 60_000),
                },
            )?)
        }
        _ => None,
    };
    if conversation.trouble.is_some() {
        conversation::clear_trouble(tx, conversation.id)?;
    }
    conversation.last_out_at_ms = Some(now_ms);
    match &promise {
        Some(_) => conversation::reopen(tx, conversation, "promised", actor)?,
        None => {
            let returns_at_ms = now_ms + company::find(tx)?.waiting_ms();
            conversation::wait_on_customer(tx, conversation, returns_at_ms, actor)?;
        }
    }
    if let (None, Some(promise)) = (outgoing_id, &promise) {
        promise::not_told(tx, promise.id, "no_way_out")?;
    }
    if outgoing_id.is_none() && reply.author.is_person_of_ours() {
        promise::answered(tx, conversation, message.id, reply.author.id(), now_ms)?;
    }
    Ok(Written { message, promise, outgoing_id, channel, why })
}

/// The promise of a word given in an answer: younger than the message, so that the answer itself does not keep it.
fn give(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    word: Word,
    author: &Author,
) -> Result<Promise, Error> {
    let Author::Agent { id, .. } = author else {
        return Err(Error::refused("/promise", "is a person's to give: name them in on_behalf_of"));
    };
    promise::custom(tx, conversation, word.due_at_ms, word.text, *id).map_err(|error| match error {
        Error::Refused(fields) => Error::Refused(
            fields
                .into_iter()
                .map(|field| Field::new(format!("/promise{}", field.pointer), field.message))
                .collect(),
        ),
        other => other,
    })
}

/// A conversation we begin: the customer is written to first, and nothing is owed until they answer.
pub fn write_first(tx: &mut Tx<'_>, conversation: &mut Conversation, first: Reply) -> Result<Written, Error> {
    write_first_with(tx, conversation, first, Beside::default())
}

/// As [`write_first`], with what goes with it.
pub fn write_first_with(
    tx: &mut Tx<'_>,
    conversation: &mut Conversation,
    first: Reply,
    beside: Beside,
) -> Result<Written, Error> {
    let written = send(tx, conversation, first, beside)?;
    if written.outgoing_id.is_none() {
        return Err(Error::refused("/to", "needs an e-mail address, and an e-mail inbox to write from"));
    }
    Ok(written)
}

/// Takes back an answer nobody tried to send yet: message and mail are gone, its files are uploads again, a word given
/// in it was never given, a conversation closed with it is open. Gives the message as its author wrote it.
///
/// # Errors
/// Conflict when it has left already.
pub fn undo(tx: &mut Tx<'_>, message_id: i64, agent_id: i64) -> Result<Message, Error> {
    let message = conversation::message(tx, message_id)?;
    if message.author_kind != "agent" || message.author_id != Some(agent_id) {
        return Err(Error::Missing("message"));
    }
    let Some(outgoing) = super::delivery::of_message(tx, message_id)? else {
        return Err(Error::Missing("message"));
    };
    let now_ms = tx.now_ms();
    if tx.execute(store::WITHDRAW, args![outgoing.id, now_ms])? == 0 {
        return Err(Error::Conflict("it has left already".to_owned()));
    }
    tx.put(store::WITHDRAW_FILES, args![message_id, now_ms])?;
    search::remove(tx, message_id)?;
    tx.put(store::WITHDRAW_MESSAGE, args![message_id])?;
    tx.put(store::WITHDRAW_COUNT, args![message.conversation_id])?;
    let mut conversation = conversation::find(tx, message.conversation_id)?;
    let actor = db::Actor::Agent(agent_id);
    if let Some(promise_id) = outgoing.promise_id {
        promise::withdraw(tx, &mut conversation, promise_id, actor)?;
    }
    if matches!(conversation.status, Status::Waiting | Status::Closed) {
        conversation::reopen(tx, &mut conversation, "answer_undone", actor)?;
    }
    promise::owe_again(tx, &mut conversation)?;
    let own = outgoing.wording.as_deref().and_then(|word| message.reply_text.strip_suffix(word));
    let text = own.unwrap_or(&message.reply_text).trim_end().to_owned();
    let html = message.html.as_deref().map(dress::undressed).filter(|html| !wire::plain::is_plain(html));
    Ok(Message { html: html.map(str::to_owned), text, ..message })
}

/// Whether an answer could be sent: something written, possible addresses, within bounds.
///
/// # Errors
/// Each field that is wrong.
pub fn check(reply: &Reply) -> Result<(), Error> {
    let mut wrong = Vec::new();
    if reply.text.trim().is_empty() && reply.html.as_deref().is_none_or(|html| html.trim().is_empty()) {
        wrong.push(Field::new("/text", "must not be empty"));
    }
    if reply.text.chars().count() > LONGEST_TEXT {
        wrong.push(Field::new("/text", format!("can have {LONGEST_TEXT} characters at most")));
    }
    let lists = [("/to", &reply.to), ("/cc", &reply.cc), ("/bcc", &reply.bcc)];
    for (pointer, people) in lists {
        for (at, person) in people.iter().enumerate() {
            if !address::plausible(person.email.trim()) {
                wrong.push(Field::new(format!("{pointer}/{at}"), "is not an e-mail address"));
            }
        }
    }
    if lists.iter().map(|(_, people)| people.len()).sum::<usize>() > MOST_RECIPIENTS {
        wrong.push(Field::new("/to", format!("with cc and bcc can be {MOST_RECIPIENTS} addresses at most")));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Refused(wrong)) }
}

type Sender = Option<(Inbox, String)>;

/// The conversation's own inbox if it can send mail, else the account's first that can.
pub(super) fn sending_inbox(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<Sender, Error> {
    let own = inbox::find(tx, conversation.inbox_id)?;
    if let (Channel::Email, Some(email)) = (own.channel, own.address.clone()) {
        return Ok(Some((own, email)));
    }
    Ok(inbox::list(tx)?.into_iter().find_map(|other| match (other.channel, other.address.clone()) {
        (Channel::Email, Some(email)) if other.live => Some((other, email)),
        _ => None,
    }))
}

/// Reply-all as people expect it: to whoever wrote last, copy to whoever was in the thread; never to our own inboxes,
/// and never to a stranger who only knew the code.
pub fn default_recipients(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
) -> Result<(Vec<Address>, Vec<Address>), Error> {
    let known = customer::find(tx, conversation.customer_id)?;
    let addresses: Vec<String> = customer::identities(tx, conversation.customer_id)?
        .into_iter()
        .filter(|identity| identity.kind == "email")
        .map(|identity| identity.value)
        .collect();
    let last = conversation::last_inbound(tx, conversation.id)?.filter(|message| message.warning.is_none());
    let answer_to = last.as_ref().and_then(|message| {
        let recipients: serde_json::Value = serde_json::from_str(&message.recipients).ok()?;
        recipients["reply_to"].as_str().map(str::to_owned).or_else(|| message.author_address.clone())
    });
    let mut to = Vec::new();
    match answer_to.or_else(|| addresses.first().cloned()) {
        Some(email) => {
            let name = match last.as_ref().filter(|message| message.author_address.as_deref() == Some(&email)) {
                Some(message) => message.author_name.clone(),
                None => known.name.clone(),
            };
            to.push(Address { name, email });
        }
        None => return Ok((to, Vec::new())),
    }
    let mut cc: Vec<Address> = Vec::new();
    let customer_took_part = to.iter().any(|person| addresses.contains(&person.key()));
    if let (false, Some(first)) = (customer_took_part, addresses.first()) {
        cc.push(Address { name: known.name, email: first.clone() });
    }
    for person in conversation::participants(tx, conversation.id)? {
        let ours = inbox::at_address(tx, &person.address.email)?.is_some();
        let there = to.iter().chain(&cc).any(|other| other.key() == person.address.key());
        if !ours && !there && person.place != "stranger" {
            cc.push(person.address);
        }
    }
    Ok((to, cc))
}

/// `Re: …` with the code once.
pub(super) fn subject_of(conversation: &Conversation) -> String {
    let tag = format!("[#{}]", conversation.reference);
    let plain = conversation.subject.replace(&tag, "");
    let plain = wire::mail::subject_without_prefixes(plain.trim()).to_string();
    let begun_by_us = conversation.last_in_at_ms.is_none();
    let prefix = if begun_by_us { "" } else { "Re: " };
    format!("{prefix}{} {tag}", plain.trim()).trim().to_owned()
}

pub(super) fn fresh_header_id(sender: &str, now_ms: i64) -> String {
    let domain = address::domain(sender);
    let domain = if domain.is_empty() { "riscontro.invalid".to_owned() } else { domain };
    format!("{}.{}@{domain}", id::fresh_oid(now_ms), &id::secret()[..8])
}

fn recipients_json(to: &[Address], cc: &[Address], bcc: &[Address]) -> String {
    let list = |people: &[Address]| {
        people.iter().map(|person| json!({ "name": person.name, "email": person.email })).collect::<Vec<_>>()
    };
    json!({ "to": list(to), "cc": list(cc), "bcc": list(bcc) }).to_string()
}

/// A row for the outbox.
pub(super) struct Queued<'a> {
    pub purpose: Purpose,
    pub conversation_id: Option<i64>,
    pub message_id: Option<i64>,
    pub promise_id: Option<i64>,
    pub inbox_id: Option<i64>,
    /// The address it leaves from.
    pub sender: &'a str,
    pub recipients: Vec<String>,
    pub header_id: String,
    pub subject: String,
    pub wording: Option<String>,
    pub raw: Option<Vec<u8>>,
    pub not_before_ms: i64,
}

/// Puts a mail into the outbox. Leaving from an inbox, its envelope sender carries the row's name, so that a bounce
/// finds its way home.
pub(super) fn queue(tx: &mut Tx<'_>, queued: Queued<'_>) -> Result<i64, Error> {
    let now_ms = tx.now_ms();
    let (row_id, oid) = (id::fresh(now_ms), id::fresh_oid(now_ms));
    let envelope_from = match (queued.inbox_id, queued.sender.rsplit_once('@')) {
        (Some(_), Some((local, domain))) => format!("{local}+b.{oid}@{domain}"),
        (None, _) | (_, None) => queued.sender.to_owned(),
    };
    let first = queued.recipients.first().map(|email| address::key(email)).unwrap_or_default();
    tx.put(
        store::ADD,
        args![
            row_id,
            oid,
            queued.purpose.name(),
            queued.conversation_id,
            queued.message_id,
            queued.promise_id,
            queued.inbox_id,
            queued.purpose != Purpose::Answer,
            first,
            json!(queued.recipients).to_string(),
            envelope_from,
            queued.header_id,
            queued.subject,
            queued.wording,
            queued.raw,
            queued.not_before_ms,
            now_ms
        ],
    )?;
    Ok(row_id)
}

/// What a mail of this thread answers, and its References, oldest first: the thread as it stood before the message
/// of the id `before`, so that every try of one mail composes the same bytes.
pub(super) fn thread_of(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    before: i64,
) -> Result<(Option<String>, Vec<String>), Error> {
    let mut ids = conversation::header_ids(tx, conversation_id, before, REFERENCES)?;
    let answered = conversation::newest_inbound(tx, conversation_id, before)?
        .and_then(|newest| newest.header_id)
        .or_else(|| ids.first().cloned());
    ids.reverse();
    Ok((answered, ids))
}

/// A file of a message with its kept bytes still to be fetched.
pub(super) type Fetched = (Attachment, (Option<Vec<u8>>, String));
