//! Opening conversations and putting messages, files and drafts into them.

use db::{Actor, Db, Event, Kept, Tx, args};
use kernel::address::{self, Address};
use kernel::id::{self, Kind};

use super::model::{
    Attachment, Author, Conversation, Direction, Draft, Message, NewMessage, Participant, Status,
};
use super::{figures, store};
use crate::error::Error;
use crate::inbox::{Channel, Tier};
use crate::search;

/// What a new conversation starts from.
#[derive(Clone, Debug)]
pub struct Opening {
    pub subject: String,
    pub channel: Channel,
    pub inbox_id: i64,
    pub customer_id: i64,
    pub team_id: Option<i64>,
    pub tier: Tier,
    pub skills: String,
    pub linked_id: Option<i64>,
}

/// Longest subject kept on a conversation, in characters; the message keeps all of it.
const SUBJECT_CHARACTERS: usize = 300;
/// Older messages made searchable in one act.
const INDEXED: usize = 100;
/// An uploaded file must be named by a message within this time.
pub(super) const UPLOAD_MS: i64 = 24 * 3_600_000;

/// Opens a conversation with a code nobody has yet.
pub fn open(tx: &mut Tx<'_>, opening: Opening, actor: Actor) -> Result<Conversation, Error> {
    let now_ms = tx.now_ms();
    let mut reference = id::reference(5);
    while by_reference(tx, &reference)?.is_some() {
        reference = id::reference(6);
    }
    let conversation = Conversation {
        id: id::fresh(now_ms),
        oid: id::fresh_oid(now_ms),
        reference,
        track_token: id::secret(),
        subject: opening.subject.trim().chars().take(SUBJECT_CHARACTERS).collect(),
        status: Status::Open,
        channel: opening.channel,
        inbox_id: opening.inbox_id,
        customer_id: opening.customer_id,
        assignee_id: None,
        team_id: opening.team_id,
        tier: opening.tier,
        skills: opening.skills,
        priority: 0,
        linked_id: opening.linked_id,
        merged_into_id: None,
        created_at_ms: now_ms,
        updated_at_ms: now_ms,
        last_in_at_ms: None,
        last_out_at_ms: None,
        closed_at_ms: None,
        returns_at_ms: None,
        next_due_at_ms: None,
        message_count: 0,
        trouble: None,
    };
    tx.put(
        store::ADD,
        args![
            conversation.id,
            &conversation.oid,
            &conversation.reference,
            &conversation.track_token,
            &conversation.subject,
            conversation.status.name(),
            conversation.channel.name(),
            conversation.inbox_id,
            conversation.customer_id,
            conversation.assignee_id,
            conversation.team_id,
            conversation.tier.name(),
            &conversation.skills,
            conversation.linked_id,
            now_ms
        ],
    )?;
    figures::born(tx, &conversation)?;
    let data = serde_json::json!({
        "conversation_id": Kind::Conversation.name(&conversation.oid),
        "reference": conversation.reference,
        "channel": conversation.channel.name(),
    });
    tx.record(Event {
        kind: "conversation.opened",
        actor,
        conversation_id: Some(conversation.id),
        data: data.to_string(),
    })?;
    Ok(conversation)
}

pub fn find(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Conversation, Error> {
    tx.find(store::FIND, args![conversation_id], store::read)?.ok_or(Error::Missing("conversation"))
}

pub fn by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Conversation, Error> {
    tx.find(store::BY_OID, args![oid], store::read)?.ok_or(Error::Missing("conversation"))
}

pub fn by_reference(tx: &mut Tx<'_>, reference: &str) -> Result<Option<Conversation>, Error> {
    Ok(tx.find(store::BY_REFERENCE, args![reference], store::read)?)
}

/// Account and conversation of a tracking page's token, in any account.
pub fn by_track_token(tx: &mut Tx<'_>, token: &str) -> Result<Option<(i64, i64)>, Error> {
    Ok(tx.find(store::BY_TRACK_TOKEN, args![token], |row| Ok((row.next()?, row.next()?)))?)
}

/// The conversation a Message-ID belongs to: one received, one sent, or one of our automatic mails.
pub fn of_header(tx: &mut Tx<'_>, header_id: &str) -> Result<Option<i64>, Error> {
    Ok(tx.find(store::OF_HEADER, args![header_id], |row| row.next())?)
}

/// Adds a message with its files and counts it. It is searchable at once, or soon after when it arrived by a door.
pub fn add_message(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    new: NewMessage,
    files: Vec<(Attachment, Kept)>,
    actor: Actor,
) -> Result<Message, Error> {
    let now_ms = tx.now_ms();
    let message = Message {
        id: id::fresh(now_ms),
        oid: id::fresh_oid(now_ms),
        conversation_id: conversation.id,
        direction: new.direction,
        channel: new.channel,
        author_kind: new.author.kind().to_owned(),
        author_id: new.author.id(),
        author_name: new.author.name().map(str::to_owned),
        author_address: new.author.address().map(str::to_owned),
        recipients: new.recipients,
        subject: new.subject,
        text: new.text,
        html: new.html,
        reply_text: new.reply_text,
        quoted_text: new.quoted_text,
        forwarded: new.forwarded,
        authentication: new.authentication,
        warning: new.warning,
        automatic: new.automatic,
        header_id: new.header_id,
        created_at_ms: now_ms,
        arrival_id: new.arrival_id,
    };
    tx.put(
        store::ADD_MESSAGE,
        args![
            message.id,
            &message.oid,
            message.conversation_id,
            message.direction.name(),
            message.channel.name(),
            &message.author_kind,
            message.author_id,
            message.author_name.clone(),
            message.author_address.clone(),
            &message.recipients,
            message.subject.clone(),
            &message.text,
            message.html.clone(),
            &message.reply_text,
            message.quoted_text.clone(),
            message.forwarded.clone(),
            message.authentication.clone(),
            message.warning.map(super::model::Warning::name),
            message.automatic,
            message.header_id.clone(),
            message.created_at_ms,
            message.arrival_id
        ],
    )?;
    let names: Vec<String> = files.iter().map(|(file, _)| file.name.clone()).collect();
    for (file, kept) in files {
        add_attachment(tx, Some(message.id), file, kept)?;
    }
    match message.arrival_id {
        // Whoever stands at the door waits for the receipt, not for the words.
        Some(_) => search::queue(tx, message.id)?,
        None => {
            let (content, terms) = found_by(conversation, &message, &names);
            search::add(tx, conversation.id, message.id, content, &terms)?;
        }
    }
    let (count, kind) = match (message.direction, message.author_kind.as_str()) {
        (Direction::In, _) => (store::COUNT_IN, "message.received"),
        (Direction::Out, _) => (store::COUNT_OUT, "message.written"),
        (Direction::Note, _) => (store::COUNT_NOTE, "message.noted"),
    };
    tx.put(count, args![conversation.id, now_ms])?;
    let data = serde_json::json!({
        "conversation_id": Kind::Conversation.name(&conversation.oid),
        "message_id": Kind::Message.name(&message.oid),
        "channel": message.channel.name(),
        "automatic": message.automatic,
    });
    tx.record(Event { kind, actor, conversation_id: Some(conversation.id), data: data.to_string() })?;
    Ok(message)
}

/// What a message is found by: its words, who wrote and was written to, its files' names.
fn found_by(conversation: &Conversation, message: &Message, files: &[String]) -> (String, Vec<String>) {
    let recipients: serde_json::Value = serde_json::from_str(&message.recipients).unwrap_or_default();
    let places = ["to", "cc", "bcc"].into_iter().filter_map(|place| recipients[place].as_array());
    let readers = places
        .flatten()
        .flat_map(|person| ["name", "email"].into_iter().filter_map(|part| person[part].as_str()))
        .collect();
    search::kept(&search::Texts {
        plain: vec![
            &conversation.reference,
            message.subject.as_deref().unwrap_or(&conversation.subject),
            &message.text,
        ],
        writers: [&message.author_name, &message.author_address]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect(),
        readers,
        files: files.iter().map(String::as_str).collect(),
    })
}

/// A stored message with what it is found by; none when it is gone.
fn readable(tx: &mut Tx<'_>, message: &Message) -> Result<search::Kept, Error> {
    let files: Vec<String> = attachments(tx, message.id)?.into_iter().map(|file| file.name).collect();
    let conversation = find(tx, message.conversation_id)?;
    let (content, terms) = found_by(&conversation, message, &files);
    Ok(search::Kept { conversation_id: conversation.id, message_id: message.id, content, terms })
}

/// Makes some of the messages searchable that were stored before there was a search; `false` when all are.
pub fn make_searchable(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let Some(after) = search::backlog(tx)? else { return Ok(false) };
    let messages = tx.list(store::MESSAGES_AFTER, args![after, INDEXED], store::read_message)?;
    let readable = messages.iter().map(|message| readable(tx, message)).collect::<Result<_, _>>()?;
    search::add_all(tx, readable)?;
    search::set_backlog(tx, messages.last().map(|message| message.id))?;
    Ok(!messages.is_empty())
}

/// Makes messages searchable that came in lately, their words worked out in a snapshot and not by the writer. Whether
/// there are more. Blocks.
pub fn index_queued(db: &Db, account_id: i64) -> Result<bool, Error> {
    let (queued, readable) = db.read(account_id, |tx| {
        let queued = search::queued(tx, INDEXED)?;
        let mut found = Vec::with_capacity(queued.len());
        for message_id in &queued {
            match message(tx, *message_id) {
                Ok(message) => found.push(readable(tx, &message)?),
                Err(Error::Missing(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok::<_, Error>((queued, found))
    })?;
    if queued.is_empty() {
        return Ok(false);
    }
    let more = queued.len() == INDEXED;
    db.write(account_id, move |tx| write_down(tx, &queued, readable))?;
    Ok(more)
}

/// A message that was moved or taken back meanwhile has its turn later, or none.
fn write_down(tx: &mut Tx<'_>, queued: &[i64], readable: Vec<search::Kept>) -> Result<(), Error> {
    let mut still = Vec::with_capacity(readable.len());
    let mut readable = readable.into_iter().peekable();
    for message_id in queued {
        let kept = readable.next_if(|kept| kept.message_id == *message_id);
        let stands_in = tx.find(store::STANDS_IN, args![*message_id], |row| row.next::<i64>())?;
        if stands_in != kept.as_ref().map(|kept| kept.conversation_id) || !search::take(tx, *message_id)? {
            continue;
        }
        still.extend(kept);
    }
    search::add_all(tx, still)
}

fn add_attachment(
    tx: &mut Tx<'_>,
    message_id: Option<i64>,
    file: Attachment,
    kept: Kept,
) -> Result<Attachment, Error> {
    let now_ms = tx.now_ms();
    let file = Attachment {
        id: id::fresh(now_ms),
        oid: id::fresh_oid(now_ms),
        message_id,
        size_bytes: kept.size_bytes,
        sha256: kept.sha256,
        created_at_ms: now_ms,
        ..file
    };
    tx.put(
        store::ADD_ATTACHMENT,
        args![
            file.id,
            &file.oid,
            file.message_id,
            &file.name,
            &file.content_type,
            file.size_bytes,
            &file.sha256,
            kept.in_row,
            file.content_id.clone(),
            file.inline,
            now_ms
        ],
    )?;
    Ok(file)
}

impl Attachment {
    /// A file before it is kept: name cut to 255 characters, without path.
    pub fn named(name: &str, content_type: &str, content_id: Option<String>, inline: bool) -> Self {
        let name: String = name
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_control())
            .take(255)
            .collect();
        Self {
            id: 0,
            oid: String::new(),
            message_id: None,
            name: if name.is_empty() { "allegato".to_owned() } else { name },
            content_type: content_type.to_owned(),
            size_bytes: 0,
            sha256: String::new(),
            content_id,
            inline,
            created_at_ms: 0,
        }
    }
}

/// Keeps an uploaded file that no message names yet.
pub fn upload(tx: &mut Tx<'_>, file: Attachment, kept: Kept) -> Result<Attachment, Error> {
    add_attachment(tx, None, file, kept)
}

/// The uploads of these oids, in that order.
///
/// # Errors
/// One that is not there or older than 24 hours, by its place in the list.
pub fn uploads(tx: &mut Tx<'_>, oids: &[String]) -> Result<Vec<Attachment>, Error> {
    let oldest_ms = tx.now_ms() - UPLOAD_MS;
    oids.iter()
        .enumerate()
        .map(|(at, oid)| {
            attachment_by_oid(tx, oid)
                .ok()
                .filter(|file| file.message_id.is_none() && file.created_at_ms >= oldest_ms)
                .ok_or_else(|| {
                    Error::refused(format!("/attachments/{at}"), "is no upload of the last 24 hours")
                })
        })
        .collect()
}

/// Ties an upload to the message that names it.
pub fn attach(tx: &mut Tx<'_>, file: &Attachment, message_id: i64) -> Result<(), Error> {
    let oldest_ms = tx.now_ms() - UPLOAD_MS;
    match tx.execute(store::ATTACH, args![&file.oid, message_id, oldest_ms])? {
        1 => Ok(()),
        _ => Err(Error::Conflict("the file was attached elsewhere meanwhile".to_owned())),
    }
}

pub fn attachments(tx: &mut Tx<'_>, message_id: i64) -> Result<Vec<Attachment>, Error> {
    Ok(tx.list(store::ATTACHMENTS, args![message_id], store::read_attachment)?)
}

pub fn attachment_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Attachment, Error> {
    tx.find(store::ATTACHMENT_BY_OID, args![oid], store::read_attachment)?.ok_or(Error::Missing("attachment"))
}

/// What `Db::fetch` takes to give a file's bytes.
pub fn attachment_content(tx: &mut Tx<'_>, attachment_id: i64) -> Result<(Option<Vec<u8>>, String), Error> {
    tx.find(store::ATTACHMENT_CONTENT, args![attachment_id], |row| Ok((row.next()?, row.next()?)))?
        .ok_or(Error::Missing("attachment"))
}

pub fn message(tx: &mut Tx<'_>, message_id: i64) -> Result<Message, Error> {
    tx.find(store::MESSAGE, args![message_id], store::read_message)?.ok_or(Error::Missing("message"))
}

pub fn message_by_oid(tx: &mut Tx<'_>, oid: &str) -> Result<Message, Error> {
    tx.find(store::MESSAGE_BY_OID, args![oid], store::read_message)?.ok_or(Error::Missing("message"))
}

/// Messages oldest first, after the id `after`.
pub fn messages(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    after: i64,
    limit: usize,
) -> Result<Vec<Message>, Error> {
    Ok(tx.list(store::MESSAGES, args![conversation_id, after, limit], store::read_message)?)
}

/// When a person wrote to us last in this conversation, and by which message.
#[derive(Clone, Debug)]
pub(crate) struct Newest {
    pub id: i64,
    pub created_at_ms: i64,
    pub header_id: Option<String>,
}

/// The newest message a person sent us before the message of that id, without its text.
pub(crate) fn newest_inbound(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    before: i64,
) -> Result<Option<Newest>, Error> {
    Ok(tx.find(store::NEWEST_INBOUND, args![conversation_id, before], |row| {
        Ok(Newest { id: row.next()?, created_at_ms: row.next()?, header_id: row.next()? })
    })?)
}

/// The newest message a person sent us in this conversation.
pub fn last_inbound(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Option<Message>, Error> {
    Ok(tx.find(store::LAST_INBOUND, args![conversation_id, i64::MAX], store::read_message)?)
}

/// Message-IDs of the thread before the message of that id, newest first.
pub(crate) fn header_ids(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    before: i64,
    limit: usize,
) -> Result<Vec<String>, Error> {
    Ok(tx.list(store::HEADER_IDS, args![conversation_id, before, limit], |row| row.next())?)
}

pub fn add_participant(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    person: &Address,
    place: &str,
) -> Result<(), Error> {
    tx.put(
        store::ADD_PARTICIPANT,
        args![conversation_id, address::key(&person.email), person.name.clone(), place],
    )?;
    Ok(())
}

pub fn participants(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<Participant>, Error> {
    Ok(tx.list(store::PARTICIPANTS, args![conversation_id], |row| {
        let (email, name, place) = (row.next()?, row.next()?, row.next()?);
        Ok(Participant { address: Address { name, email }, place })
    })?)
}

pub fn tags(tx: &mut Tx<'_>, conversation_id: i64) -> Result<Vec<String>, Error> {
    Ok(tx.list(store::TAGS, args![conversation_id], |row| row.next())?)
}

/// Keeps what somebody has begun to write (`kind`: `reply` or `note`); empty content drops it.
pub fn keep_draft(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    agent_id: i64,
    kind: &str,
    content: &str,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    match content.is_empty() {
        true => tx.execute(store::DROP_DRAFT, args![conversation_id, agent_id, kind])?,
        false => tx.execute(store::KEEP_DRAFT, args![conversation_id, agent_id, kind, content, now_ms])?,
    };
    Ok(())
}

/// Drafts of somebody in a conversation, the newest first; at most one of each kind.
pub fn draft(tx: &mut Tx<'_>, conversation_id: i64, agent_id: i64) -> Result<Vec<Draft>, Error> {
    Ok(tx.list(store::DRAFT, args![conversation_id, agent_id], |row| {
        Ok(Draft { kind: row.next()?, content: row.next()?, updated_at_ms: row.next()? })
    })?)
}

/// Says on the conversation why something did not reach the customer.
pub fn trouble(tx: &mut Tx<'_>, conversation_id: i64, why: &str) -> Result<(), Error> {
    let why: String = why.chars().take(500).collect();
    set_trouble(tx, conversation_id, Some(why), "conversation.troubled")
}

/// The trouble is over: a person dealt with it, or a later answer arrived.
pub fn clear_trouble(tx: &mut Tx<'_>, conversation_id: i64) -> Result<(), Error> {
    set_trouble(tx, conversation_id, None, "conversation.trouble_cleared")
}

fn set_trouble(
    tx: &mut Tx<'_>,
    conversation_id: i64,
    why: Option<String>,
    kind: &'static str,
) -> Result<(), Error> {
    let now_ms = tx.now_ms();
    let conversation = find(tx, conversation_id)?;
    tx.put(store::SET_TROUBLE, args![conversation_id, why.clone(), now_ms])?;
    figures::moved(tx, &conversation, &Conversation { trouble: why, ..conversation.clone() })?;
    let data = serde_json::json!({ "conversation_id": Kind::Conversation.name(&conversation.oid) });
    tx.record(Event {
        kind,
        actor: Actor::System,
        conversation_id: Some(conversation_id),
        data: data.to_string(),
    })?;
    Ok(())
}

/// Who wrote, as the event log names them.
impl Author {
    pub fn actor(&self) -> Actor {
        match self {
            Self::Customer { id, .. } => Actor::Customer(*id),
            Self::Agent { id, .. } => Actor::Agent(*id),
            Self::Integration { id, .. } => Actor::Integration(*id),
            Self::Other { .. } => Actor::System,
        }
    }
}
